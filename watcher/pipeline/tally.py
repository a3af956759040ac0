"""What one visit counts, and how what goes wrong in it is put off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from watcher.errors import SUSPECT_REASONS, Reason, SourceError, StoreError
from watcher.model import Document, Fetch, KnownItem, Source, Validators
from watcher.pipeline.world import World, log_failure
from watcher.schedule import RETRY_READING_MAX, next_attempt_at

ITEM_ATTEMPTS_SKIPPED: Final = 6
"""A page is tried again after ten minutes, doubling, not after the ten seconds of a delivery."""


@dataclass(slots=True)
class Tally:
    """What one visit counted so far; after a listing that failed, the site's pages are doubted too."""

    listed: int = 0
    new: int = 0
    revised: int = 0
    seen: int = 0
    failed: int = 0
    suspect: int = 0
    requests: int = 0
    conditional: int = 0
    unchanged: int = 0
    bytes_read: int = 0
    rekeyed: int = 0
    known_again: int = 0
    withdrawn: int = 0
    churned: int = 0
    waiting: int = 0
    is_listing_unchanged: bool = False
    has_checked_feed: bool = False
    fresh_until: datetime | None = None
    is_listing_doubtful: bool = False
    problems: list[str] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    """What was read of items that are new."""

    def fetched(self, fetch: Fetch, *, is_conditional: bool) -> None:
        self.requests += 1
        self.conditional += is_conditional
        self.unchanged += fetch.is_unchanged
        self.bytes_read += len(fetch.body)


async def fetch_counted(source: Source, world: World, url: str, validators: Validators, tally: Tally) -> Fetch:
    """Fetch `url` for a source and count the request.

    Raises:
        FetchError: no usable bytes came back.
    """
    fetch = await world.fetcher.fetch(
        url, validators=validators or None, allow_private=source.allow_private, deadline_s=world.watch.polling.page_deadline_s
    )
    tally.fetched(fetch, is_conditional=bool(validators))
    return fetch


def without_address(error: SourceError) -> str:
    """Return what went wrong without the address in front of it, for lines that name the place already."""
    return error.problem.removeprefix(f"{error.url}: ")


def unexpected(source: Source, error: Exception, url: str | None = None) -> SourceError:
    """Log a fault of ours with its trace, and return it as what it means for the item or the visit that met it."""
    where = {"url": url} if url else {}
    log_failure("poll failed unexpectedly", error, source=source.id, **where)
    return SourceError(f"unexpected {type(error).__name__}: {error}", reason=Reason.INTERNAL, source_id=source.id, url=url)


def put_off(world: World, known: KnownItem, error: SourceError, tally: Tally) -> None:
    """Count an item that could not be read, and plan its next try; a good reading is never touched.

    What met a fault of ours is never given up: a later watcher reads it.
    """
    now = world.clock.now()
    is_suspect = error.reason in SUSPECT_REASONS
    tally.suspect += is_suspect
    tally.failed += not is_suspect
    tally.problems.append(f"{known.item.url}: {without_address(error)}")
    at = next_attempt_at(known.attempts + ITEM_ATTEMPTS_SKIPPED, now, name=known.item.url, retry_at=error.retry_at)
    is_dead = error.reason is not Reason.INTERNAL and known.attempts + 1 >= RETRY_READING_MAX
    world.store.polls.postpone(known.id, error.problem, next_at=at, is_dead=is_dead)


@contextmanager
def apart(source: Source, world: World, known: KnownItem, tally: Tally) -> Iterator[None]:
    """Put an item off that meets a fault of ours: it must not stop its source's others (docs/adr/0005)."""
    try:
        yield
    except (SourceError, StoreError):
        raise
    except Exception as error:  # noqa: BLE001 - one item must not stop the others (docs/adr/0005)
        put_off(world, known, unexpected(source, error, known.item.url), tally)
