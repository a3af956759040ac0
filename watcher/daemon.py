"""Days and months without a hand on it: the only importer of APScheduler.

The scheduler only ticks; what is due stands in the store. So a restart, a missed night or a clock that jumps is arithmetic over
rows.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from watcher.errors import StoreError
from watcher.model import PollRun, Source
from watcher.pipeline.deliver import deliver_due, run_digests
from watcher.pipeline.housekeeping import housekeep
from watcher.pipeline.poll import poll_source
from watcher.pipeline.rounds import ReadingTurns
from watcher.pipeline.world import World, log_failure

log: Final = logging.getLogger("watcher.daemon")

POLL_TICK_S: Final = 1.0
DELIVER_TICK_S: Final = 2.0
DIGEST_TICK_S: Final = 30.0
HOUSEKEEPING_TICK_S: Final = 3600.0
STOP_WITHIN_S: Final = 8.0
"""In-flight work may finish for so long after SIGTERM; then it is cancelled, and the store knows where it stood."""
UNRECORDED_REST: Final = timedelta(minutes=5)
"""A source whose visit could not be stored is left alone for so long: a full disk is no reason to ask its site every second."""


@dataclass(slots=True)
class Pulse:
    """What the daemon has done since it began, and what is wrong with it now, by tick or visit; /healthz says the latter."""

    began_at: datetime
    polls: int = 0
    polls_failed: int = 0
    last_good_poll_at: datetime | None = None
    sent: int = 0
    problems: dict[str, str] = field(default_factory=dict)


class Daemon:
    """Polls, delivers and closes digests for one watch until it is told to stop.

    `tick` does at once, and in order, all that is due; `run` lets the scheduler do the same in parts, side by side.
    """

    def __init__(self, world: World):
        self._world = world
        self._polling: dict[str, asyncio.Task[None]] = {}
        self._unrecorded: dict[str, datetime] = {}
        self._ticking: dict[str, asyncio.Future[None]] = {}
        self._stopping = asyncio.Event()
        self.pulse = Pulse(began_at=world.clock.now())

    @property
    def world(self) -> World:
        return self._world

    def reload(self, world: World) -> None:
        """Go on with another reading of the operator's files; visits under way end with the old one."""
        self._world = world

    async def tick(self) -> None:
        """Do all that is due now: polls, digests, deliveries; return when it is done."""
        self._start_polls()
        await asyncio.gather(*self._polling.values())
        await self._close_digests()
        await self._deliver()

    async def run(self, *, on_ready: Callable[[], None] | None = None) -> None:
        """Work until SIGTERM or SIGINT; what is under way then has `STOP_WITHIN_S` seconds."""
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, self.stop)
        scheduler = self._scheduler()
        scheduler.start()
        try:
            if on_ready is not None:
                on_ready()
            log.info("daemon ready sources=%d", sum(source.enabled for source in self._world.watch.sources))
            await self._stopping.wait()
        finally:
            scheduler.pause()
            await self._finish()
            scheduler.shutdown(wait=False)
            log.info("daemon stopped")

    def stop(self) -> None:
        """Ask the daemon to end; it returns from `run` when what is under way has ended."""
        self._stopping.set()

    def _scheduler(self) -> AsyncIOScheduler:
        """Return the clockwork: a handful of fixed ticks in UTC, never one a source, none ever skipped for being late."""
        scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1})
        ticks: tuple[tuple[str, Callable[[], Awaitable[None]], float], ...] = (
            ("poll", self._poll, POLL_TICK_S),
            ("deliver", self._deliver, DELIVER_TICK_S),
            ("digests", self._close_digests, DIGEST_TICK_S),
            ("housekeeping", self._housekeep, HOUSEKEEPING_TICK_S),
        )
        for name, work, seconds in ticks:
            scheduler.add_job(
                self._guarded, "interval", args=(name, work), seconds=seconds, id=name, next_run_time=datetime.now(UTC)
            )
        return scheduler

    async def _guarded(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do one tick's work; a store that is busy or full is said and tried again at the next tick.

        A fault of ours is said as well; the scheduler logs its trace and ticks on.
        """
        problem: str | None = "it failed unexpectedly; the log says why"
        self._ticking[name] = asyncio.ensure_future(work())
        try:
            await self._ticking[name]
            problem = None
        except StoreError as error:
            problem = str(error)
            log.warning("tick failed tick=%s problem=%s", name, error)
        finally:
            self.pulse.problems.pop(name, None)
            if problem is not None:
                self.pulse.problems[name] = f"{name}: {problem}"

    async def _poll(self) -> None:
        self._start_polls()

    def _start_polls(self) -> None:
        """Begin a visit to every due source that is not being visited; the fetcher bounds how many hosts are met at once."""
        now = self._world.clock.now()
        self._unrecorded = {name: until for name, until in self._unrecorded.items() if until > now}
        resting = self._world.store.polls.resting(now) | self._unrecorded.keys()
        fresh = [
            source
            for source in self._world.watch.sources
            if source.enabled and source.id not in resting and source.id not in self._polling
        ]
        turns = ReadingTurns(fresh)
        for source in fresh:
            self._polling[source.id] = asyncio.create_task(self._visit(source, turns), name=f"poll {source.id}")

    async def _visit(self, source: Source, turns: ReadingTurns) -> None:
        try:
            run = await poll_source(source, self._world, turn=turns.turn(source))
            self._count(run)
            self.pulse.problems.pop(f"visit {source.id}", None)
        except StoreError as error:
            self._unrecorded[source.id] = self._world.clock.now() + UNRECORDED_REST
            self.pulse.problems[f"visit {source.id}"] = f"{source.id}: {error}"
            log_failure("visit could not be recorded", error, source=source.id)
        finally:
            turns.done(source)
            self._polling.pop(source.id, None)

    def _count(self, run: PollRun) -> None:
        self.pulse.polls += 1
        if run.reason is None:
            self.pulse.last_good_poll_at = run.ended_at
        else:
            self.pulse.polls_failed += 1
        log.info(
            "source polled source=%s outcome=%s new=%d revised=%d seen=%d failed=%d",
            run.source_id,
            run.outcome.value,
            run.new,
            run.revised,
            run.seen,
            run.failed,
        )

    async def _deliver(self) -> None:
        for sent in await deliver_due(self._world):
            self.pulse.sent += sent.receipt is not None
            log.info("delivery %s id=%s receiver=%s kind=%s", sent.state.value, sent.delivery_id, sent.receiver_id, sent.kind.value)

    async def _close_digests(self) -> None:
        for period in run_digests(self._world):
            log.info("digest closed period=%s", period)

    async def _housekeep(self) -> None:
        housekeep(self._world)

    async def _finish(self) -> None:
        """Let what is under way end, or cancel it: the store knows where it stood, and the next start goes on from there."""
        tasks = [task for task in (*self._polling.values(), *self._ticking.values()) if not task.done()]
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=STOP_WITHIN_S)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
