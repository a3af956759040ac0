"""A canary that must never be asked, and a fetcher as strict as the shipped one."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest

from watcher.fetch import Fetcher
from watcher.testing import FakeClock, ScriptedServer

OpenFetcher = Callable[..., Awaitable[Fetcher]]

CANARY_PORT = 8080
"""A port that every source may name, so that only the address stands between it and the canary."""


def canary_address() -> str:
    """Return a loopback address of this process's own, so that test runs side by side do not share it."""
    return f"127.77.{os.getpid() // 250 % 250}.{os.getpid() % 250 + 1}"


@pytest.fixture
async def canary() -> AsyncIterator[ScriptedServer]:
    async with ScriptedServer(address=canary_address(), port=CANARY_PORT) as scripted:
        scripted.answer("/secret", "the keys to the house")
        yield scripted


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with ScriptedServer() as scripted:
        yield scripted


@pytest.fixture
async def open_fetcher() -> AsyncIterator[OpenFetcher]:
    """Build fetchers without delay and close them after the test; robots.txt is asked for, as in life."""
    async with AsyncExitStack() as stack:

        async def build(**settings: Any) -> Fetcher:
            chosen = {
                "clock": FakeClock(),
                "user_agent": "watcher/1.0 (+mailto:desk@newsroom.example)",
                "delay_per_host_s": 0.0,
                **settings,
            }
            return await stack.enter_async_context(Fetcher(**chosen))

        yield build
