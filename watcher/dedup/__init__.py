"""Same, republished, revised, quoted or new: how a text stands to everything seen before.

`fingerprint` says what to store so that a text can be found again, `relate` compares it with what was found. Pure.
"""

from watcher.dedup.address import host_of, page_key
from watcher.dedup.changes import changes_between
from watcher.dedup.comparing import Candidate
from watcher.dedup.families import head_of
from watcher.dedup.reading import Reading, fold_title, printed_lines, read, story_key
from watcher.dedup.relating import is_press, relate
from watcher.dedup.shingles import ALGORITHM_VERSION, fingerprint, fingerprint_reading, sketch

__all__ = [
    "ALGORITHM_VERSION",
    "Candidate",
    "Reading",
    "changes_between",
    "fingerprint",
    "fingerprint_reading",
    "fold_title",
    "head_of",
    "host_of",
    "is_press",
    "page_key",
    "printed_lines",
    "read",
    "relate",
    "sketch",
    "story_key",
]
