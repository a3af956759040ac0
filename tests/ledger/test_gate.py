"""The golden set: invented publishers and people, every register, and floors below which nothing may fall."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.ledger.scoring import commitments_of, gazetteer, quotes_of, rows, score_demands, score_promises, score_quotes
from watcher.ledger import Gazetteer, read_demands
from watcher.ledger.gazetteer import key_of
from watcher.model import CommitmentKind, QuoteKind

FILES = ("blind.jsonl", "second.jsonl", "third.jsonl", "fourth.jsonl")
CPU_MS_MAX = 6.0
"""Four times the bar of 1.5 ms for 300 words: a test machine is shared, a quadratic pattern is not four times slower but forty."""


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    return gazetteer()


def test_the_set_is_large_enough() -> None:
    """At least 60 statements and 150 quotations stand behind the figures."""
    golden = rows(*FILES)
    assert len(golden) >= 60
    assert sum(len(row["quotes"]) for row in golden) >= 150


def test_speakers(known: Gazetteer) -> None:
    """A quotation in the wrong mouth is worse than none: nearly every speaker is right, and most quotations have one."""
    score = score_quotes(rows(*FILES), known)
    assert score.precision >= 0.985, score.faults
    assert score.coverage >= 0.92, score.faults
    assert score.found >= 0.94 * score.gold, score.faults
    assert score.extra <= 3, score.faults


def test_promises(known: Gazetteer) -> None:
    """Undertakings are found and dated, and nothing else is taken for one."""
    score = score_promises(rows(*FILES), known, CommitmentKind.UNDERTAKING)
    assert score.precision >= 0.95, score.faults
    assert score.recall >= 0.9, score.faults
    assert score.dates >= 0.95 * score.matched, score.faults


def test_deadlines(known: Gazetteer) -> None:
    """A date that somebody was set by another is a deadline, not an undertaking."""
    score = score_promises(rows(*FILES), known, CommitmentKind.DEADLINE)
    assert score.precision >= 0.95, score.faults
    assert score.recall >= 0.6, score.faults


def test_demands() -> None:
    """What others must do is a demand."""
    score = score_demands(rows(*FILES))
    assert score.precision >= 0.8, score.faults
    assert score.recall >= 0.9, score.faults


def test_quotes_are_verbatim_and_listed_once(known: Gazetteer) -> None:
    """Every quote is a stretch of its text without outer blanks, and none is listed twice."""
    for row in rows(*FILES):
        quotes = quotes_of(row, known)
        places = [(quote.start, quote.end) for quote in quotes]
        assert places == sorted(set(places), key=lambda place: (place[0], -place[1])), row["id"]
        for quote in quotes:
            assert quote.quote == row["text"][quote.start : quote.end] == quote.quote.strip(), row["id"]


def test_sentences_are_verbatim(known: Gazetteer) -> None:
    """Every sentence of a commitment and every demand stands in the text as it is shown."""
    for row in rows(*FILES):
        for each in commitments_of(row, known):
            assert row["text"][each.start : each.end] == each.sentence
        assert all(sentence in row["text"] for sentence in read_demands(row["text"]))


STYLES = {
    "straight": str.maketrans("“”‘’", "\"\"''"),
    "guillemets": str.maketrans("“”", "«»"),
}


@pytest.mark.parametrize("style", STYLES)
def test_marks_do_not_change_speakers(known: Gazetteer, style: str) -> None:
    """The same words in marks of another style are the same quotes by the same speakers."""
    for row in rows(*FILES):
        if "“" not in row["text"] or '"' in row["text"]:
            continue
        before = [(quote.start, key_of(quote.speaker or "")) for quote in quotes_of(row, known) if quote.kind is QuoteKind.DIRECT]
        other = {**row, "text": row["text"].translate(STYLES[style])}
        after = [(quote.start, key_of(quote.speaker or "")) for quote in quotes_of(other, known) if quote.kind is QuoteKind.DIRECT]
        assert after == before, row["id"]


def test_nobody_who_is_never_shown_speaks(known: Gazetteer) -> None:
    """An inspector of the visit and a parent are never shown as speakers, whatever they said."""
    hidden = {"Desmond Pyle", "Giles Harbottle", "Kelly Stubbs", "Lindsey Marsh", "Aaron"}
    said = {speaker.name for row in rows(*FILES) for quote in quotes_of(row, known) for speaker in quote.speakers}
    assert not hidden & said


def test_cost(known: Gazetteer) -> None:
    """Reading quotes and commitments of 300 words costs milliseconds, on a bad day."""
    golden = rows(*FILES)
    words = sum(len(row["text"].split()) for row in golden)
    start = time.process_time()
    for row in golden:
        commitments_of(row, known)
    assert (time.process_time() - start) / words * 300 * 1000 < 2 * CPU_MS_MAX


def test_the_files_lie_beside() -> None:
    """The golden set is data: nothing else reads or writes it."""
    assert {path.name for path in (Path(__file__).parent / "golden").iterdir()} >= {*FILES, "people.yaml", "bodies.yaml"}
