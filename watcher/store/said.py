"""What the ledger read in a revision, written in the transaction of the revision itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from sqlite3 import Connection, Row
from typing import Final

from watcher.ledger import join, likeness
from watcher.ledger.gazetteer import key_of
from watcher.model import Certainty, Commitment, CommitmentKind, Due, DuePrecision, Mention, Quote, Said
from watcher.store.database import as_text, instant

KNOWN_MAX: Final = 2_000
"""So many earlier mentions, the latest ones, are compared with those of a new revision."""


def replace_said(connection: Connection, revision_id: int, taxonomy_id: str, said: Said, now: datetime) -> None:
    """Store what was read in a revision in the place of an earlier reading; its mentions join the commitments they state again."""
    before = connection.execute(
        f"{MENTIONS} WHERE m.revision_id = ? AND c.taxonomy_id = ? ORDER BY m.id", (revision_id, taxonomy_id)
    ).fetchall()
    _forget(connection, revision_id)
    connection.execute(
        "INSERT INTO ledger_reading (revision_id, version, read_at) VALUES (?, ?, ?)", (revision_id, said.version, as_text(now))
    )
    for quote in said.quotes:
        _insert_quote(connection, revision_id, quote)
    if said.commitments:
        _insert_commitments(connection, revision_id, taxonomy_id, said.commitments, before, now)


def _forget(connection: Connection, revision_id: int) -> None:
    """Drop what was read in a revision. Commitments stay: a person's word on them, and what was told of them, does."""
    for table in ("quote", "mention", "ledger_reading"):
        connection.execute(f"DELETE FROM {table} WHERE revision_id = ?", (revision_id,))  # noqa: S608 - our own names


def _insert_quote(connection: Connection, revision_id: int, quote: Quote) -> None:
    cursor = connection.execute(
        "INSERT INTO quote (revision_id, start, stop, kind, score, is_continued, via) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (revision_id, quote.start, quote.end, quote.kind.value, quote.score, quote.is_continued, quote.via),
    )
    connection.executemany(
        """INSERT INTO quote_speaker (quote_id, position, name, role, organisation, printed, role_printed,
               organisation_printed, is_known) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            (
                cursor.lastrowid,
                position,
                speaker.name,
                speaker.role,
                speaker.organisation,
                speaker.printed,
                speaker.role_printed,
                speaker.organisation_printed,
                speaker.is_known,
            )
            for position, speaker in enumerate(quote.speakers)
        ],
    )


def _insert_commitments(
    connection: Connection,
    revision_id: int,
    taxonomy_id: str,
    commitments: Sequence[Commitment],
    before: Sequence[Row],
    now: datetime,
) -> None:
    place = connection.execute(_PLACE, (revision_id,)).fetchone()
    found = [_mention(commitment, place) for commitment in commitments]
    again = _read_again(commitments, before)
    known = _known(connection, taxonomy_id, {key_of(each.who) for each in found}, place["head_id"])
    joined = join(found, {id_: mentions for id_, mentions in known.items() if id_ not in again.values()})
    fresh: dict[int, Sequence[Mention]] = {}
    for position, (commitment, mention) in enumerate(zip(commitments, found, strict=True)):
        target = again.get(position) or joined[position] or join([mention], fresh)[0]
        if target is None:
            target = insert_commitment(connection, taxonomy_id, commitment.kind, now)
        fresh[target] = [*fresh.get(target, ()), mention]
        insert_mention(connection, target, mention, (commitment.start, commitment.end), commitment.concerns)


def _read_again(commitments: Sequence[Commitment], before: Sequence[Row]) -> Mapping[int, int]:
    """Return for each commitment that an earlier reading found in the same sentence the one it was stored as, by position.

    So a better reader may change a date, a name or where the sentence begins; a person's word on the commitment stays with it, and
    what was told of it is not told again. A sentence that begins where it began goes first.
    """
    left = list(before)
    again: dict[int, int] = {}
    for is_same_start in (True, False):
        for position, commitment in enumerate(commitments):
            here = [row for row in left if position not in again and _is_here(row, commitment, is_same_start=is_same_start)]
            if here:
                nearest = max(here, key=lambda row: likeness(row["what"], commitment.what))
                again[position] = nearest["commitment_id"]
                left.remove(nearest)
    return again


def _is_here(row: Row, commitment: Commitment, *, is_same_start: bool) -> bool:
    """Whether an earlier reading's sentence begins where the new one's does, or shares some of its text."""
    if is_same_start:
        return bool(row["start"] == commitment.start)
    return bool(row["start"] < commitment.end and commitment.start < row["stop"])


def insert_commitment(
    connection: Connection, taxonomy_id: str, kind: CommitmentKind, now: datetime, *, is_added: bool = False
) -> int:
    """Add a commitment that nothing mentions yet."""
    cursor = connection.execute(
        "INSERT INTO commitment (taxonomy_id, kind, is_added, first_seen_at) VALUES (?, ?, ?, ?)",
        (taxonomy_id, kind.value, is_added, as_text(now)),
    )
    return int(cursor.lastrowid or 0)


def insert_mention(
    connection: Connection, commitment_id: int, mention: Mention, place: tuple[int, int] | None, concerns: Iterable[str]
) -> None:
    """Add one place where a commitment is stated; one that a person added has no place and no revision."""
    start, stop = place or (None, None)
    due = mention.due
    connection.execute(
        """INSERT INTO mention (commitment_id, revision_id, start, stop, who, who_key, what, due_on, due_precision, due_certainty,
               due_printed, concerns, said_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            commitment_id,
            mention.revision_id or None,
            start,
            stop,
            mention.who,
            key_of(mention.who),
            mention.what,
            due.day.isoformat() if due.day else None,
            due.precision.value,
            due.certainty.value,
            due.printed,
            json.dumps(list(concerns)),
            as_text(mention.said_at),
        ),
    )


def mention_of(row: Row) -> Mention:
    """Return a mention from its row joined with its revision's; its sentence is cut out of the stored text."""
    due = Due(
        date.fromisoformat(row["due_on"]) if row["due_on"] else None,
        DuePrecision(row["due_precision"]),
        Certainty(row["due_certainty"]),
        row["due_printed"],
    )
    return Mention(
        who=row["who"],
        what=row["what"],
        sentence=row["sentence"] or "",
        due=due,
        said_at=instant(row["said_at"]),
        kind=CommitmentKind(row["kind"]),
        revision_id=row["revision_id"] or 0,
        statement_id=row["statement_id"] or 0,
        head_id=row["head_id"] or 0,
    )


def _mention(commitment: Commitment, place: Row) -> Mention:
    return Mention(
        who=commitment.who,
        what=commitment.what,
        sentence=commitment.sentence,
        due=commitment.due,
        said_at=_said_at(place),
        kind=commitment.kind,
        revision_id=place["id"],
        statement_id=place["statement_id"],
        head_id=place["head_id"],
    )


def _said_at(place: Row) -> datetime:
    """Return when a revision said what it says: a first one when it was published, a later one when it was seen."""
    captured_at = instant(place["captured_at"])
    return instant(place["published_at"]) if place["number"] == 1 and place["published_at"] else captured_at


def _known(connection: Connection, taxonomy_id: str, who_keys: Iterable[str], head_id: int) -> Mapping[int, Sequence[Mention]]:
    """Return the mentions that new ones are compared with: those of the same bodies, and those in the same family."""
    keys = json.dumps(sorted(who_keys))
    rows = connection.execute(
        f"{MENTIONS} WHERE c.taxonomy_id = ? AND {_COMPARED} ORDER BY m.id DESC LIMIT ?",
        (taxonomy_id, keys, head_id, head_id, KNOWN_MAX),
    )
    known: dict[int, list[Mention]] = {}
    for row in rows:
        known.setdefault(row["commitment_id"], []).append(mention_of(row))
    return known


_PLACE: Final = """
SELECT r.id, r.statement_id, r.number, r.captured_at, s.published_at, coalesce(s.head_id, s.id) AS head_id
FROM revision AS r JOIN statement AS s ON s.id = r.statement_id WHERE r.id = ?
"""
MENTIONS: Final = """
SELECT m.*, c.kind, r.statement_id, coalesce(s.head_id, s.id) AS head_id,
    CASE WHEN m.start IS NULL THEN m.what ELSE substr(r.text, m.start + 1, m.stop - m.start) END AS sentence,
    s.latest_revision_id = m.revision_id AS is_latest
FROM mention AS m JOIN commitment AS c ON c.id = m.commitment_id
    LEFT JOIN revision AS r ON r.id = m.revision_id LEFT JOIN statement AS s ON s.id = r.statement_id
"""
_COMPARED: Final = """(m.who_key IN (SELECT value FROM json_each(?))
    OR m.revision_id IN (SELECT r2.id FROM statement AS s2 JOIN revision AS r2 ON r2.statement_id = s2.id
        WHERE s2.id = ? OR s2.head_id = ?))"""
