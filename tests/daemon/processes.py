"""A daemon in a process of its own, watched from outside: over systemd's socket, its probes, its files."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

CHILD = Path(__file__).parent / "child.py"
WAIT_S_MAX = 60.0


@dataclass(slots=True)
class Started:
    """A running daemon; `told` is all that it told systemd so far, `ready_s` and `ready_cpu_s` what it took to be ready."""

    process: subprocess.Popen[str]
    listener: socket.socket
    port: int
    log: Path
    told: list[str] = field(default_factory=list)
    ready_s: float = 0.0
    ready_cpu_s: float = 0.0

    def hear(self, wanted: str, within_s: float = WAIT_S_MAX) -> None:
        """Wait until systemd would have been told `wanted`."""
        deadline = time.monotonic() + within_s
        while not any(wanted in each for each in self.told):
            if time.monotonic() > deadline or (self.process.poll() is not None and time.monotonic() > deadline - within_s + 1):
                raise AssertionError(f"{wanted} was not told within {within_s} s; the log:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.02)

    def listen(self) -> None:
        """Take what systemd is told, until the socket is closed."""
        with suppress(OSError):
            while heard := self.listener.recv(4096):
                self.told.append(heard.decode())

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def stop(self) -> float:
        """End it as systemd does; return how long that took."""
        began = time.monotonic()
        self.send(signal.SIGTERM)
        self.process.wait(WAIT_S_MAX)
        return time.monotonic() - began

    def healthz(self) -> tuple[int, dict[str, object]]:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=10) as answer:
                return answer.status, json.load(answer)
        except HTTPError as error:
            return error.code, json.load(error)

    def metrics(self) -> str:
        with urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=10) as answer:
            return str(answer.read().decode())


@contextmanager
def started(folder: Path, *options: str, listens: bool = True, environment: Mapping[str, str] | None = None) -> Iterator[Started]:
    """Start the daemon of the watch in `folder` and wait until it is ready; at the end it is killed, with all below it."""
    log = folder / "daemon.log"
    port = free_port() if listens else 0
    with (
        tempfile.TemporaryDirectory() as short,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener,
        log.open("a") as lines,
    ):
        listener.bind(f"{short}/notify")
        variables = {**os.environ, **(environment or {}), "NOTIFY_SOCKET": f"{short}/notify", "WATCHDOG_USEC": "3000000"}
        variables.pop("WATCHDOG_PID", None)
        variables.pop("PYTHONDONTWRITEBYTECODE", None)  # as where it is installed: compiled once, not at each start
        began = time.monotonic()
        command = [sys.executable, str(CHILD), str(folder), "--port", str(port), *options]
        with subprocess.Popen(command, stderr=lines, text=True, env=variables, start_new_session=True) as process:
            daemon = Started(process, listener, port, log)
            ear = threading.Thread(target=daemon.listen, daemon=True)
            ear.start()
            try:
                daemon.hear("READY=1")
                daemon.ready_s = time.monotonic() - began
                daemon.ready_cpu_s = cpu_s(process.pid)
                yield daemon
            finally:
                process.kill()
                process.wait()
                leave_nothing(process.pid)
                listener.shutdown(socket.SHUT_RDWR)
                ear.join()


def leave_nothing(group: int, within_s: float = 15.0) -> None:
    """Wait until nothing is left of a process group: workers end when their parent does; whoever outlives it fails the test."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    raise AssertionError("workers outlived the daemon")


def cpu_s(process: int) -> float:
    """Return the CPU seconds that a process has used, whatever else the machine does."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(holds: Callable[[], bool], within_s: float = WAIT_S_MAX) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline, f"it did not hold within {within_s} s"
        time.sleep(0.05)
