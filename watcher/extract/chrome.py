"""Which elements of a page are furniture, by their tags, their names and what they hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import Final

from lxml import etree

from watcher.text.normal import on_one_line

BODY_SHARE_MIN: Final = 0.6
BODY_PARAGRAPH_CHARS_MIN: Final = 120
"""What holds most of a page's paragraph text, in paragraphs of such a mean length, is its body, whatever its name says."""
CARD_CHARS_MAX: Final = 400
"""A teaser has a headline and a line or two; a longer box is a part of the page."""
NAMES_KEPT_MAX: Final = 2_048
"""The names of elements recur on the pages of a site; judging one takes ten times as long as finding it again."""

_NEVER: Final = frozenset({"nav", "aside", "footer", "figure", "figcaption", "noscript", "button", "template", "dialog", "menu"})
_ALWAYS: Final = frozenset({"html", "body", "main", "article"})
_COMMENTS: Final = re.compile(r"(?:^|[\s_-])(?:comments?|comment-?list|commentlist|respond|disqus\w*)(?:[\s_-]|$)", re.IGNORECASE)
_FURNITURE: Final = re.compile(
    r"(?:^|[\s_-])(?:related\w*|sharedaddy|addtoany\w*|recirc\w*|recommend\w*|more-(?:stories|on|from|news)|(?:most|also)-?(?:read|viewed|popular|like)|read-?more"
    r"|newsletters?|sign-?up|promos?|promotion|teasers?|share|sharing|socials?|cookies?|consent|gdpr|breadcrumbs?|captions?|pull-?quotes?"
    r"|adverts?|advertisements?|ads?|sponsor(?:ed)?|outbrain|taboola|sr-only|visually-?hidden|screen-reader(?:-text)?|taglist"
    r"|author-?(?:bio|box|info)|about-?(?:the-)?author|skip-?links?|trending|tooltip|side-?bar|widgets?|banner|footer|nav|navigation|navbar"
    r"|menu|masthead|credits?|subscri\w+|paywall|popup|modal|tags?|login|register|infobox|hatnote|navbox|reflist)(?:[\s_-]|$)"
    # "hidden" alone, or said of the element itself: "field-label-hidden" and "hidden-print" are said of a label, and of paper
    r"|(?<!\S)(?:(?:is|js|u|element)-)?(?:hidden|invisible)(?!\S)"
    r"|(?:^|[\s_-])(?:right|left)-?(?:col|column|rail|bar)(?:[\s_-]|$)|(?:^|[\s_-])(?:col|column|rail)-(?:right|left)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_LABELS: Final = re.compile(
    r"(?<!\S)(?:category|categories|tag|post_tag|topic|section|has|is|no|with|format|type|status)[-_](?!hidden|invisible)\S+"
    r"|(?<!\S)elementor-widget(?:-(?:wrap|container|text-editor|heading|theme-post-(?:content|title|excerpt)))?(?!\S)",
    re.IGNORECASE,
)
"""Names that say what a post is about or how its page is set, as WordPress prints them: "tag-social-care", "has-sidebar"; and
those of a builder of pages that calls each of its paragraphs a widget."""
_CARDS: Final = frozenset({"div", "li", "article", "section", "a"})
_JUDGED: Final = _NEVER | _CARDS | {"form"}
"""What may be furniture without any attribute."""
_RANKS: Final = ("h2", "h3", "h4", "h5")
_LINKED_HEADING: Final = etree.XPath(
    ".//*[self::h2 or self::h3 or self::h4 or self::h5][(.//a | ancestor::a)[@href and not(starts-with(@href, '#'))]]"
)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class _Named(Enum):
    """What an element is by its names."""

    NOTHING = "nothing"
    COMMENTS = "comments"
    FURNITURE = "furniture"


@lru_cache(maxsize=NAMES_KEPT_MAX)
def _named(names: str) -> _Named:
    names = _LABELS.sub("", names)
    if _COMMENTS.search(names):
        return _Named.COMMENTS
    return _Named.FURNITURE if _FURNITURE.search(names) else _Named.NOTHING


@dataclass(slots=True)
class Chrome:
    """Which elements of one page are furniture: menus, comments, teasers, captions, banners, and what is hidden.

    `cards` are the teasers found so far that only their shape gives away.
    """

    paragraph_chars: int = 0
    known: dict[etree._Element, bool] = field(default_factory=dict)
    cards: list[etree._Element] = field(default_factory=list)

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
        tag = element.tag
        if (
            tag in _ALWAYS
            or (tag not in _JUDGED and not element.keys())
            or (tag == "figure" and element.find(".//table") is not None)
        ):
            return False
        if tag in _NEVER or element.get("aria-hidden") == "true" or "hidden" in element.attrib:
            return True
        style = element.get("style")
        named = _Named.NOTHING
        if (kind := element.get("class")) or element.get("id"):
            named = _named(f"{kind or ''} {element.get('id') or ''}")
        if named is _Named.COMMENTS:
            return element.find(".//h1") is None
        if tag == "form" or named is _Named.FURNITURE or (style and _HIDDEN.search(style)):
            return element.find(".//h1") is None and not self._is_body(element)
        if _is_card(element) and not self._is_body(element):
            self.cards.append(element)
            return True
        return False

    def _is_body(self, element: etree._Element) -> bool:
        """Whether an element holds most of the page's prose, whatever its name says: cards and teasers have short paragraphs."""
        sizes = [len(text_of(each)) for each in element.iter("p")]
        return sum(sizes) >= BODY_SHARE_MIN * self.paragraph_chars and sum(sizes) >= BODY_PARAGRAPH_CHARS_MIN * len(sizes)


def _is_card(element: etree._Element) -> bool:
    """Whether an element is one of several alike, each a headline that leads to another page with a line or two below it."""
    if element.tag not in _CARDS or next(element.iter(*_RANKS), None) is None:
        return False
    if not any(_is_alike(element, each) for each in (element.getnext(), element.getprevious())):
        return False
    return len(text_of(element)) <= CARD_CHARS_MAX and bool(_LINKED_HEADING(element))


def _is_alike(element: etree._Element, other: etree._Element | None) -> bool:
    return (
        other is not None
        and other.tag == element.tag
        and other.get("class") == element.get("class")
        and bool(_LINKED_HEADING(other))
    )


def text_of(element: etree._Element) -> str:
    """Return all text of an element on one line."""
    if not len(element):
        return on_one_line(element.text or "")
    return on_one_line(etree.tostring(element, method="text", encoding="unicode", with_tail=False))
