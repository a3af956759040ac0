"""Phone numbers: press officers' numbers are never kept, public helplines are part of what was said."""

from __future__ import annotations

import re
from typing import Final

from watcher.extract.places import has_figure

_PHONE: Final = re.compile(
    r"(?<![\w.,:/£$-])(?:"
    r"(?:\+|00)\s?44[\s.()-]*(?:\(?0\)?[\s.()-]*)?\d(?:[\s.()-]*\d){8,9}"  # +44 (0)20 7946 0000
    r"|\(?0[1-9]\d{1,4}\)?(?:[\s.-]*\d){5,8}"  # 07700 900123, (020) 7946 0000
    r"|\+[1-9]\d{0,2}[\s.()-]*\d(?:[\s.()-]*\d){6,11}"  # other countries
    r")(?!\d|[.,:/-]\d)(?:\s*(?:ext|extension|x)\.?\s*\d{1,5}\b)?"
)
_MAYBE: Final = re.compile(r"\d[\d\s.()-]{6}")
_HELPLINE: Final = re.compile(r"^\(?0(?:80[08]|3\d\d|500)")
"""Freephone and 03 numbers are helplines and switchboards, printed for the public."""
_CONTACT: Final = re.compile(
    r"\b(?:tel(?:ephone)?|phone|mobile|mob|fax|ring|call|text|whatsapp|(?:press|media|news)\s+(?:office|officer|team|desk"
    r"|contact|enquir\w+))\b",
    re.IGNORECASE,
)
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LEFTOVER: Final = re.compile(
    r"\s*(?:\(|\[)?\b(?:on|or|tel(?:ephone)?|mobile|mob|phone|m|t)\b[.:]?\s*(?:\)|\])?(?=\s*(?:$|[.;,)]))", re.IGNORECASE
)
CONTACT_WORDS_MAX: Final = 40


def drop_numbers(text: str) -> str:
    """Return `text` without telephone numbers other than freephone and 03 ones; a text without any comes back as it is."""
    if not has_number(text):
        return text
    bare = _PHONE.sub(lambda match: match[0] if _HELPLINE.match(match[0]) else "", text)
    if bare == text:
        return text
    return re.sub(r"\s{2,}", " ", re.sub(r"\s+([.,;)])", r"\1", _LEFTOVER.sub("", bare))).strip(" :;,|-–")


def has_number(text: str) -> bool:
    """Whether a telephone number of any sort is printed in `text`."""
    return has_figure(text) and _MAYBE.search(text) is not None and bool(_PHONE.search(text))


def is_contact_line(text: str) -> bool:
    """Whether a short line says how somebody is reached: a number or an address, and little else."""
    reached = ("@" in text and bool(_EMAIL.search(text))) or (has_number(text) and drop_numbers(text) != text)
    if not reached or len(text.split()) > CONTACT_WORDS_MAX:
        return False
    rest = _EMAIL.sub("", drop_numbers(_PHONE.sub("", text)))
    return bool(_CONTACT.search(text)) or len(rest.split()) <= 12
