"""How good judgements are: per concern, on hard negatives, their evidence, stance and calibration."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from watcher.classify import Classifier
from watcher.model import Assessment, Band, Judgement
from watcher.train.data import LabelledStatement

BINS: Final = 10
SAME_F1_MIN: Final = 0.6
SAME_PART_MIN: Final = 0.34
SAME_PART_WORDS_MIN: Final = 4


@dataclass(frozen=True, slots=True)
class Counts:
    """True positives, false positives, false negatives, and what follows from them (0.0 where nothing is there)."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        return share(2 * self.right, 2 * self.right + self.wrong + self.missed)

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)


@dataclass(frozen=True, slots=True)
class Reliability:
    """One tenth of the scores: how many, what they promised on average and what held."""

    lowest: float
    count: int
    promised: float
    held: float


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures of one evaluation. `clean` is the share of statements without a concern that got none; `errors` are
    (statement id, concerns missed, concerns too many).
    """

    count: int
    per_concern: Mapping[str, Counts]
    clean: float
    negatives: int
    evidence_hit: float
    evidence_precision: float
    stance: float | None
    brier: float
    calibration_error: float
    calibration_error_upper: float
    reliability: tuple[Reliability, ...]
    sure_precision: float
    sure_share: float
    relevance: Counts
    errors: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]

    @property
    def micro(self) -> Counts:
        return sum(self.per_concern.values(), Counts())

    @property
    def macro_f1(self) -> float:
        return share(sum(counts.f1 for counts in self.per_concern.values()), len(self.per_concern))


def judge_all(statements: Sequence[LabelledStatement], classifier: Classifier) -> list[Judgement]:
    """Return what `classifier` says of each statement, as it would of a fetched one."""
    return [classifier.assess(statement.text, title=statement.title, kind=statement.kind) for statement in statements]


def evaluate(gold: Sequence[LabelledStatement], judgements: Sequence[Judgement]) -> Scores:
    """Return how `judgements` stand to the labels of `gold`, one by one; concerns marked ambiguous are not counted.

    Raises:
        ValueError: the two are not of one length, or empty.
    """
    if not gold or len(gold) != len(judgements):
        raise ValueError(f"{len(gold)} labelled statements and {len(judgements)} judgements cannot be compared")
    pairs = list(zip(gold, judgements, strict=True))
    found = [_matched(statement, judgement) for statement, judgement in pairs]
    promises = [
        (score, concern in statement.concerns)
        for statement, judgement in pairs
        for concern, score in judgement.scores.items()
        if concern not in statement.ambiguous
    ]
    negatives = [not given for statement, (given, _) in zip(gold, found, strict=True) if not statement.concerns]
    hits, shown, shown_right = _evidence(pairs)
    sure = [right for statement, judgement in pairs for right in _sure(statement, judgement)]
    labels = sum(len(set(s.concerns) - set(s.ambiguous)) for s in gold)
    return Scores(
        count=len(gold),
        per_concern=_per_concern(found, sorted({concern for j in judgements for concern in j.scores})),
        clean=share(sum(negatives), len(negatives)),
        negatives=len(negatives),
        evidence_hit=share(sum(hits), len(hits)),
        evidence_precision=share(shown_right, shown),
        stance=_stance(pairs),
        brier=share(sum((score - holds) ** 2 for score, holds in promises), len(promises)),
        calibration_error=_calibration_error(_reliability(promises)),
        calibration_error_upper=_calibration_error(_reliability([pair for pair in promises if pair[0] >= 0.2])),
        reliability=_reliability(promises),
        sure_precision=share(sum(sure), len(sure)),
        sure_share=share(sum(sure), labels),
        relevance=sum((_relevance(s, j) for s, j in pairs), Counts()),
        errors=tuple(
            (statement.id, tuple(sorted(wanted - given)), tuple(sorted(given - wanted)))
            for statement, (given, wanted) in zip(gold, found, strict=True)
            if given != wanted
        ),
    )


def share(part: float, whole: float) -> float:
    """Return `part` of `whole`, 0.0 of nothing."""
    return part / whole if whole else 0.0


def same_sentence(first: str, second: str) -> bool:
    """Whether two quotations are of one sentence: equal, one within the other, or most words shared."""
    a, b = _plain(first), _plain(second)
    if not a or not b:
        return False
    words_a, words_b = a.split(), b.split()
    shorter, longer = sorted((len(words_a), len(words_b)))
    if (a in b or b in a) and shorter >= SAME_PART_WORDS_MIN and shorter / longer >= SAME_PART_MIN:
        return True
    common = sum((Counter(words_a) & Counter(words_b)).values())
    return 2 * common / (len(words_a) + len(words_b)) >= SAME_F1_MIN


def report(scores: Scores) -> str:
    """Return the figures as a few lines for a terminal."""
    stance = "none given" if scores.stance is None else f"{scores.stance:.3f}"
    lines = [
        f"{scores.count} statements: micro {_figures(scores.micro)}, macro F1 {scores.macro_f1:.3f}",
        *(f"  concern {concern}: {_figures(counts)}" for concern, counts in scores.per_concern.items()),
        f"hard negatives left clean: {scores.clean:.3f} of {scores.negatives}",
        f"evidence: right sentence on {scores.evidence_hit:.3f} of true positives, precision {scores.evidence_precision:.3f}",
        f"stance right: {stance}; relevance F1 {scores.relevance.f1:.3f}",
        f"Brier {scores.brier:.3f}",
        f"calibration error {scores.calibration_error:.3f}, {scores.calibration_error_upper:.3f} over scores from 0.2",
        f"sure: precision {scores.sure_precision:.3f} over {scores.sure_share:.3f} of the labels",
        *(
            f"  scores from {tenth.lowest:.1f}: {tenth.count:4d}  promised {tenth.promised:.2f}  held {tenth.held:.2f}"
            for tenth in scores.reliability
        ),
    ]
    return "\n".join(lines)


def _figures(counts: Counts) -> str:
    return (
        f"F1 {counts.f1:.3f}  precision {counts.precision:.3f}  recall {counts.recall:.3f}"
        f"  ({counts.right} right, {counts.wrong} wrong, {counts.missed} missed)"
    )


def _matched(statement: LabelledStatement, judgement: Judgement) -> tuple[set[str], set[str]]:
    ambiguous = set(statement.ambiguous)
    given = {assessment.concern_id for assessment in judgement.given}
    return given - ambiguous, set(statement.concerns) - ambiguous


def _per_concern(found: Sequence[tuple[set[str], set[str]]], concerns: Sequence[str]) -> dict[str, Counts]:
    return {
        concern: Counts(
            sum(concern in given and concern in wanted for given, wanted in found),
            sum(concern in given and concern not in wanted for given, wanted in found),
            sum(concern not in given and concern in wanted for given, wanted in found),
        )
        for concern in concerns
    }


def _right(pairs: Sequence[tuple[LabelledStatement, Judgement]]) -> list[tuple[LabelledStatement, Assessment]]:
    return [
        (statement, assessment)
        for statement, judgement in pairs
        for assessment in judgement.given
        if assessment.concern_id in statement.concerns and assessment.concern_id not in statement.ambiguous
    ]


def _evidence(pairs: Sequence[tuple[LabelledStatement, Judgement]]) -> tuple[list[bool], int, int]:
    hits: list[bool] = []
    shown = shown_right = 0
    for statement, assessment in _right(pairs):
        wanted = [sentence for concern, sentence in statement.evidence if concern == assessment.concern_id]
        right = [any(same_sentence(found.quote, sentence) for sentence in wanted) for found in assessment.evidence]
        hits.append(any(right))
        shown += len(right)
        shown_right += sum(right)
    return hits, shown, shown_right


def _stance(pairs: Sequence[tuple[LabelledStatement, Judgement]]) -> float | None:
    given = [
        assessment.stance is statement.stance[assessment.concern_id]
        for statement, assessment in _right(pairs)
        if assessment.stance and assessment.concern_id in statement.stance
    ]
    return share(sum(given), len(given)) if given else None


def _relevance(statement: LabelledStatement, judgement: Judgement) -> Counts:
    wanted, given = statement.is_relevant, judgement.is_relevant
    return Counts(int(wanted and given), int(given and not wanted), int(wanted and not given))


def _sure(statement: LabelledStatement, judgement: Judgement) -> list[bool]:
    return [
        assessment.concern_id in statement.concerns
        for assessment in judgement.assessments
        if assessment.band is Band.SURE and assessment.concern_id not in statement.ambiguous
    ]


def _reliability(promises: Sequence[tuple[float, bool]]) -> tuple[Reliability, ...]:
    bins: dict[int, list[tuple[float, bool]]] = {}
    for score, holds in promises:
        bins.setdefault(min(int(score * BINS), BINS - 1), []).append((score, holds))
    return tuple(
        Reliability(
            place / BINS, len(tenth), share(sum(s for s, _ in tenth), len(tenth)), share(sum(h for _, h in tenth), len(tenth))
        )
        for place, tenth in sorted(bins.items())
    )


def _calibration_error(bins: Sequence[Reliability]) -> float:
    count = sum(tenth.count for tenth in bins)
    return share(sum(tenth.count * abs(tenth.promised - tenth.held) for tenth in bins), count)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).lower().replace("’", "'").replace("‘", "'").replace("`", "'")
    return " ".join(re.sub(r"[^a-z0-9' ]+", " ", folded).split())
