"""One round by hand or by cron: poll what is due, close digests, send what is due."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from watcher.model import DeliveryState, Outcome, PollRun, Source, SourceState
from watcher.pipeline.archiving import archive_due
from watcher.pipeline.deliver import Sent, deliver_due, run_digests
from watcher.pipeline.ledger import keep_ledger, read_unread
from watcher.pipeline.poll import poll_source
from watcher.pipeline.world import World


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did. `resting` are enabled sources that were not due, with the moment they will be."""

    started_at: datetime
    ended_at: datetime
    runs: tuple[PollRun, ...]
    resting: tuple[tuple[Source, datetime], ...]
    digests: tuple[str, ...]
    sent: tuple[Sent, ...]
    imported: int = 0

    @property
    def has_failures(self) -> bool:
        """Whether some source was not read as it should be, or some message not taken."""
        is_unread = any(run.outcome in (Outcome.FAILED, Outcome.SUSPECT, Outcome.PARTIAL) for run in self.runs)
        return is_unread or any(each.state is not DeliveryState.SENT for each in self.sent)


READ_AT_ONCE_MAX: Final = 16
"""So many sources have their items in memory at the same time; the others wait, known to the store."""


class ReadingTurns:
    """Lets the sources of one round read their items: those that speak for themselves first, so that an article finds what it
    quotes, and never more than `READ_AT_ONCE_MAX` at once.
    """

    def __init__(self, sources: Iterable[Source]):
        self._waited_for = {source.id for source in sources if source.group.is_origin}
        self._origins_done = asyncio.Event()
        self._room = asyncio.Semaphore(READ_AT_ONCE_MAX)
        if not self._waited_for:
            self._origins_done.set()

    def done(self, source: Source) -> None:
        """Say that a source's visit has ended, however it ended."""
        self._waited_for.discard(source.id)
        if not self._waited_for:
            self._origins_done.set()

    @asynccontextmanager
    async def turn(self, source: Source) -> AsyncIterator[None]:
        """Wait until `source` may read, and hold its place while the block lasts."""
        if not source.group.is_origin:
            await self._origins_done.wait()
        async with self._room:
            yield


async def run_round(
    world: World,
    *,
    only: Collection[str] = (),
    is_all: bool = False,
    sends: bool = True,
    on_polled: Callable[[PollRun], None] | None = None,
) -> Round:
    """Poll the due sources at the same time, then close digests and send what is due.

    `only` names sources to poll whether due or not; `is_all` polls every enabled one. `on_polled` hears of each visit.
    Commitments that became due meanwhile, and gaps, are told before. Without `sends` nothing is closed or sent.
    """
    started_at = world.clock.now()
    states = world.store.polls.states(started_at)
    due, resting = due_sources(world, only=only, is_all=is_all, states=states)
    turns = ReadingTurns(due)

    async def visit(source: Source) -> PollRun:
        try:
            run = await poll_source(source, world, turn=turns.turn(source), before=states.get(source.id))
        finally:
            turns.done(source)
        if on_polled is not None:
            on_polled(run)
        return run

    runs = await _all_or_none([asyncio.create_task(visit(source)) for source in due])
    if sends:
        await read_unread(world)
        keep_ledger(world)
        await archive_due(world)
    digests = run_digests(world) if sends else []
    sent = await deliver_due(world) if sends else []
    return Round(started_at, world.clock.now(), tuple(runs), tuple(resting), tuple(digests), tuple(sent))


async def _all_or_none(visits: Sequence[asyncio.Task[PollRun]]) -> list[PollRun]:
    """Return what the visits recorded; if one cannot be recorded at all (the store fails), the others are ended first."""
    try:
        return await asyncio.gather(*visits)
    except BaseException:
        for visit in visits:
            visit.cancel()
        await asyncio.gather(*visits, return_exceptions=True)
        raise


def due_sources(
    world: World, *, only: Collection[str] = (), is_all: bool = False, states: Mapping[str, SourceState] | None = None
) -> tuple[Sequence[Source], Sequence[tuple[Source, datetime]]]:
    """Return the sources to poll now, and the enabled ones that rest with the moment until which they do."""
    now = world.clock.now()
    states = world.store.polls.states() if states is None else states
    due: list[Source] = []
    resting: list[tuple[Source, datetime]] = []
    for source in world.watch.sources:
        if only:
            if source.id in only:
                due.append(source)
            continue
        if not source.enabled:
            continue
        state = states.get(source.id)
        planned = state.next_poll_at if state else None
        if is_all or planned is None or planned <= now:
            due.append(source)
        else:
            resting.append((source, planned))
    return due, resting
