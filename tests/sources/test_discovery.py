"""What `watcher sources try` finds on a page."""

from __future__ import annotations

import pytest

from watcher.sources import SOURCE_KINDS, Discovery, discover
from watcher.sources.discovery import COMMON_PATHS, DISCOVERIES_MAX

from .exchange import GOLDEN, answer
from .samples import SAMPLES

PAGE = """<!doctype html><html><head><title>Example Weekly</title>
<link rel="alternate" type="application/rss+xml" title="Example Weekly - News" href="/feed/">
<link rel="alternate" type="application/rss+xml" title="Example Weekly - Comments Feed" href="/comments/feed/">
<link rel="alternate" type="application/feed+json" href="https://news.example/feed.json">
<link rel="alternate" hreflang="cy" href="/cy/"><link rel="https://api.w.org/" href="https://news.example/wp-json/">
</head><body><p><a href="/podcast/rss">Podcast</a> <a href="/about">About us</a>
<a href="javascript:feed.xml">x</a></p></body></html>"""


def found(body: str | bytes, url: str = "https://news.example/") -> dict[str, Discovery]:
    return {each.url: each for each in discover(answer(body, url))}


def test_advertised_feeds_come_first_and_comment_feeds_never() -> None:
    """What the page names is offered before what is guessed, and comments are no news."""
    discoveries = discover(answer(PAGE, "https://news.example/"))
    assert (discoveries[0].url, discoveries[0].kind, discoveries[0].title) == (
        "https://news.example/feed/",
        "feed",
        "Example Weekly - News",
    )
    assert not any("comments" in each.url for each in discoveries)
    assert not any(each.is_guess for each in discoveries[:4])


def test_wordpress_shows_its_posts_as_data() -> None:
    """The REST list is offered from WordPress's own link, and guessed from its generator."""
    assert found(PAGE)["https://news.example/wp-json/wp/v2/posts"].kind == "wordpress"
    guessed = found('<html><head><meta name="generator" content="WordPress 6.4"></head><body></body></html>')
    assert guessed["https://news.example/wp-json/wp/v2/posts"].is_guess


def test_linked_feeds_and_common_places_are_offered() -> None:
    """Feeds linked in the text are found; usual places are guesses and marked as such."""
    offers = found(PAGE)
    assert not offers["https://news.example/podcast/rss"].is_guess
    assert all(f"https://news.example{path}" in offers for path in COMMON_PATHS)
    assert offers["https://news.example/atom.xml"].is_guess


@pytest.mark.parametrize("name", ["feed", "wordpress", "parliament", "sitemap"])
def test_a_listing_is_known_when_it_is_met(name: str) -> None:
    """The address itself may be the listing; its kind is found by its bytes."""
    sample = SAMPLES[name]
    first = discover(answer(sample.listing(7), sample.source.url))[0]
    assert (first.url, first.kind) == (sample.source.url, name)
    assert "7 items" in first.why


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("https://www.gov.uk/government/organisations/ofsted", "https://www.gov.uk/government/organisations/ofsted.atom"),
        (
            "https://www.gov.uk/search/news-and-communications?organisations[]=ofsted",
            "https://www.gov.uk/search/news-and-communications.atom?organisations[]=ofsted",
        ),
    ],
)
def test_govuk_pages_lead_to_their_feeds(page: str, feed: str) -> None:
    """Organisation and finder pages have an Atom twin, read by the kind that knows the content API."""
    assert found("<html><body></body></html>", page)[feed].kind == "govuk"


def test_a_page_of_headlines_is_offered_as_a_listing() -> None:
    """Where structure shows a listing, the page itself can be watched, and where it was found is said."""
    offers = found((GOLDEN / "pages" / "drupal-views.html").read_bytes(), "https://union.example/news")
    assert offers["https://union.example/news"].kind == "page"
    assert "views-row" in offers["https://union.example/news"].why or "node" in offers["https://union.example/news"].why


def test_offers_are_limited_and_each_address_comes_once() -> None:
    """A page with a hundred feeds gives `DISCOVERIES_MAX` offers."""
    links = "".join(f'<a href="/{n}/feed/">{n}</a><a href="/{n}/feed/">again</a>' for n in range(100))
    discoveries = discover(answer(f"<html><body>{links}</body></html>", "https://news.example/"))
    assert len(discoveries) == DISCOVERIES_MAX
    assert len({each.url for each in discoveries}) == DISCOVERIES_MAX
    few = discover(answer("<html><body></body></html>", "https://news.example/"))
    assert len(few) == len(COMMON_PATHS)


def test_every_offer_names_a_kind_that_there_is() -> None:
    """What is offered can be pasted into sources.yaml."""
    bodies = [PAGE.encode(), *(path.read_bytes() for path in sorted((GOLDEN / "feeds").iterdir()))]
    assert {each.kind for body in bodies for each in discover(answer(body))} <= set(SOURCE_KINDS)
