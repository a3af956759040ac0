"""What a text prints beside a name, wherever it does: "the landlord, Ada Brook", "Ada Brook, who chairs the guild"."""

from __future__ import annotations

import re
from typing import Final

from watcher.ledger.gazetteer import TITLES
from watcher.ledger.names import BODY_WORDS, IS_ROLE, bare_role

_AHEAD_CHARS: Final = 90
_BEHIND_CHARS: Final = 150

_NO_NOUN: Final = (
    r"(?:colleague|friend|partner|neighbour|counterpart|number|successor|predecessor|namesake|rival|host|guest|critic"
    r"|the|a|an|of|at|for|from|by|with|and|but|or|to|in|on|as|than|when|while|that|said|says|told|tells|asked|is|was|were"
    r"|are|had|has)\b"
)
_APPOSED: Final = re.compile(
    rf"(?P<role>(?:\b[Tt]he|\b[Oo]ne|\b[Aa]nother|\b[Aa]n?|\b[Ii]ts|\b[Oo]ur|\b[Hh]er|\b[Hh]is|\b[Tt]heir|\b[Mm]y"
    rf"|\b[A-Z][\w’'&-]*(?: [A-Z][\w’'&-]*)*[’']s?)"
    rf" (?:(?!{_NO_NOUN})[\w’'-]+ ){{0,4}}?(?!{_NO_NOUN})[A-Za-z][\w’'-]+(?: (?:of|at"
    rf"|for) [^,;:.()]{{3,60}})?),\s+(?:{TITLES}\s+)*$"
)
_BEFORE: Final = re.compile(
    rf"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Oo]ur|[Hh]er|[Hh]is|[Tt]heir|[Mm]y|[A-Z][\w’'&-]*[’']s) "
    rf"(?P<role>(?:(?!{_NO_NOUN})[a-z][\w’'-]+ ){{0,3}}(?!{_NO_NOUN})[a-z][\w’'-]+)\s+(?:{TITLES}\s+)*$"
)
_OFFICE_OF: Final = re.compile(
    r"\b(?P<role>(?:[Cc]hair|[Hh]ead|[Dd]irector|[Ss]ecretary|[Ll]eader|[Cc]lerk) of (?:the )?"
    r"(?:[Tt]rustees|[Gg]overnors|[a-z’']+(?: [a-z’']+)?))\s+$"
)
_TRADE_AHEAD: Final = re.compile(
    r"(?:^|[\s“\"(])(?P<role>columnist|broadcaster|novelist|historian|journalist|[Rr]esearch fellow|[Ss]enior fellow"
    rf"|[Cc]o-founder|[Cc]ampaigner|[Cc]hair)\s+(?:{TITLES}\s+)*$"
)
"""What stands directly before a name without an article: "columnist Ada Brook", "chair Una Flint"."""
_OFFICE_AT: Final = re.compile(
    r"(?:^|[.\n“\"] ?)(?P<role>(?:[A-Z][a-z]+ )?(?:[Cc]hair|[Hh]ead|[Dd]irector|[Hh]eadteacher|[Pp]rincipal|[Pp]resident|[Ll]eader"
    r"|[Ss]ecretary|[Ee]xecutive|[Oo]fficer) (?:of|at|for) (?:the )?[A-Z][\w’'&-]*"
    r"(?: (?:(?:of|for|and|&) (?:the )?)?[A-Z][\w’'&-]*)+)"
    rf",?\s+(?:{TITLES}\s+)*$"
)
"""A role with its body that begins the sentence, in front of the name: "Chair of the Ash Governors’ Association Una Flint"."""
_TITLE_AHEAD: Final = re.compile(rf"(?:{TITLES}\s+)+$")
_BEHIND: Final = re.compile(
    r"(?:,\s+|\s+\(|\s+(?P<is>is|was|became)\s+)(?P<role>(?:who (?:is|was|became|chairs|heads|directs|edits|leads|runs"
    r"|manages|founded)\s)?"
    r"[^,;.()§“”\"]{3,100})"
)
_DOES: Final = re.compile(r"(?:said|says|told|tells|has|had|was|were|will|would|[a-z]+ed|and|but|when|where|while)\b")
"""Behind a comma such words go on with the sentence: "the head, Ada Brook, said a neighbour had rung"."""
_AT_BODY: Final = re.compile(r" (?:of|from|at) (?:the )?[A-Z][\w’'&-]*(?: (?:of |for |and |& )?(?:the )?[A-Z][\w’'&-]*)+")
_CLOSES: Final = (",", ")")
_SMALL: Final = frozenset(("of", "for", "and", "the", "&"))
_OF_PLACE: Final = re.compile(r"(?:of|from|at) (?:the )?[A-Z]")


def beside(text: str, start: int, end: int) -> tuple[str | None, str | None]:
    """Return the role that is printed before the name `text[start:end]`, and the apposition behind it; either may be None."""
    ahead, behind = text[max(0, start - _AHEAD_CHARS) : start], text[end : end + _BEHIND_CHARS]
    return _role_ahead(ahead, behind), _apposition(behind)


def words_behind(text: str, end: int) -> str | None:
    """Return what stands behind a name and a comma or a bracket, role or not ("both 18"); None if nothing does."""
    match = _BEHIND.match(text, end)
    return match["role"] if match and not match["is"] and not _DOES.match(match["role"]) else None


def _role_ahead(ahead: str, behind: str) -> str | None:
    ahead = ahead.rpartition("\n")[2]
    apposed = _APPOSED.search(ahead) if behind[:1] in (",", ".", ";", ":", ")") else None
    if apposed:
        return apposed["role"]
    before = _BEFORE.search(ahead)
    if before:
        return before["role"]
    fellow = _TRADE_AHEAD.search(ahead)
    if fellow:
        return fellow["role"]
    office = _OFFICE_AT.search(ahead) or _OFFICE_OF.search(ahead)
    if office:
        return office["role"]
    return bare_role(_TITLE_AHEAD.sub("", ahead).rstrip()) or None


def _apposition(behind: str) -> str | None:
    match = _BEHIND.match(behind)
    if match is None:
        place = _AT_BODY.match(behind)
        return place.group().strip() if place else None
    role = match["role"]
    is_role = bool(IS_ROLE.search(role)) and not re.match(
        r"\w+ing\b(?<!acting)|(?:your|whose|and|but|was|were|had|has|will|would|could|took|went)\b", role
    )
    is_place = not match["is"] and (_OF_PLACE.match(role) or (behind[match.end() :][:1] in _CLOSES and _is_named_body(role)))
    return role if is_role or is_place else None


def _is_named_body(words: str) -> bool:
    """Whether words are capitals one of which bodies have: "Ada Brook (University of Larch)"."""
    parts = words.split()
    is_name = len(parts) > 1 and all(each[0].isupper() or each in _SMALL for each in parts)
    return is_name and any(each in BODY_WORDS for each in parts)
