"""Whether the watch is well, for people, probes and Prometheus: broken is said, busy is not."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from shutil import disk_usage
from typing import Final, TypeVar

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from watcher.canary import canary_problem, last_canary
from watcher.model import DeliveryState, HealthState, Outcome
from watcher.pipeline.deliver import owed_digests
from watcher.pipeline.world import Desk
from watcher.pulse import Pulse
from watcher.store.upkeep import CLOCK_AHEAD_MAX

_Family = TypeVar("_Family", CounterMetricFamily, GaugeMetricFamily)
NO_GOOD_POLL_AFTER: Final = timedelta(hours=1)
"""Without a successful poll for so long (or for twice the shortest interval, if that is longer) the watch is blind."""
GIVEN_UP_WITHIN: Final = timedelta(days=30)
"""Pages that were announced so lately and never could be read are named: what they said is missing everywhere else."""
DISK_FREE_BYTES_MIN: Final = 100_000_000


@dataclass(frozen=True, slots=True)
class Vitals:
    """What is wrong, worst first (empty: well), and the figures behind it; `notices` are worth knowing, and nothing is broken."""

    problems: tuple[str, ...]
    sources: dict[str, int]
    deliveries: dict[str, int]
    last_good_poll_at: datetime | None
    disk_free_bytes: int
    store_bytes: int = 0
    canary_at: datetime | None = None
    is_canary_well: bool | None = None
    notices: tuple[str, ...] = ()

    @property
    def is_well(self) -> bool:
        return not self.problems


def vitals(desk: Desk, *, since: datetime | None = None) -> Vitals:
    """Judge the watch from its store; `since` is when the daemon began, so that a fresh start is not called blind."""
    now = desk.clock.now()
    states = desk.store.polls.states()
    enabled = [source for source in desk.watch.sources if source.enabled]
    healths = Tally((states[source.id].health.state if source.id in states else HealthState.UNKNOWN).value for source in enabled)
    oks = (states[source.id].last_ok_at for source in enabled if source.id in states)
    # a moment far ahead was dated by a clock that was wrong: it must not look like a good poll for months
    good = max((moment for moment in oks if moment is not None and moment - now <= CLOCK_AHEAD_MAX), default=None)
    deliveries = dict(desk.store.outbox.counts())
    free = disk_usage(desk.watch.root).free
    problems = [
        *_blind(desk, good, since, now),
        *([f"{dead} deliveries are dead: `watcher deliveries list`"] if (dead := deliveries.get(DeliveryState.DEAD, 0)) else []),
        *([_held(held)] if (held := deliveries.get(DeliveryState.HELD, 0)) else []),
        *_stranded(desk),
        *(f"nothing gets through to {each.receiver_id}: {each.problem}" for each in desk.store.breakers.open_at(now)),
        *(f"the digest {name} is overdue" for name in owed_digests(desk, now)),
        *crowded(free),
        *([singing] if (singing := canary_problem(desk, since=since)) else []),
    ]
    last = last_canary(desk.store)
    return Vitals(
        tuple(problems),
        dict(healths),
        deliveries,
        good,
        free,
        store_bytes=desk.store.upkeep.file_bytes(),
        canary_at=last.at if last else None,
        is_canary_well=last.failed_at is None if last else None,
        notices=_notices(desk),
    )


def _notices(desk: Desk) -> tuple[str, ...]:
    """Return what a person should know: that the daemon works on with files that are not those in the folder, or what is lost."""
    refused = desk.store.notes.read("daemon").get("refused")
    lost = desk.store.polls.dead_items(desk.clock.now() - GIVEN_UP_WITHIN)
    enabled = {receiver.id for receiver in desk.watch.receivers if receiver.is_enabled}
    waiting = desk.store.outbox.undigested(desk.clock.now() - GIVEN_UP_WITHIN)
    return (
        *(f"alerts that wait for a digest to {name}, which is off: {n}" for name, n in waiting.items() if name not in enabled),
        *((f"the daemon refused the files as they are now and goes on with the old ones: {refused}",) if refused else ()),
        *(
            (f"pages announced in the last {GIVEN_UP_WITHIN.days} days that never could be read and were given up: {lost}",)
            if lost
            else ()
        ),
    )


def _held(count: int) -> str:
    return f"{count} deliveries are held and wait for a person: `watcher deliveries list --state held`"


def crowded(free_bytes: int) -> list[str]:
    """Return a line if there is less than `DISK_FREE_BYTES_MIN` left for the database."""
    return [f"the disk is nearly full: {free_bytes:,} bytes left"] if free_bytes < DISK_FREE_BYTES_MIN else []


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


def metrics(found: Vitals, pulse: Pulse | None = None) -> bytes:
    """Return the figures in Prometheus' text format; with the daemon's `pulse`, also what it has done since it began."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(_Figures(found, pulse))
    return generate_latest(registry)


class _Figures(Collector):
    """One reading of the watch and its daemon, as Prometheus collects it."""

    def __init__(self, found: Vitals, pulse: Pulse | None):
        self._found, self._pulse = found, pulse

    def collect(self) -> Iterator[Metric]:
        yield from _standing(self._found)
        if self._pulse is not None:
            yield from _done(self._pulse)


def _standing(found: Vitals) -> Iterator[Metric]:
    """How things stand, by the store."""
    yield GaugeMetricFamily("watcher_well", "1 if nothing is broken", value=float(found.is_well))
    healths = {state.value: found.sources.get(state.value, 0) for state in HealthState}
    yield _by(GaugeMetricFamily("watcher_sources", "Enabled sources by health", labels=["health"]), healths)
    states = {state.value: found.deliveries.get(state.value, 0) for state in DeliveryState}
    yield _by(GaugeMetricFamily("watcher_deliveries", "Deliveries by state", labels=["state"]), states)
    if found.last_good_poll_at:
        text = "When a source was last polled well"
        yield GaugeMetricFamily("watcher_last_good_poll_timestamp_seconds", text, value=found.last_good_poll_at.timestamp())
    yield GaugeMetricFamily("watcher_disk_free_bytes", "Free space where the watch lies", value=found.disk_free_bytes)
    yield GaugeMetricFamily("watcher_store_bytes", "Size of the database", value=found.store_bytes)
    if found.canary_at is not None:
        text = "When the last canary was sent"
        yield GaugeMetricFamily("watcher_canary_timestamp_seconds", text, value=found.canary_at.timestamp())
        yield GaugeMetricFamily("watcher_canary_well", "1 if the last canary arrived", value=float(bool(found.is_canary_well)))


def _done(pulse: Pulse) -> Iterator[Metric]:
    """What the daemon has done since it began."""
    outcomes = {outcome.value: pulse.polls[outcome.value] for outcome in Outcome}
    counted: tuple[tuple[str, str, str, Mapping[str, float]], ...] = (
        ("watcher_polls", "Visits by outcome", "outcome", outcomes),
        ("watcher_items", "Items of all visits by what they were", "kind", pulse.items),
        ("watcher_requests", "Requests of all visits: all, those with validators, those answered 304", "kind", pulse.requests),
        ("watcher_delivery_tries", "Tries to deliver by how they ended", "state", pulse.deliveries),
        ("watcher_ticks", "Ticks of the daemon", "tick", pulse.ticks),
        ("watcher_ticks_failed", "Ticks that failed", "tick", pulse.ticks_failed),
        ("watcher_canaries", "Canaries by how they ended", "result", pulse.canaries),
        ("watcher_reloads", "Readings of the operator's files by how they ended", "result", pulse.reloads),
        ("watcher_pruned_rows", "Rows that housekeeping dropped", "kind", pulse.pruned),
    )
    for name, text, label, figures in counted:
        yield _by(CounterMetricFamily(name, text, labels=[label]), figures)
    yield CounterMetricFamily("watcher_read_bytes", "Bytes read by all visits", value=pulse.bytes_read)
    yield CounterMetricFamily("watcher_digests_closed", "Digest slots taken", value=pulse.digests)
    yield CounterMetricFamily("watcher_clock_moves", "Times the machine's clock was set", value=pulse.clock_moves)
    yield CounterMetricFamily("watcher_pool_restarts", "Times the reading processes were replaced", value=pulse.pool_restarts)
    yield GaugeMetricFamily("watcher_visits_under_way", "Sources being visited", value=pulse.polling)
    yield GaugeMetricFamily("watcher_start_timestamp_seconds", "When the daemon began", value=pulse.began_at.timestamp())
    text = "How late the last tick came, in seconds"
    yield _by(GaugeMetricFamily("watcher_tick_late_seconds", text, labels=["tick"]), pulse.tick_late_s)
    late = HistogramMetricFamily("watcher_poll_late_seconds", "How long after its time a visit began")
    late.add_metric([], buckets=pulse.poll_late.buckets(), sum_value=pulse.poll_late.sum_s)
    yield late


def _by(family: _Family, figures: Mapping[str, float]) -> _Family:
    for name, value in figures.items():
        family.add_metric([name], value)
    return family
