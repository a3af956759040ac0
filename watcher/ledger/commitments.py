"""Who undertook what by when; deadlines that others set; and what is demanded, which is neither."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from watcher.ledger.article import SENTENCE_CHARS_MAX, TEXT_CHARS_MAX, article_sentences, comments_at
from watcher.ledger.demands import DEADLINE
from watcher.ledger.due import Reference, due_dates, due_in_week, may_be_dated
from watcher.ledger.gazetteer import Gazetteer
from watcher.ledger.names import Kind, runs
from watcher.ledger.scene import Scene, is_no_paper
from watcher.ledger.timetables import rows_of
from watcher.ledger.undertakings import CONFIRMED, HINTS, WHAT_CHARS_MAX, Undertaking, heads_list, is_deed, undertakings
from watcher.model import NO_DUE, Body, Commitment, CommitmentKind, Due, Quote, QuoteKind, Speaker, StatedDate
from watcher.text.sentences import Sentence

LOOK_BACK_SENTENCES_MAX: Final = 3
"""A date that was named before that many sentences is no longer "the same day"."""
LOOK_BACK_CHARS_MAX: Final = 4_000
"""A body that is named further away is not meant by a thing without an owner."""
INCOMING_DAYS_MAX: Final = 200
"""Somebody is called "new" or "incoming" for so long before the first day."""

_SET: Final = re.compile(
    r"\brepl(?:y|ies)\b|\bto respond\b|\bdays\b|\bcoroner|regulation 28|prevention of future deaths|committee|must\b"
    r"|required|statutory"
    r"|judge|court",
    re.IGNORECASE,
)
_WE: Final = re.compile(r"\b(?:we|I)\b[^,.;]*$", re.IGNORECASE)
_PLURAL: Final = re.compile(
    r"\bwe\b[^,.;]*$|^\W*(?:all |each |every |both |some )?(?:of )?(?:our|my (?:department|ministry|office|union|council"
    r"|trust|team|committee"
    r"|organisation|government|party))\b",
    re.IGNORECASE,
)
_OURS: Final = re.compile(
    r"(?:^|, )\W*(?:all |each |every |both |some )?(?:of )?(?:(?:everybody|everyone|all|staff|people|those) (?:in|at|on|of) )?"
    r"(?:our|my)\b",
    re.IGNORECASE,
)
_JOINED: Final = re.compile(r"(?P<head>(?:the|our|its) [^,;]{2,60}?)\s+(?:has|have|had|will|is|are|was|were)\s", re.IGNORECASE)
"""Whose second deed it is ("The governors have thanked Ofsted and will …"): nobody who is named between the deeds."""
_WHEN_AHEAD: Final = re.compile(
    r"(?:From|By|In|On|Before|Until) (?:the end of )?(?:\d{1,2} )?[A-Z][a-z]+(?: \d{4})?,? (?=the |a |an |all |every )"
)
"""A date in front of a thing ("From April the number of places") is no part of its name."""
_IT: Final = re.compile(r"^(?:but |and |so |yet )?(?:it|they)\b[^,.;]*$", re.IGNORECASE)
_HE: Final = re.compile(r"^(?:but |and )?(?:he|she)\b[^,.;]*$", re.IGNORECASE)
_ATTRIBUTES: Final = re.compile(r"^[^“\"]{8,}[“\"]|:$")
"""A sentence that says who speaks does not change what body the text is about."""
_LED_BY: Final = re.compile(r"^\W*(?:every|each|all|its|the)\s+(?:of its\s+)?(?:\w+ )?inspectors?\b", re.IGNORECASE)
_INSPECTION: Final = re.compile(
    r"^\W*(?:(?!(?:of|to|for|on|during|who|which|that|with|by|in|about|from|after)\b)[\w’'-]+\s+)*?(?:inspectors?"
    r"|inspections?)\b",
    re.IGNORECASE,
)
"""Inspectors or inspections as what a clause is about, and not "a policy on inspection"."""
_OWN: Final = re.compile(
    r"^\W*(?:the|our|this)\s+(charity|union|council|trust|association|federation|guild|forum|committee|department|society)\b",
    re.IGNORECASE,
)
_AND_DEED: Final = re.compile(
    r",?\s+and\s+(?:then\s+|also\s+|to\s+)?(?P<deed>[a-z]+(?:\s+\w+)?\s+(?:its|a|an|the|all|every|each|their|our|my|new)\b)"
)
_AND_THING: Final = re.compile(
    r",?\s+and\s+(?P<deed>(?:the|all|every|each|those|an?|its|our|their|most|another|other)\s(?:(?!\b(?:will|would|is|are|was"
    r"|were|has|have"
    r"|had|said|says)\b)[^,;.:])*?(?:\s(?:by|on|in|before|from|within|until)(?:\s(?:the|early|late|mid))?)?\s*)$"
)
"""The second thing of one deed: "lead inspectors by the end of June and every other inspector by" another date."""
_GENERIC: Final = re.compile(r"(?:the|our|this)\s+(?P<noun>[a-z]+)", re.IGNORECASE)
_TO_ASK: Final = re.compile(r"\bTo ask the (?P<office>[^,;\n]{5,80}),")
_DONE_BY: Final = re.compile(r"\bby (?P<who>(?:the )?[A-Z][^,.;:“”]{2,60})")
_PREPOSITIONS: Final = frozenset("about with to by from against than of at for".split())
"""What a sentence names behind one of these it is not about."""
_SOME_BODY: Final = re.compile(
    r"(?:An?|Two|Three|Four|Five|Several|One) (?P<who>(?:[\w’'-]+ ){0,4}?(?:trusts?|councils?|schools?|unions?|charity"
    r"|charities|academy"
    r"|academies|federations?|groups?|universit(?:y|ies)|MPs?|colleges?|authorit(?:y|ies)))(?: (?:in|of|from|with|near) .{2,60})?"
)
_BULLET: Final = re.compile(r"\s*(?:[-–—•*·▪◦‣]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s*")
_LINE_LABEL: Final = re.compile(r"(?:Q\d+\s+)?(?P<who>[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){1,4}):\s")
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
_NEAR: Final = re.compile(r"(?:today|this week|(?:on |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)\W*$", re.IGNORECASE)
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
) -> tuple[Commitment, ...]:
    """Return what somebody undertakes in `text`, and the deadlines that somebody was set, in order.

    An undertaking says that somebody will do a thing, has committed to it, or is to do it; demands, states and doubts are
    none. A thing without an agent ("training will be drawn up") is one only with a date. Dates count from `published`; without
    it, from what the text and the gazetteer's tenures leave open, and have no day where that is too much. `quotes` (of the same
    text) say who "we" are. `concerns_of` names the concerns of a sentence.
    """
    scene = Scene(text[:TEXT_CHARS_MAX], gazetteer, published.as_day if published else None)
    reading = _Reading(scene, reference_of(text, published, scene), publisher, byline, tuple(quotes))
    found: list[Commitment] = []
    hinted = _hinted(text[:TEXT_CHARS_MAX])
    for sentence in article_sentences(text[:TEXT_CHARS_MAX]) if hinted else ():
        if len(sentence.text) > SENTENCE_CHARS_MAX:
            continue
        at = bisect_left(hinted, sentence.start)
        may_promise = reading.is_listing or (at < len(hinted) and hinted[at] < sentence.end)
        listed = tuple(reading.commitments(sentence)) if may_promise else ()
        concerns = tuple(concerns_of(sentence.text)) if concerns_of and listed else ()
        found.extend(replace(each, concerns=concerns) for each in listed)
        reading.notice(sentence)
    tabled = [each for each in reading.timetable() if not any(each.start < one.end and one.start < each.end for one in found)]
    return tuple(sorted((*found, *tabled), key=lambda each: each.start)) if tabled else tuple(found)


def _hinted(text: str) -> list[int]:
    """Return where in a text a hint of a promise stands, in order; one search of it all for each costs less than one a sentence."""
    found: list[int] = []
    for hint in _HINTS:
        at = text.find(hint)
        while at >= 0:
            found.append(at)
            at = text.find(hint, at + 1)
    return sorted(found)


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

    def __init__(
        self, scene: Scene, reference: Reference | None, publisher: str | None, byline: str | None, quotes: tuple[Quote, ...]
    ) -> None:
        self.scene = scene
        self.reference = reference
        self.publisher = publisher
        self.byline = byline
        self.quotes = quotes
        self._unread: list[Sentence] = []
        self._lately: deque[str] = deque(maxlen=LOOK_BACK_SENTENCES_MAX)
        self._last_body: str | None = None
        self._last_person: str | None = None
        self._head: tuple[str, Due] | None = None

    def notice(self, sentence: Sentence) -> None:
        """Keep a sentence, to be read for whom it is about once an "it", a thing or "the same day" has to be understood."""
        self._unread.append(sentence)
        self._lately.append(sentence.text)

    @property
    def _body(self) -> str | None:
        """The body that the sentences before were about last."""
        self._read_on()
        return self._last_body

    @property
    def _person(self) -> str | None:
        self._read_on()
        return self._last_person

    def _read_on(self) -> None:
        unread, self._unread = self._unread, []
        for sentence in unread:
            self._read(sentence.text, sentence.start)

    def _read(self, sentence: str, place: int) -> None:
        is_attribution = bool(_ATTRIBUTES.search(sentence)) and self._last_body is not None
        for mention in runs(sentence[:160])[:3]:
            ahead = sentence[: mention.start].rstrip().removesuffix(" the").rpartition(" ")
            is_aside = bool(ahead[0]) and ahead[2] in _PREPOSITIONS
            if is_aside and mention.kind is not Kind.PERSON:
                continue
            known = self.scene.body(mention.text)
            if known:
                self._last_body = self._last_body if is_attribution else known.name
                return
            if mention.kind is Kind.PERSON and " " in mention.text:
                speaker = self.scene.person(mention.text, mention.role or None)
                if speaker:
                    self._last_person = speaker.name
                    self._last_body = (None if is_attribution or is_aside else speaker.organisation) or self._last_body
                return
        spoken_of = None if is_attribution else _THE_BODY.match(sentence)
        if spoken_of and (body := self._of_kind(spoken_of["noun"], place)):
            self._last_body = body
            return
        metonym = None if is_attribution else self.scene.metonym_in(sentence[:120])
        if metonym and (known := self.scene.body(metonym)):
            self._last_body = known.name

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
        if words.endswith(":") and (head := heads_list(words)):
            who = self._who(sentence, head)
            self._head = (who, self._due(words, head.place, 0)) if who else None
            return
        has_date = False
        for each in self._undertaken(sentence):
            is_dated = each.due.precision is not NO_DUE.precision
            if is_dated or not has_date or _TERM.search(each.what):
                yield each
            has_date = has_date or is_dated

    @property
    def is_listing(self) -> bool:
        """Whether the sentences now are items below a head such as "By 20 December we will:"."""
        return self._head is not None

    def timetable(self) -> Iterator[Commitment]:
        """Yield what the timetables of a body's own text promise; those in a newspaper are reports."""
        text = self.scene.text[: comments_at(self.scene.text)] if self._is_own else ""
        for row in rows_of(text):
            words = text[row.start : row.end]
            due = due_dates(words, self.reference)[0][1]
            who = self._bodies(row.what) or self._home()
            if who and not _is_past(due, self.reference):
                yield Commitment(who, row.what[:WHAT_CHARS_MAX], words, row.start, row.end, due)

    def _item(self, sentence: Sentence) -> tuple[Commitment, ...]:
        """Return what an item of a list promises, by its own date or the head's; the first line that is none ends the list."""
        bullet = _BULLET.match(sentence.text)
        words = sentence.text[bullet.end() :] if bullet else sentence.text
        line = self.scene.text[self.scene.text.rfind("\n", 0, sentence.start) + 1 : sentence.start]
        if line.strip() and not _BULLET.fullmatch(line):
            return ()
        if self._head is None or not (bullet or line or words[:1].islower()):
            self._head = None
            return ()
        who, head_due = self._head
        due = self._due(words, 0, 0)
        due = due if due.precision is not NO_DUE.precision else head_due
        if not is_deed(words) or _is_past(due, self.reference):
            return ()
        return (Commitment(who, words.strip(" .;,")[:WHAT_CHARS_MAX], words, sentence.end - len(words), sentence.end, due),)

    def _undertaken(self, sentence: Sentence) -> Iterator[Commitment]:
        words = sentence.text
        found = undertakings(words)
        for number, each in enumerate(found):
            until = _clause_end(words, each.place, found[number + 1].place) if number + 1 < len(found) else len(words)
            start = _clause_end(words, found[number - 1].place, each.place) if number else 0
            due = self._due(words[: _spoken_end(words, each.place, until)], each.place, start)
            is_each_time = due.printed.startswith("within") and _EACH_TIME.search(words, 0, until) is not None
            due = NO_DUE if is_each_time else due
            is_undated = due.precision is NO_DUE.precision and not is_each_time and not _TERM.search(words, each.place, until)
            if (each.needs_date and is_undated) or (each.is_loose and _NEAR.match(due.printed)):
                continue
            who = None if _is_past(due, self.reference) else self._who(sentence, each)
            if who is not None:
                yield Commitment(who, each.what, words, sentence.start, sentence.end, due)
                yield from self._also(sentence, who, each.place, until)

    def _also(self, sentence: Sentence, who: str, place: int, until: int) -> Iterator[Commitment]:
        """Yield the second deed of one promise, if it has a date of its own ("will train by 1 June and publish by 1 July")."""
        dues = [(at, due) for at, due in due_dates(sentence.text[:until], self.reference) if at >= place]
        for (at, first), (later, due) in pairwise(dues):
            end = at + len(first.printed)
            deed = _AND_DEED.search(sentence.text, end, later) or _AND_THING.match(sentence.text, end, later)
            if deed and due.day and due.day != first.day and not _is_past(due, self.reference):
                what = sentence.text[deed.start("deed") : until].strip(" .”\"’'")[:WHAT_CHARS_MAX]
                yield Commitment(who, what, sentence.text, sentence.start, sentence.end, due)

    def _deadline(self, sentence: Sentence) -> Commitment | None:
        words = sentence.text
        is_hinted = any(hint in words for hint in _DEADLINE_HINTS) and may_be_dated(words)
        match = DEADLINE.search(words) if is_hinted else None
        if match is None or not _SET.search(words):
            return None
        dues = due_dates(words, self.reference)
        if not dues:
            return None
        due = next((due for place, due in dues if place > match.start()), dues[-1][1])
        ahead = words[: match.start()]
        who = self._bodies(ahead) or self._bodies(words) or self._body or self._office(ahead) or self._people(ahead) or "-"
        return Commitment(who, "reply", words, sentence.start, sentence.end, due, CommitmentKind.DEADLINE)

    def _due(self, words: str, place: int, start: int) -> Due:
        """Return the date of a promise at `place`: the first behind it, else the last before it, not before `start`."""
        same = self._same_day(words, start)
        if same is not None:
            return same
        dues = due_dates(words, self.reference)
        behind = [due for at, due in dues if at >= place and not _OF.search(words, place, at)]
        behind = behind or [due for at, due in dues if at >= place]
        ahead = [due for at, due in dues if start <= at < place and _binds(words, at)]
        return behind[0] if behind else ahead[-1] if ahead else NO_DUE

    def _same_day(self, words: str, start: int) -> Due | None:
        """Return the day that "by the same day" and "the Friday of that week" mean: from the last date that was named before."""
        match = _SAME.search(words, start) if " same " in words or " that week" in words else None
        if match is None or due_dates(words[: match.start()], self.reference):
            return None
        for before in reversed(self._lately):
            dues = due_dates(before, self.reference)
            if dues:
                day = dues[-1][1].day
                return due_in_week(dues[-1][1], match["weekday"], match.group()) if day else None
        return None

    def _who(self, sentence: Sentence, found: Undertaking) -> str | None:
        """Return who undertakes: the subject by name, "we" and "it" by what they stand for, else whose words or thing it is."""
        subject, ahead = found.subject, sentence.text[: found.place]
        place = sentence.start + found.place
        confirmed = (self._named(found.giver) if found.giver else None) or self._confirmed(sentence, found)
        if confirmed and not _WE.search(subject):
            return confirmed
        if found.is_from_us or _WE.search(subject) or _OURS.search(subject):
            return self._we(place, is_plural=found.is_from_us or bool(_PLURAL.search(subject)))
        if _IT.match(subject):
            own = self.publisher if self._is_own else None
            named = self._bodies(ahead) or self._spoken_of(ahead, place)
            about = named or self._body or own or self._bodies(self.scene.text[:LOOK_BACK_CHARS_MAX])
            return about or self._last_named(self.scene.text[max(0, place - LOOK_BACK_CHARS_MAX) : place]) or self.publisher
        if _HE.match(subject):
            teller = _TELLS.search(ahead)
            told_by = self._named(ahead[: teller.start()]) if teller else None
            return told_by or self._people(ahead) or self._person or self._body
        joined = _JOINED.match(subject) if ahead.rstrip().endswith((" and", " but")) else None
        subject = joined["head"] if joined else subject
        named = self._named(subject) or (None if found.is_done_to else _some_body(subject))
        return named or self._whose(subject, ahead, place, does_it=bool(joined) and not found.is_done_to)

    def _whose(self, subject: str, ahead: str, place: int, *, does_it: bool) -> str | None:
        """Return whose a thing without a name is, the thing itself if nobody's; `does_it`: no body named elsewhere does it."""
        thing = re.sub(r"\s+", " ", subject.partition(", which")[0].partition(", who")[0]).strip(' ,“"‘—–-')
        thing = _WHEN_AHEAD.sub("", thing)
        noun = _GENERIC.fullmatch(thing)
        thing = (self.scene.place_of(noun["noun"]) or noun["noun"]) if noun else thing
        own = self._ours(subject) or (self._side_with(noun["noun"], ahead) if noun else None)
        own = own or (self._inspectorate() if _LED_BY.match(subject) else None) or self._spoken(place)
        own = own or (self._other(noun["noun"], place) if noun else None)
        if does_it:
            return own or thing
        return (
            own
            or (self._inspectorate() if _INSPECTION.search(subject) else None)
            or self._named(ahead)
            or self._spoken_of(ahead, place)
            or (self._home() if self._is_own else None)
            or self._body
            or self._bodies(self.scene.text[max(0, place - LOOK_BACK_CHARS_MAX) : place])
            or self._bodies(self.scene.text[:LOOK_BACK_CHARS_MAX])
            or thing
            or None
        )

    def _confirmed(self, sentence: Sentence, found: Undertaking) -> str | None:
        """Return who stands behind what will be done to others: by whom it will be done, else who confirmed it behind a comma."""
        if not found.is_done_to:
            return None
        match = _DONE_BY.search(sentence.text, found.place)
        named = self._bodies(match["who"]) if match else None
        said = CONFIRMED.search(sentence.text, found.place)
        return named or (self._named(said["who"]) if said else None)

    @property
    def _is_own(self) -> bool:
        """Whether the publisher speaks for itself and is no newspaper."""
        return bool(self.publisher) and (self.scene.body(self.publisher or "") is not None or is_no_paper(self.publisher or ""))

    def _side_with(self, noun: str, ahead: str) -> str | None:
        """Return which body "the council" is: that of whoever speaks of it, or the only one of the text."""
        name = self._people(ahead)
        speaker = self.scene.person(name) if name else None
        side = speaker.organisation if speaker else None
        return side if side and noun.casefold() in side.casefold() else self.scene.home_of(noun.casefold())

    def _spoken_of(self, ahead: str, place: int) -> str | None:
        """Return which body "the council" is that a sentence says has promised something."""
        match = _THE_BODY.search(ahead)
        return self._of_kind(match["noun"], place) if match else None

    def _other(self, noun: str, place: int) -> str | None:
        """Return the body of a kind that is named last before `place`; in a body's own text only one of the gazetteer."""
        body = self._of_kind(noun, place)
        return body if not self._is_own or (body and self.scene.body(body)) else None

    def _of_kind(self, noun: str, place: int) -> str | None:
        """Return the body of a kind ("trust", "company") that is named last before `place`; None for the publisher's own kind.

        "Marrow Vale" is the council of that name, if the gazetteer has it; a company is what "Name, which …" or "Name, a company"
        has said of itself.
        """
        noun = noun.casefold()
        before = self.scene.text[max(0, place - LOOK_BACK_CHARS_MAX) : place]
        if named := self._last_named(before, noun):
            return named
        if noun in _FIRMS:
            firms = _FIRM.findall(before)
            return firms[-1] if firms else None
        short = [(before.rfind(place_name), body.name) for body, place_name in self._placed(noun) if place_name in before]
        return max(short)[1] if short else None

    def _last_named(self, before: str, noun: str = "") -> str | None:
        """Return the last body whose name says of what kind it is (of the kind `noun`, if given), in the gazetteer or not."""
        named = [each for each in _NAME_OF_KIND.finditer(before) if each["noun"].casefold() == noun or not noun]
        printed = named[-1].group().removeprefix("The ") if named else ""
        known = self.scene.body(printed) if printed else None
        return (known.name if known else printed) or None

    def _placed(self, noun: str) -> Iterator[tuple[Body, str]]:
        """Yield the gazetteer's bodies whose names are a place and `noun` ("Marrow Vale Council"), with the place."""
        for body in self.scene.gazetteer.bodies:
            place_name, _, last = body.name.rpartition(" ")
            if last.casefold() == noun and place_name:
                yield body, place_name

    def _inspectorate(self) -> str | None:
        known = self.scene.body("the inspectorate")
        return known.name if known else None

    def _ours(self, subject: str) -> str | None:
        """Return the publisher if it is the kind of body that the subject is ("the charity", "the council")."""
        noun = _OWN.search(subject)
        return self.publisher if noun and self.publisher and noun[1].casefold() in self.publisher.casefold() else None

    def _spoken(self, place: int) -> str | None:
        """Return whose quote stands at `place`: the body of one speaker, if it is known, else the speaker."""
        for quote in self.quotes:
            if quote.start <= place < quote.end and quote.kind is not QuoteKind.FIRST_PERSON:
                return self._side_of(quote.speakers) or self._led(quote)
        return None

    def _side_of(self, speakers: Sequence[Speaker]) -> str | None:
        """Return for whom speakers say "we": the body of each, or themselves; "the council" is the one that publishes."""
        home = (self.publisher or "").casefold()
        sides = [each.organisation or each.name for each in speakers]
        return "; ".join(self.publisher if side.islower() and side in home and self.publisher else side for side in sides) or None

    def _we(self, place: int, *, is_plural: bool) -> str | None:
        """Return who "we" or "I" are: the speaker of the quote at `place`, or of its line, else the author, else the publisher."""
        quote = next(
            (each for each in self.quotes if each.start <= place < each.end and each.kind is not QuoteKind.FIRST_PERSON), None
        )
        if quote is not None:
            return self._side_of(quote.speakers) or self._led(quote)
        own = next((each for each in self.quotes if each.start <= place < each.end and each.speakers), None)
        if own is not None and len(own.speakers) == 1 and own.speakers[0].name != self.byline:
            own_side = own.speakers[0].organisation or (is_plural and (self._asked() or self._home()))
            return own_side or own.speaker
        line = self.scene.text[self.scene.text.rfind("\n", 0, place) + 1 : place]
        label = _LINE_LABEL.match(line)
        speaker = self.scene.person(label["who"]) if label else self.scene.person(self.byline) if self.byline else None
        if speaker is not None and (speaker.organisation or not (is_plural and self.publisher)):
            return self._side_of([speaker])
        return self._asked() or self._home()

    def _led(self, quote: Quote) -> str | None:
        """Return whose a block of words is that names nobody: who was asked for it, or who stands last above it."""
        if quote.kind is not QuoteKind.BLOCK:
            return None
        above = self.scene.text[max(0, quote.start - LOOK_BACK_CHARS_MAX) : quote.start].split("\n")
        lead = next((line for line in reversed(above) if line.strip(" >")[:1] and not line.lstrip().startswith(">")), "")
        asked = _ASKED_FOR.search(lead)
        if asked:
            return asked["who"]
        return self._people(lead, is_known=True) or self._bodies(lead) or self._people(lead)

    def _asked(self) -> str | None:
        """Return the body of the minister whom a written question asks: the answer speaks for it, whoever gives it."""
        match = _TO_ASK.search(self.scene.text[:LOOK_BACK_CHARS_MAX])
        minister = self.scene.holder(match["office"]) if match else None
        return minister.organisation if minister else None

    def _home(self) -> str | None:
        return self.scene.body_speaker(self.publisher).name if self.publisher else None

    def _bodies(self, words: str) -> str | None:
        """Return the first body of the gazetteer that is named in `words`."""
        found = [
            (match.start(), known.name)
            for pattern in (self.scene.gazetteer.body_names, self.scene.gazetteer.metonyms)
            for match in pattern.finditer(words)
            if (known := self.scene.body(match.group()))
        ]
        return min(found)[1] if found else None

    def _people(self, words: str, *, is_known: bool = False) -> str | None:
        """Return the last person who is named in `words`, outside a possessive; `is_known`: one of the gazetteer."""
        for mention in reversed(runs(words)):
            if mention.kind is Kind.PERSON and not mention.text.endswith(("’s", "'s")) and not self.scene.body(mention.text):
                speaker = self.scene.person(mention.text, mention.role or None)
                if speaker and (speaker.is_known or (not is_known and " " in mention.text)):
                    return self._side_of([speaker]) if speaker.is_known else speaker.name
        return None

    def _named(self, words: str) -> str | None:
        return self._bodies(words) or self._people(words) or self._office(words)

    def _office(self, words: str) -> str | None:
        """Return the body whose office is named in `words` ("the chief inspector")."""
        match = self.scene.gazetteer.phrases.search(words)
        holder = self.scene.holder(match.group()) if match else None
        return (holder.organisation or holder.name) if holder else None


_SAME: Final = re.compile(
    r"\b(?:by|on|from|before|no later than|at) (?:(?:the|that) (?:very )?same (?:day|date)|(?:the )?"
    r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|end) of (?:that|the same) week)\b",
    re.IGNORECASE,
)
"""A day that another sentence names."""
_THE_BODY: Final = re.compile(
    r"^\W*(?:[Bb]ut |[Aa]nd )?[Tt]he (?P<noun>council|trust|company|charity|union|committee|department|federation|guild"
    r"|alliance|society|firm|operator)"
    r" (?:(?:has|have|had|also|now|today|yesterday) )*(?!of\b|for\b|in\b|that\b|which\b|to\b|at\b)\w+"
)
"""A sentence that is about "the council"."""
_NAME_OF_KIND: Final = re.compile(
    r"\b[A-Z][\w’'-]+ (?:(?:[A-Z][\w’'-]+|of|for) ){0,4}?"
    r"(?P<noun>Council|Trust|Company|Charity|Union|Committee|Department|Federation|Guild|Alliance|Society|Firm)\b"
    r"(?! [A-Z]| of [A-Z]| for [A-Z])"
)
_FIRMS: Final = frozenset("company firm operator".split())
_FIRM: Final = re.compile(
    r"(?:(?<=[.!?] )|(?<=\n)|^)([A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3}), (?:which|an? (?:\w+ ){0,3}(?:company|firm|operator))\b"
)
_TELLS: Final = re.compile(
    r"\b(?:tells?|told|assure[sd]?|promise[sd]?|wr(?:ote|ites) to|inform(?:s|ed)?)\s(?=[^,.;:]{2,60}\bthat\b)"
)
"""Whoever tells somebody "that he will" is the one who will."""
_ASKED_FOR: Final = re.compile(
    r"\b(?:asked|wrote to) (?P<who>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,4})\b[^.]*\b(?:answer|reply|response)\b"
)
_EACH_TIME: Final = re.compile(
    r"\b(?:every|each|any) (?:\w+ )?(?:request|complaint|letter|call|enquiry|query|concern|report|application|question|e-?mail"
    r"|case) (?!(?:that is |which is )?(?:now|already|outstanding|still)\b)(?:[^,.;]{0,40}\s)?within\b",
    re.IGNORECASE,
)
"""What comes again and again is done within days of its coming: "every request within one working day"."""
_TERM: Final = re.compile(
    r"\b(?:within (?:\w+ ){1,2}(?:working |school )?(?:hours?|days?|weeks?|months?) of"
    r"|every (?:(?:two|three|four|six|other|\d+) )?(?:days?|weeks?|fortnight|months?|term|quarter|years?)|each (?:week|month"
    r"|term|year))\b"
)
"""By when of each time: no day, and yet a date."""
_OF: Final = re.compile(r"\b(?:of|since|dated|published|held|issued|made)(?: on| in)?\s+$")
"""Behind these a date is some other thing's: "its reply to the letter of 3 May"."""
_BEGINS: Final = (" and", " but", ";", "“", '"', "‘", ":", " that", "said", ", and", ", but")
"""Behind these a clause begins, and with it the date of its promise: "she said: “From April we will …”"."""


def _some_body(subject: str) -> str | None:
    """Return a body that is not named ("A multi-academy trust"): what it does, nobody does who is named elsewhere."""
    match = _SOME_BODY.fullmatch(subject.strip(" ,“\"‘'"))
    return match["who"] if match else None


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


def _clause_end(words: str, place: int, later: int) -> int:
    """Return where the clause of a promise at `place` ends before the one at `later`."""
    ends = [words.rfind(stop, place, later) for stop in (" and ", " but ", "; ", " while ")]
    return max(ends) if max(ends) > place else later


def _binds(words: str, at: int) -> bool:
    """Whether a date before a promise can be its date: "By September we will", not "The report of 3 May said it will"."""
    ahead = _WEEKDAY_END.sub("", " " + words[:at].rstrip(" (,").casefold())
    if ahead.endswith(_BEGINS):
        return True
    return (
        at < 12
        or ahead.endswith((" by", " on", " at", " from", " in", " before", "return", "resume", "the end of", "until"))
        or not ahead
    )


_WEEKDAY_END: Final = re.compile(r"\s(?:mon|tues|wednes|thurs|fri|satur|sun)day$")


def _is_past(due: Due, reference: Reference | None) -> bool:
    return due.day is not None and reference is not None and due.day < reference.first
