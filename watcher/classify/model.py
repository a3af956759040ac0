"""A trained model as it is shipped: tables of whole numbers, run with dictionaries and integer sums alone.

The weights of one feature for all outputs are packed into one Python integer, `FIELD_BITS` a field, so that one addition adds
them all; sums of whole numbers are the same in any order and on any machine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from struct import Struct
from typing import Any, Final

from watcher.classify.features import (
    GRAMS_LEAST,
    PAIRS_LEAST,
    SCALE_UNIT,
    VERSION,
    WORDS_LEAST,
    flag_names,
    gram_count,
    group_scale,
    manner,
    slot_pairs,
    word_grams,
    word_names,
)
from watcher.classify.reads import Read
from watcher.classify.rules import Bands, Rules
from watcher.errors import ClassifierError

FORMAT: Final = 2
FIELD_BITS: Final = 32
"""Room for the largest weight times what the groups of the longest sentence can count together (a test adds it up)."""
WEIGHT_UNIT: Final = 256
SCOPE_UNIT: Final = 4096
MODEL_BYTES_MAX: Final = 20_000_000
WORDS_REMEMBERED_MAX: Final = 20_000
ANY: Final = "any"
"""What the scope table's first output stands for: that the document addresses some concern."""
GROUPS: Final = ("words", "grams", "slots", "pairs", "flags", "kinds")
_HALF: Final = 1 << (FIELD_BITS - 1)


def pack(weights: Sequence[int]) -> int:
    """Return whole numbers packed into one, the first in the lowest field; each must fit in half a field."""
    return sum(weight << (FIELD_BITS * place) for place, weight in enumerate(weights))


def unpack(packed: int, count: int) -> list[int]:
    """Return the `count` numbers that `pack`, and any sum of packed numbers, holds."""
    # With half a field added to each, none borrows from the next, and all lie side by side as bytes.
    raised = (packed + _halves(count)) & ((1 << FIELD_BITS * count) - 1)
    fields: tuple[int, ...] = _fields(count)(raised.to_bytes(FIELD_BITS // 8 * count, "little"))
    return [field - _HALF for field in fields]


@cache
def _halves(count: int) -> int:
    return pack([_HALF] * count)


@cache
def _fields(count: int) -> Callable[[bytes], tuple[Any, ...]]:
    return Struct(f"<{count}I").unpack


class SentenceTable:
    """The weights of one stage's features: from a sentence to one number (a logit) for each of its `outputs`."""

    def __init__(self, stored: Mapping[str, Any], rules: Rules) -> None:
        self.outputs: tuple[str, ...] = tuple(stored["outputs"])
        self._bias: int = stored["bias"]
        groups = stored["groups"]
        numbers = {name: number for number, name in enumerate(rules.lexicon.names)}
        self._words: dict[str, int] = groups["words"]
        self._grams: dict[str, int] = groups["grams"]
        self._flags: dict[str, int] = groups["flags"]
        self._slots = {numbers[name]: weight for name, weight in groups["slots"].items() if name in numbers}
        self._kinds: dict[str, int] = groups["kinds"]
        self._names = rules.lexicon.names
        self._pairs = {pair: weight for name, weight in groups["pairs"].items() if (pair := _pair(name, numbers))}
        self._of_word: dict[str, tuple[int, int]] = {}

    def score(self, read: Read, kind: str | None = None) -> list[float]:
        """Return the logit of each output for one sentence, of a text of this `kind`."""
        words, slots = read.reading.words, sorted(read.reading.spans)
        names = word_names(words)
        total = sum(map(self._words.get, names, repeat(0))) * group_scale(len(names), WORDS_LEAST)
        total += self._grams_of(words)
        total += (
            sum(map(self._slots.get, slots, repeat(0))) + sum(map(self._flags.get, flag_names(read, kind), repeat(0)))
        ) * SCALE_UNIT
        if written := manner(kind):
            total += sum(self._kinds.get(f"{written}+{self._names[slot]}", 0) for slot in slots) * SCALE_UNIT
        pair_count = len(slots) * (len(slots) - 1) // 2
        total += sum(map(self._pairs.get, slot_pairs(slots), repeat(0))) * group_scale(pair_count, PAIRS_LEAST)
        unit = WEIGHT_UNIT * SCALE_UNIT
        return [number / unit for number in unpack(total + self._bias * SCALE_UNIT, len(self.outputs))]

    def _grams_of(self, words: Sequence[str]) -> int:
        total = count = 0
        for word in words:
            known = self._of_word.get(word) or self._look_up(word)
            total += known[0]
            count += known[1]
        return total * group_scale(count, GRAMS_LEAST)

    def _look_up(self, word: str) -> tuple[int, int]:
        if len(self._of_word) >= WORDS_REMEMBERED_MAX:
            self._of_word.clear()
        known = sum(map(self._grams.get, word_grams(word), repeat(0))), gram_count(word)
        self._of_word[word] = known
        return known


class ScopeTable:
    """The weights of a document's names: from what it speaks of as a whole to a logit for any concern, and one for each."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        self.outputs: tuple[str, ...] = tuple(stored["outputs"])
        self._bias: int = stored["bias"]
        self._names: dict[str, int] = stored["names"]
        self._words = {name.removeprefix("word:"): weight for name, weight in self._names.items() if name.startswith("word:")}

    def score(self, names: Mapping[str, int], words: Collection[str] = ()) -> list[float]:
        """Return the logits for names at their counts in units of 1 / `SCALE_UNIT`; a name without a weight counts nothing.

        `words` count as the names "word:..." of `scope_names` do; written out they took as long as all else.
        """
        known = self._names
        total = sum(known[name] * count for name, count in names.items() if name in known)
        total += sum(map(self._words.get, words, repeat(0))) * group_scale(len(words), 1)
        unit = SCOPE_UNIT * SCALE_UNIT
        return [number / unit for number in unpack(total + self._bias * SCALE_UNIT, len(self.outputs))]


def _pair(name: str, numbers: Mapping[str, int]) -> tuple[int, int] | None:
    first, _, second = name.partition("+")
    if first not in numbers or second not in numbers:
        return None
    return (numbers[first], numbers[second]) if numbers[first] < numbers[second] else (numbers[second], numbers[first])


@dataclass(frozen=True, slots=True)
class TrainedModel:
    """A model file, checked: its tables and the few weights of the later stages."""

    version: str
    sentence: SentenceTable
    scope: ScopeTable
    evidence: Mapping[str, float]
    standing: Mapping[str, float]
    document: Mapping[str, float]
    stance: SentenceTable | None
    stance_held: Mapping[str, float]
    bands: Bands

    @classmethod
    def load(cls, data: bytes, rules: Rules) -> TrainedModel:
        """Return the model that `watcher.train` wrote as `data`.

        Raises:
            ClassifierError: `data` is no such file, is of another format or feature version, or was trained for another taxonomy.
        """
        stored = _parse(data)
        wanted = {"format": FORMAT, "features": VERSION, "taxonomy": rules.taxonomy.id}
        for key, value in wanted.items():
            if stored.get(key) != value:
                raise ClassifierError(
                    f"the model has {key} {stored.get(key)!r}, not {value!r}: train it again (python -m watcher.train)"
                )
        try:
            stance = SentenceTable(stored["stance"], rules) if stored.get("stance") else None
            table = SentenceTable(stored["sentence"], rules)
            stages = stored["stages"]
            bands = Bands(**stored["bands"])
            model = cls(
                version=str(stored["version"]),
                sentence=table,
                scope=ScopeTable(stored["scope"]),
                evidence=stages["evidence"],
                standing=stages["standing"],
                document=stages["document"],
                stance=stance,
                stance_held=stored["stance_held"],
                bands=bands,
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ClassifierError(f"the model file is damaged: {error!r}") from error
        concerns = tuple(concern.id for concern in rules.taxonomy.concerns)
        if table.outputs != concerns or model.scope.outputs != (ANY, *concerns):
            raise ClassifierError(f"the model was trained for the concerns {', '.join(table.outputs)}: train it again")
        return model


def _parse(data: bytes) -> dict[str, Any]:
    if len(data) > MODEL_BYTES_MAX:
        raise ClassifierError(f"the model has {len(data)} bytes, at most {MODEL_BYTES_MAX} are read")
    try:
        stored = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ClassifierError(f"the model file is not JSON: {error}") from error
    if not isinstance(stored, dict):
        raise ClassifierError("the model file is not a JSON object")
    return stored
