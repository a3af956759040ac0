"""What people see in the terminal: tables, one-line errors, progress."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

out: Final = Console(highlight=False, soft_wrap=False, emoji=False)
err: Final = Console(stderr=True, highlight=False, emoji=False)

WRAPPED: Final = frozenset(
    {"title", "why", "problem", "listing", "concern", "routes", "source", "publisher", "organisation", "what"}
)
"""Columns that may take a second line on a narrow screen; the others are never cut."""


def say(text: str) -> None:
    """Print one line of plain text, whatever it holds; the terminal wraps it, so that a file has it whole."""
    out.print(escape(printable(text)), soft_wrap=True)


def note(text: str) -> None:
    """Print one line beside the result, on standard error."""
    err.print(escape(printable(text)), soft_wrap=True)


def printable(text: str) -> str:
    """Return `text` without the characters that would steer a terminal."""
    return "".join(char for char in text if char.isprintable() or char in "\n\t")


def table(*headings: str, title: str | None = None) -> Table:
    """Return an empty table; headings that begin with `#` are numbers, aligned right."""
    made = Table(title=title, title_justify="left", box=None, padding=(0, 1, 0, 0), header_style="bold")
    for heading in headings:
        name = heading.removeprefix("#")
        made.add_column(name, justify="right" if heading.startswith("#") else "left", no_wrap=name not in WRAPPED)
    return made


def row(made: Table, *cells: object) -> None:
    made.add_row(
        *(escape(printable(str(cell))) if cell not in (0, None) else "[dim]·[/dim]" if cell == 0 else "" for cell in cells)
    )


def write_lines(lines: Iterable[str]) -> None:
    """Write machine-readable lines, unwrapped, to standard output."""
    for line in lines:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()
