"""Evidence to hand on: one citation a sentence, as a table, JSON, BibTeX or Markdown. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from watcher.model import StatedDate
from watcher.render.clean import csv_cell, one_line, web_url
from watcher.render.view import NOT_NAMED, counted, moment_words, quoted, stated_words, who_words

COLUMNS: Final = (
    "id",
    "concern",
    "concern_title",
    "quotation",
    "is_speech",
    "speaker",
    "role",
    "organisation",
    "reported_by",
    "stance",
    "publisher",
    "title",
    "url",
    "published",
    "captured_at_utc",
    "captured_at_london",
    "sha256",
    "revision",
    "revisions",
    "archived",
)
"""The head of the table; JSON has the same keys, with all revisions in `history`."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One revision as it was captured: `sha256` is that of the page as it came, "" for a text that was never a page."""

    number: int
    captured_at: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A sentence that can be checked: whose words, where it stood, when it was captured, and what the page's hash was.

    `is_speech`: the words are `speaker`'s own; otherwise they are the publisher's text. `reported_by` is the publisher where it
    reports somebody else's words. `archived` is a public archive's copy. `history` has every revision, the cited one included.
    """

    id: str
    concern_id: str
    concern_title: str
    quotation: str
    is_speech: bool
    speaker: str | None
    role: str | None
    organisation: str | None
    reported_by: str | None
    stance: str | None
    publisher: str
    title: str
    url: str
    published: StatedDate | None
    capture: Capture
    history: tuple[Capture, ...]
    archived: str | None = None


def citation_as_json(citation: Citation) -> dict[str, Any]:
    """Return a citation under the keys of `COLUMNS`, and its history."""
    captured_at = citation.capture.captured_at
    return {
        "id": citation.id,
        "concern": citation.concern_id,
        "concern_title": citation.concern_title,
        "quotation": citation.quotation,
        "is_speech": citation.is_speech,
        "speaker": citation.speaker,
        "role": citation.role,
        "organisation": citation.organisation,
        "reported_by": citation.reported_by,
        "stance": citation.stance,
        "publisher": citation.publisher,
        "title": citation.title,
        "url": web_url(citation.url),
        "published": citation.published.value.isoformat() if citation.published else None,
        "captured_at_utc": _utc(captured_at),
        "captured_at_london": moment_words(captured_at),
        "sha256": citation.capture.sha256,
        "revision": citation.capture.number,
        "revisions": len(citation.history),
        "archived": citation.archived,
        "history": [
            {"revision": each.number, "captured_at_utc": _utc(each.captured_at), "sha256": each.sha256} for each in citation.history
        ],
    }


def citation_rows(citations: Iterable[Citation]) -> Iterator[list[str]]:
    """Yield the head and one row a citation, each cell one that a spreadsheet shows and never works out."""
    yield list(COLUMNS)
    for citation in citations:
        data = citation_as_json(citation)
        yield [csv_cell(_cell(data[column])) for column in COLUMNS]


def citations_as_markdown(citations: Sequence[Citation], heading: str) -> Iterator[str]:
    """Yield the lines of a citation pack: each sentence with its speaker, its source, and how to check it."""
    yield f"# {_markdown(heading)}"
    concern = None
    for citation in citations:
        if citation.concern_id != concern:
            concern = citation.concern_id
            yield f"\n## {_markdown(citation.concern_id)} · {_markdown(citation.concern_title)}"
        yield from _pack(citation)


def shown_words(citation: Citation) -> str:
    """Return the sentence as it is shown: in quotation marks if it is somebody's own words, plainly if it is the publisher's."""
    words = one_line(citation.quotation)
    return quoted(words) if citation.is_speech else words


def speaker_words(citation: Citation) -> str:
    """Return who speaks, with role and organisation, each once; "" for a publisher's text: words in marks are somebody's."""
    return who_words(citation.speaker, citation.role, citation.organisation) or (NOT_NAMED if citation.is_speech else "")


def _pack(citation: Citation) -> Iterator[str]:
    yield f"\n> {_markdown(shown_words(citation))}"
    own = "as it printed it" if _QUOTES.search(citation.quotation) else "its own text"
    yield f">\n> — {_markdown(speaker_words(citation) or f'{citation.publisher} ({own})')}\n"
    link = web_url(citation.url)
    title = f"[{_markdown(citation.title)}](<{link}>)" if link else _markdown(citation.title)
    reported = ", reporting" if citation.reported_by else ""
    yield f"- Source: {_markdown(citation.publisher)}{reported}, {title}, {_published(citation)}"
    yield f"- Captured: {_utc(citation.capture.captured_at)} ({moment_words(citation.capture.captured_at)} in London)"
    if citation.capture.sha256:
        yield f"- SHA-256 of the captured page: `{citation.capture.sha256}`"
    if len(citation.history) > 1:
        others = "; ".join(f"{each.number}: {_utc(each.captured_at)}" for each in citation.history)
        yield f"- Revision {citation.capture.number} of {counted(len(citation.history), 'revision')} ({others})"
    if citation.archived and (copy := web_url(citation.archived)):
        yield f"- Archived copy: <{copy}>"
    yield f"- watcher: `{citation.id}`"


def citations_as_bibtex(citations: Iterable[Citation]) -> Iterator[str]:
    """Yield one BibTeX entry (`@online`) a citation, keyed by its id."""
    for citation in citations:
        captured_at = citation.capture.captured_at.astimezone(UTC)
        by = citation.speaker.split("; ") if citation.speaker else [citation.publisher]
        fields: Mapping[str, str] = {
            "author": " and ".join(f"{{{bibtex_text(name)}}}" for name in by),
            "title": f"{{{bibtex_text(citation.title)}}}",
            "organization": bibtex_text(citation.publisher),
            "date": citation.published.as_day.isoformat() if citation.published else "",
            "url": bibtex_url(citation.url),
            "urldate": captured_at.date().isoformat(),
            "note": _note(citation),
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        yield f"@online{{{re.sub(r'[^A-Za-z0-9.:-]', '-', citation.id)},\n{lines}\n}}\n"


def _note(citation: Citation) -> str:
    parts = [
        bibtex_text(speaker_words(citation)),
        bibtex_text(shown_words(citation)),
        f"Captured {_utc(citation.capture.captured_at)}",
        f"SHA-256 {citation.capture.sha256}" if citation.capture.sha256 else "",
        rf"Archived: \url{{{bibtex_url(citation.archived)}}}" if citation.archived else "",
    ]
    return "; ".join(part for part in parts if part)


_QUOTES: Final = re.compile(r"[“”\"„«»]")
_BIBTEX: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "_": r"\_",
        "%": r"\%",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
"""What TeX acts on; each character alone, so that nothing is escaped twice."""


def bibtex_text(text: str) -> str:
    """Return words as a BibTeX field prints them: on one line, with nothing left that TeX would act on."""
    return one_line(text).translate(_BIBTEX)


def bibtex_url(url: str) -> str:
    """Return an address as `url` fields take it: braces and backslashes percent-encoded, the rest as it is."""
    return web_url(url).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]<>#|~])")


def _markdown(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", one_line(text))


def _published(citation: Citation) -> str:
    return stated_words(citation.published, citation.capture.captured_at)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
