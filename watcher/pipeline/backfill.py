"""Reading back: a source's past, where the site allows it, stored without telling anybody."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from watcher.dedup import page_key
from watcher.errors import ListingError
from watcher.model import NO_VALIDATORS, Item, Listing, Source
from watcher.pipeline.opening import open_items, past_items
from watcher.pipeline.settling import settle_items
from watcher.pipeline.tally import Tally, fetch_counted
from watcher.pipeline.world import World
from watcher.sources import SOURCE_KINDS
from watcher.store import keys_of

LISTINGS_MAX: Final = 200
"""So many listing pages are asked for; a longer past is read in two goes."""


@dataclass(frozen=True, slots=True)
class Backfilled:
    """What reading back brought: `listed` items were announced, of which `stored` are statements now."""

    listed: int
    stored: int
    problems: tuple[str, ...]


async def backfill(source: Source, since: date, world: World, *, on_progress: Callable[[int], None] | None = None) -> Backfilled:
    """Store what `source` published since `since`; nobody is told, now or in a digest.

    What is not read when this is broken off waits, and is read by the next backfill or by polls; nobody is told then either.
    `on_progress` is given the number of statements read so far.

    Raises:
        SourceError: the site shows only its latest items, or a listing cannot be fetched or read.
    """
    tally = Tally()
    listed = await _announce_past(source, since, world, tally)
    while (due := past_items(source, world)) and (opened := await open_items(source, world, due, tally)):
        await settle_items(source, world, opened, tally)
        if on_progress is not None:
            on_progress(tally.new + tally.revised + tally.seen)
    return Backfilled(listed, tally.new + tally.revised, tuple(tally.problems))


async def _announce_past(source: Source, since: date, world: World, tally: Tally) -> int:
    """Record the items of every listing that reaches back to `since`; return how many there were."""
    count, asked = 0, 0
    async for listing in _past_listings(source, since, world, tally):
        asked += 1
        items = [item for item in listing.items if _is_since(item, since)]
        world.store.polls.record_past(
            source.id, keys_of(items, [page_key(item.url) for item in items])[::-1], now=world.clock.now()
        )
        count += len(items)
        if not items and listing.items:
            break
        if asked >= LISTINGS_MAX:
            tally.problems.append(f"stopped after {LISTINGS_MAX} listings; go on with a later date")
            break
    return count


async def _past_listings(source: Source, since: date, world: World, tally: Tally) -> AsyncIterator[Listing]:
    """Yield the listings that lead back to `since`, newest first: those that the kind names, and those that each leads on to.

    A feed has no addresses for its past, but may name its next page itself.

    Raises:
        SourceError: the site shows only its latest items, or a listing cannot be fetched or read.
    """
    kind, seen = SOURCE_KINDS[source.kind], set[str]()
    no_way: ListingError | None = None
    try:
        addresses: Iterable[str] = kind.backfill_urls(source, since)
    except ListingError as error:
        addresses, no_way = [kind.listing_url(source)], error
    for address in addresses:
        url: str | None = address
        has_items = False
        while url is not None and url not in seen:
            seen.add(url)
            listing = await world.workers.list(await fetch_counted(source, world, url, NO_VALIDATORS, tally), source)
            if no_way is not None and listing.next_url is None and len(seen) == 1:
                raise no_way
            has_items = has_items or bool(listing.items)
            yield listing
            url = listing.next_url
        if not has_items:
            return


def _is_since(item: Item, since: date) -> bool:
    return item.published is None or item.published.as_day >= since
