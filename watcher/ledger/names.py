"""Who is named in a stretch of prose: people, bodies, and descriptions that stand for either."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import Final, NamedTuple

from watcher.ledger.given import is_given

WORD: Final = r"[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:['’.-][^\W\d_]+)*"
_PARTICLE: Final = r"(?:de|van|von|der|den|la|le|bin|al)"
_DOTTED: Final = r"(?:(?:(?<=\bDr)|(?<=\bMr)|(?<=\bMs)|(?<=\bMrs)|(?<=\bRev)|(?<=\bProf)|(?<=\bCllr)|(?<=\bSt))\.)?"
# It begins with a set of characters, so that the search leaps from capital to capital.
_RUN: Final = re.compile(
    r"[A-ZÀ-ÖØ-Þ](?<![\w’'-].)[^\W\d_]*(?:['’.-][^\W\d_]+)*"
    rf"(?:{_DOTTED}[ \u00a0](?:{_PARTICLE} )?{WORD})*"
)
_TITLE_WORDS: Final = frozenset(
    "Sir Dame Dr Prof Professor Mr Mrs Ms Miss Mx Lord Lady Baroness Rev Reverend Cllr Councillor Judge Justice Father Canon "
    "Bishop Honourable Honour Rt Hon Revd".split()
)
ROLE_WORDS: Final = frozenset(
    """chief inspector senior coroner education secretary general deputy assistant head headteacher principal executive
    director chair
    chairman chairwoman president minister schools shadow officer national leader boss spokesperson spokesman spokeswoman lead
    policy
    acting interim former outgoing incoming joint vice state hmci hmi regional area committee governor governors union professor
    commissioner manager founder adviser analyst researcher barrister solicitor teacher author editor permanent undersecretary prime
    parliamentary under-secretary
    health school children's trust co-chief parent mum dad mother father pupil student delegate resident grandparent
    campaigner detective sergeant superintendent constable caller listener delegate barrister""".split()
)
_ROLE_HEADS: Final = (
    "spokesperson|spokesman|spokeswoman|coroner|inspector|secretary|minister|boss|chief executive|chief|chair|chairman|chairwoman"
    "|chairperson|president|director|headteacher|head teacher|head|leader|officer|deputy|sister|brother|mother|father|husband"
    "|mayor|vicar|counsellor|cabinet member|lead member|portfolio holder|wife|widow|widower|daughter|son|family|judge"
    "|barrister|solicitor|lawyer|commissioner"
    "|governor|mp|peer|professor|author"
    "|researcher|manager|founder|adviser|analyst|principal|ceo|lead|representative|trustee|reverend|campaigner|expert"
    "|organiser|hmci|caretaker|bursar|psychologist|nurse|counsellor|convenor|convener|lecturer|consultant|presenter|editor"
    "|treasurer|executive|chaplain|archdeacon|councillor|predecessor|successor|academic|historian|trainer|economist"
    "|statistician|doctor|psychiatrist|ombudsman|headmaster|headmistress|canon|bishop|registrar|clergyman|clergywoman|cleric|priest"
)
_GROUP_HEADS: Final = (
    "pair|duo|trio|two|three|four|five|six|unions|bodies|organisations|charities|associations|leaders|co-heads|co-chairs|co-authors|signatories|union|watchdog|regulator|inspectorate|council|department|government|committee|charity"
    "|trust|association|federation|guild|ministry|organisation|report|letter|statement|press release|release|blog|review"
    "|response|website"
    "|account|school|academy|college|governing body|governing board|company|commission|document|handbook|guidance|survey"
    "|paper|study|submission|briefing|email|message|apology|memo|notice|findings|ruling|judgment|judgement|speech|article|column|tweet|thread|memoir"
)
_ANONYMOUS_HEADS: Final = (
    "teacher|teachers|parent|parents|mum|dad|pupil|student|source|sources|insider|member|members|heads|inspectors|critics|ministers"
    "|officials|official|colleague|colleagues|governors|campaigners|mps|respondent|respondents|readers|neighbour"
    "|resident|friend|woman|man|other"
)
ANYBODY_HEADS: Final = f"{_ROLE_HEADS}|{_ANONYMOUS_HEADS}|caller|listener|delegate|reader|governor|boy|girl|child|visitor|worker"
_DETERMINER: Final = (
    r"(?:the|a|an|his|her|its|their|our|my|your|one|another|both|some|many|several"
    r"|(?:(?!(?:of|for|at|by|from|and|that|to|in|with)\b)[\w’'&-]+ ){0,4}?[\w’'&-]*(?:[’']s|s[’']))"
)
_NOT_MID: Final = r"(?:the|a|an|that|is|was|are|were|and|but|who|said|says|from|by|with|at)\b"
DESCRIPTION: Final = re.compile(
    rf"(?<![\w’'-])(?P<det>{_DETERMINER})\s+(?P<mid>(?:(?!{_NOT_MID})[\w’'&/-]+\s+){{0,5}}?)"
    rf"(?P<head>{_ROLE_HEADS}|{_GROUP_HEADS}|{_ANONYMOUS_HEADS})"
    r"(?![\w’'-])",
    re.IGNORECASE,
)
_BARE_ROLE: Final = re.compile(
    rf"(?<![\w’'-])(?P<mid>(?:(?!(?:to|by|with|from|and|that|as|is|was|when|said|says|told|but|while"
    rf"|because|after|before|out|up|in|on|at|into|over|about|against|since|until|who|whom|what|which|where|had|has|have|were|are"
    rf"|resigned|spoke|called|asked|met|saw|will|would|could|so|if|though|although|how|why|he|she|they|it|or|than)\b)"
    rf"[\w’'&/-]+\s+){{0,5}}?)"
    rf"(?P<head>{_ROLE_HEADS})$",
    re.IGNORECASE,
)
DESCRIPTION_AT_END: Final = re.compile(rf"{DESCRIPTION.pattern}$", re.IGNORECASE)
HEAD_ENDS: Final = frozenset(head.split()[-1] for head in f"{_ROLE_HEADS}|{_GROUP_HEADS}|{_ANONYMOUS_HEADS}".split("|"))
IS_GROUP: Final = re.compile(rf"(?:{_GROUP_HEADS})$", re.IGNORECASE)
_GROUP_ENDS: Final = frozenset(head.split()[-1] for head in _GROUP_HEADS.split("|"))
IS_ANONYMOUS: Final = re.compile(rf"(?<![\w’'-])(?:{_ANONYMOUS_HEADS})$", re.IGNORECASE)
ANYBODY_SPEAKS: Final = re.compile(
    rf"(?:(?:^|(?<! as)[\s(])(?:a|an|one|another|some|many|several)\s+(?:[\w’'-]+\s+){{0,3}}?|^|[.,]\s+)(?:{_ANONYMOUS_HEADS}"
    rf"|headteacher|head|governing board)\b",
    re.IGNORECASE,
)
"""A sentence in which somebody without a name may speak."""
_TRADES: Final = (
    "owner|member|official|partner|columnist|correspondent|reporter|journalist|clerk|cook|chef|farmer|gardener|cleaner|firefighter"
    "|surgeon|dentist"
    "|architect|engineer|accountant|landlord|landlady|broadcaster|novelist|poet|artist|musician|photographer|driver"
    "|technician|librarian"
    "|restaurateur|shopkeeper|magistrate|bishop|rector|dean|provost|warden|whip|ambassador|patron|volunteer|co-chair|co-head"
    "|co-headteacher|headteachers|co-headteachers|receptionist|physiotherapist|midwife|scientist|physicist|sociologist|pensioner"
    "|entrepreneur|rep|locksmith|builder|plumber|electrician|publican|curator|archivist|conductor|composer|actor|comedian"
    "|podcaster|blogger|teacher|research fellow|senior fellow|visiting fellow|policy fellow"
)
"""What people are who hold no office: a role where it stands beside a name, and no description that stands for somebody."""
_IS_TRADE: Final = re.compile(rf"(?:{_TRADES})", re.IGNORECASE)
_IS_CALLING: Final = re.compile(
    rf"(?:{_TRADES})|(?:Vice|Co|Ex|Deputy)-[a-z]+|[A-Z][a-z]{{2,}}(?:er|or|ist|ian|eur|eer|man|woman|ant|ess)", re.IGNORECASE
)
"""A word in front of a given name that can be what somebody is, and nobody's first name."""


def _by_letter(words: str) -> str:
    """Return an alternation of `words` (split by bars) that is tried letter by letter: one of them all costs three times that."""
    letters: dict[str, list[str]] = {}
    for word in sorted(set(words.split("|"))):
        letters.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{letter}(?:{'|'.join(ends)})" for letter, ends in letters.items())


IS_ROLE: Final = re.compile(
    rf"\b(?:{_by_letter(f'{_ROLE_HEADS}|{_TRADES}|chairs|leads|heads|runs|ceo|founded|led')})\b", re.IGNORECASE
)
BODY_WORDS: Final = frozenset(
    """Against Assembly League Panel
    Guild Union Department Council School Schools Trust Association Committee College Academy Academies Inspectorate Office
    Federation
    Alliance Society Network Forum Commission Party Radio News Week Times Post Courier Gazette Ledger BBC ITV Sky University
    Institute
    Foundation Centre Center Board Ministry Government Parliament Court Confederation Group Charity Campaign Diocese Primary
    Secondary
    Nursery High Church Service Services Agency Authority Borough County City House Commons Lords Partnership Coalition
    Collective Study
    Report Review Street Solicitors LLP Ltd Nations Kingdom Press Standards Support Congress Conference Leaders Heads Teachers
    Police
    Staff Hospital Programme Project Framework Handbook Listen Education Health Act Bill Row Road Lane Hall Live Today Guardian
    Telegraph Mail Trusts Unit Headteachers Deputies Trustees Weekly Dispatch Courant Lantern Advertiser Examiner Bulletin
    Tribune Newsline Insider
    Mirror Sun Express Standard Observer Echo Chronicle Herald Mercury Argus Star Journal Magazine Online Juniors Infants Fund
        "
        " Infants Fund""".split()
)
_NO_NAMES: Final = frozenset(
    """The A An In On At By For From With And But Or So If When While After Before Since As It He She They We I You This That
    These Those
    There Here His Her Their Our Its My Your What Why How Who Where Which Now Then Today Yesterday Tomorrow Last Next Also However
    Meanwhile Speaking Commenting Responding Reacting Writing Asked According Under Over Despite Although Because Both All
    Some Many Most
    No Not Yes Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
    September October
    November December Spring Summer Autumn Winter England Wales Scotland Britain English Welsh Scottish British UK London
    Christmas Easter
    MPs MP PhD CEO GS AI TV Q Mum Dad Parents Inspectors Inspections Heads Teachers Ministers Unions Training Year Giving
    Apologising
    Adding Earlier Later Only One Two Three Four Five Every Each Another Other Such Even Just Once Editor Notes ENDS Critics
    Members Staff Leaders Governors Pupils Children Schools Former Outgoing Incoming Outside Inside Is Are Was Were Will Would
    Should Must Can Could Has Have Had Do Does Did During Following Within Without Regulation Prevention Concern
    Officials Readers Twins Results Applause Photo Picture Listen Proposed Seconded Someone Somebody Everyone
    Everybody Anybody Anyone Nobody Pressed Challenged Questioned Quizzed Reached Shown Given Invited Reminded Told Year GP KC QC
    Dear Conference Colleagues Sisters Brothers Cousins Friends""".split()
)


COLLECTIVES: Final = frozenset("Heads Teachers Parents Governors Schools Children Staff Leaders Unions".split())
LEADS_NO_NAME: Final = _NO_NAMES - COLLECTIVES
"""Words with a capital that begin a sentence and no name; the collectives begin names of bodies ("Heads United")."""
_CONTRACTED: Final = re.compile(r"(?:I|We|You|They|He|She|It|That|There|Who|What|Let|Here)[’'](?:re|ve|ll|d|m|s)|[A-Z]\w+n[’']t|I")
_POSSESSIVE: Final = re.compile(r"(?:[’']s|(?<=s)[’'])$")


_ADVERBS: Final = frozenset(
    "Publicly Privately Recently Initially Finally Previously Separately Originally Eventually Reportedly Formerly"
    " Curiously Sadly Notably"
    " Similarly Clearly Crucially Unsurprisingly Politely Quietly Afterwards Outside Inside Elsewhere".split()
)
OF_SCHOOLS: Final = frozenset("School Primary Secondary High Academy College Nursery Infants Juniors Church Hospital".split())
_NUMBERS: Final = frozenset("One Two Three Four Five Six Seven Eight Nine Ten".split())
_OF_BODIES: Final = frozenset("National Regional Joint Area Education School Schools Health".split())
"""Words of roles that begin the name of a body as well ("National Federation")."""

ENDS_OFFICE: Final = frozenset(
    "Trustees Governors Standards Services Policy Education Learning Skills Children Families Operations Communications Inclusion"
    " Research Campaigns".split()
)
_OF_OFFICES: Final = BODY_WORDS | ENDS_OFFICE
"""Words that end a role and stand directly before a name: "Chair of Trustees Ada Brook"."""


class Kind(Enum):
    PERSON = "person"
    BODY = "body"
    PRONOUN = "pronoun"
    DESCRIPTION = "description"


class Mention(NamedTuple):
    """`text[start:end]` names somebody; `role` is the role that is printed directly before a person's name."""

    start: int
    end: int
    kind: Kind
    text: str
    role: str = ""


@lru_cache(maxsize=20_000)
def bare(name: str) -> str:
    """Return a printed name without a possessive and with single spaces."""
    name = " ".join(name.split()).strip(" ,.")
    return _POSSESSIVE.sub("", name)


def _skipped(parts: list[str]) -> int:
    """Return how many words at the start of a run belong to no name: "Now", "Education Secretary"."""
    skip = 0
    if parts[1:2] == ["Honour"]:  # "His Honour"
        return 0
    while skip < len(parts) and (
        parts[skip] in _NO_NAMES
        or (skip + 1 < len(parts) and parts[skip] in _ADVERBS)
        or _CONTRACTED.fullmatch(parts[skip])
        or (parts[skip].casefold().split("-of-")[0] in ROLE_WORDS and parts[skip] not in _TITLE_WORDS)
    ):
        skip += 1
    is_numbered = skip == 1 and len(parts) > 2 and parts[0] in _NUMBERS
    return 0 if is_numbered and parts[-1] in BODY_WORDS and not parts[-1].endswith("s") else skip  # "Four Elms Federation"


@lru_cache(maxsize=20_000)
def split_run(run: str) -> tuple[str, str, Kind | None]:
    """Return what stands before the name in a run of capitalised words, the name, and what it names (None: nobody).

    "Education Secretary Gillian Keegan" is a role and a person, "Now Geoff Barton" a word and a person.
    """
    parts = run.split()
    skip = _skipped(parts)
    name = parts[skip:]
    owned = next((number for number in range(len(name) - 1, 0, -1) if _POSSESSIVE.search(name[number - 1])), 0)
    if owned and all(part in OF_SCHOOLS for part in name[owned:]):  # "St Brannock’s Primary"
        owned = 0
    if owned:  # "AHD’s Naveed Qureshi-Holt" is a body's, and a person
        skip, name = skip + owned, name[owned:]
    titled = next((number for number in range(1, len(name) - 1) if name[number] in _TITLE_WORDS), 0)
    if (
        titled and name[titled] != "Honour" and name[titled - 1] not in _TITLE_WORDS and not is_given(name[0])
    ):  # "Employment Judge Ada Brook"
        skip, name = skip + titled, name[titled:]
    is_calling = len(name) > 2 and not is_given(name[0]) and name[0] not in _TITLE_WORDS and _IS_CALLING.fullmatch(name[0])
    if is_calling and (is_given(name[1]) or _IS_TRADE.fullmatch(name[0])):
        skip, name = skip + 1, name[1:]  # "Restaurateur Ada Brook"
    plain = [bare(part).rstrip(".") for part in name]
    if len(plain) > 2 and is_given(plain[-2]) and plain[-1] not in BODY_WORDS and not _OF_OFFICES.isdisjoint(plain[:-2]):
        skip, name, plain = skip + len(name) - 2, name[-2:], plain[-2:]  # "Elmdown Primary School Jonas Fell"
    if skip == 1 and len(plain) == 1 and parts[0] in COLLECTIVES and not plain[0].isupper() and not is_given(plain[0]):
        return "", run, Kind.BODY  # "Heads United"
    names = [part for part in plain if part not in _TITLE_WORDS and part not in ("His", "Her")]
    if not names or (len(names) == 1 and len(name) == 1 and names[0].endswith("ing")):
        return run, "", None
    if owned and (
        all(part.casefold() in ROLE_WORDS for part in names) or (len(plain) == 1 and plain[0] in _NO_NAMES)
    ):  # "His Majesty’s Chief Inspector"
        return run, "", None
    before = run[: run.index(name[0], len(" ".join(parts[:skip])))] if skip else ""
    if _is_of_body(plain):
        while skip and (parts[skip - 1] in _OF_BODIES or (plain[0] == "Against" and parts[skip - 1] in COLLECTIVES)):
            skip -= 1
            before = before.rstrip().removesuffix(parts[skip])
        return before, run[len(before) :], Kind.BODY
    return before, run[len(before) :], Kind.PERSON


def _is_of_body(plain: list[str]) -> bool:
    if len(plain) == 2 and is_given(plain[0]) and plain[1] not in BODY_WORDS:  # "Bill Underhay"
        return False
    return any(part in BODY_WORDS or (part.isupper() and len(part) > 1) for part in plain[:-1]) or (
        plain[-1] in BODY_WORDS or (plain[-1].isupper() and len(plain[-1]) > 2 and len(plain) == 1)
    )


@lru_cache(maxsize=500)
def runs(sentence: str) -> tuple[Mention, ...]:
    """Return what `find_runs` does for one sentence, which is asked for again and again while it is read."""
    return find_runs(sentence)


def find_runs(text: str) -> tuple[Mention, ...]:
    """Return the runs of capitalised words in `text` that name a person or a body."""
    found: list[Mention] = []
    for match in _RUN.finditer(text):
        before, name, kind = split_run(match.group())
        if kind is not None:
            start = match.start() + len(before)
            role = before.strip() if before and _is_role(before) else ""
            if kind is Kind.BODY and found and _is_one_body(text, found[-1], start):
                start, name, role = found[-1].start, text[found[-1].start : start + len(name)], found.pop().role
            found.append(Mention(start, start + len(name), kind, name, role))
    return tuple(found)


def _is_one_body(text: str, first: Mention, start: int) -> bool:
    """Whether a word before "and" is of the name of the body that begins at `start`: "The Boards and Governors Network"."""
    is_joined = text.startswith(" and ", first.end) and first.end + len(" and ") == start
    is_word = is_joined and " " not in first.text and not first.text.isupper() and text[: first.start].endswith(("The ", "the "))
    return is_word and not is_given(first.text) and first.text not in BODY_WORDS


@lru_cache(maxsize=5_000)
def _is_role(before: str) -> bool:
    """Whether the capitals before a name are a role, or the body whose a person is."""
    parts = before.split()
    if not parts:
        return False
    if _IS_CALLING.fullmatch(parts[-1]) and parts[-1] not in _TITLE_WORDS:
        return True
    is_body = bool(_POSSESSIVE.search(parts[-1])) or (len(parts) > 1 and parts[-1] in BODY_WORDS) or parts[-1] in ENDS_OFFICE
    return is_body or any(part.casefold().split("-of-")[0] in ROLE_WORDS for part in parts)


def bare_role(text: str) -> str:
    """Return the role that `text` ends with ("the schools minister", "Ofsted boss"), or nothing."""
    if text[text.rfind(" ") + 1 :].casefold() not in HEAD_ENDS:
        return ""
    match = _BARE_ROLE.search(text)
    return match.group().strip() if match else ""


def is_group(text: str) -> bool:
    """Whether `text` ends in a word for a body or a document ("the Elm Park council")."""
    return text[text.rfind(" ") + 1 :].casefold() in _GROUP_ENDS and bool(IS_GROUP.search(text))
