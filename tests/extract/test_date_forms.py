"""Dates in every form that publishers print them in, over twenty years of days: written here, read by the parser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from watcher.text import stated_date, stated_dates

LONDON: Final = ZoneInfo("Europe/London")
VISIT: Final = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
FIRST: Final = datetime(2005, 1, 3, 0, 5, tzinfo=LONDON)
MOMENTS: Final = tuple(FIRST + timedelta(days=97 * step, minutes=59 * step) for step in range(79))
"""Every 97th day from 2005 to 2025, at another time of day each, in both halves of the year."""

DAYS: Final[dict[str, Callable[[datetime], str]]] = {
    "numeric": lambda at: f"{at:%d/%m/%Y}",
    "numeric-dots": lambda at: f"{at.day}.{at.month}.{at.year}",
    "iso": lambda at: f"{at:%Y-%m-%d}",
    "iso-slashes": lambda at: f"{at:%Y/%m/%d}",
    "long": lambda at: f"{at.day} {at:%B %Y}",
    "continental-stop": lambda at: f"{at.day}. {at:%B %Y}",
    "ordinal": lambda at: f"{ordinal(at.day)} {at:%B %Y}",
    "ordinal-of": lambda at: f"{ordinal(at.day)} of {at:%B}, {at.year}",
    "american": lambda at: f"{at:%B} {at.day}, {at.year}",
    "american-weekday": lambda at: f"{at:%A}, {at:%B} {at.day}, {at.year}",
    "short-weekday": lambda at: f"{at:%a %d %b %Y}",
    "byline": lambda at: f"By Ann Sample | {at.day} {at:%B %Y}",
    "capitals": lambda at: f"{at.day} {at:%B %Y}".upper(),
    "non-breaking": lambda at: f"{at.day}\xa0{at:%B}\xa0{at.year}",
    "labelled": lambda at: f"First published: {at.day} {at:%b %Y}",
    "label-and-open-update": lambda at: f"Published: {at.day} {at:%b %Y}, updated {at.day} {at:%b}",
}
MINUTES: Final[dict[str, Callable[[datetime], str]]] = {
    "comma": lambda at: f"{at.day} {at:%b %Y}, {at:%H:%M}",
    "half": lambda at: f"{ordinal(at.day)} {at:%B %Y}, {at.hour % 12 or 12}:{at:%M}{'am' if at.hour < 12 else 'pm'}",
    "at-and-stop": lambda at: f"{at.day} {at:%B %Y} at {at.hour % 12 or 12}.{at:%M}{'am' if at.hour < 12 else 'pm'}",
    "posted": lambda at: f"Posted: {at:%d/%m/%Y %H:%M}:00",
    "clock-first": lambda at: f"{at:%H:%M}, {at.day} {at:%B %Y}",
    "zulu": lambda at: f"{at.astimezone(UTC):%Y-%m-%dT%H:%M}:00Z",
    "offset": lambda at: at.isoformat(),
    "mail": lambda at: f"{at.astimezone(UTC):%a, %d %b %Y %H:%M}:00 GMT",
    "summer-or-winter": lambda at: f"{at.day} {at:%B %Y %H:%M} {at.tzname()}",
}
UNSAID: Final[dict[str, Callable[[datetime], str]]] = {
    "no-year": lambda at: f"{at.day} {at:%B}",
    "no-day": lambda at: f"{at:%B %Y}",
    "price": lambda at: f"£{at.day}.{at:%m} a week",
    "clock": lambda at: f"{at:%H:%M}",
    "from-to": lambda at: f"{at.day} {at:%B %Y} to {at.day} {at:%B} {at.year + 1}",
}


def ordinal(day: int) -> str:
    return f"{day}{'th' if 10 <= day <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


@pytest.mark.parametrize("form", DAYS)
def test_a_day_is_read_as_it_is_printed(form: str) -> None:
    """Day first, ISO untouched, and no hour that nobody printed."""
    read = [stated_date(DAYS[form](at), source="label", reference=VISIT) for at in MOMENTS]
    assert [each and each.value for each in read] == [at.date() for at in MOMENTS]


@pytest.mark.parametrize("form", MINUTES)
def test_a_moment_is_read_in_london_time_where_no_other_is_named(form: str) -> None:
    """Summer time is an hour ahead of UTC, winter time is not."""
    read = [stated_date(MINUTES[form](at), source="label", reference=VISIT) for at in MOMENTS]
    assert [each and each.value for each in read] == [at.astimezone(UTC) for at in MOMENTS]


@pytest.mark.parametrize("form", UNSAID)
def test_what_states_no_date_is_none(form: str) -> None:
    """A wrong date is worse than none."""
    assert [UNSAID[form](at) for at in MOMENTS if stated_date(UNSAID[form](at), source="label", reference=VISIT)] == []


def test_two_labelled_dates_are_told_apart() -> None:
    """Published and updated stand on one line, each with its own date."""
    for at in MOMENTS:
        later = at + timedelta(days=9)
        both = stated_dates(f"Published {at.day} {at:%B %Y} | Last updated: {ordinal(later.day)} {later:%B %Y}", source="label")
        assert (both.published and both.published.value, both.updated and both.updated.value) == (at.date(), later.date())


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Veröffentlicht am 14. März 2021", date(2021, 3, 14)),
        ("Mittwoch, 3. Dezember 2019", date(2019, 12, 3)),
        ("14. März 2021, 10:22 Uhr", date(2021, 3, 14)),
        ("Publié le 1er janvier 2024 à 14h05", date(2024, 1, 1)),
        ("lundi 4 août 2025", date(2025, 8, 4)),
        ("14 de marzo de 2021", date(2021, 3, 14)),
        ("12 gennaio 2020", date(2020, 1, 12)),
        ("14 mrt 2021", date(2021, 3, 14)),
        ("3 Medi 2023", date(2023, 9, 3)),
        ("12 stycznia 2022", date(2022, 1, 12)),
        ("Mis à jour le 5 mai 2021", date(2021, 5, 5)),
    ],
)
def test_months_of_the_neighbours_are_read(line: str, day: date) -> None:
    """A page in another language is kept and flagged, so its date counts too; an hour there is not London's."""
    stated = stated_date(line, source="label", reference=VISIT)
    assert stated is not None
    assert stated.value == day


def test_an_update_abroad_is_an_update() -> None:
    """Labels of other languages tell the two dates apart as ours do."""
    both = stated_dates("Veröffentlicht am 2. Mai 2020, aktualisiert am 4. Mai 2020", source="label")
    assert (both.published and both.published.value, both.updated and both.updated.value) == (date(2020, 5, 2), date(2020, 5, 4))
