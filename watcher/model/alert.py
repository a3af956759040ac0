"""Who is told what, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from watcher.model.dates import StatedDate
from watcher.model.judgement import Band, Change, Stance
from watcher.model.ledger import CommitmentState
from watcher.model.source import Group


class AlertReason(StrEnum):
    NEW = "new"
    REVISED = "revised"
    WITHDRAWN = "withdrawn"
    DUE = "due"
    OVERDUE = "overdue"
    GAP = "gap"
    SOURCE_FAILING = "source-failing"
    SOURCE_SILENT = "source-silent"
    SOURCE_SUSPECT = "source-suspect"
    SOURCE_RECOVERED = "source-recovered"
    HELD = "held"
    DELIVERY_FAILED = "delivery-failed"

    @property
    def is_for_operators(self) -> bool:
        return self in _OPERATORS


_OPERATORS = frozenset(
    {
        AlertReason.SOURCE_FAILING,
        AlertReason.SOURCE_SILENT,
        AlertReason.SOURCE_SUSPECT,
        AlertReason.SOURCE_RECOVERED,
        AlertReason.HELD,
        AlertReason.DELIVERY_FAILED,
    }
)


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose words one evidence sentence is, by the ledger. Nobody is named where it is unsure.

    `is_spoken`: the whole sentence stands in quotation marks in the text, or in a block quote. Without a voice a sentence is its
    publisher's own text.
    """

    sentence: str
    speaker: str | None = None
    role: str | None = None
    organisation: str | None = None
    is_spoken: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """One concern as it is shown to a reader: sentences are verbatim from the stored text, `voices` say whose some of them are."""

    concern_id: str
    score: float
    band: Band
    stance: Stance | None
    sentences: tuple[str, ...]
    voices: tuple[Voice, ...] = ()

    def voice_of(self, sentence: str) -> Voice | None:
        return next((voice for voice in self.voices if voice.sentence == sentence), None)


@dataclass(frozen=True, slots=True)
class Copy:
    """Another place where a statement stands, or an article that quotes it."""

    publisher: str
    url: str
    title: str | None = None
    statement_id: str | None = None


@dataclass(frozen=True, slots=True)
class Joint:
    """Who made a statement together, and which watched bodies of the same groups did not.

    `unknown` are those whose sources were not healthy: whether they joined, nobody can say.
    """

    joined: tuple[str, ...]
    absent: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """A statement as digests, alerts, `show` and `list` present it: its head, what was judged of it and who else has it."""

    statement_id: str
    revision_id: str
    title: str
    url: str
    publisher: str
    group: Group
    published: StatedDate | None
    first_seen_at: datetime
    told: tuple[Told, ...]
    also_published_by: tuple[Copy, ...] = ()
    quoted_in: tuple[Copy, ...] = ()
    quotes: tuple[Copy, ...] = ()
    changes: tuple[Change, ...] = ()
    change_note: str | None = None
    revision_number: int = 1
    is_baseline: bool = False
    is_relevant: bool = True
    byline: str | None = None
    joint: Joint | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """The decision that somebody must be told; unique by statement, revision and reason.

    `story` is None for alerts to operators, whose `subject_line` and `details` say it all. In a digest `is_told` marks what its
    receiver heard at once.
    """

    id: str
    reason: AlertReason
    created_at: datetime
    story: Story | None = None
    source_id: str | None = None
    subject_line: str = ""
    details: tuple[str, ...] = ()
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class CommitmentNote:
    """A commitment that is due or overdue, as a digest lists it: `line` says who, what and by when.

    `sentence` stands to the letter in a stored text, "" for what a person added; `was` are the sentences that gave earlier dates.
    `voice` is whose words the sentence is, None for its publisher's own text.
    """

    commitment_id: str
    state: CommitmentState
    line: str
    due_on: date
    concerns: tuple[str, ...] = ()
    sentence: str = ""
    was: tuple[str, ...] = ()
    publisher: str = ""
    title: str = ""
    url: str = ""
    details: tuple[str, ...] = ()
    voice: Voice | None = None


@dataclass(frozen=True, slots=True)
class GapNote:
    """A coverage gap that stands open, in words."""

    organisation: str
    concern_id: str
    line: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrustLine:
    """How far silence can be believed: the state of the enabled sources when the digest was made.

    `troubles` are one line a reason, with the sources that have it: "Example Weekly, Example Post: silent since Tuesday 2 January".
    """

    checked: int
    healthy: int
    troubles: tuple[str, ...] = ()
    last_poll_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConcernSection:
    """One concern in a digest: `weeks` are the counts of the four windows before this one, oldest first."""

    concern_id: str
    title: str
    entries: tuple[tuple[Alert, Told], ...]
    weeks: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        return len(self.entries)


@dataclass(frozen=True, slots=True)
class Digest:
    """The alerts of one receiver in [since, until); `not_shown` counts what was stored and judged below the threshold.

    `other` are relevant stories without a concern of their own, `notices` alerts without a story (about sources and deliveries).
    `commitments` are due or overdue when it is made, and `gaps` stand open. `subject` is neutral by rule.
    """

    receiver_id: str
    period: str
    since: datetime
    until: datetime
    made_at: datetime
    sections: tuple[ConcernSection, ...]
    other: tuple[Alert, ...]
    not_shown: int
    trust: TrustLine
    label: str | None = None
    statements: int = 0
    revised: int = 0
    publishers: int = 0
    notices: tuple[Alert, ...] = ()
    commitments: tuple[CommitmentNote, ...] = ()
    gaps: tuple[GapNote, ...] = ()


class MessageKind(StrEnum):
    ALERT = "alert"
    DIGEST = "digest"
    OPERATOR = "operator"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Message:
    """A rendered message for one receiver, frozen: what is retried is the same to the byte.

    `id` is the delivery's idempotency key (the webhook-id, the local part of the Message-ID). `html` is for e-mail and files,
    `blocks` for Slack, `payload` for webhooks; `text` always stands. `recipient` is the one address that an e-mail goes to, and
    `unsubscribe` the links that take it off the list (List-Unsubscribe).
    """

    id: str
    receiver_id: str
    kind: MessageKind
    created_at: datetime
    subject: str
    text: str
    html: str | None = None
    blocks: tuple[Mapping[str, Any], ...] = ()
    payload: Mapping[str, Any] = field(default_factory=dict)
    recipient: str | None = None
    unsubscribe: tuple[str, ...] = ()


class DeliveryState(StrEnum):
    PENDING = "pending"
    CLAIMED = "claimed"
    SENT = "sent"
    DEAD = "dead"
    HELD = "held"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one receiver, over all its attempts."""

    id: str
    receiver_id: str
    message: Message
    state: DeliveryState
    attempts: int = 0
    next_attempt_at: datetime | None = None
    is_committing: bool = False
    problem: str | None = None
