"""Lines that look like a page and not like a statement."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.dedup.chrome import VOLATILE_CHARS_MAX, VOLATILE_WORDS_MAX, Look, is_about, is_volatile, is_wall, look_of
from watcher.dedup.reading import words_of
from watcher.text import fold, line_hash
from watcher.text.memory import folded_line_hash


@pytest.mark.parametrize(
    "line",
    [
        "7034 reads",
        "page viewed 8593 times",
        "posted 19 minutes ago",
        "last updated: 21.51",
        "published: 26 march 19.28",
        "published:",
        "first published 24 march 2023",
        "3992 signatures and counting",
        "88 people found this useful",
        "4 min read",
        "share this 4736",
        "staff reporter",
        "by our education correspondent",
        "release no. 2694",
        "15/12/2023 10:32:35",
        "hide ad",
    ],
)
def test_counters_and_stamps_are_volatile(line: str) -> None:
    """They differ on every visit."""
    assert is_volatile(line)


@pytest.mark.parametrize(
    "line",
    [
        "published figures show that 40 schools closed in march",
        "40 schools",
        "it was updated by the minister, who is 51",
        "nobody reads it",
        "by the end of november the team had gone home and the doors were shut",
    ],
)
def test_sentences_are_not_volatile(line: str) -> None:
    """A figure alone makes no counter."""
    assert not is_volatile(line)


def test_a_long_line_is_never_volatile() -> None:
    """The limits hold on both sides."""
    assert is_volatile("published" + " 1" * (VOLATILE_WORDS_MAX - 1))
    assert not is_volatile("published" + " 1" * VOLATILE_WORDS_MAX)
    assert is_volatile("1" * VOLATILE_CHARS_MAX)
    assert not is_volatile("1" * (VOLATILE_CHARS_MAX + 1))


@pytest.mark.parametrize(
    ("line", "look"),
    [
        ("we use cookies to give you the best experience on this website.", Look.CHROME),
        ("all rights reserved.", Look.CHROME),
        ("notes to editors: interviews can be arranged.", Look.CHROME),
        ("sign up to our newsletter.", Look.CHROME),
        ("sign up for news", Look.CHROME),
        ("register now to read the rest of this page.", Look.CHROME),
        ("schools that sign up to the charter by may will get three hundred pounds each and a flag.", Look.DOUBTFUL),
        ("a head in pellworth waited eleven weeks for her report.", Look.PLAIN),
        ("advertising for heads has doubled, and nobody knows why.", Look.PLAIN),
    ],
)
def test_one_weak_cue_in_a_long_line_proves_nothing(line: str, look: Look) -> None:
    """What might be the statement's own is only doubted."""
    assert look_of(line, words_of(line)) is look


def test_a_body_that_describes_itself() -> None:
    """Who it is and for how many it speaks stands at the foot of every release."""
    assert is_about("the open staffroom federation is the largest union of caretakers, cooks and clerks in the county.")
    assert is_about("the alliance brings together forty-one bodies.")
    assert not is_about("the head is the last to leave, the caretaker says.")


def test_a_wall_asks_for_a_registration() -> None:
    """Words about registering are no wall."""
    assert is_wall("subscribe to continue reading this article")
    assert is_wall("this content is for members only")
    assert not is_wall("parents must register by friday")


@given(st.text(alphabet="march may10 'n\"-.,;:3 April£%", max_size=60))
@settings(derandomize=True, deadline=None)
def test_a_line_is_remembered_as_it_is_looked_up(line: str) -> None:
    """What is learned of a printed line is found by its folded form and words."""
    folded = fold(line)
    assert folded_line_hash(folded, words_of(folded)) == line_hash(line)
