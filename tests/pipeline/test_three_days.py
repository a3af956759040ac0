"""The demo's story from the first listing to the Monday digest, against what each posting should become."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from watcher.app import load, renderer
from watcher.demo import DAYS, load_expected
from watcher.errors import Reason
from watcher.model import AlertReason, HealthState, Message, Outcome, RelationKind
from watcher.pipeline.compose import digest_preview, story_of
from watcher.store import Store, StoredStatement

from .parts import ThreeDays, outbox

EXPECTED = load_expected()
SEEN = {key: posting for key, posting in EXPECTED.items() if posting.get("seen_on") != 0}
FAMILY = {RelationKind.SAME, RelationKind.REPUBLISHED, RelationKind.REVISION}
JOINT = ("heads-federation/joint-statement-inspections-in-january", "primary-leaders/joint-statement-with-heads-federation")


@pytest.fixture(scope="module")
def store(three_days: ThreeDays) -> Iterator[Store]:
    opened = Store(three_days.folder / "state" / "watcher.db")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def found(three_days: ThreeDays, store: Store) -> Mapping[str, list[StoredStatement]]:
    """The stored statements by the posting that they came from; what came from none is under its own address."""
    keys = {(key.split("/")[0], path_of(url)): key for key, url in three_days.urls.items()}
    by_key: dict[str, list[StoredStatement]] = {}
    for statement in store.statements.find(count_max=1000):
        if statement.source_id != "seeds":
            key = keys.get((statement.source_id, path_of(statement.url or "")), statement.url or "")
            by_key.setdefault(key, []).append(statement)
    return by_key


def path_of(url: str) -> str:
    return unquote(urlsplit(url).path)


def the_digest(three_days: ThreeDays) -> dict[str, Any]:
    [path] = (three_days.folder / "state" / "outbox").glob("*-digest-*.json")
    return dict(json.loads(path.read_text(encoding="utf-8"))["payload"]["data"])


def whole_digest(three_days: ThreeDays, store: Store) -> Message:
    """Return the digest of all that happened, as `watcher digest` prints it."""
    watch = load(three_days.folder)
    return digest_preview(store, watch, renderer(watch.root, watch.taxonomy), since=DAYS[1], now=three_days.monday.ended_at)


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def test_every_posting_becomes_one_statement_and_nothing_else_does(found: Mapping[str, list[StoredStatement]]) -> None:
    """No item missing, none twice, and no page that is none."""
    assert {key: len(statements) for key, statements in found.items()} == dict.fromkeys(SEEN, 1)


def test_every_posting_is_seen_on_its_day(found: Mapping[str, list[StoredStatement]]) -> None:
    """What a wall or a broken feed hid is read on the day on which it can be."""
    days = {key: DAYS[posting.get("seen_on") or posting["first_day"]].date() for key, posting in SEEN.items()}
    assert {key: statements[0].first_seen_at.date() for key, statements in found.items()} == days


@pytest.mark.parametrize("key", [key for key, posting in SEEN.items() if "of" in posting])
def test_what_repeats_or_quotes_an_earlier_posting_says_so(
    key: str, found: Mapping[str, list[StoredStatement]], store: Store
) -> None:
    """A copy joins its original's family; an article that quotes stays a statement of its own."""
    posting, [statement] = SEEN[key], found[key]
    [original] = found[posting["of"]]
    kind = RelationKind(posting["relation"])
    if kind is RelationKind.QUOTES:
        family = [member.id for member in store.statements.family(original.head_id)]
        assert statement.id in [article.id for article in store.statements.quoting(family)]
        assert statement.head_id == statement.id
        assert statement.id in [int(str(copy.statement_id)[1:]) for copy in story_of(store, original).quoted_in]
    else:
        assert statement.head_id == original.head_id
        related = {found_relation.kind for each in (statement, original) for found_relation in each.latest.relations}
        assert kind in related


def test_what_is_new_heads_a_family_of_its_own(found: Mapping[str, list[StoredStatement]], store: Store) -> None:
    """A wrong merge is a missed alert: nothing joins a family that it does not belong to."""
    pairs = {frozenset((key, posting.get("of") or posting.get("twin_in_round") or key)) for key, posting in SEEN.items()}
    families: dict[int, set[str]] = {}
    for key, statements in found.items():
        families.setdefault(statements[0].head_id, set()).add(key)
    assert [family for family in families.values() if len(family) > 1 and frozenset(family) not in pairs] == []


def test_an_edited_page_is_a_revision_and_nothing_else_is(found: Mapping[str, list[StoredStatement]], store: Store) -> None:
    """Every edit of the story is found; no page that stayed as it was has a second revision."""
    revised = {key for key, statements in found.items() if len(store.statements.revisions(statements[0].id)) > 1}
    assert revised == {key for key, posting in SEEN.items() if "revision" in posting}


@pytest.mark.parametrize("key", [key for key, posting in SEEN.items() if "revision" in posting])
def test_an_edit_that_matters_is_told_with_what_changed(
    key: str, found: Mapping[str, list[StoredStatement]], store: Store, three_days: ThreeDays
) -> None:
    """A material change alerts, with the sentence before and after; a cosmetic one does not."""
    [statement] = found[key]
    changes = [change for relation in statement.latest.relations for change in relation.changes]
    since, until = DAYS[1], three_days.monday.ended_at
    alerted = [
        alert
        for alert in store.outbox.alerts(since, until)
        if alert.statement_id == statement.id and alert.reason is AlertReason.REVISED
    ]
    if SEEN[key]["revision"]["is_material"]:
        assert len(alerted) == 1
        first, second = (revision.record.text for revision in store.statements.revisions(statement.id))
        told = next(change for change in changes if change.is_material)
        assert told.sentence_before in first
        assert told.sentence_after in second
        assert told.sentence_before != told.sentence_after
    else:
        assert alerted == []
        assert not any(change.is_material for change in changes)


def test_a_consent_wall_yields_no_item_and_one_notice(three_days: ThreeDays, store: Store) -> None:
    """A suspect page never advances any state; the operators hear of it once, and once that it is over."""
    run = three_days.run(2, "northbridge-post")
    assert (run.outcome, run.reason, run.new, run.revised) == (Outcome.SUSPECT, Reason.CONSENT_WALL, 0, 0)
    assert "consent" in (run.problem or "")
    assert store.statements.find(query="partners consent personalised") == []
    notices = [alert for alert in store.outbox.alerts(DAYS[1], three_days.monday.ended_at) if alert.source_id == "northbridge-post"]
    told = [alert.reason for alert in notices if alert.reason.is_for_operators]
    assert told == [AlertReason.SOURCE_SUSPECT, AlertReason.SOURCE_RECOVERED]
    assert three_days.run(3, "northbridge-post").new == 2


def test_a_broken_feed_stops_nobody_and_is_told_once(three_days: ThreeDays, store: Store) -> None:
    """A 500 and then garbage: each a clear line; the others go on, and what was read stays visited."""
    monday = three_days.rounds[1]
    assert [run.source_id for run in monday.runs if run.outcome is Outcome.FAILED] == ["education-wire"]
    assert monday.has_failures
    second, third = three_days.run(2, "education-wire"), three_days.run(3, "education-wire")
    assert (second.reason, third.reason) == (Reason.HTTP_5XX, Reason.NOT_A_LISTING)
    assert "500" in (second.problem or "")
    assert third.seen == 3
    notices = [alert for alert in store.outbox.alerts(DAYS[1], three_days.monday.ended_at) if alert.source_id == "education-wire"]
    assert [alert.reason for alert in notices if alert.reason.is_for_operators] == [AlertReason.SOURCE_FAILING]
    assert store.polls.state("education-wire").health.state is HealthState.FAILING


def test_an_unchanged_feed_costs_one_conditional_request(three_days: ThreeDays) -> None:
    """304: nothing is parsed, nothing stored, and the visit is on record."""
    run = three_days.run(2, "leaders-lifeline")
    assert (run.outcome, run.requests, run.conditional, run.unchanged, run.listed) == (Outcome.UNCHANGED, 1, 1, 1, 0)


def test_a_second_round_at_once_stores_and_sends_nothing(three_days: ThreeDays) -> None:
    """Nothing new stored, nothing sent, and every request conditional."""
    assert three_days.again.sent == three_days.again.digests == ()
    assert three_days.rows_after_again == three_days.rows_before_again
    asked = three_days.requests[3]
    assert len(asked) == len(three_days.again.runs)
    assert all(request.is_conditional for request in asked if request.path != "/robots.txt")
    assert [run.source_id for run in three_days.again.runs if run.requests != run.conditional] == []


def test_every_visit_is_on_record(three_days: ThreeDays, store: Store) -> None:
    """Exactly one PollRun per source and round."""
    sources = {run.source_id for run in three_days.rounds[0].runs}
    assert len(sources) == 14
    counts = store._database.rows("SELECT source_id, count(*) AS n FROM poll_run GROUP BY source_id")
    assert {row["source_id"]: row["n"] for row in counts} == dict.fromkeys(sources, len(three_days.rounds))


def test_a_baseline_is_stored_and_not_shouted(three_days: ThreeDays, store: Store) -> None:
    """The first poll sends nothing; what it found stands in the digest, marked."""
    first = three_days.rounds[0]
    assert all(run.is_baseline for run in first.runs)
    assert first.sent == ()
    alerts = [alert for alert in store.outbox.alerts(DAYS[1], DAYS[2]) if not alert.reason.is_for_operators]
    assert alerts
    assert all(store.statements.statement(alert.statement_id or 0).is_baseline for alert in alerts)  # type: ignore[union-attr]


def test_the_week_is_told_in_one_digest(three_days: ThreeDays) -> None:
    """The digest goes out in the first round after its hour, and in no other."""
    assert three_days.monday.digests == ("folder weekly-2024-01-15",)
    assert [sent.kind.value for sent in three_days.monday.sent] == ["digest"]
    assert [done.digests for done in three_days.rounds[:4]] == [()] * 4
    assert len(outbox(three_days.folder, "digest")) == 1


def test_each_concern_of_the_digest_has_evidence_that_stands_in_its_source(three_days: ThreeDays, store: Store) -> None:
    """All seven concerns have entries, each with at least one sentence, each verbatim."""
    digest = the_digest(three_days)
    assert [section["concern"] for section in digest["sections"]] == list("1234567")
    assert all(section["entries"] and section["count"] == len(section["entries"]) for section in digest["sections"])
    stories = [alert["story"] for alert in digest["alerts"]]
    for story in stories:
        statement = store.statements.statement(int(story["statement_id"][1:]))
        assert statement is not None
        assert all(concern["evidence"] for concern in story["concerns"])
        sentences = [sentence for concern in story["concerns"] for sentence in concern["evidence"]]
        assert all(
            sentence in statement.latest.record.text
            for sentence in sentences
            if story["revision_number"] == statement.latest.number
        )


def test_each_concern_is_found_in_an_item_that_addresses_it(found: Mapping[str, list[StoredStatement]]) -> None:
    """The classifier is measured elsewhere; here each of the seven reaches the shelf from some page about it."""
    for concern in "1234567":
        about = [key for key, posting in SEEN.items() if int(concern) in posting["concerns"]]
        statements = [found[key][0] for key in about if key in found]
        assert any(each.concern_id == concern for statement in statements for each in statement.latest.assessments), concern


def test_the_joint_statement_stands_once_with_both_unions(
    three_days: ThreeDays, found: Mapping[str, list[StoredStatement]], store: Store
) -> None:
    """One family, one entry a concern, and the other union under it."""
    stories = {found[key][0].head_id for key in JOINT}
    assert len(stories) == 1
    head = store.statements.statement(stories.pop())
    assert head is not None
    names = {"Heads’ Federation", "Association of Primary Leaders"}
    assert {head.publisher, *(copy.publisher for copy in story_of(store, head).also_published_by)} == names
    digest = whole_digest(three_days, store)
    addresses = [found[key][0].url for key in JOINT]
    assert [alert["story"]["url"] for alert in digest.payload["data"]["alerts"] if alert["story"]["url"] in addresses] == [head.url]
    assert in_one_line(digest.text).count(f"Also published by: {(names - {head.publisher}).pop()}") == 1


def test_the_edited_page_stands_in_the_digest_with_its_changed_sentence(
    three_days: ThreeDays, found: Mapping[str, list[StoredStatement]], store: Store
) -> None:
    """A revision is told by what changed."""
    [statement] = found["inspectorate/every-inspector-trained-before-visits-resume"]
    [change] = [change for relation in statement.latest.relations for change in relation.changes if change.is_material]
    for data in (whole_digest(three_days, store).payload["data"], the_digest(three_days)):
        [told] = [alert for alert in data["alerts"] if alert["reason"] == "revised" and alert["story"]["url"] == statement.url]
        assert change.sentence_after in [each["sentence_after"] for each in told["story"]["changes"]]
    assert statement.latest.record.title in in_one_line(outbox(three_days.folder, "digest")[0])


def test_the_digest_says_how_far_silence_can_be_believed(three_days: ThreeDays) -> None:
    """The trust line counts the sources and names the ones in trouble."""
    text = in_one_line(outbox(three_days.folder, "digest")[0])
    assert "14 sources checked" in text
    assert "13 healthy" in text
    assert "Education Wire" in text


def test_every_evidence_stands_at_its_offsets(store: Store) -> None:
    """Spans are offsets in code points into the stored text."""
    for statement in store.statements.find(count_max=1000):
        text = statement.latest.record.text
        for assessment in statement.latest.assessments:
            assert all(text[each.start : each.end] == each.quote for each in assessment.evidence)
