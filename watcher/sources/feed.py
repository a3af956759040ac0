"""RSS 0.9x to 2.0, RDF, Atom, CDF and JSON Feed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final
from xml.sax import SAXException

from watcher.errors import ListingError, Reason
from watcher.model import Fetch, Item, Listing, Source, StatedDate
from watcher.sources import jsonfeed
from watcher.sources.address import article_url, placeless_url
from watcher.sources.kind import CATEGORIES_MAX, NAME_CHARS_MAX, NOTES_MAX, Kind, bounded
from watcher.sources.markup import decoded, is_json, is_marked, not_a_listing, paragraphs, plain, records, text_at
from watcher.sources.quick import quick_entries
from watcher.text.dates import stated_date
from watcher.text.stamps import stamped_date

GUID_CHARS_MAX: Final = 2000
"""A longer guid is cut; it is some text in the wrong element."""
_ROOT: Final = re.compile(r"<(?:[\w.-]+:)?(?:rss|rdf|feed|channel)[\s>/]", re.IGNORECASE)
_MAILBOX: Final = re.compile(r"[^\s@()<>]+@[^\s()<>]+\s*\(([^()]+)\)\s*$|([^<>@]+?)\s*<[^<>]*@[^<>]*>\s*$")
_EMAIL: Final = re.compile(r"\S+@\S+")
_MARKUP: Final = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|&#?\w+;", re.IGNORECASE)
_ENTRY: Final = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry)[\s>/]", re.IGNORECASE)
_CLOSED: Final = re.compile(rb"</(?:[\w.-]+:)?(?:item|entry|channel|rss|feed|rdf)\s*>|<[^<>]*/>\s*$", re.IGNORECASE)
_UTF8: Final = "application/xml; charset=utf-8"
_BASE: Final = re.compile(rb"base\s*=", re.IGNORECASE)
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
_READ_NAMESPACE: Final = re.compile(
    r"purl\.org/(?:rss|dc|atom|echo|pie)|2005/Atom|1999/xhtml|rdf-syntax|netscape|userland\.com/rss|feedburner"
    r"|^(?:dc|dcterms|content|atom|rdf|rss|xhtml)?$",
    re.IGNORECASE,
)
_ORNAMENTS: Final = frozenset({"textinput", "image", "width", "height", "cloud"})
_Entry = dict[str, Any]


class Feed(Kind):
    """A feed, whatever its format and however it is labelled: `list` goes by what the bytes say."""

    name = "feed"

    def list(self, fetch: Fetch, source: Source) -> Listing:
        if is_json(fetch):
            return jsonfeed.listing(fetch, source)
        return xml_listing(fetch, source)


def xml_listing(fetch: Fetch, source: Source) -> Listing:
    """Return the entries of an XML feed, in its order, one item for every entry whatever the entry lacks.

    Raises:
        ListingError: the body is no feed (the reason says what it looks like), or the parser gave up on it.
    """
    if not fetch.body.strip():
        raise not_a_listing(fetch, source, "a feed")
    return listing_of(quick_entries(fetch) or parse(fetch, source), fetch, source)


def listing_of(parsed: Mapping[str, Any], fetch: Fetch, source: Source) -> Listing:
    """Return what a parsed document announces, `parsed` being in feedparser's shapes.

    Raises:
        ListingError: it has no entries and is no feed.
    """
    entries: tuple[_Entry, ...] = tuple(parsed["entries"])
    if not entries and not _is_feed(parsed, fetch):
        raise not_a_listing(fetch, source, "a feed")
    notes: list[str] = []
    if parsed["bozo"] and entries and _is_cut_off(_in_known_encoding(fetch)[0]):
        entries = entries[:-1]
        notes.append("the feed is cut off; its last entry was left out, since half of it may be missing")
    is_atom = str(parsed.get("version") or "").startswith("atom")
    items = bounded(tuple(_item(entry, fetch.url, notes, is_atom=is_atom) for entry in entries), notes)
    if not entries and not notes:
        notes.append("the feed is sound and has no entries")
    if parsed["bozo"]:
        notes.append(f"the feed is not as it should be and was read leniently: {plain(str(parsed.get('bozo_exception') or ''))}")
    return Listing(items, plain(text_at(parsed["feed"], "title")), tuple(notes[:NOTES_MAX]), _next_url(parsed, fetch))


def _next_url(parsed: Mapping[str, Any], fetch: Fetch) -> str | None:
    """Return the page of older entries that a feed names (RFC 5005: paged and archived feeds)."""
    links = {link.get("rel"): text_at(link, "href") for link in records(parsed["feed"].get("links"))}
    return article_url(fetch.url, links.get("next") or links.get("prev-archive"))


def parse(fetch: Fetch, source: Source) -> Mapping[str, Any]:
    """Return what feedparser reads, at a second try from a mended copy.

    It only ever sees a `BytesIO`, since it opens any text that looks like a path or an address. One odd coordinate or character
    reference makes it fail as a whole, and a feed is worth more than its ornaments; a title that is not closed makes its lenient
    reader run two entries into one. Mending comes second because it loses the named entities of HTML.

    Raises:
        ListingError: even the mended copy is beyond it.
    """
    body, content_type = _in_known_encoding(fetch)
    first = _attempt(body, content_type, fetch.url)
    if first and (not first["bozo"] or len(first["entries"]) >= len(_ENTRY.findall(body))):
        return first
    attempts = [parsed for parsed in (first, _attempt(mended(body), _UTF8, fetch.url)) if parsed]
    if not attempts:
        raise ListingError("the feed cannot be parsed", reason=Reason.NOT_A_LISTING, source_id=source.id, url=fetch.url)
    return max(attempts, key=lambda parsed: len(parsed["entries"]))


def _attempt(body: bytes, content_type: str, url: str) -> Mapping[str, Any] | None:
    """Return what feedparser reads, None where it fails."""
    import feedparser

    # feedparser joins the document's address to every element's base, a third of its time; without xml:base we join links alone
    headers = {"content-type": content_type, **({"content-location": url} if _BASE.search(body) else {})}
    try:
        parsed: Mapping[str, Any] = feedparser.parse(
            BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except _PARSER_FAULTS:
        return None
    return parsed


def mended(body: bytes) -> bytes:
    """Return a feed as well-formed UTF-8 without the elements that only trouble; empty where nothing can be read as XML."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return b""
    if root is None:
        return b""
    for element in list(root.iter()):
        parent = element.getparent()
        if parent is not None and isinstance(element.tag, str) and _is_ornament(element.tag):
            parent.remove(element)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _is_ornament(tag: str) -> bool:
    """Whether watcher reads nothing of `{namespace}name`; an undeclared prefix stands for its namespace."""
    namespace, _, name = tag.rpartition("}")
    prefix, _, name = name.rpartition(":")
    return not _READ_NAMESPACE.search(namespace.lstrip("{") or prefix) or name.lower() in _ORNAMENTS


def _in_known_encoding(fetch: Fetch) -> tuple[bytes, str]:
    """Return the body and the content type to judge it by.

    A byte order mark beats the header, as in browsers (feedparser has it the other way round, and takes UTF-16 without a
    declaration for UTF-8). A missing content type counts as XML: then the declaration decides, and UTF-8 without one.
    """
    if is_marked(fetch.body):
        return decoded(fetch).encode("utf-8", "replace"), _UTF8
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


def _is_cut_off(body: bytes) -> bool:
    """Whether the body ends in the middle of an entry: the last one that opens does not close, and nothing around it does."""
    last = max((match.start() for match in _ENTRY.finditer(body)), default=-1)
    return last >= 0 and not _CLOSED.search(body, last)


def _item(entry: _Entry, base: str, notes: list[str], *, is_atom: bool) -> Item:
    texts = {name: value for name, value in dict.items(entry) if isinstance(value, str)}  # unknown elements become objects
    link = _link(entry, texts, base, notes)
    content, summary = _longest_content(entry), _summary(entry, texts)
    published, updated = _dates(texts, is_atom=is_atom)
    title = texts.get("title", "")  # in RSS markup is not declared
    guid = plain(texts.get("id"), is_html=False, chars_max=GUID_CHARS_MAX)
    return Item(
        url=link or placeless_url(base, guid, title, summary or content),
        guid=guid,
        title=plain(title, is_html=_is_html(entry.get("title_detail")) if is_atom else bool(_MARKUP.search(title))),
        published=_date(published),
        updated=_date(updated),
        revised=updated,
        byline=_byline(entry, texts),
        summary_html=summary,
        body_html=content,
        categories=_categories(entry),
        has_page=link is not None,
    )


def _link(entry: _Entry, texts: Mapping[str, str], base: str, notes: list[str]) -> str | None:
    """Return the article's own address: the original behind a tracker, an alternate link (HTML first), a guid that is a link.

    Links of another relation (replies, self, enclosure, via) and the comment page are not the article. feedparser gives
    `link` the guid's value where that may serve as one; RDF states it as `rdf:about`, which is its `id`.
    """
    links = [link for link in records(entry.get("links")) if link.get("rel", "alternate") == "alternate"]
    links.sort(key=lambda link: link.get("type") not in _HTML_TYPES)
    stated = [texts.get("feedburner_origlink"), *(text_at(link, "href") for link in links), texts.get("link")]
    guid = None if entry.get("guidislink") is False else texts.get("id")
    refused = None
    for candidate in filter(None, stated):
        url = article_url(base, candidate)
        if url:
            return url
        refused = refused or (candidate if candidate != guid else None)
    if refused and len(notes) < NOTES_MAX:
        notes.append(f"a link that is no http address was refused: {plain(refused, is_html=False, chars_max=80)}")
    return article_url("", guid)


def _longest_content(entry: _Entry) -> str | None:
    """Return the fullest text the entry carries itself, as HTML: a feed may give a teaser and the whole under one name."""
    contents = (content for content in records(entry.get("content")) if not content.get("src"))
    texts = (_as_html(content, text_at(content, "value")) for content in contents)
    return max((text for text in texts if text), key=len, default=None)


def _summary(entry: _Entry, texts: Mapping[str, str]) -> str | None:
    """Return the teaser; feedparser gives an entry that has none a copy of its content, which is no teaser."""
    summary = texts.get("summary")
    if any(content.get("value") == summary for content in records(entry.get("content"))):
        return None
    return _as_html(entry.get("summary_detail"), summary)


def _as_html(detail: object, value: str | None) -> str | None:
    if not value or not value.strip():
        return None
    return value if _is_html(detail) else paragraphs(value)


def _is_html(detail: object) -> bool:
    """Whether a value is markup, by its declared type; descriptions and texts of RSS always are."""
    return isinstance(detail, Mapping) and detail.get("type") != "text/plain"


def _dates(texts: Mapping[str, str], *, is_atom: bool) -> tuple[str | None, str | None]:
    """Return the raw publication and update; outside Atom a lone `dc:date`, which feedparser calls an update, is the former."""
    published = texts.get("published") or texts.get("created")
    updated = texts.get("updated")
    if published is None and not is_atom:
        published, updated = updated, None
    return published or None, updated or None


def _date(text: str | None) -> StatedDate | None:
    return stamped_date(text, source="feed") or stated_date(text, source="feed")


def _byline(entry: _Entry, texts: Mapping[str, str]) -> str | None:
    """Return the first author's name, never an e-mail address.

    feedparser's `author` is the last one's, and of "a@news.example (A Writer)" it takes the host apart where its last part has
    more than four letters; so that form is read here.
    """
    last = texts.get("author", "")[:GUID_CHARS_MAX]
    mailbox = _MAILBOX.match(last)
    if mailbox:
        return plain(mailbox[1] or mailbox[2], chars_max=NAME_CHARS_MAX)
    names = [text_at(author, "name") for author in records(entry.get("authors"))]
    if _EMAIL.fullmatch(last):
        names[-1:] = []
    name = next((name for name in names if name and name.count("(") == name.count(")")), None) or last
    return plain(name, chars_max=NAME_CHARS_MAX) if "@" not in name else None


def _categories(entry: _Entry) -> tuple[str, ...]:
    names = [plain(text_at(tag, "label") or text_at(tag, "term"), chars_max=NAME_CHARS_MAX) for tag in records(entry.get("tags"))]
    return tuple(dict.fromkeys(name for name in names if name))[:CATEGORIES_MAX]
