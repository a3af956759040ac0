"""What operators are told: once when trouble begins, once when it ends."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from watcher.model import Alert, AlertReason, Health, HealthState, Source
from watcher.model.settlement import NewAlert
from watcher.pipeline.settle import Tellers, tellings

_REASONS: Final = {
    HealthState.FAILING: AlertReason.SOURCE_FAILING,
    HealthState.SILENT: AlertReason.SOURCE_SILENT,
    HealthState.SUSPECT: AlertReason.SOURCE_SUSPECT,
    HealthState.HEALTHY: AlertReason.SOURCE_RECOVERED,
}
_WORDS: Final = {
    HealthState.FAILING: "cannot be polled",
    HealthState.SILENT: "has published nothing new for longer than usual",
    HealthState.SUSPECT: "answers with pages that hold no statement",
    HealthState.HEALTHY: "is healthy again",
}


def health_alert(source: Source, before: Health, after: Health, tellers: Tellers, now: datetime) -> NewAlert | None:
    """Return the notice that a change of health calls for; None for no change, and for a source that starts out healthy."""
    if before.state is after.state or after.state not in _REASONS:
        return None
    if after.state is HealthState.HEALTHY and before.state is HealthState.UNKNOWN:
        return None
    reason = _REASONS[after.state]
    since = after.since or now
    return _notice(
        reason,
        source,
        subject_line=f"{source.name} {_WORDS[after.state]}",
        details=tuple(line for line in (after.why, f"Listing: {source.url}") if line),
        key=f"health {source.id} {since.isoformat()}",
        tellers=tellers,
        now=now,
    )


def held_alert(source: Source, count: int, tellers: Tellers, now: datetime) -> NewAlert:
    """Return the one notice for a batch that brought more alerts than one visit may send."""
    return _notice(
        AlertReason.HELD,
        source,
        subject_line=f"{source.name}: {count} alerts held back",
        details=("One visit brought more new statements than it may announce at once; they stand in the digests.",),
        key=f"held {source.id} {now.isoformat()}",
        tellers=tellers,
        now=now,
    )


def churn_alert(source: Source, count: int, tellers: Tellers, now: datetime) -> NewAlert:
    """Return the one notice for a batch of known items that came back under new ids or addresses."""
    return _notice(
        AlertReason.HELD,
        source,
        subject_line=f"{source.name}: {count} known items came back under new ids",
        details=("Their texts are known, so nobody was told. What is truly new among them was told as usual.",),
        key=f"churn {source.id} {now.isoformat()}",
        tellers=tellers,
        now=now,
    )


def _notice(
    reason: AlertReason, source: Source, *, subject_line: str, details: tuple[str, ...], key: str, tellers: Tellers, now: datetime
) -> NewAlert:
    alert = Alert(id="", reason=reason, created_at=now, source_id=source.id, subject_line=subject_line, details=details)
    return NewAlert(reason, tellings(alert, tellers), key, source.id, subject_line, details)
