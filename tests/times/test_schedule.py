"""Arithmetic of time: polls, visits, retries, digest windows."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.errors import Reason
from watcher.model import DigestTimes, When
from watcher.schedule import BACK_OFF_MAX, VISITS_AFTER, last_window, next_attempt_at, next_poll_at, next_visit_at, next_window

NOW = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TIMES = DigestTimes(weekday=0, at=time(7, 30), zone="Europe/London", daily_at=time(7, 30))


def test_a_source_is_polled_within_its_interval_and_never_on_the_same_second_as_all_others() -> None:
    """The wait is between nine tenths of `every` and the whole of it, and differs by source."""
    planned = {next_poll_at(f"s{number}", HOUR, NOW) for number in range(50)}
    assert all(NOW + HOUR * 0.9 <= moment <= NOW + HOUR for moment in planned)
    assert len(planned) > 40


def test_the_server_may_slow_us_down_never_speed_us_up() -> None:
    """Retry-After lengthens the wait and never shortens it."""
    later, sooner = NOW + 5 * HOUR, NOW + timedelta(seconds=1)
    assert next_poll_at("s", HOUR, NOW, failures=1, retry_at=later) == later
    assert next_poll_at("s", HOUR, NOW, failures=1, retry_at=sooner) > NOW + timedelta(minutes=13)


def test_failures_wait_longer_each_time_up_to_a_day() -> None:
    """Back-off doubles from a quarter of the interval to a day at most."""
    waits = [next_poll_at("s", HOUR, NOW, failures=count, reason=Reason.TIMEOUT) - NOW for count in range(1, 12)]
    assert waits[0] <= HOUR / 4
    assert all(later >= earlier * 0.9 for earlier, later in pairwise(waits))
    assert waits[-1] <= BACK_OFF_MAX


def test_what_does_not_pass_by_itself_is_tried_less_often() -> None:
    """A missing page is not asked for again a quarter of an hour later."""
    assert next_poll_at("s", HOUR, NOW, failures=1, reason=Reason.GONE) > NOW + HOUR * 0.85


def test_known_items_are_visited_on_the_schedule_and_then_left_alone() -> None:
    """1 h, 6 h, 1, 3, 7, 30 days, then only when the listing marks an edit."""
    assert [next_visit_at(count, NOW) for count in range(6)] == [NOW + wait for wait in VISITS_AFTER]
    assert next_visit_at(6, NOW) is None


def test_a_delivery_is_retried_from_ten_seconds_to_a_day() -> None:
    """The first retry is soon, the last ones a day apart, and Retry-After is honoured."""
    assert timedelta(seconds=10) <= next_attempt_at(1, NOW, name="d") - NOW <= timedelta(seconds=11)
    assert next_attempt_at(40, NOW, name="d") - NOW <= BACK_OFF_MAX * 1.1
    assert next_attempt_at(1, NOW, name="d", retry_at=NOW + HOUR) == NOW + HOUR


def test_a_weekly_window_closes_on_monday_at_half_past_seven_in_london() -> None:
    """Before that moment the window of the week before is the last one."""
    just_before = last_window(TIMES, When.WEEKLY, datetime(2024, 1, 15, 7, 29, 59, tzinfo=UTC))
    at = last_window(TIMES, When.WEEKLY, datetime(2024, 1, 15, 7, 30, tzinfo=UTC))
    assert just_before.period == "weekly-2024-01-08"
    assert at.period == "weekly-2024-01-15"
    assert at.since == just_before.until == datetime(2024, 1, 8, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hours"), [(datetime(2024, 4, 1, 12, tzinfo=UTC), 167), (datetime(2024, 10, 28, 12, tzinfo=UTC), 169)]
)
def test_a_week_with_a_clock_change_has_an_hour_less_or_more(day: datetime, hours: int) -> None:
    """Windows follow London's wall clock, so nothing falls between two of them."""
    window = last_window(TIMES, When.WEEKLY, day)
    assert window.until - window.since == timedelta(hours=hours)


@given(st.datetimes(min_value=datetime(2023, 1, 1), max_value=datetime(2028, 1, 1)))  # noqa: DTZ001 - made aware below
def test_windows_of_any_moment_are_closed_and_adjoin_the_next(moment: datetime) -> None:
    """The last window has closed, the next has not, and they share their border."""
    now = moment.replace(tzinfo=UTC)
    for when in (When.DAILY, When.WEEKLY):
        closed, coming = last_window(TIMES, when, now), next_window(TIMES, when, now)
        assert closed.since < closed.until <= now < coming.until
        assert coming.since == closed.until
