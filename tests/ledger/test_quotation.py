"""Where words stand in quotation marks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.text.quotation import MARKS_A_PARAGRAPH_MAX, QUOTATIONS_MAX, quotations


def inside(text: str, depth: int = 0) -> list[str]:
    return [text[each.start : each.end] for each in quotations(text) if each.depth == depth]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She said: “We are ready.”", ["We are ready."]),
        ('She said: "We are ready."', ["We are ready."]),
        ("‘We are ready,’ she said. ‘It’s time.’", ["We are ready,", "It’s time."]),
        ("'Two weeks' training is poor,' he said.", ["Two weeks' training is poor,"]),
        ("the heads’ view of ‘quick wins’ and the teachers’ own", ["quick wins"]),
        ("«We are ready», she said", ["We are ready"]),
        ("He said “so… and [the] rest”.", ["so… and [the] rest"]),
        ("It’s the teachers’ turn, and the ’90s are over.", []),
        ("“We are ready. “", ["We are ready."]),
        ("", []),
        ("“”", []),
    ],
)
def test_marks(text: str, words: list[str]) -> None:
    """Curly, straight, single and angled marks hold words; apostrophes and genitives do not."""
    assert inside(text) == words


def test_nested() -> None:
    """A quotation inside another is found at depth 1."""
    text = "“She told me, ‘Go home.’ I did.”"
    assert inside(text) == ["She told me, ‘Go home.’ I did."]
    assert inside(text, 1) == ["Go home."]


@pytest.mark.parametrize("mark", ["“", '"'])
def test_paragraphs(mark: str) -> None:
    """Where each paragraph opens and only the last closes, each is an entry, chained to the one before."""
    close = "”" if mark == "“" else '"'
    found = quotations(f"{mark}One is here.\n\n{mark}Two is here.\n\n{mark}Three.{close}\n\nShe left.")
    assert [(each.is_chained, each.is_closed) for each in found] == [(False, False), (True, False), (True, True)]


def test_an_open_mark_in_prose() -> None:
    """A mark that never closes and begins nothing is no quotation, and does not run into the next paragraph."""
    assert inside("He is 6“ tall.\n\nShe said: “Yes, of course.”") == ["Yes, of course."]


def test_limit() -> None:
    """No more than the maximum is read."""
    assert len(quotations("“a b”\n" * QUOTATIONS_MAX)) == QUOTATIONS_MAX
    assert len(quotations("“a b”\n" * (QUOTATIONS_MAX + 5))) == QUOTATIONS_MAX
    assert len(quotations("“a b” " * (MARKS_A_PARAGRAPH_MAX // 2))) == MARKS_A_PARAGRAPH_MAX // 2
    assert quotations("“a b” " * (MARKS_A_PARAGRAPH_MAX // 2 + 1)) == ()


@given(st.text(alphabet="ab .,!?\n“”‘’\"'[]…s", max_size=200))
def test_any_text(text: str) -> None:
    """Whatever the marks, quotations are stretches of the text, in order, and outer ones do not overlap."""
    found = quotations(text)
    for each in found:
        assert 0 <= each.outer_start <= each.start < each.end <= each.outer_end <= len(text)
        assert text[each.start : each.end] == text[each.start : each.end].strip()
    outer = [each for each in found if not each.depth]
    assert all(one.outer_end <= other.outer_start for one, other in pairwise(outer))
