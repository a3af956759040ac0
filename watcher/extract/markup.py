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
_ATTRIBUTE: Final = re.compile(r"[\s\"'/][^\s\"'<>/=]+(?=\s*=|\s|/?>|$)")
_INVALID: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DECLARED: Final = re.compile(r"^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!DOCTYPE[^>]*>\s*)?", re.IGNORECASE)


FRAME_BLOCKS_MIN: Final = 3
"""A cell with so many paragraphs or headings is part of a page's frame."""


def parse_page(text: str, *, url: str) -> html.HtmlElement:
    """Return the tree of a whole page, however badly it is nested.

    Raises:
        ExtractError: the page is over a limit (TOO_LARGE) or has no elements at all (NOT_READABLE).
    """
    _check(text, url)
    # Declarations are cut, since a self-closed one ("<html ... />") and an encoding for a decoded text both stop the parser.
    source = _INVALID.sub("", _DECLARED.sub("", text, count=1))
    parser = _parser()
    try:
        tree = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ExtractError("the page holds no markup that can be read", reason=Reason.NOT_READABLE, url=url) from error
    if parser.error_log.filter_types(etree.ErrorTypes.ERR_RESOURCE_LIMIT):
        problem = f"the page nests elements deeper than {DEPTH_MAX}, and what lies below would be lost"
        raise ExtractError(problem, reason=Reason.TOO_LARGE, url=url)
    _unwrap_layout_tables(tree)
    return tree


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
    return sum(1 for _ in islice(cell.iter("p", "h2", "h3", "article"), FRAME_BLOCKS_MIN)) >= FRAME_BLOCKS_MIN


def parse_fragment(text: str, *, url: str) -> html.HtmlElement:
    """Return a `<div>` around a fragment of markup; a text without tags becomes its text.

    Raises:
        ExtractError: as for `parse_page`.
    """
    return parse_page(f"<html><body><div>{text}</div></body></html>", url=url).find(".//div")


def _parser() -> html.HTMLParser:
    return html.HTMLParser(
        huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False, default_doctype=False, encoding="utf-8"
    )


def _check(text: str, url: str) -> None:
    """Refuse what is over a limit; the text names the limit."""
    problem = None
    if len(text) > MARKUP_CHARS_MAX:
        problem = f"the page has {len(text)} characters of markup, more than {MARKUP_CHARS_MAX}"
    elif text.count("<") > TAGS_MAX:
        problem = f"the page has more than {TAGS_MAX} tags"
    elif any(_attributes(tag[0]) > TAG_ATTRIBUTES_MAX for tag in _LONG_TAG.finditer(text)):
        problem = f"a tag of the page has more than {TAG_ATTRIBUTES_MAX} attributes"
    if problem:
        raise ExtractError(problem, reason=Reason.TOO_LARGE, url=url)


def _attributes(tag: str) -> int:
    """Return about how many attributes a tag has: quoted values, which may hold anything, do not count."""
    return len(_ATTRIBUTE.findall(re.sub(r"\"[^\"]*\"|'[^']*'", '""', tag)))
