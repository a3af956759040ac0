"""Pins what the blind sets measure now: `python -m tests.ledger.pin_blind`. It refuses to lower a floor of the same lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping

from tests.ledger.blind_scoring import HALVES, gazetteers
from tests.ledger.test_blind import FLOORS, digest_of, measured


def lowered(before: Mapping[str, float], now: Mapping[str, float]) -> list[str]:
    """Return the figures that are lower than they were."""
    return [key for key, floor in before.items() if now.get(key, 0.0) < floor]


def main() -> int:
    known = gazetteers()
    pinned = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    found = {half: {"digest": digest_of(half), "floors": measured(half, known)} for half in HALVES}
    for half, new in found.items():
        fallen = lowered(pinned.get(half, {}).get("floors", {}), new["floors"])
        if fallen:
            sys.stderr.write(f"{half}: lower than before: {', '.join(fallen)}; nothing was written\n")
            return 1
    FLOORS.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
