"""Who undertook what by when; deadlines that others set; and what is demanded, which is neither."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final

from watcher.ledger.due import Reference, due_dates
from watcher.ledger.gazetteer import Gazetteer
from watcher.ledger.names import Kind, runs
from watcher.ledger.scene import Scene, is_no_paper
from watcher.model import NO_DUE, Commitment, CommitmentKind, Demand, Due, Quote, QuoteKind, Speaker, StatedDate
from watcher.text.sentences import Sentence, sentences

SENTENCE_CHARS_MAX: Final = 1_200
"""A longer sentence is a list or a table that lost its breaks."""
TEXT_CHARS_MAX: Final = 400_000
WHAT_CHARS_MAX: Final = 400
LOOK_BACK_CHARS_MAX: Final = 4_000
"""A body that is named further away is not meant by a thing without an owner."""
INCOMING_DAYS_MAX: Final = 200
"""Somebody is called "new" or "incoming" for so long before the first day."""

# What people do and can be held to. States ("will be", "will continue", "will need") are no deeds; "will be trained" and "will be
# asking" are, with a date.
_PARTICIPLES: Final = (
    r"(?:\w+ed|\w+ing|given|set|held|told|sent|made|cut|put|built|begun|shown|taken|brought|drawn|rewritten|written|withdrawn|done"
    r"|met|paid|read|run|split|laid|sold|taught|heard|lost|able|in (?:place|force)|ready|back|out|up and running)"
)
_NO_PARTICIPLES: Final = (
    r"(?:delighted|pleased|disappointed|concerned|worried|needed|affected|expected|interested|faced|based|tired|relieved|missed"
    r"|remembered|surprised|excited|tempted|hundred|indeed|hoping|looking|working|waiting|watching|facing|feeling|thinking|going"
    r"|nothing|something|leaving|retiring|stepping|standing|attending|speaking|missing|amazing|interesting|challenging|living"
    r"|according|being|having|campaigning|following|ending)"
)
_NO_DEED: Final = (
    rf"be(?! (?:(?:also|now|then|first|fully|finally|formally) )*(?!{_NO_PARTICIPLES}\b){_PARTICIPLES}\b)"
    r"|have (?:to|an?|the|no|been|had)|continue|carry on|remain|stay|need|mean|depend|face|feel"
    r"|know|think|see|look|stand|fight"
    r"|welcome|come|find|want|say|always|never|only|surely|no doubt|not (?:be|have|go|rest|need|know|stop|solve|help"
    r"|happen|work|reach|do|make|fix"
    r"|change|accept|tolerate|forget|see|find|feel)|help|hear|hope|like|recognise|remember|understand|notice|wonder"
    r"|benefit|struggle|suffer|lose|fall|rise|cost|lead to|go|haunt|assume"
    r"|still|also be|no|step down|stand down|retire|leave|join|take over|speak|talk|listen|appeal|do so|return to (?:this"
    r"|it|these|that|the (?:subject|issue|matter))|hold (?!a\b|an\b|the\b|two|three|four|our|its|talks|meetings|further|more)|judge"
    r"|oppose|resist|wait|watch|meet|attend|mark|sit|cause|put|do (?:what|everything|all|our best|its best|my best)|take time"
    r"|last|seem|become|get|keep|rest|work hard|work with|work closely|study"
    r"|use|move into|reach|argue|resume their|take part|show|require|fail|bring(?! forward| in| back)|affect|expire|play|deal|serve"
    r"|pass|prove|suit|call on|campaign|consider|reflect|appear|receive|gather|miss|enjoy|grow|arrive|celebrate|succeed"
    r"|compete|address"
    r"|believe|lobby|press|urge|pay (?:tribute|close)|lead (?:\w+ ){1,3}in"
)
_WEAK: Final = re.compile(r"(?:ask|apply|support|add|raise|return|visit)\b")
"""Deeds of every day, which are promises only with a date."""
_WILL: Final = re.compile(
    rf"\b(?:(?P<modal>will|shall|[’']ll)|(?P<going>(?:am|are|is|[’']re|[’']m|[’']s) going to))\s+"
    rf"(?:(?:also|now|then|soon|therefore|instead|first|formally|again|immediately"
    rf"|shortly|itself|each|all|begin to|personally|today|fully|finally|together|separately|gladly|further"
    rf"|(?:in|by|on|from|before) [\w ]{{2,24}},)"
    rf"\s+)*(?P<deed>have (?:\w+ed|been \w+ed|begun|written|met|set|put)\b|(?!(?:{_NO_DEED}"
    rf"|not)\b)[a-z]+)",
)
_WOULD: Final = re.compile(
    rf"\bwould\s+(?:(?:also|now|then|soon|instead|all|each|begin to)\s+)*(?P<deed>(?!(?:{_NO_DEED}|have|not)\b)[a-z]+)"
)
_SAID_THAT: Final = re.compile(
    r"\b(?:said|says|say|told|tells|added|adds|announced|announces|confirmed|confirms|promised|pledged|indicated|revealed"
    r"|wrote|writes"
    r"|stated|explained|insisted|agreed|vowed|committed)\b[^.;]{0,120}$"
)
"""In front of "would" it makes a report of what was promised; without it "would" is a supposition."""
_PROMISED: Final = re.compile(
    r"\b(?:has|have)\s+(?:also\s+|now\s+|today\s+)?(?:committed(?: itself| themselves| ourselves| myself| himself"
    r"| herself)?|pledged|promised|undertaken"
    r"|agreed|vowed|made a commitment"
    r"|given an undertaking)\s+to\s+(?:the\s+)?(?P<deed>[a-z]+)|\b(?:is"
    r"|are)\s+(?:now\s+)?to\s+(?:be\s+)?(?P<is_to>publish\w*|survey|resume"
    r"|train\w*|review\w*|introduce\w*"
    r"|launch\w*|appoint\w*|consult|open|issue|send|start|begin|replace|scrap\w*|extend\w*|double\w*|create\w*|set up"
    r"|report|pilot|revise\w*|rewrite|write|meet|hold|held|cut|sent|ask|close|reopen|run|trial\w*|hire|recruit|give|fund|halve"
    r"|decide|offer|provide|seek|double|abolish\w*|pause\w*|suspend\w*|drop|change|replaced|end|join)\b"
    r"|\b(?:is|are)\s+(?:now\s+|also\s+)?due\s+to\s+(?P<due_to>(?!have\b|leave\b|retire\b|step\b|attend\b|speak\b|meet\b|reply\b|respond\b|stand\b)[a-z]+)"
    r"|\b(?:[Ww]e|I)\s+(?:commit|pledge|undertake|promise)(?:\s+ourselves|\s+myself)?\s+to\s+(?P<we>[a-z]+)"
    r"|\b(?:committed|pledged|promised|undertook"
    r"|agreed|vowed|commits|pledges|promises|undertakes)\s+to\s+(?P<past>(?!be\b|have\b|do\b|work\b|act\b|look\b)[a-z]+)"
)
_DEMAND: Final = re.compile(
    r"\b(?:must(?! have been| be (?:difficult|hard|exhausting|horrible|terrible|tempting)| admit| confess| say\b| stress)"
    r"|(?<!if you )(?<!if they )(?<!we )should(?! have (?!to\b)| you | anyone | be noted| be said)|ought to"
    r"|need(?:s)? to(?! (?:know|say) )|ha(?:s|ve) got to"
    r"|we should (?:not have|all be)|calls? (?:\w+ )?(?:on|for|upon)\b(?! comment)|calling (?:on|for)|called (?:on|for)"
    r"|urg(?:e|es|ed|ing)\b|demand(?:s|ed|ing)?\b"
    r"|recommend(?:s|ed)?\b|it is (?:essential|imperative|vital|crucial|high time) that|insist(?:s|ed)? that \w+ (?:be"
    r"|stop)|(?<!don’t )(?<!don't )(?<!not )want(?:s)? (?:to see\b|(?:the |all |every )?[\w’'-]+(?: [\w’'-]+)? to\b)"
    r"|(?:is|are) asking (?:for|the)|has to\b|have to (?:be|stop|change|act|go|listen|end|do|make|ensure|fix|address|come"
    r"|take|think|learn)\b|time for (?!us\b|me\b)\w+ to\b|appeal(?:s|ed|ing)? (?:to|for)\b|\bwe (?:ask"
    r"|are asking) (?:that|you|ministers"
    r"|the)\b|formally requesting|requesting an?)",
    re.IGNORECASE,
)
_NO_DEMAND: Final = re.compile(
    r"\b(?:would (?:not |never )?want|if (?:you|we|they|it) (?:must|should)|(?:that|which) (?:should"
    r"|must) be (?:taken|done|made|followed)"
    r"|if \w+ needs? to|what (?:they|we|you) (?:must|should|need)"
    r"|we (?:also )?(?:must|need to|should|have to|ought to)|I (?:must|need to|should|have to)|should you|should we\b"
    r"|(?:not|never|n[’']t) need to|\bdo(?:es|n[’']t| not) have to|no need to|\b(?:we|I)(?: would| will|[’']d"
    r"|[’']ll) (?:also )?(?:have|need) to|(?:situation|job|role|work) demands|no demand|on demand|in demand"
    r"|demand for (?:places|staff|teachers)|were demanding"
    r"|must-(?:have|read|see|do)|should be (?:pleased|proud|aware)|must have (?:felt|been)|called for comment"
    r"|calls? for (?:evidence"
    r"|papers)|should be ashamed|as it should|whether (?:\w+ ){1,4}(?:should|must)|urged caution|must by law)",
    re.IGNORECASE,
)
_DEADLINE: Final = re.compile(
    r"\b(?:must|has to|have to|is required to|are required to|is due to|are due to|has until|have until"
    r"|required)\s+(?:\w+\s+){0,3}?(?:reply|respond|answer"
    r"|replies|be (?:received|sent|with|lodged|submitted|made by))|asked for (?:a|its|their) (?:response|reply|answer)"
    r"|(?:reply|replies|response|responses|answer) (?:is|are|was|were) due"
    r"|\b(?:has|have|had) (?:until|56 days|\d+ days|two months)\b|deadline|statutory (?:reply|response)"
    r"|is under a duty to respond|given until",
    re.IGNORECASE,
)
_SET: Final = re.compile(
    r"\brepl(?:y|ies)\b|\bto respond\b|\bdays\b|\bcoroner|regulation 28|prevention of future deaths|committee|must\b"
    r"|required|statutory"
    r"|judge|court",
    re.IGNORECASE,
)
_REPORTED_DOUBT: Final = re.compile(
    r"\b(?:fears?|expects?|thinks?|believes?|predicts?|hopes?|suspects?|worr(?:y|ies)|reportedly|supposedly|allegedly)\b"
    r"|\b(?:I am|I[’']m|we are|we[’']re|been|being) told\b"
    r"|(?:\b(?:not|never|nobody|no one|nor|yet to|refused to|declined to)|n[’']t)\s+(?:\w+\s+)?(?:say|said|promised?"
    r"|confirm(?:ed)?|commit(?:ted)?"
    r"|agreed?|announced?)\b|\bclaim(?:s|ed)?\b|\bif\b[^,]{0,80}$|\bunless\b|(?<!on )(?<!of )\bwhether\b"
    r"|(?<!when )(?<!when a visit )\bmay\b|\bmight\b",
    re.IGNORECASE,
)
_RELATIVE: Final = re.compile(
    r"(?:\b(?:who|which|that|where|what|how|when|if|until|once|after|before|because|why)\s+"
    r"(?:(?!(?:is|are|was|were|has|have|had|does|did)\b)[\w’'-]+\s+){0,4})$",
    re.IGNORECASE,
)
_THAT_SAID: Final = re.compile(
    r"\b(?:said|says|say|told|tells|added|adds|announced|announces|confirmed|confirms|promised|pledged|indicated|revealed"
    r"|wrote|writes"
    r"|stated|explained|insisted|agreed|vowed|promise|promises|pledge|confirm|confirms|guarantee|assure"
    r"|assured)\b(?:,? (?:however|though|too|instead),)?[^.;,“”\"]{0,60}\bthat\s+(?:[\w’'-]+\s+){0,6}$",
    re.IGNORECASE,
)
"""Words in front of a promise in reported speech: this "that" begins no relative clause."""
_NOT: Final = re.compile(
    r"(?:\b(?:not|never|yet to|refus\w+ to|declin\w+ to|fail\w+ to|no longer|hardly|neither|nor"
    r"|without having)\s+(?:\w+ly\s+|yet\s+|even\s+)?"
    r"|n[’']t\s+(?:yet\s+|even\s+)?)$",
    re.IGNORECASE,
)
_NOBODY: Final = re.compile(
    r"\b(?:no one|no-one|nobody|none|neither|nothing)(?:\s+(?:of|in|at|from)\s[^,.;]{1,60})?\W*$", re.IGNORECASE
)
_IF: Final = re.compile(r"^\W*(?:if|unless|should|had|were|in case|provided)\b[^.;]*,\s[^.;]*$", re.IGNORECASE)
"""A condition in front of the sentence's own clause makes a promise of it no promise."""
_IF_BEHIND: Final = re.compile(
    r"^[^.;“”\"]*\b(?:if|unless|provided(?: that)?|as long as|should (?:the|it|they|he|she))\b(?! not\b)", re.IGNORECASE
)
_THING: Final = re.compile(
    r"(?<!was )(?<!were )(?<!been )\b(?:promised|promises|pledged|pledges|guaranteed|guarantees)\s+(?:an?|the|his|her"
    r"|its|their|new|full)\s+(?P<deed>[a-z]+)"
)
_DOING: Final = re.compile(
    r"(?:\b(?:[Ww]e|I)\s+(?:are|am)|[’'](?:re|m))\s+(?:also |now )?(?P<deed>publishing|launching|holding|running|opening"
    r"|surveying|training|consulting"
    r"|starting|introducing|sending|piloting|reviewing|appointing|setting up|closing|issuing)\b"
)
_THERE: Final = re.compile(
    r"\bthere (?:will|would) (?P<deed>be) (?:an? |new |further |more )(?:[\w-]+ ){0,3}?(?:review|consultation|training"
    r"|report|survey|statement|inquiry"
    r"|pilot|guidance|update|handbook|plan|webinar|briefing)\b",
    re.IGNORECASE,
)
_COMMITTED_TO: Final = re.compile(
    r"\b(?:are|is|remain|remains)\s+(?:\w+ly\s+|also\s+)?committed\s+to\s+(?P<deed>(?!being|having|doing|working|learning"
    r"|listening)[a-z]+ing)\b"
)
"""A state as a rule; with a date an undertaking."""
_SUBJECT_STOP: Final = re.compile(
    r"(?:^|[:;“\"—–]|\bsaid\s+(?:that\s+)?|\bsays\s+(?:that\s+)?|\bthat\s+|\bbut\s+|,\s+(?:and|but)\s+"
    r"|\badded\s+(?:that\s+)?|\bconfirmed\s+(?:that\s+)?"
    r"|\bannounced\s+(?:that\s+)?)"
)
_WE: Final = re.compile(r"\b(?:we|I)\b[^,.;]*$", re.IGNORECASE)
_PLURAL: Final = re.compile(
    r"\bwe\b[^,.;]*$|^\W*(?:all |each |every |both |some )?(?:of )?(?:our|my (?:department|ministry|office|union|council"
    r"|trust|team|committee"
    r"|organisation|government|party))\b",
    re.IGNORECASE,
)
_OURS: Final = re.compile(r"(?:^|, )\W*(?:all |each |every |both |some )?(?:of )?(?:our|my)\b", re.IGNORECASE)
_JOINED: Final = re.compile(r"(?P<head>(?:the|our|its) [^,;]{2,60}?)\s+(?:has|have|had|will|is|are|was|were)\s", re.IGNORECASE)
"""Whose second deed it is ("The governors have thanked Ofsted and will …"): nobody who is named between the deeds."""
_WHEN_AHEAD: Final = re.compile(
    r"(?:From|By|In|On|Before|Until) (?:the end of )?(?:\d{1,2} )?[A-Z][a-z]+(?: \d{4})?,? (?=the |a |an |all |every )"
)
"""A date in front of a thing ("From April the number of places") is no part of its name."""
_NONE: Final = re.compile(r"no (?!one\b|doubt\b)", re.IGNORECASE)
_WHEN_TO: Final = re.compile(r"\b(?:when|whether|where|how|what|which|who)\s[^,.;:“”]{0,80}$", re.IGNORECASE)
"""What says when something "is to be paused" pauses nothing."""
_IT: Final = re.compile(r"^(?:but |and |so |yet )?(?:it|they)\b[^,.;]*$", re.IGNORECASE)
_HE: Final = re.compile(r"^(?:but |and )?(?:he|she)\b[^,.;]*$", re.IGNORECASE)
_OUTSIDE: Final = re.compile(
    r"^\W*(?:(?!of\b|in\b|at\b)[\w’'-]+\s+){0,2}(?:nobody|nothing|no one|none|there|this|that|these|those|what|parents"
    r"|children|pupils|people|everyone|anyone|time"
    r"|headlines|history|impact|effect|pressure|many|some|few|most|critics|members|heads|headteachers|teachers|schools"
    r"|leaders|staff"
    r"|unions|readers|you|your)\s*$",
    re.IGNORECASE,
)
_ATTRIBUTES: Final = re.compile(r"^[^“\"]{8,}[“\"]|:$")
"""A sentence that says who speaks does not change what body the text is about."""
_LED_BY: Final = re.compile(r"^\W*(?:every|each|all|its|the)\s+(?:of its\s+)?(?:\w+ )?inspectors?\b", re.IGNORECASE)
_INSPECTION: Final = re.compile(r"\b(?:inspectors?|inspections?)\b", re.IGNORECASE)
_CALENDAR: Final = re.compile(
    r"^(?:(?!\bof\b).)*\b(?:court|inquest|hearing|trial|tribunal|conference|congress|election|elections|debate|vote"
    r"|ballot|exams?|funeral|memorial"
    r"|service|event|term|webinar)\W*$",
    re.IGNORECASE,
)
"""What happens by the calendar is nobody's promise."""
_SAID_BACK: Final = re.compile(
    r"\b(?:said|says|promised|announced|pledged|told \w+|committed)\s+(?:back )?(?:in (?:January|February|March|April|May"
    r"|June|July|August|September"
    r"|October|November|December|20\d\d)|last (?:month|year|spring|summer|autumn|winter|term)|earlier|previously|at the time"
    r"|\w+ (?:weeks|months|years) ago)\b"
    r"|\b[Ii]n (?:January|February|March|April|May|June|July|August|September|October|November|December|20\d\d),? (?:\w+ ){1,3}"
    r"(?:said|promised|announced|pledged|told)\b",
)
"""A promise that was made earlier has a date that counts from then."""
_OWN: Final = re.compile(
    r"^\W*(?:the|our|this)\s+(charity|union|council|trust|association|federation|guild|forum|committee|department|society)\b",
    re.IGNORECASE,
)
_AND_DEED: Final = re.compile(
    r",?\s+and\s+(?:then\s+|also\s+|to\s+)?(?P<deed>[a-z]+(?:\s+\w+)?\s+(?:its|a|an|the|all|every|each|their|our|my|new)\b)"
)
_GENERIC: Final = re.compile(r"(?:the|our|this)\s+(?P<noun>[a-z]+)", re.IGNORECASE)
_LINE_LABEL: Final = re.compile(r"(?:Q\d+\s+)?(?P<who>[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){1,4}):\s")
# Without one of these a sentence is no promise and sets no deadline: nine in ten are passed over for the cost of a glance.
_HINTS: Final = (
    *(
        "will ",
        "shall ",
        "’ll ",
        "'ll ",
        " would ",
        "ommit",
        "ledge",
        "romise",
        "ndert",
        "agreed to",
        "vow",
        " is to ",
        " due to ",
        " are to ",
        "going to ",
    ),
    *("e are ", "e’re ", "e're ", "I am ", "I’m "),
    *("repl", "Repl", "respon", "Respon", "answer", "eadline", "lodged", "submitted", "until"),
)
_DEMAND_HINTS: Final = (
    *("must", "should", "ought", "need", "has to", "have to", "call", "urg", "demand", "recommend", "essential", "imperative"),
    *("vital", "crucial", "insist", "want", "ask", "request", "got to", "time for", "appeal"),
)
_COMMENTS: Final = re.compile(
    r"^(?:\d+ )?(?:(?:[Rr]eaders?[’']? |[Yy]our )?[Cc]omments?|COMMENTS)(?: ?\(\d+\))?:?[ \t]*$", re.MULTILINE
)
_SHORT_ARE: Final = (" am ", "’re ", "'re ", "’m ", "'m ")
_STATES: Final = ("are ", "is ", "been ", "were ", "was ", "remain ", "remains ")
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
_PROGRESSIVE: Final = re.compile(r"be (?:\w+ly |also |now )?\w+ing\b")
_NEAR: Final = re.compile(r"(?:today|this week|(?:on |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)\W*$", re.IGNORECASE)
"""Dates so near that they make no promise of what is loosely said: "we will be writing to them this week"."""
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
    is_loose: bool


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
    for sentence in _sentences(text[:TEXT_CHARS_MAX]) if hinted else ():
        if len(sentence.text) > SENTENCE_CHARS_MAX:
            continue
        at = bisect_left(hinted, sentence.start)
        may_promise = at < len(hinted) and hinted[at] < sentence.end
        listed = tuple(reading.commitments(sentence)) if may_promise else ()
        concerns = tuple(concerns_of(sentence.text)) if concerns_of and listed else ()
        found.extend(replace(each, concerns=concerns) for each in listed)
        reading.notice(sentence.text)
    return tuple(found)


@lru_cache(maxsize=4)
def _sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text, without readers' comments below it: promises and demands are both read from them."""
    comments = _COMMENTS.search(text)
    return sentences(text[: comments.start()] if comments else text)


def _hinted(text: str) -> list[int]:
    """Return where in a text a hint of a promise stands, in order; one search of it all for each costs less than one a sentence."""
    found: list[int] = []
    for hint in _HINTS:
        at = text.find(hint)
        while at >= 0:
            found.append(at)
            at = text.find(hint, at + 1)
    return sorted(found)


def read_demands(text: str) -> tuple[str, ...]:
    """Return the sentences of `text` in which somebody says what another must, should or is called on to do; deadlines are none."""
    return tuple(demand.sentence for demand in demands_in(text))


def demands_in(text: str) -> tuple[Demand, ...]:
    """Return the demands of `text` with their places."""
    found = []
    for sentence in _sentences(text[:TEXT_CHARS_MAX]):
        words = sentence.text
        lower = words.casefold()
        if (
            not any(hint in lower for hint in _DEMAND_HINTS)
            or words.endswith("?")
            or not _DEMAND.search(words)
            or _NO_DEMAND.search(words)
            or len(words) > SENTENCE_CHARS_MAX
        ):
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
        self._unread: list[str] = []
        self._last_body: str | None = None
        self._last_person: str | None = None

    def notice(self, sentence: str) -> None:
        """Keep a sentence, to be read for whom it is about once an "it" or a thing has to be understood."""
        self._unread.append(sentence)

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
            self._read(sentence)

    def _read(self, sentence: str) -> None:
        is_attribution = bool(_ATTRIBUTES.search(sentence)) and self._last_body is not None
        for mention in runs(sentence[:160])[:3]:
            known = self.scene.body(mention.text)
            if known:
                self._last_body = self._last_body if is_attribution else known.name
                return
            if mention.kind is Kind.PERSON and " " in mention.text:
                speaker = self.scene.person(mention.text, mention.role or None)
                if speaker:
                    self._last_person = speaker.name
                    self._last_body = (None if is_attribution else speaker.organisation) or self._last_body
                return
        metonym = None if is_attribution else self.scene.metonym_in(sentence[:120])
        if metonym and (known := self.scene.body(metonym)):
            self._last_body = known.name

    def commitments(self, sentence: Sentence) -> Iterator[Commitment]:
        """Yield what one sentence undertakes, or the one deadline that it sets."""
        words = sentence.text
        if words.endswith("?"):
            return
        deadline = self._deadline(sentence)
        if deadline is not None:
            yield deadline
            return
        found = _undertakings(words)
        for number, each in enumerate(found):
            until = _clause_end(words, each.place, found[number + 1].place) if number + 1 < len(found) else len(words)
            start = _clause_end(words, found[number - 1].place, each.place) if number else 0
            due = self._due(words[:until], each.place, start)
            if (each.is_passive or each.is_loose) and due.precision is NO_DUE.precision:
                continue
            if each.is_loose and _NEAR.match(due.printed):
                continue
            who = None if _is_past(due, self.reference) else self._who(sentence, each)
            if who is not None:
                yield Commitment(who, each.what, words, sentence.start, sentence.end, due)
                yield from self._also(sentence, who, each.place, until)

    def _also(self, sentence: Sentence, who: str, place: int, until: int) -> Iterator[Commitment]:
        """Yield the second deed of one promise, if it has a date of its own ("will train by 1 June and publish by 1 July")."""
        dues = [(at, due) for at, due in due_dates(sentence.text[:until], self.reference) if at >= place]
        for (at, first), (later, due) in pairwise(dues):
            deed = _AND_DEED.search(sentence.text, at + len(first.printed), later)
            if deed and due.day and not _is_past(due, self.reference):
                yield Commitment(
                    who,
                    sentence.text[deed.start("deed") : until].strip(" .”\"’'")[:WHAT_CHARS_MAX],
                    sentence.text,
                    sentence.start,
                    sentence.end,
                    due,
                )

    def _deadline(self, sentence: Sentence) -> Commitment | None:
        words = sentence.text
        match = _DEADLINE.search(words) if any(hint in words for hint in _DEADLINE_HINTS) else None
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
        dues = due_dates(words, self.reference)
        behind = [due for at, due in dues if at >= place]
        ahead = [due for at, due in dues if start <= at < place and _binds(words, at)]
        return behind[0] if behind else ahead[-1] if ahead else NO_DUE

    def _who(self, sentence: Sentence, found: _Undertaking) -> str | None:
        """Return who undertakes: the subject by name, "we" and "it" by what they stand for, else whose words or thing it is."""
        subject, ahead = found.subject, sentence.text[: found.place]
        place = sentence.start + found.place
        if _WE.search(subject) or _OURS.search(subject):
            return self._we(place, is_plural=bool(_PLURAL.search(subject)))
        if _IT.match(subject):
            own = self.publisher if self._is_own else None
            return self._bodies(ahead) or self._body or own or self._bodies(self.scene.text[:LOOK_BACK_CHARS_MAX]) or self.publisher
        if _HE.match(subject):
            return self._people(ahead) or self._person or self._body
        joined = _JOINED.match(subject) if ahead.rstrip().endswith((" and", " but")) else None
        subject = joined["head"] if joined else subject
        named = self._named(subject)
        if named:
            return named
        thing = re.sub(r"\s+", " ", subject.partition(", which")[0].partition(", who")[0]).strip(' ,“"‘—–-')
        thing = _WHEN_AHEAD.sub("", thing)
        noun = _GENERIC.fullmatch(thing)
        thing = (self.scene.place_of(noun["noun"]) or noun["noun"]) if noun else thing
        own = self._ours(subject) or (self._side_with(noun["noun"], ahead) if noun else None)
        own = own or (self._inspectorate() if _LED_BY.match(subject) else None) or self._spoken(place)
        if joined and not found.is_passive:
            return own or thing
        return (
            own
            or (self._inspectorate() if _INSPECTION.search(subject) else None)
            or self._named(ahead)
            or self._body
            or self._bodies(self.scene.text[max(0, place - LOOK_BACK_CHARS_MAX) : place])
            or (self._home() if self._is_own else None)
            or self._bodies(self.scene.text[:LOOK_BACK_CHARS_MAX])
            or thing
            or None
        )

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
                return self._side_of(quote.speakers)
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
            return self._side_of(quote.speakers) if is_plural else quote.speaker
        own = next((each for each in self.quotes if each.start <= place < each.end and each.speakers), None)
        if own is not None and len(own.speakers) == 1 and not self.byline:
            return (own.speakers[0].organisation or self._home() or own.speaker) if is_plural else own.speaker
        line = self.scene.text[self.scene.text.rfind("\n", 0, place) + 1 : place]
        label = _LINE_LABEL.match(line)
        speaker = self.scene.person(label["who"]) if label else self.scene.person(self.byline) if self.byline else None
        if speaker is not None and not (is_plural and (speaker.organisation or self.publisher)):
            return speaker.name
        return (speaker.organisation if speaker else None) or self._home()

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

    def _people(self, words: str) -> str | None:
        """Return the last person who is named in `words`, outside a possessive."""
        for mention in reversed(runs(words)):
            if mention.kind is Kind.PERSON and not mention.text.endswith(("’s", "'s")) and not self.scene.body(mention.text):
                speaker = self.scene.person(mention.text, mention.role or None)
                if speaker and (speaker.is_known or " " in mention.text):
                    return speaker.name
        return None

    def _named(self, words: str) -> str | None:
        return self._bodies(words) or self._people(words) or self._office(words)

    def _office(self, words: str) -> str | None:
        """Return the body whose office is named in `words` ("the chief inspector")."""
        match = self.scene.gazetteer.phrases.search(words)
        holder = self.scene.holder(match.group()) if match else None
        return (holder.organisation or holder.name) if holder else None


_BEGINS: Final = (" and", " but", ";", "“", '"', "‘", ":", " that", "said", ", and", ", but")
"""Behind these a clause begins, and with it the date of its promise: "she said: “From April we will …”"."""


def _clause_end(words: str, place: int, later: int) -> int:
    """Return where the clause of a promise at `place` ends before the one at `later`."""
    ends = [words.rfind(stop, place, later) for stop in (" and ", " but ", "; ", " while ")]
    return max(ends) if max(ends) > place else later


def _binds(words: str, at: int) -> bool:
    """Whether a date before a promise can be its date: "By September we will", not "The report of 3 May said it will"."""
    ahead = words[:at].rstrip(" (").casefold()
    if ahead.endswith(_BEGINS):
        return True
    return at < 12 or ahead.endswith((" by", " on", " from", " in", "return", "resume", "the end of", "until")) or not ahead


def _is_past(due: Due, reference: Reference | None) -> bool:
    return due.day is not None and reference is not None and due.day < reference.first


def _promises(words: str) -> list[re.Match[str]]:
    """Return the verbs of a sentence that may promise, in order; "are committed to" is a state and promises nothing."""
    found = list(_WILL.finditer(words)) if "ll " in words or " going to " in words else []
    if " to " in words:
        found.extend(each for each in _PROMISED.finditer(words) if not words[: each.start()].endswith(_STATES))
    if " would " in words:
        found.extend(each for each in _WOULD.finditer(words) if _SAID_THAT.search(words[: each.start()]))
    if "committed to" in words:
        found.extend(_COMMITTED_TO.finditer(words))
    if "promise" in words or "pledge" in words or "guarantee" in words:
        found.extend(_THING.finditer(words))
    if "ing " in words and (" are " in words or any(short in words for short in _SHORT_ARE)):
        found.extend(_DOING.finditer(words))
    if "here w" in words:
        found.extend(_THERE.finditer(words))
    return sorted(found, key=re.Match.start)


def _undertakings(words: str) -> list[_Undertaking]:
    """Return the promises of a sentence that have a subject of their own, in order."""
    found: list[_Undertaking] = []
    for match in _promises(words):
        before = words[: match.start()]
        if match.re is _DOING or (match.re is _PROMISED and match["we"]):
            before += match.group().split()[0]
        if match.re is _THERE:
            before += "a thing"
        subject = _subject(before)
        if _CALENDAR.search(subject) or _SAID_BACK.search(before):
            continue
        if (
            not subject
            or _is_relative(before)
            or (match.re is _PROMISED and match["is_to"] and _WHEN_TO.search(before) and not _THAT_SAID.search(before))
            or (_is_outside(subject) and not _is_done_to(words, match))
            or _REPORTED_DOUBT.search(before[-140:])
        ):
            continue
        if (
            _IF_BEHIND.match(words[match.end() :])
            or _NOT.search(before)
            or _NOBODY.search(subject)
            or _IF.match(before.rpartition("“")[2] or before)
        ):
            continue
        if match.re is _WILL and match["going"] and not re.search(r"\b(?:we|I|they|he|she)\W*$", before, re.IGNORECASE):
            continue
        if found and not before[found[-1].place :].rpartition(", ")[2].strip().removeprefix("and ").strip():
            continue
        deed = next((group for name, group in match.groupdict().items() if name != "modal" and group), "")
        at = before.rfind(subject) if _NONE.match(subject) else match.end() - len(deed)  # "No inspector will …" is not "will …"
        what = words[at:].strip(" .”\"’'")[:WHAT_CHARS_MAX]
        is_passive = bool(_PASSIVE.match(deed)) and match.re is _WILL
        is_going = match.re is _WILL and bool(match["going"])
        is_loose = (
            match.re in (_WOULD, _COMMITTED_TO, _THING, _DOING, _THERE)
            or is_going
            or (match.re is _PROMISED and bool(match["due_to"]))
            or bool(_WEAK.match(deed) or _PROGRESSIVE.match(what))
        )
        found.append(_Undertaking(subject, what, match.start(), is_passive, is_loose))
    return found


def _is_relative(before: str) -> bool:
    """Whether a promise stands in a relative or a subordinate clause, and not in what somebody said."""
    return bool(_RELATIVE.search(before)) and not _THAT_SAID.search(before)


def _is_done_to(words: str, match: re.Match[str]) -> bool:
    """Whether a thing is done to the subject ("heads will be surveyed"): whoever does it promises it."""
    return match.re in (_WILL, _WOULD) and words[match.start("deed") :].startswith("be ")


def _is_outside(subject: str) -> bool:
    """Whether a subject is the world at large ("parents", "nobody"); a name that ends in such a word is not ("Caring Heads")."""
    return bool(_OUTSIDE.search(subject)) and not re.search(r"\s[A-Z][\w’'-]*$", subject.strip())


def _subject(before: str) -> str:
    """Return the words of the last clause before a verb; of the clause before it, if the subject is left out (", and will")."""
    stops = [0, *(stop.end() for stop in _SUBJECT_STOP.finditer(before))]
    for start, end in zip(reversed(stops), (len(before), *reversed(stops)), strict=False):
        subject = before[start:end].strip(" ,“\"‘'")
        subject = re.sub(r"(?:^|\s)(?:and|but)$", "", subject).rstrip(" ,")
        if subject:
            return subject
    return ""
