"""Where a sentence says that somebody works: "Ada Brook runs Elm Park", "At Elm Park the head, Ada Brook"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from watcher.ledger.names import BODY_WORDS, IS_ROLE

MENTIONS_MAX: Final = 8
"""So many mentions of one name are looked at."""
_AHEAD_CHARS: Final = 120
_BEHIND_CHARS: Final = 160

_BODY: Final = r"(?P<body>(?:the )?[A-Z][\w’'&-]*(?: (?:(?:of|for|and|&) (?:the )?)?[A-Z][\w’'&-]*)*)"
_LEADS: Final = re.compile(
    r"(?:, (?:who|which)[^.]{0,60}?,)?(?: who)?(?: (?:has|had|now|also|once))* "
    rf"(?P<verb>runs|ran|run|led|leads|lead|headed|heads|head|chairs|chaired|founded|edits|edited|directs|directed"
    rf"|manages|managed) (?:the (?:[\w,]+-[a-z]+ )?(?=[A-Z]))?{_BODY}"
)
_APPOINTED: Final = re.compile(
    r" (?:has been|was|is|becomes|became) (?:(?:appointed|named|made|elected) )?(?:as )?(?P<body>[A-Z][^,.;]{2,60}?)[’']s? "
    r"(?:first |new |next )?(?P<role>[a-z][a-z -]{3,60})"
)
_WORKS: Final = re.compile(rf"(?:, who)? (?:teaches|works)(?: [a-z]+){{0,3}} (?:at|for) {_BODY}")
_AT: Final = re.compile(rf"(?:^|[.\n] ?|[\s“])[Aa]t {_BODY},? (?:the|its) (?P<role>[a-z][a-z -]{{3,40}}),? $")
_OWNED: Final = re.compile(
    rf"{_BODY}[’']s? (?P<role>[a-z][a-z-]*(?: [a-z][a-z-]*){{0,4}}),? (?:[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+ and )?$"
)
_ROLES: Final = {
    "chair": "chair", "head": "head", "edit": "editor", "dire": "director", "mana": "manager", "foun": "founder", "runs": "head",
    "ran": "head", "run": "head", "led": "head", "lead": "head",
}  # fmt: skip


def places(name: str, text: str) -> Iterator[tuple[str | None, str]]:
    """Yield for the mentions of a whole `name` the role (None if it is not said) and the body, both as printed."""
    at = text.find(name)
    for _ in range(MENTIONS_MAX):
        if at < 0:
            return
        yield from _beside(text[max(0, at - _AHEAD_CHARS) : at], text[at + len(name) : at + len(name) + _BEHIND_CHARS])
        at = text.find(name, at + len(name))


def _beside(ahead: str, behind: str) -> Iterator[tuple[str | None, str]]:
    leads = _LEADS.match(behind)
    if leads:
        yield _ROLES.get(leads["verb"]) or _ROLES.get(leads["verb"][:5]) or _ROLES.get(leads["verb"][:4]), leads["body"]
    works = _WORKS.match(behind)
    if works and any(each in BODY_WORDS for each in works["body"].split()):
        yield None, works["body"]
    appointed = _APPOINTED.match(behind)
    if appointed and IS_ROLE.search(appointed["role"]):
        yield appointed["role"], appointed["body"]
    owned = _AT.search(ahead) or _OWNED.search(ahead)
    if owned and IS_ROLE.search(owned["role"]):
        yield owned["role"], owned["body"]
