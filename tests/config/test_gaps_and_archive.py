"""Whom to miss and which archive to ask: mistakes are refused with file, line and what would be right."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from ledger.desk import ALERTS, SOURCES

from watcher.app import load
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


@pytest.mark.parametrize("save", ["https://archive.example/save/", "{url}", "https://archive.example/{url}/{url}", "ftp://x/{url}"])
def test_an_archive_without_a_place_for_the_address_is_refused(tmp_path: Path, save: str) -> None:
    """Else every page would be asked for under one address, or none."""
    sources = SOURCES.replace("delay_per_host: 0s", f'delay_per_host: 0s, archive: {{save: "{save}"}}')
    with pytest.raises(ConfigError, match=r"polling\.archive\.save"):
        load(write(tmp_path, sources=sources), {})
