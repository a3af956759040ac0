"""Keeping the house: old bodies go, statements and evidence never; the database is looked after."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from watcher.pipeline.world import Desk

BODIES_KEPT: Final = timedelta(days=90)
"""A page as it came is kept so long beside its revision; its hash stays."""
CHECK_EVERY: Final = timedelta(days=7)


def housekeep(desk: Desk, *, bodies_kept: timedelta = BODIES_KEPT) -> tuple[str, ...]:
    """Drop bodies older than `bodies_kept`, refresh the query planner's figures, and check the file once a week.

    Return what is wrong with the file, one line each; empty if it is sound or was checked lately.
    """
    now = desk.clock.now()
    desk.store.upkeep.prune(now - bodies_kept)
    desk.store.upkeep.optimize()
    last = desk.store.upkeep.last_checked_at()
    if last is not None and now - last < CHECK_EVERY:
        return ()
    problems = desk.store.upkeep.check()
    if not problems:
        desk.store.upkeep.record_check(now)
    return problems
