"""Fitting the stages, each on what the stage before says of statements that it has not seen."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any, Final

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from watcher.classify.features import SCALE_UNIT
from watcher.classify.judge import held_name, scope_in_words, surest
from watcher.classify.model import ANY, GROUPS, SCOPE_UNIT, WEIGHT_UNIT, ScopeTable, SentenceTable, pack
from watcher.classify.rules import Rules
from watcher.classify.stages import (
    BIAS,
    document_logits,
    document_numbers,
    evidence_logits,
    evidence_numbers,
    scope_names,
    standing_numbers,
    standing_shares,
)
from watcher.errors import InputError
from watcher.model import Stance
from watcher.train.matrix import GROUP_WEIGHTS, UNCERTAIN_WEIGHT, Array, Document, Example, FeatureMatrix

_sparse: Any = import_module("scipy.sparse")  # it ships no types
FOLDS: Final = 5
FAMILIES_MIN: Final = 20
HANDS_MIN: Final = 2
SENTENCE_C: Final = 2.0
SCOPE_C: Final = 0.3
OWN_SCOPE_C: Final = 0.1
SCOPE_FORGOTTEN_BELOW: Final = 0.02
SCOPE_WEIGHT_MAX: Final = 2.0
"""No single name outweighs more, so that what the longest document adds up to stays within its field (a test adds it up)."""
STAGE_C: Final = 1.0
POSITIVE_WEIGHT: Final = 2.0
STANCES: Final = tuple(Stance)
STANCES_MIN: Final = 100
HELD_PRIOR: Final = 4
"""So many imagined cases, half of them right, stand beside those that were seen."""
STANCE_GROUPS: Final = {"words": 3.0, "slots": 0.5, "flags": 1.0, "kinds": 0.4}
FORGOTTEN_BELOW: Final = {"words": 0.3, "grams": 0.3, "slots": 0.01, "pairs": 0.15, "flags": 0.01, "kinds": 0.01}
"""A feature whose weight is less for every output is left out of the file; most count by a tenth of it or less (`group_scale`)."""
Weights = dict[str, float]
Logits = list[list[float]]


@dataclass(frozen=True, slots=True)
class TableFit:
    """A fitted sentence table: the names of its features, their weights (rows) by output (columns), and offsets."""

    names: tuple[tuple[str, str], ...]
    columns: Array
    weights: Array
    bias: Array
    groups: Mapping[str, float]

    def logits(self, rows: Array) -> Logits:
        """Return the logits of rows of the matrix that the table was fitted on."""
        return [list(map(float, row)) for row in rows[:, self.columns] @ self.weights + self.bias]


@dataclass(frozen=True, slots=True)
class First:
    """What the first two stages, the sentence table and the scope, say of one statement."""

    logits: Logits
    title: list[float] | None
    scope: list[float]


@dataclass(frozen=True, slots=True)
class Unseen:
    """What the late stages say of a statement that no stage had seen: logits of its sentences and of itself, and for each concern
    the sentences' shares in showing it.
    """

    evidence: Logits
    document: list[float]
    shares: Mapping[int, list[float]]


@dataclass(frozen=True, slots=True)
class Fit:
    """All stages, fitted on everything; and what each said of the statements when it had not seen them."""

    sentence: TableFit
    scope: Sequence[Weights]
    evidence: Weights
    standing: Weights
    document: Weights
    unseen: tuple[Unseen, ...]
    stance: TableFit | None
    stance_held: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a document's logits are multiplied by and what is added, where texts that are judged differ from those learned from."""

    slope: float = 1.0
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class Late:
    """The stages after the first two, fitted on everything, and what they say of each statement when they have not seen it."""

    evidence: Weights
    standing: Weights
    document: Weights
    unseen: tuple[Unseen, ...]


class Material:
    """The training sentences and statements as one matrix: single sentences first, then each statement's, then the titles."""

    def __init__(
        self,
        sentences: Sequence[Example],
        documents: Sequence[Document],
        rules: Rules,
        *,
        groups: Mapping[str, float] = GROUP_WEIGHTS,
    ) -> None:
        self.documents, self.rules = documents, rules
        self.examples = [*sentences, *(example for document in documents for example in document.examples)]
        titled = [document.document.title for document in documents if document.document.title]
        self.matrix = FeatureMatrix([*(example.read for example in self.examples), *titled], rules, groups=groups)
        self.folds = folds_of([example.family for example in self.examples])
        self.document_folds = [0] * len(documents)
        self.places: list[range] = []
        self.titles: list[int | None] = []
        start, title = len(sentences), len(self.examples)
        by_family = {example.family: fold for example, fold in zip(self.examples, self.folds, strict=True)}
        for index, document in enumerate(documents):
            self.document_folds[index] = by_family.get(document.statement.family, 0)
            self.places.append(range(start, start + len(document.examples)))
            self.titles.append(title if document.document.title else None)
            start, title = start + len(document.examples), title + (document.document.title is not None)

    def first(self, index: int, table: TableFit, scope: ScopeTable) -> First:
        """Return what the first stages say of statement `index`; readers' comments are not heard."""
        document, place = self.documents[index].document, self.titles[index]
        heard = [
            (row, read.rule_scores) for row, read in zip(self.places[index], document.reads, strict=True) if not read.is_silent
        ]
        logits = table.logits(self.matrix.rows[[row for row, _ in heard]]) if heard else []
        title = table.logits(self.matrix.rows[[place]])[0] if place is not None else None
        return First(logits, title, scope.score(scope_names(document, self.rules)))


def folds_of(families: Sequence[str], count: int = FOLDS) -> list[int]:
    """Return the fold of each item: families stay together, and their order is drawn once and for all.

    Raises:
        InputError: there are fewer than `FAMILIES_MIN` families.
    """
    names = sorted(set(families))
    if len(names) < FAMILIES_MIN:
        raise InputError(f"{len(names)} families of labelled texts: at least {FAMILIES_MIN} are needed to train and to measure")
    random.Random(7).shuffle(names)  # noqa: S311 - a split, not a secret
    place = {name: index % count for index, name in enumerate(names)}
    return [place[family] for family in families]


def fit(
    sentences: Sequence[Example],
    documents: Sequence[Document],
    rules: Rules,
    *,
    groups: Mapping[str, float] = GROUP_WEIGHTS,
) -> Fit:
    """Return every stage fitted; the later ones on what the earlier ones say of folds that they have not seen.

    Raises:
        InputError: there are too few families to split, or no statements.
    """
    if not documents:
        raise InputError("there are no labelled statements: sentences alone cannot teach what a document is about")
    material = Material(sentences, documents, rules, groups=groups)
    first = _first_unseen(material, material.folds, material.document_folds)
    late = _fit_late(documents, first, material.document_folds, rules)
    return Fit(
        sentence=fit_sentences(material, range(len(material.examples))),
        scope=fit_scope(documents, rules),
        evidence=late.evidence,
        standing=late.standing,
        document=late.document,
        unseen=late.unseen,
        stance=fit_stance(material.examples, rules),
        stance_held=stance_held(material, rules),
    )


def sharpened(unseen: Unseen, calibration: Calibration) -> Unseen:
    """Return `unseen` with the logits of the document calibrated."""
    return replace(unseen, document=[calibration.slope * logit + calibration.offset for logit in unseen.document])


def calibrated(fitted: Fit, calibration: Calibration) -> Fit:
    """Return `fitted` with a document stage whose logits are calibrated."""
    document = {name: calibration.slope * weight for name, weight in fitted.document.items()}
    document[BIAS] = document.get(BIAS, 0.0) + calibration.offset
    return replace(fitted, document=document, unseen=tuple(sharpened(unseen, calibration) for unseen in fitted.unseen))


def unseen_by_hand(sentences: Sequence[Example], documents: Sequence[Document], rules: Rules) -> tuple[Unseen, ...]:
    """Return what all stages say of each statement when they have learned nothing from who wrote it.

    Raises:
        InputError: all statements are by one hand.
    """
    material = Material(sentences, documents, rules)
    by_family: dict[str, str] = {}
    for example in material.examples:
        by_family.setdefault(example.family, example.hand)
    hands = [by_family.get(document.statement.family, document.statement.hand) for document in documents]
    names = sorted(set(hands))
    if len(names) < HANDS_MIN:
        raise InputError(f"the statements are by one hand ({names[0]}): at least {HANDS_MIN} are needed to leave one out")
    places = {name: place for place, name in enumerate(names)}
    rows = [places.get(by_family[example.family], len(names)) for example in material.examples]
    folds = [places[hand] for hand in hands]
    return _fit_late(documents, _first_unseen(material, rows, folds), folds, rules).unseen


def _first_unseen(material: Material, rows: Sequence[int], folds: Sequence[int]) -> list[First]:
    """Return what the first stages say of each statement, fitted without its fold; `rows` are the folds of the examples."""
    documents, rules = material.documents, material.rules
    first: dict[int, First] = {}
    for fold in sorted(set(folds)):
        table = fit_sentences(material, [row for row, place in enumerate(rows) if place != fold])
        taught = [document for document, place in zip(documents, folds, strict=True) if place != fold]
        scope = ScopeTable(scope_table(fit_scope(taught, rules), [ANY, *(concern.id for concern in rules.taxonomy.concerns)]))
        first.update({index: material.first(index, table, scope) for index in _of(fold, folds)})
    return [first[index] for index in range(len(documents))]


def fit_sentences(material: Material, rows: Sequence[int]) -> TableFit:
    """Return the sentence table fitted on some rows of `material`: one logistic regression for each concern."""
    columns = material.matrix.known(np.array(rows))
    rarity = material.matrix.rarity(np.array(rows), columns)
    matrix = material.matrix.rows[np.array(rows)][:, columns] @ _sparse.diags(rarity).tocsr()
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    models = []
    for concern in range(len(material.rules.cues)):
        labels = [material.examples[row].labels[concern] for row in rows]
        counts = [POSITIVE_WEIGHT if label else UNCERTAIN_WEIGHT if label is None else 1.0 for label in labels]
        models.append(_regression(matrix, [bool(label) for label in labels], counts))
    return _table(material.matrix, columns, models, rarity)


def fit_stance(examples: Sequence[Example], rules: Rules) -> TableFit | None:
    """Return the stance table fitted on the examples that have one, or None if fewer than `STANCES_MIN` have."""
    known = [example for example in examples if example.stance]
    if len(known) < STANCES_MIN:
        return None
    kinds = [example.kind for example in known]
    features = FeatureMatrix([example.read for example in known], rules, kinds=kinds, groups=STANCE_GROUPS)
    columns = features.known(np.arange(len(known)))
    matrix = features.rows[:, columns]
    counts = [1.0] * len(known)
    models = [_regression(matrix, [example.stance is stance for example in known], counts) for stance in STANCES]
    return _table(features, columns, models)


def stance_held(material: Material, rules: Rules) -> dict[str, float]:
    """Return how often each stance held in statements of each manner that its table had not seen ("release+criticises": 0.78).

    Only stances as sure as judging asks for are counted; with few of them the figure leans towards one in two.
    """
    counts: dict[str, list[bool]] = {}
    places = list(zip(material.examples, material.folds, strict=True))
    of_statements = {id(example) for document in material.documents for example in document.examples}
    for fold in range(FOLDS):
        fitted = fit_stance([example for example, place in places if place != fold], rules)
        if fitted is None:
            return {}
        table = SentenceTable(as_stored(fitted, [stance.value for stance in STANCES]), rules)
        for example, place in places:
            if place == fold and example.stance and id(example) in of_statements:
                stance = surest(table, example.read, example.kind)
                if stance is not None:
                    counts.setdefault(held_name(example.kind, stance), []).append(stance is example.stance)
    return {name: (sum(held) + HELD_PRIOR / 2) / (len(held) + HELD_PRIOR) for name, held in sorted(counts.items())}


def fit_scope(documents: Sequence[Document], rules: Rules) -> list[Weights]:
    """Return the weights of the scope stage: does the statement as a whole address any concern, and does it address each?"""
    rows = [{name: n / SCALE_UNIT for name, n in scope_names(document.document, rules).items()} for document in documents]
    wanted = [document.statement.concerns for document in documents]
    own = (_fit_names(rows, [concern.id in given for given in wanted], OWN_SCOPE_C) for concern in rules.taxonomy.concerns)
    return [_fit_names(rows, list(map(bool, wanted)), SCOPE_C), *own]


def scope_table(fitted: Sequence[Weights], outputs: Sequence[str]) -> dict[str, Any]:
    """Return the scope stage as it is stored: for each name its weights by output, packed."""
    names = sorted({name for weights in fitted for name in weights} - {BIAS})
    rows = {name: [weights.get(name, 0.0) for weights in fitted] for name in names}
    kept = {name: row for name, row in rows.items() if max(map(abs, row)) >= SCOPE_FORGOTTEN_BELOW}
    return {
        "outputs": list(outputs),
        "bias": pack([round(weights[BIAS] * SCOPE_UNIT) for weights in fitted]),
        "names": {name: pack([_scope_weight(weight) for weight in row]) for name, row in kept.items()},
    }


def _scope_weight(weight: float) -> int:
    return round(max(-SCOPE_WEIGHT_MAX, min(weight, SCOPE_WEIGHT_MAX)) * SCOPE_UNIT)


def _regression(matrix: Array, labels: Sequence[bool], counts: Sequence[float]) -> Any:
    # The dual solver takes a twentieth of the primal's time here, and is as exact and as repeatable.
    model = LogisticRegression(C=SENTENCE_C, solver="liblinear", dual=True, random_state=0, max_iter=1000)
    return model.fit(matrix, np.array(labels), sample_weight=np.array(counts))


def _table(features: FeatureMatrix, columns: Array, models: Sequence[Any], rarity: Array = 1.0) -> TableFit:
    """Return the fit with what it multiplied its columns by in its weights, so that judging need not know of it.

    What tells little is forgotten here and not only in the file: the later stages are fitted on what the table says without it.
    """
    names = tuple(features.names[column] for column in columns)
    weights = np.array([model.coef_[0] * rarity for model in models]).T
    loudest = np.abs(weights).max(axis=1) * np.array([features.groups[group] for group, _ in names])
    weights[loudest < np.array([FORGOTTEN_BELOW[group] for group, _ in names])] = 0.0
    return TableFit(names, columns, weights, np.array([model.intercept_[0] for model in models]), features.groups)


def as_stored(fitted: TableFit, outputs: list[str]) -> dict[str, Any]:
    """Return a table as it is stored: for each group the weights of its features, packed; what was forgotten is left out."""
    groups: dict[str, dict[str, int]] = {group: {} for group in GROUPS}
    for (group, name), row in zip(fitted.names, fitted.weights, strict=True):
        if row.any():
            weights = row * fitted.groups[group]
            groups[group][name] = pack([round(float(weight) * WEIGHT_UNIT) for weight in weights])
    bias = pack([round(float(offset) * WEIGHT_UNIT) for offset in fitted.bias])
    return {"outputs": outputs, "bias": bias, "groups": groups}


def _fit_late(documents: Sequence[Document], first: Sequence[First], folds: Sequence[int], rules: Rules) -> Late:
    """Return the later stages fitted, each on what the stage before says of folds that it has not seen.

    Statements that the scope rule turns away never reach these stages, so they do not teach them either.
    """
    heard = [scope_in_words(document.document, rules)[0] for document in documents]
    logits: dict[int, Logits] = {}
    for fold in sorted(set(folds)):
        taught = [at for at, place in enumerate(folds) if place != fold and heard[at]]
        weights = _fit_evidence([(documents[at], first[at]) for at in taught], rules)
        for at in _of(fold, folds):
            logits[at] = evidence_logits(first[at].logits, first[at].title, first[at].scope, weights)
    unseen: dict[int, Unseen] = {}
    for fold in sorted(set(folds)):
        taught = [at for at, place in enumerate(folds) if place != fold and heard[at]]
        known = [(documents[at], first[at], logits[at]) for at in taught]
        weights, standing = _fit_document(known, rules), _fit_standing(known, rules)
        for at in _of(fold, folds):
            totals = document_logits(logits[at], first[at].title, first[at].scope, weights, concerns=len(rules.cues))
            unseen[at] = Unseen(logits[at], totals, _shares(documents[at], first[at], logits[at], standing))
    every = [at for at in range(len(documents)) if heard[at]]
    known = [(documents[at], first[at], logits[at]) for at in every]
    return Late(
        evidence=_fit_evidence([(documents[at], first[at]) for at in every], rules),
        standing=_fit_standing(known, rules),
        document=_fit_document(known, rules),
        unseen=tuple(unseen[at] for at in range(len(documents))),
    )


def _shares(document: Document, first: First, evidence: Logits, weights: Weights) -> dict[int, list[float]]:
    concerns = range(len(first.scope) - 1)
    return {concern: standing_shares(first.logits, evidence, _lengths(document), concern, weights) for concern in concerns}


def _lengths(document: Document) -> list[int]:
    return [len(read.reading.words) for read in document.document.reads if not read.is_silent]


def _of(fold: int, folds: Sequence[int]) -> list[int]:
    return [index for index, place in enumerate(folds) if place == fold]


def _fit_evidence(known: Sequence[tuple[Document, First]], rules: Rules) -> Weights:
    rows, labels, counts = [], [], []
    for document, first in known:
        heard = [example for example in document.examples if not example.read.is_silent]
        for index, example in enumerate(heard):
            for concern in range(len(rules.cues)):
                label = example.labels[concern]
                rows.append(evidence_numbers(first.logits, first.title, first.scope, index, concern))
                labels.append(bool(label))
                counts.append(UNCERTAIN_WEIGHT if label is None else 1.0)
    return _fit_names(rows, labels, STAGE_C, counts)


def _fit_standing(known: Sequence[tuple[Document, First, Logits]], rules: Rules) -> Weights:
    """Return how a sentence that is named as evidence differs from those of its statement that are not.

    Each statement counts as one; without one that has both kinds, the evidence stage alone decides.
    """
    rows: list[Mapping[str, float]] = []
    counts: list[float] = []
    for document, first, evidence in known:
        heard = [example for example in document.examples if not example.read.is_silent]
        lengths = _lengths(document)
        for concern in range(len(rules.cues)):
            named = [index for index, example in enumerate(heard) if example.labels[concern]]
            others = [index for index, example in enumerate(heard) if not example.labels[concern]]
            if not named or not others:
                continue
            numbers = [standing_numbers(first.logits, evidence, lengths, index, concern) for index in range(len(heard))]
            rows += [_difference(numbers[one], numbers[other]) for one in named for other in others]
            counts += [1 / (len(named) * len(others))] * (len(named) * len(others))
    if not rows:
        return {"evidence": 1.0}
    # A difference and its opposite: what is fitted has no offset, since only the order counts.
    opposite = [{name: -value for name, value in row.items()} for row in rows]
    labels = [True] * len(rows) + [False] * len(rows)
    weights = _fit_names([*rows, *opposite], labels, STAGE_C, [*counts, *counts])
    return {name: weight for name, weight in weights.items() if name != BIAS}


def _difference(first: Mapping[str, float], second: Mapping[str, float]) -> dict[str, float]:
    return {name: value - second[name] for name, value in first.items()}


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
