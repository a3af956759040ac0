"""The two stamps that machines print, read in a tenth of the time that `dates` takes for what people print.

Every item of every feed has one, and the general rule looks for eight forms of a date, their labels and their times of day.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from watcher.model.dates import Certainty, StatedDate
from watcher.text.dates import YEAR_MIN

_MONTHS: Final = {name: month for month, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1)}
_MAIL: Final = re.compile(
    rf"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?([0-9]{{1,2}}) ({'|'.join(_MONTHS)}) ((?:19|20)[0-9]{{2}})"
    r" ([0-9]{2}):([0-9]{2}):([0-9]{2}) (?:GMT|([+-])([0-9]{2})([0-9]{2}))"
)
_NET: Final = re.compile(
    r"((?:19|20)[0-9]{2})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]{1,9})?(?:Z|([+-])([0-9]{2}):([0-9]{2}))"
)


def stamped_date(text: str | None, *, source: str) -> StatedDate | None:
    """Return the moment that a stamp of RFC 5322 or RFC 3339 names, to the second and with its zone; None for anything else.

    `source` must be one that is certain ("feed", "api", "json-ld"): what is found is what `stated_date` finds.
    """
    if not text:
        return None
    stamp = text.strip()
    if found := _MAIL.fullmatch(stamp):
        day, month, year = int(found[1]), _MONTHS[found[2]], int(found[3])
    elif found := _NET.fullmatch(stamp):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    else:
        return None
    moment = _moment(year, month, day, found) if year >= YEAR_MIN else None
    return StatedDate.minute(moment, source, Certainty.HIGH) if moment else None


def _moment(year: int, month: int, day: int, found: re.Match[str]) -> datetime | None:
    """Return the instant; None where the calendar or the clock has no such one (a leap second too)."""
    try:
        local = datetime(year, month, day, int(found[4]), int(found[5]), int(found[6]), tzinfo=UTC)
    except ValueError:
        return None
    if found[7] is None:
        return local
    hours, minutes = int(found[8]), int(found[9])
    if hours > 23 or minutes > 59:
        return None
    ahead = timedelta(hours=hours, minutes=minutes)
    return local + ahead if found[7] == "-" else local - ahead
