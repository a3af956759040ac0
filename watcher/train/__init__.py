"""From labelled data to a model file: an extra (`pip install watcher[train]`), never imported at run time."""

from watcher.train.data import Corpus, LabelledSentence, LabelledStatement, load_corpus, load_labels, load_statements
from watcher.train.evaluate import Scores, evaluate, judge_all, report

__all__ = [
    "Corpus",
    "LabelledSentence",
    "LabelledStatement",
    "Scores",
    "evaluate",
    "judge_all",
    "load_corpus",
    "load_labels",
    "load_statements",
    "report",
]
