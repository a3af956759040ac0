"""The hashes by which a text is found again."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from itertools import accumulate, islice
from struct import Struct
from typing import Final
from zlib import crc32

from watcher.dedup.address import page_key
from watcher.dedup.reading import Reading, draft, read
from watcher.model import Fingerprint, Record, Sketch
from watcher.text import LineMemory

ALGORITHM_VERSION: Final = "relations/1"
"""Raised whenever the same two texts may get another verdict or another fingerprint."""
SHINGLE_WORDS: Final = 5
WINDOW: Final = 8
"""Of every 8 neighbouring shingles the smallest is kept, so that a shared run of 12 words shares one (winnowing, SIGMOD 2003)."""
SHORT_WORDS: Final = 40
"""A text with fewer words keeps all its shingles."""
SHINGLES_MAX: Final = 4_000
_SIGNED: Final = Struct(">q").unpack


def fingerprint(record: Record, memory: LineMemory | None = None) -> Fingerprint:
    """Return what has to be stored of `record` so that its kin can be found; `memory` is that of its host."""
    return fingerprint_reading(read(record, memory or LineMemory()))


def sketch(record: Record, memory: LineMemory) -> Sketch:
    """Return what relations need of `record` before the store is asked; `memory` may know less than the store does."""
    drafted = draft(record, memory)
    found = _fingerprint(drafted.words, page_key(record.url) if record.url else None)
    return Sketch(found, drafted.printed, drafted.asked, drafted.others)


def fingerprint_reading(reading: Reading) -> Fingerprint:
    """Return the fingerprint of a text that was read already."""
    return _fingerprint(reading.words, reading.page_key)


def _fingerprint(words: Sequence[str], page: str | None) -> Fingerprint:
    return Fingerprint(
        content_hash=blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=16).digest(),
        shingles=shingles(words),
        words=len(words),
        page_key=page,
        version=ALGORITHM_VERSION,
    )


def shingles(words: Sequence[str]) -> tuple[int, ...]:
    """Return the signed 64-bit hashes of the word runs that stand for `words`, without repeats, in order."""
    if not words:
        return ()
    runs = _runs(words)
    chosen = runs if len(words) < SHORT_WORDS else _winnowed(runs)
    return tuple([_SIGNED(blake2b(run, digest_size=8).digest())[0] for run in islice(dict.fromkeys(chosen), SHINGLES_MAX)])


def _runs(words: Sequence[str]) -> list[bytes]:
    """Return the neighbouring words, five by five; a text with fewer is one run."""
    row = " ".join(words)
    encoded = row.encode("utf-8", "surrogatepass")
    if len(words) < SHINGLE_WORDS:
        return [encoded]
    is_ascii = len(encoded) == len(row)
    sizes = map(len, words) if is_ascii else [len(word.encode("utf-8", "surrogatepass")) for word in words]
    starts = [0, *accumulate([size + 1 for size in sizes])]
    ends = [start - 1 for start in starts[SHINGLE_WORDS:]]
    return [encoded[start:end] for start, end in zip(starts, ends, strict=False)]


def _winnowed(runs: list[bytes]) -> list[bytes]:
    """Keep of every window the run with the smallest checksum, the first of equals: a cheap order, the same in every process.

    A window shares all but one run with the last one: only where the smallest of that has left it are all looked at.
    """
    order, kept = list(map(crc32, runs)), []
    place, smallest = -1, 0
    for start, entering in enumerate(order[WINDOW - 1 :]):
        if place < start:
            smallest = min(order[start : start + WINDOW])
            place = order.index(smallest, start)
        elif entering < smallest:
            smallest, place = entering, start + WINDOW - 1
        else:
            continue
        kept.append(runs[place])
    return kept
