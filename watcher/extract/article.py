"""The statement inside a whole page: trafilatura's reading, checked against a cheap second one and mended where it is partial."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import trafilatura
from lxml import etree, html
from trafilatura.settings import Document as Extracted
from trafilatura.settings import Extractor

from watcher.extract.agreement import Witness
from watcher.extract.blocks import Block, block, blocks_of
from watcher.extract.chrome import text_of
from watcher.extract.prose import Paragraph, Prose, key_of_block, letters_of, read_prose
from watcher.model import Link, SpanKind

MISSING_SHARE_MAX: Final = 0.6
"""A reading that lacks more of the second one than this, after mending, is only a part of the page."""
SECOND_CHARS_MIN: Final = 400
FIRST_CHARS_MIN: Final = 600
"""A first reading that shares nothing with the second is believed from this length on, if the headline is not over the second."""
FURNITURE_SHARE_MAX: Final = 0.25
"""Blocks that stand in furniture are dropped up to this share of a reading; more means that the names mislead."""
STATEMENT_CHARS_MIN: Final = 150
"""A second reading of less never replaces a first one, even if the first stands in what is named like furniture."""
AGREEMENT_MIN: Final = 0.5
RUN_TOGETHER_MIN: Final = 3
RUN_TOGETHER_SHARE_MIN: Final = 0.6
ELSEWHERE_SHARE_MAX: Final = 0.2
"""What is run together with the paragraphs is menus and teasers, mostly less than they, and no paragraphs of another part."""
QUICK_MISSING_MAX: Final = 0.1
QUICK_CHARS_MIN: Final = 300
ENOUGH_SHARE_MIN: Final = 0.3
"""The library tries again where it found less than 0.2 of a page's text; the first reading has at least 0.9 of the second one."""
_STRUCTURE: Final = frozenset({SpanKind.HEADING, SpanKind.LIST_ITEM})
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it warns of every page that it cannot read; we raise for those


@dataclass(frozen=True, slots=True)
class Reading:
    """The blocks of a page; `mended` paragraphs were added from the second reading, `missing_share` of its text still lacks."""

    blocks: tuple[Block, ...]
    links: tuple[Link, ...] = ()
    mended: int = 0
    missing_share: float = 0.0
    is_second: bool = False


def read_article(tree: html.HtmlElement, *, url: str, article_body: str | None = None) -> Reading:
    """Return the statement of a page, most of it trafilatura's; changes `tree`. A page without a statement is an empty reading.

    `article_body` is what the page gives to machines: where it has one, it settles which reading is right.
    """
    prose = read_prose(tree)
    second = Reading((), prose.links(url), is_second=True)
    if prose.is_nested:
        return replace(second, blocks=prose.blocks())
    _drop_cards(prose)
    first, missing = _first_reading(tree, prose)
    witness = Witness(article_body)
    if not prose.paragraphs:
        return _witnessed(Reading(tuple(first)), witness)
    mended = _mended(first, missing, prose, second.links)
    if _is_better(prose, first, mended.missing_share) or _is_run_together(first, prose):
        return _witnessed(replace(second, blocks=prose.blocks()), witness, mended)
    mended = _restored(mended, prose)
    return _witnessed(_without_furniture(mended, prose), witness, replace(second, blocks=prose.blocks()) if witness else None)


def _drop_cards(prose: Prose) -> None:
    """Take the teasers that have no name out of the page, if its text is more than theirs: the library would print them."""
    if sum(len(text_of(each)) for each in prose.chrome.cards) < prose.chars and not any(
        prose.container in each.iter() for each in prose.chrome.cards
    ):
        for each in prose.chrome.cards:
            each.drop_tree()


def _is_better(prose: Prose, first: Sequence[Block], missing_share: float) -> bool:
    """Whether the second reading replaces the first: that has hardly anything, the wrong part of the page or half the right one."""
    size = sum(len(each.text) for each in first)
    if missing_share < 1:
        return prose.chars >= SECOND_CHARS_MIN and missing_share > MISSING_SHARE_MAX and size < prose.chars / 2
    if size == 0 or sum(len(each.text) for each in first if prose.is_furniture(each)) > size / 2:
        return size == 0 or prose.chars >= STATEMENT_CHARS_MIN
    if prose.leads and not prose.has_lead and any(key_of_block(each) in prose.leads for each in first):
        return False
    is_led = bool(prose.leads) and prose.has_lead and not any(key_of_block(each) in prose.leads for each in first)
    return (is_led and prose.chars >= SECOND_CHARS_MIN) or (size < FIRST_CHARS_MIN and prose.chars > size * 3)


def _is_run_together(first: Sequence[Block], prose: Prose) -> bool:
    """Whether the first reading made one block of several paragraphs, and the second has as much text."""
    longest = max(len(each.text) for each in prose.paragraphs)
    long = [letters_of(each) for each in first if len(each.text) > longest]
    if not long or prose.chars < RUN_TOGETHER_SHARE_MIN * sum(len(each.text) for each in first):
        return False
    if prose.chars_elsewhere > ELSEWHERE_SHARE_MAX * prose.chars:
        return False
    return any(sum(each.key in letters for each in prose.paragraphs) >= RUN_TOGETHER_MIN for letters in long)


def _mended(first: Sequence[Block], missing: Sequence[Paragraph], prose: Prose, links: tuple[Link, ...]) -> Reading:
    """Return the first reading with the paragraphs that it lacks and that stand where paragraphs which it has stand."""
    lacking = set(map(id, missing))
    places = {each.place for each in prose.paragraphs if id(each) not in lacking}
    near = [each for each in missing if each.place in places]
    left = sum(len(each.text) for each in missing) - sum(len(each.text) for each in near)
    return Reading(tuple(_inserted(first, prose.paragraphs, near)), links, mended=len(near), missing_share=left / prose.chars)


def _restored(reading: Reading, prose: Prose) -> Reading:
    """Return the reading with the sub-headings and lists that it lost, where it has none at all and the second one has.

    They are taken only from between paragraphs that the reading has, and only if it has all the prose of that part of the page.
    """
    if reading.missing_share or any(each.kind in _STRUCTURE for each in reading.blocks):
        return reading
    second = prose.structured_blocks()
    known = {key_of_block(each) for each in reading.blocks}
    at = [index for index, each in enumerate(second) if key_of_block(each) in known]
    if len(at) < len(reading.blocks) or len(known) < len(reading.blocks):
        return reading
    kept = tuple(
        each
        for index, each in enumerate(second)
        if at[0] <= index <= at[-1] and (each.kind in _STRUCTURE or key_of_block(each) in known)
    )
    return replace(reading, blocks=kept)


def _without_furniture(reading: Reading, prose: Prose) -> Reading:
    kept = tuple(each for each in reading.blocks if not prose.is_furniture(each))
    size, left = (sum(len(each.text) for each in blocks) for blocks in (reading.blocks, kept))
    return replace(reading, blocks=kept) if left > size * (1 - FURNITURE_SHARE_MAX) else reading


def _witnessed(reading: Reading, witness: Witness, other: Reading | None = None) -> Reading:
    """Return the reading that the page's own text for machines agrees with, trimmed by it; that text itself if neither does."""
    if not witness:
        return reading
    best = max([reading, *([other] if other else [])], key=lambda each: round(witness.agreement(each.blocks), 1))
    own = witness.blocks()
    is_lost = witness.agreement(best.blocks) < AGREEMENT_MIN and sum(len(each.text) for each in best.blocks) < len(witness.body) / 2
    if is_lost or len(best.blocks) == 1 < len(own):
        return Reading(tuple(own), reading.links, is_second=True)
    return replace(best, blocks=witness.trimmed(best.blocks))


def _first_reading(tree: html.HtmlElement, prose: Prose) -> tuple[list[Block], list[Paragraph]]:
    """Return trafilatura's reading, and what it lacks of the second one.

    Its quick mode is believed where the second reading, which begins below the headline, bears it out; its slow one, which tries
    two further libraries and costs three times as much, is asked where they differ.
    """
    if prose.has_lead and prose.chars >= QUICK_CHARS_MIN:
        quick = _library_reading(tree, _quickest() if _is_most_of(tree, prose.chars) else _options(is_quick=True))
        missing = prose.missing_in(quick)
        if sum(len(each.text) for each in missing) <= QUICK_MISSING_MAX * prose.chars:
            return quick, missing
    slow = _library_reading(tree, _options(is_quick=False))
    return slow, prose.missing_in(slow)


def _is_most_of(tree: html.HtmlElement, chars: int) -> bool:
    """Whether `chars` are so much of all text of a page that the library would not look for more."""
    body = tree.find("body")
    return body is not None and chars >= ENOUGH_SHARE_MIN * len(etree.tostring(body, method="text", encoding="unicode"))


@cache
def _options(is_quick: bool) -> Extractor:
    """Return the library's settings; it reads them out of a file's text, which takes a tenth of the time of a short page."""
    return Extractor(fast=is_quick, comments=False, output_format="txt")


@cache
def _quickest() -> Extractor:
    """Return the quick settings without the library's second try, for which it copies and cleans the whole page once more.

    It makes that try in its balanced mode alone, with a text of less than a fifth of the page; all else is the same in any mode
    that it has no name for.
    """
    options = Extractor(fast=True, comments=False, output_format="txt")
    options.focus = "once"
    return options


def _library_reading(tree: html.HtmlElement, options: Extractor) -> list[Block]:
    """Return what trafilatura makes of a page; one that it cannot cope with is an empty reading."""
    try:
        document = trafilatura.bare_extraction(tree, options=options)
    except (RecursionError, AttributeError, etree.LxmlError):
        return []
    if not isinstance(document, Extracted) or document.body is None:
        return []
    return blocks_of(document.body, is_converted=True)


def _inserted(first: Sequence[Block], second: Sequence[Paragraph], missing: Sequence[Paragraph]) -> Iterator[Block]:
    """Yield `first` with `missing` where the page has them: after the paragraph before them that `first` knows."""
    wanted = set(map(id, missing))
    places = {key_of_block(each): index for index, each in enumerate(first)} if missing else {}
    after: dict[int, list[Block]] = {}
    at = -1
    for each in second:
        if id(each) in wanted:
            after.setdefault(at, []).append(block(each.text))
        else:
            at = places.get(each.key, at)
    yield from after.get(-1, ())
    for index, known in enumerate(first):
        yield known
        yield from after.get(index, ())
