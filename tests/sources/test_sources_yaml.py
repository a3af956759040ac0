"""The shipped sources.yaml: every publisher maps to a kind, and what is not sure says so."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from ruamel.yaml import YAML

from watcher.model import Group
from watcher.sources import SOURCE_KINDS

FILE: dict[str, Any] = YAML(typ="safe").load(Path(__file__).parents[2] / "sources.yaml")
SOURCES: list[dict[str, Any]] = FILE["sources"]
EACH = pytest.mark.parametrize("entry", SOURCES, ids=[entry["id"] for entry in SOURCES])


def test_there_are_twenty_six_publishers_and_fifteen_are_on() -> None:
    """The watch is ready to use and no wider than it was asked to be."""
    assert len({entry["id"] for entry in SOURCES}) == len(SOURCES) == 26
    assert sum(entry["enabled"] for entry in SOURCES) == 15


@EACH
def test_every_source_maps_to_a_kind_and_a_group(entry: dict[str, Any]) -> None:
    """Kinds and groups are those that the code has."""
    assert entry["kind"] in SOURCE_KINDS
    assert Group(entry["group"])
    assert urlsplit(entry["url"]).scheme == "https"


@EACH
def test_every_source_says_how_sure_its_address_is(entry: dict[str, Any]) -> None:
    """Nobody has fetched these addresses; what is off says why."""
    notes = entry["notes"].lower()
    assert any(word in notes for word in ("address sure", "unverified", "listing likely", "feed likely"))
    assert entry["enabled"] or "off" in notes or "unverified" in notes


@EACH
def test_intervals_are_polite(entry: dict[str, Any]) -> None:
    """Nobody is polled more than twice an hour or less than once a day."""
    unit = {"m": "minutes", "h": "hours", "d": "days"}[entry["every"][-1]]
    assert timedelta(minutes=30) <= timedelta(**{unit: int(entry["every"][:-1])}) <= timedelta(days=1)


def test_the_configured_page_is_polled() -> None:
    """Kinds that build their own address stay on the configured host."""
    from .exchange import source

    for entry in SOURCES:
        url = SOURCE_KINDS[entry["kind"]].listing_url(source(entry["kind"], entry["url"]))
        assert urlsplit(url).netloc == urlsplit(entry["url"]).netloc
