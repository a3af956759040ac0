"""How long nobody spoke, without the time in which nobody could have been heard."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from watcher.ledger.gaps import UNPOLLED_MIN, deaf_stretches, heard_for
from watcher.model import Outcome, PollRun

BEGAN = datetime(2024, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
EVERY = timedelta(hours=12)


def visits(days: int, *, bad: range = range(0), fresh: tuple[int, ...] = (), unasked: range = range(0)) -> list[PollRun]:
    """Return two visits a day: those of the days in `bad` fail, those of `fresh` bring something, `unasked` days have none."""
    return [
        PollRun(
            "office",
            at := BEGAN + half * EVERY,
            at,
            Outcome.FAILED if half // 2 in bad else Outcome.OK,
            new=int(half // 2 in fresh and half % 2 == 0),
            is_baseline=half == 0,
        )
        for half in range(days * 2)
        if half // 2 not in unasked
    ]


def heard(runs: list[PollRun], days: int, *, silence_after: timedelta = 400 * DAY, since: datetime = BEGAN) -> timedelta:
    until = BEGAN + days * DAY
    return heard_for(since, until, deaf_stretches(runs, since, until, every=EVERY, silence_after=silence_after))


def test_a_sound_source_was_heard_all_the_time() -> None:
    """Nothing is taken off where every visit was good."""
    assert heard(visits(60), 60) == 60 * DAY


def test_time_of_failure_does_not_count_from_good_visit_to_good_visit() -> None:
    """Ten bad days cost ten days and the half day before the first of them; one bad visit costs less than a day and a half."""
    assert heard(visits(60, bad=range(20, 30)), 60) == 60 * DAY - (10 * DAY + EVERY)
    assert heard(visits(60, bad=range(20, 21)), 60) == 60 * DAY - (DAY + EVERY)


def test_a_source_that_still_fails_was_not_heard_to_the_end() -> None:
    """From the last good visit on nobody knows."""
    assert heard(visits(60, bad=range(40, 60)), 60) == 40 * DAY - EVERY


def test_time_in_which_nobody_asked_does_not_count() -> None:
    """A daemon that was down for a week heard nothing; a pause of a day is usual."""
    assert heard(visits(60, unasked=range(20, 27)), 60) == 60 * DAY - (7 * DAY + EVERY)
    assert heard(visits(60, unasked=range(20, 21)), 60) < 60 * DAY
    apart = [PollRun("office", at := BEGAN + number * UNPOLLED_MIN, at, Outcome.OK) for number in range(61)]
    assert heard(apart, 60) == 60 * DAY


def test_a_silent_source_is_a_suspect_not_a_witness() -> None:
    """Beyond its limit the whole silence does not count, up to it all of it does."""
    runs = visits(60, fresh=(0, 10, 20, 30, 40, 50))
    assert heard(runs, 60, silence_after=10 * DAY) == 60 * DAY
    assert heard(runs, 60, silence_after=10 * DAY - timedelta(seconds=1)) == timedelta(0)
    assert heard(visits(60, fresh=(0, 10)), 60, silence_after=20 * DAY) == 10 * DAY


def test_what_was_before_the_first_good_visit_was_not_heard() -> None:
    """Somebody who spoke a year before watching began has been missed since watching began."""
    year_before = BEGAN - 365 * DAY
    assert heard(visits(60), 60, since=year_before) == 60 * DAY
    assert heard([], 60, since=year_before) == timedelta(0)


@given(st.lists(st.tuples(st.integers(-20, 80), st.integers(0, 40)), max_size=8))
def test_time_that_is_lost_twice_is_lost_once(found: list[tuple[int, int]]) -> None:
    """Overlapping stretches are one, and nothing outside the span counts."""
    deaf = [(BEGAN + start * DAY, BEGAN + (start + length) * DAY) for start, length in found]
    lost = {day for start, length in found for day in range(start, start + length) if 0 <= day < 60}
    assert heard_for(BEGAN, BEGAN + 60 * DAY, deaf) == (60 - len(lost)) * DAY
