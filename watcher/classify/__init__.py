"""Which concerns a statement speaks of, with the sentences that show it."""

from watcher.classify.classifier import Classifier

__all__ = ["Classifier"]
