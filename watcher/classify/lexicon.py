"""The word classes ("slots") and phrases of a taxonomy, compiled, and what they find in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress, islice
from operator import itemgetter
from typing import Final

from watcher.classify.tokens import tokens
from watcher.errors import ClassifierError

WORDS_REMEMBERED_MAX: Final = 50_000
"""So many distinct words keep their looked-up meaning; a text that begins beyond that starts the memory again."""
SLOTS_MAX: Final = 250
GAP_MAX: Final = 60


@dataclass(frozen=True, slots=True)
class Atom:
    """One place of a phrase: any of these words, or any word with one of these beginnings."""

    words: frozenset[str]
    prefixes: tuple[str, ...]

    def takes(self, word: str) -> bool:
        return word in self.words or word.startswith(self.prefixes)


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


_NO_PHRASES: Final[frozenset[int]] = frozenset()


@dataclass(slots=True)
class Reading:
    """One sentence as the lexicon reads it: its words, for each slot the word positions (start, end) of its terms, the slots
    as a mask of one bit each, and the numbers of the registered phrases that stand in it.
    """

    words: list[str]
    spans: dict[int, list[tuple[int, int]]]
    mask: int = 0
    phrases: frozenset[int] = _NO_PHRASES


_Placed = tuple[int, int, SlotTerm]
"""A longer term: where it may stand, its rank among those that may stand there, and itself."""


@dataclass(frozen=True, slots=True)
class _Sought:
    """A registered phrase, with what has to stand in a sentence for it: all the slots of a mask, and one of some `words`."""

    number: int
    elements: Phrase
    slots: int
    words: frozenset[str]
    is_paired: bool
    """Whether two words that follow one another announce it, the second one of a few."""


@dataclass(frozen=True, slots=True)
class _Announced:
    """What one word may begin: exclusions that it is `alone`, terms whose second place is a beginning of words (one of
    `beginnings`), and phrases that may stand in a sentence with it.
    """

    alone: tuple[SlotTerm, ...]
    with_beginning: tuple[SlotTerm, ...]
    beginnings: tuple[str, ...]
    phrases: tuple[_Sought, ...]

    def terms(self, words: Sequence[str], place: int) -> Iterable[_Placed]:
        """Return the terms of the word at `place`, if the words after it are theirs."""
        found = [(place, 0, term) for term in self.alone]
        if self.beginnings and place + 1 < len(words) and words[place + 1].startswith(self.beginnings):
            found += [(place, 2, term) for term in self.with_beginning if _stands(term.atoms, words, place, 1)]
        return found


_Entry = tuple[tuple[int, ...], int, _Announced | None]
"""What one word is: the slots of which it is a term, these as a mask, and what else it may begin."""
_NOTHING: Final[_Entry] = ((), 0, None)


@dataclass(slots=True)
class _Pair:
    """What two words in a row announce: longer terms and phrases, of which the first two places are filled."""

    terms: list[SlotTerm] = field(default_factory=list)
    longer: list[SlotTerm] = field(default_factory=list)
    """Terms with further places."""
    phrases: list[_Sought] = field(default_factory=list)


class _Entries(dict[str, "_Entry | None"]):
    """The entries of the words that were met; None for one that means nothing by itself, as most do."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self._lexicon = lexicon

    def __missing__(self, word: str) -> _Entry | None:
        entry = self[word] = self._lexicon.look_up(word)
        return entry


_Candidate = tuple[_Sought, int, int]
"""A phrase, and from which of its elements on it has to be matched at which word."""


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
        self._exact: dict[str, list[SlotTerm | _Sought]] = {}
        self._by_prefix: dict[str, list[SlotTerm | _Sought]] = {}
        self._sizes: dict[str, set[int]] = {}
        self._phrase_count = 0
        self._wordless: list[_Candidate] = []
        self._entries = _Entries(self)
        self._pairs: dict[tuple[str, str], _Pair] = {}
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
        number = self._phrase_count
        self._phrase_count += 1
        self._forget()
        sought = _sought(number, phrase)
        anchor = next((element for element in phrase if isinstance(element, Atom)), None)
        if anchor is None:
            self._wordless.append((sought, 0, 0))
        else:
            self._index(anchor, sought)
        return number

    def read(self, words: list[str]) -> Reading:
        """Return which slots `words` fill and where, and which phrases stand in them; words under an exclusion do not count."""
        if len(self._entries) > WORDS_REMEMBERED_MAX:
            self._forget()
        spans: dict[int, list[tuple[int, int]]] = {}
        terms: list[_Placed] = []
        sought = self._wordless[:]
        mask = 0
        entries = [*map(self._entries.__getitem__, words)]
        # Most words mean nothing to a taxonomy and are passed over: this is the inner loop of all judging.
        for place, entry in compress(enumerate(entries), entries):
            slots, bits, announced = entry or _NOTHING
            mask |= bits
            for slot in slots:
                if slot in spans:
                    spans[slot].append((place, place + 1))
                else:
                    spans[slot] = [(place, place + 1)]
            if announced is not None:
                sought += [(phrase, 1, place + 1) for phrase in announced.phrases]
                terms += announced.terms(words, place)
        self._read_pairs(words, terms, sought)
        if terms:
            _place(spans, sorted(terms, key=_PLACE_AND_RANK))
            mask = sum([1 << slot for slot in spans])
        reading = Reading(words, spans, mask)
        found = [
            phrase.number
            for phrase, at, place in sought
            if mask & phrase.slots == phrase.slots and _finds(phrase, at, place, reading)
        ]
        if found:
            reading.phrases = frozenset(found)
        return reading

    def _read_pairs(self, words: Sequence[str], terms: list[_Placed], sought: list[_Candidate]) -> None:
        """Add what pairs of words announce to `terms` and `sought`."""
        pairs = [*map(self._pairs.get, zip(words, islice(words, 1, None), strict=False))]
        for place in compress(range(len(pairs)), pairs):
            pair = pairs[place]
            assert pair is not None
            terms += [(place, 1, term) for term in pair.terms if len(term.atoms) == 2 or _stands(term.atoms, words, place, 2)]
            if pair.phrases:
                sought += [(phrase, 2, place + 2) for phrase in pair.phrases]

    def look_up(self, word: str) -> _Entry | None:
        """Return what `word` means by itself, if anything; what it means with the word after it is noted for `read`."""
        found = [*self._exact.get(word, ())]
        for size in sorted(self._sizes.get(word[:1], ())):
            found += self._by_prefix.get(word[:size], ()) if size <= len(word) else ()
        if not found:
            return None
        terms = [value for value in found if isinstance(value, SlotTerm)]
        phrases = {value.number: value for value in found if isinstance(value, _Sought)}.values()
        longer = [term for term in terms if len(term.atoms) > 1]
        self._note_pairs(word, longer, phrases)
        slots = sorted({term.slot for term in terms if len(term.atoms) == 1 and not term.excludes})
        with_beginning = tuple(term for term in longer if term.atoms[1].prefixes)
        announced = _Announced(
            alone=tuple(term for term in terms if len(term.atoms) == 1 and term.excludes),
            with_beginning=with_beginning,
            beginnings=tuple({begun for term in with_beginning for begun in (*term.atoms[1].words, *term.atoms[1].prefixes)}),
            phrases=tuple(phrase for phrase in phrases if not phrase.is_paired),
        )
        begins = announced if announced.alone or announced.with_beginning or announced.phrases else None
        return (tuple(slots), sum(1 << slot for slot in slots), begins) if slots or begins else None

    def _note_pairs(self, word: str, terms: Iterable[SlotTerm], phrases: Iterable[_Sought]) -> None:
        for term in terms:
            for following in _exact_words(term.atoms[1]):
                self._pairs.setdefault((word, following), _Pair()).terms.append(term)
        for phrase in phrases:
            for following in _exact_words(phrase.elements[1]) if phrase.is_paired else ():
                self._pairs.setdefault((word, following), _Pair()).phrases.append(phrase)

    def _forget(self) -> None:
        self._entries.clear()
        self._pairs.clear()

    def _add(self, term: SlotTerm) -> None:
        self._index(term.atoms[0], term)

    def _index(self, atom: Atom, value: SlotTerm | _Sought) -> None:
        for word in atom.words:
            self._exact.setdefault(word, []).append(value)
        for prefix in atom.prefixes:
            self._by_prefix.setdefault(prefix, []).append(value)
            self._sizes.setdefault(prefix[:1], set()).add(len(prefix))


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


def _sought(number: int, phrase: Phrase) -> _Sought:
    anchor = next((at for at, element in enumerate(phrase) if isinstance(element, Atom)), len(phrase))
    is_paired = anchor == 0 and len(phrase) > 1 and bool(_exact_words(phrase[1]))
    later = (_exact_words(element) for element in phrase[anchor + 1 + is_paired :])
    slots = {element.slot for element in phrase if isinstance(element, SlotPlace)}
    return _Sought(number, phrase, sum(1 << slot for slot in slots), next(filter(None, later), frozenset()), is_paired)


def _exact_words(element: Element) -> frozenset[str]:
    """Return the words that fill a place, if they are so few that they can be listed."""
    return element.words if isinstance(element, Atom) and not element.prefixes else frozenset()


def _finds(phrase: _Sought, at: int, place: int, reading: Reading) -> bool:
    """Whether a phrase whose slots are there stands in a sentence: from its element `at` on at word `place`; one that begins with
    a slot, wherever that is.
    """
    if phrase.words and phrase.words.isdisjoint(reading.words):
        return False
    first = phrase.elements[0]
    if isinstance(first, SlotPlace):
        return any(_match(phrase.elements, 0, reading, start) is not None for start, _ in reading.spans.get(first.slot, ()))
    return _match(phrase.elements, at, reading, place) is not None


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


def _stands(atoms: Sequence[Atom], words: Sequence[str], place: int, known: int) -> bool:
    """Whether a longer term stands at `place`, where its first `known` words do."""
    if place + len(atoms) > len(words):
        return False
    return all(atoms[at].takes(words[place + at]) for at in range(known, len(atoms)))


_PLACE_AND_RANK: Final = itemgetter(0, 1)


def _place(spans: dict[int, list[tuple[int, int]]], terms: Sequence[_Placed]) -> None:
    """Add the longer terms to `spans`, then take out what stands under an exclusion."""
    for place, _, term in terms:
        if not term.excludes:
            spans.setdefault(term.slot, []).append((place, place + len(term.atoms)))
    for place, _, term in terms:
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
