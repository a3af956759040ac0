"""Living with it: daemon, status, canary, deliveries, backup, prune."""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from watcher.cli.leaving import leaving_routes
from watcher.cli.options import AsJson, WatchDir
from watcher.cli.screen import note, say, write_lines
from watcher.errors import ConfigError, InputError

if TYPE_CHECKING:
    from aiohttp import web

    from watcher.clock import Clock
    from watcher.daemon import Daemon
    from watcher.model import Watch
    from watcher.store import Store
    from watcher.vitals import Vitals

HEALTH_ANSWER_S_MAX: Final = 5.0
HEALTH_BYTES_MAX: Final = 100_000


def register(parent: typer.Typer) -> None:
    """Add these commands to `parent`."""
    parent.command()(daemon)
    parent.command()(status)
    parent.command()(canary)
    parent.command()(backup)
    parent.command()(restore)
    parent.command()(prune)


def daemon(
    *,
    listen: Annotated[str, typer.Option(help="where /healthz and /metrics answer; empty for nowhere")] = "127.0.0.1:8787",
    watch_dir: WatchDir = Path(),
) -> None:
    """Watch for days and months: poll what is due, send what is due, close digests. SIGHUP reads the files again."""
    from watcher.app import DAEMON, hold_watch, load

    logging.getLogger("watcher").setLevel(logging.INFO)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that waits for the one before it is busy, not broken
    watch = load(watch_dir)
    host, port = _address(listen)
    with hold_watch(watch, role=DAEMON):
        asyncio.run(serve(watch, host, port))


def _address(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    if not listen:
        return "", 0
    if not host or not port.isdecimal() or int(port) > 65535:
        raise InputError(f"--listen {listen!r}: give an address and a port, such as 127.0.0.1:8787")
    return host, int(port)


async def serve(watch: Watch, host: str, port: int, *, clock: Clock | None = None, stall_s: float | None = None) -> None:
    """Be the daemon of `watch` until SIGTERM, with its probes at `host` and `port`, if there is a host.

    The caller holds the watch. Another `clock`, and a loop that may stall for `stall_s` seconds, are for tests.
    """
    from watcher.app import import_seeds, open_store, open_world
    from watcher.daemon import Daemon
    from watcher.supervisor import LOOP_STALL_MAX_S, tell

    store = open_store(watch)
    async with AsyncExitStack() as stack:
        stack.callback(store.close)
        world = await stack.enter_async_context(open_world(watch, store, clock=clock))
        world.store.outbox.release_all_claims(world.clock.now())
        served = Daemon(world)
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, _reload, served)
        if host:
            await stack.enter_async_context(Probes(served, host, port))
        import_seeds(world)
        await served.run(on_ready=lambda: tell("READY=1"), stall_s=stall_s or LOOP_STALL_MAX_S)


def _reload(served: Daemon) -> None:
    """Read the operator's files again; the old ones stay in force if the new are wrong."""
    from watcher.app import load, refreshed
    from watcher.supervisor import tell, tell_reloading

    tell_reloading()
    try:
        world = refreshed(served.world, load(served.world.watch.root))
    except ConfigError as error:
        served.refuse_reload(str(error))
    else:
        served.reload(world)
    tell("READY=1")


class Probes:
    """The small web server for /healthz and /metrics, for as long as the block lasts."""

    def __init__(self, served: Daemon, host: str, port: int):
        self._served, self._host, self._port = served, host, port

    async def __aenter__(self) -> None:
        from aiohttp import web

        app = web.Application()
        app.add_routes([web.get("/healthz", self._health), web.get("/metrics", self._metrics)])
        app.add_routes(leaving_routes(lambda: self._served.world))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise InputError(f"--listen {self._host}:{self._port}: {error.strerror}") from error

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _health(self, _: web.Request) -> web.Response:
        from aiohttp import web

        from watcher.vitals import vitals

        found = vitals(self._served.world, since=self._served.pulse.began_at)
        problems = [*found.problems, *self._served.pulse.problems.values()]
        return web.json_response(_vitals_as_json(found, problems), status=200 if not problems else 503)

    async def _metrics(self, _: web.Request) -> web.Response:
        from aiohttp import web

        from watcher.vitals import metrics, vitals

        found = vitals(self._served.world, since=self._served.pulse.began_at)
        body = metrics(found, self._served.pulse)
        return web.Response(body=body, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


def status(
    *,
    ask: Annotated[
        str | None, typer.Option("--ask", metavar="URL", help="ask a daemon's /healthz, as a container's health check does")
    ] = None,
    as_json: AsJson = False,
    watch_dir: WatchDir = Path(),
) -> None:
    """Say whether the watch is well: blind, behind, dead deliveries, disk. Exit code 1 if it is not."""
    if ask is not None:
        sys.exit(_ask_health(ask))
    from watcher.app import is_daemon_at_work, load, open_desk
    from watcher.vitals import vitals

    watch = load(watch_dir)
    with open_desk(watch) as desk:
        found = vitals(desk)
        noted = desk.store.notes.read("daemon") if is_daemon_at_work(watch) else {}
    if as_json:
        write_lines([json.dumps(_vitals_as_json(found, found.problems) | {"daemon": noted or None}, ensure_ascii=False)])
    else:
        say("all is well" if found.is_well else "\n".join(found.problems))
        for notice in found.notices:
            say(notice)
        say("sources: " + ", ".join(f"{count} {state}" for state, count in found.sources.items()))
        say("deliveries: " + (", ".join(f"{count} {state}" for state, count in found.deliveries.items()) or "none yet"))
        say(f"daemon: process {noted['pid']}, since {noted['began_at'][:16]} UTC" if noted else "daemon: none is at work")
        if found.canary_at is not None:
            say(f"canary: {'arrived' if found.is_canary_well else 'failed'}, {found.canary_at:%d %B %Y, %H:%M} UTC")
    sys.exit(0 if found.is_well else 1)


def _vitals_as_json(found: Vitals, problems: Sequence[str]) -> dict[str, Any]:
    return {
        "well": not problems,
        "problems": list(problems),
        "notices": list(found.notices),
        "sources": found.sources,
        "deliveries": found.deliveries,
        "canary": {"at": found.canary_at.isoformat(), "well": found.is_canary_well} if found.canary_at else None,
    }


def _ask_health(url: str) -> int:
    """Print what a daemon says of itself; return 0 if it is well. A probe runs every minute: the standard library is light."""
    from urllib.error import HTTPError
    from urllib.request import urlopen

    if not url.startswith(("http://", "https://")):
        raise InputError(f"--ask {url!r}: give an address such as http://127.0.0.1:8787/healthz")
    try:
        with urlopen(url, timeout=HEALTH_ANSWER_S_MAX) as answer:  # noqa: S310 - its scheme was looked at
            body, code = answer.read(HEALTH_BYTES_MAX), 0
    except HTTPError as error:
        body, code = error.read(HEALTH_BYTES_MAX), 1
    except OSError as error:
        note(f"watcher: {url}: no daemon answers there ({getattr(error, 'reason', error)})")
        return 1
    say(body.decode("utf-8", "replace"))
    return code


def canary(*, as_json: AsJson = False, watch_dir: WatchDir = Path()) -> None:
    """Send a synthetic statement through the whole path, from a page to a receiver; exit code 1 and the stage if it stopped.

    It is served and received on this machine, in a store of its own. Beside a daemon, the daemon is asked to do it.
    """
    from watcher.app import is_daemon_at_work, load, open_desk
    from watcher.canary import STAGES, last_canary
    from watcher.cli.asking import ask_daemon
    from watcher.store import Asked

    watch = load(watch_dir)
    with open_desk(watch) as desk:
        if is_daemon_at_work(watch):
            ask_daemon(watch, desk.store, Asked.CANARY, {})
        else:
            asyncio.run(_sing(watch, desk.store))
        found = last_canary(desk.store)
    assert found is not None, "a canary keeps what it found"
    if as_json:
        write_lines([json.dumps({**asdict(found), "at": found.at.isoformat()}, ensure_ascii=False)])
    elif found.failed_at is None:
        say(f"the canary arrived: {', '.join(STAGES)}; {found.took_s:.1f} s")
    else:
        say(f"the canary failed at {found.failed_at}: {found.problem}")
    sys.exit(0 if found.failed_at is None else 1)


async def _sing(watch: Watch, store: Store) -> None:
    from watcher.app import open_world
    from watcher.canary import sing

    async with open_world(watch, store) as world:
        await sing(world)


def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="a file that is not there yet")], *, watch_dir: WatchDir = Path()
) -> None:
    """Write a verified copy of the database, while a daemon goes on working."""
    from watcher.app import load, open_desk

    with open_desk(load(watch_dir)) as desk:
        desk.store.upkeep.back_up(target)
    say(f"wrote {target} ({target.stat().st_size:,} bytes, verified)")


def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="what `watcher backup` wrote")], *, watch_dir: WatchDir = Path()
) -> None:
    """Replace the database by a backup, verified first; the replaced one stays beside it. The daemon must be stopped."""
    from watcher.app import hold_watch, load, restore_store

    watch = load(watch_dir)
    with hold_watch(watch):
        kept = restore_store(watch, source)
    say(f"restored from {source}" + (f"; what was there is {kept}" if kept else ""))


def prune(
    *,
    older_than: Annotated[str, typer.Option(help="bodies captured before so long ago")] = "90d",
    watch_dir: WatchDir = Path(),
) -> None:
    """Drop pages as they came, kept beside their revisions; statements, sentences and hashes stay. A daemon does it every hour."""
    from watcher.app import load, open_desk
    from watcher.cli.moments import moment

    with open_desk(load(watch_dir)) as desk:
        before = moment(older_than)
        assert before is not None, "the option has a default"
        say(f"{desk.store.upkeep.prune(before)} bodies dropped")
