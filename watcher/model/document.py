"""What a page says once it is read, and the one record for statements everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from watcher.model.dates import StatedDate
from watcher.model.source import Group


class SpanKind(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    BLOCK_QUOTE = "block_quote"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: `text[start:end]`, in code points."""

    start: int
    end: int
    kind: SpanKind = SpanKind.PARAGRAPH


class DocumentKind(StrEnum):
    PRESS_RELEASE = "press_release"
    BLOG = "blog"
    NEWS = "news"
    SPEECH = "speech"
    WRITTEN_ANSWER = "written_answer"
    REPORT = "report"
    GUIDANCE = "guidance"
    LETTER = "letter"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A page read down to its statement.

    `text` is clean: NFC, one paragraph per line with a blank line between paragraphs, quotation marks as printed. `spans`
    cover its paragraphs in order. `certainty` is 0.0 to 1.0: how far the text can be trusted to be all of the statement and
    nothing else. `dropped` are the lines that were judged not to belong to it. `missing` names what was looked for and not found.
    """

    text: str
    title: str | None = None
    published: StatedDate | None = None
    updated: StatedDate | None = None
    byline: str | None = None
    language: str | None = None
    standfirst: str | None = None
    kind: DocumentKind | None = None
    sections: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    spans: tuple[Span, ...] = ()
    dropped: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    change_notes: tuple[str, ...] = ()
    certainty: float = 1.0
    extractor_version: str = ""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page read down to its statement; `linked` are further addresses whose text belongs to it.

    `withdrawn` is the publisher's own notice that the page no longer stands.
    """

    document: Document
    linked: tuple[str, ...] = ()
    withdrawn: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One statement in the format that every command reads and writes (DESIGN, Formats).

    Only `id` and `text` must be there; `source` is the id of the source or host that published it.
    """

    id: str
    text: str
    title: str | None = None
    source: str | None = None
    publisher: str | None = None
    group: Group | None = None
    url: str | None = None
    guid: str | None = None
    published: StatedDate | None = None
    updated: StatedDate | None = None
    byline: str | None = None
    kind: str | None = None
    language: str | None = None
    spans: tuple[Span, ...] = ()
