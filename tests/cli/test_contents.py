"""What `watcher --help` tells."""

from __future__ import annotations

from itertools import chain
from typing import Any

import typer

from watcher.cli import app
from watcher.cli.contents import SECTIONS

from .parts import run


def test_every_command_stands_under_one_heading() -> None:
    """No command is missing from the table of contents, and none stands there twice."""
    listed = [*chain.from_iterable(SECTIONS.values())]
    group: Any = typer.main.get_command(app)
    assert sorted(listed) == sorted(group.commands)


def test_the_help_is_grouped_and_nothing_is_cut() -> None:
    """Each heading is printed, and each command's line is whole."""
    shown = run("--help").out
    assert all(f"\n{heading}:\n" in shown for heading in SECTIONS)
    assert "..." not in shown.partition("Watch:")[2]
