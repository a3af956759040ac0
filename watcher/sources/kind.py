"""What every kind of source can do, and what most of them do in the same way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Final, Protocol

from watcher.errors import ExtractError, ListingError, Reason
from watcher.model import Fetch, Item, ItemHints, Listing, Page, Source

ITEMS_MAX: Final = 2000
"""A listing is read so far and no further: 20 times what a poll takes in, and an archive feed of 500 items has room."""
NOTES_MAX: Final = 10
"""So many notes a listing; they are for a person to read."""
CATEGORIES_MAX: Final = 50
"""So many categories an item."""
NAME_CHARS_MAX: Final = 200
"""A longer byline or category is cut."""
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


class SourceKind(Protocol):
    """How one kind of place is listed and how its items are read: pure, so that it runs in a worker process.

    Whatever the bytes, `list` returns a Listing or raises ListingError and `open` returns a Page or raises ExtractError. Time
    is the caller's: hostile bytes may cost more than they are worth, and a worker's deadline ends that.
    """

    name: str

    def listing_url(self, source: Source) -> str:
        """Return the address to poll."""
        ...

    def list(self, fetch: Fetch, source: Source) -> Listing:
        """Return what `fetch` announces; a listing that is sound and empty has no items and a note.

        Raises:
            ListingError: the bytes are no listing of this kind (HTML where a feed should be, a consent wall), or one in which
                nothing that was looked for is found.
        """
        ...

    def open(self, fetch: Fetch | None, item: Item, source: Source) -> Page:
        """Return the page of `item` with what is known of it; `fetch` is None when the listing carried the text.

        Without a fetch, `fetched_at` is the latest moment that the item itself states, or 1970 if it states none.

        Raises:
            ExtractError: the answer is an API's refusal, or there is neither page nor text.
        """
        ...

    def backfill_urls(self, source: Source, since: date) -> Iterator[str]:
        """Yield the listing addresses that reach back to `since`, newest first; stop at the first that has no items.

        Raises:
            ListingError: such a place has no way into its past.
        """
        ...


class Kind:
    """The common behaviour: poll the configured address, read the article's own page, no way into the past."""

    name: str = ""

    def listing_url(self, source: Source) -> str:
        return source.url

    def open(self, fetch: Fetch | None, item: Item, source: Source) -> Page:
        return article_page(fetch, item, source)

    def backfill_urls(self, source: Source, since: date) -> Iterator[str]:
        raise ListingError(
            f"a source of kind {self.name} shows only its latest items, so nothing can be read back to {since}",
            reason=Reason.NOT_A_LISTING,
            source_id=source.id,
            url=source.url,
        )


def article_page(fetch: Fetch | None, item: Item, source: Source) -> Page:
    """Return the article's own HTML page, or the text that the listing carried when there is no `fetch`."""
    if fetch is not None:
        return Page(fetch.url, fetch.body, fetch.content_type, fetch.fetched_at, hints(item, source))
    body_html = item.body_html or (None if item.has_page else item.summary_html)
    if not body_html:
        raise ExtractError("the listing carries no text of this item", reason=Reason.NO_TEXT, source_id=source.id, url=item.url)
    return Page(item.url, b"", "text/html; charset=utf-8", stated_at(item), hints(item, source, body_html=body_html))


def hints(item: Item, source: Source, *, body_html: str | None = None) -> ItemHints:
    """Return what the listing says of `item`, as hints for reading its page."""
    return ItemHints(
        title=item.title,
        published=item.published,
        updated=item.updated,
        byline=item.byline,
        body_html=body_html,
        body_selector=source.selectors.body if source.selectors else None,
        kind=item.kind,
        language=source.language,
    )


def stated_at(item: Item) -> datetime:
    """Return the latest moment that `item` states, or 1970."""
    return max((stated.as_instant for stated in (item.published, item.updated) if stated), default=_NEVER)


def bounded(items: tuple[Item, ...], notes: list[str]) -> tuple[Item, ...]:
    """Return at most `ITEMS_MAX` items, from the newer end, and note how many were left out."""
    if len(items) <= ITEMS_MAX:
        return items
    notes.append(f"{len(items) - ITEMS_MAX} items beyond the first {ITEMS_MAX} were left out")
    is_oldest_first = stated_at(items[0]) < stated_at(items[-1])
    return items[-ITEMS_MAX:] if is_oldest_first else items[:ITEMS_MAX]
