"""Starts watchers at the cost of a fork: it has imported everything, and each child runs the command line at a moment of its own.

Orders are JSON lines on standard input: `{"arguments": [...], "now": "...", "failpoint": "..."}` answers `{"pid": ...}`, and
`{"wait": pid}` answers `{"status": ...}`, as waitpid gives it. The child leads a process group, so that nothing outlives it unseen.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from datetime import datetime
from typing import Any, NoReturn

import time_machine

IMPORTED = (
    "watcher.cli",
    "watcher.app",
    "watcher.cli.summary",
    "watcher.pipeline.deliver",
    "watcher.pipeline.rounds",
    "rich.progress",
    "css_inline",
    "jinja2.ext",
    "aiohttp.web",
)


def run(order: dict[str, Any]) -> NoReturn:
    """Be a watcher; what it prints goes to the order's log."""
    os.setpgid(0, 0)
    if order["failpoint"]:
        os.environ["WATCHER_FAILPOINT"] = order["failpoint"]
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for descriptor in (1, 2):
        os.dup2(log, descriptor)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    from watcher.cli import main

    with time_machine.travel(datetime.fromisoformat(order["now"]), tick=True):
        main(order["arguments"])


def obey(order: dict[str, Any]) -> dict[str, int]:
    if "wait" in order:
        return {"status": os.waitpid(order["wait"], 0)[1]}
    pid = os.fork()
    if pid:
        return {"pid": pid}
    try:
        run(order)
    except SystemExit as end:
        sys.stdout.flush()
        os._exit(int(end.code or 0))
    finally:
        os._exit(70)


def main() -> None:
    for name in IMPORTED:
        importlib.import_module(name)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(obey(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
