"""Whom a text is about, kept from sentence to sentence: whom "she", "the pair" and "the report" mean further on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from watcher.ledger.attribution import spoken_in
from watcher.ledger.cast import NOBODY, Cast, Speakers, is_evident
from watcher.ledger.clauses import is_about_group, is_anonymous, opening_subject
from watcher.ledger.described import beside, words_behind
from watcher.ledger.given import is_given
from watcher.ledger.joint import is_of_bodies, joint_list
from watcher.ledger.names import Kind, Mention, runs
from watcher.ledger.subjects import sentence_subject, subject_after, subject_before
from watcher.model import Speaker

_IT_SAYS: Final = (
    "It said",
    "It says",
    "It read",
    "It is ",
    "It was ",
    "It went",
    "It goes",
    "It f",
    "It b",
    "It end",
    " it said",
    " it read",
    " it says",
)
"""A text without one of these says nowhere what something written says."""
_PREPOSITION: Final = re.compile(
    r"\b(?:of|for|from|at|to|with|by|in|on|about|against|than|like|under|behind|after|before|between|including)"
    r"(?: (?:the|a|an|her|his|its|their))?(?: [a-z’'-]+){0,2}\s+$"
)
_IN_RELATIVE: Final = re.compile(r",\s+(?:who|whose|whom|which|where)\b(?:[^,]|,(?! (?:is|was|has|had|says|said|takes|took)\b))*$")
_ISSUED: Final = re.compile(
    r"(?<!was )(?<!were )(?<!been )\b(?:published|publishes|issued|issues|released|releases|launched|produced|sent"
    r"|unveiled|written|wrote)\b[^.§]{0,40}?"
    r"\b(?:its|a|an|the|their|his|her|new)\b[^.§,]{0,40}?\b(?P<noun>(?i:report|review|guidance|handbook|letter|survey"
    r"|paper|response"
    r"|framework|plan|document|statement|study|submission|briefing))\b"
)
_ISSUING: Final = ("publish", "issue", "release", "launch", "produced", "sent", "unveil", "writ", "wrote")
_ANYBODY: Final = re.compile(r"(?:But |And |Yet |Meanwhile,? )?(?:an?|one|another) ", re.IGNORECASE)
_ASKS: Final = re.compile(
    r"\basked (?P<who>(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame) )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?) (?:if|whether|what|why"
    r"|how|about|when)\b"
)
_PAPERS: Final = (
    "card", "note", "email", "e-mail", "message", "text", "letter", "telegram", "sign", "notice", "poster", "leaflet", "banner",
    "placard", "circular", "memo", "tweet", "post", "reply", "voicemail", "statement",
)  # fmt: skip
_LETTERS: Final = ("letter", "message", "email", "note")
_PAPER: Final = re.compile(
    r"(?<![\w’'-])(?i:an?|another|the|this|her|his|their|its|one|short|brief|two-line) (?:[\w’'-]+ ){0,3}?"
    rf"(?:{'|'.join((*_PAPERS, 'postcard'))})(?![\w’'-])"
)
"""Something written of which the next sentence can say what "it" says."""
_ORIGIN: Final = re.compile(r"It (?:was|is|came|comes) (?:signed )?(?:from|by) (?P<who>[A-Z][^.;:§]{2,80})")
_SENDER: Final = re.compile(
    r"(?:, too)?,? (?:had )?(?:(?:came|arrived|was sent|was read out|to [a-z ]{3,20}) )?(?:from|by) (?P<who>[^,.;:§]{3,80})"
)
_SENDS: Final = re.compile(
    r"\b(?:sent|sends|left|leaves|wrote|writes|posted|posts|issued|published|put out|put up|pinned|handed|gave|dictated"
    r"|scribbled|texted"
    r"|emailed|released|circulated|tweeted|replied with|returned)\b"
)
_PAIR: Final = re.compile(r"(?:The (?:pair|duo|two)|The two (?:men|women)|Both)\b")
_WITHIN: Final = re.compile(
    r"In (?:an?|the|its|their|her|his) (?:[\w-]+ ){0,2}?(?P<noun>letter|statement|report|notice|blog|submission|paper"
    r"|review|email|message)\b",
)
_PRONOUN_AHEAD: Final = re.compile(r"(?:She|He)\b")
_WHOM: Final = re.compile(
    r"(?<=[a-z] )(?:her|him)\b(?=\s*(?:[§.,;:]|$|(?:in|on|at|to|as|for|that|and|but|with|from|when|after|by|up|out|down|home)\b))"
)
_SUBORDINATED: Final = re.compile(
    r"\b(?:when|as|after|before|while|because|that|who|whom|which|if|until|since|where|although|to(?! (?:her|him)\b))\b"
)
_TOLD: Final = re.compile(
    r"\b(?:told|tells|assured|warned|asked|reminded|informed) "
    r"(?P<who>(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Cllr) )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)"
)
_WAS: Final = re.compile(r"\b(?:was|were|is|been|be|as|became|become|former|then)\s+(?:the\s+)?$")
"""Behind it an office is what somebody was: "the woman who was chief inspector at the time"."""
_OWNER: Final = re.compile(r"(?P<who>.+)[’']s?\s")
_PUT_TO: Final = re.compile(r"\b(?:(?:wrote|written|writing) (?:back )?to|put it to) (?:(?:the|his|her|their) [a-z]|[A-Z])")
"""Of whom wrote to another, "he replied" in the next sentence is the other."""
_TELLING: Final = ("told ", "tells ", "assured ", "warned ", "asked ", "reminded ", "informed ")
_WROTE_TO: Final = re.compile(
    r"(?P<who>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}),?(?: who)?(?: has| have| had)?(?: today| jointly| both)? (?:wrote|written) to\b"
)
_CREDIT: Final = re.compile(r"\b(?:Photo(?:graph|graphs|s)?|Pictures?|Images?|Credit|Illustration)(?: by|:)[^.§]*", re.IGNORECASE)
"""Who took a picture is in no story."""
_OWNED: Final = re.compile(r"(?:Her|His|Their) ")
_NO_NAME_AHEAD: Final = re.compile(r"(?:She|He)\b|(?:The|Her|His|Their) [A-Za-z]")
_INDIRECT: Final = re.compile(
    r"(?<!was )(?<!were )(?<!been )(?<!when )\b(?:ask(?:ed|s)|wonder(?:ed|s)|want(?:ed|s) to know|press(?:ed|es)"
    r"|challenge[ds])\b(?P<whom> (?:her|him|them|(?:the |[A-Z])[^,.§]{2,50}?))?(?: [a-z]+ly)? (?:whether|if|what|why|how|when"
    r"|where|who|about)\b(?: (?P<who>she|he)\b)?"
)
_ASKING: Final = ("ask", "wonder", "want", "press", "challenge")
_MENTIONS_MAX: Final = 6


class Focus:
    """Reads what the sentences of one text say beside their quotations, and keeps it in the `cast`."""

    def __init__(self, text: str, cast: Cast) -> None:
        self.cast: Final = cast
        self.scene: Final = cast.scene
        self._has_papers: Final = any(hint in text for hint in _IT_SAYS)

    def noticed(self, sentence: str) -> Speakers | None:
        """Return who speaks in a sentence without quotations, and keep whom it is about.

        Its own names come after its pronoun: in "Speaking to Name, she said" she is somebody who was named before.
        """
        if _PAIR.match(sentence) and len(self.cast.people) > 1:
            self.cast.together = (self.cast.people[1], self.cast.people[0])
        subject = self.topic(sentence) if _NO_NAME_AHEAD.match(sentence) else None
        people = self.notice(sentence)
        spoken = spoken_in(sentence, self.cast)
        self.meet(people, sentence)
        if _PAIR.match(sentence):
            self.cast.rivals = frozenset(each.name for each in self.cast.together)
        if subject:  # "She had met Name" is about her
            self.cast.saw(subject[0])
            self.cast.rivals = frozenset()
        elif subject is not None and (
            _PRONOUN_AHEAD.match(sentence) or not (_OWNED.match(sentence) or any(each and is_evident(each) for each in people))
        ):
            self.cast.blur()
        self._spoke(sentence, spoken)
        if not any(people) and is_anonymous(sentence) and not _OWNED.match(sentence):
            self.cast.blur()
        self.rivalled(sentence)
        return spoken

    def rivalled(self, sentence: str) -> None:
        """Keep two as rivals where one of them does something to the other ("Name calls her §"): "she" may be either."""
        whom = _WHOM.search(sentence) if " her" in sentence or " him" in sentence else None
        if whom is None or _SUBORDINATED.search(sentence, 0, whom.end()):
            return
        pronoun = "she" if whom.group().casefold() == "her" else "he"
        subject = sentence_subject(sentence, self.cast)
        fitting = [each for each in self.cast.people if self.scene.is_gender(each, pronoun)][:2]
        if subject and len(fitting) == 2 and subject[0].name in (fitting[0].name, fitting[1].name):
            self.cast.rivals |= {each.name for each in fitting}

    def _spoke(self, sentence: str, spoken: Speakers | None) -> None:
        """Keep who speaks in a sentence without quotations; behind "A head said that …" "she" is that head, who has no name."""
        if spoken:
            self.cast.spoke(spoken)
        elif spoken is not None and _ANYBODY.match(sentence) and is_anonymous(sentence):
            self.cast.blur()

    def answering(self, sentence: str, asker: Speakers | None) -> Speakers | None:
        """Return who answers a question that a sentence reports ("Brook asked whether she had been told."), or None.

        It is whom "she" means in it, if that is not who asks; else the one other person who was named last, or nobody.
        """
        question = _INDIRECT.search(sentence) if asker and any(hint in sentence for hint in _ASKING) else None
        if not question or not asker:
            return None
        others = [each for each in self.cast.people if each.name != asker[0].name]
        office = self.scene.role_in(sentence)
        holder = self.scene.holder(office) if office else None
        if holder and holder.name != asker[0].name:
            return (holder,)
        pronoun = question["who"] or {"her": "she", "him": "he"}.get((question["whom"] or "").strip().casefold(), "")
        if not pronoun and not question["whom"] and not others:
            return None
        fitting = [each for each in others if not pronoun or self.scene.is_gender(each, pronoun)]
        return (fitting[0],) if fitting and (pronoun or len(others) == 1) else NOBODY

    def topic(self, sentence: str) -> Speakers | None:
        """Return whom a sentence is about that stands before bare quotations ("She was unmoved.", "Ada Brook returns to it."); None
        if it is about a thing.
        """
        if is_anonymous(sentence):
            return NOBODY
        subject = sentence_subject(sentence, self.cast)
        if subject == NOBODY and is_about_group(sentence):
            return None
        return None if subject and subject[0].name == subject[0].organisation else subject

    def asked(self, sentence: str) -> None:
        """Keep whom a sentence asks as the one whom "she" means next."""
        asked = _ASKS.search(sentence)
        person = self.scene.person(asked["who"]) if asked and self.scene.is_name(asked["who"]) else None
        if person:
            self.cast.saw(person)
            self.cast.rivals = frozenset()

    def addressed(self, sentence: str, speakers: Speakers) -> None:
        """Keep to whom somebody spoke as the one whom "he" can mean after them ("§ she told Mr Brook")."""
        told = _TOLD.search(sentence) if any(hint in sentence for hint in _TELLING) else None
        person = self.scene.person(told["who"]) if told and self.scene.is_evident(told["who"]) else None
        is_put = len(speakers) == 1 and ("wr" in sentence or "put" in sentence) and _PUT_TO.search(sentence)
        self.cast.asker = speakers[0] if is_put else None
        if person and speakers and all(each.name != person.name for each in speakers):
            self.cast.saw(person)
            for each in reversed(speakers):
                self.cast.saw(each)

    def _role(self, sentence: str) -> None:
        """Keep somebody whom a sentence names by a role only ("the coroner records that")."""
        role = self.scene.role_in(sentence)
        is_predicate = role is not None and _WAS.search(sentence[: max(0, sentence.casefold().find(role))])
        holder = self.scene.holder(role) if role and not is_predicate else None
        if holder:
            self.cast.saw(holder)

    def _pair(self, sentence: str) -> None:
        """Keep those who are named together: "the pair" and "the three unions" are they."""
        if " and " not in sentence:
            return
        listed = joint_list(sentence, self.cast)
        if listed and is_of_bodies(listed.speakers):
            self.cast.bodies = listed.speakers
        elif listed:
            self.cast.together = listed.speakers
        named = [each for each in runs(sentence) if each.kind is Kind.PERSON and not self.scene.body(each.text)]
        if sentence.count("; ") + 1 == len(named) > 2:
            self._together([self._introduced(each, sentence) for each in named])
        for one, other in pairwise(named):
            if sentence[one.end : other.start].strip() == "and":
                self._together([self.scene.person(each.text, each.role or None) for each in (one, other)])

    def _together(self, people: Sequence[Speaker | None]) -> None:
        if all(people):
            self.cast.together = tuple(each for each in people if each)

    def subject(self, sentence: str, *, is_attributed: bool) -> None:
        """Keep the person that a sentence begins with as the one whom "she" means next, whoever spoke within it."""
        first = opening_subject(sentence, self.cast) if is_attributed else sentence_subject(sentence, self.cast)
        if first and first[0].name != first[0].organisation:
            self.cast.saw(first[0])

    def written(self, sentence: str, speakers: Speakers | None) -> None:
        """Keep who speaks in a document: "In a joint letter, A and B say" makes them the authors of "the letter"."""
        within = _WITHIN.match(sentence) if speakers else None
        if within and speakers:
            self.cast.documents[within["noun"].casefold()] = speakers

    def _letter(self, sentence: str) -> None:
        """Keep who "wrote to" somebody as the author of "the letter" further down."""
        wrote = _WROTE_TO.search(sentence) if " to " in sentence and " wr" in sentence else None
        listed = joint_list(sentence, self.cast) if wrote else None
        author = self.scene.person(wrote["who"]) if wrote and self.scene.is_name(wrote["who"]) else None
        if listed or author:
            self._wrote(listed.speakers if listed else (author,) if author else NOBODY)

    def _wrote(self, author: Speakers) -> None:
        """Keep whose "the letter" is further down, unless the text gave one before."""
        for noun in _LETTERS:
            self.cast.documents.setdefault(noun, author)

    def _issued(self, sentence: str) -> Speakers | None:
        """Keep and return whose words a document is: "the report" below is the body's that "has published its report"."""
        issued = _ISSUED.search(sentence) if any(hint in sentence for hint in _ISSUING) else None
        listed = joint_list(sentence, self.cast) if issued else None
        author = listed.speakers if listed else opening_subject(sentence, self.cast) if issued else None
        if issued and author:
            self.cast.documents[issued["noun"].casefold()] = author
            return author
        return None

    def _owner(self, named: Sequence[Mention]) -> Speaker | None:
        """Return the one person of a sentence who is named as an owner only ("Mrs Brook’s choir sang"): "she" can mean her."""
        owners = [each for each in named if each.text.endswith(("’s", "'s")) and self.scene.is_evident(each.text)]
        is_ahead = bool(owners) and owners[0].start == len(owners[0].role)
        is_one = (len(owners) == 1 or is_ahead) and owners[0].kind is Kind.PERSON and self.scene.body(owners[0].text) is None
        return self.scene.person(owners[0].text, owners[0].role or None) if is_one else None

    def _paper(self, sentence: str) -> Speakers | None:
        """Return who wrote the card or note that a sentence speaks of, `NOBODY` if it does not say; None if it speaks of none."""
        origin = _ORIGIN.match(sentence) if sentence.startswith("It ") else None
        if origin:
            return subject_after(f" {origin['who']}", self.cast) or NOBODY
        paper = _PAPER.search(sentence) if any(noun in sentence for noun in _PAPERS) else None
        if paper is None:
            return None
        sender = _SENDER.match(sentence, paper.end())
        if sender:
            sent_by = subject_after(f" {sender['who']}", self.cast) or NOBODY
            if sent_by:
                self._wrote(sent_by)
            return sent_by
        owned = _OWNER.match(paper.group())
        if owned:
            return subject_before(owned["who"], self.cast) or NOBODY
        pronoun = {"his": "he", "her": "she"}.get(paper.group().split()[0].casefold())
        subject = sentence_subject(sentence, self.cast) if pronoun else None
        if pronoun and subject and not self.scene.is_gender(subject[0], pronoun):
            return subject_before(pronoun, self.cast) or NOBODY
        is_sent = bool(_SENDS.search(sentence, 0, paper.start()))
        author = sentence_subject(sentence, self.cast) if is_sent else None
        return author or NOBODY

    def _introduced(self, mention: Mention, sentence: str) -> Speaker | None:
        """Return a person who is named in prose, with the role that stands before or behind the name."""
        if self.scene.gazetteer.people_named(mention.text):
            return self.scene.person(mention.text, mention.role or None)
        self.scene.hide_private(mention.text, words_behind(sentence, mention.end))
        role, apposition = beside(sentence, mention.start - len(mention.role) - bool(mention.role), mention.end)
        role = f"{role or ''} {mention.role}".strip()
        return self.scene.person(mention.text, role or None, apposition)

    def meet(self, people: Sequence[Speaker | None], sentence: str = "") -> None:
        """Keep the people of a sentence as those whom "she" means next; None is somebody whom nobody can or may name."""
        known = [each for each in people if each]
        if None in people[:1]:
            self.cast.blur()
        if known:
            self.cast.noticed(known, frozenset(each.name for each in known[1:] if _is_aside(each, sentence)))

    def notice(self, sentence: str) -> list[Speaker | None]:
        """Keep the first body of a sentence for "it", and return its people; two people are rivals."""
        found = runs(_CREDIT.sub("", sentence) if "hoto" in sentence or "icture" in sentence or "mage" in sentence else sentence)
        has_body = False
        people: list[Speaker | None] = []
        for mention in found[:_MENTIONS_MAX]:
            if mention.kind is Kind.BODY or self.scene.body(mention.text) is not None:
                if not has_body:
                    self.cast.saw(self.scene.body_speaker(mention.text))
                has_body = True
            elif not people and _is_first(mention, sentence) and is_given(mention.text) and not self.scene.is_name(mention.text):
                people.append(None)
            elif sentence[mention.end : mention.end + 1] == ":" and not self.scene.is_evident(mention.text):
                continue  # "Larch Hill: the new library is open"
            elif not mention.text.endswith(("’s", "'s")) and self.scene.is_name(mention.text):
                person = self._introduced(mention, sentence)
                if person:
                    people.append(person)
                elif not people and (
                    not mention.start or len(self.scene.bearers(mention.text)) > 1 or self.scene.is_inspector(mention.text)
                ):
                    people.append(None)
        if not people and (owner := self._owner(found)):
            people.append(owner)
        issued = self._issued(sentence)
        self.cast.paper = issued or (self._paper(sentence) if self._has_papers else None)
        if not people:
            self._role(sentence)
        self._pair(sentence)
        self._letter(sentence)
        metonym = None if has_body else self.scene.metonym_in(sentence)
        if metonym:
            self.cast.saw(self.scene.body_speaker(metonym))
        return people


def _is_first(mention: Mention, sentence: str) -> bool:
    """Whether a name begins a sentence, or stands in apposition to what begins it ("My neighbour, Ada, rang")."""
    return not mention.start or (sentence[: mention.start].endswith(", ") and "," not in sentence[: mention.start - 2])


def _is_aside(person: Speaker, sentence: str) -> bool:
    """Whether a sentence names somebody only in a clause about another, or behind a preposition: "she" is hardly they."""
    ahead = sentence[: max(0, sentence.find(person.printed))]
    return bool(_PREPOSITION.search(ahead) or _IN_RELATIVE.search(ahead))
