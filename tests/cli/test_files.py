"""`watcher init` and `watcher check`, and what a wrong file leads to whatever the command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .parts import run, spawn, write_watch

READERS = ("list", "check", "run-once")


def test_a_new_watch_is_right_from_the_start(tmp_path: Path) -> None:
    """What `init` writes, `check` accepts, and says what would be polled, sent and to whom."""
    made = run("init", tmp_path / "watch")
    assert made.code == 0
    checked = run("check", "-C", tmp_path / "watch")
    assert checked.code == 0
    assert "15 of 26 sources are on" in checked.out
    assert "all files are well" in checked.out


def test_a_watch_is_never_written_over(tmp_path: Path) -> None:
    """What is there is named and left as it is."""
    watch = write_watch(tmp_path / "watch")
    before = (watch / "sources.yaml").read_text()
    ended = run("init", watch)
    assert ended.code == 65
    assert "sources.yaml" in ended.err
    assert (watch / "sources.yaml").read_text() == before


@pytest.mark.parametrize("command", READERS)
def test_every_fault_of_the_files_is_named_by_every_command(command: str, tmp_path: Path) -> None:
    """Exit 78, a line for each fault with its file, and nothing is done."""
    watch = write_watch(tmp_path / "watch")
    (watch / "sources.yaml").write_text((watch / "sources.yaml").read_text().replace("group: union", "group: guild"))
    (watch / "alerts.yaml").write_text((watch / "alerts.yaml").read_text().replace("kind: file", "kind: fax"))
    ended = run(command, "-C", watch)
    assert ended.code == 78
    assert "sources.yaml:3" in ended.err
    assert "alerts.yaml:2" in ended.err
    assert not (watch / "state").exists()


@pytest.mark.parametrize("command", READERS)
def test_a_folder_that_is_no_watch_is_said(command: str, tmp_path: Path) -> None:
    """The error names the missing file and how to get one."""
    ended = run(command, "-C", tmp_path / "nowhere")
    assert ended.code == 78
    assert "watcher init" in ended.err


@pytest.mark.parametrize("command", ["list", "run-once", "digest", "status"])
def test_a_database_that_is_none_is_one_line(command: str, tmp_path: Path) -> None:
    """Exit 74, and what to do."""
    watch = write_watch(tmp_path / "watch")
    (watch / "state").mkdir()
    (watch / "state" / "watcher.db").write_text("this is no database at all, but it has its name " * 30)
    ended = run(command, "-C", watch)
    assert ended.code == 74
    assert "restore a backup" in " ".join(ended.err.split())


def test_what_the_file_system_refuses_is_one_line(tmp_path: Path) -> None:
    """No traceback for a file in the place of a folder, or a preview into nowhere."""
    watch = write_watch(tmp_path / "watch")
    (tmp_path / "file").write_text("x")
    for arguments in (["init", tmp_path / "file"], ["digest", "--preview", tmp_path / "no" / "where.html", "-C", watch]):
        ended = run(*arguments)
        assert ended.code in (65, 74)
        assert "watcher: " in ended.err
    (watch / "state" / "watcher.db").unlink()
    for path in (watch / "state").iterdir():
        path.unlink()
    (watch / "state").rmdir()
    (watch / "state").write_text("a file")
    for command in ("list", "run-once"):
        ended = run(command, "-C", watch)
        assert ended.code == 74
        assert "state" in ended.err


def test_help_and_wrong_usage_are_told_apart() -> None:
    """`--help` is 0 and names the exit codes; a wrong option is 2."""
    told = spawn("--help")
    assert told.code == 0
    assert "75 another watcher" in told.out
    assert spawn("run-once", "--no-such-option").code == 2
    assert spawn("no-such-command").code == 2


def test_the_watch_may_come_from_the_environment(tmp_path: Path) -> None:
    """`WATCHER_DIR` stands in for -C."""
    watch = write_watch(tmp_path / "watch")
    ended = spawn("check", environment={**os.environ, "WATCHER_DIR": str(watch)})
    assert ended.code == 0
    assert "The Invented Union" in ended.out


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    """`watcher check | head -1` ends without a trace."""
    watch = write_watch(tmp_path / "watch")
    reading, writing = os.pipe()
    process = subprocess.Popen([sys.executable, "-m", "watcher", "check", "-C", watch], stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    os.close(reading)
    _, err = process.communicate(timeout=60)
    assert b"Traceback" not in err
    assert b"Exception" not in err
