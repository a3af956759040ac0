"""The same two rounds with other pollers: `PYTHON bench/others_poll.py reader|rss2email PORT FEEDS PATH`, PYTHON having them.

Prints one line of JSON: milliseconds of CPU a feed, for the first and for an unchanged round.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path


def address(number: int) -> str:
    return f"127.0.{1 + number // 200}.{1 + number % 200}"


def reader_rounds(urls: list[str]) -> tuple[float, float]:
    from reader import make_reader

    with tempfile.TemporaryDirectory() as folder:
        reader = make_reader(str(Path(folder) / "reader.sqlite"))
        for url in urls:
            reader.add_feed(url)
        first = _cpu_ms(reader.update_feeds, len(urls))
        again = min(_cpu_ms(lambda: reader.update_feeds(scheduled=False), len(urls)) for _ in range(3))
        reader.close()
    return first, again


def rss2email_rounds(urls: list[str]) -> tuple[float, float]:
    from rss2email.config import CONFIG
    from rss2email.feed import Feed

    feeds = [Feed(name=f"f{number}", url=url, to="desk@newsroom.example", config=CONFIG) for number, url in enumerate(urls)]

    def run() -> None:
        for feed in feeds:
            feed.run(send=False)

    first = _cpu_ms(run, len(urls))
    return first, min(_cpu_ms(run, len(urls)) for _ in range(3))


def _cpu_ms(work: object, feeds: int) -> float:
    started_s = time.process_time()
    work()
    return (time.process_time() - started_s) * 1000 / feeds


if __name__ == "__main__":
    name, port, feeds, path = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    urls = [f"http://{address(number)}:{port}{path}" for number in range(feeds)]
    first_ms, unchanged_ms = {"reader": reader_rounds, "rss2email": rss2email_rounds}[name](urls)
    print(json.dumps({"first_ms": round(first_ms, 3), "unchanged_ms": round(unchanged_ms, 3)}))
