"""The classifier: what a statement says of each concern, with the sentences that say it."""

from __future__ import annotations

from hashlib import blake2b

from watcher.classify.judge import CueJudge, Judge, TrainedJudge
from watcher.classify.judgement import to_judgement
from watcher.classify.model import TrainedModel
from watcher.classify.reads import read_document
from watcher.classify.rules import Rules
from watcher.model import Group, Judgement, Taxonomy


class Classifier:
    """Judges texts against one taxonomy; with a trained `model` for it, or by the taxonomy's cues alone.

    Raises:
        ClassifierError: the taxonomy cannot be used, or `model` is not a model for it; the text says what is wrong.
    """

    def __init__(self, taxonomy: Taxonomy, model: bytes | None = None) -> None:
        self._rules = Rules.compile(taxonomy)
        judge: Judge = CueJudge(self._rules, f"{taxonomy.id}/{taxonomy.version}/cues-{_digest(taxonomy)}")
        if model is not None:
            judge = TrainedJudge(self._rules, TrainedModel.load(model, self._rules))
        self._judge = judge
        self.version: str = judge.version

    def assess(self, text: str, *, title: str | None = None, group: Group | None = None, kind: str | None = None) -> Judgement:
        """Return what `text` says of each concern; the evidence's offsets are code points of `text`, exactly.

        `title` is read for what the text is about and is never evidence; `kind` (press_release, written_answer, ...), or else
        `group`, bears on the stance alone.
        """
        document = read_document(text, title, self._rules)
        verdict = self._judge.judge(document, kind or (group.value if group else None))
        return to_judgement(text, document, verdict, self._rules, self._judge.bands, self.version)


def _digest(taxonomy: Taxonomy) -> str:
    cues = [(concern.id, [sorted(cue.items(), key=str) for cue in concern.cues]) for concern in taxonomy.concerns]
    return blake2b(repr((cues, sorted(taxonomy.settings.items()))).encode(), digest_size=4).hexdigest()
