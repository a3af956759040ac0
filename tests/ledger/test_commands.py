"""The ledger's commands: what goes in, what comes out, and which code they end with."""

from __future__ import annotations

import csv
import io
import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from cli.parts import Ended, spawn
from cli.parts import run as run_watcher

from watcher.config.gazetteer import load_gazetteer
from watcher.model import Group, Record, StatedDate
from watcher.pipeline.importing import import_records

from .desk import ALERTS, BEGAN, BODIES, PEOPLE, TRAINING, desk_at, judge

SAID = "“Every inspector must know when to pause an inspection because a head is distressed,” said Ada Brook."
ANSWER = "The Invented Guild wants a date on which every inspector can recognise a head in distress and pause the inspection."
ELSEWHERE = ("The guild met in the town hall on Tuesday, and its members stayed until the caretaker put the chairs away.",)
GAPS = "gaps:\n  - {organisation: Invented Circle, sources: [circle], after: 30d}\n"


def run(*arguments: str, watch: Path) -> Ended:
    return run_watcher(*arguments, "-C", watch)


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A watch that knows an announcement, an article that quotes its director, a later version, and a union's answer."""
    folder = tmp_path_factory.mktemp("ledger")
    with desk_at(folder, alerts=ALERTS + GAPS) as desk:
        desk.says("office", "a", TRAINING.format("31 January 2024"), on=date(2024, 1, 8), title="=cmd")
        desk.says("weekly", "b", SAID, on=date(2024, 1, 9), title="Office speaks")
        desk.says("guild", "c", ANSWER, on=date(2024, 1, 10), title="Guild answers", around=ELSEWHERE)
        later = TRAINING.format("29 March 2024")
        desk.says("office", "a2", later, on=date(2024, 1, 8), url="http://office.example/a", title="=cmd")
    return folder


def test_the_ledger_says_whose_words_they_are(watch: Path) -> None:
    """Speech in marks under its speaker, a publisher's text plainly under its name."""
    ended = run("ledger", "--concern", "2", watch=watch)
    assert ended.code == 0
    assert "Ada Brook, Director, Invented Office · Example Weekly reports, 9 January 2024 · s2.1" in ended.out
    assert ANSWER in " ".join(ended.out.split())
    assert f"“{ANSWER}" not in ended.out


@pytest.mark.parametrize(
    ("options", "publishers"),
    [
        (["--by", "the office"], {"Invented Office", "Example Weekly"}),
        (["--by", "Invented Guild"], {"Invented Guild"}),
        (["--by", "Invented League"], set()),
        (["--since", "2024-01-10"], {"Invented Guild"}),
        (["--concern", "7"], set()),
    ],
)
def test_the_ledger_is_narrowed(watch: Path, options: list[str], publishers: set[str]) -> None:
    """By concern, by organisation under any of its names, wherever it spoke, and by day."""
    [answer] = json.loads("[" + run("ledger", "--format", "json", *options, watch=watch).out + "]")
    assert {line["publisher"] for line in answer} == publishers


def test_a_citation_pack_has_every_revision(watch: Path) -> None:
    """As CSV that no spreadsheet runs, as BibTeX and as Markdown."""
    rows = list(csv.DictReader(io.StringIO(run("ledger", "--format", "csv", watch=watch).out)))
    office = next(row for row in rows if row["publisher"] == "Invented Office")
    assert (office["title"], office["revision"], office["revisions"]) == ("'=cmd", "2", "2")
    assert all(row["captured_at_utc"].endswith("Z") for row in rows)
    assert run("ledger", "--format", "bibtex", watch=watch).out.count("@online{") == len(rows)
    assert run("ledger", "--format", "markdown", watch=watch).out.startswith("# Citations: all that is stored\n")


def test_the_matrix_has_the_day_of_each_ones_last_word(watch: Path) -> None:
    """In their own publication or in another's."""
    found = {line["organisation"]: line["concerns"] for line in run("ledger", "matrix", "--json", watch=watch).lines}
    assert set(found) == {"Invented Office", "Invented Guild"}
    assert found["Invented Office"]["2"]["publisher"] == "Example Weekly"
    assert "09/01/24" in run("ledger", "matrix", watch=watch).out


def test_reactions_say_who_answered_how_soon_and_on_what(watch: Path) -> None:
    """The announcement's own body is no answer to itself."""
    [answer] = run("ledger", "reactions", "s1", "--json", watch=watch).lines
    assert (answer["organisation"], answer["after_s"], answer["concerns"]) == ("Invented Guild", 2 * 86400, ["2"])
    assert run("ledger", "reactions", "s1", "--within", "1", "--json", watch=watch).lines == []
    assert run("ledger", "reactions", "s99", watch=watch).code == 65


def test_an_answer_of_the_same_day_is_one_though_it_tells_no_hour(tmp_path: Path) -> None:
    """A release at half past nine is answered by a page that has only its day; what is known to the day is not told by the hour."""
    with desk_at(tmp_path, alerts=ALERTS) as desk:
        for key, publisher, group, at, text in (
            ("early", "Invented League", Group.UNION, BEGAN - timedelta(hours=1), ANSWER.replace("guild", "league")),
            ("office", "Invented Office", Group.GOVERNMENT, BEGAN, TRAINING.format("31 January 2024")),
            ("circle", "Invented Circle", Group.UNION, BEGAN + timedelta(hours=5), ANSWER.replace("Guild", "Circle")),
        ):
            published = StatedDate.minute(at, "test")
            texts = "\n\n".join((text, *ELSEWHERE))
            record = Record(id=key, title=key, text=texts, publisher=publisher, group=group, published=published)
            import_records(desk, [record], judge(), shelf="import")
        desk.says("guild", "same", ANSWER, on=BEGAN.date(), around=ELSEWHERE)
        [office] = [each.id for each in desk.store.statements.find() if each.publisher == "Invented Office"]
    found = run("ledger", "reactions", f"s{office}", "--json", watch=tmp_path).lines
    assert [(each["organisation"], each["after_s"], each["after_days"], each["is_exact"]) for each in found] == [
        ("Invented Guild", 0, 0, False),
        ("Invented Circle", 5 * 3600, 0, True),
    ]
    shown = run("ledger", "reactions", f"s{office}", watch=tmp_path).out
    assert "same day Invented Guild" in " ".join(shown.split())
    assert "5 h Invented Circle" in " ".join(shown.split())


@pytest.mark.parametrize(
    "arguments",
    [
        ["ledger", "--format", "xml"],
        ["ledger", "--concern", "8"],
        ["commitments", "list", "--state", "late"],
        ["commitments", "confirm", "c99", "--by", "s1"],
        ["commitments", "dismiss", "nothing"],
        ["commitments", "add", "Ofsted", "reply", "--due", "soon"],
        ["commitments", "add", "Ofsted", "reply", "--concern", "9"],
        ["commitments", "add", "Ofsted", " "],
        ["commitments", "add", "", "reply"],
        ["commitments", "list", "--concern", "9"],
        ["people", "add", "Bo", "--role", "Chair", "--body", "Nowhere"],
        ["people", "add", "Bo", "--role", "Chair", "--from", "May"],
        ["people", "add", "Bo", "--from", "2024-01-01"],
        ["people", "add", "B"],
        ["people", "add", "Bo", "--role", " "],
        ["people", "add", "Bo", "--role", "Chair", "--from", "2024-02-02", "--to", "2024-01-01"],
    ],
)
def test_what_cannot_be_done_is_bad_input_and_one_line(watch: Path, arguments: list[str]) -> None:
    """No trace, and the words say what would be right."""
    ended = run(*arguments, watch=watch)
    assert ended.code == 65
    assert len(ended.err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["people", "add", " "], "NAME: two letters or more"),
        (["people", "add", "Bo", "--role", ""], "--role: two letters or more"),
        (["people", "add", "Bo", "--role", "Chair", "--to", "May"], "--to 'May': give a day such as"),
        (["commitments", "add", "Ofsted", "reply", "--concern", "9"], "there is no concern '9'; one of 1, 2,"),
    ],
)
def test_an_error_names_the_option_and_what_is_right(watch: Path, arguments: list[str], says: str) -> None:
    """In the words of the command, not of the library that checks it."""
    assert run(*arguments, watch=watch).err.startswith(f"watcher: {says}")


def test_gaps_are_not_claimed_before_anybody_looked(watch: Path) -> None:
    """A watch that never polled has heard nothing and misses nobody."""
    assert run("ledger", "gaps", watch=watch).err.strip() == "no gap stands open"


def test_a_commitment_has_its_slip_and_a_persons_word(watch: Path) -> None:
    """Listed with both sentences, confirmed with the statement that shows it, and taken back."""
    [line] = run("commitments", "list", "--by", "the office", "--json", watch=watch).lines
    assert (line["id"], line["state"], line["due"], line["concerns"]) == ("c1", "overdue", "2024-03-29", ["2"])
    assert (line["slips"][0]["from"]["due"], line["slips"][0]["to"]["due"]) == ("2024-01-31", "2024-03-29")
    shown = " ".join(run("commitments", "list", watch=watch).out.split())  # wrapped where a terminal is narrow
    assert f"was: {TRAINING.format('31 January 2024')}" in shown
    assert run("commitments", "confirm", "c1", "--by", "s2", "--sentence", "Not there.", watch=watch).code == 65
    shows = ("--sentence", SAID.partition(" because")[0])
    assert run("commitments", "confirm", "c1", "--by", "s2", *shows, "--why", "seen", watch=watch).code == 0
    met = run("commitments", "list", "--state", "met", watch=watch).out
    assert "shown by s2: “Every inspector must know when to pause an inspection”\n    seen\n" in met
    [line] = run("commitments", "list", "--state", "met", "--json", watch=watch).lines
    assert (line["met_by"], line["why"]) == ("s2", "seen")
    assert run("commitments", "dismiss", "c1", "--withdrawn", watch=watch).out.strip() == "c1 is withdrawn"
    assert run("commitments", "dismiss", "c1", watch=watch).code == 0
    assert "c1" not in [each["id"] for each in run("commitments", "list", "--json", watch=watch).lines]
    assert run("commitments", "dismiss", "c1", "--undo", watch=watch).code == 0
    assert run("commitments", "list", "--state", "overdue", "--by", "the office", "--json", watch=watch).lines != []


def test_a_list_fits_the_screen(watch: Path) -> None:
    """Who, by when and where in one line, the sentence below it, indented; no line is wider than the terminal."""
    environment = {**os.environ, "COLUMNS": "60"}
    shown = spawn("commitments", "list", "--by", "the office", "-C", watch, environment=environment).out.splitlines()
    assert shown[0] == "c1  overdue · Invented Office · by 29 March 2024 · concern 2 · s1"
    assert len(shown) > 3
    assert all(line.startswith("    ") and len(line) <= 60 for line in shown[1:])


def test_the_ledger_fits_the_screen(watch: Path) -> None:
    """Lines break between words; each source has its address once above its sentences, and says how often it was revised."""
    environment = {**os.environ, "COLUMNS": "44"}
    shown = spawn("ledger", "--concern", "2", "-C", watch, environment=environment).out.splitlines()
    assert all(len(line) <= 44 for line in shown if "http" not in line)
    words = set(" ".join(shown).split())
    assert {"Director,", "every", "inspector", "2", "revisions"} <= words
    assert sum("http://office.example/a" in line for line in shown) == 1
    whole = run("ledger", "--concern", "2", watch=watch).out
    assert f"    {ANSWER}\n" in whole
    assert " · s1.2 · 2 revisions\n  http://office.example/a\n    " in whole


def test_the_matrix_says_what_its_columns_are(watch: Path) -> None:
    """Below it stand the concerns with their titles; where nobody has spoken there is no empty table."""
    assert "2 Concern 2\n" in run("ledger", "matrix", watch=watch).out
    none = run("ledger", "matrix", "--since", "2030-01-01", watch=watch)
    assert (none.out, none.err.strip()) == ("", "nobody has spoken on a concern since 2030-01-01")


def test_a_name_that_nobody_has_is_said(watch: Path) -> None:
    """Nothing found by somebody is told with the place where the names are."""
    assert "`watcher ledger matrix` lists who has spoken" in run("ledger", "--by", "Nobody", watch=watch).err
    assert "no such commitment by 'Nobody'" in run("commitments", "list", "--by", "Nobody", watch=watch).err


def test_two_commitments_that_are_one_are_joined(watch: Path) -> None:
    """The other's id is gone; what was set by another is never one with an undertaking."""
    kept, twin, deadline = (_added(watch, *options) for options in ((), (), ("--deadline",)))
    for name in ("c99", kept, deadline):
        assert run("commitments", "join", kept, name, watch=watch).code == 65
    assert run("commitments", "join", kept, twin, watch=watch).out.strip() == f"{twin} is one with {kept}"
    assert run("commitments", "join", kept, twin, watch=watch).code == 65
    listed = run("commitments", "list", "--by", "Invented Circle", "--json", watch=watch).lines
    assert [(each["id"], len(each["mentions"])) for each in listed] == [(kept, 2), (deadline, 1)]


def _added(watch: Path, *options: str) -> str:
    return run("commitments", "add", "Invented Circle", "close the circle", *options, watch=watch).out.split()[0]


def test_a_commitment_is_added_by_hand(watch: Path) -> None:
    """With the body's own name, and the end of a month where only that is known."""
    added = run("commitments", "add", "the guild", "send its survey", "--due", "2024-02", "--concern", "5", watch=watch)
    [line] = run("commitments", "list", "--by", "Invented Guild", "--json", watch=watch).lines
    assert added.out.strip() == f"{line['id']} added"
    assert (line["who"], line["due"], line["precision"]) == ("Invented Guild", "2024-02-29", "month")


def test_a_person_is_added_and_all_else_stays_to_the_letter(tmp_path: Path) -> None:
    """Comments and layout stay; a double is refused under any spelling, and the file is left as it was."""
    for name, text in (("people.yaml", "# Who is who.\n" + PEOPLE), ("bodies.yaml", BODIES)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    path = tmp_path / "people.yaml"
    options = ["--role", "Chief: of all", "--body", "the guild", "--from", "2024-03-01", "--alias", "Bo Finche"]
    assert run("people", "add", "Bo Finch", *options, watch=tmp_path).code == 0
    once = path.read_text(encoding="utf-8")
    assert once.startswith("# Who is who.\n" + PEOPLE)
    [bo] = load_gazetteer(path, tmp_path / "bodies.yaml").people_named("Bo Finche")
    assert (bo.tenures[0].role, bo.tenures[0].body, bo.tenures[0].since) == ("Chief: of all", "Invented Guild", date(2024, 3, 1))
    for double in ("Bo Finch", "bo finche", "Dr Ada Brook"):
        ended = run("people", "add", double, watch=tmp_path)
        assert ended.code == 78
        assert "already" in ended.err
        assert path.read_text(encoding="utf-8") == once
    assert "Bo Finch" in run("people", "list", watch=tmp_path).out


def test_a_watch_without_people_gets_the_packed_ones(tmp_path: Path) -> None:
    """The first addition does not forget everybody else."""
    assert run("people", "add", "Bo Finch", watch=tmp_path).code == 0
    assert "Julia Waters" in (tmp_path / "people.yaml").read_text(encoding="utf-8")


def test_what_has_no_date_and_was_brought_answers_nothing(tmp_path: Path) -> None:
    """A text of unknown age that was imported behind an announcement need not have come behind it."""
    with desk_at(tmp_path, alerts=ALERTS) as desk:
        office = desk.says("office", "a", TRAINING.format("31 January 2024"), on=BEGAN.date())
        record = Record(id="u", text="\n\n".join((ANSWER, *ELSEWHERE)), publisher="Invented Guild", group=Group.UNION)
        desk.clock.advance(timedelta(hours=3))
        import_records(desk, [record], judge(), shelf="import")
    assert ANSWER in run("ledger", "--format", "json", watch=tmp_path).out
    assert run("ledger", "reactions", f"s{office}", "--json", watch=tmp_path).lines == []
