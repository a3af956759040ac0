"""Invented publishers, their statements and their pages. Everything is a function of the given random maker."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import Any

from .words import (
    ADJECTIVES,
    CONDOLENCE,
    DETERMINERS,
    ENDINGS,
    FIGURES,
    LINKS,
    MONTHS,
    NOUNS,
    OPENERS,
    PEOPLE,
    PLACES,
    STOPS,
    TOPICS,
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
                f"About us: the {org} has {clause(teller)} since 19{60 + len(found)}, and its {3 + len(found)},000 "
                f"supporters {clause(teller)}."
            ),
            f"{sentence(teller)[:-1]}, or call the {org} desk on 01632 960{100 + len(found)}.",
            f"{sentence(teller)} This website of the {org} keeps small files called cookies on your machine. Fine by me.",
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
        made.stock = [sentence(maker) + " " + sentence(maker) for _ in range(3)]
        found.append(made)
    return found


def filled(maker: random.Random, text: str) -> str:
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


def clause(maker: random.Random) -> str:
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


def sentence(maker: random.Random) -> str:
    text = f"{clause(maker)} {filled(maker, maker.choice(ENDINGS))}".strip()
    if maker.random() < 0.5:
        text += f"{maker.choice((',', ''))} {maker.choice(LINKS)} {clause(maker)}"
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
    opener = filled(maker, maker.choice(OPENERS)).replace("{org}", site.org).replace("{topic}", topic)
    paragraphs = [[f"{opener[0].upper()}{opener[1:]}, {maker.choice(LINKS)} {clause(maker)}."]]
    quoted = [False]
    if maker.random() < 0.5:
        paragraphs.append([sentence(maker) for _ in range(maker.randint(1, 3))])
        quoted.append(False)
    for _ in range(maker.randint(2, 4)):
        paragraphs.append([sentence(maker) for _ in range(maker.randint(2, 4))])
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
