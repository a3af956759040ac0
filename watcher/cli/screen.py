"""What people see in the terminal: tables, one-line errors, progress."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    # A third of what `watcher --help` would take: loaded by what prints.
    from rich.console import Console
    from rich.table import Table

WRAPPED: Final = frozenset(
    {"title", "why", "problem", "listing", "concern", "routes", "source", "publisher", "organisation", "what"}
)
"""Columns that may take a second line on a narrow screen; the others are never cut."""

INDENT: Final = 4
"""Blanks before what belongs to the line above it."""
PIPE_COLUMNS: Final = 10_000
"""As wide as any row: what reads lines is not to find half of one."""
_LINE_ENDS: Final = re.compile(r"\s*[\n\t]\s*")
RULE_COLUMNS_MAX: Final = 80


@cache
def standard_output() -> Console:
    from rich.console import Console

    is_narrow = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(width=None if is_narrow else PIPE_COLUMNS, highlight=False, soft_wrap=False, emoji=False)


@cache
def standard_error() -> Console:
    from rich.console import Console

    return Console(stderr=True, highlight=False, emoji=False)


def put(made: Table | str = "") -> None:
    """Print a table, or an empty line; into a file or a pipe a row is one line, however long."""
    standard_output().print(made)


def rule(title: str = "") -> None:
    """Print a line across the screen."""
    from rich.rule import Rule

    standard_output().print(Rule(_escaped(title)), width=RULE_COLUMNS_MAX)


def say(text: str) -> None:
    """Print one line of plain text, whatever it holds; the terminal wraps it, so that a file has it whole."""
    standard_output().print(_escaped(text), soft_wrap=True)


def paragraph(text: str, *, indent: int = INDENT, strong: str = "") -> None:
    """Print text wrapped between words, each line indented; `strong` stands out where it stands in the text.

    Into a file or a pipe it is one line.
    """
    from rich.text import Text

    console = standard_output()
    shown = Text(printable(_LINE_ENDS.sub(" ", text.strip())))
    at = shown.plain.find(strong) if strong else -1
    if at >= 0:
        shown.stylize("bold", at, at + len(strong))
    for line in shown.wrap(console, console.width - indent):
        line.rstrip()
        console.print(Text(" " * indent) + line, soft_wrap=True)


def note(text: str) -> None:
    """Print one line beside the result, on standard error."""
    standard_error().print(_escaped(text), soft_wrap=True)


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(printable(text))


def printable(text: str) -> str:
    """Return `text` without the characters that would steer a terminal."""
    return "".join(char for char in text if char.isprintable() or char in "\n\t")


def table(*headings: str, title: str | None = None) -> Table:
    """Return an empty table; headings that begin with `#` are numbers, aligned right."""
    from rich.table import Table

    made = Table(title=title, title_justify="left", box=None, padding=(0, 1, 0, 0), header_style="bold")
    for heading in headings:
        name = heading.removeprefix("#")
        made.add_column(name, justify="right" if heading.startswith("#") else "left", no_wrap=name not in WRAPPED)
    return made


def row(made: Table, *cells: object) -> None:
    made.add_row(*(_escaped(str(cell)) if cell not in (0, None) else "[dim]·[/dim]" if cell == 0 else "" for cell in cells))


def write_lines(lines: Iterable[str]) -> None:
    """Write machine-readable lines, unwrapped, to standard output."""
    for line in lines:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()
