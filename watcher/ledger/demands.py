"""What somebody says that another must or should do, or calls on them to do."""

from __future__ import annotations

import re
from typing import Final

from watcher.ledger.article import SENTENCE_CHARS_MAX, TEXT_CHARS_MAX, article_sentences
from watcher.ledger.due import due_dates
from watcher.model import Demand

_DEMAND: Final = re.compile(
    r"\b(?:must(?! have been| be (?:difficult|hard|exhausting|horrible|terrible|tempting)| admit| confess| say\b| stress)"
    r"|(?<!if you )(?<!if they )(?<!we )should(?! be[.,;]| have (?!(?:to|an?|the|more|no|its|their|access)\b)| you | anyone "
    r"| be noted"
    r"| be said)|ought (?:also |at least )?to"
    r"|(?<!the )(?<!no )(?<!any )(?<!a )(?<!real )(?<!urgent )need(?:s)? to(?! know\b)(?! say\b(?! (?:who|what|how|why|when"
    r"|sorry)\b))|ha(?:s"
    r"|ve) got to(?= \w)"
    r"|(?:propos|mov)(?:es?|ed) that (?:[\w’'-]+ ){1,6}?be (?:\w+ed|made|given|put|set|sent|held|told|taken)\b"
    r"|we should (?:not have|all be)|(?-i:calls) (?:\w+ )?(?:on|for|upon)\b(?! comment)"
    r"|\basks? (?:the (?:government|department|council|inspectorate|minister)|ministers|Ofsted|Parliament|the House|councils"
    r"|trusts) to\b"
    r"|\b(?:(?<!able )to|we|I|they|and|also|now|would|will|unions|leaders|members|MPs|heads|governors|parents|who|formally"
    r"|jointly|again|(?-i:[a-z]{4,}s)) call (?:\w+ )?(?:on|for|upon)\b(?! comment)"
    r"|wants? an? (?:\w+ )?(?:inquiry|review|apology|investigation|ban|pause|end|halt|moratorium|guarantee)\b|calling (?:on|for)"
    r"|called (?:on|for)"
    r"|urg(?:e|es|ed|ing)\b|demand(?:s|ed|ing)?\b"
    r"|recommend(?:s|ed)?\b|it is (?:essential|imperative|vital|crucial|high time) that|insist(?:s|ed)? that (?:(?!(?:will"
    r"|would|can|could|may|might|must|should|had|has|to)\b)\w+ ){1,4}(?:be"
    r"|stop)|\b(?:[Ww]e) have (?:asked|urged|pressed) (?:the|ministers|Ofsted) (?:[\w’]+ ){0,3}?to (?!see\b|let us\b|meet us\b"
    r"|tell us\b|know\b)"
    r"|(?<!don’t )(?<!don't )(?<!not )want(?:s)? (?:the [\w’]+[’']s [\w’]+(?: [\w’-]+)? to\b|to see\b|it to be\b|(?:the|all|every"
    r"|its|their) [\w’' -]{3,50} (?:paused|scrapped|replaced|stopped|ended|changed"
    r"|abolished|published|reformed|withdrawn|removed|suspended|dropped|cut|delayed|funded|rewritten|reviewed)\b|(?:the |all "
    r"|every )?[\w’'-]+(?: [\w’'-]+)? to\b)"
    r"|(?:is|are) asking (?:for|the)|has to\b|have to (?:be|stop|change|act|go|listen|end|do|make|ensure|fix|address|come"
    r"|take|think|learn)\b|time for (?!us\b|me\b)\w+ to\b"
    r"|it(?: is|[’']s) (?:high |about |past )?time (?:that )?(?!(?:that|to|for|of|we|I|some\w+)\b)\w+|what (?:I|we) ask (?:of"
    r"|is)\b"
    r"|appeal(?:s|ed|ing)? (?:to|for)\b|\bwe (?:ask"
    r"|are asking) (?:that|you|ministers"
    r"|the)\b|formally requesting|requesting an?)",
    re.IGNORECASE,
)
_ALSO: Final = re.compile(
    r"\b(?:(?<!was )(?<!were )(?<!been )(?:said|told|argued|insisted|added|replied|wrote)\b[^.;“”]{0,80} that (?!we\b|I\b"
    r"|you\b)(?:[\w’'-]+ ){1,6}needed to(?! (?:know|improve|raise|do better)\b)"
    r"|(?:said|argued|insisted|added|warned) (?!(?:that|he|she|we|I|you|they|it|in|at"
    r"|on)\b)(?:[\w’'-]+ ){1,5}needed to (?=learn|stop|change|act|listen|publish|fund|end|treat|explain|accept|ensure|provide)"
    r"|ask(?:s|ed)? that (?!(?:you|members|delegates|visitors|anyone|anybody|branches|the media|the press|readers|attendees"
    r"|enquiries"
    r"|questions|submissions|comments|he|she|they|her|his|their|my|I|we|our|no|nobody)\b)(?:(?!(?:not|is|was|were|are|had|has|will"
    r"|would)\b)[\w’'-]+ ){1,12}(?:(?:not )?be (?:\w+ly )?(?!(?:allowed|named|identified|quoted|adopted|given|received|noted"
    r"|recorded|minuted"
    r"|approved|deferred)\b)(?:\w+ed|told|made|given|put|set|sent|held|shown|paid)\b|(?<!s )(?<!be )(?=[a-z]+ (?:within|by"
    r"|before|to|from|in|the|all|every|its|their|each)\b)(?!be\b)[a-z]+(?<!s)(?<!ed) )"
    r"|wants? (?:the|all|every|its|their|these|those) (?:(?!(?:to|who|that|which)\b)[\w’'-]+ ){1,8}to be (?:\w+ed|made|put"
    r"|told|held|given|sent|shown|cut)\b"
    r"|(?:said|argued|insisted|warned)(?: that)? (?!(?:he|she|they|I|we|you)\b)(?:[\w’'-]+ ){1,5}had to (?:be|stop|change"
    r"|act|go|listen|end|do"
    r"|make|ensure|fix|address|publish|come)\b"
    r"|was (?:vital|essential|imperative|crucial) that|recommendation (?:is|was) (?:that|to)\b"
    r"|(?<!I have )(?<!was )(?<!were )(?:pressed|told|asked|are asking|is asking|expects?|begged|implored"
    r"|challenged) (?:ministers|Ofsted|the (?:government"
    r"|department|inspectorate|council|trust|watchdog|authority)) to (?!tell\b|send\b|respond\b|reply\b|comment\b|say\b"
    r"|see\b|know\b|continue\b)"
    r"|(?:argu(?:e[sd]?|ing)|campaign\w*|lobb(?:y|ied|ying)) for an? (?:\w+ )?(?:pause|end|review|inquiry|halt|moratorium"
    r"|ban|apology)\b"
    r"|(?:is|[’']s) (?:high |now )?time to (?:scrap|end|stop|abolish|replace|ban|pause|act|listen|rethink)\b"
    r"|wants? (?:(?!(?:to|a|an|the|all|every|its|their)\b)[\w’'-]+ ){1,3}(?:gone|scrapped|abolished|stopped|paused|dropped|ended)\b"
    r"|(?:instructs?|instructed|mandates?|calls upon) (?:the|its|our) (?:[\w’]+ ){1,4}to (?:press|lobby|demand|call|seek"
    r"|campaign)\b)",
    re.IGNORECASE,
)
"""The rarer ways to say so, each with one of the words of `_ALSO_HINTS`."""
_NO_DEMAND: Final = re.compile(
    r"\b(?:(?:would|may|might|could) (?:\w+ )?(?:have|need) to\b|(?:do|does|did) not (?:think|believe|feel|say|mean|agree"
    r"|accept|argue|suggest|claim|propose) that\b|^\W*should (?!he\b)|(?:should|ought to) be enough\b|ha(?:s"
    r"|ve) (?:to go through|to do with"
    r"|nothing to do with)|(?:said|wrote) (?:here |to you )?that you should|don[’']t (?:think|believe)\b"
    r"|[Yy]ou (?:will |may |might )(?:also )?need to\b|[Yy]ou (?:should|must) (?:tell|note|contact|keep|register|apply|book)\b"
    r"|\b(?:[Tt]hat|[Tt]his|[Ii]t|[Nn]one of (?:it|this)) should (?:not|never) have\b"
    r"|calls? for an? (?:reply|response|answer)|(?:should|must) note\b|(?:(?:request|application|form|question|change"
    r"|reply|nomination)s? (?:should|must)\b|complaints? (?:should|must)\b)"
    r"|no (?:job|one|child|school|head|visit|inspection|family|leader|teacher)\w* should (?:cost|have to (?:die|feel))"
    r"|^\W*(?:Most|Many|Nearly all|A (?:large )?majority|Respondents|\d+%)(?: \w+){0,4} agreed that\b"
    r"|needs? to do nothing"
    r"|would (?:not |never )?want|if (?:you|we|they|it) (?:must|should)|(?:that|which) (?:should"
    r"|must) be (?:taken|done|made|followed)"
    r"|if \w+ needs? to|what (?:they|we|you) (?:must|should|need)"
    r"|(?<!told us that )(?<!tell us that )(?<!told us )(?<!tell us )we (?:also )?(?:must|need to|should|have to|ought to)"
    r"|I (?:must|need to|should|have to)|should you|should we\b"
    r"|(?:not|never|n[’']t) need to|\bdo(?:es|n[’']t| not) have to|no need to|\b(?:we|I)(?: would| will|[’']d"
    r"|[’']ll) (?:also )?(?:have|need) to|(?:situation|job|role|work) demands|no demand|on demand|in demand"
    r"|demand for (?:places|staff|teachers)|were demanding"
    r"|must-(?:have|read|see|do)|should be (?:pleased|proud|aware)|must have (?:felt|been)|called for comment"
    r"|calls? for (?:evidence"
    r"|papers)|should be ashamed|can call (?:up)?on|recommend(?:ed)? (?:it|him|her|them) to|perhaps (?:it|they) should"
    r"|^(?:\d+[.)]? )?What (?:the |we |our |it |they )[^.?!]*[a-z]$"
    r"|(?:ought to|should) (?:worry|alarm|concern|trouble|shame|surprise|ring (?:alarm|true)|make (?:\w+ )?reading)"
    r"|as it should|whether (?:\w+ ){1,4}(?:should|must)|urged caution|must by law)",
    re.IGNORECASE,
)
_NAMED_DEMAND: Final = re.compile(
    r"\b(?:of|the|its|their|our|his|her|these|those|this|in|growing|high|rising|more|union|keep|meet|little"
    r"|less) demands?\b(?! (?:for|that)\b)"
    r"|\b(?:an?|radical|new|old|first|only) demands?\b",
    re.IGNORECASE,
)
_WISH: Final = re.compile(
    r"\bwants? (?:[\w’'-]+ ){1,3}to (?:be (?!\w+(?:ed|en)\b|made\b|put\b|told\b|held\b)|know\b|feel\b|understand\b|think\b"
    r"|remember\b)",
    re.IGNORECASE,
)
_TO_NOBODY: Final = re.compile(
    r"\W*(?:(?:some|many|most|few|others) need\b|(?:\w+ ){0,3}(?:enquiries|schools|leaders|members|governors|parents|heads"
    r"|providers|anyone|those|inspectors)"
    r"(?: (?:who|that|which)\b[^,.;]{2,60}?)? (?:should|must|need to) (?:also )?(?:tell|contact|e-?mail|register|apply|book|note"
    r"|return|complete"
    r"|refer to|let us)\b|(?:\w+ ){0,3}(?:enquiries|applications|entries|nominations|comments|responses"
    r"|requests|queries|complaints|submissions|tickets)"
    r" (?:should|must) (?:go|be (?:sent|made|addressed|received|submitted|emailed))\b)",
    re.IGNORECASE,
)
"""Sentences that tell where letters go, or what some people are like."""
_SUBORDINATE: Final = re.compile(
    r"^\W*(?:if|unless|when|where|while|although|because)\b[^,;]*,|\bbecause (?:[\w’'-]+ ){1,4}needs? to be able\b"
    r"|\b(?:whether|ask(?:s|ed) if)\b[^.;]*|\b(?:that|which|who"
    r"|what) ha(?:s|ve) to\b"
    r"|\b(?:over|about|on|of|decide|asked?|knows?|debate|disagree\w*|argu\w+|clash\w*) (?:who|what|which \w+) should\b"
    r"|\b(?:why|how|when|where|what|(?<!body )(?<!no one )who) (?:[\w’']+ ){1,5}(?:should|must|needs? to|ha(?:s"
    r"|ve) to)\b|\bthat (?:I|we) want to\b"
    r"|\b(?:whom?|whoever|whatever|what|which|person|people|those|one|thing|anything|everything) (?:that |who )?(?:they|we"
    r"|you|I|he|she|it)"
    r" (?:should|must|needs? to|ought to|ha(?:s|ve) to|recommend(?:ed)?|demand(?:ed)?)\b|\b(?:which|that|who) demands\b"
    r"|\b(?:within|by|under|during|after) which\b[^.;,]*|,\s(?:which|who) wants?\b[^,;]*|\bask of (?:people|others|anybody"
    r"|anyone)\b"
    r"|\b(?:"
    + "".join(
        rf"(?<!{verb} {whose} )"
        for verb in ("epeated", "epeats", "eiterated", "estated", "tressed")
        for whose in ("its", "our", "their", "her", "his")
    )
    + r"(?:view|belief)|principle|guidance|law|policy|rules?|code|handbook|framework|charter|contract"
    r"|toolkit|regulations|constitution|leaflet) (?:is |says? |states? |already says? )?that\b[^,;]*",
    re.IGNORECASE,
)
"""Clauses in which nobody demands anything: conditions, questions, what a rule says."""
_DEMAND_HINTS: Final = (
    *("must", "should", "ought", "need", "has to", "have to", "call", "urg", "demand", "recommend", "essential", "imperative"),
    *(
        "vital",
        "crucial",
        "insist",
        "want",
        "ask",
        "request",
        "got to",
        "time for",
        "time that",
        "s time",
        "appeal",
    ),
)
_ALSO_HINTS: Final = (
    *(
        "needed to",
        "had to",
        "ask that ",
        "asked that ",
        "asks that ",
        "asked ministers ",
        "asked ofsted ",
        "asked the ",
        "asking the ",
    ),
    *(
        "asking ministers ",
        "asking ofsted ",
        "told ministers ",
        "told ofsted ",
        "told the ",
        "expect the ",
        "expects the ",
        "expect o",
    ),
    *("want", "instruct", "mandate", "pressed ", "begged", "implored", "challenged", "argu", "campaign", "lobb", "time to "),
    *("was vital", "was essential", "was crucial", "was imperative", "recommendation ", "calls upon "),
)
DEADLINE: Final = re.compile(
    r"\b(?:must|has to|have to|is required to|are required to|is due to|are due to|has until|have until"
    r"|required)\s+(?:\w+\s+){0,3}?(?:reply|respond|answer"
    r"|replies|be (?:received|sent|with|lodged|submitted|made by))|asked for (?:a|its|their) (?:response|reply|answer)"
    r"|(?:reply|replies|response|responses|answer) (?:is|are|was|were) due"
    r"|\b(?:has|have|had) (?:until|56 days|\d+ days|two months)\b|deadline|statutory (?:reply|response)"
    r"|is under a duty to respond|given until",
    re.IGNORECASE,
)


def read_demands(text: str) -> tuple[str, ...]:
    """Return the sentences of `text` in which somebody says what another must, should or is called on to do; deadlines are none."""
    return tuple(demand.sentence for demand in demands_in(text))


def demands_in(text: str) -> tuple[Demand, ...]:
    """Return the demands of `text` with their places; below "Conference calls on ministers:" each item of the list is one."""
    found = []
    is_list = False
    for sentence in article_sentences(text[:TEXT_CHARS_MAX]):
        item = _ITEM.match(sentence.text)
        if is_list and item and (item["deed"] or sentence.text[item.end() :]):
            found.append(Demand(sentence.text[item.end() :], sentence.start + item.end(), sentence.end))
        elif not is_list or not item:
            is_demand = _is_demand(sentence.text)
            is_list = is_demand and sentence.text.endswith(":")
            if is_demand and not is_list:
                found.append(Demand(sentence.text, sentence.start, sentence.end))
    return tuple(found)


_ITEM: Final = re.compile(r"(?:[-–—•*·▪◦‣]\s*|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)](?:\s+|$))*(?=(?P<deed>to [a-z]|[a-z])|$)")
"""The beginning of an item of a list: its bullet, and a verb in small letters."""


def _is_demand(words: str) -> bool:
    lower = words.casefold()
    if words.endswith("?") or words.isupper() or len(words) > SENTENCE_CHARS_MAX:
        return False
    if not _asks(words, lower) or _is_no_demand(words, lower) or not _asks(_SUBORDINATE.sub(" ", words), lower):
        return False
    is_deadline = due_dates(words, None) and DEADLINE.search(words)
    return not (is_deadline and not re.search(r"\bshould\b|\bcall", words))


def _asks(words: str, lower: str) -> bool:
    """Whether words have a word of demanding; `lower` is the sentence that they are of in lower case."""
    if any(map(lower.__contains__, _DEMAND_HINTS)) and _DEMAND.search(words):
        return True
    return any(map(lower.__contains__, _ALSO_HINTS)) and _ALSO.search(words) is not None


def _is_no_demand(words: str, lower: str) -> bool:
    """Whether a sentence that has a word of demanding demands nothing of anybody; `lower` is the same in lower case."""
    if ("demand" in lower and _NAMED_DEMAND.search(words)) or ("want" in lower and _WISH.search(words)):
        return True
    return bool(_TO_NOBODY.match(words) or " been urged" in lower or _NO_DEMAND.search(words))
