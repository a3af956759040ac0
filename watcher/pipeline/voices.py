"""Whose words a sentence is, and which organisation speaks: the ledger's quotes laid over the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from watcher.ledger import Gazetteer
from watcher.ledger.gazetteer import tenure_on
from watcher.model import LONDON, DocumentKind, Evidence, Quote, QuoteKind, Speaker, Voice
from watcher.pipeline.world import Desk
from watcher.store import Store, StoredEvidence

SHARE_MIN: Final = 0.5
"""A sentence is somebody's words when so much of it stands in their quote."""
MARKS_MAX: Final = 2
"""A sentence that lies in a quote may hold its outer marks besides."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: a sentence on a concern, whose words it is, and for whom they speak.

    `quote` is None for the publisher's own text; `organisations` is empty where nobody's voice is known, and for the press's own
    words. `is_reported`: the words stand in somebody else's publication ("Example Weekly reports that the union says").
    """

    evidence: StoredEvidence
    quote: Quote | None
    organisations: tuple[str, ...]
    is_reported: bool

    @property
    def speaker(self) -> str | None:
        return self.quote.speaker if self.quote else None

    @property
    def role(self) -> str | None:
        return self.quote.role if self.quote else None


def ledger_of(
    desk: Desk, *, concern_id: str | None = None, organisation: str | None = None, since: datetime | None = None
) -> list[Entry]:
    """Return the lines of the ledger, newest statements first; `organisation` is a body's name or another that means it."""
    evidence = desk.store.ledger.evidence(desk.watch.taxonomy.id, concern_id=concern_id, since=since)
    quotes = desk.store.ledger.quotes({each.revision_id for each in evidence})
    entries = (_entry(each, quotes.get(each.revision_id, ()), desk.gazetteer) for each in evidence)
    wanted = organisation_of(organisation, desk.gazetteer) if organisation else None
    return [entry for entry in entries if wanted is None or wanted in entry.organisations]


def _entry(evidence: StoredEvidence, quotes: Sequence[Quote], gazetteer: Gazetteer) -> Entry:
    quote = quote_around(evidence.start, evidence.end, quotes)
    home = organisation_of(evidence.publisher, gazetteer)
    if quote is None and evidence.kind == DocumentKind.WRITTEN_ANSWER:
        return Entry(evidence, None, _answering(evidence, home, gazetteer), is_reported=False)
    if quote is None or not quote.speakers:
        own = (home,) if evidence.group.is_origin and quote is None else ()
        return Entry(evidence, quote, own, is_reported=False)
    spoken_for = (_spoken_for(speaker, gazetteer) for speaker in quote.speakers)
    organisations = tuple(dict.fromkeys(name for name in spoken_for if name is not None))
    return Entry(evidence, quote, organisations, is_reported=home not in organisations)


def _answering(evidence: StoredEvidence, home: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return for whom a written answer speaks: the body of the minister who gives it; nobody known speaks in the question.

    Where the minister is not known by people.yaml, it is the place where answers are published.
    """
    if evidence.start < evidence.opening_end or evidence.byline is None:
        return ()
    if body := gazetteer.body_named(evidence.byline):
        return (body.name,)
    day = evidence.said_at.astimezone(LONDON).date()
    tenures = (tenure_on(person, day) for person in gazetteer.people_named(evidence.byline))
    bodies = dict.fromkeys(tenure.body for tenure in tenures if tenure and tenure.body)
    return tuple(bodies) if len(bodies) == 1 else (home,)


def _spoken_for(speaker: Speaker, gazetteer: Gazetteer) -> str | None:
    """Return for whom somebody speaks: their organisation, or the body itself if it is one ("the watchdog said")."""
    if speaker.organisation:
        return organisation_of(speaker.organisation, gazetteer)
    body = gazetteer.body_named(speaker.name)
    return body.name if body else None


def organisation_of(name: str, gazetteer: Gazetteer) -> str:
    """Return the body that a name means: itself, another name of it, or a place of its own ("Example Guild blog")."""
    body = gazetteer.body_named(name) if name.strip() else None
    if body is None and (inside := gazetteer.body_names.match(name)):
        body = gazetteer.body_named(inside.group())
    return body.name if body else name


def quote_around(start: int, end: int, quotes: Iterable[Quote]) -> Quote | None:
    """Return the quote that most of the stretch [start, end) of a text stands in; of two the one with marks of its own."""
    found = [(shared, quote) for quote in quotes if (shared := min(end, quote.end) - max(start, quote.start)) > 0]
    best = max(found, key=lambda pair: (pair[0], pair[1].kind is not QuoteKind.FIRST_PERSON), default=None)
    return best[1] if best and best[0] >= SHARE_MIN * (end - start) else None


def voice_of(evidence: Evidence, quotes: Iterable[Quote]) -> Voice | None:
    """Return whose words an evidence sentence is; None for its publisher's own text."""
    quote = quote_around(evidence.start, evidence.end, quotes)
    if quote is None:
        return None
    is_inside = quote.start - MARKS_MAX <= evidence.start and evidence.end <= quote.end + MARKS_MAX
    is_spoken = is_inside and quote.kind is not QuoteKind.FIRST_PERSON
    return Voice(evidence.quote, quote.speaker, quote.role, quote.organisation, is_spoken)


def voices_of(store: Store, revision_id: int, sentences: Iterable[str]) -> Iterator[Voice]:
    """Yield whose words sentences of a revision are, where they are not its publisher's own."""
    revision = store.statements.revision(revision_id)
    text = revision.record.text if revision else ""
    said = store.ledger.quotes([revision_id]).get(revision_id, ())
    for sentence in sentences:
        start = text.find(sentence)
        if start >= 0 and (voice := voice_of(Evidence(start, start + len(sentence), sentence), said)):
            yield voice
