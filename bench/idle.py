"""What an idle daemon costs: 500 sources at 15 minutes each, nothing new: `python bench/idle.py [--minutes 5] [--check]`.

Every source is polled once and read; then the next polls are spread evenly over their interval, as they are after some hours, the
daemon is started again and watched for the given time. The bar is 1 % of one core, workers included.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from living import Living, server, until, waiting, write_watch

SHARE_MAX = 0.01
SETTLE_S = 15.0


def spread(root: Path, every: timedelta) -> None:
    """Let the sources be due one after the other over `every`, from now on."""
    with closing(sqlite3.connect(root / "state" / "watcher.db")) as database:
        ids = [row[0] for row in database.execute("SELECT id FROM source ORDER BY id")]
        begin = datetime.now(UTC) + timedelta(seconds=SETTLE_S)
        moments = [(begin + every * number / len(ids)).isoformat(timespec="microseconds")[:-6] + "Z" for number in range(len(ids))]
        database.executemany("UPDATE source SET next_poll_at = ? WHERE id = ?", zip(moments, ids, strict=True))
        database.execute("UPDATE item SET next_visit_at = NULL")
        database.commit()


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sources", type=int, default=500)
    options.add_argument("--every-minutes", type=int, default=15)
    options.add_argument("--minutes", type=float, default=5.0)
    options.add_argument("--check", action="store_true", help="exit with 1 if the bar is missed")
    chosen = options.parse_args()
    hosts = [f"127.0.{1 + number // 200}.{1 + number % 200}" for number in range(chosen.sources)]
    with tempfile.TemporaryDirectory() as folder, server(1, 0) as port:
        root = Path(folder)
        write_watch(root, hosts, port, every=f"{chosen.every_minutes}m")
        first = Living(root)
        until(lambda: waiting(root) == 0, 900, "the first round")
        first.stop()
        spread(root, timedelta(minutes=chosen.every_minutes))
        daemon = Living(root)
        time.sleep(SETTLE_S)
        began_s, cpu_s, polls = time.monotonic(), daemon.cpu_s(), daemon.metrics()
        time.sleep(chosen.minutes * 60)
        passed_s, used_s, after = time.monotonic() - began_s, daemon.cpu_s() - cpu_s, daemon.metrics()
        memory = daemon.memory_mib()
        stopped_s = daemon.stop()
    visits = after["watcher_polls_total unchanged"] - polls["watcher_polls_total unchanged"]
    print(f"{chosen.sources} sources every {chosen.every_minutes} minutes, {passed_s:.0f} s: {visits:.0f} polls, all unchanged")
    print(f"CPU {used_s:.2f} s: {used_s / passed_s:.2%} of one core, at most {SHARE_MAX:.0%}")
    print(f"memory: daemon {memory[0]:.0f} MiB, its readers {memory[1]:.0f} MiB; ended within {stopped_s:.1f} s of SIGTERM")
    return 1 if chosen.check and used_s / passed_s > SHARE_MAX else 0


if __name__ == "__main__":
    sys.exit(main())
