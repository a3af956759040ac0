"""The outbox, emptied: claim what is due, send it, record what happened. No network inside a transaction."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from watcher.errors import DamagedMessageError, DeliveryError, Reason
from watcher.failpoint import failpoint
from watcher.model import Delivery, DeliveryState, MessageKind, OnAmbiguous, Receiver, Route, When
from watcher.notify import RESEND_IS_SAFE, Notifier, overdue, send_deadline
from watcher.pipeline.operators import delivery_alert, remind
from watcher.pipeline.rendering import bury, render_waiting
from watcher.pipeline.settle import addresses
from watcher.pipeline.world import Desk, World, log_failure
from watcher.route import release_at
from watcher.schedule import Window, breaker_until, last_window, next_attempt_at, next_window
from watcher.store import Unrendered, lease_of

ATTEMPTS_MAX: Final = 14
"""10 s doubling to a day: after so many tries a week has passed, and the message is dead and said so."""
CLAIMED_MAX: Final = 1
"""Claimed a receiver at a time: the lease runs from the claim, so nothing waits behind another under its own lease."""
CADENCES: Final = (When.DAILY, When.WEEKLY)
_NOTE: Final = "digests"
DIGEST_LATE_AFTER: Final = timedelta(minutes=15)
"""A digest that was not taken so long after its window closed is overdue."""
FAILURES_BEFORE_BREAK: Final = 5
"""So many tries in a row that failed for the receiver's sake open its breaker."""
GUARD_SHARE: Final = 1.5
"""A send is ended after one and a half times its own deadline, whatever its notifier does: well within the lease of twice."""
_BREAKING: Final = frozenset(
    {
        Reason.DNS,
        Reason.CONNECT,
        Reason.TLS,
        Reason.TIMEOUT,
        Reason.HTTP_5XX,
        Reason.RATE_LIMITED,
        Reason.AUTHENTICATION,
    }
)
"""What fails for the receiver's sake; a refused address or a message that is too large says nothing about the next message."""


TAKEN_CHECKED_S: Final = 0.1
"""How often a test that another courier is sending is looked at."""


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

    def as_json(self) -> dict[str, str | None]:
        """Return it for machines (docs/reference/formats.md)."""
        return {
            "id": self.delivery_id,
            "receiver": self.receiver_id,
            "kind": self.kind.value,
            "state": self.state.value,
            "subject": self.subject,
            "problem": self.problem,
        }


async def deliver_due(world: World) -> list[Sent]:
    """Send everything that is due, until nothing is; each step is in the store before the next is taken."""
    couriers = Couriers()
    results: list[Sent] = []
    while ended := [*couriers.start(world), *await couriers.finish()]:
        results += ended
        if not any(each.state in (DeliveryState.DEAD, DeliveryState.HELD) for each in ended):
            break  # else operators are told of it in the same round
    return results


class Couriers:
    """One courier a receiver: each works through its own receiver's deliveries, and none waits for another.

    `on_sent` hears of each delivery as soon as it is decided.
    """

    def __init__(self, on_sent: Callable[[Sent], None] = lambda _: None):
        self._on_sent = on_sent
        self._under_way: dict[str, asyncio.Task[list[Sent]]] = {}
        self._failed: list[BaseException] = []

    def start(self, world: World) -> list[Sent]:
        """Send out a courier to every receiver that has none; return what was decided without sending.

        Raises:
            StoreError: the store failed.
        """
        decided = settle_expired(world) + [_unrendered(*each) for each in render_waiting(world)]
        for each in decided:
            self._on_sent(each)
        self._note_returned()
        for receiver in world.receivers:
            if receiver.is_enabled and receiver.id not in self._under_way:
                work = _send_all(world, receiver, self._on_sent)
                self._under_way[receiver.id] = asyncio.create_task(work, name=f"deliver {receiver.id}")
        return decided

    def check(self) -> None:
        """Raise what a courier met that came back since the last check, if that is not what a courier may meet.

        Raises:
            StoreError: the store failed while it was out.
        """
        self._note_returned()
        failed, self._failed = self._failed, []
        for error in failed:
            raise error

    def _note_returned(self) -> None:
        for name in [name for name, task in self._under_way.items() if task.done()]:
            error = self._under_way.pop(name).exception()
            self._failed += [error] if error else []

    async def finish(self) -> list[Sent]:
        """Wait until every courier that is out is back; return what they did.

        Raises:
            StoreError: the store failed meanwhile; all are back.
        """
        out = [*self._under_way.values()]
        if out:
            await asyncio.wait(out)
        self._under_way = {name: task for name, task in self._under_way.items() if task not in out}
        return [each for task in out for each in task.result()]

    @property
    def tasks(self) -> Iterable[asyncio.Task[list[Sent]]]:
        """The couriers that are out."""
        return self._under_way.values()


def _unrendered(waiting: Unrendered, problem: str) -> Sent:
    return Sent(waiting.delivery_id, waiting.receiver_id, waiting.kind, DeliveryState.DEAD, "(no message)", problem)


async def send_test(world: World, receiver: Receiver) -> list[Sent]:
    """Send one marked test message to each address of a receiver, through the outbox like any other."""
    now = world.clock.now()
    ids = []
    for address in addresses(receiver):
        message = world.renderer.test(receiver, f"test_{now:%Y%m%dT%H%M%S%f}_{receiver.id}", now)
        ids.append(world.store.outbox.add_test(replace(message, recipient=address), address, now))
    done = {sent.delivery_id: sent for sent in await deliver_due(world)}
    # In a daemon the receiver's own courier may have been quicker: what became of it is in the store.
    return [done.get(each) or await _settled(world, each, send_deadline(receiver)) for each in ids]


async def _settled(world: World, delivery_id: str, deadline_s: float) -> Sent:
    """Return what became of a delivery that another courier takes; it has a deadline of its own, so it is waited for as long."""
    for _ in range(ceil(deadline_s / TAKEN_CHECKED_S)):
        row = world.store.outbox.delivery(delivery_id)
        if row and row["attempts"] and row["state"] != DeliveryState.CLAIMED:
            break
        await asyncio.sleep(TAKEN_CHECKED_S)
    row = world.store.outbox.delivery(delivery_id)
    assert row is not None, "a delivery that waits is never deleted"
    state, kind = DeliveryState(row["state"]), MessageKind(row["kind"])
    subject = json.loads(row["message"])["subject"]
    return Sent(delivery_id, row["receiver_id"], kind, state, subject, row["problem"], row["receipt"])


async def _send_all(world: World, receiver: Receiver, on_sent: Callable[[Sent], None]) -> list[Sent]:
    """Send one receiver's deliveries, one after the other, while it takes any; the second half of the delivery's boundary."""
    results: list[Sent] = []
    notifier = world.notifiers(receiver.kind)
    while ended := await _send_next(world, notifier, receiver):
        results += ended
        for each in ended:
            on_sent(each)
    return results


async def _send_next(world: World, notifier: Notifier, receiver: Receiver) -> list[Sent]:
    """Send what is next for a receiver; a message that cannot be read any more is dead, and stops nobody behind it."""
    try:
        claimed = _claimed(world, receiver)
    except DamagedMessageError as error:
        return [_damaged(world, error)]
    if claimed:
        failpoint("claimed")
    return [await _send_or_fail(world, notifier, receiver, delivery) for delivery in claimed]


async def _send_or_fail(world: World, notifier: Notifier, receiver: Receiver, delivery: Delivery) -> Sent:
    try:
        return await _send(world, notifier, receiver, delivery)
    except Exception as error:  # noqa: BLE001 - one delivery must not stop the others (docs/adr/0005)
        log_failure("delivery failed unexpectedly", error, delivery=delivery.id, receiver=receiver.id)
        return _failed(world, receiver, delivery, _unexpected(world, receiver, delivery, error))


def _damaged(world: World, error: DamagedMessageError) -> Sent:
    """End a delivery whose message the database has damaged."""
    bury(world, error.delivery_id, error.receiver_id, error.problem)
    kind = MessageKind(error.kind)
    return Sent(error.delivery_id, error.receiver_id, kind, DeliveryState.DEAD, "(no message)", error.problem)


def _claimed(world: World, receiver: Receiver) -> list[Delivery]:
    """Claim what may go to a receiver now: nothing while its breaker is open, in quiet hours only what was asked for by hand."""
    now = world.clock.now()
    breaker = world.store.breakers.of(receiver.id)
    if breaker and breaker.open_until and now < breaker.open_until:
        return []
    is_quiet = release_at(now, receiver.quiet) > now
    lease = lease_of(timedelta(seconds=send_deadline(receiver)))
    return world.store.outbox.claim(now, CLAIMED_MAX, [receiver.id], lease=lease, is_quiet=is_quiet)


def _unexpected(world: World, receiver: Receiver, delivery: Delivery, error: Exception) -> DeliveryError:
    """Return a fault of ours as a failed try: a doubt if the last byte may have gone, also when only its receipt was not stored."""
    return DeliveryError(
        f"unexpected {type(error).__name__}: {error}",
        receiver_id=receiver.id,
        reason=Reason.INTERNAL,
        is_ambiguous=world.store.outbox.is_committing(delivery.id),
    )


async def _send(world: World, notifier: Notifier, receiver: Receiver, delivery: Delivery) -> Sent:
    def committing() -> None:
        world.store.outbox.committing(delivery.id)
        failpoint("committing")

    try:
        async with asyncio.timeout(send_deadline(receiver) * GUARD_SHARE):
            receipt = await notifier.send(delivery.message, receiver, on_committing=committing)
    except DeliveryError as error:
        return _failed(world, receiver, delivery, error)
    except TimeoutError:
        is_doubt = world.store.outbox.is_committing(delivery.id)
        return _failed(world, receiver, delivery, overdue(receiver, is_committing=is_doubt))
    failpoint("answered")
    world.store.outbox.sent(delivery.id, receipt, world.clock.now())
    failpoint("sent")
    world.store.breakers.close(receiver.id)
    return _result(delivery, DeliveryState.SENT, receipt=receipt)


def _failed(world: World, receiver: Receiver, delivery: Delivery, error: DeliveryError) -> Sent:
    """Record a failed try: again later, dead, or held because nobody knows whether it arrived."""
    now = world.clock.now()
    _count_failure(world, receiver, error, now)
    if error.is_ambiguous and not _may_resend(receiver):
        return _given_up(world, delivery, DeliveryState.HELD, error.reason, error.problem)
    if error.is_permanent or delivery.attempts >= ATTEMPTS_MAX:
        return _given_up(world, delivery, DeliveryState.DEAD, error.reason, error.problem)
    at = next_attempt_at(delivery.attempts, now, name=delivery.id, retry_at=error.retry_at)
    world.store.outbox.retry(delivery.id, at=at, reason=error.reason, problem=error.problem, now=now)
    failpoint("failed")
    return _result(delivery, DeliveryState.PENDING, problem=error.problem)


def _given_up(world: World, delivery: Delivery, state: DeliveryState, reason: Reason, problem: str) -> Sent:
    """End a delivery, and tell operators by another receiver, in one transaction."""
    now = world.clock.now()
    notice = delivery_alert(world, delivery.id, delivery.receiver_id, f"is {state.value}", problem, now)
    world.store.outbox.give_up(delivery.id, state, reason=reason, problem=problem, now=now, notice=notice)
    failpoint("failed")
    return _result(delivery, state, problem=problem)


def _count_failure(world: World, receiver: Receiver, error: DeliveryError, now: datetime) -> None:
    """Open a receiver's breaker after so many failures in a row, or at once for as long as the receiver itself asks."""
    if error.reason not in _BREAKING:
        return
    before = world.store.breakers.of(receiver.id)
    failures = (before.failures if before else 0) + 1
    pause = breaker_until(failures - FAILURES_BEFORE_BREAK, now) if failures >= FAILURES_BEFORE_BREAK else None
    until = max((each for each in (pause, error.retry_at) if each is not None), default=None)
    world.store.breakers.failed(receiver.id, failures=failures, open_until=until, problem=error.problem, now=now)


def settle_expired(world: World) -> list[Sent]:
    """Decide what becomes of claims whose process died: before the last byte again, after it as the receiver wishes.

    Return what is held or dead; what is tried again is told when it was.
    """
    now = world.clock.now()
    receivers = {receiver.id: receiver for receiver in world.watch.receivers}
    held, expired = _expired(world, now)
    for delivery in expired:
        receiver = receivers.get(delivery.receiver_id)
        if delivery.is_committing and not (receiver and _may_resend(receiver)):
            problem = "watcher stopped between the last byte and the answer: it may have arrived"
            held.append(_given_up(world, delivery, DeliveryState.HELD, Reason.AMBIGUOUS, problem))
        else:
            reason = Reason.AMBIGUOUS if delivery.is_committing else Reason.TEMPORARY
            problem = (
                f"watcher stopped {'between the last byte and the answer' if delivery.is_committing else 'before it was sent'}"
            )
            world.store.outbox.retry(delivery.id, at=now, reason=reason, problem=problem, now=now)
        failpoint("expired-settled")
    return held


def _expired(world: World, now: datetime) -> tuple[list[Sent], list[Delivery]]:
    """Return the claims whose lease ran out, and before them what became of those whose messages cannot be read."""
    damaged: list[Sent] = []
    while True:
        try:
            return damaged, world.store.outbox.return_expired(now)
        except DamagedMessageError as error:
            damaged.append(_damaged(world, error))


def _may_resend(receiver: Receiver) -> bool:
    return receiver.kind in RESEND_IS_SAFE or receiver.on_ambiguous is OnAmbiguous.RESEND


def _result(delivery: Delivery, state: DeliveryState, *, problem: str | None = None, receipt: str | None = None) -> Sent:
    return Sent(delivery.id, delivery.receiver_id, delivery.message.kind, state, delivery.message.subject, problem, receipt)


def run_digests(world: World, *, is_early: bool = False) -> list[str]:
    """Take every digest slot that has closed and was not taken; return the periods that were.

    `is_early` takes the weekly slot that is still open as well: a digest that is sent by hand is the period's digest.

    A receiver's first slot is the one that closes after watcher first ran, or first met it: an empty database owes nobody last
    week's digest, and what was said before a receiver was added is not "nothing" to be told to it.
    """
    now = world.clock.now()
    began = world.store.polls.first_run_at()
    if began is None:
        return []
    remind(world, now)
    since = _receiving_since(world, began, now)
    _remember(world, since)
    windows = [(when, last_window(world.watch.digests, when, now)) for when in CADENCES]
    if is_early:
        windows.append((When.WEEKLY, next_window(world.watch.digests, When.WEEKLY, now)))
    return [
        f"{receiver.id} {window.period}"
        for when, window in windows
        for receiver in _receivers_of_digests(world, when)
        if since[_place(receiver, when)] < window.until and _take_slot(world, receiver, when, window, now)
    ]


def owed_digests(desk: Desk, now: datetime) -> list[str]:
    """Return the digest slots that closed more than `DIGEST_LATE_AFTER` ago and were not taken."""
    began = desk.store.polls.first_run_at()
    if began is None:
        return []
    since = _receiving_since(desk, began, now)
    return [
        f"{receiver.id} {window.period}"
        for when in CADENCES
        if (window := last_window(desk.watch.digests, when, now)).until < now - DIGEST_LATE_AFTER
        for receiver in _receivers_of_digests(desk, when)
        if since[_place(receiver, when)] < window.until and not desk.store.outbox.has_digest(receiver.id, window.period)
    ]


def _receiving_since(desk: Desk, began: datetime, now: datetime) -> Mapping[str, datetime]:
    """Return since when each receiver has had each of its digests: as noted; `began` if nothing is noted yet, else from now on."""
    noted = desk.store.notes.read(_NOTE).get("since")
    places = [_place(receiver, when) for when in CADENCES for receiver in _receivers_of_digests(desk, when)]
    if noted is None:
        return dict.fromkeys(places, began)
    # what a clock that was wrong has noted for later is not waited for
    return {place: min(datetime.fromisoformat(noted[place]), now) if place in noted else now for place in places}


def _remember(desk: Desk, since: Mapping[str, datetime]) -> None:
    noted = desk.store.notes.read(_NOTE).get("since")
    found = {**(noted or {}), **{place: moment.isoformat() for place, moment in since.items()}}
    if found != noted:
        desk.store.notes.write(_NOTE, {"since": found})


def _place(receiver: Receiver, when: When) -> str:
    return f"{receiver.id} {when.value}"


def _take_slot(world: World, receiver: Receiver, when: When, window: Window, now: datetime) -> bool:
    return world.store.outbox.take_digest_slot(
        receiver.id,
        when,
        window.period,
        since=_since(world, receiver, when, window.since),
        until=window.until,
        addresses=addresses(receiver, *(route.id for route in _routes_of(world, receiver, when))),
        now=now,
        given_up=[each for each in CADENCES if not _routes_of(world, receiver, each)],
    )


def _since(world: World, receiver: Receiver, when: When, planned: datetime) -> datetime:
    """Return the window's start, moved back to the end of the last digest if slots were missed."""
    last = world.store.outbox.last_digest_until(receiver.id, when)
    return min(planned, last) if last else planned


def _receivers_of_digests(world: Desk, when: When) -> list[Receiver]:
    return [receiver for receiver in world.receivers if receiver.is_enabled and _routes_of(world, receiver, when)]


def _routes_of(world: Desk, receiver: Receiver, when: When) -> list[Route]:
    return [route for route in world.watch.routes if route.when is when and receiver.id in route.to]
