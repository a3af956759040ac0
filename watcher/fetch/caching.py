"""What the headers of an answer say about time: validators, freshness, Retry-After."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from watcher.model.source import Fetch, Validators

SECONDS_MAX: Final = 365 * 86_400
"""A number of seconds in a header counts as at most a year (RFC 9111, 1.2.2 lets caches cap it)."""

_FRESHNESS: Final = frozenset({"cache-control", "expires"})
_DIRECTIVE: Final = re.compile(r'([a-z-]+)(?:\s*=\s*"?(\d+)"?)?')


def fresh_until(fetch: Fetch) -> datetime | None:
    """Return until when the server calls its answer fresh (Cache-Control max-age less Age, else Expires), or None.

    None also when the server forbids to keep it (`no-store`, `no-cache`) and when it is stale already.
    """
    if fetch.headers.keys().isdisjoint(_FRESHNESS):
        return None
    directives = {match[1]: match[2] for match in _DIRECTIVE.finditer(fetch.headers.get("cache-control", "").lower())}
    if "no-store" in directives or "no-cache" in directives:
        return None
    if max_age := directives.get("max-age"):
        age = fetch.headers.get("age", "").strip()
        left_s: float = _seconds(max_age) - (_seconds(age) if age.isascii() and age.isdigit() else 0)
    else:
        left_s = _expires_in_s(fetch)
    return fetch.fetched_at + timedelta(seconds=left_s) if left_s > 0 else None


def retry_at(headers: Mapping[str, str], *, now: datetime, seconds_max: float) -> datetime | None:
    """Return the moment that Retry-After names, in seconds or as a date, at most `seconds_max` from `now`.

    None without the header, when it cannot be read, and when the moment has passed: a server may slow us down, never
    speed us up.
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        moment: datetime | None = now + timedelta(seconds=_seconds(value))
    else:
        moment = http_date(value)
    if moment is None or moment <= now:
        return None
    return min(moment, now + timedelta(seconds=seconds_max))


def validators_from(headers: Mapping[str, str], *, chars_max: int, previous: Validators | None = None) -> Validators:
    """Return ETag and Last-Modified exactly as the server wrote them; what a 304 does not say stays as in `previous`.

    A validator that is too long or not plain text is left out: it would not come back byte for byte.
    """

    def stated(name: str, before: str | None) -> str | None:
        value = headers.get(name)
        return (
            value
            if value and len(value) <= chars_max and value.isprintable() and "\N{REPLACEMENT CHARACTER}" not in value
            else before
        )

    known = previous or Validators()
    return Validators(etag=stated("etag", known.etag), last_modified=stated("last-modified", known.last_modified))


def http_date(text: str) -> datetime | None:
    """Return an HTTP date in UTC, or None if `text` is none; one without a zone is taken as GMT, which HTTP asks for."""
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _expires_in_s(fetch: Fetch) -> float:
    expires = http_date(fetch.headers.get("expires", ""))
    if expires is None:
        return 0.0
    # Both dates are the server's, so its wrong clock cancels out.
    date = http_date(fetch.headers.get("date", "")) or fetch.fetched_at
    return min((expires - date).total_seconds(), SECONDS_MAX)


def _seconds(digits: str) -> int:
    return min(int(digits), SECONDS_MAX) if len(digits) < 12 else SECONDS_MAX
