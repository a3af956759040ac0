"""Which receivers are left alone for a while, since nothing gets through to them; it survives a restart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from watcher.store.database import Database, as_instant, as_text


@dataclass(frozen=True, slots=True)
class Breaker:
    """A receiver's failures in a row; until `open_until` nothing is sent to it, then one delivery is tried."""

    receiver_id: str
    failures: int
    open_until: datetime | None
    problem: str


class Breakers:
    """One row for each receiver that failed last; a success takes it away."""

    def __init__(self, database: Database):
        self._db = database

    def of(self, receiver_id: str) -> Breaker | None:
        """Return a receiver's breaker; None if its last delivery got through."""
        row = self._db.row("SELECT * FROM breaker WHERE receiver_id = ?", receiver_id)
        return Breaker(row["receiver_id"], row["failures"], as_instant(row["open_until"]), row["problem"]) if row else None

    def open_at(self, now: datetime) -> list[Breaker]:
        """Return the breakers that are open."""
        rows = self._db.rows("SELECT * FROM breaker WHERE open_until > ? ORDER BY receiver_id", as_text(now))
        return [Breaker(row["receiver_id"], row["failures"], as_instant(row["open_until"]), row["problem"]) for row in rows]

    def failed(self, receiver_id: str, *, failures: int, open_until: datetime | None, problem: str, now: datetime) -> None:
        """Record that the receiver failed `failures` times in a row."""
        with self._db.transaction(is_durable=False) as connection:
            connection.execute(
                """INSERT INTO breaker (receiver_id, failures, open_until, problem, changed_at) VALUES (?, ?, ?, ?, ?)
                   ON CONFLICT (receiver_id) DO UPDATE SET failures = excluded.failures, open_until = excluded.open_until,
                       problem = excluded.problem, changed_at = excluded.changed_at""",
                (receiver_id, failures, as_text(open_until), problem, as_text(now)),
            )

    def close(self, receiver_id: str) -> None:
        """Record that something got through."""
        if self.of(receiver_id) is None:
            return
        with self._db.transaction(is_durable=False) as connection:
            connection.execute("DELETE FROM breaker WHERE receiver_id = ?", (receiver_id,))
