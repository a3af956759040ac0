"""WordPress: the REST list of posts, with the whole text and the edit mark `modified_gmt` of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from watcher.errors import ExtractError, ListingError, Reason
from watcher.model import Fetch, Item, Listing, Page, Source
from watcher.sources.address import article_url, with_parameters
from watcher.sources.kind import NOTES_MAX, Kind, article_page, bounded
from watcher.sources.markup import is_json, json_of, not_a_listing, plain, record_of, records, text_at
from watcher.text.dates import stated_date

POSTS_PER_POLL: Final = 50
"""WordPress gives 10 unless asked, and never more than 100."""
POSTS_PER_BACKFILL_PAGE: Final = 100
BACKFILL_PAGES_MAX: Final = 100
"""So many pages are read back: 10,000 posts."""
_POSTS: Final = "wp-json/wp/v2/posts"
_END: Final = "rest_post_invalid_page_number"


class WordPress(Kind):
    """A site's address, or its REST list of posts where the operator names it (with `categories=`, `search=`, another type)."""

    name = "wordpress"

    def listing_url(self, source: Source) -> str:
        return with_parameters(_posts_url(source.url), per_page=POSTS_PER_POLL) if "per_page=" not in source.url else source.url

    def list(self, fetch: Fetch, source: Source) -> Listing:
        answer = json_of(fetch, source)
        if isinstance(answer, Mapping) and text_at(answer, "code") == _END:
            return Listing((), None, ("there are no posts beyond this page",))
        if isinstance(answer, Mapping) and text_at(answer, "code"):
            problem = f"the site refuses its list of posts: {plain(text_at(answer, 'message')) or text_at(answer, 'code')}"
            raise ListingError(problem, reason=Reason.REFUSED, source_id=source.id, url=fetch.url)
        if not isinstance(answer, list):
            raise not_a_listing(fetch, source, "a list of WordPress posts")
        return _listing(records(answer), len(answer), fetch, source)

    def open(self, fetch: Fetch | None, item: Item, source: Source) -> Page:
        """Return the post's text: as the list carried it, from the post's own REST address, or the page as it is."""
        if fetch is None or not is_json(fetch):
            return article_page(fetch, item, source)
        post = record_of(fetch, source)
        fresh = _item(post, fetch) if isinstance(post, Mapping) else None
        if fresh is None:
            raise ExtractError("the answer is no post", reason=Reason.NO_TEXT, source_id=source.id, url=fetch.url)
        page = article_page(None, replace(fresh, url=item.url), source)
        return replace(page, fetched_at=fetch.fetched_at)

    def backfill_urls(self, source: Source, since: date) -> Iterator[str]:
        first = with_parameters(
            _posts_url(source.url),
            per_page=POSTS_PER_BACKFILL_PAGE,
            orderby="date",
            order="desc",
            after=f"{since.isoformat()}T00:00:00",
        )
        for page in range(1, BACKFILL_PAGES_MAX + 1):
            yield with_parameters(first, page=page)


def _posts_url(url: str) -> str:
    """Return the REST list of posts for the address of a site, of its feed, or of the list itself."""
    if "wp-json" in url or "rest_route=" in url:
        return url
    site = url.partition("?")[0].rstrip("/").removesuffix("/feed")
    return f"{site}/{_POSTS}"


def _listing(posts: tuple[Mapping[str, Any], ...], given: int, fetch: Fetch, source: Source) -> Listing:
    notes: list[str] = []
    items = tuple(item for item in (_item(post, fetch) for post in posts) if item)
    if given and not items:
        raise not_a_listing(fetch, source, "a list of WordPress posts")
    if len(items) < given:
        notes.append(f"{given - len(items)} entries without a link were left out")
    if not given:
        notes.append("the list is sound and has no posts")
    return Listing(bounded(items, notes), None, tuple(notes[:NOTES_MAX]))


def _item(post: Mapping[str, Any], fetch: Fetch) -> Item | None:
    """Return a post, None where it has no link; `date` is the site's own time, `date_gmt` is UTC without saying so."""
    url = article_url(fetch.url, text_at(post, "link"))
    if url is None:
        return None
    modified = text_at(post, "modified_gmt") or text_at(post, "modified")
    return Item(
        url=url,
        guid=text_at(post, "guid", "rendered") or text_at(post, "id"),
        title=plain(text_at(post, "title", "rendered")),
        published=stated_date(_utc(text_at(post, "date_gmt")) or text_at(post, "date"), source="api"),
        updated=stated_date(_utc(text_at(post, "modified_gmt")) or text_at(post, "modified"), source="api"),
        revised=modified,
        summary_html=text_at(post, "excerpt", "rendered"),
        body_html=None if _is_protected(post) else text_at(post, "content", "rendered"),
    )


def _utc(stamp: str | None) -> str | None:
    return f"{stamp}+00:00" if stamp and stamp[-6:-5] not in ("+", "-") and not stamp.endswith("Z") else stamp


def _is_protected(post: Mapping[str, Any]) -> bool:
    """Whether a password stands before the text; then `content` holds a form."""
    content = post.get("content")
    return isinstance(content, Mapping) and content.get("protected") is True
