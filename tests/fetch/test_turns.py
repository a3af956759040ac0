"""Politeness: turns, pauses, places."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest

from fetch.conftest import OpenFetcher
from watcher.fetch import FetchLimits
from watcher.fetch.turns import HostClosedError, HostTurns
from watcher.testing import FakeClock, Script, ScriptedServer


def turns(*, delay_s: float = 0.0, at_once: int = 100, remembered: int = 100) -> HostTurns:
    return HostTurns(clock=FakeClock(), delay_s=delay_s, hosts_at_once_max=at_once, hosts_remembered_max=remembered)


async def most_at_once(line: HostTurns, hosts: list[str]) -> int:
    under_way = most = 0

    async def visit(host: str) -> None:
        nonlocal under_way, most
        async with line.turn(host):
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0.01)
            under_way -= 1

    await asyncio.gather(*map(visit, hosts))
    return most


async def test_a_host_gets_one_request_at_a_time() -> None:
    """However many want it, one host has one visitor."""
    assert await most_at_once(turns(), ["union.example"] * 5) == 1


@pytest.mark.parametrize(("at_once", "most"), [(5, 5), (4, 4)])
async def test_so_many_hosts_at_once(at_once: int, most: int) -> None:
    """Different hosts are visited side by side, up to the limit."""
    assert await most_at_once(turns(at_once=at_once), [f"h{number}.example" for number in range(5)]) == most


async def test_a_waiting_host_takes_no_place() -> None:
    """While one host waits out its pause, another one uses the only place."""
    line = turns(delay_s=0.3, at_once=1)
    loop = asyncio.get_running_loop()
    async with line.turn("slow.example"):
        pass
    started_s = loop.time()

    async def visit(host: str) -> float:
        async with line.turn(host):
            return loop.time() - started_s

    slow_s, other_s = await asyncio.gather(visit("slow.example"), visit("other.example"))

    assert slow_s >= 0.3
    assert other_s < slow_s


async def test_turns_are_taken_in_order() -> None:
    """Who asks first is served first."""
    line = turns()
    order: list[int] = []

    async def visit(number: int) -> None:
        async with line.turn("union.example"):
            await asyncio.sleep(0)
            order.append(number)

    await asyncio.gather(*map(visit, range(5)))
    assert order == [0, 1, 2, 3, 4]


async def test_a_pause_lies_between_two_requests(server: ScriptedServer, open_fetcher: OpenFetcher) -> None:
    """Fetches and redirects to one host keep the distance; other hosts do not wait."""
    fetcher = await open_fetcher(delay_per_host_s=0.15, resolver=server.resolver("one.example", "two.example"))
    server.redirect("one.example/a", "/b")
    server.answer("/b", "b")

    await asyncio.gather(
        fetcher.fetch("http://one.example/a", allow_private=True),
        fetcher.fetch("http://two.example/b", allow_private=True),
        fetcher.fetch("http://one.example/b", allow_private=True),
    )

    one = [request.at_s for request in server.requests if request.host == "one.example"]
    assert len(one) == 3
    assert all(later - earlier >= 0.15 for earlier, later in pairwise(one))


async def test_messages_to_one_receiver_keep_their_distance_and_wait_for_nobody_else(
    server: ScriptedServer, open_fetcher: OpenFetcher
) -> None:
    """A receiver stands in a line of its own: two messages keep the pause, and neither waits for the pages of the host."""
    fetcher = await open_fetcher(delay_per_host_s=0.15, resolver=server.resolver("one.example"))
    server.play("one.example/slow", Script(b"x", delay_s=1.0))
    server.answer("/hook", "")

    slow = asyncio.create_task(fetcher.fetch("http://one.example/slow", allow_private=True))
    await asyncio.gather(*(fetcher.post("http://one.example/hook", b"", {}, allow_private=True) for _ in range(2)))
    assert not slow.done()
    first, second = [request.at_s for request in server.requests_to("/hook")]
    assert second - first >= 0.15
    await slow


async def test_a_receiver_that_needs_a_longer_pause_gets_it(server: ScriptedServer, open_fetcher: OpenFetcher) -> None:
    """What a kind of receiver asks for holds where pages are given no pause; a shorter wish changes nothing."""
    for given_s, wished_s in ((0.0, 0.15), (0.15, 0.0)):
        fetcher = await open_fetcher(delay_per_host_s=given_s, resolver=server.resolver("one.example"))
        server.requests.clear()
        server.answer("/hook", "")
        for _ in range(2):
            await fetcher.post("http://one.example/hook", b"", {}, allow_private=True, pause_s=wished_s)
        first, second = [request.at_s for request in server.requests_to("/hook")]
        assert second - first >= 0.15


async def test_the_wait_for_a_turn_is_not_held_against_the_page(server: ScriptedServer, open_fetcher: OpenFetcher) -> None:
    """Ten pages of a slow host are all fetched although together they pass one page's deadline."""
    fetcher = await open_fetcher()
    server.play("/page", Script(b"x", delay_s=0.05))

    fetches = await asyncio.gather(
        *(fetcher.fetch(server.url("/page"), allow_private=True, deadline_s=0.2) for _ in range(10)), return_exceptions=True
    )

    assert [getattr(fetch, "body", fetch) for fetch in fetches] == [b"x"] * 10


async def test_a_server_slows_down_and_never_speeds_up() -> None:
    """A shorter Crawl-delay than our own changes nothing."""
    line = turns(delay_s=0.1)
    line.slow_down("union.example", 0.01)
    loop = asyncio.get_running_loop()
    async with line.turn("union.example"):
        ended_s = loop.time()
    async with line.turn("union.example"):
        assert loop.time() - ended_s >= 0.1


async def is_closed(line: HostTurns, host: str) -> bool:
    try:
        async with line.turn(host):
            return False
    except HostClosedError:
        return True


async def test_a_closed_host_refuses_at_once() -> None:
    """Those who wait for a closed host are told without its pause, but a message may still be sent."""
    line = turns(delay_s=30)
    line.close("union.example", FakeClock().now() + timedelta(hours=1))

    closed = await asyncio.wait_for(asyncio.gather(*(is_closed(line, "union.example") for _ in range(5))), 1)
    async with line.turn("union.example", heeds_closing=False):
        pass

    assert closed == [True] * 5


@pytest.mark.parametrize("count", [8, 9])
async def test_only_so_many_hosts_are_remembered(count: int) -> None:
    """A full table drops the longest known idle hosts and keeps those in use."""
    line = turns(remembered=8)
    until = FakeClock().now() + timedelta(hours=1)
    for number in range(count):
        line.close(f"h{number}.example", until)

    # The newest first: to ask for a forgotten host makes room for it.
    known = [number for number in reversed(range(count)) if await is_closed(line, f"h{number}.example")]

    assert known == ([7, 6, 5, 4, 3, 2, 1, 0] if count == 8 else [8, 7, 6, 5, 4, 3, 2])


@pytest.mark.parametrize(("limit", "kept"), [(7, 6), (6, 0)])
async def test_connections_are_used_again_and_bounded(
    server: ScriptedServer, open_fetcher: OpenFetcher, limit: int, kept: int
) -> None:
    """The next request to a host takes its open connection; once the limit is reached each has its own."""
    names = [f"h{number}.example" for number in range(6)]
    server.answer("/page", "x")
    fetcher = await open_fetcher(resolver=server.resolver(), limits=FetchLimits(connections_open_max=limit))

    for name in [*names, *names]:
        await fetcher.fetch(f"http://{name}/page", allow_private=True)

    ports = [request.peer_port for request in server.requests]
    assert sum(first == second for first, second in zip(ports[:6], ports[6:], strict=True)) == kept
