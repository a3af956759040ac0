"""Care for sources: what a source does to itself is noticed, told once when it begins and once when it ends, and loses nothing."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from watcher.model import HealthState

from .site import BAND, HOST, SOURCES, Site, delay, delays, served

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
KNOWN = 500
DAY_MAX = 3


def entry(
    number: int, *, guid: str, text: tuple[str, ...], date: str | None = "2024-01-01", title: str | None = None
) -> dict[str, str]:
    found = {
        "id": guid,
        "url": f"http://{HOST}/news/{number}",
        "title": f"Notice {number} of the branch" if title is None else title,
        "content_html": "".join(f"<p>{paragraph}</p>" for paragraph in text),
    }
    return {**found, "date_published": date} if date else found


def notice(number: int) -> tuple[str, ...]:
    """Return a text of its own that has nothing to do with anything, long enough to be a feed's whole text."""
    band = tuple(paragraph.replace("Saturday", f"day {number}") for paragraph in BAND)
    return (
        *band,
        f"Number {number} of the programme is a march in {number % 7 + 2} parts.",
        " ".join(f"song{number}x{n}" for n in range(60)),
    )


def show(site: Site, *entries: dict[str, str]) -> None:
    feed = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": list(entries)})
    site.server.answer("/feed", feed, headers={"Content-Type": "application/feed+json"})
    for each in entries:
        path = each["url"].removeprefix(f"http://{HOST}")
        title, text = each["title"], each["content_html"]
        site.server.answer(
            path, f"<html><head><title>{title}</title></head><body><main><h1>{title}</h1>{text}</main></body></html>"
        )


@asynccontextmanager
async def churned(folder: Path, count: int, *, items_per_poll_max: int) -> AsyncIterator[Site]:
    """Yield a site after its publisher gave `count` known items new ids and addresses, and put one new statement among them."""
    sources = SOURCES.replace("delay_per_host: 0s", f"delay_per_host: 0s, items_per_poll_max: {items_per_poll_max}")
    async with served(folder, sources=sources) as site:
        show(site, *(entry(number, guid=f"old-{number}", text=notice(number)) for number in range(count)))
        while (await site.poll(after=HOUR)).new:
            pass
        new = entry(count, guid="really-new", text=delay(), title="Reports of inspections come too late")
        again = [entry(number, guid=f"new-{number}", text=notice(number)) for number in range(count)]
        for each in again:
            each["url"] = each["url"].replace("/news/", "/archive/items/")
        show(site, *again[: count // 2], new, *again[count // 2 :])
        for _ in range(count // items_per_poll_max + 2):
            await site.poll(after=HOUR)
        assert len(site.texts()) == count + 1
        yield site


async def test_new_ids_for_most_of_a_feed_are_one_notice_and_the_new_item_still_alerts(tmp_path: Path) -> None:
    """Old texts under new addresses tell nobody; what is truly new among them is told as usual."""
    async with churned(tmp_path, 24, items_per_poll_max=100) as site:
        assert site.alerts() == ["new"]
        assert site.notices() == ["held"]


@pytest.mark.slow
async def test_new_ids_for_five_hundred_items_are_one_notice(tmp_path: Path) -> None:
    """The same of a feed of 500 known items, read over several visits: one notice, one alert."""
    async with churned(tmp_path, KNOWN, items_per_poll_max=100) as site:
        assert site.alerts() == ["new"]
        assert site.notices() == ["held"]


async def test_a_quarantined_source_says_so_until_its_listing_moves_on(tmp_path: Path) -> None:
    """Unchanged visits leave it quarantined; the next listing without new ids ends that, and there was one notice."""
    async with served(tmp_path) as site:
        old = [entry(number, guid=f"old-{number}", text=notice(number)) for number in range(12)]
        show(site, *old)
        await site.poll()
        show(site, *({**each, "id": f"re-{each['id']}"} for each in old))
        await site.poll(after=HOUR)
        assert site.store.polls.state("union").health.state is HealthState.QUARANTINED
        await site.poll(after=HOUR)
        assert (site.store.polls.state("union").health.state, site.notices()) == (HealthState.QUARANTINED, ["held"])
        show(site, entry(99, guid="99", text=notice(99)), *({**each, "id": f"re-{each['id']}"} for each in old))
        await site.poll(after=HOUR)
        await site.poll(after=HOUR)
        assert (site.store.polls.state("union").health.state, site.notices()) == (HealthState.HEALTHY, ["held"])


@pytest.mark.parametrize(("brought", "waiting"), [(DAY_MAX, 0), (DAY_MAX + 2, 2)])
async def test_entries_beyond_a_days_limit_wait_and_are_read_the_next_day(tmp_path: Path, brought: int, waiting: int) -> None:
    """As many as the limit are read at once; more are held behind one notice, and none is lost."""
    sources = SOURCES.replace("delay_per_host: 0s", f"delay_per_host: 0s, entries_per_day_max: {DAY_MAX}")
    async with served(tmp_path, sources=sources) as site:
        await site.poll()
        for number in range(brought):
            site.publish(f"/{number}", f"Late in week {number}", delays(number))
        await site.poll(after=HOUR)
        assert len(site.texts()) == brought - waiting
        await site.poll(after=HOUR)
        assert (len(site.texts()), site.notices()) == (brought - waiting, ["held"] * bool(waiting))
        await site.poll(after=DAY)
        assert (len(site.texts()), site.notices()) == (brought, ["held"] * bool(waiting))


async def test_the_baseline_is_not_bounded_by_the_day(tmp_path: Path) -> None:
    """A new source's archive is no flood."""
    sources = SOURCES.replace("delay_per_host: 0s", f"delay_per_host: 0s, entries_per_day_max: {DAY_MAX}")
    async with served(tmp_path, sources=sources) as site:
        show(site, *(entry(number, guid=str(number), text=notice(number)) for number in range(DAY_MAX + 3)))
        assert (await site.poll()).new == DAY_MAX + 3
        assert site.notices() == []


async def test_a_field_that_empties_makes_a_source_suspect_and_its_return_ends_that(tmp_path: Path) -> None:
    """Items that suddenly have no date are read and kept, and operators are told once, and once when dates are back."""
    async with served(tmp_path) as site:
        show(site, *(entry(number, guid=str(number), text=notice(number)) for number in range(24)))
        await site.poll()
        assert site.store.polls.state("union").health.state is HealthState.HEALTHY
        show(site, *(entry(number, guid=str(number), text=notice(number), date=None) for number in range(30, 38)))
        run = await site.poll(after=HOUR)
        health = site.store.polls.state("union").health
        assert (run.new, health.state) == (8, HealthState.SUSPECT)
        assert "a date" in health.why
        await site.poll(after=HOUR)
        assert site.notices() == ["source-suspect"]
        show(site, *(entry(number, guid=str(number), text=notice(number)) for number in range(40, 48)))
        await site.poll(after=HOUR)
        assert site.notices() == ["source-suspect", "source-recovered"]


async def test_a_source_has_been_failing_since_its_first_failure(tmp_path: Path) -> None:
    """It is told at the second failure, with the time of the first."""
    async with served(tmp_path) as site:
        await site.poll()
        site.server.answer("/feed", "broken", status=500)
        first = await site.poll(after=HOUR)
        await site.poll(after=HOUR)
        health = site.store.polls.state("union").health
        assert (health.state, health.since) == (HealthState.FAILING, first.started_at)
        site.announce()
        await site.poll(after=HOUR)
        assert site.store.polls.state("union").failing_since is None
