"""Files: whole or not at all, once a message."""

from __future__ import annotations

import asyncio
import json
import resource
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from watcher.errors import DeliveryError, Reason
from watcher.model import Message, Receiver, ReceiverKind
from watcher.notify import FileNotifier
from watcher.notify.file import NAME_CHARS_MAX, file_stem

from .parts import Calls, message, receiver


def send(sent: Message, target: Receiver, *, on_committing: Callable[[], None]) -> str:
    return asyncio.run(FileNotifier().send(sent, target, on_committing=on_committing))


def test_a_message_becomes_three_files_named_by_time_and_id(tmp_path: Path, committing: Calls) -> None:
    """A folder sorts by time, and each form of a message stands beside the others."""
    target = receiver(ReceiverKind.FILE, path=str(tmp_path / "state" / "outbox"))

    receipt = send(message(), target, on_committing=committing)

    names = sorted(path.name for path in (tmp_path / "state" / "outbox").iterdir())
    stem = "20240115T073005Z-alert-dlv-0001"
    assert names == [f"{stem}.html", f"{stem}.json", f"{stem}.txt"]
    assert Path(receipt).name == f"{stem}.json"
    assert json.loads(Path(receipt).read_text())["payload"]["id"] == "dlv-0001"
    assert Path(receipt).with_suffix(".txt").read_text().startswith("watcher: new statement")
    assert committing.count == 1


def test_a_message_that_is_there_is_not_written_again(tmp_path: Path, committing: Calls) -> None:
    """Sending twice leaves one message, as it was."""
    target = receiver(ReceiverKind.FILE, path=str(tmp_path))
    first = send(message(), target, on_committing=committing)
    again = send(replace(message(), text="other words"), target, on_committing=committing)

    assert (first, committing.count) == (again, 1)
    assert "Plain words." in Path(first).with_suffix(".txt").read_text()


def test_what_a_crash_left_behind_is_written_over(tmp_path: Path, committing: Calls) -> None:
    """A message without its .json was never finished, and is written whole."""
    target = receiver(ReceiverKind.FILE, path=str(tmp_path))
    (tmp_path / f".{file_stem(message())}.html.part").write_text("half")
    (tmp_path / f"{file_stem(message())}.txt").write_text("old")

    receipt = send(message(), target, on_committing=committing)

    assert "Plain words." in Path(receipt).with_suffix(".txt").read_text()
    assert not list(tmp_path.glob(".*"))


def test_a_message_without_html_has_two_files(tmp_path: Path, committing: Calls) -> None:
    """What a message does not have is not written empty."""
    send(message(html=None), receiver(ReceiverKind.FILE, path=str(tmp_path)), on_committing=committing)

    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".json", ".txt"]


@pytest.mark.parametrize("message_id", ["../../etc/passwd", "a/b", ".", "..", "", "x" * 300, "nul\x00", "é\ud800", "-rf", "CON"])
def test_no_id_leaves_the_folder(message_id: str, tmp_path: Path, committing: Calls) -> None:
    """Whatever an id holds, its files stand in the folder and differ from those of other ids."""
    sent = message(message_id)
    folder = tmp_path / "outbox"

    send(sent, receiver(ReceiverKind.FILE, path=str(folder)), on_committing=committing)

    assert len(list(folder.iterdir())) == 3
    assert list(tmp_path.iterdir()) == [folder]
    assert len(file_stem(sent)) <= NAME_CHARS_MAX + len("20240115T073005Z-operator-")
    assert file_stem(sent) != file_stem(message(f"{message_id}x"))


def test_a_folder_that_cannot_be_written_is_a_hitch(tmp_path: Path, committing: Calls) -> None:
    """A full or missing disk is tried again."""
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(DeliveryError) as caught:
        send(message(), receiver(ReceiverKind.FILE, path=str(tmp_path / "file")), on_committing=committing)

    assert (caught.value.reason, caught.value.is_permanent, committing.count) == (Reason.TEMPORARY, False, 0)


def test_nothing_appears_when_the_commit_cannot_be_recorded(tmp_path: Path) -> None:
    """If the store cannot note that the files are next, none is there."""

    def refuse() -> None:
        raise LookupError("the disk is full")

    with pytest.raises(LookupError):
        send(message(), receiver(ReceiverKind.FILE, path=str(tmp_path)), on_committing=refuse)

    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_no_half_message(tmp_path: Path, committing: Calls) -> None:
    """Where a file cannot grow, nothing is committed, nothing stays, and it is tried again."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        with pytest.raises(DeliveryError) as caught:
            send(message(text="words " * 100), receiver(ReceiverKind.FILE, path=str(tmp_path)), on_committing=committing)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert (caught.value.reason, committing.count, list(tmp_path.iterdir())) == (Reason.TEMPORARY, 0, [])
