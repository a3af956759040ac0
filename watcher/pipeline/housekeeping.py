"""Keeping the house: what is old goes, statements and evidence never; the database is looked after."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from watcher.pipeline.world import Desk
from watcher.store import Store

BODIES_KEPT: Final = timedelta(days=90)
"""A page as it came is kept so long beside its revision; its hash stays."""
RUNS_WHOLE: Final = timedelta(days=30)
"""Every visit is kept so long; of older days what says when a source could be read."""
RUNS_KEPT: Final = timedelta(days=400)
"""Over a year: a gap in what was promised is measured with the times when watcher could not look."""
ATTEMPTS_KEPT: Final = timedelta(days=90)
ROBOTS_KEPT: Final = timedelta(days=30)
"""An expired copy is worth so long: after that RFC 9309 (2.3.1.4) lets an origin out of reach count as one without rules."""
CHECK_EVERY: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Kept:
    """What housekeeping did, in rows; `problems` is what is wrong with the file, one line each, if it was checked."""

    bodies: int = 0
    runs: int = 0
    attempts: int = 0
    was_checked: bool = False
    problems: tuple[str, ...] = ()


async def housekeep(desk: Desk, *, bodies_kept: timedelta = BODIES_KEPT) -> Kept:
    """Drop what is old, refresh the query planner's figures, and check the file once a week, in a thread of its own."""
    now = desk.clock.now()
    upkeep = desk.store.upkeep
    bodies = upkeep.prune(now - bodies_kept)
    runs = upkeep.thin_runs(now - RUNS_WHOLE, gone_before=now - RUNS_KEPT)
    attempts = upkeep.prune_attempts(now - ATTEMPTS_KEPT)
    desk.store.robots.prune(now - ROBOTS_KEPT)
    upkeep.optimize()
    if not _is_check_due(desk.store, now):
        return Kept(bodies, runs, attempts)
    problems = await asyncio.to_thread(upkeep.check)
    if not problems:
        upkeep.record_check(now)
    return Kept(bodies, runs, attempts, was_checked=True, problems=problems)


def _is_check_due(store: Store, now: datetime) -> bool:
    """A broken file is checked again every time, until it is sound."""
    last = store.upkeep.last_checked_at()
    return last is None or not timedelta(0) <= now - last < CHECK_EVERY
