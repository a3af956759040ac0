"""What was judged of revisions, judged again by a new model, and corrected by people; a person's word wins over every model."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from sqlite3 import Connection

from watcher.model import Assessment, Band, Evidence, Judgement
from watcher.store.database import Database, as_text, instant
from watcher.store.said import replace_said
from watcher.store.statements import Statements, StoredRevision, insert_assessments


class Verdict(StrEnum):
    """An analyst's word on one concern of one revision; with `SENTENCE` the concern is right and another sentence carries it."""

    KEEP = "keep"
    NOT = "not"
    ADD = "add"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Correction:
    """One verdict, with the sentence that carries the concern where one was named (verbatim from the revision)."""

    revision_id: int
    taxonomy_id: str
    concern_id: str
    verdict: Verdict
    sentence: str | None
    created_at: datetime


class Judgements:
    """The assessments of stored revisions, over model versions and corrections."""

    def __init__(self, database: Database, statements: Statements):
        self._db, self._statements = database, statements

    def stale(self, model_version: str, after_id: int, count_max: int) -> list[StoredRevision]:
        """Return latest revisions beyond `after_id` that another model judged, in order of id."""
        rows = self._db.rows(
            """SELECT revision.id FROM revision JOIN statement ON statement.latest_revision_id = revision.id
               WHERE revision.id > ? AND coalesce(revision.model_version, '') <> ? ORDER BY revision.id LIMIT ?""",
            after_id,
            model_version,
            count_max,
        )
        return [found for row in rows if (found := self._statements.revision(row["id"]))]

    def count_stale(self, model_version: str) -> int:
        row = self._db.row(
            """SELECT count(*) AS n FROM revision JOIN statement ON statement.latest_revision_id = revision.id
               WHERE coalesce(revision.model_version, '') <> ?""",
            model_version,
        )
        return int(row["n"]) if row else 0

    def replace(self, revision_id: int, judgement: Judgement, taxonomy_id: str, now: datetime) -> None:
        """Put another model's judgement, and what the ledger reads, in the old one's place; corrections are applied over it."""
        with self._db.transaction() as connection:
            connection.execute(
                "UPDATE revision SET model_version = ?, is_relevant = ?, scope = ?, scores = ? WHERE id = ?",
                (judgement.model_version, judgement.is_relevant, judgement.scope, json.dumps(dict(judgement.scores)), revision_id),
            )
            connection.execute("DELETE FROM assessment WHERE revision_id = ? AND taxonomy_id = ?", (revision_id, taxonomy_id))
            insert_assessments(connection, revision_id, taxonomy_id, judgement.assessments, judgement.model_version)
            for correction in self._corrections("WHERE revision_id = ? AND taxonomy_id = ?", revision_id, taxonomy_id):
                self._apply(connection, correction)
            if judgement.said is not None:
                replace_said(connection, revision_id, taxonomy_id, judgement.said, now)

    def uncertain(self, taxonomy_id: str, count_max: int) -> list[tuple[StoredRevision, Assessment]]:
        """Return shown or nearly shown assessments that nobody looked at, the least certain first; `sure` ones are left out."""
        rows = self._db.rows(
            """SELECT a.revision_id, a.concern_id FROM assessment AS a
               JOIN statement AS s ON s.latest_revision_id = a.revision_id
               LEFT JOIN correction AS c USING (revision_id, taxonomy_id, concern_id)
               WHERE a.taxonomy_id = ? AND a.band <> 'sure' AND c.verdict IS NULL AND s.source_id <> 'seeds'
               ORDER BY abs(a.score - 0.5), a.revision_id LIMIT ?""",
            taxonomy_id,
            count_max,
        )
        found = []
        for row in rows:
            revision = self._statements.revision(row["revision_id"])
            if revision is not None:
                found += [(revision, each) for each in revision.assessments if each.concern_id == row["concern_id"]]
        return found

    def correct(self, correction: Correction) -> None:
        """Record a person's word and let it take effect at once.

        Raises:
            ValueError: the sentence does not stand in the revision, or an added concern has none.
        """
        with self._db.transaction() as connection:
            connection.execute(
                """INSERT INTO correction (revision_id, taxonomy_id, concern_id, verdict, sentence, created_at)
                   VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (revision_id, taxonomy_id, concern_id) DO UPDATE
                   SET verdict = excluded.verdict, sentence = excluded.sentence, created_at = excluded.created_at""",
                (
                    correction.revision_id,
                    correction.taxonomy_id,
                    correction.concern_id,
                    correction.verdict.value,
                    correction.sentence,
                    as_text(correction.created_at),
                ),
            )
            self._apply(connection, correction)

    def corrections(self) -> list[Correction]:
        """Return every correction, oldest first."""
        return self._corrections("ORDER BY created_at, revision_id")

    def _corrections(self, clause: str, *arguments: object) -> list[Correction]:
        rows = self._db.rows(f"SELECT * FROM correction {clause}", *arguments)  # noqa: S608 - our own clauses
        return [
            Correction(
                row["revision_id"],
                row["taxonomy_id"],
                row["concern_id"],
                Verdict(row["verdict"]),
                row["sentence"],
                instant(row["created_at"]),
            )
            for row in rows
        ]

    def _apply(self, connection: Connection, correction: Correction) -> None:
        """Make the stored assessments say what the correction says."""
        key = (correction.revision_id, correction.taxonomy_id, correction.concern_id)
        where = "WHERE revision_id = ? AND taxonomy_id = ? AND concern_id = ?"
        if correction.verdict is Verdict.NOT:
            connection.execute(f"DELETE FROM assessment {where}", key)  # noqa: S608 - our own clause
            return
        if correction.sentence is None:
            connection.execute(f"UPDATE assessment SET score = 1.0, band = 'sure' {where}", key)  # noqa: S608 - our own clause
            return
        evidence = self._evidence(connection, correction)
        kept = connection.execute(f"SELECT stance FROM assessment {where}", key).fetchone()  # noqa: S608 - our own clause
        connection.execute(f"DELETE FROM assessment {where}", key)  # noqa: S608 - our own clause
        connection.execute(
            """INSERT INTO assessment (revision_id, taxonomy_id, concern_id, score, band, stance, evidence, model_version)
               VALUES (?, ?, ?, 1.0, ?, ?, ?, 'analyst')""",
            (*key, Band.SURE.value, kept["stance"] if kept else None, json.dumps([asdict(evidence)], ensure_ascii=False)),
        )

    def _evidence(self, connection: Connection, correction: Correction) -> Evidence:
        row = connection.execute("SELECT text FROM revision WHERE id = ?", (correction.revision_id,)).fetchone()
        sentence = correction.sentence or ""
        start = row["text"].find(sentence) if row and sentence else -1
        if start < 0:
            raise ValueError("the sentence does not stand in the text, to the letter")
        return Evidence(start, start + len(sentence), sentence, score=1.0)
