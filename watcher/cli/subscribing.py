"""Who asked for messages: subscribe, list, unsubscribe, forget."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from watcher.cli.options import WatchDir
from watcher.cli.screen import note, put, row, say, table
from watcher.errors import InputError

if TYPE_CHECKING:
    from watcher.model import Receiver, Watch

ADDRESSES_MAX: Final = 10_000
_ADDRESS: Final = re.compile(r"[^@\s,<>;\"]{1,64}@[^@\s,<>;\"]{1,255}")
_BY_HAND: Final = "an operator"

ReceiverId = Annotated[str | None, typer.Option("--receiver", help="the e-mail receiver; may be left out where there is one")]
Address = Annotated[str | None, typer.Argument(metavar="ADDRESS", help="an e-mail address")]


def register(parent: typer.Typer) -> None:
    """Add these commands to `parent`."""
    parent.command()(subscribe)
    parent.command()(subscribers)
    parent.command()(unsubscribe)


def subscribe(
    address: Address = None,
    *,
    receiver: ReceiverId = None,
    route: Annotated[list[str] | None, typer.Option(help="only what this route sends; may be repeated")] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="CSV", help="many: the column `address`, or the first one")] = None,
    watch_dir: WatchDir = Path(),
) -> None:
    """Add an address, or a file of them, to an e-mail receiver: it gets a message of its own from now on."""
    from watcher.app import load, open_desk

    watch = load(watch_dir)
    to = _receiver(watch, receiver)
    routes = _routes(watch, to, route or [])
    addresses = _checked([address] if address else _read(file) if file else [])
    with open_desk(watch) as desk:
        changed = desk.store.subscriptions.add(to.id, addresses, routes, by=_BY_HAND, now=desk.clock.now())
    say(f"{to.id}: {changed} of {len(addresses)} subscribed anew" + (f", for {', '.join(sorted(routes))}" if routes else ""))


def subscribers(*, receiver: ReceiverId = None, watch_dir: WatchDir = Path()) -> None:
    """List the addresses of the e-mail receivers: those in alerts.yaml, those that subscribed, those that left."""
    from watcher.app import load, open_desk

    watch = load(watch_dir)
    made = table("receiver", "address", "gets", "by")
    count = 0
    with open_desk(watch) as desk:
        known = {(each.receiver_id, each.address): each for each in desk.store.subscriptions.all()}
    named = [(each.id, address) for each in watch.receivers for address in each.settings.get("to", ())]
    for receiver_id, address in sorted({*named, *known}):
        if receiver in (None, receiver_id):
            found = known.get((receiver_id, address))
            gets = (
                "nothing" if found and not found.is_active else ", ".join(sorted(found.routes)) if found and found.routes else "all"
            )
            row(made, receiver_id, address, gets, f"{found.changed_by}, {found.changed_at:%Y-%m-%d}" if found else "alerts.yaml")
            count += 1
    put(made)
    if not count:
        note("none")


def unsubscribe(
    address: Annotated[str, typer.Argument(metavar="ADDRESS")],
    *,
    receiver: ReceiverId = None,
    forget: Annotated[
        bool, typer.Option("--forget", help="delete the address and all its deliveries, everywhere; it may subscribe again")
    ] = False,
    watch_dir: WatchDir = Path(),
) -> None:
    """Send nothing more to an address; what waits for it is cancelled."""
    from watcher.app import load, open_desk
    from watcher.pipeline.subscribing import unsubscribe as leave

    watch = load(watch_dir)
    if forget:
        _forget(watch, address)
        return
    to = _receiver(watch, receiver)
    with open_desk(watch) as desk:
        changed = leave(desk.store, to.id, address, desk.clock.now(), by=_BY_HAND)
    say(f"{address} gets nothing more of {to.id}" if changed else f"{address} got nothing of {to.id} before")


def _forget(watch: Watch, address: str) -> None:
    from watcher.app import open_desk

    with open_desk(watch) as desk:
        counts = desk.store.subscriptions.forget(address)
    say(f"{address}: {counts['subscription']} subscriptions and {counts['delivery']} deliveries deleted")
    named = [each.id for each in watch.receivers if address in each.settings.get("to", ())]
    if named:
        note(f"it still stands in alerts.yaml, at {', '.join(named)}: take it out there, or it will be written to again")


def _receiver(watch: Watch, receiver_id: str | None) -> Receiver:
    from watcher.model import ReceiverKind

    mails = [each for each in watch.receivers if each.kind is ReceiverKind.EMAIL]
    found = [each for each in mails if receiver_id in (None, each.id)]
    if len(found) != 1:
        names = ", ".join(each.id for each in mails) or "alerts.yaml has none"
        raise InputError(f"--receiver must name one e-mail receiver: {names}")
    return found[0]


def _routes(watch: Watch, receiver: Receiver, names: Sequence[str]) -> frozenset[str]:
    known = [route.id for route in watch.routes if receiver.id in route.to]
    unknown = sorted({*names} - {*known})
    if unknown:
        raise InputError(f"there is no route {', '.join(unknown)} to {receiver.id}; one of {', '.join(known) or 'none'}")
    return frozenset(names)


def _read(path: Path) -> list[str]:
    """Return the addresses of a CSV file."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = [line for line in csv.reader(file) if any(cell.strip() for cell in line)]
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: no CSV file in UTF-8 ({error})") from error
    if not lines:
        return []
    heading = [cell.strip().casefold() for cell in lines[0]]
    column = next((heading.index(name) for name in ("address", "email", "e-mail") if name in heading), None)
    rest = lines if column is None else lines[1:]
    return [line[column or 0].strip() for line in rest if len(line) > (column or 0)]


def _checked(addresses: Sequence[str]) -> list[str]:
    if not addresses:
        raise InputError("give an address, or a file with --file")
    if len(addresses) > ADDRESSES_MAX:
        raise InputError(f"{len(addresses):,} addresses are more than {ADDRESSES_MAX:,}")
    for number, address in enumerate(addresses, start=1):
        if not _ADDRESS.fullmatch(address):
            raise InputError(f"number {number}, {address!r}, is no e-mail address; nobody was subscribed")
    return list(dict.fromkeys(addresses))
