"""A simulated year: what was due happened once, across clock changes, a leap day and outages."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pipeline.parts import at_work

from watcher.daemon import Daemon
from watcher.model import LONDON
from watcher.pipeline.world import World
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


@dataclass(slots=True)
class Month:
    """What was due in one month, what was done, and what of it later than the tick at which it was due (after an outage)."""

    polls_due: int = 0
    polls_done: int = 0
    polls_late: int = 0
    digests_due: int = 0
    digests_done: int = 0
    digests_late: int = 0


@pytest.mark.slow
async def test_a_year_of_polls_and_digests_happens_once(tmp_path: Path) -> None:
    """Every source is polled when it is due while the daemon is up, and every Monday has exactly one digest."""
    (tmp_path / "sources.yaml").write_text(SOURCES)
    (tmp_path / "alerts.yaml").write_text(ALERTS)
    clock = FakeClock(BEGAN)
    down = {day + extra for day in OUTAGES for extra in (0, 1)}
    months: dict[str, Month] = defaultdict(Month)
    async with ScriptedServer() as server:
        server.answer("/feed", FEED, headers={"Content-Type": "application/rss+xml"}, etag='"one"')
        async with at_work(tmp_path, server.resolver(*HOSTS), clock) as world:
            daemon = Daemon(world)
            for hour in range(DAYS * 24):
                if hour // 24 not in down:
                    await _tick(daemon, world, clock.now(), months[f"{clock.now():%Y-%m}"])
                clock.advance(STEP)
    database = sqlite3.connect(tmp_path / "state" / "watcher.db")
    runs = [(row[0], datetime.fromisoformat(row[1])) for row in database.execute("SELECT source_id, started_at FROM poll_run")]
    digests = list(database.execute("SELECT period, until, created_at FROM digest_run ORDER BY until"))
    sent = database.execute("SELECT count(*) FROM delivery WHERE kind = 'digest' AND state = 'sent'").fetchone()[0]
    _count_digests(months, digests)
    print(_table(months))
    assert all(month.polls_due == month.polls_done and month.digests_due == month.digests_done for month in months.values())
    assert sum(month.polls_done for month in months.values()) == len(runs)
    assert sum(month.polls_late for month in months.values()) == len(OUTAGES) * len(HOSTS)
    assert sum(month.digests_late for month in months.values()) == sum(_came_while_down(until, down) for _, until, _ in digests)
    assert {period for period, _, _ in digests} == set(_mondays())
    assert len(digests) == len(_mondays()) == sent
    _check_special_days(runs, {period: until for period, until, _ in digests})


async def _tick(daemon: Daemon, world: World, now: datetime, month: Month) -> None:
    """Do one hour's work and count what was due before it and is done after it."""
    states = world.store.polls.states()
    planned = {source.id: states[source.id].next_poll_at if source.id in states else now for source in world.watch.sources}
    due = {name: at for name, at in planned.items() if at is not None and at <= now}
    month.polls_due += len(due)
    month.polls_late += sum(now - at >= STEP for at in due.values())
    await daemon.tick()
    after = world.store.polls.states()
    month.polls_done += sum(after[name].last_poll_at == now for name in due)
    assert all(state.next_poll_at is not None and state.next_poll_at > now for state in after.values())


def _count_digests(months: dict[str, Month], digests: Sequence[tuple[str, str, str]]) -> None:
    for period in _mondays():
        months[period.removeprefix("weekly-")[:7]].digests_due += 1
    for period, until, created_at in digests:
        month = months[period.removeprefix("weekly-")[:7]]
        month.digests_done += 1
        month.digests_late += datetime.fromisoformat(created_at) - datetime.fromisoformat(until) >= STEP


def _table(months: dict[str, Month]) -> str:
    lines = ["", f"{'month':<9}{'polls due':>10}{'done':>6}{'late':>6}{'digests due':>13}{'done':>6}{'late':>6}"]
    rows = [*sorted((name, astuple(month)) for name, month in months.items())]
    rows.append(("in all", tuple(map(sum, zip(*(figures for _, figures in rows), strict=True)))))
    lines += [f"{name:<9}{a:>10}{b:>6}{c:>6}{d:>13}{e:>6}{f:>6}" for name, (a, b, c, d, e, f) in rows]
    return "\n".join(lines)


def _check_special_days(runs: Sequence[tuple[str, datetime]], digests: dict[str, str]) -> None:
    """The leap day has its polls; the Mondays after both clock changes close at 07:30 in London, which is not the same in UTC."""
    on_leap_day = Counter(name for name, at in runs if at.date() == date(2024, 2, 29))
    assert len(on_leap_day) == len(HOSTS)
    assert all(4 <= count <= 5 for count in on_leap_day.values())
    assert digests["weekly-2024-04-08"].startswith("2024-04-08T06:30")
    assert digests["weekly-2024-10-28"].startswith("2024-10-28T07:30")


def _came_while_down(until: str, down: set[int]) -> bool:
    """Whether the first tick after a digest's close fell into an outage."""
    return -((BEGAN - datetime.fromisoformat(until)) // STEP) // 24 in down


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
