"""Who spoke and who was named last, as the reading of a text goes on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from watcher.ledger.gazetteer import without_title
from watcher.ledger.given import is_given
from watcher.ledger.scene import Scene
from watcher.model import Speaker

Speakers = tuple[Speaker, ...]
NOBODY: Final[Speakers] = ()
"""Somebody speaks whom nobody can or may name."""


@dataclass(slots=True)
class Cast:
    """Who spoke and who was named last, as the reading goes on.

    While the first paragraph is read, `opening` is whom its description (that ends in `opening_words`) means: "A headteacher
    has told …", whom the second one names. `addressee` is whom a letter calls "you", `paper` who wrote what the sentence before
    speaks of ("Name sent a card. It read:"), `NOBODY` if it does not say who. `asker` has put a question in the sentence
    before: "she replied" is not them. `voice` speaks the paragraph without marks: "she" in it is not them.
    `together` are people named together ("the pair"), `bodies` bodies ("the three unions").
    `previous` is the sentence before, of the same paragraph, quotations cut: "the headteacher
    of Elm Park" behind it can be whom it is about; `before` is the last one of a paragraph without quotations.
    """

    scene: Scene
    speakers: Speakers = ()
    together: Speakers = ()
    bodies: Speakers = ()
    people: tuple[Speaker, ...] = ()
    body: Speaker | None = None
    author: Speaker | None = None
    rivals: frozenset[str] = frozenset()
    documents: dict[str, Speakers] = field(default_factory=dict)
    lead: str = ""
    opening: Speaker | None = None
    opening_words: str = ""
    addressee: Speaker | None = None
    signed: dict[str, Speakers] = field(default_factory=dict)
    paper: Speakers | None = None
    asker: Speaker | None = None
    voice: Speaker | None = None
    previous: str = ""
    before: str = ""

    def spoke(self, speakers: Speakers) -> None:
        self.speakers = speakers
        self.rivals = frozenset()
        if len(speakers) > 1 and all(each.name == each.organisation for each in speakers):
            self.bodies = speakers
        elif len(speakers) > 1:
            self.together = speakers
        for speaker in speakers:
            if self.author is None or speaker.name != self.author.name:
                self.saw(speaker)

    def noticed(self, people: list[Speaker], aside: frozenset[str] = frozenset()) -> None:
        """Keep the first of the people of a sentence as the last one named; who stands beside them may be meant as well.

        `aside` are the names of those whom it mentions in a clause about another, or as whose or from whom something is.
        """
        shown = [person for person in people if is_evident(person)] or people[:1]
        for person in reversed(shown[:2]):
            self.saw(person)
        self.rivals = frozenset(person.name for person in shown if person is shown[0] or person.name not in aside)

    def blur(self) -> None:
        """Forget whom "she" could mean: somebody was named by a name that two people have, or who is never shown."""
        self.people = ()

    def mute(self) -> None:
        """Forget whom "she" and "it" could mean: somebody spoke who has no name, and goes on."""
        self.people = ()
        self.body = None

    def saw(self, speaker: Speaker) -> None:
        if speaker.name == speaker.organisation:
            self.body = speaker
            self.scene.focus = speaker.name
        else:
            self.people = (speaker, *(each for each in self.people if each.name != speaker.name))[:6]


def is_evident(speaker: Speaker) -> bool:
    """Whether a name is surely a person's, and no place's: it is known, has a title or a given name, or a role beside it."""
    is_titled = without_title(speaker.printed) != speaker.printed
    return speaker.is_known or is_titled or speaker.role is not None or is_given(speaker.name.split()[0])
