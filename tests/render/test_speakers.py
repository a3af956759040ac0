"""Who is named above a sentence, and that nobody is taken for them below it."""

from __future__ import annotations

from dataclasses import replace

from watcher.model import Band, Told, Voice
from watcher.render.view import sentence_lines

from .samples import EDITORS, alert, digest, renderer, story, told

A = Voice("One.", "Wren Halloway", "Director", "Lantern Guild", is_spoken=True)


def lines(*voices: Voice | None) -> list[str]:
    """Return the lines of as many sentences as there are voices, "One." to "Four."."""
    sentences = ("One.", "Two.", "Three.", "Four.")[: len(voices)]
    said = (Voice(each, v.speaker, v.role, v.organisation, v.is_spoken) for each, v in zip(sentences, voices, strict=True) if v)
    return sentence_lines(Told("1", 0.9, Band.SURE, None, sentences, tuple(said)))


def test_a_speaker_of_several_sentences_is_named_once() -> None:
    """The second follows the first without a name."""
    assert lines(A, A) == ["Wren Halloway, Director, Lantern Guild:", "“One.”", "“Two.”"]


def test_a_sentence_of_nobody_does_not_stand_under_the_name_above_it() -> None:
    """Whose words nobody knows, and what a publication says itself, are said to be so after a name."""
    unknown = Voice("", is_spoken=True)
    name = "Wren Halloway, Director, Lantern Guild:"
    assert lines(A, unknown, None, A) == [
        *(name, "“One.”"),
        *("Speaker not named:", "“Two.”"),
        *("The text itself:", "Three."),
        *(name, "“Four.”"),
    ]


def test_without_a_name_nothing_is_said_of_speakers() -> None:
    """A publisher's own text needs no label, and marks say that somebody speaks."""
    assert lines(None, Voice("", is_spoken=True), None) == ["One.", "“Two.”", "Three."]


def test_what_is_shown_in_brief_has_its_speaker_in_all_forms() -> None:
    """Under a second concern the sentence stands alone, and not as its publisher's own."""
    first, second = told("1", "We wait."), told("2", "Nobody came.")
    voiced = [replace(each, voices=(replace(A, sentence=each.sentences[0]),)) for each in (first, second)]
    message = renderer().digest(digest([alert(story(1, "A title", *voiced))]), EDITORS, "m")
    assert message.text.count("Wren Halloway") == 2
    assert (message.html or "").count("Wren Halloway") == 2
