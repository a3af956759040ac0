"""Who said what, and who promised what by when: quotes with their speakers, commitments with their dates."""

from watcher.ledger.commitments import demands_in, read_commitments, read_demands
from watcher.ledger.gazetteer import Gazetteer
from watcher.ledger.quotes import read_quotes

__all__ = ["Gazetteer", "demands_in", "read_commitments", "read_demands", "read_quotes"]
