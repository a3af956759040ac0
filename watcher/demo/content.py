"""What the demo's publishers put up, and how it stands on each of the three days: content/*.yaml as nouns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, ClassVar, Final

from pydantic import ConfigDict, TypeAdapter
from ruamel.yaml import YAML

from watcher.model import Group, Selectors

DAYS: Final[Mapping[int, datetime]] = {
    1: datetime(2024, 1, 8, 10, 0, tzinfo=UTC),
    2: datetime(2024, 1, 11, 12, 0, tzinfo=UTC),
    3: datetime(2024, 1, 15, 7, 0, tzinfo=UTC),
}
"""When each day is visited. The last is a Monday, before the weekly digest closes: London keeps GMT in January."""

DAY_MAX: Final = max(DAYS)

DIGEST_AT: Final = datetime(2024, 1, 15, 7, 30, tzinfo=UTC)
"""When the weekly digest that holds all three days closes."""

EDITED_BEFORE: Final = timedelta(hours=2)
"""An edit of a day is made this long before that day is visited."""


class Fault(StrEnum):
    """What a publisher can show or do instead of answering well."""

    CONSENT_WALL = "consent-wall"
    LOGIN_WALL = "login-wall"
    BLOCK_PAGE = "block-page"
    SOFT_404 = "soft-404"
    EMPTY = "empty"
    GARBAGE = "garbage"
    SERVER_ERROR = "server-error"
    NOT_FOUND = "not-found"
    GONE = "gone"
    RATE_LIMITED = "rate-limited"
    REDIRECT_LOOP = "redirect-loop"
    BOMB = "bomb"
    ENDLESS = "endless"
    SILENT = "silent"
    CUT_SHORT = "cut-short"
    HOSTILE_TITLES = "hostile-titles"
    HALF = "half"
    NEW_GUIDS = "new-guids"


class Where(StrEnum):
    """Which of a publisher's pages a fault strikes."""

    ALL = "all"
    LISTING = "listing"
    PAGES = "pages"


class Validate(StrEnum):
    """Which validators a publisher's server gives."""

    ETAG = "etag"
    MODIFIED = "modified"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Edit:
    """On `day` the words `before`, which stand once in the text, become `after`; `note` is what the publisher says of it."""

    day: int
    before: str
    after: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """From `day` on the listing gives the posting another guid, another path or a tracking query."""

    day: int
    guid: str | None = None
    path: str | None = None
    query: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Posting:
    """One statement page, as it stands on one day once `on(day)` has been asked.

    `text` has a blank line between paragraphs, `## ` before a heading, `- ` or `1. ` before list items and `> ` before a
    block quote. `published` is a day or a local minute, as the publisher states it. `facts` are what its shape needs besides.
    """

    id: str
    day: int
    published: str
    title: str
    text: str
    kind: str = "news"
    byline: str | None = None
    teaser: str = ""
    standfirst: tuple[str, ...] = ()
    number: int | str = 0
    facts: Mapping[str, str] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    repeat: Repeat | None = None
    comments: tuple[Comment, ...] = ()
    notes: tuple[str, ...] = ()
    edited_at: datetime | None = None
    change_notes: tuple[str, ...] = ()

    @property
    def published_at(self) -> datetime:
        return datetime.fromisoformat(self.published).replace(tzinfo=UTC)

    @property
    def updated_at(self) -> datetime:
        return self.edited_at or self.published_at

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.text.split("\n\n") if part.strip())

    def on(self, day: int) -> Posting:
        """Return the posting with the edits up to `day` made and a repeat that is not due yet left out."""
        posting = self if self.repeat is None or self.repeat.day <= day else replace(self, repeat=None)
        for edit in posting.edits:
            if edit.day <= day:
                posting = _edited(posting, edit)
        return posting


@dataclass(frozen=True, slots=True)
class Trouble:
    """One publisher's fault, and where it strikes."""

    fault: Fault
    where: Where = Where.ALL

    def strikes(self, publisher: Publisher, path: str) -> bool:
        is_listing = path == publisher.listing_path
        return self.where is Where.ALL or (self.where is Where.LISTING) == is_listing


@dataclass(frozen=True, slots=True)
class Publisher:
    """One invented publisher: where it lives, which dress its pages wear, and what it puts up.

    `listing` and `article` are paths; `article` has fields in braces. `faults` are those of its story, by day; a test adds its own.
    """

    id: str
    name: str
    group: Group
    kind: str
    host: str
    listing: str
    skin: str
    article: str
    validators: Validate
    postings: tuple[Posting, ...]
    aliases: tuple[str, ...] = ()
    tagline: str = ""
    compresses: bool = False
    faults: Mapping[int, Trouble] = field(default_factory=dict)
    selectors: Selectors | None = None

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    def showing(self, day: int) -> tuple[Posting, ...]:
        """Return what is up on `day`, as it stands on that day, newest first."""
        up = [posting.on(day) for posting in self.postings if posting.day <= day]
        return tuple(sorted(up, key=lambda posting: (posting.published_at, posting.id), reverse=True))

    @property
    def listing_path(self) -> str:
        return self.listing.partition("?")[0]


def _edited(posting: Posting, edit: Edit) -> Posting:
    notes = (*posting.change_notes, edit.note) if edit.note else posting.change_notes
    text = posting.text.replace(edit.before.strip(), edit.after.strip(), 1)
    return replace(posting, text=text, edited_at=DAYS[edit.day] - EDITED_BEFORE, change_notes=notes)


@cache
def load_publishers() -> tuple[Publisher, ...]:
    """Return the demo's publishers, in the order of their ids.

    Raises:
        pydantic.ValidationError: a content file has an unknown or missing key.
    """
    adapter = TypeAdapter(Publisher)
    folder = files("watcher.demo") / "content"
    texts = {entry.name: entry.read_text("utf-8") for entry in folder.iterdir() if entry.name.endswith(".yaml")}
    return tuple(adapter.validate_python(_read(texts[name])) for name in sorted(texts))


@cache
def load_expected() -> Mapping[str, Mapping[str, Any]]:
    """Return expected.yaml: what each posting, by `<publisher>/<posting>`, should become."""
    expected: Mapping[str, Mapping[str, Any]] = _read((files("watcher.demo") / "expected.yaml").read_text("utf-8"))
    return expected


def _read(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)
