"""Title, dates, byline and the rest of what a page says about its statement: structured data first, then what readers see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from lxml import html

from watcher.extract.byline import read_byline
from watcher.extract.page_dates import read_dates
from watcher.extract.structured import Structured, article_body, read_structured, tidy
from watcher.model import DocumentKind, ItemHints, StatedDate
from watcher.text import fold

HEADLINE_WORDS_MIN: Final = 3
HEADS_MAX: Final = 20
_TITLE_BREAK: Final = re.compile(r"\s+(?:[|–—»·•]|::|-|<)\s+|\s*\|\s*")


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


def read_metadata(tree: html.HtmlElement, *, markup: str, url: str, fetched_at: datetime, hints: ItemHints) -> Metadata:
    """Return what `tree`, parsed from `markup`, says about its statement; what `hints` already know is not looked for."""
    structured = read_structured(tree, url=url)
    published, updated = hints.published, hints.updated
    if published is None or updated is None:
        found = read_dates(tree, structured, markup=markup, url=url, reference=fetched_at)
        published, updated = published or found.published, updated or found.updated
    return Metadata(
        title=hints.title or _title(tree, structured),
        published=published,
        updated=updated,
        byline=hints.byline or read_byline(tree, structured),
        standfirst=hints.standfirst or _standfirst(structured),
        language=hints.language or _language(tree, structured),
        sections=_sections(structured),
        kind=_kind(structured, url, hints.kind),
        article_body=article_body(structured.node),
    )


# --- title


def _title(tree: html.HtmlElement, structured: Structured) -> str | None:
    """Return the headline as readers see it: the `h1` that structured data or `<title>` also carries, else what those say."""
    said = structured.text("headline") or _cut_site(structured.first("og:title", "twitter:title", "dc.title"), structured)
    element = next(tree.iter("title"), None)
    named = tidy(element.text_content()) if element is not None else None
    shown = (tidy(each.text_content()) for each in tree.iter("h1") if not _is_home(each))
    heads = [text for text in shown if len(text.split()) > 1]
    known = " ".join(fold(each) for each in (said, structured.first("og:title"), named) if each)
    for head in heads or _lesser_heads(tree):
        if fold(head) in known or (said and fold(said).rstrip(".… ") in fold(head)):
            return head
    return said or (heads[0] if len(heads) == 1 else None) or _cut_site(named, structured) or (heads[0] if heads else None)


def _is_home(head: html.HtmlElement) -> bool:
    """Whether a heading is the site's name: a link to its first page."""
    link = head.find("a")
    return link is not None and (link.get("href") or "").rstrip("/") == "" and not (head.text or "").strip()


def _lesser_heads(tree: html.HtmlElement) -> list[str]:
    """Return the headings of a page without an `h1`, long enough to be a headline."""
    found = (tidy(each.text_content()) for each in tree.iter("h2", "h3"))
    return [text for text in found if len(text.split()) >= HEADLINE_WORDS_MIN][:HEADS_MAX]


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
