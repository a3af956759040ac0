"""Half an hour of a daemon's life at an accelerated rhythm: `python bench/soak.py [--minutes 30] [--check]` (`make soak`).

2,000 sources on loopback, each polled every minute; one in twenty fails, one is hostile (`soak_server.py`). After the first
round and a quarter of the time the figures count: the slope of memory, open files, and how late polls begin.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import linear_regression, mean

from living import Living, server, until, waiting, write_watch

INTERVAL_S = 60.0
LATE_SHARE_MAX = 0.1
FILES_MORE_MAX = 3
PEAK_GROWTH_MAX = 1.1
"""Connections come and go; their peak in the second half is held against that in the first."""
GROWTH_MAX = 0.03
"""Memory is flat if the fitted line rises by no more than this share of the mean over the time that counts."""
SAMPLED_S = 10.0
_BUCKET = "watcher_poll_late_seconds_bucket "


@dataclass(frozen=True, slots=True)
class Sample:
    at_s: float
    parent_mib: float
    readers_mib: float
    files: int
    plain_files: int
    metrics: dict[str, float]


def hosts_of(sources: int) -> list[str]:
    """Return the addresses: one in twenty fails, the last one is hostile."""
    failing = sources // 20
    sound = sources - failing - 1
    return [
        *(f"127.0.{1 + number // 200}.{1 + number % 200}" for number in range(sound)),
        *(f"127.1.{1 + number // 200}.{1 + number % 200}" for number in range(failing)),
        "127.2.0.1",
    ]


def watch(daemon: Living, minutes: float) -> list[Sample]:
    samples = []
    began_s = time.monotonic()
    while (at_s := time.monotonic() - began_s) < minutes * 60:
        parent, readers = daemon.memory_mib()
        samples.append(Sample(at_s, parent, readers, *daemon.open_files(), daemon.metrics()))
        time.sleep(SAMPLED_S)
    return samples


def percentile_late_s(first: Sample, last: Sample, share: float) -> float:
    """Return the bound of the bucket of the histogram that `share` of the visits in between fall into or below."""
    counts = {name: last.metrics[name] - first.metrics[name] for name in last.metrics if name.startswith(_BUCKET)}
    total = counts[f"{_BUCKET}+Inf"]
    bounds = sorted((float(name.removeprefix(_BUCKET)), count) for name, count in counts.items())
    return next(bound for bound, count in bounds if count >= share * total)


def report(samples: list[Sample]) -> list[str]:
    """Print the figures; return what missed its bar."""
    first, last = samples[0], samples[-1]
    hours = (last.at_s - first.at_s) / 3600
    done = {
        name: last.metrics.get(f"watcher_{name}", 0) - first.metrics.get(f"watcher_{name}", 0)
        for name in ("polls_total ok", "polls_total unchanged", "polls_total failed", "polls_total suspect", "items_total new")
    }
    print(
        f"{len(samples)} samples over {hours * 60:.1f} minutes: " + ", ".join(f"{name} {value:.0f}" for name, value in done.items())
    )
    missed = []
    for name in ("parent_mib", "readers_mib"):
        values = [getattr(sample, name) for sample in samples]
        slope = linear_regression([sample.at_s / 3600 for sample in samples], values).slope
        growth = slope * hours / mean(values)
        print(f"{name}: {values[0]:.1f} to {values[-1]:.1f}, slope {slope:+.1f} MiB an hour, {growth:+.1%} over this time")
        missed += [name] if growth > GROWTH_MAX else []
    half = len(samples) // 2
    peaks = [max(sample.files for sample in part) for part in (samples[:half], samples[half:])]
    print(
        f"open files but for connections: {first.plain_files} to {last.plain_files}; with them at most {peaks[0]}, then {peaks[1]}"
    )
    has_grown = last.plain_files - first.plain_files > FILES_MORE_MAX or peaks[1] > peaks[0] * PEAK_GROWTH_MAX
    missed += ["open files"] if has_grown else []
    late = {share: percentile_late_s(first, last, share) for share in (0.5, 0.95, 0.99)}
    print(
        "polls late, s: "
        + ", ".join(f"p{share * 100:.0f} {value:g}" for share, value in late.items())
        + f"; interval {INTERVAL_S:g}"
    )
    missed += ["polls late"] if late[0.95] > INTERVAL_S * LATE_SHARE_MAX else []
    moves = last.metrics["watcher_pool_restarts_total"]
    print(f"readers replaced {moves:.0f} times; well: {last.metrics['watcher_well']:.0f}; missed: {', '.join(missed) or 'nothing'}")
    return missed


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=30.0)
    options.add_argument("--sources", type=int, default=2000)
    options.add_argument("--change-minutes", type=float, default=30.0, help="how often a feed gets a new entry")
    options.add_argument("--check", action="store_true", help="exit with 1 if a bar is missed")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, server(1, chosen.change_minutes * 60) as port:
        root = Path(folder)
        write_watch(root, hosts_of(chosen.sources), port, every=f"{INTERVAL_S:.0f}s")
        began_s = time.monotonic()
        daemon = Living(root)
        until(lambda: waiting(root) == 0, 3600, "the first round")
        print(f"first round: {time.monotonic() - began_s:.0f} s", flush=True)
        warming = watch(daemon, chosen.minutes / 4)
        print(f"warmed up for {chosen.minutes / 4:.1f} minutes: {warming[-1].parent_mib:.1f} MiB", flush=True)
        cpu_s = daemon.cpu_s()
        samples = watch(daemon, chosen.minutes * 3 / 4)
        print(f"CPU: {(daemon.cpu_s() - cpu_s) / (samples[-1].at_s + SAMPLED_S):.1%} of one core")
        missed = report(samples)
        print(f"ended within {daemon.stop():.1f} s of SIGTERM")
    return 1 if chosen.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
