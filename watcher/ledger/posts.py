"""Who holds which post at which body: every place where a text says so of somebody, the ones to trust first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from watcher.ledger.belonging import cut_role, trimmed
from watcher.ledger.bodies import (
    BRANCH,
    CHARITY,
    COUNCIL,
    GENERIC,
    NAME,
    SCHOOL,
    STATE,
    TRUST,
    UNION,
    Bodies,
    Fits,
    Named,
    is_whole_name,
    named_as,
)
from watcher.ledger.gazetteer import TITLES
from watcher.ledger.names import ENDS_OFFICE, IS_ROLE

ROLE_CHARS_MAX: Final = 110
"""A longer role is a story."""
MENTIONS_MAX: Final = 12
"""So many mentions of one name are looked at."""
DEPTH_MAX: Final = 3
"""So many people are followed from one to the next: "her deputy's successor"."""
_AHEAD_CHARS: Final = 170
_BEHIND_CHARS: Final = 220

_POSSESSED: Final = r"(?:[’']s|(?<=s)[’'])"
_OWNER: Final = re.compile(
    rf"(?:\b[Tt]he (?P<noun>[a-z]+(?: [a-z]+)?){_POSSESSED}|(?P<name>{NAME}){_POSSESSED}"
    rf"|\b(?P<pron>[Ii]ts|[Tt]heir|[Oo]ur|[Mm]y|[Hh]is|[Hh]er|whose)|\b(?P<one>[Tt]he|[Aa]n?|[Oo]ne|[Aa]nother)) (?=[\w‘“])"
)
_ONE_OF: Final = re.compile(
    r"one of (?P<owner>(?:the|our|its|their) ?(?:[a-z]+[’']s? )?)(?:(?:two|three|four|five|six|\w+teen|many|several) )?(?P<role>[a-z -]+?)s$"
)
_ROLE_NOUN: Final = re.compile(
    r"\b(?:co-ordinator|coordinator|registrar|reader|fellow|(?:pro )?vice[- ]chancellor|chancellor|steward|caseworker|adjudicator"
    r"|ombudsman|gp|rep|master|sixth-former|successor|predecessor|counterpart|mayor|assistant|analyst|convenor|secretary|navigator|ambassador|marshal|superintendent|clerk"
    r"|(?:[a-z]+-)?(?:officer|manager|worker|lead|leader|director|head|chair|chief|member|host|partner|associate|holder))s?\b",
    re.IGNORECASE,
)
_NO_ROLE: Final = re.compile(
    r"\b(?:said|says|told|tells|would|will|was|were|is|are|had|has|have|been|himself|herself|themselves|who|whom|what|which|he|she|they|it"
    r"|being|but|if|when|because|after|before|this|that|as|to|by|not|old|own neighbour|colleague|friend|wife|husband|son|daughter"
    r"|inspectors?|pupils?|parents?(?! governor)|mother|father|sister|brother)\b|[“”\"*]",
    re.IGNORECASE,
)
_BOUNDARY: Final = frozenset(
    "by from to and with but said says saying when that whom told adds added as according recalls explains warns writes replied is was"
    " are were has had have on of for at in into about laughs laughed admits admitted asked".split()
)
"""Words that stand before a role that has no article ("said chief executive Ada Brook")."""
_ROLE_WORDS_MAX: Final = 8
_TITLES_AT_END: Final = re.compile(rf"(?:{TITLES}\s+)+$")
_SENTENCE_BEGINS: Final = re.compile(r"(?:; (?:and )?|[.!?][”\"’']?\s+(?=[A-Z“\"‘*])|\n|[”\"] )")
_SINCE: Final = re.compile(
    r",? (?:since|from|until|till|in|for|last|this|during|on|at the (?:end|start)|when|while|but|by|after|before|and (?:an?|herself|himself|is|was|who|has|had"
    r"|will|then|now|leads|runs|chairs|sits|teaches|works|lives|advises|heads|serves)|which|who|whose|where|having|with) .*$|,? and (?:herself|himself)\b.*$|(?: this morning| today| yesterday| next door)\b.*$|, .*$"
)
_RELATIVE: Final = re.compile(
    r",? (?:who|and who|which|and) (?:[a-z]+ly |also |now |still |then |himself |herself |has |had |have |was |once |later |currently )*"
    r"(?:(?P<is>is|was|been|be|becomes?|became|remains?|attends as|works as|serves as|served as|acts as|acted as|returned (?:[a-z]+ )?as|came (?:back )?as|took over"
    r" (?:[a-z]+ )?as|takes over as|stepped down as|stood down as|retired as|left as|arrived as|joined as|took charge as|resigned as|quit as"
    r"|elected|appointed|made|named)"
    r"|(?P<leads>leads|led|runs|ran|run|chairs|chaired|heads|headed|founded|founded|set up|directs|manages|edits|coordinates|co-ordinates"
    r"|represents|attends for|speaks for|speaks on behalf of|teaches at|taught at|works (?:at|for)|clerks at))"
    r" (?P<what>[^.;:”“\"()§\n]{3,140})"
)
_SPEAKS_AS: Final = re.compile(r",? (?:who )?[^.;:”“\"()§\n]{3,90}? as (?P<what>(?:the |its |their )?[a-z][^.;:,”“\"()§\n]{3,100})")
_IS: Final = re.compile(
    r" (?:is|was|has been|had been|became|becomes|will be|remains|was (?:made|appointed|named|elected|re-elected)"
    r"|has been (?:made|appointed|named|elected))"
    r"(?: (?:also|now|still|already|himself|herself))? (?P<what>(?:(?:the|an?|its|our|their|interim|acting|one of) )?[^.;:”“\"()§\n]{3,110})"
)
_LEADS: Final = re.compile(
    r"(?: who)?(?: (?:has|had|now|also|once|still))? (?P<leads>runs|ran|run|led|leads|headed|heads|chairs|chaired|founded|edits|edited"
    r"|directs|directed|manages|managed|teaches at|clerks at|speaks for|represents|attends (?:for|on behalf of)|stepped down from|stood down from|retired from"
    r"|resigned from|leaves|is leaving|left) (?P<what>[^.;:”“\"()§\n]{3,140})"
)
_APPOSED: Final = re.compile(r"(?:,| \(| –| —) ?(?P<what>[^;:”“\"()§\n.]{3,140})")
_OF: Final = re.compile(
    rf",? (?:\(?)(?:of|at|from|for) (?:the )?(?P<body>{NAME})(?P<rest>,? where (?:she|he) (?P<where>[^.,;:”“\"]{{3,60}}))?"
)
_AND_ANOTHER: Final = re.compile(
    rf" and (?:{TITLES} )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){{1,2}}, (?P<what>(?:the )?(?:co-|joint )?[a-z][^.,;:”“\"()§\n]{{3,110}})"
)
_WHERE: Final = re.compile(r"(?P<verb>is|leads on|works as|was|serves as|runs|chairs|leads) (?P<role>.+)")
_WHOSE: Final = re.compile(rf",? whose (?P<body>{NAME}) ")
_WHICH_LED: Final = re.compile(rf"(?P<body>{NAME}),? which $")
_SHE_LED: Final = re.compile(r"(?:has |had |now )?(?:led|leads|runs|ran|chairs|chaired|heads|headed|founded)\b")
_ROLE_OF_LEADING: Final = {
    "chair": "chair", "found": "founder", "set u": "founder", "edits": "editor", "edite": "editor", "direc": "director",
    "manag": "manager", "coord": "coordinator", "co-or": "co-ordinator", "clerk": "clerk", "teach": "teacher",
}  # fmt: skip
_LEADERS: Final = {
    SCHOOL: ("headteacher", "head teacher", "principal", "head"),
    TRUST: ("chief executive",),
    UNION: ("general secretary", "chief executive"),
}
"""What somebody is who leads a body of a kind, by the first of these that the text says at all."""
_HEADING: Final = frozenset("lead leads led runs ran run head heads headed".split())
_SIZED: Final = re.compile(r"^the (?:[\w,]+-(?:school|strong|academy|member)|charity|union|think tank|\d+-\w+) (?=[A-Z])")
_SCHOOL_ROLE: Final = re.compile(
    r"^(?:[a-z]+ly |acting |deputy |assistant |executive |interim |current |new |previous |former |outgoing |co-|long-serving |retired |old |then )*"
    r"(?:head(?:teacher|master|mistress)?|head teacher|principal|assistant principal|head of school|head of year(?: \w+)?|deputy|assistant head|deputy head"
    r"|caretaker|bursar|site manager|cook|lollipop \w+|parent governor|staff governor|vice-chair of (?:the )?governors|(?:school|class|science|maths|english|art"
    r"|history|music|drama|geography|pe|reception|supply|nursery|primary|secondary|french|chemistry|physics)?(?: |^)?teacher|teaching assistant|chair(?:man|woman|person)? of (?:the )?governors|(?:school )?governor|(?:school )?business manager|school secretary"
    r"|pastoral lead|sendco|senco)s?(?=$| (?:of (?:the )?(?:school|year|governors)|at|for|in|and|who|there)\b)",
    re.IGNORECASE,
)
_UNION_ROLE: Final = re.compile(
    r"general secretary|regional (?:secretary|organi[sz]er|officer)|branch (?:secretary|chair|president)|district secretary"
    r"|divisional secretary|national (?:officer|president|secretary)|caseworker|organi[sz]er\b|union (?:rep|official)|shop steward|convenor",
    re.IGNORECASE,
)
_COUNCIL_ROLE: Final = re.compile(
    r"cabinet member|portfolio holder|council leader|leader of the council|lead member|ward councillor|(?<!school )councillor"
    r"|director of children[’']s services|school improvement lead|head of school improvement|opposition (?:group )?leader|\bmayor\b",
    re.IGNORECASE,
)
_STATE_ROLE: Final = re.compile(
    r"^(?:former |acting )?(?:deputy director|permanent secretary|director general|minister)", re.IGNORECASE
)
_NO_OFFICES: Final = frozenset((SCHOOL, STATE, BRANCH))
_OF_CHARITY: Final = re.compile(r"volunteer|counsellor|call handler|trustee", re.IGNORECASE)
_OF_LEARNING: Final = re.compile(
    r"researcher|\breader\b|professor|lecturer|fellow|investigator|author of the (?:report|study|paper)|academic|\bresearch\b",
    re.IGNORECASE,
)
_OFFICE: Final = re.compile(
    r"chief executive|\bchair(?:man|woman|person)?\b|president|director|founder|secretary|treasurer|trustee|chief operating|"
    r"head of (?!school|year|department|english|maths|science)|registrar|patron|company secretary|chief \w+ officer|duty manager|clinical lead",
    re.IGNORECASE,
)
_SOLE: Final = re.compile(r"general secretary|chief executive|president|founder|chair of (?:the )?trustees", re.IGNORECASE)
_PART_OF_BODY: Final = re.compile(
    rf" (?:of|for|at|in|with) (?:the )?(?P<body>{NAME}){_POSSESSED} (?P<part>(?:[A-Z][\w-]+ )*[a-z][\w-]*(?:[’'] ?s?)?(?: [a-z][\w’'-]*)*)$"
)
_PART_OF_NOUN: Final = re.compile(
    r" (?:of|for|at|in|with|on) (?P<owner>the|our|its|their|her|his) (?P<noun>[a-z]+)[’'](?:s )?(?P<part> ?[a-z][^,]*)$"
)
_AT_NOUN: Final = re.compile(
    r" (?:of|for|at|with|on|in) (?P<owner>the|our|its|their|this|that|her|his|my) (?:[a-z]+ )?(?P<noun>[a-z]+)$"
)
_HAS_NAME: Final = re.compile(r"(?:^|[ ‘“(-])[A-Z@].* |[ ‘“(][A-Z@]")
_LEAD_CHARS: Final = 400
"""So much of a text says what it is about."""
_OF_BOARD: Final = re.compile(r"(?:vice-)?chair(?:man|woman|person)?$|clerk$", re.IGNORECASE)
_OF_ANOTHER: Final = re.compile(
    r" (?:of|for|at|to) (?:the|a|an|his|her) (?!trustees|governors|board|executive|committee|national|union|members|[a-z’]+ side\b)[a-z]"
)
"""A complement that no body of the text is named by: "chair of the allotment society"."""
_ENDS_PREPOSITION: Final = re.compile(r" (?:of|for|at|with|from|to|in) (?:(?:the|a|an) )?(?:[a-z-]+ )?$")
_NO_LONGER: Final = re.compile(r"^(?:former|ex-|retired) ?")
_THERE: Final = re.compile(r" (?:t?here|at the time)\b.*$")
_OF_TWO: Final = re.compile(r" (?:of|at|for) the (?P<which>former|latter)$")
_OURS: Final = re.compile(r" (?:in|of|at|for|on) our (?:[A-Za-z]+ )*[a-z]+$")
_CALLED: Final = re.compile(r"(?: of (?:ours|theirs|mine|his|hers))? (?:called|named)$")
_FORMER: Final = re.compile(
    r"\b(?:former(?:ly)?|ex|retired|old|previous|until|used to|outgoing|late)\b|\bwas\b|\bex-", re.IGNORECASE
)
_NEIGHBOUR: Final = re.compile(r"(?:predecessor|successor|counterpart)\b")
_DESCRIBED_FIRST: Final = re.compile(
    rf"(?P<words>(?:(?:The|Our|Its|Their|His|Her) (?:[a-z]+(?: [a-z]+)?{_POSSESSED} )?|(?:{NAME}){_POSSESSED} )"
    r"[a-z][^.,;:“”\"§]{2,70}?)(?:, (?:who|which) [^.;:“”\"]{3,120},)? (?P<verb>said|says|told|was|is|has|had|went|does|did|agreed|thinks|thought|believes"
    r"|put|puts|took|takes|saw|knows|remembers|disagreed|warned|warns|confirmed|added|would|will|can|could|made|found|finds|felt|feels|[a-z]+ed)\b"
)
_SAYS: Final = re.compile(
    r"\b(?:said|says|saying|told|tells|added|adds|explains?|explained|recalls?|recalled|admits?|admitted|replied|replies|wrote|writes"
    r"|insists?|insisted|warned|warns|laughs|laughed|shrugged|agreed|agrees|asked|asks|reckons|reckoned|joked|jokes)\b"
)
_SAID_BY: Final = re.compile(
    rf"[”\"’],? (?:{_SAYS.pattern}) (?P<words>(?:the|our|its|their|his|her) (?:[a-z]+{_POSSESSED} )?[a-z][^.,;:“”\"]{{2,80}})"
)
_STOPS: Final = re.compile(r"[.!?][”\"]?(?=\s)")
_PRONOUN_CHARS: Final = 500
"""So far behind the first mention "she is the duty manager" is looked for."""
_DOER: Final = re.compile(r"\bby (?P<words>(?:the|our|its|their) [a-z][^.,;:“”\"]{2,70}?)(?:, who\b|\.)")
_ONE_OF_THEM: Final = re.compile(
    r"(?:^|[.\n] )One of (?:those|these|the|them) (?P<role>[a-z][a-z -]{2,40})s (?:was|is|were|had)\b[^.]*\.\s$"
)
_RUN_IN_HEADING: Final = re.compile(rf"\*\*(?P<name>{NAME})\*\*")
_LEAD_ROLE: Final = re.compile(
    r"(?:A|An|The) (?P<role>(?:former |retired )?[a-z][a-z -]{2,40}?) (?:has|had|who|is|was|says|said|told|from|at|of)\b"
)
_LEAD_ENDS: Final = re.compile(
    r", (?:an?|the) (?P<role>[a-z][a-z -]{2,40}?) (?:has |have )?(?:found|said|ruled|warned|told|says|concluded|heard)\b[^.\n]{0,40}\.$"
)
_WAS_APPOINTED: Final = re.compile(
    r" (?:was appointed|was made|took (?:over|up|charge)|arrived|has held|has been in (?:the )?post|came to|joined)\b"
)
_ROLE_STAYS: Final = re.compile(r"(?:^|[.\n] )The (?P<role>[a-z]+(?: [a-z]+)?) (?:is|was|will|has)\b[^.\n]*\.\s$")
_FOR_NOUN: Final = re.compile(r", (?:speaking )?(?:for|on behalf of) the (?P<noun>[a-z]+)(?=[,.:])")
_COURTS: Final = ("ribunal", "barrister", " court", " Court", " KC", "counsel", "Counsel")
_WHERE_IS: Final = re.compile(
    rf"\b(?P<body>{NAME}), where (?:she|he) (?:is|was|works as|serves as|has been) (?P<what>[a-z][^.;:,”“\"]{{3,70}})"
)
_ELECTED: Final = re.compile(
    r"\b(?:having been|was|after being|has been) (?:elected|appointed|made|named|re-elected)(?: as)? (?P<what>(?:its|their|the) [a-z][^.;:,”“\"]{3,80})"
)
_NEXT_SUBJECT: Final = re.compile(
    r"\s+(?P<words>(?:The|Our|Its|Their|His|Her) (?:[a-z]+[’']s )?[a-z][^.,;:“”\"]{2,70}?)(?=,? (?:who|which|has|had|was|is|says|said|began|used|did|does|put|told"
    r"|added|thinks|went|took|remembers|recalls|[a-z]+ed)\b|,? said|,”)"
)
_SHE_IS: Final = re.compile(
    r"(?:^|[.\n] ?|[.,] |, and )(?:[A-Z][^.“”\"\n]{0,60}?\b)?(?P<who>[Ss]he|[Hh]e) (?:is|was|has been|had been|became|was (?:made|appointed|elected|named)|remains) "
    r"(?:now |also |still )?(?P<what>(?:the |an? |its )?[a-z][^.;:”“\"()\n]{3,110})"
)


@dataclass(frozen=True, slots=True)
class Post:
    """What one place says that somebody is: a role, a body or both. `is_former` if they no longer are.

    `is_derived` if the role is that of a verb ("leads the school"), `is_inherited` if the body is somebody else's ("her deputy").
    """

    role: str | None
    body: str | None
    is_former: bool = False
    is_derived: bool = False
    is_inherited: bool = False


class Posts:
    """The posts of one text. `split` reads the role and the body of words that name it, as printed;

    `home` is the publisher if the page is its own, `page` the publisher too where somebody signs it: whom "our" means.
    """

    def __init__(
        self,
        text: str,
        bodies: Bodies,
        home: str | None,
        page: str | None,
        split: Callable[[str], tuple[str | None, str | None]],
        people: Callable[[int, int], list[str]],
        anybody: Callable[[int, int], bool],
        whole: Callable[[str], str | None],
    ) -> None:
        self._text: Final = text
        self._bodies: Final = bodies
        self._home: Final = home
        self._page: Final = page
        self._split: Final = split
        self._people: Final = people
        self._anybody: Final = anybody
        self._whole: Final = whole
        self._held: dict[str, Post | None] = {}

    def of(self, name: str) -> Post | None:
        """Return the post of somebody by the whole name: the first that is held with its body, else what can be put together."""
        if name not in self._held:
            self._held[name] = None
            self._held[name] = self._best(name)
        return self._held[name]

    def _best(self, name: str) -> Post | None:
        told: list[Post] = []
        for post in self._told(name):
            if post.role and post.body and not (post.is_former or post.is_inherited or post.is_derived):
                return post
            told.append(post)
        sure = [each for each in told if not each.is_former and not each.is_inherited]
        whole = next((each for each in sure if each.role and each.body), None)
        whole = whole or next((each for each in told if each.role and each.body and not each.is_inherited), None)
        whole = whole or next((each for each in told if each.role and each.body), None)
        roles = [each.role for each in (*sure, *told) if each.role and not each.is_derived]
        if whole:
            return replace(whole, role=roles[0]) if whole.is_derived and roles else whole
        body = next((each.body for each in told if each.body), None)
        role = next((each.role for each in (*sure, *told) if each.role), None)
        return Post(role, body) if role or body else None

    def _told(self, name: str) -> Iterator[Post]:
        """Yield what each mention of a name says, in the order of the text."""
        text = self._text
        place = text.find(name)
        for number in range(MENTIONS_MAX):
            if place < 0:
                break
            end = place + len(name)
            for words, at in self._words(place, end, is_first=number == 0):
                post = self._read(words, at, name)
                if post:
                    yield post
            place = text.find(name, end)
        surname = name.rpartition(" ")[2]
        place = text.find(surname)
        for _ in range(MENTIONS_MAX):
            if place < 0:
                return
            end = place + len(surname)
            if not text.startswith(name, max(0, end - len(name))) and self._whole(surname) == name:
                for words, at in self._behind(end):
                    post = self._read(words, at, name)
                    if post:
                        yield post
            place = text.find(surname, end)

    def _words(self, start: int, end: int, *, is_first: bool) -> Iterator[tuple[str, int]]:
        """Yield the words beside a mention that say what somebody is, each with the place from which its nouns are understood."""
        yield from self._ahead(start, end)
        yield from self._behind(end)
        if is_first:
            yield from self._around(start, end)

    def _ahead(self, start: int, end: int) -> Iterator[tuple[str, int]]:
        text = self._text
        before = text[max(0, start - _AHEAD_CHARS) : start]
        cuts = [each.end() for each in _SENTENCE_BEGINS.finditer(before)]
        before = before[cuts[-1] :] if cuts else before
        before = _TITLES_AT_END.sub("", before)
        at = start - len(before)
        is_apart = before.endswith((", ", " is ", " was "))
        words = _CALLED.sub("", before.rstrip(" ,("))
        words = re.sub(r" (?:is|was)$", "", words) if is_apart else words
        for owner in reversed(list(_OWNER.finditer(words))):
            role = words[owner.end() :]
            if len(role) > 90 or not _is_role(role):
                continue
            if owner["one"] and is_apart and text[end : end + 1] not in ",.;:)—" and not before.endswith((" is ", " was ")):
                continue
            yield words[owner.start() :], at + owner.start()
            return
        bare = _bare_role(words) if not is_apart or " of " in words or " at " in words else None
        if bare is not None:
            yield words[bare:], at + bare
            return
        owned = re.search(rf"(?P<body>{NAME})[’']s $", before)
        if owned and (body := self._bodies.at(at + owned.start())):
            yield f"of {body.name}", at

    def _behind(self, end: int) -> Iterator[tuple[str, int]]:
        behind = self._text[end : end + _BEHIND_CHARS]
        relative = _RELATIVE.match(behind)
        if relative:
            what = relative["what"]
            if relative["is"]:
                yield (
                    (f"former {what}" if relative["is"] in ("was", "been") and " until " in what.partition(",")[0] else what),
                    end + relative.start("what"),
                )
            else:
                yield f"{relative['leads']}|{what}", end + relative.start("what")
        where = _OF.match(behind)
        if where and self._bodies.at(end + where.start("body")):
            told = _WHERE.match(where["where"] or "")
            if told:
                role = f"{told['role']} lead" if told["verb"] == "leads on" else told["role"]
                yield f"{role} of {where['body']}", end
            yield f"of {where['body']}", end + where.start("body")
        acts = _FOR_NOUN.match(behind)
        if acts and not any(each in self._text for each in _COURTS):
            yield f"at {acts['noun']}", end
        apposed = None if relative else _APPOSED.match(behind)
        if apposed:
            what = apposed["what"]
            if what.startswith(("who ", "which ", "whose ")):
                took = _SPEAKS_AS.match(behind)
                if took:
                    yield took["what"], end + took.start("what")
                whose = _WHOSE.match(behind)
                if whose and self._bodies.at(end + whose.start("body")):
                    yield f"of {whose['body']}", end
            else:
                yield from self._apposed(what, end + apposed.start("what"))
                inner = re.search(
                    r" (?:who|and) (?:took over|returned|came|stepped down|serves|works) as (?P<what>[^.;:“”\"()\n]{3,100})", what
                )
                if inner:
                    yield inner["what"], end + apposed.start("what") + inner.start("what")
        both = _AND_ANOTHER.match(behind)
        if both and re.match(r"(?:the )?(?:co-|joint |[a-z -]+s(?: of|,|$))", both["what"]):
            yield re.sub(r"^((?:the )?[a-z -]+?)s(?= of|,|$)", r"\1", both["what"]), end + both.start("what")
        verb = _LEADS.match(behind) or _IS.match(behind)
        if verb:
            leads = verb.groupdict().get("leads")
            yield (f"{leads}|{verb['what']}" if leads else verb["what"]), end + verb.start("what")

    def _apposed(self, what: str, at: int) -> Iterator[tuple[str, int]]:
        """Yield an apposition as a whole, and its first part, if that is a role ("head of law, and a trustee of Elm")."""
        first, comma, rest = what.partition(", ")
        if _is_role(_SINCE.sub("", f"{first} ").strip()):
            named = re.match(rf"(?:the )?(?P<body>{NAME})", rest) if comma else None
            body = self._bodies.at(at + len(first) + 2 + named.start("body")) if named else None
            if body and not self._has_body(first, at):
                yield f"{first} of {body.name}", at
            else:
                yield first, at

    def _has_body(self, words: str, at: int) -> bool:
        return any(at <= each.start < at + len(words) for each in self._bodies.named)

    def _around(self, start: int, end: int) -> Iterator[tuple[str, int]]:
        """Yield what the sentences beside the first mention say: "His deputy was blunt. “§,” Name said", "Name guessed. The caretaker"."""
        text = self._text
        begins = text.rfind("\n", 0, start) + 1
        ends = text.find("\n", end)
        ends = len(text) if ends < 0 else ends
        ahead = text[begins:start]
        sentence = max([0, *(each.end() for each in _SENTENCE_BEGINS.finditer(ahead))])
        is_said = _SAYS.search(ahead[-30:]) or _SAYS.match(text, min(end + 1, ends))
        if is_said and sentence and not self._people(begins, start):
            yield from self._described_before(ahead[:sentence], begins)
        behind = text[end:ends]
        stop = _STOPS.search(behind)
        is_subject = not ahead[sentence:].strip(' *“"')
        is_alone = not self._people(end, ends)
        if is_subject and stop:
            following = _NEXT_SUBJECT.match(behind, stop.end())
            if following and _is_role(_owned_role(following["words"])):
                yield following["words"], end + following.start("words")
            said = _SAID_BY.search(behind, stop.end()) if is_alone else None
            if said and _is_role(_owned_role(said["words"])):
                yield said["words"], end + said.start("words")
        yield from self._pronoun(end)
        yield from self._where(end, stop.start() + end if stop else ends)
        one = _ONE_OF_THEM.search(ahead[:sentence]) if is_subject else None
        if one and _is_role(one["role"]):
            yield _singular(one["role"]), start
        head = _RUN_IN_HEADING.match(text, begins)
        if head and self._bodies.is_name(head["name"]) and not self._people(begins, head.end()):
            yield f"of {head['name']}", begins
        stays = _ROLE_STAYS.search(ahead[:sentence]) if is_subject and _WAS_APPOINTED.match(behind) else None
        if stays and _is_role(stays["role"]):
            yield stays["role"], start
        if is_subject and not sentence and not self._people(0, begins):
            yield from self._lead(begins, end)

    def _lead(self, begins: int, end: int) -> Iterator[tuple[str, int]]:
        """Yield whom the paragraph before describes that names nobody: "A headteacher has told …", "…, an adjudicator has found."."""
        above = self._text[self._text.rfind("\n", 0, max(0, begins - 2)) + 1 : begins].rstrip()
        for lead in (_LEAD_ENDS.search(above), _LEAD_ROLE.match(above)):
            if lead and _is_role(lead["role"]):
                yield lead["role"], end
                return

    def _described_before(self, ahead: str, begins: int) -> Iterator[tuple[str, int]]:
        """Yield the description in the sentences before words that somebody says who is named behind them."""
        for described in _DESCRIBED_FIRST.finditer(ahead):
            if _is_role(_owned_role(described["words"])):
                yield described["words"], begins + described.start("words")
        for doer in _DOER.finditer(ahead):
            if _is_role(_owned_role(doer["words"])):
                yield doer["words"], begins + doer.start("words")

    def _pronoun(self, end: int) -> Iterator[tuple[str, int]]:
        """Yield what "she is" says further on, if nobody else is named between."""
        told = _SHE_IS.search(self._text, end, end + _PRONOUN_CHARS)
        while told:
            if self._anybody(end, told.start()) or self._text.count("\n\n", end, told.start()) > 1:
                return
            if _is_role(self._cut(_owned_role(told["what"]))):
                yield told["what"], told.start("what")
                return
            told = _SHE_IS.search(self._text, told.end(), end + _PRONOUN_CHARS)

    def _where(self, end: int, stop: int) -> Iterator[tuple[str, int]]:
        """Yield what the rest of a sentence says: "at Elm School, where he is a governor", "having been elected its secretary"."""
        where = _WHERE_IS.search(self._text, end, stop)
        if where and not self._people(end, where.start()) and (body := self._bodies.at(where.start("body"))):
            yield f"{where['what'].removeprefix('a ').removeprefix('the ')} of {body.name}", end
        elected = _ELECTED.search(self._text, end, stop)
        if elected and not self._people(end, elected.start()):
            yield elected["what"], elected.start("what")

    def _read(self, words: str, at: int, name: str) -> Post | None:
        """Return the post that words beside a name tell of; `at` is where they stand."""
        verb, bar, rest = words.partition("|")
        if bar:
            return self._leading(verb, rest, at, name)
        if words.startswith("of "):
            return Post(None, self._own(self._bodies.whole(words[3:])))
        if words.startswith("at "):
            body = self._bodies.meant(words[3:], at)
            return Post(None, body) if body else None
        is_there = bool(_THERE.search(words))
        words = _THERE.sub("", words)
        one = _ONE_OF.match(_SINCE.sub("", f"{words} ").strip())
        owner = _OWNER.match(words)
        rest = words[owner.end() :] if owner else words
        if one:
            rest, owner = _singular(one["role"]), _OWNER.match(f"{one['owner'].strip()} x")
        rest = self._cut(rest)
        if not rest or len(rest) > ROLE_CHARS_MAX:
            return None
        if owner and _NEIGHBOUR.match(rest):
            return self._neighbour(rest, owner, at, name)
        role, body = self._named(rest, at)
        if role is None or not _is_role(role):
            return None
        is_former = bool(_FORMER.search(role))
        if body is None and owner and not owner["one"]:
            body = self._owned(owner, at, role, name)
            return Post(role, self._own(body), is_former, is_inherited=(owner["pron"] or "").casefold() in ("his", "her"))
        if body is None:
            body = self._default(role, at) or (self._bodies.its(at) if is_there else None)
        return Post(role, self._own(body), is_former)

    def _own(self, body: str | None) -> str | None:
        """Return a body, or the whole name of the page's own if it is a part of that ("the South Fells branch")."""
        return self._page if body and self._page and body.casefold() in self._page.casefold() else body

    def _cut(self, rest: str) -> str:
        """Return a role without the clause behind it; a body behind "in" or "for" stays with it."""
        for match in _SINCE.finditer(f"{rest} "):
            behind = match.group()
            if not re.match(rf",? (?:for|in|with) (?:the )?(?:{NAME}|[a-z])", behind) or re.match(
                r",? (?:in|for) (?:\d|the (?:\w+ )?(?:week|year|term|month)|January|February|March|April|May|June|July|August|September|October|November|December|\w+ (?:years|months|terms|weeks))",
                behind,
            ):
                return f"{rest} "[: match.start()].strip(" ,")
            inner = _SINCE.search(f"{rest} ", match.start() + 5)
            return f"{rest} "[: inner.start()].strip(" ,") if inner else rest.strip(" ,")
        return rest.strip(" ,")

    def _named(self, rest: str, at: int) -> tuple[str | None, str | None]:
        """Return the role and the body of words, the body by its name or by a noun behind "of"."""
        two = _OF_TWO.search(rest)
        if two:
            pair = self._bodies.pair(at)
            return rest[: two.start()], pair[two["which"] == "latter"] if pair else None
        ours = _OURS.search(rest)
        if ours:
            return rest[: ours.start()], self._page
        part = _PART_OF_BODY.search(rest)
        if part:
            return rest[: part.start()], self._bodies.whole(part["body"])
        owned = _PART_OF_NOUN.search(rest) or _AT_NOUN.search(rest)
        if owned and owned["noun"] in GENERIC:
            role = rest[: owned.start()] if not owned.groupdict().get("part") else rest
            body = self._page if owned["owner"] == "our" and self._page else self._bodies.meant(owned["noun"], at, self._fits(role))
            return rest[: owned.start()] if body else rest, body
        if not _HAS_NAME.search(rest):
            role, noun = cut_role(rest)
            return role, self._bodies.meant(noun, at, self._fits(role or "")) if noun and noun in GENERIC else None
        role, place = self._split(rest)
        if place and place[:1].islower():
            place = self._bodies.meant(place, at)
        if place in ENDS_OFFICE or role in ("member", "Member"):
            return rest, None
        role = cut_role(role)[0] if role else None
        place = trimmed(place) if place else None
        if place and is_whole_name(place):
            return role, place
        inside = self._inside(rest, at)
        if inside and (place is None or inside[1] not in place):
            return inside
        return role, self._bodies.whole(place) if place else None

    def _inside(self, rest: str, at: int) -> tuple[str, str] | None:
        """Return the role and the body of words in which a body of the text is named behind a preposition."""
        place = self._text.find(rest, at)
        body = next((each for each in self._bodies.named if place <= each.start < place + len(rest)), None) if place >= 0 else None
        ahead = _ENDS_PREPOSITION.search(rest[: body.start - place]) if body else None
        return (rest[: ahead.start()], body.name) if ahead and body and _is_role(rest[: ahead.start()]) else None

    def _owned(self, owner: re.Match[str], at: int, role: str, name: str) -> str | None:
        """Return the body of an owner: "the trust's", "its", "our", "her", "Guild's", or a person's."""
        fits = self._fits(role)
        if owner["noun"]:
            noun = owner["noun"].rsplit(" ", 1)[-1]
            return self._bodies.meant(noun, at, fits) or self._bodies.meant(noun, at)
        if owner["name"]:
            named = next((each for each in self._bodies.named if at <= each.start < at + len(owner["name"])), None)
            if named:
                return named.name
            person = self._whole(owner["name"])
            held = self.of(person) if person and person != name else None
            return held.body if held else None
        pronoun = owner["pron"].casefold()
        if pronoun in ("our", "my"):
            return self._page if pronoun == "our" else None
        if pronoun == "whose":
            before = [each for each in self._bodies.named if each.end <= at]
            return before[-1].name if before else None
        if pronoun in ("its", "their"):
            return self._bodies.its(at, fits)
        return self._anothers(at, name, role)

    def _anothers(self, at: int, name: str, role: str) -> str | None:
        """Return the body of whom "his" in "his deputy" means: who was named last before, if the role is one of the same body."""
        if not (_SCHOOL_ROLE.match(role) or _OFFICE.search(role)):
            return None
        other = self._last_named(at, name)
        held = self.of(other) if other else None
        return held.body if held else None

    def _neighbour(self, rest: str, owner: re.Match[str], at: int, name: str) -> Post | None:
        """Return the post of a successor, a predecessor or a counterpart: the role of whom they follow, and the body."""
        person = self._whole(owner["name"]) if owner["name"] else self._last_named(at, name)
        held = self.of(person) if person and person != name else None
        if held is None or held.role is None:
            return None
        role = _NO_LONGER.sub("", held.role)
        if rest.startswith("predecessor"):
            return Post(f"former {role}", held.body, is_former=True)
        if rest.startswith("successor"):
            return Post(role, held.body)
        body = self._inside(rest, at)
        return Post(role, body[1]) if body else None

    def _last_named(self, at: int, name: str) -> str | None:
        """Return who was named last before a place, in its paragraph or the one before, other than `name`."""
        begins = self._text.rfind("\n", 0, max(0, self._text.rfind("\n", 0, at) - 1)) + 1
        others = [each for each in self._people(begins, at) if each != name]
        return others[-1] if others else None

    def _leading(self, verb: str, what: str, at: int, name: str) -> Post | None:
        """Return the post of somebody who leads a body: "who chairs the trustees", "has led the school"."""
        what = _SIZED.sub("", self._cut(what))
        named = re.match(rf"(?:the )?(?P<body>{NAME})", what)
        is_left = verb.startswith(("stepped", "stood", "retired", "resigned", "leaves", "is leaving", "left"))
        if named:
            body = self._bodies.at(at + len("the ") * what.startswith("the ") + 0) or next(
                (each for each in self._bodies.named if at <= each.start < at + 40 and each.start - at < len(what) + 40), None
            )
            if body is None:
                return None
            return Post(None if is_left else self._title(verb, body), body.name, is_left, is_derived=True)
        inner = re.search(rf" of the (?P<body>{NAME})", what)
        if inner and verb.startswith(("speaks", "represents", "attends")):
            return Post(None, self._bodies.whole(inner["body"]))
        noun = re.fullmatch(r"(?:the|its|our) (?:[a-z]+ )?(?P<noun>[a-z]+)", what)
        if noun and noun["noun"] in ("trustees", "governors", "board"):
            role = f"chair of {noun['noun']}" if verb.startswith("chair") else None
            fits = self._fits(role or "chair")
            return Post(role, self._at_home(fits) or self._bodies.nearest(at, fits)) if role else None
        if noun and noun["noun"] in GENERIC or (noun and any(each.noun == noun["noun"] for each in self._bodies.named)):
            body_name = self._bodies.meant(noun["noun"], at)
            body = next((each for each in self._bodies.named if each.name == body_name), None)
            return Post(None if is_left else self._title(verb, body), body_name, is_left, is_derived=True) if body else None
        return None

    def _title(self, verb: str, body: Named | None) -> str | None:
        word = verb.split(" ", 1)[0]
        if word in _HEADING:
            kinds = body.kinds if body else frozenset()
            words = _LEADERS[SCHOOL if SCHOOL in kinds else TRUST if TRUST in kinds else UNION]
            return next((each for each in words if each in self._text), "head" if words[-1] == "head" else None)
        return _ROLE_OF_LEADING.get(verb[:5])

    def _fits(self, role: str) -> Fits:
        """Return which bodies can have a role: a head is of a school, a general secretary of a union, a minister of neither."""
        if _SCHOOL_ROLE.match(role):
            return lambda body: SCHOOL in body.kinds
        if _COUNCIL_ROLE.search(role):
            return lambda body: COUNCIL in body.kinds and body.kinds != {UNION}
        if _OF_CHARITY.search(role):
            return lambda body: CHARITY in body.kinds
        if _OF_LEARNING.search(role):
            return lambda body: body.noun in ("university", "institute", "college", "centre")
        if _UNION_ROLE.search(role):
            return lambda body: UNION in body.kinds or (not body.kinds and bool(body.noun))
        if _STATE_ROLE.search(role):
            return lambda body: STATE in body.kinds
        return lambda body: body.kinds.isdisjoint(_NO_OFFICES)

    def _default(self, role: str, at: int) -> str | None:
        """Return the body of a role without one: the school of a head, the one body near it that an officer can be of."""
        plain = _NO_LONGER.sub("", role)
        fits = self._fits(plain)
        if _SCHOOL_ROLE.match(plain):
            return self._bodies.only_or_beside(at, fits) if not role.startswith("retired") else None
        if plain != role or _OF_ANOTHER.search(plain) or _STATE_ROLE.search(plain):
            return None
        if _OF_BOARD.match(plain) and self._is_governed():
            return self._bodies.only_or_beside(at, self._fits("governor"))
        if _OF_CHARITY.search(plain) or _OF_LEARNING.search(plain):
            return self._at_home(fits) or self._bodies.nearest(at, fits)
        if _COUNCIL_ROLE.search(plain):
            return self._bodies.only(fits) or self._at_home(fits)
        if not _OFFICE.search(plain) and not _UNION_ROLE.search(plain):
            return None
        return self._at_home(fits) or self._bodies.its(at, fits) or (self._bodies.only(fits) if _SOLE.search(plain) else None)

    def _at_home(self, fits: Fits) -> str | None:
        return self._home if self._home and fits(named_as(self._home)) else None

    def _is_governed(self) -> bool:
        """Whether a text is about the governors of a school: its chair is theirs."""
        return "overnors" in self._text[:_LEAD_CHARS]


def _bare_role(words: str) -> int | None:
    """Return where a role without an article begins that `words` end in: the longest one behind a boundary."""
    starts = [0, *(each.end() for each in re.finditer(r"[\s“\"‘(*]+", words))][-_ROLE_WORDS_MAX:]
    for start in starts:
        before = words[:start].rstrip(" ")
        last = before.rsplit(" ", 1)[-1].casefold()
        is_bound = not before or not before[-1].isalnum() or last in _BOUNDARY
        first = words[start:].split(" ", 1)[0].casefold()
        if (
            is_bound
            and first not in _BOUNDARY
            and first not in ("the", "a", "an", "its", "their", "his", "her")
            and _is_role(words[start:])
        ):
            return start
    return None


def _singular(role: str) -> str:
    return f"{role[:-2]}y" if role.endswith("ie") else role


def _owned_role(words: str) -> str:
    owner = _OWNER.match(words)
    return words[owner.end() :] if owner else words


def _is_role(words: str) -> bool:
    """Whether words are a role and no clause about somebody."""
    return "," not in words and bool(IS_ROLE.search(words) or _ROLE_NOUN.search(words)) and not _NO_ROLE.search(words)
