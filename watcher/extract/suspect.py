"""Pages that look fine to HTTP and hold no statement: consent walls, error pages sent as 200, robot checks, log-in forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from watcher.errors import ExtractError, Reason
from watcher.text import fold
from watcher.text.normal import word_count

TEXT_WORDS_MIN: Final = 8
"""A shorter text is no statement: it is what was left over."""
SUSPECT_WORDS_MAX: Final = 160
"""Nothing longer is taken for a wall by its words; an article on cookies is longer."""
LOGIN_WORDS_MAX: Final = 90
HEADED_WORDS_MAX: Final = 60
"""Of a shorter text the whole page is looked at: what it is may stand in its heading alone."""
PAGE_CHARS_MAX: Final = 2_000
CONSENT_WORDS_MAX: Final = 700
"""Consent dialogues list their partners at length; no other wall is so long."""
CONSENT_CUES_MIN: Final = 4
CONSENT_SHARE_MIN: Final = 0.06
STUB_WORDS_MAX: Final = 260
STUB_CERTAINTY: Final = 0.4

_BLOCKED: Final = re.compile(
    r"just a moment|attention required|access denied|access to this page has been denied|are you a robot"
    r"|verify (?:that )?you are (?:a )?human"
    r"|checking your browser|request unsuccessful|incapsula|enable javascript and cookies|pardon our interruption|ddos protection"
    r"|unusual traffic|complete the (?:captcha|security check)|you have been blocked|security check|bot (?:check|detection)"
    r"|403 forbidden|request blocked|(?:don't|do not) have permission to access"
)
_DOWN: Final = re.compile(
    r"down for (?:scheduled |planned |essential )?maintenance|under maintenance|(?:we'll|we will) be back (?:soon|shortly)"
    r"|temporarily unavailable|(?:website|site|service) is (?:currently )?(?:unavailable|offline)|unable to process your request"
)
_GONE: Final = re.compile(
    r"page (?:not|cannot be|can't be|could not be|couldn't be|was not|wasn't|no longer) (?:be )?(?:found|available|exists?)"
    r"|^(?:error )?404\b|\b404 (?:error|not found|page)|^(?:\S+ ){0,2}not found$"
    r"|page (?:you (?:are|were|have|'re) .{0,40})?(?:doesn't|does not|no longer) exists?|(?:can't|cannot|can not|couldn't"
    r"|could not) find (?:that|the|this) page|we (?:can't|couldn't) find"
    r"|(?:page|article|content) (?:has been|was) (?:removed|moved|deleted)|is no longer available|page has expired"
)
_GONE_FOR_SURE: Final = re.compile(
    r"\bpage (?:not|cannot be|can't be|could not be) found\b|\b404 (?:error|not found)|(?:can't|cannot|could not"
    r"|couldn't) find (?:that|the|this) page|page you (?:are|were|have|'re) .{0,40}(?:not|n't|no longer)"
)
_LOGIN: Final = re.compile(
    r"(?:log|sign) ?in (?:to (?:continue|read|view|access|your account)|required|below)|(?:register|subscribe) to (?:read"
    r"|continue|view|access)"
    r"|(?:members?|subscribers?)[ -]only|only available to (?:members|subscribers)|forgot(?:ten)? (?:your )?password"
    r"|please (?:log|sign) ?in"
    r"|you (?:must|need to) (?:be logged in|log in|sign in|register)|create (?:a free )?account to"
)
_STUB: Final = re.compile(
    r"(?:register|subscribe|sign up|log in|sign in|become a member|join)\b.{0,60}\b(?:to (?:read|continue)|now"
    r"|for full access|unlimited|continue reading)"
    r"|(?:this|the) (?:article|content|story) is (?:for|only|available|reserved)\b.{0,40}\b(?:members|subscribers)"
    r"|already (?:a subscriber|registered|a member)"
)
_CUES: Final = {
    _BLOCKED: (
        "just a moment|attention req|denied|robot|verify|checking your|unsuccessful|incapsula|enable java|pardon our|ddos"
        "|unusual tr|captcha|security check|blocked|bot check|bot detect|forbidden|permission"
    ).split("|"),
    _DOWN: ("maintenance", "be back", "unavailable", "offline", "unable to process"),
    _GONE_FOR_SURE: ("found", "404", "find", "page you"),
    _LOGIN: ("log in", "login", "logged in", "sign in", "signin", "register", "subscri", "member", "password", "account to"),
    _STUB: ("register", "subscri", "sign up", "log in", "sign in", "member", "join", "article is", "content is", "story is"),
}
"""Nothing says what a pattern looks for without one of these; looking for them costs a tenth of the search."""
_CONSENT: Final = re.compile(
    r"\b(?:cookies?|consent|partners?|personalised|privacy|legitimate interest|vendors?|tracking|preferences"
    r"|accept(?: all)?|reject(?: all)?|manage|advertising|gdpr|opt out)\b"
)
_CONSENT_CUES: Final = ("ookie", "onsent", "OOKIE", "ONSENT")
"""A consent dialogue of more than `SUSPECT_WORDS_MAX` words has one of these in it."""
_CONSENT_TITLE: Final = re.compile(
    r"before you continue|we (?:value|care about|respect) your privacy|your privacy|cookie (?:consent|preferences|settings)"
    r"|consent"
)


def refuse_suspect(text: str, *, title: str | None, page_text: str, url: str) -> None:
    """Raise if what was read of a page is no statement.

    `text` is what was taken for the statement, `page_text` all that a reader of the page sees (its first few thousand characters).

    Raises:
        ExtractError: BLOCK_PAGE, CONSENT_WALL, SOFT_404, LOGIN_WALL or NO_TEXT, with what was missing.
    """
    count = word_count(text)
    if count <= SUSPECT_WORDS_MAX or (count <= CONSENT_WORDS_MAX and any(cue in text for cue in _CONSENT_CUES)):
        seen = fold(text if count > HEADED_WORDS_MAX else page_text[:PAGE_CHARS_MAX])
        for reason, problem in _walls(f"{fold(title or '')}\n{seen}", fold(title or "")):
            raise ExtractError(problem, reason=reason, url=url)
    if count < TEXT_WORDS_MIN:
        problem = f"no statement was found: {count} words of text, at least {TEXT_WORDS_MIN} were expected"
        raise ExtractError(problem, reason=Reason.NO_TEXT, url=url)


def _walls(seen: str, title: str) -> Iterator[tuple[Reason, str]]:
    """Yield what the words on a short page say that it is, surest first; nothing for a page that is a statement."""
    size = len(seen.split())
    consent = len(_CONSENT.findall(seen))
    is_short = size <= SUSPECT_WORDS_MAX
    if is_short and _says(_BLOCKED, seen):
        yield Reason.BLOCK_PAGE, "the site asked for a proof that we are no robot instead of showing the page"
    if is_short and _says(_DOWN, seen):
        yield Reason.NO_TEXT, "the site says that it is down for now"
    if is_short and (_GONE.search(title) or _says(_GONE_FOR_SURE, seen)):
        yield Reason.SOFT_404, "the page says that it does not exist, though the server said 200"
    if (is_short and _CONSENT_TITLE.search(title)) or consent >= max(CONSENT_CUES_MIN, CONSENT_SHARE_MIN * size):
        yield Reason.CONSENT_WALL, "only a consent dialogue was shown; the statement behind it is missing"
    if size <= LOGIN_WORDS_MAX and _says(_LOGIN, seen):
        yield Reason.LOGIN_WALL, "the page asks for a log-in; the statement behind it is missing"


def is_stub(page_text: str) -> bool:
    """Whether a page with a text of at most `STUB_WORDS_MAX` words asks to register for the rest: what a paywall leaves."""
    return _says(_STUB, fold(page_text))


def _says(pattern: re.Pattern[str], seen: str) -> bool:
    return any(cue in seen for cue in _CUES[pattern]) and pattern.search(seen) is not None
