"""Bytes to text."""

from __future__ import annotations

import codecs

import pytest

from watcher.text.charset import DETECT_BYTES_MAX, META_BYTES_MAX, decode

PROSE = "The union’s café cost £5, “as agreed” – it said."


@pytest.mark.parametrize(
    ("encoding", "content_type", "head"),
    [
        ("utf-8", None, ""),
        ("utf-8-sig", "text/html; charset=windows-1252", ""),
        ("utf-8", "text/html; charset=ISO-8859-1", ""),
        ("utf-8", 'text/html; charset="no-such-thing"', ""),
        ("cp1252", "text/html;charset=iso-8859-1", ""),
        ("cp1252", None, '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'),
        ("cp1252", "text/html; charset=utf-8", '<meta charset="utf-8">'),
        ("cp1252", None, ""),
        ("utf-16", None, ""),
        ("utf-16-le", "text/html; charset=utf-16le", ""),
        ("utf-8", None, '<meta charset="utf-16">'),
    ],
)
def test_a_page_is_read_in_what_it_is_encoded_in(encoding: str, content_type: str | None, head: str) -> None:
    """BOM, UTF-8, header, `<meta>`, detection: in this order, and a wrong label does no harm."""
    assert decode((head + PROSE).encode(encoding), content_type) == head + PROSE


def test_a_stray_windows_byte_does_not_spoil_a_utf8_page() -> None:
    """One pasted curly quote is read as such; the rest stays UTF-8."""
    body = PROSE.encode() * 3 + b"Ofsted\x92s" + PROSE.encode()
    assert decode(body) == PROSE * 3 + "Ofsted’s" + PROSE


@pytest.mark.parametrize("body", [b"", b"\x00\xff\x81\x8d" * 50, codecs.BOM_UTF16_LE + b"\x00", bytes(range(256))])
def test_no_bytes_make_it_fail(body: bytes) -> None:
    """Garbage becomes some text, never an error."""
    assert isinstance(decode(body, "text/html; charset=utf-7"), str)


def test_a_declaration_counts_only_near_the_beginning() -> None:
    """A `<meta>` behind the limit is not looked for."""
    meta = b"<meta charset=iso-8859-5>"
    assert decode(b" " * (META_BYTES_MAX - len(meta)) + meta + b"\xa35 each").endswith("Ѓ5 each")
    assert decode(b" " * META_BYTES_MAX + meta + b"\xa35 each").endswith("£5 each")


def test_detection_reads_only_the_beginning() -> None:
    """A long page of no known encoding is judged by its first part, and decoded whole."""
    body = "Привет мир, это проверка. ".encode("koi8-r") * (DETECT_BYTES_MAX // 20)
    assert decode(body).endswith("проверка. ")
