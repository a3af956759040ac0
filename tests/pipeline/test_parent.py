"""The process that owns the network and the database stays small: parsers live in the workers."""

from __future__ import annotations

import subprocess
import sys

PARSERS = ("numpy", "pandas", "lxml", "trafilatura", "selectolax", "bs4", "feedparser", "htmldate", "py3langid")


def test_the_parent_loads_no_parser() -> None:
    """What builds the watch imports none of the libraries that read bytes, nor what they bring along."""
    told = f"import sys, watcher.app, watcher.pipeline.rounds; print([name for name in {PARSERS!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
