"""What the pipeline works with; `watcher.app` builds it, nothing else does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from watcher.clock import Clock
from watcher.fetch import Fetcher
from watcher.journal import logger
from watcher.ledger import Gazetteer
from watcher.model import Receiver, ReceiverKind, Watch
from watcher.notify import Notifier
from watcher.pipeline.recording import Recorder
from watcher.pipeline.settle import Tellers
from watcher.pipeline.subscribing import receivers_of
from watcher.render import Renderer
from watcher.store import Store
from watcher.workers import Workers

log: Final = logger("watcher")
SEEDS: Final = "seeds"
IMPORTED: Final = "import"
"""The shelves of texts that no source has announced: their `source_id`."""


class Desk(Protocol):
    """The part of the world that works without network and workers."""

    @property
    def watch(self) -> Watch: ...
    @property
    def store(self) -> Store: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def gazetteer(self) -> Gazetteer: ...
    @property
    def receivers(self) -> tuple[Receiver, ...]: ...
    @property
    def tellers(self) -> Tellers: ...


@dataclass(frozen=True, slots=True)
class World:
    """The watch and everything it acts through. `label` marks digests that are not about the real world (the demo's)."""

    watch: Watch
    store: Store
    fetcher: Fetcher
    workers: Workers
    renderer: Renderer
    notifiers: Callable[[ReceiverKind], Notifier]
    clock: Clock
    recorder: Recorder
    gazetteer: Gazetteer
    label: str | None = None

    @property
    def tellers(self) -> Tellers:
        return Tellers(self.watch.routes, self.receivers, self.store.silences.lasting(self.clock.now()))

    @property
    def receivers(self) -> tuple[Receiver, ...]:
        """The receivers with their subscribers."""
        return receivers_of(self.watch, self.store)


def log_failure(event: str, error: BaseException, **fields: str) -> None:
    """Log what nobody expected, with its trace."""
    log.error(event, exc_info=error, **fields)
