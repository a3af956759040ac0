"""One request and its answer over aiohttp: connections, deadline, headers and the bounded body; no politeness, no redirects."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Final

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from watcher.fetch.address import guarded_sockets
from watcher.fetch.decoding import ACCEPTED, Body, BodyTooLargeError
from watcher.fetch.failures import EXPECTED
from watcher.fetch.limits import FetchLimits
from watcher.fetch.names import SystemNames

_DNS_CACHE_S: Final = 60
"""Long enough for one round of polls; a changed answer cannot harm, for addresses are judged when connected to."""

_UNKEPT_HEADERS: Final = frozenset({b"set-cookie", b"set-cookie2"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from one request; `headers` have lower-case names, repeated ones joined with commas."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


class Deadline:
    """A budget of seconds that runs down only inside its block: the wait for a host's turn is not the server's fault.

    The block may be entered again and again, one after the other; TimeoutError when the budget is used up.
    """

    __slots__ = ("_started_s", "_timer", "left_s", "spent_s")

    def __init__(self, seconds: float):
        self.left_s, self.spent_s = seconds, 0.0

    async def __aenter__(self) -> None:
        self._started_s = asyncio.get_running_loop().time()
        self._timer = asyncio.timeout(self.left_s)
        await self._timer.__aenter__()

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.spend(asyncio.get_running_loop().time() - self._started_s)
        await self._timer.__aexit__(kind, error, trace)

    def spend(self, seconds: float) -> None:
        """Take `seconds` off, which were spent elsewhere on the same errand."""
        self.left_s -= seconds
        self.spent_s += seconds


class _CountedSocket(socket.socket):
    """A socket that tells how many of its kind are open."""

    __slots__ = ("_count",)

    def __init__(self, count: _Count, family: int, kind: int, protocol: int):
        super().__init__(family, kind, protocol)
        self._count = count
        count.open += 1

    def close(self) -> None:
        if self.fileno() != -1:
            self._count.open -= 1
        super().close()


@dataclass(slots=True)
class _Count:
    open: int = 0


class Exchanges:
    """The connections of one fetcher.

    Private and public addresses have pools of their own, so that a connection opened for a source that may reach a private
    address is never used for one that may not. A `post` has a connection of its own: one that the server has just dropped
    would leave it unknown whether the message arrived. So has every request once `connections_open_max` are open.
    """

    def __init__(self, *, user_agent: str, limits: FetchLimits, resolver: AbstractResolver | None):
        self._user_agent, self._limits = user_agent, limits
        self._names, self._owns_names = resolver or SystemNames(), resolver is None
        self._sessions: dict[tuple[bool, bool], aiohttp.ClientSession] = {}
        self._count = _Count()
        self._is_closed = False

    async def close(self) -> None:
        sessions, self._sessions = self._sessions, {}
        self._is_closed = True
        for session in sessions.values():
            await session.close()
        if self._owns_names:
            await self._names.close()

    async def get(
        self,
        url: URL,
        headers: Mapping[str, str],
        *,
        allow_private: bool,
        deadline: Deadline,
        bytes_max: int,
        truncates: bool = False,
    ) -> Answer:
        """Ask for `url`; the body is read for 2xx only.

        Raises:
            ClientError, OSError, BodyEncodingError, BodyTooLargeError: `failures.failure` makes an error of ours of them.
        """
        is_crowded = self._count.open >= self._limits.connections_open_max
        session = self._session(allow_private=allow_private, is_single_use=is_crowded)
        async with deadline, session.get(url, headers=headers, allow_redirects=False) as response:
            answer_headers = _plain_headers(response.raw_headers)
            body = b""
            if 200 <= response.status < 300:
                collected = Body(answer_headers.get("content-encoding"), bytes_max=bytes_max, truncates=truncates)
                body = await _read(response, collected)
            return Answer(response.status, answer_headers, body)

    async def post(
        self,
        url: URL,
        body: bytes,
        headers: Mapping[str, str],
        *,
        allow_private: bool,
        deadline: Deadline,
        on_leaving: Callable[[], None],
    ) -> Answer:
        """Send `body`; `on_leaving` is called when the connection stands and before the first byte of the body is written.

        Once there is a status, a broken or endless body of the answer changes nothing: it is cut or left out.
        """

        async def leaving() -> AsyncIterator[bytes]:
            on_leaving()
            yield body

        session = self._session(allow_private=allow_private, is_single_use=True)
        sized = {**headers, "Content-Length": str(len(body))}
        async with deadline, session.post(url, data=leaving(), headers=sized, allow_redirects=False) as response:
            answer_headers = _plain_headers(response.raw_headers)
            return Answer(response.status, answer_headers, await self._remark(response, answer_headers))

    async def _remark(self, response: aiohttp.ClientResponse, headers: Mapping[str, str]) -> bytes:
        try:
            collected = Body(headers.get("content-encoding"), bytes_max=self._limits.answer_bytes_max, truncates=True)
            return await _read(response, collected)
        except EXPECTED:
            return b""

    def _session(self, *, allow_private: bool, is_single_use: bool) -> aiohttp.ClientSession:
        session = self._sessions.get((allow_private, is_single_use))
        if session is None:
            if self._is_closed:
                raise RuntimeError("the fetcher is closed")
            session = self._opened(allow_private=allow_private, is_single_use=is_single_use)
            self._sessions[allow_private, is_single_use] = session
        return session

    def _opened(self, *, allow_private: bool, is_single_use: bool) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            limit=0,  # the host turns limit what is under way
            resolver=self._names,
            ttl_dns_cache=_DNS_CACHE_S,
            force_close=is_single_use,
            socket_factory=guarded_sockets(allow_private=allow_private, open_socket=self._open_socket),
        )
        return aiohttp.ClientSession(
            connector=connector,
            headers={"User-Agent": self._user_agent, "Accept-Encoding": ACCEPTED},
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=self._limits.connect_s_max),
            max_line_size=self._limits.header_bytes_max,
            max_field_size=self._limits.header_bytes_max,
            max_headers=self._limits.headers_max,
        )

    def _open_socket(self, family: int, kind: int, protocol: int) -> socket.socket:
        return _CountedSocket(self._count, family, kind, protocol)


async def _read(response: aiohttp.ClientResponse, body: Body) -> bytes:
    if (response.content_length or 0) > body.bytes_max and not body.truncates:
        raise BodyTooLargeError(f"the body has more than {body.bytes_max:,} bytes")
    while piece := await response.content.readany():
        body.feed(piece)
        if body.is_full:
            response.close()
            break
    return body.finish()


def _plain_headers(raw: tuple[tuple[bytes, bytes], ...]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for raw_name, raw_value in raw:
        name = raw_name.lower()
        if name in _UNKEPT_HEADERS:
            continue
        key, value = name.decode("latin-1"), raw_value.decode("utf-8", "replace")
        headers[key] = f"{headers[key]}, {value}" if key in headers else value
    return headers
