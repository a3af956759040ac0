"""A clock that stands until it is told to move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class FakeClock:
    """Implements `watcher.clock.Clock`; `monotonic` moves with `now`, but never back."""

    def __init__(self, now: datetime = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)):
        self._now = now
        self._monotonic_s = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic_s

    def advance(self, by: timedelta) -> datetime:
        """Move by `by` (it may be negative: clocks are set back) and return the new instant."""
        self._now += by
        self._monotonic_s += max(by.total_seconds(), 0.0)
        return self._now
