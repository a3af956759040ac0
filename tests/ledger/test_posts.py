"""Who holds which post: the body of a role that is told of in other words, and further away, than beside the name."""

from __future__ import annotations

import pytest

from tests.ledger.blind_scoring import folded, gazetteers
from watcher.ledger import Gazetteer, read_quotes
from watcher.ledger.bodies import BACK_SENTENCES_MAX, NAMES_CHARS_MAX, Bodies
from watcher.ledger.posts import MENTIONS_MAX
from watcher.ledger.roles import ROLE_CHARS_MAX, cut_clause, is_role
from watcher.ledger.scene import PARAGRAPHS_BACK_MAX


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    return gazetteers()["project"]


def posts_of(text: str, known: Gazetteer, publisher: str = "Gull Coast News") -> dict[str, tuple[str, str]]:
    """Return role and body of each speaker, folded; those that are not given are empty."""
    return {
        quote.speaker: (folded(quote.role or ""), folded(quote.organisation or ""))
        for quote in read_quotes(text, publisher=publisher, gazetteer=known)
        if quote.speaker
    }


def last_post(text: str, known: Gazetteer, publisher: str = "Gull Coast News") -> tuple[str, str]:
    return list(posts_of(text, known, publisher).values())[-1]


@pytest.mark.parametrize(
    ("text", "role", "body"),
    [
        ("The trust’s chair, Una Pell, said: “No.”", "chair", "Open Door Trust"),
        ("“No,” said Una Pell, who chairs the trust.", "chair", "Open Door Trust"),
        ("Its finance director, Una Pell, said: “No.”", "finance director", "Open Door Trust"),
        ("Chief executive Una Pell said: “No.”", "chief executive", "Open Door Trust"),
        ("“No,” said Una Pell, one of the trust’s two regional directors.", "regional director", "Open Door Trust"),
        ("Una Pell, a former nurse who took over as the trust’s chief executive in May, said: “No.”", "chief executive",
         "Open Door Trust"),
        ("Una Pell, chair of the trust’s pay committee and herself a retired head, said: “No.”", "chair", "Open Door Trust"),
        ("It is led by Una Pell. “No,” she said.", "", "Open Door Trust"),
        ("Una Pell joined Open Door as chief executive in May. “No,” she said.", "chief executive", "Open Door Trust"),
        ("Speaking on behalf of the trust, Una Pell said: “No.”", "", "Open Door Trust"),
        ("One of its trustees, the broadcaster Una Pell, is cross. “No,” she said.", "trustee", "Open Door Trust"),
        ("The trust’s chair, who has sat through nine visits, is tired. “No,” said Una Pell.", "chair", "Open Door Trust"),
        ("“No,” said Una Pell, chair of the allotment society.", "chair of the allotment society", ""),
        ("“No,” said Una Pell, whose sister is in Year 9.", "", ""),
    ],
)  # fmt: skip
def test_the_trust_that_was_named(known: Gazetteer, text: str, role: str, body: str) -> None:
    """ "The trust", "its" and an office without a body are those of the body that was named; another society is not."""
    post = last_post(f"The Open Door Trust runs nine schools. {text}", known)
    assert post[1] == folded(body)
    assert role in post[0] or folded(role) == post[0]


@pytest.mark.parametrize(
    ("text", "role", "body"),
    [
        ("Osric Vane became president of the Guild of Pilots in 2021. “Enough,” he said.", "president", "Guild of Pilots"),
        ("Osric Vane, who was president of the Guild of Pilots until 2020, said: “Enough.”", "former president", "Guild of Pilots"),
        ("Osric Vane is tired. He is president of the Guild of Pilots. “Enough,” he said.", "president", "Guild of Pilots"),
        ("The Guild of Pilots met. “Enough,” said Osric Vane, then its president. His successor, Petra Holm, said: “More.”",
         "president", "Guild of Pilots"),
        ("Osric Vane, 51, runs Hollin School. “Enough,” he said.", "head", "Hollin School"),
        ("Osric Vane is in his fourth year as head of Hollin School. “Enough,” he said.", "head", "Hollin School"),
        ("Osric Vane was on his way to Hollin School, where he is a governor. “Enough,” he said.", "governor", "Hollin School"),
        ("Jago Penrose’s school, Hollin School, counts chairs. “Enough,” he says.", "", "Hollin School"),
        ("At Hollin, principal Osric Vane said: “Enough.” Hollin School and Ansley Academy share a gate.", "principal",
         "Hollin School"),
        ("Hollin School, whose bursar, Osric Vane, is leaving, was visited. “Enough,” he said.", "bursar", "Hollin School"),
        ("The head of Hollin School, Ysolde Marsh, has gone. Her deputy, Osric Vane, said: “Enough.”", "deputy", "Hollin School"),
        ("The charity Lamp Black runs a line. Nell Barrow, who volunteers for the charity, said: “Enough.”", "", "Lamp Black"),
        ("Lamp Black, whose director Nell Barrow was a chair, said no. “Enough,” said Ms Barrow.", "director", "Lamp Black"),
        ("A charity is short of money.\n\nLamp Black took 900 calls. Chief executive Nell Barrow said: “Enough.”",
         "chief executive", "Lamp Black"),
        ("The Ash Union and the Elm Association wrote. Nell Barrow, an officer of the latter, said: “Enough.”", "officer",
         "Elm Association"),
        ("The National Guild of Heads (NGH) met. Nell Barrow, NGH president, said: “Enough.”", "president",
         "National Guild of Heads"),
        ("Nell Barrow, chair of the Guild of Heads’ pay panel, said: “Enough.”", "chair", "Guild of Heads"),
        ("Marcus Pryce\nChair of governors, Tolver High School\n\n“Enough,” said Marcus Pryce.", "chair of governors",
         "Tolver High School"),
    ],
)  # fmt: skip
def test_posts_in_other_words(known: Gazetteer, text: str, role: str, body: str) -> None:
    """A verb, a clause, a signature and the sentence beside a name say what somebody is as well as an apposition does."""
    post = last_post(text, known)
    assert post[1] == folded(body)
    assert role in post[0] or folded(role) == post[0]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Tolver High School and Ansley Academy share a gate. Deputy head Aldous Finch said: “It was the boiler.”", ""),
        ("The Ash Trust and the Elm Trust wrote. The trust’s chair, Aldous Finch, said: “It was the boiler.”", ""),
        ("“It was the boiler,” said Leopold Strang, Labour MP for Tolver. Tolver School is shut.", ""),
        ("Tolver’s MP, Aldous Finch, opened Tolver School in Tolver. “It was the boiler,” he said.", ""),
        ("Aldous Finch, a retired head, said: “It was the boiler.” He was near Tolver High School.", ""),
        ("Aldous Finch, leader of the Independent group, said: “It was the boiler.”", ""),
        ("Aldous Finch, 54, from Truro, said: “It was the boiler.” He had been to the Coast Heads’ Forum.", ""),
        (
            "Mr Brill’s lawyer, Aldous Finch of Hart Bray, said: “It was the boiler.” Jon Brill is head of Tolver School.",
            "Hart Bray",
        ),
    ],
)
def test_bodies_that_are_not_theirs(known: Gazetteer, text: str, body: str) -> None:
    """Nobody gets a body because it was named: not of two, not of a place, and not for an office that is no body's."""
    assert last_post(text, known)[1] == folded(body)


def test_whose_page_our_is(known: Gazetteer) -> None:
    """ "Our" is the publisher's, on a signed page too; "my" is nobody's."""
    text = "Our general secretary, Osric Vane, said: “Enough.” My deputy, Petra Holm, said: “More.”"
    assert posts_of(text, known, "Guild of Rural Heads") == {
        "Osric Vane": ("general secretary", "guild of rural heads"),
        "Petra Holm": ("deputy", ""),
    }


def test_delegates_are_of_their_branch(known: Gazetteer) -> None:
    """At a conference the place behind a name is the branch that sent somebody, and elsewhere it is a town."""
    motion = "Delegates debated motion 9 at the conference. Osric Vane (Elmby) said: “Enough.”"
    assert last_post(motion, known) == ("", "elmby")
    assert last_post("Osric Vane (Elmby) said: “Enough.”", known) == ("", "")


def test_how_far_its_reaches(known: Gazetteer) -> None:
    """The body of "its chair" is looked for so many sentences back, and not further."""
    near, far = (f"The Coast Forum met. {'It rained. ' * number}" for number in (BACK_SENTENCES_MAX - 2, BACK_SENTENCES_MAX))
    for text, body in ((near, "Coast Forum"), (far, None)):
        assert Bodies(text, "", lambda _: None, lambda _: False).its(len(text)) == body


def test_how_many_mentions_are_read(known: Gazetteer) -> None:
    """What a text tells of somebody after so many mentions is not read."""
    near, far = (
        f"“No,” said Una Pell. {'Una Pell sat. ' * number}Una Pell chairs the Coast Forum."
        for number in (MENTIONS_MAX - 2, MENTIONS_MAX)
    )
    assert last_post(near, known)[1] == "coast forum"
    assert last_post(far, known)[1] == ""


def test_how_far_back_a_deputy_has_a_head(known: Gazetteer) -> None:
    """ "His deputy" is that of whom one of the last paragraphs names, and of nobody further up."""
    near, far = (
        "Jonas Ferrow is head of Tern School."
        + "\n\nIt rained all day." * number
        + "\n\nHis deputy, Una Pell, said: “No.” Moor School too."
        for number in (PARAGRAPHS_BACK_MAX // 2 - 1, PARAGRAPHS_BACK_MAX)
    )
    assert last_post(near, known)[1] == "tern school"
    assert last_post(far, known)[1] == ""


def test_bodies_at_the_end_of_a_long_text(known: Gazetteer) -> None:
    """Bodies are looked for in so much of a text; what is named behind it is nobody's."""
    near, far = (
        f"“No,” said Una Pell, who chairs the forum. {'It rained. ' * number}The Coast Forum met."
        for number in (10, NAMES_CHARS_MAX // len("It rained. ") + 1)
    )
    assert posts_of(near, known)["Una Pell"][1] == "coast forum"
    assert posts_of(far, known)["Una Pell"][1] == ""


def test_where_a_role_ends() -> None:
    """A clause is cut from a role, its field is not; a story is no role, however it begins."""
    assert cut_clause("general secretary since 2016") == "general secretary"
    assert cut_clause("director with responsibility for schools, who") == "director with responsibility for schools"
    assert cut_clause("head in 2011") == "head"
    assert is_role("head of inspection policy")
    assert not is_role("head who said no")
    assert not is_role("third member of the trio")


def test_a_role_of_many_words(known: Gazetteer) -> None:
    """A role of so many characters is one, and a longer one a story."""
    fill = ROLE_CHARS_MAX - len("head of  ")
    near, far = (f"The Coast Forum’s head of {'x' * number} , Una Pell, said: “No.”" for number in (20, fill + 40))
    assert last_post(near, known)[1] == "coast forum"
    assert last_post(far, known)[1] == ""
