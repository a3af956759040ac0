"""PDF files: reports, letters and responses, read with pypdf under limits."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pypdf import Configuration, PdfReader, apply_configuration
from pypdf.errors import PyPdfError

from watcher.errors import ExtractError, Reason
from watcher.extract.blocks import Block, block
from watcher.model import SpanKind

PDF_PAGES_MAX: Final = 400
PDF_CHARS_MAX: Final = 2_000_000
PDF_STREAM_BYTES_MAX: Final = 20_000_000
"""No stream of a report is longer; a deflated one may claim a thousand times its size."""
RUNNING_PAGES_MIN: Final = 3
"""A line at a page's edge that so many pages repeat is a running head or foot."""
TITLE_CHARS_MAX: Final = 160

_LIMITS: Final = Configuration(
    zlib_maximum_output_length=PDF_STREAM_BYTES_MAX,
    lzw_maximum_output_length=PDF_STREAM_BYTES_MAX,
    run_length_maximum_output_length=PDF_STREAM_BYTES_MAX,
    brotli_maximum_output_length=PDF_STREAM_BYTES_MAX,
    stream_decoding_work_maximum_length=4 * PDF_STREAM_BYTES_MAX,
)
_PAGE_NUMBER: Final = re.compile(r"^(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?$", re.IGNORECASE)
_ITEM: Final = re.compile(r"^(?:[•·▪◦‣*–]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+(?=\S)")
_CLOSED: Final = (".", "!", "?", ":", ";", '."', ".”")
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class PdfText:
    blocks: tuple[Block, ...]
    title: str | None = None


def read_pdf(body: bytes, *, url: str) -> PdfText:
    """Return the paragraphs of a PDF, without running heads and page numbers.

    Raises:
        ExtractError: it is encrypted or broken (NOT_READABLE), over a limit (TOO_LARGE), or a scan without text (NO_TEXT).
    """
    try:
        with apply_configuration(_LIMITS):
            return _read(body, url)
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        RecursionError,
        OverflowError,
        AssertionError,
        NotImplementedError,
    ) as error:
        raise ExtractError(f"the PDF cannot be read ({type(error).__name__})", reason=Reason.NOT_READABLE, url=url) from error


def _read(body: bytes, url: str) -> PdfText:
    reader = PdfReader(io.BytesIO(body), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise ExtractError("the PDF is encrypted", reason=Reason.NOT_READABLE, url=url)
    blocks = tuple(_blocks(_without_running_lines(_pages(reader, url))))
    if not blocks:
        raise ExtractError("the PDF has no text layer: its pages are pictures", reason=Reason.NO_TEXT, url=url)
    title = reader.metadata.title if reader.metadata else None
    return PdfText(blocks, title if isinstance(title, str) else None)


def _pages(reader: PdfReader, url: str) -> list[list[str]]:
    count = len(reader.pages)
    if count > PDF_PAGES_MAX:
        raise ExtractError(f"the PDF has {count} pages, more than {PDF_PAGES_MAX}", reason=Reason.TOO_LARGE, url=url)
    pages: list[list[str]] = []
    size = 0
    for page in reader.pages:
        text = page.extract_text() or ""
        size += len(text)
        if size > PDF_CHARS_MAX:
            raise ExtractError(f"the PDF holds more than {PDF_CHARS_MAX} characters", reason=Reason.TOO_LARGE, url=url)
        pages.append([line.rstrip() for line in text.split("\n")])
    return pages


def _without_running_lines(pages: Sequence[Sequence[str]]) -> list[str]:
    """Return all lines but page numbers and what recurs at the edges of pages; an empty line parts two pages' paragraphs."""
    edges = Counter(_masked(line) for page in pages for line in {*_edges(page)})
    kept: list[str] = []
    for page in pages:
        for line in page:
            is_running = edges[_masked(line)] >= RUNNING_PAGES_MIN and not line.rstrip().endswith(_CLOSED) and line in _edges(page)
            if not is_running and not _PAGE_NUMBER.match(line.strip()):
                kept.append(line)
    return kept


def _edges(page: Sequence[str]) -> list[str]:
    filled = [line for line in page if line.strip()]
    return filled[:2] + filled[-2:]


def _masked(line: str) -> str:
    return re.sub(r"\d+", "0", line.strip())


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    """Join wrapped lines: a paragraph ends at an empty line, or where a short line closes a sentence or opens a list item."""
    width = max((len(line) for line in lines), default=0)
    held = ""
    for line in [*(line.strip() for line in lines), ""]:
        if held and (not line or _ends(held, line, width)):
            yield _made(held)
            held = ""
        held = _joined(held, line)


def _ends(held: str, line: str, width: int) -> bool:
    last = held.rsplit("\n", 1)[-1]
    if _ITEM.match(line):
        return True
    return len(last) < 0.75 * width and (last.endswith(_CLOSED) or (len(last) < 0.65 * width and line[:1].isupper()))


def _joined(held: str, line: str) -> str:
    if held.endswith("-") and line[:1].islower():
        return f"{held[:-1]}{line}"
    return f"{held}\n{line}" if held and line else held or line


def _made(held: str) -> Block:
    text = held.replace("\n", " ")
    kind = SpanKind.LIST_ITEM if _ITEM.match(text) else SpanKind.PARAGRAPH
    return block(text, kind)
