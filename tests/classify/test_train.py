"""Training: from labelled lines to the same bytes, or to an error that names the line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.classify.conftest import ROOT
from watcher.classify import Classifier
from watcher.errors import InputError
from watcher.model import Taxonomy
from watcher.train import Corpus, load_corpus, load_statements


def written(path: Path, *lines: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not JSON"),
        ("[]", "expected an object"),
        ('{"text": "x"}', "expected an object"),
        ('{"concerns": [1]}', "expected an object"),
        (
            '{"text": "x", "concerns": [1], "stance": "shouts"}',
            "the stance 'shouts' is none of criticises, commits, defends, reports",
        ),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, problem: str) -> None:
    """File and line stand in the error."""
    written(tmp_path / "sentences" / "a.jsonl", {"id": "1", "text": "x", "concerns": []}, line)
    with pytest.raises(InputError, match=rf"a\.jsonl:2: .*{problem}"):
        load_corpus(tmp_path)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b'{"id": "a", "text": "Heads wait.", "concerns": ["9"]}', "a.jsonl:1: there is no concern '9'; there are 1, 2"),
        (
            b'{"id": "a", "text": "x", "concerns": ["1"], "evidence": [{"concern": "1"}]}',
            "a.jsonl:1: expected `evidence` to be a list",
        ),
        (
            b'{"id": "a", "text": "Heads wait.", "concerns": ["1"], "evidence": [{"concern": "1", "sentence": "Heads went."}]}',
            "a.jsonl:1: the evidence 'Heads went.' does not stand in the text",
        ),
        (b"\n \n", "a.jsonl: no labelled statements"),
        (b'{"id": "\xff"}', "a.jsonl: not UTF-8 .byte 9"),
    ],
)
def test_a_file_that_cannot_be_measured_with_is_refused(tmp_path: Path, line: bytes, problem: str) -> None:
    """File, line and what would be right stand in the error."""
    (tmp_path / "a.jsonl").write_bytes(line)
    with pytest.raises(InputError, match=problem):
        load_statements(tmp_path / "a.jsonl", ["1", "2"])


def test_a_line_of_labels_ends_at_its_newline(tmp_path: Path) -> None:
    """U+2028 within a text and a byte order mark before the first line part and spoil nothing."""
    line = json.dumps({"id": "a", "text": "Heads\u2028wait.", "concerns": ["1"]}, ensure_ascii=False)
    (tmp_path / "a.jsonl").write_text(f"\ufeff{line}\r\n{line}", encoding="utf-8")
    assert [each.text for each in load_statements(tmp_path / "a.jsonl")] == ["Heads\u2028wait."] * 2


def test_a_directory_without_data_is_an_error(tmp_path: Path) -> None:
    """Nothing cannot be learned from."""
    with pytest.raises(InputError, match="no labelled sentences"):
        load_corpus(tmp_path)


def test_a_statement_keeps_all_its_labels(tmp_path: Path) -> None:
    """Concerns, evidence, stance and family arrive as they were written."""
    path = written(
        tmp_path / "s.jsonl",
        {
            "id": "T1",
            "text": "A b. C d.",
            "concerns": [2],
            "evidence": [{"concern": 2, "sentence": "A b."}],
            "stance": {"2": "commits"},
            "relevant": True,
        },
    )
    (statement,) = load_statements(path)
    assert (statement.concerns, statement.evidence, statement.stance["2"].value, statement.family) == (
        ("2",),
        (("2", "A b."),),
        "commits",
        "T1",
    )


def test_who_wrote_a_text_is_known(tmp_path: Path) -> None:
    """hands.json says whose a file is; a file that it does not name is by a hand of its own."""
    written(tmp_path / "hands.json", {"sentences/a": "first"})
    written(tmp_path / "sentences" / "a.jsonl", {"id": "1", "text": "x", "concerns": []})
    written(tmp_path / "statements" / "b.jsonl", {"id": "2", "text": "x", "concerns": [], "evidence": []})
    corpus = load_corpus(tmp_path)
    assert (corpus.sentences[0].hand, corpus.statements[0].hand) == ("first", "b")


def test_the_shipped_data_is_whole() -> None:
    """Every line reads, ids are unique, evidence stands in its statement, and what the dev set says is not in it."""
    corpus = load_corpus(ROOT / "data")
    ids = [*(entry.id for entry in corpus.sentences), *(entry.id for entry in corpus.statements)]
    assert len(ids) == len(set(ids))
    for statement in corpus.statements:
        assert {concern for concern, _ in statement.evidence} == set(statement.concerns), statement.id
    hands = json.loads((ROOT / "data" / "hands.json").read_text(encoding="utf-8"))
    assert {f"{path.parent.name}/{path.stem}" for path in (ROOT / "data").rglob("*.jsonl")} == set(hands)
    dev = {entry.text for entry in load_statements(Path(__file__).parent / "dev.jsonl")}
    assert not dev & {entry.text for entry in corpus.statements}


def small_corpus(count: int = 40) -> Corpus:
    """Return the first lines of the shipped data, enough to fit and too few to be good."""
    whole = load_corpus(ROOT / "data")
    return Corpus(whole.sentences[: 5 * count], whole.statements[:count], "small")


@pytest.mark.slow
def test_training_twice_gives_the_same_bytes(taxonomy: Taxonomy) -> None:
    """A rebuild is the same to the byte, and its model runs."""
    pytest.importorskip("sklearn")
    from watcher.train.train import train

    first, second = train(small_corpus(), taxonomy), train(small_corpus(), taxonomy)
    assert first.model == second.model
    assert Classifier(taxonomy, first.model).version.endswith("/small")


def test_what_was_trained_is_what_is_run(taxonomy: Taxonomy) -> None:
    """The shipped way of scoring, in whole numbers, gives the trained logits."""
    pytest.importorskip("sklearn")
    from watcher.classify.model import SentenceTable
    from watcher.classify.rules import Rules
    from watcher.train.fit import Material, as_stored, fit_sentences
    from watcher.train.matrix import read_sentences, read_statements

    rules = Rules.compile(taxonomy)
    corpus = small_corpus()
    material = Material(read_sentences(corpus.sentences, rules), read_statements(corpus.statements, rules), rules)
    fitted = fit_sentences(material, range(len(material.examples)))
    table = SentenceTable(as_stored(fitted, [concern.id for concern in taxonomy.concerns]), rules)
    wanted = fitted.logits(material.matrix.rows[list(range(60))])
    for example, logits in zip(material.examples[:60], wanted, strict=True):
        assert table.score(example.read) == pytest.approx(logits, abs=0.1)


def test_a_hand_is_judged_by_what_others_wrote(taxonomy: Taxonomy) -> None:
    """Each hand has figures of its own, from stages that never saw it; one hand alone has nobody to be judged by."""
    pytest.importorskip("sklearn")
    from watcher.train.train import by_hand

    corpus = small_corpus()
    with pytest.raises(InputError, match=r"by one hand \(first\)"):
        by_hand(corpus, taxonomy)
    statements = tuple(replace(entry, hand="ab"[at % 2]) for at, entry in enumerate(corpus.statements))
    scores = by_hand(replace(corpus, sentences=corpus.sentences[:60], statements=statements), taxonomy)
    assert {hand: found.count for hand, found in scores.items()} == {"a": 20, "b": 20}


def test_a_calibration_moves_what_is_said_of_documents(taxonomy: Taxonomy) -> None:
    """Logits of documents are stretched and shifted, in the model as in its figures; those of sentences stay."""
    pytest.importorskip("sklearn")
    from watcher.classify.rules import Rules
    from watcher.train.fit import Calibration, calibrated, fit
    from watcher.train.matrix import read_sentences, read_statements

    rules, corpus = Rules.compile(taxonomy), small_corpus(20)
    fitted = fit(read_sentences(corpus.sentences[:60], rules), read_statements(corpus.statements, rules), rules)
    moved = calibrated(fitted, Calibration(slope=2.0, offset=-1.0))
    assert moved.document["best"] == 2 * fitted.document["best"]
    assert moved.document["bias"] == 2 * fitted.document["bias"] - 1
    assert moved.unseen[0].document == [2 * logit - 1 for logit in fitted.unseen[0].document]
    assert moved.unseen[0].evidence == fitted.unseen[0].evidence


def test_too_few_families_are_refused(taxonomy: Taxonomy) -> None:
    """A split needs families enough to be honest."""
    pytest.importorskip("sklearn")
    from watcher.train.train import train

    few = small_corpus(2)
    with pytest.raises(InputError, match="families"):
        train(few, taxonomy)
    with pytest.raises(InputError, match="no labelled statements"):
        train(Corpus(few.sentences, (), "none"), taxonomy)
