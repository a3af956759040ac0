"""What a sentence says that it is not about is not read."""

from __future__ import annotations

import pytest

from watcher.classify.reads import read_document
from watcher.classify.rules import Rules
from watcher.model import Taxonomy


@pytest.fixture(scope="module")
def rules(taxonomy: Taxonomy) -> Rules:
    return Rules.compile(taxonomy)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("This is not about training, it is about pay.", "this is not about it is about pay"),
        ("This is not about training: it is about fear of inspection.", "this is not about it is about fear of inspection"),
        ("Leaving aside the grade - and I do - heads are ill.", "leaving aside and i do heads are ill"),
        ("It has nothing to say on counselling but much on pay.", "it has nothing to say on much on pay"),
        ("The session will not look at support for heads, and it is free.", "the session will not look and it is free"),
        ("I am not asked about reports.", "i am not asked about"),
        ("Who may know of the grade is for another day, but pay is not.", "pay is not"),
        ("Who may know, which is for another day; pay is not.", "pay is not"),
        ("The training does not cover distress.", "the training does not cover distress"),
        ("It is not only about training.", "it is not only about training"),
        ("It is about training.", "it is about training"),
    ],
)
def test_what_a_clause_denies_is_not_read(rules: Rules, text: str, kept: str) -> None:
    """The words after the denial are gone, or those before it, and those of the next clause stay."""
    (read,) = read_document(text, None, rules).reads
    assert " ".join(read.reading.words) == kept


def test_the_evidence_still_stands_as_it_was_written(rules: Rules) -> None:
    """Only what is read is cut, never what is shown."""
    text = "This is not about pay, it is about how inspectors are trained to see distress."
    (read,) = read_document(text, None, rules).reads
    assert read.passage.text == text
