"""Deliveries that wait get their messages: grouped, rendered once, frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from watcher.errors import Reason
from watcher.failpoint import failpoint
from watcher.model import DeliveryState, Digest, Grouping, Message, MessageKind, Receiver, ReceiverKind
from watcher.pipeline.agenda import Agenda
from watcher.pipeline.compose import digest_of, shown_alert
from watcher.pipeline.operators import delivery_alert
from watcher.pipeline.subscribing import unsubscribe_links
from watcher.pipeline.world import World, log_failure
from watcher.render import ALERTS_LISTED_MAX, ALERTS_PER_MESSAGE_MAX
from watcher.route import group_due_at, release_at
from watcher.store import Unrendered

ALERTS_TOLD_TOGETHER_MAX: Final = ALERTS_PER_MESSAGE_MAX + ALERTS_LISTED_MAX
"""As many as a message names; what comes beyond goes into a second one, so that nothing is told as a number alone."""
_EVERY_GROUP: Final = Grouping()


def render_waiting(world: World) -> list[tuple[Unrendered, str]]:
    """Give every delivery that is due and has none its message, frozen from here on; return those that could not have one.

    Alerts that wait for the same address go in one message once their group is due; a webhook gets one event each. What falls into
    a receiver's quiet hours waits for their end, and then goes together.
    """
    failed = []
    receivers = {receiver.id: receiver for receiver in world.receivers}
    for batch in _batches(world, receivers):
        failed += _render_or_bury(world, batch, receivers[batch[0].receiver_id])
    return failed


def _batches(world: World, receivers: Mapping[str, Receiver]) -> list[Sequence[Unrendered]]:
    """Return what is to be told now, in the pieces that make one message each."""
    groups: dict[tuple[str, ...], list[Unrendered]] = {}
    waiting = [each for each in world.store.outbox.unrendered() if each.receiver_id in receivers]
    for each in _due(world, waiting, receivers):
        groups.setdefault(_group_key(each, receivers[each.receiver_id]), []).append(each)
    return [
        group[start : start + ALERTS_TOLD_TOGETHER_MAX]
        for group in groups.values()
        for start in range(0, len(group), ALERTS_TOLD_TOGETHER_MAX)
    ]


def _group_key(waiting: Unrendered, receiver: Receiver) -> tuple[str, ...]:
    alone = waiting.kind is MessageKind.DIGEST or receiver.kind is ReceiverKind.WEBHOOK
    return (waiting.receiver_id, waiting.address or "", waiting.kind.value, waiting.delivery_id if alone else "")


def _due(world: World, waiting: Sequence[Unrendered], receivers: Mapping[str, Receiver]) -> Iterable[Unrendered]:
    """Yield what is not held by quiet hours or by its group; the oldest of a group speaks for all of it."""
    now = world.clock.now()
    groupings = {route.id: route.grouping for route in world.watch.routes}
    due_at: dict[tuple[str, str | None, str], datetime] = {}
    for each in waiting:
        is_quiet = release_at(now, receivers[each.receiver_id].quiet) > now
        grouping = groupings.get(each.route_id or "", _EVERY_GROUP)
        if each.is_released or (not is_quiet and grouping == _EVERY_GROUP):
            yield each
        elif not is_quiet and each.route_id is not None:
            group = (each.receiver_id, each.address, each.route_id)
            if group not in due_at:
                due_at[group] = group_due_at(each.created_at, world.store.outbox.last_told_at(*group), grouping)
            if due_at[group] <= now:
                yield each


def _render_or_bury(world: World, batch: Sequence[Unrendered], receiver: Receiver) -> list[tuple[Unrendered, str]]:
    """Render a batch, or where that fails each of its deliveries by itself; what cannot be rendered is dead, and operators told."""
    try:
        _render(world, batch, receiver)
    except Exception as error:  # noqa: BLE001 - the boundary of a delivery, for its first half (docs/adr/0005)
        log_failure("rendering failed unexpectedly", error, delivery=batch[0].delivery_id, receiver=receiver.id)
        if len(batch) > 1:
            return [lost for waiting in batch for lost in _render_or_bury(world, [waiting], receiver)]
        problem = f"it could not be rendered: {type(error).__name__}: {error}"
        bury(world, batch[0].delivery_id, batch[0].receiver_id, problem)
        return [(batch[0], problem)]
    return []


def bury(world: World, delivery_id: str, receiver_id: str, problem: str) -> None:
    """End a delivery that can have no message; operators are told by another receiver."""
    now = world.clock.now()
    notice = delivery_alert(world, delivery_id, receiver_id, "is dead", problem, now)
    world.store.outbox.give_up(delivery_id, DeliveryState.DEAD, reason=Reason.INTERNAL, problem=problem, now=now, notice=notice)


def _render(world: World, batch: Sequence[Unrendered], receiver: Receiver) -> None:
    first = batch[0]
    links = unsubscribe_links(world.store, world.watch, receiver, first.address)
    addressed = _addressed(receiver, links)
    message = _digest_message(world, first, addressed) if first.period else _alert_message(world, batch, addressed)
    failpoint("rendered")
    frozen = replace(message, recipient=first.address, unsubscribe=links)
    absorbed = [waiting.delivery_id for waiting in batch[1:]]
    world.store.outbox.freeze(first.delivery_id, frozen, absorbs=absorbed, now=world.clock.now())
    failpoint("frozen")


def _addressed(receiver: Receiver, links: Sequence[str]) -> Receiver:
    """Return the receiver with words for the footer that name its link, where the operator has no words of their own."""
    web = [link for link in links if link.startswith("https://")]
    if not web or receiver.settings.get("unsubscribe"):
        return receiver
    return replace(receiver, settings={**receiver.settings, "unsubscribe": web[-1]})


def _alert_message(world: World, batch: Sequence[Unrendered], receiver: Receiver) -> Message:
    ids = [waiting.alert_id for waiting in batch if waiting.alert_id is not None]
    alerts = [shown_alert(world.store, world.store.outbox.alert(alert_id)) for alert_id in ids]
    return world.renderer.alert(alerts, receiver, batch[0].delivery_id, batch[0].created_at, label=world.label)


def _digest_message(world: World, waiting: Unrendered, receiver: Receiver) -> Message:
    assert waiting.period is not None, "the caller asked"
    return world.renderer.digest(digest_for(world, receiver, waiting.period), receiver, waiting.delivery_id)


def digest_for(world: World, receiver: Receiver, period: str) -> Digest:
    """Return the digest of a slot that was taken."""
    since, until, made_at = world.store.outbox.digest_window(receiver.id, period)
    terms: dict[str, Any] = {"period": period, "since": since, "until": until, "made_at": made_at, "label": world.label}
    return digest_of(
        world.store,
        world.store.outbox.digest_alerts(receiver.id, period),
        receiver_id=receiver.id,
        taxonomy=world.watch.taxonomy,
        sources=world.watch.sources,
        agenda=Agenda.of(world, receiver, made_at),
        **terms,
    )
