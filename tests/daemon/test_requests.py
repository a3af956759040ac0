"""The slips between commands and the daemon: each is done once, by one daemon, and nobody waits for a dead one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from watcher.store import Asked, Store
from watcher.store.requests import KEPT

NOW = datetime(2024, 6, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def store() -> Iterator[Store]:
    made = Store(None)
    yield made
    made.close()


def test_requests_are_taken_once_and_in_order(store: Store) -> None:
    """The oldest first, each by one daemon, and the answer is for whoever asked."""
    first = store.requests.ask(Asked.ROUND, {"only": ["union"], "is_all": False}, NOW)
    second = store.requests.ask(Asked.DIGEST, {}, NOW)
    taken = store.requests.take(NOW)
    assert taken is not None
    assert (taken.id, taken.kind, taken.wanted) == (first, Asked.ROUND, {"only": ["union"], "is_all": False})
    later = store.requests.take(NOW)
    assert later is not None
    assert later.id == second
    assert store.requests.take(NOW) is None
    store.requests.finish(first, {"polled": []}, NOW)
    assert store.requests.answer(first) == {"polled": []}
    assert store.requests.answer(second) is None


def test_a_request_is_taken_back_only_before_it_is_taken(store: Store) -> None:
    """Who gives up waiting leaves nothing behind; what is being done is being done."""
    request = store.requests.ask(Asked.CANARY, {}, NOW)
    assert store.requests.withdraw(request)
    assert store.requests.take(NOW) is None
    request = store.requests.ask(Asked.CANARY, {}, NOW)
    store.requests.take(NOW)
    assert not store.requests.withdraw(request)
    assert store.requests.is_taken(request)


def test_what_a_dead_daemon_had_taken_is_answered_and_not_done_again(store: Store) -> None:
    """The next daemon says so; what nobody had taken yet it does."""
    taken = store.requests.ask(Asked.ROUND, {}, NOW)
    store.requests.take(NOW)
    waiting = store.requests.ask(Asked.DIGEST, {}, NOW)
    assert store.requests.abandon("ask again", NOW) == 1
    assert store.requests.answer(taken) == {"problem": "ask again"}
    found = store.requests.take(NOW)
    assert found is not None
    assert found.id == waiting


@pytest.mark.parametrize(("after", "is_kept"), [(KEPT, True), (KEPT + timedelta(seconds=1), False)])
def test_an_answer_that_nobody_fetched_is_kept_for_a_week(store: Store, after: timedelta, is_kept: bool) -> None:
    """The table does not grow with the years."""
    old = store.requests.ask(Asked.ROUND, {}, NOW)
    store.requests.take(NOW)
    store.requests.finish(old, {"polled": []}, NOW)
    store.requests.ask(Asked.ROUND, {}, NOW + after)
    assert (store.requests.answer(old) is not None) is is_kept
