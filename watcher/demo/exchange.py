"""One exchange with the demo: what was asked, what is drafted for it, what is replied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from urllib.parse import parse_qsl, quote, unquote

from watcher.demo.content import DAYS, EDITED_BEFORE, Posting, Publisher

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"


class Manner(StrEnum):
    """How a reply goes out: whole, for ever, not at all, or broken off in the middle."""

    WHOLE = "whole"
    ENDLESS = "endless"
    SILENT = "silent"
    CUT_SHORT = "cut-short"


@dataclass(frozen=True, slots=True)
class Visit:
    """A request as the demo sees it: `authority` is the Host header, `target` as it was sent, headers in lower case."""

    method: str
    authority: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def host(self) -> str:
        return self.authority.partition(":")[0]

    @property
    def path(self) -> str:
        return unquote(self.target.partition("?")[0])

    @property
    def query(self) -> Mapping[str, str]:
        return dict(parse_qsl(self.target.partition("?")[2], keep_blank_values=True))

    @property
    def is_conditional(self) -> bool:
        return "if-none-match" in self.headers or "if-modified-since" in self.headers

    def origin(self, host: str | None = None) -> str:
        """Return `http://<host>` with the port that the visitor named, if any: every link on the page begins so."""
        _, colon, port = self.authority.partition(":")
        return f"http://{host or self.host}{colon}{port}"


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before the exchange's own rules (validators, compression, HEAD) are applied to it.

    `modified_at` is None for what has no validators: faults and errors.
    """

    body: bytes
    content_type: str = HTML
    status: int = 200
    modified_at: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    manner: Manner = Manner.WHOLE


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes over the wire."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    manner: Manner = Manner.WHOLE


@dataclass(frozen=True, slots=True)
class Site:
    """One publisher on one day: what its pages are made from."""

    publisher: Publisher
    postings: tuple[Posting, ...]
    now: datetime

    @property
    def modified_at(self) -> datetime:
        """When the listing last changed, a repeat under another address included."""
        return max(_changed_at(posting) for posting in self.postings)

    def path(self, posting: Posting) -> str:
        """Return the article's path, not yet percent-encoded; a repeat may have moved it."""
        if posting.repeat and posting.repeat.path:
            return posting.repeat.path
        return self.own_path(posting)

    def own_path(self, posting: Posting) -> str:
        """Return the path under which a posting was first put up and where it stays."""
        at = posting.published_at
        if publication := posting.facts.get("publication"):
            return f"/government/publications/{publication}"
        return self.publisher.article.format(
            id=posting.id,
            number=posting.number,
            title=posting.facts.get("slug") or title_slug(posting.title),
            uin=posting.facts.get("uin"),
            tabled=posting.facts.get("tabled"),
            year=f"{at:%Y}",
            month=f"{at:%m}",
            dayofmonth=f"{at:%d}",
        )

    def address(self, posting: Posting, visit: Visit) -> str:
        """Return the absolute address that a feed or an API gives for a posting, tracking query included."""
        query = posting.repeat.query if posting.repeat else ""
        return visit.origin(self.publisher.host) + quote(self.path(posting), safe="/") + query

    def at_path(self, path: str) -> Posting | None:
        """Return the posting that stands at `path`, its old place included."""
        return next((posting for posting in self.postings if path in (self.path(posting), self.own_path(posting))), None)


TITLE_SLUG_MAX = 50
"""Union sites cut the title in an address at about this length (and keep its curly apostrophes)."""


def title_slug(title: str) -> str:
    """Return a title as a content management system puts it into an address: dashes, cut short, apostrophes as printed."""
    kept = "".join(char for char in title if char.isalnum() or char in " ’-")
    return "-".join(kept.split())[:TITLE_SLUG_MAX].rstrip("-")


def _changed_at(posting: Posting) -> datetime:
    moved_at = [DAYS[posting.repeat.day] - EDITED_BEFORE] if posting.repeat else []
    return max([posting.updated_at, *moved_at])
