"""Readers' comments glued to the end of an article without a mark: found by how they speak."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from watcher.extract.blocks import Block
from watcher.model import SpanKind
from watcher.text import letters, stated_date

COMMENTS_MIN: Final = 2
IN_MARKUP_SHARP_MIN: Final = 3
"""Pages mostly part the comments from the article; where they do not, more must speak for it."""
ARTICLE_CHARS_MIN: Final = 500
"""So much reporting must stand before the first comment."""
MARKED_SHARE_MIN: Final = 0.5
"""So many of the last blocks must speak like comments for all of them to be some."""
ALIKE_MIN: Final = 0.6
RUN_JUDGED_MAX: Final = 200
"""So many comments are looked at; the rest of a longer run is what they are."""
EARLIER_BLOCKS_MAX: Final = 250
LAST_BLOCKS: Final = 4
"""Where readers speak on a page, one of the last so many says "I"."""
MARK_WORDS_MAX: Final = 10
MARK_CHARS_MAX: Final = 100
NAME_WORDS_MAX: Final = 4
POST_BLOCKS_MAX: Final = 6
"""A post has at most so many paragraphs between its name and its "Reply", or nobody knows where it begins."""
TOP_MARKS_MAX: Final = 1
"""A byline with its moment; more such lines at the top make a page of updates."""

_REPLY: Final = re.compile(
    r"(?:reply|respond|report(?: (?:this |as )?(?:comment|post|abuse|spam))?|flag(?: as \w+)?|permalink|(?:\d+ )?replies"
    r"|reply to \S+(?: \S+)?|\(?\+?\d+\)? (?:dis)?likes?|(?:dis)?likes?\W*\d+|\d+ (?:up|down)?votes?|\d+ points?"
    r"|(?:score|up ?vote|down ?vote)\W*\d+|likes?|\W)+$"
)
_ASKS: Final = re.compile(r"rep|resp|flag|perma|\d")
"""A bare "Like" is a share bar's."""
_AGO: Final = re.compile(r"\b(?:\d+|an?)\s*(?:years?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?) ago\b", re.IGNORECASE)
_TIME: Final = re.compile(r"\b\d\d?[:.]\d\d\b")
_QUOTED: Final = re.compile(r"[“\"][^”\"]*(?:[”\"]|$)|(?<!\w)‘[^’]*’(?!\w)")
_FIRST_PERSON: Final = re.compile(r"\b(?:I|I'm|I've|I'd|I'll|[Mm]y|me|myself)\b")
_ATTRIBUTED: Final = re.compile(
    r"\b(?:said|says|told|added|argued|warned|explained|insisted|tweeted|claimed|according to|announced|confirmed"
    r"|spokes(?:man|woman|person))\b"
)
_SHOUT: Final = re.compile(r"\b[A-Z]{4,}\b|\bNOT\b")
_HEAT: Final = re.compile(
    r"[!?]{2,}|!\)|\?\)|!$|\b\w[….*]{2,}\w+|[a-z]\s?,[a-z]|\b(?:(?:could|would|should|do|does|is|was|ca|wo|did)nt|ive|im)\b"
)


def thread_from(blocks: Sequence[Block]) -> set[int]:
    """Return the places of a discussion that closes `blocks`: two or more of its posts say who wrote them and when.

    What stands before it is longer than the discussion, which tells one from a page of updates or a chronology.
    """
    above = list(accumulate((len(each.text) for each in blocks), initial=0))
    found = [at for at in range(1, len(blocks)) if _is_post_mark(blocks, at)]
    marks = [at for at in found if above[at] >= ARTICLE_CHARS_MIN]
    if len(marks) < COMMENTS_MIN or len(found) - len(marks) > TOP_MARKS_MAX:
        return set()
    start = _above(blocks, marks[0]) if _is_reply(blocks[marks[0]]) else marks[0] - _is_name(blocks[marks[0] - 1])
    return set(range(start, len(blocks))) if start and _size(blocks[:start]) >= _size(blocks[start:]) else set()


def _above(blocks: Sequence[Block], mark: int) -> int | None:
    """Return where the post above its "Reply" begins: with the name of who wrote it, None if none is near."""
    near = range(mark - 1, max(0, mark - POST_BLOCKS_MAX - 1), -1)
    return next((at for at in near if _is_name(blocks[at]) and not _is_reply(blocks[at])), None)


def _is_reply(each: Block) -> bool:
    return len(each.text) <= MARK_CHARS_MAX and _REPLY.match(each.folded) is not None and _ASKS.search(each.folded) is not None


def _is_post_mark(blocks: Sequence[Block], at: int) -> bool:
    """Whether a line is what stands around a post: "Reply", or a moment with a name in it or above it."""
    each = blocks[at]
    if each.count > MARK_WORDS_MAX:
        return False
    if _is_reply(each):
        return True
    if not (_AGO.search(each.folded) or (_TIME.search(each.text) and _is_dated(each))):
        return False
    rest = _AGO.sub("", each.text) if _AGO.search(each.folded) else ""
    return bool(re.search(r"[A-Z]\w", rest)) or _is_name(blocks[at - 1])


def _is_dated(each: Block) -> bool:
    return stated_date(each.text, source="text") is not None


def _is_name(each: Block) -> bool:
    """Whether a line is a name as people sign with: a few words, no sentence."""
    return each.count <= NAME_WORDS_MAX and not each.text.endswith((".", "!", "?", ",", ";")) and each.text[:1].isalpha()


def _size(blocks: Sequence[Block]) -> int:
    return sum(len(each.text) for each in blocks)


def comments_from(blocks: Sequence[Block], *, is_plain: bool = True) -> set[int]:
    """Return the places of the readers' comments that close `blocks`, none if it is not reporting or does not end in any.

    Reporting does not say "I" outside quotation marks. Comments do; or they open by quoting the article, shout, leave out
    apostrophes, or repeat each other; and nobody in them "said" anything. Half of the run must be marked so, some of them
    sharply: more where the text comes from markup, which mostly parts comments from the article (`is_plain` is False).
    """
    if not is_plain and not any(_FIRST_PERSON.search(each.text) for each in blocks[-LAST_BLOCKS:]):
        return set()
    voices = Voices(blocks)
    first = next((at for at, text in enumerate(voices.narrated) if _FIRST_PERSON.search(text)), None)
    if first is None or sum(len(each.text) for each in blocks[:first]) < ARTICLE_CHARS_MIN:
        return set()
    if not any(_ATTRIBUTED.search(text) for text in voices.narrated[:first]):
        return set()
    run = range(_start(voices, first), len(blocks))
    if len(run) < COMMENTS_MIN or any(
        _ATTRIBUTED.search(text) and not _FIRST_PERSON.search(text) for text in voices.narrated[run[0] :]
    ):
        return set()
    judged = run[:RUN_JUDGED_MAX]
    sharp = [voices.is_sharp(at, judged) for at in judged]
    marked = [is_sharp or bool(_FIRST_PERSON.search(voices.narrated[at])) for at, is_sharp in zip(judged, sharp, strict=True)]
    sharp_min = COMMENTS_MIN if is_plain else IN_MARKUP_SHARP_MIN
    return set(run) if sum(sharp) >= sharp_min and sum(marked) >= MARKED_SHARE_MIN * len(judged) else set()


def _start(voices: Voices, first: int) -> int:
    """Return where the comments begin: before the first "I", over blocks that quote the article or speak hotly."""
    start = first
    while start > 0 and (voices.quotes_article(start - 1) or voices.is_hot(start - 1)):
        start -= 1
    return start


class Voices:
    """How the blocks of a page speak; `narrated` is what stands outside quotation marks."""

    def __init__(self, blocks: Sequence[Block]):
        self.blocks = blocks
        self.narrated = [_unquoted(each.text) for each in blocks]
        self.shouted: dict[str, int] = {}
        for at, each in enumerate(blocks):
            for word in _SHOUT.findall(each.text):
                self.shouted.setdefault(word, at)

    def is_sharp(self, at: int, run: range) -> bool:
        """Whether a block speaks as only comments do; a calm "I" may be the author's."""
        return (
            self.quotes_article(at)
            or self.is_hot(at)
            or any(_alike(self.blocks[at], self.blocks[other]) for other in run if other != at)
        )

    def quotes_article(self, at: int) -> bool:
        """Whether a block is nothing but words that an earlier block has."""
        this = _bare(self.blocks[at])
        return len(this) > 30 and any(this in _bare(earlier) for earlier in self.blocks[max(0, at - EARLIER_BLOCKS_MAX) : at])

    def is_hot(self, at: int) -> bool:
        """Whether a block shouts what nobody shouted before or drops apostrophes, and is no heading and no attributed quotation."""
        text = self.narrated[at]
        if self.blocks[at].kind is not SpanKind.PARAGRAPH or _ATTRIBUTED.search(text):
            return False
        return bool(_HEAT.search(text)) or any(self.shouted.get(word, at) == at for word in _SHOUT.findall(text))


def _alike(one: Block, other: Block) -> bool:
    left, right = set(one.folded.split()), set(other.folded.split())
    return len(left & right) >= ALIKE_MIN * len(left | right) if left and right else False


def _unquoted(text: str) -> str:
    return _QUOTED.sub(" ", text.replace("’", "'") if "“" not in text else _QUOTED.sub(" ", text).replace("’", "'"))


def _bare(block: Block) -> str:
    return letters(block.folded)
