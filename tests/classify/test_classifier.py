"""Judgements of the seeds, and of what may come instead of a statement."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.classify.conftest import MODEL, seed
from watcher.classify import Classifier
from watcher.model import Assessment, Band, Group, Judgement, Taxonomy

SEED_003 = {
    "1": "The impact on school leader welfare",
    "2": "The “almost complete absence of Ofsted training or published policy”",
    "3": "Absence of a clear path to raise concerns",
    "4": "The confidentiality requirement after an inspection",
    "5": "Timescales for report publication.",
    "6": ("No learning review by Ofsted.", "“There is a risk of future deaths if there is only lip service"),
    "7": "Clarification of the wellbeing support available",
}


def concerns(judgement: Judgement) -> list[str]:
    return [assessment.concern_id for assessment in judgement.assessments]


def quotes(assessment: Assessment) -> list[str]:
    return [evidence.quote for evidence in assessment.evidence]


@pytest.mark.parametrize("with_model", [True, False])
def test_the_list_of_seven_gives_all_seven_with_its_own_items(
    classifier: Classifier, cue_classifier: Classifier, with_model: bool
) -> None:
    """Each concern is given, and the list item that names it is among its sentences."""
    judgement = (classifier if with_model else cue_classifier).assess(seed("003"))
    assert concerns(judgement) == list(SEED_003)
    for assessment in judgement.assessments:
        assert any(quote.startswith(SEED_003[assessment.concern_id]) for quote in quotes(assessment)), assessment


@pytest.mark.parametrize(("number", "wanted"), [("000", {"2"}), ("001", {"2", "3"}), ("004", {"2", "3"})])
def test_the_seeds_give_what_they_speak_of(classifier: Classifier, number: str, wanted: set[str]) -> None:
    """Every concern that a seed was labelled with is given."""
    assert wanted <= set(concerns(classifier.assess(seed(number))))


@pytest.mark.parametrize(("number", "wanted"), [("000", {"2"}), ("001", {"2", "3"}), ("004", {"2", "3"})])
def test_the_seeds_give_nothing_that_they_only_touch(classifier: Classifier, number: str, wanted: set[str]) -> None:
    """A warning quoted from the coroner, the case retold and a word of regret give no concern of their own."""
    assert set(concerns(classifier.assess(seed(number)))) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The coroner has warned that there is a risk that more deaths will occur.",
        "It cannot go on after so serious a danger to those who work in schools has been identified.",
        "The inquest heard that the head's mental health had declined after the inspection.",
    ],
)
def test_a_warning_repeated_is_no_statement_of_its_own(classifier: Classifier, text: str) -> None:
    """To say that a court has found a danger says nothing of what the danger is."""
    assert concerns(classifier.assess(text)) == []


def test_the_comments_under_a_seed_carry_nothing(classifier: Classifier) -> None:
    """What readers say of bullying under the article is no concern of the article."""
    judgement = classifier.assess(seed("004"))
    assert concerns(judgement) == ["2", "3"]
    assert judgement.assessments[0].band is Band.SURE


@pytest.mark.parametrize("text", ["", " \n\t ", "…", "\x00\x01", "a" * 5000, "🙂" * 300, "<p>&nbsp;</p>"])
def test_what_is_no_statement_gives_nothing(classifier: Classifier, text: str) -> None:
    """Empty and senseless texts have no concern, are not relevant, and break nothing."""
    judgement = classifier.assess(text)
    assert judgement.assessments == ()
    assert not judgement.is_relevant


def test_a_statement_about_the_inquest_is_relevant_without_a_concern(classifier: Classifier) -> None:
    """Being about the coroner's report is one thing, addressing a concern another."""
    text = (
        "The department will reply to the coroner's report on Ruth Perry by the date that she has set. It will say no more today."
    )
    judgement = classifier.assess(text)
    assert judgement.is_relevant
    assert judgement.assessments == ()


def test_the_kind_bears_on_the_stance_alone(classifier: Classifier) -> None:
    """Scores are the same whoever publishes; only the stance may differ."""
    text = seed("001")
    plain, release = classifier.assess(text), classifier.assess(text, kind="press_release", group=Group.UNION)
    assert plain.scores == release.scores


def test_a_comment_thread_does_not_cost_seconds(classifier: Classifier) -> None:
    """A very long text without stops or with many is read within seconds."""
    for text in ("inspectors and heads " * 5_000, "Heads are ill. " * 3_000, "\n".join(["head"] * 5_000)):
        started = time.process_time()
        classifier.assess(text)
        assert time.process_time() - started < 5.0


def test_nothing_but_the_standard_library_and_the_text_package_is_imported(taxonomy: Taxonomy) -> None:
    """Judging needs no scikit-learn and no numpy: the package names neither."""
    for path in (MODEL.parent).glob("*.py"):
        source = Path(path).read_text(encoding="utf-8")
        assert "numpy" not in source
        assert "sklearn" not in source
        assert "scipy" not in source


def test_a_judgement_names_its_model(classifier: Classifier, cue_classifier: Classifier) -> None:
    """Two ways of judging never share a version."""
    assert classifier.assess("x").model_version == classifier.version
    assert classifier.version != cue_classifier.version
