"""What templates see: the nouns as clean words, so that no template has to know about dates, limits or hostile titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from watcher.model import (
    LONDON,
    Alert,
    AlertReason,
    Band,
    Certainty,
    Change,
    CommitmentNote,
    CommitmentState,
    ConcernSection,
    Copy,
    Digest,
    Due,
    DuePrecision,
    GapNote,
    Joint,
    StatedDate,
    Told,
    TrustLine,
)
from watcher.render.clean import one_line, web_url

SENTENCES_MAX: Final = 3
"""Evidence sentences shown for one concern; the labelling guide gives one to three."""
ALERT_SENTENCES_MAX: Final = 2
"""An alert shows all concerns of a statement, so that each has fewer."""
CHANGES_MAX: Final = 3
COPIES_MAX: Final = 6
TROUBLES_MAX: Final = 10
DETAILS_MAX: Final = 20
OVERDUE_MAX: Final = 5
"""Overdue commitments shown in a digest, those that passed their date last; they come back every week."""
DUE_MAX: Final = 10
GAPS_MAX: Final = 6
TITLE_CHARS_MAX: Final = 240
NOT_NAMED: Final = "Speaker not named"
OWN_TEXT: Final = "The text itself"
SENTENCE_CHARS_MAX: Final = 700
"""The longest evidence sentence shown whole; speeches have some of 600 characters."""

_OWN_MARKS: Final = re.compile('[“”"«»„]')
BROKEN_TITLE: Final = "This entry could not be shown"
RENDER_ERRORS: Final = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RuntimeError)
"""What one broken entry can raise while it is turned into words; jinja2's own errors are added where templates are."""

REASONS: Final = {
    AlertReason.NEW: "New",
    AlertReason.REVISED: "Revised",
    AlertReason.WITHDRAWN: "Withdrawn",
    AlertReason.DUE: "Due",
    AlertReason.OVERDUE: "Overdue",
    AlertReason.GAP: "Nothing heard",
    AlertReason.SOURCE_FAILING: "Source failing",
    AlertReason.SOURCE_SILENT: "Source silent",
    AlertReason.SOURCE_SUSPECT: "Source suspect",
    AlertReason.SOURCE_RECOVERED: "Source recovered",
    AlertReason.HELD: "Held",
    AlertReason.DELIVERY_FAILED: "Delivery failed",
}


@dataclass(frozen=True, slots=True)
class LinkView:
    """Words with an address; `url` is "" where there is none that may be followed."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class PartView:
    """A stretch of a changed sentence; `is_changed` marks the words that went or came."""

    text: str
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One difference between two revisions; either side may be empty, and then something was added or removed."""

    kind: str
    before: tuple[PartView, ...]
    after: tuple[PartView, ...]

    @property
    def before_words(self) -> str:
        return "Was" if self.after else "Removed"

    @property
    def after_words(self) -> str:
        return "Now" if self.before else "Added"

    @property
    def before_text(self) -> str:
        return "".join(part.text for part in self.before)

    @property
    def after_text(self) -> str:
        return "".join(part.text for part in self.after)


@dataclass(frozen=True, slots=True)
class SentenceView:
    """One evidence sentence: in quotation marks if it is somebody's own words, plainly if it is its publisher's text.

    `by` is who says it, "" where the sentence above is theirs too, and where nobody was named before. It prints as its `text`.
    """

    text: str
    by: str = ""
    plain: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class JudgedView:
    """One concern's sentences. `title` is "" in a digest, where the section says it; `band` is "" where the score is sure."""

    title: str
    sentences: tuple[SentenceView, ...]
    stance: str = ""
    band: str = ""


@dataclass(frozen=True, slots=True)
class EntryView:
    """One alert: in a digest under one concern, in an alert with all of its own.

    A brief one is shown in full under `full_under`; a broken one is a link and nothing else. `was_told`: its reader heard of it at
    once, before this digest. `who` is whose date it is that is due or overdue, which need not be the publisher.
    """

    alert_id: str
    reason: str
    title: str
    url: str
    publisher: str = ""
    who: str = ""
    published: str = ""
    byline: str = ""
    judged: tuple[JudgedView, ...] = ()
    also_published_by: tuple[LinkView, ...] = ()
    quoted_in: tuple[LinkView, ...] = ()
    quotes: tuple[LinkView, ...] = ()
    joint: str = ""
    changes: tuple[ChangeView, ...] = ()
    changes_more: int = 0
    note: str = ""
    details: tuple[str, ...] = ()
    is_baseline: bool = False
    is_broken: bool = False
    is_brief: bool = False
    full_under: str = ""
    was_told: bool = False

    def brief(self, full_under: str) -> EntryView:
        """Return this entry as it is referred to under a second concern: that concern's first sentence and where the rest is."""
        judged = tuple(replace(each, sentences=each.sentences[:1]) for each in self.judged)
        return replace(self, is_brief=True, full_under=full_under, judged=judged)


@dataclass(frozen=True, slots=True)
class BarView:
    """This window's count beside the mean of those before; the percentages are of the longest bar in the digest."""

    title: str
    count: int
    mean: str
    count_percent: int
    mean_percent: int
    weeks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """One concern: `entries` in full or brief, `listed` as titles alone, `more` not even that."""

    title: str
    count: int
    entries: tuple[EntryView, ...]
    listed: tuple[EntryView, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class CommitmentView:
    """One commitment: `state` and `line` say it, `sentence` and `was` are verbatim, `source` is where it stands.

    `by` is who says the sentence, "" for its publisher's own text.
    """

    state: str
    line: str
    by: str
    sentence: str
    was: tuple[str, ...]
    source: LinkView
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommitmentsView:
    """What is overdue and due; `more` is how many are left out."""

    entries: tuple[CommitmentView, ...]
    overdue: int
    due: int
    more: int


@dataclass(frozen=True, slots=True)
class GapView:
    line: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GapsView:
    """Who is not heard; `more` is how many are left out."""

    entries: tuple[GapView, ...]
    more: int


@dataclass(frozen=True, slots=True)
class TrustView:
    """How far silence can be believed, in one sentence, and what is wrong, one line a source."""

    sentence: str
    troubles: tuple[str, ...]
    troubles_more: int
    is_sound: bool


@dataclass(frozen=True, slots=True)
class DigestView:
    """All that a digest's templates may say."""

    title: str
    subject: str
    period: str
    closed: str
    window: str
    label: str
    statements: int
    revised: int
    publishers: int
    concerns: int
    trust: TrustView
    bars: tuple[BarView, ...]
    sections: tuple[SectionView, ...]
    other: SectionView
    notices: SectionView
    not_shown: int
    is_empty: bool
    is_cut: bool
    receiver_id: str
    why: str
    commitments: CommitmentsView
    gaps: GapsView


@dataclass(frozen=True, slots=True)
class Caps:
    """How much is shown: of each section entries in full or brief and then titles, of each entry sentences.

    They fit a digest that shows no more than `entries_in_all` by them.
    """

    entries: int
    listed: int
    sentences: int
    entries_in_all: int


def day_words(day: date) -> str:
    """Return `day` as British readers write it, "15 December 2023"."""
    return f"{day.day} {day:%B %Y}"


def moment_words(moment: datetime) -> str:
    """Return an aware `moment` as London's day and time, "15 December 2023, 10:32"."""
    local = moment.astimezone(LONDON)
    return f"{day_words(local.date())}, {local:%H:%M}"


def stated_words(stated: StatedDate | None, first_seen_at: datetime) -> str:
    """Return a stated date as precisely as it was stated, never more; without one, when watcher first saw the text."""
    if stated is None:
        return f"no date given, first seen {day_words(first_seen_at.astimezone(LONDON).date())}"
    text = moment_words(stated.value) if isinstance(stated.value, datetime) else day_words(stated.value)
    return f"{text} (date uncertain)" if stated.certainty is Certainty.LOW else text


def due_words(due: Due) -> str:
    """Return a commitment's date as precisely as it was said: "by 31 March 2024", "by the end of March 2024", "no date given"."""
    if due.day is None:
        return "no date given"
    month = f"{due.day:%B} {due.day.year}"
    words = {
        DuePrecision.DAY: f"by {day_words(due.day)}",
        DuePrecision.YEAR: f"by the end of {due.day.year}",
        DuePrecision.SEASON: f"{due.printed.strip(' .,')}, by the end of {month}" if due.printed else f"by the end of {month}",
    }
    return words.get(due.precision, f"by the end of {month}") + (", date uncertain" if due.certainty is Certainty.LOW else "")


def period_words(since: datetime, until: datetime) -> str:
    """Return the days of a window in London, "8 to 15 January 2024"; one day alone where it covers no more."""
    first, last = since.astimezone(LONDON).date(), until.astimezone(LONDON).date()
    if first == last:
        return day_words(first)
    start = f"{first.day}" if (first.year, first.month) == (last.year, last.month) else f"{first.day} {first:%B}"
    return f"{start if first.year == last.year else day_words(first)} to {day_words(last)}"


def quoted(sentence: str) -> str:
    """Return `sentence` in quotation marks; where it has its own they stay, and half a pair gets its other half.

    A sentence out of the middle of somebody's speech often has only the mark that opens or the one that closes it.
    """
    opening, closing = _marks_of_half(sentence) if _OWN_MARKS.search(sentence) else ("“", "”")
    return f"{opening}{sentence}{closing}"


def _marks_of_half(sentence: str) -> tuple[str, str]:
    """Return what a sentence lacks that was cut out of the middle of a quotation: the half of a pair, or nothing."""
    if sentence.count('"') % 2:
        return ('"', "") if sentence.endswith('"') else ("", '"')
    open_more = sentence.count("“") - sentence.count("”")
    return "“" * (open_more < 0), "”" * (open_more > 0)


def whole(sentence: str) -> str:
    """Return a sentence with both halves of its own marks; nothing is put in marks that has none."""
    opening, closing = _marks_of_half(sentence)
    return f"{opening}{sentence}{closing}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """Return "1 source", "2 sources"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def digest_entry_view(alert: Alert, told: Told | None, sentences_max: int = SENTENCES_MAX) -> EntryView:
    """Return `alert` as an entry of a digest, under the concern of `told` or under none; a poisoned one is a placeholder."""
    try:
        return _entry_view(alert, () if told is None else (_judged_view(told, "", sentences_max),))
    except RENDER_ERRORS:
        return broken_view(alert)


def alert_entry_view(alert: Alert, titles: Mapping[str, str]) -> EntryView:
    """Return `alert` with all of its concerns, strongest first; a poisoned one is a placeholder."""
    try:
        told = sorted(alert.story.told, key=lambda each: -each.score) if alert.story else []
        return _entry_view(
            alert, tuple(_judged_view(each, concern_title(each.concern_id, titles), ALERT_SENTENCES_MAX) for each in told)
        )
    except RENDER_ERRORS:
        return broken_view(alert)


def broken_view(alert: Alert) -> EntryView:
    """Return what can be said of an alert whose entry cannot be shown: its reason, its publisher and its link.

    Nothing is lost because of one bad text: the reader can still follow the link.
    """
    story = alert.story
    url = story.url if story is not None and isinstance(story.url, str) else ""
    publisher = story.publisher if story is not None and isinstance(story.publisher, str) else ""
    return EntryView(
        alert_id=str(alert.id),
        reason=REASONS.get(alert.reason, "New"),
        title=BROKEN_TITLE,
        url=web_url(url),
        publisher=one_line(publisher, TITLE_CHARS_MAX),
        is_broken=True,
    )


def placeholder_of(entry: EntryView) -> EntryView:
    """Return the placeholder of an entry that was read and that a template cannot show."""
    return EntryView(entry.alert_id, entry.reason, BROKEN_TITLE, entry.url, entry.publisher, is_broken=True)


def _entry_view(alert: Alert, judged: tuple[JudgedView, ...]) -> EntryView:
    story = alert.story
    if story is None:
        return _notice_view(alert)
    changes = _change_views(story.changes)
    return EntryView(
        alert_id=alert.id,
        reason=REASONS[alert.reason],
        title=one_line(alert.subject_line or story.title, TITLE_CHARS_MAX) or "Untitled statement",
        url=web_url(story.url),
        publisher=one_line(story.publisher, TITLE_CHARS_MAX),
        who=_who_of(alert),
        published=stated_words(story.published, story.first_seen_at),
        byline=one_line(story.byline or "", TITLE_CHARS_MAX),
        joint=_joint_words(story.joint),
        judged=_without_changed(judged, changes[:CHANGES_MAX]),
        also_published_by=_copies(story.also_published_by),
        quoted_in=_copies(story.quoted_in),
        quotes=_copies(story.quotes),
        changes=changes[:CHANGES_MAX],
        changes_more=max(len(changes) - CHANGES_MAX, 0),
        note=one_line(story.change_note or "", SENTENCE_CHARS_MAX),
        details=_details(alert),
        is_baseline=story.is_baseline and alert.reason is AlertReason.NEW,
        was_told=alert.is_told,
    )


def _notice_view(alert: Alert) -> EntryView:
    """An alert about a source or about what was held has no story; its own lines say it all."""
    return EntryView(
        alert_id=alert.id,
        reason=REASONS[alert.reason],
        title=one_line(alert.subject_line, TITLE_CHARS_MAX) or f"{REASONS[alert.reason]}: {one_line(alert.source_id or '', 80)}",
        url="",
        who=_who_of(alert),
        published=moment_words(alert.created_at),
        details=_details(alert),
        was_told=alert.is_told,
    )


def _who_of(alert: Alert) -> str:
    """Return who undertook what is due or overdue: such an alert's own line begins with their name."""
    if alert.reason not in (AlertReason.DUE, AlertReason.OVERDUE):
        return ""
    return one_line(alert.subject_line.partition(": ")[0], TITLE_CHARS_MAX)


def _details(alert: Alert) -> tuple[str, ...]:
    shown = tuple(one_line(detail, SENTENCE_CHARS_MAX) for detail in alert.details[:DETAILS_MAX])
    more = len(alert.details) - len(shown)
    return (*shown, f"and {counted(more, 'more line')}") if more else shown


def _joint_words(joint: Joint | None) -> str:
    """Return who made a statement together, and who of the others did not, as far as their sources can tell."""
    if joint is None:
        return ""
    words = f"Joint statement of {_listed(joint.joined)}"
    words += f"; not among them: {_listed(joint.absent)}" if joint.absent else ""
    words += f"; not known, since not healthy: {_listed(joint.unknown)}" if joint.unknown else ""
    return one_line(words, SENTENCE_CHARS_MAX)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _sentence_views(told: Told, sentences_max: int) -> tuple[SentenceView, ...]:
    """Return the sentences as they are shown; a speaker of several in a row is named above the first of them.

    What follows a name and is not that speaker's says so, so that nobody is taken to have said it.
    """
    above, has_named = "", False
    views = []
    for sentence in told.sentences[:sentences_max]:
        plain, voice = one_line(sentence, SENTENCE_CHARS_MAX), told.voice_of(sentence)
        name = who_words(voice.speaker, voice.role, voice.organisation) if voice else ""
        has_named = has_named or bool(name)
        by = name or (NOT_NAMED if voice and voice.is_spoken else OWN_TEXT)
        text = quoted(plain) if voice and voice.is_spoken else whole(plain)
        views.append(SentenceView(text, by if has_named and by != above else "", plain))
        above = by
    return tuple(views)


def sentence_lines(told: Told) -> list[str]:
    """Return a concern's sentences for a terminal, each speaker on a line above."""
    views = _sentence_views(told, len(told.sentences))
    return [line for view in views for line in (f"{view.by}:" if view.by else "", view.text) if line]


def who_words(speaker: str | None, role: str | None, organisation: str | None) -> str:
    """Return who speaks with role and organisation, each once; "" where nobody is named.

    Several are joined by "; " in each of the three: each gets what is their own, and where it is not said whose a role or an
    organisation is, it is left out.
    """
    names = speaker.split("; ") if speaker else []
    columns = [names, *(part.split("; ") for part in (role, organisation) if part)]
    whole = [column for column in columns if len(column) == len(names)]
    return "; ".join(", ".join(dict.fromkeys(one_line(part, 160) for part in one)) for one in zip(*whole, strict=True))


def _judged_view(told: Told, title: str, sentences_max: int) -> JudgedView:
    return JudgedView(
        title=title,
        sentences=_sentence_views(told, sentences_max),
        stance=told.stance.value if told.stance else "",
        band="" if told.band is Band.SURE else told.band.value,
    )


def _without_changed(judged: tuple[JudgedView, ...], changes: tuple[ChangeView, ...]) -> tuple[JudgedView, ...]:
    """A sentence that stands below as "Now: ..." is not quoted a second time above it."""
    shown = {change.after_text for change in changes}
    return tuple(
        replace(each, sentences=tuple(one for one in each.sentences if not {one.text, one.plain} & shown)) for each in judged
    )


def concern_title(concern_id: str, titles: Mapping[str, str]) -> str:
    """Return the concern's title, or its id where the taxonomy that judged it is no longer there."""
    return one_line(titles.get(concern_id, f"Concern {concern_id}"), TITLE_CHARS_MAX)


def _copies(copies: tuple[Copy, ...]) -> tuple[LinkView, ...]:
    shown = tuple(LinkView(one_line(copy.publisher, 120) or "another site", web_url(copy.url)) for copy in copies[:COPIES_MAX])
    more = len(copies) - len(shown)
    return (*shown, LinkView(f"and {counted(more, 'other')}", "")) if more else shown


def _change_views(changes: Sequence[Change]) -> tuple[ChangeView, ...]:
    """Return the changes that matter, those with a before and an after first; a sentence that changed twice is shown once."""
    material = [change for change in changes if change.is_material] or changes
    views = dict.fromkeys(_change_view(change) for change in material)
    return tuple(sorted(views, key=lambda view: (not (view.before and view.after), not view.after)))


def _change_view(change: Change) -> ChangeView:
    return ChangeView(
        kind=change.kind.value,
        before=_parts(change.sentence_before or change.before, change.before),
        after=_parts(change.sentence_after or change.after, change.after),
    )


def _parts(sentence: str, words: str) -> tuple[PartView, ...]:
    """Split a sentence around its changed words; whole where they are not found exactly once, since a guess could mislead."""
    sentence, words = one_line(sentence, SENTENCE_CHARS_MAX), one_line(words, SENTENCE_CHARS_MAX)
    if not sentence:
        return ()
    opening, closing = _marks_of_half(sentence)  # a changed sentence is nobody's speech: it stands with its own marks alone
    places = [] if words in ("", sentence) else [*re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", sentence)]
    if len(places) != 1:
        return (PartView(f"{opening}{sentence}{closing}"),)
    before, after = sentence[: places[0].start()], sentence[places[0].end() :]
    parts = (PartView(f"{opening}{before}"), PartView(words, is_changed=True), PartView(f"{after}{closing}"))
    return tuple(part for part in parts if part.text)


def trust_view(trust: TrustLine) -> TrustView:
    """Return the trust line, e.g. "15 sources checked, 14 healthy." and the troubles behind the difference."""
    troubles = tuple(one_line(trouble, SENTENCE_CHARS_MAX) for trouble in trust.troubles[:TROUBLES_MAX])
    last = f" Last checked {moment_words(trust.last_poll_at)}." if trust.last_poll_at else ""
    healthy = "all healthy" if trust.healthy == trust.checked and trust.checked else f"{trust.healthy:,} healthy"
    sentence = f"{counted(trust.checked, 'source')} checked, {healthy}.{last}" if trust.checked else "No source was checked."
    return TrustView(
        sentence=sentence,
        troubles=troubles,
        troubles_more=len(trust.troubles) - len(troubles),
        is_sound=bool(trust.checked) and trust.healthy >= trust.checked and not troubles,
    )


def digest_view(digest: Digest, caps: Caps) -> DigestView:
    """Return what the digest's templates show: every story once in full, under the first of its concerns, then briefly."""
    seen: dict[str, str] = {}
    sections = tuple(_section_view(section, seen, caps) for section in digest.sections if section.entries)
    other = _capped(
        "Also about the inquest, under no concern of its own", [digest_entry_view(alert, None) for alert in digest.other], caps
    )
    notices = _capped("Notices for whoever runs this watch", [digest_entry_view(alert, None) for alert in digest.notices], caps)
    is_empty = not sections and not other.count
    name = _name_of(digest)
    return DigestView(
        title=f"{name} digest".strip().capitalize(),
        subject=_subject(digest, name, is_empty=is_empty),
        period=period_words(digest.since, digest.until),
        closed=moment_words(digest.until),
        window={"daily": "day", "weekly": "week"}.get(name, "period"),
        label=one_line(digest.label or "", 80),
        statements=digest.statements,
        revised=digest.revised,
        publishers=digest.publishers,
        concerns=len(sections),
        trust=trust_view(digest.trust),
        bars=_bars(digest.sections),
        sections=sections,
        other=other,
        notices=notices,
        not_shown=digest.not_shown,
        is_empty=is_empty,
        is_cut=any(section.more for section in (*sections, other, notices)),
        receiver_id=one_line(digest.receiver_id, 80),
        why=f"the receiver “{one_line(digest.receiver_id, 80)}” has a {f'{name} digest'.strip()} in alerts.yaml",
        commitments=_commitments_view(digest.commitments),
        gaps=_gaps_view(digest.gaps),
    )


def _commitments_view(notes: Sequence[CommitmentNote]) -> CommitmentsView:
    """Return the overdue commitments and then those that are due, as many as are shown."""
    overdue = [note for note in notes if note.state is CommitmentState.OVERDUE]
    due = [note for note in notes if note.state is not CommitmentState.OVERDUE]
    shown = (*overdue[:OVERDUE_MAX], *due[:DUE_MAX])
    return CommitmentsView(tuple(map(_commitment_view, shown)), len(overdue), len(due), len(notes) - len(shown))


def _commitment_view(note: CommitmentNote) -> CommitmentView:
    publisher = one_line(note.publisher, 120)
    voices = (note.voice,) if note.voice else ()
    said = Told("", 1.0, Band.SURE, None, (note.sentence,) if note.sentence else (), voices)
    [shown] = _sentence_views(said, 1) or [SentenceView("", "", "")]
    return CommitmentView(
        state=REASONS[AlertReason(note.state.value)],
        line=one_line(note.line, TITLE_CHARS_MAX),
        by=shown.by,
        sentence=shown.text,
        was=tuple(whole(one_line(sentence, SENTENCE_CHARS_MAX)) for sentence in note.was),
        source=LinkView(", ".join(part for part in (publisher, one_line(note.title, TITLE_CHARS_MAX)) if part), web_url(note.url)),
        details=tuple(one_line(detail, SENTENCE_CHARS_MAX) for detail in note.details),
    )


def _gaps_view(notes: Sequence[GapNote]) -> GapsView:
    shown = notes[:GAPS_MAX]
    views = (
        GapView(one_line(note.line, SENTENCE_CHARS_MAX), tuple(one_line(each, SENTENCE_CHARS_MAX) for each in note.details))
        for note in shown
    )
    return GapsView(tuple(views), len(notes) - len(shown))


def _name_of(digest: Digest) -> str:
    length = digest.until - digest.since
    # A day is 23 to 25 hours long in London, a week 167 to 169; a window after downtime is longer and has no name.
    if timedelta(hours=23) <= length <= timedelta(hours=25):
        return "daily"
    return "weekly" if timedelta(hours=167) <= length <= timedelta(hours=169) else ""


def _subject(digest: Digest, name: str, *, is_empty: bool) -> str:
    """A subject is read on lock screens, so it has counts and dates, never a title (neutral by rule)."""
    label = f"[{one_line(digest.label, 40)}] " if digest.label else ""
    counts = [counted(digest.statements, "statement")] + ([f"{digest.revised} revised"] if digest.revised else [])
    what = "nothing new" if is_empty else ", ".join(counts)
    return f"{label}watcher {f'{name} digest'.strip()}, {period_words(digest.since, digest.until)}: {what}"


def _section_view(section: ConcernSection, seen: dict[str, str], caps: Caps) -> SectionView:
    entries = []
    # What is sure comes first: a wall of weak matches is what makes people stop reading.
    for alert, told in sorted(section.entries, key=lambda entry: entry[1].band is not Band.SURE):
        view = digest_entry_view(alert, told, caps.sentences)
        full_under = seen.get(view.alert_id)
        entries.append(view.brief(full_under) if full_under and not view.is_broken else view)
    capped = _capped(numbered(section), entries, caps)
    # Only what is really shown in full may be referred to by a later section.
    title = one_line(section.title, TITLE_CHARS_MAX)
    seen.update({entry.alert_id: title for entry in capped.entries if not entry.is_brief})
    return capped


def numbered(section: ConcernSection) -> str:
    """Return a concern's heading with its number, by which readers know it: "2 · Training"."""
    return one_line(f"{section.concern_id} · {section.title}", TITLE_CHARS_MAX)


def _capped(title: str, entries: list[EntryView], caps: Caps) -> SectionView:
    listed = entries[caps.entries : caps.entries + caps.listed]
    return SectionView(
        title, len(entries), tuple(entries[: caps.entries]), tuple(listed), max(len(entries) - caps.entries - caps.listed, 0)
    )


def _bars(sections: Iterable[ConcernSection]) -> tuple[BarView, ...]:
    sections = tuple(sections)
    # Before there is any history the means would all be 0, and read as if the weeks had been quiet.
    has_history = any(any(section.weeks) for section in sections)
    rows = [(section, section.count, sum(section.weeks) / len(section.weeks) if has_history else 0.0) for section in sections]
    longest = max((max(count, mean) for _, count, mean in rows), default=0) or 1
    return tuple(
        BarView(
            title=one_line(section.title, TITLE_CHARS_MAX),
            count=count,
            mean=f"{mean:.1f}".removesuffix(".0") if has_history else "",
            count_percent=round(100 * count / longest),
            mean_percent=round(100 * mean / longest),
            weeks=tuple(section.weeks) if has_history else (),
        )
        for section, count, mean in rows
    )
