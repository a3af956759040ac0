"""The decider alone: what a reading that is judged so or so tells to whom."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from watcher.dedup import fingerprint
from watcher.model import (
    NO_VALIDATORS,
    Assessment,
    Band,
    Document,
    Evidence,
    Group,
    Judgement,
    Match,
    Receiver,
    ReceiverKind,
    Record,
    Route,
    Taxonomy,
    When,
)
from watcher.pipeline.settle import Read, Tellers, settle

NOW = datetime(2024, 1, 8, 10, 0, tzinfo=UTC)
TEXT = "Heads wait for weeks before they may speak of what the inspectors said, and many of them tell nobody at all."
DESK = Receiver("desk", ReceiverKind.FILE, is_enabled=True, settings={})


def told_of(bands: dict[str, Band], asked: str) -> list[str]:
    """Return who is told of a new statement judged so, by a route that asks for one concern."""
    record = Record(id="", text=TEXT, source="union", publisher="A Union", group=Group.UNION)
    evidence = (Evidence(0, len(TEXT), TEXT),)
    assessments = tuple(Assessment(concern, 0.5, band, None, evidence) for concern, band in bands.items())
    read = Read(
        item=None,
        document=Document(TEXT, extractor_version="1"),
        record=record,
        fingerprint=fingerprint(record),
        judgement=Judgement(assessments, dict.fromkeys(bands, 0.5), is_relevant=True, scope="core", model_version="m1"),
        host="union.example",
        story="story-1",
        validators=NO_VALIDATORS,
        body_hash=None,
        capture=None,
    )
    route = Route("asks", ("desk",), When.NOW, Match(concerns=frozenset({asked})))
    settlement = settle(
        read,
        (),
        None,
        taxonomy=Taxonomy("perry", "Concerns", "1", ()),
        tellers=Tellers((route,), (DESK,)),
        is_baseline=False,
        is_held=False,
        next_visit_at=None,
        now=NOW,
    )
    return [telling.receiver_id for telling in settlement.alert.tellings] if settlement.alert else []


@pytest.mark.parametrize(("band", "told"), [(Band.SURE, ["desk"]), (Band.LIKELY, ["desk"]), (Band.REVIEW, [])])
def test_a_concern_that_nobody_would_see_sends_nobody_a_message(band: Band, told: list[str]) -> None:
    """A route that asks for a concern is not taken by one that waits for review, beside another that is sure."""
    assert told_of({"4": Band.SURE, "5": band}, "5") == told
    assert told_of({"4": Band.SURE, "5": band}, "4") == ["desk"]
