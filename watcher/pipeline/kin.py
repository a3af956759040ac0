"""The store as the `Relater` sees it."""

from __future__ import annotations

from collections.abc import Sequence

from watcher.dedup import Candidate, fold_title, host_of, page_key
from watcher.model import Fingerprint, Record
from watcher.store import Store
from watcher.text import LineMemory
from watcher.text.memory import STORIES_OTHER_MIN


class KinShelf:
    """A `RelationMemory` over the store, for one poll: memories of lines are read once and written when they grow."""

    def __init__(self, store: Store):
        self._statements = store.statements
        self._memories: dict[str, LineMemory] = {}
        self._recurring: dict[str, LineMemory] = {}

    def memory(self, host: str) -> LineMemory:
        if host not in self._memories:
            self._memories[host] = self._statements.memory(host)
        return self._memories[host]

    def recurring(self, host: str) -> LineMemory:
        """Return the lines of a host that recur: all that reading a page needs, and few however old the watch."""
        if host not in self._recurring:
            self._recurring[host] = self._statements.memory(host, stories_min=STORIES_OTHER_MIN)
        return self._recurring[host]

    def learn(self, host: str, grown: LineMemory) -> None:
        self._statements.learn(host, grown.since(self.memory(host)))
        self._memories[host] = grown

    def candidates(self, record: Record, fingerprint: Fingerprint) -> Sequence[Candidate]:
        return [
            Candidate(
                record=kin.record,
                position=kin.revision_id,
                head=str(kin.head_id),
                head_group=kin.head_group,
                story=kin.story,
                memory=self.memory(kin.host),
            )
            for kin in self._statements.kin_of(fingerprint, host_of_record(record))
        ]

    def story_of(self, record: Record) -> str | None:
        key = page_key(record.url) if record.url else None
        return self._statements.story_of(host_of_record(record), key, fold_title(record.title))


def host_of_record(record: Record) -> str:
    """Return the host that published a record; its source stands in where there is no address."""
    return host_of(record.url) or (record.source or "")
