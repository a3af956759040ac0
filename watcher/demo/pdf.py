"""A plain PDF of a posting's text: what a register links instead of printing the report on its page."""

from __future__ import annotations

from textwrap import wrap
from typing import Final

LINE_CHARS_MAX: Final = 88
PAGE_LINES_MAX: Final = 54
_CATALOG, _PAGES, _FONT, _FIRST_PAGE = 1, 2, 3, 4


def pdf_of(text: str) -> bytes:
    """Return `text` (see `Posting.text`) as A4 pages in Helvetica; the same text gives the same bytes."""
    lines = _lines(text)
    pages = [lines[start : start + PAGE_LINES_MAX] for start in range(0, len(lines), PAGE_LINES_MAX)]
    numbers = [_FIRST_PAGE + 2 * index for index in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in zip(numbers, pages, strict=True):
        stream = _stream(page)
        objects.append(
            f"<< /Type /Page /Parent {_PAGES} 0 R /MediaBox [0 0 595 842] /Contents {number + 1} 0 R "
            f"/Resources << /Font << /F1 {_FONT} 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    return _file(objects)


def _lines(text: str) -> list[str]:
    lines: list[str] = []
    for block in text.split("\n"):
        lines += wrap(block.removeprefix("## "), LINE_CHARS_MAX) or [""]
    return lines


def _stream(lines: list[str]) -> bytes:
    shown = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252", "replace") for line in lines]
    return b"BT /F1 11 Tf 14 TL 56 786 Td\n" + b"\n".join(b"(" + line + b") Tj T*" for line in shown) + b"\nET"


def _file(objects: list[bytes]) -> bytes:
    """Return the objects, numbered from 1, with the table of their offsets that ends a PDF."""
    body, offsets = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return body + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        table,
        size,
        _CATALOG,
        len(body),
    )
