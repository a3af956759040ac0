"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1), a format of the kind `feed`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from watcher.model import Fetch, Item, Listing, Source
from watcher.sources.address import article_url, placeless_url
from watcher.sources.kind import CATEGORIES_MAX, NAME_CHARS_MAX, NOTES_MAX, bounded
from watcher.sources.markup import json_of, not_a_listing, paragraphs, plain, records, text_at
from watcher.text.dates import stated_date

_FEED_KEYS: Final = frozenset(
    (
        *("version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon", "favicon"),
        *("author", "authors", "language", "expired", "hubs", "items"),
    )
)
_ITEM_KEYS: Final = frozenset(
    (
        *("id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image"),
        *("date_published", "date_modified", "author", "authors", "tags", "language", "attachments"),
    )
)


def listing(fetch: Fetch, source: Source) -> Listing:
    """Return the items of a JSON Feed.

    A document without `version` counts where it has `items` and a `title`, and where all that it has is a JSON Feed's.

    Raises:
        ListingError: no JSON, or JSON of another shape.
    """
    feed = json_of(fetch, source)
    if not isinstance(feed, Mapping) or not _is_feed(feed):
        raise not_a_listing(fetch, source, "a JSON Feed")
    notes: list[str] = []
    given = feed.get("items") or []
    entries = records(given)
    if isinstance(given, list) and len(entries) < len(given):
        notes.append(f"{len(given) - len(entries)} items that are no objects were left out")
    items = bounded(tuple(_item(entry, fetch.url, notes) for entry in entries), notes)
    if not items:
        notes.append("the feed is sound and has no entries")
    return Listing(items, plain(text_at(feed, "title"), is_html=False), tuple(notes[:NOTES_MAX]), _next_url(feed, fetch))


def _is_feed(feed: Mapping[str, Any]) -> bool:
    """An answer that is some API's refusal has keys of its own (`status`, `error`, `message`), and is none."""
    if "jsonfeed" in str(feed.get("version")) or ("title" in feed and isinstance(feed.get("items"), list)):
        return True
    stated = {name for name in feed if not name.startswith("_")}  # those are anybody's extensions
    is_ours = all(_ITEM_KEYS.intersection(item) or not item for item in records(feed.get("items")))
    return bool(stated) and stated <= _FEED_KEYS and is_ours


def _next_url(feed: Mapping[str, Any], fetch: Fetch) -> str | None:
    return article_url(fetch.url, text_at(feed, "next_url"))


def _item(entry: Mapping[str, Any], base: str, notes: list[str]) -> Item:
    guid, title, summary = text_at(entry, "id"), text_at(entry, "title"), text_at(entry, "summary")
    body = text_at(entry, "content_html") or paragraphs(text_at(entry, "content_text")) or None
    link = text_at(entry, "url")
    url = article_url(base, link) or article_url("", guid)
    if link and not url and len(notes) < NOTES_MAX:
        notes.append(f"a link that is no http address was refused: {plain(link, is_html=False, chars_max=80)}")
    return Item(
        url=url or placeless_url(base, guid, title, summary or body),
        guid=guid,
        title=plain(title, is_html=False),
        published=stated_date(text_at(entry, "date_published"), source="feed"),
        updated=stated_date(text_at(entry, "date_modified"), source="feed"),
        revised=text_at(entry, "date_modified"),
        byline=_byline(entry),
        summary_html=paragraphs(summary) or None,
        body_html=body,
        categories=_tags(entry),
        has_page=url is not None,
    )


def _byline(entry: Mapping[str, Any]) -> str | None:
    """Return the first author, by 1.1's `authors` or 1.0's `author`."""
    names = [text_at(author, "name") for author in (*records(entry.get("authors")), entry.get("author"))]
    return plain(next((name for name in names if name), None), is_html=False, chars_max=NAME_CHARS_MAX)


def _tags(entry: Mapping[str, Any]) -> tuple[str, ...]:
    tags = entry.get("tags")
    names = (
        [plain(tag, is_html=False, chars_max=NAME_CHARS_MAX) for tag in tags if isinstance(tag, str)]
        if isinstance(tags, list)
        else []
    )
    return tuple(dict.fromkeys(name for name in names if name))[:CATEGORIES_MAX]
