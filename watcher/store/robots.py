"""What each origin's robots.txt said, kept over restarts."""

from __future__ import annotations

from datetime import datetime

from watcher.model import RobotsCopy
from watcher.store.database import Database, as_text, instant


class RobotsShelf:
    """One copy an origin; a stale one stays in force while its origin cannot be asked."""

    def __init__(self, database: Database):
        self._db = database

    def find(self, origin: str) -> RobotsCopy | None:
        row = self._db.row("SELECT body, expires_at FROM robots WHERE origin = ?", origin)
        return RobotsCopy(row["body"], instant(row["expires_at"])) if row else None

    def keep(self, origin: str, copy: RobotsCopy) -> None:
        with self._db.transaction(is_durable=False) as connection:
            connection.execute(
                """INSERT INTO robots (origin, body, expires_at) VALUES (?, ?, ?)
                   ON CONFLICT (origin) DO UPDATE SET body = excluded.body, expires_at = excluded.expires_at""",
                (origin, copy.body, as_text(copy.expires_at)),
            )

    def prune(self, before: datetime) -> int:
        """Forget the copies that nobody has renewed since they expired before then; return how many."""
        with self._db.transaction(is_durable=False) as connection:
            return connection.execute("DELETE FROM robots WHERE expires_at < ?", (as_text(before),)).rowcount
