"""Messages as files in a folder: for a person to open, a share, or another program to pick up."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
from collections.abc import Mapping
from datetime import UTC
from hashlib import blake2b
from pathlib import Path
from typing import Final

from watcher.errors import Reason
from watcher.failpoint import failpoint
from watcher.model import Message, Receiver
from watcher.notify.contract import OnCommitting, hitch, setting

NAME_CHARS_MAX: Final = 60
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_-]+")


class FileNotifier:
    """Writes one .html, .txt and .json a message, each whole or not at all; the .json comes last and says that all are there."""

    async def send(self, message: Message, receiver: Receiver, *, on_committing: OnCommitting) -> str:
        """Return the path of the .json; a message whose .json is there has been delivered and is not written again."""
        folder = Path(setting(receiver, "path"))
        contents = _contents(message)
        last = folder / list(contents)[-1]
        try:
            if not await asyncio.to_thread(_stage, folder, last, contents):
                return str(last)
            failpoint("file-staged")
            on_committing()  # here and not in the thread: the caller's database belongs to this one
            await asyncio.to_thread(_settle, folder, contents)
            failpoint("file-settled")
        except OSError as error:
            raise hitch(receiver, f"cannot write to {folder}: {error.strerror or error}", Reason.TEMPORARY) from error
        finally:
            await asyncio.to_thread(_clear, folder, contents)
        return str(last)


def file_stem(message: Message) -> str:
    """Return the name without its ending: sorted by time, unique by id, and safe whatever the id holds."""
    at = message.created_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    plain = _UNSAFE.sub("-", message.id)
    if plain != message.id or len(plain) > NAME_CHARS_MAX:
        plain = f"{plain[: NAME_CHARS_MAX - 17]}-{blake2b(message.id.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"
    return f"{at}-{message.kind.value}-{plain}"


def _contents(message: Message) -> Mapping[str, str]:
    """Return the files by name; the .json is the last."""
    stem = file_stem(message)
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


def _stage(folder: Path, last: Path, contents: Mapping[str, str]) -> bool:
    """Write all files under names that nobody looks for; False if the message is there already."""
    folder.mkdir(parents=True, exist_ok=True)
    if last.exists():
        return False
    for name, content in contents.items():
        with _staged(folder / name).open("w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    return True


def _settle(folder: Path, contents: Mapping[str, str]) -> None:
    """Give the files their names, and the names to the disk: without the sync a power cut may undo the renames."""
    for name in contents:
        _staged(folder / name).replace(folder / name)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _clear(folder: Path, contents: Mapping[str, str]) -> None:
    """Take away what a failure has left behind."""
    with contextlib.suppress(OSError):
        for name in contents:
            _staged(folder / name).unlink(missing_ok=True)


def _staged(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")
