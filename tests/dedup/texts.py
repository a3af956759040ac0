"""Short ways to the records and verdicts of a test."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from watcher.dedup import Candidate, relate
from watcher.model import Group, Record, Relation
from watcher.pipeline.relating import relate_records
from watcher.text import LineMemory

LEAD = "The Guild of Lead Undermasters has set out four changes which it says would make inspection kinder within a year."
SAID = (
    'Maud Fenner, general secretary, said: "A head in Pellworth waited eleven weeks for her report and was told '
    "not to speak of it. "
    'She is not alone, and nobody should be surprised when people leave."'
)
PLAN = (
    "The plan asks for 14 days' notice, a pause when somebody is unwell, a reply to every complaint by 3 April and a report that "
    "is no longer than 30 pages, written for parents rather than for lawyers."
)
CLOSE = "It will be sent to the inspectorate on Monday, with an invitation to discuss it over a cup of tea."
STATEMENT = f"{LEAD}\n\n{SAID}\n\n{PLAN}\n\n{CLOSE}"


def record(text: str, record_id: str = "new", **fields: Any) -> Record:
    """Return a record of the guild's page, unless `fields` say otherwise."""
    given: dict[str, Any] = {
        "source": "glu",
        "group": Group.UNION,
        "title": "Four changes for kinder inspection",
        "url": "https://www.glu.example/press/four-changes",
    }
    return Record(id=record_id, text=text, **{**given, **fields})


def paper(text: str, record_id: str = "new", **fields: Any) -> Record:
    """Return a record of a newspaper's page."""
    given: dict[str, Any] = {
        "source": "clarion",
        "group": Group.PRESS,
        "title": "Four wishes",
        "url": "https://clarion.example/four-wishes/",
    }
    return record(text, record_id, **{**given, **fields})


def elsewhere(text: str, record_id: str = "new", **fields: Any) -> Record:
    """Return a record of another body's page."""
    given: dict[str, Any] = {"source": "osf", "title": "Ideas from the guild", "url": "https://osf.example/latest/ideas"}
    return record(text, record_id, **{**given, **fields})


def related(new: Record, *earlier: Record, memory: LineMemory | None = None) -> tuple[Relation, ...]:
    """Return how `new` stands to the earlier records, each the head of its own family."""
    known = [
        Candidate(record=one, position=place, head=one.id, head_group=one.group, memory=memory or LineMemory())
        for place, one in enumerate(earlier)
    ]
    return relate(new, known, memory or LineMemory())


def verdicts(*records: Record, seeds: Sequence[Record] = ()) -> dict[str, dict[str, Any]]:
    """Return the verdict on each record of a stream, by id."""
    return {verdict["id"]: verdict for verdict in relate_records(records, seeds)}
