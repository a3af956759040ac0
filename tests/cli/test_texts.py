"""`watcher extract`, `relate` and `classify`: what watcher would make of a text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from watcher.app import packed
from watcher.testing import ScriptedServer

from .parts import STATEMENT, feed, page, run, server, write_watch

REPOSITORY = packed("sources.yaml").parent


@pytest.fixture(scope="module")
def site() -> Iterator[ScriptedServer]:
    with server() as served:
        yield served


@pytest.fixture
def watch(tmp_path: Path) -> Path:
    return write_watch(tmp_path / "watch")


def saved(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def put(folder: Path, *records: dict[str, object]) -> Path:
    return saved(folder, "in.jsonl", "".join(json.dumps(record) + "\n" for record in records))


def test_a_saved_page_is_read_down_to_its_statement(watch: Path, tmp_path: Path) -> None:
    """For people: labels and text; for machines: one record whose spans cover the text."""
    path = saved(tmp_path, "page.html", page("Reports come late"))
    shown = run("extract", path, "-C", watch)
    assert shown.code == 0
    assert "title: Reports come late" in shown.out
    assert "96 working days" in shown.out
    [record] = run("extract", path, "--json", "--url", "https://union.example/late", "-C", watch).lines
    assert record["url"] == record["id"] == "https://union.example/late"
    assert all(0 <= span["start"] < span["end"] <= len(record["text"]) for span in record["spans"])


def test_a_page_without_a_statement_is_one_line(watch: Path, tmp_path: Path) -> None:
    """Exit 69: there is nothing to be had."""
    for name, content in (("empty.html", b""), ("tags.html", b"<p></p>" * 50), ("deep.html", b"<div>" * 100_000)):
        ended = run("extract", saved(tmp_path, name, content), "-C", watch)
        assert ended.code == 69, name
        assert ended.err.startswith("watcher: "), name
        assert name in ended.err.replace("\n", "")
        assert "Traceback" not in ended.err


def test_a_feed_is_listed(watch: Path, tmp_path: Path) -> None:
    """`--as feed` says what a listing would announce; an unknown kind is named with those that exist."""
    path = saved(tmp_path, "feed.xml", feed(80, "Part one", "Part two"))
    assert [item["title"] for item in run("extract", path, "--as", "feed", "--json", "-C", watch).lines] == ["Part one", "Part two"]
    assert "Part two" in run("extract", path, "--as", "feed", "-C", watch).out
    assert run("extract", saved(tmp_path, "no.xml", "garbage"), "--as", "feed", "-C", watch).code == 69
    ended = run("extract", path, "--as", "rss", "-C", watch)
    assert ended.code == 65
    assert "feed" in ended.err


def test_a_private_address_is_refused(watch: Path, site: ScriptedServer) -> None:
    """Nobody reaches the machine's own services through an address that they give to watcher."""
    ended = run("extract", f"http://127.0.0.1:{site.port}/", "-C", watch)
    assert ended.code == 69
    assert site.requests == []


@pytest.mark.parametrize("url", ["http://", "http://[", "http://no-such-host.invalid/", "https://user:pw@/x", "http://a b/"])
def test_an_address_that_leads_nowhere_is_one_line(watch: Path, url: str) -> None:
    """Exit 69 or 65, and never a trace."""
    ended = run("extract", url, "-C", watch)
    assert ended.code in (65, 69)
    assert len(ended.err.splitlines()) == 1


def test_a_folder_is_read_file_by_file(watch: Path, tmp_path: Path) -> None:
    """One record a line under the file's name, in order of name; `--learn` leaves out what each page repeats."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for name in "cab":
        body = page(f"Late {name}", f"In {name} the report came late. Every paragraph about {name} is different. {STATEMENT}")
        head = f'<link rel="canonical" href="https://union.example/{name}">'
        saved(folder, f"{name}.html", body.replace("</title>", f"</title>{head}"))
    records = run("extract", folder, "--jsonl", "--learn", "-C", watch).lines
    assert [record["id"] for record in records] == ["a.html", "b.html", "c.html"]
    assert [record["url"] for record in records] == [f"https://union.example/{name}" for name in "abc"]
    assert run("extract", tmp_path / "nowhere", "--jsonl", "-C", watch).code == 65


def test_relate_answers_a_line_a_line_and_never_points_forward(tmp_path: Path) -> None:
    """In input order, against the seeds and the earlier lines."""
    [seed] = run("extract", REPOSITORY / "seeds" / "003_def3100c741b6708.txt", "--json").lines
    records = [
        {"id": "new", "text": STATEMENT},
        {"id": "copy", "text": STATEMENT, "publisher": "Another", "url": "https://other.example/x"},
        {"id": "band", "text": "The brass band plays on the pier on Saturday, whatever the weather turns out to be this time."},
        {"id": "of-seed", "text": seed["text"]},
    ]
    ended = run("relate", put(tmp_path, *records), "-C", REPOSITORY)
    assert ended.code == 0
    answers = ended.lines
    assert [answer["id"] for answer in answers] == [record["id"] for record in records]
    by_id = {answer["id"]: answer for answer in answers}
    assert (by_id["new"]["relation"], by_id["new"]["of"]) == ("new", None)
    assert by_id["copy"]["of"] == "new"
    assert by_id["band"]["relation"] == "new"
    assert by_id["of-seed"]["of"] == "seed-003"
    seen: set[str] = set()
    for answer in answers:
        assert answer["of"] is None or answer["of"] in seen or answer["of"].startswith("seed-")
        seen.add(answer["id"])


def test_classify_answers_with_scores_for_all_and_sentences_for_those_it_shows(watch: Path, tmp_path: Path) -> None:
    """The published format, whatever the text; evidence is verbatim."""
    records = [{"id": 1, "text": STATEMENT}, {"id": "empty-ish", "text": "…"}, {"id": "long", "text": STATEMENT * 300}]
    answers = run("classify", put(tmp_path, *records), "-C", watch).lines
    assert [answer["id"] for answer in answers] == ["1", "empty-ish", "long"]
    for answer in answers:
        assert set(answer["scores"]) == set("1234567")
        assert all(sentence in STATEMENT * 300 for concern in answer["concerns"] for sentence in concern["evidence"])
    assert answers[1]["concerns"] == []


def test_unknown_fields_are_left_out_with_one_warning(watch: Path, tmp_path: Path) -> None:
    """A file from elsewhere is read; what is not understood is named once, beside the result."""
    ended = run("classify", put(tmp_path, *({"id": str(n), "text": STATEMENT, "mood": "glum"} for n in range(3))), "-C", watch)
    assert len(ended.lines) == 3
    assert ended.err.count("mood") == 1
