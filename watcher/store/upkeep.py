"""Looking after the file: pruning, thinning, checking, backing up, and setting right what a wrong clock has written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from watcher.errors import StoreError
from watcher.store.database import Database, as_instant, as_text, copy_to

PROBLEMS_MAX: Final = 20
CLOCK_AHEAD_MAX: Final = timedelta(hours=2)
"""What was written so long after now was written by a clock that was wrong; an hour is a clock that was set back, and waits."""
LEASE_AHEAD_MAX: Final = timedelta(hours=1)
"""No send takes so long, so no claim lasts longer."""
VISIT_AHEAD_MAX: Final = timedelta(days=31)
"""The longest that an item ever waits for its next visit is 30 days."""


class Upkeep:
    """What is done to the database as a whole."""

    def __init__(self, database: Database):
        self._db = database

    def prune(self, before: datetime) -> int:
        """Drop the bodies captured before a moment; statements, evidence and hashes stay. Return how many."""
        with self._db.transaction(is_durable=False) as connection:
            return connection.execute("DELETE FROM body WHERE captured_at < ?", (as_text(before),)).rowcount

    def prune_attempts(self, before: datetime) -> int:
        """Drop the single tries of deliveries that ended well (sent or cancelled) before a moment; the deliveries stay."""
        with self._db.transaction(is_durable=False) as connection:
            return connection.execute(
                """DELETE FROM attempt WHERE started_at < ? AND delivery_id IN
                       (SELECT id FROM delivery WHERE state IN ('sent', 'cancelled') AND coalesce(sent_at, created_at) < ?)""",
                (as_text(before), as_text(before)),
            ).rowcount

    def thin_runs(self, before: datetime, *, gone_before: datetime) -> int:
        """Keep of each day before `before` what tells when a source could be read; drop all runs before `gone_before`.

        A day keeps of each source its first and last run, those on both sides of where it began or ceased to fail, and all that
        brought something new. The first run of each source stays for ever: it says when watching began. Whole days are thinned,
        once each.
        """
        until = before.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        since = self._moment("thinned_until")
        with self._db.transaction(is_durable=False) as connection:
            gone = connection.execute(_DROP_RUNS, (as_text(gone_before),)).rowcount
            if since is None or since < until:
                gone += connection.execute(_THIN_RUNS, {"since": as_text(since) or "", "until": as_text(until)}).rowcount
                _put(connection, "thinned_until", until)
        return gone

    def optimize(self) -> None:
        self._db.connection.execute("PRAGMA optimize")

    def file_bytes(self) -> int:
        """Return how large the database is, without its write-ahead log."""
        pages, size = (self._db.rows(f"PRAGMA {name}")[0][0] for name in ("page_count", "page_size"))
        return int(pages) * int(size)

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the file, one line each, at most `PROBLEMS_MAX`; empty if it is sound.

        A file is read over a connection of its own: the check of a large one may run in a thread while others go on.

        Raises:
            StoreError: the file cannot be read at all.
        """
        if self._db.path is None:
            return _broken(self._db.connection)
        try:
            with closing(sqlite3.connect(f"file:{self._db.path}?mode=ro", uri=True)) as connection:
                return _broken(connection)
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{self._db.path}: cannot be checked ({error})") from error

    def last_checked_at(self) -> datetime | None:
        return self._moment("checked_at")

    def record_check(self, now: datetime) -> None:
        with self._db.transaction(is_durable=False) as connection:
            _put(connection, "checked_at", now)

    def pull_back(self, now: datetime) -> int:
        """Set right what a clock far ahead of `now` has planned or dated; return how many rows.

        A machine that believed in next year for an hour must not leave its sources alone until then. Plans made by a clock that
        was at most `CLOCK_AHEAD_MAX` ahead stand: they are late by no more than that, and pulling them back would be a storm.
        """
        moments = {
            "now": as_text(now),
            "ahead": as_text(now + CLOCK_AHEAD_MAX),
            "visit": as_text(now + VISIT_AHEAD_MAX),
            "lease": as_text(now + LEASE_AHEAD_MAX),
        }
        with self._db.transaction() as connection:
            return sum(connection.execute(statement, moments).rowcount for statement in _PULL_BACK)

    def back_up(self, target: Path) -> None:
        """Write a verified copy of the whole database to `target`, while others go on writing.

        Raises:
            StoreError: the file is there already, cannot be written, or did not verify.
        """
        if target.exists():
            raise StoreError(f"{target}: there already; a backup never overwrites")
        copy_to(self._db.connection, target)

    def _moment(self, name: str) -> datetime | None:
        row = self._db.row("SELECT value FROM note WHERE key = ?", name)
        return as_instant(row["value"]) if row else None


def _put(connection: sqlite3.Connection, name: str, moment: datetime) -> None:
    connection.execute(
        "INSERT INTO note (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (name, as_text(moment)),
    )


def _broken(connection: sqlite3.Connection) -> tuple[str, ...]:
    rows = connection.execute(f"PRAGMA integrity_check({PROBLEMS_MAX})").fetchall()
    broken = [str(row[0]) for row in rows if row[0] != "ok"]
    broken += [f"{row[0]} refers to a row that is not there" for row in connection.execute("PRAGMA foreign_key_check")]
    return tuple(broken[:PROBLEMS_MAX])


_FIRST_RUNS: Final = "SELECT min(id) FROM poll_run GROUP BY source_id"
_DROP_RUNS: Final = f"DELETE FROM poll_run WHERE started_at < ? AND id NOT IN ({_FIRST_RUNS})"  # noqa: S608 - our own text
_DAY_OF_RUN: Final = "PARTITION BY source_id, substr(started_at, 1, 10) ORDER BY started_at, id"
_THIN_RUNS: Final = f"""
DELETE FROM poll_run WHERE id IN (
    SELECT id FROM (
        SELECT id, new, revised, is_bad, lag(is_bad) OVER ({_DAY_OF_RUN}) AS before, lead(is_bad) OVER ({_DAY_OF_RUN}) AS after
        FROM (SELECT *, outcome IN ('failed', 'suspect') AS is_bad FROM poll_run WHERE started_at >= :since AND started_at < :until)
    ) WHERE is_bad = before AND is_bad = after AND new = 0 AND revised = 0
) AND id NOT IN ({_FIRST_RUNS})
"""  # noqa: S608 - our own text
_PULL_BACK: Final = (
    "UPDATE source SET next_poll_at = :now WHERE last_poll_at > :ahead AND next_poll_at > :now",
    "UPDATE source SET last_poll_at = :now WHERE last_poll_at > :ahead",
    "UPDATE source SET last_ok_at = NULL WHERE last_ok_at > :ahead",
    "UPDATE source SET last_new_at = :now WHERE last_new_at > :ahead",
    "UPDATE source SET full_at = NULL WHERE full_at > :ahead",
    "UPDATE source SET feed_checked_at = NULL WHERE feed_checked_at > :ahead",
    "UPDATE item SET next_visit_at = :now WHERE next_visit_at > :visit",
    "UPDATE poll_run SET started_at = :now, ended_at = :now WHERE id = (SELECT min(id) FROM poll_run) AND started_at > :ahead",
    """UPDATE delivery SET next_attempt_at = :now WHERE state = 'pending' AND next_attempt_at > :now AND (created_at > :ahead
           OR EXISTS (SELECT 1 FROM attempt WHERE delivery_id = delivery.id AND started_at > :ahead))""",
    # a group waits from its first alert and from its last message: both lie in a time that does not come for long
    "UPDATE delivery SET created_at = :now WHERE state = 'pending' AND message IS NULL AND created_at > :ahead",
    "UPDATE delivery SET frozen_at = :now WHERE frozen_at > :ahead",
    "UPDATE breaker SET open_until = NULL, changed_at = :now WHERE changed_at > :ahead",
    "UPDATE archive_copy SET next_attempt_at = :now WHERE next_attempt_at > :visit",
    "UPDATE robots SET expires_at = :now WHERE expires_at > :visit",
    "UPDATE source SET failing_since = :now WHERE failing_since > :ahead",
    "UPDATE source SET flooded_since = :now WHERE flooded_since > :ahead",
    "UPDATE delivery SET lease_until = :lease WHERE state = 'claimed' AND lease_until > :lease",
    "UPDATE told SET created_at = :now WHERE created_at > :ahead AND period IS NULL",
    # a digest that was closed before its time: its slot is free again, what it told stays told
    *(
        f"""UPDATE {table} SET period = period || ' (clock ' || :now || ')'
            WHERE (receiver_id, period) IN (SELECT receiver_id, period FROM digest_run WHERE created_at > :ahead)"""  # noqa: S608
        for table in ("told", "delivery")
    ),
    """UPDATE digest_run SET period = period || ' (clock ' || :now || ')', until = :now, created_at = :now
       WHERE created_at > :ahead""",
    "DELETE FROM note WHERE key IN ('checked_at', 'thinned_until') AND value > :ahead",
)
