"""Training as one step: a corpus and a taxonomy in, a model file and its honest figures out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from watcher.classify import Classifier
from watcher.classify.judgement import Verdict, to_judgement
from watcher.classify.rules import Rules
from watcher.classify.stages import probability
from watcher.model import Taxonomy
from watcher.train.data import Corpus, LabelledStatement
from watcher.train.evaluate import Scores, evaluate
from watcher.train.export import export
from watcher.train.fit import Fit, fit
from watcher.train.matrix import Document, examples_of


@dataclass(frozen=True, slots=True)
class Trained:
    """The model file's bytes, and the figures on statements that the stages had not seen when they judged them."""

    model: bytes
    unseen: Scores


def train(corpus: Corpus, taxonomy: Taxonomy) -> Trained:
    """Fit all stages on `corpus` and return the model file with its cross-validated figures.

    Raises:
        InputError: the corpus is too small to be split by family.
        ClassifierError: the taxonomy cannot be used.
    """
    rules = Rules.compile(taxonomy)
    sentences, documents = examples_of(corpus, rules)
    fitted = fit(sentences, documents, rules)
    unseen = _unseen(fitted, documents, rules)
    scores = {"micro_f1": unseen.micro.f1, "macro_f1": unseen.macro_f1, "clean": unseen.clean, "brier": unseen.brier}
    return Trained(export(fitted, rules, bands=rules.bands, data_digest=corpus.digest, scores=scores), unseen)


def judge_all(statements: Sequence[LabelledStatement], taxonomy: Taxonomy, model: bytes | None) -> Scores:
    """Return the figures of the shipped way of judging on `statements`."""
    classifier = Classifier(taxonomy, model)
    judgements = [classifier.assess(entry.text, title=entry.title, kind=entry.kind) for entry in statements]
    return evaluate(statements, judgements)


def _unseen(fitted: Fit, documents: Sequence[Document], rules: Rules) -> Scores:
    judgements = []
    for document, unseen in zip(documents, fitted.unseen, strict=True):
        totals = tuple(probability(logit) for logit in unseen.document)
        rows = tuple(tuple(probability(logit) for logit in row) for row in unseen.evidence)
        verdict = Verdict(totals, rows, (None,) * len(totals))
        judgements.append(to_judgement(document.statement.text, document.document, verdict, rules, rules.bands, "unseen"))
    return evaluate([document.statement for document in documents], judgements)
