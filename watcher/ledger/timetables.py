"""Timetables: lines below a heading that set a date against each thing that will be done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from watcher.ledger.due import due_dates
from watcher.ledger.undertakings import is_calendar
from watcher.model import Due

ROWS_MAX: Final = 40
"""A longer table is data, and what stands below it is not read as one."""
ROW_CHARS_MAX: Final = 300
LINE_ABOVE_CHARS: Final = 120
LINES_BETWEEN_MAX: Final = 2
"""Two rows are one line or one blank line apart."""

_HEADING: Final = re.compile(
    r"^(?:\d{1,2}(?:\.\d+)*\.? )?[^\n.!?]{0,40}\b(?:time(?:table|line|scales?)|milestones|(?:next|further) steps|what (?:happens"
    r"|comes|will happen|we will do|is) next"
    r"|action plan|road ?map|looking ahead|key dates|the (?:coming|next) (?:\w+ )?(?:weeks|months|term|year)"
    r"|our (?:commitments|promises|pledges|plan)|when (?:it|this|things) will happen"
    r"|what (?:we will do|we’ll do|we'll do|we’re doing|we're doing|we are doing|will change)(?: (?:and"
    r"|by) (?:by )?when)?)\b[^\n.!?]{0,40}$",
    re.IGNORECASE | re.MULTILINE,
)
_HEADING_HINTS: Final = (
    *("timetable", "timeline", "timescale", "milestones", " steps", " next", "action plan", "roadmap", "road map", "looking ahead"),
    *(
        "key dates",
        "the coming",
        "our commitments",
        "our promises",
        "our pledges",
        "our plan",
        "will happen",
        "what we",
        "will change",
    ),
)
_LABELLED: Final = re.compile(
    r"^[ \t]*(?:[-–—•*·▪◦‣][ \t]+)?(?:(?:[Bb]y|[Ii]n|[Oo]n|[Ff]rom|[Bb]efore) )?(?:the )?(?:(?:end|start"
    r"|beginning) of )?(?:\d{1,2} )?"
    r"(?:(?:early|late|mid)[- ])?(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter|Easter|Christmas)(?: \d{4}| term)?[ \t]*(?:[:|\t–—]|- )",
    re.MULTILINE,
)
"""A line that begins with a date: two of them in a row are a timetable, whatever stands above."""
_DATE_ALONE: Final = re.compile(
    r"^[ \t]*(?:(?:By|In|On|From) )?(?:(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December)(?: \d{4})?"
    r"|(?:Early|Late|Mid|Spring|Summer|Autumn|Winter)[- ]\d{4}|(?:[Tt]he )?[Ee]nd of \d{4}"
    r"|(?:This|Next|Later this) (?:spring|summer|autumn|winter|term|month|year))[ \t]*:?[ \t]*\n+(?P<what>[^\n]{4,300})",
    re.MULTILINE,
)
"""A date as a heading, and the line below it."""
_HAPPENED: Final = re.compile(r"\b(?:was|were|had|(?<!will )(?:has|have)|did|(?:am|are|is|[’']re|[’']m) \w+ing)\b")
"""What a line tells of the past or of now."""
_DIARY: Final = re.compile(
    r"\b(?:diary|events?|dates for|conferences?|webinars?|meetings|training dates|term dates|what happened|the story so far"
    r"|how we got here"
    r"|background|history|chronology)\b[^\n]{0,40}\n*$",
    re.IGNORECASE,
)
_LINE: Final = re.compile(r"[^\n]+")
_LEAD: Final = re.compile(r"[ \t]*(?:[-–—•*·▪◦‣][ \t]+|\(?\d{1,2}[.)][ \t]+)?")
_ITEM: Final = re.compile(r"[ \t]*[-–—•*·▪◦‣][ \t]+\w")
_BETWEEN: Final = re.compile(r"\s*(?:[:|\t–—]|\s[-/]\s)\s*")
_COLUMN: Final = re.compile(r"\s[/|]\s|\t")
_BEFORE_DATE: Final = re.compile(r"(?:by|in|on|from|before|within|until|the|end|of|\s)*", re.IGNORECASE)
_PREPOSITION_END: Final = re.compile(r"\s(?:by|in|on|from|before|until)(?: the(?: end of)?)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a timetable: its place `start` to `end` in the text, without its bullet, and what will be done.

    `dated` is the heading that has its date, if it stands there.
    """

    start: int
    end: int
    what: str
    dated: str = ""


def rows_of(text: str) -> Iterator[Row]:
    """Yield the rows of the timetables of a text: lines that begin or end with a date behind a colon, a dash, a bar or a tab.

    A timetable begins below its heading, or where two lines in a row begin with dates, and ends at the first line that is no
    row; an item without a date among them ends nothing. So do dates that are headings themselves.
    """
    yield from _below_dates(text)
    end = 0
    for start in sorted({*_below_headings(text), *_labelled(text)}):
        if start < end:
            continue
        for number, line in enumerate(_LINE.finditer(text, start)):
            if number >= ROWS_MAX:
                return
            row = _row(text, line.start(), line.end())
            if row is not None:
                end = line.end()
                yield row
            elif not _COLUMN.search(text, line.start(), line.end()) and not _ITEM.match(text, line.start(), line.end()):
                break


def _below_dates(text: str) -> Iterator[Row]:
    """Yield the first sentences below headings that are dates, if there are several: each with its heading's date."""
    found = list(_DATE_ALONE.finditer(text)) if "\n" in text else []
    for match in found[:ROWS_MAX] if len(found) > 1 and not _is_diary(text, found[0].start()) else ():
        what = match["what"].split(". ")[0].rstrip(".")
        if _HAPPENED.search(what):
            continue
        start = match.start("what")
        yield Row(start, start + len(what), what, match.group()[: match.start("what") - match.start()].strip())


def _is_diary(text: str, start: int) -> bool:
    """Whether the line above `start` says that the rows below it are a diary's."""
    return _DIARY.search(text, max(0, start - LINE_ABOVE_CHARS), start) is not None


def _below_headings(text: str) -> Iterator[int]:
    lower = text.casefold()
    if any(hint in lower for hint in _HEADING_HINTS):
        yield from (heading.end() for heading in _HEADING.finditer(text))


def _labelled(text: str) -> Iterator[int]:
    """Yield where lines begin with dates, two in a row, below nothing that says that they are a diary's."""
    before = -1
    for line in _LABELLED.finditer(text) if "\n" in text else ():
        if before >= 0 and text.count("\n", before, line.start()) <= LINES_BETWEEN_MAX and not _is_diary(text, before):
            yield before
        before = line.start()


def _row(text: str, start: int, end: int) -> Row | None:
    """Return the line between two places as a row; None if it is none."""
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    line = text[start:end].rstrip()
    dates = due_dates(line, None) if len(line) <= ROW_CHARS_MAX else ()
    if not dates:
        return None
    what = _behind_date(line, *dates[0]) or _before_date(line, *dates[-1])
    return Row(start, start + len(line), what) if what and not _is_of_calendar(what) else None


def _is_of_calendar(what: str) -> bool:
    """Whether a row begins with what happens by the calendar ("Inquest opens")."""
    return any(is_calendar(" ".join(what.split()[:count])) for count in (1, 2, 3))


def _behind_date(line: str, at: int, due: Due) -> str:
    """Return what stands behind a date that begins a line."""
    between = _BETWEEN.match(line, at + len(due.printed))
    return line[between.end() :].strip(" .;|") if between and _BEFORE_DATE.fullmatch(line, 0, at) else ""


def _before_date(line: str, at: int, due: Due) -> str:
    """Return what stands before a date that ends a line."""
    ahead = _PREPOSITION_END.sub("", f"{line[:at].rstrip()} ").rstrip()
    is_last = not line[at + len(due.printed) :].strip(" .;)|")
    return (
        _COLUMN.split(ahead.rstrip(":|–—-/\t "))[0].strip()
        if is_last and ahead[-1:] in (":", "|", "–", "—", "-", "/", "\t")
        else ""
    )
