"""Who holds which post at which body: what the places of a text that tell it mean, the ones to trust first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from watcher.ledger.belonging import cut_role, trimmed, whole_of
from watcher.ledger.bodies import GENERIC, NAME, SCHOOL, TRUST, UNION, Bodies, Fits, Named, is_whole_name, named_as
from watcher.ledger.names import ENDS_OFFICE
from watcher.ledger.roles import (
    AT_SCHOOL,
    FORMER,
    NO_LONGER,
    OF_BOARD,
    OF_ONE,
    OF_PLACE,
    ROLE_CHARS_MAX,
    cut_clause,
    is_of_nearest,
    is_role,
    is_staff,
    singular,
    who_can_have,
)
from watcher.ledger.told import OWNER, POSSESSED, Telling, Told

MENTIONS_MAX: Final = 12
"""So many mentions of one name are looked at."""
_LEAD_CHARS: Final = 400
"""So much of a text says what it is about."""
_ONE_OF: Final = re.compile(
    r"one of (?P<owner>(?:the|our|its|their) ?(?:[a-z]+[’']s? )?)(?:(?:two|three|four|five|six|\w+teen|many|several) )?"
    r"(?P<role>[a-z -]+?)s$",
    re.IGNORECASE,
)
_LEADERS: Final = {
    SCHOOL: ("headteacher", "head teacher", "principal", "head"),
    TRUST: ("chief executive",),
    UNION: ("general secretary", "chief executive"),
}
"""What somebody is who leads a body of a kind, by the first of these that the text says at all."""
_HEADING: Final = frozenset("lead leads led runs ran run head heads headed".split())
_ROLE_OF_VERB: Final = {
    "chair": "chair", "found": "founder", "co-fo": "founder", "set u": "founder", "start": "founder", "launc": "founder",
    "edits": "editor", "edite": "editor", "direc": "director", "manag": "manager", "coord": "coordinator",
    "co-or": "co-ordinator", "clerk": "clerk", "advis": "adviser",
}  # fmt: skip
_LEAVING: Final = ("stepped", "stood", "retired", "resigned", "leaves", "is leaving", "left", "used")
_SIZED: Final = re.compile(r"^the (?:[\w,]+-(?:school|strong|academy|member)|charity|union|think tank|\d+-\w+) (?=[A-Z])")
_LED_NOUN: Final = re.compile(r"(?:the|its|our) (?:[a-z]+ )?(?P<noun>[a-z]+)")
_LED_NAME: Final = re.compile(rf"(?:the )?{NAME}")
_LED_PART: Final = re.compile(rf"(?:the |an? )?[a-z][a-z -]{{2,40}} (?:at|for) (?:the )?{NAME}")
_MEMBERS_OF: Final = re.compile(rf" of the (?P<body>{NAME})")
_BOARDS: Final = frozenset(("trustees", "governors", "board"))
_PART_OF_BODY: Final = re.compile(
    rf" (?:of|for|at|in|with) (?:the )?(?P<body>{NAME}){POSSESSED} "
    r"(?P<part>(?:[A-Z][\w-]+ )*[a-z][\w-]*(?:[’'] ?s?)?(?: [a-z][\w’'-]*)*)$"
)
_PART_OF_NOUN: Final = re.compile(
    r" (?:of|for|at|in|with|on) (?P<owner>the|our|its|their|her|his) (?P<noun>[a-z]+)[’'](?:s )?(?P<part> ?[a-z][^,]*)$"
)
_AT_NOUN: Final = re.compile(
    r" (?:of|for|at|with|on|in) (?P<owner>the|our|its|their|this|that|her|his|my) (?:[a-z]+ )?(?P<noun>[a-z]+)$"
)
_OF_TWO: Final = re.compile(r" (?:of|at|for) the (?P<which>former|latter)$")
_OURS: Final = re.compile(r" (?:in|of|at|for|on) our (?:[A-Za-z]+ )*[a-z]+$")
_TELLING_VERBS: Final = (
    "who is was has had became becomes will remains took takes runs ran leads led chairs chaired heads headed founded"
    " joined left leaves retired resigned stepped stood teaches taught works worked speaks represents"
).split()
_TELLING_BEHIND: Final = (",", " (", " set up ", " used to ", *(f" {verb} " for verb in _TELLING_VERBS))
"""How what a surname is told to be begins."""
_HAS_NAME: Final = re.compile(r"(?:^|[ ‘“(-])[A-Z@].* |[ ‘“(][A-Z@]")
_ENDS_PREPOSITION: Final = re.compile(r" (?:of|for|at|with|from|to|in) (?:(?:the|a|an) )?(?:[a-z-]+ )?$")
_THERE: Final = re.compile(r" (?:t?here|at the time)\b.*$")
_THEN: Final = re.compile(r"^(?:then|now|currently|at present) (?:an? )?")
_NEIGHBOUR: Final = re.compile(r"(?:predecessor|successor|counterpart)\b")


@dataclass(frozen=True, slots=True)
class Post:
    """What one place says that somebody is: a role, a body or both. `is_former` if they no longer are.

    `is_derived` if the role is that of a verb ("leads the school"), `is_inherited` if the body is somebody else's ("her deputy"),
    `is_open` if it is said to be that of a body of which the text has two ("the trust’s chair").
    """

    role: str | None
    body: str | None
    is_former: bool = False
    is_derived: bool = False
    is_inherited: bool = False
    is_open: bool = False

    @property
    def is_sure(self) -> bool:
        return not (self.is_former or self.is_inherited)


@dataclass(frozen=True, slots=True)
class Page:
    """Whose page a text is: `home` if the publisher speaks on it for itself, `ours` whom "our" means there, signed or not."""

    home: str | None
    ours: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a text's people: `whole` is the one bearer of a surname, `last_named` who but one was named before a place.

    `split` reads role and body of words that name the body.
    """

    split: Callable[[str], tuple[str | None, str | None]]
    last_named: Callable[[int, str], str | None]
    whole: Callable[[str], str | None]


class Posts:
    """The posts of one text."""

    def __init__(self, text: str, bodies: Bodies, page: Page, telling: Telling, cast: Known) -> None:
        self._text: Final = text
        self._bodies: Final = bodies
        self._page: Final = page
        self._telling: Final = telling
        self._split: Final = cast.split
        self._last_named: Final = cast.last_named
        self._whole: Final = cast.whole
        self._held: dict[str, Post | None] = {}

    def of(self, name: str) -> Post | None:
        """Return the post of somebody by the whole name: the first that is held with its body, else what can be put together."""
        if name not in self._held:
            self._held[name] = None  # who is described by somebody who is described by them is described by neither
            self._held[name] = self._best(name)
        return self._held[name]

    def _best(self, name: str) -> Post | None:
        told: list[Post] = []
        for post in self._all(name):
            if post.role and post.body and post.is_sure and not post.is_derived:
                return post
            told.append(post)
        told.sort(key=lambda each: (each.is_inherited, each.is_former))
        whole = next((each for each in told if each.role and each.body), None)
        own = next((each.body for each in told if each.body and not each.is_inherited), None)
        if whole and not whole.is_derived:
            return replace(whole, body=own) if whole.is_inherited and own else whole
        role = next((each.role for each in told if each.role and not each.is_derived), None)
        if whole:
            return replace(whole, role=role or whole.role)
        body = next((each.body for each in told if each.body), None)
        role = role or next((each.role for each in told if each.role), None)
        is_open = body is None and any(each.is_open for each in told)
        return Post(role, body, is_open=is_open) if role or body else None

    def _all(self, name: str) -> Iterator[Post]:
        """Yield what each mention says, first those by the whole name, each in the order of the text."""
        for number, place in enumerate(self._places(name)):
            for told in self._telling.of(place, place + len(name), is_first=number == 0):
                if post := self._read(told, name):
                    yield post
        surname = name.rpartition(" ")[2]
        if surname == name or self._whole(surname) != name:
            return
        for place in self._places(surname):
            end = place + len(surname)
            is_whole = self._text.startswith(name, max(0, end - len(name)))
            if not is_whole and self._text.startswith(_TELLING_BEHIND, end):
                for told in self._telling.behind(end):
                    if post := self._read(told, name):
                        yield post

    def _places(self, name: str) -> Iterator[int]:
        place = self._text.find(name)
        for _ in range(MENTIONS_MAX):
            if place < 0:
                return
            yield place
            place = self._text.find(name, place + len(name))

    def _read(self, told: Told, name: str) -> Post | None:
        """Return the post that one place tells of."""
        if told.verb:
            return self._leading(told)
        if not told.words:
            body = self._bodies.meant(told.noun, told.at) if told.noun else told.body
            return Post(None, self._own(self._bodies.whole(body))) if body else None
        is_there = bool(_THERE.search(told.words))
        words = _THEN.sub("", _THERE.sub("", told.words))
        one = _ONE_OF.match(cut_clause(words))
        owner = OWNER.match(f"{one['owner'].strip()} x" if one else words)
        rest = cut_clause(singular(one["role"]) if one else words[owner.end() :] if owner else words)
        if not rest or len(rest) > ROLE_CHARS_MAX:
            return None
        if owner and _NEIGHBOUR.match(rest):
            return self._neighbour(rest, owner, told.at, name)
        role, body = (rest, told.body) if told.body else self._named(rest, told.at)
        if role is None or not is_role(role):
            return None
        role = f"former {role[9:]}" if role.startswith("formerly ") else role
        is_former, is_inherited, is_open = bool(FORMER.search(role)), False, False
        if body is None and owner and not owner["one"]:
            body = self._owned(owner, told.at, role, name)
            is_inherited = (owner["pron"] or "").casefold() in ("his", "her") or bool(owner["name"] and self._whole(owner["name"]))
            is_open = body is None and owner["noun"] is not None and owner["noun"] in GENERIC
        elif body is None:
            body = self._default(role, told.at) or (self._bodies.its(told.at) if is_there else None)
        return Post(role, self._own(body), is_former, is_inherited=is_inherited, is_open=is_open)

    def _own(self, body: str | None) -> str | None:
        """Return a body, or the whole name of the page's own if it is a part of that ("the South Fells branch")."""
        ours = self._page.ours
        return ours if body and ours and body.casefold() in ours.casefold() else body

    def _named(self, rest: str, at: int) -> tuple[str | None, str | None]:
        """Return the role and the body of words: by a noun ("of the latter", "in our office", "at the trust"), or by its name."""
        two, ours = _OF_TWO.search(rest), _OURS.search(rest)
        if two:
            pair = self._bodies.pair(at)
            return rest[: two.start()], pair[two["which"] == "latter"] if pair else None
        if ours:
            return rest[: ours.start()], self._page.ours
        part = _PART_OF_BODY.search(rest)
        if part:
            return rest[: part.start()], self._bodies.whole(part["body"])
        owned = _PART_OF_NOUN.search(rest) or _AT_NOUN.search(rest)
        if owned and owned["noun"] in GENERIC:
            body = self._bodies.meant(owned["noun"], at, who_can_have(rest[: owned.start()]))
            return rest[: owned.start()] if body else rest, body
        if not _HAS_NAME.search(rest):
            role, noun = cut_role(rest)
            return role, self._bodies.meant(noun, at, who_can_have(role or "")) if noun and noun in GENERIC else None
        return self._with_name(rest, at)

    def _with_name(self, rest: str, at: int) -> tuple[str | None, str | None]:
        """Return the role and the body of words in which the body is named, by its whole name or a short one."""
        role, place = self._split(rest)
        if place and place[:1].islower():
            place = self._bodies.meant(place, at)
        if place in ENDS_OFFICE or role in ("member", "Member") or (place and place.endswith(" group")):
            return rest, None  # "Director of Education", "Committee member", "leader of the Liberal group"
        role = cut_role(role)[0] if role else None
        place = trimmed(place) if place else None
        if place and role and place.startswith("Former "):
            role, place = f"former {role}", place.removeprefix("Former ")
        if role and place and is_whole_name(place):
            return role, place
        inside = self._inside(rest, at)
        if inside and (place is None or role is None or inside[1] not in place):
            return inside
        longer = whole_of(place, self._text) if place and " " not in place else None
        return role, longer or (self._bodies.whole(place) if place else None)

    def _inside(self, rest: str, at: int) -> tuple[str, str] | None:
        """Return the role and the body of words in which a body of the text is named behind a preposition."""
        place = self._text.find(rest, at)
        body = next((each for each in self._bodies.named if place <= each.start < place + len(rest)), None) if place >= 0 else None
        ahead = _ENDS_PREPOSITION.search(rest[: body.start - place]) if body else None
        return (rest[: ahead.start()], body.name) if ahead and body and is_role(rest[: ahead.start()]) else None

    def _owned(self, owner: re.Match[str], at: int, role: str, name: str) -> str | None:
        """Return the body of an owner: "the trust's", "its", "our", "her", "Guild's", or a person's."""
        fits = who_can_have(role)
        if owner["noun"]:
            noun = owner["noun"].rsplit(" ", 1)[-1]
            return self._bodies.meant(noun, at, fits) or self._bodies.meant(noun, at)
        if owner["name"]:
            return None if OF_PLACE.search(role) else self._owner_named(owner["name"], at, role, name)
        pronoun = owner["pron"].casefold()
        if pronoun in ("its", "their"):
            return self._bodies.its(at, fits)
        if pronoun == "whose":
            return self._bodies.last_before(at)
        if pronoun in ("his", "her") and (AT_SCHOOL.match(role) or is_staff(role)):
            other = self._last_named(at, name)
            held = self.of(other) if other else None
            return held.body if held else None
        return self._page.ours if pronoun == "our" else None

    def _owner_named(self, printed: str, at: int, role: str, name: str) -> str | None:
        """Return the body that an owner is by name, or that a person has who owns ("Strake’s deputy")."""
        named = next((each for each in self._bodies.named if at <= each.start < at + len(printed)), None)
        if named:
            return named.name
        person = self._whole(printed)
        held = self.of(person) if person and person != name else None
        if held or person:
            return held.body if held else None
        return printed if AT_SCHOOL.match(role) and self._bodies.is_name(printed) else None

    def _neighbour(self, rest: str, owner: re.Match[str], at: int, name: str) -> Post | None:
        """Return the post of a successor, a predecessor or a counterpart: the role of whom they follow, and the body."""
        person = self._whole(owner["name"]) if owner["name"] else self._last_named(at, name)
        held = self.of(person) if person and person != name else None
        if held is None or held.role is None:
            named = self._inside(rest, at)
            return Post(named[0], named[1]) if named else None
        role = NO_LONGER.sub("", held.role)
        if rest.startswith("predecessor"):
            return Post(f"former {role}", held.body, is_former=True)
        if rest.startswith("successor"):
            return Post(role, held.body)
        body = self._inside(rest, at)
        return Post(role, body[1]) if body else None

    def _leading(self, told: Told) -> Post | None:
        """Return the post of somebody who leads a body: "who chairs the trustees", "has led the school", "leaves Elm School"."""
        what = _SIZED.sub("", cut_clause(told.words))
        members = _MEMBERS_OF.search(what)
        if members and told.verb.startswith(("speaks", "spoke", "represents", "attends")):
            return Post(None, self._bodies.whole(members["body"]))
        if what == "it":
            its = self._bodies.its(told.at)
            led = next((each for each in self._bodies.named if each.name == its), None)
            return Post(self._title(told.verb, led), its, is_derived=True) if led else None
        noun = _LED_NOUN.fullmatch(what)
        if noun and noun["noun"] in _BOARDS:
            fits = who_can_have(f"chair of {noun['noun']}")
            body_name = self._at_home(fits) or self._bodies.nearest(told.at, fits)
            return Post(f"chair of {noun['noun']}", body_name) if told.verb.startswith("chair") else None
        body = self._bodies.meant_body(noun["noun"], told.at) if noun else self._body_led(what, told)
        if body is None:
            return None
        is_left = told.verb.startswith(_LEAVING)
        title = None if is_left or (not _LED_NAME.match(what) and noun is None) else self._title(told.verb, body)
        return Post(title, self._own(body.name), is_left, is_derived=True)

    def _body_led(self, what: str, told: Told) -> Named | None:
        if not _LED_NAME.match(what) and not _LED_PART.match(what):
            return None
        end = told.at + len(told.words)
        return next((each for each in self._bodies.named if told.at <= each.start < end), None)

    def _title(self, verb: str, body: Named) -> str | None:
        if verb.split(" ", 1)[0] not in _HEADING:
            return _ROLE_OF_VERB.get(verb[:5])
        words = _LEADERS[SCHOOL if SCHOOL in body.kinds else TRUST if TRUST in body.kinds else UNION]
        return next((each for each in words if each in self._text), "head" if SCHOOL in body.kinds else None)

    def _default(self, role: str, at: int) -> str | None:
        """Return the body of a role without one: the school of a head, the one body near it that an officer can be of."""
        plain = NO_LONGER.sub("", role)
        fits = who_can_have(plain)
        if AT_SCHOOL.match(plain):
            return self._bodies.only_or_beside(at, fits) if not role.casefold().startswith("retired") else None
        if plain != role:
            return None
        if OF_BOARD.match(plain) and "overnors" in self._text[:_LEAD_CHARS]:
            return self._bodies.only_or_beside(at, who_can_have("governor"))
        if not is_staff(plain):
            return None
        if is_of_nearest(plain):
            return self._at_home(fits) or self._bodies.nearest(at, fits)
        return self._at_home(fits) or self._bodies.its(at, fits) or (self._bodies.only(fits) if OF_ONE.search(plain) else None)

    def _at_home(self, fits: Fits) -> str | None:
        home = self._page.home
        return home if home and fits(named_as(home)) else None
