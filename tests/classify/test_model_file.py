"""The model file: whole numbers in, the same numbers out, and anything else is refused."""

from __future__ import annotations

import json
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.classify.conftest import MODEL
from watcher.classify import Classifier
from watcher.classify.features import SCALE_UNIT
from watcher.classify.model import FIELD_BITS, MODEL_BYTES_MAX, SCOPE_UNIT, ScopeTable, pack, unpack
from watcher.classify.passages import CHARS_MAX, SENTENCE_WORDS_MAX
from watcher.errors import ClassifierError
from watcher.model import Taxonomy

WEIGHTS = st.lists(st.lists(st.integers(-(2**24), 2**24), min_size=7, max_size=7), min_size=1, max_size=40)


@given(WEIGHTS)
def test_packed_numbers_add_up_as_the_numbers_do(rows: list[list[int]]) -> None:
    """One sum of packed rows is all the columns' sums."""
    assert unpack(sum(pack(row) for row in rows), 7) == [sum(column) for column in zip(*rows, strict=True)]


def test_a_field_holds_more_than_any_document_can_add_up_to() -> None:
    """The largest weight, counted as often as the longest sentence has features, fits in half a field."""
    stored = json.loads(MODEL.read_bytes())
    outputs = len(stored["sentence"]["outputs"])
    largest = max(
        abs(weight)
        for group in stored["sentence"]["groups"].values()
        for packed in group.values()
        for weight in unpack(packed, outputs)
    )
    words, grams, pairs, slots, flags = 2 * SENTENCE_WORDS_MAX + 1, 12 * CHARS_MAX, 250 * 249 // 2, 250, 500
    groups = sqrt(words) + sqrt(grams) + sqrt(pairs) + slots + flags
    assert largest * SCALE_UNIT * groups < 1 << (FIELD_BITS - 1)


def test_the_shipped_model_is_small_and_says_what_it_was_made_from() -> None:
    """Under five megabytes, with the digest of its data and its own scores."""
    stored = json.loads(MODEL.read_bytes())
    assert MODEL.stat().st_size < 5_000_000
    assert stored["data"] in stored["version"]
    assert set(stored["scores"]) >= {"micro_f1", "macro_f1", "clean", "brier"}


def damaged(**changes: object) -> bytes:
    return json.dumps({**json.loads(MODEL.read_bytes()), **changes}).encode()


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[]", "not a JSON object"),
        (b"[" * 100_000, "not JSON"),
        (b"{}", "format None"),
        (b" " * (MODEL_BYTES_MAX + 1), "at most"),
    ],
)
def test_what_is_no_model_is_refused(taxonomy: Taxonomy, data: bytes, problem: str) -> None:
    """The error says what is wrong with the bytes."""
    with pytest.raises(ClassifierError, match=problem):
        Classifier(taxonomy, data)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"format": 99}, "format 99"),
        ({"features": 99}, "features 99"),
        ({"sentence": {}}, "damaged"),
        ({"sentence": 3}, "damaged"),
        ({"bands": {"threshhold": 1}}, "damaged"),
        ({"stages": None}, "damaged"),
    ],
)
def test_a_model_of_another_make_is_refused(taxonomy: Taxonomy, changes: dict[str, object], problem: str) -> None:
    """A wrong version or a missing part is named, with the way out."""
    with pytest.raises(ClassifierError, match=problem):
        Classifier(taxonomy, damaged(**changes))


SCOPE = {
    "outputs": ["any", "1"],
    "bias": pack([-SCOPE_UNIT, SCOPE_UNIT // 2]),
    "names": {"word:head": pack([2 * SCOPE_UNIT, -SCOPE_UNIT])},
}


@pytest.mark.parametrize(
    ("names", "wanted"),
    [({}, [-1.0, 0.5]), ({"word:head": SCALE_UNIT}, [1.0, -0.5]), ({"word:head": SCALE_UNIT // 2, "word:x": 9}, [0.0, 0.0])],
)
def test_the_scope_table_weighs_a_document_by_its_names(names: dict[str, int], wanted: list[float]) -> None:
    """Each name counts by its share, for any concern and for each; unknown names count nothing."""
    assert ScopeTable(SCOPE).score(names) == wanted


def test_a_scope_field_holds_more_than_any_document_can_add_up_to() -> None:
    """All slots of body, title and shares and ten thousand words at the largest weight fit in half a field."""
    stored = json.loads(MODEL.read_bytes())["scope"]
    largest = max(abs(weight) for packed in stored["names"].values() for weight in unpack(packed, len(stored["outputs"])))
    assert largest * SCALE_UNIT * (3 * 250 + sqrt(10_000)) < 1 << (FIELD_BITS - 1)


DEMANDS = (
    "Conference demands that Ofsted train every inspector to see when a head is in distress. "
    "Conference calls for an inspection to be paused when a leader breaks down."
)


def test_a_stance_is_given_only_where_such_stances_held(taxonomy: Taxonomy) -> None:
    """A model that says how often each stance held in each manner gives those of three in four; without a word on it, none."""
    held = json.loads(MODEL.read_bytes())["stance_held"]
    assert all(0 <= share <= 1 for share in held.values())
    for shares, wanted in ((held, "criticises"), ({}, None), ({**held, "motion+criticises": 0.74}, None)):
        judgement = Classifier(taxonomy, damaged(stance_held=shares)).assess(DEMANDS, kind="motion")
        assert [assessment.stance for assessment in judgement.assessments if assessment.concern_id == "2"] == [wanted]


def test_the_shipped_model_carries_all_its_bands() -> None:
    """What training settled on is what judging uses: every band stands in the file."""
    stored = json.loads(MODEL.read_bytes())["bands"]
    assert set(stored) == {"first", "threshold", "likely", "sure"}
    assert stored["threshold"] < stored["first"] < stored["sure"]
