"""Judging again what is stored, by a new model, and showing what that would change before it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from watcher.classify import Classifier
from watcher.model import Band, Judgement
from watcher.pipeline.world import Desk
from watcher.store import Correction, StoredRevision, Verdict

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


def correct(desk: Desk, correction: Correction, judge_of: Callable[[], Classifier]) -> None:
    """Record a person's word; it takes effect at once.

    A text that the model had left aside was not read for its speakers: it is now, since its sentences are to be shown.

    Raises:
        ValueError: the sentence does not stand in the revision, or an added concern has none.
    """
    from watcher.reading import judge

    desk.store.judgements.correct(correction)
    revision = desk.store.statements.revision(correction.revision_id)
    if revision is None or correction.verdict is Verdict.NOT or desk.store.ledger.is_read(revision.id):
        return
    said = judge(revision.record, judge_of(), desk.gazetteer, is_about=True).said
    if said is not None:
        desk.store.ledger.replace(revision.id, correction.taxonomy_id, said, desk.clock.now())
