"""Sentences as they are judged: cut lines joined, comments and footers silent, places exact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.classify.conftest import seed
from watcher.classify.passages import CHARS_MAX, passages

WRAPPED = """The union has written to the chief inspector to ask what an inspector
Ought to do when a head is taken ill, and who it is that may call a
Visit off. It says that no answer has come, though it wrote in March and
Again in June. It will write again."""


def silent(text: str) -> list[str]:
    return [passage.text for passage in passages(text) if passage.is_silent and len(passage.text.split()) > 1]


@given(st.text())
def test_places_are_exact(text: str) -> None:
    """Every passage is the text between its places, in order and without overlap."""
    end = 0
    for passage in passages(text):
        assert text[passage.start : passage.end] == passage.text
        assert passage.start >= end
        end = passage.end


def test_lines_that_a_mail_program_cut_are_one_sentence() -> None:
    """A sentence goes on over the end of a line that was only full."""
    assert len(passages(WRAPPED)) == 3


def test_headings_and_list_items_are_sentences_of_their_own() -> None:
    """Short lines are never joined."""
    found = passages("What we ask for\nTraining for inspectors\nQuicker reports\n")
    assert [passage.text for passage in found] == ["What we ask for", "Training for inspectors", "Quicker reports"]


def test_the_comments_of_a_seed_are_silent() -> None:
    """Readers' comments glued to the end of an article carry nothing."""
    assert [text[:30] for text in silent(seed("004"))][:2] == ["“Inspection plays a vital role", "“Inspection” (the Ofsted way) "]
    assert len(silent(seed("004"))) == 12


@pytest.mark.parametrize(
    ("number", "ends"),
    [("000", []), ("001", []), ("002", ["Editor’s Note", "NEU members poll", "Back to top"]), ("003", ["Posted:"])],
)
def test_seeds_without_comments_are_heard_whole(number: str, ends: list[str]) -> None:
    """Nothing but a footer is silenced where there are no comments."""
    found = silent(seed(number))
    assert len(found) == len(ends)
    assert all(text.startswith(end) for text, end in zip(found, ends, strict=True))


@pytest.mark.parametrize("heading", ["Reader comments", "3 comments", "Leave a comment", "Have your say"])
def test_a_heading_opens_the_comments(heading: str) -> None:
    """What stands under such a line is not the publisher's."""
    assert silent(f"Heads are ill with worry.\n{heading}\nServes them right.") == [heading, "Serves them right."]


@pytest.mark.parametrize(
    "line", ["Notes to editors", "Notes to editors: We have 11,000 members.", "Editor’s note", "Media contacts", "Back to top"]
)
def test_a_footer_ends_the_statement(line: str) -> None:
    """What a press office adds for editors is not the statement; the same words at the beginning are."""
    body = "Heads are ill with worry.\nThey have told us so."
    assert silent(f"{body}\n{line}\nWe are the largest union of heads.")[-1] == "We are the largest union of heads."
    assert silent(f"{line}\n{body}\nMore of it follows here.\nAnd here too.") == []


@pytest.mark.parametrize("text", ["4.", "“", "Answer.", "September: 31.", "lol"])
def test_a_mark_or_a_single_word_is_silent(text: str) -> None:
    """A list number is never evidence."""
    assert [passage.is_silent for passage in passages(text)] == [True]


def test_a_pull_quote_is_not_a_comment() -> None:
    """A repeated sentence with reporting after it belongs to the article."""
    line = "“We have been telling ministers for years that heads are afraid of this.”"
    text = f"She spoke plainly. {line} It was cold.\nMore.\nMore.\nMore.\n{line}\nShe said that she would go on.\nThe end."
    assert silent(text) == []


def test_there_is_a_limit_to_what_is_read() -> None:
    """Up to the limit all is read, and nothing beyond it."""
    assert passages("a" * (CHARS_MAX - 2) + " b")[-1].end == CHARS_MAX
    assert passages("a" * CHARS_MAX + " b")[-1].end == CHARS_MAX


LIST = "It commits to: - training for every inspector - a policy on pausing - a number that heads can ring It will report in June."


def test_a_list_whose_lines_were_run_together_is_read_item_by_item() -> None:
    """Three dashes and more in one sentence part it, each item from its own dash; places stay exact."""
    found = passages(LIST)
    assert [passage.text[:14] for passage in found] == ["It commits to:", "- training for", "- a policy on ", "- a number tha"]
    assert [passage.is_listed for passage in found] == [False, True, True, True]
    assert all(LIST[passage.start : passage.end] == passage.text for passage in found)


@pytest.mark.parametrize(
    "text",
    [
        "The head - a kind man - was ill for a month, and he - nobody else.",
        "Heads – those who stay – are tired.",
        "- one - two - three",
    ],
)
def test_an_aside_between_dashes_parts_nothing(text: str) -> None:
    """Two dashes are an aside, and a few words are no list."""
    assert len(passages(text)) == 1
