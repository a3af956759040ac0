"""The watch at work: init, check, run-once, digest, demo."""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from watcher.cli.options import AsJson, WatchDir
from watcher.cli.previewing import IsPreview, Opens, Preview, PreviewFile, show_message
from watcher.cli.screen import note, put, row, rule, say, standard_error, table, write_lines
from watcher.clock import SystemClock
from watcher.errors import InputError
from watcher.model import LONDON

if TYPE_CHECKING:
    from watcher.demo import DemoWorld
    from watcher.model import PollRun, Source, Watch
    from watcher.pipeline.deliver import Sent
    from watcher.pipeline.rounds import Round
    from watcher.pipeline.world import World
    from watcher.testing import FakeClock

UNREACHABLE_DEADLINE_S: Final = 10.0
"""With --or-demo a request gets no longer: whether anything can be reached is known within half a minute."""
_INIT_FILES: Final = ("sources.yaml", "concerns.yaml", "alerts.yaml")


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command()(init)
    app.command()(check)
    app.command("run-once")(run_once)
    app.command()(backfill)
    app.command()(digest)
    app.command()(demo)


def init(directory: Annotated[Path, typer.Argument(metavar="DIR", help="a new or empty folder")]) -> None:
    """Write a watch: sources.yaml, concerns.yaml, alerts.yaml, ready to be edited."""
    from watcher.app import packed

    there = [name for name in _INIT_FILES if (directory / name).exists()]
    if there:
        raise InputError(f"{directory}: {', '.join(there)} already there; give a new folder, or edit what is there")
    directory.mkdir(parents=True, exist_ok=True)
    for name in _INIT_FILES:
        shutil.copyfile(packed(name), directory / name)
    (directory / "templates").mkdir(exist_ok=True)
    say(f"wrote {', '.join(_INIT_FILES)} in {directory}")
    say(f"next: put your address under `contact` in sources.yaml, then `watcher check -C {directory}`")


def check(*, watch_dir: WatchDir = Path()) -> None:
    """Validate the files and say what would be polled, and what would be sent to whom."""
    from watcher.app import check_gaps, classifier, gazetteer, load, seed_records

    watch = load(watch_dir)
    check_gaps(watch, gazetteer(watch_dir))
    sources = table("source", "kind", "group", "every", "listing")
    for source in watch.sources:
        every = f"{source.every.total_seconds() / 3600:g} h" if source.enabled else "off"
        row(sources, source.name, source.kind, source.group.value, every, source.url)
    put(sources)
    receivers = table("receiver", "kind", "state", "routes")
    for receiver in watch.receivers:
        routes = ", ".join(f"{route.id} ({route.when.value})" for route in watch.routes if receiver.id in route.to)
        row(receivers, receiver.id, receiver.kind.value, "on" if receiver.is_enabled else f"off: {receiver.why_disabled}", routes)
    put()
    put(receivers)
    judge = classifier(watch.taxonomy)
    seeds = seed_records(watch_dir, SystemClock().now())
    enabled = sum(source.enabled for source in watch.sources)
    put()
    say(f"{enabled} of {len(watch.sources)} sources are on; {len(watch.taxonomy.concerns)} concerns ({watch.taxonomy.id})")
    say(f"{len(seeds)} seed texts; classifier {judge.version}")
    say("all files are well")


def run_once(
    *,
    source: Annotated[list[str] | None, typer.Option("--source", help="only this source, due or not; may be repeated")] = None,
    is_all: Annotated[bool, typer.Option("--all", help="every enabled source, due or not")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="poll and judge, but store and send nothing")] = False,
    or_demo: Annotated[
        bool, typer.Option("--or-demo", help="where no source can be reached, do the same job on the demo world")
    ] = False,
    as_json: AsJson = False,
    watch_dir: WatchDir = Path(),
) -> None:
    """Poll every due source at the same time, read what is new, store it, and send what is due.

    Beside a daemon, the daemon is asked to do it.
    """
    from watcher.app import hold_watch, is_daemon_at_work, load

    watch = load(watch_dir)
    unknown = set(source or ()) - {known.id for known in watch.sources}
    if unknown:
        raise InputError(f"there is no source {', '.join(sorted(unknown))}; `watcher sources list` shows them")
    if or_demo:
        watch = replace(
            watch, polling=replace(watch.polling, page_deadline_s=min(watch.polling.page_deadline_s, UNREACHABLE_DEADLINE_S))
        )
    only = frozenset(source or ())
    if dry_run:
        done = asyncio.run(_poll(watch, only=only, is_all=is_all, dry_run=True, as_json=as_json))
    elif is_daemon_at_work(watch):
        done = _ask_round(watch, only=only, is_all=is_all, as_json=as_json)
    else:
        with hold_watch(watch):
            done = asyncio.run(_poll(watch, only=only, is_all=is_all, dry_run=False, as_json=as_json))
    if or_demo and done.runs and _nothing_reached(done):
        note("\nNo source could be reached from here. The same job now runs on the demo world: invented publishers, on loopback.\n")
        demo(as_json=as_json)
        return
    raise typer.Exit(1 if done.has_failures else 0)


def _nothing_reached(done: Round) -> bool:
    from watcher.errors import Reason

    unreachable = {Reason.DNS, Reason.CONNECT, Reason.TIMEOUT, Reason.TLS, Reason.ROBOTS}
    return all(run.reason in unreachable for run in done.runs)


def _ask_round(watch: Watch, *, only: frozenset[str], is_all: bool, as_json: bool) -> Round:
    """Let the daemon do the round, and show it as if it had been done here."""
    from watcher.app import open_desk
    from watcher.cli.asking import ask_daemon, round_of
    from watcher.cli.summary import round_as_json, show_round
    from watcher.store import Asked

    note("a daemon is at work on this watch: it was asked to do this round")
    with open_desk(watch) as desk:
        answer = ask_daemon(watch, desk.store, Asked.ROUND, {"only": sorted(only), "is_all": is_all})
        done = round_of(answer, watch, desk.store)
        if as_json:
            write_lines([json.dumps(round_as_json(done, desk), ensure_ascii=False)])
        else:
            show_round(done, desk)
    return done


async def _poll(watch: Watch, *, only: frozenset[str], is_all: bool, dry_run: bool, as_json: bool) -> Round:
    from watcher.app import open_store, open_world, scratch_store
    from watcher.cli.summary import round_as_json, show_round

    store = scratch_store(watch) if dry_run else open_store(watch)
    try:
        async with open_world(watch, store) as world:
            done = await _round(world, only=only, is_all=is_all, sends=not dry_run)
            if as_json:
                write_lines([json.dumps(round_as_json(done, world, label=world.label), ensure_ascii=False)])
            else:
                show_round(done, world)
    finally:
        store.close()
    if dry_run:
        note("dry run: nothing was stored or sent")
    return done


async def _round(world: World, *, only: frozenset[str] = frozenset(), is_all: bool = False, sends: bool = True) -> Round:
    """Import the seeds if that was not done, then run one round with a progress bar on a terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from watcher.app import import_seeds
    from watcher.pipeline.rounds import due_sources, run_round

    if sends:
        world.store.outbox.release_all_claims(world.clock.now())
        world.store.upkeep.pull_back(world.clock.now())
    imported = import_seeds(world)
    due, _ = due_sources(world, only=only, is_all=is_all)
    columns = (TextColumn("polling"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=standard_error(), transient=True, disable=not standard_error().is_terminal) as progress:
        task = progress.add_task("", total=len(due))

        def polled(run: PollRun) -> None:
            progress.update(task, advance=1, description=run.source_id)

        done = await run_round(world, only=only, is_all=is_all, sends=sends, on_polled=polled)
    return replace(done, imported=imported)


def backfill(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="a source's id")],
    *,
    since: Annotated[str, typer.Option(help="how far back: 90d or an ISO date")],
    watch_dir: WatchDir = Path(),
) -> None:
    """Read a source's past, where the site allows it; it is stored, and nobody is told."""
    from watcher.app import hold_watch, load
    from watcher.cli.moments import moment

    watch = load(watch_dir)
    wanted = next((known for known in watch.sources if known.id == source), None)
    if wanted is None:
        raise InputError(f"there is no source {source!r}; `watcher sources list` shows them")
    day = (moment(since) or SystemClock().now()).astimezone(LONDON).date()
    with hold_watch(watch):
        asyncio.run(_backfill(watch, wanted, day))


async def _backfill(watch: Watch, source: Source, since: date) -> None:
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from watcher.app import open_store, open_world
    from watcher.pipeline.backfill import backfill as read_back

    store = open_store(watch)
    columns = (SpinnerColumn(), TextColumn(f"{source.name}: {{task.completed}} statements"), TimeElapsedColumn())
    try:
        async with open_world(watch, store) as world:
            with Progress(*columns, console=standard_error(), transient=True, disable=not standard_error().is_terminal) as progress:
                task = progress.add_task("", total=None)
                done = await read_back(source, since, world, on_progress=lambda count: progress.update(task, completed=count))
    finally:
        store.close()
    say(f"{source.name}: {done.listed} listed since {since.isoformat()}, {done.stored} stored")
    for problem in done.problems:
        note(problem)


def digest(
    file: PreviewFile = None,
    *,
    since: Annotated[str, typer.Option(help="from when: 7d, 36h or an ISO date")] = "7d",
    preview: IsPreview = False,
    opens: Opens = False,
    send: Annotated[
        bool, typer.Option("--send", help="send it now to the receivers of digests, and take the period's slot")
    ] = False,
    watch_dir: WatchDir = Path(),
) -> None:
    """Print the digest of what was seen, or with --preview write it as HTML; sent only with --send."""
    from watcher.app import hold_watch, is_daemon_at_work, load

    watch = load(watch_dir)
    if send and is_daemon_at_work(watch):
        _show_digests(*_ask_digest(watch))
    elif send:
        with hold_watch(watch):
            _show_digests(*asyncio.run(_send_digest(watch)))
    else:
        _print_digest(watch, since, Preview(file, is_wanted=preview, opens=opens))


def _print_digest(watch: Watch, since: str, preview: Preview) -> None:
    from watcher.app import open_desk, renderer
    from watcher.cli.moments import moment
    from watcher.pipeline.agenda import Agenda
    from watcher.pipeline.compose import digest_preview

    with open_desk(watch) as desk:
        now = desk.clock.now()
        pages, began = renderer(watch.root, watch.taxonomy), moment(since, now=now) or now
        message = digest_preview(desk.store, watch, pages, since=began, now=now, agenda=Agenda(desk, now))
    show_message(message, preview)


def _ask_digest(watch: Watch) -> tuple[Sequence[str], Sequence[Sent]]:
    """Let the daemon take and send this period's digests."""
    from watcher.app import open_desk
    from watcher.cli.asking import ask_daemon, sent_of
    from watcher.store import Asked

    with open_desk(watch) as desk:
        answer = ask_daemon(watch, desk.store, Asked.DIGEST, {})
    return answer["digests"], sent_of(answer)


async def _send_digest(watch: Watch) -> tuple[Sequence[str], Sequence[Sent]]:
    from watcher.app import open_store, open_world
    from watcher.pipeline.deliver import deliver_due, run_digests

    store = open_store(watch)
    try:
        async with open_world(watch, store) as world:
            if world.store.polls.first_run_at() is None:
                raise InputError(f"{watch.root}: nothing was polled yet, so there is no digest to send; `watcher run-once` first")
            world.store.outbox.release_all_claims(world.clock.now())
            taken = run_digests(world, is_early=True)
            return taken, await deliver_due(world)
    finally:
        store.close()


def _show_digests(taken: Sequence[str], sent: Sequence[Sent]) -> None:
    """Say which slots were taken and what became of their messages; exit code 1 if one was not taken by its receiver."""
    from watcher.model import DeliveryState

    for period in taken:
        say(f"digest {period}")
    if not taken:
        say("this period's digests were taken before; nothing is sent twice")
    for each in sent:
        say(f"{each.state.value}: {each.kind.value} to {each.receiver_id}" + (f" ({each.problem})" if each.problem else ""))
    raise typer.Exit(0 if all(each.state is DeliveryState.SENT for each in sent) else 1)


def demo(
    *,
    directory: Annotated[Path | None, typer.Option("--dir", help="keep the demo's watch in this new folder")] = None,
    as_json: AsJson = False,
) -> None:
    """Show three days of a small invented world, polled over real HTTP on this machine, and its digest."""
    folder = directory or Path(tempfile.mkdtemp(prefix="watcher-demo-"))
    if (folder / "sources.yaml").exists():
        raise InputError(f"{folder}: there is a watch already; give a new folder")
    asyncio.run(_demo(folder, as_json=as_json))


async def _demo(folder: Path, *, as_json: bool) -> None:
    from watcher.cli.summary import round_as_json, show_round
    from watcher.demo import DAY_MAX, DIGEST_AT

    async with demo_world(folder) as (place, world, clock):
        for day in range(1, DAY_MAX + 1):
            done = await _round(world, is_all=True)
            if as_json:
                write_lines([json.dumps({"day": day, **round_as_json(done, world, label=world.label)}, ensure_ascii=False)])
            else:
                rule(f"Demo, day {day} of {DAY_MAX}: {clock.now():%A %d %B %Y}")
                show_round(done, world)
            if day < DAY_MAX:
                clock.advance(place.advance() - clock.now())
        clock.advance(DIGEST_AT - clock.now())
        await _close_week(world, as_json=as_json)
    outbox = folder / "state" / "outbox"
    digests = sorted(path for path in outbox.glob("*.html") if "digest" in path.read_text(encoding="utf-8")[:4000].casefold())
    note(
        f"\nAll publishers and people above are invented. The watch is in {folder}; its alerts are in {folder / 'state' / 'alerts'}"
    )
    if digests:
        note(f"The digest as readers get it: {digests[-1]}")


async def _close_week(world: World, *, as_json: bool) -> None:
    """Take the digests that are due on the demo's Monday morning and send them."""
    from watcher.pipeline.deliver import deliver_due, run_digests

    run_digests(world)
    for each in await deliver_due(world):
        if as_json:
            write_lines(
                [json.dumps({"sent": each.kind.value, "to": each.receiver_id, "subject": each.subject}, ensure_ascii=False)]
            )
        else:
            rule(f"{world.clock.now().astimezone(LONDON):%A %d %B %Y, %H:%M}")
            say(f"{each.state.value}: {each.kind.value} to {each.receiver_id}: {each.subject}")


@asynccontextmanager
async def demo_world(folder: Path) -> AsyncIterator[tuple[DemoWorld, World, FakeClock]]:
    """Serve the demo's publishers, write a watch on them into `folder`, and build the world that polls them."""
    from watcher.app import load, open_store, open_world, packed
    from watcher.demo import DemoWorld, write_watch
    from watcher.testing import FakeClock

    write_watch(folder, None)
    seeds = packed("seeds")
    if seeds.exists():
        shutil.copytree(seeds, folder / "seeds", dirs_exist_ok=True)
    watch = load(folder)
    store = open_store(watch)
    try:
        async with DemoWorld.serve() as place:
            clock = FakeClock(place.now())
            async with open_world(
                watch, store, clock=clock, resolver=place.resolver, label="Demo: invented publishers and people"
            ) as world:
                yield place, world, clock
    finally:
        store.close()
