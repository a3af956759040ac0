"""A watch on invented bodies, with a real database and classifier and a clock that is moved by hand; no network, no workers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from watcher.app import classifier, gazetteer, load, load_taxonomy, packed
from watcher.classify import Classifier
from watcher.ledger import Gazetteer
from watcher.model import Group, Health, HealthState, Outcome, PollRun, Record, StatedDate, Watch
from watcher.pipeline.importing import import_records
from watcher.pipeline.settle import Tellers
from watcher.store import Store, StoredAlert
from watcher.testing import FakeClock

BEGAN = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)
SOURCES = """\
polling: {contact: desk@watcher.example, delay_per_host: 0s}
sources:
  - {id: office, name: Invented Office, group: government, kind: feed, url: "http://office.example/feed", every: 6h}
  - {id: guild, name: Invented Guild, group: union, kind: feed, url: "http://guild.example/feed", every: 6h}
  - {id: league, name: Invented League, group: union, kind: feed, url: "http://league.example/feed", every: 6h}
  - {id: circle, name: Invented Circle, group: union, kind: feed, url: "http://circle.example/feed", every: 6h}
  - {id: weekly, name: Example Weekly, group: press, kind: feed, url: "http://weekly.example/feed", every: 6h}
"""
ALERTS = """\
receivers:
  - {id: folder, kind: file, path: state/outbox}
routes:
  - {id: dates, to: [folder], when: now, match: {reasons: [due, overdue, gap]}}
  - {id: weekly, to: [folder], when: weekly}
"""
BODIES = """\
bodies:
  - {name: Ofsted}
  - {name: Invented Office, aliases: [Office of Inventions], metonyms: [the office]}
  - {name: Invented Guild, metonyms: [the guild]}
  - {name: Invented League}
  - {name: Invented Circle}
"""
PEOPLE = """\
people:
  - name: Ada Brook
    roles:
      - {role: Director, body: Invented Office, to: 2024-02-29}
      - {role: Chair, body: Invented Guild, from: 2024-03-01}
"""
CONCERNS = """\
taxonomies:
  - id: perry-pfd-2023
    title: The seven
    version: test
    concerns:
""" + "".join(f"      - {{id: '{number}', title: Concern {number}, definition: A concern.}}\n" for number in range(1, 8))
"""The packed taxonomy by name, read in no time; the judge has the packed one itself."""
GROUPS = {
    "office": Group.GOVERNMENT, "guild": Group.UNION, "league": Group.UNION, "circle": Group.UNION, "weekly": Group.PRESS
}  # fmt: skip
NAMES = {
    "office": "Invented Office",
    "guild": "Invented Guild",
    "league": "Invented League",
    "circle": "Invented Circle",
    "weekly": "Example Weekly",
}
TRAINING = "The Invented Office will train every lead inspector to recognise signs of distress in headteachers by {}."
"""A promise on the second concern, with its date to fill in."""
AROUND = (
    "The plan answers the coroner’s report on the inquest into the death of Ruth Perry, after an inspection by Ofsted.",
    "Heads have said for years that nobody on the team knew what to do when a leader was plainly unwell.",
)


@dataclass(frozen=True, slots=True)
class At:
    """The part of a world that works without network and workers."""

    watch: Watch
    store: Store
    clock: FakeClock
    gazetteer: Gazetteer

    @property
    def tellers(self) -> Tellers:
        return Tellers(self.watch.routes, self.watch.receivers, self.store.silences.lasting(self.clock.now()))

    def says(
        self,
        source: str,
        key: str,
        *sentences: str,
        on: date,
        url: str | None = None,
        title: str = "A plan",
        around: tuple[str, ...] = AROUND,
    ) -> int:
        """Store what a source publishes on a day; the same `url` is a later version of the same page. Return its statement.

        What stands `around` the sentences makes texts kin that share it.
        """
        record = Record(
            id=key,
            text="\n\n".join((*sentences, *around)),
            title=title,
            source=source,
            publisher=NAMES[source],
            group=GROUPS[source],
            url=url or f"http://{source}.example/{key}",
            published=StatedDate.day(on, "test"),
        )
        import_records(self, [record], judge(), shelf="import")
        found = self.store.statements.find(source_id=source, count_max=1000)
        return next(statement.id for statement in found if statement.url == record.url)

    def polls(self, source: str, at: datetime, outcome: Outcome = Outcome.OK, *, new: int = 0) -> None:
        """Record one visit."""
        run = PollRun(source, at, at + timedelta(seconds=1), outcome, new=new)
        health = Health(HealthState.HEALTHY if outcome is Outcome.OK else HealthState.FAILING, at)
        self.store.polls.record_run(run, next_poll_at=at + timedelta(hours=6), health=health)

    def reasons(self) -> list[str]:
        """Return the reasons of all alerts, oldest first."""
        return [alert.reason.value for alert in self.alerts()]

    def alerts(self) -> list[StoredAlert]:
        return self.store.outbox.alerts(BEGAN - timedelta(days=9999), BEGAN + timedelta(days=9999))


@cache
def judge() -> Classifier:
    return classifier(load_taxonomy(packed("concerns.yaml").parent))


@contextmanager
def desk_at(folder: Path, *, alerts: str = ALERTS, began: datetime = BEGAN) -> Iterator[At]:
    """Open a watch in `folder`, written if it is not there."""
    folder.mkdir(exist_ok=True)
    files = {"sources": SOURCES, "alerts": alerts, "bodies": BODIES, "people": PEOPLE, "concerns": CONCERNS}
    for name, text in ((f"{stem}.yaml", text) for stem, text in files.items()):
        if not (folder / name).exists():
            (folder / name).write_text(text, encoding="utf-8")
    watch = load(folder)
    store = Store(watch.state_dir / "watcher.db")
    try:
        yield At(watch, store, FakeClock(began), gazetteer(folder))
    finally:
        store.close()
