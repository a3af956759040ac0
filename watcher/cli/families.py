"""Correcting families: a wrong merge is a missed alert, a missed merge an alert twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from watcher.cli.options import WatchDir
from watcher.cli.screen import say
from watcher.errors import InputError

if TYPE_CHECKING:
    from watcher.pipeline.world import Desk

StatementId = Annotated[str, typer.Argument(metavar="ID", help="a statement's id, such as s12")]

app: Final = typer.Typer(help="Correct which statements belong together; the correction is remembered.", no_args_is_help=True)


def register(parent: typer.Typer) -> None:
    """Add these commands to `parent`."""
    parent.add_typer(app, name="family")


@app.command()
def merge(statement_id: StatementId, other_id: StatementId, *, watch_dir: WatchDir = Path()) -> None:
    """Join two families: the statements are the same, published twice."""
    from watcher.pipeline.families import merge as join

    with _desk(watch_dir) as desk:
        say(f"one family now, under s{join(desk, number_of(statement_id), number_of(other_id))}")


@app.command()
def split(statement_id: StatementId, *, watch_dir: WatchDir = Path()) -> None:
    """Take a statement out of its family: it stands alone, and the next digest tells it if it was not told before."""
    from watcher.pipeline.families import split as take_out

    with _desk(watch_dir) as desk:
        is_apart = take_out(desk, number_of(statement_id))
        say(f"{statement_id} stands alone now" if is_apart else f"{statement_id} stood alone already")


def number_of(statement_id: str) -> int:
    """Return the number of a statement's id.

    Raises:
        InputError: it is no such id.
    """
    match = re.fullmatch(r"s?([0-9]{1,18})", statement_id)
    if match is None:
        raise InputError(f"{statement_id!r} is no statement's id; `watcher list` shows them, such as s12")
    return int(match[1])


@contextmanager
def _desk(watch_dir: Path) -> Iterator[Desk]:
    from watcher.app import load, open_desk

    with open_desk(load(watch_dir)) as desk:
        try:
            yield desk
        except LookupError as error:
            raise InputError(str(error)) from error
