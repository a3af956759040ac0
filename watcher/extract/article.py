"""The statement inside a whole page: trafilatura's reading, checked against a cheap second one and mended where it is partial."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import trafilatura
from lxml import etree, html
from trafilatura.settings import Document as Extracted

from watcher.extract.blocks import Block, block, blocks_of
from watcher.text import fold

PARAGRAPH_CHARS_MIN: Final = 40
"""A shorter paragraph says too little to check a reading by."""
LINK_SHARE_MAX: Final = 0.4
MISSING_SHARE_MAX: Final = 0.5
"""If more of the second reading than this is missing after mending, and there is enough of it, the second reading is taken."""
SECOND_CHARS_MIN: Final = 400
_KEY_CHARS: Final = 80

_NEVER: Final = frozenset(
    {"nav", "aside", "footer", "form", "figure", "figcaption", "noscript", "button", "template", "dialog", "menu"}
)
_ALWAYS: Final = frozenset({"html", "body", "main", "article"})
_CHROME: Final = re.compile(
    r"(?:^|[\s_-])(?:comments?|comment-?list|respond|disqus\w*|related|recirc\w*|recommend\w*|more-(?:stories|on|from|news)"
    r"|(?:most|also)-?(?:read|popular|like)|read-?more|newsletters?|sign-?up|subscri\w+|promos?|promotion|teasers?"
    r"|side-?bar|widgets?|share|sharing"
    r"|socials?|cookies?|consent|gdpr|banner|breadcrumbs?|footer|nav|navigation|navbar|menu|masthead|captions?|credits?"
    r"|pull-?quotes?"
    r"|adverts?|advertisements?|ads?|sponsor(?:ed)?|outbrain|taboola|paywall|popup|modal|hidden|sr-only|visually-?hidden"
    r"|screen-reader(?:-text)?|tags?|taglist|author-?(?:bio|box|info)|about-?(?:the-)?author|skip-?links?|trending|tooltip"
    r"|login|register)"
    r"(?:[\s_-]|$)",
    re.IGNORECASE,
)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it warns of every page that it cannot read; we raise for those


@dataclass(frozen=True, slots=True)
class Reading:
    """The blocks of a page; `mended` paragraphs were added from the second reading, `missing_share` of its text still lacks."""

    blocks: tuple[Block, ...]
    mended: int = 0
    missing_share: float = 0.0
    is_second: bool = False


@dataclass(slots=True)
class _Paragraph:
    element: etree._Element
    text: str
    key: str
    place: tuple[str, ...]


@dataclass(slots=True)
class Chrome:
    """Which elements of one page are furniture: menus, comments, teasers, captions, banners, and what is hidden."""

    paragraph_chars: int = 0
    known: dict[etree._Element, bool] = field(default_factory=dict)

    def holds(self, element: etree._Element) -> bool:
        """Whether `element` or anything around it is furniture; each element of a page is judged once."""
        path: list[etree._Element] = []
        at: etree._Element | None = element
        while at is not None and at not in self.known:
            path.append(at)
            at = at.getparent()
        is_inside = at is not None and self.known[at]
        for each in reversed(path):
            is_inside = is_inside or self.is_marked(each)
            self.known[each] = is_inside
        return is_inside

    def is_marked(self, element: etree._Element) -> bool:
        """Whether `element` itself, not what is around it, is furniture."""
        if element.tag in _ALWAYS:
            return False
        if element.tag not in _NEVER and not _looks_like_chrome(element):
            return False
        # A wrapper named "has-sidebar", or one form around the whole page, holds the article itself.
        return element.tag in {"nav", "noscript", "template"} or _paragraph_chars(element) * 2 < self.paragraph_chars


def _looks_like_chrome(element: etree._Element) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if len(names) > 1 and _CHROME.search(names):
        return True
    style = element.get("style")
    return element.get("aria-hidden") == "true" or "hidden" in element.attrib or bool(style and _HIDDEN.search(style))


def read_article(tree: html.HtmlElement, *, url: str) -> Reading:
    """Return the statement of a page, most of it trafilatura's; changes `tree`. A page without a statement is an empty reading."""
    second, container, chrome = _second_reading(tree)
    first = _first_reading(tree, url)
    if not second:
        return Reading(tuple(first))
    have = "\n".join(_bare(each.text) for each in first)
    missing = [each for each in second if each.key not in have]
    places = {each.place for each in second if each.key in have}
    near = [each for each in missing if each.place in places]
    left = sum(len(each.text) for each in missing) - sum(len(each.text) for each in near)
    total = sum(len(each.text) for each in second)
    if not first or (left > total * MISSING_SHARE_MAX and total >= SECOND_CHARS_MIN):
        furniture = frozenset(each for each in container.iterdescendants() if chrome.holds(each))
        return Reading(tuple(blocks_of(container, unread=furniture)), is_second=True)
    return Reading(tuple(_mend(first, second, near)), mended=len(near), missing_share=left / total)


def _first_reading(tree: html.HtmlElement, url: str) -> list[Block]:
    """Return trafilatura's reading; a page that it cannot cope with is an empty one, as the second reading may."""
    try:
        document = trafilatura.bare_extraction(tree, url=url or None, include_comments=False, include_tables=True)
    except (RecursionError, AttributeError, etree.LxmlError):
        return []
    if not isinstance(document, Extracted) or document.body is None:
        return []
    return blocks_of(document.body, is_converted=True)


def _second_reading(tree: html.HtmlElement) -> tuple[list[_Paragraph], etree._Element, Chrome]:
    """Return the paragraphs of the part of the page that holds most of their text, outside all furniture, and that part."""
    elements = list(tree.iter("p"))
    texts = {element: _text(element) for element in elements}
    chrome = Chrome(paragraph_chars=sum(map(len, texts.values())))
    found: dict[str, _Paragraph] = {}
    for element, text in texts.items():
        if len(text) < PARAGRAPH_CHARS_MIN or chrome.holds(element) or _link_share(element, text) > LINK_SHARE_MAX:
            continue
        key = _key(text)
        found.setdefault(key, _Paragraph(element, text, key, _place(element)))
    container = _densest(list(found.values()))
    if container is None:
        return [], tree, chrome
    return [each for each in found.values() if container in _ancestors(each.element, 3)], container, chrome


def _densest(paragraphs: list[_Paragraph]) -> etree._Element | None:
    """Return the closest container that holds two thirds of all paragraph text, or the heaviest one if text is scattered."""
    weights: dict[etree._Element, int] = {}
    for each in paragraphs:
        for ancestor in _ancestors(each.element, 3):
            weights[ancestor] = weights.get(ancestor, 0) + len(each.text)
    if not weights:
        return None
    enough = sum(len(each.text) for each in paragraphs) * 2 / 3
    large = [element for element, weight in weights.items() if weight >= enough]
    return min(large, key=weights.__getitem__) if large else max(weights, key=weights.__getitem__)


def _ancestors(element: etree._Element, count: int) -> list[etree._Element]:
    found: list[etree._Element] = []
    at = element.getparent()
    while at is not None and len(found) < count and at.tag not in ("body", "html"):
        found.append(at)
        at = at.getparent()
    return found or ([element.getparent()] if element.getparent() is not None else [])


def _place(element: etree._Element) -> tuple[str, ...]:
    """Return what tells one sort of paragraph of a page from another: the names of the two elements around it."""
    return tuple(f"{each.tag}.{each.get('class') or ''}" for each in _ancestors(element, 2))


def _mend(first: list[Block], second: Sequence[_Paragraph], missing: Sequence[_Paragraph]) -> list[Block]:
    """Return `first` with `missing` put where the page has them: after the paragraph before them that `first` knows."""
    if not missing:
        return first
    wanted = {id(each) for each in missing}
    places = {_key(each.text): index for index, each in enumerate(first)}
    after: dict[int, list[Block]] = {}
    at = -1
    for each in second:
        if id(each) in wanted:
            after.setdefault(at, []).append(block(each.text))
        else:
            at = places.get(each.key, at)
    return list(_interleave(first, after))


def _interleave(first: list[Block], after: dict[int, list[Block]]) -> Iterator[Block]:
    yield from after.get(-1, ())
    for index, each in enumerate(first):
        yield each
        yield from after.get(index, ())


def _key(text: str) -> str:
    return _bare(text)[:_KEY_CHARS]


def _bare(text: str) -> str:
    """Return the letters and digits of `text`: what two readings of one paragraph have in common."""
    return re.sub(r"[\W_]+", "", fold(text))


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _paragraph_chars(element: etree._Element) -> int:
    return sum(len(_text(each)) for each in element.iter("p"))


def _link_share(element: etree._Element, text: str) -> float:
    return sum(len(_text(link)) for link in element.iter("a")) / len(text)
