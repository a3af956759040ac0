"""Scores of the ledger on a golden set: quotes found, speakers right, dates right."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from watcher.config.gazetteer import load_gazetteer
from watcher.ledger import Gazetteer, read_commitments, read_demands, read_quotes
from watcher.ledger.gazetteer import key_of
from watcher.model import Commitment, CommitmentKind, Quote, QuoteKind
from watcher.records import parse_record

GOLDEN = Path(__file__).parent / "golden"


def gazetteer() -> Gazetteer:
    return load_gazetteer(GOLDEN / "people.yaml", GOLDEN / "bodies.yaml")


def rows(*names: str) -> list[dict[str, Any]]:
    return [json.loads(line) for name in names for line in (GOLDEN / name).read_text(encoding="utf-8").splitlines()]


@dataclass
class QuoteScore:
    """`named` and `right` count golden quotes that were given a speaker, and the right one; `extra` are no quotes."""

    gold: int = 0
    gold_named: int = 0
    found: int = 0
    named: int = 0
    right: int = 0
    extra: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / self.named if self.named else 1.0

    @property
    def coverage(self) -> float:
        """How many of the golden quotes with a speaker were given the right one."""
        return self.right / self.gold_named if self.gold_named else 1.0


def quotes_of(row: dict[str, Any], known: Gazetteer) -> tuple[Quote, ...]:
    fields = {key: row[key] for key in ("id", "publisher", "group", "byline", "kind", "published", "text", "spans")}
    record = parse_record(fields, where=row["id"])
    return read_quotes(
        record.text,
        spans=record.spans,
        byline=record.byline,
        publisher=record.publisher,
        kind=record.kind,
        published=record.published,
        gazetteer=known,
    )


def score_quotes(golden: list[dict[str, Any]], known: Gazetteer) -> QuoteScore:
    score = QuoteScore()
    for row in golden:
        listed = {(quote.start, quote.end): quote for quote in quotes_of(row, known) if quote.kind is not QuoteKind.FIRST_PERSON}
        for gold in row["quotes"]:
            _judge(score, row["id"], gold, listed.pop((gold["start"], gold["end"]), None))
        for quote in listed.values():
            score.extra += 1
            score.faults.append(f"{row['id']} extra: {quote.quote[:50]!r} by {quote.speaker}")
    return score


def _judge(score: QuoteScore, where: str, gold: dict[str, Any], quote: Quote | None) -> None:
    score.gold += 1
    score.gold_named += gold["speaker"] is not None
    if quote is None:
        score.faults.append(f"{where} not listed: {gold['quote'][:50]!r} by {gold['speaker']}")
        return
    score.found += 1
    if quote.speaker is None:
        if gold["speaker"] is not None:
            score.faults.append(f"{where} nobody: {gold['quote'][:50]!r}, should be {gold['speaker']}")
        return
    score.named += 1
    if gold["speaker"] is not None and key_of(quote.speaker) == key_of(gold["speaker"]):
        score.right += 1
    else:
        score.faults.append(f"{where} WRONG: {gold['quote'][:50]!r} by {quote.speaker}, should be {gold['speaker']}")


@dataclass
class PromiseScore:
    """Of commitments (and of deadlines, and of demands): golden, listed, matched by sentence, with the right date and person."""

    gold: int = 0
    listed: int = 0
    matched: int = 0
    dates: int = 0
    people: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.matched / self.listed if self.listed else 1.0

    @property
    def recall(self) -> float:
        return self.matched / self.gold if self.gold else 1.0


def commitments_of(row: dict[str, Any], known: Gazetteer) -> tuple[Commitment, ...]:
    fields = {key: row[key] for key in ("id", "published", "text")}
    record = parse_record(fields, where=row["id"])
    return read_commitments(
        record.text,
        published=record.published,
        gazetteer=known,
        publisher=row["publisher"],
        byline=row["byline"],
        quotes=quotes_of(row, known),
    )


def score_promises(golden: list[dict[str, Any]], known: Gazetteer, kind: CommitmentKind) -> PromiseScore:
    score = PromiseScore()
    key = "commitments" if kind is CommitmentKind.UNDERTAKING else "deadlines"
    for row in golden:
        listed = [each for each in commitments_of(row, known) if each.kind is kind]
        score.gold += len(row[key])
        score.listed += len(listed)
        wanted = list(row[key])
        for each in listed:
            gold = _gold_of(each, wanted)
            if gold is None:
                score.faults.append(f"{row['id']} extra: {each.who} | {each.due.day} | {each.sentence[:90]!r}")
                continue
            wanted.remove(gold)
            score.matched += 1
            _judge_promise(score, row["id"], gold, each)
        score.faults.extend(f"{row['id']} missed: {one['who']} | {one['sentence']!r}" for one in wanted)
    return score


def _gold_of(each: Commitment, wanted: list[dict[str, Any]]) -> dict[str, Any] | None:
    same = [one for one in wanted if one["sentence"].strip('“"') in each.sentence]
    day = each.due.day.isoformat() if each.due.day else ""
    return next((one for one in same if day.startswith(one["due"] or "-") or day == (one["due"] or "")), same[0] if same else None)


def _judge_promise(score: PromiseScore, where: str, gold: dict[str, Any], each: Commitment) -> None:
    day = each.due.day.isoformat() if each.due.day else ""
    is_date = each.due.precision.value == gold["precision"] and day.startswith(gold["due"] or "") and bool(day) == bool(gold["due"])
    score.dates += is_date
    score.people += key_of(each.who) == key_of(gold["who"])
    if not is_date:
        score.faults.append(f"{where} date: {day} {each.due.precision.value}, should be {gold['due']}: {each.sentence[:70]!r}")
    if key_of(each.who) != key_of(gold["who"]):
        score.faults.append(f"{where} who: {each.who}, should be {gold['who']}: {each.sentence[:70]!r}")


def score_demands(golden: list[dict[str, Any]]) -> PromiseScore:
    score = PromiseScore()
    for row in golden:
        wanted = list(row["demands"])
        score.gold += len(wanted)
        for sentence in read_demands(row["text"]):
            score.listed += 1
            gold = next((one for one in wanted if one.strip('“"') in sentence), None)
            if gold is None:
                score.faults.append(f"{row['id']} extra demand: {sentence[:90]!r}")
            else:
                wanted.remove(gold)
                score.matched += 1
        score.faults.extend(f"{row['id']} missed demand: {one!r}" for one in wanted)
    return score
