"""The operator's own classifier: train, and the analysts' corrections as labelled sentences."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli.options import WatchDir
from watcher.cli.screen import say
from watcher.errors import InputError

if TYPE_CHECKING:
    from watcher.model import Taxonomy
    from watcher.pipeline.world import Desk
    from watcher.store import Correction
    from watcher.train import Corpus
    from watcher.train.train import Trained


def register(app: typer.Typer) -> None:
    """Add this command to `app`."""
    app.command()(train)


def train(
    labels: Annotated[
        list[Path],
        typer.Argument(metavar="LABELS...", help="JSONL files, or folders with sentences/ and statements/ (data/README.md)"),
    ],
    *,
    to: Annotated[Path | None, typer.Option("--out", "-o", help="the model file; `model:` of concerns.yaml otherwise")] = None,
    with_reviews: Annotated[bool, typer.Option("--reviews/--no-reviews", help="learn from the watch's corrections as well")] = True,
    watch_dir: WatchDir = Path(),
) -> None:
    """Train the classifier of your concerns.yaml on your labels (needs the extra `train`)."""
    from watcher.app import load_taxonomy, packed
    from watcher.train import load_labels, report

    taxonomy = load_taxonomy(watch_dir)
    target = to or taxonomy.model
    if target is None:
        raise InputError("where should the model go? Give --out FILE, or `model: FILE` under the taxonomy in concerns.yaml")
    lines = _corrections(watch_dir, taxonomy) if with_reviews else []
    trained = _fitted(load_labels(labels, lines), taxonomy)
    say(f"statements as judged when they were held out ({len(lines)} corrections learned from)")
    say(report(trained.unseen))
    part = target.with_name(target.name + ".part")
    part.write_bytes(trained.model)
    part.replace(target)
    say(f"{target}: {len(trained.model) / 1e6:.1f} MB; `watcher reassess` judges with it what is stored")
    if taxonomy.model is None or taxonomy.model.resolve() != target.resolve():
        own = watch_dir / "concerns.yaml"
        first = "" if own.exists() else f"copy {packed('concerns.yaml')} to {own}: "
        say(f"{first}it is used once `model: {named_from(target, own)}` stands under {taxonomy.id} in {own}")


def named_from(target: Path, file: Path) -> str:
    """Return `target` as `file` names it: from the file's own folder."""
    return os.path.relpath(target.resolve(), file.resolve().parent)


def _fitted(corpus: Corpus, taxonomy: Taxonomy) -> Trained:
    try:
        from watcher.train.train import train as fit_all
    except ImportError as error:
        raise InputError(f"training needs {error.name}: pip install 'watcher[train]'") from error
    return fit_all(corpus, taxonomy)


def _corrections(watch_dir: Path, taxonomy: Taxonomy) -> list[dict[str, object]]:
    """Return the corrections of the watch in a folder, none if there is no watch or it has not run."""
    from watcher.app import load, open_desk

    if not (watch_dir / "sources.yaml").is_file():
        return []
    watch = load(watch_dir)
    if not (watch.state_dir / "watcher.db").is_file():
        return []
    with open_desk(watch) as desk:
        return [line for line in training_lines(desk) if line["taxonomy"] == taxonomy.id]


def training_lines(desk: Desk) -> list[dict[str, object]]:
    """Return the corrections as labelled sentences: what an analyst kept, chose or rejected, under the statement as family.

    Verdicts on one sentence are one line: its concerns are those that were kept or added there.
    """
    lines: dict[tuple[int, str], dict[str, object]] = {}
    for correction in desk.store.judgements.corrections():
        found = _sentence(desk, correction)
        if found is None:
            continue
        statement_id, sentence = found
        fresh: dict[str, object] = {
            "id": f"R-{correction.revision_id}-{len(lines) + 1}",
            "taxonomy": correction.taxonomy_id,
            "text": sentence,
            "concerns": [],
            "family": f"s{statement_id}",
            "register": "review",
        }
        concerns = lines.setdefault((correction.revision_id, sentence), fresh)["concerns"]
        if correction.verdict != "not" and isinstance(concerns, list):
            concerns.append(int(correction.concern_id) if correction.concern_id.isdigit() else correction.concern_id)
    return list(lines.values())


def _sentence(desk: Desk, correction: Correction) -> tuple[int, str] | None:
    revision = desk.store.statements.revision(correction.revision_id)
    if revision is None:
        return None
    quoted = [each.evidence[0].quote for each in revision.assessments if each.concern_id == correction.concern_id]
    sentence = correction.sentence or (quoted[0] if quoted else None)
    return None if sentence is None else (revision.statement_id, sentence)


def as_json(lines: list[dict[str, object]]) -> list[str]:
    """Return labelled lines as they stand in a JSONL file."""
    return [json.dumps(line, ensure_ascii=False) for line in lines]
