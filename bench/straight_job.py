"""The script that an analyst would write for the same job: `PYTHON bench/straight_job.py FEED_URL...`.

PYTHON has requests, feedparser, trafilatura and datasketch installed. Every new entry's page is fetched, read, looked up among
the earlier ones, searched for keywords and stored. Prints one line of JSON: for each feed CPU milliseconds by stage, articles in
all, the wall-clock seconds.
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import feedparser
import requests
import trafilatura
from datasketch import MinHash, MinHashLSH

PERMUTATIONS = 128
SHINGLE_WORDS = 5
KEYWORDS = {
    "judgement": r"single[- ](?:word|phrase)|one[- ]word|grades?|judgements?",
    "wellbeing": r"well-?being|mental health|stress|anxiety|welfare",
    "training": r"train(?:ing|ed)|inspectors?",
    "pause": r"paus(?:e|ed|ing)|defer(?:red|ral)?|suspend(?:ed)?",
    "confidentiality": r"confidential(?:ity)?|draft reports?|share",
    "complaints": r"complain(?:ts?|ed)|appeals?",
    "learning": r"learning review|independent review|lessons",
}
PATTERNS = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in KEYWORDS.items()}


class Stopwatch:
    """Adds up CPU by stage."""

    def __init__(self) -> None:
        self.spent_s: dict[str, float] = defaultdict(float)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began_s = time.process_time()
        yield
        self.spent_s[name] += time.process_time() - began_s


def fingerprint(text: str) -> MinHash:
    words = text.lower().split()
    found = MinHash(num_perm=PERMUTATIONS)
    found.update_batch([" ".join(words[at : at + SHINGLE_WORDS]).encode() for at in range(max(1, len(words) - SHINGLE_WORDS + 1))])
    return found


def run(urls: list[str], folder: Path) -> dict[str, object]:
    watches = [Stopwatch() for _ in urls]
    began_s = time.perf_counter()
    session = requests.Session()
    known = MinHashLSH(threshold=0.7, num_perm=PERMUTATIONS)
    database = sqlite3.connect(folder / "articles.db")
    database.execute("CREATE TABLE article (url TEXT PRIMARY KEY, title TEXT, text TEXT, alike TEXT, concerns TEXT)")
    articles = 0
    for url, watch in zip(urls, watches, strict=True):
        with watch.stage("fetch"):
            body = session.get(url, timeout=20).content
        with watch.stage("list"):
            entries = feedparser.parse(body).entries
        for entry in entries:
            with watch.stage("fetch"):
                page = session.get(entry.link, timeout=20).text
            with watch.stage("extract"):
                text = trafilatura.extract(page) or ""
            with watch.stage("relate"):
                print_ = fingerprint(text)
                like = known.query(print_)
                known.insert(entry.link, print_)
            with watch.stage("classify"):
                found = [name for name, pattern in PATTERNS.items() if pattern.search(text)]
            with watch.stage("store"):
                row = (entry.link, entry.title, text, json.dumps(like), json.dumps(found))
                database.execute("INSERT INTO article VALUES (?, ?, ?, ?, ?)", row)
                database.commit()
            articles += 1
    spent = [{name: round(1000 * seconds, 3) for name, seconds in watch.spent_s.items()} for watch in watches]
    return {"articles": articles, "wall_s": round(time.perf_counter() - began_s, 2), "ms": spent}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        print(json.dumps(run(sys.argv[1:], Path(place))))
