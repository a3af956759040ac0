"""Judgements: reassess, review, evaluate."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from watcher.cli.families import number_of
from watcher.cli.options import WatchDir
from watcher.cli.screen import note, put, row, rule, say, standard_error, table, write_lines
from watcher.cli.training import as_json, training_lines
from watcher.errors import InputError

if TYPE_CHECKING:
    from watcher.model import Assessment
    from watcher.pipeline.judging import Reassessment
    from watcher.pipeline.world import Desk
    from watcher.store import StoredRevision

SHOWN_MAX: Final = 30
_KEYS: Final = "[k]eep, [n]ot this concern, wrong [s]entence, [a]dd another concern, [l]ater, [q]uit"
_KEYS_OF_NONE: Final = "[a]dd a concern, [l]ater, [q]uit"
_VERDICTS: Final = {"k": "keep", "n": "not", "s": "sentence"}


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command()(reassess)
    app.command()(review)
    app.command()(evaluate)


def reassess(
    *,
    apply: Annotated[bool, typer.Option("--apply", help="store the new judgements; without it they are only shown")] = False,
    watch_dir: WatchDir = Path(),
) -> None:
    """Judge again what another model judged, and show what changes; corrections stay, and nobody is told."""
    from rich.progress import Progress

    from watcher.app import classifier, load, open_desk
    from watcher.pipeline.judging import reassess as judge_again
    from watcher.render import counted

    watch = load(watch_dir)
    judge = classifier(watch.taxonomy)
    with (
        open_desk(watch) as desk,
        Progress(console=standard_error(), transient=True, disable=not standard_error().is_terminal) as progress,
    ):
        total = desk.store.judgements.count_stale(judge.version)
        task = progress.add_task("judging", total=total)
        found = list(judge_again(desk, judge, is_applied=apply, on_done=lambda count: progress.advance(task, count)))
    _show_changes([each for each in found if each.changes_anything])
    changes = counted(sum(each.changes_anything for each in found), "change")
    say(f"{counted(len(found), 'statement')} judged by {judge.version}: {changes}")
    if found and not apply:
        say("nothing was stored; `watcher reassess --apply` stores it")


def _show_changes(changed: Sequence[Reassessment]) -> None:
    """Print which statements gain and lose which concerns, and how many of each."""
    if not changed:
        return
    made = table("id", "gains", "loses", "title")
    for each in changed[:SHOWN_MAX]:
        row(made, f"s{each.revision.statement_id}", " ".join(each.gained), " ".join(each.lost), each.revision.record.title or "")
    put(made)
    if len(changed) > SHOWN_MAX:
        note(f"and {len(changed) - SHOWN_MAX:,} more")
    for verb, counts in (
        ("gained", Counter(name for each in changed for name in each.gained)),
        ("lost", Counter(name for each in changed for name in each.lost)),
    ):
        if counts:
            say(f"{verb}: " + ", ".join(f"concern {name} by {counts[name]}" for name in sorted(counts)))


def review(
    statement_id: Annotated[
        str | None, typer.Argument(metavar="ID", help="one statement; the least certain ones otherwise")
    ] = None,
    *,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="at most so many")] = 20,
    export: Annotated[bool, typer.Option("--export", help="write all corrections as training sentences, and ask nothing")] = False,
    watch_dir: WatchDir = Path(),
) -> None:
    """Walk through uncertain judgements and correct them; a correction wins over the model at once."""
    from watcher.app import load, open_desk

    with open_desk(load(watch_dir)) as desk:
        if export:
            write_lines(as_json(training_lines(desk)))
            return
        queue = (
            _one(desk, number_of(statement_id)) if statement_id else desk.store.judgements.uncertain(desk.watch.taxonomy.id, limit)
        )
        done = 0
        try:
            for answer in _walk(desk, queue):
                done += answer not in "lq"
        except typer.Abort:  # the input has ended, or Ctrl-C: what was said so far is stored
            say("")
        say(f"{done} recorded" if queue else "nothing is uncertain")


def _one(desk: Desk, statement_id: int) -> list[tuple[StoredRevision, Assessment | None]]:
    """Return a statement's judgements; None stands for one on no concern, to which one can be added."""
    statement = desk.store.statements.statement(statement_id)
    if statement is None:
        raise InputError(f"there is no statement s{statement_id}; `watcher list` shows their ids")
    return [(statement.latest, assessment) for assessment in statement.latest.assessments or (None,)]


def _walk(desk: Desk, queue: Iterable[tuple[StoredRevision, Assessment | None]]) -> Iterator[str]:
    """Ask of one judgement after another, and yield each key once its word is recorded; [q] ends the walk."""
    for revision, assessment in queue:
        for answer in _answers(desk, revision, assessment):
            yield answer
            if answer == "q":
                return


def _answers(desk: Desk, revision: StoredRevision, assessment: Assessment | None) -> Iterator[str]:
    """Show one judgement, record what the analyst says and yield each key; after [a] the judgement is asked of again."""
    from watcher.render import stated_words

    rule()
    day = stated_words(revision.record.published, revision.captured_at)
    say(f"s{revision.statement_id}  {revision.record.publisher}, {day}: {revision.record.title or ''}")
    if assessment is None:
        say("No concern is given.")
    else:
        concern = desk.watch.taxonomy.concern(assessment.concern_id)
        say(f"Concern {concern.id}, {concern.title} ({assessment.score:.2f}, {assessment.band.value})")
        for evidence in assessment.evidence:
            say(f"  {evidence.quote}")
    answer = "a"
    while answer == "a":
        answer = _key(_KEYS if assessment else _KEYS_OF_NONE)
        if answer == "a":
            _record(desk, revision, _concern(desk), "add", _sentence(revision))
        elif assessment is not None and answer in _VERDICTS:
            _say_of(desk, revision, assessment, answer)
        yield answer


def _key(keys: str) -> str:
    """Return the key that the analyst presses, one of those in brackets."""
    known = re.findall(r"\[(\w)\]", keys)
    answer = ""
    while answer not in known:
        answer = str(typer.prompt(keys, default="l")).strip().casefold()[:1]
    return answer


def _say_of(desk: Desk, revision: StoredRevision, assessment: Assessment, answer: str) -> None:
    sentence = assessment.evidence[0].quote if answer == "n" else _sentence(revision) if answer == "s" else None
    _record(desk, revision, assessment.concern_id, _VERDICTS[answer], sentence)


def _concern(desk: Desk) -> str:
    known = [each.id for each in desk.watch.taxonomy.concerns]
    wanted = ""
    while wanted not in known:
        wanted = str(typer.prompt(f"Which concern ({', '.join(known)})")).strip()
    return wanted


def _sentence(revision: StoredRevision) -> str:
    """Let the analyst choose the sentence that carries the concern."""
    from watcher.text import sentences

    found = {str(number): sentence.text for number, sentence in enumerate(sentences(revision.record.text), start=1)}
    for number, text in found.items():
        say(f"{number:>3}  {text}")
    chosen = ""
    while chosen not in found:
        chosen = str(typer.prompt(f"Which sentence (1 to {len(found)})")).strip()
    return found[chosen]


def _record(desk: Desk, revision: StoredRevision, concern_id: str, verdict: str, sentence: str | None) -> None:
    from watcher.app import classifier
    from watcher.pipeline.judging import correct
    from watcher.store import Correction, Verdict

    correction = Correction(revision.id, desk.watch.taxonomy.id, concern_id, Verdict(verdict), sentence, desk.clock.now())
    correct(desk, correction, lambda: classifier(desk.watch.taxonomy))


def evaluate(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="labelled statements (data/README.md)")],
    *,
    watch_dir: WatchDir = Path(),
) -> None:
    """Print how good the classifier is on labelled statements: per concern, traps, evidence, stance, reliability."""
    from watcher.app import classifier, load_taxonomy
    from watcher.train import evaluate as measure
    from watcher.train import judge_all, load_statements, report

    if not file.is_file():
        raise InputError(f"{file}: there is no such file")
    taxonomy = load_taxonomy(watch_dir)
    statements = load_statements(file, [concern.id for concern in taxonomy.concerns])
    judge = classifier(taxonomy)
    say(judge.version)
    say(report(measure(statements, judge_all(statements, judge))))
