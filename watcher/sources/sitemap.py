"""Sitemaps, news sitemaps and their indexes (sitemaps.org, Google News): a site's own list of its pages."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from watcher.errors import ListingError, Reason
from watcher.model import Fetch, Item, Listing, Source
from watcher.sources.address import article_url
from watcher.sources.kind import CATEGORIES_MAX, NOTES_MAX, Kind, bounded, stated_at
from watcher.sources.markup import not_a_listing, plain
from watcher.text.dates import stated_date

if TYPE_CHECKING:
    from lxml.etree import _Element

SITEMAP_BYTES_MAX: Final = 50 * 1024 * 1024
"""sitemaps.org's own limit for one file, once unpacked."""
_END: Final = re.compile(rb"</(?:[\w.-]+:)?urlset\s*>")
_GZIP: Final = b"\x1f\x8b"


class Sitemap(Kind):
    """A sitemap, newest first by its own dates; of an index, the newest part is named as `next_url`."""

    name = "sitemap"

    def list(self, fetch: Fetch, source: Source) -> Listing:
        body = _unpacked(fetch, source)
        root = _root(body, fetch, source)
        if _name(root) == "sitemapindex":
            return _index(root, fetch, source)
        if _name(root) != "urlset":
            raise not_a_listing(fetch, source, "a sitemap")
        notes: list[str] = []
        entries = [child for child in root if _name(child) == "url"]
        if entries and not _END.search(body):
            del entries[-1]
            notes.append("the sitemap is cut off; its last entry was left out, since half of it may be missing")
        items = [item for item in (_item(entry, fetch) for entry in entries) if item]
        if len(items) < len(entries):
            notes.append(f"{len(entries) - len(items)} entries without an http address were left out")
        if not items and not notes:
            notes.append("the sitemap is sound and has no addresses")
        items.sort(key=stated_at, reverse=True)
        return Listing(bounded(tuple(items), notes), None, tuple(notes[:NOTES_MAX]))

    def backfill_urls(self, source: Source, since: date) -> Iterator[str]:  # noqa: ARG002  # the protocol's name; a sitemap holds all
        """Yield the sitemap itself: it holds the whole past, and `next_url` leads on from an index."""
        yield source.url


def _root(body: bytes, fetch: Fetch, source: Source) -> _Element:
    """Return the root of `body`, read without entities, network or DTD, mending what is cut off.

    Raises:
        ListingError: it is no XML.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(body.strip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise not_a_listing(fetch, source, "a sitemap") from error
    if root is None:
        raise not_a_listing(fetch, source, "a sitemap")
    return root


def _unpacked(fetch: Fetch, source: Source) -> bytes:
    """Return the body; a file that is gzip in itself (sitemap.xml.gz) is unpacked up to the limit.

    Raises:
        ListingError: it is damaged, or unpacks to more than `SITEMAP_BYTES_MAX`.
    """
    if not fetch.body.startswith(_GZIP):
        return fetch.body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        body = unpacker.decompress(fetch.body, SITEMAP_BYTES_MAX + 1)
    except zlib.error as error:
        raise ListingError(
            "the packed sitemap cannot be unpacked", reason=Reason.BAD_ENCODING, source_id=source.id, url=fetch.url
        ) from error
    if len(body) > SITEMAP_BYTES_MAX:
        raise ListingError(
            f"the sitemap unpacks to more than {SITEMAP_BYTES_MAX} bytes",
            reason=Reason.TOO_LARGE,
            source_id=source.id,
            url=fetch.url,
        )
    return body


def _index(root: _Element, fetch: Fetch, source: Source) -> Listing:
    """Return no items and the newest part's address; without dates the last part is taken, since sites add at the end."""
    parts = [(_stamp(child), article_url(fetch.url, _text(child, "loc"))) for child in root if _name(child) == "sitemap"]
    known = [(stamp, url) for stamp, url in parts if url]
    if not known:
        raise ListingError("the index names no sitemap", reason=Reason.EMPTY_LISTING, source_id=source.id, url=fetch.url)
    newest = max(enumerate(known), key=lambda each: (each[1][0], each[0]))[1][1]
    return Listing((), None, (f"an index of {len(known)} sitemaps; the newest is {newest}",), newest)


def _stamp(element: _Element) -> float:
    stated = stated_date(_text(element, "lastmod"), source="api")
    return stated.as_instant.timestamp() if stated else 0.0


def _item(entry: _Element, fetch: Fetch) -> Item | None:
    url = article_url(fetch.url, _text(entry, "loc"))
    if url is None:
        return None
    lastmod = _text(entry, "lastmod")
    news = next((child for child in entry if _name(child) == "news"), entry)
    words = (_text(news, "keywords") or "").split(",")
    return Item(
        url=url,
        title=plain(_text(news, "title"), is_html=False),
        published=stated_date(_text(news, "publication_date"), source="api"),
        updated=stated_date(lastmod, source="api"),
        revised=lastmod,
        categories=tuple(dict.fromkeys(word.strip() for word in words if word.strip()))[:CATEGORIES_MAX],
    )


def _text(element: _Element, name: str) -> str | None:
    """Return the text of the first child of that name, whatever its namespace: `news:` has been bound to several."""
    found = next((child for child in element if _name(child) == name), None)
    return ((found.text or "").strip() or None) if found is not None else None


def _name(element: _Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
