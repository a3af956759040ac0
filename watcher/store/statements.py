"""Statements, their revisions, relations and judgements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from sqlite3 import Connection, Row
from typing import Any, Final

import zstandard

from watcher.dedup import fold_title
from watcher.model import (
    Assessment,
    Band,
    Change,
    ChangeKind,
    Evidence,
    Fingerprint,
    Group,
    Record,
    Relation,
    RelationKind,
    Span,
    SpanKind,
    Stance,
)
from watcher.model.settlement import Action, NewAlert, Settlement
from watcher.records import date_as_json, parse_date
from watcher.store.database import Database, as_instant, as_text, instant
from watcher.store.index import TextIndex
from watcher.store.outbox import insert_alert
from watcher.store.said import replace_said
from watcher.text import LineMemory

_PACKER: Final = zstandard.ZstdCompressor(level=3)
BODY_BYTES_MAX: Final = 3_000_000
"""Larger bodies are not kept beside their revision; the hash always is."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a settlement became in the store."""

    statement_id: int
    revision_id: int
    revision_number: int
    alert_id: int | None = None


@dataclass(frozen=True, slots=True)
class StoredRevision:
    """One revision with all that was judged of it."""

    id: int
    statement_id: int
    number: int
    record: Record
    captured_at: datetime
    is_relevant: bool
    assessments: tuple[Assessment, ...]
    scores: Mapping[str, float]
    relations: tuple[Relation, ...]
    change_notes: tuple[str, ...] = ()
    body_sha256: bytes | None = None


@dataclass(frozen=True, slots=True)
class StoredStatement:
    """A statement as it stands now; `head_id` is its family's head (itself, if it heads one)."""

    id: int
    source_id: str
    external_id: str | None
    publisher: str
    group: Group
    url: str | None
    first_seen_at: datetime
    head_id: int
    is_baseline: bool
    withdrawn_at: datetime | None
    latest: StoredRevision


@dataclass(frozen=True, slots=True)
class StoredKin:
    """An earlier revision that a new text may stand to, with its family."""

    revision_id: int
    record: Record
    host: str
    story: str
    head_id: int
    head_group: Group


class Statements:
    """The shelf of statements, each with its judgements by one taxonomy (by every one if `taxonomy_id` is None)."""

    def __init__(self, database: Database, taxonomy_id: str | None = None):
        self._db = database
        self.taxonomy_id = taxonomy_id
        self.index = TextIndex(database.connection)

    # What one reading changes

    def record(self, settlement: Settlement) -> Recorded:
        """Store all that follows from one reading, alert and deliveries included, in one transaction."""
        with self._db.transaction() as connection:
            recorded = self._record(connection, settlement)
            if settlement.item_id is not None:
                _mark_read(connection, settlement, recorded.statement_id)
        return recorded

    def _record(self, connection: Connection, settlement: Settlement) -> Recorded:
        if settlement.action is Action.SEEN and settlement.statement_id is not None:
            row = connection.execute(
                "SELECT id, number FROM revision WHERE statement_id = ? ORDER BY number DESC LIMIT 1", (settlement.statement_id,)
            ).fetchone()
            return _told(connection, settlement, settlement.statement_id, row["id"], row["number"])
        statement_id = settlement.statement_id or _insert_statement(connection, settlement)
        revision_id, number = _insert_revision(connection, settlement, statement_id)
        _insert_relations(connection, revision_id, settlement.relations)
        for article_id, relation in settlement.linked:
            _insert_relations(connection, article_id, (replace(relation, of=str(revision_id)),))
        if settlement.judgement:
            judgement = settlement.judgement
            insert_assessments(connection, revision_id, settlement.taxonomy_id, judgement.assessments, judgement.model_version)
            if judgement.said is not None:
                replace_said(connection, revision_id, settlement.taxonomy_id, judgement.said, settlement.settled_at)
        self.index.add(revision_id, settlement.fingerprint, is_copy=settlement.head_id is not None)
        self._db.last(_index_words)
        return _told(connection, settlement, statement_id, revision_id, number)

    def withdraw(self, item_id: int, statement_id: int, now: datetime, *, is_gone: bool, alert: NewAlert | None = None) -> bool:
        """Record that a statement was withdrawn, and tell so with `alert` if that is news; return whether it is. Its text stays.

        `is_gone` ends the visits to its page until the listing shows an edit, and then it is read whole, so that it can come
        back as it was; a page that only carries a notice is still visited.
        """
        with self._db.transaction() as connection:
            if is_gone:
                connection.execute(
                    """UPDATE item SET state = 'gone', next_visit_at = NULL, etag = NULL, last_modified = NULL, body_hash = NULL
                       WHERE id = ?""",
                    (item_id,),
                )
            changed = connection.execute(
                "UPDATE statement SET withdrawn_at = ? WHERE id = ? AND withdrawn_at IS NULL RETURNING latest_revision_id",
                (as_text(now), statement_id),
            ).fetchone()
            if changed is not None and alert is not None:
                insert_alert(connection, alert, statement_id=statement_id, revision_id=changed["latest_revision_id"], now=now)
            return changed is not None

    def set_heads(self, heads: Mapping[int, int]) -> None:
        """Record new family heads: statement id -> head's statement id."""
        with self._db.transaction() as connection:
            connection.executemany(
                "UPDATE statement SET head_id = ? WHERE id = ?", [(head, member) for member, head in heads.items()]
            )

    def override_family(self, statement_id: int, other_id: int, verdict: str, now: datetime) -> None:
        """Remember that a person said `merge` or `split` of two statements; the later word stands."""
        low, high = sorted((statement_id, other_id))
        with self._db.transaction() as connection:
            connection.execute(
                """INSERT INTO family_override (statement_id, other_id, verdict, created_at) VALUES (?, ?, ?, ?)
                   ON CONFLICT (statement_id, other_id) DO UPDATE
                   SET verdict = excluded.verdict, created_at = excluded.created_at""",
                (low, high, verdict, as_text(now)),
            )

    def split_from(self, statement_id: int) -> frozenset[int]:
        """Return the statements that a person said are not of one family with this one."""
        rows = self._db.rows(
            "SELECT statement_id, other_id FROM family_override WHERE verdict = 'split' AND (statement_id = ? OR other_id = ?)",
            statement_id,
            statement_id,
        )
        return frozenset(id_ for row in rows for id_ in (row["statement_id"], row["other_id"]) if id_ != statement_id)

    # The memory of repeated lines

    def memory(self, host: str, *, stories_min: int = 1) -> LineMemory:
        """Return a host's lines, those under at least `stories_min` stories."""
        stories: dict[int, set[int]] = {}
        known = "SELECT hash, story FROM line WHERE host = ?"
        recurring = f"{known} AND hash IN (SELECT hash FROM line WHERE host = ? GROUP BY hash HAVING count(*) >= ?)"  # noqa: S608
        rows = self._db.rows(recurring, host, host, stories_min) if stories_min > 1 else self._db.rows(known, host)
        for row in rows:
            stories.setdefault(row["hash"], set()).add(row["story"])
        return LineMemory(host, {digest: frozenset(known) for digest, known in stories.items()})

    def lines(self, host: str, digests: Iterable[int]) -> Mapping[int, frozenset[int]]:
        """Return those of these lines that a host has, each with its stories: line hash -> story hashes."""
        found: dict[int, set[int]] = {}
        for row in self._db.rows(_LINES, host, json.dumps(list(digests))):
            found.setdefault(row["hash"], set()).add(row["story"])
        return {digest: frozenset(stories) for digest, stories in found.items()}

    def learn(self, host: str, learned: Mapping[int, frozenset[int]]) -> None:
        """Add lines to a host's memory: line hash -> story hashes."""
        rows = [(host, digest, story) for digest, stories in learned.items() for story in stories]
        if rows:
            with self._db.transaction(is_durable=False) as connection:
                connection.executemany("INSERT OR IGNORE INTO line (host, hash, story) VALUES (?, ?, ?)", rows)

    # Kin

    def kin_of(self, fingerprint: Fingerprint, host: str) -> list[StoredKin]:
        """Return earlier revisions that may be kin of a text on `host`, oldest first: same page, same words, shared wording.

        Every member that the found families have on this host is among them.
        """
        found = [text_id for text_id, _ in self.index.candidates(fingerprint)]
        rows = self._db.rows(_KIN, json.dumps(found), host, host) if found else []
        return [_kin(row) for row in rows]

    def story_of(self, host: str, page_key: str | None, title_key: str | None) -> str | None:
        """Return the story of an earlier statement of this host with this page or this title."""
        row = self._db.row(_STORY_OF_PAGE, host, page_key) if page_key else None
        if row is None and title_key:
            row = self._db.row(_STORY_OF_TITLE, host, title_key)
        return row["story"] if row else None

    # Reading

    def by_external_id(self, source_id: str, external_id: str) -> int | None:
        row = self._db.row("SELECT id FROM statement WHERE source_id = ? AND external_id = ?", source_id, external_id)
        return int(row["id"]) if row else None

    def statement(self, statement_id: int) -> StoredStatement | None:
        row = self._db.row("SELECT * FROM statement WHERE id = ?", statement_id)
        return self._statement(row) if row else None

    def revision(self, revision_id: int) -> StoredRevision | None:
        row = self._db.row("SELECT * FROM revision WHERE id = ?", revision_id)
        return self._revision(row) if row else None

    def revisions(self, statement_id: int) -> list[StoredRevision]:
        rows = self._db.rows("SELECT * FROM revision WHERE statement_id = ? ORDER BY number", statement_id)
        return [self._revision(row) for row in rows]

    def family(self, head_id: int) -> list[StoredStatement]:
        """Return all members of a family, oldest first, its head included."""
        rows = self._db.rows("SELECT * FROM statement WHERE head_id = ? OR id = ? ORDER BY first_seen_at, id", head_id, head_id)
        return [self._statement(row) for row in rows]

    def quoting(self, statement_ids: Iterable[int]) -> list[StoredStatement]:
        """Return the statements that quote one of these, oldest first."""
        ids = list(statement_ids)
        marks = ", ".join("?" * len(ids))
        rows = self._db.rows(
            f"""SELECT DISTINCT s.* FROM relation
                JOIN revision AS article ON article.id = relation.revision_id
                JOIN revision AS quoted ON quoted.id = relation.of_revision_id
                JOIN statement AS s ON s.id = article.statement_id
                WHERE relation.kind = 'quotes' AND quoted.statement_id IN ({marks}) ORDER BY s.first_seen_at, s.id""",  # noqa: S608 - marks only
            *ids,
        )
        return [self._statement(row) for row in rows]

    def find(
        self,
        *,
        query: str | None = None,
        concern_id: str | None = None,
        source_id: str | None = None,
        since: datetime | None = None,
        count_max: int = 50,
    ) -> list[StoredStatement]:
        """Return statements, newest first; `query` is looked up in titles and texts, word by word, all of them."""
        conditions: list[str] = ["1"]
        arguments: list[object] = []
        if query is not None:
            conditions.append("s.latest_revision_id IN (SELECT rowid FROM revision_fts WHERE revision_fts MATCH ?)")
            arguments.append(_words_to_match(query))
        if concern_id is not None:
            conditions.append(
                "EXISTS (SELECT 1 FROM assessment a WHERE a.revision_id = s.latest_revision_id AND a.concern_id = ? AND "
                "a.taxonomy_id = coalesce(?, a.taxonomy_id))"
            )
            arguments += [concern_id, self.taxonomy_id]
        if source_id is not None:
            conditions.append("s.source_id = ?")
            arguments.append(source_id)
        if since is not None:
            conditions.append("s.first_seen_at >= ?")
            arguments.append(as_text(since) or "")
        rows = self._db.rows(
            f"""SELECT s.* FROM statement AS s WHERE {" AND ".join(conditions)}
                ORDER BY coalesce(s.published_at, s.first_seen_at) DESC, s.id DESC LIMIT ?""",  # noqa: S608 - our own words
            *arguments,
            count_max,
        )
        return [self._statement(row) for row in rows]

    def count_not_shown(self, since: datetime, until: datetime) -> int:
        """Return how many statements came in [since, until) without any concern; what was brought or read back is not counted."""
        row = self._db.row(
            """SELECT count(*) AS n FROM statement AS s WHERE s.first_seen_at >= ? AND s.first_seen_at < ?
               AND s.source_id NOT IN ('seeds', 'import')
               AND s.id NOT IN (SELECT statement_id FROM item WHERE is_past AND statement_id IS NOT NULL)
               AND NOT EXISTS (SELECT 1 FROM assessment AS a WHERE a.revision_id = s.latest_revision_id AND a.band <> 'review'
                   AND a.taxonomy_id = coalesce(?, a.taxonomy_id))""",
            as_text(since),
            as_text(until),
            self.taxonomy_id,
        )
        return int(row["n"]) if row else 0

    def count_by_concern(self, taxonomy_id: str, since: datetime, until: datetime) -> Mapping[str, int]:
        """Return how many families first seen in [since, until) address each concern."""
        rows = self._db.rows(
            """SELECT a.concern_id AS concern, count(DISTINCT coalesce(s.head_id, s.id)) AS n
               FROM assessment AS a JOIN statement AS s ON s.latest_revision_id = a.revision_id
               WHERE a.taxonomy_id = ? AND a.band <> 'review' AND s.first_seen_at >= ? AND s.first_seen_at < ?
                 AND s.source_id NOT IN ('seeds', 'import') AND NOT s.is_baseline
               GROUP BY a.concern_id""",
            taxonomy_id,
            as_text(since),
            as_text(until),
        )
        return {row["concern"]: row["n"] for row in rows}

    def body(self, revision_id: int) -> bytes | None:
        """Return the page as it came, if it is still kept."""
        row = self._db.row("SELECT zstd FROM body WHERE revision_id = ?", revision_id)
        return zstandard.ZstdDecompressor().decompress(row["zstd"], max_output_size=BODY_BYTES_MAX) if row else None

    def _statement(self, row: Row) -> StoredStatement:
        latest = self.revision(row["latest_revision_id"])
        assert latest is not None, "a statement has a revision from its first transaction on"
        return StoredStatement(
            id=row["id"],
            source_id=row["source_id"],
            external_id=row["external_id"],
            publisher=row["publisher"],
            group=Group(row["grp"]),
            url=row["url"],
            first_seen_at=instant(row["first_seen_at"]),
            head_id=row["head_id"] or row["id"],
            is_baseline=bool(row["is_baseline"]),
            withdrawn_at=as_instant(row["withdrawn_at"]),
            latest=latest,
        )

    def _revision(self, row: Row) -> StoredRevision:
        details: dict[str, Any] = json.loads(row["details"])
        statement = self._db.row("SELECT * FROM statement WHERE id = ?", row["statement_id"])
        assert statement is not None, "the foreign key holds"
        assessed = self._db.rows(
            "SELECT * FROM assessment WHERE revision_id = ? AND taxonomy_id = coalesce(?, taxonomy_id) ORDER BY concern_id",
            row["id"],
            self.taxonomy_id,
        )
        related = self._db.rows("SELECT * FROM relation WHERE revision_id = ? ORDER BY score DESC", row["id"])
        return StoredRevision(
            id=row["id"],
            statement_id=row["statement_id"],
            number=row["number"],
            record=_record(row, statement, details),
            captured_at=instant(row["captured_at"]),
            is_relevant=bool(row["is_relevant"]),
            assessments=tuple(_assessment(found) for found in assessed),
            scores=json.loads(row["scores"]),
            relations=tuple(_relation(found) for found in related),
            change_notes=tuple(details.get("change_notes", ())),
            body_sha256=row["body_sha256"],
        )


def _words_to_match(query: str) -> str:
    """Return a full-text expression for the words of `query`, each quoted so that none is an operator; `""` matches nothing."""
    printable = "".join(char if char.isprintable() else " " for char in query)
    words = [word.replace('"', '""') for word in printable.split() if any(char.isalnum() for char in word)]
    return " ".join(f'"{word}"' for word in words) or '""'


def _told(connection: Connection, settlement: Settlement, statement_id: int, revision_id: int, number: int) -> Recorded:
    """Let a statement that was withdrawn stand again if it does, add the alert, and return what was recorded."""
    if settlement.returns:
        connection.execute("UPDATE statement SET withdrawn_at = NULL WHERE id = ?", (statement_id,))
    alert_id = None
    if settlement.alert:
        now = settlement.settled_at
        alert_id = insert_alert(connection, settlement.alert, statement_id=statement_id, revision_id=revision_id, now=now)
    return Recorded(statement_id, revision_id, number, alert_id)


def _insert_statement(connection: Connection, settlement: Settlement) -> int:
    record = settlement.record
    cursor = connection.execute(
        """INSERT INTO statement (source_id, external_id, publisher, grp, host, page_key, title_key, story, url, published,
               published_at, first_seen_at, head_id, is_baseline) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            record.source or "import",
            record.id or None,
            record.publisher or record.source or "unknown",
            (record.group or Group.OTHER).value,
            settlement.host,
            settlement.fingerprint.page_key,
            fold_title(record.title) or "",
            settlement.story,
            record.url,
            json.dumps(date_as_json(record.published)) if record.published else None,
            as_text(record.published.as_instant) if record.published else None,
            as_text(settlement.settled_at),
            settlement.head_id,
            settlement.is_baseline,
        ),
    )
    return int(cursor.lastrowid or 0)


def _insert_revision(connection: Connection, settlement: Settlement, statement_id: int) -> tuple[int, int]:
    record, judgement, capture = settlement.record, settlement.judgement, settlement.capture
    details = {
        "byline": record.byline,
        "kind": record.kind,
        "language": record.language,
        "guid": record.guid,
        "published": date_as_json(record.published),
        "updated": date_as_json(record.updated),
        "spans": [[span.start, span.end, span.kind.value] for span in record.spans],
        "standfirst": settlement.document.standfirst,
        "change_notes": list(settlement.document.change_notes),
        "certainty": settlement.document.certainty,
    }
    number = 1 + connection.execute("SELECT count(*) FROM revision WHERE statement_id = ?", (statement_id,)).fetchone()[0]
    cursor = connection.execute(
        """INSERT INTO revision (statement_id, number, title, text, details, content_hash, captured_at, body_sha256,
               extractor_version, model_version, is_relevant, scope, scores) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            statement_id,
            number,
            record.title,
            record.text,
            json.dumps(details, ensure_ascii=False),
            settlement.fingerprint.content_hash,
            as_text(settlement.settled_at),
            capture.sha256 if capture else None,
            settlement.document.extractor_version,
            judgement.model_version if judgement else None,
            bool(judgement and judgement.is_relevant),
            judgement.scope if judgement else None,
            json.dumps(dict(judgement.scores) if judgement else {}),
        ),
    )
    revision_id = int(cursor.lastrowid or 0)
    connection.execute("UPDATE statement SET latest_revision_id = ? WHERE id = ?", (revision_id, statement_id))
    if capture and len(capture.body) <= BODY_BYTES_MAX:
        packed = _PACKER.compress(capture.body)
        connection.execute(
            "INSERT INTO body (revision_id, content_type, captured_at, zstd) VALUES (?, ?, ?, ?)",
            (revision_id, capture.content_type, as_text(settlement.settled_at), packed),
        )
    return revision_id, number


def _index_words(connection: Connection) -> None:
    """Feed the full-text index with the revisions that it has not.

    Ten at once take half the time of one by one: the index writes a part of its own for every statement and savepoint.
    """
    connection.execute(_INDEX_WORDS)


def _insert_relations(connection: Connection, revision_id: int, relations: Sequence[Relation]) -> None:
    connection.executemany(
        """INSERT INTO relation (revision_id, of_revision_id, kind, score, evidence, changes, is_derived, algorithm_version)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
        [
            (
                revision_id,
                int(relation.of),
                relation.kind.value,
                relation.score,
                json.dumps(relation.evidence, ensure_ascii=False),
                json.dumps([asdict(change) for change in relation.changes], ensure_ascii=False),
                relation.is_derived,
                relation.algorithm_version,
            )
            for relation in relations
        ],
    )


def insert_assessments(
    connection: Connection, revision_id: int, taxonomy_id: str, assessments: Sequence[Assessment], model_version: str
) -> None:
    """Add a revision's assessments."""
    rows: Iterable[tuple[object, ...]] = (
        (
            revision_id,
            taxonomy_id,
            assessment.concern_id,
            assessment.score,
            assessment.band.value,
            assessment.stance.value if assessment.stance else None,
            json.dumps([asdict(evidence) for evidence in assessment.evidence], ensure_ascii=False),
            model_version,
        )
        for assessment in assessments
    )
    connection.executemany(
        """INSERT INTO assessment (revision_id, taxonomy_id, concern_id, score, band, stance, evidence, model_version)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        rows,
    )


def _mark_read(connection: Connection, settlement: Settlement, statement_id: int) -> None:
    unchanged = settlement.action is Action.SEEN
    connection.execute(
        """UPDATE item SET state = 'read', statement_id = ?, etag = ?, last_modified = ?, body_hash = ?, attempts = 0,
               problem = NULL, next_visit_at = ?, visits = CASE WHEN ? THEN visits + 1 ELSE 1 END WHERE id = ?""",
        (
            statement_id,
            settlement.validators.etag,
            settlement.validators.last_modified,
            settlement.body_hash,
            as_text(settlement.next_visit_at),
            unchanged,
            settlement.item_id,
        ),
    )


_INDEX_WORDS: Final = """
INSERT INTO revision_fts (rowid, title, text) SELECT id, title, text FROM revision
WHERE id > (SELECT coalesce(max(id), 0) FROM revision_fts_docsize) ORDER BY id
"""
_STORY_OF_PAGE: Final = "SELECT story FROM statement WHERE host = ? AND page_key = ? ORDER BY id LIMIT 1"
_STORY_OF_TITLE: Final = "SELECT story FROM statement WHERE host = ? AND title_key = ? ORDER BY id LIMIT 1"
_LINES: Final = """
SELECT line.hash, line.story FROM json_each(?2) AS wanted CROSS JOIN line ON line.host = ?1 AND line.hash = wanted.value
"""
_KIN: Final = """
WITH found AS (SELECT id, statement_id FROM revision WHERE id IN (SELECT value FROM json_each(?))),
    family AS (SELECT DISTINCT coalesce(s.head_id, s.id) AS head_id FROM found JOIN statement AS s ON s.id = found.statement_id),
    here AS (
        SELECT s.id FROM family JOIN statement AS s ON s.head_id = family.head_id WHERE s.host = ?
        UNION SELECT s.id FROM family JOIN statement AS s ON s.id = family.head_id WHERE s.head_id IS NULL AND s.host = ?),
    wanted AS (SELECT id FROM found UNION SELECT r.id FROM here JOIN revision AS r ON r.statement_id = here.id)
SELECT r.*, s.source_id, s.publisher, s.grp, s.url, s.host, s.story, head.id AS family_id, head.grp AS head_grp
FROM wanted JOIN revision AS r ON r.id = wanted.id JOIN statement AS s ON s.id = r.statement_id
    JOIN statement AS head ON head.id = coalesce(s.head_id, s.id)
ORDER BY r.id
"""


def _kin(row: Row) -> StoredKin:
    return StoredKin(
        revision_id=row["id"],
        record=_record(row, row, json.loads(row["details"])),
        host=row["host"],
        story=row["story"],
        head_id=row["family_id"],
        head_group=Group(row["head_grp"]),
    )


def _record(row: Row, statement: Row, details: Mapping[str, Any]) -> Record:
    return Record(
        id=str(row["id"]),
        text=row["text"],
        title=row["title"],
        source=statement["source_id"],
        publisher=statement["publisher"],
        group=Group(statement["grp"]),
        url=statement["url"],
        guid=details.get("guid"),
        published=parse_date(details.get("published"), where="revision"),
        updated=parse_date(details.get("updated"), where="revision"),
        byline=details.get("byline"),
        kind=details.get("kind"),
        language=details.get("language"),
        spans=tuple(Span(start, end, SpanKind(kind)) for start, end, kind in details.get("spans", ())),
    )


def _assessment(row: Row) -> Assessment:
    evidence = [Evidence(**{**found, "cues": tuple(found["cues"])}) for found in json.loads(row["evidence"])]
    return Assessment(
        concern_id=row["concern_id"],
        score=row["score"],
        band=Band(row["band"]),
        stance=Stance(row["stance"]) if row["stance"] else None,
        evidence=tuple(evidence),
    )


def _relation(row: Row) -> Relation:
    changes = [Change(**{**change, "kind": ChangeKind(change["kind"])}) for change in json.loads(row["changes"])]
    return Relation(
        kind=RelationKind(row["kind"]),
        of=str(row["of_revision_id"]),
        score=row["score"],
        evidence=tuple(json.loads(row["evidence"])),
        changes=tuple(changes),
        is_derived=bool(row["is_derived"]),
        algorithm_version=row["algorithm_version"],
    )
