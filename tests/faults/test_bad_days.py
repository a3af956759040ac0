"""Downtime, clock changes, a full disk, a damaged file, two at once: one digest a period, nothing lost, one line that says why."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pipeline.parts import at_work
from pipeline.site import SOURCES

from watcher.model import AlertReason, Health, HealthState, Outcome, PollRun, When
from watcher.model.settlement import NewAlert, Telling
from watcher.pipeline.deliver import deliver_due, run_digests
from watcher.pipeline.world import World
from watcher.store import Store
from watcher.testing import FakeClock, LoopbackResolver

HOUR = timedelta(hours=1)
MIB = 2**20
ALERTS = """\
receivers:
  - {id: daily, kind: file, path: state/daily}
  - {id: weekly, kind: file, path: state/weekly}
routes:
  - {id: each-day, to: [daily], when: daily, match: {reasons: [source-failing]}}
  - {id: each-week, to: [weekly], when: weekly, match: {reasons: [source-failing]}}
  - {id: at-once, to: [weekly], when: now, match: {reasons: [source-failing]}}
"""


def write_files(folder: Path) -> Path:
    (folder / "sources.yaml").write_text(SOURCES.replace("every: 1h", "every: 1h, enabled: false"))
    (folder / "alerts.yaml").write_text(ALERTS)
    return folder


def tell(store: Store, key: str, now: datetime) -> None:
    """Decide that both hear of something: the weekly receiver at once too."""
    tellings = (Telling("daily", "each-day", When.DAILY), Telling("weekly", "at-once", When.NOW, digest=When.WEEKLY))
    store.outbox.add_alert(NewAlert(AlertReason.SOURCE_FAILING, tellings, key, "union", f"Trouble {key}.", ()), now)


def begin(store: Store, now: datetime) -> None:
    run = PollRun("union", now, now, Outcome.OK)
    store.polls.record_run(run, next_poll_at=now, health=Health(HealthState.HEALTHY))


def told(folder: Path, receiver: str, kind: str) -> Counter[str]:
    """Return how often each trouble stands in the messages of a kind that a receiver got."""
    found: Counter[str] = Counter()
    for path in (folder / "state" / receiver).glob(f"*-{kind}-*.json"):
        found.update(alert["subject"] for alert in json.loads(path.read_text())["payload"]["data"]["alerts"])
    return found


async def live(world: World, clock: FakeClock, hours: int, *, is_down: Callable[[int], bool] = lambda hour: False) -> list[str]:
    """Let hours pass with a trouble each and a tick each, but while watcher is down; return the digest slots that were taken."""
    taken = []
    for hour in range(hours):
        clock.advance(HOUR)
        if not is_down(hour):
            tell(world.store, f"{world.clock.now():%Y-%m-%dT%H}", world.clock.now())
            taken += run_digests(world)
            await deliver_due(world)
    return taken


@pytest.mark.slow
@pytest.mark.parametrize(
    ("monday", "week_hours"),
    [(datetime(2024, 3, 25, 7, 30, tzinfo=UTC), 167), (datetime(2024, 10, 21, 6, 30, tzinfo=UTC), 169)],
    ids=["clocks forward", "clocks back"],
)
async def test_a_clock_change_makes_a_day_longer_and_no_digest_more(tmp_path: Path, monday: datetime, week_hours: int) -> None:
    """Over the change each period has one digest, each trouble stands in one, and the week has its real length."""
    clock = FakeClock(monday)
    async with at_work(write_files(tmp_path), LoopbackResolver({}), clock) as world:
        begin(world.store, monday)
        tell(world.store, "at the very beginning", monday)
        taken = await live(world, clock, 9 * 24 + 1)
        assert len(taken) == len(set(taken))
        assert sum(name.startswith("daily") for name in taken) == 9
        [weekly] = [name.split()[1] for name in taken if name.startswith("weekly")]
        since, until, _ = world.store.outbox.digest_window("weekly", weekly)
        assert until - since == timedelta(hours=week_hours)
        assert {moment.astimezone(ZoneInfo("Europe/London")).hour for moment in (since, until)} == {7}
    for receiver in ("daily", "weekly"):
        assert set(told(tmp_path, receiver, "digest").values()) == {1}
    assert len(told(tmp_path, "weekly", "operator")) == 9 * 24 + 2
    assert len(told(tmp_path, "weekly", "digest")) == week_hours


@pytest.mark.slow
async def test_three_weeks_of_downtime_are_one_digest_each(tmp_path: Path) -> None:
    """What waited is told once, in the first digest after the downtime, and the next begins where that one ended."""
    monday = datetime(2024, 1, 8, 7, 30, tzinfo=UTC)
    clock = FakeClock(monday)
    async with at_work(write_files(tmp_path), LoopbackResolver({}), clock) as world:
        begin(world.store, monday)
        tell(world.store, "at the very beginning", monday)
        taken = await live(world, clock, 6 * 7 * 24, is_down=lambda hour: 200 <= hour < 200 + 3 * 7 * 24)
        weekly = [name.split()[1] for name in taken if name.startswith("weekly")]
        windows = [world.store.outbox.digest_window("weekly", name)[:2] for name in weekly]
        assert [later[0] for later in windows[1:]] == [earlier[1] for earlier in windows[:-1]]
        assert max(until - since for since, until in windows) == timedelta(weeks=3)
    for receiver in ("daily", "weekly"):
        assert set(told(tmp_path, receiver, "digest").values()) == {1}
        assert len(told(tmp_path, receiver, "digest")) == 3 * 7 * 24


def watcher(folder: Path, *, file_bytes_max: int | None = None) -> subprocess.Popen[str]:
    """Start `watcher run-once`; with a limit no file of its can grow beyond, as on a disk that is full."""

    def limit() -> None:
        if file_bytes_max is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes_max, file_bytes_max))

    return subprocess.Popen(
        [sys.executable, "-m", "watcher", "run-once", "-C", str(folder)],
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=limit,  # noqa: PLW1509 - nothing else runs in this process
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Return a process's exit code and what it said of its troubles."""
    _, said = process.communicate(timeout=120)
    return process.returncode, said


@pytest.fixture
def watch(tmp_path: Path) -> Path:
    """A watch with troubles that wait to be told at once, and a file of some size."""
    folder = write_files(tmp_path)
    with closing(Store(folder / "state" / "watcher.db")) as store:
        now = datetime.now(UTC) - HOUR
        begin(store, now)
        for number in range(5):
            tell(store, str(number), now)
    return folder


def size(folder: Path) -> int:
    return (folder / "state" / "watcher.db").stat().st_size


@pytest.mark.slow
def test_a_full_disk_is_one_line_and_loses_nothing(watch: Path) -> None:
    """Nothing can be written beyond what is there: exit 74 with the file's name; with room again all is told, once."""
    with closing(Store(watch / "state" / "watcher.db")) as store:
        store._database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert size(watch) < MIB
    code, said = ended(watcher(watch, file_bytes_max=1000))
    assert code == 74, said
    assert "Traceback" not in said
    assert "watcher.db" in said
    assert told(watch, "weekly", "operator") == Counter()
    assert ended(watcher(watch))[0] == 0
    assert told(watch, "weekly", "operator") == Counter(f"Trouble {number}." for number in range(5))


@pytest.mark.slow
def test_a_disk_of_a_mebibyte_that_fills_up_loses_nothing(tmp_path: Path) -> None:
    """A real, small disk: where it is full the command says so, and after room was made each trouble is told once."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True, check=False).returncode:
        pytest.skip("mounting needs root; the test above limits the size of files instead")
    try:
        folder = write_files(disk)
        with closing(Store(folder / "state" / "watcher.db")) as store:
            begin(store, datetime.now(UTC) - HOUR)
            tell(store, "one", datetime.now(UTC) - HOUR)
        ballast = disk / "ballast"
        with ballast.open("wb") as file:
            while True:
                try:
                    os.write(file.fileno(), b"x" * 512)
                except OSError:
                    break
        code, said = ended(watcher(folder))
        assert (code, "Traceback" in said) == (74, False), said
        assert "full" in said or "No space left" in said
        ballast.unlink()
        assert ended(watcher(folder))[0] == 0
        assert told(folder, "weekly", "operator") == Counter({"Trouble one.": 1})
    finally:
        subprocess.run(["umount", str(disk)], capture_output=True, check=False)


@pytest.mark.slow
def test_a_damaged_file_is_named_and_nothing_is_sent(watch: Path) -> None:
    """Exit 74, one line that says to restore a backup; no message goes out on the word of a broken file."""
    path = watch / "state" / "watcher.db"
    with closing(Store(path)) as store:
        store._database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    content[100:] = b"\xa5" * (len(content) - 100)
    path.write_bytes(content)
    code, said = ended(watcher(watch))
    assert code == 74, said
    assert "restore a backup" in said
    assert "Traceback" not in said
    assert told(watch, "weekly", "operator") == Counter()


@pytest.mark.slow
def test_two_at_once_tell_everything_once(watch: Path) -> None:
    """The second waits for nobody and does nothing (exit 75), or comes after the first and finds nothing to do."""
    ends = [ended(process) for process in [watcher(watch) for _ in range(3)]]
    codes = sorted(code for code, _ in ends)
    assert codes[0] == 0
    assert set(codes) <= {0, 75}
    assert all("Traceback" not in said for _, said in ends)
    assert told(watch, "weekly", "operator") == Counter(f"Trouble {number}." for number in range(5))
