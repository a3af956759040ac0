"""Where two texts run together: maximal shared runs of words, in any order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

GRAM_WORDS: Final = 4
"""Runs shorter than this are how everybody writes."""
POSITIONS_MAX: Final = 6
"""So many places of one gram are tried; a text that repeats itself more often gains nothing from more."""

GAP_MAX: Final = 6
"""Two runs with at most so many words between them, in both texts, are one passage."""
LONG_GAP_MAX: Final = 30
GAP_SHARE_MIN: Final = 0.35
"""Nor does a longer gap part them, if the texts share so many of its words."""

Grams = Mapping[tuple[str, ...], list[int]]


@dataclass(frozen=True, slots=True)
class Run:
    """Words `new[start:start + length]` are words `old[start_of:start_of + length]`."""

    start: int
    start_of: int
    length: int


def grams_of(words: Sequence[str]) -> Grams:
    """Return where each gram of `words` begins, for `shared_runs`."""
    places: dict[tuple[str, ...], list[int]] = {}
    for start, gram in enumerate(zip(words, words[1:], words[2:], words[3:], strict=False)):
        found = places.get(gram)
        if found is None:
            places[gram] = [start]
        elif len(found) < POSITIONS_MAX:
            found.append(start)
    return places


def shared_runs(new: Sequence[str], old: Sequence[str], grams: Grams) -> list[Run]:
    """Return the longest shared runs, greedily from the start of `old`, at least `GRAM_WORDS` long; none overlap in `old`.

    `grams` is `grams_of(new)`, made once for all older texts. Runs may stand in another order in `new`, and one of its
    passages may be used twice: quotations are re-ordered and repeated.
    """
    runs: list[Run] = []
    at, size, old_size = 0, len(new), len(old)
    found = [grams.get(gram) for gram in zip(old, old[1:], old[2:], old[3:], strict=False)]
    while at < len(found):
        places = found[at]
        if places is None:
            at += 1
            continue
        best, best_start = 0, 0
        for place in places:
            length, limit = GRAM_WORDS, min(size - place, old_size - at)
            while length < limit and new[place + length] == old[at + length]:
                length += 1
            if length > best:
                best, best_start = length, place
        runs.append(Run(best_start, at, best))
        at += best
    return runs


def bridged(runs: Iterable[Run], new: Sequence[str], old: Sequence[str]) -> list[tuple[Run, Run]]:
    """Return the passages that runs in one order make up, gaps included: (in the newer text, in the older).

    An ellipsis, an insertion in brackets or a thesaurus leaves such gaps: a few words, or more of which many are the same. Of
    a passage only `start`, `start_of` and the two lengths count.
    """
    passages: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.start):
        if passages and _goes_on(passages[-1][-1], run, new, old):
            passages[-1].append(run)
        else:
            passages.append([run])
    return [_ends(passage[0], passage[-1]) for passage in passages]


def _goes_on(last: Run, run: Run, new: Sequence[str], old: Sequence[str]) -> bool:
    start, start_of = last.start + last.length, last.start_of + last.length
    gap, gap_of = run.start - start, run.start_of - start_of
    if gap < 0 or gap_of < 0 or max(gap, gap_of) > LONG_GAP_MAX:
        return False
    if max(gap, gap_of) <= GAP_MAX:
        return True
    shared = (Counter(new[start : run.start]) & Counter(old[start_of : run.start_of])).total()
    return shared >= GAP_SHARE_MIN * max(gap, gap_of)


def _ends(first: Run, last: Run) -> tuple[Run, Run]:
    in_new = last.start + last.length - first.start
    in_old = last.start_of + last.length - first.start_of
    return Run(first.start, first.start_of, in_new), Run(first.start, first.start_of, in_old)


def marks_of(spans: Iterable[tuple[int, int]], size: int) -> bytearray:
    """Return for each of `size` words whether one of the spans (start, length) covers it."""
    marks = bytearray(size)
    for start, length in spans:
        marks[start : start + length] = b"\x01" * length
    return marks
