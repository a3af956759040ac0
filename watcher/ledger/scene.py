"""What a text has said so far about who is who: the surnames it introduced, the body in focus, the day it was written on."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Final

from watcher.ledger.belonging import (
    cut_role,
    split_body,
    trimmed,
    whole_of,
)
from watcher.ledger.bodies import Bodies, is_whole_name
from watcher.ledger.gazetteer import Gazetteer, key_of, tenure_on, without_title
from watcher.ledger.given import FEMALE, MALE, is_given
from watcher.ledger.incumbents import incumbents
from watcher.ledger.names import BODY_WORDS, COLLECTIVES, ENDS_OFFICE, IS_ROLE, Kind, Mention, bare, find_runs
from watcher.ledger.posts import Known, Page, Posts
from watcher.ledger.roles import is_role
from watcher.ledger.told import Telling
from watcher.model import Body, Person, Speaker

_FEMALE: Final = re.compile(r"\b(?:Dame|Mrs|Ms|Miss|Lady|Baroness)\b")
_MALE: Final = re.compile(r"\b(?:Sir|Mr|Lord|Father)\b")
_WOMAN: Final = re.compile(r"\b(?:sister|mother|daughter|widow|wife|\w+woman|headmistress)\b", re.IGNORECASE)
_MAN: Final = re.compile(r"\b(?:brother|father|son|widower|husband|(?!ombuds)\w+sman|chairman|headmaster)\b", re.IGNORECASE)
_REPORT_OF: Final = re.compile(r"coroner[’']s (?:\w+ )?(?:report|findings)|prevention of future deaths", re.IGNORECASE)
_AT: Final = re.compile(r"\s+(?:of|at|for|from|with|in)\s+(?:(?:the|a|an)\s+)?(?:[a-z\d]+-[a-z]+\s+)?(?=[A-Z@])|(?<=[’']s)\s+")
_RELATIVE: Final = re.compile(r",?\s+\b(?:who|which|whose|that|where)\b.*$", re.DOTALL)
_INSPECTED: Final = re.compile(
    r"^\s*(?:the\s+)?inspectors?\b|\binspector\W*$|\b(?:lead inspector|team inspector|ofsted inspector)\b"
    r"|\bled the (?:\w+ )?(?:inspection|visit)",
    re.IGNORECASE,
)
_OTHER_INSPECTOR: Final = re.compile(
    r"\b(?:chief|former|ex-|detective|police|bus|ticket|tax|health|building|factory|fire|food|railway|mines|planning|vehicle"
    r"|pest|sanitary|until|retired|turned|before becoming)\b",
    re.IGNORECASE,
)
"""Who inspects other things than the school, or no longer does, is no inspector of the visit."""
_EVERY_COURT: Final = re.compile(r"(?:coroner|judge)$", re.IGNORECASE)
"""Offices of which there is one in every court: another may be named in the text."""
_BESIDE_CHARS: Final = 40
_INSPECTOR_AHEAD: Final = re.compile(
    r"(?<!chief )(?<!detective )(?<!police )(?<!former )\b(?:(?:lead|team|school|schools|visiting) inspectors?"
    r"|inspectors? named),? $"
    r"|(?:\b(?:the|an|its|one) |^|\. |\n)(?:(?!chief |detective |police |former )[\w’'-]+ )?[Ii]nspector,? $",
    re.IGNORECASE,
)
_INSPECTOR_BEHIND: Final = re.compile(
    r",? (?:(?:who (?:was|is)|was|is) )?(?:the |a |an |its |one of the |another )?(?:(?!Chief |Detective |Police "
    r"|Former )[A-Z][\w’'-]+ |team |lead |school |schools )?inspector\b(?! (?:until|for \w+ years|before|turned)\b)"
    r"|,? (?:who )?(?:had )?led the (?:[\w-]+ )?(?:inspection|visit)\b"
)
_PRIVATE: Final = re.compile(
    r"\b(?<!former )(?<!was a )(?<!been a )(?<!once a )(?:mum|dad|mother|father|parent|grandparent|grandmother|grandfather"
    r"|pupil|schoolboy|schoolgirl|neighbour|resident|(?<!\bof )year \d+(?! (?:teacher|leader|lead|tutor)\b)"
    r"|caller|listener|not (?:his|her|their) real name|name (?:has been )?changed|aged? (?:\d|1[0-8])"
    r"|(?<=, )(?:both )?(?:\d|1[0-8])$"
    r"|whose (?:\w+ )?(?:son|daughter|child|children|twins|grandson|granddaughter|boy|girl))\b",
    re.IGNORECASE,
)
_IN_PUBLIC: Final = re.compile(
    r"\b(?:governors?|chair|councillor|mayor|teacher|lecturer|campaigner)\b"
    r"|\band (?:\w+ )?(?:co-)?(?:founder|director|chief|secretary|leader|author|editor)\b"
)
"""Who is a parent and a councillor speaks in public."""
_IS_ROLE_CLAUSE: Final = re.compile(
    r"who\s+(?:also\s+|now\s+)?(?:is|was|has been|had been|serves as|works as|became)\s+(?P<role>.+)$", re.DOTALL
)
_PARTS: Final = ENDS_OFFICE | {"Year", "Years"}
_IS_NOW: Final = re.compile(r"^who\b.+\b(?:and|but) (?:who )?is now (?P<role>.+)$", re.DOTALL)
_LEADS_PART: Final = re.compile(
    r"who\s+(?:also\s+|now\s+)?(?P<verb>runs|leads|heads|directs|manages)\s+(?P<part>[a-z][a-z’' -]{2,40}) (?:at"
    r"|for) (?P<body>(?:the )?[A-Z][^,]*)$"
)
_LEADS_OWN_PART: Final = re.compile(
    r"who\s+(?:also\s+|now\s+)?(?P<verb>runs|leads|heads|chairs|directs"
    r"|manages) the (?P<owner>[a-z]+)[’']s (?P<part>[a-z][a-z’' -]{2,40}?)"
    r"(?: and .*|,.*)?$"
)
_LEADS_CLAUSE: Final = re.compile(
    r"who\s+(?:also\s+|now\s+)?(?P<verb>runs|ran|leads|led|heads|chairs|founded|co-founded|represents|manages|directs|edits"
    r"|speaks for|works"
    r" for|set up)\s+(?P<body>(?:the (?:charity )?)?[A-Z][^,]*|the [\w,]+-(?:school|strong|academy) [A-Z][^,]*|the [a-z]+)$"
)
_SIZED: Final = re.compile(r"the [\w,]+-(?:school|strong|academy) ")
_CHAIRS_BOARD: Final = re.compile(r"who\s+(?:also\s+|now\s+)?chairs (?:the|its|our) (?P<noun>[a-z]+)(?:[’']s)? board$")
_LEADING_ROLES: Final = {
    "chairs": "chair", "heads": "head", "directs": "director", "edits": "editor", "manages": "manager", "founded": "founder",
    "co-founded": "founder",
}  # fmt: skip
_SINCE: Final = re.compile(
    r"\s+(?:since|from|until|for|in|last|this)\s+(?:\d{4}|(?:\w+ )?(?:years|months|weeks|decades)|(?:last "
    r"|the )?(?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December|spring|summer|autumn|winter|year|month|week)\b).*$"
)
_IN_PLACE: Final = re.compile(r",? in (?:the )?[A-Z][\w’' -]*$")
_SCHOOLS_MINISTER: Final = re.compile(r"\bminister\b.*\b(?:schools?|education|learning|children)\b", re.IGNORECASE)
_PICTURED: Final = re.compile(
    r"(?:pictured|right|left|centre|above|below|main|inset|second|standing|seated|not pictured)\b(?! [a-z]* ?(?:head|secretary))"
)
_HOLDS_PORTFOLIO: Final = re.compile(
    r"(?:minister|secretary of state|cabinet member|lead member|portfolio holder|mp)$", re.IGNORECASE
)
_PORTFOLIO: Final = re.compile(r"(?:minister|secretary|member|spokes\w+|lead|commissioner|director|officer|mp)$", re.IGNORECASE)
_ACTS_FOR: Final = re.compile(r"(?:representing|for|acting for|speaking for|on behalf of)\s+(?:the\s+)?[a-z]")
_BODY_AHEAD: Final = re.compile(
    r"(?P<body>(?:[A-Z][\w’'&.-]*\s+(?:(?:of|for|and|&|the)\s+(?=[A-Z]|the [A-Z]))*)+)(?P<role>[a-z].*)$"
)
_GENERIC_AHEAD: Final = re.compile(r"(\w+) ([a-z][\w’' -]+)$")
_KIN_NOUN: Final = re.compile(
    r"(?:\w+ )?(?:sister|brother|mother|father|husband|wife|widow|widower|son|daughter|family)\b", re.IGNORECASE
)
_KIN_WORDS: Final = tuple(
    " father| mother| husband| wife| brother| sister| son| daughter| aunt| uncle| partner| cousin| niece| nephew| friend| widow"
    "| colleague".split("|")
)
_FIRST_NAME: Final = re.compile(r"(?<![\w’'-])(?<![A-Z][a-z] )[A-Z][a-z]+$")
_WHOSE: Final = re.compile(r"(?:\b(?:[Hh]er|[Hh]is|[Tt]heir|[Mm]y)|[’']s)(?: [a-z]+)?$")
_KIN_NAMED: Final = re.compile(r"[a-z]+,? (?P<name>[A-Z][a-z][\w’'-]+)(?=,| [a-z])")
_CLOSING: Final = frozenset((",", ".", ";", ":"))
_ROLE_THEN_NAME: Final = re.compile(
    r"\b(?i:my|our|her|his|their|the|one) (?P<role>(?:[a-z][\w’'-]* ){0,3}?(?:manager|secretary|caretaker|cleaner|cook|teacher"
    r"|clerk|assistant"
    r"|head|deputy|chair|vice-chair|governor|officer|keeper|bursar|nurse|counsellor|librarian|technician|colleague|driver|trainer"
    r"|mentor|boss|editor|producer|host|guest|coach|rep|union rep|lead|leader|organiser|director|partner|friend"
    r"|reporter|correspondent|presenter|receptionist|matron|chaplain|vicar|president|treasurer|volunteer|steward|porter|tutor|lawyer"
    r"|solicitor|campaigner|gardener|neighbour)), $"
)
_CALLED_BY: Final = re.compile(r"\b(?:an?|the|my|our|one) (?P<role>(?:[a-z][\w’'-]* ){0,3}[a-z][\w’'-]*),? (?:called|named) $")
_NAME_THEN_ROLE: Final = re.compile(r", (?P<role>(?:my|our|her|his|who) [a-z][^,.;:§]{2,120}),")
_SENTENCE_AHEAD: Final = re.compile(r"(?:[.!?][”’\"')]? |\n)$")
_NAME_GOES_ON: Final = re.compile(r" (?:of|for) (?:the )?[A-Z][\w’'-]*(?:(?: and)? [A-Z][\w’'-]*)*(?<![’'][sS])")
_COMMITTEE: Final = re.compile(
    r"(?<![\w’'-])(?:The )?(?P<name>(?!The )[A-Z][\w’'-]+(?:(?: and)? [A-Z][\w’'-]+)* Committee"
    r"(?: (?:on|for|of) (?:the )?[A-Z][\w’'-]*(?:(?: and)? [A-Z][\w’'-]*)*)?)"
)
"""A committee by its whole name, whose words are all words of offices ("Joint Committee on Schools")."""
_NAMED_SO: Final = re.compile(r"(?:[A-Z][\w’'-]*(?: (?:of|for|and|&))? )+[A-Z][\w’'-]*")
_SHARED_OFFICES: Final = frozenset(
    ("chair", "president", "vice-president", "chief executive", "general secretary", "deputy general secretary", "director",
     "leader", "director of policy", "director of children's services", "head", "headteacher", "principal", "ceo", "minister")
)  # fmt: skip
"""Every body has one of these: a text that names neither the holder nor the body means somebody else."""
_FORMER: Final = re.compile(r"(?:previous|former|last|ex-|then)\s*(?P<role>.+)", re.IGNORECASE)
_GENERIC: Final = frozenset(
    "charity union council trust school college academy federation association guild department society network committee diocese"
    " alliance confederation forum foundation institute university party firm".split()
)
_GENERIC_TOO: Final = frozenset("conference league centre congress".split())
"""Words that stand for a longer name of the text where they have a capital, and for nothing in small letters."""
_KINDS_OF_BODY: Final = {
    "union": re.compile(r"\b(?:Alliance|Guild|Association|Federation|Staff|NASUWT|NEU|NAHT|ASCL|UNISON)\b"),
    "charity": re.compile(r"\b(?:Support|Fund|Foundation|Society|Line|Helpline)\b"),
    "council": re.compile(r"\b(?:Borough|County|City)\b"),
}
"""By which words of its name a publisher is the one that its own pages call "the union"."""
_OF_GENERIC: Final = re.compile(
    r"(charity|union|council|trust|school|college|academy|federation|diocese|university)\s+\w", re.IGNORECASE
)
_SCHOOL_ROLE: Final = re.compile(
    r"^(?:acting |deputy |assistant |executive |interim |current |new |previous |former |outgoing |co-|long-serving )?"
    r"(?:head(?:teacher|master|mistress)?|head teacher|principal|deputy|assistant head|caretaker|bursar|site manager|cook"
    r"|lollipop \w+"
    r"|chair(?:man|woman|person)? of (?:the )?governors|(?:school )?governor|(?:school )?business manager|school secretary)s?$",
    re.IGNORECASE,
)
_OWN_ROLE: Final = re.compile(
    r"^(?:the |acting |deputy |interim )*(?:cabinet member|portfolio holder|council leader|leader of the council"
    r"|general secretary|chief executive"
    r"|regional director|director of [\w ]+|lead member|counsellor|trustee|partner|head of \w+|policy \w+"
    r"|chair of (?:the )?trustees|chair of (?:the )?governors|deputy chief executive|director of \w+|president"
    r"|chief operating officer|national officer|branch secretary|\w+ branch secretary|treasurer|vice[- ]president|company secretary"
    r"|(?:regional|press|field|policy) officer)\b",
    re.IGNORECASE,
)
"""Whoever has such a role in a body's own release has it there."""
_IS_NO_PAPER: Final = re.compile(
    r"\b(?:Council|Trust|Union|Guild|Association|Department|Alliance|Federation|Support|Fund|Society|Charity"
    r"|Confederation|Staff|NEU|Partnership|LLP|Solicitors|Foundation|Institute|University|School|Academy)\b"
)
_WHAT_IT_IS: Final = re.compile(r"(?<=[A-Za-z]), an? [a-z][^,]*$")
"""What a body is, behind its name: "owner of Little Larches, a nursery in Saltby"."""
_NO_ROLE: Final = re.compile(
    r"\b(?:said|says|told|tells|would|will|was|were|is|are|had|has|have|himself|herself|themselves|who|whom|what|which|he"
    r"|she|they|it|seen"
    r"|been|being|but|if|when|because|after|before|spoke|resigned|said|wrote|called|asked|added|joined|joins|took|this|that)\b"
    r"|^(?:with|in|by|on|from|to|as|and|or|not|no|also|then|now|the|giving|speaking|writing|appearing|arriving|holding"
    r"|standing|sitting"
    r"|watching|responding|presiding|summing|winding|seconding|proposing|moving|welcoming|opening|closing|aged)\b",
    re.IGNORECASE,
)
"""Words that no role has: what holds one is a clause about somebody."""
_IS_PAPER: Final = re.compile(
    r"\b(?:Gazette|Courier|Herald|Echo|Mail|Post|Times|Star|Dispatch|Courant|Lantern|News|Weekly|Observer|Chronicle|Mercury|Argus"
    r"|Telegraph|Guardian|Mirror|Express|Standard|Advertiser|Examiner|Journal|Magazine|Today|Radio|FM|Sound|Newsline"
    r"|Tribune|Bulletin|Messenger|Clarion"
    r"|Reporter|Quarterly|Broadcasting|Digest|Sentinel|Globe|Monitor|Live|Online|Wire|(?:Press|News) Agency|Pages|Register|Notebook"
    r"|Insider|Enquirer|Inquirer|Record|Recorder|Press|Briefing|Newsletter|Podcast|Blog)$"
)
_OF_PAPERS: Final = re.compile(
    r"\b(?:editor|reporter|correspondent|columnist|journalist|presenter|writer|producer|critic|photographer|publisher"
    r"|diarist|host)\b",
    re.IGNORECASE,
)
_SUCCEEDED: Final = re.compile(
    r"who\s+(?:succeeded|replaced|took over from|follows|followed)\s+[^,]*?\bas\s+(?P<role>[^,]+?)(?:\s+(?:last|in|on|this)\b.*)?$"
)
_SCHOOL: Final = re.compile(r"\b(?:School|Academy|College|Primary|Nursery|High|Infants|Juniors)$")
_INSPECTORATES: Final = re.compile(r"\b(?!The )(?:[A-Z][\w’'-]+ )+Inspectorate\b|\b(?:Estyn|Education Scotland)\b")
_OF_INSPECTORATES: Final = ("Inspectorate", "Estyn", "Education Scotland")
_SAINTS: Final = re.compile(r"(?:[A-Z][a-z]+ )?(?:St [A-Z][a-z]+[’']s|All Saints[’'])(?! (?:[A-Z]|Day))")
"""Schools are called so where no other is named."""
_OWNS: Final = re.compile(r"[’']s? [a-z]| (?:has|had|is|was|have|said) ")
_POSTNOMINAL: Final = re.compile(r"(?:\s+(?:CBE|OBE|MBE|KC|QC|MP|HMI|DBE|KBE|JP|PhD))+$")
_LEADS: Final = re.compile(
    r"(?:acting )?(?:general secretary|chief executive|chief inspector|leader|director general)$", re.IGNORECASE
)
_KIN: Final = re.compile(r"^(?:her|his|their|[\w’' ]+[’']s?) (?:mother|father)\b", re.IGNORECASE)
BESIDE_CHARS_MAX: Final = 160
"""A role and its body stand in so many characters behind a name."""
PARAGRAPHS_BACK_MAX: Final = 4
"""In so many paragraphs somebody is looked for whom "his deputy" can mean."""
NAMES_CHARS_MAX: Final = 40_000
ROLE_CHARS_MAX: Final = 120
"""A longer apposition is a story, not a role."""


class Scene:
    """One text's cast. It is filled while the text is read from its start, so that a surname means who was introduced last."""

    def __init__(self, text: str, gazetteer: Gazetteer, day: date | None, title: str = "") -> None:
        self.text: Final = text
        self.title: Final = title
        self.gazetteer: Final = gazetteer
        self.day: Final = day
        self._introduced: dict[str, list[str]] = {}
        self._roles: dict[str, tuple[str | None, str | None]] = {}
        self._body_runs: tuple[Mention, ...] | None = None
        self._bodies: dict[str, Body | None] = {}
        self._females: set[str] = set()
        self._males: set[str] = set()
        self._styles: set[str] = set()
        self._hidden: set[str] = set()
        self._met: set[str] = set()
        self._is_name: dict[str, bool] = {}
        self._beside: dict[str, str] = {}
        self._incumbent: dict[str, tuple[str, ...]] = {}
        self._is_introduced = False
        self.focus: str | None = None
        self.section: str | None = None
        self.home: str | None = None
        self.page: str | None = None
        self.folded: Final = folded_of(text)

    @cached_property
    def _metonyms(self) -> tuple[str, ...]:
        return _phrases_of(self.gazetteer.metonym_phrases, self.folded)

    @cached_property
    def _phrases(self) -> tuple[str, ...]:
        return _phrases_of(self.gazetteer.role_phrases, self.folded)

    @cached_property
    def people_printed(self) -> tuple[Mention, ...]:
        """Every whole name of a person where the text prints it."""
        return tuple(
            each for each in self._mentions if each.kind is Kind.PERSON and " " in each.text and self.body(each.text) is None
        )

    @cached_property
    def _mentions(self) -> tuple[Mention, ...]:
        return find_runs(self.text)

    def _introduce(self) -> None:
        """Learn the whole names of the text, once, when the first name has to be understood."""
        self._is_introduced = True
        has_inspectors = "nspector" in self.text or "nspection" in self.text
        for mention in self._mentions:
            if mention.kind is not Kind.PERSON:
                continue
            name = _without_letters(bare(mention.text))
            plain = without_title(name)
            parts = plain.split()
            if len(parts) > 1:
                self._bear(parts[-1], plain)
                self._bear(parts[0], plain)
                self._introduce_beside(mention.start, plain)
                if has_inspectors and self._is_called_inspector(mention):
                    self._hidden.add(key_of(plain))
            for titles, known in ((_FEMALE, self._females), (_MALE, self._males)) if plain != name else ():
                title = titles.search(name)
                if title and len(parts) > 1:
                    known.add(key_of(plain))
                    self._styles.add(key_of(title.group() + plain))
        self._introduce_kin()
        self._introduce_first_named()

    def _introduce_beside(self, start: int, other: str) -> None:
        """Keep the first of two who are named with one surname: "Ada and Una Brook" are Ada Brook and Una Brook."""
        if self.text[max(0, start - 5) : start] != " and ":
            return
        first = _FIRST_NAME.search(self.text, max(0, start - _BESIDE_CHARS), start - 5)
        if first and is_given(first.group()):
            surname = other.rpartition(" ")[2]
            whole = f"{first.group()} {surname}"
            self._bear(surname, whole)
            self._bear(first.group(), whole)
            self._beside[key_of(other)] = key_of(whole)

    def _introduce_kin(self) -> None:
        """Keep the first names by which the text calls somebody's relatives ("her father, Keith,"), who have no other."""
        for kin in _KIN_WORDS:
            place = self.text.find(kin)
            while place >= 0:
                named = _KIN_NAMED.match(self.text, place + 1) if _WHOSE.search(self.text, max(0, place - 12), place) else None
                if named and key_of(named["name"]) not in self._introduced:
                    self._bear(named["name"], named["name"])
                place = self.text.find(kin, place + 1)

    def _introduce_first_named(self) -> None:
        """Keep whom the text brings in by a first name and what they are ("our site manager, Ada,", "Ada, who ran the office,")."""
        for each in self._mentions:
            if each.kind is not Kind.PERSON or " " in each.text or not is_given(each.text) or key_of(each.text) in self._introduced:
                continue
            ahead, behind = (
                self.text[max(0, each.start - _BESIDE_CHARS) : each.start],
                self.text[each.end : each.end + 4 * _BESIDE_CHARS],
            )
            found = (_ROLE_THEN_NAME.search(ahead) if behind[:1] in _CLOSING else None) or _CALLED_BY.search(ahead)
            found = found or (_NAME_THEN_ROLE.match(behind) if not ahead or _SENTENCE_AHEAD.search(ahead) else None)
            if found and not _PRIVATE.search(found["role"]):
                self._bear(each.text, each.text)

    def learn_role(self, name: str, role: str) -> None:
        """Keep the role that the text gave to somebody before it gave the name; one that is printed beside the name is better."""
        if not self.gazetteer.people_named(name):
            self._roles.setdefault(key_of(name), self._read_role(role))

    def role_of(self, speaker: Speaker) -> str | None:
        """Return the role that the text has printed beside a name so far."""
        return self._roles.get(key_of(speaker.name), (None, None))[0]

    def _is_called_inspector(self, name: Mention) -> bool:
        """Whether the words beside a name say that it is an inspector's of a visit."""
        ahead = self.text[max(0, name.start - _BESIDE_CHARS) : name.start]
        return bool(("nspector" in ahead and _INSPECTOR_AHEAD.search(ahead)) or _INSPECTOR_BEHIND.match(self.text, name.end))

    def is_inspector(self, printed: str) -> bool:
        """Whether a name is an inspector's, who is never shown: by the text or by the gazetteer."""
        plain = without_title(bare(printed))
        wholes = self.bearers(printed) if " " not in plain else [plain]
        if any(key_of(each) in self._hidden for each in wholes):
            return True
        known = self._known(plain, wholes[0] if len(wholes) == 1 else "", plain)
        return known is not None and not known.is_speaker and any("inspector" in each.role.casefold() for each in known.tenures)

    def _bear(self, part: str, whole: str) -> None:
        """Keep who bears a first name or a surname; a name without its middle part is the same person's."""
        bearers = self._introduced.setdefault(key_of(part), [])
        if not any(_is_same(whole, each) for each in bearers):
            bearers.append(whole)

    def bearers(self, printed: str) -> list[str]:
        """Return the whole names of the text that a surname or a first name can mean; a title says whether a man or a woman."""
        if not self._is_introduced:
            self._introduce()
        name = bare(printed)
        found = self._introduced.get(key_of(without_title(name)), [])
        if len(found) > 1 and (_FEMALE.search(name) or _MALE.search(name)):
            is_styled = re.match(r"(?:Sir|Dame|Lord|Lady|Baroness)\b", name)
            pronoun = "she" if _FEMALE.search(name) else "he"
            fitting = [each for each in found if self.is_gender(Speaker(each, printed=each), pronoun)]
            sure = [each for each in fitting if self._is_known(each, pronoun)] if len(fitting) > 1 else fitting
            fitting = sure if len(sure) == 1 else fitting
            found = fitting if not is_styled else [each for each in fitting if key_of(name.split()[0] + each) in self._styles]
        return found

    def _is_known(self, whole: str, pronoun: str) -> bool:
        """Whether a title in the text or a given name says that somebody is a woman ("she") or a man."""
        known, given = (self._females, FEMALE) if pronoun == "she" else (self._males, MALE)
        return key_of(whole) in known or key_of(whole.split(maxsplit=1)[0]) in given

    def hide(self, name: str) -> None:
        """Never show somebody again whom the text has called a parent, a pupil or an inspector of the visit."""
        key = key_of(without_title(name))
        self._hidden |= {key, self._beside.get(key, key)}

    def hide_private(self, printed: str, behind: str | None) -> None:
        """Hide whom the words behind the name call a child, a parent or an inspector of the visit ("both 18")."""
        if behind and _is_hidden(None, behind):
            wholes = self.bearers(printed)
            self.hide(wholes[0] if len(wholes) == 1 else printed)

    def is_shown(self, speaker: Speaker) -> bool:
        """Whether a speaker's name can be a name: of what no list knows, a word alone or a run of common words is none.

        Bodies, handles, names with a title or a given name, and whoever has a role beside the name are shown; of the rest
        those of two words, the first of which the text does not use as a word.
        """
        name = speaker.name
        if speaker.is_known or name == speaker.organisation or name[:1] == "@" or name.islower() or self.is_evident(name):
            return True
        if " " not in name and self._is_common(name) and without_title(speaker.printed) == speaker.printed and not is_given(name):
            return False  # "the Panel on School Inspection"
        if without_title(speaker.printed) != speaker.printed or speaker.role_printed or speaker.role:
            return True
        if is_given(name.split(maxsplit=1)[0]):
            return True
        return " " in name and not self._is_common(name.split(maxsplit=1)[0]) and name.rsplit(maxsplit=1)[-1] not in BODY_WORDS

    def is_hidden(self, speaker: Speaker) -> bool:
        return not speaker.is_known and key_of(without_title(speaker.name)) in self._hidden

    def is_name(self, printed: str) -> bool:
        """Whether a run of capitals is somebody's: a whole name, or a surname that the text or the gazetteer knows."""
        if printed not in self._is_name:
            self._is_name[printed] = " " in printed or printed[:1] == "@" or self._is_surname(printed)
        return self._is_name[printed]

    def _is_surname(self, printed: str) -> bool:
        if self.gazetteer.people_surnamed(printed):
            return True
        bearers = self.bearers(printed)
        if not bearers:
            return is_given(printed) and self._first_named(printed) is not None
        return any(self._is_persons(each) for each in bearers) or not self._is_common(printed)

    def is_person(self, printed: str) -> bool:
        """Whether a run of capitals is surely a person's: two words, or the surname of somebody with a given name or a title."""
        if " " in printed or self.gazetteer.people_surnamed(printed):
            return True
        return any(self._is_persons(each) for each in self.bearers(printed))

    def is_evident(self, printed: str) -> bool:
        """Whether a name says by itself that it is a person's: by a title, a given name or the gazetteer."""
        name = bare(printed)
        return bool(name) and (without_title(printed) != printed or self._is_persons(name))

    def _is_persons(self, whole: str) -> bool:
        """Whether a name is surely a person's: it begins with a given name, or the text prints a title before it."""
        key = key_of(whole)
        return (
            is_given(whole.split(maxsplit=1)[0])
            or key in self._females
            or key in self._males
            or bool(self.gazetteer.people_named(whole))
        )

    def _is_common(self, word: str) -> bool:
        """Whether the text has a word in small letters too: "Fair Inspection" gives nobody the surname "Inspection"."""
        return re.search(rf"\s{re.escape(word.lower())}s?\b", self.text) is not None if f" {word.lower()}" in self.text else False

    def person(self, printed: str, role: str | None = None, apposition: str | None = None) -> Speaker | None:
        """Return who a printed name means here; None for one who is never shown, and for a name that two people have."""
        name = _without_letters(bare(printed))
        if " " in name and name.casefold() in self._phrases and (holder := self.holder(name)):
            return holder  # "the Schooling Secretary" is no name
        plain = without_title(name)
        bearers = self.bearers(name)
        if " " not in plain and len(bearers) > 1:
            return None
        whole = plain if " " in plain else "".join(bearers)
        known = self._known(name, whole, plain)
        role_printed, body_printed = self._role_of(role, apposition)
        if known is None and " " not in plain and bearers in ([], [plain]):
            known = self._first_named(plain)
        if known is not None:
            return self._as_known(known, printed, role_printed, body_printed)
        if _is_hidden(role, apposition):
            self.hide(whole or plain)
        if key_of(whole or plain) in self._hidden:
            return None
        shown = whole or (plain if " " in plain else name)
        key = key_of(shown)
        if role_printed or body_printed:
            self._roles[key] = (role_printed, body_printed)
        role_known, body_known = self._roles.get(key, (None, None))
        return Speaker(shown, role_known, body_known, printed, role_printed, body_printed)

    def _known(self, name: str, whole: str, plain: str) -> Person | None:
        at = self.text.find(name)
        near = self.text[max(0, at - 300) : at + 300] if at >= 0 else ""
        found = self.gazetteer.people_named(name, near=near) or (whole and self.gazetteer.people_named(whole, near=near)) or ()
        parts = (whole or plain).split()
        if not found and len(parts) > 2:  # "Secretary of State for Learning Tobias Hale" leaves a word of the role before the name
            found = self.gazetteer.people_named(" ".join(parts[-2:]), near=near)
        if not found and not whole and " " not in plain:
            found = self.gazetteer.people_surnamed(plain)
        if len(found) > 1 and name != plain:
            pronoun = "she" if _FEMALE.search(name) else "he" if _MALE.search(name) else ""
            fitting = tuple(each for each in found if pronoun and self.is_gender(Speaker(each.name, printed=each.name), pronoun))
            found = fitting if len(fitting) == 1 else found
        if len(found) > 1:
            firsts = [each for each in found if re.search(rf"\b{re.escape(without_title(each.name).split()[0])}\b", self.text)]
            if len(firsts) > 1 and name == plain and not whole:
                return None
            held = [person for person in found if any(self.day and tenure.holds_on(self.day) for tenure in person.tenures)]
            named = [person for person in found if re.search(rf"\b{re.escape(without_title(person.name))}\b", self.text)]
            found = tuple(named) if len(named) == 1 else tuple(held)
        return found[0] if len(found) == 1 else None

    def _first_named(self, first: str) -> Person | None:
        """Return the one person of the gazetteer with a first name whose body or office the text speaks of: "Thank you, Ada"."""
        found = [each for each in self.gazetteer.people if each.is_speaker and without_title(each.name).split()[0] == first]
        return found[0] if len(found) == 1 and self._is_met(found[0]) else None

    def _as_known(self, known: Person, printed: str, role: str | None, body: str | None) -> Speaker | None:
        if not known.is_speaker:
            return None
        tenure = tenure_on(known, self.day)
        if tenure is None and self.day is None and role:
            tenure = next(
                (each for each in known.tenures if role.casefold() in map(str.casefold, (each.role, *each.aliases))), None
            )
        if tenure is None:
            return Speaker(known.name, role, body, printed, role, body, is_known=True)
        if tenure.body:
            self._met.add(tenure.body)
        return Speaker(known.name, tenure.role, tenure.body or body, printed, role, body, is_known=True)

    @cached_property
    def posts(self) -> Posts:
        """Return who holds which post by this text, read when the first is asked for."""
        bodies = Bodies(self.text, self.title, self._listed, is_paper)
        telling = Telling(self.text, bodies, self._people_between, self._has_person_between)
        page = Page(self.home, self.home or self.page)
        return Posts(self.text, bodies, page, telling, Known(self._split_role, self._last_named, self._one_bearer))

    def _last_named(self, at: int, name: str) -> str | None:
        """Return who was named last before a place, other than `name`, in its paragraph or one of the last before."""
        begins = at
        for _ in range(PARAGRAPHS_BACK_MAX):
            begins = max(0, self.text.rfind("\n", 0, max(0, begins - 2)) + 1)
            others = [each for each in self._people_between(begins, at) if each != name]
            if others or not begins:
                return others[-1] if others else None
        return None

    def _listed(self, printed: str) -> str | None:
        known = self.body(printed)
        return known.name if known else None

    def _people_between(self, start: int, end: int) -> list[str]:
        """Return the whole names of the people whom `text[start:end]` names, in its order."""
        near = [each for each in self._mentions if start <= each.start < end and each.kind is Kind.PERSON]
        wholes = (
            self._one_bearer(each.text) if " " not in without_title(each.text) else without_title(bare(each.text)) for each in near
        )
        return [each for each in wholes if each and (self.is_evident(each) or key_of(each) in self._roles)]

    def _has_person_between(self, start: int, end: int) -> bool:
        """Whether `text[start:end]` can name a person: a run of capitals that is no body of a list."""
        near = [each for each in self._mentions if start <= each.start < end and each.kind is Kind.PERSON]
        return any((" " in each.text or self.bearers(each.text)) and not self.body(each.text) for each in near)

    def _one_bearer(self, printed: str) -> str | None:
        bearers = self.bearers(printed)
        return bearers[0] if len(bearers) == 1 else None

    def _is_told_beside(self, speaker: Speaker) -> bool:
        """Whether the first mention of a name has the role and the whole name of the body behind it, as most have."""
        role, body = speaker.role, speaker.organisation
        if not role or not body or not is_whole_name(body) or _OWNS.search(body):
            return False
        end = self.text.find(speaker.name) + len(speaker.name)
        return self.text[end : end + 2] == ", " and self.text[end + 2 : end + BESIDE_CHARS_MAX].replace(" the ", " ").startswith(
            tuple(f"{role} {at} {body}" for at in ("of", "at", "for"))
        )

    def described(self, speaker: Speaker) -> Speaker:
        """Return somebody who is not in the gazetteer with the role and the body that the text gives them anywhere."""
        if speaker.is_known or speaker.name == speaker.organisation:
            return speaker
        if self._is_told_beside(speaker):
            return speaker
        post = self.posts.of(speaker.name)
        known = self._roles.get(key_of(speaker.name), (None, None))
        role, body = speaker.role or known[0], speaker.organisation or known[1]
        if post:
            role, body = post.role or role, post.body or (None if post.is_open else body)
        if body and (self._one_bearer(body) or _OWNS.search(body) or body in COLLECTIVES):
            body = None
        if role and not is_role(role) and all(each[0].isupper() or each in _JOINS for each in role.split()):  # "Elmby’s"
            role = None
        is_professor = role is None and (f"Professor {speaker.name}" in self.text or f"Prof {speaker.name}" in self.text)
        return replace(speaker, role="professor" if is_professor else role, organisation=body)

    def _role_of(self, role: str | None, apposition: str | None) -> tuple[str | None, str | None]:
        """Return the role and the body that are printed beside a name, before or behind it; either may be missing."""
        found = self._read_role(apposition) if apposition else (None, None)
        if not role or found[0]:
            return found
        ahead = self._read_role(role)
        return ahead[0], found[1] or ahead[1]

    def _read_role(self, printed: str) -> tuple[str | None, str | None]:
        """Return the role and the body of words beside a name; neither, if they are a clause about somebody and no role."""
        role, place = self._role_and_place(printed)
        if role and _NO_ROLE.search(role):
            return None, None
        return role, None if place and (_IS_PAPER.search(place) and not _OF_PAPERS.search(role or "")) else place

    def _role_and_place(self, printed: str) -> tuple[str | None, str | None]:
        printed = printed.strip(" ,()")
        clause = _IS_NOW.search(printed) or _IS_ROLE_CLAUSE.match(printed) or _SUCCEEDED.match(printed)
        printed = _SINCE.sub("", clause["role"] if clause else printed)
        printed = f"former {printed[9:]}" if printed.startswith("formerly ") else printed
        if printed.startswith("who") and (led := self._led(printed)):
            return led
        if _ACTS_FOR.match(printed) or printed[:1].isdigit() or _PICTURED.match(printed):
            return None, None
        printed = _RELATIVE.sub("", f" {printed}").strip(" ,()")
        if not printed or len(printed) > ROLE_CHARS_MAX:
            return None, None
        owner = re.match(r"(?:its|their|our)\s+", printed, re.IGNORECASE)
        printed = re.sub(
            r"^(?:(?:the|a|an|our|its|his|her|their|one|now|also|then|currently|at present)\s+)+", "", printed, flags=re.IGNORECASE
        )
        found, place = self._split_role(printed)
        found, noun = cut_role(found) if found else (None, None)
        place = self._whole(place) if place else place
        if place is None and noun:
            place = self.home_of(noun) or self._only_one(noun)
        if place is None and found and _SCHOOL_ROLE.search(found):
            place = self.only_school()
        if place is None and owner:
            place = (self.home if owner.group().casefold().startswith("our") else None) or self.focus
        if place is None and found and (generic := _OF_GENERIC.match(found)):
            place = self.home_of(generic[1].casefold())
        place = place or (self.section if found else None)
        if place is None and found and self.home and _OWN_ROLE.search(found) and self._is_own_home():
            place = self.home
        if place is None and found and "inister" in found and _SCHOOLS_MINISTER.search(found):
            place = self._department()
        return found, place

    def _is_own_home(self) -> bool:
        """Whether the publisher is a body that speaks for itself: by its name, by the gazetteer, or because the text says so."""
        home = self.home
        if home is None or is_no_paper(home) or self.body(home):
            return home is not None
        is_told = any(
            f"{home}{behind}" in self.text for behind in (" is a charity", " is a union", ", which ", " is an independent")
        )
        return is_told and not is_paper(home)

    def _whole(self, printed: str) -> str:
        """Return a body without what goes on behind its name; for "the Association" the one of the text that is called so."""
        place = trimmed(printed)
        is_generic = " " not in place and place[:1].isupper() and place.casefold() in _GENERIC | _GENERIC_TOO
        if not is_generic or self.body(place):
            return place
        return whole_of(place, self.text) or place

    def _only_one(self, noun: str) -> str | None:
        """Return the one body of the text that can be "the union" by its name; None if there are two."""
        kind = _KINDS_OF_BODY.get(noun)
        found = {bare(each.text) for each in self._named_bodies() if kind and " " in each.text and kind.search(each.text)}
        return found.pop() if len(found) == 1 else None

    def is_other_kind(self, name: str, noun: str) -> bool:
        """Whether a body's name says that it is of another kind than `noun`: the Larch Trust is no union."""
        return any(kind.search(name) for other, kind in _KINDS_OF_BODY.items() if other != noun) and not (
            noun in _KINDS_OF_BODY and _KINDS_OF_BODY[noun].search(name)
        )

    def _led(self, clause: str) -> tuple[str | None, str | None] | None:
        """Return the role and the body of a clause such as "who chairs the guild", "who leads policy at the guild"."""
        part = _LEADS_PART.match(clause)
        if part:
            return f"{_LEADING_ROLES.get(part['verb'], 'head')} of {part['part']}", self.place(part["body"])
        owned = _LEADS_OWN_PART.match(clause)
        if owned:
            return f"{_LEADING_ROLES.get(owned['verb'], 'head')} of {owned['part']}", self.place_of(owned["owner"])
        board = _CHAIRS_BOARD.match(clause)
        if board and board["noun"] in _GENERIC:
            return "chair", self.place_of(board["noun"])
        leads = _LEADS_CLAUSE.match(clause)
        if leads and leads["body"] in ("the trustees", "the governors", "the board") and self.home and is_no_paper(self.home):
            return f"{_LEADING_ROLES.get(leads['verb'], 'head')} of {leads['body'].removeprefix('the ')}", self.home
        if leads is None:
            return None
        role = _LEADING_ROLES.get(leads["verb"])
        body = _SIZED.sub("", leads["body"].strip(" ,"))
        is_chief = role is None and "Trust" in body and leads["verb"] in ("runs", "leads") and "chief executive" in self.text
        return "chief executive" if is_chief else role, self.place(body)

    def _split_role(self, printed: str) -> tuple[str | None, str | None]:
        body = self.gazetteer.body_names.search(printed)
        if body:
            name = self.body(body.group())
            left = printed[: body.start()].rstrip()
            left = re.sub(r"\s*(?:,|\b(?:of|at|for|from|with|in|to)(?: the)?)$", "", left).strip(" ,")
            right = re.sub(r"^(?:[’']s?)?\s*", "", printed[body.end() :]).strip(" ,")
            return (left or right or None), (name.name if name else body.group())
        return self._split_unknown(re.sub(r"\bof the charity ", "of ", printed))

    def _split_unknown(self, printed: str) -> tuple[str | None, str | None]:
        """Return the role and the body of words that name no body of the gazetteer."""
        split = split_body(printed)
        if split:
            return split
        own = _GENERIC_AHEAD.match(printed)
        if own and own[1].casefold() in _GENERIC and not own[2].startswith(("of ", "for ", "at ")):  # "council leader"
            return own[2], self.home_of(own[1].casefold())
        return _with_body(printed) or self._placed(printed)

    def _placed(self, printed: str) -> tuple[str | None, str | None]:
        """Return the role before and the body behind "of", "at" or "for", or a role behind its owner ("the charity’s lead")."""
        whole = f" {printed}" if printed.startswith(("of ", "from ", "at ", "for ")) else printed
        whole = _WHAT_IT_IS.sub("", whole)
        split = _AT.search(whole)
        if split is None:  # "Ada Brook, Larch Hill" is at a place of which nobody knows what it is
            return None if _NAMED_SO.fullmatch(printed) and not IS_ROLE.search(printed) else printed, None
        before, after = whole[: split.start()].strip(" ,"), whole[split.end() :].strip(" ,")
        if split.group().isspace():
            is_none = _KIN_NOUN.match(after) or re.search(r"\b(?:MP|member|mayor|vicar)$", after)
            return after, None if is_none else self._owner(bare(before))
        if _HOLDS_PORTFOLIO.search(before) and split.group().startswith(" for "):
            return printed, None
        is_part = (
            after.endswith(" group")
            or after.split(" ", 1)[0] in _PARTS
            or (_PORTFOLIO.search(before) and split.group().startswith(" for "))
        )
        if is_part and not _is_body(bare(after)):  # "director of People", "minister for Schools"
            return printed, None
        is_town = split.group().startswith(" in ") or (split.group().startswith(" from ") and (after.istitle() or " " not in after))
        if is_town and not _is_body(bare(after)):
            return before or None, None
        return before or None, bare(_IN_PLACE.sub("", after))

    def _department(self) -> str | None:
        """Return the one department of the gazetteer, which a minister for schools is of."""
        found = [each.name for each in self.gazetteer.bodies if each.name.startswith(("Department ", "Ministry "))]
        return found[0] if len(found) == 1 else None

    def _owner(self, printed: str) -> str | None:
        """Return the body that a possessive before a role means: "the charity", or the body of "Ms Brook" whose deputy it is."""
        if not self._is_somebody(printed):
            return self.place(printed)
        person = self.person(printed)
        return person.organisation if person else None

    def _is_somebody(self, printed: str) -> bool:
        """Whether an owner is a person: by the name itself, or because it is a surname of the text and no body of it."""
        return self.is_evident(printed) or (" " not in printed and bool(self.bearers(printed)) and self.body(printed) is None)

    def place(self, printed: str) -> str | None:
        """Return the body that a printed place means: one of the gazetteer, the one that "the charity" is here, or as printed.

        None for a thing in small letters that no body can be found for ("the family", "the island").
        """
        printed = re.sub(r"^(?:the|The)\s+(?:charity\s+(?=[A-Z]))?", "", printed)
        printed = trimmed(printed)
        if " in " in printed and " of " not in printed and " for " not in printed:
            printed = _IN_PLACE.sub("", printed)
        known = self.body(printed) or self.body(f"the {printed}")
        return known.name if known else (self.place_of(printed) if printed.islower() else printed)

    def place_of(self, noun: str) -> str | None:
        """Return which body "the council" is: the publisher, the only one of the text that is called so, or the one in focus."""
        word = noun.casefold()
        return (self.home_of(word) or (self.focus if self._may_be(word) else None)) if word in _GENERIC else None

    def _may_be(self, word: str) -> bool:
        """Whether the body in focus can be what "the union" means: no paper, no department, and by its name a union."""
        if self.focus is None or _IS_PAPER.search(self.focus) or self.focus.startswith(("Department ", "Ministry ")):
            return False
        if self.focus == self.section or word not in ("union", "council"):
            return True
        return word in self.focus.casefold() or bool(_KINDS_OF_BODY[word].search(self.focus))

    def home_of(self, word: str) -> str | None:
        if self.home and (word in self.home.casefold() or (word in _KINDS_OF_BODY and _KINDS_OF_BODY[word].search(self.home))):
            return self.home
        runs = [bare(each.text) for each in self._named_bodies()]
        named = {each for each in runs if " " in each and word in each.casefold().split()}
        if not named and word in ("union", "charity"):
            named = {each for each in runs if " " in each and _KINDS_OF_BODY[word].search(each) and self.body(each)}
        known = {(body.name if (body := self.body(each)) else each) for each in named}
        known = known or {each for each in self._met if word in each.casefold().split()}
        return known.pop() if len(known) == 1 else None

    def _named_bodies(self) -> tuple[Mention, ...]:
        """Return the bodies that the first `NAMES_CHARS_MAX` characters name, looked for once."""
        if self._body_runs is None:
            text = self.text[:NAMES_CHARS_MAX]
            mentions = self._mentions if len(text) == len(self.text) else find_runs(text)
            committees = _COMMITTEE.finditer(text) if " Committee" in text else ()
            self._body_runs = (
                *(_with_place(each, text) for each in mentions if each.kind is Kind.BODY),
                *(Mention(match.start("name"), match.end(), Kind.BODY, match["name"]) for match in committees),
            )
        return self._body_runs

    def only_school(self) -> str | None:
        """Return the one school that the text names, if it names no second."""
        return self._one_school

    @cached_property
    def _one_school(self) -> str | None:
        named = {bare(each.text) for each in self._named_bodies() if _SCHOOL.search(bare(each.text))}
        found = {each for each in named if not any(each != other and each in other for other in named)}
        titled = {each for each in found if " " in each and " ".join(each.split()[:2]) in self.title}
        found = titled if len(found) > 1 and len(titled) == 1 else found
        found = found or {match.group().strip() for match in _SAINTS.finditer(self.text[:NAMES_CHARS_MAX])}
        return found.pop() if len(found) == 1 else None

    def whole_body(self, printed: str) -> str | None:
        """Return a body's name as it can be shown: for "the Federation" the one body of the text that is one, else None."""
        noun = re.sub(r"^(?:the|The)\s+", "", printed)
        if " " in noun or noun.casefold() not in _GENERIC or self.body(printed):
            return printed
        return self.home_of(noun.casefold())

    def body(self, printed: str) -> Body | None:
        if printed not in self._bodies:
            self._bodies[printed] = self.gazetteer.body_named(printed)
        return self._bodies[printed]

    def body_speaker(self, printed: str) -> Speaker:
        known = self.body(printed)
        name = known.name if known else bare(re.sub(r"^(?:the|The)\s+", "", printed))
        return Speaker(name, None, name, printed, None, printed, is_known=known is not None)

    def metonym_in(self, words: str) -> str | None:
        """Return the first phrase in `words` that stands for a body; only those that the text has at all are looked for."""
        return _first(self._metonyms, words)

    def role_in(self, words: str) -> str | None:
        return _first(self._phrases, words)

    def body_named_in(self, printed: str) -> Body | None:
        match = self.gazetteer.body_names.search(printed)
        return self.gazetteer.body_named(match.group()) if match else None

    def holder(self, phrase: str, body: str | None = None) -> Speaker | None:
        """Return who a role (at `body`) or a nickname means on the day of the text, if the text or the day leaves only one."""
        nicknamed = self.gazetteer.nicknamed(phrase)
        if nicknamed and not self._is_printed(nicknamed) and re.search(rf"\ban? {re.escape(folded_of(phrase))}\b", self.folded):
            return None  # the text brings in another "former academy trust boss"
        found = self.gazetteer.holders(phrase, self.day)
        if _EVERY_COURT.search(phrase):
            sits = tuple(each for each in found if self._is_printed(each) or not self._bears_another(phrase, each))
            if found and not sits:
                return self._own_holder(phrase)
            found = sits
        if body:
            found = tuple(person for person in found if any(tenure.body == body for tenure in person.tenures))
        own = tuple(each for each in found if self.home and any(tenure.body == self.home for tenure in each.tenures))
        if len(found) > 1 and len(own) == 1:  # on a union's own page "the general secretary" is its own
            found = own
        if len(found) > 1:
            found = tuple(person for person in found if without_title(person.name) in self.text)
        if not found and " " in phrase:
            found = self._holders_of_longer(phrase)
        if phrase.casefold() in _SHARED_OFFICES:
            found = tuple(person for person in found if self._is_met(person))
        if len(found) != 1:
            return None
        return self._own_holder(phrase) if self._is_others(phrase, found[0]) else self._as_known(found[0], phrase, phrase, None)

    def _is_others(self, phrase: str, known: Person) -> bool:
        """Whether an office is another's in this text: it prints another name with it, or speaks of an inspectorate not theirs."""
        if self._is_printed(known):
            return False
        is_abroad = any(each in self.text for each in _OF_INSPECTORATES)
        if is_abroad and phrase.casefold().endswith("chief inspector") and _INSPECTORATES.search(self.text):
            return not any(tenure.body and tenure.body in self.text for tenure in known.tenures)
        return phrase.casefold() not in _SHARED_OFFICES and bool(self._incumbents(phrase))

    def _incumbents(self, phrase: str) -> tuple[str, ...]:
        if phrase not in self._incumbent:
            self._incumbent[phrase] = incumbents(phrase, self.text)
        return self._incumbent[phrase]

    def _own_holder(self, phrase: str) -> Speaker | None:
        """Return the one person whom the text prints with an office, None if it prints several with it or nobody."""
        names = self._incumbents(phrase)
        wholes = {(self.bearers(each) or [without_title(each)])[-1] for each in names}
        return self.person(names[0]) if len(wholes) == 1 else None

    def _is_printed(self, person: Person) -> bool:
        """Whether the text or its title has somebody's surname."""
        surname = without_title(person.name).split()[-1]
        return surname in self.text or surname in self.title

    def _bears_another(self, phrase: str, person: Person) -> bool:
        """Whether the text names somebody else who sits as what the gazetteer's person is ("assistant coroner Ada Brook")."""
        if phrase.casefold().endswith("judge"):  # hundreds sit: without the name it is nobody
            return True
        is_inquest = "inquest" in self.folded or "inquest" in self.title.casefold()
        if person.near and is_inquest and not any(each in self.text or each in self.title for each in person.near):
            return True  # an inquest elsewhere
        return bool(self._incumbents(phrase))

    def _holders_of_longer(self, phrase: str) -> tuple[Person, ...]:
        """Return whom the text names and "the Secretary of State" can mean: who holds an office that begins so."""
        ahead = f"{phrase.casefold()} "
        return tuple(
            person
            for person in self.gazetteer.people
            for tenure in person.tenures
            if self.day is not None
            and tenure.holds_on(self.day)
            and any(each.casefold().startswith(ahead) for each in (tenure.role, *tenure.aliases))
            and without_title(person.name).split()[-1] in self.text
        )

    def next_in_office(self, speaker: Speaker, side: str) -> Speaker | None:
        """Return the predecessor or the successor of somebody of the gazetteer in the office that they hold on the day."""
        person = next(iter(self.gazetteer.people_named(speaker.name)), None)
        mine = tenure_on(person, self.day) if person else None
        if person is None or mine is None:
            return None
        others = [
            (tenure, each)
            for each in self.gazetteer.people
            for tenure in each.tenures
            if each is not person and tenure.role == mine.role and (tenure.body or mine.body) == mine.body
        ]
        if side == "predecessor":
            near = [one for one in others if one[0].until and mine.since and one[0].until <= mine.since]
            found = max(near, key=lambda one: one[0].until or date.min, default=None)
        else:
            near = [one for one in others if one[0].since and mine.until and one[0].since >= mine.until]
            found = min(near, key=lambda one: one[0].since or date.max, default=None)
        return self._as_known(found[1], side, None, None) if found else None

    def learn_gender(self, speaker: Speaker, pronoun: str) -> None:
        """Keep for somebody of whom nothing says so that the text calls them "he": nobody is "she" further on."""
        key = key_of(without_title(speaker.name))
        if key not in self._females | self._males and self.is_gender(speaker, "he") and self.is_gender(speaker, "she"):
            (self._females if pronoun == "she" else self._males).add(key)

    def kin(self, noun: str) -> Speaker | None:
        """Return whom "her sister" means: the one person of the gazetteer whom a name that the text prints makes a sister."""
        if not _KIN_NOUN.fullmatch(noun):
            return None
        ends = (f"'s {noun}".casefold(), f"’s {noun}".casefold())
        found = [
            each
            for each in self.gazetteer.people
            if any(nick.casefold().endswith(ends) and nick[: -len(ends[0])].split()[-1] in self.text for nick in each.nicknames)
        ]
        return self._as_known(found[0], noun, None, None) if len(found) == 1 else None

    def former_holder(self, phrase: str) -> Speaker | None:
        """Return whom "the previous chief inspector" means: the one person whose time in the office had ended by the day."""
        match = _FORMER.match(phrase)
        if match is None or self.day is None or match["role"].casefold() in _SHARED_OFFICES:
            return None
        day, wanted = self.day, match["role"].casefold()
        found = [
            person
            for person in self.gazetteer.holders(wanted, None)
            for tenure in person.tenures
            if wanted in map(str.casefold, (tenure.role, *tenure.aliases)) and tenure.until and tenure.until < day
        ]
        return self._as_known(found[0], phrase, phrase, None) if len(found) == 1 else None

    def _is_met(self, person: Person) -> bool:
        """Whether the text names a person or their body: every body has a chair."""
        known = (without_title(person.name).split()[-1], *(each.body for each in person.tenures if each.body))
        if any(each in self.text or each in self.title or each == self.home for each in known):
            return True
        held = tenure_on(person, self.day) if self.day else None
        return held is not None and held.role.casefold() not in _SHARED_OFFICES and held.role.casefold() in self._phrases

    def leader(self, body: str) -> Speaker | None:
        """Return who leads a body on the day of the text, if the gazetteer has one such person, or the text names one."""
        found = [
            person
            for person in self.gazetteer.people
            for tenure in person.tenures
            if tenure.body == body and _LEADS.match(tenure.role) and (self.day is None or tenure.holds_on(self.day))
        ]
        if len(found) > 1:
            found = [person for person in found if without_title(person.name).split()[-1] in self.text]
        return self._as_known(found[0], body, None, None) if len(found) == 1 else None

    def is_described(self, printed: str) -> bool:
        """Whether the text has given a role or a body to a name that it has printed."""
        plain = without_title(bare(printed))
        wholes = [plain] if " " in plain else self.bearers(printed)
        return any(key_of(each) in self._roles for each in wholes)

    def knows_role(self, phrase: str) -> str | None:
        """Return the name of somebody whom the text itself gave this role, if only one has it."""
        wanted = phrase.casefold()
        found = [
            name for name, (role, _) in self._roles.items() if role and (wanted in role.casefold() or role.casefold() in wanted)
        ]
        bearers = self._introduced.get(found[0], []) if len(found) == 1 else []
        return bearers[0] if len(bearers) == 1 else None

    def reporter(self) -> Speaker | None:
        """Return whose "the report" is: the coroner's, if the text is about the report of one."""
        return self.holder("coroner") if _REPORT_OF.search(self.text) else None

    def is_gender(self, speaker: Speaker, pronoun: str) -> bool:
        """Whether nothing printed speaks against `pronoun` for this speaker."""
        plain = without_title(speaker.name)
        key, first = key_of(plain), key_of(plain.split(" ", 1)[0])
        title = f"{speaker.printed} {speaker.name}"
        is_female = key in self._females or bool(_FEMALE.search(title)) or bool(_WOMAN.search(speaker.role or ""))
        is_male = key in self._males or bool(_MALE.search(title)) or bool(_MAN.search(speaker.role or ""))
        if not is_female and not is_male:
            is_female, is_male = first in FEMALE, first in MALE
        return not (is_male if pronoun in ("she", "her") else is_female)


def _with_body(printed: str) -> tuple[str | None, str | None] | None:
    """Return the role and the body of words that are a body, or begin or end in one ("chair, Elm Park Trust"); else None."""
    head = printed.partition(", ")[0]
    if _is_body(printed) or (head != printed and _is_body(head) and not IS_ROLE.search(printed)):
        return None, bare(head if head != printed and not _is_body(printed) else printed)
    ahead = _BODY_AHEAD.match(printed)
    if ahead and _is_body(ahead["body"].strip()):
        return ahead["role"], bare(ahead["body"])
    before, _, last = printed.rpartition(", ")
    is_named = before and (_is_body(last) or (_NAMED_SO.fullmatch(last) and IS_ROLE.search(before)))
    return (before, bare(last)) if is_named else None


def _without_letters(name: str) -> str:
    """Return a name without the letters behind it ("KC", "MP")."""
    return _POSTNOMINAL.sub("", name) if name[-2:-1].isupper() or name.endswith("PhD") else name


def is_paper(publisher: str) -> bool:
    """Whether a publisher's name is that of a newspaper or a station, which is nobody's organisation but its staff's."""
    return bool(_IS_PAPER.search(publisher))


def is_no_paper(publisher: str) -> bool:
    """Whether a publisher's name says that it is a body that speaks for itself."""
    return bool(_IS_NO_PAPER.search(publisher))


def _with_place(body: Mention, text: str) -> Mention:
    """Return a body with what its name goes on with: "National Federation" with "of Plain Schools"."""
    behind = _NAME_GOES_ON.match(text, body.end)
    return body._replace(end=behind.end(), text=text[body.start : behind.end()]) if behind else body


def _is_body(printed: str) -> bool:
    """Whether words are the name of a body and nothing else."""
    if _NAMED_SO.fullmatch(printed) and _names_kind(printed) and not IS_ROLE.search(printed):
        return True
    if any(each[0].islower() and each not in _JOINS for each in printed.split()):
        return False
    named = find_runs(printed)
    if not named or named[-1].kind is not Kind.BODY or named[-1].end != len(printed) or named[0].start:
        return False
    return len(named[-1].text.split()) > 1 or named[0].start < named[-1].start or named[-1].text.isupper()


_JOINS: Final = frozenset("of for and the in at on to with de la".split())
"""The words in small letters that names of bodies have."""


def _names_kind(printed: str) -> bool:
    """Whether a name ends or begins in a word that bodies have ("Ash Guild", "University of Ash")."""
    first, _, rest = printed.partition(" ")
    return printed.rpartition(" ")[2] in BODY_WORDS or (first in BODY_WORDS and rest.startswith(("of ", "for ")))


def _is_same(one: str, other: str) -> bool:
    """Whether two whole names can be one person's: first and last names are the same."""
    mine, theirs = one.split(), other.split()
    return key_of(mine[0] + mine[-1]) == key_of(theirs[0] + theirs[-1])


def folded_of(text: str) -> str:
    return text.casefold().replace("’", "'")


def _phrases_of(phrases: tuple[str, ...], folded: str) -> tuple[str, ...]:
    """Return those of `phrases` that a folded text has."""
    return tuple([each for each in phrases if each in folded])


def _first(phrases: tuple[str, ...], words: str) -> str | None:
    if not phrases:
        return None
    folded = folded_of(words)
    found = [(at, phrase) for phrase in phrases if (at := folded.find(phrase)) >= 0 and _stands(folded, at, at + len(phrase))]
    return min(found, key=lambda each: (each[0], -len(each[1])))[1] if found else None


def _stands(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is no part of a longer word."""
    return not (start and text[start - 1].isalnum()) and not text[end : end + 1].isalnum()


def _is_hidden(role: str | None, apposition: str | None) -> bool:
    """Whether the text describes a person who is never shown as a speaker: an inspector of the visit, a parent, a child."""
    if not role and not apposition:
        return False
    printed = f"{role or ''} , {apposition or ''}"
    if _INSPECTED.search(printed) and not _OTHER_INSPECTOR.search(printed):
        return True
    if _IN_PUBLIC.search(printed):
        return False
    return bool(_PRIVATE.search(printed)) and not any(_KIN.match(each or "") for each in (role, apposition))
