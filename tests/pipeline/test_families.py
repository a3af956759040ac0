"""Families put right by hand: what was missed is told once, and what was told or was never news is not told again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from ledger.desk import AROUND, At, desk_at, judge

from watcher.model import Record
from watcher.pipeline.families import merge, split
from watcher.pipeline.importing import import_records
from watcher.pipeline.world import SEEDS

ASKS = "The guild asks Ofsted to train every lead inspector to recognise signs of distress in headteachers by {}."
ON = date(2024, 1, 8)


def told(desk: At) -> list[tuple[int, str]]:
    """Return which statements stand in somebody's digest, and why, in the order in which they were told."""
    rows = desk.store._database.rows(
        "SELECT statement_id, reason FROM alert JOIN told ON told.alert_id = alert.id ORDER BY alert.id"
    )
    return [(row["statement_id"], row["reason"]) for row in rows]


def test_what_was_merged_wrongly_is_told_once_when_it_is_split(tmp_path: Path) -> None:
    """It was a missed alert; whoever splits and merges and splits again tells nothing twice."""
    with desk_at(tmp_path) as desk:
        head = desk.says("guild", "a", ASKS.format("31 March"), on=ON)
        copy = desk.says("weekly", "b", ASKS.format("31 March"), on=ON)
        assert told(desk) == [(head, "new")]
        assert split(desk, copy)
        assert told(desk) == [(head, "new"), (copy, "new")]
        merge(desk, head, copy)
        split(desk, copy)
        assert told(desk) == [(head, "new"), (copy, "new")]


def test_a_head_that_was_revised_since_is_not_new_when_a_copy_leaves_it(tmp_path: Path) -> None:
    """Readers heard of it when it was new and when it changed."""
    with desk_at(tmp_path) as desk:
        head = desk.says("guild", "a", ASKS.format("31 March"), on=ON, url="http://guild.example/a")
        copy = desk.says("weekly", "b", ASKS.format("31 March"), on=ON)
        assert desk.says("guild", "a2", ASKS.format("30 June"), on=ON, url="http://guild.example/a") == head
        before = told(desk)
        assert before == [(head, "new"), (head, "revised")]
        split(desk, copy)
        assert told(desk) == [*before, (copy, "new")]


@pytest.mark.parametrize("leaves", ["copy", "seed"])
def test_a_seed_is_told_to_nobody_whoever_leaves_its_family(tmp_path: Path, leaves: str) -> None:
    """It was brought for matching alone; what was taken for it is told."""
    with desk_at(tmp_path) as desk:
        text = "\n\n".join((ASKS.format("31 March"), *AROUND))
        seed = Record("seed-1", text, title="A plan", publisher="Invented Guild", url="http://guild.example/a")
        import_records(desk, [seed], judge(), shelf=SEEDS)
        copy = desk.says("weekly", "b", ASKS.format("31 March"), on=ON)
        assert told(desk) == []
        seed_id = desk.store.statements.by_external_id(SEEDS, "seed-1")
        assert seed_id is not None
        split(desk, copy if leaves == "copy" else seed_id)
        assert told(desk) == [(copy, "new")]
