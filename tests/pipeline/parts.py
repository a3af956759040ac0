"""The demo's publishers and a whole watch on them: real HTTP, real workers, a real database, a clock that is moved by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from aiohttp.abc import AbstractResolver

from watcher.app import load, open_store, open_world
from watcher.demo import DemoWorld, write_watch
from watcher.demo.world import Request
from watcher.model import PollRun, Watch
from watcher.pipeline.rounds import Round, run_round
from watcher.pipeline.world import World
from watcher.store import Store
from watcher.testing import FakeClock

OPERATORS = "[source-failing, source-silent, source-suspect, source-recovered, held]"
ALERTS = f"""\
receivers:
  - {{id: folder, kind: file, path: state/outbox}}
routes:
  - {{id: at-once, to: [folder], when: now, match: {{reasons: [new, revised, withdrawn]}}}}
  - {{id: weekly, to: [folder], when: weekly}}
  - {{id: operators, to: [folder], when: now, match: {{reasons: {OPERATORS}}}}}
"""
"""One folder that hears of everything that addresses a concern, however weakly."""


@dataclass(slots=True)
class Living:
    """A watch at work on the demo world."""

    place: DemoWorld
    world: World
    clock: FakeClock

    @property
    def store(self) -> Store:
        return self.world.store

    async def round(self, *only: str, after: timedelta = timedelta(0), is_all: bool = True) -> Round:
        """Let time pass, then run one round over all sources or those named."""
        self.clock.advance(after)
        return await run_round(self.world, only=only, is_all=is_all)

    async def poll(self, source_id: str, *, after: timedelta = timedelta(0)) -> PollRun:
        """Let time pass, then visit one source and send what is due."""
        return (await self.round(source_id, after=after)).runs[0]

    async def next_day(self, *only: str) -> Round:
        """Move the world to its next day and run one round."""
        return await self.round(*only, after=self.place.advance() - self.clock.now())


@asynccontextmanager
async def at_work(
    folder: Path, resolver: AbstractResolver, clock: FakeClock, *, changes: Callable[[Watch], Watch] = lambda watch: watch
) -> AsyncIterator[World]:
    """Build the world of the watch in `folder`; pages have a second, and one worker reads them."""
    loaded = load(folder, {})
    watch = changes(replace(loaded, polling=replace(loaded.polling, page_deadline_s=2.5, workers=1)))
    store = open_store(watch)
    try:
        async with open_world(watch, store, clock=clock, resolver=resolver, label="Demo") as world:
            yield world
    finally:
        store.close()


@asynccontextmanager
async def living(
    folder: Path, *, alerts: str = ALERTS, changes: Callable[[Watch], Watch] = lambda watch: watch
) -> AsyncIterator[Living]:
    """Serve the demo's publishers and build a watch on them in `folder`; `changes` may alter it before it starts."""
    write_watch(folder, None)
    (folder / "alerts.yaml").write_text(alerts, encoding="utf-8")
    async with DemoWorld.serve() as place:
        clock = FakeClock(place.now())
        async with at_work(folder, place.resolver, clock, changes=changes) as world:
            yield Living(place, world, clock)


def only_sources(*ids: str, **settings: object) -> Callable[[Watch], Watch]:
    """Return a change that keeps these sources alone, so that a test costs no more than it needs."""
    return lambda watch: replace(watch, sources=tuple(each for each in watch.sources if each.id in ids), **settings)


def outbox(folder: Path, kind: str = "") -> list[str]:
    """Return the texts of the messages that lie in the folder receiver, oldest first."""
    return [path.read_text(encoding="utf-8") for path in sorted((folder / "state" / "outbox").glob(f"*-{kind}*.txt"))]


@dataclass(slots=True)
class ThreeDays:
    """All that the demo's story left behind: its rounds, what was asked, and the watch's folder."""

    folder: Path
    rounds: list[Round] = field(default_factory=list)
    requests: list[Sequence[Request]] = field(default_factory=list)
    urls: dict[str, str] = field(default_factory=dict)
    rows_before_again: dict[str, int] = field(default_factory=dict)
    rows_after_again: dict[str, int] = field(default_factory=dict)

    @property
    def again(self) -> Round:
        """The second round of the third day, run at once after the first."""
        return self.rounds[3]

    @property
    def monday(self) -> Round:
        """The round after the weekly digest has closed."""
        return self.rounds[4]

    def run(self, day: int, source_id: str) -> PollRun:
        return next(run for run in self.rounds[day - 1].runs if run.source_id == source_id)
