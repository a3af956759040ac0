"""Whom a text itself prints with an office: "the senior coroner, Ada Brook", "Una Flint, area coroner for Ash", "Judge Fell"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from watcher.ledger.gazetteer import TITLES
from watcher.ledger.names import ROLE_WORDS, WORD

INCUMBENTS_MAX: Final = 20
"""More people than this with one office are a list, and "the coroner" is none of them."""
_NAME: Final = rf"(?:(?:{TITLES}\s+)+{WORD}(?:[ -]{WORD}){{0,3}}|{WORD}(?:[ -]{WORD}){{1,3}})(?![\w’'-])"
_PLACE: Final = r"(?:the )?[A-Z][\w’'-]*(?:(?:,| and| of)? [A-Z][\w’'-]*){0,4}"
_JUDGES: Final = re.compile(
    rf"(?<![\w’'-])(?:(?:[A-Z][a-z]+ )?Judge|H[HM]J|(?:Mr|Mrs|Ms|Lord|Lady) Justice|Recorder) {WORD}(?: {WORD})?(?![’'\w-])"
)


def incumbents(phrase: str, text: str) -> tuple[str, ...]:
    """Return the names beside which `text` prints the office `phrase`, as printed and in order, each once.

    An office is looked for by its last word if that is "coroner" or "judge", of whom there are many ranks, else whole; who
    only was, shadows or stands in for it is left out.
    """
    noun = phrase.casefold().rpartition(" ")[2]
    if noun not in text.casefold():
        return ()
    if noun == "judge":
        return _distinct(match.group() for match in _JUDGES.finditer(text))
    ahead, behind, is_behind = _patterns(noun if noun == "coroner" else phrase)
    found = [*ahead.finditer(text), *(behind.finditer(text) if is_behind.search(text) else ())]
    return _distinct(match["who"] for match in sorted(found, key=re.Match.start) if _is_name(match["who"]))


def _is_name(printed: str) -> bool:
    """Whether capitals are a name and no article or office with another word ("The Senior")."""
    words = printed.split()
    return words[0] not in ("The", "A", "An", "His", "Her", "HM") and all(word.casefold() not in ROLE_WORDS for word in words[1:])


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))[:INCUMBENTS_MAX]


@lru_cache(maxsize=100)
def _patterns(office: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a name behind an office, of a name before it, and of what stands behind such a name.

    Every run of capitals may be a name: it is looked for only in a text that has the last at all.
    """
    noun = rf"(?i:{re.escape(office)})(?![\w’'-])"
    rank = r"(?:(?:[Ss]enior|[Aa]ssistant|[Aa]rea|[Dd]eputy|[Cc]hief|HM) ){0,3}" if office == "coroner" else ""
    before = r"(?<![\w’'-])(?<!\b[Ff]ormer )(?<!\b[Ee]x-)(?<!\b[Ss]hadow )(?<!\b[Tt]hen )(?<!\b[Dd]eputy )(?<!\b[Vv]ice )"
    behind = (
        rf"(?: KC)?(?:, (?:who (?:is|was) |sitting as |acting as )?| (?:is|was) )"
        rf"(?:the |an? |its |His Majesty[’']s |Her Majesty[’']s )?{rank}{noun}(?=,| for | of | at |[.;)]|$| who\b)"
    )
    return (
        re.compile(rf"{before}{rank}{noun}(?: (?:for|of) {_PLACE})?,? (?P<who>{_NAME})(?![’'])"),
        re.compile(rf"(?<![\w’'-])(?P<who>{_NAME}){behind}"),
        re.compile(behind),
    )
