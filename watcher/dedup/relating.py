"""How a text stands to earlier ones."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Final

from watcher.dedup.align import bridged, grams_of
from watcher.dedup.changes import EDIT_WORDS_MAX, changes_between
from watcher.dedup.chrome import is_wall
from watcher.dedup.comparing import Candidate, Comparison, compare, with_gaps
from watcher.dedup.evidence import evidence_of
from watcher.dedup.reading import Reading, read
from watcher.dedup.shingles import ALGORITHM_VERSION
from watcher.model import Change, ChangeKind, Group, Record, Relation, RelationKind
from watcher.text import LineMemory, fold

COMPARED_MAX: Final = 60
"""So many candidates are aligned: those that share most, and among equals the latest."""
SAME_PAGE_MIN: Final = 0.35
"""With less in common, in both directions, an address was used again for another text."""
SAME_SITE_MIN: Final = 0.8
"""A page of one's own under another address is the same from here on; below, a body re-uses its words."""
STUB_COVERAGE_MIN: Final = 0.8
STUB_SHARE_MAX: Final = 0.8
STUB_LINES: Final = 6
"""A stub has nothing of its own, lacks a fifth of the page at least, and ends with a wall, a few lines of footer apart."""
REPUBLISHED_MIN: Final = 0.6
"""So much of a text must be another's for it to be that other's copy."""
EXCERPT_MIN: Final = 0.75
"""So much, where it has less than `ORIGINAL_MIN` of the other: a shared paragraph in a short text is no excerpt."""
REPUBLISHED_PRESS_MIN: Final = 0.75
"""An article prints whole passages of a statement and is still an article."""
COPY_TIE: Final = 0.2
"""Families whose coverage, both directions summed, is so near the best match as well; the oldest is taken."""
ORIGINAL_MIN: Final = 0.4
"""The oldest text of the family is the original if a copy still has so much from it."""
NARRATIVE_MIN: Final = 0.4
"""A copy shares the words outside quotation marks too; an article that quotes shares those inside."""
TOLD_MIN: Final = 0.6
"""With so much of the narrative in common two texts are told alike, and less of the whole is enough."""
REPUBLISHED_TOLD_MIN: Final = 0.5
"""That is how much of an article's copy must be the article's, if they are told alike."""
TOLD_OF_PRESS_MIN: Final = 0.25
"""An article's copy or excerpt has at least so much of what the article tells outside quotation marks."""
WHOLE_MIN: Final = 0.8
"""So much of an earlier text is all of it."""
REWRITE_RUNS_MIN: Final = 6
REWRITE_COVERAGE_MIN: Final = 0.3
REWRITE_RUN_WORDS_MAX: Final = 10
"""A text that shares many runs, shorter than this on average, was rewritten by a machine."""
NARRATIVE_WORDS_MIN: Final = 12
"""With fewer words outside quotation marks a text tells nothing by itself."""
QUOTED_WORDS_MIN: Final = 24
QUOTED_RUN_MIN: Final = 12
"""An article that shares so many words, among them such a run, quotes a statement."""
QUOTED_IN_MARKS_MIN: Final = 16
"""So many are enough in quotation marks."""
PASSAGE_WORDS_MIN: Final = 8
"""Shorter passages are how everybody writes; they prove no quotation."""
QUOTED_WORDS_SURE: Final = 80
"""With so many words the score of a quotation is 1."""
SHORT_WORDS: Final = 60
"""Notices with fewer words share most of them with the next one of their kind."""


def relate(
    record: Record, candidates: Sequence[Candidate], memory: LineMemory, *, story: str | None = None, reading: Reading | None = None
) -> tuple[Relation, ...]:
    """Return how `record` stands to earlier texts, strongest first; empty if it is new.

    At most one relation a family. `memory` is that of the record's host, learned before. Coverage is the share of words in
    aligned runs, 0.0 to 1.0, in both directions; ties go to the oldest.

    Raises:
        ValueError: `candidates` are not sorted oldest first.
    """
    if any(one.position > other.position for one, other in pairwise(candidates)):
        raise ValueError("candidates must be sorted oldest first")
    new = reading or read(record, memory, story=story)
    grams = grams_of(new.words)
    compared = [compare(new, candidate, grams) for candidate in _likeliest(candidates)]
    own_page = _on_own_page(record, compared)
    joined = [own_page] if own_page else _copied(record, compared)
    return (*joined, *_quotations(record, compared, without=_families(joined, compared)))


def _families(relations: Sequence[Relation], compared: Sequence[Comparison]) -> Collection[str]:
    named = {relation.of for relation in relations}
    return {one.candidate.family for one in compared if one.candidate.record.id in named}


def _likeliest(candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    if len(candidates) <= COMPARED_MAX:
        return candidates
    chosen = sorted(candidates, key=lambda one: (-one.shared, -one.position))[:COMPARED_MAX]
    return sorted(chosen, key=lambda one: one.position)


# --- the same page, or another address of the same site -----------------------------------------------------------------


def _on_own_page(record: Record, compared: Sequence[Comparison]) -> Relation | None:
    """Return `same` or `revision` if an earlier text stands under the same address or is the site's own under another.

    On one address the latest version counts: a page that went back to old wording has changed again. A later version that
    was met under another address first counts as well.
    """
    versions = [one for one in compared if one.is_same_page and max(one.coverage, one.coverage_of) >= SAME_PAGE_MIN]
    moved = [one for one in compared if not one.is_same_page and _is_own_copy(record, one)]
    exact = [one for one in moved if one.is_identical]
    if versions and exact and exact[-1].candidate.position > versions[-1].candidate.position:
        return _same_or_revision(exact[-1])
    found = versions or exact or moved
    return _same_or_revision(found[-1]) if found else None


def _is_own_copy(record: Record, one: Comparison) -> bool:
    """Whether a page of the same site, under another address, is the same statement.

    A template ("Inspection report: X Primary") shares its wording with the next one, under another title and with other names.
    """
    if not _is_same_site(record, one):
        return False
    if one.is_identical:
        return bool(one.new.words)
    if one.is_same_title:
        return min(one.coverage, one.coverage_of) >= SAME_SITE_MIN or one.coverage >= 0.9
    if len(one.new.words) < SHORT_WORDS or min(one.coverage, one.coverage_of) < SAME_SITE_MIN:
        return False
    return not _tells_other_facts(one)


def _tells_other_facts(one: Comparison) -> bool:
    """Whether a name, a figure, a date or a negation was put in another's place: then the texts are two of one template."""
    return any(
        change.kind in _TELLING and max(len(change.before.split()), len(change.after.split())) <= EDIT_WORDS_MAX
        for change in changes_between(one.old, one.new)
    )


_TELLING: Final = frozenset({ChangeKind.NUMBER, ChangeKind.DATE, ChangeKind.NAME, ChangeKind.NEGATION})


def _is_same_site(record: Record, one: Comparison) -> bool:
    if one.new.host and one.new.host == one.old.host:
        return True
    return record.source is not None and record.source == one.candidate.record.source


def _same_or_revision(one: Comparison) -> Relation:
    changes = () if _is_stub(one) else changes_between(one.old, one.new)
    is_revision = any(change.kind is not ChangeKind.TITLE for change in changes) or (bool(changes) and one.is_same_page)
    kind = RelationKind.REVISION if is_revision else RelationKind.SAME
    return _relation(kind, one, score=min(1.0, 0.5 + 0.5 * min(one.coverage, one.coverage_of)), changes=changes)


def _is_stub(one: Comparison) -> bool:
    """Whether only the beginning was shown and the rest asks for a registration: a wall, not an edit (DOMAIN 5.2, item 17)."""
    if one.coverage < STUB_COVERAGE_MIN or len(one.new.words) >= STUB_SHARE_MAX * len(one.old.words):
        return False
    last = [line.text for line in one.new.lines if line.words][-STUB_LINES:]
    return any(is_wall(fold(text)) for text in last)


# --- the same statement elsewhere ---------------------------------------------------------------------------------------


def _copied(record: Record, compared: Sequence[Comparison]) -> list[Relation]:
    """Return one `republished` for each family that the text copies, the fullest match first, the oldest among equals.

    It points to the oldest text of the family that the new one could be a copy of: a copy of a copy is a copy of the
    original, though the other copy may be nearer to it.
    """
    elsewhere = [one for one in compared if not _is_same_site(record, one)]
    copies = [one for one in elsewhere if _is_copy(record, one)] or [one for one in elsewhere if _is_rewrite(record, one)]
    best = max((one.coverage + one.coverage_of for one in copies), default=0.0)
    # Stable: among those that match as fully as the best, the oldest comes first.
    copies.sort(key=lambda one: max(0.0, best - COPY_TIE - one.coverage - one.coverage_of))
    relations = []
    for family in dict.fromkeys(one.candidate.family for one in copies):
        nearest = next(one for one in copies if one.candidate.family == family)
        members = (one for one in elsewhere if one.candidate.family == family and one.coverage >= ORIGINAL_MIN)
        chosen = next(members, nearest)
        score = max(chosen.coverage, chosen.coverage_of)
        relations.append(_relation(RelationKind.REPUBLISHED, chosen, score=score, is_derived=_is_derived(chosen)))
    return relations


def _is_copy(record: Record, one: Comparison) -> bool:
    """Whether the text is a copy or an excerpt of the other, by how much it has from it and who prints whom."""
    if one.run_words < QUOTED_RUN_MIN and one.coverage < 0.9:
        return False
    if len(one.new.words) < SHORT_WORDS and _tells_other_facts(one):
        return False
    if is_press(one.candidate.record.group):
        return _is_copy_of_article(one)
    if record.group is Group.PRESS:
        return _prints_statement(one)
    if one.coverage >= (REPUBLISHED_MIN if one.coverage_of >= ORIGINAL_MIN else EXCERPT_MIN):
        return True
    return one.coverage >= ORIGINAL_MIN and one.coverage_of >= WHOLE_MIN


def _is_rewrite(record: Record, one: Comparison) -> bool:
    """Whether the text is a copy once the gaps that a thesaurus leaves are counted as shared."""
    if len(one.runs) < REWRITE_RUNS_MIN or one.coverage < REWRITE_COVERAGE_MIN:
        return False
    return _is_copy(record, with_gaps(one))


def _is_derived(one: Comparison) -> bool:
    """Whether the runs are as short as a machine's rewriting leaves them."""
    return len(one.runs) >= REWRITE_RUNS_MIN and one.shared / len(one.runs) < REWRITE_RUN_WORDS_MAX


def _is_copy_of_article(one: Comparison) -> bool:
    """A copy of an article tells what it tells outside quotation marks; two that quote one voice do not."""
    told = max(one.narrative, one.narrative_of)
    if one.narrative_of < TOLD_OF_PRESS_MIN or told < NARRATIVE_MIN:
        return False
    return one.coverage >= (REPUBLISHED_TOLD_MIN if told >= TOLD_MIN else REPUBLISHED_PRESS_MIN)


def _prints_statement(one: Comparison) -> bool:
    """A newspaper that prints a release tells what the release tells; one that quotes it does not."""
    if one.narrative >= TOLD_MIN:
        return one.coverage >= REPUBLISHED_MIN
    tells_it = max(one.narrative, one.narrative_of) >= NARRATIVE_MIN or one.narrative_words < NARRATIVE_WORDS_MIN
    return tells_it and one.coverage >= REPUBLISHED_PRESS_MIN


def is_press(group: Group | None) -> bool:
    """Whether such a publisher reports what others say; unknown ones speak for themselves."""
    return group in (Group.PRESS, Group.NEWSWIRE)


# --- statements inside an article ---------------------------------------------------------------------------------------


def _quotations(record: Record, compared: Sequence[Comparison], *, without: Collection[str]) -> list[Relation]:
    """Return one `quotes` for each family whose words stand in `record`, most words first."""
    quoted = [one for one in compared if one.candidate.family not in without and _quotes(record, one)]
    stock = _stock_of(compared) if len(quoted) > 1 else {}
    best: dict[str, Comparison] = {}
    for one in quoted:
        if _own_shared(one, stock) < QUOTED_RUN_MIN:
            continue
        known = best.get(one.candidate.family)
        if known is None or one.shared > known.shared:
            best[one.candidate.family] = one
    order = sorted(best.values(), key=lambda one: (-one.shared, one.candidate.position))
    return [_relation(RelationKind.QUOTES, one, score=min(1.0, one.shared / QUOTED_WORDS_SURE)) for one in order]


def _quotes(record: Record, one: Comparison) -> bool:
    if is_press(one.candidate.record.group) or is_press(one.candidate.head_group) or _is_same_site(record, one):
        return False
    passages = [passage for passage, _ in bridged(one.runs, one.new.words, one.old.words) if passage.length >= PASSAGE_WORDS_MIN]
    if max((passage.length for passage in passages), default=0) < QUOTED_RUN_MIN:
        return False
    in_marks = sum(sum(one.new.quoted[passage.start : passage.start + passage.length]) for passage in passages)
    if in_marks < QUOTED_IN_MARKS_MIN and sum(passage.length for passage in passages) < QUOTED_WORDS_MIN:
        return False
    return is_press(record.group) or _names_speaker(one)


def _stock_of(compared: Sequence[Comparison]) -> Mapping[str, Collection[int]]:
    """Return for each host the places in the new text that two of its families have in common: what it always says."""
    seen: dict[str, dict[int, str]] = defaultdict(dict)
    stock: dict[str, set[int]] = defaultdict(set)
    for one in compared:
        for run in one.runs:
            for at in range(run.start, run.start + run.length):
                if seen[one.old.host].setdefault(at, one.candidate.family) != one.candidate.family:
                    stock[one.old.host].add(at)
    return stock


def _own_shared(one: Comparison, stock: Mapping[str, Collection[int]]) -> int:
    """Return how many shared words are this statement's own and not its publisher's stock."""
    usual = stock.get(one.old.host, ())
    return sum(1 for run in one.runs for at in range(run.start, run.start + run.length) if at not in usual)


_NAME: Final = r"[A-Z][\w’'-]{1,30}(?: [A-Z][\w’'-]{1,30}){1,5}"  # bounded: capitals may go on for pages
_VERB: Final = r"(?:said|says|told|commented|added|warned|wrote)"
_SPEAKER: Final = re.compile(rf"({_NAME})[^.\"“”\n]{{0,80}}?\b{_VERB}\b|\b{_VERB} ({_NAME})")


def _names_speaker(one: Comparison) -> bool:
    """Whether a body that is no newspaper names whom it quotes; without that, two bodies share a stock phrase."""
    names = {name for pair in _SPEAKER.findall(_body_text(one.old)) for name in pair if name}
    names |= {one.candidate.record.publisher} if one.candidate.record.publisher else set()
    text = fold(_body_text(one.new))
    return '"' in text and any(fold(name) in text for name in names)


def _body_text(reading: Reading) -> str:
    return "\n".join(line.text for line in reading.lines if line.kind.is_body)


# --- what is told of a relation -----------------------------------------------------------------------------------------


def _relation(
    kind: RelationKind, one: Comparison, *, score: float, changes: tuple[Change, ...] = (), is_derived: bool = False
) -> Relation:
    return Relation(
        kind=kind,
        of=one.candidate.record.id,
        score=round(score, 4),
        evidence=evidence_of(one),
        changes=changes,
        coverage=round(one.coverage, 4),
        coverage_of=round(one.coverage_of, 4),
        run_words=one.run_words,
        is_derived=is_derived,
        algorithm_version=ALGORITHM_VERSION,
    )
