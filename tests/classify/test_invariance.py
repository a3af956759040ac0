"""The same words are the same statement: quotes, case, spacing and a publisher's furniture change no label."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.classify import Classifier

STATEMENTS = [json.loads(line) for line in (Path(__file__).parent / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
FURNITURE = (
    "\n\nENDS\n\nNotes to editors: The association represents 11,000 members in England. "
    "For interviews call the press office.\n\nSamaritans can be called free on 116 123.\nSign up to our newsletter."
)
PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "…": "..."})


def labels(classifier: Classifier, text: str, title: str | None) -> set[str]:
    return {assessment.concern_id for assessment in classifier.assess(text, title=title).assessments}


def changed(text: str, change: str) -> str:
    match change:
        case "quotes":
            return text.translate(PLAIN)
        case "no apostrophes":
            return text.replace("’", "").replace("'", "")
        case "spacing":
            return text.replace(" ", "\u00a0 ").replace(". ", ".\n\n")
        case "hyphens":
            return text.replace("-", "\u2011")
        case "furniture":
            return text + FURNITURE
        case _:
            return text.upper()


@pytest.mark.parametrize(
    ("change", "same_min"),
    [("quotes", 60), ("spacing", 59), ("hyphens", 60), ("furniture", 59), ("no apostrophes", 59), ("case", 57)],
)
def test_the_same_words_get_the_same_labels(classifier: Classifier, change: str, same_min: int) -> None:
    """At least so many of sixty statements keep every label."""
    kept = [
        labels(classifier, entry["text"], entry["title"]) == labels(classifier, changed(entry["text"], change), entry["title"])
        for entry in STATEMENTS
    ]
    assert sum(kept) >= same_min


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(STATEMENTS),
    st.lists(st.sampled_from(["quotes", "hyphens"]), max_size=2),
    st.text(alphabet=" \u00a0\t\n", max_size=4),
)
def test_scores_do_not_hang_on_typography(classifier: Classifier, entry: dict[str, str], changes: list[str], blanks: str) -> None:
    """Quotes, hyphens and blanks around the text move no score."""
    text = entry["text"]
    for change in changes:
        text = changed(text, change)
    before = classifier.assess(entry["text"], title=entry["title"])
    after = classifier.assess(blanks + text + blanks, title=entry["title"])
    assert after.scores == pytest.approx(before.scores, abs=0.02)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=400), st.none() | st.text(max_size=60), st.none() | st.text(max_size=12))
def test_any_text_is_judged_and_its_evidence_is_verbatim(
    classifier: Classifier, text: str, title: str | None, kind: str | None
) -> None:
    """No text breaks the judgement, every concern has a score, and what is shown stands in the text where it says."""
    judgement = classifier.assess(text, title=title, kind=kind)
    assert list(judgement.scores) == ["1", "2", "3", "4", "5", "6", "7"]
    for assessment in judgement.assessments:
        for evidence in assessment.evidence:
            assert text[evidence.start : evidence.end] == evidence.quote
