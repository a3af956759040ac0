"""The pool of processes that read: a hostile page costs its own worker and nothing else, and all cores work."""

from __future__ import annotations

import asyncio
import copyreg
import gc
import logging
import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pebble import ProcessExpired, ProcessPool

from watcher.errors import ExtractError, ListingError, Reason, SourceError
from watcher.model import (
    Document,
    Fetch,
    Fingerprint,
    Item,
    Judgement,
    Listing,
    ReadPage,
    Record,
    Sketch,
    Source,
    Span,
    StatedDate,
    Taxonomy,
    Validators,
)
from watcher.model.settlement import Judged
from watcher.text import LineMemory

if TYPE_CHECKING:
    # The parsers are imported by the workers alone: the parent starts fast and stays small.
    from watcher.classify import Classifier
    from watcher.ledger import Gazetteer

log: Final = logging.getLogger("watcher")
_Answer = TypeVar("_Answer")
NEW_OBJECTS_MIN: Final = 10_000
"""So many new objects bring the collector of cycles on, in a reader and in the parent, not 700 as is usual: one page or hundreds of
visits at once make tens of thousands, hardly any in a cycle, and looking at these again and again took a seventh of a round."""
TASKS_PER_WORKER_MAX: Final = 5000
"""A worker is replaced after so many tasks: parsers written in C do not always give back what they took."""
QUEUED_PER_WORKER_MAX: Final = 8
"""So many documents wait for one worker; more stay with the network, so that memory does not grow with the backlog."""

POOLS_A_DOCUMENT_MAX: Final = 2
"""A pool that breaks under a document is replaced and the document tried once more; then it is the document's fault."""
POOL_STALL_GRACE_S: Final = 30.0
"""Documents wait, and none was answered for so long beyond the deadline of one: then it is the pool that hangs, not a document."""
POOL_CHECKED_S: Final = 1.0
"""How often a document that waits looks whether its pool still lives."""
LISTINGS_MAX: Final = 256
"""So many listings are on their way from the fetch to the store; more than sources of one host ever wait out its delay."""

_SENT: Final = (
    *(Fetch, Validators, Source, LineMemory, Item, StatedDate),
    *(Listing, ReadPage, Document, Span, Judged, Record, Judgement, Sketch, Fingerprint),
)
"""The nouns of which every document sends some to a worker or back."""


def _send_by_fields(noun: type[Any]) -> None:
    """Let a noun travel as its fields in order: a dataclass with slots looks up each by name, at both ends, in twice the time."""
    read = attrgetter(*(each.name for each in fields(noun)))
    copyreg.pickle(noun, lambda one: (noun, read(one)))


for _noun in _SENT:
    _send_by_fields(_noun)

_classifier: Classifier | None = None
_gazetteer: Gazetteer | None = None


def _start(taxonomy: Taxonomy, model: bytes | None, gazetteer: Gazetteer) -> None:
    from watcher.classify import Classifier

    global _classifier, _gazetteer
    _classifier, _gazetteer = Classifier(taxonomy, model), gazetteer
    gc.freeze()  # what every document needs is never looked at again by the collector of cycles
    gc.set_threshold(NEW_OBJECTS_MIN, *gc.get_threshold()[1:])


def _list(fetch: Fetch, source: Source) -> Listing:
    from watcher import reading

    return reading.read_listing(fetch, source)


def _judge(record: Record) -> Judgement:
    from watcher import reading

    assert _classifier is not None, "the pool starts every worker with `_start`"
    assert _gazetteer is not None, "the pool starts every worker with `_start`"
    return reading.judge(record, _classifier, _gazetteer, is_about=True)


def _read_page(fetch: Fetch | None, item: Item, source: Source, now: datetime, memory: LineMemory) -> ReadPage:
    from watcher import reading

    return reading.read_page(fetch, item, source, now=now, memory=memory)


def _judge_item(document: Document, item: Item, source: Source, record_id: str, memory: LineMemory) -> Judged:
    from watcher import reading

    assert _classifier is not None, "the pool starts every worker with `_start`"
    assert _gazetteer is not None, "the pool starts every worker with `_start`"
    return reading.judge_item(document, item, source, _classifier, _gazetteer, record_id=record_id, memory=memory)


def _read_and_judge(
    fetch: Fetch | None, item: Item, source: Source, record_id: str, now: datetime, memory: LineMemory
) -> tuple[ReadPage, Judged | None]:
    page = _read_page(fetch, item, source, now, memory)
    if page.linked:
        return page, None
    judged = _judge_item(page.document, item, source, record_id, memory)
    # The way back is half of a short document's cost: what only people at a terminal ask for stays here.
    return replace(page, document=replace(page.document, links=(), dropped=())), judged


def _read_linked(fetch: Fetch, source: Source, memory: LineMemory) -> Document:
    from watcher import reading

    return reading.read_linked(fetch, source, memory=memory)


def read_bounded(function: Callable[..., _Answer], *arguments: Any, deadline_s: float, url: str, **options: Any) -> _Answer:
    """Run one reading function in a process of its own and return its answer; for commands that read a single document.

    Raises:
        ExtractError: it took more than `deadline_s` seconds, or ended its process.
        SourceError: what the function itself raises.
    """
    pool = ProcessPool(max_workers=1, context=multiprocessing.get_context("fork"))
    try:
        future = pool.schedule(function, args=arguments, kwargs=options, timeout=deadline_s)
        error = future.exception()
        if error is not None:
            raise _said(
                error, deadline_s, lambda reason, problem: ExtractError(f"{url}: {problem}", reason=reason, url=url)
            ) from error
        answer: _Answer = future.result()
    finally:
        _stop(pool)
    return answer


class Workers:
    """Runs the functions of `watcher.reading`; each document has `deadline_s` seconds, then its worker is killed.

    Who fetches listings holds `listing_turns` from before the fetch until what it says is stored: the network is as fast as the
    workers then, and thousands of listings are never in memory at once.
    """

    def __init__(
        self,
        taxonomy: Taxonomy,
        model: bytes | None,
        gazetteer: Gazetteer,
        *,
        count: int,
        deadline_s: float,
        listings_max: int = LISTINGS_MAX,
        stall_grace_s: float = POOL_STALL_GRACE_S,
    ):
        context = multiprocessing.get_context("forkserver")
        # ftfy is loaded by the first text that needs it: here once for all workers, which then share its tables.
        context.set_forkserver_preload(["watcher.reading", "watcher.extract", "ftfy"])
        self._new_pool: Callable[[], Any] = partial(
            ProcessPool,
            max_workers=count,
            max_tasks=TASKS_PER_WORKER_MAX,
            initializer=_start,
            initargs=(taxonomy, model, gazetteer),
            context=context,
        )
        self._pool = self._new_pool()
        self._deadline_s = deadline_s
        self._stall_s = deadline_s + stall_grace_s
        self._waiting = 0
        self._answered_s = 0.0
        self._starting = asyncio.Lock()
        self._started: Any = None
        self.restarts = 0
        self.listing_turns = asyncio.Semaphore(listings_max)
        self._room = asyncio.Semaphore(count * QUEUED_PER_WORKER_MAX)

    async def list(self, fetch: Fetch, source: Source) -> Listing:
        """Return what a listing announces; raise ListingError if it is none or takes too long."""
        return await self._run(_list, (fetch, source), lambda reason, problem: _listing_error(source, reason, problem))

    async def read(self, fetch: Fetch | None, item: Item, source: Source, *, now: datetime, memory: LineMemory) -> ReadPage:
        """Return an item's statement; raise ExtractError if there is none or it takes too long."""
        return await self._run(
            _read_page,
            (fetch, item, source, now, memory),
            lambda reason, problem: _extract_error(item.url, source, reason, problem),
        )

    async def read_and_judge(
        self, fetch: Fetch | None, item: Item, source: Source, *, record_id: str, now: datetime, memory: LineMemory
    ) -> tuple[ReadPage, Judged | None]:
        """Return an item's statement and what it says, in one go; unjudged if texts that it links to belong to it.

        Raises:
            ExtractError: there is none, or it takes too long.
        """
        return await self._run(
            _read_and_judge,
            (fetch, item, source, record_id, now, memory),
            lambda reason, problem: _extract_error(item.url, source, reason, problem),
        )

    async def judge_item(self, document: Document, item: Item, source: Source, *, record_id: str, memory: LineMemory) -> Judged:
        """Return what an item's document says; raise ExtractError if that takes too long."""
        return await self._run(
            _judge_item,
            (document, item, source, record_id, memory),
            lambda reason, problem: _extract_error(item.url, source, reason, problem),
        )

    async def read_linked(self, fetch: Fetch, source: Source, *, memory: LineMemory) -> Document:
        """Return the text of an attachment; raise ExtractError if there is none or it takes too long."""
        return await self._run(
            _read_linked, (fetch, source, memory), lambda reason, problem: _extract_error(fetch.url, source, reason, problem)
        )

    async def judge(self, record: Record, source: Source) -> Judgement:
        """Return what a text that is about a concern says of it, and who says it; raise ExtractError if that takes too long."""
        return await self._run(_judge, (record,), lambda reason, problem: _extract_error(record.url or "", source, reason, problem))

    async def _run(
        self, function: Callable[..., _Answer], arguments: tuple[Any, ...], failure: Callable[[Reason, str], Exception]
    ) -> _Answer:
        async with self._room:
            for _ in range(POOLS_A_DOCUMENT_MAX):
                pool = self._pool
                began_s = time.monotonic()
                try:
                    await self._start(pool)
                    with self._waited_for():
                        answer = await _answer(pool, function, arguments, self._deadline_s, self._is_stalled)
                except BrokenProcessPool as error:
                    answer = error
                    self._replace(pool, str(error))
                    continue
                # pebble reads the wall clock: one that was set forward ends what has hardly begun
                if not (isinstance(answer, TimeoutError) and time.monotonic() - began_s < self._deadline_s / 2):
                    break
        if isinstance(answer, BaseException):
            raise _said(answer, self._deadline_s, failure)
        return answer

    async def _start(self, pool: Any) -> None:
        """Start a pool's workers in a thread: the first of them waits until all that reads is imported.

        Raises:
            BrokenProcessPool: the machine cannot start a process.
        """
        async with self._starting:
            if self._started is not pool:
                await asyncio.to_thread(getattr, pool, "active")
                self._started = pool

    @contextmanager
    def _waited_for(self) -> Iterator[None]:
        """Count a document as waiting, and the end of its wait as a sign of life."""
        if not self._waiting:
            self._answered_s = time.monotonic()
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1
            self._answered_s = time.monotonic()

    def _is_stalled(self) -> bool:
        """Whether documents wait and none was answered for longer than any may take: by time that passes, not by the clock."""
        return time.monotonic() - self._answered_s > self._stall_s

    def _replace(self, broken: Any, why: str) -> None:
        """Start a new pool in the place of one that broke or hangs, unless another document has done so.

        The old one is stopped beside: its workers may take seconds to end, and the loop goes on meanwhile.
        """
        if self._pool is broken:
            log.warning("readers replaced: %s", why)
            self.restarts += 1
            self._pool = self._new_pool()
            threading.Thread(target=_stop, args=(broken,), name="stop the old readers", daemon=True).start()

    def close(self) -> None:
        """Stop all workers, whatever they are doing."""
        _stop(self._pool)


async def _answer(
    pool: Any, function: Callable[..., _Answer], arguments: tuple[Any, ...], deadline_s: float, is_stalled: Callable[[], bool]
) -> _Answer | BaseException:
    """Return what a function answers in `pool`, or the error that it ends with.

    Raises:
        BrokenProcessPool: a worker died between two documents, and pebble leaves what waits then without an answer; or the pool
            hangs.
    """
    if not pool.active:
        raise BrokenProcessPool("the readers have stopped")
    future = asyncio.wrap_future(pool.schedule(function, args=arguments, timeout=deadline_s))
    try:
        while not (await asyncio.wait([future], timeout=POOL_CHECKED_S))[0]:
            if not pool.active:
                raise BrokenProcessPool("the readers have stopped")
            if is_stalled():
                raise BrokenProcessPool("the readers hang: documents wait, and none is answered")
    finally:
        future.cancel()
    if future.cancelled() and not pool.active:
        raise BrokenProcessPool("the readers were stopped")
    error = future.exception() if not future.cancelled() else asyncio.CancelledError()
    if isinstance(error, BrokenProcessPool):
        raise error
    return future.result() if error is None else error


def _said(error: BaseException, deadline_s: float, failure: Callable[[Reason, str], Exception]) -> BaseException:
    """Return what a document's failure is to the caller: its own error, or that it hung, ended its worker or met a fault of ours.

    A fault of ours costs the document that showed it, never its source; it is logged with its trace.
    """
    if isinstance(error, SourceError | asyncio.CancelledError):
        return error
    if isinstance(error, TimeoutError):
        said = failure(Reason.PARSE_TIMEOUT, f"reading it took more than {deadline_s:g} s and was stopped")
    elif isinstance(error, ProcessExpired | BrokenProcessPool | MemoryError | RecursionError):
        said = failure(Reason.PARSE_CRASH, f"reading it ended its worker ({error})")
    else:
        log.error("reading failed unexpectedly", exc_info=error)
        said = failure(Reason.PARSE_CRASH, f"reading it failed unexpectedly ({type(error).__name__}: {error})")
    said.__cause__ = error
    return said


def _stop(pool: Any) -> None:
    pool.stop()
    pool.join()


def _listing_error(source: Source, reason: Reason, problem: str) -> ListingError:
    return ListingError(problem, reason=reason, source_id=source.id, url=source.url)


def _extract_error(url: str, source: Source, reason: Reason, problem: str) -> ExtractError:
    return ExtractError(problem, reason=reason, source_id=source.id, url=url)
