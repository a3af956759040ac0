"""Training as one step: a corpus and a taxonomy in, a model file and its honest figures out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from watcher.classify.judge import scope_in_words
from watcher.classify.judgement import to_judgement, to_verdict
from watcher.classify.rules import Bands, Rules
from watcher.errors import InputError
from watcher.model import Judgement, Taxonomy
from watcher.train.data import Corpus
from watcher.train.evaluate import Scores, evaluate
from watcher.train.export import export
from watcher.train.fit import Calibration, Unseen, calibrated, fit, sharpened, unseen_by_hand
from watcher.train.matrix import Document, read_sentences, read_statements

BANDS: Final = Bands(first=0.5, threshold=0.35, likely=0.5, sure=0.8)
"""Meaningful probabilities, settled on hands that were left out: nothing is given unless one concern is likely, then all from
`threshold`. Below .5 more traps are taken for concerns, above more halves of pairs are missed (docs/classification.md)."""
AS_LEARNED: Final = Calibration()


@dataclass(frozen=True, slots=True)
class Trained:
    """The model file's bytes, and the figures on statements that the stages had not seen when they judged them."""

    model: bytes
    unseen: Scores


def train(corpus: Corpus, taxonomy: Taxonomy, calibration: Calibration = AS_LEARNED) -> Trained:
    """Fit all stages on `corpus` and return the model file with its cross-validated figures, both with `calibration`.

    Raises:
        InputError: the corpus is too small to be split by family, or names a concern that the taxonomy has not.
        ClassifierError: the taxonomy cannot be used.
    """
    rules = Rules.compile(taxonomy)
    _check(corpus, taxonomy)
    documents = read_statements(corpus.statements, rules)
    fitted = calibrated(fit(read_sentences(corpus.sentences, rules), documents, rules), calibration)
    unseen = evaluate(corpus.statements, _judged(fitted.unseen, documents, rules))
    scores = {"micro_f1": unseen.micro.f1, "macro_f1": unseen.macro_f1, "clean": unseen.clean, "brier": unseen.brier}
    return Trained(export(fitted, rules, bands=BANDS, data_digest=corpus.digest, scores=scores), unseen)


def _check(corpus: Corpus, taxonomy: Taxonomy) -> None:
    known = {concern.id for concern in taxonomy.concerns}
    labelled = [(entry.id, entry.concerns) for entry in corpus.sentences]
    labelled += [(entry.id, entry.concerns) for entry in corpus.statements]
    for name, concerns in labelled:
        if strange := sorted(set(concerns) - known):
            raise InputError(f"{name}: there is no concern {strange[0]} in {taxonomy.id}; there are {', '.join(sorted(known))}")


def by_hand(corpus: Corpus, taxonomy: Taxonomy, calibration: Calibration = AS_LEARNED) -> dict[str, Scores]:
    """Return the figures on each hand's statements, judged by stages that had learned from all other hands and not from this one.

    Hands differ in their words more than families do: this is what to expect of texts by somebody new.

    Raises:
        InputError: the statements are by one hand, or name a concern that the taxonomy has not.
    """
    rules = Rules.compile(taxonomy)
    _check(corpus, taxonomy)
    documents = read_statements(corpus.statements, rules)
    unseen = [sharpened(each, calibration) for each in unseen_by_hand(read_sentences(corpus.sentences, rules), documents, rules)]
    judged = _judged(unseen, documents, rules)
    pairs = list(zip(corpus.statements, judged, strict=True))
    return {
        hand: evaluate(*zip(*((statement, judgement) for statement, judgement in pairs if statement.hand == hand), strict=True))
        for hand in dict.fromkeys(statement.hand for statement in corpus.statements)
    }


def _judged(found: Sequence[Unseen], documents: Sequence[Document], rules: Rules) -> list[Judgement]:
    judgements = []
    for document, unseen in zip(documents, found, strict=True):
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
    return judgements
