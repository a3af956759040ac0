"""What watcher would make of an address that is not watched yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from watcher.errors import SourceError
from watcher.model import NO_VALIDATORS, Document, Fetch, Group, Item, Listing, Source
from watcher.pipeline.tally import without_address
from watcher.pipeline.world import World
from watcher.sources import Discovery, discover
from watcher.text import LineMemory

ITEMS_READ_MAX: Final = 5
TRIED_MAX: Final = 8
"""So many of the suggestions are fetched; guesses come last."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One item as watcher would read it; `problem` says why it could not be."""

    item: Item
    document: Document | None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """One way to watch the place: a source that could be pasted, its listing, and its latest items as they would be read."""

    discovery: Discovery
    source: Source
    listing: Listing
    samples: tuple[Sample, ...]


async def try_address(url: str, world: World, *, allow_private: bool = False) -> tuple[Tried | None, tuple[str, ...]]:
    """Return the best way to watch the place at `url`, with up to `ITEMS_READ_MAX` items read, and what did not work.

    Raises:
        SourceError: the address itself cannot be had.
    """
    first = await world.fetcher.fetch(url, allow_private=allow_private)
    problems = []
    for discovery in discover(first)[:TRIED_MAX]:
        source = Source(
            id="new-source",
            name="New source",
            group=Group.OTHER,
            kind=discovery.kind,
            url=discovery.url,
            allow_private=allow_private,
        )
        try:
            fetch = first if discovery.url == first.url else await _get(world, source, discovery.url)
            listing = await world.workers.list(fetch, source)
        except SourceError as error:
            problems.append(f"{discovery.kind} {discovery.url}: {without_address(error)}")
            continue
        if listing.items:
            samples = [await _sample(world, source, item) for item in listing.items[:ITEMS_READ_MAX]]
            return Tried(discovery, _named(source, listing), listing, tuple(samples)), tuple(problems)
        problems.append(f"{discovery.kind} {discovery.url}: sound, and without items")
    return None, tuple(problems)


async def _get(world: World, source: Source, url: str) -> Fetch:
    return await world.fetcher.fetch(url, validators=NO_VALIDATORS or None, allow_private=source.allow_private)


async def _sample(world: World, source: Source, item: Item) -> Sample:
    try:
        carried = not item.has_page or (item.body_html is not None and item.page_url is None)
        fetch = None if carried else await _get(world, source, item.page_url or item.url)
        page = await world.workers.read(fetch, item, source, now=world.clock.now(), memory=LineMemory())
    except SourceError as error:
        return Sample(item, None, without_address(error))
    return Sample(item, page.document)


def _named(source: Source, listing: Listing) -> Source:
    """Return the source under a name and an id made of its listing's title."""
    name = " ".join((listing.title or "").split())[:60] or "New source"
    letters = "".join(char if char.isalnum() and char.isascii() else "-" for char in name.casefold())
    return replace(source, name=name, id="-".join(part for part in letters.split("-") if part)[:40].strip("-") or "new-source")


def yaml_of(source: Source) -> str:
    """Return the entry to paste under `sources:`."""
    lines: Sequence[str] = (
        f"  - id: {source.id}",
        f"    name: {_quoted(source.name)}",
        f"    group: {source.group.value}  # {', '.join(Group)}",
        f"    kind: {source.kind}",
        f"    url: {_quoted(source.url)}",
        "    every: 1h",
        *(["    allow_private: true"] if source.allow_private else []),
    )
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)
