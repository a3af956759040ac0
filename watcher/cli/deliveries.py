"""What was sent, what waits, and what nobody knows: list, show, retry, cancel, hold, release."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from watcher.cli.options import AsJson, WatchDir
from watcher.cli.screen import note, put, row, say, table, write_lines
from watcher.errors import InputError

if TYPE_CHECKING:
    from watcher.pipeline.world import Desk

app: Final = typer.Typer(help="What was sent, what waits, and what nobody knows.", no_args_is_help=True)
_SHOWN: Final = (
    "id",
    "receiver_id",
    "address",
    "kind",
    "state",
    "attempts",
    "created_at",
    "frozen_at",
    "next_attempt_at",
    "sent_at",
)
_SAID: Final = ("receipt", "problem")


def register(parent: typer.Typer) -> None:
    """Add these commands to `parent`."""
    parent.add_typer(app, name="deliveries")


State = Annotated[str | None, typer.Option("--state", help="pending, claimed, sent, dead, held or cancelled")]


@app.command("list")
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
    put(made)
    if not rows:
        note("none")


DeliveryId = Annotated[str, typer.Argument(metavar="ID", help="a delivery's id, such as msg_3f2a")]


@app.command()
def retry(delivery_id: DeliveryId, *, watch_dir: WatchDir = Path()) -> None:
    """Send a dead or held delivery again at the next round."""
    _move(watch_dir, delivery_id, "pending")


@app.command()
def cancel(delivery_id: DeliveryId, *, watch_dir: WatchDir = Path()) -> None:
    """End a delivery that is not to be sent."""
    _move(watch_dir, delivery_id, "cancelled")


@app.command()
def hold(delivery_id: DeliveryId, *, watch_dir: WatchDir = Path()) -> None:
    """Keep a delivery back until it is retried or cancelled."""
    _move(watch_dir, delivery_id, "held")


@app.command()
def release(delivery_id: DeliveryId, *, watch_dir: WatchDir = Path()) -> None:
    """Let a delivery go at the next round that is held, or waits for its group, a later try or the end of quiet hours."""
    from watcher.app import load, open_desk

    with open_desk(load(watch_dir)) as desk:
        if not desk.store.outbox.release(delivery_id, desk.clock.now()):
            raise _unmoved(delivery_id)
    say(f"{delivery_id} is released")


@app.command()
def show(delivery_id: DeliveryId, *, as_json: AsJson = False, watch_dir: WatchDir = Path()) -> None:
    """Show one delivery: its tries, what it waits for, and its message as it was or will be sent."""
    from watcher.app import load, open_desk

    with open_desk(load(watch_dir)) as desk:
        found = _known(desk, delivery_id)
    if as_json:
        write_lines([json.dumps(found, ensure_ascii=False)])
        return
    for name in (*_SHOWN, "waits_for", *_SAID):
        if found[name] not in (None, ""):
            say(f"{name.removesuffix('_id').replace('_', ' ')}: {found[name]}")
    made = table("#try", "began", "ended", "outcome", "reason", "problem")
    for attempt in found["tries"]:
        row(made, *(attempt[name] for name in ("number", "started_at", "ended_at", "outcome", "reason", "problem")))
    if found["tries"]:
        put(made)
    if found["message"]:
        say(f"\n{found['message']['subject']}\n\n{found['message']['text']}")
    else:
        note("it has no message yet: that is made when it goes" if found["state"] == "pending" else "it has no message")


def _known(desk: Desk, delivery_id: str) -> dict[str, Any]:
    stored = desk.store.outbox.delivery(delivery_id)
    if stored is None:
        raise InputError(f"{delivery_id}: there is no such delivery; `watcher deliveries list` shows them")
    return {
        **{name: stored[name] for name in (*_SHOWN, *_SAID)},
        "waits_for": _waits_for(desk, stored),
        "tries": [dict(each) for each in desk.store.outbox.attempts(delivery_id)],
        "message": _message(stored["message"]),
    }


def _message(frozen: str | None) -> dict[str, Any] | None:
    """Return a message as it was frozen; None before that, and where the database has damaged it."""
    try:
        message = json.loads(frozen or "null")
    except ValueError:
        return None
    return message if isinstance(message, dict) and message.keys() >= {"subject", "text"} else None


def _waits_for(desk: Desk, stored: Any) -> str | None:
    """Return why a pending delivery is not sent at once."""
    from watcher.route import release_at

    if stored["state"] != "pending":
        return None
    now = desk.clock.now()
    receiver = next((each for each in desk.watch.receivers if each.id == stored["receiver_id"]), None)
    if receiver is None or not receiver.is_enabled:
        return f"the receiver {stored['receiver_id']}, which is off"
    breaker = desk.store.breakers.of(receiver.id)
    if breaker and breaker.open_until and breaker.open_until > now:
        return f"the receiver until {_moment(breaker.open_until)}: {breaker.failures} tries failed in a row ({breaker.problem})"
    if not stored["released_at"] and release_at(now, receiver.quiet) > now:
        return f"the end of quiet hours, {_moment(release_at(now, receiver.quiet))}"
    at = datetime.fromisoformat(stored["next_attempt_at"])
    return f"its next try, {_moment(at)}" if at > now else "the next round, or the others of its group"


def _moment(moment: datetime) -> str:
    from watcher.render import moment_words

    return moment_words(moment)


def _unmoved(delivery_id: str) -> InputError:
    return InputError(f"{delivery_id}: no such delivery, or it was sent or cancelled; `watcher deliveries list` shows them")


def _move(watch_dir: Path, delivery_id: str, state: str) -> None:
    from watcher.app import load, open_desk
    from watcher.model import DeliveryState

    with open_desk(load(watch_dir)) as desk:
        if not desk.store.outbox.set_state(delivery_id, DeliveryState(state), desk.clock.now()):
            raise _unmoved(delivery_id)
    say(f"{delivery_id} is {state}")
