"""Other people's servers: real HTTP on loopback, each path scripted, every request recorded."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

_REQUEST_BYTES_MAX: Final = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request as it arrived; `headers` have lower-case names, `at_s` is the event loop's time,
    `peer_port` the client's port, which tells one connection from another."""

    method: str
    host: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    at_s: float
    peer_port: int = 0

    @property
    def is_conditional(self) -> bool:
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


@dataclass(frozen=True, slots=True)
class Script:
    """How one request is answered.

    With `etag` or `last_modified`, a request that gives it back gets a 304. `delay_s` passes before the first byte.
    `pieces` are sent after `body`, `every_s` apart, without a Content-Length. `raw` replaces the whole answer, headers
    included, and the connection is closed after it (and after `pieces`): b"" drops it without a word.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    last_modified: str | None = None
    delay_s: float = 0.0
    pieces: Iterator[bytes] | None = None
    every_s: float = 0.0
    raw: bytes | None = None


class ScriptedServer:
    """A server on loopback, at any free port unless told, with HTTPS if given `tls`; use it as an async context manager.

    Scripts are kept by path with its query (`/feed?page=2`), or by host and path (`union.example/feed`), which goes first. A path
    without a script answers 404, so robots.txt allows everything until it is scripted. `requests` holds all that was asked,
    and `was_asked` is set by the first.
    """

    def __init__(self, *, address: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None):
        self.address, self._tls = address, tls
        self.port = port
        self.requests: list[Recorded] = []
        self.was_asked = asyncio.Event()
        self._scripts: dict[str, list[Script]] = {}
        self._runner: web.ServerRunner | None = None

    async def __aenter__(self) -> Self:
        self._runner = web.ServerRunner(web.Server(self._handle), shutdown_timeout=0.1)
        await self._runner.setup()
        listener = socket.socket(socket.AF_INET6 if ":" in self.address else socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((self.address, self.port))
        self.port = listener.getsockname()[1]
        await web.SockSite(self._runner, listener, backlog=1024, ssl_context=self._tls).start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def url(self, path: str = "/", *, host: str | None = None) -> str:
        """Return the address of `path` here: by number and port, or with `host` as a name that `resolver` knows."""
        scheme = "https" if self._tls else "http"
        literal = f"[{self.address}]" if ":" in self.address else self.address
        return f"{scheme}://{host}{path}" if host else f"{scheme}://{literal}:{self.port}{path}"

    def resolver(self, *hosts: str) -> LoopbackResolver:
        """Return a resolver that leads `hosts` (every name, if none is given) to this server."""
        return LoopbackResolver({host: [(self.address, self.port)] for host in hosts or ("*",)})

    def answer(
        self,
        path: str,
        body: bytes | str = b"",
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        etag: str | None = None,
        last_modified: str | None = None,
        delay_s: float = 0.0,
    ) -> None:
        """Answer `path` like this from now on."""
        content = body.encode() if isinstance(body, str) else body
        self.play(path, Script(content, status, headers or {}, etag=etag, last_modified=last_modified, delay_s=delay_s))

    def play(self, path: str, *scripts: Script) -> None:
        """Answer `path` with each script once, in order, and with the last one from then on."""
        self._scripts[path] = list(scripts)

    def redirect(self, path: str, to: str, *, status: int = 302) -> None:
        self.play(path, Script(status=status, headers={"Location": to}))

    def drip(self, path: str, piece: bytes = b"x", *, every_s: float = 0.05, headers: Mapping[str, str] | None = None) -> None:
        """Send `piece` again and again, `every_s` apart, until the client leaves; 0 floods it."""
        self.play(path, Script(headers=headers or {}, pieces=_for_ever(piece), every_s=every_s))

    def drop(self, path: str, after: bytes = b"") -> None:
        """Send the raw bytes `after`, head included, and close the connection."""
        self.play(path, Script(raw=after))

    def requests_to(self, path: str) -> Sequence[Recorded]:
        """Return the requests for `path`, or for `host/path`."""
        return [request for request in self.requests if path in (request.path, request.host + request.path)]

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        recorded = await self._record(request)
        script = self._next_script(recorded)
        if script.delay_s:
            await asyncio.sleep(script.delay_s)
        if script.raw is not None:
            return await _send_raw(request, script)
        headers = dict(script.headers)
        if script.etag:
            headers["ETag"] = script.etag
        if script.last_modified:
            headers["Last-Modified"] = script.last_modified
        if _is_known(recorded, script):
            return web.Response(status=304, headers=headers)
        if script.pieces is not None:
            return await _send_pieces(request, script, headers)
        headers.setdefault("Content-Type", "text/html; charset=utf-8")
        return web.Response(body=script.body, status=script.status, headers=headers)

    async def _record(self, request: web.BaseRequest) -> Recorded:
        body = await request.content.read(_REQUEST_BYTES_MAX) if request.body_exists else b""
        headers = {name.lower(): value for name, value in request.headers.items()}
        host = headers.get("host", "").rsplit(":", 1)[0]
        peer = request.transport.get_extra_info("peername") if request.transport else None
        now_s = asyncio.get_running_loop().time()
        recorded = Recorded(request.method, host, request.raw_path, headers, body, now_s, peer[1] if peer else 0)
        self.requests.append(recorded)
        self.was_asked.set()
        return recorded

    def _next_script(self, request: Recorded) -> Script:
        scripts = self._scripts.get(request.host + request.path) or self._scripts.get(request.path)
        if not scripts:
            return Script(b"no such page", 404)
        return scripts.pop(0) if len(scripts) > 1 else scripts[0]


class LoopbackResolver(AbstractResolver):
    """Answers names from `table`: name -> places (address, port); `*` is every other name, unknown ones do not exist.

    aiohttp takes the port from here, so that `http://union.example/` is served without a port in its address. With several
    places a name gets each in turn, as a rebinding name server does it. `asked` holds every question.
    """

    def __init__(self, table: Mapping[str, Sequence[tuple[str, int]]]):
        self.table = dict(table)
        self.asked: list[str] = []

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC) -> list[ResolveResult]:
        places = self.table.get(host) or self.table.get("*")
        if not places:
            raise OSError(None, f"no such name: {host}")
        address, real_port = places[self.asked.count(host) % len(places)]
        self.asked.append(host)
        own_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        if family not in (socket.AF_UNSPEC, own_family):
            raise OSError(None, f"no such address: {host}")
        return [
            ResolveResult(
                hostname=host, host=address, port=real_port or port, family=own_family, proto=0, flags=socket.AI_NUMERICHOST
            )
        ]

    async def close(self) -> None:
        return None


def _is_known(request: Recorded, script: Script) -> bool:
    """Whether the client has the current version: by ETag if it sent one, else by date (RFC 9110, 13.2.2)."""
    if "if-none-match" in request.headers:
        return script.etag is not None and request.headers["if-none-match"] == script.etag
    return script.last_modified is not None and request.headers.get("if-modified-since") == script.last_modified


async def _send_raw(request: web.BaseRequest, script: Script) -> web.StreamResponse:
    transport = request.transport
    if transport is not None:
        transport.write(script.raw or b"")
        async for piece in _spaced(script.pieces or iter(()), script.every_s):
            if transport.is_closing():
                break
            transport.write(piece)
        transport.close()
    return web.Response()


async def _send_pieces(request: web.BaseRequest, script: Script, headers: Mapping[str, str]) -> web.StreamResponse:
    response = web.StreamResponse(status=script.status, headers=dict(headers))
    with suppress(ConnectionError):
        await response.prepare(request)
        if script.body:
            await response.write(script.body)
        async for piece in _spaced(script.pieces or iter(()), script.every_s):
            await response.write(piece)
    return response


async def _spaced(pieces: Iterator[bytes], every_s: float) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece
        await asyncio.sleep(every_s)


def _for_ever(piece: bytes) -> Iterator[bytes]:
    while True:
        yield piece
