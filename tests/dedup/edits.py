"""What becomes of a text: copies, rewrites, revisions and articles."""

from __future__ import annotations

import random
import re

from .publishers import Site, Text, body_lines, filled, sentence
from .words import ADJECTIVES, FIGURES, MONTHS, STOPS, TOPICS

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
            new.paragraphs[i].insert(j, sentence(maker))
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
    paragraphs = [[sentence(maker)]]
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
        paragraphs.insert(maker.randint(1, len(paragraphs)), [sentence(maker) for _ in range(maker.randint(1, 2))])
    title = filled(
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
