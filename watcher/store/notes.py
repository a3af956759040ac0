"""Small facts that outlive a process: how the daemon is, what the last canary found."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from watcher.store.database import Database


class Notes:
    """One JSON object a name; it shares its table with the moments that upkeep remembers."""

    def __init__(self, database: Database):
        self._db = database

    def read(self, name: str) -> Mapping[str, Any]:
        """Return what was written last under `name`; empty if nothing was."""
        row = self._db.row("SELECT value FROM note WHERE key = ?", name)
        return json.loads(row["value"]) if row else {}

    def write(self, name: str, value: Mapping[str, Any]) -> None:
        """Keep `value` under `name` in the place of what was there."""
        with self._db.transaction(is_durable=False) as connection:
            connection.execute(
                "INSERT INTO note (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (name, json.dumps(dict(value), ensure_ascii=False)),
            )

    def erase(self, name: str) -> None:
        """Forget what stands under `name`."""
        with self._db.transaction(is_durable=False) as connection:
            connection.execute("DELETE FROM note WHERE key = ?", (name,))
