"""From probabilities to a judgement: thresholds, bands, and the sentences that are shown."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from watcher.classify.reads import Read, ReadDocument
from watcher.classify.rules import Bands, Rules
from watcher.classify.stages import probability
from watcher.model import Assessment, Band, Evidence, Judgement, Stance

EVIDENCE_MAX: Final = 3
SHARE_LEAST: Final = 0.1
"""A further sentence is shown if it may well be the one to show: a weak one beside a strong one weakens both."""
EVIDENCE_LEAST: Final = 0.3
"""And if it speaks of the concern by itself: the best of a poor lot has a large share, and the second a fair one."""
LISTED_LEAST: Final = 0.6
"""An item of a list is short and names its matter outright, so it is shown by its score alone."""
CUES_LEAST: Final = 0.85
"""Where no model says how sentences stand to one another, a further one has to be as good as sure."""
CONTEXT_CHARS: Final = 32
CUES_SHOWN_MAX: Final = 4
DIGITS: Final = 4
OUT_OF_SCOPE: Final = 0.02
"""What is left of a score when the document is about another body: not nothing, so that it can still be found."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The document's probability and stance for each concern, and each sentence's probabilities; in the taxonomy's order.

    `scope` says in words what the document is or is not about; `shares` has for a concern how likely each sentence is the one to
    show, where a model knows.
    """

    document: tuple[float, ...]
    sentences: tuple[tuple[float, ...], ...]
    stances: tuple[Stance | None, ...]
    scope: str = ""
    shares: Mapping[int, tuple[float, ...]] = field(default_factory=dict)


def to_verdict(
    document: ReadDocument,
    evidence: Sequence[Sequence[float]],
    totals: Sequence[float],
    stances: tuple[Stance | None, ...],
    scope: str,
    *,
    is_in_scope: bool,
    shares: Mapping[int, Sequence[float]],
) -> Verdict:
    """Return logits as probabilities: `evidence` and `shares` are of the sentences that are heard, `totals` of the document.

    Sentences are given the probabilities of the concerns that have `shares`, 0.0 for the others: nothing of these is shown.
    """
    keep = 1.0 if is_in_scope and evidence else OUT_OF_SCOPE
    rows = iter(evidence)
    silent = (0.0,) * len(totals)
    return Verdict(
        document=tuple([keep * probability(total) for total in totals]),
        sentences=tuple([silent if read.is_silent or not shares else _shown(next(rows), keep, shares) for read in document.reads]),
        stances=stances,
        scope=scope,
        shares={concern: _of_all(document, column) for concern, column in shares.items()},
    )


def _shown(logits: Sequence[float], keep: float, shown: Collection[int]) -> tuple[float, ...]:
    row = [0.0] * len(logits)
    for concern in shown:
        row[concern] = keep * probability(logits[concern])
    return tuple(row)


def _of_all(document: ReadDocument, shares: Sequence[float]) -> tuple[float, ...]:
    if len(shares) == len(document.reads):
        return tuple(shares)
    heard = iter(shares)
    return tuple(0.0 if read.is_silent else next(heard) for read in document.reads)


def to_judgement(text: str, document: ReadDocument, verdict: Verdict, rules: Rules, bands: Bands, version: str) -> Judgement:
    """Return `verdict` on `text` as it is stored: concerns from the threshold on, each with its sentences, exactly quoted."""
    concerns = rules.taxonomy.concerns
    least = bands.threshold if max(verdict.document) >= bands.first and verdict.sentences else math.inf
    assessments = tuple(
        Assessment(
            concern_id=concern.id,
            score=round(verdict.document[number], DIGITS),
            band=_band(verdict.document[number], bands),
            stance=verdict.stances[number],
            evidence=_evidence(text, document, verdict, number, rules),
        )
        for number, concern in enumerate(concerns)
        if verdict.document[number] >= least
    )
    return Judgement(
        assessments=assessments,
        scores={concern.id: round(total, DIGITS) for concern, total in zip(concerns, verdict.document, strict=True)},
        is_relevant=bool(assessments) or rules.is_about([read.reading for read in document.reads]),
        scope=verdict.scope,
        model_version=version,
    )


def evidence_places(scores: Sequence[float], listed: Sequence[bool], shares: Sequence[float] | None) -> list[int]:
    """Return where the sentences stand that are shown: the likeliest, and up to two more that may well be right too, items first.

    Without `shares` the score alone says which is likeliest.
    """
    standing = scores if shares is None else shares
    ranked = sorted(range(len(scores)), key=lambda place: (-standing[place], place))

    def may_be_right(place: int) -> bool:
        if listed[place] and scores[place] >= LISTED_LEAST:
            return True
        if shares is None:
            return scores[place] >= CUES_LEAST
        return shares[place] >= SHARE_LEAST and scores[place] >= EVIDENCE_LEAST

    further = sorted(filter(may_be_right, ranked[1:]), key=lambda place: not listed[place])
    return [*ranked[:1], *further[: EVIDENCE_MAX - 1]]


def _evidence(text: str, document: ReadDocument, verdict: Verdict, concern: int, rules: Rules) -> tuple[Evidence, ...]:
    scores = [row[concern] for row in verdict.sentences]
    places = evidence_places(scores, [read.passage.is_listed for read in document.reads], verdict.shares.get(concern))
    return tuple(_quoted(text, document.reads[place], scores[place], concern, rules) for place in places)


def _quoted(text: str, read: Read, score: float, concern: int, rules: Rules) -> Evidence:
    cues = sorted((rules.cues[where][index] for where, index in read.fired if where == concern), key=lambda cue: -cue.weight)
    start, end = read.passage.start, read.passage.end
    return Evidence(
        start=start,
        end=end,
        quote=text[start:end],
        prefix=text[max(start - CONTEXT_CHARS, 0) : start],
        suffix=text[end : end + CONTEXT_CHARS],
        score=round(score, DIGITS),
        cues=tuple(cue.name for cue in cues if cue.weight > 0)[:CUES_SHOWN_MAX],
    )


def _band(total: float, bands: Bands) -> Band:
    return Band.SURE if total >= bands.sure else Band.LIKELY if total >= bands.likely else Band.REVIEW
