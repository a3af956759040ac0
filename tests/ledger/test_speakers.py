"""Rules of who speaks that hold for any press: subjects of clauses, pronouns, papers, voices, and where somebody works."""

from __future__ import annotations

import pytest

from tests.ledger.test_voices import DAY, speakers
from watcher.ledger import Gazetteer, read_quotes
from watcher.ledger.gazetteer import key_of


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    from tests.ledger.blind_scoring import gazetteers

    return gazetteers()["blind"]


SUBJECTS = [
    ("Tenby closed it in what one former civil servant described as “a clerical calamity”.", None),
    ("Ada Munt, its head, resigned after what governors describe as “a bruising few weeks”.", None),
    ("Priya Chaudhri asked for them and was told that they were “not held in that form”.", None),
    ("Asked by Tenby whether she had known, the witness replied: “Nothing. The boiler.”", None),
    ("Tenby thanked the trust for a report on its schools, which describes heads as “frank about it all”.", None),
    ("The Guild of School Heads, whose chair, Ada Munt, sat in, said it was “a small good thing”.", "Guild of School Heads"),
    ("Ada Munt, convenor of the Larch Union, which ran the survey, said it was “a small good thing”.", "Ada Munt"),
    ("It drew support from Philippa Lunn, chief executive of the Confederation of Learning Trusts, who said it was “fair to all”.",
     "Philippa Lunn"),
    ("A volunteer called Grace, a retired head, remembers it as “the month the kettle broke”.", "Grace"),
    ("Tenby proposed a boycott and Siân Prowse called it “a plan for the cold”.", "Siân Prowse"),
    ("Tamsin Reeve said that what heads wanted above everything, was “somebody to complain to”.", "Tamsin Reeve"),
    ("The new chief inspector of Edinspect used his first day to promise that visits will be “quieter and kinder”.", "Ralph Tenby"),
    ("It was designed with Staffroom Support, whose chief executive said others would “steal it shamelessly”.", "Tamsin Reeve"),
    ("“They are cross,” Mr Tenby was heard to remark as he got in.", "Ralph Tenby"),
    ("A good report, in Tenby’s view, is “a sketch that knows it is one”.", "Ralph Tenby"),
    ("Restaurateur Gianna Belli said: “Leave us out of this.”", "Gianna Belli"),
    ("The judge, His Honour Mr Amos Pike, remarked that it was “a strange creature indeed”.", "Amos Pike"),
    ("A council’s man said: “We are ready.” “She was gentle,” said one father of three.", None),
    ("The first twenty minutes were, in the words of one Devon primary head, “the best of them all”.", None),
    ("Ada Munt read out a message from Una Flint: “She taught us to be kind.”", "Una Flint"),
    ("“We shall see it through,” boasts Ada Munt.", "Ada Munt"),
    ("Tenby says he was told by Siân Prowse to “lose the register of it”.", "Siân Prowse"),
    ("Tenby apologised to Siân Prowse for calling her “a waste of good carpet”.", "Ralph Tenby"),
    ("Tenby accepted an apology from Siân Prowse for calling him “a waste of good carpet”.", "Siân Prowse"),
    ("Tenby sacked Siân Prowse for calling him “a waste of good carpet”.", None),
    ("Tenby, who once told Siân Prowse that she was “a waste of good carpet”, works for her.", "Ralph Tenby"),
    ("The report, which Tenby called “long overdue and too short”, was written by Siân Prowse.", "Ralph Tenby"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), SUBJECTS)
def test_whose_clause_it_is(known: Gazetteer, text: str, wanted: str | None) -> None:
    """The subject of the clause that reports the words speaks them, however it is called, and nobody else of the sentence."""
    assert speakers(text, known)[-1] == wanted


PRONOUNS = [
    ("Speaking for the board, treasurer Ada Munt presented what she called “the shoebox of it all”.", "Ada Munt"),
    ("Priya Chaudhri spoke. Of Philippa Lunn, she said: “She listened the second time.”", "Priya Chaudhri"),
    ("Philippa Lunn praised the kitchen. Ada Munt, she said, had “saved the whole of it”.", "Philippa Lunn"),
    ("Philippa Lunn spoke to Tamsin Reeve. “It went well enough,” she said.", "Philippa Lunn"),
    ("Philippa Lunn, who trained under Tamsin Reeve, disagrees. “It went well enough,” she said.", "Philippa Lunn"),
    ("Tamsin Reeve was there. Philippa Lunn greeted her. “It went well enough,” she said.", None),
    ("Tamsin Reeve was there. What does she make of it? “It went well enough.”", "Tamsin Reeve"),
    ("Philippa Lunn asked her gently whether she had stopped. “Every minute,” she replied.", None),
    ("The chief inspector was asked by Amos Pike whether he was sorry. He paused. “Where we have done harm, yes.”", "Ralph Tenby"),
    ("Tamsin Reeve was there. The committee was not. “It went well enough,” she said.", "Tamsin Reeve"),
    ("Tamsin Reeve was there. Heads had called it “limited in every way”. “It went well enough,” she said.", "Tamsin Reeve"),
    ("The guild has a new chair. She is Ada Munt, a former head. “It went well enough,” she said.", "Ada Munt"),
    ("Larch Park: Mrs Munt’s choir sang. “It went well enough,” she said.", "Mrs Munt"),
    ("Tamsin Reeve left. One of them told us, on condition that we did not print her name: “It went well enough.”", None),
    ("“I can take it,” Tamsin Reeve told Mr Pascoe. He smiled. “So can I,” he said.", "Owen Pascoe"),
    ("Ada Munt and Una Flint run it. Munt laughed. “We slept,” she said. “We did not,” said the other.", "Una Flint"),
    ("The teaching was the work of others, Tamsin Reeve said, and added that it was “very well done”.", "Tamsin Reeve"),
]


@pytest.mark.parametrize(("text", "wanted"), PRONOUNS)
def test_whom_a_pronoun_means(known: Gazetteer, text: str, wanted: str | None) -> None:
    """A pronoun is who its clause or the sentence before is about; of two who are there in their own right it is neither."""
    assert speakers(text, known)[-1] == wanted


PAPERS = [
    ("Mr Tenby did not attend but sent a card. It read: “I hope to come one day.”", "Ralph Tenby"),
    ("Edinspect sent a man. A card came from Siân Prowse. It said: “Thinking of you all.”", "Siân Prowse"),
    ("Edinspect was there. A card lay on the desk. It said: “Thinking of you all.”", None),
    ("Tenby showed us a letter. “They were kind,” it begins.", None),
    ("Tenby was there. The Department for Schooling’s reply is short. It says: “We shall.”", "Department for Schooling"),
    ("The Guild of School Heads published its report. It found that heads were “tired to the bone”.", "Guild of School Heads"),
    ("Edinspect met Tenby. Its statement ran to nine words: “We keep it all under review.”", "Edinspect"),
    ("The guild shares the following statement, read outside by her sister, Ada Munt.\n\n“We came here to learn.”", "Ada Munt"),
    ("A joint statement by Ada Munt, chair of the Larch Trust; and Una Flint, head of Oak Lane.\n\n“It tells us nothing.”",
     "Ada Munt; Una Flint"),
    ("Here is the reply in full. It is signed by Ada Munt, deputy director.\n\n> Thank you for your letter about it.", "Ada Munt"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), PAPERS)
def test_whose_paper_it_is(known: Gazetteer, text: str, wanted: str | None) -> None:
    """What a card, a report or a statement says is said by whom it is from, and by nobody who was named before it."""
    assert speakers(text, known)[-1] == wanted


OFFICES = [
    ("The president of the Alliance of Headteachers and Deputies said it was “cold in there”.", None),
    ("Siân Prowse spoke. Her predecessor said it was “cold in there”.", None),
    ("Ada Munt retired in 2019. The former head said: “I would not go back.”", "Ada Munt"),
    ("Ada Munt told us of it. The mayor of Larch went on: “I would not go back.”", "Ada Munt"),
    ("Parents have backed a head who says she was “made to feel a suspect”.\n\nAda Munt, who runs Oak Lane, wept.", "Ada Munt"),
    ("The Schooling Secretary rose. She said it was “cold in there”.", "Marcus Teale"),
]


@pytest.mark.parametrize(("text", "wanted"), OFFICES[:5])
def test_whom_an_office_means(known: Gazetteer, text: str, wanted: str | None) -> None:
    """An office is its holder's; "the former head" and whoever "went on" are who was spoken of."""
    assert speakers(text, known)[-1] == wanted


def test_an_office_is_no_name(known: Gazetteer) -> None:
    """ "The Schooling Secretary" in capitals is nobody of that name, and not "she" if it is a man."""
    assert "Schooling Secretary" not in speakers(OFFICES[5][0], known)


@pytest.mark.parametrize("text", ["The Data Unit wept. “We learned it,” she said.", "“Say it again,” said Pressed, laughing."])
def test_what_is_no_name_is_nobody(known: Gazetteer, text: str) -> None:
    """A run of common words, or a word alone that no list knows, is not shown as a speaker."""
    assert speakers(text, known)[-1] is None


PLACES = [
    ("Ada Munt ran Larch High for years. “You would not,” she said.", "Larch High"),
    ("At Saltby Juniors the head, Ada Munt, had kept a tally. “It was nineteen,” she said.", "Saltby Juniors"),
    ("Moss Lane’s co-headteachers, Ada Munt and Una Flint, met us. “It was nineteen,” said Ms Munt.", "Moss Lane"),
    ("Ada Munt, chief executive of the 14-school Larch Trust, said: “It was nineteen.”", "Larch Trust"),
    ("Ada Munt, owner of Little Larches, a nursery in Saltby, said: “It was nineteen.”", "Little Larches"),
    ("Ada Munt, the MP for it, said: “It was nineteen.” Saltby’s MP, Una Flint, said: “So it was.”", None),
    ("Ada Munt from Norfolk said: “It was nineteen.”", None),
]


@pytest.mark.parametrize(("text", "wanted"), PLACES)
def test_where_somebody_works(known: Gazetteer, text: str, wanted: str | None) -> None:
    """The body is read from whatever sentence gives it; towns, constituencies and newspapers are none."""
    found = read_quotes(text, publisher="Larch Gazette", published=DAY, gazetteer=known)
    assert found[-1].organisation == wanted


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Her chair of governors, Ada Munt, said the board had written: “We had no reply.”", "chair of governors"),
        ("The shadow minister, Ada Munt, would only say that it was “listening to all of it”.", "shadow minister"),
        ("Ada Munt spoke out after Larch councillor Una Flint asked. “I will go,” said Cllr Flint.", "Larch councillor"),
        ("A letter from the director, Ada Munt, seen by us, says: “We were wrong.”", "director"),
    ],
)
def test_a_role_is_no_clause(known: Gazetteer, text: str, role: str) -> None:
    """What stands beside a name is a role only if it looks like one."""
    found = read_quotes(text, publisher="Larch Gazette", published=DAY, gazetteer=known)
    assert key_of(found[-1].role or "") == key_of(role)


def test_turns_in_bold_and_capitals(known: Gazetteer) -> None:
    """A record's labels may be in bold type or in capitals, and the chair may be called so."""
    bold = "Present: Ada Munt (Chair).\n\n**Chair:** Welcome to it.\n\n**Ralph Tenby:** I am glad.\n\n**Ada Flint:** So am I."
    assert speakers(bold, known) == ["Ada Munt", "Ralph Tenby", "Ada Flint"]
    loud = "ADA MUNT: With me is a guest.\n\nNAVEED QURESHI-HOLT: I am glad of it.\n\nADA MUNT: So am I."
    assert speakers(loud, known) == ["Ada Munt", "Naveed Qureshi-Holt", "Ada Munt"]


def test_headings_in_bold_are_not_spoken(known: Gazetteer) -> None:
    """A heading between the entries of a live page says again what is quoted below it."""
    text = "**15:51 Watchdog: 'We will reply in full'**\n\nSiân Prowse said: \"We shall read it first.\""
    assert speakers(text, known) == ["Siân Prowse"]


def test_who_signs_below_several_quotations(known: Gazetteer) -> None:
    """Where each quotation has a line with a name below it, that is who said it, and a line without one leaves it to nobody."""
    text = (
        "Here is what they told us.\n\n“I came for the silence of it.”\n\nAda Munt, deputy head, Oak Lane\n\n"
        "“The best two hours of my life.”\n\nHead of department, Larch\n\n“I sent three of my team.”\n\nUna Flint, chief executive"
    )
    assert speakers(text, known) == ["Ada Munt", None, "Una Flint"]


def test_a_letter_of_several_on_one_line(known: Gazetteer) -> None:
    """All who signed speak, also where their names share a line; a newspaper is not their body."""
    text = "Dear Ms Breck,\n\nWe are heads and we write to you.\n\nYours sincerely,\n\nAda Munt, Una Flint and Amos Pike"
    found = read_quotes(text, publisher="Larch Gazette", published=DAY, gazetteer=known)
    assert [(each.speaker, each.organisation) for each in found] == [("Ada Munt; Una Flint; Amos Pike", None)]


def test_a_release_goes_on(known: Gazetteer) -> None:
    """Below "Name said:" quotations in paragraphs of their own are that person's, each closed or not."""
    text = "Siân Prowse, of the guild, said:\n\n“Heads told them what they thought.”\n\n“We counted all of them.”"
    assert speakers(text, known) == ["Siân Prowse", "Siân Prowse"]


def test_a_letter_that_ends_in_a_name(known: Gazetteer) -> None:
    """A letter without a close is signed by the name that stands below it, with a role or a place at most."""
    text = "Dear Dame Odile\n\nI write as the head of a school.\n\nWith respect\n\nAda Munt\nHeadteacher, Oak Lane Primary"
    assert speakers(text, known) == ["Ada Munt"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ada Munt, of the law firm Crake Dunmore, who spoke for them, said: “They were not told.”", "Ada Munt"),
        ("Ada Munt of the charity Plain Minds said it was “a bad week for us all”.", "Ada Munt"),
        ("Larch Council, which had the report in May, said: “We will reply in full.”", "Larch Council"),
        ("Ada Munt, former chair of the Teachers’ Guild, once called it “a cul-de-sac with a sign”.", "Ada Munt"),
        ("Ada Munt, 46, a head in Larch, used to tell staff that “the first year is the longest”.", "Ada Munt"),
        ("Ada Munt came. Munt’s union, the Guild of Larch Leaders, called the reply “thin and late”.", "Guild of Larch Leaders"),
        ("Ada Munt said it was “slow”. “That was a real help,” the trust boss added.", "Ada Munt"),
        ("Ada Munt said it was “slow”. “We do not agree,” the council added.", None),
        ("I asked Ada Munt how many had applied, and the answer was “a handful, if that”.", "Ada Munt"),
        ("When I asked our secretaries how many had used it, the answer was “about half”.", None),
        ("The answer came from Ada Munt: “We will not go.”", "Ada Munt"),
        ("Neither Una Flint nor Ada Munt would say more than that it was “a long day for us”.", None),
        ("According to the union, whose president Ada Munt came on Monday, staff are “at the end of it”.", None),
        ("Ada Munt said that when she complained she was told it was “just one of those things”.", None),
        ("It is, says Ada Munt, “a fig leaf made of paper”.", "Ada Munt"),
        ("The late Una Flint, wrote her sister Ada Munt, was “never one for a fuss”.", "Ada Munt"),
        ("The Larch Guild said it was “a fig leaf”; the Forum preferred “a smaller leaf of fig”.", None),
        ("Her solicitor, Ada Munt of Crake Dunmore, told us they were “relieved, and very tired”.", "Ada Munt"),
        ("My old friend, the late Ada Munt, used to say that “a school is a family with a bell”.", "Ada Munt"),
        ("The letter, which is signed by 40 heads including Ada Munt, says it is “unfit for us all”.", None),
        ("Una Flint of Larch Trust and the Guild's Ralph Tenby said it was “a first step”.", "Una Flint; Ralph Tenby"),
        ("Asked about this, Ada Munt's office said she was “not available this week”.", None),
        ("Cllr Ada Munt, whose two children went there, said it was “the last thing with its lights on”.", "Ada Munt"),
        ("Ada Munt, whose two children go there, said it was “a shock to all of us”.", None),
        ("Plain Schools Forum and the Larch Trust said jointly: “We ask for a pause.”", "Plain Schools Forum; Larch Trust"),
        ("Ralph Tenby wrote to the chief inspector that it was “hard to see”. He replied that it was “well under way”.", None),
    ],
)
def test_who_is_the_subject(known: Gazetteer, text: str, wanted: str | None) -> None:
    """A body in apposition, a clause about it, an adverb or "the answer" do not take the words from their speaker."""
    assert speakers(text, known)[-1] == wanted


def test_what_a_clause_behind_a_speaker_adds(known: Gazetteer) -> None:
    """The first of two who speak behind one quotation has said it, and what is said is no part of who says it."""
    assert speakers("“This is the last time,” Ada Munt said, and her deputy Ralph Tenby agreed.", known) == ["Ada Munt"]
    text = "According to Ada Munt, head of Larch School, the letter was “printed on a bus ticket”."
    found = read_quotes(text, publisher="Larch Gazette", published=DAY, gazetteer=known)
    assert [(each.speaker, each.organisation) for each in found] == [("Ada Munt", "Larch School")]


def test_an_interview_is_no_text_in_the_first_person(known: Gazetteer) -> None:
    """A reporter who tells of asking others is not the speaker of the paragraphs; who blogs of their own life is."""
    told = (
        "Ada Munt reads every case. “The commonest is a wait,” she tells me.\n\n“It was late,” she says.\n\n"
        "When I ring Ralph Tenby he agrees. “She is better at it,” he says.\n\nI put this to Munt. “He’s right,” she says."
    )
    found = read_quotes(told, byline="Una Flint", publisher="Larch Gazette", published=DAY, gazetteer=known)
    assert "Una Flint" not in {each.speaker for each in found}
    own = "I was wrong about it.\n\nI thought that my school was the only one.\n\nI hope that I may say so now."
    found = read_quotes(own, byline="Una Flint", publisher="Larch Gazette", published=DAY, gazetteer=known)
    assert {each.speaker for each in found} == {"Una Flint"}


def test_a_speech_of_a_byline_with_an_office(known: Gazetteer) -> None:
    """Of a byline with a role behind the name the name alone speaks."""
    text = "Friends, I thank you for it.\n\nI want to speak of trust. It is a word that I like."
    found = read_quotes(
        text, byline="Ada Munt, president, Larch Heads' League", title="Address to conference", published=DAY, gazetteer=known
    )
    assert [each.speaker for each in found] == ["Ada Munt", "Ada Munt"]


def test_whom_a_lead_describes_and_a_later_paragraph_names(known: Gazetteer) -> None:
    """What the lead quotes of "the headteacher" is hers whose name stands with that office further down, and only hers."""
    lead = "The headteacher of a village school has said she was “knocked sideways” by it.\n\nLarch School has 61 pupils.\n\n"
    assert speakers(f"{lead}Ada Munt, the headteacher, told us she was tired.", known)[0] == "Ada Munt"
    assert speakers(f"{lead}Ada Munt, a governor, told us she was tired.", known)[0] is None


def test_an_extract_of_a_talk(known: Gazetteer) -> None:
    """The paragraphs below "an extract from a talk given by Name" are theirs, until another is quoted below it."""
    text = (
        "The following is an extract from a talk given to our Larch branch by Ralph Tenby, who left in May.\n\n"
        "I was good at it, or thought so.\n\nI never looked up.\n\n"
        "Una Flint, who was there, said members were silent. “You could have heard a pin,” she said."
    )
    assert speakers(text, known) == ["Ralph Tenby", "Ralph Tenby", "Una Flint"]


@pytest.mark.parametrize(
    "text",
    [
        "The survey found widespread “compassion fatigue at work”, a term used by psychologists.",
        "The next breakfast, on the subject “What Is Attendance For?”, is in March.",
    ],
)
def test_terms_and_titles_are_not_listed(known: Gazetteer, text: str) -> None:
    """What stands beside marks can say that nobody speaks in them."""
    assert speakers(text, known) == []


@pytest.mark.parametrize(
    ("lead", "below", "wanted"),
    [
        ("a union leader has warned", "Ada Munt, general secretary of the Larch Guild, said so.", "Ada Munt"),
        ("the leader of a union has said", "Ada Munt, general secretary of the Larch Guild, said so.", "Ada Munt"),
        ("a headteacher told MPs yesterday", "Ada Munt, who leads Larch Primary, was told on Monday.", "Ada Munt"),
        ("a headteacher has said", "Ada Munt, the schools minister, declined to comment.", None),
        ("a headteacher has said", "Ada Munt said that ministers would listen.", None),
        ("a parent has said", "Ada Munt, a parent of two, was told on Monday.", None),
    ],
)
def test_whom_a_lead_ends_in(known: Gazetteer, lead: str, below: str, wanted: str | None) -> None:
    """Who speaks at the end of a lead is named in the next paragraph, if the office there fits the description."""
    assert speakers(f"It has become “a lottery that nobody wins”, {lead}.\n\n{below}", known) == [wanted]
