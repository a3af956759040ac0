"""From statements to what is stored: relate, settle, record, one transaction an item."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from watcher.errors import Reason, SourceError
from watcher.model import NO_VALIDATORS, Band, Relation, Source
from watcher.model.settlement import Action, Settlement
from watcher.pipeline.families import settle_head
from watcher.pipeline.kin import KinShelf, host_of_record
from watcher.pipeline.opening import Opened
from watcher.pipeline.operators import held_alert
from watcher.pipeline.relating import FAMILY_KINDS, Relater, Verdict
from watcher.pipeline.settle import Kin, Read, Tellers, settle
from watcher.pipeline.tally import Tally, apart, put_off
from watcher.pipeline.world import Desk, World
from watcher.schedule import next_visit_at

SETTLED_TOGETHER_MAX: Final = 10
"""So many items wait for one commit; the loop goes on after each."""
_LAST: Final = datetime.max.replace(tzinfo=UTC)
_DOUBTED: Final = "the page now shows another text; it is believed if it is still there at the next visit"


async def settle_items(source: Source, world: World, opened: Sequence[Opened], tally: Tally) -> None:
    """Relate and record what was read, oldest first; the repeated lines of what is believed are learned before it is judged.

    Each item is one transaction, and some of them become durable by one commit: what a visit stores stands on the same pages of
    the file. Between two commits others go on, unless alerts are being held: those and their notice are one.
    """
    batch = _believed(source, world, sorted(opened, key=_order), tally)
    if not batch:
        return
    relater = Relater(KinShelf(world.store))
    relater.learn([one.judged.record for one in batch], {one.judged.record.id: one.judged.sketch for one in batch})
    settling = Settling(source, world, relater, tally)
    while batch:
        with world.store.together():
            batch = settling.settle_some(batch)
            if settling.is_holding:
                settling.hold(batch)
                batch = ()
        await asyncio.sleep(0)


class Settling:
    """Settles the items of one visit, counting who is told; nothing in it awaits."""

    def __init__(self, source: Source, world: World, relater: Relater, tally: Tally):
        self._source, self._world, self._relater, self._tally = source, world, relater, tally
        self._told = 0
        self._tellers = world.tellers

    @property
    def _held(self) -> int:
        return self._told - self._world.watch.alerts_per_run_max

    @property
    def is_holding(self) -> bool:
        """Whether so many were told that what follows goes into digests alone."""
        return self._held >= 0

    def settle_some(self, batch: Sequence[Opened]) -> Sequence[Opened]:
        """Settle the first items of `batch`, each in its own transaction, and return the others."""
        for place, one in enumerate(batch[:SETTLED_TOGETHER_MAX]):
            if self.is_holding:
                return batch[place:]
            self._settle(one)
        return batch[SETTLED_TOGETHER_MAX:]

    def hold(self, batch: Sequence[Opened]) -> None:
        """Settle items whose alerts are held and tell operators, once, how many: one transaction, so that none is held unsaid."""
        with self._world.store.transaction():
            for one in batch:
                self._settle(one)
            if self._held > 0:
                now = self._world.clock.now()
                self._world.store.outbox.add_alert(held_alert(self._source, self._held, self._tellers, now), now)

    def _settle(self, one: Opened) -> None:
        """Settle an item in a transaction of its own; a fault of ours that it meets puts it off, and costs the others nothing."""
        with apart(self._source, self._world, one.known, self._tally), self._world.store.transaction():
            self._record(one)

    def _record(self, one: Opened) -> None:
        """Store an item's statement and the head that its family has with it."""
        verdict = self._relater.judge(one.judged.record, one.judged.sketch)
        settlement = _settlement(self._world, one, verdict, self._tellers, is_held=self.is_holding)
        recorded = self._world.store.statements.record(settlement)
        if settlement.head_id is not None:
            settle_head(self._world.store, recorded.statement_id, map(int, verdict.joins))
        self._told += settlement.alert is not None and not settlement.is_baseline
        _count(settlement, one, self._tally)


def _believed(source: Source, world: World, batch: Sequence[Opened], tally: Tally) -> Sequence[Opened]:
    """Return the items whose pages show what they are known for or are new; others are put off, and nothing is learned of them.

    Whether a known page shows its statement is judged with the lines of all, and what was learned for that is forgotten: a line
    that a site has put on all its pages is no edit.
    """
    known = [one for one in batch if one.known.statement_id is not None]
    if not known:
        return batch
    trial = Relater(KinShelf(world.store, on_trial=True))
    trial.learn([one.judged.record for one in batch], {one.judged.record.id: one.judged.sketch for one in batch})
    shown = Counter(one.document.text for one in known)
    believed = {one.known.id for one in batch if one.known.statement_id is None}
    for one in known:
        with apart(source, world, one.known, tally):
            is_site_doubtful = tally.is_listing_doubtful or shown[one.document.text] > 1
            doubt = _doubt(one, trial.judge(one.judged.record, one.judged.sketch), is_site_doubtful=is_site_doubtful)
            if doubt:
                put_off(world, one.known, _replaced(source, one, doubt), tally)
            else:
                believed.add(one.known.id)
    return [one for one in batch if one.known.id in believed]


def _doubt(opened: Opened, verdict: Verdict, *, is_site_doubtful: bool) -> str | None:
    """Return why a page that was good is not believed when it shows a text that has nothing to do with it; None if it is.

    A wall that no rule knows looks like that, for as long as it stands: on a site whose listing fails, or where other pages
    show the same text, nothing is believed. Elsewhere an address that is used again is, at the second such visit in a row.
    """
    known = opened.known
    if known.statement_id is None or verdict.kind in FAMILY_KINDS:
        return None
    if is_site_doubtful:
        return "the page now shows another text, and so does the rest of the site; it is not believed"
    return _DOUBTED if known.problem != _DOUBTED else None


def _replaced(source: Source, opened: Opened, problem: str) -> SourceError:
    return SourceError(problem, reason=Reason.REPLACED, source_id=source.id, url=opened.known.item.url)


def _order(opened: Opened) -> tuple[datetime, int]:
    """Statements come before the articles that quote them: by publication, then by arrival."""
    published = opened.document.published
    return (published.as_instant if published else _LAST, opened.known.id)


def _settlement(world: World, opened: Opened, verdict: Verdict, tellers: Tellers, *, is_held: bool) -> Settlement:
    now = world.clock.now()
    read = Read(
        item=opened.known,
        document=opened.document,
        record=replace(verdict.record, id="", url=opened.known.item.url),
        fingerprint=verdict.fingerprint,
        judgement=opened.judged.judgement,
        host=host_of_record(verdict.record),
        story=verdict.story,
        validators=opened.validators,
        body_hash=opened.body_hash,
        capture=opened.capture,
        is_withdrawn=opened.is_withdrawn,
    )
    settlement = settle(
        read,
        verdict.relations,
        kin_of(world, verdict),
        taxonomy=world.watch.taxonomy,
        tellers=tellers,
        is_baseline=opened.known.is_baseline and opened.known.statement_id is None,  # what is edited later is news
        is_held=is_held,
        next_visit_at=None if opened.validators is NO_VALIDATORS else next_visit_at(opened.known.visits, now),
        now=now,
    )
    is_untold = opened.known.is_past and opened.known.statement_id is None
    return replace(settlement, linked=linked_articles(verdict), alert=None if is_untold else settlement.alert)


def linked_articles(verdict: Verdict) -> tuple[tuple[int, Relation], ...]:
    """Return the articles that came before the statement they quote, as the store takes them."""
    return tuple((int(article_id), relation) for article_id, relation in verdict.linked)


def kin_of(world: Desk, verdict: Verdict) -> Kin | None:
    """Return the statement that the strongest relation points to, if it makes this text one of its family."""
    if not verdict.relations or verdict.kind not in FAMILY_KINDS:
        return None
    revision = world.store.statements.revision(int(verdict.relations[0].of))
    statement = world.store.statements.statement(revision.statement_id) if revision else None
    if statement is None:
        return None
    was_told = any(assessment.band is not Band.REVIEW for assessment in statement.latest.assessments)
    return Kin(statement.id, statement.source_id, statement.head_id, was_told, statement.withdrawn_at)


def _count(settlement: Settlement, opened: Opened, tally: Tally) -> None:
    tally.new += settlement.action is Action.STORE
    tally.revised += settlement.action is Action.REVISE
    tally.seen += settlement.action is Action.SEEN
    tally.known_again += settlement.action is Action.SEEN and opened.known.statement_id is None
