"""A trained model as it is shipped: tables of whole numbers, run with dictionaries and integer sums alone.

The weights of one feature for all outputs are packed into one Python integer, `FIELD_BITS` a field, so that one addition adds
them all; sums of whole numbers are the same in any order and on any machine.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain, combinations, compress, product, repeat
from operator import truediv
from struct import Struct
from typing import Any, Final

from watcher.classify.features import (
    END,
    GRAMS_LEAST,
    PAIRS_LEAST,
    RULE_STEPS,
    SCALE_UNIT,
    STANDINGS,
    START,
    VERSION,
    WORDS_LEAST,
    cue_flag,
    gram_count,
    group_scale,
    kind_flag,
    manner,
    rule_flag,
    standing,
    standing_flag,
    steps_passed,
    word_grams,
)
from watcher.classify.reads import Read, ReadDocument
from watcher.classify.rules import Bands, Rules
from watcher.classify.stages import scope_words
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
    return list(_fields(packed, count))


def _logits(packed: int, count: int, unit: int) -> list[float]:
    """Return packed numbers as logits, of which one is `unit`."""
    return list(map(truediv, _fields(packed, count), repeat(unit)))


def _fields(packed: int, count: int) -> tuple[int, ...]:
    halves, whole, size, parted = _layout(count)
    # With half a field added to each, none borrows from the next; with its highest bit turned, each is a number with a sign again.
    return parted((((packed + halves) & whole) ^ halves).to_bytes(size, "little"))


@cache
def _layout(count: int) -> tuple[int, int, int, Callable[[bytes], tuple[int, ...]]]:
    return pack([_HALF] * count), (1 << FIELD_BITS * count) - 1, FIELD_BITS // 8 * count, Struct(f"<{count}i").unpack


class SentenceTable:
    """The weights of one stage's features: from a sentence to one number (a logit) for each of its `outputs`.

    What is `stored` of words is used up: a table is all that is left of it.
    """

    def __init__(self, stored: Mapping[str, Any], rules: Rules) -> None:
        self.outputs: tuple[str, ...] = tuple(stored["outputs"])
        self._bias: int = stored["bias"] * SCALE_UNIT
        groups = stored["groups"]
        words, neighbours = _words_and_neighbours(groups["words"])
        self._words = _WordWeights(words, groups["grams"], len(self.outputs))
        self._neighbours = neighbours
        self._flags = _FlagWeights(groups["flags"], rules)
        names = rules.lexicon.names
        numbers = {name: number for number, name in enumerate(names)}
        self._slots = [groups["slots"].get(name, 0) * SCALE_UNIT for name in names]
        self._pairs = {pair: weight for name, weight in groups["pairs"].items() if (pair := _pair(name, numbers))}
        self._kinds: dict[str, int] = groups["kinds"]
        self._names = names

    def score(self, read: Read, kind: str | None = None) -> list[float]:
        """Return the logit of each output for one sentence, of a text of this `kind`."""
        words, slots = read.reading.words, sorted(read.reading.spans)
        own, grams, gram_count = self._words.of(words)
        own += sum(filter(None, map(self._neighbours.get, zip([START, *words], [*words, END], strict=True))))
        total = self._bias + own * group_scale(2 * len(words) + 1, WORDS_LEAST) + grams * group_scale(gram_count, GRAMS_LEAST)
        total += self._flags.of(read)
        if slots:
            total += sum(map(self._slots.__getitem__, slots))
            pair_count = len(slots) * (len(slots) - 1) // 2
            total += sum(filter(None, map(self._pairs.get, combinations(slots, 2)))) * group_scale(pair_count, PAIRS_LEAST)
        if written := manner(kind):
            total += self._flags.of_kind(written)
            total += sum(self._kinds.get(f"{written}+{self._names[slot]}", 0) for slot in slots) * SCALE_UNIT
        return _logits(total, len(self.outputs), WEIGHT_UNIT * SCALE_UNIT)


def _words_and_neighbours(weights: dict[str, int]) -> tuple[dict[str, int], dict[tuple[str, str], int]]:
    """Return weights by `word_names` as those of words and those of neighbours; `weights` are used up, not held twice."""
    words: dict[str, int] = {}
    neighbours: dict[tuple[str, str], int] = {}
    shared: dict[str, str] = {}
    while weights:
        name, weight = weights.popitem()
        first, _, second = name.partition(" ")
        first = shared.setdefault(first, first)
        if second:
            neighbours[first, shared.setdefault(second, second)] = weight
        else:
            words[first] = weight
    return words, neighbours


class _WordWeights(dict[str, int]):
    """What each word that was met weighs, its own weights and those of its grams, and how many grams it has: packed into one."""

    def __init__(self, words: Mapping[str, int], grams: Mapping[str, int], outputs: int) -> None:
        super().__init__()
        self._words, self._grams = words, grams
        self._bits = FIELD_BITS * (outputs + 1)
        """With room for sums of grams that no field of their own would hold: these are scaled down before they are unpacked."""
        self._half, self._ones = 1 << (self._bits - 1), (1 << self._bits) - 1

    def of(self, words: Sequence[str]) -> tuple[int, int, int]:
        """Return what `words` weigh together by themselves and by their grams, and how many grams there are."""
        if len(self) > WORDS_REMEMBERED_MAX:
            self.clear()
        bits, half, ones = self._bits, self._half, self._ones
        packed = sum(map(self.__getitem__, words))
        own = ((packed + half) & ones) - half
        packed = (packed - own) >> bits
        grams = ((packed + half) & ones) - half
        return own, grams, (packed - grams) >> bits

    def __missing__(self, word: str) -> int:
        grams = sum(filter(None, map(self._grams.get, word_grams(word)))) if self._grams else 0
        packed = self[word] = self._words.get(word, 0) + (grams << self._bits) + (gram_count(word) << 2 * self._bits)
        return packed


class _FlagWeights:
    """The weights of `flag_names`, by what the names are made of."""

    def __init__(self, weights: Mapping[str, int], rules: Rules) -> None:
        self._cues = [[weights.get(cue_flag(at, cue), 0) for cue in range(len(cues))] for at, cues in enumerate(rules.cues)]
        self._steps = [
            [0, *accumulate(weights.get(rule_flag(at, step), 0) for step in RULE_STEPS)] for at in range(len(rules.cues))
        ]
        self._standings = {
            holds: sum(weights.get(standing_flag(name), 0) for name in compress(STANDINGS, holds)) * SCALE_UNIT
            for holds in product((False, True), repeat=len(STANDINGS))
        }
        self._weights = weights

    def of(self, read: Read) -> int:
        """Return what the flags of a sentence weigh."""
        total = self._standings[standing(read)]
        if read.fired:
            cues = sum([self._cues[concern][cue] for concern, cue in read.fired])
            steps = [self._steps[concern][steps_passed(score)] for concern, score in enumerate(read.rule_scores) if score > 0]
            total += (cues + sum(steps)) * SCALE_UNIT
        return total

    def of_kind(self, written: str) -> int:
        return self._weights.get(kind_flag(written), 0) * SCALE_UNIT


class ScopeTable:
    """The weights of a document's names: from what it speaks of as a whole to a logit for any concern, and one for each.

    With the `slots` of a taxonomy by number it can score documents.
    """

    def __init__(self, stored: Mapping[str, Any], slots: Sequence[str] = ()) -> None:
        self.outputs: tuple[str, ...] = tuple(stored["outputs"])
        self._bias: int = stored["bias"] * SCALE_UNIT
        self._names: dict[str, int] = stored["names"]
        self._words = {name.removeprefix("word:"): weight for name, weight in self._names.items() if name.startswith("word:")}
        self._body, self._title, self._share = (
            [self._names.get(f"{part}:{slot}", 0) for slot in slots] for part in ("body", "title", "share")
        )

    def score(self, names: Mapping[str, int], words: Collection[str] = ()) -> list[float]:
        """Return the logits for names at their counts in units of 1 / `SCALE_UNIT`; a name without a weight counts nothing.

        `words` count as the names "word:..." of `scope_names` do; written out they took as long as all else.
        """
        known = self._names
        return self._logits(sum(known[name] * count for name, count in names.items() if name in known), words)

    def score_document(self, document: ReadDocument) -> list[float]:
        """Return what `score` returns for the `scope_names` of a document, without their names."""
        heard = [read.reading.spans for read in document.reads if not read.is_silent]
        title = document.title.reading.spans if document.title else {}
        often = Counter(chain.from_iterable(heard))
        total = sum([self._body[slot] for slot in {*often, *title}]) + sum([self._title[slot] for slot in title])
        shares = sum([self._share[slot] * (SCALE_UNIT * count // len(heard)) for slot, count in often.items()])
        return self._logits(total * SCALE_UNIT + shares, scope_words(document))

    def _logits(self, total: int, words: Collection[str]) -> list[float]:
        total += sum(filter(None, map(self._words.get, words))) * group_scale(len(words), 1)
        return _logits(total + self._bias, len(self.outputs), SCOPE_UNIT * SCALE_UNIT)


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
                scope=ScopeTable(stored["scope"], rules.lexicon.names),
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
