"""One visit to one source: the order of the stages, and the one error boundary around them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from watcher.dedup import page_key
from watcher.errors import SUSPECT_REASONS, SourceError
from watcher.fetch import fresh_until
from watcher.health import NOTHING_LEARNED, judge_health, learn_fills, usual_gap
from watcher.model import (
    NO_VALIDATORS,
    Fetch,
    Fill,
    Health,
    HealthState,
    Item,
    KnownItem,
    Listing,
    Outcome,
    PollRun,
    Source,
    SourceState,
    Validators,
)
from watcher.model.settlement import NewAlert
from watcher.model.source import RUN_COUNTS
from watcher.pipeline.opening import due_items, open_items
from watcher.pipeline.operators import churn_alert, flood_alert, health_alert
from watcher.pipeline.settling import settle_items
from watcher.pipeline.tally import Tally, fetch_counted, unexpected, without_address
from watcher.pipeline.world import World
from watcher.schedule import next_poll_at, rhythm
from watcher.sources import SOURCE_KINDS
from watcher.store import keys_of
from watcher.store.polls import Visit

FULL_LISTING_AFTER: Final = timedelta(days=7)
"""A listing that only ever answers "not modified" is read whole once in so long."""
CHURN_MIN: Final = 10
"""So many known items under new ids, and half of the batch, are a change at the publisher's and not an edit or two."""
DAY: Final = timedelta(days=1)
PROBLEMS_MAX: Final = 20
"""So many problems of one visit are kept in words; all are counted."""


async def poll_source(
    source: Source,
    world: World,
    *,
    turn: AbstractAsyncContextManager[None] | None = None,
    before: SourceState | None = None,
) -> PollRun:
    """Visit `source` once and record what happened, whatever happened.

    What the listing says becomes visible in one transaction, then what follows from each item in one of its own: a hung page
    blocks nothing and a crash loses nothing. Items are read and settled within `turn`, so that a round can bound what is in
    memory and let statements be stored before the articles that quote them. `before` is the source's state where the caller has
    it; else it is looked up.
    """
    with world.recorder.visit():
        before = before or world.store.polls.state(source.id, world.clock.now())
        return await _visit(source, world, before, turn or nullcontext())


async def _visit(source: Source, world: World, before: SourceState, turn: AbstractAsyncContextManager[None]) -> PollRun:
    started_at = world.clock.now()
    tally = Tally()
    failure: SourceError | None = None
    try:
        await announce(source, world, before, tally)
    except SourceError as error:
        failure = error
    except Exception as error:  # noqa: BLE001 - one source must not stop the others (docs/adr/0005)
        failure = unexpected(source, error)
    tally.is_listing_doubtful = failure is not None
    try:
        if _has_due(source, world, before, tally):
            async with turn:
                due = _within_the_day(due_items(source, world), source, world, tally)
                opened = await open_items(source, world, due, tally)
                tally.documents += [each.document for each in opened if each.known.statement_id is None]
                await settle_items(source, world, opened, tally)
        tally.churned = _churned(tally, len(tally.documents))
    except SourceError as error:
        failure = failure or error
    except Exception as error:  # noqa: BLE001 - the same boundary, for what was announced before
        failure = failure or unexpected(source, error)
    run = _run(source, before, tally, failure, started_at, world.clock.now())
    return await conclude(source, world, before, run, tally)


def _has_due(source: Source, world: World, before: SourceState, tally: Tally) -> bool:
    """Whether items wait to be read; they stay in the store until it is their source's turn, since their hints hold whole texts."""
    if tally.is_listing_unchanged:
        return before.has_due
    return world.store.polls.state(source.id, world.clock.now()).has_due


async def announce(source: Source, world: World, before: SourceState, tally: Tally) -> None:
    """Fetch and list the source, and store what it announces with the validators that stand for it.

    Raises:
        SourceError: no listing came back; nothing was stored.
    """
    async with world.workers.listing_turns:
        url = SOURCE_KINDS[source.kind].listing_url(source)
        fetch = await fetch_counted(source, world, url, _validators(before, world.clock.now()), tally)
        tally.fresh_until = fresh_until(fetch)
        body_hash = sha256(fetch.body).digest()
        if fetch.is_unchanged or body_hash == before.body_hash:
            tally.is_listing_unchanged = True
            if not fetch.is_unchanged:
                world.store.polls.listing_unchanged(source.id, fetch.validators, world.clock.now())
            return
        listing = await world.workers.list(fetch, source)
        validators = fetch.validators
        if not listing.items and listing.next_url is not None:
            fetch, listing = await _part(source, world, listing.next_url, tally)
            validators, body_hash = NO_VALIDATORS, sha256(fetch.body).digest()  # the index says nothing of its part
        items = [replace(item, revised=_edit_mark(item)) for item in listing.items]
        keyed = keys_of(items, [page_key(item.url) for item in items])
        tally.listed = len(keyed)
        tally.problems += [f"listing: {note}" for note in listing.notes]
        tally.rekeyed = world.store.polls.record_listing(
            source,
            keyed[::-1],
            validators=validators,
            body_hash=body_hash,
            now=world.clock.now(),
            is_baseline=before.baseline_at is None,
        )


async def _part(source: Source, world: World, url: str, tally: Tally) -> tuple[Fetch, Listing]:
    """Return the part of a listing that its index names; an index of indexes is followed no further.

    Raises:
        SourceError: the part cannot be fetched or read.
    """
    fetch = await fetch_counted(source, world, url, NO_VALIDATORS, tally)
    return fetch, await world.workers.list(fetch, source)


def _within_the_day(due: list[KnownItem], source: Source, world: World, tally: Tally) -> list[KnownItem]:
    """Return what may be read now; what a source brings beyond its day's allowance stays pending, and is counted as waiting.

    The baseline and what is read back are not news, and are bounded by visit alone.
    """
    fresh = [known for known in due if known.statement_id is None and not known.is_baseline]
    if not fresh:
        return due
    day_max = world.watch.polling.entries_per_day_max
    left = max(0, day_max - world.store.polls.read_since(source.id, world.clock.now() - DAY))
    waiting = {known.id for known in fresh[left:]}
    tally.waiting = len(waiting)
    return [known for known in due if known.id not in waiting]


def _churned(tally: Tally, opened: int) -> int:
    """Return how many old items a publisher gave new ids or addresses, if that is most of a batch; else 0."""
    is_churn = tally.rekeyed >= max(CHURN_MIN, tally.listed / 2) or tally.known_again >= max(CHURN_MIN, opened / 2)
    return tally.rekeyed + tally.known_again if is_churn else 0


def _validators(before: SourceState, now: datetime) -> Validators:
    """Return what to ask with: now and then nothing, since a Last-Modified in 2041 would answer 304 for ever."""
    is_stale = before.full_at is None or now - before.full_at > FULL_LISTING_AFTER
    return NO_VALIDATORS if is_stale else before.validators


def _edit_mark(item: Item) -> str | None:
    """Return what moves when the listing shows an edit: its own mark, and the text that it carries."""
    carried = sha256(item.body_html.encode("utf-8", "replace")).hexdigest()[:16] if item.body_html else ""
    return f"{item.revised or ''} {carried}".strip() or None


async def conclude(source: Source, world: World, before: SourceState, run: PollRun, tally: Tally) -> PollRun:
    """Record the run, plan the next one, and tell the operators if the source's health changed.

    The next poll waits for the listing to be stale by its server's word, but never longer than `every`.
    """
    is_failure = run.outcome in (Outcome.FAILED, Outcome.SUSPECT)
    gap = usual_gap(world.store.polls.publications(source.id)) if run.new else before.usual_gap
    planned = next_poll_at(
        source.id,
        rhythm(source.every, gap),
        run.ended_at,
        failures=before.failures + 1 if is_failure else 0,
        reason=run.reason,
        retry_at=run.retry_at,
    )
    if tally.fresh_until is not None:
        planned = max(planned, min(tally.fresh_until, run.ended_at + source.every))
    fills = _fills(source, world, before, tally)
    health = judge_health(before, run, usual_gap=gap, silence_after=world.watch.silence_after, fills=fills, churned=tally.churned)
    flooded_since = (before.flooded_since or run.ended_at) if tally.waiting else None
    notices = _notices(source, world, before, run, health, tally)
    await world.recorder.record(Visit(run, planned, health, gap, notices, flooded_since, fills))
    return run


def _fills(source: Source, world: World, before: SourceState, tally: Tally) -> Mapping[str, Fill]:
    """Return the fills of the source's fields; not looked up after a visit that read nothing new where none is in doubt."""
    if not (tally.documents or tally.suspect or before.health.state is HealthState.SUSPECT):
        return NOTHING_LEARNED
    return learn_fills(world.store.polls.fills(source.id), tally.documents, without_text=tally.suspect)


def _notices(source: Source, world: World, before: SourceState, run: PollRun, health: Health, tally: Tally) -> tuple[NewAlert, ...]:
    """Return what operators are told: each trouble once when it begins and once when it ends."""
    now = run.ended_at
    has_turned = health.state is not before.health.state
    is_new_flood = tally.waiting > 0 and before.flooded_since is None
    if not has_turned and not is_new_flood:
        return ()
    tellers, notices = world.tellers, []
    if has_turned:
        notices.append(health_alert(source, before.health, health, tellers, now))
    if has_turned and health.state is HealthState.QUARANTINED:
        notices.append(churn_alert(source, tally.churned, tellers, now))
    if is_new_flood:
        notices.append(flood_alert(source, tally.waiting, world.watch.polling.entries_per_day_max, now, tellers, now))
    return tuple(notice for notice in notices if notice is not None)


def _run(
    source: Source, before: SourceState, tally: Tally, failure: SourceError | None, started_at: datetime, ended_at: datetime
) -> PollRun:
    return PollRun(
        source_id=source.id,
        started_at=started_at,
        ended_at=ended_at,
        outcome=_outcome(tally, failure),
        reason=failure.reason if failure else None,
        problem=without_address(failure) if failure else (tally.problems[0] if tally.failed or tally.suspect else None),
        retry_at=failure.retry_at if failure else None,
        is_baseline=before.baseline_at is None,
        problems=tuple(tally.problems[:PROBLEMS_MAX]),
        **{name: getattr(tally, name) for name in RUN_COUNTS},
    )


def _outcome(tally: Tally, failure: SourceError | None) -> Outcome:
    """A listing that failed decides; else pages that look wrong in the majority make the visit suspect."""
    if failure is not None:
        return Outcome.SUSPECT if failure.reason in SUSPECT_REASONS else Outcome.FAILED
    read = tally.new + tally.revised + tally.seen
    if tally.suspect > read:
        return Outcome.SUSPECT
    if tally.failed or tally.suspect:
        return Outcome.PARTIAL
    return Outcome.UNCHANGED if tally.is_listing_unchanged and not read else Outcome.OK
