"""The labelled data: sentences and whole statements from JSONL files, checked line by line."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from watcher.errors import InputError
from watcher.model import Stance


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """One sentence and the concerns that it would justify; `context` is the sentence before it. Families never straddle a split;
    `hand` is who wrote it.
    """

    id: str
    text: str
    concerns: tuple[str, ...]
    family: str
    context: str | None = None
    stance: Stance | None = None
    neg: str | None = None
    kind: str | None = None
    hand: str = ""


@dataclass(frozen=True, slots=True)
class LabelledStatement:
    """A whole statement with its concerns, and the sentences (concern, text) that show them."""

    id: str
    text: str
    concerns: tuple[str, ...]
    evidence: tuple[tuple[str, str], ...]
    family: str
    title: str | None = None
    kind: str | None = None
    stance: Mapping[str, Stance] = field(default_factory=dict)
    neg: str | None = None
    is_relevant: bool = False
    ambiguous: tuple[str, ...] = ()
    hand: str = ""


@dataclass(frozen=True, slots=True)
class Corpus:
    """All labelled data of a directory; `digest` names exactly these bytes."""

    sentences: tuple[LabelledSentence, ...]
    statements: tuple[LabelledStatement, ...]
    digest: str


def load_corpus(directory: Path) -> Corpus:
    """Read `directory`/sentences/*.jsonl and `directory`/statements/*.jsonl, in the order of their names.

    Raises:
        InputError: there are no labelled sentences, or a line is not as data/README.md says; the text names file and line.
    """
    corpus = load_labels([directory])
    if not corpus.sentences:
        raise InputError(f"{directory}: no labelled sentences; expected {directory / 'sentences'}/*.jsonl")
    return corpus


def load_labels(paths: Sequence[Path], lines: Sequence[Mapping[str, Any]] = ()) -> Corpus:
    """Read labelled data from JSONL files and from folders like data/; `lines` are labelled sentences that are read already.

    In a file of its own a line with `evidence` is a statement, and any other a sentence.

    Raises:
        InputError: there is no such file or nothing in it, or a line is not as data/README.md says; the text names file and line.
    """
    digest = blake2b(digest_size=8)
    sentences: list[LabelledSentence] = []
    statements: list[LabelledStatement] = []
    for path in (file for given in paths for file in _files(given)):
        digest.update(path.read_bytes())
        hand = _hand(path)
        for entry, where in _entries(path):
            if path.parent.name == "statements" or (path.parent.name != "sentences" and "evidence" in entry):
                statements.append(replace(_statement(entry, where), hand=hand))
            else:
                sentences.append(replace(_sentence(entry, where), hand=hand))
    for number, entry in enumerate(lines, 1):
        digest.update(json.dumps(entry, sort_keys=True).encode())
        sentences.append(_sentence(entry, f"correction {number}"))
    if not sentences and not statements:
        raise InputError(f"{', '.join(map(str, paths))}: no labelled sentences and no statements")
    return Corpus(tuple(sentences), tuple(statements), digest.hexdigest())


def _files(given: Path) -> list[Path]:
    if given.is_file():
        return [given]
    if not given.exists():
        raise InputError(f"{given}: there is no such file or folder")
    return [path for part in ("sentences", "statements") for path in sorted((given / part).glob("*.jsonl"))]


def _hand(path: Path) -> str:
    """Return who wrote the file at `path`: as hands.json beside its folder says ("sentences/c1": "first"), or its name."""
    known = path.parent.parent / "hands.json"
    hands = json.loads(known.read_text(encoding="utf-8")) if known.is_file() else {}
    return str(hands.get(f"{path.parent.name}/{path.stem}", path.stem))


def load_statements(path: Path, concerns: Collection[str] | None = None) -> tuple[LabelledStatement, ...]:
    """Read one file of labelled statements; `concerns` are those that a label may name, any if None.

    Raises:
        InputError: there is nothing in it, or a line is not as data/README.md says; the text names file and line.
    """
    found = []
    for entry, where in _entries(path):
        statement = _statement(entry, where)
        for concern in (*statement.concerns, *(concern for concern, _ in statement.evidence)):
            if concerns is not None and concern not in concerns:
                raise InputError(f"{where}: there is no concern {concern!r}; there are {', '.join(concerns)}")
        found.append(statement)
    if not found:
        raise InputError(f"{path}: no labelled statements; expected one JSON object a line (data/README.md)")
    return tuple(found)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")  # a string may hold U+2028
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 (byte {error.start + 1}); save it as UTF-8") from error


def _entries(path: Path) -> Iterator[tuple[Mapping[str, Any], str]]:
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            entry = json.loads(line)
        except ValueError as error:
            raise InputError(f"{where}: not JSON ({error})") from error
        if not isinstance(entry, dict) or not isinstance(entry.get("text"), str) or not isinstance(entry.get("concerns"), list):
            raise InputError(f"{where}: expected an object with `id`, `text` and a list of `concerns`")
        yield entry, where


def _sentence(entry: Mapping[str, Any], where: str) -> LabelledSentence:
    identity = str(entry.get("id", where))
    return LabelledSentence(
        id=identity,
        text=entry["text"],
        concerns=tuple(str(concern) for concern in entry["concerns"]),
        family=str(entry.get("family") or identity),
        context=entry.get("context"),
        stance=_stance(entry.get("stance"), where),
        neg=entry.get("neg"),
        kind=entry.get("register"),
    )


def _statement(entry: Mapping[str, Any], where: str) -> LabelledStatement:
    identity = str(entry.get("id", where))
    stance = {concern: _stance(value, where) for concern, value in (entry.get("stance") or {}).items()}
    return LabelledStatement(
        id=identity,
        text=entry["text"],
        concerns=tuple(str(concern) for concern in entry["concerns"]),
        evidence=_evidence(entry, where),
        family=str(entry.get("family") or identity),
        title=entry.get("title"),
        kind=entry.get("kind"),
        stance={concern: value for concern, value in stance.items() if value},
        neg=entry.get("neg"),
        is_relevant=bool(entry.get("relevant", entry["concerns"])),
        ambiguous=tuple(str(concern) for concern in entry.get("ambiguous", ())),
    )


def _evidence(entry: Mapping[str, Any], where: str) -> tuple[tuple[str, str], ...]:
    """Return the concerns with the sentences that show them, each as it stands in the text."""
    found = []
    for item in entry.get("evidence") or ():
        if not isinstance(item, dict) or "concern" not in item or not isinstance(item.get("sentence"), str):
            raise InputError(f"{where}: expected `evidence` to be a list of {{concern, sentence}}, not {str(item)[:80]}")
        if " ".join(item["sentence"].split()) not in " ".join(entry["text"].split()):
            raise InputError(f"{where}: the evidence {item['sentence'][:60]!r} does not stand in the text")
        found.append((str(item["concern"]), item["sentence"]))
    return tuple(found)


def _stance(value: object, where: str) -> Stance | None:
    if value is None:
        return None
    try:
        return Stance(str(value))
    except ValueError as error:
        raise InputError(f"{where}: the stance {value!r} is none of {', '.join(Stance)}") from error
