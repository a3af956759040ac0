"""Days and months without a hand on it: the only importer of APScheduler.

The scheduler only ticks; what is due stands in the store. So a restart, a missed night or a clock that jumps is arithmetic over
rows.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from watcher.canary import Canary, is_canary_due, sing
from watcher.errors import StoreError
from watcher.journal import during, logger
from watcher.model import PollRun, Source
from watcher.pipeline.archiving import archive_due
from watcher.pipeline.deliver import Couriers, Sent, run_digests, send_test
from watcher.pipeline.housekeeping import housekeep
from watcher.pipeline.ledger import keep_ledger, read_unread
from watcher.pipeline.poll import poll_source
from watcher.pipeline.rounds import ReadingTurns, due_sources
from watcher.pipeline.world import World, log_failure
from watcher.pulse import Pulse
from watcher.store import Asked, Request
from watcher.supervisor import LOOP_STALL_MAX_S, LoopWatch, tell, watchdog_s

log: Final = logger("watcher.daemon")

BEAT_S: Final = 1.0
POLL_TICK_S: Final = 1.0
REQUEST_TICK_S: Final = 1.0
DELIVER_TICK_S: Final = 2.0
DIGEST_TICK_S: Final = 30.0
CANARY_TICK_S: Final = 60.0
HOUSEKEEPING_TICK_S: Final = 3600.0
STOP_WITHIN_S: Final = 8.0
"""In-flight work may finish for so long after SIGTERM; then it is cancelled, and the store knows where it stood."""
UNRECORDED_REST: Final = timedelta(minutes=5)
"""A source whose visit could not be stored is left alone for so long: a full disk is no reason to ask its site every second."""
CLOCK_MOVED_MIN_S: Final = 5.0
"""A clock that differs by so much from the time that has passed was set, or the machine slept; less is a clock being corrected."""
_NOTE: Final = "daemon"


@dataclass(slots=True)
class _Moment:
    """The two clocks, read together."""

    wall: datetime
    monotonic_s: float


class Daemon:
    """Polls, delivers and closes digests for one watch until it is told to stop.

    `tick` does at once, and in order, all that is due; `run` lets the scheduler do the same in parts, side by side.
    """

    def __init__(self, world: World):
        self._world = world
        self._polling: dict[str, asyncio.Task[PollRun | None]] = {}
        self._unrecorded: dict[str, datetime] = {}
        self._ticking: dict[str, asyncio.Future[None]] = {}
        self._answering: set[asyncio.Task[None]] = set()
        self._couriers = Couriers(self._count_sent)
        self._delivering = asyncio.Lock()
        self._stopping = asyncio.Event()
        self._ticked_at_s: dict[str, float] = {}
        self._clock = self._read_clock()
        self._told_s = 0.0
        self.pulse = Pulse(began_at=world.clock.now())

    @property
    def world(self) -> World:
        return self._world

    def reload(self, world: World) -> None:
        """Go on with another reading of the operator's files; visits under way end with the old one."""
        self._world = world
        self.pulse.reloads["done"] += 1
        self._note(None)
        log.info("files read again", sources=sum(source.enabled for source in world.watch.sources))

    def refuse_reload(self, problem: str) -> None:
        """Go on with the files as they were, and say so until they are right."""
        self.pulse.reloads["refused"] += 1
        self._note(problem)
        log.warning("files refused; the old ones stay in force", problem=problem)

    async def tick(self) -> None:
        """Do all that is due now: polls, digests, deliveries; return when it is done."""
        self._start_polls()
        await asyncio.gather(*self._polling.values())
        keep_ledger(self._world)
        await self._close_digests()
        await self._send()

    async def run(self, *, on_ready: Callable[[], None] | None = None, stall_s: float = LOOP_STALL_MAX_S) -> None:
        """Work until SIGTERM or SIGINT; what is under way then has `STOP_WITHIN_S` seconds.

        A loop that does not turn for `stall_s` seconds ends the process (`watcher.supervisor`).
        """
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, self.stop)
        self._take_over()
        scheduler = self._scheduler()
        with LoopWatch(stall_s=stall_s) as watch:
            heart = asyncio.create_task(self._beat(watch, scheduler), name="heart")
            scheduler.start()
            try:
                if on_ready is not None:
                    on_ready()
                log.info("daemon ready", sources=sum(source.enabled for source in self._world.watch.sources))
                await self._stopping.wait()
            finally:
                tell("STOPPING=1")
                scheduler.pause()
                await self._finish()
                await asyncio.sleep(0)  # a tick that was just handed out begins, and ends at once
                scheduler.shutdown(wait=False)
                heart.cancel()
                self._world.store.notes.erase(_NOTE)
                log.info("daemon stopped")

    def stop(self) -> None:
        """Ask the daemon to end; it returns from `run` when what is under way has ended."""
        self._stopping.set()

    def _take_over(self) -> None:
        """Set right what the last daemon left: what it was asked and did not do, what a wrong clock made it plan."""
        now = self._world.clock.now()
        self._world.store.requests.abandon("the daemon ended before it was done; ask again", now)
        self._pull_back(now)
        self._note(None)

    def _note(self, refused: str | None) -> None:
        """Leave word for `watcher status`: who works here, and whether it works with files that are not those in the folder."""
        note = {"pid": os.getpid(), "began_at": self.pulse.began_at.isoformat(), "refused": refused}
        self._world.store.notes.write(_NOTE, note)

    def _scheduler(self) -> AsyncIOScheduler:
        """Return the clockwork: a handful of fixed ticks in UTC, never one a source, none ever skipped for being late."""
        scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1})
        ticks: tuple[tuple[str, Callable[[], Awaitable[None]], float], ...] = (
            ("poll", self._poll, POLL_TICK_S),
            ("requests", self._take_requests, REQUEST_TICK_S),
            ("deliver", self._deliver, DELIVER_TICK_S),
            ("digests", self._close_digests, DIGEST_TICK_S),
            ("canary", self._sing, CANARY_TICK_S),
            ("housekeeping", self._housekeep, HOUSEKEEPING_TICK_S),
        )
        for name, work, seconds in ticks:
            scheduler.add_job(
                self._guarded, "interval", args=(name, work, seconds), seconds=seconds, id=name, next_run_time=datetime.now(UTC)
            )
        return scheduler

    async def _guarded(self, name: str, work: Callable[[], Awaitable[None]], every_s: float = 0.0) -> None:
        """Do one tick's work; a store that is busy or full is said and tried again at the next tick.

        A fault of ours is said as well; the scheduler logs its trace and ticks on. A tick that begins while the daemon stops does
        nothing: nobody would wait for it, and the scheduler would log the trace of its cancellation.
        """
        if self._stopping.is_set():
            return
        self._count_tick(name, every_s)
        problem: str | None = "it failed unexpectedly; the log says why"
        with during(name):
            self._ticking[name] = asyncio.ensure_future(work())
            try:
                await self._ticking[name]
                problem = None
            except StoreError as error:
                problem = str(error)
                log.warning("tick failed", problem=problem)
            finally:
                self.pulse.problems.pop(name, None)
                if problem is not None:
                    self.pulse.ticks_failed[name] += 1
                    self.pulse.problems[name] = f"{name}: {problem}"

    def _count_tick(self, name: str, every_s: float) -> None:
        """Count a tick and how late it is: by the loop's time, so that a clock that is set does not show."""
        now_s = asyncio.get_running_loop().time()
        self.pulse.ticks[name] += 1
        self.pulse.tick_late_s[name] = max(0.0, now_s - self._ticked_at_s.get(name, now_s) - every_s)
        self._ticked_at_s[name] = now_s

    # The heart

    async def _beat(self, watch: LoopWatch, scheduler: AsyncIOScheduler) -> None:
        """Show that the loop turns, to the thread beside it and to systemd, and mind the clock."""
        while True:
            watch.beat()
            self._tell_systemd()
            self._mind_clock(scheduler)
            await asyncio.sleep(BEAT_S)

    def _tell_systemd(self) -> None:
        wanted_s = watchdog_s()
        now_s = asyncio.get_running_loop().time()
        if wanted_s is not None and now_s - self._told_s >= wanted_s / 3:
            self._told_s = now_s
            tell("WATCHDOG=1")

    def _mind_clock(self, scheduler: AsyncIOScheduler) -> None:
        """Begin every tick anew when the machine's clock was set: one that was set back would else leave them all waiting."""
        before, self._clock = self._clock, self._read_clock()
        passed_s = self._clock.monotonic_s - before.monotonic_s
        moved_s = (self._clock.wall - before.wall).total_seconds() - passed_s
        if abs(moved_s) < CLOCK_MOVED_MIN_S:
            return
        self.pulse.clock_moves += 1
        log.warning("clock moved", by_s=round(moved_s))
        for job in scheduler.get_jobs():
            job.modify(next_run_time=datetime.now(UTC))
        if moved_s < 0:
            self._unrecorded.clear()
            self._pull_back(self._clock.wall)

    def _pull_back(self, now: datetime) -> None:
        pulled = self._world.store.upkeep.pull_back(now)
        if pulled:
            log.warning("plans of a wrong clock set right", rows=pulled)

    def _read_clock(self) -> _Moment:
        return _Moment(self._world.clock.now(), self._world.clock.monotonic())

    # Polls

    async def _poll(self) -> None:
        self._start_polls()

    def _start_polls(self) -> None:
        """Begin a visit to every due source that is not being visited; the fetcher bounds how many hosts are met at once."""
        now = self._world.clock.now()
        self._unrecorded = {name: until for name, until in self._unrecorded.items() if until > now}
        resting = self._world.store.polls.resting(now) | self._unrecorded.keys()
        self._visit_all([source for source in self._world.watch.sources if source.enabled and source.id not in resting], now)

    def _visit_all(self, sources: Collection[Source], now: datetime) -> None:
        """Begin a visit to each of `sources` that is not being visited."""
        fresh = [source for source in sources if source.id not in self._polling]
        if not fresh:
            return
        turns = ReadingTurns(fresh)
        for source in fresh:
            planned = self._world.store.polls.state(source.id).next_poll_at
            if planned is not None:
                self.pulse.poll_late.add(now - planned)
            self._polling[source.id] = asyncio.create_task(self._visit(source, turns), name=f"poll {source.id}")
        self.pulse.polling = len(self._polling)

    async def _visit(self, source: Source, turns: ReadingTurns) -> PollRun | None:
        """Visit a source; None if the visit could not be stored."""
        with during("visit", source=source.id):
            try:
                run = await poll_source(source, self._world, turn=turns.turn(source))
                self._count(run)
                self.pulse.problems.pop(f"visit {source.id}", None)
            except StoreError as error:
                self._unrecorded[source.id] = self._world.clock.now() + UNRECORDED_REST
                self.pulse.problems[f"visit {source.id}"] = f"{source.id}: {error}"
                log_failure("visit could not be recorded", error, source=source.id)
                return None
            finally:
                turns.done(source)
                self._polling.pop(source.id, None)
                self.pulse.polling = len(self._polling)
        return run

    def _count(self, run: PollRun) -> None:
        self.pulse.count(run)
        self.pulse.pool_restarts = self._world.workers.restarts
        said = {"outcome": run.outcome.value, "new": run.new, "revised": run.revised, "seen": run.seen, "failed": run.failed}
        if run.problem:
            log.warning("source polled", **said, problem=run.problem)
        else:
            log.info("source polled", **said)

    # Deliveries and digests

    async def _deliver(self) -> None:
        """Send out whoever is not on the way: a receiver that hangs holds up neither the others nor the next tick."""
        self._couriers.start(self._world)
        await asyncio.sleep(0)
        self._couriers.check()

    async def _send(self) -> list[Sent]:
        """Send what is due and wait for it; return what became of it."""
        async with self._delivering:
            return [*self._couriers.start(self._world), *await self._couriers.finish()]

    def _count_sent(self, sent: Sent) -> None:
        self.pulse.deliveries[sent.state.value] += 1
        said = {"id": sent.delivery_id, "receiver": sent.receiver_id, "kind": sent.kind.value, "problem": sent.problem}
        log.info("delivery", state=sent.state.value, **said)

    async def _close_digests(self) -> None:
        self._close(is_early=False)

    def _close(self, *, is_early: bool) -> list[str]:
        periods = run_digests(self._world, is_early=is_early)
        for period in periods:
            self.pulse.digests += 1
            log.info("digest closed", period=period)
        return periods

    # What commands ask for

    async def _take_requests(self) -> None:
        """Begin what a command asked for; it is answered when it is done."""
        while request := self._world.store.requests.take(self._world.clock.now()):
            task = asyncio.create_task(self._answer(request), name=f"request {request.id}")
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    async def _answer(self, request: Request) -> None:
        with during("request", asked=request.kind.value):
            answer: dict[str, Any] = {"problem": "the daemon failed unexpectedly; its log says why"}
            try:
                answer = await self._do(request)
            except StoreError as error:
                answer = {"problem": str(error)}
            finally:
                self._world.store.requests.finish(request.id, answer, self._world.clock.now())
                log.info("request answered", problem=answer.get("problem"))

    async def _do(self, request: Request) -> dict[str, Any]:
        match request.kind:
            case Asked.ROUND:
                return await self._round(request.wanted)
            case Asked.DIGEST:
                return await self._digest_now()
            case Asked.TEST:
                return await self._test(request.wanted["receiver"])
            case Asked.CANARY:
                found = await sing(self._world)
                self._count_canary(found)
                return {"failed_at": found.failed_at}

    async def _round(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        """Do what `run-once` does; a source that is being visited is waited for and not visited twice."""
        now = self._world.clock.now()
        due, resting = due_sources(self._world, only=wanted["only"], is_all=wanted["is_all"])
        self._visit_all(due, now)
        visits = [self._polling[source.id] for source in due if source.id in self._polling]
        runs = await asyncio.gather(*visits)
        digests = self._close(is_early=False)
        sent = await self._send()
        return {
            "began_at": now.isoformat(),
            "polled": [run.source_id for run in runs if run is not None],
            "resting": {source.id: moment.isoformat() for source, moment in resting},
            "digests": digests,
            "sent": [_as_json(each) for each in sent],
        }

    async def _digest_now(self) -> dict[str, Any]:
        digests = self._close(is_early=True)
        return {"digests": digests, "sent": [_as_json(each) for each in await self._send()]}

    async def _test(self, receiver_id: str) -> dict[str, Any]:
        receiver = next((each for each in self._world.watch.receivers if each.id == receiver_id and each.is_enabled), None)
        if receiver is None:
            return {"problem": f"it works with files in which there is no receiver {receiver_id}; let it read them (SIGHUP)"}
        async with self._delivering:
            return {"sent": [_as_json(each) for each in await send_test(self._world, receiver)]}

    # Housekeeping

    async def _sing(self) -> None:
        """Send a synthetic statement through the whole path, if the operator wants that and it is time."""
        if not is_canary_due(self._world):
            return
        found = await sing(self._world)
        self._count_canary(found)

    def _count_canary(self, found: Canary) -> None:
        self.pulse.canaries["failed" if found.failed_at else "well"] += 1
        if found.failed_at:
            log.error("canary failed", stage=found.failed_at, problem=found.problem)
        else:
            log.info("canary arrived", took_s=round(found.took_s, 2))

    async def _housekeep(self) -> None:
        await read_unread(self._world)
        keep_ledger(self._world)
        await archive_due(self._world)
        done = await housekeep(self._world)
        self.pulse.pruned.update({"bodies": done.bodies, "runs": done.runs, "attempts": done.attempts})
        if done.problems:
            self.pulse.problems["file"] = f"the database is damaged: {done.problems[0]}; restore a backup"
            log.error("database damaged", problems=len(done.problems), first=done.problems[0])
        elif done.was_checked:
            self.pulse.problems.pop("file", None)
            log.info("database checked", is_sound=True)

    async def _finish(self) -> None:
        """Let what is under way end, or cancel it: the store knows where it stood, and the next start goes on from there."""
        under_way: tuple[asyncio.Future[Any], ...] = (
            *self._polling.values(),
            *self._ticking.values(),
            *self._couriers.tasks,
            *self._answering,
        )
        tasks = [task for task in under_way if not task.done()]
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=STOP_WITHIN_S)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


def _as_json(sent: Sent) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, StrEnum) else value for name, value in asdict(sent).items()}
