"""Pin the golden set's figures: `python -m tests.extract.golden.pin`. It raises floors, and refuses to lower one."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.extract.golden.measuring import digest, measure

FLOORS = Path(__file__).parent / "floors.json"


def raised(before: dict[str, float], now: dict[str, float]) -> dict[str, float]:
    """Return the new floors.

    Raises:
        ValueError: a figure is below its floor; its text names each.
    """
    lower = [
        f"{name}: {now.get(name)} is below the floor of {floor}" for name, floor in before.items() if now.get(name, 0.0) < floor
    ]
    if lower:
        raise ValueError("; ".join(lower))
    return now


def main() -> int:
    known = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {"figures": {}}
    try:
        figures = raised(known["figures"], measure())
    except ValueError as error:
        print(f"not pinned: {error}", file=sys.stderr)
        return 1
    FLOORS.write_text(json.dumps({"digest": digest(), "figures": figures}, indent=2) + "\n", encoding="utf-8")
    print(f"pinned: {figures}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
