"""The cheap second reading of a page: where its paragraphs stand together, outside all furniture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from lxml import etree, html

from watcher.extract.blocks import Block, blocks_of
from watcher.extract.chrome import Chrome, text_of
from watcher.model import Link, SpanKind
from watcher.text import fold, letters
from watcher.text.normal import on_one_line

PARAGRAPH_CHARS_MIN: Final = 40
"""A shorter paragraph says too little to check a reading by."""
LINK_SHARE_MAX: Final = 0.4
"""Paragraphs with more of their text in links are teasers and menus."""
TOGETHER_SHARE_MIN: Final = 2 / 3
NESTED_MIN: Final = 3
"""So many paragraphs inside paragraphs mean unclosed elements, of which the library makes one paragraph."""
LEVELS: Final = 3
"""Sites wrap each paragraph in up to two boxes of its own; the box around those is the third."""
LEADS: Final = 3
"""A standfirst and a byline may stand between the headline and the text."""
LINKS_MAX: Final = 100
NEAR_CHARS: Final = 10_000
ASTRAY_MAX: Final = 1_000
"""So many paragraphs are looked for in all of a text; a page of a thousand strays is no article."""
_KEY_CHARS: Final = 80
_BOXES: Final = frozenset({"div", "td", "section", "article", "main", "center", "font"})
_PARTS: Final = _BOXES | {"p"}
_MARKED: Final = ("h2", "h3", "h4", "li")
_NESTED: Final = etree.XPath("count(//p[ancestor::p])")
_INLINE: Final = frozenset("a abbr b br cite del em i img ins mark q s small span strong sub sup time u wbr".split())


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a page: `key` are its first letters, `boxes` what stands around it, closest first.

    `place` tells one sort of paragraph of the page from another.
    """

    element: etree._Element
    text: str
    key: str
    place: tuple[str, ...]
    boxes: tuple[etree._Element, ...]


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What stands around the children of one element, closest first, and the name of that place; most paragraphs share it."""

    boxes: tuple[etree._Element, ...]
    place: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """The paragraphs of the part of a page that holds most of their text; empty if it has none.

    `leads` are the keys of the first paragraphs below the headline, none without one. `furniture` are the keys that stand in
    furniture alone. `is_nested` says that unclosed elements put paragraphs into each other. `chars_elsewhere` is the size of the
    paragraphs of other parts.
    """

    paragraphs: tuple[Paragraph, ...]
    container: etree._Element
    chrome: Chrome
    furniture: str = ""
    leads: tuple[str, ...] = ()
    is_nested: bool = False
    chars_elsewhere: int = 0

    @property
    def chars(self) -> int:
        return sum(len(each.text) for each in self.paragraphs)

    @property
    def has_lead(self) -> bool:
        """Whether the text begins below the headline; True where a page has no headline to begin below."""
        return not self.leads or any(each.key in self.leads for each in self.paragraphs)

    def missing_in(self, blocks: Sequence[Block]) -> list[Paragraph]:
        """Return the paragraphs that no block begins with or contains."""
        heads = {each.text[: 2 * _KEY_CHARS] for each in blocks}
        unsure = [each for each in self.paragraphs if each.text[: 2 * _KEY_CHARS] not in heads]
        have = Print("".join(map(letters_of, blocks)) if unsure else "")  # a paragraph with line breaks is several blocks
        return [each for each in unsure if not have.has(each.key)]

    def is_furniture(self, each: Block) -> bool:
        """Whether the page shows this block in a box of furniture only."""
        return bool(self.furniture) and len(each.text) >= PARAGRAPH_CHARS_MIN and key_of_block(each) in self.furniture

    def blocks(self) -> tuple[Block, ...]:
        """Return that part of the page read with its headings and lists, without furniture."""
        unread = frozenset(each for each in self.container.iterdescendants() if self.chrome.holds(each))
        return tuple(blocks_of(self.container, unread=unread))

    def structured_blocks(self) -> tuple[Block, ...]:
        """Return `blocks` without headings and items that are mostly links; empty where the part has none of either."""
        marked = [each for each in self.container.iter(*_MARKED) if not self.chrome.holds(each)]
        if not marked:
            return ()
        chars = _Linked()
        linked = {each for each in marked if chars[each] > LINK_SHARE_MAX * len(text_of(each))}
        unread = frozenset(each for each in self.container.iterdescendants() if each in linked or self.chrome.holds(each))
        return tuple(blocks_of(self.container, unread=unread))

    def links(self, url: str) -> tuple[Link, ...]:
        """Return the links in running text."""
        elements = dict.fromkeys(each.element for each in self.paragraphs)  # lines between breaks have one in common
        return links_of((anchor for each in elements for anchor in each.iter("a")), url)


class _Linked(dict[html.HtmlElement, int]):
    """How many characters of an element stand in links, counted once: lines between breaks have their element in common."""

    def __missing__(self, element: html.HtmlElement) -> int:
        self[element] = sum(len(text_of(link)) for link in element.iter("a"))
        return self[element]


class Print:
    """A long text in which others are looked for, mostly in the order in which it has them: each search goes on from the last.

    One that is not near costs a search of all of it, so only the first `ASTRAY_MAX` of those are looked for at all.
    """

    def __init__(self, text: str):
        self.text = text
        self.at = 0
        self.astray = 0

    def has(self, part: str) -> bool:
        found = self.text.find(part, self.at, self.at + NEAR_CHARS)
        if found < 0 and self.astray < ASTRAY_MAX:
            self.astray += 1
            found = self.text.find(part)
        self.at = max(found, self.at)
        return found >= 0


def read_prose(tree: html.HtmlElement) -> Prose:
    """Read the paragraphs of a page where most of their text stands together."""
    texts = {each: text_of(each) for each in tree.iter("p")}
    nested = _NESTED(tree)
    is_nested = nested >= NESTED_MIN and nested * 2 > len(texts)
    chrome = Chrome(paragraph_chars=sum(map(len, texts.values())))
    found: dict[str, Paragraph] = {}
    furniture: list[str] = []
    headline = next(tree.iter("h1"), None)
    leads: list[str] = []
    is_below = False
    linked = _Linked()
    surroundings: dict[etree._Element | None, _Surroundings] = {}
    for element, text in _lines(tree, texts, is_nested=is_nested):
        is_below = is_below or element is headline
        if element is headline or len(text) < PARAGRAPH_CHARS_MIN:
            continue
        key = key_of(text)
        if chrome.holds(element):
            furniture.append(key)
        elif is_nested or linked[element] <= LINK_SHARE_MAX * len(text):
            if key not in found:
                found[key] = _paragraph(element, text, key, surroundings)
            if is_below and len(leads) < LEADS:
                leads.append(key)
    boxed = "\n".join(key for key in furniture if key not in found)
    container = _around(tree) if is_nested else _densest(found.values())
    if container is None or not found:
        return Prose((), tree, chrome, boxed, tuple(leads))
    inside = tuple(each for each in found.values() if is_nested or container in each.boxes)
    elsewhere = sum(len(each.text) for each in found.values()) - sum(len(each.text) for each in inside)
    return Prose(inside, container, chrome, boxed, tuple(leads), is_nested, elsewhere)


def _lines(tree: html.HtmlElement, texts: Mapping[etree._Element, str], *, is_nested: bool) -> Iterator[tuple[etree._Element, str]]:
    """Yield the headline and all that reads like paragraphs, in order: `<p>`, and text that stands in boxes or between `<br>`."""
    for element in tree.iter("h1", "p", "body", *_BOXES):
        if element.tag == "body":
            yield from _lead_of(element)
        elif element.tag in ("h1", "p"):
            yield element, _own_text(element) if is_nested else texts.get(element) or text_of(element)
        elif not is_nested and _is_written_in(element):
            own = blocks_of(element, unread=_boxes_in(element))
            yield from ((element, each.text) for each in own if each.kind is SpanKind.PARAGRAPH)


def _lead_of(body: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the text right before the first of the paragraphs of an old page: its author began each of the others with `<p>`."""
    parts = [body.text or ""]
    for child in body:
        if child.tag == "p":
            yield child, on_one_line("".join(parts))
            return
        if child.tag in _INLINE:
            parts += [text_of(child), child.tail or ""]
        else:
            parts = [child.tail or ""]


def _boxes_in(box: etree._Element) -> frozenset[etree._Element]:
    """Return the boxes right inside a box, which are read as their own; `<font>` is one only if it holds others."""
    return frozenset(
        each
        for each in box
        if each.tag == "p" or (each.tag in _BOXES and (each.tag != "font" or any(inner.tag in _PARTS for inner in each)))
    )


def _is_written_in(box: etree._Element) -> bool:
    """Whether text stands in a box itself and not in paragraphs inside it."""
    direct = len((box.text or "").strip()) + sum(len((child.tail or "").strip()) for child in box)
    if direct >= PARAGRAPH_CHARS_MIN:
        return True
    return len(box) > 0 and all(child.tag in _INLINE for child in box) and len(text_of(box)) >= PARAGRAPH_CHARS_MIN


def _own_text(element: etree._Element) -> str:
    """Return a paragraph's text up to the paragraphs that the parser put inside it: unclosed elements nest all that follows."""
    parts: list[str] = [element.text or ""]
    for each in element.iterdescendants():
        if each.tag == "p":
            break
        parts += [each.text or "", each.tail or ""]
    return " ".join("".join(parts).split())


def _around(tree: html.HtmlElement) -> etree._Element:
    """Return the element that a page calls its article or main part, its body if it names none."""
    named = (tree.find(f".//{tag}") for tag in ("article", "main", "body"))
    return next((each for each in named if each is not None), tree)


def _densest(paragraphs: Iterable[Paragraph]) -> etree._Element | None:
    """Return the closest container that holds two thirds of all paragraph text, or the heaviest one if text is scattered."""
    weights: dict[etree._Element, int] = {}
    total = 0
    for each in paragraphs:
        total += len(each.text)
        for box in each.boxes:
            weights[box] = weights.get(box, 0) + len(each.text)
    if not weights:
        return None
    large = [element for element, weight in weights.items() if weight >= TOGETHER_SHARE_MIN * total]
    return min(large, key=weights.__getitem__) if large else max(weights, key=weights.__getitem__)


def _paragraph(element: etree._Element, text: str, key: str, known: dict[etree._Element | None, _Surroundings]) -> Paragraph:
    """Return what is known of a paragraph; text that stands in a box itself has that box around it."""
    parent = element.getparent()
    if parent not in known:
        known[parent] = _surroundings(parent)
    around = known[parent]
    return Paragraph(element, text, key, around.place, around.boxes if element.tag == "p" else (element, *around.boxes))


def _surroundings(parent: etree._Element | None) -> _Surroundings:
    found: list[etree._Element] = []
    at = parent
    while at is not None and len(found) < LEVELS and at.tag not in ("body", "html"):
        found.append(at)
        at = at.getparent()
    if not found and parent is not None:
        found = [parent]
    return _Surroundings(tuple(found), tuple(f"{each.tag}.{each.get('class') or ''}" for each in found[:2]))


def key_of(text: str) -> str:
    """Return the first letters of a text: what two readings of one paragraph have in common."""
    part = text[: 2 * _KEY_CHARS]
    return letters(part.lower() if part.isascii() and "&" not in part else fold(part))[:_KEY_CHARS]


def key_of_block(each: Block) -> str:
    """Return what `key_of` does for a block's text, which was folded already."""
    return letters(each.folded[: 2 * _KEY_CHARS])[:_KEY_CHARS]


def letters_of(each: Block) -> str:
    """Return all letters and digits of a block."""
    return letters(each.folded)


def links_of(anchors: Iterable[etree._Element], url: str) -> tuple[Link, ...]:
    """Return where `anchors` lead, absolute, each address once, up to a limit; places on the page itself are left out."""
    found: dict[str, Link] = {}
    for anchor in anchors:
        target = (anchor.get("href") or "").strip()
        label = text_of(anchor)
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
