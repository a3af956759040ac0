"""The memory of lines that recur on one host: what stands under several stories belongs to none of them."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final

from watcher.text.normal import WORD, fold

STORIES_KEPT_MAX: Final = 4
"""So many stories are remembered a line; one more changes no answer."""
STORIES_OTHER_MIN: Final = 2
"""A line under so many *other* stories is boilerplate."""
_DATE_WORDS_TEXT: Final = (
    "january february march april may june july august september october november december jan feb mar apr jun jul "
    "aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur "
    "thurs fri sat sun"
)
_DATE_WORDS: Final = frozenset(_DATE_WORDS_TEXT.split())
_DATE_WORD: Final = re.compile(rf"\b(?:{'|'.join(sorted(_DATE_WORDS))})\b")
_DIGITS: Final = re.compile(r"[0-9]+")
_APART: Final = str.maketrans({chr(code): " " for code in range(128) if not chr(code).isalpha()})
_ATTRIBUTION: Final = re.compile(
    r"\b(?:said|says|say|added|adds|commented|comments|told|wrote|responded|warned|tweeted)\b[^.!?]{0,60}[:,]?\s*$"
)
"""A line that names who speaks next. It recurs wherever its speaker does, and belongs to the statement each time."""


def stable_hash(text: str) -> int:
    """Return a signed 64-bit hash that is the same in every process and release."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


def line_hash(line: str) -> int:
    """Return the hash of a line with its digits, months and days masked, so that counters and dates do not make it another line."""
    return folded_line_hash(fold(line))


def folded_line_hash(folded: str, words: Iterable[str] | None = None) -> int:
    """Return what `line_hash` does, of a line that was folded already; its `words` save time where they are known."""
    # Few lines have a date: looking its words up costs a tenth of the substitution, and parting it at its marks a fifth of that.
    if words is None and (not folded.isascii() or not _DATE_WORDS.isdisjoint(folded.translate(_APART).split())):
        words = WORD.findall(folded)
    if words is not None and not _DATE_WORDS.isdisjoint(words):
        folded = _DATE_WORD.sub("0", folded)
    return stable_hash(_DIGITS.sub("0", folded))


class LineShelf(Mapping[int, frozenset[int]]):
    """Lines and their stories that are not at hand but looked up."""

    @abstractmethod
    def load(self, digests: Iterable[int]) -> Mapping[int, frozenset[int]]:
        """Return these lines with their stories, all looked up at once."""


@dataclass(frozen=True, slots=True)
class LineMemory:
    """Which lines of a host were seen under which stories: line hash -> up to `STORIES_KEPT_MAX` story hashes.

    Stories, not pages, are counted: a statement that is posted twice must not erase itself. Immutable; `learn` returns
    another memory, so that workers and the store can share it.
    """

    host: str = ""
    stories: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def learn(self, pages: Iterable[tuple[str, Iterable[str]]]) -> LineMemory:
        """Return this memory with the lines of `pages`, each given as (story key, lines), added."""
        return self.learn_hashes((story, [line_hash(line) for line in lines if line.strip()]) for story, lines in pages)

    def learn_hashes(self, pages: Iterable[tuple[str, Iterable[int]]]) -> LineMemory:
        """Return what `learn` does, of lines whose `line_hash` is known."""
        stories = dict(self.stories)
        for story, digests in pages:
            key = stable_hash(story)
            for digest in digests:
                known = stories.get(digest, frozenset())
                if key not in known and len(known) < STORIES_KEPT_MAX:
                    stories[digest] = known | {key}
        return LineMemory(self.host, stories)

    def recurs(self, line: str, *, story: str | None = None) -> bool:
        """Whether `line` stands under at least `STORIES_OTHER_MIN` stories other than `story`."""
        return self.others(line, story=story) >= STORIES_OTHER_MIN

    def others(self, line: str, *, story: str | None = None) -> int:
        """Return under how many stories other than `story` the line stands, at most `STORIES_KEPT_MAX`.

        A line that says who speaks next ("Jo Bloggs, general secretary, said:") counts as none: it is never boilerplate.
        """
        return self.others_folded(fold(line), story=story)

    def others_folded(self, folded: str, words: Iterable[str] | None = None, *, story: str | None = None) -> int:
        """Return what `others` does, of a line that was folded already; its `words` save time where they are known."""
        return self.others_among([folded], [folded_line_hash(folded, words)], story=story)[0] if self.stories else 0

    def others_among(self, folded: Sequence[str], digests: Sequence[int], *, story: str | None = None) -> list[int]:
        """Return what `others` does, of folded lines with their hashes."""
        counts = self.others_hashed(digests, story=story)
        return [0 if count and _ATTRIBUTION.search(line) else count for line, count in zip(folded, counts, strict=True)]

    def others_hashed(self, digests: Iterable[int], *, story: str | None = None) -> tuple[int, ...]:
        """Return under how many stories other than `story` lines with these hashes stand, whoever speaks in them."""
        wanted = list(digests)
        stories = self.stories.load(wanted) if isinstance(self.stories, LineShelf) else self.stories
        own = None if story is None else stable_hash(story)
        return tuple([len(known) - (own in known) if (known := stories.get(digest)) else 0 for digest in wanted])

    def since(self, earlier: LineMemory) -> Mapping[int, frozenset[int]]:
        """Return what this memory knows and `earlier` did not: the rows that the store has to add."""
        return {
            digest: known - earlier.stories.get(digest, frozenset())
            for digest, known in self.stories.items()
            if known != earlier.stories.get(digest)
        }
