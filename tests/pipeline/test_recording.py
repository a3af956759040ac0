"""Visits recorded together: in one transaction, none lost, none waiting for company that cannot come."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from watcher.errors import StoreError
from watcher.model import Health, HealthState, Outcome, PollRun
from watcher.pipeline.recording import RECORDED_WITHIN_S, Recorder
from watcher.store import Store
from watcher.store.polls import Visit

NOW = datetime(2024, 1, 8, 9, tzinfo=UTC)


def visit(name: str) -> Visit:
    return Visit(PollRun(name, NOW, NOW, Outcome.UNCHANGED), NOW + timedelta(hours=1), Health(HealthState.HEALTHY, NOW))


async def poll(recorder: Recorder, name: str, *, takes_s: float = 0.0) -> None:
    with recorder.visit():
        await asyncio.sleep(takes_s)
        await recorder.record(visit(name))


async def test_visits_that_end_together_are_all_recorded() -> None:
    """A hundred visits leave a hundred runs and a hundred plans."""
    store = Store(None)
    await asyncio.gather(*(poll(Recorder(store.polls), f"s{number}") for number in range(3)))
    recorder = Recorder(store.polls)
    await asyncio.gather(*(poll(recorder, f"feed-{number}") for number in range(100)))
    assert len(store.polls.last_runs()) == 103
    assert len(store.polls.resting(NOW)) == 103


async def test_a_visit_does_not_wait_for_one_that_hangs() -> None:
    """While another source hangs, a visit that has ended is recorded after a moment."""
    store, loop = Store(None), asyncio.get_running_loop()
    recorder = Recorder(store.polls)
    hanging = asyncio.create_task(poll(recorder, "hangs", takes_s=60))
    await asyncio.sleep(0)
    began_s = loop.time()
    await poll(recorder, "ends")
    assert RECORDED_WITHIN_S * 0.9 <= loop.time() - began_s < 5
    assert set(store.polls.last_runs()) == {"ends"}
    hanging.cancel()
    with suppress(asyncio.CancelledError):
        await hanging


async def test_a_visit_is_over_only_when_it_is_stored() -> None:
    """Who is told that a visit is over finds it in the database."""
    store = Store(None)
    recorder = Recorder(store.polls)

    async def checked(name: str) -> bool:
        await poll(recorder, name)
        return name in store.polls.last_runs()

    assert all(await asyncio.gather(*(checked(f"feed-{number}") for number in range(20))))


async def test_a_store_that_fails_fails_every_visit_of_the_batch() -> None:
    """No visit believes itself recorded when the transaction was not."""
    store = Store(None)
    recorder = Recorder(store.polls)
    store.polls._db.connection.execute("DROP TABLE poll_run")
    ended = await asyncio.gather(*(poll(recorder, f"feed-{number}") for number in range(5)), return_exceptions=True)
    assert [type(error) for error in ended] == [StoreError] * 5


async def test_a_visit_that_cannot_be_written_at_all_fails_every_visit_of_the_batch() -> None:
    """A fault that is not the store's is no reason to believe that the others were recorded."""
    store = Store(None)
    recorder = Recorder(store.polls)

    async def poll_with(problem: str) -> None:
        with recorder.visit():
            await asyncio.sleep(0)
            found = visit(f"feed-{problem}")
            await recorder.record(replace(found, run=replace(found.run, problem=problem)))

    ended = await asyncio.gather(*(poll_with(problem) for problem in ("a", "b", "\ud800")), return_exceptions=True)
    assert [type(error) for error in ended] == [StoreError, StoreError, UnicodeEncodeError]
    assert store.polls.last_runs() == {}


async def test_a_visit_that_is_called_off_while_it_waits_is_recorded() -> None:
    """What had ended when the daemon stops stands in the database."""
    store = Store(None)
    recorder = Recorder(store.polls)
    hanging = asyncio.create_task(poll(recorder, "hangs", takes_s=60))
    ended = asyncio.create_task(poll(recorder, "ends"))
    await asyncio.sleep(RECORDED_WITHIN_S / 10)
    ended.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ended
    assert set(store.polls.last_runs()) == {"ends"}
    hanging.cancel()
    with suppress(asyncio.CancelledError):
        await hanging
