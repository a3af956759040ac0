"""Alerts, who was told of them, and the deliveries on their way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from watcher.errors import Reason
from watcher.model import AlertReason, DeliveryState, When
from watcher.store import Store, lease_of

from .parts import HOUR, NOW, message, new_alert, notice, pending, settlement, snapshot, told

WEEK = timedelta(days=7)
LEASE = lease_of(timedelta(seconds=150))


def claim(store: Store, now=NOW, count_max: int = 10, receivers: tuple[str, ...] = ("folder",)):
    return store.outbox.claim(now, count_max, receivers, lease=LEASE)


def row(store: Store, delivery_id: str) -> dict[str, object]:
    found = store._database.row("SELECT * FROM delivery WHERE id = ?", delivery_id)
    assert found is not None
    return dict(found)


def attempts(store: Store) -> list[tuple[object, ...]]:
    return [tuple(each) for each in store._database.rows("SELECT number, outcome, reason, problem FROM attempt ORDER BY number")]


def take(store: Store, period: str = "weekly-2024-01-15", *, receiver: str = "folder", until=NOW + WEEK, now=NOW + WEEK) -> bool:
    return store.outbox.take_digest_slot(receiver, When.WEEKLY, period, since=until - WEEK, until=until, addresses=(None,), now=now)


def weekly_alert(store: Store, text: str, now=NOW) -> None:
    alert = new_alert(*told("folder", when=When.WEEKLY))
    store.statements.record(settlement(text, url=f"https://union.example/{text}", alert=alert, now=now))


def test_an_alert_brings_a_delivery_for_every_address_at_once(store: Store) -> None:
    """Two addresses are two messages, each with an id of its own."""
    store.outbox.add_alert(notice("k", *told("desk", addresses=("a@union.example", "b@union.example"))), NOW)
    waiting = store.outbox.unrendered()
    assert sorted(str(each.address) for each in waiting) == ["a@union.example", "b@union.example"]
    assert len({each.delivery_id for each in waiting}) == 2


def test_a_digest_alert_brings_no_delivery_of_its_own(store: Store) -> None:
    """What waits for a digest is not sent before it."""
    weekly_alert(store, "one")
    assert store.outbox.unrendered() == []


def test_a_notice_is_told_once_for_ever(store: Store) -> None:
    """The same trouble that began at the same time is the same notice."""
    assert store.outbox.add_alert(notice("k"), NOW) is not None
    before = snapshot(store)
    assert store.outbox.add_alert(notice("k"), NOW + HOUR) is None
    assert snapshot(store) == before


def test_alerts_are_told_by_their_time_half_open(store: Store) -> None:
    """[since, until): an alert on the border stands in one window."""
    store.outbox.add_alert(notice("k"), NOW)
    assert [alert.reason for alert in store.outbox.alerts(NOW, NOW + HOUR)] == [AlertReason.SOURCE_FAILING]
    assert store.outbox.alerts(NOW - HOUR, NOW) == []
    [alert] = store.outbox.alerts(NOW, NOW + HOUR)
    assert store.outbox.alert(alert.id) == alert
    with pytest.raises(LookupError):
        store.outbox.alert(99)


def test_a_frozen_message_is_never_replaced(store: Store) -> None:
    """What is retried is the same to the byte."""
    delivery_id = pending(store)
    store.outbox.freeze(delivery_id, message(delivery_id, "other words"))
    [claimed] = claim(store)
    assert claimed.message == message(delivery_id)


def test_what_is_told_in_another_message_ends_with_it(store: Store) -> None:
    """Alerts that go in one message are not sent a second time by themselves; one that is frozen already is left alone."""
    frozen = pending(store, "frozen")
    store.outbox.add_alert(notice("one"), NOW)
    store.outbox.add_alert(notice("two"), NOW)
    first, second = (waiting.delivery_id for waiting in store.outbox.unrendered())
    store.outbox.freeze(first, message(first), absorbs=[second, frozen])
    assert store.outbox.unrendered() == []
    assert sorted(each.id for each in claim(store)) == sorted([frozen, first])
    assert row(store, second)["problem"] == f"told in {first}"


def test_what_was_cancelled_meanwhile_takes_nothing_with_it(store: Store) -> None:
    """An operator's cancel between rendering and freezing ends one alert, and not those that would have gone with it."""
    store.outbox.add_alert(notice("one"), NOW)
    store.outbox.add_alert(notice("two"), NOW)
    first, second = (waiting.delivery_id for waiting in store.outbox.unrendered())
    assert store.outbox.set_state(first, DeliveryState.CANCELLED, NOW)
    store.outbox.freeze(first, message(first), absorbs=[second])
    assert [waiting.delivery_id for waiting in store.outbox.unrendered()] == [second]


def test_every_part_of_a_message_survives_the_outbox(store: Store) -> None:
    """Frozen means frozen: html, blocks, payload and recipient too."""
    full = replace(
        message("m", "“Words” \x1b[31m"),
        html="<p>x</p>",
        blocks=({"type": "section", "text": {"text": "é"}},),
        payload={"n": 1, "list": [1, None]},
        recipient="a@union.example",
    )
    delivery_id = store.outbox.add_test(full, None, NOW)
    [claimed] = claim(store)
    assert claimed.message == full
    assert store.outbox.add_test(full, None, NOW) == delivery_id
    assert store.outbox.counts() == {"claimed": 1}


def test_a_claim_is_taken_by_one(store: Store) -> None:
    """What is claimed cannot be claimed again, and its attempt is on record before anything is sent."""
    delivery_id = pending(store)
    [claimed] = claim(store)
    assert (claimed.id, claimed.state, claimed.attempts) == (delivery_id, DeliveryState.CLAIMED, 1)
    assert claim(store) == []
    assert attempts(store) == [(1, None, None, None)]


def test_only_what_is_due_rendered_and_wanted_is_claimed(store: Store) -> None:
    """Not before its time, not without its message, not for a receiver that is off, and not more than asked for."""
    store.outbox.add_alert(notice("unrendered"), NOW)
    assert claim(store) == []
    for waiting in store.outbox.unrendered():
        store.outbox.freeze(waiting.delivery_id, message(waiting.delivery_id))
    assert claim(store, NOW - HOUR) == []
    assert claim(store, receivers=("other",)) == []
    assert claim(store, receivers=()) == []
    pending(store, "two")
    assert len(claim(store, count_max=1)) == 1
    assert len(claim(store, count_max=1)) == 1


def test_a_lease_runs_out_when_its_process_died(store: Store) -> None:
    """An expired claim is handed back with all that is known of it; one that still holds is not."""
    delivery_id = pending(store)
    claim(store)
    store.outbox.committing(delivery_id)
    assert store.outbox.return_expired(NOW + LEASE - timedelta(seconds=1)) == []
    [expired] = store.outbox.return_expired(NOW + LEASE)
    assert (expired.id, expired.is_committing) == (delivery_id, True)


def test_whoever_holds_the_watch_lets_all_claims_run_out(store: Store) -> None:
    """After a kill nobody waits two minutes for the leases of the dead."""
    pending(store)
    claim(store)
    store.outbox.release_all_claims(NOW)
    assert len(store.outbox.return_expired(NOW)) == 1


def test_what_was_sent_is_never_sent_again(store: Store) -> None:
    """`sent` is the end: neither a claim nor an operator's hand moves it."""
    delivery_id = pending(store)
    claim(store)
    store.outbox.committing(delivery_id)
    store.outbox.sent(delivery_id, "receipt", NOW + HOUR)
    assert claim(store, NOW + WEEK) == store.outbox.return_expired(NOW + WEEK) == []
    assert not store.outbox.set_state(delivery_id, DeliveryState.PENDING, NOW)
    ended = row(store, delivery_id)
    assert (ended["state"], ended["receipt"], ended["is_committing"], ended["sent_at"]) == (
        "sent",
        "receipt",
        0,
        "2024-01-08T11:00:00.000000Z",
    )
    assert attempts(store) == [(1, "sent", None, None)]


def test_a_failed_try_comes_back_at_its_time_and_each_try_is_on_record(store: Store) -> None:
    """A retry keeps the message and counts the attempts."""
    delivery_id = pending(store)
    claim(store)
    store.outbox.retry(delivery_id, at=NOW + HOUR, reason=Reason.TEMPORARY, problem="busy", now=NOW)
    assert claim(store, NOW + HOUR - timedelta(seconds=1)) == []
    [again] = claim(store, NOW + HOUR)
    assert (again.attempts, again.message, again.problem) == (2, message(delivery_id), "busy")
    assert attempts(store) == [(1, "pending", "temporary", "busy"), (2, None, None, None)]


@pytest.mark.parametrize("state", [DeliveryState.DEAD, DeliveryState.HELD])
def test_what_was_given_up_waits_for_a_person(store: Store, state: DeliveryState) -> None:
    """Dead and held deliveries are not tried again by themselves; an operator's hand brings them back."""
    delivery_id = pending(store)
    claim(store)
    store.outbox.give_up(delivery_id, state, reason=Reason.REFUSED, problem="no such mailbox", now=NOW)
    assert claim(store, NOW + WEEK) == []
    assert [each["id"] for each in store.outbox.deliveries(state=state)] == [delivery_id]
    assert store.outbox.set_state(delivery_id, DeliveryState.PENDING, NOW)
    assert [each.id for each in claim(store)] == [delivery_id]


def test_a_claimed_delivery_is_out_of_an_operators_reach(store: Store) -> None:
    """Nobody cancels what is on the wire."""
    delivery_id = pending(store)
    claim(store)
    assert not store.outbox.set_state(delivery_id, DeliveryState.CANCELLED, NOW)
    assert row(store, delivery_id)["state"] == "claimed"


def test_a_digest_slot_is_taken_once(store: Store) -> None:
    """Exactly once is a unique key: the second taker gets nothing and changes nothing."""
    weekly_alert(store, "one")
    assert take(store)
    before = snapshot(store)
    assert not take(store)
    assert snapshot(store) == before
    assert len(store.outbox.digest_alerts("folder", "weekly-2024-01-15")) == 1
    assert len(store.outbox.unrendered()) == 1
    assert store.outbox.last_digest_until("folder", When.WEEKLY) == NOW + WEEK
    assert store.outbox.digest_window("folder", "weekly-2024-01-15") == (NOW, NOW + WEEK, NOW + WEEK)


def test_each_alert_stands_in_exactly_one_digest(store: Store) -> None:
    """Alerts that missed a slot are taken along by the next; those after its end wait for theirs."""
    weekly_alert(store, "missed", NOW)
    weekly_alert(store, "in time", NOW + 2 * WEEK - HOUR)
    weekly_alert(store, "on the border", NOW + 2 * WEEK)
    assert take(store, "weekly-2024-01-22", until=NOW + 2 * WEEK)
    assert take(store, "weekly-2024-01-29", until=NOW + 3 * WEEK)
    first = store.outbox.digest_alerts("folder", "weekly-2024-01-22")
    second = store.outbox.digest_alerts("folder", "weekly-2024-01-29")
    assert [alert.id for alert in first + second] == [1, 2, 3]
    assert [alert.id for alert in second] == [3]


def test_a_digest_looks_up_what_was_told_in_another_message_by_its_id(store: Store) -> None:
    """Its cost grows with the deliveries there are, not with their square."""
    store.statements.record(settlement(alert=new_alert(*told("folder", when=When.WEEKLY))))
    assert take(store)
    connection = store._database.connection
    connection.execute("UPDATE told SET cadence = 'now'")
    connection.executemany(
        """INSERT INTO delivery (id, receiver_id, kind, alert_id, state, problem, created_at)
           VALUES (?, 'folder', 'alert', 1, ?, ?, '')""",
        [(f"d{n}", "cancelled" if n % 2 else "sent", f"told in d{n - 1}" if n % 2 else None) for n in range(1000)],
    )
    thousands: list[None] = []
    connection.set_progress_handler(lambda: thousands.append(None), 1000)
    (alert,) = store.outbox.digest_alerts("folder", "weekly-2024-01-15")
    connection.set_progress_handler(None, 0)
    assert alert.is_told
    assert len(thousands) < 200


def test_each_receiver_has_slots_of_its_own(store: Store) -> None:
    """One receiver's digest takes nothing from another's."""
    store.statements.record(settlement(alert=new_alert(*told("folder", "desk", when=When.WEEKLY))))
    assert take(store)
    assert take(store, receiver="desk")
    assert len(store.outbox.digest_alerts("folder", "weekly-2024-01-15")) == 1
    assert len(store.outbox.digest_alerts("desk", "weekly-2024-01-15")) == 1
    assert store.outbox.digest_alerts("nobody", "weekly-2024-01-15") == []
    with pytest.raises(LookupError):
        store.outbox.digest_window("nobody", "weekly-2024-01-15")
