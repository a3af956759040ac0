"""The decider: what one reading changes and who is told. It is pure; the store does what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from watcher.model import (
    LONDON,
    Alert,
    AlertReason,
    Assessment,
    Band,
    Document,
    Fingerprint,
    Group,
    Judgement,
    KnownItem,
    Receiver,
    ReceiverKind,
    Record,
    Relation,
    RelationKind,
    Route,
    Silence,
    Story,
    Taxonomy,
    Told,
    Validators,
    When,
)
from watcher.model.settlement import Action, Capture, NewAlert, Settlement, Telling
from watcher.pipeline.quoted import is_borrowed
from watcher.route import Routing, route, silenced


@dataclass(frozen=True, slots=True)
class Tellers:
    """Who can be told, and how: the routes and receivers of the watch, and the silences that are on."""

    routes: Sequence[Route]
    receivers: Sequence[Receiver]
    silences: Sequence[Silence] = ()


@dataclass(frozen=True, slots=True)
class Kin:
    """The earlier statement that a new text belongs to: `was_told` says whether it addressed a concern before."""

    statement_id: int
    source_id: str
    head_id: int
    was_told: bool
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """One item, read and judged: all that `settle` needs to know of the new text; `is_withdrawn` if its page bears a notice."""

    item: KnownItem | None
    document: Document
    record: Record
    fingerprint: Fingerprint
    judgement: Judgement
    host: str
    story: str
    validators: Validators
    body_hash: bytes | None
    capture: Capture | None
    is_withdrawn: bool = False


def settle(
    read: Read,
    relations: Sequence[Relation],
    kin: Kin | None,
    *,
    taxonomy: Taxonomy,
    tellers: Tellers,
    is_baseline: bool,
    is_held: bool,
    next_visit_at: datetime | None,
    now: datetime,
) -> Settlement:
    """Decide what one reading changes: a new statement, a revision or nothing, and the alert that follows.

    `kin` is the statement of the strongest `same`, `republished` or `revision` relation. A baseline is told in digests only;
    so is all of a batch that is held, because it looks like a republished archive.
    """
    action, statement_id, head_id = _action(read.record, relations, kin)
    settlement = Settlement(
        action=action,
        record=read.record,
        document=read.document,
        fingerprint=read.fingerprint,
        judgement=read.judgement,
        relations=tuple(relations) if action is not Action.SEEN else (),
        settled_at=now,
        taxonomy_id=taxonomy.id,
        is_baseline=is_baseline,
        host=read.host,
        story=read.story,
        item_id=read.item.id if read.item else None,
        statement_id=statement_id,
        head_id=head_id,
        validators=read.validators,
        body_hash=read.body_hash,
        next_visit_at=next_visit_at,
        capture=read.capture,
        returns=statement_id is not None and _returned_from(read, kin) is not None,
    )
    reason = _reason(settlement, kin)
    if reason is None:
        return settlement
    details = _details(settlement, kin)
    alert = Alert(id="", reason=reason, created_at=now, story=_story(settlement), source_id=read.record.source, details=details)
    key = _key_of_return(settlement, kin)
    return replace(settlement, alert=NewAlert(reason, tellings(alert, tellers, is_held=is_held), key, details=details))


def _returned_from(read: Read, kin: Kin | None) -> datetime | None:
    """Return when the statement that stands again was withdrawn; None if it was not, or its page still says that it is."""
    return kin.withdrawn_at if kin and not read.is_withdrawn else None


def _details(settlement: Settlement, kin: Kin | None) -> tuple[str, ...]:
    if not settlement.returns or kin is None or kin.withdrawn_at is None:
        return ()
    return (f"It stands again; it was withdrawn on {kin.withdrawn_at.astimezone(LONDON):%-d %B %Y}.",)


def _key_of_return(settlement: Settlement, kin: Kin | None) -> str:
    """Return under what a return with the same words is told once; another revision has a key of its own."""
    if settlement.action is not Action.SEEN or kin is None or kin.withdrawn_at is None:
        return ""
    return f"statement {kin.statement_id} returned from {kin.withdrawn_at.isoformat()}"


def _action(record: Record, relations: Sequence[Relation], kin: Kin | None) -> tuple[Action, int | None, int | None]:
    """Return the action, the statement it falls on, and the head of the family that a new statement joins."""
    strongest = relations[0].kind if relations else RelationKind.NEW
    if kin is None or strongest in (RelationKind.QUOTES, RelationKind.NEW):
        return Action.STORE, None, None
    is_own = kin.source_id == record.source
    if strongest is RelationKind.SAME and is_own:
        return Action.SEEN, kin.statement_id, None
    if strongest is RelationKind.REVISION and is_own:
        return Action.REVISE, kin.statement_id, None
    return Action.STORE, None, kin.head_id


def _reason(settlement: Settlement, kin: Kin | None) -> AlertReason | None:
    match settlement.action:
        case Action.SEEN:
            return AlertReason.REVISED if settlement.returns and kin and kin.was_told else None
        case Action.REVISE:
            changes = [change for relation in settlement.relations for change in relation.changes]
            is_material = settlement.returns or any(change.is_material for change in changes)
            concerns_somebody = bool(_added(settlement)) or bool(kin and kin.was_told)
            return AlertReason.REVISED if is_material and concerns_somebody else None
        case Action.STORE:
            is_news = settlement.head_id is None or not (kin and kin.was_told)
            return AlertReason.NEW if is_news and _added(settlement) else None


def _added(settlement: Settlement) -> list[Assessment]:
    """Return the assessments that a reader has not met: shown, and not resting on sentences quoted from a known statement."""
    quoted = [
        sentence for relation in settlement.relations if relation.kind is RelationKind.QUOTES for sentence in relation.evidence
    ]
    return [
        assessment
        for assessment in (settlement.judgement.assessments if settlement.judgement else ())
        if assessment.band is not Band.REVIEW and not all(is_borrowed(evidence.quote, quoted) for evidence in assessment.evidence)
    ]


def _story(settlement: Settlement) -> Story:
    record = settlement.record
    return Story(
        statement_id="",
        revision_id="",
        title=record.title or "",
        url=record.url or "",
        publisher=record.publisher or "",
        group=record.group or Group.OTHER,
        published=record.published,
        first_seen_at=settlement.settled_at,
        told=tuple(
            told_of(assessment)
            for assessment in (settlement.judgement.assessments if settlement.judgement else ())
            if assessment.band is not Band.REVIEW
        ),
        is_baseline=settlement.is_baseline,
    )


def told_of(assessment: Assessment) -> Told:
    """Return an assessment as it is shown."""
    return Told(
        concern_id=assessment.concern_id,
        score=assessment.score,
        band=assessment.band,
        stance=assessment.stance,
        sentences=tuple(evidence.quote for evidence in assessment.evidence),
    )


def tellings(alert: Alert, tellers: Tellers, *, is_held: bool = False) -> tuple[Telling, ...]:
    """Return who is told of `alert`; what is held goes into digests only, also of those who would be told at once.

    A silenced alert is told to nobody; it stands in the store, and `watcher list` shows its statement.
    """
    if silenced(alert, tellers.silences, alert.created_at):
        return ()
    receivers = {receiver.id: receiver for receiver in tellers.receivers}
    routes = [each for each in tellers.routes if not (is_held and each.when is When.NOW)]
    routings = route(alert, routes, tellers.receivers)
    now = {routing.receiver_id: routing for routing in routings if routing.when is When.NOW}
    digests = {routing.receiver_id: routing for routing in routings if routing.when is not When.NOW}
    told = dict.fromkeys(routing.receiver_id for routing in routings)
    return tuple(_telling(receivers[each], now.get(each), digests.get(each)) for each in told)


def _telling(receiver: Receiver, now: Routing | None, digest: Routing | None) -> Telling:
    """Join what a receiver is told at once and what its digest lists: one telling, so that no alert is told twice."""
    chosen = now or digest
    assert chosen is not None, "the receiver stands in the routings"
    also = digest.when if now and digest else None
    return Telling(receiver.id, chosen.route_id, chosen.when, addresses(receiver, chosen.route_id), also)


def addresses(receiver: Receiver, *route_ids: str) -> tuple[str | None, ...]:
    """Return the addresses of a receiver that get a message each by one of these routes (none named: by any).

    One None stands for a receiver whose kind has no addresses; an e-mail receiver without subscribers has nobody. An address in
    other letters is the same one: as it stands in alerts.yaml, if it stands there.
    """
    if receiver.kind is not ReceiverKind.EMAIL:
        return (None,)
    asked = set(route_ids)
    subscribed = [address for address, wanted in receiver.subscribers.items() if not (asked and wanted) or wanted & asked]
    spellings: dict[str, str] = {}
    for address in (*receiver.settings.get("to", ()), *subscribed):
        spellings.setdefault(address.casefold(), address)
    return tuple(spellings.values())
