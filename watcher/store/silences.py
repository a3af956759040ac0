"""Dated mutes: what an operator does not want to hear about for a while."""

from __future__ import annotations

import json
from datetime import datetime
from sqlite3 import Row
from typing import Any

from watcher.model import AlertReason, Group, Match, Silence
from watcher.store.database import Database, as_text, instant


class Silences:
    """The shelf of silences; those that are over stay for the record."""

    def __init__(self, database: Database):
        self._db = database

    def add(self, match: Match, *, why: str, until: datetime, now: datetime) -> str:
        """Mute what `match` takes until a moment; return the silence's id."""
        with self._db.transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO silence (match, why, created_at, until) VALUES (?, ?, ?, ?)",
                (_as_json(match), why, as_text(now), as_text(until)),
            )
        return f"q{cursor.lastrowid}"

    def lasting(self, now: datetime) -> list[Silence]:
        """Return the silences that are on, the next to end first."""
        return [_silence(row) for row in self._db.rows("SELECT * FROM silence WHERE until > ? ORDER BY until, id", as_text(now))]

    def expire(self, silence_id: str, now: datetime) -> bool:
        """End a silence now; return False if it is none that lasts."""
        number = silence_id.removeprefix("q")
        with self._db.transaction() as connection:
            ended = connection.execute(
                "UPDATE silence SET until = ? WHERE id = ? AND until > ?",
                (as_text(now), number if number.isdecimal() else -1, as_text(now)),
            )
            return ended.rowcount > 0


def _as_json(match: Match) -> str:
    return json.dumps(
        {
            "reasons": sorted(match.reasons),
            "concerns": sorted(match.concerns),
            "publishers": sorted(match.publishers),
            "groups": sorted(match.groups),
        }
    )


def _silence(row: Row) -> Silence:
    match: dict[str, Any] = json.loads(row["match"])
    return Silence(
        id=f"q{row['id']}",
        until=instant(row["until"]),
        why=row["why"],
        match=Match(
            reasons=frozenset(map(AlertReason, match["reasons"])),
            concerns=frozenset(match["concerns"]),
            publishers=frozenset(match["publishers"]),
            groups=frozenset(map(Group, match["groups"])),
        ),
    )
