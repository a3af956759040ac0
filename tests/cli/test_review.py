"""`watcher review`: what an analyst says stands at once, and the walk ends as the analyst wishes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .parts import STATEMENT, run, spawn, write_watch

MENU = "The canteen has changed its menu. “Heads eat for nothing on Fridays,” said Ada Brook."


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A watch with one statement, s1, on concern 5."""
    watch = write_watch(tmp_path / "watch")
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps({"id": "1", "title": "Reports come late", "text": STATEMENT}))
    assert run("import", file, "-C", watch).code == 0
    assert concerns(watch) == ["5"]
    return watch


def concerns(watch: Path) -> list[str]:
    [line] = run("export", "-C", watch).lines
    return [each["id"] for each in line["concerns"]]


def test_what_an_analyst_says_stands_at_once(stored: Path) -> None:
    """No key is guessed, another concern is added with its sentence, the first is then still asked of, and taken away."""
    ended = spawn("review", "s1", "-C", stored, stdin=b"x\na\n9\n2\n0\nthree\n3\n")
    assert (ended.code, ended.out.endswith("1 recorded\n")) == (0, True)
    assert "Which sentence (1 to 3)" in ended.out
    assert concerns(stored) == ["2", "5"]
    assert spawn("review", "s1", "-C", stored, stdin=b"a\n3\n1\nk\nn\nq\n").out.endswith("3 recorded\n")
    assert concerns(stored) == ["2", "3"]
    spawn("review", "s1", "-C", stored, stdin=b"k\nn\n")
    assert concerns(stored) == ["2"]
    [*_, line] = run("review", "--export", "-C", stored).lines
    assert line["text"] in STATEMENT


def test_what_the_model_missed_is_added(tmp_path: Path) -> None:
    """A statement on no concern can be given one, and its sentence has its speaker at once and when it is read again."""
    watch = write_watch(tmp_path / "watch")
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps({"id": "1", "title": "A menu", "text": MENU}), encoding="utf-8")
    assert run("import", file, "-C", watch).code == 0
    assert concerns(watch) == []
    ended = spawn("review", "s1", "-C", watch, stdin=b"k\na\n7\n2\nl\n")
    assert "No concern is given." in ended.out
    assert ended.out.endswith("1 recorded\n")
    assert concerns(watch) == ["7"]
    for _ in range(2):
        [[line]] = [json.loads(run("ledger", "--format", "json", "-C", watch).out)]
        assert (line["concern"], line["speaker"]) == ("7", "Ada Brook")
        add = run("people", "add", "Bo Finch", "-C", watch)
        read = run("ledger", "read", "-C", watch)
        assert (add.code, read.out.strip()) in ((0, "1 read"), (78, "0 read"))


def test_the_walk_ends_with_the_input(stored: Path) -> None:
    """Without more input nothing is invented and nothing is a fault: what was said is kept."""
    for stdin in (b"", b"l\n", b"q\n", b"a\n", b"a\n2\n"):
        ended = spawn("review", "s1", "-C", stored, stdin=stdin)
        assert (ended.code, ended.err) == (0, "")
        assert ended.out.endswith("0 recorded\n")
    assert concerns(stored) == ["5"]
    assert "there is no statement s9" in run("review", "s9", "-C", stored).err
