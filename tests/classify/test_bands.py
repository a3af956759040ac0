"""Bands: what is given, and that nothing is given for a statement that is likely about something else."""

from __future__ import annotations

import pytest

from tests.classify.conftest import small_taxonomy
from watcher.classify.judgement import Verdict, to_judgement
from watcher.classify.reads import read_document
from watcher.classify.rules import Bands, Rules
from watcher.model import Band, Concern, Taxonomy

TEXT = "The bridge was repaired."
BANDS = Bands(first=0.65, threshold=0.5, likely=0.6, sure=0.8)


def two_concerns() -> Taxonomy:
    one = small_taxonomy()
    return Taxonomy("bridges", "Bridges", "1", (*one.concerns, Concern("2", "Cost", "What it costs")), settings=one.settings)


def given(*scores: float) -> dict[str, Band]:
    rules = Rules.compile(two_concerns())
    verdict = Verdict(scores, (scores,), (None, None))
    judgement = to_judgement(TEXT, read_document(TEXT, None, rules), verdict, rules, BANDS, "test")
    assert tuple(judgement.scores.values()) == scores
    return {assessment.concern_id: assessment.band for assessment in judgement.assessments}


@pytest.mark.parametrize(
    ("scores", "wanted"),
    [
        ((0.64, 0.64), {}),
        ((0.65, 0.49), {"1": Band.LIKELY}),
        ((0.65, 0.5), {"1": Band.LIKELY, "2": Band.REVIEW}),
        ((0.5, 0.9), {"1": Band.REVIEW, "2": Band.SURE}),
        ((0.0, 0.0), {}),
    ],
)
def test_one_concern_must_be_likely_before_any_is_given(scores: tuple[float, float], wanted: dict[str, Band]) -> None:
    """Under `first` nothing is given, from it on everything over the threshold; all scores are kept."""
    assert given(*scores) == wanted
