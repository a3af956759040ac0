"""Fitting the stages, each on what the stage before says of statements that it has not seen."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from watcher.classify.reads import Read
from watcher.classify.rules import Rules
from watcher.classify.stages import (
    BIAS,
    document_logits,
    document_numbers,
    evidence_logits,
    evidence_numbers,
    scope_logit,
    scope_names,
)
from watcher.model import Stance
from watcher.train.matrix import GROUP_WEIGHTS, UNCERTAIN_WEIGHT, Array, Document, Example, Vocabulary

FOLDS: Final = 5
SENTENCE_C: Final = 1.0
SCOPE_C: Final = 0.3
STAGE_C: Final = 1.0
POSITIVE_WEIGHT: Final = 2.0
STANCES: Final = tuple(Stance)
STANCES_MIN: Final = 100
Weights = dict[str, float]
Logits = list[list[float]]


@dataclass(slots=True)
class SentenceFit:
    """The fitted sentence table: weights by feature (rows) and output (columns), and offsets."""

    vocabulary: Vocabulary
    weights: Array
    bias: Array

    def logits(self, reads: Sequence[Read]) -> Logits:
        if not reads:
            return []
        return [list(map(float, row)) for row in self.vocabulary.matrix(reads) @ self.weights + self.bias]


@dataclass(slots=True)
class First:
    """What the first two stages, the sentence table and the scope, say of one statement."""

    logits: Logits
    title: list[float] | None
    scope: float


@dataclass(slots=True)
class Unseen:
    """The last two stages' logits of a statement that no stage had seen: of its sentences, and of itself."""

    evidence: Logits
    document: list[float]


@dataclass(slots=True)
class Fit:
    """All stages, fitted on everything; and what each said of the statements when it had not seen them."""

    sentence: SentenceFit
    scope: Weights
    evidence: Weights
    document: Weights
    unseen: list[Unseen]
    stance: SentenceFit | None = None


def folds_of(families: Sequence[str], count: int = FOLDS) -> list[int]:
    """Return the fold of each item: families stay together, and their order is drawn once and for all."""
    names = sorted(set(families))
    random.Random(7).shuffle(names)  # noqa: S311 - a split, not a secret
    place = {name: index % count for index, name in enumerate(names)}
    return [place[family] for family in families]


def fit_sentences(examples: Sequence[Example], rules: Rules, *, groups: Mapping[str, float] = GROUP_WEIGHTS) -> SentenceFit:
    """Return the sentence table fitted on `examples`: one logistic regression for each concern."""
    vocabulary = Vocabulary(examples, rules, groups=groups)
    matrix = vocabulary.matrix([example.read for example in examples])
    weights, bias = [], []
    for concern in range(len(rules.cues)):
        labels = [example.labels[concern] for example in examples]
        counts = [POSITIVE_WEIGHT if label else UNCERTAIN_WEIGHT if label is None else 1.0 for label in labels]
        model = LogisticRegression(C=SENTENCE_C, solver="liblinear", random_state=0)
        model.fit(matrix, np.array([bool(label) for label in labels]), sample_weight=np.array(counts))
        weights.append(model.coef_[0])
        bias.append(model.intercept_[0])
    return SentenceFit(vocabulary, np.array(weights).T, np.array(bias))


def fit_stance(examples: Sequence[Example], rules: Rules) -> SentenceFit | None:
    """Return the stance table fitted on the examples that have one, or None if fewer than `STANCES_MIN` have."""
    known = [example for example in examples if example.stance]
    if len(known) < STANCES_MIN:
        return None
    vocabulary = Vocabulary(known, rules, has_kinds=True)
    matrix = vocabulary.matrix([example.read for example in known], [example.kind for example in known])
    models = [
        LogisticRegression(C=SENTENCE_C, solver="liblinear", random_state=0).fit(matrix, [x.stance is stance for x in known])
        for stance in STANCES
    ]
    return SentenceFit(vocabulary, np.array([model.coef_[0] for model in models]).T, np.array([m.intercept_[0] for m in models]))


def fit_scope(documents: Sequence[Document], rules: Rules) -> Weights:
    """Return the weights of the scope stage: does the statement address any concern at all?"""
    rows = [scope_names(document.document, rules) for document in documents]
    return _fit_names(rows, [bool(document.statement.concerns) for document in documents], SCOPE_C)


def fit(sentences: Sequence[Example], documents: Sequence[Document], rules: Rules) -> Fit:
    """Return every stage fitted; the later ones on out-of-fold results of the earlier ones.

    Raises:
        ValueError: there are no statements, or too few families to split.
    """
    folds = folds_of([*(example.family for example in sentences), *(document.statement.family for document in documents)])
    of_sentences, of_documents = folds[: len(sentences)], folds[len(sentences) :]
    seen: list[First | None] = [None] * len(documents)
    for fold in range(FOLDS):
        known = [document for document, place in zip(documents, of_documents, strict=True) if place != fold]
        single = [example for example, place in zip(sentences, of_sentences, strict=True) if place != fold]
        table = fit_sentences([*single, *(example for document in known for example in document.examples)], rules)
        scope = fit_scope(known, rules)
        for index, place in enumerate(of_documents):
            if place == fold:
                seen[index] = first_stages(documents[index], table, scope, rules)
    first = [read for read in seen if read is not None]
    evidence, document, unseen = _fit_late(documents, first, of_documents, rules)
    every = [*sentences, *(example for document in documents for example in document.examples)]
    return Fit(fit_sentences(every, rules), fit_scope(documents, rules), evidence, document, unseen, fit_stance(every, rules))


def first_stages(document: Document, table: SentenceFit, scope: Weights, rules: Rules) -> First:
    """Return what the sentence table and the scope stage say of one statement."""
    reads = [example.read for example in document.examples]
    title = table.logits([document.document.title])[0] if document.document.title else None
    return First(table.logits(reads), title, scope_logit(document.document, rules, scope))


def _fit_late(
    documents: Sequence[Document], first: Sequence[First], folds: Sequence[int], rules: Rules
) -> tuple[Weights, Weights, list[Unseen]]:
    logits: list[Logits] = [[] for _ in documents]
    for fold in range(FOLDS):
        weights = _fit_evidence([(documents[at], first[at]) for at, place in enumerate(folds) if place != fold], rules)
        for index in _of(fold, folds):
            logits[index] = evidence_logits(first[index].logits, first[index].title, first[index].scope, weights)
    unseen: list[Unseen] = [Unseen([], []) for _ in documents]
    for fold in range(FOLDS):
        known = [(documents[at], first[at], logits[at]) for at, place in enumerate(folds) if place != fold]
        weights = _fit_document(known, rules)
        for index in _of(fold, folds):
            read = first[index]
            totals = document_logits(logits[index], read.title, read.scope, weights, concerns=len(rules.cues))
            unseen[index] = Unseen(logits[index], totals)
    evidence = _fit_evidence(list(zip(documents, first, strict=True)), rules)
    return evidence, _fit_document(list(zip(documents, first, logits, strict=True)), rules), unseen


def _of(fold: int, folds: Sequence[int]) -> list[int]:
    return [index for index, place in enumerate(folds) if place == fold]


def _fit_evidence(known: Sequence[tuple[Document, First]], rules: Rules) -> Weights:
    rows, labels, counts = [], [], []
    for document, first in known:
        for index, example in enumerate(document.examples):
            for concern in range(len(rules.cues)):
                label = example.labels[concern]
                rows.append(evidence_numbers(first.logits, first.title, first.scope, index, concern))
                labels.append(bool(label))
                counts.append(UNCERTAIN_WEIGHT if label is None else 1.0)
    return _fit_names(rows, labels, STAGE_C, counts)


def _fit_document(known: Sequence[tuple[Document, First, Logits]], rules: Rules) -> Weights:
    rows, labels = [], []
    for document, first, evidence in known:
        numbers = document_numbers(evidence, first.title, first.scope, concerns=len(rules.cues))
        for concern, row in zip(rules.taxonomy.concerns, numbers, strict=True):
            if concern.id not in document.statement.ambiguous:
                rows.append(row)
                labels.append(concern.id in document.statement.concerns)
    return _fit_names(rows, labels, STAGE_C)


def _fit_names(
    rows: Sequence[Mapping[str, float]], labels: Sequence[bool], c: float, counts: Sequence[float] | None = None
) -> Weights:
    vectorizer: Any = DictVectorizer()
    matrix = vectorizer.fit_transform(rows)
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    model = LogisticRegression(C=c, solver="liblinear", random_state=0)
    model.fit(matrix, np.array(labels), sample_weight=None if counts is None else np.array(counts))
    weights: Weights = dict(zip(vectorizer.get_feature_names_out(), map(float, model.coef_[0]), strict=True))
    weights[BIAS] = weights.get(BIAS, 0.0) + float(model.intercept_[0])
    return weights
