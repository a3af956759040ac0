"""Coverage gaps: who has not been heard on what for how long, told once, and never while nobody could have been heard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.health import SILENT_GAPS
from watcher.ledger.gaps import Stretch, deaf_stretches, heard_for
from watcher.model import LONDON, Alert, AlertReason, Band, GapRule, Group, SourceState, Story, Told
from watcher.model.settlement import NewAlert
from watcher.pipeline.settle import tellings
from watcher.pipeline.voices import Entry, ledger_of, organisation_of
from watcher.pipeline.world import Desk
from watcher.render import counted, day_words
from watcher.store import StoredEvidence


@dataclass(frozen=True, slots=True)
class Gap:
    """Nobody from `organisation` has spoken on a concern since `since`, in `heard` of time in which they would have been heard.

    `last` is what they said last, and None if they were never heard; then `since` is when watching began.
    """

    organisation: str
    concern_id: str
    since: datetime
    heard: timedelta
    last: StoredEvidence | None

    @property
    def days(self) -> int:
        return self.heard.days

    @property
    def key(self) -> tuple[str, str, datetime]:
        return self.organisation, self.concern_id, self.since


def gaps_of(desk: Desk, now: datetime) -> list[Gap]:
    """Return the gaps that stand open at `now` by the watch's rules, in their order."""
    began = desk.store.polls.first_run_at()
    if not desk.watch.gaps or began is None:
        return []
    entries = ledger_of(desk)
    found = (gap for rule in desk.watch.gaps for gap in _gaps(desk, rule, entries, began, now))
    return list({gap.key: gap for gap in found}.values())


def _gaps(desk: Desk, rule: GapRule, entries: Iterable[Entry], began: datetime, now: datetime) -> Iterable[Gap]:
    name = organisation_of(rule.organisation, desk.gazetteer)
    spoken = [entry.evidence for entry in entries if name in entry.organisations and entry.evidence.said_at <= now]
    for concern in desk.watch.taxonomy.concerns:
        if rule.concerns and concern.id not in rule.concerns:
            continue
        last = max((each for each in spoken if each.concern_id == concern.id), key=lambda each: each.said_at, default=None)
        since = last.said_at if last else began
        if now - since < rule.after:
            continue
        heard = heard_for(since, now, _deaf(desk, rule, since, now))
        if heard >= rule.after:
            yield Gap(name, concern.id, since, heard, last)


def _deaf(desk: Desk, rule: GapRule, since: datetime, now: datetime) -> Iterable[Stretch]:
    """Return when one or more of the rule's sources would not have been heard."""
    states = desk.store.polls.states()
    for source in desk.watch.sources:
        if source.id in rule.sources:
            usual = states.get(source.id, SourceState()).usual_gap
            silence = max(desk.watch.silence_after, usual * SILENT_GAPS) if usual else desk.watch.silence_after
            visits = desk.store.polls.visits(source.id)
            yield from deaf_stretches(visits, since, now, every=source.every, silence_after=silence)


def note_gaps(desk: Desk) -> list[int]:
    """Tell of gaps that have opened, once each until the organisation speaks again; return the alerts."""
    now = desk.clock.now()
    told = desk.store.ledger.told_gaps()
    alerts = [_tell(desk, gap, now) for gap in gaps_of(desk, now) if gap.key not in told]
    return [alert_id for alert_id in alerts if alert_id is not None]


def _tell(desk: Desk, gap: Gap, now: datetime) -> int | None:
    alert = Alert(id="", reason=AlertReason.GAP, created_at=now, story=_routed_as(gap, now))
    new = NewAlert(
        AlertReason.GAP,
        tellings(alert, desk.tellers),
        subject_key=f"gap {gap.organisation} {gap.concern_id} {gap.since.isoformat()}",
        subject_line=words_of(gap, desk),
        details=details_of(gap, now),
    )
    return desk.store.ledger.tell_gap(gap.organisation, gap.concern_id, gap.since, new, now)


def _routed_as(gap: Gap, now: datetime) -> Story:
    """Return what routes ask of: the concern, and the publisher if it spoke before."""
    return Story(
        statement_id="",
        revision_id="",
        title="",
        url="",
        publisher=gap.last.publisher if gap.last else gap.organisation,
        group=gap.last.group if gap.last else Group.OTHER,
        published=None,
        first_seen_at=now,
        told=(Told(gap.concern_id, 1.0, Band.SURE, None, ()),),
    )


def words_of(gap: Gap, desk: Desk) -> str:
    """Return a gap in one line."""
    title = desk.watch.taxonomy.concern(gap.concern_id).title
    return f"Nothing from {gap.organisation} on concern {gap.concern_id}, {title}, in {counted(gap.days, 'day')} of watching"


def details_of(gap: Gap, now: datetime) -> tuple[str, ...]:
    """Return since when, what was said last, and how much time does not count."""
    since = day_words(gap.since.astimezone(LONDON).date())
    last = f"Last heard {since}: {gap.last.title or 'without a title'} {gap.last.url or ''}".strip() if gap.last else ""
    left_out = (now - gap.since - gap.heard).days
    lost = f"{counted(left_out, 'day')} in which its sources failed, were silent or were not polled are not counted."
    return tuple(line for line in (last or f"Not heard since watching began, {since}.", lost if left_out else "") if line)
