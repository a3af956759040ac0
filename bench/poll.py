"""What polling costs: `python bench/poll.py [--feeds 400] [--entries 20] [--others PYTHON] [--whole] [--check]`.

Each feed lies on a loopback address of its own, served by another process whose CPU is not counted. Reported are milliseconds of
CPU a feed, of the poller and all its worker processes. PYTHON is an interpreter that has `reader` and `rss2email` installed: they
do the same rounds in the same run. Every part runs in a process of its own. First rounds are taken with feeds of both shapes: what
a reader of markup costs depends on how much markup there is. With `--check` the bars decide the exit code.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from os import sysconf
from pathlib import Path
from typing import Final

from watcher.app import load, open_store, open_world
from watcher.clock import SystemClock
from watcher.fetch import Fetcher, FetchLimits
from watcher.model import NO_VALIDATORS, Outcome, Validators
from watcher.pipeline.poll import announce
from watcher.pipeline.rounds import run_round
from watcher.pipeline.tally import Tally
from watcher.pipeline.world import World

HERE = Path(__file__).parent
UNCHANGED_MS_MAX = 0.5
"""CPU for a feed that has not changed; it must also be at most a third of the better of the others."""
RATIO_MAX = 1 / 3
OTHERS = ("reader", "rss2email")
MEMORY_MIB_MAX = 150
UNCHANGED_ROUNDS = 5
MORE_FEEDS = 10
WORKERS_IDLE_S = 0.5


@dataclass(slots=True)
class Report:
    """Named figures, printed as they come; `missed` are the bars that were not met."""

    figures: dict[str, float] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)

    def add(self, name: str, value: float, unit: str = "ms CPU a feed") -> None:
        self.figures[name] = value
        print(f"  {name:<58}{value:9.3f} {unit}", flush=True)

    def bar(self, name: str, value: float | None, most: float | None) -> None:
        if value is None or most is None:
            return
        met = value <= most
        print(f"  {'met   ' if met else 'MISSED'} {name}: {value:.3f}, at most {most:.3f}")
        if not met:
            self.missed.append(name)


SHAPES: Final = {"plain": "/plain.xml", "as WordPress has them": "/feed.xml"}


async def gate(report: Report, urls: list[str]) -> None:
    """Measure `Fetcher` alone: robots.txt, the first bodies, then rounds in which nothing has changed."""
    before = memory_bytes()
    for name, limits in {"connections kept": FetchLimits(), "new connections": FetchLimits(connections_open_max=0)}.items():
        known: dict[str, Validators] = {}
        async with Fetcher(
            clock=SystemClock(), user_agent="watcher-bench", delay_per_host_s=0.0, hosts_at_once_max=100, limits=limits
        ) as fetcher:

            async def visit(url: str, fetcher: Fetcher = fetcher, known: dict[str, Validators] = known) -> None:
                fetch = await fetcher.fetch(url, validators=known.get(url), allow_private=True)
                assert fetch.is_unchanged == (url in known)
                known[url] = fetch.validators

            async def round_() -> None:
                await asyncio.gather(*map(visit, urls))

            report.add(f"gate, first round with robots.txt, {name}", await cost_ms(round_, len(urls)))
            unchanged = [await cost_ms(round_, len(urls)) for _ in range(UNCHANGED_ROUNDS)]
            report.add(f"gate, unchanged round, {name}", min(unchanged))
    report.add("gate, memory for each feed known", (memory_bytes() - before) / len(urls) / 1024, "KiB")


async def listings(report: Report, urls: list[str], shape: str) -> None:
    """Measure the first round of feeds only: fetched, listed in the workers, their items stored as pending."""
    async with new_world(urls) as world:

        async def round_() -> None:
            await asyncio.gather(
                *(announce(source, world, world.store.polls.state(source.id), Tally()) for source in world.watch.sources)
            )

        await asyncio.gather(*(warm_up(world) for _ in range(4)))
        await workers_idle()
        report.add(f"first round, feeds only, {shape}", await cost_ms(round_, len(urls)))


async def whole(report: Report, urls: list[str]) -> None:
    """Measure whole rounds: the first reads every item, the later ones find nothing changed."""
    feeds = len(urls)
    async with new_world(urls) as world:
        report.add("memory of the parent, nothing polled yet", memory_bytes() / 2**20, "MiB")

        async def round_(expected: Outcome) -> None:
            done = await run_round(world, is_all=True)
            odd = [run for run in done.runs if run.outcome is not expected]
            assert not odd, odd[0]

        report.add("whole first round, every item read", await cost_ms(lambda: round_(Outcome.OK), feeds))
        unchanged = [await cost_ms(lambda: round_(Outcome.UNCHANGED), feeds) for _ in range(UNCHANGED_ROUNDS)]
        report.add("whole round, nothing changed", min(unchanged))
        report.add("memory of the parent", memory_bytes() / 2**20, "MiB")
        report.add("memory of the parent, at its highest", memory_bytes("VmHWM") / 2**20, "MiB")


async def settled(report: Report, urls: list[str], name: str) -> None:
    """Measure what the parent needs once all feeds are known: after a round that read them and one that found nothing new."""
    async with new_world(urls) as world:
        for _ in range(2):
            await run_round(world, is_all=True)
        report.add(name, memory_bytes() / 2**20, "MiB")


def slope(report: Report, feeds: int) -> None:
    """Measure what each feed more takes in the parent: with so many of one entry, and with `MORE_FEEDS` times as many."""
    sizes = (feeds, MORE_FEEDS * feeds)
    with feed_server(1) as port:
        for size in sizes:
            alone(report, settled, urls_of(port, SHAPES["plain"], size), f"memory of the parent, {size} feeds of one entry")
    few, many = (report.figures[f"memory of the parent, {size} feeds of one entry"] for size in sizes)
    report.add("memory of the parent, a feed more", (many - few) * 1024 / (sizes[1] - sizes[0]), "KiB")


async def warm_up(world: World) -> None:
    """Make the pool start its workers before anything is measured."""
    source = world.watch.sources[0]
    fetch = await world.fetcher.fetch(source.url, validators=NO_VALIDATORS, allow_private=True)
    await world.workers.list(fetch, source)


async def workers_idle() -> None:
    """Return when all workers have started and rest: one of them can serve the warm-up while another still loads its model."""
    before = -1
    while (spent := sum(map(_ticks, descendants("self")))) != before:
        before = spent
        await asyncio.sleep(WORKERS_IDLE_S)


def compare(report: Report, python: str, port: int, feeds: int) -> None:
    """Let the others do their rounds, for ours to be held against."""
    for shape, path in SHAPES.items():
        for name in OTHERS:
            command = [python, str(HERE / "others_poll.py"), name, str(port), str(feeds), path]
            found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            report.add(f"{name}, first round, {shape}", found["first_ms"])
            report.add(f"{name}, unchanged round, {shape}", found["unchanged_ms"])


def judge(report: Report) -> None:
    """Hold the figures against the bars."""
    figures = report.figures
    unchanged = figures.get("whole round, nothing changed", figures["gate, unchanged round, connections kept"])
    others = [figure for name, figure in figures.items() if name.startswith(OTHERS) and "unchanged" in name]
    report.bar("unchanged round", unchanged, UNCHANGED_MS_MAX)
    report.bar("unchanged round beside the better of the others", unchanged, min(others) * RATIO_MAX if others else None)
    for shape in SHAPES:
        theirs = figures.get(f"reader, first round, {shape}")
        ours = figures.get(f"first round, feeds only, {shape}")
        report.bar(f"first round beside reader, {shape}", ours, theirs * RATIO_MAX if theirs else None)
    report.bar("memory of the parent", figures.get("memory of the parent"), MEMORY_MIB_MAX)


async def cost_ms(work: Callable[[], Awaitable[None]], feeds: int) -> float:
    started_s = cpu_s()
    await work()
    return (cpu_s() - started_s) * 1000 / feeds


def cpu_s() -> float:
    """Return the CPU seconds of this process and of all below it (by ticks of 10 ms), but for the server."""
    below = sum(_ticks(child) for child in descendants("self"))
    return time.process_time() + below / sysconf("SC_CLK_TCK")


def descendants(process: str) -> Iterator[str]:
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in task.read_text().split():
            if "feed_server" not in Path(f"/proc/{child}/cmdline").read_text():
                yield child
                yield from descendants(child)


def _ticks(process: str) -> int:
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def memory_bytes(which: str = "VmRSS") -> int:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(which))
    return int(line.split()[1]) * 1024


@contextmanager
def feed_server(entries: int) -> Iterator[int]:
    """Run the server and yield its port."""
    process = subprocess.Popen([sys.executable, str(HERE / "feed_server.py"), str(entries)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


@asynccontextmanager
async def new_world(urls: list[str]) -> AsyncIterator[World]:
    """Open a watch on all feeds in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_watch(root, urls)
        watch = load(root)
        store = open_store(watch)
        try:
            async with open_world(watch, store) as world:
                yield world
        finally:
            store.close()


def write_watch(root: Path, urls: list[str]) -> None:
    sources = [
        {"id": f"feed-{number}", "name": f"Feed {number}", "group": "union", "kind": "feed", "url": url, "allow_private": True}
        for number, url in enumerate(urls)
    ]
    polling = {"contact": "bench@watcher.example", "delay_per_host": "0s"}
    receivers = [{"id": "folder", "kind": "file", "enabled": True, "path": "state/outbox"}]
    routes = [{"id": "weekly", "to": ["folder"], "when": "weekly"}]
    # JSON is YAML, and faster to read for thousands of sources.
    (root / "sources.yaml").write_text(json.dumps({"polling": polling, "sources": sources}, indent=1))
    (root / "alerts.yaml").write_text(json.dumps({"receivers": receivers, "routes": routes}, indent=1))


def urls_of(port: int, path: str, feeds: int) -> list[str]:
    """Return the feeds' addresses, one loopback address each."""
    return [f"http://127.{number // 40_000}.{1 + number // 200 % 200}.{1 + number % 200}:{port}{path}" for number in range(feeds)]


def alone(report: Report, part: Callable[..., Awaitable[None]], *arguments: object) -> None:
    """Run one part in a new process, whose memory and CPU are its own, and take its figures."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        report.figures |= pool.submit(_figures_of, part, *arguments).result()


def _figures_of(part: Callable[..., Coroutine[None, None, None]], *arguments: object) -> dict[str, float]:
    report = Report()
    asyncio.run(part(report, *arguments))
    return report.figures


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--feeds", type=int, default=400)
    options.add_argument("--entries", type=int, default=20)
    options.add_argument("--others", metavar="PYTHON")
    options.add_argument("--whole", action="store_true", help="also poll, read and store as run-once does")
    options.add_argument("--check", action="store_true", help="exit with 1 if a bar is missed")
    chosen = options.parse_args()
    report = Report()
    print(f"{chosen.feeds} feeds of {chosen.entries} full-text entries")
    with feed_server(chosen.entries) as port:
        urls = {shape: urls_of(port, path, chosen.feeds) for shape, path in SHAPES.items()}
        alone(report, gate, urls["plain"])
        if chosen.whole:
            for shape in SHAPES:
                alone(report, listings, urls[shape], shape)
            alone(report, whole, urls["as WordPress has them"])
            slope(report, chosen.feeds)
        if chosen.others:
            compare(report, chosen.others, port, chosen.feeds)
    judge(report)
    return 1 if chosen.check and report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
