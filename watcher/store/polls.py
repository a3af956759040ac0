"""Sources, their listings and their visits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from operator import attrgetter
from sqlite3 import Connection, Row
from typing import Any, Final

from watcher.errors import Reason
from watcher.model import (
    Fill,
    Health,
    HealthState,
    Item,
    KnownItem,
    Outcome,
    PollRun,
    Source,
    SourceState,
    Validators,
)
from watcher.model.settlement import NewAlert
from watcher.model.source import RUN_COUNTS
from watcher.records import date_as_json, parse_date
from watcher.store.database import Database, as_instant, as_text, instant
from watcher.store.outbox import insert_alert


@dataclass(frozen=True, slots=True)
class Visit:
    """How one visit ended and where its source stands after it; `notices` are what operators are told of that.

    Empty `fills` leave those that are known.
    """

    run: PollRun
    next_poll_at: datetime
    health: Health
    usual_gap: timedelta | None = None
    notices: tuple[NewAlert, ...] = ()
    flooded_since: datetime | None = None
    fills: Mapping[str, Fill] = field(default_factory=dict)


class Polls:
    """What is due, what a listing said, what became of it."""

    def __init__(self, database: Database):
        self._db = database

    def state(self, source_id: str, now: datetime | None = None) -> SourceState:
        """Return what is remembered of a source; a blank state for one that was never polled. `has_due` holds for `now`."""
        row = self._db.row(f"{_STATES} WHERE id = ?2", as_text(now), source_id)
        return _source_state(row) if row else SourceState()

    def states(self, now: datetime | None = None) -> Mapping[str, SourceState]:
        return {row["id"]: _source_state(row) for row in self._db.rows(_STATES, as_text(now))}

    def record_listing(
        self,
        source: Source,
        items: Sequence[tuple[str, Item]],
        *,
        validators: Validators,
        body_hash: bytes,
        now: datetime,
        is_baseline: bool,
    ) -> int:
        """Store what a listing announces, each item under its key, and the validators that stand for it, in one transaction.

        A known item whose edit mark moved is due for a visit at once. Return how many known items came under another guid.
        """
        with self._db.transaction() as connection:
            rekeyed = _count_rekeyed(connection, source.id, items)
            _announce(connection, source.id, items, now, is_baseline=is_baseline)
            connection.execute(
                """INSERT INTO source (id, etag, last_modified, body_hash, full_at) VALUES (?, ?, ?, ?, ?)
                   ON CONFLICT (id) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified,
                       body_hash = excluded.body_hash, full_at = excluded.full_at""",
                (source.id, validators.etag, validators.last_modified, body_hash, as_text(now)),
            )
        return rekeyed

    def record_past(self, source_id: str, items: Sequence[tuple[str, Item]], *, now: datetime) -> int:
        """Store items from a source's past, marked as such; its present listing and validators stay as they are.

        What a listing announced already is left as it is: it may be news.
        """
        with self._db.transaction() as connection:
            return _announce(connection, source_id, items, now, is_baseline=True, is_past=True)

    def listing_unchanged(self, source_id: str, validators: Validators, now: datetime) -> None:
        """Record that a listing was read whole and is the one that was read before."""
        with self._db.transaction(is_durable=False) as connection:
            connection.execute(
                "UPDATE source SET etag = ?, last_modified = ?, full_at = ? WHERE id = ?",
                (validators.etag, validators.last_modified, as_text(now), source_id),
            )

    def feed_is_whole(self, source_id: str) -> bool | None:
        """Return whether a source's feed carries whole texts; None until that was checked."""
        row = self._db.row("SELECT feed_is_whole FROM source WHERE id = ?", source_id)
        return bool(row["feed_is_whole"]) if row and row["feed_is_whole"] is not None else None

    def is_feed_check_due(self, source_id: str, now: datetime, after: timedelta) -> bool:
        row = self._db.row("SELECT feed_checked_at FROM source WHERE id = ?", source_id)
        checked_at = as_instant(row["feed_checked_at"]) if row else None
        return checked_at is None or now - checked_at > after

    def record_feed_check(self, source_id: str, *, is_whole: bool, now: datetime) -> None:
        """Record what a feed's text was worth beside its page."""
        with self._db.transaction(is_durable=False) as connection:
            connection.execute(
                "UPDATE source SET feed_is_whole = ?, feed_checked_at = ? WHERE id = ?", (is_whole, as_text(now), source_id)
            )

    def pending(self, source_id: str, now: datetime, count_max: int, *, past_only: bool = False) -> list[KnownItem]:
        """Return the items that are still to be read and due, in the order they were announced (oldest last in a feed).

        What is read back comes after what may be news; `past_only` is nothing else.
        """
        rows = self._db.rows(
            """SELECT * FROM item WHERE source_id = ? AND state = 'pending' AND (next_visit_at IS NULL OR next_visit_at <= ?)
               AND is_past >= ? ORDER BY is_past, attempts, id LIMIT ?""",
            source_id,
            as_text(now),
            past_only,
            count_max,
        )
        return [_known_item(row) for row in rows]

    def due_visits(self, source_id: str, now: datetime, count_max: int) -> list[KnownItem]:
        """Return the read items that are due for another look."""
        rows = self._db.rows(
            """SELECT * FROM item WHERE source_id = ? AND state = 'read' AND next_visit_at <= ?
               ORDER BY next_visit_at LIMIT ?""",
            source_id,
            as_text(now),
            count_max,
        )
        return [_known_item(row) for row in rows]

    def fills(self, source_id: str) -> Mapping[str, Fill]:
        """Return how often each field of a source's items is filled, as far as that was learned."""
        row = self._db.row("SELECT fills FROM source WHERE id = ?", source_id)
        return {name: Fill(*figures) for name, figures in json.loads(row["fills"]).items()} if row and row["fills"] else {}

    def read_since(self, source_id: str, since: datetime) -> int:
        """Return how many items were read since then, the baseline and what was read back left out."""
        row = self._db.row(
            "SELECT count(*) AS n FROM statement WHERE first_seen_at > ? AND source_id = ? AND NOT is_baseline",
            as_text(since),
            source_id,
        )
        return int(row["n"]) if row else 0

    def resting(self, now: datetime) -> frozenset[str]:
        """Return the sources whose next poll lies ahead."""
        return frozenset(row["id"] for row in self._db.rows("SELECT id FROM source WHERE next_poll_at > ?", as_text(now)))

    def postpone(self, item_id: int, problem: str, *, next_at: datetime | None, is_dead: bool) -> None:
        """Record that an item could not be read; `is_dead` gives up on one that was never read, never on a read one."""
        with self._db.transaction(is_durable=False) as connection:
            connection.execute(
                """UPDATE item SET attempts = attempts + 1, problem = ?, next_visit_at = ?,
                       state = CASE WHEN ? AND state = 'pending' THEN 'dead' ELSE state END WHERE id = ?""",
                (problem, as_text(next_at), is_dead, item_id),
            )

    def visited(self, item_id: int, *, next_visit_at: datetime | None, validators: Validators | None) -> None:
        """Record that a known item was looked at and has not changed."""
        kept = "etag = ?, last_modified = ?," if validators else ""
        given = (validators.etag, validators.last_modified) if validators else ()
        with self._db.transaction(is_durable=False) as connection:
            connection.execute(
                f"UPDATE item SET {kept} visits = visits + 1, attempts = 0, problem = NULL, next_visit_at = ? WHERE id = ?",  # noqa: S608 - no input in the text
                (*given, as_text(next_visit_at), item_id),
            )

    def record_run(
        self,
        run: PollRun,
        *,
        next_poll_at: datetime,
        health: Health,
        usual_gap: timedelta | None = None,
        notice: NewAlert | None = None,
    ) -> None:
        """Record one visit as `record_visits` does."""
        self.record_visits([Visit(run, next_poll_at, health, usual_gap, (notice,) if notice else ())])

    def record_visits(self, visits: Sequence[Visit]) -> None:
        """Record visits in one transaction: exactly one row per poll, where each source stands, and what operators are told."""
        notices = [(notice, visit.run.ended_at) for visit in visits for notice in visit.notices]
        with self._db.transaction(is_durable=bool(notices)) as connection:
            connection.executemany(_INSERT_RUN, [_run_row(visit.run) for visit in visits])
            for notice, at in notices:
                insert_alert(connection, notice, statement_id=None, revision_id=None, now=at)
            places = [_place(visit) for visit in visits]
            if connection.executemany(_STAND, places).rowcount < len(places):
                _first_visits(connection, places)

    def first_run_at(self) -> datetime | None:
        """Return when watching began; None before the first poll."""
        row = self._db.row("SELECT started_at AS began FROM poll_run ORDER BY id LIMIT 1")
        return as_instant(row["began"]) if row else None

    def last_runs(self) -> Mapping[str, PollRun]:
        """Return the latest run of every source."""
        rows = self._db.rows("SELECT * FROM poll_run WHERE id IN (SELECT max(id) FROM poll_run GROUP BY source_id)")
        return {row["source_id"]: _poll_run(row) for row in rows}

    def visits(self, source_id: str) -> list[PollRun]:
        """Return every recorded visit to a source, oldest first."""
        rows = self._db.rows("SELECT * FROM poll_run WHERE source_id = ? ORDER BY started_at, id", source_id)
        return [_poll_run(row) for row in rows]

    def publications(self, source_id: str, count_max: int = 100) -> list[datetime]:
        """Return when the source's latest statements were published, for its usual rhythm."""
        rows = self._db.rows(
            """SELECT published_at FROM statement WHERE source_id = ? AND published_at IS NOT NULL
               ORDER BY published_at DESC LIMIT ?""",
            source_id,
            count_max,
        )
        return [moment for row in rows if (moment := as_instant(row["published_at"]))]

    def dead_items(self, since: datetime) -> int:
        row = self._db.row("SELECT count(*) AS n FROM item WHERE state = 'dead' AND first_seen_at >= ?", as_text(since))
        return int(row["n"]) if row else 0


def _count_rekeyed(connection: Connection, source_id: str, items: Sequence[tuple[str, Item]]) -> int:
    """Take note of the guids of known items and return how many of them had another one before."""
    changed = [
        (item.guid, source_id, key, item.guid)
        for key, item in items
        if item.guid and not key.endswith(f" {item.guid}")  # there the guid is part of the key
    ]
    return connection.executemany(
        """UPDATE item SET hint = json_set(hint, '$.guid', ?) WHERE source_id = ? AND key = ?
           AND json_extract(hint, '$.guid') <> ?""",
        changed,
    ).rowcount


def _announce(
    connection: Connection,
    source_id: str,
    items: Sequence[tuple[str, Item]],
    now: datetime,
    *,
    is_baseline: bool,
    is_past: bool = False,
) -> int:
    """Store the items that are new, in their order, and plan a visit to known ones whose edit mark moved; return how many are new.

    A hint is as long as a text: it is written out for what is stored, and not for what is known.
    """
    found = connection.execute(_KNOWN, (source_id, json.dumps([key for key, _ in items])))
    known = {row["key"]: row for row in found}
    fresh = connection.executemany(
        """INSERT INTO item (source_id, key, url, hint, revised, state, first_seen_at, is_baseline, is_past)
           VALUES (?, ?, ?, ?, ?, 'pending', ?, ?, ?) ON CONFLICT (source_id, key) DO NOTHING""",
        [
            (source_id, key, item.url, hint_as_json(item), item.revised, as_text(now), is_baseline, is_past)
            for key, item in items
            if key not in known
        ],
    )
    edited = [(known[key]["id"], item) for key, item in items if key in known and item.revised not in (None, known[key]["revised"])]
    connection.executemany(
        """UPDATE item SET revised = ?, hint = ?, next_visit_at = ?, visits = 0,
               state = CASE state WHEN 'dead' THEN 'pending' WHEN 'gone' THEN 'read' ELSE state END WHERE id = ?""",
        [(item.revised, hint_as_json(item), as_text(now), item_id) for item_id, item in edited],
    )
    return fresh.rowcount


def hint_as_json(item: Item) -> str:
    """Return what the listing said of an item, for the day it is read."""
    text = _as_json(
        {
            "guid": item.guid,
            "title": item.title,
            "published": date_as_json(item.published),
            "updated": date_as_json(item.updated),
            "byline": item.byline,
            "summary_html": item.summary_html,
            "body_html": item.body_html,
            "page_url": item.page_url,
            "categories": list(item.categories),
            "kind": item.kind,
            "has_page": item.has_page,
        }
    )
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _known_item(row: Row) -> KnownItem:
    hint: dict[str, Any] = json.loads(row["hint"])
    item = Item(
        url=row["url"],
        guid=hint["guid"],
        title=hint["title"],
        published=parse_date(hint["published"], where="item"),
        updated=parse_date(hint["updated"], where="item"),
        revised=row["revised"],
        byline=hint["byline"],
        summary_html=hint["summary_html"],
        body_html=hint["body_html"],
        page_url=hint["page_url"],
        categories=tuple(hint["categories"]),
        kind=hint["kind"],
        has_page=hint["has_page"],
    )
    return KnownItem(
        id=row["id"],
        item=item,
        statement_id=row["statement_id"],
        is_baseline=bool(row["is_baseline"]),
        validators=Validators(row["etag"], row["last_modified"]),
        body_hash=row["body_hash"],
        attempts=row["attempts"],
        visits=row["visits"],
        problem=row["problem"],
        is_past=bool(row["is_past"]),
    )


def _source_state(row: Row) -> SourceState:
    (_, etag, last_modified, body_hash, full_at, next_poll_at, last_poll_at, last_ok_at, last_new_at, baseline_at) = row[:10]
    failures, usual_gap_s, health, health_since, health_why, failing_since, flooded_since, has_due = row[10:]
    return SourceState(
        validators=Validators(etag, last_modified),
        body_hash=body_hash,
        full_at=as_instant(full_at),
        next_poll_at=as_instant(next_poll_at),
        last_poll_at=as_instant(last_poll_at),
        last_ok_at=as_instant(last_ok_at),
        last_new_at=as_instant(last_new_at),
        baseline_at=as_instant(baseline_at),
        failures=failures,
        usual_gap=timedelta(seconds=usual_gap_s) if usual_gap_s is not None else None,
        health=Health(HealthState(health), as_instant(health_since), health_why or ""),
        has_due=bool(has_due),
        failing_since=as_instant(failing_since),
        flooded_since=as_instant(flooded_since),
    )


_as_json: Final = json.JSONEncoder(ensure_ascii=False).encode
_KNOWN: Final = """
SELECT item.key, item.id, item.revised FROM json_each(?2) AS wanted CROSS JOIN item
ON item.source_id = ?1 AND item.key = wanted.value
"""
_STATES: Final = """
SELECT id, etag, last_modified, body_hash, full_at, next_poll_at, last_poll_at, last_ok_at, last_new_at, baseline_at,
    failures, usual_gap_s, health, health_since, health_why, failing_since, flooded_since,
    EXISTS (SELECT 1 FROM item WHERE source_id = source.id AND state = 'pending' AND next_visit_at IS NULL)
    OR EXISTS (SELECT 1 FROM item WHERE source_id = source.id AND state = 'pending' AND next_visit_at <= ?1)
    OR EXISTS (SELECT 1 FROM item WHERE source_id = source.id AND state = 'read' AND next_visit_at <= ?1)
FROM source"""
_STAND: Final = """
UPDATE source SET next_poll_at = :next, last_poll_at = :ended,
    failures = CASE WHEN :failed THEN failures + 1 ELSE 0 END,
    failing_since = CASE WHEN :failed THEN coalesce(failing_since, :started) END,
    last_ok_at = CASE WHEN :failed THEN last_ok_at ELSE :ended END,
    last_new_at = CASE WHEN :new OR last_new_at IS NULL AND NOT :failed THEN :ended ELSE last_new_at END,
    baseline_at = CASE WHEN :failed THEN baseline_at ELSE coalesce(baseline_at, :ended) END,
    usual_gap_s = :gap, health = :health, health_since = :since, health_why = :why, flooded_since = :flooded,
    fills = coalesce(:fills, fills)
WHERE id = :id
"""
_run_counts: Final = attrgetter(*RUN_COUNTS)
_INSERT_RUN: Final = f"""
INSERT INTO poll_run (source_id, started_at, ended_at, outcome, reason, problem, is_baseline, problems, {", ".join(RUN_COUNTS)})
VALUES ({", ".join("?" * (8 + len(RUN_COUNTS)))})
"""  # noqa: S608 - our own names


def _run_row(run: PollRun) -> tuple[Any, ...]:
    return (
        run.source_id,
        as_text(run.started_at),
        as_text(run.ended_at),
        run.outcome.value,
        run.reason.value if run.reason else None,
        run.problem,
        run.is_baseline,
        json.dumps(run.problems) if run.problems else "[]",
        *_run_counts(run),
    )


def _place(visit: Visit) -> dict[str, Any]:
    run, health = visit.run, visit.health
    return {
        "id": run.source_id,
        "next": as_text(visit.next_poll_at),
        "started": as_text(run.started_at),
        "ended": as_text(run.ended_at),
        "failed": run.outcome in (Outcome.FAILED, Outcome.SUSPECT),
        "new": run.new > 0,
        "gap": int(visit.usual_gap.total_seconds()) if visit.usual_gap else None,
        "health": health.state.value,
        "since": as_text(health.since),
        "why": health.why,
        "flooded": as_text(visit.flooded_since),
        "fills": _fills_as_json(visit.fills),
    }


def _fills_as_json(fills: Mapping[str, Fill]) -> str | None:
    if not fills:
        return None
    return json.dumps({name: [round(fill.usual, 4), round(fill.latest, 4), fill.count] for name, fill in fills.items()})


def _first_visits(connection: Connection, places: Sequence[Mapping[str, Any]]) -> None:
    """Make room for sources that no listing has stood for yet, and record where they stand."""
    made = [
        place
        for place in places
        if connection.execute("INSERT INTO source (id) VALUES (:id) ON CONFLICT DO NOTHING", place).rowcount
    ]
    connection.executemany(_STAND, made)


def _poll_run(row: Row) -> PollRun:
    run = PollRun(
        source_id=row["source_id"],
        started_at=instant(row["started_at"]),
        ended_at=instant(row["ended_at"]),
        outcome=Outcome(row["outcome"]),
        reason=Reason(row["reason"]) if row["reason"] else None,
        problem=row["problem"],
        is_baseline=bool(row["is_baseline"]),
        problems=tuple(json.loads(row["problems"])),
    )
    return replace(run, **{name: row[name] for name in RUN_COUNTS})


def keys_of(items: Iterable[Item], page_keys: Iterable[str]) -> list[tuple[str, Item]]:
    """Return each item with the key it is known under: its page; its guid too where one listing gives a page twice.

    A guid alone is never the key: publishers change them for old pages. An item without a page of its own stands at a
    fragment of the listing's address, which a page's key has not, so that address is its key.
    """
    pairs = [(page_key if item.has_page else item.url, item) for page_key, item in zip(page_keys, items, strict=True)]
    counts: dict[str, int] = {}
    for page_key, _ in pairs:
        counts[page_key] = counts.get(page_key, 0) + 1
    keyed: dict[str, Item] = {}
    for page_key, item in pairs:
        key = page_key if counts[page_key] == 1 or not item.guid else f"{page_key} {item.guid}"
        keyed.setdefault(key, item)
    return list(keyed.items())
