"""The five seeds: who speaks in them, what they promise, and what they demand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from watcher.config.gazetteer import load_gazetteer
from watcher.extract import extract
from watcher.ledger import Gazetteer, read_commitments, read_demands, read_quotes
from watcher.model import Commitment, CommitmentKind, Document, DuePrecision, Quote, QuoteKind

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    return load_gazetteer(ROOT / "people.yaml", ROOT / "bodies.yaml")


def seed(number: int) -> Document:
    path = next((ROOT / "seeds").glob(f"{number:03}_*.txt"))
    return extract(path.read_bytes(), url="", fetched_at=datetime(2026, 1, 1, tzinfo=UTC), content_type="text/plain")


def quotes(number: int, known: Gazetteer) -> tuple[Quote, ...]:
    page = seed(number)
    return read_quotes(page.text, spans=page.spans, byline=page.byline, published=page.published, gazetteer=known)


def promises(number: int, known: Gazetteer) -> tuple[Commitment, ...]:
    page = seed(number)
    return read_commitments(page.text, published=page.published, gazetteer=known, byline=page.byline, quotes=quotes(number, known))


def test_the_joint_statement_has_two_speakers(known: Gazetteer) -> None:
    """Seed 000 speaks with two voices, in every paragraph, each with a body."""
    said = quotes(0, known)
    assert [quote.speaker for quote in said] == ["Geoff Barton; Paul Whiteman"] * 3
    assert {quote.organisation for quote in said} == {"ASCL; NAHT"}


def test_an_article_has_the_speakers_it_names(known: Gazetteer) -> None:
    """Seed 001 has the two, the coroner and another union's general secretary, and names nobody where it is unsure."""
    said = {quote.quote[:20]: quote.speaker for quote in quotes(1, known)}
    assert said["mental health deteri"] == "Heidi Connor"
    assert said["must be paused"] == "Daniel Kebede"
    assert (
        said["The coroner set out "] == said["We will be writing t"] == said["nearly far enough"] == "Geoff Barton; Paul Whiteman"
    )
    assert said["as soon as he takes "] is None
    assert not any("inadequate" in words for words in said)


def test_a_release_is_its_speakers(known: Gazetteer) -> None:
    """Seed 002 is Daniel Kebede in seven paragraphs; what he quotes inside is not listed."""
    said = quotes(2, known)
    assert [(quote.speaker, quote.organisation) for quote in said] == [("Daniel Kebede", "NEU")] * 7


def test_a_blog_is_its_authors(known: Gazetteer) -> None:
    """Seed 003 is Geoff Barton throughout, the coroner quoted inside."""
    said = quotes(3, known)
    assert {quote.speaker for quote in said if quote.kind is QuoteKind.FIRST_PERSON} == {"Geoff Barton"}
    inside = {quote.quote[:16]: quote.speaker for quote in said if quote.kind is QuoteKind.DIRECT}
    assert inside["almost complete "] == inside["There is a risk "] == "Heidi Connor"
    assert set(inside.values()) <= {"Heidi Connor", None}


def test_four_people_speak_their_own_words(known: Gazetteer) -> None:
    """Seed 004 has Oliver, Whiteman, Cruddas and Waters each with their own words, and no commenter."""
    said = quotes(4, known)
    speakers = {quote.speaker for quote in said if quote.speaker}
    assert speakers == {"Sir Martyn Oliver", "Paul Whiteman", "Leora Cruddas", "Julia Waters", "Ofsted"}
    by = {quote.quote[:12]: quote.speaker for quote in said}
    assert by["Inspection p"] == by["But I’ve als"] == by["critical fir"] == by["constructive"] == "Sir Martyn Oliver"
    assert by["I felt that "] == "Paul Whiteman"
    assert by["The conversa"] == "Leora Cruddas"
    assert by["He started t"] == by["And he says "] == "Julia Waters"


def test_the_promises_of_seed_004(known: Gazetteer) -> None:
    """Five undertakings with their dates, though the text prints no year and the page no date."""
    assert [(each.who, each.due.day, each.due.precision) for each in promises(4, known)] == [
        ("Ofsted", date(2024, 1, 22), DuePrecision.DAY),
        ("Ofsted", date(2024, 1, 19), DuePrecision.DAY),
        ("Ofsted", date(2024, 1, 22), DuePrecision.DAY),
        ("Ofsted", date(2024, 3, 31), DuePrecision.MONTH),
        ("Ofsted", None, DuePrecision.NONE),
    ]


def test_a_deadline_is_not_a_promise(known: Gazetteer) -> None:
    """Seed 000's 7 February is a deadline that the coroner set, and its only date."""
    found = promises(0, known)
    assert [(each.kind, each.due.day) for each in found] == [(CommitmentKind.DEADLINE, date(2024, 2, 7))]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_no_other_seed_promises(known: Gazetteer, number: int) -> None:
    """Demands, doubts and facts are no commitments."""
    assert promises(number, known) == ()


@pytest.mark.parametrize("number", [0, 1, 3])
def test_demands_are_listed(number: int) -> None:
    """The seeds that demand are listed with their demands."""
    assert read_demands(seed(number).text)
