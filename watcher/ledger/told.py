"""Where a text tells what somebody is: before the name and behind it, in the rest of the sentence, in the sentences beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from watcher.ledger.bodies import NAME, Bodies, Named
from watcher.ledger.gazetteer import TITLES
from watcher.ledger.roles import cut_clause, is_role, names_role, singular

_AHEAD_CHARS: Final = 170
_BEHIND_CHARS: Final = 220
_PRONOUN_CHARS: Final = 500
"""So far behind the first mention "she is the duty manager" is looked for."""
POSSESSED: Final = r"(?:[’']s|(?<=s)[’'])"
OWNER: Final = re.compile(
    rf"(?:\b[Tt]he (?P<noun>[a-z]+(?: [a-z]+)?){POSSESSED}|(?P<name>{NAME}){POSSESSED}"
    rf"|\b(?P<pron>[Ii]ts|[Tt]heir|[Oo]ur|[Mm]y|[Hh]is|[Hh]er|whose)|\b(?P<one>[Tt]he|[Aa]n?|[Oo]ne|[Aa]nother)) (?=[\w‘“])"
)
"""Whose a role is: "the trust’s", "Ash Guild’s", "its"; `one` is an article, which says nothing."""
_BOUNDARY: Final = frozenset(
    "by from to and with but said says saying when that whom told adds added as according recalls explains warns writes replied is"
    " was are were has had have on of for at in into about laughs laughed admits admitted asked".split()
)
"""Words that stand before a role that has no article ("said chief executive Ada Brook")."""
_OF_WORDS: Final = frozenset("of for at in on".split())
_ARTICLES: Final = frozenset("the a an its their his her".split())
_ROLE_WORDS_MAX: Final = 8
_TITLES_AT_END: Final = re.compile(rf"(?:{TITLES}\s+)+$")
_SENTENCE_BEGINS: Final = re.compile(r"(?:; (?:and )?|[.!?][”\"’']?\s+(?=[A-Z“\"‘*])|\n|[”\"] )")
_CALLED: Final = re.compile(r"(?: of (?:ours|theirs|mine|his|hers))? (?:called|named)$")
_IDENTIFIED: Final = re.compile(r" (?:is|was)$")
_KIND_BESIDE: Final = re.compile(r"(?<=[A-Za-z]), an? [a-z][a-z -]{2,40}$")
"""What a body is, behind its name and before somebody's: "Director of Open Page, a charity, Ada Brook"."""
_ONE_OF_ITS: Final = re.compile(
    r"\b(?P<words>[Oo]ne of (?:the|its|our|their) (?:[a-z]+[’']s? )?(?:[a-z]+ )?[a-z]+s),(?: (?:the|a|an) [a-z -]{3,30})?$"
)
_SPEAKING_FOR_NOUN: Final = re.compile(r"(?:[Ff]or|[Oo]n behalf of) the (?P<noun>[a-z]+), $")
_AT_PLACE: Final = re.compile(rf"At (?:the )?{NAME},? ")
_LED_BY: Final = re.compile(r"\b(?P<leads>led|run|chaired|headed|founded|set up|edited|directed|managed) by $")
_POSSESSOR: Final = re.compile(rf"(?P<body>{NAME})[’']s $")
_FIRST_OF_TWO: Final = re.compile(r"(?<=s,) [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+ and$")
_RELATIVE: Final = re.compile(
    r",? (?:who|and who|which|and) "
    r"(?:[a-z]+ly |also |now |still |then |himself |herself |has |had |have |was |once |later |currently )*"
    r"(?:(?P<is>is|was|been|be|becomes?|became|remains?|attends as|works as|serves as|served as|acts as|acted as"
    r"|returned (?:[a-z]+ )?as|came (?:back )?as|took over (?:[a-z]+ )?as|takes over as|stepped down as|stood down as|retired as"
    r"|left as|arrived as|joined as|took charge as|resigned as|quit as|elected|appointed|made|named)"
    r"|(?P<leads>leads|led|runs|ran|run|chairs|chaired|heads|headed|founded|co-founded|set up|directs|manages|edits|coordinates"
    r"|co-ordinates|represents|advises|attends for|speaks for|speaks on behalf of"
    r"|(?:teaches|taught|works|worked|volunteers|volunteered|cooks|cooked|used to work)(?: [a-z]+){0,3} (?:at|for)"
    r"|used to (?:run|lead|chair|head|manage)"
    r"|clerks at))"
    r" (?P<what>[^.;:”“\"()§\n]{3,140})"
)
_SPEAKS_AS: Final = re.compile(r",? (?:who )?[^.;:”“\"()§\n]{3,90}? as (?P<what>(?:the |its |their )?[a-z][^.;:,”“\"()§\n]{3,100})")
_IS: Final = re.compile(
    r" (?:is|was|has been|had been|became|becomes|will be|remains)(?: (?:made|appointed|named|elected|re-elected))?(?: as)?"
    r"(?: (?:also|now|still|already|himself|herself))? (?P<what>(?:(?:the|an?|its|our|their|interim|acting|one of) )?"
    r"[^.;:”“\"()§\n]{3,110})"
)
_LEADS: Final = re.compile(
    r"(?: who)?(?: (?:has|had|now|also|once|still))? "
    r"(?P<leads>runs|ran|run|led|leads|headed|heads|chairs|chaired|founded|co-founded|set up|started"
    r"|launched|edits|edited"
    r"|directs|directed|manages|managed"
    r"|(?:teaches|taught|works|worked|volunteers|volunteered|cooks|cooked|used to work)(?: [a-z]+){0,3} (?:at|for)"
    r"|used to (?:run|lead|chair|head|manage)|clerks at|speaks for|spoke for|represents"
    r"|attends (?:for|on behalf of)|stepped down from|stood down from|retired from"
    r"|resigned from|leaves|is leaving|left) (?P<what>[^.;:”“\"()§\n]{3,140})"
)
_AS: Final = re.compile(
    r"(?: (?:has |had )?(?:retired|resigned|stepped down|stood down|quit|took over|takes over|returned|arrived|started|began"
    r"|served|serves"
    r"|works|worked))? as (?P<what>[^.;:”“\"()§\n]{3,110})"
)
_JOINED: Final = re.compile(
    rf" (?:has |had )?(?:joined|left|came to|moved to|arrived at|started at) (?:the )?(?P<body>{NAME}) as (?:an? |the |its )?"
    r"(?P<what>[a-z][^.;:,”“\"()§\n]{3,80})"
)
_LEFT_TO: Final = re.compile(
    r" (?:has |had )?left [^.;:”“\"\n]{3,60}? to (?P<leads>lead|run|head|chair|join) (?P<what>[^.;:”“\"()§\n]{3,80})"
)
_OWN: Final = re.compile(rf"[’']s (?:school|academy|trust|college|charity|firm|union|employer), (?:the )?(?P<body>{NAME})")
_SPEAKING_FOR: Final = re.compile(
    rf"(?:^|\n)(?:Speaking |Responding |Replying |Writing )?(?:[Ff]or|[Oo]n behalf of) (?:the )?(?P<body>{NAME}), $"
)
_APPOSED: Final = re.compile(r"(?:,| \(| –| —) ?(?P<what>[^;:”“\"()§\n.]{3,140})")
_BODY_FIRST: Final = re.compile(rf"(?:the )?(?P<body>{NAME})")
_AND_ALSO: Final = re.compile(r" and (?P<what>(?:the |an? )?[a-z][^,]*)$")
_VERB_FIRST: Final = re.compile(r"(?:runs|leads|heads|chairs|led|founded)\b")
_ONE_OF: Final = re.compile(r"^one of ")
_COMPLEMENT: Final = re.compile(r" (?:of|at|for|with|from|in) ")
_SIGNED: Final = re.compile(r",?\n(?P<what>[A-Z][^\n:;.“”\"?!]{3,100})(?=\n|$)")
_YEAR_AS: Final = re.compile(r" (?:is|was) (?:in|into) [^.,;:“”\"\n]{3,30} as (?P<what>[^.;:”“\"()§\n]{3,110})")
_ALSO_TOOK: Final = re.compile(
    r" (?:who|and) (?:took over|returned|came|stepped down|serves|works) as (?P<what>[^.;:“”\"()\n]{3,100})"
)
_OF: Final = re.compile(
    rf",? (?:\(?)(?:of|at|from|for) (?:the )?(?P<body>{NAME})(?:,? where (?:she|he) (?P<verb>is|leads on|works as|was|serves as) "
    r"(?P<role>[^.,;:”“\"]{3,60}))?"
)
_OF_FIRM: Final = re.compile(r" (?:of|at) (?:the )?(?P<body>[A-Z][\w’'&-]*(?: (?:(?:of|for|and|&) (?:the )?)?[A-Z][\w’'&-]*)+)")
_AND_ANOTHER: Final = re.compile(
    rf" and (?:{TITLES} )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){{1,2}}, (?P<what>(?:the )?(?:co-|joint )?[a-z][^.,;:”“\"()§\n]{{3,110}})"
)
_JOINT: Final = re.compile(r"^(?P<one>(?:the )?[a-z -]+?)s(?= of|,|$)|^(?:the )?(?:co-|joint )")
_WHOSE: Final = re.compile(rf",? whose (?P<body>{NAME}) ")
_FOR_NOUN: Final = re.compile(r", (?:speaking )?(?:for|on behalf of) the (?P<noun>[a-z]+)(?=[,.:])")
_DELEGATE: Final = re.compile(
    r"(?: \(|, (?:(?:of|from|for) )?)(?P<branch>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2})(?=\)|,? (?:said|told|spoke|urged|argued|asked"
    r"|wanted|drew|warned|moved|seconded|opposed)\b|, )"
)
"""Of which branch a delegate is: "Ada Brook (Elmby)", "Ada Brook, of Elmby,"."""
_OF_OWNED: Final = re.compile(r",? (?:of|from|at) the (?P<noun>[a-z]+)[’']s ")
_IS_NOW: Final = re.compile(r", (?:who|an?|the) [^.;:“”\"\n]{3,90}? is now (?P<what>[^.;:”“\"()§\n]{3,110})")
_CLAUSES: Final = (", who ", " who ", ", whose ", ", which ", ", and who ", " and who ")
_OF_SOMETHING: Final = (
    " of ",
    " at ",
    " from ",
    " for ",
    ", of ",
    ", at ",
    ", from ",
    ", for ",
    ", speaking ",
    ", on behalf ",
    " (",
    "’s ",
    "'s ",
)
_WHO_CLOSED: Final = re.compile(r", (?:who|whose) [^,.;:“”\"\n]{3,80}(?=,)")
_EMPLOYED: Final = re.compile(
    rf",? who (?:has |had )?(?:also )?(?:holds|held|sits|sat|serves|served|oversees|oversaw|worked|taught|been"
    rf"|succeeded|replaced|followed|handles|coordinates|teaches|works) (?:[^.,;:“”\"\n]{{0,50}} )?"
    rf"(?:at|for|on|with) (?:the )?(?P<body>{NAME})"
)
_AGED: Final = re.compile(r", (?:aged )?\d{2}(?=,)")
_COURTS: Final = ("ribunal", "barrister", " court", " Court", " KC", "counsel", "Counsel")
"""Where "for the trust" is who pleads for it."""
_SAYS: Final = re.compile(
    r"\b(?:said|says|saying|told|tells|added|adds|explains?|explained|recalls?|recalled|admits?|admitted|replied|replies|wrote"
    r"|writes"
    r"|insists?|insisted|warned|warns|laughs|laughed|shrugged|agreed|agrees|asked|asks|reckons|reckoned|joked|jokes)\b"
)
_SAYS_CHARS: Final = 30
_DESCRIBED: Final = re.compile(
    rf"(?P<words>(?:(?:The|Our|Its|Their|His|Her) (?:[a-z]+(?: [a-z]+)?{POSSESSED} )?|(?:{NAME}){POSSESSED} )"
    r"[a-z][^.,;:“”\"§]{2,70}?)(?:, (?:who|which) [^.;:“”\"]{3,120},)? (?:said|says|told|was|is|has|had|went|does|did|agreed|thinks"
    r"|thought|believes|put|puts|took|takes|saw|knows|remembers|disagreed|warned|warns|confirmed|added|would|will|can|could"
    r"|made|found|finds|felt|feels|[a-z]+ed)\b"
)
_DOER: Final = re.compile(r"\bby (?P<words>(?:the|our|its|their) [a-z][^.,;:“”\"]{2,70}?)(?:, who\b|\.)")
_SAID_BY: Final = re.compile(
    rf"[”\"’],? (?:{_SAYS.pattern}) (?P<words>(?:the|our|its|their|his|her) (?:[a-z]+{POSSESSED} )?[a-z][^.,;:“”\"]{{2,80}})"
)
_NEXT: Final = re.compile(
    r"\s+(?P<words>(?:The|Our|Its|Their|His|Her) (?:[a-z]+[’']s |[A-Z]+ )?[a-z][^.,;:“”\"]{2,70}?)"
    r"(?=,? (?:who|which|has|had|was|is|says|said|began|used|did|does|put|told|added|thinks|went|took|remembers|recalls|[a-z]+ed)\b"
    r"|,? said|,”)"
)
_STOPS: Final = re.compile(r"[.!?][”\"]?(?=\s)")
_SHE_IS: Final = re.compile(
    r"(?:^|[.\n] ?|[.,] |, and )(?:(?:[A-Z][^.“”\"\n]{0,60}?\b)?(?:[Ss]he|[Hh]e) (?:is|was|has been|had been|became"
    r"|was (?:made|appointed|elected|named)|remains) (?:now |also |still )?(?P<what>(?:the |an? |its )?[a-z][^.;:”“\"()\n]{3,110})"
    rf"|As (?P<as>(?:the )?[a-z][a-z -]{{2,40}} (?:of|at) (?:the )?{NAME}),? (?:she|he)\b)"
)
_SHE_AT: Final = re.compile(
    rf"\b(?:[Ss]he|[Hh]e) (?:(?:has|had) (?:been|worked|taught)|works|worked|teaches|taught)(?: [a-z]+){{0,3}} (?:at|for) "
    rf"(?:the )?(?P<body>{NAME})"
)
_SHE_LEADS: Final = re.compile(
    r"\b(?:[Ss]he|[Hh]e) (?:now |also |has |still )?(?P<leads>runs|leads|led|chairs|heads|founded|edits|directs|manages|represents)"
    r" (?P<what>[^.;:”“\"()§\n]{3,100})"
)
_WHERE_IS: Final = re.compile(
    rf"\b(?P<body>{NAME}), where (?:she|he) (?:is|was|works as|serves as|has been) (?:an? |the )?(?P<what>[a-z][^.;:,”“\"]{{3,70}})"
)
_ELECTED: Final = re.compile(
    r"\b(?:having been|was|after being|has been) (?:elected|appointed|made|named|re-elected)(?: as)? "
    r"(?P<what>(?:its|their|the) [a-z][^.;:,”“\"]{3,80})"
)
_ONE_OF_THEM: Final = re.compile(
    r"(?:^|[.\n] )One of (?:those|these|the|them) (?P<role>[a-z][a-z -]{2,40})s (?:was|is|were|had)\b[^.]*\.\s$"
)
_ROLE_STAYS: Final = re.compile(r"(?:^|[.\n] )The (?P<role>[a-z]+(?: [a-z]+)?) (?:is|was|will|has)\b[^.\n]*\.\s$")
_WAS_APPOINTED: Final = re.compile(
    r" (?:was appointed|was made|took (?:over|up|charge)|arrived|has held|has been in (?:the )?post|came to|joined)\b"
)
_RUN_IN_HEADING: Final = re.compile(rf"\*\*(?P<name>{NAME})\*\*")
_LEAD_BEGINS: Final = re.compile(
    r"(?:A|An|The) (?P<role>(?:former |retired )?[a-z][a-z -]{2,40}?) (?:has|had|who|is|was|says|said|told|from|at|of)\b"
)
_LEAD_ENDS: Final = re.compile(
    r", (?:an?|the) (?P<role>[a-z][a-z -]{2,40}?) (?:has |have )?"
    r"(?:found|said|ruled|warned|told|says|concluded|heard)\b[^.\n]{0,40}\.$"
)


@dataclass(frozen=True, slots=True)
class Told:
    """Words that say what somebody is, and the place from which their nouns are understood.

    `verb` if they are its object ("leads" the school), `body` if it is named beside them, `noun` of all that "for the trust" says.
    """

    words: str
    at: int
    verb: str = ""
    body: str | None = None
    noun: str | None = None


People = Callable[[int, int], list[str]]
"""The whole names of those whom a stretch of the text names."""


class Telling:
    """The places of one text that tell what somebody is. `anybody` says whether a stretch may name a person at all."""

    def __init__(self, text: str, bodies: Bodies, people: People, anybody: Callable[[int, int], bool]) -> None:
        self._text: Final = text
        self._bodies: Final = bodies
        self._people: Final = people
        self._anybody: Final = anybody
        self._has_delegates: Final = "onference" in text and any(each in text for each in ("otion", "MOTION", "elegates"))

    def of(self, start: int, end: int, *, is_first: bool) -> Iterator[Told]:
        """Yield what is told of the whole name `text[start:end]`: beside it, and around it where it is named for the first time."""
        yield from self._ahead(start, end)
        yield from self.behind(end)
        if is_first:
            yield from self._around(start, end)

    def _ahead(self, start: int, end: int) -> Iterator[Told]:
        """Yield the role that stands before a name, with its owner ("the trust’s chair, "), without an article ("chair ")."""
        begins = max(0, start - _AHEAD_CHARS)
        begins = max([begins, *(each.end() for each in _SENTENCE_BEGINS.finditer(self._text, begins, start + 1))])
        before = _TITLES_AT_END.sub("", self._text[begins:start])
        before = f"{before[: other.start()]} " if (other := _FIRST_OF_TWO.search(before.rstrip())) else before
        is_identified = before.endswith((" is ", " was "))
        is_apart = before.endswith(", ") or is_identified
        words = _CALLED.sub("", before.rstrip(" ,("))
        words = _KIND_BESIDE.sub("", _IDENTIFIED.sub("", words) if is_identified else words)
        one = _ONE_OF_ITS.search(words)
        if one:
            yield Told(one["words"], begins + one.start("words"))
        for owner in reversed(list(OWNER.finditer(words))) if names_role(words) else ():
            if not _heads_role(words[owner.end() :]):
                continue
            is_closed = is_identified or not is_apart or self._text[end : end + 1] in ",.;:)—" or not owner["one"]
            if is_closed:
                yield Told(words[owner.start() :], begins + owner.start())
                return
        bare = _bare_role(words) if words and (not is_apart or " of " in words or " at " in words) else None
        if bare is not None:
            place = _AT_PLACE.match(before)
            beside = self._bodies.within(begins, begins + place.end()) if place else None
            yield Told(words[bare:], begins + bare, body=beside.name if beside else None)
            return
        led = _LED_BY.search(before)
        if led:
            yield Told("it", begins + led.start(), led["leads"])
        acts = _SPEAKING_FOR_NOUN.search(before) if is_apart and not self._is_in_court else None
        if acts:
            yield Told("", begins, noun=acts["noun"])
        owned = _POSSESSOR.search(before) or _SPEAKING_FOR.search(before)
        body = self._bodies.within(begins + owned.start("body"), start) if owned else None
        if owned and (body or self._has_delegates):
            yield Told("", begins, body=body.name if body else owned["body"])

    def behind(self, end: int) -> Iterator[Told]:
        """Yield what stands behind a name: a clause, a body, an apposition, a verb."""
        if self._text.startswith("**", end):
            end += 2
        behind = self._text[end : end + _BEHIND_CHARS]
        aged = _AGED.match(behind) if behind[:1] == "," else None
        if aged:
            yield from self._verb(end + aged.end() + 1)
            end, behind = end + aged.end(), behind[aged.end() :]
        is_clause = behind.startswith(_CLAUSES)
        relative = _RELATIVE.match(behind) if is_clause else None
        if is_clause or " now " in behind:
            yield from self._clauses(behind, relative, end)
        if self._has_delegates or behind.startswith(_OF_SOMETHING):
            yield from self._of_body(behind, end)
        apposed = None if relative else _APPOSED.match(behind)
        if apposed:
            yield from self._apposed(behind, apposed["what"], end, end + apposed.start("what"))
        signed = _SIGNED.match(behind) if behind.startswith(("\n", ",\n")) else None
        if signed:
            yield from self._apposed(behind, signed["what"], end, end + signed.start("what"))
        if behind[:1] == " ":
            yield from self._predicate(behind, end)

    def _clauses(self, behind: str, relative: re.Match[str] | None, end: int) -> Iterator[Told]:
        """Yield what a clause behind a name says: "who is", "who led", "who sits on"; what somebody is now comes first."""
        now = _IS_NOW.match(behind) if " now " in behind else None
        if now:
            yield Told(now["what"], end + now.start("what"))
        if relative:
            yield _clause(relative, end)
        closed = _WHO_CLOSED.match(behind)
        if closed:
            yield from self._verb(end + closed.end() + 1)
        employed = _EMPLOYED.match(behind)
        if employed and (body := self._bodies.at(end + employed.start("body"))):
            yield Told("", end, body=body.name)

    def _predicate(self, behind: str, end: int) -> Iterator[Told]:
        """Yield what a verb behind a name says, or the apposition of two who are named together."""
        if behind.startswith(" and "):
            both = _AND_ANOTHER.match(behind)
            joint = _JOINT.match(both["what"]) if both else None
            if both and joint:
                words = f"{joint['one']}{both['what'][joint.end() :]}" if joint["one"] else both["what"]
                yield Told(words, end + both.start("what"))
            return
        left = _LEFT_TO.match(behind) if " left " in behind else None
        if left:
            yield Told(left["what"], end + left.start("what"), left["leads"])
        joined = _JOINED.match(behind) if " as " in behind else None
        if joined and (body := self._bodies.at(end + joined.start("body"))):
            yield Told(joined["what"], end, body=body.name)
        yield from self._verb(end)

    def _verb(self, end: int) -> Iterator[Told]:
        """Yield what a verb says behind a name, or behind what is put in after it: "Ada Brook, 51, runs Elm School"."""
        behind = self._text[end : end + _BEHIND_CHARS]
        verb = _LEADS.match(behind) or _YEAR_AS.match(behind) or _IS.match(behind) or _AS.match(behind)
        if verb:
            yield Told(verb["what"], end + verb.start("what"), verb.groupdict().get("leads") or "")

    @cached_property
    def _is_in_court(self) -> bool:
        return any(each in self._text for each in _COURTS)

    def _of_body(self, behind: str, end: int) -> Iterator[Told]:
        """Yield the body of "Ada Brook, of Ash Guild, where she leads on policy", "Ada Brook, for the union,"."""
        of = _OF.match(behind)
        body = self._bodies.at(end + of.start("body")) if of else None
        if of and body:
            if of["role"]:
                yield Told(f"{of['role']} lead" if of["verb"] == "leads on" else of["role"], end, body=body.name)
            yield Told("", end, body=body.name)
        own = _OWN.match(behind)
        if own and (body := self._bodies.at(end + own.start("body"))):
            yield Told("", end, body=body.name)
        firm = _OF_FIRM.match(behind) if body is None else None
        if firm and self._bodies.is_name(firm["body"]):
            yield Told("", end, body=firm["body"])
        owned = _OF_OWNED.match(behind)
        if owned:
            yield Told("", end, noun=owned["noun"])
        delegate = _DELEGATE.match(behind) if self._has_delegates else None
        if delegate and self._bodies.at(end + delegate.start("branch")) is None:
            yield Told("", end, body=delegate["branch"])
        acts = _FOR_NOUN.match(behind)
        if acts and not self._is_in_court:
            yield Told("", end, noun=acts["noun"])

    def _apposed(self, behind: str, what: str, end: int, at: int) -> Iterator[Told]:
        """Yield an apposition: a role, with the body behind its comma ("head of law, Elm Trust"), or a body alone."""
        if what.startswith(("who ", "which ", "whose ")):
            spoken = _SPEAKS_AS.match(behind)
            if spoken:
                yield Told(spoken["what"], end + spoken.start("what"))
            whose = _WHOSE.match(behind)
            if whose and (body := self._bodies.at(end + whose.start("body"))):
                yield Told("", end, body=body.name)
            return
        first, comma, rest = what.partition(", ")
        alone, beside = self._named(first, at), self._named(rest, at + len(first) + len(comma)) if comma else None
        if _heads_role(_ONE_OF.sub("", cut_clause(first))):
            has_own = any(at <= each.start < at + len(first) for each in self._bodies.named) if beside else False
            yield Told(first, at, body=beside.name if beside and not has_own else None)
        elif alone:
            yield Told("", at, body=alone.name)
        elif (second := _AND_ALSO.search(first)) and _heads_role(cut_clause(second["what"])):
            yield Told(second["what"], at + second.start("what"))
        took = _ALSO_TOOK.search(what)
        if took:
            yield Told(took["what"], at + took.start("what"))

    def _named(self, words: str, at: int) -> Named | None:
        """Return the body that words begin with."""
        named = _BODY_FIRST.match(words) if words[:1].isupper() or words.startswith("the ") else None
        return self._bodies.at(at + named.start("body")) if named and " " in named["body"] else None

    def _around(self, start: int, end: int) -> Iterator[Told]:
        """Yield what the sentences beside a first mention tell: "His deputy was blunt. “§,” Name said.", "Name left. The cook"."""
        text = self._text
        begins, ends = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        ends = len(text) if ends < 0 else ends
        ahead = text[begins:start]
        sentence = max([0, *(each.end() - begins for each in _SENTENCE_BEGINS.finditer(text, begins, start + 1))])
        is_said = _SAYS.search(ahead[-_SAYS_CHARS:]) or _SAYS.match(text, min(end + 1, ends))
        if is_said and sentence:
            yield from self._described_before(ahead[:sentence], begins, text[start:end])
        stop = _STOPS.search(text, end, ends)
        is_subject = not ahead[sentence:].strip(' *“"')
        if is_subject and stop:
            yield from self._described_behind(end, stop.end(), ends)
        yield from self._pronoun(end)
        yield from self._where(end, stop.start() if stop else ends)
        if is_subject:
            yield from self._above(begins, start, end, ahead[:sentence])
        head = _RUN_IN_HEADING.match(text, begins)
        if head and self._bodies.is_name(head["name"]) and not self._people(begins, head.end()):
            yield Told("", begins, body=head["name"])

    def _described_before(self, ahead: str, begins: int, name: str) -> Iterator[Told]:
        """Yield the description in the sentences before words that somebody says who is named behind them, and nobody between."""
        for described in (*_DESCRIBED.finditer(ahead), *_DOER.finditer(ahead)):
            between = self._people(begins + described.start(), begins + len(ahead))
            if is_role(_without_owner(described["words"])) and between in ([], [name]):
                yield Told(described["words"], begins + described.start("words"))

    def _described_behind(self, end: int, stop: int, ends: int) -> Iterator[Told]:
        """Yield the description that the next sentence begins with, or to which it gives words, if nobody else is named."""
        following = _NEXT.match(self._text, stop)
        said = _SAID_BY.search(self._text, stop, ends)
        for described in (following, said if said and not self._people(end, ends) else None):
            if described and is_role(_without_owner(described["words"])):
                yield Told(described["words"], described.start("words"))

    def _pronoun(self, end: int) -> Iterator[Told]:
        """Yield what "she is" says further on, if nobody else is named between."""
        near = self._text[end : end + _PRONOUN_CHARS]
        if not any(each in near for each in (" he ", " she ", "He ", "She ")):
            return
        works = _SHE_AT.search(self._text, end, end + _PRONOUN_CHARS)
        if works and not self._anybody(end, works.start()) and (body := self._bodies.at(works.start("body"))):
            yield Told("", works.start(), body=body.name)
        leads = _SHE_LEADS.search(self._text, end, end + _PRONOUN_CHARS)
        if leads and not self._anybody(end, leads.start()):
            yield Told(leads["what"], leads.start("what"), leads["leads"])
        for told in _SHE_IS.finditer(self._text, end, end + _PRONOUN_CHARS):
            if self._anybody(end, told.start()) or self._text.count("\n\n", end, told.start()) > 1:
                return
            group = "what" if told["what"] else "as"
            if is_role(cut_clause(_without_owner(told[group]))):
                yield Told(told[group], told.start(group))
                return

    def _where(self, end: int, stop: int) -> Iterator[Told]:
        """Yield what the rest of a sentence says: "at Elm School, where he is a governor", "having been elected its secretary"."""
        where = _WHERE_IS.search(self._text, end, stop)
        if where and not self._people(end, where.start()) and (body := self._bodies.at(where.start("body"))):
            yield Told(where["what"], end, body=body.name)
        elected = _ELECTED.search(self._text, end, stop)
        if elected and not self._people(end, elected.start()):
            yield Told(elected["what"], elected.start("what"))

    def _above(self, begins: int, start: int, end: int, ahead: str) -> Iterator[Told]:
        """Yield whom the sentence or the paragraph before describes that names nobody: "A headteacher has told …"."""
        one = _ONE_OF_THEM.search(ahead)
        if one and is_role(one["role"]):
            yield Told(singular(one["role"]), start)
        opener = _DESCRIBED.match(ahead) if _SAYS.match(self._text, end + 1) else None
        if opener and " of " in opener["words"] and is_role(_without_owner(opener["words"])):
            yield Told(opener["words"], start - len(ahead) + opener.start("words"))
        stays = _ROLE_STAYS.search(ahead) if _WAS_APPOINTED.match(self._text, end) else None
        if stays and is_role(stays["role"]):
            yield Told(stays["role"], start)
        if ahead or self._people(0, begins):
            return
        above = self._text[self._text.rfind("\n", 0, max(0, begins - 2)) + 1 : begins].rstrip()
        for lead in (_LEAD_ENDS.search(above), _LEAD_BEGINS.match(above)):
            if lead and is_role(lead["role"]):
                yield Told(lead["role"], end)
                return


def _clause(relative: re.Match[str], end: int) -> Told:
    """Return what a relative clause tells; who "was" something "until" a day is so no more."""
    what, at = relative["what"], end + relative.start("what")
    if not relative["is"]:
        return Told(what, at, relative["leads"])
    is_over = relative["is"] == "was" or (relative["is"] == "been" and " until " in what.partition(",")[0])
    return Told(f"former {what}" if is_over else what, at)


def _bare_role(words: str) -> int | None:
    """Return where a role without an article begins that `words` end in: the longest one behind a boundary."""
    starts = [0, *(each.end() for each in re.finditer(r"[\s“\"‘(*]+", words))][-_ROLE_WORDS_MAX:]
    for start in starts:
        before = words[:start].rstrip(" ")
        last = before.rsplit(" ", 1)[-1].casefold()
        is_bound = not before or not before[-1].isalnum() or last in _BOUNDARY
        is_bound = is_bound and not (last in _OF_WORDS and words[start].isupper())  # "Guild of Classroom Workers"
        first = words[start:].split(" ", 1)[0].casefold()
        if is_bound and first not in _BOUNDARY and first not in _ARTICLES and _heads_role(words[start:]):
            return start
    return None


def _heads_role(words: str) -> bool:
    """Whether words are a role by what stands before their complement: "guild of workers" is none."""
    head = _COMPLEMENT.split(words, maxsplit=1)[0]
    return "," not in words and is_role(head) and not _VERB_FIRST.match(words)


def _without_owner(words: str) -> str:
    owner = OWNER.match(words)
    return words[owner.end() :] if owner else words
