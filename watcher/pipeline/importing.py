"""Texts that nobody polled: the seed corpus, and what an analyst brings from a site that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from watcher.classify import Classifier
from watcher.dedup import host_of
from watcher.model import NO_VALIDATORS, Document, Record
from watcher.pipeline.families import settle_head
from watcher.pipeline.kin import KinShelf, host_of_record
from watcher.pipeline.relating import Relater
from watcher.pipeline.settle import Read, settle
from watcher.pipeline.settling import kin_of, linked_articles
from watcher.pipeline.world import SEEDS, Desk


@dataclass(frozen=True, slots=True)
class Imported:
    """How many records were stored, and how many were there before."""

    stored: int
    known: int


def import_records(
    world: Desk,
    records: Iterable[Record],
    classifier: Classifier,
    *,
    shelf: str,
    is_told: bool = True,
    on_done: Callable[[], None] | None = None,
) -> Imported:
    """Store records from elsewhere under their own source or `shelf`, related and assessed like any other.

    Seeds are told to nobody, other imports in digests only, if `is_told`. A record that was imported before (the same id) is left
    alone. Who published it is what it says, else its source's name, else the host that it stands on.
    """
    names = {source.id: source.name for source in world.watch.sources}
    batch = [replace(record, source=record.source or shelf, publisher=_publisher(record, names)) for record in records]
    relater = Relater(KinShelf(world.store))
    relater.learn(batch)
    stored = 0
    for record in batch:
        if world.store.statements.by_external_id(record.source or shelf, record.id) is None:
            _store(world, relater, classifier, record, is_told=is_told and shelf != SEEDS)
            stored += 1
        if on_done is not None:
            on_done()
    return Imported(stored, len(batch) - stored)


def _publisher(record: Record, names: Mapping[str, str]) -> str:
    named = record.publisher or names.get(record.source or "") or host_of(record.url) or record.source
    return named or "unknown"


def _store(world: Desk, relater: Relater, classifier: Classifier, record: Record, *, is_told: bool) -> None:
    from watcher.reading import judge  # with the parsers, which only who brings texts needs in the parent

    verdict = relater.judge(record)
    read = Read(
        item=None,
        document=Document(record.text, extractor_version="import"),
        record=record,
        fingerprint=verdict.fingerprint,
        judgement=judge(record, classifier, world.gazetteer),
        host=host_of_record(record),
        story=verdict.story,
        validators=NO_VALIDATORS,
        body_hash=None,
        capture=None,
    )
    settlement = settle(
        read,
        verdict.relations,
        kin_of(world, verdict),
        taxonomy=world.watch.taxonomy,
        tellers=world.tellers,
        is_baseline=not is_told,
        is_held=True,
        next_visit_at=None,
        now=world.clock.now(),
    )
    settlement = replace(settlement, linked=linked_articles(verdict))
    with world.store.transaction():
        recorded = world.store.statements.record(settlement if is_told else replace(settlement, alert=None))
        if settlement.head_id is not None:
            settle_head(world.store, recorded.statement_id, map(int, verdict.joins))
