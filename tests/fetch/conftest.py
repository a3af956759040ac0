"""A server and a fetcher that may reach it; every test gets its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest

from watcher.fetch import Fetcher
from watcher.testing import FakeClock, ScriptedServer

AGENT = "watcher/1.0 (+mailto:desk@newsroom.example)"

OpenFetcher = Callable[..., Awaitable[Fetcher]]


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with ScriptedServer() as scripted:
        yield scripted


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def open_fetcher(clock: FakeClock) -> AsyncIterator[OpenFetcher]:
    """Build fetchers without delay and robots unless told otherwise, and close them after the test."""
    async with AsyncExitStack() as stack:

        async def build(**settings: Any) -> Fetcher:
            chosen = {"clock": clock, "user_agent": AGENT, "delay_per_host_s": 0.0, "robots": False, **settings}
            return await stack.enter_async_context(Fetcher(**chosen))

        yield build


@pytest.fixture
async def fetcher(open_fetcher: OpenFetcher) -> Fetcher:
    return await open_fetcher()
