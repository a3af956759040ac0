"""From the blocks of a page to those of its statement: furniture, appendices, repetitions and readers' comments fall away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from watcher.extract.blocks import Block
from watcher.extract.boilerplate import Verdict, is_blurb, is_date_line, is_tag_run, judge_all, names_publisher
from watcher.extract.comments import comments_from, thread_from
from watcher.extract.contacts import drop_numbers, has_number
from watcher.extract.repetition import repeated
from watcher.model import SpanKind
from watcher.text import LineMemory, fold, stated_date

BEFORE_END_CHARS_MIN: Final = 150
"""An appendix has a statement before it: a line like "Notes" with less text above is only dropped itself."""
BEFORE_END_SHARE_MIN: Final = 0.2
"""Notes are shorter than what they are notes to; an "Editor's note" above a long text is a line of its own."""
HEAD_BLOCKS: Final = 8
"""So far down a page its title and byline may be printed again."""
BOX_LINE_WORDS_MAX: Final = 22
"""The lines of a box of links are headlines; a longer one, or one that ends a sentence, is the statement going on."""
DATELINE_WORDS_MAX: Final = 14
KICKER_WORDS_MAX: Final = 3
STATIONS_MIN: Final = 3
SELF_PRAISE_SHARE_MAX: Final = 0.25
"""What a publisher says of itself below its statement is at most so much of the page."""
_BIOGRAPHIC: Final = ("is", "was", "has", "writes", "works", "leads", "covers", "reports", "edits", "teaches", "joined", "lives")
_STOPS: Final = (".", "!", "?", ":", ",", ";", '"', "”", "’", ")")
STORIES_MIN: Final = 3
"""A line must stand under so many stories: one may be the page's own, whose name in the memory nobody knows here."""
MEMORY_SHARE_MAX: Final = 0.6
"""A memory that takes more of a page than this has learned the statement itself, and is not believed."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The blocks of the statement and the lines that were judged not to belong to it; neither has a press number in it."""

    blocks: tuple[Block, ...]
    dropped: tuple[str, ...] = ()


@dataclass(slots=True)
class _Sieve:
    kept: list[Block]
    dropped: list[str] = field(default_factory=list)

    def drop(self, indices: set[int]) -> None:
        if indices:
            self.dropped += [each.text for index, each in enumerate(self.kept) if index in indices]
            self.kept = [each for index, each in enumerate(self.kept) if index not in indices]


def clean(
    blocks: Sequence[Block],
    *,
    title: str | None = None,
    byline: str | None = None,
    site: LineMemory | None = None,
    is_plain: bool = False,
) -> Cleaned:
    """Return the statement among `blocks`.

    `title` and `byline` are dropped where they are printed again. Lines that `site` knows from several stories go,
    unless that would leave little of the page. Readers' comments may hang on the end,
    in plain text (`is_plain`) more often than in markup.
    """
    sieve = _Sieve(list(blocks))
    if site is not None:
        sieve.drop(_recurring(sieve.kept, site))
    sieve.drop(thread_from(sieve.kept))
    sieve.drop(_heading_lines(sieve.kept, title, byline))
    sieve.drop(_furniture(sieve.kept))
    sieve.drop(_kickers(sieve.kept))
    sieve.drop(repeated(sieve.kept))
    sieve.drop(comments_from(sieve.kept, is_plain=is_plain))
    sieve.drop(_tail(sieve.kept, byline))
    kept = tuple(replace(each, text=drop_numbers(each.text)) if has_number(each.text) else each for each in sieve.kept)
    return Cleaned(tuple(each for each in kept if each.text), tuple(drop_numbers(line) for line in sieve.dropped))


def _recurring(blocks: Sequence[Block], site: LineMemory) -> set[int]:
    known = {index for index, each in enumerate(blocks) if site.others_folded(each.folded) >= STORIES_MIN}
    taken = sum(len(blocks[index].text) for index in known)
    return known if taken <= MEMORY_SHARE_MAX * sum(len(each.text) for each in blocks) else set()


def _heading_lines(blocks: Sequence[Block], title: str | None, byline: str | None) -> set[int]:
    """Return where the title and the byline are printed again: near the top, the byline also at the very end."""
    found: set[int] = set()
    folded_title = fold(title).rstrip(".") if title else None
    for index, each in enumerate(blocks[:HEAD_BLOCKS]):
        line = each.folded.rstrip(".")
        is_title = folded_title is not None and (line == folded_title or _is_title_and_site(line, folded_title))
        if is_title or _is_dateline(each):
            found.add(index)
        elif _is_byline(line, byline):
            found.add(index)
            if index + 1 < len(blocks) and _is_role(blocks[index + 1]):
                found.add(index + 1)
    found.update(index for index in range(max(0, len(blocks) - 2), len(blocks)) if _is_byline(blocks[index].folded, byline))
    return found


def _is_title_and_site(line: str, title: str) -> bool:
    rest = line.removeprefix(title).strip()
    return rest != line and rest[:1] in ("|", "-", ":") and len(rest.split()) <= 6


def _is_dateline(block: Block) -> bool:
    """Whether a line near the top says who, where and when: short, no sentence, with a date in it."""
    if block.count > DATELINE_WORDS_MAX or block.text.endswith(_STOPS) or not any(map(str.isdigit, block.text)):
        return False
    return block.kind is SpanKind.PARAGRAPH and stated_date(block.text, source="text") is not None


def _is_byline(line: str, byline: str | None) -> bool:
    words = line.split()
    if (
        line.startswith(("by ", "author: ", "written by ", "words by "))
        and len(words) <= 8
        and not line.endswith((".", ":", "!", "?"))
    ):
        return byline is None or any(word in line for word in fold(byline).split())
    return byline is not None and line in (fold(byline), f"by {fold(byline)}")


def _is_role(block: Block) -> bool:
    """Whether the line under a byline is the author's post: short, no sentence."""
    return (
        block.kind in (SpanKind.PARAGRAPH, SpanKind.HEADING)
        and 1 < block.count <= 14
        and not block.text.endswith((".", "!", "?", ":", '"', "”"))
    )


def _furniture(blocks: Sequence[Block]) -> set[int]:
    """Return the lines that are furniture by their own words, with the boxes and appendices that some of them open."""
    found: set[int] = set()
    before, total = 0, sum(len(each.text) for each in blocks)
    is_box = False
    stations = _stations(blocks)
    verdicts = judge_all([(each.text, each.folded) for each in blocks])
    for index, each in enumerate(blocks):
        verdict = verdicts[index] if index not in stations else Verdict.KEEP
        if _ends_here(verdict, before, total):
            return found | set(range(index, len(blocks)))
        if verdict is not Verdict.KEEP:
            found.add(index)
            is_box = verdict is Verdict.BOX
        elif is_box and _is_box_line(each):
            found.add(index)
        else:
            is_box = False
            before += len(each.text)
    return found


def _stations(blocks: Sequence[Block]) -> set[int]:
    """Return the headings that are dates, where there are several: a chronology's, which are part of it."""
    found = {index for index, each in enumerate(blocks) if each.kind is SpanKind.HEADING and is_date_line(each.text)}
    return found if len(found) >= STATIONS_MIN else set()


def _ends_here(verdict: Verdict, before: int, total: int) -> bool:
    """Whether all that follows is an appendix: a statement stands before it, and it is not most of the text (comments may be)."""
    if before < BEFORE_END_CHARS_MIN:
        return False
    return verdict is Verdict.COMMENTS or (verdict is Verdict.END and before >= BEFORE_END_SHARE_MIN * total)


def _kickers(blocks: Sequence[Block]) -> set[int]:
    """Return the labels above the first real paragraph: "Inspection", "Consultation outcome"."""
    found: set[int] = set()
    for index, each in enumerate(blocks[:HEAD_BLOCKS]):
        if each.count > KICKER_WORDS_MAX or each.text.endswith(_STOPS) or each.kind in (SpanKind.TABLE, SpanKind.BLOCK_QUOTE):
            return found
        found.add(index)
    return set()


def _is_box_line(block: Block) -> bool:
    if block.kind is SpanKind.HEADING:
        return False
    is_sentence = block.text.endswith((".", '."', ".”", "!", ":")) and block.kind is not SpanKind.LIST_ITEM
    return not is_sentence and block.count <= BOX_LINE_WORDS_MAX


def _tail(blocks: Sequence[Block], byline: str | None) -> set[int]:
    """Return what hangs at the end: who the publisher or author is, tags, a heading with nothing under it."""
    found: set[int] = set()
    size, after = sum(len(each.text) for each in blocks), 0
    for index in range(len(blocks) - 1, 0, -1):
        after += len(blocks[index].text)
        if after > SELF_PRAISE_SHARE_MAX * size:
            break
        if names_publisher(blocks[index].text):
            found.update(range(index, len(blocks)))
    for index in range(len(blocks) - 1 - len(found), 0, -1):
        each = blocks[index]
        is_heading = each.kind is SpanKind.HEADING
        if not (is_heading or is_blurb(each.text, each.folded) or is_tag_run(each.text) or _is_biography(each.folded, byline)):
            break
        found.add(index)
    return found


def _is_biography(line: str, byline: str | None) -> bool:
    """Whether a closing line says who the author is: "Jane Example is head of ..."."""
    if not byline or len(line.split()) > 50:
        return False
    name = fold(byline)
    return any(line.startswith((f"{name} {verb} ", f"{name.split()[-1]} {verb} ")) for verb in _BIOGRAPHIC)
