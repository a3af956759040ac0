"""What is logged: one line an event, ours and everybody's, with the run that it belongs to."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest

from watcher.journal import FIELD_CHARS_MAX, Form, during, formatter, logger

log = logger("watcher.test")


class Lines(logging.Handler):
    """Keeps what would be written."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.setFormatter(formatter(form))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def lines() -> Iterator[Lines]:
    yield from attached(Lines(Form.JSON))


@pytest.fixture
def plain() -> Iterator[Lines]:
    yield from attached(Lines(Form.CONSOLE))


def attached(handler: Lines) -> Iterator[Lines]:
    root = logging.getLogger()
    root.addHandler(handler)
    logging.getLogger("watcher.test").setLevel(logging.INFO)
    yield handler
    root.removeHandler(handler)


async def test_all_that_one_run_brings_carries_its_id(lines: Lines) -> None:
    """Also what a library says by the standard library, and also when two runs go on side by side."""

    async def visit(source: str) -> None:
        with during("visit", source=source):
            log.info("began")
            await asyncio.sleep(0)
            logging.getLogger("elsewhere").warning("said %s", source)

    await asyncio.gather(visit("a"), visit("b"))
    log.info("outside")
    found = [json.loads(line) for line in lines.lines]
    runs = {each.get("source"): each.get("run") for each in found}
    assert len({runs["a"], runs["b"], runs[None]}) == 3
    assert runs[None] is None
    assert [(each["event"], each["part"]) for each in found if each.get("source") == "a"] == [
        ("began", "watcher.test"),
        ("said a", "elsewhere"),
    ]
    assert all(each["run"] == runs[each["source"]] for each in found if "source" in each)


def test_a_trace_stands_in_one_line_of_json_and_below_the_line_for_people(lines: Lines, plain: Lines) -> None:
    """A machine reads a line at a time; a person reads on."""
    log.error("failed", exc_info=ValueError("two\nlines"))
    [said] = lines.lines
    assert "\n" not in said
    assert "ValueError: two" in json.loads(said)["exception"]
    first, *trace = plain.lines[0].splitlines()
    assert "failed" in first
    assert any("ValueError: two" in line for line in trace)


def test_what_came_from_outside_breaks_no_line_and_steers_no_terminal(plain: Lines) -> None:
    """A server's answer is data: no second line, no escape sequence, and only so much of it."""
    log.info("polled", problem="a\nINFO all is well\x1b[2J" + "x" * FIELD_CHARS_MAX)
    [said] = plain.lines
    assert "\n" not in said
    assert "\x1b" not in said
    assert len(said) < FIELD_CHARS_MAX + 200


def test_the_commands_that_only_help_load_nothing_heavy() -> None:
    """`watcher --help` imports neither the log's library nor the network's, the parsers' or the database's."""
    heavy = ("structlog", "aiohttp", "lxml", "trafilatura", "sqlite_utils", "pydantic", "jinja2", "apscheduler", "pebble")
    script = f"import sys, watcher.cli; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_no_address_of_a_reader_is_logged(lines: Lines, plain: Lines) -> None:
    """A mail server names the mailbox that it refuses: what it says is logged, and who it was about is not."""
    log.warning("delivery", problem="550 5.1.1 <wren.halloway@union.example>: no such user", listing="https://union.example/@guild")
    for [line] in (lines.lines, plain.lines):
        assert "halloway" not in line
        assert "550 5.1.1 <(address)>: no such user" in line
        assert "https://union.example/@guild" in line
