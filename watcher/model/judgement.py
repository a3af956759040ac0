"""How a revision stands to earlier ones, and what it says about the concerns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from watcher.model.ledger import Said


class RelationKind(StrEnum):
    """`NEW` is never stored: a text without a relation is new."""

    SAME = "same"
    REPUBLISHED = "republished"
    REVISION = "revision"
    QUOTES = "quotes"
    NEW = "new"


class ChangeKind(StrEnum):
    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"
    COMMITMENT = "commitment"
    REMOVED = "removed"
    ADDED = "added"
    WORDING = "wording"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two revisions: words `before` became words `after` (either may be empty), in these sentences."""

    kind: ChangeKind
    before: str
    after: str
    sentence_before: str = ""
    sentence_after: str = ""

    @property
    def is_material(self) -> bool:
        return self.kind not in (ChangeKind.WORDING, ChangeKind.TITLE)


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed, directed edge from the text that was related to the earlier text `of`.

    `score` is 0.0 to 1.0. `evidence` are shared sentences, exactly as they stand in the newer text. `is_derived` marks a
    machine rewrite.
    """

    kind: RelationKind
    of: str
    score: float
    evidence: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    coverage: float = 0.0
    coverage_of: float = 0.0
    run_words: int = 0
    is_derived: bool = False
    algorithm_version: str = ""


class Stance(StrEnum):
    CRITICISES = "criticises"
    COMMITS = "commits"
    DEFENDS = "defends"
    REPORTS = "reports"


class Band(StrEnum):
    """What a score means to a reader: `SURE` needs no second look, `LIKELY` is shown, `REVIEW` is shown to an analyst only."""

    SURE = "sure"
    LIKELY = "likely"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that carries a judgement: W3C text-position (`start`, `end`, code points) and text-quote selectors."""

    start: int
    end: int
    quote: str
    prefix: str = ""
    suffix: str = ""
    score: float = 0.0
    cues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """One classifier version's judgement that a revision addresses one concern; `evidence` strongest first, never empty."""

    concern_id: str
    score: float
    band: Band
    stance: Stance | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """All that one classifier version says of one revision.

    `assessments` are those above the threshold, in the taxonomy's order; `scores` has every concern, so that nothing is
    judged away for good. `is_relevant` is about the inquest, the report or the responses, with or without a concern. `said` is
    who says what in it; None where the text is about something else and nobody looked.
    """

    assessments: tuple[Assessment, ...]
    scores: Mapping[str, float]
    is_relevant: bool
    scope: str
    model_version: str
    said: Said | None = None

    @property
    def given(self) -> tuple[Assessment, ...]:
        """What readers are told; the rest of `assessments` is for an analyst to decide (band `review`)."""
        return tuple(each for each in self.assessments if each.band is not Band.REVIEW)
