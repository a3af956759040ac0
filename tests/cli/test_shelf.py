"""`watcher list`, `show`, `search`, `import` and `export` on the demo's three days."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest
from pipeline.parts import ThreeDays

from .parts import STATEMENT, files_in, run, spawn, write_watch

ESCAPES = "A title \x1b[31mwith\x07 colour \u202eand turns"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return write_watch(tmp_path / "watch")


def put(folder: Path, *records: object, name: str = "in.jsonl") -> Path:
    path = folder / name
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in records), encoding="utf-8")
    return path


def test_what_is_stored_is_listed_and_narrowed(three_days: ThreeDays) -> None:
    """Each option narrows; the limit is kept; nothing found is said."""
    watch = three_days.folder
    everything = run("list", "--json", "-n", "1000", "-C", watch).lines
    assert len(everything) == len({line["id"] for line in everything}) > 50
    about = run("list", "--json", "--concern", "4", "-C", watch).lines
    assert about
    assert all("4" in [concern["id"] for concern in line["concerns"]] for line in about)
    assert {line["source"] for line in run("list", "--json", "--source", "inspectorate", "-C", watch).lines} == {"inspectorate"}
    assert len(run("list", "--json", "-n", "3", "-C", watch).lines) == 3
    assert len(run("list", "--json", "-n", "1000", "--since", "2024-01-12", "-C", watch).lines) < len(everything)
    none = run("list", "--source", "nobody", "-C", watch)
    assert (none.code, "nothing found" in none.err) == (0, True)
    assert none.out == ""
    assert "there is no source 'nobody'" in none.err
    assert "there is no concern '99'; one of 1, 2, 3, 4, 5, 6, 7" in run("list", "--concern", "99", "-C", watch).err


@pytest.mark.parametrize("text", ["yesterday", "5x", "2024-13-40"])
def test_a_wrong_time_is_named_once_with_what_would_be_right(three_days: ThreeDays, text: str) -> None:
    """A span or a day is asked for, with an example of each."""
    done = run("list", "--since", text, "-C", three_days.folder)
    assert (done.code, done.err.count(text)) == (65, 1)
    assert all(right in done.err for right in ("7d", "2023-12-15"))


def test_the_table_has_ids_that_show_takes(three_days: ThreeDays) -> None:
    """An id from the list leads to the statement with its sentences, its family and its text."""
    [line] = run("list", "--json", "--source", "primary-leaders", "--since", "2024-01-15", "-n", "1", "-C", three_days.folder).lines
    assert line["id"] in run("list", "--source", "primary-leaders", "-C", three_days.folder).out
    shown = run("show", line["id"], "-C", three_days.folder)
    assert shown.code == 0
    assert line["title"] in shown.out
    for concern in (each for each in line["concerns"] if each["band"] != "review"):
        assert f"Concern {concern['id']}" in shown.out
        assert all(sentence in shown.out for sentence in concern["evidence"])
    assert line["text"].splitlines()[-1] in shown.out
    assert run("show", line["id"], "--json", "-C", three_days.folder).lines == [line]


def test_a_joint_statement_is_shown_with_the_other_publisher_and_who_quotes_it(three_days: ThreeDays) -> None:
    """The family and the story stand under a statement."""
    found = run("search", "joint", "statement", "inspections", "--json", "-C", three_days.folder).lines
    unions = {line["publisher"]: line for line in found if line["source"] in ("heads-federation", "primary-leaders")}
    shown = run("show", unions["Heads’ Federation"]["id"], "-C", three_days.folder).out
    assert "Also published by: Association of Primary Leaders" in shown
    assert "Quoted in: Schools Courier" in shown


def test_a_revision_is_shown_with_what_changed(three_days: ThreeDays) -> None:
    """`show` has each later revision with its changes, before and after."""
    listed = run("list", "--source", "inspectorate", "--json", "-C", three_days.folder).lines
    [line] = [each for each in listed if each["revision"] == 2]
    shown = run("show", line["id"], "-C", three_days.folder).out
    assert "Revision 2, 11 January 2024" in shown
    assert "→" in shown


@pytest.mark.parametrize("name", ["s0", "s99999999999999999999999", "", "s²", "-1"])
def test_an_id_that_is_none_is_an_error_with_a_hint(three_days: ThreeDays, name: str) -> None:
    """Exit 65, whatever was typed."""
    ended = run("show", "-C", three_days.folder, "--", name)
    assert ended.code == 65
    assert "watcher list" in ended.err


@pytest.mark.parametrize("words", [["O'Brien"], ['"duty', "NEAR("], ["\udcff"], ["-", "OR"]])
def test_whatever_is_searched_for_is_words(three_days: ThreeDays, words: list[str]) -> None:
    """No query is an error."""
    ended = run("search", "--json", "-C", three_days.folder, "--", *words)
    assert ended.code == 0


@pytest.mark.parametrize("since", ["yesterday", "7", "99999d", "0001-01-01", "9999-12-31T23:59:59-12:00"])
def test_a_time_that_is_none_is_an_error_with_an_example(three_days: ThreeDays, since: str) -> None:
    """Exit 65 for what is no time, 0 for what is one, and never a trace."""
    ended = run("list", f"--since={since}", "-C", three_days.folder)
    assert ended.code == (0 if since == "0001-01-01" else 65)
    assert ended.code == 0 or "2023-12-15" in ended.err


def test_a_row_is_a_line_where_no_terminal_is(three_days: ThreeDays) -> None:
    """What greps a list finds whole titles; COLUMNS still says how wide."""
    titles = [line["title"] for line in run("list", "--json", "-C", three_days.folder).lines if line["title"]]
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    piped = spawn("list", "-C", three_days.folder, environment=environment)
    assert sum(line.rstrip().endswith(tuple(titles)) for line in piped.out.splitlines()) == len(titles)
    narrow = spawn("list", "-C", three_days.folder, environment={**environment, "COLUMNS": "60"})
    assert max(map(len, narrow.out.splitlines())) <= 60 < max(map(len, titles))


def test_reading_leaves_everything_as_it_is(lived: Path) -> None:
    """Looking is not touching."""
    before = files_in(lived)
    for command in (["list"], ["search", "report"], ["export"], ["show", "s6"], ["digest"]):
        assert run(*command, "-C", lived).code == 0
    after = files_in(lived)
    assert {name for name in after if "watcher.db-" not in name} == {name for name in before if "watcher.db-" not in name}
    assert after["state/watcher.db"] == before["state/watcher.db"]


def test_what_is_exported_can_be_imported(three_days: ThreeDays, empty: Path, tmp_path: Path) -> None:
    """Records go out and come in as they are; a second import stores nothing."""
    exported = run("export", "--source", "heads-federation", "-C", three_days.folder)
    path = put(tmp_path, *exported.out.splitlines())
    count = len(exported.lines)
    assert run("import", path, "-C", empty).out.startswith(f"{count} stored, 0 known before")
    assert run("import", path, "-C", empty).out.startswith(f"0 stored, {count} known before")
    back = {line["external_id"]: line for line in run("export", "-C", empty).lines}
    for line in exported.lines:
        same = ("title", "text", "published", "updated", "byline", "publisher", "group", "url", "source")
        assert {key: back[line["id"]][key] for key in same} == {key: line[key] for key in same}


def test_what_is_old_can_be_brought_without_being_news(empty: Path, tmp_path: Path) -> None:
    """`--untold` texts are stored, judged and known, and stand in no digest; the others do."""
    texts = {
        "old": STATEMENT,
        "new": STATEMENT.replace("spring", "autumn").replace("96", "41").replace("Members wait", "Staff wait"),
    }
    for number, option in (("old", ["--untold"]), ("new", [])):
        run("import", put(tmp_path, {"id": number, "title": f"The {number} one", "text": texts[number]}), *option, "-C", empty)
    assert {line["title"] for line in run("export", "-C", empty).lines} == {"The old one", "The new one"}
    digest = run("digest", "-C", empty).out
    assert "The new one" in digest
    assert "The old one" not in digest


def test_a_table_of_evidence_is_inert_in_a_spreadsheet(empty: Path, tmp_path: Path) -> None:
    """One row a concern, and no cell that a spreadsheet would run."""
    path = put(tmp_path, {"id": "1", "title": "=HYPERLINK(1)", "publisher": "@cmd", "text": STATEMENT})
    run("import", path, "-C", empty)
    ended = run("export", "--format", "csv", "-C", empty)
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    assert {row["title"] for row in rows} == {"'=HYPERLINK(1)"}
    assert {row["publisher"] for row in rows} == {"'@cmd"}
    assert run("export", "--format", "xml", "-C", empty).code == 65


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("[1, 2]", "in.jsonl:2"),
        ("not json", "in.jsonl:2"),
        ('{"id": "a"}', "'text' is missing"),
        ('{"text": "words"}', "'id' is missing"),
        ('{"id": "a", "text": "x", "published": "soon"}', "'published'"),
        ('{"id": "a", "text": "x", "published": "9999-12-31T23:59:59-12:00"}', "'published'"),
        ('{"id": "a", "text": "x", "spans": 5}', "spans"),
        ('{"id": "a", "text": "x", "spans": [5]}', "span"),
        ('{"id": "a", "text": "x", "group": "guild"}', "'group'"),
        ('{"id": ' + "9" * 5000 + ', "text": "x"}', "in.jsonl:2"),
        ('{"id": "a", "text": ["x"]}', "'text'"),
    ],
)
def test_a_line_that_is_no_record_is_named(empty: Path, tmp_path: Path, line: str, words: str) -> None:
    """Exit 65 with file and line, whatever is wrong with it."""
    path = put(tmp_path, {"id": "fine", "text": STATEMENT}, line)
    ended = run("classify", path, "-C", empty)
    assert ended.code == 65
    assert words in ended.err


@pytest.mark.parametrize("command", ["import", "relate"])
def test_a_file_with_a_bad_line_is_refused_whole(empty: Path, tmp_path: Path, command: str) -> None:
    """Nothing of it is stored or answered."""
    path = put(tmp_path, {"id": "fine", "text": STATEMENT}, "not json")
    ended = run(command, path, "-C", empty)
    assert (ended.code, ended.out) == (65, "")
    assert not (empty / "state" / "watcher.db").exists()


def test_halves_of_characters_can_be_imported_and_shown(empty: Path, tmp_path: Path) -> None:
    """JSON can spell a lone surrogate; it becomes a question mark and breaks nothing."""
    path = put(tmp_path, '{"id": "a\\udc00", "title": "T \\ud800", "text": "' + STATEMENT + ' \\ud83d"}')
    for command in ("import", "classify", "relate"):
        assert run(command, path, "-C", empty).code == 0
    [line] = run("list", "--json", "-C", empty).lines
    assert line["title"] == "T ?"
    assert run("show", line["id"], "-C", empty).code == 0


def test_a_hostile_text_cannot_steer_the_terminal(empty: Path, tmp_path: Path) -> None:
    """Escape sequences, bells and markup of a title or text are shown as what they are, or not at all."""
    record = {
        "id": "1",
        "title": ESCAPES + " [bold red]",
        "text": STATEMENT + " \x1b]0;owned\x07 [link=x]y[/link]",
        "publisher": ESCAPES,
    }
    run("import", put(tmp_path, record), "-C", empty)
    for command in (["list"], ["show", "s1"], ["search", "report"], ["digest"]):
        ended = run(*command, "-C", empty)
        assert ended.code == 0
        assert not {"\x1b", "\x07", "\u202e"} & set(ended.out), command
    assert "[bold red]" in run("show", "s1", "-C", empty).out


def test_a_folder_of_saved_pages_is_imported_by_name(empty: Path, tmp_path: Path) -> None:
    """Pages and texts from a site that cannot be polled come in under their file names; what holds nothing is named."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.html").write_text(f"<html><title>Late</title><main><h1>Late</h1><p>{STATEMENT}</p></main></html>")
    (folder / "b.txt").write_text("The governors wrote to the inspectorate.\n\n" + STATEMENT.replace("96", "97"))
    (folder / "empty.html").write_text("")
    (folder / "noise.bin").write_bytes(bytes(range(256)) * 20)
    ended = run("import", folder, "-C", empty)
    assert ended.code == 0
    assert "empty.html" in ended.err
    ids = {line["external_id"] for line in run("list", "--json", "-C", empty).lines}
    assert {"a.html", "b.txt"} <= ids
    assert "empty.html" not in ids


@pytest.mark.parametrize("command", ["import", "relate", "classify", "extract"])
def test_a_file_that_cannot_be_read_is_named(empty: Path, tmp_path: Path, command: str) -> None:
    """Missing, or not text: exit 65 and its name."""
    ended = run(command, tmp_path / "nowhere.jsonl", "-C", empty)
    assert ended.code == 65
    assert "nowhere.jsonl" in ended.err
    if command != "extract":
        (tmp_path / "binary.jsonl").write_bytes(b"\xff\xfe\x00")
        assert run(command, tmp_path / "binary.jsonl", "-C", empty).code == 65


def test_an_export_into_a_closed_pipe_ends_quietly(three_days: ThreeDays) -> None:
    """`watcher export | head` leaves no trace."""
    import subprocess
    import sys

    command = [sys.executable, "-m", "watcher", "export", "-C", str(three_days.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        err = process.stderr.read()
        process.wait(60)
    assert b"Traceback" not in err
    assert b"Exception" not in err


def test_texts_come_from_standard_input_too(empty: Path) -> None:
    """`-` is standard input, whatever its bytes."""
    line = json.dumps({"id": "a", "text": STATEMENT}).encode()
    [judged] = spawn("classify", "-", "-C", empty, stdin=line + b"\n").lines
    assert judged["id"] == "a"
    bad = spawn("relate", "-", "-C", empty, stdin=b"\xff\xfe garbage")
    assert bad.code == 65
    assert "-:1" in bad.err
    assert "Traceback" not in bad.err
