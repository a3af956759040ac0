"""The only door to the database: SQLite in one file, one transaction per method unless the caller makes one of several."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from watcher.store.breakers import Breaker, Breakers
from watcher.store.database import Database
from watcher.store.judgements import Correction, Judgements, Verdict
from watcher.store.ledger import Ledger, StoredCommitment, StoredEvidence
from watcher.store.notes import Notes
from watcher.store.outbox import Outbox, StoredAlert, Unrendered, lease_of
from watcher.store.polls import Polls, keys_of
from watcher.store.requests import Asked, Request, Requests
from watcher.store.robots import RobotsShelf
from watcher.store.silences import Silences
from watcher.store.statements import Recorded, Statements, StoredRevision, StoredStatement
from watcher.store.subscriptions import Subscription, Subscriptions
from watcher.store.upkeep import Upkeep

__all__ = [
    "Asked",
    "Breaker",
    "Correction",
    "Judgements",
    "Recorded",
    "Request",
    "Store",
    "StoredAlert",
    "StoredCommitment",
    "StoredEvidence",
    "StoredRevision",
    "StoredStatement",
    "Subscription",
    "Unrendered",
    "Verdict",
    "keys_of",
    "lease_of",
]


class Store:
    """What the watch remembers: `polls` (sources and visits), `statements`, the `outbox`, and the file's `upkeep`."""

    def __init__(self, path: Path | None, *, taxonomy_id: str | None = None):
        """Open the database at `path`, created or migrated as needed; None is a scratch store in memory.

        Statements come with what was judged by `taxonomy_id` alone: the same numbers mean other concerns in another inquiry.
        """
        self._database = Database(path)
        self.polls = Polls(self._database)
        self.statements = Statements(self._database, taxonomy_id)
        self.outbox = Outbox(self._database)
        self.breakers = Breakers(self._database)
        self.subscriptions = Subscriptions(self._database)
        self.upkeep = Upkeep(self._database)
        self.silences = Silences(self._database)
        self.robots = RobotsShelf(self._database)
        self.requests = Requests(self._database)
        self.notes = Notes(self._database)
        self.judgements = Judgements(self._database, self.statements)
        self.ledger = Ledger(self._database, self.statements)

    @classmethod
    def copy_of(cls, path: Path, *, taxonomy_id: str | None = None) -> Store:
        """Return a store in memory with all that the file at `path` holds, or an empty one if there is no file."""
        copy = cls(None, taxonomy_id=taxonomy_id)
        if path.exists():
            copy._database.load(path)
        return copy

    def transaction(self) -> AbstractContextManager[object]:
        """Let what is stored within the block, which must not await, count whole or not at all."""
        return self._database.transaction()

    def together(self) -> AbstractContextManager[None]:
        """Let what is stored within the block, which must not await, become durable by one commit at its end.

        Each step counts whole or not at all, as it does alone; where one fails, those before it stand.
        """
        return self._database.together()

    def close(self) -> None:
        self._database.close()
