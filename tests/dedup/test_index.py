"""The index of wording: bounded reads, small rows, the caller's transaction."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator

import pytest

from watcher.dedup import fingerprint
from watcher.model import Fingerprint
from watcher.store.index import CANDIDATES_MAX, ID_MAX, ROWS_A_HASH_MAX, TEXT_INDEX_SCHEMA, VERSIONS_MAX, TextIndex

from .texts import STATEMENT, elsewhere, record


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(":memory:", isolation_level=None)
    opened.executescript(TEXT_INDEX_SCHEMA)
    yield opened
    opened.close()


@pytest.fixture
def index(connection: sqlite3.Connection) -> TextIndex:
    return TextIndex(connection)


def _print(seed: int, *, page: str | None = None, words: int = 120) -> Fingerprint:
    maker = random.Random(seed)
    text = " ".join("".join(maker.choices("abcdefgh", k=5)) for _ in range(words))
    return fingerprint(record(text, url=page))


def test_shared_wording_is_found_and_counted(index: TextIndex) -> None:
    """The text with most in common comes first; those with nothing do not come."""
    index.add(1, fingerprint(record(STATEMENT)))
    index.add(2, _print(2))
    index.add(3, fingerprint(elsewhere(STATEMENT[:300])))
    found = index.candidates(fingerprint(elsewhere(STATEMENT, url="https://kct.example/1")))
    assert [text_id for text_id, _ in found] == [1, 3]
    assert found[0][1] > found[1][1] > 1


def test_a_page_finds_its_versions_whatever_they_say(index: TextIndex) -> None:
    """An address leads to its texts, latest first, at most `VERSIONS_MAX`."""
    for text_id in range(VERSIONS_MAX + 3):
        index.add(text_id, _print(text_id, page="https://a.example/x"))
    found = index.candidates(_print(99, page="http://www.a.example/x?utm_source=rss"))
    assert [text_id for text_id, _ in found] == list(range(VERSIONS_MAX + 2, 2, -1))


def test_the_same_words_are_found_under_another_address(index: TextIndex) -> None:
    """Even a text too short for a shingle of five is found by its content."""
    index.add(1, fingerprint(record("Closed today.", url="https://a.example/1")))
    assert index.page_versions(fingerprint(record("closed  TODAY", url="https://a.example/2"))) == [1]


def test_a_hash_has_no_more_than_its_rows(index: TextIndex, connection: sqlite3.Connection) -> None:
    """The first `ROWS_A_HASH_MAX` texts with a wording stand for it, however many follow."""
    same = _print(1)
    for text_id in range(ROWS_A_HASH_MAX + 1):
        index.add(text_id, same)
    rows = connection.execute("SELECT count(*) FROM text_shingle").fetchone()[0]
    assert rows == ROWS_A_HASH_MAX * len(same.shingles)


def test_a_copy_adds_only_wording_of_its_own(index: TextIndex, connection: sqlite3.Connection) -> None:
    """What an earlier text stands for is not indexed again."""
    index.add(1, fingerprint(record(STATEMENT)))
    before = connection.execute("SELECT count(*) FROM text_shingle").fetchone()[0]
    index.add(2, fingerprint(elsewhere(STATEMENT)), is_copy=True)
    assert connection.execute("SELECT count(*) FROM text_shingle").fetchone()[0] == before
    index.add(3, _print(3), is_copy=True)
    assert connection.execute("SELECT count(*) FROM text_shingle").fetchone()[0] > before


def test_answers_are_bounded(index: TextIndex) -> None:
    """No wording brings more than `CANDIDATES_MAX` texts."""
    parts = [_print(seed).shingles for seed in range(40)]
    for text_id, shingles in enumerate(parts):
        index.add(text_id, Fingerprint(bytes([text_id] * 16), shingles, 120, None, "v"))
    everything = tuple(shingle for shingles in parts for shingle in shingles)
    assert len(index.candidates(Fingerprint(b"x" * 16, everything, 4_000, None, "v"))) == CANDIDATES_MAX


def test_bulk_loading_answers_as_adding_does(connection: sqlite3.Connection) -> None:
    """The fast path and the slow one give the same index."""
    texts = [(text_id, _print(text_id % 7, page=f"https://a.example/{text_id}")) for text_id in range(30)]
    one, other = TextIndex(connection), TextIndex(sqlite3.connect(":memory:", isolation_level=None))
    other._connection.executescript(TEXT_INDEX_SCHEMA)
    assert one.load(texts) == 30
    for text_id, found in texts:
        other.add(text_id, found)
    for _, found in texts:
        assert one.candidates(found) == other.candidates(found)
    other._connection.close()


def test_the_index_runs_in_the_callers_transaction(index: TextIndex, connection: sqlite3.Connection) -> None:
    """A rollback takes its rows along."""
    connection.execute("BEGIN")
    index.add(1, _print(1))
    connection.execute("ROLLBACK")
    assert index.candidates(_print(1)) == []


def test_an_id_that_does_not_fit_is_refused(index: TextIndex) -> None:
    """The limit holds on both sides, one by one and in bulk."""
    index.add(ID_MAX, _print(1))
    assert [text_id for text_id, _ in index.candidates(_print(1))] == [ID_MAX]
    for wrong in (ID_MAX + 1, -1):
        with pytest.raises(ValueError, match="does not fit"):
            index.add(wrong, _print(2))
        with pytest.raises(ValueError, match="does not fit"):
            index.load([(wrong, _print(2))])


def test_a_document_costs_less_than_two_kilobytes() -> None:
    """Measured over documents of four hundred words added one by one, pages of the file included."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(TEXT_INDEX_SCHEMA)
    index = TextIndex(connection)
    connection.execute("BEGIN")
    for text_id in range(300):
        index.add(text_id, _print(text_id, page=f"https://a.example/{text_id}", words=400))
    connection.execute("COMMIT")
    pages = connection.execute("PRAGMA page_count").fetchone()[0] * connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    assert pages / 300 < 2_048
