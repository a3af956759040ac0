"""Visits after the first: what moves, what is doubted, what is withdrawn, what is held back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from watcher.model import Outcome
from watcher.schedule import RETRY_READING_MAX
from watcher.vitals import vitals

from .parts import ALERTS, outbox
from .site import BAND, SOURCES, Site, delay, delays, json_feed, served

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with served(tmp_path) as made:
        yield made


@pytest.fixture
async def settled(site: Site) -> Site:
    """A site whose first page was read as news, an hour after an empty baseline."""
    site.publish("/band", "The band plays", BAND)
    await site.poll()
    site.publish("/delay", "Reports come late", delay())
    await site.poll(after=HOUR)
    assert site.alerts() == ["new"]
    return site


async def test_an_edit_that_matters_is_a_revision_and_is_told(settled: Site, tmp_path: Path) -> None:
    """A number that moved is found at the next visit to a known page, and told with both sentences."""
    settled.publish("/delay", "Reports come late", delay(142))
    run = await settled.poll(after=HOUR)
    assert (run.revised, run.new) == (1, 0)
    assert settled.alerts() == ["new", "revised"]
    told = " ".join(outbox(tmp_path, "alert")[-1].split())
    assert "96 working days" in told
    assert "142 working days" in told


async def test_what_happens_to_a_baseline_later_is_news(site: Site, tmp_path: Path) -> None:
    """A statement that was there when watching began is not shouted; its edit is, and so is its withdrawal."""
    site.publish("/delay", "Reports come late", delay())
    await site.poll()
    assert outbox(tmp_path, "alert") == []
    site.publish("/delay", "Reports come late", delay(142))
    await site.poll(after=HOUR)
    assert len(outbox(tmp_path, "alert")) == 1
    site.server.answer("/delay", "gone", status=404)
    for _ in range(2):
        await site.poll(after=DAY)
    assert site.alerts() == ["new", "revised", "withdrawn"]
    assert len(outbox(tmp_path, "alert")) == 2


async def test_a_page_that_comes_back_as_it_was_is_seen_and_nothing_else(settled: Site) -> None:
    """No alert, no revision, and the next visit is later."""
    run = await settled.poll(after=HOUR)
    assert (run.seen, run.revised, run.new) == (1, 0, 0)
    assert settled.alerts() == ["new"]


async def test_a_page_that_turns_into_another_text_is_doubted_once(settled: Site) -> None:
    """The first time it changes nothing; if it stands at the next visit, the address is in use again."""
    before = settled.texts()
    settled.publish("/delay", "Reports come late", delays(3))
    first = await settled.poll(after=HOUR)
    assert (first.outcome, first.suspect) == (Outcome.SUSPECT, 1)
    assert "another text" in first.problems[0]
    assert settled.texts() == before
    assert settled.alerts() == ["new"]
    await settled.poll(after=HOUR)
    assert len(settled.texts()) == len(before) + 1
    assert settled.texts()[: len(before)] == before
    assert settled.alerts() == ["new", "new"]


async def test_a_doubted_page_that_is_itself_again_leaves_no_trace(settled: Site) -> None:
    """A passing fault of a site is not news."""
    before = settled.texts()
    settled.publish("/delay", "Reports come late", delays(3))
    await settled.poll(after=HOUR)
    settled.publish("/delay", "Reports come late", delay())
    run = await settled.poll(after=HOUR)
    assert run.suspect == 0
    assert settled.texts() == before
    assert settled.alerts() == ["new"]


async def test_two_pages_that_show_the_same_other_text_are_never_believed(settled: Site) -> None:
    """That is a wall, whatever its words, and however long it stands."""
    before = settled.texts()
    for path in ("/delay", "/band"):
        settled.publish(path, "Something else", delays(5))
    for _ in range(3):
        run = await settled.poll(after=DAY)
        assert run.suspect == 2
    assert settled.texts() == before
    assert settled.alerts() == ["new"]
    assert settled.notices() == ["source-suspect"]


async def test_a_page_that_is_gone_twice_is_withdrawn_and_told_once(settled: Site, tmp_path: Path) -> None:
    """Once may be an accident; the last text stays on the shelf."""
    before = settled.texts()
    settled.server.answer("/delay", "gone", status=404)
    await settled.poll(after=HOUR)
    assert settled.alerts() == ["new"]
    run = await settled.poll(after=HOUR)
    assert any("withdrawn" in problem for problem in run.problems)
    assert settled.alerts() == ["new", "withdrawn"]
    assert settled.texts() == before
    assert "Reports come late" in outbox(tmp_path, "alert")[-1]
    asked = len(settled.server.requests_to("/delay"))
    await settled.poll(after=30 * DAY)
    assert len(settled.server.requests_to("/delay")) == asked
    assert settled.alerts() == ["new", "withdrawn"]


async def test_a_page_that_was_gone_once_is_not_withdrawn(settled: Site) -> None:
    """A 404 that passes is an accident."""
    settled.server.answer("/delay", "gone", status=404)
    await settled.poll(after=HOUR)
    settled.publish("/delay", "Reports come late", delay())
    await settled.poll(after=HOUR)
    settled.server.answer("/delay", "gone", status=404)
    await settled.poll(after=DAY)
    assert settled.alerts() == ["new"]


async def test_a_404_after_another_fault_is_an_accident_too(settled: Site) -> None:
    """Only two visits in a row that find the page missing count; a 503 before the first is none of them."""
    settled.server.answer("/delay", "busy", status=503)
    await settled.poll(after=HOUR)
    settled.server.answer("/delay", "gone", status=404)
    await settled.poll(after=HOUR)
    assert settled.alerts() == ["new"]
    await settled.poll(after=DAY)
    assert settled.alerts() == ["new", "withdrawn"]


async def test_a_site_that_is_down_withdraws_nothing(settled: Site) -> None:
    """While the listing itself is missing, missing pages are the site's fault and not the publisher's wish."""
    settled.server.answer("/feed", "gone", status=404)
    settled.server.answer("/delay", "gone", status=404)
    for _ in range(3):
        await settled.poll(after=DAY)
    assert settled.alerts() == ["new"]


async def test_another_text_after_another_fault_is_doubted_all_the_same(settled: Site) -> None:
    """A 503 at the visit before is no reason to believe a text that was never seen there."""
    before = settled.texts()
    settled.server.answer("/delay", "busy", status=503)
    await settled.poll(after=HOUR)
    settled.publish("/delay", "Reports come late", delays(3))
    await settled.poll(after=HOUR)
    assert (settled.texts(), settled.alerts()) == (before, ["new"])


async def test_a_withdrawal_that_nobody_asked_for_is_not_told(tmp_path: Path) -> None:
    """A route takes the reasons that it names."""
    alerts = ALERTS.replace(", withdrawn", "")
    async with served(tmp_path, alerts=alerts) as site:
        await site.poll()
        site.publish("/delay", "Reports come late", delay())
        await site.poll(after=HOUR)
        site.server.answer("/delay", "gone", status=410)
        await site.poll(after=HOUR)
        done = await site.round(after=HOUR)
        assert site.alerts() == ["new", "withdrawn"]
        assert done.sent == ()


async def test_new_guids_for_old_pages_are_no_news(settled: Site) -> None:
    """A feed that was rebuilt announces the same pages."""
    before = settled.texts()
    settled.announce(guids="rebuilt")
    run = await settled.poll(after=HOUR)
    assert run.new == 0
    assert settled.texts() == before
    assert settled.alerts() == ["new"]


async def test_a_page_that_fails_is_read_later_though_its_feed_does_not_change(settled: Site) -> None:
    """A 304 for the listing does not forget what the listing said; others are read meanwhile."""
    settled.server.answer("/late", "busy", status=503)
    settled.pages["/late"] = "Another one"
    settled.pages["/sound"] = "Sound"
    settled.publish("/sound", "Sound", delays(1))
    settled.announce(etag='"v2"')
    run = await settled.poll(after=HOUR)
    assert (run.outcome, run.new, run.failed) == (Outcome.PARTIAL, 1, 1)
    assert "503" in run.problems[0]
    settled.publish("/late", "Another one", delays(2))
    settled.announce(etag='"v2"')
    run = await settled.poll(after=HOUR)
    assert (run.new, run.listed, run.failed) == (1, 0, 0)


async def test_a_page_that_never_can_be_read_is_given_up_and_counted(settled: Site) -> None:
    """After so many tries an item is dead, and no request is wasted on it."""
    settled.pages["/broken"] = "Broken"
    settled.server.answer("/broken", "broken", status=500)
    settled.announce()
    for _ in range(RETRY_READING_MAX + 2):
        await settled.poll(after=2 * DAY)
    assert len(settled.server.requests_to("/broken")) == RETRY_READING_MAX
    assert settled.store.polls.dead_items(settled.clock.now() - 60 * DAY) == 1
    assert vitals(settled.world).notices == ("pages announced in the last 30 days that never could be read and were given up: 1",)
    settled.clock.advance(30 * DAY)
    assert vitals(settled.world).notices == ()


async def test_an_archive_that_is_published_again_is_held_behind_one_notice(tmp_path: Path) -> None:
    """More alerts than one visit may send wait for the digest; one notice says so."""
    async with served(tmp_path, alerts=f"alerts_per_run_max: 2\n{ALERTS}") as site:
        await site.poll()
        for number in range(6):
            site.publish(f"/{number}", f"Late in week {number}", delays(number))
        await site.poll(after=HOUR)
        assert (site.alerts(), site.notices()) == (["new"] * 6, ["held"])
        counts = {
            row["cadence"]: row["n"] for row in site.store._database.rows("SELECT cadence, count(*) AS n FROM told GROUP BY 1")
        }
        assert counts == {"now": 3, "weekly": 4}
        [notice] = outbox(tmp_path, "operator")
        assert "4 alerts held back" in notice
        await site.round(after=8 * DAY)
        [digest] = outbox(tmp_path, "digest")
        assert digest.count("http://union.example/") >= 4


async def test_as_many_alerts_as_one_visit_may_send_are_sent(tmp_path: Path) -> None:
    """At the limit nothing is held."""
    async with served(tmp_path, alerts=f"alerts_per_run_max: 3\n{ALERTS}") as site:
        await site.poll()
        for number in range(3):
            site.publish(f"/{number}", f"Late in week {number}", delays(number))
        await site.poll(after=HOUR)
        assert site.alerts() == ["new"] * 3
        assert outbox(tmp_path, "operator") == []


async def test_a_feed_whose_items_have_no_address_is_read_from_the_feed(site: Site) -> None:
    """Without a link the listing's own text is all there is; each item is one statement, also the next time."""
    items = "".join(
        f"<item><title>Late {number}</title><description>{' '.join(delays(number))}</description></item>" for number in range(3)
    )
    feed = f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>"
    site.server.answer("/feed", feed, headers={"Content-Type": "application/rss+xml"})
    assert (await site.poll()).new == 3
    assert (await site.poll(after=HOUR)).new == 0
    assert len(site.texts()) == 3


async def test_halves_of_characters_in_a_feed_break_nothing(site: Site) -> None:
    """A lone surrogate (JSON can spell one) is replaced, and the item is read."""
    item = {
        "id": "a\ud800",
        "url": "http://union.example/a",
        "title": "Late \ud83d reports",
        "content_html": "".join(f"<p>{paragraph} \udc00</p>" for paragraph in (*delays(1), *delays(2), *delays(3))),
    }
    site.server.answer("/feed", json_feed(item), headers={"Content-Type": "application/feed+json"})
    run = await site.poll()
    assert (run.outcome, run.new) == (Outcome.OK, 1)
    assert site.texts()[0].encode("utf-8")


async def test_an_empty_feed_is_said_and_changes_nothing(settled: Site) -> None:
    """A sound feed that has lost all its items is not an error, and not nothing either."""
    before = settled.texts()
    settled.pages.clear()
    settled.announce()
    run = await settled.poll(after=HOUR)
    assert "listing: the feed is sound and has no entries" in run.problems
    assert settled.texts() == before


async def test_only_due_sources_are_polled_and_the_others_say_when(tmp_path: Path) -> None:
    """`every` is kept; a source by name is polled whether due or not."""
    from watcher.pipeline.rounds import run_round

    async with served(tmp_path, sources=SOURCES.replace("every: 1h", "every: 6h")) as site:
        await run_round(site.world)
        again = await run_round(site.world)
        assert again.runs == ()
        [(source, moment)] = again.resting
        assert source.id == "union"
        assert timedelta(hours=5) < moment - site.clock.now() <= timedelta(hours=6)
        assert len((await run_round(site.world, only=["union"])).runs) == 1
        site.clock.advance(timedelta(hours=7))
        assert len((await run_round(site.world)).runs) == 1
