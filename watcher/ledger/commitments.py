"""Who undertook what by when; deadlines that others set; and what is demanded, which is neither."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from watcher.ledger.due import Reference, due_dates
from watcher.ledger.gazetteer import Gazetteer
from watcher.ledger.names import Kind, runs
from watcher.ledger.scene import Scene
from watcher.model import NO_DUE, Commitment, CommitmentKind, Demand, Due, Quote, StatedDate
from watcher.text.sentences import Sentence, sentences

SENTENCE_CHARS_MAX: Final = 1_200
"""A longer sentence is a list or a table that lost its breaks."""
TEXT_CHARS_MAX: Final = 400_000
WHAT_CHARS_MAX: Final = 400
INCOMING_DAYS_MAX: Final = 200
"""Somebody is called "new" or "incoming" for so long before the first day."""

_OPENS: Final = "“\"‘'"
# What people do and can be held to. States ("will be", "will continue", "will need") are no deeds.
_NO_DEED: Final = (
    r"be(?! (?:published|trained|completed|introduced|sent|told|given|set|paused|reviewed|launched|held|issued|added|opened|appointed|doubled|made"
    r"|offered|changed|replaced|removed|scrapped|extended|rolled|released|reported|contacted|able|delivered|in place|ready|shared|consulted|briefed"
    r"|asked|required|allowed|inspected|provided|writing to parents|publishing|training|consulting|setting|introducing|launching|reviewing|running"
    r"|piloting|appointing|updating))|have (?:to|an?|the|no|been|had)|continue|remain|stay|need|mean|depend|face|feel|know|think|see|look|stand|fight"
    r"|welcome|come|find|want|ask|say|always|never|only|surely|no doubt|not (?:be|have|go|rest|need|know|stop|solve|help|happen|work|reach|do|make|fix"
    r"|change|accept|tolerate|forget|see|find|feel)|help|hear|hope|like|recognise|remember|understand|notice|wonder|benefit|struggle|suffer|lose|fall|rise|cost|lead to|go|haunt"
    r"|still|also be|hold|judge|oppose|resist|wait|watch|meet|cause|put|do what|take time|last|seem|become|get|keep|rest|work hard|work with|work closely|support|study"
    r"|use|move into|reach|argue|resume their|take part|show|require|fail|bring|add|apply|affect|expire|play|deal|serve|pass|prove|suit|call on|campaign"
    r"|lobby|press|urge|pay (?:tribute|close)|lead (?:\w+ ){1,3}in"
)
_WILL: Final = re.compile(
    rf"\b(?P<modal>will|shall|[’']ll)\s+(?:(?:also|now|then|soon|therefore|instead|first|formally|again|immediately|shortly|itself|all|each|begin to)"
    rf"\s+)*(?P<deed>have (?:completed|finished|been (?:trained|completed|published|reviewed|introduced))|(?!(?:{_NO_DEED}|not)\b)[a-z]+)",
)
_WOULD: Final = re.compile(rf"\b(?:it|he|she|they)\s+would\s+(?P<deed>(?!{_NO_DEED}|have\b)[a-z]+)")
_PROMISED: Final = re.compile(
    r"\b(?:has|have)\s+(?:also\s+|now\s+|today\s+)?(?:committed(?: itself| themselves)?|pledged|promised|undertaken|agreed|vowed|made a commitment"
    r"|given an undertaking)\s+to\s+(?:the\s+)?(?P<deed>[a-z]+)|\b(?:is|are)\s+to\s+(?:be\s+)?(?P<is_to>publish\w*|resume|train\w*|review\w*|introduce\w*"
    r"|launch\w*|appoint\w*|consult|open|issue|send|start|begin|replace|scrap\w*|extend\w*|double\w*|create\w*|set up|report|pilot|revise\w*|rewrite)\b"
    r"|\b(?:we|I)\s+(?:commit|pledge|undertake|promise)(?:\s+ourselves|\s+myself)?\s+to\s+(?P<we>[a-z]+)"
    r"|\b(?:committed|pledged|promised|undertook|agreed|vowed|commits|pledges|promises|undertakes)\s+to\s+(?P<past>(?!be\b|have\b|do\b|work\b|act\b|look\b)[a-z]+)"
)
_DEMAND: Final = re.compile(
    r"\b(?:must(?! have been| be (?:difficult|hard|exhausting|horrible|terrible|tempting)| admit| confess| say\b| stress)"
    r"|(?<!if you )(?<!if they )(?<!we )should(?! have (?!to\b)| you | anyone | be noted| be said)|ought to|need(?:s)? to(?! (?:know|say) )|ha(?:s|ve) got to"
    r"|we should (?:not have|all be)|calls? (?:\w+ )?(?:on|for|upon)\b(?! comment)|calling (?:on|for)|called (?:on|for)|urg(?:e|es|ed|ing)\b|demand(?:s|ed|ing)?\b"
    r"|recommend(?:s|ed)?\b|it is (?:essential|imperative|vital|crucial|high time) that|insist(?:s|ed)? that \w+ (?:be|stop)|(?<!don’t )(?<!don't )(?<!not )want(?:s)? (?:to see\b|\w+ to\b)"
    r"|(?:is|are) asking (?:for|the)|has to\b|have to (?:be|stop|change)\b|formally requesting|requesting an?)",
    re.IGNORECASE,
)
_NO_DEMAND: Final = re.compile(
    r"\b(?:if (?:you|we|they|it) (?:must|should)|(?:that|which) (?:should|must) be (?:taken|done|made|followed)|if \w+ needs? to|what (?:they|we|you) (?:must|should|need)"
    r"|we (?:also )?(?:must|need to|should|have to|ought to)|I (?:must|need to|should|have to)|should you|should we\b|no demand|on demand|in demand|demand for (?:places|staff|teachers)|were demanding"
    r"|must-have|should be (?:pleased|proud|aware)|must have (?:felt|been)|called for comment|urged caution|must by law)",
    re.IGNORECASE,
)
_DEADLINE: Final = re.compile(
    r"\b(?:must|has to|have to|is required to|are required to|is due to|are due to|has until|have until|required)\s+(?:\w+\s+){0,3}?(?:reply|respond|answer"
    r"|replies|be (?:received|sent|with))|asked for (?:a|its|their) (?:response|reply|answer)|(?:reply|replies|response|responses|answer) (?:is|are|was|were) due"
    r"|\b(?:has|have|had) (?:until|56 days|\d+ days|two months)\b|deadline|statutory (?:reply|response)|is under a duty to respond|given until",
    re.IGNORECASE,
)
_SET: Final = re.compile(
    r"\bcoroner|regulation 28|prevention of future deaths|committee|must\b|required|statutory|judge|court", re.IGNORECASE
)
_REPORTED_DOUBT: Final = re.compile(
    r"\bwe are told\b|\bclaim(?:s|ed)?\b|\bif\b[^,]{0,80}$|\bunless\b|\bwhether\b|\bmay\b|\bmight\b", re.IGNORECASE
)
_RELATIVE: Final = re.compile(
    r"(?:\b(?:who|which|that|where|what|how|when|if|until|once|after|before|because|why)\s+(?:\w+\s+){0,4})$", re.IGNORECASE
)
_SUBJECT_STOP: Final = re.compile(
    r"(?:^|[:;“\"—–]|\bsaid\s+(?:that\s+)?|\bsays\s+(?:that\s+)?|\bthat\s+|\bbut\s+|,\s+(?:and|but)\s+|\badded\s+(?:that\s+)?|\bconfirmed\s+(?:that\s+)?"
    r"|\bannounced\s+(?:that\s+)?)"
)
_WE: Final = re.compile(r"\b(?:we|I)\b[^,.;]*$", re.IGNORECASE)
_IT: Final = re.compile(r"^(?:but |and |so |yet )?(?:it|they)\b[^,.;]*$", re.IGNORECASE)
_HE: Final = re.compile(r"^(?:but |and )?(?:he|she)\b[^,.;]*$", re.IGNORECASE)
_OUTSIDE: Final = re.compile(r"\b(?:nobody|nothing|no one|none|there|this|that|these|those|what|parents|children|pupils|people|everyone|anyone|time|change|headlines"
    r"|history|impact|effect|pressure|system|nothing|many|some|few|most|critics|members|heads|headteachers|teachers|schools|leaders|staff|unions|readers|you|your)\s*$", re.IGNORECASE)  # fmt: skip
_PASSIVE: Final = re.compile(r"^be\b")
_THIS_WEEK: Final = r"\b[^.;]{0,40}\b(?:this week|today|yesterday|on (?:Mon|Tues|Wednes|Thurs|Fri)day)\b"

ConcernsOf = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Undertaking:
    """A promise found in a sentence: `subject` are the words before it, `place` is where it starts."""

    subject: str
    what: str
    place: int
    is_passive: bool
    needs_date: bool


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
    """Return what somebody undertakes in `text`, and the deadlines that somebody was set, in order, one a sentence.

    An undertaking says that somebody will do a thing, has committed to it, or is to do it; demands, states and doubts are
    none. A thing without an agent ("training will be drawn up") is one only with a date. Dates count from `published`; without
    it, from what the text and the gazetteer's tenures leave open, and have no day where that is too much. `quotes` (of the same
    text) say who "we" are. `concerns_of` names the concerns of a sentence.
    """
    scene = Scene(text[:TEXT_CHARS_MAX], gazetteer, published.as_day if published else None)
    reading = _Reading(scene, reference_of(text, published, scene), publisher, byline, tuple(quotes))
    found: list[Commitment] = []
    for sentence in sentences(text[:TEXT_CHARS_MAX]):
        if len(sentence.text) > SENTENCE_CHARS_MAX:
            continue
        commitment = reading.commitment(sentence)
        if commitment is not None:
            concerns = tuple(concerns_of(sentence.text)) if concerns_of else ()
            found.append(_with(commitment, concerns))
        reading.notice(sentence.text)
    return tuple(found)


def read_demands(text: str) -> tuple[str, ...]:
    """Return the sentences of `text` in which somebody says what another must, should or is called on to do; deadlines are none."""
    return tuple(demand.sentence for demand in demands_in(text))


def demands_in(text: str) -> tuple[Demand, ...]:
    """Return the demands of `text` with their places."""
    found = []
    for sentence in sentences(text[:TEXT_CHARS_MAX]):
        words = sentence.text
        if words.endswith("?") or not _DEMAND.search(words) or _NO_DEMAND.search(words) or len(words) > SENTENCE_CHARS_MAX:
            continue
        if _DEADLINE.search(words) and due_dates(words, None) and not re.search(r"\bshould\b|\bcall", words):
            continue
        found.append(Demand(words, sentence.start, sentence.end))
    return tuple(found)


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


def _with(commitment: Commitment, concerns: tuple[str, ...]) -> Commitment:
    if not concerns:
        return commitment
    kept = commitment
    return Commitment(kept.who, kept.what, kept.sentence, kept.start, kept.end, kept.due, kept.kind, concerns)


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
        self._body: str | None = None
        self._person: str | None = None

    def notice(self, sentence: str) -> None:
        """Keep the body and the person that a sentence begins with, for the "it" and the things of the next."""
        for mention in runs(sentence[:160])[:3]:
            known = self.scene.body(mention.text)
            if known:
                self._body = known.name
                return
            if mention.kind is Kind.PERSON and " " in mention.text:
                speaker = self.scene.person(mention.text, mention.role or None)
                if speaker:
                    self._person = speaker.name
                    self._body = speaker.organisation or self._body
                return
        metonym = self.scene.gazetteer.metonyms.search(sentence[:120])
        if metonym and (known := self.scene.body(metonym.group())):
            self._body = known.name

    def commitment(self, sentence: Sentence) -> Commitment | None:
        words = sentence.text
        if words.endswith("?"):
            return None
        deadline = self._deadline(sentence)
        if deadline is not None:
            return deadline
        found = _undertaking(words)
        if found is None:
            return None
        due = self._due(words, found.place)
        if (found.is_passive or found.needs_date) and due.precision is NO_DUE.precision:
            return None
        if _is_past(due, self.reference):
            return None
        who = self._who(sentence, found)
        if who is None:
            return None
        return Commitment(who, found.what, words, sentence.start, sentence.end, due)

    def _deadline(self, sentence: Sentence) -> Commitment | None:
        words = sentence.text
        match = _DEADLINE.search(words)
        if match is None or not _SET.search(words):
            return None
        dues = due_dates(words, self.reference)
        if not dues:
            return None
        due = next((due for place, due in dues if place > match.start()), dues[-1][1])
        who = self._named(words[: match.start()]) or self._named(words) or self._body or "-"
        return Commitment(who, "reply", words, sentence.start, sentence.end, due, CommitmentKind.DEADLINE)

    def _due(self, words: str, place: int) -> Due:
        """Return the date of a promise: the first behind it, else the last before it."""
        dues = due_dates(words, self.reference)
        behind = [due for at, due in dues if at >= place]
        ahead = [due for at, due in dues if at < place and _binds(words, at)]
        return behind[0] if behind else ahead[-1] if ahead else NO_DUE

    def _who(self, sentence: Sentence, found: _Undertaking) -> str | None:
        subject = found.subject
        if _WE.search(subject):
            return self._we(sentence.start + found.place)
        if _IT.match(subject):
            return self._body or self.publisher
        if _HE.match(subject):
            return self._person or self._body
        named = self._named(subject)
        if named:
            return named
        thing = re.sub(r"\s+", " ", subject).strip(' ,“"‘—–-')
        return self._named(sentence.text[: found.place]) or self._body or self.publisher or thing or None

    def _we(self, place: int) -> str | None:
        """Return who "we" are: the speaker of the quote at `place`, else the author, else the publisher."""
        for quote in self.quotes:
            if quote.start <= place < quote.end and quote.kind.value != "first_person":
                return quote.speaker
        if self.byline:
            author = self.scene.person(self.byline)
            return author.name if author else None
        return self.publisher

    def _named(self, words: str) -> str | None:
        """Return the last body or person that is named in `words` outside a possessive."""
        found: list[tuple[int, str]] = []
        for pattern in (self.scene.gazetteer.body_names, self.scene.gazetteer.metonyms):
            found.extend(
                (match.start(), known.name) for match in pattern.finditer(words) if (known := self.scene.body(match.group()))
            )
        for mention in runs(words):
            if mention.kind is Kind.PERSON and not mention.text.endswith(("’s", "'s")) and not self.scene.body(mention.text):
                speaker = self.scene.person(mention.text, mention.role or None)
                if speaker and (speaker.is_known or " " in mention.text):
                    found.append((mention.start, speaker.name))
        return min(found)[1] if found else None


def _binds(words: str, at: int) -> bool:
    """Whether a date before a promise can be its date: "By September we will", not "The report of 3 May said it will"."""
    ahead = words[:at].rstrip(" (").casefold()
    return at < 12 or ahead.endswith((" by", " on", " from", " in", "return", "resume", "the end of", "until")) or not ahead


def _is_past(due: Due, reference: Reference | None) -> bool:
    return due.day is not None and reference is not None and due.day < reference.first


def _undertaking(words: str) -> _Undertaking | None:
    """Return the first promise of a sentence that its own subject makes, or None."""
    for match in sorted((*_WILL.finditer(words), *_PROMISED.finditer(words), *_WOULD.finditer(words)), key=re.Match.start):
        before = words[: match.start()]
        if match.re is _WOULD:
            before += match.group().split()[0]
        stops = list(_SUBJECT_STOP.finditer(before))
        subject = before[stops[-1].end() :] if stops else before
        if _RELATIVE.search(before) or _OUTSIDE.search(subject) or _REPORTED_DOUBT.search(before[-140:]):
            continue
        if not subject.strip(" ,") or words[match.end() - 1 : match.end() + 1].strip()[-1:] in _OPENS:
            continue
        deed = next((group for name, group in match.groupdict().items() if name not in ("modal", "not") and group), "")
        what = words[match.end() - len(deed) :].strip(" .”\"’'")[:WHAT_CHARS_MAX]
        is_passive = bool(_PASSIVE.match(deed)) and match.re is _WILL
        return _Undertaking(subject.strip(), what, match.start(), is_passive, needs_date=match.re is _WOULD)
    return None
