"""What is looked for the quick way is what the plain rules find, in every sentence that there is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.app import load_taxonomy
from watcher.classify.model import TrainedModel
from watcher.classify.passages import Passage, passages
from watcher.classify.reads import read_document, read_passage
from watcher.classify.rules import Rules
from watcher.classify.stages import scope_names, scope_slots, scope_words
from watcher.classify.tokens import _PARTED, _TWO_WORDS, tokens
from watcher.text import fold, sentences

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.compile(load_taxonomy(ROOT))


def texts() -> Iterator[str]:
    """Yield every sentence and every statement that there are labels for, and the statements that the gate is taken on."""
    for path in [*sorted((ROOT / "data").rglob("*.jsonl")), *sorted((ROOT / "tests" / "classify").rglob("*.jsonl"))]:
        for line in path.read_text(encoding="utf-8").splitlines():
            yield str(json.loads(line).get("text") or "")


def test_the_index_of_cues_fires_what_trying_each_cue_fires(rules: Rules) -> None:
    """In order, each once."""
    fired = 0
    for text in texts():
        for passage in passages(text):
            read = read_passage(passage, rules)
            tried = [
                (concern, index)
                for concern, cues in enumerate(rules.cues)
                for index, cue in enumerate(cues)
                if cue.fires(read.reading)
            ]
            assert list(read.fired) == tried
            fired += len(tried)
    assert fired > 10_000


def test_the_words_of_a_document_weigh_what_their_names_weigh(rules: Rules) -> None:
    """Sums of whole numbers are the same in any order."""
    scope = TrainedModel.load((ROOT / "watcher" / "classify" / "model.json").read_bytes(), rules).scope
    for text in islice(texts(), 0, None, 20):
        document = read_document(text, text[:40], rules)
        assert scope.score(scope_slots(document, rules), scope_words(document)) == scope.score(scope_names(document, rules))


def test_a_sentence_without_words_fires_what_needs_none(rules: Rules) -> None:
    """The index answers for what stands nowhere, too."""
    assert read_passage(Passage(0, 0, "", 0), rules).fired == ()


@pytest.mark.parametrize("part", _PARTED)
def test_every_parted_word_is_joined(part: str) -> None:
    """With a blank, with a hyphen, in the middle of a text."""
    joined = part.replace(" ", "")
    for written in (part, part.replace(" ", "-"), part.title()):
        assert any(word.startswith(joined) for word in tokens(f"They met ({written}) there"))


def test_no_parted_word_is_overlooked() -> None:
    """Where none of them stands in a text, joining would have changed nothing."""
    alternatives = re.split(r"[|(:?)]+", _TWO_WORDS.pattern.replace("s?", "").replace(r"\w*", "").replace(r"\b", ""))
    assert {each for each in alternatives if each} == set(_PARTED)
    for text in texts():
        folded = fold(text).replace("-", " ")
        assert any(part in folded for part in _PARTED) or not _TWO_WORDS.search(folded)


_PLAIN_ABBREVIATION = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sir|Rev|St|No|Rt|Hon|hon|Cllr|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec"
    r"|e\.g|i\.e|etc|vs|approx|para|paras|cf|pp|vol)\.|\b[A-Z]\.(?=\s?[A-Z])"
)
_PLAIN_BREAK = re.compile(
    r"""(?<=[.!?…])["”’')\]]*\s+(?=["“‘'(\[]?[A-Z0-9£“"‘(\-•])|(?<=[.!?…]["”’'])\s+(?=\S)"""
    r"""|(?<=[a-z0-9)!][.!?])\s+(?=[a-z])|\n+"""
)


def plainly_parted(text: str) -> list[str]:
    """Return the sentences of a text by the rules as one would write them down: letter by letter, and so slower."""
    masked = _PLAIN_ABBREVIATION.sub(lambda match: match.group().replace(".", "\u2024"), text)
    found, start = [], 0
    for match in _PLAIN_BREAK.finditer(masked):
        gap = match.start()
        while gap < match.end() and text[gap] in "\"”’')]":
            gap += 1
        found.append(text[start:gap].strip())
        start = match.end()
    return [sentence for sentence in [*found, text[start:].strip()] if sentence]


_PIECES = [*"JKei.?!… \n\t\"”’')](“‘£-•é_3", "Mr", "e.g", "i.e", "No", "Sept", "approx", "the", "School", ". ", ".” ", ".\n"]


@given(st.lists(st.sampled_from(_PIECES), max_size=16).map("".join))
def test_sentences_end_where_the_plain_rules_end_them(text: str) -> None:
    """Whatever marks stand beside one another."""
    assert [sentence.text for sentence in sentences(text)] == plainly_parted(text)


def test_all_labelled_texts_are_parted_by_the_plain_rules() -> None:
    """Every sentence that a label stands on is the one that it was."""
    for text in texts():
        assert [sentence.text for sentence in sentences(text)] == plainly_parted(text)
