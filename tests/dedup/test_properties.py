"""What holds for every text."""

from __future__ import annotations

import random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from watcher.dedup import fingerprint, page_key, read, story_key
from watcher.dedup.shingles import SHORT_WORDS, shingles
from watcher.model import ChangeKind, Record, RelationKind
from watcher.text import LineMemory

from .publishers import body_lines, sites, statement
from .texts import record, related

FIXED = settings(derandomize=True, deadline=None, max_examples=60)
SITES = [site for site in sites() if site.speaker]


def _statement(seed: int) -> list[str]:
    maker = random.Random(seed)
    return body_lines(
        maker, statement(maker, maker.choice(SITES), "x", stock=maker.random() < 0.5, condolence=maker.random() < 0.3)
    )


@FIXED
@given(st.text(max_size=400))
def test_a_text_is_the_same_as_itself(text: str) -> None:
    """relate(x, [x]) is same, whatever x is; a text without words has no relation but its address."""
    relations = related(record(text), record(text, "old"))
    assert [relation.kind for relation in relations] in ([RelationKind.SAME], [])
    assert relations or not read(record(text), LineMemory()).words


@FIXED
@given(st.integers(0, 10_000))
def test_any_changed_digit_is_a_revision_with_that_change_named(seed: int) -> None:
    """No figure is too small and no place too remote."""
    text = "\n\n".join(_statement(seed))
    digits = [place for place, letter in enumerate(text) if letter.isdigit()]
    assume(digits)
    maker = random.Random(seed)
    place = maker.choice(digits)
    changed = text[:place] + str((int(text[place]) + maker.randint(1, 9)) % 10) + text[place + 1 :]
    [relation] = related(record(changed), record(text, "old"))
    assert relation.kind is RelationKind.REVISION
    [change] = relation.changes
    assert change.kind in (ChangeKind.NUMBER, ChangeKind.DATE)
    assert change.before != change.after


@FIXED
@given(st.integers(0, 10_000), st.booleans())
def test_furniture_that_is_known_to_the_host_changes_no_verdict(seed: int, is_edited: bool) -> None:
    """Lines that stand under two other stories may come and go."""
    lines = _statement(seed)
    furniture = [
        "Guild pages for members and friends",
        "The guild has spoken for undermasters since 1961 and means to go on doing so.",
    ]
    memory = LineMemory("glu.example").learn((story, furniture) for story in ("dinner", "pensions", "minutes"))
    new = [line.replace(" the ", " no ", 1) for line in lines] if is_edited else lines
    old = record("\n\n".join(lines), "old")
    bare = related(record("\n\n".join(new)), old, memory=memory)
    dressed = related(record("\n\n".join([furniture[0], *new, furniture[1]])), old, memory=memory)
    assert [(one.kind, one.changes) for one in dressed] == [(one.kind, one.changes) for one in bare]


@FIXED
@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_shared_run_of_twelve_words_shares_a_shingle(seed: int, other: int) -> None:
    """Winnowing loses no run that is long enough to matter."""
    maker = random.Random(seed)
    run = [f"w{maker.randint(0, 99)}" for _ in range(12)]
    one = [f"a{maker.randint(0, 99)}" for _ in range(maker.randint(SHORT_WORDS, 90))]
    two = [f"b{maker.randint(0, 99)}" for _ in range(maker.randint(0, 90))]
    place, place_of = maker.randint(0, len(one)), other % (len(two) + 1)
    assert set(shingles([*one[:place], *run, *one[place:]])) & set(shingles([*two[:place_of], *run, *two[place_of:]]))


@FIXED
@given(st.text(max_size=200))
def test_a_page_key_is_its_own_page_key(url: str) -> None:
    """Whatever is given as an address, its canonical form stays as it is, and nothing raises."""
    key = page_key(url)
    assert page_key(page_key(key)) == page_key(key)


@FIXED
@given(st.text(max_size=300), st.text(max_size=40))
def test_reading_never_fails(text: str, title: str) -> None:
    """Every text has a reading, and its rows are of one length."""
    reading = read(Record(id="x", text=text, title=title), LineMemory())
    assert len(reading.words) == len(reading.quoted) == len(reading.own) == len(reading.line_of)
    assert fingerprint(Record(id="x", text=text, title=title)).words == len(reading.words)
    assert story_key(Record(id="x", text=text, title=title))
