"""Who promised what by when: list, confirm, dismiss, join, add."""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from watcher.cli.families import number_of
from watcher.cli.ledger import check_concerns
from watcher.cli.options import AsJson, WatchDir
from watcher.cli.screen import note, paragraph, say, write_lines
from watcher.errors import InputError

if TYPE_CHECKING:
    from watcher.model import Due, Mention
    from watcher.pipeline.promises import Standing
    from watcher.pipeline.world import Desk

CommitmentId = Annotated[str, typer.Argument(metavar="ID", help="a commitment's id, such as c3")]
Why = Annotated[str, typer.Option("--why", help="for whoever wonders")]

app: Final = typer.Typer(help="What was promised by when: what is due, what is overdue, what was met.", no_args_is_help=True)


def register(parent: typer.Typer) -> None:
    """Add these commands to `parent`."""
    parent.add_typer(app, name="commitments")


@contextmanager
def _desk(watch_dir: Path) -> Iterator[Desk]:
    """Open the watch; a commitment, statement or sentence that is not there is the caller's mistake."""
    from watcher.app import load, open_desk

    try:
        with open_desk(load(watch_dir)) as desk:
            yield desk
    except (LookupError, ValueError) as error:
        raise InputError(str(error.args[0])) from error


@app.command("list")
def list_commitments(
    *,
    state: Annotated[
        list[str] | None, typer.Option("--state", help="open, due, overdue, met, slipped, withdrawn, dismissed; may be repeated")
    ] = None,
    concern: Annotated[str | None, typer.Option("--concern", help="only what is about this concern (its id)")] = None,
    by: Annotated[str | None, typer.Option("--by", help="only this organisation's, by any of its names")] = None,
    as_json: AsJson = False,
    watch_dir: WatchDir = Path(),
) -> None:
    """List commitments, the soonest date first; what was dismissed is left out unless it is asked for."""
    from watcher.model import CommitmentState
    from watcher.pipeline.promises import standings
    from watcher.pipeline.voices import organisation_of

    unknown = set(state or ()) - {*CommitmentState}
    if unknown:
        raise InputError(f"there is no state {', '.join(sorted(unknown))}; one of {', '.join(CommitmentState)}")
    wanted = set(state or ()) or {*CommitmentState} - {CommitmentState.DISMISSED}
    with _desk(watch_dir) as desk:
        check_concerns(desk, [concern] if concern else [])
        found = [
            standing
            for standing in standings(desk.store.ledger.commitments(desk.watch.taxonomy.id), desk.clock.now())
            if standing.state in wanted
            and (concern is None or concern in standing.commitment.concerns)
            and (by is None or organisation_of(standing.mention.who, desk.gazetteer) == organisation_of(by, desk.gazetteer))
        ]
    if as_json:
        write_lines(json.dumps(_as_json(standing), ensure_ascii=False) for standing in found)
    else:
        _show(found)
    if not found:
        note("no such commitment" + (f" by {by!r}; without --by all are listed" if by else ""))


def _show(found: list[Standing]) -> None:
    from watcher.pipeline.promises import details_of
    from watcher.render import whole

    for standing in found:
        mention = standing.mention
        say(_heading(standing))
        paragraph(whole(mention.sentence) if mention.revision_id else mention.what, strong=mention.what)
        for slip in standing.course.slips:
            paragraph(f"was: {whole(slip.before.sentence)}")
        for detail in (_shown_by(standing), *details_of(standing), standing.commitment.why):
            if detail:
                paragraph(detail)


def _shown_by(standing: Standing) -> str:
    """Return which statement shows that a commitment was met, with its sentence if one was named; "" for the others."""
    from watcher.render import whole

    commitment = standing.commitment
    if not commitment.shown_by:
        return ""
    return f"shown by s{commitment.shown_by}" + (f": {whole(commitment.shown_sentence)}" if commitment.shown_sentence else "")


def _heading(standing: Standing) -> str:
    """Return how a commitment stands, in one line: its id, state, who, by when, concerns and statement."""
    from watcher.pipeline.promises import WHAT_CHARS_MAX
    from watcher.render import due_words

    commitment, mention = standing.commitment, standing.mention
    concerns = (f"concern {', '.join(commitment.concerns)}",) if commitment.concerns else ()
    place = f"s{mention.statement_id}" if mention.statement_id else "added by hand"
    who = mention.who if len(mention.who) <= WHAT_CHARS_MAX else f"{mention.who[: WHAT_CHARS_MAX - 1].rstrip()}…"
    parts = (standing.state.value, who, due_words(standing.course.due), *concerns, place)
    return f"c{commitment.id}  {' · '.join(parts)}"


def _as_json(standing: Standing) -> dict[str, Any]:
    commitment, due = standing.commitment, standing.course.due
    return {
        "id": f"c{commitment.id}",
        "state": standing.state.value,
        "kind": commitment.kind.value,
        "who": standing.mention.who,
        "what": standing.mention.what,
        "due": due.day.isoformat() if due.day else None,
        "precision": due.precision.value,
        "certainty": due.certainty.value,
        "concerns": list(commitment.concerns),
        "mentions": [_mention_as_json(mention) for mention in commitment.mentions],
        "slips": [{"from": _mention_as_json(slip.before), "to": _mention_as_json(slip.after)} for slip in standing.course.slips],
        "met_by": f"s{commitment.shown_by}" if commitment.shown_by else None,
        "met_sentence": commitment.shown_sentence or None,
        "decided_at": commitment.decided_at.isoformat() if commitment.decided_at else None,
        "why": commitment.why or None,
        "is_dropped": commitment.is_dropped,
    }


def _mention_as_json(mention: Mention) -> dict[str, Any]:
    return {
        "statement": f"s{mention.statement_id}" if mention.statement_id else None,
        "said_at": mention.said_at.isoformat(),
        "due": mention.due.day.isoformat() if mention.due.day else None,
        "sentence": mention.sentence,
    }


@app.command()
def confirm(
    commitment_id: CommitmentId,
    *,
    statement: Annotated[str, typer.Option("--by", metavar="ID", help="the statement that shows it, such as s12")],
    sentence: Annotated[str, typer.Option("--sentence", help="the sentence that shows it, to the letter")] = "",
    why: Why = "",
    watch_dir: WatchDir = Path(),
) -> None:
    """Say that a commitment was met, with the statement that shows it."""
    from watcher.pipeline.promises import confirm as record
    from watcher.pipeline.promises import find

    with _desk(watch_dir) as desk:
        record(desk, find(desk, commitment_id), statement_id=number_of(statement), sentence=sentence, why=why)
    say(f"{commitment_id} is met")


@app.command()
def dismiss(
    commitment_id: CommitmentId,
    *,
    withdrawn: Annotated[bool, typer.Option("--withdrawn", help="who gave it took it back; otherwise it never was one")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="take back what was said of it, met and withdrawn too")] = False,
    why: Why = "",
    watch_dir: WatchDir = Path(),
) -> None:
    """Say that a sentence is no commitment, or that it was withdrawn; nobody is told of it any more."""
    from watcher.model import CommitmentState
    from watcher.pipeline.promises import find

    verdict = None if undo else CommitmentState.WITHDRAWN if withdrawn else CommitmentState.DISMISSED
    with _desk(watch_dir) as desk:
        desk.store.ledger.decide(find(desk, commitment_id).id, verdict, why=why, now=desk.clock.now())
    say(f"{commitment_id} {f'is {verdict.value}' if verdict else 'stands as it did'}")


@app.command()
def join(
    kept_id: Annotated[str, typer.Argument(metavar="ID", help="the commitment that stays, such as c3")],
    other_id: Annotated[str, typer.Argument(metavar="ID", help="the one that is the same, such as c4")],
    *,
    watch_dir: WatchDir = Path(),
) -> None:
    """Say that two commitments are one; their sentences, dates and what was said of them come together for good."""
    from watcher.pipeline.promises import find, unite

    with _desk(watch_dir) as desk:
        unite(desk, find(desk, kept_id), find(desk, other_id))
    say(f"{other_id} is one with {kept_id}")


@app.command()
def add(
    who: Annotated[str, typer.Argument(help="the organisation or person, as bodies.yaml names it")],
    what: Annotated[str, typer.Argument(help="what is to be done, such as 'publish its guidance'")],
    *,
    due: Annotated[str | None, typer.Option("--due", help="2024-03-31, or 2024-03 for the end of a month")] = None,
    concern: Annotated[list[str] | None, typer.Option("--concern", help="a concern's id; may be repeated")] = None,
    deadline: Annotated[bool, typer.Option("--deadline", help="it was set by another, such as a coroner")] = False,
    watch_dir: WatchDir = Path(),
) -> None:
    """Add a commitment that no stored text states; it becomes due and overdue like any other."""
    from watcher.pipeline.promises import add as record
    from watcher.pipeline.voices import organisation_of

    stated = _due(due)
    if not who.strip() or not what.strip():
        raise InputError("say who is to do what, such as 'Invented Guild' 'publish its guidance'")
    with _desk(watch_dir) as desk:
        check_concerns(desk, concern or [])
        name = organisation_of(who, desk.gazetteer)
        added = record(desk, name, what, due=stated, concerns=concern or (), is_deadline=deadline)
    say(f"c{added.id} added")


def _due(text: str | None) -> Due:
    """Return the date that was typed.

    Raises:
        InputError: it is no date.
    """
    from watcher.model import NO_DUE, Certainty, Due, DuePrecision

    if text is None:
        return NO_DUE
    try:
        if len(text) == len("2024-03"):
            first = date.fromisoformat(f"{text}-01")
            return Due(_last_day(first), DuePrecision.MONTH, Certainty.HIGH, text)
        return Due(date.fromisoformat(text), DuePrecision.DAY, Certainty.HIGH, text)
    except ValueError as error:
        raise InputError(f"--due {text!r}: give a day such as 2024-03-31, or a month such as 2024-03") from error


def _last_day(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])
