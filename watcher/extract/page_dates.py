"""When a page says that it was published and updated: from the surest place that says so, never from its furniture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from htmldate import find_date
from lxml import etree, html

from watcher.extract.chrome import text_of
from watcher.extract.places import has_figure, is_aside, short_text
from watcher.extract.structured import Structured
from watcher.model import Certainty, StatedDate
from watcher.text import StatedDates, fold, stated_date, stated_dates
from watcher.text.months import PUBLISHED_ABROAD, UPDATED_ABROAD

DATE_LINES_MAX: Final = 200
"""So many short lines of a page are looked at for a date."""
LABEL_CHARS_MAX: Final = 160
NEAR_PARAGRAPHS_MAX: Final = 3
"""A bare date below so many long paragraphs is part of the story or of the next one."""
BARE_CHARS_MAX: Final = 40
LINE_CHARS_MAX: Final = 90
_LINE_TAGS: Final = frozenset("h1 h2 h3 h4 h5 h6 time p span div li dd small em strong td b i ul dl font header".split())
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
_STAMP: Final = re.compile(r"(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?")
_STAMPED: Final = etree.XPath("//*[@datetime]")
_DATE_CLASS: Final = re.compile(r"date|time|publish|posted|meta|byline|dateline|stamp|created|submitted", re.IGNORECASE)
_DUE: Final = re.compile(r"\b(?:next (?:review|update)|review due|expires?|clos(?:es|ing)|deadline)\b.*", re.IGNORECASE)
"""What a page says of a day to come: no publication."""
_LABELLED: Final = re.compile(
    r"\b(?:first published|published|posted|last updated|updated|release date|last revised|date(?= ?:)|publication date"
    rf"|issued|submitted|{PUBLISHED_ABROAD}|{UPDATED_ABROAD})\b"
)
"""Looked for in lower case, which takes half of the time of a search that ignores case."""


def read_dates(tree: html.HtmlElement, structured: Structured, *, markup: str, url: str, reference: datetime) -> StatedDates:
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
    return StatedDates(published or _from_url(url) or _from_library(tree, markup, reference), updated)


def _from_text(text: str | None, source: str, reference: datetime) -> StatedDate | None:
    return stated_date(text, source=source, reference=reference) if text else None


def _first_of(texts: Iterable[str | None], source: str, reference: datetime) -> StatedDate | None:
    return next((found for text in texts if text and (found := _from_text(text, source, reference))), None)


def _visible_dates(tree: html.HtmlElement, reference: datetime) -> StatedDates:
    """Return the dates that readers see: labelled ones outside lists of other pages, bare ones right under the headline."""
    published = updated = bare = None
    for line in _date_lines(tree):
        source = "time" if line.element.tag == "time" else "label"
        stated = stated_dates(_DUE.sub("", _with_attribute(line.element, line.text)), source=source, reference=reference)
        updated = updated or stated.updated
        if stated.published is None:
            continue
        if line.is_labelled:
            published = published or stated.published
        elif bare is None and line.is_below and not (line.is_doubtful and _is_clock(stated.published, reference)):
            bare = stated.published
        if published and updated:
            break
    return StatedDates(published or bare, updated)


@dataclass(frozen=True, slots=True)
class _Line:
    """A short line with a date in it; `is_below` the headline, which `is_doubtful` where the page does not mark one."""

    element: etree._Element
    text: str
    is_below: bool
    is_doubtful: bool

    @property
    def is_labelled(self) -> bool:
        return (
            bool(_LABELLED.search(self.text.lower()))
            or self.element.get("itemprop") == "datePublished"
            or "pubdate" in self.element.attrib
        )


def _date_lines(tree: html.HtmlElement) -> Iterator[_Line]:
    """Yield the short elements of a page that may hold its date, outermost first."""
    headline = _headline(tree)
    above = _around([] if headline is None else [headline])
    kept = above | _around(_STAMPED(tree))
    is_below, long_paragraphs, count = headline is None, 0, 0
    waiting: list[etree._Element] = [tree]
    while waiting and count < DATE_LINES_MAX:
        element = waiting.pop()
        is_below = is_below or element is headline
        if element not in kept and not _has_figure(element):
            if long_paragraphs < NEAR_PARAGRAPHS_MAX:
                long_paragraphs += sum(len(text_of(each)) > LABEL_CHARS_MAX for each in element.iter("p"))
            continue
        text = short_text(element, LABEL_CHARS_MAX) if element.tag in _LINE_TAGS else None
        long_paragraphs += element.tag == "p" and text is None
        is_near = is_below and long_paragraphs < NEAR_PARAGRAPHS_MAX
        if text and _may_state_a_date(element, text, is_near=is_near) and not is_aside(element):
            count += 1
            yield _Line(element, text, is_below, headline is None)
            if element not in above:
                continue
        waiting.extend(reversed(element))


def _around(elements: Iterable[etree._Element]) -> set[etree._Element]:
    """Return `elements` and all that they stand in."""
    found: set[etree._Element] = set()
    for element in elements:
        at: etree._Element | None = element
        while at is not None and at not in found:
            found.add(at)
            at = at.getparent()
    return found


def _has_figure(element: etree._Element) -> bool:
    """Whether a figure is printed anywhere in an element: menus have none, and are passed over whole."""
    text = etree.tostring(element, method="text", encoding="unicode", with_tail=False) if len(element) else element.text
    return bool(text) and has_figure(text)


def _may_state_a_date(element: etree._Element, text: str, *, is_near: bool) -> bool:
    """Whether a short element is worth a look: it has figures, and a name or label of a date, or stands near the headline."""
    if not (has_figure(text) or element.get("datetime")):
        return False
    if is_near and (len(text) <= BARE_CHARS_MAX or (len(text) <= LINE_CHARS_MAX and not text.endswith((".", "?", "!", "”")))):
        return True
    if element.tag == "time" or _LABELLED.search(text.lower()):
        return True
    return bool(_DATE_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"))


def _headline(tree: html.HtmlElement) -> etree._Element | None:
    """Return the element that shows the headline: the first `h1`, else the heading whose words the page's title has."""
    first = next(tree.iter("h1"), None)
    if first is not None:
        return first
    title = next(tree.iter("title"), None)
    named = fold(title.text_content()) if title is not None else ""
    headings = (each for each in tree.iter("h2", "h3") if len(each.text_content().split()) >= 3)
    return next((each for each in headings if fold(each.text_content()) in named), None)


def _with_attribute(element: etree._Element, text: str) -> str:
    """Return what a `<time>` says to machines, with the label it carries for people."""
    time = element if element.tag == "time" else next(element.iter("time"), None)
    stamp = time.get("datetime") if time is not None else None
    if not stamp or stated_date(stamp, source="time") is None:
        return text
    times = list(element.iter("time"))
    if len(times) > 1:
        return text
    label = _LABELLED.search(text.lower())
    return f"{label[0]}: {stamp}" if label else stamp


def _is_clock(stated: StatedDate, reference: datetime) -> bool:
    """Whether a bare date is just the day of the visit, as a site's masthead prints it."""
    return stated.certainty is not Certainty.HIGH and stated.as_day == StatedDate.minute(reference, "time").as_day


def _from_url(url: str) -> StatedDate | None:
    match = re.search(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?=/|-|$)", urlsplit(url).path)
    return stated_date("-".join(match.groups()), source="url") if match else None


def _from_library(tree: html.HtmlElement, markup: str, reference: datetime) -> StatedDate | None:
    """Return what htmldate finds in the markup alone; its search of the text takes mastheads and events for dates."""
    if not _STAMP.search(markup):
        return None
    try:
        found = find_date(tree, extensive_search=False, original_date=True, url="", max_date=reference.date().isoformat())
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return None
    stated = stated_date(found, source="text") if found else None
    return None if stated is None or _is_clock(stated, reference) else stated


def clamp(stated: StatedDate | None, fetched_at: datetime) -> tuple[StatedDate | None, bool]:
    """Return a date that lies in the future as the moment of the visit, of low certainty, and whether it did."""
    if stated is None or stated.as_instant <= fetched_at + FUTURE_MAX:
        return stated, False
    return StatedDate.minute(fetched_at, stated.source, Certainty.LOW), True
