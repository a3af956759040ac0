"""Named points at which a process under test kills itself: what is left then is what a power cut would leave.

`WATCHER_FAILPOINT=claimed` kills at the first passage of that point, `claimed:3` at the third. Without the variable a point is one
comparison, and nothing else can arm it.
"""

from __future__ import annotations

import os
import signal
from functools import cache
from typing import Final

VARIABLE: Final = "WATCHER_FAILPOINT"
POINTS: Final = (
    "alert-inserted",
    "slot-taken",
    "rendered",
    "frozen",
    "claimed",
    "connected",
    "committing",
    "bytes-sent",
    "file-staged",
    "file-settled",
    "answered",
    "sent",
    "failed",
    "expired-settled",
)
"""In the order in which a delivery passes them; the failure paths come last."""


class _Armed:
    """What is armed in this process: a point, and how many passages are left."""

    def __init__(self, text: str):
        name, _, count = text.partition(":")
        if name not in POINTS or not (count or "1").isdecimal():
            raise ValueError(f"{VARIABLE}={text!r}: one of {', '.join(POINTS)}, and perhaps `:` and a number")
        self.name, self.left = name, int(count or 1)


@cache
def _armed() -> _Armed | None:
    return _Armed(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None


def failpoint(name: str) -> None:
    """Kill this process with SIGKILL if this passage of the point is the armed one."""
    armed = _armed()
    if armed is None or armed.name != name:
        return
    armed.left -= 1
    if armed.left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
