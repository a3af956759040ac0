"""Several who speak at once are all named, each with what stands beside the name; bodies with long names are one body each."""

from __future__ import annotations

from pathlib import Path

import pytest

from watcher.config.gazetteer import load_gazetteer
from watcher.ledger import Gazetteer, read_quotes
from watcher.ledger.joint import BODIES_MAX

ROOT = Path(__file__).parents[2]
UNIONS = "Larch Guild; Elm Union; Ash Association"
PEOPLE = "Ada Munt; Amos Reed; Una Flint"


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    return load_gazetteer(ROOT / "people.yaml", ROOT / "bodies.yaml")


def speakers(text: str, known: Gazetteer) -> list[str | None]:
    return [each.speaker for each in read_quotes(text, gazetteer=known)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("On Monday, Ada Munt of the Larch Guild, Amos Reed of the Elm Union and Una Flint of the Ash said: “No.”", PEOPLE),
        ("Ada Munt (Larch Guild), Amos Reed (Elm Union) and Una Flint (Ash Association) said: “We agree.”", PEOPLE),
        ("The leaders – Ada Munt (Larch Guild), Amos Reed (Elm Union) and Una Flint (Ash Trust) – said: “We agree.”", PEOPLE),
        ("In it Ada Munt, head of Elm Park, Amos Reed, chair of the Guild, and Una Flint, a vicar, say: “We agree.”", PEOPLE),
        ("The bishop, Ada Munt, and the director of education, Amos Reed, have said: “We agree.”", "Ada Munt; Amos Reed"),
        ("“We agree,” said Ada Munt, of the Larch Guild, and Amos Reed, of the Elm Union.", "Ada Munt; Amos Reed"),
        ("“We agree,” said the Larch Guild, the Elm Union and the Ash Association in a joint statement.", UNIONS),
        ("A joint statement by the Larch Guild, the Elm Union and the Ash Association said: “We agree.”", UNIONS),
        ("The Larch Guild and Elm Union said jointly that it was “a poor start to the term”.", "Larch Guild; Elm Union"),
        ("The Union of Plain Teachers (UPT), Staff Together and the Heads’ League said it was “a poor start to the term”.",
         "Union of Plain Teachers; Staff Together; Heads’ League"),
        ("The Guild of Heads and Deputies and the Ash Trust said it was “a poor start to the term”.",
         "Guild of Heads and Deputies; Ash Trust"),
        ("In a letter to Ada Munt, Amos Reed and Una Flint, the Larch Guild said it was “a poor start to term”.", "Larch Guild"),
    ],
)  # fmt: skip
def test_all_of_a_list_speak(known: Gazetteer, text: str, names: str) -> None:
    """Whoever is in the list that is a verb's subject or stands behind it speaks, and nobody to whom it is written."""
    assert speakers(text, known) == [names]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "The Larch Guild, the Elm Union and the Ash Association have sent a letter. The letter says: “We.”",
            UNIONS,
        ),
        ("The Larch Guild, the Elm Union and the Ash Association have met. “We agree,” the three unions said.", UNIONS),
        ("Ada Munt and Amos Reed run it together. “We agree,” the co-heads say.", "Ada Munt; Amos Reed"),
        ("Ada Munt and Amos Reed run it together. “We agree,” the two heads said.", "Ada Munt; Amos Reed"),
        ("Ada Munt and Amos Reed run it together. “We agree,” the three heads said.", None),
    ],
)
def test_who_was_named_together_goes_on_together(known: Gazetteer, text: str, names: str | None) -> None:
    """ "The three unions", "the two heads" and "the statement" are those who were listed, if there are so many of them."""
    assert speakers(text, known) == [names]


def test_words_without_marks_below_a_joint_announcement(known: Gazetteer) -> None:
    """A joint statement that is printed without marks is everybody's who is said to make it, paragraph by paragraph."""
    listed = "the Larch Guild, the Elm Union and the Ash Association"
    text = f"The following is a joint statement from {listed}:\n\nWe agree.\n\nWe ask for time."
    assert speakers(text, known) == [UNIONS, UNIONS]
    made = (
        "This statement is made by the Larch Guild, the Elm Union and the Ash Association.\n\nWe agree on it.\n\nWe ask for time."
    )
    assert speakers(made, known)[-2:] == [UNIONS, UNIONS]


@pytest.mark.parametrize("more", [0, 1])
def test_a_list_has_an_end(known: Gazetteer, more: int) -> None:
    """A list of more than `BODIES_MAX` bodies is no speaker's."""
    names = [f"{letter}arch Guild" for letter in "ABCDEFGHIJKLMNOP"[: BODIES_MAX + more]]
    text = f"The {', the '.join(names[:-1])} and the {names[-1]} said it was “a poor start to the term”."
    assert (speakers(text, known) == ["; ".join(names)]) is not bool(more)
