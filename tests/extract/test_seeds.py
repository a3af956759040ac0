"""The five seed documents, as they came: what is read is exactly their statement."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from watcher.extract import extract
from watcher.model import Document, SpanKind
from watcher.text import repair

SEEDS = Path(__file__).parents[2] / "seeds"
VISIT = datetime(2024, 2, 1, tzinfo=UTC)


def lines(number: int) -> list[str]:
    """Return the filled lines of a seed, blanks folded and list numbers cut."""
    text = repair(next(SEEDS.glob(f"{number:03}_*.txt")).read_text(encoding="utf-8"))
    return [re.sub(r"^\d\. ", "", " ".join(line.split())) for line in text.split("\n") if line.strip()]


def read(number: int) -> Document:
    file = next(SEEDS.glob(f"{number:03}_*.txt"))
    return extract(file.read_bytes(), url=file.name, fetched_at=VISIT, content_type="text/plain")


@pytest.mark.parametrize(
    ("number", "first", "left_out"),
    [
        (0, 1, 1),  # the headline; the cookie line
        (1, 0, 0),  # the extractor's prefix is part of the first line, see below
        (2, 4, 3),  # headline, a standfirst in two pieces that the text repeats, "Published:"; the note, its source, "Back to top"
        (3, 3, 2),  # headline, byline, post; who the author is, "Posted:"
        (4, 0, 9),  # nine readers' comments
    ],
)
def test_a_seed_is_read_word_for_word(number: int, first: int, left_out: int) -> None:
    """The statement is the lines between the furniture at either end, unchanged."""
    known = lines(number)
    expected = known[first : len(known) - left_out]
    expected[0] = expected[0].removeprefix("date 2023-12-11 ")
    assert [line for line in read(number).text.split("\n") if line] == expected


@pytest.mark.parametrize(
    ("number", "title", "published", "byline"),
    [
        (0, "Ofsted inspections are untenable following coroner’s report", None, None),
        (1, None, date(2023, 12, 11), None),
        (2, "Ofsted response to Senior Coroner", None, None),
        (
            3,
            "Ofsted and the government must demonstrate a duty of care",
            datetime(2023, 12, 15, 10, 32, 35, tzinfo=UTC),
            "Geoff Barton",
        ),
        (4, None, None, None),
    ],
)
def test_a_seed_states_only_what_it_states(number: int, title: str | None, published: date | None, byline: str | None) -> None:
    """Titles, dates and bylines are right where a seed has them, and None where it has none; not from a poll it cites."""
    document = read(number)
    assert document.title == title
    assert (document.published.value if document.published else None) == published
    assert document.byline == byline
    assert document.updated is None
    assert document.language == "en"


def test_the_seven_concerns_are_items_of_a_list() -> None:
    """Each of the seven is one item, without its number, so that each can be quoted as it stands."""
    document = read(3)
    items = [document.text[span.start : span.end] for span in document.spans if span.kind is SpanKind.LIST_ITEM]
    assert len(items) == 7
    assert items[4] == "Timescales for report publication."
