"""Words as the classifier sees them: the same for any quotes, case, spacing, hyphens and apostrophes."""

from __future__ import annotations

import re
from typing import Final

from watcher.text import fold

_WORD: Final = re.compile(r"[^\W_]+(?:[.,][^\W_]+)*|£")
_POSSESSIVE: Final = re.compile(r"'s\b")
_TWO_WORDS: Final = re.compile(
    r"\b(?:well being|head teachers?|hot lines?|help lines?|work loads?|white boards?|class rooms?|whistle blow\w*|safe guarding)\b"
)
_PARTED: Final = (
    "well being",
    "head teacher",
    "hot line",
    "help line",
    "work load",
    "white board",
    "class room",
    "whistle blow",
    "safe guarding",
)
"""What stands in every text in which `_TWO_WORDS` finds something: looking for these costs a tenth."""


def tokens(text: str) -> list[str]:
    """Return the words of `text`, folded: "Head-teacher's well-being" is ["headteacher", "wellbeing"].

    Possessive endings and apostrophes are dropped ("don't" is "dont"), so that texts that lost their apostrophes read alike;
    figures stay whole ("1,200", "19.30").
    """
    folded = fold(text)
    if "'" in folded:
        folded = _POSSESSIVE.sub("", folded).replace("'", "")
    if "-" in folded:
        folded = folded.replace("-", " ")
    if any(words in folded for words in _PARTED):
        folded = _TWO_WORDS.sub(_join, folded)
    return _WORD.findall(folded)


def _join(match: re.Match[str]) -> str:
    return match[0].replace(" ", "")
