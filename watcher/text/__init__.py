"""Words, sentences, offsets and normalisation: one home for what extraction, relations, concerns and the ledger share."""

from watcher.text.charset import decode
from watcher.text.dates import StatedDates, stated_date, stated_dates
from watcher.text.memory import LineMemory, line_hash, stable_hash
from watcher.text.normal import fold, fold_blanks, letters, repair, words
from watcher.text.sentences import Sentence, sentences

__all__ = [
    "LineMemory",
    "Sentence",
    "StatedDates",
    "decode",
    "fold",
    "fold_blanks",
    "letters",
    "line_hash",
    "repair",
    "sentences",
    "stable_hash",
    "stated_date",
    "stated_dates",
    "words",
]
