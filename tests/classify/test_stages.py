"""The later stages: what is worked out at once is what is named number by number."""

from __future__ import annotations

from math import exp

from hypothesis import given
from hypothesis import strategies as st

from watcher.classify.stages import (
    BIAS,
    CONTEXT_LOGIT_MIN,
    LOGIT_MAX,
    document_logits,
    document_numbers,
    evidence_logits,
    evidence_numbers,
    standing_numbers,
    standing_shares,
    weigh,
)

LOGIT = st.floats(-12, 12)
ROWS = st.lists(st.lists(LOGIT, min_size=3, max_size=3), min_size=1, max_size=6)
NAMES = ("own", "doubted", "before", "after", "title", "other concerns", "other sentences", "scope", "own scope", "is:1", BIAS)
WEIGHTS = st.fixed_dictionaries({name: st.floats(-2, 2) for name in NAMES})
ZERO = dict.fromkeys(NAMES, 0.0)


@given(ROWS, st.none() | st.lists(LOGIT, min_size=3, max_size=3), st.lists(LOGIT, min_size=4, max_size=4), WEIGHTS)
def test_evidence_is_the_weighted_sum_of_its_numbers(
    logits: list[list[float]], title: list[float] | None, scope: list[float], weights: dict[str, float]
) -> None:
    """Judging and training see one and the same sum for every sentence and concern."""
    found = evidence_logits(logits, title, scope, weights)
    for index, row in enumerate(found):
        for concern, logit in enumerate(row):
            numbers = evidence_numbers(logits, title, scope, index, concern)
            assert abs(logit - weigh(numbers, weights)) < 1e-9


@given(
    st.lists(st.lists(LOGIT, min_size=3, max_size=3), max_size=4),
    st.none() | st.lists(LOGIT, min_size=3, max_size=3),
    st.lists(LOGIT, min_size=4, max_size=4),
    st.fixed_dictionaries({name: st.floats(-2, 2) for name in ("best", "second", *NAMES)}),
)
def test_a_document_is_the_weighted_sum_of_its_numbers(
    evidence: list[list[float]], title: list[float] | None, scope: list[float], weights: dict[str, float]
) -> None:
    """Judging and training see one and the same sum for every concern, to the last bit; of no sentences, too."""
    found = document_logits(evidence, title, scope, weights, concerns=3)
    assert found == [weigh(numbers, weights) for numbers in document_numbers(evidence, title, scope, concerns=3)]


def test_a_loud_sentence_is_doubted_in_a_text_about_something_else() -> None:
    """The less likely the document is to address anything, the more a loud sentence counts against itself, a quiet one never."""
    weights = {**ZERO, "doubted": -1.0}

    def counted(own: float, scope: float) -> float:
        return evidence_logits([[own]], None, [scope, 0.0], weights)[0][0]

    assert counted(4.0, -6.0) < counted(4.0, 0.0) < counted(4.0, 6.0) <= 0.0
    assert counted(CONTEXT_LOGIT_MIN - 3, -6.0) == 0.0
    assert counted(LOGIT_MAX + 5, -6.0) == counted(LOGIT_MAX, -6.0)


def test_the_sentence_with_the_facts_stands_before_the_one_that_opens_the_matter() -> None:
    """Of two as loud, the one that the weights prefer by place and length has the larger share, and the shares are of one whole."""
    logits = [[2.0], [-3.0], [2.0], [-3.0]]
    shares = standing_shares(logits, logits, [5, 9, 30, 4], 0, {"own": 1.0, "length": 1.0, "first": -1.0})
    assert shares.index(max(shares)) == 2
    assert abs(sum(shares) - 1) < 1e-9
    assert standing_shares(logits, logits, [5, 9, 5, 4], 0, {"own": 1.0, "first": 1.0})[0] > 0.5


def test_a_sentence_stands_by_its_neighbour_and_its_place() -> None:
    """A document of one sentence opens and ends with it; nothing stands before it."""
    assert standing_numbers([[9.0, -9.0]], [[-9.0, 1.0]], [0], 0, 0) == {
        "own": LOGIT_MAX,
        "evidence": -LOGIT_MAX,
        "before": CONTEXT_LOGIT_MIN,
        "other concerns": CONTEXT_LOGIT_MIN,
        "length": 0.0,
        "first": 1.0,
        "second": 0.0,
        "last": 1.0,
    }
    assert standing_shares([], [], [], 0, {"own": 1.0}) == []
    assert standing_numbers([[3.0], [0.0], [0.0]], [[0.0]] * 3, [1, 1, 1], 1, 0)["before"] == 3.0


@given(ROWS, st.data())
def test_shares_are_of_one_whole_whatever_the_numbers(logits: list[list[float]], data: st.DataObject) -> None:
    """Judging and training weigh the same numbers, and no weight and no logit makes a share that is none."""
    lengths = data.draw(st.lists(st.integers(0, 400), min_size=len(logits), max_size=len(logits)))
    names = ("own", "evidence", "before", "other concerns", "length", "first", "second", "last")
    weights = data.draw(st.fixed_dictionaries({name: st.floats(-50, 50) for name in names}))
    shares = standing_shares(logits, logits, lengths, 1, weights)
    assert all(0 <= share <= 1 for share in shares)
    assert abs(sum(shares) - 1) < 1e-6
    sums = [weigh(standing_numbers(logits, logits, lengths, index, 1), weights) for index in range(len(logits))]
    for share, entry in zip(shares, sums, strict=True):
        assert abs(share - 1 / sum(exp(min(other - entry, 700.0)) for other in sums)) < 1e-6
