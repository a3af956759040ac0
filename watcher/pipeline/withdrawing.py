"""A page that was good and is gone: its last text stays, and who asked for it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from watcher.model import AlertReason, KnownItem, Source
from watcher.model.settlement import NewAlert
from watcher.pipeline.compose import alert_for
from watcher.pipeline.operators import held_alert
from watcher.pipeline.settle import tellings
from watcher.pipeline.tally import Tally
from watcher.pipeline.world import World
from watcher.store import StoredStatement


def withdraw(world: World, known: KnownItem, tally: Tally, *, notice: str | None = None) -> bool:
    """Record that a known item's statement was withdrawn: its page is gone, or bears the publisher's `notice`; False without one.

    Whether a missing page is gone for good, the caller knows. Beyond `alerts_per_run_max` of one visit the rest is told in digests
    only, and `tell_held` says so to operators.
    """
    if known.statement_id is None:
        return False
    now = world.clock.now()
    statement = world.store.statements.statement(known.statement_id)
    is_news = statement is not None and bool(statement.latest.assessments)
    tally.withdrawn += is_news
    is_held = tally.withdrawn > world.watch.alerts_per_run_max
    alert = _alert(world, statement, now, notice, is_held=is_held) if statement and is_news else None
    world.store.statements.withdraw(known.id, known.statement_id, now, is_gone=notice is None, alert=alert)
    return True


def tell_held(source: Source, world: World, tally: Tally) -> None:
    """Tell operators, once a visit, that more was withdrawn than is told at once."""
    held = tally.withdrawn - world.watch.alerts_per_run_max
    if held > 0:
        now = world.clock.now()
        world.store.outbox.add_alert(held_alert(source, held, world.tellers, now, what="withdrawals"), now)


def _alert(world: World, statement: StoredStatement, now: datetime, notice: str | None, *, is_held: bool) -> NewAlert:
    details = (notice,) if notice else ()
    alert = alert_for(world.store, statement, AlertReason.WITHDRAWN, now, details)
    if alert.story is not None:
        # the statement was there when watching began, its withdrawal was not
        alert = replace(alert, story=replace(alert.story, is_baseline=False))
    key = f"statement {statement.id} withdrawn {now.isoformat()}"  # what came back may be withdrawn again
    return NewAlert(
        AlertReason.WITHDRAWN, tellings(alert, world.tellers, is_held=is_held), key, statement.source_id, details=details
    )
