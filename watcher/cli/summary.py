"""The summary of a round, for a person with ten seconds and for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from watcher.cli.screen import note, printable, put, row, say, table
from watcher.model import Outcome

if TYPE_CHECKING:
    from watcher.model import PollRun
    from watcher.pipeline.rounds import Round
    from watcher.pipeline.world import Desk

PROBLEMS_SHOWN_MAX: Final = 12
_COUNTED: Final = ("new", "revised", "seen", "suspect", "failed")


def show_round(done: Round, world: Desk) -> None:
    """Print what a round did: per source, per concern, what was sent where."""
    _show_sources(done, world)
    _show_concerns(done, world)
    _show_sent(done, world)
    _show_problems(done.runs, world)


def _show_sources(done: Round, world: Desk) -> None:
    names = {source.id: source.name for source in world.watch.sources}
    made = table("source", "outcome", "#new", "#revised", "#seen", "#suspect", "#failed")
    for run in sorted(done.runs, key=lambda run: list(names).index(run.source_id)):
        is_first = run.is_baseline and run.outcome not in ("failed", "suspect")
        outcome = f"{run.outcome.value}{', baseline' if is_first else ''}"
        row(made, names[run.source_id], outcome, *(getattr(run, name) for name in _COUNTED))
    if done.runs:
        put(made)
        total = {name: sum(getattr(run, name) for run in done.runs) for name in (*_COUNTED, "requests", "conditional", "unchanged")}
        unread = sum(run.outcome in (Outcome.FAILED, Outcome.SUSPECT) for run in done.runs)
        but = f", {unread} of them could not be read" if unread else ""
        say(
            f"{len(done.runs)} sources{but}: {total['new']} new, {total['revised']} revised, {total['seen']} seen before, "
            f"{total['suspect']} pages suspect, {total['failed']} failed; "
            f"{total['requests']} requests, {total['conditional']} conditional, {total['unchanged']} unchanged"
        )
    if done.resting:
        next_at = min(moment for _, moment in done.resting)
        note(f"{len(done.resting)} sources were not due; the next is at {next_at:%H:%M} UTC (--all polls them anyway)")


def _show_concerns(done: Round, world: Desk) -> None:
    counts = concern_counts(done, world)
    made = table("#", "concern", "#new statements")
    for concern in world.watch.taxonomy.concerns:
        row(made, concern.id, concern.title, counts[concern.id])
    if any(counts.values()):
        put()
        put(made)


def concern_counts(done: Round, world: Desk) -> Counter[str]:
    """Return how many of the round's statements address each concern, one a family."""
    found: Counter[str] = Counter()
    for statement in world.store.statements.find(since=done.started_at, count_max=100_000):
        if statement.head_id == statement.id and statement.source_id != "seeds":
            found.update(assessment.concern_id for assessment in statement.latest.assessments if assessment.band != "review")
    return found


def _show_sent(done: Round, world: Desk) -> None:
    put()
    kinds = {receiver.id: receiver.kind.value for receiver in world.watch.receivers}
    counts = Counter((sent.receiver_id, sent.kind.value, sent.state.value) for sent in done.sent)
    for (receiver_id, kind, state), count in counts.items():
        say(f"{state}: {count} {kind}{'s' if count > 1 else ''} to {receiver_id} ({kinds[receiver_id]})")
    if not counts:
        say("sent: nothing was due")
    for notice in world.watch.notices:
        note(notice)


def _show_problems(runs: Sequence[PollRun], world: Desk) -> None:
    """Print what went wrong, once for all sources that have the same trouble."""
    names = {source.id: source.name for source in world.watch.sources}
    who: dict[str, list[str]] = {}
    for run in runs:
        for problem in _problems(run):
            who.setdefault(problem, []).append(names[run.source_id])
    lines = [f"{_names(found)}: {problem}" for problem, found in who.items()]
    for line in lines[:PROBLEMS_SHOWN_MAX]:
        note(printable(line))
    if len(lines) > PROBLEMS_SHOWN_MAX:
        note(f"and {len(lines) - PROBLEMS_SHOWN_MAX} more")


def _names(found: Sequence[str]) -> str:
    return ", ".join(found) if len(found) <= 3 else f"{', '.join(found[:2])} and {len(found) - 2} more"


def _problems(run: PollRun) -> list[str]:
    whole = [run.problem] if run.problem and run.problem not in run.problems else []
    return [*whole, *run.problems]


def round_as_json(done: Round, world: Desk, *, label: str | None = None) -> dict[str, Any]:
    """Return a round for machines (docs/reference/formats.md)."""
    return {
        "started": done.started_at.isoformat(),
        "ended": done.ended_at.isoformat(),
        "label": label,
        "sources": [
            {
                "id": run.source_id,
                "outcome": run.outcome.value,
                "reason": run.reason.value if run.reason else None,
                "problem": run.problem,
                "baseline": run.is_baseline,
                **{
                    name: getattr(run, name) for name in ("listed", *_COUNTED, "requests", "conditional", "unchanged", "bytes_read")
                },
                "problems": list(run.problems),
            }
            for run in done.runs
        ],
        "resting": [{"id": source.id, "until": moment.isoformat()} for source, moment in done.resting],
        "concerns": dict(concern_counts(done, world)),
        "imported": done.imported,
        "digests": list(done.digests),
        "sent": [
            {
                "id": sent.delivery_id,
                "receiver": sent.receiver_id,
                "kind": sent.kind.value,
                "state": sent.state.value,
                "subject": sent.subject,
                "problem": sent.problem,
            }
            for sent in done.sent
        ],
    }
