"""Pages that look fine to HTTP and say nothing: consent walls, block pages, login stubs, pages that are not found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from watcher.errors import Reason
from watcher.text import fold

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

WORDS_MAX: Final = 350
"""Block pages and login stubs are short; with more words a page has something to say."""
CONSENT_WORDS_MAX: Final = 1500
"""Consent walls explain themselves at length; with more words even a page about cookies is an article."""
NOTICE_WORDS_MAX: Final = 60
"""A page that says no more than a cookie notice does is a wall."""
CONSENT_WORDS_A_TERM_MAX: Final = 20
"""Where every twentieth word is of cookies, consent and partners, the text is about them; on a listing it is one in a hundred."""


def _opening(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{'|'.join(phrases)})")


def _anywhere(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases))


_BLOCK_TITLE: Final = _opening(
    r"just a moment",
    r"one moment,? please",
    r"attention required",
    r"access (?:to this page has been )?denied",
    r"(?:403|429|503)\b",
    r"forbidden",
    r"request (?:blocked|rejected)",
    r"security check",
    r"are you (?:a )?(?:human|robot)",
    r"pardon our interruption",
    r"ddos-guard",
    r"(?:bot|human) verification",
    r"robot check",
    r"verify(?:ing)? (?:that )?you are human",
    r"checking your browser",
    r"(?:sorry,? )?you have been blocked",
    r"service (?:temporarily )?unavailable",
    r"too many requests",
)
_BLOCK: Final = _anywhere(
    r"(?:checking|verif\w+) (?:that |if )*(?:you are|you're|the site connection|your browser)",
    r"enable (?:javascript and cookies|cookies and javascript)",
    r"you have been blocked",
    r"unusual traffic",
    r"automated (?:access|requests|queries)",
    r"complete the (?:security check|captcha)",
    r"(?:incident|ray) id\b",
    r"not a robot",
    r"request (?:was|has been) (?:blocked|rejected)",
    r"reference #\d+\.",
)
_MISSING: Final = _opening(
    r"(?:error\s*)?(?:404|410)\b",
    r"page (?:not found|missing|no longer exists|does not exist|(?:could not|cannot|can't) be found)",
    r"not found\b",
    r"nothing (?:was )?found\b",
    r"oops",
    r"(?:sorry,? )?(?:we|the page|this page|that page)[^.]{0,40}(?:(?:can't|cannot|couldn't|could not) find|(?:not|n't) be found)",
    r"(?:sorry,? )?(?:the|this|that) page[^.]{0,40}(?:not found|does(?:n't| not) exist|no longer (?:exists|available))",
)
_CONSENT: Final = re.compile(r"\b(?:cookies?|consent|privacy|personal data|trackers?)\b")
_CONSENT_TALK: Final = re.compile(
    r"\b(?:cookies?|consent|privacy|personal data|trackers?|partners|vendors|preferences|legitimate interests?"
    r"|advertising|advertisements?|advertisers?"
    r"|your (?:data|device|choices?))\b"
)
_CONSENT_ACT: Final = _anywhere(
    r"\b(?:accept|agree|allow|reject|manage|save|confirm)\b[^.]{0,30}\b(?:all|cookies?|preferences|settings|options|choices|continue)\b",
    r"\baccept and close\b",
    r"\bi (?:accept|agree)\b",
    r"before you continue",
    r"cookie (?:settings|preferences|policy)",
    r"\bwe (?:and our partners|use cookies)\b",
)
_CONSENT_TITLE: Final = _opening(
    r"before you continue", r"(?:we value )?your privacy", r"privacy (?:settings|choices|gate)", r"cookies?\b", r"consent\b"
)
_LOGIN: Final = re.compile(
    r"\b(?:log ?in|sign ?in|register(?: now)?|subscribe(?: now)?|create (?:a free|an|your) account)\b[^.]{0,60}"
    r"\b(?:to (?:continue|read|view|access|see)|read forever|for (?:full|unlimited) access|to your account)\b"
)
_LOGIN_TITLE: Final = _opening(r"log ?in\b", r"sign ?in\b", r"subscribe to (?:continue|read)", r"members? (?:only|area|login)\b")


def wall(markup: str) -> Reason | None:
    """Return why this HTML page says nothing, or None where it may well be what was asked for.

    A title decides for pages that are not found; a short text, or one that is mostly about cookies, decides for the rest.
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(markup)
    has_password = tree.css_first("input[type=password]") is not None
    title, heading = _line(tree.css_first("title")), _line(tree.css_first("h1"))
    tree.strip_tags(["script", "style", "noscript", "template", "svg", "head"])
    text = _line(tree.body)
    words = text.count(" ") + bool(text)
    if _MISSING.match(title) or _MISSING.match(heading):
        return Reason.SOFT_404
    if words <= WORDS_MAX and (_BLOCK_TITLE.match(title) or _BLOCK.search(text)):
        return Reason.BLOCK_PAGE
    if words <= WORDS_MAX and (has_password or _LOGIN_TITLE.match(title) or (words <= WORDS_MAX // 2 and _LOGIN.search(text))):
        return Reason.LOGIN_WALL
    is_consent = words <= CONSENT_WORDS_MAX and _is_about_consent(title, heading, text)
    return Reason.CONSENT_WALL if is_consent else None


def _is_about_consent(title: str, heading: str, text: str) -> bool:
    if _CONSENT_TITLE.match(title) or _CONSENT_TITLE.match(heading):
        return bool(_CONSENT.search(text))
    if not (_CONSENT.search(text) and _CONSENT_ACT.search(text)):
        return False
    words = text.count(" ") + 1
    return words <= NOTICE_WORDS_MAX or len(_CONSENT_TALK.findall(text)) * CONSENT_WORDS_A_TERM_MAX >= words


def _line(node: LexborNode | None) -> str:
    return fold(node.text(separator=" ")) if node is not None else ""
