"""What pages of the general web do to a reader: noise, other scripts, teasers without a name, discussions without a mark."""

from __future__ import annotations

import random

import pytest

from tests.extract.samples import FIRST, SECOND, THIRD, page, read
from watcher.errors import ExtractError, Reason
from watcher.extract import comments, markup
from watcher.extract.blocks import block
from watcher.extract.chrome import Chrome
from watcher.extract.comments import thread_from
from watcher.extract.extraction import NOISE_BYTES, NOISE_SHARE_MAX
from watcher.extract.markup import parse_page
from watcher.extract.suspect import TEXT_WORDS_MIN
from watcher.model import ItemHints
from watcher.text.normal import fold, letters, word_count

NOISE = random.Random(4).randbytes(NOISE_BYTES)
HARBOUR = "港口的小博物馆在漫长的冬天之后重新开放。居民们花了很长时间讨论这个计划。"
LONGER = (
    f"{FIRST} {SECOND}",
    f"{THIRD} The board of the guild met twice in the spring to hear what the branches had to say about it.",
    "A survey of branches found that most of them had never been told how a concern is raised, or to whom it goes.",
    "Ministers have promised an answer before the end of the year, and the inspectorate a contact at every visit.",
)


@pytest.mark.parametrize("content_type", ["text/html", "text/plain", None])
@pytest.mark.parametrize("around", [b"%b", b"<html><body><p>%b</p></body></html>"])
def test_binary_noise_is_refused(around: bytes, content_type: str | None) -> None:
    """Compressed or encrypted bytes are no statement, whatever the server calls them."""
    with pytest.raises(ExtractError, match="binary noise") as caught:
        read(around % NOISE, content_type=content_type)
    assert caught.value.reason is Reason.NOT_READABLE


def test_a_stray_control_character_is_no_noise() -> None:
    """Up to the limit of control characters a page is read, without them; above it, it is not."""
    body = page(*LONGER)
    most = int(NOISE_SHARE_MAX * len(body))
    text = read(body.replace(b"guild", b"gui" + b"\x02" * (most - 2) + b"ld", 1)).text
    assert "\x02" not in text
    assert text == read(body).text
    with pytest.raises(ExtractError):
        read(body.replace(b"guild", b"gui" + b"\x02" * (2 * most) + b"ld", 1))


def test_a_text_of_replacement_characters_is_refused() -> None:
    """What was read in the wrong encoding is said, not stored."""
    with pytest.raises(ExtractError, match="encoding") as caught:
        read(page(*(each.replace("e", "\ufffd") for each in LONGER)))
    assert caught.value.reason is Reason.NOT_READABLE
    assert read(page(*LONGER, "One \ufffd is a slip.")).text.endswith("One \ufffd is a slip.")


@pytest.mark.parametrize("head", [b"", b"<meta charset=gb2312>"])
def test_chinese_pages_are_read_in_their_encoding(head: bytes) -> None:
    """A Chinese encoding looks like UTF-8 half of the time, and is told from it with a label and without."""
    paragraphs = "".join(f"<p>{index}：{HARBOUR * 2}</p>" for index in range(3)).encode("gb18030")
    document = read(b"<html><head>" + head + b"</head><body><article>" + paragraphs + b"</article></body></html>")
    assert document.text.split("\n\n") == [f"{index}：{HARBOUR * 2}" for index in range(3)]
    assert document.language == "zh"


def test_words_that_no_blank_parts_are_counted() -> None:
    """Two characters count as a word where scripts part none, so that a short Chinese text is no empty page."""
    assert word_count("three plain words") == 3
    assert word_count("café au lait") == 3
    assert word_count(HARBOUR) >= TEXT_WORDS_MIN


def test_the_title_that_a_listing_gives_does_not_hide_what_the_page_is() -> None:
    """A page that calls itself "Page not found" is one, under any headline of the listing's."""
    body = page("Try the search or go back to the first page of this site to find it.", title="Page not found")
    with pytest.raises(ExtractError) as caught:
        read(body, hints=ItemHints(title="Heads ask for a clear route"))
    assert caught.value.reason is Reason.SOFT_404


def teaser(number: int, link: str = "/story") -> str:
    head = f"<h3><a href='{link}/{number}'>Other story number {number} of the day</a></h3>"
    return f"<div>{head}<p>Its first line, which is cut off after a few words or {number}</p></div>"


def test_teasers_are_told_by_their_shape() -> None:
    """Boxes alike, each a headline that leads elsewhere with a line below it, are other stories, whatever they are called."""
    text = read(page(*LONGER, f"<div>{''.join(map(teaser, range(6)))}</div>")).text
    assert "first line" not in text
    assert text == "\n\n".join(LONGER)


def test_sections_that_link_to_themselves_are_no_teasers() -> None:
    """A heading with a link to its own place opens a section of the text."""
    sections = "".join(teaser(number, "#part") for number in range(3))
    assert "Its first line, which is cut off after a few words or 2" in read(page(f"<section>{sections}</section>")).text


def test_a_discussion_below_the_text_is_told_by_names_and_times() -> None:
    """Two posts with a name and a moment, less in all than the text above, are a discussion."""
    posts = ("Jo B. — 3 days ago", "About time too, nobody was ever told.", "Head99 — 2 days ago", "Agreed, Jo.")
    assert read(page(*LONGER, *posts)).text == "\n\n".join(LONGER)
    signed = (
        "Anna Field",
        "12 December 2023 at 10:14",
        "Great article.",
        "Peter",
        "12 December 2023 at 11:40",
        "None of it is new.",
    )
    assert read(page(*LONGER, *signed)).text == "\n\n".join(LONGER)


@pytest.mark.parametrize(
    "around",
    [
        "<div><b>{0}</b></div><div>{1}</div><div>Reply</div>",
        "<div>{0}</div><div>{1}</div><div>Like (3) | Reply | Report abuse</div>",
        "<p>{0}</p><p>{1}</p><p>12 likes</p>",
        "<p>{0}</p><p>2 years ago</p><p>{1}</p><p>3 points</p>",
        "<p>{0} says:</p><p>July 6, 2023 at 2:02 pm</p><p>{1}</p>",
    ],
)
def test_a_discussion_without_names_in_its_markup_is_told_by_its_lines(around: str) -> None:
    """A name, words, and "Reply" or a count of likes, twice or more below the text, are a discussion."""
    posts = (
        ("Dave from Brayford", "About time. My lad has been on that list for years."),
        ("T. Pargeter", "Well said, Dave."),
        ("Onlooker", "A pound! I wish somebody would sell me a field."),
    )
    assert read(page(*LONGER, *(f"<div>{around.format(*each)}</div>" for each in posts))).text == "\n\n".join(LONGER)


@pytest.mark.parametrize("gap", [comments.POST_BLOCKS_MAX, comments.POST_BLOCKS_MAX - 1])
def test_a_post_begins_with_its_name_not_far_above_its_reply(gap: int) -> None:
    """Further up than the limit nobody knows where the first post begins, and nothing is cut."""
    words = [f"Part {number} of it is long." for number in range(gap)]
    post = [block("Dave"), *map(block, words), block("Reply")]
    found = thread_from([*map(block, LONGER), *map(block, LONGER), *post, *post])
    assert bool(found) == (gap < comments.POST_BLOCKS_MAX)


def test_posts_without_names_are_as_long_as_the_shortest() -> None:
    """Where the library left out who wrote a post, the distance of the next "Reply" tells how long the first one is."""
    posts = [block("About time, they say."), block("Reply"), block("And where do we park?"), block("Reply")]
    assert thread_from([*map(block, LONGER), *posts]) == set(range(len(LONGER), len(LONGER) + 4))


@pytest.mark.parametrize("days", [comments.DAYS_MIN, comments.DAYS_MIN - 1])
def test_names_with_days_are_a_discussion_from_three_on(days: int) -> None:
    """A name and a day without its hour stand twice for other reasons."""
    posts = [block(text) for number in range(days) for text in (f"Dave, {number + 1} July 2023", "About time, they say.")]
    assert bool(thread_from([*map(block, LONGER), *posts])) == (days == comments.DAYS_MIN)


@pytest.mark.parametrize(
    "closing",
    [
        ("Northvale Hall, 12 March 2024, 10:00", "Eastmere Hall, 13 March 2024, 10:00", "Fenwick Hall, 14 March 2024, 18:30"),
        (
            "12 March 2023",
            "The panel was appointed by the board.",
            "4 May 2023",
            "It met.",
            "9 June 2023",
            "It reported to the board.",
        ),
        ("The vote is on 12 March 2024 at 10:00.", "The count is on 13 March 2024 at 10:00."),
        ("Ann Sample", "General secretary", "Tom Brightwater", "President"),
        ("Published by the guild on 12 March 2024", "Reply to this letter by 1 May."),
    ],
    ids=["a list of meetings", "a chronology", "sentences", "signatures", "imprint"],
)
def test_dates_and_names_that_close_a_statement_are_no_discussion(closing: tuple[str, ...]) -> None:
    """Posts have words between their names and moments, and are no sentences themselves."""
    assert not thread_from([*map(block, LONGER), *map(block, closing)])


def test_bare_share_bars_are_no_discussion() -> None:
    """ "Like" alone, or a long line of its words, marks no post."""
    assert not thread_from([*map(block, LONGER), block("Like"), block("The vote is on Monday."), block("Like"), block("So it is.")])
    most = "reply " * 9
    assert len(most.strip()) <= comments.MARK_CHARS_MAX
    long = "reply!" + "!" * comments.MARK_CHARS_MAX
    assert not thread_from([*map(block, LONGER), block("Dave"), block("Right."), block(long), block("Jo"), block(long)])


def test_posts_side_by_side_are_the_page() -> None:
    """A live page's posts are read in their order with their headings, though the library takes the first "post" for all."""
    posts = "".join(f"<div class=post><h2>Part {number}</h2><p>{line}</p></div>" for number, line in enumerate(LONGER))
    text = read(page(f"<div class=live>{posts}</div>")).text
    assert [line for line in text.split("\n\n") if line in LONGER] == list(LONGER)
    assert "Part 1" in text


def test_numbers_of_notes_are_no_text() -> None:
    """What leads to a note on the page would stand inside a quotation; a power is text."""
    notes = "<a href='#fn1'><sup>1</sup></a> <sup><a href='#fn2'>2</a></sup>"
    text = read(page(f"<p>{LONGER[0]}{notes}</p><p>{LONGER[1]} It is 10<sup>3</sup> metres.</p>", *LONGER[2:])).text
    assert text.startswith(f"{LONGER[0]}\n\n")
    assert "103 metres" in text or "10 3 metres" in text


def test_a_day_to_come_is_no_publication() -> None:
    """A service says when its page is looked at again."""
    line = "<p class=date>Last reviewed: 22 July 2019. Next review due: 22 July 2022</p>"
    document = read(page(line, *LONGER))
    assert document.published is None
    assert document.updated is not None


def test_an_old_page_begins_before_its_first_paragraph() -> None:
    """Authors who wrote by hand put `<p>` between their paragraphs, so that the first one stands in none."""
    body = f"<html><head><title>T</title></head><body><h1>Heads ask for a clear route</h1>{'<p>'.join(LONGER)}</body></html>"
    assert read(body.encode()).text == "\n\n".join(LONGER)


def test_a_heading_that_is_a_button_is_a_heading() -> None:
    """Sections that fold have their headings in buttons."""
    folded = "".join(
        f"<h3><button>Question {number} of it?</button></h3><div><p>{line}</p></div>" for number, line in enumerate(LONGER)
    )
    assert "Question 2 of it?" in read(page(folded)).text


def test_a_label_said_of_something_else_hides_nothing() -> None:
    """Drupal says of the label of a field that it is hidden, and a style sheet of a box that paper does not show it."""
    for name in (
        "field field-name-body field-label-hidden",
        "hidden-print",
        "no-sidebar",
        "elementor-widget elementor-widget-text-editor",
    ):
        inner = "".join(f"<p>{line}</p>" for line in LONGER)
        note = "<p class=meta>Submitted by the press office on a Monday in the spring of that year</p>"
        assert "Leaders in Northvale" in read(page(f"{note}<div class='{name}'>{inner}</div>")).text, name
    assert Chrome().holds(parse_page("<div class='is-hidden'><p id=a>x</p></div>", url="").xpath("//p")[0])


def test_many_line_breaks_make_a_cell_a_frame() -> None:
    """A cell with as many line breaks as the limit holds a page's text, not a figure."""

    def cell(breaks: int) -> str:
        tree = parse_page(f"<table><tr><td>a{'<br>b' * breaks}</td></tr></table>", url="")
        return "table" if tree.find(".//table") is not None else "div"

    assert cell(markup.FRAME_BREAKS_MIN - 1) == "table"
    assert cell(markup.FRAME_BREAKS_MIN) == "div"


def test_a_page_of_updates_is_no_discussion() -> None:
    """Where the dated part is the longer one, it is the text."""
    updates = [line for number in range(4) for line in (f"Ann Sample, {number + 2} hours ago", LONGER[number])]
    text = read(page("The board is meeting now, and this page follows it as it goes on.", *updates)).text
    assert all(each in text for each in LONGER)


def test_one_dated_line_is_no_discussion() -> None:
    """A single line with a name and a moment is a byline at the foot."""
    assert read(page(*LONGER, "Ann Sample — 3 days ago", "The vote is on Monday.")).text.endswith("The vote is on Monday.")


def test_lists_that_the_first_reading_lost_are_put_back() -> None:
    """A form around the whole page costs the library all lists and sub-headings; the second reading has them."""
    lists = "<h2>What leaders want</h2><ul><li>a contact at every visit</li><li>training on distress</li></ul>"
    inner = "".join(f"<p>{each}</p>{lists if index == 1 else ''}" for index, each in enumerate(LONGER))
    framed = f"<form id='aspnetForm'><div><h1>Heads ask for a clear route</h1><div class='detail'>{inner}</div></div></form>"
    body = f"<html><body>{framed}</body></html>"
    text = read(body.encode()).text
    assert "What leaders want\n\na contact at every visit\ntraining on distress\n\n" in text


def test_letters_are_those_of_the_folded_text() -> None:
    """The quick way for ASCII and the way for all else say the same."""
    assert letters(fold("It’s 3.5% — no_more, “Ofsted”")) == "its35nomoreofsted"
    assert letters(fold("Élan ≠ café ½")) == "élancafé1⁄2".replace("⁄", "")


def test_boxes_in_boxes_are_each_read_once() -> None:
    """Unclosed boxes nest all that follows; no line is lost or printed twice."""
    lines = [f"Line {number} of the record says what the board of the guild did in that week of the year." for number in range(300)]
    text = read(page("".join(f"<div>{line}" for line in lines))).text
    assert all(text.count(line) == 1 for line in lines)
