"""From items to statements: fetch, read, and put off what cannot be."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import Final

from watcher.errors import FetchError, Reason, SourceError
from watcher.model import NO_VALIDATORS, Document, KnownItem, ReadPage, Record, Source, Validators
from watcher.model.settlement import Capture, Judged
from watcher.pipeline.fulltext import carries_text, check_feed
from watcher.pipeline.kin import KinShelf, host_of_record
from watcher.pipeline.tally import Tally, apart, fetch_counted, put_off
from watcher.pipeline.withdrawing import tell_held, withdraw
from watcher.pipeline.world import World
from watcher.schedule import next_visit_at
from watcher.text import LineMemory

VISITS_PER_POLL_MAX: Final = 20
"""So many known items of a source are looked at again in one visit."""
LINKED_MAX: Final = 3
"""So many attachments of one page are read."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An item whose page was read and judged; `validators` are the page's own, `is_withdrawn` says that it bears a notice."""

    known: KnownItem
    document: Document
    judged: Judged
    validators: Validators
    body_hash: bytes | None
    capture: Capture | None
    is_withdrawn: bool = False


def due_items(source: Source, world: World) -> list[KnownItem]:
    """Return the source's items that wait to be read and those that are due for another look."""
    now = world.clock.now()
    waiting = world.store.polls.pending(source.id, now, world.watch.polling.items_per_poll_max)
    return [*waiting, *world.store.polls.due_visits(source.id, now, VISITS_PER_POLL_MAX)]


def past_items(source: Source, world: World) -> list[KnownItem]:
    """Return the source's items that wait to be read back: what may be news is left to the next poll, which tells of it."""
    return world.store.polls.pending(source.id, world.clock.now(), world.watch.polling.items_per_poll_max, past_only=True)


async def open_items(source: Source, world: World, due: Sequence[KnownItem], tally: Tally) -> list[Opened]:
    """Read these items; what cannot be read is put off and counted."""
    shelf = KinShelf(world.store)
    results = await asyncio.gather(*(_open(source, world, known, tally, shelf) for known in due))
    tell_held(source, world, tally)
    return [opened for opened in results if opened is not None]


async def _open(source: Source, world: World, known: KnownItem, tally: Tally, shelf: KinShelf) -> Opened | None:
    with apart(source, world, known, tally):
        try:
            return await _read(source, world, known, tally, shelf)
        except FetchError as error:
            if _is_gone(known, error, tally) and withdraw(world, known, tally):
                tally.problems.append(f"{known.item.url}: withdrawn, the page is gone")
            else:
                put_off(world, known, error, tally)
        except SourceError as error:
            put_off(world, known, error, tally)
    return None


def _is_gone(known: KnownItem, error: FetchError, tally: Tally) -> bool:
    """Whether a missing page is gone for good: the visit before found it missing too, and the site's listing is sound.

    One 404 may be an accident, also after a fault of another kind; a site that is down misses all of its pages at once.
    """
    return error.reason is Reason.GONE and known.problem == error.problem and not tally.is_listing_doubtful


async def _read(source: Source, world: World, known: KnownItem, tally: Tally, shelf: KinShelf) -> Opened | None:
    """Return an item's statement, or None if the page is the one that is stored.

    Raises:
        SourceError: there are no usable bytes, or no statement in them.
    """
    item = known.item
    memory = shelf.recurring(host_of_record(Record(id="", text="", url=item.url, source=source.id)))
    read = partial(world.workers.read_and_judge, source=source, record_id=str(known.id), memory=memory)
    judge = partial(world.workers.judge_item, item=item, source=source, record_id=str(known.id), memory=memory)
    if carries_text(item, source, world):
        page, judged = await read(None, item, now=world.clock.now())
        if await check_feed(source, item, page.document, world, tally, memory=memory):
            judged = judged or await judge(page.document)
            body = (item.body_html or item.summary_html or "").encode("utf-8", "replace")
            return _opened(known, page, judged, NO_VALIDATORS, body, "text/html; charset=utf-8")
    fetch = await fetch_counted(source, world, item.page_url or item.url, known.validators, tally)
    if fetch.is_unchanged or (known.statement_id is not None and sha256(fetch.body).digest() == known.body_hash):
        _visited(world, known, fetch.validators)
        tally.seen += 1
        return None
    page, judged = await read(fetch, replace(item, body_html=None), now=world.clock.now())
    if page.withdrawn and known.statement_id is not None and withdraw(world, known, tally, notice=page.withdrawn):
        tally.problems.append(f"{item.url}: withdrawn by its publisher")
    if judged is None:
        page = replace(page, document=await _with_linked(source, world, page, memory, tally))
        judged = await judge(page.document)
    return _opened(known, page, judged, fetch.validators, fetch.body, fetch.content_type)


def _opened(
    known: KnownItem, page: ReadPage, judged: Judged, validators: Validators, body: bytes, content_type: str | None
) -> Opened:
    digest = sha256(body).digest()
    capture = Capture(body, content_type, digest)
    return Opened(known, page.document, judged, validators, digest, capture, is_withdrawn=page.withdrawn is not None)


async def _with_linked(source: Source, world: World, page: ReadPage, memory: LineMemory, tally: Tally) -> Document:
    """Return a page's document with the texts of its attachments; one that cannot be read is named; missed only if nothing is left.

    Raises:
        SourceError: neither the page nor an attachment has a text.
    """
    document = page.document
    last: SourceError | None = None
    for url in page.linked[:LINKED_MAX]:
        try:
            attachment = await fetch_counted(source, world, url, NO_VALIDATORS, tally)
            document = with_attachment(document, await world.workers.read_linked(attachment, source, memory=memory))
        except SourceError as error:
            last = error
            tally.problems.append(f"{url}: {error.problem}")
    if last is not None and not document.text:
        raise last
    return document


def with_attachment(document: Document, attachment: Document) -> Document:
    """Return `document` with the text of an attachment behind its own, spans moved along."""
    shift = len(document.text) + 2 if document.text else 0
    moved = tuple(replace(span, start=span.start + shift, end=span.end + shift) for span in attachment.spans)
    text = f"{document.text}\n\n{attachment.text}" if document.text else attachment.text
    return replace(document, text=text, spans=(*document.spans, *moved))


def _visited(world: World, known: KnownItem, validators: Validators) -> None:
    planned = next_visit_at(known.visits, world.clock.now())
    world.store.polls.visited(known.id, next_visit_at=planned, validators=validators or None)
