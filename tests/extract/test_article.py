"""The statement inside a whole page: two readings, and what settles between them."""

# ruff: noqa: E501 - markup is easier to read on one line
from __future__ import annotations

import json

from tests.extract.samples import FIRST, SECOND, THIRD, page, read
from watcher.extract import agreement, prose
from watcher.extract.agreement import Witness
from watcher.extract.blocks import block
from watcher.extract.chrome import Chrome
from watcher.extract.markup import parse_page
from watcher.extract.prose import read_prose
from watcher.model import ItemHints

LINES = [
    f"In {place} the board met {count} times and heard leaders who had asked for a pause and been told to wait for an answer."
    for place, count in (
        ("Northvale", "two"),
        ("Eastmere", "three"),
        ("Fenwick", "four"),
        ("Brayford", "five"),
        ("Saltmarsh", "six"),
    )
]
TEASERS = [
    f"Leaders in {place} have welcomed a new plan for school buses that begins after the summer."
    for place in ("Alder", "Birch", "Cedar", "Dale")
]


def markup(inner: str, head: str = "") -> bytes:
    return f"<html><head><title>Heads ask for a clear route</title>{head}</head><body>{inner}</body></html>".encode()


def paragraphs(lines: list[str], name: str = "p") -> str:
    return "".join(f"<{name}>{line}</{name}>" for line in lines)


def test_the_text_below_the_headline_wins_over_a_longer_list_of_teasers() -> None:
    """Teasers may hold more words than a short statement; they do not stand below its headline."""
    cards = "".join(
        f"<div class='card'><a href='/x'><h3>A headline of another page</h3></a><p>{line}</p></div>" for line in TEASERS * 3
    )
    text = read(
        markup(f"<div id=a><h1>Heads ask for a clear route</h1>{paragraphs(LINES)}</div><div class='related-stories'>{cards}</div>")
    ).text
    assert text == "\n\n".join(LINES)


def test_a_label_in_a_class_name_does_not_make_the_text_furniture() -> None:
    """WordPress prints what a post is about into its class: "tag-social-care" is no share bar."""
    inner = f"<h1>Heads ask for a clear route</h1><div class='post category-social-care tag-newsletters'><div>{paragraphs(LINES)}</div></div>"
    assert read(markup(inner)).text == "\n\n".join(LINES)


def test_text_between_line_breaks_is_read_in_paragraphs() -> None:
    """Old systems write whole articles into one element."""
    inner = f"<form><div class=news><h1>Heads ask for a clear route</h1><div class=t>{'<br><br>'.join(LINES)}</div></div></form>"
    assert read(markup(inner)).text == "\n\n".join(LINES)


def test_a_paragraph_that_one_reading_lacks_is_put_back_in_its_place() -> None:
    """What stands where known paragraphs stand belongs to them; the page's order is kept."""
    tree = parse_page(markup(f"<main><h1>H</h1>{paragraphs(LINES)}</main>").decode(), url="")
    found = read_prose(tree)
    assert [each.text for each in found.paragraphs] == LINES
    assert [each.text for each in found.missing_in([block(LINES[0]), block(LINES[3])])] == [LINES[1], LINES[2], LINES[4]]


def test_short_lines_and_link_lists_are_no_paragraphs() -> None:
    """A paragraph has the least number of characters, and less than the limit of them in links."""
    short = "x" * (prose.PARAGRAPH_CHARS_MIN - 1)
    linked = f"<p><a href='/a'>{TEASERS[0]}</a> more</p>"
    tree = parse_page(markup(f"<main><p>{short}</p><p>{short}x</p>{linked}{paragraphs(LINES)}</main>").decode(), url="")
    assert [each.text for each in read_prose(tree).paragraphs] == [f"{short}x", *LINES]


def test_comments_are_furniture_however_long() -> None:
    """A thread may hold most of the page's words."""
    thread = "".join(f"<li><p>{line} I have seen the same in my own school for many years.</p></li>" for line in LINES * 4)
    text = read(
        markup(
            f"<article><h1>Heads ask for a clear route</h1>{paragraphs(LINES)}</article><div id='comments'><ol>{thread}</ol></div>"
        )
    ).text
    assert text == "\n\n".join(LINES)


def test_hidden_elements_are_furniture_and_wrappers_are_not() -> None:
    """What readers never see is not read; a wrapper around the headline is never furniture."""
    tree = parse_page(
        markup(
            f"<div class='modal-open widget'><h1>H</h1><p id=a>{FIRST}</p><p id=b style='display:none'>{SECOND}</p></div>"
        ).decode(),
        url="",
    )
    chrome = Chrome(paragraph_chars=len(FIRST))
    assert not chrome.holds(tree.xpath("//*[@id='a']")[0])
    assert chrome.holds(tree.xpath("//*[@id='b']")[0])


def ld(body: str) -> str:
    return f"<script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle', 'headline': 'Heads ask for a clear route', 'articleBody': body})}</script>"


def test_the_text_for_machines_cuts_what_runs_on() -> None:
    """What stands behind the end of `articleBody` is not the article's, nor is a short line put into it."""
    inner = f"<article><h1>Heads ask for a clear route</h1>{paragraphs([*LINES[:3], 'Our jobs pages list thousands of posts each week.', *LINES[3:], TEASERS[0]])}</article>"
    assert read(markup(inner, ld(" ".join(LINES)))).text == "\n\n".join(LINES)


def test_a_text_for_machines_that_is_cut_cuts_nothing() -> None:
    """Some pages give machines a teaser: what it would cut is over the limit, so it is not believed."""
    inner = f"<article><h1>Heads ask for a clear route</h1>{paragraphs(LINES)}</article>"
    assert read(markup(inner, ld(" ".join(LINES[:3])))).text == "\n\n".join(LINES)


def test_a_page_that_shows_its_text_to_machines_alone_is_read_from_there() -> None:
    """A page that a script fills still has its `articleBody`."""
    document = read(markup("<div id=root><h1>Heads ask for a clear route</h1></div>", ld("\n".join(LINES))))
    assert document.text == "\n\n".join(LINES)
    assert document.certainty < 1


def test_a_short_witness_says_nothing() -> None:
    """Below the limit `articleBody` is a teaser."""
    assert not Witness("x" * (agreement.BODY_CHARS_MIN - 1))
    assert Witness("x" * agreement.BODY_CHARS_MIN)
    assert not Witness(None)


def test_a_selector_names_the_body() -> None:
    """With the source's own selector nothing is searched; one that names nothing is noted and the page searched."""
    body = page(FIRST, f"<div class=stmt><p>{SECOND}</p><figure><figcaption>A picture</figcaption></figure><p>{THIRD}</p></div>")
    assert read(body, hints=ItemHints(body_selector="div.stmt")).text == f"{SECOND}\n\n{THIRD}"
    searched = read(body, hints=ItemHints(body_selector="div.gone"))
    assert FIRST in searched.text
    assert any("div.gone" in note for note in searched.missing)


def test_links_in_running_text_are_kept_and_absolute() -> None:
    """The links of the statement are its own; those of menus, and places on the page, are not."""
    body = page(
        f"{FIRST} <a href='/report.pdf'>The report</a> is public.",
        f"{SECOND} <a href='#top'>Up</a>",
        "<nav><a href='/home'>Home</a></nav>",
    )
    assert [(link.url, link.text) for link in read(body).links] == [("https://guild.example/report.pdf", "The report")]


def test_links_have_a_limit() -> None:
    """A statement with more links than the limit keeps the first ones."""
    many = "".join(
        f"<p>{FIRST} See <a href='/{number}'>item {number}</a>.</p>".replace("Northvale", f"Place {number}")
        for number in range(prose.LINKS_MAX + 5)
    )
    assert len(read(page(many)).links) == prose.LINKS_MAX


def test_words_around_a_break_in_a_cell_stay_apart() -> None:
    """Forms put a heading and its text into one cell, parted by a break."""
    rows = "".join(
        f"<tr><td>{number}</td><td><strong>PART {number}</strong><br>{line}</td></tr>" for number, line in enumerate(LINES, 1)
    )
    text = read(markup(f"<main><h1>Heads ask for a clear route</h1><p>{FIRST}</p><table>{rows}</table></main>")).text
    assert f"2 | PART 2 {LINES[1]}" in text
