"""The sentences of an article, without what its readers wrote below it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from watcher.text.sentences import Sentence, sentences

SENTENCE_CHARS_MAX: Final = 1_200
"""A longer sentence is a list or a table that lost its breaks."""
TEXT_CHARS_MAX: Final = 400_000
_COMMENTS: Final = re.compile(
    r"^(?:\d+ )?(?:(?:[Rr]eaders?[’']? |[Yy]our )?[Cc]omments?|COMMENTS)(?: ?\(\d+\))?:?[ \t]*$", re.MULTILINE
)
NAME_CHARS_MAX: Final = 40
"""The line above "3 hours ago" is who comments, if it is no longer."""
_ABOUT_COMMENT: Final = re.compile(
    r"^(?:Reply|Report|Report (?:abuse|comment)|Like|Recommend|Log in to reply|Reply to [^\n]{1,40}|[^\n.:]{2,40} says:"
    r"|\d+ (?:minutes?|hours?|days?|weeks?|months?|years?) ago)[ \t]*$",
    re.MULTILINE,
)
_ABOUT_HINTS: Final = (
    "Reply\n",
    "Reply to ",
    " ago\n",
    " says:\n",
    "Like\n",
    "Report\n",
    "Recommend\n",
    "Log in to reply",
    "Report abuse",
    "Report comment",
)
_QUOTE_ALONE: Final = re.compile(r"^[“\"](?P<words>[^“”\"\n]{40,})[”\"]$", re.MULTILINE)
_FIRST_PERSON: Final = re.compile(r"\b(?:I|my)\b")
_QUOTED: Final = re.compile(
    r"[”\"’],? (?:\w+ ){0,3}(?:said|says|told|added|tweeted)\b|\b(?:said|says|told \w+|added|tweeted"
    r"|wrote)\b[^.\n“”\"]{0,40}[“\"]"
)


@lru_cache(maxsize=4)
def article_sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text, without readers' comments below it: promises and demands are both read from them."""
    return sentences(text[: comments_at(text)])


@lru_cache(maxsize=4)
def comments_at(text: str) -> int:
    """Return where readers' comments begin below an article, with or without a heading; the text's end if there are none.

    Without one they begin at the second half's first lines that comments have about them ("Reply", "3 hours ago"), if there are
    several, or where a paragraph only quotes what was printed above and nobody is quoted as speaking any more.
    """
    heading = _COMMENTS.search(text) if "omment" in text or "COMMENTS" in text else None
    if heading:
        return heading.start()
    is_hinted = any(hint in text for hint in _ABOUT_HINTS)
    about = [line.start() for line in _ABOUT_COMMENT.finditer(text, len(text) // 3)] if is_hinted else []
    if len(about) > 1:
        before = text.rfind("\n", 0, max(text.rstrip("\n").rfind("\n", 0, about[0]), 0)) + 1
        is_name = len(text[before : about[0]].strip()) <= NAME_CHARS_MAX
        return before if is_name else about[0]
    for quote in _QUOTE_ALONE.finditer(text) if "\n“" in text or '\n"' in text else ():
        below = text[quote.end() :]
        if quote["words"].strip(" .,") in text[: quote.start()] and _FIRST_PERSON.search(below) and not _QUOTED.search(below):
            return quote.start()
    return len(text)
