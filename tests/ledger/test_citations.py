"""Citations as tables, BibTeX and Markdown: nothing in them acts."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.model import StatedDate
from watcher.render import Capture, Citation, citation_as_json, citation_rows, citations_as_bibtex, citations_as_markdown
from watcher.render.citations import COLUMNS, bibtex_text

SHA = "ab" * 32
CAPTURED = Capture(2, datetime(2024, 7, 1, 10, 30, tzinfo=UTC), SHA)


BASE = Citation(
    id="s12.2:5:40",
    concern_id="5",
    concern_title="Timescales",
    quotation="Reports take too long.",
    is_speech=True,
    speaker="Ada Brook",
    role="Chair",
    organisation="Invented Guild",
    reported_by="Example Weekly",
    stance=None,
    publisher="Example Weekly",
    title="Guild: too long",
    url="https://weekly.example/a",
    published=StatedDate.day(date(2024, 6, 30), "label"),
    capture=CAPTURED,
    history=(Capture(1, datetime(2024, 6, 30, 9, tzinfo=UTC), ""), CAPTURED),
    archived="https://archive.example/2024/a",
)


def citation(**changes: Any) -> Citation:
    return replace(BASE, **changes)


def test_a_citation_says_whose_words_where_and_when_it_was_captured() -> None:
    """In UTC and in London, with the hash of the page and the copy that lasts."""
    [line] = [citation_as_json(citation())]
    assert (line["captured_at_utc"], line["captured_at_london"]) == ("2024-07-01T10:30:00Z", "1 July 2024, 11:30")
    assert (line["sha256"], line["revision"], line["revisions"]) == (SHA, 2, 2)
    text = "\n".join(citations_as_markdown([citation()], "A pack"))
    for expected in (
        "“Reports take too long.”",
        "— Ada Brook, Chair, Invented Guild",
        "Example Weekly, reporting, [Guild: too long](<https://weekly.example/a>), 30 June 2024",
        "2024-07-01T10:30:00Z (1 July 2024, 11:30 in London)",
        SHA,
        "Revision 2 of 2 revisions",
        "<https://archive.example/2024/a>",
    ):
        assert expected in text


def test_paraphrase_is_never_in_quotation_marks() -> None:
    """Only somebody's own words are; a sentence that quotes keeps its own marks."""
    text = "\n".join(citations_as_markdown([citation(is_speech=False, speaker=None, role=None)], "A pack"))
    assert "> Reports take too long." in text
    assert "“" not in text
    assert "(its own text)" in text
    half = "\n".join(citations_as_markdown([citation(quotation="“Reports take too long.")], "A pack"))
    assert "> “Reports take too long.”" in half


def test_a_quotation_without_a_speaker_is_not_its_publishers_text() -> None:
    """Nobody is named for it, and the paper that prints it does not say it itself."""
    nobody = {"speaker": None, "role": None, "organisation": None}
    spoken = "\n".join(citations_as_markdown([citation(**nobody)], "A pack"))
    assert "> — Speaker not named\n" in spoken
    told = "\n".join(citations_as_markdown([citation(**nobody, quotation="“Too long,” she said.", is_speech=False)], "A pack"))
    assert "— Example Weekly (as it printed it)" in told


def test_each_of_several_speakers_is_an_author() -> None:
    """BibTeX reads names that are joined by "and"; each is kept as it is."""
    [entry] = citations_as_bibtex([citation(speaker="Ada Brook; Bo Finch & Co", role=None, organisation=None)])
    assert r"author = {{Ada Brook} and {Bo Finch \& Co}}," in entry


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r\n+", "\u200b=", "＝"])
def test_no_cell_is_a_formula(start: str) -> None:
    """Whatever a page says, a spreadsheet shows it and never works it out."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows(
        citation_rows([citation(quotation=f"{start}HYPERLINK(1)", title=f"{start}cmd", speaker=f"{start}x")])
    )
    head, row = list(csv.reader(io.StringIO(buffer.getvalue())))
    assert tuple(head) == COLUMNS
    assert not any(cell.startswith(("=", "+", "-", "@", "＝", "\t", "\r")) for cell in row)


def test_one_line_a_row_whatever_the_text() -> None:
    """Line ends, NUL and direction marks do not break the table."""
    rows = list(citation_rows([citation(quotation="one\r\ntwo\x00\u202ethree")]))
    assert rows[1][COLUMNS.index("quotation")] == "one twothree"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("5% & #1_a ~ ^", r"5\% \& \#1\_a \textasciitilde{} \textasciicircum{}"),
        ("{x}", r"\{x\}"),
        ("\\input{/etc/passwd}", r"\textbackslash{}input\{/etc/passwd\}"),
        ("£5, “quoted”", "£5, “quoted”"),
        ("a\n}\nb", r"a \} b"),
    ],
)
def test_tex_acts_on_nothing(text: str, shown: str) -> None:
    """Each special character is printed, and none is escaped twice."""
    assert bibtex_text(text) == shown


@given(st.text(max_size=60), st.text(max_size=60))
def test_an_entry_is_whole_whatever_it_holds(words: str, title: str) -> None:
    """Braces are in pairs and one entry is one entry."""
    [entry] = citations_as_bibtex(
        [citation(quotation=words, title=title, speaker=words or "x", url=f"https://weekly.example/{title}")]
    )
    bare = re.sub(r"\\[{}]", "", entry)
    depth = 0
    for char in bare.strip():
        depth += (char == "{") - (char == "}")
        assert depth >= 0
    assert depth == 0
    assert entry.count("@online{") == 1
    assert entry.startswith("@online{s12.2:5:40,")


def test_hostile_words_are_words_in_markdown() -> None:
    """No link, no image, no markup of theirs; an address that acts is no address."""
    hostile = citation(
        quotation="![x](https://evil.example) <script> `code`", title="](https://evil.example)", url="javascript:alert(1)"
    )
    text = "\n".join(citations_as_markdown([hostile], "# A pack\nwith more"))
    assert "<script>" not in text
    assert "](https://evil" not in text.replace("\\]", "")
    assert "javascript" not in text
    assert text.splitlines()[0] == "# \\# A pack with more"
