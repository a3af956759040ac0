"""`watcher run-once` and `watcher digest` on a real, if small, server."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from watcher.testing import ScriptedServer

from .parts import Ended, feed, files_in, page, run, server, write_watch

RSS = {"Content-Type": "application/rss+xml"}


@pytest.fixture(scope="module")
def site() -> Iterator[ScriptedServer]:
    with server() as served:
        for number in (1, 2, 3):
            served.answer(
                f"/{number}", page(f"Reports come late, part {number}", f"Part {number} is about waiting for a report. " * 12)
            )
        yield served


@pytest.fixture
def watch(site: ScriptedServer, tmp_path: Path) -> Path:
    """A watch whose union has two statements and whose council answers with an error."""
    site.answer("/feed", feed(site.port, "Part one", "Part two"), headers=RSS, etag='"one"')
    site.answer("/other", "broken", status=500)
    return write_watch(tmp_path / "watch", site.port)


def by_source(ended: Ended) -> dict[str, dict[str, object]]:
    [summary] = ended.lines
    return {source["id"]: source for source in summary["sources"]}


def test_a_round_for_machines_is_one_object(watch: Path) -> None:
    """`--json` says all that the table says; the exit code says that some source failed, and the others were polled."""
    ended = run("run-once", "--json", "-C", watch)
    sources = by_source(ended)
    assert ended.code == 1
    assert (sources["union"]["outcome"], sources["union"]["new"], sources["union"]["baseline"]) == ("ok", 2, True)
    assert (sources["council"]["outcome"], sources["council"]["reason"]) == ("failed", "http_5xx")
    assert "500" in str(sources["council"]["problem"])
    [summary] = ended.lines
    assert [sent["kind"] for sent in summary["sent"]] == ["operator"]


def test_a_round_for_people_names_each_source_and_what_went_wrong(watch: Path) -> None:
    """The summary has a line a source, what was sent, and one line for each problem."""
    ended = run("run-once", "-C", watch)
    assert "The Invented Union" in ended.out
    assert "2 sources, 1 of them could not be read: 2 new" in ended.out
    assert "0 pages suspect, 0 failed" in ended.out
    assert "sent: 1 operator to folder (file)" in ended.out
    assert "Invented Council: " in ended.err
    assert "Traceback" not in ended.err


def test_a_second_round_polls_nothing_that_is_not_due(watch: Path) -> None:
    """Whoever runs it twice learns when the next poll is, and disturbs nobody."""
    run("run-once", "-C", watch)
    before = files_in(watch / "state" / "outbox")
    ended = run("run-once", "--json", "-C", watch)
    assert ended.code == 0
    [summary] = ended.lines
    assert (summary["sources"], summary["sent"]) == ([], [])
    assert {each["id"] for each in summary["resting"]} == {"union", "council"}
    assert files_in(watch / "state" / "outbox") == before


def test_one_source_by_name_is_polled_alone_and_conditionally(watch: Path, site: ScriptedServer) -> None:
    """`--source` polls whether due or not; what did not change costs a 304."""
    assert run("run-once", "--source", "union", "-C", watch).code == 0
    ended = run("run-once", "--source", "union", "--json", "-C", watch)
    assert list(by_source(ended)) == ["union"]
    assert by_source(ended)["union"]["conditional"] == by_source(ended)["union"]["requests"] == 1
    assert site.requests_to("/feed")[-1].is_conditional


def test_a_source_that_does_not_exist_is_an_error_with_its_name(watch: Path) -> None:
    """Nothing is polled for a mistyped name."""
    ended = run("run-once", "--source", "unoin", "-C", watch)
    assert ended.code == 65
    assert "unoin" in ended.err
    assert ended.out == ""


def test_a_dry_run_stores_and_sends_nothing(watch: Path) -> None:
    """It says what would have happened, and the watch's files are what they were, also where something was stored before."""
    ended = run("run-once", "--dry-run", "--json", "-C", watch)
    assert by_source(ended)["union"]["new"] == 2
    assert "nothing was stored" in ended.err
    assert not (watch / "state" / "watcher.db").exists()
    run("run-once", "--source", "council", "-C", watch)
    before = files_in(watch)
    assert by_source(run("run-once", "--all", "--dry-run", "--json", "-C", watch))["union"]["new"] == 2
    after = files_in(watch)
    assert after.pop("state/watcher.db-wal", b"") == b""
    after.pop("state/watcher.db-shm", None)
    assert after == before


def test_a_watch_that_is_held_is_busy(watch: Path) -> None:
    """Two of them never poll the same watch; the second says so and ends."""
    (watch / "state").mkdir()
    with (watch / "state" / "watcher.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for command in (["run-once"], ["digest", "--send"]):
            ended = run(*command, "-C", watch)
            assert ended.code == 75
            assert "another watcher" in ended.err


def test_a_digest_is_printed_and_sent_only_when_asked(watch: Path, site: ScriptedServer, tmp_path: Path) -> None:
    """`digest` prints, `--preview` writes a page, `--send` sends and takes the period's slot once; not before the first poll."""
    early = run("digest", "--send", "-C", watch)
    assert (early.code, early.out) == (65, "")
    assert "nothing was polled yet" in early.err
    run("run-once", "-C", watch)
    before = files_in(watch / "state" / "outbox")
    printed = run("digest", "-C", watch)
    assert printed.code == 0
    assert "2 sources checked" in " ".join(printed.out.split())
    assert run("digest", "--since", "2w", "--preview", tmp_path / "digest.html", "-C", watch).code == 0
    assert (tmp_path / "digest.html").read_text().startswith("<!")
    assert files_in(watch / "state" / "outbox") == before
    sent = run("digest", "--send", "-C", watch)
    assert sent.code == 0
    assert "sent: digest to folder" in sent.out
    again = run("digest", "--send", "-C", watch)
    assert "nothing is sent twice" in again.out
    records = [json.loads(path.read_text()) for path in (watch / "state" / "outbox").glob("*.json")]
    assert [record["kind"] for record in records].count("digest") == 1


def test_a_delivery_that_failed_shows_in_the_exit_code(watch: Path) -> None:
    """Never quietly: a digest that nobody got is not a success."""
    alerts = watch / "alerts.yaml"
    alerts.write_text(alerts.read_text().replace("path: state/outbox", "path: /dev/null/outbox"))
    ended = run("run-once", "--source", "council", "-C", watch)
    assert ended.code == 1
    run("run-once", "--source", "union", "-C", watch)
    sent = run("digest", "--send", "-C", watch)
    assert sent.code == 1
    assert "cannot write" in sent.out + sent.err


def test_without_any_source_in_reach_the_demo_does_the_job(tmp_path: Path) -> None:
    """`--or-demo` says what it does instead, and that all of it is invented."""
    folder = write_watch(tmp_path / "watch", port=9)
    ended = run("run-once", "--or-demo", "-C", folder)
    assert ended.code == 0
    assert "No source could be reached" in ended.err
    assert "invented" in ended.err
    assert "digest" in ended.out
    assert not (folder / "state" / "outbox").exists() or "digest" not in " ".join(files_in(folder / "state" / "outbox"))
