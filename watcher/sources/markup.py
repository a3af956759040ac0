"""From the bytes and fragments that other people publish to text and trees."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from watcher.errors import ExtractError, ListingError, Reason
from watcher.model import Fetch, Source
from watcher.text import repair

TITLE_CHARS_MAX: Final = 500
"""A longer title is cut: it is a paragraph in the wrong element."""
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_META: Final = re.compile(rb"<meta[^>]{0,300}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_META_WITHIN_BYTES: Final = 4096
_JSON_WITHIN_BYTES: Final = 4096
_MARKS: Final = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
    (b"{\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00{", "utf-32-be"),
    (b"{\x00", "utf-16-le"),
    (b"\x00{", "utf-16-be"),
)
"""Byte order marks, and how an opening bracket looks without one (XML 1.0, appendix F; RFC 4627, 3, for JSON)."""
_LATIN: Final = frozenset({"iso-8859-1", "iso8859-1", "latin-1", "latin1", "us-ascii", "ascii"})
_BLOCK_END: Final = re.compile(r"</(?:p|div|li|h[1-6]|t[dhr]|ul|ol|blockquote)\s*>|<br\s*/?>", re.IGNORECASE)
_MARKUP: Final = re.compile(r"[<&]")


def decoded(fetch: Fetch) -> str:
    """Return the body as text: by its byte order mark, the header's charset, the `meta` of a page, UTF-8, Windows-1252.

    What the browsers do is done: a declared Latin-1 is Windows-1252. No byte sequence is refused.
    """
    for mark, encoding in _MARKS:
        if fetch.body.startswith(mark):
            return fetch.body.decode(encoding, "replace")
    header = _CHARSET.search(fetch.content_type or "")
    meta = _META.search(fetch.body[:_META_WITHIN_BYTES])
    stated = [header.group(1)] if header else []
    stated += [meta.group(1).decode("ascii", "replace")] if meta else []
    for encoding in (*stated, "utf-8"):
        text = _try(fetch.body, encoding)
        if text is not None:
            return text
    return fetch.body.decode("cp1252", "replace")


def is_marked(body: bytes) -> bool:
    """Whether the first bytes say what the encoding is."""
    return body.startswith(tuple(mark for mark, _ in _MARKS))


def _try(body: bytes, encoding: str) -> str | None:
    name = encoding.lower()
    try:
        return body.decode("cp1252" if name in _LATIN else name)
    except (UnicodeError, LookupError, ValueError):
        return None


def plain(value: str | None, *, is_html: bool = True, chars_max: int = TITLE_CHARS_MAX) -> str | None:
    """Return `value` as one clean line without markup, or None if nothing is left; cut at a word after `chars_max`."""
    if not value:
        return None
    text = without_tags(value) if is_html and _MARKUP.search(value) else value
    line = " ".join(repair(text[: chars_max * 4]).split())
    if len(line) > chars_max:
        line = line[: chars_max - 1].rsplit(" ", 1)[0] + "…"
    return line or None


def without_tags(fragment: str) -> str:
    """Return the text of an HTML fragment, scripts and styles left out, entities resolved."""
    if "<" not in fragment:
        return html.unescape(fragment)
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(_BLOCK_END.sub(r" \g<0>", fragment))
    tree.strip_tags(["script", "style", "template"])
    return tree.body.text(deep=True) if tree.body is not None else ""


def paragraphs(text: str | None) -> str:
    """Return plain text as HTML, one element a paragraph; empty for none."""
    parts = re.split(r"\n\s*\n", text.strip()) if text and text.strip() else []
    return "".join(f"<p>{html.escape(part.strip(), quote=False)}</p>" for part in parts)


def json_of(fetch: Fetch, source: Source) -> Any:
    """Return the body as JSON.

    Raises:
        ListingError: it is none, or nested beyond what can be read.
    """
    try:
        return json.loads(decoded(fetch).lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise not_a_listing(fetch, source, "JSON") from error


def record_of(fetch: Fetch, source: Source) -> Any:
    """Return an item's own JSON record.

    Raises:
        ExtractError: it is none.
    """
    try:
        return json_of(fetch, source)
    except ListingError as error:
        raise ExtractError(error.problem, reason=Reason.NOT_READABLE, source_id=source.id, url=fetch.url) from error


def is_json(fetch: Fetch) -> bool:
    """Whether the body opens as a JSON object does."""
    start = fetch.body[:_JSON_WITHIN_BYTES]
    if is_marked(start):
        return decoded(replace(fetch, body=start)).lstrip("\ufeff \t\r\n").startswith("{")
    return start.lstrip(b" \t\r\n").startswith(b"{")


def not_a_listing(fetch: Fetch, source: Source, wanted: str) -> ListingError:
    """Return the error for a body that is not the `wanted` format, naming what it looks like instead."""
    from watcher.sources.walls import wall

    text = decoded(fetch)
    if not text.strip():
        return ListingError("the body is empty", reason=Reason.EMPTY_LISTING, source_id=source.id, url=fetch.url)
    reason = wall(text) if looks_like_html(text) else None
    found = f"a page that looks like a {reason.value.replace('_', ' ')}" if reason else kind_of(text)
    return ListingError(
        f"expected {wanted} and found {found}", reason=reason or Reason.NOT_A_LISTING, source_id=source.id, url=fetch.url
    )


def looks_like_html(text: str) -> bool:
    """Whether `text` opens as a page does."""
    return bool(re.search(r"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]", text[:4000], re.IGNORECASE))


def looks_like_xml(text: str) -> bool:
    """Whether `text` is XML by its declaration or by a root that only feeds and sitemaps have."""
    start = text[:1000].lstrip("\ufeff \t\r\n").lower()
    return not looks_like_html(text) and start.startswith(("<?xml", "<rss", "<feed", "<rdf", "<urlset", "<sitemapindex", "<opml"))


def kind_of(text: str) -> str:
    """Return what a body looks like, in words for an error."""
    if looks_like_html(text):
        return "an HTML page"
    start = text.lstrip("\ufeff \t\r\n")[:1]
    return {"<": "XML of another sort", "{": "JSON of another shape", "[": "JSON of another shape"}.get(
        start, "neither XML nor JSON"
    )


def text_at(record: object, *path: str) -> str | None:
    """Return the text at `path` of nested JSON objects, stripped; None where it is absent, empty or of another type."""
    for name in path:
        if not isinstance(record, dict):
            return None
        record = record.get(name)
    if isinstance(record, bool) or not isinstance(record, (str, int)):
        return None
    return str(record).strip() or None


def records(value: object) -> tuple[Mapping[str, Any], ...]:
    """Return the objects of a JSON list; whatever else stands in it, or instead of it, is left out."""
    return tuple([entry for entry in value if isinstance(entry, dict)]) if isinstance(value, list) else ()
