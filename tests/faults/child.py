"""What is killed: one `run-once` over the demo's publishers on one of its days, in a process of its own.

The demo's hosts are known to nobody else's resolver, so the process serves them itself: `python child.py FOLDER DAY`. Day 4 is the
Monday of the digest. It says `ready` before the round and `done` after it.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from watcher.app import hold_watch
from watcher.cli.watching import _round, demo_world
from watcher.demo import DAY_MAX, DIGEST_AT


async def run_once(folder: Path, day: int) -> None:
    async with demo_world(folder) as (place, world, clock):
        for _ in range(1, min(day, DAY_MAX)):
            place.advance()
        clock.advance((place.now() if day <= DAY_MAX else DIGEST_AT) - clock.now())
        with hold_watch(world.watch):
            print("ready", flush=True)
            await _round(world, is_all=True)
            print("done", flush=True)


if __name__ == "__main__":
    asyncio.run(run_once(Path(sys.argv[1]), int(sys.argv[2])))
