"""Mutated answers: whatever a server sends, a fetch ends with a value or with a FetchError."""

from __future__ import annotations

import gzip
import random

import pytest

from hostile.conftest import OpenFetcher
from watcher.errors import FetchError
from watcher.fetch import Fetcher, fresh_until
from watcher.testing import ScriptedServer

ANSWERS = (
    b'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 13\r\nETag: W/"1"\r\n\r\n<p>hello</p>\r\n',
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nCache-Control: max-age=60\r\n\r\n5\r\nhello\r\n3;x=y\r\nyou\r\n0\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/other?x=1#y\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 503 Busy\r\nRetry-After: Mon, 08 Jan 2024 10:00:00 GMT\r\nContent-Length: 4\r\n\r\nbusy",
    b"HTTP/1.0 200 OK\r\nLast-Modified: Mon, 08 Jan 2024 10:00:00 GMT\r\nExpires: 0\r\n\r\nold",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n" + gzip.compress(b"hello, hello", mtime=0),
)
NOISE = (
    b"\r",
    b"\n",
    b"\0",
    b":",
    b" ",
    b"\xff",
    b"%",
    b"\\",
    b"[",
    b"]",
    b"@",
    b"//",
    b"9" * 20,
    b"-1",
    b"\r\n\r\n",
    b"\xe2\x80\xae",
    b"gzip,",
)


def mutated(answer: bytes, chance: random.Random) -> bytes:
    """Return the answer with one to four places replaced, repeated, cut out or made noisy."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(answer) or 1)
        end = min(len(answer), start + chance.randint(0, 8))
        middle = chance.choice([b"", chance.choice(NOISE), answer[start:end] * 3, chance.randbytes(3)])
        answer = answer[:start] + middle + answer[end:]
    return answer


async def outcome(fetcher: Fetcher, url: str) -> FetchError | None:
    """Return the error of a fetch, or None if it gave a page whose headers can be read."""
    try:
        fetch = await fetcher.fetch(url, allow_private=True, deadline_s=2)
    except FetchError as error:
        return error
    fresh_until(fetch)
    assert 200 <= fetch.status < 300
    return None


@pytest.mark.parametrize("seed", range(12))
async def test_noise_is_never_a_crash(server: ScriptedServer, open_fetcher: OpenFetcher, seed: int) -> None:
    """Mutated heads and bodies give a Fetch, whose headers can be read, or a FetchError in one line."""
    chance = random.Random(seed)
    fetcher = await open_fetcher(robots=False)
    for number in range(50):
        server.drop(f"/{number}", mutated(chance.choice(ANSWERS), chance))
        error = await outcome(fetcher, server.url(f"/{number}"))
        assert str(error).isprintable(), repr(str(error))
        assert len(str(error)) < 1000


@pytest.mark.parametrize("seed", range(6))
async def test_no_redirect_target_is_a_crash(server: ScriptedServer, open_fetcher: OpenFetcher, seed: int) -> None:
    """Whatever stands in Location, the fetch ends properly, and at this server or nowhere."""
    chance = random.Random(seed)
    fetcher = await open_fetcher(robots=False)
    parts = [
        "http",
        "https",
        "file",
        ":",
        "/",
        "//",
        "\\",
        "@",
        "#",
        "?",
        "%",
        "%2f",
        "%00",
        "[",
        "]",
        "::1",
        "127.0.0.1",
        ".",
        "..",
        "a",
        "\u2100",
    ]
    parts += ["\u3002", "8080", "0x7f", " ", "\t", "xn--", "\xad", ";", "&", "\udcff", "\x7f"]
    for number in range(80):
        location = "".join(chance.choices(parts, k=chance.randint(1, 9)))
        head = b"HTTP/1.1 301 Moved\r\nContent-Length: 0\r\nLocation: " + location.encode("utf-8", "surrogateescape") + b"\r\n\r\n"
        server.drop(f"/from/{number}", head)
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(server.url(f"/from/{number}"), allow_private=True, deadline_s=2)
        assert str(caught.value).isprintable(), repr(location)
