"""PDF files: letters and reports."""

from __future__ import annotations

import zlib
from datetime import date

import pytest

from tests.extract.samples import pdf, read
from watcher.errors import ExtractError, Reason
from watcher.extract import pdf as reader
from watcher.model import DocumentKind, SpanKind

LETTER = [
    "Response to the report on visits in Northvale",
    "",
    "Date: 19 January 2024",
    "",
    "We have considered the report with care and set out below what will be done in each of the",
    "areas that it names. Inspectors will be trained before visits begin again.",
    "",
    "1. Training for every lead inspector before the end of March.",
    "2. A number that leaders can call while a visit is going on.",
]


def test_a_letter_is_read_in_paragraphs() -> None:
    """Wrapped lines are joined, items stay items, the printed date and title are found."""
    document = read(pdf(LETTER))
    assert document.title == LETTER[0]
    assert document.published is not None
    assert document.published.value == date(2024, 1, 19)
    assert document.kind is DocumentKind.REPORT
    assert "what will be done in each of the areas that it names." in document.text
    assert [span.kind for span in document.spans].count(SpanKind.LIST_ITEM) == 2


def test_running_heads_and_page_numbers_are_not_text() -> None:
    """A line at the edge of three pages belongs to none of them."""
    bodies = [
        "The first part says that the review is over.",
        "The second part names those who took part.",
        "The third part lists what follows from it.",
    ]
    document = read(pdf(*[["Northvale Council: Official", "", body, "", str(number)] for number, body in enumerate(bodies, 1)]))
    assert "Official" not in document.text
    assert all(body in document.text for body in bodies)
    assert "\n3" not in document.text


def test_a_pdf_is_known_by_its_bytes() -> None:
    """Servers send PDFs under many types."""
    assert "areas that it names" in read(pdf(LETTER), content_type="application/octet-stream").text


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"%PDF-1.7\n" + b"\x00garbage" * 50, Reason.NOT_READABLE),
        (pdf(LETTER)[:300], Reason.NOT_READABLE),
        (pdf(LETTER, encrypt=True), Reason.NOT_READABLE),
        (pdf([""]), Reason.NO_TEXT),
    ],
    ids=["garbage", "cut", "encrypted", "scan"],
)
def test_a_pdf_that_cannot_be_read_says_why(body: bytes, reason: Reason) -> None:
    """Broken, encrypted and scanned files are errors, not empty statements."""
    with pytest.raises(ExtractError) as caught:
        read(body)
    assert caught.value.reason is reason


def test_a_pdf_has_a_limit_of_pages() -> None:
    """As many pages as the limit are read, one more is refused."""
    lines = ["The minutes of the meeting were agreed by all who were present."]
    assert lines[0] in read(pdf(*[lines] * reader.PDF_PAGES_MAX)).text
    with pytest.raises(ExtractError, match=str(reader.PDF_PAGES_MAX)) as caught:
        read(pdf(*[lines] * (reader.PDF_PAGES_MAX + 1)))
    assert caught.value.reason is Reason.TOO_LARGE


def test_a_bomb_is_refused_at_the_limit_of_a_stream() -> None:
    """A stream that inflates to a thousand times its size is not inflated whole."""
    bomb = zlib.compress(b"BT /F1 11 Tf (" + b"A" * (reader.PDF_STREAM_BYTES_MAX * 4) + b") Tj ET", 9)
    with pytest.raises(ExtractError) as caught:
        read(pdf(["x"], stream=bomb))
    assert caught.value.reason in (Reason.NOT_READABLE, Reason.TOO_LARGE, Reason.NO_TEXT)
