"""Bombs and drips: they cost their own fetch, little memory, and no more time than the deadline."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path

import brotli
import pytest

from hostile.conftest import OpenFetcher
from watcher.errors import FetchError, Reason
from watcher.fetch import FetchLimits
from watcher.testing import Script, ScriptedServer

MEBIBYTE = 1024 * 1024
GROWTH_BYTES_MAX = 64 * MEBIBYTE

Bomb = tuple[str, Iterator[bytes]]


def gzip_bomb() -> Bomb:
    """One gzip member of a tebibyte of zeros, 1 MiB at a time."""
    engine = zlib.compressobj(9, wbits=31)
    head = engine.compress(bytes(MEBIBYTE)) + engine.flush(zlib.Z_FULL_FLUSH)
    # After a full flush the same input gives the same bytes again, so that they need be made only once.
    again = engine.compress(bytes(MEBIBYTE)) + engine.flush(zlib.Z_FULL_FLUSH)
    return "gzip", _repeated(head, again)


def deflate_bomb() -> Bomb:
    """The same without a header, in pieces of half a kilobyte, so that it expands slowly."""
    engine = zlib.compressobj(9, wbits=-15)
    again = engine.compress(bytes(MEBIBYTE // 2)) + engine.flush(zlib.Z_FULL_FLUSH)
    return "deflate", _repeated(b"", again)


def brotli_bomb() -> Bomb:
    """Half a gibibyte in a few hundred bytes."""
    engine = brotli.Compressor(quality=5)
    body = b"".join(engine.process(bytes(MEBIBYTE)) for _ in range(512)) + engine.finish()
    return "br", iter([body])


def zstd_bomb() -> Bomb:
    """Run-length blocks, each 4 bytes for 128 KiB (RFC 8878, 3.1.1.2): 32 GiB a mebibyte."""
    frame = b"\x28\xb5\x2f\xfd" + b"\x00" + bytes([13 << 3])  # magic, no checksum, a window of 8 MiB
    block = ((128 * 1024) << 3 | 1 << 1).to_bytes(3, "little") + b"\0"
    return "zstd", _repeated(frame, block * 4096)


def members_bomb() -> Bomb:
    """gzip members without end, each small and honest."""
    engine = zlib.compressobj(9, wbits=31)
    member = engine.compress(bytes(64 * 1024)) + engine.flush()
    return "gzip", _repeated(b"", member)


BOMBS = {"gzip": gzip_bomb, "deflate": deflate_bomb, "br": brotli_bomb, "zstd": zstd_bomb, "members": members_bomb}


def script_of(bomb: Bomb) -> Script:
    encoding, pieces = bomb
    return Script(headers={"Content-Encoding": encoding, "Content-Type": "text/html"}, pieces=pieces)


def start_of_peak() -> int:
    """Forget the process's peak of memory and return what it holds now, in bytes."""
    Path("/proc/self/clear_refs").write_text("5")
    return _status_bytes("VmRSS")


async def reason_of(fetcher: object, url: str, deadline_s: float) -> tuple[Reason, float]:
    loop = asyncio.get_running_loop()
    started_s = loop.time()
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(url, allow_private=True, deadline_s=deadline_s)
    return caught.value.reason, loop.time() - started_s


@pytest.mark.parametrize("name", BOMBS)
async def test_a_bomb_is_stopped_at_the_limit(server: ScriptedServer, open_fetcher: OpenFetcher, name: str) -> None:
    """Each bomb is refused soon and keeps its memory under 64 MiB."""
    server.play("/bomb", script_of(BOMBS[name]()))
    fetcher = await open_fetcher()
    before = start_of_peak()

    reason, took_s = await reason_of(fetcher, server.url("/bomb"), 10)

    assert reason in (Reason.TOO_LARGE, Reason.BAD_ENCODING)
    assert took_s < 9
    assert _status_bytes("VmHWM") - before < GROWTH_BYTES_MAX


async def test_five_bombs_and_two_drips_at_once(server: ScriptedServer, open_fetcher: OpenFetcher) -> None:
    """Seven hostile hosts together stay under 64 MiB and within the deadline, and a healthy one is served meanwhile."""
    names = [*BOMBS, "drip", "slow-head", "healthy"]
    fetcher = await open_fetcher(resolver=server.resolver(*(f"{name}.example" for name in names)))
    for name, bomb in BOMBS.items():
        server.play(f"{name}.example/page", script_of(bomb()))
    server.drip("drip.example/page", b"<", every_s=0.01)
    server.play("slow-head.example/page", Script(b"late", delay_s=60))
    server.answer("healthy.example/page", "news")
    before = start_of_peak()

    healthy, *hostile = await asyncio.gather(
        fetcher.fetch("http://healthy.example/page", allow_private=True, deadline_s=2),
        *(reason_of(fetcher, f"http://{name}.example/page", 2) for name in names[:-1]),
    )

    assert healthy.body == b"news"
    assert {reason for reason, _ in hostile} <= {Reason.TOO_LARGE, Reason.BAD_ENCODING, Reason.TIMEOUT}
    assert max(took_s for _, took_s in hostile) < 5
    assert _status_bytes("VmHWM") - before < GROWTH_BYTES_MAX


async def test_sixty_small_bombs_leave_nothing(server: ScriptedServer, open_fetcher: OpenFetcher) -> None:
    """Memory does not creep from one refused body to the next."""
    fetcher = await open_fetcher(robots=False, limits=FetchLimits(body_bytes_max=MEBIBYTE))
    for _ in range(20):
        server.play("/bomb", script_of(gzip_bomb()))
        await reason_of(fetcher, server.url("/bomb"), 5)
    before = _status_bytes("VmRSS")
    for _ in range(40):
        server.play("/bomb", script_of(gzip_bomb()))
        await reason_of(fetcher, server.url("/bomb"), 5)
    assert _status_bytes("VmRSS") - before < 8 * MEBIBYTE


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nX-Endless: " + b"x" * 100_000,
        b"HTTP/1.1 200 OK\r\n" + b"X-Many: 1\r\n" * 20_000,
        b"HTTP/1.1 200 OK\r\n" + b"X-" + b"y" * 100_000 + b": 1\r\n\r\n",
        b"HTTP/1.1 200 " + b"O" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"f" * 100_000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + b"e" * 1_000_000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nhello",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 50_000,
        b"HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 000 Odd\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n",
        b"\r\n" * 100_000,
    ],
    ids=lambda answer: repr(answer[:48]),
)
async def test_a_hostile_head_is_a_plain_failure(server: ScriptedServer, open_fetcher: OpenFetcher, answer: bytes) -> None:
    """Endless, contradictory or absurd heads end as one FetchError, soon and small."""
    server.drop("/page", answer)
    fetcher = await open_fetcher(robots=False)
    before = start_of_peak()

    reason, took_s = await reason_of(fetcher, server.url("/page"), 2)

    assert reason in (Reason.BAD_RESPONSE, Reason.CONNECT, Reason.TOO_LARGE, Reason.TIMEOUT, Reason.HTTP_5XX)
    assert took_s < 6
    assert _status_bytes("VmHWM") - before < GROWTH_BYTES_MAX


@pytest.mark.parametrize("raw", [b"H", b"HTTP/1.1 200 OK\r\nX: y"])
async def test_a_dripping_head_ends_at_the_deadline(server: ScriptedServer, open_fetcher: OpenFetcher, raw: bytes) -> None:
    """A server that sends its head byte by byte, for ever, is left at the deadline."""
    server.play("/page", Script(raw=raw, pieces=repeat(b"z"), every_s=0.02))
    fetcher = await open_fetcher(robots=False)

    reason, took_s = await reason_of(fetcher, server.url("/page"), 0.5)

    assert reason in (Reason.TIMEOUT, Reason.BAD_RESPONSE)
    assert took_s < 4


async def test_a_server_that_never_speaks_ends_at_the_deadline(server: ScriptedServer, open_fetcher: OpenFetcher) -> None:
    """A connection that is taken and never answered is left at the deadline."""
    server.play("/page", Script(delay_s=60))
    fetcher = await open_fetcher(robots=False)

    reason, took_s = await reason_of(fetcher, server.url("/page"), 0.3)

    assert reason is Reason.TIMEOUT
    assert took_s < 4


async def test_a_server_without_tls_is_no_https(server: ScriptedServer, open_fetcher: OpenFetcher) -> None:
    """An https address whose server speaks plain HTTP is a TLS failure, with no fallback."""
    server.answer("/page", "plain")
    fetcher = await open_fetcher(robots=False)

    reason, _ = await reason_of(fetcher, server.url("/page").replace("http:", "https:"), 2)

    assert reason is Reason.TLS
    assert server.requests == []


def _status_bytes(name: str) -> int:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) * 1024


def _repeated(head: bytes, piece: bytes) -> Iterator[bytes]:
    yield head + piece
    while True:
        yield piece
