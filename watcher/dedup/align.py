"""Where two texts run together: maximal shared runs of words, in any order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

GRAM_WORDS: Final = 4
"""Runs shorter than this are how everybody writes."""
POSITIONS_MAX: Final = 6
"""So many places of one gram are tried; a text that repeats itself more often gains nothing from more."""

Grams = Mapping[tuple[str, ...], list[int]]


@dataclass(frozen=True, slots=True)
class Run:
    """Words `new[start:start + length]` are words `old[start_of:start_of + length]`."""

    start: int
    start_of: int
    length: int


def grams_of(words: Sequence[str]) -> dict[tuple[str, ...], list[int]]:
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
    """Return the longest shared runs, greedily from the start of `new`, at least `GRAM_WORDS` long; none overlap in `new`.

    `grams` is `grams_of(old)`. Runs may stand in another order in `old`, and may be used twice: quotations are re-ordered
    and repeated.
    """
    runs: list[Run] = []
    at, size, old_size = 0, len(new), len(old)
    new_grams = list(zip(new, new[1:], new[2:], new[3:], strict=False))
    while at < len(new_grams):
        places = grams.get(new_grams[at])
        if places is None:
            at += 1
            continue
        best, best_of = 0, 0
        for place in places:
            length, limit = GRAM_WORDS, min(size - at, old_size - place)
            while length < limit and new[at + length] == old[place + length]:
                length += 1
            if length > best:
                best, best_of = length, place
        runs.append(Run(at, best_of, best))
        at += best
    return runs


def covered(runs: Sequence[Run], size_of: int) -> bytearray:
    """Return for each of the `size_of` words of the older text whether a run covers it."""
    marks = bytearray(size_of)
    for run in runs:
        marks[run.start_of : run.start_of + run.length] = b"\x01" * run.length
    return marks
