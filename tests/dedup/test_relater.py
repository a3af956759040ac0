"""The order: learn, judge, keep; families, links, seeds and the format of an answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from watcher.dedup import head_of
from watcher.model import Group, Record, RelationKind
from watcher.pipeline.relating import KIN_MAX, READINGS_KEPT_MAX, Relater, ScratchStore, keep, relate_records
from watcher.records import parse_date

from .streams import make
from .test_verdicts import ARTICLE
from .texts import CLOSE, LEAD, PLAN, SAID, STATEMENT, elsewhere, paper, record, verdicts

FOOT = "The guild has spoken for undermasters since 1961, and its members meet in every county on the first Sunday."


@pytest.fixture
def store() -> Iterator[ScratchStore]:
    opened = ScratchStore()
    yield opened
    opened.close()


def _feed(store: ScratchStore, *records: Record) -> dict[str, RelationKind]:
    relater = Relater(store)
    relater.learn(records)
    told = {}
    for one in records:
        verdict = relater.judge(one)
        keep(verdict, store)
        told[one.id] = verdict.kind
    return told


def _notice(number: int, foot: str = FOOT) -> Record:
    topics = ("dinner", "pensions", "minutes", "calendar", "choir")
    own = f"Notice on the {topics[number]}: the room above the library in Wenlow is booked from {number + 3} o'clock."
    return record(
        f"{own}\n\n{foot}", f"n{number}", title=f"On the {topics[number]}", url=f"https://www.glu.example/notices/{topics[number]}"
    )


def test_an_answer_has_the_published_form() -> None:
    """Id, relation, of, score, evidence, changes and all relations, ready for a line of JSON."""
    told = verdicts(record(STATEMENT, "one"), record(STATEMENT.replace("14", "41"), "two"))["two"]
    assert list(told) == ["id", "relation", "of", "score", "evidence", "changes", "relations"]
    assert (told["relation"], told["of"], told["relations"][0]["of"]) == ("revision", "one", "one")
    assert told["changes"][0] | {"sentence_before": "", "sentence_after": ""} == {
        "kind": "number",
        "before": "14",
        "after": "41",
        "sentence_before": "",
        "sentence_after": "",
        "is_material": True,
    }
    assert json.loads(json.dumps(told)) == told


def test_a_seed_is_related_to_and_not_answered() -> None:
    """The corpus comes first and keeps quiet."""
    told = verdicts(elsewhere(STATEMENT, "copy"), seeds=[record(STATEMENT, "seed-000")])
    assert [(one["id"], one["relation"], one["of"]) for one in told.values()] == [("copy", "republished", "seed-000")]


def test_nothing_in_nothing_out() -> None:
    """An empty stream has no answers."""
    assert list(relate_records([], [])) == []


def test_the_whole_batch_is_learned_before_any_of_it_is_judged() -> None:
    """A footer that recurs later in the stream is furniture from the start."""
    bare = record(STATEMENT, "bare")
    dressed = record(f"{STATEMENT}\n\n{FOOT}", "dressed")
    assert verdicts(dressed, bare, *map(_notice, range(3)))["bare"]["relation"] == "same"


def test_a_statement_that_is_posted_three_times_does_not_erase_itself() -> None:
    """Stories are counted and not pages."""
    posted = [record(STATEMENT, f"p{number}", url=f"https://www.glu.example/archive/{number}") for number in range(4)]
    told = verdicts(*posted, elsewhere(STATEMENT, "copy"))
    assert [told[f"p{number}"]["relation"] for number in range(4)] == ["new", "same", "same", "same"]
    assert (told["copy"]["relation"], told["copy"]["of"]) == ("republished", "p0")


def test_a_figure_in_a_recurring_line_is_never_discounted() -> None:
    """Furniture comes and goes; an edit of a few words in it is an edit."""
    notices = [_notice(number, FOOT + f" There are {number + 2} county desks.") for number in range(3)]
    told = verdicts(
        *notices,
        record(f"{STATEMENT}\n\n{FOOT} There are 40 county desks.", "old"),
        record(f"{STATEMENT}\n\n{FOOT} There are 4 county desks.", "edited"),
        record(STATEMENT, "bare"),
    )
    assert told["edited"]["relation"] == "revision"
    assert told["edited"]["changes"][0]["kind"] == "number"
    assert told["bare"]["relation"] == "same"


def test_notices_that_share_their_furniture_are_new() -> None:
    """What only the page says makes no kin."""
    assert {one["relation"] for one in verdicts(*map(_notice, range(5))).values()} == {"new"}


def test_a_site_that_gives_every_page_one_title_is_learned_too() -> None:
    """A title over unlike lines is the site's name."""
    notices = [replace(_notice(number), title="Guild news") for number in range(3)]
    told = verdicts(
        *notices, record(f"{STATEMENT}\n\n{FOOT}", "dressed", title="Guild news"), record(STATEMENT, "bare", title="Guild news")
    )
    assert [one["relation"] for one in told.values()] == ["new", "new", "new", "new", "same"]


def test_an_article_is_linked_again_when_its_statement_arrives(store: ScratchStore) -> None:
    """The statement is new and still alerts; the article quotes it from then on."""
    told = _feed(store, paper(ARTICLE, "early"), record(STATEMENT, "late"))
    assert told == {"early": RelationKind.NEW, "late": RelationKind.NEW}
    [(article_id, relation)] = store.links
    assert (article_id, relation.kind, relation.of) == ("early", RelationKind.QUOTES, "late")
    assert all(sentence in ARTICLE for sentence in relation.evidence)


def test_two_excerpts_become_one_family_when_the_original_arrives(store: ScratchStore) -> None:
    """Neither knew of the other; the original shows that they are one."""
    first = elsewhere(f"{LEAD}\n\n{SAID}", "first", source="kct", url="https://kct.example/news/1")
    second = elsewhere(f"{PLAN}\n\n{CLOSE}\n\nIt was put out by the guild at noon.", "second")
    _feed(store, first, second, record(STATEMENT, "original"))
    assert set(store.families().values()) == {store.families()["original"]}


def test_the_head_is_the_earliest_publication_of_a_source_that_speaks_for_itself() -> None:
    """A newspaper never heads a family that a body belongs to, nor does an undated page one with a date."""
    early = paper(STATEMENT, "paper", published=parse_date("2024-01-02", where=""))
    body = record(STATEMENT, "body", published=parse_date("2024-01-03", where=""))
    undated = elsewhere(STATEMENT, "undated")
    assert head_of([undated, early, body]).id == "body"
    assert head_of([early, undated]).id == "undated"
    assert head_of([early]).id == "paper"


def test_a_wire_copy_is_linked_to_the_page_of_the_body(store: ScratchStore) -> None:
    """However many copies lie between."""
    copies = [
        elsewhere(STATEMENT, f"c{number}", source=f"s{number}", url=f"https://s{number}.example/x", group=Group.NEWSWIRE)
        for number in range(4)
    ]
    relater = Relater(store)
    records = [record(STATEMENT, "origin"), *copies]
    relater.learn(records)
    for one in records:
        verdict = relater.judge(one)
        assert [relation.of for relation in verdict.relations] in ([], ["origin"])
        keep(verdict, store)


def test_a_page_with_many_versions_is_compared_with_the_latest(store: ScratchStore) -> None:
    """Bounds on what is compared never hide the version that counts."""
    versions = [record(STATEMENT.replace("14", str(20 + number)), f"v{number}") for number in range(3 * KIN_MAX)]
    told = _feed(store, *versions, record(STATEMENT.replace("14", str(19 + 3 * KIN_MAX)), "again"))
    assert told.pop("v0") is RelationKind.NEW
    assert told.pop("again") is RelationKind.SAME
    assert set(told.values()) == {RelationKind.REVISION}


def test_readings_are_kept_within_their_bound(store: ScratchStore) -> None:
    """A long stream does not fill the memory."""
    items, _ = make(5, stories=30)
    relater = Relater(store)
    for item in items:
        keep(relater.judge(Record(id=item["id"], text=item["text"], url=item["url"], source=item["source"])), store)
    assert 0 < len(relater._readings) <= READINGS_KEPT_MAX
