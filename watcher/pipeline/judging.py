"""Judging again what is stored, by a new model, and showing what that would change before it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from watcher.classify import Classifier
from watcher.model import Band, Judgement
from watcher.pipeline.world import Desk
from watcher.store import StoredRevision

BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class Reassessment:
    """One revision's judgement by another model: the concerns that it gains and loses."""

    revision: StoredRevision
    judgement: Judgement
    gained: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def changes_anything(self) -> bool:
        return bool(self.gained or self.lost)


def reassess(
    desk: Desk, classifier: Classifier, *, is_applied: bool, on_done: Callable[[int], None] | None = None
) -> Iterator[Reassessment]:
    """Yield every latest revision that another model judged, judged anew; with `is_applied` the new judgement is stored.

    Nobody is told of what a new model finds in an old text. Corrections by people stay in force. `on_done` hears of each batch.
    """
    from watcher.reading import judge  # with the parsers, which the parent has no other need of

    taxonomy_id = desk.watch.taxonomy.id
    after_id = 0
    while batch := desk.store.judgements.stale(classifier.version, after_id, BATCH):
        for revision in batch:
            record = revision.record
            judgement = judge(record, classifier, desk.gazetteer)
            before = {each.concern_id for each in revision.assessments if each.band is not Band.REVIEW}
            after = {each.concern_id for each in judgement.assessments if each.band is not Band.REVIEW}
            if is_applied:
                desk.store.judgements.replace(revision.id, judgement, taxonomy_id, desk.clock.now())
            yield Reassessment(revision, judgement, tuple(sorted(after - before)), tuple(sorted(before - after)))
        after_id = batch[-1].id
        if on_done is not None:
            on_done(len(batch))
