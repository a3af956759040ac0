"""The grammar of undertakings: who is bound to what by which words, and what makes it none."""

from __future__ import annotations

from datetime import date

import pytest

from tests.ledger.scoring import gazetteer
from watcher.ledger import Gazetteer, read_commitments, read_demands, read_quotes
from watcher.ledger.article import NAME_CHARS_MAX
from watcher.ledger.commitments import LOOK_BACK_SENTENCES_MAX
from watcher.ledger.timetables import ROW_CHARS_MAX, ROWS_MAX, rows_of
from watcher.ledger.undertakings import WHAT_CHARS_MAX, undertakings
from watcher.model import Commitment, DuePrecision, StatedDate

DAY = StatedDate.day(date(2024, 1, 19), "import")
GUILD = "Heads' Guild"
INSPECTORATE = "Schools Inspectorate"


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    return gazetteer()


def read(text: str, known: Gazetteer, publisher: str | None = None) -> tuple[Commitment, ...]:
    return read_commitments(text, published=DAY, gazetteer=known, publisher=publisher)


def as_line(each: Commitment) -> tuple[str, str, str | None]:
    return each.who, each.what, each.due.day.isoformat() if each.due.day else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We also undertake to write to heads by May.", (GUILD, "write to heads by May", "2024-05-31")),
        (
            "You will have the figures from us by 26 January.",
            (GUILD, "You will have the figures from us by 26 January", "2024-01-26"),
        ),
        ("The first survey is to be carried out in June.", (GUILD, "The first survey is to be carried out in June", "2024-06-30")),
        ("The code, which will be published in May, is short.", (GUILD, None, "2024-05-31")),
        ("Plans for a new code, to be published by 30/09/2024, were shown.", (GUILD, None, "2024-09-30")),
        ("Our report is due out next month.", (GUILD, "Our report is due out next month", "2024-02-29")),
        ("We have set ourselves the task of reaching a thousand heads by 2026.", (GUILD, None, "2026-12-31")),
        ("We will, of course, publish the replies.", (GUILD, "publish the replies", None)),
        ("That work will be done by Easter.", (GUILD, "That work will be done by Easter", "2024-03-31")),
        ("We are putting a named contact in every school from 3 March.", (GUILD, None, "2024-03-03")),
        (
            "The Inspectorate’s pledge to publish its data by March was repeated.",
            (INSPECTORATE, "publish its data by March", "2024-03-31"),
        ),
        ("A promise from the Inspectorate to publish its data by March was read out.", (INSPECTORATE, None, "2024-03-31")),
        ("The Schools Inspectorate’s promise to publish its data by March stands.", (INSPECTORATE, None, "2024-03-31")),
        ("The Inspectorate has given an undertaking to publish its training.", (INSPECTORATE, "publish its training", None)),
        ("The Inspectorate has given heads its word that grades will go.", (INSPECTORATE, "go", None)),
        ("We will answer every request within one working day.", (GUILD, "answer every request within one working day", None)),
        ("We will answer the request within one working day.", (GUILD, "answer the request within one working day", "2024-01-22")),
        ("The Inspectorate has agreed to meet us every three months.", (INSPECTORATE, "meet us every three months", None)),
        ("Members will be invited to its training, the Inspectorate confirmed.", (INSPECTORATE, None, None)),
        ("Every head will have had a visit by Easter.", (GUILD, "Every head will have had a visit by Easter", "2024-03-31")),
        ("Each of our schools will have been told by 3 May.", (GUILD, None, "2024-05-03")),
        ("By this time next week we shall have a second line.", (GUILD, None, "2024-01-26")),
        ("All of the money will be repaid by Easter.", (GUILD, "All of the money will be repaid by Easter", "2024-03-31")),
        ("A new rate for heads who travel between sites will come into force on 1 May.", (GUILD, None, "2024-05-01")),
        ("The guide you have asked for is to come out on 4 March.", (GUILD, None, "2024-03-04")),
        ("An outline of how it’ll work is to be laid before members in May.", (GUILD, None, "2024-05-31")),
        ("We have a contract for new drains, which are due to be laid by 3 May.", (GUILD, None, "2024-05-03")),
        ("It has decided that a formal ballot will open on 5 March.", (GUILD, None, "2024-03-05")),
        ("I have committed the guild to a report in 2025.", (GUILD, "a report in 2025", "2025-12-31")),
        ("We will make her report public as soon as she has finished.", (GUILD, None, None)),
        ("The list will be with members by 8 March.", (GUILD, None, "2024-03-08")),
        ("Everybody in our office will be trained by 3 May.", (GUILD, None, "2024-05-03")),
        ("The scheme will cost little and will be reviewed in May.", (GUILD, "The scheme will be reviewed in May", "2024-05-31")),
        ("A new helpline opens on Monday 26 February.", (GUILD, "A new helpline opens on Monday 26 February", "2024-02-26")),
        ("From next term, every head gets a partner.", (GUILD, "From next term, every head gets a partner", "2024-07-31")),
        ("From 1 March, we will not ring a school before noon.", (GUILD, None, "2024-03-01")),
        ("No adviser will visit from May unless a head has asked.", (GUILD, None, "2024-05-31")),
        ("The report will be made public.", (GUILD, "The report will be made public", None)),
        ("I can confirm to the hon. Member that the guild will write by May.", (GUILD, "write by May", "2024-05-31")),
        ("Conference instructs the executive to report by May.", (GUILD, "report by May", "2024-05-31")),
        ("ACTION: officers to write to members before May.", (GUILD, "write to members before May", "2024-04-30")),
        ("We repeated our earlier promise to publish by May.", (GUILD, "publish by May", "2024-05-31")),
        ("We will set up a group (first meeting: May).", (GUILD, None, "2024-05-31")),
        ("We will write in May, the chair has told members.", (GUILD, "write in May", "2024-05-31")),
        ("Our report will be published in May.", (GUILD, "Our report will be published in May", "2024-05-31")),
        ("The trustees have assured us that nobody will ever work alone.", (GUILD, None, None)),
        ("A leaflet will reach every school on the 25th.", (GUILD, "reach every school on the 25th", "2024-01-25")),
        ("Councillors will see the document on 12 July.", (GUILD, None, "2024-07-12")),
        ("From 1 May it will stay open until seven.", (GUILD, None, "2024-05-01")),
        ("Each of our schools is going to have a named chaplain by Easter.", (GUILD, None, "2024-03-31")),
        ("Anyone with an open case is to be written to this week.", (GUILD, None, "2024-01-19")),
        ("The first of them will be habitable by 19 April.", (GUILD, None, "2024-04-19")),
        ("The next tally is due on 30 April.", (GUILD, None, "2024-04-30")),
        ("All of them will have been through the course by Easter.", (GUILD, None, "2024-03-31")),
        ("I shall see to it that you are sent a copy.", (GUILD, None, None)),
        ("It was agreed that a letter be sent to ministers by 26 January.", (GUILD, None, "2024-01-26")),
        ("The chair has given himself until Friday to cancel the contract.", (GUILD, None, "2024-01-19")),
        ("None of our schools would be visited before March, the guild added.", (GUILD, None, "2024-02-29")),
        ("Our figures for the year come out on 1 May.", (GUILD, None, "2024-05-01")),
        ("Once the study is public, we will reply within three months.", (GUILD, None, None)),
        ("The code, the first part of which is to appear in May, is short.", (GUILD, None, "2024-05-31")),
        ("A short form is being sent to every school this week.", (GUILD, None, "2024-01-19")),
        ("The last session has been put back to 3 May.", (GUILD, None, "2024-05-03")),
        ("The guild has now moved the last session to 3 May.", (GUILD, None, "2024-05-03")),
        ("We have agreed with our branches to write by May.", (GUILD, "write by May", "2024-05-31")),
        ("We will go one step further and publish the replies.", (GUILD, "publish the replies", None)),
        ("Our figures on the summer are out on 3 May.", (GUILD, None, "2024-05-03")),
        ("Our report on the visits is due in May.", (GUILD, None, "2024-05-31")),
        ("The first training session takes place on 3 May.", (GUILD, None, "2024-05-03")),
        ("It was agreed to write to ministers by 26 January.", (GUILD, "write to ministers by 26 January", "2024-01-26")),
        ("Officers were asked to report back by May.", (GUILD, "report back by May", "2024-05-31")),
        ("A note will accompany the proposals.", (GUILD, "accompany the proposals", None)),
        ("A second line follows in May.", (GUILD, None, "2024-05-31")),
        ("We will pay for every head who has had a visit this year by May.", (GUILD, None, "2024-05-31")),
    ],
)
def test_words_that_bind(known: Gazetteer, text: str, expected: tuple[str, str | None, str | None]) -> None:
    """A promise by verb or by name, by who gets it or what is done, is one, and is worded so that it can be read alone."""
    [found] = [as_line(each) for each in read(text, known, publisher=GUILD)]
    who, what, due = expected
    assert (found[0], found[2]) == (who, due)
    assert what is None or found[1] == what


@pytest.mark.parametrize(
    "text",
    [
        "People ask me when we’ll stop.",
        "We cannot tell you what they will publish in May.",
        "They had promised to publish it by May.",
        "The union wants a promise that visits will end in May.",
        "Promises that lessons will be learned are not a plan.",
        "The best thing that we can do is to send you less.",
        "The will of our members will normally be followed.",
        "She will do it.",
        "He will take up his post on 1 March.",
        "Our members will read it with a smile.",
        "Pupils of Elm Park will publish a paper in May.",
        "The inquest will open on 3 March.",
        "A webinar for schools will be held on 13 March.",
        "We have agreed to a pause.",
        "We are committed to openness.",
        "We plan to publish by May.",
        "Members asked when the new independent study of the whole scheme will be published.",
        "Last year I said that we would train twenty heads by December.",
        "His widow was told by the guild in November 2023 that a line would open by September.",
        "Ministers will say that lessons will be learned by Christmas.",
        "The school will close early on 23 May.",
        "Their manifesto is due next week.",
        "A vigil is to be held at the church on Sunday.",
        "Parents will know that we sent a report in December.",
        "Trustees will look at the figures after Easter.",
        "You’ll have had two days of it by Friday week.",
        "They will have had enough by Easter.",
        "Children will have lost a year by June.",
        "Heads will be free to speak from 3 May.",
        "Term starts on 3 May.",
        "The consultation opens on 3 May and closes on 4 June.",
        "Ada Brook starts on 3 May.",
        "Perhaps we will publish it by May.",
        "Eleven months ago she said that it would open by Easter.",
        "Its funding will run out in March.",
        "We would come back in May.",
        "With permission, I shall make a statement.",
        "The ballot will open on 5 March.",
        "Members will have seen the plan of 9 May.",
        "I don’t suppose it will change by May.",
        "The poll was open from 11 to 22 May.",
        "A start in May is too soon.",
        "The line is being rewritten.",
        "A form is being sent to every school today.",
        "The office has been moved to Elm Park.",
        "The conference takes place on 3 May.",
        "The plan follows a review in May.",
    ],
)
def test_words_that_do_not_bind(known: Gazetteer, text: str) -> None:
    """Questions, what others want, aims, habits, what people do every day and what the calendar brings are none."""
    assert read(text, known, publisher=GUILD) == ()


def test_a_list_below_a_head_is_promised_item_by_item(known: Gazetteer) -> None:
    """Each by its own date or by that of the head; the first line that is no item ends it, and what is no deed is left out."""
    text = (
        "By 20 December we will:\n\n- publish a code for inspectors\n- open the desk at weekends by 1 December\n- be kinder\n\n"
        "Publish or perish, they say."
    )
    found = read(text, known, publisher=GUILD)
    assert [as_line(each) for each in found] == [
        (GUILD, "publish a code for inspectors", "2024-12-20"),
        (GUILD, "open the desk at weekends by 1 December", "2024-12-01"),
    ]
    assert all(text[each.start : each.end] == each.sentence for each in found)
    assert read(text.replace("we will:", "if asked, they will:").replace("By 20 December", ""), known) == ()


def test_a_sentence_with_two_dates_has_two_entries(known: Gazetteer) -> None:
    """Its second thing, which has no verb of its own, too; what it adds without a date stands with what is dated."""
    text = "We will train all lead inspectors by the end of June and every other inspector by the end of September."
    assert [each.due.day for each in read(text, known, publisher=GUILD)] == [date(2024, 6, 30), date(2024, 9, 30)]
    text = "We will publish the report by 30 April, and we will write to every head."
    assert [each.due.day for each in read(text, known, publisher=GUILD)] == [date(2024, 4, 30)]


def test_a_date_behind_the_speaker_is_not_the_promises(known: Gazetteer) -> None:
    """Who says it may have dates; words that go on behind "she said" are still the promise."""
    text = "“We will publish every reply,” said Ada Brook, who left on 1 July."
    assert [each.due.day for each in read(text, known, publisher=GUILD)] == [None]
    text = 'We will publish every reply," said Ada Brook, who left on 1 July.'
    assert [each.due.day for each in read(text, known, publisher=GUILD)] == [None]
    text = "“We will publish every reply,” said Ada Brook, “by 1 July.”"
    assert [each.due.day for each in read(text, known, publisher=GUILD)] == [date(2024, 7, 1)]


def test_another_things_date_is_passed_over(known: Gazetteer) -> None:
    """What a promise answers was dated before."""
    [found] = read("We will answer the letter of 8 January by 26 January.", known, publisher=GUILD)
    assert found.due.day == date(2024, 1, 26)


def test_a_day_that_was_named_before(known: Gazetteer) -> None:
    """ "The same day" and "the Friday of that week" are of the last date that the text named, three sentences back at most."""
    text = "We will open a desk from 5 March. By the same day we’ll have written. You’ll get a copy by the Friday of that week."
    days = [date(2024, 3, 5), date(2024, 3, 5), date(2024, 3, 8)]
    assert [each.due.day for each in read(text, known, publisher=GUILD)] == days
    between = "It rained. " * (LOOK_BACK_SENTENCES_MAX - 1)
    near, far = (
        f"There is a vote on 5 March. {rain}We will publish by the same day." for rain in (between, f"{between}It rained. ")
    )
    assert [each.due.day for each in read(near, known, publisher=GUILD)] == [date(2024, 3, 5)]
    assert [each.due.day for each in read(far, known, publisher=GUILD)] == [None]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The Elm Hill Trust met us. The trust said it would pay for it by 3 May.", "Elm Hill Trust"),
        ("Rowbus, which runs route 3, met the Elm Hill Trust. The company has undertaken to start again by 3 May.", "Rowbus"),
        ("The Elm Hill Trust met us. The trust has pledged that each hall will be mended by 3 May.", "Elm Hill Trust"),
        ("We met the Elm Hill Trust. It has ordered drains, which are due to be laid by 3 May.", "Elm Hill Trust"),
        ("We asked Rowbus, and this is its answer.\n\n> A list will be sent to all by 3 May.", "Rowbus"),
    ],
)
def test_a_body_that_is_named_by_its_kind(known: Gazetteer, text: str, who: str) -> None:
    """ "The trust" is the one that was named last, and what stands set apart is of whoever was asked for it."""
    quotes = read_quotes(text, published=DAY, gazetteer=known, publisher="Example Weekly")
    [found] = read_commitments(text, published=DAY, gazetteer=known, publisher="Example Weekly", quotes=quotes)
    assert found.who == who


NAMES = "The Inspectorate met us. "


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (f"{NAMES}It tells us that this will be up and running by May.", INSPECTORATE),
        ("We met the chief inspector. He gave us an undertaking that the line would be staffed by May.", INSPECTORATE),
        (
            "Its council met. The council, meanwhile, has promised that it will pay by May.\n\nElm Vale Council is small.",
            "Elm Vale Council",
        ),
        (f"{NAMES}Labour will scrap the grades by May.\n\nIn time Labour won.", "Labour"),
        (f"{NAMES}The boss of a large trust is to pay for it by May.", "boss of a large trust"),
        (
            f"{NAMES}Elm Learning, which runs schools, has replied. It has told parents that a review will be finished by May.",
            "Elm Learning",
        ),
        ("The parish council, which owns the field, said repairs would be finished by May.", "parish council"),
        ("A helpline is being set up. It will be run by volunteers from May.", "helpline"),
        (
            f"{NAMES}The Elm Hill Trust’s chief, Ida Moss, spoke. Visits at the schools of Elm Hill Trust will end in May.",
            "Elm Hill Trust",
        ),
    ],
)
def test_nothing_is_put_into_the_wrong_mouth(known: Gazetteer, text: str, who: str) -> None:
    """Whom "it" and "he" stand for, an unknown body, people who are only described: never a body that is only named nearby."""
    found = read(text, known, publisher="Example Weekly")
    assert [each.who for each in found][-1:] == [who]


def test_a_body_without_a_name_does_what_it_does_itself(known: Gazetteer) -> None:
    """Nobody who is named elsewhere is bound by it."""
    [found] = read("The Inspectorate was late.\n\nA large trust is to close its offices in May.", known)
    assert found.who == "large trust"


def test_the_words_are_cut(known: Gazetteer) -> None:
    """What is promised has so many characters at most."""
    del known
    start, end = "publish ", "e" * WHAT_CHARS_MAX
    [whole] = undertakings(f"We will {start}{end[: WHAT_CHARS_MAX - len(start)]}.")
    [cut] = undertakings(f"We will {start}{end}.")
    assert len(whole.what) == len(cut.what) == WHAT_CHARS_MAX


COMMENT = "Inspectors must go, all of them."


@pytest.mark.parametrize(
    "below",
    [
        f"Comments (2)\n{COMMENT}",
        f"Ann Other\n3 hours ago\n{COMMENT}\nReply\nBo Further\n2 hours ago\n{COMMENT}\nReply",
        f"Ann Other says:\n{COMMENT}\nBo Further says:\n{COMMENT}",
        f"“We are ready for every school that asks for a visit.”\nI have heard that before.\n{COMMENT}",
    ],
)
def test_readers_demand_nothing(below: str) -> None:
    """Comments below an article are not read, whether or not a heading, times or a quotation from above part them from it."""
    article = "Ada Brook said: “We are ready for every school that asks for a visit.”\nMinisters must listen, said Ada Brook.\n" * 2
    assert set(read_demands(f"{article}{below}\n")) == {"Ministers must listen, said Ada Brook."}


def test_a_quotation_set_apart_begins_no_comments() -> None:
    """Behind it somebody speaks on, or nobody speaks of themselves."""
    quote = "“We are ready for every school that asks for a visit.”"
    text = f"Ada Brook said: {quote}\n{quote}\n{COMMENT}"
    assert read_demands(text) == (COMMENT,)
    assert read_demands(f"{text}\n“I am ready,” she said.") == (COMMENT,)


def test_who_comments_stands_above_the_time() -> None:
    """A line that is too long for a name is the article's."""
    line = "Ministers must go"
    times = f"3 hours ago\n{COMMENT}\n2 hours ago\n{COMMENT}\n"
    name, sentence = (f"{line}{'o' * (count - len(line))}" for count in (NAME_CHARS_MAX, NAME_CHARS_MAX + 1))
    assert read_demands(f"The news.\n{name}\n{times}") == ()
    assert read_demands(f"The news.\n{sentence}\n{times}") == (sentence,)


@pytest.mark.parametrize(
    ("text", "is_demand"),
    [
        ("It is time that the Treasury paid for it.", True),
        ("What we ask of you is this: tell your members.", True),
        ("The council should have a person in every school.", True),
        ("They say that it has to be independent.", True),
        ("It asks whether a school should be treated so.", False),
        ("We send you everything, with what has to be removed marked.", False),
        ("If a regulator has to staff a helpline at night, that is no answer.", False),
        ("The guidance is that bodies should reply promptly.", False),
        ("We keep places under review in the light of demand.", False),
        ("We want people to know that there is a line.", False),
        ("Enquiries should go to the statistics team.", False),
        ("6. ACTION SHOULD BE TAKEN", False),
        ("Unions have clashed over who should take calls.", False),
        ("No job should cost a life.", False),
        ("Officers do not agree that every grade should go.", False),
        ("The call on Monday took an hour, and a call on Friday too.", False),
        ("Sixty academics call on ministers to act.", True),
        ("It also wants the council's chief executive to appear.", True),
        ("The petition asks the Government to suspend visits.", True),
        ("He asked that the council ring within a day.", True),
        ("Heads asked that officers be trained first.", True),
        ("She has asked that her evidence be received.", False),
        ("She wants the list of schools to be made public.", True),
        ("He said inspectors needed to learn to listen.", True),
        ("The school was told in May that it needed to improve.", False),
        ("The board repeated its view that grades should go.", True),
        ("It shares her view that nobody should be alone.", False),
        ("Complaints should be sent to the clerk.", False),
        ("Most of them agreed that notice should be given.", False),
        ("The handbook says that the school should have its draft.", False),
        ("The guild does not argue that grades should go.", False),
        ("The tracker shows where a report has got to.", False),
        ("They pressed ministers to publish the figures.", True),
        ("I have asked the council to reply.", False),
        ("She asked that her school not be named.", False),
        ("Inspectors said the school needed to improve.", False),
        ("Complaints should first be put to the school.", False),
        ("Nobody who leads a school should read it in a paper.", True),
    ],
)
def test_demands(text: str, is_demand: bool) -> None:
    """Somebody says what another must do; questions, conditions, rules and addresses for letters say no such thing."""
    assert bool(read_demands(text)) is is_demand


def test_demands_in_a_list() -> None:
    """Below "calls on ministers:" each item is one, and the line above is none."""
    text = "Conference calls on ministers:\n(a) to end visits;\n(b) to pay for cover.\n\nProposed by Elm."
    assert read_demands(text) == ("to end visits;", "to pay for cover.")


TIMETABLE = """Timetable

- 28 February: publish the draft code
- By the end of March 2024 – all lead inspectors trained
Consultation closes | 30 April 2024
Inquest opens: 4 May

Handbook published: September 2024
"""


def test_a_timetable_is_read_line_by_line(known: Gazetteer) -> None:
    """Of a body's own text, whichever side the date stands on, to the first line that is no row; a newspaper's is a report."""
    found = read(TIMETABLE, known, publisher=GUILD)
    assert [as_line(each) for each in found] == [
        (GUILD, "publish the draft code", "2024-02-28"),
        (GUILD, "all lead inspectors trained", "2024-03-31"),
        (GUILD, "Consultation closes", "2024-04-30"),
    ]
    assert all(TIMETABLE[each.start : each.end] == each.sentence for each in found)
    assert read(TIMETABLE, known, publisher="Example Weekly") == ()
    assert read(TIMETABLE.replace("2024", "2023").replace("28 February", "28 February 2023"), known, publisher=GUILD) == ()


@pytest.mark.parametrize(
    ("text", "whats"),
    [
        ("- May: we open a desk\n- 14 June: a new panel starts work\n", ["we open a desk", "a new panel starts work"]),
        (
            "What happens next\n\n* 28 February: we publish the code\n* By the summer: panel is chosen\n",
            ["we publish the code", "panel is chosen"],
        ),
        (
            "10 March\nVisits begin again.\n\n1 April\nAll schools are in scope.\n",
            ["Visits begin again", "All schools are in scope"],
        ),
        ("Task / Lead / Date\nTimetable\nSurvey issued / A. Brook / 3 June 2024\n", ["Survey issued"]),
        ("Dates for your diary\n- 3 May: quiz\n- 4 May: walk\n", []),
        ("- May: rain\n", []),
    ],
)
def test_rows_with_dates_are_a_timetable(text: str, whats: list[str]) -> None:
    """Below a heading, two in a row, below dates that are headings, in columns; not those of a diary."""
    assert [row.what for row in rows_of(text)] == whats


def test_clauses_that_are_called_promises(known: Gazetteer) -> None:
    """Behind "our commitment:" each clause is one, in whatever tense."""
    text = "Our commitment: within two weeks of every visit, the chief rings each head; by 1 May every head has a mentor."
    found = [as_line(each) for each in read(text, known, publisher=GUILD)]
    assert [(who, due) for who, _, due in found] == [(GUILD, None), (GUILD, "2024-05-01")]


def test_a_precision_comes_with_a_day(known: Gazetteer) -> None:
    """What leaves its day open has none of both."""
    for text in ("We will publish by the end of May.", "We will publish this term.", "We will publish every half term."):
        [found] = read_commitments(text, gazetteer=known, publisher=GUILD)
        assert (found.due.day is None) == (found.due.precision is DuePrecision.NONE)


def test_the_limits_of_a_timetable() -> None:
    """So many rows, of so many characters, are read, and no more."""
    rows = [f"{day % 28 + 1} May 2024: thing {day}" for day in range(ROWS_MAX + 1)]
    assert len(list(rows_of("Next steps\n" + "\n".join(rows)))) == ROWS_MAX
    assert len(list(rows_of("\n".join(3 * rows)))) == ROWS_MAX
    dates = "\n\n".join(f"{day % 28 + 1} May 2024\nThing {day} begins." for day in range(ROWS_MAX + 1))
    assert len(list(rows_of(dates))) == ROWS_MAX
    row = "4 May 2024: " + "x" * (ROW_CHARS_MAX - 12)
    assert len(list(rows_of(f"Next steps\n{row}"))) == 1
    assert not list(rows_of(f"Next steps\n{row}x"))


def test_a_paper_is_not_bound_by_what_it_reports(known: Gazetteer) -> None:
    """A thing that nobody is named for is never the paper's, though its columns and readers say "we" and its name is no paper's."""
    text = "We asked around. The scheme will be published by 30 April."
    for is_press in (True, False):
        [found] = read_commitments(text, published=DAY, gazetteer=known, publisher="Schools Week", is_press=is_press)
        assert (found.who == "Schools Week") is not is_press


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("We will reply within 30 working days.", "2024-03-01"),
        ("Reports will be published within 30 working days by the end of March.", "2024-03-31"),
        ("Heads will get a draft within 18 working days of the visit, and we will publish it within 30 working days.", None),
    ],
)
def test_a_term_is_a_date_only_if_it_counts_from_today(text: str, due: str | None, known: Gazetteer) -> None:
    """What comes again and again has no day; and a date stands over the term beside it."""
    assert as_line(read(text, known, GUILD)[-1])[2] == due


def test_he_would_goes_on_with_what_was_said(known: Gazetteer) -> None:
    """In minutes and reports "He would …" after what somebody said is what he said; after a thing of the past it is a tale."""
    said = "The chair said that he had not known. He would draft a letter by 7 March."
    told = "In 2019 I was told that it was new. It would be finished by September, they said."
    assert [each.due.day for each in read(said, known, publisher=GUILD)] == [date(2024, 3, 7)]
    assert read(told, known, publisher=GUILD) == ()


def test_a_list_is_whose_the_sentence_above_it_says(known: Gazetteer) -> None:
    """What a page lists as agreed by another body binds that body, up to the first line that is no item."""
    items = "1. Supply will be paid for from 1 May.\n2. A card for each head by 1 June"
    text = f"The Meridian Gate trust has put this in writing:\n\n{items}\n\nThe hall will be painted by 3 June."
    assert [each.who for each in read(text, known, publisher=GUILD)] == ["Meridian Gate", "Meridian Gate", GUILD]


def test_things_below_coming_next_are_promised(known: Gazetteer) -> None:
    """Below a heading that says what is to come a thing with a date is promised, and each date of it is one."""
    items = "- a short film on anxiety, out by 18 October\n- a report in July, and a full one by the end of 2025"
    found = [each.due.day for each in read(f"Coming next:\n\n{items}\n\nWe thank you.", known, publisher=GUILD)]
    assert found == [date(2024, 10, 18), date(2024, 7, 31), date(2025, 12, 31)]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("By then each school will also have a name to ring.", date(2024, 5, 10)),
        ("The rest will be sent out two weeks later.", date(2024, 5, 24)),
        ("The figures are to appear in the last week of that month.", date(2024, 5, 31)),
        ("We will write to you on the following Monday.", date(2024, 5, 13)),
    ],
)
def test_a_day_is_counted_from_the_sentence_before(known: Gazetteer, words: str, day: date) -> None:
    """ "By then" and "two weeks later" follow the last date that was named."""
    assert [each.due.day for each in read(f"The line opens on 10 May. {words}", known, publisher=GUILD)][-1] == day


def test_i_is_whose_turn_it_is(known: Gazetteer) -> None:
    """In the record of a debate "I" is who stands on the line above, also where only the office is printed again."""
    text = (
        "The Minister of State (Rob Wells)\nI will write by 3 May.\n\nAda Brook (Elm Park) (Lab)\nI thank him.\n\n"
        "The Minister of State\nI will place a note in the Library by 10 May."
    )
    assert [each.who for each in read(text, known, publisher="Hansard")] == ["Rob Wells", "Rob Wells"]


OWN_GUILD = "Elm Hill Heads"


@pytest.mark.parametrize(
    ("publisher", "byline", "text", "who"),
    [
        ("Schools Inspectorate: early years", None, "In May we’ll cut them to four.", INSPECTORATE),
        ("Schools Inspectorate blog", None, "We’ll cut them to four in May.", INSPECTORATE),
        (OWN_GUILD, "Ida Moss, chair of the Elm Vale Trust", "We’ll pay for it by May.", "Elm Vale Trust"),
        (OWN_GUILD, "Ida Moss, chair of the Elm Vale Trust", "We met. The form will be out by May.", "Elm Vale Trust"),
        (OWN_GUILD, "Ida Moss", "We’ll pay for it by May.", OWN_GUILD),
        (OWN_GUILD, None, "For immediate release\n\nA line will open on 3 May.", OWN_GUILD),
        ("Academy & Heads", "Ida Moss", "The Inspectorate was late. The reply will come out in May.", INSPECTORATE),
        ("Elm and Oak Council", None, "The council met, and its rota takes effect on 3 May.", "Elm and Oak Council"),
        (OWN_GUILD, None, "We met. The county has told us it will issue a form by May.", "county"),
        ("Example Weekly", None, "The committee’s report will be published in May.", "committee"),
        ("Example Weekly", None, "Ida Moss, a governor, spoke. The post will be filled by May, she said.", "Ida Moss"),
        (
            "Elm and Oak Committee",
            None,
            "Chair: Well?\n\nMr Moss: We will have a rule by May.\n\nMs Brook: Good.\n\nCllr Tate: So be it.",
            "Mr Moss",
        ),
        ("Elm Vale Council", None, "1.2 The School Support Team is to ring every head by May.", "School Support Team"),
        ("Elm Vale Council", None, "Minutes\n\nThe Assistant Director spoke. She undertook to write by May.", "Elm Vale Council"),
        ("Elm Vale Council", None, "Minutes\n\nSchools Finance Team to send it by May.", "Schools Finance Team"),
    ],
)
def test_whose_promise_it_is(known: Gazetteer, publisher: str, byline: str | None, text: str, who: str) -> None:
    """A guest, a channel, a release, a paper with a body's name, a witness, an office: each is bound by its whole name."""
    found = read_commitments(text, published=DAY, gazetteer=known, publisher=publisher, byline=byline)
    assert [each.who for each in found] == [who]


def test_an_item_that_names_who_does_it_is_theirs(known: Gazetteer) -> None:
    """A list of one body's deeds may hold another's."""
    found = read("What we will do:\n\n- the Inspectorate will move its calls by May\n- publish a form by May\n", known, GUILD)
    assert [each.who for each in found] == [INSPECTORATE, GUILD]
