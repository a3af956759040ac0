"""Messages as files in a folder: for a person to open, a share, or another program to pick up."""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Callable, Mapping
from datetime import UTC
from hashlib import blake2b
from pathlib import Path
from typing import Final

from watcher.errors import Reason
from watcher.model import Message, Receiver
from watcher.notify.contract import OnCommitting, hitch, setting

NAME_CHARS_MAX: Final = 60
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_-]+")


class FileNotifier:
    """Writes one .html, .txt and .json a message, each whole or not at all; the .json comes last and says that all are there."""

    async def send(self, message: Message, receiver: Receiver, *, on_committing: OnCommitting) -> str:
        """Return the path of the .json; a message whose .json is there has been delivered and is not written again."""
        folder = Path(setting(receiver, "path"))
        try:
            return await asyncio.to_thread(_write, message, folder, on_committing)
        except OSError as error:
            raise hitch(receiver, f"cannot write to {folder}: {error.strerror or error}", Reason.TEMPORARY) from error


def file_stem(message: Message) -> str:
    """Return the name without its ending: sorted by time, unique by id, and safe whatever the id holds."""
    at = message.created_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    plain = _UNSAFE.sub("-", message.id)
    if plain != message.id or len(plain) > NAME_CHARS_MAX:
        plain = f"{plain[: NAME_CHARS_MAX - 17]}-{blake2b(message.id.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"
    return f"{at}-{message.kind.value}-{plain}"


def _write(message: Message, folder: Path, on_committing: Callable[[], None]) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    stem = file_stem(message)
    last = folder / f"{stem}.json"
    if last.exists():
        return str(last)
    for name, content in _contents(message, stem).items():
        _stage(folder / name, content)
    on_committing()
    for name in _contents(message, stem):
        _staged(folder / name).replace(folder / name)
    _sync_folder(folder)
    return str(last)


def _contents(message: Message, stem: str) -> Mapping[str, str]:
    record = {
        "id": message.id,
        "receiver": message.receiver_id,
        "kind": message.kind.value,
        "created_at": message.created_at.isoformat(),
        "subject": message.subject,
        "payload": dict(message.payload),
    }
    html = {f"{stem}.html": message.html} if message.html is not None else {}
    return {**html, f"{stem}.txt": f"{message.subject}\n\n{message.text}", f"{stem}.json": json.dumps(record, indent=2) + "\n"}


def _staged(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


def _stage(path: Path, content: str) -> None:
    with _staged(path).open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Without this a power cut may undo the renames."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
