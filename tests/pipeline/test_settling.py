"""What a visit stores: only from pages that are believed, whole or not at all, and what was withdrawn may come back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from watcher.app import classifier
from watcher.model import Group, Outcome, Record
from watcher.pipeline.importing import import_records
from watcher.schedule import RETRY_READING_MAX
from watcher.text import line_hash

from .parts import outbox
from .site import BAND, HOST, Site, delay, delays, served

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
async def settled(tmp_path: Path) -> AsyncIterator[Site]:
    """A site with one statement that was told."""
    async with served(tmp_path) as site:
        await site.poll()
        site.publish("/delay", "Reports come late", delay())
        await site.poll(after=HOUR)
        yield site


@contextmanager
def broken(site: Site, event: str) -> Iterator[None]:
    """Let the database refuse one sort of change while the block lasts."""
    connection = site.store._database.connection
    connection.execute(f"CREATE TRIGGER broken BEFORE {event} BEGIN SELECT RAISE(ABORT, 'the disk says no'); END")
    yield
    connection.execute("DROP TRIGGER broken")


def known_lines(site: Site, lines: tuple[str, ...]) -> set[str]:
    """Return which of these lines the memory of the site has."""
    found = site.store.statements.lines(HOST, [line_hash(line) for line in lines])
    return {line for line in lines if line_hash(line) in found}


async def test_nothing_is_learned_from_a_page_that_is_not_believed(settled: Site) -> None:
    """The lines of a wall must not become the furniture of the site; those of a page that is believed later are learned then."""
    settled.publish("/delay", "Reports come late", BAND)
    await settled.poll(after=HOUR)
    assert known_lines(settled, BAND) == set()
    assert known_lines(settled, delay()) == set(delay())
    await settled.poll(after=HOUR)
    assert BAND[0] in settled.texts()[-1]
    assert known_lines(settled, BAND) == set(BAND)


async def test_new_items_are_learned_beside_a_doubted_one(settled: Site) -> None:
    """One page that is not believed costs the others nothing."""
    settled.publish("/delay", "Reports come late", BAND)
    settled.publish("/ashford", "Ashford waits", delays(0))
    run = await settled.poll(after=HOUR)
    assert (run.new, run.suspect, run.outcome) == (1, 1, Outcome.PARTIAL)
    assert known_lines(settled, (*BAND, *delays(0))) == set(delays(0))


async def test_a_statement_and_the_head_of_its_family_are_stored_together(tmp_path: Path) -> None:
    """A statement whose family cannot be settled is not stored either, and is read again."""
    async with served(tmp_path) as site:
        copy = Record(
            "copy",
            "\n\n".join(delay()),
            title="Late",
            source="post",
            publisher="A Post",
            group=Group.PRESS,
            url="http://post.example/1",
        )
        import_records(site.world, [copy], classifier(site.world.watch.taxonomy), shelf="import")
        site.publish("/delay", "Reports come late", delay())
        with broken(site, "UPDATE OF head_id ON statement"):
            run = await site.poll()
            assert run.outcome is Outcome.FAILED
            assert [each.source_id for each in site.store.statements.find()] == ["post"]
        await site.poll(after=HOUR)
        by_source = {each.source_id: each for each in site.store.statements.find()}
        assert by_source["post"].head_id == by_source["union"].id == by_source["union"].head_id


async def test_an_item_that_meets_a_fault_of_ours_stops_none_of_the_others(settled: Site) -> None:
    """Beside a damaged record its copy cannot be related: it is put off, said and tried again, and what came with it is stored."""
    settled.store._database.connection.execute("UPDATE revision SET details = '{'")
    settled.publish("/again", "Reports still come late", delay(97))
    settled.publish("/ashford", "Ashford waits", delays(0))
    run = await settled.poll(after=HOUR)
    assert (run.new, run.failed, run.outcome) == (1, 1, Outcome.PARTIAL)
    assert f"http://{HOST}/again: unexpected JSONDecodeError" in " ".join(run.problems)
    settled.store._database.connection.execute("UPDATE revision SET details = '{}' WHERE details = '{'")
    run = await settled.poll(after=HOUR)
    assert (run.new, run.failed) == (1, 0)


async def test_an_item_that_meets_a_fault_of_ours_is_never_given_up(settled: Site) -> None:
    """However often it was tried: the watcher that mends the fault stores it."""
    connection = settled.store._database.connection
    connection.execute("UPDATE revision SET details = '{'")
    settled.publish("/again", "Reports still come late", delay(97))
    for _ in range(RETRY_READING_MAX + 1):
        run = await settled.poll(after=2 * DAY)
        assert f"http://{HOST}/again: unexpected JSONDecodeError" in " ".join(run.problems)
    connection.execute("UPDATE revision SET details = '{}' WHERE details = '{'")
    assert (await settled.poll(after=2 * DAY)).new == 1


async def test_no_alert_is_held_without_the_notice_that_says_so(tmp_path: Path) -> None:
    """Where the notice cannot be stored, what it is about is not stored either; what was told before it is."""
    async with served(tmp_path) as site:
        await site.poll()
        site.world = replace(site.world, watch=replace(site.world.watch, alerts_per_run_max=2))
        for number in range(5):
            site.publish(f"/{number}", f"Late again, {number}", delays(number))
        with broken(site, "INSERT ON alert WHEN new.reason = 'held'"):
            await site.poll(after=HOUR)
            assert (len(site.texts()), site.notices()) == (2, [])
        await site.poll(after=HOUR)
        assert len(site.texts()) == 5


async def test_a_statement_that_comes_back_is_withdrawn_no_more(settled: Site, tmp_path: Path) -> None:
    """Who heard of its withdrawal hears that it stands again, once, though its words are the same."""
    settled.server.answer("/delay", "gone", status=410)
    await settled.poll(after=HOUR)
    await settled.poll(after=HOUR)
    [statement] = settled.store.statements.find()
    assert statement.withdrawn_at is not None
    come_back(settled, edit=1)
    for _ in range(2):
        await settled.poll(after=HOUR)
    [statement] = settled.store.statements.find()
    assert (statement.withdrawn_at, statement.latest.number) == (None, 1)
    assert settled.alerts() == ["new", "withdrawn", "revised"]
    assert "It stands again; it was withdrawn on" in outbox(tmp_path, "alert")[-1]


async def test_what_came_back_can_be_withdrawn_again(settled: Site) -> None:
    """Each withdrawal and each return is told once."""
    for edit in (1, 2):
        settled.server.answer("/delay", "gone", status=410)
        for _ in range(2):
            await settled.poll(after=DAY)
        come_back(settled, edit=edit)
        await settled.poll(after=DAY)
    assert settled.alerts() == ["new", "withdrawn", "revised", "withdrawn", "revised"]


def come_back(site: Site, *, edit: int) -> None:
    """Show the page as it was, and say in the feed that it was edited."""
    site.publish("/delay", "Reports come late", delay(), etag='"same"')
    updated = (site.clock.now() + timedelta(seconds=edit)).isoformat()
    entry = f"<entry><title>Reports come late</title><id>guid/delay</id><updated>{updated}</updated><link href='http://{HOST}/delay'/></entry>"
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>News</title><id>feed</id><updated>{updated}</updated>{entry}</feed>"
    site.server.answer("/feed", feed, headers={"Content-Type": "application/atom+xml"})
