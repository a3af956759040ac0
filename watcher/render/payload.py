"""What a webhook gets: plain JSON after docs/reference/webhook.schema.json, clean strings, nothing formatted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from watcher.model import (
    Alert,
    Change,
    CommitmentNote,
    ConcernSection,
    Copy,
    Digest,
    GapNote,
    Joint,
    StatedDate,
    Story,
    Told,
    Voice,
)
from watcher.render.clean import one_line, web_url
from watcher.render.view import RENDER_ERRORS, broken_view

VERSION: Final = 1
"""Goes up when a key changes its meaning or goes; new keys may come at any time."""


def alerts_payload(
    alerts: Sequence[Alert], message_id: str, now: datetime, *, is_for_operators: bool, label: str | None = None
) -> dict[str, Any]:
    """Return all of `alerts`, however many: a machine needs no cap."""
    data = {"label": one_line(label) if label else None, "alerts": [_alert(alert) for alert in alerts]}
    return _envelope("watcher.operator" if is_for_operators else "watcher.alert", message_id, now, data)


def digest_payload(digest: Digest, message_id: str) -> dict[str, Any]:
    """Return a digest with every entry: each alert once, and by its id under each concern that it was told for."""
    alerts = {alert.id: alert for section in digest.sections for alert, _ in section.entries}
    alerts |= {alert.id: alert for alert in (*digest.other, *digest.notices)}
    data = {
        "period": one_line(digest.period),
        "since": digest.since.isoformat(),
        "until": digest.until.isoformat(),
        "label": one_line(digest.label) if digest.label else None,
        "statements": digest.statements,
        "revised": digest.revised,
        "publishers": digest.publishers,
        "not_shown": digest.not_shown,
        "sections": [_section(section) for section in digest.sections],
        "other": [alert.id for alert in digest.other],
        "notices": [alert.id for alert in digest.notices],
        "trust": {
            "checked": digest.trust.checked,
            "healthy": digest.trust.healthy,
            "troubles": [one_line(trouble) for trouble in digest.trust.troubles],
            "last_poll_at": digest.trust.last_poll_at.isoformat() if digest.trust.last_poll_at else None,
        },
        "commitments": [_commitment(note) for note in digest.commitments],
        "gaps": [_gap(note) for note in digest.gaps],
        "alerts": [_alert(alert) for alert in alerts.values()],
    }
    return _envelope("watcher.digest", message_id, digest.made_at, data)


def test_payload(receiver_id: str, message_id: str, now: datetime) -> dict[str, Any]:
    """Return a message that says nothing but that it is a test."""
    return _envelope("watcher.test", message_id, now, {"receiver_id": one_line(receiver_id)})


def _envelope(kind: str, message_id: str, at: datetime, data: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "version": VERSION, "id": message_id, "timestamp": at.isoformat(), "data": data}


def _section(section: ConcernSection) -> dict[str, Any]:
    return {
        "concern": one_line(section.concern_id),
        "title": one_line(section.title),
        "count": section.count,
        "weeks": list(section.weeks),
        "entries": [alert.id for alert, _ in section.entries],
    }


def _alert(alert: Alert) -> dict[str, Any]:
    """One alert; of a poisoned one only what is needed to look it up, with `is_broken`."""
    head = {"id": alert.id, "reason": alert.reason.value, "created_at": alert.created_at.isoformat()}
    try:
        return {
            **head,
            "source_id": one_line(alert.source_id) if alert.source_id else None,
            "was_told": alert.is_told,
            "subject": one_line(alert.subject_line),
            "details": [one_line(detail) for detail in alert.details],
            "story": _story(alert.story) if alert.story else None,
        }
    except RENDER_ERRORS:
        broken = broken_view(alert)
        return {**head, "is_broken": True, "story": None, "url": broken.url, "publisher": broken.publisher}


def _story(story: Story) -> dict[str, Any]:
    return {
        "statement_id": story.statement_id,
        "revision_id": story.revision_id,
        "revision_number": story.revision_number,
        "title": one_line(story.title),
        "url": web_url(story.url),
        "publisher": one_line(story.publisher),
        "group": story.group.value,
        "byline": one_line(story.byline) if story.byline else None,
        "published": _stated(story.published) if story.published else None,
        "first_seen_at": story.first_seen_at.isoformat(),
        "is_baseline": story.is_baseline,
        "is_relevant": story.is_relevant,
        "concerns": [_told(told) for told in story.told],
        "also_published_by": [_copy(copy) for copy in story.also_published_by],
        "quoted_in": [_copy(copy) for copy in story.quoted_in],
        "quotes": [_copy(copy) for copy in story.quotes],
        "changes": [_change(change) for change in story.changes],
        "change_note": one_line(story.change_note) if story.change_note else None,
        "joint": _joint(story.joint) if story.joint else None,
    }


def _joint(joint: Joint) -> dict[str, Any]:
    return {
        "joined": [one_line(name) for name in joint.joined],
        "absent": [one_line(name) for name in joint.absent],
        "unknown": [one_line(name) for name in joint.unknown],
    }


def _stated(stated: StatedDate) -> dict[str, Any]:
    return {
        "value": stated.value.isoformat(),
        "precision": stated.precision.value,
        "source": stated.source,
        "certainty": stated.certainty.value,
    }


def _told(told: Told) -> dict[str, Any]:
    return {
        "id": one_line(told.concern_id),
        "score": told.score,
        "band": told.band.value,
        "stance": told.stance.value if told.stance else None,
        "evidence": [one_line(sentence) for sentence in told.sentences],
        "voices": [_voice(voice) for voice in told.voices if voice.sentence in told.sentences],
    }


def _voice(voice: Voice) -> dict[str, Any]:
    return {
        "sentence": one_line(voice.sentence),
        "speaker": one_line(voice.speaker) if voice.speaker else None,
        "role": one_line(voice.role) if voice.role else None,
        "organisation": one_line(voice.organisation) if voice.organisation else None,
        "is_spoken": voice.is_spoken,
    }


def _commitment(note: CommitmentNote) -> dict[str, Any]:
    return {
        "id": one_line(note.commitment_id),
        "state": note.state.value,
        "line": one_line(note.line),
        "due": note.due_on.isoformat(),
        "concerns": [one_line(concern) for concern in note.concerns],
        "sentence": one_line(note.sentence),
        "was": [one_line(sentence) for sentence in note.was],
        "publisher": one_line(note.publisher),
        "url": web_url(note.url),
    }


def _gap(note: GapNote) -> dict[str, Any]:
    return {
        "organisation": one_line(note.organisation),
        "concern": one_line(note.concern_id),
        "line": one_line(note.line),
        "details": [one_line(detail) for detail in note.details],
    }


def _copy(copy: Copy) -> dict[str, Any]:
    return {
        "publisher": one_line(copy.publisher),
        "url": web_url(copy.url),
        "title": one_line(copy.title) if copy.title else None,
        "statement_id": copy.statement_id,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "before": one_line(change.before),
        "after": one_line(change.after),
        "sentence_before": one_line(change.sentence_before),
        "sentence_after": one_line(change.sentence_after),
        "is_material": change.is_material,
    }
