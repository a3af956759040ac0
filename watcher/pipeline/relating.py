"""The order in which relations are found: learn, fingerprint, look up, compare, decide the family, link again."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import Any, Final, Protocol

from watcher.dedup import (
    Candidate,
    Reading,
    fingerprint_reading,
    fold_title,
    head_of,
    host_of,
    is_press,
    page_key,
    printed_lines,
    read,
    relate,
    story_key,
)
from watcher.dedup.reading import LINES_LEARNED_MAX
from watcher.model import Fingerprint, Record, Relation, RelationKind, Sketch
from watcher.store.index import TEXT_INDEX_SCHEMA, TextIndex
from watcher.text import LineMemory, line_hash

FAMILY_KINDS: Final = frozenset({RelationKind.SAME, RelationKind.REPUBLISHED, RelationKind.REVISION})
"""The relations that join a text to a family; a quotation joins a story."""
KIN_SHARE_MIN: Final = 0.3
"""Where a text has so many of its shingles in common with a family, that family's copies on its host are candidates too."""
KIN_MAX: Final = 6
"""So many of them, the latest."""
STORIES_A_TITLE_MAX: Final = 20
"""A title over more pages than this is the site's own; it tells nothing."""
READINGS_KEPT_MAX: Final = 256
"""So many texts stay read, those met last."""


class RelationMemory(Protocol):
    """What the `Relater` needs to know to judge a text. Ids are text and opaque."""

    def memory(self, host: str) -> LineMemory:
        """Return what is known of a host's repeated lines."""
        ...

    def learn(self, host: str, pages: Sequence[tuple[str, Sequence[int]]]) -> None:
        """Add pages, each given as (story, hashes of its lines), to a host's memory."""
        ...

    def candidates(self, record: Record, fingerprint: Fingerprint) -> Sequence[Candidate]:
        """Return earlier texts that may be kin, oldest first: same page, same words, shared wording, and copies on this host."""
        ...

    def story_of(self, record: Record) -> str | None:
        """Return the story under which an earlier text of this page, or with this title on this host, was learned."""
        ...


class RelationStore(RelationMemory, Protocol):
    """A memory that `Relater.keep` can write to; nothing here commits. The poll pipeline records verdicts by itself."""

    def add(self, verdict: Verdict) -> None:
        """Keep a judged text, so that later ones find it."""
        ...

    def link_again(self, article_id: str, relation: Relation) -> None:
        """Give an earlier article a relation to a statement that arrived after it."""
        ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found for one text; `head` names the family that it joins, its own id if it joins none.

    `joins` are further families that this text shows to be the same one (two excerpts came before their original).
    `linked` are earlier articles (id, relation) that turn out to quote this text.
    """

    record: Record
    fingerprint: Fingerprint
    relations: tuple[Relation, ...]
    head: str
    story: str
    linked: tuple[tuple[str, Relation], ...] = ()
    joins: tuple[str, ...] = ()

    @property
    def kind(self) -> RelationKind:
        return self.relations[0].kind if self.relations else RelationKind.NEW


class Relater:
    """Judges texts against a store, in the order in which they come."""

    def __init__(self, store: RelationMemory):
        self._store = store
        self._stories: dict[str, str] = {}
        self._readings: dict[str, tuple[LineMemory, str, Reading]] = {}

    def learn(self, records: Iterable[Record], sketches: Mapping[str, Sketch] = MappingProxyType({})) -> None:
        """Learn the repeated lines of a whole batch, before any is judged; `sketches`, by record id, spare reading it here."""
        by_host: dict[str, list[_Page]] = defaultdict(list)
        for record in records:
            known = sketches.get(record.id)
            by_host[_host(record)].append(_Page(record, known.printed if known else _printed(record)))
        for host, batch in by_host.items():
            stories = _stories(batch, self._store)
            self._stories |= stories
            self._store.learn(host, [(stories[page.record.id], page.lines) for page in batch])

    def judge(self, record: Record, sketch: Sketch | None = None) -> Verdict:
        """Return how `record` stands to all that the store holds; nothing is written.

        A `sketch` that rests on what the host's memory says now spares reading a text that is like no other.
        """
        memory = self._store.memory(_host(record))
        story = self._stories.get(record.id) or self._store.story_of(record) or story_key(record)
        if sketch is not None and memory.others_hashed(sketch.asked, story=story) == sketch.others:
            reading, found = None, sketch.fingerprint
        else:
            reading = read(record, memory, story=story)
            found = fingerprint_reading(reading)
        candidates = [self._prepared(one) for one in self._store.candidates(record, found)]
        if not candidates:
            return Verdict(record, found, (), head=record.id, story=story)
        return _compared(record, reading or read(record, memory, story=story), found, candidates, memory, story)

    def _prepared(self, candidate: Candidate) -> Candidate:
        """Return the candidate with its reading, kept from last time unless its host's memory has grown since."""
        known = self._readings.pop(candidate.record.id, None)
        if known is None or known[0] is not candidate.memory or known[1] is not candidate.record.text:
            reading = read(candidate.record, candidate.memory, story=candidate.story)
            known = (candidate.memory, candidate.record.text, reading)
        self._readings[candidate.record.id] = known
        if len(self._readings) > READINGS_KEPT_MAX:
            del self._readings[next(iter(self._readings))]
        return replace(candidate, reading=known[2])


def _compared(
    record: Record, reading: Reading, found: Fingerprint, candidates: Sequence[Candidate], memory: LineMemory, story: str
) -> Verdict:
    relations = relate(record, candidates, memory, reading=reading)
    families = _families(relations, candidates)
    return Verdict(
        record=record,
        fingerprint=found,
        relations=relations,
        head=families[0] if families else record.id,
        joins=families[1:],
        story=story,
        linked=_linked(record, relations, candidates, reading),
    )


def keep(verdict: Verdict, store: RelationStore) -> None:
    """Write a verdict: the text itself and the links of earlier articles to it."""
    store.add(verdict)
    for article_id, relation in verdict.linked:
        store.link_again(article_id, relation)


def relate_records(records: Iterable[Record], seeds: Sequence[Record]) -> Iterator[dict[str, Any]]:
    """Yield one verdict a record, in the order given, each related to the seeds and the records before it.

    The lines of all records are learned first. Seeds are never answered themselves.
    """
    batch = list(records)
    with closing(ScratchStore()) as store:
        relater = Relater(store)
        relater.learn([*seeds, *batch])
        for seed in seeds:
            keep(relater.judge(seed), store)
        for record in batch:
            verdict = relater.judge(record)
            keep(verdict, store)
            yield verdict_as_json(verdict)


def verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict in the format of `watcher relate` (DESIGN, Formats)."""
    first = verdict.relations[0] if verdict.relations else None
    return {
        "id": verdict.record.id,
        "relation": verdict.kind.value,
        "of": first.of if first else None,
        "score": first.score if first else 0.0,
        "evidence": list(first.evidence) if first else [],
        "changes": [
            {**asdict(change), "kind": change.kind.value, "is_material": change.is_material}
            for change in (first.changes if first else ())
        ],
        "relations": [
            {"relation": relation.kind.value, "of": relation.of, "score": relation.score} for relation in verdict.relations
        ],
    }


def _host(record: Record) -> str:
    return host_of(record.url) or (record.source or "")


@dataclass(frozen=True, slots=True)
class _Page:
    """A record and the hashes of the lines it prints, those beyond the first `LINES_LEARNED_MAX` left out."""

    record: Record
    lines: tuple[int, ...]


def _printed(record: Record) -> tuple[int, ...]:
    return tuple(map(line_hash, printed_lines(record.text)[:LINES_LEARNED_MAX]))


def _stories(batch: Sequence[_Page], store: RelationMemory) -> Mapping[str, str]:
    """Return a story for each record of one host's batch: one page is one story, and so is one title over like lines."""
    found: dict[str, str] = {}
    by_page: dict[str, str] = {}
    by_title: dict[str, list[tuple[str, frozenset[int]]]] = defaultdict(list)
    for each in batch:
        record, lines = each.record, frozenset(each.lines)
        page = page_key(record.url) if record.url else ""
        title = fold_title(record.title)
        alike = next((story for story, known in by_title[title] if title and _are_alike(lines, known)), None)
        story = by_page.get(page) or alike or store.story_of(record) or story_key(record)
        found[record.id] = story
        if page:
            by_page.setdefault(page, story)
        if len(by_title[title]) < STORIES_A_TITLE_MAX:
            by_title[title].append((story, lines))
    return found


def _are_alike(lines: frozenset[int], known: frozenset[int]) -> bool:
    """Whether two pages of one title share most of the shorter one's lines: else the title is the site's."""
    return 2 * len(lines & known) > min(len(lines), len(known))


def _families(relations: Sequence[Relation], candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """Return the families that the relations join a text to, the strongest first."""
    joined = [relation.of for relation in relations if relation.kind in FAMILY_KINDS]
    by_id = {one.record.id: one.family for one in candidates}
    return tuple(dict.fromkeys(by_id[text_id] for text_id in joined))


def _linked(
    record: Record, relations: Sequence[Relation], candidates: Sequence[Candidate], reading: Reading
) -> tuple[tuple[str, Relation], ...]:
    """Return the earlier articles that quote this text: it speaks for itself and arrived after them."""
    if is_press(record.group) or (relations and relations[0].kind in FAMILY_KINDS):
        return ()
    itself = Candidate(record=record, position=0, head=record.id, head_group=record.group, reading=reading)
    linked = []
    for one in candidates:
        if not is_press(one.record.group):
            continue
        back = relate(one.record, [itself], one.memory, reading=one.reading)
        linked += [(one.record.id, relation) for relation in back if relation.kind is RelationKind.QUOTES]
    return tuple(linked)


class ScratchStore:
    """A `RelationStore` over a SQLite database that lives as long as one command."""

    def __init__(self, path: str = ":memory:"):
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.executescript(TEXT_INDEX_SCHEMA)
        self.index = TextIndex(self._connection)
        self._memories: dict[str, LineMemory] = {}
        self._kept: list[Candidate] = []
        self._stories: dict[tuple[str, str], str] = {}
        self._families: dict[str, list[int]] = {}
        self._family_of: dict[int, str] = {}
        self._again: set[int] = set()
        self._places: dict[str, int] = {}
        self.links: list[tuple[str, Relation]] = []

    def memory(self, host: str) -> LineMemory:
        return self._memories.get(host) or LineMemory(host)

    def learn(self, host: str, pages: Sequence[tuple[str, Sequence[int]]]) -> None:
        self._memories[host] = self.memory(host).learn_hashes(pages)

    def candidates(self, record: Record, fingerprint: Fingerprint) -> Sequence[Candidate]:
        shared = dict(self.index.candidates(fingerprint))
        host = _host(record)
        for position, count in list(shared.items()):
            if count >= KIN_SHARE_MIN * len(fingerprint.shingles):
                members = self._families[self._family_of[position]]
                here = [one for one in members if one not in self._again and _host(self._kept[one].record) == host]
                shared.update((member, count) for member in here[-KIN_MAX:] if member not in shared)
        return [self._candidate(position, shared[position]) for position in sorted(shared)]

    def _candidate(self, position: int, shared: int) -> Candidate:
        family = self._family_of[position]
        head = head_of(self._kept[member].record for member in self._families[family])
        return replace(self._kept[position], head=family, head_group=head.group, shared=shared)

    def story_of(self, record: Record) -> str | None:
        return next((self._stories[key] for key in _story_keys(record) if key in self._stories), None)

    def add(self, verdict: Verdict) -> None:
        position = len(self._kept)
        memory = self.memory(_host(verdict.record))
        self._kept.append(Candidate(record=verdict.record, position=position, story=verdict.story, memory=memory))
        self._places.setdefault(verdict.record.id, position)
        members = self._families.setdefault(verdict.head, [])
        for joined in verdict.joins:
            members += self._families.pop(joined)
        members.append(position)
        members.sort()
        self._family_of.update((member, verdict.head) for member in members)
        for key in _story_keys(verdict.record):
            self._stories.setdefault(key, verdict.story)
        if self._is_known_version(verdict):
            self._again.add(position)
        else:
            self.index.add(position, verdict.fingerprint, is_copy=verdict.kind in FAMILY_KINDS)

    def _is_known_version(self, verdict: Verdict) -> bool:
        """Whether this is a known version of a known page: then what is stored already stands for it."""
        if verdict.kind is not RelationKind.SAME:
            return False
        of = self._kept[self._places[verdict.relations[0].of]].record
        return bool(of.url) and bool(verdict.record.url) and page_key(of.url) == page_key(verdict.record.url)

    def families(self) -> dict[str, str]:
        """Return the id of every text's family head."""
        found: dict[str, str] = {}
        for members in self._families.values():
            records = [self._kept[member].record for member in members]
            found.update((record.id, head_of(records).id) for record in records)
        return found

    def link_again(self, article_id: str, relation: Relation) -> None:
        self.links.append((article_id, relation))

    def close(self) -> None:
        self._connection.close()


def _story_keys(record: Record) -> list[tuple[str, str]]:
    host = _host(record)
    return [(host, key) for key in (page_key(record.url) if record.url else "", fold_title(record.title)) if key]
