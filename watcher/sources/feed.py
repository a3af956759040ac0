"""RSS 0.9x to 2.0, RDF, Atom, CDF and JSON Feed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final
from xml.sax import SAXException

from watcher.errors import ListingError, Reason
from watcher.model import Fetch, Item, Listing, Source
from watcher.sources import jsonfeed
from watcher.sources.address import article_url, placeless_url
from watcher.sources.kind import CATEGORIES_MAX, NAME_CHARS_MAX, NOTES_MAX, Kind, bounded
from watcher.sources.markup import decoded, not_a_listing, paragraphs, plain
from watcher.text.dates import stated_date

_ROOT: Final = re.compile(r"<(?:[\w.-]+:)?(?:rss|rdf|feed|channel)[\s>/]", re.IGNORECASE)
_ROOT_WITHIN_CHARS: Final = 20_000
_HTML_TYPES: Final = frozenset({"text/html", "application/xhtml+xml", "", None})
_PARSER_FAULTS: Final = (
    SAXException,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    RecursionError,
    OverflowError,
)
"""What feedparser is known to let through on hostile bytes (a broken IPv6 link, a codec's table, nesting)."""
_Entry = dict[str, Any]


class Feed(Kind):
    """A feed, whatever its format and however it is labelled: `list` goes by what the bytes say."""

    name = "feed"

    def list(self, fetch: Fetch, source: Source) -> Listing:
        if fetch.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            return jsonfeed.listing(fetch, source)
        return xml_listing(fetch, source)


def xml_listing(fetch: Fetch, source: Source) -> Listing:
    """Return the entries of an XML feed, in its order, one item for every entry whatever the entry lacks.

    Raises:
        ListingError: the body is no feed (the reason says what it looks like), or the parser gave up on it.
    """
    if not fetch.body.strip():
        raise not_a_listing(fetch, source, "a feed")
    parsed = parse(fetch, source)
    entries: tuple[_Entry, ...] = tuple(parsed["entries"])
    if not entries and not _is_feed(parsed, fetch):
        raise not_a_listing(fetch, source, "a feed")
    notes: list[str] = []
    is_atom = str(parsed.get("version") or "").startswith("atom")
    items = bounded(tuple(_item(entry, fetch.url, notes, is_atom=is_atom) for entry in entries), notes)
    if not entries:
        notes.append("the feed is sound and has no entries")
    if parsed["bozo"]:
        notes.append(f"the feed is not well formed and was read leniently: {plain(str(parsed.get('bozo_exception') or ''))}")
    return Listing(items, plain(parsed["feed"].get("title")), tuple(notes[:NOTES_MAX]))


def parse(fetch: Fetch, source: Source) -> Mapping[str, Any]:
    """Return what feedparser reads; it only ever sees a `BytesIO`, since it opens any text that looks like a path or address."""
    import feedparser

    body, content_type = _in_known_encoding(fetch)
    headers = {"content-type": content_type, "content-location": fetch.url}
    try:
        return feedparser.parse(  # type: ignore[no-any-return]  # feedparser has no annotations
            BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except _PARSER_FAULTS as error:
        problem = f"the feed cannot be parsed: {type(error).__name__}"
        raise ListingError(problem, reason=Reason.NOT_A_LISTING, source_id=source.id, url=fetch.url) from error


def _in_known_encoding(fetch: Fetch) -> tuple[bytes, str]:
    """Return the body and the content type to judge it by.

    A byte order mark beats the header, as in browsers (feedparser has it the other way round, and takes UTF-16 without a
    declaration for UTF-8). A missing content type counts as XML: then the declaration decides, and UTF-8 without one.
    """
    if fetch.body.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff", b"\xef\xbb\xbf")):
        return decoded(fetch).encode("utf-8", "replace"), "application/xml; charset=utf-8"
    return fetch.body, fetch.content_type or "application/xml"


def _is_feed(parsed: Mapping[str, Any], fetch: Fetch) -> bool:
    """Whether a document without entries is a feed nevertheless: by its version, or by an element that only feeds have."""
    if parsed.get("version"):
        return True
    try:
        text = fetch.body.decode(parsed.get("encoding") or "utf-8", "replace")
    except LookupError:
        text = decoded(fetch)
    return bool(_ROOT.search(text[:_ROOT_WITHIN_CHARS]))


def _item(entry: _Entry, base: str, notes: list[str], *, is_atom: bool) -> Item:
    link = _link(entry, base, notes)
    content = _longest_content(entry)
    summary = _as_html(entry.get("summary_detail"), entry.get("summary"))
    published, updated = _dates(entry, is_atom=is_atom)
    title = entry.get("title")
    guid = plain(entry.get("id"), is_html=False, chars_max=2000)
    return Item(
        url=link or placeless_url(base, guid, title, summary or content),
        guid=guid,
        title=plain(title, is_html=_is_html(entry.get("title_detail"))),
        published=stated_date(published, source="feed"),
        updated=stated_date(updated, source="feed"),
        revised=updated,
        byline=_byline(entry),
        summary_html=summary if summary != content else None,
        body_html=content,
        categories=_categories(entry),
        has_page=link is not None,
    )


def _link(entry: _Entry, base: str, notes: list[str]) -> str | None:
    """Return the article's own address: the original behind a tracker, an alternate link (HTML first), a guid that is a link.

    Links of another relation (replies, self, enclosure, via) and the comment page are not the article. feedparser gives
    `link` the guid's value where that may serve as one; RDF states it as `rdf:about`, which is its `id`.
    """
    links = [link for link in entry.get("links") or () if link.get("rel", "alternate") == "alternate" and link.get("href")]
    links.sort(key=lambda link: link.get("type") not in _HTML_TYPES)
    guid = None if dict.get(entry, "guidislink") is False else entry.get("id")
    candidates = [entry.get("feedburner_origlink"), *(link["href"] for link in links), entry.get("link"), guid]
    refused = None
    for candidate in candidates:
        url = article_url(base if candidate is not guid else "", candidate)
        if url:
            return url
        refused = refused or (candidate if candidate != entry.get("id") else None)
    if refused and len(notes) < NOTES_MAX:
        notes.append(f"a link that is no http address was refused: {plain(str(refused), is_html=False, chars_max=80)}")
    return None


def _longest_content(entry: _Entry) -> str | None:
    """Return the fullest text the entry carries itself, as HTML: a feed may give a teaser and the whole under one name."""
    texts = [_as_html(content, content.get("value")) for content in entry.get("content") or () if not content.get("src")]
    return max((text for text in texts if text), key=len, default=None)


def _as_html(detail: _Entry | None, value: str | None) -> str | None:
    if not value or not value.strip():
        return None
    return value if _is_html(detail) else paragraphs(value)


def _is_html(detail: _Entry | None) -> bool:
    """Whether feedparser holds a value for markup: by its declared type or, in RSS, by its look."""
    return bool(detail) and (detail or {}).get("type") != "text/plain"


def _dates(entry: _Entry, *, is_atom: bool) -> tuple[str | None, str | None]:
    """Return the raw publication and update.

    `dict.get` because feedparser's own answers `updated` with `published`. Outside Atom a lone `dc:date` is the publication.
    """
    published = dict.get(entry, "published") or dict.get(entry, "created")
    updated = dict.get(entry, "updated")
    if published is None and not is_atom:
        published, updated = updated, None
    return published or None, updated or None


def _byline(entry: _Entry) -> str | None:
    """Return the first author's name; feedparser's `author` is the last one's."""
    names = [author.get("name") for author in entry.get("authors") or ()]
    name = next((name for name in names if name), None) or entry.get("author")
    return plain(name, chars_max=NAME_CHARS_MAX)


def _categories(entry: _Entry) -> tuple[str, ...]:
    names = [plain(tag.get("label") or tag.get("term"), chars_max=NAME_CHARS_MAX) for tag in entry.get("tags") or ()]
    return tuple(dict.fromkeys(name for name in names if name))[:CATEGORIES_MAX]
