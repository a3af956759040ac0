"""Write the reference pages from the code: `python -m docs.generate`; with `--check`, say whether they are true."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin

import typer
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from watcher.cli import app
from watcher.config.schema import RECEIVERS, AlertsFile, ConcernsFile, SeedsFile, SourcesFile
from watcher.sources import SOURCE_KINDS

HERE: Final = Path(__file__).parent
_NOTE: Final = "<!-- Written by `make docs` from the code: edit the code. -->"
_NAMES: Final = {"_duration": "a duration such as `15m`, `6h`, `1d`", "_time_of_day": '`"HH:MM"`', "_weekday": "a day's name"}


def cli_page() -> str:
    """Return docs/reference/cli.md: every command with its help, arguments and options, a group's own commands below it."""
    group: Any = typer.main.get_command(app)
    parts = [f"# Commands\n\n{_NOTE}\n\n{app.info.help}\n\n{app.info.epilog}\n"]
    return "\n".join([*parts, *_commands(group, "watcher", "##")])


def _commands(group: Any, path: str, heading: str) -> Iterator[str]:
    """Yield a section for each command of `group`, and after a command that is a group itself those of its own."""
    commands: dict[str, Any] = group.commands
    for name, command in commands.items():
        lines = [f"{heading} {path} {name}\n", (command.help or "").strip() + "\n"]
        lines += [line for parameter in command.params if (line := _parameter(parameter))]
        yield "\n".join(lines).rstrip() + "\n"
        if hasattr(command, "commands"):
            yield from _commands(command, f"{path} {name}", f"{heading}#")


def _parameter(parameter: Any) -> str:
    if parameter.name == "help":
        return ""
    if parameter.param_type_name == "argument":
        return f"- `{parameter.metavar or parameter.name.upper()}`: {getattr(parameter, 'help', '') or ''}"
    names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts) if not name.startswith("--no-"))
    return f"- {names}: {parameter.help or ''}"


def config_page() -> str:
    """Return docs/reference/config.md: every key of the operator's files."""
    parts = [f"# The operator's files\n\n{_NOTE}\n\nUnknown and duplicate keys are errors that name the file and the line.\n"]
    for name, model in (("sources.yaml", SourcesFile), ("concerns.yaml", ConcernsFile), ("alerts.yaml", AlertsFile)):
        parts += [f"## {name}\n\n{(model.__doc__ or '').strip()}\n", *_tables(model)]
    parts += ["## Receivers (in alerts.yaml)\n", *(part for model in RECEIVERS.values() for part in _tables(model))]
    parts += ["## seeds/manifest.yaml\n", *_tables(SeedsFile)]
    kinds = "\n".join(f"- `{name}`: {(type(kind).__doc__ or '').strip().splitlines()[0]}" for name, kind in SOURCE_KINDS.items())
    return "\n".join([*parts, f"## Source kinds\n\n{kinds}\n"])


def _tables(model: type[BaseModel], seen: set[type] | None = None) -> Iterator[str]:
    known = seen if seen is not None else set()
    if model in known:
        return
    known.add(model)
    rows = "\n".join(_row(name, field) for name, field in model.model_fields.items())
    heading = (model.__doc__ or model.__name__).strip().splitlines()[0]
    yield f"### {heading}\n\n| key | value | default | meaning |\n|---|---|---|---|\n{rows}\n"
    for field in model.model_fields.values():
        for inner in _models(field.annotation):
            yield from _tables(inner, known)


def _row(name: str, field: FieldInfo) -> str:
    default = "required" if field.is_required() else _default(field)
    return f"| `{field.alias or name}` | {_type(field)} | {default} | {field.description or ''} |"


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    if value is None or isinstance(value, BaseModel) or value in ("", [], {}):
        return ""
    return f"`{', '.join(map(str, value)) if isinstance(value, list) else value}`"


def _type(field: FieldInfo) -> str:
    for item in field.metadata:
        function = getattr(getattr(item, "func", None), "__name__", "")
        if function in _NAMES:
            return _NAMES[function]
    return _type_words(field.annotation)


def _type_words(kind: Any) -> str:
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return ", ".join(f"`{member}`" for member in kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return "a mapping, below"
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return ", ".join(f"`{value}`" for value in inner)
    if origin is list:
        return f"a list of {_type_words(inner[0])}"
    if origin is not None and origin is not dict:
        return " or ".join(dict.fromkeys(_type_words(part) for part in inner if part is not type(None) and not _is_metadata(part)))
    return {str: "text", int: "a whole number", float: "a number", bool: "`true` or `false`"}.get(kind, "a mapping")


def _is_metadata(part: Any) -> bool:
    return not isinstance(part, type) and get_origin(part) is None


def _models(kind: Any) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for part in get_args(kind):
        yield from _models(part)


PAGES: Final = {"reference/cli.md": cli_page, "reference/config.md": config_page}


def main() -> int:
    """Write the pages, or with `--check` return 1 if one is out of date."""
    stale = [name for name, page in PAGES.items() if not (HERE / name).exists() or (HERE / name).read_text() != page()]
    if "--check" in sys.argv[1:]:
        for name in stale:
            print(f"docs/{name} is out of date: run `make docs`")
        return bool(stale)
    for name, page in PAGES.items():
        (HERE / name).write_text(page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
