"""Words and word classes: what the rules see of a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.classify.lexicon import GAP_MAX, SLOTS_MAX, Lexicon, parse_phrase
from watcher.classify.tokens import tokens
from watcher.errors import ClassifierError


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Head-teacher’s well-being", ["headteacher", "wellbeing"]),
        ("They DIDN'T say", ["they", "didnt", "say"]),
        ("1,200 heads; £4.5m", ["1,200", "heads", "£", "4.5m"]),
        ("hot line, help-line", ["hotline", "helpline"]),
        ("", []),
        ("…!?", []),
    ],
)
def test_words_are_folded(text: str, words: list[str]) -> None:
    """Case, quotes, hyphens and apostrophes make no other word."""
    assert tokens(text) == words


@given(st.text())
def test_any_text_has_words_that_are_folded_once_and_for_all(text: str) -> None:
    """Reading the words of a text again changes nothing."""
    words = tokens(text)
    assert tokens(" ".join(words)) == words or any("." in word or "," in word for word in words)


def lexicon() -> Lexicon:
    return Lexicon({"HEAD": "head, heads, head teacher*, !head of state", "STOP": ["paus*", "called|calls off", "break off"]})


def slots_in(text: str) -> dict[str, list[tuple[int, int]]]:
    found = lexicon()
    return {found.names[slot]: spans for slot, spans in found.read(tokens(text)).spans.items()}


def test_a_term_may_be_a_word_a_beginning_or_several_words() -> None:
    """Each kind of term is found where it stands."""
    assert slots_in("The head paused it and called off the rest") == {"HEAD": [(1, 2)], "STOP": [(2, 3), (5, 7)]}


def test_an_exclusion_takes_its_words_out_of_the_slot() -> None:
    """A head of state is no head, and another head beside him still is."""
    assert slots_in("The head of state met the head") == {"HEAD": [(6, 7)]}


def test_a_slot_that_only_stands_excluded_is_not_there() -> None:
    """A slot left without a place is left out."""
    assert slots_in("A head of state") == {}


def phrase_found(phrase: str, text: str) -> bool:
    found = lexicon()
    number = found.register(parse_phrase(phrase, found, where="test"))
    return number in found.read(tokens(text)).phrases


@pytest.mark.parametrize(
    ("phrase", "text", "is_found"),
    [
        ("an|the inspection", "they stopped the inspection", True),
        ("an|the inspection", "they stopped inspection", False),
        ("{HEAD} ..3 {STOP}", "the head asked us to pause", True),
        ("{HEAD} ..2 {STOP}", "the head asked of us to pause", False),
        ("{HEAD} {STOP}", "heads paused", True),
        ("{STOP} ..2 visit*", "they broke off; they break off the visits", True),
        ("visit ..60 visit", "visit " + "x " * 60 + "visit", True),
        ("visit ..59 visit", "visit " + "x " * 60 + "visit", False),
    ],
)
def test_phrases_have_gaps_and_slots(phrase: str, text: str, is_found: bool) -> None:
    """A gap admits up to so many words and not one more."""
    assert phrase_found(phrase, text) is is_found


@pytest.mark.parametrize(
    ("phrase", "problem"),
    [
        ("..3 word", "begin with a word"),
        ("", "begin with a word"),
        ("a ..x b", "the gap"),
        (f"a ..{GAP_MAX + 1} b", "the gap"),
        ("{NO}", "no slot named"),
    ],
)
def test_a_malformed_phrase_is_named(phrase: str, problem: str) -> None:
    """The error says which phrase and what would be right."""
    with pytest.raises(ClassifierError, match=problem):
        parse_phrase(phrase, lexicon(), where="test")


@pytest.mark.parametrize(
    ("terms", "problem"),
    [("", "at least one term"), ([], "at least one term"), (7, "as a list"), ("!", "no word"), ("a,*", "no word")],
)
def test_a_malformed_slot_is_named(terms: object, problem: str) -> None:
    """The error names the slot."""
    with pytest.raises(ClassifierError, match=rf"settings\.slots\.X.*{problem}"):
        Lexicon({"X": terms})


def test_there_is_a_limit_to_slots() -> None:
    """So many slots are taken, and one more is refused."""
    Lexicon({f"S{number}": "word" for number in range(SLOTS_MAX)})
    with pytest.raises(ClassifierError, match="at most"):
        Lexicon({f"S{number}": "word" for number in range(SLOTS_MAX + 1)})
