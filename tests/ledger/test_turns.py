"""Rules of who speaks in courts, parliaments, letters, newsletters and transcripts, on people and bodies of the blind gazetteer."""

from __future__ import annotations

from datetime import date

import pytest

from tests.ledger.blind_scoring import gazetteers
from watcher.ledger import Gazetteer, read_quotes
from watcher.ledger.incumbents import INCUMBENTS_MAX, incumbents
from watcher.ledger.voice import LETTERS_MAX
from watcher.model import StatedDate

DAY = StatedDate.day(date(2024, 5, 14), "import")


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    return gazetteers()["blind"]


def speakers(
    text: str, known: Gazetteer, *, byline: str | None = None, publisher: str | None = None, title: str | None = None
) -> list[str | None]:
    found = read_quotes(text, published=DAY, byline=byline, publisher=publisher, title=title, gazetteer=known)
    return [quote.speaker for quote in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The senior coroner, Ada Munt, sat. “I ask where the paper is,” the coroner said.", "Ada Munt"),
        ("Una Flint, area coroner for Ash, sat. “I ask where the paper is,” the coroner said.", "Una Flint"),
        ("Assistant coroner for Ash, Ada Munt, opened it by telling them it was “not here to mark work”.", "Ada Munt"),
        ("The area coroner for Ash, Ada Munt, closed it by saying it was “the saddest of cases”.", "Ada Munt"),
        ("“It is common ground that he came back,” wrote Employment Judge Rowntree.", "Judge Rowntree"),
        ("The inquiry met. “I ask where the paper is,” the coroner said.", "Eleanor Hythe"),
        (
            (
                "The head of the Tern Isles Education Inspectorate spoke.\n\nDr Ada Munt was late.\n\n"
                "“I have read it,” the chief inspector said."
            ),
            "Ada Munt",
        ),
        ("Dr Ada Munt was there. “I have read it twice,” the chief inspector of Edinspect said.", "Ralph Tenby"),
    ],
)
def test_who_sits_in_this_text(known: Gazetteer, text: str, wanted: str | None) -> None:
    """An office is whom the text prints with it; the gazetteer's holder only where it prints nobody else."""
    assert speakers(text, known)[-1] == wanted


def test_how_many_can_hold_one_office() -> None:
    """A name counts once, plurals and possessives do not, and a list is cut at its maximum."""
    assert incumbents("coroner", "The coroner, Ada Munt, and Ada Munt, the coroner, rose.") == ("Ada Munt",)
    assert incumbents("coroner", "The coroner’s officer, Ada Munt, and the Senior Coroner for Ash rose.") == ()
    assert incumbents("coroner", "Former coroner Ada Munt rose.") == ()
    names = [f"Judge {chr(65 + n // 26)}{chr(97 + n % 26)}n" for n in range(INCUMBENTS_MAX + 1)]
    assert len(incumbents("judge", " sat. ".join(names[:-1]))) == len(incumbents("judge", " sat. ".join(names))) == INCUMBENTS_MAX


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            (
                "Sir,\n\nYou called us a trade. We are three of them.\n\nYours faithfully,\n\n"
                "Ada Munt, Oak Lane\nUna Flint, Larch Primary"
            ),
            ["Ada Munt; Una Flint"],
        ),
        ("Sir,\n\nI was there.\n\nAda Munt, Larch\n\nSir,\n\nWe were not.\n\nUna Flint\nElm Park", ["Ada Munt", "Una Flint"]),
        (
            "NORTH\nI rang them all. It took an hour.\nAda Munt, secretary\n\nSOUTH\nOur case is won.\nUna Flint, secretary",
            ["Ada Munt", "Una Flint"],
        ),
        ("It took an hour. The case is won.\n\nAda Munt, secretary", []),
        (
            "Ada Munt talks to Una Flint.\n\nADA: So who was in the room?\n\nUNA: We all were.\n\nADA: And then?",
            ["Ada Munt", "Una Flint", "Ada Munt"],
        ),
        (
            "Ada Munt talks to Una Flint.\n\nAM: So who was in the room?\n\nUF: We all were.\n\nAM: And then?",
            ["Ada Munt", "Una Flint", "Ada Munt"],
        ),
        ("LEEDS: We met here on Friday.\n\nYORK: We met here too.\n\nHULL: We did not meet.", []),
        (
            "Ada Munt in the Chair.\n\nQ1 Chair: Is that so?\n\nDr Una Flint: It is.\n\nRalph Tenby: I agree.",
            ["Ada Munt", "Una Flint", "Ralph Tenby"],
        ),
        (
            "Lord Munt: My Lords, I agree.\n\nThe Lord Bishop of Ash: I do not.\n\nBaroness Flint: I do.",
            ["Lord Munt", "Lord Bishop of Ash", "Baroness Flint"],
        ),
    ],
)
def test_whose_lines_these_are(known: Gazetteer, text: str, wanted: list[str]) -> None:
    """Letters, sections that end in a name, and turns by first name, initials, seat or chair are their writers' and speakers'."""
    assert speakers(text, known) == wanted


def test_a_page_of_letters_has_its_end(known: Gazetteer) -> None:
    """Of a page of letters so many are read as the maximum says."""
    letters = [f"Sir,\n\nI was there on day {n}.\n\nAda Munt, Larch" for n in range(LETTERS_MAX)]
    assert len(speakers("\n\n".join(letters), known)) == LETTERS_MAX


def test_what_stands_around_a_thread(known: Gazetteer) -> None:
    """Posts with numbers are the author's, and a note above or below them that speaks of others is not."""
    text = (
        "Ada Munt, a head in Ash, posted this.\n\n1/ I asked them to stop. I was glad.\n\n2/ They did, and I slept.\n\n"
        "Among the replies, Una Flint wrote: “I did not know that you could.”"
    )
    assert speakers(text, known, byline="Ada Munt") == ["Ada Munt", "Ada Munt", "Una Flint"]


def test_when_we_is_the_author(known: Gazetteer) -> None:
    """On a firm's own page with a byline "we" is its author, where most paragraphs say so; a newsletter's notices are nobody's."""
    ours = "We are asked this on Fridays. We say no.\n\nWe acted for one of them."
    notices = "The case is won. Our rep is glad.\n\nThe hall is booked.\n\nOur stall was busy."
    assert speakers(ours, known, byline="Ada Munt, partner", publisher="Munt Flint LLP") == ["Ada Munt"] * 2
    assert speakers(notices, known, byline="Ada Munt, secretary", publisher="Ash Union") == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ada Munt was asked about it. Her answer, recorded on page 8, was: “I thought it would intrude.”", "Ada Munt"),
        ("A head spoke. Her answer was: “I thought it would intrude.”", None),
        ("Una Flint reads from an email that Ada Munt sent to her chair: “I will ring after bath time.”", "Ada Munt"),
        ("Una Flint read out a text that the clerk had sent to her: “I will ring after bath time.”", None),
        ("Una Flint reads a statement by Ada Munt.\n\n> We want the same courtesy.", "Ada Munt"),
        ("Una Flint reads a statement on behalf of the family: “We want the same courtesy.”", None),
        ("Una Flint said most were rude. The first, sent at six, read:\n\n> I hope that you like it", None),
        ("Una Flint said that one head had written to her every week. “What should I tell her, then?”", "Una Flint"),
        ("Una Flint told them that her friend had stopped there and said: “I am not to tell you.”", None),
        ("Una Flint told them that Ada Munt had stopped there and said: “I am not to tell you.”", "Ada Munt"),
        ("Una Flint recalls a colleague who, after a meeting, told her: “I am not to tell you.”", None),
        ("Ralph Tenby was there. Una Flint asked if he would accept “a rather smaller number of them”.", "Una Flint"),
        ("Ralph Tenby was asked if he would accept “a rather smaller number of them”.", None),
        ("Una Flint showed them the passage on “a range of pupils there” and added: “Eleven is no range.”", "Una Flint"),
        ("After lunch Flint returned to it, telling them that it was “made by a form”. Una Flint is a vet.", "Una Flint"),
        ("Ada Munt was there. Two days later Una Flint tried again. “I have had sixty calls of it.”", "Una Flint"),
        ("And from Una Flint, head of Oak Lane: “I thank my team for all of it.”", "Una Flint"),
        ("Una Flint reminded them that it was “no answer to sit down”.", "Una Flint"),
        ("Una Flint was reminded that it was “no answer to sit down”.", None),
        ("Our site manager, Una, stood there. “Nobody goes in until she has had tea,” she said.", "Una"),
        ("Una, who ran our office for a year, rang. “Nobody goes in until she has had tea,” she said.", "Una"),
        ("A pupil, Una, stood there. “Nobody goes in until she has had tea,” Una said.", None),
        ("Una is here. “Nobody goes in until she has had tea,” Una said.", None),
        ("The Bishop of Ash has called it “a ledger-book view”.\n\nThe Right Reverend Ada Munt was there.", "Ada Munt"),
        ("A former regulator has called it “a ledger-book view”.\n\nAda Munt, now retired, was there.", "Ada Munt"),
        ("A regulator has called it “a ledger-book view”.\n\nAda Munt, now retired, was there.", None),
        (
            "The Joint Committee on Inspection met. “We asked and were not told,” the committee says.",
            "Joint Committee on Inspection",
        ),
        ("The Trade Committee and the Ports Committee met. “We asked and were not told,” the committee says.", None),
        ("Ada Munt posted it. She later cut it, then wrote: “I was not sure that it was right.”", "Ada Munt"),
        (
            "Ada Munt: She came up to me.\n\nUna Flint: He said: “You will keep this.”\n\nAda Munt: No.\n\nUna Flint: I did.",
            "Una Flint",
        ),
        ("There is a detour (“the real test of any school”, according to Ada Munt) and a listener’s question.", "Ada Munt"),
        ("Ada Munt came. Our reporter, Una, was there. “It was very loud in there,” she said.", "Una"),
        ("Ada Munt came. The zookeeper, Una, was there. “It was very loud in there,” she said.", None),
        ("Ada Munt and Una Flint wrote. The other two said: “We did not.”", None),
    ],
)
def test_who_is_reported(known: Gazetteer, text: str, wanted: str | None) -> None:
    """What was sent, read out or answered, or stands in a clause of a report, is its own subject's, and nobody's without a name."""
    assert speakers(text, known)[-1] == wanted
