"""Quotes and commitments in texts of every shape, and at their limits."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.parts import run
from tests.ledger.scoring import gazetteer
from watcher.ledger import Gazetteer, read_commitments, read_demands, read_quotes
from watcher.ledger.article import SENTENCE_CHARS_MAX
from watcher.ledger.quotes import TEXT_CHARS_MAX
from watcher.model import Quote, QuoteKind, Span, SpanKind, StatedDate

DAY = StatedDate.day(date(2024, 1, 19), "import")


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    return gazetteer()


def read(text: str, known: Gazetteer, **details: object) -> tuple[Quote, ...]:
    return read_quotes(text, published=DAY, gazetteer=known, **details)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We are ready,” said Ada Brook.", "Ada Brook"),
        ("“We are ready,” Ada Brook said.", "Ada Brook"),
        ("Ada Brook tweeted: “We are ready.”", "Ada Brook"),
        ("Ada Brook, head of Elm Park, said they were “ready for anything”.", "Ada Brook"),
        ("“We are ready,” said the schools minister, Ada Brook.", "Ada Brook"),
        ("According to Ada Brook, it is “a bad day”.", "Ada Brook"),
        ("The chief inspector said: “We are ready.”", "Sir Callum Rudd"),
        ("The former academy trust boss said: “We are ready.”", "Sir Callum Rudd"),
        ("The watchdog said: “We are ready.”", "Schools Inspectorate"),
        ("The Inspectorate said: “We are ready.”", "Schools Inspectorate"),
        ("A spokesperson for the Heads’ Guild said: “We are ready.”", "spokesperson for the Heads’ Guild"),
        ("A teacher, who asked not to be named, said: “We are ready.”", None),
        ("Ada Brook, who led the inspection, said: “We are ready.”", None),
        ("Desmond Pyle said: “We are ready.”", None),
        ("“We are ready for this.”", None),
    ],
)
def test_speakers(known: Gazetteer, text: str, speaker: str | None) -> None:
    """A speaker is named before or behind the words, by name, role or body; where nobody may be named, nobody is."""
    assert [quote.speaker for quote in read(text, known)] == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "The school was rated ‘inadequate’ last year.",
        "The so-called “quick wins” were not quick.",
        "Members can read “Ten Things To Know” on our site.",
        "The word “outstanding” is gone.",
        "No marks here.",
        "",
        "\n\n",
    ],
)
def test_words_that_nobody_speaks(known: Gazetteer, text: str) -> None:
    """Grades, terms, titles and scare quotes are not listed."""
    assert read(text, known) == ()


def test_block_quotes(known: Gazetteer) -> None:
    """A block quote without marks belongs to whoever the line before announces."""
    text = "Ada Brook said:\n\nWe are ready.\n\nWe always were."
    spans = [Span(17, 30, SpanKind.BLOCK_QUOTE), Span(32, 47, SpanKind.BLOCK_QUOTE)]
    assert [(quote.quote, quote.speaker, quote.kind) for quote in read(text, known, spans=spans)] == [
        ("We are ready.", "Ada Brook", QuoteKind.BLOCK),
        ("We always were.", "Ada Brook", QuoteKind.BLOCK),
    ]


def test_first_person(known: Gazetteer) -> None:
    """In a blog the byline speaks, one entry a paragraph; a report by a journalist is not theirs."""
    text = "I went to a school. I was moved.\n\nMy own school was not like it."
    said = read(text, known, byline="Ada Brook", kind="blog")
    assert [(quote.speaker, quote.kind) for quote in said] == [("Ada Brook", QuoteKind.FIRST_PERSON)] * 2
    assert read("Schools are full. Heads are tired.", known, byline="Ada Brook") == ()


def test_a_printed_byline(known: Gazetteer) -> None:
    """A byline that stands in the text is read from it, at its head only."""
    text = "A duty of care\n\nBy Ada Brook\n\nI went to a school, and I was moved by what I saw there."
    assert {quote.speaker for quote in read(text, known)} == {"Ada Brook"}
    assert read("x" * 500 + "\n" + text, known) == ()


def test_who_reports_it(known: Gazetteer) -> None:
    """A body's own page and a paper that reports it are different facts."""
    text = "Jonah Ashby, general secretary of the Heads’ Guild, said: “We are ready.”"
    day = StatedDate.day(date(2025, 1, 1), "import")
    own, paper = (
        read_quotes(text, published=day, gazetteer=known, publisher=publisher)[0] for publisher in ("Heads' Guild", "The Courier")
    )
    assert (own.via, paper.via) == (None, "The Courier")


def test_a_role_follows_the_date(known: Gazetteer) -> None:
    """The same line is another person's before the office changed hands."""
    text = "The chief inspector said: “We are ready.”"
    before = read_quotes(text, published=StatedDate.day(date(2023, 12, 31), "import"), gazetteer=known)
    assert [quote.speaker for quote in before] == ["Dame Orla Whitcombe"]
    assert [quote.speaker for quote in read_quotes(text, gazetteer=known)] == ["chief inspector"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The Schools Inspectorate will publish its plan by 30 April.", "Schools Inspectorate"),
        ("The Heads’ Guild has committed to publishing the survey.", "Heads' Guild"),
        ("Ada Brook has promised to review the policy in the spring.", "Ada Brook"),
        ("The Schools Inspectorate was late.\n\nThe governors have thanked her and will advertise for a successor.", "governors"),
        ("From April the number of places will be doubled.", "the number of places"),
        ("The trustees have written to the Schools Inspectorate and will publish the reply.", "trustees"),
    ],
)
def test_undertakings(known: Gazetteer, text: str, who: str) -> None:
    """Somebody will do a thing, or has committed to it."""
    assert [each.who for each in read_commitments(text, published=DAY, gazetteer=known)] == [who]


@pytest.mark.parametrize(
    "text",
    [
        "The Inspectorate must publish its plan by 30 April.",
        "Inspections will continue.",
        "This will be a hard year for heads.",
        "Will the Inspectorate publish its plan?",
        "We are told that the Inspectorate will “work hard” on it.",
        "Training will be drawn up.",
        "Nobody will forget it.",
        "She said that visits would be delayed.",
        "We lack a page which says when an inspection of a small school is to be paused.",
    ],
)
def test_no_undertakings(known: Gazetteer, text: str) -> None:
    """Demands, states, questions, doubts and things without agent or date are none."""
    assert read_commitments(text, published=DAY, gazetteer=known) == ()


def test_what_nobody_will_do_is_not_promised_as_done(known: Gazetteer) -> None:
    """An undertaking that begins with "no" keeps it."""
    text = "Ada Brook said: “No inspector will lead a visit until they have been trained.”"
    (found,) = read_commitments(text, published=DAY, gazetteer=known, quotes=read(text, known))
    assert (found.who, found.what) == ("Ada Brook", "No inspector will lead a visit until they have been trained")


def test_she_is_the_last_who_spoke_also_without_a_name(known: Gazetteer) -> None:
    """Behind "A head said that …" nobody who was named before is "she"; a chief inspector is no inspector of a visit."""
    text = (
        "Chief inspector Rowan Ashdown said: “We train them all.”\n\n"
        "A head who was inspected twice said that three days were too few. “They get one morning,” she said."
    )
    assert [quote.speaker for quote in read(text, known)] == ["Rowan Ashdown", None]


def test_concerns(known: Gazetteer) -> None:
    """The caller says which concerns a sentence is about."""
    (each,) = read_commitments(
        "The watchdog will train inspectors in May.", published=DAY, gazetteer=known, concerns_of=lambda _: ["2"]
    )
    assert each.concerns == ("2",)


def test_limits(known: Gazetteer) -> None:
    """Beyond the limits nothing is read, up to them everything is."""
    quote = "Ada Brook said: “We are ready.”"
    assert read("x" * (TEXT_CHARS_MAX - len(quote) - 1) + "\n" + quote, known)
    assert not read("x" * TEXT_CHARS_MAX + "\n" + quote, known)
    long = "Heads must " + "a" * (SENTENCE_CHARS_MAX - 12) + "."
    assert read_demands(long)
    assert not read_demands(long.replace("a.", "aa."))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "“",
                "”",
                "‘",
                "’",
                '"',
                "said",
                "Ada Brook",
                "she",
                ",",
                ".",
                ":",
                "\n\n",
                "will publish",
                "by May",
                "§",
                "We are here",
            ]
        )
    )
)
def test_any_text(parts: list[str]) -> None:
    """Whatever the text, quotes are verbatim and nothing breaks."""
    text = " ".join(parts)
    known = Gazetteer()
    for quote in read_quotes(text, byline="Ada Brook", gazetteer=known):
        assert quote.quote == text[quote.start : quote.end]
    read_commitments(text, gazetteer=known)


def test_command(tmp_path: object) -> None:
    """`watcher quotes` answers one line a line, in the documented format."""
    import pathlib

    path = pathlib.Path(str(tmp_path)) / "in.jsonl"
    record = {"id": "a", "text": "Ofsted will publish its plan by 30 April.", "published": "2024-01-19"}
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    done = run("quotes", str(path))
    (line,) = done.out.splitlines()
    answer = json.loads(line)
    assert list(answer) == ["id", "quotes", "commitments", "demands"]
    assert (answer["commitments"][0]["who"], answer["commitments"][0]["due"]) == ("Ofsted", "2024-04-30")
    assert set(answer["commitments"][0]) == {"who", "what", "sentence", "due", "precision", "concerns"}
