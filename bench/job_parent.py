"""The parent of a whole job, in a process that loads what `watcher run-once` loads and nothing else.

`python bench/job_parent.py PORT SERVER ARTICLES WORKERS` polls all publishers once, those whose feeds carry the texts and then
those with pages, and prints one line of JSON: for each sort the wall-clock seconds, the CPU in all, of it this process's, and the
server's beside it; and this process's memory at its highest.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass, replace
from os import sysconf
from pathlib import Path

from job_server import ARTICLES_A_SITE, address_of, is_full_text
from poll import cpu_s

from watcher.app import load, open_store, open_world
from watcher.clock import SystemClock
from watcher.model import NO_VALIDATORS, Fetch, Item, Outcome, PollRun, Source, Watch
from watcher.pipeline.rounds import run_round
from watcher.pipeline.world import World
from watcher.text import LineMemory
from watcher.workers import Workers

FEEDS, PAGES = SORTS = ("feed", "page")
"""Where an article's text is: in the feed, or on its page."""
WELSH = "Mae'r undeb wedi dweud heddiw y bydd y cyngor yn cyfarfod eto cyn diwedd y mis i drafod yr adroddiad newydd ar ysgolion."
"""What no article is in: the model that tells languages apart is loaded by the first text that is not plainly English."""


@dataclass(frozen=True, slots=True)
class Body:
    """An article as it was fetched; without a fetch the listing carries its text."""

    source: Source
    item: Item
    fetch: Fetch | None

    @property
    def sort(self) -> str:
        return PAGES if self.fetch else FEEDS


@dataclass(frozen=True, slots=True)
class Done:
    """What one whole job, or the half of it that is of one sort, took."""

    wall_s: float
    cpu_s: float
    parent_s: float
    server_s: float

    def __add__(self, other: Done) -> Done:
        return Done(*(one + two for one, two in zip(astuple(self), astuple(other), strict=True)))


def sources_of(watch: Watch, sort: str) -> list[Source]:
    return [source for site, source in enumerate(watch.sources) if is_full_text(site) == (sort == FEEDS)]


async def get(world: World, source: Source, url: str) -> Fetch:
    return await world.fetcher.fetch(url, validators=NO_VALIDATORS, allow_private=source.allow_private)


async def get_body(world: World, source: Source, item: Item) -> Body:
    return Body(source, item, None if item.body_html else await get(world, source, item.url))


async def read_and_judge(pool: Workers, body: Body) -> None:
    now = SystemClock().now()
    await pool.read_and_judge(body.fetch, body.item, body.source, record_id="1", now=now, memory=LineMemory())


async def whole_job(port: int, server: int, articles: int, workers: int) -> dict[str, Done]:
    """Poll all sources of a new watch once, as `watcher run-once` does, one sort after the other; return what each took."""
    found: dict[str, Done] = {}
    with new_watch(port, articles, workers=workers) as watch:
        store = open_store(watch)
        try:
            async with open_world(watch, store) as world:
                await warm_up(world, workers)
                for sort in SORTS:
                    before = spent(server)
                    done = await run_round(world, only=[source.id for source in sources_of(watch, sort)], sends=False)
                    after = spent(server)
                    check(done.runs, articles // len(SORTS))
                    found[sort] = Done(*(end - begin for begin, end in zip(before, after, strict=True)))
        finally:
            store.close()
    return found


def check(runs: Sequence[PollRun], articles: int) -> None:
    odd = [run for run in runs if run.outcome is not Outcome.OK]
    assert not odd, odd[0]
    assert sum(run.new + run.seen for run in runs) == articles


async def warm_up(world: World, workers: int) -> None:
    """Make the pool start its workers, and these load what they load once, before anything is measured."""
    source = world.watch.sources[1]
    listing = await world.workers.list(await get(world, source, source.url), source)
    body = await get_body(world, source, listing.items[0])
    welsh = Body(source, replace(body.item, body_html=f"<p>{WELSH}</p>"), None)
    await asyncio.gather(*(read_and_judge(world.workers, each) for each in (body, welsh) for _ in range(16 * workers)))


def spent(server: int) -> tuple[float, float, float, float]:
    """Return seconds so far: on the wall, of CPU in all but the server, of it in this process, and the server's."""
    return time.perf_counter(), cpu_s(), time.process_time(), ticks_s(server)


def ticks_s(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / sysconf("SC_CLK_TCK")


@contextmanager
def new_watch(port: int, articles: int, *, workers: int = 2) -> Iterator[Watch]:
    """Yield a watch on all publishers in a folder of its own: every fourth is the press, the others speak for themselves."""
    sources = [
        {"id": f"desk-{site}", "name": f"Desk {site}", "group": "union" if site % 4 else "press", "kind": "feed", "url": url}
        for site, url in enumerate(urls_of(port, articles))
    ]
    polling = {"contact": "bench@watcher.example", "delay_per_host": "0s", "workers": workers}
    receivers = [{"id": "folder", "kind": "file", "enabled": True, "path": "state/outbox"}]
    routes = [{"id": "weekly", "to": ["folder"], "when": "weekly"}]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        listed = [{**source, "allow_private": True} for source in sources]
        # JSON is YAML.
        (root / "sources.yaml").write_text(json.dumps({"polling": polling, "sources": listed}, indent=1))
        (root / "alerts.yaml").write_text(json.dumps({"receivers": receivers, "routes": routes}, indent=1))
        yield load(root)


def urls_of(port: int, articles: int) -> list[str]:
    return [f"http://{address_of(site)}:{port}/feed.xml" for site in range(articles // ARTICLES_A_SITE)]


def peak_bytes() -> int:
    """Return this process's memory at its highest; what `getrusage` says is at least that of who started it."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":" in line)
    return int(status["VmHWM"].split()[0]) * 1024


def main() -> None:
    port, server, articles, workers = map(int, sys.argv[1:])
    found = asyncio.run(whole_job(port, server, articles, workers))
    print(json.dumps({"done": {sort: asdict(done) for sort, done in found.items()}, "peak_bytes": peak_bytes()}))


if __name__ == "__main__":
    main()
