"""What must never be told twice, told to nobody, held for ever, or told though it is no news."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from watcher.model import DeliveryState, Item, When
from watcher.pipeline.backfill import backfill
from watcher.pipeline.compose import digest_preview
from watcher.pipeline.deliver import deliver_due, run_digests
from watcher.pipeline.settle import addresses
from watcher.store import Store
from watcher.testing import LoopbackResolver, SmtpSink

from .parts import at_work, outbox
from .site import BAND, HOST, Site, delays, served
from .test_deliver import DAY, HOUR, NOW, began, clock_of, states, tell, world_with
from .test_pages import SINCE, show_pages

YEAR = timedelta(days=365)


def told(store: Store) -> list[tuple[str, ...]]:
    return [tuple(row) for row in store._database.rows("SELECT reason, cadence FROM told JOIN alert ON alert.id = alert_id")]


def preview(site: Site) -> str:
    now, world = site.clock.now(), site.world
    return digest_preview(site.store, world.watch, world.renderer, since=now - 7 * DAY, now=now + HOUR).text


async def test_what_is_read_back_stands_in_no_digest(tmp_path: Path) -> None:
    """Two years of the past are no news: not in a receiver's digest, and not in the one that is printed."""
    async with served(tmp_path) as site:
        show_pages(site)
        assert (await backfill(site.world.watch.sources[0], SINCE, site.world)).stored == 3
        assert told(site.store) == []
        assert "Item" not in preview(site)


async def test_what_is_read_back_is_not_counted_among_what_is_not_shown(tmp_path: Path) -> None:
    """The number of what is not shown is of what came in the window."""
    async with served(tmp_path) as site:
        await site.poll()
        band = "".join(f"<p>{paragraph}</p>" for paragraph in BAND)
        site.server.answer("/band", f"<html><body><main><h1>Band</h1>{band}</main></body></html>")
        url = f"http://{HOST}/band"
        site.store.polls.record_past("union", [(url, Item(url=url))], now=site.clock.now())
        assert (await site.poll(after=HOUR)).new == 1
        assert site.store.statements.count_not_shown(NOW - YEAR, NOW + YEAR) == 0


async def test_what_a_poll_reads_of_a_past_that_was_broken_off_is_no_news_either(tmp_path: Path) -> None:
    """The past was announced and the process died: the next polls read it, and nobody is told of it."""
    async with served(tmp_path) as site:
        await site.poll()
        text = "".join(f"<p>{paragraph}</p>" for paragraph in delays(1))
        site.server.answer("/old", f"<html><body><main><h1>Old</h1>{text}</main></body></html>")
        url = f"http://{HOST}/old"
        site.store.polls.record_past("union", [(url, Item(url=url))], now=site.clock.now())
        assert (await site.poll(after=HOUR)).new == 1
        assert told(site.store) == []
        assert site.alerts() == []


async def test_what_is_news_stays_news_while_the_past_is_read_back(tmp_path: Path) -> None:
    """An item that a poll has announced and could not read yet is left to the next poll, which tells of it."""
    async with served(tmp_path) as site:
        await site.poll()
        site.publish("/news", "News", delays(7))
        site.server.answer("/news", "", status=503)
        await site.poll(after=HOUR)
        site.publish("/news", "News", delays(7))
        site.clock.advance(DAY)
        show_pages(site)
        await backfill(site.world.watch.sources[0], SINCE, site.world)
        assert told(site.store) == []
        await site.poll(after=HOUR)
        assert ("new", "now") in told(site.store)


async def test_a_receiver_that_is_added_owes_no_digest_of_a_time_before_it(tmp_path: Path) -> None:
    """An empty digest of last week would say that nothing was said in it; and a receiver that was renamed would get it twice."""
    async with world_with(tmp_path, "file") as world:
        began(world)
        run_digests(world)
        clock_of(world).advance(9 * DAY)
        assert run_digests(world) == ["desk weekly-2024-01-15"]
        await deliver_due(world)
        clock = clock_of(world)
    text = (tmp_path / "alerts.yaml").read_text().replace("desk", "office")
    (tmp_path / "alerts.yaml").write_text(text)
    async with at_work(tmp_path, LoopbackResolver({}), clock) as world:
        assert run_digests(world) == []
        clock.advance(7 * DAY)
        assert run_digests(world) == ["office weekly-2024-01-22"]


async def test_what_waits_for_a_digest_that_is_no_more_goes_into_the_one_that_is(tmp_path: Path) -> None:
    """A route that was weekly and is daily now takes along what waits for the weekly digest."""
    async with world_with(tmp_path, "file") as world:
        began(world)
        run_digests(world)
        tell(world, "one", When.WEEKLY)
        clock = clock_of(world)
    text = (tmp_path / "alerts.yaml").read_text().replace("when: weekly", "when: daily, match: {reasons: [source-failing]}")
    (tmp_path / "alerts.yaml").write_text(text)
    async with at_work(tmp_path, LoopbackResolver({}), clock) as world:
        for _ in range(2):
            clock.advance(DAY)
            run_digests(world)
            await deliver_due(world)
        assert sum(each.count("Trouble one") > 0 for each in outbox(tmp_path, "digest")) == 1


async def test_what_was_told_in_another_message_is_not_sent_again_by_hand(tmp_path: Path) -> None:
    """`retry` and `release` bring back what is dead or held; what stands in another message was told."""
    async with world_with(tmp_path, "file") as world:
        tell(world, "one")
        tell(world, "two")
        assert states(await deliver_due(world)) == ["sent"]
        [absorbed] = world.store.outbox.deliveries(state=DeliveryState.CANCELLED)
        assert not world.store.outbox.set_state(absorbed["id"], DeliveryState.PENDING, NOW)
        assert await deliver_due(world) == []


async def test_a_message_that_waits_for_its_group_outlives_a_clock_that_was_wrong(tmp_path: Path) -> None:
    """The machine believed in next year for an hour: what waits since then goes when the clock is right."""
    edits = [("when: now, match", "when: now, group_wait: 10m, group_interval: 1h, match")]
    async with world_with(tmp_path, "file", edits=edits) as world:
        clock = clock_of(world)
        clock.advance(YEAR)
        tell(world, "one")
        clock.advance(HOUR)
        assert states(await deliver_due(world)) == ["sent"]
        tell(world, "two")
        clock.advance(-YEAR)
        world.store.upkeep.pull_back(clock.now())
        clock.advance(2 * HOUR)
        assert states(await deliver_due(world)) == ["sent"]


async def test_a_breaker_outlives_no_wrong_clock(tmp_path: Path) -> None:
    """A pause that ends next year would be silence: it ends when the clock is set right."""
    async with world_with(tmp_path, "file") as world:
        clock = clock_of(world)
        ahead = clock.now() + YEAR
        world.store.breakers.failed("desk", failures=9, open_until=ahead + HOUR, problem="no answer", now=ahead)
        world.store.upkeep.pull_back(clock.now())
        tell(world, "one")
        assert states(await deliver_due(world)) == ["sent"]


async def test_an_address_in_other_letters_is_the_same_address(tmp_path: Path, mailbox: SmtpSink) -> None:
    """Who stands in alerts.yaml and subscribes as well gets one mail; who leaves gets none, however it is written."""
    async with world_with(tmp_path, "email", port=mailbox.port) as world:
        subscriptions = world.store.subscriptions
        subscriptions.add("desk", ["A@Union.example"], (), by="an operator", now=NOW)
        [desk] = world.receivers
        assert addresses(desk) == ("a@union.example", "b@union.example")
        subscriptions.cancel("desk", "B@union.example", by="an operator", now=NOW)
        [desk] = world.receivers
        assert addresses(desk) == ("a@union.example",)
