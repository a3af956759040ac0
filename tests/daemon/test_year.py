"""A simulated year: what was due happened once, across clock changes, a leap day and outages."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pipeline.parts import at_work

from watcher.daemon import Daemon
from watcher.model import LONDON
from watcher.testing import FakeClock, ScriptedServer

HOSTS = ("union.example", "paper.example", "office.example")
SOURCES = "polling: {contact: desk@watcher.example, delay_per_host: 0s}\nsources:\n" + "".join(
    f'  - {{id: s{number}, name: S{number}, group: union, kind: feed, url: "http://{host}/feed", every: 6h, allow_private: true}}\n'
    for number, host in enumerate(HOSTS)
)
ALERTS = "receivers:\n  - {id: folder, kind: file, path: out}\nroutes:\n  - {id: weekly, to: [folder], when: weekly}\n"
FEED = "<rss version='2.0'><channel><title>News</title><link>http://x/</link></channel></rss>"
BEGAN = datetime(2023, 12, 20, 9, 0, tzinfo=UTC)
DAYS = 366
STEP = timedelta(hours=1)
OUTAGES = (40, 102, 160, 300, 345)
"""Days on which the daemon is down, for two days each; the first of 2024's clock changes falls on day 102."""


@pytest.mark.slow
async def test_a_year_of_polls_and_digests_happens_once(tmp_path: Path) -> None:
    """Every source is polled within its interval while the daemon is up, and every Monday has exactly one digest."""
    (tmp_path / "sources.yaml").write_text(SOURCES)
    (tmp_path / "alerts.yaml").write_text(ALERTS)
    clock = FakeClock(BEGAN)
    down = {day + extra for day in OUTAGES for extra in (0, 1)}
    async with ScriptedServer() as server:
        server.answer("/feed", FEED, headers={"Content-Type": "application/rss+xml"}, etag='"one"')
        async with at_work(tmp_path, server.resolver(*HOSTS), clock) as world:
            daemon = Daemon(world)
            late = []
            for hour in range(DAYS * 24):
                if hour // 24 not in down:
                    await daemon.tick()
                    late += _late(world.store.polls.states(), clock.now())
                clock.advance(STEP)
    database = sqlite3.connect(tmp_path / "state" / "watcher.db")
    polls = dict(database.execute("SELECT source_id, count(*) FROM poll_run GROUP BY source_id"))
    periods = [row[0] for row in database.execute("SELECT period FROM digest_run ORDER BY until")]
    sent = database.execute("SELECT count(*) FROM delivery WHERE kind = 'digest' AND state = 'sent'").fetchone()[0]
    mondays = _mondays()
    print(f"\npolls {polls}; digests due {len(mondays)}, done {len(periods)}, sent {sent}; late polls {len(late)}")
    up_hours = (DAYS - len(down)) * 24
    assert late == []
    assert all(up_hours / 7 <= count <= up_hours / 5 for count in polls.values())
    assert len(set(periods)) == len(periods)
    assert len(periods) == sent
    assert set(mondays) == set(periods), set(mondays) ^ set(periods)


def _late(states: object, now: datetime) -> list[str]:
    assert isinstance(states, dict)
    return [name for name, state in states.items() if state.next_poll_at is not None and state.next_poll_at <= now]


def _mondays() -> list[str]:
    """Return the period of every Monday 07:30 in London that falls into the year."""
    days = [(BEGAN + timedelta(days=number)).astimezone(LONDON).date() for number in range(1, DAYS)]
    return [f"weekly-{day.isoformat()}" for day in days if day.weekday() == 0]


async def test_a_restart_polls_nothing_that_is_not_due(tmp_path: Path) -> None:
    """What is due stands in the store: a restart is no storm."""
    (tmp_path / "sources.yaml").write_text(SOURCES)
    (tmp_path / "alerts.yaml").write_text(ALERTS)
    clock = FakeClock(BEGAN)
    async with ScriptedServer() as server:
        server.answer("/feed", FEED, headers={"Content-Type": "application/rss+xml"}, etag='"one"')
        for _ in range(3):
            async with at_work(tmp_path, server.resolver(*HOSTS), clock) as world:
                await Daemon(world).tick()
            clock.advance(timedelta(minutes=5))
        asked = [request for request in server.requests if request.path == "/feed"]
        assert len(asked) == len(HOSTS)


async def test_a_clock_that_is_set_back_or_forward_makes_no_storm_and_no_gap(tmp_path: Path) -> None:
    """An hour back delays a poll by at most that hour; a day forward is one visit a source, not four."""
    (tmp_path / "sources.yaml").write_text(SOURCES)
    (tmp_path / "alerts.yaml").write_text(ALERTS)
    clock = FakeClock(BEGAN)
    async with ScriptedServer() as server:
        server.answer("/feed", FEED, headers={"Content-Type": "application/rss+xml"}, etag='"one"')
        async with at_work(tmp_path, server.resolver(*HOSTS), clock) as world:
            daemon = Daemon(world)
            await daemon.tick()
            for step in (-timedelta(hours=1), timedelta(hours=2), timedelta(days=1), timedelta(minutes=1)):
                clock.advance(step)
                await daemon.tick()
    asked = [request for request in server.requests if request.path == "/feed"]
    assert len(asked) == 2 * len(HOSTS)


async def test_a_source_that_is_switched_off_is_not_visited_again(tmp_path: Path) -> None:
    """A reload takes effect at the next tick."""
    (tmp_path / "sources.yaml").write_text(SOURCES)
    (tmp_path / "alerts.yaml").write_text(ALERTS)
    clock = FakeClock(BEGAN)
    async with ScriptedServer() as server:
        server.answer("/feed", FEED, headers={"Content-Type": "application/rss+xml"})
        async with at_work(tmp_path, server.resolver(*HOSTS), clock) as world:
            daemon = Daemon(world)
            await daemon.tick()
            off = replace(world.watch, sources=tuple(replace(source, enabled=False) for source in world.watch.sources))
            daemon.reload(replace(world, watch=off))
            clock.advance(timedelta(days=1))
            await daemon.tick()
    assert len([request for request in server.requests if request.path == "/feed"]) == len(HOSTS)
