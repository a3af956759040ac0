"""Title, dates, byline and the rest of what a page says about its statement: structured data first, then what readers see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from lxml import etree, html

from watcher.extract.structured import Structured, names_of, read_structured, tidy
from watcher.model import Certainty, DocumentKind, ItemHints, StatedDate
from watcher.text import StatedDates, fold, stated_date, stated_dates

DATE_LINES_MAX: Final = 200
"""So many short lines of a page are looked at for a date."""
LABEL_CHARS_MAX: Final = 160
FUTURE_MAX: Final = timedelta(days=1)
"""Clocks and time zones of publishers differ by so much; a date beyond it is no publication."""
BYLINE_WORDS_MAX: Final = 12

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
_TITLE_BREAK: Final = re.compile(r"\s+(?:[|–—»·•]|::|-|<)\s+|\s*\|\s*")
_DATE_CLASS: Final = re.compile(r"date|time|publish|posted|meta|byline|dateline|stamp|created|submitted", re.IGNORECASE)
_LABELLED: Final = re.compile(
    r"\b(?:first published|published|posted|last updated|updated|release date|last revised|date(?= ?:)|publication date"
    r"|issued|submitted)\b",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(
    r"(?:^|[\s_-])(?:comments?|comment-?list|related|recirc\w*|recommend\w*|sidebar|widgets?|footer|nav|menu|newsletter"
    r"|teaser|card|promo|latest|trending|most-?read|events?|listing|copyright|masthead|today|current-?date)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_BYLINE_CLASS: Final = re.compile(
    r"(?:^|[\s_-])(?:byline|by-line|author|authors|author-?name|article-author|post-author|entry-author|contributor"
    r"|writer)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_BY: Final = re.compile(
    r"^\s*(?:(?:written|words|posted|reported|story|article)\s+)?by:?\s+|^\s*author:?\s+|^\s*words:\s+", re.IGNORECASE
)
_NOT_A_NAME: Final = re.compile(
    r"https?:|www\.|@|\d|^(?:admin|administrator|editor|staff|news ?desk|newsroom|web ?master|webmaster|guest|author"
    r"|press ?office|user|unknown|none|null|n/a|content|news|reporter|anonymous)$",
    re.IGNORECASE,
)
_NAME_END: Final = re.compile(
    r"\s*(?:[|•·\n–—]|\s-\s|\bon\s+\d|\bpublished\b|\bposted\b|\bupdated\b|,?\s+\d{1,2}(?:st|nd|rd|th)?\s|\b(?:mon|tues"
    r"|wednes|thurs|fri|satur|sun)day\b|\bfollow\b|\bemail\b|@)",
    re.IGNORECASE,
)
_ROLE: Final = re.compile(
    r",?\s+(?:(?:senior|chief|deputy|political|education|health|home affairs|social affairs|data|local democracy|business"
    r"|north of england|assistant|associate|managing)\s+)*(?:reporter|correspondent|editor|writer|journalist|columnist"
    r"|contributor)s?\b.*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a statement besides its text; `notes` are what was looked for in vain, or found and not believed."""

    title: str | None = None
    published: StatedDate | None = None
    updated: StatedDate | None = None
    byline: str | None = None
    standfirst: str | None = None
    language: str | None = None
    sections: tuple[str, ...] = ()
    kind: DocumentKind | None = None
    article_body: str | None = None
    notes: tuple[str, ...] = ()


def read_metadata(tree: html.HtmlElement, *, url: str, fetched_at: datetime, hints: ItemHints) -> Metadata:
    """Return what `tree` says about its statement; what `hints` already know is not looked for."""
    structured = read_structured(tree, url=url)
    published, updated = hints.published, hints.updated
    if published is None or updated is None:
        found = read_dates(tree, structured, url=url, reference=fetched_at)
        published, updated = published or found.published, updated or found.updated
    return Metadata(
        title=hints.title or _title(tree, structured),
        published=published,
        updated=updated,
        byline=hints.byline or _byline(tree, structured),
        standfirst=hints.standfirst or _standfirst(structured),
        language=hints.language or _language(tree, structured),
        sections=_sections(structured),
        kind=_kind(structured, url, hints.kind),
        article_body=structured.text("articleBody"),
    )


# --- title


def _title(tree: html.HtmlElement, structured: Structured) -> str | None:
    """Return the headline as readers see it: the `h1` that structured data or `<title>` also carries, else what those say."""
    said = structured.text("headline") or _cut_site(structured.first("og:title", "twitter:title", "dc.title"), structured)
    element = tree.find(".//title")
    named = tidy(element.text_content()) if element is not None else None
    heads = [text for each in tree.iter("h1") if (text := tidy(each.text_content())) and len(text.split()) > 1]
    known = " ".join(fold(each) for each in (said, structured.first("og:title"), named) if each)
    for head in heads:
        if fold(head) in known or (said and fold(said).rstrip(".… ") in fold(head)):
            return head
    return said or (heads[0] if len(heads) == 1 else None) or _cut_site(named, structured) or (heads[0] if heads else None)


def _cut_site(title: str | None, structured: Structured) -> str | None:
    """Return a page title without the name of its site at either end."""
    if not title:
        return None
    site = fold(structured.first("og:site_name", "application-name") or "")
    parts = _TITLE_BREAK.split(title)
    if len(parts) == 1:
        return title
    if site and fold(parts[-1]) == site:
        return title[: title.rfind(parts[-1])].rstrip(" |–—»·•:-<")
    longest = max(parts, key=len)
    return longest if len(longest.split()) >= 3 and all(len(each.split()) <= 5 for each in parts if each != longest) else title


# --- dates


def read_dates(tree: html.HtmlElement, structured: Structured, *, url: str, reference: datetime) -> StatedDates:
    """Return when the statement was published and updated, from the surest place that says so.

    JSON-LD, meta elements, `<time>`, labelled and dated lines near the headline, the address. A bare date line above the headline is
    the masthead's, and one that is the day of the visit is the site's clock: neither is the statement's date.
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
    """Return the dates that readers see: labelled ones anywhere outside lists of other pages, bare ones right under the headline."""
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
        text = _short_text(element, LABEL_CHARS_MAX)
        if text is None or not (is_named or _LABELLED.search(text) or (is_below and len(text) <= 40)):
            continue
        if not (any(character.isdigit() for character in text) or element.get("datetime")) or _is_aside(element):
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


def _short_text(element: etree._Element, chars_max: int) -> str | None:
    """Return an element's text if it is short; a long one is given up at once."""
    parts: list[str] = []
    size = 0
    for part in element.itertext():
        size += len(part.strip())
        if size > chars_max:
            return None
        parts.append(part)
    text = " ".join(" ".join(parts).split())
    return text or None


def _is_aside(element: etree._Element) -> bool:
    """Whether an element stands in a list of other pages, in comments or in the page's frame."""
    at: etree._Element | None = element
    while at is not None and at.tag not in ("body", "html", "main"):
        if at.tag in ("nav", "aside", "footer") or _ASIDE.search(f"{at.get('class') or ''} {at.get('id') or ''}"):
            return at.find(".//h1") is None
        if at.tag == "article" and _is_teaser(at):
            return True
        at = at.getparent()
    return False


def _is_teaser(article: etree._Element) -> bool:
    """Whether an `<article>` is one of several cards without a headline of the first rank."""
    return article.find(".//h1") is None and sum(len(each.text or "") for each in article.iter("p")) < 400


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


# --- byline


def _byline(tree: html.HtmlElement, structured: Structured) -> str | None:
    """Return the authors' names, joined by ", "; an organisation is an author only if it is not the site itself."""
    site = fold(structured.first("og:site_name") or "")
    publisher = fold(next((name for name, _ in names_of(structured.node.get("publisher"))), ""))
    named = [
        cleaned
        for name, is_person in names_of(structured.node.get("author"))
        if (cleaned := clean_name(name))
        and (is_person or fold(cleaned) not in (site, publisher))
        and fold(cleaned) not in (site, publisher)
    ]
    if named:
        return _joined(named)
    for value in (
        structured.first(
            "author",
            "article:author",
            "dc.creator",
            "dcterms.creator",
            "parsely-author",
            "sailthru.author",
            "byl",
            "article:author_name",
            "citation_author",
        ),
    ):
        if value and (cleaned := clean_name(value)) and fold(cleaned) not in (site, publisher):
            return cleaned
    return _visible_byline(tree)


def _joined(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def _visible_byline(tree: html.HtmlElement) -> str | None:
    links = [
        text
        for each in tree.iter("a")
        if "author" in (each.get("rel") or "").split() and (text := clean_name(_short_text(each, 80) or "")) and not _is_aside(each)
    ]
    if links:
        return _joined(links[:4])
    for element in tree.iter("span", "div", "p", "a", "address", "li", "h3", "h4", "h5", "h6", "strong", "em"):
        names = f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('data-component') or ''}"
        is_named = len(names) > 2 and bool(_BYLINE_CLASS.search(names))
        if not is_named and (
            element.tag not in ("p", "span", "div", "strong", "em", "address")
            or not (element.text or "").lstrip().lower().startswith("by ")
        ):
            continue
        text = _short_text(element, 120)
        if (
            text
            and (is_named or _BY.match(text))
            and not _is_aside(element)
            and (name := clean_name(text))
            and _is_like_a_name(name)
        ):
            return name
    return None


def clean_name(text: str) -> str | None:
    """Return the names in a byline without "By", roles, addresses and dates; None if nothing like a name is left."""
    text = _BY.sub("", tidy(text))
    text = _NAME_END.split(text, maxsplit=1)[0]
    text = _ROLE.sub("", text).strip(" ,;:|-–.()")
    if not text or _NOT_A_NAME.search(text) or len(text.split()) > BYLINE_WORDS_MAX or len(text) > 120:
        return None
    return text.title() if text.isupper() and len(text) > 4 else text


def _is_like_a_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= BYLINE_WORDS_MAX and all(
        word[:1].isupper() or word.lower() in ("and", "de", "van", "von", "of", "the", "for", "&") for word in words
    )


# --- the rest


def _standfirst(structured: Structured) -> str | None:
    said = structured.first("og:description", "description", "twitter:description") or structured.text("description")
    return said if said and not said.endswith(("...", "…", "[…]", "[...]")) and len(said.split()) >= 4 else None


def _language(tree: html.HtmlElement, structured: Structured) -> str | None:
    said = (
        tree.get("lang")
        or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        or structured.text("inLanguage")
        or structured.first("og:locale", "language", "content-language")
    )
    code = re.match(r"[a-z]{2}(?=$|[-_])", (said or "").strip().lower())
    return code[0] if code else None


def _sections(structured: Structured) -> tuple[str, ...]:
    value = structured.node.get("articleSection")
    named = [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]
    named += [each for each in [structured.first("article:section", "parsely-section")] if each]
    return tuple(dict.fromkeys(tidy(each) for each in named if each.strip()))[:10]


_KINDS: Final = (
    (
        DocumentKind.PRESS_RELEASE,
        re.compile(r"press[-_ /]?(?:release|statement|notice)|media[-_ ]release|news_story|government_response", re.IGNORECASE),
    ),
    (DocumentKind.SPEECH, re.compile(r"speech|oral[-_ ]statement", re.IGNORECASE)),
    (DocumentKind.WRITTEN_ANSWER, re.compile(r"written[-_ ]?(?:question|answer|statement)", re.IGNORECASE)),
    (DocumentKind.BLOG, re.compile(r"blog|BlogPosting|opinion", re.IGNORECASE)),
    (DocumentKind.LETTER, re.compile(r"\bletters?\b|correspondence", re.IGNORECASE)),
    (DocumentKind.GUIDANCE, re.compile(r"guidance|guide|manual|statutory", re.IGNORECASE)),
    (DocumentKind.REPORT, re.compile(r"report|publication|research|policy_paper|consultation|pfd|\.pdf$", re.IGNORECASE)),
    (DocumentKind.NEWS, re.compile(r"news|article|story", re.IGNORECASE)),
)


def _kind(structured: Structured, url: str, hinted: str | None) -> DocumentKind | None:
    """Return the kind of document: as the source says, else by JSON-LD, else by the words in the address."""
    for said in (
        hinted,
        " ".join(str(kind) for kind in ([structured.node.get("@type")] if structured.node else [])),
        structured.first("og:type", "govuk:format"),
        urlsplit(url).path,
    ):
        if said and (kind := kind_of(said)):
            return kind
    return None


def kind_of(said: str) -> DocumentKind | None:
    """Return the kind that a name such as `press_release` or a path such as `/news/` means, None if it means none."""
    if said in DocumentKind.__members__.values():
        return DocumentKind(said)
    return next((kind for kind, pattern in _KINDS if pattern.search(said)), None)
