"""people.yaml and bodies.yaml -> Gazetteer."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator
from ruamel.yaml import YAML

from watcher.config.load import validate
from watcher.config.yaml_file import YamlFile, read_yaml
from watcher.errors import ConfigError
from watcher.ledger.gazetteer import Gazetteer, key_of
from watcher.model import Body, Person, Tenure


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class RoleEntry(_Strict):
    role: str = Field(min_length=2)
    body: str = ""
    since: date | None = Field(None, alias="from")
    until: date | None = Field(None, alias="to")
    also: list[str] = []

    @model_validator(mode="after")
    def _in_order(self) -> RoleEntry:
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"a role that ends on {self.until} cannot begin on {self.since}")
        return self


class PersonEntry(_Strict):
    name: str = Field(min_length=2)
    aliases: list[str] = []
    nicknames: list[str] = []
    guarded: list[str] = []
    near: list[str] = []
    roles: list[RoleEntry] = []
    speaker: bool = True

    @model_validator(mode="after")
    def _guards(self) -> PersonEntry:
        if self.guarded and not self.near:
            raise ValueError("`guarded` names need words `near` them")
        return self


class BodyEntry(_Strict):
    name: str = Field(min_length=2)
    aliases: list[str] = []
    metonyms: list[str] = []


class PeopleFile(_Strict):
    people: list[PersonEntry]


class BodiesFile(_Strict):
    bodies: list[BodyEntry]


def load_gazetteer(people_path: Path, bodies_path: Path) -> Gazetteer:
    """Return the gazetteer of a people.yaml and a bodies.yaml.

    Raises:
        ConfigError: a file is wrong, a name stands twice, or a role is at a body that bodies.yaml does not have.
    """
    bodies_file = read_yaml(bodies_path)
    bodies = validate(bodies_file, BodiesFile).bodies
    _unique(bodies_file, "bodies", [[entry.name, *entry.aliases] for entry in bodies])
    people_file = read_yaml(people_path)
    people = validate(people_file, PeopleFile).people
    _unique(people_file, "people", [[entry.name] for entry in people])
    _check_bodies(people_file, people, {entry.name for entry in bodies})
    return Gazetteer((_person(entry) for entry in people), (_body(entry) for entry in bodies))


def _person(entry: PersonEntry) -> Person:
    return Person(
        name=entry.name,
        tenures=tuple(Tenure(role.role, role.body, role.since, role.until, tuple(role.also)) for role in entry.roles),
        aliases=tuple(entry.aliases),
        nicknames=tuple(entry.nicknames),
        guarded=tuple(entry.guarded),
        near=tuple(entry.near),
        is_speaker=entry.speaker,
    )


def _body(entry: BodyEntry) -> Body:
    return Body(entry.name, tuple(entry.aliases), tuple(entry.metonyms))


def _unique(file: YamlFile, section: str, names: list[list[str]]) -> None:
    seen: dict[str, int] = {}
    for position, group in enumerate(names):
        for name in group:
            first = seen.setdefault(key_of(name), position)
            if first != position:
                line = file.line((section, position))
                where = file.line((section, first))
                raise ConfigError(
                    f"{name!r} stands twice (first in line {where})",
                    file=file.path,
                    line=line,
                    key=f"{section}.{position}.name",
                    fix="one entry a name",
                )


def _check_bodies(file: YamlFile, people: list[PersonEntry], known: set[str]) -> None:
    for position, person in enumerate(people):
        for number, role in enumerate(person.roles):
            if role.body and role.body not in known:
                where = ("people", position, "roles", number, "body")
                raise ConfigError(
                    f"there is no body {role.body!r}",
                    file=file.path,
                    line=file.line(where),
                    key=".".join(map(str, where)),
                    fix=f"add it to bodies.yaml, or one of {', '.join(sorted(known))}",
                )


def add_person(people_path: Path, bodies_path: Path, entry: PersonEntry) -> None:
    """Write `entry` at the end of a people.yaml, all that stands there kept to the letter; nothing is written if it does not fit.

    Raises:
        ConfigError: somebody of that name or alias is there already, or a role is at a body that bodies.yaml does not have.
    """
    known = load_gazetteer(people_path, bodies_path)
    for name in (entry.name, *entry.aliases):
        found = known.people_named(name)
        if found:
            raise ConfigError(f"{name!r} means {found[0].name} already", file=people_path, key="people", fix="give another name")
    before = people_path.read_text(encoding="utf-8")
    people_path.write_text(f"{before.rstrip()}\n{_as_yaml(entry)}", encoding="utf-8")
    try:
        load_gazetteer(people_path, bodies_path)
    except ConfigError:
        people_path.write_text(before, encoding="utf-8")
        raise


def _as_yaml(entry: PersonEntry) -> str:
    """Return an entry as it stands under `people:`, without what is left at its default."""
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 130
    text = StringIO()
    yaml.dump({"people": [entry.model_dump(by_alias=True, exclude_defaults=True)]}, text)
    return text.getvalue().partition("\n")[2]
