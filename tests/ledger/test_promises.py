"""Which mention restates which commitment, how its date went, how it stands on a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.ledger import course_of, join, state_on
from watcher.ledger.promises import DUE_WITHIN, is_same_due
from watcher.model import NO_DUE, Certainty, CommitmentKind, CommitmentState, Due, DuePrecision, Mention

MONDAY = datetime(2024, 1, 8, tzinfo=UTC)
TRAIN = "train every lead inspector to recognise signs of distress"


def due(day: str | None, precision: DuePrecision = DuePrecision.DAY, printed: str = "") -> Due:
    return Due(date.fromisoformat(day), precision, Certainty.HIGH, printed) if day else NO_DUE


def mention(
    what: str,
    day: str | None = None,
    *,
    who: str = "Invented Office",
    revision: int = 1,
    head: int = 1,
    after: int = 0,
    **more: object,
) -> Mention:
    """Return a mention by its words and date; `after` is how many days after Monday it was said."""
    precision = more.get("precision", DuePrecision.DAY)
    assert isinstance(precision, DuePrecision)
    sentence = str(more.get("sentence", f"{who} will {what} by {day}."))
    kind = CommitmentKind(str(more.get("kind", "undertaking")))
    return Mention(who, what, sentence, due(day, precision), MONDAY + timedelta(days=after), kind, revision, revision, head)


@pytest.mark.parametrize(
    ("other", "is_joined"),
    [
        (mention(TRAIN, "2024-03-31", revision=2, head=2), True),
        (mention("begin to train its lead inspectors in recognising distress", "2024-03-31", revision=2, head=2), True),
        (mention(TRAIN, "2024-03-31", revision=2, head=2, precision=DuePrecision.MONTH), True),
        (mention(TRAIN, revision=2, head=2), True),
        (mention(TRAIN, "2024-03-31", revision=2, head=2, who="Invented Guild"), False),
        (mention("publish its guidance on pausing a visit", "2024-03-31", revision=2, head=2), False),
        (mention("train every new headteacher", "2024-03-31", revision=2, head=2), False),
        (mention(TRAIN, "2024-03-31", revision=2, head=2, kind="deadline"), False),
    ],
)
def test_the_same_body_thing_and_date_are_one_commitment(other: Mention, is_joined: bool) -> None:
    """In other words, in a coarser date or in none; never another body's, another thing or a deadline."""
    assert join([other], {7: [mention(TRAIN, "2024-03-31")]}) == [7 if is_joined else None]


def test_a_copy_in_which_we_is_somebody_else_is_the_same_commitment() -> None:
    """A sentence of one family is one sentence, whoever its copies take for the speaker."""
    sentence = "We will publish the guidance that the coroner asked for by 31 March 2024."
    first = mention("publish the guidance that the coroner asked for", "2024-03-31", sentence=sentence)
    copy = mention("publish the guidance that the coroner asked for", "2024-03-31", who="We", revision=2, head=1, sentence=sentence)
    apart = mention(
        "publish the guidance that the coroner asked for", "2024-03-31", who="We", revision=2, head=2, sentence=sentence
    )
    assert join([copy, apart], {7: [first]}) == [7, None]


def test_what_names_no_date_makes_no_two_dates_one() -> None:
    """A commitment that a text restates without its date is not moved by another thing's date that resembles the restatement."""
    known = {
        7: [mention("the annual report will be published five weeks late", "2024-03-06"), mention("publish its annual report")]
    }
    other = mention("the report will be published", "2024-02-23", revision=2, head=2)
    assert join([other], known) == [None]
    assert join([mention("the annual report will be published", "2024-03-06", revision=2, head=2)], known) == [7]


def test_two_promises_side_by_side_stay_two() -> None:
    """Lead inspectors by January and every inspector by March are two commitments, and no date that moved."""
    lead = mention("have completed the training of lead inspectors", "2024-01-22", revision=1)
    every = mention("have completed the training of every inspector", "2024-03-31", revision=1)
    again = [
        mention("have completed the training of every inspector", "2024-03-31", revision=2),
        mention("have completed the training of lead inspectors", "2024-01-22", revision=2),
    ]
    assert join([every], {1: [lead]}) == [None]
    assert join(again, {1: [lead], 2: [every]}) == [2, 1]


def test_a_moved_date_is_the_same_commitment() -> None:
    """The same body says the same of another day; in one revision that would be another thing."""
    first = mention(TRAIN, "2024-01-31", revision=1)
    assert join([mention(TRAIN, "2024-03-29", revision=2)], {7: [first]}) == [7]
    assert join([mention(TRAIN, "2024-03-29", revision=1)], {7: [first]}) == [None]
    assert join([mention("train every lead inspector to drive", "2024-03-29", revision=2)], {7: [first]}) == [None]


def test_a_slip_has_both_mentions() -> None:
    """The date is the latest one, and the earlier one stays beside it."""
    first, second = mention(TRAIN, "2024-01-31"), mention(TRAIN, "2024-03-29", revision=2, after=20)
    course = course_of([second, first])
    assert course.due.day == date(2024, 3, 29)
    assert course.mention == second
    [slip] = course.slips
    assert (slip.before, slip.after) == (first, second)


def test_an_article_that_looks_back_moves_nothing() -> None:
    """A date that was given before and is said again later is history."""
    course = course_of(
        [
            mention(TRAIN, "2024-01-31"),
            mention(TRAIN, "2024-03-29", revision=2, after=20),
            mention(TRAIN, "2024-01-31", revision=3, after=30),
        ]
    )
    assert course.due.day == date(2024, 3, 29)
    assert len(course.slips) == 1


@pytest.mark.parametrize(
    ("coarse", "fine", "is_same"),
    [
        (due("2024-03-31", DuePrecision.MONTH), due("2024-03-01"), True),
        (due("2024-03-31", DuePrecision.MONTH), due("2024-02-29"), False),
        (due("2024-05-31", DuePrecision.SEASON), due("2024-03-31", DuePrecision.MONTH), True),
        (due("2024-05-31", DuePrecision.SEASON), due("2024-02-29"), False),
        (due("2024-12-31", DuePrecision.YEAR), due("2024-01-01"), True),
        (due("2024-12-31", DuePrecision.YEAR), due("2023-12-31"), False),
        (due("2024-03-31"), due("2024-03-30"), False),
        (NO_DUE, NO_DUE, True),
        (NO_DUE, due("2024-03-30"), False),
    ],
)
def test_a_coarser_date_that_holds_a_finer_one_is_the_same(coarse: Due, fine: Due, is_same: bool) -> None:
    """On both sides of the period's edges, and whichever comes first."""
    assert is_same_due(coarse, fine) is is_same
    assert is_same_due(fine, coarse) is is_same


def test_the_finer_date_stands() -> None:
    """In March, then by 15 March: no slip, and the day is known now."""
    course = course_of(
        [mention(TRAIN, "2024-03-31", precision=DuePrecision.MONTH), mention(TRAIN, "2024-03-15", revision=2, after=5)]
    )
    assert (course.due.day, course.slips) == (date(2024, 3, 15), ())


@pytest.mark.parametrize(
    ("days_before", "state"),
    [(15, "open"), (14, "due"), (0, "due"), (-1, "overdue"), (-400, "overdue")],
)
def test_due_begins_14_days_before_and_ends_with_the_day(days_before: int, state: str) -> None:
    """Up to the day itself it is in time."""
    assert timedelta(days=14) == DUE_WITHIN
    day = date(2024, 3, 31)
    assert state_on(day - timedelta(days=days_before), course_of([mention(TRAIN, "2024-03-31")])) == state


def test_a_persons_word_stands_over_the_date() -> None:
    """What was met is never overdue; what moved and is not due is slipped; without a date it is open for ever."""
    moved = course_of([mention(TRAIN, "2024-01-31"), mention(TRAIN, "2024-03-29", revision=2, after=20)])
    assert state_on(date(2025, 1, 1), moved, CommitmentState.MET) is CommitmentState.MET
    assert state_on(date(2024, 2, 1), moved) is CommitmentState.SLIPPED
    assert state_on(date(2024, 3, 20), moved) is CommitmentState.DUE
    assert state_on(date(2099, 1, 1), course_of([mention(TRAIN)])) is CommitmentState.OPEN


@given(st.permutations([(0, "2024-01-31"), (10, "2024-03-29"), (20, "2024-05-31"), (30, "2024-01-31"), (40, None)]))
def test_the_course_does_not_depend_on_the_order_of_reading(order: list[tuple[int, str | None]]) -> None:
    """A backfill reads the newest first and finds the same slips."""
    mentions = [mention(TRAIN, day, revision=after, after=after) for after, day in order]
    course = course_of(mentions)
    assert course.due.day == date(2024, 5, 31)
    assert [(slip.before.revision_id, slip.after.revision_id) for slip in course.slips] == [(0, 10), (10, 20)]
