"""Which sentences are shown: the likeliest, and a further one only where it may well be the one to show."""

from __future__ import annotations

import json

import pytest

from tests.classify.conftest import MODEL
from watcher.classify import Classifier
from watcher.classify.judgement import CUES_LEAST, EVIDENCE_LEAST, EVIDENCE_MAX, LISTED_LEAST, SHARE_LEAST, evidence_places
from watcher.errors import ClassifierError
from watcher.model import Taxonomy

ENOUGH, TOO_LITTLE = SHARE_LEAST, SHARE_LEAST - 0.001


@pytest.mark.parametrize(
    ("scores", "shares", "wanted"),
    [
        ((0.0, 0.0), (0.5, 0.5), [0]),
        ((0.9, 0.4), (0.3, 0.7), [1, 0]),
        ((0.9, EVIDENCE_LEAST), (1 - ENOUGH, ENOUGH), [0, 1]),
        ((0.9, EVIDENCE_LEAST - 0.01), (1 - ENOUGH, ENOUGH), [0]),
        ((0.9, 1.0), (1 - TOO_LITTLE, TOO_LITTLE), [0]),
        ((1.0, 1.0, 1.0, 1.0), (0.1, 0.2, 0.3, 0.4), [3, 2, 1]),
    ],
)
def test_a_further_sentence_needs_both_a_share_and_a_score(
    scores: tuple[float, ...], shares: tuple[float, ...], wanted: list[int]
) -> None:
    """The likeliest is shown whatever its score; others from the least share and the least score on, three at most."""
    assert evidence_places(scores, (False,) * len(scores), shares) == wanted
    assert len(wanted) <= EVIDENCE_MAX


def test_an_item_of_a_list_is_shown_by_its_score() -> None:
    """A short item need not stand out beside a long sentence, and comes before another further sentence."""
    shares = (0.5, 0.3, 0.1, 0.05, 0.05)
    scores = (0.9, 0.9, 0.9, LISTED_LEAST, LISTED_LEAST - 0.01)
    assert evidence_places(scores, (False, False, False, True, True), shares) == [0, 3, 1]


def test_by_cues_alone_a_further_sentence_has_to_be_as_good_as_sure() -> None:
    """Without a model that compares sentences, only the score counts."""
    assert evidence_places((0.9, CUES_LEAST, CUES_LEAST - 0.01), (False,) * 3, None) == [0, 1]
    assert evidence_places((0.9, CUES_LEAST, LISTED_LEAST, LISTED_LEAST - 0.01), (False, False, True, True), None) == [0, 2, 1]


def test_the_facts_are_shown_and_not_the_opening(classifier: Classifier) -> None:
    """Of an opening and the sentence that has what was found, the second is the evidence."""
    facts = "The governors found that she waited 71 working days after the inspection before the report was published by Ofsted."
    opening = "A school has waited for its inspection report."
    text = f"{opening} Parents were told nothing. {facts} The school has a new hall."
    evidence = next(entry for entry in classifier.assess(text).assessments if entry.concern_id == "5").evidence
    assert evidence[0].quote == facts


def test_a_model_that_cannot_compare_sentences_is_refused(taxonomy: Taxonomy) -> None:
    """A file from before sentences were compared says so by its format."""
    with pytest.raises(ClassifierError, match="format 1, not 2: train it again"):
        Classifier(taxonomy, json.dumps({**json.loads(MODEL.read_bytes()), "format": 1}).encode())
