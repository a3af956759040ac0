"""Arithmetic of time: when a source is polled, an item visited, a digest closed. Zones live here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from typing import Final
from zoneinfo import ZoneInfo

from watcher.errors import Reason
from watcher.model import DigestTimes, When

VISITS_AFTER: Final = (
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
    timedelta(days=30),
)
"""A known item is looked at again so long after the last look; then it is left alone until its listing marks an edit."""
POLLS_PER_GAP: Final = 8
POLL_GAP_MIN: Final = timedelta(minutes=5)
BACK_OFF_MAX: Final = timedelta(days=1)
RETRY_READING_MAX: Final = 5
"""So many times an item that could not be read is tried; then it is dead and said so."""
_SLOW_REASONS: Final = frozenset(
    {Reason.GONE, Reason.HTTP_4XX, Reason.ROBOTS, Reason.UNSAFE_URL, Reason.BLOCK_PAGE, Reason.RATE_LIMITED}
)
_RETRY_DELIVERY_FIRST: Final = timedelta(seconds=10)
BREAK_MAX: Final = timedelta(hours=1)
_JITTER_SHARE: Final = 0.1


def jitter(name: str, slot: datetime) -> float:
    """Return a number in [0, 1) that is always the same for `name` and `slot`: load is spread without randomness."""
    digest = blake2b(f"{name}\0{slot.isoformat()}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 2**32


def rhythm(every: timedelta, usual_gap: timedelta | None) -> timedelta:
    """Return how often a source is worth polling: eight times in its own usual gap, within `every` and a quarter of it.

    A source that publishes daily with `every: 6h` is polled every three hours, one that publishes monthly every six.
    """
    return every if usual_gap is None else min(every, max(every / 4, usual_gap / POLLS_PER_GAP, POLL_GAP_MIN))


def next_poll_at(
    source_id: str,
    every: timedelta,
    now: datetime,
    *,
    failures: int = 0,
    reason: Reason | None = None,
    retry_at: datetime | None = None,
) -> datetime:
    """Return when the source is polled next.

    After a success that is up to a tenth before `every` has passed, so that hosts are not met on the same second. After
    failures in a row the wait doubles from a quarter of `every` (at once the whole of it for reasons that do not pass by
    themselves), up to a day; the server's own `retry_at` may lengthen it, never shorten it.
    """
    if failures:
        first = every if reason in _SLOW_REASONS else every / 4
        wait = min(first * (1 << min(failures - 1, 16)), max(BACK_OFF_MAX, every))
    else:
        wait = every
    planned = now + wait * (1 - _JITTER_SHARE * jitter(source_id, now))
    return max(planned, retry_at) if retry_at else planned


def next_visit_at(visits: int, now: datetime) -> datetime | None:
    """Return when an item that has been visited `visits` times since its last change is visited again; None: not by itself."""
    return now + VISITS_AFTER[visits] if visits < len(VISITS_AFTER) else None


def next_attempt_at(attempts: int, now: datetime, *, name: str, retry_at: datetime | None = None) -> datetime:
    """Return when a delivery that failed `attempts` times is tried again: 10 s, doubling, to a day at most."""
    wait = min(_RETRY_DELIVERY_FIRST * (1 << min(max(attempts - 1, 0), 20)), BACK_OFF_MAX)
    planned = now + wait * (1 + _JITTER_SHARE * jitter(name, now))
    return max(planned, retry_at) if retry_at else planned


def breaker_until(failures_more: int, now: datetime) -> datetime:
    """Return until when a receiver is left alone after its breaker opened and `failures_more` tries failed as well.

    That is 10 s, doubling, to an hour: shorter than the wait of any one delivery, so that a single one is not held up by it.
    """
    return now + min(_RETRY_DELIVERY_FIRST * (1 << min(max(failures_more, 0), 20)), BREAK_MAX)


@dataclass(frozen=True, slots=True)
class Window:
    """A digest's half-open time [since, until) and the name of its slot, such as `weekly-2024-01-15`."""

    period: str
    since: datetime
    until: datetime


def last_window(times: DigestTimes, when: When, now: datetime) -> Window:
    """Return the latest daily or weekly window that has closed at `now`.

    Windows close at a London wall time, so that they are 23 or 25 hours (or a week less or more an hour) when clocks change.
    """
    zone = ZoneInfo(times.zone)
    at = times.at if when is When.WEEKLY else times.daily_at
    day = now.astimezone(zone).date()
    step = timedelta(days=7 if when is When.WEEKLY else 1)
    if when is When.WEEKLY:
        day -= timedelta(days=(day.weekday() - times.weekday) % 7)
    if _moment(day, at, zone) > now:
        day -= step
    return Window(f"{when.value}-{day.isoformat()}", _moment(day - step, at, zone), _moment(day, at, zone))


def next_window(times: DigestTimes, when: When, now: datetime) -> Window:
    """Return the window that is open at `now`."""
    step = timedelta(days=7 if when is When.WEEKLY else 1)
    return last_window(times, when, last_window(times, when, now).until + step + timedelta(hours=2))


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
