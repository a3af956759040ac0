"""In whose voice a line without quotation marks speaks: letters, speeches, greetings, debates, and questions with their answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from watcher.ledger.gazetteer import TITLES, Gazetteer, without_title
from watcher.ledger.given import is_given
from watcher.ledger.names import WORD, Kind, find_runs

HEADING_CHARS_MAX: Final = 120
"""A longer line is a paragraph."""
_CHAIRS: Final = frozenset(("Chair", "Chairman", "The Chair", "CHAIR", "Madam Speaker", "Mr Speaker", "Madam Deputy Speaker"))
TURNS_MIN: Final = 2
"""So many lines that begin with a name and a colon make a record of who spoke in turn."""
SIGNATORIES_MAX: Final = 12
LETTERS_MAX: Final = 30
"""More salutations are no page of letters."""
SECTIONS_MIN: Final = 2
"""So many sections that end in a name are a page of letters or a newsletter; one alone has to end the text."""
_SIGNATURE_LINES_MAX: Final = 24

_NAME: Final = rf"(?:{TITLES}\s+)*{WORD}(?: {WORD}){{1,3}}"
FIRST_PERSON: Final = re.compile(r"\b(?:I|I[’']m|I[’']ve|I[’']d|I[’']ll|[Mm]y|me|myself|[Ww]e|[Oo]ur|us)\b")
_OTHERS: Final = re.compile(r"(?:…|\.\.\.)?\s*(?:and|plus|with)\s+(?:\d|\w+ (?:other|more))", re.IGNORECASE)
"""Below those who sign by name: "… and 40 others"."""
_BULLET: Final = re.compile(r"^\s*(?:[•·▪●*]|[–—-]\s)\s*")
_BEHIND_NAME: Final = re.compile(r"\s*(?:,|\(|\s[–—-]\s)\s*")
_SIGNED: Final = re.compile(r"^Signed(?: by)?:?\s+", re.IGNORECASE)
_GIVEN_INITIALS: Final = re.compile(r"^(?:[A-Z]\.\s?)+(?=[A-Z][a-z])")
"""What can stand for given names: "J. D. Brook"."""
_DEAR: Final = re.compile(
    r"(?:My )?Dear\b[^.!?]{1,80}[,:]?$|To whom it may concern\W*$|(?:Sirs?|Madam|Editor)(?:,? (?:or )?(?:Madam|Sir))?[,:]$",
    re.IGNORECASE,
)
_SIR: Final = re.compile(
    r"(?:Dear )?(?:SIR|Sir|Madam|MADAM|Editor|EDITOR)(?:,? (?:or )?(?:Madam|MADAM|Sir))?\s*(?:[–—:-]|,\s)\s*(?=\S)"
)
_FOLLOWING: Final = re.compile(
    r"\bfollowing (?:words|statement|message|tribute|letter|note)\b|\b(?:words|statement|message|letter) (?:is |are )?below\b"
)
_STATEMENT_FROM: Final = re.compile(r"\b(?:statement|message|letter|words) (?:from|by)\b", re.IGNORECASE)
_STYLE: Final = re.compile(r"\s*\((?:Mrs?|Ms|Miss|Dr|Rev|Sir|Prof)\)")
"""How somebody who signs would be addressed."""
_YOURS: Final = re.compile(
    r"(?:Yours(?: \w+){0,2}|(?:(?:With|Kind|Kindest|Best|Warm|Warmest|Very best) )+(?:regards|wishes)|Regards|Sincerely"
    r"|Respectfully"
    r"|In solidarity|Signed(?: by)?)\s*[,:]?$",
    re.IGNORECASE,
)
_SPEECH: Final = re.compile(r"\b(?:speech|address|remarks|keynote|lecture|diary|column|foreword)\b", re.IGNORECASE)
_SPEECH_OF: Final = (
    re.compile(
        rf"(?P<who>{_NAME})(?:[’']s?)\s+(?:[\w’'-]+ ){{0,3}}?(?:speech|address|remarks|keynote|lecture|diary|column|foreword)\b"
    ),
    re.compile(
        rf"\b(?i:speech|address|remarks|keynote|lecture|diary|column|foreword)\b[^.:]{{0,60}}?\b(?:by|from)\s+"
        rf"(?:the [^,.]{{3,60}}, )?(?P<who>{_NAME}(?: and {_NAME})?)"
    ),
    re.compile(rf"^(?P<who>{_NAME}):\s.*\b(?i:speech|address|remarks|keynote|lecture)\b"),
)
_SPEECH_OF_ROLE: Final = re.compile(
    r"(?P<who>[\w ]{4,40}?)[’']s?\s+(?:[\w’'-]+ ){0,3}?(?:speech|address|remarks|keynote|lecture)\b", re.IGNORECASE
)
_OTHER: Final = re.compile(r"[A-Z][\w .’'-]{1,40}(?: \([^)]{2,60}\))?:\s")
_GIVEN_AT: Final = re.compile(
    r"\b(?:spoke|was speaking|addressed|delivered|gave (?:this|the|a|his|her) (?:\w+ )?(?:speech|address|lecture|talk))\b"
)
_STAGE: Final = re.compile(
    r"\W*(?:check(?:ed)? against delivery|(?:this is )?(?:an? |the )?(?:edited |full |abridged )?(?:transcript|text"
    r"|version|extract)\b"
    r"|the following (?:is|was)|applause|laughter|photo\b|picture\b|image\b|share this|listen again|speech (?:delivered|given) "
    r"|delivered (?:on|at|by|to)|question (?:put|agreed|again proposed)|motion (?:made|agreed|lapsed)|resolved\b|sitting suspended"
    r"|the (?:house|sitting|meeting|committee) (?:adjourned|divided|rose|was suspended))",
    re.IGNORECASE,
)
ENDS: Final = re.compile(
    r"\W*(?:ends?|notes? (?:to|for) editors?|media (?:contacts?|enquiries)|press (?:office|contacts?))\b[^.]{0,40}$", re.IGNORECASE
)
_GREETING: Final = re.compile(
    rf"(?:(?:a )?(?:(?:warm )?welcome(?: back)?|introduction|foreword|editorial|(?:word|message|note|letter|update|view|greetings?|"
    rf"thought)s?)(?: of \w+)?\s+(?:from|by)\s+(?:the |our |your )?(?i:[\w ,’'-]{{0,60}}?)"
    rf"|From\s+|Answered by:?\s+|Reply from\s+)(?P<who>(?-i:{_NAME}(?: and {_NAME})?))"
    rf"(?P<role>,[^.:]{{3,80}})?(?: on \d[\w ]+)?\W*$",
    re.IGNORECASE,
)
_TURN: Final = re.compile(
    rf"(?:Q\d+\.?\s+)?(?:The (?P<office>[A-Z][\w ,’'-]{{4,80}}) \((?P<holder>{_NAME})\)"
    rf"|(?P<peer>(?:The )?(?:Lord |Right Reverend )?(?:(?:Arch)?[Bb]ishop|Earl|Duke|Duchess|Countess|Marquess|Viscount(?:ess)?"
    rf"|Dean) of (?:St )?{WORD}(?: (?:and )?{WORD}){{0,2}})"
    rf"|(?P<who>(?:{TITLES}\s+)*{WORD}(?: {WORD}){{0,3}})(?P<place>(?: \([^)]{{2,60}}\)){{0,2}}))\s*:\s+(?=[^\s“\"‘'§])"
)
_CHAIRING: Final = re.compile(rf"(?P<who>{_NAME}) \((?:in the )?[Cc]hair(?:man|woman)?\)")
_IN_THE_CHAIR: Final = re.compile(rf"(?P<who>{_NAME}),? (?:was )?[Ii]n the [Cc]hair\b")
_INITIALS: Final = re.compile(r"[A-Z]{2,3}$")
_QUESTION: Final = re.compile(r"(?:Q\d*|Question(?: \d+)?)\s*[:.)]\s*", re.IGNORECASE)
_ANSWER: Final = re.compile(r"(?:A\d*|Answer)\s*[:.)]\s*(?=\S)")
_INTERVIEW: Final = re.compile(
    r"\b(?:interview(?:s|ed)?|minutes with|questions (?:to|for)|q ?& ?a|(?:talks?|spoke|speaks?|talked|chats?|sat down"
    r"|sits down) (?:to|with)|meets?"
    rf"|meet|we asked|asked|in conversation)\b[^.?!]{{0,60}}?(?P<who>(?-i:{_NAME}))",
    re.IGNORECASE,
)
_NO_LABEL: Final = frozenset(
    "photo picture image contact contacts notes note source editor enquiries media date time venue proposed seconded press"
    " further key information more about update updated published by tel email".split()
)


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks a line, as printed; `skip` characters at its start are a label, and `role` is printed beside the name.

    `is_seat` where a peer or a bishop is called by the seat ("Lord Bishop of Larch"); `instead` is who is in the chair, for
    "Chair" where no list knows who holds it.
    """

    names: tuple[str, ...]
    skip: int = 0
    role: str | None = None
    is_guest: bool = False
    is_seat: bool = False
    instead: str | None = None


def voices_of(lines: Sequence[str], *, title: str | None, byline: str | None, gazetteer: Gazetteer) -> dict[int, Voice]:
    """Return who speaks in which of the `lines` (by number) of a letter, a speech, a greeting, a debate or an interview.

    Lines that nobody speaks (salutation, signature, headings, an interviewer's questions) are left out, and so is everything of a
    text that has none of these forms. `lines` are without outer blanks, what is quoted in them left out.
    """
    letter = _letters(lines, byline) or _letters_page(lines) or _signed_statement(lines, title)
    if letter:
        return letter
    turns = _turns(lines, gazetteer)
    if len({voice.names for voice in turns.values()}) >= TURNS_MIN:
        return turns
    answers = _answers(lines, title, gazetteer)
    if answers or turns:
        return answers or turns
    speech = _speech(lines, title, byline)
    return speech or dict(_greeted(lines)) or _signed_sections(lines, byline)


def _letters(lines: Sequence[str], byline: str | None) -> dict[int, Voice]:
    """Return the lines of one letter, or of each on a page of letters: from a salutation to the one of the next letter."""
    starts = [number for number, line in enumerate(lines) if _DEAR.match(line)][:LETTERS_MAX]
    if not starts:
        return {}
    found: dict[int, Voice] = {}
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        found |= {
            start + number: voice for number, voice in _letter(lines[start:end], byline if len(starts) == 1 else None).items()
        }
    return found


def _letter(lines: Sequence[str], byline: str | None) -> dict[int, Voice]:
    """Return the lines between a salutation and a signature, which are of all who signed; of the byline if nobody did."""
    close = next((number for number in range(1, len(lines)) if _is_close(lines, number)), None)
    close = close or _last_close(lines, 0)
    signed = _signatories(lines[close + 1 : close + 1 + _SIGNATURE_LINES_MAX]) if close else Voice(())
    if byline and not signed.names:
        signed = Voice((byline,))
    if not signed.names:
        return {}
    last = close if close is not None else len(lines)
    body = range(1, last if close is None or is_heading(lines[last]) or lines[last].endswith(",") else last + 1)
    stop = next((number for number in body if ENDS.match(lines[number])), body.stop)
    return {number: signed for number in range(1, stop) if not is_heading(lines[number])}


def _is_close(lines: Sequence[str], number: int) -> bool:
    """Whether a line ends a letter: "Yours sincerely", or words and a comma above nothing but a name ("With my thanks,")."""
    line = lines[number]
    if _YOURS.match(line):
        return True
    is_short = line.endswith(",") and len(line) <= HEADING_CHARS_MAX // 2
    return is_short and number + 1 < len(lines) and _signer(lines[number + 1]) is not None


def _last_close(lines: Sequence[str], start: int) -> int | None:
    """Return the line above the name that a letter ends with, if nothing but a role or a place stands below it."""
    tail = next((number + 1 for number in range(len(lines) - 1, start, -1) if not is_heading(lines[number])), len(lines))
    signer = next((number for number in range(max(tail, start + 2), len(lines)) if _signer(lines[number])), None)
    return signer - 1 if signer and all(is_heading(line) for line in lines[signer:]) else None


def _letters_page(lines: Sequence[str]) -> dict[int, Voice]:
    """Return the lines of letters to an editor: from "SIR –" to the first line below that is a name, who signed it."""
    found: dict[int, Voice] = {}
    starts = {number: match.end() for number, line in enumerate(lines) if (match := _SIR.match(line))}
    for start, skip in starts.items():
        signed = next((number for number in range(start + 1, len(lines)) if number in starts or _signer(lines[number])), None)
        who = _signer(lines[signed]) if signed is not None and signed not in starts else None
        if who is None or signed is None:
            continue
        place = lines[signed + 1] if signed + 1 < len(lines) and is_heading(lines[signed + 1]) else None
        names = _signers(lines, signed)
        voice = Voice(names, role=place if len(names) == 1 else None, is_guest=True)
        found.update(dict.fromkeys(range(start + 1, signed), voice))
        found[start] = replace(voice, skip=skip)
    return found


def _signed_statement(lines: Sequence[str], title: str | None) -> dict[int, Voice]:
    """Return the lines between "… the following words" and a signature, of a page that carries somebody else's statement."""
    start = next(
        (number for number, line in enumerate(lines) if (" following" in line or " below" in line) and _FOLLOWING.search(line)),
        None,
    )
    if start is None and not _STATEMENT_FROM.search(title or ""):
        return {}
    first = 0 if start is None else start + 1
    end = next((number for number in range(first + 1, len(lines)) if _signer(lines[number])), None)
    if end is None or not any(FIRST_PERSON.search(line) for line in lines[first:end]):
        return {}
    voice = Voice(_signers(lines, end), is_guest=True)
    return {number: voice for number in range(first, end) if not is_heading(lines[number]) and not lines[number].startswith("§")}


def _signed_sections(lines: Sequence[str], byline: str | None) -> dict[int, Voice]:
    """Return the lines in the first person of a newsletter or a page of letters, each section of which ends in who wrote it.

    One section alone is signed only by the last line of a text that has no byline.
    """
    each_signed = {number: None for number, line in enumerate(lines) if "," in line and _signer(line)}
    signed = [number for number in each_signed if number - 1 not in each_signed]
    is_last = bool(signed) and all(_signer(line) or _OTHERS.match(line) for line in lines[signed[0] :])
    is_header = bool(signed) and any(FIRST_PERSON.search(line) for line in lines[signed[-1] + 1 :])
    if not signed or is_header or (len(signed) < SECTIONS_MIN and (byline or not is_last)):
        return {}
    found: dict[int, Voice] = {}
    for ahead, number in zip([-1, *signed], signed, strict=False):
        names = _signers(lines, number)
        role = lines[number].partition(",")[2].strip() if len(names) == 1 else None
        section = [
            each
            for each in range(ahead + 1, number)
            if not (is_heading(lines[each]) or is_aside(lines[each]) or _DEAR.match(lines[each]) or _YOURS.match(lines[each]))
        ]
        is_own = any(FIRST_PERSON.search(lines[each]) for each in section)
        if is_own and not any(lines[each].startswith("§") for each in section):
            found.update(dict.fromkeys(section, Voice(names, role=role)))
    return found


def _signers(lines: Sequence[str], number: int) -> tuple[str, ...]:
    """Return all who sign from line `number` on: the names of one line, or one a line, until a line that is none."""
    several = _several(lines[number]) if " and " in lines[number] or "&" in lines[number] else ()
    if several:
        return several
    first, *below = lines[number : number + SIGNATORIES_MAX]
    names = [_signer(line) for line in takewhile(_signs_too, below)]
    return tuple(name for name in (_signer(first), *names) if name)


def _signs_too(line: str) -> bool:
    """Whether a line below somebody who signs is another who does, and no place ("Upper Thornby")."""
    name = _signer(line)
    return name is not None and (name != line.strip() or _is_surely_name(name))


def _signer(line: str) -> str | None:
    """Return the name that a line consists of, with a date, a role or a place behind a comma or nothing."""
    if not is_heading(line.rstrip(")")):
        return None
    head, rest = _signature(line)
    if len(rest) > HEADING_CHARS_MAX // 2:
        return None
    named = find_runs(head)
    is_name = len(named) == 1 and named[0].kind is Kind.PERSON and named[0].text == head and " " in head
    return head if is_name and (is_given(head.split()[0]) or not rest or rest[:1] == " ") else None


def _signature(line: str) -> tuple[str, str]:
    """Return the name in a line of a signature and what stands behind it: a comma, a bracket or a dash; bullets are left out."""
    plain = _BULLET.sub("", _STYLE.sub("", line)).strip(" –—-")
    parted = _BEHIND_NAME.search(plain)
    return (plain[: parted.start()], plain[parted.end() :].rstrip(")")) if parted else (plain, "")


def _signatories(lines: Sequence[str]) -> Voice:
    """Return who signed: the lines that are a name, with the role printed behind it or below it if it is one person."""
    names: list[str] = []
    role = None
    for line in lines:
        if ENDS.match(line) or line.endswith((".", "!", "?")):
            break
        head, rest = _signature(line)
        named = () if _several(line) else find_runs(head)
        is_name = len(named) == 1 and named[0].kind is Kind.PERSON and named[0].text == head.strip() and " " in head.strip()
        if is_name and names and not rest and not _is_surely_name(head):
            is_name = False  # "Una Flint", and below it "Elm Park"
        if is_name and len(names) < SIGNATORIES_MAX:
            names.append(head.strip())
            role = rest.strip() or None
        elif not names and (several := _several(line)):
            return Voice(several)
        elif names and len(names) == 1 and role is None:
            role = line
    return Voice(tuple(names), role=role if len(names) == 1 else None)


def _is_surely_name(head: str) -> bool:
    return is_given(head.split(maxsplit=1)[0]) or without_title(head.strip()) != head.strip()


def _several(line: str) -> tuple[str, ...]:
    """Return the names of a line that is nothing but names ("Ada Brook, Una Flint and Ivor Dack"), none of any other."""
    line = _SIGNED.sub("", line)
    is_row = line.count(";") > 0 and all(_signer(part.strip()) for part in line.rstrip(".").split(";"))
    if is_row:
        return tuple(_signature(part.strip())[0] for part in line.split(";"))
    parts = re.split(r",\s+(?:and\s+)?|\s+(?:and|&)\s+", line)
    named = [find_runs(_GIVEN_INITIALS.sub("", part)) for part in parts]
    is_names = all(
        len(each) == 1 and each[0].kind is Kind.PERSON and part.endswith(each[0].text)
        for each, part in zip(named, parts, strict=True)
    )
    return tuple(parts) if len(parts) > 1 and is_names and all(" " in part for part in parts) else ()


def _answers(lines: Sequence[str], title: str | None, gazetteer: Gazetteer) -> dict[int, Voice]:
    """Return the answers of an interview: lines that begin with "A:", or that follow a line that is a question."""
    questions = [number for number, line in enumerate(lines) if _QUESTION.match(line)]
    answers = {number: match.end() for number, line in enumerate(lines) if (match := _ANSWER.match(line))}
    bare = [number for number, line in enumerate(lines) if line.endswith("?") and len(line) <= HEADING_CHARS_MAX]
    found = _interviewed(lines, title, gazetteer) if answers or len(bare) >= TURNS_MIN else None
    if found is None:
        return {}
    if answers and questions:
        return {number: Voice((found,), skip, is_guest=True) for number, skip in answers.items()}
    asked = [number for number in (questions or bare) if number + 1 < len(lines)]
    if _is_spread(asked, lines):
        return dict(_between(asked, lines, found))
    return {}


def _is_spread(asked: Sequence[int], lines: Sequence[str]) -> bool:
    """Whether questions stand alone between answers, and not in a row."""
    return len(asked) >= TURNS_MIN and all(number + 1 not in asked for number in asked) and bool(lines)


def _between(asked: Sequence[int], lines: Sequence[str], who: str) -> Iterator[tuple[int, Voice]]:
    is_said = any(FIRST_PERSON.search(lines[number + 1]) or lines[number + 1].startswith("§") for number in asked)
    for number in range(asked[0] + 1, len(lines)):
        if ENDS.match(lines[number]) or not is_said:
            return
        if number not in asked and not is_heading(lines[number]):
            yield number, Voice((who,), is_guest=True)


def _interviewed(lines: Sequence[str], title: str | None, gazetteer: Gazetteer) -> str | None:
    """Return whom the headline or the first lines name as interviewed; else the only person whom they name at all."""
    ahead = [title or "", *(line for line in lines[:3] if not line.endswith("?"))]
    for words in ahead:
        match = _INTERVIEW.search(words)
        if match and gazetteer.body_named(match["who"]) is None:
            return match["who"]
    below = next((match["who"] for line in lines[-2:] if (match := _TALKED.match(line))), None)
    if below:
        return below
    people = {
        each.text: None
        for words in ahead
        for each in find_runs(words)
        if each.kind is Kind.PERSON and (is_given(each.text.split()[0]) or gazetteer.people_named(each.text))
    }
    is_interview = any(_INTERVIEW_WORD.search(words) for words in ahead)
    if not people and is_interview:
        people = {
            match["who"]: None for words in ahead if (match := _IS_ABOUT.match(words)) and not gazetteer.body_named(match["who"])
        }
    return next(iter(people)) if len(people) == 1 and is_interview else None


_TALKED: Final = re.compile(rf"(?P<who>{_NAME}) (?:was|is) (?:talking|speaking|interviewed) ")
_IS_ABOUT: Final = re.compile(
    rf"(?P<who>{_NAME}) (?:is|was|runs|ran|chairs|leads|led|has|heads|took|became|edits|founded|works|teaches|taught|retired)\b"
)
_INTERVIEW_WORD: Final = re.compile(r"\b(?:interview|q ?& ?a|questions|five minutes|in conversation)\b", re.IGNORECASE)


def _turns(lines: Sequence[str], gazetteer: Gazetteer) -> dict[int, Voice]:
    """Return the turns of a record in which each begins with a name and a colon; a turn goes on until the next."""
    found_labels = {number: match for number, line in enumerate(lines) if ":" in line and (match := _TURN.match(line))}
    people = {match["who"] for match in found_labels.values() if _is_person(match, gazetteer)}
    called = _called(found_labels.values(), lines) if len(found_labels) > TURNS_MIN else {}
    people |= called.keys() if len({*called.values()} | people) >= TURNS_MIN else set()
    if len(people) >= TURNS_MIN:  # where whole names speak in turn, a first name alone and the chair do too
        people |= {match["who"] for match in found_labels.values() if match["who"] and _is_there(match["who"], lines)}
    labelled = {number: match for number, match in found_labels.items() if match["who"] in people or (match["peer"] and people)}
    if not labelled or (len(labelled) < TURNS_MIN and 0 not in labelled):
        return {}
    found: dict[int, Voice] = {}
    voice: Voice | None = None
    for number, line in enumerate(lines):
        match = labelled.get(number)
        if match is not None:
            printed = match["who"] or match["holder"] or match["peer"].removeprefix("The ")
            name = called.get(printed) or _cased(printed, lines)
            instead = _only(_IN_THE_CHAIR, lines) if name in _CHAIRS else None
            voice = Voice((name,), role=match["office"], is_guest=True, is_seat=bool(match["peer"]), instead=instead)
            found[number] = replace(voice, skip=match.end())
        elif voice is not None and not (is_heading(line) or is_aside(line) or ENDS.match(line) or _OTHER.match(line)):
            found[number] = voice
        else:
            voice = None
    return found


def _called(labels: Iterable[re.Match[str]], lines: Sequence[str]) -> dict[str, str]:
    """Return whose first name, surname or initials the labels of one word are, of the whole names that the record prints."""
    single = {match["who"] for match in labels if match["who"] and " " not in match["who"]} - _CHAIRS
    if not single:
        return {}
    wholes = {
        without_title(each.text) for line in lines for each in find_runs(line) if each.kind is Kind.PERSON and " " in each.text
    }
    found: dict[str, str] = {}
    for label in single:
        fitting = [each for each in wholes if _may_be_called(label, each)]
        if len(fitting) == 1 and label.casefold() not in _NO_LABEL:
            found[label] = fitting[0]
    return found


def _may_be_called(label: str, whole: str) -> bool:
    parts = whole.split()
    is_initials = bool(_INITIALS.match(label)) and label == "".join(part[0] for part in parts)
    return is_initials or label.casefold() in (parts[0].casefold(), parts[-1].casefold())


def _is_there(who: str, lines: Sequence[str]) -> bool:
    """Whether a label that is no name by itself is somebody's: the chair, a first name, or a name that the record prints again."""
    if is_given(who) or who in _CHAIRS:
        return True
    named = find_runs(who)
    is_name = len(named) == 1 and named[0].kind is Kind.PERSON and named[0].text == who and " " in who
    return is_name and sum(line.count(who) for line in lines) >= TURNS_MIN


def _cased(name: str, lines: Sequence[str]) -> str:
    """Return the name of a label as it is shown: no capitals only, and for "Chair" whom the text calls so ("Ada Brook (Chair)")."""
    if name in _CHAIRS:
        return _only(_CHAIRING, lines) or name
    return name.title().replace("’S", "’s").replace("'S", "'s") if name.isupper() else name


def _only(pattern: re.Pattern[str], lines: Sequence[str]) -> str | None:
    """Return the one name that a pattern finds in the lines; None if it finds none or several."""
    found = {match["who"] for line in lines for match in pattern.finditer(line)}
    return found.pop() if len(found) == 1 else None


def _is_person(match: re.Match[str], gazetteer: Gazetteer) -> bool:
    """Whether a label names a person and not a thing ("Key dates:", "Photo:")."""
    if match["holder"]:
        return True
    if match["peer"]:
        return False
    who = match["who"].title() if match["who"].isupper() else match["who"]
    parts = who.split()
    if any(part.casefold() in _NO_LABEL for part in parts) or gazetteer.body_named(who):
        return False
    named = find_runs(who)
    if len(named) != 1 or named[0].kind is not Kind.PERSON:
        return False
    is_titled = bool(re.match(rf"{TITLES}\s", who)) and len(parts) > 1
    return is_titled or bool(match["place"]) or bool(gazetteer.people_named(who)) or (len(parts) > 1 and is_given(parts[0]))


def _speech(lines: Sequence[str], title: str | None, byline: str | None) -> dict[int, Voice]:
    """Return the lines of a speech or a column, which its title or its first line gives to somebody."""
    heads = [title or "", *(line for line in lines[:2] if len(line) <= HEADING_CHARS_MAX)]
    if not any(_SPEECH.search(head) for head in heads):
        return {}
    who = next((match["who"] for head in heads for pattern in _SPEECH_OF if (match := pattern.search(head))), None) or byline
    who = who or next((match["who"] for head in heads if (match := _SPEECH_OF_ROLE.search(head))), None)
    if who is None:
        return {}
    surname = re.escape(who.split()[-1])
    is_reported = any(
        re.search(rf"\b{surname}(?:, [^,]+,)? (?:\w+ )?(?:said|says|told|added|argued|warned)\b", line) for line in lines
    )
    if is_reported or not any(FIRST_PERSON.search(line) for line in lines):
        return {}
    stop = next((number for number, line in enumerate(lines) if ENDS.match(line)), len(lines))
    is_about = re.compile(rf"\b{surname}\b")
    first = next((number for number, line in enumerate(lines) if not _is_note_on(line, is_about)), 0)
    voice = Voice(_several(who) or (who,))
    return {number: voice for number in range(first, stop) if not is_heading(lines[number]) and not is_aside(lines[number])}


def _is_note_on(line: str, name: re.Pattern[str]) -> bool:
    """Whether a line above a speech says who gave it ("Name spoke at the conference on 1 May"), or is a heading or another note."""
    is_said_of = not FIRST_PERSON.search(line) and bool(name.search(line) or _GIVEN_AT.search(line))
    return is_said_of or is_heading(line) or is_aside(line)


def _greeted(lines: Sequence[str]) -> Iterator[tuple[int, Voice]]:
    """Yield the lines below a heading such as "Welcome from Name", up to the next heading."""
    voice: Voice | None = None
    for number, line in enumerate(lines):
        match = _GREETING.match(line.strip("*_ ")) if len(line) <= HEADING_CHARS_MAX else None
        if match:
            section = _section(lines, number)
            role = (match["role"] or "").strip(" ,") or None
            is_guest = line.startswith("Answered")
            voice = (
                Voice(_several(match["who"]) or (match["who"],), role=role, is_guest=is_guest)
                if any(FIRST_PERSON.search(each) for each in section)
                else None
            )
        elif is_heading(line) or ENDS.match(line):
            voice = None
        elif voice is not None:
            yield number, voice


def _section(lines: Sequence[str], number: int) -> list[str]:
    found: list[str] = []
    for line in lines[number + 1 :]:
        if is_heading(line):
            break
        found.append(line)
    return found


def is_aside(line: str) -> bool:
    """Whether a line is no speech but a note on it ("Check against delivery")."""
    return len(line) <= HEADING_CHARS_MAX and bool(_STAGE.match(line))


def is_heading(line: str) -> bool:
    """Whether a line is a headline: short, and without a stop at its end."""
    plain = line.strip()
    return len(plain) <= HEADING_CHARS_MAX and not plain.endswith((".", "!", "?", ":", ";", ",", "”", ")", "’", "'", '"', "…", "§"))
