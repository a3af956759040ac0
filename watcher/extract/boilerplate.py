"""What stands on a page and is no part of its statement, told by what it says: one list of rules for every sort of input."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import Final

from watcher.extract.contacts import is_contact_line
from watcher.extract.places import has_figure
from watcher.text import fold, stated_date

LINE_WORDS_MAX: Final = 60
"""No rule here judges a longer paragraph: furniture is short."""


class Verdict(Enum):
    """What a line is: part of the statement, furniture, the head of a box of links, of an appendix, or of readers' comments."""

    KEEP = "keep"
    DROP = "drop"
    BOX = "box"
    END = "end"
    COMMENTS = "comments"


def _rules(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


# All patterns see the folded line: lower case, plain quotes and dashes, single spaces.
_ENDS: Final = _rules(
    r"^[-\[(*# ]*ends?[-\])*# ]*[.:]?$",
    r"^#{2,}$",
    r"^(?:further )?(?:notes?|information|background) (?:to|for) (?:the )?(?:editors?|journalists|media|press)\b",
    r"^editor(?:'?s'?|s'| )? ?notes?\b",
    r"^(?:for )?(?:\w{2,8} )?(?:press|media|news|interview) (?:contacts?|enquir(?:y|ies)|inquiries|office|desk|requests?"
    r"|queries)\b(?:\s*:|.{0,40}$)",
    r"^for (?:further|more|all|any)? ?(?:press|media|information|details|interviews?|enquiries)\b.{0,60}\b(?:contact|call"
    r"|email|ring|telephone)\b",
    r"^(?:contacts?|contact (?:us|details|information)|notes)\s*:?$",
    r"^updates to this page$",
    r"^(?:references|external links|footnotes|bibliography)$",
    r"^(?:did you find|was|is) (?:this|the) (?:page|article|information|content) (?:useful|helpful)\b.{0,20}$",
    r"^(?:explore the topic|help us improve gov\.uk)$|^share this page(?:\s*:|$)|^is this page useful\?",
    r"^about (?:the |our )?(?!(?:half|third|quarter|same)\b)[\w'& -]{3,60}:\s",
    r"^(?:about the author|author bio(?:graphy)?)\s*:?$",
)
_ABOUT: Final = re.compile(r"About (?:the )?(?:[A-Z][\w&'’.-]*(?: (?:of|for|and|the|in|on|&))*(?: |:?$)){1,9}$")
"""The head of what a publisher says of itself: a name, as headings of the text rarely are ("About the money")."""
_COMMENTS: Final = _rules(
    r"^(?:\d+ )?(?:readers?'? )?(?:comments?|replies|thoughts)(?: \(\d+\))?\s*:?$",
    r"^(?:leave|post|add|write) (?:a |your )?(?:comment|reply)\b",
    r"^join our commenting forum$",
    r"^(?:your thoughts|have your say|join the (?:conversation|debate|discussion)|what do you think\?)",
)
_NOTES: Final = re.compile(r"(?:^|[.!?\"] )notes? (?:to|for) editors?\s*:")
NOTES_CHARS_MAX: Final = 120
"""A long paragraph is an appendix if it says so this early."""
_BOXES: Final = _rules(
    r"^(?:related|recommended|similar|more|latest|popular|other)(?: \w+)? (?:articles?|posts?|stories|news|content|reading"
    r"|links|pages)\s*:?$",
    r"^(?:related|recommended|read next|up next|most read|most popular|trending(?: now)?|more on this(?: story)?|you (?:may"
    r"|might) also like)\b.{0,30}$",
    r"^(?:read|see|watch|listen|find out|learn)(?: more| also| next)?\s*:$|^read next$",
    r"^(?:more (?:from|in|on) \S.{0,40}|latest from \S.{0,40}|more like this)(?<![.!?])$",
)
_FURNITURE: Final = _rules(
    # consent and applications
    r"^(?:we|this (?:web)?site|our (?:web)?sites?|by (?:continuing|using|clicking)|if you continue"
    r"|like most websites)\b.{0,300}\bcookies?\b",
    r"^we use (?:them|cookies)\b",
    r"^(?:i agree|accept(?: all)?(?: cookies)?|reject(?: all)?(?: cookies)?|manage (?:cookies|preferences|settings)"
    r"|cookie (?:settings|policy|preferences))$",
    r"^(?:get|download|open) (?:the best experience|it|this)? ?.{0,30}\b(?:in|on|from)? ?(?:our|the) app\b",
    r"^please (?:use|switch to|upgrade)\b.{0,60}\b(?:browser|video player)\b",
    r"^a version of this (?:article|story|piece) (?:first )?(?:appears|appeared|ran|was published)\b.{0,200}$",
    r"^(?:built|made|powered|created) (?:with|by) (?:\w+ ?){1,3}$",
    r"^(?:additional )?(?:reporting|writing) by [^.;]{3,120}; ?(?:additional |writing |editing |reporting ).{3,120}$",
    r"^our standards\s*:",
    r"^(?:page |content |media )?last reviewed\s*:?.{0,80}$|^next review due\b.{0,40}$",
    r"^after newsletter promotion$|^this (?:content|video|post|embed) is (?:provided|hosted) by\b.{0,80}\bcookies\b",
    r"^(?:slide |image |photo )?\d+ ?(?:/|of) ?\d+$",
    r"^(?:you need to |please )?enable javascript\b|^(?:your browser|javascript) (?:is|does|has)\b.{0,80}\b(?:not support"
    r"|disabled"
    r"|out of date)",
    # newsletters, memberships, money
    r"^(?:please )?(?:sign up|signup|subscribe|register) (?:now|here|today|to|for|with|free|via|online|below)\b",
    r"^(?:get|receive|enjoy|want|stay|keep)\b.{0,80}\b(?:newsletters?|inbox|e-?mail (?:alerts?|updates?|bulletins?)"
    r"|up to date with)\b",
    r"^(?:our|the) (?:free )?(?:daily|weekly|monthly)\b.{0,60}\b(?:newsletter|bulletin|e-?mail)\b",
    r"^(?:already|not yet|not) (?:a |have )?\b.{0,20}\b(?:member|subscriber|registered|an account)\b.{0,60}$",
    r"^(?:register now|log ?in|sign in|log out|my account|become a member|join (?:us|now|today|the union|\w{2,8}"
    r"|the \w{2,8})(?: today| now| online)?)\s*[.!>»]*$",
    r"^not (?:yet )?in (?:the|a) union\?|^(?:not a member\?|join (?:us|the union|\w{2,8})\b.{0,60}\b(?:today|now|here"
    r"|online|from (?:as little as )?£))",
    r"^(?:please )?(?:support|donate|make a donation|become a supporter)\b.{0,120}\b(?:journalism|donation|donate|supporter"
    r"|contribut\w+|£\d+)",
    r"^(?:log ?in|sign in|register)(?: (?:or|and) (?:log ?in|sign in|sign up|register))? to (?:post|leave|add|write"
    r"|view)\b.{0,30}$",
    r"^you (?:are receiving|receive|received|'re receiving|are getting) this (?:(?:e-?mail|message|newsletter"
    r"|update) )?(?:because|since|as)\b",
    r"^(?:no spam\b.{0,60}|stay up to date|join (?:our|the) (?:mailing )?list|unsubscribe (?:at )?any ?time)[.!]*$",
    r"^(?:view|read|open) this (?:e-?mail|message|newsletter) in (?:your|a) browser\b|^unsubscribe\b.{0,80}$",
    # sharing, following, moving about
    r"^(?:share|tweet|print|email|e-mail|copy link|save|facebook|twitter|linkedin|whatsapp|x|instagram|reddit|pinterest"
    r"|bluesky|threads|[ ,|/&•·-])+$",
    r"^(?:share|tweet|e-?mail|print) (?:this|on|via|to)\b.{0,40}$",
    r"^(?:follow|like|find|join) (?:us|\S+ \S+|@\w+|\S+) on (?:twitter|facebook|x|instagram|linkedin|whatsapp|threads"
    r"|bluesky|tiktok|youtube)\b",
    r"^(?:follow|contact) (?:the author|us|@\w+)\b.{0,40}$",
    r"^(?:back to (?:the )?(?:top|news|listing|all news|search results)|(?:return|go) to (?:the )?(?:top|news)|top of page"
    r"|skip to \S.{0,30})$",
    r"^(?:home|news|you are here)\s*(?:[>»/|].*)$|^you are here\b(?:.{0,60}$|.*[>»/].*$)",
    r"^(?:see|view|show|load|read) (?:more|all|full|discussion|comments|the full (?:story|article"
    r"|statement))(?: \w+){0,4}\s*[.>»…]*$",
    r"^(?:next|previous|prev|older|newer)(?: (?:article|post|story|page|item))?\s*[:>»<«-]?.{0,3}$",
    r"^(?:previous|next) (?:article|post|story)\b.{0,120}$",
    r"^(?:more from this author|article continues below|story continues (?:below)?|continue reading\b.{0,40}"
    r"|click here\b.{0,40}|loading\W*)$",
    r"^\(?(?:read|read more|read also|also read|see also|watch|listen|related|more|recommended|further reading|in pictures"
    r"|video|podcast)\)?\s*(?::|>|»| - )",
    r"^read more\b(?!.*[.]$)",
    r"^(?:[aà] lire(?: aussi)?|lire aussi|voir aussi|lesen sie auch|mehr zum thema|lee tambi[eé]n|lea tambi[eé]n|leia tamb[eé]m"
    r"|veja tamb[eé]m|leggi anche|lees ook|l[aä]s ocks[aå]|les ogs[aå]|czytaj (?:tak[zż]e|wi[eę]cej)|читайте также)\s*:",
    # adverts
    r"^\W*(?:advertisement|advertising|advert|sponsored(?: content| post)?|promoted(?: content)?|ad slot\b.*|hide ad|ad"
    r"|paid partnership)\W*(?:hide ad)?$",
    r"^advertisement\b.{0,60}$|^skip (?:this )?(?:ad|advert|advertisement)$",
    # pictures
    r"^(?:image|photo|photograph|picture|pic|photo credit|image credit|picture credit|credit|credits|caption|image source"
    r"|image caption|image copyright|media caption|file photo)s?(?: by)?\s*[:,]",
    r"^(?:image|media|getty|photo) (?:source|caption|copyright|credit)\b",
    r"^\W*(?:©|\(c\)|copyright (?:©|\(c\)|\d{4}|of|by))\s",
    r"^\(?(?:[a-z.'-]+ ){0,4}[a-z.'-]+\s?/\s?(?:pa|pa wire|pa media|getty(?: images)?|reuters|afp|ap|shutterstock|alamy|bbc)\)?$",
    r"^\(?(?:pa|pa wire|pa media|getty images|reuters|shutterstock|alamy(?: stock photo)?|istock)\)?$",
    r"^\(?(?:photo|photograph|image|picture)s?\s+(?:by|courtesy|credit|via)\b.{0,80}$",
    r"^.{0,240}\([^()]{3,60}/\s?(?:pa|pa wire|pa media|getty(?: images)?|reuters|afp|ap|shutterstock|alamy)\)$",
    # page mechanics
    r"^(?:article|story) continues\b.{0,40}$|^scroll (?:down|up)\b.{0,40}$",
    r"^\W*(?:(?:\d+|an?) (?:years?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?)(?:,? (?:and )?)?){1,3} ?ago\W*$",
    r"^\W*\d{1,2}[:.]\d{2}(?:\s*[ap]m)?(?:\s+(?:19|20)\d\d)?\W*$",
    r"^(?:\d+|one|two|three|four|five) ?-?min(?:ute)?s?(?: read| to read)\W*$",
    r"^(?:estimated )?(?:reading|read) time\b.{0,30}$",
    r"^(?:published|posted|last updated|updated|date|release date|first published|by|author|written by)\s*:?$",
    r"^(?:tags?|topics?|filed under|category|categories|keywords?|tagged(?: with| as)?|posted in|posted under|labels?"
    r"|department|section|issues?)\s*:",
    r"^(?:#\w+[\s,]*){2,}$",
    r"^(?:\d+ )?(?:views?|likes?|shares?|reads)(?: \d+)?$|^(?:page |article )?(?:viewed|read|shared) \d+ times?$",
    r"^\d+ (?:people|readers|users) (?:found|liked|shared|viewed|read) this\b",
    r"^(?:posted|published|updated|added)\b.{0,12}\b(?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?) ago$",
    r"^(?:published \d.{0,24}\. )?(?:get emails about this page|print this page)\b",
    r"^(?:please note that )?comments (?:on this \w+ )?are (?:now )?(?:closed|moderated|off)\b",
    r"^(?:do you have|have you got) (?:an opinion|a story|something to say)\b.{0,160}\b(?:letter|click|e-?mail|contact"
    r"|submit)\b",
    r"^news provided by\b.{0,80}$",
    r"^the post\b.{1,200}\b(?:appeared first on|first appeared on)\b",
    r"^this (?:article|story|post|piece|page) (?:was|is|has been|first|originally) (?:first |originally "
    r"|last )?(?:published|appeared|updated|amended|posted)\b.{0,80}$",
    r"^(?:all rights reserved|crown copyright|all content is available under)\b",
    r"^applies to (?:england|wales|scotland|northern ireland|the uk)(?:,? (?:and )?(?:england|wales|scotland|northern ireland))*$",
    r"^this (?:was|\w+ was) published under the .{0,60}\bgovernment$",
    # help lines at the end of reports on deaths
    r"^(?:if you (?:are|have been|need|or someone)|for (?:help|support|confidential)|anyone (?:affected"
    r"|in need))\b.{0,200}\b(?:helpline|samaritans|support line|116 ?123|0\d{3,4} ?\d{3})",
)
_ANYWHERE: Final = _rules(
    r"\b(?:sign up|subscribe)\b.{0,40}\b(?:newsletter|bulletin|inbox|e-?mail|alerts)\b",
    r"\b(?:help us keep|we rely on|can you (?:help|support)|our (?:independent )?journalism (?:is"
    r"|depends))\b.{0,120}\b(?:donat\w+|support|contribut\w+|readers)\b",
    r"\b(?:an|a|the) icon (?:of|for|showing|representing)\b",
    r"[.#]?[\w-]+\s*\{[^}]*:[^}]*;?\s*\}|^@media\b|^\(?function\s*\(|\bvar \w+\s*=",
    r"\bsamaritans\b.{0,200}\b(?:116 ?123|jo@|free ?phone|call|contact|helpline|samaritans\.org)",
)
"""These are told by words in the middle of a line."""
_CUES: Final = (
    "sign up",
    "subscribe",
    "help us keep",
    "we rely on",
    "can you",
    "journalism",
    " icon ",
    "{",
    "function",
    "var ",
    "samaritans",
)
_HEADS: Final = ((Verdict.END, _ENDS), (Verdict.COMMENTS, _COMMENTS), (Verdict.BOX, _BOXES))
_BLURB: Final = re.compile(
    r"^(?:the )?[\w&.,'() -]{2,90}?\b(?:is|are|represents?|speaks for)\b (?:(?:the|a|an|uk's|britain's|europe's|our|largest"
    r"|leading|only|independent|professional|biggest|main|more than|over|around|some|nearly|almost|about)\s){0,6}"
    r"(?:[\w'-]+ ){0,6}?(?:trade union|union|association|professional body|sector body|coalition|federation|charity"
    r"|membership organisation"
    r"|[\d,]+ (?:\w+ ){0,4}(?:members|leaders|teachers|heads|headteachers|staff))\b"
)
_TAG_RUN: Final = re.compile(r"^[\w&'’ -]{2,40}(?:\s*[,|•·/;]\s*[\w&'’ -]{2,40}){2,}$")
_BULLETED_ONLY: Final = re.compile(r"^[\W_]*$")


def judge(line: str, folded: str) -> Verdict:
    """Return what `line` is, by its own words alone; `folded` is its folded form.

    A long paragraph is kept unless it opens the notes.
    """
    return judge_all([(line, folded)])[0]


def judge_all(lines: Sequence[tuple[str, str]]) -> list[Verdict]:
    """Return what `judge` does, of many lines with their folded forms.

    The longest list of rules goes over all of them first: it takes a third of the time that it takes between others.
    """
    are_furniture = [_FURNITURE.match(folded) is not None for _, folded in lines]
    return [_judge(line, folded, is_furniture) for (line, folded), is_furniture in zip(lines, are_furniture, strict=True)]


def _judge(line: str, folded: str, is_furniture: bool) -> Verdict:
    if not line or _BULLETED_ONLY.match(line):
        return Verdict.DROP
    if line.count(" ") >= LINE_WORDS_MAX:
        return Verdict.END if "editor" in folded and _NOTES.search(folded, 0, NOTES_CHARS_MAX) else Verdict.KEEP
    for verdict, pattern in _HEADS:
        if pattern.match(folded):
            return verdict
    if "editor" in folded and _NOTES.search(folded):
        return Verdict.END
    if is_furniture or _is_told_anywhere(folded) or is_contact_line(line) or is_date_line(line):
        return Verdict.DROP
    return Verdict.KEEP


def names_publisher(line: str) -> bool:
    """Whether a line is the head of what a publisher says of itself ("About the Guild of Teachers"); only believed near the end."""
    return line.startswith("About ") and _ABOUT.match(line) is not None


def _is_told_anywhere(folded: str) -> bool:
    """Whether a rule for the middle of a line holds; a look for its key words first costs a tenth of the search."""
    for cue in _CUES:
        if cue in folded:
            return bool(_ANYWHERE.search(folded))
    return False


def is_date_line(line: str) -> bool:
    """Whether a line holds a date, with its label, weekday or byline, and nothing else."""
    if len(line) > 90 or not has_figure(line) or len(line.split()) > 12:
        return False
    if stated_date(line, source="text") is None:
        return False
    folded = fold(line)
    if _DATE_LABEL.match(folded):
        return True
    rest = _DATE_WORDS.sub(" ", folded)
    return len(re.findall(r"[^\W\d_]{2,}", rest)) <= 1


_DATE_LABEL: Final = re.compile(
    r"(?:first published|(?:last )?(?:revised|updated|modified)(?: and updated)?|published|posted|release date|date)"
    r"(?: on| at)?\s*:?\s*"
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)\w*,? )?\d"
)
_DATE_WORDS: Final = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept"
    r"|oct|nov|dec)[a-z]*\b"
    r"|\b(?:first|last|posted|published|updated|release|released|date|modified|revised|and|on|at|by|am|pm|gmt|bst|utc|st|nd"
    r"|rd|th|of|from|issued|added|time)\b"
    r"|\b\d+(?:st|nd|rd|th|am|pm)\b|\b(?:\d+ )?min(?:ute)?s? read\b|\bnews\b|\bpress release\b|\bstory\b|\bblog\b"
)


def is_blurb(line: str, folded: str) -> bool:
    """Whether a paragraph says who its publisher is: "Example Union is the largest union of ..."; only believed near the end."""
    return len(line.split()) <= LINE_WORDS_MAX and not re.search('["“”]', line) and bool(_BLURB.match(folded))


def is_tag_run(line: str) -> bool:
    """Whether a line is a run of labels: three or more short parts without a sentence's end; only believed at the end."""
    return not line.endswith((".", "!", "?", '"', "”")) and len(line.split()) <= 25 and bool(_TAG_RUN.match(line))
