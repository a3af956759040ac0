"""A taxonomy, compiled: its lexicon, cues, scope, relevance and silent phrases, checked once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from watcher.classify.cues import Cue, CueIndex, compile_cues, number, strings
from watcher.classify.lexicon import Lexicon, Reading, parse_phrase, split_terms
from watcher.classify.spelling import Spelling
from watcher.errors import ClassifierError
from watcher.model import Taxonomy

SETTINGS: Final = frozenset(
    {"slots", "engine", "scope", "relevance", "silent", "topic_negation", "denied", "denied_before", "spelling", "bands"}
)
BANDS: Final = frozenset({"first", "threshold", "likely", "sure"})


@dataclass(frozen=True, slots=True)
class Scope:
    """What a document must be about: `subject` names the body, `other` bodies that are not it, `elsewhere` places that are not
    its own; `needs` one of these at least.
    """

    subject: int
    other: int
    elsewhere: int
    needs: int
    off_topics: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Bands:
    """Probabilities: from `threshold` on a concern is given, from `likely` it is shown, from `sure` it needs no second look.

    Nothing at all is given unless the best concern of the statement reaches `first`: a text that speaks of one concern often
    speaks of another, and one that speaks of none for certain is most often about something else.
    """

    first: float = 0.0
    threshold: float = 0.5
    likely: float = 0.5
    sure: float = 0.8


@dataclass(frozen=True, slots=True)
class Rules:
    """All that concerns.yaml says of one taxonomy, ready for use."""

    taxonomy: Taxonomy
    lexicon: Lexicon
    spelling: Spelling
    cues: tuple[tuple[Cue, ...], ...]
    scope: Scope
    silent: frozenset[int]
    relevant: frozenset[int]
    negation: int
    denied: int
    denied_before: int
    bands: Bands
    threshold: float
    slope: float
    second_best: float
    cue_index: CueIndex = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cue_index", CueIndex(self.cues))

    @classmethod
    def compile(cls, taxonomy: Taxonomy) -> Rules:
        """Return `taxonomy` compiled.

        Raises:
            ClassifierError: something in it cannot be used; the text says which taxonomy, concern and cue.
        """
        try:
            return cls._compile(taxonomy)
        except ClassifierError as error:
            raise ClassifierError(f"taxonomy {taxonomy.id}: {error}") from error

    @classmethod
    def _compile(cls, taxonomy: Taxonomy) -> Rules:
        settings = taxonomy.settings
        if unknown := sorted(set(settings) - SETTINGS):
            raise ClassifierError(f"settings: unknown key {unknown[0]!r}; known are {', '.join(sorted(SETTINGS))}")
        if not taxonomy.concerns:
            raise ClassifierError("there are no concerns in it")
        lexicon = Lexicon(_mapping(settings, "slots"))
        engine = _mapping(settings, "engine")
        return cls(
            taxonomy=taxonomy,
            lexicon=lexicon,
            spelling=Spelling(_spelled(settings)),
            cues=tuple(compile_cues(concern, lexicon) for concern in taxonomy.concerns),
            scope=_scope(_mapping(settings, "scope"), lexicon),
            silent=_phrases(_mapping(settings, "silent"), lexicon, where="settings.silent"),
            relevant=_phrases(_mapping(settings, "relevance"), lexicon, where="settings.relevance"),
            negation=lexicon.mask(_names(settings, "topic_negation"), where="settings.topic_negation"),
            denied=lexicon.mask(_names(settings, "denied"), where="settings.denied"),
            denied_before=lexicon.mask(_names(settings, "denied_before"), where="settings.denied_before"),
            bands=_bands(_mapping(settings, "bands")),
            threshold=number(engine.get("threshold", 1.0), 0, 100, where="settings.engine.threshold"),
            slope=number(engine.get("slope", 2.0), 0, 100, where="settings.engine.slope"),
            second_best=number(engine.get("second_best", 0.2), 0, 1, where="settings.engine.second_best"),
        )

    def scores(self, fired: Sequence[tuple[int, int]]) -> tuple[float, ...]:
        """Return for each concern what the cues that `fired`, as (concern, index), add up to."""
        if not fired:
            return (0.0,) * len(self.cues)
        scores = [0.0] * len(self.cues)
        for concern, index in fired:
            scores[concern] += self.cues[concern][index].weight
        return tuple(scores)

    def is_silent(self, reading: Reading) -> bool:
        """Whether a sentence is background or a footer, and carries no concern."""
        return not self.silent.isdisjoint(reading.phrases)

    def is_about(self, readings: Sequence[Reading]) -> bool:
        """Whether one of the sentences speaks of the inquest, the report or the responses to it."""
        return any(not self.relevant.isdisjoint(reading.phrases) for reading in readings)


def _mapping(settings: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = settings.get(key, {})
    if not isinstance(value, Mapping):
        raise ClassifierError(f"settings.{key} should be a mapping")
    return value


def _spelled(settings: Mapping[str, Any]) -> list[str]:
    words = settings.get("spelling")
    return split_terms(words, where="settings.spelling") if words else []


def _bands(settings: Mapping[str, Any]) -> Bands:
    if unknown := sorted(set(settings) - BANDS):
        raise ClassifierError(f"settings.bands: unknown key {unknown[0]!r}; known are {', '.join(sorted(BANDS))}")
    return Bands(**{name: number(value, 0, 1, where=f"settings.bands.{name}") for name, value in settings.items()})


def _names(settings: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return strings(settings.get(key, ()), where=f"settings.{key}")


def _phrases(settings: Mapping[str, Any], lexicon: Lexicon, *, where: str) -> frozenset[int]:
    texts = strings(settings.get("phrases", ()), where=where)
    return frozenset(lexicon.register(parse_phrase(text, lexicon, where=where)) for text in texts)


def _scope(settings: Mapping[str, Any], lexicon: Lexicon) -> Scope:
    def mask(key: str) -> int:
        return lexicon.mask(_names(settings, key), where=f"settings.scope.{key}")

    topics = _names(settings, "off_topics")
    return Scope(
        subject=mask("subject"),
        other=mask("other"),
        elsewhere=mask("elsewhere"),
        needs=mask("needs"),
        off_topics=tuple((name, lexicon.slot(name, where="settings.scope.off_topics")) for name in topics),
    )
