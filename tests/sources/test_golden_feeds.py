"""Every feed of the golden set gives the items that a person counted in it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from watcher.errors import ListingError
from watcher.model import Item, StatedDate
from watcher.sources import SOURCE_KINDS

from .exchange import GOLDEN, answer, source

EXPECTED: dict[str, dict[str, Any]] = json.loads((GOLDEN / "feeds.json").read_text(encoding="utf-8"))
FEEDS = sorted(name for name, expected in EXPECTED.items() if "items" in expected)
REFUSED = sorted(name for name, expected in EXPECTED.items() if "error" in expected)


def read(name: str) -> bytes:
    return (GOLDEN / "feeds" / name).read_bytes()


def stated(value: StatedDate | None) -> str | None:
    return value.value.isoformat() if value else None


def shown(item: Item, name: str) -> object:
    value = getattr(item, name)
    if isinstance(value, StatedDate):
        return stated(value)
    return list(value) if isinstance(value, tuple) else value


def test_the_golden_set_is_whole() -> None:
    """Every file of the set is expected to be something, and there are at least sixty feeds."""
    assert {path.name for path in (GOLDEN / "feeds").iterdir()} == set(EXPECTED)
    assert len(FEEDS) >= 60


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_gives_its_items(name: str) -> None:
    """As many items as entries, whatever format, encoding or damage, with what the entries state."""
    expected = EXPECTED[name]
    listing = SOURCE_KINDS["feed"].list(answer(read(name)), source())

    assert len(listing.items) == expected["items"]
    for field, value in expected.get("first", {}).items():
        assert shown(listing.items[0], field) == value, field
    for field, many in (("url", "urls"), ("title", "titles"), ("byline", "bylines")):
        assert [getattr(item, field) for item in listing.items] == expected.get(
            many, [getattr(item, field) for item in listing.items]
        )
    if "published" in expected:
        assert [stated(item.published) for item in listing.items] == expected["published"]
    if "title" in expected:
        assert listing.title == expected["title"]
    assert set(expected.get("notes", ())) <= set(listing.notes)


@pytest.mark.parametrize("name", FEEDS)
def test_what_a_feed_gives_is_safe_to_keep(name: str) -> None:
    """Addresses are http, titles are one line without control characters, and nothing of the machine leaks in."""
    listing = SOURCE_KINDS["feed"].list(answer(read(name)), source())

    assert all(item.url.startswith(("http://", "https://")) for item in listing.items)
    assert all(item.title is None or (item.title.isprintable() and len(item.title) <= 500) for item in listing.items)
    assert "root:" not in repr(listing)
    if EXPECTED[name].get("no_pages"):
        assert not any(item.has_page for item in listing.items)
    if "notes_with" in EXPECTED[name]:
        assert any(EXPECTED[name]["notes_with"] in note for note in listing.notes)


@pytest.mark.parametrize("name", FEEDS)
def test_the_same_feed_gives_the_same_items(name: str) -> None:
    """Identity does not depend on the poll: items without address or guid keep the address they are given."""
    kind = SOURCE_KINDS["feed"]
    assert kind.list(answer(read(name)), source()) == kind.list(answer(read(name)), source())


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_feed_is_refused_with_its_reason(name: str) -> None:
    """Walls, pages, other formats and nothing at all raise ListingError, and the reason says which."""
    with pytest.raises(ListingError) as caught:
        SOURCE_KINDS["feed"].list(answer(read(name)), source())
    assert caught.value.reason == EXPECTED[name]["error"]
    assert caught.value.source_id == "example"
