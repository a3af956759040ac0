"""Where statements come from, and what one visit brings back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from watcher.errors import Reason
from watcher.model.dates import StatedDate


class Group(StrEnum):
    """What sort of body publishes a source."""

    PRESS = "press"
    NEWSWIRE = "newswire"
    UNION = "union"
    GOVERNMENT = "government"
    JUDICIARY = "judiciary"
    PARLIAMENT = "parliament"
    COUNCIL = "council"
    SECTOR = "sector"
    CHARITY = "charity"
    CAMPAIGN = "campaign"
    OTHER = "other"

    @property
    def is_origin(self) -> bool:
        """Whether such a body speaks for itself, rather than reporting what others say."""
        return self not in (Group.PRESS, Group.NEWSWIRE)


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors for a listing without a feed, each relative to `item`; `body` is looked up in the article page."""

    item: str
    link: str = "a[href]"
    title: str | None = None
    date: str | None = None
    summary: str | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of sources.yaml.

    `every` is the longest time between two polls. `allow_private` admits loopback and private addresses for this source
    alone. `line` is where it stands in sources.yaml, for error texts.
    """

    id: str
    name: str
    group: Group
    kind: str
    url: str
    every: timedelta = timedelta(hours=1)
    selectors: Selectors | None = None
    enabled: bool = True
    allow_private: bool = False
    language: str = "en"
    notes: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask "has it changed?" with; stored only together with the items it stands for."""

    etag: str | None = None
    last_modified: str | None = None

    def __bool__(self) -> bool:
        return bool(self.etag or self.last_modified)


NO_VALIDATORS = Validators()


@dataclass(frozen=True, slots=True)
class Fetch:
    """One exchange with a server, redirects included; `body` is decoded (no Content-Encoding left) and bounded.

    `headers` have lower-case names. `status` 304 has an empty body. `hops` are the addresses passed through, the first
    being the one that was asked for and the last `url`.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime
    elapsed_s: float = 0.0
    hops: tuple[str, ...] = ()
    validators: Validators = Validators()

    @property
    def is_unchanged(self) -> bool:
        return self.status == 304

    @property
    def content_type(self) -> str | None:
        return self.headers.get("content-type")


@dataclass(frozen=True, slots=True)
class Item:
    """What a listing announces.

    `url` is absolute and the article's own (never its comment page); `guid` is as given or None. `body_html` is the full text
    when the listing carries it; `summary_html` its teaser. `page_url` is where the text is to be fetched when that is not
    `url` (an API). `revised` is the listing's own edit mark (Atom `updated`, `modified_gmt`), opaque, compared for equality.
    Without `has_page` the listing gives the item no address of its own: `url` is the listing's with a fragment, nothing is to
    be fetched, and `body_html` or `summary_html` is all the text there is.
    """

    url: str
    guid: str | None = None
    title: str | None = None
    published: StatedDate | None = None
    updated: StatedDate | None = None
    revised: str | None = None
    byline: str | None = None
    summary_html: str | None = None
    body_html: str | None = None
    page_url: str | None = None
    categories: tuple[str, ...] = ()
    kind: str | None = None
    has_page: bool = True


@dataclass(frozen=True, slots=True)
class Listing:
    """What one poll of one source announces, newest first as the source gives it; `notes` say what was left out and why."""

    items: tuple[Item, ...]
    title: str | None = None
    notes: tuple[str, ...] = ()
    next_url: str | None = None


@dataclass(frozen=True, slots=True)
class ItemHints:
    """What the listing or the source's kind already knows about a page, so that `extract` need not guess it.

    `body_html` is the statement's own markup (GOV.UK `details.body`, WordPress `content.rendered`, a feed's full text): with
    it the page is not searched. `change_notes` are an API's reasons for its edits, oldest first. `withdrawn` is the publisher's
    own notice, as plain text, that the page no longer stands.
    """

    title: str | None = None
    published: StatedDate | None = None
    updated: StatedDate | None = None
    byline: str | None = None
    body_html: str | None = None
    body_selector: str | None = None
    standfirst: str | None = None
    kind: str | None = None
    language: str | None = None
    change_notes: tuple[str, ...] = ()
    withdrawn: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The document of one item, ready for `extract`; an API's answer has become markup in `hints.body_html`.

    `linked` are further addresses whose text belongs to this one (a publication's HTML attachment or PDF).
    """

    url: str
    body: bytes
    content_type: str | None
    fetched_at: datetime
    hints: ItemHints = ItemHints()
    linked: tuple[str, ...] = ()


class Outcome(StrEnum):
    """How one poll ended."""

    OK = "ok"
    UNCHANGED = "unchanged"
    PARTIAL = "partial"
    SUSPECT = "suspect"
    FAILED = "failed"


class HealthState(StrEnum):
    """How a source is doing.

    `silent` announces nothing new for far longer than it is used to; `quarantined` gave most of its old items new ids or
    addresses, so that what it calls new is held against what is known.
    """

    UNKNOWN = "unknown"
    HEALTHY = "healthy"
    FAILING = "failing"
    SILENT = "silent"
    SUSPECT = "suspect"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Health:
    state: HealthState
    since: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Fill:
    """How often one field of a source's items is filled, 0.0 to 1.0: usually, lately, and over how many items that was learned."""

    usual: float
    latest: float
    count: int


@dataclass(frozen=True, slots=True)
class RobotsCopy:
    """An origin's robots.txt as it was last read, in force until `expires_at`; without a `body` everything is allowed."""

    body: bytes | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SourceState:
    """What the store remembers of a source between two polls; `full_at` is when its listing was last read whole, without a 304.

    `usual_gap` is the source's own rhythm, taken anew whenever it brought something; None until it is known. `has_due` is whether
    some item waited to be read, or for another look, when this was looked up. `failing_since` is the first failure of the run of
    failures that lasts, `flooded_since` when it began to bring more than may be read in a day.
    """

    validators: Validators = Validators()
    body_hash: bytes | None = None
    full_at: datetime | None = None
    next_poll_at: datetime | None = None
    last_poll_at: datetime | None = None
    last_ok_at: datetime | None = None
    last_new_at: datetime | None = None
    baseline_at: datetime | None = None
    failures: int = 0
    usual_gap: timedelta | None = None
    health: Health = Health(HealthState.UNKNOWN)
    has_due: bool = False
    failing_since: datetime | None = None
    flooded_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item in the store: to be read (`statement_id` is None) or to be visited again."""

    id: int
    item: Item
    statement_id: int | None
    is_baseline: bool
    validators: Validators = Validators()
    body_hash: bytes | None = None
    attempts: int = 0
    visits: int = 0
    problem: str | None = None
    """What kept its page from being read at the last visit, in words; None if it was read."""
    is_past: bool = False
    """Whether it was read back: of its first text nobody is told, whoever reads it."""


@dataclass(frozen=True, slots=True)
class PollRun:
    """One visit to one source, whatever happened: exactly one is recorded per poll."""

    source_id: str
    started_at: datetime
    ended_at: datetime
    outcome: Outcome
    reason: Reason | None = None
    problem: str | None = None
    listed: int = 0
    new: int = 0
    revised: int = 0
    seen: int = 0
    failed: int = 0
    suspect: int = 0
    requests: int = 0
    conditional: int = 0
    unchanged: int = 0
    bytes_read: int = 0
    is_baseline: bool = False
    problems: tuple[str, ...] = ()
    retry_at: datetime | None = None


RUN_COUNTS: Final = tuple(each.name for each in fields(PollRun) if each.type == "int")
"""What a visit counts, in order: the tally's, the run's and the store's names for it are these."""
