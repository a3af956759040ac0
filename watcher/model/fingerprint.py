"""What is stored of a text so that its kin can be found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """`content_hash` is equal for texts that differ in dress only; `shingles` are signed 64-bit hashes of word runs.

    Any two texts that share a run of 12 words share a shingle. `page_key` is the address without tracking, host twins folded.
    """

    content_hash: bytes
    shingles: tuple[int, ...]
    words: int
    page_key: str | None
    version: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """What relations need of a text before the store is asked, made where the text was read.

    `fingerprint` rests on how often the text's lines stand under other stories of its host, which only the store knows in full:
    `others` were taken for the lines with the hashes `asked`. `printed` are the hashes of the lines that a memory learns.
    """

    fingerprint: Fingerprint
    printed: tuple[int, ...]
    asked: tuple[int, ...]
    others: tuple[int, ...]
