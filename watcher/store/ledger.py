"""The ledger as it is stored: quotes, commitments over all their mentions, what was told of them, and archived copies."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from sqlite3 import Row
from typing import Any, Final

from watcher.ledger import Course, course_of
from watcher.model import (
    Band,
    CommitmentKind,
    CommitmentState,
    Group,
    Mention,
    Quote,
    QuoteKind,
    Said,
    Speaker,
    Stance,
    StatedDate,
)
from watcher.model.settlement import NewAlert
from watcher.records import parse_date
from watcher.store.database import Database, as_instant, as_text, instant
from watcher.store.outbox import insert_alert
from watcher.store.said import MENTIONS, insert_commitment, insert_mention, mention_of, replace_said
from watcher.store.statements import Statements, StoredRevision


@dataclass(frozen=True, slots=True)
class StoredCommitment:
    """A commitment over all its mentions, which are in the order in which they were said; the first gives it its words.

    `verdict` is a person's word (met, withdrawn or dismissed), given at `decided_at`; `shown_sentence` of the statement
    `shown_by` shows that it was met. `is_dropped`: no page that stated it states it now.
    """

    id: int
    kind: CommitmentKind
    mentions: tuple[Mention, ...]
    concerns: tuple[str, ...]
    first_seen_at: datetime
    is_added: bool = False
    verdict: CommitmentState | None = None
    decided_at: datetime | None = None
    why: str = ""
    shown_by: int | None = None
    shown_sentence: str = ""
    is_dropped: bool = False

    @property
    def who(self) -> str:
        return self.mentions[0].who

    @property
    def what(self) -> str:
        return self.mentions[0].what

    @property
    def course(self) -> Course:
        return course_of(self.mentions)


@dataclass(frozen=True, slots=True)
class StoredEvidence:
    """One sentence that carries a concern, in the latest revision of a statement, with where it stands and who published it.

    `start` and `end` are its place in the text, `said_at` when the statement was published, or first seen if it does not say.
    `opening_end` is where the text's first paragraph ends, which of a written answer is the question.
    """

    concern_id: str
    sentence: str
    start: int
    end: int
    score: float
    band: Band
    stance: Stance | None
    statement_id: int
    head_id: int
    revision_id: int
    revision_number: int
    title: str | None
    url: str | None
    source_id: str
    publisher: str
    group: Group
    published: StatedDate | None
    said_at: datetime
    captured_at: datetime
    body_sha256: bytes | None
    archived_at_url: str | None
    kind: str | None = None
    byline: str | None = None
    opening_end: int = 0


class Ledger:
    """Who said what, who promised what, and who was told of it."""

    def __init__(self, database: Database, statements: Statements):
        self._db, self._statements = database, statements

    # Readings

    def unread(self, version: str, after_id: int, count_max: int) -> list[StoredRevision]:
        """Return latest revisions about the concerns that no reader of `version` has read, beyond `after_id`, in order of id."""
        rows = self._db.rows(f"SELECT r.id {_UNREAD} AND r.id > ? ORDER BY r.id LIMIT ?", version, after_id, count_max)
        return [found for row in rows if (found := self._statements.revision(row["id"]))]

    def count_unread(self, version: str) -> int:
        row = self._db.row(f"SELECT count(*) AS n {_UNREAD}", version)
        return int(row["n"]) if row else 0

    def is_read(self, revision_id: int) -> bool:
        """Whether some reader has read a revision for what is said in it."""
        return self._db.row("SELECT 1 FROM ledger_reading WHERE revision_id = ?", revision_id) is not None

    def replace(self, revision_id: int, taxonomy_id: str, said: Said, now: datetime) -> None:
        """Put a reading of the ledger in the place of an earlier one; commitments keep their ids and what people said of them."""
        with self._db.transaction() as connection:
            replace_said(connection, revision_id, taxonomy_id, said, now)

    def pass_over(self, revision_id: int, version: str, now: datetime) -> None:
        """Record that readers of `version` gave up on a revision: what an earlier one read stays, and nobody tries again."""
        with self._db.transaction() as connection:
            connection.execute(
                """INSERT INTO ledger_reading (revision_id, version, read_at) VALUES (?, ?, ?)
                   ON CONFLICT (revision_id) DO UPDATE SET version = excluded.version, read_at = excluded.read_at""",
                (revision_id, version, as_text(now)),
            )

    # Quotes and evidence

    def quotes(self, revision_ids: Iterable[int]) -> Mapping[int, Sequence[Quote]]:
        """Return the quotes of each revision, in order; their words are cut out of the stored text."""
        ids = json.dumps(list(revision_ids))
        speakers: dict[int, list[Speaker]] = {}
        for row in self._db.rows(_SPEAKERS, ids):
            speakers.setdefault(row["quote_id"], []).append(_speaker(row))
        found: dict[int, list[Quote]] = {}
        for row in self._db.rows(_QUOTES, ids):
            found.setdefault(row["revision_id"], []).append(_quote(row, speakers.get(row["id"], ())))
        return found

    def evidence(
        self, taxonomy_id: str, *, concern_id: str | None = None, since: datetime | None = None, count_max: int = 1_000_000
    ) -> list[StoredEvidence]:
        """Return the sentences that carry concerns, newest statements first; what only an analyst would see is left out.

        A sentence that does not stand in the text at its place, to the letter, is left out.
        """
        rows = self._db.rows(_EVIDENCE, taxonomy_id, concern_id, as_text(since), count_max)
        return [found for row in rows for found in _evidence(row)]

    def captures(self, statement_ids: Iterable[int]) -> Mapping[int, Sequence[tuple[int, datetime, bytes | None]]]:
        """Return every revision of these statements as (number, captured at, SHA-256 of the page), in order."""
        found: dict[int, list[tuple[int, datetime, bytes | None]]] = {}
        rows = self._db.rows(
            """SELECT statement_id, number, captured_at, body_sha256 FROM revision
               WHERE statement_id IN (SELECT value FROM json_each(?)) ORDER BY statement_id, number""",
            json.dumps(sorted(statement_ids)),
        )
        for row in rows:
            found.setdefault(row["statement_id"], []).append((row["number"], instant(row["captured_at"]), row["body_sha256"]))
        return found

    # Commitments

    def commitments(self, taxonomy_id: str) -> list[StoredCommitment]:
        """Return every commitment that a revision mentions or a person added, in order of id."""
        return self._commitments("WHERE c.taxonomy_id = ?", taxonomy_id)

    def commitment(self, commitment_id: int) -> StoredCommitment | None:
        return next(iter(self._commitments("WHERE c.id = ?", commitment_id)), None)

    def add(self, taxonomy_id: str, mention: Mention, concerns: Sequence[str], now: datetime) -> int:
        """Store a commitment that a person knows of and no stored text states; return its id."""
        with self._db.transaction() as connection:
            commitment_id = insert_commitment(connection, taxonomy_id, mention.kind, now, is_added=True)
            insert_mention(connection, commitment_id, mention, None, concerns)
        return commitment_id

    def decide(
        self,
        commitment_id: int,
        verdict: CommitmentState | None,
        *,
        why: str,
        now: datetime,
        shown_by: int | None = None,
        sentence: str = "",
    ) -> bool:
        """Record a person's word on a commitment; None takes it back. Return whether there is such a commitment."""
        with self._db.transaction() as connection:
            changed = connection.execute(
                "UPDATE commitment SET verdict = ?, decided_at = ?, why = ?, shown_by = ?, shown_sentence = ? WHERE id = ?",
                (verdict.value if verdict else None, as_text(now), why, shown_by, sentence, commitment_id),
            )
            return changed.rowcount > 0

    def unite(self, kept_id: int, other_id: int) -> None:
        """Make one commitment of two: the kept one gets the other's mentions, and what was told and said of it.

        A person's word on the kept one stands before one on the other. Read again, a revision's mentions stay where they are, and
        what restates either joins the one.
        """
        with self._db.transaction() as connection:
            connection.execute("UPDATE mention SET commitment_id = ? WHERE commitment_id = ?", (kept_id, other_id))
            # What was told of both under one date stays where it is: neither is told again.
            connection.execute(
                "UPDATE OR IGNORE commitment_told SET commitment_id = ? WHERE commitment_id = ?", (kept_id, other_id)
            )
            connection.execute(_UNITED, {"kept": kept_id, "other": other_id})
            connection.execute(_VERDICT_KEPT, {"kept": kept_id, "other": other_id})

    def _commitments(self, clause: str, *arguments: object) -> list[StoredCommitment]:
        mentions: dict[int, list[Row]] = {}
        for row in self._db.rows(f"{MENTIONS} {clause} ORDER BY m.said_at, m.id", *arguments):
            mentions.setdefault(row["commitment_id"], []).append(row)
        rows = self._db.rows(f"SELECT * FROM commitment AS c {clause} ORDER BY c.id", *arguments)  # noqa: S608 - our own clauses
        return [_commitment(row, mentions[row["id"]]) for row in rows if row["id"] in mentions]

    # Archived copies

    def unarchived(self, now: datetime, captured_since: datetime, count_max: int) -> list[tuple[int, str, int]]:
        """Return latest revisions that a public archive is still to be asked for, as (revision, address, tries so far)."""
        rows = self._db.rows(
            """SELECT r.id, s.url, coalesce(copy.attempts, 0) AS attempts
               FROM revision AS r JOIN statement AS s ON s.latest_revision_id = r.id
                   LEFT JOIN archive_copy AS copy ON copy.revision_id = r.id
               WHERE s.url IS NOT NULL AND r.captured_at >= ? AND NOT (s.is_baseline AND r.number = 1)
                   AND (copy.state IS NULL OR copy.state = 'waiting' AND copy.next_attempt_at <= ?)
                   AND EXISTS (SELECT 1 FROM assessment AS a WHERE a.revision_id = r.id AND a.band <> 'review')
               ORDER BY r.id LIMIT ?""",
            as_text(captured_since),
            as_text(now),
            count_max,
        )
        return [(row["id"], row["url"], row["attempts"]) for row in rows]

    def record_archive(
        self,
        revision_id: int,
        now: datetime,
        *,
        url: str | None = None,
        problem: str | None = None,
        next_at: datetime | None = None,
    ) -> None:
        """Record what the archive answered: where the copy is, or what went wrong and when it is asked again (None: never)."""
        state = "kept" if url else "waiting" if next_at else "dead"
        with self._db.transaction() as connection:
            connection.execute(
                """INSERT INTO archive_copy (revision_id, state, url, asked_at, attempts, next_attempt_at, problem)
                   VALUES (?, ?, ?, ?, 1, ?, ?) ON CONFLICT (revision_id) DO UPDATE SET state = excluded.state, url = excluded.url,
                       asked_at = excluded.asked_at, attempts = archive_copy.attempts + 1,
                       next_attempt_at = excluded.next_attempt_at, problem = excluded.problem""",
                (revision_id, state, url, as_text(now), as_text(next_at), problem),
            )

    # What was told

    def tell_commitment(self, commitment_id: int, due_on: date, alert: NewAlert, mention: Mention, now: datetime) -> int | None:
        """Store an alert about a commitment and its date with its deliveries; None if it was told before."""
        statement_id, revision_id = (mention.statement_id or None, mention.revision_id or None)
        with self._db.transaction() as connection:
            alert_id = insert_alert(connection, alert, statement_id=statement_id, revision_id=revision_id, now=now)
            if alert_id is not None:
                connection.execute(
                    "INSERT INTO commitment_told (commitment_id, reason, due_on, alert_id) VALUES (?, ?, ?, ?)",
                    (commitment_id, alert.reason.value, due_on.isoformat(), alert_id),
                )
        return alert_id

    def told_commitments(self) -> frozenset[tuple[int, str, date]]:
        """Return what was told: (commitment, reason, date)."""
        rows = self._db.rows("SELECT commitment_id, reason, due_on FROM commitment_told")
        return frozenset((row["commitment_id"], row["reason"], date.fromisoformat(row["due_on"])) for row in rows)

    def commitment_of_alert(self, alert_id: int) -> StoredCommitment | None:
        row = self._db.row("SELECT commitment_id FROM commitment_told WHERE alert_id = ?", alert_id)
        return self.commitment(row["commitment_id"]) if row else None

    def tell_gap(self, organisation: str, concern_id: str, since: datetime, alert: NewAlert, now: datetime) -> int | None:
        """Store an alert about a gap that began at `since`, with its deliveries; None if it was told before."""
        with self._db.transaction() as connection:
            alert_id = insert_alert(connection, alert, statement_id=None, revision_id=None, now=now)
            if alert_id is not None:
                connection.execute(
                    "INSERT INTO gap_told (organisation, concern_id, since, alert_id) VALUES (?, ?, ?, ?)",
                    (organisation, concern_id, as_text(since), alert_id),
                )
        return alert_id

    def told_gaps(self) -> frozenset[tuple[str, str, datetime]]:
        """Return what was told: (organisation, concern, since)."""
        rows = self._db.rows("SELECT organisation, concern_id, since FROM gap_told")
        return frozenset((row["organisation"], row["concern_id"], instant(row["since"])) for row in rows)


_UNREAD: Final = """FROM (SELECT id FROM revision WHERE is_relevant UNION SELECT revision_id FROM assessment) AS r
    WHERE NOT EXISTS (SELECT 1 FROM ledger_reading AS l WHERE l.revision_id = r.id AND l.version = ?)
        AND EXISTS (SELECT 1 FROM revision AS own JOIN statement AS s ON s.id = own.statement_id
            WHERE own.id = r.id AND s.latest_revision_id = own.id)"""
_QUOTES: Final = """SELECT q.*, substr(r.text, q.start + 1, q.stop - q.start) AS words
    FROM quote AS q JOIN revision AS r ON r.id = q.revision_id
    WHERE q.revision_id IN (SELECT value FROM json_each(?)) ORDER BY q.revision_id, q.start, q.id"""
_SPEAKERS: Final = """SELECT sp.* FROM quote AS q JOIN quote_speaker AS sp ON sp.quote_id = q.id
    WHERE q.revision_id IN (SELECT value FROM json_each(?)) ORDER BY sp.quote_id, sp.position"""
_EVIDENCE: Final = """
SELECT a.concern_id, a.score, a.band, a.stance, a.evidence, r.id AS revision_id, r.number, r.title, r.text, r.details,
    r.captured_at, r.body_sha256, s.id AS statement_id, coalesce(s.head_id, s.id) AS head_id, s.source_id, s.publisher, s.grp,
    s.url, coalesce(s.published_at, s.first_seen_at) AS said_at, copy.url AS copy_url
FROM assessment AS a JOIN revision AS r ON r.id = a.revision_id JOIN statement AS s ON s.latest_revision_id = r.id
    LEFT JOIN archive_copy AS copy ON copy.revision_id = r.id AND copy.state = 'kept'
WHERE a.taxonomy_id = ?1 AND a.band <> 'review' AND (?2 IS NULL OR a.concern_id = ?2)
    AND (?3 IS NULL OR coalesce(s.published_at, s.first_seen_at) >= ?3)
ORDER BY said_at DESC, s.id DESC, a.concern_id LIMIT ?4
"""


def _speaker(row: Row) -> Speaker:
    return Speaker(
        name=row["name"],
        role=row["role"],
        organisation=row["organisation"],
        printed=row["printed"],
        role_printed=row["role_printed"],
        organisation_printed=row["organisation_printed"],
        is_known=bool(row["is_known"]),
    )


def _quote(row: Row, speakers: Sequence[Speaker]) -> Quote:
    return Quote(
        start=row["start"],
        end=row["stop"],
        quote=row["words"],
        kind=QuoteKind(row["kind"]),
        score=row["score"],
        speakers=tuple(speakers),
        is_continued=bool(row["is_continued"]),
        via=row["via"],
    )


def _evidence(row: Row) -> Iterable[StoredEvidence]:
    details: dict[str, Any] = json.loads(row["details"])
    for each in json.loads(row["evidence"]):
        if row["text"][each["start"] : each["end"]] != each["quote"]:
            continue
        yield StoredEvidence(
            concern_id=row["concern_id"],
            sentence=each["quote"],
            start=each["start"],
            end=each["end"],
            score=row["score"],
            band=Band(row["band"]),
            stance=Stance(row["stance"]) if row["stance"] else None,
            statement_id=row["statement_id"],
            head_id=row["head_id"],
            revision_id=row["revision_id"],
            revision_number=row["number"],
            title=row["title"],
            url=row["url"],
            source_id=row["source_id"],
            publisher=row["publisher"],
            group=Group(row["grp"]),
            published=parse_date(details.get("published"), where="revision"),
            said_at=instant(row["said_at"]),
            captured_at=instant(row["captured_at"]),
            body_sha256=row["body_sha256"],
            archived_at_url=row["copy_url"],
            kind=details.get("kind"),
            byline=details.get("byline"),
            opening_end=next((end for _, end, _ in details.get("spans", ())), len(row["text"].partition("\n\n")[0])),
        )


_UNITED: Final = """
UPDATE commitment SET is_added = commitment.is_added OR other.is_added,
    first_seen_at = min(commitment.first_seen_at, other.first_seen_at)
FROM commitment AS other WHERE commitment.id = :kept AND other.id = :other
"""
_VERDICT_KEPT: Final = """
UPDATE commitment SET verdict = other.verdict, decided_at = other.decided_at, why = other.why, shown_by = other.shown_by,
    shown_sentence = other.shown_sentence
FROM commitment AS other WHERE commitment.id = :kept AND other.id = :other AND commitment.verdict IS NULL
"""


def _commitment(row: Row, mentions: Sequence[Row]) -> StoredCommitment:
    concerns = sorted({concern for mention in mentions for concern in json.loads(mention["concerns"])})
    return StoredCommitment(
        id=row["id"],
        kind=CommitmentKind(row["kind"]),
        mentions=tuple(mention_of(mention) for mention in mentions),
        concerns=tuple(concerns),
        first_seen_at=instant(row["first_seen_at"]),
        is_added=bool(row["is_added"]),
        verdict=CommitmentState(row["verdict"]) if row["verdict"] else None,
        decided_at=as_instant(row["decided_at"]),
        why=row["why"] or "",
        shown_by=row["shown_by"],
        shown_sentence=row["shown_sentence"] or "",
        is_dropped=not row["is_added"] and not any(mention["is_latest"] for mention in mentions),
    )
