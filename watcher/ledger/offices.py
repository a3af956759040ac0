"""For whom a description without a name stands: an office, a document, a group, a relative, or somebody described before."""

from __future__ import annotations

import re
from typing import Final

from watcher.ledger.cast import NOBODY, Cast, Speakers
from watcher.ledger.clauses import opening_subject
from watcher.ledger.described import beside
from watcher.ledger.names import IS_ANONYMOUS, IS_ROLE, Kind, bare, is_group, runs
from watcher.ledger.pronouns import meant_by
from watcher.model import Speaker

_LEADERS: Final = re.compile(r"(?:leader|boss|chief|head|general secretary|chief executive)$", re.IGNORECASE)
_NEIGHBOURS: Final = ("predecessor", "successor")
_STILL_HIM: Final = re.compile(
    r"the (?:former|ex-|retired|veteran|\d+-year-old|(?:mother|father|grand\w+)[- ]of|newly)", re.IGNORECASE
)
"""Words that describe again whom the sentence before was about."""
_COUNTERPART: Final = re.compile(r"(?:the|her|his) (?:other|colleague|partner|counterpart|co-\w+|companion)", re.IGNORECASE)
_ANYBODY: Final = frozenset("a an one another some many several my".split())
_UNIQUE_ROLES: Final = re.compile(
    r"(?:coroner|judge|education secretary|chief inspector|schools minister|prime minister|secretary of state|education minister"
    r"|children[’']s commissioner)$",
    re.IGNORECASE,
)
_PRONOUN_OF: Final = {"his": "he", "her": "she"}
_SPOKESPERSON: Final = re.compile(r"spokes(?:person|man|woman)$|representative$", re.IGNORECASE)
_DOCUMENTS: Final = frozenset(
    """report letter statement release blog review response website document handbook guidance survey paper study submission
    briefing email message apology note memo plan framework notice findings conclusions ruling judgment judgement speech article
    column tweet thread memoir""".split()
)
_IS_SCHOOL: Final = re.compile(r"^(?:primary |secondary |high )?(?:school|academy|college)$", re.IGNORECASE)
_SAME_OFFICE: Final = {
    other: office
    for office, others in {
        "head": "headteacher teacher principal headmaster headmistress",
        "leader": "boss chief ceo",
        "professor": "academic researcher",
        "solicitor": "lawyer",
        "chair": "chairman chairwoman chairperson",
        "reverend": "vicar priest clergyman clergywoman cleric",
    }.items()
    for other in others.split()
}
"""Last words of roles that mean the same, by the word they are looked up as."""
_OF_A_LEAD: Final = frozenset("a an former retired".split())
_LEADING: Final = ("general secretary", "chief executive")
_WAYS: Final = {
    office: (office, *(other for other, same in _SAME_OFFICE.items() if same == office), *(_LEADING if office == "leader" else ()))
    for office in _SAME_OFFICE.values()
}
_OF_ANY_OFFICE: Final = frozenset(
    "union trust school schools academy college council charity teaching heads’ heads' of the at for its head chief general".split()
)
_FORMER: Final = re.compile(r"\b(?:former|ex|retired)\b", re.IGNORECASE)
_LEADERS_OF: Final = {
    "union": ("general secretary", "president", "leader", "national officer", "regional"),
    "trust": ("chief executive", "ceo", "leader", "boss", "founder", "director"),
    "academy": ("chief executive", "ceo", "leader", "boss", "founder", "director"),
    "charity": ("chief executive", "ceo", "leader", "boss", "founder", "director"),
}
"""By which roles those are led whose "boss" or "leader" a description speaks of."""
_OF_STATE: Final = re.compile(
    r"\b(?:education|schooling|schools|home|foreign|health|justice|shadow) secretary\b|secretary of state", re.IGNORECASE
)
_TITLED_OFFICE: Final = {
    "Justice": "judge", "Judge": "judge", "Professor": "professor", "Prof": "professor", "Dr": "professor", "Canon": "canon",
    "Bishop": "bishop", "Cllr": "councillor", "Councillor": "councillor", "Rev": "reverend", "Revd": "reverend",
    "Reverend": "reverend", "Lord": "peer", "Baroness": "peer",
}  # fmt: skip
_COUNTS: Final = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_NUMBER_ENDS: Final = re.compile(r"\b(?:two|three|four|five|six)$", re.IGNORECASE)
_COUNTED: Final = re.compile(r"(?:the|both|all) (?P<number>two|three|four|five|six)\b", re.IGNORECASE)
_BODIES: Final = re.compile(
    r"(?:unions|bodies|organisations|charities|associations|trusts|councils|groups|dioceses|signatories|two|three)$", re.IGNORECASE
)
_TOGETHER: Final = re.compile(
    r"(?:pair|duo|trio|two|three|unions|leaders|co-chairs|co-heads|co-authors|signatories)$", re.IGNORECASE
)


def stand_in(
    printed: str, phrase: str, determiner: str, owner: re.Match[str] | None, cast: Cast, apposition: str | None
) -> Speakers:
    """Return for whom a description stands: a body's spokesperson, a document's writer, a pair, a group, an office, or nobody."""
    if _SPOKESPERSON.search(printed):
        return _spokesperson(printed, owner[1] if owner else None, cast, apposition)
    if is_document(printed):
        return _whose_paper(printed, determiner.casefold(), owner, cast, apposition)
    paired = _of_two(printed, cast)
    if paired is not None:
        return paired
    if cast.opening and printed.casefold().endswith(cast.opening_words):
        return (cast.opening,)
    if is_group(printed):
        is_named = owner and apposition and apposition[:1].isupper() and not IS_ROLE.search(apposition)
        return (cast.scene.body_speaker(apposition),) if is_named and apposition else _group(printed, phrase, cast)
    is_anybody = (IS_ANONYMOUS.search(printed) and not _STILL_HIM.match(printed)) or (
        determiner.casefold() in _ANYBODY and phrase.casefold() not in _NEIGHBOURS
    )
    return NOBODY if is_anybody else _office(printed, phrase, determiner, owner, cast, apposition)


def _whose_paper(printed: str, determiner: str, owner: re.Match[str] | None, cast: Cast, apposition: str | None) -> Speakers:
    """Return whose words a document is: "their report" is the pair's, "its statement" the body's, "the letter from Name" Name's."""
    if determiner == "their" and len(cast.together) > 1:
        return cast.together
    if determiner == "its" and cast.body:
        return (cast.body,)
    if determiner in _PRONOUN_OF:
        return meant_by(_PRONOUN_OF[determiner], cast, "") or NOBODY
    behind = re.match(r"(?:of|from|by)\s+(?:the\s+)?(.+)$", apposition or "")
    return _document(owner[1] if owner else behind[1] if behind else None, cast, printed)


def _of_two(printed: str, cast: Cast) -> Speakers | None:
    """Return whom "the pair" means, or "her colleague" behind words of one of two who were named together: the other one."""
    if cast.bodies and _BODIES.search(printed):
        return cast.bodies
    if _TOGETHER.search(printed) and re.search(r"\b(?:other|first|last|next)\b", printed):
        return NOBODY
    counted = _COUNTED.match(printed)
    if counted:
        number = _COUNTS[counted["number"].casefold()]
        return next((each for each in (cast.together, cast.bodies) if len(each) == number), NOBODY)
    if _TOGETHER.search(printed):
        return cast.together or (tuple(reversed(cast.people)) if len(cast.people) == 2 else NOBODY)
    if len(cast.together) != 2 or not _COUNTERPART.fullmatch(printed):
        return None
    last = cast.speakers[0].name if len(cast.speakers) == 1 else None
    others = [each for each in cast.together if each.name != last]
    gender = {"her": "she", "his": "he"}.get(printed.split(maxsplit=1)[0].casefold())
    is_fit = len(others) == 1 and (gender is None or any(cast.scene.is_gender(e, gender) for e in cast.together if e.name == last))
    return (others[0],) if is_fit else None


def _office(
    printed: str, phrase: str, determiner: str, owner: re.Match[str] | None, cast: Cast, apposition: str | None
) -> Speakers:
    """Return who holds an office, of the body behind it if there is one ("the chair of the Invented Committee")."""
    of_body = cast.scene.body_named_in(apposition) if apposition and apposition.startswith(("of ", "at ")) else None
    if of_body and not owner:
        phrase = re.sub(r"^(?:new|current|present|outgoing) ", "", phrase)
        holder = cast.scene.holder(f"{phrase} {apposition}") or cast.scene.holder(phrase, of_body.name)
        leader = cast.scene.leader(of_body.name) if _LEADERS.search(phrase) and holder is None else None
        return (held,) if (held := holder or leader) else NOBODY
    return _role(printed, phrase, owner, cast, determiner, apposition)


def _spokesperson(printed: str, owner: str | None, cast: Cast, apposition: str | None) -> Speakers:
    name = re.sub(r"^(?:the|a|an|one|its|their|our|his|her)\s+", "", printed, flags=re.IGNORECASE)
    behind = re.match(r"(?:of|for|from|at)\s+(.+)$", apposition or "")
    place = bare(behind[1]) if behind else owner or re.sub(r"\s*\S+$", "", name)
    known = cast.scene.body(place) or cast.scene.body_named_in(name) or cast.scene.body(f"the {place}")
    organisation = known.name if known else (re.sub(r"^the ", "", place) or None)
    if organisation is None and re.match(r"(?:its|their)\b", printed, re.IGNORECASE) and cast.body:
        organisation = cast.body.name
    if known is None and ((owner and cast.scene.is_name(owner)) or cast.scene.is_evident(place)):
        person = cast.scene.person(owner or place)
        organisation = person.organisation if person else None
    noun = name.split()[-1]
    if behind is None and known is None and organisation and organisation.islower():
        home = cast.scene.home_of(organisation)
        if home is None and " " not in organisation:
            return NOBODY
        organisation, name = home or organisation, f"{home or organisation} {noun}"
    if known and (place.islower() or (owner and behind is None)) and place != "government":
        shown = f"{known.name} {noun}"
    elif behind is None and " " not in name:
        if cast.body is None or not (cast.body.is_known or cast.body.name in cast.previous):
            return NOBODY
        organisation = organisation or cast.body.name
        shown = f"{organisation} {noun}"
    else:
        shown = f"{name} {behind.group()}" if behind else name
    role = name.split()[-1]
    return (Speaker(shown, role, organisation, printed, role, place or None),)


def is_document(printed: str) -> bool:
    return printed[printed.rfind(" ") + 1 :].casefold() in _DOCUMENTS


def _document(owner: str | None, cast: Cast, printed: str) -> Speakers:
    noun = printed.rsplit(maxsplit=1)[-1].casefold()
    is_another = re.match(r"(?:a|an|another)\b", printed, re.IGNORECASE)
    known_author = cast.signed.get(noun) or (None if owner or is_another else cast.documents.get(noun))
    if known_author:
        return known_author
    known = cast.scene.body_named_in(printed) if owner is None else None
    if known is not None:
        return (cast.scene.body_speaker(known.name),)
    if owner is None:
        report = cast.scene.reporter() if re.match(r"the report$", printed, re.IGNORECASE) else None
        cast.body = report or cast.body
        return (report,) if report else NOBODY
    if re.match(r"(?:the )?coroner$", owner, re.IGNORECASE):
        coroner = cast.scene.holder("coroner")
        return (coroner,) if coroner else NOBODY
    named = runs(owner)
    if named and named[-1].kind is Kind.PERSON and not cast.scene.body(named[-1].text):
        person = cast.scene.person(named[-1].text)
        return (person,) if person else NOBODY
    is_body = owner[:1].isupper() or cast.scene.body(f"the {owner}") is not None
    return (cast.scene.body_speaker(owner),) if is_body else NOBODY


def _group(printed: str, phrase: str, cast: Cast) -> Speakers:
    known = cast.scene.body(printed) or cast.scene.body(phrase) or cast.scene.body_named_in(phrase)
    if known is not None or _NUMBER_ENDS.search(printed):  # "one in five" is nobody
        return (cast.scene.body_speaker(known.name),) if known else NOBODY
    if _IS_SCHOOL.search(phrase):
        school = cast.scene.only_school()
        return (cast.scene.body_speaker(school),) if school else NOBODY
    home = cast.scene.home_of(phrase.casefold()) if " " not in phrase else None
    whole = home or (cast.scene.whole_body(phrase) if phrase[:1].isupper() else None)
    return (cast.scene.body_speaker(whole),) if whole else NOBODY


def _role(printed: str, phrase: str, owner: re.Match[str] | None, cast: Cast, determiner: str, apposition: str | None) -> Speakers:
    scene = cast.scene
    if owner is None and determiner.casefold() in ("its", "their") and cast.body and cast.body.is_known:
        holder = scene.holder(f"{phrase} {apposition}" if apposition else phrase, cast.body.name) or scene.holder(
            phrase, cast.body.name
        )
        if holder:
            return (holder,)
    if phrase.casefold() in _NEIGHBOURS and determiner.casefold() in ("my", "his", "her"):
        base = cast.author if determiner.casefold() == "my" else next(iter(cast.people), None)
        near = scene.next_in_office(base, phrase.casefold()) if base else None
        return (near,) if near else NOBODY
    kin = scene.kin(phrase) if owner is None and determiner.casefold() in ("her", "his", "their") else None
    if kin is not None:
        return (kin,)
    body = scene.body(owner[1]) if owner else None
    if owner and body is None and (whole := scene.whole_body(owner[1])) and whole != owner[1]:
        body = scene.body(whole)
    led = body or (scene.body_named_in(phrase) if _LEADERS.search(phrase) else None)
    holder = scene.holder(re.sub(r"^the ", "", printed)) or scene.holder(re.sub(r"^(?:new|current) ", "", phrase))
    if holder is None and owner:
        holder = scene.holder(re.sub(r"^(?:new|current) ", "", owner[2]), body.name if body else None)
    if holder is None and led and _LEADERS.search(phrase):
        holder = scene.leader(led.name)
    if holder:
        return (holder,)
    office = phrase if owner is None else owner[2] if owner[1].casefold() in _OF_ANY_OFFICE else ""
    meant = (_bearer(office, apposition, cast) if office else None) or (scene.former_holder(phrase) if owner is None else None)
    if meant:
        return (meant,)
    return _once_named(printed, phrase, owner, cast, determiner, apposition)


def _once_named(
    printed: str, phrase: str, owner: re.Match[str] | None, cast: Cast, determiner: str, apposition: str | None
) -> Speakers:
    """Return to whom the text has given a role; else an office of which there is only one, as printed, or nobody."""
    scene = cast.scene
    name = scene.knows_role(owner[2] if owner else phrase)
    if name and not (owner and determiner.casefold() in ("his", "her")):
        person = scene.person(name)
        return (person,) if person else NOBODY
    if _STILL_HIM.match(printed) and cast.people and (len(cast.people) == 1 or len(cast.rivals) <= 1):
        is_same = bool(cast.previous) or len(cast.people) == 1 or not _FORMER.search(printed)
        return cast.people[:1] if is_same else _first_who_may_be(phrase, cast)
    is_definite = determiner.casefold() in ("the", "our")
    meant = _called_so(phrase, apposition, cast, is_owned=owner is not None) if is_definite else None
    if meant:
        return (meant,)
    if _UNIQUE_ROLES.search(phrase) and not owner:
        return (Speaker(phrase, phrase, None, printed, phrase),)
    return NOBODY


def _called_so(phrase: str, apposition: str | None, cast: Cast, *, is_owned: bool) -> Speaker | None:
    """Return whom "the headteacher of Elm Park" calls so for the first time: the last one spoken of, or who has the office."""
    meant = _spoken_of(phrase, cast)
    if meant:
        cast.scene.learn_role(meant.name, f"{phrase} {apposition}" if apposition else phrase)
    return meant if meant or is_owned else borne_by(phrase, cast, apposition)


def borne_by(description: str, cast: Cast, apposition: str | None = None) -> Speaker | None:
    """Return the one person beside whose name the text prints an office ("senior coroner Ada Brook"); None if not just one is.

    Looked for in the whole text, behind the description as well: a lead speaks of "a coroner" and the next paragraph names them.
    """
    office, scene = office_of(description), cast.scene
    beside_it = {*description.casefold().split()[:-1], *(apposition or "").casefold().split()} - _OF_ANY_OFFICE - _OF_A_LEAD
    found: dict[str, Speaker] = {}
    for each in scene.people_printed if is_office_in(office, scene.folded) else ():
        role, apposition = beside(scene.text, each.start, each.end)
        printed = next((one for one in (each.role, role, apposition) if one and is_same_office(description, one)), None)
        person = scene.person(each.text, printed) if printed else None
        if person and beside_it <= {*(printed or "").casefold().split(), *_words_of(person)}:
            found[person.name] = person
    return next(iter(found.values())) if len(found) == 1 else None


def _spoken_of(phrase: str, cast: Cast) -> Speaker | None:
    """Return whom the sentence before begins with, if nothing speaks against it that "the headteacher" is who that is.

    "Ada Brook used the line last year. “…,” says the headteacher of Elm Park": she has no other office, and nobody else has this.
    """
    sentence = cast.previous or cast.before
    pronoun = sentence[: sentence.find(" ")].casefold()
    fitting = tuple(each for each in cast.people if cast.scene.is_gender(each, pronoun)) if pronoun in ("he", "she") else ()
    named = (fitting or opening_subject(sentence, cast)) if sentence else None
    person = named[0] if named and len(named) == 1 and named[0].name != named[0].organisation else None
    if person and sum(each.kind is Kind.PERSON and cast.scene.is_person(each.text) for each in runs(sentence)) > 1:
        return None
    return person if person and not _UNIQUE_ROLES.search(phrase) and _may_be(phrase, person, cast) else None


def _first_who_may_be(phrase: str, cast: Cast) -> Speakers:
    """Return the last one named of whom the text says nothing else than what a description does."""
    return next(((each,) for each in cast.people if _may_be(phrase, each, cast)), NOBODY)


def _may_be(phrase: str, person: Speaker, cast: Cast) -> bool:
    """Whether the text gives somebody no office, or that of a description."""
    role = person.role or cast.scene.role_of(person)
    return role is None or office_of(phrase) in _offices(person) | offices_in(role)


def _bearer(phrase: str, apposition: str | None, cast: Cast) -> Speaker | None:
    """Return the one of the people named last who bears an office: "the judge" is Mrs Justice Brook, "the head" a headteacher."""
    wanted = office_of(phrase)
    beside = {*phrase.casefold().split()[:-1], *(apposition or "").casefold().split()} - _OF_ANY_OFFICE
    fitting = [each for each in cast.people if wanted in _offices(each) and beside <= _words_of(each)]
    return fitting[0] if len(fitting) == 1 else None


def _words_of(speaker: Speaker) -> set[str]:
    return set(f"{speaker.role or ''} {speaker.role_printed or ''} {speaker.organisation or ''}".casefold().split())


def office_of(phrase: str) -> str:
    """Return the last word of a role as that of all that mean the same."""
    folded = phrase.casefold()
    last = folded[folded.rfind(" ") + 1 :]
    return next((each for each in _LEADING if folded.endswith(each)), None) or _SAME_OFFICE.get(last, last)


def is_same_office(description: str, role: str) -> bool:
    """Whether a role can be what a description without a name says: "a union boss" a general secretary's, and no founder's."""
    if office_of(description) not in offices_in(role) or bool(_FORMER.search(description)) != bool(_FORMER.search(role)):
        return False
    kind = next((each for each in _LEADERS_OF if each in description.casefold()), None)
    return kind is None or office_of(description) != "leader" or role.casefold().startswith(_LEADERS_OF[kind])


def is_office_in(office: str, text: str) -> bool:
    """Whether a text (in small letters) has an office by any of the words for it: a sieve, looked at before its names are."""
    return any(way in text for way in _WAYS.get(office, (office,)))


def _offices(speaker: Speaker) -> set[str]:
    """Return by which words somebody can be called: from the roles that are known or printed, and from a title."""
    title = next((office for title, office in _TITLED_OFFICE.items() if title in speaker.printed.split()), None)
    offices = {office for role in (speaker.role, speaker.role_printed) if role for office in offices_in(role)}
    is_chief = (speaker.organisation or "").endswith("Inspectorate") and not offices.isdisjoint(("head", "leader"))
    return offices | ({title} if title else set()) | ({"inspector"} if is_chief else set())


def offices_in(role: str) -> set[str]:
    """Return by which words the bearer of a role can be called: "assistant coroner for Larch and a governor" has two."""
    heads = (re.split(r"\s(?:of|at|for|in)\s", role)[0], *role.split(" and "))
    found = {office_of(each) for each in heads if each}
    found |= {"leader"} if not found.isdisjoint(_LEADING) else set()
    return found | {"minister"} if _OF_STATE.search(role) else found
