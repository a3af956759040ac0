"""The outbox, emptied: render what waits, claim what is due, send it, record what happened. No network inside a transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from watcher.errors import DeliveryError, Reason
from watcher.model import Delivery, DeliveryState, Message, MessageKind, OnAmbiguous, Receiver, ReceiverKind, When
from watcher.notify import RESEND_IS_SAFE, Notifier
from watcher.pipeline.compose import alert_of, digest_of
from watcher.pipeline.settle import addresses
from watcher.pipeline.world import Desk, World, log_failure
from watcher.schedule import Window, last_window, next_attempt_at, next_window
from watcher.store import Unrendered

ATTEMPTS_MAX: Final = 14
"""10 s doubling to a day: after so many tries a week has passed, and the message is dead and said so."""
CLAIMED_MAX: Final = 1
"""Claimed a receiver at a time: the lease runs from the claim, so nothing waits behind another under its own lease."""
DIGEST_LATE_AFTER: Final = timedelta(minutes=15)
"""A digest that was not taken so long after its window closed is overdue."""
ALERTS_PER_MESSAGE_MAX: Final = 20


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one delivery in this round."""

    delivery_id: str
    receiver_id: str
    kind: MessageKind
    state: DeliveryState
    subject: str
    problem: str | None = None
    receipt: str | None = None


async def deliver_due(world: World) -> list[Sent]:
    """Send everything that is due, until nothing is; each step is in the store before the next is taken."""
    settle_expired(world)
    render_waiting(world)
    receivers = [receiver for receiver in world.watch.receivers if receiver.is_enabled]
    rounds = await asyncio.gather(*(_send_all(world, receiver) for receiver in receivers))
    return [each for results in rounds for each in results]


async def send_test(world: World, receiver: Receiver) -> list[Sent]:
    """Send one marked test message to each address of a receiver, through the outbox like any other."""
    now = world.clock.now()
    for address in addresses(receiver):
        message = world.renderer.test(receiver, f"test_{now:%Y%m%dT%H%M%S%f}_{receiver.id}", now)
        world.store.outbox.add_test(replace(message, recipient=address), address, now)
    return [sent for sent in await deliver_due(world) if sent.receiver_id == receiver.id and sent.kind is MessageKind.TEST]


def render_waiting(world: World) -> None:
    """Give every delivery that has none its message, frozen from here on.

    Alerts that wait for the same address go in one message; a webhook gets one event each.
    """
    receivers = {receiver.id: receiver for receiver in world.watch.receivers}
    batches: dict[tuple[str, ...], list[Unrendered]] = {}
    for waiting in world.store.outbox.unrendered():
        receiver = receivers.get(waiting.receiver_id)
        if receiver is not None:
            batches.setdefault(_batch_key(waiting, receiver), []).append(waiting)
    for batch in batches.values():
        for start in range(0, len(batch), ALERTS_PER_MESSAGE_MAX):
            _render_batch(world, batch[start : start + ALERTS_PER_MESSAGE_MAX], receivers[batch[0].receiver_id])


def _batch_key(waiting: Unrendered, receiver: Receiver) -> tuple[str, ...]:
    alone = waiting.kind is MessageKind.DIGEST or receiver.kind is ReceiverKind.WEBHOOK
    return (waiting.receiver_id, waiting.address or "", waiting.kind.value, waiting.delivery_id if alone else "")


def _render_batch(world: World, batch: Sequence[Unrendered], receiver: Receiver) -> None:
    first = batch[0]
    message = _digest_message(world, first, receiver) if first.period else _alert_message(world, batch, receiver)
    absorbed = [waiting.delivery_id for waiting in batch[1:]]
    world.store.outbox.freeze(first.delivery_id, replace(message, recipient=first.address), absorbs=absorbed)


def _digest_message(world: World, waiting: Unrendered, receiver: Receiver) -> Message:
    assert waiting.period is not None, "the caller asked"
    since, until, made_at = world.store.outbox.digest_window(receiver.id, waiting.period)
    digest = digest_of(
        world.store,
        world.store.outbox.digest_alerts(receiver.id, waiting.period),
        receiver_id=receiver.id,
        period=waiting.period,
        since=since,
        until=until,
        made_at=made_at,
        taxonomy=world.watch.taxonomy,
        sources=world.watch.sources,
        label=world.label,
    )
    return world.renderer.digest(digest, receiver, waiting.delivery_id)


def _alert_message(world: World, batch: Sequence[Unrendered], receiver: Receiver) -> Message:
    ids = [waiting.alert_id for waiting in batch if waiting.alert_id is not None]
    alerts = [alert_of(world.store, world.store.outbox.alert(alert_id)) for alert_id in ids]
    return world.renderer.alert(alerts, receiver, batch[0].delivery_id, batch[0].created_at)


async def _send_all(world: World, receiver: Receiver) -> list[Sent]:
    """Send one receiver's deliveries, one after the other; this is the second of the two broad error boundaries."""
    results = []
    notifier = world.notifiers(receiver.kind)
    while claimed := world.store.outbox.claim(world.clock.now(), CLAIMED_MAX, [receiver.id]):
        for delivery in claimed:
            try:
                results.append(await _send(world, notifier, receiver, delivery))
            except Exception as error:  # noqa: BLE001 - one delivery must not stop the others (docs/adr/0005)
                log_failure("delivery failed unexpectedly", error, delivery=delivery.id, receiver=receiver.id)
                results.append(_failed(world, receiver, delivery, _unexpected(world, receiver, delivery, error)))
    return results


def _unexpected(world: World, receiver: Receiver, delivery: Delivery, error: Exception) -> DeliveryError:
    """Return a fault of ours as a failed try: a doubt if the last byte may have gone, also when only its receipt was not stored."""
    return DeliveryError(
        f"unexpected {type(error).__name__}: {error}",
        receiver_id=receiver.id,
        reason=Reason.INTERNAL,
        is_ambiguous=world.store.outbox.is_committing(delivery.id),
    )


async def _send(world: World, notifier: Notifier, receiver: Receiver, delivery: Delivery) -> Sent:
    try:
        receipt = await notifier.send(delivery.message, receiver, on_committing=lambda: world.store.outbox.committing(delivery.id))
    except DeliveryError as error:
        return _failed(world, receiver, delivery, error)
    world.store.outbox.sent(delivery.id, receipt, world.clock.now())
    return _result(delivery, DeliveryState.SENT, receipt=receipt)


def _failed(world: World, receiver: Receiver, delivery: Delivery, error: DeliveryError) -> Sent:
    """Record a failed try: again later, dead, or held because nobody knows whether it arrived."""
    now = world.clock.now()
    if error.is_ambiguous and not _may_resend(receiver):
        world.store.outbox.give_up(delivery.id, DeliveryState.HELD, reason=error.reason, problem=error.problem, now=now)
        return _result(delivery, DeliveryState.HELD, problem=error.problem)
    if error.is_permanent or delivery.attempts >= ATTEMPTS_MAX:
        world.store.outbox.give_up(delivery.id, DeliveryState.DEAD, reason=error.reason, problem=error.problem, now=now)
        return _result(delivery, DeliveryState.DEAD, problem=error.problem)
    at = next_attempt_at(delivery.attempts, now, name=delivery.id, retry_at=error.retry_at)
    world.store.outbox.retry(delivery.id, at=at, reason=error.reason, problem=error.problem, now=now)
    return _result(delivery, DeliveryState.PENDING, problem=error.problem)


def settle_expired(world: World) -> None:
    """Decide what becomes of claims whose process died: before the last byte again, after it as the receiver wishes."""
    now = world.clock.now()
    receivers = {receiver.id: receiver for receiver in world.watch.receivers}
    for delivery in world.store.outbox.return_expired(now):
        receiver = receivers.get(delivery.receiver_id)
        if delivery.is_committing and not (receiver and _may_resend(receiver)):
            problem = "watcher stopped between the last byte and the answer: it may have arrived"
            world.store.outbox.give_up(delivery.id, DeliveryState.HELD, reason=Reason.AMBIGUOUS, problem=problem, now=now)
        else:
            problem = "watcher stopped before it was sent"
            world.store.outbox.retry(delivery.id, at=now, reason=Reason.TEMPORARY, problem=problem, now=now)


def _may_resend(receiver: Receiver) -> bool:
    return receiver.kind in RESEND_IS_SAFE or receiver.on_ambiguous is OnAmbiguous.RESEND


def _result(delivery: Delivery, state: DeliveryState, *, problem: str | None = None, receipt: str | None = None) -> Sent:
    return Sent(delivery.id, delivery.receiver_id, delivery.message.kind, state, delivery.message.subject, problem, receipt)


def run_digests(world: World, *, is_early: bool = False) -> list[str]:
    """Take every digest slot that has closed and was not taken; return the periods that were.

    `is_early` takes the weekly slot that is still open as well: a digest that is sent by hand is the period's digest.

    A receiver's first slot is the one that closes after watcher first ran: an empty database owes nobody last week's digest.
    """
    now = world.clock.now()
    began = world.store.polls.first_run_at()
    if began is None:
        return []
    windows = [(when, last_window(world.watch.digests, when, now)) for when in (When.DAILY, When.WEEKLY)]
    if is_early:
        windows.append((When.WEEKLY, next_window(world.watch.digests, When.WEEKLY, now)))
    return [
        f"{receiver.id} {window.period}"
        for when, window in windows
        if began < window.until
        for receiver in _receivers_of_digests(world, when)
        if _take_slot(world, receiver, when, window, now)
    ]


def owed_digests(desk: Desk, now: datetime) -> list[str]:
    """Return the digest slots that closed more than `DIGEST_LATE_AFTER` ago and were not taken."""
    began = desk.store.polls.first_run_at()
    return [
        f"{receiver.id} {window.period}"
        for when in (When.DAILY, When.WEEKLY)
        if began is not None and began < (window := last_window(desk.watch.digests, when, now)).until < now - DIGEST_LATE_AFTER
        for receiver in _receivers_of_digests(desk, when)
        if not desk.store.outbox.has_digest(receiver.id, window.period)
    ]


def _take_slot(world: World, receiver: Receiver, when: When, window: Window, now: datetime) -> bool:
    return world.store.outbox.take_digest_slot(
        receiver.id,
        when,
        window.period,
        since=_since(world, receiver, when, window.since),
        until=window.until,
        addresses=addresses(receiver),
        now=now,
    )


def _since(world: World, receiver: Receiver, when: When, planned: datetime) -> datetime:
    """Return the window's start, moved back to the end of the last digest if slots were missed."""
    last = world.store.outbox.last_digest_until(receiver.id, when)
    return min(planned, last) if last else planned


def _receivers_of_digests(world: Desk, when: When) -> list[Receiver]:
    wanted = {receiver_id for route in world.watch.routes if route.when is when for receiver_id in route.to}
    return [receiver for receiver in world.watch.receivers if receiver.is_enabled and receiver.id in wanted]
