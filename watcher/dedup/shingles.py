"""The hashes by which a text is found again."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from itertools import accumulate, islice
from struct import Struct
from typing import Final
from zlib import crc32

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
    return Sketch(fingerprint_reading(drafted.reading), drafted.printed, drafted.asked, drafted.others)


def fingerprint_reading(reading: Reading) -> Fingerprint:
    """Return the fingerprint of a text that was read already."""
    words = reading.words
    return Fingerprint(
        content_hash=blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=16).digest(),
        shingles=shingles(words),
        words=len(words),
        page_key=reading.page_key,
        version=ALGORITHM_VERSION,
    )


def shingles(words: Sequence[str]) -> tuple[int, ...]:
    """Return the signed 64-bit hashes of the word runs that stand for `words`, without repeats, in order."""
    if not words:
        return ()
    encoded = [word.encode("utf-8", "surrogatepass") for word in words]
    runs = _runs(encoded)
    chosen = runs if len(words) < SHORT_WORDS else _winnowed(runs)
    return tuple(_hash(run) for run in islice(dict.fromkeys(chosen), SHINGLES_MAX))


def _runs(encoded: list[bytes]) -> list[bytes]:
    """Return the neighbouring words, five by five; a text with fewer is one run."""
    row = b" ".join(encoded)
    starts = list(accumulate((len(word) + 1 for word in encoded), initial=0))
    ends = starts[SHINGLE_WORDS:] or starts[-1:]
    return [row[start : end - 1] for start, end in zip(starts, ends, strict=False)]


def _hash(run: bytes) -> int:
    value: int = _SIGNED(blake2b(run, digest_size=8).digest())[0]
    return value


def _winnowed(runs: list[bytes]) -> list[bytes]:
    """Keep of every window the run with the smallest checksum: a cheap order that is the same in every process."""
    order = [crc32(run) << 32 | place for place, run in enumerate(runs)]
    windows = zip(*(order[start:] for start in range(WINDOW)), strict=False)
    return [runs[key & 0xFFFFFFFF] for key in dict.fromkeys(map(min, windows))]
