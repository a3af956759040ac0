"""A page that was good and is gone: its last text stays, and who asked for it is told."""

from __future__ import annotations

from watcher.model import AlertReason, KnownItem
from watcher.model.settlement import NewAlert
from watcher.pipeline.compose import alert_for
from watcher.pipeline.settle import tellings
from watcher.pipeline.world import World


def withdraw(world: World, known: KnownItem, *, notice: str | None = None) -> bool:
    """Record that a known item's statement was withdrawn; return False if that is not certain yet.

    A missing page counts from the second visit on that finds it gone; the publisher's own `notice` counts at once.
    """
    if known.statement_id is None or (notice is None and known.attempts == 0):
        return False
    now = world.clock.now()
    if not world.store.statements.withdraw(known.id, known.statement_id, now, is_gone=notice is None):
        return True
    statement = world.store.statements.statement(known.statement_id)
    if statement is None or not statement.latest.assessments:
        return True
    details = (notice,) if notice else ()
    alert = alert_for(world.store, statement, AlertReason.WITHDRAWN, now, details)
    world.store.outbox.add_statement_alert(
        NewAlert(AlertReason.WITHDRAWN, tellings(alert, world.tellers), source_id=statement.source_id, details=details),
        statement_id=statement.id,
        revision_id=statement.latest.id,
        now=now,
    )
    return True
