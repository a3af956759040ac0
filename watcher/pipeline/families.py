"""Families and their heads: recomputed by rule, corrected by hand, and never told twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from watcher.model import AlertReason, Band
from watcher.model.settlement import NewAlert
from watcher.pipeline.compose import alert_for
from watcher.pipeline.settle import tellings
from watcher.pipeline.world import SEEDS, Desk
from watcher.store import Store, StoredStatement


def head_of(members: Iterable[StoredStatement]) -> StoredStatement:
    """Return the member that stands for its family: the earliest publication of a body that speaks for itself, else the earliest.

    The rule does not depend on the order of arrival, so that the same texts always give the same head.
    """
    return min(members, key=lambda member: (not member.group.is_origin, _published(member), member.id))


def _published(statement: StoredStatement) -> datetime:
    published = statement.latest.record.published
    return published.as_instant if published else statement.first_seen_at


def settle_head(store: Store, statement_id: int, joins: Iterable[int] = ()) -> int:
    """Give the family of a statement the head that it ought to have, and return that head's id.

    `joins` are heads of families that the statement shows to be of one with its own; a person's word that they are not stands.
    """
    statement = store.statements.statement(statement_id)
    assert statement is not None, "the caller has just stored or read it"
    apart = store.statements.split_from(statement_id)
    heads = dict.fromkeys((statement.head_id, *joins))
    members = [member for head_id in heads for member in store.statements.family(head_id) if member.id not in apart]
    head = head_of(members)
    store.statements.set_heads({member.id: head.id for member in members if member.head_id != head.id})
    return head.id


def merge(desk: Desk, statement_id: int, other_id: int) -> int:
    """Join two families because a person says that they are one; return the head. What readers were told stays told.

    Raises:
        LookupError: there is no such statement.
    """
    first, second = _known(desk.store, statement_id), _known(desk.store, other_id)
    members = {member.id: member for head in (first.head_id, second.head_id) for member in desk.store.statements.family(head)}
    head = head_of(members.values())
    desk.store.statements.set_heads(dict.fromkeys(members, head.id))
    desk.store.statements.override_family(statement_id, other_id, "merge", desk.clock.now())
    return head.id


def split(desk: Desk, statement_id: int) -> bool:
    """Take a statement out of its family because a person says that it stands alone; return False if it did already.

    A wrong merge was a missed alert: the statement is told in the next digest, if it addresses a concern and was not told before.

    Raises:
        LookupError: there is no such statement.
    """
    statement = _known(desk.store, statement_id)
    others = [member for member in desk.store.statements.family(statement.head_id) if member.id != statement.id]
    if not others:
        return False
    head = head_of(others)
    desk.store.statements.set_heads({statement.id: statement.id, **{member.id: head.id for member in others}})
    for member in others:
        desk.store.statements.override_family(statement.id, member.id, "split", desk.clock.now())
    for apart in {statement.id, head.id} - {statement.head_id}:  # whoever headed the family before was judged as itself
        _tell(desk, apart)
    return True


def _tell(desk: Desk, statement_id: int) -> None:
    """Let a statement that now heads a family stand in digests, unless it was new to readers before; a seed is news to nobody."""
    statement = _known(desk.store, statement_id)
    is_shown = any(assessment.band is not Band.REVIEW for assessment in statement.latest.assessments)
    if not is_shown or statement.source_id == SEEDS or desk.store.outbox.was_new(statement_id):
        return
    alert = alert_for(desk.store, statement, AlertReason.NEW, desk.clock.now())
    desk.store.outbox.add_statement_alert(
        NewAlert(AlertReason.NEW, tellings(alert, desk.tellers, is_held=True), source_id=statement.source_id),
        statement_id=statement.id,
        revision_id=statement.latest.id,
        now=desk.clock.now(),
    )


def _known(store: Store, statement_id: int) -> StoredStatement:
    found = store.statements.statement(statement_id)
    if found is None:
        raise LookupError(f"there is no statement s{statement_id}")
    return found
