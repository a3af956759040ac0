"""Statements, revisions, what was judged of them, and how they are found again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.errors import StoreError
from watcher.model import AlertReason, Change, ChangeKind, Relation, RelationKind, When
from watcher.model.settlement import Action
from watcher.store import Store
from watcher.store.statements import BODY_BYTES_MAX

from .parts import HOUR, NOW, TEXT, item, list_items, new_alert, settlement, snapshot, told

LATER = TEXT.replace("weeks", "months")
REVISED = Relation(RelationKind.REVISION, "1", 0.98, (TEXT,), (Change(ChangeKind.WORDING, "weeks", "months"),))


def test_one_reading_is_one_transaction(store: Store) -> None:
    """Statement, judgement, alert, delivery and the item's mark become visible together."""
    list_items(store, item(1))
    recorded = store.statements.record(settlement(item_id=1, alert=new_alert()))
    statement = store.statements.statement(recorded.statement_id)
    assert statement is not None
    assert [assessment.concern_id for assessment in statement.latest.assessments] == ["4"]
    assert statement.latest.record.text == TEXT
    assert statement.head_id == statement.id
    assert store.polls.pending("union", NOW, 10) == []
    assert len(store.outbox.unrendered()) == 1
    assert store.statements.body(recorded.revision_id) == TEXT.encode()


@pytest.mark.parametrize(
    "broken", [{"head_id": 999}, {"relations": (replace(REVISED, of="999"),)}, {"item_id": 1, "statement_id": 77}]
)
def test_a_reading_that_cannot_be_stored_changes_nothing(store: Store, broken: dict[str, object]) -> None:
    """No statement without its relations, no alert without its statement: all or nothing."""
    list_items(store, item(1))
    before = snapshot(store)
    with pytest.raises(StoreError):
        store.statements.record(settlement(alert=new_alert(), **broken))
    assert snapshot(store) == before


def test_a_revision_is_numbered_and_the_first_text_stays(store: Store) -> None:
    """Revisions are immutable; the statement shows its latest."""
    first = store.statements.record(settlement())
    second = store.statements.record(
        settlement(LATER, action=Action.REVISE, statement_id=first.statement_id, relations=(REVISED,), concerns=())
    )
    assert (second.statement_id, second.revision_number) == (first.statement_id, 2)
    texts = [revision.record.text for revision in store.statements.revisions(first.statement_id)]
    assert texts == [TEXT, LATER]
    statement = store.statements.statement(first.statement_id)
    assert statement is not None
    assert statement.latest.relations[0].changes == REVISED.changes
    assert statement.latest.assessments == ()


def test_a_page_that_is_seen_again_stores_no_text(store: Store) -> None:
    """`SEEN` only marks the item read."""
    list_items(store, item(1))
    first = store.statements.record(settlement())
    again = store.statements.record(settlement(action=Action.SEEN, statement_id=first.statement_id, item_id=1))
    assert (again.revision_id, again.alert_id) == (first.revision_id, None)
    assert len(store.statements.revisions(first.statement_id)) == 1
    assert store.polls.pending("union", NOW, 10) == []


def test_an_alert_is_unique_by_statement_revision_and_reason(store: Store) -> None:
    """Nobody is told the same thing twice; another reason or revision is another alert."""
    first = store.statements.record(settlement(alert=new_alert()))

    def again(reason: AlertReason, revision_id: int) -> int | None:
        alert = new_alert(reason=reason)
        return store.outbox.add_statement_alert(alert, statement_id=first.statement_id, revision_id=revision_id, now=NOW)

    assert again(AlertReason.NEW, first.revision_id) is None
    assert again(AlertReason.WITHDRAWN, first.revision_id) is not None
    assert again(AlertReason.WITHDRAWN, first.revision_id) is None
    assert len(store.outbox.unrendered()) == 2


def test_a_text_from_elsewhere_is_stored_once_under_its_id(store: Store) -> None:
    """The same id of the same source cannot be stored twice, whatever went before."""
    first = store.statements.record(settlement(record_id="ext-1"))
    assert store.statements.by_external_id("union", "ext-1") == first.statement_id
    assert store.statements.by_external_id("other", "ext-1") is None
    with pytest.raises(StoreError):
        store.statements.record(settlement(LATER, record_id="ext-1"))


def test_a_withdrawal_is_news_once_and_keeps_the_text(store: Store) -> None:
    """A page that is gone is not visited again, and its last text stays."""
    list_items(store, item(1))
    first = store.statements.record(settlement(item_id=1, next_visit_at=NOW))
    alert = new_alert(reason=AlertReason.WITHDRAWN)
    assert store.statements.withdraw(1, first.statement_id, NOW, is_gone=True, alert=alert)
    assert not store.statements.withdraw(1, first.statement_id, NOW + HOUR, is_gone=True, alert=alert)
    assert [each.reason for each in store.outbox.alerts(NOW, NOW + HOUR)] == [AlertReason.WITHDRAWN]
    assert store.polls.due_visits("union", NOW + HOUR, 10) == []
    statement = store.statements.statement(first.statement_id)
    assert statement is not None
    assert (statement.withdrawn_at, statement.latest.record.text) == (NOW, TEXT)


def test_a_withdrawal_and_what_is_told_of_it_are_one_step(store: Store) -> None:
    """If the alert cannot be stored, the statement is not withdrawn either: the next visit tells it."""
    list_items(store, item(1))
    first = store.statements.record(settlement(item_id=1, next_visit_at=NOW))
    before = snapshot(store)
    twice = new_alert(*told("folder"), *told("folder", when=When.WEEKLY), reason=AlertReason.WITHDRAWN)
    with pytest.raises(StoreError):
        store.statements.withdraw(1, first.statement_id, NOW, is_gone=True, alert=twice)
    assert snapshot(store) == before


def test_a_family_is_its_head_and_all_that_join_it(store: Store) -> None:
    """Copies are counted with their head, oldest first; heads can be moved."""
    head = store.statements.record(settlement())
    copy = store.statements.record(settlement(LATER, head_id=head.statement_id, url="https://union.example/2", now=NOW + HOUR))
    assert [member.id for member in store.statements.family(head.statement_id)] == [head.statement_id, copy.statement_id]
    store.statements.set_heads({head.statement_id: copy.statement_id, copy.statement_id: copy.statement_id})
    assert {member.id for member in store.statements.family(copy.statement_id)} == {head.statement_id, copy.statement_id}


def test_who_quotes_a_statement_is_found_from_the_statement(store: Store) -> None:
    """An article that came before the statement it quotes is linked in the statement's own transaction."""
    article = store.statements.record(settlement(LATER, url="https://union.example/2"))
    link = (article.revision_id, Relation(RelationKind.QUOTES, "known once the statement is stored", 0.5))
    quoted = store.statements.record(replace(settlement(), linked=(link, link)))
    assert [statement.id for statement in store.statements.quoting([quoted.statement_id])] == [article.statement_id]
    assert store.statements.quoting([]) == []


def test_a_body_that_is_too_large_is_left_out_and_its_hash_kept(store: Store) -> None:
    """The page beside the revision has a limit; the revision has none of it."""
    made = settlement()
    assert made.capture is not None
    at_most = store.statements.record(replace(made, capture=replace(made.capture, body=b"x" * BODY_BYTES_MAX)))
    beyond = store.statements.record(replace(made, capture=replace(made.capture, body=b"x" * (BODY_BYTES_MAX + 1))))
    assert len(store.statements.body(at_most.revision_id) or b"") == BODY_BYTES_MAX
    assert store.statements.body(beyond.revision_id) is None
    revision = store.statements.revision(beyond.revision_id)
    assert revision is not None
    assert revision.body_sha256 == b"\1" * 32


def test_a_memory_of_lines_grows_and_is_each_hosts_own(store: Store) -> None:
    """What is learned of a host is added to what was known, and to no other host."""
    store.statements.learn("union.example", {1: frozenset({10}), -2: frozenset({10})})
    store.statements.learn("union.example", {1: frozenset({10, 11})})
    assert store.statements.memory("union.example").since(store.statements.memory("other.example")) == {
        1: frozenset({10, 11}),
        -2: frozenset({10}),
    }


def test_only_recurring_lines_of_a_memory_are_asked_for(store: Store) -> None:
    """A line comes back from the number of stories that was asked for, not from one fewer."""
    store.statements.learn("union.example", {1: frozenset({10, 11}), 2: frozenset({10}), 3: frozenset({10, 11, 12})})
    store.statements.learn("other.example", {2: frozenset({11, 12})})
    assert set(store.statements.memory("union.example", stories_min=2).stories) == {1, 3}


def test_kin_on_a_host_are_all_of_the_family(store: Store) -> None:
    """A text meets what the found family has on its own host, the head and its members, and nothing of theirs elsewhere."""
    head = store.statements.record(settlement(url="https://union.example/1"))
    other = "The same words again under a longer and quite different introduction by the desk of another paper."
    here = store.statements.record(replace(settlement(other, url="https://union.example/2"), head_id=head.statement_id))
    copy = settlement(other + " Twice.", url="https://far.example/3")
    there = store.statements.record(replace(copy, host="far.example", head_id=head.statement_id))
    found = [kin.revision_id for kin in store.statements.kin_of(settlement(LATER).fingerprint, "union.example")]
    assert found == [head.revision_id, here.revision_id]
    found = [kin.revision_id for kin in store.statements.kin_of(settlement(LATER).fingerprint, "far.example")]
    assert found == [head.revision_id, there.revision_id]


def test_kin_are_found_by_page_by_words_and_by_wording(store: Store) -> None:
    """A new text meets the earlier texts that it may stand to, oldest first."""
    first = store.statements.record(settlement())
    unrelated = store.statements.record(
        settlement("A brass band played on the pier until it rained.", url="https://union.example/9")
    )
    found = store.statements.kin_of(settlement(LATER).fingerprint, "union.example")
    assert [kin.revision_id for kin in found] == [first.revision_id]
    moved = settlement(TEXT, url="https://else.example/7")
    assert first.revision_id in [kin.revision_id for kin in store.statements.kin_of(moved.fingerprint, "else.example")]
    assert unrelated.revision_id not in [kin.revision_id for kin in found]


SEARCHED = "O'Brien said that the heads' union's “duty of care” was not met; 40% AND more (see NEAR/3)."


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("O'Brien", True),
        ('"duty of care"', True),
        ("duty care", True),
        ("duty AND care", True),
        ("nobody OR care", False),
        ("nobody NOT care", False),
        ("care*", True),
        ("car*", False),
        ("title:care", False),
        ("(duty", True),
        ("NEAR/3", True),
        ("-care", True),
        ('"', False),
        ("heads", True),
        ("headship", False),
        ("%", False),
        ("", False),
        ("   ", False),
        ("care \ud800 & -", True),
        ("care\0", True),
    ],
)
def test_a_search_is_words_and_never_an_expression(store: Store, query: str, is_found: bool) -> None:
    """Apostrophes, quotes and operators in a query are looked up as words; none is an error."""
    store.statements.record(settlement(SEARCHED))
    assert bool(store.statements.find(query=query)) is is_found


@settings(max_examples=60)
@given(st.text(max_size=30))
def test_no_query_is_an_error(query: str) -> None:
    """Whatever is typed is looked up."""
    store = Store(None)
    assert store.statements.find(query=query) == []
    store.close()


def test_a_search_finds_the_latest_text_and_the_title(store: Store) -> None:
    """Words of a text that was replaced are not found any more."""
    first = store.statements.record(settlement())
    store.statements.record(settlement(LATER, action=Action.REVISE, statement_id=first.statement_id))
    assert store.statements.find(query="months")
    assert store.statements.find(query="what heads may say")
    assert store.statements.find(query="weeks") == []


def test_statements_are_found_by_concern_source_and_time(store: Store) -> None:
    """Each condition narrows; the limit is kept."""
    store.statements.record(settlement())
    store.statements.record(settlement(LATER, concerns=(), url="https://union.example/2", now=NOW + HOUR))
    find = store.statements.find
    assert len(find()) == 2
    assert len(find(concern_id="4")) == 1
    assert find(concern_id="5") == find(source_id="nobody") == []
    assert len(find(since=NOW + HOUR)) == 1
    assert len(find(count_max=1)) == 1


def test_counts_are_by_family_and_leave_out_what_nobody_published(store: Store) -> None:
    """A joint statement counts once; what no concern takes is counted as not shown."""
    head = store.statements.record(settlement())
    store.statements.record(settlement(LATER, head_id=head.statement_id, url="https://union.example/2"))
    store.statements.record(settlement("The choir sang.", concerns=(), url="https://union.example/3"))
    assert store.statements.count_by_concern("perry", NOW, NOW + HOUR) == {"4": 1}
    assert store.statements.count_by_concern("other", NOW, NOW + HOUR) == {}
    assert store.statements.count_not_shown(NOW, NOW + HOUR) == 1
    assert store.statements.count_not_shown(NOW - HOUR, NOW) == 0


def test_whoever_is_told_twice_by_two_routes_is_told_once(store: Store) -> None:
    """One receiver, one alert: a second telling of it is refused with all that came with it."""
    with pytest.raises(StoreError):
        store.statements.record(settlement(alert=new_alert(*told("folder"), *told("folder", when=When.WEEKLY))))
    assert store.statements.find() == []
