"""The word classes ("slots") and phrases of a taxonomy, compiled, and what they find in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from watcher.classify.tokens import tokens
from watcher.errors import ClassifierError

WORDS_REMEMBERED_MAX: Final = 50_000
"""So many distinct words keep their looked-up meaning; beyond that the memory starts again."""
SLOTS_MAX: Final = 250
GAP_MAX: Final = 60


@dataclass(frozen=True, slots=True)
class Atom:
    """One place of a phrase: any of these words, or any word with one of these beginnings."""

    words: frozenset[str]
    prefixes: tuple[str, ...]

    def takes(self, word: str) -> bool:
        return word in self.words or (bool(self.prefixes) and word.startswith(self.prefixes))


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to `width` words that do not matter."""

    width: int


@dataclass(frozen=True, slots=True)
class SlotPlace:
    """One place of a phrase that any term of a slot fills."""

    slot: int


Element = Atom | Gap | SlotPlace
Phrase = tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class SlotTerm:
    """A term of a slot, or (`excludes`) words that are not the slot where they stand in this phrase."""

    slot: int
    atoms: tuple[Atom, ...]
    excludes: bool


@dataclass(slots=True)
class Reading:
    """One sentence as the lexicon reads it: its words, for each slot the word positions (start, end) of its terms, the slots
    as a mask of one bit each, and the numbers of the registered phrases that stand in it.
    """

    words: list[str]
    spans: dict[int, list[tuple[int, int]]]
    mask: int = 0
    phrases: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one word can be or begin: slots of which it is a term, exclusions that it is `alone`, longer terms by the word that
    must come next or may only begin so, and phrases that it announces.
    """

    slots: tuple[int, ...]
    alone: tuple[SlotTerm, ...]
    with_next: Mapping[str, tuple[SlotTerm, ...]]
    with_beginning: tuple[SlotTerm, ...]
    phrases: tuple[int, ...]
    begins_terms: bool


_NOTHING: Final = _Entry((), (), {}, (), (), begins_terms=False)


class Lexicon:
    """The slots of one taxonomy.

    Raises:
        ClassifierError: a slot is empty or malformed, or there are more than `SLOTS_MAX`.
    """

    def __init__(self, slots: Mapping[str, object], *, where: str = "settings.slots") -> None:
        if len(slots) > SLOTS_MAX:
            raise ClassifierError(f"{where}: {len(slots)} slots, at most {SLOTS_MAX} can be used")
        self.names: tuple[str, ...] = tuple(slots)
        self._number = {name: number for number, name in enumerate(self.names)}
        self._exact: dict[str, list[SlotTerm | int]] = {}
        self._by_prefix: dict[str, list[SlotTerm | int]] = {}
        self._phrases: list[Phrase] = []
        self._wordless: list[int] = []
        self._entries: dict[str, _Entry] = {}
        for name, terms in slots.items():
            for term in split_terms(terms, where=f"{where}.{name}"):
                self._add(SlotTerm(self._number[name], *_term(term, where=f"{where}.{name}")))

    def slot(self, name: str, *, where: str) -> int:
        """Return the number of the slot `name`.

        Raises:
            ClassifierError: there is no such slot; the text names `where` it was asked for.
        """
        if name not in self._number:
            raise ClassifierError(f"{where}: there is no slot named {name!r}; there are {', '.join(self.names) or 'none'}")
        return self._number[name]

    def mask(self, names: Iterable[str], *, where: str) -> int:
        return sum(1 << slot for slot in {self.slot(name, where=where) for name in names})

    def register(self, phrase: Phrase) -> int:
        """Return the number under which `phrase` is looked for in every sentence that is read from now on."""
        number = len(self._phrases)
        self._phrases.append(phrase)
        self._entries.clear()
        anchor = next((element for element in phrase if isinstance(element, Atom)), None)
        if anchor is None:
            self._wordless.append(number)
        else:
            self._index(anchor, number)
        return number

    def read(self, words: list[str]) -> Reading:
        """Return which slots `words` fill and where, and which phrases stand in them; words under an exclusion do not count."""
        spans: dict[int, list[tuple[int, int]]] = {}
        anchors: dict[int, list[int]] = {number: [] for number in self._wordless}
        terms: list[tuple[SlotTerm, int]] = []
        entries = self._entries
        for place, word in enumerate(words):
            entry = entries.get(word) or self._look_up(word)
            if entry is _NOTHING:
                continue  # most words mean nothing to a taxonomy: this is the inner loop of all judging
            for slot in entry.slots:
                spans.setdefault(slot, []).append((place, place + 1))
            for number in entry.phrases:
                anchors.setdefault(number, []).append(place)
            if entry.begins_terms:
                following = entry.with_next.get(words[place + 1] if place + 1 < len(words) else "", ())
                if not (following or entry.alone or entry.with_beginning):
                    continue
                announced = (*entry.alone, *following, *entry.with_beginning)
                terms += [(term, place) for term in announced if _stands(term.atoms, words, place)]
        if terms:
            _place(spans, terms)
        reading = Reading(words, spans, sum([1 << slot for slot in spans]))
        reading.phrases = frozenset([number for number, places in anchors.items() if self._finds(number, places, reading)])
        return reading

    def _finds(self, number: int, anchors: Sequence[int], reading: Reading) -> bool:
        phrase = self._phrases[number]
        first = phrase[0]
        if isinstance(first, SlotPlace):
            return any(_match(phrase, 0, reading, start) is not None for start, _ in reading.spans.get(first.slot, ()))
        # the word that a phrase begins with stands there: that is why it was announced
        return any(_match(phrase, 1, reading, start + 1) is not None for start in anchors)

    def _add(self, term: SlotTerm) -> None:
        self._index(term.atoms[0], term)

    def _index(self, atom: Atom, value: SlotTerm | int) -> None:
        for word in atom.words:
            self._exact.setdefault(word, []).append(value)
        for prefix in atom.prefixes:
            self._by_prefix.setdefault(prefix, []).append(value)

    def _look_up(self, word: str) -> _Entry:
        found = list(self._exact.get(word, ()))
        for size in range(1, len(word) + 1):
            found += self._by_prefix.get(word[:size], ())
        terms = [value for value in found if isinstance(value, SlotTerm)]
        longer = [term for term in terms if len(term.atoms) > 1]
        alone = tuple(term for term in terms if len(term.atoms) == 1 and term.excludes)
        entry = _Entry(
            slots=tuple(sorted({term.slot for term in terms if len(term.atoms) == 1 and not term.excludes})),
            alone=alone,
            with_next=_by_next(longer),
            with_beginning=tuple(term for term in longer if term.atoms[1].prefixes),
            phrases=tuple(sorted({value for value in found if isinstance(value, int)})),
            begins_terms=bool(longer or alone),
        )
        entry = _NOTHING if entry == _NOTHING else entry
        if len(self._entries) >= WORDS_REMEMBERED_MAX:
            self._entries.clear()
        self._entries[word] = entry
        return entry


def split_terms(terms: object, *, where: str) -> list[str]:
    """Return the terms of a slot, given as a list or as one text with commas.

    Raises:
        ClassifierError: it is neither, or there are none.
    """
    parts = terms.split(",") if isinstance(terms, str) else terms
    if not isinstance(parts, Sequence):
        raise ClassifierError(f"{where}: give the terms as a list, or as one text with commas")
    found = [str(part).strip() for part in parts if str(part).strip()]
    if not found:
        raise ClassifierError(f"{where}: a slot needs at least one term")
    return found


def parse_phrase(text: str, lexicon: Lexicon, *, where: str) -> Phrase:
    """Return `text` ("pause an|the ..3 {LEAD}") as places to be filled one after another.

    Raises:
        ClassifierError: it begins with a gap, has no word and no slot, or a gap is wider than `GAP_MAX`.
    """
    elements: list[Element] = []
    for part in text.split():
        if part.startswith(".."):
            elements.append(_gap(part, where=where))
        elif part.startswith("{") and part.endswith("}"):
            elements.append(SlotPlace(lexicon.slot(part[1:-1], where=where)))
        else:
            elements += _atoms(part, where=where)
    if not elements or isinstance(elements[0], Gap):
        raise ClassifierError(f"{where}: the phrase {text!r} should begin with a word or a slot")
    return tuple(elements)


def _match(phrase: Phrase, at: int, reading: Reading, place: int) -> int | None:
    if at == len(phrase):
        return place
    element = phrase[at]
    if isinstance(element, Atom):
        fits = place < len(reading.words) and element.takes(reading.words[place])
        ends = [place + 1] if fits else []
    elif isinstance(element, SlotPlace):
        ends = [end for start, end in reading.spans.get(element.slot, ()) if start == place]
    else:
        ends = list(range(place, min(place + element.width, len(reading.words)) + 1))
    for end in ends:
        found = _match(phrase, at + 1, reading, end)
        if found is not None:
            return found
    return None


def _by_next(terms: Sequence[SlotTerm]) -> dict[str, tuple[SlotTerm, ...]]:
    found: dict[str, tuple[SlotTerm, ...]] = {}
    for term in terms:
        for word in term.atoms[1].words if not term.atoms[1].prefixes else ():
            found[word] = (*found.get(word, ()), term)
    return found


def _stands(atoms: Sequence[Atom], words: Sequence[str], place: int) -> bool:
    if place + len(atoms) > len(words):
        return False
    return all(atoms[at].takes(words[place + at]) for at in range(1, len(atoms)))


def _place(spans: dict[int, list[tuple[int, int]]], terms: Sequence[tuple[SlotTerm, int]]) -> None:
    """Add the longer terms to `spans`, then take out what stands under an exclusion."""
    for term, place in terms:
        if not term.excludes:
            spans.setdefault(term.slot, []).append((place, place + len(term.atoms)))
    for term, place in terms:
        if term.excludes and term.slot in spans:
            kept = [span for span in spans[term.slot] if span[1] <= place or span[0] >= place + len(term.atoms)]
            spans[term.slot] = kept
            if not kept:
                del spans[term.slot]


def _term(term: str, *, where: str) -> tuple[tuple[Atom, ...], bool]:
    excludes = term.startswith("!")
    atoms = tuple(atom for part in term.lstrip("! ").split() for atom in _atoms(part, where=where))
    if not atoms:
        raise ClassifierError(f"{where}: the term {term!r} has no word in it")
    return atoms, excludes


def _atoms(part: str, *, where: str) -> list[Atom]:
    """Return the places of one written word; "well-being" and the like are read as `tokens` reads them."""
    alternatives = [alternative for alternative in part.split("|") if alternative]
    if len(alternatives) == 1 and not part.endswith("*"):
        return [Atom(frozenset({word}), ()) for word in tokens(part)]
    exact = frozenset(word for alternative in alternatives if not alternative.endswith("*") for word in tokens(alternative))
    prefixes = tuple(word for alternative in alternatives if alternative.endswith("*") for word in tokens(alternative[:-1])[-1:])
    if not exact and not prefixes:
        raise ClassifierError(f"{where}: {part!r} has no word in it")
    return [Atom(exact, prefixes)]


def _gap(part: str, *, where: str) -> Gap:
    width = part.lstrip(".")
    if not width.isdigit() or not 1 <= int(width) <= GAP_MAX:
        raise ClassifierError(f"{where}: the gap {part!r} should be ..1 to ..{GAP_MAX}")
    return Gap(int(width))
