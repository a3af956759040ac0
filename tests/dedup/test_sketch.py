"""What is made of a text where it is read gives the verdicts that reading it beside the store gives."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.dedup import fingerprint_reading, printed_lines, read, sketch
from watcher.dedup.reading import LINES_LEARNED_MAX, WORDS_READ_MAX, words_of
from watcher.model import Record, Sketch
from watcher.pipeline.relating import Relater, ScratchStore, keep, verdict_as_json
from watcher.records import parse_record
from watcher.text import LineMemory, line_hash
from watcher.text.normal import WORD

from .streams import make
from .texts import STATEMENT, record

FOOT = "The guild has spoken for undermasters since 1961, and its members meet in every county on the first Sunday."


def judged(records: list[Record], sketches: Mapping[str, Sketch], *, batch: int) -> list[dict[str, Any]]:
    """Return the verdicts on a stream that comes in batches, as visits bring it."""
    found = []
    with closing(ScratchStore()) as store:
        for start in range(0, len(records), batch):
            relater = Relater(store)
            part = records[start : start + batch]
            relater.learn(part, sketches)
            for one in part:
                verdict = relater.judge(one, sketches.get(one.id))
                keep(verdict, store)
                found.append({**verdict_as_json(verdict), "shingles": verdict.fingerprint.shingles, "head": verdict.head})
    return found


@pytest.mark.parametrize("batch", [1, 7])
def test_a_sketch_changes_no_verdict(batch: int) -> None:
    """Whatever a worker knew of the host when it read a text."""
    items, _ = make(11, stories=25)
    records = [parse_record(item, where="stream") for item in items]
    sketches = {each.id: sketch(each, LineMemory()) for each in records}
    assert judged(records, sketches, batch=batch) == judged(records, {}, batch=batch)


def test_a_sketch_that_rests_on_less_than_is_known_is_not_believed() -> None:
    """A line that has become furniture since the page was read is furniture."""
    new = record(f"{STATEMENT}\n\n{FOOT}")
    memory = LineMemory("www.glu.example").learn([(story, [FOOT]) for story in ("dinner", "pensions", "minutes")])
    early, late = sketch(new, LineMemory()), sketch(new, memory)
    assert memory.others_hashed(early.asked) != early.others
    assert memory.others_hashed(late.asked) == late.others
    assert late.fingerprint == fingerprint_reading(read(new, memory)) != early.fingerprint


@pytest.mark.parametrize(
    "text",
    [
        "",
        "One line alone.",
        "It’s 14 May, they said.\n\nDon't ask.\n\nThe head’s letter â€™ arrived",
        "One. Two came. Three went. Four stayed. Five left. Page viewed 31 times. Six.",
        "word " * (WORDS_READ_MAX + 5) + "\nand more of it",
        "\n".join(f"Line {number} of a transcript stands here." for number in range(LINES_LEARNED_MAX + 1)),
    ],
)
def test_the_hashes_of_a_sketch_are_those_that_a_memory_learns(text: str) -> None:
    """Apostrophes, lost paragraphs, mojibake and texts beyond what is read included; at most `LINES_LEARNED_MAX`."""
    printed = sketch(record(text), LineMemory()).printed
    assert list(printed) == [line_hash(line) for line in printed_lines(text)][:LINES_LEARNED_MAX]


_PIECES = [
    "a",
    "word",
    "12",
    "1,200",
    "£4.5",
    "3%",
    "19:30",
    "4th",
    "x1y",
    "_",
    "-",
    "3_",
    "'s",
    "'",
    " ",
    "  ",
    ".",
    "/",
    "(",
    "é",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=10).map("".join))
def test_words_with_figures_are_those_of_the_plain_rule(folded: str) -> None:
    """The quick way to them changes no fingerprint."""
    assert words_of(folded) == tuple(WORD.findall(folded.replace("'", "")))
