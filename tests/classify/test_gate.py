"""The gate: a change that makes the shipped classifier worse on the labelled statements is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from watcher.classify import Classifier
from watcher.train import Scores, evaluate, judge_all, load_statements

HERE = Path(__file__).parent
PAIRS = [json.loads(line) for line in (HERE / "counterfactuals.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def scores(classifier: Classifier) -> Scores:
    statements = load_statements(HERE / "dev.jsonl")
    return evaluate(statements, judge_all(statements, classifier))


def test_the_concerns_are_found_as_well_as_ever(scores: Scores) -> None:
    """Micro-F1, macro-F1 and every concern stay over their floors."""
    assert scores.micro.f1 >= 0.9
    assert scores.macro_f1 >= 0.9
    assert min(counts.f1 for counts in scores.per_concern.values()) >= 0.8


def test_traps_stay_clean(scores: Scores) -> None:
    """Nearly every statement without a concern gets none."""
    assert scores.negatives == 20
    assert scores.clean >= 0.95


def test_the_right_sentence_is_shown(scores: Scores) -> None:
    """Evidence is right where the concern is."""
    assert scores.evidence_hit >= 0.96
    assert scores.evidence_precision >= 0.94


def test_scores_mean_what_they_say(scores: Scores) -> None:
    """Calibration error and Brier score stay low, and what is sure is right."""
    assert scores.calibration_error <= 0.03
    assert scores.brier <= 0.03
    assert scores.sure_precision >= 0.95
    assert scores.sure_share >= 0.7


def test_relevance_is_known(scores: Scores) -> None:
    """Whether a statement belongs to the matter at all."""
    assert scores.relevance.f1 >= 0.88


def test_one_changed_clause_changes_the_label(classifier: Classifier) -> None:
    """Of pairs that differ in the one thing that matters, nearly all are told apart."""

    def has(text: str, concern: str) -> bool:
        return concern in {assessment.concern_id for assessment in classifier.assess(text).assessments}

    wrong = [
        (pair["change"], pair["concern"], key)
        for pair in PAIRS
        for key, wanted in (("with", True), ("without", False))
        if has(pair[key], pair["concern"]) is not wanted
    ]
    assert 1 - len(wrong) / (2 * len(PAIRS)) >= 0.9, wrong


def test_cues_alone_are_a_fair_first_classifier(cue_classifier: Classifier) -> None:
    """Without a model the taxonomy still does better than a list of keywords."""
    statements = load_statements(HERE / "dev.jsonl")
    assert evaluate(statements, judge_all(statements, cue_classifier)).micro.f1 >= 0.65
