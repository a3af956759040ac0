"""Bytes to text: what a page is encoded in, whatever it says about itself."""

from __future__ import annotations

import codecs
import re
from typing import Final

META_BYTES_MAX: Final = 4096
"""A charset declared deeper in a page is not looked for (the HTML standard stops at 1024)."""
MULTIBYTE_SHARE_MIN: Final = 0.6
"""UTF-8 with some stray bytes has so many of its high bytes in sequences; Chinese encodings have half of them there by chance."""
DETECT_BYTES_MAX: Final = 60_000
"""Detection reads so much of a page: its cost grows with the length, its answer does not."""

_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEADER: Final = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META: Final = re.compile(rb"<(?:meta|\?xml)\b[^>]{0,400}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_MULTIBYTE: Final = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")
_HIGH: Final = re.compile(rb"[\x80-\xff]")
# Curly quotes, dashes, the ellipsis, the bullet, the pound sign, the non-breaking space and the é of café, each alone among ASCII.
_WINDOWS_MARKS: Final = re.compile(rb"(?<![\x80-\xff])[\x85\x91-\x97\xa0\xa3\xe9](?![\x80-\xff])")
# The encoding standard reads these labels as windows-1252 (https://encoding.spec.whatwg.org/#names-and-labels).
_LATIN: Final = frozenset({"ascii", "iso8859-1", "latin-1", "cp1252"})


def decode(body: bytes, content_type: str | None = None) -> str:
    """Return `body` as text: by its BOM, as UTF-8 where it is that, then by header, by `<meta>`, by detection; never fails.

    Valid UTF-8 is believed over a label, since other encodings hardly ever look like it; that mends pages that are sent under
    a wrong one. Bytes that fit nothing become U+FFFD. Mojibake that the publisher stored is `repair`'s work, on the text alone.
    """
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(encoding, "replace")
    labels = [label for label in (_label(_HEADER.search(content_type or "")), _meta_label(body)) if label]
    if not any(label.startswith(("utf-16", "utf-32", "iso2022", "utf-7")) for label in labels):
        labels.insert(0, "utf-8")
    for label in labels:
        if label.startswith("utf-7"):
            continue
        try:
            return body.decode(label)
        except (UnicodeDecodeError, LookupError):
            continue
    return _detect(body, labels)


def _detect(body: bytes, labels: list[str]) -> str:
    """Read bytes that belie their labels: stray bytes in UTF-8 as Windows meant them, the rest by what it looks like."""
    high = _HIGH.findall(body)
    if "utf-8" in labels and sum(map(len, _MULTIBYTE.findall(body))) > MULTIBYTE_SHARE_MIN * len(high):
        return body.decode("utf-8", _AS_WINDOWS)
    if len(high) * 5 < len(body) and 2 * len(_WINDOWS_MARKS.findall(body)) >= len(high):
        return body.decode("cp1252", "replace")
    from charset_normalizer import from_bytes  # six megabytes, and most pages name their encoding

    best = from_bytes(body[:DETECT_BYTES_MAX]).best()
    return body.decode(best.encoding if best else "cp1252", "replace")


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Decode the bytes that are no UTF-8 as windows-1252, the usual culprit in British pages."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_AS_WINDOWS: Final = "watcher-as-windows"
codecs.register_error(_AS_WINDOWS, _as_windows)


def _meta_label(body: bytes) -> str | None:
    match = _META.search(body, 0, META_BYTES_MAX)
    if not match:
        return None
    label = _canonical(match[1].decode("ascii", "replace"))
    return None if label and label.startswith(("utf-16", "utf-32")) else label  # bytes that show ASCII markup are not UTF-16


def _label(match: re.Match[str] | None) -> str | None:
    return _canonical(match[1]) if match else None


def _canonical(label: str) -> str | None:
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    if name in _LATIN:
        return "cp1252"
    return {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}.get(name, name)
