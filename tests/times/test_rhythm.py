"""How often a source is worth polling."""

from __future__ import annotations

from datetime import timedelta

from watcher.schedule import rhythm

SIX_HOURS = timedelta(hours=6)


def test_a_source_is_polled_by_its_own_rhythm_within_bounds() -> None:
    """Never less often than `every`, never four times as often, and never within five minutes."""
    assert rhythm(SIX_HOURS, None) == SIX_HOURS
    assert rhythm(SIX_HOURS, timedelta(days=1)) == timedelta(hours=3)
    assert rhythm(SIX_HOURS, timedelta(days=30)) == SIX_HOURS
    assert rhythm(SIX_HOURS, timedelta(minutes=10)) == timedelta(minutes=90)
    assert rhythm(timedelta(minutes=8), timedelta(minutes=10)) == timedelta(minutes=5)
