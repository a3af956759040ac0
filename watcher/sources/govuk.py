"""GOV.UK: organisation and finder feeds or the search API for what is new, the content API for the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from watcher.errors import ExtractError, ListingError, Reason
from watcher.model import DocumentKind, Fetch, Item, ItemHints, Listing, Page, Source, StatedDate
from watcher.sources.address import article_url, origin, with_parameters
from watcher.sources.feed import xml_listing
from watcher.sources.kind import NOTES_MAX, Kind, article_page, bounded, hints
from watcher.sources.markup import is_json, json_of, not_a_listing, plain, record_of, records, text_at
from watcher.text.dates import stated_date

BACKFILL_PAGES_MAX: Final = 50
"""So many pages of the search API are read back."""
BACKFILL_PAGE_ITEMS: Final = 200
LINKED_MAX: Final = 10
"""So many attachments of one publication are read; statistical releases have hundreds of tables."""
CHANGE_NOTES_MAX: Final = 100
_FIELDS: Final = ("title", "link", "public_timestamp", "description", "content_store_document_type")
_KINDS: Final[Mapping[str, DocumentKind]] = {
    **dict.fromkeys(("press release", "government response"), DocumentKind.PRESS_RELEASE),
    **dict.fromkeys(("news story", "news article", "world news story"), DocumentKind.NEWS),
    **dict.fromkeys(("speech", "authored article", "oral statement", "written statement"), DocumentKind.SPEECH),
    **dict.fromkeys(("guidance", "detailed guide", "statutory guidance", "regulation", "notice", "form"), DocumentKind.GUIDANCE),
    **dict.fromkeys(("policy paper", "research", "research and analysis", "impact assessment"), DocumentKind.REPORT),
    **dict.fromkeys(("independent report", "corporate report", "transparency", "html publication"), DocumentKind.REPORT),
    **dict.fromkeys(("national statistics", "official statistics", "foi release"), DocumentKind.REPORT),
    **dict.fromkeys(("open consultation", "closed consultation", "consultation outcome"), DocumentKind.REPORT),
    "correspondence": DocumentKind.LETTER,
}
"""GOV.UK's document types and the labels that its feeds print for them."""
_PDF: Final = "application/pdf"


class GovUk(Kind):
    """An organisation's or finder's Atom address, or one of `/api/search.json`; texts come from `/api/content`."""

    name = "govuk"

    def list(self, fetch: Fetch, source: Source) -> Listing:
        if is_json(fetch):
            return _search_listing(fetch, source)
        listing = xml_listing(fetch, source)
        return replace(listing, items=tuple(_from_feed(item, fetch) for item in listing.items))

    def open(self, fetch: Fetch | None, item: Item, source: Source) -> Page:
        """Return the content API's text and dates; anything else that was fetched (an attachment's PDF, the HTML page) as it is.

        `linked` are the publication's HTML attachments, as content API addresses that `open` reads too, then its PDFs.
        """
        if fetch is None or not is_json(fetch):
            return article_page(fetch, item, source)
        content = record_of(fetch, source)
        if not isinstance(content, Mapping) or not isinstance(content.get("details"), Mapping):
            raise ExtractError("the content API's answer has no details", reason=Reason.NO_TEXT, source_id=source.id, url=fetch.url)
        return Page(
            item.url, b"", "text/html; charset=utf-8", fetch.fetched_at, _hints(content, item, source), _linked(content, fetch)
        )

    def backfill_urls(self, source: Source, since: date) -> Iterator[str]:
        """Yield pages of the search API for the organisation that the configured address names."""
        organisation = _organisation(source.url)
        if organisation is None:
            raise ListingError(
                "the address names no organisation, so the search API cannot be asked for its past",
                reason=Reason.NOT_A_LISTING,
                source_id=source.id,
                url=source.url,
            )
        first = with_parameters(
            f"{origin(source.url)}/api/search.json",
            filter_organisations=organisation,
            filter_public_timestamp=f"from:{since.isoformat()}",
            order="-public_timestamp",
            fields=",".join(_FIELDS),
            count=BACKFILL_PAGE_ITEMS,
        )
        for page in range(BACKFILL_PAGES_MAX):
            yield with_parameters(first, start=page * BACKFILL_PAGE_ITEMS)


def document_kind(name: str | None) -> str | None:
    """Return our kind for GOV.UK's document type or its label ("press_release", "Press release"); None where there is none."""
    found = _KINDS.get((name or "").lower().replace("_", " "))
    return found.value if found else None


def _organisation(url: str) -> str | None:
    """Return the organisation's slug that an organisation feed, a finder or a search address names."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    for name in ("filter_organisations", "filter_organisations[]", "organisations[]", "organisations"):
        if query.get(name):
            return query[name][0]
    head, _, slug = parts.path.rpartition("/")
    return slug.removesuffix(".atom") if head.endswith("/organisations") and slug else None


def _from_feed(item: Item, fetch: Fetch) -> Item:
    """Return a feed's item with its content address; the feed's author is "HM Government" throughout, which is no byline."""
    kind = next((kind for kind in map(document_kind, item.categories) if kind), None)
    is_here = item.has_page and origin(item.url) == origin(fetch.url)
    return replace(item, page_url=_content_url(item.url) if is_here else None, kind=kind, byline=None)


def _content_url(url: str) -> str | None:
    """Return the content API's address for a page; None for the API itself and the front page."""
    parts = urlsplit(url)
    is_govuk = parts.path.startswith("/") and len(parts.path) > 1 and not parts.path.startswith("/api/")
    return f"{parts.scheme}://{parts.netloc}/api/content{parts.path}" if is_govuk else None


def _search_listing(fetch: Fetch, source: Source) -> Listing:
    answer = json_of(fetch, source)
    if not isinstance(answer, Mapping) or not isinstance(answer.get("results"), list):
        raise not_a_listing(fetch, source, "an answer of the search API")
    notes: list[str] = []
    found = tuple(item for item in (_from_result(result, fetch) for result in records(answer["results"])) if item)
    if len(found) < len(answer["results"]):
        notes.append(f"{len(answer['results']) - len(found)} results without an address were left out")
    if not found:
        notes.append("the search is sound and found nothing")
    return Listing(bounded(found, notes), None, tuple(notes[:NOTES_MAX]))


def _from_result(result: Mapping[str, Any], fetch: Fetch) -> Item | None:
    link, stamp = text_at(result, "link"), text_at(result, "public_timestamp")
    url = article_url(fetch.url, link)
    if url is None:
        return None
    description = plain(text_at(result, "description"), chars_max=2000)
    return Item(
        url=url,
        guid=text_at(result, "_id") or link,
        title=plain(text_at(result, "title"), is_html=False),
        updated=stated_date(stamp, source="api"),
        revised=stamp,
        summary_html=description,
        page_url=_content_url(url) if origin(url) == origin(fetch.url) else None,
        kind=document_kind(text_at(result, "content_store_document_type")),
    )


def _hints(content: Mapping[str, Any], item: Item, source: Source) -> ItemHints:
    details = content["details"]
    return replace(
        hints(item, source, body_html=_body(details)),
        title=plain(text_at(content, "title"), is_html=False) or item.title,
        published=_first_published(content) or item.published,
        updated=stated_date(text_at(content, "public_updated_at"), source="api") or item.updated,
        standfirst=plain(text_at(content, "description"), is_html=False, chars_max=2000),
        kind=document_kind(text_at(content, "document_type")) or item.kind,
        language=text_at(content, "locale") or source.language,
        change_notes=_change_notes(details),
        withdrawn=_withdrawn(content),
    )


def _body(details: Mapping[str, Any]) -> str | None:
    """Return the statement's markup: `body` is HTML, a list of the same in several types, or in parts with a title each."""
    body = details.get("body")
    if isinstance(body, list):
        body = next((text_at(each, "content") for each in records(body) if text_at(each, "content_type") == "text/html"), None)
    parts = [f"<h2>{text_at(part, 'title') or ''}</h2>{_body(part) or ''}" for part in records(details.get("parts"))]
    return (str(body or "") + "".join(parts)).strip() or None


def _first_published(content: Mapping[str, Any]) -> StatedDate | None:
    """Return the first publication: the document's own date before the platform's, which moved old papers in 2014."""
    stamps = (text_at(content, "details", "first_public_at"), text_at(content, "first_published_at"))
    return next((stated for stated in (stated_date(stamp, source="api") for stamp in stamps) if stated), None)


def _change_notes(details: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the reasons of the edits, oldest first: GOV.UK lists them in either order."""
    history = sorted(records(details.get("change_history")), key=lambda change: text_at(change, "public_timestamp") or "")
    notes = [plain(text_at(change, "note"), chars_max=1000) for change in history]
    return tuple(note for note in notes if note)[-CHANGE_NOTES_MAX:]


def _withdrawn(content: Mapping[str, Any]) -> str | None:
    notice = content.get("withdrawn_notice")
    if not isinstance(notice, Mapping) or not notice:
        return None
    stated = stated_date(text_at(notice, "withdrawn_at"), source="api")
    explanation = plain(text_at(notice, "explanation"), chars_max=2000)
    moment = f" on {stated.as_day.isoformat()}" if stated else ""
    return f"Withdrawn{moment}" + (f": {explanation}" if explanation else "")


def _linked(content: Mapping[str, Any], fetch: Fetch) -> tuple[str, ...]:
    """Return the publication's own texts: HTML attachments through the content API, then PDFs that have no HTML twin."""
    attachments = records(content["details"].get("attachments"))
    pages = [text_at(each, "url") for each in attachments if text_at(each, "attachment_type") == "html"]
    links = content.get("links")
    children = records(links.get("children")) if isinstance(links, Mapping) else ()
    pages += [text_at(child, "base_path") for child in children if text_at(child, "document_type") == "html_publication"]
    files = [text_at(each, "url") for each in attachments if text_at(each, "content_type") == _PDF]
    urls = [_content_url(url) for url in (article_url(fetch.url, page) for page in pages) if url]
    urls += [] if urls else [article_url(fetch.url, file) for file in files]
    return tuple(dict.fromkeys(url for url in urls if url))[:LINKED_MAX]
