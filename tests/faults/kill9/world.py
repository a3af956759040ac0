"""What the killed watcher works on: a watch with receivers of every kind that has a server, and news that is put into its store."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from watcher.app import load
from watcher.dedup import fingerprint
from watcher.model import (
    Alert,
    AlertReason,
    Assessment,
    Band,
    Document,
    Evidence,
    Group,
    Judgement,
    Record,
    Story,
    Told,
    Watch,
)
from watcher.model.settlement import Action, NewAlert, Settlement
from watcher.pipeline.settle import Tellers, tellings
from watcher.store import Store

CONCERNS = ("1", "2", "3", "4", "5", "6", "7")
SOURCES = """\
polling: {{contact: "desk@union.example", delay_per_host: 0s, workers: 1}}
sources:
  - {{id: union, name: Example Heads' Union, group: union, kind: feed, url: "http://127.0.0.1:{port}/feed.xml", every: 300d,
     allow_private: true}}
"""
ALERTS = """\
digests: {{weekly: {{day: monday, at: "07:30"}}, daily: {{at: "07:30"}}, zone: Europe/London}}
receivers:
  - id: mail
    kind: email
    to: "a@union.example, b@union.example"
    from: watcher@union.example
    on_ambiguous: resend
    smtp: {{host: 127.0.0.1, port: {smtp}, security: none, deadline_s: 5}}
  - id: careful
    kind: email
    to: "c@union.example"
    from: watcher@union.example
    on_ambiguous: hold
    smtp: {{host: 127.0.0.1, port: {smtp}, security: none, deadline_s: 5}}
  - {{id: hook, kind: webhook, url: "http://127.0.0.1:{hook}/hook", allow_private: true}}
  - {{id: folder, kind: file, path: state/outbox}}
routes:
  - {{id: at-once, to: [mail, careful, hook, folder], when: now, match: {{reasons: [new]}}}}
  - {{id: daily, to: [mail, hook, folder], when: daily, match: {{reasons: [new]}}}}
  - {{id: weekly, to: [careful], when: weekly, match: {{reasons: [new]}}}}
  - {{id: operators, to: [folder], when: now, match: {{reasons: [source-failing, delivery-failed]}}}}
"""


def write_watch(folder: Path, *, smtp: int, hook: int, site: int) -> Watch:
    """Write a watch whose receivers are the given ports on loopback."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sources.yaml").write_text(SOURCES.format(port=site))
    (folder / "alerts.yaml").write_text(ALERTS.format(smtp=smtp, hook=hook))
    return load(folder, {})


def mark(number: int) -> str:
    """Return the word by which a piece of news is known in every message that tells of it."""
    return f"MARK{number:06d}"


class Newsroom:
    """Puts statements into the store of a watch as a visit does, each with its alert and deliveries in one transaction."""

    def __init__(self, watch: Watch, chance: random.Random):
        self._watch, self._chance = watch, chance
        self.count = 0

    def publish(self, count: int, now: datetime) -> None:
        """Store `count` new statements that everybody is to be told of."""
        with closing(Store(self._watch.state_dir / "watcher.db")) as store:
            for _ in range(count):
                self.count += 1
                store.statements.record(self._settlement(self.count, self._chance.sample(CONCERNS, k=2), now))

    def _settlement(self, number: int, concerns: Sequence[str], now: datetime) -> Settlement:
        text = f"The union says that heads wait too long, in its note {mark(number)}."
        told = tuple(Told(each, 0.9, Band.SURE, None, (text,)) for each in concerns)
        url = f"https://union.example/{number}"
        story = Story("", "", f"Note {mark(number)}", url, "Example Heads' Union", Group.UNION, None, now, told)
        alert = Alert("", AlertReason.NEW, now, story, source_id="union")
        record = Record(
            "", text, title=f"Note {mark(number)}", source="union", publisher=story.publisher, group=Group.UNION, url=url
        )
        assessments = tuple(Assessment(each, 0.9, Band.SURE, None, (Evidence(0, len(text), text),)) for each in concerns)
        return Settlement(
            action=Action.STORE,
            record=record,
            document=Document(text, extractor_version="1"),
            fingerprint=fingerprint(record),
            judgement=Judgement(assessments, dict.fromkeys(concerns, 0.9), is_relevant=True, scope="core", model_version="kill9"),
            relations=(),
            settled_at=now,
            taxonomy_id=self._watch.taxonomy.id,
            is_baseline=False,
            host="union.example",
            story=f"kill9-{number}",
            alert=NewAlert(AlertReason.NEW, tellings(alert, Tellers(self._watch.routes, self._watch.receivers))),
        )
