"""A served world and a client that resolves its names; every test gets its own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from watcher.demo import DemoWorld


@pytest.fixture
async def world() -> AsyncIterator[DemoWorld]:
    async with DemoWorld.serve() as served:
        yield served


@pytest.fixture
async def client(world: DemoWorld) -> AsyncIterator[aiohttp.ClientSession]:
    connector = aiohttp.TCPConnector(resolver=world.resolver)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=5)) as session:
        yield session
