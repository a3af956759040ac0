"""What stands on a page and is no part of its statement."""

from __future__ import annotations

import pytest

from tests.extract.samples import FIRST, SECOND, THIRD, page, read, read_fragment
from watcher.extract import boilerplate, cleaning, comments, repetition
from watcher.extract.blocks import Block, block
from watcher.extract.boilerplate import Verdict, judge
from watcher.extract.cleaning import clean
from watcher.extract.comments import comments_from
from watcher.extract.repetition import repeated
from watcher.model import SpanKind
from watcher.text import LineMemory, fold

FURNITURE = [
    "We use cookies to give you the best experience on our website.",
    "Sign up to our free weekly newsletter",
    "Get the day’s news in your inbox every morning",
    "READ MORE: What the minister said",
    "Related: Five things to know",
    "Follow us on Twitter",
    "Share this on Facebook",
    "Back to top",
    "Skip to main content",
    "Advertisement",
    "Ad slot F - article bottom",
    "Hide Ad",
    "(Andrew Sample/PA)",
    "Image source, Getty Images",
    "Photo: Jo Lens",
    "(Photo by Jo Lens/Getty Images)",
    "Delegates outside the hall in Eastmere on Monday (Jo Lens/PA)",
    "Story continues below",
    "Calendar An icon of a desk calendar",
    "© Guild of Classroom Teachers 2024",
    "Tags: schools, inspection",
    "4 min read",
    "Published: 12 January 2024",
    "Posted: 15/12/2023 10:32:35",
    "Published:",
    "3 days ago",
    "The post Heads meet appeared first on Classroom Weekly.",
    ".promo { color: red; }",
    "Page viewed 8593 times",
    "You are here: News",
    "Please enable JavaScript to continue",
    "Applies to England and Wales",
    "Read more:",
    "Log in to post comments",
    "You receive this because you signed up at our site.",
    "View this email in your browser",
    "No spam. Unsubscribe anytime.",
    "Please use a newer browser for a more accessible video player",
    "After newsletter promotion",
    "Reporting by Abel Strand; Editing by Rhona Pike",
    "Page last reviewed: 22 July 2019",
    "Next review due: 22 July 2022",
    "Join our commenting forum",
    "SKIP ADVERTISEMENT",
    "A version of this article appears in print on Feb. 4, 2023, Section A, Page 12.",
    "Was this page helpful?",
    "References",
    "3/7",
    "This was published under the 2022 to 2024 Example Conservative government",
]
STATEMENTS = [
    "We use evidence from schools to decide what to ask for next.",
    "Register of interests: the panel declared none.",
    "Read the letter carefully, she said, and you will find no date in it.",
    "Share prices in uniform firms fell after the announcement.",
    "The image of the profession has suffered, Ann Sample told delegates.",
    "Copyright law does not stop a school from copying its own report.",
    "Background: the school was inspected in November.",
    "Published reports should name the lead inspector, the guild believes.",
    "On 12 January 2024 the board met in private and agreed three changes.",
    "Join the dots and the pattern is plain, said Tom Brightwater.",
    "More in sorrow than in anger, the heads have written again.",
    "“Follow us around for a week and then tell us that it is fine.”",
    "The union is the largest in the county, but it was not asked.",
    "Support for leaders must come first, the panel concluded in its report.",
    "Timescales for report publication.",
    "News of the visit came at noon.",
    "Notes of the meeting were taken by two clerks.",
    "End the silence now.",
    "Tickets cost £5 and doors open at 7.30pm.",
    "About the money",
    "About half of them had never been asked.",
    "References were taken up for each of the three.",
    "You receive this report because you asked to be told.",
    "Log in to the portal and you will find nothing.",
    "Read more than one of these letters and the pattern is plain.",
]


REPORT = [
    "The guild said on Monday that visits to schools in Northvale would be watched by two of its officers until December.",
    "“We will publish what we see,” said Ann Sample, its general secretary, who had asked for the plan to be made public.",
    "Officials told reporters that the visits would go ahead, and that leaders could ask for a pause at any time.",
    "The inspectorate said that it would answer in full by the end of the month, after a meeting with the families.",
    "A panel of three, none of whom had worked for the inspectorate, will read the answer before it is sent to schools.",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_is_told_by_its_words(line: str) -> None:
    """Lines that every site prints are no part of any statement."""
    assert judge(line, fold(line)) is not Verdict.KEEP


@pytest.mark.parametrize("line", STATEMENTS)
def test_what_only_looks_like_furniture_is_kept(line: str) -> None:
    """A rule that drops a sentence of a statement is worse than a line that stays."""
    assert judge(line, fold(line)) is Verdict.KEEP


def test_a_long_paragraph_is_no_furniture() -> None:
    """Up to the limit of words a line may be furniture, beyond it never."""
    start = "Sign up to our newsletter"
    line = " ".join([start, *["and"] * (boilerplate.LINE_WORDS_MAX - len(start.split()))])
    assert judge(line, fold(line)) is Verdict.DROP
    assert judge(f"{line} more", fold(f"{line} more")) is Verdict.KEEP


@pytest.mark.parametrize(
    "heading",
    [
        "Notes to editors",
        "Notes to Editors:",
        "Editor’s Note",
        "ENDS",
        "- ENDS -",
        "Media contacts",
        "Press office",
        "For further information contact:",
    ],
)
def test_an_appendix_runs_to_the_end(heading: str) -> None:
    """What follows the notes to editors is not part of the statement, whatever it says."""
    document = read_fragment(f"<p>{FIRST}</p><p>{SECOND}</p><p>{heading}</p><p>{THIRD}</p>")
    assert document.text == f"{FIRST}\n\n{SECOND}"


def test_an_appendix_has_a_statement_before_it() -> None:
    """A line that opens an appendix, with less text above it than the limit, is only dropped itself."""
    short = "The guild has answered."
    assert len(short) < cleaning.BEFORE_END_CHARS_MIN < len(FIRST) + len(SECOND)
    assert (
        read_fragment(f"<p>{short}</p><p>Editor’s note</p><p>{FIRST}</p><p>{SECOND}</p>").text == f"{short}\n\n{FIRST}\n\n{SECOND}"
    )


def test_an_appendix_is_never_most_of_the_text() -> None:
    """An editor's note near the top of a long article cuts nothing."""
    rest = "".join(f"<p>{text}</p>" for text in (*REPORT, *STATEMENTS[-8:]))
    document = read_fragment(f"<p>{FIRST}</p><p>{SECOND}</p><p>Editor’s note</p>{rest}")
    assert document.text.split("\n\n") == [FIRST, SECOND, *REPORT, *STATEMENTS[-8:]]


def test_a_box_of_links_ends_where_the_text_goes_on() -> None:
    """Headlines under "Related articles" go, the paragraph after them stays."""
    document = read_fragment(f"<p>{FIRST}</p><p>Related articles</p><ul><li>Heads meet the minister</li></ul><p>{SECOND}</p>")
    assert document.text == f"{FIRST}\n\n{SECOND}"


def test_lists_tables_quotations_and_headings_stay() -> None:
    """What belongs to the statement keeps its shape: items one a line, a row a line, a blank line between paragraphs."""
    document = read_fragment(
        f"<p>{FIRST}</p><h2>What it asks for</h2><ol><li>training for leads</li><li>a named contact</li></ol>"
        f"<blockquote><p>{SECOND}</p></blockquote><table><tr><th>Area</th><th>Calls</th></tr><tr><td>North</td><td>14</td></tr></table>"
    )
    assert (
        document.text
        == f"{FIRST}\n\nWhat it asks for\n\ntraining for leads\na named contact\n\n{SECOND}\n\nArea | Calls\nNorth | 14"
    )
    kinds = [span.kind for span in document.spans]
    assert kinds == [SpanKind.PARAGRAPH, SpanKind.HEADING, *[SpanKind.LIST_ITEM] * 2, SpanKind.BLOCK_QUOTE, *[SpanKind.TABLE] * 2]


def test_line_breaks_part_lines_only_where_they_were_meant() -> None:
    """Two breaks end a paragraph, one break after a stop ends a line, one in mid-sentence is a wrap."""
    words = THIRD.split()
    wrapped = f"{' '.join(words[:12])}<br>{' '.join(words[12:])}"
    document = read_fragment(f"{FIRST}<br><br>{SECOND}<br>{wrapped}")
    assert document.text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


def test_what_a_publisher_says_of_itself_is_cut_near_the_end() -> None:
    """Up to the limit of the text, and only under a name: a heading of the text is no name."""
    story = [block(line) for line in REPORT]
    own = [block("About the Harrow Vale Guild"), block("It was founded in 1894.")]
    assert clean([*story, *own]).blocks == tuple(story)
    assert clean([*story, block("About the money"), own[1]]).blocks[-1] == own[1]
    long = [
        own[0],
        *(block(f"Ward {n} was asked by the panel how a visit there had gone, and said so in {n} pages.") for n in range(9)),
    ]
    assert clean([*story, *long]).blocks == (*story, *long)


def test_a_pull_quote_is_said_once() -> None:
    """A short block that a longer one says in full goes; a repeated paragraph goes at its second place; list items stay."""
    quote = "this must not be how we learn what went wrong"
    blocks = [
        block(f"She said: “{quote}.”"),
        block(f"“{quote}”"),
        block(FIRST),
        block(FIRST),
        *[block("a named contact", SpanKind.LIST_ITEM)] * 2,
    ]
    assert repeated(blocks) == {1, 3}


def test_a_pull_quote_stands_near_what_it_repeats() -> None:
    """Up to the limit of blocks away a line that another has among its words goes; a line equal to another goes anywhere."""
    quote = "we will publish what we see in every school"
    whole = [block(f"Ann Sample said that {quote}, and more."), block("The same words close the first page of the book.")]
    between = [block(f"Part {number} of the record has words of its own.") for number in range(3 * repetition.NEAR_BLOCKS)]
    near = [*whole, *between[: repetition.NEAR_BLOCKS - 3], block(quote)]
    assert repeated(near) == {len(near) - 1}
    far = [*whole, *between, block(quote), whole[1]]
    assert repeated(far) == {len(far) - 1}


def test_short_sentences_may_recur() -> None:
    """Fewer words than the limit recur in honest prose."""
    assert repeated([block("That must change now."), block(FIRST), block("That must change now.")]) == set()
    assert repeated([block("That must all change now."), block(FIRST), block("That must all change now.")]) == {2}


def test_a_standfirst_that_the_text_repeats_goes() -> None:
    """A standfirst is kept once; one with another figure says something else."""
    echo = "The measures proposed by the inspectorate in answer to the coroner do not match the scale of what schools have seen."
    standfirst = "The measures it proposes in answer to the coroner do not match the scale of what schools have seen."
    assert repeated([block(standfirst), block(FIRST), block(echo)]) == {0}
    assert (
        repeated([block("Item 1 was agreed by all members of the board."), block("Item 2 was agreed by all members of the board.")])
        == set()
    )


def test_the_memory_takes_lines_that_recur_on_the_site() -> None:
    """A line under enough stories of a host falls away, one under fewer stays."""
    stock = "Our conference in the spring brings leaders from every region together for two days."
    enough = LineMemory().learn([(f"story {number}", [stock]) for number in range(cleaning.STORIES_MIN)])
    fewer = LineMemory().learn([(f"story {number}", [stock]) for number in range(cleaning.STORIES_MIN - 1)])
    body = page(FIRST, stock, SECOND, THIRD)
    assert stock not in read(body, site=enough).text
    assert stock in read(body, site=enough).dropped
    assert stock in read(body, site=fewer).text


def test_a_memory_that_has_learned_the_statement_is_not_believed() -> None:
    """Lines that are most of a page are the statement, however often they were seen."""
    memory = LineMemory().learn([(f"story {number}", [FIRST, SECOND]) for number in range(4)])
    assert read(page(FIRST, SECOND), site=memory).text == f"{FIRST}\n\n{SECOND}"


def test_the_title_and_byline_are_not_text() -> None:
    """A headline printed again, "By ..." and the author's post go; a sentence that begins with "By" stays."""
    blocks = [
        block(text)
        for text in (
            "Heads ask again",
            "By Ann Sample",
            "General secretary of the guild",
            FIRST,
            "By the end of term all will be ready.",
        )
    ]
    kept = clean(blocks, title="Heads ask again", byline="Ann Sample").blocks
    assert [each.text for each in kept] == [FIRST, "By the end of term all will be ready."]


def test_comments_glued_to_reporting_are_cut() -> None:
    """Comments speak in the first person, hotly, and repeat each other; reporting does none of it."""
    comments = [
        "I have NEVER known one of these visits to help and ive never even had a reply!",
        "They need to start again, there is no place for such harsh visits in our schools.",
        "They need to start again, there is no place for such unfair visits in our schools.",
    ]
    blocks = [block(text) for text in (*REPORT, *comments)]
    assert comments_from(blocks) == {5, 6, 7}


@pytest.mark.parametrize(
    "closing",
    [
        ["I was there on the day, and I saw what it did to the staff.", "My own view is that it should stop."],
        ["“I asked for a pause and I was refused,” said Owen Tarrant, a head.", "“My staff were in tears,” he said."],
        ["The meeting continues on Tuesday in Eastmere.", "A report is expected in May."],
    ],
    ids=["first person but calm", "quoted", "reporting"],
)
def test_an_ending_that_is_no_comment_is_kept(closing: list[str]) -> None:
    """First person in quotation marks, a calm column and plain reporting are not comments."""
    assert comments_from([block(text) for text in (*REPORT, *closing)]) == set()


@pytest.mark.parametrize("more", [0, 50])
def test_a_long_run_of_comments_is_judged_by_its_beginning(more: int) -> None:
    """Up to the limit every comment is looked at; calm ones beyond it do not save the rest."""
    hot = [block(f"I said so {number} times and they do NOT listen!!") for number in range(comments.RUN_JUDGED_MAX)]
    calm = [block(f"The hall in ward {number} is open.") for number in range(more)]
    found = [*map(block, REPORT), *hot, *calm]
    assert comments_from(found) == set(range(len(REPORT), len(found)))


def test_a_comment_quotes_what_stands_not_too_far_above_it() -> None:
    """So many blocks above a line are searched for its words, and no more."""
    quoted = "visits to schools in Northvale would be watched by two"
    apart = comments.EARLIER_BLOCKS_MAX
    filler = [block(f"Ward {number} has a hall of its own, officials said.") for number in range(apart)]
    voices = comments.Voices([block(REPORT[0]), *filler, block(quoted)])
    assert not voices.quotes_article(apart + 1)
    assert comments.Voices([block(REPORT[0]), *filler[1:], block(quoted)]).quotes_article(apart)


def test_an_article_in_the_first_person_has_no_glued_comments() -> None:
    """Where the author says "I" from the start, nothing tells a comment from the text, so nothing is cut."""
    blocks = [
        block("I have thought about this for a long time."),
        *[block(text) for text in REPORT],
        block("I said so!"),
        block("I mean it!"),
    ]
    assert comments_from(blocks) == set()


def test_block_is_one_clean_line() -> None:
    """A block is repaired, folded to one line and knows its form for comparing."""
    assert block("  The  unionâ€™s\n plan\xa0") == Block("The union’s plan", SpanKind.PARAGRAPH, "the union's plan")


def test_a_figure_is_a_picture_unless_it_holds_a_table() -> None:
    """WordPress puts tables into figures; pictures, captions, pull-quotes and share bars are no text."""
    cells = "<table><tr><td>North</td><td>14</td></tr></table>"
    table = f"<figure class='wp-block-table'>{cells}<figcaption>A caption</figcaption></figure>"
    picture = "<div class='wp-caption'><img src='a'><p class='wp-caption-text'>Leaders at the gates</p></div>"
    pull = "<figure class='wp-block-pullquote'><blockquote><p>A pull-quote that the text does not have</p></blockquote></figure>"
    share = "<div class='sharedaddy'><p>Tell your friends</p></div><div class='jp-relatedposts'><p>Other pages</p></div>"
    assert read_fragment(f"<p>{FIRST}</p>{picture}{table}{pull}<p>{SECOND}</p>{share}").text == f"{FIRST}\n\nNorth | 14\n\n{SECOND}"
