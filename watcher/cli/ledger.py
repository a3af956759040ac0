"""Who said what: `quotes` on any text, with nothing stored, and the stored ledger on the terminal and as a citation pack."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from watcher.cli.families import number_of
from watcher.cli.options import AsJson, WatchDir
from watcher.cli.screen import note, paragraph, put, row, say, standard_error, table, write_lines
from watcher.cli.texts import read_text
from watcher.errors import InputError

if TYPE_CHECKING:
    from watcher.classify import Classifier
    from watcher.ledger import Gazetteer
    from watcher.model import Commitment, Quote, Record, Watch
    from watcher.pipeline.citing import Reaction
    from watcher.pipeline.world import Desk
    from watcher.render import Citation
    from watcher.store import StoredEvidence


SHOWN_MAX: Final = 60
"""So many lines are shown on a terminal; every other format has all of them."""
_FORMATS: Final = ("text", "csv", "json", "bibtex", "markdown")
_WITHIN_DAYS: Final = 14

ledger_app: Final = typer.Typer(help="Who said what on each concern, who answered whom, and who is not heard.")


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command()(quotes)
    app.add_typer(ledger_app, name="ledger")


def quotes(
    file: Annotated[str, typer.Argument(metavar="FILE.jsonl|-", help="records, one JSON object a line")],
    *,
    watch_dir: WatchDir = Path(),
) -> None:
    """Say of each text who says what in it, who undertakes what by when, and what is demanded."""
    from watcher.app import classifier, gazetteer, load_taxonomy

    known = gazetteer(watch_dir)
    judge = classifier(load_taxonomy(watch_dir))
    write_lines(json.dumps(ledger_of(record, known, judge), ensure_ascii=False) for record in _records(file))


def _records(name: str) -> Iterator[Record]:
    from watcher.records import read_records

    is_piped = name == "-"
    lines = (
        io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace") if is_piped else read_text(Path(name)).split("\n")
    )
    yield from read_records(lines, name=name, warn=note, requires=("id",))


def ledger_of(record: Record, gazetteer: Gazetteer, judge: Classifier) -> dict[str, Any]:
    """Return the quotes, commitments and demands of a record in the format of `watcher quotes` (docs/ledger.md)."""
    from watcher.ledger import read_demands
    from watcher.model import CommitmentKind
    from watcher.reading import read_said

    judgement = judge.assess(record.text, title=record.title, group=record.group, kind=record.kind)
    said = read_said(record, judgement, judge, gazetteer)
    return {
        "id": record.id,
        "quotes": [_quote_as_json(quote) for quote in said.quotes],
        "commitments": [_commitment_as_json(each) for each in said.commitments if each.kind is CommitmentKind.UNDERTAKING],
        "demands": list(read_demands(record.text)),
    }


def _quote_as_json(quote: Quote) -> dict[str, Any]:
    return {
        "quote": quote.quote,
        "start": quote.start,
        "end": quote.end,
        "speaker": quote.speaker,
        "role": quote.role,
        "organisation": quote.organisation,
        "kind": quote.kind.value,
        "score": round(quote.score, 2),
    }


def _commitment_as_json(commitment: Commitment) -> dict[str, Any]:
    return {
        "who": commitment.who,
        "what": commitment.what,
        "sentence": commitment.sentence,
        "due": commitment.due.day.isoformat() if commitment.due.day else None,
        "precision": commitment.due.precision.value,
        "concerns": list(commitment.concerns),
    }


@ledger_app.callback(invoke_without_command=True)
def ledger(
    context: typer.Context,
    *,
    concern: Annotated[str | None, typer.Option("--concern", help="only this concern (its id)")] = None,
    by: Annotated[str | None, typer.Option("--by", help="only this organisation, by any of its names")] = None,
    since: Annotated[str | None, typer.Option("--since", help="only what was published since: 7d, 36h or an ISO date")] = None,
    form: Annotated[str, typer.Option("--format", help=", ".join(_FORMATS))] = "text",
    watch_dir: WatchDir = Path(),
) -> None:
    """Show every sentence on a concern: whose words, when, where; as csv, json, bibtex or markdown it is a citation pack."""
    if context.invoked_subcommand is not None:
        return
    from watcher.cli.moments import moment
    from watcher.pipeline.citing import citations_of
    from watcher.pipeline.voices import ledger_of as entries_of

    if form not in _FORMATS:
        raise InputError(f"there is no format {form!r}; one of {', '.join(_FORMATS)}")
    with _desk(watch_dir) as desk:
        check_concerns(desk, [concern] if concern else [])
        found = citations_of(desk, entries_of(desk, concern_id=concern, organisation=by, since=moment(since)))
    if not found:
        note("nothing found" + (f" by {by!r}; `watcher ledger matrix` lists who has spoken" if by else ""))
    if form == "text":
        _show_citations(found)
    else:
        _write(found, form, _heading(concern, by, since))


def _heading(concern: str | None, by: str | None, since: str | None) -> str:
    parts = [f"concern {concern}" if concern else "", f"by {by}" if by else "", f"since {since}" if since else ""]
    return f"Citations: {', '.join(part for part in parts if part) or 'all that is stored'}"


def _write(citations: Sequence[Citation], form: str, heading: str) -> None:
    from watcher.render import citation_as_json, citation_rows, citations_as_bibtex, citations_as_markdown

    match form:
        case "csv":
            csv.writer(sys.stdout).writerows(citation_rows(citations))
        case "json":
            write_lines([json.dumps([citation_as_json(each) for each in citations], ensure_ascii=False, indent=1)])
        case "bibtex":
            write_lines(citations_as_bibtex(citations))
        case _:
            write_lines(citations_as_markdown(citations, heading))


def _show_citations(citations: Sequence[Citation]) -> None:
    from watcher.render import shown_words

    concern, above = None, ""
    for each in citations[:SHOWN_MAX]:
        if each.concern_id != concern:
            concern, above = each.concern_id, ""
            say(f"\n{concern} · {each.concern_title}")
        if (line := _source_line(each)) != above:
            above = line
            put()
            paragraph(line, indent=2)
            for address in (each.url, each.archived and f"archived: {each.archived}"):
                if address:
                    say(f"  {address}")
        paragraph(shown_words(each))
    if len(citations) > SHOWN_MAX:
        note(f"and {len(citations) - SHOWN_MAX:,} more; --concern, --by and --since narrow it, --format csv has all")


def _source_line(citation: Citation) -> str:
    """Return whose words they are, who published them, when, and in which revision of how many."""
    from watcher.render import speaker_words, stated_words

    reports = " reports" if citation.reported_by else ""
    day = stated_words(citation.published, citation.capture.captured_at)
    revisions = f"{len(citation.history)} revisions" if len(citation.history) > 1 else ""
    stance = f"stance: {citation.stance}" if citation.stance else ""
    parts = (speaker_words(citation), f"{citation.publisher}{reports}, {day}", citation.id.partition(":")[0], revisions, stance)
    return " · ".join(part for part in parts if part)


@ledger_app.command()
def matrix(
    *,
    since: Annotated[str | None, typer.Option("--since", help="only what was published since: 7d, 36h or an ISO date")] = None,
    as_json: AsJson = False,
    watch_dir: WatchDir = Path(),
) -> None:
    """Show when each organisation last spoke on each concern."""
    from watcher.cli.moments import moment
    from watcher.model import LONDON
    from watcher.pipeline.citing import matrix_of
    from watcher.pipeline.voices import ledger_of as entries_of

    with _desk(watch_dir) as desk:
        found = matrix_of(entries_of(desk, since=moment(since)))
        concerns = desk.watch.taxonomy.concerns
    if as_json:
        write_lines(json.dumps(_spoken_as_json(name, latest), ensure_ascii=False) for name, latest in found.items())
        return
    ids = [concern.id for concern in concerns]
    made = table("organisation", *ids)
    for name, latest in found.items():
        days = [f"{latest[id_].said_at.astimezone(LONDON):%d/%m/%y}" if id_ in latest else "" for id_ in ids]
        row(made, name, *days)
    if not found:
        note("nobody has spoken on a concern" + (f" since {since}" if since else " yet"))
        return
    put(made)
    put()
    for concern in concerns:
        say(f"{concern.id} {concern.title}")


def _spoken_as_json(name: str, latest: Mapping[str, StoredEvidence]) -> dict[str, Any]:
    spoken = {
        concern: {
            "said_at": each.said_at.isoformat(),
            "statement": f"s{each.statement_id}",
            "publisher": each.publisher,
            "url": each.url,
        }
        for concern, each in sorted(latest.items())
    }
    return {"organisation": name, "concerns": spoken}


@ledger_app.command()
def reactions(
    statement_id: Annotated[str, typer.Argument(metavar="ID", help="the announcement's id, such as s12")],
    *,
    within: Annotated[int, typer.Option("--within", min=1, max=3650, help="so many days after it")] = _WITHIN_DAYS,
    as_json: AsJson = False,
    watch_dir: WatchDir = Path(),
) -> None:
    """Show who spoke after an announcement, how soon, and on what."""
    from watcher.pipeline.citing import reactions_to

    with _desk(watch_dir) as desk:
        statement = desk.store.statements.statement(number_of(statement_id))
        if statement is None:
            raise InputError(f"there is no statement {statement_id!r}; `watcher list` shows their ids, such as s12")
        found = reactions_to(desk, statement, timedelta(days=within))
    if as_json:
        write_lines(json.dumps(_reaction_as_json(each), ensure_ascii=False) for each in found)
        return
    made = table("after", "organisation", "concerns", "how", "id", "title")
    for each in found:
        how = " ".join(part for part in ("quotes it" if each.is_quoting else "", "reported" if each.is_reported else "") if part)
        place = f"s{each.evidence.statement_id}"
        row(made, _after(each), each.organisation, " ".join(each.concerns), how or "spoke", place, each.evidence.title or "")
    if found:
        put(made)
    else:
        note(f"nobody has spoken on its concerns within {within} days of it")


def _after(reaction: Reaction) -> str:
    """Return how soon somebody spoke: by the hour where both have a time, else by the day."""
    hours = int(reaction.after.total_seconds() // 3600)
    if not reaction.is_exact:
        return f"{reaction.days} d" if reaction.days else "same day"
    return f"{hours} h" if hours < 48 else f"{hours // 24} d"


def _reaction_as_json(reaction: Reaction) -> dict[str, Any]:
    return {
        "organisation": reaction.organisation,
        "after_s": int(reaction.after.total_seconds()),
        "after_days": reaction.days,
        "is_exact": reaction.is_exact,
        "concerns": list(reaction.concerns),
        "quotes_it": reaction.is_quoting,
        "reported": reaction.is_reported,
        "statement": f"s{reaction.evidence.statement_id}",
        "publisher": reaction.evidence.publisher,
        "url": reaction.evidence.url,
        "sentence": reaction.evidence.sentence,
    }


@ledger_app.command()
def gaps(*, as_json: AsJson = False, watch_dir: WatchDir = Path()) -> None:
    """Show who has not been heard on what (`gaps` in alerts.yaml), and how much of the time does not count."""
    from watcher.pipeline.gaps import details_of, gaps_of, words_of

    with _desk(watch_dir) as desk:
        now = desk.clock.now()
        found = gaps_of(desk, now)
        lines = [(gap, words_of(gap, desk), details_of(gap, now)) for gap in found]
        rules = len(desk.watch.gaps)
    for gap, words, details in lines:
        if as_json:
            data = {"organisation": gap.organisation, "concern": gap.concern_id, "since": gap.since.isoformat(), "days": gap.days}
            write_lines([json.dumps(data, ensure_ascii=False)])
        else:
            say(words)
            for detail in details:
                say(f"  {detail}")
    if not lines:
        note("no gap stands open" if rules else "no gaps are asked for; `gaps` in alerts.yaml says whom to miss (docs/ledger.md)")


@ledger_app.command()
def read(*, watch_dir: WatchDir = Path()) -> None:
    """Read what is stored and was not read by today's rules, people and bodies; the daemon does so too, a little at a time."""
    from watcher.app import load

    say(f"{asyncio.run(_read_all(load(watch_dir))):,} read")


async def _read_all(watch: Watch) -> int:
    from rich.progress import Progress

    from watcher.app import open_store, open_world
    from watcher.ledger import ledger_version
    from watcher.pipeline.ledger import read_unread

    store = open_store(watch)
    try:
        async with open_world(watch, store) as world:
            total = store.ledger.count_unread(ledger_version(world.gazetteer))
            with Progress(console=standard_error(), transient=True, disable=not standard_error().is_terminal) as progress:
                task = progress.add_task("reading", total=total)
                return await read_unread(world, count_max=total, on_done=lambda count: progress.advance(task, count))
    finally:
        store.close()


def check_concerns(desk: Desk, concerns: Iterable[str]) -> None:
    """Let through only what the watch's taxonomy has.

    Raises:
        InputError: one is not among them; the text says which there are.
    """
    known = [each.id for each in desk.watch.taxonomy.concerns]
    for concern in concerns:
        if concern not in known:
            raise InputError(f"there is no concern {concern!r}; one of {', '.join(known)}")


@contextmanager
def _desk(watch_dir: Path) -> Iterator[Desk]:
    from watcher.app import load, open_desk

    with open_desk(load(watch_dir)) as desk:
        yield desk
