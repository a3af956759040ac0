"""Scores on the blind sets by the rules of their README; of the locked sets nothing but totals leaves this module.

`python -m tests.ledger.blind_scoring open` prints the totals and every fault of the open half, `third` those of the third hand's
set, `locked` the totals of the other half.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from watcher.config.gazetteer import load_gazetteer
from watcher.ledger import Gazetteer, read_commitments, read_demands, read_quotes
from watcher.model import CommitmentKind, Record
from watcher.records import parse_record

BLIND: Final = Path(__file__).parent / "blind"
ROOT: Final = Path(__file__).parents[2]
HALVES: Final = (
    "open",
    "locked",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "tenth",
    "eleventh",
    "twelfth",
    "natural",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "twenty-first",
    "twenty-second",
    "twenty-third",
    "twenty-fourth",
    "twenty-fifth",
    "ninth",
    "thirteenth",
    "nineteenth",
    "twentieth",
)
"""The two halves of the blind sets, and the sets of other hands that came later; some have only quotations or commitments."""
LOCKED: Final = frozenset(("locked", "ninth", "thirteenth", "nineteenth", "twentieth"))
"""Sets of which nobody reads an error."""
RECORD_KEYS: Final = ("id", "title", "publisher", "published", "byline", "text")
"""What the program is shown: everything else of a line is a label."""
_TITLES: Final = frozenset(
    "dr prof professor mr mrs ms miss mx sir dame lord lady baroness rev reverend cllr councillor canon bishop father judge"
    " the".split()
)
_MARKS: Final = re.compile("[“”„‟\"«»‘’‚‛'`]")

Row = dict[str, Any]


def gazetteers() -> dict[str, Gazetteer]:
    """Return the two gazetteers that a line may name: the project's and the invented one."""
    places = {"project": ROOT, "blind": BLIND}
    return {name: load_gazetteer(place / "people.yaml", place / "bodies.yaml") for name, place in places.items()}


def rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (BLIND / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def has_quotes(half: str) -> bool:
    """Whether a half has statements with labelled quotations."""
    return (BLIND / f"quotes-{half}.jsonl").exists()


def has_promises(half: str) -> bool:
    """Whether a half has statements with labelled commitments."""
    return (BLIND / f"commitments-{half}.jsonl").exists()


def record_of(row: Row) -> Record:
    """Return the record of a line, its labels taken off."""
    return parse_record({key: row[key] for key in RECORD_KEYS if row.get(key) is not None}, where=row["id"])


def answers_of(row: Row, known: Gazetteer) -> tuple[list[Row], list[Row], list[str]]:
    """Return the quotes, undertakings and demands of a line as `watcher quotes` answers them."""
    record = record_of(row)
    quotes = read_quotes(
        record.text,
        byline=record.byline,
        publisher=record.publisher,
        published=record.published,
        title=record.title,
        gazetteer=known,
    )
    commitments = read_commitments(
        record.text,
        published=record.published,
        gazetteer=known,
        publisher=record.publisher,
        byline=record.byline,
        quotes=quotes,
    )
    shown = [
        {
            "start": each.start,
            "end": each.end,
            "quote": each.quote,
            "speaker": each.speaker,
            "role": each.role,
            "organisation": each.organisation,
            "kind": each.kind.value,
        }
        for each in quotes
    ]
    promised = [
        {
            "who": each.who,
            "sentence": each.sentence,
            "due": each.due.day.isoformat() if each.due.day else None,
            "precision": each.due.precision.value,
        }
        for each in commitments
        if each.kind is CommitmentKind.UNDERTAKING
    ]
    return shown, promised, list(read_demands(record.text))


def folded(name: str) -> str:
    """Return a name as the README compares it: without case, accents, marks and titles."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
    words = re.findall(r"[a-z0-9@]+", _MARKS.sub("", plain).casefold())
    return " ".join(word for word in words if word not in _TITLES)


def _names(joined: str | None) -> list[str]:
    return sorted(folded(part) for part in joined.split(";")) if joined else []


@dataclass
class QuoteTotals:
    """`given` quotes were given a speaker, `right` of them the right one; `gold_named` have one by the labels."""

    gold: int = 0
    gold_named: int = 0
    found: int = 0
    given: int = 0
    right: int = 0
    reached: int = 0
    kinds: int = 0
    organisations: int = 0
    organisations_right: int = 0
    roles: int = 0
    roles_right: int = 0
    extra: int = 0
    not_verbatim: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / max(self.given, 1)

    @property
    def coverage(self) -> float:
        return self.reached / max(self.gold_named, 1)

    @property
    def organisation(self) -> float:
        return self.organisations_right / max(self.organisations, 1)

    @property
    def line(self) -> str:
        return (
            f"right of those given {self.right}/{self.given} = {self.precision:.3f}; "
            f"reached {self.reached}/{self.gold_named} = {self.coverage:.3f}; "
            f"found {self.found}/{self.gold}; "
            f"organisation {self.organisations_right}/{self.organisations} = {self.organisation:.3f}; "
            f"role {self.roles_right}/{self.roles}; kind {self.kinds}/{self.found}; extra {self.extra}; "
            f"not verbatim {self.not_verbatim}"
        )


def score_quotes(golden: Iterable[Row], known: dict[str, Gazetteer], *, with_doubtful: bool = True) -> QuoteTotals:
    """Return how the quotes of lines are read; doubtful ones may be left out, listed or not."""
    totals = QuoteTotals()
    for row in golden:
        listed, _, _ = answers_of(row, known[row["gazetteer"]])
        totals.not_verbatim += sum(each["quote"] != row["text"][each["start"] : each["end"]] for each in listed)
        pairs = _paired(row["quotes"], listed)
        for gold in row["quotes"]:
            each = pairs.get(id(gold))
            if with_doubtful or not gold.get("doubtful"):
                _judge_quote(totals, row, gold, each, known[row["gazetteer"]])
        taken = {id(each) for each in pairs.values()}
        for each in listed:
            if id(each) not in taken and not _is_allowed(row, each):
                _judge_extra(totals, row, each)
    return totals


def _paired(golden: Sequence[Row], listed: Sequence[Row]) -> dict[int, Row]:
    """Return for each golden quote the listed one that overlaps most of both, those of one kind first."""
    found: list[tuple[bool, float, int, int]] = []
    for number, gold in enumerate(golden):
        for place, each in enumerate(listed):
            shared = min(gold["end"], each["end"]) - max(gold["start"], each["start"])
            longest = max(gold["end"] - gold["start"], each["end"] - each["start"])
            if shared * 2 > longest:
                same = (gold["kind"] == "first_person") == (each["kind"] == "first_person")
                found.append((same, shared / longest, number, place))
    pairs: dict[int, Row] = {}
    places: set[int] = set()
    for _, _, number, place in sorted(found, reverse=True):
        if id(golden[number]) not in pairs and place not in places:
            pairs[id(golden[number])] = listed[place]
            places.add(place)
    return pairs


def _is_allowed(row: Row, each: Row) -> bool:
    words = each["quote"].strip(" .,")
    return any(words in stretch or stretch.strip(" .,") in words for stretch in row.get("also_allowed", ()))


def _judge_quote(totals: QuoteTotals, row: Row, gold: Row, each: Row | None, known: Gazetteer) -> None:
    where = f"{row['id']} {gold['quote'][:50]!r}"
    totals.gold += 1
    totals.gold_named += gold["speaker"] is not None
    if each is None:
        if gold["speaker"] is not None:
            totals.faults.append(f"{where} not listed, should be {gold['speaker']}")
        return
    totals.found += 1
    totals.kinds += each["kind"] == gold["kind"]
    if each["kind"] != gold["kind"]:
        totals.faults.append(f"{where} kind {each['kind']}, should be {gold['kind']}")
    if each["speaker"] is None:
        if gold["speaker"] is not None:
            totals.faults.append(f"{where} nobody, should be {gold['speaker']}")
        return
    totals.given += 1
    labels = [name for name in (gold["speaker"], *gold.get("accept", ())) if name]
    accepted = [_names(form) for name in labels for form in (name, _known_as(name, known))]
    if _names(each["speaker"]) not in accepted:
        totals.faults.append(f"{where} WRONG {each['speaker']}, should be {gold['speaker']}")
        return
    totals.right += 1
    totals.reached += gold["speaker"] is not None
    is_first = _names(each["speaker"]) in (_names(gold["speaker"]), _names(_known_as(gold["speaker"] or "", known)))
    if not gold.get("role_free") and is_first:
        _judge_place(totals, where, gold, each, known)


def _judge_place(totals: QuoteTotals, where: str, gold: Row, each: Row, known: Gazetteer) -> None:
    """Count role and organisation: exact for people of the gazetteer, by words in common for others."""
    is_exact = all(known.people_named(name.strip()) or known.body_named(name.strip()) for name in gold["speaker"].split(";"))
    for key in ("organisation", "role"):
        wanted, got = _names(gold[key]), _names(each[key])
        wanted = _names(_known_as(gold[key], known)) if gold[key] and key == "organisation" else wanted
        shared = set(" ".join(wanted).split()) & set(" ".join(got).split())
        is_right = wanted == got or (bool(wanted) and not is_exact and bool(shared))
        if key == "organisation":
            totals.organisations += 1
            totals.organisations_right += is_right
        else:
            totals.roles += 1
            totals.roles_right += is_right
        if not is_right:
            totals.faults.append(f"{where} {key} {each[key]}, should be {gold[key]}")


def _judge_extra(totals: QuoteTotals, row: Row, each: Row) -> None:
    """Count a listed quote that is none: a wrong one, if it was given a speaker."""
    totals.extra += 1
    totals.given += each["speaker"] is not None
    totals.faults.append(f"{row['id']} {each['quote'][:50]!r} EXTRA by {each['speaker']}")


@dataclass
class PromiseTotals:
    gold: int = 0
    listed: int = 0
    matched: int = 0
    dates: int = 0
    people: int = 0
    people_given: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.matched / max(self.listed, 1)

    @property
    def recall(self) -> float:
        return self.matched / max(self.gold, 1)

    @property
    def date(self) -> float:
        return self.dates / max(self.matched, 1)

    @property
    def line(self) -> str:
        return (
            f"precision {self.matched}/{self.listed} = {self.precision:.3f}; "
            f"recall {self.matched}/{self.gold} = {self.recall:.3f}; "
            f"dates {self.dates}/{self.matched}; who {self.people}/{self.people_given}"
        )


def score_promises(golden: Iterable[Row], known: dict[str, Gazetteer], *, with_doubtful: bool = True) -> PromiseTotals:
    totals = PromiseTotals()
    for row in golden:
        _, listed, _ = answers_of(row, known[row["gazetteer"]])
        wanted = list(row.get("commitments", ()))
        for each in listed:
            same = [gold for gold in wanted if _is_one(gold["sentence"], each["sentence"])]
            gold = max(same, key=lambda one: _is_dated(one, each), default=None)
            if gold is not None:
                wanted.remove(gold)
            if gold is not None and not with_doubtful and gold.get("doubtful"):
                continue
            if gold is None and any(_is_one(sentence, each["sentence"]) for sentence in row.get("also_allowed", ())):
                continue
            totals.listed += 1
            if gold is None:
                totals.faults.append(f"{row['id']} EXTRA {each['who']} {each['due']} {each['sentence']!r}")
            else:
                _judge_promise(totals, row, gold, each, known[row["gazetteer"]])
        missed = [gold for gold in wanted if with_doubtful or not gold.get("doubtful")]
        totals.faults.extend(f"{row['id']} missed {gold['who']} {gold['due']} {gold['sentence']!r}" for gold in missed)
        totals.gold += len(missed)
    return totals


def _judge_promise(totals: PromiseTotals, row: Row, gold: Row, each: Row, known: Gazetteer) -> None:
    totals.gold += 1
    totals.matched += 1
    totals.dates += _is_dated(gold, each)
    names = [name for name in (gold["who"], *gold.get("accept", {}).get("who", ())) if name]
    accepted = [_names(each) for name in names for each in (name, _known_as(name, known))]
    totals.people_given += each["who"] is not None
    is_right = _names(each["who"]) in accepted
    totals.people += is_right
    if not _is_dated(gold, each):
        totals.faults.append(
            f"{row['id']} date {each['due']} {each['precision']}, should be {gold['due']} {gold['precision']}: {gold['sentence']!r}"
        )
    if each["who"] is not None and not is_right:
        totals.faults.append(f"{row['id']} who {each['who']}, should be {gold['who']}: {gold['sentence']!r}")


def _known_as(name: str, known: Gazetteer) -> str:
    """Return a label's name as the gazetteer has it: a hand may print the name of the text."""
    body = known.body_named(name)
    return body.name if body else name


def _is_dated(gold: Row, each: Row) -> bool:
    accept = gold.get("accept", {})
    # The third hand wrote null where the others wrote "none".
    precisions = [precision or "none" for precision in (gold["precision"], *accept.get("precision", ()))]
    return each["due"] in (gold["due"], *accept.get("due", ())) and each["precision"] in precisions


def _is_one(one: str, other: str) -> bool:
    """Whether one sentence holds the other, marks left out."""
    plain, same = (" ".join(_MARKS.sub("", sentence).split()).strip(" .").casefold() for sentence in (one, other))
    return plain in same or same in plain


def score_demands(golden: Iterable[Row], known: dict[str, Gazetteer]) -> PromiseTotals:
    totals = PromiseTotals()
    for row in golden:
        _, _, listed = answers_of(row, known[row["gazetteer"]])
        wanted = list(row.get("demands", ()))
        for sentence in listed:
            gold = next((one for one in wanted if _is_one(one, sentence)), None)
            if gold is not None:
                wanted.remove(gold)
                totals.matched += 1
                totals.gold += 1
            elif any(_is_one(one, sentence) for one in row.get("also_allowed", ())):
                continue
            else:
                totals.faults.append(f"{row['id']} EXTRA demand {sentence!r}")
            totals.listed += 1
        totals.gold += len(wanted)
        totals.faults.extend(f"{row['id']} missed demand {one!r}" for one in wanted)
    return totals


def _main(half: str) -> None:
    known = gazetteers()
    quotes = rows(f"quotes-{half}") if has_quotes(half) else []
    promises = rows(f"commitments-{half}") if has_promises(half) else []
    scores = {
        "quotes": score_quotes(quotes, known),
        "quotes without doubtful": score_quotes(quotes, known, with_doubtful=False),
        "commitments": score_promises(promises, known),
        "commitments without doubtful": score_promises(promises, known, with_doubtful=False),
        "demands": score_demands(promises, known),
    }
    for name, totals in scores.items():
        sys.stdout.write(f"{name}: {totals.line}\n")
        if half not in LOCKED and "without" not in name:
            sys.stdout.writelines(f"    {fault}\n" for fault in totals.faults)


if __name__ == "__main__":
    _main(sys.argv[1])
