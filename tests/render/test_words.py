"""Dates, periods and clean lines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.model import Certainty, StatedDate
from watcher.render import header, moment_words, one_line, period_words, stated_words, verbatim
from watcher.render.clean import HEADER_CHARS_MAX, LINE_CHARS_MAX, URL_CHARS_MAX, csv_cell, web_url
from watcher.render.wrap import COLUMNS, wrap

from .samples import MONDAY, story, told


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        (StatedDate.day(date(2023, 12, 11), "label"), "11 December 2023"),
        (StatedDate.minute(datetime(2023, 12, 15, 10, 32, tzinfo=UTC), "api"), "15 December 2023, 10:32"),
        (StatedDate.minute(datetime(2024, 7, 1, 23, 30, tzinfo=UTC), "api"), "2 July 2024, 00:30"),
        (StatedDate.day(date(2023, 12, 11), "url", Certainty.LOW), "11 December 2023 (date uncertain)"),
        (None, "no date given, first seen 15 January 2024"),
    ],
)
def test_a_date_is_shown_as_precisely_as_it_was_stated(stated: StatedDate | None, words: str) -> None:
    """A day has no time, a moment has London's, and a missing date is not invented."""
    assert stated_words(stated, MONDAY) == words


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (datetime(2024, 1, 8, 7, 30, tzinfo=UTC), datetime(2024, 1, 15, 7, 30, tzinfo=UTC), "8 to 15 January 2024"),
        (datetime(2024, 1, 29, 7, 30, tzinfo=UTC), datetime(2024, 2, 5, 7, 30, tzinfo=UTC), "29 January to 5 February 2024"),
        (datetime(2023, 12, 25, 7, 30, tzinfo=UTC), datetime(2024, 1, 1, 7, 30, tzinfo=UTC), "25 December 2023 to 1 January 2024"),
        (datetime(2024, 1, 8, 0, 30, tzinfo=UTC), datetime(2024, 1, 8, 23, 0, tzinfo=UTC), "8 January 2024"),
        (datetime(2024, 6, 30, 23, 30, tzinfo=UTC), datetime(2024, 7, 7, 23, 30, tzinfo=UTC), "1 to 8 July 2024"),
    ],
)
def test_a_period_is_named_by_its_days_in_london(since: datetime, until: datetime, words: str) -> None:
    """Windows are half-open instants; people read days."""
    assert period_words(since, until) == words


def test_a_moment_moves_with_the_clock_change() -> None:
    """The same hour in UTC is another hour in London after the last Sunday of March."""
    winter = datetime(2024, 3, 30, 7, 30, tzinfo=UTC)
    assert (moment_words(winter), moment_words(winter + timedelta(days=1))) == ("30 March 2024, 07:30", "31 March 2024, 08:30")


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("plain", "plain"),
        ("  two \n lines\t here ", "two lines here"),
        ("a\u2028b\u2029c\x85d", "a b c d"),
        ("“curly” — ‘quotes’ £4.5", "“curly” — ‘quotes’ £4.5"),
        ("e\u0301te\u0301", "été"),
        ("Łódź, Αθήνα, القاهرة, 東京", "Łódź, Αθήνα, القاهرة, 東京"),
        ("z" + "\u0335" * 50, "z" + "\u0335" * 4),
        ("", ""),
    ],
)
def test_a_clean_line_keeps_every_word(text: str, clean: str) -> None:
    """White space is folded, invisible and stacked characters go, words and marks stay."""
    assert one_line(text) == clean


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """A clean line is clean."""
    once = one_line(text)
    assert one_line(once) == once
    assert "\n" not in once


@pytest.mark.parametrize(("clean", "chars_max"), [(one_line, LINE_CHARS_MAX), (header, HEADER_CHARS_MAX)])
def test_long_lines_are_cut_at_the_limit(clean: object, chars_max: int) -> None:
    """At the limit a line is whole, over it ends in an ellipsis."""
    assert callable(clean)
    assert clean("x" * chars_max) == "x" * chars_max
    assert clean("x" * (chars_max + 1)) == "x" * (chars_max - 1) + "…"


def test_long_addresses_are_no_addresses() -> None:
    """At the limit an address is a link, over it is not."""
    base = "https://union.example/"
    assert web_url(base + "x" * (URL_CHARS_MAX - len(base)))
    assert not web_url(base + "x" * (URL_CHARS_MAX - len(base) + 1))


def test_a_cell_that_is_no_formula_stays_as_it_is() -> None:
    """Only what a spreadsheet would work out gets a mark."""
    assert csv_cell("Ofsted responds") == "Ofsted responds"
    assert csv_cell("=1+1") == "'=1+1"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_wrapping_keeps_every_word(text: str) -> None:
    """Wrapped text has the same words in the same order, in lines that fit unless one word does not."""
    wrapped = wrap(one_line(text), "* ")
    assert wrapped.removeprefix("* ").split() == one_line(text).split()
    assert all(len(line) <= COLUMNS or len(line.split()) <= 2 for line in wrapped.split("\n"))


def test_a_quotation_that_is_not_in_the_text_is_left_out() -> None:
    """What is put in quotation marks stands in the stored text, to the letter but for white space."""
    text = "They said one thing.\n\nThey said another\nthing too."
    one = story(
        1,
        "A title",
        told("2", "They said one thing.", "They said another thing too.", "They said nothing."),
        told("3", "they said one thing."),
    )

    checked = verbatim(one, text)

    assert [each.sentences for each in checked.told] == [("They said one thing.", "They said another thing too."), ()]
