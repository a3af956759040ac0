"""Several who speak at once: "Ada Brook, of the Guild, Amos Reed (Elm Union) and the Ash Trust", read as the list that it is."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final, NamedTuple

from watcher.ledger.cast import Cast, Speakers
from watcher.ledger.names import BODY_WORDS, IS_ROLE, Kind, Mention, runs
from watcher.ledger.scene import Scene
from watcher.ledger.verbs import verbs_in
from watcher.model import Speaker

LIST_CHARS_MAX: Final = 600
"""A longer list is no subject."""
_AHEAD: Final = re.compile(
    r"(?:.{0,200}[–—:]\s+)?(?:[\w’'-]+ ){0,6}?(?:leaders?|secretaries|chairs|presidents|chiefs|heads|signatories|authors|unions"
    r"|bodies|organisations|charities|trusts),?\s+|.{0,200}[–—:]\s+|(?:[Tt]he|[Bb]oth|[Ff]rom|[Bb]y)\s+"
    r"|(?:In|On|At|For|From|With) [a-z][^,A-Z]{1,40},? (?<! to )(?<! of )(?<! from )(?<! with )(?<! for )(?<! by )|\s*",
    re.DOTALL,
)
"""What can stand before a list: nothing, an article, what they all are ("the union leaders"), or a clause that ends in a dash."""
_SEPARATOR: Final = r"(?:(?P<last>[,;]?\s+(?:and|&)(?:\s+by|\s+from)?\s+)|[,;]\s+)(?:the\s+|The\s+|its\s+)?"
_BETWEEN_PEOPLE: Final = re.compile(
    rf"(?:\s\((?P<inside>[^()]{{2,90}})\)|(?P<place>,?\s(?:of|from|at|for)\s[^;:§()]{{2,110}}?)|,\s(?P<role>(?!and\b)[^;:§()]{{3,140}}?))?"
    rf"{_SEPARATOR}(?P<title>(?:[a-z][\w’'-]*\s){{0,4}})"
)
_BEHIND_LAST: Final = re.compile(
    r"(?:\s\((?P<inside>[^()]{2,90})\)|(?P<place>,?\s(?:of|from|at|for)\s[^;:§()]{2,110}?)|,\s(?P<role>(?!and\b)[^;:§()]{3,140}?))?"
    r"(?:[,)]|\s[–—])?(?:\s(?:have|has|also|all|both|each|jointly|together|today|then|later|now|had))*\s*"
)
_BETWEEN_BODIES: Final = re.compile(rf"(?:\s\([A-Z][\w&]{{1,14}}\))?{_SEPARATOR}")
_BEHIND_BODIES: Final = re.compile(
    r"(?:\s\([A-Z][\w&]{1,14}\))?(?:,\swhich\s[^§;:]{3,120},)?(?:[,)]|\s[–—])?"
    r"(?:[,;]?\s+and\s+(?:\d[\d,]*|several|dozens of|many) (?:[a-z]+ ?){1,3})?"
    r"(?:\s(?:have|has|also|all|both|each|jointly|together|today|then|later|now|had))*\s*"
)
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
    return _people(words, cast) or _bodies(words, cast)


def joint_subject(left: str, cast: Cast) -> Speakers | None:
    """Return all of a list that ends where its verb begins ("A, of X, and B, of Y, have" before "said"); None if it is none."""
    found = joint_list(left, cast)
    if found is None:
        return None
    are_bodies = is_of_bodies(found.speakers)
    rest = (_BEHIND_BODIES if are_bodies else _BEHIND_LAST).fullmatch(left, found.end)
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
        and " " in each.text
        and not each.text.endswith(("’s", "'s"))
        and scene.body(each.text) is None
        and not any(start <= each.start < end for start, end in bodies)
        and BODY_WORDS.isdisjoint(words[each.end : _name_end(each, words)].split())
        and not words[: each.start].endswith((" of ", " of the ", " for ", " at "))
    ]
    if len(named) < 2 or not _AHEAD.fullmatch(words, 0, named[0].start - len(named[0].role)):
        return None
    found: list[Speaker | None] = []
    is_closed = False
    for one, other in pairwise(named):
        gap = None if is_closed else _BETWEEN_PEOPLE.fullmatch(words, one.end, other.start - len(other.role))
        beside = _beside(gap) if gap else None
        if gap is None or (beside and not _is_beside(beside)) or (gap["title"] and not IS_ROLE.search(gap["title"])):
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
    spans = _body_spans(words, cast.scene)
    if len(spans) < 2 or not _AHEAD.fullmatch(words, 0, spans[0][0]):
        return None
    found = [spans[0]]
    is_closed = False
    for one, other in pairwise(spans):
        gap = None if is_closed else _BETWEEN_BODIES.fullmatch(words, one[1], other[0])
        if gap is None:
            break
        found.append(other)
        is_closed = gap["last"] is not None
    if not is_closed and not _OTHERS.match(words, found[-1][1]):
        return None
    speakers = tuple(cast.scene.body_speaker(words[start:end]) for start, end in found)
    return Listed(speakers, found[-1][1]) if len({each.name for each in speakers}) == len(speakers) > 1 else None


_OTHERS: Final = re.compile(r",?\s+and\s+(?:\d|several|dozens|many|other)")


def _body_spans(words: str, scene: Scene) -> list[tuple[int, int]]:
    """Return where `words` name bodies, each by its whole name, in order."""
    found = [match.span() for match in scene.gazetteer.body_names.finditer(words)]
    for each in runs(words):
        if any(start < each.end and each.start < end for start, end in found):
            continue
        end = _name_end(each, words)
        if each.kind is Kind.BODY or (end > each.end and not BODY_WORDS.isdisjoint(words[each.start : end].split())):
            found.append((each.start, end))
    return sorted(found)


def _name_end(name: Mention, words: str) -> int:
    goes_on = _NAME_GOES_ON.match(words, name.end)
    return goes_on.end() if goes_on else name.end
