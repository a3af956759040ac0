"""A short campaign of kill -9 for every build; `make kill9` runs the long one."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import pytest

from watcher.failpoint import POINTS

from .kill9.run import run

pytestmark = pytest.mark.slow


async def test_nothing_is_lost_or_told_twice_however_watcher_dies(tmp_path: Path) -> None:
    """Lost 0, duplicates after the receiver's dedupe 0, raw duplicates at most those on record as ambiguous."""
    seed = int(os.environ.get("WATCHER_TEST_SEED") or secrets.randbelow(2**32))
    print(f"\nWATCHER_TEST_SEED={seed}")
    tally = await run(tmp_path / "watch", seed=seed, at_random=20, at_points=len(POINTS))
    print(tally)
    assert tally.lost == []
    assert tally.twice == []
    assert tally.raw_duplicates <= tally.ambiguous
    assert tally.kills.total() >= 20 + len(POINTS)
