"""The process that owns the network and the database stays small: parsers live in the workers."""

from __future__ import annotations

import subprocess
import sys

PARSERS = ("numpy", "pandas", "lxml", "trafilatura", "selectolax", "bs4", "feedparser", "htmldate", "py3langid", "ftfy")
READERS = ("watcher.ledger.quotes", "watcher.ledger.commitments", "watcher.classify.model", "watcher.extract.extraction")


def test_the_parent_loads_no_parser() -> None:
    """What builds the watch imports none of the libraries that read bytes, nor what they bring along, nor our own readers."""
    unwanted = PARSERS + READERS
    told = f"import sys, watcher.daemon, watcher.app, watcher.pipeline.rounds; print([x for x in {unwanted!r} if x in sys.modules])"
    done = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
