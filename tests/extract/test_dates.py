"""Date strings, as British publishers print them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from watcher.model import Certainty, Precision
from watcher.text.dates import DATE_TEXT_CHARS_MAX, RELATIVE_DAYS_MAX, stated_date, stated_dates

REFERENCE = datetime(2024, 1, 20, 12, 0, tzinfo=UTC)


def moment(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


DAYS = {
    "2023-12-11": date(2023, 12, 11),
    " date 2023-12-11 ": date(2023, 12, 11),
    "2023-01-05": date(2023, 1, 5),
    "2023/01/05": date(2023, 1, 5),
    "20231211": date(2023, 12, 11),
    "2024-01-05T00:00:00": date(2024, 1, 5),
    "05/12/2024": date(2024, 12, 5),
    "5.6.2024": date(2024, 6, 5),
    "12/25/2023": date(2023, 12, 25),
    "Tuesday, January 2, 2024": date(2024, 1, 2),
    "January 2, 2024": date(2024, 1, 2),
    "3rd January 2024": date(2024, 1, 3),
    "7th of December, 2023": date(2023, 12, 7),
    "02 Apr 2013": date(2013, 4, 2),
    "Sept 3 2024": date(2024, 9, 3),
    "First published 24 March 2023": date(2023, 3, 24),
    "Published 4 November 2016": date(2016, 11, 4),
    "It was published on 4 November 2016.": date(2016, 11, 4),
    "Last updated 7 November 2016": date(2016, 11, 7),
    "Release date: 28/11/2020": date(2020, 11, 28),
    "Last revised and updated: 8 October 2024 (minor clarifications)": date(2024, 10, 8),
    "Published 3 September 2024 Applies to England": date(2024, 9, 3),
    "18.04.11": date(2011, 4, 18),
    "Published on 15th Dec '23": date(2023, 12, 15),
    "Dec. 7, 2023 1:05 p.m. ET": date(2023, 12, 7),
    "2 Feb 2024 10:00 PKT": date(2024, 2, 2),
    "15 December 2023 - 4 min read": date(2023, 12, 15),
    "Published by Jane Doe on 3 May 2024": date(2024, 5, 3),
}
MOMENTS = {
    "2023-12-11T10:32:35Z": moment(2023, 12, 11, 10, 32, 35),
    "2023-01-05T10:32:35.120+01:00": moment(2023, 1, 5, 9, 32, 35),
    "2023-07-11T10:32": moment(2023, 7, 11, 9, 32),
    "2016-11-04T00:00:00.000+00:00": moment(2016, 11, 4),
    "Posted: 15/12/2023 10:32:35": moment(2023, 12, 15, 10, 32, 35),
    "EB News: 09/04/2024 - 09:24": moment(2024, 4, 9, 8, 24),
    "7 Dec 2023, 13:18": moment(2023, 12, 7, 13, 18),
    "By Jane Example | 7 Jul 2023, 13:18 | News": moment(2023, 7, 7, 12, 18),
    "19th January 2024, 12:01am": moment(2024, 1, 19, 0, 1),
    "Friday 7 July 2023 at 12 noon": moment(2023, 7, 7, 11),
    "Mon 8 Jan 2024 at 7.30pm": moment(2024, 1, 8, 19, 30),
    "April 8 / 11:00 2024": moment(2024, 4, 8, 10),
    "Fri 07-Dec-12 14:58:06": moment(2012, 12, 7, 14, 58, 6),
    "1 Apr 2019 03:23 PM": moment(2019, 4, 1, 14, 23),
    "Fri, 15 Dec 2023 10:32:35 GMT": moment(2023, 12, 15, 10, 32, 35),
    "Sat, 15 Jul 23 10:32 BST": moment(2023, 7, 15, 9, 32),
    "Fri, 15 Dec 2023 10:32:35 EST": moment(2023, 12, 15, 15, 32, 35),
    "Fri, 15 Dec 2023 10:32:35 A": moment(2023, 12, 15, 10, 32, 35),
    "Thu 7 Dec 2023 13.18 GMT": moment(2023, 12, 7, 13, 18),
    "10:32, 15 July 2024": moment(2024, 7, 15, 9, 32),
}
NOTHING = [
    "",
    "Published:",
    "Published: \xa0 ",
    "8 January",
    "December 2023",
    "2024",
    "31/02/2024",
    "2024-13-45",
    "2024-02-30T10:00:00Z",
    "2 January 2024 3 January 2024",
    "Version 1.2.13 of the form",
    "£12.10.23",
    "19012024132500",
    "3%",
    "3 months ago",
    "1 day ago, 2 days ago",
    "1 January 1066",
]


@pytest.mark.parametrize("text", DAYS)
def test_a_bare_day_stays_a_day(text: str) -> None:
    """A day is not a midnight, numeric days come first, and ISO dates are left as they stand."""
    stated = stated_date(text, source="text", reference=REFERENCE)
    assert stated is not None
    assert (stated.precision, stated.value) == (Precision.DAY, DAYS[text])


@pytest.mark.parametrize("text", MOMENTS)
def test_a_printed_time_is_london_time_unless_it_names_a_zone(text: str) -> None:
    """13:18 in July is 12:18 UTC, BST is one hour ahead, and obsolete zones keep their offset."""
    stated = stated_date(text, source="text", reference=REFERENCE)
    assert stated is not None
    assert (stated.precision, stated.value) == (Precision.MINUTE, MOMENTS[text])


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_not_printed_is_not_filled_in(text: str) -> None:
    """A blank, partial, impossible or ambiguous date is None."""
    assert stated_date(text, source="text", reference=REFERENCE) is None


def test_none_is_no_date() -> None:
    """A missing string states nothing."""
    assert stated_date(None, source="text") is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1 day ago", date(2024, 1, 19)),
        ("(1 week, 4 days ago)", date(2024, 1, 9)),
        ("an hour ago", date(2024, 1, 20)),
        ("yesterday", date(2024, 1, 19)),
    ],
)
def test_relative_dates_count_from_the_reference_alone(text: str, day: date) -> None:
    """A relative date is inferred, so it is of low certainty, and without a reference it is None."""
    stated = stated_date(text, source="time", reference=REFERENCE)
    assert stated is not None
    assert (stated.value, stated.certainty) == (day, Certainty.LOW)
    assert stated_date(text, source="time") is None


def test_relative_dates_have_a_limit() -> None:
    """A span over the limit is rounded by whoever printed it, so it says nothing."""
    assert stated_date(f"{RELATIVE_DAYS_MAX} days ago", source="text", reference=REFERENCE) is not None
    assert stated_date(f"{RELATIVE_DAYS_MAX + 1} days ago", source="text", reference=REFERENCE) is None


def test_prose_is_not_searched() -> None:
    """A date in a text over the limit need not be the text's own."""
    text = "Published 4 November 2016".ljust(DATE_TEXT_CHARS_MAX, ".")
    assert stated_date(text, source="text") is not None
    assert stated_date(text + ".", source="text") is None


@pytest.mark.parametrize(
    ("text", "day"),
    [("12 APRİL 2024", 12), ("12 Aprıl 2024", 12), ("10 MAİ 2024", None), ("12 ſept 2024", None), ("ſept 1, 2024", None)],
)
def test_letters_that_only_a_pattern_takes_for_those_of_a_month_stop_nothing(text: str, day: int | None) -> None:
    """A dotted capital I, a dotless i or a long s costs a date at most, not its whole page or feed."""
    stated = stated_date(text, source="feed")
    assert (stated.as_day.day if stated else None) == day


def test_publication_and_update_are_told_apart_by_their_labels() -> None:
    """ "Last updated" is never the publication."""
    both = stated_dates("From: Ofsted Published 4 November 2016 Last updated 7 November 2016", source="label")
    assert both.published is not None
    assert both.updated is not None
    assert (both.published.value, both.updated.value) == (date(2016, 11, 4), date(2016, 11, 7))
    assert stated_dates("Updated 24 November 2023", source="label").published is None


@pytest.mark.parametrize(
    ("source", "text", "certainty"),
    [
        ("json-ld", "2023-12-11", Certainty.HIGH),
        ("text", "Posted: 11/12/2023", Certainty.MEDIUM),
        ("text", "11/12/2023", Certainty.LOW),
    ],
)
def test_certainty_says_where_a_date_was_read(source: str, text: str, certainty: Certainty) -> None:
    """Structured data is sure, a label is less, a bare date in a text is least."""
    stated = stated_date(text, source=source)
    assert stated is not None
    assert stated.certainty is certainty
