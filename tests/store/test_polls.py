"""Sources, their listings and their visits."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.errors import Reason, StoreError
from watcher.model import Health, HealthState, Item, Outcome, PollRun, SourceState, Validators
from watcher.store import Store, keys_of

from .parts import HOUR, NOW, item, list_items, notice, settlement, snapshot, told

HEALTHY = Health(HealthState.HEALTHY, NOW)


def run(outcome: Outcome = Outcome.OK, **counts: int) -> PollRun:
    return PollRun("union", NOW, NOW + timedelta(seconds=3), outcome, **counts)


def test_a_source_that_was_never_polled_is_blank(store: Store) -> None:
    """Nothing is remembered of what was never visited."""
    assert store.polls.state("union") == SourceState()
    assert store.polls.first_run_at() is None


def test_a_listing_and_its_validators_become_visible_together(store: Store) -> None:
    """An ETag is stored only with the items that it stands for."""
    list_items(store, item(1), item(2))
    assert store.polls.state("union").validators == Validators('"one"')
    assert [known.item.url[-1] for known in store.polls.pending("union", NOW, 10)] == ["1", "2"]


def test_a_listing_that_cannot_be_stored_changes_nothing(store: Store) -> None:
    """A failure half-way leaves neither items nor validators behind."""
    list_items(store, item(1))
    before = snapshot(store)
    with pytest.raises((sqlite3.Error, ValueError)):
        list_items(store, item(2), replace(item(3), url="https://union.example/\ud800"), etag='"two"')
    assert snapshot(store) == before


def test_an_item_is_announced_once(store: Store) -> None:
    """The same listing again brings nothing new and disturbs nothing."""
    list_items(store, item(1, revised="a"))
    before = snapshot(store)
    assert list_items(store, item(1, revised="a")) == 0
    assert snapshot(store) == before


def test_all_that_a_listing_says_of_an_item_is_kept(store: Store) -> None:
    """An item is read later, perhaps by another process: its hints come back as they were."""
    full = Item(
        url="https://union.example/1",
        guid="g",
        title="A title with \x07 and “marks”",
        revised="2024-01-08",
        byline="A. Writer",
        summary_html="<p>teaser</p>",
        body_html="<p>body</p>",
        page_url="https://union.example/api/1",
        categories=("a", "b"),
        kind="news",
        has_page=False,
    )
    list_items(store, full)
    [known] = store.polls.pending("union", NOW, 10)
    assert known.item == full
    assert known.statement_id is None


def test_a_moved_edit_mark_makes_a_read_item_due(store: Store) -> None:
    """A known item is visited again at once when its listing marks an edit."""
    list_items(store, item(1, revised="a"))
    [known] = store.polls.pending("union", NOW, 10)
    store.statements.record(settlement(item_id=known.id, next_visit_at=NOW + HOUR))
    assert store.polls.due_visits("union", NOW, 10) == []
    list_items(store, item(1, revised="b"))
    assert [due.id for due in store.polls.due_visits("union", NOW, 10)] == [known.id]


def test_an_item_that_cannot_be_read_waits_and_then_dies(store: Store) -> None:
    """A page that never could be read is given up; an edit brings it back."""
    list_items(store, item(1, revised="a"))
    [known] = store.polls.pending("union", NOW, 10)
    store.polls.postpone(known.id, "no text", next_at=NOW + HOUR, is_dead=False)
    assert store.polls.pending("union", NOW, 10) == []
    assert store.polls.pending("union", NOW + HOUR, 10)[0].attempts == 1
    store.polls.postpone(known.id, "no text", next_at=NOW + HOUR, is_dead=True)
    assert store.polls.pending("union", NOW + HOUR, 10) == []
    assert store.polls.dead_items(NOW) == 1
    list_items(store, item(1, revised="b"))
    assert [due.id for due in store.polls.pending("union", NOW, 10)] == [known.id]


def test_a_good_reading_never_dies_of_bad_visits(store: Store) -> None:
    """Never overwrite a good reading: a read item that fails stays read."""
    list_items(store, item(1))
    store.statements.record(settlement(item_id=1, next_visit_at=NOW))
    store.polls.postpone(1, "a wall", next_at=NOW + HOUR, is_dead=True)
    assert [due.id for due in store.polls.due_visits("union", NOW + HOUR, 10)] == [1]
    assert store.polls.dead_items(NOW) == 0


def test_a_visit_without_change_moves_the_plan_and_keeps_the_validators(store: Store) -> None:
    """A 304 without validators of its own does not lose those that are known."""
    list_items(store, item(1))
    store.statements.record(settlement(item_id=1, next_visit_at=NOW, validators=Validators('"page"')))
    store.polls.visited(1, next_visit_at=NOW + HOUR, validators=None)
    assert store.polls.due_visits("union", NOW, 10) == []
    [due] = store.polls.due_visits("union", NOW + HOUR, 10)
    assert (due.validators, due.visits, due.attempts) == (Validators('"page"'), 2, 0)


def test_as_many_items_are_returned_as_were_asked_for(store: Store) -> None:
    """A source that announces its archive is read in portions."""
    list_items(store, *(item(number) for number in range(5)))
    assert len(store.polls.pending("union", NOW, 4)) == 4
    assert len(store.polls.pending("union", NOW, 6)) == 5


def test_every_visit_is_one_row_whatever_happened(store: Store) -> None:
    """Failures count up and end with the first good visit; the baseline is the first good one."""
    failed = PollRun("union", NOW, NOW, Outcome.FAILED, Reason.TIMEOUT, "no answer", problems=("a", "b"))
    store.polls.record_run(failed, next_poll_at=NOW + HOUR, health=Health(HealthState.FAILING, NOW, "no answer"))
    state = store.polls.state("union")
    assert (state.failures, state.baseline_at, state.last_ok_at, state.health.why) == (1, None, None, "no answer")
    assert store.polls.last_runs()["union"] == failed
    good = run(new=2)
    store.polls.record_run(good, next_poll_at=NOW + HOUR, health=HEALTHY)
    state = store.polls.state("union")
    assert (state.failures, state.baseline_at, state.last_new_at) == (0, good.ended_at, good.ended_at)
    assert store.polls.last_runs()["union"] == good
    assert len(store._database.rows("SELECT * FROM poll_run")) == 2
    assert store.polls.first_run_at() == NOW


def test_a_visit_and_what_operators_are_told_of_it_are_one_step(store: Store) -> None:
    """A source is not called failing without its notice, nor the notice sent twice."""
    before = snapshot(store)
    twice = notice("k", *told("folder"), *told("folder"))
    with pytest.raises(StoreError):
        store.polls.record_run(run(Outcome.FAILED), next_poll_at=NOW, health=HEALTHY, notice=twice)
    assert snapshot(store) == before
    store.polls.record_run(run(Outcome.FAILED), next_poll_at=NOW, health=HEALTHY, notice=notice("k"))
    assert len(store.outbox.unrendered()) == 1


def test_nothing_new_does_not_move_the_moment_of_the_last_news(store: Store) -> None:
    """Silence is measured from the last visit that brought something new."""
    store.polls.record_run(run(new=1), next_poll_at=NOW, health=HEALTHY)
    later = replace(run(Outcome.UNCHANGED), ended_at=NOW + HOUR)
    store.polls.record_run(later, next_poll_at=NOW, health=HEALTHY)
    state = store.polls.state("union")
    assert state.last_new_at == NOW + timedelta(seconds=3)
    assert state.last_poll_at == NOW + HOUR


def test_guids_that_changed_are_counted_once(store: Store) -> None:
    """A feed that was rebuilt gives known pages new guids: no new item, and the next listing finds nothing changed."""
    list_items(store, item(1), item(2))
    rebuilt = [replace(item(1), guid="moved-1"), replace(item(2), guid="moved-2"), item(3)]
    assert list_items(store, *rebuilt) == 2
    assert list_items(store, *rebuilt) == 0
    assert len(store.polls.pending("union", NOW, 10)) == 3


def test_a_page_is_known_by_its_address_and_never_by_its_guid_alone() -> None:
    """Publishers change guids for old pages; only where a listing gives a page twice does the guid tell them apart."""
    first, again = item(1), replace(item(1), guid="moved")
    assert keys_of([first], ["page"])[0][0] == keys_of([again], ["page"])[0][0] == "page"
    assert [key for key, _ in keys_of([first, again], ["page", "page"])] == ["page guid-1", "page moved"]
    assert keys_of([first, first], ["page", "page"]) == [("page guid-1", first)]


def test_items_without_a_page_are_told_apart_by_their_fragments() -> None:
    """What stands in the listing alone has the listing's address, and each item a fragment of it."""
    entries = [Item(f"https://union.example/feed#{number}", has_page=False) for number in range(3)]
    assert [key for key, _ in keys_of(entries, ["union.example/feed"] * 3)] == [entry.url for entry in entries]


@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), st.sampled_from([None, "x", "y"]))))
def test_keys_are_unique(pairs: list[tuple[str, str | None]]) -> None:
    """Whatever a listing repeats, one key stands for one item."""
    keyed = keys_of([replace(item(1), guid=guid) for _, guid in pairs], [page for page, _ in pairs])
    assert len({key for key, _ in keyed}) == len(keyed)


def test_a_rhythm_is_read_from_dates_of_any_century(store: Store) -> None:
    """A publisher's slip of a digit (the year 201) must not break the source for ever."""
    from watcher.records import parse_date

    stated = parse_date("0201-01-05", where="x")
    made = settlement()
    store.statements.record(replace(made, record=replace(made.record, published=stated)))
    assert [moment.year for moment in store.polls.publications("union")] == [201]
