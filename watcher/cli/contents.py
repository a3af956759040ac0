"""The table of contents of `watcher --help`: the commands by what they are for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from typer.core import TyperGroup

SECTIONS: Final = {
    "Watch": ("init", "check", "run-once", "daemon", "status", "sources", "backfill", "demo"),
    "Read": ("list", "show", "search", "digest", "ledger", "commitments", "people"),
    "Tell": ("route", "alert", "silence", "test-receiver", "deliveries", "subscribe", "subscribers", "unsubscribe"),
    "Correct": ("review", "family", "reassess", "evaluate", "train"),
    "On any text (nothing is stored)": ("extract", "relate", "classify", "quotes"),
    "Keep": ("import", "export", "backup", "restore", "prune", "canary"),
}
"""Every command once, in the order in which one meets them."""


class Contents(TyperGroup):
    """The commands under headings, each with the whole first line of its help."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write a section for each heading; a command that stands under none is listed last."""
        del ctx
        for heading, names in self._sections():
            rows = [(name, (self.commands[name].help or "").strip().partition("\n")[0]) for name in names]
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)

    def _sections(self) -> Iterator[tuple[str, list[str]]]:
        listed = {name for names in SECTIONS.values() for name in names}
        for heading, names in SECTIONS.items():
            yield heading, [name for name in names if name in self.commands]
        yield "More", [name for name in self.commands if name not in listed]
