"""The commands. Heavy parts are imported by the command that needs them: `watcher --help` answers at once."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

import typer

from watcher.cli.commitments import register as register_commitments
from watcher.cli.contents import Contents
from watcher.cli.deliveries import register as register_deliveries
from watcher.cli.families import register as register_families
from watcher.cli.judging import register as register_judging
from watcher.cli.ledger import register as register_ledger
from watcher.cli.people import register as register_people
from watcher.cli.places import register as register_places
from watcher.cli.previewing import register as register_previewing
from watcher.cli.routing import register as register_routing
from watcher.cli.screen import note
from watcher.cli.service import register as register_service
from watcher.cli.shelf import register as register_shelf
from watcher.cli.silences import register as register_silences
from watcher.cli.subscribing import register as register_subscribing
from watcher.cli.texts import register as register_texts
from watcher.cli.training import register as register_training
from watcher.cli.watching import register as register_watching
from watcher.errors import ConfigError, InputError, SourceError, StoreBusyError, StoreError, WatcherError

EXIT_FAILED: Final = 1
EXIT_INPUT: Final = 65
EXIT_UNAVAILABLE: Final = 69
EXIT_STORE: Final = 74
EXIT_BUSY: Final = 75
EXIT_CONFIG: Final = 78

app: Final = typer.Typer(
    name="watcher",
    cls=Contents,
    help="What was said about the coroner's seven concerns after the Ruth Perry inquest, by whom, is it new, and what is overdue?",
    epilog="Exit codes: 0 all well; 1 some source or delivery failed; 2 wrong usage; 65 bad input; 69 a page could not be had; "
    "74 the database or the file system; 75 another watcher is at work; 78 a file of the watch must be edited.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for register in (
    register_watching,
    register_shelf,
    register_texts,
    register_ledger,
    register_commitments,
    register_people,
    register_places,
    register_families,
    register_judging,
    register_training,
    register_routing,
    register_silences,
    register_previewing,
    register_deliveries,
    register_subscribing,
    register_service,
):
    register(app)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line (`sys.argv`, if no `arguments` are given); every error that watcher expects is one line and a code."""
    _log_to_stderr()
    try:
        app(arguments)
    except ConfigError as error:
        for problem in (error, *error.others):
            note(f"watcher: {problem}")
        sys.exit(EXIT_CONFIG)
    except WatcherError as error:
        note(f"watcher: {error}")
        sys.exit(_exit_code(error))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        note(f"watcher: {error.filename or 'the machine'}: {error.strerror or error}")
        sys.exit(EXIT_STORE)
    sys.exit(0)


class _Lines(logging.Formatter):
    """Makes lines as `watcher.journal` does, which is loaded when there is one to make."""

    inner: logging.Formatter | None = None

    def format(self, record: logging.LogRecord) -> str:
        if self.inner is None:
            from watcher.journal import Form, formatter

            wanted = os.environ.get("WATCHER_LOG", "")
            form = Form(wanted) if wanted in [*Form] else Form.CONSOLE
            self.inner = formatter(form, colors=sys.stderr.isatty())
        return self.inner.format(record)


def _log_to_stderr() -> None:
    """Send what is logged to standard error: warnings, and the daemon's own decisions; WATCHER_LOG=json is for machines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING)


def _exit_code(error: WatcherError) -> int:
    if isinstance(error, InputError):
        return EXIT_INPUT
    if isinstance(error, StoreBusyError):
        return EXIT_BUSY
    if isinstance(error, StoreError):
        return EXIT_STORE
    return EXIT_UNAVAILABLE if isinstance(error, SourceError) else EXIT_FAILED
