"""What stands above the daemon: systemd, told where it is (sd_notify(3)), and a thread that ends it when its loop stalls.

A loop that does not run cannot notice it; the thread does, says where the loop hangs, and ends the process with `EXIT_STALLED`, so
that systemd, Docker or whoever started it starts it again. What is due stands in the store.
"""

from __future__ import annotations

import faulthandler
import os
import socket
import sys
import threading
import time
from contextlib import suppress
from typing import Final, Self

EXIT_STALLED: Final = 70
"""EX_SOFTWARE of sysexits.h: a fault of ours, and a start anew is the cure."""
LOOP_STALL_MAX_S: Final = 60.0
"""A loop that has not turned for so long is stalled; the longest honest work between two turns is under a second."""
CHECKS_A_STALL: Final = 10


def tell(message: str) -> None:
    """Tell systemd `message` (such as READY=1), if it asked to be told; what it cannot take now is lost."""
    path = os.environ.get("NOTIFY_SOCKET")
    if not path:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.setblocking(False)  # a systemd that does not listen just now must not stop the loop
        sender.sendto(message.encode(), "\0" + path[1:] if path.startswith("@") else path)


def tell_reloading() -> None:
    """Tell systemd that the files are being read again; READY=1 ends it."""
    tell(f"RELOADING=1\nMONOTONIC_USEC={time.monotonic_ns() // 1000}")


def watchdog_s() -> float | None:
    """Return how often systemd wants to hear from the daemon (WatchdogSec), None if it does not."""
    microseconds = os.environ.get("WATCHDOG_USEC", "")
    is_ours = os.environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    return int(microseconds) / 1_000_000 if microseconds.isdecimal() and is_ours else None


class LoopWatch:
    """The thread beside the loop, for as long as the block lasts; `beat` says that the loop turns."""

    def __init__(self, *, stall_s: float = LOOP_STALL_MAX_S):
        self._stall_s = stall_s
        self._beaten = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watch over the loop", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def beat(self) -> None:
        """Say that the loop turns."""
        self._beaten.set()

    def _watch(self) -> None:
        """Count looks without a beat, not seconds: a process that was stopped and goes on has missed one look and no more."""
        missed = 0
        while not self._ended.wait(self._stall_s / CHECKS_A_STALL):
            missed = 0 if self._beaten.is_set() else missed + 1
            self._beaten.clear()
            if missed >= CHECKS_A_STALL:
                self._end_all()

    def _end_all(self) -> None:
        """Say where every thread stands and end the process; nothing is flushed, the store knows where it stood."""
        sys.stderr.write(f"watcher: the event loop has not turned for {self._stall_s:g} s; ending, to be started again\n")
        faulthandler.dump_traceback(file=sys.stderr, all_threads=True)
        sys.stderr.flush()
        tell("STATUS=the event loop stalled")
        os._exit(EXIT_STALLED)
