"""A daemon at work on loopback feeds, measured from outside: a part of `soak.py` and `idle.py`."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

from prometheus_client.parser import text_string_to_metric_families

HERE = Path(__file__).parent
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@contextmanager
def server(entries: int, change_s: float) -> Iterator[int]:
    """Run `soak_server.py` and yield its port."""
    command = [sys.executable, str(HERE / "soak_server.py"), str(entries), str(change_s)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


def write_watch(root: Path, hosts: Sequence[str], port: int, *, every: str) -> None:
    """Write a watch on the feeds of `hosts`; JSON is YAML, and faster to read for thousands of sources."""
    sources = [
        {"id": f"s{number}", "name": f"S {number}", "group": "union", "kind": "feed", "url": f"http://{host}:{port}/feed.xml"}
        | {"every": every, "allow_private": True}
        for number, host in enumerate(hosts)
    ]
    polling = {"contact": "bench@watcher.example", "delay_per_host": "0s"}
    receivers = [{"id": "folder", "kind": "file", "path": "state/outbox"}]
    routes = [{"id": "weekly", "to": ["folder"], "when": "weekly"}]
    (root / "sources.yaml").write_text(json.dumps({"polling": polling, "sources": sources}, indent=1))
    (root / "alerts.yaml").write_text(json.dumps({"receivers": receivers, "routes": routes}, indent=1))


class Living:
    """A running `watcher daemon` and what the machine says of it."""

    def __init__(self, root: Path):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self._root = root
        command = [sys.executable, "-m", "watcher", "daemon", "-C", str(root), "--listen", f"127.0.0.1:{self._port}"]
        self._log = (root / "daemon.log").open("a")
        self._process = subprocess.Popen(command, stderr=self._log)
        until(self._answers, 120, "the daemon answers")

    def stop(self) -> float:
        """End it as systemd does; return how long it took."""
        began_s = time.monotonic()
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(30)
        self._log.close()
        return time.monotonic() - began_s

    def metrics(self) -> dict[str, float]:
        """Return /metrics, each sample by its name and labels."""
        with urlopen(f"http://127.0.0.1:{self._port}/metrics", timeout=60) as answer:
            families = text_string_to_metric_families(answer.read().decode())
            return {
                " ".join([sample.name, *sample.labels.values()]): sample.value for family in families for sample in family.samples
            }

    def cpu_s(self) -> float:
        """Return the CPU seconds of the daemon and of all below it, also of those that have ended."""
        return sum(self._stat(process)[0] for process in self._family()) / TICKS_A_SECOND

    def memory_mib(self) -> tuple[float, float]:
        """Return the resident memory of the daemon and of all that it has started."""
        parent, *others = (self._stat(process)[1] * os.sysconf("SC_PAGE_SIZE") / 2**20 for process in self._family())
        return parent, sum(others)

    def open_files(self) -> tuple[int, int]:
        """Return how many files are open, and how many of them are no connections: those are kept for a while and closed again."""
        targets = []
        for path in Path(f"/proc/{self._process.pid}/fd").iterdir():
            with suppress(FileNotFoundError):
                targets.append(str(path.readlink()))
        return len(targets), sum(not target.startswith("socket:") for target in targets)

    def _answers(self) -> bool:
        try:
            return bool(self.metrics())
        except OSError:
            return False

    def _family(self, process: int | None = None) -> Iterator[int]:
        pid = process or self._process.pid
        yield pid
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in task.read_text().split():
                yield from self._family(int(child))

    @staticmethod
    def _stat(process: int) -> tuple[int, int]:
        """Return (CPU ticks, ended children's included; resident pages); nothing of a process that has just ended."""
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            return 0, 0
        return sum(map(int, fields[11:15])), int(fields[21])


def waiting(root: Path) -> int:
    """Return how many sources were never polled and how many items wait to be read."""
    with closing(sqlite3.connect(root / "state" / "watcher.db", timeout=30)) as database:
        [pending] = database.execute("SELECT count(*) FROM item WHERE state = 'pending' AND attempts = 0").fetchone()
        [polled] = database.execute("SELECT count(*) FROM source WHERE last_poll_at IS NOT NULL").fetchone()
    wanted = len(json.loads((root / "sources.yaml").read_text())["sources"])
    return int(pending) + wanted - int(polled)


def until(holds: object, within_s: float, what: str) -> None:
    deadline_s = time.monotonic() + within_s
    while not holds():  # type: ignore[operator]
        if time.monotonic() > deadline_s:
            raise TimeoutError(f"{what}: not within {within_s} s")
        time.sleep(1)
