"""Dates that count from another date: "the 11th", "the following Monday", "two weeks later", "by then"."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COUNTS: Final = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10, "twelve": 12}
_DAYS: Final = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS_AHEAD_MAX: Final = 3
"""The next 31st is at most so many months ahead."""

HINTS: Final = (
    "he following ",
    "s later",
    "k later",
    "h later",
    "t later",
    "of it",
    "of that",
    "ore that",
    "ore it",
    "ore then",
    *(f"the {day}" for day in range(1, 10)),
)
"""Without one of these a sentence has no date of the kind."""
ANCHORED: Final = re.compile(
    r"\b(?P<before>[Bb]efore )?(?:on |by |until |from |no later than )?[Tt]he (?P<ordinal>\d{1,2})(?:st|nd|rd|th)"
    r"(?: of (?P<month>this|next) month\b|(?=\s*(?:[.,;:)”\"’!]|$|(?:and|to|when|at|with|for|but|so|as|or|if)\b)))"
    r"|\b(?:(?:on|by|from) )?the following (?:(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)|(?P<next>day|week|month))\b"
    r"|\b(?:(?P<within>within )?(?P<count>\d{1,2}|an?|one|two|three|four|five|six|eight|ten|twelve) "
    r"(?P<unit>day|week|fortnight|month)s?)"
    r" (?:later|(?P<ahead>before (?:it|that|then))|(?:of|after) (?:it|that|that date|that day|then))\b(?! (?:in|than)\b)"
)
"""A date that is counted from one that is named before it."""


def is_anchored(sentence: str) -> bool:
    """Whether a sentence may have a date of the kind: False says for the cost of a glance that it has none."""
    return any(map(sentence.__contains__, HINTS))


def counts_from_today(match: re.Match[str]) -> bool:
    """Whether a date has a day also where no other is named before it: "the 11th"."""
    return match["ordinal"] is not None


def day_after(match: re.Match[str], anchor: date, *, is_named: bool) -> date | None:
    """Return the day that a date of the kind means, counted from `anchor`; None if the calendar has no such day.

    `is_named`: the anchor is a date of the text, in whose month "the 11th" may lie before it. Weeks end with their Friday.
    """
    if match["ordinal"]:
        found = _next_of_number(int(match["ordinal"]), anchor.replace(day=1) if is_named else anchor, match["month"])
        return found - timedelta(days=1) if found and match["before"] else found
    if match["weekday"]:
        ahead = (_WEEKDAYS.index(match["weekday"].lower()) - anchor.weekday()) % len(_WEEKDAYS)
        return anchor + timedelta(days=ahead or len(_WEEKDAYS))
    if match["next"] == "week":
        return anchor + timedelta(days=7 + _WEEKDAYS.index("friday") - anchor.weekday())
    count = (_COUNTS.get(match["count"] or "a") or int(match["count"])) * (-1 if match["ahead"] else 1)
    unit = match["unit"] or match["next"]
    return anchor + timedelta(days=_DAYS[unit] * count) if unit in _DAYS else months_after(anchor, count)


def _next_of_number(number: int, start: date, month: str | None) -> date | None:
    """Return the next day of a number from `start` on; where the text says "of next month", that of next month."""
    if month:
        first = months_after(start.replace(day=1), month == "next")
        return first.replace(day=number) if 1 <= number <= monthrange(first.year, first.month)[1] else None
    for ahead in range(_MONTHS_AHEAD_MAX):
        first = months_after(start.replace(day=1), ahead)
        if 1 <= number <= monthrange(first.year, first.month)[1] and first.replace(day=number) >= start:
            return first.replace(day=number)
    return None


def months_after(day: date, number: int) -> date:
    """Return the same day so many months later, or the last of that month."""
    month = day.year * 12 + day.month - 1 + number
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
