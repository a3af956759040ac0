"""Lines that belong to the page and not to the statement, known by their look alone.

The memory of a host is the better judge (`LineMemory`); these patterns are for hosts that have said too little yet and for
lines that differ each time (counters, ages, print dates).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

VOLATILE_WORDS_MAX: Final = 14
"""A counter or a date line is short; a longer line that begins like one is a sentence."""

_MONTHS: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_VOLATILE: Final = re.compile(
    r"(?:first |last |page )?(?:published|posted|updated|modified|reviewed|revised|release date|date|added|created)\b(?: on| at|:)?"
    rf"(?:[\s\d.:,/|+-]|(?:st|nd|rd|th|am|pm|gmt|bst|utc|at|on|and|ago|by|a|an|in|updated|published|yesterday|today|just now)\b|{_MONTHS}|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:second|minute|min|hour|hr|day|week|month|year)s?\b)*"
    r"|(?:\d[\d.,]*[km]?|no) ?(?:reads?|shares?|views?|comments?|likes?|claps|retweets?|reactions?|signatures?(?: and counting)?|people (?:found|like|are reading|have)\b.*|(?:minute|min)s?(?: to)? read|replies|visits|downloads)"
    r"|(?:page )?(?:viewed|read|shared|seen) [\d.,]+ times?|(?:share this|shares?|comments?|views?|likes?|reads?)[: ]*[\d.,]*"
    r"|(?:\d+|an?|one) (?:second|minute|min|hour|hr|day|week|month|year)s? ago|(?:reading|read) time:?.*"
    r"|release (?:no|number)\.? ?\d+|(?:ref|reference)(?: no)?[.:]? ?[\w/-]+|staff (?:reporter|writer)|"
    r"by (?:our|a|the) [\w -]{0,40}(?:correspondent|reporter|editor|team|staff|desk)|(?:page|issue|item|no)\.? ?\d+|\d+|[\d\s.:,/|-]+|ad slot \w.*|hide ad|advertisement"
)
_LEXICON: Final = re.compile(
    r"\bcookies?\b|\bskip to (?:main )?(?:content|navigation)|\ball rights reserved\b|\bcopyright\b|^© ?|\bprivacy (?:notice|policy|settings|statement)\b"
    r"|\bterms of use\b|\bterms (?:and|&) conditions\b|\bsign up (?:to|for)\b|\bsubscribe (?:to|for|now|today)\b|\bour newsletter\b|^(?:back to )?top$|\bback to top\b"
    r"|\bleave a (?:reply|comment)\b|\byour email address will not\b|\brequired fields are marked\b|\bfollow us (?:on|at)\b|\bshare (?:this|on) (?:page|article|story|social|facebook|x|twitter|linkedin)\b"
    r"|^(?:press|media)(?: and media)? (?:enquiries|office|contacts?|desk|queries|team)\b|^(?:media|press) contacts?|\bmedia enquiries\b|\bout of hours\b|^for (?:further|more) information\b.*\b(?:contact|email|call|ring|desk)\b"
    r"|^(?:first published .{0,30})?notes? (?:to|for) editors?\b|^editor'?s?'? notes?$|^ends$|\bis this page useful\b|\bhelp us improve\b|\bopen government licen[cs]e\b|\bcrown copyright\b|\bprint this page\b|\bget emails about\b"
    r"|^join (?:us|the union|online|today|now)\b|\bnot in the union\b|\bjoin online\b|\bbecome a member\b|\balready a member\b|\blog ?in to\b|^you are here\b|^(?:related|see also|read more|read|more|tags?|topics?|trending|filed under|explore the topic)\s?:"
    r"|^more (?:from|on) this\b|^(?:most (?:read|popular)|latest (?:news|jobs)\b)|^home ?[>/|»]|^menu\b.*\b(?:search|login|log in)\b|^(?:search|login|log in|share|print|email|tweet|dismiss|published|posted|updated)\s?:?$"
    r"|\breport a (?:problem|comment|mistake)\b|\breport an error\b|\bplease do not reply to this (?:e-?mail|message)\b|\bindependent press standards organisation\b|\bdownload (?:our|the) app\b|\bexperience in our app\b"
    r"|\bthis (?:web)?site (?:and associated|uses|is)\b|\bregistered (?:office|charity|company|in england)\b|^all content is available\b|\byour thoughts$|\bdonate (?:to|now|today)\b|\bcomments on this page\b|^comments: |\bwe value your privacy\b"
    r"|\bjobs?:.* - .* - |\bopens in a new (?:tab|window)\b|^advertis|\bappeared first on\b|^(?:see|view) all updates\b"
)
# What a body says of itself at the foot of every release: who it is and how many it speaks for.
_ABOUT: Final = re.compile(
    r"^(?:about the [^.:]{3,60}: ?)?(?:the )?(?!\")[^.\"]{3,90}?\b(?:is (?:the|a|an) (?:\w+[ -]){0,6}?(?:union|association|charity|body|organisation|alliance|network|trade union|professional|voice|federation|department|regulator)\b|brings together\b|republishes statements\b|represents (?:more than |over |some |about )?\d)"
)


@lru_cache(maxsize=16384)
def is_volatile(line: str) -> bool:
    """Whether a folded line is a counter, an age, a date stamp or a house byline: it may differ on every visit."""
    return line.count(" ") < VOLATILE_WORDS_MAX and _VOLATILE.fullmatch(line.strip(" .:-|•*[]()")) is not None


@lru_cache(maxsize=16384)
def is_chrome(line: str) -> bool:
    """Whether a folded line looks like navigation, a notice, an appeal or a body's description of itself."""
    return _LEXICON.search(line) is not None


@lru_cache(maxsize=4096)
def is_about(line: str) -> bool:
    """Whether a folded line describes its publisher; counts as chrome only at the edge of a page."""
    return _ABOUT.search(line) is not None
