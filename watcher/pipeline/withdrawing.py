"""A page that was good and is gone: its last text stays, and who asked for it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from watcher.model import AlertReason, KnownItem
from watcher.model.settlement import NewAlert
from watcher.pipeline.compose import alert_for
from watcher.pipeline.settle import tellings
from watcher.pipeline.world import World
from watcher.store import StoredStatement


def withdraw(world: World, known: KnownItem, *, notice: str | None = None) -> bool:
    """Record that a known item's statement was withdrawn: its page is gone, or bears the publisher's `notice`; False without one.

    Whether a missing page is gone for good, the caller knows.
    """
    if known.statement_id is None:
        return False
    now = world.clock.now()
    statement = world.store.statements.statement(known.statement_id)
    alert = _alert(world, statement, now, notice) if statement and statement.latest.assessments else None
    world.store.statements.withdraw(known.id, known.statement_id, now, is_gone=notice is None, alert=alert)
    return True


def _alert(world: World, statement: StoredStatement, now: datetime, notice: str | None) -> NewAlert:
    details = (notice,) if notice else ()
    alert = alert_for(world.store, statement, AlertReason.WITHDRAWN, now, details)
    if alert.story is not None:
        # the statement was there when watching began, its withdrawal was not
        alert = replace(alert, story=replace(alert.story, is_baseline=False))
    key = f"statement {statement.id} withdrawn {now.isoformat()}"  # what came back may be withdrawn again
    return NewAlert(AlertReason.WITHDRAWN, tellings(alert, world.tellers), key, statement.source_id, details=details)
