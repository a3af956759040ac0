"""What more data and each part of the classifier are worth, and what the data holds.

    python bench/classify_curve.py [--dev FILE] [--write DIRECTORY]     the learning curve and the ablation: table and plot
    python bench/classify_curve.py --data                               the balance of the labelled data

A fifth of the families is held out; the rest is trained on in growing shares, drawn by family. Needs the extra `train`.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from watcher.classify import Classifier
from watcher.classify.rules import Rules
from watcher.classify.tokens import tokens
from watcher.config import load_taxonomies
from watcher.model import Taxonomy
from watcher.train import Corpus, LabelledStatement, evaluate, judge_all, load_corpus, load_statements
from watcher.train.export import export
from watcher.train.fit import fit, folds_of
from watcher.train.matrix import GROUP_WEIGHTS, read_sentences, read_statements
from watcher.train.train import BANDS

ROOT = Path(__file__).resolve().parents[1]
SHARES = (0.125, 0.25, 0.5, 1.0)
NEAR_DUPLICATE_MIN = 0.8


@dataclass(frozen=True)
class Point:
    name: str
    sentences: int
    statements: int
    held_out_f1: float
    held_out_clean: float
    dev_f1: float
    dev_clean: float


def measure(
    name: str,
    corpus: Corpus,
    held: Sequence[LabelledStatement],
    dev: Sequence[LabelledStatement],
    taxonomy: Taxonomy,
    without: str = "",
) -> Point:
    rules = Rules.compile(taxonomy)
    groups = {group: weight for group, weight in GROUP_WEIGHTS.items() if group not in without.split("+")}
    fitted = fit(read_sentences(corpus.sentences, rules), read_statements(corpus.statements, rules), rules, groups=groups)
    classifier = Classifier(taxonomy, export(fitted, rules, bands=BANDS, data_digest="bench", scores={}))
    on_held, on_dev = evaluate(held, judge_all(held, classifier)), evaluate(dev, judge_all(dev, classifier))
    point = Point(
        name, len(corpus.sentences), len(corpus.statements), on_held.micro.f1, on_held.clean, on_dev.micro.f1, on_dev.clean
    )
    print(row(point), flush=True)
    return point


def split(corpus: Corpus) -> tuple[Corpus, list[LabelledStatement]]:
    families = [*(entry.family for entry in corpus.sentences), *(entry.family for entry in corpus.statements)]
    folds = dict(zip(families, folds_of(families), strict=True))
    rest = Corpus(
        tuple(entry for entry in corpus.sentences if folds[entry.family]),
        tuple(entry for entry in corpus.statements if folds[entry.family]),
        "rest",
    )
    return rest, [entry for entry in corpus.statements if not folds[entry.family]]


def part(corpus: Corpus, share: float) -> Corpus:
    families = sorted({*(entry.family for entry in corpus.sentences), *(entry.family for entry in corpus.statements)})
    random.Random(11).shuffle(families)
    kept = set(families[: round(share * len(families))])
    return Corpus(
        tuple(entry for entry in corpus.sentences if entry.family in kept),
        tuple(entry for entry in corpus.statements if entry.family in kept),
        "part",
    )


def row(point: Point) -> str:
    return (
        f"| {point.name} | {point.sentences} | {point.statements} | {point.held_out_f1:.3f} | {point.held_out_clean:.2f}"
        f" | {point.dev_f1:.3f} | {point.dev_clean:.2f} |"
    )


HEAD = "| | sentences | statements | held-out F1 | clean | dev F1 | clean |\n|---|---|---|---|---|---|---|"


def plot(points: Sequence[Point]) -> str:
    """Return the curve as SVG: F1 against the number of training items, each doubling as wide as the last."""
    width, height, left, top = 520, 300, 60, 20
    low, high = 0.3, 1.0

    def place(index: int, value: float) -> str:
        x = left + index * (width - left - 40) / (len(points) - 1)
        y = top + (high - value) / (high - low) * (height - top - 50)
        return f"{x:.0f},{y:.0f}"

    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">']
    lines.append(f'<title>F1 against training data</title><rect width="{width}" height="{height}" fill="white"/>')
    for step in range(3, 11):
        y = place(0, step / 10).split(",")[1]
        text = f'<text x="{left - 8}" y="{y}" text-anchor="end">{step / 10}</text>'
        lines.append(f'<line x1="{left}" y1="{y}" x2="{width - 40}" y2="{y}" stroke="#ddd"/>{text}')
    for colour, name, values in (
        ("#1d5fa7", "dev", [p.dev_f1 for p in points]),
        ("#b3441e", "held out", [p.held_out_f1 for p in points]),
    ):
        path = " ".join(place(index, value) for index, value in enumerate(values))
        x, y = place(len(points) - 1, values[-1]).split(",")
        text = f'<text x="{int(x) - 4}" y="{int(y) - 6}" fill="{colour}" text-anchor="end">{name}</text>'
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>{text}')
    for index, point in enumerate(points):
        x = place(index, low).split(",")[0]
        lines.append(f'<text x="{x}" y="{height - 24}" text-anchor="middle">{point.sentences} + {point.statements}</text>')
    lines.append(f'<text x="{width / 2}" y="{height - 6}" text-anchor="middle">training sentences + statements</text></svg>')
    return "\n".join(lines) + "\n"


def balance(corpus: Corpus) -> None:
    sentences, statements = corpus.sentences, corpus.statements
    negatives, families = sum(not entry.concerns for entry in sentences), len({entry.family for entry in sentences})
    print(f"{len(sentences)} sentences ({negatives} hard negatives) in {families} families")
    print(f"{len(statements)} statements ({sum(not entry.concerns for entry in statements)} without a concern)")
    show("sentences by concern", (concern for entry in sentences for concern in entry.concerns))
    show("statements by concern", (concern for entry in statements for concern in entry.concerns))
    show("stance", (entry.stance.value for entry in sentences if entry.stance))
    show("register", (entry.kind for entry in sentences if entry.kind))
    show("hard negatives, sentences", (entry.neg for entry in sentences if entry.neg))
    show("hard negatives, statements", (entry.neg for entry in statements if entry.neg))
    bags = [(entry.family, frozenset(tokens(entry.text))) for entry in sentences]
    by_word: dict[str, list[int]] = {}
    near = 0
    for index, (family, bag) in enumerate(bags):
        rare = sorted(bag, key=len)[-3:]
        seen = {other for word in rare for other in by_word.get(word, ())}
        near += any(
            bags[other][0] != family and len(bag & bags[other][1]) >= NEAR_DUPLICATE_MIN * len(bag | bags[other][1])
            for other in seen
        )
        for word in rare:
            by_word.setdefault(word, []).append(index)
    print(f"near-duplicates across families: {near} of {len(bags)} sentences")


def show(name: str, values: Iterable[str]) -> None:
    print(f"{name}: " + ", ".join(f"{value} {count}" for value, count in sorted(Counter(values).items())))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", action="store_true")
    parser.add_argument("--dev", type=Path, default=ROOT / "tests" / "classify" / "dev.jsonl")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    corpus = load_corpus(ROOT / "data")
    if options.data:
        balance(corpus)
        return 0
    taxonomy = next(entry for entry in load_taxonomies(ROOT / "concerns.yaml") if entry.is_active)
    rest, held = split(corpus)
    dev = load_statements(options.dev)
    print(HEAD)
    curve = [measure(f"{share:g} of the data", part(rest, share), held, dev, taxonomy) for share in SHARES]
    if options.write:
        (options.write / "classify_curve.svg").write_text(plot(curve), encoding="utf-8")
    for without in ("words", "grams", "slots+pairs", "flags"):
        measure(f"without {without.replace('+', ' and ')}", rest, held, dev, taxonomy, without)
    return 0


if __name__ == "__main__":
    sys.exit(main())
