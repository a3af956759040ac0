"""Another inquiry is another file: its cues make a classifier, and what is wrong in it is named."""

from __future__ import annotations

from typing import Any

import pytest

from tests.classify.conftest import MODEL, small_taxonomy
from watcher.classify import Classifier
from watcher.errors import ClassifierError
from watcher.model import Taxonomy

BRIDGES = "The council said on Monday that the old bridge will be repaired. Nothing else was decided."


def test_cues_alone_make_a_classifier() -> None:
    """A taxonomy without a model gives the concern, its sentence and the cue that found it."""
    judgement = Classifier(small_taxonomy()).assess(BRIDGES)
    (assessment,) = judgement.assessments
    assert assessment.concern_id == "1"
    assert assessment.evidence[0].quote == "The council said on Monday that the old bridge will be repaired."
    assert assessment.evidence[0].cues == ("repairs",)
    assert judgement.model_version.startswith("bridges/1/cues-")


def test_the_council_has_a_taxonomy_of_its_own(taxonomies: tuple[Taxonomy, ...]) -> None:
    """The second taxonomy of concerns.yaml works without any code for it."""
    council = next(entry for entry in taxonomies if not entry.is_active)
    text = (
        "The council has written a policy on when it will challenge Ofsted on behalf of a school. "
        "The council now responds to every draft report that a school is sent. "
        "A council officer visits each headteacher in the week after an inspection and offers support."
    )
    assert [assessment.concern_id for assessment in Classifier(council).assess(text).assessments] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("cue", "problem"),
    [
        ({"pattern": "(", "name": "bad"}, r"concern 1, cue 1 \(bad\): the pattern '\(' is no regular expression"),
        ({"all": ["BRIGDE"]}, "there is no slot named 'BRIGDE'"),
        ({"all": ["BRIDGE"], "wieght": 1}, "unknown key 'wieght'"),
        ({"name": "empty"}, "give `all`, `phrase` or `pattern`"),
        ({"all": ["BRIDGE"], "weight": "much"}, "weight should be a number"),
        ({"all": ["BRIDGE"], "weight": 11}, "weight should be a number"),
        ({"all": 3}, "should be a text or a list"),
    ],
)
def test_a_wrong_cue_is_named_with_its_concern(cue: dict[str, Any], problem: str) -> None:
    """The error says which taxonomy, which concern, which cue and what is wrong."""
    with pytest.raises(ClassifierError, match=f"taxonomy bridges: concern 1, cue 1.*{problem}|{problem}"):
        Classifier(small_taxonomy(cue))


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"slot": {}}, "unknown key 'slot'"),
        ({"slots": "head"}, "should be a mapping"),
        ({"scope": {"subject": "NONE"}}, r"settings\.scope\.subject"),
        ({"bands": {"sure": 2}}, r"settings\.bands\.sure"),
        ({"engine": {"slope": "steep"}}, r"settings\.engine\.slope"),
        ({"silent": {"phrases": 4}}, "should be a text or a list"),
    ],
)
def test_wrong_settings_are_named(settings: dict[str, Any], problem: str) -> None:
    """The error says which setting."""
    with pytest.raises(ClassifierError, match=problem):
        Classifier(small_taxonomy(**settings))


@pytest.mark.parametrize(
    ("cue", "text", "is_given"),
    [
        ({"all": ["BRIDGE", "REPAIR"], "near": 3, "weight": 2}, "The bridge was then repaired.", True),
        ({"all": ["BRIDGE", "REPAIR"], "near": 3, "weight": 2}, "The bridge was after some years repaired.", False),
        ({"all": ["BRIDGE", "REPAIR"], "ordered": True, "weight": 2}, "Repairs to the bridge began.", False),
        ({"all": ["BRIDGE", "REPAIR"], "ordered": True, "weight": 2}, "The bridge needs repairs.", True),
        ({"all": ["BRIDGE"], "unless": ["REPAIR"], "weight": 2}, "The bridge needs repairs.", False),
        ({"all": ["BRIDGE"], "needs": ["REPAIR"], "weight": 2}, "The bridge stands.", False),
        ({"phrase": "bridge ..2 repaired", "weight": 2}, "The bridge was repaired.", True),
        ({"pattern": r"\bbridge\b.*\bblue\b", "weight": 2}, "The BRIDGE is “blue”.", True),
    ],
)
def test_cues_have_conditions(cue: dict[str, Any], text: str, is_given: bool) -> None:
    """Nearness, order, exclusions and needs hold as they are written down."""
    assert bool(Classifier(small_taxonomy(cue)).assess(text).assessments) is is_given


def test_a_document_about_another_body_is_out_of_scope_with_a_reason(cue_classifier: Classifier) -> None:
    """Scope is hard for other inspectorates alone, and says so in words."""
    text = "Estyn will train all its inspectors to recognise signs of distress in headteachers."
    judgement = cue_classifier.assess(text)
    assert judgement.assessments == ()
    assert judgement.scope == "about another body: estyn"


def test_the_shipped_model_is_not_for_another_taxonomy() -> None:
    """A model that was trained for another taxonomy is refused by name."""
    with pytest.raises(ClassifierError, match="taxonomy 'perry-pfd-2023', not 'bridges'"):
        Classifier(small_taxonomy(), MODEL.read_bytes())
