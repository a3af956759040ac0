"""Whom "she", "he", "it", "they" mean: by the clause they stand in, else by who was named before and fits."""

from __future__ import annotations

import re
from typing import Final

from watcher.ledger.cast import NOBODY, Cast, Speakers
from watcher.ledger.clauses import main_clause, opening_subject
from watcher.ledger.names import Kind, Mention, bare_role, runs
from watcher.ledger.scene import Scene
from watcher.model import Speaker

_QUESTIONED: Final = re.compile(
    r"(?:But |And )?(?:Asked|Pressed|Challenged|Quizzed|Questioned|Reminded|Invited|Told|Whether|If)\b", re.IGNORECASE
)
_GOVERNED: Final = re.compile(
    r"(?:^|\s)(?:of|for|from|at|to|with|by|in|on|about|against|than|like|alongside|beside|behind|after|before|including|named|called"
    r"|told|asked|met|thanked|praised|joined)(?:\s+(?:the|a|an|his|her|its|their|our))?(?:\s+[a-z’'-]+){0,3}$",
    re.IGNORECASE,
)
"""What makes a name behind it an object: "Speaking to Name, she said" is about somebody else."""


def meant_by(word: str, cast: Cast, before: str) -> Speakers | None:
    """Return whom a pronoun (in small letters) means; `before` are the words before it in its sentence."""
    if word not in ("he", "she"):
        return _of_no_gender(word, cast, before)
    ahead = before or cast.lead
    own = _of_clause(word, ahead, cast)
    if own is not None:
        return own
    has_name = any(each.kind is Kind.PERSON for each in runs(ahead))
    if not has_name and (office := cast.scene.role_in(ahead)) and (holder := cast.scene.holder(office)):
        return (holder,) if cast.scene.is_gender(holder, word) else NOBODY
    return _of_those_before(word, ahead, cast)


def _of_no_gender(word: str, cast: Cast, before: str) -> Speakers | None:
    """Return for whom "I", "you", "it" and "they" stand: the author, the addressee, a body or a paper, those named together."""
    body: Speakers = (cast.body,) if cast.body else NOBODY
    if word == "it":
        own_body = _own_body(before, cast) if before else None
        return (own_body,) if own_body else body if cast.paper is None else cast.paper
    plain = {
        "i": (cast.author,) if cast.author else NOBODY,
        "we": NOBODY,
        "you": (cast.addressee,) if cast.addressee else NOBODY,
        "they": _one_spokesperson(cast) or cast.together or cast.bodies or body or cast.speakers,
    }
    return plain.get(word)


def _one_spokesperson(cast: Cast) -> Speakers:
    """Return who spoke last if it was one spokesperson, whom a text calls "they"."""
    return cast.speakers if len(cast.speakers) == 1 and (cast.speakers[0].role or "").startswith("spokes") else NOBODY


def _of_those_before(word: str, ahead: str, cast: Cast) -> Speakers:
    """Return the last one named whom a pronoun fits; nobody where two who were named together do.

    Whoever is the subject of a clause into which "she said" is put is not her ("Ms Brook, she said, had saved the day").
    """
    inserted = next((each for each in reversed(runs(ahead)) if ahead[each.end :].strip() == ","), None)
    but = cast.scene.person(inserted.text) if inserted and cast.scene.is_name(inserted.text) else None
    not_meant = {each.name for each in (but, cast.voice) if each}
    fitting = [each for each in cast.people if cast.scene.is_gender(each, word) and each.name not in not_meant]
    if len(fitting) > 1 and {fitting[0].name, fitting[1].name} <= cast.rivals:
        return NOBODY
    if not fitting and cast.opening and cast.scene.is_gender(cast.opening, word):
        return (cast.opening,)
    if len(fitting) == 1:
        cast.scene.learn_gender(fitting[0], word)
    return (fitting[0],) if fitting else NOBODY


def _of_clause(word: str, ahead: str, cast: Cast) -> Speakers | None:
    """Return whom "she" means by the words before it in its sentence: the first who is named there and no object or owner.

    Whoever is named in the main clause goes before a phrase of circumstance; what somebody was asked about is no subject.
    """
    main = main_clause(ahead)
    for clause in (main, ahead[: len(ahead) - len(main)]):
        for each in runs(clause) if clause and not _QUESTIONED.match(clause) else ():
            is_owner = each.text.endswith(("’s", "'s")) or each.kind is not Kind.PERSON
            if clause[each.end :].strip() == "," and not ahead[: len(ahead) - len(clause)].strip():
                continue  # "Ms Brook, she said, had saved the day": somebody else says so
            ahead_of = clause[: each.start - len(each.role)].rstrip()
            is_shown = is_somebody(each, cast.scene) or (" " in each.text and bare_role(ahead_of) != "")
            if is_owner or not is_shown or cast.scene.body(each.text):
                continue
            if _GOVERNED.search(ahead_of):
                continue
            person = cast.scene.person(each.text, each.role or None)
            if person and cast.voice and person.name == cast.voice.name:
                continue
            if cast.scene.is_gender(person or Speaker(each.text, printed=each.text), word):
                return (person,) if person else NOBODY
    return None


def is_somebody(mention: Mention, scene: Scene) -> bool:
    """Whether a run of capitals is surely a person's and no place's: by a title, a given name, a role beside it, the gazetteer."""
    if mention.role or scene.is_evident(mention.text):
        return True
    return scene.is_described(mention.text) or (" " not in mention.text and scene.is_person(mention.text))


def _own_body(before: str, cast: Cast) -> Speaker | None:
    """Return the body that a sentence begins with, as the one that "it" means further on in it."""
    opening = opening_subject(before, cast)
    return opening[0] if opening and len(opening) == 1 and opening[0].name == opening[0].organisation else None
