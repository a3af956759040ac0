"""Two ways from a read document to probabilities: the trained stages, or the taxonomy's cues alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, Protocol

from watcher.classify.features import manner
from watcher.classify.judgement import Verdict, to_verdict
from watcher.classify.model import SentenceTable, TrainedModel
from watcher.classify.reads import Read, ReadDocument
from watcher.classify.rules import Bands, Rules
from watcher.classify.stages import (
    LOGIT_MAX,
    document_logits,
    evidence_logits,
    probability,
    standing_shares,
)
from watcher.model import Stance

WORDS_SHOWN_MAX: Final = 3
STRANGERS_ALONE_MIN: Final = 2
"""A text that never names the subject is about another place if it names such places as often."""
STRANGERS_MIN: Final = 3
"""A text that names the subject in passing is about another body if it names others as often, and more than twice as often."""
STANCE_LEAST: Final = 0.8
"""A stance less sure than this is not given."""
HELD_LEAST: Final = 0.75
"""Nor is one that held less often than this in unseen statements of the same manner (release, answer, press, ...)."""
STANCE_LOGIT_MIN: Final = -2.0
"""Sentences less sure than this are not asked for a stance: their concern is not given."""


class Judge(Protocol):
    """What turns a read document into probabilities."""

    version: str
    bands: Bands

    def judge(self, document: ReadDocument, kind: str | None) -> Verdict: ...


class CueJudge:
    """Judges by the cues of the taxonomy: the sum of a sentence's cues against one threshold; no stance."""

    def __init__(self, rules: Rules, version: str) -> None:
        self.version, self.bands, self._rules = version, rules.bands, rules

    def judge(self, document: ReadDocument, kind: str | None) -> Verdict:  # noqa: ARG002 - the kind bears on the stance alone
        is_in_scope, scope = scope_in_words(document, self._rules)
        rows = tuple(self._sentence(read, is_in_scope=is_in_scope) for read in document.reads)
        concerns = range(len(self._rules.cues))
        totals = tuple(self._total([row[concern] for row in rows]) for concern in concerns)
        return Verdict(totals, rows, (None,) * len(totals), scope)

    def _sentence(self, read: Read, *, is_in_scope: bool) -> tuple[float, ...]:
        if not is_in_scope or read.is_silent or read.is_negated:
            return (0.0,) * len(self._rules.cues)
        return tuple(probability(self._rules.slope * (score - self._rules.threshold)) for score in read.rule_scores)

    def _total(self, scores: Sequence[float]) -> float:
        best, second = ([*sorted(scores, reverse=True), 0.0, 0.0])[:2]
        return best + (1 - best) * self._rules.second_best * second


class TrainedJudge:
    """Judges by a trained model: scope, sentences, evidence, document."""

    def __init__(self, rules: Rules, model: TrainedModel) -> None:
        self.version, self.bands, self._rules, self._model = model.version, model.bands, rules, model

    def judge(self, document: ReadDocument, kind: str | None) -> Verdict:
        is_in_scope, reason = scope_in_words(document, self._rules)
        model, heard = self._model, [read for read in document.reads if not read.is_silent]
        logits = [model.sentence.score(read) for read in heard]
        title = model.sentence.score(document.title) if document.title else None
        scope = model.scope.score_document(document)
        evidence = evidence_logits(logits, title, scope, model.evidence)
        totals = document_logits(evidence, title, scope, model.document, concerns=len(self._rules.cues))
        given = [concern for concern, total in enumerate(totals) if probability(total) >= self.bands.threshold]
        stances: list[Stance | None] = [None] * len(totals)
        for concern in given:
            stances[concern] = self._stance(heard, [row[concern] for row in evidence], kind)
        lengths = [len(read.reading.words) for read in heard]
        shares = {concern: standing_shares(logits, evidence, lengths, concern, model.standing) for concern in given}
        return to_verdict(document, evidence, totals, tuple(stances), reason, is_in_scope=is_in_scope, shares=shares)

    def _stance(self, heard: Sequence[Read], logits: Sequence[float], kind: str | None) -> Stance | None:
        """Return the stance of the best sentence, None where none is sure or where such a stance is too often wrong."""
        table, best = self._model.stance, max(logits, default=-LOGIT_MAX)
        if table is None or best < STANCE_LOGIT_MIN:
            return None
        stance = surest(table, heard[logits.index(best)], kind)
        return stance if stance and self._model.stance_held.get(held_name(kind, stance), 0.0) >= HELD_LEAST else None


def surest(table: SentenceTable, read: Read, kind: str | None) -> Stance | None:
    """Return the stance of a sentence in a text of this `kind`, None where no stance is `STANCE_LEAST` sure."""
    powers = [math.exp(min(logit, 30.0)) for logit in table.score(read, kind)]
    best = max(range(len(powers)), key=powers.__getitem__)
    return Stance(table.outputs[best]) if powers[best] >= STANCE_LEAST * sum(powers) else None


def held_name(kind: str | None, stance: Stance) -> str:
    """Return under which name a model keeps how often `stance` held in texts of this `kind`."""
    return f"{manner(kind) or 'unknown'}+{stance.value}"


def scope_in_words(document: ReadDocument, rules: Rules) -> tuple[bool, str]:
    """Return whether the document can be about the taxonomy's subject at all, and why or why not."""
    scope = rules.scope
    other, elsewhere = _words_of(document, scope.other), _words_of(document, scope.elsewhere)
    own = len(_words_of(document, scope.subject)) if other or elsewhere else 0
    strangers = len(other) + len(elsewhere)
    is_foreign = (other or strangers >= STRANGERS_ALONE_MIN) if not own else strangers >= max(STRANGERS_MIN, 2 * own + 1)
    if is_foreign:
        return False, "about another body: " + ", ".join(list(dict.fromkeys(other + elsewhere))[:WORDS_SHOWN_MAX])
    if scope.needs and not document.mask & scope.needs:
        return False, "nothing of the subject is named"
    near = [name.lower() for name, slot in scope.off_topics if document.mask >> slot & 1]
    return True, "in scope" + (f"; near topics: {', '.join(near)}" if near else "")


def _words_of(document: ReadDocument, mask: int) -> list[str]:
    """Return the terms of the slots of `mask` as they stand in the title and in what is not silent, repetitions and all."""
    if not document.mask & mask:
        return []
    reads = [*([document.title] if document.title else []), *(read for read in document.reads if not read.is_silent)]
    return [
        " ".join(read.reading.words[start:end])
        for read in reads
        for slot, spans in read.reading.spans.items()
        if mask >> slot & 1
        for start, end in spans
    ]
