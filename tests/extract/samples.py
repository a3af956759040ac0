"""Small documents for the tests: pages and PDFs put together by hand."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime

from watcher.extract import extract
from watcher.model import Document, ItemHints
from watcher.text import LineMemory

VISIT = datetime(2024, 3, 1, 9, 0, tzinfo=UTC)
URL = "https://guild.example/news/item"
FIRST = "Leaders in Northvale have asked for a clear route to raise concerns while a visit is going on."
SECOND = "The guild said that it would write to ministers and publish what it is told before the end of term."
THIRD = "A spokesperson for the inspectorate said that it would set out next steps once the review was finished."


def page(*paragraphs: str, head: str = "", title: str = "Heads ask for a clear route") -> bytes:
    """Return a plain page with a headline and paragraphs of markup."""
    inner = "".join(each if each.startswith("<") else f"<p>{each}</p>" for each in paragraphs)
    opening = f"<html lang='en'><head><title>{title}</title>{head}</head>"
    return f"{opening}<body><main><h1>{title}</h1>{inner}</main></body></html>".encode()


def read(
    body: bytes, *, hints: ItemHints | None = None, content_type: str | None = None, site: LineMemory | None = None
) -> Document:
    return extract(body, url=URL, fetched_at=VISIT, content_type=content_type, hints=hints, site=site)


def read_fragment(markup: str, **known: str) -> Document:
    return read(b"", hints=ItemHints(body_html=markup, **known))


def pdf(*pages: list[str], stream: bytes | None = None, encrypt: bool = False) -> bytes:
    """Return a PDF whose pages hold these lines; `stream` replaces the first page's content, already deflated."""
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for index, lines in enumerate(pages):
        drawn = "BT /F1 11 Tf 14 TL 50 780 Td " + " ".join(f"({_escaped(line)}) Tj T*" for line in lines) + " ET"
        content = stream if stream is not None and index == 0 else zlib.compress(drawn.encode("latin-1"))
        known = "/Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 595 842]"
        objects.append(f"<< {known} /Contents {5 + 2 * index} 0 R >>".encode())
        objects.append(f"<< /Length {len(content)} /Filter /FlateDecode >>\nstream\n".encode() + content + b"\nendstream")
    return _file(objects, " /Encrypt << /Filter /Unknown /V 9 >> /ID [<00> <00>]" if encrypt else "")


def _file(objects: list[bytes], trailer: str) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + each + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    head = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R{trailer} >>"
    return out + f"{head}\nstartxref\n{len(out)}\n%%EOF\n".encode()


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
