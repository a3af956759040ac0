"""Makes streams of invented statements and all that becomes of them, with the relations that are right.

Publishers, people and sentences are invented. A stream is a function of its seed.
"""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .words import (
    ADJECTIVES,
    CONDOLENCE,
    DETERMINERS,
    ENDINGS,
    FIGURES,
    GROUNDS,
    LINKS,
    MONTHS,
    NOUNS,
    OPENERS,
    PEOPLE,
    PLACES,
    STOPS,
    TOPICS,
    TREES,
    VERBS,
)


@dataclass
class Site:
    """One publisher: where its pages stand, what surrounds them, and the phrases it cannot do without."""

    source: str
    group: str
    host: str
    org: str
    short: str
    speaker: str
    path: str
    head: list[str]
    foot: list[str]
    stock: list[str] = field(default_factory=list)


def sites() -> list[Site]:
    """Return the publishers; those whose group is press or newswire never speak for themselves."""
    found = []
    for source, group, org, speaker, path in (
        ("glu", "union", "Guild of Lead Undermasters", PEOPLE[0], "/press/{slug}.html"),
        ("avt", "union", "Amalgamated Vale Teachers", PEOPLE[1], "/newsroom/2025/{slug}"),
        ("osf", "union", "Open Staffroom Federation", PEOPLE[2], "/latest/{slug}"),
        ("kct", "charity", "Kestrel Classroom Trust", PEOPLE[3], "/news/{slug}"),
        ("sbt", "sector", "Standing Board of Trusts", PEOPLE[4], "/knowledge/{slug}"),
        ("bureau", "government", "Bureau of Instruction", "A spokesperson", "/government/news/{slug}"),
        ("scrutiny", "government", "Office of Scrutiny", "A spokesperson", "/government/news/{slug}"),
        ("shire", "government", "Morrowshire Council", "", "/bulletin/item-{number}"),
        ("alliance", "campaign", "Gentler Schools Alliance", "", "/updates/2025/{slug}"),
        ("telegram", "newswire", "Instruction Telegram", "", "/release/{number}"),
        ("clarion", "press", "Schools Clarion", "", "/{slug}/"),
        ("mercury", "press", "Tarnside Mercury", "", "/news/{number}.{slug}/"),
        ("beacon", "press", "Daily Beacon", "", "/education/article-{number}/{slug}.html"),
    ):
        host = f"{'www.' if len(found) % 2 else ''}{source}.example"
        head = [f"{org}: front page", "Skip to the main part", "You are here: releases"][: 1 + len(found) % 3]
        teller = random.Random(f"foot {source}")
        foot = [
            (
                f"About us: the {org} has {_clause(teller)} since 19{60 + len(found)}, and its {3 + len(found)},000 "
                f"supporters {_clause(teller)}."
            ),
            f"{_sentence(teller)[:-1]}, or call the {org} desk on 01632 960{100 + len(found)}.",
            f"{_sentence(teller)} This website of the {org} keeps small files called cookies on your machine. Fine by me.",
            "Elsewhere: " + " - ".join(random.Random(source).sample(TOPICS, 5)),
        ]
        if source in ("bureau", "scrutiny"):
            foot[2:] = [
                "All content may be used under the public licence, third version, unless it says otherwise. Crown property.",
                (
                    "Was this page of use? Possibly. No. Tell us what went wrong. Help us make it better by answering "
                    "a survey that opens in another tab."
                ),
            ]
        made = Site(
            source,
            group,
            host,
            f"the {org}",
            "".join(word[0] for word in org.split() if word[0].isupper()),
            speaker,
            path,
            head,
            foot,
        )
        maker = random.Random(f"stock {source}")
        made.stock = [_sentence(maker) + " " + _sentence(maker) for _ in range(3)]
        found.append(made)
    return found


def _fill(maker: random.Random, text: str) -> str:
    for mark, values in (("{town}", STOPS), ("{n}", FIGURES), ("{m}", MONTHS)):
        while mark in text:
            text = text.replace(mark, maker.choice(values), 1)
    while "{d}" in text:
        text = text.replace(
            "{d}",
            str(
                maker.choice((maker.randint(12, 99), maker.randint(100, 999), f"{maker.randint(1, 90)},{maker.randint(100, 999)}"))
            ),
            1,
        )
    return text


def _clause(maker: random.Random) -> str:
    words = [
        maker.choice(DETERMINERS),
        maker.choice(ADJECTIVES),
        maker.choice(NOUNS),
        maker.choice(VERBS),
        maker.choice(DETERMINERS),
        maker.choice(NOUNS),
    ]
    if maker.random() < 0.5:
        words += [maker.choice(PLACES), maker.choice(DETERMINERS), maker.choice(ADJECTIVES), maker.choice(NOUNS)]
    if maker.random() < 0.3:
        words.insert(3, maker.choice(("has", "would have", "had", "was never", "is said to have")))
    return " ".join(words)


def _sentence(maker: random.Random) -> str:
    text = f"{_clause(maker)} {_fill(maker, maker.choice(ENDINGS))}".strip()
    if maker.random() < 0.5:
        text += f"{maker.choice((',', ''))} {maker.choice(LINKS)} {_clause(maker)}"
    return text[0].upper() + text[1:] + "."


@dataclass
class Text:
    """A statement or article: paragraphs, each a list of sentences; `quoted[i]` says whether paragraph i is somebody's words."""

    site: Site
    title: str
    paragraphs: list[list[str]]
    quoted: list[bool]
    number: int
    family: str
    who: str = ""

    def copy(self, **changes: Any) -> Text:
        given = {**self.__dict__, "paragraphs": [list(p) for p in self.paragraphs], "quoted": list(self.quoted), **changes}
        return Text(**given)


def statement(maker: random.Random, site: Site, family: str, *, stock: bool = False, condolence: bool = False) -> Text:
    topic = maker.choice(TOPICS)
    opener = _fill(maker, maker.choice(OPENERS)).replace("{org}", site.org).replace("{topic}", topic)
    paragraphs = [[f"{opener[0].upper()}{opener[1:]}, {maker.choice(LINKS)} {_clause(maker)}."]]
    quoted = [False]
    if maker.random() < 0.5:
        paragraphs.append([_sentence(maker) for _ in range(maker.randint(1, 3))])
        quoted.append(False)
    for _ in range(maker.randint(2, 4)):
        paragraphs.append([_sentence(maker) for _ in range(maker.randint(2, 4))])
        quoted.append(True)
    if stock:
        if maker.random() < 0.4:
            paragraphs.append([maker.choice(site.stock)])
            quoted.append(True)
        else:
            paragraphs[-1].insert(0, maker.choice(site.stock))
    if condolence:
        at = maker.choice((1, len(paragraphs)))
        paragraphs.insert(at, [CONDOLENCE.replace("{town}", STOPS[len(site.source)])])
        quoted.insert(at, False)
    title = maker.choice(("{o} on {t}", "{t}: {o} responds", "Time to rethink {t}, says {o}", "{o} statement on {t} in {x}"))
    title = (
        title.replace("{o}", site.short).replace("{t}", topic).replace("{x}", maker.choice(STOPS))
        + f" {maker.choice(('', '', 'again', 'this term'))}".rstrip()
    )
    return Text(site, title, paragraphs, quoted, maker.randint(10_000, 9_999_999), family, site.speaker or "A spokesperson")


def body_lines(maker: random.Random, text: Text) -> list[str]:
    """Return the paragraphs as a press office sets them: an opening mark on each quoted one, a closing mark on the last."""
    lines, said = [], False
    for i, sentences in enumerate(text.paragraphs):
        line = " ".join(sentences)
        if text.quoted[i]:
            if not said:
                line = f'{text.who}, general secretary, said: "{line}'
                said = True
            else:
                line = f'"{line}'
            if i == len(text.paragraphs) - 1 or not text.quoted[i + 1]:
                line += '"'
        lines.append(line)
    return lines


def page(maker: random.Random, text: Text, *, lines: list[str] | None = None, chrome: float = 0.7, site: Site | None = None) -> str:
    """Return the text as its page shows it: menus, counters, footers, each there with probability `chrome`."""
    site = site or text.site
    out = [line for line in site.head if maker.random() < chrome]
    body = list(lines if lines is not None else body_lines(maker, text))
    if maker.random() < chrome / 3:
        out.append(text.title)
    if maker.random() < chrome / 2:
        counter = maker.choice(
            (
                "{d} reads",
                "Posted {d} minutes ago",
                "Share this {d}",
                "Last updated: 1{d}.05",
                "{d} signatures and counting",
                "By our schools correspondent",
                "Page viewed {d} times",
            )
        )
        body.insert(maker.randint(0, 1), counter.replace("{d}", str(maker.randint(2, 99))))
    out += body
    if maker.random() < chrome / 2:
        out.append(
            f"First published {maker.randint(1, 28)} {maker.choice(MONTHS)}. Notes to editors: interviews with "
            f"{site.org} can be had by telephone."
        )
    out += [line for line in site.foot if maker.random() < chrome]
    return "\n\n".join(out)


def dress(maker: random.Random, text: str) -> str:
    """Return `text` in another dress: curly quotes, soft hyphens, ligatures, entities, non-breaking spaces, double spaces."""
    for change in maker.sample(range(5), maker.randint(0, 3)):
        if change == 0:
            text = re.sub(r'(^|[\s(])"', r"\1“", text).replace('"', "”").replace("'", "’")
        elif change == 1:
            text = text.replace("ti", "ti\u00ad", 2).replace("fi", "ﬁ")
        elif change == 2:
            text = text.replace(". ", ".  ")
        elif change == 3:
            text = text.replace('"', "&quot;")
        else:
            text = text.replace(" the ", "\u00a0the ")
    return text


def address(maker: random.Random, text: Text, *, noise: bool = False) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", text.title.lower()).strip("-") + f"-{text.number % 97}"
    url = f"https://{text.site.host}{text.site.path.format(slug=slug, number=text.number)}"
    if not noise:
        return url
    host = text.site.host
    for change in maker.sample(range(6), maker.randint(1, 3)):
        if change == 0:
            url = url.replace("https", "http")
        elif change == 1:
            url = url.replace(f"//{host}", f"//{host[4:]}" if host.startswith("www.") else f"//www.{host}")
        elif change == 2:
            url += ("&" if "?" in url else "?") + maker.choice(
                ("utm_source=rss&utm_medium=feed", "fbclid=IwAR%xk3", "mc_cid=8f2&mc_eid=aa1", "ito=1490&cmp=share")
            )
        elif change == 3 and "#" not in url and "?" not in url:
            url = url.rstrip("/") + ("" if url.endswith("/") else "/")
        elif change == 4 and "#" not in url and "?" not in url and not url.endswith(".html"):
            url = url.rstrip("/") + "/amp"
        elif change == 5 and "#" not in url:
            url += maker.choice(("#main", "#comments"))
    return url


# --- what becomes of a text ---------------------------------------------------------------------------------------------

_SWAPS = {
    "school": "academy",
    "letter": "missive",
    "waited": "lingered",
    "asked": "requested",
    "found": "discovered",
    "left": "quit",
    "small": "little",
    "read": "perused",
    "room": "chamber",
    "reply": "response",
    "angry": "cross",
    "staff": "personnel",
    "meeting": "gathering",
    "draft": "outline",
    "form": "document",
    "budget": "funds",
    "parent": "guardian",
    "notice": "warning",
    "colleague": "workmate",
    "telephone": "phone",
    "spare": "extra",
    "bought": "purchased",
    "village": "hamlet",
    "praised": "lauded",
    "tired": "weary",
    "anxious": "nervous",
}


def rewritten(maker: random.Random, text: Text, share: float) -> list[str]:
    """Return the paragraphs as a machine rewrites them: `share` of the words replaced, by synonyms or by anything."""

    def other(match: re.Match[str]) -> str:
        if match.group() in _SWAPS and share >= 0.1:
            return _SWAPS[match.group()]
        return maker.choice(ADJECTIVES) if maker.random() < share else match.group()

    def swap(sentence: str) -> str:
        return re.sub(r"\b[a-z]+\b", other, sentence)

    lines = []
    for sentences, is_quoted in zip(text.paragraphs, text.quoted, strict=True):
        line = " ".join(swap(s) for s in sentences)
        lines.append(f'"{line}"' if is_quoted else line)
    return lines


def typo(maker: random.Random, line: str) -> str:
    words = line.split(" ")
    long = [i for i, word in enumerate(words) if word.isalpha() and word.islower() and len(word) > 5]
    if long:
        i = maker.choice(long)
        k = maker.randint(1, len(words[i]) - 3)
        words[i] = words[i][:k] + words[i][k + 1] + words[i][k] + words[i][k + 2 :]
    return " ".join(words)


def copied(maker: random.Random, text: Text, edits: int) -> list[str]:
    """Return the lines of a copy: typos, lost or merged or split paragraphs, shortened attributions, an added line."""
    lines = body_lines(maker, text)
    for edit in (maker.choice(range(9)) for _ in range(edits)):
        if edit == 0:
            i = maker.randrange(len(lines))
            lines[i] = typo(maker, lines[i])
        elif edit == 1 and len(lines) > 3:
            lines.pop(0)
        elif edit == 2 and len(lines) > 3:
            lines.pop()
        elif edit == 3 and len(lines) > 2:
            i = maker.randrange(len(lines) - 1)
            lines[i : i + 2] = [lines[i] + " " + lines[i + 1]]
        elif edit == 4:
            i = maker.randrange(len(lines))
            parts = re.split(r"(?<=\.) (?=[A-Z])", lines[i])
            if len(parts) > 1:
                lines[i : i + 1] = [" ".join(parts[:-1]), parts[-1]]
        elif edit == 5:
            lines = [
                line.replace(", general secretary, said:", maker.choice((" said:", ", General Secretary, commented:")))
                for line in lines
            ]
        elif edit == 6:
            lines = [line.replace(text.site.org, text.site.short) for line in lines]
        elif edit == 7:
            lines.append(
                maker.choice(
                    (
                        "A recording of these remarks can be had from the desk.",
                        "Notes to editors: a spokesperson is free for interview.",
                    )
                )
            )
        else:
            lines.insert(
                0,
                maker.choice(
                    (
                        f"The following was put out earlier today by {text.site.org}.",
                        f"From {text.site.org}, received this morning:",
                        "Members will wish to see this, which went out at noon.",
                    )
                ),
            )
    return lines


def revised(maker: random.Random, text: Text, sub: str) -> Text | None:
    """Return the text with one change of the sort `sub`, or None where it has no place for one."""
    new = text.copy()
    spots = [(i, j) for i, p in enumerate(new.paragraphs) for j in range(len(p))]
    maker.shuffle(spots)
    for i, j in spots:
        old = new.paragraphs[i][j]
        made = _edit(maker, old, sub)
        if sub == "del" and len(new.paragraphs[i]) > 1:
            new.paragraphs[i].pop(j)
            return new
        if sub == "delpara" and len(new.paragraphs) > 2 and len(new.paragraphs[i]) > 1:
            new.paragraphs.pop(i)
            new.quoted.pop(i)
            return new
        if sub == "add":
            new.paragraphs[i].insert(j, _sentence(maker))
            return new
        if made and made != old:
            new.paragraphs[i][j] = made
            return new
    return None


def _edit(maker: random.Random, sentence: str, sub: str) -> str | None:
    if sub == "num":
        digits = re.search(r"\d+", sentence)
        if digits:
            at = maker.randrange(*digits.span())
            return sentence[:at] + str((int(sentence[at]) + maker.randint(1, 8)) % 10) + sentence[at + 1 :]
        word = re.search(r"\b(" + "|".join(FIGURES) + r")\b", sentence)
        return (
            sentence[: word.start()] + maker.choice([f for f in FIGURES if f != word.group()]) + sentence[word.end() :]
            if word
            else None
        )
    if sub == "date":
        month = re.search(r"\b(" + "|".join(MONTHS) + r")\b", sentence)
        return (
            sentence[: month.start()] + maker.choice([m for m in MONTHS if m != month.group()]) + sentence[month.end() :]
            if month
            else None
        )
    if sub == "name":
        town = re.search("|".join(STOPS), sentence)
        return (
            sentence[: town.start()] + maker.choice([s for s in STOPS if s != town.group()]) + sentence[town.end() :]
            if town
            else None
        )
    if sub == "neg":
        verb = re.search(r"\b(has|was|is|would|had|could)\b", sentence)
        return sentence[: verb.end()] + " not" + sentence[verb.end() :] if verb and f"{verb.group()} not" not in sentence else None
    if sub == "word":
        swap = re.search(r"\b(" + "|".join(_SWAPS) + r")\b", sentence)
        return sentence[: swap.start()] + _SWAPS[swap.group()] + sentence[swap.end() :] if swap else None
    return None


def article(maker: random.Random, site: Site, about: list[Text], family: str, *, mode: str = "plain") -> tuple[Text, list[str]]:
    """Return an article that quotes sentences of each of `about`, and those sentences as they stand there."""
    paragraphs = [[_sentence(maker)]]
    quoted: list[str] = []
    for source in about:
        spots = [i for i, is_quoted in enumerate(source.quoted) if is_quoted]
        chosen = maker.sample(spots, min(len(spots), maker.randint(1, 2)))
        if mode == "reverse":
            chosen.sort(reverse=True)
        for i in chosen:
            take = source.paragraphs[i][: maker.randint(1, 3)]
            passage = " ".join(take)
            while len(passage.split()) < 24 and len(take) < len(source.paragraphs[i]):
                take = source.paragraphs[i][: len(take) + 1]
                passage = " ".join(take)
            quoted.append(passage)
            shown = passage
            words = shown.split()
            if mode == "ellipsis" and len(words) > 30:
                at = maker.randint(13, len(words) - 14)
                shown = " ".join(words[:at]) + "… " + " ".join(words[at + 2 :])
            elif mode == "insert" and len(words) > 30:
                at = maker.randint(13, len(words) - 14)
                words[at] = "[the inspectorate]"
                shown = " ".join(words)
            paragraphs.append(
                [
                    maker.choice(
                        (
                            f"“{shown}” said {source.who}, of {source.site.org}.",
                            f"{source.who} said: “{shown}”",
                            f"There was no shortage of opinions. “{shown}”",
                        )
                    )
                ]
            )
    for _ in range(maker.randint(2, 4)):
        paragraphs.insert(maker.randint(1, len(paragraphs)), [_sentence(maker) for _ in range(maker.randint(1, 2))])
    title = _fill(
        maker,
        maker.choice(
            (
                "Row over {t} reaches {town}",
                "Schools in {town} at odds over {t}",
                "‘Enough’, say heads in {t} row",
                "{d} staff caught up in {t} dispute",
            )
        ),
    ).replace("{t}", maker.choice(TOPICS))
    return Text(site, title, paragraphs, [False] * len(paragraphs), maker.randint(10_000, 9_999_999), family), quoted


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
        queue.append(lambda number=number: live.append(_Story(stream, f"s{number}", live)))  # type: ignore[misc]
        queue += [lambda: _filler(stream)] * 2
        queue += [lambda: live and maker.choice(live).step()] * 10  # type: ignore[list-item]
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
        title = maker.choice((text.title, _fill(maker, "Schools hear of {n} worries in {town}")))
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
            site=site, title=_fill(maker, "Worries in {town} as {n} speak out"), number=maker.randint(10_000, 9_999_999)
        )
        lines = [*([_sentence(maker)] if maker.random() < 0.5 else []), *body_lines(maker, text)]
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
                _fill(
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
            _fill(maker, "Notice for {town}: {m} {n}"),
            "notice",
        )
    else:
        lines = [_sentence(maker), _sentence(maker)]
        title, note = _fill(maker, "In brief from {town}: {d}"), "brief"
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
