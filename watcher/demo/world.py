"""A small world of publishers on loopback: one port, the host names of `.example`, three days, and what can go wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote

from aiohttp import ClientConnectionError, web

from watcher.demo.answer import answer
from watcher.demo.content import DAY_MAX, DAYS, Fault, Publisher, Trouble, Where, load_publishers
from watcher.demo.exchange import Manner, Reply, Site, Visit
from watcher.testing import LoopbackResolver

LOOPBACK: Final = "127.0.0.1"

REQUESTS_KEPT_MAX: Final = 100_000
"""The record of requests stops growing here, so that a long soak does not fill the memory."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request that the demo world answered."""

    method: str
    host: str
    path: str
    is_conditional: bool
    status: int
    day: int


class DemoWorld:
    """The publishers of the demo while they are served: `async with DemoWorld.serve() as world`.

    `resolver` knows the publishers' hosts and no others, and leads to the world's port, so that an address needs none (links
    have a port where the request had one). `day` is 1 to 3 and `now()` its date; `advance()` moves to the next. `requests`
    records each exchange. `show` and `break_` put a publisher into trouble until `heal`. Replies depend on nothing but the
    day, the request and the trouble.
    """

    def __init__(self, publishers: tuple[Publisher, ...]):
        self.publishers = publishers
        self.resolver = LoopbackResolver({})
        self.requests: list[Request] = []
        self.day = 1
        self.port = 0
        self._troubles: dict[str, Trouble] = {}
        self._is_closing = asyncio.Event()

    @classmethod
    @asynccontextmanager
    async def serve(cls, port: int = 0) -> AsyncIterator[DemoWorld]:
        """Serve the world on loopback, at `port` or at a free one, for as long as the block lasts."""
        world = cls(load_publishers())
        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", world._handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, LOOPBACK, port)
        try:
            await site.start()
            world._live_at(int(runner.addresses[0][1]))
            yield world
        finally:
            world._is_closing.set()
            await runner.cleanup()

    def now(self) -> datetime:
        """Return when the present day is visited, aware, in UTC."""
        return DAYS[self.day]

    def advance(self) -> datetime:
        """Move to the next day and return when it is visited.

        Raises:
            ValueError: the demo's last day is over.
        """
        if self.day == DAY_MAX:
            raise ValueError(f"the demo has {DAY_MAX} days")
        self.day += 1
        return self.now()

    def publisher(self, place: str) -> Publisher:
        """Return a publisher by its id or one of its hosts.

        Raises:
            LookupError: nobody of that name lives here.
        """
        for publisher in self.publishers:
            if place in (publisher.id, publisher.host, *publisher.aliases):
                return publisher
        raise LookupError(f"no publisher {place!r} in the demo world")

    def show(self, place: str, fixture: Fault | str, where: Where | str = Where.ALL) -> None:
        """Let a publisher answer with `fixture` (see `Fault`) on its listing, its pages or all of them, until `heal`.

        Raises:
            LookupError: nobody of that name lives here.
            ValueError: no such fixture.
        """
        self._troubles[self.publisher(place).id] = Trouble(Fault(fixture), Where(where))

    def break_(self, place: str, how: Fault | str) -> None:
        """Let every page of a publisher fail in one way, until `heal`; the same as `show(place, how)`."""
        self.show(place, how)

    def heal(self, place: str) -> None:
        """End a trouble that `show` or `break_` began; those of the demo's own story stay."""
        self._troubles.pop(self.publisher(place).id, None)

    def listing_url(self, place: str) -> str:
        """Return a publisher's listing address, with the world's port."""
        publisher = self.publisher(place)
        return f"http://{publisher.host}:{self.port}{publisher.listing}"

    def page_url(self, key: str) -> str:
        """Return the address under which `<publisher>/<posting>` first stood, with the world's port.

        Raises:
            LookupError: there is no such posting.
        """
        place, _, posting_id = key.partition("/")
        publisher = self.publisher(place)
        for posting in publisher.postings:
            if posting.id == posting_id:
                path = Site(publisher, publisher.postings, self.now()).own_path(posting)
                return f"http://{publisher.host}:{self.port}{quote(path)}"
        raise LookupError(f"no posting {key!r} in the demo world")

    def _live_at(self, port: int) -> None:
        self.port = port
        for publisher in self.publishers:
            for host in (publisher.host, *publisher.aliases):
                self.resolver.table[host] = [(LOOPBACK, port)]

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        visit = Visit(request.method, request.host.lower(), request.raw_path, headers)
        reply = answer(self.publishers, self.day, visit, self._troubles)
        if len(self.requests) < REQUESTS_KEPT_MAX:
            seen = Request(visit.method, visit.host, visit.target, visit.is_conditional, reply.status, self.day)
            self.requests.append(seen)
        return await self._send(request, reply)

    async def _send(self, request: web.Request, reply: Reply) -> web.StreamResponse:
        if reply.manner is Manner.WHOLE:
            return web.Response(status=reply.status, headers=reply.headers, body=reply.body)
        if reply.manner is Manner.SILENT:
            await self._is_closing.wait()
            return web.Response(status=503)
        response = web.StreamResponse(status=reply.status, headers=reply.headers)
        if reply.manner is Manner.CUT_SHORT:
            response.content_length = 2 * len(reply.body)
        await response.prepare(request)
        await self._write(request, response, reply)
        return response

    async def _write(self, request: web.Request, response: web.StreamResponse, reply: Reply) -> None:
        """Write once and hang up, or write for ever, until the visitor has gone or the world closes."""
        try:
            await response.write(reply.body)
            while reply.manner is Manner.ENDLESS and not self._is_closing.is_set():
                await response.write(reply.body)
        except ClientConnectionError:
            return
        if request.transport is not None:
            request.transport.close()
