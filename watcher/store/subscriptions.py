"""Addresses that asked for a receiver's messages, and those that asked for them to stop."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection, Row
from typing import Final

from watcher.store.database import Database, as_text, instant

FORGOTTEN: Final = "(forgotten)"
_SAID_BY_SERVERS: Final = (
    ("attempt", "problem"),
    ("delivery", "problem"),
    ("delivery", "message"),
    ("alert", "details"),
    ("breaker", "problem"),
)


@dataclass(frozen=True, slots=True)
class Subscription:
    """One address at one receiver: the `routes` that it wants (empty: all), or that it wants nothing (`is_active` False)."""

    receiver_id: str
    address: str
    routes: frozenset[str]
    is_active: bool
    changed_by: str
    changed_at: datetime


class Subscriptions:
    """The subscribers beside those in alerts.yaml; a cancelled subscription also mutes an address that stands there.

    An address in capital letters is the same address: it keeps the spelling in which it came first.
    """

    def __init__(self, database: Database):
        self._db = database

    def all(self) -> list[Subscription]:
        """Return every subscription, cancelled ones too, by receiver and address."""
        return [_subscription(row) for row in self._db.rows("SELECT * FROM subscription ORDER BY receiver_id, address")]

    def add(self, receiver_id: str, addresses: Iterable[str], routes: Iterable[str], *, by: str, now: datetime) -> int:
        """Subscribe addresses, all or none; one that is there gets the new `routes`. Return how many changed."""
        wanted = json.dumps(sorted(routes))
        with self._db.transaction() as connection:
            changed = 0
            for address in addresses:
                changed += connection.execute(
                    """INSERT INTO subscription (receiver_id, address, routes, is_active, changed_by, changed_at)
                       VALUES (?, ?, ?, 1, ?, ?) ON CONFLICT (receiver_id, address) DO UPDATE SET routes = excluded.routes,
                           is_active = 1, changed_by = excluded.changed_by, changed_at = excluded.changed_at
                       WHERE NOT is_active OR routes <> excluded.routes""",
                    (receiver_id, _known_as(connection, receiver_id, address), wanted, by, as_text(now)),
                ).rowcount
        return changed

    def cancel(self, receiver_id: str, address: str, *, by: str, now: datetime) -> bool:
        """Let an address get nothing more of a receiver, what waits for it included; False if it was so already."""
        with self._db.transaction() as connection:
            changed = connection.execute(
                """INSERT INTO subscription (receiver_id, address, routes, is_active, changed_by, changed_at)
                   VALUES (?, ?, '[]', 0, ?, ?) ON CONFLICT (receiver_id, address) DO UPDATE SET is_active = 0,
                       changed_by = excluded.changed_by, changed_at = excluded.changed_at WHERE is_active""",
                (receiver_id, _known_as(connection, receiver_id, address), by, as_text(now)),
            ).rowcount
            connection.execute(
                """UPDATE delivery SET state = 'cancelled', problem = 'unsubscribed', next_attempt_at = NULL
                   WHERE receiver_id = ? AND address = ? COLLATE NOCASE AND state IN ('pending', 'held', 'dead')""",
                (receiver_id, address),
            )
        return changed > 0

    def forget(self, address: str) -> Mapping[str, int]:
        """Delete an address with its subscriptions and all its deliveries; return how many rows went, by table.

        Where a server's answer named it, in tries and in notices for operators, it is blotted out. Freed pages are overwritten
        and the journal is emptied, so that the address is not in the file any more.
        """
        connection = self._db.connection
        connection.execute("PRAGMA secure_delete=ON")
        with self._db.transaction() as held:
            mine = "SELECT id FROM delivery WHERE address = ? COLLATE NOCASE"
            counts = {
                "attempt": held.execute(f"DELETE FROM attempt WHERE delivery_id IN ({mine})", (address,)).rowcount,  # noqa: S608 - no words of others
                "delivery": held.execute("DELETE FROM delivery WHERE address = ? COLLATE NOCASE", (address,)).rowcount,
                "subscription": held.execute("DELETE FROM subscription WHERE address = ? COLLATE NOCASE", (address,)).rowcount,
            }
            for table, column in _SAID_BY_SERVERS:
                held.execute(
                    f"UPDATE {table} SET {column} = replace({column}, ?, ?) WHERE instr({column}, ?)",  # noqa: S608 - our own names
                    (address, FORGOTTEN, address),
                )
        connection.execute("PRAGMA secure_delete=OFF")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return counts

    def key(self, fresh: str) -> str:
        """Return the watch's key for unsubscribe links: the one that is stored, or `fresh` from now on."""
        with self._db.transaction() as connection:
            connection.execute("INSERT INTO note (key, value) VALUES ('unsubscribe', ?) ON CONFLICT DO NOTHING", (fresh,))
            found = connection.execute("SELECT value FROM note WHERE key = 'unsubscribe'").fetchone()
        return str(found["value"])


def _known_as(connection: Connection, receiver_id: str, address: str) -> str:
    """Return the spelling under which a receiver knows an address; as it is given where it does not know it."""
    found = connection.execute(
        "SELECT address FROM subscription WHERE receiver_id = ? AND address = ? COLLATE NOCASE", (receiver_id, address)
    ).fetchone()
    return str(found["address"]) if found else address


def _subscription(row: Row) -> Subscription:
    return Subscription(
        receiver_id=row["receiver_id"],
        address=row["address"],
        routes=frozenset(json.loads(row["routes"])),
        is_active=bool(row["is_active"]),
        changed_by=row["changed_by"],
        changed_at=instant(row["changed_at"]),
    )
