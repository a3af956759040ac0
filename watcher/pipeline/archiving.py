"""Copies that outlast the page: a public archive is asked for each revision that addresses a concern, if the watch says so."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from urllib.parse import quote, urljoin

from watcher.errors import FetchError, Reason
from watcher.model import Archive, Fetch
from watcher.pipeline.tally import without_address
from watcher.pipeline.world import World
from watcher.schedule import next_attempt_at

ASKED_PER_TICK_MAX: Final = 5
"""So many copies are asked for in one go: an archive is a guest room."""
ASKED_WITHIN: Final = timedelta(days=3)
"""A copy that is made later may show another text than the revision that it is to stand for."""
ATTEMPTS_MAX: Final = 4
_FINAL: Final = frozenset({Reason.ROBOTS, Reason.UNSAFE_URL, Reason.GONE, Reason.HTTP_4XX})
_ATTEMPTS_SKIPPED: Final = 6
"""The first retry comes after ten minutes, not after the ten seconds of a delivery."""


async def archive_due(world: World) -> int:
    """Ask the watch's archive for copies of new revisions; return how many it has now. Without an archive nobody is asked.

    Every request goes through the fetcher: robots, pauses, limits and the address guard hold here too.
    """
    archive = world.watch.polling.archive
    if archive is None:
        return 0
    now = world.clock.now()
    kept = 0
    for revision_id, url, attempts in world.store.ledger.unarchived(now, now - ASKED_WITHIN, ASKED_PER_TICK_MAX):
        kept += await _ask(world, archive, revision_id, url, attempts)
    return kept


async def _ask(world: World, archive: Archive, revision_id: int, url: str, attempts: int) -> bool:
    now = world.clock.now()
    asked = archive.save.replace("{url}", quote(url, safe=":/?=&%~+,;@!$()*"))
    try:
        fetch = await world.fetcher.fetch(asked, allow_private=archive.allow_private)
    except FetchError as error:
        is_last = error.reason in _FINAL or attempts + 1 >= ATTEMPTS_MAX
        again = None if is_last else next_attempt_at(attempts + 1 + _ATTEMPTS_SKIPPED, now, name=url, retry_at=error.retry_at)
        world.store.ledger.record_archive(revision_id, now, problem=without_address(error), next_at=again)
        return False
    copy = _copy_of(fetch, asked)
    problem = None if copy else "the archive answered without saying where the copy is"
    world.store.ledger.record_archive(revision_id, now, url=copy, problem=problem)
    return copy is not None


def _copy_of(fetch: Fetch, asked: str) -> str | None:
    """Return where the copy is: where the request was sent on to, else what Content-Location names."""
    if fetch.url != asked:
        return fetch.url
    named = fetch.headers.get("content-location")
    return urljoin(fetch.url, named) if named else None
