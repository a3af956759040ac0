"""Finding the texts that share wording with a new one: a table of integers, read a bounded number of rows a hash."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from sqlite3 import Connection
from typing import Final

from watcher.model import Fingerprint
from watcher.text import stable_hash

TEXT_INDEX_SCHEMA: Final = """
CREATE TABLE text_shingle (key INTEGER PRIMARY KEY) STRICT;
CREATE TABLE text_page (key INTEGER PRIMARY KEY) STRICT;
"""
"""Both hold hash and text in one integer, 14 bytes a row: the upper 40 bits of the hash, then 24 bits of the text's id.

Two hashes meet by accident once in 10^12; what is found is always compared, so such a meeting costs time and nothing else.
"""

ID_MAX: Final = 2**24 - 1
"""The highest text id that fits: sixteen million revisions."""
ROWS_A_HASH_MAX: Final = 8
"""The first so many texts with a wording stand for it; a phrase in more of them leads nowhere in particular."""
VERSIONS_MAX: Final = 12
"""So many texts of one page, the latest, are candidates."""
SHARED_MIN: Final = 2
"""Two texts that share 24 words in runs of 12 share two shingles; one in common is how everybody writes."""
CANDIDATES_MAX: Final = 16
LOAD_CHUNK: Final = 2_000
"""Texts a chunk of a bulk load: sorted in memory, so that the table grows from left to right."""

_IDS: Final = ID_MAX
_FIND_SHINGLES: Final = """
SELECT s.key FROM json_each(?) AS wanted CROSS JOIN text_shingle AS s
WHERE s.key BETWEEN wanted.value AND wanted.value + 16777215 LIMIT ?
"""
ROWS_A_STATEMENT: Final = 32
_ADD_ONE: Final = "INSERT OR IGNORE INTO text_shingle (key) VALUES (?)"
_ADD_MANY: Final = _ADD_ONE + ", (?)" * (ROWS_A_STATEMENT - 1)
_FIND_PAGE: Final = "SELECT key FROM text_page WHERE key BETWEEN ? AND ? ORDER BY key DESC LIMIT ?"


class TextIndex:
    """The index over one connection; it runs inside the caller's transaction and never commits."""

    def __init__(self, connection: Connection):
        self._connection = connection
        self._seen: _Search | None = None

    def candidates(self, fingerprint: Fingerprint, *, count_max: int = CANDIDATES_MAX) -> list[tuple[int, int]]:
        """Return (text id, shingles in common): first the texts of the same page or the same words, latest first, then the rest.

        The rest come by shingles in common (at least `SHARED_MIN`), the most first and the oldest among equals. At most
        `count_max` in all.
        """
        seen = self._seen = self._search(fingerprint.shingles)
        shared = Counter([key & _IDS for key in seen.keys])
        kin = self.page_versions(fingerprint)
        shared_min = min(SHARED_MIN, len(fingerprint.shingles))
        found = (text_id for text_id, count in shared.items() if count >= shared_min and text_id not in kin)
        rest = sorted(found, key=lambda text_id: (-shared[text_id], text_id))
        return [(text_id, shared[text_id]) for text_id in [*kin, *rest][:count_max]]

    def page_versions(self, fingerprint: Fingerprint) -> list[int]:
        """Return the texts under the same address or with the same words, at most `VERSIONS_MAX` each, latest first."""
        found: set[int] = set()
        for base in _page_bases(fingerprint):
            found.update(row[0] & _IDS for row in self._connection.execute(_FIND_PAGE, (base, base + _IDS, VERSIONS_MAX)))
        return sorted(found, reverse=True)

    def add(self, text_id: int, fingerprint: Fingerprint, *, is_copy: bool = False) -> None:
        """Index a text under its wording; of a copy only the wording that nothing else stands for.

        Raises:
            ValueError: `text_id` is not between 0 and `ID_MAX`.
        """
        _check(text_id)
        # mostly the search for this very text's kin came just before
        is_searched = self._seen is not None and self._seen.shingles is fingerprint.shingles
        seen = self._seen if self._seen is not None and is_searched else self._search(fingerprint.shingles)
        known = Counter([key & ~_IDS for key in seen.keys])
        rows_max = 1 if is_copy else ROWS_A_HASH_MAX
        self._insert(sorted({base | text_id for base in seen.bases if known[base] < rows_max}))
        self._connection.executemany(
            "INSERT OR IGNORE INTO text_page (key) VALUES (?)", [(base | text_id,) for base in _page_bases(fingerprint)]
        )
        self._seen = None

    def load(self, texts: Iterable[tuple[int, Fingerprint]]) -> int:
        """Add many texts, oldest first, several times faster than one by one; return how many."""
        count, rows = 0, iter(texts)
        while chunk := list(islice(rows, LOAD_CHUNK)):
            for text_id, _ in chunk:
                _check(text_id)
            keys = sorted({_base(shingle) | text_id for text_id, found in chunk for shingle in found.shingles})
            self._connection.executemany(_ADD_ONE, self._bounded(keys))
            pages = sorted(base | text_id for text_id, found in chunk for base in _page_bases(found))
            self._connection.executemany("INSERT OR IGNORE INTO text_page (key) VALUES (?)", ((key,) for key in pages))
            count += len(chunk)
        self._seen = None
        return count

    def _bounded(self, keys: list[int]) -> Iterator[tuple[int]]:
        """Yield the sorted `keys` that keep every hash within its rows."""
        for base, group in groupby(keys, key=lambda key: key & ~_IDS):
            known = self._connection.execute(
                "SELECT count(*) FROM (SELECT 1 FROM text_shingle WHERE key BETWEEN ? AND ? LIMIT ?)",
                (base, base + _IDS, ROWS_A_HASH_MAX),
            ).fetchone()[0]
            for key in islice(group, ROWS_A_HASH_MAX - known):
                yield (key,)

    def _search(self, shingles: Sequence[int]) -> _Search:
        """Return the first rows of each of these hashes."""
        bases = [shingle & ~_IDS for shingle in shingles]
        rows = self._connection.execute(_FIND_SHINGLES, (json.dumps(bases), ROWS_A_HASH_MAX * len(bases)))
        return _Search(shingles, bases, [row[0] for row in rows])

    def _insert(self, keys: Sequence[int]) -> None:
        """Add keys to the table of wording; many in one statement take two thirds of the time."""
        whole = len(keys) - len(keys) % ROWS_A_STATEMENT
        for start in range(0, whole, ROWS_A_STATEMENT):
            self._connection.execute(_ADD_MANY, keys[start : start + ROWS_A_STATEMENT])
        self._connection.executemany(_ADD_ONE, [(key,) for key in keys[whole:]])


@dataclass(frozen=True, slots=True)
class _Search:
    """The hashes that were looked for, without their lower bits, and the rows that were found."""

    shingles: Sequence[int]
    bases: Sequence[int]
    keys: Sequence[int]


def _check(text_id: int) -> None:
    if not 0 <= text_id <= ID_MAX:
        raise ValueError(f"text id {text_id} does not fit the index (0 to {ID_MAX:,})")


def _base(value: int) -> int:
    return value & ~_IDS


def _page_bases(fingerprint: Fingerprint) -> list[int]:
    bases = [_base(int.from_bytes(fingerprint.content_hash[:8], "big", signed=True))] if fingerprint.words else []
    if fingerprint.page_key:
        bases.append(_base(stable_hash(f"page {fingerprint.page_key}")))
    return bases
