"""The paragraphs of a text, each with its quotations and as a frame in which they are left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from watcher.ledger.attribution import MARK
from watcher.model import Span, SpanKind
from watcher.text.quotation import Quotation, quotations

_LINE: Final = re.compile(r"[^\n]+")
_STOPPED: Final = re.compile(r"(?:§|[a-z]{3})\. [A-Z§]|: §")
ITEM: Final = re.compile(r"(?:\d{1,2}[.)]|[•·▪●◦*–-]|\([a-z\d]\))\s")
HEADING_CHARS_MAX: Final = 120


class Paragraph(NamedTuple):
    """A line of the text with its outer quotations; `frame` is the line with each of them as one mark."""

    start: int
    end: int
    frame: str
    quoted: tuple[Quotation, ...]
    is_block: bool = False
    is_item: bool = False
    is_title: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether the paragraph is a quotation and nothing else."""
        return len(self.quoted) == 1 and self.frame.strip(" .,") == MARK


def places_of(sentence: str) -> list[tuple[str, str]]:
    """Return the words before and behind each mark of a sentence."""
    parts = sentence.split(MARK)
    return [(parts[number], parts[number + 1]) for number in range(len(parts) - 1)]


def is_bare(sentence: str) -> bool:
    """Whether a sentence is quotations and nothing else."""
    return MARK in sentence and not sentence.replace(MARK, "").strip(" .,")


def is_heading(frame: str) -> bool:
    """Whether a paragraph is a headline: short, and without a stop at its end."""
    plain = frame.strip()
    if len(plain) > HEADING_CHARS_MAX or plain.endswith((".", "!", "?", ":", ";", ",", "”", ")", "’", "'")):
        return False
    is_said = plain.endswith(MARK) and (":" in plain or plain.startswith(MARK))
    return not is_said and not (MARK in plain and _STOPPED.search(plain))


def paragraphs_of(text: str, spans: Sequence[Span]) -> list[Paragraph]:
    outer = [each for each in quotations(text) if not each.depth]
    blocks = [span for span in spans if span.kind is SpanKind.BLOCK_QUOTE]
    items = [span for span in spans if span.kind is SpanKind.LIST_ITEM]
    found, number = [], 0
    for line in _LINE.finditer(text):
        start, end = line.span()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        bold = _unbolded(text, start, end)
        is_bold, (start, end) = bold[0] > start and bold[1] < end, bold
        is_marked = text[start:end].startswith(">")
        while start < end and is_marked and (text[start] == ">" or text[start].isspace()):
            start += 1
        if start == end:
            continue
        here = []
        while number < len(outer) and outer[number].outer_start < end:
            here.append(outer[number])
            number += 1
        is_block = is_marked or any(span.start < end and start < span.end for span in blocks)
        is_item = any(span.start < end and start < span.end for span in items) or bool(ITEM.match(text, start))
        bullet = ITEM.match(text, start) if is_item and here else None
        start = bullet.end() if bullet and bullet.end() == here[0].outer_start else start
        frame = _frame(text, start, end, here)
        found.append(Paragraph(start, end, frame, tuple(here), is_block, is_item, is_bold and not frame.endswith(":")))
    return found


_TIMED: Final = re.compile(r"\*\*\s+\d{1,2}[:.]\d{2}(?:\s?[ap]m)?$")


def _unbolded(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a line without the marks of bold type at its start and end ("**Name:** words", "**Heading**")."""
    while text.startswith("**", start, end):
        start += 2
    if text.endswith("**", start, end):
        return start, max(start, end - 2)
    timed = _TIMED.search(text, start, end)
    return start, timed.start() if timed else end


def _frame(text: str, start: int, end: int, quoted: Sequence[Quotation]) -> str:
    """Return a paragraph with each quotation as one mark; a stop inside the marks that ends the sentence stands behind them."""
    parts, place = [], start
    for each in quoted:
        parts.append(text[place : each.outer_start].replace(MARK, " "))
        parts.append(MARK)
        ahead = text[each.outer_end : min(end, each.outer_end + 3)].lstrip()
        if text[each.end - 1] in ".!?…" and (not ahead or ahead[0].isupper() or ahead[0] in "“\"‘'"):
            is_full = text[each.end - 1] == "." or not ahead or ahead[0] in "“\"‘'"
            parts.append("." if is_full else "")
        place = each.outer_end
    parts.append(text[place:end].replace(MARK, " "))
    return "".join(parts).replace("**", "  ")
