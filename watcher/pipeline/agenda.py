"""What a digest says beside its alerts: what is due and overdue, who is not heard, who joined a statement and who did not."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from watcher.ledger.promises import DUE_WITHIN
from watcher.model import AlertReason, CommitmentNote, CommitmentState, GapNote, HealthState, Joint, Receiver, SourceState, When
from watcher.pipeline.gaps import details_of as gap_details_of
from watcher.pipeline.gaps import gaps_of, words_of
from watcher.pipeline.promises import Standing, details_of, standings, subject_of
from watcher.pipeline.voices import organisation_of, voices_of
from watcher.pipeline.world import Desk
from watcher.render import due_words
from watcher.store import StoredStatement

_SHOWN: Final = (CommitmentState.OVERDUE, CommitmentState.DUE)
_ASKED: Final = frozenset({AlertReason.NEW, AlertReason.REVISED, AlertReason.DUE, AlertReason.OVERDUE, AlertReason.GAP})


class Agenda:
    """What stands in the ledger at `at`, for readers who ask for `concerns` (none named: all of them)."""

    def __init__(self, desk: Desk, at: datetime, concerns: Collection[str] = ()):
        self._desk, self._at, self._concerns = desk, at, frozenset(concerns)

    @classmethod
    def of(cls, desk: Desk, receiver: Receiver, at: datetime) -> Agenda | None:
        """Return what a receiver's digests ask for; None for one that hears of sources and deliveries alone."""
        routes = [route for route in desk.watch.routes if receiver.id in route.to and route.when is not When.NOW]
        asked = [route.match.concerns for route in routes if not route.match.reasons or route.match.reasons & _ASKED]
        if not asked:
            return None
        return cls(desk, at, frozenset[str]() if not all(asked) else frozenset().union(*asked))

    def commitments(self) -> tuple[CommitmentNote, ...]:
        """Return what is overdue, the latest first, and then what is due, the soonest first.

        What had passed its date long before it was first read is history; `watcher commitments list` has it.
        """
        found = standings(self._desk.store.ledger.commitments(self._desk.watch.taxonomy.id), self._at)
        asked = [each for each in found if each.state in _SHOWN and _is_current(each) and self._is_asked(each.commitment.concerns)]
        overdue = [each for each in asked if each.state is CommitmentState.OVERDUE]
        due = [each for each in asked if each.state is CommitmentState.DUE]
        return tuple(self._note(each) for each in (*reversed(overdue), *due))

    def gaps(self) -> tuple[GapNote, ...]:
        """Return the gaps that stand open."""
        return tuple(
            GapNote(gap.organisation, gap.concern_id, words_of(gap, self._desk), gap_details_of(gap, self._at))
            for gap in gaps_of(self._desk, self._at)
            if self._is_asked((gap.concern_id,))
        )

    def joint(self, statement: StoredStatement) -> Joint | None:
        """Return who made a statement together, and who of the watched bodies of the same groups did not; None if one did alone."""
        return joint_of(self._desk, statement)

    def _is_asked(self, concerns: Collection[str]) -> bool:
        return not self._concerns or bool(self._concerns & set(concerns))

    def _note(self, standing: Standing) -> CommitmentNote:
        commitment, mention = standing.commitment, standing.mention
        statement = self._desk.store.statements.statement(mention.statement_id) if mention.statement_id else None
        assert standing.course.due.day is not None, "what is due or overdue has a date"
        return CommitmentNote(
            commitment_id=f"c{commitment.id}",
            state=standing.state,
            line=f"{mention.who}, {due_words(standing.course.due)}" if mention.revision_id else subject_of(standing),
            due_on=standing.course.due.day,
            concerns=commitment.concerns,
            sentence=mention.sentence if mention.revision_id else "",
            was=tuple(slip.before.sentence for slip in standing.course.slips if slip.before.revision_id),
            publisher=statement.publisher if statement else "",
            title=(statement.latest.record.title or "") if statement else "",
            url=(statement.url or "") if statement else "",
            details=details_of(standing),
            voice=next(voices_of(self._desk.store, mention.revision_id or 0, (mention.sentence,)), None),
        )


def _is_current(standing: Standing) -> bool:
    due_on = standing.course.due.day
    return standing.is_sure and due_on is not None and due_on >= standing.first_day - DUE_WITHIN


def joint_of(desk: Desk, statement: StoredStatement) -> Joint | None:
    """Return who made a statement together: the bodies that published it, and those for whom one quotation speaks."""
    family = desk.store.statements.family(statement.head_id)
    joined = dict.fromkeys(organisation_of(each.publisher, desk.gazetteer) for each in family if each.group.is_origin)
    for quote in desk.store.ledger.quotes([statement.latest.id]).get(statement.latest.id, ()):
        names = dict.fromkeys(organisation_of(each.organisation, desk.gazetteer) for each in quote.speakers if each.organisation)
        joined |= names if len(names) > 1 else {}
    if len(joined) < 2:
        return None
    states = desk.store.polls.states()
    places = [(organisation_of(source.name, desk.gazetteer), source) for source in desk.watch.sources if source.enabled]
    groups = {source.group for name, source in places if name in joined} | {each.group for each in family if each.group.is_origin}
    others = [(name, source) for name, source in places if source.group in groups and source.group.is_origin and name not in joined]
    deaf = {name for name, source in others if states.get(source.id, SourceState()).health.state is not HealthState.HEALTHY}
    names = dict.fromkeys(name for name, _ in others)
    return Joint(tuple(joined), tuple(name for name in names if name not in deaf), tuple(name for name in names if name in deaf))
