"""A fit as the file that `watcher.classify` runs: rounded, sorted, the same to the byte for the same data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Final

from watcher.classify.features import VERSION
from watcher.classify.model import ANY, FORMAT
from watcher.classify.rules import Bands, Rules
from watcher.train.fit import STANCES, Fit, as_stored, scope_table

DIGITS: Final = 3


def export(fit: Fit, rules: Rules, *, bands: Bands, data_digest: str, scores: Mapping[str, float]) -> bytes:
    """Return the model file: JSON with sorted keys, whole numbers for the tables, `DIGITS` decimals for the rest."""
    concerns = [concern.id for concern in rules.taxonomy.concerns]
    stored = {
        "format": FORMAT,
        "features": VERSION,
        "taxonomy": rules.taxonomy.id,
        "version": f"{rules.taxonomy.id}/{rules.taxonomy.version}/{data_digest}",
        "data": data_digest,
        "scores": {name: round(value, DIGITS) for name, value in scores.items()},
        "bands": asdict(bands),
        "sentence": as_stored(fit.sentence, concerns),
        "scope": scope_table(fit.scope, [ANY, *concerns]),
        "stages": {
            "evidence": _rounded(fit.evidence),
            "standing": _rounded(fit.standing),
            "document": _rounded(fit.document),
        },
        "stance_held": _rounded(fit.stance_held),
        "stance": as_stored(fit.stance, [stance.value for stance in STANCES]) if fit.stance else None,
    }
    return (json.dumps(stored, sort_keys=True, ensure_ascii=False, separators=(",", ":"), indent=0) + "\n").encode()


def _rounded(weights: Mapping[str, float]) -> dict[str, float]:
    return {name: round(weight, DIGITS) for name, weight in weights.items()}
