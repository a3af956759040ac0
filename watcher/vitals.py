"""Whether the watch is well, for people, probes and Prometheus: broken is said, busy is not."""

from __future__ import annotations

from collections import Counter as Tally
from dataclasses import dataclass
from datetime import datetime, timedelta
from shutil import disk_usage
from typing import Final

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from watcher.model import DeliveryState, HealthState
from watcher.pipeline.deliver import owed_digests
from watcher.pipeline.world import Desk

NO_GOOD_POLL_AFTER: Final = timedelta(hours=1)
"""Without a successful poll for so long (or for twice the shortest interval, if that is longer) the watch is blind."""
DISK_FREE_BYTES_MIN: Final = 100_000_000


@dataclass(frozen=True, slots=True)
class Vitals:
    """What is wrong, worst first (empty: well), and the figures behind it."""

    problems: tuple[str, ...]
    sources: dict[str, int]
    deliveries: dict[str, int]
    last_good_poll_at: datetime | None
    disk_free_bytes: int

    @property
    def is_well(self) -> bool:
        return not self.problems


def vitals(desk: Desk, *, since: datetime | None = None) -> Vitals:
    """Judge the watch from its store; `since` is when the daemon began, so that a fresh start is not called blind."""
    now = desk.clock.now()
    states = desk.store.polls.states()
    enabled = [source for source in desk.watch.sources if source.enabled]
    healths = Tally((states[source.id].health.state if source.id in states else HealthState.UNKNOWN).value for source in enabled)
    good = max((moment for source in enabled if source.id in states and (moment := states[source.id].last_ok_at)), default=None)
    deliveries = dict(desk.store.outbox.counts())
    free = disk_usage(desk.watch.root).free
    problems = [
        *_blind(desk, good, since, now),
        *([f"{dead} deliveries are dead: `watcher deliveries list`"] if (dead := deliveries.get(DeliveryState.DEAD, 0)) else []),
        *([_held(held)] if (held := deliveries.get(DeliveryState.HELD, 0)) else []),
        *_stranded(desk),
        *(f"the digest {name} is overdue" for name in owed_digests(desk, now)),
        *([f"the disk is nearly full: {free:,} bytes left"] if free < DISK_FREE_BYTES_MIN else []),
    ]
    return Vitals(tuple(problems), dict(healths), deliveries, good, free)


def _held(count: int) -> str:
    return f"{count} deliveries are held and wait for a person: `watcher deliveries list --state held`"


def _stranded(desk: Desk) -> list[str]:
    """Return a line for each receiver that messages wait for and that nothing is sent to."""
    enabled = {receiver.id for receiver in desk.watch.receivers if receiver.is_enabled}
    waiting = desk.store.outbox.waiting()
    return [f"deliveries that wait for {name}, which is off: {count}" for name, count in waiting.items() if name not in enabled]


def _blind(desk: Desk, good: datetime | None, since: datetime | None, now: datetime) -> list[str]:
    intervals = [source.every for source in desk.watch.sources if source.enabled]
    if not intervals:
        return []
    patience = max(NO_GOOD_POLL_AFTER, 2 * min(intervals))
    last = max((moment for moment in (good, since) if moment is not None), default=None)
    if last is not None and now - last <= patience:
        return []
    return [f"no source was polled well since {good:%d %B %Y, %H:%M} UTC" if good else "no source was ever polled well"]


def metrics(found: Vitals) -> bytes:
    """Return the figures in Prometheus' text format."""
    registry = CollectorRegistry()
    Gauge("watcher_well", "1 if nothing is broken", registry=registry).set(found.is_well)
    by_health = Gauge("watcher_sources", "Enabled sources by health", ["health"], registry=registry)
    for state in HealthState:
        by_health.labels(state.value).set(found.sources.get(state.value, 0))
    by_state = Gauge("watcher_deliveries", "Deliveries by state", ["state"], registry=registry)
    for delivery in DeliveryState:
        by_state.labels(delivery.value).set(found.deliveries.get(delivery.value, 0))
    if found.last_good_poll_at:
        moment = Gauge("watcher_last_good_poll_timestamp_seconds", "When a source was last polled well", registry=registry)
        moment.set(found.last_good_poll_at.timestamp())
    Gauge("watcher_disk_free_bytes", "Free space where the watch lies", registry=registry).set(found.disk_free_bytes)
    return generate_latest(registry)
