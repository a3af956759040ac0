"""Visits that end at about the same time are recorded in one transaction."""

from __future__ import annotations

import asyncio
import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from watcher.errors import StoreError
from watcher.store.polls import Polls, Visit

RECORDED_WITHIN_S: Final = 0.05
"""So long a visit that has ended waits for others: at a thousand feeds a second that is one transaction for fifty."""


_malloc_trim: Final = getattr(ctypes.CDLL(None), "malloc_trim", None)
"""glibc's way to give freed memory back; other C libraries have none and need none."""


@dataclass(slots=True)
class _Batch:
    visits: list[Visit] = field(default_factory=list)
    written: asyncio.Event = field(default_factory=asyncio.Event)
    is_stored: bool = False
    error: StoreError | None = None


class Recorder:
    """Records visits together: a transaction costs as much as all else that a visit without news does in the store.

    A visit is over only when it stands in the database: who awaits `record` knows that a crash cannot lose it. Nobody waits for
    company that cannot come: once all visits under way have ended, they are written at once.
    """

    def __init__(self, polls: Polls):
        self._polls = polls
        self._batch = _Batch()
        self._under_way = 0
        self._timer: asyncio.TimerHandle | None = None

    @contextmanager
    def visit(self) -> Iterator[None]:
        """Count a visit as under way while the block lasts; `record` is called within it."""
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
            self._write_if_alone()

    async def record(self, visit: Visit) -> None:
        """Return when `visit` is recorded.

        Raises:
            StoreError: it could not be; nor could those it was to be written with.
        """
        batch = self._batch
        batch.visits.append(visit)
        self._write_if_alone()
        if not batch.written.is_set():
            if self._timer is None:
                self._timer = asyncio.get_running_loop().call_later(RECORDED_WITHIN_S, self._write)
            try:
                await batch.written.wait()
            except asyncio.CancelledError:
                self._write()
                raise
        if not batch.is_stored:
            raise batch.error or StoreError("a visit that ended at the same moment cannot be stored; none of them is")

    def _write_if_alone(self) -> None:
        if len(self._batch.visits) >= self._under_way:
            self._write()

    def _write(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        batch, self._batch = self._batch, _Batch()
        try:
            if batch.visits:
                self._polls.record_visits(batch.visits)
                batch.is_stored = True
                _give_back(batch.visits)
        except StoreError as error:
            batch.error = error
        finally:
            batch.written.set()


def _give_back(visits: Sequence[Visit]) -> None:
    """Return to the system what bodies and documents took: else a first round leaves the process a third larger for good."""
    if _malloc_trim is not None and any(visit.run.bytes_read for visit in visits):
        _malloc_trim(0)
