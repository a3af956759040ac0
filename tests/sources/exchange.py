"""How the tests of this folder make an exchange and a source."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from watcher.model import Fetch, Group, Selectors, Source

GOLDEN = Path(__file__).parent / "golden"
NOW = datetime(2024, 1, 10, 9, 0, tzinfo=UTC)


def answer(body: bytes | str, url: str = "https://news.example/feed.xml", content_type: str | None = None) -> Fetch:
    """Return a 200 with `body`."""
    headers = {"content-type": content_type} if content_type else {}
    return Fetch(url, 200, headers, body.encode() if isinstance(body, str) else body, NOW)


def source(kind: str = "feed", url: str = "https://news.example/feed.xml", selectors: Selectors | None = None) -> Source:
    return Source("example", "Example Weekly", Group.PRESS, kind, url, selectors=selectors)
