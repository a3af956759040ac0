"""Secrets come from the environment: `${NAME}` must be set, `${NAME:-default}` need not be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

_VARIABLE: Final = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}")


def unset_variables(node: Any, environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names that `node` needs and `environment` does not have (empty counts as unset), in order."""
    names = [
        match[1]
        for text in _texts(node)
        for match in _VARIABLE.finditer(text)
        if match[2] is None and not environment.get(match[1])
    ]
    return tuple(dict.fromkeys(names))


def substitute(node: Any, environment: Mapping[str, str]) -> Any:
    """Return `node` with every variable in its strings replaced; unset ones become their default or nothing."""
    if isinstance(node, dict):
        return {key: substitute(value, environment) for key, value in node.items()}
    if isinstance(node, list):
        return [substitute(value, environment) for value in node]
    if isinstance(node, str):
        return _VARIABLE.sub(lambda match: environment.get(match[1]) or match[2] or "", node)
    return node


def _texts(node: Any) -> list[str]:
    if isinstance(node, dict):
        return [text for value in node.values() for text in _texts(value)]
    if isinstance(node, list):
        return [text for value in node for text in _texts(value)]
    return [node] if isinstance(node, str) else []
