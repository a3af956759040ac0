"""The shared words, as the newer text prints them."""

from __future__ import annotations

from typing import Final

from watcher.dedup.comparing import Comparison
from watcher.dedup.reading import mend, words_of
from watcher.text import fold, sentences
from watcher.text.normal import WORD

EVIDENCE_RUN_MIN: Final = 7
"""Shorter runs prove nothing."""
SENTENCE_SHARE_MIN: Final = 0.75
"""A sentence with so many of its words shared is shown whole."""


def evidence_of(one: Comparison) -> tuple[str, ...]:
    """Return the shared passages as they stand in the newer text: whole sentences, or the shared part of one.

    Neighbouring sentences of a paragraph come as one passage.
    """
    marks = bytearray(len(one.new.words))
    for run in one.runs:
        if run.length >= EVIDENCE_RUN_MIN:
            marks[run.start : run.start + run.length] = b"\x01" * run.length
    found: list[str] = []
    at, size = 0, len(marks)
    while at < size:
        line = one.new.line_of[at]
        end = at
        while end < size and one.new.line_of[end] == line:
            end += 1
        if all(marks[at:end]):
            found.append(one.new.lines[line].text)
        elif any(marks[at:end]):
            found += _passages(one.new.lines[line].text, marks[at:end])
        at = end
    return tuple(found)


def _passages(text: str, marks: bytearray) -> list[str]:
    """Return the stretches of one paragraph that `marks`, a flag a word, shows as shared."""
    spans: list[tuple[int, int]] = []
    at = 0
    for sentence in sentences(text):
        size = len(words_of(fold(mend(sentence.text))))
        shared = marks[at : at + size]
        at += size
        if not any(shared):
            continue
        is_whole = sum(shared) >= SENTENCE_SHARE_MIN * size
        start, end = (0, len(sentence.text)) if is_whole else _cut(sentence.text, shared)
        if spans and text[spans[-1][1] : sentence.start + start].strip() == "":
            spans[-1] = (spans[-1][0], sentence.start + end)
        else:
            spans.append((sentence.start + start, sentence.start + end))
    return [text[start:end] for start, end in spans]


def _cut(text: str, marks: bytearray) -> tuple[int, int]:
    """Return where the shared words of a sentence begin and end; all of it where its words cannot be told one by one."""
    places = [match.span() for match in WORD.finditer(text.replace("’", "'"))]
    if len(places) != len(marks):
        return 0, len(text)
    return places[marks.index(1)][0], places[marks.rindex(1)][1]
