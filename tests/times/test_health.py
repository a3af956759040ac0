"""How a source is doing: a quiet fortnight must not be a broken selector."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from watcher.errors import Reason
from watcher.health import judge_health, usual_gap
from watcher.model import Health, HealthState, Outcome, PollRun, SourceState

NOW = datetime(2024, 1, 30, 9, 0, tzinfo=UTC)
FORTNIGHT = timedelta(days=14)


def run(outcome: Outcome, *, new: int = 0, problem: str | None = None) -> PollRun:
    return PollRun("s", NOW, NOW, outcome, Reason.TIMEOUT if problem else None, problem, new=new)


def state(health: HealthState = HealthState.HEALTHY, *, failures: int = 0, quiet: timedelta = timedelta(days=1)) -> SourceState:
    return SourceState(last_new_at=NOW - quiet, failures=failures, health=Health(health, NOW - timedelta(days=9)))


def judged(before: SourceState, after: PollRun, gap: timedelta | None = None) -> Health:
    return judge_health(before, after, usual_gap=gap, silence_after=FORTNIGHT)


def test_one_failure_is_noise_and_two_are_trouble() -> None:
    """A source that was well fails at the second failure in a row."""
    assert judged(state(), run(Outcome.FAILED, problem="no answer")).state is HealthState.HEALTHY
    failing = judged(state(failures=1), run(Outcome.FAILED, problem="no answer"))
    assert failing == Health(HealthState.FAILING, NOW, "no answer")


def test_a_source_that_never_worked_fails_at_once() -> None:
    """There is no good day to compare a first failure with."""
    assert judged(SourceState(), run(Outcome.FAILED, problem="no answer")).state is HealthState.FAILING


def test_a_suspect_visit_is_said_at_once() -> None:
    """A consent wall answers 200: it must not look like a quiet week."""
    assert judged(state(), run(Outcome.SUSPECT, problem="a consent wall")).state is HealthState.SUSPECT


def test_silence_is_measured_against_the_sources_own_rhythm() -> None:
    """Three weeks are silence for a daily source and usual for a monthly one."""
    quiet = state(quiet=timedelta(days=21))
    assert judged(quiet, run(Outcome.UNCHANGED), gap=timedelta(days=1)).state is HealthState.SILENT
    assert judged(quiet, run(Outcome.UNCHANGED), gap=timedelta(days=30)).state is HealthState.HEALTHY
    assert judged(quiet, run(Outcome.UNCHANGED)).since == NOW - timedelta(days=21)


def test_something_new_ends_every_trouble() -> None:
    """A good visit is healthy, and `since` is when it became so."""
    assert judged(state(HealthState.FAILING, failures=5), run(Outcome.OK, new=1)) == Health(HealthState.HEALTHY, NOW, "")


def test_a_state_that_lasts_keeps_its_beginning() -> None:
    """`since` moves only when the state does, so that operators are told once."""
    before = state(HealthState.FAILING, failures=3)
    assert judged(before, run(Outcome.FAILED, problem="still")).since == before.health.since


def test_a_rhythm_needs_five_publications() -> None:
    """Fewer say nothing; the ninetieth percentile forgives one long holiday."""
    days = [NOW - timedelta(days=number) for number in range(4)]
    assert usual_gap(days) is None
    weekly = [NOW - timedelta(days=7 * number) for number in range(12)] + [NOW - timedelta(days=200)]
    assert usual_gap(weekly) == timedelta(days=7)
