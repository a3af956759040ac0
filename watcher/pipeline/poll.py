"""One visit to one source: the order of the stages, and the one error boundary around them."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from watcher.dedup import page_key
from watcher.errors import SUSPECT_REASONS, Reason, SourceError
from watcher.fetch import fresh_until
from watcher.health import judge_health, usual_gap
from watcher.model import NO_VALIDATORS, Item, Outcome, PollRun, Source, SourceState, Validators
from watcher.pipeline.opening import due_items, open_items
from watcher.pipeline.operators import churn_alert, health_alert
from watcher.pipeline.settling import settle_items
from watcher.pipeline.tally import Tally, fetch_counted, without_address
from watcher.pipeline.world import World, log_failure
from watcher.schedule import next_poll_at, rhythm
from watcher.sources import SOURCE_KINDS
from watcher.store import keys_of
from watcher.store.polls import Visit

FULL_LISTING_AFTER: Final = timedelta(days=7)
"""A listing that only ever answers "not modified" is read whole once in so long."""
CHURN_MIN: Final = 10
"""So many known items under new ids, and half of the batch, are a change at the publisher's and not an edit or two."""
PROBLEMS_MAX: Final = 20
"""So many problems of one visit are kept in words; all are counted."""
_COUNTS: Final = ("listed", "new", "revised", "seen", "failed", "suspect", "requests", "conditional", "unchanged", "bytes_read")


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
        failure = _unexpected(source, error)
    tally.is_listing_doubtful = failure is not None
    try:
        is_idle = tally.is_listing_unchanged and not before.has_due
        if due := [] if is_idle else due_items(source, world):
            async with turn:
                opened = await open_items(source, world, due, tally)
                await settle_items(source, world, opened, tally)
                _tell_churn(source, world, tally, len(opened))
    except SourceError as error:
        failure = failure or error
    except Exception as error:  # noqa: BLE001 - the same boundary, for what was announced before
        failure = failure or _unexpected(source, error)
    run = _run(source, before, tally, failure, started_at, world.clock.now())
    return await conclude(source, world, before, run, stale_at=tally.fresh_until)


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
        items = [replace(item, revised=_edit_mark(item)) for item in listing.items]
        keyed = keys_of(items, [page_key(item.url) for item in items])
        tally.listed = len(keyed)
        tally.problems += [f"listing: {note}" for note in listing.notes]
        tally.rekeyed = world.store.polls.record_listing(
            source,
            keyed[::-1],
            validators=fetch.validators,
            body_hash=body_hash,
            now=world.clock.now(),
            is_baseline=before.baseline_at is None,
        )


def _tell_churn(source: Source, world: World, tally: Tally, opened: int) -> None:
    """Tell operators, once, that a publisher gave its old items new ids or addresses: that nobody else was told is on purpose."""
    is_churn = tally.rekeyed >= max(CHURN_MIN, tally.listed / 2) or tally.known_again >= max(CHURN_MIN, opened / 2)
    if is_churn:
        now = world.clock.now()
        world.store.outbox.add_alert(churn_alert(source, tally.rekeyed + tally.known_again, world.tellers, now), now)


def _validators(before: SourceState, now: datetime) -> Validators:
    """Return what to ask with: now and then nothing, since a Last-Modified in 2041 would answer 304 for ever."""
    is_stale = before.full_at is None or now - before.full_at > FULL_LISTING_AFTER
    return NO_VALIDATORS if is_stale else before.validators


def _edit_mark(item: Item) -> str | None:
    """Return what moves when the listing shows an edit: its own mark, and the text that it carries."""
    carried = sha256(item.body_html.encode("utf-8", "replace")).hexdigest()[:16] if item.body_html else ""
    return f"{item.revised or ''} {carried}".strip() or None


async def conclude(source: Source, world: World, before: SourceState, run: PollRun, *, stale_at: datetime | None = None) -> PollRun:
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
    if stale_at is not None:
        planned = max(planned, min(stale_at, run.ended_at + source.every))
    health = judge_health(before, run, usual_gap=gap, silence_after=world.watch.silence_after)
    has_turned = health.state is not before.health.state
    notice = health_alert(source, before.health, health, world.tellers, run.ended_at) if has_turned else None
    await world.recorder.record(Visit(run, planned, health, gap, notice))
    return run


def _unexpected(source: Source, error: Exception) -> SourceError:
    log_failure("poll failed unexpectedly", error, source=source.id)
    return SourceError(f"unexpected {type(error).__name__}: {error}", reason=Reason.INTERNAL, source_id=source.id)


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
        **{name: getattr(tally, name) for name in _COUNTS},
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
