"""The tables, as append-only migrations: a released one is never edited, the next one is added below it."""

from __future__ import annotations

from typing import Any, Final

from watcher.store.index import TEXT_INDEX_SCHEMA
from watcher.store.sqlite_tools import Migrations, sqlite_utils

migrations: Final = Migrations("watcher")

_FIRST: Final = """
CREATE TABLE source (
    id TEXT PRIMARY KEY,
    etag TEXT,
    last_modified TEXT,
    body_hash BLOB,
    full_at TEXT,
    usual_gap_s INTEGER,
    feed_is_whole INTEGER,
    feed_checked_at TEXT,
    next_poll_at TEXT,
    last_poll_at TEXT,
    last_ok_at TEXT,
    last_new_at TEXT,
    baseline_at TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    health TEXT NOT NULL DEFAULT 'unknown',
    health_since TEXT,
    health_why TEXT
) STRICT;

CREATE TABLE note (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE poll_run (
    id INTEGER PRIMARY KEY,
    source_id TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT,
    problem TEXT,
    listed INTEGER NOT NULL,
    new INTEGER NOT NULL,
    revised INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    suspect INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    conditional INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    bytes_read INTEGER NOT NULL,
    is_baseline INTEGER NOT NULL,
    problems TEXT NOT NULL
) STRICT;
CREATE INDEX poll_run_source ON poll_run (source_id, started_at);

CREATE TABLE statement (
    id INTEGER PRIMARY KEY,
    source_id TEXT NOT NULL,
    external_id TEXT,
    publisher TEXT NOT NULL,
    grp TEXT NOT NULL,
    host TEXT NOT NULL,
    page_key TEXT,
    title_key TEXT NOT NULL,
    story TEXT NOT NULL,
    url TEXT,
    published TEXT,
    published_at TEXT,
    first_seen_at TEXT NOT NULL,
    head_id INTEGER REFERENCES statement (id),
    latest_revision_id INTEGER,
    is_baseline INTEGER NOT NULL,
    withdrawn_at TEXT
) STRICT;
CREATE UNIQUE INDEX statement_external ON statement (source_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX statement_page ON statement (host, page_key);
CREATE INDEX statement_title ON statement (host, title_key);
CREATE INDEX statement_head ON statement (head_id);
CREATE INDEX statement_seen ON statement (first_seen_at);

CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    source_id TEXT NOT NULL,
    key TEXT NOT NULL,
    url TEXT NOT NULL,
    hint TEXT NOT NULL,
    revised TEXT,
    state TEXT NOT NULL CHECK (state IN ('pending', 'read', 'gone', 'dead')),
    statement_id INTEGER REFERENCES statement (id),
    etag TEXT,
    last_modified TEXT,
    body_hash BLOB,
    first_seen_at TEXT NOT NULL,
    is_baseline INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    visits INTEGER NOT NULL DEFAULT 0,
    next_visit_at TEXT,
    problem TEXT,
    UNIQUE (source_id, key)
) STRICT;
CREATE INDEX item_due ON item (source_id, state, next_visit_at);

CREATE TABLE revision (
    id INTEGER PRIMARY KEY,
    statement_id INTEGER NOT NULL REFERENCES statement (id),
    number INTEGER NOT NULL,
    title TEXT,
    text TEXT NOT NULL,
    details TEXT NOT NULL,
    content_hash BLOB NOT NULL,
    captured_at TEXT NOT NULL,
    body_sha256 BLOB,
    extractor_version TEXT NOT NULL,
    model_version TEXT,
    is_relevant INTEGER NOT NULL DEFAULT 0,
    scope TEXT,
    scores TEXT NOT NULL DEFAULT '{}',
    UNIQUE (statement_id, number)
) STRICT;

CREATE TABLE body (
    revision_id INTEGER PRIMARY KEY REFERENCES revision (id),
    content_type TEXT,
    captured_at TEXT NOT NULL,
    zstd BLOB NOT NULL
) STRICT;

CREATE TABLE relation (
    revision_id INTEGER NOT NULL REFERENCES revision (id),
    of_revision_id INTEGER NOT NULL REFERENCES revision (id),
    kind TEXT NOT NULL,
    score REAL NOT NULL,
    evidence TEXT NOT NULL,
    changes TEXT NOT NULL,
    is_derived INTEGER NOT NULL,
    algorithm_version TEXT NOT NULL,
    PRIMARY KEY (revision_id, of_revision_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX relation_of ON relation (of_revision_id);

CREATE TABLE assessment (
    revision_id INTEGER NOT NULL REFERENCES revision (id),
    taxonomy_id TEXT NOT NULL,
    concern_id TEXT NOT NULL,
    score REAL NOT NULL,
    band TEXT NOT NULL,
    stance TEXT,
    evidence TEXT NOT NULL,
    model_version TEXT NOT NULL,
    PRIMARY KEY (revision_id, taxonomy_id, concern_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX assessment_concern ON assessment (taxonomy_id, concern_id);

CREATE TABLE family_override (
    statement_id INTEGER NOT NULL REFERENCES statement (id),
    other_id INTEGER NOT NULL REFERENCES statement (id),
    verdict TEXT NOT NULL CHECK (verdict IN ('merge', 'split')),
    created_at TEXT NOT NULL,
    PRIMARY KEY (statement_id, other_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE correction (
    revision_id INTEGER NOT NULL REFERENCES revision (id),
    taxonomy_id TEXT NOT NULL,
    concern_id TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('keep', 'not', 'add', 'sentence')),
    sentence TEXT,
    created_at TEXT NOT NULL,
    PRIMARY KEY (revision_id, taxonomy_id, concern_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE line (
    host TEXT NOT NULL,
    hash INTEGER NOT NULL,
    story INTEGER NOT NULL,
    PRIMARY KEY (host, hash, story)
) STRICT, WITHOUT ROWID;

CREATE TABLE silence (
    id INTEGER PRIMARY KEY,
    match TEXT NOT NULL,
    why TEXT NOT NULL,
    created_at TEXT NOT NULL,
    until TEXT NOT NULL
) STRICT;

CREATE TABLE alert (
    id INTEGER PRIMARY KEY,
    reason TEXT NOT NULL,
    statement_id INTEGER REFERENCES statement (id),
    revision_id INTEGER REFERENCES revision (id),
    source_id TEXT,
    subject_key TEXT NOT NULL,
    subject_line TEXT NOT NULL,
    details TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (subject_key, reason)
) STRICT;

CREATE TABLE told (
    receiver_id TEXT NOT NULL,
    alert_id INTEGER NOT NULL REFERENCES alert (id),
    route_id TEXT NOT NULL,
    cadence TEXT NOT NULL,
    period TEXT,
    created_at TEXT NOT NULL,
    PRIMARY KEY (receiver_id, alert_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX told_waiting ON told (receiver_id, cadence, period);

CREATE TABLE delivery (
    id TEXT PRIMARY KEY,
    receiver_id TEXT NOT NULL,
    address TEXT,
    kind TEXT NOT NULL,
    alert_id INTEGER REFERENCES alert (id),
    period TEXT,
    message TEXT,
    state TEXT NOT NULL CHECK (state IN ('pending', 'claimed', 'sent', 'dead', 'held', 'cancelled')),
    is_committing INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    next_attempt_at TEXT,
    lease_until TEXT,
    sent_at TEXT,
    receipt TEXT,
    problem TEXT
) STRICT;
CREATE INDEX delivery_due ON delivery (state, next_attempt_at);

CREATE TABLE attempt (
    delivery_id TEXT NOT NULL REFERENCES delivery (id),
    number INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    outcome TEXT,
    reason TEXT,
    problem TEXT,
    PRIMARY KEY (delivery_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE digest_run (
    receiver_id TEXT NOT NULL,
    period TEXT NOT NULL,
    cadence TEXT NOT NULL,
    since TEXT NOT NULL,
    until TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (receiver_id, period)
) STRICT, WITHOUT ROWID;
"""


_LEDGER: Final = """
CREATE TABLE ledger_reading (
    revision_id INTEGER PRIMARY KEY REFERENCES revision (id),
    version TEXT NOT NULL,
    read_at TEXT NOT NULL
) STRICT;

CREATE TABLE quote (
    id INTEGER PRIMARY KEY,
    revision_id INTEGER NOT NULL REFERENCES revision (id),
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    kind TEXT NOT NULL,
    score REAL NOT NULL,
    is_continued INTEGER NOT NULL,
    via TEXT
) STRICT;
CREATE INDEX quote_revision ON quote (revision_id);

CREATE TABLE quote_speaker (
    quote_id INTEGER NOT NULL REFERENCES quote (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    role TEXT,
    organisation TEXT,
    printed TEXT NOT NULL,
    role_printed TEXT,
    organisation_printed TEXT,
    is_known INTEGER NOT NULL,
    PRIMARY KEY (quote_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE commitment (
    id INTEGER PRIMARY KEY,
    taxonomy_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    is_added INTEGER NOT NULL DEFAULT 0,
    verdict TEXT CHECK (verdict IN ('met', 'withdrawn', 'dismissed')),
    decided_at TEXT,
    why TEXT,
    shown_by INTEGER REFERENCES statement (id),
    shown_sentence TEXT,
    first_seen_at TEXT NOT NULL
) STRICT;

CREATE TABLE mention (
    id INTEGER PRIMARY KEY,
    commitment_id INTEGER NOT NULL REFERENCES commitment (id),
    revision_id INTEGER REFERENCES revision (id),
    start INTEGER,
    stop INTEGER,
    who TEXT NOT NULL,
    who_key TEXT NOT NULL,
    what TEXT NOT NULL,
    due_on TEXT,
    due_precision TEXT NOT NULL,
    due_certainty TEXT NOT NULL,
    due_printed TEXT NOT NULL,
    concerns TEXT NOT NULL,
    said_at TEXT NOT NULL
) STRICT;
CREATE INDEX mention_commitment ON mention (commitment_id);
CREATE INDEX mention_revision ON mention (revision_id);
CREATE INDEX mention_who ON mention (who_key);

CREATE TABLE commitment_told (
    commitment_id INTEGER NOT NULL REFERENCES commitment (id),
    reason TEXT NOT NULL,
    due_on TEXT NOT NULL,
    alert_id INTEGER NOT NULL REFERENCES alert (id),
    PRIMARY KEY (commitment_id, reason, due_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX commitment_told_alert ON commitment_told (alert_id);

CREATE TABLE gap_told (
    organisation TEXT NOT NULL,
    concern_id TEXT NOT NULL,
    since TEXT NOT NULL,
    alert_id INTEGER NOT NULL REFERENCES alert (id),
    PRIMARY KEY (organisation, concern_id, since)
) STRICT, WITHOUT ROWID;

CREATE TABLE archive_copy (
    revision_id INTEGER PRIMARY KEY REFERENCES revision (id),
    state TEXT NOT NULL CHECK (state IN ('kept', 'waiting', 'dead')),
    url TEXT,
    asked_at TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at TEXT,
    problem TEXT
) STRICT;
"""

_TERMS_OF_DELIVERY: Final = """
ALTER TABLE told ADD COLUMN digest TEXT;
UPDATE told SET digest = cadence WHERE cadence <> 'now';
CREATE INDEX told_digest ON told (receiver_id, digest, period);
ALTER TABLE delivery ADD COLUMN frozen_at TEXT;
ALTER TABLE delivery ADD COLUMN released_at TEXT;

CREATE TABLE breaker (
    receiver_id TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    open_until TEXT,
    problem TEXT NOT NULL,
    changed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE subscription (
    receiver_id TEXT NOT NULL,
    address TEXT NOT NULL,
    routes TEXT NOT NULL,
    is_active INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (receiver_id, address)
) STRICT, WITHOUT ROWID;
"""


@migrations()
def m001_statements_items_and_the_outbox(db: Any) -> None:
    _run(db, _FIRST)


@migrations()
def m002_shared_wording(db: Any) -> None:
    _run(db, TEXT_INDEX_SCHEMA)


@migrations()
def m003_full_text_search(db: sqlite_utils.Database) -> None:
    db.table("revision").enable_fts(["title", "text"], tokenize="porter", create_triggers=True)


@migrations()
def m007_requests_to_the_daemon(db: Any) -> None:
    _run(
        db,
        """
CREATE TABLE request (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    wanted TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    taken_at TEXT,
    done_at TEXT,
    answer TEXT
) STRICT;
""",
    )


@migrations()
def m004_the_ledger(db: Any) -> None:
    _run(db, _LEDGER)


@migrations()
def m005_terms_of_delivery(db: Any) -> None:
    _run(db, _TERMS_OF_DELIVERY)


@migrations()
def m006_care_for_sources(db: Any) -> None:
    _run(
        db,
        """
ALTER TABLE source ADD COLUMN failing_since TEXT;
ALTER TABLE source ADD COLUMN flooded_since TEXT;
ALTER TABLE source ADD COLUMN fills TEXT;
CREATE TABLE robots (origin TEXT PRIMARY KEY, body BLOB, expires_at TEXT NOT NULL) STRICT, WITHOUT ROWID;
""",
    )


@migrations()
def m008_items_of_the_past(db: Any) -> None:
    _run(db, "ALTER TABLE item ADD COLUMN is_past INTEGER NOT NULL DEFAULT 0;\n")


@migrations()
def m009_search_fed_by_the_commit(db: Any) -> None:
    """What is new goes into the full-text index with the commit (`statements._index_words`), not text by text by a trigger."""
    _run(
        db,
        """
DROP TRIGGER revision_ai;
DROP TRIGGER revision_au;
CREATE INDEX revision_relevant ON revision (is_relevant) WHERE is_relevant;
""",
    )


def _run(db: Any, script: str) -> None:
    """Run a script statement by statement: `executescript` would commit the migration's transaction half-way."""
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute(statement)
