"""By when: printed dates, counted from the day of the statement."""

from __future__ import annotations

from datetime import date

import pytest

from watcher.ledger.due import SPAN_DAYS_MAX, Reference, bank_holidays, due_dates, easter_sunday
from watcher.model import DuePrecision

DAY = Reference(date(2024, 1, 19), date(2024, 1, 19))


@pytest.mark.parametrize(
    ("words", "day", "precision"),
    [
        ("by 7 February", date(2024, 2, 7), DuePrecision.DAY),
        ("on January 22", date(2024, 1, 22), DuePrecision.DAY),
        ("on 8 January", date(2025, 1, 8), DuePrecision.DAY),
        ("on the 3rd of March 2025", date(2025, 3, 3), DuePrecision.DAY),
        ("by the end of March", date(2024, 3, 31), DuePrecision.MONTH),
        ("By September we", date(2024, 9, 30), DuePrecision.MONTH),
        ("in February 2028", date(2028, 2, 29), DuePrecision.MONTH),
        ("in the spring", date(2024, 5, 31), DuePrecision.SEASON),
        ("in autumn 2025", date(2025, 11, 30), DuePrecision.SEASON),
        ("this winter", date(2025, 2, 28), DuePrecision.SEASON),
        ("within 30 working days", date(2024, 3, 1), DuePrecision.DAY),
        ("within two months", date(2024, 3, 19), DuePrecision.DAY),
        ("within 30 working days of this letter", date(2024, 3, 1), DuePrecision.DAY),
        ("from April, within ten days of asking,", date(2024, 4, 30), DuePrecision.MONTH),
        ("in the next six weeks", date(2024, 3, 1), DuePrecision.DAY),
        ("on Monday", date(2024, 1, 22), DuePrecision.DAY),
        ("next Friday", date(2024, 1, 26), DuePrecision.DAY),
        ("by this time next week", date(2024, 1, 26), DuePrecision.DAY),
        ("by this time next month", date(2024, 2, 19), DuePrecision.DAY),
        ("by this time next year", date(2025, 1, 19), DuePrecision.DAY),
        ("by the end of the calendar year", date(2024, 12, 31), DuePrecision.YEAR),
        ("to the March meeting", date(2024, 3, 31), DuePrecision.MONTH),
        ("by half-term at the end of May", date(2024, 5, 31), DuePrecision.MONTH),
        ("from the first day of the autumn term, 3 September", date(2024, 9, 3), DuePrecision.DAY),
        ("later this year", date(2024, 12, 31), DuePrecision.YEAR),
        ("in the new year", date(2025, 12, 31), DuePrecision.YEAR),
        ("by the end of the year", date(2024, 12, 31), DuePrecision.YEAR),
        ("next month", date(2024, 2, 29), DuePrecision.MONTH),
        ("before Easter", date(2024, 3, 31), DuePrecision.DAY),
        ("this week", date(2024, 1, 19), DuePrecision.DAY),
        ("tomorrow", date(2024, 1, 20), DuePrecision.DAY),
        ("in March next year", date(2025, 3, 31), DuePrecision.MONTH),
        ("by 1 February next year", date(2025, 2, 1), DuePrecision.DAY),
        ("by 2024-03-04", date(2024, 3, 4), DuePrecision.DAY),
        ("on 04.03.2024", date(2024, 3, 4), DuePrecision.DAY),
        ("in the third quarter of 2024", date(2024, 9, 30), DuePrecision.SEASON),
        ("in Q3 2024", date(2024, 9, 30), DuePrecision.SEASON),
        ("in the first half of the year", date(2024, 6, 30), DuePrecision.SEASON),
        ("before the summer recess", date(2024, 7, 31), DuePrecision.SEASON),
        ("before the Easter holidays", date(2024, 3, 28), DuePrecision.SEASON),
        ("by half-term", date(2024, 2, 29), DuePrecision.SEASON),
        ("by October half-term", date(2024, 10, 31), DuePrecision.SEASON),
        ("from the beginning of next term", date(2024, 4, 30), DuePrecision.MONTH),
        ("in the autumn term", date(2024, 12, 31), DuePrecision.SEASON),
        ("before the year is out", date(2024, 12, 31), DuePrecision.YEAR),
        ("by the first of May", date(2024, 5, 1), DuePrecision.DAY),
        ("between 26 February and 22 March", date(2024, 3, 22), DuePrecision.DAY),
        ("(first meeting: November)", date(2024, 11, 30), DuePrecision.MONTH),
        ("from the start of the new financial year", date(2024, 4, 30), DuePrecision.MONTH),
        ("by the start of the autumn term", date(2024, 9, 30), DuePrecision.MONTH),
        ("before the start of the autumn term", date(2024, 8, 31), DuePrecision.MONTH),
        ("on the first Friday in June", date(2024, 6, 7), DuePrecision.DAY),
        ("by the last Monday of May 2025", date(2025, 5, 26), DuePrecision.DAY),
        ("in the second week of May", date(2024, 5, 14), DuePrecision.DAY),
        ("by the last week of May", date(2024, 5, 31), DuePrecision.DAY),
        ("in the 2024-25 academic year", date(2025, 8, 31), DuePrecision.YEAR),
        ("by the end of the financial year 2024/25", date(2025, 3, 31), DuePrecision.YEAR),
        ("before 2026", date(2025, 12, 31), DuePrecision.YEAR),
        ("before March 2025", date(2025, 2, 28), DuePrecision.MONTH),
        ("within the week", date(2024, 1, 26), DuePrecision.DAY),
        ("within the next fortnight", date(2024, 2, 2), DuePrecision.DAY),
        ("by end-March", date(2024, 3, 31), DuePrecision.MONTH),
        ("by the 26th", date(2024, 1, 26), DuePrecision.DAY),
        ("on the 9th of next month", date(2024, 2, 9), DuePrecision.DAY),
        ("before the 5th.", date(2024, 2, 4), DuePrecision.DAY),
        ("by half-term, that is by 16 February", date(2024, 2, 16), DuePrecision.DAY),
        ("by the Easter recess, which begins on 27 March", date(2024, 3, 26), DuePrecision.DAY),
        ("by the spring half-term", date(2024, 2, 29), DuePrecision.SEASON),
        ("between Easter and the end of May", date(2024, 5, 31), DuePrecision.MONTH),
        ("before the month is out", date(2024, 1, 31), DuePrecision.MONTH),
        ("in the present financial year", date(2024, 3, 31), DuePrecision.YEAR),
        ("by Pentecost, which falls on 19 May", date(2024, 5, 19), DuePrecision.DAY),
        ("by Good Friday", date(2024, 3, 29), DuePrecision.DAY),
        ("before term ends", date(2024, 3, 31), DuePrecision.SEASON),
        ("of the meeting on 28 April, within a week of it", date(2024, 5, 5), DuePrecision.DAY),
        ("in its June figures release", date(2024, 6, 30), DuePrecision.MONTH),
        ("with the March update", date(2024, 3, 31), DuePrecision.MONTH),
        ("for the start of the academic year, that is by 2 September 2024", date(2024, 9, 2), DuePrecision.DAY),
    ],
)
def test_dates(words: str, day: date, precision: DuePrecision) -> None:
    """A date is the last day on which a thing is in time, as precise as it was said."""
    ((_, due),) = due_dates(f"We will do it {words}.", DAY)
    assert (due.day, due.precision) == (day, precision)


@pytest.mark.parametrize(
    "words", ["We may publish it.", "They march on.", "30 February is no day", "with 12 schools", "the figures for 2021-23", ""]
)
def test_no_date(words: str) -> None:
    """What only looks like a date is none."""
    assert due_dates(words, DAY) == ()


def test_without_a_day() -> None:
    """Where the day of the statement is not known, a date without a year has a precision and no day; one with a year has both."""
    assert [due.day for _, due in due_dates("by 7 February", None)] == [None]
    assert [due.day for _, due in due_dates("by 7 February 2024", None)] == [date(2024, 2, 7)]
    assert [due.precision for _, due in due_dates("by Monday", None)] == [DuePrecision.DAY]


def test_between_two_days() -> None:
    """A date without a year is dated if every day on which the statement can have been made gives the same."""
    narrow = Reference(date(2023, 7, 1), date(2023, 12, 31))
    assert [due.day for _, due in due_dates("by 7 February", narrow)] == [date(2024, 2, 7)]
    assert [due.day for _, due in due_dates("by 7 September", narrow)] == [None]


def test_long_spans() -> None:
    """A span beyond the maximum is no date to be reminded of."""
    assert due_dates(f"within {SPAN_DAYS_MAX} days", DAY)[0][1].day is not None
    assert due_dates(f"within {SPAN_DAYS_MAX + 1} days", DAY)[0][1].day is None


def test_bank_holidays() -> None:
    """England has eight bank holidays, moved from weekends, and Easter moves with the moon."""
    assert easter_sunday(2024) == date(2024, 3, 31)
    assert easter_sunday(2025) == date(2025, 4, 20)
    assert all(len(bank_holidays(year)) == 8 for year in range(2020, 2040))
    assert {date(2022, 12, 26), date(2022, 12, 27), date(2022, 1, 3)} <= bank_holidays(2022)


@pytest.mark.parametrize(
    "words",
    ["within ten working days of asking", "in two weeks after the visit", "within 30 days from receipt", "on the next working day"],
)
def test_a_span_from_something_else_names_no_day(words: str) -> None:
    """Nobody knows when somebody will ask."""
    assert due_dates(f"We shall answer {words}.", DAY) == ()


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("on 9 May, and on the following Monday", ["2024-05-09", "2024-05-13"]),
        ("on 3 June, and again on the 17th", ["2024-06-03", "2024-06-17"]),
        ("by 3 May, and the rest two weeks later", ["2024-05-03", "2024-05-17"]),
        ("by 31 January, and the last a month later", ["2024-01-31", "2024-02-29"]),
        ("on 3 June and a week before that", ["2024-06-03", "2024-05-27"]),
        ("on 3 June and in the following month.", ["2024-06-03", "2024-07-31"]),
        ("two weeks later", []),
        ("in the 19th century", []),
        ("of the 6th form", []),
    ],
)
def test_a_date_counts_from_the_one_before_it(words: str, days: list[str]) -> None:
    """ "The following Monday" and "two weeks later" follow a date of the sentence, and mean nothing without one."""
    assert [due.day.isoformat() for _, due in due_dates(words, DAY) if due.day] == days
