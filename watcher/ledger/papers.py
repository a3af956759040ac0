"""Whose words a letter, a card, a statement or a report is."""

from __future__ import annotations

import re
from typing import Final

from watcher.ledger.cast import NOBODY, Cast, Speakers
from watcher.ledger.names import Kind, runs
from watcher.ledger.subjects import subject_after

_JOINT: Final = re.compile(r"\b(?:joint|shared) (?:statement|letter|message)\b[^:;.]{0,20}? (?:by|from|of) (?P<who>[^:]{10,600})")
_CARRIES: Final = re.compile(
    r"\bfollowing (?:words|statement|message|tribute|letter|note)\b|\b(?:statement|reply|letter|message|response"
    r"|speech)\b[^.]{0,30}\bin full\b"
    r"|\b(?:statement|reply|letter|message|response|words) (?:is|are) below\b"
    r"|\bfollowing is (?:an? |the )?(?:\w+ ){0,2}(?:extract|excerpt|text|transcript|version) (?:from|of) an?"
    r" (?:\w+ )?(?:talk|speech|address|lecture)\b"
)
_STATEMENT_OF: Final = re.compile(
    r"\b(?:[Ss]tatement|[Mm]essage|[Ll]etter|[Ww]ords|[Tt]ribute) (?:from|by|of|on behalf of) (?P<who>[A-Z][^:,;]{3,60})"
)
_READ_BY: Final = re.compile(
    r"\b(?:signed|read|written|read out|delivered|given|made|issued|sent)\b[^.;:§]{0,60}? by (?P<who>[^.;:§]{3,100})"
)
_BEHIND_CHARS_MAX: Final = 160


def named_behind(words: str, cast: Cast) -> Speakers | None:
    """Return who is named behind "a statement by": a person, the one in apposition to a role ("her sister, Name, following")."""
    people = [each for each in runs(words[:_BEHIND_CHARS_MAX]) if each.kind is Kind.PERSON and not cast.scene.body(each.text)]
    own = next(
        (each for each in people if not each.text.endswith(("’s", "'s")) and not words[: each.start].rstrip().endswith("of")), None
    )
    return subject_after(f" {words[own.start :]}" if own else f" {words}", cast)


def carried_by(frame: str, title: str, cast: Cast) -> Speakers | None:
    """Return whose statement a paragraph says that the page carries: all of a joint one, who read it out, or who signed it."""
    joint = _JOINT.search(frame) if ";" in frame else None
    if joint:
        parts = [re.sub(r"^and\s+", "", part.strip(" .")) for part in joint["who"].split(";")]
        found = [subject_after(f" {part}", cast) for part in parts]
        return tuple(each for one in found if one for each in one) if all(found) else NOBODY
    if not any(hint in frame for hint in ("following", "in full", "below")) or not _CARRIES.search(frame):
        return None
    readers = [speakers for by in _READ_BY.finditer(frame) if (speakers := named_behind(by["who"], cast))]
    whose = _STATEMENT_OF.search(title)
    named = subject_after(f" {whose['who']}", cast) if whose and not readers else None
    return readers[-1] if readers else named
