"""From what is stored to what is shown: stories, alerts and digests, with every quotation checked against the stored text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from watcher.ledger.gaps import UNPOLLED_MIN
from watcher.model import (
    LONDON,
    Alert,
    AlertReason,
    Band,
    ConcernSection,
    Copy,
    Digest,
    Group,
    HealthState,
    Message,
    Quote,
    Receiver,
    ReceiverKind,
    RelationKind,
    Source,
    SourceState,
    Story,
    Taxonomy,
    Told,
    TrustLine,
    Watch,
)
from watcher.pipeline.agenda import Agenda
from watcher.pipeline.quoted import is_borrowed
from watcher.pipeline.settle import told_of
from watcher.pipeline.voices import voice_of, voices_of
from watcher.pipeline.world import log_failure
from watcher.render import Renderer, sentence_lines, verbatim
from watcher.render.view import BROKEN_TITLE, RENDER_ERRORS
from watcher.store import Store, StoredAlert, StoredRevision, StoredStatement

WEEKS_COMPARED: Final = 4
UNPOLLED_NAMED_MAX: Final = 6
"""More sources that nobody asked are counted and not named: watcher itself was down."""
_UNPOLLED: Final = "not checked"
_WELL: Final = (HealthState.HEALTHY, HealthState.UNKNOWN)
DATE_REASONS: Final = frozenset({AlertReason.DUE, AlertReason.OVERDUE})
"""Alerts about a commitment's date: they show its sentence, and a digest lists it among what is due and overdue."""


def story_of(store: Store, statement: StoredStatement, revision: StoredRevision | None = None) -> Story:
    """Return a statement as it is shown, at `revision` or as it stands now; quotations that are not verbatim are left out."""
    shown = revision or statement.latest
    record = shown.record
    family = [member for member in store.statements.family(statement.head_id) if member.id != statement.id]
    quoting = store.statements.quoting([statement.id, *(member.id for member in family)])
    story = Story(
        statement_id=f"s{statement.id}",
        revision_id=f"s{statement.id}.{shown.number}",
        title=record.title or first_words(record.text),
        url=statement.url or "",
        publisher=statement.publisher,
        group=statement.group,
        published=record.published,
        first_seen_at=statement.first_seen_at,
        told=tuple(_own_told(shown, store.ledger.quotes([shown.id]).get(shown.id, ()))),
        also_published_by=tuple(copy_of(member) for member in family),
        quoted_in=tuple(copy_of(article) for article in quoting if article.id != statement.id),
        quotes=tuple(_quoted_by(store, shown)),
        changes=tuple(
            change for relation in shown.relations if relation.kind is RelationKind.REVISION for change in relation.changes
        ),
        change_note=shown.change_notes[-1] if shown.change_notes and shown.number > 1 else None,
        revision_number=shown.number,
        is_baseline=statement.is_baseline,
        is_relevant=shown.is_relevant,
        byline=record.byline,
    )
    return verbatim(story, record.text)


def _own_told(revision: StoredRevision, said: Sequence[Quote]) -> Iterable[Told]:
    """Yield what a revision says itself: a concern that rests only on sentences quoted from known statements is told there.

    `said` are its quotes, which say whose words a sentence is. The stance is there only where the model gives one, which it does
    where such a stance held three times in four (docs/classification.md).
    """
    quoted = [sentence for relation in revision.relations if relation.kind is RelationKind.QUOTES for sentence in relation.evidence]
    for assessment in revision.assessments:
        told = told_of(assessment)
        own = tuple(sentence for sentence in told.sentences if not is_borrowed(sentence, quoted))
        if assessment.band is not Band.REVIEW and own:
            voices = (voice for each in assessment.evidence if each.quote in own and (voice := voice_of(each, said)))
            yield replace(told, sentences=own, voices=tuple(voices))


def copy_of(statement: StoredStatement) -> Copy:
    return Copy(statement.publisher, statement.url or "", statement.latest.record.title, f"s{statement.id}")


def first_words(text: str, count: int = 12) -> str:
    """Return the first words of a text without a title."""
    found = text.split()
    return " ".join(found[:count]) + ("…" if len(found) > count else "")


def _quoted_by(store: Store, revision: StoredRevision) -> Iterable[Copy]:
    for relation in revision.relations:
        quoted = store.statements.revision(int(relation.of)) if relation.kind is RelationKind.QUOTES else None
        statement = store.statements.statement(quoted.statement_id) if quoted else None
        if statement:
            yield copy_of(statement)


def alert_for(store: Store, statement: StoredStatement, reason: AlertReason, now: datetime, details: tuple[str, ...] = ()) -> Alert:
    """Return an alert about a statement as it stands now, for asking who would be told."""
    story = story_of(store, statement)
    return Alert(id="", reason=reason, created_at=now, story=story, source_id=statement.source_id, details=details)


def alert_of(store: Store, stored: StoredAlert) -> Alert:
    """Return a stored alert with its story, as it is to be rendered now."""
    statement = store.statements.statement(stored.statement_id) if stored.statement_id else None
    revision = store.statements.revision(stored.revision_id) if stored.revision_id else None
    story = story_of(store, statement, revision) if statement else None
    sentence: Sequence[str] = ()
    if story and stored.reason in DATE_REASONS:
        about = _of_commitment(store, stored)
        # Without a concern there is no section of its own for the sentence to stand in.
        sentence = [line for told in about if not told.concern_id for line in sentence_lines(told)]
        story = _about_commitment(story, about)
    return Alert(
        id=f"a{stored.id}",
        reason=stored.reason,
        created_at=stored.created_at,
        story=story,
        source_id=stored.source_id or (statement.source_id if statement else None),
        subject_line=stored.subject_line,
        details=(*sentence, *stored.details),
        is_told=stored.is_told,
    )


def shown_alert(store: Store, stored: StoredAlert) -> Alert:
    """Return `alert_of`, or where that fails a placeholder with the statement's link: one poisoned item costs itself alone."""
    try:
        return alert_of(store, stored)
    except RENDER_ERRORS as error:
        log_failure("an alert could not be put together", error, alert=str(stored.id))
        return _placeholder(store, stored)


def _placeholder(store: Store, stored: StoredAlert) -> Alert:
    title, publisher, url = store.outbox.address_of(stored.id)
    story = Story(
        statement_id=f"s{stored.statement_id}",
        revision_id="",
        title=title or BROKEN_TITLE,
        url=url,
        publisher=publisher,
        group=Group.OTHER,
        published=None,
        first_seen_at=stored.created_at,
        told=(),
    )
    return Alert(f"a{stored.id}", stored.reason, stored.created_at, story, details=(f"{BROKEN_TITLE}; its link still stands.",))


def _is_placeholder(alert: Alert) -> bool:
    return alert.story is not None and not alert.story.revision_id


def _of_commitment(store: Store, stored: StoredAlert) -> tuple[Told, ...]:
    """Return the sentence of the commitment that an alert is about, under its first concern; under "" if it has none."""
    commitment = store.ledger.commitment_of_alert(stored.id)
    here = [mention for mention in commitment.mentions if mention.revision_id == stored.revision_id] if commitment else []
    sentences = tuple(mention.sentence for mention in here[-1:])
    voices = tuple(voices_of(store, stored.revision_id or 0, sentences))
    concerns = (commitment.concerns if commitment else ()) or ("",)
    return (Told(concerns[0], 1.0, Band.SURE, None, sentences, voices),)


def _about_commitment(story: Story, about: Sequence[Told]) -> Story:
    """Return a statement as the alert about its commitment shows it: the commitment's sentence, and nothing else of it."""
    told = tuple(each for each in about if each.concern_id)
    return replace(story, told=told, changes=(), change_note=None, is_baseline=False, quoted_in=(), quotes=())


def digest_of(
    store: Store,
    alerts: Sequence[StoredAlert],
    *,
    receiver_id: str,
    period: str,
    since: datetime,
    until: datetime,
    made_at: datetime,
    taxonomy: Taxonomy,
    sources: Sequence[Source],
    label: str | None = None,
    agenda: Agenda | None = None,
) -> Digest:
    """Return the digest of `alerts`: one entry a family, under each concern that it addresses, newest first.

    What became due, overdue or quiet stands in the `agenda` with all that still is, and not among the entries.
    """
    shown = [shown_alert(store, stored) for stored in alerts if _is_of_statement(stored.reason)]
    told = _one_a_family(store, [alert for alert in shown if not _is_placeholder(alert)])
    told = [_with_joint(store, agenda, alert) for alert in told]
    stories = [alert.story for alert in told if alert.story]
    return Digest(
        receiver_id=receiver_id,
        period=period,
        since=since,
        until=until,
        made_at=made_at,
        sections=_sections(told, taxonomy, _weeks(store, taxonomy, since, until)),
        other=(*(alert for alert in told if alert.story and not alert.story.told), *filter(_is_placeholder, shown)),
        notices=tuple(shown_alert(store, stored) for stored in alerts if stored.reason.is_for_operators),
        not_shown=store.statements.count_not_shown(since, until),
        trust=trust_line(sources, store.polls.states(), made_at),
        label=label,
        statements=len(stories),
        revised=sum(alert.reason is AlertReason.REVISED for alert in told),
        publishers=len({story.publisher for story in stories}),
        commitments=agenda.commitments() if agenda else (),
        gaps=agenda.gaps() if agenda else (),
    )


def _sections(told: Sequence[Alert], taxonomy: Taxonomy, weeks: Sequence[Mapping[str, int]]) -> tuple[ConcernSection, ...]:
    """Return what was said on each concern, and how much in each of `weeks`."""
    judged = [(alert, each) for alert in told if alert.story for each in alert.story.told]
    return tuple(
        ConcernSection(
            concern_id=concern.id,
            title=concern.title,
            entries=tuple((alert, each) for alert, each in judged if each.concern_id == concern.id),
            weeks=tuple(week.get(concern.id, 0) for week in weeks),
        )
        for concern in taxonomy.concerns
    )


def _is_of_statement(reason: AlertReason) -> bool:
    return not reason.is_for_operators and reason not in DATE_REASONS and reason is not AlertReason.GAP


def _with_joint(store: Store, agenda: Agenda | None, alert: Alert) -> Alert:
    statement = store.statements.statement(int(alert.story.statement_id[1:])) if agenda and alert.story else None
    if agenda is None or alert.story is None or statement is None:
        return alert
    return replace(alert, story=replace(alert.story, joint=agenda.joint(statement)))


def digest_preview(
    store: Store, watch: Watch, renderer: Renderer, *, since: datetime, now: datetime, agenda: Agenda | None = None
) -> Message:
    """Return the digest of all alerts since `since`, as a reader of everything would get it; nothing is taken or sent."""
    digest = digest_of(
        store,
        [alert for alert in store.outbox.alerts(since, now) if not alert.reason.is_for_operators],
        receiver_id="preview",
        period=f"preview-{now:%Y-%m-%d}",
        since=since,
        until=now,
        made_at=now,
        taxonomy=watch.taxonomy,
        sources=watch.sources,
        agenda=agenda,
    )
    receiver = Receiver("preview", ReceiverKind.FILE, is_enabled=True, settings={})
    return renderer.digest(digest, receiver, "preview")


def _one_a_family(store: Store, alerts: Sequence[Alert]) -> list[Alert]:
    """Return one alert a family, news first: its latest revision's if it was revised, else its head's."""
    chosen: dict[int, Alert] = {}
    for alert in alerts:
        statement = store.statements.statement(int(alert.story.statement_id[1:])) if alert.story else None
        if statement is None:
            continue
        known = chosen.get(statement.head_id)
        is_revision = alert.reason is not AlertReason.NEW
        if known is None or is_revision or (known.reason is AlertReason.NEW and statement.id == statement.head_id):
            chosen[statement.head_id] = alert
    return sorted(chosen.values(), key=_news_first)


def _news_first(alert: Alert) -> tuple[bool, float]:
    """What is new comes before what stood there when watching began, and the newest before older."""
    story = alert.story
    moment = story.published.as_instant if story and story.published else alert.created_at
    return bool(story and story.is_baseline and alert.reason is AlertReason.NEW), -moment.timestamp()


def _weeks(store: Store, taxonomy: Taxonomy, since: datetime, until: datetime) -> list[Mapping[str, int]]:
    """Return the counts by concern of the whole windows before this one, oldest first; none from before watching began."""
    step: timedelta = until - since
    began = store.polls.first_run_at() or until
    starts = [start for back in range(WEEKS_COMPARED, 0, -1) if (start := since - step * back) >= began]
    return [store.statements.count_by_concern(taxonomy.id, start, start + step) for start in starts]


def trust_line(sources: Sequence[Source], states: Mapping[str, SourceState], at: datetime | None = None) -> TrustLine:
    """Return how far the silence of the enabled sources can be believed at `at`; what nobody had asked lately was not checked.

    Without `at` every source that was ever asked was checked.
    """
    enabled = [source for source in sources if source.enabled]
    moments = {source.id: last for source in enabled if (last := states.get(source.id, SourceState()).last_poll_at)}
    polled = [source for source in enabled if source.id in moments and not _is_unpolled(source, states[source.id], at)]
    return TrustLine(
        checked=len(polled),
        healthy=sum(states[source.id].health.state is HealthState.HEALTHY for source in polled),
        troubles=_troubles(enabled, states, at),
        last_poll_at=max(moments.values()) if moments else None,
    )


def _is_unpolled(source: Source, state: SourceState, at: datetime | None) -> bool:
    """Whether a source that was well was asked so long ago that something must have kept watcher from it."""
    if at is None or state.last_poll_at is None or state.health.state not in _WELL:
        return False
    return at - state.last_poll_at > max(2 * source.every, UNPOLLED_MIN)


def _troubles(sources: Sequence[Source], states: Mapping[str, SourceState], at: datetime | None) -> tuple[str, ...]:
    """Return one line a reason, with the sources that have it; the day stands once where it is the same for all of them."""
    by_reason: dict[str, list[tuple[str, str]]] = {}
    for source in sources:
        if (trouble := _trouble(source, states.get(source.id, SourceState()), at)) is not None:
            reason, since = trouble
            by_reason.setdefault(reason, []).append((source.name, since))
    return tuple(_trouble_line(reason, found) for reason, found in by_reason.items())


def _trouble(source: Source, state: SourceState, at: datetime | None) -> tuple[str, str] | None:
    """Return what is wrong with a source, and since which day in words; None if nothing is."""
    if state.last_poll_at is None:
        return "never checked", ""
    if _is_unpolled(source, state, at):
        year = f" {state.last_poll_at.year}" if at and state.last_poll_at.year != at.year else ""
        return _UNPOLLED, f"since {day_words(state.last_poll_at)}{year}"
    if state.health.state in _WELL:
        return None
    why = f" ({state.health.why})" if state.health.why and state.health.state is not HealthState.SILENT else ""
    return f"{state.health.state}{why}", f"since {day_words(state.health.since)}" if state.health.since else ""


def _trouble_line(reason: str, found: Sequence[tuple[str, str]]) -> str:
    days = {since for _, since in found}
    if len(days) > 1:
        return f"{', '.join(f'{name} {since}'.strip() for name, since in found)}: {reason}"
    state, bracket, why = reason.partition(" (")
    since = f" {day}" if (day := days.pop()) else ""
    is_all_of_it = reason == _UNPOLLED and len(found) > UNPOLLED_NAMED_MAX
    names = f"{len(found):,} sources" if is_all_of_it else ", ".join(name for name, _ in found)
    return f"{names}: {state}{since}{bracket}{why}"


def day_words(moment: datetime) -> str:
    """Return a moment's day as a reader in London says it: `Tuesday 2 January`."""
    local = moment.astimezone(LONDON)
    return f"{local:%A} {local.day} {local:%B}"
