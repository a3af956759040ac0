"""How a source is doing, judged from its last visits: a quiet fortnight must not be a broken selector."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from watcher.model import Health, HealthState, Outcome, PollRun, SourceState

FAILING_AFTER: Final = 2
"""Failures in a row that make a source `failing`: one is noise, and two are noticed within hours."""
SILENT_GAPS: Final = 3.0
"""A source is silent when nothing new came for so many times its longest usual gap."""


def judge_health(before: SourceState, run: PollRun, *, usual_gap: timedelta | None, silence_after: timedelta) -> Health:
    """Return the source's health after `run`; `since` moves only when the state does.

    `usual_gap` is the source's own rhythm (None until it is known); `silence_after` is the least time without anything new
    that counts as silence.
    """
    state, why = _state(before, run, usual_gap, silence_after)
    if state is before.health.state:
        return Health(state, before.health.since, why)
    return Health(state, _since(state, before, run), why)


def _state(before: SourceState, run: PollRun, usual_gap: timedelta | None, silence_after: timedelta) -> tuple[HealthState, str]:
    if run.outcome is Outcome.FAILED:
        is_failing = before.failures + 1 >= FAILING_AFTER or before.health.state in (HealthState.FAILING, HealthState.UNKNOWN)
        return (HealthState.FAILING if is_failing else before.health.state), run.problem or ""
    if run.outcome is Outcome.SUSPECT:
        return HealthState.SUSPECT, run.problem or ""
    quiet_since = run.ended_at if run.new else before.last_new_at
    if quiet_since is not None:
        limit = max(silence_after, usual_gap * SILENT_GAPS) if usual_gap else silence_after
        if run.ended_at - quiet_since > limit:
            return HealthState.SILENT, f"nothing new since {quiet_since:%d %B %Y}"
    return HealthState.HEALTHY, ""


def _since(state: HealthState, before: SourceState, run: PollRun) -> datetime:
    if state is HealthState.SILENT and before.last_new_at is not None:
        return before.last_new_at
    return run.started_at


def usual_gap(moments: Sequence[datetime]) -> timedelta | None:
    """Return the 90th-percentile gap between a source's publications; None for fewer than five."""
    if len(moments) < 5:
        return None
    ordered = sorted(moments)
    gaps = sorted(later - earlier for earlier, later in pairwise(ordered))
    return gaps[int(0.9 * (len(gaps) - 1))]
