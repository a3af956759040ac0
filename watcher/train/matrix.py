"""Labelled sentences as a sparse matrix of the classifier's features."""

from __future__ import annotations

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
from watcher.train.data import LabelledSentence, LabelledStatement
from watcher.train.evaluate import same_sentence

_sparse: Any = import_module("scipy.sparse")  # it ships no types
Array = Any
"""A numpy array or scipy matrix: neither ships precise types for what is done here."""

GROUP_WEIGHTS: Final[Mapping[str, float]] = {"words": 3.0, "grams": 3.0, "slots": 0.5, "pairs": 3.0, "flags": 0.3}
"""How readily the fit leans on a group of features; found by cross-validation (docs/classification.md)."""
SEEN_MIN: Final[Mapping[str, int]] = {"words": 3, "grams": 4, "slots": 1, "pairs": 3, "flags": 1, "kinds": 2}
"""A feature that fewer training sentences have is left out: it would be learned by heart, and fill the file."""
RARE_GROUPS: Final = frozenset({"words", "grams", "pairs"})
"""Groups in which a feature says the more the fewer sentences have it (inverse document frequency)."""
UNCERTAIN_WEIGHT: Final = 0.3
"""A sentence of a statement about a concern that is not named as its evidence may still speak of it."""


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence to learn from: its labels by concern (None: not known), its family, its stance, the text's kind, its writer."""

    read: Read
    labels: tuple[bool | None, ...]
    family: str
    stance: Stance | None = None
    kind: str | None = None
    hand: str = ""


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
            sentence.hand,
        )
        for sentence in sentences
    ]


def read_statements(statements: Iterable[LabelledStatement], rules: Rules) -> list[Document]:
    """Return each statement read, its sentences labelled by its evidence."""
    return [_document(statement, rules) for statement in statements]


def _document(statement: LabelledStatement, rules: Rules) -> Document:
    document = read_document(statement.text, statement.title, rules)
    concerns = [concern.id for concern in rules.taxonomy.concerns]
    examples = tuple(
        Example(
            read, _labels(read, statement, concerns), statement.family, _stance(read, statement), statement.kind, statement.hand
        )
        for read in document.reads
    )
    return Document(statement, document, examples)


def _stance(read: Read, statement: LabelledStatement) -> Stance | None:
    shown = (concern for concern, sentence in statement.evidence if same_sentence(read.passage.text, sentence))
    return next((statement.stance[concern] for concern in shown if concern in statement.stance), None)


def _labels(read: Read, statement: LabelledStatement, concerns: Sequence[str]) -> tuple[bool | None, ...]:
    shown = {concern for concern, sentence in statement.evidence if same_sentence(read.passage.text, sentence)}
    unknown = {*statement.concerns, *statement.ambiguous}
    return tuple(True if concern in shown else None if concern in unknown else False for concern in concerns)


class FeatureMatrix:
    """Sentences as rows over every feature that any of them has; a fit then keeps the columns that its own rows know well."""

    def __init__(
        self,
        reads: Sequence[Read],
        rules: Rules,
        *,
        kinds: Iterable[str | None] = repeat(None),
        groups: Mapping[str, float] = GROUP_WEIGHTS,
    ) -> None:
        columns: dict[tuple[str, str], int] = {}
        values: list[float] = []
        places: list[int] = []
        ends = [0]
        for read, kind in zip(reads, kinds, strict=False):
            row: dict[int, float] = {}
            for group, names, scale in named_groups(read, rules, kind):
                weight = scale * groups.get(group, 0.0)
                for name in names if weight else ():
                    column = columns.setdefault((group, name), len(columns))
                    row[column] = row.get(column, 0.0) + weight
            places += row
            values += row.values()
            ends.append(len(places))
        self.names = tuple(columns)
        self.groups = groups
        arrays = np.array(values), np.array(places, dtype=np.int32), np.array(ends, dtype=np.int32)
        self.rows = _sparse.csr_matrix(arrays, shape=(len(ends) - 1, len(columns)))
        self._least = np.array([SEEN_MIN[group] for group, _ in columns])

    def known(self, rows: Array) -> Array:
        """Return the columns of the features that enough of `rows` have, in the order of their names."""
        counts = np.bincount(self.rows[rows].indices, minlength=len(self.names))
        return np.array(sorted(np.flatnonzero(counts >= self._least), key=self.names.__getitem__), dtype=np.int32)

    def rarity(self, rows: Array, columns: Array) -> Array:
        """Return how much each of `columns` tells by its being rare in `rows`, 1.0 on average; 1.0 outside `RARE_GROUPS`."""
        counts = np.bincount(self.rows[rows].indices, minlength=len(self.names))[columns]
        is_rare = np.array([self.names[column][0] in RARE_GROUPS for column in columns])
        found = np.log(len(rows) / (counts + 1.0))
        return np.where(is_rare, found / (found[is_rare].mean() if is_rare.any() else 1.0), 1.0)
