"""From statements to what is stored: relate, settle, record, one transaction an item."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from watcher.errors import Reason, SourceError
from watcher.model import NO_VALIDATORS, Band, Judgement, Record, Relation, Source
from watcher.model.settlement import Action, Settlement
from watcher.pipeline.families import settle_head
from watcher.pipeline.kin import KinShelf, host_of_record
from watcher.pipeline.opening import Opened
from watcher.pipeline.operators import held_alert
from watcher.pipeline.relating import FAMILY_KINDS, Relater, Verdict
from watcher.pipeline.settle import Kin, Read, settle
from watcher.pipeline.tally import Tally, put_off
from watcher.pipeline.world import Desk, World
from watcher.records import record_of
from watcher.schedule import next_visit_at

_LAST: Final = datetime.max.replace(tzinfo=UTC)
_DOUBTED: Final = "the page now shows another text; it is believed if it is still there at the next visit"


async def settle_items(source: Source, world: World, opened: Sequence[Opened], tally: Tally) -> None:
    """Relate, assess and record what was read, oldest first; the batch's repeated lines are learned before any is judged."""
    shelf = KinShelf(world.store)
    relater = Relater(shelf)
    batch = sorted(opened, key=_order)
    records = {one.known.id: _record(source, one) for one in batch}
    relater.learn(records.values())
    judgements = await asyncio.gather(
        *(world.workers.judge(records[one.known.id], source) for one in batch), return_exceptions=True
    )
    shown = Counter(one.document.text for one in batch if one.known.statement_id is not None)
    told = 0
    for one, judgement in zip(batch, judgements, strict=True):
        if isinstance(judgement, SourceError):
            put_off(world, one.known, judgement, tally)
            continue
        if isinstance(judgement, BaseException):
            raise judgement
        verdict = relater.judge(records[one.known.id])
        doubt = _doubt(one, verdict, is_site_doubtful=tally.is_listing_doubtful or shown[one.document.text] > 1)
        if doubt:
            put_off(world, one.known, _replaced(source, one, doubt), tally)
            continue
        settlement = _settlement(world, one, verdict, judgement, is_held=told >= world.watch.alerts_per_run_max)
        recorded = world.store.statements.record(settlement)
        if settlement.head_id is not None:
            settle_head(world.store, recorded.statement_id, map(int, verdict.joins))
        told += settlement.alert is not None and not settlement.is_baseline
        _count(settlement, one, tally)
        await asyncio.sleep(0)
    held = told - world.watch.alerts_per_run_max
    if held > 0:
        notice = held_alert(source, held, world.tellers, world.clock.now())
        world.store.outbox.add_alert(notice, world.clock.now())


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


def _record(source: Source, opened: Opened) -> Record:
    """Return the record to relate; without a page of its own it has no address, so that its siblings are not its versions."""
    item = opened.known.item
    url = item.url if item.has_page else None
    record = record_of(opened.document, record_id=str(opened.known.id), url=url, source=source, guid=item.guid)
    return replace(record, title=record.title or item.title)


def _settlement(world: World, opened: Opened, verdict: Verdict, judgement: Judgement, *, is_held: bool) -> Settlement:
    now = world.clock.now()
    read = Read(
        item=opened.known,
        document=opened.document,
        record=replace(verdict.record, id="", url=opened.known.item.url),
        fingerprint=verdict.fingerprint,
        judgement=judgement,
        host=host_of_record(verdict.record),
        story=verdict.story,
        validators=opened.validators,
        body_hash=opened.body_hash,
        capture=opened.capture,
    )
    settlement = settle(
        read,
        verdict.relations,
        kin_of(world, verdict),
        taxonomy=world.watch.taxonomy,
        tellers=world.tellers,
        is_baseline=opened.known.is_baseline and opened.known.statement_id is None,  # what is edited later is news
        is_held=is_held,
        next_visit_at=None if opened.validators is NO_VALIDATORS else next_visit_at(opened.known.visits, now),
        now=now,
    )
    return replace(settlement, linked=linked_articles(verdict))


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
    return Kin(statement.id, statement.source_id, statement.head_id, was_told)


def _count(settlement: Settlement, opened: Opened, tally: Tally) -> None:
    tally.new += settlement.action is Action.STORE
    tally.revised += settlement.action is Action.REVISE
    tally.seen += settlement.action is Action.SEEN
    tally.known_again += settlement.action is Action.SEEN and opened.known.statement_id is None
