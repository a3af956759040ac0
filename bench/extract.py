"""Measure watcher's reading of a folder of pages beside trafilatura's best setting, in the same run.

    python bench/extract.py FOLDER [--limit N] [--worst N] [--no-memory] [--rounds N] [--pad-kb N]

FOLDER is one of
  - NAME.html (or .txt, .pdf) beside NAME.json with {"text", "title", "byline", "published", "url", "fetched_at",
    "content_type", "site", "hints"}, of which only "text" must be there (the golden set's own format);
  - html/ID.html.gz beside ground-truth.json with {ID: {"articleBody", "url"}} (the article-extraction benchmark's format).

Figures: word-4-gram F1 (mean of pages, and the benchmark's own over all pages), titles, bylines and dates where the gold has
them, CPU per page (each reader's best of `--rounds` for each page: what other work on the machine adds is not the reader's).
A folder is only read; nothing is fetched. Pages of one host are learned first, so that the figure with
memory is that of a watch at work.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import trafilatura

from watcher.errors import ExtractError
from watcher.extract import extract, page_lines
from watcher.extract.language import language_of
from watcher.model import Document, ItemHints, StatedDate
from watcher.text import LineMemory, fold, stated_date

NGRAM = 4
SIZES_KB = (0, 2.5, 3.5, 5, 10, 25, 50, 100, 200)
SETTINGS: dict[str, dict[str, bool]] = {
    "default": {},
    "precision": {"favor_precision": True},
    "recall": {"favor_recall": True},
    "fast": {"fast": True},
}


@dataclass
class Sample:
    """One page with what is known to be right about it."""

    name: str
    body: bytes
    gold: dict[str, Any]
    url: str
    host: str
    fetched_at: datetime = datetime(2026, 1, 15, tzinfo=UTC)
    content_type: str | None = None
    hints: ItemHints | None = None


@dataclass
class Score:
    """What one reader made of all pages."""

    name: str
    f1: list[float] = field(default_factory=list)
    shares: list[tuple[float, float, float]] = field(default_factory=list)
    spent_s: list[float] = field(default_factory=list)

    @property
    def cpu_s(self) -> float:
        return sum(self.spent_s)

    def row(self) -> str:
        tp, fp, fn = (sum(each[i] for each in self.shares) for i in range(3))
        precision, recall = tp / ((tp + fp) or 1), tp / ((tp + fn) or 1)
        overall = 2 * precision * recall / ((precision + recall) or 1)
        mean = sum(self.f1) / len(self.f1)
        parts = f"overall F1 {overall:.4f} (P {precision:.4f} R {recall:.4f})"
        return f"{self.name:28} F1 {mean:.4f}   {parts}   {1000 * self.cpu_s / len(self.f1):7.2f} ms/page"


def load(folder: Path) -> Iterator[Sample]:
    """Yield the samples of a folder in either format."""
    truth = folder / "ground-truth.json"
    if truth.exists():
        for name, gold in sorted(json.loads(truth.read_text(encoding="utf-8")).items()):
            url = gold.get("url") or f"https://{name[:12]}.example/"
            body = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
            yield Sample(name, body, {"text": gold["articleBody"]}, url, urlsplit(url).hostname or name)
        return
    for file in sorted(folder.glob("*.json")):
        page = next((path for suffix in (".html", ".txt", ".pdf") if (path := file.with_suffix(suffix)).exists()), None)
        if page is None:
            continue
        gold = json.loads(file.read_text(encoding="utf-8"))
        if gold.get("text") is None or gold.get("error"):
            continue
        yield sample_of(file.stem, page.read_bytes(), gold)


def sample_of(name: str, body: bytes, gold: dict[str, Any]) -> Sample:
    """Return a sample of the golden set's format."""
    url = gold.get("url") or f"https://{name}.example/"
    fetched_at = datetime.fromisoformat(gold["fetched_at"]) if gold.get("fetched_at") else Sample.fetched_at
    hints = ItemHints(**gold["hints"]) if gold.get("hints") else None
    return Sample(name, body, gold, url, urlsplit(url).hostname or name, fetched_at, gold.get("content_type"), hints)


def shares(gold: str, text: str) -> tuple[float, float, float]:
    """Return true positives, false positives and false negatives of word 4-grams as shares of their sum."""
    left, right = _grams(gold), _grams(text)
    tp = sum((left & right).values())
    fp, fn = sum(right.values()) - tp, sum(left.values()) - tp
    total = tp + fp + fn
    return (tp / total, fp / total, fn / total) if total else (1.0, 0.0, 0.0)


def _grams(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    size = min(NGRAM, len(words)) or 1
    return Counter(tuple(words[at : at + size]) for at in range(len(words) - size + 1))


def f1(parts: tuple[float, float, float]) -> float:
    tp, fp, fn = parts
    return 2 * tp / ((2 * tp + fp + fn) or 1)


def measure(readers: dict[str, Callable[[Sample], str]], samples: list[Sample], rounds: int) -> list[Score]:
    """Return a score for each of `readers`, which take turns on each page, so that the machine is the same for all."""
    scores = [Score(name) for name in readers]
    for sample in samples:
        best = [float("inf")] * len(scores)
        texts = [""] * len(scores)
        for _ in range(rounds):
            for at, read in enumerate(readers.values()):
                began = time.process_time()
                texts[at] = read(sample)
                best[at] = min(best[at], time.process_time() - began)
        for score, text, spent_s in zip(scores, texts, best, strict=True):
            parts = shares(sample.gold["text"], text)
            score.shares.append(parts)
            score.f1.append(f1(parts))
            score.spent_s.append(spent_s)
    return scores


def by_size(score: Score, library: Score, samples: list[Sample]) -> Iterator[str]:
    """Yield a reader's CPU beside the library's for pages of each order of size."""
    for least, most in itertools.pairwise((*SIZES_KB, 10**6)):
        at = [index for index, each in enumerate(samples) if least * 1000 <= len(each.body) < most * 1000]
        if at:
            ratio = sum(score.spent_s[index] for index in at) / sum(library.spent_s[index] for index in at)
            size_kb = sum(len(samples[index].body) for index in at) / len(at) / 1000
            yield f"{size_kb:7.1f} KB ({len(at):3} pages)   {ratio:.2f} times"


def watched(sample: Sample, memory: LineMemory | None, found: dict[str, Document]) -> str:
    try:
        document = extract(
            sample.body,
            url=sample.url,
            fetched_at=sample.fetched_at,
            content_type=sample.content_type,
            hints=sample.hints,
            site=memory,
        )
    except ExtractError:
        return ""
    found[sample.name] = document
    return document.text


def learn(documents: dict[str, Document], samples: list[Sample]) -> dict[str, LineMemory]:
    """Return a memory per host, learned from what was read of all its pages."""
    memories: dict[str, LineMemory] = {}
    for sample in samples:
        if (document := documents.get(sample.name)) is not None:
            memory = memories.setdefault(sample.host, LineMemory(sample.host))
            memories[sample.host] = memory.learn([(sample.name, page_lines(document))])
    return memories


def fields(documents: dict[str, Document], samples: list[Sample]) -> list[str]:
    """Return a line per field: right, wrong and missing against the gold, where the gold has the field at all."""
    rows = []
    checks: dict[str, Callable[[Any, Any], bool]] = {
        "title": lambda gold, got: fold(gold) == fold(got),
        "byline": lambda gold, got: (
            {*fold(gold).replace(" and ", ", ").split(", ")} == {*fold(got).replace(" and ", ", ").split(", ")}
        ),
        "published": lambda gold, got: _day(gold) == got.as_day,
    }
    for name, check in checks.items():
        known = [sample for sample in samples if name in sample.gold]
        right = wrong = none = invented = 0
        for sample in known:
            document = documents.get(sample.name)
            got, gold = getattr(document, name, None), sample.gold[name]
            if gold is None:
                invented += got is not None
                right += got is None
            elif got is None:
                none += 1
            elif check(gold, got):
                right += 1
            else:
                wrong += 1
        if known:
            rows.append(
                f"{name:10} {right / len(known):.4f} right of {len(known)}   wrong {wrong}   invented {invented}   missing {none}"
            )
    return rows


def _day(text: str) -> object:
    stated: StatedDate | None = stated_date(text, source="import")
    return stated.as_day if stated else None


def libraries() -> dict[str, Callable[[Sample], str]]:
    """Return trafilatura as readers, one for each of its settings, the default first."""
    return {
        f"trafilatura {name}": lambda each, setting=setting: _library_text(each.body, setting) for name, setting in SETTINGS.items()
    }


def padded(sample: Sample, size: int) -> Sample:
    """Return a page with as much of programs, menus and teasers around it as real pages have, `size` bytes in all."""
    text = sample.body.decode("utf-8", "replace")
    lacking = size - len(sample.body)
    if lacking <= 0:
        return sample
    program = "<script>window.queue=window.queue||[];queue.push(function(a,b){a[b]={slots:['top','end'],wide:true};});</script>"
    menu = "<nav><ul>" + "".join(f"<li><a href='/part/{n}'>Part {n} of the site</a></li>" for n in range(20)) + "</ul></nav>"
    teaser = (
        "<div class='card'><a href='/s'><h3>Another headline of the day</h3></a><p>A line or two about another story.</p></div>"
    )
    parts = [part * (lacking * share // 100 // len(part)) for part, share in ((program, 50), (menu, 30), (teaser, 20))]
    body = text.find(">", text.find("<body")) + 1
    end = text.rfind("</body>")
    end = end if end > 0 else len(text)
    more = f"<section class='more-stories'>{parts[2]}</section>"
    whole = text[:body] + parts[0] + parts[1] + text[body:end] + more + text[end:]
    return replace(sample, body=whole.encode())


def _library_text(body: bytes | str, setting: dict[str, bool]) -> str:
    return trafilatura.extract(body, include_comments=False, **setting) or ""


def compare_searched(samples: list[Sample], *, with_memory: bool, worst: int, rounds: int) -> None:
    """Print the figures of the pages that have to be searched, beside the library's best setting."""
    found: dict[str, Document] = {}
    readers: dict[str, Callable[[Sample], str]] = {"watcher": lambda sample: watched(sample, None, found)}
    if with_memory:
        for sample in samples:
            watched(sample, None, found)
        memories = learn(found, samples)
        readers["watcher with memory"] = lambda sample: watched(sample, memories.get(sample.host), {})
    measured = measure(readers | libraries(), samples, rounds)
    scores, others = measured[: len(readers)], measured[len(readers) :]
    plain = scores[0]
    best = max(others, key=lambda score: sum(score.f1))
    print(f"{len(samples)} pages that have to be searched")
    print("\n".join(score.row() for score in [*scores, *others]))
    for score in scores:
        ahead = (sum(score.f1) - sum(best.f1)) / len(samples)
        print(
            f"{score.name}: {ahead:+.4f} against {best.name}, CPU {score.cpu_s / others[0].cpu_s:.2f} times trafilatura's default"
        )
    print("CPU by size of page, beside trafilatura's default:", *by_size(plain, others[0], samples), sep="\n")
    print("\n".join(fields(found, samples)))
    for sample, value in sorted(zip(samples, plain.f1, strict=True), key=lambda pair: pair[1])[:worst]:
        print(f"{value:.3f} {sample.name}")


def compare_known(samples: list[Sample], rounds: int) -> None:
    """Print what pages cost whose body the source gives, beside the library on the same markup."""
    markup = {each.name: f"<html><body>{each.hints.body_html if each.hints else ''}</body></html>" for each in samples}
    readers = {
        "watcher, body known": lambda sample: watched(sample, None, {}),
        "trafilatura default": lambda sample: _library_text(markup[sample.name], {}),
    }
    ours, library = measure(readers, samples, rounds)
    print(f"\n{len(samples)} pages whose body is known\n{ours.row()}\n{library.row()}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=100_000)
    parser.add_argument("--worst", type=int, default=0, help="print the worst pages of watcher")
    parser.add_argument("--rounds", type=int, default=1, help="read each page so often, and count the quickest")
    parser.add_argument("--pad-kb", type=int, default=0, help="put programs, menus and teasers around each page up to this size")
    parser.add_argument("--no-memory", action="store_true")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    samples = list(load(arguments.folder))[: arguments.limit]
    language_of("lorem ipsum dolor sit amet " * 20, None)  # imports and models are loaded once a process, so no page pays for them
    for sample in samples[:3]:
        watched(sample, None, {})
        _library_text(sample.body, {})
    known = [sample for sample in samples if sample.hints and sample.hints.body_html]
    samples = [padded(sample, 1000 * arguments.pad_kb) for sample in samples]
    searched = [sample for sample in samples if sample not in known and sample.body.lstrip()[:1] == b"<"]
    compare_searched(searched, with_memory=not arguments.no_memory, worst=arguments.worst, rounds=arguments.rounds)
    if known:
        compare_known(known, arguments.rounds)


if __name__ == "__main__":
    main()
