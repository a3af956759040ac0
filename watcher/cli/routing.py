"""Who would be told, and whether a receiver works."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from watcher.cli.families import number_of
from watcher.cli.options import WatchDir
from watcher.cli.screen import put, row, say, table
from watcher.errors import InputError

if TYPE_CHECKING:
    from watcher.model import Receiver, Watch
    from watcher.pipeline.deliver import Sent

app: Final = typer.Typer(help="Who would be told of what, and why.", no_args_is_help=True)


def register(parent: typer.Typer) -> None:
    """Add these commands to `parent`."""
    parent.add_typer(app, name="route")
    parent.command("test-receiver")(try_receiver)


@app.command()
def explain(
    statement_id: Annotated[str, typer.Argument(metavar="ID", help="a statement's id, such as s12")],
    *,
    watch_dir: WatchDir = Path(),
) -> None:
    """Say for each route whether it takes a statement, and why not."""
    from watcher.app import load, open_desk
    from watcher.model import AlertReason
    from watcher.pipeline.compose import alert_for
    from watcher.route import explain as explained

    with open_desk(load(watch_dir)) as desk:
        statement = desk.store.statements.statement(number_of(statement_id))
        if statement is None:
            raise InputError(f"there is no statement {statement_id}; `watcher list` shows their ids")
        reason = AlertReason.NEW if statement.latest.number == 1 else AlertReason.REVISED
        alert = alert_for(desk.store, statement, reason, desk.clock.now())
        say(f"{statement_id}, {reason.value}: {alert.story.title if alert.story else ''}")
        for explanation in explained(alert, desk.watch.routes, desk.watch.receivers):
            say(str(explanation))


@app.command()
def preview(
    *,
    since: Annotated[str, typer.Option(help="alerts since: 7d, 36h or an ISO date")] = "30d",
    watch_dir: WatchDir = Path(),
) -> None:
    """Count what each route would have sent to whom, over the alerts that are stored."""
    from watcher.app import load, open_desk
    from watcher.cli.moments import moment
    from watcher.pipeline.compose import alert_of
    from watcher.route import preview as counted

    with open_desk(load(watch_dir)) as desk:
        now = desk.clock.now()
        stored = desk.store.outbox.alerts(moment(since, now=now) or now, now)
        alerts = [alert_of(desk.store, each) for each in stored]
        counts = counted(alerts, desk.watch.routes, desk.watch.receivers)
    made = table("route", "receiver", "when", "#alerts")
    for routing, count in counts.items():
        row(made, routing.route_id, routing.receiver_id, routing.when.value, count)
    put(made)
    say(f"{len(alerts)} alerts since {since}")


def try_receiver(
    receiver_id: Annotated[str, typer.Argument(metavar="ID", help="a receiver of alerts.yaml")], *, watch_dir: WatchDir = Path()
) -> None:
    """Send one marked test message through the real path."""
    from watcher.app import hold_watch, is_daemon_at_work, load

    watch = load(watch_dir)
    receiver = next((each for each in watch.receivers if each.id == receiver_id), None)
    if receiver is None:
        raise InputError(f"there is no receiver {receiver_id!r}; one of {', '.join(each.id for each in watch.receivers)}")
    if not receiver.is_enabled:
        raise InputError(f"{receiver_id} is off: {receiver.why_disabled}")
    if is_daemon_at_work(watch):
        sent = _ask_test(watch, receiver)
    else:
        with hold_watch(watch):
            sent = asyncio.run(_send_test(watch, receiver))
    for each in sent:
        say(f"{each.state.value}: {each.subject}" + (f" ({each.problem})" if each.problem else ""))
    sys.exit(0 if sent and all(each.receipt is not None for each in sent) else 1)


def _ask_test(watch: Watch, receiver: Receiver) -> list[Sent]:
    """Let the daemon send the test message."""
    from watcher.app import open_desk
    from watcher.cli.asking import ask_daemon, sent_of
    from watcher.store import Asked

    with open_desk(watch) as desk:
        return list(sent_of(ask_daemon(watch, desk.store, Asked.TEST, {"receiver": receiver.id})))


async def _send_test(watch: Watch, receiver: Receiver) -> list[Sent]:
    from watcher.app import open_store, open_world
    from watcher.pipeline.deliver import send_test

    store = open_store(watch)
    try:
        async with open_world(watch, store) as world:
            return await send_test(world, receiver)
    finally:
        store.close()
