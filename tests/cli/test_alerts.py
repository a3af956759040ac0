"""Subscribers, deliveries and previews by hand."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from watcher.model import AlertReason, When
from watcher.model.settlement import NewAlert, Telling
from watcher.store import Store

from .parts import SOURCES, run

ALERTS = """\
receivers:
  - {id: mail, kind: email, to: "a@union.example", from: w@union.example, smtp: {host: 127.0.0.1, port: 1, security: none}}
  - {id: folder, kind: file, path: state/outbox, quiet_hours: {from: "00:00", until: "23:59"}}
routes:
  - {id: weekly, to: [mail, folder], when: weekly}
  - {id: now, to: [mail], when: now}
"""
NOW = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)


@pytest.fixture
def watch(tmp_path: Path) -> Path:
    (tmp_path / "sources.yaml").write_text(SOURCES.format(port=9))
    (tmp_path / "alerts.yaml").write_text(ALERTS)
    return tmp_path


def tell(watch: Path, receiver: str = "folder") -> str:
    """Decide that a receiver hears of something; return the delivery's id."""
    with closing(Store(watch / "state" / "watcher.db")) as store:
        telling = Telling(receiver, "now", When.NOW)
        store.outbox.add_alert(NewAlert(AlertReason.SOURCE_FAILING, (telling,), "k", "union", "A trouble", ("no answer",)), NOW)
        [waiting] = store.outbox.unrendered()
        return waiting.delivery_id


def test_subscribers_come_and_go(watch: Path) -> None:
    """One, a file of them, for one route; listed with who did it; unsubscribed and forgotten."""
    (watch / "list.csv").write_text("name,Address\nOne,c@union.example\nTwo,d@union.example\n\n", encoding="utf-8-sig")
    assert run("subscribe", "b@union.example", "--route", "weekly", "-C", watch).out.startswith("mail: 1 of 1 subscribed")
    assert "2 of 2" in run("subscribe", "--file", watch / "list.csv", "-C", watch).out
    assert "0 of 2" in run("subscribe", "--file", watch / "list.csv", "-C", watch).out
    assert "gets nothing more" in run("unsubscribe", "a@union.example", "-C", watch).out
    listed = run("subscribers", "-C", watch).out
    assert [line.split()[1:3] for line in listed.splitlines()[1:]] == [
        ["a@union.example", "nothing"],
        ["b@union.example", "weekly"],
        ["c@union.example", "all"],
        ["d@union.example", "all"],
    ]
    assert "1 subscriptions" in run("unsubscribe", "c@union.example", "--forget", "-C", watch).out
    forgotten = run("unsubscribe", "a@union.example", "--forget", "-C", watch)
    assert "still stands in alerts.yaml" in forgotten.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("subscribe", "nobody"), "no e-mail address"),
        (("subscribe",), "give an address"),
        (("subscribe", "b@union.example", "--receiver", "folder"), "one e-mail receiver: mail"),
        (("subscribe", "b@union.example", "--route", "none"), "there is no route none to mail; one of weekly, now"),
        (("subscribe", "--file", "/no/such.csv"), "No such file"),
        (("deliveries", "show", "msg_none"), "no such delivery"),
        (("deliveries", "release", "msg_none"), "no such delivery"),
        (("alert", "a99", "--preview"), "there is no alert 99"),
        (("alert", "s99", "--preview"), "there is no statement s99"),
    ],
)
def test_what_is_not_there_is_said(watch: Path, arguments: tuple[str, ...], words: str) -> None:
    """Exit 65, one line, and what would be right."""
    ended = run(*arguments, "-C", watch)
    assert ended.code == 65
    assert words in ended.err


def test_a_delivery_says_what_it_waits_for_and_can_be_released(watch: Path) -> None:
    """Quiet hours hold it, `release` lets it go in the next round, and its tries and message are shown."""
    delivery = tell(watch)
    shown = run("deliveries", "show", delivery, "-C", watch)
    assert "waits for: the end of quiet hours" in shown.out or datetime.now(UTC).hour == 23
    assert run("deliveries", "release", delivery, "-C", watch).code == 0
    assert "the next round" in run("deliveries", "show", delivery, "-C", watch).out
    from watcher.cli import main  # the round itself: nothing is due but the delivery

    with pytest.raises(SystemExit):
        main(["run-once", "--source", "union", "-C", str(watch)])
    [found] = run("deliveries", "show", delivery, "--json", "-C", watch).lines
    assert (found["state"], len(found["tries"]), found["waits_for"]) == ("sent", 1, None)
    assert found["message"]["subject"] == "watcher: A trouble"


def test_previews_are_files_of_the_real_thing(lived: Path, tmp_path: Path) -> None:
    """A digest and an alert with what is stored; the file is named, or a new one is."""
    for arguments, words in (
        (("digest", "--since", "2020-01-01", "--preview", tmp_path / "d.html"), b"digest"),
        (("alert", "s6", "--preview", tmp_path / "a.html"), b"Samaritans"),
        (("alert", "a1", tmp_path / "b.html"), b"Samaritans"),
    ):
        ended = run(*arguments, "-C", lived)
        assert ended.code == 0, ended.err
        path = next(each for each in arguments if isinstance(each, Path))
        assert ended.out.strip() == f"wrote {path}"
        assert words in path.read_bytes()
    made = Path(run("alert", "s6", "--preview", "-C", lived).out.strip().removeprefix("wrote "))
    assert made.suffix == ".html"
    assert "<html" in made.read_text()
    assert "Samaritans" in run("alert", "s6", "-C", lived).out


def test_the_machine_reads_deliveries_too(watch: Path) -> None:
    """`list --json` gives an object a delivery."""
    delivery = tell(watch)
    [found] = run("deliveries", "list", "--json", "-C", watch).lines
    assert (found["id"], found["state"]) == (delivery, "pending")
    json.dumps(found)


def test_two_hundred_payloads_cannot_steer_the_terminal() -> None:
    """Whatever a title holds: no control character, no turned writing, no markup of ours, and what can be read is there."""
    import io

    from render.hostile import PAYLOADS
    from rich.console import Console
    from rich.markup import escape

    from watcher.cli.screen import printable, row, table

    assert len(PAYLOADS) == 200
    file = io.StringIO()
    console = Console(file=file, force_terminal=True, width=200, highlight=False, emoji=False, color_system="truecolor")
    for payload in PAYLOADS:
        file.seek(0)
        file.truncate()
        console.print(escape(printable(payload)), soft_wrap=True)
        made = table("id", "title")
        row(made, "a1", payload)
        console.print(made)
        shown = file.getvalue().replace("\x1b[1m", "").replace("\x1b[0m", "")
        assert all(char.isprintable() or char in "\n\t" for char in shown), repr(payload)
        assert "".join(printable(payload).split())[:150] in "".join(shown.split())
