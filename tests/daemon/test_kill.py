"""kill -9 of the daemon while it polls and delivers, again and again: nothing is lost, and every digest is sent once.

Ten times in `make test-slow`; `python tests/daemon/test_kill.py 100` by hand, and prints the figures.
"""

from __future__ import annotations

import asyncio
import json
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from daemon.processes import Started, started
from watcher.testing import ScriptedServer

SOURCES = 5
BEGAN = datetime(2024, 1, 8, 7, 27, tzinfo=UTC)
SPEED = 60.0
"""A second is a minute: each day's life begins at 07:27, three seconds before its digest closes."""
LIFE_S = (0.1, 8.0)
"""A daemon lives so long, by chance, before it is killed: at first it polls, then it reads, then it delivers."""
ALERTS = """\
alerts_per_run_max: 1000
receivers:
  - {{id: folder, kind: file, path: state/outbox}}
  - {{id: hook, kind: webhook, url: "{url}", allow_private: true}}
routes:
  - {{id: at-once, to: [hook], when: now, match: {{reasons: [new]}}}}
  - {{id: daily, to: [folder], when: daily}}
"""
LETTER = """\
Schools in the Lantern Valley wait {days} working days for an inspection report, the Lantern Guild of Example Teachers said in its
letter number {days}. Leaders told the guild how long the time between an inspection and its published report had become.
The guild asks for draft reports within eighteen working days, and for confidential counselling for head teachers while they wait;
school {name} waited longest in week {days}.
"""


@dataclass(slots=True)
class Loop:
    """What a run of kills found."""

    kills: int = 0
    ready_s: list[float] = field(default_factory=list)
    ready_cpu_s: list[float] = field(default_factory=list)
    items: int = 0
    stored: int = 0
    twice: int = 0
    missing: int = 0
    digests_due: int = 0
    digests: Counter[str] = field(default_factory=Counter)
    alerts_told: int = 0
    alerts_lost: int = 0
    undigested: int = 0
    open_deliveries: int = 0
    told_twice: int = 0

    def __str__(self) -> str:
        ordered = sorted(self.ready_s)
        median, p95, most = (ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.95, 1.0))
        median_cpu = sorted(self.ready_cpu_s)[len(self.ready_cpu_s) // 2]
        twice = sum(count > 1 for count in self.digests.values())
        return (
            f"{self.kills} kills; ready again in {median:.2f} s (median), {p95:.2f} s (p95), {most:.2f} s (most), "
            f"for {median_cpu:.2f} s of CPU\n"
            f"items published {self.items}, stored {self.stored}, missing {self.missing}, stored twice {self.twice}\n"
            f"daily digests due {self.digests_due}, sent {len(self.digests)}, sent twice {twice}; "
            f"alerts in none of them {self.undigested}\n"
            f"alerts told {self.alerts_told}, lost {self.alerts_lost}, told under two ids {self.told_twice}; "
            f"deliveries still open {self.open_deliveries}"
        )


def write_watch(folder: Path, server: ScriptedServer) -> None:
    lines = [
        f'  - {{id: s{number}, name: "Body {number}", group: union, kind: feed, url: "{server.url(f"/{number}/feed")}", every: 6h, '
        "allow_private: true}"
        for number in range(SOURCES)
    ]
    head = "polling: {contact: desk@watcher.example, delay_per_host: 0s, workers: 1, items_per_poll_max: 1000}\nsources:\n"
    (folder / "sources.yaml").write_text(head + "\n".join(lines) + "\n")
    (folder / "alerts.yaml").write_text(ALERTS.format(url=server.url("/hook")))


def publish(server: ScriptedServer, day: int) -> None:
    """Let every body publish one more statement: all of them stand in its feed, with their texts."""
    for source in range(SOURCES):
        items = "".join(_item(server, source, number) for number in range(day, -1, -1))
        feed = (
            "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>News</title>"
            f"<link>{server.url(f'/{source}/')}</link>{items}</channel></rss>"
        )
        server.answer(f"/{source}/feed", feed, headers={"Content-Type": "application/rss+xml", "Cache-Control": "no-cache"})
    server.answer("/hook", "ok")


def _item(server: ScriptedServer, source: int, number: int) -> str:
    name, url = f"{'ABCDEFGHIJ'[source]}{number}", server.url(f"/{source}/{number}")
    when = format_datetime(BEGAN + timedelta(days=number) - timedelta(hours=1))
    text = "".join(f"<p>{each}</p>" for each in (LETTER.format(days=30 + number, name=name), *_own_words(name)))
    return (
        f"<item><title>Letter {number} of body {source}</title><link>{url}</link><pubDate>{when}</pubDate>"
        f"<content:encoded><![CDATA[{text}]]></content:encoded></item>"
    )


def _own_words(name: str) -> list[str]:
    """Return paragraphs that no other letter has, so that each is a statement of its own."""
    chance = random.Random(name)
    words = ["".join(chance.choices("abcdefghilmnoprstu", k=chance.randrange(3, 9))) for _ in range(160)]
    return [" ".join(words[start : start + 40]) + "." for start in range(0, 160, 40)]


async def kill_loop(kills: int, folder: Path, *, seed: int) -> Loop:
    """Start a daemon a day and kill it at a moment by chance; the first and the last one do their work to the end."""
    chance, found = random.Random(seed), Loop(kills)
    async with ScriptedServer() as server:
        write_watch(folder, server)
        for day in range(kills + 2):
            publish(server, day)
            is_whole = day in (0, kills + 1)
            life_s = LIFE_S[0] + (LIFE_S[1] - LIFE_S[0]) * chance.random()
            took_s, cpu_s = await asyncio.to_thread(live, folder, day, None if is_whole else life_s)
            found.ready_s.append(took_s)
            found.ready_cpu_s.append(cpu_s)
        found.items = SOURCES * (kills + 2)
        count(found, folder, server)
    return found


def live(folder: Path, day: int, life_s: float | None) -> tuple[float, float]:
    """Let one daemon live its day for `life_s` seconds (None: until all is done); return the time and CPU it took to be ready."""
    began = BEGAN + timedelta(days=day)
    options = ("--speed", str(SPEED), "--began", began.isoformat())
    with started(folder, *options, listens=False) as daemon:
        if life_s is None:
            finish(daemon, folder, day)
        else:
            time.sleep(life_s)
            daemon.send(signal.SIGKILL)
        return daemon.ready_s, daemon.ready_cpu_s


def finish(daemon: Started, folder: Path, day: int) -> None:
    """Wait until nothing waits any more, then end the daemon as systemd does."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        time.sleep(1)
        with closing(sqlite3.connect(folder / "state" / "watcher.db", timeout=10)) as database:
            [waiting] = database.execute("SELECT count(*) FROM item WHERE state = 'pending'").fetchone()
            [opened] = database.execute("SELECT count(*) FROM delivery WHERE state IN ('pending', 'claimed')").fetchone()
            [items] = database.execute("SELECT count(*) FROM item").fetchone()
        if not waiting and not opened and items == SOURCES * (day + 1):
            break
    daemon.stop()


def count(found: Loop, folder: Path, server: ScriptedServer) -> None:
    """Hold what is stored and what was received against what was published."""
    with closing(sqlite3.connect(folder / "state" / "watcher.db")) as database:
        urls = Counter(row[0] for row in database.execute("SELECT url FROM statement WHERE source_id LIKE 's%'"))
        alerts = {row[0] for row in database.execute("SELECT alert_id FROM told WHERE receiver_id = 'hook'")}
        [found.open_deliveries] = database.execute(
            "SELECT count(*) FROM delivery WHERE state NOT IN ('sent', 'cancelled')"
        ).fetchone()
        [found.undigested] = database.execute(
            """SELECT count(*) FROM told WHERE receiver_id = 'folder' AND period IS NULL
               AND created_at < (SELECT max(until) FROM digest_run)"""
        ).fetchone()
        periods = {row[0] for row in database.execute("SELECT period FROM digest_run")}
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    published = {server.url(f"/{source}/{number}") for source in range(SOURCES) for number in range(found.kills + 2)}
    found.stored, found.missing = sum(urls.values()), len(published - urls.keys())
    found.twice = sum(times > 1 for times in urls.values())
    received = {request.headers["webhook-id"]: json.loads(request.body) for request in server.requests_to("/hook")}
    told = Counter(alert["id"] for payload in received.values() for alert in payload["data"]["alerts"])
    found.alerts_told, found.told_twice = len(told), sum(times > 1 for times in told.values())
    found.alerts_lost = len({f"a{alert}" for alert in alerts} - told.keys())
    digests = [json.loads(path.read_text()) for path in (folder / "state" / "outbox").glob("*digest*.json")]
    found.digests = Counter(each["payload"]["data"]["period"] for each in digests)
    found.digests_due = len(periods)


@pytest.mark.slow
async def test_a_daemon_that_is_killed_ten_times_loses_nothing(tmp_path: Path) -> None:
    """Each statement is stored once, each alert told under one id, each digest sent once, whenever the daemon was killed."""
    found = await kill_loop(10, tmp_path, seed=random.SystemRandom().randrange(2**32))
    print(f"\n{found}")
    check(found)


def check(found: Loop) -> None:
    lost = found.missing, found.alerts_lost, found.undigested, found.open_deliveries
    assert lost == (0, 0, 0, 0), str(found)
    assert (found.twice, found.told_twice) == (0, 0), str(found)
    assert len(found.digests) == found.digests_due > 0, str(found)
    assert set(found.digests.values()) == {1}, str(found)


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(kill_loop(kills, Path(folder), seed=kills))
    print(found)
    check(found)


if __name__ == "__main__":
    main()
