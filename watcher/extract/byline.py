"""Who a page says has written it: names alone, without "By", posts, addresses and dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from lxml import etree, html

from watcher.extract.blocks import Block
from watcher.extract.chrome import NAMES_KEPT_MAX
from watcher.extract.places import is_aside, short_text
from watcher.extract.structured import Structured, names_of, tidy
from watcher.text import fold

BYLINE_WORDS_MAX: Final = 12
BYLINE_CHARS_MAX: Final = 120
_EMAIL: Final = re.compile(r"\S+@\S+")
AUTHORS_MAX: Final = 6
_AUTHOR_META: Final = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
    "article:author_name",
    "citation_author",
)
_BY_LINE: Final = re.compile(
    r"^(?i:by|written by|author:|words by)\s+(?P<name>[A-Z][\w'’.-]+(?:,?\s+(?:[A-Z][\w'’.-]*|de|van|von|of|and|&)){1,6})\s*$"
)

_BYLINE_CLASS: Final = re.compile(
    r"(?:^|[\s_-])(?:byline|by-line|author|authors|author-?name|article-author|post-author|entry-author|contributor"
    r"|writer)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_TAGS: Final = ("span", "div", "p", "a", "address", "li", "h3", "h4", "h5", "h6", "strong", "em")
_AUTHOR_LINKS: Final = etree.XPath("//a[contains(@rel, 'author')]")
_BY: Final = re.compile(
    r"^\s*(?:(?:written|words|posted|reported|story|article)\s+)?by:?\s+|^\s*author:?\s+|^\s*words:\s+", re.IGNORECASE
)
_NOT_A_NAME: Final = re.compile(
    r"https?:|www\.|@|\d|^(?:admin|administrator|editor|staff|news ?desk|newsroom|web ?master|webmaster|guest|author"
    r"|press ?office|user|unknown|none|null|n/a|content|news|reporter|anonymous|by)$",
    re.IGNORECASE,
)
_NAME_END: Final = re.compile(
    r"\s*(?:[|•·\n–—]|\s-\s|\bon\s+\d|\bpublished\b|\bposted\b|\bupdated\b|,?\s+\d{1,2}(?:st|nd|rd|th)?\s|\b(?:mon|tues"
    r"|wednes|thurs|fri|satur|sun)day\b|\bfollow\b|\bemail\b|@)",
    re.IGNORECASE,
)
_ROLE: Final = re.compile(
    r",?\s+(?:(?:senior|chief|deputy|political|education|health|home affairs|social affairs|data|local democracy|business"
    r"|north of england|assistant|associate|managing|sports?|news|science|technology|transport|environment|culture|arts|crime"
    r"|foreign|legal|religious affairs|consumer affairs|economics|community|features|staff|freelance)\s+)*(?:reporter"
    r"|correspondent|editor|writer|journalist|columnist|contributor)s?\b.*$"
    r"|,\s+(?:[a-z]+\s+){1,4}(?:reporter|correspondent|editor|writer|journalist|columnist|contributor)s?\b.*$",
    re.IGNORECASE,
)


def read_byline(tree: html.HtmlElement, structured: Structured) -> str | None:
    """Return the authors' names, joined by ", "; an organisation is an author only if it is not the site itself."""
    own = {fold(structured.first("og:site_name") or ""), *(fold(name) for name, _ in names_of(structured.node.get("publisher")))}
    named = [
        cleaned for name, _ in names_of(structured.node.get("author")) if (cleaned := clean_name(name)) and fold(cleaned) not in own
    ]
    if named:
        return ", ".join(dict.fromkeys(named))
    for meta in _AUTHOR_META:
        if (value := structured.meta.get(meta)) and (cleaned := clean_name(value)) and fold(cleaned) not in own:
            return cleaned
    return _visible_byline(tree)


def byline_among(blocks: Iterable[Block]) -> str | None:
    """Return the name in a "By Jane Example" line among the first blocks of a text."""
    found = (match["name"] for each in blocks if (match := _BY_LINE.match(each.text)))
    return next((cleaned for name in found if (cleaned := clean_name(name))), None)


def is_byline_line(line: str) -> bool:
    """Whether a line is "By" and a name, and nothing else."""
    return bool(_BY_LINE.match(line.strip()))


def _visible_byline(tree: html.HtmlElement) -> str | None:
    """Return what readers see: links to authors, else the first name in an element that is called a byline or begins with "By"."""
    links = [
        text
        for each in _AUTHOR_LINKS(tree)
        if "author" in each.get("rel").split() and (text := clean_name(short_text(each, 80) or "")) and not is_aside(each)
    ]
    if links:
        return ", ".join(dict.fromkeys(links[:AUTHORS_MAX]))
    return next((name for element in _byline_elements(tree) if not is_aside(element) and (name := _name_in(element))), None)


def _byline_elements(tree: html.HtmlElement) -> Iterator[etree._Element]:
    for element in tree.iter(*_TAGS):
        known = (element.get("class"), element.get("itemprop"), element.get("data-component"))
        named = any(known) and _is_byline_name(" ".join(filter(None, known)))
        if named or ((text := element.text) and text.lstrip()[:3].lower() == "by "):
            yield element


@lru_cache(maxsize=NAMES_KEPT_MAX)
def _is_byline_name(names: str) -> bool:
    return bool(_BYLINE_CLASS.search(names))


def _name_in(element: etree._Element) -> str | None:
    """Return the name in a byline: the whole of it, or the first of its parts that looks like one."""
    text = short_text(element, BYLINE_CHARS_MAX)
    if text is None:
        line = _BY_LINE.match(" ".join((element.text or "").split()))  # the first of the lines that breaks part
        return clean_name(line["name"]) if line else None
    parts = (text, *(" ".join(part.split()) for part in element.itertext()))
    return next((name for part in parts if (name := clean_name(part)) and _is_like_a_name(name)), None)


def clean_name(text: str) -> str | None:
    """Return the names in a byline without "By", roles, addresses and dates; None if nothing like a name is left."""
    text = _BY.sub("", _EMAIL.sub("", tidy(text)))
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
