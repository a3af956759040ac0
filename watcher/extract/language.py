"""In which language a text is: English by its commonest words, others by a classifier only where they are missing."""

from __future__ import annotations

import re
from typing import Final

ENGLISH_SHARE_MIN: Final = 0.12
JUDGED_CHARS_MAX: Final = 3_000
_ENGLISH: Final = re.compile(
    r"\b(?:the|and|of|to|in|that|is|was|for|on|with|as|are|be|it|by|has|have|from|not|said|will|we|this|their)\b", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W\d_]+")


def language_of(text: str, declared: str | None) -> str | None:
    """Return the language of `text` as two letters; what the page declares counts where the text is too short to tell."""
    part = text[:JUDGED_CHARS_MAX]
    count = len(_WORD.findall(part))
    if count and len(_ENGLISH.findall(part)) >= ENGLISH_SHARE_MIN * count:
        return "en"
    if count < 20:
        return declared
    import py3langid  # its model takes a third of a second to load: most watches never need it

    return str(py3langid.classify(part)[0])
