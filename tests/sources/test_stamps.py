"""The dates of feeds, read the quick way."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from watcher.text.dates import stated_date
from watcher.text.stamps import stamped_date

_ZONES = st.sampled_from(["GMT", "Z", "+0000", "-0530", "+01:00", "-00:00", "+23:59", "+24:00", "-0060", "BST", "UTC", ""])
_MONTHS = st.sampled_from(["Jan", "Feb", "Aug", "Sept", "Dec", "dec", "Mai"])
_DAYS = st.sampled_from(["Mon, ", "Sun, ", "mon, ", "Monday, ", ""])
_YEARS = st.sampled_from([1899, 1989, 1990, 2024, 2099, 2100])
_HOURS = st.sampled_from(["00:00:00", "00:00:01", "09:05:59", "23:59:60", "24:00:00", "12:60:00", "9:05:00", "09:05"])
_MAIL = st.builds("{}{:02d} {} {} {} {}".format, _DAYS, st.integers(0, 32), _MONTHS, _YEARS, _HOURS, _ZONES)
_NET = st.builds(
    "{}-{:02d}-{:02d}T{}{}{}".format, _YEARS, st.integers(0, 13), st.integers(0, 32), _HOURS, st.sampled_from(["", ".5"]), _ZONES
)


@given(st.one_of(_MAIL, _NET))
@example("Sun, 31 Mar 2024 01:30:00 +0100")
@example(" 2024-02-29T09:05:59.5Z\n")
def test_a_stamp_is_the_date_of_the_plain_rule(stamp: str) -> None:
    """What the quick way reads at all it reads as the general rule does."""
    found = stamped_date(stamp, source="feed")
    assert found is None or found == stated_date(stamp, source="feed")


@pytest.mark.parametrize(
    ("stamp", "hour"),
    [("Mon, 08 Jan 2024 09:00:00 +0100", 8), ("8 Jan 2024 09:00:00 GMT", 9), ("2024-01-08T09:00:00-05:00", 14)],
)
def test_the_usual_stamps_are_read_the_quick_way(stamp: str, hour: int) -> None:
    """Both forms, with their zones moved to UTC."""
    found = stamped_date(stamp, source="feed")
    assert found is not None
    assert (found.value.isoformat(), found.source) == (f"2024-01-08T{hour:02d}:00:00+00:00", "feed")


@pytest.mark.parametrize("text", [None, "", "Published 8 January 2024", "08/01/2024", "2024-01-08", "2024-02-30T09:00:00Z"])
def test_everything_else_is_left_to_the_general_rule(text: str | None) -> None:
    """A bare day, prose and days that the calendar has not."""
    assert stamped_date(text, source="feed") is None
