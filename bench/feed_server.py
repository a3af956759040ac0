"""A server of feeds on all loopback addresses, as light as asyncio allows: `python bench/feed_server.py ENTRIES` prints its port.

The feed at 127.0.a.b has ENTRIES full-text entries of its own, in two shapes: `/plain.xml` has nothing but paragraphs, `/feed.xml`
what WordPress makes of them. A request with its ETag gets a 304; there is no robots.txt.
"""

from __future__ import annotations

import asyncio
import random
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache

WORDS = """
    the union school leaders inspection report members council ministers review said that would not with support children parents
    staff wellbeing training judgement pause process published evidence workload grade system reform response letter meeting
    governors local authority pupils training concerns raised during visit head teacher framework notice survey funding
""".split()


@lru_cache(maxsize=8192)
def feed_of(address: str, entries: int, *, is_plain: bool) -> tuple[bytes, bytes]:
    """Return the ETag and the body of the feed at `address`: RSS 2.0 with `content:encoded`, 4 to 5 KB an entry."""
    chance = random.Random(address)
    items = "".join(_item(address, number, chance, is_plain=is_plain) for number in range(entries))
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News of {address}</title><link>http://{address}/</link>'
        f"<description>Invented news</description>{items}</channel></rss>"
    )
    return f'"{chance.getrandbits(64):x}"'.encode(), body.encode()


def _item(address: str, number: int, chance: random.Random, *, is_plain: bool) -> str:
    when = datetime(2024, 1, 8, 9, tzinfo=UTC) - timedelta(hours=5 * number + chance.random())
    return (
        f"<item><title>{_sentence(chance)[:60]}</title><link>http://{address}/news/{number}</link>"
        f"<guid isPermaLink='false'>{address}-{number}</guid><pubDate>{format_datetime(when)}</pubDate>"
        f"<dc:creator>Desk</dc:creator><category>Inspection</category><category>News</category>"
        f"<comments>http://{address}/news/{number}#respond</comments><description><![CDATA[<p>{_sentence(chance)}</p>]]></description>"
        f"<content:encoded><![CDATA[{_text(chance) if is_plain else _article(address, number, chance)}]]></content:encoded></item>"
    )


def _text(chance: random.Random) -> str:
    """Return about as many words as `_article` has, in paragraphs."""
    return "".join(f"<p>{' '.join(_sentence(chance) for _ in range(4))}</p>" for _ in range(8))


def _article(address: str, number: int, chance: random.Random) -> str:
    """Return the markup of an article as WordPress puts it into a feed: a figure, paragraphs with links, a heading, a quotation."""
    paragraphs = [
        f'<p>{_sentence(chance)} <a href="http://{address}/topic/{chance.randrange(99)}" target="_blank" rel="noopener">'
        f"{_sentence(chance)[:30]}</a> <strong>{_sentence(chance)[:20]}</strong> {_sentence(chance)}&nbsp;{_sentence(chance)}</p>"
        for _ in range(6)
    ]
    figure = (
        f'<figure class="wp-block-image size-large"><img width="1024" height="683" src="http://{address}/i/{number}.jpg" alt="" '
        f'srcset="http://{address}/i/{number}-300.jpg 300w, http://{address}/i/{number}-768.jpg 768w" /></figure>'
    )
    quotation = f'<blockquote class="wp-block-quote"><p>&#8220;{_sentence(chance)}&#8221;</p></blockquote>'
    heading = f'<h3 class="wp-block-heading">{_sentence(chance)[:40]}</h3>'
    listed = "".join(f"<li>{_sentence(chance)}</li>" for _ in range(3))
    return "\n".join([figure, *paragraphs[:3], heading, quotation, f"<ul>{listed}</ul>", *paragraphs[3:]])


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=17)).capitalize() + "."


class FeedProtocol(asyncio.Protocol):
    """Answers what fits into one segment; requests of a poller do."""

    def __init__(self, entries: int):
        self._entries = entries

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._address = transport.get_extra_info("sockname")[0]

    def data_received(self, data: bytes) -> None:
        if data.startswith(b"GET /robots.txt"):
            self._transport.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            return
        etag, body = feed_of(self._address, self._entries, is_plain=data.startswith(b"GET /plain.xml"))
        common = b"ETag: " + etag + b"\r\nDate: Mon, 08 Jan 2024 09:00:00 GMT\r\nServer: bench\r\nVary: Accept-Encoding\r\n"
        if etag in data:
            self._transport.write(b"HTTP/1.1 304 Not Modified\r\n" + common + b"\r\n")
            return
        head = b"HTTP/1.1 200 OK\r\n" + common + b"Content-Type: application/rss+xml; charset=utf-8\r\n"
        self._transport.write(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)


async def main(entries: int) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: FeedProtocol(entries), "0.0.0.0", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
