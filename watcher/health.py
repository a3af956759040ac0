"""How a source is doing, judged from its last visits: a quiet fortnight must not be a broken selector."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from watcher.model import Document, Fill, Health, HealthState, Outcome, PollRun, SourceState

FAILING_AFTER: Final = 2
"""Failures in a row that make a source `failing`: one is noise, and two are noticed within hours."""
SILENT_GAPS: Final = 3.0
"""A source is silent when nothing new came for so many times its longest usual gap."""
FILL_ITEMS_MIN: Final = 20
"""Over so many items a source's usual fill is learned before a drop says anything."""
FILL_USUAL_MIN: Final = 0.8
FILL_LATEST_MAX: Final = 0.3
"""A field that four in five items had and now three in ten have is a template that changed: the sixth empty item in a row."""
FILL_USUAL_WEIGHT: Final = 1 / 200
FILL_LATEST_WEIGHT: Final = 1 / 5
"""What one item moves: lately is the last five or so; usually lasts long enough to tell of a drop, and in the end accepts it."""
NOTHING_LEARNED: Final[Mapping[str, Fill]] = MappingProxyType({})
_FIELD_WORDS: Final = {"title": "a title", "date": "a date", "byline": "a byline", "text": "a text"}


def judge_health(
    before: SourceState,
    run: PollRun,
    *,
    usual_gap: timedelta | None,
    silence_after: timedelta,
    fills: Mapping[str, Fill] = NOTHING_LEARNED,
    churned: int = 0,
) -> Health:
    """Return the source's health after `run`; `since` moves only when the state does.

    `usual_gap` is the source's own rhythm (None until it is known); `silence_after` is the least time without anything new
    that counts as silence. `fills` are its fields' fills after the run; `churned` known items came back under new ids.
    """
    held = _held(before, run, churned) or _emptied(fills)
    state, why = _state(before, run, usual_gap, silence_after, held)
    if state is before.health.state:
        return Health(state, before.health.since, why)
    return Health(state, _since(state, before, run), why)


def _held(before: SourceState, run: PollRun, churned: int) -> tuple[HealthState, str] | None:
    """A source whose old items came back as new is quarantined until its listing moves on without that."""
    if churned:
        return HealthState.QUARANTINED, f"{churned} known items came back under new ids"
    is_held_on = before.health.state is HealthState.QUARANTINED and not run.listed
    return (HealthState.QUARANTINED, before.health.why) if is_held_on else None


def _emptied(fills: Mapping[str, Fill]) -> tuple[HealthState, str] | None:
    """A field that nearly every item had, and nearly none has now, makes a source suspect: other things may be read there now."""
    for name, fill in fills.items():
        if fill.count >= FILL_ITEMS_MIN and fill.usual >= FILL_USUAL_MIN and fill.latest <= FILL_LATEST_MAX:
            words = _FIELD_WORDS.get(name, name)
            return HealthState.SUSPECT, f"usually {fill.usual:.0%} of its items have {words}, lately {fill.latest:.0%}"
    return None


def learn_fills(before: Mapping[str, Fill], documents: Iterable[Document], *, without_text: int = 0) -> Mapping[str, Fill]:
    """Return the fills after these new items were read, oldest first, and `without_text` more had none."""
    fills = dict(before)
    for document in documents:
        found = {"title": document.title, "date": document.published, "byline": document.byline, "text": document.text}
        for name, value in found.items():
            fills[name] = _moved(fills.get(name), is_filled=bool(value))
    for _ in range(without_text):
        fills["text"] = _moved(fills.get("text"), is_filled=False)
    return fills


def _moved(fill: Fill | None, *, is_filled: bool) -> Fill:
    """While a source's usual is being learned its items weigh as in a plain mean."""
    before = fill or Fill(0.0, 0.0, 0)
    count = before.count + 1
    usual_weight = 1 / count if count <= FILL_ITEMS_MIN else FILL_USUAL_WEIGHT
    latest_weight = max(FILL_LATEST_WEIGHT, 1 / count)
    usual = before.usual + (is_filled - before.usual) * usual_weight
    return Fill(usual, before.latest + (is_filled - before.latest) * latest_weight, count)


def _state(
    before: SourceState,
    run: PollRun,
    usual_gap: timedelta | None,
    silence_after: timedelta,
    held: tuple[HealthState, str] | None,
) -> tuple[HealthState, str]:
    if run.outcome is Outcome.FAILED:
        is_failing = before.failures + 1 >= FAILING_AFTER or before.health.state in (HealthState.FAILING, HealthState.UNKNOWN)
        return (HealthState.FAILING if is_failing else before.health.state), run.problem or ""
    if run.outcome is Outcome.SUSPECT:
        return HealthState.SUSPECT, run.problem or ""
    if held is not None:
        return held
    quiet_since = run.ended_at if run.new else before.last_new_at
    if quiet_since is not None:
        limit = max(silence_after, usual_gap * SILENT_GAPS) if usual_gap else silence_after
        if run.ended_at - quiet_since > limit:
            return HealthState.SILENT, f"nothing new since {quiet_since:%d %B %Y}"
    return HealthState.HEALTHY, ""


def _since(state: HealthState, before: SourceState, run: PollRun) -> datetime:
    if state is HealthState.SILENT and before.last_new_at is not None:
        return before.last_new_at
    if state is HealthState.FAILING and before.failing_since is not None:
        return before.failing_since
    return run.started_at


def usual_gap(moments: Sequence[datetime]) -> timedelta | None:
    """Return the 90th-percentile gap between a source's publications; None for fewer than five."""
    if len(moments) < 5:
        return None
    ordered = sorted(moments)
    gaps = sorted(later - earlier for earlier, later in pairwise(ordered))
    return gaps[int(0.9 * (len(gaps) - 1))]
