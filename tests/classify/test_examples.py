"""The examples of other inquiries: each is one file without code, and works from its cues, and from a few labels."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.classify.conftest import ROOT
from tests.cli.parts import run
from watcher.classify import Classifier
from watcher.config import load_taxonomies
from watcher.model import Taxonomy
from watcher.train import evaluate, judge_all, load_statements

EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/concerns.yaml"))
AIR = ROOT / "examples" / "air-pollution"


def example(folder: Path) -> Taxonomy:
    (taxonomy,) = load_taxonomies(folder / "concerns.yaml")
    return taxonomy


def test_there_are_two_other_inquiries() -> None:
    """The council's three concerns, and another coroner's report."""
    assert [folder.name for folder in EXAMPLES] == ["air-pollution", "reading-council"]


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_cues_and_definitions_make_a_first_classifier(folder: Path) -> None:
    """Without any label nearly all of the example's statements are judged rightly, and its traps stay clean."""
    statements = load_statements(folder / "labels.jsonl")
    scores = evaluate(statements, judge_all(statements, Classifier(example(folder))))
    assert scores.micro.f1 >= 0.85
    assert scores.clean >= 0.9
    assert scores.evidence_hit >= 0.95


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_every_concern_is_defined_and_has_statements(folder: Path) -> None:
    """An analyst who copies the file finds what counts, what does not, and something to measure on."""
    labelled = {concern for statement in load_statements(folder / "labels.jsonl") for concern in statement.concerns}
    for concern in example(folder).concerns:
        assert concern.definition
        assert concern.includes
        assert concern.excludes
        assert concern.addressees
        assert concern.id in labelled


def test_the_council_stands_in_the_packed_file_as_well(taxonomies: tuple[Taxonomy, ...]) -> None:
    """The example and the packed taxonomy are one and the same."""
    packed = next(entry for entry in taxonomies if entry.id == "reading-council-2023")
    copied = example(ROOT / "examples" / "reading-council")
    assert (packed.concerns, packed.settings) == (copied.concerns, copied.settings)


def test_evaluate_judges_with_the_concerns_of_the_folder() -> None:
    """`watcher evaluate -C` prints each concern, the traps, the evidence and the reliability."""
    ended = run("evaluate", AIR / "labels.jsonl", "-C", AIR)
    assert ended.code == 0
    for part in ("air-pollution-2021/1/cues-", "concern 3: F1", "hard negatives left clean", "right sentence", "scores from 0.0"):
        assert part in ended.out


def own(folder: Path, *, model: str = "") -> Path:
    """Return a folder with the air example as its concerns.yaml, naming a model file."""
    text = (AIR / "concerns.yaml").read_text(encoding="utf-8")
    named = text.replace('    version: "1"\n', f'    version: "1"\n    model: {model}\n') if model else text
    (folder / "concerns.yaml").write_text(named, encoding="utf-8")
    return folder


def test_labels_train_a_model_that_the_file_names(tmp_path: Path) -> None:
    """`watcher train` writes where `model:` points, and from then on that model judges."""
    pytest.importorskip("sklearn")
    watch = own(tmp_path, model="own.json")
    ended = run("train", AIR / "labels.jsonl", "-C", watch)
    assert ended.code == 0, ended.err
    assert json.loads((watch / "own.json").read_bytes())["taxonomy"] == "air-pollution-2021"
    judged = run("evaluate", AIR / "labels.jsonl", "-C", watch)
    assert "air-pollution-2021/1/cues-" not in judged.out
    assert "air-pollution-2021/1/" in judged.out


@pytest.mark.parametrize(
    ("lines", "arguments", "problem"),
    [
        ([], ["--out", "x.json"], "no labelled sentences"),
        (
            ['{"id": "a", "text": "x", "concerns": [9], "evidence": []}'],
            ["--out", "x.json"],
            "there is no concern 9 in air-pollution-2021",
        ),
        (['{"id": "a", "text": "x", "concerns": [1]}'], ["--out", "x.json"], "no labelled statements"),
        (["{"], ["--out", "x.json"], "labels.jsonl:1: not JSON"),
        (['{"id": "a", "text": "x", "concerns": [1]}'], [], "where should the model go"),
    ],
)
def test_what_cannot_be_trained_on_is_named(tmp_path: Path, lines: list[str], arguments: list[str], problem: str) -> None:
    """The error says what is wrong with the labels or with the command, and no file is written."""
    pytest.importorskip("sklearn")
    own(tmp_path)
    (tmp_path / "labels.jsonl").write_text("\n".join(lines), encoding="utf-8")
    wanted = [tmp_path / part if part.endswith(".json") else part for part in arguments]
    ended = run("train", tmp_path / "labels.jsonl", "-C", tmp_path, *wanted)
    assert ended.code == 65
    assert problem in ended.err
    assert not (tmp_path / "x.json").exists()


def test_a_named_model_that_is_not_there_is_a_fault_of_the_file(tmp_path: Path) -> None:
    """`model:` in concerns.yaml points to a file, or judging says which one is missing."""
    ended = run("evaluate", AIR / "labels.jsonl", "-C", own(tmp_path, model="gone.json"))
    assert ended.code != 0
    assert "gone.json" in ended.err
    assert "`watcher train` writes it" in ended.err


def test_without_scikit_learn_training_says_what_to_install(tmp_path: Path) -> None:
    """The extra is named; there is no traceback."""
    program = "import sys; sys.modules['sklearn'] = None; from watcher.cli import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", program, "train", str(AIR / "labels.jsonl"), "-C", str(AIR), "-o", str(tmp_path / "m.json")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert ended.returncode == 65
    assert "pip install 'watcher[train]'" in ended.stderr
    assert "Traceback" not in ended.stderr
