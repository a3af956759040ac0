"""Words as the classifier sees them: the same for any quotes, case, spacing, hyphens and apostrophes."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
_LATIN: Final = bytes(code if chr(code).isalnum() or chr(code) in ".,£\n" else ord(" ") for code in range(256))
"""What parts words in Latin-1 as a blank; the rest as it is."""


def tokens(text: str) -> list[str]:
    """Return the words of `text`, folded: "Head-teacher's well-being" is ["headteacher", "wellbeing"].

    Possessive endings and apostrophes are dropped ("don't" is "dont"), so that texts that lost their apostrophes read alike;
    figures stay whole ("1,200", "19.30").
    """
    return tokens_of_folded([fold(text)])[0]


def tokens_of_folded(lines: Sequence[str]) -> list[list[str]]:
    """Return the words of each of some folded texts; all of a document at once take half the time of one after the other."""
    joined = "\n".join(lines)
    if "'" in joined:
        joined = _POSSESSIVE.sub("", joined).replace("'", "")
    if "-" in joined:
        joined = joined.replace("-", " ")
    if any(words in joined for words in _PARTED):
        joined = _TWO_WORDS.sub(_join, joined)
    return _split(joined) if lines else []


def _split(joined: str) -> list[list[str]]:
    """Return what `_WORD` finds in each line; where no stop and no comma stands within a word, blanks tell the words apart."""
    try:
        plain = joined.encode("latin-1").translate(_LATIN) + b"\n"
    except UnicodeEncodeError:
        return [_WORD.findall(line) for line in joined.split("\n")]
    plain = plain.replace(b". ", b" ").replace(b", ", b" ").replace(b".\n", b"\n").replace(b"\xa3", b" \xa3 ")
    found = plain.decode("latin-1").split("\n")
    return [_WORD.findall(line) if "." in line or "," in line else line.split() for line in found[:-1]]


def _join(match: re.Match[str]) -> str:
    return match[0].replace(" ", "")
