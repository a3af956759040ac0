"""What a page prints twice: pull-quotes, a standfirst that repeats the first lines, the same paragraph for another screen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from watcher.extract.blocks import Block
from watcher.model import SpanKind
from watcher.text import fold
from watcher.text.normal import WORD

REPEATED_WORDS_MIN: Final = 5
"""Fewer words recur in honest prose ("That must change.")."""
REPEATED_WORDS_MAX: Final = 80
NEAR_BLOCKS: Final = 250
"""Hardly a page has more; comparing each block with all of a book's would take a minute."""
STANDFIRST_BLOCKS: Final = 3
ECHO_BLOCKS: Final = 16
"""So far down a page a standfirst's echo is looked for."""
STANDFIRST_SHARE_MIN: Final = 0.7
"""A standfirst that shares this part of its three-word runs with one paragraph says the same again."""
MISSING_WORDS_SHARE_MAX: Final = 0.4

_TELLING: Final = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+|\d+")
"""Names and figures: capitalised words that do not begin a sentence, and numbers."""
_GOES_ON: Final = (",", ";")
"""A line of verse or of a list that leads on to the next; it may come again."""
_EDGES: Final = " .,:;!?\"'()[]-"


def repeated(blocks: Sequence[Block]) -> set[int]:
    """Return the places of blocks that another block says in full, and of a standfirst that one nearly says.

    Of two equal blocks the later goes, wherever they stand; one that another has among its words is looked for within
    `NEAR_BLOCKS`. List items and rows of tables are never judged.
    """
    bare = [each.folded.strip(_EDGES) for each in blocks]
    found: set[int] = set()
    seen: set[str] = set()
    for start in range(0, len(blocks), NEAR_BLOCKS):
        near = bare[max(0, start - NEAR_BLOCKS) : start + 2 * NEAR_BLOCKS]
        joined, equals = "\n".join(near), Counter(near)
        for index in range(start, min(start + NEAR_BLOCKS, len(blocks))):
            this = bare[index]
            if _is_judged(blocks[index]) and (this in seen or joined.count(this) > equals[this]):
                found.add(index)
            seen.add(this)
    return found | _standfirst(blocks, found)


def _is_judged(block: Block) -> bool:
    if not REPEATED_WORDS_MIN <= block.count <= REPEATED_WORDS_MAX or block.text.endswith(_GOES_ON):
        return False
    if block.kind is SpanKind.HEADING:
        return block.text[0] in "\"“'‘"
    return block.kind in (SpanKind.PARAGRAPH, SpanKind.BLOCK_QUOTE)


def _standfirst(blocks: Sequence[Block], taken: set[int]) -> set[int]:
    """Return the opening blocks whose wording one later paragraph carries nearly whole."""
    found: set[int] = set()
    for index in range(min(STANDFIRST_BLOCKS, len(blocks) - 1)):
        each = blocks[index]
        if index in taken or not _is_judged(each):
            continue
        wanted = sorted(set(each.folded.split()), key=len, reverse=True)
        later = (blocks[at] for at in range(index + 1, min(ECHO_BLOCKS, len(blocks))) if at not in taken)
        if any(_may_echo(wanted, other.folded) and _echoes(each, other) for other in later):
            found.add(index)
    return found


def _may_echo(words: Sequence[str], text: str) -> bool:
    """Whether `text` has most of `words`, given longest first: the cheap half of the question, mostly answered by a few of them."""
    left = int(MISSING_WORDS_SHARE_MAX * len(words))
    for word in words:
        if word not in text:
            left -= 1
            if left < 0:
                return False
    return True


def _echoes(this: Block, later: Block) -> bool:
    """Whether `later` has most of the wording of `this` and all its names and figures: a record's next line is no echo."""
    wanted, runs = _runs(this), _runs(later)
    told = {fold(word) for word in _TELLING.findall(this.text)}
    return bool(wanted) and len(wanted & runs) >= STANDFIRST_SHARE_MIN * len(wanted) and told <= set(WORD.findall(later.folded))


def _runs(block: Block) -> set[tuple[str, ...]]:
    found = WORD.findall(block.folded)
    return {tuple(found[at : at + 3]) for at in range(len(found) - 2)}
