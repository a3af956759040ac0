"""Times as people type them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from watcher.clock import SystemClock
from watcher.errors import InputError
from watcher.records import parse_date

_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


def moment(text: str | None, *, now: datetime | None = None) -> datetime | None:
    """Return the instant that `text` names: `7d`, `36h` or `2w` ago, or an ISO date or time (London where no zone is given).

    Raises:
        InputError: it is neither.
    """
    if text is None:
        return None
    match = re.fullmatch(r"(\d{1,4})([hdw])", text)
    if match:
        return (now or SystemClock().now()) - timedelta(**{_UNITS[match[2]]: int(match[1])})
    try:
        stated = parse_date(text, where="a time")
    except InputError as error:
        raise InputError(f"{text!r} is no time: give a span such as 36h, 7d or 2w, or a day such as 2023-12-15") from error
    return stated.as_instant if stated else None
