"""Parliament's JSON: committee publications, written questions and statements, Hansard debates.

Which of them an answer is, its own fields say. Dates come without a zone and are London's.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final
from urllib.parse import quote, urlsplit

from watcher.errors import ExtractError, Reason
from watcher.model import DocumentKind, Fetch, Item, Listing, Page, Source
from watcher.sources.address import article_url, origin, with_parameters
from watcher.sources.kind import NOTES_MAX, Kind, article_page, bounded, hints
from watcher.sources.markup import json_of, not_a_listing, plain, record_of, records, text_at
from watcher.text.dates import stated_date

BACKFILL_PAGES_MAX: Final = 40
"""So many pages of a list are read back."""
BACKFILL_PAGE_ITEMS: Final = 100
CONTRIBUTIONS_MAX: Final = 2000
"""So many contributions of one debate are read; a whole sitting day of the Commons has about a thousand."""
NAME_CHARS_MAX: Final = 200
_QUESTIONS_SITE: Final = "https://questions-statements.parliament.uk"
_COMMITTEES_SITE: Final = "https://committees.parliament.uk"
_HANSARD_SITE: Final = "https://hansard.parliament.uk"
_PAGING: Final[Mapping[str, tuple[str, str, str]]] = {
    "writtenquestions": ("tabledWhenFrom", "skip", "take"),
    "writtenstatements": ("madeWhenFrom", "skip", "take"),
    "publications": ("StartDate", "Skip", "Take"),
    "debates": ("queryParameters.startDate", "queryParameters.skip", "queryParameters.take"),
}
"""Part of the path -> the names of its parameters for the first day, the offset and the size of a page."""
_Read = Callable[[Mapping[str, Any], Fetch], Item | None]


class Parliament(Kind):
    """The lists of four parliamentary APIs; the single record's address is an item's `page_url`, since lists cut their texts."""

    name = "parliament"

    def list(self, fetch: Fetch, source: Source) -> Listing:
        answer = json_of(fetch, source)
        for field, read in _LISTS.items():
            if isinstance(answer, Mapping) and isinstance(answer.get(field), list):
                return _listing(records(answer[field]), read, fetch)
        raise not_a_listing(fetch, source, "a list of Parliament's APIs")

    def open(self, fetch: Fetch | None, item: Item, source: Source) -> Page:
        if fetch is None or not fetch.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b'"')):
            return article_page(fetch, item, source)
        page = _read_record(record_of(fetch, source), fetch, item, source)
        if page is None:
            raise ExtractError("the record holds no text", reason=Reason.NO_TEXT, source_id=source.id, url=fetch.url)
        return page

    def backfill_urls(self, source: Source, since: date) -> Iterator[str]:
        path = urlsplit(source.url).path.lower()
        names = next((names for part, names in _PAGING.items() if part in path), None)
        if names is None:
            yield from super().backfill_urls(source, since)
            return
        since_name, skip_name, take_name = names
        for page in range(BACKFILL_PAGES_MAX):
            paging: dict[str, str | int] = {
                since_name: since.isoformat(),
                skip_name: page * BACKFILL_PAGE_ITEMS,
                take_name: BACKFILL_PAGE_ITEMS,
            }
            yield with_parameters(source.url, **paging)


def _listing(found: tuple[Mapping[str, Any], ...], read: _Read, fetch: Fetch) -> Listing:
    notes: list[str] = []
    items = tuple(item for item in (read(record, fetch) for record in found) if item)
    if len(items) < len(found):
        notes.append(f"{len(found) - len(items)} records without an id or a title were left out")
    if not items:
        notes.append("the list is sound and has no records")
    return Listing(bounded(items, notes), None, tuple(notes[:NOTES_MAX]))


def _question_or_statement(result: Mapping[str, Any], fetch: Fetch) -> Item | None:
    """Return one entry of `results`: a question has a `questionText`, a statement a `dateMade`."""
    value = result.get("value", result)
    if not isinstance(value, Mapping) or not text_at(value, "id"):
        return None
    return _question(value, fetch) if "questionText" in value else _statement(value, fetch)


def _question(value: Mapping[str, Any], fetch: Fetch) -> Item | None:
    uin, tabled = text_at(value, "uin"), (text_at(value, "dateTabled") or "")[:10]
    if not uin or not tabled:
        return None
    answered = text_at(value, "dateAnswered")
    heading = plain(text_at(value, "heading"), is_html=False) or "Written question"
    return Item(
        url=f"{_QUESTIONS_SITE}/written-questions/detail/{tabled}/{quote(uin, safe='')}",
        guid=f"written-question-{text_at(value, 'id')}",
        title=f"{heading} (written question {uin})",
        published=stated_date(answered or text_at(value, "dateTabled"), source="api"),
        updated=stated_date(text_at(value, "dateAnswerCorrected"), source="api"),
        revised=_question_mark(value),
        byline=_member(value, "answeringMember") or text_at(value, "answeringBodyName"),
        summary_html=text_at(value, "questionText"),
        page_url=f"{origin(fetch.url)}/api/writtenquestions/questions/{text_at(value, 'id')}?expandMember=true",
        categories=tuple(filter(None, (text_at(value, "answeringBodyName"), text_at(value, "house")))),
        kind=DocumentKind.WRITTEN_ANSWER.value,
    )


def _question_mark(value: Mapping[str, Any]) -> str:
    """Return what moves when a question is answered, its holding answer replaced, its answer corrected, or it is withdrawn."""
    states = ("dateAnswered", "dateHoldingAnswer", "dateAnswerCorrected")
    flags = ("answerIsHolding", "answerIsCorrection", "isWithdrawn")
    return "|".join([text_at(value, name) or "" for name in states] + [name for name in flags if value.get(name) is True])


def _statement(value: Mapping[str, Any], fetch: Fetch) -> Item | None:
    uin, made = text_at(value, "uin"), (text_at(value, "dateMade") or "")[:10]
    title = plain(text_at(value, "title"), is_html=False)
    if not uin or not made or not title:
        return None
    return Item(
        url=f"{_QUESTIONS_SITE}/written-statements/detail/{made}/{quote(uin.lower(), safe='')}",
        guid=f"written-statement-{text_at(value, 'id')}",
        title=title,
        published=stated_date(text_at(value, "dateMade"), source="api"),
        byline=_member(value, "member") or text_at(value, "memberRole"),
        summary_html=text_at(value, "text"),
        page_url=f"{origin(fetch.url)}/api/writtenstatements/statements/{text_at(value, 'id')}?expandMember=true",
        categories=tuple(filter(None, (text_at(value, "answeringBodyName"), text_at(value, "house")))),
        kind=DocumentKind.SPEECH.value,
    )


def _publication(value: Mapping[str, Any], fetch: Fetch) -> Item | None:
    """Return a committee's publication: its HTML report where there is one, else its first document through the API."""
    identity, title = text_at(value, "id"), plain(text_at(value, "description"), is_html=False)
    if not identity or not title:
        return None
    documents = [text_at(each, "documentId") for each in records(value.get("documents"))]
    document = next((each for each in documents if each), None)
    page = article_url(fetch.url, text_at(value, "additionalContentUrl") or text_at(value, "additionalContentUrl2"))
    api = f"{origin(fetch.url)}/api/Publications/{identity}/Document/{document}/Html" if document else None
    kind = plain(text_at(value, "type", "name"), is_html=False)
    start = text_at(value, "publicationStartDate")
    return Item(
        url=f"{_COMMITTEES_SITE}/publications/{identity}/" + (f"documents/{document}/default/" if document else ""),
        guid=f"committee-publication-{identity}",
        title=title,
        published=stated_date(start, source="api"),
        revised="|".join(filter(None, [start, page, *documents])) or None,
        byline=plain(text_at(value, "committee", "name"), is_html=False, chars_max=NAME_CHARS_MAX),
        page_url=page or api,
        categories=(kind,) if kind else (),
        kind=(DocumentKind.LETTER if "orrespondence" in (kind or "") else DocumentKind.REPORT).value,
    )


def _debate(value: Mapping[str, Any], fetch: Fetch) -> Item | None:
    identity, title = text_at(value, "DebateSectionExtId"), plain(text_at(value, "Title"), is_html=False)
    sitting, house = text_at(value, "SittingDate") or "", text_at(value, "House") or "Commons"
    if not identity or not title or not sitting:
        return None
    slug = re.sub(r"[^A-Za-z0-9]+", "", title) or "debate"
    return Item(
        url=f"{_HANSARD_SITE}/{quote(house)}/{sitting[:10]}/debates/{quote(identity, safe='')}/{slug}",
        guid=f"hansard-{identity}",
        title=title,
        published=stated_date(sitting, source="api"),
        byline=f"House of {house}",
        page_url=f"{origin(fetch.url)}/debates/debate/{quote(identity, safe='')}.json",
        categories=tuple(filter(None, (text_at(value, "DebateSection"),))),
        kind=DocumentKind.SPEECH.value,
    )


_LISTS: Final[Mapping[str, _Read]] = {"results": _question_or_statement, "items": _publication, "Results": _debate}


def _member(value: Mapping[str, Any], name: str) -> str | None:
    return plain(text_at(value, name, "name"), is_html=False, chars_max=NAME_CHARS_MAX)


def _read_record(record: object, fetch: Fetch, item: Item, source: Source) -> Page | None:
    """Return the page of a single record, None where it holds no text; whatever is neither JSON nor HTML in it stays bytes."""
    if isinstance(record, str):
        return _document_page(record, None, fetch, item, source)
    if not isinstance(record, Mapping):
        return None
    if isinstance(record.get("Items"), list):
        return _page(_debate_html(record), item, fetch, source)
    if text_at(record, "data"):
        return _document_page(text_at(record, "data") or "", text_at(record, "fileName"), fetch, item, source)
    value = record.get("value", record)
    if not isinstance(value, Mapping):
        return None
    fresh = _question_or_statement(value, fetch)
    body = _question_html(value) if "questionText" in value else text_at(value, "text")
    return _page(body, _merged(item, fresh), fetch, source)


def _merged(item: Item, fresh: Item | None) -> Item:
    """Return the item as its own record states it, under the address it was listed with."""
    return replace(fresh, url=item.url, guid=item.guid) if fresh else item


def _page(body_html: str | None, item: Item, fetch: Fetch, source: Source) -> Page | None:
    if not body_html:
        return None
    return Page(item.url, b"", "text/html; charset=utf-8", fetch.fetched_at, hints(item, source, body_html=body_html))


def _question_html(value: Mapping[str, Any]) -> str | None:
    question, answer = text_at(value, "questionText"), text_at(value, "answerText")
    if not question:
        return None
    asked = f"<h2>Question</h2><p>{html.escape(question, quote=False)}</p>"
    return asked + (f"<h2>Answer</h2>{answer if '<' in answer else f'<p>{answer}</p>'}" if answer else "")


def _debate_html(record: Mapping[str, Any]) -> str | None:
    """Return the contributions with their speakers, each as Hansard attributes it."""
    parts = []
    for entry in records(record["Items"])[:CONTRIBUTIONS_MAX]:
        value, speaker = text_at(entry, "Value"), plain(text_at(entry, "AttributedTo"), is_html=False)
        if value:
            parts.append((f"<h3>{html.escape(speaker, quote=False)}</h3>" if speaker else "") + f"<div>{value}</div>")
    return "".join(parts) or None


def _document_page(data: str, file_name: str | None, fetch: Fetch, item: Item, source: Source) -> Page | None:
    """Return the file that the documents API wraps in base64."""
    try:
        body = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return None
    if not body.strip():
        return None
    is_pdf = body.startswith(b"%PDF") or (file_name or "").lower().endswith(".pdf")
    content_type = "application/pdf" if is_pdf else "text/html; charset=utf-8"
    return Page(item.url, body, content_type, fetch.fetched_at, hints(item, source))
