"""An HTML page that lists articles: by the operator's selectors, or by the block of links that repeats."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Final

from watcher.errors import ListingError, Reason
from watcher.model import Fetch, Item, Listing, Selectors, Source, StatedDate
from watcher.sources.address import article_url
from watcher.sources.kind import NOTES_MAX, Kind, bounded
from watcher.sources.markup import decoded, kind_of, looks_like_xml, not_a_listing, plain
from watcher.sources.structure import Teaser, teasers
from watcher.sources.walls import wall
from watcher.text.dates import DATE_TEXT_CHARS_MAX, stated_date

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

SUMMARY_CHARS_MAX: Final = 2000
_XML_DECLARATION: Final = re.compile(r"<\?xml[^>]*>", re.IGNORECASE)
_NO_MARKUP: Final = frozenset({"neither XML nor JSON", "JSON of another shape"})


class ListingPage(Kind):
    """A page of links. With `selectors` exactly what they name; without, what its structure shows."""

    name = "page"

    def list(self, fetch: Fetch, source: Source) -> Listing:
        markup = decoded(fetch)
        reason = wall(markup)
        if kind_of(markup) in _NO_MARKUP or looks_like_xml(markup) or reason in (Reason.SOFT_404, Reason.BLOCK_PAGE):
            raise not_a_listing(fetch, source, "an HTML listing")
        tree = tree_of(markup)
        base = base_of(tree, fetch)
        try:
            return _selected(tree, base, source.selectors, fetch, source) if source.selectors else _found(tree, base, fetch, source)
        except ListingError as error:
            if reason is None:
                raise
            # a short listing under a cookie notice is a listing: the notice counts only where nothing else is found
            raise not_a_listing(fetch, source, "an HTML listing") from error


def tree_of(markup: str) -> BeautifulSoup:
    """Return the parsed page; lxml mends what is broken. A tag that the end of a cut page runs through is left out."""
    from bs4 import BeautifulSoup

    opened = markup.rfind("<")
    whole = markup if markup.rfind(">") > opened else markup[: max(opened, 0)]
    return BeautifulSoup(_XML_DECLARATION.sub("", whole), "lxml")


def base_of(tree: BeautifulSoup, fetch: Fetch) -> str:
    """Return the address that relative links count from: `<base href>`, else the page's own."""
    base = tree.select_one("base[href]")
    return (article_url(fetch.url, str(base["href"])) if base else None) or fetch.url


def _selected(tree: BeautifulSoup, base: str, selectors: Selectors, fetch: Fetch, source: Source) -> Listing:
    from soupsieve import SelectorSyntaxError

    notes: list[str] = []
    try:
        blocks = tree.select(selectors.item)
        items = [item for item in (_item(block, base, selectors, fetch.fetched_at) for block in blocks) if item]
    except SelectorSyntaxError as error:
        problem = f"a selector cannot be read: {str(error).splitlines()[0]}"
        raise ListingError(problem, reason=Reason.NOT_A_LISTING, source_id=source.id, url=fetch.url) from error
    if not items:
        raise ListingError(
            f"the selectors match nothing: {len(blocks)} blocks for {selectors.item!r} and no link for {selectors.link!r} in them",
            reason=Reason.EMPTY_LISTING,
            source_id=source.id,
            url=fetch.url,
        )
    if len(items) < len(blocks):
        notes.append(f"{len(blocks) - len(items)} of {len(blocks)} blocks have no link to an article")
    return Listing(bounded(_distinct(items), notes), _title(tree), tuple(notes[:NOTES_MAX]))


def _item(block: Tag, base: str, selectors: Selectors, reference: datetime) -> Item | None:
    link = block if block.name == "a" and block.has_attr("href") else block.select_one(selectors.link)
    url = article_url(base, str(link.get("href") or "")) if link else None
    if link is None or url is None:
        return None
    titled = block.select_one(selectors.title) if selectors.title else link
    summary = block.select_one(selectors.summary) if selectors.summary else None
    return Item(
        url=url,
        title=_text(titled) or _text(link),
        published=_date(block.select_one(selectors.date), reference) if selectors.date else None,
        summary_html=plain(str(summary), chars_max=SUMMARY_CHARS_MAX) if summary else None,
    )


def _date(element: Tag | None, reference: datetime) -> StatedDate | None:
    """Return the date that an element states, in its `datetime` attribute or else in its words."""
    if element is None:
        return None
    machine = element if element.has_attr("datetime") else element.select_one("[datetime]")
    if machine is not None:
        stated = stated_date(str(machine["datetime"]), source="time")
        if stated:
            return stated
    text = element.get_text(" ", strip=True)
    return stated_date(text[:DATE_TEXT_CHARS_MAX], source="label", reference=reference)


def _found(tree: BeautifulSoup, base: str, fetch: Fetch, source: Source) -> Listing:
    found = teasers(tree, base)
    if not found:
        raise ListingError(
            "no block of article links repeats on this page; name it with `selectors`",
            reason=Reason.EMPTY_LISTING,
            source_id=source.id,
            url=fetch.url,
        )
    items = [_from_teaser(teaser, fetch.fetched_at) for teaser in found]
    notes = [f"{len(items)} article links found by structure: {found[0].signature}"]
    return Listing(bounded(_distinct(items), notes), _title(tree), tuple(notes[:NOTES_MAX]))


def _from_teaser(teaser: Teaser, reference: datetime) -> Item:
    published = stated_date(teaser.machine_date, source="time") if teaser.machine_date else None
    if published is None and teaser.date_text:
        published = stated_date(teaser.date_text, source="label", reference=reference)
    return Item(url=teaser.url, title=plain(teaser.title, is_html=False), published=published)


def _distinct(items: list[Item]) -> tuple[Item, ...]:
    """Return one item an address, the first with a title: picture and headline often link to the same page."""
    kept: dict[str, Item] = {}
    for item in items:
        known = kept.get(item.url)
        if known is None or (item.title and not known.title):
            kept[item.url] = item
    return tuple(kept.values())


def _text(element: Tag | None) -> str | None:
    return plain(element.get_text(" ", strip=True), is_html=False) if element is not None else None


def _title(tree: BeautifulSoup) -> str | None:
    return _text(tree.title)
