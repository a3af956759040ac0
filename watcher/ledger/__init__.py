"""Who said what, and who promised what by when: quotes with their speakers, commitments with their dates."""

from importlib import import_module
from typing import TYPE_CHECKING, Final

from watcher.ledger.gazetteer import Gazetteer
from watcher.ledger.promises import Course, course_of, join, likeness, state_on

if TYPE_CHECKING:
    from watcher.ledger.commitments import read_commitments
    from watcher.ledger.demands import demands_in, read_demands
    from watcher.ledger.quotes import read_quotes

READER_VERSION = "8"
"""Goes up when the rules of reading change, so that stored revisions are read again."""


def ledger_version(gazetteer: Gazetteer) -> str:
    """Return what a stored reading of the ledger depends on: the rules, and the people and bodies."""
    return f"{READER_VERSION}-{gazetteer.version}"


__all__ = [
    "READER_VERSION",
    "Course",
    "Gazetteer",
    "course_of",
    "demands_in",
    "join",
    "ledger_version",
    "likeness",
    "read_commitments",
    "read_demands",
    "read_quotes",
    "state_on",
]

_READERS: Final = {
    "demands_in": "demands",
    "read_commitments": "commitments",
    "read_demands": "demands",
    "read_quotes": "quotes",
}


def __getattr__(name: str) -> object:
    """Load the readers when they are asked for: the daemon's parent reads nothing, and their patterns take a tenth of its start."""
    if name in _READERS:
        return getattr(import_module(f"watcher.ledger.{_READERS[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
