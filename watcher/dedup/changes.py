"""What changed between two versions of a page, and whether it matters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from watcher.dedup.reading import Reading, mend, words_of
from watcher.model import Change, ChangeKind
from watcher.text import fold, sentences
from watcher.text.normal import WORD

CHANGES_MAX: Final = 60
"""So many changes are named; a text that changed in more places is another text."""
SENTENCES_PAIRED_MAX: Final = 120
"""So many sentences without a twin are paired up; beyond that they count as removed and added."""
DIFF_WORDS_MAX: Final = 300
"""Longer sentences are not diffed word by word (difflib takes seconds for pages)."""
EDIT_WORDS_MAX: Final = 3
"""An edit of so few words is never taken for a change of furniture."""
PAIR_SHARE_MIN: Final = 0.5
"""Two sentences with so many words in common are two versions of one."""

_NUMBERS_TEXT: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million "
    "billion half third quarter dozen first second once twice double"
)
_NUMBERS: Final = frozenset(_NUMBERS_TEXT.split())
_DATES_TEXT: Final = (
    "january february march april june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday today tomorrow yesterday week weeks month months year years spring summer "
    "autumn winter term"
)
_DATES: Final = frozenset(_DATES_TEXT.split())
_NEGATIONS_TEXT: Final = (
    "not no never none nor neither without cannot cant wont dont doesnt didnt isnt arent wasnt werent hasnt havent "
    "hadnt shouldnt wouldnt couldnt mustnt nothing nobody"
)
_NEGATIONS: Final = frozenset(_NEGATIONS_TEXT.split())
_COMMITMENTS_TEXT: Final = (
    "will shall must commit commits committed pledge pledged promise promised undertake undertakes guarantee ensure "
    "agreed may might should would could"
)
_COMMITMENTS: Final = frozenset(_COMMITMENTS_TEXT.split())
_DIGIT: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    words: tuple[str, ...]


def changes_between(old: Reading, new: Reading) -> tuple[Change, ...]:
    """Return what became of the words of `old` in `new`, lines of chrome apart; empty if nothing but their dress or order.

    Sentences that stand in both are set aside, the rest are paired by their words and compared word by word, at most
    `CHANGES_MAX` of them. A sentence that was only split, joined or moved is no change. A title is compared last.
    """
    before, after = _without_common(_lines(old, body=True), _lines(new, body=True))
    before, after = _without_common(list(_split(before)), list(_split(after)))
    found: list[Change] = []
    if [w for s in before for w in s.words] != [w for s in after for w in s.words]:
        found += _paired(before, after, new_words=new.words, old_words=old.words)
    found += _edge_edits(old, new)
    if old.title and new.title and old.title != new.title and len(found) < CHANGES_MAX:
        found.append(Change(ChangeKind.TITLE, " ".join(old.title), " ".join(new.title)))
    return tuple(found[:CHANGES_MAX])


def _lines(reading: Reading, *, body: bool) -> list[_Sentence]:
    """Return the lines of the body, or those at the edges, as one sentence each."""
    return [
        _Sentence(line.text, line.words) for line in reading.lines if line.words and (line.kind.is_body if body else line.is_edge)
    ]


def _split(lines: Iterable[_Sentence]) -> Iterator[_Sentence]:
    for line in lines:
        parts = sentences(line.text)
        if len(parts) == 1:
            yield line
            continue
        for part in parts:
            words = words_of(fold(mend(part.text)))
            if words:
                yield _Sentence(part.text, words)


def _edge_edits(old: Reading, new: Reading) -> Iterator[Change]:
    """Yield the edits of a few words in recurring lines at the edges of a page: furniture comes and goes, figures do not."""
    before, after = _without_common(_lines(old, body=False), _lines(new, body=False))
    for one in before[:SENTENCES_PAIRED_MAX]:
        for other in after[:SENTENCES_PAIRED_MAX]:
            size = max(len(one.words), len(other.words))
            if size - _shared(one.words, other.words) <= min(EDIT_WORDS_MAX, size / 2):
                yield from _word_changes(one, other)


def _without_common(before: list[_Sentence], after: list[_Sentence]) -> tuple[list[_Sentence], list[_Sentence]]:
    common = Counter(s.words for s in before) & Counter(s.words for s in after)
    return _minus(before, common.copy()), _minus(after, common)


def _minus(found: list[_Sentence], common: Counter[tuple[str, ...]]) -> list[_Sentence]:
    left = []
    for sentence in found:
        if common[sentence.words] > 0:
            common[sentence.words] -= 1
        else:
            left.append(sentence)
    return left


def _paired(before: list[_Sentence], after: list[_Sentence], *, new_words: Sequence[str], old_words: Sequence[str]) -> list[Change]:
    """Compare each sentence with its likeliest other version; what has none was removed or added, unless it only moved."""
    found: list[Change] = []
    left = list(after[:SENTENCES_PAIRED_MAX])
    unpaired = before[SENTENCES_PAIRED_MAX:]
    for sentence in before[:SENTENCES_PAIRED_MAX]:
        twin = max(left, key=lambda other: _likeness(sentence.words, other.words), default=None)
        if twin is None or _likeness(sentence.words, twin.words) < PAIR_SHARE_MIN:
            unpaired.append(sentence)
            continue
        left.remove(twin)
        found += _word_changes(sentence, twin)
    row_new, row_old = _row(new_words), _row(old_words)
    found += [Change(ChangeKind.REMOVED, s.text, "", sentence_before=s.text) for s in unpaired if _row(s.words) not in row_new]
    added = [*left, *after[SENTENCES_PAIRED_MAX:]]
    found += [Change(ChangeKind.ADDED, "", s.text, sentence_after=s.text) for s in added if _row(s.words) not in row_old]
    return found


def _row(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Return twice the shared words over all words, 0.0 to 1.0."""
    if 3 * min(len(one), len(other)) < max(len(one), len(other)):
        return 0.0  # below `PAIR_SHARE_MIN` whatever they share
    return 2 * _shared(one, other) / (len(one) + len(other))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    return (Counter(one) & Counter(other)).total()


def _word_changes(before: _Sentence, after: _Sentence) -> Iterator[Change]:
    if max(len(before.words), len(after.words)) > DIFF_WORDS_MAX:
        yield Change(ChangeKind.WORDING, before.text, after.text, before.text, after.text)
        return
    printed_before, printed_after = _printed(before), _printed(after)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before.words, after.words, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        kind = _kind(
            before.words[i1:i2], after.words[j1:j2], [*printed_before[i1:i2], *printed_after[j1:j2]], starts=i1 == 0 or j1 == 0
        )
        yield Change(kind, " ".join(printed_before[i1:i2]), " ".join(printed_after[j1:j2]), before.text, after.text)


def _printed(sentence: _Sentence) -> Sequence[str]:
    """Return the words as printed where they can be told one by one, else folded."""
    found = WORD.findall(sentence.text.replace("’", "'"))
    return found if len(found) == len(sentence.words) else sentence.words


def _kind(before: Sequence[str], after: Sequence[str], printed: Sequence[str], *, starts: bool) -> ChangeKind:
    """Return what sort of words changed; the gravest wins."""
    lost, gained = Counter(before) - Counter(after), Counter(after) - Counter(before)
    moved = {*lost, *gained}
    if moved & _NEGATIONS:
        return ChangeKind.NEGATION
    if moved & _DATES:
        return ChangeKind.DATE
    if any(_DIGIT.search(word) for word in moved) or moved & _NUMBERS:
        return ChangeKind.NUMBER
    names = [word for word in printed[1 if starts else 0 :] if word[:1].isupper()]
    if any(fold(word).replace("'", "") in moved for word in names):
        return ChangeKind.NAME
    return ChangeKind.COMMITMENT if moved & _COMMITMENTS else ChangeKind.WORDING
