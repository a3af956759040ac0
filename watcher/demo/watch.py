"""The watch that goes with the demo world: its sources.yaml, alerts.yaml, people.yaml and bodies.yaml."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from watcher.app import packed
from watcher.demo.content import Publisher, load_publishers

POLLING: Final = {"contact": "demo@watcher.example", "delay_per_host": "0s"}

ALERTS: Final[dict[str, Any]] = {
    "digests": {"weekly": {"day": "monday", "at": "07:30"}, "daily": {"at": "07:30"}, "zone": "Europe/London"},
    "receivers": [
        {"id": "folder", "kind": "file", "enabled": True, "path": "state/outbox"},
        {"id": "desk", "kind": "file", "enabled": True, "path": "state/alerts"},
    ],
    "routes": [
        {
            "id": "at-once",
            "to": ["desk"],
            "when": "now",
            "match": {"reasons": ["new", "revised", "due", "overdue", "gap"], "score_min": 0.8},
        },
        {"id": "weekly", "to": ["folder"], "when": "weekly"},
        {
            "id": "operators",
            "to": ["desk"],
            "when": "now",
            "match": {
                "reasons": ["source-failing", "source-silent", "source-suspect", "source-recovered", "held", "delivery-failed"]
            },
        },
    ],
}

BODIES: Final[list[dict[str, Any]]] = [
    {"name": "Inspectorate of Schools", "aliases": ["Inspection blog"]},
    {"name": "Heads’ Federation"},
    {"name": "Association of Primary Leaders"},
    {"name": "Classroom Alliance"},
    {"name": "Leaders’ Lifeline"},
    {"name": "Riverbank Council"},
]
PEOPLE: Final[list[dict[str, Any]]] = [
    {"name": "Rowan Thistlewood", "roles": [{"role": "Chief Inspector", "body": "Inspectorate of Schools"}]},
    {"name": "Margaret Oyelaran", "roles": [{"role": "General Secretary", "body": "Heads’ Federation"}]},
    {"name": "Tomasz Hargreaves", "roles": [{"role": "General Secretary", "body": "Association of Primary Leaders"}]},
    {"name": "Dilys Penhaligon", "roles": [{"role": "Joint General Secretary", "body": "Classroom Alliance"}]},
    {"name": "Casimir Boateng", "roles": [{"role": "Joint General Secretary", "body": "Classroom Alliance"}]},
]


def write_watch(directory: Path, port: int | None) -> None:
    """Write the four files of a watch on the demo world that is served at `port`; `directory` is made if need be.

    Without a port the addresses have none, which serves a reader better and needs the world's resolver. Files that are there
    already are overwritten. Every source may be on a loopback address, and messages go to a folder.
    """
    directory.mkdir(parents=True, exist_ok=True)
    sources = [_source(publisher, port) for publisher in load_publishers()]
    _write(
        directory / "sources.yaml", {"polling": POLLING, "sources": sources}, "The demo world's publishers: all of them invented."
    )
    _write(directory / "alerts.yaml", ALERTS, "Who is told in the demo: a folder of files.")
    _write_gazetteer(directory)


def _write_gazetteer(directory: Path) -> None:
    """Write the packed people and bodies with the invented ones.

    "The inspectorate" and "the department" mean nobody here: invented words must not be a real body's.
    """
    yaml = YAML(typ="safe")
    bodies = yaml.load(packed("bodies.yaml"))["bodies"]
    real = [{key: value for key, value in body.items() if key != "metonyms"} for body in bodies]
    people = yaml.load(packed("people.yaml"))["people"]
    _write(directory / "bodies.yaml", {"bodies": [*real, *BODIES]}, "The bodies of the seeds, and the demo's invented ones.")
    _write(directory / "people.yaml", {"people": [*people, *PEOPLE]}, "The people of the seeds, and the demo's invented ones.")


def _source(publisher: Publisher, port: int | None) -> dict[str, Any]:
    source: dict[str, Any] = {
        "id": publisher.id,
        "name": publisher.name,
        "group": publisher.group.value,
        "kind": publisher.kind,
        "url": f"http://{publisher.host}{f':{port}' if port else ''}{publisher.listing}",
        "every": "1h",
        "allow_private": True,
    }
    if publisher.selectors:
        source["selectors"] = {name: value for name, value in asdict(publisher.selectors).items() if value is not None}
    return source


def _write(path: Path, data: dict[str, Any], heading: str) -> None:
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    with path.open("w", encoding="utf-8") as file:
        file.write(f"# {heading}\n")
        yaml.dump(data, file)
