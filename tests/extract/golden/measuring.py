"""The golden pages as they are read from disk, and what watcher makes of them."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from watcher.extract import extract, page_lines
from watcher.model import Document, ItemHints
from watcher.text import LineMemory

HAZARD = "hazard"
LAYOUTS = ("layout", "wire")
"""Sets of single pages in the layouts of the wider web, in the order in which they were written; a later set has its own figure."""
PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True)
class Golden:
    """One page, its bytes and what is expected of it."""

    name: str
    body: bytes
    expected: dict[str, Any]

    def read(self, site: LineMemory | None = None) -> Document:
        hints = ItemHints(**self.expected["hints"]) if self.expected["hints"] else None
        fetched_at = datetime.fromisoformat(self.expected["fetched_at"])
        content_type = self.expected["content_type"]
        return extract(
            self.body, url=self.expected["url"], fetched_at=fetched_at, content_type=content_type, hints=hints, site=site
        )


@cache
def golden() -> tuple[Golden, ...]:
    """Return all golden pages in order of name."""
    found = []
    for file in sorted(PAGES.glob("*.json")):
        page = next(path for suffix in (".html", ".txt") if (path := file.with_suffix(suffix)).exists())
        found.append(Golden(file.stem, page.read_bytes(), json.loads(file.read_text(encoding="utf-8"))))
    return tuple(found)


def digest() -> str:
    """Return the digest of the whole set: a figure is worth nothing without the pages it was measured on."""
    total = hashlib.sha256()
    for file in sorted(PAGES.iterdir()):
        total.update(file.name.encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def sites() -> dict[str, list[Golden]]:
    """Return the pages of the sites with several pages, by site."""
    found: dict[str, list[Golden]] = {}
    for page in golden():
        if page.expected["site"] not in (HAZARD, *LAYOUTS):
            found.setdefault(page.expected["site"], []).append(page)
    return found


def f1(gold: str, text: str) -> float:
    """Return the F1 of word 4-grams."""
    left, right = _grams(gold), _grams(text)
    both = sum((left & right).values())
    return 2 * both / (sum(left.values()) + sum(right.values()) or 1)


def _grams(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


def measure() -> dict[str, float]:
    """Return the figures that are pinned: text of all pages and of the sites after learning, titles, bylines and dates.

    The layouts of the wider web, whose texts were written blind, have a figure of their own.
    """
    layouts = {name: [page for page in golden() if page.expected["site"] == name] for name in LAYOUTS}
    readable = [page for page in golden() if not page.expected["error"] and page.expected["site"] not in LAYOUTS]
    documents = {page.name: page.read() for pages in (readable, *layouts.values()) for page in pages}
    learned = []
    for site in sites().values():
        memory = LineMemory().learn([(page.name, page_lines(documents[page.name])) for page in site])
        learned += [f1(page.expected["text"], page.read(memory).text) for page in site]

    def right(name: str, of: str) -> float:
        known = [page for page in readable if page.expected[name] is not None or name != "byline"]
        return sum(_value(documents[page.name], of) == page.expected[name] for page in known) / len(known)

    figures = {
        "text": sum(f1(page.expected["text"], documents[page.name].text) for page in readable) / len(readable),
        "text_learned": sum(learned) / len(learned),
        "title": right("title", "title"),
        "byline": right("byline", "byline"),
        "published": right("published", "published"),
        "updated": right("updated", "updated"),
    }
    for name, pages in layouts.items():
        figures[f"text_{name}s"] = sum(f1(page.expected["text"], documents[page.name].text) for page in pages) / len(pages)
        figures[f"title_{name}s"] = sum(documents[page.name].title == page.expected["title"] for page in pages) / len(pages)
    return {name: round(value, 4) for name, value in figures.items()}


def _value(document: Document, name: str) -> str | None:
    value = getattr(document, name)
    return value if value is None or isinstance(value, str) else value.value.isoformat()
