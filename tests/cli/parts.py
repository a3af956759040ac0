"""The command line as a person uses it: what goes in, what comes out, and which code it ends with."""

from __future__ import annotations

import asyncio
import io
import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from watcher.cli import main
from watcher.testing import ScriptedServer

SOURCES = """\
polling: {{contact: desk@watcher.example, delay_per_host: 0s, workers: 1, page_deadline: 5s}}
sources:
  - {{id: union, name: The Invented Union, group: union, kind: feed, url: "http://127.0.0.1:{port}/feed", allow_private: true}}
  - {{id: council, name: Invented Council, group: council, kind: feed, url: "http://127.0.0.1:{port}/other", allow_private: true}}
"""
ALERTS = """\
receivers:
  - {id: folder, kind: file, path: state/outbox}
routes:
  - {id: weekly, to: [folder], when: weekly}
  - {id: operators, to: [folder], when: now, match: {reasons: [source-failing, source-suspect, source-recovered]}}
"""
STATEMENT = (
    "Members wait for months between the last day of an inspection by Ofsted and the day on which its report is published. "
    "The report of a visit in spring came after 96 working days, and the target in the handbook is thirty. "
    "Inspectors should name a date for the draft report on the last afternoon, and keep it."
)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The JSON objects on standard output."""
        return [json.loads(line) for line in self.out.splitlines()]


def run(*arguments: str | Path) -> Ended:
    """Run `watcher` with `arguments` in this process; an unexpected error is the test's."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
    return Ended(code, out.getvalue(), err.getvalue())


def spawn(*arguments: str | Path, stdin: bytes = b"", environment: Mapping[str, str] | None = None) -> Ended:
    """Run `watcher` as a process of its own."""
    command = [sys.executable, "-m", "watcher", *map(str, arguments)]
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=120, check=False, env=environment)
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


@contextmanager
def server() -> Iterator[ScriptedServer]:
    """Serve scripted answers from a thread, so that commands can run their own event loops."""
    made = ScriptedServer()
    ready, done = threading.Event(), threading.Event()

    async def serve() -> None:
        async with made:
            ready.set()
            await asyncio.to_thread(done.wait)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert ready.wait(30)
    try:
        yield made
    finally:
        done.set()
        thread.join()


def feed(port: int, *titles: str) -> str:
    """Return a feed whose items stand at /1, /2, ..."""
    items = "".join(
        f"<item><title>{title}</title><link>http://127.0.0.1:{port}/{number}</link></item>"
        for number, title in enumerate(titles, 1)
    )
    return f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>"


def page(title: str, text: str = STATEMENT) -> str:
    paragraphs = "".join(f"<p>{sentence}.</p>" for sentence in text.rstrip(".").split(". "))
    return f"<html><head><title>{title}</title></head><body><main><h1>{title}</h1>{paragraphs}</main></body></html>"


def write_watch(folder: Path, port: int = 9) -> Path:
    """Write a watch on two feeds of the scripted server."""
    folder.mkdir(exist_ok=True)
    (folder / "sources.yaml").write_text(SOURCES.format(port=port))
    (folder / "alerts.yaml").write_text(ALERTS)
    return folder


def files_in(folder: Path) -> dict[str, bytes]:
    """Return the contents of all files of a folder but the lock's."""
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"
    }
