"""The daemon as systemd, a person and a probe see it: a real process, real signals, real clocks."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from watcher.supervisor import EXIT_STALLED
from watcher.testing import ScriptedServer

from .processes import Started, started, until

ALERTS = "receivers:\n  - {id: folder, kind: file, path: state/outbox}\nroutes:\n  - {id: weekly, to: [folder], when: weekly}\n"
FEED = "<rss version='2.0'><channel><title>News</title><link>http://x/</link></channel></rss>"
FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
READY_CPU_S_MAX = 4.0
"""Ready under two seconds on a machine of its own; where others work too, a second of CPU does half as much."""
STOP_S_MAX = 10.0


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with ScriptedServer() as made:
        made.answer("/feed", FEED, headers={"Content-Type": "application/rss+xml"}, etag='"one"')
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A watch whose one source nobody serves: what is tested is the process."""
    return watch_on("http://127.0.0.1:9/feed", tmp_path)


def watch_on(url: str, folder: Path, *, every: str = "6h") -> Path:
    (folder / "sources.yaml").write_text(
        "polling: {contact: desk@watcher.example, delay_per_host: 0s}\nsources:\n"
        f'  - {{id: union, name: The Union, group: union, kind: feed, url: "{url}", every: {every}, allow_private: true}}\n'
    )
    (folder / "alerts.yaml").write_text(ALERTS)
    return folder


def command(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "watcher", *words, "-C", str(folder)], capture_output=True, text=True, timeout=60, check=False
    )


def sampled(text: str) -> dict[str, float]:
    """Return each sample of a /metrics answer by its name, those with labels by name and labels."""
    families = list(text_string_to_metric_families(text))
    assert len({family.name for family in families}) == len(families)
    return {
        sample.name + "".join(f" {value}" for value in sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_a_daemon_tells_systemd_where_it_is_and_ends_in_time(folder: Path) -> None:
    """READY, a sign of life, RELOADING and READY again at SIGHUP, STOPPING at SIGTERM: sd_notify(3), to the end."""
    with started(folder) as daemon:
        daemon.hear("WATCHDOG=1")
        assert daemon.ready_cpu_s < READY_CPU_S_MAX
        daemon.told.clear()
        daemon.send(signal.SIGHUP)
        daemon.hear("RELOADING=1")
        assert any("MONOTONIC_USEC=" in each for each in daemon.told)
        daemon.hear("READY=1")
        assert daemon.stop() < STOP_S_MAX
        assert daemon.process.returncode == 0
        daemon.hear("STOPPING=1")


def test_metrics_are_what_prometheus_reads(folder: Path) -> None:
    """Prometheus' own parser takes the answer, and the counters of the daemon's work are in it."""
    with started(folder) as daemon:
        until(lambda: sampled(daemon.metrics())["watcher_polls_total failed"] == 1)
        found = sampled(daemon.metrics())
    assert found["watcher_ticks_total poll"] >= 1
    assert found["watcher_poll_late_seconds_count"] == found["watcher_poll_late_seconds_bucket +Inf"]
    assert found["watcher_store_bytes"] > 0
    assert found["process_open_fds"] > 0
    assert {"watcher_pool_restarts_total", "watcher_tick_late_seconds poll", "watcher_deliveries dead"} <= found.keys()


@pytest.mark.slow
def test_files_that_are_wrong_are_refused_and_said_until_they_are_right(folder: Path) -> None:
    """The daemon works on with the old files; status and /healthz name the fault, and neither calls the watch broken for it."""
    good = (folder / "sources.yaml").read_text()
    with started(folder) as daemon:
        (folder / "sources.yaml").write_text(good + "  - {id: union}\n")
        daemon.send(signal.SIGHUP)
        until(lambda: bool(daemon.healthz()[1]["notices"]))
        code, said = daemon.healthz()
        assert code == 200
        assert "sources.yaml:4" in str(said["notices"])
        (folder / "sources.yaml").write_text(good)
        assert "refused the files" in command(folder, "status").stdout
        daemon.send(signal.SIGHUP)
        until(lambda: daemon.healthz()[1]["notices"] == [])


@pytest.mark.slow
def test_a_second_daemon_says_who_is_there_and_ends_with_75(folder: Path) -> None:
    """Two daemons would poll and send twice; the second one names the first and what to do."""
    with started(folder, listens=False) as daemon:
        second = command(folder, "daemon", "--listen", "")
        assert second.returncode == 75
        assert f"process {daemon.process.pid}" in second.stderr
        assert "stop it first" in second.stderr
        assert command(folder, "restore", str(folder / "nothing.db")).returncode == 75


@pytest.mark.slow
def test_what_a_command_does_beside_a_daemon_the_daemon_does(folder: Path, server: ScriptedServer) -> None:
    """`run-once`, `digest --send` and `test-receiver` work while a daemon holds the watch: it is asked, and its answer is shown."""
    with started(folder, listens=False):
        done = command(folder, "run-once", "--source", "union")
        assert "it was asked to do this round" in done.stderr
        assert "The Union failed" in done.stdout
        assert done.returncode == 1
        sent = command(folder, "digest", "--send")
        assert sent.returncode == 0, sent.stderr
        assert "sent: digest to folder" in sent.stdout
        assert "nothing is sent twice" in command(folder, "digest", "--send").stdout
        assert command(folder, "test-receiver", "folder").returncode == 0
        assert "daemon: process" in command(folder, "status").stdout
    with closing(sqlite3.connect(folder / "state" / "watcher.db")) as database:
        assert database.execute("SELECT count(*) FROM poll_run").fetchone()[0] == 2
        assert database.execute("SELECT count(*) FROM delivery WHERE state <> 'sent'").fetchone()[0] == 0


@pytest.mark.slow
def test_what_a_killed_daemon_was_asked_is_not_waited_for(folder: Path) -> None:
    """A command whose daemon dies ends with a sentence and 75, and the next daemon does not do it in its place."""
    with started(folder) as daemon:
        until(lambda: polls(sampled(daemon.metrics())) == 1 and sampled(daemon.metrics())["watcher_ticks_total housekeeping"] == 1)
        daemon.send(signal.SIGSTOP)
        with subprocess.Popen(
            [sys.executable, "-m", "watcher", "run-once", "--all", "-C", str(folder)], stderr=subprocess.PIPE, text=True
        ) as asking:
            until(lambda: asked(folder) == 1)
            daemon.process.kill()
            _, said = asking.communicate(timeout=60)
        assert asking.returncode == 75
        assert "the daemon ended before it was done" in said
        assert asked(folder) == 0


def asked(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "state" / "watcher.db", timeout=10)) as database:
        return int(database.execute("SELECT count(*) FROM request WHERE done_at IS NULL").fetchone()[0])


def test_a_loop_that_hangs_ends_the_process_with_where_it_hangs(folder: Path) -> None:
    """A blocked loop cannot help itself: the thread beside it ends the process, so that its supervisor starts it again."""
    with started(folder, "--stall", "2", "--block", "60", listens=False) as daemon:
        daemon.send(signal.SIGUSR2)
        assert daemon.process.wait(20) == EXIT_STALLED
        said = daemon.log.read_text()
        assert "the event loop has not turned" in said
        assert "time.sleep" in said or "child.py" in said


@pytest.mark.slow
def test_a_loop_that_is_only_slow_is_left_alone(folder: Path) -> None:
    """Shorter than the limit is busy, not broken; nor is a process that was stopped for longer and goes on."""
    with started(folder, "--stall", "4", "--block", "1.5", listens=False) as daemon:
        daemon.send(signal.SIGUSR2)
        daemon.told.clear()
        daemon.hear("WATCHDOG=1")
        daemon.send(signal.SIGSTOP)
        with pytest.raises(subprocess.TimeoutExpired):
            daemon.process.wait(5)
        daemon.send(signal.SIGCONT)
        daemon.told.clear()
        daemon.hear("WATCHDOG=1")
        assert daemon.process.poll() is None


@pytest.mark.slow
@pytest.mark.skipif(FAKETIME is None, reason="libfaketime is not installed (apt-get install faketime)")
@pytest.mark.parametrize("by_s", [-3600, 86_400])
async def test_a_clock_that_is_set_makes_no_storm_and_no_gap(server: ScriptedServer, tmp_path: Path, by_s: int) -> None:
    """Set back an hour, the ticks go on and nothing is asked for twice; set forward a day, each source is asked once."""
    folder = watch_on(server.url("/feed"), tmp_path)
    clock = folder / "clock"
    clock.write_text("+0")
    faked = {"LD_PRELOAD": str(FAKETIME), "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1"}
    with started(folder, environment={**faked, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}) as daemon:
        await waited(lambda: polls(sampled(daemon.metrics())) == 1)
        before = sampled(daemon.metrics())
        clock.write_text(f"{by_s:+d}")
        await settled(daemon, before)
        assert len(server.requests_to("/feed")) == (1 if by_s < 0 else 2)


def polls(found: dict[str, float]) -> float:
    return sum(value for name, value in found.items() if name.startswith("watcher_polls_total "))


async def settled(daemon: Started, before: dict[str, float]) -> None:
    """Wait until the daemon has seen its clock move and has ticked on for a few seconds."""

    def has_ticked() -> bool:
        now = sampled(daemon.metrics())
        more = {name: now[name] - before[name] for name in ("watcher_ticks_total poll", "watcher_ticks_total deliver")}
        return now["watcher_clock_moves_total"] == 1 and more["watcher_ticks_total poll"] >= 5 and all(more.values())

    await waited(has_ticked)


async def waited(holds: Callable[[], bool]) -> None:
    """Wait in a thread, so that this process's own server goes on answering."""
    await asyncio.to_thread(until, holds)
