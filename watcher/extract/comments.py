"""Readers' comments glued to the end of an article without a mark: found by how they speak."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from itertools import accumulate, pairwise
from typing import Final

from watcher.extract.blocks import Block
from watcher.extract.places import has_figure
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
MARK_WORDS_MAX: Final = 12
MARK_CHARS_MAX: Final = 100
NAME_WORDS_MAX: Final = 4
POST_BLOCKS_MAX: Final = 6
"""A post has at most so many paragraphs between its name and its "Reply", or nobody knows where it begins."""
DAYS_MIN: Final = 3
"""A name and a day without its hour may stand twice for other reasons."""
TOP_MARKS_MAX: Final = 1
"""A byline with its moment; more such lines at the top make a page of updates."""

_REPLY: Final = re.compile(
    r"(?:reply|respond|report(?: (?:this |as )?(?:comment|post|abuse|spam))?|flag(?: as \w+)?|permalink|(?:\d+ )?replies"
    r"|reply to \S+(?: \S+)?|\(?\+?\d+\)? (?:dis)?likes?|(?:dis)?likes?\W*\d+|\d+ (?:up|down)?votes?|\d+ points?"
    r"|(?:score|up ?vote|down ?vote|recommend(?:ed)?)\W*\d+|#\d+|likes?|\W)+$"
)
_ASKS: Final = re.compile(r"rep|resp|flag|perma|recommend|like\D*\d|\d\)? (?:dis)?like|vote|point|score")
"""A bare "Like" is a share bar's."""
_AGO: Final = re.compile(r"\b(?:\d+|an?)\s*(?:years?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?) ago\b", re.IGNORECASE)
_TIME: Final = re.compile(r"\b\d\d?[:.]\d\d\b")
_RECENT: Final = re.compile(r"\b(?:yesterday|today)\b.{0,12}\b\d\d?[:.]\d\d|(?<!\S)\d{1,2} ?[dhw]$")
_MOMENT: Final = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\b"
    r"|\b(?:posted|comment(?:ed)?|written|said|says|wrote|by|on|at|ago|from|yesterday|today|(?:an?|\d+)\s*(?:year|month|week|day|hour|hr|minute"
    r"|min)s?|am|pm|gmt|bst|st|nd|rd|th|\d+(?:st|nd|rd|th|am|pm|[dhw])?)\b",
    re.IGNORECASE,
)
"""The words of moments, and those between them and a name."""
_LETTERS: Final = re.compile(r"[^\W_]{2,}")
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


class _Mark(Enum):
    """What marks a post."""

    REPLY = "reply"
    TIMED = "timed"
    DAY = "day"


def thread_from(blocks: Sequence[Block]) -> set[int]:
    """Return the places of a discussion that closes `blocks`: two or more of its posts say who wrote them and when.

    What stands before it is longer than the discussion, which tells one from a page of updates or a chronology.
    """
    above = list(accumulate((len(each.text) for each in blocks), initial=0))
    found = {at: mark for at in range(1, len(blocks)) if (mark := _mark(blocks, at)) is not None}
    marks = [at for at in found if above[at] >= ARTICLE_CHARS_MIN]
    if not _is_thread(blocks, marks, found) or len(found) - len(marks) > TOP_MARKS_MAX:
        return set()
    start = _start_of_thread(blocks, marks, found)
    return set(range(start, len(blocks))) if start and _size(blocks[:start]) >= _size(blocks[start:]) else set()


def _is_thread(blocks: Sequence[Block], marks: Sequence[int], found: Mapping[int, _Mark]) -> bool:
    """Whether there are marks enough; one "Reply" is where names and words take turns, since the library prints it once."""
    if len(marks) == 1 and found[marks[0]] is _Mark.REPLY:
        start = _above(blocks, marks[0]) or len(blocks)
        names = (at for at in range(start, len(blocks) - 1) if _is_name(blocks[at]) and blocks[at + 1].count > NAME_WORDS_MAX)
        return sum(1 for _ in names) >= COMMENTS_MIN
    stamps = [at for at in marks if found[at] is not _Mark.REPLY]
    if any(later - at == 1 for at, later in pairwise(stamps)):
        return False  # a list of dates
    are_days = len(stamps) == len(marks) and all(found[at] is _Mark.DAY for at in stamps)
    return len(marks) >= (DAYS_MIN if are_days else COMMENTS_MIN)


def _start_of_thread(blocks: Sequence[Block], marks: Sequence[int], found: Mapping[int, _Mark]) -> int | None:
    """Return where the first post begins: with its name, above its "Reply" or its moment, or above what is signed below.

    The library may have left the names out; then the first post is as long as the shortest of the others.
    """
    if found[marks[0]] is _Mark.REPLY:
        apart = min((later - mark for mark, later in pairwise(marks)), default=0)
        return _above(blocks, marks[0]) or (marks[0] - apart + 1 if 1 < apart <= POST_BLOCKS_MAX else None)
    last = max(at for at in marks if found[at] is not _Mark.REPLY)
    are_signed_below = all(found.get(at) is _Mark.REPLY for at in range(last + 1, len(blocks)))
    return marks[0] - (are_signed_below or _is_name(blocks[marks[0] - 1]))


def _above(blocks: Sequence[Block], mark: int) -> int | None:
    """Return where the post above its "Reply" begins: with the name of who wrote it, None if none is near."""
    near = range(mark - 1, max(0, mark - POST_BLOCKS_MAX - 1), -1)
    return next((at for at in near if _is_name(blocks[at]) and not _is_reply(blocks[at])), None)


def _is_reply(each: Block) -> bool:
    return len(each.text) <= MARK_CHARS_MAX and _REPLY.match(each.folded) is not None and _ASKS.search(each.folded) is not None


def _mark(blocks: Sequence[Block], at: int) -> _Mark | None:
    """Return what a line says around a post: "Reply", or a moment or day with a name in it or above it; None if neither."""
    each = blocks[at]
    if each.count > MARK_WORDS_MAX:
        return None
    if _is_reply(each):
        return _Mark.REPLY
    mark = _moment_in(each)
    if mark is None or _is_name(blocks[at - 1]):
        return mark
    return mark if _has_name(each.text) and (mark is _Mark.TIMED or each.text[0].isalpha()) else None


def _moment_in(each: Block) -> _Mark | None:
    """Return whether a short line that is no sentence holds a moment, a day, or neither."""
    if each.kind is not SpanKind.PARAGRAPH or each.text.endswith((".", "!", "?")):
        return None
    if _AGO.search(each.folded) or _RECENT.search(each.folded):
        return _Mark.TIMED
    if not has_figure(each.text) or stated_date(each.text, source="text") is None:
        return None
    return _Mark.TIMED if _TIME.search(each.text) else _Mark.DAY


def _has_name(text: str) -> bool:
    """Whether a line with a moment has a name beside it, and no more."""
    return 1 <= len(_LETTERS.findall(_MOMENT.sub(" ", text))) <= NAME_WORDS_MAX


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
