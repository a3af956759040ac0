"""What runs in a worker process: bytes -> listing, page -> document, document -> judgement. Pure, given the classifier."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from functools import partial
from typing import Any, Final, TypeVar

from watcher.classify import Classifier
from watcher.dedup import sketch
from watcher.errors import ExtractError, ListingError, Reason
from watcher.ledger import Gazetteer, ledger_version, read_commitments, read_quotes
from watcher.model import Document, Fetch, Group, Item, ItemHints, Judgement, Listing, ReadPage, Record, Said, Source
from watcher.model.settlement import Judged
from watcher.records import record_of
from watcher.sources import SOURCE_KINDS
from watcher.text import LineMemory

_Noun = TypeVar("_Noun", Item, ItemHints)
_NAMES: Final[Mapping[type, tuple[str, ...]]] = {noun: tuple(each.name for each in fields(noun)) for noun in (Item, ItemHints)}
FULL_TEXT_WORDS_MIN: Final = 80
"""A listing's own text with fewer words is a teaser."""
_TAG: Final = re.compile(r"<[^>]*>")
_END_CHARS: Final = 1500
_LAST_WORDS: Final = 3
_CUT_MARKS: Final = ("[…]", "[...]", "[&#8230;]", "[&hellip;]", "…", "...", "&hellip;", "continue reading", "read more")


def read_listing(fetch: Fetch, source: Source) -> Listing:
    """Return what a fetched listing announces.

    Raises:
        ListingError: the bytes are no listing of the source's kind.
    """
    kind = SOURCE_KINDS.get(source.kind)
    if kind is None:
        raise ListingError(f"there is no kind {source.kind!r}", reason=Reason.NOT_A_LISTING, source_id=source.id, url=fetch.url)
    listing = kind.list(fetch, source)
    return replace(listing, items=tuple(_without_teaser(_with_whole_characters(item)) for item in listing.items))


def _with_whole_characters(noun: _Noun) -> _Noun:
    """Return an item or hints whose texts can be stored: JSON can spell half a character (`\\ud800`), which becomes a `?`."""
    changed: dict[str, Any] = {}
    for name in _NAMES[type(noun)]:
        value = getattr(noun, name)
        if isinstance(value, str):
            if not value.isascii():
                changed[name] = _whole(value)
        elif isinstance(value, tuple) and not all(map(str.isascii, value)):
            changed[name] = tuple(map(_whole, value))
    return replace(noun, **changed) if changed else noun


def _whole(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _without_teaser(item: Item) -> Item:
    """Return `item` without a `body_html` that is only the beginning of its text, so that the page is fetched."""
    if item.body_html is None or not item.has_page:
        return item
    first, last = _ends(item.body_html)
    is_whole = len(first) >= FULL_TEXT_WORDS_MIN and not " ".join(last[-_LAST_WORDS:]).casefold().endswith(_CUT_MARKS)
    return item if is_whole else replace(item, body_html=None)


def _ends(markup: str) -> tuple[list[str], list[str]]:
    """Return the first and the last words of a fragment; the middle of a long one is not looked at: every poll reads them all."""
    if len(markup) > 2 * _END_CHARS:
        head, tail = markup[:_END_CHARS].rpartition("<")[0], markup[-_END_CHARS:].partition(">")[2]
        first = _TAG.sub(" ", head).split(maxsplit=FULL_TEXT_WORDS_MIN)
        last = _TAG.sub(" ", tail).rsplit(maxsplit=_LAST_WORDS + 1)
        if len(first) >= FULL_TEXT_WORDS_MIN and len(last) > _LAST_WORDS:
            return first, last
    words = _TAG.sub(" ", markup).split()
    return words, words


def read_page(fetch: Fetch | None, item: Item, source: Source, *, now: datetime, memory: LineMemory) -> ReadPage:
    """Return the statement of `item`; without a `fetch` the text is the listing's own.

    A page that only links to its text (a publication's cover) has an empty document and `linked`.

    Raises:
        ExtractError: there is no statement on the page; its reason says whether the page is suspect.
    """
    from watcher.extract import extract  # here, since the parent judges too, and would grow by 25 MiB of parsers

    page = SOURCE_KINDS[source.kind].open(fetch, item, source)
    hints = _with_whole_characters(page.hints)
    fetched_at = fetch.fetched_at if fetch else now
    try:
        document = extract(page.body, url=page.url, fetched_at=fetched_at, content_type=page.content_type, hints=hints, site=memory)
    except ExtractError:
        if not page.linked:
            raise
        document = Document("", title=hints.title, published=hints.published, updated=hints.updated)
    return ReadPage(document, page.linked, hints.withdrawn)


def judge_item(
    document: Document,
    item: Item,
    source: Source,
    classifier: Classifier,
    gazetteer: Gazetteer,
    *,
    record_id: str,
    memory: LineMemory,
) -> Judged:
    """Return an item's document as it is related and settled.

    Without a page of its own it is related without an address, so that its siblings are not its versions.
    """
    url = item.url if item.has_page else None
    record = record_of(document, record_id=record_id, url=url, source=source, guid=item.guid)
    record = replace(record, title=record.title or item.title)
    return Judged(record, judge(record, classifier, gazetteer), sketch(record, memory))


def read_linked(fetch: Fetch, source: Source, *, memory: LineMemory) -> Document:
    """Return the text of a page's attachment, opened as the source's own pages are (an API's answer is markup in JSON).

    Raises:
        ExtractError: the attachment cannot be read.
    """
    return read_page(fetch, Item(url=fetch.url), source, now=fetch.fetched_at, memory=memory).document


def read_file(fetch: Fetch, *, memory: LineMemory) -> Document:
    """Return the statement of a page that belongs to no source.

    Raises:
        ExtractError: there is no statement on it.
    """
    from watcher.extract import extract

    return extract(fetch.body, url=fetch.url, fetched_at=fetch.fetched_at, content_type=fetch.content_type, site=memory)


def judge(record: Record, classifier: Classifier, gazetteer: Gazetteer, *, is_about: bool = False) -> Judgement:
    """Return what one text says of the concerns and, if it is about them at all, who says what in it.

    `is_about`: somebody has said that it is, whatever the classifier finds.
    """
    judgement = classifier.assess(record.text, title=record.title, group=record.group, kind=record.kind)
    if not (is_about or judgement.is_relevant or judgement.assessments):
        return judgement
    return replace(judgement, said=read_said(record, judgement, classifier, gazetteer))


def read_said(record: Record, judgement: Judgement, classifier: Classifier, gazetteer: Gazetteer) -> Said:
    """Return the quotes and commitments of a record that `judgement` is about."""
    quotes = read_quotes(
        record.text,
        spans=record.spans,
        byline=record.byline,
        publisher=record.publisher,
        kind=record.kind,
        published=record.published,
        title=record.title,
        gazetteer=gazetteer,
    )
    commitments = read_commitments(
        record.text,
        published=record.published,
        gazetteer=gazetteer,
        publisher=record.publisher,
        byline=record.byline,
        quotes=quotes,
        concerns_of=partial(_concerns_of, judgement, classifier),
        is_press=record.group is Group.PRESS,
    )
    return Said(ledger_version(gazetteer), quotes, commitments)


def _concerns_of(judgement: Judgement, classifier: Classifier, sentence: str) -> Sequence[str]:
    """Return the concerns that a sentence is evidence for in its text, else those that it shows alone."""
    shown = [
        each.concern_id
        for each in judgement.assessments
        if any(evidence.quote in sentence or sentence in evidence.quote for evidence in each.evidence)
    ]
    return shown or [each.concern_id for each in classifier.assess(sentence).assessments]
