"""Telling words with a slip of the hand in them."""

from __future__ import annotations

import pytest

from watcher.classify import Classifier
from watcher.classify.lexicon import split_terms
from watcher.classify.rules import Rules
from watcher.classify.spelling import LETTERS_MIN, WORDS_MAX, WORDS_REMEMBERED_MAX, Spelling
from watcher.errors import ClassifierError
from watcher.model import Taxonomy

KNOWN = Spelling(["inspector", "inspectors", "distress", "leaders", "stopped", "!stepped"])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("inspecter", "inspector"),
        ("inspctors", "inspectors"),
        ("insppectors", "inspectors"),
        ("inspetcors", "inspectors"),
        ("distres", "distress"),
        ("leders", "leaders"),
    ],
)
def test_one_slip_within_a_word_is_seen_through(written: str, meant: str) -> None:
    """A letter exchanged, lost, added or swapped with its neighbour makes no other word."""
    assert KNOWN.righted(["the", written, "came"]) == ["the", meant, "came"]


@pytest.mark.parametrize("word", ["leader", "readers", "stepped", "inspects", "ledrs", "inspecktrs", "1,200", "", "é"])
def test_other_words_stay_as_they_are(word: str) -> None:
    """Other forms, other beginnings, two slips and words that are right themselves are left alone."""
    assert KNOWN.righted([word]) == [word]


def test_of_several_words_the_first_is_meant() -> None:
    """What a misspelt word is read as depends on the taxonomy alone."""
    assert Spelling(["reports", "resorts"]).righted(["reoorts"]) == ["reports"]
    assert Spelling(["resorts", "reports"]).righted(["reoorts", "reoorts"]) == ["resorts", "resorts"]


def test_the_memory_of_words_is_bounded() -> None:
    """A stream of new words takes no more room, and is read alike."""
    spelling = Spelling(["distress"])
    words = [f"word{number}" for number in range(WORDS_REMEMBERED_MAX + 10)]
    assert spelling.righted(words) == words
    assert spelling.righted(["distrss", words[0]]) == ["distress", words[0]]


def test_short_words_and_too_many_are_refused() -> None:
    """Words with many neighbours, and lists without end, are an operator's mistake."""
    word = "abcdefghij"
    assert Spelling([word[:LETTERS_MIN]] * WORDS_MAX).righted(["x"]) == ["x"]
    with pytest.raises(ClassifierError, match="fewer than 6 letters"):
        Spelling([word[: LETTERS_MIN - 1]])
    with pytest.raises(ClassifierError, match="at most 2000"):
        Spelling([word] * (WORDS_MAX + 1))


def test_a_word_of_a_slot_stays_in_it(taxonomy: Taxonomy) -> None:
    """What the slots know by its own name is never taken for a misspelling of something else."""
    rules = Rules.compile(taxonomy)
    terms = [term for terms in taxonomy.settings["slots"].values() for term in split_terms(terms, where="slots")]
    words = [term for term in terms if term.isalpha()]
    lost = [word for word in words if not set(rules.lexicon.read([word]).spans) <= set(_read(word, rules))]
    assert len(words) > 1000
    assert lost == []


def _read(word: str, rules: Rules) -> dict[int, list[tuple[int, int]]]:
    return rules.lexicon.read(rules.spelling.righted([word])).spans


@pytest.mark.parametrize(
    ("text", "concern"),
    [
        ("Inspecters will be traned to recognise distres in headteechers, Ofstde says.", "2"),
        ("The inspectoin left her so anxoius and distrssed that she had to resgin as headteacher.", "1"),
    ],
)
def test_misspelt_statements_keep_their_concerns(classifier: Classifier, text: str, concern: str) -> None:
    """Whoever types in a hurry is understood."""
    assert concern in {assessment.concern_id for assessment in classifier.assess(text).assessments}
