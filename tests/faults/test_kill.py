"""kill -9 in the middle of a round, again and again: nothing is lost and nothing happens twice."""

from __future__ import annotations

import json
import os
import random
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from watcher.demo import DAY_MAX
from watcher.model import AlertReason
from watcher.store import Store

pytestmark = pytest.mark.slow

CHILD = Path(__file__).parent / "child.py"
MONDAY = DAY_MAX + 1
KILLS = (1, 1, 2, 2, 2, 2, 3, 3, 3, MONDAY)
"""The day that each killed round is on: first polls, edits and alerts, broken feeds, the digest."""
ORPHANS_S_MAX = 15.0


@pytest.fixture(scope="module")
def chance() -> random.Random:
    seed = int(os.environ.get("WATCHER_TEST_SEED") or secrets.randbelow(2**32))
    print(f"\nWATCHER_TEST_SEED={seed}")
    return random.Random(seed)


@dataclass(frozen=True, slots=True)
class Story:
    """The days lived without a kill: `after[day]` is the watch at its end, `took_s[day]` how long the round took."""

    after: dict[int, Path]
    took_s: dict[int, float]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    lived = Story({0: tmp_path_factory.mktemp("day-0")}, {})
    for day in range(1, MONDAY + 1):
        folder = tmp_path_factory.mktemp(f"day-{day}")
        shutil.copytree(lived.after[day - 1], folder, dirs_exist_ok=True)
        lived.took_s[day] = complete(folder, day)
        lived.after[day] = folder
    return lived


@contextmanager
def started(folder: Path, day: int) -> Iterator[subprocess.Popen[str]]:
    """Start a round and wait until it is about to begin."""
    command = [sys.executable, str(CHILD), str(folder), str(day)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()
            process.wait()
            leave_nothing(process.pid)


def leave_nothing(group: int) -> None:
    """End what is left of a process group, and insist that there was nothing left but what is on its way out."""
    deadline = time.monotonic() + ORPHANS_S_MAX
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    pytest.fail("workers outlived their killed parent")


def complete(folder: Path, day: int) -> float:
    """Run a round to its end; return how long it took."""
    with started(folder, day) as process:
        began = time.monotonic()
        assert process.stdout is not None
        assert process.stdout.readline() == "done\n"
        took_s = time.monotonic() - began
        assert process.wait(60) == 0
    return took_s


def kill(folder: Path, day: int, after_s: float) -> bool:
    """Kill a round after so many seconds; return whether it was still at work."""
    with started(folder, day) as process:
        assert process.stdout is not None
        time.sleep(after_s)
        process.kill()
        return process.stdout.readline() != "done\n"


def shelf(folder: Path) -> Counter[tuple[str, str, int]]:
    """Return source, address and revisions of every stored statement: as often as it is stored."""
    with closing(Store(folder / "state" / "watcher.db")) as store:
        rows = store._database.rows(
            """SELECT s.source_id, coalesce(s.url, s.external_id) AS url, count(*) AS n
               FROM statement AS s JOIN revision AS r ON r.statement_id = s.id GROUP BY s.id"""
        )
        return Counter((row["source_id"], row["url"], row["n"]) for row in rows)


def told(folder: Path) -> Counter[str]:
    """Return every alert that a message in the folder tells of, as often as it does; digests are told apart."""
    counts: Counter[str] = Counter()
    for path in (folder / "state").rglob("*.json"):
        message = json.loads(path.read_text(encoding="utf-8"))
        if message["kind"] == "digest":
            counts[f"digest {message['payload']['data']['period']}"] += 1
        else:
            counts.update(f"{message['kind']} {alert['id']}" for alert in message["payload"]["data"]["alerts"])
    return counts


def reasons(folder: Path) -> Counter[AlertReason]:
    with closing(Store(folder / "state" / "watcher.db")) as store:
        return Counter(AlertReason(row["reason"]) for row in store._database.rows("SELECT reason FROM alert"))


def to_readers(messages: Counter[str]) -> Counter[str]:
    return Counter({what: times for what, times in messages.items() if not what.startswith("operator")})


@pytest.mark.parametrize(("number", "day"), list(enumerate(KILLS)))
def test_a_killed_round_is_finished_by_the_next(story: Story, chance: random.Random, tmp_path: Path, number: int, day: int) -> None:
    """No item missing, none twice, no message twice, and the record of visits is sound."""
    folder = tmp_path / "watch"
    shutil.copytree(story.after[day - 1], folder)
    after_s = story.took_s[day] * chance.random() ** 0.5  # later moments more often: at first the workers are only starting
    was_at_work = kill(folder, day, after_s)
    print(f"kill {number}: day {day} after {after_s:.2f} s of {story.took_s[day]:.2f} s, at work: {was_at_work}")

    complete(folder, day)

    assert shelf(folder) == shelf(story.after[day])
    # The round after a kill is one more visit: a source that fails at both is failing, and operators hear of that one thing more.
    assert reasons(folder) - reasons(story.after[day]) <= Counter({AlertReason.SOURCE_FAILING: 1})
    assert reasons(story.after[day]) <= reasons(folder)
    messages = told(folder)
    assert [what for what, times in messages.items() if times > 1] == []
    assert sum(to_readers(messages).values()) == sum(to_readers(told(story.after[day])).values())
    check_outbox(folder, messages)
    check_runs(folder, story.after[day])


def check_outbox(folder: Path, messages: Counter[str]) -> None:
    """Nothing hangs: each delivery has ended, and what was to be told at once stands in a message."""
    with closing(Store(folder / "state" / "watcher.db")) as store:
        assert set(store.outbox.counts()) <= {"sent", "cancelled"}
        now = store._database.rows("SELECT alert_id FROM told WHERE cadence = 'now'")
        assert {f"a{row['alert_id']}" for row in now} == {what.split()[1] for what in messages if not what.startswith("digest")}
        sent = {row["id"] for row in store.outbox.deliveries(count_max=10_000) if row["state"] == "sent"}
        for row in store.outbox.deliveries(count_max=10_000):
            assert row["state"] == "sent" or row["problem"].removeprefix("told in ") in sent
        assert [tuple(row) for row in store._database.rows("PRAGMA integrity_check")] == [("ok",)]
        assert store._database.rows("PRAGMA foreign_key_check") == []


def check_runs(folder: Path, reference: Path) -> None:
    """Each source has the visits of the whole story, and at most one more, from the killed round."""
    runs = visits(folder)
    for source_id, count in visits(reference).items():
        assert count <= runs[source_id] <= count + 1
    with closing(Store(folder / "state" / "watcher.db")) as store:
        assert (
            store._database.rows("SELECT 1 FROM poll_run WHERE ended_at < started_at OR source_id NOT IN (SELECT id FROM source)")
            == []
        )
        assert store._database.rows("SELECT 1 FROM item WHERE state = 'pending' AND attempts = 0") == []


def visits(folder: Path) -> dict[str, int]:
    with closing(Store(folder / "state" / "watcher.db")) as store:
        rows = store._database.rows("SELECT source_id, count(*) AS n FROM poll_run GROUP BY source_id")
        return {row["source_id"]: row["n"] for row in rows}
