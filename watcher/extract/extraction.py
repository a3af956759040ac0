"""One way in, one way out: bytes of any sort to a `Document`, or an error that says what was missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Final

from lxml import etree, html
from selectolax.lexbor import LexborHTMLParser

from watcher.errors import ExtractError, Reason
from watcher.extract.article import read_article
from watcher.extract.blocks import Block, assemble, blocks_of
from watcher.extract.byline import byline_among, clean_name
from watcher.extract.chrome import Chrome
from watcher.extract.cleaning import HEAD_BLOCKS, clean
from watcher.extract.language import language_of
from watcher.extract.markup import parse_fragment, parse_page
from watcher.extract.metadata import Metadata, kind_of, read_metadata
from watcher.extract.page_dates import clamp
from watcher.extract.pdf import read_pdf
from watcher.extract.plain import read_plain
from watcher.extract.prose import LINKS_MAX, links_of
from watcher.extract.suspect import STUB_CERTAINTY, STUB_WORDS_MAX, is_stub, refuse_suspect
from watcher.model import Document, DocumentKind, ItemHints, Link, SpanKind
from watcher.text import LineMemory, decode, fold, stated_dates

EXTRACTOR_VERSION: Final = "3"
"""Raised with every change that may change a text: what was read by another version is read again before it is compared."""
BODY_BYTES_MAX: Final = 16_000_000
TEXT_CHARS_MAX: Final = 2_000_000
PAGE_TEXT_CHARS: Final = 4_000
"""So much of what a reader sees is looked at to tell a wall from a page."""

_SEEN: Final = etree.XPath("//body//text()[not(ancestor::script | ancestor::noscript | ancestor::template)]", smart_strings=False)
_MARKUP: Final = re.compile(r"<(?:!doctype html|html|head|body|article|div|p|h1|section|span|br|meta|main)\b", re.IGNORECASE)
_FEED: Final = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)?<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.DOTALL)
NOISE_SHARE_MAX: Final = 0.02
"""Compressed or encrypted bytes have a tenth of control characters, pages none; NUL does not count (UTF-16 is full of it)."""
NOISE_BYTES: Final = 20_000
UNREADABLE_SHARE_MAX: Final = 0.02
"""A text with more replacement characters than this was read in the wrong encoding, or was none."""
_CONTROLS: Final = bytes(code for code in (*range(1, 0x20), 0x7F) if code not in b"\t\n\v\f\r\x1b")
_BINARY: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"RIFF", b"\x00\x00\x00")


@dataclass(frozen=True, slots=True)
class _Found:
    """What one sort of reader brings back, before anything is cleaned."""

    blocks: Sequence[Block]
    metadata: Metadata
    page_text: str = ""
    page_title: str | None = None
    links: tuple[Link, ...] = ()
    certainty: float = 1.0
    notes: tuple[str, ...] = ()
    is_plain: bool = False
    is_known: bool = False


def extract(
    body: bytes,
    *,
    url: str,
    fetched_at: datetime,
    content_type: str | None = None,
    hints: ItemHints | None = None,
    site: LineMemory | None = None,
) -> Document:
    """Return the clean statement in `body`: HTML, plain text or PDF, told by its bytes more than by `content_type`.

    `fetched_at` is the moment of the visit (aware): relative dates count from it and future ones are clamped to it. What `hints`
    know is believed over the page; with `hints.body_html` the page itself is not searched. `site` is the memory of lines that
    recur on the host.

    Raises:
        ExtractError: there is no statement; its reason and text say what was found instead.
    """
    hints = hints or ItemHints()
    found = _read(body, url, fetched_at, content_type, hints)
    metadata = found.metadata
    if metadata.byline is None:
        metadata = replace(metadata, byline=byline_among(found.blocks[:HEAD_BLOCKS]))
    cleaned = clean(found.blocks, title=metadata.title, byline=metadata.byline, site=site, is_plain=found.is_plain)
    text, spans = assemble(cleaned.blocks)
    if len(text) > TEXT_CHARS_MAX:
        raise ExtractError(f"the text has {len(text)} characters, more than {TEXT_CHARS_MAX}", reason=Reason.TOO_LARGE, url=url)
    _refuse_nothing(text, found, url)
    document = _document(replace(found, metadata=metadata), fetched_at, hints)
    language = language_of(text, metadata.language)
    return replace(document, text=text, spans=spans, dropped=cleaned.dropped, language=language)


def _document(found: _Found, fetched_at: datetime, hints: ItemHints) -> Document:
    """Return all of a document but its text, with its dates held to what is possible."""
    metadata = found.metadata
    published, is_future = clamp(metadata.published, fetched_at)
    updated, _ = clamp(metadata.updated, fetched_at)
    if published and updated and updated.as_day < published.as_day:
        updated = None
    lacking = [name for name in ("title", "published", "byline") if getattr(metadata, name) is None]
    notes = [*found.notes, *(["published: the page gives a date in the future"] if is_future else [])]
    return Document(
        text="",
        title=metadata.title,
        published=published,
        updated=updated,
        byline=metadata.byline,
        standfirst=metadata.standfirst,
        kind=metadata.kind,
        sections=metadata.sections,
        links=found.links,
        missing=(*lacking, *notes),
        change_notes=hints.change_notes,
        certainty=found.certainty,
        extractor_version=EXTRACTOR_VERSION,
    )


def _refuse_nothing(text: str, found: _Found, url: str) -> None:
    """Raise if there is no statement; where the body is known it may be as short as "Yes."."""
    if text.count("\ufffd") > UNREADABLE_SHARE_MAX * len(text):
        raise ExtractError("the text is in an encoding that nobody here knows", reason=Reason.NOT_READABLE, url=url)
    if not found.is_known:
        refuse_suspect(text, title=found.page_title or found.metadata.title, page_text=found.page_text or text, url=url)
    elif not text:
        raise ExtractError("the text that the source gives for this item is empty", reason=Reason.NO_TEXT, url=url)


def page_lines(document: Document) -> tuple[str, ...]:
    """Return the lines that a `LineMemory` learns from a page: what was kept and what was not."""
    return (*(document.text[span.start : span.end] for span in document.spans), *document.dropped)


def _read(body: bytes, url: str, fetched_at: datetime, content_type: str | None, hints: ItemHints) -> _Found:
    """Choose the reader for what `body` is."""
    if hints.body_html is not None:
        return _read_fragment(hints.body_html, url, hints)
    if len(body) > BODY_BYTES_MAX:
        raise ExtractError(f"the page has {len(body)} bytes, more than {BODY_BYTES_MAX}", reason=Reason.TOO_LARGE, url=url)
    if not body.strip():
        raise ExtractError("the page is empty", reason=Reason.NO_TEXT, url=url)
    if body[:1024].lstrip().startswith(b"%PDF-"):
        return _read_pdf(body, url, fetched_at, hints)
    kind = (content_type or "").split(";")[0].strip().lower()
    if body.startswith(_BINARY) or (kind and not _is_textual(kind)):
        raise ExtractError(f"the page is no text ({kind or 'binary data'})", reason=Reason.NOT_READABLE, url=url)
    if _is_noise(body):
        raise ExtractError("the page is no text but binary noise", reason=Reason.NOT_READABLE, url=url)
    text = decode(body, content_type)
    if kind.endswith("json") or (not kind and text.lstrip()[:1] in ("{", "[") and text.rstrip()[-1:] in ("}", "]")):
        raise ExtractError(
            "the page is an API's answer, and the source's kind took no text from it", reason=Reason.NOT_READABLE, url=url
        )
    if _FEED.match(text):
        raise ExtractError("the page is a feed or a list of addresses, not a statement", reason=Reason.NOT_READABLE, url=url)
    if _is_markup(text, kind):
        return _read_page(text, url, fetched_at, hints)
    return _read_text(text, fetched_at, hints)


def _is_noise(body: bytes) -> bool:
    """Whether bytes are compressed, encrypted or a program: control characters all over."""
    part = body[:NOISE_BYTES]
    return len(part) - len(part.translate(None, _CONTROLS)) > NOISE_SHARE_MAX * len(part)


def _is_textual(kind: str) -> bool:
    return (
        kind.startswith("text/")
        or kind.endswith(("xml", "json", "html"))
        or kind in ("application/octet-stream", "application/pdf")
    )


def _is_markup(text: str, kind: str) -> bool:
    if kind in ("text/html", "application/xhtml+xml"):
        return "<" in text
    return len(list(islice(_MARKUP.finditer(text[:20_000]), 2))) == 2


def _read_page(text: str, url: str, fetched_at: datetime, hints: ItemHints) -> _Found:
    """Read a whole HTML page, or the part of it that the source's selector names."""
    tree = parse_page(text, url=url)
    metadata = read_metadata(tree, markup=text, url=url, fetched_at=fetched_at, hints=hints)
    region = _selected(text, hints.body_selector, url) if hints.body_selector else None
    if region is not None:
        blocks: Sequence[Block] = blocks_of(region, unread=_furniture_in(region))
        found = _Found(blocks, metadata, links=links_of(region.iter("a"), url))
    else:
        reading = read_article(tree, url=url, article_body=metadata.article_body)
        certainty = 0.7 if reading.is_second else 1.0 - 0.5 * reading.missing_share
        notes = (f"body: nothing at {hints.body_selector!r}",) if hints.body_selector else ()
        found = _Found(reading.blocks, metadata, links=reading.links, certainty=round(certainty, 2), notes=notes)
    return _doubted(found, tree)


def _doubted(found: _Found, tree: html.HtmlElement) -> _Found:
    """Add to a short reading what else the page shows: a wall shows itself there, and so does a paywall's stub."""
    if sum(each.count for each in found.blocks) > STUB_WORDS_MAX:
        return found
    page_text = _seen_text(tree)
    title = tree.find(".//title")
    found = replace(found, page_text=page_text, page_title=" ".join(title.text_content().split()) if title is not None else None)
    if not is_stub(page_text):
        return found
    notes = (*found.notes, "text: the page asks to register for the rest")
    return replace(found, certainty=min(found.certainty, STUB_CERTAINTY), notes=notes)


def _selected(text: str, selector: str, url: str) -> html.HtmlElement | None:
    """Return the markup that a CSS selector names, all its matches together; None if it names nothing."""
    nodes = LexborHTMLParser(text).css(selector)
    markup = "".join(node.html or "" for node in nodes[:LINKS_MAX])
    return parse_fragment(markup, url=url) if markup.strip() else None


def _furniture_in(region: html.HtmlElement) -> frozenset[etree._Element]:
    """Return the elements of a known body that are captions, pull-quotes, share bars and the like."""
    chrome = Chrome(paragraph_chars=len(region.text_content()))
    return frozenset(each for each in region.iterdescendants("*") if chrome.is_marked(each))


def _read_fragment(markup: str, url: str, hints: ItemHints) -> _Found:
    """Read markup that is known to be the statement: nothing is searched, only its own furniture is left out."""
    root = parse_fragment(markup, url=url)
    blocks = blocks_of(root, unread=_furniture_in(root))
    metadata = Metadata(
        title=hints.title,
        published=hints.published,
        updated=hints.updated,
        byline=clean_name(hints.byline) if hints.byline else None,
        standfirst=hints.standfirst,
        language=hints.language,
        kind=kind_of(hints.kind) if hints.kind else None,
    )
    return _Found(blocks, metadata, links=links_of(root.iter("a"), url), is_known=True)


def _read_text(text: str, fetched_at: datetime, hints: ItemHints) -> _Found:
    plain = read_plain(text, reference=fetched_at)
    metadata = Metadata(
        title=hints.title or plain.title,
        published=hints.published or plain.dates.published,
        updated=hints.updated or plain.dates.updated,
        byline=hints.byline or plain.byline,
        standfirst=hints.standfirst or plain.standfirst,
        language=hints.language,
        kind=kind_of(hints.kind) if hints.kind else None,
    )
    return _Found(plain.blocks, metadata, is_plain=True)


def _read_pdf(body: bytes, url: str, fetched_at: datetime, hints: ItemHints) -> _Found:
    pdf = read_pdf(body, url=url)
    opening = [stated_dates(each.text, source="label", reference=fetched_at) for each in pdf.blocks[:20] if len(each.text) < 120]
    metadata = Metadata(
        title=hints.title or _pdf_title(pdf.title, pdf.blocks),
        published=hints.published or next((each.published for each in opening if each.published), None),
        updated=hints.updated or next((each.updated for each in opening if each.updated), None),
        byline=hints.byline,
        standfirst=hints.standfirst,
        language=hints.language,
        kind=kind_of(hints.kind) if hints.kind else DocumentKind.REPORT,
    )
    return _Found(pdf.blocks, metadata, certainty=0.9)


def _pdf_title(named: str | None, blocks: Sequence[Block]) -> str | None:
    """Return the title in the file's own record if its text carries it; producers leave file names there."""
    opening = " ".join(fold(each.text) for each in blocks[:8])
    if named and len(named.split()) > 1 and fold(named) in opening:
        return " ".join(named.split())
    first = blocks[0].text
    return first if len(first) <= 160 and not first.endswith((".", ":", ";")) and blocks[0].kind is not SpanKind.LIST_ITEM else None


def _seen_text(tree: html.HtmlElement) -> str:
    """Return the beginning of what a reader of the page sees."""
    return " ".join(" ".join(_SEEN(tree)).split())[:PAGE_TEXT_CHARS]
