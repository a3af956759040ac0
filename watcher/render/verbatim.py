"""A quotation is verbatim or it is left out."""

from __future__ import annotations

from dataclasses import replace

from watcher.model import Story


def verbatim(story: Story, text: str) -> Story:
    """Return `story` without the evidence sentences that do not stand, to the letter, in the stored `text` of its revision.

    White space may differ, since a sentence may run over a line end. A concern that loses all of its sentences stays, without
    a quotation: that it was judged so is still true. Of the changes only the newer side is checked; the older stands in
    another revision.
    """
    plain = " ".join(text.split())
    told = tuple(
        replace(each, sentences=tuple(sentence for sentence in each.sentences if _stands_in(sentence, plain)))
        for each in story.told
    )
    changes = tuple(
        change if _stands_in(change.sentence_after, plain) or not change.sentence_after else replace(change, sentence_after="")
        for change in story.changes
    )
    return replace(story, told=told, changes=changes)


def _stands_in(sentence: str, plain: str) -> bool:
    words = " ".join(sentence.split())
    return bool(words) and words in plain
