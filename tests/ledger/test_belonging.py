"""Role and body of speakers whom no list knows: what the text prints beside the name."""

from __future__ import annotations

import pytest

from tests.ledger.blind_scoring import folded, gazetteers
from watcher.ledger import Gazetteer, read_quotes
from watcher.ledger.belonging import cut_role, split_body, trimmed, whole_of
from watcher.model import Quote


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    return gazetteers()["project"]


def last_of(text: str, known: Gazetteer, publisher: str = "Gull Coast News") -> Quote:
    return read_quotes(text, publisher=publisher, gazetteer=known)[-1]


def is_told(quote: Quote, role: str | None, body: str | None) -> bool:
    return (folded(quote.role or ""), folded(quote.organisation or "")) == (folded(role or ""), folded(body or ""))


@pytest.mark.parametrize(
    ("beside", "role", "body"),
    [
        ("Executive Member for Learning at Gull County Council", "executive member for learning", "Gull County Council"),
        ("Director of Services at The Ash Line", "director of services", "The Ash Line"),
        ("chief executive of Education Minders", "chief executive", "Education Minders"),
        ("education partner at the law firm Ash Keene", "education partner", "Ash Keene"),
        ("a senior fellow at the think tank Open Slate", "senior fellow", "Open Slate"),
        ("head of Year 9 at Penhale Academy", "head of Year 9", "Penhale Academy"),
        ("Head of School at Sand Street Juniors", "head of school", "Sand Street Juniors"),
        ("director of the Centre for School Health at the University of Penhale", "director", "Centre for School Health"),
        ("of the law firm Ash Keene", None, "Ash Keene"),
        ("director of the Institute of School Life and chair of the review", "director", "Institute of School Life"),
        ("president of the Society of Deputies (SOD)", "president", "Society of Deputies"),
        ("head of Trelawn Primary School near Bodrick", "head", "Trelawn Primary School"),
        ("rector of St Petroc’s and a governor at two schools", "rector", "St Petroc’s"),
        ("general secretary of the Coast Teachers’ Association", "general secretary", "Coast Teachers’ Association"),
        ("Liberal leader of Gull Council", "Liberal leader", "Gull Council"),
        ("formerly head of Tern Island School", "former head", "Tern Island School"),
        ("policy director at campaigners Fair Marks", "policy director", "Fair Marks"),
        ("policy director for heads’ union Coast Leaders", "policy director", "Coast Leaders"),
        ("general secretary of the Guild of Pilots (NGP) and a Labour peer", "general secretary", "Guild of Pilots"),
        ("from Open Gate, a helpline for heads", None, "Open Gate"),
        ("University of Ludbrook", None, "University of Ludbrook"),
        ("who chairs the Camel Valley Trust", "chair", "Camel Valley Trust"),
        ("who used to run Wistman School and is now director of learning at Moor Council", "director of learning", "Moor Council"),
    ],
)
def test_where_the_body_begins(known: Gazetteer, beside: str, role: str | None, body: str) -> None:
    """The body behind a name is whole, and the role is what stands before it."""
    assert is_told(last_of(f"Sennen Carlyon, {beside}, said: “We will learn from this.”", known), role, body)


@pytest.mark.parametrize(
    ("text", "role", "body"),
    [
        ("A teacher in my constituency, Hedra Voss, wrote. She said: “I gave it thirty years.”", "teacher", None),
        ("Hedra Voss, a teacher from Walden, first rang in May. “I gave it thirty years,” she said.", "teacher", None),
        (
            "Talan Rowe, regional officer of the union, said: “It is thin.” The National Guild of Coasts has 300 members.",
            "regional officer",
            "National Guild of Coasts",
        ),
        (
            "Petra Vane, a mother of two and the secretary of Gull Parents’ Forum, said: “One page.”",
            "secretary",
            "Gull Parents’ Forum",
        ),
        ("According to Ade Rook, a former head, the letter could be “printed on the back of a bus ticket”.", "former head", None),
        ("In the Albion, columnist Jory Pascoe writes that it “has no numbers on it at all”.", "columnist", None),
        ("Chairing, Professor Enor Vale remarked that he had “never seen it done so firmly”.", "professor", None),
        (
            "“I made the tea,” recalled Kit Ferrow, then chair of governors at Sand Street School.",
            "chair of governors",
            "Sand Street School",
        ),
    ],
)
def test_a_role_is_its_noun_phrase(known: Gazetteer, text: str, role: str, body: str | None) -> None:
    """A role ends where its noun phrase does, and "the union" is the one that the text names."""
    assert is_told(last_of(text, known), role, body)


@pytest.mark.parametrize(
    ("text", "role", "body"),
    [
        (
            "Una Pell of Estuary Schools wrote. The Coast Heads’ Forum did. Its chair, Piran Rosk, said: “We want an answer.”",
            "chair",
            "Coast Heads’ Forum",
        ),
        (
            "Moor Schools was glad. The Union of Coast Staff was not. According to Ade Rook, its organiser, it was “thin gruel”.",
            "organiser",
            "Union of Coast Staff",
        ),
        (
            "Speaking at the Guild of Coast Leaders’ conference, Lorna Wick, its president, said: “We shall not forget.”",
            "president",
            "Guild of Coast Leaders",
        ),
        (
            "They were mocked by Plain Words, a campaign. Its co-founder Kirsty Loam said: “I cannot choose a school.”",
            "co-founder",
            "Plain Words",
        ),
        (
            "Una Aldis is not cross. As director of the Coast Complaints Office she reads every case. “I am used to it,” she says.",
            "director",
            "Coast Complaints Office",
        ),
        (
            "Strake’s deputy, Hal Mercer, said: “She never once raised her voice.” Anwen Strake is head of Tern Island School.",
            "deputy",
            "Tern Island School",
        ),
        ("Lisbet Orme teaches maths at Ferry Road Academy. “We had cake,” said Orme.", None, "Ferry Road Academy"),
        ("Una Pell, who runs the 12-school Estuary Learning Trust, said: “We pooled it.”", None, "Estuary Learning Trust"),
        ("“Nobody told us of it,” said Pell.\n\nUna Pell chairs the Coast Heads’ Forum.", "chair", "Coast Heads’ Forum"),
    ],
)  # fmt: skip
def test_what_another_sentence_says(known: Gazetteer, text: str, role: str | None, body: str) -> None:
    """ "Its director" is of the body that the sentence before is about, and what is told of a name elsewhere counts."""
    assert is_told(last_of(text, known), role, body)


def test_the_charity_whose_page_it_is(known: Gazetteer) -> None:
    """An officer without a body is the publisher's if that is a body by what its page says, and never a newspaper's."""
    text = "Clear Water is a charity for teachers.\n\nKerensa Flood, Chair of Trustees, said: “We need ten more.”"
    assert last_of(text, known, "Clear Water").organisation == "Clear Water"
    assert last_of(text.replace("Clear Water is", "Tern is"), known, "Clear Water").organisation is None


def test_the_one_school(known: Gazetteer) -> None:
    """A head without a school is of the one that the text names, however long its name; of two, of none."""
    text = "Moor Ashby Church of England Primary School was visited.\n\nUna Pell, the headteacher, said: “We are four teachers.”"
    assert last_of(text, known).organisation == "Moor Ashby Church of England Primary School"
    assert last_of(f"{text}\n\nSand Street School was too.", known).organisation is None


def test_words_without_a_body_are_not_split() -> None:
    """What names no body behind "at" stays one role."""
    assert split_body("adviser to heads at work") is None
    assert split_body("chair of Trustees") is None
    assert split_body("head at Sand Street School") is None


def test_what_is_no_role() -> None:
    """A word of order, a superlative and the kind of a body are no roles."""
    assert [cut_role(each)[0] for each in ("first", "largest in the county", "campaign group in Totton", "head")] == [None] * 3 + [
        "head"
    ]


def test_a_body_keeps_its_name() -> None:
    """What goes on behind a body is cut, and what belongs to it is kept."""
    assert trimmed("Society of Heads (SOH") == "Society of Heads"
    assert trimmed("Ash and Elm Trust") == "Ash and Elm Trust"
    assert whole_of("Association", "The Coast Teachers’ Association met. The Association said no.") == "Coast Teachers' Association"
    assert whole_of("Association", "The Ash Association and the Elm Association met.") is None
