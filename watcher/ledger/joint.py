"""Several who speak at once: "Ada Brook, of the Guild, Amos Reed (Elm Union) and the Ash Trust", read as the list that it is."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final, NamedTuple

from watcher.ledger.cast import Cast, Speakers
from watcher.ledger.clauses import main_clause
from watcher.ledger.names import BODY_WORDS, IS_ROLE, ROLE_WORDS, Kind, Mention, runs
from watcher.ledger.scene import Scene
from watcher.ledger.verbs import verbs_in
from watcher.model import Speaker

LIST_CHARS_MAX: Final = 600
"""A longer list is no subject."""
_AHEAD: Final = re.compile(
    r"(?:.{0,200}[–—:]\s+)?(?:[\w’'-]+ ){0,6}?(?:leaders?|secretaries|chairs|presidents|chiefs|heads|signatories|authors|unions"
    r"|bodies|organisations|charities|trusts),?\s+|.{0,200}[–—:]\s+|(?:[Tt]he|[Bb]oth|[Ff]rom|[Bb]y)\s+"
    r"|(?:[Tt]he|[Ii]ts|[Tt]heir) [^,;:§()]{3,80},\s(?:the\s)?|.{0,200}\b(?:signed|written|sent|agreed) by\s+(?:the\s+)?"
    r"|(?:On [A-Z][a-z]+day|Yesterday|Today|This week|Last week|Meanwhile),? "
    r"|(?:In|On|At|For|From|With) [a-z][^,A-Z]{1,40},? (?<! to )(?<! of )(?<! from )(?<! with )(?<! for )(?<! by )|\s*",
    re.DOTALL,
)
"""What can stand before a list: nothing, an article, what they all are ("the union leaders"), or a clause that ends in a dash."""
_SEPARATOR: Final = r"(?:(?P<last>[,;]?\s+(?:and|&)(?:\s+by|\s+from)?\s+)|[,;]\s+)(?:the\s+|The\s+|its\s+)?"
_BETWEEN_PEOPLE: Final = re.compile(
    rf"(?:\s\((?P<inside>[^()]{{2,90}})\)|(?P<place>,?\s(?:of|from|at|for)\s[^;:§()]{{2,110}}?)|,\s(?P<role>(?!and\b)[^;:§()]{{3,140}}?))?"
    rf"{_SEPARATOR}(?P<title>[a-z][^,;:§()]{{2,80}},\s(?:the\s)?|(?P<owner>(?:[A-Z][\w’'-]*\s){{0,3}}[A-Z][\w-]*(?:[’']s|s[’'])\s)?(?:[a-z][\w’'-]*\s){{0,4}})"
)
_BEHIND_LAST: Final = re.compile(
    r"(?:\s\((?P<inside>[^()]{2,90})\)|(?P<place>,?\s(?:of|from|at|for)\s[^;:§()]{2,110}?)|,\s(?P<role>(?!and\b)[^;:§()]{3,140}?))?"
    r"(?:[,)]|\s[–—])?(?:\s(?:have|has|also|all|both|each|jointly|together|today|then|later|now|had))*\s*"
)
_BODY: Final = re.compile(
    r"(?:[Tt]he )?(?P<name>[A-Z][\w’'&-]*(?:(?: (?:of|for|in) (?:the )?| (?:and|&) | )[A-Z][\w’'&-]*)*)(?:\s\([A-Z][\w&]{1,14}\))?"
)
_SEPARATED: Final = re.compile(_SEPARATOR)
_ENDS_IN_OF: Final = re.compile(r"\b(?:of|for) (?:the )?(?:[A-Z][\w’'-]* )?[A-Z][\w’'-]*$")
"""What goes on with "and" may be of the same name: "Association of Heads" and "Deputies"."""
_OTHERS: Final = re.compile(r",?\s+and\s+(?:\d|several|dozens|many|other)")
BODIES_MAX: Final = 12
"""More bodies than this are no list of speakers."""
_BEHIND_BODIES: Final = re.compile(
    r"(?:\s\([A-Z][\w&]{1,14}\))?(?:,\swhich\s[^§;:]{3,120},)?(?:[,)]|\s[–—])?"
    r"(?:[,;]?\s+and\s+(?:\d[\d,]*|several|dozens of|many) (?:[a-z]+ ?){1,3})?"
    r"(?:\s(?:have|has|also|all|both|each|jointly|together|today|then|later|now|had))*\s*"
)
_GIVEN_BY: Final = re.compile(r"\b(?:statement|letter|response|submission|reply|message|post)[^,.;:§]{0,30}? (?:by|from) ")
_NAME_GOES_ON: Final = re.compile(
    r"\s(?:of|for|in)\s(?:the\s)?[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)*(?:\sand\s[A-Z][\w’'-]*(?!\s[A-Z(]|\sof\b|\sfor\b))?"
)
_NO_ROLE: Final = re.compile(r"\b(?:said|says|told|was|were|had|he|she|they|it|but|when|after|while)\b")


class Listed(NamedTuple):
    """A list of speakers and where it ends in the words that were read."""

    speakers: Speakers
    end: int


def joint_list(words: str, cast: Cast) -> Listed | None:
    """Return two or more people, or else bodies, with whom `words` begin as a list; None if they do not.

    People keep the role or the body that stands beside each; a body's own "and" ("Boards and Governors Network") parts nothing.
    """
    if " and " not in words and " & " not in words:
        return None
    words = words[:LIST_CHARS_MAX]
    return _people(words, cast) or _bodies(words, cast) or _in_main_clause(words, cast)


def _in_main_clause(words: str, cast: Cast) -> Listed | None:
    """Return the list behind a phrase of circumstance that names nobody ("On Monday, in Larch, A and B")."""
    main = main_clause(words)
    ahead = words[: len(words) - len(main)]
    if not ahead or any(each.kind is Kind.PERSON and cast.scene.is_evident(each.text) for each in runs(ahead)):
        return None
    found = _people(main, cast) or _bodies(main, cast)
    return Listed(found.speakers, found.end + len(ahead)) if found else None


def joint_subject(left: str, cast: Cast) -> Speakers | None:
    """Return all of a list that ends where its verb begins ("A, of X, and B, of Y, have" before "said"); None if it is none.

    The list may stand behind "by" or "from" ("a joint statement by A and B said").
    """
    if " and " not in left and " & " not in left:
        return None
    starts = [0, *(each.end() for each in _GIVEN_BY.finditer(left))]
    return next((found for start in starts if (found := _whole_list(left[start:], cast))), None)


def _whole_list(words: str, cast: Cast) -> Speakers | None:
    """Return the speakers of a list with which words begin and end, adverbs and "have" left out."""
    found = joint_list(words, cast)
    if found is None:
        return None
    are_bodies = is_of_bodies(found.speakers)
    rest = (_BEHIND_BODIES if are_bodies else _BEHIND_LAST).fullmatch(words, found.end)
    if rest is None:
        return None
    return found.speakers if are_bodies else (*found.speakers[:-1], _with(found.speakers[-1], _beside(rest), cast))


def is_of_bodies(speakers: Speakers) -> bool:
    """Whether speakers are bodies and no people."""
    return all(each.name == each.organisation for each in speakers)


def _people(words: str, cast: Cast) -> Listed | None:
    scene = cast.scene
    bodies = [match.span() for match in scene.gazetteer.body_names.finditer(words)]
    named = [
        each
        for each in runs(words)
        if each.kind is Kind.PERSON
        and (" " in each.text or len(scene.bearers(each.text)) == 1)
        and not each.text.endswith(("’s", "'s"))
        and scene.body(each.text) is None
        and not any(start <= each.start < end for start, end in bodies)
        and (scene.is_evident(each.text) or BODY_WORDS.isdisjoint(words[each.end : _name_end(each, words)].split()))
        and not words[: each.start].endswith((" of ", " of the ", " for ", " at "))
    ]
    if len(named) < 2 or not _AHEAD.fullmatch(words, 0, named[0].start - len(named[0].role)):
        return None
    found: list[Speaker | None] = []
    is_closed = False
    for one, other in pairwise(named):
        gap = None if is_closed else _BETWEEN_PEOPLE.fullmatch(words, one.end, other.start - len(other.role))
        beside = _beside(gap) if gap else None
        if (
            gap is None
            or (beside and not _is_beside(beside))
            or (gap["title"] and not (gap["owner"] or IS_ROLE.search(gap["title"])))
        ):
            break
        found.append(scene.person(one.text, one.role or None, beside))
        is_closed = gap["last"] is not None
        last = other
    if not is_closed:
        return None
    found.append(scene.person(last.text, last.role or None))
    return Listed(tuple(each for each in found if each), last.end) if all(found) else None


def _beside(gap: re.Match[str]) -> str | None:
    printed = gap["inside"] or gap["place"] or gap["role"]
    return printed.strip(" ,") if printed else None


def _is_beside(printed: str) -> bool:
    """Whether words between two names of a list can be the first one's role or body, and no clause of their own."""
    if printed.startswith(("who ", "whose ")):
        return True
    is_place = printed.startswith(("of ", "from ", "at ", "for ")) or printed[:1].isupper()
    return (is_place or IS_ROLE.search(printed) is not None) and not verbs_in(printed) and not _NO_ROLE.search(printed)


def _with(speaker: Speaker, beside: str | None, cast: Cast) -> Speaker:
    return (cast.scene.person(speaker.printed, None, beside) if beside else None) or speaker


def _bodies(words: str, cast: Cast) -> Listed | None:
    ahead = _AHEAD.match(words)
    for start in {0, ahead.end() if ahead else 0}:
        found = _bodies_from(words, start, cast.scene)
        if found:
            names, end = found
            speakers = tuple(cast.scene.body_speaker(each) for each in names)
            return Listed(speakers, end) if len({each.name for each in speakers}) == len(speakers) else None
    return None


def _bodies_from(words: str, start: int, scene: Scene) -> tuple[list[str], int] | None:
    """Return the names of the bodies that are listed from `start` on and where the list ends; None if it is none."""
    names: list[str] = []
    is_closed = False
    match = _BODY.match(words, start)
    end = start
    while match and not is_closed and len(names) < BODIES_MAX:
        own = _parted(match["name"], scene)
        names.extend(own)
        end = match.end()
        is_closed = len(own) > 1
        separator = _SEPARATED.match(words, end)
        match = _BODY.match(words, separator.end()) if separator else None
        if match and separator and separator["last"]:
            names.extend(_parted(match["name"], scene))
            end, is_closed = match.end(), True
    is_list = is_closed or _OTHERS.match(words, end) is not None
    sure = sum(_is_body(each, scene) for each in names)
    if not 2 <= len(names) <= BODIES_MAX or not is_list or 2 * sure < len(names) or any(_is_nobody(each, scene) for each in names):
        return None
    return names, end


def _parted(name: str, scene: Scene) -> list[str]:
    """Return a run of capitals with "and" in it as two bodies if each part is a whole one ("Larch Guild and Elm Union")."""
    first, joint, second = name.rpartition(" and ")
    is_whole = joint and _is_body(first, scene) and _is_body(second, scene) and not _ENDS_IN_OF.search(first)
    return [first, second] if is_whole else [name]


def _is_body(name: str, scene: Scene) -> bool:
    words = name.split()
    is_acronym = len(words) == 1 and name.isupper() and len(name) > 1
    return scene.body(name) is not None or is_acronym or (len(words) > 1 and not BODY_WORDS.isdisjoint(words))


def _is_nobody(name: str, scene: Scene) -> bool:
    """Whether capitals in a list are a person's name or an office, and no body's."""
    if scene.body(name) is not None:
        return False
    head, last = re.split(r" (?:of|for|in) ", name, maxsplit=1)[0], name.rsplit(maxsplit=1)[-1]
    if head != name and " " in head and scene.is_evident(head) and BODY_WORDS.isdisjoint(head.split()):
        return True  # "Ada Brook of Larch Trust"
    return last not in BODY_WORDS and (scene.is_evident(name) or last.casefold() in ROLE_WORDS)


def _name_end(name: Mention, words: str) -> int:
    goes_on = _NAME_GOES_ON.match(words, name.end)
    return goes_on.end() if goes_on else name.end
