"""Where words stand in quotation marks: British press, press offices, and marks that lost their pair."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

QUOTATIONS_MAX: Final = 2_000
"""More marks than this are no prose: the rest of the text is not searched."""

MARKS_A_PARAGRAPH_MAX: Final = 1_000
"""A paragraph with more marks, apostrophes among them, is a table or an attack: the work grows with their square."""

_MARK: Final = re.compile("[“”„‟\"«»‘’‚‛'`]")
_DOUBLE: Final = frozenset('“”„‟"«»')
_OPENS_ONLY: Final = frozenset("“„‟«‘‚‛`")
_BLANK: Final = frozenset(" \t\u00a0\n([{–—-/…")
_LINE: Final = re.compile(r"[^\n]+")


class Quotation(NamedTuple):
    """Words in quotation marks: `text[start:end]`, in code points, without the outer marks and the blanks beside them.

    `outer` is the stretch with its marks. `depth` is 0 for outer quotations and 1 for one inside another. `is_chained` when
    it goes on with the quotation of the paragraph before, which was left open. `is_closed` when its closing mark is printed.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    depth: int = 0
    is_chained: bool = False
    is_closed: bool = True


def quotations(text: str) -> tuple[Quotation, ...]:
    """Return the quotations of `text` in order of their start: double, single and straight marks, nested ones after their outer.

    A quotation ends with its paragraph (a line). One that was left open goes on in the next paragraph if that opens a
    quotation too, as one entry a paragraph (`is_chained`); else it is closed at the end of its paragraph if it began a
    sentence there, and is no quotation if it did not. Apostrophes are no marks.
    """
    found: list[Quotation] = []
    is_open = False
    for line in _LINE.finditer(text):
        start, end = _stripped(text, line.start(), line.end())
        if start == end or len(_MARK.findall(text, start, end)) > MARKS_A_PARAGRAPH_MAX:
            is_open = False
            continue
        outer = _outer(text, start, end, is_open=is_open)
        for each in outer:
            found.append(each)
            found.extend(_inner(text, each))
        is_open = bool(outer) and not outer[-1].is_closed
        if len(found) >= QUOTATIONS_MAX:
            return tuple(found[:QUOTATIONS_MAX])
    return tuple(found)


def _outer(text: str, start: int, end: int, *, is_open: bool) -> list[Quotation]:
    """Return the outer quotations of one paragraph; an open quotation before it goes on only if the paragraph opens with a mark."""
    found: list[Quotation] = []
    position = start
    while match := _MARK.search(text, position, end):
        at, mark = match.start(), match.group()
        position = at + 1
        if not _opens(text, at, start, end):
            continue
        close = _close_double(text, at, end) if mark in _DOUBLE else _close_single(text, at, end)
        is_first = at == start
        if close is None:
            if not _may_stay_open(text, at, start, mark, is_chain=is_open and is_first):
                continue
            found.append(_quotation(text, at, end, end, is_chained=is_open and is_first, is_closed=False))
            break
        found.append(_quotation(text, at, close, close + 1, is_chained=is_open and is_first))
        position = close + 1
    return [each for each in found if each.start < each.end]


def _quotation(text: str, at: int, close: int, outer_end: int, *, is_chained: bool = False, is_closed: bool = True) -> Quotation:
    start, end = _stripped(text, at + 1, close)
    return Quotation(start, end, at, outer_end, is_chained=is_chained, is_closed=is_closed)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _opens(text: str, at: int, start: int, end: int) -> bool:
    """Whether the mark at `at` can open: something follows it directly, and nothing but a blank or a bracket is before it."""
    if at + 1 >= end or text[at] in "”’»":
        return False
    before = text[at - 1] if at > start else " "
    if text[at] in _OPENS_ONLY:
        is_lost_close = text[at + 1].isspace() and (at + 2 >= end or before in ".,!?")
        return not is_lost_close and (text[at] in _DOUBLE or not before.isalnum())
    return (before in _BLANK or before in "“‘\"'") and not text[at + 1].isspace() and text[at + 1] not in ".,;:!?)"


def _close_double(text: str, at: int, end: int) -> int | None:
    """Return where the double quotation that opens at `at` closes, or None if it is still open at the end of the paragraph."""
    depth = 0
    is_straight = text[at] == '"'
    for match in _MARK.finditer(text, at + 1, end):
        mark, place = match.group(), match.start()
        if mark not in _DOUBLE:
            continue
        if is_straight and mark == '"':
            if place + 1 >= end or not _opens(text, place, at, end) or not text[place - 1].isspace():
                return place
            return None  # opened again without a close: left open by its writer
        if mark in "”»" or (mark == '"' and not _opens(text, place, at, end)):
            if not depth:
                return place
            depth -= 1
        elif mark in "“„«" and not _opens(text, place, at, end):
            return place  # an opening mark where a closing one is meant
        elif mark in "“„«":
            depth += 1
    return None


def _close_single(text: str, at: int, end: int) -> int | None:
    """Return where the single quotation that opens at `at` closes: at the last mark that can only be a close, before another opens.

    "two weeks' training" may be a genitive: a mark after an `s` and before a lower-case word closes only if no better one follows.
    """
    fallback = None
    for match in _MARK.finditer(text, at + 1, end):
        mark, place = match.group(), match.start()
        if mark in _DOUBLE:
            continue
        if mark in "‘‚‛`" or (mark == "'" and _opens(text, place, at, end) and text[place - 1].isspace()):
            break
        after = text[place + 1] if place + 1 < end else " "
        if after.isalnum() or text[place - 1].isspace():
            continue
        following = text[place + 2] if place + 2 < end else " "
        if text[place - 1] in "sS" and after == " " and following.islower():
            fallback = place if fallback is None else fallback
            continue
        return place
    return fallback


def _may_stay_open(text: str, at: int, start: int, mark: str, *, is_chain: bool) -> bool:
    """Whether a quotation without a close is meant as one: it goes on, opens its paragraph, or follows a colon or a comma."""
    if is_chain:
        return True
    if mark not in _DOUBLE:
        # ’tis and the '90s open nothing, but British papers chain single marks too
        return at == start and mark in "‘'" and text[at + 1].isupper()
    before = text[start:at].rstrip()
    return not before or before[-1] in ":,.?!" or text[at + 1].isupper()


def _inner(text: str, outer: Quotation) -> list[Quotation]:
    """Return the quotations inside one, in marks of the other kind or of the same; one level is enough for any reader."""
    if not _MARK.search(text, outer.start, outer.end):
        return []
    inner = _outer(text, outer.start, outer.end, is_open=False)
    return [each._replace(depth=1) for each in inner if each.is_closed]
