"""Plain text, as other tools leave it: where the paragraphs are, and what the first and last lines say about the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from watcher.extract.blocks import Block, block
from watcher.extract.boilerplate import is_date_line
from watcher.extract.byline import byline_among, is_byline_line
from watcher.model import SpanKind
from watcher.text import StatedDates, fold, repair, stated_date, stated_dates

TITLE_WORDS_MAX: Final = 16
"""A longer first line without a stop is a standfirst (press headlines have up to fourteen words)."""
HEADING_WORDS_MAX: Final = 12
STANDFIRST_BLOCKS_MAX: Final = 4
EDGE_LINES: Final = 12
"""So many lines at either end may state the text's own date; a date in between is part of what is said."""
WRAP_SHARE_MIN: Final = 0.4
"""So many lines that break off in mid-sentence, none of them long, mean that the text was wrapped at a column."""
WRAPPED_CHARS_MIN: Final = 40
WRAPPED_LINES_MIN: Final = 6
WRAP_COLUMN_MAX: Final = 92

_PREFIX: Final = re.compile(r"\A\s*date[: ]\s*((?:19|20)\d\d-\d\d-\d\d)(?=\s)", re.IGNORECASE)
_LABELLED: Final = re.compile(
    r"^\s*(?:first published|published|posted|last updated|updated|release date|date|publication date"
    r"|last revised(?: and updated)?|last modified)\b.{0,80}$",
    re.IGNORECASE,
)
_ITEM: Final = re.compile(r"^(\s*)(?:(\d{1,2})[.)]|[•·▪◦‣*–-])\s+(?=\S)")
_CLOSED: Final = (".", "!", "?", ":", ";", ",", '"', "”", "’", ")", "…")


@dataclass(frozen=True, slots=True)
class PlainText:
    """A plain text taken apart; `blocks` still have furniture among them, the title only in `title`."""

    blocks: tuple[Block, ...]
    title: str | None = None
    byline: str | None = None
    standfirst: str | None = None
    dates: StatedDates = field(default_factory=StatedDates)


def read_plain(text: str, *, reference: datetime) -> PlainText:
    """Return the parts of a text without markup: its paragraphs, and what its first and last lines say about it.

    A leading " date 2023-12-11 " is an extractor's prefix and a date; "Posted: ..." lines near either end are dates too.
    """
    text = repair(text)
    prefix = _PREFIX.match(text)
    lines = [line.rstrip() for line in (text[prefix.end() :] if prefix else text).split("\n")]
    dates = _dates(lines, prefix[1] if prefix else None, reference)
    blocks = list(_blocks(_unwrap(lines)))
    title = _title(blocks, has_gap=_has_gap_after_first(lines))
    if title:
        blocks = blocks[1:]
    byline = byline_among(blocks[:EDGE_LINES])
    return PlainText(tuple(blocks), title, byline, _standfirst(blocks, title), dates)


def _dates(lines: Sequence[str], prefix: str | None, reference: datetime) -> StatedDates:
    filled = [line.strip() for line in lines if line.strip()]
    edges = filled[:EDGE_LINES] + filled[EDGE_LINES:][-EDGE_LINES:]
    found = [stated_dates(line, source="label", reference=reference) for line in edges if _LABELLED.match(line)]
    published = next((each.published for each in found if each.published), None)
    updated = next((each.updated for each in found if each.updated), None)
    if published is None and prefix:
        published = stated_date(prefix, source="label")
    if published is None:
        published = next((stated_date(line, source="text", reference=reference) for line in filled[:4] if is_date_line(line)), None)
    return StatedDates(published, updated)


def _unwrap(lines: Sequence[str]) -> list[str]:
    """Join the lines of a text that was wrapped at a column; empty lines still part its paragraphs."""
    filled = [line.strip() for line in lines if line.strip()]
    broken = sum(len(line) >= WRAPPED_CHARS_MIN and not line.endswith(_CLOSED) for line in filled)
    if len(filled) < WRAPPED_LINES_MIN or broken < WRAP_SHARE_MIN * len(filled) or max(map(len, filled)) > WRAP_COLUMN_MAX:
        return list(lines)
    joined: list[str] = [""]
    for line in lines:
        if not line.strip():
            joined.append("")
        elif joined[-1] and not _ITEM.match(line):
            joined[-1] = f"{joined[-1]} {line.strip()}"
        else:
            joined.append(line)
    return joined


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    """Yield one block a line; list marks are cut, since markup does not print them either."""
    items = _items(lines)
    filled = [(index, line) for index, line in enumerate(lines) if line.strip()]
    for at, (index, line) in enumerate(filled):
        if index in items:
            yield block(_ITEM.sub("", line), SpanKind.LIST_ITEM)
        elif 0 < at < len(filled) - 1 and _is_heading(line):
            yield block(line, SpanKind.HEADING)
        else:
            yield block(line)


def _items(lines: Sequence[str]) -> set[int]:
    """Return which lines are items of a list: at least two marked lines in a row, numbers counting up."""
    found: set[int] = set()
    run: list[tuple[int, int | None]] = []
    for index, line in [*enumerate(lines), (len(lines), "end")]:
        if not line.strip():
            continue
        match = _ITEM.match(line)
        number = int(match[2]) if match and match[2] else None
        continues = bool(match) and (not run or (number is None) == (run[-1][1] is None))
        if continues and run and number is not None and run[-1][1] is not None:
            continues = number == run[-1][1] + 1
        if not continues:
            found.update(place for place, _ in run if len(run) > 1)
            run = []
        if match:
            run.append((index, number))
    return found


def _is_heading(line: str) -> bool:
    """Whether a line between paragraphs is a sub-heading: short, no sentence, not a date or label."""
    line = line.strip()
    bare = line.strip("'\"‘’“” ")
    return (
        1 <= len(line.split()) <= HEADING_WORDS_MAX
        and not bare.endswith(_CLOSED)
        and bare[:1].isupper()
        and not line.startswith(("“", '"'))
        and not _LABELLED.match(line)
        and not is_byline_line(line)
    )


def _title(blocks: Sequence[Block], *, has_gap: bool) -> str | None:
    """Return the first line if it is a headline: short, no sentence, on its own."""
    if len(blocks) < 2 or not has_gap:
        return None
    first = blocks[0].text
    if len(first.split()) > TITLE_WORDS_MAX or first.endswith((".", ":", ";", ",", "”", '"')) or first.startswith(("“", '"')):
        return None
    return None if is_byline_line(first) or is_date_line(first) else first


def _has_gap_after_first(lines: Sequence[str]) -> bool:
    """Whether the first line stands alone; in a text without empty lines every line does."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    if len(filled) < 2:
        return False
    return filled[1] > filled[0] + 1 or filled[-1] - filled[0] == len(filled) - 1


def _standfirst(blocks: Sequence[Block], title: str | None) -> str | None:
    """Return what stands between the title and a date line, or a long first line without a stop."""
    labelled = next((at for at, each in enumerate(blocks[: STANDFIRST_BLOCKS_MAX + 1]) if _LABELLED.match(each.text)), 0)
    if title and 0 < labelled <= STANDFIRST_BLOCKS_MAX:
        return " ".join(each.text for each in blocks[:labelled])
    if not title and len(blocks) > 2 and not blocks[0].text.endswith(_CLOSED) and len(fold(blocks[0].text).split()) <= 40:
        return blocks[0].text
    return None
