"""What a place offers to be watched by: the feeds it advertises, what its software and its owner are known to have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from watcher.errors import ListingError
from watcher.model import Fetch, Group, Source
from watcher.sources.address import article_url, host, origin
from watcher.sources.feed import Feed
from watcher.sources.govuk import GovUk
from watcher.sources.judiciary import Judiciary
from watcher.sources.kind import SourceKind
from watcher.sources.markup import decoded, looks_like_html, plain
from watcher.sources.page import ListingPage, base_of, tree_of
from watcher.sources.parliament import Parliament
from watcher.sources.sitemap import Sitemap
from watcher.sources.wordpress import WordPress

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

DISCOVERIES_MAX: Final = 20
"""So many suggestions a page; a person reads them."""
COMMON_PATHS: Final = ("/feed/", "/rss.xml", "/feed.xml", "/atom.xml", "/rss", "/index.xml", "/news/rss", "/feed.json")
"""Where feeds stand on sites that do not say so, most usual first."""
_FEED_TYPES: Final = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"})
_FEED_PATH: Final = re.compile(r"(?:/feed/?|/rss/?|\.rss|\.atom|(?:rss|atom|feed|index)\.xml|feed\.json)$", re.IGNORECASE)
_COMMENTS: Final = re.compile(r"comments?(?:/feed|\b)", re.IGNORECASE)
_ORGANISATION: Final = re.compile(r"^/government/organisations/[\w-]+/?$")
_FINDER: Final = re.compile(r"^/search/[\w-]+/?$")


@dataclass(frozen=True, slots=True)
class Discovery:
    """One way to watch a place: an address, the kind that reads it, and why it is offered.

    `is_guess` marks addresses that nothing on the page vouches for: fetch them before believing them.
    """

    url: str
    kind: str
    why: str
    title: str | None = None
    is_guess: bool = False


def discover(fetch: Fetch) -> tuple[Discovery, ...]:
    """Return the ways to watch the place that answered with `fetch`, best first, at most `DISCOVERIES_MAX`."""
    found = [*_itself(fetch), *_by_owner(fetch)]
    text = decoded(fetch)
    if looks_like_html(text):
        tree = tree_of(text)
        found += [*_advertised(tree, fetch), *_by_software(tree, fetch), *_linked(tree, fetch), *_as_page(fetch)]
        found += [Discovery(origin(fetch.url) + path, "feed", "a usual place for a feed", is_guess=True) for path in COMMON_PATHS]
    distinct: dict[str, Discovery] = {}
    for each in found:
        distinct.setdefault(each.url, each)
    return tuple(distinct.values())[:DISCOVERIES_MAX]


def _itself(fetch: Fetch) -> Iterator[Discovery]:
    """Yield the address itself where its bytes are a listing; the more particular kinds are asked first."""
    kinds: tuple[SourceKind, ...] = (Parliament(), WordPress(), Sitemap(), _feed_kind(fetch))
    for kind in kinds:
        source = Source("discovery", "discovery", Group.OTHER, kind.name, fetch.url)
        try:
            listing = kind.list(fetch, source)
        except ListingError:
            continue
        yield Discovery(fetch.url, kind.name, f"the address itself, with {len(listing.items)} items", listing.title)
        return


def _feed_kind(fetch: Fetch) -> SourceKind:
    place = host(fetch.url)
    return GovUk() if place == "gov.uk" else Judiciary() if place == "judiciary.uk" else Feed()


def _by_owner(fetch: Fetch) -> Iterator[Discovery]:
    """Yield what GOV.UK's organisation and finder pages are known to have."""
    path = urlsplit(fetch.url).path
    if host(fetch.url) == "gov.uk" and (_ORGANISATION.match(path) or _FINDER.match(path)):
        query = urlsplit(fetch.url).query
        url = f"{origin(fetch.url)}{path.rstrip('/')}.atom" + (f"?{query}" if query else "")
        yield Discovery(url, "govuk", "the Atom feed of this GOV.UK page")


def _advertised(tree: BeautifulSoup, fetch: Fetch) -> Iterator[Discovery]:
    """Yield the feeds that the page's head names, comment feeds left out."""
    for link in tree.select("link[rel~=alternate][href]"):
        title = plain(str(link.get("title") or ""), is_html=False)
        url = article_url(base_of(tree, fetch), str(link["href"]))
        if url and str(link.get("type", "")).lower() in _FEED_TYPES and not _COMMENTS.search(f"{url} {title or ''}"):
            yield Discovery(url, _feed_kind(fetch).name, "advertised by the page", title)


def _by_software(tree: BeautifulSoup, fetch: Fetch) -> Iterator[Discovery]:
    """Yield the REST list of posts of a WordPress site, by the link it sends with every page or its generator."""
    api = tree.select_one("link[rel='https://api.w.org/'][href]")
    url = article_url(fetch.url, str(api["href"])) if api else None
    if url:
        yield Discovery(f"{url.rstrip('/')}/wp/v2/posts", "wordpress", "the site runs WordPress and shows its posts as data")
    elif tree.select_one("meta[name=generator][content*=WordPress]"):
        yield Discovery(f"{origin(fetch.url)}/wp-json/wp/v2/posts", "wordpress", "the site runs WordPress", is_guess=True)


def _linked(tree: BeautifulSoup, fetch: Fetch) -> Iterator[Discovery]:
    """Yield feeds that the page links to for its readers."""
    for link in tree.select("a[href]"):
        url = article_url(base_of(tree, fetch), str(link["href"]))
        if url and _FEED_PATH.search(urlsplit(url).path) and not _COMMENTS.search(url):
            yield Discovery(url, _feed_kind(fetch).name, "linked from the page", plain(link.get_text(" "), is_html=False))


def _as_page(fetch: Fetch) -> Iterator[Discovery]:
    """Yield the page as an HTML listing where its structure shows one."""
    source = Source("discovery", "discovery", Group.OTHER, "page", fetch.url)
    try:
        listing = ListingPage().list(fetch, source)
    except ListingError:
        return
    yield Discovery(fetch.url, "page", "; ".join(listing.notes), listing.title)
