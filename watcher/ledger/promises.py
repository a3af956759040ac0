"""Commitments over time: which mention restates which, how their dates moved, and how they stand on a day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from watcher.ledger.gazetteer import key_of
from watcher.model import NO_DUE, CommitmentState, Due, DuePrecision, Mention, Slip
from watcher.text import words

DUE_WITHIN: Final = timedelta(days=14)
"""A commitment is due for so long before its date."""
RESTATED_MIN: Final = 0.5
LIKENESS_MIN: Final = 0.3
"""So much of the shorter wording stands in the longer, and of both together: with one body and one date it is one commitment."""
UNDATED_MIN: Final = 0.75
"""The same, where one of the two gives no date."""
MOVED_MIN: Final = 0.7
"""So much of both wordings together is shared: with the same body and another date, the date has moved."""
SENTENCE_MIN: Final = 0.8
"""So much of two sentences of one family is shared: they are one sentence, whoever "we" is in its copies."""
SHARED_WORDS_MIN: Final = 2
_PLAIN: Final = frozenset(
    "a an and all any are as at be been before begin both but by can could do every for from further fully had has have he her him"
    " his if in into is it its later more of on or our out own set she so than that the their them then there these they this those"
    " to under up upon was we well were what when where which while who will with within would you your also new now".split()
)
_TELLING: Final = frozenset("all both each every first second third final interim lead new next no not only another".split())
"""Words that tell two things of one kind apart: "lead inspectors" are not "every inspector"."""
_ENDING: Final = re.compile(r"(?:ations?|ments?|ings?|ed|es|s|ion|ly)$")


@dataclass(frozen=True, slots=True)
class Course:
    """A commitment's date now, as precisely as it was ever said, the mention that says so, and how it got there."""

    due: Due
    slips: tuple[Slip, ...] = ()
    mention: Mention | None = None


def course_of(mentions: Iterable[Mention]) -> Course:
    """Return how the date of a commitment went, by when it was said and not by when it was read.

    A coarser date that holds a finer one ("in March" and "by 19 March") is the same date; one that was given before, said again
    later (an article that looks back), moves nothing.
    """
    current: Mention | None = None
    slips: list[Slip] = []
    for mention in sorted(mentions, key=_said_order):
        if mention.due.day is None:
            continue
        if current is None:
            current = mention
        elif is_same_due(current.due, mention.due):
            current = mention if _is_finer(mention.due, current.due) else current
        elif not any(is_same_due(slip.before.due, mention.due) for slip in slips):
            slips.append(Slip(current, mention))
            current = mention
    return Course(current.due if current else NO_DUE, tuple(slips), current)


def _said_order(mention: Mention) -> tuple[float, int]:
    return mention.said_at.timestamp(), mention.revision_id


def state_on(day: date, course: Course, verdict: CommitmentState | None = None) -> CommitmentState:
    """Return how a commitment stands on a London `day`; a person's verdict stands over its date."""
    if verdict is not None:
        return verdict
    due = course.due.day
    if due is not None and day > due:
        return CommitmentState.OVERDUE
    if due is not None and day >= due - DUE_WITHIN:
        return CommitmentState.DUE
    return CommitmentState.SLIPPED if course.slips else CommitmentState.OPEN


def is_same_due(one: Due, other: Due) -> bool:
    """Whether two dates are the same, as far as the less precise of them says; none and none are."""
    if one.day is None or other.day is None:
        return one.day is other.day
    if one.day == other.day:
        return True
    coarse, fine = (one.precision, one.day), (other.precision, other.day)
    if _is_finer(one, other):
        coarse, fine = fine, coarse
    return _first_day(*coarse) <= fine[1] <= coarse[1]


_PRECISIONS: Final = [DuePrecision.DAY, DuePrecision.MONTH, DuePrecision.SEASON, DuePrecision.YEAR, DuePrecision.NONE]


def _is_finer(one: Due, other: Due) -> bool:
    return _PRECISIONS.index(one.precision) < _PRECISIONS.index(other.precision)


def _first_day(precision: DuePrecision, last: date) -> date:
    """Return the first day of the period whose last day is `last`."""
    months = {DuePrecision.MONTH: 1, DuePrecision.SEASON: 3, DuePrecision.YEAR: 12}.get(precision)
    if months is None:
        return last
    first = last.year * 12 + last.month - months
    return date(first // 12, first % 12 + 1, 1)


def join(found: Sequence[Mention], known: Mapping[int, Sequence[Mention]]) -> list[int | None]:
    """Return for each mention of one revision the commitment in `known` that it states again; None for one of its own.

    A commitment of the same date is looked for first. A moved date is believed only where no mention of the revision states the
    commitment under its old date, so that two promises side by side stay two.
    """
    answers: list[int | None] = [None] * len(found)
    for is_moved in (False, True):
        taken = {answer for answer in answers if answer is not None}
        for position, mention in enumerate(found):
            if answers[position] is None:
                free = {
                    id_: mentions
                    for id_, mentions in known.items()
                    if (id_ not in taken if is_moved else _may_be_dated_so(mention, mentions))
                }
                answers[position] = _best(mention, free, is_moved=is_moved)
    return answers


def _best(mention: Mention, known: Mapping[int, Sequence[Mention]], *, is_moved: bool) -> int | None:
    measure = _moved if is_moved else _restated
    scores = {id_: max((measure(mention, other) for other in mentions), default=0.0) for id_, mentions in known.items()}
    best = max(scores, key=lambda id_: (scores[id_], -id_), default=None)
    return best if best is not None and scores[best] > 0 else None


def _may_be_dated_so(mention: Mention, known: Iterable[Mention]) -> bool:
    """Whether a commitment's dates leave that of a mention open; one that it states without a date makes no two dates one."""
    dated = [other.due for other in known if other.due.day]
    return mention.due.day is None or not dated or any(is_same_due(due, mention.due) for due in dated)


def _restated(one: Mention, other: Mention) -> float:
    """Return how far two mentions state the same under the same date, or one of them under none; 0.0 if they do not."""
    is_dated_once = (one.due.day is None) != (other.due.day is None)
    if one.kind is not other.kind or not (is_dated_once or is_same_due(one.due, other.due)):
        return 0.0
    if one.head_id == other.head_id != 0 and (found := likeness(one.sentence, other.sentence)) >= SENTENCE_MIN:
        return found + (one.what == other.what)
    if key_of(one.who) != key_of(other.who) or not _may_be_one(one, other):
        return 0.0
    shared, alike = _shared(one, other), likeness(_undated(one), _undated(other))
    if is_dated_once or one.due.day is None:
        return shared if shared >= UNDATED_MIN and alike >= LIKENESS_MIN else 0.0
    return shared + alike if shared == 1.0 or (shared >= RESTATED_MIN and alike >= LIKENESS_MIN) else 0.0


def _moved(one: Mention, other: Mention) -> float:
    """Return how far two mentions state the same under two dates; 0.0 if they do not, or stand in one revision."""
    if one.kind is not other.kind or one.due.day is None or other.due.day is None or one.revision_id == other.revision_id:
        return 0.0
    if key_of(one.who) != key_of(other.who) or not _may_be_one(one, other):
        return 0.0
    found = likeness(_undated(one), _undated(other))
    return found if found >= MOVED_MIN else 0.0


def _may_be_one(one: Mention, other: Mention) -> bool:
    """Whether no word tells the two apart, and they share enough to be compared at all."""
    mine, theirs = frozenset(words(one.what)) & _TELLING, frozenset(words(other.what)) & _TELLING
    is_told_apart = bool(mine - theirs) and bool(theirs - mine)
    shared = len(_stems(_undated(one)) & _stems(_undated(other)))
    return not is_told_apart and shared >= min(SHARED_WORDS_MIN, len(_stems(_undated(one))), len(_stems(_undated(other)))) > 0


def _shared(one: Mention, other: Mention) -> float:
    mine, theirs = _stems(_undated(one)), _stems(_undated(other))
    return len(mine & theirs) / max(min(len(mine), len(theirs)), 1)


def likeness(one: str, other: str) -> float:
    """Return which share of the telling words of two texts stands in both, 0.0 to 1.0."""
    mine, theirs = _stems(one), _stems(other)
    return len(mine & theirs) / max(len(mine | theirs), 1)


def _undated(mention: Mention) -> str:
    printed = mention.due.printed.strip(" .,;")
    return mention.what.replace(printed, " ") if printed else mention.what


@lru_cache(maxsize=10_000)
def _stems(text: str) -> frozenset[str]:
    """Return the words of a text that carry its meaning, without their endings."""
    return frozenset(_stem(word) for word in words(text) if word not in _PLAIN)


def _stem(word: str) -> str:
    bare = _ENDING.sub("", word)
    return bare if len(bare) >= 4 else word
