"""Looking after the file: pruning, checking, backing up."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from watcher.errors import StoreError
from watcher.store.database import Database, as_instant, as_text

PROBLEMS_MAX = 20


class Upkeep:
    """What is done to the database as a whole."""

    def __init__(self, database: Database):
        self._db = database

    def prune(self, before: datetime) -> int:
        """Drop the bodies captured before a moment; statements, evidence and hashes stay. Return how many."""
        with self._db.transaction(is_durable=False) as connection:
            return connection.execute("DELETE FROM body WHERE captured_at < ?", (as_text(before),)).rowcount

    def optimize(self) -> None:
        self._db.connection.execute("PRAGMA optimize")

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the file, one line each, at most `PROBLEMS_MAX`; empty if it is sound."""
        rows = self._db.rows(f"PRAGMA integrity_check({PROBLEMS_MAX})")
        broken = [str(row[0]) for row in rows if row[0] != "ok"]
        broken += [f"{row[0]} refers to a row that is not there" for row in self._db.rows("PRAGMA foreign_key_check")]
        return tuple(broken[:PROBLEMS_MAX])

    def last_checked_at(self) -> datetime | None:
        row = self._db.row("SELECT value FROM note WHERE key = 'checked_at'")
        return as_instant(row["value"]) if row else None

    def record_check(self, now: datetime) -> None:
        with self._db.transaction(is_durable=False) as connection:
            connection.execute(
                "INSERT INTO note (key, value) VALUES ('checked_at', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (as_text(now),),
            )

    def back_up(self, target: Path) -> None:
        """Write a verified copy of the whole database to `target`, while others go on writing.

        Raises:
            StoreError: the file is there already, cannot be written, or did not verify.
        """
        if target.exists():
            raise StoreError(f"{target}: there already; a backup never overwrites")
        part = target.with_name(f"{target.name}.part")
        try:
            with closing(sqlite3.connect(part)) as copy:
                self._db.connection.backup(copy)
                sound = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if sound != "ok":
                raise StoreError(f"{target}: the copy is not sound ({sound}); the database itself may be damaged")
            part.replace(target)
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{target}: cannot be written ({error})") from error
        finally:
            part.unlink(missing_ok=True)
