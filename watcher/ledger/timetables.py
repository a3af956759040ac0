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
"""A longer table is data."""
ROW_CHARS_MAX: Final = 300

_HEADING: Final = re.compile(
    r"^[^\n.!?]{0,40}\b(?:timetable|milestones|next steps|what (?:happens|comes) next|action plan"
    r"|our (?:commitments|promises|pledges)"
    r"|what we will do(?: and by when)?)\b[^\n.!?]{0,40}$",
    re.IGNORECASE | re.MULTILINE,
)
_HINTS: Final = (
    *("timetable", "milestones", "next steps", "what happens next", "what comes next", "action plan", "what we will do"),
    *("our commitments", "our promises", "our pledges"),
)
_LINE: Final = re.compile(r"[^\n]+")
_LEAD: Final = re.compile(r"[ \t]*(?:[-–—•*·▪◦‣][ \t]+|\(?\d{1,2}[.)][ \t]+)?")
_BETWEEN: Final = re.compile(r"\s*(?:[:|\t–—]|\s-\s)\s*")
_BEFORE_DATE: Final = re.compile(r"(?:by|in|on|from|before|within|until|the|end|of|\s)*", re.IGNORECASE)
_PREPOSITION_END: Final = re.compile(r"\s(?:by|in|on|from|before|until)(?: the(?: end of)?)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a timetable: its place `start` to `end` in the text, without its bullet, and what will be done."""

    start: int
    end: int
    what: str


def rows_of(text: str) -> Iterator[Row]:
    """Yield the rows of the timetables of a text: lines that begin or end with a date behind a colon, a dash, a bar or a tab.

    A timetable begins below its heading and ends at the first line that is no row.
    """
    lower = text.casefold()
    for heading in _HEADING.finditer(text) if any(hint in lower for hint in _HINTS) else ():
        for number, line in enumerate(_LINE.finditer(text, heading.end())):
            row = _row(text, line.start(), line.end()) if number < ROWS_MAX else None
            if row is None:
                break
            yield row


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
    return ahead.rstrip(":|–—-\t ").strip() if is_last and ahead[-1:] in (":", "|", "–", "—", "-", "\t") else ""
