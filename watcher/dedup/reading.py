"""A text as relations see it: its words in one line, and which of them are its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain
from typing import Final

from watcher.dedup.address import host_of, page_key
from watcher.dedup.chrome import CUE_CHARS_MAX, Cues, Look, cues_in, is_about, is_volatile, look_of
from watcher.model import Record
from watcher.text import LineMemory, fold, line_hash, repair, sentences, stable_hash
from watcher.text.memory import STORIES_OTHER_MIN, folded_line_hash
from watcher.text.normal import WORD

WORDS_READ_MAX: Final = 20_000
"""So many words of a text are compared, to the end of their line; of the rest only a change is seen."""
LABEL_WORDS_MAX: Final = 8
"""A recurring line of so few words that does not end like a sentence is a label wherever it stands."""
LINES_LEARNED_MAX: Final = 400
"""So many lines of one page are remembered; a page with more is a transcript, not a template."""
ONE_LINE_SENTENCES_MIN: Final = 5
"""A text of one or two lines with so many sentences has lost its paragraphs; its sentences stand in for them."""

_MOJIBAKE: Final = re.compile("[âÃÂ][€\u0080-\u00bf™œžš¢-»]|鈥|(?<=[a-z])[āâ](?=(?:s|t|d|re|ve|ll|m)\\b)|â€")
_LOST_QUOTE: Final = re.compile("(?<=[A-Za-z])[āâ](?=(?:s|t|d|re|ve|ll|m)\\b)")
_DIGITS: Final = frozenset("0123456789")
_FIGURE: Final = re.compile(r"([0-9]+(?:[.,:/][0-9]+)*%?)")
_LETTERS: Final = bytes(code if code < 128 and chr(code).isalpha() else 32 for code in range(256))
_STOPS: Final = (".", "!", "?", ":", '"', "'", ")", ";")
_INLINE_VOLATILE: Final = re.compile(
    r"\brelease no\.? \d{1,12}|\bpage viewed [\d,.]{1,12} times|\bposted \d{1,4} \w{1,9} ago"
    r"|\blast updated:? [\d.:]{1,9}(?: \w{1,9} ago)?"
    r"|(?<![\d,])[\d,]{1,12} (?:signatures and counting|people found this useful|shares|reads|min(?:ute)?s? read)\b"
)


class LineKind(IntEnum):
    """What a line is to the statement.

    `STOCK` words recur on the host but may be the statement's own: they count on the same page, not between stories. `EDGE`
    lines recur before or after all that is the statement's own: only an edit of a few words in them counts. `CHROME` is known
    by its look and never counts.
    """

    BODY = 0
    STOCK = 1
    EDGE = 2
    CHROME = 3

    @property
    def is_body(self) -> bool:
        return self <= LineKind.STOCK


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text, as printed, and its folded words; `quoted` tells for each word whether it stands in quotation marks."""

    text: str
    words: tuple[str, ...]
    quoted: tuple[bool, ...]
    kind: LineKind

    @property
    def is_edge(self) -> bool:
        return self.kind is LineKind.EDGE


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines of a text and, in one row, the words of all that are not chrome.

    `own[i]` is false for words in stock lines. `line_of[i]` is the index of the line that word i stands in.
    """

    lines: tuple[Line, ...]
    words: tuple[str, ...]
    line_of: tuple[int, ...]
    quoted: tuple[bool, ...]
    own: tuple[bool, ...]
    title: tuple[str, ...]
    page_key: str | None
    host: str


def read(record: Record, memory: LineMemory, *, story: str | None = None) -> Reading:
    """Return `record` read with what is known of its host's lines.

    `story` is the key under which the record's own lines were learned (default: `story_key(record)`), so that a statement
    that is posted twice does not erase itself.
    """
    story = story_key(record) if story is None else story
    title = fold_title(record.title)
    raw = _raw_lines(record.text, printed_lines(record.text))
    looks = _looks(raw, title)
    return _reading(record, raw, _kinds(raw, looks, _others(raw, looks, memory, story)), words_of(title))


@dataclass(frozen=True, slots=True)
class Draft:
    """The words of a reading made before the host's whole memory is at hand, and what of that memory it rests on (see `Sketch`)."""

    words: tuple[str, ...]
    printed: tuple[int, ...]
    asked: tuple[int, ...]
    others: tuple[int, ...]


def draft(record: Record, memory: LineMemory) -> Draft:
    """Return what reading `record` gives with the little that is known so far of its host's lines: those that recur, mostly."""
    title = fold_title(record.title)
    printed = printed_lines(record.text)
    raw = _raw_lines(record.text, printed)
    looks = _looks(raw, title)
    digests = [folded_line_hash(line.folded, line.words) for line in raw]
    asked = [place for place, look in enumerate(looks) if look is not Look.CHROME]
    others = _others(raw, looks, memory, None, digests)
    kinds = _kinds(raw, looks, others)
    return Draft(
        words=tuple(chain.from_iterable(line.words for line, kind in zip(raw, kinds, strict=True) if kind.is_body)),
        printed=tuple(_printed_hashes(printed[:LINES_LEARNED_MAX], raw, digests)),
        asked=tuple(digests[place] for place in asked),
        others=tuple(others[place] for place in asked),
    )


def _printed_hashes(printed: list[str], raw: list[_Raw], digests: list[int]) -> Iterator[int]:
    """Yield `line_hash` of the printed lines: mostly that of the line as it was read, which spares folding it again."""
    for place, line in enumerate(printed):
        is_as_read = place < len(raw) and raw[place].is_as_printed and "'" not in raw[place].folded
        yield digests[place] if is_as_read else line_hash(line)


def story_key(record: Record) -> str:
    """Return what the record's lines are learned under when nothing better is known: its page, else its title, else its id."""
    return (page_key(record.url) if record.url else "") or fold_title(record.title) or record.id


def fold_title(title: str | None) -> str:
    """Return a title in the form in which titles and lines are compared."""
    return fold(mend(title)).strip(" .\"'") if title else ""


def mend(text: str) -> str:
    """Return `text` with mojibake undone if it shows any; clean text comes back as it is."""
    if text.isascii() or _MOJIBAKE.search(text) is None:
        return text
    return _LOST_QUOTE.sub("'", repair(text))


def printed_lines(text: str) -> list[str]:
    """Return the lines of a text, hard wraps joined; a text that lost its paragraphs comes back in sentences."""
    lines = [line for line in text.splitlines() if line and not line.isspace()]
    if len(lines) <= 2:
        found = sentences(text)
        if len(found) >= ONE_LINE_SENTENCES_MIN:
            return [sentence.text for sentence in found]
    return _unwrapped(lines) if len(lines) > 6 else lines


def _unwrapped(lines: list[str]) -> list[str]:
    """Join lines that were broken at a fixed column: most end in mid-sentence and none is long (DOMAIN 5.2, item 12)."""
    broken = [40 <= len(line.rstrip()) <= 90 and line.rstrip()[-1].isalnum() for line in lines]
    if sum(broken) * 2 < len(lines):
        return lines
    joined = [lines[0]]
    for line, goes_on in zip(lines[1:], broken[:-1], strict=True):
        if goes_on:
            joined[-1] = f"{joined[-1].rstrip()} {line.lstrip()}"
        else:
            joined.append(line)
    return joined


@dataclass(frozen=True, slots=True)
class _Raw:
    text: str
    folded: str
    words: tuple[str, ...]
    quoted: tuple[bool, ...]
    is_as_printed: bool = False

    @property
    def is_label(self) -> bool:
        return len(self.words) <= LABEL_WORDS_MAX and not self.folded.endswith(_STOPS)

    @property
    def is_bare_label(self) -> bool:
        """Whether this may be a menu or a tagline: no sentence, no figure, nobody's words."""
        return self.is_label and '"' not in self.folded and _DIGITS.isdisjoint(self.folded)


def _raw_lines(text: str, printed: list[str]) -> list[_Raw]:
    # Where paragraphs were lost, counters stand in the middle of sentences.
    is_one_line = len(printed) > text.strip().count("\n") + 1
    found, is_open, count = [], False, 0
    for at, line in enumerate(printed):
        mended = mend(line)
        folded = fold(mended)
        if is_one_line:
            folded = _INLINE_VOLATILE.sub("", folded).strip()
        words, quoted, is_open = _quoted_words(folded, is_open=is_open)
        is_as_printed = mended is line and not is_one_line and len(words) <= WORDS_READ_MAX
        found.append(_Raw(line.strip(), folded, words[:WORDS_READ_MAX], quoted[:WORDS_READ_MAX], is_as_printed))
        count += len(words)
        if count > WORDS_READ_MAX:
            found.append(_rest(printed[at:]))
            break
    return found


def _rest(lines: list[str]) -> _Raw:
    """Return what stands for the rest of a text that is longer than is read: one word that changes with it."""
    sign = str(stable_hash(" ".join(fold(line) for line in lines)))
    return _Raw(f"(beyond the first {WORDS_READ_MAX:,} words)", f"rest {sign}.", ("rest", sign), (False, False))


def _kinds(raw: list[_Raw], looks: list[Look], others: Sequence[int]) -> list[LineKind]:
    """Decide line by line; a recurring line is furniture at the edges of a page and stock within it.

    `others` says under how many other stories each line stands on the host.
    """
    # On a host of which little is known yet, one witness is all there can be.
    witnesses = min(STORIES_OTHER_MIN, max(others, default=0)) or STORIES_OTHER_MIN
    first, last = _edges(raw, looks, others, witnesses)
    return [
        _kind(line, look, seen, witnesses, is_at_edge=not first <= place <= last, is_last=place == last > first)
        for place, (line, look, seen) in enumerate(zip(raw, looks, others, strict=True))
    ]


def _others(
    raw: Sequence[_Raw], looks: Sequence[Look], memory: LineMemory, story: str | None, digests: Sequence[int] | None = None
) -> list[int]:
    """Return for each line under how many other stories it stands on the host; none for what its look has told."""
    if not memory.stories:
        return [0] * len(raw)
    asked = [place for place, look in enumerate(looks) if look is not Look.CHROME]
    known = digests or {place: folded_line_hash(raw[place].folded, raw[place].words) for place in asked}
    counts = memory.others_among([raw[place].folded for place in asked], [known[place] for place in asked], story=story)
    others = [0] * len(raw)
    for place, count in zip(asked, counts, strict=True):
        others[place] = count
    return others


def _edges(raw: list[_Raw], looks: list[Look], others: Sequence[int], witnesses: int) -> tuple[int, int]:
    """Return the places of the first and the last line that is the statement's own beyond doubt; all of it if none is."""
    own = [
        place
        for place, (line, look, seen) in enumerate(zip(raw, looks, others, strict=True))
        if look is Look.PLAIN and seen < (1 if line.is_label else witnesses)
    ]
    sentences_of_its_own = [place for place in own if not raw[place].is_bare_label] or own
    return (sentences_of_its_own[0], sentences_of_its_own[-1]) if own else (0, len(raw))


def _kind(line: _Raw, look: Look, seen: int, witnesses: int, *, is_at_edge: bool, is_last: bool) -> LineKind:
    if look is Look.CHROME or (line.is_label and seen):
        return LineKind.CHROME  # a label needs one witness, a sentence more
    if is_at_edge and '"' not in line.folded:
        return LineKind.EDGE
    if seen >= witnesses:
        # In quotation marks or in the middle it is somebody's stock phrase; with a cue in it, it is an advertisement.
        return LineKind.EDGE if look is Look.DOUBTFUL else LineKind.STOCK
    return LineKind.EDGE if is_last and is_about(line.folded) else LineKind.BODY


def _looks(raw: Sequence[_Raw], title: str) -> list[Look]:
    # few texts have any cue: looking each of them up once in all lines costs half of looking in line after line
    cues = cues_in("\n".join([line.folded[:CUE_CHARS_MAX] for line in raw]))
    return [_look(line, title, cues) for line in raw]


def _look(line: _Raw, title: str, cues: Cues) -> Look:
    if line.folded.startswith('"'):
        return Look.PLAIN
    if not line.words or is_volatile(line.folded):
        return Look.CHROME
    if title and line.folded.strip(" .\"'") == title:
        return Look.CHROME
    return look_of(line.folded, line.words, cues)


def words_of(folded: str) -> tuple[str, ...]:
    """Return the words of a folded text as relations compare them: without apostrophes, which copies lose."""
    folded = folded.replace("'", "")
    if not folded.isascii():
        return tuple(WORD.findall(folded))
    # the same words, in a third of the time: between two figures all that is no letter parts words
    found: list[str] = []
    for place, part in enumerate(_FIGURE.split(folded)):
        if place % 2:
            found.append(part)
        elif part:
            found += part.encode("ascii").translate(_LETTERS).decode("ascii").split()
    return tuple(found)


def _quoted_words(folded: str, *, is_open: bool) -> tuple[tuple[str, ...], tuple[bool, ...], bool]:
    """Return the words of a folded line, which of them are quoted, and whether a quotation stays open at its end."""
    if '"' not in folded:
        words = words_of(folded)
        return words, (False,) * len(words), False
    parts = folded.split('"')
    # A paragraph that goes on with an open quotation repeats the mark, unless it was re-parted.
    inside = is_open and len(parts) % 2 == 0 and bool(parts[0].strip())
    found: list[str] = []
    quoted: list[bool] = []
    for part in parts:
        words = words_of(part)
        found += words
        quoted += [inside] * len(words)
        inside = not inside
    return tuple(found), tuple(quoted), not inside


def _reading(record: Record, raw: list[_Raw], kinds: list[LineKind], title: tuple[str, ...]) -> Reading:
    lines = tuple(Line(line.text, line.words, line.quoted, kind) for line, kind in zip(raw, kinds, strict=True))
    words: list[str] = []
    line_of: list[int] = []
    quoted: list[bool] = []
    own: list[bool] = []
    for index, line in enumerate(lines):
        if not line.kind.is_body:
            continue
        words += line.words
        quoted += line.quoted
        line_of += [index] * len(line.words)
        own += [line.kind is LineKind.BODY] * len(line.words)
    if not any(own):
        own = [True] * len(words)
    key = page_key(record.url) if record.url else None
    host = host_of(record.url) or (record.source or "")
    return Reading(lines, tuple(words), tuple(line_of), tuple(quoted), tuple(own), title, key, host)
