"""The demo served over real HTTP, and the watch that goes with it."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from pathlib import Path

import aiohttp
import pytest
from ruamel.yaml import YAML

from watcher.app import gazetteer
from watcher.config import load_watch
from watcher.demo import DAYS, DemoWorld, Fault, Where, load_publishers, write_watch
from watcher.errors import ListingError
from watcher.model import Fetch, Source, Watch
from watcher.sources import SOURCE_KINDS

ROOT = Path(__file__).parents[2]


def demo_watch(directory: Path, port: int | None) -> Watch:
    write_watch(directory, port)
    return load_watch(directory, environment={}, kinds=SOURCE_KINDS, packed_concerns=ROOT / "concerns.yaml")


async def fetched(client: aiohttp.ClientSession, url: str, world: DemoWorld) -> Fetch:
    async with client.get(url) as response:
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Fetch(str(response.url), response.status, headers, await response.read(), world.now())


async def listed(client: aiohttp.ClientSession, source: Source, world: DemoWorld) -> list[str | None]:
    """Return the titles that the source's kind reads in the demo's listing."""
    kind = SOURCE_KINDS[source.kind]
    listing = kind.list(await fetched(client, kind.listing_url(source), world), source)
    return [item.title for item in listing.items]


@pytest.mark.parametrize("port", [None, 8017])
def test_the_watch_is_sound(tmp_path: Path, port: int | None) -> None:
    """The demo's own files pass the strict reading: every source is on, may be private, and a folder is told."""
    watch = demo_watch(tmp_path / "watch", port)

    assert [source.id for source in watch.sources] == [publisher.id for publisher in load_publishers()]
    assert all(source.allow_private and source.enabled for source in watch.sources)
    assert {source.kind for source in watch.sources} == {"feed", "page", "govuk", "wordpress", "parliament", "judiciary"}
    assert all((f":{port}/" in source.url) == (port is not None) for source in watch.sources)
    assert [receiver.is_enabled for receiver in watch.receivers] == [True, True]
    assert {route.id for route in watch.routes} == {"at-once", "weekly", "operators"}
    assert watch.polling.delay_per_host_s == 0


def test_the_watch_replaces_what_was_there(tmp_path: Path) -> None:
    """A second writing leaves the files of the second port."""
    write_watch(tmp_path, 1)
    write_watch(tmp_path, 2)

    sources = YAML(typ="safe").load((tmp_path / "sources.yaml").read_text("utf-8"))["sources"]
    assert all(":2/" in source["url"] for source in sources)


async def test_every_publisher_is_listed_in_its_shape(tmp_path: Path, world: DemoWorld, client: aiohttp.ClientSession) -> None:
    """On each day the source's own kind reads all that is up, except where the demo's story has trouble."""
    watch = demo_watch(tmp_path, world.port)
    for day in DAYS:
        for source in watch.sources:
            publisher = world.publisher(source.id)
            if day in publisher.faults:
                with pytest.raises(ListingError):
                    await listed(client, source, world)
                continue
            assert len(await listed(client, source, world)) == len(publisher.showing(day)), source.id
        if day < max(DAYS):
            world.advance()


async def test_every_page_answers(world: DemoWorld, client: aiohttp.ClientSession) -> None:
    """Each posting of day 1 has a page at its address, with its title and its first words on it."""
    for publisher in world.publishers:
        for posting in publisher.showing(1):
            page = await fetched(client, world.page_url(f"{publisher.id}/{posting.id}"), world)
            assert page.status == 200, posting.id
            assert b"<html" in page.body.lower()


async def test_nothing_of_tomorrow_is_up_today(world: DemoWorld, client: aiohttp.ClientSession) -> None:
    """A page of a later day is not found before its day, and found on it."""
    url = world.page_url("heads-federation/who-may-a-head-tell")

    statuses = [(await fetched(client, url, world)).status]
    world.advance()
    world.advance()
    statuses.append((await fetched(client, url, world)).status)

    assert statuses == [404, 200]


async def test_days_move_forward_and_end(world: DemoWorld) -> None:
    """There are three days, each with its own date, and no fourth."""
    assert (world.day, world.now()) == (1, DAYS[1])
    assert [world.advance(), world.advance()] == [DAYS[2], DAYS[3]]
    with pytest.raises(ValueError, match="3 days"):
        world.advance()


async def test_requests_are_recorded(world: DemoWorld, client: aiohttp.ClientSession) -> None:
    """The world remembers what was asked, whether conditionally, and what it answered."""
    url = world.listing_url("heads-federation")
    async with client.get(url) as first:
        etag = first.headers["ETag"]
    async with client.get(url, headers={"If-None-Match": etag}) as second:
        assert second.status == 304

    assert [(one.method, one.host, one.is_conditional, one.status, one.day) for one in world.requests] == [
        ("GET", "heads-federation.example", False, 200, 1),
        ("GET", "heads-federation.example", True, 304, 1),
    ]


async def test_names_outside_the_demo_do_not_resolve(world: DemoWorld, client: aiohttp.ClientSession) -> None:
    """The demo's resolver leads to the demo and nowhere else."""
    assert (await fetched(client, "http://schools-courier.example/feed/", world)).status == 200
    for url in ("http://www.gov.uk/", "http://nobody.example/"):
        with pytest.raises(aiohttp.ClientConnectorDNSError):
            await client.get(url)


async def test_trouble_ends_when_it_is_healed(world: DemoWorld, client: aiohttp.ClientSession) -> None:
    """A fixture stands until it is healed; publishers go by id or host."""
    url = world.listing_url("heads-federation")
    world.show("heads-federation.example", "consent-wall", Where.LISTING)
    shown = await fetched(client, url, world)
    world.heal("heads-federation")

    assert b"We value your privacy" in shown.body
    assert b"We value your privacy" not in (await fetched(client, url, world)).body


async def test_a_mistyped_fixture_or_place_is_an_error(world: DemoWorld) -> None:
    """Tests hear at once that they named nothing that there is."""
    with pytest.raises(ValueError, match="no-such"):
        world.show("heads-federation", "no-such")
    with pytest.raises(LookupError):
        world.break_("nobody", Fault.EMPTY)
    with pytest.raises(LookupError):
        world.page_url("heads-federation/nothing")


async def test_an_endless_body_goes_on_until_the_visitor_leaves(world: DemoWorld, client: aiohttp.ClientSession) -> None:
    """An endless answer is read in pieces without an end, and the world can still be closed."""
    world.break_("heads-federation", "endless")
    read = 0
    async with client.get(world.listing_url("heads-federation")) as response:
        async for piece in response.content.iter_chunked(65536):
            read += len(piece)
            if read > 4_000_000:
                break

    assert read > 4_000_000


async def test_a_silent_server_says_nothing(world: DemoWorld, client: aiohttp.ClientSession) -> None:
    """A silent answer never comes, whatever the visitor's patience."""
    world.break_("heads-federation", "silent")
    with pytest.raises(TimeoutError):
        await client.get(world.listing_url("heads-federation"), timeout=aiohttp.ClientTimeout(total=0.2))


async def test_a_body_that_is_cut_short_is_noticed(world: DemoWorld, client: aiohttp.ClientSession) -> None:
    """An answer that breaks off promised more than it sent."""
    world.break_("heads-federation", "cut-short")
    with pytest.raises(aiohttp.ClientPayloadError):
        await fetched(client, world.listing_url("heads-federation"), world)


async def test_a_redirect_loop_has_no_end(world: DemoWorld, client: aiohttp.ClientSession) -> None:
    """Each hop of the loop is a new address."""
    world.break_("heads-federation", "redirect-loop")
    with pytest.raises(aiohttp.TooManyRedirects):
        await client.get(world.listing_url("heads-federation"))


async def test_two_worlds_do_not_share_their_troubles() -> None:
    """Each served world has its own port, day and trouble, and closes at once even with visitors waiting."""
    async with DemoWorld.serve() as one, DemoWorld.serve() as other:
        one.break_("schools-courier", "silent")
        one.advance()
        assert (other.day, one.port == other.port) == (1, False)
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=one.resolver)) as client:
            waiting = asyncio.create_task(client.get(one.listing_url("schools-courier")))
            await asyncio.sleep(0.05)
            waiting.cancel()
        began = time.monotonic()
    assert time.monotonic() - began < 3


def test_most_of_the_demo_is_up_on_the_first_day() -> None:
    """Day 1 is the baseline of about thirty items; the two others add a dozen or so each."""
    days = Counter(posting.day for publisher in load_publishers() for posting in publisher.postings)

    assert days[1] >= 25
    assert min(days[2], days[3]) >= 8


def test_what_is_invented_is_nobodys_real_word(tmp_path: Path) -> None:
    """In the demo "the inspectorate" and "the department" mean no real body, and its people are at its own bodies."""
    write_watch(tmp_path, 1)
    known = gazetteer(tmp_path)
    assert all(
        known.body_named(words) is None for words in ("the inspectorate", "the watchdog", "the department", "the government")
    )
    assert known.body_named("Inspection blog") is known.body_named("Inspectorate of Schools")
    assert [person.name for person in known.people_named("Rowan Thistlewood")] == ["Rowan Thistlewood"]
    assert known.body_named("Ofsted") is not None
