"""Real servers on loopback and the real gate to post through."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from watcher.fetch import Fetcher
from watcher.testing import FakeClock

from .parts import MADE_AT, Calls


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(MADE_AT)


@pytest.fixture
def committing() -> Calls:
    return Calls()


@pytest.fixture
async def fetcher(clock: FakeClock) -> AsyncIterator[Fetcher]:
    async with Fetcher(clock=clock, user_agent="watcher/test", delay_per_host_s=0.0) as gate:
        yield gate
