"""Title, dates, byline and the rest of what a page says about its statement."""

# ruff: noqa: E501 - markup is easier to read on one line
from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from tests.extract.samples import FIRST, SECOND, THIRD, VISIT, page, read, read_fragment
from watcher.extract.byline import clean_name
from watcher.extract.metadata import kind_of
from watcher.extract.structured import JSON_CHARS_MAX, tidy
from watcher.model import Certainty, DocumentKind, ItemHints, Precision, StatedDate


def with_ld(*nodes: object) -> bytes:
    return page(
        FIRST, SECOND, THIRD, head="".join(f"<script type='application/ld+json'>{json.dumps(node)}</script>" for node in nodes)
    )


ARTICLE = {"@type": "NewsArticle", "headline": "Heads ask for a clear route", "datePublished": "2024-02-03T10:00:00+00:00"}


@pytest.mark.parametrize(
    ("author", "byline"),
    [
        ({"@type": "Person", "name": "Ann Sample"}, "Ann Sample"),
        ([{"@type": "Person", "name": "Ann Sample"}, {"name": "Tom Brightwater"}], "Ann Sample, Tom Brightwater"),
        ("By Ann Sample", "Ann Sample"),
        (["Ann Sample", "Tom Brightwater"], "Ann Sample, Tom Brightwater"),
        ({"@type": "Person", "name": ["Ann Sample"]}, "Ann Sample"),
        ({"@type": "Organization", "name": "Classroom Weekly"}, None),
        ({"@type": "Person", "name": "admin"}, None),
        ({"@type": "Person", "name": "https://weekly.example/author/ann"}, None),
        (None, None),
        (17, None),
    ],
)
def test_authors_of_every_shape(author: object, byline: str | None) -> None:
    """People are authors; the site itself, its machine accounts and addresses are not."""
    assert read(with_ld({**ARTICLE, "author": author, "publisher": {"name": "Classroom Weekly"}})).byline == byline


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("By Ann Sample", "Ann Sample"),
        ("by Ann Sample, Education Editor", "Ann Sample"),
        ("Ann Sample | 3 May 2024", "Ann Sample"),
        ("Written by: Ann Sample and Tom Brightwater", "Ann Sample and Tom Brightwater"),
        ("ANN SAMPLE", "Ann Sample"),
        ("Ann Sample Local Democracy Reporter", "Ann Sample"),
        ("Editor", None),
        ("press@guild.example", None),
        ("", None),
        ("By", None),
    ],
)
def test_a_byline_is_names_alone(text: str, name: str | None) -> None:
    """Posts, addresses and dates are cut; what is no name is None."""
    assert clean_name(text) == name


def test_the_articles_own_node_is_found_among_others() -> None:
    """A page describes itself, its site and other articles; only its own node counts, and broken JSON is as good as none."""
    other = {
        "@type": "NewsArticle",
        "headline": "Something else",
        "url": "https://guild.example/other",
        "datePublished": "2020-01-01",
    }
    own = {**ARTICLE, "mainEntityOfPage": {"@id": "https://guild.example/news/item"}}
    document = read(with_ld({"@graph": [{"@type": "WebSite", "name": "Guild"}, other, own]}))
    assert document.published == StatedDate.minute(datetime(2024, 2, 3, 10, tzinfo=UTC), "json-ld")
    broken = page(FIRST, SECOND, head='<script type=\'application/ld+json\'>{"@type": "NewsArticle", </script>')
    assert read(broken).published is None


def test_structured_data_has_a_limit() -> None:
    """JSON over the limit is not parsed; nested lists without an end are survived."""
    assert read(with_ld({**ARTICLE, "x": "y" * (JSON_CHARS_MAX - 400)})).published is not None
    assert read(with_ld({**ARTICLE, "author": "Ann Sample", "x": "y" * JSON_CHARS_MAX})).byline is None
    deep = page(FIRST, SECOND, head=f"<script type='application/ld+json'>{'[' * 50_000}</script>")
    assert read(deep).text


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "<meta property='og:title' content='Heads ask for a clear route | Guild'><meta property='og:site_name' content='Guild'>",
            "Heads ask for a clear route",
        ),
        ("<meta property='og:title' content='Heads ask for a clear route &amp;amp; more'>", "Heads ask for a clear route & more"),
        ("", "Heads ask for a clear route"),
    ],
)
def test_the_title_is_the_headline_without_the_site(head: str, title: str) -> None:
    """The name of the site is no part of a title, nor are entities that were encoded twice."""
    body = page(FIRST, SECOND, head=head).replace(b"<h1>Heads ask for a clear route</h1>", b"")
    assert read(body.replace(b"clear route</title>", b"clear route - Guild of Classroom Teachers</title>")).title == title


def test_the_headline_that_readers_see_is_preferred() -> None:
    """Search engines are given shorter titles; the page's own headline is the title if both agree."""
    head = "<meta property='og:title' content='Heads ask for a clear route'>"
    body = page(FIRST, SECOND, head=head).replace(
        b"<h1>Heads ask for a clear route</h1>", b"<h1>Heads ask for a clear route to raise concerns</h1>"
    )
    assert read(body).title == "Heads ask for a clear route to raise concerns"


def test_hints_are_believed_over_the_page() -> None:
    """What the listing or an API knows is not looked for in the page."""
    stated = StatedDate.day(date(2024, 1, 5), "api")
    hints = ItemHints(
        title="As the API says",
        published=stated,
        byline="Tom Brightwater",
        kind="press_release",
        change_notes=("First published.",),
    )
    document = read(with_ld({**ARTICLE, "author": "Ann Sample"}), hints=hints)
    assert (document.title, document.published, document.byline) == ("As the API says", stated, "Tom Brightwater")
    assert (document.kind, document.change_notes) == (DocumentKind.PRESS_RELEASE, ("First published.",))


def test_a_future_date_is_clamped_and_flagged() -> None:
    """A date beyond the limit is the moment of the visit, of low certainty; one within it stands."""
    near = read(with_ld({**ARTICLE, "datePublished": "2024-03-02T08:00:00Z"}))
    assert near.published == StatedDate.minute(datetime(2024, 3, 2, 8, tzinfo=UTC), "json-ld")
    far = read(with_ld({**ARTICLE, "datePublished": "2024-03-02T10:00:00Z"}))
    assert far.published == StatedDate.minute(VISIT, "json-ld", Certainty.LOW)
    assert any("future" in note for note in far.missing)


def test_an_update_before_the_publication_is_no_update() -> None:
    """Some systems print the day on which a draft was saved."""
    assert read(with_ld({**ARTICLE, "dateModified": "2024-01-01"})).updated is None
    assert read(with_ld({**ARTICLE, "dateModified": "2024-02-09"})).updated == StatedDate.day(date(2024, 2, 9), "json-ld")


def test_what_was_looked_for_in_vain_is_named() -> None:
    """A document says what it lacks, and a date that nobody states is None."""
    document = read(page(FIRST, SECOND, THIRD))
    assert document.published is None
    assert set(document.missing) >= {"published", "byline"}


def test_a_time_element_speaks_to_machines_and_people() -> None:
    """`datetime` gives the moment, the words beside it say whether it is the publication or an update."""
    stamps = (
        "<p>Published <time datetime='2024-02-03T10:15:00Z'>3 Feb</time></p><p>Updated <time datetime='2024-02-05'>5 Feb</time></p>"
    )
    document = read(page(stamps, FIRST, SECOND, THIRD))
    assert document.published is not None
    assert document.published.precision is Precision.MINUTE
    assert document.published.as_day == date(2024, 2, 3)
    assert document.updated is not None
    assert document.updated.as_day == date(2024, 2, 5)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("press_release", DocumentKind.PRESS_RELEASE),
        ("news_story", DocumentKind.PRESS_RELEASE),
        ("BlogPosting", DocumentKind.BLOG),
        ("NewsArticle", DocumentKind.NEWS),
        ("/government/speeches/a-speech", DocumentKind.SPEECH),
        ("written-question", DocumentKind.WRITTEN_ANSWER),
        ("statutory_guidance", DocumentKind.GUIDANCE),
        ("/xyz", None),
    ],
)
def test_kinds_of_documents(said: str, kind: DocumentKind | None) -> None:
    """A source's own word, a schema.org type and a path all name the kind."""
    assert kind_of(said) is kind


def test_other_languages_are_kept_and_flagged() -> None:
    """English is told by its commonest words; another language is named, and a short text takes what the page declares."""
    assert read(page(FIRST, SECOND)).language == "en"
    welsh = "Mae’r undeb wedi galw am newid i’r drefn arolygu mewn ysgolion ar draws y wlad yn dilyn adroddiad am y pwysau ar arweinwyr."
    assert read_fragment(f"<p>{welsh}</p><p>{welsh[:60]} heddiw.</p>").language == "cy"
    assert read_fragment("<p>Llais arweinwyr ysgolion cynradd Cymru heddiw ac yfory.</p>", language="cy").language == "cy"


def test_values_are_tidied() -> None:
    """Entities that were encoded twice, mojibake and blanks do not reach a title."""
    assert tidy("Heads &amp;amp; governors\n ask â€˜whyâ€™ ") == "Heads & governors ask ‘why’"
    assert tidy("5 &lt; 6") == "5 < 6"
