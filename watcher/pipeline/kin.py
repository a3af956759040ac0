"""The store as the `Relater` sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from watcher.dedup import Candidate, fold_title, host_of, page_key
from watcher.model import Fingerprint, Record
from watcher.store import Store
from watcher.store.statements import Statements
from watcher.text import LineMemory
from watcher.text.memory import STORIES_OTHER_MIN, LineShelf


class HostLines(LineShelf):
    """A host's lines and their stories, looked up as they are asked for: of an old host's a visit needs few."""

    def __init__(self, host: str, statements: Statements, known: Mapping[int, frozenset[int]] = MappingProxyType({})):
        self._host, self._statements, self._known = host, statements, dict(known)

    def load(self, digests: Iterable[int]) -> Mapping[int, frozenset[int]]:
        """Return these lines with their stories, read all at once; none for a line that is new to the host."""
        wanted = list(dict.fromkeys(digests))
        missing = [digest for digest in wanted if digest not in self._known]
        if missing:
            self._known |= dict.fromkeys(missing, frozenset()) | dict(self._statements.lines(self._host, missing))
        return {digest: self._known[digest] for digest in wanted}

    def grown(self, learned: Mapping[int, frozenset[int]]) -> HostLines:
        return HostLines(self._host, self._statements, self._known | dict(learned))

    def __getitem__(self, digest: int) -> frozenset[int]:
        found = self._known.get(digest)
        return self.load([digest])[digest] if found is None else found

    def __iter__(self) -> Iterator[int]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def __bool__(self) -> bool:
        return True  # what was not looked up yet may be there


class KinShelf:
    """A `RelationMemory` over the store, for one poll: each line that is asked for is read once; what is learned is written.

    A shelf `on_trial` writes nothing: what it learns is gone with it.
    """

    def __init__(self, store: Store, *, on_trial: bool = False):
        self._statements = store.statements
        self._on_trial = on_trial
        self._lines: dict[str, HostLines] = {}
        self._memories: dict[str, LineMemory] = {}
        self._recurring: dict[str, LineMemory] = {}

    def memory(self, host: str) -> LineMemory:
        if host not in self._memories:
            self._hold(host, HostLines(host, self._statements))
        return self._memories[host]

    def _hold(self, host: str, lines: HostLines) -> None:
        self._lines[host], self._memories[host] = lines, LineMemory(host, lines)

    def recurring(self, host: str) -> LineMemory:
        """Return the lines of a host that recur: all that reading a page needs, and few however old the watch."""
        if host not in self._recurring:
            self._recurring[host] = self._statements.memory(host, stories_min=STORIES_OTHER_MIN)
        return self._recurring[host]

    def learn(self, host: str, pages: Sequence[tuple[str, Sequence[int]]]) -> None:
        self.memory(host)
        before = LineMemory(host, self._lines[host].load(digest for _, digests in pages for digest in digests))
        after = before.learn_hashes(pages)
        if not self._on_trial:
            self._statements.learn(host, after.since(before))
        self._hold(host, self._lines[host].grown(after.stories))

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
