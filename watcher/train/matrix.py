"""Labelled sentences as a sparse matrix of the classifier's features."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import repeat
from typing import Any, Final

import numpy as np

from watcher.classify.features import named_groups
from watcher.classify.passages import Passage
from watcher.classify.reads import Read, ReadDocument, read_document, read_passage
from watcher.classify.rules import Rules
from watcher.model import Stance
from watcher.train.data import Corpus, LabelledSentence, LabelledStatement
from watcher.train.evaluate import same_sentence

_sparse: Any = import_module("scipy.sparse")  # it ships no types
Array = Any
"""A numpy array or scipy matrix: neither ships precise types for what is done here."""

GROUP_WEIGHTS: Final[Mapping[str, float]] = {"words": 3.0, "grams": 3.0, "slots": 0.5, "pairs": 3.0, "flags": 0.3}
"""How readily the fit leans on a group of features; found by cross-validation (docs/classification.md)."""
SEEN_MIN: Final[Mapping[str, int]] = {"words": 2, "grams": 3, "slots": 1, "pairs": 2, "flags": 1}
"""A feature that fewer training sentences have is left out: it would be learned by heart, and fill the file."""
UNCERTAIN_WEIGHT: Final = 0.3
"""A sentence of a statement about a concern that is not named as its evidence may still speak of it."""


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence to learn from: its labels by concern (None: not known), its family, its stance and the text's kind."""

    read: Read
    labels: tuple[bool | None, ...]
    family: str
    stance: Stance | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A labelled statement, read, with the labels of each of its sentences."""

    statement: LabelledStatement
    document: ReadDocument
    examples: tuple[Example, ...]


def read_sentences(sentences: Iterable[LabelledSentence], rules: Rules) -> list[Example]:
    """Return each labelled sentence as an example."""
    concerns = [concern.id for concern in rules.taxonomy.concerns]
    return [
        Example(
            read_passage(Passage(0, len(sentence.text), sentence.text, 0), rules),
            tuple(concern in sentence.concerns for concern in concerns),
            sentence.family,
            sentence.stance,
            sentence.kind,
        )
        for sentence in sentences
    ]


def read_statements(statements: Iterable[LabelledStatement], rules: Rules) -> list[Document]:
    """Return each statement read, its sentences labelled by its evidence."""
    return [_document(statement, rules) for statement in statements]


def examples_of(corpus: Corpus, rules: Rules) -> tuple[list[Example], list[Document]]:
    """Return the single sentences and the statements of `corpus` as examples."""
    return read_sentences(corpus.sentences, rules), read_statements(corpus.statements, rules)


def _document(statement: LabelledStatement, rules: Rules) -> Document:
    document = read_document(statement.text, statement.title, rules)
    concerns = [concern.id for concern in rules.taxonomy.concerns]
    examples = tuple(
        Example(read, _labels(read, statement, concerns), statement.family, _stance(read, statement), statement.kind)
        for read in document.reads
    )
    return Document(statement, document, examples)


def _stance(read: Read, statement: LabelledStatement) -> Stance | None:
    shown = (concern for concern, sentence in statement.evidence if same_sentence(read.passage.text, sentence))
    return next((statement.stance[concern] for concern in shown if concern in statement.stance), None)


def _labels(read: Read, statement: LabelledStatement, concerns: Sequence[str]) -> tuple[bool | None, ...]:
    shown = {concern for concern, sentence in statement.evidence if same_sentence(read.passage.text, sentence)}
    return tuple(True if concern in shown else None if concern in statement.concerns else False for concern in concerns)


class Vocabulary:
    """The features of the training sentences and their columns, by group; rare ones are left out."""

    def __init__(
        self,
        examples: Sequence[Example],
        rules: Rules,
        *,
        groups: Mapping[str, float] = GROUP_WEIGHTS,
        has_kinds: bool = False,
    ) -> None:
        self.groups, self.has_kinds, self._rules = groups, has_kinds, rules
        seen: Counter[tuple[str, str]] = Counter()
        for example in examples:
            seen.update({(group, name) for group, names, _ in self._groups(example.read, example.kind) for name in names})
        kept = sorted(key for key, count in seen.items() if count >= SEEN_MIN[key[0]])
        self.columns: dict[tuple[str, str], int] = {key: column for column, key in enumerate(kept)}

    def matrix(self, reads: Sequence[Read], kinds: Iterable[str | None] = repeat(None)) -> Array:
        """Return one row for each sentence, of a text of the kind that stands in its place in `kinds`."""
        values: list[float] = []
        columns: list[int] = []
        ends = [0]
        for read, kind in zip(reads, kinds, strict=False):
            row: dict[int, float] = {}
            for group, names, scale in self._groups(read, kind):
                for name in names:
                    column = self.columns.get((group, name))
                    if column is not None:
                        row[column] = row.get(column, 0.0) + scale * self.groups[group]
            columns += row
            values += row.values()
            ends.append(len(columns))
        shape = (len(reads), len(self.columns))
        return _sparse.csr_matrix(
            (np.array(values), np.array(columns, dtype=np.int32), np.array(ends, dtype=np.int32)), shape=shape
        )

    def _groups(self, read: Read, kind: str | None) -> Iterable[tuple[str, list[str], float]]:
        named = named_groups(read, self._rules, kind if self.has_kinds else None)
        return ((group, names, scale) for group, names, scale in named if group in self.groups)
