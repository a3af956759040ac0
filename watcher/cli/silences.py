"""Dated mutes: add, list, expire."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Final

import typer

from watcher.cli.options import WatchDir
from watcher.cli.screen import note, put, row, say, table
from watcher.errors import InputError

_UNITS: Final = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}

app: Final = typer.Typer(help="What not to be told about for a while; statements are stored all the same.", no_args_is_help=True)


def register(parent: typer.Typer) -> None:
    """Add these commands to `parent`."""
    parent.add_typer(app, name="silence")


@app.command()
def add(
    *,
    lasts: Annotated[str, typer.Option("--for", help="how long: 12h, 3d, 2w")],
    why: Annotated[str, typer.Option(help="for whoever wonders")],
    concern: Annotated[list[str] | None, typer.Option(help="a concern's id; may be repeated")] = None,
    publisher: Annotated[list[str] | None, typer.Option(help="a source's id or name; may be repeated")] = None,
    reason: Annotated[list[str] | None, typer.Option(help="new, revised, source-failing, ...; may be repeated")] = None,
    watch_dir: WatchDir = Path(),
) -> None:
    """Mute alerts until a moment; without any of concern, publisher and reason, all of them."""
    from watcher.app import load, open_desk
    from watcher.model import AlertReason, Match

    unknown = set(reason or ()) - {*AlertReason}
    if unknown:
        raise InputError(f"there is no reason {', '.join(sorted(unknown))}; one of {', '.join(AlertReason)}")
    match = Match(
        reasons=frozenset(map(AlertReason, reason or ())), concerns=frozenset(concern or ()), publishers=frozenset(publisher or ())
    )
    with open_desk(load(watch_dir)) as desk:
        now = desk.clock.now()
        until = now + _span(lasts)
        silence_id = desk.store.silences.add(match, why=why, until=until, now=now)
    say(f"{silence_id}: silent until {_shown(until)}")


@app.command("list")
def list_silences(*, watch_dir: WatchDir = Path()) -> None:
    """List the silences that are on."""
    from watcher.app import load, open_desk

    with open_desk(load(watch_dir)) as desk:
        found = desk.store.silences.lasting(desk.clock.now())
    made = table("id", "until", "what", "why")
    for silence in found:
        parts = [*sorted(silence.match.reasons), *sorted(silence.match.concerns), *sorted(silence.match.publishers)]
        row(made, silence.id, _shown(silence.until), ", ".join(parts) or "everything", silence.why)
    put(made)
    if not found:
        note("none")


@app.command()
def expire(
    silence_id: Annotated[str, typer.Argument(metavar="ID", help="a silence's id, such as q3")], *, watch_dir: WatchDir = Path()
) -> None:
    """End a silence now."""
    from watcher.app import load, open_desk

    with open_desk(load(watch_dir)) as desk:
        if not desk.store.silences.expire(silence_id, desk.clock.now()):
            raise InputError(f"{silence_id}: no silence of that id is on; `watcher silence list` shows them")
    say(f"{silence_id} has ended")


def _span(text: str) -> timedelta:
    number, unit = text[:-1], text[-1:]
    if not number.isdecimal() or unit not in _UNITS or not 0 < int(number) < 1000:
        raise InputError(f"--for {text!r}: give a number and a unit, such as 12h, 3d or 2w")
    return int(number) * _UNITS[unit]


def _shown(moment: datetime) -> str:
    from watcher.render import moment_words

    return moment_words(moment)
