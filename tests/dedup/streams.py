"""Makes streams of invented statements and all that becomes of them, with the relations that are right.

Publishers, people and sentences are invented. A stream is a function of its seed.
"""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Callable
from typing import Any

from .edits import article, copied, revised, rewritten, typo
from .publishers import Site, Text, address, body_lines, dress, filled, page, sentence, sites, statement
from .words import GROUNDS, MONTHS, STOPS, TREES


class Stream:
    """A stream under construction: every call adds one item and the gold that belongs to it."""

    def __init__(self, seed: int):
        self.maker = random.Random(seed)
        self.items: list[dict[str, Any]] = []
        self.gold: list[dict[str, Any]] = []
        self.sites = sites()
        self._families: dict[str, list[str]] = {}

    def site(self, *groups: str) -> Site:
        return self.maker.choice([site for site in self.sites if site.group in groups])

    def origin(self) -> Site:
        return self.maker.choice([site for site in self.sites if site.speaker])

    def url_of(self, item_id: str) -> str:
        return next(str(item["url"]) for item in self.items if item["id"] == item_id)

    def put(
        self,
        text: Text,
        shown: str,
        relation: str,
        *,
        of: list[str] | None = None,
        kind: str,
        accept: list[str] | None = None,
        note: str = "",
        sub: str = "",
        url: str | None = None,
        hard: bool = False,
        quoted: list[str] | None = None,
        family: str | None = None,
    ) -> str:
        number = len(self.items) + 1
        item_id = f"g{number:04}"
        family = family or text.family
        self.items.append(
            {
                "id": item_id,
                "source": text.site.source,
                "url": url or address(self.maker, text),
                "guid": f"{text.site.source}-{self.maker.randint(1, 9_999_999)}",
                "title": text.title,
                "text": dress(self.maker, shown),
                "published": f"2025-{1 + number // 600:02}-{1 + (number // 24) % 28:02}T{number % 24:02}:00:00Z",
                "group": text.site.group,
            }
        )
        of_family = list(self._families.get(family, []))
        self.gold.append(
            {
                "id": item_id,
                "relation": relation,
                "of": of or [],
                "of_family": of_family if relation != "new" else [],
                "accept": accept or [relation],
                "kind": kind,
                "hard": hard,
                "quoted": quoted or [],
                "note": note,
                "sub": sub,
                "fam": family,
            }
        )
        if relation in ("new", "same", "republished", "revision"):
            self._families.setdefault(family, []).append(item_id)
        return item_id


def make(seed: int, stories: int = 40) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return (items, gold) of a stream of about fourteen items a story."""
    stream = Stream(seed)
    maker = stream.maker
    queue: list[Callable[[], None]] = []
    live: list[_Story] = []
    for number in range(stories):
        queue.append(lambda number=number: live.append(_Story(stream, f"s{number}", live)))
        queue += [lambda: _filler(stream)] * 2
        queue += [lambda: live and maker.choice(live).step()] * 10
        if number % 3 == 0:
            queue.append(lambda: _unsourced(stream))
    head, rest = queue[:14], queue[14:]
    window: list[Callable[[], None]] = []
    for action in [*head, *rest]:
        window.append(action)
        if len(window) > 25:
            window.pop(maker.randrange(len(window)))()
    maker.shuffle(window)
    for action in window:
        action()
    return stream.items, stream.gold


COPY_NOTES = (
    *("1 edits", "2 edits", "3 edits", "4 edits", "5 edits", "6 edits") * 2,
    *(
        "excerpt",
        "first paragraphs",
        "one line",
        "rewritten 0.1",
        "rewritten 0.2",
        "hard wrapped",
        "cp1252",
        "gbk",
        "apostrophes lost",
    ),
)
HARD_NOTES = ("rewritten 0.1", "rewritten 0.2", "cp1252", "gbk", "apostrophes lost", "hard wrapped")


def _garbled(maker: random.Random, shown: str, note: str) -> str:
    """Return the page as a careless copyist stores it."""
    curly = re.sub(r'(^|[\s(])"', r"\1“", shown).replace('"', "”").replace("'", "’")
    if note in ("cp1252", "gbk"):
        return curly.encode().decode(note, "replace")
    return shown.replace("'", "") if note == "apostrophes lost" else shown


class _Story:
    """One statement and what becomes of it; each step adds an item."""

    def __init__(self, stream: Stream, family: str, others: list[_Story]):
        self.stream, self.family, self.others = stream, family, others
        maker = stream.maker
        site = stream.origin()
        is_stock, is_condolence = maker.random() < 0.5, maker.random() < 0.25
        self.text = statement(maker, site, family, stock=is_stock, condolence=is_condolence)
        self.pages: list[str] = []
        self.is_reused = False
        self.versions = [self.text]
        self.carried: set[Any] = set()
        self.articles: list[tuple[Text, list[str]]] = []
        self.copies: list[tuple[Text, list[str], list[str], str]] = []
        if maker.random() < 0.12:
            self._quoted_first()
        else:
            kind = "e" if is_stock or is_condolence else "new"
            self.pages.append(
                stream.put(
                    self.text,
                    page(maker, self.text),
                    "new",
                    kind=kind,
                    note="condolence" if is_condolence else "stock" if is_stock else "",
                )
            )

    def _quoted_first(self) -> None:
        maker = self.stream.maker
        written, _ = article(maker, self.stream.site("press"), [self.text], f"n{self.family}")
        self.stream.put(
            written,
            page(maker, written),
            "new",
            kind="new",
            note="quotes a statement that is not here yet",
            family=f"n{self.family}",
        )
        self.pages.append(
            self.stream.put(self.text, page(maker, self.text), "new", kind="d_rev", accept=["new", "quoted_by"], hard=True)
        )

    def step(self) -> None:
        maker = self.stream.maker
        common = [self._again] * 6 + [self._copy] * 6 + [self._revise] * 5 + [self._quote] * 5 + [self._article_again] * 2
        rare = [self._press_copy, self._twin, self._reuse_address, self._stub]
        maker.choice(common + rare)()

    def _again(self) -> None:
        maker, text = self.stream.maker, self.versions[-1]
        note = maker.choice(("track", "chrome", "style", "guid", "redated", "twin host"))
        if self.is_reused and note != "guid":
            return
        url = None
        if note == "track":
            url = address(maker, text, noise=True)
        if note == "guid":
            url = f"https://{text.site.host}/{maker.choice(('archive', 'node'))}/{maker.randint(1000, 99999)}"
        if note == "twin host":
            url = address(maker, text).replace(text.site.host, maker.choice(("m.", "amp.")) + text.site.host.removeprefix("www."))
        shown = page(maker, text)
        self.pages.append(self.stream.put(text, shown, "same", of=list(self.pages), kind="a", note=note, url=url))

    def _copy(self) -> None:
        maker, text = self.stream.maker, self.versions[-1]
        site = maker.choice(
            [
                s
                for s in self.stream.sites
                if s.group in ("campaign", "newswire", "government", "union")
                and s.source not in (text.site.source, "bureau", "scrutiny", *self.carried)
            ]
            or [None]
        )
        if site is None:
            return
        known = [copy for copy in self.copies if maker.random() < 0.3]
        if known:
            shown_text, lines, ids, _version = known[0]
            ids.append(
                self.stream.put(
                    shown_text,
                    page(maker, shown_text, lines=lines),
                    "same",
                    of=list(ids),
                    kind="a",
                    note="copy again",
                    url=address(maker, shown_text, noise=True),
                )
            )
            return
        self.carried.add(site.source)
        title = maker.choice((text.title, filled(maker, "Schools hear of {n} worries in {town}")))
        made = text.copy(site=site, title=title, number=maker.randint(10_000, 9_999_999))
        note = maker.choice(COPY_NOTES)
        lines = self._copied_lines(note)
        shown = _garbled(maker, page(maker, made, lines=lines), note)
        item = self.stream.put(made, shown, "republished", of=list(self.pages), kind="b", note=note, hard=note in HARD_NOTES)
        if note not in HARD_NOTES:
            self.copies.append((made, lines, [item], note))

    def _copied_lines(self, note: str) -> list[str]:
        maker, text = self.stream.maker, self.versions[-1]
        if note == "excerpt" and len(text.paragraphs) > 3:
            return body_lines(maker, text)[1:-1]
        if note == "first paragraphs" and len(text.paragraphs) > 3:
            return [*body_lines(maker, text)[:2], "Read the rest on the publisher's own pages."]
        if note == "one line":
            return [" ".join(copied(maker, text, 3))]
        if note.startswith("rewritten"):
            return rewritten(maker, text, float(note.split()[1]))
        if note == "hard wrapped":
            return ["\n".join(textwrap.wrap(line, 65)) for line in body_lines(maker, text)]
        return copied(maker, text, int(note.split(maxsplit=1)[0]) if note[0].isdigit() else 2)

    def _press_copy(self) -> None:
        """A newspaper prints a release as it is, under a line of its own."""
        maker, text = self.stream.maker, self.versions[-1]
        site = self.stream.site("press")
        if site.source in self.carried:
            return
        self.carried.add(site.source)
        made = text.copy(
            site=site, title=filled(maker, "Worries in {town} as {n} speak out"), number=maker.randint(10_000, 9_999_999)
        )
        lines = [*([sentence(maker)] if maker.random() < 0.5 else []), *body_lines(maker, text)]
        self.stream.put(made, page(maker, made, lines=lines), "republished", of=list(self.pages), kind="b", note="printed release")

    def _twin(self) -> None:
        """A sister title carries an article with a word swapped throughout and a paragraph moved."""
        maker = self.stream.maker
        if not self.articles:
            return
        written, ids = maker.choice(self.articles)
        free = [
            s
            for s in self.stream.sites
            if s.group == "press" and s is not written.site and (s.source, written.family) not in self.carried
        ]
        if not free:
            return
        self.carried.add((free[0].source, written.family))
        made = written.copy(site=free[0], number=maker.randint(10_000, 9_999_999))
        lines = [
            re.sub(r"\b(school|the)\b", lambda m: {"school": "provider", "the": "this"}[m.group()], line)
            for line in body_lines(maker, made)
        ]
        lines.append(lines.pop(maker.randrange(1, len(lines))))
        self.stream.put(made, page(maker, made, lines=lines), "republished", of=list(ids), kind="b", note="twin")

    def _reuse_address(self) -> None:
        """The page's address gets another text."""
        maker = self.stream.maker
        if self.is_reused:
            return
        self.is_reused = True
        other = statement(maker, self.text.site, f"{self.family}-after")
        self.stream.put(
            other, page(maker, other), "new", kind="r", note="address used again", url=self.stream.url_of(self.pages[0])
        )

    def _stub(self) -> None:
        """A later fetch meets a registration wall; the page has not changed."""
        maker, text = self.stream.maker, self.versions[-1]
        if len(text.paragraphs) < 4 or self.is_reused:
            return
        lines = [*body_lines(maker, text)[:2], "Register now to read the rest of this page."]
        url = self.stream.url_of(self.pages[-1])
        self.pages.append(
            self.stream.put(
                text, page(maker, text, lines=lines, chrome=0.3), "same", of=list(self.pages), kind="a", note="stub", url=url
            )
        )

    def _revise(self) -> None:
        maker = self.stream.maker
        sub = maker.choice(("num", "num", "num", "neg", "name", "date", "word", "del", "delpara", "add", "title"))
        old = self.versions[-1]
        if len(self.versions) > 4 or self.is_reused:
            return
        new = old.copy(title=f"{old.title} (updated {maker.choice(STOPS)})") if sub == "title" else revised(maker, old, sub)
        if new is None:
            return
        url = self.stream.url_of(self.pages[0])
        accept = ["revision", "same"] if sub == "title" else ["revision"]
        self.versions.append(new)
        self.pages.append(
            self.stream.put(
                new,
                page(maker, new),
                "revision",
                of=list(self.pages),
                kind="c",
                sub=sub,
                note=sub,
                url=url,
                accept=accept,
                hard=sub == "title",
            )
        )
        self.versions[-1] = new.copy()

    def _quote(self) -> None:
        maker = self.stream.maker
        about = [self]
        if maker.random() < 0.15:
            about += [other for other in self.others if other.family != self.family and other.text.site is not self.text.site][:1]
        mode = maker.choice(("plain", "plain", "reverse", "ellipsis", "insert"))
        written, quoted = article(
            maker,
            self.stream.site("press"),
            [story.versions[-1] for story in about],
            f"n{self.family}-{len(self.stream.items)}",
            mode=mode,
        )
        if max(len(passage.split()) for passage in quoted) < 30:
            return
        of = [item for story in about for item in story.pages]
        item = self.stream.put(
            written, page(maker, written), "quotes", of=of, kind="d", note=mode, quoted=quoted if len(about) == 1 else []
        )
        self.articles.append((written, [item]))

    def _article_again(self) -> None:
        maker = self.stream.maker
        if not self.articles:
            return
        written, ids = maker.choice(self.articles)
        if maker.random() < 0.5:
            ids.append(
                self.stream.put(
                    written,
                    page(maker, written),
                    "same",
                    of=list(ids),
                    kind="a",
                    note="news",
                    url=address(maker, written, noise=True),
                )
            )
            return
        free = [
            s
            for s in self.stream.sites
            if s.group in ("newswire", "press") and s is not written.site and (s.source, written.family) not in self.carried
        ]
        if not free:
            return
        site = maker.choice(free)
        self.carried.add((site.source, written.family))
        made = written.copy(site=site, number=maker.randint(10_000, 9_999_999))
        lines = body_lines(maker, made)
        if maker.random() < 0.5:
            lines[0] = typo(maker, lines[0])
        if maker.random() < 0.3 and len(lines) > 4:
            lines.pop()
        self.stream.put(made, page(maker, made, lines=lines), "republished", of=list(ids), kind="b", note="syndicated news")


def _filler(stream: Stream) -> None:
    maker = stream.maker
    site = maker.choice(stream.sites)
    draw = maker.random()
    if draw < 0.35:
        site = next(s for s in stream.sites if s.source == "scrutiny")
        school = f"{maker.choice(TREES)} {maker.choice(GROUNDS)} Primary School"
        found = maker.choice(
            (
                "meeting the expected standard in every area",
                "meeting the expected standard in all areas but two",
                "in need of attention in one area",
            )
        )
        lines = [
            (
                f"{school} was visited on {maker.randint(1, 15)} and {maker.randint(16, 28)} {maker.choice(MONTHS)}. "
                f"The report can be read below. Overall the school was found to be {found}."
            )
        ]
        title, note = f"Inspection report: {school}, {maker.choice(STOPS)}", "template"
    elif draw < 0.75:
        lines, title, note = (
            [
                filled(
                    maker,
                    maker.choice(
                        (
                            "The {m} briefing for branch officers is at the usual place in {town}. Bring a coat.",
                            "Our small schools day will be held in {town} on {d} {m}. Lunch is provided.",
                            "The {town} calendar can be ordered from the desk for {n} pounds. All profits go to the hardship fund.",
                            "Please check the number of pupils on your return before {d} {m}. The line is open until six.",
                        )
                    ),
                )
                + f" Ask for the {site.org} desk."
            ],
            filled(maker, "Notice for {town}: {m} {n}"),
            "notice",
        )
    else:
        lines = [sentence(maker), sentence(maker)]
        title, note = filled(maker, "In brief from {town}: {d}"), "brief"
    text = Text(site, title, [lines], [False], maker.randint(10_000, 9_999_999), f"f{len(stream.items)}")
    if any(item["title"] == title and item["source"] == site.source for item in stream.items):
        return
    stream.put(text, page(maker, text, lines=lines, chrome=0.85), "new", kind="f", note=note, hard=note == "template")


def _unsourced(stream: Stream) -> None:
    """Two papers print the words of somebody who publishes nothing here."""
    maker = stream.maker
    voice = statement(maker, stream.origin(), f"u{len(stream.items)}")
    one, two = maker.sample([s for s in stream.sites if s.group == "press"], 2)
    for site in (one, two):
        written, _ = article(maker, site, [voice], f"u{len(stream.items)}-{site.source}")
        stream.put(written, page(maker, written), "new", kind="p", note="two papers, one voice")
