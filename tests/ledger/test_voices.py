"""Rules of who speaks, on people and bodies of the blind gazetteer."""

from __future__ import annotations

from datetime import date

import pytest

from tests.ledger.blind_scoring import gazetteers
from watcher.ledger import Gazetteer, read_commitments, read_demands, read_quotes
from watcher.ledger.attribution import SENTENCE_CHARS_MAX
from watcher.ledger.given import FEMALE, MALE
from watcher.model import QuoteKind, StatedDate

DAY = StatedDate.day(date(2024, 5, 14), "import")


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    return gazetteers()["blind"]


def speakers(text: str, known: Gazetteer, *, title: str | None = None, byline: str | None = None) -> list[str | None]:
    return [quote.speaker for quote in read_quotes(text, published=DAY, title=title, byline=byline, gazetteer=known)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Tenby, who runs the charity Staffroom Support, said: “We are ready.”", "Ralph Tenby"),
        ("Philippa Lunn met Tamsin Reeve on Monday. “It went well enough,” she said.", None),
        ("Ralph Tenby met Tamsin Reeve on Monday. “It went well enough,” she said.", "Tamsin Reeve"),
        ("The Bugle quoted Prowse as saying: “It is what it is.”", "Siân Prowse"),
        ("Tenby was described by Prowse as “a man in a hurry to leave”.", "Siân Prowse"),
        ("The guild said through its general secretary Siân Prowse that it was “a shame”.", "Siân Prowse"),
        ("In the words of Philippa Lunn: “It is what it is.”", "Philippa Lunn"),
        ("Tenby rejected Prowse’s description of the plan as “dead on arrival”.", "Siân Prowse"),
        ("“It is what it is for all of us.” – Ralph Tenby", "Ralph Tenby"),
        ("The visit was “a factor in it all”, the coroner found.", "Eleanor Hythe"),
        ("The letter, signed by Siân Prowse, said heads were “worn out by it”.", "Siân Prowse"),
        ("The leaders of the guild and the AHD said: “It is what it is.”", None),
        ("Prowse, along with Tenby, said it was “thin gruel”.", None),
        ("One parent, Ada Munt, said: “We are ready.”", None),
        ("Jonas Fell, an Edinspect inspector, said: “You must wait outside.”", None),
        ("Teachwell said it was “not asked about this”.", "Teachwell"),
        ("The lead inspector, Ada Munt, arrived at nine. “It was a fair visit,” she said.", None),
        ("Ralph Tenby was there. Derek Munnings led the visit. “It was a fair visit,” he said.", None),
        ("Fenland Trust was told on Monday. The Trust said it was “very glad of that”.", "Fenland Trust"),
        ("The Fenland Trust and the Moor Trust were told. The Trust said it was “very glad of that”.", None),
        ("A letter from the guild said heads were “at the end of it all”. It was signed by Siân Prowse.", "Siân Prowse"),
        ("The letter says heads are “at the end of it all”. It is signed by more than 40 heads.", None),
        ("The plan was described as “polite, prompt and wrong” by Siân Prowse.", "Siân Prowse"),
        ("Prowse will leave “prouder than on the day I came”, she said on Monday.", "Siân Prowse"),
        ("Publicly Tenby has said it is “something to think about”.", "Ralph Tenby"),
        ("Mrs Okoro, for the unions, said it was “the wrong end of it”.", "Bernadette Okoro"),
        ("Tenby asked Siân Prowse whether she had been told. “I had not,” she replied.", "Siân Prowse"),
        ("Governors at St Brannock’s Primary have said they are “proud of every one of them”.", None),
        ("“It is what it is,” said Siân Prowse and Ralph Tenby.", "Siân Prowse; Ralph Tenby"),
        ("Tenby paused. “It is what it is,” he confides.", "Ralph Tenby"),
        ("“It is what it is,” as Mr Tenby cheerfully put it.", "Ralph Tenby"),
        ("Tenby left the room and complained of “a lack of air in it”.", "Ralph Tenby"),
        ("Siân Prowse wrote that she had seen “no plan of any kind”.", "Siân Prowse"),
        ("Tamsin Reeve was there. The head of Elm Park, Ada Munt, wrote that she had seen “no plan of any kind”.", "Ada Munt"),
        ("Speaking to presenter Ada Munt, Tenby said it was “much better now”.", "Ralph Tenby"),
        ("Siân Prowse met Tamsin Reeve. She later saw Philippa Lunn. “I am tired of it,” she said.", None),
        ("Siân Prowse spoke. She had come with Philippa Lunn. “I am tired of it,” she said.", "Siân Prowse"),
        ("Siân Prowse spoke. One caller, a head from Elmdown, rang in. “I am tired of it,” she said.", None),
        ("Tenby is not so sure. “It may take years.”", "Ralph Tenby"),
        ("Tenby asked whether she had been told. “I had not been told.”", None),
        ("Siân Prowse was there. Tenby asked whether she had been told. “I had not been told.”", "Siân Prowse"),
        ("Tenby asked the coroner if she had been told. “I had not,” she replied.", "Eleanor Hythe"),
        ("Mrs Justice Munt rose. “I say no more about it than that,” the judge said.", "Mrs Justice Munt"),
        ("Ada Munt, headteacher of Elm Park, wept. “It was four days,” the head said.", "Ada Munt"),
        ("Ada Munt, head of Elm Park, and Amos Reed, head of Oak Lane, wept. “It was four days,” the head said.", None),
        ("The previous chief inspector called it “the best in Europe”.", "Dame Odile Farrant"),
        ("Chair of Trustees Ada Munt said: “We are ready.”", "Ada Munt"),
        ("The charity Corran, which insures schools, said: “We are ready.”", "Corran"),
        ("The news reached Edinspect, which said it was “very glad of that”.", "Edinspect"),
        ("Heads heard from Tamsin Reeve of Staffroom Support, who said it was “very glad of that”.", "Tamsin Reeve"),
        ("Elm Park’s trust, Dales Learning, said it was “very glad of that”.", "Dales Learning"),
        ("Tenby said he would go. His brother Amos, a farmer, laughed. “He will not,” he said.", "Amos"),
        ("Ralph Tenby was there. One of the staff wept. “It is what it is,” one of the staff explained.", None),
        ("A parody account, @NotTenby, promised “a visit so gentle that you sleep”.", None),
        ("One mother, Ada Munt, wept. Mrs Munt rang again. “We only want to know,” she said.", None),
        ("Sisters Ada and Una Munt teach. “We only want to know,” said Ada.", "Ada Munt"),
        ("Sisters Ada and Una Munt teach. “We only want to know,” said Munt.", None),
        ("Twins Ada and Una Munt, both 18, are here. “We only want to know,” said Ada.", None),
        ("Ada Munt, aged 52, is here. “We only want to know,” said Munt.", "Ada Munt"),
        ("Ada Munt, Larch Hill, said: “We are ready.”", "Ada Munt"),
        ("Wilbera Munt, Larch Hill, said: “We are ready.”", "Wilbera Munt"),
        ("Parents met. “We only want to know,” Ada Munt said. Mrs Munt, a mother of two, wept.", None),
    ],
)
def test_who_speaks(known: Gazetteer, text: str, wanted: str | None) -> None:
    """Whoever the sentence gives the words to speaks, and where two could be meant nobody does."""
    assert speakers(text, known) == [wanted]


def test_who_goes_on_without_a_name(known: Gazetteer) -> None:
    """Behind a parent's or the governors' words "she" and "it" are nobody who was named before."""
    ahead = "Siân Prowse met Edinspect. "
    assert speakers(ahead + "A parent said: “I was shocked by it.” “I cried,” she added.", known) == [None, None]
    assert speakers(ahead + "Governors at the school said: “We are proud of it.” It added: “We will appeal.”", known) == [
        None,
        None,
    ]


def test_an_answer_is_not_the_questioner_s(known: Gazetteer) -> None:
    """What stands alone below a question is somebody else's."""
    text = "“Which of those would you say?” asked Siân Prowse.\n\n“It depends upon the day, I think.”"
    assert speakers(text, known) == ["Siân Prowse", None]


def test_whom_the_next_paragraph_names(known: Gazetteer) -> None:
    """ "The head of b said", and below it a name without a role: it is the same person."""
    text = "The head of Elmdown Primary said it was “bewildering from the start”.\n\nJonas Fell said it was “all very odd”."
    found = read_quotes(text, published=DAY, gazetteer=known)
    assert [(each.speaker, each.organisation) for each in found] == [("Jonas Fell", "Elmdown Primary")] * 2


def test_whom_the_first_paragraph_describes(known: Gazetteer) -> None:
    """ "A deputy head who …" is whom the second paragraph names, with her role; nobody if the first names somebody itself."""
    below = "\n\nAda Munt, who is 47, said it was “all very odd”."
    found = read_quotes(
        f"A deputy head who rang in sick said it was “a great relief to be ill”.{below}", published=DAY, gazetteer=known
    )
    assert [(each.speaker, each.role) for each in found] == [("Ada Munt", "deputy head")] * 2
    assert speakers(f"A deputy head told Amos Reed it was “a great relief to be ill”.{below}", known) == [None, "Ada Munt"]


def test_a_joint_statement_of_three(known: Gazetteer) -> None:
    """Three who are named one after the other, each with a role, speak together; so do the bodies of a row."""
    text = (
        "Siân Prowse, General Secretary of the Guild of School Heads, Naveed Qureshi-Holt, General Secretary of the AHD, and "
        "Bernadette Okoro, of UCS, have issued this statement.\n\n“We do not always agree.”"
    )
    assert speakers(text, known) == ["Siân Prowse; Naveed Qureshi-Holt; Bernadette Okoro"]
    row = "The AHD, the Guild of School Heads, UCS and the CLT say they are “tired of it all”."
    (found,) = read_quotes(row, published=DAY, gazetteer=known)
    assert len(found.speakers) == 4


def test_a_main_clause_goes_on(known: Gazetteer) -> None:
    """What stands in a clause of its own does not say who speaks in the clause around it."""
    text = "Philippa Lunn, whose aunt Ada Munt had called it “dead on arrival”, was kinder: “Give it a year.”"
    assert speakers(text, known) == ["Ada Munt", "Philippa Lunn"]


def test_headlines_in_marks_are_no_speech(known: Gazetteer) -> None:
    """A short line in single marks without a stop is a heading or a link where speech stands in double ones."""
    text = "Tenby said: “We are ready.”\n\n‘A different feel’\n\nHeads agree.\n\nTenby: ‘we are ready’"
    assert [each.quote for each in read_quotes(text, published=DAY, gazetteer=known)] == ["We are ready."]


def test_headings_between_one_speaker_s_words(known: Gazetteer) -> None:
    """Under "Name said:" a heading does not end whose words they are; a sentence of the paper's own does."""
    text = "Siân Prowse, President, said:\n\nOn pay\n\n“It is too low for all.”\n\nOn hope\n\n“There is some of it left.”"
    assert speakers(text, known) == ["Siân Prowse"] * 2
    assert speakers(text.replace("On hope", "Others met on Friday and agreed."), known) == ["Siân Prowse", None]


def test_whom_a_letter_calls_you(known: Gazetteer) -> None:
    """In a letter "you" is its addressee, if the letter gives a name that somebody bears."""
    text = "Dear Mr Tenby,\n\nYou told us that you saw “no case for a pause at all”.\n\nYours,\n\nSiân Prowse"
    assert speakers(text, known)[-1] == "Ralph Tenby"
    assert speakers(text.replace("Mr Tenby", "Colleague"), known)[-1] is None


def test_two_people_of_one_name(known: Gazetteer) -> None:
    """A name that two people of the text have is nobody's, unless a title tells them apart."""
    ahead = "Owen Pascoe met Meryl Pascoe. "
    assert speakers(ahead + "“We are ready,” Pascoe said.", known) == [None]
    assert speakers(ahead + "“We are ready,” Mrs Pascoe said.", known) == ["Meryl Pascoe"]


def test_a_subordinate_clause_has_its_own_speaker(known: Gazetteer) -> None:
    """What somebody responds to is not what they say."""
    text = "Responding to Prowse’s claim that the plan was “dead on arrival”, Tenby said it was “very much alive”."
    assert speakers(text, known) == ["Siân Prowse", "Ralph Tenby"]


@pytest.mark.parametrize(
    ("text", "role", "organisation"),
    [
        ("Jonas Fell, head of Elmdown Primary School, said: “We are ready.”", "head", "Elmdown Primary School"),
        ("Jonas Fell is head of Elmdown Primary School. He said: “We are ready.”", "head", "Elmdown Primary School"),
        ("Elmdown Primary School head Jonas Fell said: “We are ready.”", "head", "Elmdown Primary School"),
        ("The Fenland Trust runs nine schools. Its chair, Jonas Fell, said: “We are ready.”", "chair", "Fenland Trust"),
        ("Jonas Fell, who leads the Fenland Trust, said: “We are ready.”", None, "Fenland Trust"),
        ("Jonas Fell, Chair, Fenland Trust, said: “We are ready.”", "Chair", "Fenland Trust"),
        (
            "Jonas Fell, Chair of Trustees, National Learning Alliance, said: “We are ready.”",
            "Chair of Trustees",
            "National Learning Alliance",
        ),
        (
            "Jonas Fell, Director of Education, Moorland County Council, said: “We are ready.”",
            "Director of Education",
            "Moorland County Council",
        ),
        (
            "Jonas Fell, principal of Moor Further Education College, said: “We are ready.”",
            "principal",
            "Moor Further Education College",
        ),
    ],
)
def test_where_they_are_from(known: Gazetteer, text: str, role: str | None, organisation: str) -> None:
    """Role and body of one who is in no gazetteer are read from wherever the text prints them."""
    (quote,) = read_quotes(text, published=DAY, gazetteer=known)
    assert (quote.speaker, quote.role, quote.organisation) == ("Jonas Fell", role, organisation)


@pytest.mark.parametrize(
    ("text", "role", "organisation"),
    [
        ("The landlord, Jonas Fell, was there. Fell said: “We are ready.”", "landlord", None),
        ("As the novelist Jonas Fell says, “we are as ready as we were”.", "novelist", None),
        ("“We are ready,” Jonas Fell said. Fell is a headteacher in the Midlands.", "headteacher", None),
        ("“We are ready,” said Jonas Fell (right). Jonas Fell is chair of Oak Trust.", "chair", "Oak Trust"),
        ("Jonas Fell, who chairs the Oak Trust, said: “We are ready.”", "chair", "Oak Trust"),
        ("Jonas Fell, who heads training at the Oak Trust, said: “We are ready.”", "head of training", "Oak Trust"),
        ("Jonas Fell, who has been head of Oak Lane School since 2016, said: “We are ready.”", "head", "Oak Lane School"),
        ("Jonas Fell, head of the Oak Trust, which is new, said: “We are ready.”", "head", "Oak Trust"),
        (
            "Jonas Fell, Minister for School Standards, said: “We are ready.”",
            "Minister for School Standards",
            "Department for Schooling",
        ),
        ("Mr Tenby’s deputy, Jonas Fell, said: “We are ready.”", "deputy", "Larkfield Learning Trust"),
        ("Oak Trust\n\nJonas Fell, chair, said: “We are ready.”", "chair", "Oak Trust"),
        ("The head teacher, Jonas Fell, shook his head: “We are ready.”", "head teacher", None),
    ],
)
def test_what_the_text_says_of_them_anywhere(known: Gazetteer, text: str, role: str | None, organisation: str | None) -> None:
    """Role and body are those of any mention; a place, a position in a picture and a predicate are none."""
    day = StatedDate.day(date(2024, 3, 14), "import")
    (quote,) = read_quotes(text, published=day, gazetteer=known)
    assert (quote.speaker, quote.role, quote.organisation) == ("Jonas Fell", role, organisation)


LETTER = (
    "Dear Mr Tenby,\n\nWe ask one thing.\n\nStop.\n\nYours faithfully,\n\n"
    "Siân Prowse, Guild of School Heads\nNaveed Qureshi-Holt, AHD"
)


@pytest.mark.parametrize(
    ("text", "title", "wanted"),
    [
        (LETTER, None, ["Siân Prowse; Naveed Qureshi-Holt"] * 2),
        ("Check against delivery.\n\nI am glad to be here.\n\nSit down.", "Siân Prowse’s speech to the guild", ["Siân Prowse"] * 2),
        ("Q: What next?\nA: I will go home.\n\nQ: And then?\nA: Sleep.", "Five minutes with Siân Prowse", ["Siân Prowse"] * 2),
        ("Siân Prowse: My Lords, I agree.\n\nRalph Tenby: I too.", None, ["Siân Prowse", "Ralph Tenby"]),
        ("SIR – I was told. I was not pleased.\n\nIt went on.\n\nAda Munt\nElmdown", None, ["Ada Munt"] * 2),
        ("She asks us to print the following words.\n\nWe miss her.\n\nAda Munt, 3 May", None, ["Ada Munt"]),
        ("Asked by Amos Reed\n\nAnswered by Ada Munt\n\nI have written to them.", None, ["Ada Munt"]),
        ("Welcome back from Siân Prowse\n\nI hope you are rested.\n\nDates\n\nWe close on Friday.", None, ["Siân Prowse"]),
    ],
)
def test_words_without_marks(known: Gazetteer, text: str, title: str | None, wanted: list[str]) -> None:
    """Letters, speeches, answers, turns and greetings are their speakers', without labels, headings and signatures."""
    quotes = read_quotes(text, published=DAY, title=title, gazetteer=known)
    assert [quote.speaker for quote in quotes] == wanted
    assert {quote.kind for quote in quotes} == {QuoteKind.FIRST_PERSON}


def test_blocks_without_marks(known: Gazetteer) -> None:
    """Behind "said:" the next paragraph is a block, and so are those behind it that speak of "us"; `>` marks one anywhere."""
    said = "Siân Prowse said:\n\nThis is welcome news.\n\nWe want the detail.\n\nThe plan was published on Monday."
    assert [quote.quote for quote in read_quotes(said, published=DAY, gazetteer=known)] == [
        "This is welcome news.",
        "We want the detail.",
    ]
    (marked,) = read_quotes("Siân Prowse said:\n\n> This is welcome news.", published=DAY, gazetteer=known)
    assert (marked.quote, marked.kind) == ("This is welcome news.", QuoteKind.BLOCK)


def test_a_byline_of_two(known: Gazetteer) -> None:
    """A text by two is both's."""
    text = "I was a head and I loved it. My union helped me."
    assert speakers(text, known, byline="By Siân Prowse and Naveed Qureshi-Holt") == ["Siân Prowse; Naveed Qureshi-Holt"]


def test_a_sentence_that_is_too_long(known: Gazetteer) -> None:
    """Up to the maximum a sentence is read for its speaker, beyond it nobody is named."""
    tail = " Prowse said: “We are ready.”"
    fits = "a" * (SENTENCE_CHARS_MAX - len("Prowse said: §") - 2)
    assert len(speakers(f"{fits},{tail}", known)) == 1
    assert speakers(f"{'a ' * SENTENCE_CHARS_MAX}{tail}", known) == [None]


def test_no_name_is_both() -> None:
    """A given name tells a woman from a man, or is left out."""
    assert not FEMALE & MALE


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Edinspect will issue it on Thursday 6 June.", ["2024-06-06"]),
        ("Edinspect will issue it before 22 June.", ["2024-06-21"]),
        ("Edinspect will issue it this weekend.", ["2024-05-19"]),
        ("Edinspect will issue it within a fortnight.", ["2024-05-28"]),
        ("Edinspect will issue it by 22/06/2025.", ["2025-06-22"]),
        ("Edinspect will train inspectors by 1 June and publish its handbook by 1 July.", ["2024-06-01", "2024-07-01"]),
        ("In June we will publish it and in July we will train inspectors.", ["2024-06-30", "2024-07-31"]),
        ("Edinspect said that heads would be surveyed in June.", ["2024-06-30"]),
        ("We commit to training all inspectors by 3 June.", ["2024-06-03"]),
        ("If the plan fails, we will publish another in June.", []),
        ("Edinspect has not said that it will publish it in June.", []),
        ("No one has committed to publishing it.", []),
        ("Edinspect said in March that it would publish it by 1 April.", []),
        ("The inquest will resume on 3 June.", []),
        ("We will be writing to ministers this week.", []),
        ("Edinspect is due to begin its pilots in June.", ["2024-06-30"]),
        ("Edinspect plans to publish it in June.", []),
        ("Edinspect aims to publish it in June.", []),
        ("Edinspect intends to publish it in June.", []),
        ("Edinspect will publish it by Friday week.", ["2024-05-24"]),
        ("From 2 September, Edinspect will announce visits on a Monday.", ["2024-09-02"]),
        ("Edinspect will publish it by the end of this academic year.", ["2024-08-31"]),
        ("Edinspect will publish it by the end of the financial year.", ["2025-03-31"]),
        ("In March we said that we would publish it by July.", []),
        ("Jonas Fell was promised an answer by Christmas.", []),
        ("We will believe it when it is there.", []),
    ],
)
def test_promises(known: Gazetteer, text: str, days: list[str]) -> None:
    """Each deed has its own date; conditions, refusals, calendars and what was promised long ago are no promises."""
    found = read_commitments(text, published=DAY, publisher="Edinspect", gazetteer=known)
    assert [each.due.day.isoformat() if each.due.day else None for each in found] == days


def test_readers_comments_ask_for_nothing() -> None:
    """Below a line "Comments" nobody of the article speaks."""
    article = "Ministers should listen."
    assert read_demands(f"{article}\n\nComments (2)\n\nHeads should be paid more.") == (article,)
    assert len(read_demands(f"{article}\n\nComments on the plan were few.\n\nHeads should be paid more.")) == 2
