"""The ledger kept: read what no reader has read, tell what has become due or overdue, and who is not heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from watcher.errors import SourceError
from watcher.ledger import ledger_version
from watcher.model import Group, Said, Source
from watcher.pipeline.gaps import note_gaps
from watcher.pipeline.promises import note_dates
from watcher.pipeline.world import Desk, World
from watcher.store import StoredRevision

READ_PER_TICK_MAX: Final = 200
"""So many stored revisions are read in one go beside other work; the next go reads on."""
_BATCH: Final = 50


def keep_ledger(desk: Desk) -> list[int]:
    """Tell, once each, of commitments due and overdue and of coverage gaps; return the alerts. Run as often as you like."""
    return [*note_dates(desk), *note_gaps(desk)]


async def read_unread(world: World, *, count_max: int = READ_PER_TICK_MAX, on_done: Callable[[int], None] | None = None) -> int:
    """Read stored revisions that no reader of today's rules and names has read; return how many were. Nobody is told.

    Where a reader gives up, what an earlier one read stays.

    This fills the ledger of a database from before it, and again when people.yaml, bodies.yaml or the rules change.
    """
    version = ledger_version(world.gazetteer)
    done, after_id = 0, 0
    while done < count_max and (batch := world.store.ledger.unread(version, after_id, min(_BATCH, count_max - done))):
        for revision in batch:
            said = await _read(world, revision)
            if said is None:
                world.store.ledger.pass_over(revision.id, version, world.clock.now())
            else:
                world.store.ledger.replace(revision.id, world.watch.taxonomy.id, said, world.clock.now())
        done, after_id = done + len(batch), batch[-1].id
        if on_done is not None:
            on_done(len(batch))
    return done


async def _read(world: World, revision: StoredRevision) -> Said | None:
    """Return what a stored revision says; None where a reader gave up on it."""
    record = revision.record
    place = Source(record.source or "", record.publisher or "", record.group or Group.OTHER, "feed", record.url or "")
    try:
        return (await world.workers.judge(record, place)).said
    except SourceError:
        return None
