"""A document as the rules read it: every sentence with its slots, the cues that fire in it and what they add up to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from watcher.classify.lexicon import Reading
from watcher.classify.passages import SENTENCE_WORDS_MAX, Passage, passages
from watcher.classify.rules import Rules
from watcher.classify.tokens import tokens, tokens_of_folded

_CLAUSE_END: Final = re.compile(r"[,;:(](?=\s)|\)|\s[-–—]\s?|—|\bbut\b")


@dataclass(slots=True)
class Read:
    """One sentence: `mask` has a bit for each slot in it, `fired` the cues as (concern index, cue index), `rule_scores` their sum
    for each concern. Silent sentences (background, footers, comments) and negated ones ("this is not about ...") carry nothing.
    """

    passage: Passage
    reading: Reading
    mask: int
    fired: tuple[tuple[int, int], ...]
    rule_scores: tuple[float, ...]
    is_silent: bool
    is_negated: bool


@dataclass(slots=True)
class ReadDocument:
    """A document: its title, its sentences, and the slots of all that is not silent."""

    title: Read | None
    reads: list[Read]
    mask: int


def read_document(text: str, title: str | None, rules: Rules) -> ReadDocument:
    """Return `text` read sentence by sentence with the rules of a taxonomy."""
    found = passages(text)
    said = tokens_of_folded([passage.folded for passage in found])
    reads = [_read(passage, words, rules) for passage, words in zip(found, said, strict=True)]
    heading = read_passage(Passage(0, len(title), title, 0), rules) if title and title.strip() else None
    mask = heading.mask if heading else 0
    for read in reads:
        if not read.is_silent:
            mask |= read.mask
    return ReadDocument(heading, reads, mask)


def read_passage(passage: Passage, rules: Rules) -> Read:
    """Return one sentence with its slots and the cues that fire in it."""
    return _read(passage, tokens(passage.text), rules)


def _read(passage: Passage, words: list[str], rules: Rules) -> Read:
    """Return a sentence, read as its `words`."""
    reading = rules.lexicon.read(rules.spelling.righted(words if len(words) <= SENTENCE_WORDS_MAX else words[:SENTENCE_WORDS_MAX]))
    if reading.mask & (rules.denied | rules.denied_before):
        reading = rules.lexicon.read(_said(passage.text, rules)[:SENTENCE_WORDS_MAX])
    fired = rules.cue_index.fired(reading)
    is_silent = passage.is_silent or rules.is_silent(reading)
    is_negated = bool(reading.mask & rules.negation)
    return Read(passage, reading, reading.mask, fired, rules.scores(fired), is_silent, is_negated)


def _said(text: str, rules: Rules) -> list[str]:
    """Return the words of a sentence without what it denies to be about.

    "not about pay, about fear" keeps "about fear"; of "pay is for another day, fear is not" what follows the day is kept.
    """
    kept: list[str] = []
    for clause in _CLAUSE_END.split(text):
        words = rules.spelling.righted(tokens(clause))
        spans = rules.lexicon.read(words).spans
        before = max(_ends(spans, rules.denied_before), default=0)
        if before:
            kept, words = [], words[before:]
        else:
            words = words[: min(_ends(spans, rules.denied), default=len(words))]
        kept += words
    return kept


def _ends(spans: Mapping[int, Sequence[tuple[int, int]]], mask: int) -> list[int]:
    return [end for slot, places in spans.items() if mask >> slot & 1 for _, end in places]
