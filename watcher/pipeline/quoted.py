"""Whether a sentence is another text's: shared by alerts (quoted concerns do not alert twice) and stories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from watcher.text import words

SHARE_MIN: Final = 0.6
"""A sentence is borrowed when so much of its wording stands in what was quoted."""
_RUN: Final = 4


def is_borrowed(sentence: str, quoted: Sequence[str]) -> bool:
    """Whether at least `SHARE_MIN` of the four-word runs of `sentence` stand in one of the quoted passages."""
    runs = _runs(sentence)
    if not runs or not quoted:
        return False
    known = frozenset().union(*(_runs(passage) for passage in quoted))
    return len(runs & known) >= SHARE_MIN * len(runs)


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    found = words(text)
    if len(found) < _RUN:
        return frozenset({tuple(found)}) if found else frozenset()
    return frozenset(tuple(found[start : start + _RUN]) for start in range(len(found) - _RUN + 1))
