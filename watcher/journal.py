"""What watcher says of itself while it works: events with fixed names and fields, one line each.

Lines are for people (`console`) or for machines (`json`). All that is logged within `during` carries its run id, also what
libraries say through the standard library's logging.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, Final

import structlog
from structlog.contextvars import bound_contextvars, merge_contextvars
from structlog.stdlib import BoundLogger, LoggerFactory, ProcessorFormatter, add_log_level, filter_by_level
from structlog.typing import EventDict, Processor, WrappedLogger

FIELD_CHARS_MAX: Final = 2000
"""What came from outside (an address, a server's answer) takes no more of a line."""


_ADDRESS: Final = re.compile(r"[^\s@<>()\[\],;:/\"']{1,64}@[^\s@<>()\[\],;:/\"']{1,255}")
"""An e-mail address: a mail server names the mailbox that it refuses, and logs are kept longer and read by more than the outbox."""


class Form(StrEnum):
    """How a line is written."""

    CONSOLE = "console"
    JSON = "json"


structlog.configure(
    processors=[filter_by_level, ProcessorFormatter.wrap_for_formatter],
    wrapper_class=BoundLogger,
    logger_factory=LoggerFactory(),
    cache_logger_on_first_use=True,
)


def logger(name: str) -> BoundLogger:
    """Return the logger of one part; it speaks through the standard library's logger of that name."""
    found: BoundLogger = structlog.stdlib.get_logger(name)
    return found


@contextmanager
def during(work: str, **fields: str) -> Iterator[str]:
    """Give all that is logged within the block a run id of its own and `fields`; yield the id.

    An id is eight hexadecimal digits: enough to find one visit among a month's lines.
    """
    run = secrets.token_hex(4)
    with bound_contextvars(run=run, work=work, **fields):
        yield run


def formatter(form: Form, *, colors: bool = False) -> logging.Formatter:
    """Return what makes one line of each record, ours and everybody's; a trace follows it in the `console` form."""
    if form is Form.JSON:
        last: list[Processor] = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    else:
        last = [structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=structlog.dev.plain_traceback, pad_event_to=0)]
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    return ProcessorFormatter(
        processors=[_part, ProcessorFormatter.remove_processors_meta, merge_contextvars, add_log_level, stamp, _printable, *last]
    )


def _part(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Say which part speaks: one of ours, or a library."""
    record: logging.LogRecord = event["_record"]
    event["part"] = record.name
    return event


def _printable(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Keep what came from outside from breaking a line or steering a terminal, and readers' addresses out of it."""
    return {key: _plain(value) for key, value in event.items()}


def _plain(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    cut = _ADDRESS.sub("(address)", value[:FIELD_CHARS_MAX])
    return cut if cut.isprintable() else "".join(char if char.isprintable() else " " for char in cut)
