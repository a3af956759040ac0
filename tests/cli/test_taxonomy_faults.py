"""A taxonomy or a model that cannot be used is a fault of a file, said before anything else is done."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from .parts import run, write_watch

COUNCIL: Final = Path(__file__).parents[2] / "examples" / "reading-council" / "concerns.yaml"


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("threshold: 1.2", "threshold: high", "settings.engine.threshold should be a number from 0 to 100, not 'high'"),
        ("all: [COUNCIL, DRAFT, COMMENT], near", "all: [COUNCIL, DRAFTS], near", "there is no slot named 'DRAFTS'"),
        ("weight: 0.5}", "weight: heavy}", "concern 3, cue 2 (around inspection): weight should be a number"),
        ("scope: {", "scopes: {", "settings: unknown key 'scopes'; known are bands,"),
        ("near: 15", "nearr: 15", "concern 2, cue 2: unknown key 'nearr'; known are all,"),
    ],
)
def test_a_faulty_taxonomy_is_named_by_file_and_line_before_anything_is_polled(
    tmp_path: Path, right: str, wrong: str, says: str
) -> None:
    """A slot, cue or setting that cannot be used ends every command that judges with 78."""
    watch = write_watch(tmp_path / "watch")
    text = COUNCIL.read_text(encoding="utf-8")
    assert right in text
    (watch / "concerns.yaml").write_text(text.replace(right, wrong), encoding="utf-8")
    line = next(number for number, each in enumerate(text.replace(right, wrong).splitlines(), 1) if wrong in each)
    for command in (["check"], ["run-once"], ["reassess"]):
        ended = run(*command, "-C", watch)
        assert ended.code == 78
        assert ended.err.startswith(f"watcher: {watch / 'concerns.yaml'}:{line}: ")
        assert says in ended.err


def test_a_model_that_is_none_is_a_fault_of_its_file(tmp_path: Path) -> None:
    """What `model:` names is read when the watch begins, not when the first page comes."""
    watch = write_watch(tmp_path / "watch")
    text = COUNCIL.read_text(encoding="utf-8")
    (watch / "concerns.yaml").write_text(
        text.replace('    version: "1"\n', '    version: "1"\n    model: m.json\n'), encoding="utf-8"
    )
    (watch / "m.json").write_text("[]", encoding="utf-8")
    ended = run("run-once", "-C", watch)
    assert (ended.code, ended.err.strip()) == (
        78,
        f"watcher: {watch / 'm.json'}: the model file is not a JSON object (`watcher train` writes it anew)",
    )
