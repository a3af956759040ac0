"""Texts of the training data with one word exchanged throughout: another inspectorate, or pupils in the place of leaders.

The classifier has learned from the texts as they were, never from what the exchange makes of them; families of which it has seen
an exchanged sentence (data/sentences/swaps-1.jsonl) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.classify.conftest import ROOT
from watcher.classify import Classifier
from watcher.train import Corpus, load_corpus

Given = Callable[[str, str | None], set[str]]

OFSTED = re.compile(r"\bOfsted\b", re.IGNORECASE)
LEADERS = re.compile(
    r"\b(?:(?:(?:school|college) )?leaders?|head ?teachers?|heads?|principals?|deput(?:y|ies)|members of staff|staff|teachers?)\b",
    re.IGNORECASE,
)
PRONOUNS = re.compile(r"\b(?:I|me|my|she|her|he|his|him|we|us|our)\b", re.IGNORECASE)
"""Sentences with one stay about a grown person whatever noun is exchanged."""


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(ROOT / "data")


@pytest.fixture
def given(classifier: Classifier) -> Given:
    return lambda text, title: {assessment.concern_id for assessment in classifier.assess(text, title=title).assessments}


@pytest.mark.parametrize("other", ["Estyn", "Education Scotland", "the Independent Schools Inspectorate", "the CQC", "HMICFRS"])
def test_the_same_words_about_another_inspectorate_address_nothing(corpus: Corpus, given: Given, other: str) -> None:
    """With another body in Ofsted's place nearly every statement falls silent; a few still name England."""
    named = [entry for entry in corpus.statements if entry.concerns and OFSTED.search(entry.text)]
    known = [entry for entry in named if given(entry.text, entry.title)]
    flipped = [not given(OFSTED.sub(other, entry.text), OFSTED.sub(other, entry.title) if entry.title else None) for entry in known]
    assert len(flipped) > 150
    assert sum(flipped) / len(flipped) >= 0.97


@pytest.mark.parametrize(("concern", "least"), [("1", 0.94), ("2", 0.88), ("7", 0.98)])
def test_the_same_words_about_pupils_address_no_leaders_concern(corpus: Corpus, given: Given, concern: str, least: float) -> None:
    """Where a concern is about whom something happens to, pupils in the leaders' place take it away most often."""
    taught = {entry.family for entry in corpus.sentences if entry.id.endswith("-s")}
    unseen = [entry for entry in corpus.sentences if entry.family not in taught]
    about = [entry.text for entry in unseen if entry.concerns == (concern,) and LEADERS.search(entry.text)]
    known = [text for text in about if not PRONOUNS.search(text) and concern in given(text, None)]
    flipped = [concern not in given(LEADERS.sub("pupils", text), None) for text in known]
    assert len(flipped) > 100
    assert sum(flipped) / len(flipped) >= least
