"""The classifier: what a statement says of each concern, with the sentences that say it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

from watcher.classify.reads import Read, ReadDocument, read_document
from watcher.classify.rules import Rules
from watcher.model import Assessment, Band, Evidence, Group, Judgement, Stance, Taxonomy

EVIDENCE_MAX: Final = 3
EVIDENCE_SHARE_MIN: Final = 0.6
"""A further sentence is shown if it is at least this sure of what the best one is sure of."""
CONTEXT_CHARS: Final = 32
CUES_SHOWN_MAX: Final = 4


class Classifier:
    """Judges texts against one taxonomy; with a trained `model` for it, or by the taxonomy's cues alone.

    Raises:
        ClassifierError: the taxonomy cannot be used, or `model` is not a model for it; the text says what is wrong.
    """

    def __init__(self, taxonomy: Taxonomy, model: bytes | None = None) -> None:
        self._rules = Rules.compile(taxonomy)
        self.version: str = f"{taxonomy.id}/{taxonomy.version}/cues-{_digest(taxonomy)}"

    def assess(self, text: str, *, title: str | None = None, group: Group | None = None, kind: str | None = None) -> Judgement:
        """Return what `text` says of each concern; offsets of the evidence are code points of `text`, exactly."""
        document = read_document(text, title, self._rules)
        is_in_scope, scope = self._scope(document)
        scores = [self._sentence_scores(document, concern, is_in_scope=is_in_scope) for concern in range(len(self._rules.cues))]
        totals = [_best_two(sentence_scores, self._rules.second_best) for sentence_scores in scores]
        found = {concern.id: total for concern, total in zip(self._rules.taxonomy.concerns, totals, strict=True)}
        assessments = tuple(
            self._assessment(concern, scores[concern], totals[concern], document)
            for concern in range(len(totals))
            if totals[concern] >= self._rules.bands.threshold
        )
        is_relevant = bool(assessments) or self._rules.is_about([read.reading for read in document.reads])
        return Judgement(assessments, found, is_relevant, scope, self.version)

    def _scope(self, document: ReadDocument) -> tuple[bool, str]:
        scope = self._rules.scope
        if scope.other and document.mask & scope.other and not document.mask & scope.subject:
            return False, "about another body: " + ", ".join(self._slot_words(document, scope.other))
        if scope.needs and not document.mask & scope.needs:
            return False, "nothing of the subject is named"
        return True, "in scope"

    def _slot_words(self, document: ReadDocument, mask: int) -> list[str]:
        found: dict[str, None] = {}
        for read in document.reads:
            for slot, spans in read.reading.spans.items():
                if mask >> slot & 1:
                    found.update(dict.fromkeys(" ".join(read.reading.words[start:end]) for start, end in spans))
        return list(found)[:3]

    def _sentence_scores(self, document: ReadDocument, concern: int, *, is_in_scope: bool) -> list[float]:
        return [
            self._probability(read.rule_scores[concern]) if is_in_scope and not read.is_silent and not read.is_negated else 0.0
            for read in document.reads
        ]

    def _probability(self, rule_score: float) -> float:
        return 1 / (1 + math.exp(-self._rules.slope * (rule_score - self._rules.threshold)))

    def _assessment(self, concern: int, scores: Sequence[float], total: float, document: ReadDocument) -> Assessment:
        ranked = sorted(range(len(scores)), key=lambda index: (-scores[index], index))
        least = max(self._rules.bands.threshold, EVIDENCE_SHARE_MIN * scores[ranked[0]])
        chosen = [index for index in ranked[:EVIDENCE_MAX] if scores[index] >= least] or ranked[:1]
        evidence = tuple(self._evidence(document.reads[index], concern, scores[index], document) for index in chosen)
        return Assessment(self._rules.taxonomy.concerns[concern].id, round(total, 4), self._band(total), None, evidence)

    def _evidence(self, read: Read, concern: int, score: float, document: ReadDocument) -> Evidence:
        cues = [self._rules.cues[concern][index] for where, index in read.fired if where == concern]
        named = [cue.name for cue in sorted(cues, key=lambda cue: -cue.weight) if cue.weight > 0][:CUES_SHOWN_MAX]
        passage = read.passage
        return Evidence(passage.start, passage.end, passage.text, score=round(score, 4), cues=tuple(named))

    def _band(self, total: float) -> Band:
        bands = self._rules.bands
        return Band.SURE if total >= bands.sure else Band.LIKELY if total >= bands.likely else Band.REVIEW


def _best_two(scores: Sequence[float], second_best: float) -> float:
    ranked = sorted(scores, reverse=True)
    if not ranked:
        return 0.0
    second = ranked[1] if len(ranked) > 1 else 0.0
    return ranked[0] + (1 - ranked[0]) * second_best * second


def _digest(taxonomy: Taxonomy) -> str:
    cues = [(concern.id, [sorted(cue.items(), key=str) for cue in concern.cues]) for concern in taxonomy.concerns]
    return blake2b(repr((cues, sorted(taxonomy.settings.items()))).encode(), digest_size=4).hexdigest()
