"""How much a relation costs: `python bench/relate.py [SIZE ...]` (default 1000 10000 100000; 600000 takes half an hour).

For each size, documents of about 400 invented words are loaded in bulk into a database file; then a mixed lot of texts
(re-posted, revised, quoted, excerpted and new, the same shares at every size) is related and inserted one by one, each in a
transaction of its own. Printed are CPU milliseconds an item, the bare lookup, bytes an indexed document and resident memory,
beside datasketch's MinHashLSH over the same documents, where it is installed and the size is at most DATASKETCH_MAX.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from watcher.dedup import Candidate, fingerprint
from watcher.model import Fingerprint, Group, Record
from watcher.pipeline.relating import Relater, Verdict
from watcher.store.index import TEXT_INDEX_SCHEMA, TextIndex
from watcher.text import LineMemory

WORDS = 400
QUERIES = 400
DATASKETCH_MAX = 100_000
LETTERS = "bcdfghjklmnprstvwz"
VOWELS = "aeiou"


def vocabulary(count: int = 12_000) -> list[str]:
    maker = random.Random(1)
    return sorted(
        {"".join(maker.choice(LETTERS) + maker.choice(VOWELS) for _ in range(maker.randint(1, 4))) for _ in range(count * 2)}
    )[:count]


VOCABULARY = vocabulary()
WEIGHTS = [1 / (rank + 10) for rank in range(len(VOCABULARY))]
random.Random(2).shuffle(WEIGHTS)


def paragraphs_of(number: int) -> list[str]:
    """Return the paragraphs of document `number`: always the same ones."""
    maker = random.Random(number)
    words = maker.choices(VOCABULARY, WEIGHTS, k=WORDS)
    return [" ".join(words[at : at + 20]).capitalize() + "." for at in range(0, WORDS, 20)]


def record_of(number: int, paragraphs: Sequence[str], *, host: str = "origin") -> Record:
    return Record(
        id=str(number),
        text="\n\n".join(paragraphs),
        title=f"Statement {number}",
        source=host,
        group=Group.PRESS if host == "paper" else Group.UNION,
        url=f"https://{host}.example/news/{number}",
    )


def queries(size: int) -> Iterator[tuple[Record, int | None]]:
    """Yield (text, the stored document it comes from), with the same shares of kinds at every size."""
    maker = random.Random(size)
    for turn in range(QUERIES):
        of = maker.randrange(size)
        old = paragraphs_of(of)
        number = size + turn + 10_000_000
        kind = turn % 5
        if kind == 0:
            yield record_of(number, old, host="copier"), of
        elif kind == 1:
            changed = [*old[:3], old[3].replace(" ", " not ", 1), *old[4:]]
            yield Record(**{**_fields(record_of(of, changed)), "id": str(number)}), of
        elif kind == 2:
            fresh = paragraphs_of(number)
            quote = f'Somebody said: "{old[2]} {old[3]}"'
            yield record_of(number, [*fresh[:8], quote, *fresh[8:]], host="paper"), of
        elif kind == 3:
            yield record_of(number, old[2:12], host="copier"), of
        else:
            yield record_of(number, paragraphs_of(number)), None


def _fields(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}


class BenchStore:
    """A `RelationStore` over a file; texts are made again from their numbers, so that only the index is measured."""

    def __init__(self, path: Path):
        self.connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-16000"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.connection.executescript(TEXT_INDEX_SCHEMA)
        self.index = TextIndex(self.connection)
        self.looking_s = 0.0
        self.remaking_s = 0.0
        self.later: dict[int, Record] = {}
        self.next_id = 0

    def memory(self, _host: str) -> LineMemory:
        return _EMPTY

    def learn(self, _host: str, _grown: LineMemory) -> None:
        """The documents have no repeated lines."""

    def candidates(self, _record: Record, fingerprint: Fingerprint) -> Sequence[Candidate]:
        start = time.process_time()
        found = dict(self.index.candidates(fingerprint))
        looked = time.process_time()
        made = [
            Candidate(record=self._text(number), position=number, head=str(number), head_group=Group.UNION, shared=found[number])
            for number in sorted(found)
        ]
        self.looking_s += looked - start
        self.remaking_s += time.process_time() - looked
        return made

    def _text(self, number: int) -> Record:
        return self.later.get(number) or record_of(number, paragraphs_of(number))

    def story_of(self, _record: Record) -> str | None:
        return None

    def add(self, verdict: Verdict) -> None:
        self.later[self.next_id] = verdict.record
        self.index.add(self.next_id, verdict.fingerprint, is_copy=verdict.head != verdict.record.id)
        self.next_id += 1


_EMPTY = LineMemory()


def bench(size: int, folder: Path) -> dict[str, float]:
    """Return the figures for `size` stored documents."""
    store = BenchStore(folder / f"{size}.db")
    before = resident_mib()
    start = time.process_time()
    store.connection.execute("BEGIN")
    store.index.load((number, fingerprint(record_of(number, paragraphs_of(number)), _EMPTY)) for number in range(size))
    store.connection.execute("COMMIT")
    store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    load_ms = (time.process_time() - start) * 1e3 / size
    disk = (folder / f"{size}.db").stat().st_size / size
    store.next_id = size
    relater = Relater(store)
    times: list[float] = []
    looks: list[float] = []
    hits = wanted = 0
    for record, of in list(queries(size)):
        store.looking_s = store.remaking_s = 0.0
        start = time.process_time()
        verdict = relater.judge(record)
        store.connection.execute("BEGIN IMMEDIATE")
        store.add(verdict)
        store.connection.execute("COMMIT")
        times.append((time.process_time() - start - store.remaking_s) * 1e3)
        looks.append(store.looking_s * 1e3)
        wanted += of is not None
        hits += of is not None and any(relation.of == str(of) for relation in verdict.relations)
    return {
        "documents": size,
        "load ms": load_ms,
        "p50 ms": statistics.median(times),
        "p95 ms": statistics.quantiles(times, n=20)[-1],
        "lookup ms": statistics.median(looks),
        "hit rate": hits / wanted,
        "index B/doc": disk,
        "grown MiB": resident_mib() - before,
    }


def bench_datasketch(size: int) -> dict[str, float] | None:
    """Return the same figures for MinHashLSH (128 permutations, threshold .5), or None without it."""
    if importlib.util.find_spec("datasketch") is None or size > DATASKETCH_MAX:
        return None
    from datasketch import MinHash, MinHashLSH

    def sketch(text: str) -> Any:
        words = text.casefold().split()
        made = MinHash(num_perm=128)
        made.update_batch([" ".join(words[at : at + 5]).encode() for at in range(len(words) - 4)])
        return made

    before = resident_mib()
    index = MinHashLSH(threshold=0.5, num_perm=128)
    start = time.process_time()
    for number in range(size):
        index.insert(str(number), sketch(" ".join(paragraphs_of(number))))
    load_ms = (time.process_time() - start) * 1e3 / size
    times: list[float] = []
    hits = wanted = 0
    for turn, (record, of) in enumerate(queries(size)):
        start = time.process_time()
        made = sketch(record.text)
        found = index.query(made)
        index.insert(f"query {turn}", made)
        times.append((time.process_time() - start) * 1e3)
        wanted += of is not None
        hits += of is not None and str(of) in found
    return {
        "documents": size,
        "load ms": load_ms,
        "p50 ms": statistics.median(times),
        "p95 ms": statistics.quantiles(times, n=20)[-1],
        "hit rate": hits / wanted,
        "grown MiB": resident_mib() - before,
    }


def resident_mib() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def show(name: str, figures: dict[str, float]) -> None:
    print(
        f"{name:<11}",
        "  ".join(f"{key} {value:,.2f}" if value < 100 else f"{key} {value:,.0f}" for key, value in figures.items()),
        flush=True,
    )


def main(sizes: Sequence[int], run: Callable[[int, Path], dict[str, float]] = bench) -> None:
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            show("watcher", run(size, Path(folder)))
        other = bench_datasketch(size)
        if other is None:
            reason = (
                "is not installed" if importlib.util.find_spec("datasketch") is None else f"is left out above {DATASKETCH_MAX:,}"
            )
            print(f"datasketch {reason} (pip install datasketch)")
        else:
            show("datasketch", other)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    main(parser.parse_args().sizes)
