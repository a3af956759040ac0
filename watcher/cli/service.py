"""Living with it: daemon, status, deliveries, backup, prune."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from watcher.cli.options import AsJson, WatchDir
from watcher.cli.screen import note, out, row, say, table, write_lines
from watcher.errors import ConfigError, InputError

if TYPE_CHECKING:
    from aiohttp import web

    from watcher.daemon import Daemon
    from watcher.model import Watch
    from watcher.store import Store

log: Final = logging.getLogger("watcher.daemon")

deliveries_app: Final = typer.Typer(help="What was sent, what waits, and what nobody knows.", no_args_is_help=True)


def register(parent: typer.Typer) -> None:
    """Add these commands to `parent`."""
    parent.command()(daemon)
    parent.command()(status)
    parent.command()(backup)
    parent.command()(restore)
    parent.command()(prune)
    parent.add_typer(deliveries_app, name="deliveries")


def daemon(
    *,
    listen: Annotated[str, typer.Option(help="where /healthz and /metrics answer; empty for nowhere")] = "127.0.0.1:8787",
    watch_dir: WatchDir = Path(),
) -> None:
    """Watch for days and months: poll what is due, send what is due, close digests. SIGHUP reads the files again."""
    from watcher.app import hold_watch, load

    logging.getLogger("watcher").setLevel(logging.INFO)
    watch = load(watch_dir)
    host, port = _address(listen)
    with hold_watch(watch):
        asyncio.run(_serve(watch, host, port))


def _address(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    if not listen:
        return "", 0
    if not host or not port.isdecimal() or int(port) > 65535:
        raise InputError(f"--listen {listen!r}: give an address and a port, such as 127.0.0.1:8787")
    return host, int(port)


async def _serve(watch: Watch, host: str, port: int) -> None:
    from watcher.app import import_seeds, open_store, open_world
    from watcher.daemon import Daemon

    store = open_store(watch)
    async with AsyncExitStack() as stack:
        stack.callback(store.close)
        world = await stack.enter_async_context(open_world(watch, store))
        world.store.outbox.release_all_claims(world.clock.now())
        import_seeds(world)
        served = Daemon(world)
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, _reload, served)
        if host:
            await stack.enter_async_context(Probes(served, host, port))
        await served.run(on_ready=lambda: _notify_systemd("READY=1"))
        _notify_systemd("STOPPING=1")


def _reload(served: Daemon) -> None:
    """Read the operator's files again; the old ones stay in force if the new are wrong."""
    from watcher.app import load, refreshed

    try:
        watch = load(served.world.watch.root)
    except ConfigError as error:
        log.warning("reload refused problem=%s", error)
        return
    served.reload(refreshed(served.world, watch))
    log.info("reloaded sources=%d", sum(source.enabled for source in watch.sources))


class Probes:
    """The small web server for /healthz and /metrics, for as long as the block lasts."""

    def __init__(self, served: Daemon, host: str, port: int):
        self._served, self._host, self._port = served, host, port

    async def __aenter__(self) -> None:
        from aiohttp import web

        app = web.Application()
        app.add_routes([web.get("/healthz", self._health), web.get("/metrics", self._metrics)])
        self._runner = web.AppRunner(app, access_log=None)
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
        body = {"well": not problems, "problems": problems, "sources": found.sources, "deliveries": found.deliveries}
        return web.json_response(body, status=200 if not problems else 503)

    async def _metrics(self, _: web.Request) -> web.Response:
        from aiohttp import web

        from watcher.vitals import metrics, vitals

        found = vitals(self._served.world, since=self._served.pulse.began_at)
        return web.Response(body=metrics(found), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


def _notify_systemd(message: str) -> None:
    """Tell systemd (sd_notify(3)) where the daemon stands, if it asked."""
    path = os.environ.get("NOTIFY_SOCKET")
    if path:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.sendto(message.encode(), "\0" + path[1:] if path.startswith("@") else path)


def status(*, as_json: AsJson = False, watch_dir: WatchDir = Path()) -> None:
    """Say whether the watch is well: blind, behind, dead deliveries, disk. Exit code 1 if it is not."""
    from watcher.app import load, open_desk
    from watcher.vitals import vitals

    with open_desk(load(watch_dir)) as desk:
        found = vitals(desk)
    if as_json:
        shown = {"well": found.is_well, "problems": found.problems, "sources": found.sources, "deliveries": found.deliveries}
        write_lines([json.dumps(shown, ensure_ascii=False)])
    else:
        say("all is well" if found.is_well else "\n".join(found.problems))
        say("sources: " + ", ".join(f"{count} {state}" for state, count in found.sources.items()))
        say("deliveries: " + (", ".join(f"{count} {state}" for state, count in found.deliveries.items()) or "none yet"))
    sys.exit(0 if found.is_well else 1)


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
    """Drop pages as they came, kept beside their revisions; statements, sentences and hashes stay."""
    from watcher.app import load, open_desk
    from watcher.cli.moments import moment

    with open_desk(load(watch_dir)) as desk:
        before = moment(older_than)
        assert before is not None, "the option has a default"
        say(f"{desk.store.upkeep.prune(before)} bodies dropped")


State = Annotated[str | None, typer.Option("--state", help="pending, claimed, sent, dead, held or cancelled")]


@deliveries_app.command("list")
def list_deliveries(*, state: State = None, as_json: AsJson = False, watch_dir: WatchDir = Path()) -> None:
    """List deliveries, newest first."""
    from watcher.app import load, open_desk
    from watcher.model import DeliveryState

    if state is not None and state not in [*DeliveryState]:
        raise InputError(f"there is no state {state!r}; one of {', '.join(DeliveryState)}")
    columns = ("id", "receiver_id", "kind", "state", "attempts", "created_at", "problem")
    with open_desk(load(watch_dir)) as desk:
        rows = [
            {name: found[name] for name in columns}
            for found in desk.store.outbox.deliveries(state=DeliveryState(state) if state else None)
        ]
    if as_json:
        write_lines(json.dumps(found, ensure_ascii=False) for found in rows)
        return
    made = table("id", "receiver", "kind", "state", "#tries", "created", "problem")
    for found in rows:
        row(made, *(found[name] or "" for name in columns[:4]), found["attempts"], found["created_at"][:16], found["problem"] or "")
    out.print(made)
    if not rows:
        note("none")


DeliveryId = Annotated[str, typer.Argument(metavar="ID", help="a delivery's id, such as msg_3f2a")]


@deliveries_app.command()
def retry(delivery_id: DeliveryId, *, watch_dir: WatchDir = Path()) -> None:
    """Send a dead or held delivery again at the next round."""
    _move(watch_dir, delivery_id, "pending")


@deliveries_app.command()
def cancel(delivery_id: DeliveryId, *, watch_dir: WatchDir = Path()) -> None:
    """End a delivery that is not to be sent."""
    _move(watch_dir, delivery_id, "cancelled")


@deliveries_app.command()
def hold(delivery_id: DeliveryId, *, watch_dir: WatchDir = Path()) -> None:
    """Keep a delivery back until it is retried or cancelled."""
    _move(watch_dir, delivery_id, "held")


def _move(watch_dir: Path, delivery_id: str, state: str) -> None:
    from watcher.app import load, open_desk
    from watcher.model import DeliveryState

    with open_desk(load(watch_dir)) as desk:
        store: Store = desk.store
        if not store.outbox.set_state(delivery_id, DeliveryState(state), desk.clock.now()):
            raise InputError(f"{delivery_id}: there is no such delivery, or it was sent; `watcher deliveries list` shows them")
    say(f"{delivery_id} is {state}")
