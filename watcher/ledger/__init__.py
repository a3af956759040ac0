"""Who said what, and who promised what by when: quotes with their speakers, commitments with their dates."""

from watcher.ledger.gazetteer import Gazetteer
from watcher.ledger.quotes import read_quotes

__all__ = ["Gazetteer", "read_quotes"]
