"""Who heads a family."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from watcher.dedup.relating import is_press
from watcher.model import Record

_UNDATED: Final = datetime.max.replace(tzinfo=UTC)


def head_of(members: Iterable[Record]) -> Record:
    """Return the family's head: the earliest publication of a source that speaks for itself, else the earliest of all.

    It depends on the members and not on the order in which they came; the smaller id breaks a tie.

    Raises:
        ValueError: there are no members.
    """
    return min(members, key=lambda one: (is_press(one.group), one.published.as_instant if one.published else _UNDATED, one.id))
