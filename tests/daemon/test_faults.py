"""The daemon when the machine fails it: sites are left in peace, and the trouble is said until it is over."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from pipeline.parts import at_work

from watcher.daemon import UNRECORDED_REST, Daemon
from watcher.testing import FakeClock, LoopbackResolver, ScriptedServer

SOURCES = """\
polling: {contact: desk@watcher.example, delay_per_host: 0s}
sources:
  - {id: union, name: The Union, group: union, kind: feed, url: "http://union.example/feed", every: 6h, allow_private: true}
"""
ALERTS = "receivers:\n  - {id: folder, kind: file, path: out}\nroutes:\n  - {id: weekly, to: [folder], when: weekly}\n"
FEED = "<rss version='2.0'><channel><title>News</title><link>http://x/</link></channel></rss>"
SECOND = timedelta(seconds=1)
FAULT = "CREATE TEMP TRIGGER fault BEFORE INSERT ON poll_run BEGIN SELECT raise(ABORT, 'disk is full'); END"


async def test_a_visit_that_cannot_be_stored_is_not_repeated_at_every_tick(tmp_path: Path) -> None:
    """A full disk keeps `next_poll_at` from moving; the site is asked again after a rest, and the problem stands until then."""
    (tmp_path / "sources.yaml").write_text(SOURCES)
    (tmp_path / "alerts.yaml").write_text(ALERTS)
    clock = FakeClock()
    async with ScriptedServer() as server:
        server.answer("/feed", FEED, headers={"Content-Type": "application/rss+xml"})
        async with at_work(tmp_path, server.resolver("union.example"), clock) as world:
            daemon = Daemon(world)
            world.store._database.connection.execute(FAULT)
            for _ in range(5):
                await daemon.tick()
                clock.advance(SECOND)
            assert len(server.requests_to("/feed")) == 1
            assert "disk is full" in daemon.pulse.problems["visit union"]
            world.store._database.connection.execute("DROP TRIGGER fault")
            clock.advance(UNRECORDED_REST)
            await daemon.tick()
            assert len(server.requests_to("/feed")) == 2
            assert daemon.pulse.problems == {}


async def test_a_tick_that_fails_for_a_reason_nobody_knows_is_said_until_it_ends_well(tmp_path: Path) -> None:
    """A fault of ours in the outbox must not look like a quiet week to a probe; the daemon lives on."""
    (tmp_path / "sources.yaml").write_text(SOURCES.replace("every: 6h", "every: 6h, enabled: false"))
    (tmp_path / "alerts.yaml").write_text(ALERTS)
    async with at_work(tmp_path, LoopbackResolver({}), FakeClock()) as world:
        connection = world.store._database.connection
        fault = "INSERT INTO breaker VALUES ('folder', 9, 'no moment', '', '')"
        connection.execute(fault)
        daemon = Daemon(world)
        with pytest.raises(ValueError, match="isoformat"):
            await daemon._guarded("deliver", daemon._deliver)
        assert "unexpectedly" in daemon.pulse.problems["deliver"]
        connection.execute("DELETE FROM breaker")
        await daemon._guarded("deliver", daemon._deliver)
        assert daemon.pulse.problems == {}


async def test_a_tick_that_begins_while_the_daemon_stops_does_nothing(tmp_path: Path) -> None:
    """What nobody would wait for is not begun: it would be cancelled, and its trace logged."""
    (tmp_path / "sources.yaml").write_text(SOURCES.replace("every: 6h", "every: 6h, enabled: false"))
    (tmp_path / "alerts.yaml").write_text(ALERTS)
    done: list[str] = []

    async def work() -> None:
        done.append("work")

    async with at_work(tmp_path, LoopbackResolver({}), FakeClock()) as world:
        daemon = Daemon(world)
        await daemon._guarded("poll", work)
        daemon.stop()
        await daemon._guarded("poll", work)
    assert done == ["work"]
