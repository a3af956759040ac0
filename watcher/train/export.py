"""A fit as the file that `watcher.classify` runs: rounded, sorted, the same to the byte for the same data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from watcher.classify.features import VERSION
from watcher.classify.model import ANY, FORMAT, GROUPS, WEIGHT_UNIT, pack
from watcher.classify.rules import Bands, Rules
from watcher.train.fit import STANCES, Fit, TableFit, Weights, scope_table

DIGITS: Final = 3
FORGOTTEN_BELOW: Final = {"words": 0.06, "grams": 0.12, "slots": 0.01, "pairs": 0.06, "flags": 0.01, "kinds": 0.01}
"""A feature whose weight is less for every output is left out of the file; most count by a tenth of it or less (`group_scale`)."""


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
        "bands": {"threshold": bands.threshold, "likely": bands.likely, "sure": bands.sure},
        "sentence": _table(fit.sentence, concerns),
        "scope": scope_table(fit.scope, [ANY, *concerns]),
        "stages": {"evidence": _rounded(fit.evidence), "document": _rounded(fit.document)},
        "stance": _table(fit.stance, [stance.value for stance in STANCES]) if fit.stance else None,
    }
    return (json.dumps(stored, sort_keys=True, ensure_ascii=False, separators=(",", ":"), indent=0) + "\n").encode()


def _table(fitted: TableFit, outputs: list[str]) -> dict[str, Any]:
    groups: dict[str, dict[str, int]] = {group: {} for group in GROUPS}
    for (group, name), row in zip(fitted.names, fitted.weights, strict=True):
        weights = row * fitted.groups[group]
        if max(abs(weights)) >= FORGOTTEN_BELOW[group]:
            groups[group][name] = pack([round(float(weight) * WEIGHT_UNIT) for weight in weights])
    bias = pack([round(float(offset) * WEIGHT_UNIT) for offset in fitted.bias])
    return {"outputs": outputs, "bias": bias, "groups": groups}


def _rounded(weights: Weights) -> Weights:
    return {name: round(weight, DIGITS) for name, weight in weights.items()}
