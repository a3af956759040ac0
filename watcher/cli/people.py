"""The people whose words the ledger keeps: list, add."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from watcher.cli.options import WatchDir
from watcher.cli.screen import put, row, say, table
from watcher.errors import InputError

if TYPE_CHECKING:
    from watcher.config.gazetteer import PersonEntry

app: Final = typer.Typer(help="The people whose words the ledger keeps, with their roles by date.", no_args_is_help=True)


def register(parent: typer.Typer) -> None:
    """Add these commands to `parent`."""
    parent.add_typer(app, name="people")


@app.command("list")
def list_people(*, watch_dir: WatchDir = Path()) -> None:
    """List everybody with their roles."""
    from watcher.app import gazetteer

    made = table("name", "what", "organisation", "from", "to")
    for person in gazetteer(watch_dir).people:
        for tenure in person.tenures or (None,):
            cells = (tenure.role, tenure.body, tenure.since or "", tenure.until or "") if tenure else ("", "", "", "")
            row(made, person.name if person.is_speaker else f"{person.name} (never shown)", *cells)
    put(made)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="as it is to be shown, such as 'Ada Brook'")],
    *,
    role: Annotated[str | None, typer.Option(help="what they are, such as 'General Secretary'")] = None,
    body: Annotated[str | None, typer.Option(help="where: a name from bodies.yaml, or another that means it")] = None,
    since: Annotated[str | None, typer.Option("--from", help="the role's first day, such as 2024-01-31")] = None,
    until: Annotated[str | None, typer.Option("--to", help="its last day")] = None,
    alias: Annotated[list[str] | None, typer.Option(help="another name or a misspelling; may be repeated")] = None,
    never: Annotated[bool, typer.Option("--never-speaker", help="never shown as a speaker")] = False,
    watch_dir: WatchDir = Path(),
) -> None:
    """Add somebody to people.yaml (written from the packed one if the watch has none); comments stay, a double is refused."""
    from watcher.app import packed
    from watcher.config.gazetteer import add_person

    if role is None and (body or since or until):
        raise InputError("--body, --from and --to say more of a role: give --role too")
    people, bodies = watch_dir / "people.yaml", watch_dir / "bodies.yaml"
    bodies = bodies if bodies.exists() else packed("bodies.yaml")
    data: dict[str, Any] = {"name": name.strip(), "aliases": alias or [], "speaker": not never}
    if role is not None:
        data["roles"] = [
            {"role": role.strip(), "body": _body_of(body, watch_dir), "from": _day("--from", since), "to": _day("--to", until)}
        ]
    entry = _entry(data)
    if not people.exists():
        shutil.copyfile(packed("people.yaml"), people)
    add_person(people, bodies, entry)
    say(f"added {name}; `watcher ledger read` reads what is stored again")


def _entry(data: dict[str, Any]) -> PersonEntry:
    from pydantic import ValidationError

    from watcher.config.gazetteer import PersonEntry

    try:
        return PersonEntry.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        option = {"name": "NAME: ", "role": "--role: "}.get(str(first["loc"][-1] if first["loc"] else ""), "")
        is_short = first["type"] == "string_too_short"
        problem = "two letters or more are expected" if is_short else first["msg"].removeprefix("Value error, ")
        raise InputError(option + problem) from error


def _body_of(name: str | None, watch_dir: Path) -> str:
    """Return the body's own name in bodies.yaml; "" if none is given."""
    from watcher.app import gazetteer, packed

    if name is None:
        return ""
    body = gazetteer(watch_dir).body_named(name) if name.strip() else None
    if body is None:
        own = watch_dir / "bodies.yaml"
        first = "" if own.exists() else f"copy {packed('bodies.yaml')} to {own}, then "
        raise InputError(f"bodies.yaml has no {name!r}; {first}add `- name: {name}` under `bodies:` in {own}")
    return body.name


def _day(option: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{option} {text!r}: give a day such as 2024-01-31") from error
