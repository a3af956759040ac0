"""The later stages: what is worked out at once is what is named number by number."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from watcher.classify.stages import BIAS, CONTEXT_LOGIT_MIN, LOGIT_MAX, evidence_logits, evidence_numbers, weigh

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


def test_a_loud_sentence_is_doubted_in_a_text_about_something_else() -> None:
    """The less likely the document is to address anything, the more a loud sentence counts against itself, a quiet one never."""
    weights = {**ZERO, "doubted": -1.0}

    def counted(own: float, scope: float) -> float:
        return evidence_logits([[own]], None, [scope, 0.0], weights)[0][0]

    assert counted(4.0, -6.0) < counted(4.0, 0.0) < counted(4.0, 6.0) <= 0.0
    assert counted(CONTEXT_LOGIT_MIN - 3, -6.0) == 0.0
    assert counted(LOGIT_MAX + 5, -6.0) == counted(LOGIT_MAX, -6.0)
