"""Lines that belong to the page and not to the statement, known by their look alone.

The memory of a host is the better judge (`LineMemory`); these patterns are for hosts that have said too little yet and for
lines that differ each time (counters, ages, print dates).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

VOLATILE_WORDS_MAX: Final = 14
VOLATILE_CHARS_MAX: Final = 160
"""A counter or a date line is short; a longer line that begins like one is a sentence."""

_STAMP: Final = (
    r"(?:first |last |page )?(?:published|posted|updated|modified|reviewed|revised|release date|date|added|created)\b(?: on| at|:)?"
    r"(?:[\s\d.:,/|+-]|(?:st|nd|rd|th|am|pm|gmt|bst|utc|at|on|and|ago|by|a|an|in|updated|published|yesterday|today|just now)\b"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*+|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|(?:second|minute|min|hour|hr|day|week|month|year)s?\b)*+"  # possessive: "marmarmar..." must not be tried in all ways
)
_COUNTER: Final = (
    r"(?:\d[\d.,]*[km]?|no) ?(?:reads?|shares?|views?|comments?|likes?|claps|retweets?|reactions?|replies|visits|downloads"
    r"|signatures?(?: and counting)?|people (?:found|like|are reading|have)\b.*|(?:minute|min)s?(?: to)? read)"
    r"|(?:page )?(?:viewed|read|shared|seen) [\d.,]+ times?|(?:share this|shares?|comments?|views?|likes?|reads?)[: ]*[\d.,]*"
    r"|(?:\d+|an?|one) (?:second|minute|min|hour|hr|day|week|month|year)s? ago|(?:reading|read) time:?.*"
)
_HOUSE: Final = (
    r"release (?:no|number)\.? ?\d+|(?:ref|reference)(?: no)?[.:]? ?[\w/-]+|staff (?:reporter|writer)"
    r"|by (?:our|a|the) [\w -]{0,40}(?:correspondent|reporter|editor|team|staff|desk)"
    r"|(?:page|issue|item|no)\.? ?\d+|[\d\s.:,/|-]+|ad slot \w.*|hide ad|advertisement"
)
_VOLATILE: Final = re.compile(f"{_STAMP}|{_COUNTER}|{_HOUSE}")


def _listed(text: str) -> tuple[str, ...]:
    """Return the entries of a text, one between two bars."""
    return tuple(" ".join(entry.split()) for entry in text.split("|"))


# Words that stand in furniture and hardly ever in a statement; a line in quotation marks is never judged by them.
_STRONG: Final = _listed(
    """
    cookie|skip to content|skip to main|skip to navigation|all rights reserved|privacy notice|privacy policy|privacy statement
    |we value your privacy|terms of use|back to top|your email address will not|required fields are marked|follow us on
    |share this page|share this article|share this story|share on social|share on facebook|share on x|share on twitter
    |share on linkedin|is this page useful|open government licen|crown copyright|print this page|get emails about
    |report a problem|report a comment|report a mistake|report an error|please do not reply to this
    |independent press standards organisation|experience in our app|this website uses|this site uses|this website and associated
    |registered office|opens in a new tab|opens in a new window|appeared first on|see all updates|not in the union?
    """
)
# Words that stand in furniture and now and then in a statement.
_WEAK: Final = _listed(
    """
    sign up to |sign up for |subscribe to |subscribe for |subscribe now|subscribe today|our newsletter|leave a reply|leave a comment
    |media enquiries|out of hours|help us improve|become a member|already a member|join online|join us|log in to|download our app
    |download the app|registered charity|registered company|registered in england|donate to |donate now|comments on this page
    |copyright|terms and conditions|privacy settings
    """
)
_CUE_WORDS: Final = frozenset(word.strip("?") for cue in (*_STRONG, *_WEAK) for word in cue.split()) | {
    "cookies",
    "licence",
    "license",
}
SENTENCE_WORDS_MIN: Final = 12
"""A line of so many words may be a sentence of the statement; one weak cue in it proves nothing."""
CUE_CHARS_MAX: Final = 400
"""Furniture says so early on."""
FURNITURE_CHARS_MAX: Final = 900
"""A longer line has a statement in it, however it begins: a page that was read as one line must not lose all of it."""
_BEGINNINGS: Final = re.compile(
    r"(?:press|media)(?: and media)? (?:enquiries|office|contacts?|desk|queries|team)\b"
    r"|(?:first published .{0,30})?notes? (?:to|for) editors?\b|editor'?s?'? notes?$|ends$|join (?:the union|today|now)\b"
    r"|for (?:further|more) information\b.*\b(?:contact|email|call|ring|desk)\b"
    r"|you are here\b|(?:related|see also|read more|read|more|tags?|topics?|trending|filed under|explore the topic|comments)\s?:"
    r"|more (?:from|on) this\b|most (?:read|popular)\b|latest (?:news|jobs)\b|home ?[>/|»]|menu\b.*\b(?:search|login|log in)\b"
    r"|(?:search|login|log in|share|print|email|tweet|dismiss|published|posted|updated|top|your thoughts)\s?:?$"
    r"|© ?|all content is available\b|advertise(?:ment|rs)?$|[^.]{0,60}\bjobs?:.* - .* - "
)
_WALL: Final = re.compile(
    r"(?:please )?(?:register|subscribe|sign in|sign up|log in|become a (?:member|subscriber))\b.{0,60}\b"
    r"(?:to (?:read|continue|view|see|access)|for full access)|.{0,60}\bcontinue reading\b|(?:register|subscribe) now\b"
    r"|this (?:article|content|page) is (?:for|available to) (?:subscribers|members|registered)"
)
# What a body says of itself at the foot of every release: who it is and how many it speaks for.
_BODIES: Final = "union|association|charity|body|organisation|alliance|network|professional|voice|federation|department|regulator"
_ABOUT: Final = re.compile(
    r"(?:about the [^.:]{3,60}: ?)?(?:the )?[^.\"]{3,90}?\b"
    rf"(?:is (?:the|a|an) (?:\w+[ -]){{0,6}}?(?:{_BODIES})\b|brings together\b|republishes statements\b"
    r"|represents (?:more than |over |some |about )?\d)"
)


def is_volatile(line: str) -> bool:
    """Whether a folded line is a counter, an age, a date stamp or a house byline: it may differ on every visit."""
    return len(line) <= VOLATILE_CHARS_MAX and line.count(" ") < VOLATILE_WORDS_MAX and _is_volatile(line)


@lru_cache(maxsize=16384)
def _is_volatile(line: str) -> bool:
    return _VOLATILE.fullmatch(line.strip(" .:-|•*[]()")) is not None


@dataclass(frozen=True, slots=True)
class Cues:
    """Words of furniture: one `strong` cue is enough, of `weak` ones it takes two or a short line."""

    strong: tuple[str, ...]
    weak: tuple[str, ...]


_CUES: Final = Cues(_STRONG, _WEAK)


def cues_in(folded: str) -> Cues:
    """Return the cues that stand somewhere in a folded text: no others can stand in one of its lines."""
    return Cues(tuple([cue for cue in _STRONG if cue in folded]), tuple([cue for cue in _WEAK if cue in folded]))


class Look(IntEnum):
    """How much a line looks like furniture."""

    PLAIN = 0
    DOUBTFUL = 1
    CHROME = 2


def look_of(line: str, words: Collection[str], cues: Cues = _CUES) -> Look:
    """Return how much a folded line with these words looks like navigation, a notice, an appeal or a footer.

    `cues` are those that can stand in it, if `cues_in` was asked about all of its text; else all there are.
    """
    if len(line) > FURNITURE_CHARS_MAX:
        return Look.PLAIN
    if _BEGINNINGS.match(line) is not None or is_wall(line):
        return Look.CHROME
    if not (cues.strong or cues.weak) or _CUE_WORDS.isdisjoint(words):
        return Look.PLAIN
    start = line[:CUE_CHARS_MAX]
    weak = sum(cue in start for cue in cues.weak)
    if weak > 1 or (weak and len(words) < SENTENCE_WORDS_MIN) or any(cue in start for cue in cues.strong):
        return Look.CHROME
    return Look.DOUBTFUL if weak else Look.PLAIN


def is_wall(line: str) -> bool:
    """Whether a folded line asks for a registration before the rest can be read."""
    return _WALL.match(line) is not None


def is_about(line: str) -> bool:
    """Whether a folded line describes its publisher; counts as chrome only at the edge of a page."""
    return _ABOUT.match(line) is not None
