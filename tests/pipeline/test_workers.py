"""A document costs its own reading and nothing else, whatever is wrong with it."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from watcher.app import load_taxonomy, packed
from watcher.dedup import fingerprint
from watcher.errors import ExtractError, ListingError, Reason
from watcher.ledger import Gazetteer
from watcher.model import Fetch, Group, Item, Record, Source
from watcher.reading import read_file
from watcher.text import LineMemory
from watcher.workers import Workers, read_bounded

from .site import delay

NOW = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)
SOURCE = Source("union", "A Union", Group.UNION, "feed", "http://union.example/feed")
ITEM = Item("http://union.example/1")
PAGE = f"<html><title>Late</title><main><h1>Late</h1>{''.join(f'<p>{each}</p>' for each in delay())}</main></html>".encode()
LONG = (
    b"<main>"
    + b"".join(b"<p>Paragraph %d says something of its own, and %d times.</p>" % (n, n) for n in range(30_000))
    + b"</main>"
)
"""Some seconds of work."""


def fetched(body: bytes) -> Fetch:
    return Fetch(ITEM.url, 200, {"content-type": "text/html"}, body, NOW)


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    made = Workers(load_taxonomy(packed("concerns.yaml").parent), None, Gazetteer(), count=1, deadline_s=20.0)
    yield made
    made.close()


async def read(workers: Workers, body: bytes = PAGE, source: Source = SOURCE) -> str:
    page = await workers.read(fetched(body), ITEM, source, now=NOW, memory=LineMemory())
    return page.document.text


async def test_what_cannot_be_read_is_said_and_the_next_document_is_read(workers: Workers) -> None:
    """An error of the reader, of the document, or of ours is that document's alone."""
    with pytest.raises(ExtractError) as empty:
        await read(workers, b"")
    assert empty.value.reason is not Reason.PARSE_CRASH
    with pytest.raises(ExtractError, match="unexpectedly") as fault:
        await read(workers, source=replace(SOURCE, kind="no-such-kind"))
    assert fault.value.reason is Reason.PARSE_CRASH
    assert fault.value.url == ITEM.url
    with pytest.raises(ListingError):
        await workers.list(fetched(b"\x00garbage"), SOURCE)
    assert delay()[1] in await read(workers)


async def test_a_worker_that_dies_between_two_documents_is_replaced(workers: Workers) -> None:
    """Whoever killed it (the system, for memory) costs nobody a document, and nobody waits for ever."""
    for _ in range(2):
        assert delay()[1] in await read(workers)
        for worker in multiprocessing.active_children():
            worker.kill()
        texts = await asyncio.gather(*(read(workers) for _ in range(6)))
        assert all(delay()[1] in text for text in texts)


async def test_workers_that_cannot_start_are_an_error_and_no_endless_wait() -> None:
    """A model that the workers cannot use fails each document, in bounded time."""
    broken = Workers(load_taxonomy(packed("concerns.yaml").parent), b"{}", Gazetteer(), count=1, deadline_s=5.0)
    try:
        with pytest.raises(ExtractError) as caught:
            await asyncio.wait_for(read(broken), 60)
        assert caught.value.reason is Reason.PARSE_CRASH
    finally:
        broken.close()


async def test_a_text_is_judged_by_the_worker_that_knows_the_concerns(workers: Workers) -> None:
    """Each worker starts with the taxonomy."""
    judgement = await workers.judge(Record(id="1", text="\n\n".join(delay()), url=ITEM.url), SOURCE)
    assert set(judgement.scores) == set("1234567")


async def test_a_page_is_read_and_judged_in_one_go(workers: Workers) -> None:
    """What comes back is what reading, judging and sketching one after the other give."""
    memory = LineMemory()
    page, judged = await workers.read_and_judge(fetched(PAGE), ITEM, SOURCE, record_id="7", now=NOW, memory=memory)
    assert judged is not None
    assert page.document.text == judged.record.text == await read(workers)
    assert (judged.record.id, judged.record.url, judged.record.title) == ("7", ITEM.url, "Late")
    assert judged.judgement == await workers.judge(judged.record, SOURCE)
    assert judged.sketch.fingerprint == fingerprint(judged.record)
    again = await workers.judge_item(page.document, ITEM, SOURCE, record_id="7", memory=memory)
    assert again == judged


async def test_an_item_without_a_page_is_related_without_an_address(workers: Workers) -> None:
    """Its siblings stand at the same address and are not its versions; its title is the listing's."""
    item = Item(f"{ITEM.url}#2", title="From the feed", body_html=PAGE.decode(), has_page=False)
    _, judged = await workers.read_and_judge(None, item, SOURCE, record_id="8", now=NOW, memory=LineMemory())
    assert judged is not None
    assert (judged.record.url, judged.record.title) == (None, "From the feed")


async def test_a_document_has_its_time_and_no_more() -> None:
    """A page that takes too long is stopped with its worker."""
    impatient = Workers(load_taxonomy(packed("concerns.yaml").parent), None, Gazetteer(), count=1, deadline_s=0.02)
    try:
        with pytest.raises(ExtractError, match=r"more than 0\.02 s") as caught:
            await read(impatient, LONG)
        assert caught.value.reason is Reason.PARSE_TIMEOUT
    finally:
        impatient.close()


def test_a_single_document_is_read_within_the_same_bounds() -> None:
    """What the commands read by hand cannot hang or kill them either."""
    memory = LineMemory()
    assert delay()[1] in read_bounded(read_file, fetched(PAGE), memory=memory, deadline_s=20.0, url="the file").text
    with pytest.raises(ExtractError, match="the file: reading it took more"):
        read_bounded(read_file, fetched(LONG), memory=memory, deadline_s=0.02, url="the file")
    with pytest.raises(ExtractError, match="the file: reading it failed unexpectedly"):
        read_bounded(read_file, replace(fetched(PAGE), body=None), memory=memory, deadline_s=20.0, url="the file")


async def test_so_many_listings_are_on_their_way_and_no_more() -> None:
    """A listing is fetched while fewer than the limit are on their way to the store; the next one waits."""
    made = Workers(load_taxonomy(packed("concerns.yaml").parent), None, Gazetteer(), count=1, deadline_s=5.0, listings_max=2)
    async with made.listing_turns:
        assert not made.listing_turns.locked()
        async with made.listing_turns:
            assert made.listing_turns.locked()
    made.close()
