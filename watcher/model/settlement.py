"""What one reading changes, decided before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from watcher.model.alert import AlertReason
from watcher.model.config import When
from watcher.model.document import Document, Record
from watcher.model.fingerprint import Fingerprint, Sketch
from watcher.model.judgement import Judgement, Relation
from watcher.model.source import NO_VALIDATORS, Validators


class Action(StrEnum):
    """`SEEN`: the page of a known statement, unchanged; `REVISE`: its words changed; `STORE`: a statement of its own."""

    SEEN = "seen"
    REVISE = "revise"
    STORE = "store"


@dataclass(frozen=True, slots=True)
class Telling:
    """That a receiver will be told of an alert: at once (one delivery for each address, or one for None) or in a digest.

    `digest` names the digest that lists it as well where it is told at once: a digest is the whole record of its window.
    """

    receiver_id: str
    route_id: str
    when: When
    addresses: tuple[str | None, ...] = (None,)
    digest: When | None = None


@dataclass(frozen=True, slots=True)
class NewAlert:
    """An alert to be stored; `subject_key` and `reason` make it unique for ever. Operators' alerts carry their own words."""

    reason: AlertReason
    tellings: tuple[Telling, ...]
    subject_key: str = ""
    source_id: str | None = None
    subject_line: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement as it is related and settled, judged where it was read; `sketch` is what its relations need of its text."""

    record: Record
    judgement: Judgement
    sketch: Sketch


@dataclass(frozen=True, slots=True)
class Capture:
    """The page as it came, kept beside the revision: `body` may be dropped after its time, `sha256` stays."""

    body: bytes
    content_type: str | None
    sha256: bytes


@dataclass(frozen=True, slots=True)
class Settlement:
    """All that follows from one item's reading, to be stored in one transaction.

    `statement_id` is the known statement for `SEEN` and `REVISE`; `head_id` the statement that heads the family of a `STORE`
    (None: itself). `relations[].of` are revision ids as text. `story` is the key under which its lines were learned.
    `linked` are earlier revisions that turn out to quote this text, each with its relation. `returns` says that a statement that
    was withdrawn stands again.
    """

    action: Action
    record: Record
    document: Document
    fingerprint: Fingerprint
    judgement: Judgement | None
    relations: tuple[Relation, ...]
    settled_at: datetime
    taxonomy_id: str
    is_baseline: bool
    host: str
    story: str
    item_id: int | None = None
    statement_id: int | None = None
    head_id: int | None = None
    alert: NewAlert | None = None
    validators: Validators = NO_VALIDATORS
    body_hash: bytes | None = None
    next_visit_at: datetime | None = None
    capture: Capture | None = None
    linked: tuple[tuple[int, Relation], ...] = ()
    returns: bool = False
