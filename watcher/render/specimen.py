"""A digest and alerts in which every part of a template has something to show, to try the operator's templates on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

from watcher.model import (
    Alert,
    AlertReason,
    Band,
    Change,
    ChangeKind,
    CommitmentNote,
    CommitmentState,
    ConcernSection,
    Copy,
    Digest,
    GapNote,
    Group,
    Joint,
    Receiver,
    ReceiverKind,
    Stance,
    StatedDate,
    Story,
    Told,
    TrustLine,
    Voice,
)

MOMENT: Final = datetime(2024, 1, 15, 7, 30, tzinfo=UTC)
RECEIVER: Final = Receiver(
    "specimen", ReceiverKind.FILE, is_enabled=True, settings={"contact": "the desk", "unsubscribe": "write to us"}
)
_COPIES: Final = (Copy("Example Weekly", "https://weekly.example/a"), Copy("Another", ""))
_CHANGES: Final = (
    Change(ChangeKind.DATE, "31 January", "29 March", "Done by 31 January.", "Done by 29 March."),
    Change(ChangeKind.ADDED, "", "More.", "", "More."),
    Change(ChangeKind.REMOVED, "Less.", "", "Less.", ""),
    Change(ChangeKind.NUMBER, "2", "3", "2 heads.", "3 heads."),
)
_COMMITMENTS: Final = tuple(
    CommitmentNote(
        f"c{number}",
        CommitmentState.OVERDUE if number % 2 else CommitmentState.DUE,
        "Example Office: publish its plan (by 22 January 2024)",
        date(2024, 1, 22),
        ("1",),
        "The office will publish its plan by 22 January." if number else "",
        ("The office will publish its plan by 15 January.",),
        "Example Office" if number else "",
        "A plan",
        "https://office.example/plan" if number else "",
        ("Stated in 2 statements.",),
        Voice("The office will publish its plan by 22 January.", "Ada Brook", "Director", "Example Office", True)
        if number
        else None,
    )
    for number in range(16)
)
NOTICE: Final = Alert("a-9", AlertReason.SOURCE_SILENT, MOMENT, None, "weekly", "A source is silent", ("since Tuesday",))


def _story(number: int, *told: Told) -> Story:
    return Story(
        statement_id=f"s{number}",
        revision_id=f"s{number}.1",
        title="A title",
        url="" if number % 5 == 4 else "https://union.example/a",
        publisher="Example Union",
        group=Group.UNION,
        published=StatedDate.day(date(2024, 1, 9), "label"),
        first_seen_at=MOMENT,
        told=told,
        also_published_by=_COPIES,
        quoted_in=_COPIES,
        quotes=_COPIES,
        changes=_CHANGES,
        change_note="A date was changed.",
        is_baseline=number % 2 == 0,
        byline="A person",
        joint=Joint(("Example Union", "Example Heads"), ("Example College",), ("Example Staff",)),
    )


def _told(concern_id: str) -> Told:
    voice = Voice("One sentence.", "A person", "Chair", "Example Union", is_spoken=True)
    return Told(concern_id, 0.7, Band.LIKELY, Stance.COMMITS, ("One sentence.", "Another."), (voice,))


ALERTS: Final = tuple(
    Alert(f"a-{number}", reason, MOMENT, _story(number, _told("1"), _told("2")))
    for number, reason in enumerate([AlertReason.REVISED, *[AlertReason.NEW] * 23])
)


def specimen(*, is_empty: bool) -> Digest:
    """Return a digest with everything: full, brief, listed and counted entries, bars, troubles; or one with nothing."""
    entries = () if is_empty else ALERTS
    return Digest(
        receiver_id=RECEIVER.id,
        period="weekly-2024-01-15",
        since=MOMENT - timedelta(days=7),
        until=MOMENT,
        made_at=MOMENT,
        sections=tuple(
            ConcernSection(
                str(position + 1), "A concern", tuple((alert, _told(str(position + 1))) for alert in entries), (1, 2, 0, 4)
            )
            for position in range(2)
        ),
        other=entries,
        notices=() if is_empty else (NOTICE,),
        not_shown=7,
        trust=TrustLine(3, 1, tuple(f"Source {number}: silent" for number in range(12)), MOMENT),
        label=None if is_empty else "specimen",
        statements=len(entries),
        revised=1,
        publishers=1,
        commitments=() if is_empty else _COMMITMENTS,
        gaps=()
        if is_empty
        else tuple(GapNote("Example Office", "1", f"Nothing heard, {number}", ("Since.",)) for number in range(8)),
    )
