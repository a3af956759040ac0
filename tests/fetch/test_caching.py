"""Headers about time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.fetch import fresh_until
from watcher.fetch.caching import SECONDS_MAX, http_date, retry_at
from watcher.model.source import Fetch

NOW = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)


def fetched(**headers: str) -> Fetch:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fetch(url="http://union.example/", status=200, headers=named, body=b"", fetched_at=NOW)


@pytest.mark.parametrize(
    ("headers", "fresh_s"),
    [
        ({"cache_control": "max-age=600"}, 600),
        ({"cache_control": "public, MAX-AGE = 600"}, 600),
        ({"cache_control": 'max-age="600"'}, 600),
        ({"cache_control": "max-age=600", "age": "100"}, 500),
        ({"cache_control": "max-age=600", "age": "600"}, None),
        ({"cache_control": "max-age=600", "age": "old"}, 600),
        ({"cache_control": "max-age=0", "expires": "Mon, 08 Jan 2024 10:00:00 GMT"}, None),
        ({"cache_control": "s-maxage=600"}, None),
        ({"cache_control": "no-store, max-age=600"}, None),
        ({"cache_control": "max-age=600, no-cache"}, None),
        ({"cache_control": "max-age=99999999999999999999"}, SECONDS_MAX),
        ({"cache_control": "max-age=-1"}, None),
        ({"cache_control": "max-age=soon"}, None),
        ({"expires": "Mon, 08 Jan 2024 10:00:00 GMT"}, 3600),
        ({"expires": "Mon, 08 Jan 2024 10:00:00 GMT", "date": "Mon, 08 Jan 2024 09:30:00 GMT"}, 1800),
        ({"expires": "0"}, None),
        ({"expires": "-1"}, None),
        ({"expires": "Fri, 31 Dec 9999 23:59:59 GMT"}, SECONDS_MAX),
        ({}, None),
    ],
)
def test_freshness_is_what_the_headers_say(headers: dict[str, str], fresh_s: int | None) -> None:
    """max-age less Age goes first, then Expires less Date, at most a year; forbidden and stale is None."""
    assert fresh_until(fetched(**headers)) == (NOW + timedelta(seconds=fresh_s) if fresh_s else None)


@given(value=st.text(max_size=40), name=st.sampled_from(["cache_control", "expires", "age", "date"]))
def test_no_header_breaks_freshness(value: str, name: str) -> None:
    """Whatever a header holds, the answer is a later moment or None."""
    moment = fresh_until(fetched(**{"cache_control": "max-age=5", name: value}))
    assert moment is None or moment > NOW


@given(value=st.text(max_size=40) | st.integers().map(str))
def test_no_retry_after_breaks_the_schedule(value: str) -> None:
    """Whatever Retry-After holds, the answer is within the limit or None."""
    moment = retry_at({"retry-after": value}, now=NOW, seconds_max=60)
    assert moment is None or NOW < moment <= NOW + timedelta(seconds=60)


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 08 Jan 2024 09:00:00 GMT",
        "Monday, 08-Jan-24 09:00:00 GMT",
        "Mon Jan  8 09:00:00 2024",
        "Mon, 08 Jan 2024 10:00:00 +0100",
    ],
)
def test_http_dates_come_in_all_their_forms(text: str) -> None:
    """The three forms of RFC 9110 and one with an offset are the same moment."""
    assert http_date(text) == NOW


@pytest.mark.parametrize(
    "text", ["", "yesterday", "32 Jan 2024", "Mon, 08 Jan 99999 09:00:00 GMT", "Mon, 08 Jan 2024 09:00:00 +9999"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    """A date that does not exist is None, not an error."""
    assert http_date(text) is None
