"""Telling words that are misspelt: one slip of the hand, and a word is read as it was meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, cast

from watcher.errors import ClassifierError

LETTERS_MIN: Final = 6
"""Shorter words have too many neighbours that are words of their own."""
WORDS_MAX: Final = 2_000
WORDS_REMEMBERED_MAX: Final = 20_000
"""So many distinct words keep what they were read as; beyond that the memory starts again."""


class Spelling:
    """Words that are known again with one letter lost, added, exchanged or swapped with its neighbour, not at its ends.

    Hands slip within a word; words that begin differently are different words, and those that end so are most often forms of one.

    Raises:
        ClassifierError: a word is shorter than `LETTERS_MIN`, or there are more than `WORDS_MAX`.
    """

    def __init__(self, words: Iterable[str], *, where: str = "settings.spelling") -> None:
        """`words` that begin with "!" are right as they are, though one slip makes them one of the others."""
        given = list(words)
        if len(given) > WORDS_MAX:
            raise ClassifierError(f"{where}: {len(given)} words, at most {WORDS_MAX} can be used")
        self._known = {word.lstrip("! "): word.lstrip("! ") for word in given}
        self._read = dict(self._known)
        self._by_form: dict[str, list[str]] = {}
        for word in (word for word in given if not word.startswith("!")):
            if len(word) < LETTERS_MIN:
                raise ClassifierError(f"{where}: {word!r} has fewer than {LETTERS_MIN} letters")
            for form in (word, *_without_one(word)):
                self._by_form.setdefault(form, []).append(word)

    def righted(self, words: Sequence[str]) -> list[str]:
        """Return `words`, each that is one slip from a known word as that word (the first that was given, of several)."""
        read = self._read
        known = [*map(read.get, words)]
        if None not in known:
            return cast("list[str]", known)
        return [read.get(word) or self._meant(word) for word in words]

    def _meant(self, word: str) -> str:
        forms = (word, *_without_one(word)) if len(word) >= LETTERS_MIN - 1 and self._by_form else ()
        near = (known for form in forms for known in self._by_form.get(form, ()))
        meant = next((known for known in near if known[0] == word[0] and _is_one_slip(word, known)), word)
        if len(self._read) >= WORDS_REMEMBERED_MAX:
            self._read = dict(self._known)
        self._read[word] = meant
        return meant


def _without_one(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


def _is_one_slip(word: str, known: str) -> bool:
    """Whether one letter lost, added, exchanged or swapped with its neighbour makes `known` of `word`.

    Not at the very end, but for a letter that ought to be double ("distres"): there "leader" and "leaders" differ.
    """
    start = next((place for place, pair in enumerate(zip(word, known, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return word + word[-1] == known
    if start == len(word) - 1 == len(known) - 1:
        return False
    rest, wanted = word[start:], known[start:]
    is_swap = rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:]
    return is_swap or rest[1:] == wanted or rest == wanted[1:] or rest[1:] == wanted[1:]
