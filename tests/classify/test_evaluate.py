"""The figures themselves: counted by hand on a few statements."""

from __future__ import annotations

import pytest

from watcher.model import Assessment, Band, Evidence, Judgement, Stance
from watcher.train import LabelledStatement, evaluate, report
from watcher.train.evaluate import same_sentence

SENTENCE = "The head was told to say nothing to anybody."


def statement(identity: str, *concerns: str, ambiguous: tuple[str, ...] = ()) -> LabelledStatement:
    return LabelledStatement(
        id=identity,
        text=SENTENCE,
        concerns=concerns,
        evidence=tuple((concern, SENTENCE) for concern in concerns),
        family=identity,
        stance=dict.fromkeys(concerns, Stance.REPORTS),
        is_relevant=bool(concerns),
        ambiguous=ambiguous,
    )


def judged(score: float, *concerns: str, quote: str = SENTENCE, stance: Stance | None = None) -> Judgement:
    assessments = tuple(
        Assessment(concern, score, Band.SURE if score >= 0.8 else Band.LIKELY, stance, (Evidence(0, len(quote), quote),))
        for concern in concerns
    )
    scores = {concern: score if concern in concerns else 0.0 for concern in ("1", "2")}
    return Judgement(assessments, scores, bool(concerns), "", "test")


def test_what_is_right_wrong_and_missed_is_counted() -> None:
    """One right, one wrong, one missed, one clean and one not."""
    gold = [statement("a", "1"), statement("b", "2"), statement("c"), statement("d")]
    scores = evaluate(gold, [judged(0.9, "1"), judged(0.9), judged(0.6, "1"), judged(0.1)])
    assert (scores.per_concern["1"].right, scores.per_concern["1"].wrong, scores.per_concern["1"].missed) == (1, 1, 0)
    assert (scores.per_concern["2"].right, scores.per_concern["2"].wrong, scores.per_concern["2"].missed) == (0, 0, 1)
    assert scores.micro.f1 == pytest.approx(0.5)
    assert (scores.clean, scores.negatives) == (0.5, 2)
    assert scores.errors == (("b", ("2",), ()), ("c", (), ("1",)))
    assert scores.sure_precision == 1.0
    assert scores.sure_share == 0.5


def test_an_ambiguous_concern_is_not_counted() -> None:
    """Neither for nor against."""
    scores = evaluate([statement("a", "1", ambiguous=("1", "2"))], [judged(0.9, "2")])
    assert scores.micro.right == scores.micro.wrong == scores.micro.missed == 0


def test_evidence_and_stance_are_judged_where_the_concern_is_right() -> None:
    """A wrong sentence and a wrong stance count; a stance that is not given does not."""
    gold = [statement("a", "1"), statement("b", "1"), statement("c", "1")]
    found = [
        judged(0.9, "1", stance=Stance.REPORTS),
        judged(0.9, "1", quote="Another sentence altogether.", stance=Stance.DEFENDS),
        judged(0.9, "1"),
    ]
    scores = evaluate(gold, found)
    assert scores.evidence_hit == pytest.approx(2 / 3)
    assert scores.stance == pytest.approx(1 / 2)


def test_calibration_is_what_was_promised_against_what_held() -> None:
    """Ten promises of 0.9 of which five hold are off by 0.4 in their tenth."""
    gold = [statement(str(number), *(["1"] if number < 5 else [])) for number in range(10)]
    scores = evaluate(gold, [judged(0.9, "1") for _ in gold])
    top = scores.reliability[-1]
    assert (top.lowest, top.count, top.promised, top.held) == (0.9, 10, pytest.approx(0.9), 0.5)
    assert scores.calibration_error_upper == pytest.approx(0.4)
    assert "micro F1" in report(scores)


def test_what_cannot_be_compared_is_refused() -> None:
    """Nothing, and lists of two lengths."""
    with pytest.raises(ValueError, match="cannot be compared"):
        evaluate([], [])
    with pytest.raises(ValueError, match="cannot be compared"):
        evaluate([statement("a")], [])


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        (SENTENCE, SENTENCE.replace("The head", "“The Head").upper(), True),
        (SENTENCE, "The head was told to say nothing", True),
        (SENTENCE, "The head", False),
        (SENTENCE, "The cook was asked to sing.", False),
        ("", SENTENCE, False),
    ],
)
def test_sentences_are_compared_with_tolerance(first: str, second: str, is_same: bool) -> None:
    """Quotes, case and a cut end are the same sentence; a few words are not."""
    assert same_sentence(first, second) is is_same
