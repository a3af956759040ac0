"""What watcher would make of a text: extract, relate, classify. Nothing is stored."""

from __future__ import annotations

import asyncio
import io
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from watcher.cli.options import WatchDir
from watcher.cli.screen import note, say, write_lines
from watcher.errors import ExtractError, InputError, SourceError

if TYPE_CHECKING:
    from watcher.model import Assessment, Document, Fetch, Judgement, Record, Source

DEADLINE_S: Final = 20.0
"""Longest time for reading one document by hand."""


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command()(extract)
    app.command()(relate)
    app.command()(classify)


def extract(
    page: Annotated[str, typer.Argument(metavar="FILE|URL|DIR", help="a saved page, an address, or a folder (with --jsonl)")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="the record, one JSON object a line")] = False,
    kind: Annotated[str | None, typer.Option("--as", help="read it as a listing of this kind (feed, page, govuk, ...)")] = None,
    url: Annotated[str, typer.Option(help="the address that a saved page came from")] = "",
    jsonl: Annotated[bool, typer.Option("--jsonl", help="read every file of a folder, one record a line")] = False,
    learn: Annotated[
        bool, typer.Option("--learn", help="with --jsonl: learn each host's repeated lines from the folder first")
    ] = False,
    watch_dir: WatchDir = Path(),
) -> None:
    """Read a page down to its statement: text, title, dates, byline."""
    if jsonl:
        write_lines(json.dumps(record, ensure_ascii=False) for record in read_folder(Path(page), learn=learn))
        return
    fetch = _fetched(page, url, watch_dir)
    if kind is not None:
        _show_listing(fetch, kind, as_json=as_json)
        return
    record = _as_json(_document(fetch, page), fetch.url or page, fetch.url or None)
    if as_json:
        write_lines([json.dumps(record, ensure_ascii=False)])
    else:
        _show_document(record)


def relate(
    file: Annotated[str, typer.Argument(metavar="FILE.jsonl|-", help="records, one JSON object a line")],
    *,
    watch_dir: WatchDir = Path(),
) -> None:
    """Say of each text whether it is the same, republished, revised, quoted or new, against the seeds and the lines before it."""
    from watcher.app import seed_records
    from watcher.clock import SystemClock
    from watcher.pipeline.relating import relate_records

    records = list(_records(file))
    verdicts = relate_records(records, seed_records(watch_dir, SystemClock().now()))
    write_lines(json.dumps(verdict, ensure_ascii=False) for verdict in verdicts)


def classify(
    file: Annotated[str, typer.Argument(metavar="FILE.jsonl|-", help="records, one JSON object a line")],
    *,
    watch_dir: WatchDir = Path(),
) -> None:
    """Say of each text which concerns it addresses, with the sentences that show it."""
    from watcher.app import classifier, load_taxonomy

    judge = classifier(load_taxonomy(watch_dir))
    lines = (
        judgement_as_json(record.id, judge.assess(record.text, title=record.title, group=record.group, kind=record.kind))
        for record in _records(file)
    )
    write_lines(json.dumps(line, ensure_ascii=False) for line in lines)


def judgement_as_json(record_id: str, judgement: Judgement) -> dict[str, Any]:
    """Return a judgement in the format of `watcher classify` (docs/reference/formats.md)."""
    return {
        "id": record_id,
        "relevant": judgement.is_relevant,
        "concerns": [_assessment_as_json(each) for each in judgement.given],
        "review": [_assessment_as_json(each) for each in judgement.assessments if each not in judgement.given],
        "scores": {concern: round(score, 4) for concern, score in judgement.scores.items()},
        "scope": judgement.scope,
        "model": judgement.model_version,
    }


def _assessment_as_json(assessment: Assessment) -> dict[str, Any]:
    return {
        "id": assessment.concern_id,
        "score": round(assessment.score, 4),
        "band": assessment.band.value,
        "stance": assessment.stance.value if assessment.stance else None,
        "evidence": [evidence.quote for evidence in assessment.evidence],
    }


def _records(name: str) -> Iterator[Record]:
    from watcher.records import read_records

    yield from read_records(_lines(name), name=name, warn=note)


def _lines(name: str) -> Iterable[str]:
    if name == "-":
        return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
    return read_text(Path(name)).split("\n")


def read_text(path: Path) -> str:
    """Return a text file.

    Raises:
        InputError: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; give a file, or - for standard input") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start}") from error


def _fetched(page: str, url: str, watch_dir: Path) -> Fetch:
    """Return a page from a file or from its address, as it was fetched."""
    from watcher.clock import SystemClock
    from watcher.model import Fetch

    if page.startswith(("http://", "https://")):
        return asyncio.run(_get(page, watch_dir))
    try:
        body = Path(page).read_bytes()
    except OSError as error:
        raise InputError(f"{page}: {error.strerror}; give a file or an http(s) address") from error
    return Fetch(url=url, status=200, headers=_headers_of(page), body=body, fetched_at=SystemClock().now())


def _headers_of(name: str) -> dict[str, str]:
    """Return the Content-Type that a server would give a file of this name; HTML goes without, so that its bytes decide."""
    import mimetypes

    guessed, _ = mimetypes.guess_type(name)
    return {"content-type": guessed} if guessed and guessed not in ("text/html", "application/xhtml+xml") else {}


async def _get(url: str, watch_dir: Path) -> Fetch:
    from watcher.app import contact_of, user_agent
    from watcher.clock import SystemClock
    from watcher.fetch import Fetcher

    async with Fetcher(clock=SystemClock(), user_agent=user_agent(contact_of(watch_dir))) as fetcher:
        return await fetcher.fetch(url)


def _document(fetch: Fetch, page: str) -> Document:
    from watcher.reading import read_file
    from watcher.text import LineMemory
    from watcher.workers import read_bounded

    try:
        return read_bounded(read_file, fetch, memory=LineMemory(), deadline_s=DEADLINE_S, url=fetch.url or "the file")
    except ExtractError as error:
        if page in str(error):
            raise
        raise ExtractError(f"{page}: {error}", reason=error.reason, url=error.url) from error


def _as_json(document: Document, record_id: str, url: str | None) -> dict[str, Any]:
    from watcher.records import record_as_json, record_of

    record = record_as_json(record_of(document, record_id=record_id, url=url))
    return {
        **record,
        "standfirst": document.standfirst,
        "links": [{"url": link.url, "text": link.text} for link in document.links],
        "missing": list(document.missing),
        "certainty": round(document.certainty, 3),
        "extractor": document.extractor_version,
    }


def _show_document(record: dict[str, Any]) -> None:
    for label in ("title", "byline", "kind", "language"):
        say(f"{label}: {record[label] or '-'}")
    for label in ("published", "updated"):
        stated = record[label]
        say(f"{label}: {stated['value']} ({stated['source']}, {stated['certainty']})" if stated else f"{label}: -")
    if record["missing"]:
        say(f"not found: {', '.join(record['missing'])}")
    say("")
    say(record["text"])


def _show_listing(fetch: Fetch, kind: str, *, as_json: bool) -> None:
    from watcher.records import date_as_json

    listing = _listing(fetch, kind)
    for item in listing.items:
        fields = {
            "url": item.url,
            "guid": item.guid,
            "title": item.title,
            "published": date_as_json(item.published),
            "updated": date_as_json(item.updated),
            "byline": item.byline,
            "summary_html": item.summary_html,
            "body_html": item.body_html,
        }
        if as_json:
            write_lines([json.dumps(fields, ensure_ascii=False)])
        else:
            day = item.published.as_day.isoformat() if item.published else "no date   "
            say(f"{day}  {item.title or '(no title)'}\n            {item.url}")
    for line in listing.notes:
        note(line)


def _listing(fetch: Fetch, kind: str) -> Any:
    from watcher.sources import SOURCE_KINDS
    from watcher.workers import read_bounded

    if kind not in SOURCE_KINDS:
        raise InputError(f"there is no kind {kind!r}; one of {', '.join(SOURCE_KINDS)}")
    source = _anonymous_source(fetch, kind)
    return read_bounded(SOURCE_KINDS[kind].list, fetch, source, deadline_s=DEADLINE_S, url=fetch.url or "the file")


def _anonymous_source(fetch: Fetch, kind: str) -> Source:
    from watcher.model import Group, Source

    return Source(id="file", name="file", group=Group.OTHER, kind=kind, url=fetch.url or "http://localhost/")


def read_folder(folder: Path, *, learn: bool) -> Iterator[dict[str, Any]]:
    """Yield the record of every file of a folder, in order of name; one that cannot be read is named on standard error."""
    from watcher.dedup import host_of
    from watcher.extract import extract as read
    from watcher.extract import page_lines
    from watcher.text import LineMemory

    if not folder.is_dir():
        raise InputError(f"{folder}: --jsonl wants a folder of saved pages")
    fetches = [(path, _fetched(str(path), _address_of(path), folder)) for path in sorted(folder.iterdir()) if path.is_file()]
    memories: dict[str, LineMemory] = {}
    for path, fetch in fetches if learn else ():
        host = host_of(fetch.url) or ""
        try:
            document = _document(fetch, str(path))
        except SourceError:
            continue
        memories[host] = memories.get(host, LineMemory(host)).learn([(path.name, page_lines(document))])
    for path, fetch in fetches:
        site = memories.get(host_of(fetch.url) or "")
        try:
            document = read(fetch.body, url=fetch.url, fetched_at=fetch.fetched_at, content_type=fetch.content_type, site=site)
        except SourceError as error:
            note(f"{path}: {error}")
            continue
        yield _as_json(document, path.name, fetch.url or None)


def _address_of(path: Path) -> str:
    """Return the address in a page's canonical link, so that pages of one host are known to be of one host."""
    import re

    head = path.read_bytes()[:200_000]
    match = re.search(rb"<link[^>]+rel=[\"']?canonical[\"']?[^>]*href=[\"']([^\"']+)", head) or re.search(
        rb"<meta[^>]+og:url[\"'][^>]*content=[\"']([^\"']+)", head
    )
    return match[1].decode("utf-8", "replace") if match else ""
