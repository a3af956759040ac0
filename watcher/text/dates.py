"""Dates as British publishers print them: day first, London time, and nothing filled in that is not printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final

from watcher.model.dates import LONDON, Certainty, StatedDate
from watcher.text.months import MONTHS_ABROAD, PUBLISHED_ABROAD, UPDATED_ABROAD

DATE_TEXT_CHARS_MAX: Final = 400
"""A longer text is prose, and a date in it need not be its own: it is not searched."""
YEAR_MIN: Final = 1990
YEAR_MAX: Final = 2100
LINES_KEPT_MAX: Final = 512
RELATIVE_DAYS_MAX: Final = 60
"""A larger relative span ("900 days ago") is rounded by whoever printed it."""

_CERTAIN_SOURCES: Final = frozenset({"json-ld", "opengraph", "meta", "time", "api", "feed", "hint", "manifest", "import"})
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS_BY_START: Final = {start: number for number, start in enumerate(_MONTHS, 1)}
_ZONES_H: Final = {
    **dict.fromkeys(("z", "ut", "utc", "gmt", "wet"), 0),
    "bst": 1,
    "west": 1,
    "cet": 1,
    "cest": 2,
    # RFC 822, section 5.1; the military letters mean "unknown" since RFC 2822, section 4.3, and count as UTC
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    **dict.fromkeys("abcdefghiklmnopqrstuvwxy", 0),
}

_MONTH: Final = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY: Final = r"(?<![\d:.,/£$€-])(?P<day>\d{1,2})(?:\s?(?:st|nd|rd|th)\b)?"
_YEAR: Final = r"(?P<year>(?:19|20)\d\d|'?\d\d)(?![\d:]|[./,-]\d|\s?(?:am|pm|%))"
_ISO: Final = re.compile(
    r"(?<![\d/.-])(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>\d\d?)(?P=sep)(?P<day>\d\d?)(?!\d|[-/.]\d)", re.IGNORECASE
)
_COMPACT: Final = re.compile(r"^(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?=T|$)", re.IGNORECASE)
_DAY_MONTH: Final = re.compile(rf"{_DAY}\.?[\s\-]*(?:(?:day\s+)?of\s+)?{_MONTH}[\s,'\-]*{_YEAR}", re.IGNORECASE)
_MONTH_DAY: Final = re.compile(
    rf"\b{_MONTH}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:\s*,\s*|\s+|\s*/\s*(?P<clock>\d\d?[:.]\d\d)\s+){_YEAR}", re.IGNORECASE
)
_NUMERIC: Final = re.compile(
    r"(?<![\d:.,/£$€-])(?P<day>\d{1,2})\s?(?P<sep>[/.\-])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?(?P<year>(?:19|20)\d\d|\d\d)(?!\d|[/.\-:]\d|%)"
)
_ABROAD: Final = re.compile(
    rf"{_DAY}(?:er\b|\s?[.º°])?\s*(?:de\s+)?(?P<month>{'|'.join(sorted(MONTHS_ABROAD, key=len, reverse=True))})\b\.?,?"
    r"\s+(?:del?\s+)?(?P<year>(?:19|20)\d\d)(?![\d:])",
    re.IGNORECASE,
)
_FORMS: Final = (_ISO, _COMPACT, _DAY_MONTH, _MONTH_DAY, _NUMERIC, _ABROAD)
_FORMS_WITHOUT_MONTH: Final = tuple(form for form in _FORMS if form not in (_DAY_MONTH, _MONTH_DAY))
_FIGURES: Final = tuple("0123456789")
_CLOCK: Final = (
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?)?\s*(?P<half>[ap]\.?\s?m\b\.?|noon\b)?"
    r"(?:h(?:rs)?\b)?\s*\(?(?P<zone>[+-]\d\d:?\d\d\b|z\b|[a-z]{2,5}\b(?!\s*[a-z\d])|[a-z]\b(?!\s*\w))?"
)
_AFTER: Final = re.compile(rf"(?:t|[\s,|–—·•/@(-]*(?:at\s+|[-–]\s*)?){_CLOCK}", re.IGNORECASE)
_BEFORE: Final = re.compile(
    rf"(?<![\d:.]){_CLOCK}[\s,|–—·•)-]*(?:on\s+)?(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[\s,.]*)?$", re.IGNORECASE
)
_WEEKDAY: Final = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b", re.IGNORECASE)
_RELATIVE: Final = re.compile(
    r"(?<![\d.])(?P<counts>(?:(?:\d{1,3}|an?)\s*(?:weeks?|days?|hours?|hrs?|minutes?|mins?)[\s,]*(?:and\s+)?)+)ago\b", re.IGNORECASE
)
_COUNT: Final = re.compile(r"(\d+|an?)\s*(week|day|hour|hr|min)", re.IGNORECASE)
_NEAR: Final = re.compile(r"^\W*(?P<word>today|yesterday|just now)\W*$", re.IGNORECASE)
_PUBLISHED: Final = (
    r"first\s+published|(?:date\s+)?published(?:\s+date)?|publication\s+date|date\s+of\s+publication|publish\s+date|(?:date\s+)?posted"
    r"|released|release\s+date|date\s+released|date\s+added|issued|added|created|news\s+date|date"
    rf"|{PUBLISHED_ABROAD}"
)
_UPDATED: Final = (
    r"last\s+(?:revised\s+and\s+)?(?:updated|modified|revised|edited|reviewed)|date\s+modified|updated|modified|amended|revised"
    rf"|{UPDATED_ABROAD}"
)
_LABEL: Final = re.compile(
    rf"\b(?:(?P<updated>{_UPDATED})|(?P<published>{_PUBLISHED}))\b(?:\s+(?:on|at|am|le|el|il|op|em|by\s+[^\d:]{{2,60}}))?\s*[:\-–—|]?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class StatedDates:
    """What a line of dates states; either may be None."""

    published: StatedDate | None = None
    updated: StatedDate | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """A date at `text[start:end]`; `is_update` when its label says so, `is_labelled` when it has one."""

    start: int
    end: int
    value: date | datetime
    has_short_year: bool = False
    is_labelled: bool = False
    is_update: bool = False


def stated_date(text: str | None, *, source: str, reference: datetime | None = None) -> StatedDate | None:
    """Return the date that a short text states, or None if it states none, or several without saying which is which.

    Labels ("Posted: 15/12/2023 10:32:35"), weekdays and a surrounding byline may stand beside it. Numeric dates are day first,
    dates that begin with the year are read as ISO 8601. A time without a zone is London's, a bare date and an unzoned midnight
    are days. "1 day ago" counts from `reference` (aware), and is None without one. Nothing that is not printed is filled in:
    "8 January" and "December 2023" are None. `source` goes into the result and sets its certainty.
    """
    both = stated_dates(text, source=source, reference=reference)
    return both.published or both.updated


def stated_dates(text: str | None, *, source: str, reference: datetime | None = None) -> StatedDates:
    """Return the publication and the update that a short text states, told apart by their labels (see `stated_date`)."""
    text = (text or "").strip()
    if not text or len(text) > DATE_TEXT_CHARS_MAX:
        return StatedDates()
    found = _found_in(text)
    if not found:
        return StatedDates(published=_relative(text, source, reference))
    updated = [each for each in found if each.is_update]
    published = [each for each in found if each.is_labelled and not each.is_update] or [
        each for each in found if not each.is_update
    ]
    is_plain = bool(published) and (published[0].is_labelled or len({_day_of(each.value) for each in published}) == 1)
    return StatedDates(_best(published, source) if is_plain else None, _best(updated, source))


def _best(found: Sequence[_Found], source: str) -> StatedDate | None:
    if not found:
        return None
    same_day = [each for each in found if _day_of(each.value) == _day_of(found[0].value)]
    chosen = next((each for each in same_day if isinstance(each.value, datetime)), found[0])
    certainty = Certainty.LOW
    if source in _CERTAIN_SOURCES:
        certainty = Certainty.HIGH
    elif chosen.is_labelled or source == "label":
        certainty = Certainty.MEDIUM
    if isinstance(chosen.value, datetime):
        return StatedDate.minute(chosen.value, source, certainty)
    return StatedDate.day(chosen.value, source, certainty)


def _day_of(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


@lru_cache(maxsize=LINES_KEPT_MAX)
def _found_in(text: str) -> tuple[_Found, ...]:
    """Return what `_find` yields; a page's few lines with figures are each asked about several times."""
    return tuple(_find(text))


def _find(text: str) -> Iterator[_Found]:
    """Yield every date in `text` in order, with its time of day and label; what overlaps an earlier form is left out."""
    if not any(map(text.__contains__, _FIGURES)):
        return
    taken: list[tuple[int, int]] = []
    found: list[_Found] = []
    for form in _FORMS if any(map(text.lower().__contains__, _MONTHS)) else _FORMS_WITHOUT_MONTH:
        for match in form.finditer(text):
            day = _day(match)
            if day is None or any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            found.append(_with_time(text, match, day))
    if not found:
        return
    found.sort(key=lambda each: each.start)
    labels = list(_LABEL.finditer(text))
    before = 0
    for each in found:
        label = next((label for label in reversed(labels) if before <= label.start() and label.end() <= each.start), None)
        before = each.end
        if label and _is_close(text[label.end() : each.start]):
            yield replace(each, is_labelled=True, is_update=label["updated"] is not None)
        elif not each.has_short_year or _is_alone(text, each):
            yield each


def _is_alone(text: str, found: _Found) -> bool:
    """Whether nothing but a weekday stands beside a date: "18.04.11" in prose may be anything."""
    return not re.search(r"[^\W_]", _WEEKDAY.sub("", text[: found.start] + text[found.end :]))


def _is_close(gap: str) -> bool:
    """Whether nothing but a weekday, a time or a short name stands between a label and its date."""
    return len(gap) <= 40 and "\n\n" not in gap


def _day(match: re.Match[str]) -> date | None:
    """Return the calendar day of a match; numeric ones are day first unless that is no date at all."""
    year = int(match["year"].lstrip("'"))
    if year < 100:
        year += 2000 if year < 50 else 1900  # RFC 2822, section 4.3
    if not YEAR_MIN <= year <= YEAR_MAX:
        return None
    day, word = int(match["day"]), match["month"].lower()
    if not word.isdigit():
        named = MONTHS_ABROAD.get(word) if match.re is _ABROAD else _MONTHS_BY_START.get(word[:3])
        return _valid(year, named, day) if named else None  # patterns take "İ" and "ı" for "i", "ſ" for "s"
    month = int(word)
    return _valid(year, month, day) or (_valid(year, day, month) if match.re is _NUMERIC else None)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _with_time(text: str, match: re.Match[str], day: date) -> _Found:
    """Return the date of `match` with the time of day printed beside it, if there is one."""
    is_short = len(match["year"]) < 4
    if match.re is _MONTH_DAY and match["clock"]:
        hour, minute = re.split("[:.]", match["clock"])
        return _Found(match.start(), match.end(), _moment(day, int(hour), int(minute), 0, None) or day, is_short)
    after = _AFTER.match(text, match.end())
    value = _read_clock(day, after)
    if after and value:
        return _Found(match.start(), after.end(), value, is_short)
    before = _BEFORE.search(text, max(0, match.start() - 40), match.start())
    value = _read_clock(day, before)
    if before and value:
        return _Found(before.start(), match.end(), value, is_short)
    return _Found(match.start(), match.end(), day, is_short)


def _read_clock(day: date, clock: re.Match[str] | None) -> date | datetime | None:
    """Return the moment that a clock time on `day` names; the bare day at an unknown zone; None if it is no clock time."""
    if clock is None or not (clock["minute"] or clock["half"]):
        return None
    hour, minute, second = int(clock["hour"]), int(clock["minute"] or 0), int(clock["second"] or 0)
    half = (clock["half"] or "").lower()[:1]
    if half in ("a", "p"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (half == "p")
    zone: tzinfo | None = None
    if clock["zone"]:
        zone = _zone(clock["zone"].lower())
        if zone is None and (clock["zone"].isupper() or clock["zone"] == "Uhr"):
            return day  # a zone nobody here knows: the hour would be a guess
    if zone is None and (hour, minute, second) == (0, 0, 0) and clock["second"]:
        return day  # "2024-01-05T00:00:00" is how machines print a bare day
    return _moment(day, hour, minute, second, zone)


def _zone(name: str) -> tzinfo | None:
    if name[0] in "+-":
        hours, minutes = int(name[1:3]), int(name[-2:])
        offset = timedelta(hours=hours, minutes=minutes)
        return timezone(-offset if name[0] == "-" else offset) if hours < 24 and minutes < 60 else None
    hours_or_none = _ZONES_H.get(name)
    return None if hours_or_none is None else timezone(timedelta(hours=hours_or_none))


def _moment(day: date, hour: int, minute: int, second: int, zone: tzinfo | None) -> datetime | None:
    if second == 60:  # a leap second
        second = 59
    try:
        return datetime.combine(day, time(hour, minute, second), zone or LONDON).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _relative(text: str, source: str, reference: datetime | None) -> StatedDate | None:
    """Return the London day that "1 day ago" or "yesterday" means at `reference`: inferred, so of low certainty."""
    if reference is None:
        return None
    near = _NEAR.match(text)
    spans = list(_RELATIVE.finditer(text))
    if near:
        ago = timedelta(days=near["word"].lower() == "yesterday")
    elif len(spans) == 1:
        ago = sum((_span(count, unit) for count, unit in _COUNT.findall(spans[0]["counts"])), timedelta())
    else:
        return None
    if ago > timedelta(days=RELATIVE_DAYS_MAX):
        return None
    return StatedDate.day((reference - ago).astimezone(LONDON).date(), source, Certainty.LOW)


def _span(count: str, unit: str) -> timedelta:
    number = int(count) if count.isdigit() else 1
    unit = unit.lower()
    if unit == "week":
        return timedelta(weeks=number)
    if unit == "day":
        return timedelta(days=number)
    return timedelta(hours=number) if unit in ("hour", "hr") else timedelta(minutes=number)
