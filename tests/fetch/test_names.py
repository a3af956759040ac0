"""The system's host names."""

from __future__ import annotations

import asyncio
import socket

import pytest

from watcher.fetch.names import SystemNames


async def test_a_name_has_its_addresses() -> None:
    """The machine's own name for itself is found, with the port that was asked for."""
    found = await SystemNames().resolve("localhost", 8080)
    assert {(place["host"], place["port"]) for place in found} & {("127.0.0.1", 8080), ("::1", 8080)}


async def test_a_family_may_be_asked_for() -> None:
    """Only addresses of that family come back."""
    found = await SystemNames().resolve("localhost", 80, socket.AF_INET)
    assert {place["family"] for place in found} == {socket.AF_INET}


@pytest.mark.parametrize("name", ["nowhere.invalid", "x" * 64 + ".invalid", "a..b", ""])
async def test_a_name_that_is_none_is_an_error(name: str) -> None:
    """Unknown and impossible names fail alike."""
    with pytest.raises(OSError):
        await SystemNames().resolve(name)


async def test_more_look_ups_than_places_wait() -> None:
    """With one place ten look-ups are all answered, and a look-up that was given up gives its place back."""
    names = SystemNames(lookups_max=1)
    given_up = asyncio.create_task(names.resolve("localhost"))
    await asyncio.sleep(0)
    given_up.cancel()

    answers = await asyncio.wait_for(asyncio.gather(*(names.resolve("localhost") for _ in range(10))), 5)

    assert all(answers)
