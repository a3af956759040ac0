"""What the tests of judging share: the shipped taxonomy, the shipped model, the seeds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from watcher.classify import Classifier
from watcher.config import load_taxonomies
from watcher.model import Concern, Taxonomy

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "watcher" / "classify" / "model.json"


@pytest.fixture(scope="session")
def taxonomies() -> tuple[Taxonomy, ...]:
    return load_taxonomies(ROOT / "concerns.yaml")


@pytest.fixture(scope="session")
def taxonomy(taxonomies: tuple[Taxonomy, ...]) -> Taxonomy:
    return next(entry for entry in taxonomies if entry.is_active)


@pytest.fixture(scope="session")
def classifier(taxonomy: Taxonomy) -> Classifier:
    return Classifier(taxonomy, MODEL.read_bytes())


@pytest.fixture(scope="session")
def cue_classifier(taxonomy: Taxonomy) -> Classifier:
    return Classifier(taxonomy)


def seed(number: str) -> str:
    """Return the text of one seed document."""
    return next((ROOT / "seeds").glob(f"{number}_*.txt")).read_text(encoding="utf-8")


def small_taxonomy(*cues: dict[str, Any], **settings: Any) -> Taxonomy:
    """Return a taxonomy of one concern about bridges, with these cues."""
    slots = {"BRIDGE": "bridge*, viaduct", "REPAIR": ["repair*", "mend*", "put right"]}
    concern = Concern(
        "1", "Repair", "Repair of bridges", cues=cues or ({"name": "repairs", "all": ["BRIDGE", "REPAIR"], "weight": 2.0},)
    )
    return replace(
        Taxonomy("bridges", "Bridges", "1", (concern,)),
        settings={"slots": slots, "engine": {"threshold": 1.0, "slope": 3.0}, **settings},
    )
