"""The text that a page gives to machines (`articleBody`) as a witness: which reading is right, and where it runs on too far."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from watcher.extract.blocks import Block, block
from watcher.model import SpanKind
from watcher.text import fold, letters

BODY_CHARS_MIN: Final = 300
"""A shorter `articleBody` is a teaser."""
COVERED_MIN: Final = 0.95
"""Only a reading that has so much of the body is trimmed by it: else the body may be the one that is cut."""
TRIMMED_SHARE_MAX: Final = 0.25
"""A body that would cut more is itself cut: a teaser, or the part before a paywall."""
INSERT_WORDS_MAX: Final = 40
_KEY_CHARS: Final = 60


class Witness:
    """A page's `articleBody`, reduced to letters; one that is too short to say anything agrees with nothing and trims nothing."""

    def __init__(self, body: str | None):
        self.body = body or ""
        self.letters = letters(fold(self.body)) if len(self.body) >= BODY_CHARS_MIN else ""

    def __bool__(self) -> bool:
        return bool(self.letters)

    def agreement(self, blocks: Sequence[Block]) -> float:
        """Return how far `blocks` and the body are the same text, as an F1 of letters, 0.0 to 1.0."""
        matched = sum(len(_letters(each)) for each in blocks if self.has(each))
        total = sum(len(_letters(each)) for each in blocks) + len(self.letters)
        return 2 * min(matched, len(self.letters)) / total if total else 0.0

    def has(self, each: Block) -> bool:
        key = _letters(each)[:_KEY_CHARS]
        return bool(key) and key in self.letters

    def blocks(self) -> list[Block]:
        """Return the body's own paragraphs, for a page that shows them to machines alone."""
        return [block(line) for line in re.split(r"\n+", self.body) if line.strip()]

    def trimmed(self, blocks: Sequence[Block]) -> tuple[Block, ...]:
        """Return `blocks` without what the body has not: all behind its end, and short paragraphs that were put into it.

        What stands before it (a standfirst) stays, and so do lists, quotations, tables and sub-headings inside it: machines are
        often not given those.
        """
        if not self or sum(len(_letters(each)) for each in blocks if self.has(each)) < COVERED_MIN * len(self.letters):
            return tuple(blocks)
        known = [index for index, each in enumerate(blocks) if self.has(each)]
        first, last = known[0], known[-1]
        kept = tuple(
            each for index, each in enumerate(blocks) if index <= last and (index < first or index in known or not _is_insert(each))
        )
        lost = sum(len(each.text) for each in blocks) - sum(len(each.text) for each in kept)
        return kept if lost <= TRIMMED_SHARE_MAX * sum(len(each.text) for each in blocks) else tuple(blocks)


def _is_insert(each: Block) -> bool:
    return each.kind is SpanKind.PARAGRAPH and each.count <= INSERT_WORDS_MAX


def _letters(each: Block) -> str:
    return letters(each.folded)
