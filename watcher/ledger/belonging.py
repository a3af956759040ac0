"""Which words beside a name are the role and which the body: rules of print alone, no list of people."""

from __future__ import annotations

import re
from typing import Final

from watcher.ledger.given import is_given
from watcher.ledger.names import BODY_WORDS, ENDS_OFFICE, IS_ROLE

_NAMED: Final = r"[A-Z][\w’'&-]*(?: (?:(?:of|for|and|&) (?:the )?)?[A-Z][\w’'&-]*)*"
KIND_OF_BODY: Final = (
    r"(?:charity|think[ -]tank|law firm|consultancy|campaign group|pressure group|teaching union|trade union|union|academy trust"
    r"|research group|helpline|campaigners)"
)
_OF_KIND: Final = re.compile(
    rf"(?P<role>.*?),? ?\b(?:of|at|for|with|from) (?:(?:the|a) )?(?:[a-z’'-]+ )?{KIND_OF_BODY} (?P<body>{_NAMED})$"
)
_AT_BODY: Final = re.compile(r" at (?:(?:the|a|an) )?(?=(?:The )?[A-Z])")
_OF_PART: Final = re.compile(r" (?:of|for) (?:the )?(?=[A-Z])")
_OF_WHOLE: Final = re.compile(
    r"(?:chief executive|general secretary|founder|president|ceo|headteacher|principal|patron)$", re.IGNORECASE
)
"""Who holds such a role holds it of a body, and not of a part of one ("chief executive of Education Minds")."""
_TAIL: Final = re.compile(
    r" \([A-Z]*(?:\).*)?$|,? (?:near|outside|just outside) [A-Z].*$|,? and [a-z].*$"
    r"| at (?:the )?[A-Z].*$"
)
_AND_PERSON: Final = re.compile(r",? and (?:(?:Mr|Ms|Mrs|Dr) )?(?P<first>[A-Z][\w’-]+) [A-Z]")
_STORY: Final = re.compile(r",\s+(?:the|this|that|it|he|she|they|there|his|her|their|some|many|most|no|its)\s+[a-z].*$")
_OPENER: Final = re.compile(r"^(?:Over|On|In|At|From|To|With|By|For|And|But|Elsewhere|Meanwhile)\b.*? (?:an?|the|one) (?=[a-z])")
_ANYWHERE: Final = re.compile(
    r" (?:in|from|of|at|near) (?:my|our|his|her|their) (?!governors|trustees|board|governing|members).+$"
    r"| in (?:the|this) (?:constituency|area|village|town|borough)\b.*$"
)
_OF_GENERIC: Final = re.compile(
    r"(?P<role>.*\w) (?:of|at|for|with) (?:the|this) "
    r"(?P<noun>union|charity|trust|school|college|association|federation|guild|centre|institute|league|conference|organisation)$",
    re.IGNORECASE,
)
_NOW: Final = re.compile(r",? and (?:is |who is )?(?:now|also) .*$")
_PARENT_AND: Final = re.compile(r"^(?:mother|father|mum|dad|grandmother|grandfather)(?: of [\w-]+)? and (?:an? |the )?")
_IS_GREATEST: Final = re.compile(r"(?:(?:second-)?(?:largest|biggest)|oldest|smallest)\b")
_IS_KIND: Final = re.compile(
    rf"(?:[\w-]+ ){{0,2}}(?:{KIND_OF_BODY}|campaign|network|law firm|firm|company)(?: (?:in|from|for|of|based) .*)?", re.IGNORECASE
)
_NO_ROLES: Final = frozenset("first second third last next only latest other later once then soon again".split())


def split_body(printed: str) -> tuple[str | None, str] | None:
    """Return the role and the body of "partner at the law firm Ash Keene" or "Director of Services at The Line"; else None.

    The body is behind the last "at", if what stands between is no body itself ("director of the Centre for Ash at York").
    """
    kind = _OF_KIND.match(printed)
    if kind:
        return kind["role"] or None, kind["body"]
    at = _AT_BODY.search(printed) if " at " in printed else None
    if at is None:
        return _of_whole(printed)
    before, after = printed[: at.start()], printed[at.end() :]
    part = _OF_PART.search(before)
    if part is None or not IS_ROLE.search(before[: part.start()]):
        return None
    between = before[part.end() :].split()
    is_body = len(between) > 1 and any(word in BODY_WORDS and word not in ENDS_OFFICE for word in between)
    return None if is_body else (before.strip(" ,"), after.strip(" ,"))


def _of_whole(printed: str) -> tuple[str, str] | None:
    part = _OF_PART.search(printed)
    if part is None or not _OF_WHOLE.search(printed[: part.start()]):
        return None
    after = printed[part.end() :]
    is_named = re.fullmatch(_NAMED, after) and " " in after and after.split(" ", 1)[0] in ENDS_OFFICE
    return (printed[: part.start()], after) if is_named else None


def cut_role(role: str) -> tuple[str | None, str | None]:
    """Return a role that ends with its noun phrase, and the noun of "of the union" if that was cut; None for what is no role."""
    role = _STORY.sub("", role) if ", " in role else role
    role = _PARENT_AND.sub("", _NOW.sub("", _OPENER.sub("", role)))
    role = _ANYWHERE.sub("", role).strip(" ,")
    if not role or role.casefold() in _NO_ROLES or _IS_KIND.fullmatch(role) or _IS_GREATEST.match(role):
        return None, None
    generic = _OF_GENERIC.match(role)
    return (generic["role"], generic["noun"].casefold()) if generic else (role, None)


def trimmed(body: str) -> str:
    """Return a body's name without what goes on behind it: an open bracket, "near Northtown", "and a governor"."""
    if " " not in body:
        return body
    other = _AND_PERSON.search(body)
    if other and is_given(other["first"]) and _is_named_body(body[: other.start()]):
        body = body[: other.start()]
    return _TAIL.sub("", body).strip(" ,")


def whole_of(word: str, text: str) -> str | None:
    """Return the one longer name of `text` that ends in `word`: for "Association" "Westmarch Teachers’ Association"."""
    if f" {word}" not in text:
        return None
    ends = re.finditer(rf"(?:[A-Z][\w’'&-]*[ ])+{re.escape(word)}\b(?! [A-Z])", text)
    found = {re.sub(r"^The ", "", each.group()).replace("’", "'") for each in ends}
    found.discard(word)
    return found.pop() if len(found) == 1 else None


def _is_named_body(printed: str) -> bool:
    return " " in printed and any(each.rstrip("’'") in BODY_WORDS for each in printed.split())
