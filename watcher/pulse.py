"""What a daemon has done since it began, counted; /metrics shows it, and what is wrong now stands in /healthz."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from watcher.model import PollRun

LATE_BOUNDS_S: Final = (0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 900.0, 3600.0)
"""Upper bounds of the histogram of lateness; finer around the tenth of a minute, the shortest interval."""
_ITEMS: Final = ("new", "revised", "seen", "suspect", "failed")
_REQUESTS: Final = ("requests", "conditional", "unchanged")


@dataclass(slots=True)
class Lateness:
    """A histogram of how many seconds after its time something began; `counts` has one place more than the bounds."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(LATE_BOUNDS_S) + 1))
    sum_s: float = 0.0

    def add(self, late: timedelta) -> None:
        """Count one beginning; what was early (a visit asked for by hand) is on time."""
        late_s = max(late.total_seconds(), 0.0)
        self.counts[bisect_left(LATE_BOUNDS_S, late_s)] += 1
        self.sum_s += late_s

    def buckets(self) -> list[tuple[str, float]]:
        """Return (upper bound, how many up to it), as Prometheus wants them."""
        total, found = 0, []
        for bound, count in zip((*map(str, LATE_BOUNDS_S), "+Inf"), self.counts, strict=True):
            total += count
            found.append((bound, float(total)))
        return found


@dataclass(slots=True)
class Pulse:
    """The daemon's counters. `problems` are what is wrong now, by tick or visit."""

    began_at: datetime
    polls: Counter[str] = field(default_factory=Counter)
    items: Counter[str] = field(default_factory=Counter)
    requests: Counter[str] = field(default_factory=Counter)
    bytes_read: int = 0
    poll_late: Lateness = field(default_factory=Lateness)
    polling: int = 0
    last_good_poll_at: datetime | None = None
    deliveries: Counter[str] = field(default_factory=Counter)
    digests: int = 0
    ticks: Counter[str] = field(default_factory=Counter)
    ticks_failed: Counter[str] = field(default_factory=Counter)
    tick_late_s: dict[str, float] = field(default_factory=dict)
    reloads: Counter[str] = field(default_factory=Counter)
    clock_moves: int = 0
    pool_restarts: int = 0
    canaries: Counter[str] = field(default_factory=Counter)
    pruned: Counter[str] = field(default_factory=Counter)
    problems: dict[str, str] = field(default_factory=dict)

    def count(self, run: PollRun) -> None:
        """Count one visit."""
        self.polls[run.outcome.value] += 1
        self.items.update({name: getattr(run, name) for name in _ITEMS})
        self.requests.update({name: getattr(run, name) for name in _REQUESTS})
        self.bytes_read += run.bytes_read
        if run.reason is None:
            self.last_good_poll_at = run.ended_at
