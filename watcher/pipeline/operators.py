"""What operators are told: once when trouble begins, once when it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from watcher.model import Alert, AlertReason, Health, HealthState, Route, Source, When
from watcher.model.settlement import NewAlert
from watcher.pipeline.settle import Tellers, tellings
from watcher.pipeline.world import Desk
from watcher.route import repeat_number

_REASONS: Final = {
    HealthState.FAILING: AlertReason.SOURCE_FAILING,
    HealthState.SILENT: AlertReason.SOURCE_SILENT,
    HealthState.SUSPECT: AlertReason.SOURCE_SUSPECT,
    HealthState.HEALTHY: AlertReason.SOURCE_RECOVERED,
}
_WORDS: Final = {
    HealthState.FAILING: "cannot be polled",
    HealthState.SILENT: "has published nothing new for longer than usual",
    HealthState.SUSPECT: "answers with pages that are not what they were",
    HealthState.HEALTHY: "is healthy again",
}


def health_alert(source: Source, before: Health, after: Health, tellers: Tellers, now: datetime) -> NewAlert | None:
    """Return the notice that a change of health calls for; None for no change, and for a source that starts out healthy.

    None also where a quarantine begins or ends: `churn_alert` says all there is to say.
    """
    if before.state is after.state or after.state not in _REASONS:
        return None
    if after.state is HealthState.HEALTHY and before.state in (HealthState.UNKNOWN, HealthState.QUARANTINED):
        return None
    reason = _REASONS[after.state]
    since = after.since or now
    return _notice(
        reason,
        source,
        subject_line=f"{source.name} {_WORDS[after.state]}",
        details=tuple(line for line in (after.why, f"Listing: {source.url}") if line),
        key=f"health {source.id} {since.isoformat()}",
        tellers=tellers,
        now=now,
    )


def held_alert(source: Source, count: int, tellers: Tellers, now: datetime, *, what: str = "alerts") -> NewAlert:
    """Return the one notice for a batch that brought more alerts than one visit may send."""
    details = ("One visit brought more of them than it may announce at once; they stand in the digests.",)
    return _held(source, f"held {what}", f"{count} {what} held back", details, tellers, now)


def churn_alert(source: Source, count: int, tellers: Tellers, now: datetime) -> NewAlert:
    """Return the one notice for a batch of known items that came back under new ids or addresses."""
    details = ("Their texts are known, so nobody was told. What is truly new among them was told as usual.",)
    return _held(source, "churn", f"{count} known items came back under new ids", details, tellers, now)


def flood_alert(source: Source, waiting: int, day_max: int, since: datetime, tellers: Tellers, now: datetime) -> NewAlert:
    """Return the one notice, until it has ended, that a source brings more than may be read in a day."""
    details = (
        f"It brought more than {day_max} in 24 hours. Those that wait are read as the limit lets them; none is lost.",
        "polling.entries_per_day_max in sources.yaml is the limit.",
    )
    return _held(source, "entries", f"{waiting} new items wait", details, tellers, now, since=since)


def _held(
    source: Source,
    key: str,
    line: str,
    details: tuple[str, ...],
    tellers: Tellers,
    now: datetime,
    *,
    since: datetime | None = None,
) -> NewAlert:
    """Return the notice that something of a source waits for a person or for its time; one for each `since` (default: now)."""
    return _notice(
        AlertReason.HELD,
        source,
        subject_line=f"{source.name}: {line}",
        details=details,
        key=f"{key} {source.id} {(since or now).isoformat()}",
        tellers=tellers,
        now=now,
    )


def delivery_alert(desk: Desk, delivery_id: str, receiver_id: str, what: str, problem: str, now: datetime) -> NewAlert | None:
    """Return the notice that a delivery was given up, for everybody who hears of such but the receiver that failed.

    None for a delivery that was such a notice itself: two dead receivers would tell of one another for ever.
    """
    if desk.store.outbox.is_about_a_delivery(delivery_id):
        return None
    tellers = desk.tellers
    others = replace(tellers, receivers=[each for each in tellers.receivers if each.id != receiver_id])
    subject_line = f"A message to {receiver_id} {what}"
    details = (
        problem,
        f"`watcher deliveries show {delivery_id}` says more; `watcher deliveries retry {delivery_id}` sends it again",
    )
    alert = Alert("", AlertReason.DELIVERY_FAILED, now, source_id=None, subject_line=subject_line, details=details)
    key = f"delivery {delivery_id} {what} {now.isoformat()}"
    return NewAlert(AlertReason.DELIVERY_FAILED, tellings(alert, others), key, None, subject_line, details)


def remind(desk: Desk, now: datetime) -> int:
    """Tell operators again of troubles that last, where their route has a `repeat_interval`; return how many were told.

    A reminder is an alert of its own, unique by trouble, route and slot: after a downtime there is one, not one a missed slot.
    """
    repeating = [each for each in desk.watch.routes if each.when is When.NOW and each.grouping.repeat]
    if not repeating:
        return 0
    states = desk.store.polls.states()
    lasting = [(source, states[source.id].health) for source in desk.watch.sources if source.enabled and source.id in states]
    found = [_reminder(desk, source, health, each, now) for source, health in lasting for each in repeating]
    return sum(notice is not None and desk.store.outbox.add_alert(notice, now) is not None for notice in found)


def _reminder(desk: Desk, source: Source, health: Health, by: Route, now: datetime) -> NewAlert | None:
    if (
        health.state not in (HealthState.FAILING, HealthState.SILENT, HealthState.SUSPECT)
        or not health.since
        or not by.grouping.repeat
    ):
        return None
    number = repeat_number(health.since, now, by.grouping.repeat)
    if number == 0:
        return None
    return _notice(
        _REASONS[health.state],
        source,
        subject_line=f"{source.name} still {_WORDS[health.state]}",
        details=tuple(line for line in (health.why, f"Listing: {source.url}", f"since {health.since:%d %B %Y, %H:%M} UTC") if line),
        key=f"health {source.id} {health.since.isoformat()} again {by.id} {number}",
        tellers=replace(desk.tellers, routes=[by]),
        now=now,
    )


def _notice(
    reason: AlertReason, source: Source, *, subject_line: str, details: tuple[str, ...], key: str, tellers: Tellers, now: datetime
) -> NewAlert:
    alert = Alert(id="", reason=reason, created_at=now, source_id=source.id, subject_line=subject_line, details=details)
    return NewAlert(reason, tellings(alert, tellers), key, source.id, subject_line, details)
