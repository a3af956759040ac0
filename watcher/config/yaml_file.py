"""Read one YAML file strictly, and know the line of every key in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from watcher.errors import ConfigError

FILE_BYTES_MAX: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A parsed file: `data` is plain dicts, lists and scalars; `tree` keeps the lines."""

    path: Path
    tree: Any
    data: Any

    def line(self, location: Sequence[str | int]) -> int:
        """Return the 1-based line of the deepest part of `location` that stands in the file."""
        node, line = self.tree, 1
        for part in location:
            found = _line_of(node, part)
            if found is None:
                break
            line, node = found, node[part]
        return line


def read_yaml(path: Path) -> YamlFile:
    """Read `path`.

    Raises:
        ConfigError: the file is missing, too large, no UTF-8, no YAML, has a key twice, or is not a mapping.
    """
    text = _read_text(path)
    try:
        tree = YAML(typ="rt", pure=True).load(text)
    except DuplicateKeyError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ConfigError(_first_line(error.problem), file=path, line=line, fix="keep one of the two") from error
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ConfigError(f"not valid YAML: {_first_line(error.problem)}", file=path, line=line) from error
    except YAMLError as error:
        raise ConfigError(f"not valid YAML: {_first_line(str(error))}", file=path) from error
    if not isinstance(tree, CommentedMap):
        raise ConfigError("the file must be a mapping of keys to values", file=path, line=1, fix="see docs/reference/config.md")
    return YamlFile(path, tree, _plain(tree))


def _read_text(path: Path) -> str:
    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            raise ConfigError(f"larger than {FILE_BYTES_MAX:,} bytes", file=path, fix="split the watch")
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ConfigError("there is no such file", file=path, fix="write one with `watcher init DIR`") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"not UTF-8 at byte {error.start}", file=path, fix="save it as UTF-8") from error
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", file=path) from error


def _line_of(node: Any, part: str | int) -> int | None:
    if isinstance(node, CommentedMap) and part in node:
        return int(node.lc.key(part)[0]) + 1
    if isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
        return int(node.lc.item(part)[0]) + 1
    return None


def _plain(node: Any) -> Any:
    if isinstance(node, CommentedMap):
        return {_plain(key): _plain(value) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        return [_plain(value) for value in node]
    for kind in (bool, int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return node


def _first_line(text: str | None) -> str:
    return (text or "unreadable").splitlines()[0]
