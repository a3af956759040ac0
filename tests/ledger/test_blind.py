"""The blind sets: floors that both halves must hold, for the very lines that were measured."""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path

import pytest

from tests.ledger.blind_scoring import (
    BLIND,
    HALVES,
    RECORD_KEYS,
    gazetteers,
    has_promises,
    has_quotes,
    record_of,
    rows,
    score_demands,
    score_promises,
    score_quotes,
)
from watcher.ledger import Gazetteer

FLOORS = Path(__file__).parent / "blind_floors.json"
"""What was measured, and a digest of the lines; `python -m tests.ledger.pin_blind` writes it anew, and never lower."""


@pytest.fixture(scope="module")
def known() -> dict[str, Gazetteer]:
    return gazetteers()


def digest_of(half: str) -> str:
    kinds = [kind for kind, has in (("quotes", has_quotes), ("commitments", has_promises)) if has(half)]
    lines = b"".join((BLIND / f"{kind}-{half}.jsonl").read_bytes() for kind in kinds)
    return blake2b(lines, digest_size=8).hexdigest()


def measured(half: str, known: dict[str, Gazetteer]) -> dict[str, float]:
    return {
        **(_measured_quotes(half, known) if has_quotes(half) else {}),
        **(_measured_promises(half, known) if has_promises(half) else {}),
    }


def _measured_promises(half: str, known: dict[str, Gazetteer]) -> dict[str, float]:
    promises = score_promises(rows(f"commitments-{half}"), known)
    demands = score_demands(rows(f"commitments-{half}"), known)
    return {
        "commitment_precision": round(promises.precision, 3),
        "commitment_recall": round(promises.recall, 3),
        "commitment_dates": round(promises.date, 3),
        "demand_precision": round(demands.precision, 3),
        "demand_recall": round(demands.recall, 3),
    }


def _measured_quotes(half: str, known: dict[str, Gazetteer]) -> dict[str, float]:
    quotes = score_quotes(rows(f"quotes-{half}"), known)
    return {
        "speaker_precision": round(quotes.precision, 3),
        "speaker_coverage": round(quotes.coverage, 3),
        "organisation": round(quotes.organisation, 3),
        "verbatim": float(not quotes.not_verbatim),
    }


@pytest.mark.parametrize("half", HALVES)
def test_no_figure_falls(known: dict[str, Gazetteer], half: str) -> None:
    """What was reached once on lines that the rules were, or were not, made from is never lost again."""
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))[half]
    now = measured(half, known)
    assert {key: now[key] for key, floor in pinned["floors"].items() if now[key] < floor} == {}


@pytest.mark.parametrize("half", HALVES)
def test_the_floors_are_of_these_lines(half: str) -> None:
    """A line that is changed or left out would make the floors those of another set."""
    assert json.loads(FLOORS.read_text(encoding="utf-8"))[half]["digest"] == digest_of(half)


def test_labels_are_taken_off() -> None:
    """The program sees nothing of a line but what `watcher quotes` is given."""
    for row in rows("quotes-open"):
        record = record_of(row)
        assert record.spans == ()
        assert record.kind is None
        assert record.text == row["text"]
        assert not {"quotes", "commitments", "register"} & set(RECORD_KEYS)


def test_a_pin_is_never_lowered() -> None:
    """A figure below its floor stops the pinning."""
    from tests.ledger.pin_blind import lowered

    assert lowered({"speaker_precision": 0.9}, {"speaker_precision": 0.899}) == ["speaker_precision"]
    assert lowered({"speaker_precision": 0.9}, {"speaker_precision": 0.9}) == []
