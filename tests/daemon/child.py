"""The daemon in a process of its own: `python child.py FOLDER [--port N] [--speed X] ...`, see `main`.

It is `watcher daemon` with what a test may need: a clock that runs faster, a short watch over the loop, a loop that blocks.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from watcher.app import DAEMON, hold_watch, load
from watcher.cli import _log_to_stderr
from watcher.cli.service import serve
from watcher.clock import Clock


class FastClock:
    """Runs `speed` times as fast as the machine's, from `began` at the machine's second `origin_s`."""

    def __init__(self, began: datetime, origin_s: float, speed: float):
        self._began, self._origin_s, self._speed = began, origin_s, speed

    def now(self) -> datetime:
        return self._began + timedelta(seconds=(time.time() - self._origin_s) * self._speed)

    def monotonic(self) -> float:
        return time.monotonic() * self._speed


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=Path)
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--speed", type=float, help="a clock that runs so many times as fast")
    options.add_argument("--began", type=datetime.fromisoformat, default=datetime(2024, 1, 8, 7, 0, tzinfo=UTC))
    options.add_argument("--stall", type=float, help="a watch over the loop that ends the process after so many seconds")
    options.add_argument("--block", type=float, help="block the loop for so many seconds at SIGUSR2")
    chosen = options.parse_args()
    _log_to_stderr()
    logging.getLogger("watcher").setLevel(logging.INFO)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    if chosen.block is not None:
        signal.signal(signal.SIGUSR2, lambda *_: time.sleep(chosen.block))
    clock: Clock | None = FastClock(chosen.began, time.time(), chosen.speed) if chosen.speed else None
    watch = load(chosen.folder, {})
    with hold_watch(watch, role=DAEMON):
        asyncio.run(serve(watch, "127.0.0.1" if chosen.port else "", chosen.port, clock=clock, stall_s=chosen.stall))


if __name__ == "__main__":
    main()
    sys.exit(0)
