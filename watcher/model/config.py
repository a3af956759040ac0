"""The operator's files, once read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from watcher.model.alert import AlertReason
from watcher.model.judgement import Stance
from watcher.model.source import Group, Source


@dataclass(frozen=True, slots=True)
class Concern:
    """One concern of a taxonomy; `cues` and the other free-form parts are read by the classifier alone."""

    id: str
    title: str
    definition: str
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    cues: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """A list of concerns from concerns.yaml; `settings` are the classifier's own keys (slots, scope, relevance), `model` is
    the file that was trained for it, if the operator named one. `file` is the concerns.yaml in which it stands.
    """

    id: str
    title: str
    version: str
    concerns: tuple[Concern, ...]
    is_active: bool = True
    source_title: str = ""
    source_url: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    model: Path | None = None
    file: Path | None = None

    def concern(self, concern_id: str) -> Concern:
        return next(concern for concern in self.concerns if concern.id == concern_id)


class When(StrEnum):
    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"


class ReceiverKind(StrEnum):
    EMAIL = "email"
    SLACK = "slack"
    WEBHOOK = "webhook"
    FILE = "file"
    APPRISE = "apprise"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When a receiver is not to be disturbed: from `start` to `end` in `zone`, on nights that begin on `weekdays` (0 is Monday).

    An `end` that is not later than `start` is the next day's. What comes in between is held and released, never dropped.
    """

    start: time
    end: time
    weekdays: frozenset[int] = frozenset(range(7))
    zone: str = "Europe/London"


class OnAmbiguous(StrEnum):
    """What to do with a message that may or may not have been received."""

    HOLD = "hold"
    RESEND = "resend"


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where messages can go. `settings` are the kind's own, with secrets resolved; they are never logged or stored.

    Addresses in `settings["to"]` become one delivery each. `subscribers` are addresses that asked for themselves, with the
    routes that they want (empty: all of them); what is due in `quiet` hours waits for their end.
    """

    id: str
    kind: ReceiverKind
    is_enabled: bool
    settings: Mapping[str, Any]
    on_ambiguous: OnAmbiguous = OnAmbiguous.HOLD
    why_disabled: str | None = None
    quiet: QuietHours | None = None
    subscribers: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Receiver(id={self.id!r}, kind={self.kind.value!r}, is_enabled={self.is_enabled})"


@dataclass(frozen=True, slots=True)
class Match:
    """Which alerts a route takes; an empty set means any."""

    reasons: frozenset[AlertReason] = frozenset({AlertReason.NEW, AlertReason.REVISED})
    concerns: frozenset[str] = frozenset()
    publishers: frozenset[str] = frozenset()
    groups: frozenset[Group] = frozenset()
    stances: frozenset[Stance] = frozenset()
    score_min: float = 0.0


@dataclass(frozen=True, slots=True)
class Grouping:
    """How alerts that are told at once share a message; the names are Alertmanager's.

    `wait` is how long the first of a group waits for others, `interval` how long after one message the next may go, `repeat`
    how often operators are reminded of a trouble that lasts (None: never).
    """

    wait: timedelta = timedelta(0)
    interval: timedelta = timedelta(0)
    repeat: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """Sends the alerts that match to its receivers, at once or in their daily or weekly digest."""

    id: str
    to: tuple[str, ...]
    when: When
    match: Match = Match()
    grouping: Grouping = Grouping()


@dataclass(frozen=True, slots=True)
class Silence:
    """A dated mute: alerts that match are not told while it lasts, and say so in `explain`. An empty `reasons` means any."""

    id: str
    until: datetime
    why: str
    match: Match = Match(reasons=frozenset())


@dataclass(frozen=True, slots=True)
class GapRule:
    """Tells when nobody from `organisation` has spoken on a concern for `after`; no concern named: each of them.

    Time in which one of its `sources` would not have been heard does not count.
    """

    organisation: str
    sources: tuple[str, ...]
    after: timedelta
    concerns: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DigestTimes:
    """When digests close, in `zone`: weekly ones on `weekday` (0 is Monday) at `at`, daily ones at `daily_at`."""

    weekday: int = 0
    at: time = time(7, 30)
    zone: str = "Europe/London"
    daily_at: time = time(7, 30)


@dataclass(frozen=True, slots=True)
class Archive:
    """A public archive that keeps copies: `save` is the address that is asked, with `{url}` for the page's own."""

    save: str
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class PollSettings:
    """Limits of polling; `contact` goes into the User-Agent."""

    contact: str
    hosts_at_once_max: int = 100
    delay_per_host_s: float = 1.0
    items_per_poll_max: int = 100
    entries_per_day_max: int = 500
    page_deadline_s: float = 20.0
    read_deadline_s: float = 10.0
    workers: int = 2
    canary_every: timedelta | None = None
    archive: Archive | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """A folder with the operator's files, read whole and checked."""

    root: Path
    sources: tuple[Source, ...]
    taxonomies: tuple[Taxonomy, ...]
    receivers: tuple[Receiver, ...]
    routes: tuple[Route, ...]
    digests: DigestTimes
    polling: PollSettings
    notices: tuple[str, ...] = ()
    alerts_per_run_max: int = 20
    silence_after: timedelta = timedelta(days=14)
    gaps: tuple[GapRule, ...] = ()
    public_url: str | None = None

    @property
    def taxonomy(self) -> Taxonomy:
        """The one that is active."""
        return next(taxonomy for taxonomy in self.taxonomies if taxonomy.is_active)

    def source(self, source_id: str) -> Source:
        return next(source for source in self.sources if source.id == source_id)

    @property
    def state_dir(self) -> Path:
        return self.root / "state"
