"""Digests and alerts to render: invented publishers, people and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from watcher.model import (
    Alert,
    AlertReason,
    Band,
    Change,
    ChangeKind,
    ConcernSection,
    Copy,
    Digest,
    Group,
    Receiver,
    ReceiverKind,
    Stance,
    StatedDate,
    Story,
    Told,
    TrustLine,
    Voice,
)
from watcher.render import Renderer
from watcher.render.specimen import MOMENT, specimen

MONDAY = MOMENT
CONCERNS = {
    "1": "Leader welfare impact",
    "2": "Training and policy on distress",
    "3": "A path to raise concerns",
    "4": "Confidentiality after inspection",
    "5": "Timescales for publication",
    "6": "Learning review",
    "7": "Wellbeing support for leaders",
}
EDITORS = Receiver("editors", ReceiverKind.EMAIL, is_enabled=True, settings={"contact": "the policy desk, policy@union.example"})
TEMPLATES = {path.name: path.read_text() for path in (Path(__file__).parents[2] / "templates").glob("*.j2")}
SOUND = TrustLine(checked=15, healthy=15, last_poll_at=MONDAY - timedelta(minutes=12))


@cache
def renderer() -> Renderer:
    return Renderer(TEMPLATES, CONCERNS)


def told(
    concern_id: str, *sentences: str, score: float = 0.93, stance: Stance | None = Stance.CRITICISES, band: Band = Band.SURE
) -> Told:
    """Return a concern that rests on somebody's own words, as the ledger found them in quotation marks."""
    return Told(concern_id, score, band, stance, sentences, tuple(Voice(sentence, is_spoken=True) for sentence in sentences))


def story(number: int, title: str, *tolds: Told, publisher: str = "Example Heads’ Union", group: Group = Group.UNION) -> Story:
    return Story(
        statement_id=f"statement-{number}",
        revision_id=f"revision-{number}",
        title=title,
        url=f"https://union.example/news/{number}",
        publisher=publisher,
        group=group,
        published=StatedDate.day(date(2024, 1, 9), "json-ld"),
        first_seen_at=MONDAY - timedelta(days=5),
        told=tolds,
    )


def alert(of: Story, reason: AlertReason = AlertReason.NEW) -> Alert:
    return Alert(f"alert-{of.statement_id}-{reason}", reason, MONDAY - timedelta(days=4), of)


def digest(alerts: Sequence[Alert], *, trust: TrustLine = SOUND, not_shown: int = 0, label: str | None = None) -> Digest:
    sections = tuple(
        ConcernSection(
            concern_id,
            title,
            tuple((each, one) for each in alerts if each.story for one in each.story.told if one.concern_id == concern_id),
            weeks=(int(concern_id), 2, 0, 3),
        )
        for concern_id, title in CONCERNS.items()
    )
    return replace(
        specimen(is_empty=True),
        receiver_id="editors",
        period="2024-W02",
        made_at=MONDAY + timedelta(seconds=5),
        sections=sections,
        other=tuple(each for each in alerts if each.story and not each.story.told),
        not_shown=not_shown,
        trust=trust,
        label=label,
        statements=len(alerts),
        revised=sum(each.reason is AlertReason.REVISED for each in alerts),
        publishers=len({each.story.publisher for each in alerts if each.story}),
    )


def busy_digest() -> Digest:
    """A week as people will see it: a joint statement, a revision, a story on three concerns, one there from the start."""
    joint = replace(
        story(
            1,
            "Joint statement: inspection must not resume before the training is in place",
            told("1", "No leader should have to choose between their school and their health.", score=0.97),
            told(
                "2",
                "Inspectors have had two hours of online training on recognising distress, and no policy has been published.",
                "An inspection should stop when the person in front of you is plainly unwell.",
                score=0.95,
            ),
            told("3", "There is still nobody to ring when the lead inspector is the problem.", score=0.88, band=Band.LIKELY),
        ),
        also_published_by=(Copy("Example College Leaders", "https://colleges.example/joint"),),
        quoted_in=(
            Copy("Example Education Weekly", "https://weekly.example/a"),
            Copy("Example Local Post", "https://post.example/b"),
        ),
    )
    revised = replace(
        story(
            2,
            "Our plan for inspectors’ training",
            told("2", "All 1,600 lead inspectors will be trained by 29 March.", stance=Stance.COMMITS),
            publisher="Example Inspectorate",
            group=Group.GOVERNMENT,
        ),
        revision_number=2,
        published=StatedDate.minute(datetime(2024, 1, 11, 9, 5, tzinfo=UTC), "api"),
        changes=(
            Change(
                ChangeKind.DATE,
                "31 January",
                "29 March",
                "All 1,600 lead inspectors will be trained by 31 January.",
                "All 1,600 lead inspectors will be trained by 29 March.",
            ),
        ),
        change_note="Updated the date by which training will be complete.",
    )
    quick = story(
        3,
        "Reports to reach schools sooner, says inspectorate",
        told("5", "Schools now wait 31 working days on average for their final report.", stance=Stance.REPORTS),
        publisher="Example Education Weekly",
        group=Group.PRESS,
    )
    early = replace(
        story(
            4,
            "Supervision for heads: how to ask for it",
            told(
                "7", "Any head who has had a difficult inspection can now ask for six sessions of supervision, free.", stance=None
            ),
            publisher="Example Staff Charity",
            group=Group.CHARITY,
        ),
        is_baseline=True,
        published=None,
    )
    plain = story(
        5, "Committee to hear evidence on the inquest’s findings", publisher="Example Parliament Desk", group=Group.PARLIAMENT
    )
    alerts = [alert(joint), alert(revised, AlertReason.REVISED), alert(quick), alert(early), alert(plain)]
    trust = TrustLine(15, 14, ("Example Parents’ Voice: silent since Tuesday 9 January",), MONDAY - timedelta(minutes=12))
    return digest(alerts, trust=trust, not_shown=23)


def quiet_digest() -> Digest:
    troubles = (
        "Example Heads’ Union: nothing new since Tuesday 2 January, four times its usual gap",
        "Example Weekly: failing, the server answers 503",
    )
    return digest([], trust=TrustLine(15, 13, troubles, MONDAY - timedelta(minutes=12)), not_shown=4)


def large_digest(entries: int = 200) -> Digest:
    sentence = "The strain of waiting for the call has driven good people out of the job, and nobody has counted how many."
    alerts = [
        alert(
            story(
                number,
                f"Statement number {number} on what inspection does to those who lead schools",
                *(told(str(1 + (number + step) % 7), sentence) for step in range(1 + number % 3)),
                publisher=f"Example Publisher {number % 17}",
            )
        )
        for number in range(entries)
    ]
    return digest(alerts, not_shown=311)
