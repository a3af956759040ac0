"""Sentences with their places, as British press and press-office prose needs them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

_ABBREVIATIONS_TEXT: Final = (
    "Mr Mrs Ms Dr Prof Sir Rev St No Rt Hon hon Cllr Jan Feb Mar Apr Aug Sept Sep Oct Nov Dec etc vs approx para paras cf pp vol"
)


def _after(words: Iterable[str]) -> str:
    """Return a pattern for the place behind one of `words` and its dot; `re` looks back over one length at a time."""
    by_size: dict[int, list[str]] = {}
    for word in words:
        by_size.setdefault(len(word), []).append(word)
    return "|".join(rf"(?<=\b(?:{'|'.join(known)})\.)" for known in by_size.values())


# Both begin with a mark, so that the letters in between are passed over at once; they see a tenth of a text's characters.
_DOT_KEPT: Final = re.compile(
    rf"\.(?:{_after(_ABBREVIATIONS_TEXT.split())}|(?<=\b[A-Z]\.)(?=\s?[A-Z])"
    r"|(?<=\be\.)(?=g\.)|(?<=\be\.g\.)|(?<=\bi\.)(?=e\.)|(?<=\bi\.e\.))"
)
_BREAK: Final = re.compile(
    r"""[.!?…\n](?:(?<=\n)\n*"""
    r"""|["”’')\]]*\s+(?=["“‘'(\[]?[A-Z0-9£“"‘(\-•])"""  # a stop, its closing marks, then something that opens
    r"""|["”’']\s+(?=\S)"""
    r"""|(?<=[a-z0-9)!][.!?])\s+(?=[a-z]))"""  # forum posts start sentences in lower case
)
_CLOSERS: Final = "\"”’')]"


class Sentence(NamedTuple):
    """`text[start:end]` of the text it was found in, in code points, without outer blanks."""

    start: int
    end: int
    text: str
    paragraph: int


def sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of `text` in order; a newline always ends one, an abbreviation or an initial never does."""
    masked = _DOT_KEPT.sub("\u2024", text)
    found: list[Sentence] = []
    start = paragraph = 0
    for match in _BREAK.finditer(masked):
        gap = match.start() + (text[match.start()] != "\n")
        while gap < match.end() and text[gap] in _CLOSERS:
            gap += 1
        _add(found, text, start, gap, paragraph)
        paragraph += "\n" in match.group()
        start = match.end()
    _add(found, text, start, len(text), paragraph)
    return tuple(found)


def _add(found: list[Sentence], text: str, start: int, end: int, paragraph: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append(Sentence(start, end, text[start:end], paragraph))
