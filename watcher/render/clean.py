"""What leaves the house is clean: other people's words without the characters that act instead of being read."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import quote, urlsplit

LINE_CHARS_MAX: Final = 2_000
"""The longest stretch of somebody else's words in a message; evidence sentences are far shorter."""
HEADER_CHARS_MAX: Final = 180
"""A subject over this is cut by mail programs anyway."""
URL_CHARS_MAX: Final = 2_000
CELL_CHARS_MAX: Final = 32_000
"""Spreadsheets cut a cell at 32,767."""

_ACTIVE: Final = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 and C1 controls: terminal escapes, NUL
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # invisible: soft hyphen, fillers, vowel inherents
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f"  # zero width, bidi marks, embeddings, overrides and isolates
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"  # fillers, variation selectors, byte order mark
    "\ud800-\udfff"  # surrogates: they cannot be encoded
    "\U000e0000-\U000e0fff"  # tags: hidden text
    "\U00013430-\U00013438\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # controls of hieroglyphs, shorthand and music
    "\ufdd0-\ufdef"
    + "".join(chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0x10000, 0x110000, 0x10000))  # non-characters
    + "]"
)
_LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_MARK: Final = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0]"
_MARKS_RUN: Final = re.compile(f"({_MARK}{{4}}){_MARK}+")  # stacked accents climb over the lines above
_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # full-width forms too: some programs fold them
_URL_KEPT: Final = "!$&'()*+,;=:@/?~%#-._[]"


def one_line(text: str, chars_max: int = LINE_CHARS_MAX) -> str:
    """Return `text` on one line, in NFC, without control, invisible and direction characters, at most `chars_max` long.

    Words and punctuation stay as they are: a quotation is verbatim but for white space. A cut shows as "…".
    """
    text = " ".join(_ACTIVE.sub("", _LINE_ENDS.sub(" ", text)).split())
    text = _MARKS_RUN.sub(r"\1", unicodedata.normalize("NFC", text))
    return text if len(text) <= chars_max else text[: chars_max - 1].rstrip() + "…"


def header(text: str) -> str:
    """Return `text` as it may stand in a header: one clean line, cut, and no encoded word, which a parser would decode again."""
    return one_line(text, HEADER_CHARS_MAX).replace("=?", "= ?").replace("?=", "? =")


def web_url(url: str) -> str:
    """Return `url` if it leads to a web page, percent-encoded where it holds anything but URL characters; "" for all others.

    Scripts, data, files and addresses with a user name (`https://known.example@evil.example/`) are nobody's statement.
    """
    url = _LINE_ENDS.sub("", url).strip()
    try:
        parts = urlsplit(url)
        is_plain = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        return ""
    if not is_plain or len(url) > URL_CHARS_MAX or _ACTIVE.search(url) or "\\" in parts.netloc:
        return ""
    return quote(url, safe=_URL_KEPT)


def csv_cell(text: str) -> str:
    """Return `text` as one clean line that a spreadsheet shows and never works out (OWASP, CSV injection)."""
    text = one_line(text, CELL_CHARS_MAX)
    return f"'{text}" if text.startswith(_FORMULA) else text
