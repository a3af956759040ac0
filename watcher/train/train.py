"""Training as one step: a corpus and a taxonomy in, a model file and its honest figures out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from watcher.classify.judge import scope_in_words
from watcher.classify.judgement import to_judgement, to_verdict
from watcher.classify.rules import Bands, Rules
from watcher.errors import InputError
from watcher.model import Taxonomy
from watcher.train.data import Corpus
from watcher.train.evaluate import Scores, evaluate
from watcher.train.export import export
from watcher.train.fit import Fit, fit
from watcher.train.matrix import Document, read_sentences, read_statements

BANDS: Final = Bands(first=0.6, threshold=0.4, likely=0.6, sure=0.8)
"""Meaningful probabilities, settled on unseen folds: nothing is given unless one concern is likely, then all from `threshold`.
F1 hardly moves with `threshold` from .35 to .5 and with `first` up to .6; beyond, statements with one concern are lost."""


@dataclass(frozen=True, slots=True)
class Trained:
    """The model file's bytes, and the figures on statements that the stages had not seen when they judged them."""

    model: bytes
    unseen: Scores


def train(corpus: Corpus, taxonomy: Taxonomy) -> Trained:
    """Fit all stages on `corpus` and return the model file with its cross-validated figures.

    Raises:
        InputError: the corpus is too small to be split by family, or names a concern that the taxonomy has not.
        ClassifierError: the taxonomy cannot be used.
    """
    rules = Rules.compile(taxonomy)
    _check(corpus, taxonomy)
    documents = read_statements(corpus.statements, rules)
    fitted = fit(read_sentences(corpus.sentences, rules), documents, rules)
    unseen = _unseen(fitted, documents, rules)
    scores = {"micro_f1": unseen.micro.f1, "macro_f1": unseen.macro_f1, "clean": unseen.clean, "brier": unseen.brier}
    return Trained(export(fitted, rules, bands=BANDS, data_digest=corpus.digest, scores=scores), unseen)


def _check(corpus: Corpus, taxonomy: Taxonomy) -> None:
    known = {concern.id for concern in taxonomy.concerns}
    labelled = [(entry.id, entry.concerns) for entry in corpus.sentences]
    labelled += [(entry.id, entry.concerns) for entry in corpus.statements]
    for name, concerns in labelled:
        if strange := sorted(set(concerns) - known):
            raise InputError(f"{name}: there is no concern {strange[0]} in {taxonomy.id}; there are {', '.join(sorted(known))}")


def _unseen(fitted: Fit, documents: Sequence[Document], rules: Rules) -> Scores:
    judgements = []
    for document, unseen in zip(documents, fitted.unseen, strict=True):
        is_in_scope, scope = scope_in_words(document.document, rules)
        verdict = to_verdict(
            document.document,
            unseen.evidence,
            unseen.document,
            (None,) * len(rules.cues),
            scope,
            is_in_scope=is_in_scope,
            shares=unseen.shares,
        )
        judgements.append(to_judgement(document.statement.text, document.document, verdict, rules, BANDS, "unseen"))
    return evaluate([document.statement for document in documents], judgements)
