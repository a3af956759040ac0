"""When a page says that it was published and updated: from the surest place that says so, never from its furniture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from lxml import etree, html

from watcher.extract.places import is_aside, short_text
from watcher.extract.structured import Structured
from watcher.model import Certainty, StatedDate
from watcher.text import StatedDates, stated_date, stated_dates

DATE_LINES_MAX: Final = 200
"""So many short lines of a page are looked at for a date."""
LABEL_CHARS_MAX: Final = 160
FUTURE_MAX: Final = timedelta(days=1)
"""Clocks and time zones of publishers differ by so much; a date beyond it is no publication."""
_PUBLISHED_META: Final = (
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "datepublished",
    "date.published",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "dc.date.created",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "pubdate",
    "publish-date",
    "publish_date",
    "publishdate",
    "publication_date",
    "article.published",
    "published_time_telegram",
    "datecreated",
    "date",
    "govuk:first-published-at",
)
_UPDATED_META: Final = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dc.date.modified",
    "dcterms.modified",
    "last-modified",
    "lastmod",
    "article.updated",
    "govuk:updated-at",
    "govuk:public-updated-at",
    "parsely-updated-date",
)
_DATE_CLASS: Final = re.compile(r"date|time|publish|posted|meta|byline|dateline|stamp|created|submitted", re.IGNORECASE)
_LABELLED: Final = re.compile(
    r"\b(?:first published|published|posted|last updated|updated|release date|last revised|date(?= ?:)|publication date"
    r"|issued|submitted)\b",
    re.IGNORECASE,
)


def read_dates(tree: html.HtmlElement, structured: Structured, *, url: str, reference: datetime) -> StatedDates:
    """Return when the statement was published and updated, from the surest place that says so.

    JSON-LD, meta elements, `<time>`, labelled and dated lines near the headline, the address. A bare date line above the headline
    is the masthead's, and one that is the day of the visit is the site's clock: neither is the statement's date.
    """
    published = _from_text(structured.text("datePublished", "dateCreated", "uploadDate"), "json-ld", reference)
    updated = _from_text(structured.text("dateModified"), "json-ld", reference)
    published = published or _first_of((structured.meta.get(name) for name in _PUBLISHED_META), "meta", reference)
    updated = updated or _first_of((structured.meta.get(name) for name in _UPDATED_META), "meta", reference)
    if published and structured.meta.get("article:published_time") and published.source == "meta":
        published = _from_text(structured.meta["article:published_time"], "opengraph", reference) or published
    if published is None:
        seen = _visible_dates(tree, reference)
        published, updated = seen.published, updated or seen.updated
    return StatedDates(published or _from_url(url), updated)


def _from_text(text: str | None, source: str, reference: datetime) -> StatedDate | None:
    return stated_date(text, source=source, reference=reference) if text else None


def _first_of(texts: Iterable[str | None], source: str, reference: datetime) -> StatedDate | None:
    return next((found for text in texts if text and (found := _from_text(text, source, reference))), None)


def _visible_dates(tree: html.HtmlElement, reference: datetime) -> StatedDates:
    """Return the dates that readers see: labelled ones outside lists of other pages, bare ones right under the headline."""
    published = updated = bare = None
    for element, text, is_below in _date_lines(tree):
        source = "time" if element.tag == "time" else "label"
        stated = stated_dates(_with_attribute(element, text), source=source, reference=reference)
        is_labelled = bool(_LABELLED.search(text)) or element.get("itemprop") == "datePublished" or "pubdate" in element.attrib
        updated = updated or stated.updated
        if stated.published is None:
            continue
        if is_labelled:
            published = published or stated.published
        elif bare is None and is_below and not _is_clock(stated.published, reference):
            bare = stated.published
        if published:
            break
    return StatedDates(published or bare, updated)


def _date_lines(tree: html.HtmlElement) -> Iterator[tuple[etree._Element, str, bool]]:
    """Yield short elements that may hold a date, with their text and whether the headline stands above them."""
    is_below, count = tree.find(".//h1") is None, 0
    done: set[etree._Element] = set()
    for element in tree.iter(
        "h1",
        "time",
        "p",
        "span",
        "div",
        "li",
        "dd",
        "small",
        "em",
        "strong",
        "td",
        "h6",
        "h5",
        "h4",
        "b",
        "i",
        "ul",
        "dl",
        "font",
        "header",
    ):
        if element.tag == "h1":
            is_below = True
            continue
        if element.getparent() in done:
            done.add(element)
            continue
        is_named = element.tag == "time" or bool(
            _DATE_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}")
        )
        text = short_text(element, LABEL_CHARS_MAX)
        if text is None or not (is_named or _LABELLED.search(text) or (is_below and len(text) <= 40)):
            continue
        if not (any(character.isdigit() for character in text) or element.get("datetime")) or is_aside(element):
            continue
        done.add(element)
        count += 1
        if count > DATE_LINES_MAX:
            return
        yield element, text, is_below


def _with_attribute(element: etree._Element, text: str) -> str:
    """Return what a `<time>` says to machines, with the label it carries for people."""
    time = element if element.tag == "time" else next(element.iter("time"), None)
    stamp = time.get("datetime") if time is not None else None
    if not stamp or stated_date(stamp, source="time") is None:
        return text
    times = list(element.iter("time"))
    if len(times) > 1:
        return text
    label = _LABELLED.search(text)
    return f"{label[0]}: {stamp}" if label else stamp


def _is_clock(stated: StatedDate, reference: datetime) -> bool:
    """Whether a bare date is just the day of the visit, as a site's masthead prints it."""
    return stated.certainty is not Certainty.HIGH and stated.as_day == StatedDate.minute(reference, "time").as_day


def _from_url(url: str) -> StatedDate | None:
    match = re.search(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?=/|-|$)", urlsplit(url).path)
    return stated_date("-".join(match.groups()), source="url") if match else None


def clamp(stated: StatedDate | None, fetched_at: datetime) -> tuple[StatedDate | None, bool]:
    """Return a date that lies in the future as the moment of the visit, of low certainty, and whether it did."""
    if stated is None or stated.as_instant <= fetched_at + FUTURE_MAX:
        return stated, False
    return StatedDate.minute(fetched_at, stated.source, Certainty.LOW), True
