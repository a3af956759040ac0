"""What is stored: list, show, search, import, export."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.families import number_of
from watcher.cli.options import AsJson, WatchDir
from watcher.cli.screen import note, put, row, say, standard_error, table, write_lines
from watcher.errors import InputError

if TYPE_CHECKING:
    from watcher.model import Record
    from watcher.store import Store, StoredStatement

Concern = Annotated[str | None, typer.Option("--concern", help="only what addresses this concern (its id)")]
SourceId = Annotated[str | None, typer.Option("--source", help="only from this source (its id)")]
Since = Annotated[str | None, typer.Option("--since", help="only what was first seen since: 7d, 36h or an ISO date")]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, max=100_000, help="at most so many")]


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command("list")(list_statements)
    app.command()(show)
    app.command()(search)
    app.command("import")(import_texts)
    app.command()(export)


@contextmanager
def opened(watch_dir: Path) -> Iterator[Store]:
    """Open the store of a watch for reading."""
    from watcher.app import load, open_store

    store = open_store(load(watch_dir))
    try:
        yield store
    finally:
        store.close()


def list_statements(
    *,
    concern: Concern = None,
    source: SourceId = None,
    since: Since = None,
    limit: Limit = 30,
    as_json: AsJson = False,
    watch_dir: WatchDir = Path(),
) -> None:
    """List stored statements, newest first."""
    from watcher.cli.moments import moment

    with opened(watch_dir) as store:
        found = store.statements.find(concern_id=concern, source_id=source, since=moment(since), count_max=limit)
        if not found:
            _say_unknown(watch_dir, concern, source)
        _print(found, as_json=as_json)


def search(
    words: Annotated[list[str], typer.Argument(help="words that all must occur, in title or text")],
    *,
    limit: Limit = 30,
    as_json: AsJson = False,
    watch_dir: WatchDir = Path(),
) -> None:
    """Find stored statements by their words."""
    with opened(watch_dir) as store:
        _print(store.statements.find(query=" ".join(words), count_max=limit), as_json=as_json)


def _say_unknown(watch_dir: Path, concern: str | None, source: str | None) -> None:
    """Say that the watch has no such concern or source: only where nothing was found, for what left the files stays stored."""
    from watcher.app import load
    from watcher.pipeline.world import IMPORTED, SEEDS

    watch = load(watch_dir)
    concerns = dict.fromkeys(each.id for taxonomy in watch.taxonomies for each in taxonomy.concerns)
    if concern is not None and concern not in concerns:
        note(f"there is no concern {concern!r}; one of {', '.join(concerns)}")
    if source is not None and source not in (SEEDS, IMPORTED, *(each.id for each in watch.sources)):
        note(f"there is no source {source!r}; `watcher sources list` shows them")


def _print(found: list[StoredStatement], *, as_json: bool) -> None:
    if as_json:
        write_lines(json.dumps(statement_as_json(statement), ensure_ascii=False) for statement in found)
        return
    shown = table("id", "day", "publisher", "concerns", "title")
    for statement in found:
        published = statement.latest.record.published
        concerns = " ".join(f"{each.concern_id}{'?' if each.band == 'review' else ''}" for each in statement.latest.assessments)
        title = statement.latest.record.title or statement.latest.record.text[:80]
        day = published.as_day.isoformat() if published else "-"
        row(shown, f"s{statement.id}", day, statement.publisher, concerns, title)
    if found:
        put(shown)
    else:
        note("nothing found")


def statement_as_json(statement: StoredStatement) -> dict[str, Any]:
    """Return a stored statement as a record, with what was judged of it."""
    from watcher.records import record_as_json

    return {
        **record_as_json(statement.latest.record),
        "id": f"s{statement.id}",
        "external_id": statement.external_id,
        "revision": statement.latest.number,
        "head": f"s{statement.head_id}",
        "first_seen": statement.first_seen_at.isoformat(),
        "withdrawn": statement.withdrawn_at.isoformat() if statement.withdrawn_at else None,
        "concerns": [
            {
                "id": assessment.concern_id,
                "score": round(assessment.score, 4),
                "band": assessment.band.value,
                "stance": assessment.stance.value if assessment.stance else None,
                "evidence": [evidence.quote for evidence in assessment.evidence],
            }
            for assessment in statement.latest.assessments
        ],
    }


def show(
    statement_id: Annotated[str, typer.Argument(metavar="ID", help="a statement's id, such as s12")],
    *,
    as_json: AsJson = False,
    watch_dir: WatchDir = Path(),
) -> None:
    """Show one statement: its concerns with their sentences, its family, its revisions, its text."""
    with opened(watch_dir) as store:
        statement = store.statements.statement(number_of(statement_id))
        if statement is None:
            raise InputError(f"there is no statement {statement_id!r}; `watcher list` shows their ids, such as s12")
        if as_json:
            write_lines([json.dumps(statement_as_json(statement), ensure_ascii=False)])
        else:
            _show(store, statement)


def _show(store: Store, statement: StoredStatement) -> None:
    from watcher.pipeline.compose import story_of
    from watcher.render import moment_words, sentence_lines, stated_words

    story = story_of(store, statement)
    say(story.title)
    say(f"{story.publisher} · {stated_words(story.published, story.first_seen_at)} · {story.url or 'no address'}")
    if story.byline:
        say(f"by {story.byline}")
    for told in story.told:
        say(
            f"\nConcern {told.concern_id} · {told.score:.2f} {told.band.value}" + (f" · {told.stance.value}" if told.stance else "")
        )
        for line in sentence_lines(told):
            say(f"  {line}")
    for heading, copies in (
        ("Also published by", story.also_published_by),
        ("Quoted in", story.quoted_in),
        ("Quotes", story.quotes),
    ):
        for copy in copies:
            say(f"\n{heading}: {copy.publisher} · {copy.title or ''} · {copy.url}")
    for revision in store.statements.revisions(statement.id)[1:]:
        say(f"\nRevision {revision.number}, {moment_words(revision.captured_at)}")
        for change in (change for relation in revision.relations for change in relation.changes):
            say(f"  {change.kind.value}: {change.before or '(nothing)'} → {change.after or '(nothing)'}")
    say(f"\n{statement.latest.record.text}")


def import_texts(
    path: Annotated[Path, typer.Argument(metavar="FILE.jsonl|DIR", help="records, or a folder of text and HTML files")],
    *,
    untold: Annotated[bool, typer.Option("--untold", help="they are no news: no digest tells of them")] = False,
    watch_dir: WatchDir = Path(),
) -> None:
    """Store texts from elsewhere, such as from a site that cannot be polled; they are told in digests."""
    from watcher.app import bring, load

    watch = load(watch_dir)
    records = list(_folder_records(path)) if path.is_dir() else list(_file_records(path))
    from rich.progress import Progress

    with Progress(console=standard_error(), transient=True, disable=not standard_error().is_terminal) as progress:
        task = progress.add_task("reading", total=len(records))
        done = bring(watch, records, is_told=not untold, on_done=lambda: progress.advance(task))
    say(f"{done.stored} stored, {done.known} known before")


def _file_records(path: Path) -> Iterator[Record]:
    from watcher.cli.texts import read_text
    from watcher.records import read_records

    yield from read_records(read_text(path).split("\n"), name=str(path), warn=note)


def _folder_records(folder: Path) -> Iterator[Record]:
    """Yield a record for every file of a folder, read as `watcher extract` reads it, under its file name."""
    from watcher.cli.texts import read_folder
    from watcher.records import parse_record

    for data in read_folder(folder, learn=True):
        known = {
            key: data[key] for key in ("id", "text", "title", "url", "published", "updated", "byline", "kind", "language", "spans")
        }
        yield parse_record(known, where=str(folder / str(data["id"])))


def export(
    *,
    form: Annotated[str, typer.Option("--format", help="jsonl or csv")] = "jsonl",
    concern: Concern = None,
    source: SourceId = None,
    since: Since = None,
    watch_dir: WatchDir = Path(),
) -> None:
    """Write what is stored to standard output, as records (jsonl) or as a table of evidence (csv)."""
    from watcher.cli.moments import moment

    if form not in ("jsonl", "csv"):
        raise InputError(f"there is no format {form!r}; jsonl or csv")
    with opened(watch_dir) as store:
        found = store.statements.find(concern_id=concern, source_id=source, since=moment(since), count_max=1_000_000)
        if not found:
            _say_unknown(watch_dir, concern, source)
        if form == "jsonl":
            write_lines(json.dumps(statement_as_json(statement), ensure_ascii=False) for statement in found)
        else:
            _write_csv(found)


def _write_csv(found: list[StoredStatement]) -> None:
    """Write one row a concern of a statement (one without, for none); cells that a spreadsheet would run are quoted."""
    writer = csv.writer(sys.stdout)
    writer.writerow(["id", "publisher", "group", "published", "title", "url", "concern", "score", "stance", "evidence"])
    for statement in found:
        record = statement.latest.record
        day = record.published.as_day.isoformat() if record.published else ""
        shared = [f"s{statement.id}", statement.publisher, statement.group.value, day, record.title or "", statement.url or ""]
        judged = [
            [each.concern_id, f"{each.score:.4f}", each.stance or "", " | ".join(evidence.quote for evidence in each.evidence)]
            for each in statement.latest.assessments
        ] or [["", "", "", ""]]
        writer.writerows([_inert(cell) for cell in [*shared, *cells]] for cells in judged)


def _inert(cell: str) -> str:
    """Return a cell that a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
