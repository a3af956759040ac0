"""The bodies that a text names, where it does, and which of them "the trust", "its" and "our" mean at a place."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from watcher.ledger.gazetteer import TITLES
from watcher.ledger.given import is_given
from watcher.ledger.names import ENDS_OFFICE, LEADS_NO_NAME, OF_SCHOOLS, ROLE_WORDS

NAMES_CHARS_MAX: Final = 40_000
"""Bodies are looked for in so much of a text."""
BACK_SENTENCES_MAX: Final = 4
"""So many sentences before "its director" are asked for the body."""
_CAPITAL: Final = r"[A-ZÀ-ÖØ-Þ]"
_LETTERS: Final = r"[\w’'&.-]*(?<!\.)"
_WORD: Final = rf"{_CAPITAL}{_LETTERS}"
_IN_FIELD: Final = r"in(?= (?:Learning|Education|Schools?|Teaching|Headship)\b)"
_WORDS_BEHIND: Final = rf"(?: (?:(?:(?:of|for|and|&|on|Against)(?: the)?|{_IN_FIELD}) )?{_WORD})*"
NAME: Final = rf"{_WORD}{_WORDS_BEHIND}"
"""A run of capitals as names of bodies have it."""
# It begins with a set of characters, so that the search leaps from capital to capital.
_RUN: Final = re.compile(rf"{_CAPITAL}(?<![\w’'-].){_LETTERS}{_WORDS_BEHIND}")
_POSSESSIVE: Final = re.compile(r"[’']s(?= )")
_ENDS_POSSESSIVE: Final = re.compile(r"(?:[’']s|(?<=s)[’'])$")
_OWNERS_OF_NAMES: Final = re.compile(r"(?:St|Saint|King|Queen|Bishop|Lady|Children|People|Women|Men)\b")
_SAINT: Final = re.compile(r"(?:St|Saint|All) [A-Z]")
_TITLED: Final = re.compile(rf"{TITLES} ")
_NUMBERS: Final = frozenset("One Two Three Four Five Six Seven Eight Nine Ten".split())
_AND: Final = re.compile(r" (?:and|&) (?:the )?")
_PREPOSITION: Final = re.compile(r" (?:of|for|in|on) ")

SCHOOL: Final = "school"
TRUST: Final = "trust"
UNION: Final = "union"
CHARITY: Final = "charity"
COUNCIL: Final = "council"
STATE: Final = "state"
FIRM: Final = "firm"
BRANCH: Final = "branch"
_KINDS_OF: Final = {
    SCHOOL: "School Primary Juniors Infants Nursery High Lower Upper Academy College Secondary Grammar Infant Junior Sixth-Form",
    TRUST: "Trust Academies Schools Learning Partnership Federation Alliance",
    UNION: "Union Guild Association League Federation Confederation Alliance Society Staff Heads Leaders Teachers Workers"
    " Headteachers Professionals Lecturers Together Deputies Council",
    CHARITY: "Trust Fund Foundation Support Line Helpline Counselling Society Charity Collective Appeal Samaritans",
    COUNCIL: "Council Borough County City Authority",
    FIRM: "LLP Solicitors Ltd Chambers Consulting",
    STATE: "Department Ministry Inspectorate Ofsted Edinspect",
    "": "Forum Network Institute University Committee Commission Panel Diocese Archdiocese Board Campaign Coalition Consortium"
    " Office Centre Group Agency Service Collaborative Partners Compact Priory Hospital Parents Governors Clerks Club Tribunal"
    " Confederation Federation Chamber Movement Roundtable Hub Unit Company Congress Church Party Police Inquiry Voice Project"
    " Programme",
}  # fmt: skip
_SCHOOLS: Final = frozenset(_KINDS_OF[SCHOOL].split())
_HEADS_OF: Final = frozenset("Headteachers Heads Governors Staff Principals Trustees Parents".split())
"""Who signs for schools: "Headteachers of Elm School"."""
_PLURALS: Final = frozenset(
    "Academies Schools Learning Staff Heads Leaders Teachers Workers Headteachers Professionals Lecturers Deputies Support Parents"
    " Governors".split()
)
"""Words behind which a name goes on with "and" ("Amalgamated Heads and Deputies")."""
_KINDS: Final = {
    word: frozenset(kind for kind, words in _KINDS_OF.items() if kind and word in words.split())
    for words in _KINDS_OF.values()
    for word in words.split()
}
"""What a body can be, by the word that its name ends or begins with."""
_NOUNS: Final = {
    "school": SCHOOL, "academy": SCHOOL, "college": SCHOOL, "primary": SCHOOL, "juniors": SCHOOL, "infants": SCHOOL,
    "trust": TRUST, "chain": TRUST, "group": TRUST, "employer": TRUST, "mat": TRUST, "partnership": TRUST,
    "union": UNION, "charity": CHARITY, "helpline": CHARITY,
    "council": COUNCIL, "authority": COUNCIL, "borough": COUNCIL, "city": COUNCIL, "county": COUNCIL, "firm": FIRM,
    "department": STATE, "government": STATE, "watchdog": STATE, "inspectorate": STATE, "ministry": STATE,
}  # fmt: skip
"""Which kind of body a noun in small letters means, where no name of the text has the noun itself."""
_ANY: Final = frozenset(("organisation", "body", "employer"))
GENERIC: Final = frozenset(each.casefold() for each in _KINDS if each) | frozenset(_NOUNS) | _ANY
"""The nouns by which a body can be called after it was named."""
_CALLED: Final = (
    r"(?P<kind>charity|union|academy (?:trust|chain)|trust|chain|think[ -]tank|law firm|firm|consultancy|campaign(?: group)?"
    r"|pressure group|network|helpline|group|lobbying firm|research group|company)"
)
_OFFICER: Final = (
    r"(?:chief|director|head|leader|boss|secretary|chair|manager|officer|official|spokes|executive|president|founder|trustee"
    r"|campaigner|worker|rep|governor|lead|member)"
)
_CALLED_AHEAD: Final = re.compile(rf"\b(?:[Tt]he|[Aa]n?|[Ii]ts|and|\w+[’']s?) (?:[a-z’'-]+ )?{_CALLED} $")
_CALLED_BEHIND: Final = re.compile(
    rf"(?:, (?:an?|the|one of [^,.]{{3,30}}?) (?:[a-z’'-]+ ){{0,3}}{_CALLED}(?![’'-]| {_OFFICER})"
    r"|, (?:which|whose (?:chief executive|general secretary|president|director|founder|chair|head|company secretary))\b"
    r"|[’']s (?:chief executive|general secretary|president|founder)\b)"
)
_LEADERS_OF: Final = re.compile(
    r"\b(?:chief executive|general secretary|president|founder|director|secretary|chair|ceo|staff|runs|joined|behalf)"
    r" (?:of|at|for) (?:the )?$",
    re.IGNORECASE,
)
_LED: Final = frozenset(("of", "at", "for", "the"))
_CALLS_LAST: Final = frozenset(
    "charity union trust chain tank think-tank firm consultancy campaign group network helpline company".split()
)
_CALLED_CHARS: Final = 60
_POSSESSIVE_CHARS: Final = 2
_GOES_ON: Final = re.compile(r"(?: (?:to|with|by|on|in|from) [A-Z][\w-]*)+")
_ACRONYM: Final = re.compile(r" \((?:the |or )?(?P<short>[A-Z][A-Za-z]*[A-Z])\)")
_KIND_OF_CALLED: Final = {
    "charity": CHARITY, "helpline": CHARITY, "union": UNION, "trust": TRUST, "chain": TRUST, "academy trust": TRUST,
    "academy chain": TRUST, "law firm": FIRM, "firm": FIRM, "lobbying firm": FIRM,
}  # fmt: skip
_SENTENCE_ENDS: Final = re.compile(r"(?:[.!?:][”\"’']?|[”\"’'][.!?])\s+(?=[A-Z“\"‘*])|\n+")
_SUBJECT_AHEAD: Final = re.compile(
    r"\W*(?:(?:But|And|Meanwhile|Yet|Last \w+|This \w+|In [a-z ]+|Today|Yesterday),? )*(?:(?:[Tt]he|[Aa]n?) (?:[a-z-]+ ){0,3})?$"
)
_LEAD: Final = re.compile(
    r"(?:A|An|One) (?:[a-z’'-]+ ){0,3}?(?P<noun>charity|union|trust|helpline|council)\b(?! (?:chief|boss|leader|head))"
)
_DEFINITE: Final = re.compile(
    r"\b[Tt]he (?:(?:national|local|whole|parent|teaching|same|multi-academy|academy|wider) )?(?P<noun>[a-z]+)\b(?![’'-])"
)
_BRANCH: Final = re.compile(rf" (?P<noun>branch|division|district|region)\b(?: of (?:the )?{NAME})?")
_OF: Final = re.compile(r" of (?:the )?(?=[A-Z])")
_FOR: Final = re.compile(r" for (?=[A-Z])")


class Named(NamedTuple):
    """`text[start:end]` names a body: `name` as it is shown, `kinds` what it can be, `nouns` the words it can be called by."""

    name: str
    start: int
    end: int
    kinds: frozenset[str]
    noun: str


Fits = Callable[[Named], bool]


def anything(_body: Named) -> bool:
    return True


class Bodies:
    """The bodies of one text, looked for once, when the first is asked for. `known` returns a list's name for a printed one."""

    def __init__(self, text: str, title: str, known: Callable[[str], str | None], is_paper: Callable[[str], bool]) -> None:
        self._text: Final = text[:NAMES_CHARS_MAX]
        self._title: Final = title
        self._known: Final = known
        self._is_paper: Final = is_paper
        self._acronyms: dict[str, Named] = {}

    @cached_property
    def named(self) -> tuple[Named, ...]:
        """Return every mention of a body, in the order of the text; a short form has the name of the longer one."""
        found: list[Named] = []
        seen: dict[str, Named] = {}
        unsure: list[Named] = []
        text = self._text
        for match in _RUN.finditer(text):
            run, offset = match.group(), match.start()
            if " " not in run and (run in LEADS_NO_NAME or run.casefold() in ROLE_WORDS):
                continue
            for begin, stop in _parts(run):
                body = self._body(offset + begin, offset + stop)
                if body is None:
                    continue
                if body.noun or body.kinds:
                    found.append(body)
                    seen.setdefault(body.name, body)
                else:
                    unsure.append(body)
        led = self._led(unsure, found)
        if led:
            found.append(led)
            seen.setdefault(led.name, led)
        for each in [*seen.values()]:
            acronym = _ACRONYM.match(text, each.end)
            if acronym:
                self._acronyms[acronym["short"]] = each
        edges = {part for name in seen for part in (name.split(" ", 1)[0], name.rsplit(" ", 1)[-1])} | set(self._acronyms)
        found.extend(
            each
            for each in unsure
            if each.name.split(" ", 1)[0] in edges and self._longer(each.name, seen) and not self._is_place(each.name)
        )
        found = [self._as_longer(each, seen) for each in found]
        return tuple(sorted(found, key=lambda each: each.start))

    def _led(self, unsure: list[Named], found: list[Named]) -> Named | None:
        """Return the body of "A charity says …" if the next paragraph begins with capitals that nothing else explains."""
        lead = _LEAD.match(self._text)
        begins = self._text.find("\n") + 1
        while 0 < begins < len(self._text) and self._text[begins] == "\n":
            begins += 1
        if lead is None or any(each.start < begins for each in found):
            return None
        first = next((each for each in unsure if each.start in (begins, begins + len("The "))), None)
        kind = _NOUNS.get(lead["noun"])
        if first and self._is_person(first.name):
            return None
        return Named(first.name, first.start, first.end, frozenset((kind,)), lead["noun"]) if first and kind else None

    def _is_person(self, name: str) -> bool:
        """Whether the text calls the last word of a name Ms or Mr, or lets its bearer tell somebody something."""
        last = name.rsplit(" ", 1)[-1]
        return f"{name} told " in self._text or any(f"{title} {last}" in self._text for title in ("Mr", "Ms", "Mrs", "Miss", "Dr"))

    def _is_place(self, name: str) -> bool:
        """Whether the text uses a word as a place's name, which is no short form of a body there."""
        return " " not in name and any(f" {at} {name}" in self._text for at in ("in", "near", "around", "across"))

    def _as_longer(self, body: Named, seen: dict[str, Named]) -> Named:
        """Return a mention by a short form ("the Old Association", "Dray Lane") with its whole name."""
        whole = self._longer(body.name, seen)
        return Named(whole.name, body.start, body.end, whole.kinds, whole.noun) if whole else body

    def _longer(self, name: str, seen: dict[str, Named]) -> Named | None:
        """Return the one longer name of the text that begins with `name`, or ends in it."""
        if name in self._acronyms:
            return self._acronyms[name]
        found = [
            each
            for other, each in seen.items()
            if len(other) > len(name) and BRANCH not in each.kinds and (other.startswith(f"{name} ") or other.endswith(f" {name}"))
        ]
        return found[0] if len(found) == 1 else None

    def _body(self, start: int, end: int) -> Named | None:
        """Return the body that a run of capitals names; one without kind or noun if nothing says what it is but its capitals."""
        printed = self._text[start:end].rstrip(" ,.&")
        printed = printed if _SAINT.match(printed) else _ENDS_POSSESSIVE.sub("", printed).rstrip("’'")
        branch = _BRANCH.match(self._text, end)
        if branch:
            name = f"{printed}{branch.group()}"
            return Named(name, start, start + len(name), frozenset((BRANCH,)), branch["noun"])
        known = self._known(printed)
        kinds, noun = _kinds_of(printed)
        if known is not None:
            return Named(known, start, end, kinds or _kinds_of(known)[0] or frozenset((STATE,)), noun or known.casefold())
        if noun and " " in printed and not self._is_paper(printed):
            return Named(printed, start, end, kinds, noun)
        if not printed or _TITLED.match(printed) or is_given(printed.split(" ", 1)[0]):
            return None
        return self._called(start, end, printed) or Named(printed, start, end, frozenset(), "")

    def _called(self, start: int, end: int, printed: str) -> Named | None:
        """Return the body that words say capitals to be: "the charity Open Gate", "Open Gate, a charity", "chair of Open Gate"."""
        text, behind_at = self._text, start + len(printed)
        last = text[text.rfind(" ", 0, max(0, start - 1)) + 1 : start].rstrip()
        ahead = _CALLED_AHEAD.search(text, max(0, start - _CALLED_CHARS), start) if last in _CALLS_LAST else None
        behind = _CALLED_BEHIND.match(text, behind_at) if text[behind_at : behind_at + 1] in (",", "’", "'") else None
        called = (ahead["kind"] if ahead else None) or (behind["kind"] if behind else None)
        if called:
            kind = _KIND_OF_CALLED.get(called.replace("-", " "))
            goes_on = _GOES_ON.match(text, end) if ahead else None
            stop = goes_on.end() if goes_on else end
            name = text[start:stop] if goes_on else printed
            return Named(name, start, stop, frozenset((kind,)) if kind else frozenset(), called.split()[-1])
        is_led = " " in printed and last in _LED and printed.split(" ", 1)[0] not in ENDS_OFFICE
        if behind or (is_led and _LEADERS_OF.search(text, max(0, start - _CALLED_CHARS), start)):
            return Named(printed, start, end, frozenset(), "organisation")
        return None

    def whole(self, printed: str) -> str:
        """Return the whole name of a body that is printed as a short form, or as it is."""
        name = printed if _SAINT.match(printed) else _ENDS_POSSESSIVE.sub("", printed)
        for each in self.named:
            if self._text.startswith(name, each.start) and abs(each.end - each.start - len(name)) <= _POSSESSIVE_CHARS:
                return each.name
        seen = {each.name: each for each in self.named}
        longer = self._longer(name, seen)
        return longer.name if longer else name

    def is_name(self, printed: str) -> bool:
        """Whether capitals can be a body's name: two words, the first no given name."""
        return " " in printed and not is_given(printed.split(" ", 1)[0]) and not _TITLED.match(printed)

    def at(self, place: int) -> Named | None:
        """Return the body whose name begins at `place`."""
        return next((each for each in self.named if each.start == place), None)

    def within(self, start: int, end: int) -> Named | None:
        """Return the first body that is named in a stretch of the text."""
        return next((each for each in self.named if start <= each.start < end), None)

    def last_before(self, at: int) -> str | None:
        """Return the body that is named last before a place: whose the "whose" behind it is."""
        before = [each for each in self.named if each.end <= at]
        return before[-1].name if before else None

    def meant(self, noun: str, at: int, fits: Fits = anything) -> str | None:
        """Return which body "the trust" is at a place: the one of the nearest paragraph before that has one, else of the text.

        A name that has the noun itself goes before one that only can be called so; of two in one paragraph it is neither.
        """
        word = noun.casefold()
        own = [each for each in self.named if each.noun == word or word in each.name.casefold().split()[-1:]]
        kind = _NOUNS.get(word)
        also = [each for each in self.named if BRANCH not in each.kinds and (kind in each.kinds if kind else word in _ANY)]
        for found in (own, also):
            name = self._nearest([each for each in found if fits(each)], at)
            if name:
                return name
        return None

    def meant_body(self, noun: str, at: int) -> Named | None:
        """Return the body that `meant` names, with what it can be; None for a noun that no body of the text is called by."""
        name = self.meant(noun, at) if noun in GENERIC or any(each.noun == noun for each in self.named) else None
        return next((each for each in self.named if each.name == name), None)

    def nearest(self, at: int, fits: Fits) -> str | None:
        """Return the one body that fits of the nearest paragraph before a place that names one, else the only one of the text."""
        return self._nearest([each for each in self.named if fits(each)], at)

    def only_or_beside(self, at: int, fits: Fits) -> str | None:
        """Return the only body of the text that fits, the one that its title names, or the one that the paragraph named before."""
        names = list(dict.fromkeys(each.name for each in self.named if fits(each)))
        titled = [each for each in names if " ".join(each.split()[:2]) in self._title]
        if len(names) == 1 or len(titled) == 1:
            return (names if len(names) == 1 else titled)[0]
        begins = self._text.rfind("\n", 0, at) + 1
        beside = {each.name for each in self.named if begins <= each.start < at and fits(each)}
        return beside.pop() if len(beside) == 1 else None

    def _nearest(self, found: list[Named], at: int) -> str | None:
        names = {each.name for each in found}
        if len(names) == 1:
            return names.pop()
        before = [each for each in found if each.start < at]
        if not before:
            return None
        last = before[-1]
        begins = self._text.rfind("\n", 0, last.start) + 1
        together = {each.name for each in before if each.start >= begins}
        return last.name if len(together) == 1 else None

    def pair(self, at: int) -> tuple[str, str] | None:
        """Return the two bodies that were named last before a place, which "the former" and "the latter" are."""
        names: list[str] = []
        for each in reversed([each for each in self.named if each.end <= at]):
            if each.name not in names:
                names.append(each.name)
        return (names[1], names[0]) if len(names) > 1 else None

    def only(self, fits: Fits) -> str | None:
        """Return the one body of the text that fits."""
        names = {each.name for each in self.named if fits(each)}
        return names.pop() if len(names) == 1 else None

    def its(self, at: int, fits: Fits = anything) -> str | None:
        """Return whose "its" is at a place: the body that the sentence so far, or the nearest one before that has any, is about."""
        start = self._text.rfind("\n", 0, at) + 1
        above = self._text.rfind("\n", 0, max(0, start - 2)) + 1 if start else 0
        bounds = [above, *(each.end() for each in _SENTENCE_ENDS.finditer(self._text, above, at)), at]
        for begin, end in list(pairwise(bounds))[: -BACK_SENTENCES_MAX - 1 : -1]:
            inside = [each for each in self.named if begin <= each.start and each.end <= end and fits(each)]
            if inside:
                is_subject = _SUBJECT_AHEAD.fullmatch(self._text[begin : inside[0].start])
                return inside[0].name if is_subject or len({each.name for each in inside}) == 1 else None
            for definite in _DEFINITE.finditer(self._text, begin, end):
                if definite["noun"] in GENERIC and (name := self.meant(definite["noun"], definite.start(), fits)):
                    return name
        return None


def is_whole_name(name: str) -> bool:
    """Whether a name says by itself what it names: no short form of another."""
    return " " in name and bool(_kinds_of(name)[1]) and not name.startswith(("the ", "The "))


def named_as(name: str) -> Named:
    """Return a body that is known by its name alone, as the publisher of a page is."""
    kinds, noun = _kinds_of(name)
    return Named(name, 0, 0, kinds, noun)


@lru_cache(maxsize=5_000)
def _parts(run: str) -> tuple[tuple[int, int], ...]:
    """Return where the names in a run of capitals are: it is cut behind a possessive, at "and" between two names, and trimmed."""
    if " " not in run:
        return ((0, len(run)),)
    cuts = [0]
    for match in _POSSESSIVE.finditer(run):
        behind = run[match.end() + 1 :].split()
        is_name = _OWNERS_OF_NAMES.match(run[cuts[-1] :]) or all(each.rstrip("’'") in OF_SCHOOLS for each in behind)
        if not is_name:
            cuts.append(match.end() + 1)
    for match in _AND.finditer(run):
        left = run[max(each for each in cuts if each <= match.start()) : match.start()]
        right = run[match.end() :]
        is_cut = match.group().endswith("the ") or _TITLED.match(right) or is_given(left.split(" ", 1)[0] or "x")
        last = left.rsplit(" ", 1)[-1]
        is_end = last in _KINDS and last not in _PLURALS and " " in left and not _PREPOSITION.search(left)
        if is_cut or is_end or is_given(right.split(" ", 1)[0]):
            cuts.append(match.end())
    for match in _FOR.finditer(run):  # "to leave Ash Schools Trust for Coast Trust"
        left, right = run[max(each for each in cuts if each <= match.start()) : match.start()], run[match.end() :]
        ends = [each.rsplit(" ", 1)[-1] for each in (left, right)]
        if " " in right and all(each in _KINDS and each not in _PLURALS for each in ends) and not _PREPOSITION.search(left):
            cuts.append(match.end())
    for match in _OF.finditer(run):  # "Ada Brook of the Guild of Pilots"
        left = run[max(each for each in cuts if each <= match.start()) : match.start()]
        is_person = " " in left and _KINDS.keys().isdisjoint(left.split())
        right = run[match.end() :]
        if is_person and (_kinds_of(right)[1] or _kinds_of(right.split("’s ", 1)[0])[1]):
            cuts.append(match.end())
    cuts = sorted(set(cuts))
    found = []
    for begin, end in zip(cuts, [*cuts[1:], len(run)], strict=True):
        words = re.sub(r" (?:and|&|for|of)(?: the)? ?$", "", run[begin:end].rstrip())
        skip = _skip(words)
        if words[skip:]:
            found.append((begin + skip, begin + len(words)))
    return tuple(found)


def _skip(words: str) -> int:
    """Return how many characters at the start of a run are no part of a name: "In", "The", "Chair of the"."""
    skip = 0
    while True:
        word, blank, rest = words[skip:].partition(" ")
        is_role = word.casefold() in ROLE_WORDS and word not in _KINDS and rest.startswith(("of ", "for "))
        is_role = is_role or (rest.startswith("of ") and word in _HEADS_OF and words.rsplit(" ", 1)[-1] in _SCHOOLS)
        if is_role:
            behind = re.match(r"(?:of|for) (?:the )?", rest)
            skip += len(word) + 1 + (behind.end() if behind else 0)
        elif blank and (word in LEADS_NO_NAME or word == "The") and not (word in _NUMBERS and words.rsplit(" ", 1)[-1] in _KINDS):
            skip += len(word) + 1
            behind = re.match(r"(?:of|for|and|in|on) (?:the )?", rest)
            skip += behind.end() if behind else 0
        else:
            return skip


@lru_cache(maxsize=5_000)
def _kinds_of(name: str) -> tuple[frozenset[str], str]:
    """Return what a body can be by its name, and the noun it is called by: of "Union of Primary Heads" a union."""
    ahead = _PREPOSITION.split(name, maxsplit=1)[0]
    heads = [ahead.rsplit(" ", 1)[-1], ahead.split(" ", 1)[0] if ahead != name else "", name.rsplit(" ", 1)[-1]]
    heads = heads[::-1] if heads[0] == "Church" else heads
    for head in heads:
        plain = _ENDS_POSSESSIVE.sub("", head)
        if plain in _KINDS:
            return _KINDS[plain], plain.casefold()
        if plain.isupper() and len(plain) > 2 and plain.isalpha() and name == plain:
            return frozenset((UNION,)), plain.casefold()
    if name.startswith(("St ", "Saint ")) and re.search(r"[’']s$", name):
        return frozenset((SCHOOL,)), "school"
    return frozenset(), ""
