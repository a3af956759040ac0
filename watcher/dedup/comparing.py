"""Two texts side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress

from watcher.dedup.align import Grams, Run, bridged, marks_of, shared_runs
from watcher.dedup.reading import Reading, read
from watcher.model import Group, Record
from watcher.text import LineMemory


@dataclass(frozen=True, slots=True)
class Candidate:
    """An earlier text that the new one may stand to.

    `position` is its place in the order of arrival, `shared` how many shingles the index found in common. `head` names its
    family (its own id, if it has none yet) and `head_group` is the group of that family's publisher. `memory` is what is
    known of its host's lines, `story` the key under which its own lines were learned; `reading` spares reading it again.
    """

    record: Record
    position: int
    head: str = ""
    head_group: Group | None = None
    story: str | None = None
    memory: LineMemory = field(default_factory=LineMemory)
    shared: int = 0
    reading: Reading | None = None

    @property
    def family(self) -> str:
        return self.head or self.record.id


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two readings side by side.

    Coverage is 0.0 to 1.0 of the words that are a text's own (stock wording left out), `narrative` of those outside
    quotation marks; `..._of` is seen from the older text. `shared` are the older text's words in runs, `run_words` the longest.
    """

    candidate: Candidate
    new: Reading
    old: Reading
    runs: tuple[Run, ...]
    coverage: float
    coverage_of: float
    narrative: float
    narrative_of: float
    narrative_words: int
    shared: int
    run_words: int

    @property
    def is_identical(self) -> bool:
        return self.new.words == self.old.words

    @property
    def is_same_page(self) -> bool:
        return self.new.page_key is not None and self.new.page_key == self.old.page_key

    @property
    def is_same_title(self) -> bool:
        return bool(self.new.title) and self.new.title == self.old.title


def compare(new: Reading, candidate: Candidate, grams: Grams) -> Comparison:
    """Return the two texts aligned; `grams` is `grams_of(new.words)`."""
    old = candidate.reading or read(candidate.record, candidate.memory, story=candidate.story)
    is_identical = new.words == old.words
    runs = [Run(0, 0, len(new.words))] if is_identical else shared_runs(new.words, old.words, grams)
    spans = [(run.start, run.length) for run in runs]
    spans_of = [(run.start_of, run.length) for run in runs]
    return _measured(candidate, new, old, runs, spans=spans, spans_of=spans_of)


def with_gaps(one: Comparison) -> Comparison:
    """Return the comparison with the small gaps between runs counted as shared."""
    passages = bridged(one.runs, one.new.words, one.old.words)
    return _measured(
        one.candidate,
        one.new,
        one.old,
        one.runs,
        spans=[(new.start, new.length) for new, _ in passages],
        spans_of=[(old.start_of, old.length) for _, old in passages],
    )


def _measured(
    candidate: Candidate,
    new: Reading,
    old: Reading,
    runs: Sequence[Run],
    *,
    spans: Sequence[tuple[int, int]],
    spans_of: Sequence[tuple[int, int]],
) -> Comparison:
    marks, marks_old = marks_of(spans, len(new.words)), marks_of(spans_of, len(old.words))
    is_identical = new.words == old.words
    return Comparison(
        candidate=candidate,
        new=new,
        old=old,
        runs=tuple(runs),
        coverage=1.0 if is_identical else _share(marks, new.own),
        coverage_of=1.0 if is_identical else _share(marks_old, old.own),
        narrative=_told_share(marks, new.quoted),
        narrative_of=_told_share(marks_old, old.quoted),
        narrative_words=len(new.quoted) - sum(new.quoted),
        shared=sum(marks_old),
        run_words=max((length for _, length in spans), default=0),
    )


def _share(marks: bytearray, own: Sequence[bool]) -> float:
    size = sum(own)
    return sum(compress(marks, own)) / size if size else 0.0


def _told_share(marks: bytearray, quoted: Sequence[bool]) -> float:
    """Return how much of the words outside quotation marks is shared."""
    size = len(quoted) - sum(quoted)
    return (sum(marks) - sum(compress(marks, quoted))) / size if size else 0.0
