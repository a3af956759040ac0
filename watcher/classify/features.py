"""What the trained model sees of one sentence: named features in groups, the same when it is trained and when it is run.

A sentence's score for a concern is a sum over its features; each group of features counts by 1 / sqrt(its size), so that a long
sentence does not speak louder than a short one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from math import sqrt
from typing import Final

from watcher.classify.reads import Read
from watcher.classify.rules import Rules

VERSION: Final = 2
"""Counted up with every change of what the features are: a model runs only on the features that it was trained on."""
GRAM_MIN: Final = 3
GRAM_MAX: Final = 5
START, END = "^", "$"
"""What stands before the first word of a sentence and after the last."""
SHORT_WORDS_MAX: Final = 10
SCALE_UNIT: Final = 256
WORDS_LEAST: Final = 40
GRAMS_LEAST: Final = 250
PAIRS_LEAST: Final = 60
_QUOTES: Final = "“”\"'‘’"
RULE_STEPS: Final = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0)
"""How high the cues of a concern add up is known by which of these it passes."""
STANDINGS: Final = ("silent", "negated", "listed", "short", "quoted", "question")
"""How a sentence may stand."""
_MANNERS: Final = {
    "answer": ("answer",),
    "release": ("release", "union", "campaign", "charity"),
    "speech": ("speech", "hansard", "debate"),
    "motion": ("motion",),
    "legal": ("legal", "law"),
    "letter": ("letter",),
    "announcement": ("announce", "guidance", "consultation", "government", "council", "policy"),
    "comment": ("comment", "forum"),
    "blog": ("blog", "opinion", "column"),
    "press": ("press", "news", "investigation", "article", "report"),
}
"""Parts of the names by which kinds and groups go, most telling first."""


@lru_cache(maxsize=4096)
def group_scale(size: int, least: int) -> int:
    """Return what a group of `size` features counts by, in units of 1 / `SCALE_UNIT`.

    A group smaller than `least` counts as one of that size: three words of a short sentence prove little.
    """
    return round(SCALE_UNIT / sqrt(max(size, least)))


def word_grams(word: str) -> list[str]:
    """Return the letters of a word in runs of `GRAM_MIN` to `GRAM_MAX`, its ends marked: "#the", "hea", "ad#"."""
    marked = f"#{word}#"
    sizes = range(GRAM_MIN, GRAM_MAX + 1)
    return [marked[start : start + size] for size in sizes for start in range(len(marked) - size + 1)]


def gram_count(word: str) -> int:
    """Return how many grams `word_grams` returns."""
    return sum(max(len(word) + 3 - size, 0) for size in range(GRAM_MIN, GRAM_MAX + 1))


def word_names(words: Sequence[str]) -> list[str]:
    """Return the words of a sentence and the neighbouring pairs, the sentence's ends marked."""
    return [*words, *map(" ".join, zip([START, *words], [*words, END], strict=True))]


@lru_cache(maxsize=1024)
def manner(kind: str | None) -> str | None:
    """Return how texts of this `kind` (as a source or a group names it) are written, or None if that says nothing."""
    if not kind:
        return None
    return next((name for name, parts in _MANNERS.items() if any(part in kind.lower() for part in parts)), None)


def flag_names(read: Read, kind: str | None = None) -> list[str]:
    """Return the cues that fired, by concern and number, how high they add up, how the sentence stands, and the `kind`."""
    written = manner(kind)
    found = [kind_flag(written)] if written else []
    found += [cue_flag(concern, cue) for concern, cue in read.fired]
    for concern, score in enumerate(read.rule_scores):
        found += [rule_flag(concern, step) for step in RULE_STEPS[: steps_passed(score)]]
    return found + [standing_flag(name) for name, holds in zip(STANDINGS, standing(read), strict=True) if holds]


def kind_flag(written: str) -> str:
    return f"kind:{written}"


def cue_flag(concern: int, cue: int) -> str:
    return f"cue:{concern}:{cue}"


def rule_flag(concern: int, step: float) -> str:
    return f"rules:{concern}>{step:g}"


def standing_flag(name: str) -> str:
    return f"is:{name}"


def steps_passed(score: float) -> int:
    """Return how many of `RULE_STEPS` a sum of cues is higher than."""
    return bisect_left(RULE_STEPS, score)


def standing(read: Read) -> tuple[bool, ...]:
    """Return which of `STANDINGS` hold for a sentence."""
    text = read.passage.text
    return (
        read.is_silent,
        read.is_negated,
        read.passage.is_listed,
        len(read.reading.words) <= SHORT_WORDS_MAX,
        text[0] in _QUOTES,
        "?" in text and text.rstrip(_QUOTES + " )").endswith("?"),
    )


def named_groups(read: Read, rules: Rules, kind: str | None = None) -> Iterator[tuple[str, list[str], float]]:
    """Yield (group, names of its features, what each counts): the slow, readable form that a model is trained on."""
    words, slots = read.reading.words, sorted(read.reading.spans)
    slot_names = [rules.lexicon.names[slot] for slot in slots]
    named = word_names(words)
    yield "words", named, group_scale(len(named), WORDS_LEAST) / SCALE_UNIT
    grams = [gram for word in words for gram in word_grams(word)]
    yield "grams", grams, group_scale(len(grams), GRAMS_LEAST) / SCALE_UNIT
    yield "slots", slot_names, 1.0
    pairs = [f"{first}+{second}" for first, second in combinations(slot_names, 2)]
    yield "pairs", pairs, group_scale(len(pairs), PAIRS_LEAST) / SCALE_UNIT
    yield "flags", flag_names(read, kind), 1.0
    written = manner(kind)
    yield "kinds", [f"{written}+{name}" for name in slot_names] if written else [], 1.0
