"""Markup to trees, with limits: what would hang or blind the parser is refused by name."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from lxml import etree, html

from watcher.errors import ExtractError, Reason

MARKUP_CHARS_MAX: Final = 12_000_000
TAGS_MAX: Final = 200_000
"""A page has a few thousand; the parser itself is quick, what walks the tree afterwards is not."""
TAG_ATTRIBUTES_MAX: Final = 2_000
"""libxml2 compares each attribute with all before it: 65 536 on one tag took 38 s."""
DEPTH_MAX: Final = 2_047
"""libxml2's own limit with huge_tree (256 without): what lies deeper it drops in silence, so the page is refused."""

_LONG_TAG: Final = re.compile(r"<[a-zA-Z][^<>]{8000,}")
_STEP_CHARS: Final = 4_000
"""Half of what makes a tag long: it holds such a stretch of the page whole, in which no other tag begins."""
_ATTRIBUTE: Final = re.compile(r"[\s\"'/][^\s\"'<>/=]+(?=\s*=|\s|/?>|$)")
_INVALID: Final = bytes(code for code in (*range(0x20), 0x7F) if chr(code) not in "\t\n\r")
"""Control characters, one byte each in UTF-8: the parser stops at some of them."""
_NO_CHARACTERS: Final = ("\ufffe", "\uffff")
_DECLARED: Final = re.compile(r"^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!DOCTYPE[^>]*>\s*)?", re.IGNORECASE)
_DATA: Final = ("ld+json", "settings+json")
"""Scripts that say something about the page; nobody reads the rest, and copying them costs most of a copy of the tree."""
_EDITORS_MARKS: Final = etree.XPath(
    "//span[@class='mw-editsection'] | //a[@class='headerlink'] | //sup[@class='reference'] | //table[contains(@class, 'infobox')]"
    " | //*[@role='note' and contains(@class, 'hatnote')]"
)
_POSTS: Final = etree.XPath("//*[@class='post' or @class='entry']")
POSTS_MIN: Final = 3
_NOTE_NUMBERS: Final = etree.XPath("//sup[a[starts-with(@href, '#')] or parent::a[starts-with(@href, '#')]]")
_BUTTONS: Final = etree.XPath("//*[self::h2 or self::h3 or self::h4 or self::h5 or self::h6 or self::summary]//button")
# The parser's own way to choose a class calls back into Python for each element that is touched.
_CLASSES: Final = etree.ElementDefaultClassLookup(
    element=html.HtmlElement, comment=html.HtmlComment, pi=html.HtmlProcessingInstruction, entity=html.HtmlEntity
)
FRAME_BLOCKS_MIN: Final = 3
"""A cell with so many paragraphs or headings is part of a page's frame."""
FRAME_BREAKS_MIN: Final = 10
"""So is one with so many line breaks."""


def parse_page(text: str, *, url: str) -> html.HtmlElement:
    """Return the tree of a whole page, however badly it is nested.

    Raises:
        ExtractError: the page is over a limit (TOO_LARGE) or has no elements at all (NOT_READABLE).
    """
    _check(text, url)
    # Declarations are cut, since a self-closed one ("<html ... />") and an encoding for a decoded text both stop the parser.
    source = _DECLARED.sub("", text, count=1)
    for each in _NO_CHARACTERS:
        source = source.replace(each, "")
    parser = _parser()
    try:
        tree = html.document_fromstring(source.encode("utf-8", "replace").translate(None, _INVALID), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ExtractError("the page holds no markup that can be read", reason=Reason.NOT_READABLE, url=url) from error
    if parser.error_log.filter_types(etree.ErrorTypes.ERR_RESOURCE_LIMIT):
        problem = f"the page nests elements deeper than {DEPTH_MAX}, and what lies below would be lost"
        raise ExtractError(problem, reason=Reason.TOO_LARGE, url=url)
    _drop_unread(tree, source)
    _unwrap_layout_tables(tree)
    return tree


def _drop_unread(tree: html.HtmlElement, source: str) -> None:
    """Drop styles, drawings, programs, and what wikis and manuals put into headings and beside the text: "edit", "¶", "[1]"."""
    etree.strip_elements(tree, "style", "svg", with_tail=False)
    if "mw-" in source or "headerlink" in source:
        for mark in _EDITORS_MARKS(tree):
            mark.drop_tree()
    if "<button" in source:
        for button in _BUTTONS(tree):  # the heading itself, where a section can be folded
            button.drop_tag()
    if "<sup" in source:
        for number in _NOTE_NUMBERS(tree):
            number.drop_tree()
    if "post" in source or "entry" in source:
        _unname_posts(tree)
    for script in list(tree.iter("script")):
        kind = (script.get("type") or "").lower()
        if not any(name in kind for name in _DATA) and script.getparent() is not None:
            script.drop_tree()


def _unname_posts(tree: html.HtmlElement) -> None:
    """Take the name off several posts of one box: a thread's or a live page's, of which the library would read the first alone."""
    posts = _POSTS(tree)
    if len(posts) >= POSTS_MIN and len({each.getparent() for each in posts}) < len(posts) / 2:
        for each in posts:
            del each.attrib["class"]


def _unwrap_layout_tables(tree: html.HtmlElement) -> None:
    """Turn tables that hold a page's frame into plain blocks: read as data, a cell's paragraphs would run into one line."""
    for table in tree.iter("table"):
        if any(_is_frame(cell) for cell in table.iter("td", "th")):
            for part in table.iter("table", "thead", "tbody", "tfoot", "tr", "td", "th"):
                part.tag = "div"


def _is_frame(cell: html.HtmlElement) -> bool:
    """Whether a cell holds a headline, a table or several paragraphs, as no cell of a data table does."""
    if cell.find(".//h1") is not None or cell.find(".//table") is not None:
        return True
    if sum(1 for _ in islice(cell.iter("p", "h2", "h3", "article"), FRAME_BLOCKS_MIN)) >= FRAME_BLOCKS_MIN:
        return True
    return sum(1 for _ in islice(cell.iter("br"), FRAME_BREAKS_MIN)) >= FRAME_BREAKS_MIN


def parse_fragment(text: str, *, url: str) -> html.HtmlElement:
    """Return a `<div>` around a fragment of markup; a text without tags becomes its text.

    Raises:
        ExtractError: as for `parse_page`.
    """
    return parse_page(f"<html><body><div>{text}</div></body></html>", url=url).find(".//div")


def _parser() -> etree.HTMLParser[html.HtmlElement]:
    parser = etree.HTMLParser(
        huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False, default_doctype=False, encoding="utf-8"
    )
    parser.set_element_class_lookup(_CLASSES)
    return parser


def _check(text: str, url: str) -> None:
    """Refuse what is over a limit; the text names the limit."""
    problem = None
    if len(text) > MARKUP_CHARS_MAX:
        problem = f"the page has {len(text)} characters of markup, more than {MARKUP_CHARS_MAX}"
    elif len(text) > TAGS_MAX and text.count("<") > TAGS_MAX:
        problem = f"the page has more than {TAGS_MAX} tags"
    elif _may_have_long_tags(text) and any(_attributes(tag[0]) > TAG_ATTRIBUTES_MAX for tag in _LONG_TAG.finditer(text)):
        problem = f"a tag of the page has more than {TAG_ATTRIBUTES_MAX} attributes"
    if problem:
        raise ExtractError(problem, reason=Reason.TOO_LARGE, url=url)


def _may_have_long_tags(text: str) -> bool:
    """Whether there is a stretch in which no tag begins; looking for one costs next to nothing, unlike looking at each tag."""
    return any(text.find("<", at, at + _STEP_CHARS) < 0 for at in range(0, len(text) - _STEP_CHARS, _STEP_CHARS))


def _attributes(tag: str) -> int:
    """Return about how many attributes a tag has: quoted values, which may hold anything, do not count."""
    return len(_ATTRIBUTE.findall(re.sub(r"\"[^\"]*\"|'[^']*'", '""', tag)))
