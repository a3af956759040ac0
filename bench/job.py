"""What the whole job costs: `python bench/job.py [--articles 2000] [--straight PYTHON] [--rounds 1] [--check]`.

New articles are polled, read, related, judged and stored, half from feeds that carry the full text and half from pages, beside the
straight script of `straight_job.py`, run by PYTHON (requests, feedparser, trafilatura, datasketch) in the same run. Reported are
milliseconds of CPU an article by stage, feeds and pages apart, then the whole job and the pool of workers alone, each with one
worker and with two, turn by turn. With `--check` the bars decide the exit code.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from job_parent import FEEDS, PAGES, SORTS, WELSH, Body, Done, get, get_body, new_watch, read_and_judge, sources_of, urls_of
from job_server import ARTICLES_A_SITE, is_full_text
from poll import Report

from watcher.app import classifier, gazetteer, model_for, open_store, open_world
from watcher.dedup import sketch
from watcher.extract.language import language_of
from watcher.model import NO_VALIDATORS, Document, Judgement, Watch
from watcher.model.settlement import Capture
from watcher.pipeline.kin import KinShelf, host_of_record
from watcher.pipeline.relating import Relater, Verdict
from watcher.pipeline.settle import Read, settle
from watcher.pipeline.settling import SETTLED_TOGETHER_MAX, kin_of, linked_articles
from watcher.pipeline.world import Desk, World
from watcher.reading import judge, read_listing, read_page
from watcher.records import record_of
from watcher.text import LineMemory
from watcher.workers import Workers

HERE = Path(__file__).parent
POOL_RATIO_MIN = 1.6
JOB_RATIO_MIN = 1.2
FEED_SHARE_MOST = 0.75
PAGE_SHARE_MOST = 1.5
WALL_SHARE_MOST = 0.75
PARENT_MIB_MOST = 150.0
STAGES = ("fetch", "list", "extract", "relate", "classify", "store")


@dataclass(slots=True)
class Stopwatch:
    """Adds up CPU by sort of article and stage."""

    spent_s: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(float)))

    @contextmanager
    def stage(self, sort: str, name: str) -> Iterator[None]:
        began_s = time.process_time()
        yield
        self.spent_s[sort][name] += time.process_time() - began_s


class JobReport(Report):
    """Adds bars from below."""

    def least(self, name: str, value: float, least: float) -> None:
        met = value >= least
        print(f"  {'met   ' if met else 'MISSED'} {name}: {value:.2f} times, at least {least:.1f}")
        if not met:
            self.missed.append(name)


Stages = Mapping[str, Mapping[str, float]]
"""Milliseconds of CPU an article, by sort and stage."""


async def stages(watch: Watch, count: int) -> tuple[Stages, list[Body]]:
    """Do the job in this process, one stage after the other; return milliseconds an article by stage, and the bodies."""
    timed = Stopwatch()
    store = open_store(watch)
    try:
        async with open_world(watch, store) as world:
            bodies = await fetch_all(world, timed)
            desk_work(world, bodies[:: len(bodies) // 2], Stopwatch(), is_kept=False)  # what is loaded once is no article's cost
            language_of(WELSH, None)
            desk_work(world, bodies, timed)
    finally:
        store.close()
    assert len(bodies) == count
    per = 1000 / (count / len(SORTS))
    return {sort: {name: per * spent_s for name, spent_s in found.items()} for sort, found in timed.spent_s.items()}, bodies


async def fetch_all(world: World, timed: Stopwatch) -> list[Body]:
    """Fetch and list all, one sort of source after the other."""
    bodies: list[Body] = []
    for sort in SORTS:
        sources = sources_of(world.watch, sort)
        with timed.stage(sort, "fetch"):
            listings = await asyncio.gather(*(get(world, source, source.url) for source in sources))
        with timed.stage(sort, "list"):
            listed = [read_listing(fetch, source).items for source, fetch in zip(sources, listings, strict=True)]
        found = [(source, item) for source, items in zip(sources, listed, strict=True) for item in items]
        with timed.stage(sort, "fetch"):
            bodies += await asyncio.gather(*(get_body(world, source, item) for source, item in found))
    return bodies


def desk_work(world: Desk, bodies: Sequence[Body], timed: Stopwatch, *, is_kept: bool = True) -> None:
    """Extract, relate, classify and store, source by source, as a round does."""
    judges, known = classifier(world.watch.taxonomy), gazetteer(world.watch.root)
    by_source: dict[str, list[Body]] = defaultdict(list)
    for body in bodies:
        by_source[body.source.id].append(body)
    for batch in by_source.values():
        now, sort, memory = world.clock.now(), batch[0].sort, LineMemory()
        with timed.stage(sort, "extract"):
            documents = [read_page(b.fetch, b.item, b.source, now=now, memory=memory).document for b in batch]
            records = [
                record_of(document, record_id=str(number), url=body.item.url, source=body.source, guid=body.item.guid)
                for number, (document, body) in enumerate(zip(documents, batch, strict=True))
            ]
        with timed.stage(sort, "classify"):
            judgements = [judge(record, judges, known) for record in records]
        relater = Relater(KinShelf(world.store))
        with timed.stage(sort, "relate"):
            sketches = {record.id: sketch(record, memory) for record in records}
            relater.learn(records, sketches)
        for at in range(0, len(batch), SETTLED_TOGETHER_MAX):
            with timed.stage(sort, "store"), world.store.together():
                for body, document, record, judgement in list(zip(batch, documents, records, judgements, strict=True))[
                    at : at + SETTLED_TOGETHER_MAX
                ]:
                    began_s = time.process_time()
                    verdict = relater.judge(record, sketches[record.id])
                    spent_s = time.process_time() - began_s
                    timed.spent_s[sort]["relate"] += spent_s
                    timed.spent_s[sort]["store"] -= spent_s
                    if is_kept:
                        keep(world, body, document, verdict, judgement)


def keep(world: Desk, body: Body, document: Document, verdict: Verdict, judgement: Judgement) -> None:
    """Settle and record one article in one transaction."""
    raw = body.fetch.body if body.fetch else (body.item.body_html or "").encode()
    settlement = settle(
        Read(
            item=None,
            document=document,
            record=replace(verdict.record, id=""),
            fingerprint=verdict.fingerprint,
            judgement=judgement,
            host=host_of_record(verdict.record),
            story=verdict.story,
            validators=NO_VALIDATORS,
            body_hash=None,
            capture=Capture(raw, "text/html", sha256(raw).digest()),
        ),
        verdict.relations,
        kin_of(world, verdict),
        taxonomy=world.watch.taxonomy,
        tellers=world.tellers,
        is_baseline=True,
        is_held=False,
        next_visit_at=None,
        now=world.clock.now(),
    )
    world.store.statements.record(replace(settlement, linked=linked_articles(verdict)))


async def pool_s(watch: Watch, bodies: Sequence[Body], workers: int) -> float:
    """Return the wall-clock time in which a pool alone reads and judges all bodies."""
    pool = Workers(watch.taxonomy, model_for(watch.taxonomy), gazetteer(watch.root), count=workers, deadline_s=60)
    try:
        await asyncio.gather(*(read_and_judge(pool, body) for body in bodies[: 16 * workers]))
        began_s = time.perf_counter()
        await asyncio.gather(*(read_and_judge(pool, body) for body in bodies))
        return time.perf_counter() - began_s
    finally:
        pool.close()


def whole_job(port: int, server: int, articles: int, workers: int) -> tuple[dict[str, Done], int]:
    """Let a new parent do the whole job; return what it took by sort, and the parent's memory at its highest."""
    command = [sys.executable, str(HERE / "job_parent.py"), *map(str, (port, server, articles, workers))]
    found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return {sort: Done(**done) for sort, done in found["done"].items()}, found["peak_bytes"]


@contextmanager
def job_server(articles: int) -> Iterator[tuple[int, int]]:
    """Run the publishers and yield their port and process id."""
    command = [sys.executable, str(HERE / "job_server.py"), str(articles)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline()), process.pid
    finally:
        process.kill()
        process.wait()


def straight(report: Report, python: str, port: int, articles: int) -> tuple[Stages, float]:
    """Let the straight script do the same and return its milliseconds an article by sort and stage, and the seconds it took."""
    urls = urls_of(port, articles)
    command = [python, str(HERE / "straight_job.py"), *urls]
    found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    assert found["articles"] == articles
    report.add("straight script, wall clock", found["wall_s"], "s")
    summed: dict[str, dict[str, float]] = {sort: dict.fromkeys(STAGES, 0.0) for sort in SORTS}
    for site, spent_ms in enumerate(found["ms"]):
        for name, value in spent_ms.items():
            summed[FEEDS if is_full_text(site) else PAGES][name] += value / (articles / len(SORTS))
    return summed, found["wall_s"]


def table(ours: Stages, others: Stages | None) -> None:
    """Print both side by side, by stage, for articles that the feed carries and for those on pages."""
    print(f"  {'ms CPU an article':<20}" + "".join(f"{sort + ', ' + who:>18}" for sort in SORTS for who in ("watcher", "straight")))
    for name in (*STAGES, "sum"):
        row = [_cell(found, sort, name) for sort in SORTS for found in (ours, others)]
        print(f"  {name:<20}" + "".join(f"{value:>18}" for value in row))


def _cell(found: Stages | None, sort: str, name: str) -> str:
    return f"{sum(found[sort].values()) if name == 'sum' else found[sort][name]:.2f}" if found else ""


async def scale(
    report: JobReport, port: int, server: int, bodies: Sequence[Body], chosen: argparse.Namespace
) -> dict[int, list[dict[str, Done]]]:
    """Hold two workers against one, turn by turn: the pool alone, then the whole job; return what each whole job took."""
    pools: dict[int, list[float]] = defaultdict(list)
    jobs: dict[int, list[dict[str, Done]]] = defaultdict(list)
    peaks: list[int] = []
    with new_watch(port, chosen.articles) as watch:
        for _ in range(chosen.rounds):
            for workers in (1, 2):
                pools[workers].append(await pool_s(watch, bodies, workers))
    for _ in range(chosen.rounds):
        for workers in (1, 2):
            done, peak = whole_job(port, server, chosen.articles, workers)
            jobs[workers].append(done)
            peaks.append(peak)
    for workers in (1, 2):
        tell(report, workers, jobs[workers], min(pools[workers]), chosen.articles)
    report.bar("memory of the parent at its highest, MiB", max(peaks) / 2**20, PARENT_MIB_MOST)
    report.least("pool, two workers beside one", min(pools[1]) / min(pools[2]), POOL_RATIO_MIN)
    report.least("whole job, two workers beside one", wall_s(jobs[1]) / wall_s(jobs[2]), JOB_RATIO_MIN)
    return jobs


def tell(report: JobReport, workers: int, jobs: Sequence[Mapping[str, Done]], pool: float, articles: int) -> None:
    """Report the best of some whole jobs with so many workers."""
    best = min((done[FEEDS] + done[PAGES] for done in jobs), key=lambda done: done.cpu_s)
    per = 1000 / articles
    report.add(f"whole job, {workers} worker(s)", best.cpu_s * per, "ms CPU an article")
    for sort in SORTS:
        report.add(
            f"  where the text is in the {sort}" if sort == FEEDS else "  where it is on its page",
            cpu_ms(jobs, sort, articles),
            "ms CPU an article",
        )
    report.add("  of it the parent", best.parent_s * per, "ms CPU an article")
    report.add("  beside it the server", best.server_s * per, "ms CPU an article")
    report.add("  wall clock", wall_s(jobs), "s")
    report.add(f"pool alone, {workers} worker(s), wall clock", pool, "s")


def cpu_ms(jobs: Sequence[Mapping[str, Done]], sort: str, articles: int) -> float:
    """Return the least CPU an article of one sort took, the parent's and all workers'."""
    return min(done[sort].cpu_s for done in jobs) * 1000 / (articles / len(SORTS))


def wall_s(jobs: Sequence[Mapping[str, Done]]) -> float:
    return min((done[FEEDS] + done[PAGES]).wall_s for done in jobs)


def hold_against(
    report: Report, jobs: Mapping[int, Sequence[Mapping[str, Done]]], others: Stages, wall: float, articles: int
) -> None:
    """Hold the whole job, with its parent, workers and bookkeeping, against the straight script's stages of the same run."""
    for sort, most in ((FEEDS, FEED_SHARE_MOST), (PAGES, PAGE_SHARE_MOST)):
        ours = min(cpu_ms(done, sort, articles) for done in jobs.values())
        report.bar(f"CPU where the text is in the {sort}, share of the straight script's", ours / sum(others[sort].values()), most)
    report.bar("wall clock with two workers, share of the straight script's", wall_s(jobs[2]) / wall, WALL_SHARE_MOST)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=2000, help=f"a multiple of {2 * ARTICLES_A_SITE}")
    options.add_argument("--straight", metavar="PYTHON")
    options.add_argument("--rounds", type=int, default=1, help="turns of one worker and of two")
    options.add_argument("--stages", action="store_true", help="only the stages, in this process: for a profiler")
    options.add_argument("--check", action="store_true", help="exit with 1 if a bar is missed")
    chosen = options.parse_args()
    report = JobReport()
    print(f"{chosen.articles} new articles of {chosen.articles // ARTICLES_A_SITE} sites, half of them full text in the feed")
    with job_server(chosen.articles) as (port, server):
        with new_watch(port, chosen.articles) as watch:
            ours, bodies = asyncio.run(stages(watch, chosen.articles))
        if chosen.stages:
            table(ours, None)
            return 0
        others, wall = straight(report, chosen.straight, port, chosen.articles) if chosen.straight else (None, 0.0)
        table(ours, others)
        jobs = asyncio.run(scale(report, port, server, bodies, chosen))
        if others:
            hold_against(report, jobs, others, wall, chosen.articles)
    return 1 if chosen.check and report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
