"""Where on a page an element stands, as far as dates and bylines need to know."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

_ASIDE: Final = re.compile(
    r"(?:^|[\s_-])(?:comments?|comment-?list|related|recirc\w*|recommend\w*|sidebar|widgets?|footer|nav|menu|newsletter"
    r"|teaser|card|promo|latest|trending|most-?read|events?|listing|copyright|masthead|today|current-?date)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_ENTRY: Final = etree.XPath("boolean(.//*[contains(concat(' ', @class, ' '), ' hentry ')])")
"""The microformat's name for a post: what holds one is no frame around it, though it be called a widget."""
_FIGURES: Final = tuple("0123456789")


def has_figure(text: str) -> bool:
    """Whether a figure is printed in `text`; looking for each of ten costs a tenth of a search for any."""
    return any(map(text.__contains__, _FIGURES))


def short_text(element: etree._Element, chars_max: int) -> str | None:
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


def is_aside(element: etree._Element) -> bool:
    """Whether an element stands in a list of other pages, in comments or in the page's frame."""
    at: etree._Element | None = element
    while at is not None and at.tag not in ("body", "html", "main"):
        if at.tag in ("nav", "aside", "footer", "figcaption") or _ASIDE.search(_names(at)):
            return at.find(".//h1") is None and not _ENTRY(at)
        if at.tag == "article" and _is_teaser(at):
            return True
        at = at.getparent()
    return False


def _names(element: etree._Element) -> str:
    """Return the names of an element; a builder of pages calls each part of the text a widget, which says nothing."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".replace("elementor-widget", "")


def _is_teaser(article: etree._Element) -> bool:
    """Whether an `<article>` is one of several cards without a headline of the first rank."""
    return article.find(".//h1") is None and sum(len(each.text or "") for each in article.iter("p")) < 400
