"""A command beside a daemon: it asks the daemon to do it, waits for the answer, and shows it as its own."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from watcher.clock import SystemClock
from watcher.errors import StoreBusyError, StoreError
from watcher.model import DeliveryState, MessageKind

if TYPE_CHECKING:
    from watcher.model import Watch
    from watcher.pipeline.deliver import Sent
    from watcher.pipeline.rounds import Round
    from watcher.store import Asked, Store

TAKEN_WITHIN_S: Final = 30.0
"""A daemon looks for requests every second; one that does not take them for so long is busy with something that hangs."""
LOOKED_EVERY_S: Final = 0.2


def ask_daemon(watch: Watch, store: Store, kind: Asked, wanted: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the daemon's answer to a request.

    Raises:
        StoreBusyError: the daemon did not take it, or ended before it was done.
        StoreError: the daemon could not do it.
    """
    request = store.requests.ask(kind, wanted, SystemClock().now())
    try:
        answer = asyncio.run(_answer(watch, store, request))
    except BaseException:
        store.requests.withdraw(request)
        raise
    if "problem" in answer:
        raise StoreError(f"{watch.root}: asked of the daemon: {answer['problem']}")
    return answer


async def _answer(watch: Watch, store: Store, request: int) -> Mapping[str, Any]:
    from watcher.app import is_daemon_at_work

    clock = SystemClock()
    asked_s = clock.monotonic()
    while (answer := store.requests.answer(request)) is None:
        if not is_daemon_at_work(watch):
            raise StoreBusyError(f"{watch.root}: the daemon ended before it was done; start it again, or run this again without it")
        if clock.monotonic() - asked_s > TAKEN_WITHIN_S and not store.requests.is_taken(request):
            raise StoreBusyError(f"{watch.root}: the daemon did not take the request within {TAKEN_WITHIN_S:g} s; see its log")
        await asyncio.sleep(LOOKED_EVERY_S)
    return answer


def round_of(answer: Mapping[str, Any], watch: Watch, store: Store) -> Round:
    """Return the round that the daemon did, with its visits as they stand in the store."""
    from watcher.pipeline.rounds import Round

    last = store.polls.last_runs()
    sources = {source.id: source for source in watch.sources}
    resting = {name: datetime.fromisoformat(until) for name, until in answer["resting"].items()}
    return Round(
        started_at=datetime.fromisoformat(answer["began_at"]),
        ended_at=SystemClock().now(),
        runs=tuple(last[source_id] for source_id in answer["polled"] if source_id in last and source_id in sources),
        resting=tuple((sources[name], until) for name, until in resting.items() if name in sources),
        digests=tuple(answer["digests"]),
        sent=sent_of(answer),
    )


def sent_of(answer: Mapping[str, Any]) -> tuple[Sent, ...]:
    """Return what the daemon sent when it was asked."""
    from watcher.pipeline.deliver import Sent

    nouns = ({**each, "kind": MessageKind(each["kind"]), "state": DeliveryState(each["state"])} for each in answer["sent"])
    return tuple(Sent(**each) for each in nouns)
