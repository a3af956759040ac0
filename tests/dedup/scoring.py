"""Verdicts against gold, counted as the project's own bar counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from watcher.dedup.reading import words_of
from watcher.text import fold

RELATIONS = ("same", "republished", "revision", "quotes", "new")
FAMILY = {"same", "republished"}


@dataclass
class Score:
    """Counts over one or more streams; `wrong` names each miss."""

    right: int = 0
    total: int = 0
    hits: Counter[str] = field(default_factory=Counter)
    strays: Counter[str] = field(default_factory=Counter)
    misses: Counter[str] = field(default_factory=Counter)
    suppressed: int = 0
    needless: int = 0
    figures_called_same: int = 0
    links: int = 0
    links_right: int = 0
    fillers_called_kin: int = 0
    shares: list[tuple[float, float]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def accuracy(self) -> float:
        return self.right / self.total

    def f1(self, relation: str) -> float:
        hits = self.hits[relation]
        return 2 * hits / max(1, 2 * hits + self.strays[relation] + self.misses[relation])

    @property
    def links_share(self) -> float:
        return self.links_right / self.links

    @property
    def evidence(self) -> tuple[float, float]:
        """Recall and precision of the shared wording, in runs of four words."""
        return tuple(sum(column) / len(self.shares) for column in zip(*self.shares, strict=True))

    def count(self, gold: Iterable[Mapping[str, Any]], verdicts: Iterable[Mapping[str, Any]]) -> Score:
        found = {verdict["id"]: verdict for verdict in verdicts}
        for item in gold:
            self._count(item, found[item["id"]])
        return self

    def _count(self, item: Mapping[str, Any], verdict: Mapping[str, Any]) -> None:
        told, accepted = verdict["relation"], set(item["accept"])
        is_right = told in accepted
        self.total += 1
        self.right += is_right
        if is_right:
            self.hits[told] += 1
        else:
            self.strays[told] += 1
            self.misses[item["relation"]] += 1
            self.wrong.append(f"{item['id']} {item['kind']} {item['note']}: {item['relation']} told as {told} of {verdict['of']}")
        self.suppressed += not accepted & FAMILY and told in FAMILY
        self.needless += accepted <= FAMILY and told not in FAMILY
        self.figures_called_same += item["sub"] in ("num", "neg") and told == "same"
        self.fillers_called_kin += item["kind"] in ("e", "f") and told != "new"
        if is_right and told != "new" and item["relation"] != "new":
            self.links += 1
            self.links_right += verdict["of"] in item["of"]
        if is_right and item["quoted"]:
            self.shares.append(_shares(item["quoted"], verdict["evidence"]))


def _shares(quoted: Iterable[str], evidence: Iterable[str]) -> tuple[float, float]:
    wanted = set().union(*map(_grams, quoted))
    shown = set().union(*map(_grams, evidence))
    both = len(wanted & shown)
    return both / max(1, len(wanted)), both / max(1, len(shown))


def _grams(text: str) -> set[tuple[str, ...]]:
    words = words_of(fold(text))
    return set(zip(words, words[1:], words[2:], words[3:], strict=False))
