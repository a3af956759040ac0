"""The sentences of a document that may carry a concern, with their places; comments and footers are marked silent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from operator import eq
from typing import Final, NamedTuple

from watcher.text import Sentence, fold, sentences, words

CHARS_MAX: Final = 400_000
"""What stands beyond is not judged: a longer text is a book or a dump, not a statement."""
SENTENCE_WORDS_MAX: Final = 400
"""A longer sentence is judged by its first words: lists without stops must not cost seconds."""
REPEAT_WORDS_MIN: Final = 10
SPAM_RUN_MIN: Final = 3
SPAM_OVERLAP_MIN: Final = 0.75
WRAPPED_LINE_MIN: Final = 40
"""A line this long that ends without a stop, again and again, was cut by a mail program and not by its author."""
WRAPPED_SHARE_MIN: Final = 0.6

INNER_MARKS_MIN: Final = 2
INNER_LIST_MIN: Final = 40
"""A shorter line with dashes in it is a heading or a score."""

_SPEAKS: Final = re.compile(r"\w\W+[^\W\d_]{2}")
"""Two words: less is a list number, a stray mark or a heading that says nothing by itself."""
_QUOTE_MARKS: Final = "“\"'‘"
_STOPS: Final = (".", "!", "?", "…", ":", ";")
_CLOSERS: Final = "\"”’')]"
_COMMENTS_HEADING: Final = re.compile(
    r"^(?:\d+ )?(?:(?:reader|your) )?comments?(?: \(\d+\))?:?$|^(?:leave|post|add) (?:a|your) (?:comment|reply)"
    r"|^join the (?:conversation|discussion)|^have your say"
)
_FOOTER_HEADING: Final = re.compile(
    r"^(?:ends?|notes? (?:to|for) editors?|editors? notes?|media (?:contacts?|enquiries)|press (?:office|contacts?)|about us"
    r"|related (?:stories|articles|content)|back to top|sign up to .*|share this .*)\b[^.]{0,12}(?:[:.].*)?$"
)
_ATTRIBUTION: Final = re.compile(r"\b(?:said|told|added|tweeted|spokes\w+|according to)\b")
_INNER_MARK: Final = re.compile(r"(?<=\s)([-•*–] )(?=\w)")
_INNER_MARKS: Final = ("- ", "• ", "* ", "– ")
"""What stands in every text in which `_INNER_MARK` finds something."""
_LIST_MARK: Final = re.compile(r"\s*(?:[-•*–]|\(?[0-9a-z]{1,2}[.)])\s", re.IGNORECASE)


class Passage(NamedTuple):
    """One sentence as it is judged: `text` is `document[start:end]`; `is_silent` ones never carry a concern.

    `folded` is the text as `fold` returns it, empty where nobody asked for it.
    """

    start: int
    end: int
    text: str
    paragraph: int
    is_silent: bool = False
    is_listed: bool = False
    folded: str = ""


def passages(text: str) -> tuple[Passage, ...]:
    """Return the sentences of `text` (its first `CHARS_MAX` characters), lines that a mail program cut joined again."""
    found = _parted(text, _joined(text, sentences(text[:CHARS_MAX])))
    folded = [fold(sentence.text) for sentence in found]
    silent_from = _end_of_statement(found, [line.strip("\"' ") for line in folded])
    return tuple([_passage(text, *each, is_silent=at >= silent_from) for at, each in enumerate(zip(found, folded, strict=True))])


def _passage(text: str, sentence: Sentence, folded: str, *, is_silent: bool) -> Passage:
    start, end, said, paragraph = sentence
    return Passage(start, end, said, paragraph, is_silent or not _SPEAKS.search(said), _is_listed(text, start, said), folded)


def _joined(text: str, found: Sequence[Sentence]) -> Sequence[Sentence]:
    if "\n" not in text.replace("\n\n", ""):
        return found  # no line ends but where a paragraph does
    is_wrapped = _is_wrapped(text, found)
    joined: list[Sentence] = []
    for sentence in found:
        if joined and _goes_on(text, joined[-1], sentence, is_wrapped=is_wrapped):
            first = joined.pop()
            joined.append(Sentence(first.start, sentence.end, text[first.start : sentence.end], first.paragraph))
        else:
            joined.append(sentence)
    return joined


def _parted(text: str, found: Sequence[Sentence]) -> Sequence[Sentence]:
    """Return the sentences, a list whose lines were run together ("... commits to: - a line - a rule") item by item."""
    if not any(mark in text for mark in _INNER_MARKS if mark[0] in text):
        return found
    parted: list[Sentence] = []
    for sentence in found:
        marks = _inner_marks(sentence.text)
        if not marks:
            parted.append(sentence)
            continue
        starts = [0, *marks]
        for start, end in zip(starts, [*starts[1:], len(sentence.text)], strict=True):
            item = sentence.text[start:end].rstrip()
            parted.append(Sentence(sentence.start + start, sentence.start + start + len(item), item, sentence.paragraph))
    return parted


def _inner_marks(text: str) -> list[int]:
    """Return where the items of a list begin within one sentence: after a colon or a first item, as no aside does."""
    if len(text) < INNER_LIST_MIN:
        return []
    marks = [mark.start(1) for mark in _INNER_MARK.finditer(text)]
    is_list = len(marks) >= INNER_MARKS_MIN and (text[: marks[0]].rstrip().endswith(":") or _LIST_MARK.match(text))
    return marks if is_list else []


def _goes_on(text: str, first: Sentence, second: Sentence, *, is_wrapped: bool) -> bool:
    between = text[first.end : second.start]
    if between.count("\n") != 1 or between.strip() or _has_stopped(first.text):
        return False
    last_line = first.text.rpartition("\n")[2]
    return len(last_line) >= WRAPPED_LINE_MIN and (is_wrapped or second.text[0].islower())


def _has_stopped(text: str) -> bool:
    return text.rstrip(_CLOSERS).endswith(_STOPS)


def _is_wrapped(text: str, found: Sequence[Sentence]) -> bool:
    breaks = [a for a, b in pairwise(found) if text.count("\n", a.end, b.start) == 1]
    cut = [a for a in breaks if not _has_stopped(a.text) and len(a.text.rpartition("\n")[2]) >= WRAPPED_LINE_MIN // 2]
    return len(cut) >= 3 and len(cut) >= WRAPPED_SHARE_MIN * len(breaks)


def _is_listed(text: str, start: int, said: str) -> bool:
    """Whether a sentence that begins at `start` has the mark of a list, or its line has."""
    if _LIST_MARK.match(said):
        return True
    return _LIST_MARK.match(text, text.rfind("\n", 0, start) + 1, start + 4) is not None


def _end_of_statement(found: Sequence[Sentence], folded: Sequence[str]) -> int:
    """Return the index of the first sentence that is a footer or a reader's comment, or the number of sentences.

    What follows "ENDS" or "Notes to editors" in the second half is no statement either. Comments are known by their heading;
    by a paragraph late in the text that only repeats an earlier sentence, with no reporting verb after it (a reader quotes
    the article); or by several nearly equal sentences in a row (spam).
    """
    starts = [index for index, line in enumerate(folded) if len(line) < 40 and _COMMENTS_HEADING.match(line)]
    second_half = (len(folded) + 1) // 2
    starts += [
        index for index, line in enumerate(folded[second_half:], second_half) if _FOOTER_HEADING.match(line.replace("'", ""))
    ]
    starts += _quoted_back(found, folded)
    starts += _spam(folded)
    return min(starts, default=len(found))


def _quoted_back(found: Sequence[Sentence], folded: Sequence[str]) -> list[int]:
    for index in range(len(found) // 2 + 1, len(found) - 1):
        if found[index].text[0] not in _QUOTE_MARKS or len(folded[index].split()) < REPEAT_WORDS_MIN:
            continue
        is_alone = found[index - 1].paragraph < found[index].paragraph < found[index + 1].paragraph
        if is_alone and folded[index] in "\n".join(folded[: len(found) // 2]):
            return [] if any(_ATTRIBUTION.search(rest) for rest in folded[index:]) else [index]
    return []


def _spam(folded: Sequence[str]) -> list[int]:
    heads = [line[:4] for line in folded]
    if not any(map(eq, heads, heads[1:])):
        return []  # variants of one comment begin alike; most texts end here
    run = 0
    for index, (first, second) in enumerate(pairwise(folded)):
        run = run + 1 if first[:4] == second[:4] and _is_nearly(first, second) else 0
        if run == SPAM_RUN_MIN - 1:
            return [index - run + 1]
    return []


def _is_nearly(first: str, second: str) -> bool:
    if not 2 * len(first) > len(second) > len(first) / 2:
        return False
    a, b = frozenset(words(first)), frozenset(words(second))
    return len(a) >= REPEAT_WORDS_MIN and len(a & b) >= SPAM_OVERLAP_MIN * max(len(a), len(b))
