"""Commitments as days pass: what is due, what is overdue, who is told once; and people's words on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from watcher.ledger import Course, state_on
from watcher.model import (
    LONDON,
    NO_DUE,
    Alert,
    AlertReason,
    Band,
    Certainty,
    CommitmentKind,
    CommitmentState,
    Due,
    Group,
    Mention,
    Story,
    Told,
)
from watcher.model.settlement import NewAlert
from watcher.pipeline.settle import tellings
from watcher.pipeline.world import Desk
from watcher.render import due_words
from watcher.store import StoredCommitment

_REASONS: Final = {CommitmentState.DUE: AlertReason.DUE, CommitmentState.OVERDUE: AlertReason.OVERDUE}
WHAT_CHARS_MAX: Final = 140
"""A subject line has so much of what was promised; the sentence itself stands below it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A commitment as it stands on a day."""

    commitment: StoredCommitment
    course: Course
    state: CommitmentState

    @property
    def is_sure(self) -> bool:
        """Whether readers are told of it: its date is certain, or it is about a concern; the rest is listed by the command."""
        is_certain = self.course.due.certainty is not Certainty.LOW
        return is_certain or bool(self.commitment.concerns) or self.commitment.is_added

    @property
    def first_day(self) -> date:
        """The London day on which it was first read."""
        return self.commitment.first_seen_at.astimezone(LONDON).date()

    @property
    def mention(self) -> Mention:
        """The mention that gives the date as it is now; the first one where there is no date."""
        return self.course.mention or self.commitment.mentions[0]


def standings(commitments: Iterable[StoredCommitment], now: datetime) -> list[Standing]:
    """Return how commitments stand on the day that it is in London at `now`, the soonest date first, those without one last."""
    today = now.astimezone(LONDON).date()
    found = [Standing(each, course := each.course, state_on(today, course, each.verdict)) for each in commitments]
    return sorted(found, key=lambda standing: (standing.course.due.day or date.max, standing.commitment.id))


def note_dates(desk: Desk) -> list[int]:
    """Tell of commitments that have come within 14 days of their date or passed it, once each for each date; return the alerts.

    What was overdue when it was first read is no news, and what has an uncertain date and no concern is listed only. After
    downtime what has passed its date meanwhile is told as overdue alone.
    """
    now = desk.clock.now()
    told = desk.store.ledger.told_commitments()
    alerts = []
    for standing in standings(desk.store.ledger.commitments(desk.watch.taxonomy.id), now):
        reason, due_on = _REASONS.get(standing.state), standing.course.due.day
        if reason is None or due_on is None or due_on < standing.first_day or not standing.is_sure:
            continue
        if (standing.commitment.id, reason.value, due_on) in told:
            continue
        alert_id = _tell(desk, standing, reason, due_on, now)
        alerts += [alert_id] if alert_id is not None else []
    return alerts


def _tell(desk: Desk, standing: Standing, reason: AlertReason, due_on: date, now: datetime) -> int | None:
    commitment = standing.commitment
    story = _routed_as(desk, standing, now)
    alert = Alert(id="", reason=reason, created_at=now, story=story, source_id=None)
    new = NewAlert(
        reason,
        tellings(alert, desk.tellers),
        subject_key=f"commitment {commitment.id} {due_on.isoformat()}",
        subject_line=subject_of(standing),
        details=(*moves_of(standing), *details_of(standing)),
    )
    return desk.store.ledger.tell_commitment(commitment.id, due_on, new, standing.mention, now)


def _routed_as(desk: Desk, standing: Standing, now: datetime) -> Story:
    """Return what routes ask of: the publisher of the statement and the concerns of the commitment.

    What was due already when watching began is told as a baseline is; what becomes so later is news.
    """
    mention = standing.mention
    was_due = state_on(standing.first_day, standing.course) is standing.state
    statement = desk.store.statements.statement(mention.statement_id) if mention.statement_id else None
    return Story(
        statement_id="",
        revision_id="",
        title="",
        url="",
        publisher=statement.publisher if statement else mention.who,
        group=statement.group if statement else Group.OTHER,
        published=None,
        first_seen_at=now,
        told=told_of(standing),
        is_baseline=was_due and statement is not None and statement.is_baseline,
    )


def told_of(standing: Standing) -> tuple[Told, ...]:
    """Return the commitment's concerns, each with the sentence that gives its date; one that a person added has no sentence."""
    sentences = (standing.mention.sentence,) if standing.mention.revision_id else ()
    return tuple(Told(concern, 1.0, Band.SURE, None, sentences) for concern in standing.commitment.concerns)


def subject_of(standing: Standing) -> str:
    """Return a commitment in one line: who, what, by when."""
    mention = standing.mention
    what = mention.what if len(mention.what) <= WHAT_CHARS_MAX else f"{mention.what[: WHAT_CHARS_MAX - 1].rstrip()}…"
    kind = "deadline, " if standing.commitment.kind is CommitmentKind.DEADLINE else ""
    return f"{mention.who}: {what} ({kind}{due_words(standing.course.due)})"


def details_of(standing: Standing) -> tuple[str, ...]:
    """Return what is to be known of a commitment besides: that another set the deadline, and the places that restate it."""
    commitment = standing.commitment
    lines = ["A deadline that was set by another."] if commitment.kind is CommitmentKind.DEADLINE else []
    places = len({mention.statement_id for mention in commitment.mentions if mention.statement_id})
    lines += [f"Stated in {places} statements."] if places > 1 else []
    lines += ["No page that stated it states it now."] if commitment.is_dropped else []
    return tuple(lines)


def moves_of(standing: Standing) -> tuple[str, ...]:
    """Return how the date moved, one line a slip."""
    return tuple(f"The date moved: {due_words(slip.before.due)} before." for slip in standing.course.slips)


def find(desk: Desk, name: str) -> StoredCommitment:
    """Return a commitment by its id as it is shown (`c12`).

    Raises:
        LookupError: there is none.
    """
    digits = name.removeprefix("c")
    found = desk.store.ledger.commitment(int(digits)) if digits.isdecimal() and len(digits) < 16 else None
    if found is None:
        raise LookupError(f"there is no commitment {name!r}; `watcher commitments list` shows their ids, such as c3")
    return found


def confirm(desk: Desk, commitment: StoredCommitment, *, statement_id: int, sentence: str = "", why: str = "") -> None:
    """Record that a commitment was met because a person says so, with the statement that shows it.

    Raises:
        LookupError: there is no such statement.
        ValueError: the sentence does not stand in it, to the letter.
    """
    statement = desk.store.statements.statement(statement_id)
    if statement is None:
        raise LookupError(f"there is no statement s{statement_id}")
    if sentence and sentence not in statement.latest.record.text:
        raise ValueError(f"the sentence does not stand in s{statement_id}, to the letter")
    desk.store.ledger.decide(
        commitment.id, CommitmentState.MET, why=why, now=desk.clock.now(), shown_by=statement_id, sentence=sentence
    )


def unite(desk: Desk, kept: StoredCommitment, other: StoredCommitment) -> None:
    """Record that two commitments are one, because a person says so; the other's id is gone.

    Raises:
        ValueError: they are one already, or one of them was set by another and the other was not.
    """
    if kept.id == other.id:
        raise ValueError(f"c{kept.id} is one commitment already")
    if kept.kind is not other.kind:
        raise ValueError(f"of c{kept.id} and c{other.id} one is a deadline that was set by another, and one an undertaking")
    desk.store.ledger.unite(kept.id, other.id)


def add(
    desk: Desk, who: str, what: str, *, due: Due = NO_DUE, concerns: Sequence[str] = (), is_deadline: bool = False
) -> StoredCommitment:
    """Store a commitment that a person knows of; return it."""
    now = desk.clock.now()
    kind = CommitmentKind.DEADLINE if is_deadline else CommitmentKind.UNDERTAKING
    mention = Mention(who=who, what=what, sentence=what, due=due, said_at=now, kind=kind)
    added = desk.store.ledger.commitment(desk.store.ledger.add(desk.watch.taxonomy.id, mention, concerns, now))
    assert added is not None, "it was just stored"
    return added
