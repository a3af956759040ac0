"""How long nobody has spoken, without the time in which nobody could have been heard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from watcher.model import Outcome, PollRun

Stretch = tuple[datetime, datetime]
UNPOLLED_MIN: Final = timedelta(days=1)
"""A source that nobody asked for longer than this, or than twice its interval, was not watched meanwhile."""
_DOWN: Final = (Outcome.FAILED, Outcome.SUSPECT)


def deaf_stretches(
    runs: Sequence[PollRun], since: datetime, until: datetime, *, every: timedelta, silence_after: timedelta
) -> list[Stretch]:
    """Return when a source would not have been heard between `since` and `until`: failing, suspect, not polled, or silent.

    `runs` are its visits, oldest first, with the last one before `since` if there is one. It fails from the last good visit to
    the next good one. It is silent from the last visit that brought something to the next one that did, if that is longer than
    `silence_after`.
    """
    good = [run.ended_at for run in runs if run.outcome not in _DOWN]
    bad = [run.started_at for run in runs if run.outcome in _DOWN]
    fresh = [run.ended_at for run in runs if run.new or run.is_baseline]
    rest_max = max(2 * every, UNPOLLED_MIN)
    edges = [since, *(moment for moment in good if since < moment < until), until]
    first = max((moment for moment in good if moment <= since), default=None)
    down = [
        (start, end)
        for start, end in pairwise(edges)
        if end - start > rest_max or any(start <= moment <= end for moment in bad) or (start == since and first is None)
    ]
    heard = sorted({*fresh, *good[:1], until})
    silent = [(start, end) for start, end in pairwise(heard) if end - start > silence_after]
    return [*down, *silent]


def heard_for(since: datetime, until: datetime, deaf: Iterable[Stretch]) -> timedelta:
    """Return how much of the time from `since` to `until` lies in none of the `deaf` stretches, which may overlap."""
    left, at = timedelta(0), since
    for start, end in sorted(deaf):
        if start > at:
            left += min(start, until) - at
        at = max(at, end)
        if at >= until:
            return left
    return left + max(until - at, timedelta(0))
