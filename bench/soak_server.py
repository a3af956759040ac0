"""Feeds on all loopback addresses for a daemon to live with: `python bench/soak_server.py ENTRIES CHANGE_S` prints its port.

The feed at 127.0.a.b shows its ENTRIES latest full-text entries and gets a new one every CHANGE_S seconds (0: never), each at a
moment of its own; a request with its ETag gets a 304. Addresses in 127.1 fail, each in its own way: 500, a cut connection, no
answer, words that are no feed. 127.2.0.1 is hostile: a body that goes on for ever, a bomb, a tree a hundred thousand levels deep.
"""

from __future__ import annotations

import asyncio
import gzip
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import cycle

from feed_server import WORDS

STARTED_S = time.time()
_COMMON = b"Server: bench\r\nVary: Accept-Encoding\r\n"
_BOMB = gzip.compress(b"<rss>" + b"a" * 50_000_000)
_DEEP = b"<rss>" + b"<div>" * 100_000


def newest(address: str, change_s: float) -> int:
    """Return the number of the latest entry of a feed at this moment."""
    if not change_s:
        return 0
    phase = random.Random(address).random()
    return int((time.time() - STARTED_S) / change_s + phase)


def feed_of(address: str, entries: int, last: int) -> bytes:
    items = "".join(_item(address, number) for number in range(last, last - entries, -1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>News of {address}</title><link>http://{address}/</link>{items}</channel></rss>"
    ).encode()


def _item(address: str, number: int) -> str:
    chance = random.Random(f"{address} {number}")
    when = datetime.fromtimestamp(STARTED_S, UTC) + timedelta(minutes=number - 60)
    text = "".join(f"<p>{_sentence(chance)} {_sentence(chance)} {_sentence(chance)}</p>" for _ in range(6))
    return (
        f"<item><title>{_sentence(chance)[:60]}</title><link>http://{address}/news/{number}</link>"
        f"<guid isPermaLink='false'>{address}-{number}</guid><pubDate>{format_datetime(when)}</pubDate>"
        f"<content:encoded><![CDATA[{text}]]></content:encoded></item>"
    )


def _sentence(chance: random.Random) -> str:
    own = ["".join(chance.choices("abcdefghilmnoprstu", k=7)) for _ in range(3)]
    return " ".join(chance.sample([*chance.choices(WORDS, k=14), *own], k=17)).capitalize() + "."


class FeedProtocol(asyncio.Protocol):
    """Answers what fits into one segment; requests of a poller do."""

    def __init__(self, entries: int, change_s: float, ways: cycle[int]):
        self._entries, self._change_s, self._ways = entries, change_s, ways

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._address = transport.get_extra_info("sockname")[0]

    def data_received(self, data: bytes) -> None:
        if data.startswith(b"GET /robots.txt"):
            self._transport.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        elif self._address.startswith("127.1."):
            self._fail(int(self._address.rsplit(".", 1)[1]) % 4)
        elif self._address.startswith("127.2."):
            self._attack(next(self._ways))
        else:
            self._answer(data)

    def _answer(self, data: bytes) -> None:
        last = newest(self._address, self._change_s)
        etag = f'"{self._address}-{last}"'.encode()
        if etag in data:
            self._transport.write(b"HTTP/1.1 304 Not Modified\r\nETag: " + etag + b"\r\n" + _COMMON + b"\r\n")
            return
        self._send(feed_of(self._address, self._entries, last), b"ETag: " + etag + b"\r\n")

    def _send(self, body: bytes, more: bytes = b"") -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=utf-8\r\n" + more + _COMMON
        self._transport.write(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def _fail(self, way: int) -> None:
        if way == 0:
            self._transport.write(b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n")
        elif way == 1:
            self._transport.abort()
        elif way == 2:
            self._send(b"<html><body><h1>Down for maintenance</h1></body></html>")
        # else: no answer at all

    def _attack(self, way: int) -> None:
        if way == 0:
            self._send(_BOMB, b"Content-Encoding: gzip\r\n")
        elif way == 1:
            self._send(_DEEP)
        else:
            self._transport.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n<rss>")
            self._drip()

    def _drip(self) -> None:
        if not self._transport.is_closing():
            self._transport.write(b"<item>" * 10)
            asyncio.get_running_loop().call_later(0.1, self._drip)


async def main(entries: int, change_s: float) -> None:
    ways = cycle(range(3))
    server = await asyncio.get_running_loop().create_server(
        lambda: FeedProtocol(entries, change_s, ways), "0.0.0.0", 0, backlog=4096
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2])))
