"""What a command asks of the daemon that holds the watch: a row that the daemon takes, does and answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from watcher.store.database import Database, as_text

KEPT: Final = timedelta(days=7)
"""An answer that nobody fetched is gone after so long."""


class Asked(StrEnum):
    """What a daemon can be asked to do at once."""

    ROUND = "round"
    DIGEST = "digest"
    TEST = "test"
    CANARY = "canary"


@dataclass(frozen=True, slots=True)
class Request:
    """One thing asked; `wanted` are its details."""

    id: int
    kind: Asked
    wanted: Mapping[str, Any]


class Requests:
    """The slips between commands and the daemon, one after the other."""

    def __init__(self, database: Database):
        self._db = database

    def ask(self, kind: Asked, wanted: Mapping[str, Any], now: datetime) -> int:
        """Leave a request for the daemon; return its id."""
        with self._db.transaction(is_durable=False) as connection:
            connection.execute("DELETE FROM request WHERE asked_at < ?", (as_text(now - KEPT),))
            row = connection.execute(
                "INSERT INTO request (kind, wanted, asked_at) VALUES (?, ?, ?) RETURNING id",
                (kind.value, json.dumps(dict(wanted)), as_text(now)),
            ).fetchone()
        return int(row["id"])

    def take(self, now: datetime) -> Request | None:
        """Take the oldest request that waits; None if none does. Without one this only reads."""
        if self._db.row("SELECT 1 FROM request WHERE taken_at IS NULL LIMIT 1") is None:
            return None
        with self._db.transaction(is_durable=False) as connection:
            row = connection.execute(
                """UPDATE request SET taken_at = ? WHERE id = (SELECT min(id) FROM request WHERE taken_at IS NULL)
                   RETURNING id, kind, wanted""",
                (as_text(now),),
            ).fetchone()
        return Request(row["id"], Asked(row["kind"]), json.loads(row["wanted"])) if row else None

    def finish(self, request_id: int, answer: Mapping[str, Any], now: datetime) -> None:
        """Answer a request that was taken."""
        with self._db.transaction(is_durable=False) as connection:
            connection.execute(
                "UPDATE request SET done_at = ?, answer = ? WHERE id = ?",
                (as_text(now), json.dumps(dict(answer), ensure_ascii=False), request_id),
            )

    def withdraw(self, request_id: int) -> bool:
        """Take back a request that nobody has taken; False if somebody has."""
        with self._db.transaction(is_durable=False) as connection:
            gone = connection.execute("DELETE FROM request WHERE id = ? AND taken_at IS NULL", (request_id,))
            return gone.rowcount > 0

    def abandon(self, problem: str, now: datetime) -> int:
        """Answer whatever was asked or taken and not done with a `problem`: whoever took it is gone. Return how many."""
        with self._db.transaction(is_durable=False) as connection:
            left = connection.execute(
                "UPDATE request SET done_at = ?, answer = ? WHERE done_at IS NULL AND taken_at IS NOT NULL",
                (as_text(now), json.dumps({"problem": problem})),
            )
            return left.rowcount

    def is_taken(self, request_id: int) -> bool:
        """Whether the daemon has begun with it."""
        return self._db.row("SELECT 1 FROM request WHERE id = ? AND taken_at IS NOT NULL", request_id) is not None

    def answer(self, request_id: int) -> Mapping[str, Any] | None:
        """Return the daemon's answer; None while there is none."""
        row = self._db.row("SELECT answer FROM request WHERE id = ?", request_id)
        return json.loads(row["answer"]) if row and row["answer"] else None
