"""Messages to look at before anybody gets them: the real thing, with stored data."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli.families import number_of
from watcher.cli.options import WatchDir
from watcher.cli.screen import say
from watcher.errors import InputError

if TYPE_CHECKING:
    from watcher.model import Alert, Message
    from watcher.pipeline.world import Desk

PreviewFile = Annotated[Path | None, typer.Argument(metavar="FILE", help="where --preview writes; a new file if none is named")]
IsPreview = Annotated[bool, typer.Option("--preview", help="write it as HTML, as its readers would get it")]
Opens = Annotated[bool, typer.Option("--open", help="and open it in the browser")]


@dataclass(frozen=True, slots=True)
class Preview:
    """Whether a message is to be written as HTML, where, and whether the browser shows it."""

    file: Path | None = None
    is_wanted: bool = False
    opens: bool = False


def register(parent: typer.Typer) -> None:
    """Add this command to `parent`."""
    parent.command()(alert)


def alert(
    alert_id: Annotated[str, typer.Argument(metavar="ID", help="an alert's id such as a7, or a statement's such as s12")],
    file: PreviewFile = None,
    *,
    preview: IsPreview = False,
    opens: Opens = False,
    watch_dir: WatchDir = Path(),
) -> None:
    """Print an alert as it would be told, or with --preview write it as HTML; nothing is sent."""
    from watcher.app import load, open_desk, renderer
    from watcher.model import Receiver, ReceiverKind

    with open_desk(load(watch_dir)) as desk:
        found = _alert(desk, alert_id)
        pages = renderer(desk.watch.root, desk.watch.taxonomy)
        receiver = Receiver("preview", ReceiverKind.FILE, is_enabled=True, settings={})
        message = pages.alert([found], receiver, "preview", desk.clock.now())
    show_message(message, Preview(file, is_wanted=preview, opens=opens))


def _alert(desk: Desk, alert_id: str) -> Alert:
    """Return a stored alert, or the one that a statement as it stands now would raise."""
    from watcher.model import AlertReason
    from watcher.pipeline.compose import alert_for, alert_of

    if alert_id.startswith("a") and alert_id[1:].isdecimal():
        try:
            return alert_of(desk.store, desk.store.outbox.alert(int(alert_id[1:])))
        except LookupError as error:
            raise InputError(
                f"{error}; `watcher list` shows statements, and s12 in place of it shows an alert about one"
            ) from error
    statement = desk.store.statements.statement(number_of(alert_id))
    if statement is None:
        raise InputError(f"there is no statement {alert_id}; `watcher list` shows their ids")
    reason = AlertReason.NEW if statement.latest.number == 1 else AlertReason.REVISED
    return alert_for(desk.store, statement, reason, desk.clock.now())


def show_message(message: Message, preview: Preview) -> None:
    """Print a message's text, or write its HTML and say where."""
    if not (preview.is_wanted or preview.opens or preview.file):
        sys.stdout.write(message.text + "\n")
        return
    path = preview.file or Path(tempfile.mkdtemp(prefix="watcher-preview-")) / f"{message.kind.value}.html"
    path.write_text(message.html or "", encoding="utf-8")
    say(f"wrote {path}")
    if preview.opens:
        typer.launch(path.resolve().as_uri())
