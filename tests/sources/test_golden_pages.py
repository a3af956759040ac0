"""Listings without a feed: by selectors, and by structure on pages of many makes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from watcher.errors import ListingError, Reason
from watcher.model import Listing, Selectors
from watcher.sources import SOURCE_KINDS

from .exchange import GOLDEN, answer, source

EXPECTED: dict[str, dict[str, Any]] = json.loads((GOLDEN / "pages.json").read_text(encoding="utf-8"))
LISTINGS = sorted(name for name, expected in EXPECTED.items() if expected["urls"])
NO_LISTINGS = sorted(name for name, expected in EXPECTED.items() if not expected["urls"])
HERE = "https://union.example/news"


def read(body: bytes | str, selectors: Selectors | None = None) -> Listing:
    return SOURCE_KINDS["page"].list(answer(body, HERE), source("page", HERE, selectors))


def golden(name: str) -> bytes:
    return (GOLDEN / "pages" / name).read_bytes()


@pytest.mark.parametrize("name", LISTINGS)
def test_the_listing_is_found_by_structure(name: str) -> None:
    """The articles and nothing else, in page order, with the date of their own block, and a note that says where they were."""
    listing = read(golden(name))
    assert [item.url for item in listing.items] == EXPECTED[name]["urls"]
    if "dates" in EXPECTED[name]:
        assert [item.published and item.published.as_day.isoformat() for item in listing.items] == EXPECTED[name]["dates"]
    assert "found by structure" in listing.notes[0]


@pytest.mark.parametrize("name", NO_LISTINGS)
def test_a_page_without_a_listing_is_an_error(name: str) -> None:
    """Menus and footers are never taken for news: the source is suspect, not silent."""
    with pytest.raises(ListingError) as caught:
        read(golden(name))
    assert caught.value.reason is Reason.EMPTY_LISTING


def test_two_links_are_no_block() -> None:
    """A listing found by structure has at least three articles; fewer need selectors."""
    two = "".join(f'<li><h3><a href="/news/a-long-headline-{n}">A long headline number {n}</a></h3></li>' for n in range(2))
    with pytest.raises(ListingError, match="selectors"):
        read(f"<html><body><main><ul>{two}</ul></main></body></html>")


def test_links_to_other_sites_are_not_its_articles() -> None:
    """Only the site's own pages are listed."""
    links = "".join(
        f'<li><h3><a href="https://other.example/a-long-headline-{n}">A long headline, {n}</a></h3></li>' for n in range(9)
    )
    with pytest.raises(ListingError):
        read(f"<html><body><main><ul>{links}</ul></main></body></html>")


CARD = """<div class="card"><p class="when">{when}</p><h2>{title}</h2><p class="teaser">Teaser {n}.</p>
<a class="go" href="/n/{n}">Read</a></div>"""


def cards(*dates: str) -> str:
    body = "".join(CARD.format(n=n, when=when, title=f"Title {n}") for n, when in enumerate(dates))
    return f"<html><head><title>News</title></head><body>{body}</body></html>"


SELECTORS = Selectors(item=".card", link="a.go", title="h2", date=".when", summary=".teaser")


def test_selectors_name_every_field() -> None:
    """Title, date, teaser and link are looked up in each block, and dates are day first."""
    listing = read(cards("Posted: 05/06/2023 10:32:35", "Published:"), SELECTORS)
    first, second = listing.items
    assert (first.url, first.title, first.summary_html) == ("https://union.example/n/0", "Title 0", "Teaser 0.")
    assert first.published is not None
    assert first.published.value.isoformat() == "2023-06-05T09:32:35+00:00"
    assert second.published is None
    assert listing.title == "News"


def test_relative_dates_count_from_the_fetch() -> None:
    """ "1 day ago" is a day before the page was fetched, on the London calendar."""
    published = read(cards("1 day ago"), SELECTORS).items[0].published
    assert published is not None
    assert published.as_day.isoformat() == "2024-01-09"


def test_a_machine_readable_date_comes_before_the_words() -> None:
    """`datetime` is read before what is printed."""
    page = '<div class="card"><a class="go" href="/1">One</a><p class="when"><time datetime="2023-12-15">last week</time></p></div>'
    published = read(page, SELECTORS).items[0].published
    assert published is not None
    assert (published.source, published.as_day.isoformat()) == ("time", "2023-12-15")


def test_an_item_may_be_the_link_itself() -> None:
    """A selector that names links needs no second one."""
    items = read('<p><a class="a" href="/1">One</a><a class="a" href="/2">Two</a></p>', Selectors(item="a.a")).items
    assert [(item.url, item.title) for item in items] == [("https://union.example/1", "One"), ("https://union.example/2", "Two")]


def test_selectors_that_match_nothing_are_an_error() -> None:
    """A changed template is noticed at the next poll and not in a month."""
    with pytest.raises(ListingError, match=r"match nothing.*\.gone") as caught:
        read(cards("12 January 2024"), Selectors(item=".gone"))
    assert caught.value.reason is Reason.EMPTY_LISTING


def test_blocks_without_a_link_are_noted() -> None:
    """What could not be read of a listing is said beside what could."""
    page = (
        cards("12 January 2024")
        + '<div class="card"><h2>No link</h2></div><div class="card"><a class="go" href="mailto:x@y.example">x</a></div>'
    )
    listing = read(page, SELECTORS)
    assert len(listing.items) == 1
    assert listing.notes == ("2 of 3 blocks have no link to an article",)


def test_a_broken_selector_says_so() -> None:
    """A selector that is none is the operator's to mend, and the error names it."""
    with pytest.raises(ListingError, match="selector"):
        read(cards("12 January 2024"), Selectors(item="div["))


def test_one_article_is_one_item() -> None:
    """Picture, headline and "Read more" of one article are one item, with the headline for a title."""
    page = '<div class="b"><a href="/1"><img alt=""></a></div><div class="b"><a href="/1">The headline</a></div>'
    items = read(page, Selectors(item=".b")).items
    assert [(item.url, item.title) for item in items] == [("https://union.example/1", "The headline")]


@pytest.mark.parametrize("end", range(1, 40))
def test_half_a_page_gives_no_half_addresses(end: int) -> None:
    """Wherever a page is cut, what it lists are addresses of the whole one."""
    page = cards("12 January 2024", "11 January 2024")
    whole = {item.url for item in read(page, SELECTORS).items}
    half = page[: page.index("/n/1") + 4 - 20 + end]
    assert {item.url for item in read(half, SELECTORS).items} <= whole


@pytest.mark.parametrize("body", ["just words", '{"a": 1}', '<?xml version="1.0"?><rss><channel/></rss>', "\x00\x01\x02"])
def test_what_is_no_page_is_no_listing(body: str) -> None:
    """Text, JSON and feeds are refused by the kind that reads HTML."""
    with pytest.raises(ListingError) as caught:
        read(body)
    assert caught.value.reason is Reason.NOT_A_LISTING


def test_the_body_selector_goes_to_the_reader_of_the_page() -> None:
    """`selectors.body` is for the article page, so it travels with the page."""
    place = source("page", HERE, Selectors(item="a", body="div.statement"))
    item = SOURCE_KINDS["page"].list(answer('<a href="/1">One</a>', HERE), place).items[0]
    assert SOURCE_KINDS["page"].open(answer("<p>x</p>", item.url), item, place).hints.body_selector == "div.statement"


def test_a_short_listing_under_a_cookie_notice_is_a_listing() -> None:
    """The notice on every page does not make a listing suspect, and alone it does."""
    notice = "<div>We use cookies. Accept all cookies or manage preferences.</div>"
    assert len(read(notice + cards("12 January 2024"), SELECTORS).items) == 1
    with pytest.raises(ListingError) as caught:
        read(f"<html><body>{notice}</body></html>", SELECTORS)
    assert caught.value.reason is Reason.CONSENT_WALL
