"""Whom to miss and which archive to ask: mistakes are refused with file, line and what would be right."""

from __future__ import annotations

import re
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import pytest
from ledger.desk import ALERTS, BODIES, PEOPLE, SOURCES

from watcher.app import check_gaps, gazetteer, load
from watcher.errors import ConfigError
from watcher.model import GapRule

RULE = "gaps:\n  - {{organisation: Invented Guild, sources: [{sources}], concerns: [{concerns}], after: {after}}}\n"


def write(folder: Path, *, sources: str = SOURCES, alerts: str = ALERTS) -> Path:
    (folder / "sources.yaml").write_text(sources, encoding="utf-8")
    (folder / "alerts.yaml").write_text(alerts, encoding="utf-8")
    return folder


def test_a_rule_is_read(tmp_path: Path) -> None:
    """With its sources, its concerns and its time; the least time is a day."""
    rule = RULE.format(sources="guild", concerns="'2'", after="1d")
    watch = load(write(tmp_path, alerts=ALERTS + rule), {})
    assert watch.gaps == (GapRule("Invented Guild", ("guild",), timedelta(days=1), frozenset({"2"})),)


@pytest.mark.parametrize(
    ("rule", "problem", "fix"),
    [
        (RULE.format(sources="gild", concerns="'2'", after="9d"), "there is no 'gild'", "one of office, guild"),
        (RULE.format(sources="league", concerns="", after="9d"), "'league' is off", "one of office, guild, circle"),
        (RULE.format(sources="guild", concerns="'9'", after="9d"), "there is no '9'", "one of 1, 2"),
        (RULE.format(sources="guild", concerns="", after="23h"), "shorter than the pause", "at least 1d"),
        (RULE.format(sources="", concerns="", after="9d"), "at least 1 item", ""),
    ],
)
def test_a_gap_that_could_never_be_told_is_refused(tmp_path: Path, rule: str, problem: str, fix: str) -> None:
    """A mistyped source, one that is off, a concern that does not exist, too short a time."""
    off = SOURCES.replace('url: "http://league.example/feed"', 'enabled: false, url: "http://league.example/feed"')
    with pytest.raises(ConfigError, match=problem) as caught:
        load(write(tmp_path, sources=off, alerts=ALERTS + rule), {})
    assert caught.value.line == ALERTS.count("\n") + 2
    assert fix in str(caught.value)


@pytest.mark.parametrize(
    ("name", "is_known"),
    [("Invented Guild", True), ("the guild", True), ("Example Weekly", True), ("Invented Gild", False), ("Example", False)],
)
def test_nobody_is_missed_whom_nobody_could_hear(tmp_path: Path, name: str, is_known: bool) -> None:
    """A misspelt organisation would be silent for ever; every name of a body, and of a source, is one that can be heard."""
    rule = RULE.format(sources="guild", concerns="", after="9d").replace("Invented Guild", name)
    watch = load(write(tmp_path, alerts=ALERTS + rule), {})
    for file, text in (("bodies.yaml", BODIES), ("people.yaml", PEOPLE)):
        (tmp_path / file).write_text(text, encoding="utf-8")
    with (
        nullcontext() if is_known else pytest.raises(ConfigError, match=f"gaps.0.organisation: nobody is called '{name}'") as caught
    ):
        check_gaps(watch, gazetteer(tmp_path))
    assert is_known or (caught and caught.value.line == ALERTS.count("\n") + 2)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("concerns: [2]", "concerns.0: expected a text, in quotation marks if it looks like a number, not 2"),
        ("concerns: 2", "concerns: expected a list, not 2"),
        ("sources: []", "sources: at least 1 item is expected"),
    ],
)
def test_a_wrong_value_is_told_in_an_editors_words(tmp_path: Path, wrong: str, says: str) -> None:
    """And not in those of the library that finds it."""
    given = {"sources": "sources: [guild]", "concerns": "concerns: ['2']"} | {wrong.partition(":")[0]: wrong}
    rule = f"gaps:\n  - {{organisation: Invented Guild, {', '.join(given.values())}, after: 9d}}\n"
    with pytest.raises(ConfigError, match=re.escape(f"gaps.0.{says}")):
        load(write(tmp_path, alerts=ALERTS + rule), {})


@pytest.mark.parametrize("save", ["https://archive.example/save/", "{url}", "https://archive.example/{url}/{url}", "ftp://x/{url}"])
def test_an_archive_without_a_place_for_the_address_is_refused(tmp_path: Path, save: str) -> None:
    """Else every page would be asked for under one address, or none."""
    sources = SOURCES.replace("delay_per_host: 0s", f'delay_per_host: 0s, archive: {{save: "{save}"}}')
    with pytest.raises(ConfigError, match=r"polling\.archive\.save"):
        load(write(tmp_path, sources=sources), {})
