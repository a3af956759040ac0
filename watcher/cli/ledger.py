"""Who said what, and who promised what: the ledger on any text. Nothing is stored."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.options import WatchDir
from watcher.cli.screen import note, write_lines
from watcher.cli.texts import read_text

if TYPE_CHECKING:
    from watcher.classify import Classifier
    from watcher.ledger import Gazetteer
    from watcher.model import Commitment, Quote, Record


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command()(quotes)


def quotes(
    file: Annotated[str, typer.Argument(metavar="FILE.jsonl|-", help="records, one JSON object a line")],
    *,
    watch_dir: WatchDir = Path(),
) -> None:
    """Say of each text who says what in it, who undertakes what by when, and what is demanded."""
    from watcher.app import classifier, gazetteer, load_taxonomy

    known = gazetteer(watch_dir)
    judge = classifier(load_taxonomy(watch_dir))
    write_lines(json.dumps(ledger_of(record, known, judge), ensure_ascii=False) for record in _records(file))


def _records(name: str) -> Iterator[Record]:
    from watcher.records import read_records

    is_piped = name == "-"
    lines = (
        io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace") if is_piped else read_text(Path(name)).split("\n")
    )
    yield from read_records(lines, name=name, warn=note)


def ledger_of(record: Record, gazetteer: Gazetteer, judge: Classifier) -> dict[str, Any]:
    """Return the quotes, commitments and demands of a record in the format of `watcher quotes` (docs/ledger.md)."""
    from watcher.ledger import read_demands
    from watcher.model import CommitmentKind
    from watcher.reading import read_said

    judgement = judge.assess(record.text, title=record.title, group=record.group, kind=record.kind)
    said = read_said(record, judgement, judge, gazetteer)
    return {
        "id": record.id,
        "quotes": [_quote_as_json(quote) for quote in said.quotes],
        "commitments": [_commitment_as_json(each) for each in said.commitments if each.kind is CommitmentKind.UNDERTAKING],
        "demands": list(read_demands(record.text)),
    }


def _quote_as_json(quote: Quote) -> dict[str, Any]:
    return {
        "quote": quote.quote,
        "start": quote.start,
        "end": quote.end,
        "speaker": quote.speaker,
        "role": quote.role,
        "organisation": quote.organisation,
        "kind": quote.kind.value,
        "score": round(quote.score, 2),
    }


def _commitment_as_json(commitment: Commitment) -> dict[str, Any]:
    return {
        "who": commitment.who,
        "what": commitment.what,
        "sentence": commitment.sentence,
        "due": commitment.due.day.isoformat() if commitment.due.day else None,
        "precision": commitment.due.precision.value,
        "concerns": list(commitment.concerns),
    }
