"""Listings of several pages: an index leads to its newest part, and a feed that names older pages can be read back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from watcher.errors import ListingError
from watcher.model import Outcome
from watcher.pipeline.backfill import backfill

from .site import HOST, SOURCES, Site, delays, served

SINCE = date(2023, 12, 1)
PAGES = ("2024-01-05", "2023-12-20", "2023-12-10", "2023-11-30", "2023-11-01")


def show_pages(site: Site, *, turns_back: bool = False) -> None:
    """Serve a feed of five pages, one item each, newest first; the last leads back to the first or nowhere."""
    for number, day in enumerate(PAGES):
        text = "".join(f"<p>{paragraph}</p>" for paragraph in delays(number))
        item = {"id": str(number), "url": f"http://{HOST}/{number}", "title": f"Item {number}", "date_published": day}
        following = f"/feed?page={number + 1}" if number + 1 < len(PAGES) else "/feed" if turns_back else None
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": [{**item, "content_html": text}]}
        path = f"/feed?page={number}" if number else "/feed"
        site.server.answer(path, json.dumps({**feed, "next_url": following} if following else feed))
        site.server.answer(f"/{number}", f"<html><body><main><h1>Item {number}</h1>{text}</main></body></html>")


@pytest.mark.parametrize("turns_back", [False, True])
async def test_a_feed_that_names_older_pages_is_read_back(tmp_path: Path, *, turns_back: bool) -> None:
    """Pages are followed until one has nothing since the day that was asked for, and never twice."""
    async with served(tmp_path) as site:
        show_pages(site, turns_back=turns_back)
        done = await backfill(site.world.watch.sources[0], SINCE, site.world)
        assert (done.listed, done.stored) == (3, 3)
        assert site.store._database.rows("SELECT 1 FROM told") == []
        assert len([request for request in site.server.requests if request.path.startswith("/feed")]) == 4


async def test_a_ring_of_pages_ends(tmp_path: Path) -> None:
    """A last page that leads to the first is not followed round and round."""
    async with served(tmp_path) as site:
        show_pages(site, turns_back=True)
        assert (await backfill(site.world.watch.sources[0], date(2020, 1, 1), site.world)).listed == len(PAGES)


async def test_a_feed_that_names_no_older_page_has_no_past(tmp_path: Path) -> None:
    """Its latest items are what polls read anyway; to call that a past would be a lie."""
    async with served(tmp_path) as site:
        with pytest.raises(ListingError, match="latest items"):
            await backfill(site.world.watch.sources[0], SINCE, site.world)


async def test_an_index_of_sitemaps_leads_to_its_newest_part(tmp_path: Path) -> None:
    """The part is read at every poll: an index without dates stays the same when its part grows."""
    sources = SOURCES.replace("kind: feed", "kind: sitemap").replace("/feed", "/sitemap.xml")
    async with served(tmp_path, sources=sources) as site:
        site.server.answer(
            "/sitemap.xml", f"<sitemapindex><sitemap><loc>http://{HOST}/part.xml</loc></sitemap></sitemapindex>", etag='"i"'
        )
        for count in (1, 2):
            for number in range(count):
                site.publish(f"/{number}", f"Item {number}", delays(number))
            urls = "".join(f"<url><loc>http://{HOST}/{number}</loc></url>" for number in range(count))
            site.server.answer("/part.xml", f"<urlset>{urls}</urlset>", etag=f'"{count}"')
            run = await site.poll()
            assert (run.outcome, run.new, run.listed) == (Outcome.OK, 1, count)
