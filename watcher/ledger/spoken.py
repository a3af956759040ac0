"""Which words in quotation marks somebody speaks, and which are a grade, a title, a term or a scare quote."""

from __future__ import annotations

import re
from typing import Final

from watcher.ledger.cast import Speakers

FRAGMENT_WORDS_MIN: Final = 5
"""A shorter fragment that nobody is said to speak is a term or a scare quote."""
_TERMS: Final = frozenset(
    """so-called term terms word words phrase phrases label labels rated graded grade judged titled entitled dubbed named motion
    inquiry headline headlined line lines theme banner exhibition play lecture talk session debate series podcast episode essay
    chapter slogan motto deemed rating ratings ranked headed heading hashtag campaign document report article book card poster
    song film poll survey policy category defines means read of""".split()
)
"""Behind one of these a quotation is a term or a title."""
_CALLED: Final = re.compile(
    r"\b(?:called|calling (?:this|it)) (?:the|a)$|\bknown(?: (?:at|in|to|by|among|across|around|there|everywhere|locally|simply"
    r"|fondly)\b[^,.;:]{0,30})? as$"
)
_WHAT_CALLED: Final = re.compile(
    r"\bwhat (?:he|she|they|it|(?:[\w’'-]+ ){1,3})(?:called|calls|described as|describes as) (?:the|a|an|their|his|her|its)$"
)
"""Words that somebody "called the § of the complaint" are theirs."""
_SAID_OF: Final = re.compile(
    r"\b(?:wrote|writes|written|warned|accused|spoke|speaks|complained|talked|guilty|sense|view|opinion)\b[^.]*\bof\s*$",
    re.IGNORECASE,
)
_GRADES: Final = frozenset(
    ("outstanding", "good", "inadequate", "requires improvement", "satisfactory", "met", "not met", "effective", "exceptional",
     "strong standard", "expected standard", "needs attention", "urgent improvement", "causing concern", "special measures",
     "serious weaknesses", "secure", "attention needed", "ineffective", "requires significant improvement")
)  # fmt: skip
_SMALL: Final = frozenset("a an the of for in on at to and or your is it with by we you not our".split())
_WHOLE: Final = re.compile(r"[.!?…,][’'\"”]?$")


def is_statement(words: str) -> bool:
    return len(words.split()) >= FRAGMENT_WORDS_MIN or (words[:1].isupper() and words[-1:] in ".!?" and " " in words)


def is_spoken(words: str, place: tuple[str, str], who: Speakers | None) -> bool:
    """Whether words in quotation marks are somebody's speech, and no grade, title, term or scare quote."""
    before, _ = place
    plain = words.strip(" .,!?").casefold()
    is_announced = before.rstrip().endswith(":")
    if not plain or (plain in _GRADES and not is_announced and not words.endswith((".", ","))):
        return False
    if is_announced and who is not None:
        return True
    is_long = len(words.split()) >= FRAGMENT_WORDS_MIN and not words[:1].isupper()
    if _is_title(words) or (not is_long and _is_term(before, who) and not _SAID_OF.search(before)):
        return False
    if not who and len(plain.split()) == 1 and not is_announced and not words.endswith((".", ",")):
        return False
    if who is None:
        return len(words.split()) >= FRAGMENT_WORDS_MIN or bool(words[:1].isupper() and _WHOLE.search(words) and " " in words)
    return len(plain.split()) > 1 or not before.rstrip().endswith((" the", " a", " an")) or bool(_WHOLE.search(words))


def _is_term(before: str, who: Speakers | None) -> bool:
    """Whether the words before a quotation say that it is a term or a title ("graded", "the book")."""
    plain = before.rstrip(" ,(").casefold()
    last = plain[plain.rfind(" ") + 1 :]
    if who and (last == "of" or before.rstrip().endswith(",")):  # "says that we had a way of §", "wrote in the log book, §"
        return False
    is_called = plain.endswith((" the", " a", " as")) and _CALLED.search(plain) and not (who and _WHAT_CALLED.search(plain))
    return last in _TERMS or bool(is_called)


def _is_title(words: str) -> bool:
    """Whether words are printed as a title: two or more, each of weight with a capital, without a stop."""
    parts = re.findall(r"[^\W\d_][\w’'-]*", words)
    heavy = [part for part in parts if part.casefold() not in _SMALL]
    return (
        len(parts) > 1 and len(heavy) > 1 and not words.endswith((".", ",", "!", "?")) and all(part[0].isupper() for part in heavy)
    )
