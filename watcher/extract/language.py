"""In which language a text is: English by its commonest words, others by a classifier only where they are missing."""

from __future__ import annotations

from typing import Final

from watcher.text.normal import word_count

ENGLISH_SHARE_MIN: Final = 0.12
"""English prose has about 0.3 of these words, other languages of Britain and Europe below 0.05."""
JUDGED_CHARS_MAX: Final = 2_000
DECLARED_WORDS_MAX: Final = 20
_ENGLISH: Final = frozenset(
    "the and of to in that is was for on with as are be it by has have from not said will we this their they which".split()
)


def language_of(text: str, declared: str | None) -> str | None:
    """Return the language of `text` as two letters; what the page declares counts where the text is too short to tell."""
    part = text[:JUDGED_CHARS_MAX]
    found = part.lower().split()
    if found and sum(map(_ENGLISH.__contains__, found)) >= ENGLISH_SHARE_MIN * len(found):
        return "en"
    if word_count(part) <= DECLARED_WORDS_MAX:
        return declared
    import py3langid  # its model takes a third of a second to load: most watches never need it

    return str(py3langid.classify(part)[0])
