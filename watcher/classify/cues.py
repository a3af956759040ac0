"""Cues: what an analyst wrote down as speaking for or against a concern, compiled and looked for in one sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from watcher.classify.lexicon import Lexicon, Reading, parse_phrase
from watcher.errors import ClassifierError
from watcher.model import Concern

KEYS: Final = frozenset({"name", "all", "near", "ordered", "phrase", "pattern", "unless", "needs", "weight"})
WEIGHT_MAX: Final = 10.0
CUES_MAX: Final = 500


_Placed = tuple[int, "Cue", tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Cue:
    """One compiled cue: it fires when all its `slots` stand within `near` words (0: anywhere in the sentence), one of
    its `phrases` stands there, or its `pattern` is found in the sentence's words; never with a slot of `unless`.
    """

    name: str
    weight: float
    slots: tuple[int, ...]
    required: int
    unless: int
    near: int
    is_ordered: bool
    phrases: frozenset[int]
    pattern: re.Pattern[str] | None

    def fires(self, reading: Reading) -> bool:
        """Whether the cue is found in a sentence."""
        if reading.mask & self.required != self.required or reading.mask & self.unless:
            return False
        if self.phrases and self.phrases.isdisjoint(reading.phrases):
            return False
        if len(self.slots) > 1 and not _are_near(self.slots, reading, self.near, is_ordered=self.is_ordered):
            return False
        return self.pattern is None or self.pattern.search(" ".join(reading.words)) is not None


class CueIndex:
    """All cues by what has to stand in a sentence for them to fire, so that few of them are tried on each."""

    def __init__(self, cues: Sequence[Sequence[Cue]]) -> None:
        """`cues` are those of each concern, in order."""
        self._by_phrase: dict[int, list[_Placed]] = {}
        self._by_slot: dict[int, list[_Placed]] = {}
        self._anywhere: list[_Placed] = []
        self._often = Counter(slot for known in cues for cue in known for slot in _bits(cue.required))
        for concern, known in enumerate(cues):
            for index, cue in enumerate(known):
                self._add(cue.required, cue, (concern, index))

    def _add(self, required: int, cue: Cue, place: tuple[int, int]) -> None:
        for phrase in cue.phrases:
            self._by_phrase.setdefault(phrase, []).append((required, cue, place))
        if not cue.phrases and required:
            # What few cues ask for stands in few sentences.
            slot = min(_bits(required), key=self._often.__getitem__)
            self._by_slot.setdefault(slot, []).append((required, cue, place))
        elif not cue.phrases:
            self._anywhere.append((required, cue, place))

    def fired(self, reading: Reading) -> tuple[tuple[int, int], ...]:
        """Return the cues that fire in a sentence, as (concern, index), in order."""
        mask = reading.mask
        tried = [*self._anywhere]
        for phrase in reading.phrases:
            tried += self._by_phrase.get(phrase, ())
        for slot in reading.spans:
            tried += self._by_slot.get(slot, ())
        found = {place for required, cue, place in tried if mask & required == required and cue.fires(reading)}
        return tuple(sorted(found)) if len(found) > 1 else tuple(found)


def _bits(mask: int) -> list[int]:
    return [place for place in range(mask.bit_length()) if mask >> place & 1]


def compile_cues(concern: Concern, lexicon: Lexicon) -> tuple[Cue, ...]:
    """Return the cues of `concern`, in order.

    Raises:
        ClassifierError: a key is unknown, a slot does not exist, a regex does not compile; the text names concern and cue.
    """
    if len(concern.cues) > CUES_MAX:
        raise ClassifierError(f"concern {concern.id}: {len(concern.cues)} cues, at most {CUES_MAX} can be used")
    return tuple(_cue(cue, lexicon, where=f"concern {concern.id}, cue {number}") for number, cue in enumerate(concern.cues, 1))


def _cue(cue: Mapping[str, Any], lexicon: Lexicon, *, where: str) -> Cue:
    if unknown := sorted(set(cue) - KEYS):
        raise ClassifierError(f"{where}: unknown key {unknown[0]!r}; known are {', '.join(sorted(KEYS))}")
    where += f" ({cue['name']})" if cue.get("name") else ""
    named = strings(cue.get("all", ()), where=f"{where}: all")
    phrases = strings(cue.get("phrase", ()), where=f"{where}: phrase")
    pattern = _pattern(cue.get("pattern"), where=where)
    if not named and not phrases and pattern is None:
        raise ClassifierError(f"{where}: give `all`, `phrase` or `pattern`")
    slots = tuple(lexicon.slot(name, where=where) for name in named)
    needed = lexicon.mask(strings(cue.get("needs", ()), where=f"{where}: needs"), where=where)
    return Cue(
        name=str(cue.get("name") or (phrases[0] if phrases else " + ".join(named) or cue["pattern"])),
        weight=number(cue.get("weight", 1.0), -WEIGHT_MAX, WEIGHT_MAX, where=f"{where}: weight"),
        slots=slots,
        required=needed | sum(1 << slot for slot in set(slots)),
        unless=lexicon.mask(strings(cue.get("unless", ()), where=f"{where}: unless"), where=where),
        near=int(number(cue.get("near", 0), 0, 1000, where=f"{where}: near")),
        is_ordered=bool(cue.get("ordered", False)),
        phrases=frozenset(lexicon.register(parse_phrase(phrase, lexicon, where=where)) for phrase in phrases),
        pattern=pattern,
    )


def strings(value: object, *, where: str) -> tuple[str, ...]:
    """Return a text or a list of texts as a tuple of texts.

    Raises:
        ClassifierError: it is neither.
    """
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Iterable) and not isinstance(value, Mapping):
        return tuple(str(part) for part in value)
    raise ClassifierError(f"{where} should be a text or a list of texts")


def _pattern(value: object, *, where: str) -> re.Pattern[str] | None:
    if value is None:
        return None
    try:
        return re.compile(str(value))
    except re.error as error:
        raise ClassifierError(f"{where}: the pattern {value!r} is no regular expression: {error}") from error


def number(value: object, lowest: float, highest: float, *, where: str) -> float:
    """Return `value` as a float.

    Raises:
        ClassifierError: it is no number, or not within `lowest` to `highest`; the text says where.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not lowest <= value <= highest:
        raise ClassifierError(f"{where} should be a number from {lowest:g} to {highest:g}, not {value!r}")
    return float(value)


def _are_near(slots: Sequence[int], reading: Reading, near: int, *, is_ordered: bool) -> bool:
    """Whether the slots stand within `near` words of one another, on words of their own."""
    places = sorted((start, index) for index, slot in enumerate(slots) for start, _ in reading.spans[slot])
    width = near or len(reading.words)
    for at, (first, _) in enumerate(places):
        window = [place for place in places[at:] if place[0] - first <= width]
        if len({index for _, index in window}) < len(slots):
            continue
        if len({start for start, _ in window}) < min(len(slots), 2):
            continue
        if not is_ordered or _holds_order(window, len(slots)):
            return True
    return False


def _holds_order(window: Sequence[tuple[int, int]], count: int) -> bool:
    wanted, after = 0, -1
    for start, index in window:
        if index == wanted and start > after:
            wanted, after = wanted + 1, start
    return wanted == count
