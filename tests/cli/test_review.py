"""`watcher review`: what an analyst says stands at once, and the walk ends as the analyst wishes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Final

import pytest

from watcher.cli.training import named_from

from .parts import STATEMENT, run, spawn, write_watch

AIR: Final = Path(__file__).parents[2] / "examples" / "air-pollution" / "concerns.yaml"
MENU: Final = "The canteen has changed its menu. “Heads eat for nothing on Fridays,” said Ada Brook."


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


def test_what_another_model_would_change_is_shown_before_it_is_stored(tmp_path: Path) -> None:
    """Under another inquiry's file a stored text gains a concern: that is shown, then stored, then nothing is left to judge."""
    watch = write_watch(tmp_path / "watch")
    file = tmp_path / "in.jsonl"
    text = "The legal limit for fine particles is twice what the World Health Organization advises, and it should be brought down."
    file.write_text(json.dumps({"id": "1", "title": "Clean air", "text": text}), encoding="utf-8")
    assert run("import", file, "-C", watch).code == 0
    shutil.copyfile(AIR, watch / "concerns.yaml")
    shown = run("reassess", "-C", watch).out
    assert "gained: concern 1 by 1\n1 statement judged by air-pollution-2021/1/cues-" in shown
    assert "nothing was stored" in shown
    assert concerns(watch) == []
    assert "nothing was stored" not in run("reassess", "--apply", "-C", watch).out
    assert concerns(watch) == ["1"]
    assert run("reassess", "-C", watch).out.startswith("0 statements judged")


def test_a_model_is_named_from_the_file_that_names_it(tmp_path: Path) -> None:
    """What `watcher train` tells to paste is right from concerns.yaml's folder, wherever the model lies."""
    file = tmp_path / "watch" / "concerns.yaml"
    assert named_from(tmp_path / "watch" / "m.json", file) == "m.json"
    assert named_from(tmp_path / "m.json", file) == "../m.json"
