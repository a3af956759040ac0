"""Who said what, and who promised what by when: the ledger's nouns, and the people and bodies it knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from watcher.model.dates import Certainty


@dataclass(frozen=True, slots=True)
class Tenure:
    """One role of a person, from its first day to its last; None where the gazetteer does not know the day."""

    role: str
    body: str
    since: date | None = None
    until: date | None = None
    aliases: tuple[str, ...] = ()

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the gazetteer. `near` are words of which one must stand near a name in `guarded` for it to mean this person,
    and somewhere in a text about an inquest for "the coroner" to do so.

    `aliases` are other names and misspellings, `nicknames` are phrases without a name ("the former academy trust boss").
    `is_speaker` is False for those who are never shown as speakers.
    """

    name: str
    tenures: tuple[Tenure, ...] = ()
    aliases: tuple[str, ...] = ()
    nicknames: tuple[str, ...] = ()
    guarded: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    is_speaker: bool = True


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation in the gazetteer. `metonyms` are lower-case phrases that mean it ("the watchdog")."""

    name: str
    aliases: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()


class QuoteKind(StrEnum):
    """`FIRST_PERSON` is a paragraph of a blog or a speech: its author speaks without quotation marks."""

    DIRECT = "direct"
    BLOCK = "block"
    FIRST_PERSON = "first_person"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: as the gazetteer knows them on the day of the statement, else as printed; `printed` is what the text has."""

    name: str
    role: str | None = None
    organisation: str | None = None
    printed: str = ""
    role_printed: str | None = None
    organisation_printed: str | None = None
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words: `quote` is `text[start:end]`, in code points, without outer marks, one a paragraph.

    `speakers` is empty where it is unsure who speaks. `is_continued` when it goes on with the quote of the paragraph before.
    `via` is the publisher that reports it, and None when the speaker's own body published it. `score` is 0.0 to 1.0.
    """

    start: int
    end: int
    quote: str
    kind: QuoteKind
    score: float
    speakers: tuple[Speaker, ...] = ()
    is_continued: bool = False
    via: str | None = None

    @property
    def speaker(self) -> str | None:
        return _joined(each.name for each in self.speakers)

    @property
    def role(self) -> str | None:
        return _joined(each.role for each in self.speakers)

    @property
    def organisation(self) -> str | None:
        return _joined(each.organisation for each in self.speakers)


def _joined(parts: Iterable[str | None]) -> str | None:
    named = [part for part in parts if part]
    return "; ".join(named) or None


class DuePrecision(StrEnum):
    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Due:
    """The last day on which a thing is still in time, as precisely as it was said; `printed` is how the text says it."""

    day: date | None
    precision: DuePrecision
    certainty: Certainty
    printed: str = ""


NO_DUE = Due(None, DuePrecision.NONE, Certainty.HIGH)


class CommitmentKind(StrEnum):
    """An undertaking is somebody's own; a deadline was set for them by another."""

    UNDERTAKING = "undertaking"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Commitment:
    """Who will do what by when, with the sentence `text[start:end]` that says so, in code points."""

    who: str
    what: str
    sentence: str
    start: int
    end: int
    due: Due
    kind: CommitmentKind = CommitmentKind.UNDERTAKING
    concerns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Demand:
    """A sentence `text[start:end]` in which somebody says what another must do."""

    sentence: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Said:
    """All that the ledger reads in one revision; `version` is that of the reader and of the people and bodies it knew."""

    version: str
    quotes: tuple[Quote, ...] = ()
    commitments: tuple[Commitment, ...] = ()


class CommitmentState(StrEnum):
    """How a commitment stands on a day: `DUE` within 14 days before its date, `SLIPPED` open under a later date than the first.

    `MET`, `WITHDRAWN` and `DISMISSED` are a person's word; `DISMISSED` says that it never was a commitment.
    """

    OPEN = "open"
    DUE = "due"
    OVERDUE = "overdue"
    MET = "met"
    SLIPPED = "slipped"
    WITHDRAWN = "withdrawn"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a commitment is stated. `said_at` is when that revision was published.

    `revision_id` is 0 for what a person added; statements of one family have the same `head_id`.
    """

    who: str
    what: str
    sentence: str
    due: Due
    said_at: datetime
    kind: CommitmentKind = CommitmentKind.UNDERTAKING
    revision_id: int = 0
    statement_id: int = 0
    head_id: int = 0


@dataclass(frozen=True, slots=True)
class Slip:
    """A date that moved: stated in `before`, and otherwise in `after`, which came later."""

    before: Mention
    after: Mention
