"""Who undertook what by when; deadlines that others set; and what is demanded, which is neither."""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from watcher.ledger.anchored import ANCHORED, day_after, is_anchored
from watcher.ledger.article import SENTENCE_CHARS_MAX, TEXT_CHARS_MAX, article_sentences, comments_at
from watcher.ledger.deeds import FREE_DEEDS
from watcher.ledger.demands import DEADLINE
from watcher.ledger.due import Reference, due_dates, due_in_week, may_be_dated
from watcher.ledger.gazetteer import Gazetteer
from watcher.ledger.promisers import NOBODY_KNOWN, Promisers
from watcher.ledger.scene import Scene
from watcher.ledger.timetables import rows_of
from watcher.ledger.undertakings import (
    HINTS,
    SCHEDULE_HINTS,
    WHAT_CHARS_MAX,
    Undertaking,
    declared,
    heads_list,
    is_deed,
    says_so_at,
    undertakings,
)
from watcher.model import NO_DUE, Certainty, Commitment, CommitmentKind, Due, DuePrecision, Quote, StatedDate
from watcher.text.sentences import Sentence

ROW_SUBJECT_WORDS: Final = 2
"""So many words of a timetable's row say whose it is, if it names a body at all."""
LOOK_BACK_SENTENCES_MAX: Final = 3
"""A date that was named before that many sentences is no longer "the same day"."""
LOOK_BACK_CHARS_MAX: Final = 4_000
"""A body that is named further away is not meant by a thing without an owner."""
HEADING_CHARS_MAX: Final = 60
"""A longer line is no heading above what is to come."""
INCOMING_DAYS_MAX: Final = 200
"""Somebody is called "new" or "incoming" for so long before the first day."""

_SET: Final = re.compile(
    r"\brepl(?:y|ies)\b|\bto respond\b|\bdays\b|\bcoroner|regulation 28|prevention of future deaths|committee|must\b"
    r"|required|statutory"
    r"|judge|court",
    re.IGNORECASE,
)
_MINUTES: Final = re.compile(r"\b(?:[Mm]inutes|MINUTES|[Aa]ctions?|ACTIONS?|[Nn]otes of)\b")
"""Where people are set to do things without a verb that binds them: "Clerk to write by Friday"."""
_AND_DEED: Final = re.compile(
    rf"(?:,?\s+and|[,;])\s+(?:(?:then|also|to|finally|that it will|it will|we will)\s+)*(?P<deed>(?:{FREE_DEEDS}"
    r"|[a-z]+(?:\s+\w+)?\s+(?:its|a|an|the|all|every|each|their|our|my|new))\b)"
)
_AND_THING: Final = re.compile(
    r",?\s+(?:and|with)\s+(?P<deed>(?:(?:for|to|in|of) [a-z]+|the|all|every|each|those|an?|its|our|their|most|another"
    r"|other)\s(?:(?!\b(?:will|would|is|are|was"
    r"|were|has|have"
    r"|had|said|says)\b)[^,;.:])*?(?:\s(?:by|on|in|before|from|within|until)(?:\s(?:the|early|late|mid))?)?\s*)$"
)
"""The second thing of one deed: "lead inspectors by the end of June and every other inspector by" another date."""
_BULLET: Final = re.compile(r"\s*(?:[-–—•*·▪◦‣]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s*")
# Without one of these a sentence is no promise and sets no deadline: nine in ten are passed over for the cost of a glance.
_HINTS: Final = (*HINTS, "repl", "Repl", "respon", "Respon", "answer", "eadline", "lodged", "submitted", "until")
_DEADLINE_HINTS: Final = (
    "repl",
    "Repl",
    "respon",
    "Respon",
    "answer",
    "eadline",
    "lodged",
    "submitted",
    "until",
    "sent",
    "received",
)
_NEAR: Final = re.compile(r"(?:today|tonight|this week)\W*$", re.IGNORECASE)
"""Dates so near that they make no promise of what is loosely said: "we will be writing to them this week"."""
_THIS_WEEK: Final = r"\b[^.;]{0,40}\b(?:this week|today|yesterday|on (?:Mon|Tues|Wednes|Thurs|Fri)day)\b"

ConcernsOf = Callable[[str], Sequence[str]]


def read_commitments(
    text: str,
    *,
    published: StatedDate | None = None,
    gazetteer: Gazetteer,
    publisher: str | None = None,
    byline: str | None = None,
    quotes: Sequence[Quote] = (),
    concerns_of: ConcernsOf | None = None,
    is_press: bool = False,
) -> tuple[Commitment, ...]:
    """Return what somebody undertakes in `text`, and the deadlines that somebody was set, in order.

    An undertaking says that somebody will do a thing, has committed to it, or is to do it; demands, states and doubts are
    none. A thing without an agent ("training will be drawn up") is one only with a date. Dates count from `published`; without
    it, from what the text and the gazetteer's tenures leave open, and have no day where that is too much. `quotes` (of the same
    text) say who "we" are. `concerns_of` names the concerns of a sentence. `is_press`: the publisher reports, so that what a text
    leaves open is never the publisher's own.
    """
    scene = Scene(text[:TEXT_CHARS_MAX], gazetteer, published.as_day if published else None)
    promisers = Promisers(scene, publisher, byline, tuple(quotes), is_press=is_press)
    reading = _Reading(scene, reference_of(text, published, scene), promisers)
    found: list[Commitment] = []
    hinted, scheduled = _hinted(text[:TEXT_CHARS_MAX], _HINTS), _hinted(text[:TEXT_CHARS_MAX], SCHEDULE_HINTS)
    is_minuted = _MINUTES.search(text, 0, LOOK_BACK_CHARS_MAX) is not None
    for sentence in article_sentences(text[:TEXT_CHARS_MAX]):
        if len(sentence.text) > SENTENCE_CHARS_MAX:
            continue
        is_hinted = is_minuted and " to " in sentence.text
        is_hinted = is_hinted or _stands_in(hinted, sentence) or (_stands_in(scheduled, sentence) and may_be_dated(sentence.text))
        may_promise = reading.is_listing or is_hinted
        listed = tuple(reading.commitments(sentence)) if may_promise else ()
        concerns = tuple(concerns_of(sentence.text)) if concerns_of and listed else ()
        found.extend(replace(each, concerns=concerns, due=each.due if each.due.day else NO_DUE) for each in listed)
        reading.notice(sentence)
    tabled = [each for each in reading.timetable() if not any(each.start < one.end and one.start < each.end for one in found)]
    return tuple(sorted((*found, *tabled), key=lambda each: each.start)) if tabled else tuple(found)


def _hinted(text: str, hints: Sequence[str]) -> list[int]:
    """Return where in a text one of some hints stands, in order; one search of it all for each costs less than one a sentence."""
    found: list[int] = []
    for hint in hints:
        at = text.find(hint)
        while at >= 0:
            found.append(at)
            at = text.find(hint, at + 1)
    return sorted(found)


def _stands_in(places: Sequence[int], sentence: Sentence) -> bool:
    """Whether one of `places`, which are in order, lies in a sentence."""
    at = bisect_left(places, sentence.start)
    return at < len(places) and places[at] < sentence.end


def reference_of(text: str, published: StatedDate | None, scene: Scene) -> Reference | None:
    """Return when a statement was made: on its date, or between the first and last days of the roles that it prints as held.

    A person called new or incoming has not begun; "took over this week" is the week of the first day. None if nothing limits it
    on both sides.
    """
    if published is not None:
        return Reference(published.as_day, published.as_day)
    first, last = date.min, date.max
    for person in scene.gazetteer.people:
        if not person.is_speaker or person.name.split()[-1] not in text:
            continue
        for tenure in person.tenures:
            low, high = _held(person.name.split()[-1], tenure.since, tenure.until, (tenure.role, *tenure.aliases), text)
            first, last = max(first, low), min(last, high)
    if first == date.min or last == date.max or first > last:
        return None
    return Reference(first, last)


def _held(surname: str, since: date | None, until: date | None, roles: Sequence[str], text: str) -> tuple[date, date]:
    """Return between which days a text was written that prints `surname` with one of `roles`."""
    role = "|".join(re.escape(each) for each in sorted(roles, key=len, reverse=True))
    near = re.search(
        rf"(?P<lead>\b(?:new|incoming|next|former|ex-|outgoing|current)\s+)?(?:{role})\b[,\s]+(?:\w+\s+){{0,3}}?{surname}",
        text,
        re.IGNORECASE,
    )
    if near is None:
        near = re.search(
            rf"{surname},\s+(?:the\s+)?(?P<lead>(?:new|incoming|former|outgoing|current)\s+)?(?:{role})\b", text, re.IGNORECASE
        )
    if near is None:
        return date.min, date.max
    lead = (near["lead"] or "").strip().casefold()
    if (
        lead in ("new", "incoming", "next")
        and since
        and re.search(r"\bwill (?:be in post|take over|start|move|take up)|\bwill move into", text)
    ):
        return since - timedelta(days=INCOMING_DAYS_MAX), since - timedelta(days=1)
    if lead in ("former", "ex-"):
        return (until or date.min), date.max
    low, high = since or date.min, until or date.max
    if since and re.search(
        rf"\b(?:took over|became|started|began)\s+(?:as\s+)?(?:the\s+)?(?:{role}){_THIS_WEEK}", text, re.IGNORECASE
    ):
        high = min(high, since + timedelta(days=6))
    return low, high


class _Reading:
    """One pass over the sentences of a text; it remembers which body they are about."""

    def __init__(self, scene: Scene, reference: Reference | None, promisers: Promisers) -> None:
        self.scene = scene
        self.reference = reference
        self.promisers = promisers
        self._lately: deque[str] = deque(maxlen=LOOK_BACK_SENTENCES_MAX)
        self._head: tuple[str, Due] | None = None

    def notice(self, sentence: Sentence) -> None:
        """Keep a sentence, to be read for whom it is about once an "it", a thing or "the same day" has to be understood."""
        self.promisers.notice(sentence)
        self._lately.append(sentence.text)
        if sentence.text[-1] not in _SENTENCE_ENDS:
            self._notice_heading(sentence.text)

    def _notice_heading(self, words: str) -> None:
        """Note that what comes next is a list of somebody's: "Coming next:", or what a sentence before it says is theirs."""
        if words.endswith(":") and self._head is None and self.promisers.list_owner:
            self._head = (self.promisers.list_owner, NO_DUE)
        if len(words) <= HEADING_CHARS_MAX and _COMING.fullmatch(words) and self.promisers.is_own:
            self._head = (self.promisers.home() or NOBODY_KNOWN, NO_DUE)

    def commitments(self, sentence: Sentence) -> Iterator[Commitment]:
        """Yield what one sentence undertakes, or the one deadline that it sets."""
        words = sentence.text
        if words.endswith("?"):
            return
        if self._head and (item := self._item(sentence)):
            yield from item
            return
        deadline = self._deadline(sentence)
        if deadline is not None:
            yield deadline
            return
        if (words.endswith(":") or words.startswith(("RESOLVED", "Resolved", "AGREED", "Agreed"))) and (head := heads_list(words)):
            who = self.promisers.who(sentence, head)
            self._head = (who, self._due(words, head.place, 0, len(words))) if who else None
            return
        yield from _dated(tuple(self._declared(sentence)) or tuple(self._undertaken(sentence)))

    def _declared(self, sentence: Sentence) -> Iterator[Commitment]:
        """Yield the clauses of a sentence that calls them promises, each by its own date."""
        for each in declared(sentence.text):
            dues = due_dates(each.what, self.reference)
            due = dues[0][1] if dues else NO_DUE
            due = NO_DUE if _TERM.search(each.what) and not due.day else due
            who = None if _is_past(due, self.reference) else self.promisers.who(sentence, each)
            if who:
                yield Commitment(who, each.what, sentence.text, sentence.start, sentence.end, due)

    @property
    def is_listing(self) -> bool:
        """Whether the sentences now are items below a head such as "By 20 December we will:"."""
        return self._head is not None

    def timetable(self) -> Iterator[Commitment]:
        """Yield what the timetables of a body's own text promise; those in a newspaper are reports."""
        text = self.scene.text[: comments_at(self.scene.text)] if self.promisers.is_own else ""
        for row in rows_of(text):
            words = text[row.start : row.end]
            due = next((due for _, due in due_dates(row.dated or words, self.reference)), NO_DUE)
            who = self.promisers.bodies(" ".join(row.what.split()[:ROW_SUBJECT_WORDS])) or self.promisers.home()
            if who and not _is_past(due, self.reference):
                yield Commitment(who, row.what[:WHAT_CHARS_MAX], words, row.start, row.end, due)

    def _item(self, sentence: Sentence) -> tuple[Commitment, ...]:
        """Return what an item of a list promises, by its own date or the head's; the first line that is none ends the list."""
        bullet = _BULLET.match(sentence.text)
        words = sentence.text[bullet.end() :] if bullet else sentence.text
        line = self.scene.text[self.scene.text.rfind("\n", 0, sentence.start) + 1 : sentence.start]
        if line.strip() and not _BULLET.fullmatch(line):
            return ()
        own = NO_DUE if _is_each_time(words, 0, len(words)) else self._due(words, 0, 0, len(words))
        is_thing = own.day is not None and _THING.match(words) is not None and _FINITE.search(words) is None
        if self._head is None or not (bullet or line or words[:1].islower() or is_thing):
            self._head = None
            return ()
        who, head_due = self._head
        doer = _ITEM_DOER.match(words)
        who = (self.promisers.bodies(doer["who"]) if doer else None) or who
        due = own if own.precision is not NO_DUE.precision else head_due
        deed = words.removeprefix("to ")
        if not (is_deed(deed) or is_thing) or _is_past(due, self.reference):
            return ()
        words = _LIST_GOES_ON.sub("", words)
        end = sentence.end - len(sentence.text) + len(sentence.text[: sentence.text.find(words)]) + len(words)
        first = Commitment(who, _LIST_GOES_ON.sub("", deed).strip(" .")[:WHAT_CHARS_MAX], words, end - len(words), end, due)
        second = _AND_ONE.search(words) if is_thing else None
        then = self._due(words, second.start(), second.start(), len(words)) if second else NO_DUE
        if second is None or then.day in (None, due.day):
            return (first,)
        return first, replace(first, what=words[second.start("what") :].strip(" ."), due=then)

    def _undertaken(self, sentence: Sentence) -> Iterator[Commitment]:
        words = sentence.text
        found = undertakings(words, before=self._lately[-1] if self._lately else "")
        for number, each in enumerate(found):
            until = (
                _clause_end(words, each.place, found[number + 1].place)
                if number + 1 < len(found)
                else says_so_at(words, each.place)
            )
            start = _clause_end(words, found[number - 1].place, each.place) if number else 0
            due = self._due(words, each.place, start, _spoken_end(words, each.place, until))
            is_each_time = due.printed.startswith("within") and _is_each_time(words, each.place, until)
            due = NO_DUE if is_each_time else due
            is_undated = due.precision is NO_DUE.precision and not is_each_time and not _TERM.search(words, each.place, until)
            if (each.needs_date and is_undated) or _is_too_near(each, due):
                continue
            who = None if _is_past(due, self.reference) else self.promisers.who(sentence, each)
            if who is not None:
                yield Commitment(who, _what_until(words, each, until), words, sentence.start, sentence.end, due)
                yield from self._also(sentence, who, each.place, until)

    def _also(self, sentence: Sentence, who: str, place: int, until: int) -> Iterator[Commitment]:
        """Yield the further deeds of one promise that have a date or a term of their own.

        "Will train by 1 June and publish by 1 July" are two; "set up a group by May, appoint a lead and report annually" too.
        """
        words = sentence.text
        dues = [
            (at, due) for at, due in due_dates(words, self.reference) if place <= at < until and not _OF.search(words, place, at)
        ]
        if not dues:
            return
        taken = dues[0][1].day
        for (at, first), (later, due) in pairwise(dues):
            end = at + len(first.printed)
            deed = _AND_DEED.search(words, end, later) or _AND_THING.match(words, end, later)
            is_each_time = due.printed.startswith("within") and _is_each_time(words, place, until)
            if deed and due.day and due.day != taken and not is_each_time and not _is_past(due, self.reference):
                stop = _AND_DEED.search(words, later, until)
                what = words[deed.start("deed") : stop.start() if stop else until].strip(" .”\"’'")[:WHAT_CHARS_MAX]
                yield Commitment(who, what, words, sentence.start, sentence.end, due)

    def _deadline(self, sentence: Sentence) -> Commitment | None:
        words = sentence.text
        is_hinted = any(map(words.__contains__, _DEADLINE_HINTS)) and may_be_dated(words)
        match = DEADLINE.search(words) if is_hinted else None
        if match is None or not _SET.search(words):
            return None
        dues = due_dates(words, self.reference)
        if not dues:
            return None
        due = next((due for place, due in dues if place > match.start()), dues[-1][1])
        ahead = words[: match.start()]
        known = self.promisers
        who = known.bodies(ahead) or known.bodies(words) or known.body or known.office(ahead) or known.people(ahead) or NOBODY_KNOWN
        return Commitment(who, "reply", words, sentence.start, sentence.end, due, CommitmentKind.DEADLINE)

    def _due(self, words: str, place: int, start: int, until: int) -> Due:
        """Return the date of a promise at `place`: the first behind it and before `until`, else the last from `start` to it."""
        same = self._same_day(words, start)
        if same is not None:
            return same
        dues = [
            (at, due)
            for at, due in due_dates(words, self.reference)
            if at < until
            and not _is_after(words, at)
            and not (due.printed.casefold().startswith("this ") and _WHO_DID.search(words, place, at))
        ]
        behind = [due for at, due in dues if at >= place and not _OF.search(words, place, at)]
        behind = behind or [due for at, due in dues if at >= place]
        if len(behind) > 1 and behind[0].printed.startswith("within") and f" by {behind[1].printed.removeprefix('by ')}" in words:
            behind = behind[1:]  # "within 30 days by the end of March"
        start = max(start, *(words.rfind(stop, 0, place) for stop in _NEXT_CLAUSES))
        ahead = [due for at, due in dues if start <= at < place and (_binds(words, at) or due.printed.startswith("from "))]
        added = _ADDED.search(words, place) if ahead else None
        behind = [due for at, due in dues if place <= at < added.start()] if added else behind
        return behind[0] if behind else ahead[-1] if ahead else NO_DUE

    def _same_day(self, words: str, start: int) -> Due | None:
        """Return the day that "by then", "the Friday of that week" and "a week later" mean: from the last date named before."""
        match = _SAME.search(words, start) if any(map(words.__contains__, _SAME_HINTS)) else None
        match = match or (ANCHORED.search(words, start) if is_anchored(words) else None)
        if match is None or any(at <= match.start() for at, _ in due_dates(words, self.reference)):
            return None
        named = next((dues[-1][1] for before in reversed(self._lately) if (dues := due_dates(before, self.reference))), NO_DUE)
        if named.day is None or _is_past(named, self.reference):
            return None
        if match.re is ANCHORED:
            day = day_after(match, named.day, is_named=True) if named.precision is DuePrecision.DAY else None
            found = Due(day, DuePrecision.DAY, Certainty.MEDIUM if day else Certainty.LOW, match.group())
            return None if _is_past(found, self.reference) else found
        if match["month"]:
            last = named.day.replace(day=monthrange(named.day.year, named.day.month)[1])
            return Due(last, DuePrecision.MONTH, Certainty.MEDIUM, match.group())
        return due_in_week(named, match["weekday"], match.group())


_SAME: Final = re.compile(
    r"\b(?:(?:by|on|from|before|no later than|at) )?(?:(?:the|that) (?:very )?same (?:day|date)(?! (?:that|as)\b)|(?:the )?"
    r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|end) of (?:that|the same) week)\b"
    r"|\b(?:(?:by|from) (?:then|that (?:day|date|time|point))|on that (?:day|date))\b"
    r"|\b(?:(?:in|by|at) )?(?:(?:the )?(?:(?:first|second|third|last) week|end|start|beginning|middle) of|later|during|in)(?: in)?"
    r" (?P<month>that|the same) month\b",
    re.IGNORECASE,
)
"""A day or a month that another sentence names."""
_SAME_HINTS: Final = (" same ", " that ", " then ", "By then", "By that", "From that", "On that")
_OF_WHAT_COMES: Final = re.compile(
    r"\bwithin (?:\w+ ){1,2}(?:working |school )?(?:hours?|days?|weeks?|months?) of (?:the|an?|each|every|any|its)\b", re.IGNORECASE
)
"""A first term that counts from what comes again: so does the next ("within 18 days of the visit, and … within 30 days")."""
_EACH_TIME: Final = re.compile(
    r"\bof each\b[^,.;]{0,20}\bwithin\b|\b(?:every|each|any) (?:\w+ )?(?:request|complaint|letter|call|enquiry|query|concern"
    r"|report|application|question|e-?mail|message|referral|appeal"
    r"|case) (?!(?:that is |which is )?(?:now|already|outstanding|still)\b)(?:[^,.;]{0,40}\s)?within\b",
    re.IGNORECASE,
)
"""What comes again and again is done within days of its coming: "every request within one working day"."""
_ONCE: Final = re.compile(
    r"(?:^|[,;:“] ?)\W*(?:and )?(?:[Oo]nce|[Aa]s soon as|[Ww]hen|[Aa]fter|[Ff]ollowing) (?!(?:today"
    r"|this)\b)[^.;:]{4,80}, [^.;:]*\bwithin\b"
)
"""What comes first has yet to come: "Once the study is public, we will reply within three months" names no day."""
_THING: Final = re.compile(
    r"(?:(?:[Aa]n?|[Tt]he|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ee]very|[Ee]ach|[Nn]ew|[Mm]ore|[Oo]ur|[Ii]ts) [a-z]|[a-z])"
)
"""What is promised by its name alone, and no line with a date and a place."""
_ITEM_DOER: Final = re.compile(r"(?P<who>(?:The |the )?[A-Z][^,.;:]{1,40}?) (?:will|is to|are to|has agreed|has promised)\b")
"""Who does what an item says, if it is not who stands above the list."""
_AND_ONE: Final = re.compile(r",? (?:and|then) (?P<what>(?:an?|the|one|two|three|another|others?|more|its|our) )")
"""The second thing of an item: "an interim report in July, and a full one by the end of the year"."""
_SENTENCE_ENDS: Final = ".?!”\"’'"
"""A heading ends with none of these."""
_COMING: Final = re.compile(
    r"\W*(?:(?:What(?:[’']s| is) )?(?:[Cc]oming|[Ss]till to come|[Tt]o come|[Tt]o follow|[Nn]ext|[Cc]omes next|[Uu]p next)"
    r"(?: (?:next|soon|up|later|shortly|this (?:year|term)|from us))?"
    r"|What (?:we|it|they|you|the [a-z]+|heads|schools) (?:will|can expect to) [a-z]+(?: [a-z]+)?):?"
)
"""A heading above things that are to come: "Coming next:"."""
_FINITE: Final = re.compile(
    r"\b(?:is|are|was|were|will|would|has|have|had|can|could|must|should|may|might|do|does|did|shall|says?|said)\b", re.IGNORECASE
)
"""With one of these an item is a sentence, and no mere thing."""
_LIST_GOES_ON: Final = re.compile(r"[;,]\s*(?:and|or)?\s*$")
_NEXT_CLAUSES: Final = (", and ", "; ", ", but ")
_ADDED: Final = re.compile(r",\s(?:\w+\s)?which\b")
"""What is added to a thing has dates of its own."""
_TERM: Final = re.compile(
    r"\b(?:within (?:\w+ ){1,2}(?:working |school )?(?:hours?|days?|weeks?|months?) of"
    r"|every (?:(?:two|three|four|six|other|\d+) )?(?:days?|weeks?|fortnight|months?|term|quarter|years?|half term)|each (?:week"
    r"|month"
    r"|term|half term|year)|annually|monthly|termly|weekly|(?:in|over) the (?:coming|next few) (?:days|weeks|months)"
    r"|on the (?:very )?same day as|before (?:the|its|this|our) (?:[\w’'-]+ ){0,2}(?:consultation|terms?|years?|recess|session"
    r"|pilots?|trials?"
    r"|summer|holidays?|poll|survey) (?:closes?|ends?|begins?|starts?|opens?|rises?|breaks? up)\b"
    r"|within (?:days|weeks|months)\b|once a (?:week|month|term|year)|twice a (?:week|month|term|year))\b"
)
"""By when of each time: no day, and yet a date."""
_OF: Final = re.compile(r"\b(?:of|since|dated|(?<!be )(?:published|held|issued|made))(?: on| in)?\s+$")
"""Behind these a date is some other thing's: "its reply to the letter of 3 May"."""
_WHO_DID: Final = re.compile(r"\b(?:who|that|which) (?:has|have|had|was|were) (?:(?!\b(?:will|said)\b)[^,;:.“”])*$")
"""A date in what is said of somebody is none of the promise: "every head who has had a visit this year"."""
_AFTER: Final = re.compile(r"\b(?<!or )after (?:the )?$")
_BEGINS: Final = (" and", " but", ";", "“", '"', "‘", ":", " that", "said", ", and", ", but")
"""Behind these a clause begins, and with it the date of its promise: "she said: “From April we will …”"."""


def _is_too_near(each: Undertaking, due: Due) -> bool:
    """Whether what is loosely said has a date so near that it is news, and no promise."""
    if not each.is_loose:
        return False
    return bool(_NEAR.match(due.printed) or (_GOING_ON.match(each.what) and _WEEKDAY.match(due.printed)))


_GOING_ON: Final = re.compile(r"be \w+ing\b")
_WEEKDAY: Final = re.compile(r"(?:on |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\W*$", re.IGNORECASE)


def _dated(found: Sequence[Commitment]) -> Iterator[Commitment]:
    """Yield what one sentence promises: an entry for each of its dates; what it adds without a date stands with them.

    What comes again and again ("each year") has a date of a kind, and is a promise of its own.
    """
    dated = [number for number, each in enumerate(found) if each.due.precision is not NO_DUE.precision]
    for number, each in enumerate(found):
        is_first = not dated and not any(each.who == before.who for before in found[:number])
        if is_first or number in dated or (dated and _TERM.search(each.what)):
            yield each


def _spoken_end(words: str, place: int, until: int) -> int:
    """Return where the words end in which a promise at `place` is spoken: a date in who says it is none of theirs.

    Words that go on behind "he said" are theirs still.
    """
    behind = words[place:until]
    for opening, closing in (("“", "”"), ('"', '"')):
        spoken, mark, rest = behind.partition(closing)
        if mark and opening not in spoken and opening not in rest:
            return place + len(spoken)
    return until


def _what_until(words: str, each: Undertaking, until: int) -> str:
    """Return what is promised, up to where the clause of the next promise begins."""
    at = words.find(each.what)
    return words[at:until].strip(" .,;”\"’'") if at >= 0 and at + len(each.what) > until > at else each.what


def _clause_end(words: str, place: int, later: int) -> int:
    """Return where the clause of a promise at `place` ends before the one at `later`."""
    ends = [words.rfind(stop, place, later) for stop in (" and ", " but ", "; ", " while ")]
    return max(ends) if max(ends) > place else later


def _binds(words: str, at: int) -> bool:
    """Whether a date before a promise can be its date: "By September we will", not "The report of 3 May said it will"."""
    ahead = _WEEKDAY_END.sub("", " " + words[:at].rstrip(" (,").casefold()).removesuffix(" the")
    if ahead.endswith(_BEGINS):
        return True
    return (
        at < 12
        or ahead.endswith((" by", " on", " at", " from", " in", " before", "return", "resume", "the end of", "until"))
        or not ahead
    )


_WEEKDAY_END: Final = re.compile(r"\s(?:mon|tues|wednes|thurs|fri|satur|sun)day$")


def _is_after(words: str, at: int) -> bool:
    """Whether a thing is to be done after a feast or a season, which sets no day: "after Easter"; "after 3 May" is from then on."""
    return words[at : at + 1].isalpha() and _AFTER.search(words, 0, at) is not None


def _is_each_time(words: str, place: int, until: int) -> bool:
    """Whether a promise's "within 30 days" counts from something that comes again and again, and is no day."""
    return bool(_EACH_TIME.search(words, 0, until) or _OF_WHAT_COMES.search(words, 0, place) or _ONCE.search(words, 0, until))


def _is_past(due: Due, reference: Reference | None) -> bool:
    return due.day is not None and reference is not None and due.day < reference.first
