"""sqlite-utils without numpy and pandas, which it imports wherever they are installed, for types that watcher never stores.

They would take 12 MiB and more of a parent that should stay small.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, cast

_UNWANTED: Final = ("numpy", "pandas")


@contextmanager
def _absent(*names: str) -> Iterator[None]:
    """Make modules that nobody has imported yet look as if they were not installed, while the block lasts."""
    hidden = [name for name in names if name not in sys.modules]
    modules = cast("dict[str, object]", sys.modules)
    modules.update(dict.fromkeys(hidden))  # None there is an ImportError for who asks (Python reference, 5.3.1)
    try:
        yield
    finally:
        for name in hidden:
            del modules[name]


with _absent(*_UNWANTED):
    import sqlite_utils
    from sqlite_utils import Migrations

__all__ = ["Migrations", "sqlite_utils"]
