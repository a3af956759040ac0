"""What follows the sentence table: is the document in scope, which sentence stands as evidence, what does the document say.

Each stage is a weighted sum of a few named numbers, the same for all concerns but for an offset; `watcher.train` fits the weights.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from watcher.classify.features import SCALE_UNIT, group_scale
from watcher.classify.reads import ReadDocument
from watcher.classify.rules import Rules

LOGIT_MAX: Final = 8.0
"""Scores are cut here, so that one loud sentence cannot outvote a document."""
CONTEXT_LOGIT_MIN: Final = -2.0
"""What stands beside a sentence may speak for it; that it is about something else speaks against nothing."""
BIAS: Final = "bias"


def probability(logit: float) -> float:
    """Return the logistic function of `logit`; it never overflows."""
    if -30.0 < logit < 30.0:
        return 1 / (1 + math.exp(-logit))
    return 1 / (1 + math.exp(-math.copysign(30.0, logit)))


def clip(logit: float) -> float:
    """Return `logit` within -`LOGIT_MAX` to `LOGIT_MAX`."""
    return LOGIT_MAX if logit > LOGIT_MAX else max(logit, -LOGIT_MAX)  # twice as fast as min and max


def heard(logit: float) -> float:
    """Return what a neighbour, a title or the scope adds: cut from below at `CONTEXT_LOGIT_MIN`."""
    return LOGIT_MAX if logit > LOGIT_MAX else max(logit, CONTEXT_LOGIT_MIN)


def scope_names(document: ReadDocument, rules: Rules) -> dict[str, int]:
    """Return what the document as a whole speaks of, in units of 1 / `SCALE_UNIT`: slots of its body and of its title, the share
    of its sentences in which they stand, and its words, which together count as one.
    """
    words = scope_words(document)
    return {**scope_slots(document, rules), **dict.fromkeys((f"word:{word}" for word in words), group_scale(len(words), 1))}


def scope_words(document: ReadDocument) -> set[str]:
    """Return the words of the title and of what is heard."""
    heard = [read.reading.words for read in document.reads if not read.is_silent]
    return set().union(document.title.reading.words if document.title else (), *heard)


def scope_slots(document: ReadDocument, rules: Rules) -> dict[str, int]:
    """Return `scope_names` without the words."""
    names = rules.lexicon.names
    found = {f"body:{name}": SCALE_UNIT for number, name in enumerate(names) if document.mask >> number & 1}
    heard = [read for read in document.reads if not read.is_silent]
    often = Counter(slot for read in heard for slot in read.reading.spans)
    found.update({f"share:{names[slot]}": SCALE_UNIT * count // len(heard) for slot, count in often.items()})
    if document.title:
        found.update({f"title:{names[slot]}": SCALE_UNIT for slot in document.title.reading.spans})
    return found


def weigh(numbers: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the weighted sum of `numbers`; names without a weight count nothing. Exact, so that no order matters."""
    return math.fsum(value * weights[name] for name, value in numbers.items() if name in weights)


def evidence_numbers(
    logits: Sequence[Sequence[float]],
    title: Sequence[float] | None,
    scope: Sequence[float],
    index: int,
    concern: int,
) -> dict[str, float]:
    """Return what speaks for sentence `index` as evidence of `concern`, given the sentence table's logits of all sentences.

    `scope` is how strongly the document as a whole speaks for any concern, and then for each; "doubted" is how loud the sentence
    is, times how unlikely the document is to address anything: the words of a concern in a text about something else.
    """
    own = logits[index]
    return {
        "own": clip(own[concern]),
        "doubted": (1 - probability(scope[0])) * (heard(own[concern]) - CONTEXT_LOGIT_MIN),
        "before": heard(logits[index - 1][concern]) if index else CONTEXT_LOGIT_MIN,
        "after": heard(logits[index + 1][concern]) if index + 1 < len(logits) else CONTEXT_LOGIT_MIN,
        "title": heard(title[concern]) if title else CONTEXT_LOGIT_MIN,
        "other concerns": heard(max((logit for other, logit in enumerate(own) if other != concern), default=CONTEXT_LOGIT_MIN)),
        "other sentences": heard(max((row[concern] for at, row in enumerate(logits) if at != index), default=CONTEXT_LOGIT_MIN)),
        "scope": clip(scope[0]),
        "own scope": clip(scope[1 + concern]),
        f"is:{concern}": 1.0,
        BIAS: 1.0,
    }


def evidence_logits(
    logits: Sequence[Sequence[float]],
    title: Sequence[float] | None,
    scope: Sequence[float],
    weights: Mapping[str, float],
) -> list[list[float]]:
    """Return the logit of each sentence as evidence of each concern: the sum of `evidence_numbers`, worked out at once.

    Most sentences are loud for no concern, and neither are their neighbours: those differ by what is their own alone.
    """
    if not logits:
        return []
    quiet = [CONTEXT_LOGIT_MIN] * len(logits[0])
    beside = [_cut(row, CONTEXT_LOGIT_MIN) if max(row) > CONTEXT_LOGIT_MIN else quiet for row in logits]
    offsets = _evidence_offsets(title, scope, weights, concerns=len(quiet))
    columns = _loudest(beside, quiet)
    own, before, after, others, elsewhere = (
        weights.get(name, 0.0) for name in ("own", "before", "after", "other concerns", "other sentences")
    )
    doubted = weights.get("doubted", 0.0) * (1 - probability(scope[0]))
    unheard = (before + after + others) * CONTEXT_LOGIT_MIN
    silence = [
        first + unheard + elsewhere * (best if best > CONTEXT_LOGIT_MIN else second)
        for first, (best, second) in zip(offsets, columns, strict=True)
    ]
    common, counts = list(zip(offsets, columns, strict=True)), (own, doubted, before, after, others, elsewhere)
    found = []
    for row, here, above, below in zip(logits, beside, [quiet, *beside], [*beside[1:], quiet], strict=False):
        clipped = _cut(row, -LOGIT_MAX)
        if here is above is below is quiet:
            found.append([fixed + own * logit for fixed, logit in zip(silence, clipped, strict=True)])
        else:
            found.append(_among_loud(clipped, here, above, below, common, counts))
    return found


def _among_loud(
    clipped: Sequence[float],
    here: Sequence[float],
    above: Sequence[float],
    below: Sequence[float],
    common: Sequence[tuple[float, tuple[float, float]]],
    counts: tuple[float, float, float, float, float, float],
) -> list[float]:
    """Return the evidence logits of one sentence that is loud or stands beside one that is.

    `common` is for each concern the offset of all sentences and the two loudest; `counts` are the weights, in their order.
    """
    own, doubted, before, after, others, elsewhere = counts
    best, second = _two_best(here)
    return [
        first
        + own * logit
        + doubted * (loud - CONTEXT_LOGIT_MIN)
        + before * over
        + after * under
        + others * (second if loud == best else best)
        + elsewhere * (next_loudest if loud == loudest else loudest)
        for logit, loud, over, under, (first, (loudest, next_loudest)) in zip(clipped, here, above, below, common, strict=True)
    ]


def _cut(logits: Sequence[float], least: float) -> Sequence[float]:
    """Return `logits` within `least` to `LOGIT_MAX`; most are."""
    if min(logits) >= least and max(logits) <= LOGIT_MAX:
        return logits
    return [LOGIT_MAX if logit > LOGIT_MAX else max(logit, least) for logit in logits]


def _evidence_offsets(
    title: Sequence[float] | None, scope: Sequence[float], weights: Mapping[str, float], *, concerns: int
) -> list[float]:
    """Return what is the same for all sentences of a document, for each concern."""
    fixed, own_scope = weights.get("scope", 0.0) * clip(scope[0]) + weights.get(BIAS, 0.0), weights.get("own scope", 0.0)
    titles = [heard(logit) for logit in title] if title else [CONTEXT_LOGIT_MIN] * concerns
    heading = weights.get("title", 0.0)
    return [
        fixed + own_scope * clip(scope[1 + concern]) + weights.get(f"is:{concern}", 0.0) + heading * titles[concern]
        for concern in range(concerns)
    ]


def _loudest(rows: Sequence[Sequence[float]], quiet: Sequence[float]) -> list[tuple[float, float]]:
    """Return for each concern the two highest of what its sentences say; `quiet` rows say nothing of any."""
    loud = [row for row in rows if row is not quiet]
    return [_two_best(column) for column in zip(*loud, *[quiet] * min(len(rows) - len(loud), 2), strict=True)]


def standing_numbers(
    logits: Sequence[Sequence[float]], evidence: Sequence[Sequence[float]], lengths: Sequence[int], index: int, concern: int
) -> dict[str, float]:
    """Return what speaks for showing sentence `index` before the others of its document, if the document addresses `concern`.

    A text opens and ends in general words; what proves a concern says most of it in one breath, often after a sentence that leads
    up to it. `evidence` are the logits of `evidence_logits`, `lengths` the words of each sentence.
    """
    own = logits[index]
    return {
        "own": clip(own[concern]),
        "evidence": clip(evidence[index][concern]),
        "before": heard(logits[index - 1][concern]) if index else CONTEXT_LOGIT_MIN,
        "other concerns": heard(max((logit for other, logit in enumerate(own) if other != concern), default=CONTEXT_LOGIT_MIN)),
        "length": math.log(lengths[index] + 1),
        "first": float(index == 0),
        "second": float(index == 1),
        "last": float(index == len(logits) - 1),
    }


def standing_shares(
    logits: Sequence[Sequence[float]],
    evidence: Sequence[Sequence[float]],
    lengths: Sequence[int],
    concern: int,
    weights: Mapping[str, float],
) -> list[float]:
    """Return how likely each sentence is the one to show for `concern`: its share of the odds that `standing_numbers` give.

    The sums are worked out at once; of no sentences there are no shares.
    """
    if not logits:
        return []
    own, sure, before, others, length, first, second, last = (
        weights.get(name, 0.0) for name in ("own", "evidence", "before", "other concerns", "length", "first", "second", "last")
    )
    sums, above = [], CONTEXT_LOGIT_MIN
    for row, known, words in zip(logits, evidence, lengths, strict=True):
        here, beside = row[concern], max(row)
        if beside == here:
            beside = _two_best(row)[1]
        sums.append(
            own * clip(here) + sure * clip(known[concern]) + before * above + others * heard(beside) + length * math.log(words + 1)
        )
        above = heard(here)
    sums[0] += first
    sums[-1] += last
    if len(sums) > 1:
        sums[1] += second
    highest = max(sums)
    powers = [math.exp(entry - highest) for entry in sums]
    whole = sum(powers)
    return [power / whole for power in powers]


def _two_best(numbers: Sequence[float]) -> tuple[float, float]:
    if len(numbers) < 2:
        return (numbers[0] if numbers else CONTEXT_LOGIT_MIN), CONTEXT_LOGIT_MIN
    ranked = sorted(numbers)
    return ranked[-1], ranked[-2]


def document_numbers(
    evidence: Sequence[Sequence[float]], title: Sequence[float] | None, scope: Sequence[float], *, concerns: int
) -> list[dict[str, float]]:
    """Return for each concern what speaks for a document's addressing it, given the evidence logits of all its sentences."""
    columns = [_two_best([row[concern] for row in evidence]) for concern in range(concerns)]
    best, second = _two_best([heard(column[0]) for column in columns])
    return [
        {
            "best": clip(first),
            "second": clip(next_best),
            "title": heard(title[concern]) if title else CONTEXT_LOGIT_MIN,
            "other concerns": second if heard(first) == best else best,
            "scope": clip(scope[0]),
            "own scope": clip(scope[1 + concern]),
            f"is:{concern}": 1.0,
            BIAS: 1.0,
        }
        for concern, (first, next_best) in enumerate(columns)
    ]


def document_logits(
    evidence: Sequence[Sequence[float]],
    title: Sequence[float] | None,
    scope: Sequence[float],
    weights: Mapping[str, float],
    *,
    concerns: int,
) -> list[float]:
    """Return the logit of each concern for the document as a whole: the sum of `document_numbers`, worked out at once."""
    columns = [_two_best(column) for column in zip(*evidence, strict=True)] or [_two_best(())] * concerns
    best, second = _two_best([heard(column[0]) for column in columns])
    own, further, heading, others, own_scope = (
        weights.get(name, 0.0) for name in ("best", "second", "title", "other concerns", "own scope")
    )
    fixed = weights.get("scope", 0.0) * clip(scope[0]), weights.get(BIAS, 0.0)
    return [
        math.fsum(
            (
                own * clip(first),
                further * clip(next_best),
                heading * (heard(title[concern]) if title else CONTEXT_LOGIT_MIN),
                others * (second if heard(first) == best else best),
                own_scope * clip(scope[1 + concern]),
                weights.get(f"is:{concern}", 0.0),
                *fixed,
            )
        )
        for concern, (first, next_best) in enumerate(columns)
    ]
