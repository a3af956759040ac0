"""What may stand in the operator's files; docs/reference/config.md is generated from here."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from datetime import time, timedelta
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from watcher.model import AlertReason, Group, OnAmbiguous, Stance, When

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION: Final = re.compile(r"(\d{1,6})([smhd])")


def _duration(value: Any) -> timedelta:
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise ValueError("must be a whole number and a unit: 30s, 15m, 6h or 1d")
    return timedelta(seconds=int(match[1]) * _UNITS[match[2]])


def _time_of_day(value: Any) -> time:
    if not isinstance(value, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise ValueError('must be a time in quotes, such as "07:30"')
    return time.fromisoformat(value)


def _weekday(value: Any) -> int:
    if not isinstance(value, str) or value.casefold() not in WEEKDAYS:
        raise ValueError(f"must be the name of a day ({', '.join(WEEKDAYS)}), never a number")
    return WEEKDAYS.index(value.casefold())


def _web_address(value: Any) -> str:
    parts = urlsplit(value) if isinstance(value, str) else None
    if not parts or parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be a whole http:// or https:// address")
    return str(value)


def _zone(value: Any) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, TypeError) as error:
        raise ValueError("must be a time zone such as Europe/London") from error
    return str(value)


def _regular_expressions(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return value


SECRETS_MAX: Final = 4
"""So many secrets sign at the same time while one is being changed."""
SECRET_BYTES: Final = (24, 64)
"""The least and most bytes of a secret after Standard Webhooks."""


def _is_secret(text: str) -> bool:
    try:
        found = base64.b64decode(text.removeprefix("whsec_"), validate=True)
    except ValueError:
        return False
    return SECRET_BYTES[0] <= len(found) <= SECRET_BYTES[1]


Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Duration = Annotated[timedelta, BeforeValidator(_duration)]
TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
Weekday = Annotated[int, BeforeValidator(_weekday)]
WebAddress = Annotated[str, BeforeValidator(_web_address)]
Zone = Annotated[str, BeforeValidator(_zone)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True)


def _archive_address(value: Any) -> str:
    if not isinstance(value, str) or value.count("{url}") != 1:
        raise ValueError("must hold {url} once, where the page's address goes, as in https://web.archive.org/save/{url}")
    return _web_address(value)


class ArchiveEntry(Strict):
    """A public archive that is asked to keep a copy of what addresses a concern; left out, nobody is asked."""

    save: Annotated[str, BeforeValidator(_archive_address)] = Field(description="its address, with {url} for the page's")
    allow_private: bool = Field(False, description="the archive is on this machine or in your own network")


class PollingEntry(Strict):
    """How politely and how hard watcher polls."""

    contact: str = Field(
        min_length=6, description="an address or page where a site's owner can reach you; goes into the User-Agent"
    )
    delay_per_host: Duration = Field(timedelta(seconds=1), description="pause between two requests to one host")
    hosts_at_once_max: int = Field(100, ge=1, le=2000, description="hosts polled at the same time")
    items_per_poll_max: int = Field(100, ge=1, le=5000, description="new items read in one visit to one source")
    entries_per_day_max: int = Field(
        500, ge=1, le=100_000, description="new items of one source read in 24 hours; more wait, and operators are told once"
    )
    page_deadline: Duration = Field(timedelta(seconds=20), description="longest time for one request, redirects included")
    read_deadline: Duration = Field(timedelta(seconds=10), description="longest time for reading one document")
    workers: int = Field(2, ge=1, le=64, description="processes that read documents")
    archive: ArchiveEntry | None = Field(None, description="a public archive to be asked for copies; off unless it is given")
    canary_every: Duration | None = Field(
        None, description="how often the daemon sends a synthetic statement through the whole path to itself; never if left out"
    )


class SelectorsEntry(Strict):
    """CSS selectors of a listing without a feed; all but `item` and `body` are looked up inside an item."""

    item: str = Field(description="one announced article")
    link: str = Field("a[href]", description="its link")
    title: str | None = Field(None, description="its title; the link's text otherwise")
    date: str | None = Field(None, description="its date")
    summary: str | None = Field(None, description="its teaser")
    body: str | None = Field(None, description="the statement on the article's own page")


class SourceEntry(Strict):
    """One place that is watched."""

    id: Id = Field(description="short name in lower case, with hyphens; permanent")
    name: str = Field(min_length=1, description="the publisher as readers know it")
    group: Annotated[Group, Field(strict=False)] = Field(description="what sort of body publishes here")
    kind: str = Field(description="how the place is listed")
    url: WebAddress = Field(description="the listing's address")
    every: Duration = Field(timedelta(hours=1), description="longest time between two polls")
    selectors: SelectorsEntry | None = Field(None, description="for `kind: page`")
    enabled: bool = Field(True, description="whether it is polled")
    allow_private: bool = Field(False, description="admit loopback and private addresses for this source")
    language: str = Field("en", pattern=r"^[a-z]{2}$", description="ISO 639-1 code of what it publishes")
    notes: str = Field("", description="what the operator should know, such as an unverified address")


class SourcesFile(Strict):
    """sources.yaml: what is watched."""

    polling: PollingEntry
    sources: list[SourceEntry] = Field(min_length=1)


class ConcernEntry(Strict):
    """One concern."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,30}$", description="short and permanent; a string")
    title: str = Field(min_length=1, description="a digest heading")
    definition: str = Field(min_length=1, description="what counts as addressing it")
    includes: list[str] = Field(default_factory=list, description="examples of what counts")
    excludes: list[str] = Field(default_factory=list, description="examples of what does not")
    addressees: list[str] = Field(default_factory=list, description="who has to answer")
    cues: list[dict[str, Any]] = Field(default_factory=list, description="the classifier's patterns (docs/classification.md)")


class TaxonomySource(Strict):
    """The document that the concerns come from."""

    title: str = ""
    url: WebAddress | None = None


class TaxonomyEntry(Strict):
    """One inquiry's list of concerns."""

    id: Id
    title: str = Field(min_length=1)
    version: str = Field(description="changes when a definition changes")
    active: bool = Field(True, description="one taxonomy of the file is active")
    source: TaxonomySource = TaxonomySource()
    model: str | None = Field(None, min_length=1, description="a model file that `watcher train` wrote, relative to this file")
    settings: dict[str, Any] = Field(default_factory=dict, description="the classifier's own settings")
    concerns: list[ConcernEntry] = Field(min_length=1)


class ConcernsFile(Strict):
    """concerns.yaml: what matters."""

    taxonomies: list[TaxonomyEntry] = Field(min_length=1)


class WeeklyEntry(Strict):
    day: Weekday = Field(0, description="a day's name")
    at: TimeOfDay = Field(time(7, 30), description='"HH:MM"')


class DailyEntry(Strict):
    at: TimeOfDay = Field(time(7, 30), description='"HH:MM"')


class DigestsEntry(Strict):
    """When digests close."""

    weekly: WeeklyEntry = WeeklyEntry()
    daily: DailyEntry = DailyEntry()
    zone: Zone = Field("Europe/London", description="the zone of these times")


class QuietEntry(Strict):
    """When a receiver is not to be disturbed; what comes meanwhile is held and goes together at the end."""

    start: TimeOfDay = Field(alias="from", description='"HH:MM"')
    until: TimeOfDay = Field(description='"HH:MM"; of the next day, if that is not later than `from`')
    days: list[Weekday] = Field(list(range(7)), min_length=1, description="days on which they begin; every day by default")
    zone: Zone = Field("Europe/London", description="the zone of these times, clock changes included")


class SmtpEntry(Strict):
    host: str = Field(min_length=1)
    port: Annotated[int, Field(ge=1, le=65535, strict=False)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str = ""
    password: str = ""
    token_command: list[str] = Field([], description="prints an access token for XOAUTH2, asked for at every connection")
    ca_file: str = Field("", description="certificates to trust beside the system's")
    helo: str = Field("", description="the name watcher greets with")
    deadline_s: float = Field(120.0, gt=0, le=600, strict=False, description="longest time for one message")


class ReceiverEntry(Strict):
    """What every receiver has."""

    id: Id
    enabled: bool | Literal["when_set"] = Field(True, description="`when_set`: on as soon as all its variables are set")
    on_ambiguous: Annotated[OnAmbiguous, Field(strict=False)] = Field(
        OnAmbiguous.HOLD, description="what to do with a message that may or may not have arrived"
    )
    contact: str = Field("", description='your words for "Questions: ..." under a message')
    quiet_hours: QuietEntry | None = Field(None, description="when nothing is sent; held and released, never dropped")


class EmailReceiver(ReceiverEntry):
    """E-mail over SMTP."""

    kind: Literal["email"]
    to: str | list[str] = Field([], description="addresses; each gets a message of its own. Others may `watcher subscribe`")
    sender: str = Field(alias="from", min_length=3)
    reply_to: str = ""
    list_id: str = ""
    list_unsubscribe: str = Field("", description="a mailto: or https: address")
    unsubscribe: str = Field("", description="your words for the footer")
    smtp: SmtpEntry

    @field_validator("to")
    @classmethod
    def _addresses(cls, value: str | list[str]) -> list[str]:
        found = [part.strip() for part in (value.split(",") if isinstance(value, str) else value) if part.strip()]
        wrong = [address for address in found if not re.fullmatch(r"[^@\s,<>]+@[^@\s,<>]+", address)]
        if (not found and value != []) or wrong:
            raise ValueError(f"must be e-mail addresses separated by commas{', not ' + repr(wrong[0]) if wrong else ''}")
        return found


class SlackReceiver(ReceiverEntry):
    """A Slack incoming webhook."""

    kind: Literal["slack"]
    url: WebAddress
    allow_private: bool = False
    deadline_s: float = Field(30.0, gt=0, le=300, strict=False, description="longest time for one message")


class WebhookReceiver(ReceiverEntry):
    """A signed JSON webhook (Standard Webhooks)."""

    kind: Literal["webhook"]
    url: WebAddress
    secret: str = Field("", description="`whsec_` and 24 to 64 bytes in base64; while it is changed two or more, the new one first")
    allow_private: bool = False
    deadline_s: float = Field(30.0, gt=0, le=300, strict=False, description="longest time for one message")

    @field_validator("secret")
    @classmethod
    def _is_standard(cls, value: str) -> str:
        secrets = [part.strip() for part in value.split(",")] if value else []
        if len(secrets) > SECRETS_MAX:
            raise ValueError(f"must be at most {SECRETS_MAX} secrets")
        if not all(map(_is_secret, secrets)):
            low, high = SECRET_BYTES
            raise ValueError(f"must be whsec_ and {low} to {high} bytes in base64, such as `openssl rand -base64 32` prints")
        return value


class FileReceiver(ReceiverEntry):
    """A folder; each message becomes files in it."""

    kind: Literal["file"]
    path: str = Field(min_length=1, description="relative to the watch")


class AppriseReceiver(ReceiverEntry):
    """Whatever Apprise knows (needs `pip install 'watcher[apprise]'`); outside watcher's own network gate."""

    kind: Literal["apprise"]
    url: str = Field(min_length=4, description="an Apprise address; it holds secrets, so take it from the environment")


RECEIVERS: Final[Mapping[str, type[ReceiverEntry]]] = {
    "email": EmailReceiver,
    "slack": SlackReceiver,
    "webhook": WebhookReceiver,
    "file": FileReceiver,
    "apprise": AppriseReceiver,
}


class MatchEntry(Strict):
    """Which alerts a route takes; a key that is left out means any."""

    reasons: list[Annotated[AlertReason, Field(strict=False)]] = [AlertReason.NEW, AlertReason.REVISED]
    concerns: list[str] = []
    publishers: list[str] = Field([], description="ids or names of sources")
    groups: list[Annotated[Group, Field(strict=False)]] = []
    stances: list[Annotated[Stance, Field(strict=False)]] = []
    score_min: float = Field(0.0, ge=0.0, le=1.0, strict=False)


REPEAT_MIN: Final = timedelta(hours=1)


class RouteEntry(Strict):
    """Which alerts go where, and when."""

    id: Id
    to: list[Id] = Field(min_length=1, description="ids of receivers")
    when: Annotated[When, Field(strict=False)]
    match: MatchEntry = MatchEntry()
    group_wait: Duration = Field(timedelta(0), description="`when: now`: how long the first alert waits for others, to go together")
    group_interval: Duration = Field(timedelta(0), description="`when: now`: shortest time between two messages to one address")
    repeat_interval: Duration | None = Field(
        None, description="`when: now`: how often operators are reminded of a source that goes on failing, silent or suspect"
    )

    @model_validator(mode="after")
    def _groups_now(self) -> RouteEntry:
        if self.when is not When.NOW and (self.group_wait or self.group_interval or self.repeat_interval):
            raise ValueError("group_wait, group_interval and repeat_interval are for `when: now`; a digest is a group already")
        if self.repeat_interval is not None and self.repeat_interval < REPEAT_MIN:
            raise ValueError("repeat_interval is at least 1h: a reminder is no alarm clock")
        return self


class SeedEntry(Strict):
    """One text of the seed corpus; what is not known is left out."""

    id: Id
    file: str = Field(min_length=1, description="the text's file name, in the same folder")
    publisher: str
    group: Annotated[Group, Field(strict=False)]
    title: str | None = None
    url: WebAddress | None = None
    published: str | None = Field(None, description='an ISO date in quotes: "2023-12-15" or "2023-12-15T10:32:35Z"')
    notes: str = ""


class SeedsFile(Strict):
    """seeds/manifest.yaml: the texts that a watch starts from."""

    seeds: list[SeedEntry] = Field(min_length=1)


class GapEntry(Strict):
    """Whom to miss: tells when nobody from an organisation has spoken on a concern for so long."""

    organisation: str = Field(min_length=2, description="as bodies.yaml names it")
    sources: list[Id] = Field(
        min_length=1, description="ids of the sources that carry its words; time in which one of them was not heard does not count"
    )
    after: Duration = Field(timedelta(days=60), description="how long it may be quiet; at least 1d")
    concerns: list[str] = Field([], description="ids from concerns.yaml; left out means each of them")


class AlertsFile(Strict):
    """alerts.yaml: who is told, when, how."""

    digests: DigestsEntry = DigestsEntry()
    alerts_per_run_max: int = Field(
        20, ge=1, le=1000, description="alerts of one source in one visit; more are held behind one notice"
    )
    silence_after: Duration = Field(timedelta(days=14), description="a source without anything new for so long is called silent")
    public_url: str | None = Field(
        None,
        pattern=r"^https://[^\s?#]+$",
        description="how `--listen` is reached from outside, for unsubscribe links",
    )
    gaps: list[GapEntry] = Field([], description="whom to miss (docs/ledger.md)")
    receivers: list[dict[str, Any]] = Field(min_length=1, description="see the receiver kinds below")
    routes: list[RouteEntry] = Field(min_length=1)
