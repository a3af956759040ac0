"""Whether a feed's own text can be believed to be all of it: learned for each source, with its page as a check now and then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from watcher.errors import SourceError
from watcher.model import NO_VALIDATORS, Document, Item, Source
from watcher.pipeline.tally import Tally, fetch_counted
from watcher.pipeline.world import World
from watcher.text import LineMemory, words

CHECK_AFTER: Final = timedelta(days=30)
"""A source's feed is checked against one of its pages so often."""
PAGE_LONGER_MAX: Final = 1.3
"""A page may say so much more than its feed (captions, a footer) before the feed counts as cut."""


def carries_text(item: Item, source: Source, world: World) -> bool:
    """Whether the listing has all of the item's text, so that its page need not be fetched."""
    if not item.has_page:
        return True
    if item.body_html is None or item.page_url is not None:
        return False
    return world.store.polls.feed_is_whole(source.id) is not False


async def check_feed(source: Source, item: Item, document: Document, world: World, tally: Tally, *, memory: LineMemory) -> bool:
    """Compare `document`, read from the feed, with the item's page if the source is due for it; False if the feed is cut.

    A page that cannot be had or read says nothing about the feed.
    """
    if (
        tally.has_checked_feed
        or not item.has_page
        or not world.store.polls.is_feed_check_due(source.id, world.clock.now(), CHECK_AFTER)
    ):
        return True
    tally.has_checked_feed = True
    try:
        fetch = await fetch_counted(source, world, item.url, NO_VALIDATORS, tally)
        page = await world.workers.read(fetch, replace(item, body_html=None), source, now=world.clock.now(), memory=memory)
    except SourceError:
        return True
    is_whole = len(words(page.document.text)) <= PAGE_LONGER_MAX * len(words(document.text))
    world.store.polls.record_feed_check(source.id, is_whole=is_whole, now=world.clock.now())
    return is_whole
