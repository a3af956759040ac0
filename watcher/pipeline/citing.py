"""What the ledger shows beyond its lines: citations, the matrix of who spoke when, and who answered an announcement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.model import LONDON, Precision, QuoteKind, StatedDate
from watcher.pipeline.voices import MARKS_MAX, Entry, ledger_of
from watcher.pipeline.world import IMPORTED, SEEDS, Desk
from watcher.render import Capture, Citation
from watcher.store import StoredEvidence, StoredStatement


def citations_of(desk: Desk, entries: Sequence[Entry]) -> list[Citation]:
    """Return a citation for each line, with every revision of its statement, by concern and then the newest first."""
    history = desk.store.ledger.captures({entry.evidence.statement_id for entry in entries})
    numbers = {concern.id: position for position, concern in enumerate(desk.watch.taxonomy.concerns)}
    ordered = sorted(entries, key=lambda entry: (numbers.get(entry.evidence.concern_id, len(numbers)), *_newest_first(entry)))
    titles = {concern.id: concern.title for concern in desk.watch.taxonomy.concerns}
    return [_citation(entry, titles.get(entry.evidence.concern_id, ""), history[entry.evidence.statement_id]) for entry in ordered]


def _newest_first(entry: Entry) -> tuple[float, int, int]:
    return -entry.evidence.said_at.timestamp(), -entry.evidence.statement_id, entry.evidence.start


def _citation(entry: Entry, concern_title: str, history: Sequence[tuple[int, datetime, bytes | None]]) -> Citation:
    evidence, quote = entry.evidence, entry.quote
    captures = tuple(Capture(number, captured_at, sha256.hex() if sha256 else "") for number, captured_at, sha256 in history)
    return Citation(
        id=f"s{evidence.statement_id}.{evidence.revision_number}:{evidence.concern_id}:{evidence.start}",
        concern_id=evidence.concern_id,
        concern_title=concern_title,
        quotation=evidence.sentence,
        is_speech=is_speech(entry),
        speaker=quote.speaker if quote else None,
        role=quote.role if quote else None,
        organisation=quote.organisation if quote and quote.speakers else "; ".join(entry.organisations) or None,
        reported_by=evidence.publisher if entry.is_reported else None,
        stance=evidence.stance.value if evidence.stance else None,
        publisher=evidence.publisher,
        title=evidence.title or "",
        url=evidence.url or "",
        published=evidence.published,
        capture=next(each for each in captures if each.number == evidence.revision_number),
        history=captures,
        archived=evidence.archived_at_url,
    )


def is_speech(entry: Entry) -> bool:
    """Whether the whole sentence is somebody's own words, in quotation marks or a block quote."""
    quote, evidence = entry.quote, entry.evidence
    if quote is None or quote.kind is QuoteKind.FIRST_PERSON:
        return False
    return quote.start - MARKS_MAX <= evidence.start and evidence.end <= quote.end + MARKS_MAX


def matrix_of(entries: Sequence[Entry]) -> Mapping[str, Mapping[str, StoredEvidence]]:
    """Return for each organisation, by name, the latest sentence of theirs on each concern, wherever it was published."""
    found: dict[str, dict[str, StoredEvidence]] = {}
    for entry in entries:
        for organisation in entry.organisations:
            latest = found.setdefault(organisation, {})
            known = latest.get(entry.evidence.concern_id)
            if known is None or entry.evidence.said_at > known.said_at:
                latest[entry.evidence.concern_id] = entry.evidence
    return dict(sorted(found.items(), key=lambda each: each[0].casefold()))


@dataclass(frozen=True, slots=True)
class Reaction:
    """An organisation that spoke after an announcement, on one or more of its concerns; `after` is how long it took.

    `days` are those of London's calendar between the two, 0 on the same day. `is_exact`: both have a time; where one has only its
    day, nothing finer than `days` is known. `is_quoting`: its statement quotes the announcement; otherwise it is on the same
    concerns, and may be no answer.
    """

    organisation: str
    after: timedelta
    days: int
    is_exact: bool
    concerns: tuple[str, ...]
    is_quoting: bool
    is_reported: bool
    evidence: StoredEvidence


def reactions_to(desk: Desk, statement: StoredStatement, within: timedelta) -> list[Reaction]:
    """Return who spoke on an announcement's concerns within so long after it, the first statement of each, soonest first.

    The announcement's own body and family are left out, and what has no date and was there before anybody looked. Where only
    days are stated, one on the same day is taken for later, though it may have come before.
    """
    at = _when(statement)
    concerns = {assessment.concern_id for assessment in statement.latest.assessments}
    entries = [entry for entry in ledger_of(desk, since=_midnight(at)) if _is_after(entry.evidence, at.as_instant)]
    own = {name for entry in entries if entry.evidence.head_id == statement.head_id for name in entry.organisations}
    quoting = {each.id for each in desk.store.statements.quoting([statement.id])}
    later = [
        entry
        for entry in entries
        if entry.evidence.concern_id in concerns
        and entry.evidence.head_id != statement.head_id
        and entry.evidence.said_at <= at.as_instant + within
        and _is_when_known(desk, entry.evidence)
    ]
    names = dict.fromkeys(name for entry in later for name in entry.organisations if name not in own)
    found = [_reaction(name, [entry for entry in later if name in entry.organisations], at, quoting) for name in names]
    return sorted(found, key=lambda reaction: (reaction.after, reaction.organisation))


def _when(statement: StoredStatement) -> StatedDate:
    """Return when a statement was published, or when it was first seen if it does not say."""
    return statement.latest.record.published or StatedDate.minute(statement.first_seen_at, "seen")


def _midnight(at: StatedDate) -> datetime:
    return StatedDate.day(at.as_day, at.source).as_instant


def _is_after(evidence: StoredEvidence, at: datetime) -> bool:
    """Whether a sentence was said at `at` or later, or on the day of `at` by a text that does not tell the hour."""
    if evidence.said_at >= at:
        return True
    published = evidence.published
    return published is not None and published.precision is Precision.DAY and published.as_day == at.astimezone(LONDON).date()


def _is_when_known(desk: Desk, evidence: StoredEvidence) -> bool:
    """Whether `said_at` is when it was said: not for a text without a date that a first visit, a seed or an import brought."""
    if evidence.published is not None:
        return True
    statement = desk.store.statements.statement(evidence.statement_id)
    return statement is not None and not statement.is_baseline and evidence.source_id not in (SEEDS, IMPORTED)


def _reaction(organisation: str, entries: Sequence[Entry], at: StatedDate, quoting: set[int]) -> Reaction:
    first = min(entries, key=lambda entry: (entry.evidence.said_at, entry.is_reported, entry.evidence.start))
    same = [entry for entry in entries if entry.evidence.statement_id == first.evidence.statement_id]
    return Reaction(
        organisation=organisation,
        after=max(first.evidence.said_at - at.as_instant, timedelta(0)),
        days=(first.evidence.said_at.astimezone(LONDON).date() - at.as_day).days,
        is_exact=Precision.DAY not in {at.precision, first.evidence.published.precision if first.evidence.published else None},
        concerns=tuple(sorted({entry.evidence.concern_id for entry in same})),
        is_quoting=first.evidence.statement_id in quoting,
        is_reported=first.is_reported,
        evidence=first.evidence,
    )
