"""Who is bound by a promise: candidates in order of evidence, from who is named as its giver to whose thing it is."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from watcher.ledger.article import article_sentences, comments_at
from watcher.ledger.bodies import Bodies
from watcher.ledger.names import Kind, Mention, runs
from watcher.ledger.scene import Scene, is_no_paper, is_paper
from watcher.ledger.undertakings import CONFIRMED, Undertaking, is_promised, sayer_of, teller_of
from watcher.model import Body, Quote, QuoteKind, Speaker
from watcher.text.sentences import Sentence

LOOK_BACK_CHARS_MAX: Final = 4_000
"""A body that is named further away is not meant by a thing without an owner."""
NOBODY_KNOWN: Final = "-"
"""Who is bound where "it" stands for nothing that the text has named."""
_ABOUT_CHARS: Final = 160
_ABOUT_NAMES: Final = 3
"""So many characters and names at the head of a sentence say whom it is about."""

# Kinds of bodies, as texts speak of them without their names.
_KINDS: Final = (
    r"council|trust|company|charity|union|committee|department|federation|guild|alliance|society|firm|operator|association"
    r"|academy|university|college|school|ministry|county|authority|confederation|foundation|institute|network|forum|party"
    r"|commission|inquiry|diocese"
    r"|borough"
)
_KIND_NAMES: Final = {
    "union": re.compile(r"\b(?:Alliance|Guild|Association|Federation|Staff|NASUWT|NEU|NAHT|ASCL|UNISON)\b"),
    "charity": re.compile(r"\b(?:Support|Fund|Foundation|Society|Line|Helpline)\b"),
}
"""By which words of its name a body of the gazetteer is one of a kind."""
_FIRMS: Final = frozenset(("company", "firm", "operator"))

_WE: Final = re.compile(r"\b(?:we|I)\b[^,.;]*$", re.IGNORECASE)
_PLURAL: Final = re.compile(
    r"\bwe\b[^,.;]*$|^\W*(?:all |each |every |both |some )?(?:of )?(?:our|my (?:department|ministry|office|union|council"
    r"|trust|team|committee|organisation|government|party))\b",
    re.IGNORECASE,
)
_OURS: Final = re.compile(
    r"(?:^|, )\W*(?:all |each |every |both |some |none )?(?:of )?(?:(?:everybody|everyone|all|staff|people|those|nobody|no one)"
    r" (?:in|at|on|of) )?(?:ours?|my|mine)\b",
    re.IGNORECASE,
)
_WE_SAY: Final = re.compile(r"\b(?:we|I)(?:[’'](?:ve|ll)|\b(?! \w+ (?:them|they|it)\b))", re.IGNORECASE)
_THEY: Final = re.compile(r"\W*(?:they|he|she)", re.IGNORECASE)
_GETS: Final = re.compile(r"(?:will|shall|[’']ll) (?:each |all |both |then )?(?:have|get|receive|be (?:sent|given))\b")
"""What those get to whom "we" have promised something we give them."""
_LIST_OF: Final = re.compile(
    r"(?:On \w+ |Today |Yesterday )?(?P<who>[^,.;:“”]{3,70}?) (?:has |have )?(?:also |now |today )?(?:put|set out|agreed|offered"
    r"|promised|conceded|accepted"
    r"|pledged|listed|told us|assured us|says?|said|announced|confirmed|undertaken|undertook|committed|given us|gave us|signed up"
    r"|promises|offers|agrees)\b[^:.]{0,80}:$"
)
_WE_AHEAD: Final = ("We ", "Our ")
_WE_HEARD: Final = re.compile(
    r"\W*(?:[Ww]e|[Oo]ur \w+) (?:were|was|have been|are|came away with|left with|secured|won|got) (?:also )?(?:[\w’'-]+ ){0,3}"
    r"(?:told|promised|assured|offered|given|things|promises|assurances|concessions|undertakings)\b[^.:]{0,60}[.:]$"
)
"""The head of a list of what somebody else will do."""
_BULLET: Final = re.compile(r"[ \t]*(?:[-–—•*·▪◦‣]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])[ \t]")
_IN_ORDER: Final = re.compile(r"\W*(?:And )?(?:First|Second|Third|Fourth|Fifth|Last|Finally|Next)(?:ly)?(?: of all)?,")
"""What begins an item of such a list: a bullet, or its number in words."""
_IT: Final = re.compile(r"^\W*(?:but |and |so |yet |now |then |instead )?(?:it|they)\b[^,.;]*$", re.IGNORECASE)
_HE: Final = re.compile(r"^\W*(?:but |and )?(?:he|she)\b[^,.;]*$", re.IGNORECASE)
_TOLD_PRONOUN: Final = re.compile(r"\b(?:told|tells?|assured?|promised?) (?:[\w’'-]+ ){1,3}(?P<who>it|they|he|she|we|I)$")
"""Words of saying without "that": "The trust has told unions it"."""
_DATED_PRONOUN: Final = re.compile(
    r"\W*(?:[Ff]rom|[Bb]y|[Ii]n|[Oo]n|[Uu]ntil|[Bb]efore|[Aa]fter|[Aa]t|[Ww]ith effect from) [^;:“”]{2,40}?,? (?P<who>it|they"
    r"|he|she)"
)
"""A date in front of a pronoun: "From November it"."""
_JOINED: Final = re.compile(r"(?P<head>(?:the|our|its) [^,;]{2,60}?)\s+(?:has|have|had|will|is|are|was|were)\s", re.IGNORECASE)
"""Whose second deed it is ("The governors have thanked Ofsted and will …"): nobody who is named between the deeds."""
_WHEN_AHEAD: Final = re.compile(
    r"(?:From|By|In|On|Before|Until) (?:the end of )?(?:\d{1,2} )?[A-Z][a-z]+(?: \d{4})?,? (?=the |a |an |all |every |each )"
)
"""A date in front of a thing ("From April the number of places") is no part of its name."""
_ATTRIBUTES: Final = re.compile(r"^[^“\"]{8,}[“\"]|:$")
"""A sentence that says who speaks does not change what body the text is about."""
_NUMBERED: Final = re.compile(r"^\d{1,2}(?:\.\d{1,2})*[.)]?\s+(?=[A-Z])")
"""The number of a paragraph."""
_LED_BY: Final = re.compile(r"^\W*(?:every|each|all|its|the)\s+(?:of its\s+)?(?:\w+ )?inspectors?\b", re.IGNORECASE)
_INSPECTION: Final = re.compile(
    r"^\W*(?:(?!(?:of|to|for|on|during|who|which|that|with|by|in|about|from|after)\b)[\w’'-]+\s+)*?(?:inspectors?"
    r"|inspections?)\b",
    re.IGNORECASE,
)
"""Inspectors or inspections as what a clause is about, and not "a policy on inspection"."""
_TOOLS: Final = re.compile(
    r"^\W*(?:(?:the|its|new|renewed|revised|updated|final|full|all) )*(?:report cards?|inspection framework|inspection toolkits?"
    r"|inspection handbook)\b",
    re.IGNORECASE,
)
"""What an inspectorate works with."""
_ANAPHOR: Final = re.compile(
    r"(?:The|This|These|Those|the|this) (?:new )?(?:changes?|moves?|decision|arrangements?|measures?"
    r"|rules?|steps?)"
)
"""What points to the sentence before."""
_TOLD_US: Final = re.compile(
    r"\b(?:they|it|he|she) (?:tells?|told|assures?|assured|says?|said to) us\b|\b[Ww]e (?:are|were"
    r"|have been) (?:told|assured|promised)\b"
)
"""Somebody else than who writes."""
_UNNAMED: Final = re.compile(
    r"\b[Tt]he ((?:city|county|borough|district|parish|town|local|academy|school|regional) (?:council|trust|authority|board"
    r"|union|federation))\b"
)
_OWN: Final = re.compile(rf"^\W*(?:the|our|this)\s+({_KINDS}|forum)\b", re.IGNORECASE)
_GENERIC: Final = re.compile(r"(?:the|our|this)\s+(?P<noun>[a-z]+)", re.IGNORECASE)
_THE_BODY: Final = re.compile(
    rf"^\W*(?:[Bb]ut |[Aa]nd )?(?:[Tt]he (?P<noun>{_KINDS})|An? (?P<side>{_KINDS}) spokes\w+)(?:, [\w ]{{3,24}},)?"
    r" (?:(?:has|have|had|also|now|today|yesterday) )*(?!of\b|for\b|in\b|that\b|which\b|to\b|at\b)\w+"
)
"""A sentence that is about "the council"."""
_MINISTERS: Final = re.compile(
    r"\b(?:[Tt]he (?:\w+ )?minister|[Mm]inisters|[Tt]he [Ee]ducation [Ss]ecretary|[Tt]he Secretary of State)\b(?![’'])"
)
_CHIEF: Final = re.compile(r"\bHMCI\b|\b(?:[Tt]he|[Hh]er|[Hh]is Majesty[’']s) [Cc]hief [Ii]nspector\b(?![’'])")
_OFFICE_AHEAD: Final = re.compile(
    r"\W*(?:But |And )?(?:HMCI|(?:The|Her Majesty[’']s|His Majesty[’']s) [Cc]hief [Ii]nspector|The (?:\w+ )?minister"
    r"|The [Ee]ducation [Ss]ecretary) "
)
"""Somebody whom a sentence is about by the office alone."""
_NO_PERSON: Final = re.compile(r" (?:Team|Unit|Services?|Office|Group|Directorate|Division|Panel|Board|Department|Programme|Line)$")
"""The end of an office's name, which no person's has."""
_INITIAL: Final = re.compile(r" [A-Z]$")
_ASKED_TO: Final = re.compile(
    r"\b(?:asked|commissioned|invited|engaged|appointed) the (?P<who>[A-Z][\w’'-]+(?: (?:of |for )?[A-Z][\w’'-]+)+) to\b"
)
"""Whom a sentence says to have been asked is who "it" is in the next."""
_KIND_OF: Final = re.compile(rf"[a-z][\w’'-]+ (?:{_KINDS})")
"""A body that is not named, by more than its kind: "parish council"."""
_ADDS: Final = re.compile(r", wh(?:o|ich)\s")
"""What is said of a thing behind a clause: its subject is that of the clause."""
_FINITE: Final = re.compile(r"\s(?:has|have|had|was|were|is|are|met|voted|also|[a-z]+(?<!ne)ed)\b")
_OWN_MEETING: Final = re.compile(
    r"\W*(?:[Dd]elegates|[Cc]onference|[Mm]embers|[Tt]he (?:board|executive|trustees|governors|meeting))\b"
)
_ARTICLE: Final = re.compile(r"^(?:The|the|A|An|Its|Their) ")
_WHICH_ONE: Final = re.compile(r"^.*\b(?:the|its|their|our) [a-z][a-z ]*, (?=[A-Z])")
"""What is said of a body in front of its name ("the ninth, Castle Hythe Academies")."""
_WHO: Final = re.compile(r",?\s+(?:who|which)\b.*$", re.DOTALL)
_ROLE_AHEAD: Final = re.compile(
    r"(?:^\W*The|, the|\bby the) (?P<role>(?:[A-Za-z]+ )?(?:[Dd]irector|[Mm]inister|[Ll]eader|[Cc]hair|[Cc]hief [Ee]xecutive"
    r"|[Ss]ecretary"
    r"|[Oo]fficer|[Cc]ommissioner|[Pp]resident|[Mm]anager|[Rr]egistrar|[Cc]lerk|[Hh]ead"
    r"|[Ss]pokes\w+)(?: of [a-z’]+(?: [a-z’]+)?)?)(?:,| [a-z])"
)
_TO_US: Final = re.compile(r"\b(?:told|assured|promised|met|visited|joined|(?:came|spoke|wrote|went) to) (?:us|our)\b")
"""Whoever comes to "us" is none of ours."""
_THEIRS: Final = re.compile(rf"\W*(?:Its|Their|The (?:{_KINDS})[’']s) ")
_TO_ASK: Final = re.compile(r"\bTo ask the (?P<office>[^,;\n]{5,80}),")
_DONE_BY: Final = re.compile(r"\bby (?P<who>(?:the )?[A-Z][^,.;:“”]{2,60})")
_ASKED_FOR: Final = re.compile(
    r"\b(?:asked|wrote to) (?P<who>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,4})\b[^.]*\b(?:answer|reply|response)\b"
)
_PREPOSITIONS: Final = frozenset("about with to by from against than of at for".split())
"""What a sentence names behind one of these it is not about."""
_SOME_BODY: Final = re.compile(
    r"(?:An?|(?:Two|Three|Four|Five|Several|One)(?: of (?:the|its|our|these))?) (?P<who>(?:(?!(?:to|for|from|with|by|about|on|at"
    r"|in|of|between)\b)[\w’'-]+ ){0,4}?(?:trusts?|councils?|schools?|unions?|charity"
    r"|charities|chains?|academy"
    r"|academies|federations?|groups?|universit(?:y|ies)|MPs?|colleges?|authorit(?:y|ies)))(?: (?:in|of|from|with|near) .{2,60})?"
)
_GROUP: Final = re.compile(r"(?:[Tt]he|[Aa]n?) (?P<who>(?:independent |external )?reviewer)")
"""Somebody who has been given a task, and is not the body that gave it."""
_THING_AHEAD: Final = re.compile(
    r"\W*(?:(?:[Aa]n?|[Tt]he|[Tt]his|[Ii]ts|[Tt]heir|[Oo]ur|[Bb]ut|[Aa]nd|[Oo]nly) )*"
    r"(?P<thing>(?:(?!(?:said|says|would|will|who|that|which|it|they|he|she|we|I)\b)[\w’'-]+ ){0,6}?[\w’'-]+)"
    r"(?:,| (?:is|are|was|were|has|have|had|will|can|could|may|must|should|do|does|did|go|goes|come|comes|came|get|gets|got|made"
    r"|makes|took|takes"
    r"|runs?|opens?|starts?|begins?|began|met|meets?|gave|gives|went|cost|costs|became|saw|[a-z]+ed)\b)"
)
_STRANGER: Final = re.compile(
    r"(?:The |the )?(?P<who>(?!(?:The|Every|Each|All|No|Any|This|That|Our|An?|Its|Their|My|Another|One)\b)"
    r"[A-Z][\w’'&-]*(?: (?:of |for |and |the )?[A-Z][\w’'&-]*){0,5}(?: (?:trust|council|school|academy|federation|diocese))?)"
    r"(?:, which\b[^,]*)?"
)
_PLACE_IN: Final = re.compile(r"(?<=\w) (?:in|at|near|across|around) (?:the )?[A-Z][\w’-]+(?: [A-Z][\w’-]+)*$")
"""Where a thing is says nothing of whose it is."""
_STRANGER_AHEAD: Final = re.compile(
    r"\W*(?:[A-Z][\w’-]+-based )?(?:The )?(?P<who>[A-Z][\w’'&-]+(?: (?:of "
    r"|for )?[A-Z][\w’'&-]+)*), which\b"
)
"""A body that the gazetteer does not have, by what is said of it: "Severn Learning, which runs the school, …"."""
_NO_STRANGER: Final = re.compile(
    rf"(?:{_KINDS}|it|they|he|she|we|I|this|that|these|those|all|each|both|most|some|nobody|none|house)", re.IGNORECASE
)
_ACTOR: Final = re.compile(
    r"(?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Oo]ur|[Aa]ll|[Ss]enior) )?(?P<who>(?:[a-z][\w’'-]+ ){0,2}(?:boss|bosses|chief|chiefs"
    r"|leaders?|chair|director|president|officers?"
    r"|officials|trustees|governors|councillors|campaigners|board|cabinet|executive|headteacher|team)(?: (?:of|at|from"
    r"|for) .{2,60})?)"
)
_OFFICIALS: Final = re.compile(r"(?:government )?officials")
_PARTIES: Final = frozenset(("Labour", "Conservatives", "Greens", "Reform"))
_LINE_LABEL: Final = re.compile(
    r"^(?:Q\d+\s+)?(?:(?P<who>[A-Z][\w’'.-]+(?: (?:of |[A-Z])[\w’'.-]+){1,4}|[A-Z]{3,20})|The (?:[A-Z][\w-]+ |of "
    r"|for ){1,6}\((?P<inner>[^()\n]{4,40})\))"
    r"(?: \([^()\n]{2,40}\))*:\s",
    re.MULTILINE,
)
_LINE_TURN: Final = re.compile(
    r"^(?:(?P<who>(?!The )[A-Z][\w’'.-]+(?: (?:of |[A-Z])[\w’'.-]+){1,4})(?: \([A-Z][^()\n]{1,40}\)){1,2}"
    r"|The (?P<office>(?:[A-Z][\w-]+ "
    r"|of |for "
    r"|and ){0,9}[A-Z][\w-]+)(?: \((?P<inner>[A-Z][^()\n]{3,40})\))?)[ \t]*$",
    re.MULTILINE,
)
"""A line of its own that says whose turn it is in a debate: "Ada Brook (Elm Park) (Lab)", "The Minister (Rob Wells)"."""
TURNS_MIN: Final = 2
SPEAKERS_MIN: Final = 3
"""With so many who take turns a text is a record of what others said."""
_ABOUT_ITSELF: Final = (", a ", ", an ", ", the ", ", which ", " has ", " will ", " is ", " today ", " welcomes ", " said today")
_IS_STAGE: Final = re.compile(
    r"\b(?:Daily|BBC|Radio|TV|Podcast|Parliament|Hansard|Commons|Lords|Press|Local|Record|Ledger|Insider|Independent|Review|Service"
    r"|Diary|Sun|Observer|News|[Tt]ranscript)\b"
)
"""Words anywhere in a name that say that others are heard there, beside those in which papers' names end."""
_BODY_NAME: Final = re.compile(r"\b(?:Forum|Network|Academies|Group|Committee|Congress|College|Diocese|Board|Panel|Learning)\b")
_US: Final = re.compile(r"\b(?:[Ww]e|[Oo]ur|I)\b")
_MARKED: Final = re.compile(r"[“\"][^“”\"]*[”\"]")
"""A publisher that is no paper, and says "we" outside of quotation marks, speaks for itself."""
_STAGE: Final = re.compile(r"\b(?:Parliament|Hansard|House of|FM|Radio|Podcast|BBC|TV)\b")
"""Where others speak: what "we" will do is never the House's or the station's."""
_CHANNEL: Final = re.compile(r"(?P<body>[^:–—|]{2,60}?)(?:: | [–—|-] |[’']s? (?=[a-z])| (?=blog|news|media|press)).+")
"""A body, and which of its blogs or pages it is."""
_RELEASE: Final = re.compile(
    r"^\W*(?:FOR IMMEDIATE RELEASE|[Ff]or immediate release|(?:Press|Media|News) release|ENDS|Ends|Notes? (?:to"
    r"|for) editors:?|NOTES? TO EDITORS:?)\W*$",
    re.MULTILINE,
)
"""Lines that only a body's own release has."""
_BYLINE_OF: Final = re.compile(
    r", [^,]*\b(?:of|at|for) (?:the )?(?P<body>[A-Z][^,]{3,60})$|,[^,]+, (?:the )?(?P<last>[A-Z][^,]{2,60})$"
)
"""Whose a byline's author is: "Ada Brook, chair of the Elm Park Trust"."""
_PLAIN_BYLINE: Final = re.compile(r"(?:[Bb]y )?[A-Z][\w’'-]+(?: [A-Z][\w’'.-]+){1,3}")
_COPY: Final = re.compile(r"\W*(?:and )?(?:an? |the )?cop(?:y|ies) of\b")
"""What ministers put in the libraries of the Houses, whoever wrote it."""
_ITS: Final = re.compile(r"\W*(?:Its|Their) [a-z]")
_OWNED_BY: Final = re.compile(rf"^\W*(?:The|the|Our|our) (?P<owner>(?:(?!of\b)[\w-]+ )?(?P<noun>{_KINDS}|board|panel))[’'] ?s\s")
"""Whose a thing is: "the committee's report"."""
_NAME_OF_KIND: Final = re.compile(
    r"\b[A-Z][\w’'-]+ (?:(?:[A-Z][\w’'-]+|of|for) ){0,4}?"
    r"(?P<noun>Council|Trust|Company|Charity|Union|Committee|Department|Federation|Guild|Alliance|Society|Firm|Association"
    r"|Confederation"
    r"|Foundation|Institute|Network|Forum|Party|Commission|University|College|Borough)\b"
    r"(?! [A-Z]| of [A-Z]| for [A-Z])"
)
_FIRM: Final = re.compile(
    r"(?:(?<=[.!?] )|(?<=\n)|^)([A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3}), (?:which|an? (?:\w+ ){0,3}(?:company|firm|operator))\b"
)


@dataclass(frozen=True, slots=True)
class _Clause:
    """Where a promise stands: its sentence's words before its verb, their subject, and the verb's place in the text."""

    found: Undertaking
    words: str
    ahead: str
    subject: str
    place: int


class Promisers:
    """Says who is bound by the promises of one text, its sentences read in order; it remembers whom they are about.

    The first candidate that names somebody is the answer: who is said to give it or to do it; the speaker, for "we"; whom "it"
    and "she" stand for; who is named in the subject; whose thing the subject is. What nobody can be found for binds the thing
    itself ("the scheme"), and never a body that is only named nearby.
    """

    def __init__(
        self, scene: Scene, publisher: str | None, byline: str | None, quotes: tuple[Quote, ...], *, is_press: bool = False
    ) -> None:
        """`is_press`: the publisher is known to be a newspaper or a station, whatever its name says."""
        self.scene = scene
        self.is_press = is_press
        self.publisher = _of_channel(publisher, scene)
        self.byline = byline
        self.quotes = quotes
        self._unread: list[Sentence] = []
        self._last_body: str | None = None
        self._last_person: str | None = None
        self._list_owner: str | None = None
        self._last_noun: str | None = None
        self._candidates: tuple[Callable[[_Clause], str | None], ...] = (
            self._giver,
            self._speaker,
            self._promiser,
            self._antecedent,
            self._in_subject,
            self._owner,
        )

    def notice(self, sentence: Sentence) -> None:
        """Keep a sentence, to be read for whom it is about once an "it" or a thing has to be understood."""
        self._unread.append(sentence)
        if self._list_owner or sentence.text[-1] == ":" or sentence.text.startswith(_WE_AHEAD):
            self._notice_list(sentence)

    def _notice_list(self, sentence: Sentence) -> None:
        is_head = sentence.text[-1] == ":" or sentence.text.startswith(_WE_AHEAD)
        if is_head or not self._is_item(sentence):
            self._list_owner = self._heads_list_of(sentence) if is_head else None

    @property
    def list_owner(self) -> str | None:
        """Whose the items are of the list that is being read, if a sentence above it says so."""
        return self._list_owner

    def _heads_list_of(self, sentence: Sentence) -> str | None:
        """Return whose the items of a list are: "The Elm Park trust has agreed the following:", "We were told of three things."

        They end with the first sentence that is no item: one with neither a bullet nor "Second, " before it.
        """
        lead = _LIST_OF.match(sentence.text)
        if lead and not _WE.search(lead["who"]) and not _OWN_MEETING.match(lead["who"]):
            return self._resolved(lead["who"], sentence.start) or self._stranger(lead["who"])
        is_heard = self.is_own and _WE_HEARD.match(sentence.text) is not None
        return self._last_other(sentence.start) if is_heard else None

    def _is_item(self, sentence: Sentence) -> bool:
        return bool(_IN_ORDER.match(sentence.text) or _BULLET.match(self.scene.text, self._line_at(sentence.start)))

    def _listed(self, place: int) -> str | None:
        """Return who was said above the list in which a promise is an item to have promised what it lists."""
        if not self._list_owner:
            return None
        here = next((each for each in article_sentences(self.scene.text) if each.start <= place < each.end), None)
        return self._list_owner if here and self._is_item(here) else None

    def _line_at(self, place: int) -> int:
        return self.scene.text.rfind("\n", 0, place) + 1

    def _last_other(self, place: int) -> str | None:
        """Return the body that was named last before `place`, by whatever name, and is not the publisher."""
        found = [
            (match.start(), known.name)
            for pattern in (self.scene.gazetteer.body_names, self.scene.gazetteer.metonyms)
            for match in pattern.finditer(self._before(place))
            if (known := self.scene.body(match.group())) and known.name != self.home()
        ]
        return max(found)[1] if found else None

    def who(self, sentence: Sentence, found: Undertaking) -> str | None:
        """Return who is bound: a body's or a person's name, or the thing that nobody is known to stand behind; None if nobody."""
        subject, ahead = found.subject, sentence.text[: found.place]
        joined = _JOINED.match(subject) if ahead.rstrip().endswith((" and", " but")) else None
        told = _TOLD_PRONOUN.search(subject) or _DATED_PRONOUN.fullmatch(subject)
        subject = joined["head"] if joined else told["who"] if told else _NUMBERED.sub("", subject)
        clause = _Clause(found, sentence.text, ahead, subject, sentence.start + found.place)
        for candidate in self._candidates:
            if who := candidate(clause):
                return who
        return None

    # The candidates, in order of evidence.

    def _giver(self, clause: _Clause) -> str | None:
        """Return who is said to give a promise, or by whom a thing will be done, or who confirmed behind a comma that it will."""
        given = self.named(clause.found.giver) if clause.found.giver else None
        return None if _WE.search(clause.subject) else given or self._doer(clause)

    def _doer(self, clause: _Clause) -> str | None:
        if not clause.found.is_done_to:
            return None
        if _COPY.match(clause.subject) and "Librar" in clause.words:
            return self._we(clause.place, is_plural=True) if self._turn(clause.place) or self._asked() else None
        match = _DONE_BY.search(clause.words, clause.found.place)
        named = self.bodies(match["who"]) if match else None
        said = CONFIRMED.search(clause.words, clause.found.place)
        return named or (self._confirmer(said["who"], clause.place) if said else None)

    def _confirmer(self, words: str, place: int) -> str | None:
        """Return who "she" is who says behind a promise that it will be kept, or who is named there."""
        if _HE.fullmatch(words):
            return None if any(each.start <= place < each.end for each in self.quotes) else self._he("")
        return None if _THEIRS.match(f"{words[:1].upper()}{words[1:]}") else self._resolved(words, place)

    def _resolved(self, words: str, place: int) -> str | None:
        """Return who is named in words, or whom "the union" means in them."""
        return self.named(words) or self._spoken_of(f"{words[:1].upper()}{words[1:]} has", place)

    def _speaker(self, clause: _Clause) -> str | None:
        """Return who "we", "I" and "our" are, and who promises what "you" will have."""
        is_from_us = clause.found.is_from_us or (_THEY.fullmatch(clause.subject) and _GETS.match(clause.words, clause.found.place))
        is_ours = _WE.search(clause.subject) or _OURS.search(clause.subject)
        if is_from_us and not is_ours:
            return self._who_gives(clause)
        return self._we(clause.place, is_plural=bool(_PLURAL.search(clause.subject))) if is_ours else None

    def _who_gives(self, clause: _Clause) -> str | None:
        """Return who promises what somebody else will have: who says so in the sentence, or whoever speaks."""
        said_by_us = list(_WE_SAY.finditer(clause.ahead))
        if said_by_us:
            return self._we(clause.place, is_plural=said_by_us[-1].group().lower().startswith("we"))
        if clause.found.is_from_us:
            speaks = self._we(clause.place, is_plural=True)
            return self._sayer(clause.ahead, clause.place) or (speaks if self.is_own or speaks != self.home() else None)
        return None

    def _promiser(self, clause: _Clause) -> str | None:
        """Return who promises, assures or guarantees "that" something will be so, whoever is to do it."""
        return self._sayer(clause.ahead, clause.place, is_printed=True) if is_promised(clause.ahead) else None

    def _antecedent(self, clause: _Clause) -> str | None:
        """Return for whom "it", "they", "he" and "she" stand."""
        if _IT.match(clause.subject):
            return self._it(clause.ahead, clause.place)
        return self._he(clause.ahead) if _HE.match(clause.subject) else None

    def _in_subject(self, clause: _Clause) -> str | None:
        """Return who is named in the subject, or "a large trust" that has no name."""
        known = self.named(_PLACE_IN.sub("", clause.subject)) or self._whole(clause.subject)
        if known or clause.found.is_done_to:
            return known
        return (
            self._listed(clause.place)
            or _some_body(clause.subject)
            or self._stranger(clause.subject)
            or self._actor(clause.subject)
        )

    def _whole(self, subject: str) -> str | None:
        """Return a body that the gazetteer does not have and the subject names whole ("the 12 schools of Elm Hill Trust")."""
        named = self._last_named(subject)
        return named if named and " " in named else None

    def _actor(self, subject: str) -> str | None:
        """Return people who are only described ("The boss of a large trust"): in a body's own text they are its own."""
        match = _ACTOR.fullmatch(subject.strip(" ,“\"‘'"))
        if match is None:
            return None
        if _OFFICIALS.fullmatch(match["who"]):
            return self.office("ministers")
        return self.home() if self.is_own else match["who"]

    def _stranger(self, subject: str) -> str | None:
        """Return a body that nobody has told us of, by its printed name ("Labour", "FDA"): what it does, no other body does."""
        match = _STRANGER.fullmatch(subject.strip(" ,“\"‘'"))
        if match is None or _NO_STRANGER.fullmatch(match["who"]):
            return None
        name = match["who"]
        is_name = " " in name or name.isupper() or name in _PARTIES or re.search(rf"[a-z,] {re.escape(name)}\b", self.scene.text)
        return name if is_name else None

    def _owner(self, clause: _Clause) -> str | None:
        """Return whose a thing without a name is, the thing itself if nobody's."""
        is_joined = _JOINED.match(clause.found.subject) is not None and clause.subject != clause.found.subject
        return self._whose(clause.subject, clause.ahead, clause.place, does_it=is_joined and not clause.found.is_done_to)

    # Whom the text is about.

    @property
    def body(self) -> str | None:
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
        asked = _ASKED_TO.search(sentence)
        if asked:
            self._last_body = self._last_person = self.bodies(asked["who"]) or self.office(asked["who"]) or asked["who"]
            return
        stranger = _STRANGER_AHEAD.match(sentence)
        if stranger and self.scene.body(stranger["who"]) is None:
            self._last_body = stranger["who"]
            return
        if _OFFICE_AHEAD.match(sentence):
            self._last_person = self.office(sentence[:_ABOUT_CHARS]) or self._last_person
        is_attribution = bool(_ATTRIBUTES.search(sentence)) and self._last_body is not None
        for mention in runs(sentence[:_ABOUT_CHARS])[:_ABOUT_NAMES]:
            ahead = sentence[: mention.start].rstrip().removesuffix(" the").rpartition(" ")
            is_aside = bool(ahead[0]) and ahead[2] in _PREPOSITIONS
            if is_aside and mention.kind is not Kind.PERSON:
                continue
            known = self.scene.body(mention.text)
            if known:
                self._last_body = self._last_body if is_attribution else known.name
                return
            if mention.kind is Kind.PERSON and " " in mention.text and not _INITIAL.search(mention.text):
                self._read_person(mention, sentence, is_about=not is_attribution and not is_aside)
                return
            if (
                mention.kind is Kind.BODY
                and _NAME_OF_KIND.fullmatch(mention.text)
                and " and " not in mention.text
                and not is_attribution
            ):
                self._last_body = mention.text
                return
        self._last_person = self.office(sentence[:_ABOUT_CHARS]) or self._role(sentence) or self._last_person
        if not is_attribution:
            self._read_kind(sentence, place)

    def _read_person(self, mention: Mention, sentence: str, *, is_about: bool) -> None:
        speaker = self.scene.person(mention.text, mention.role or None)
        if speaker:
            side = self.scene.described(speaker)
            is_theirs = side.organisation is None and _THEIRS.match(sentence) is not None
            self._last_person = (self._last_body if is_theirs else None) or self._side_of([side])
            self._last_body = (speaker.organisation if is_about else None) or self._last_body

    def _role(self, sentence: str) -> str | None:
        """Return who "the director" of a sentence is, without a name: somebody of the body whose text it is."""
        match = _ROLE_AHEAD.search(sentence)
        if match is None:
            return None
        is_guest = _TO_US.search(sentence) is not None
        return self.home() if self.is_own and not is_guest else match["role"]

    def _read_kind(self, sentence: str, place: int) -> None:
        """Read a sentence that is about "the council" or "the watchdog"."""
        spoken_of = _THE_BODY.match(sentence)
        body = self._of_kind((spoken_of["noun"] or spoken_of["side"]), place) if spoken_of else None
        metonym = None if body else self.scene.metonym_in(sentence[:120])
        known = self.scene.body(metonym) if metonym else None
        self._last_body = body or (known.name if known else self._last_body)
        self._last_noun = (spoken_of["noun"] or spoken_of["side"]) if spoken_of and not body else self._last_noun

    def _unnamed(self, place: int) -> str | None:
        """Return the body that a text without names tells of: "the city council"."""
        found = _UNNAMED.findall(self._before(place))
        return found[-1] if found else None

    # Pronouns.

    def _it(self, ahead: str, place: int) -> str | None:
        own = self.publisher if self.is_own else None
        spoken_of = _THE_BODY.search(ahead)
        named = self._spoken_of(ahead, place) or self.bodies(ahead) or self._whole(ahead)
        named = named or ((spoken_of["noun"] or spoken_of["side"]) if spoken_of else None)
        named = named or self.body or own or self._last_named(self._before(place))
        return named or self._thing_before(place) or self._only_body or NOBODY_KNOWN

    def _thing_before(self, place: int) -> str | None:
        """Return the thing that the sentence before begins with: what nobody is known to stand behind."""
        match = _THING_AHEAD.match(self._sentence_before(place))
        return match["thing"] if match else None

    def _he(self, ahead: str) -> str | None:
        told_by = teller_of(ahead)
        told = self.named(told_by) if told_by else None
        return told or self.people(ahead) or self.office(ahead) or self._person or self.body

    def _whose(self, subject: str, ahead: str, place: int, *, does_it: bool) -> str | None:
        """Return whose a thing without a name is, the thing itself if nobody's; `does_it`: no body named elsewhere does it."""
        thing = re.sub(r"\s+", " ", subject.partition(", which")[0].partition(", who")[0]).strip(' ,“"‘—–-')
        thing = _WHEN_AHEAD.sub("", thing)
        if _ADDS.search(ahead):
            thing = _FINITE.split(thing, maxsplit=1)[0]
        noun = _GENERIC.fullmatch(thing)
        thing = (self.scene.place_of(noun["noun"]) or noun["noun"]) if noun else thing
        own = self._ours(subject) or (self._side_with(noun["noun"], ahead) if noun else None)
        own = own or self._possessor(subject, place) or (self._its(place) if _ITS.match(subject) else None)
        is_inspected = _LED_BY.match(subject) or (_TOOLS.match(subject) and not self._is_department)
        own = own or self._listed(place) or (self._inspectorate() if is_inspected else None) or self._spoken(place)
        own = own or (self._other(noun["noun"], place) if noun else None)
        if does_it:
            return own or thing
        return (
            own
            or (self._inspectorate() if _INSPECTION.search(subject) else None)
            or self._sayer(ahead, place)
            or self.named(ahead)
            or self._spoken_of(ahead, place)
            or (self._bodies_just_before(place) if _ANAPHOR.fullmatch(subject.strip(" ,“\"‘'")) else None)
            or (self._other_side(place) if _TOLD_US.search(ahead) else None)
            or (self._speaks(place) if self._is_stage else None)
            or (self._own_side if self.is_own else None)
            or self._speaks(place)
            or self.body
            or self.bodies(self._before(place))
            or self._only_body
            or self._unnamed(place)
            or self._last_noun
            or (self._thing_before(place) if _NO_STRANGER.fullmatch(thing) else thing)
            or None
        )

    def _its(self, place: int) -> str | None:
        """Return whose "its website" is: the publisher's in its own text, else of the body that the text is about."""
        who = self.home() if self.is_own and not self._is_stage else self._it("", place)
        return None if who == NOBODY_KNOWN else who

    def _possessor(self, subject: str, place: int) -> str | None:
        """Return whose a thing is by the word in front of it: "the trust's policy"."""
        match = _OWNED_BY.match(subject)
        if match is None:
            return None
        noun = match["noun"].casefold()
        known = self._ours(f"the {noun}") or self._of_kind(noun, place) or self._bodies.meant(noun, place)
        return known or (self.home() if self.is_own else match["owner"])

    @cached_property
    def _bodies(self) -> Bodies:
        """The bodies that the text names, listed or not: asked for rarely, for they are looked for in all of it."""
        return Bodies(self.scene.text, "", self._listed_name, is_paper)

    def _listed_name(self, printed: str) -> str | None:
        known = self.scene.body(printed)
        return known.name if known else None

    @property
    def _is_department(self) -> bool:
        department = self.scene.body("the department")
        return department is not None and self.home() == department.name

    def _sayer(self, ahead: str, place: int, *, is_printed: bool = False) -> str | None:
        """Return who says that a thing will be done: it is theirs, as far as the sentence knows.

        `is_printed`: as the text prints them, if nobody is known by those words.
        """
        before, sayer = sayer_of(ahead)
        if not sayer:
            return None
        if _WE.search(sayer):
            return self._we(place, is_plural=bool(_PLURAL.search(sayer)))
        if _IT.fullmatch(sayer) or _HE.fullmatch(sayer):
            return self._it("", place) if _IT.fullmatch(sayer) else self._he(before)
        added = _WHO.search(sayer)
        sayer = _FINITE.split(sayer[: added.start()] if added else sayer, maxsplit=1)[0].strip()
        return self._resolved(sayer, place) or self._stranger(sayer) or self._printed(sayer, is_printed=is_printed)

    def _printed(self, sayer: str, *, is_printed: bool) -> str | None:
        """Return a sayer that nobody is known by: the publisher's own meeting is the publisher, "the parish council" itself."""
        name = _ARTICLE.sub("", _WHICH_ONE.sub("", sayer))
        if self.is_own:
            return self.home() if _OWN_MEETING.match(sayer) else (name or None) if is_printed else None
        return name if _KIND_OF.fullmatch(name) or (is_printed and name) else None

    @cached_property
    def _only_body(self) -> str | None:
        """The one body of the gazetteer that the text names, if it names no second."""
        words = self.scene.text[:LOOK_BACK_CHARS_MAX]
        patterns = (self.scene.gazetteer.body_names, self.scene.gazetteer.metonyms)
        found = {
            known.name for pattern in patterns for match in pattern.finditer(words) if (known := self.scene.body(match.group()))
        }
        return found.pop() if len(found) == 1 else None

    def _before(self, place: int) -> str:
        return self.scene.text[max(0, place - LOOK_BACK_CHARS_MAX) : place]

    # Bodies without their names.

    @cached_property
    def is_own(self) -> bool:
        """Whether the publisher speaks for itself and is no newspaper."""
        if not self.publisher or self.is_press:
            return False
        if self.scene.body(self.publisher) is not None:
            return True
        if is_no_paper(self.publisher):
            return not self._is_reported
        if is_paper(self.publisher) or _IS_STAGE.search(self.publisher):
            return False
        return bool(
            _BODY_NAME.search(self.publisher)
            or self._tells_of_itself
            or _US.search(_MARKED.sub("", self.scene.text[: comments_at(self.scene.text)]))
        )

    @cached_property
    def _tells_of_itself(self) -> bool:
        """Whether a text has the lines of a release, or its publisher as what a sentence is about."""
        name = (self.publisher or "").removeprefix("The ")
        return _RELEASE.search(self.scene.text) is not None or any(
            f"{name}{goes_on}" in self.scene.text for goes_on in _ABOUT_ITSELF
        )

    @property
    def _is_reported(self) -> bool:
        """Whether a text reports others: it has a byline without a role, and neither "we" nor its publisher's name."""
        if not self.byline or _PLAIN_BYLINE.fullmatch(self.byline) is None or self._tells_of_itself:
            return False
        return not self._says_us

    @cached_property
    def _says_us(self) -> bool:
        return _US.search(_MARKED.sub("", self.scene.text[: comments_at(self.scene.text)])) is not None

    @property
    def _own_side(self) -> str | None:
        """Whose the things of a body's own text are: a guest's who says "we" there, else the publisher's."""
        guest = self._side_of_byline if self._says_us else None
        return guest or self.home()

    @cached_property
    def _is_stage(self) -> bool:
        """Whether others speak here, so that "we" are never the publisher: a station, a House, a committee that hears witnesses."""
        return _STAGE.search(self.publisher or "") is not None or len({name for _, name in self._turns}) >= SPEAKERS_MIN

    def _side_with(self, noun: str, ahead: str) -> str | None:
        """Return which body "the council" is: that of whoever speaks of it, or the only one of the text."""
        name = self.people(ahead)
        speaker = self.scene.person(name) if name else None
        side = speaker.organisation if speaker else None
        return side if side and noun.casefold() in side.casefold() else self.scene.home_of(noun.casefold())

    def _spoken_of(self, ahead: str, place: int) -> str | None:
        """Return which body "the council" is that a sentence says has promised something."""
        match = _THE_BODY.search(ahead)
        if match is None:
            return None
        noun = match["noun"] or match["side"]
        described = re.search(rf"\b(?:an?|one of [^.]{{3,30}}?) (?:[\w-]+ ){{0,2}}{noun}s?\b", self._before(place - len(ahead)))
        only = None if described else self.scene.home_of(noun)
        return self._of_kind(noun, place) or (only if only and " and " not in only else None)

    def _other(self, noun: str, place: int) -> str | None:
        """Return the body of a kind that is named last before `place`; in a body's own text only one of the gazetteer."""
        body = self._of_kind(noun, place)
        return body if not self.is_own or (body and self.scene.body(body)) else None

    def _of_kind(self, noun: str, place: int) -> str | None:
        """Return the body of a kind ("trust", "company") that is named last before `place`; None for the publisher's own kind.

        "Marrow Vale" is the council of that name, if the gazetteer has it; a company is what "Name, which …" or "Name, a company"
        has said of itself.
        """
        noun = noun.casefold()
        before = self._before(place)
        if named := self._last_named(before, noun):
            return named
        if noun in _FIRMS:
            firms = _FIRM.findall(before)
            return firms[-1] if firms else None
        if noun in _KIND_NAMES:
            of_kind = [
                body.name for match in self.scene.gazetteer.body_names.finditer(before) if (body := self.scene.body(match.group()))
            ]
            found = [name for name in of_kind if _KIND_NAMES[noun].search(name)]
            if found:
                return found[-1]
        short = [(before.rfind(place_name), body.name) for body, place_name in self._placed(noun) if place_name in before]
        return max(short)[1] if short else None

    def _last_named(self, before: str, noun: str = "") -> str | None:
        """Return the last body whose name says of what kind it is (of the kind `noun`, if given), in the gazetteer or not."""
        named = [each for each in _NAME_OF_KIND.finditer(before) if each["noun"].casefold() == noun or not noun]
        printed = named[-1].group().removeprefix("The ") if named else ""
        known = self.scene.body(printed) if printed else None
        home = self.publisher or ""
        return (self.home() if printed and home.endswith(f" {printed}") else known.name if known else printed) or None

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

    # Speakers.

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
            is_home = is_plural and self.is_own and not self._is_stage
            side = own.speakers[0].organisation
            side = None if self._is_stage and side in (self.publisher, self.home()) else side
            own_side = side or self._side_of_byline or (is_plural and self._asked()) or (is_home and self.home())
            return own_side or own.speaker
        turn = self._turn(place)
        if turn is None and self._side_of_byline:
            return self._side_of_byline
        speaker = turn or (self.scene.person(self.byline) if self.byline else None)
        is_stage = self._is_stage
        if speaker is not None and (speaker.organisation or is_stage or not (is_plural and self.publisher)):
            return self._side_of([speaker])
        return self._asked() or (None if is_stage else self.home())

    @cached_property
    def _side_of_byline(self) -> str | None:
        """The body that the byline says its author is of."""
        match = _BYLINE_OF.search(self.byline) if self.byline else None
        printed = (match["body"] or match["last"]) if match else None
        known = self.scene.body(printed) if printed else None
        if known:
            return known.name
        return printed if printed and (_NAME_OF_KIND.fullmatch(printed) or _BODY_NAME.search(printed)) else None

    def _turn(self, place: int) -> Speaker | None:
        """Return whose turn it is in an interview or a debate: who stands on the last line that begins one."""
        number = bisect_left(self._turns, place, key=lambda turn: turn[0])
        line = self.scene.text.rfind("\n", 0, place) + 1
        if not number or (len(self._turns) < TURNS_MIN and self._turns[0][0] < line):
            return None
        printed = self._turns[number - 1][1]
        name = printed.title() if printed.isupper() else printed
        return self.scene.person(name) or Speaker(name, None, None, name)

    def _bodies_just_before(self, place: int) -> str | None:
        """Return the first body that the sentence before names: "the change" is what it tells of."""
        return self.bodies(self._sentence_before(place))

    def _other_side(self, place: int) -> str | None:
        """Return who tells "us" something: the body that was named last and is not the publisher."""
        named = [
            body.name
            for match in self.scene.gazetteer.body_names.finditer(self._before(place))
            if (body := self.scene.body(match.group()))
        ]
        return next((name for name in reversed(named) if name != self.home()), None)

    @cached_property
    def _turns(self) -> list[tuple[int, str]]:
        """Where turns begin, and whose they are, in order: found once, for a long debate has thousands."""
        labelled = [(each.end(), each["inner"] or each["who"]) for each in _LINE_LABEL.finditer(self.scene.text)]
        lines = list(_LINE_TURN.finditer(self.scene.text)) if _STAGE.search(self.publisher or "") else []
        holders = {each["office"]: each["inner"] for each in reversed(lines) if each["inner"]}
        said = [(each.end(), each["inner"] or each["who"] or _holder_of(each["office"], holders)) for each in lines]
        return sorted((*labelled, *(turn for turn in said if turn[1])))

    def _sentence_before(self, place: int) -> str:
        """Return the last sentence that ends before `place`; "" if there is none."""
        known = article_sentences(self.scene.text)
        number = bisect_right(known, place, key=lambda each: each.end)
        return known[number - 1].text if number else ""

    def _speaks(self, place: int) -> str | None:
        """Return for whom somebody speaks in whose turn of a debate a thing is promised."""
        speaker = self._turn(place)
        return self._side_of([speaker]) if speaker else None

    def _led(self, quote: Quote) -> str | None:
        """Return whose a block of words is that names nobody: who was asked for it, or who stands last above it."""
        if quote.kind is not QuoteKind.BLOCK:
            return None
        above = self._before(quote.start).split("\n")
        lead = next((line for line in reversed(above) if line.strip(" >")[:1] and not line.lstrip().startswith(">")), "")
        asked = _ASKED_FOR.search(lead)
        if asked:
            return asked["who"]
        return self.people(lead, is_known=True) or self.bodies(lead) or self.people(lead)

    def _asked(self) -> str | None:
        """Return the body of the minister whom a written question asks: the answer speaks for it, whoever gives it."""
        match = _TO_ASK.search(self.scene.text[:LOOK_BACK_CHARS_MAX])
        minister = self.scene.holder(match["office"]) if match else None
        return minister.organisation if minister else None

    def home(self) -> str | None:
        """Return the publisher, by the gazetteer's name."""
        return self.scene.body_speaker(self.publisher).name if self.publisher else None

    # Names.

    def bodies(self, words: str) -> str | None:
        """Return the first body of the gazetteer that is named in `words`."""
        found = [
            (match.start(), known.name)
            for pattern in (self.scene.gazetteer.body_names, self.scene.gazetteer.metonyms)
            for match in pattern.finditer(words)
            if (known := self.scene.body(match.group()))
        ]
        return min(found)[1] if found else None

    def people(self, words: str, *, is_known: bool = False) -> str | None:
        """Return the last person who is named in `words`, outside a possessive; `is_known`: one of the gazetteer."""
        for mention in reversed(runs(words)):
            if (
                mention.kind is Kind.PERSON
                and not _INITIAL.search(mention.text)
                and not _NO_PERSON.search(mention.text)
                and not mention.text.endswith(("’s", "'s"))
                and not self.scene.body(mention.text)
            ):
                speaker = self.scene.person(mention.text, mention.role or None)
                if speaker and (speaker.is_known or (not is_known and " " in mention.text)):
                    return self._side_of([speaker if speaker.is_known else self.scene.described(speaker)])
        return None

    def named(self, words: str) -> str | None:
        """Return the body, the person or the body of the office that is named in `words`."""
        return self.bodies(words) or self.people(words) or self.office(words)

    def office(self, words: str) -> str | None:
        """Return the body whose office is named last in `words` ("the chief inspector")."""
        for match in reversed(list(self.scene.gazetteer.phrases.finditer(words))):
            holder = self.scene.holder(match.group())
            if holder:
                return holder.organisation or holder.name
        if _CHIEF.search(words):
            return self._inspectorate()
        department = self.scene.body("the department") if _MINISTERS.search(words) else None
        return department.name if department else None


def _of_channel(publisher: str | None, scene: Scene) -> str | None:
    """Return the known body whose blog or page a publisher is ("Ofsted: early years", "Ofsted blog"), else the publisher."""
    head = _CHANNEL.match(publisher) if publisher and scene.body(publisher) is None else None
    return head["body"] if head and scene.body(head["body"]) is not None else publisher


def _holder_of(office: str, holders: Mapping[str, str]) -> str:
    """Return who was introduced with an office, or with a longer form of it; "" if nobody was."""
    return next((name for printed, name in holders.items() if printed.startswith(office)), "")


def _some_body(subject: str) -> str | None:
    """Return a body that is not named ("A multi-academy trust", "the group"): what it does, nobody does who is named elsewhere."""
    plain = subject.strip(" ,“\"‘'")
    match = _SOME_BODY.fullmatch(plain) or _GROUP.fullmatch(plain)
    return match["who"] if match else None
