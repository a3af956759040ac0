"""The ledger in a round: what was not read is read, copies are asked for, and one failure costs nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from pipeline.site import HOST, SOURCES, Site, delay, served

from watcher.ledger import ledger_version
from watcher.model import Archive
from watcher.pipeline.archiving import ATTEMPTS_MAX
from watcher.pipeline.ledger import read_unread
from watcher.workers import Workers

ARCHIVED = SOURCES.replace(
    "delay_per_host: 0s", f'delay_per_host: 0s, archive: {{save: "http://{HOST}/save/{{url}}", allow_private: true}}'
)


def copies(site: Site) -> list[tuple[str, str | None, int]]:
    rows = site.store._database.rows("SELECT state, url, attempts FROM archive_copy ORDER BY revision_id")
    return [(row["state"], row["url"], row["attempts"]) for row in rows]


async def test_what_no_reader_has_read_is_read_in_bounds(tmp_path: Path) -> None:
    """A database from before the ledger fills up, a little at a time, and nobody is told."""
    async with served(tmp_path) as site:
        for number in range(2):
            site.publish(f"/{number}", f"Title {number}", delay(90 + number))
        await site.poll()
        store, version = site.store, ledger_version(site.world.gazetteer)
        assert store.ledger.count_unread(version) == 0
        with store._database.transaction() as connection:
            connection.execute("DELETE FROM ledger_reading")
        before = site.alerts()
        total = store.ledger.count_unread(version)
        assert total >= 1
        assert await read_unread(site.world, count_max=1) == 1
        assert store.ledger.count_unread(version) == total - 1
        await read_unread(site.world)
        assert store.ledger.count_unread(version) == 0
        assert site.alerts() == before


async def test_a_reader_that_gives_up_takes_nothing_away(tmp_path: Path) -> None:
    """What an earlier reader read stays, and the text is not tried again and again."""
    async with served(tmp_path) as site:
        site.publish("/a", "A title", (*delay(), "“We were told nothing for months,” said Paul Whiteman."))
        await site.poll()
        store, version = site.store, ledger_version(site.world.gazetteer)
        [revision_id] = [each.latest.id for each in store.statements.find(query="months")]
        before = store.ledger.quotes([revision_id])
        assert before[revision_id]
        with store._database.transaction() as connection:
            connection.execute("UPDATE ledger_reading SET version = 'older'")
        hasty = Workers(site.world.watch.taxonomy, None, site.world.gazetteer, count=1, deadline_s=1e-6)
        try:
            await read_unread(replace(site.world, workers=hasty))
        finally:
            hasty.close()
        assert store.ledger.quotes([revision_id]) == before
        assert store.ledger.count_unread(version) == 0


async def test_nobody_is_asked_for_a_copy_unless_the_watch_says_so(tmp_path: Path) -> None:
    """Off by default."""
    async with served(tmp_path) as site:
        await site.poll()
        site.publish("/a", "A title", delay())
        await site.poll(after=timedelta(hours=2))
        assert copies(site) == []
        assert site.world.watch.polling.archive is None


async def test_a_copy_is_asked_for_and_its_address_is_kept(tmp_path: Path) -> None:
    """Once for a revision; the citation names it. What stood there before is not asked for."""
    async with served(tmp_path, sources=ARCHIVED) as site:
        assert site.world.watch.polling.archive == Archive(f"http://{HOST}/save/{{url}}", allow_private=True)
        site.publish("/old", "Old", delay(50))
        await site.poll()
        site.publish("/a", "A title", delay())
        site.server.answer(f"/save/http://{HOST}/a", "", status=302, headers={"Location": f"http://{HOST}/web/2024/a"})
        site.server.answer("/web/2024/a", "<p>kept</p>")
        await site.poll(after=timedelta(hours=2))
        await site.poll(after=timedelta(hours=2))
        assert copies(site) == [("kept", f"http://{HOST}/web/2024/a", 1)]
        found = site.store.ledger.evidence(site.world.watch.taxonomy.id)
        assert {each.archived_at_url for each in found if (each.url or "").endswith("/a")} == {f"http://{HOST}/web/2024/a"}


async def test_an_archive_that_fails_is_asked_again_and_then_left_alone(tmp_path: Path) -> None:
    """The round goes on; after the last try nobody is asked."""
    async with served(tmp_path, sources=ARCHIVED) as site:
        await site.poll()
        site.publish("/a", "A title", delay())
        site.server.answer(f"/save/http://{HOST}/a", "no", status=503)
        for tries in range(1, ATTEMPTS_MAX + 1):
            await site.poll(after=timedelta(hours=5))
            assert copies(site) == [("waiting" if tries < ATTEMPTS_MAX else "dead", None, tries)]
        await site.poll(after=timedelta(hours=5))
        assert copies(site) == [("dead", None, ATTEMPTS_MAX)]
