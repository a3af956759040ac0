"""The statement inside a whole page: trafilatura's reading, checked against a cheap second one and mended where it is partial."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urljoin

import trafilatura
from lxml import etree, html
from trafilatura.settings import Document as Extracted

from watcher.extract.agreement import Witness
from watcher.extract.blocks import Block, block, blocks_of
from watcher.model import Link, SpanKind
from watcher.text import fold

PARAGRAPH_CHARS_MIN: Final = 40
"""A shorter paragraph says too little to check a reading by."""
LINK_SHARE_MAX: Final = 0.4
MISSING_SHARE_MAX: Final = 0.6
"""If more of the second reading than this is missing after mending, and there is enough of it, the second reading is taken."""
BODY_SHARE_MIN: Final = 0.6
BODY_PARAGRAPH_CHARS_MIN: Final = 120
SECOND_CHARS_MIN: Final = 400
FIRST_CHARS_MIN: Final = 600
"""A first reading that shares nothing with the second is believed from this length on."""
FURNITURE_SHARE_MAX: Final = 0.25
"""Blocks that stand in furniture are dropped up to this share of a reading; more means that the names mislead."""
AGREEMENT_MIN: Final = 0.5
QUICK_MISSING_MAX: Final = 0.1
NESTED_MIN: Final = 3
"""So many paragraphs inside paragraphs mean unclosed elements, of which the library makes one paragraph."""
LINKS_MAX: Final = 100
_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_KEY_CHARS: Final = 80

_NEVER: Final = frozenset({"nav", "aside", "footer", "figure", "figcaption", "noscript", "button", "template", "dialog", "menu"})
_ALWAYS: Final = frozenset({"html", "body", "main", "article"})
_COMMENTS: Final = re.compile(r"(?:^|[\s_-])(?:comments?|comment-?list|commentlist|respond|disqus\w*)(?:[\s_-]|$)", re.IGNORECASE)
_FURNITURE: Final = re.compile(
    r"(?:^|[\s_-])(?:related|recirc\w*|recommend\w*|more-(?:stories|on|from|news)|(?:most|also)-?(?:read|viewed|popular|like)|read-?more"
    r"|newsletters?|sign-?up|promos?|promotion|teasers?|share|sharing|socials?|cookies?|consent|gdpr|breadcrumbs?|captions?|pull-?quotes?"
    r"|adverts?|advertisements?|ads?|sponsor(?:ed)?|outbrain|taboola|sr-only|visually-?hidden|screen-reader(?:-text)?|taglist"
    r"|author-?(?:bio|box|info)|about-?(?:the-)?author|skip-?links?|trending|tooltip|side-?bar|widgets?|banner|footer|nav|navigation|navbar"
    r"|menu|masthead|credits?|subscri\w+|paywall|popup|modal|hidden|tags?|login|register)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_LABELS: Final = re.compile(
    r"(?<!\S)(?:category|categories|tag|post_tag|topic|section|has|is|no|with|format|type|status)[-_]\S+", re.IGNORECASE
)
"""Names that say what a post is about or how its page is set, as WordPress prints them: "tag-social-care", "has-sidebar"."""
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it warns of every page that it cannot read; we raise for those


@dataclass(frozen=True, slots=True)
class Reading:
    """The blocks of a page; `mended` paragraphs were added from the second reading, `missing_share` of its text still lacks."""

    blocks: tuple[Block, ...]
    links: tuple[Link, ...] = ()
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
        if element.tag in _NEVER or element.get("aria-hidden") == "true" or "hidden" in element.attrib:
            return True
        style = element.get("style")
        names = _LABELS.sub("", f"{element.get('class') or ''} {element.get('id') or ''}")
        if len(names) > 2 and _COMMENTS.search(names):
            return element.find(".//h1") is None
        if element.tag == "form" or (len(names) > 2 and _FURNITURE.search(names)) or (style and _HIDDEN.search(style)):
            return element.find(".//h1") is None and not self._is_body(element)
        return False

    def _is_body(self, element: etree._Element) -> bool:
        """Whether an element holds most of the page's prose, whatever its name says: cards and teasers have short paragraphs."""
        sizes = [len(_text(each)) for each in element.iter("p")]
        return sum(sizes) >= BODY_SHARE_MIN * self.paragraph_chars and sum(sizes) >= BODY_PARAGRAPH_CHARS_MIN * len(sizes)


def read_article(tree: html.HtmlElement, *, url: str, article_body: str | None = None) -> Reading:
    """Return the statement of a page, most of it trafilatura's; changes `tree`. A page without a statement is an empty reading.

    `article_body` is what the page gives to machines: where it has one, it settles which reading is right.
    """
    second = _second_reading(tree)
    links = _links(second.paragraphs, url)
    if second.is_nested:
        return Reading(tuple(second.blocks()), links, is_second=True)
    first, missing = _first_reading(tree, second, url)
    witness = Witness(article_body)
    if not second.paragraphs:
        return _witnessed(Reading(tuple(first)), witness)
    lacking = set(map(id, missing))
    places = {each.place for each in second.paragraphs if id(each) not in lacking}
    near = [each for each in missing if each.place in places]
    total, left = _chars(second.paragraphs), _chars(missing) - _chars(near)
    mended = Reading(tuple(_mend(first, second.paragraphs, near)), links, mended=len(near), missing_share=left / total)
    size, lost = sum(len(each.text) for each in first), sum(len(each.text) for each in first if second.is_furniture(each))
    if _is_better(total, left, size, lost, agrees=bool(places)):
        return _witnessed(Reading(tuple(second.blocks()), links, is_second=True), witness, mended)
    if lost and lost < size * FURNITURE_SHARE_MAX:
        mended = replace(mended, blocks=tuple(each for each in mended.blocks if not second.is_furniture(each)))
    return _witnessed(mended, witness, Reading(tuple(second.blocks()), links, is_second=True) if witness else None)


def _is_better(total: int, left: int, first: int, lost: int, *, agrees: bool) -> bool:
    """Whether the second reading replaces the first: the first has hardly anything, mostly furniture, or half of the same story."""
    if agrees:
        return total >= SECOND_CHARS_MIN and left > total * MISSING_SHARE_MAX and first < total / 2
    return first == 0 or lost > first / 2 or (first < FIRST_CHARS_MIN and total > first * 3)


def _witnessed(reading: Reading, witness: Witness, other: Reading | None = None) -> Reading:
    """Return the reading that the page's own text for machines agrees with, trimmed by it; that text itself if neither does."""
    if not witness:
        return reading
    best = max([reading, *([other] if other else [])], key=lambda each: round(witness.agreement(each.blocks), 1))
    if witness.agreement(best.blocks) < AGREEMENT_MIN:
        own = witness.blocks()
        if sum(len(each.text) for each in best.blocks) < len(witness.body) / 2:
            return Reading(tuple(own), reading.links, is_second=True)
    return replace(best, blocks=witness.trimmed(best.blocks))


def _chars(paragraphs: Sequence[_Paragraph]) -> int:
    return sum(len(each.text) for each in paragraphs)


def _links(paragraphs: Sequence[_Paragraph], url: str) -> tuple[Link, ...]:
    """Return the links in running text, absolute, each address once."""
    anchors = (anchor for each in paragraphs for anchor in each.element.iter("a"))
    return links_of(anchors, url)


def links_of(anchors: Iterable[etree._Element], url: str) -> tuple[Link, ...]:
    """Return where `anchors` lead, absolute, each address once, up to a limit; places on the page itself are left out."""
    found: dict[str, Link] = {}
    for anchor in anchors:
        target = (anchor.get("href") or "").strip()
        label = _text(anchor)
        if not label or not target or target.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
            continue
        try:
            address = urljoin(url, target)
        except ValueError:
            continue
        found.setdefault(address, Link(address, label))
        if len(found) >= LINKS_MAX:
            break
    return tuple(found.values())


def _first_reading(tree: html.HtmlElement, second: _Second, url: str) -> tuple[list[Block], list[_Paragraph]]:
    """Return trafilatura's reading and what it lacks of the second one.

    Its quick mode is believed where the second reading bears it out; its slow one, which tries two further libraries and costs
    three times as much, is asked where they differ.
    """
    first = _library_reading(tree, url, is_quick=True)
    missing = _missing(second.paragraphs, first)
    if sum(len(each.text) for each in first) >= FIRST_CHARS_MIN and _chars(missing) <= QUICK_MISSING_MAX * _chars(
        second.paragraphs
    ):
        return first, missing
    first = _library_reading(tree, url, is_quick=False)
    return first, _missing(second.paragraphs, first)


def _missing(paragraphs: Sequence[_Paragraph], blocks: Sequence[Block]) -> list[_Paragraph]:
    have = "\n".join(_letters(each) for each in blocks)
    return [each for each in paragraphs if each.key not in have]


def _library_reading(tree: html.HtmlElement, url: str, *, is_quick: bool) -> list[Block]:
    """Return what trafilatura makes of a page; one that it cannot cope with is an empty reading."""
    try:
        document = trafilatura.bare_extraction(tree, url=url or None, fast=is_quick, include_comments=False, output_format="txt")
    except (RecursionError, AttributeError, etree.LxmlError):
        return []
    if not isinstance(document, Extracted) or document.body is None:
        return []
    return blocks_of(document.body, is_converted=True)


@dataclass(frozen=True, slots=True)
class _Second:
    """The cheap reading: the paragraphs of the part of a page that holds most of their text, and what is furniture beside them."""

    paragraphs: list[_Paragraph]
    container: etree._Element
    chrome: Chrome
    furniture: str
    is_nested: bool = False

    def is_furniture(self, each: Block) -> bool:
        """Whether the page shows this block in a box of furniture only."""
        key = _letters(each)[:_KEY_CHARS]
        return len(each.text) >= PARAGRAPH_CHARS_MIN and key in self.furniture

    def blocks(self) -> list[Block]:
        """Return the container read with its headings and lists, without furniture."""
        unread = frozenset(each for each in self.container.iterdescendants() if self.chrome.holds(each))
        return blocks_of(self.container, unread=unread)


def _second_reading(tree: html.HtmlElement) -> _Second:
    """Read the paragraphs of a page, outside all furniture, where most of their text stands together."""
    elements = list(tree.iter("p"))
    nested = sum(next(each.iterancestors("p"), None) is not None for each in elements)
    is_nested = nested >= NESTED_MIN and nested * 2 > len(elements)
    texts = [(each, _own_text(each) if is_nested else _text(each)) for each in elements]
    chrome = Chrome(paragraph_chars=sum(len(text) for _, text in texts))
    texts += _broken_lines(tree)
    found: dict[str, _Paragraph] = {}
    furniture: list[str] = []
    for element, text in texts:
        if len(text) < PARAGRAPH_CHARS_MIN:
            continue
        key = _key(text)
        if chrome.holds(element):
            furniture.append(key)
        elif _link_share(element, text) <= LINK_SHARE_MAX or is_nested:
            found.setdefault(key, _Paragraph(element, text, key, _place(element)))
    boxed = "\n".join(key for key in furniture if key not in found)
    container = _around(tree) if is_nested else _densest(list(found.values()))
    if container is None or not found:
        return _Second([], tree, chrome, boxed)
    inside = [each for each in found.values() if is_nested or container in (each.element, *_ancestors(each.element, 3))]
    return _Second(inside, container, chrome, boxed, is_nested)


def _around(tree: html.HtmlElement) -> etree._Element:
    """Return the element that a page calls its article or main part, its body if it names none."""
    named = (tree.find(f".//{tag}") for tag in ("article", "main", "body"))
    return next((each for each in named if each is not None), tree)


def _own_text(element: etree._Element) -> str:
    """Return a paragraph's text up to the paragraphs that the parser put inside it: unclosed elements nest all that follows."""
    parts: list[str] = [element.text or ""]
    for each in element.iterdescendants():
        if each.tag == "p":
            break
        parts += [each.text or "", each.tail or ""]
    return " ".join("".join(parts).split())


def _broken_lines(tree: html.HtmlElement) -> Iterator[tuple[etree._Element, str]]:
    """Yield the lines that `<br>` parts in elements other than `<p>`: old systems write whole articles so."""
    parents = dict.fromkeys(each.getparent() for each in tree.iter("br"))
    for parent in parents:
        if parent is None or parent.tag not in ("div", "td", "section", "article", "span", "font", "main", "center"):
            continue
        for each in blocks_of(parent):
            if each.kind is SpanKind.PARAGRAPH:
                yield parent, each.text


def _densest(paragraphs: list[_Paragraph]) -> etree._Element | None:
    """Return the closest container that holds two thirds of all paragraph text, or the heaviest one if text is scattered."""
    weights: dict[etree._Element, int] = {}
    for each in paragraphs:
        for ancestor in (*([each.element] if each.element.tag != "p" else []), *_ancestors(each.element, 3)):
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
    places = {_letters(each)[:_KEY_CHARS]: index for index, each in enumerate(first)}
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
    return _NOT_LETTERS.sub("", fold(text[: 2 * _KEY_CHARS]))[:_KEY_CHARS]


def _letters(each: Block) -> str:
    return _NOT_LETTERS.sub("", each.folded)


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _link_share(element: etree._Element, text: str) -> float:
    return sum(len(_text(link)) for link in element.iter("a")) / len(text)
