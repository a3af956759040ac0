"""For whom a description stands that has no name: by the sentence before, by the whole text, by the gazetteer, or for nobody."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from watcher.config.gazetteer import load_gazetteer
from watcher.ledger import Gazetteer, read_quotes
from watcher.model import StatedDate

ROOT = Path(__file__).parents[2]
DAY = StatedDate.day(date(2024, 5, 14), "import")


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    """The gazetteer that comes with the program: real offices, whose holders are meant where nothing says otherwise."""
    return load_gazetteer(ROOT / "people.yaml", ROOT / "bodies.yaml")


def speakers(text: str, known: Gazetteer) -> list[str | None]:
    return [each.speaker for each in read_quotes(text, published=DAY, gazetteer=known)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada Munt used the line last year. “It was kind,” says the headteacher of Elm Park.", ["Ada Munt"]),
        ("Ada Munt guessed. The caretaker, who has the keys, left a flask. “Soup, mostly,” she said.", ["Ada Munt"]),
        ("Ada Munt, president of the Larch Guild, rang. “It was kind,” says the headteacher of Elm Park.", [None]),
        ("Ada Munt and Amos Reed used the line. “It was kind,” says the headteacher of Elm Park.", [None]),
        ("The trainee froze. “Shall we stop?” she said.", [None]),
        ("Ada Munt rang first. A head for nine years, she had asked nobody. “I put on my shoes,” she says.", ["Ada Munt"]),
    ],
)
def test_whom_the_sentence_before_was_about(known: Gazetteer, text: str, names: list[str | None]) -> None:
    """A description is whom the sentence before begins with, if they have no other office and nobody is named beside them."""
    assert speakers(text, known) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A coroner has said a head was left “in a kind of limbo”.\n\nRowan Munt, 48, led it.\n\nCoroner Una Flint said so.",
         ["Una Flint"]),
        ("A coroner has said a head was left “in a kind of limbo”.\n\nRowan Munt, 48, led it.", [None]),
        ("A union has accused ministers of “moving the furniture”.\n\nUnity for School Leaders, which had the data, said so.",
         ["Unity for School Leaders"]),
        ("A union has accused ministers of “moving the furniture”.\n\nLarch Borough Council, which had the data, said so.", [None]),
        ("A trust has denied that its culture is “toxic”.\n\nReedham Academies, which runs nine schools, said so.", []),
    ],
)  # fmt: skip
def test_whom_a_lead_describes(known: Gazetteer, text: str, names: list[str | None]) -> None:
    """A lead's "coroner" is the coroner whom the text names further down, and never the next person that it names."""
    assert speakers(text, known)[: len(names)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The coroner said that inspections lacked “a clear path”.", ["Heidi Connor"]),
        ("An inquest has heard that Ada Munt died. The coroner said it was “a hard year”.", ["coroner"]),
        ("The inquest into the death of Ruth Perry ended. The coroner said it was “a hard year”.", ["Heidi Connor"]),
        ("Senior coroner Una Flint sat. Amos Reed wept. The coroner said it was “a hard year”.", ["Una Flint"]),
        ("Mrs Justice Flint ruled on Friday. “One may park a car,” the judge said.", ["Mrs Justice Flint"]),
        ("A former academy trust boss, Ada Munt, is to lead it. The former academy trust boss was wary. “I was there,” she said.",
         ["Ada Munt"]),
    ],
)  # fmt: skip
def test_an_office_of_which_there_are_many(known: Gazetteer, text: str, names: list[str]) -> None:
    """Whom the gazetteer has as coroner or judge is meant only where the text is not about another court or another holder."""
    assert speakers(text, known) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The message, from Ada Munt, went to all staff. “You are fine,” it said. “Smile,” the email continued.", ["Ada Munt"] * 2),
        ("Ada Munt wrote to members last week. “I know you,” her letter began.", ["Ada Munt"]),
        ("Amos Reed reads from an email sent to him by a head in Larch: “They were kind.”", [None]),
        ("Amos Reed reads from an email sent to him by a head: “They were kind.” “She is fifty,” he adds.", [None, "Amos Reed"]),
        ("Una Flint, Photograph: Ada Munt.\n\nMs Flint left. “I share it,” she said.", ["Una Flint"]),
        ("Ada Munt, who is secretary of the staff side, and Amos Reed, of the other, have written to all. They say: “We agree.”",
         ["Ada Munt; Amos Reed"]),
        ("The signatories are Ada Munt, a head; Amos Reed, a vicar; and Una Flint, a clerk. They write: “We agree.”",
         ["Ada Munt; Amos Reed; Una Flint"]),
    ],
)  # fmt: skip
def test_whose_a_letter_is(known: Gazetteer, text: str, names: list[str | None]) -> None:
    """A letter's words are its author's, also further down and by its pronoun; whoever reads it out or took the picture is not."""
    assert speakers(text, known) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada Munt said her members wanted results “quickly and once”.", ["Ada Munt"]),
        ("The Larch Guild said it hoped the book would “start some talk in staff rooms”.", ["Larch Guild"]),
        ("Ada Munt said the head in question had told her: “I thought they would write it down.”", [None]),
        ("“I am not upset,” she had said, according to Amos Reed.", [None]),
        ("The Hampshire and Solent Schools Alliance said it was “fine by them all”.", ["Hampshire and Solent Schools Alliance"]),
        ("The Union of Leaders in Learning said it was “fine by them all”.", ["Union of Leaders in Learning"]),
        ("Larch Council and the Elm Trust said it was “fine by them all”.", ["Larch Council; Elm Trust"]),
    ],
)
def test_who_reports_what_others_think(known: Gazetteer, text: str, names: list[str | None]) -> None:
    """What members are said to want is in the words of who says so; what somebody unnamed is said to have said is nobody's."""
    assert speakers(text, known) == names
