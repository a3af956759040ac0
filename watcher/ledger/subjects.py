"""Who the subject of a verb of speech is: the words before it (or behind it, in "said Name") read from their end."""

from __future__ import annotations

import re
from typing import Final

from watcher.ledger.cast import NOBODY, Cast, Speakers
from watcher.ledger.clauses import LEAD_PHRASE, apposed, description_end, main_clause, opening_subject
from watcher.ledger.gazetteer import key_of, without_title
from watcher.ledger.given import is_given
from watcher.ledger.joint import joint_list, joint_subject
from watcher.ledger.names import (
    BODY_WORDS,
    DESCRIPTION,
    DESCRIPTION_AT_END,
    HEAD_ENDS,
    IS_ROLE,
    Kind,
    Mention,
    bare_role,
    find_runs,
    runs,
)
from watcher.ledger.offices import is_document, stand_in
from watcher.ledger.pronouns import is_somebody, meant_by
from watcher.ledger.scene import Scene
from watcher.ledger.verbs import verbs_in

WINDOW_CHARS_MAX: Final = 420
"""A subject further away from its verb is not looked for."""
_CUTS_MAX: Final = 6
_ADVERBS_CHARS_MAX: Final = 60
_ADVERBS: Final = re.compile(
    r"(?:(?:^|[\s,]+)(?:also|then|later|has|have|had|today|yesterday|previously|rightly|recently|earlier|simply|since"
    r"|even|once|first|initially|originally|privately|further|itself|himself|herself|themselves"
    r"|too|again|repeatedly|publicly|immediately|just|now|already|who|still|however|meanwhile|both|each|all|has since|did|does|do"
    r"|would|could|will|can|may|might|only|must"
    r"|(?:on|last|this) (?:mon|tues|wednes|thurs|fri|satur|sun)day|this week|last week|last night|at the time|in turn))+$",
    re.IGNORECASE,
)
_ADVERB_ENDS: Final = frozenset(
    "also then later has have had today yesterday previously rightly recently earlier simply since even once first initially"
    " originally privately further too again repeatedly publicly immediately just now already who still however"
    " meanwhile both each all did does do monday"
    " tuesday itself himself herself themselves"
    " wednesday thursday friday saturday sunday week night time turn is was were would could will can may might only must".split()
)
_PRONOUNS: Final = frozenset("he she they it i we you".split())
_PREPOSITION: Final = re.compile(
    r"\s+(?:of|for|from|at|in|by|with|to|on|representing|behind|leading)(?:\s+(?:the|a|an|our|its))?$", re.IGNORECASE
)
_PREPOSITION_CHARS: Final = 30
_AND: Final = re.compile(r"[,\s]+(?:and|&|along with|together with)$|^and$", re.IGNORECASE)
_CLAUSE_END: Final = re.compile(r"[.:;§]\s|[.:;§]$|§")
_CIRCUMSTANCE: Final = re.compile(
    r",\s+(?:adding|saying|who (?:said|added|joined)|and (?:added|said))|\s+(?:in|on|at|to|after|before|during|when|as"
    r"|while|following)\s"
)
_EMBEDS: Final = re.compile(r"\s(?:of|for|from|at|to|with|by|that|in)\s")
_PLURAL: Final = re.compile(
    r"(?:Governors|Heads|Headteachers|Teachers|Parents|Pupils|Inspectors|Officials|Ministers|Critics|Campaigners)"
)
_ASIDE: Final = re.compile(r"(?:whose|which|who|(?!acting\b)\w+ing)\b")
_ASIDE_SAYS: Final = re.compile(
    r"\b(?:is|was|became|serves|works|runs|ran|leads|led|heads|headed|chairs|founded|co-founded|represents|manages"
    r"|directs|edits|speaks|set up"
    r"|son|daughter|child|children|twins|grandson|granddaughter|boy|girl|representing|leading|succeeded|took over)\b"
)
_PRIVATE_AHEAD: Final = re.compile(
    r"\b(?<!former )(?:pupil|parent|mum|dad|student|neighbour|resident|schoolboy|schoolgirl|year \d+"
    r"|(?:parody|spoof|fake|satirical|anonymous) \w+)$",
    re.IGNORECASE,
)
_BODY_OF: Final = re.compile(
    r"(?<![\w’'-])((?:[A-Z][\w’'-]+ )+)(?:of|for|on) (?:the )?[A-Z][\w’'-]+"
    r"(?:(?: and| &| in|,(?= [A-Z][\w’'-]+ and ))? [A-Z][\w’'-]+)*$"
)
_BETWEEN: Final = re.compile(
    r"(?P<role>,\s+[^,§.;]{3,100})?(?:(?P<and>,?\s+(?:and|&)\s)|,\s)(?:the\s|its\s|their\s)?(?:[a-z][\w’'-]*\s){0,4}$"
)
_WHO: Final = re.compile(r"(?:,|\s[–—])\s+(?P<clause>(?:who|whose)\s(?:(?!,\s+(?:who|whose)\s)[^§.:;])*)$")
_WHO_ENDS: Final = re.compile(r",\s+(?:who|(?P<which>which))(?:\s+(?:also|later|has|had|then))*$")
_A_BODY: Final = re.compile(
    r"^(?:(?:a|an|the|its|another|our|one)\s+)?(?:[\w’'-]+\s+){0,3}?(?:charity|union|group|network|body|think[ -]tank"
    r"|company|firm|organisation|agency"
    r"|association|publisher|consultancy|federation|coalition|alliance|trust|helpline|website|newspaper"
    r"|broadcaster)(?:\s+(?:for|of|that|which)\b.*)?$",
    re.IGNORECASE,
)
_ALONG_WITH: Final = re.compile(r",\s+(?:along|together) with\s[^,§]+,$")
_ONE_OF: Final = re.compile(
    r"[\s,]*(?:but |and )?(?:(?:one|two|three|some|many|several|most|none|another|others|either|neither)(?: of\b|$)"
    r"|neither .{2,80} nor )",
    re.IGNORECASE,
)
_INTO: Final = re.compile(
    r"^(?:.*\s)?(?:when|that|as|while|and|but|because|if|though|where|even|since|after|before|which|says?|said|in|of|by|from)\s+"
    r"(?=(?:the\s|[A-Z])[^,]*[’'])"
)
"""What a description with an owner takes along from the words before it: "when the inspectorate’s handbook"."""
_FIRM_AHEAD: Final = re.compile(
    r"(?:^|\s)(?:of|for|from|at|with) (?:the|a|an) (?:[a-z][\w’'-]* ){0,2}?(?:firm|charity|union|think[ -]tank|trust|agency|company"
    r"|consultancy|network|group|helpline|federation|association|campaign)$"
)
"""What makes a name behind it that of a body: "Name, of the law firm Name & Name"."""
_IN_OFFICE: Final = re.compile(
    r"\b(?:[Cc]ouncillor|Cllr|MP|MSP|MS|[Mm]inister|[Mm]ayor|[Pp]resident|[Ss]ecretary|[Dd]irector|[Cc]hief executive|[Ll]eader"
    r"|[Hh]eadteacher|[Pp]rincipal|[Cc]hair(?:man|woman)?|[Cc]ommissioner|[Pp]rofessor)\b"
)
_THE_LATE: Final = re.compile(
    r"(?P<late>the late )?(?P<who>(?:[A-Z][\w’'-]+\.? ){1,4}?[A-Z][\w’'-]+)(?P<place> (?:of|at|from) (?:the )?[A-Z].*)?$"
)
_THEIRS: Final = re.compile(r"((?:(?!(?:The|But|And|Yet|So|In) )[A-Z][\w-]+ )*[A-Z][\w-]*s[’'] )$")
"""Whose body it is stands in its name: "the Larch Teachers' Alliance"."""
_OWN_BODY: Final = re.compile(
    r"(?:(?:But|And|Yet) )?(?:[A-Z][\w-]+(?:[’']s|(?<=s)[’'])|(?:[Hh]er|[Hh]is|[Tt]heir|[Ii]ts)) "
    r"(?:[a-z-]+ ){0,2}?(?:union|trust|council|charity|employer|association|firm|think[ -]tank|party|school|company|publisher)"
)
_PREDICATE: Final = re.compile(r"(?:was|were|is|are|had|has)\b")
_MANNER: Final = re.compile(r"\s+(?!(?:family|assembly|ally|bully)$)[a-z]+ly$")
_PRONOUN_AHEAD: Final = re.compile(r"(?:he|she|they|it)\b", re.IGNORECASE)
_DOES: Final = re.compile(r"[A-Z][\w’'-]+ (?:[a-z]+ed|is|was|has|had|says|said|gave|made|took|went|came|told|wrote|left)\b")
_DID: Final = re.compile(r"[A-Z][\w’'-]+,? (?:had|has|was|is|did) [a-z]")
_TWO_OFFICES: Final = re.compile(
    r",\s(?P<role>[a-z][^,;:§]{2,100}?)\sand\s(?:also\s)?(?P<other>(?:(?:the|a|an|its)\s)?[a-z][^,;:§A-Z]{2,60}[^;:§]{0,60}),"
)
_IDENTITY: Final = re.compile(r"(?:She|He|It) (?:is|was) (?P<who>(?:[A-Z][\w’'-]+\.? )+[A-Z][\w’'-]+)(?=[,.]|$)")
_INDEFINITE: Final = re.compile(r"(?:an?|one|another|some|many|several|two|three)\s", re.IGNORECASE)
_OWN_SUBJECT: Final = re.compile(r",\s+(?:the|one|a|an|another|some|many)\s+[a-z]")
_SENT_BY: Final = re.compile(r"^.*\b(?:from|by)\s+(?=(?:the|its|their|his|her|a)\s)")
_JOINED_AHEAD: Final = re.compile(r"\b[Tt]he (?P<first>[A-Z][a-z]+ (?:and|&) )$")
_AND_IN_NAME: Final = re.compile(r"\s(?:and|&)\s*$")
_SIGNED: Final = ("signed by", "written by", "penned by", "signed by the", "written by the", "sent by")
"""Behind these words a name is the author of what speaks: "the letter, signed by Name, reads"."""
_NAME_CHARS_MAX: Final = 80


def sentence_subject(sentence: str, cast: Cast) -> Speakers | None:
    """Return whom a sentence begins with: somebody by name, "she", or a description ("the head"); None if with none of these."""
    named = opening_subject(sentence, cast)
    if named is not None:
        return named
    clause = main_clause(sentence)
    pronoun = _PRONOUN_AHEAD.match(clause)
    identity = _IDENTITY.match(clause) if pronoun else None
    if identity and cast.scene.is_evident(identity["who"]):
        person = cast.scene.person(identity["who"])
        return (person,) if person else NOBODY
    if pronoun:
        return meant_by(pronoun.group().casefold(), cast, "")
    end = description_end(clause)
    if not end:
        return None
    behind = apposed(clause, end)
    return subject_before(clause[: behind.end if behind else end], cast)


def subject_before(left: str, cast: Cast) -> Speakers | None:
    """Return who is the subject of a verb that follows `left`; `NOBODY` for one who is not named, None if there is no subject."""
    left = left[-WINDOW_CHARS_MAX:].rstrip()
    if _ALONG_WITH.search(left) or _ONE_OF.match(left):
        return NOBODY
    together = joint_subject(left, cast)
    if together is not None:
        return together
    with_office = _with_office(left, cast) if left.endswith(",") and " and " in left else None
    if with_office is not None:
        return with_office
    related = _related(left, cast)
    if related is not None:
        return related
    tail = left[-_ADVERBS_CHARS_MAX:]
    if tail[tail.rfind(" ") + 1 :].casefold() in _ADVERB_ENDS:
        left = left[: len(left) - len(tail)] + _ADVERBS.sub(_kept_comma, tail)
    elif left.endswith("ly"):
        left = _MANNER.sub("", left)
    return _head(left, cast, None, 0)


def _kept_comma(adverbs: re.Match[str]) -> str:
    """Return the comma that closes an apposition before an adverb ("Name, of the Body, once"); none of two around one."""
    words = adverbs.group()
    return "," if words.startswith(",") and words.count(",") == 1 else ""


def _with_office(left: str, cast: Cast) -> Speakers | None:
    """Return who begins a clause and has two offices behind the name: "Name, president of X and head of a school in Y,"."""
    clause = main_clause(left)
    first = next(iter(runs(clause)), None)
    if first is None or first.kind is not Kind.PERSON or first.start > len(first.role) + 1 or not cast.scene.is_evident(first.text):
        return None
    beside = _TWO_OFFICES.fullmatch(clause, first.end)
    if beside is None or not IS_ROLE.search(beside["role"]) or not IS_ROLE.search(beside["other"]) or verbs_in(beside.group()):
        return None
    person = cast.scene.person(first.text, first.role or None, beside.group().strip(" ,"))
    return (person,) if person else NOBODY


def _related(left: str, cast: Cast) -> Speakers | None:
    """Return who stands before a relative clause that ends `left`: "Name, who runs the charity Body," is Name."""
    behind = _WHO_ENDS.search(left)
    if behind and behind["which"]:
        body = _ending(left[: behind.start()], cast.scene)
        return (cast.scene.body_speaker(body.text),) if body and body.kind is Kind.BODY else NOBODY
    if behind:
        return _antecedent(left[: behind.start()], cast)
    clause = _WHO.search(left) if left.endswith((",", "–", "—")) and " who" in left else None
    mention = _ending(left[: clause.start()].rstrip(" ,–—"), cast.scene) if clause else None
    if clause and clause["clause"].startswith("whose ") and _IN_OFFICE.search(left, 0, clause.start()):
        words = left[: clause.start()].rstrip(" ,–—")
        is_name = mention is not None and mention.kind is Kind.PERSON and not _IN_OFFICE.search(mention.text)
        return _head(words if is_name else f"{words},", cast, None, 1)  # whose family somebody in office has is an aside
    return _with_clause(left, mention, clause["clause"].strip(" ,–—"), cast) if clause and mention else None


def _with_clause(left: str, mention: Mention, clause: str, cast: Cast) -> Speakers | None:
    """Return who is mentioned before a clause about them; None if it is about others ("its members in Northtown, who")."""
    before = left[: mention.start].rstrip()
    if _is_body_mention(mention, cast.scene):
        is_first = mention.start <= len("The ") and clause.startswith("whose ")
        return _body(mention, before, cast) if is_first else None
    firm = _FIRM_AHEAD.search(before)
    if firm:
        return _head(before[: firm.start()], cast, f"of {mention.text}", 1)
    if mention.kind is not Kind.PERSON or (_PREPOSITION.search(f" {before}") and not is_somebody(mention, cast.scene)):
        return None
    return _person(mention, before, cast, clause)


def _is_body_mention(mention: Mention, scene: Scene) -> bool:
    return mention.kind is Kind.BODY or (mention.kind is Kind.PERSON and scene.body(mention.text) is not None)


def _antecedent(left: str, cast: Cast) -> Speakers | None:
    """Return the last person of `left`, with nothing but a role or a place behind the name: "heard from Name of Body, who"."""
    people = [each for each in runs(left) if each.kind is Kind.PERSON and cast.scene.is_person(each.text)]
    last = people[-1] if people else None
    ending = _ending(left, cast.scene)
    if last is None and ending is not None and ending.kind is Kind.DESCRIPTION:
        return _head(left, cast, None, 1) or NOBODY
    if last is not None and ending is not None and ending.kind is Kind.BODY and ending.start <= last.start:
        return _head(f"{left},", cast, None, 1)  # "Name, chief executive of the Confederation of Invented Trusts, who said"
    if last is None or cast.scene.body(last.text) or last.text.endswith(("’s", "'s")):
        return None
    behind = left[last.end :]
    if behind and not (re.match(r" (?:of|from|at) ", behind) or (behind.startswith(",") and IS_ROLE.search(behind))):
        return None
    person = cast.scene.person(last.text, last.role or None, behind.strip(" ,") or None)
    return (person,) if person else NOBODY


def subject_after(right: str, cast: Cast) -> Speakers | None:
    """Return who is named directly behind a verb: "said Name, role", "said the role, Name", "said Name and Name"."""
    words = right[:WINDOW_CHARS_MAX]
    for stop in (_CLAUSE_END, _CIRCUMSTANCE):
        end = stop.search(words)
        words = words[: end.start()] if end else words
    words = words.strip()
    together = joint_list(words, cast)
    if together:
        return together.speakers
    people = [each for each in runs(words) if each.kind is Kind.PERSON and not cast.scene.body(each.text)]
    if _INDEFINITE.match(words) and not any(cast.scene.is_evident(each.text) or " " in each.text for each in people):
        return NOBODY if "spokes" not in words else _head(words.partition(",")[0], cast, None, 0)
    for person in people:
        ahead, behind = words[: person.start].strip(), words[person.end :].rstrip()
        if _EMBEDS.search(f" {ahead} ") and "," not in ahead:
            continue
        if behind.startswith(("’s", "'s")) or person.text.endswith(("’s", "'s")):
            continue
        if not cast.scene.is_name(person.text) and _is_no_name(person.text):
            return NOBODY
        return _named_after(person, ahead, behind, people, cast)
    first = words.partition(",")[0]
    return _head(first, cast, None, 0)


def _named_after(person: Mention, ahead: str, behind: str, people: list[Mention], cast: Cast) -> Speakers:
    """Return the person behind a verb, with those who are joined to them by "and"."""
    role = re.sub(r"^(?:the|a|an|our|its|his|her|their)\s+", "", ahead.rstrip(", "), flags=re.IGNORECASE)
    role = "" if _ONE_OF.match(role) else role
    joined = _joined_names(person, behind, people)
    if joined is None:
        me = cast.scene.person(person.text, f"{role} {person.role}".strip() or None, behind.strip(" ,()") or None)
        return (me,) if me else NOBODY
    found = [cast.scene.person(person.text, f"{role} {person.role}".strip() or None, joined[0][1] or None)]
    found.extend(cast.scene.person(each.text, each.role or None, apposition or None) for each, apposition in joined[1:])
    named = tuple(each for each in found if each)
    return named if len(named) == len(found) else NOBODY


def _joined_names(person: Mention, behind: str, people: list[Mention]) -> list[tuple[Mention, str]] | None:
    """Return the names joined by "and" behind a verb, each with its apposition; None if there is only one."""
    found: list[tuple[Mention, str]] = []
    place, last = person.end, person
    for other in (each for each in people if each.start > person.end):
        match = _BETWEEN.match(behind[place - person.end :][: other.start - place].rstrip() + " ")
        if match is None or (match["role"] and not IS_ROLE.search(match["role"])):
            break
        found.append((last, (match["role"] or "").strip(" ,")))
        last, place = other, other.end
        if match["and"]:
            rest = re.match(r"\s*,\s*([^,§.;]{3,100})", behind[place - person.end :])
            found.append((last, rest[1] if rest and IS_ROLE.search(rest[1]) else ""))
            return found
    return None


def _head(left: str, cast: Cast, apposition: str | None, cuts: int) -> Speakers | None:
    """Read `left` from its end: a name, a description or a pronoun; else cut an apposition or "of the Body" and look again."""
    left = left.rstrip()
    if cuts > _CUTS_MAX or not left:
        return None
    if left.endswith(")") and "(" in left:
        inside = left[left.rindex("(") + 1 : -1]
        is_better = apposition is None or IS_ROLE.search(apposition) is None
        return _head(left[: left.rindex("(")], cast, inside if is_better else apposition, cuts + 1)
    has_comma = left[-1] in ",–—"
    plain = left.rstrip(" ,–—")
    mention = _ending(plain, cast.scene)
    if mention is not None:
        before = plain[: mention.start].rstrip()
        if not has_comma or mention.kind is Kind.PRONOUN or _stands_alone(before, mention, cast.scene):
            return _mentioned(mention, before, cast, apposition, cuts, has_comma=has_comma)
    if not has_comma:
        return _cut_clause(plain, cast, apposition, cuts)
    return _cut_apposition(plain, cast, apposition, cuts)


def _cut_apposition(plain: str, cast: Cast, apposition: str | None, cuts: int) -> Speakers | None:
    """Look left of what stands behind the last comma: a role or a body is kept, an aside ("giving evidence") is not."""
    at = max(plain.rfind(","), plain.rfind("–"), plain.rfind("—"))
    if at <= 0:
        return None
    segment, rest = plain[at + 1 :].strip(), plain[:at].rstrip(" ,–—")
    is_clause = segment.startswith(("where ", "when ")) or (segment.startswith("which ") and _is_placed(rest, cast.scene))
    if is_clause or (apposition is None and _ASIDE.match(segment) and not _ASIDE_SAYS.search(segment)):
        last = _ending(rest, cast.scene)
        is_first = last is not None and segment.startswith("which ") and last.start <= len("The ") and last.kind is Kind.BODY
        is_named = is_first or (last is not None and last.kind is Kind.PERSON and not last.text.islower())
        return _head(rest if is_named or is_clause else f"{rest},", cast, None, cuts + 1)
    named = _named_in_apposition(segment, rest, cast)
    if named is not None:
        return named
    own = _ending(segment, cast.scene) if _OWN_BODY.fullmatch(rest) else None
    if own and _is_body_mention(own, cast.scene) and own.start <= len("the "):
        return _body(own, "", cast)  # "Tull's union, the Guild of Heads,"
    return _head(rest, cast, _joined_roles(segment, apposition), cuts + 1)


def _named_in_apposition(segment: str, rest: str, cast: Cast) -> Speakers | None:
    """Return who is named behind a description of them, with a place ("Her solicitor, Name of Body,") or "the late"."""
    match = _THE_LATE.match(segment) if rest[:1].isupper() and "," not in rest else None
    if match is None or not (match["late"] or match["place"]):
        return None
    named = next((each for each in find_runs(match["who"]) if each.kind is Kind.PERSON), None)
    others = [each for each in find_runs(rest) if not each.text.endswith(("’s", "'s"))]
    if named is None or others or named.end != len(match["who"]) or not cast.scene.is_name(named.text):
        return None
    role = re.sub(r"^(?:The|A|An|Her|His|Their|Its|Our|My)\s+", "", rest)
    person = cast.scene.person(named.text, role if IS_ROLE.search(role) else None, (match["place"] or "").strip() or None)
    return (person,) if person else NOBODY


def _is_placed(words: str, scene: Scene) -> bool:
    """Whether `words` end in a place, so that a clause behind them is about it and not about who they begin with."""
    last = _ending(words, scene)
    return last is not None and last.start - len(last.role) > len("The ")


def _joined_roles(segment: str, apposition: str | None) -> str:
    """Return what stands behind a name as one: "chair, Invented Trust" is a role and its body."""
    if apposition and apposition != segment and re.match(r"(?:the )?[A-Z]", apposition) and IS_ROLE.search(segment):
        return f"{segment}, {apposition}"
    return apposition or segment


def _with_body(role: str, apposition: str | None, scene: Scene) -> str:
    """Return a role with the body that is printed behind it as an apposition of its own."""
    if apposition and re.match(r"(?:of|at|for) (?:the )?[A-Z]", apposition):
        return f"{role} {apposition}"
    is_body = apposition is not None and (scene.body(apposition) is not None or apposition.split()[-1] in BODY_WORDS)
    return f"{role}, {apposition}" if is_body and apposition and apposition[:1].isupper() and IS_ROLE.search(role) else role


def _mentioned(mention: Mention, before: str, cast: Cast, apposition: str | None, cuts: int, *, has_comma: bool) -> Speakers | None:
    """Return who is mentioned; behind a preposition it is the place of whoever stands before ("the head of Elm Park")."""
    firm = _FIRM_AHEAD.search(before.removesuffix(mention.role).rstrip()) if mention.kind is Kind.PERSON else None
    if firm and before[: firm.start()].strip():
        return _head(before[: firm.start()], cast, apposition or f"of {mention.text}", cuts + 1)
    ahead = max(0, len(before) - _PREPOSITION_CHARS)
    place = _PREPOSITION.search(f" {before}", ahead) if mention.kind is not Kind.PRONOUN and not has_comma else None
    if place is None or _is_known(mention, cast.scene):
        return _resolved(mention, before, cast, apposition)
    if mention.kind is Kind.PERSON and mention.role and (segment := before.rsplit(",", 1)[-1].strip()) and IS_ROLE.search(segment):
        person = cast.scene.person(mention.text, f"{segment} {mention.role}")
        return (person,) if person else NOBODY
    name, _, segment = before.rpartition(",")
    if name and apposition and IS_ROLE.search(segment):  # "Name, director of Learning, Invented Council"
        return _head(name, cast, _joined_roles(f"{segment.strip()} {mention.text}", apposition), cuts + 1)
    of_place = f"{place.group().split()[0]} {_whole(mention, before)}"
    is_sender = of_place.startswith(("from ", "by "))
    found = _head(before[: place.start()], cast, of_place if is_sender else apposition or of_place, cuts + 1)
    if found is None and mention.kind is Kind.DESCRIPTION and is_document(mention.text):  # "paragraph 9 of the handbook"
        return _resolved(mention, before, cast, apposition)
    return found


def _is_known(mention: Mention, scene: Scene) -> bool:
    """Whether a run ends in a known name ("for Learning Tobias Hale"): the preposition before it belongs to the role."""
    parts = mention.text.split()
    return mention.kind is Kind.PERSON and len(parts) > 2 and bool(scene.gazetteer.people_named(" ".join(parts[-2:])))


def _whole(mention: Mention, before: str) -> str:
    """Return a place with its article, as printed: "the island council"."""
    article = re.search(r"\b(the|a|an)$", before)
    return f"{article[1]} {mention.text}" if article and mention.kind is not Kind.DESCRIPTION else mention.text


def _cut_clause(plain: str, cast: Cast, apposition: str | None, cuts: int) -> Speakers | None:
    """Look left of an apposition without its second comma, or of a relative clause ("A, head of b said")."""
    name, _, role = plain.rpartition(",")
    if name and apposition and apposition[:1].isupper() and IS_ROLE.search(role):
        return _head(name, cast, _joined_roles(role.strip(), apposition), cuts + 1)
    match = re.search(r"\s+(?:who|whose)\s+[^,]*$|\s+(?:of|for|from|at)\s+[^,]*$|,\s+(?:a|an|the)?\s*[^,]*$", plain)
    if match is None:
        return None
    segment = match.group().strip(" ,")
    if _OWN_SUBJECT.match(match.group()) and not _ends_in_name(plain[: match.start()], cast.scene):
        return NOBODY  # "Asked by Name whether she had known, the witness"
    if _PREDICATE.match(segment):  # "Ada Brook, was cheerful"
        return _head(f"{plain[: match.start()]},", cast, apposition, cuts + 1)
    if apposition and match.group().startswith(",") and re.match(r"(?:of|for|from|at)\s", apposition):
        segment, apposition = f"{segment} {apposition}", None
    return _head(plain[: match.start()], cast, apposition or segment, cuts + 1)


def _may_be_apposed(before: str, scene: Scene) -> bool:
    """Whether "the bishop" behind `before` can be in apposition: not in "She had taught for years, the bishop said"."""
    clause = before.rsplit(", ", 1)[-1]
    if LEAD_PHRASE.match(before):  # "In his letter, seen by the Larch Echo, the bishop"
        last = _ending(before[:-1].rstrip(), scene)
        return last is not None and last.kind is Kind.PERSON
    return _ends_in_name(before[:-1], scene) or not _DID.search(before) or clause.startswith(("who ", "whose ", "a ", "the "))


def _ends_in_name(words: str, scene: Scene) -> bool:
    """Whether words end in somebody's name, an age or a bracket, so that what follows a comma is in apposition to it."""
    last = _ending(words.rstrip(" ,"), scene)
    return words[-1:] in "0123456789)" or (last is not None and last.kind in (Kind.PERSON, Kind.BODY))


def _stands_alone(before: str, mention: Mention, scene: Scene) -> bool:
    """Whether a name before a comma is the subject itself: after nothing, "and", a verbless opener, or in apposition to a role."""
    if mention.kind is Kind.PERSON and before and not scene.is_name(mention.text):  # "Name, Regional Director, North,"
        return False
    if before.endswith(",") and not scene.is_evident(mention.text) and _has_person_ahead(before[:-1], scene):
        return False  # "Name, Larch Hill,", "Name, Chief Executive, Larch Forward,"
    ahead = bare_role(before)
    if mention.kind is Kind.PERSON and before[: len(before) - len(ahead)].rstrip().endswith((",", *_SIGNED)):
        return True
    return mention.kind is Kind.PERSON and (not before or before.casefold() in ("and", "but", "so", "yet", "meanwhile", "now"))


def _has_person_ahead(words: str, scene: Scene) -> bool:
    """Whether words end in a person's name, or begin with one that has nothing but a role behind it."""
    name, _, role = words.strip().partition(",")
    is_first = bool(role) and IS_ROLE.search(role) is not None and scene.is_evident(name) and find_runs(name)[:1] != ()
    return is_first or _is_person_before(words, scene)


def _is_person_before(words: str, scene: Scene) -> bool:
    """Whether words end in a name that is surely a person's, or are nothing but a whole name."""
    offset = max(0, len(words) - _NAME_CHARS_MAX)
    last = next((each for each in find_runs(words[offset:]) if each.end == len(words) - offset), None)
    if last is None or last.kind is not Kind.PERSON:
        return False
    return scene.is_evident(last.text) or (" " in last.text and last.text == words.strip())


def _ending(plain: str, scene: Scene) -> Mention | None:
    """Return the name, pronoun or description that ends exactly where `plain` ends."""
    last = plain[plain.rfind(" ") + 1 :]
    for pattern in (scene.gazetteer.body_names, scene.gazetteer.metonyms) if key_of(last) in scene.gazetteer.body_ends else ():
        for match in pattern.finditer(plain, max(0, len(plain) - 90)):
            if match.end() == len(plain):
                return Mention(match.start(), match.end(), Kind.BODY, match.group())
    word = last.lstrip(",(—–-").casefold()
    if word in _PRONOUNS:
        return Mention(len(plain) - len(word), len(plain), Kind.PRONOUN, word)
    if last[:1] == "@":
        return Mention(len(plain) - len(last), len(plain), Kind.PERSON, last)
    named = _ending_name(plain, scene) if last[:1].isupper() else None
    return named or _ending_description(plain, last)


def _ending_name(plain: str, scene: Scene) -> Mention | None:
    """Return the name that ends where `plain` does, a body's from its beginning ("the Heads and Deputies Union")."""
    whole = _BODY_OF.search(plain[-90:])
    if whole and not re.search(r"[’'](?:s)?\s", whole.group()) and any(word in BODY_WORDS for word in whole[1].split()):
        return Mention(len(plain) - len(whole.group()), len(plain), Kind.BODY, whole.group())
    offset = max(0, len(plain) - 80)
    found = [mention for mention in find_runs(plain[offset:]) if mention.end == len(plain) - offset]
    if not found or found[-1].text.endswith(("’s", "'s")):
        return None
    named = found[-1]
    start = named.start + offset
    joined = _JOINED_AHEAD.search(plain, max(0, start - _PREPOSITION_CHARS), start) if named.kind is Kind.BODY else None
    if joined and not _is_name_alone(joined["first"], scene):
        start = joined.start("first")
    return Mention(start, len(plain), named.kind, plain[start:], named.role)


def _ending_description(plain: str, last: str) -> Mention | None:
    if last.casefold() not in HEAD_ENDS:
        return None
    window = plain[-110:]
    match = DESCRIPTION_AT_END.search(window)
    if match:
        return Mention(len(plain) - len(window) + match.start(), len(plain), Kind.DESCRIPTION, match.group())
    if _PLURAL.fullmatch(plain.strip()):
        return Mention(len(plain) - len(last), len(plain), Kind.DESCRIPTION, last)
    role = bare_role(" ".join(window.split()[-4:]))
    return Mention(len(plain) - len(role), len(plain), Kind.DESCRIPTION, role) if role else None


def _resolved(mention: Mention, before: str, cast: Cast, apposition: str | None) -> Speakers | None:
    if mention.kind is Kind.PRONOUN:
        return meant_by(mention.text, cast, before)
    if mention.kind is Kind.PERSON:
        return _person(mention, before, cast, apposition)
    if mention.kind is Kind.BODY or cast.scene.body(mention.text):
        return _body(mention, before, cast)
    return _description(mention, before, cast, apposition)


def _person(mention: Mention, before: str, cast: Cast, apposition: str | None) -> Speakers:
    scene = cast.scene
    known_body = scene.body(mention.text)
    if known_body is not None:
        return (scene.body_speaker(mention.text),)
    role = mention.role
    if before.endswith(","):
        segment = _SENT_BY.sub("", before[:-1].rsplit(",", 1)[-1].strip())
        segment = re.sub(r"^(?:but|and|so|yet|now)\s+", "", segment, flags=re.IGNORECASE)
        is_role = IS_ROLE.search(segment) and len(segment) < 90 and not LEAD_PHRASE.match(f"{segment}, ")
        role = role or (segment if is_role else "")
        lead = before
    else:
        before = before.removesuffix(role).rstrip()
        ahead = bare_role(before)
        role = f"{ahead} {role}".strip()
        lead = before[: len(before) - len(ahead)].rstrip()
    is_private = bool(_PRIVATE_AHEAD.search(before.rstrip(" ,")))
    if is_private:
        scene.hide("".join(scene.bearers(mention.text)[:1]) or mention.text)
    if is_private or (not scene.is_name(mention.text) and _is_no_name(mention.text)):
        return NOBODY
    if _is_unknown_body(mention.text, role, apposition, scene):
        return (scene.body_speaker(mention.text),)
    me = scene.person(mention.text, role or None, apposition if apposition and _is_role(apposition) else None)
    mine = (me,) if me else NOBODY
    lead = lead[: -len(" the")] if lead.endswith(" and the") else lead  # "Name of the Body and the Guild's Name"
    both = _AND.search(lead, max(0, len(lead) - _PREPOSITION_CHARS))
    others = _head(lead[: both.start()].rstrip(), cast, None, 2) if both and lead[: both.start()].strip() else None
    if both and others == () and mine and not both.group().startswith(","):
        is_clause = _ending(lead[: both.start()].rstrip(" ,"), scene) is None and _DOES.search(lead[: both.start()])
        return mine if is_clause else NOBODY  # "Name proposed a boycott and Name called it §"
    if others and not any(each.name == other.name for each in mine for other in others):
        return (*_listed(lead[: both.start()], others, cast), *others, *mine) if mine and both else NOBODY
    return mine


def _listed(lead: str, others: Speakers, cast: Cast) -> Speakers:
    """Return who stands before a comma in a list of names whose last two are joined by "and" ("Name, Name and Name")."""
    last = _ending(lead.rstrip(), cast.scene)
    if last is None or last.kind is not Kind.PERSON or len(others) != 1:
        return NOBODY
    ahead = lead[: last.start].rstrip()
    first = _ending(ahead[:-1].rstrip(), cast.scene) if ahead.endswith(",") else None
    if first is None or first.kind is not Kind.PERSON or cast.scene.body(first.text) or " " not in first.text:
        return NOBODY
    person = cast.scene.person(first.text, first.role or None)
    return (person,) if person else NOBODY


def _is_no_name(word: str) -> bool:
    """Whether a word that the text never gave to anybody is a plural or somebody's first name: nobody to be shown."""
    return " " not in word and (is_given(word) or (word.endswith("s") and not word.endswith("ss")))


def _is_unknown_body(name: str, role: str, apposition: str | None, scene: Scene) -> bool:
    """Whether a name that no gazetteer has is a body's: the text says that it is one, or it is one word that nobody bears."""
    if (
        scene.gazetteer.people_named(name)
        or is_given(name.split(maxsplit=1)[0])
        or without_title(name) != name
        or name.startswith("@")
    ):
        return False
    if apposition and (apposition.startswith("which ") or _A_BODY.search(apposition)):
        return True
    if _A_BODY.search(role):
        return True
    return " " not in name and not role and not apposition and not scene.is_name(name)


def _is_role(apposition: str) -> bool:
    return (
        bool(IS_ROLE.search(apposition))
        or bool(re.match(r"(?:of|from|at|for|who)\s|(?:both )?\d+$|aged", apposition))
        or apposition[:1].islower()
        or (" " in apposition and find_runs(apposition)[-1:] != () and find_runs(apposition)[-1].kind is Kind.BODY)
    )


def _body(mention: Mention, before: str, cast: Cast) -> Speakers:
    """Return a body by its whole name: "the Institute of Plain Schools" ends in a run of its own."""
    joined = re.search(r"((?:[A-Z][\w’'-]+ )+(?:(?:of|for) (?:the )?|(?:and|&) ))$", f"{before} ") or _THEIRS.search(f"{before} ")
    known = cast.scene.body(mention.text)
    printed = mention.text if known or not joined else f"{joined[1]}{mention.text}"
    whole = cast.scene.whole_body(printed)
    if whole is None:
        return NOBODY
    me = cast.scene.body_speaker(whole)
    if joined and _AND_IN_NAME.search(joined[1]) and whole.endswith(printed) and not _is_name_alone(joined[1], cast.scene):
        return (me,)  # "The Larch and Elm Schools Alliance"
    both = _AND.search(re.sub(r"\s*\bthe$", "", before))
    others = _head(before[: both.start()], cast, None, 3) if both and before[: both.start()].strip() else None
    if others == NOBODY:
        return NOBODY
    return (*others, me) if others and all(each.name != me.name for each in others) else (me,)


def _is_name_alone(joined: str, scene: Scene) -> bool:
    """Whether what stands before "and" is a whole name of its own: then two speak, and no one body with a long name."""
    first = _AND_IN_NAME.sub("", joined).strip()
    is_body = (" " in first and first.split()[-1] in BODY_WORDS) or first.isupper() or scene.body(first) is not None
    return is_body or scene.is_name(first)


def _description(mention: Mention, before: str, cast: Cast, apposition: str | None) -> Speakers | None:
    """Return who a description without a name means: by its role on the day, by what the text said before, or nobody."""
    printed = _INTO.sub("", mention.text.strip())
    match = DESCRIPTION.fullmatch(printed)
    determiner = match["det"] if match else ""
    phrase = re.sub(r"^(?:the|a|an|his|her|its|their|our|my)\s+", "", printed, flags=re.IGNORECASE)
    owner = re.match(r"(?:the\s+)?(.+?)(?:[’']s|(?<=s)[’'])\s+(.+)$", printed, re.IGNORECASE)
    if before.endswith(",") and not owner and IS_ROLE.search(printed) and _may_be_apposed(before, cast.scene):
        apposed = _head(before[:-1], cast, _with_body(printed, apposition, cast.scene), 3)
        if apposed and apposed[0].name != apposed[0].organisation:
            return apposed
    return stand_in(printed, phrase, determiner, owner, cast, apposition)
