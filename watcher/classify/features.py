"""What the trained model sees of a sentence: named features, the same when it is trained and when it is run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from watcher.classify.reads import Read, ReadDocument
from watcher.classify.rules import Rules

VERSION: Final = 1
"""Counted up with every change of what the features are: a model runs only on the features that it was trained on."""
GRAM_MIN: Final = 3
GRAM_MAX: Final = 5
NEAR_WORDS: Final = 6
SHORT_WORDS_MAX: Final = 10
_QUOTES: Final = "“”\"'‘’"


def word_grams(word: str) -> Iterator[str]:
    """Yield the letters of a word in runs of `GRAM_MIN` to `GRAM_MAX`, its ends marked: "#the", "hea", "ad#"."""
    marked = f"#{word}#"
    for size in range(GRAM_MIN, GRAM_MAX + 1):
        for start in range(len(marked) - size + 1):
            yield "c:" + marked[start : start + size]


def word_names(words: Sequence[str]) -> list[str]:
    """Return the words of a sentence and the neighbouring pairs, the sentence's ends marked."""
    return [*words, *map(" ".join, zip(["^", *words], [*words, "$"], strict=True))]


def slot_pairs(read: Read) -> Iterator[tuple[int, int]]:
    """Yield the pairs of slots that stand in a sentence together, the lower number first."""
    return combinations(sorted(read.reading.spans), 2)


def near_pairs(read: Read) -> set[tuple[int, int]]:
    """Return the pairs of slots of which the second follows the first within `NEAR_WORDS`."""
    places = sorted((start, slot) for slot, spans in read.reading.spans.items() for start, _ in spans)
    found: set[tuple[int, int]] = set()
    for at, (start, slot) in enumerate(places):
        for other_start, other in places[at + 1 :]:
            if other_start - start > NEAR_WORDS:
                break
            if other_start > start and other != slot:
                found.add((slot, other))
    return found


def rule_names(read: Read, rules: Rules) -> list[str]:
    """Return the cues that fired, by concern and number, and how high they add up."""
    found = [f"Q:{concern}:{cue}" for concern, cue in read.fired]
    for concern, score in enumerate(read.rule_scores):
        found += [f"R:{concern}>{step / 2:g}" for step in range(1, 7) if score > step / 2]
    return found


def place_names(document: ReadDocument, index: int) -> list[str]:
    """Return how the sentence stands: listed, quoted, short, a question, background."""
    read = document.reads[index]
    stripped = read.passage.text.rstrip(_QUOTES + " )")
    flags = {
        "silent": read.is_silent,
        "negated": read.is_negated,
        "listed": read.passage.is_listed,
        "short": len(read.reading.words) <= SHORT_WORDS_MAX,
        "quoted": read.passage.text[0] in _QUOTES,
        "question": stripped.endswith("?"),
        "first": index == 0,
        "untitled": document.title is None,
        "alone": len(document.reads) == 1,
    }
    return [f"X:{name}" for name, holds in flags.items() if holds]


def context_names(document: ReadDocument, index: int, rules: Rules) -> list[str]:
    """Return which slots the title, the sentence before and the rest of the document fill."""
    names = rules.lexicon.names
    read, before = document.reads[index], document.reads[index - 1] if index else None
    title = document.title
    found = [f"T:{names[slot]}" for slot in title.reading.spans] if title else []
    found += [f"P:{names[slot]}" for slot in before.reading.spans] if before else []
    rest = document.mask & ~read.mask
    return found + [f"D:{name}" for number, name in enumerate(names) if rest >> number & 1]
