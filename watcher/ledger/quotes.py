"""The quotes of one statement: which words are spoken, and by whom."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from watcher.ledger.attribution import MARK, attributed, labelled, sentences_of, whose_words
from watcher.ledger.cast import NOBODY, Cast, Speakers
from watcher.ledger.clauses import is_anonymous, opening_description, opening_subject
from watcher.ledger.focus import Focus
from watcher.ledger.gazetteer import Gazetteer
from watcher.ledger.joint import joint_list
from watcher.ledger.names import ANYBODY_SPEAKS, DESCRIPTION, IS_ROLE, Kind, is_group, runs
from watcher.ledger.offices import borne_by, office_of, offices_in
from watcher.ledger.papers import carried_by, named_behind
from watcher.ledger.paragraphs import HEADING_CHARS_MAX, ITEM, Paragraph, is_bare, is_heading, paragraphs_of, places_of
from watcher.ledger.scene import Scene, is_no_paper, is_paper
from watcher.ledger.spoken import is_spoken, is_statement
from watcher.ledger.subjects import sentence_subject, subject_after, subject_before
from watcher.ledger.verbs import verbs_in
from watcher.ledger.voice import ENDS, Voice, is_aside, voices_of
from watcher.model import Quote, QuoteKind, Span, Speaker, StatedDate
from watcher.text.quotation import Quotation

TEXT_CHARS_MAX: Final = 400_000
"""Quotes beyond this are not read: no statement is that long."""
FIRST_PERSON_MIN: Final = 3
REPORTED_SHARE: Final = 4
"""Two who sign a text speak in it if no more than one paragraph in so many says what others said."""
SECTIONS_MIN: Final = 2
"""A text with so many headings is a newsletter: its writer speaks in the paragraphs that say "I", and in no others."""
"""So many first-person words outside quotation marks make a text its author's own."""
REPEATED_MAX: Final = 100
"""A quote is compared with so many at the head of its text, where standfirsts and pull quotes come from."""
REPEAT_WORDS_MIN: Final = 5
"""Words of this number that were listed before, whole, are the same words: a standfirst or a pull quote."""
_SURE: Final = 0.95
_HANDED_ON: Final = 0.85
_ASSUMED: Final = 0.7
_TOPIC: Final = 0.8
_BY_PRONOUN: Final = 0.9
_BY_DESCRIPTION: Final = 0.8
_UNSURE: Final = 0.3
_OUR: Final = re.compile(r"\b(?:[Oo]ur|[Ww]e)\b")
_HE_OR_SHE: Final = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
BYLINE_CHARS_MAX: Final = 500
"""A byline further down in a text is another article's."""
_REPORTED: Final = re.compile(
    r"\b(?:he|she|they|[A-Z][\w’'-]+(?:, [^,]{3,80},)?) (?:has |had |also |then )?(?:said|says|told|tells|added|adds"
    r"|wrote|writes|warned"
    r"|argued|explained|continued|insisted|replied)\b"
)
_OURS: Final = re.compile(r"\b(?:I|I[’'](?:m|ve|d|ll)|[Mm]y|[Ww]e|[Oo]ur|us|me)\b")
_ANNOUNCES: Final = re.compile(
    r"\b(?:issued|published|released|made|sent|written|signed|agreed)\b[^.:;]{0,60}?\b(?:statement|letter|response|message|appeal"
    r"|declaration|words)\b[^.:;]{0,40}:$"
)
"""A line above words without marks: "have issued the following joint statement:"."""
_ABOUT_IT: Final = re.compile(
    r"^(?:The|This|A|Its|Their|Copies of the) (?:\w+ ){0,2}?(?:statement|letter|report|survey|charter|text|figures|page"
    r"|sessions?|meeting|event|course|scheme|service|line|consultation|conference|offer|programme)\b"
    r"|\b(?:was|were|has been|have been) \w+ed\b|\bon (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
)
"""How a paragraph reads that goes on about the words above it, or reports, and is none of them."""
_SAYS: Final = re.compile(
    r"\b(?:said|says|say|wrote|writes|write|added|adds|commented|stated|states|told|reads|read|posted|replied|responded|continued|explained"
    r"|concluded|held|ruled|announced|warned|argued)\b[^.:;]{0,80}:$"
)
_SPEAKING: Final = re.compile(r"\b(?:I|[Ww]e|us|me)\b")
_STATEMENT_BY: Final = re.compile(
    r"\b(?:statement|message|comment|response|tribute|words|note|letter|question|post|tweet|e-?mail)s?"
    r"\s+(?:\w+ ){0,3}?(?:by|from|of)\s+(?P<who>[^§:;.]+)"
)
_READS_OUT: Final = re.compile(
    r"\b(?:reads?|reading|read out|reads out)(?: aloud)? (?:out )?(?:an?|the|this|her|his|their) (?:\w+ )?$"
)
_NAME_LINE: Final = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,3},\s+[\w’' -]{3,80}(?:, [\w’' -]{3,80})?$")
_WE: Final = re.compile(r"\b(?:[Ww]e|[Oo]ur)\b")
_TOLD_TO: Final = re.compile(
    r"(?:^|\n|\. )(?:(?P<who>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,2}) (?:is|was) [^\n]*?)?\bAs told to\b[^\n]*", re.IGNORECASE
)
_SIGNED_BY: Final = re.compile(
    r"(?:\b(?P<noun>[Ll]etter|[Ss]tatement|[Ss]ubmission|[Mm]otion)\b[^.\n“”\"]{0,120}?|\bIt\s+)(?:(?:is|was"
    r"|has been)\s+)?(?:co-)?signed by\s+"
    r"(?P<who>[^.\n“”\"]{3,400})"
)
_A_BODY: Final = re.compile(
    r"An? (?:[a-z’'-]+ ){0,3}?(?P<noun>union|charity|council|trust|think tank|association|federation|campaign group)\b"
    r"(?= (?:has|have|is|says|said|warned|wants|for|which|that|representing))"
)
"""A lead about a body without its name, which the next paragraph gives: "A union has accused the watchdog of §"."""
_LEAD_ENDS: Final = re.compile(
    r"[,§]\s+(?P<who>(?:an?|the) (?!(?:parent|mother|father|pupil|inspector|report|study|survey|spokes)[a-z]*\b)"
    r"[a-z][a-z’' -]{2,50}?) (?:has|have|had|said|says|warned|warns|claims|claimed|told|tells)\b[^,§]{0,80}\.$"
)
"""A lead that ends in who speaks: "§, a union leader has warned."."""
_AT_OFFICE: Final = re.compile(
    r"(?:(?:Dr|Prof|Professor|Sir|Dame|Mr|Mrs|Ms|Cllr) )?(?:[A-Z][\w’'-]+ ){1,3}?[A-Z][\w’'-]+,?"
    r" (?P<office>who (?:leads|runs|heads|chairs)\b|(?:(?:an?|the|its|her|his|their) )?[a-z][a-z -]{2,60}?(?= (?:of|at|for)\b|,))"
)
"""Somebody with an office begins the paragraph: "Name, general secretary of the Body, said"."""
_OF_SCHOOL: Final = ("head", "headteacher", "principal", "teacher", "who leads", "who runs", "who heads")
_OF_BODY: Final = (
    "general secretary",
    "president",
    "chief executive",
    "leader",
    "director",
    "chair",
    "who leads",
    "who runs",
    "who heads",
)
_OFFICES: Final = {
    "head": _OF_SCHOOL, "headteacher": _OF_SCHOOL, "principal": _OF_SCHOOL, "teacher": _OF_SCHOOL,
    "leader": _OF_BODY, "boss": _OF_BODY, "chief": _OF_BODY,
}  # fmt: skip
"""As what somebody is named whom a lead calls so: "a union boss" is a general secretary, and no minister."""
_SOME_SIGNED: Final = re.compile(
    r"\b(?:including|among them|such as)\b|^(?:\d|more than|over|nearly|almost|dozens|hundreds|scores|some|several|many)\b"
)
"""Who is named of many that signed does not speak for them alone: "signed by 40 heads including Name"."""
_ABOUT: Final = re.compile(r",? (?:is|was|,) (?P<role>[^.\n]{3,100})")
_SIGNED: Final = re.compile(r"(?P<dash>[–—-]\s*)?(?P<who>[A-Z@][^§.:;!?]{2,120})$")
_ROLE_LOOK_CHARS_MAX: Final = 60
_BYLINE: Final = re.compile(
    r"^[ \t]*(?:By|Posted by|Written by|Words by|Author:) (?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,3}(?:, [^.\n]{3,90})?)"
    r"(?:\. Check against delivery\.?)?[ \t]*$",
    re.MULTILINE,
)
_FIRST_PERSON: Final = re.compile(r"\b(?:I|I[’']m|I[’']ve|I[’']d|I[’']ll|[Mm]y|me|myself)\b")
JOINT_PARAGRAPHS_MAX: Final = 3
"""Who makes a joint statement is said in one of so many paragraphs."""
_MADE_BY: Final = re.compile(
    r"(?:\b[Tt]his (?:joint )?(?:statement|letter|response|submission|note|paper)\b[^.:;]{0,30}?"
    r"\b(?:made|issued|signed|published|written|agreed|sent|supported|endorsed) (?:jointly )?(?:by|on behalf of)"
    r"|^(?:A |Our )?[Jj]oint (?:statement|letter|response|submission|foreword|message)\b[^.:;]{0,60}? (?:by|from|of)) "
    r"(?P<who>[^.:;]{6,400})"
)
_ABOUT_THEM: Final = re.compile(
    r"^(?:He|She|His|Her)\b|\b(?:he|she) (?:says?|said|adds?|added|laughs?|laughed)\b|^[A-Z][\w’'-]+ [a-z]+s\b.*[^?]$"
)
"""In an interview whose answers stand in marks, what the writer says of who answers."""
_CLOCK: Final = re.compile(r"\W*\d{1,2}[.:]\d{2}")
_LINK: Final = re.compile(
    r"(?:READ MORE|READ NEXT|READ|SEE ALSO|WATCH|LISTEN|RELATED|MORE)(?: [A-Z]+)*:|(?:Read more|Read next|See also|Related): "
)
"""A line that sends readers elsewhere is another page's."""
_BODY_HEADING: Final = re.compile(r"(?:[A-Z][\w’'&.-]*)(?: (?:of|for|and|the|&|at|on|[A-Z][\w’'&.-]*))* [A-Z][\w’'&.-]*")
_MANY: Final = re.compile(
    r"(?:The )?(?:Inspectors|Heads|Headteachers|Teachers|Parents|Pupils|Governors|Officials|Ministers|Critics|Unions|Campaigners"
    r"|Members|MPs)\b",
    re.IGNORECASE,
)
"""Several who speak leave it to "she" whom she means."""
_DEAR: Final = re.compile(r"(?:My )?Dear (?P<who>(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Cllr) )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*),?$")
_DEAR_LINES_MAX: Final = 12
_READ_OUT: Final = re.compile(r"\b(?:read|reads|quoted|quotes|words|extracts?|passages?) (?:out )?from (?P<who>[^:,§]{3,80}):$")
_ITSELF: Final = re.compile(
    r"(?:The|A|One|Another) (?:\w+ ){0,2}(?:first|second|third|last|latest|shortest|longest|other|reply|response|message|letter"
    r"|e-?mail|note|notice|text|card|sign|poster)\b.*:$"
)
"""Words that "the reply" announces are of whoever wrote it, and of nobody who was named before."""
_WAS_REPLY: Final = re.compile(
    r"\s*§,? (?:was|came|is|comes) (?:the|his|her|their)(?: [a-z]+)? (?:reply|answer|response|retort|verdict)[.,]?\s*"
)
_ADDRESSED: Final = re.compile(r"\b(?:ask(?:ed|s)|press(?:ed|es)) (?:her|him|them|[A-Z])")
_ASKS_OF: Final = re.compile(
    r"\b(?:did|does|do|has|had|is|was|would|will|could|can|should|might) (?P<who>he|she)\b[^?]*\?$", re.IGNORECASE
)
"""A question of the writer's: what stands behind it is the answer of whom it is about."""
_IS_ABOUT_AUTHOR: Final = (
    "is",
    "was",
    "has",
    "leads",
    "writes",
    "works",
    "runs",
    "chairs",
    "teaches",
    "edits",
    "blogs",
    "will",
    "can",
)
_REPORTERS_OWN: Final = re.compile(
    r"\b(?:tells?|told|shows?|showed|sends?|sent|emails?|emailed|greets?|greeted|assures?|assured|says to|said to|asks|asked|hands"
    r"|handed|meets|met) me\b"
    r"|\bI (?:ask|put|ring|rang|call|meet|met|phone|speak|spoke|visit|arrive|suggest|wonder|press|remind|mention|reach|contact"
    r"|interview|catch|caught|find|found|point|say|said|leave|left)(?:ed)?\b"
)
"""What a reporter says of their own work: an interview with "I put this to her" is no text of theirs."""
_NO_SPEECH_BEHIND: Final = re.compile(
    r",? (?:an?|the) (?:term|phrase|word|expression|label|concept) "
    r"(?:(?:often |widely |commonly )?used by (?!the |her |his )[a-z]+s\b|coined |borrowed |known to |in use )"
)
_TITLE_AHEAD: Final = re.compile(
    r"\b(?:on the (?:subject|theme|topic)(?: of)?|(?:en)?titled|headed|under the (?:title|heading|banner)(?: of)?),?\s*$"
)
_POST: Final = re.compile(r"\d{1,3}/(?:\d{1,3}|n)?\s")
"""The number that a post of a thread begins with."""
POSTS_MIN: Final = 2
"""So many numbered posts are a thread."""
_EXTRACT: Final = re.compile(
    r"(?:The following|Below|This|What follows|Here) (?:is|are) (?:an? |the )?(?:edited |abridged |short |full |lightly edited )*"
    r"(?:extracts?|text|transcript|version|excerpts?)\b"
)
"""A note above the words of somebody who gave a talk."""
_PRONOUN_READS: Final = re.compile(r"(?:He|She) (?:reads?|quotes?|quoted|recalls?|recalled|remembers?|remembered|tells?)\b")
_LABEL_CHARS_MAX: Final = 30


def read_quotes(
    text: str,
    *,
    spans: Sequence[Span] = (),
    byline: str | None = None,
    publisher: str | None = None,
    kind: str | None = None,
    published: StatedDate | None = None,
    title: str | None = None,
    gazetteer: Gazetteer,
) -> tuple[Quote, ...]:
    """Return the quotes of a statement in order of their start, each a verbatim stretch of `text`, none listed twice.

    Words in quotation marks that nobody speaks (titles, terms, grades, scare quotes) are left out; where it is unsure who
    speaks, nobody is named. In a text in the first person every paragraph is its author's (`first_person`), beside the
    quotations inside; so are letters, speeches (`title` may say whose), greetings, turns of a debate and answers. `spans`
    and lines that begin with `>` are block quotes. Roles and bodies are those of `published`; without a date they are named
    only where every date would give the same. Only the first `TEXT_CHARS_MAX` characters are read.
    """
    reading = _Reading(text[:TEXT_CHARS_MAX], gazetteer, published.as_day if published else None, title or "")
    reading.set_author(byline, publisher, kind)
    reading.read(spans, title=title, byline=byline)
    home = reading.scene.body_speaker(publisher).name if publisher else None
    return tuple(_reported(quote, publisher, home) for quote in reading.listed())


def _reported(quote: Quote, publisher: str | None, home: str | None) -> Quote:
    is_own = quote.kind is QuoteKind.FIRST_PERSON or any(home in (each.organisation, each.name) for each in quote.speakers)
    if publisher is None or is_own or not quote.speakers:
        return quote
    return Quote(quote.start, quote.end, quote.quote, quote.kind, quote.score, quote.speakers, quote.is_continued, via=publisher)


@dataclass(slots=True)
class _Turn:
    """To whom bare quotations of a paragraph fall: whom its sentences name, else whom the paragraph before handed on to."""

    before: Speakers | None
    before_score: float
    speakers: Speakers | None = None
    score: float = _HANDED_ON

    def falls_to(self, speakers: Speakers, score: float) -> None:
        """Give what follows to who a sentence is about: whom the paragraph before announced does not go on any more."""
        self.speakers, self.score, self.before = speakers, score, None

    def whose(self, *, is_first: bool) -> tuple[Speakers, float] | None:
        if self.speakers is not None:
            return self.speakers, self.score
        return (self.before, self.before_score) if is_first and self.before is not None else None


class _Reading:
    """One pass over a text, paragraph by paragraph."""

    def __init__(self, text: str, gazetteer: Gazetteer, day: date | None, title: str = "") -> None:
        self.text = text
        self.scene = Scene(text, gazetteer, day, title)
        self.cast = Cast(self.scene)
        self.quotes: list[Quote] = []
        self._author: Speakers = NOBODY
        self._authors: Speakers = NOBODY
        self._quoted_below: Speakers = NOBODY
        self._kind: str | None = None
        self._home: str | None = None
        self._speaks_for_itself = False
        self._announced_at = 0
        self._focus = Focus(text, self.cast)
        self._unsigned: list[int] = []
        self._handed: tuple[Speakers | None, float] = (None, 0.0)
        self._is_extract = False
        self._frame = ""
        self._is_thread = False
        self._is_marked = False
        self._is_sectioned = False
        self._items: Speakers | None = None
        self._spoken_on: Speakers | None = None

    def set_author(self, byline: str | None, publisher: str | None, kind: str | None) -> None:
        self._kind = kind
        is_body = self.scene.body(publisher or "") is not None
        is_own = bool(publisher) and (
            is_body or (not byline and not is_paper(publisher or "") and self._is_page_of(publisher or ""))
        )
        self._home = self.scene.body_speaker(publisher).name if publisher and is_own else None
        self.scene.home = self._home
        self.scene.page = publisher.split(":")[0] if publisher and is_no_paper(publisher) else None
        self._speaks_for_itself = is_body or is_no_paper(publisher or "")
        printed = None if byline else _BYLINE.search(self.text, 0, BYLINE_CHARS_MAX)
        names = _names_of(byline or (printed["name"] if printed else ""))
        if names and "told to" in self.text.casefold() and (told := _TOLD_TO.search(self.text)):
            names = _names_of(told["who"]) if told["who"] else []
        found = [self._author_named(name, role, publisher) for name, role in names]
        self._authors = tuple(author for author in found if author) if all(found) else NOBODY
        self.cast.author = self._authors[0] if self._authors else None

    def _is_page_of(self, publisher: str) -> bool:
        """Whether a text without a byline is its publisher's own: it names the publisher, or says "our"."""
        name = publisher.split(":", maxsplit=1)[0].removeprefix("The ").removeprefix("the ")
        return name in self.text or name.split()[0] in self.text or bool(_OUR.search(self.text))

    def _author_named(self, name: str, role: str | None, publisher: str | None) -> Speaker | None:
        """Return an author with the role that the byline or a line about them gives, else as one of the publisher's."""
        about = self._about(name)
        apposition = about.split(" and ")[0] if about and IS_ROLE.search(about[:_ROLE_LOOK_CHARS_MAX]) else None
        author = self.scene.person(name, None, role or apposition)
        is_guest = author is not None and author.role is not None and not is_no_paper(publisher or "")
        is_staff = (
            bool(publisher)
            and "personal capacity" not in self.text
            and (is_no_paper(publisher or "") or self.scene.body(publisher or "") is not None)
        )
        if author and author.organisation is None and publisher and is_staff and not author.is_known and not is_guest:
            author = replace(author, organisation=self.scene.body_speaker(publisher).name)
        return author

    def _about(self, name: str) -> str | None:
        """Return what the text says of somebody behind "is" or a comma, at the first mention that has either."""
        place = self.text.find(name)
        while place >= 0:
            about = _ABOUT.match(self.text, place + len(name))
            if about:
                return about["role"]
            place = self.text.find(name, place + len(name))
        return None

    def read(self, spans: Sequence[Span], *, title: str | None, byline: str | None) -> None:
        paragraphs = paragraphs_of(self.text, spans)
        voices = voices_of(
            [paragraph.frame for paragraph in paragraphs],
            title=title,
            byline=names[0][0] if len(names := _names_of(byline or "")) == 1 else byline,
            gazetteer=self.scene.gazetteer,
        )
        if not voices and self._authors:
            self._author = self._first_person([paragraph for paragraph in paragraphs if not paragraph.is_block])
        if not voices and not self._author:
            self._author = self._joint_authors(paragraphs)
        self._signatures()
        self._lead(paragraphs)
        self._address(paragraphs)
        self._is_marked = any(paragraphs[number].is_whole for number in voices)
        self._is_thread = sum(bool(_POST.match(each.frame)) for each in paragraphs) >= POSTS_MIN
        for number, paragraph in enumerate(paragraphs):
            self.cast.before = self.cast.previous if number and not paragraphs[number - 1].quoted else ""
            self.cast.previous = ""
            self._paragraph(paragraph, voices.get(number))
            self.cast.opening = None
            if not paragraph.is_whole:
                self._unsigned.clear()

    def _first_person(self, own: Sequence[Paragraph]) -> Speakers:
        """Return the authors of the byline if the paragraphs outside block quotes are theirs: by "I", or by the "we" of a page."""
        said = sum(len(_FIRST_PERSON.findall(each.frame)) for each in own)
        by_us = sum(len(_WE.findall(each.frame)) for each in own)
        reported = sum(bool(_REPORTED.search(each.frame)) for each in own)
        is_own = self._kind in ("blog", "speech") or any(each.is_known and each.organisation for each in self._authors)
        is_page = is_own or (self._speaks_for_itself and bool(self._authors) and _is_own_voice(own))
        is_live = any(_CLOCK.match(each.frame) for each in own) if len(self._authors) > 1 else False
        is_both = by_us > said and reported * REPORTED_SHARE <= len(own) and not is_live
        is_pair = len(self._authors) > 1 and (not reported or is_both)
        headings = sum(each.is_title or is_heading(each.frame) for each in own)
        self._is_sectioned = not is_page and headings >= SECTIONS_MIN and _is_mostly_reported(own)
        said += (by_us if is_page or is_pair else 0) - (0 if is_page else _reporting(own))
        return self._authors if said >= (1 if is_own else FIRST_PERSON_MIN) else NOBODY

    def _joint_authors(self, paragraphs: Sequence[Paragraph]) -> Speakers:
        """Return those by whom a text says that it is ("This statement is made by A, B and C"), if it goes on with "we"."""
        for each in paragraphs[:JOINT_PARAGRAPHS_MAX]:
            made = _MADE_BY.search(each.frame) if not each.quoted else None
            listed = joint_list(made["who"], self.cast) if made else None
            if listed and any(_WE.search(below.frame) for below in paragraphs if below is not each and not below.quoted):
                return listed.speakers
        return NOBODY

    def _lead(self, paragraphs: Sequence[Paragraph]) -> None:
        """Keep whom the first paragraph describes and the second names: "A headteacher has told …", "Ada Brook, who ran …"."""
        if len(paragraphs) > 1 and (body := _A_BODY.match(paragraphs[0].frame)):
            self._lead_of_body(body["noun"], paragraphs[1].frame)
            return
        described = opening_description(paragraphs[0].frame) if len(paragraphs) > 1 else None
        at_end = _LEAD_ENDS.search(paragraphs[0].frame) if described is None and len(paragraphs) > 1 else None
        if at_end:
            described = self._described_at_end(at_end["who"], paragraphs[1].frame)
        if described is None or any(
            self.scene.is_evident(each.text) for each in runs(paragraphs[0].frame) if each.kind is Kind.PERSON
        ):
            return
        below = self._opening_below(paragraphs[1].frame, described[0]) if _is_of_one(paragraphs[0].frame) else None
        is_speaking = below is not None and bool(verbs_in(paragraphs[1].frame))
        named = below if is_speaking else borne_by(described[0], self.cast) or below
        if named and " " in named.printed:
            self.cast.opening, self.cast.opening_words = named, described[0].split()[-1].casefold()
            self.scene.learn_role(named.name, "".join(described))

    def _lead_of_body(self, noun: str, below: str) -> None:
        """Keep the body with whose name the second paragraph begins as "a union" of the first, if it can be one by its name."""
        named = opening_subject(below, self.cast)
        if (
            named
            and len(named) == 1
            and named[0].name == named[0].organisation
            and not self.scene.is_other_kind(named[0].name, noun)
        ):
            self.cast.opening, self.cast.opening_words = named[0], noun.casefold()

    def _opening_below(self, frame: str, description: str) -> Speaker | None:
        """Return the person with whom the second paragraph begins, if the text gives them no office but the lead's."""
        named = opening_subject(frame, self.cast)
        person = named[0] if named and len(named) == 1 and named[0].name != named[0].organisation else None
        role = (person.role or self.scene.described(person).role) if person else None
        return None if role and office_of(description) not in offices_in(role) else person

    def _described_at_end(self, who: str, below: str) -> tuple[str, str] | None:
        """Return the description that a lead ends in if the next paragraph names somebody with an office that fits it."""
        described, named = opening_description(who), _AT_OFFICE.match(below)
        if described is None or named is None:
            return None
        noun = described[0].rsplit(maxsplit=1)[-1].casefold()
        return described if named["office"].endswith(_OFFICES.get(noun, (noun,))) else None

    def _address(self, paragraphs: Sequence[Paragraph]) -> None:
        """Keep to whom a letter is written ("Dear Mr Brook"): "you" is the addressee."""
        dear = next((match for each in paragraphs[:_DEAR_LINES_MAX] if (match := _DEAR.match(each.frame))), None)
        self.cast.addressee = self.scene.person(dear["who"]) if dear and self.scene.is_name(dear["who"]) else None

    def _signatures(self) -> None:
        """Keep who signed the one letter of the text, wherever it says so: its words are theirs."""
        if " signed by " not in self.text:
            return
        found = _SIGNED_BY.findall(self.text)
        if len(found) != 1:
            return
        noun, printed = found[0]
        printed = printed.partition(", on behalf of ")[0]
        if _SOME_SIGNED.search(printed):
            return
        speakers = subject_after(f" {printed}", self.cast)
        if speakers and all(each.name != each.organisation for each in speakers):
            self.cast.signed[noun.casefold() or "letter"] = speakers

    def listed(self) -> list[Quote]:
        """Return the quotes without those that repeat another one word for word."""
        kept: list[Quote] = []
        for quote in sorted(self.quotes, key=lambda each: (each.start, -each.end)):
            twin = next((each for each in kept[:REPEATED_MAX] if _repeats(quote, each)), None)
            if twin is None:
                kept.append(quote)
            elif not twin.speakers and quote.speakers:
                kept[kept.index(twin)] = quote
        kept.sort(key=lambda each: (each.start, -each.end))
        speakers = {each for quote in kept for each in quote.speakers}
        described = {
            each: self.scene.described(each) for each in speakers if not self.scene.is_hidden(each) and self.scene.is_shown(each)
        }
        return [self._shown(quote, described) if quote.speakers else quote for quote in kept]

    def _shown(self, quote: Quote, described: Mapping[Speaker, Speaker]) -> Quote:
        """Return a quote with what the text says of its speakers; nobody is named if one turned out to be never shown."""
        if not all(each in described for each in quote.speakers):
            return replace(quote, speakers=NOBODY, score=_UNSURE)
        speakers = tuple(described[each] for each in quote.speakers)
        return quote if speakers == quote.speakers else replace(quote, speakers=speakers)

    def _paragraph(self, paragraph: Paragraph, voice: Voice | None) -> None:
        self._frame = paragraph.frame
        if _LINK.match(paragraph.frame):
            return
        if paragraph.is_title and paragraph.quoted:
            self._handed = (None, 0.0)
            return
        if not paragraph.is_item:
            self._items = None
        if self._is_unmarked_block(paragraph, voice):
            self._list(paragraph.start, paragraph.end, self._quoted_below, _HANDED_ON, QuoteKind.BLOCK)
            return
        self._quoted_below = NOBODY
        if is_heading(paragraph.frame) and not paragraph.quoted:
            self._section(paragraph.frame)
            if self._spoken_on and not self.scene.section:
                self._handed = (self._spoken_on, _ASSUMED)
                return
        self._spoken_words(paragraph, voice)

    def _spoken_words(self, paragraph: Paragraph, voice: Voice | None) -> None:
        """List the words of a paragraph by its kind: a block, one quotation, a signed one, prose with quotations or without."""
        if paragraph.is_block:
            self._block(paragraph)
            return
        self._own_words(paragraph, voice)
        if paragraph.is_whole:
            self._whole(paragraph)
        elif (signed := self._signed(paragraph)) is not None:
            self._sign(paragraph, signed)
        elif paragraph.quoted:
            is_label = len(paragraph.frame) <= _LABEL_CHARS_MAX and self._is_headline(paragraph, paragraph.quoted[-1])
            if not is_label and not is_heading(paragraph.frame):
                self._mixed(paragraph)
        else:
            self._prose(paragraph)

    def _section(self, heading: str) -> None:
        """Keep the body that a heading names: in a round-up those below it who say no other are of it."""
        body = self.scene.body(heading)
        named = runs(heading) if body is None else ()
        is_whole = len(named) == 1 or any(each.kind is Kind.BODY for each in named)
        is_unknown = is_whole and _BODY_HEADING.fullmatch(heading) and not self.scene.is_evident(named[0].text)
        self.scene.section = body.name if body else heading if is_unknown else None
        if self.scene.section:
            self.cast.saw(self.scene.body_speaker(self.scene.section))

    def _is_unmarked_block(self, paragraph: Paragraph, voice: Voice | None) -> bool:
        """Whether words without marks go on from "Name said:": the next paragraph, and those behind it that speak of "us"."""
        if not self._quoted_below or voice or self._author or paragraph.is_block or paragraph.is_item:
            return False
        if paragraph.frame.startswith(MARK) or is_heading(paragraph.frame) or paragraph.frame.endswith((":", ",")):
            return False
        is_first = not self.quotes or self.quotes[-1].kind is not QuoteKind.BLOCK or self.quotes[-1].end < self._announced_at
        is_reported = bool(_REPORTED.search(paragraph.frame))
        is_plain = not runs(paragraph.frame) and not paragraph.quoted and not _ABOUT_IT.search(paragraph.frame)
        return is_first or (not is_reported and (is_plain or bool(_OURS.search(paragraph.frame))))

    def _own_words(self, paragraph: Paragraph, voice: Voice | None) -> None:
        """List a paragraph that its author, or whoever has the turn, speaks without marks."""
        self.cast.voice = None
        if voice is not None:
            speakers = self._named(voice)
            self.cast.voice = speakers[0] if speakers and not paragraph.is_whole else None
            if not voice.skip and speakers[:1] != (self.cast.author,):
                self.cast.mute()  # another letter: who was named in the one before is not meant
            self.cast.author = speakers[0] if speakers else None
            if speakers and not voice.skip and paragraph.is_whole:
                self._handed = (speakers, _HANDED_ON)
            elif speakers and not (self._is_marked and _ABOUT_THEM.search(paragraph.frame)):
                self._list(paragraph.start + voice.skip, paragraph.end, speakers, _SURE, QuoteKind.FIRST_PERSON)
        elif self._author and (ENDS.match(paragraph.frame) or self._is_extract_over(paragraph.frame)):
            self._author = NOBODY
        elif self._author and self._is_by_author(paragraph):
            item = ITEM.match(paragraph.frame)
            start = paragraph.start + (item.end() if item else 0)
            kind = QuoteKind.BLOCK if self._is_extract else QuoteKind.FIRST_PERSON
            self.cast.voice = self._author[0]
            self._list(start, paragraph.end, self._author, _SURE, kind)

    def _is_by_author(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph of a text in the first person is its author's: no bare quotation, note, or newsletter's report."""
        is_beside = paragraph.is_whole or self._is_about_author(paragraph.frame) or self._is_beside_thread(paragraph)
        is_report = self._is_sectioned and not _is_first_person(paragraph)
        return not (is_beside or is_report)

    def _is_extract_over(self, frame: str) -> bool:
        """Whether a report goes on below an extract of what somebody said: a paragraph without "I" in which another speaks."""
        return self._is_extract and not _OURS.search(frame) and bool(_REPORTED.search(frame))

    def _is_beside_thread(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph without "I" stands above or below the numbered posts of a thread: somebody else's note on it."""
        return self._is_thread and not _POST.match(paragraph.frame) and not _OURS.search(paragraph.frame)

    def _is_about_author(self, frame: str) -> bool:
        """Whether a line is a heading, a note, or says who the author is ("Name is head of …")."""
        names = [name for each in self._author for name in (each.name, each.printed, each.name.split()[-1])]
        if _TOLD_TO.match(frame):
            return True
        is_about = any(frame.startswith(tuple(f"{name} {verb} " for verb in _IS_ABOUT_AUTHOR)) for name in names if name)
        return is_about or bool(_MADE_BY.search(frame)) or is_heading(frame) or is_aside(frame) or bool(_BYLINE.match(frame))

    def _named(self, voice: Voice) -> Speakers:
        if len(self._authors) == 1 and voice.names in ((self._authors[0].name,), (self._authors[0].printed,)) and not voice.role:
            return self._authors
        if voice.is_seat:
            return tuple(Speaker(name, printed=name) for name in voice.names)
        found = [self._holder(name) or self.scene.person(name, None, voice.role) for name in voice.names]
        if voice.instead and not any(self._holder(name) for name in voice.names):
            return self._named(replace(voice, names=(voice.instead,), instead=None))
        if any(name and not any(mention.kind is Kind.PERSON for mention in runs(name)) for name in voice.names) and not all(
            self._holder(name) for name in voice.names
        ):
            return NOBODY
        return tuple(each if voice.is_guest else self._at_home(each) for each in found if each)

    def _holder(self, name: str) -> Speaker | None:
        """Return who holds the office by which a voice is announced ("Chief inspector’s speech")."""
        role = self.scene.role_in(name) or self.scene.gazetteer.phrases.search(name)
        return self.scene.holder(role if isinstance(role, str) else role.group()) if role else None

    def _at_home(self, speaker: Speaker) -> Speaker:
        """Return somebody whose page this is with the body that publishes it, if nothing else says where they are from."""
        if speaker.organisation or speaker.is_known or not self._home:
            return speaker
        return replace(speaker, organisation=self._home)

    def _whole(self, paragraph: Paragraph) -> None:
        """List a paragraph that is all quotation: it goes on with the last one, or was announced by the paragraph before."""
        quoted = paragraph.quoted[0]
        speakers, score = self._handed
        if quoted.is_chained and self.quotes:
            last = self._last_spoken()
            speakers, score = (last.speakers, last.score) if last else (None, 0.0)
        if speakers and not quoted.is_chained and self._is_asked_by(speakers):
            speakers = NOBODY
        if speakers is None and not is_statement(self._words(quoted)):
            return
        if quoted.is_closed and not quoted.is_chained and self._is_headline(paragraph, quoted):
            return
        if not speakers:
            self._unsigned.append(len(self.quotes))
        self._list(quoted.start, quoted.end, speakers or NOBODY, score, chained=quoted.is_chained)
        is_announced = bool(speakers) and score == _HANDED_ON and not quoted.is_chained
        self._handed = (speakers, score) if not quoted.is_closed else (speakers, _ASSUMED) if is_announced else (None, 0.0)

    def _is_headline(self, paragraph: Paragraph, quoted: Quotation) -> bool:
        """Whether a line that is, or ends in, a quotation is a heading or a link: short, without a stop, in single marks."""
        words = self._words(quoted)
        is_single = self.text[quoted.outer_start] in "‘'" and quoted.outer_end - quoted.outer_start <= HEADING_CHARS_MAX
        return (
            is_single
            and quoted.outer_end == paragraph.end
            and words[-1:] not in ".,!?…:;"
            and ("“" in self.text or '"' in self.text)
        )

    def _is_asked_by(self, speakers: Speakers) -> bool:
        """Whether the words before were a question of the same speakers: what stands alone below it is another's answer."""
        last = self._last_spoken()
        return last is not None and last.speakers == speakers and last.quote.rstrip(" ,").endswith("?")

    def _signed(self, paragraph: Paragraph) -> Speakers | None:
        """Return who signs a quotation: "§ – Name, role", in its own paragraph or in the one below."""
        own, is_below = paragraph.frame, not paragraph.quoted
        if len(own) > HEADING_CHARS_MAX or (is_below and not self._unsigned) or (not is_below and own.count(MARK) != 1):
            return None
        match = _SIGNED.match(own if is_below else own.removeprefix(MARK).lstrip(" ."))
        if match is None or not (is_below or own.startswith(MARK)) or verbs_in(match["who"]):
            return None
        name, _, role = match["who"].partition(",")
        named = runs(name.strip())
        is_name = len(named) == 1 and named[0].kind is Kind.PERSON and named[0].end == len(name.strip()) and not named[0].start
        is_known = is_below and is_name and bool(self.scene.gazetteer.people_named(named[0].text)) and self.scene.body(role.strip())
        if not is_name or " " not in named[0].text or not (match["dash"] or IS_ROLE.search(role) or is_known):
            return None
        person = self.scene.person(named[0].text, None, role.strip() or None)
        return (person,) if person else NOBODY

    def _sign(self, paragraph: Paragraph, signed: Speakers) -> None:
        for quoted in paragraph.quoted:
            self._list(quoted.start, quoted.end, signed, _SURE)
        while not paragraph.quoted and self._unsigned:
            place = self._unsigned.pop()
            self.quotes[place] = replace(self.quotes[place], speakers=signed, score=_HANDED_ON if signed else _UNSURE)
        self.cast.spoke(signed)
        self._handed = (None, 0.0)

    def _last_spoken(self) -> Quote | None:
        return next((each for each in reversed(self.quotes) if each.kind is not QuoteKind.FIRST_PERSON), None)

    def _block(self, paragraph: Paragraph) -> None:
        start, end = paragraph.start, paragraph.end
        if paragraph.is_whole:
            start, end = paragraph.quoted[0].start, paragraph.quoted[0].end
        speakers, score = self._handed
        self._list(start, end, speakers or NOBODY, score, QuoteKind.BLOCK)

    def _prose(self, paragraph: Paragraph) -> None:
        """Take note of who is named and who speaks in a paragraph without quotations."""
        is_announcing = paragraph.frame.rstrip().endswith(":")
        speakers = self._speaking(paragraph.frame, is_announcing=is_announcing)
        speakers = self._led_to(paragraph.frame, speakers, is_announcing=is_announcing)
        self._handed = (speakers, _HANDED_ON if is_announcing else _ASSUMED)
        self._spoken_on = speakers if is_announcing else None
        if is_announcing and speakers and any(each.search(paragraph.frame) for each in (_SAYS, _STATEMENT_BY, _ANNOUNCES)):
            self._quoted_below, self._announced_at = speakers, paragraph.end
        if is_announcing and not paragraph.is_item:
            self._items = speakers

    def _speaking(self, frame: str, *, is_announcing: bool) -> Speakers | None:
        """Return who speaks, answers or is asked last in the sentences of a paragraph, and keep whom each is about."""
        speakers: Speakers | None = None
        for sentence in sentences_of(frame):
            of = _ASKS_OF.search(sentence) if "?" in sentence else None
            asked_of = subject_before(of["who"], self.cast) if of else None
            spoken = self._focus.noticed(sentence)
            is_asked = not is_announcing and ("ask" in sentence or "press" in sentence) and _ADDRESSED.search(sentence)
            answering = self._focus.answering(sentence, spoken) if is_asked else None
            if spoken is not None or answering is not None:
                speakers = spoken if answering is None else answering
            elif _ITSELF.match(sentence):
                speakers = NOBODY
            elif asked_of is not None:
                speakers = asked_of
                self.cast.spoke(speakers)
            self._focus.asked(sentence)
            self.cast.previous = sentence
        return speakers

    def _led_to(self, frame: str, speakers: Speakers | None, *, is_announcing: bool) -> Speakers | None:
        """Return whose the words below a paragraph are: who is announced, read out from, signs or is brought in by it."""
        if is_announcing and speakers is None:
            speakers = self._announced(frame)
        if is_announcing and (read := _READ_OUT.search(frame)):
            speakers = subject_before(read["who"], self.cast)
        if speakers is None and is_heading(frame) and _NAME_LINE.match(frame):
            speakers = labelled(frame, self.cast)
        if (carried := self._carried(frame, "" if speakers else self.scene.title)) is not None:
            return carried
        by = _STATEMENT_BY.search(frame)
        if by and (speakers is None or (is_announcing and not speakers) or _READS_OUT.search(frame, 0, by.start())):
            speakers = named_behind(by["who"], self.cast)
        if is_announcing and not speakers and _ANNOUNCES.search(frame):
            announcing = sentences_of(frame)[-1]
            listed = joint_list(announcing, self.cast)
            speakers = listed.speakers if listed else sentence_subject(announcing, self.cast)
        if speakers is None and not is_announcing and not is_heading(frame):
            speakers = self._introduced(frame)
        return speakers

    def _introduced(self, frame: str) -> Speakers | None:
        """Return who is brought in by name and office in a paragraph of one sentence: words that stand alone below are theirs."""
        named = opening_subject(frame, self.cast) if len(sentences_of(frame)) == 1 else None
        person = named[0] if named and len(named) == 1 and named[0].name != named[0].organisation else None
        return named if person and person.role and " " in person.printed else None

    def _carried(self, frame: str, title: str) -> Speakers | None:
        """Return whose statement a paragraph says that the page carries; an extract of a talk goes on in whole paragraphs."""
        carried = carried_by(frame, title, self.cast)
        if carried and not self._author and _EXTRACT.match(frame):
            self._author, self._is_extract = carried, True
        return carried

    def _announced(self, frame: str) -> Speakers | None:
        """Return who is named in a line such as "Name, role:" or "Comment from Name:"."""
        return labelled(frame.rstrip(" :").removeprefix("From "), self.cast)

    def _mixed(self, paragraph: Paragraph) -> None:
        """List the spoken quotations of a paragraph that has words of its own too."""
        self._spoken_on = None
        queue = list(paragraph.quoted)
        turn = _Turn(*self._handed)
        sentences = sentences_of(paragraph.frame)
        has_bare = any(is_bare(sentence) for sentence in sentences)
        for sentence in sentences:
            quoted = [queue.pop(0) for _ in range(sentence.count(MARK))]
            if quoted:
                self._quoting(sentence, quoted, turn, is_first=quoted[0] is paragraph.quoted[0])
            else:
                self._between(sentence, turn, is_topical=has_bare or sentence is sentences[-1])
            self.cast.previous = sentence
        self._handed = (turn.speakers, _ASSUMED if paragraph.quoted[-1].is_closed else _HANDED_ON)

    def _between(self, sentence: str, turn: _Turn, *, is_topical: bool) -> None:
        """Take note of a sentence without quotations: bare ones behind it fall to who speaks in it, answers, or is its subject."""
        self.cast.asker = None
        topic = self._focus.topic(sentence) if is_topical else None
        topic = whose_words(sentence, self.cast) if topic is None and is_topical else topic
        of = _ASKS_OF.search(sentence) if "?" in sentence else None
        asked_of = subject_before(of["who"], self.cast) if of else None
        spoken = self._focus.noticed(sentence)
        answering = self._focus.answering(sentence, spoken) if asked_of is None else asked_of
        if answering is not None:
            turn.falls_to(answering, _TOPIC)
            self._focus.meet(answering or ((None,) if _ADDRESSED.search(sentence) else ()))
            self.cast.asker = spoken[0] if spoken else None
        elif spoken is not None:
            turn.speakers, turn.score = spoken, _HANDED_ON
        elif _ITSELF.match(sentence):
            turn.falls_to(NOBODY, _UNSURE)
        elif topic is not None:
            turn.falls_to(topic, _TOPIC)
        self._focus.asked(sentence)

    def _quoting(self, sentence: str, quoted: Sequence[Quotation], turn: _Turn, *, is_first: bool) -> None:
        """List the spoken quotations of one sentence, each as said by whom the sentence names, else by whose turn it is."""
        words = [self._words(each) for each in quoted]
        found = attributed(sentence, words, self.cast)
        if not any(found):
            self._focus.meet(self._focus.notice(sentence), sentence)
        if not found[-1] and _MANY.match(sentence):
            self.cast.body = None
        elif not found[-1] and (ANYBODY_SPEAKS.search(sentence) or is_anonymous(sentence)):
            reader = self._topic_of(sentence)
            self.cast.mute()
            if reader:
                self.cast.saw(reader)
        self._focus.subject(sentence, is_attributed=any(found))
        self._focus.rivalled(sentence)
        self._focus.written(sentence, found[0])
        bare = self._bare_turn(sentence, words, turn, is_first=is_first)
        for each, who, said, place in zip(quoted, found, words, places_of(sentence), strict=True):
            if _is_printed(said, place):
                continue
            if who is None and each.is_chained and self.quotes and (last := self._last_spoken()):
                self._list(each.start, each.end, last.speakers, last.score, chained=True)
            elif who is None and bare is not None:
                self._list(each.start, each.end, *bare)
            elif who is None and self._items and is_spoken(said, place, self._items):
                self._list(each.start, each.end, self._items, _ASSUMED)
            elif is_spoken(said, place, who):
                self._list(each.start, each.end, who or NOBODY, _SURE if who else _UNSURE)
        answered = [who for who in found if who is not None]
        if answered:
            turn.speakers, turn.score = answered[-1], _HANDED_ON
            self._focus.addressed(sentence, answered[-1])

    def _bare_turn(self, sentence: str, words: Sequence[str], turn: _Turn, *, is_first: bool) -> tuple[Speakers, float] | None:
        """Return whose turn bare quotations are, None for others; a question behind one that is reported is the asker's too."""
        if not is_bare(sentence) and not (turn.score == _TOPIC and _WAS_REPLY.fullmatch(sentence)):
            return None
        bare = turn.whose(is_first=is_first)
        is_asked_on = bare is not None and self.cast.asker is not None and all(each.endswith("?") for each in words)
        return ((self.cast.asker,), bare[1]) if bare and self.cast.asker and is_asked_on else bare

    def _topic_of(self, sentence: str) -> Speaker | None:
        """Return who reads out the words of somebody without a name ("He reads from a head's email: §"): he goes on."""
        subject = sentence_subject(sentence, self.cast) if _PRONOUN_READS.match(sentence) else None
        return subject[0] if subject else None

    def _evidence(self, speakers: Speakers) -> float:
        """Return how sure a speaker can be by what the paragraph calls them: by name, by a pronoun, or by a description only."""
        frame = self._frame
        if any(each.name.rsplit(maxsplit=1)[-1] in frame or each.printed.rsplit(maxsplit=1)[-1] in frame for each in speakers):
            return _SURE
        if _HE_OR_SHE.search(frame):
            return _BY_PRONOUN
        return _BY_DESCRIPTION if frame.replace(MARK, "").strip(" .,") else _SURE

    def _words(self, quoted: Quotation) -> str:
        return self.text[quoted.start : quoted.end]

    def _list(
        self, start: int, end: int, speakers: Speakers, score: float, kind: QuoteKind = QuoteKind.DIRECT, *, chained: bool = False
    ) -> None:
        sure = min(score, self._evidence(speakers)) if speakers and kind is QuoteKind.DIRECT else score if speakers else _UNSURE
        self.quotes.append(Quote(start, end, self.text[start:end], kind, sure, speakers, is_continued=chained))


def _is_of_one(frame: str) -> bool:
    """Whether a lead describes one person only: in "A coroner has said a headteacher was left §" the next name may be either's."""
    described = [each for each in DESCRIPTION.finditer(frame) if each["det"].casefold() in ("a", "an")]
    return sum(not is_group(each.group()) for each in described) <= 1


def _is_own_voice(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether half the paragraphs and more speak of "I", "we" or "us": a firm's page, and no newsletter of short notices."""
    return 2 * sum(bool(_SPEAKING.search(each.frame)) for each in paragraphs) >= len(paragraphs)


def _is_mostly_reported(own: Sequence[Paragraph]) -> bool:
    """Whether a text quotes others in some paragraphs and says "I" in few: a newsletter with a section of its writer's."""
    said = sum(bool(_FIRST_PERSON.search(each.frame)) for each in own)
    return sum(bool(each.quoted) for each in own) >= SECTIONS_MIN and REPORTED_SHARE * said <= len(own)


def _is_first_person(paragraph: Paragraph) -> bool:
    """Whether a paragraph of a newsletter is in its writer's voice, and reports nobody's words."""
    return bool(_FIRST_PERSON.search(paragraph.frame)) and not (paragraph.quoted and _REPORTED.search(paragraph.frame))


def _reporting(paragraphs: Sequence[Paragraph]) -> int:
    """Return how many first-person words are a reporter's about asking others, where half the paragraphs quote somebody."""
    if 2 * sum(bool(each.quoted) for each in paragraphs) < len(paragraphs):
        return 0
    return sum(len(_REPORTERS_OWN.findall(each.frame)) for each in paragraphs if "I " in each.frame or " me" in each.frame)


def _is_printed(words: str, place: tuple[str, str]) -> bool:
    """Whether what stands beside a quotation says that it is a title or a term ("on the subject §", "§, a term used by")."""
    before, after = place
    return bool(_NO_SPEECH_BEHIND.match(after) or (words[:1].isupper() and _TITLE_AHEAD.search(before)))


def _names_of(byline: str) -> list[tuple[str, str | None]]:
    """Return the authors that a byline names, each with the role behind a comma; none if it names a desk ("Staff reporter")."""
    found: list[tuple[str, str | None]] = []
    plain = re.sub(r"^\s*(?:words |written |posted )?by:?\s+", "", byline, flags=re.IGNORECASE)
    for part in re.split(r"\s+(?:and|&)\s+|;|\s\|\s", plain):
        name, _, role = part.strip().partition(",")
        named = runs(name)
        if len(named) == 1 and named[0].kind is Kind.PERSON and " " in named[0].text:
            found.append((named[0].text if named[0].role else name.strip(), f"{role.strip()} {named[0].role}".strip() or None))
        elif found and name.strip() and not named:
            found[-1] = (found[-1][0], f"{found[-1][1] or ''} and {part.strip()}".strip())
    return found


def _repeats(quote: Quote, earlier: Quote) -> bool:
    if QuoteKind.FIRST_PERSON in (quote.kind, earlier.kind):
        return False
    if quote.start == earlier.start and quote.end == earlier.end:
        return True
    short, long = sorted((quote.quote.strip(" .,"), earlier.quote.strip(" .,")), key=len)
    return short in long and len(short.split()) >= REPEAT_WORDS_MIN
