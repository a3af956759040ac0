"""Silences and quiet hours: held, never lost."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from watcher.model import AlertReason, Group, Match, QuietHours, Silence, When
from watcher.route import Routing, preview, release_at, silenced

from .test_route import DESK, NOW, alert, notice, to, told

ANY = Match(reasons=frozenset())
NIGHTS = QuietHours(time(22), time(7))


@pytest.mark.parametrize(
    ("until", "is_silent"),
    [(NOW + timedelta(seconds=1), True), (NOW, False), (NOW - timedelta(days=1), False)],
)
def test_a_silence_ends_when_it_says(until: datetime, is_silent: bool) -> None:
    """At its end a silence is over; nothing is muted for ever by a forgotten one."""
    assert (silenced(alert(), [Silence("s", until, "why", ANY)], NOW) is not None) == is_silent


@pytest.mark.parametrize(
    ("match", "is_silent"),
    [
        (ANY, True),
        (Match(reasons=frozenset(), publishers=frozenset({"example-union"})), True),
        (Match(reasons=frozenset(), publishers=frozenset({"example-weekly"})), False),
        (Match(reasons=frozenset(), groups=frozenset({Group.UNION}), concerns=frozenset({"2"})), True),
        (Match(reasons=frozenset(), concerns=frozenset({"3"})), False),
        (Match(reasons=frozenset({AlertReason.REVISED})), False),
    ],
)
def test_a_silence_mutes_what_matches(match: Match, is_silent: bool) -> None:
    """A silence is as narrow as a route."""
    assert (silenced(alert(told("2")), [Silence("s", NOW + timedelta(days=1), "why", match)], NOW) is not None) == is_silent


def test_a_broken_source_can_be_silenced_by_its_id() -> None:
    """Operators may mute what they know of."""
    known = Silence("s", NOW + timedelta(days=1), "being rebuilt", Match(frozenset(), publishers=frozenset({"example-union"})))
    assert silenced(notice(), [known], NOW) == known


def test_the_silence_that_lasts_longest_answers() -> None:
    """Where several match, the one that is shown is the one that counts."""
    short, long = (Silence(name, NOW + timedelta(days=days), "why", ANY) for name, days in (("short", 1), ("long", 2)))
    assert silenced(alert(), [short, long], NOW) == silenced(alert(), [long, short], NOW) == long


@pytest.mark.parametrize(
    ("now", "released"),
    [
        (datetime(2024, 1, 15, 21, 59, tzinfo=UTC), None),
        (datetime(2024, 1, 15, 22, 0, tzinfo=UTC), datetime(2024, 1, 16, 7, 0, tzinfo=UTC)),
        (datetime(2024, 1, 16, 6, 59, 59, tzinfo=UTC), datetime(2024, 1, 16, 7, 0, tzinfo=UTC)),
        (datetime(2024, 1, 16, 7, 0, tzinfo=UTC), None),
        (datetime(2024, 7, 1, 21, 30, tzinfo=UTC), datetime(2024, 7, 2, 6, 0, tzinfo=UTC)),
        (datetime(2024, 3, 30, 23, 0, tzinfo=UTC), datetime(2024, 3, 31, 6, 0, tzinfo=UTC)),
        (datetime(2024, 10, 26, 22, 0, tzinfo=UTC), datetime(2024, 10, 27, 7, 0, tzinfo=UTC)),
    ],
)
def test_a_night_is_londons_night(now: datetime, released: datetime | None) -> None:
    """What comes at night goes in the morning, at the same hour on the clock before and after it changes."""
    assert release_at(now, NIGHTS) == (released or now)


def test_quiet_hours_within_a_day_and_on_some_days() -> None:
    """A lunch break on Mondays holds back nothing on Tuesdays."""
    lunch = QuietHours(time(12), time(13, 30), frozenset({0}))
    monday = datetime(2024, 1, 15, 12, 15, tzinfo=UTC)

    assert release_at(monday, lunch) == datetime(2024, 1, 15, 13, 30, tzinfo=UTC)
    assert release_at(monday + timedelta(days=1), lunch) == monday + timedelta(days=1)


def test_the_night_belongs_to_the_day_on_which_it_begins() -> None:
    """Saturday morning is still Friday's night."""
    fridays = QuietHours(time(22), time(7), frozenset({4}))
    assert release_at(datetime(2024, 1, 20, 3, 0, tzinfo=UTC), fridays) == datetime(2024, 1, 20, 7, 0, tzinfo=UTC)
    assert release_at(datetime(2024, 1, 21, 3, 0, tzinfo=UTC), fridays) == datetime(2024, 1, 21, 3, 0, tzinfo=UTC)


def test_without_quiet_hours_nothing_is_held() -> None:
    """Most receivers have none."""
    assert release_at(NOW, None) == NOW


def test_a_preview_counts_what_would_have_been_told() -> None:
    """Before a route is switched on one can see how many messages it makes."""
    routes = [to("desk", route_id="all", when=When.WEEKLY), to("desk", route_id="strong", score_min=0.8)]
    counts = preview([alert(told("2", 0.9)), alert(told("2", 0.5)), alert(told("2", 0.6)), notice()], routes, DESK)

    assert counts == {Routing("desk", "strong", When.NOW): 1, Routing("desk", "all", When.WEEKLY): 3}
