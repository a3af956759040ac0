"""What words are a role, where a role ends, and which kinds of body can have it."""

from __future__ import annotations

import re
from typing import Final

from watcher.ledger.bodies import BRANCH, CHARITY, COUNCIL, NAME, SCHOOL, STATE, UNION, Fits, Named
from watcher.ledger.names import IS_ROLE

ROLE_CHARS_MAX: Final = 110
"""A longer role is a story."""
_NOUN: Final = re.compile(
    r"\b(?:co-ordinator|coordinator|registrar|reader|fellow|(?:pro )?vice[- ]chancellor|chancellor|steward|caseworker|adjudicator"
    r"|ombudsman|gp|rep|master|sixth-former|former pupil|senco|sendco|successor|predecessor|counterpart|mayor"
    r"|assistant|analyst|convenor"
    r"|secretary|navigator|ambassador|marshal|superintendent|clerk"
    r"|(?:[a-z]+-)?(?:officer|manager|worker|lead|leader|director|head|chair|chief|member|host|partner|associate|holder))s?\b",
    re.IGNORECASE,
)
"""What people are beside the roles by which a description can stand for somebody."""
_CLAUSE: Final = re.compile(
    r"\b(?:said|says|told|tells|would|will|was|were|is|are|had|has|have|been|himself|herself|themselves|who|whom|what|which|he|she"
    r"|they|it|being|but|if|when|because|after|before|this|that|as|to|by|not|old|colleague|friend|wife|husband|son|daughter"
    r"|(?<!of )(?<!for )inspectors?|(?<!former )pupils?|parents?(?! governor)"
    r"|members? of the (?:trio|pair|duo|group|team|family)|mother|father|sister|brother)\b|[“”\"*,]",
    re.IGNORECASE,
)
"""Words that no role has: what holds one is a clause about somebody."""
_ENDS: Final = re.compile(
    r",? (?:since|from|until|till|in|for|last|this|during|on|at the (?:end|start)|when|while|but|by|after|before|near"
    r"|and (?:an?|herself|himself|is|was|who|has|had|will|then|now|leads|runs|chairs|sits|teaches|works|lives|advises|heads|serves)"
    r"|which|who|whose|where|having|with) .*$"
    r"|,? and (?:herself|himself)\b.*$|(?: this morning| today| yesterday| next door)\b.*$|, .*$"
)
_GOES_ON: Final = re.compile(rf" (?:for|in|with) (?:the )?(?:{NAME}|[a-z])")
_IN_TIME: Final = re.compile(
    r",? (?:in|for) (?:\d|the (?:\w+ )?(?:week|year|term|month)|January|February|March|April|May|June|July|August|September|October"
    r"|November|December|\w+ (?:years|months|terms|weeks))"
)
_GOES_ON_CHARS: Final = 5
_ADVERBS: Final = r"(?:[a-z]+ly |acting |interim |current |new |previous |former |outgoing |long-serving |retired |old |then )*"
AT_SCHOOL: Final = re.compile(
    rf"^{_ADVERBS}(?:deputy |assistant |executive |co-)*"
    r"(?:head(?:teacher|master|mistress)?|head teacher|principal|head of school|head of year(?: \w+)?|deputy|assistant head"
    r"|caretaker|bursar|site manager|cook|lollipop \w+|(?:parent |staff |school )?governor|(?:vice-)?chair(?:man|woman|person)? of "
    r"(?:the )?governors|(?:(?:school|class|science|maths|english|art|history|music|drama|geography|pe|reception|supply|nursery"
    r"|primary|secondary|french|chemistry|physics|year \w+|special needs|form) )?(?:teacher|tutor)"
    r"|teaching assistant|(?:school )?business manager|school secretary"
    r"|head of (?:maths|english|science|history|music|art|drama|pe|geography|languages|sixth form|department|faculty)"
    r"|pastoral lead|catering manager|sendco|senco)s?(?=$| (?:of (?:the )?(?:school|year|governors)|at|for|in|and|who|there)\b)",
    re.IGNORECASE,
)
_OF_UNION: Final = re.compile(
    r"general secretary|regional (?:secretary|organi[sz]er|officer)|branch (?:secretary|chair|president)|district secretary"
    r"|divisional secretary|national (?:officer|president|secretary)|caseworker|organi[sz]er\b|union (?:rep|official)|shop steward"
    r"|convenor",
    re.IGNORECASE,
)
_OF_COUNCIL: Final = re.compile(
    r"cabinet member|portfolio holder|council leader|leader of the council|lead member|ward councillor|(?<!school )councillor"
    r"|director of children[’']s services|school improvement lead|head of school improvement|opposition (?:group )?leader"
    r"|\bmayor\b",
    re.IGNORECASE,
)
OF_STATE: Final = re.compile(
    r"^(?:former |acting )?(?:deputy director|permanent secretary|director general|minister)", re.IGNORECASE
)
_OF_CHARITY: Final = re.compile(r"volunteer|counsellor|call handler|trustee", re.IGNORECASE)
_OF_LEARNING: Final = re.compile(
    r"researcher|\breader\b|professor|lecturer|fellow|investigator|(?:lead |co-)author|author of the (?:report|study|paper)"
    r"|academic|\bresearch\b",
    re.IGNORECASE,
)
_HOUSES_OF_LEARNING: Final = frozenset(("university", "institute", "college", "centre", "tank"))
_OFFICE: Final = re.compile(
    r"chief executive|\bchair(?:man|woman|person)?\b|president|director|founder|secretary|treasurer|trustee|chief operating|"
    r"head of (?!school|year|department|english|maths|science)|registrar|patron|company secretary|chief \w+ officer|duty manager"
    r"|clinical lead",
    re.IGNORECASE,
)
OF_ONE: Final = re.compile(r"general secretary|chief executive|president|founder|chair of (?:the )?trustees", re.IGNORECASE)
"""Who is called so without a body is of the only one of the text that can have such an officer."""
OF_BOARD: Final = re.compile(r"(?:vice-)?chair(?:man|woman|person)?$|clerk$", re.IGNORECASE)
_OF_ANOTHER: Final = re.compile(
    r" (?:of|for|at|to) (?:the|a|an|his|her) (?!trustees|governors|board|executive|committee|national|union|members|[a-z’]+ side\b)"
    r"[a-z]"
)
"""A complement that no body of the text is named by: "chair of the allotment society"."""
OF_PLACE: Final = re.compile(r"\b(?:MP|MS|MSP|member|mayor|vicar|rector|priest|postmaster|parishioner|resident)$")
"""Whose owner is a place: "Elmby’s MP"."""
NO_LONGER: Final = re.compile(r"^(?:former(?:ly)?|ex-|retired) ?", re.IGNORECASE)
FORMER: Final = re.compile(r"\b(?:former(?:ly)?|ex|retired|old|previous|until|used to|outgoing|late)\b|\bex-", re.IGNORECASE)
_NO_OFFICES: Final = frozenset((SCHOOL, STATE, BRANCH))


def is_role(words: str) -> bool:
    """Whether words are a role and no clause about somebody."""
    return names_role(words) and not _CLAUSE.search(words)


def names_role(words: str) -> bool:
    """Whether words have one that is somebody's role, whatever else they say."""
    return bool(IS_ROLE.search(words) or _NOUN.search(words))


def cut_clause(words: str) -> str:
    """Return a role without the clause behind it ("since 2016"); a body or a field behind "in", "for" or "with" stays with it."""
    padded, place = f"{words} ", 0
    while match := _ENDS.search(padded, place):
        if not _GOES_ON.match(match.group()) or _IN_TIME.match(match.group()):
            return padded[: match.start()].strip(" ,")
        place = match.start() + _GOES_ON_CHARS
    return words.strip(" ,")


def singular(role: str) -> str:
    """Return "secretary" for "secretarie", which is what is left of the plural without its "s"."""
    return f"{role[:-2]}y" if role.endswith("ie") else role


def who_can_have(role: str) -> Fits:
    """Return which bodies can have a role: a head is of a school, a general secretary of a union, a director of neither."""
    if AT_SCHOOL.match(role):
        return lambda body: SCHOOL in body.kinds
    if _OF_COUNCIL.search(role):
        return lambda body: COUNCIL in body.kinds
    if _OF_CHARITY.search(role):
        return lambda body: CHARITY in body.kinds
    return _who_can_employ(role)


def _who_can_employ(role: str) -> Fits:
    if _OF_LEARNING.search(role):
        return lambda body: body.noun in _HOUSES_OF_LEARNING
    if _OF_UNION.search(role):
        return lambda body: UNION in body.kinds or (not body.kinds and bool(body.noun))
    if OF_STATE.search(role):
        return lambda body: STATE in body.kinds
    return _has_offices


def _has_offices(body: Named) -> bool:
    return body.kinds.isdisjoint(_NO_OFFICES)


def is_staff(role: str) -> bool:
    """Whether a role without a body is likely one of the body that the text is about at that place."""
    return any(each.search(role) for each in (_OFFICE, _OF_UNION, _OF_COUNCIL, _OF_CHARITY, _OF_LEARNING)) and not (
        OF_STATE.search(role) or _OF_ANOTHER.search(role)
    )


def is_of_nearest(role: str) -> bool:
    """Whether a role's body may have been named further up: there is seldom a second council, helpline or university."""
    return any(each.search(role) for each in (_OF_COUNCIL, _OF_CHARITY, _OF_LEARNING))
