"""What a sentence begins with, behind a phrase of circumstance: a name, a description, or somebody without a name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from watcher.ledger.cast import NOBODY, Cast, Speakers
from watcher.ledger.names import (
    ANYBODY_HEADS,
    BODY_WORDS,
    DESCRIPTION,
    HEAD_ENDS,
    IS_ANONYMOUS,
    IS_ROLE,
    Kind,
    Mention,
    bare_role,
    is_group,
    runs,
)

_SOMEBODY: Final = re.compile(
    rf"(?:an?|one|another|some|many|several|two|three|his|her|their|my) (?:(?!(?:of|in|at|who|that)\b)[\w’'-]+ ){{0,4}}?"
    rf"(?:{ANYBODY_HEADS})\b|(?:one|some|another|many|others?|several|most)(?: of\b| [a-z]+(?:ed|s)\b)",
    re.IGNORECASE,
)
_PREDICATED: Final = re.compile(r"[^,.;:§]{0,60}, (?:he|she)\b")
"""Behind it "a headteacher for nine years, she had never asked" says what somebody is who was named before."""
_SOMEONE: Final = re.compile(r"\b[Ss]ome(?:body|one) (?:I|we|who|else|gave|told|said|asked|wrote|in|from)\b")
_DETERMINERS: Final = frozenset(
    f"{word} " for word in "the a an his her its their our my your one another both some many several".split()
)
_WORD_BEHIND: Final = re.compile(r" ([a-z][\w’'-]+)")
_PLACE_BEHIND: Final = re.compile(r" (?:of|at) (?:the )?[A-Z][\w’'&-]*(?: (?:of |and |& )?[A-Z][\w’'&-]*)*")
_TIME_AHEAD: Final = (
    r"(?:(?:(?:On|Last|This|Next) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|afternoon|evening|night))?|After lunch"
    r"|Last (?:week|month|night|year|spring|summer|autumn|winter)|Yesterday|Afterwards|Outside(?: the)? (?:court|hall|chamber)"
    r"|From the (?:chair|floor|platform)|The (?:same|next|following) (?:day|week|morning|evening|month|year)"
    r"|(?:An?|One|Two|Three|Four|Five|Six|Ten|Some|Several|Many) (?:few )?(?:minutes?|hours?|days?|weeks?|months?|years?)"
    r" (?:later|earlier|ago|on))"
    r",?\s+(?=[A-Z]|s?he |the ))?"
)
"""When or where, without a comma, before who did it: "Two days later Brook tried again", "On Monday she wrote"."""
_LEAD: Final = re.compile(
    r"(?:\d{1,2}[.:]\d{2}(?:\s?[ap]m)?\s+(?:[–-]\s+)?)?"
    r"(?:(?:But|And|So|Yet|Meanwhile|Also|Now|Then|Later|Earlier|However|For)\b,?\s+)?" + _TIME_AHEAD
)
LEAD_PHRASE: Final = re.compile(
    r"(?:(?i:On|In|At|After|Before|During|Speaking|Writing|Also|This|Last|Earlier|Later|Responding|Reacting|Commenting"
    r"|Asked|Following"
    r"|Despite|Above|Below|Behind|Beside|Inside|Outside|Near|Across|Among|Between|Within|Since|Once|Unlike"
    r"|Until|When|While|As|From|By|With|Through|Under|Yesterday|Today)|[A-Z][a-z]+ing(?= ))\b[^,§]{0,80},\s+",
)
_NAMELESS: Final = re.compile(
    r"\bcondition of anonymity|\bon condition that\b|\b(?:asked|asks|wished|wanted|preferred|wants|wishes|did(?:n[’']t"
    r"| not) (?:want|wish)"
    r"|declined|would rather|chose|does(?:n[’']t| not) want)\b[^.,]{0,20}?\bnot? ?(?:to )?(?:be )?(?:named?|identified"
    r"|give (?:her|his|their) name)"
    r"|\b(?:did(?:n[’']t| not) (?:want|wish)|declined|refused) to (?:be (?:named|identified)|give (?:her|his|their) name)"
    r"|\bnot to (?:be named|be identified|name h(?:er|im|is))|\b(?:spoke|speaking|wrote|writing) anonymously\b"
)
_BARE_OFFICE: Final = re.compile(
    r"(?P<role>(?!(?:The|An?|H[ei][rs]|Their|Its|Our|My|One|Another|Some)\b)[A-Z][\w’'-]*(?: [a-z][\w’'-]*){1,4}"
    r"(?: (?:of|for|at|in) (?:the )?[A-Z][^,;:§.]{1,60})?),\s+(?=[A-Z])"
)
"""An office without an article that begins a sentence, before the name: "Assistant coroner for Larch, Ada Brook, opened"."""
_APPOSED: Final = re.compile(r"(?: (?:of|for|at|in) [^,;:§.]{2,60})?,\s+(?:the\s+)?")
_FORMER: Final = re.compile(r"\b(?:former|retired|one-time|ex)\b")
"""A "former regulator" is somebody, and no body."""
_STYLED: Final = re.compile(r"(?:The )?(?:Right|Most|Very) ")
_SOMEBODY_IN: Final = re.compile(r"[a-z] (?=an? [^,.;§]{3,40} (?:who|whose)\b)")
_NAME_GOES_ON: Final = re.compile(r" (?:of|for) (?:the )?[A-Z][\w’'-]+(?:(?: and)? [A-Z][\w’'-]+)*")
_ROLE_AHEAD: Final = re.compile(r"(?:The|Its|Her|His|Their|Our) (?:fellow |former |new )?(?P<role>(?:[a-z][\w’'-]* ){1,5})")
_OPENING_CHARS_MAX: Final = 80


@lru_cache(maxsize=500)
def main_clause(sentence: str) -> str:
    """Return a sentence without a clock time and a phrase of circumstance at its start."""
    rest = _LEAD.sub("", sentence, count=1)  # it matches at the start, be it nothing
    phrase = LEAD_PHRASE.match(rest)
    return rest[phrase.end() :] if phrase else rest


def description_end(clause: str) -> int:
    """Return where the description ends with which a clause begins ("The deputy head"), 0 if it begins with none."""
    match = DESCRIPTION.match(clause) if _may_describe(clause) else None
    end = match.end() if match else 0
    while end and (more := _WORD_BEHIND.match(clause, end)) and more[1].casefold() in HEAD_ENDS:
        end = more.end()
    return end


def _may_describe(clause: str) -> bool:
    """Whether a clause begins with an article, or with whose somebody is: looked at before a pattern that costs much more."""
    ahead = clause[:_OPENING_CHARS_MAX]
    return clause[: clause.find(" ") + 1].casefold() in _DETERMINERS or "’" in ahead or "'" in ahead


def is_about_group(sentence: str) -> bool:
    """Whether a sentence begins with a body or a document without a name ("The committee called it"): no person is meant next."""
    clause = main_clause(sentence)
    end = description_end(clause)
    return end > 0 and is_group(clause[:end])


def apposed(clause: str, end: int) -> Mention | None:
    """Return the name that stands behind a description and a comma ("Her deputy, Ada Brook, nods")."""
    behind = _APPOSED.match(clause, end)
    window = clause[: behind.end() + _OPENING_CHARS_MAX] if behind else ""
    named = next((each for each in runs(window) if each.start >= behind.end()), None) if behind else None
    is_next = named and behind and named.start - len(named.role) <= behind.end() + 1
    return named if is_next and named and named.kind is Kind.PERSON and " " in named.text else None


def is_anonymous(sentence: str) -> bool:
    """Whether a sentence begins with somebody who has no name: "One caller, a headteacher, has agreed", "Another delegate"."""
    clause = main_clause(sentence)
    somebody = _SOMEBODY.match(clause)
    if is_nameless(sentence):
        return True
    if somebody and _PREDICATED.match(clause, somebody.end()):
        return False
    has_someone = "omebody" in sentence or "omeone" in sentence
    return bool((somebody and not apposed(clause, somebody.end())) or (has_someone and _SOMEONE.search(sentence)))


def is_nameless(sentence: str) -> bool:
    """Whether a sentence says that somebody in it does not want to be named."""
    return (" nam" in sentence or "anonym" in sentence or "identif" in sentence) and bool(_NAMELESS.search(sentence))


def opening_subject(sentence: str, cast: Cast) -> Speakers | None:
    """Return whom a sentence begins with, behind a clock time and a phrase of circumstance; None if with nobody by name."""
    rest = main_clause(sentence)
    first = next(iter(runs(rest[:_OPENING_CHARS_MAX])), None)
    if first is None or first.text.endswith(("’s", "'s")):
        return _of_office(rest, cast)
    styled = _STYLED.match(rest)
    if first.start > len(first.role) + (styled.end() if styled else 5):
        return _behind_role(first, rest, cast) or _of_office(rest, cast)
    goes_on = _NAME_GOES_ON.match(rest, first.end) if first.kind is Kind.PERSON else None
    is_long = goes_on is not None and not BODY_WORDS.isdisjoint(goes_on.group().split()) and not cast.scene.is_evident(first.text)
    if is_long and goes_on:  # "Unity for School Leaders"
        return (cast.scene.body_speaker(rest[first.start : goes_on.end()]),)
    if first.kind is Kind.BODY or cast.scene.body(first.text):
        whole = cast.scene.whole_body(first.text)
        return _of_body(first, rest, cast) or ((cast.scene.body_speaker(whole),) if whole else NOBODY)
    if not cast.scene.is_name(first.text):
        return None
    person = cast.scene.person(first.text, first.role or None)
    return (person,) if person else NOBODY


def _of_office(rest: str, cast: Cast) -> Speakers | None:
    """Return who is named behind an office without an article: "Council leader, Ada Brook, wrote"."""
    office = _BARE_OFFICE.match(rest) if "," in rest else None
    if office is None or not IS_ROLE.search(office["role"]):
        return None
    named = next((each for each in runs(rest[: office.end() + _OPENING_CHARS_MAX]) if each.start >= office.end()), None)
    if named is None or named.kind is not Kind.PERSON or " " not in named.text or named.start > office.end() + len(named.role) + 1:
        return None
    person = cast.scene.person(named.text, office["role"])
    return (person,) if person else NOBODY


def _behind_role(person: Mention, rest: str, cast: Cast) -> Speakers | None:
    """Return the person whose role opens a clause ("Her fellow general secretary Ms Brook"), None if other words do."""
    ahead = _ROLE_AHEAD.fullmatch(rest[: person.start - len(person.role)])
    is_person = person.kind is Kind.PERSON and (" " in person.text or cast.scene.is_name(person.text))
    if ahead is None or not is_person or bare_role(ahead["role"].strip()) == "":
        return None
    found = cast.scene.person(person.text, f"{ahead['role']}{person.role}".strip())
    return (found,) if found else NOBODY


def _of_body(body: Mention, rest: str, cast: Cast) -> Speakers | None:
    """Return the person whose role begins with a body's name: "Invented Council leader Name"."""
    person = next((each for each in runs(rest[:_OPENING_CHARS_MAX]) if each.start > body.end), None)
    between = rest[body.end : person.start].strip() if person else ""
    if person is None or person.kind is not Kind.PERSON or not between or bare_role(between) != between:
        return None
    found = cast.scene.person(person.text, f"{body.text} {between}")
    return (found,) if found else NOBODY


def opening_description(sentence: str) -> tuple[str, str] | None:
    """Return the description that a sentence begins with, and its place ("The head", " of Elm Park"), or None."""
    match = DESCRIPTION.match(sentence) if _may_describe(sentence) else None
    if match is None:
        inside = _SOMEBODY_IN.search(sentence)
        match = DESCRIPTION.match(sentence, inside.end()) if inside else None
        return (match.group(), "") if match and not is_group(match.group()) and not IS_ANONYMOUS.search(match.group()) else None
    end = description_end(sentence)
    if match["det"].casefold() not in ("a", "an", "the", "one") or (
        is_group(sentence[:end]) and not _FORMER.search(sentence, 0, end)
    ):
        return None
    place = _PLACE_BEHIND.match(sentence, end)
    return sentence[:end], place.group() if place else ""
