"""Plain text for mail programs with fixed columns: lines are wrapped, addresses never are."""

from __future__ import annotations

import textwrap
from typing import Final

COLUMNS: Final = 76
"""RFC 2822 asks for at most 78 characters a line."""


def wrap(text: str, first: str = "", rest: str | None = None) -> str:
    """Return `text` in lines of at most `COLUMNS`, the first opening with `first` and the others with `rest` (blanks by default).

    A word that is longer than a line (an address) stands on a line of its own, whole, so that it can still be followed.
    """
    return textwrap.fill(
        str(text),
        COLUMNS,
        initial_indent=first,
        subsequent_indent=" " * len(first) if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
