"""In which language a text is: English by its commonest words, others by a classifier only where they are missing."""

from __future__ import annotations

from typing import Final

from watcher.text.normal import word_count

ENGLISH_SHARE_MIN: Final = 0.12
"""English prose has about 0.3 of these words, other languages of Britain and Europe below 0.05."""
JUDGED_CHARS_MAX: Final = 2_000
SURE_CHARS: Final = 800
SURE_SHARE_MIN: Final = 0.2
"""A beginning that is so English is not read further."""
DECLARED_WORDS_MAX: Final = 20
_ENGLISH: Final = frozenset(
    "the and of to in that is was for on with as are be it by has have from not said will we this their they which".split()
)


def language_of(text: str, declared: str | None) -> str | None:
    """Return the language of `text` as two letters; what the page declares counts where the text is too short to tell."""
    part = text[:JUDGED_CHARS_MAX]
    if _english_share(part[:SURE_CHARS]) >= SURE_SHARE_MIN or _english_share(part) >= ENGLISH_SHARE_MIN:
        return "en"
    if word_count(part) <= DECLARED_WORDS_MAX:
        return declared
    import py3langid  # its model takes a third of a second to load: most watches never need it

    return str(py3langid.classify(part)[0])


def _english_share(text: str) -> float:
    """Return how many of the words of `text` are the commonest English ones, 0.0 to 1.0."""
    found = text.lower().split()
    return sum(map(_ENGLISH.__contains__, found)) / len(found) if found else 0.0
