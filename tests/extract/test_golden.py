"""The evaluation gate: our own pages, in the shapes of real publishers, with floors that only rise."""

from __future__ import annotations

import json

import pytest

from tests.extract.golden.measuring import Golden, digest, golden, measure, sites
from tests.extract.golden.pin import FLOORS, raised
from watcher.errors import SUSPECT_REASONS, ExtractError, Reason

HAZARDS = [page for page in golden() if page.expected["site"] == "hazard" and not page.expected["error"]]
SUSPECTS = [page for page in golden() if page.expected["error"]]
IN_SITES = [page for pages in sites().values() for page in pages]


def named(page: Golden) -> str:
    return page.name


def test_the_set_is_the_one_that_was_pinned() -> None:
    """A floor holds for the pages it was measured on, and for no others."""
    assert json.loads(FLOORS.read_text(encoding="utf-8"))["digest"] == digest()


def test_no_figure_falls_below_its_floor() -> None:
    """Reading gets better or stays as it is."""
    raised(json.loads(FLOORS.read_text(encoding="utf-8"))["figures"], measure())


def test_a_floor_is_never_lowered() -> None:
    """The re-pin command raises floors and refuses to lower one."""
    assert raised({"text": 0.9}, {"text": 0.95}) == {"text": 0.95}
    with pytest.raises(ValueError, match=r"text: 0.85 is below the floor of 0.9"):
        raised({"text": 0.9}, {"text": 0.85})


def test_the_set_is_large_enough_to_mean_something() -> None:
    """At least forty pages, and eight sites of five pages for the memory of lines."""
    assert len(golden()) >= 40
    assert sum(len(pages) >= 5 for pages in sites().values()) >= 8


@pytest.mark.parametrize("page", HAZARDS, ids=named)
def test_a_hazard_is_read_word_for_word(page: Golden) -> None:
    """Each thing that is known to go wrong has a page, and its text is right to the letter."""
    document = page.read()
    assert document.text == page.expected["text"]
    assert document.title == page.expected["title"]


@pytest.mark.parametrize("page", [*HAZARDS, *IN_SITES], ids=named)
def test_a_date_is_right_or_none(page: Golden) -> None:
    """No page is given a date that it does not state."""
    document = page.read()
    for name in ("published", "updated"):
        stated = getattr(document, name)
        assert (stated.value.isoformat() if stated else None) == page.expected[name]


@pytest.mark.parametrize("page", SUSPECTS, ids=named)
def test_a_page_without_a_statement_says_what_it_is(page: Golden) -> None:
    """Walls, error pages and empty shells raise, each with its reason and a line that a person can act on."""
    with pytest.raises(ExtractError) as caught:
        page.read()
    assert caught.value.reason is Reason(page.expected["error"])
    assert caught.value.reason in SUSPECT_REASONS or caught.value.reason is Reason.NOT_READABLE
    assert len(str(caught.value)) > 20


@pytest.mark.parametrize("page", [*HAZARDS, *IN_SITES], ids=named)
def test_spans_cover_the_paragraphs(page: Golden) -> None:
    """Every span is one line of the text, in order, without gaps but line ends; what was dropped is not in it."""
    document = page.read()
    assert [document.text[span.start : span.end] for span in document.spans] == [line for line in document.text.split("\n") if line]
    assert all("\n" not in document.text[span.start : span.end] for span in document.spans)
