"""What a daemon does for its house: old rows, the file's soundness, what a wrong clock has written, canaries, readers that hang."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pipeline.parts import at_work

from watcher.app import load_taxonomy, packed
from watcher.canary import canary_problem, is_canary_due, last_canary, sing
from watcher.errors import DeliveryError, Reason, SchemaTooNewError
from watcher.ledger import Gazetteer
from watcher.ledger.gaps import deaf_stretches, heard_for
from watcher.model import Fetch, Group, Health, HealthState, Item, Message, Outcome, PollRun, Receiver, Source, Watch, When
from watcher.pipeline.housekeeping import ATTEMPTS_KEPT, RUNS_KEPT, RUNS_WHOLE, housekeep
from watcher.store import Store
from watcher.testing import FakeClock, LoopbackResolver
from watcher.text import LineMemory
from watcher.vitals import DISK_FREE_BYTES_MIN, crowded, vitals
from watcher.workers import Workers

NOW = datetime(2024, 6, 3, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
YEAR = 365 * DAY
SOURCES = (
    "polling: {contact: desk@watcher.example, delay_per_host: 0s}\nsources:\n"
    '  - {id: union, name: U, group: union, kind: feed, url: "http://union.example/feed", every: 6h, allow_private: true}\n'
)
ALERTS = "receivers:\n  - {id: folder, kind: file, path: out}\nroutes:\n  - {id: weekly, to: [folder], when: weekly}\n"
PAGE = (
    b"<html><title>Late</title><main><h1>Late</h1>" + b"<p>The guild waits for its report and says so.</p>" * 9 + b"</main></html>"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources.yaml").write_text(SOURCES)
    (tmp_path / "alerts.yaml").write_text(ALERTS)
    return tmp_path


@pytest.fixture
def store() -> Iterator[Store]:
    made = Store(None)
    yield made
    made.close()


def visit(store: Store, at: datetime, outcome: Outcome = Outcome.UNCHANGED, *, new: int = 0) -> None:
    run = PollRun("union", at, at, outcome, new=new)
    store.polls.record_run(run, next_poll_at=at + timedelta(hours=6), health=Health(HealthState.HEALTHY))


def runs(store: Store) -> list[tuple[str, str]]:
    return [(row["started_at"][:16], row["outcome"]) for row in store._database.rows("SELECT * FROM poll_run ORDER BY id")]


def test_of_old_days_what_tells_when_a_source_could_be_read_is_kept(store: Store) -> None:
    """Of a day the first and last visit, both sides of a fault, and all with news outlive the month; of a year the very first."""
    day = (NOW - 60 * DAY).replace(hour=0)
    for hour in range(24):
        outcome = Outcome.FAILED if 6 <= hour < 12 else Outcome.UNCHANGED
        visit(store, day + timedelta(hours=hour), outcome, new=1 if hour == 15 else 0)
    visit(store, NOW - RUNS_WHOLE + DAY)
    dropped = store.upkeep.thin_runs(NOW - RUNS_WHOLE, gone_before=NOW - RUNS_KEPT)
    kept = [moment[11:13] for moment, _ in runs(store)[:-1]]
    assert kept == ["00", "05", "06", "11", "12", "15", "23"]
    assert dropped == 24 - len(kept)
    assert store.upkeep.thin_runs(NOW - RUNS_WHOLE, gone_before=NOW - RUNS_KEPT) == 0
    began = store.polls.first_run_at()
    later = NOW + 2 * YEAR
    store.upkeep.thin_runs(later - RUNS_WHOLE, gone_before=later - RUNS_KEPT)
    assert len(runs(store)) == 1
    assert store.polls.first_run_at() == began


def test_thinning_does_not_make_a_source_deaf_that_failed_for_an_hour(store: Store) -> None:
    """Gaps are measured by the visits that are kept: one bad visit a day is an hour or two, and not the day."""
    began = (NOW - 60 * DAY).replace(hour=0)
    until = NOW - RUNS_WHOLE - DAY
    at = began
    while at < until:
        visit(store, at, Outcome.FAILED if at.hour == 12 else Outcome.UNCHANGED)
        at += timedelta(hours=1)

    def heard() -> timedelta:
        stretches = deaf_stretches(store.polls.visits("union"), began, until, every=timedelta(hours=1), silence_after=YEAR)
        return heard_for(began, until, stretches)

    before = heard()
    assert before > 0.9 * (until - began)
    assert store.upkeep.thin_runs(NOW - RUNS_WHOLE, gone_before=NOW - RUNS_KEPT) > 500
    assert heard() == before


def test_single_tries_of_what_arrived_long_ago_are_dropped(store: Store) -> None:
    """The delivery and its outcome stay; tries of what is dead stay too, for whoever looks into it."""
    old = "2024-01-01T00:00:00.000000Z"
    with store._database.transaction() as connection:
        for name, state in (("sent", "sent"), ("dead", "dead")):
            connection.execute(
                "INSERT INTO delivery (id, receiver_id, kind, state, created_at, sent_at) VALUES (?, 'folder', 'alert', ?, ?, ?)",
                (name, state, old, old if state == "sent" else None),
            )
            connection.execute("INSERT INTO attempt (delivery_id, number, started_at) VALUES (?, 1, ?)", (name, old))
    assert store.upkeep.prune_attempts(NOW - ATTEMPTS_KEPT) == 1
    assert [row["delivery_id"] for row in store._database.rows("SELECT delivery_id FROM attempt")] == ["dead"]
    assert len(store.outbox.deliveries()) == 2


def test_what_a_clock_a_year_ahead_has_planned_is_pulled_back(store: Store) -> None:
    """A machine that believed in next year for an hour must not leave its sources, items, messages and digests alone until then."""
    ahead = NOW + YEAR
    visit(store, ahead)
    store.outbox.take_digest_slot("folder", When.WEEKLY, "weekly-2025-06-02", since=ahead, until=ahead, addresses=[None], now=ahead)
    with store._database.transaction() as connection:
        connection.execute("UPDATE delivery SET message = '{}', next_attempt_at = '2025-06-03T10:00:00.000000Z'")
    assert store.upkeep.pull_back(NOW) > 0
    state = store.polls.state("union")
    assert state.next_poll_at == NOW
    assert state.last_ok_at is None
    assert store.polls.first_run_at() == NOW
    assert not store.outbox.has_digest("folder", "weekly-2025-06-02"), "the slot is free again when its time comes"
    assert [row["next_attempt_at"][:10] for row in store.outbox.deliveries()] == [NOW.date().isoformat()]
    assert store.upkeep.pull_back(NOW) == 0


def test_plans_of_a_clock_that_was_an_hour_ahead_stand(store: Store) -> None:
    """Pulling them back would poll everything at once whenever a clock is set back: an hour's delay is no gap."""
    visit(store, NOW + timedelta(hours=1))
    assert store.upkeep.pull_back(NOW) == 0
    assert store.polls.state("union").next_poll_at == NOW + timedelta(hours=7)


async def test_the_file_is_checked_once_a_week_and_damage_is_said(folder: Path) -> None:
    """A sound file is not read again for a week; a broken one is at every look, until it is sound."""
    clock = FakeClock(NOW)
    async with at_work(folder, LoopbackResolver({}), clock) as world:
        assert (await housekeep(world)).was_checked
        assert not (await housekeep(world)).was_checked
        clock.advance(8 * DAY)
        database = world.store._database.connection
        database.execute("PRAGMA foreign_keys=OFF")
        database.execute("INSERT INTO attempt (delivery_id, number, started_at) VALUES ('nobody', 1, 'x')")
        for _ in range(2):
            found = await housekeep(world)
            assert found.problems == ("attempt refers to a row that is not there",)
        clock.advance(-30 * DAY)
        database.execute("DELETE FROM attempt")
        assert (await housekeep(world)).was_checked, "a check dated by a clock that was ahead counts for nothing"


def test_migrations_keep_a_copy_first_and_once(tmp_path: Path) -> None:
    """Who upgrades can go back: the file as it was lies beside it; a newer file is refused and left as it is."""
    path = tmp_path / "watcher.db"
    Store(path).close()
    with closing(sqlite3.connect(path)) as database:
        database.execute("DROP TABLE request")
        database.execute("DELETE FROM _sqlite_migrations WHERE name LIKE 'm007%'")
        database.commit()
    for _ in range(2):
        Store(path).close()
    [kept] = tmp_path.glob("watcher.db.before-*")
    with closing(sqlite3.connect(kept)) as database:
        assert database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'request'").fetchone()[0] == 0
    with closing(sqlite3.connect(path)) as database:
        database.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('watcher', 'm999_of_tomorrow', 'x')"
        )
        database.commit()
    before = path.read_bytes()
    with pytest.raises(SchemaTooNewError, match="upgrade watcher, or restore a backup"):
        Store(path)
    assert path.read_bytes() == before


async def test_a_canary_arrives_and_leaves_nothing_behind(folder: Path) -> None:
    """The whole path is gone, and the watch's own statements, visits and messages are as before; the result is kept."""
    clock = FakeClock(NOW)
    async with at_work(folder, LoopbackResolver({}), clock, changes=with_canaries) as world:
        assert is_canary_due(world)
        found = await sing(world)
        assert (found.failed_at, found.problem) == (None, None)
        assert last_canary(world.store) == found
        assert world.store.statements.find() == []
        assert (runs(world.store), world.store.outbox.deliveries()) == ([], [])
        assert not is_canary_due(world)
        clock.advance(timedelta(hours=7))
        assert is_canary_due(world)
        clock.advance(timedelta(hours=7))
        assert "no canary since" in str(canary_problem(world, since=None))


async def test_a_canary_says_where_it_stopped_until_one_arrives(folder: Path) -> None:
    """A watch whose messages are not taken is broken, whatever its sources say; the next canary that arrives ends it."""
    async with at_work(folder, LoopbackResolver({}), FakeClock(NOW), changes=with_canaries) as world:
        found = await sing(replace(world, notifiers=lambda _: Refusing()))
        assert (found.failed_at, found.problem) == ("send", "not taken")
        [problem] = [line for line in vitals(world, since=NOW).problems if "canary" in line]
        assert "failed at send: not taken" in problem
        assert (await sing(world)).failed_at is None
        assert not [line for line in vitals(world, since=NOW).problems if "canary" in line]


def with_canaries(watch: Watch) -> Watch:
    return replace(watch, polling=replace(watch.polling, canary_every=timedelta(hours=6)))


class Refusing:
    """A receiver that takes nothing."""

    async def send(self, message: Message, receiver: Receiver, *, on_committing: Callable[[], None]) -> str:
        raise DeliveryError("not taken", receiver_id=receiver.id, reason=Reason.REFUSED, is_permanent=True)


async def test_readers_that_hang_are_replaced_and_the_document_is_read() -> None:
    """A pool whose processes stand still is noticed by the time that passes, and what waited is read by the next one."""
    workers = Workers(load_taxonomy(packed("concerns.yaml").parent), None, Gazetteer(), count=1, deadline_s=2.0, stall_grace_s=1.0)
    source = Source("union", "U", Group.UNION, "feed", "http://union.example/feed")
    fetch = Fetch("http://union.example/1", 200, {"content-type": "text/html"}, PAGE, NOW)

    async def read() -> str:
        page = await workers.read(fetch, Item(fetch.url), source, now=NOW, memory=LineMemory())
        return page.document.text

    try:
        assert "waits for its report" in await read()
        stopped = readers_of(os.getpid())
        assert stopped
        for reader in stopped:
            os.kill(reader, signal.SIGSTOP)
        assert "waits for its report" in await asyncio.wait_for(read(), 60)
        assert workers.restarts == 1
    finally:
        workers.close()


def readers_of(process: int) -> list[int]:
    """Return the processes below the fork server of a process, whichever of its threads has started that."""
    return [reader for server in _below(process) for reader in _below(server)]


def _below(process: int) -> list[int]:
    return [int(child) for task in Path(f"/proc/{process}/task").glob("*/children") for child in task.read_text().split()]


def test_a_disk_that_is_nearly_full_is_said() -> None:
    """The limit itself is enough room; a byte less is not."""
    assert crowded(DISK_FREE_BYTES_MIN) == []
    assert "nearly full" in crowded(DISK_FREE_BYTES_MIN - 1)[0]
