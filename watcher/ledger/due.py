"""By when: dates as promises print them, counted from the day of the statement."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final

from watcher.ledger.anchored import ANCHORED, counts_from_today, day_after, is_anchored, months_after
from watcher.model import NO_DUE, Certainty, Due, DuePrecision

YEAR_MIN: Final = 2000
YEAR_MAX: Final = 2100
SPAN_DAYS_MAX: Final = 3_700
"""A longer span ("within 20 years") is no date to be reminded of."""
WINDOW_DAYS_MAX: Final = 370
"""A text whose day is known less well than this leaves a date without a year undated."""

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH: Final = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun"
    r"|Jul|Aug|Sept?"
    r"|Oct|Nov|Dec)\b\.?"
)
_FULL_MONTH: Final = r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December)\b"
_YEAR: Final = r"(?:,?\s+(?:of\s+)?(?:(?P<year>20\d\d)|(?P<coming>next year)\b))?"
_NUMBER: Final = (
    r"(?P<number>\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|twenty|thirty|sixty|ninety)"
)
_NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90,
}  # fmt: skip
# The last day of a season that starts in the named year: the meteorological seasons; "winter" ends in February of the next.
_ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4}
_TERM_STARTS: Final = {"autumn": 9, "spring": 1, "summer": 4}
_FINANCIAL_YEAR_STARTS: Final = 4
_TERM_ENDS: Final = (3, 7, 12)
_HALF_TERMS: Final = {"february": 2, "spring": 2, "may": 5, "summer": 5, "october": 10, "autumn": 10}
"""The month of each half-term break in England, by the names it has."""
_BREAKS: Final = {
    "summer": (7, 31),
    "christmas": (12, 24),
    "february": (2, 28),
    "whitsun": (5, 31),
    "may": (5, 31),
    "conference": (9, 15),
}
"""The last day before a break, of schools or of Parliament; that of Easter moves."""
_BREAK_MONTH: Final = 8
_DAYS_A_WEEK: Final = 7
_NAMED_TERM_ENDS: Final = {"spring": (3, 31), "summer": (7, 31), "autumn": (12, 31)}
_SEASON_ENDS: Final = {"spring": (5, 31), "summer": (8, 31), "autumn": (11, 30), "winter": (2, 29)}


@dataclass(frozen=True, slots=True)
class Reference:
    """The days between which a statement was made: both are its date if it is known."""

    first: date
    last: date

    @property
    def is_day(self) -> bool:
        return self.first == self.last


# Every form below prints one of these: without them a sentence has no date, for the cost of a glance.
_DATE_HINTS: Final = (
    *(
        "day",
        "week",
        "month",
        "year",
        "term",
        "spring",
        "summer",
        "autumn",
        "winter",
        "today",
        "tonight",
        "tomorrow",
        "christmas",
        "easter",
        "fortnight",
        "pentecost",
        "michaelmas",
    ),
    *("1st", "2nd", "3rd", "0th", "1th", "2th", "3th", "4th", "5th", "6th", "7th", "8th", "9th"),
    *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "20", "/"),
)

_Read = Callable[[re.Match[str], Reference | None], "Due | None"]
_Found = tuple[int, int, Due]
"""A date with its place in a sentence, from and to."""


@lru_cache(maxsize=16)  # asked several times of one sentence
def due_dates(sentence: str, reference: Reference | None) -> tuple[tuple[int, Due], ...]:
    """Return the dates that a sentence names as (place, Due), in order; what overlaps an earlier kind is left out.

    A date without a year is its next one from `reference` on. Spans count from the day of the statement, working days without
    weekends and the bank holidays of England. Without a reference, what needs one has a precision and no day.
    """
    found: list[tuple[int, int, Due]] = []
    if not may_be_dated(sentence):
        return ()
    has = sentence.casefold().__contains__
    for number in sorted({number for hint in filter(has, _FORMS_BY_HINT) for number in _FORMS_BY_HINT[hint]}):
        _, pattern, read = _FORMS[number]
        for match in pattern.finditer(sentence):
            if any(match.start() < end and start < match.end() for start, end, _ in found):
                continue
            due = read(match, reference)
            if due is not None:
                found.append((match.start(), match.end(), due))
    if is_anchored(sentence):
        found = _with_anchored(sentence, found, reference)
    return _finest(sentence, sorted(found, key=lambda each: each[0]))


def _with_anchored(sentence: str, found: list[_Found], reference: Reference | None) -> list[_Found]:
    """Return dates with those that count from the one before them in the sentence, or from the day of the statement."""
    for match in ANCHORED.finditer(sentence):
        days = [due.day for _, end, due in found if end <= match.start() and due.day and due.precision is DuePrecision.DAY]
        known = reference.first if reference and reference.is_day and counts_from_today(match) else None
        anchor = days[-1] if days else known
        if anchor is None and not counts_from_today(match):
            continue
        day = day_after(match, anchor, is_named=bool(days)) if anchor else None
        precision = DuePrecision.MONTH if match["next"] == "month" else DuePrecision.DAY
        found = [each for each in found if each[1] <= match.start() or match.end() <= each[0]]
        day = _end_of_month(day.year, day.month) if day and precision is DuePrecision.MONTH else day
        found.append((match.start(), match.end(), _due(day, precision, match, Certainty.MEDIUM)))
    return found


def _finest(sentence: str, found: list[_Found]) -> tuple[tuple[int, Due], ...]:
    """Return dates without those that the next one says more finely: "the first day of the autumn term, 3 September".

    Of "between Easter and the end of May" the second is kept: by then all of it is done.
    """
    kept = [(start, due) for start, _, due in found[:1]]
    for (last_start, last_end, last), (start, _, due) in pairwise(found):
        between = sentence[last_end:start]
        is_again = _is_explained(between, last, due)
        is_range = _IS_RANGE.fullmatch(between) is not None and sentence[:last_start].endswith("between ")
        if is_again or is_range or (due.printed.startswith("within") and _OF_THAT.search(due.printed)):
            kept.pop()
        is_begin = is_again and _BEGINS.fullmatch(between) and _UNTIL.match(last.printed)
        kept.append((start, replace(due, day=due.day - timedelta(days=1)) if is_begin and due.day else due))
    return tuple(kept)


def _is_explained(between: str, vague: Due, fine: Due) -> bool:
    """Whether a season, a break or a feast is said again as a day or a month directly behind it."""
    is_finer = vague.precision is DuePrecision.SEASON and fine.precision in (DuePrecision.DAY, DuePrecision.MONTH)
    is_start = (
        vague.precision is DuePrecision.MONTH and fine.precision is DuePrecision.DAY and _STARTS.search(vague.printed) is not None
    )
    is_feast = fine.precision is DuePrecision.DAY and _FEAST_PRINTED.match(vague.printed) is not None
    return (is_finer or is_start or is_feast) and fine.day is not None and _AGAIN.fullmatch(between) is not None


_STARTS: Final = re.compile(r"\b(?:start|beginning) of\b", re.IGNORECASE)
_BEGINS: Final = re.compile(r",? (?:which|when it) (?:begins|starts)(?: this year)?,? (?:on )?", re.IGNORECASE)
_UNTIL: Final = re.compile(r"by |before |until |ahead of ", re.IGNORECASE)
"""What is done by a break is done on the day before it begins."""
_AGAIN: Final = re.compile(
    rf"(?:,? ?\(|,| [–—]| at| on|,? (?:on|at|by|that is(?: to say)?|in other words|i\.e\.|which is)(?:,? (?:by|on))?"
    rf"|{_BEGINS.pattern}"
    r"|,? which (?:falls|is|ends|finishes)(?: this year)?(?: on)?)? ?(?:the )?|,? ?\("
)
_OF_THAT: Final = re.compile(r" (?:of|after) (?:it|that|then)\b")
"""A span that counts from the date before it, which is no date of its own: "a meeting on 28 April, within a week of it"."""
_IS_RANGE: Final = re.compile(r" and (?:the )?")


@lru_cache(maxsize=16)  # asked several times of one sentence
def may_be_dated(sentence: str) -> bool:
    """Whether a sentence has a word of a date at all: False says for the cost of a glance that it has none."""
    return any(map(sentence.casefold().__contains__, _DATE_HINTS))


def _due(day: date | None, precision: DuePrecision, match: re.Match[str], certainty: Certainty = Certainty.HIGH) -> Due:
    return Due(day, precision, certainty if day else Certainty.LOW, match.group().strip())


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next(reference: Reference | None, of_year: Callable[[int], date | None]) -> date | None:
    """Return the next day that `of_year` names from the reference on, if every day of the reference agrees."""
    if reference is None or (reference.last - reference.first).days > WINDOW_DAYS_MAX:
        return None
    found = set()
    for start in (reference.first, reference.last):
        candidates = [of_year(year) for year in (start.year, start.year + 1)]
        found.add(next((day for day in candidates if day and day >= start), None))
    return found.pop() if len(found) == 1 else None


def _month_of(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _year_of(match: re.Match[str], reference: Reference | None) -> int | None:
    """Return the year that a date prints, "next year" among them; None where it has to be found."""
    if match["year"]:
        return int(match["year"])
    is_next = match["coming"] and reference is not None and reference.first.year == reference.last.year
    return reference.first.year + 1 if is_next and reference else None


def _day_of_month(match: re.Match[str], reference: Reference | None) -> Due | None:
    month, day = _month_of(match["month"]), int(match["day"])
    if not 1 <= day <= 31:
        return None
    year = _year_of(match, reference)
    if year:
        found = _valid(year, month, day)
        return _due(_ahead_of(match, found), DuePrecision.DAY, match) if found else None
    if _valid(2024, month, day) is None:  # not even in a leap year
        return None
    found = _next(reference, lambda year: _valid(year, month, day))
    return _due(_ahead_of(match, found), DuePrecision.DAY, match, Certainty.MEDIUM)


def _ahead_of(match: re.Match[str], day: date | None) -> date | None:
    """Return the last day in time: `day`, or the one before it where the text says "before"."""
    return day - timedelta(days=1) if day and match["before"] else day


def _first_of_month(match: re.Match[str], reference: Reference | None) -> Due | None:
    """Read "the first of May"."""
    month = _month_of(match["month"])
    year = _year_of(match, reference)
    found = date(year, month, 1) if year else _next(reference, lambda year: date(year, month, 1))
    return _due(_ahead_of(match, found), DuePrecision.DAY, match, Certainty.MEDIUM)


def _numeric(match: re.Match[str], reference: Reference | None) -> Due | None:
    del reference
    found = _valid(int(match["year"]), int(match["number"]), int(match["day"])) if int(match["number"]) <= len(_MONTHS) else None
    return _due(found, DuePrecision.DAY, match) if found else None


def _week_of(match: re.Match[str], reference: Reference | None) -> Due | None:
    """Read "the week of 3 June" (its Friday), "the first week of June" (to the 7th) and its last week (to its end)."""
    month = _month_of(match["month"])
    which = (match["first"] or "").lower()
    if bool(which) == bool(match["day"]) or (match["day"] and not 1 <= int(match["day"]) <= 31):
        return None

    def day(year: int) -> date | None:
        if which == "last":
            return _end_of_month(year, month)
        return _valid(year, month, int(match["day"]) if match["day"] else _DAYS_A_WEEK * _ORDINALS[which])

    year = _year_of(match, reference)
    found = day(year) if year else _next(reference, day)
    friday = found + timedelta(days=max(4 - found.weekday(), 0)) if found and match["day"] else found
    return _due(friday, DuePrecision.DAY, match, Certainty.MEDIUM)


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _month(match: re.Match[str], reference: Reference | None) -> Due | None:
    month = _month_of(match["month"])
    year = _year_of(match, reference)
    if match["before"]:
        start = date(year, month, 1) if year else _next(reference, lambda year: date(year, month, 1))
        return _due(_ahead_of(match, start), DuePrecision.MONTH, match, Certainty.MEDIUM)
    if year:
        return _due(_end_of_month(year, month), DuePrecision.MONTH, match)
    found = _next(reference, lambda year: _end_of_month(year, month))
    if found and reference and match.group().lower().startswith("next ") and reference.last.month == month:
        found = _end_of_month(found.year + 1, month)
    return _due(found, DuePrecision.MONTH, match, Certainty.MEDIUM)


def _months_before(day: date, number: int) -> date:
    """Return the last day of the month that is `number` months before the one of `day`."""
    month = day.year * 12 + day.month - 1 - number
    return _end_of_month(month // 12, month % 12 + 1)


def _season(match: re.Match[str], reference: Reference | None) -> Due | None:
    name = match["season"].lower()
    month, day = _NAMED_TERM_ENDS.get(name, _SEASON_ENDS[name]) if match["term"] else _SEASON_ENDS[name]
    is_winter = name == "winter"

    def end(year: int) -> date | None:
        return _end_of_month(year + is_winter, month) if is_winter else _valid(year, month, day)

    if match["before"] and not match["year"]:
        months = (end(year) for year in (reference.first.year, reference.first.year + 1)) if reference and reference.is_day else ()
        starts = [_months_before(last, 3) for last in months if last]
        return _due(
            next((start for start in starts if start >= reference.first), None) if reference else None, DuePrecision.SEASON, match
        )
    if match["year"]:
        return _due(end(int(match["year"])), DuePrecision.SEASON, match)
    if match["next"] and reference and reference.is_day:
        return _due(end(reference.first.year + 1), DuePrecision.SEASON, match, Certainty.MEDIUM)
    return _due(_next(reference, end), DuePrecision.SEASON, match, Certainty.MEDIUM)


def _year(match: re.Match[str], reference: Reference | None) -> Due | None:
    if match["year"]:
        return _due(date(int(match["year"]) - bool(match["before"]), 12, 31), DuePrecision.YEAR, match)
    if reference is None or reference.first.year != reference.last.year:
        return _due(None, DuePrecision.YEAR, match)
    year = reference.first.year + (match["which"].lower() != "this")
    return _due(date(year, 12, 31), DuePrecision.YEAR, match, Certainty.MEDIUM)


_AFTER_ANOTHER: Final = re.compile(
    r"\s+(?:of|after|from|following)\s+(?!(?:today|now|the date of this|this|the present)\b)(?=[\w‘’'\"])", re.IGNORECASE
)
"""A span that runs from something that has yet to happen, "within ten days of asking": it names no day."""


def _span(match: re.Match[str], reference: Reference | None) -> Due | None:
    return None if _AFTER_ANOTHER.match(match.string, match.end()) else _counted(match, reference)


def _counted(match: re.Match[str], reference: Reference | None) -> Due | None:
    printed = (match["number"] or "one").lower()
    number = int(printed) if printed.isdigit() else _NUMBERS[printed]
    unit = match["unit"].lower()
    if number > SPAN_DAYS_MAX or reference is None or not reference.is_day:
        return _due(None, DuePrecision.DAY, match)
    start = reference.first
    if match["working"] and unit.startswith("day"):
        return _due(_working_days_after(start, number), DuePrecision.DAY, match, Certainty.MEDIUM)
    if unit.startswith("day"):
        return _due(start + timedelta(days=number), DuePrecision.DAY, match, Certainty.MEDIUM)
    if unit.startswith(("week", "fortnight")):
        number *= 2 if unit == "fortnight" else 1
        return _due(start + timedelta(weeks=number), DuePrecision.DAY, match, Certainty.MEDIUM)
    months = number * (12 if unit.startswith("year") else 1)
    if months > 1_200:
        return None
    return _due(months_after(start, months), DuePrecision.DAY, match, Certainty.MEDIUM)


def _weekday(match: re.Match[str], reference: Reference | None) -> Due | None:
    if reference is None or not reference.is_day:
        return _due(None, DuePrecision.DAY, match)
    ahead = (_WEEKDAYS.index(match["weekday"].lower()) - reference.first.weekday()) % 7
    week = 7 if match["later"] or ((match["next"] or "").lower() == "next" and ahead == 0) else 0
    return _due(reference.first + timedelta(days=ahead + week), DuePrecision.DAY, match, Certainty.MEDIUM)


def _near(match: re.Match[str], reference: Reference | None) -> Due | None:
    """Read "tomorrow", "this week" (its Friday), "next month" (its end), "the end of the month"."""
    word = " ".join(match.group().lower().split())
    precision = DuePrecision.MONTH if "month" in word else DuePrecision.DAY
    if reference is None or not reference.is_day:
        return _due(None, precision, match)
    day = reference.first
    if "weekend" in word:
        sunday = day + timedelta(days=6 - day.weekday() + 7 * ("next" in word))
        return _due(sunday, precision, match, Certainty.MEDIUM)
    if "month" in word:
        later = "next" in word
        year, month = (day.year + 1, 1) if later and day.month == 12 else (day.year, day.month + later)
        return _due(_end_of_month(year, month), precision, match, Certainty.MEDIUM)
    if "week" in word:
        friday = day + timedelta(days=4 - day.weekday() + 7 * ("next" in word))
        return _due(max(friday, day), precision, match, Certainty.LOW)
    return _due(day + timedelta(days="tomorrow" in word), precision, match, Certainty.MEDIUM)


def _next_working_day(match: re.Match[str], reference: Reference | None) -> Due | None:
    day = _working_days_after(reference.first, 1) if reference and reference.is_day else None
    return _due(day, DuePrecision.DAY, match, Certainty.LOW)


def _this_time(match: re.Match[str], reference: Reference | None) -> Due | None:
    """Read "by this time next week": so many days, months or years from the day of the statement."""
    if reference is None or not reference.is_day:
        return _due(None, DuePrecision.DAY, match)
    start, unit = reference.first, match["unit"].lower()
    if unit == "week":
        return _due(start + timedelta(weeks=1), DuePrecision.DAY, match, Certainty.MEDIUM)
    return _due(months_after(start, 12 if unit == "year" else 1), DuePrecision.DAY, match, Certainty.MEDIUM)


_FEASTS: Final = {
    "Easter": 0, "Easter Sunday": 0, "Easter Monday": 1, "Good Friday": -2, "Maundy Thursday": -3, "Palm Sunday": -7,
    "Ash Wednesday": -46, "Shrove Tuesday": -47, "Ascension Day": 39, "Pentecost": 49, "Whit Sunday": 49, "Whitsun": 49,
}  # fmt: skip
"""Feasts by their days after Easter Sunday."""
_FIXED_FEASTS: Final = {
    "Christmas": (12, 25), "Christmas Day": (12, 25), "Christmas Eve": (12, 24), "Boxing Day": (12, 26),
    "New Year’s Eve": (12, 31), "New Year's Eve": (12, 31), "Michaelmas": (9, 29), "Candlemas": (2, 2),
}  # fmt: skip
_FEAST_NAMES: Final = "|".join(sorted((*_FEASTS, *_FIXED_FEASTS), key=len, reverse=True))
_FEAST_PRINTED: Final = re.compile(_FEAST_NAMES)


def _feast(match: re.Match[str], reference: Reference | None) -> Due | None:
    def day(year: int) -> date | None:
        name = match["feast"]
        return date(year, *_FIXED_FEASTS[name]) if name in _FIXED_FEASTS else easter_sunday(year) + timedelta(days=_FEASTS[name])

    year = _year_of(match, reference)
    if year:
        return _due(day(year), DuePrecision.DAY, match)
    return _due(_next(reference, day), DuePrecision.DAY, match, Certainty.MEDIUM)


def _term(match: re.Match[str], reference: Reference | None) -> Due | None:
    """Read "this term" and "next term" by the terms of England: autumn to December, spring to March, summer to July."""
    if reference is None or not reference.is_day or "school" in match.group().lower():
        return _due(None, DuePrecision.SEASON, match)
    day = reference.first
    ends = [_end_of_month(year, month) for year in (day.year, day.year + 1) for month in _TERM_ENDS]
    ahead = [end for end in ends if end >= day]
    is_break = day.month == _BREAK_MONTH
    later = bool(match["next"]) and not is_break
    return _due(ahead[later], DuePrecision.SEASON, match, Certainty.LOW)


def _half_term(match: re.Match[str], reference: Reference | None) -> Due | None:
    """Read "half-term": its days are those of each council, and it is over when its month is."""
    month = _HALF_TERMS.get((match["which"] or "").lower())
    months = (month,) if month else sorted(set(_HALF_TERMS.values()))
    found = [day for month in months if (day := _next_end(reference, month))]
    return _due(min(found, default=None), DuePrecision.SEASON, match, Certainty.LOW)


def _next_end(reference: Reference | None, month: int) -> date | None:
    """Return the next last day of a month."""
    return _next(reference, lambda year: _end_of_month(year, month))


def _break(match: re.Match[str], reference: Reference | None) -> Due | None:
    """Read "the summer recess" and "the Easter holidays": before them, up to the day before they begin."""
    name, is_before = match["break"].lower(), bool(match["before"])

    def day(year: int) -> date | None:
        if name == "easter":
            return easter_sunday(year) - timedelta(days=3 if is_before else 0)
        month, last = _BREAKS[name]
        return date(year, month, last) if is_before or name != "summer" else date(year, 8, 31)

    return _due(_next(reference, day), DuePrecision.SEASON, match, Certainty.LOW)


def _school_year(match: re.Match[str], reference: Reference | None) -> Due | None:
    """Read "the end of the school year" (31 August) and "of the financial year" (31 March)."""
    month, day = (3, 31) if match["kind"].lower() == "financial" else (8, 31)
    found = _next(reference, lambda year: date(year, month, day))
    if found and (match["which"] or "").lower() == "next":
        found = date(found.year + 1, month, day)
    return _due(found, DuePrecision.YEAR, match, Certainty.MEDIUM)


def _named_year(match: re.Match[str], reference: Reference | None) -> Due | None:
    if match["which"] is None and match["year"] is None:
        if reference is None or reference.first.year != reference.last.year:
            return _due(None, DuePrecision.YEAR, match)
        return _due(date(reference.first.year, 12, 31), DuePrecision.YEAR, match, Certainty.MEDIUM)
    return _year(match, reference)


def _part_of_year(match: re.Match[str], reference: Reference | None) -> Due | None:
    """Read "the third quarter of 2025", "Q3 2025" and "the first half of the year": the last day of that part."""
    if match["year"] is None and (reference is None or reference.first.year != reference.last.year):
        return _due(None, DuePrecision.SEASON, match)
    year = int(match["year"]) if match["year"] else reference.first.year if reference else 0
    printed = match["part"].lower().removeprefix("q")
    number = int(printed) if printed.isdigit() else _ORDINALS[printed]
    months = 6 if match["half"] else 3
    return _due(_end_of_month(year, number * months), DuePrecision.SEASON, match) if number * months <= len(_MONTHS) else None


def _start_of_term(match: re.Match[str], reference: Reference | None) -> Due | None:
    """Read "the start of the autumn term": the month in which it starts in England; before it, the last day of the month before."""
    if match["of_year"]:
        month = _FINANCIAL_YEAR_STARTS if "financial" in match.group() else _TERM_STARTS["autumn"]
    elif match["term"]:
        month = _TERM_STARTS[match["term"].lower()]
    else:
        month = _next_term_start(reference)
    if not month:
        return _due(None, DuePrecision.MONTH, match)
    found = _next(reference, lambda year: _end_of_month(int(match["year"] or year), month))
    found = _months_before(found, 1) if found and match["before"] else found
    return _due(found, DuePrecision.MONTH, match, Certainty.LOW)


def _next_term_start(reference: Reference | None) -> int:
    """Return the month in which the next term starts; 0 if the day of the statement is not known."""
    if reference is None or not reference.is_day:
        return 0
    return next((start for start in sorted(_TERM_STARTS.values()) if start > reference.first.month), _TERM_STARTS["spring"])


def _weekday_of_month(match: re.Match[str], reference: Reference | None) -> Due | None:
    """Read "the first Friday in June" and "the last Monday of May"."""
    month, weekday = _month_of(match["month"]), _WEEKDAYS.index(match["weekday"].lower())

    def day(year: int) -> date | None:
        if match["which"].lower() == "last":
            end = _end_of_month(year, month)
            return end - timedelta(days=(end.weekday() - weekday) % 7)
        first = date(year, month, 1)
        ahead = (weekday - first.weekday()) % 7 + 7 * (_ORDINALS[match["which"].lower()] - 1)
        return first + timedelta(days=ahead)

    year = _year_of(match, reference)
    return _due(day(year) if year else _next(reference, day), DuePrecision.DAY, match, Certainty.MEDIUM)


def _split_year(match: re.Match[str], reference: Reference | None) -> Due | None:
    """Read "the 2025-26 academic year" (31 August 2026) and "the financial year 2025/26" (31 March 2026)."""
    del reference
    year = int(match["year"]) + 1
    if year % 100 != int(match["end"]) % 100:
        return None
    is_financial = "financial" in match.group().lower()
    return _due(date(year, 3, 31) if is_financial else date(year, 8, 31), DuePrecision.YEAR, match)


_IN_MONTHS: Final = (*_MONTHS,)
_IN_FEASTS: Final = (
    *("christmas", "easter", "pentecost", "whit", "michaelmas", "maundy", "good fri", "boxing", "new year", "palm", "ascension"),
    *("ash wed", "shrove", "candlemas"),
)
_IN_WEEKS: Final = ("week",)
_IN_YEARS: Final = ("year", "20")
_IN_DAYS: Final = _WEEKDAYS
_IN_TERMS: Final = (" term",)
# Words in lower case without one of which a sentence does not print the form, the form, and who reads it.
_FORMS: Final[tuple[tuple[tuple[str, ...], re.Pattern[str], _Read], ...]] = (
    (("20",), re.compile(r"(?<![\d/])(?P<day>\d{1,2})/(?P<number>\d{1,2})/(?P<year>20\d\d)(?!\d)"), _numeric),
    (("20",), re.compile(r"(?<![\d/.-])(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>20\d\d)(?!\d)"), _numeric),
    (("20",), re.compile(r"(?<![\d/-])(?P<year>20\d\d)-(?P<number>\d{2})-(?P<day>\d{2})(?![\d-])"), _numeric),
    (
        ("quarter", "half", " q", "q1"),
        re.compile(
            r"\b(?:in |by |during )?(?:the )?(?:end of (?:the )?)?(?:(?P<part>first|second|third|fourth|final|Q[1-4])"
            r"(?: quarter|(?P<half> half))?) (?:of )?(?:(?P<year>20\d\d)|(?:the|this) year)\b"
        ),
        _part_of_year,
    ),
    (
        ("start of", "beginning of"),
        re.compile(
            r"\b(?:(?P<before>before) )?(?:by |at |from )?(?:the )?(?:start|beginning) of (?:the |this "
            r"|next )?(?:(?:new )?(?P<term>autumn|spring|summer) |(?:next |new )?(?:school )?)(?:term|(?P<of_year>school year"
            r"|academic year|financial year))"
            r"(?:,? (?:of )?(?P<year>20\d\d))?\b",
            re.IGNORECASE,
        ),
        _start_of_term,
    ),
    (
        _IN_DAYS,
        re.compile(
            rf"\b(?:the )?(?P<which>first|second|third|fourth|last) (?P<weekday>(?i:{'|'.join(_WEEKDAYS)})) (?:of"
            rf"|in) {_MONTH}{_YEAR}"
        ),
        _weekday_of_month,
    ),
    (
        ("20",),
        re.compile(
            r"\b(?:by|in|during|from|before) (?:the )?(?:end of (?:the )?)?(?:(?:academic|school|financial) year (?:of )?)?"
            r"(?P<year>20\d\d)[-–/](?P<end>(?:20)?\d\d)\b(?: (?:academic|school|financial) year)?"
        ),
        _split_year,
    ),
    (
        _IN_WEEKS,
        re.compile(
            rf"\b(?:in |during )?(?:the )?(?:(?P<first>first|second|third|last)|week (?:of|beginning|commencing"
            rf"|starting)(?: \w+day)?(?: the)?)"
            rf" (?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? |week (?:of|in) ){_MONTH}{_YEAR}"
        ),
        _week_of,
    ),
    (("first of",), re.compile(rf"(?P<before>\bbefore )?\bthe first of {_MONTH}{_YEAR}"), _first_of_month),
    (
        ("between",),
        re.compile(
            rf"\bbetween (?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: [A-Z][a-z]+)?(?: 20\d\d)? and (?P<before>(?!))?(?:the )?"
            rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}{_YEAR}"
        ),
        _day_of_month,
    ),
    (
        _IN_MONTHS,
        re.compile(
            rf"(?<![\d/£])(?P<before>\bbefore (?:\w+day,? )?(?:the )?)?(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd"
            rf"|th)?\s+(?:of\s+)?{_MONTH}{_YEAR}(?!\w)"
        ),
        _day_of_month,
    ),
    (
        _IN_MONTHS,
        re.compile(rf"(?P<before>\bbefore )?\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]){_YEAR}(?!\w)"),
        _day_of_month,
    ),
    (
        _IN_MONTHS,
        re.compile(
            rf"\b(?i:by|in|from|until|(?P<before>before)|during|for|of|since|early|mid-?|end-?|late|this|next|the end of|start of"
            rf"|beginning of)\s*{_MONTH}{_YEAR}"
            r"(?!\s+(?:\d|half[- ]term|recess))"
        ),
        _month,
    ),
    (
        _IN_MONTHS,
        re.compile(
            rf"\b(?:to|at|for|before|after|until) (?P<before>(?!))?(?:the|our|its|their) {_MONTH}{_YEAR}"
            r" (?=(?:[a-z]+ )?(?:meeting|conference"
            r"|issue|edition|newsletter|board|cabinet|council|committee|session|assembly|congress|panel|forum|governors|trustees"
            r"|synod)\b)"
        ),
        _month,
    ),
    (
        _IN_MONTHS,
        re.compile(
            rf"\b(?:in|with) (?P<before>(?!))?(?:the|our|its|their|his|her) {_MONTH}{_YEAR}"
            r" (?=(?:[a-z]+ ){0,2}(?:release|update|bulletin|newsletter|circular|issue|edition|mailing|statistics|figures"
            r"|publication|payslips?|papers"
            r"|round|instalment|letter|return|budget)\b)"
        ),
        _month,
    ),
    (_IN_MONTHS, re.compile(rf"\b(?P<before>before )?{_MONTH}\s+(?:(?P<year>20\d\d)|(?P<coming>next year))\b"), _month),
    (
        (" recess", " holiday", " break"),
        re.compile(
            r"\b(?:(?P<before>before|until|ahead of|by) )?(?:the )?(?P<break>Easter|summer|Christmas|February|Whitsun|May"
            r"|conference)"
            r" (?:recess|holidays?|break)\b",
            re.IGNORECASE,
        ),
        _break,
    ),
    (
        _IN_FEASTS,
        re.compile(
            rf"\b(?P<feast>{_FEAST_NAMES})\b(?! (?:term|holidays?|break|recess|half|card"
            rf"|eve\b)){_YEAR}"
        ),
        _feast,
    ),
    (
        _IN_MONTHS,
        re.compile(rf"(?:(?<=: )|(?<=\()|^)(?P<before>(?!))?(?:{_FULL_MONTH}){_YEAR}(?=\s*(?:[:;,.)–—]| -|$))"),
        _month,
    ),
    (
        (*_SEASON_ENDS,),
        re.compile(
            r"\b(?:(?P<before>before)\s+(?:the\s+)?)?(?:(?P<next>next)\s+)?(?P<season>spring|summer|autumn"
            r"|winter)(?! half| holiday| break| recess| (?:data|survey|tests|exams|school"
            r"|fair|results|leaves|returns?|campaign|workshops?|webinars?|courses?|intake|reports?"
            r"|census)\b)(?P<term>\s+term)?(?:,?\s+(?:of\s+)?(?P<year>20\d\d))?\b",
            re.IGNORECASE,
        ),
        _season,
    ),
    (
        ("day", "week", "fortnight", "month", "year"),
        re.compile(
            rf"\b(?:within|in|over)\s+(?:the\s+)?(?:next\s+|coming\s+|following\s+)?"
            rf"(?:{_NUMBER}\s+|(?<=ithin the )|(?<=the next )(?=fort|month\b)|(?<=coming )(?=fort|month\b"
            rf"|week\b))(?P<working>(?:working"
            rf"|school|business)\s+)?"
            r"(?P<unit>days?|weeks?|fortnight|months?|years?)\b(?![’'](?!s? time))",
            re.IGNORECASE,
        ),
        _span,
    ),
    (
        _IN_DAYS,
        re.compile(
            rf"(?<!every )(?<!each )(?<!\ba )(?<!any )(?<!every)(?<!each)(?<!\ba)(?<!any)\b(?P<next>next|this|by|on"
            rf"|from|until)?\s*(?P<weekday>{'|'.join(_WEEKDAYS)})\b(?P<later> week\b)?"
            r"(?! (?:morning|afternoon|evening|night|lunchtime)s\b)(?! (?:of|in) (?:the|each|every) month\b)"
            rf"(?!,? (?:the )?\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH.replace('?P<month>', '?:')})"
            rf"(?!,? {_MONTH.replace('?P<month>', '?:')} \d)",
            re.IGNORECASE,
        ),
        _weekday,
    ),
    (
        ("next working", "following working"),
        re.compile(r"\bby (?:the )?(?:end|close) of (?:the )?(?:next|following) working day\b", re.IGNORECASE),
        _next_working_day,
    ),
    (("this time",), re.compile(r"\b(?:by )?this time next (?P<unit>week|month|year)\b", re.IGNORECASE), _this_time),
    (
        ("tomorrow", "today", "tonight", "week", "month"),
        re.compile(
            r"\b(?:tomorrow|today|tonight|(?:this|next) (?:week|month)(?!end)|(?:this|next|the|by the|at the) weekend"
            r"|(?:the )?end of (?:the|this|next) (?:week|month)|before (?:the|this) (?:week|month) (?:is|was) (?:out|over|up)"
            r"|later this (?:week|month))\b",
            re.IGNORECASE,
        ),
        _near,
    ),
    (
        (" year",),
        re.compile(
            r"\b(?:the )?(?:end of )?(?P<which>this|the|next|the (?:current|present)) (?P<kind>academic|school|financial) year\b",
            re.IGNORECASE,
        ),
        _school_year,
    ),
    (
        _IN_TERMS,
        re.compile(
            r"\b(?:this|(?P<next>next|the new)|(?:the )?end of(?: the)?|later (?:this|in the)"
            r") (?:school )?term\b|\bbefore (?:the )?term (?:ends|finishes|is (?:out|over))\b",
            re.IGNORECASE,
        ),
        _term,
    ),
    (
        ("half",),
        re.compile(
            r"(?<!every )(?<!each )(?<!per )(?<!a )\b(?:the )?(?:(?:next|(?P<which>autumn|spring|summer|February|October|May)) )?"
            r"half[- ]term\b(?! (?:report|break up))",
            re.IGNORECASE,
        ),
        _half_term,
    ),
    (
        _IN_YEARS,
        re.compile(
            r"\b(?:(?:later |early |earlier )?(?P<which>this|next|the new|new) (?:calendar )?year"
            r"|(?:the )?end of (?:the )?(?:calendar )?year|year[’']s end|(?:before )?the year (?:is|was) out|the turn of the year"
            r"|(?:(?:by|in|(?P<before>before)|during|the end of|until|for) (?:mid-|early |late )?|^(?:early|late"
            r"|mid)[- ])(?P<year>20\d\d))\b(?![-/–]\d)(?![’']s\b)",
            re.IGNORECASE,
        ),
        _named_year,
    ),
)


_FORMS_BY_HINT: Final = {
    hint: [number for number, (hints, *_) in enumerate(_FORMS) if hint in hints]
    for hint in {hint for hints, *_ in _FORMS for hint in hints}
}
"""Which forms a sentence may have that prints a hint: each hint is looked for once."""


def due_in_week(due: Due, weekday: str | None, printed: str) -> Due:
    """Return the day of `due` again, or the named weekday of its week, the "end" of which is its Friday; as `printed` says it."""
    if due.day is None or weekday is None:
        return replace(due, printed=printed)
    number = _WEEKDAYS.index(weekday.lower()) if weekday != "end" else _WEEKDAYS.index("friday")
    day = due.day + timedelta(days=number - due.day.weekday())
    return Due(day, DuePrecision.DAY, Certainty.MEDIUM, printed)


def _working_days_after(start: date, number: int) -> date:
    """Return the day that is `number` working days after `start`, weekends and England's bank holidays left out."""
    day = start
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < 5 and day not in bank_holidays(day.year)
    return day


@lru_cache(maxsize=200)
def bank_holidays(year: int) -> frozenset[date]:
    """Return the eight bank holidays of England in `year`, by the Banking and Financial Dealings Act 1971 and its moved days."""
    good_friday = easter_sunday(year) - timedelta(days=2)
    fixed = [_substitute(date(year, 1, 1))]
    christmas = _substitute(date(year, 12, 25))
    boxing = date(year, 12, 26)
    while boxing.weekday() >= 5 or boxing == christmas:
        boxing += timedelta(days=1)
    mondays = [_monday(date(year, 5, 1)), _monday(date(year, 5, 25)), _monday(date(year, 8, 25))]
    return frozenset([*fixed, good_friday, good_friday + timedelta(days=3), *mondays, christmas, boxing])


def easter_sunday(year: int) -> date:
    """Return Easter Sunday by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, 1991, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    n = (32 + 2 * e + 2 * i - h - k) % 7
    month, day = divmod(h + n - 7 * ((a + 11 * h + 22 * n) // 451) + 114, 31)
    return date(year, month, day + 1)


def _substitute(day: date) -> date:
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day


def _monday(first: date) -> date:
    """Return the first Monday from `first` on."""
    return first + timedelta(days=-first.weekday() % 7)


__all__ = ["NO_DUE", "Reference", "bank_holidays", "due_dates", "due_in_week", "easter_sunday", "may_be_dated"]
