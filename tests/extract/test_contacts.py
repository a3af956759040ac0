"""Telephone numbers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extract.samples import FIRST, SECOND, THIRD, page, read
from watcher.extract.contacts import CONTACT_WORDS_MAX, drop_numbers, is_contact_line

NUMBERS = [
    "07700 900123",
    "07700900123",
    "+44 7700 900123",
    "+44 (0)7700 900 123",
    "0044 7700 900123",
    "020 7946 0123",
    "(020) 7946 0123",
    "01632 960 123",
    "0113 496 0123",
    "01632-960-123",
    "+353 1 496 0123",
    "020 7946 0123 ext 45",
]
KEPT = [
    "on 12 December 2023 at 10:32:35",
    "1,200 schools and 3,450,000 pupils",
    "£1.5m, then 0.5 per cent",
    "reference 2023-0524",
    "in 2023 2024 and 2025",
    "Education Support on 08000 562 561",
    "the helpline on 0300 123 4567",
    "Samaritans on 116 123",
    "between 15/12/2023 and 16/12/2023",
    "ISBN 978-1-4028-9462-6",
]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("line", ["Media contact: Jo Press, {}", "Call {} for an interview.", "{}", "Tel: {}, or write to us"])
def test_no_press_number_is_left(number: str, line: str) -> None:
    """Mobile, landline and foreign numbers go, however they are spaced."""
    assert not re.search(r"\d{3}", drop_numbers(line.format(number)))


@pytest.mark.parametrize("line", KEPT)
def test_other_figures_and_public_helplines_stay(line: str) -> None:
    """Dates, amounts and references are no numbers to ring; freephone and 03 numbers are printed for everyone."""
    assert drop_numbers(line) == line


def test_a_number_goes_from_kept_and_from_dropped_lines() -> None:
    """Neither what is kept nor what is listed as dropped carries a press officer's number."""
    document = read(
        page(FIRST, "Jo Press of the guild, reached on 07700 900123 all week, said that the plan was welcome.",
             SECOND, THIRD, "Media contact: Al Desk, 020 7946 0123")
    )  # fmt: skip
    everything = "\n".join((document.text, *document.dropped))
    assert "Jo Press of the guild" in document.text
    assert "900" not in everything
    assert "7946" not in everything
    assert "Al Desk" not in document.text


def test_a_contact_line_is_short() -> None:
    """A paragraph that mentions a number among much else is not a contact line."""
    line = "Press office: 07700 900123"
    words = CONTACT_WORDS_MAX - len(line.split())
    assert is_contact_line(f"{line} {'word ' * words}")
    assert not is_contact_line(f"{line} {'word ' * (words + 1)}")


@given(st.from_regex(r"\A(?:\+44 ?7|07)\d{3} ?\d{3} ?\d{3}\Z", fullmatch=True))
def test_every_mobile_number_goes(number: str) -> None:
    """No British mobile number is let through."""
    assert drop_numbers(f"Ring {number} now") == "Ring now"
