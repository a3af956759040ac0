"""Times as people type them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from watcher.clock import SystemClock
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
    stated = parse_date(text, where=f"{text!r}: a time")
    return stated.as_instant if stated else None
