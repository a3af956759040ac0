"""The plain case of a feed, read by lxml in a quarter of feedparser's time: RSS 2.0 and Atom 1.0, well formed, UTF-8, no surprises.

`quick_entries` answers in feedparser's own shapes, and answers None at the first thing that is not on its lists, so that
feedparser stays the judge of everything unusual. What both can read they read alike: a test holds every golden feed and a crowd of
made-up ones against feedparser. (Most polls that find news find it in such a feed, and parsing is most of what they cost.)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from watcher.model import Fetch

if TYPE_CHECKING:
    from lxml.etree import XMLParser, _Element

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}encoded"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_MEDIA: Final = "{http://search.yahoo.com/mrss/}"
_IGNORED: Final = frozenset(
    {
        "comments",
        "enclosure",
        "source",
        "{http://wellformedweb.org/CommentAPI/}commentRss",
        "{http://purl.org/rss/1.0/modules/slash/}comments",
        "{http://purl.org/syndication/thread/1.0}total",
        "{com-wordpress:feed-additions:1}post-id",
        f"{_MEDIA}thumbnail",
        f"{_MEDIA}content",
        f"{_MEDIA}credit",
    }
)
_DISGUISED: Final = re.compile(rb"\xc2[\x80-\x9f]")
"""Windows-1252 as other characters, which feedparser undoes."""
_DISGUISED_BY_NUMBER: Final = re.compile(rb"#(?:x0*[89][0-9a-f]|0*1[2-5]\d);")
"""The same behind an ampersand. This and what follows is looked for in lower case."""
_OTHER_ENCODING: Final = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"'](?!utf-8[\"'])")
_UTF8_TYPE: Final = re.compile(r"[^;]*(?:;\s*charset\s*=\s*\"?utf-8\"?\s*)?$", re.IGNORECASE)
_MAILBOX_OR_NAME: Final = re.compile(r"[^@]*$|\s*[^\s@()<>]+@[^\s()<>]+\s*\([^()]+\)\s*$")
_BASE: Final = re.compile(rb"base\s*=")
_ABSOLUTE: Final = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HTTP: Final = re.compile(r"https?://[^\s;]+$")
_Entry = dict[str, Any]


class _UnusualError(Exception):
    """Something that only feedparser knows how to read; never leaves this module."""


def quick_entries(fetch: Fetch) -> Mapping[str, Any] | None:
    """Return `version`, `feed`, `entries` and `bozo` as feedparser would, or None where it must be asked itself."""
    folded = fetch.body.lower()
    if not _UTF8_TYPE.match(fetch.content_type or "") or _is_unusual(folded):
        return None
    root = _root(fetch.body)
    if root is None:
        return None
    try:
        if root.tag == "rss" and str(root.get("version", "")).startswith("2."):
            found = _read(root.find("channel"), "item", "title", _rss_entry, "rss20")
        elif root.tag == f"{_ATOM}feed":
            found = _read(root, f"{_ATOM}entry", f"{_ATOM}title", _atom_entry, "atom10")
        else:
            return None
    except _UnusualError:
        return None
    return None if _has_relative(found["entries"]) and _BASE.search(folded) else found


def _is_unusual(folded: bytes) -> bool:
    """Whether a body in lower case has what only feedparser reads; one byte is looked for first: more take twenty times as long."""
    if any(part.startswith((b"doctype", b"entity")) for part in folded.split(b"!")[1:]):
        return True
    if b"<?xml" in folded and _OTHER_ENCODING.search(folded):
        return True
    if b"\xc2" in folded and _DISGUISED.search(folded):
        return True
    return any(_DISGUISED_BY_NUMBER.match(part) for part in folded.split(b"&")[1:] if part.startswith(b"#"))


def _root(body: bytes) -> _Element | None:
    from lxml import etree

    try:
        return etree.fromstring(body.removeprefix(b"\xef\xbb\xbf"), _parser())
    except (etree.XMLSyntaxError, ValueError):
        return None


@lru_cache(maxsize=1)
def _parser() -> XMLParser:
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _read(
    channel: _Element | None, entry_tag: str, title_tag: str, read: Callable[[_Element], _Entry], version: str
) -> Mapping[str, Any]:
    if channel is None:
        raise _UnusualError
    found = channel.findall(entry_tag)
    if len(found) != sum(1 for _ in channel.getroottree().getroot().iter("{*}item", "{*}entry")):
        raise _UnusualError  # entries in entries, outside the channel, or by another format's name
    titles = channel.findall(title_tag)
    feed: dict[str, Any] = {"title": _text(titles[0])} if len(titles) == 1 else {}
    feed["links"] = [{"rel": link.get("rel"), "href": link.get("href")} for link in channel.findall(f"{_ATOM}link")]
    entries = [read(element) for element in found]
    return {"version": version, "feed": feed, "entries": entries, "bozo": False}


def _has_relative(entries: list[_Entry]) -> bool:
    """Whether some address would be another one with a base."""
    return not all(_ABSOLUTE.match(address) for entry in entries for address in _addresses(entry))


def _addresses(entry: _Entry) -> Iterator[str]:
    yield from (link["href"] for link in entry.get("links", ()))
    if "id" in entry:
        yield entry["id"]


def _rss_entry(item: _Element) -> _Entry:
    entry: _Entry = {}
    for child in _children(item):
        read = _RSS.get(child.tag)
        if read is None:
            raise _UnusualError
        read(entry, child)
    if "link" not in entry and entry.get("guidislink"):
        entry["link"] = entry["id"]
    return entry


def _atom_entry(element: _Element) -> _Entry:
    entry: _Entry = {}
    for child in _children(element):
        read = _ATOM_FIELDS.get(child.tag)
        if read is None:
            raise _UnusualError
        read(entry, child)
    if "link" not in entry and "id" in entry:
        entry["link"] = entry["id"]
    return entry


def _children(element: _Element) -> Iterator[_Element]:
    for child in element:
        if not isinstance(child.tag, str):
            raise _UnusualError  # comments and instructions split texts
        if child.tag not in _IGNORED:
            yield child


def _text(element: _Element) -> str:
    """Return an element's text as feedparser would, with UTF-8 that was encoded twice undone."""
    if len(element):
        raise _UnusualError
    value = (element.text or "").strip()
    if value.isascii():
        return value
    try:
        return value.encode("iso-8859-1").decode("utf-8")
    except UnicodeError:
        return value


def _once(name: str, content_type: str | None = None) -> Callable[[_Entry, _Element], None]:
    """Return a reader of an element that may stand once; `content_type` is how feedparser takes its text."""

    def read(entry: _Entry, element: _Element) -> None:
        if name in entry:
            raise _UnusualError
        entry[name] = _text(element)
        if content_type is not None:
            entry[f"{name}_detail"] = {"type": _declared_type(element, content_type)}

    return read


def _declared_type(element: _Element, default: str) -> str:
    declared = element.get("type")
    if declared is None:
        return default
    if declared not in ("text", "html", "text/plain", "text/html") or element.get("mode") or element.get("src"):
        raise _UnusualError
    return "text/html" if declared.endswith("html") else "text/plain"


def _content(default: str) -> Callable[[_Entry, _Element], None]:
    def read(entry: _Entry, element: _Element) -> None:
        content_type = _declared_type(element, default)
        if element.get("src"):
            raise _UnusualError
        entry.setdefault("content", []).append({"value": _text(element), "type": content_type})

    return read


def _rss_link(entry: _Entry, element: _Element) -> None:
    link = _text(element)
    if "links" in entry or not _HTTP.match(link) or element.attrib:
        raise _UnusualError  # relative, doubled or odd: feedparser's rules decide
    entry["links"] = [{"rel": "alternate", "type": "text/html", "href": link}]
    entry["link"] = link


def _guid(entry: _Entry, element: _Element) -> None:
    if "id" in entry:
        raise _UnusualError
    entry["id"] = _text(element)
    entry["guidislink"] = element.get("isPermaLink", "true") == "true" and "link" not in entry


def _author(entry: _Entry, element: _Element) -> None:
    name = _text(element)
    is_mailbox = "@" in name or "@" in entry.get("author", "")
    if not _MAILBOX_OR_NAME.match(name) or (is_mailbox and "author" in entry):
        raise _UnusualError
    entry.setdefault("authors", []).append({"name": name} if name and "@" not in name else {})
    entry["author"] = name


def _atom_author(entry: _Entry, element: _Element) -> None:
    names = element.findall(f"{_ATOM}name")
    if len(names) != 1 or "@" in _text(names[0]):
        raise _UnusualError
    entry.setdefault("authors", []).append({"name": _text(names[0])})


def _category(entry: _Entry, element: _Element) -> None:
    entry.setdefault("tags", []).append({"term": _text(element), "label": None})


def _atom_category(entry: _Entry, element: _Element) -> None:
    if _text(element):
        raise _UnusualError
    entry.setdefault("tags", []).append({"term": element.get("term"), "label": element.get("label")})


def _atom_link(entry: _Entry, element: _Element) -> None:
    href = element.get("href")
    if not href or _text(element):
        raise _UnusualError
    rel, content_type = element.get("rel", "alternate").lower(), element.get("type", "text/html").lower()
    entry.setdefault("links", []).append({"rel": rel, "type": content_type, "href": href})
    if rel == "alternate" and content_type in ("text/html", "application/xhtml+xml"):
        entry["link"] = href


_RSS: Final[Mapping[str, Callable[[_Entry, _Element], None]]] = {
    "title": _once("title", "text/plain"),
    "link": _rss_link,
    "guid": _guid,
    "pubDate": _once("published"),
    "description": _once("summary", "text/html"),
    "author": _author,
    "category": _category,
    f"{_DC}creator": _author,
    f"{_DC}date": _once("updated"),
    _CONTENT: _content("text/html"),
    "{http://rssnamespace.org/feedburner/ext/1.0}origLink": _once("feedburner_origlink"),
}
_ATOM_FIELDS: Final[Mapping[str, Callable[[_Entry, _Element], None]]] = {
    f"{_ATOM}title": _once("title", "text/plain"),
    f"{_ATOM}link": _atom_link,
    f"{_ATOM}id": _once("id"),
    f"{_ATOM}published": _once("published"),
    f"{_ATOM}updated": _once("updated"),
    f"{_ATOM}summary": _once("summary", "text/plain"),
    f"{_ATOM}content": _content("text/plain"),
    f"{_ATOM}author": _atom_author,
    f"{_ATOM}category": _atom_category,
}
