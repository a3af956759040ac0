"""The people and bodies that a watch knows, found by the names that texts print, on the day of the text."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from watcher.model import Body, Person, Tenure

TITLES: Final = (
    r"(?:(?:(?:The|His|Her) )?Hono(?:u?rable|ur)|(?:Rt|Most|Very|Right) (?:Hon|Rev(?:d|erend)?)|Sir|Dame|Dr"
    r"|Prof(?:essor)?|Mrs?|Ms|Miss|Mx|Lord|Lady|Baroness|Rev(?:erend)?|Cllr|Councillor"
    r"|Judge|Justice|Father|Canon|Bishop)\.?"
)
_TITLED: Final = re.compile(rf"^(?:{TITLES}\s+)+")
_TITLE: Final = re.compile(rf"^(?:{TITLES}\s+)*?(Sir|Dame|Lord|Lady|Baroness)\b")
_NO_KEY: Final = re.compile(r"[\W_]+")
_POSSESSIVE: Final = re.compile(r"[’']s?$")


@lru_cache(maxsize=20_000)
def key_of(name: str) -> str:
    """Return the form in which names are compared: without case, accents, apostrophes, hyphens and blanks."""
    if not name.isascii():
        name = "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
    return _NO_KEY.sub("", name).casefold()


@lru_cache(maxsize=20_000)
def without_title(name: str) -> str:
    return _TITLED.sub("", name)


class Gazetteer:
    """An index of `people` and `bodies`: immutable, made once, shared by all texts; `version` changes with what it knows."""

    def __init__(self, people: Iterable[Person] = (), bodies: Iterable[Body] = ()) -> None:
        self.people: Final = tuple(people)
        self.bodies: Final = tuple(bodies)
        self._named: dict[str, list[Person]] = defaultdict(list)
        self._surnames: dict[str, list[Person]] = defaultdict(list)
        self._styled: dict[str, list[Person]] = defaultdict(list)
        self._guarded: dict[str, Person] = {}
        self._bodies: dict[str, Body] = {}
        self._metonyms: dict[str, Body] = {}
        for person in self.people:
            self._add_person(person)
        for body in self.bodies:
            self._bodies.update((key_of(name), body) for name in (body.name, *body.aliases))
            self._metonyms.update((phrase.casefold().replace("’", "'"), body) for phrase in body.metonyms)
        roles = {
            role.casefold().replace("’", "'")
            for person in self.people
            for tenure in person.tenures
            for role in (tenure.role, *tenure.aliases)
        }
        nicknames = {phrase.casefold().replace("’", "'") for person in self.people for phrase in person.nicknames}
        self.role_phrases: Final = tuple(sorted(roles | nicknames, key=len, reverse=True))
        self.metonym_phrases: Final = tuple(sorted(self._metonyms, key=len, reverse=True))
        self.phrases: Final = _any_of([*roles, *nicknames])
        self.metonyms: Final = _any_of(self._metonyms)
        self.body_names: Final = _any_of([name for body in self.bodies for name in (body.name, *body.aliases)], flags=0)
        self.body_ends: Final = frozenset(
            key_of(name.split()[-1]) for body in self.bodies for name in (body.name, *body.aliases, *body.metonyms)
        )
        self.version: Final = blake2b(repr((self.people, self.bodies)).encode(), digest_size=4).hexdigest()
        self._nicknames = {phrase.casefold().replace("’", "'"): person for person in self.people for phrase in person.nicknames}
        self._held: dict[str, list[tuple[Person, Tenure]]] = defaultdict(list)
        for person in self.people:
            for tenure in person.tenures:
                for role in {each.casefold() for each in (tenure.role, *tenure.aliases)}:
                    self._held[role].append((person, tenure))

    def _add_person(self, person: Person) -> None:
        for name in (person.name, *person.aliases):
            bare = without_title(name)
            _append(self._named[key_of(bare)], person)
            if " " in bare:
                _append(self._surnames[key_of(bare.split()[-1])], person)
        title = _TITLE.match(person.name)
        if title:
            first = without_title(person.name).split()[0]
            _append(self._styled[key_of(f"{title[1]} {first}")], person)
        for name in person.guarded:
            self._guarded[key_of(without_title(name))] = person

    def people_named(self, printed: str, *, near: str = "") -> tuple[Person, ...]:
        """Return who a whole printed name can mean; `near` is the text around it, which a guarded misspelling needs."""
        name = _without_possessive(printed.strip())
        key = key_of(without_title(name))
        found = self._named.get(key) or self._styled.get(key_of(name))
        if found:
            return tuple(found)
        guarded = self._guarded.get(key)
        if guarded and any(re.search(rf"\b{re.escape(word)}\b", near, re.IGNORECASE) for word in guarded.near):
            return (guarded,)
        return ()

    def people_surnamed(self, surname: str) -> tuple[Person, ...]:
        return tuple(self._surnames.get(key_of(_without_possessive(surname)), ()))

    def body_named(self, printed: str) -> Body | None:
        name = _without_possessive(printed.strip())
        if name[:4] in ("the ", "The "):
            name = name[4:]
        return self._bodies.get(key_of(name)) or self._metonyms.get(f"the {name}".casefold().replace("’", "'"))

    def nicknamed(self, phrase: str) -> Person | None:
        """Return whom a nickname means ("former academy trust boss"), whoever else it might fit."""
        return self._nicknames.get(phrase.casefold().replace("’", "'"))

    def holders(self, phrase: str, day: date | None) -> tuple[Person, ...]:
        """Return who a role ("the chief inspector") or a nickname means on `day`; without a day, everybody who ever held it."""
        wanted = phrase.casefold().replace("’", "'")
        nicknamed = self._nicknames.get(wanted)
        if nicknamed:
            return (nicknamed,)
        return tuple(person for person, tenure in self._held.get(wanted, ()) if day is None or tenure.holds_on(day))


def _without_possessive(name: str) -> str:
    return _POSSESSIVE.sub("", name) if name.endswith(("s", "’", "'")) else name


def tenure_on(person: Person, day: date | None) -> Tenure | None:
    """Return the role of `person` on `day`: the one that began last; without a day, the only one there is."""
    if day is None:
        return person.tenures[0] if len(person.tenures) == 1 else None
    held = [tenure for tenure in person.tenures if tenure.holds_on(day)]
    return max(held, key=lambda tenure: tenure.since or date.min, default=None)


def _append(people: list[Person], person: Person) -> None:
    if person not in people:
        people.append(person)


def _any_of(phrases: Iterable[str], flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """Return a pattern for any of `phrases`, longest first, apostrophes in any form; it matches nothing if there are none."""
    longest = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    if not longest:
        return re.compile(r"(?!)")
    escaped = "|".join(re.sub(r"'|’", "['’]", re.escape(phrase).replace(r"\ ", " ")) for phrase in longest)
    return re.compile(rf"(?<![\w’'-])(?:{escaped})(?!\w)", flags)
