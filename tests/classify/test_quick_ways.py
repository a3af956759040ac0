"""What is looked for the quick way is what the plain rules find, in every sentence that there is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.app import load_taxonomy
from watcher.classify.features import SCALE_UNIT, named_groups
from watcher.classify.model import WEIGHT_UNIT, TrainedModel, unpack
from watcher.classify.passages import Passage, passages
from watcher.classify.reads import read_document, read_passage
from watcher.classify.rules import Rules
from watcher.classify.stages import scope_names, scope_slots, scope_words
from watcher.classify.tokens import _PARTED, _TWO_WORDS, _WORD, _join, tokens, tokens_of_folded
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


@pytest.fixture(scope="module")
def stored() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "watcher" / "classify" / "model.json").read_bytes())
    return found


@pytest.fixture(scope="module")
def model(rules: Rules) -> TrainedModel:
    return TrainedModel.load((ROOT / "watcher" / "classify" / "model.json").read_bytes(), rules)


@pytest.mark.parametrize(("table", "kind"), [("sentence", None), ("stance", "press_release")])
def test_a_sentence_weighs_what_its_named_features_weigh(
    rules: Rules, model: TrainedModel, stored: dict[str, Any], table: str, kind: str | None
) -> None:
    """Each group by its scale, and the bias; the names are those that the model was trained on."""
    weights = stored[table]
    count = len(weights["outputs"])
    quick = model.sentence if table == "sentence" else model.stance
    assert quick is not None
    for text in islice(texts(), 0, None, 60):
        for read in read_document(text, None, rules).reads:
            packed = weights["bias"] * SCALE_UNIT + sum(
                weights["groups"][group].get(name, 0) * round(scale * SCALE_UNIT)
                for group, names, scale in named_groups(read, rules, kind)
                for name in names
            )
            assert quick.score(read, kind) == [number / (SCALE_UNIT * WEIGHT_UNIT) for number in unpack(packed, count)]


def test_a_document_weighs_what_its_names_weigh(rules: Rules, model: TrainedModel) -> None:
    """Sums of whole numbers are the same in any order, with the words written out as names or not."""
    scope = model.scope
    for text in islice(texts(), 0, None, 20):
        document = read_document(text, text[:40], rules)
        plain = scope.score(scope_names(document, rules))
        assert scope.score(scope_slots(document, rules), scope_words(document)) == plain
        assert scope.score_document(document) == plain


def test_a_sentence_without_words_fires_what_needs_none(rules: Rules) -> None:
    """The index answers for what stands nowhere, too."""
    assert read_passage(Passage(0, 0, "", 0), rules).fired == ()


_MARKS = [*"ab1.,'-£é£ ½²_“&;\n\x85\xa0中", "'s", "well", " being", "head-", "teachers", "e.g.", "1,200"]


@given(st.lists(st.lists(st.sampled_from(_MARKS), max_size=9).map("".join), max_size=4))
def test_the_words_of_some_texts_are_those_of_each(lines: list[str]) -> None:
    """Letters, figures and what joins them, whatever stands beside."""
    folded = [fold(line) for line in lines]
    plain = [_WORD.findall(_TWO_WORDS.sub(_join, re.sub(r"'s\b", "", line).replace("'", "").replace("-", " "))) for line in folded]
    assert tokens_of_folded(folded) == plain
    assert [tokens(line) for line in lines] == plain


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
