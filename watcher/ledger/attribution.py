"""Which words of a sentence say who speaks the quotations in it."""

from __future__ import annotations

import re
from typing import Final

from watcher.ledger.cast import NOBODY, Cast, Speakers
from watcher.ledger.clauses import is_nameless, opening_subject
from watcher.ledger.names import ANYBODY_HEADS, IS_ROLE, Kind, is_group, runs
from watcher.ledger.pronouns import is_somebody
from watcher.ledger.subjects import sentence_subject, subject_after, subject_before
from watcher.ledger.verbs import SOFT, verbs_in
from watcher.model import Speaker

MARK: Final = "§"
"""Stands for a quotation in a frame: the paragraph without the words that are quoted in it."""
_TAIL_CHARS: Final = 40
"""What stands directly before a quotation is looked for in so many characters: a search from the start costs ten times that."""
SENTENCE_CHARS_MAX: Final = 4_000
"""A longer sentence is a list or an attack: the work grows with the square of its verbs."""
_INCLINED: Final = re.compile(
    r"\s+(?:used|prefer(?:s|red)?|likes?|liked|began|went on|goes on|continued|chose|tend(?:s|ed)?|rushed|paused|stopped|rose"
    r"|(?:is|was|were|has been) (?:heard|understood|said|reported|known)|(?:is|was|were) (?:quick|keen|moved|careful"
    r"|happy|the first))\s+to\s*$"
)
_THROUGH: Final = re.compile(r"\s+(?:through|via|by way of)\s+(?P<who>(?:its\s|[A-Z])[^§:;]+?)(?:,?\s+that\b|:|$)")
_SAYING: Final = re.compile(
    r"(?:,|\bby|(?<! of)(?<! as)(?<! is)(?<! are)(?<! was)(?<! were)(?<! not)(?<! that)(?=\s+(?:saying|insisting|claiming|joking)))"
    r"\s+(?:(?:and|but|while|also)\s+)?(?:adding|saying|telling|warning|writing|arguing|calling|describing"
    r"|insisting|commenting"
    r"|noting|stressing|claiming|admitting|promising|joking|explaining|tweeting|posting|urging)\b[^§]{0,120}$"
)
_TELLING: Final = re.compile(
    r"(?<=\w)\s+(?:telling|saying to|warning|asking|informing|assuring)\s+(?:her|him|them|me|us)\b[^§.;]{0,60}$"
)
"""Behind a participle with an object words are of whoever stands before it: "Name recalls a colleague telling her: §"."""
_HANDLE: Final = re.compile(r"@\w{2,40}")
_IT_DOWN: Final = re.compile(r"\s+(?:it|this|that|them)(?: (?:down|out|up|all))?\s*,")
"""Behind "she said, and I wrote it down, §" the second verb has its words already."""
_BY: Final = re.compile(r"\s+(?:\w+ly\s+)?by\s+(?P<who>[^§:;]+?)(?:\s+(?:as|of|for|that|to)\b|[,:]|\s*$)")
_WORDS_OF: Final = re.compile(
    r"(?P<who>[^§:;,.]{2,80}?)[’']s?\s+(?:\w+\s+){0,2}?(?:verdict|answer|reply|response|message|words|summary|view|advice|reaction"
    r"|assessment|description|comment|phrase|conclusion|retort|explanation|reasoning|promise|warning)\b[^§.;]{0,50}?"
    r"(?:\b(?:is|was|were|came|came back|included)(?:\s+(?:simply|blunt|that|to|short|only|this|just|simple|clear|brief"
    r"|one word))*|)\s*[,:]?\s*$"
)
_IS_MOVED: Final = re.compile(
    r"\s+(?:was|is|were|are|remains?|remained|seemed|felt|feels)\s+(?:\w+\s+)?(?:troubled|concerned|worried|glad|pleased"
    r"|sorry|sure|clear|adamant"
    r"|convinced|certain|surprised|proud|grateful|thankful|confident|disappointed|dismayed|alarmed|struck"
    r"|ashamed|amazed|horrified|relieved|saddened|angry|furious|unhappy|hopeful)\s+(?:that|about|to)"
    r"\b[^§:;.]{0,80}$"
)
_HER_WORDS_END: Final = ":,sdmntek"
"""What can end "was:", "came back," "was simply" and the like: a cheap test before the search."""
_WHOSE: Final = ("Her ", "His ", " her ", " his ")
_HER_WORDS: Final = re.compile(
    r"(?:^|, and |, but |; )(?:But |And )?(?P<whose>[Hh]er|[Hh]is) (?:[a-z][\w’'-]* ){0,2}?(?:verdict|answer|reply|response"
    r"|message|words|summary|view|advice"
    r"|reaction|assessment|description|comment|conclusion|retort|explanation|promise|warning|note|text"
    r"|e-?mail)(?:, [^§;:,.]{2,60},|\b[^§;:,.]{0,40})"
    r" (?:is|was|were|came|came back|read|reads|ran|said|says)(?: [a-z]+){0,4}\s*[,:]?\s*$"
)
"""Whose words "her answer, recorded on page 8, was: §" are: hers of whom the sentence before was about."""
_VIEW_IS: Final = re.compile(
    r"(?P<who>[^§:;,.]{2,80}?)[’']s?\s+(?:\w+\s+){0,2}?(?:verdict|answer|reply|response|view|advice|message|position|line"
    r"|argument|point|fear"
    r"|hope|worry|feeling|hunch|complaint|conclusion|opinion)\s+(?:is|was|remains|would be)\s+(?:that|to)\b[^§:;.]{0,80}$"
)
_CLAIM_OF: Final = re.compile(
    r"(?P<who>[A-Z@][\w’'-]+(?: [A-Z][\w’'-]+){0,3}?)[’']s?\s+(?:\w+\s+){0,2}?(?P<noun>claim|description|accusation"
    r"|suggestion|comment|remark"
    r"|warning|assertion|insistence|complaint|argument|allegation|criticism|characterisation|observation|contention|belief|view"
    r"|promise|pledge|assurance|finding|conclusion|statement|ruling|verdict|advice|evidence)s?\s+(?:that|of|as|about"
    r"|on)\b[^§.;]{0,80}$"
)
_SUBORDINATE: Final = re.compile(
    r"^(?:\S+\s+)?(?:Responding|Reacting|Asked|Pressed|Challenged|After|Although|While|When|Despite|Following|Commenting"
    r"|Told|As|Where|Because"
    r"|Since|Though|Whether|If)\b"
)
_SURVEY: Final = re.compile(
    r"^(?:a|an|the|its|new|recent|\s)*(?:\w+\s+)?(?:survey|report|study|analysis|research|poll|review|paper|figures|letter)\s+"
    r"(?:\w+\s+){0,2}?(?:by|from)\s+",
    re.IGNORECASE,
)
_LEADING: Final = re.compile(r"^(?:But|And|So|Yet|The|In)\s+")
_TRAILING: Final = re.compile(r"^(?P<lead>[^§]*,\s+)(?P<tail>(?!(?:and|but|while|as|though|although|yet) )[^§,:;]{3,80}?)\s*[.]?$")
_GOES_ON_TOO: Final = re.compile(
    r"[^§;.]{0,80}?,? (?:and|but|then|before)(?: then| later| also)? (?:added?s?|adding|said|saying|says|told|telling|asked"
    r"|asking|wrote|replied|warned|concluded)\b"
    r"|, (?:recalls?|recalled|says?|said|notes?|noted|records?|recorded|explains?|explained|describes?|described|claims?"
    r"|claimed|argues?|argued|tells?|told)\b"
)
"""A second verb of speech, or the one behind a title, has the subject of the sentence: "She cited §, and added: §"."""
_TAKES_OVER: Final = re.compile(r"\s*(?:[;,–—]\s*(?:and\s+|while\s+|but\s+|whereas\s+)?|and\s+|but\s+|while\s+)")
_AS_SAYING: Final = re.compile(r"\bas (?:saying|telling|writing|replying|asking|warning|remarking|adding)\b[^§.;]{0,60}$")
_QUOTED: Final = re.compile(r"\b(?:quot(?:ed|es|ing)|report(?:ed|s)|cit(?:ed|es|ing))\s+(?P<who>[^§:;.]+?)\s*$")
_IS_QUOTED: Final = re.compile(
    r"\s+(?:is|was|were|are|has been|had been)\s+(?:\w+\s+)?(?:quoted|reported|cited|recorded|minuted)\s*$"
)
_IS_DESCRIBED: Final = re.compile(
    r"\b(?:was|were|is|are|been)\s+(?:\w+\s+)?(?:described|dismissed|praised|condemned|hailed|seen"
    r"|summed up)\s+as\s*$|\b(?:was|were|been)\s+(?:\w+\s+)?(?:called|dubbed|labelled|branded)\s*$|\baccused of\s*$"
)
_REPORTING: Final = re.compile(
    r"\s*(?P<who>he|she|they|(?:the|one|a|an|another|his|her|their|its) [a-z][^§,.;:]{2,50}?|(?:the )?[A-Z][^§,.;:]{2,60}?)"
    r"\s+(?:[a-z]+ly\s+)?(?P<verb>(?!(?:was|is|has|does)\b)(?:[a-z]{2,12}(?:ed|[^s]s)|began))(?=\s*(?:[.,;:]|$|to |in "
    r"|at |as |from |with |on |for |later|again))"
)
"""The clause behind a quotation that ends in a comma reports it, whatever its verb is: "§ she confides"."""
_INVERTED: Final = re.compile(r"\s*(?P<verb>[a-z]{3,14}(?:s|ed))\s+(?:(?:the|a|an|another|one)\s+[a-z]|[A-Z])")
_PRONOUN_DOES: Final = re.compile(
    r"(?:^|[\s,])(?P<who>he|she)\s+(?:\w+ly\s+)?[a-z]{2,}(?:ed|s|t|ve|ok|id)\b[^,;:§]{0,60}:\s*$", re.IGNORECASE
)
_HEARD_TO: Final = re.compile(r"\s*(?P<who>[^,.;:§]{2,60}?) (?:was|were) (?:heard|said|reported) to (?:have )?[a-z]{3,}")
_HAD_SAID: Final = re.compile(r"\s*(?:he|she|they) had (?:said|told \w+|replied), according to\b")
"""What somebody had said by another's account: who that was is said before, and seldom plainly."""
_DENIES: Final = re.compile(
    r"\b(?:denied|denies|disputed|disputes|rejected|rejects)\s+(?:that|claims?|suggestions?|accusations?|allegations?)\b[^§:]{0,80}$"
)
"""What somebody denies is in another's words."""
_IN_WORDS_OF: Final = re.compile(r",? in the (?:words|phrase) of ")
"""Whose words a quotation is said to be they are, whoever is the subject of its sentence."""
_QUOTED_AS: Final = re.compile(
    r"\s*(?P<who>[^,.;:§]{2,60}?) (?:is|was) (?:quoted|reported|recorded) as (?:saying|replying|adding)\b"
)
_IT_RUNS: Final = re.compile(r"\s*it (?:begins|began|ends|ended|runs|ran|opens|opened|closes|closed|starts|started)\b")
_INNER: Final = re.compile(r"(?<![\w’'-])(she|he|it)(?:\s+(?:had|has|also|was|is|then|now|would|could|once))*\s*$")
_ASKED_IF: Final = re.compile(
    r"\b(?P<verb>asked|asks|wondered|wonders)(?: [A-Za-z’'. ]{2,40}?)? (?:if|whether) [^,;:§]{2,60}? (?:would|could|might|can"
    r"|will)\s*$"
)
"""Behind it the words are those of who asks: "The president asked if he would accept §"."""
_SPOKE_OF: Final = re.compile(
    r"\s+(?:spoke|speaks|talked|talks|complained|complains|warned|warns)\b[^,.:;§]{0,50}?\bof\s*(?:an?|the)?\s*$"
)
_RELATIVE: Final = re.compile(r",\s+(?:who|whose|whom|which|where)\s[^§]*$")
_GOES_ON: Final = re.compile(r",\s+(?:(?:was|is|were|are|had|has|says|wrote|told)\b|[a-z]+(?:ed|s)\b|said\b)")
_DOES: Final = re.compile(
    r"(,?)\s+(?:is|was|had|has|put|[a-z]{2,}ed|shook|took|gave|made|went|left|rose|sat|stood|began|kept|saw|came|thought"
    r"|wept|grew)\b"
)
_COORDINATED: Final = re.compile(r"(?:^|[\s,])(?:and|but|then|or)\s*$")
_DESCRIBED_BY: Final = re.compile(r"\s+by\s+(?P<who>[^§:;.]+)")
_ASKED: Final = re.compile(r"\b(?:was|were|is|are) asked\b(?! (?:by [^,.]*? )?to\b)")
_ANSWER_WAS: Final = re.compile(
    r"(?:^|, |\band )the (?:answer|reply|response)s? (?:was|came|came back|is|has been|would be)\b[^.,;§]{0,20}$"
)
_ASKED_WHOM: Final = re.compile(r"\basked (?P<who>(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame) )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)")
_PASSIVE: Final = re.compile(r"\b(?:been|being|be|was|were|is|are|got|to)(?:\s+(?:also|once|later|not|often))?\s*$", re.IGNORECASE)
_ANYBODY: Final = re.compile(
    r"(?:^|[\s(])(?:(?:some|no|every|any)(?:body| ?one)|people|others|(?:an?|another|some|one|two|three|several|many|most"
    r"|few)(?: of)?"
    r"(?: (?!(?:of|in|on|for|at|to|with|which|that|who|he|she|it|they|we|has|had|have|is|was|were|are|did|also|later|even|once|then"
    r"|and|spokes\w+)\b)(?-i:[a-z])[\w’'-]*){1,4})(?: (?:has|had|have|also|later|then|once))?$",
    re.IGNORECASE,
)
"""A subject that is somebody without a name, whatever they are called: "what one former civil servant described as §"."""
_ANYBODY_WORDS: Final = frozenset(
    "somebody someone nobody everybody everyone anybody anyone people others a an another some one two three several many "
    "most few".split()
)
_BEHIND_THESE: Final = frozenset(
    "the both all these those of in to at by on for with from after before during about into as was is been had has no any"
    " every".split()
)
"""Behind one of these such words are an object or a predicate."""
_THING: Final = re.compile(r"\b(?:it|this|that|there|which)\s*(?:all|just|also)?\s*$", re.IGNORECASE)
_IT_ALONE: Final = re.compile(r"\W*it\W*", re.IGNORECASE)
_MODAL: Final = re.compile(r"\b(?:would|could|will|can|may|might|must|should|to)(?: \w+)?\s*$", re.IGNORECASE)
_SENDABLE: Final = ("mail", "message", "letter", "note", "text", "card", "post")
_WAS_SENT: Final = re.compile(
    r"\b(?:an?|the|one|another|this|that) (?:[\w’'-]+ ){0,3}?(?:e-?mail|message|letter|note|text|card|postcard|post)(?: of [a-z]+)?"
    r" (?:that |which |in which )?(?P<who>he|she|(?:the |her |his |their )[a-z][\w’' -]{2,30}?|(?:(?:Mr|Mrs|Ms|Miss"
    r"|Dr) )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)"
    r" (?:had |has )?(?:sent|wrote|written|left|posted|texted|emailed|scribbled|dictated)\b[^§:;.]{0,60}[:,]?\s*$"
)
"""Words that stand in what somebody sent: "reads from an email that Ms Brook sent to her chair: §"."""
_SENT_BY: Final = re.compile(
    r"\b(?:read|reads|reading|quoted|quotes) (?:out |aloud )?from (?:an?|the|one) (?:[a-z-]+ ){0,2}?"
    r"(?:message|letter|note|e-?mail|text) (?:sent|written|posted) to (?:him|her|them|[A-Z][\w’'-]+)"
    r"(?: by (?P<who>[^:§.;]{3,80}?))?[:,]?\s*$"
)
_SENDERS: Final = (" from ", " by ", " on behalf of ")
_CARRIED: Final = re.compile(
    r"\b(?:read|reads|reading|quoted|quotes|shared|shows?|showed|played) (?:out |aloud )?(?:an?|the|one|another) (?:\w+ ){0,2}?"
    r"(?:message|letter|note|e-?mail|card|text|statement|tribute|poem"
    r"|line) (?:from|by|on behalf of) (?P<who>[^:§.;]{3,80}?)(?:, which (?:said|read)s?)?[:,]?\s*$"
)
"""What somebody reads out is said by whom it is from."""
_TO_SAY: Final = re.compile(
    r"\bto (?:say|tell|warn|promise|announce|insist|describe|call|accuse|argue|claim|declare|explain|complain|ask|admit"
    r"|add|stress|point out)"
    r"\b[^§.;]{0,120}$"
)
_CONTROLLED: Final = re.compile(
    r"\b(?:told|asked|urged|invited|allowed|wanted|wants|expected|likely|ordered|forced|encouraged|failed|refused|declined|unable"
    r"|supposed|meant|free|able|want|afraid|like)\b[^,;]{0,40}$|\b(?:has|had|have|having)\s*$"
)
"""Whom "Name asked the heads to say §" makes speak is not who asks."""
_FOR_SAYING: Final = re.compile(
    r"\s+for (?:having )?(?:call|describ|say|tell|suggest|claim|brand|label)(?:ing|ling|led|ed|d)\b[^§.;:]{0,60}$"
)
_FROM: Final = re.compile(r"\bfrom (?P<who>[A-Z][^,.;:§]{2,60})$")
_SORRY: Final = re.compile(r"\b(?:apologi[sz]e[sd]?|apology|sorry|regret(?:s|ted)?)\b")
_INSERTED: Final = re.compile(r"\w,\s+(?:he|she|they|(?:[A-Z][\w’'-]+ ?){1,3})\s*[a-z]+,$")
_CLOSED: Final = re.compile(r"[a-z],\s+(?:was|is|were|are|would be|has been)(?:\s+(?:also|simply|still))?\s*$")
"""Behind it a verb was that of a clause which is the subject itself: "said that what members wanted above all, was §"."""
_ANYONE_WHO: Final = re.compile(
    r"(?:But |And )?(?:One|An?|The|Another|Some|Several|Many) (?:[a-z][\w’'-]* ){1,4}?(?:who|whose)\b[^§.;]*(?:,| has| had)\s*$"
)
"""Somebody without a name and what is said of them: "One head who has been through it, and asked us not to name her, said §"."""
_SOMEBODY_WHO: Final = re.compile(
    r"(?:^|(?<=\s))(?i:an?|another|one) (?:[a-z][\w’'-]* ){1,4}?who(?:,[^,§.;]{2,60},)?(?: (?:had|has|later|then|also))*\s*$"
)
"""Who has no name and says something in a clause about them: "Name recalls a colleague who, after a meeting, told him §"."""
_WHOSE_OFFICER: Final = re.compile(
    r"(?P<body>[A-Z][^,;.§]{3,80}), whose (?P<role>[a-z][a-z’' -]{3,40}?)(?: (?:has|had|also|later))?\s*$"
)
_CALLED: Final = re.compile(
    r"\b(?:[Aa]n?|[Oo]ne|[Tt]he) [a-z][^,;:§.]{0,60}? (?:called|named) (?P<who>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)(?:,[^§;:.]*)?\s*$"
)
"""Who is given a name where they are brought in: "A volunteer called Grace, a retired deputy head, remembers it as §"."""
_REPLIES: Final = frozenset(("replied", "replies", "answered", "answers", "responded", "responds", "conceded", "admitted"))
_ALONE: Final = re.compile(r"\s*(?:she|he)\s*", re.IGNORECASE)
_GOES_ON_SAYING: Final = frozenset(("went on", "goes on", "continued", "continues", "concluded", "concludes"))
_CLAUSE_BEHIND: Final = re.compile(r",\s+(?:it|this|that|they|there|the|these|those|she|he|what|we|staff)\s+[^,]*$")
"""What it is that somebody is said to say, behind who it is: "according to Name, her deputy, the letter was §"."""
_OFFICE_OF: Final = re.compile(
    r"(?:[’']s|s[’']) (?:press |private )?(?:office|team|aides?|advisers?|allies|friends?|camp|staff|lawyers)\s*$"
)
"""Who speaks for somebody is nobody by name: "Name's office said §"."""
_INSERT_ENDS: Final = re.compile(r",\s*(?:(?:was|is|were|are|had|has|would)\b[^,§]{0,40})?$")
_ANOTHER_CLAUSE: Final = re.compile(
    r"\s*;\s*(?:(?:and|while|but|whereas)\s+)?(?P<clause>(?:(?:the|a|an|one|another|others|some|its|his|her|their)\s+[\w’'-]+|[A-Z])[^§]*)$"
)
"""Behind a semicolon another clause has a subject of its own: "the Guild said §; the Forum preferred §"."""
_ADDS: Final = frozenset(("added", "adds"))
_REPORTS: Final = frozenset(
    ("said", "says", "added", "adds", "warned", "warns", "argued", "argues", "insisted", "insists", "wrote")
)
_OF_MIND: Final = SOFT | frozenset(
    "wanted wants want hoped hopes hope thought thinking considered considers accepted accept agreed agree felt chose regretted"
    " remembered remembers recalled welcomed dismissed rejected denied allowed offered shared".split()
)
"""What others are said to think is in the words of whoever says so."""
_REPORTED_SUBJECT: Final = re.compile(
    r"(?: (?:yesterday|today|on [A-Z]\w+day))?(?: that)? (?:it|they|we|(?:the|its|his|her|their|our|these|such|most|many|some|a"
    r"|an|one|another)"
    rf" (?:[a-z][\w’'-]* ){{0,4}}?(?:(?P<somebody>{ANYBODY_HEADS})|[a-z][\w’'-]+)(?: (?:in|of|at|on|for) [\w’' -]{{2,30}}?)?"
    r"|[A-Z]?[a-z]+s)(?: (?:had|has|have|now|also|would|will|could))*\s+"
)
"""Between "said" and a verb of what was said: a subject without a name."""
_THE_ONE: Final = re.compile(r"\s*(?:But |And )?[Tt]he [a-z]")
_WHAT: Final = re.compile(r"(?<![\w’'-])what (?P<who>(?!(?:was|is|had|has|he|she|it|they|we|I)\b)[^,.;:§]{2,60})$")
"""The subject of a clause such as "what governors describe as §" stands in it."""
_THAT: Final = re.compile(r"\s+(?:that\b|it\b|he\b|she\b|they\b|[,:])")
_HEARER: Final = frozenset("told reminded informed advised assured warned".split())
"""Verbs whose passive has a hearer for its subject: what was "told" to somebody is said by another."""
_PARTICIPLE: Final = re.compile(
    r"(?<![\w’'-])(?:adding|saying|telling|warning|writing|arguing|calling|describing|insisting|and (?:added|said|warned"
    r"|called|described)|but"
    r" (?:added|said|warned)|commenting|noting|stressing)(?![\w’'-])",
    re.IGNORECASE,
)
_ACCORDING: Final = re.compile(r"\b(?:according to|in the (?:words|view|opinion) of|to quote)\s+(?P<who>[^§:;.]+)", re.IGNORECASE)
_JOINED: Final = re.compile(r"[a-z](?:,)? (?:and|but)(?: (?:then|also|later|still))?\s*$|[a-z], then\s*$")
_OF_THAT_CLAUSE: Final = re.compile(
    r" that (?P<who>(?:his|her|their|an?|one|another) (?:[a-z][\w’'-]* ){0,3}?[a-z][\w’'-]*|(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir"
    r"|Dame) )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)"
    r" (?:had|would|was|has) [^§,;:.]{2,80},? (?:and|then)(?: then| later| once)?\s*$"
)
"""Who goes on in a clause of what somebody said: "He told the court that his friend had stopped and said §"."""
_IS_SAYING: Final = re.compile(
    r"\s+(?:is|was|are|were|kept|keeps|started|began)\s+(?:saying|telling \w+|asking|shouting|arguing)\b[^§.;]{0,40}$"
)
_SOURCE: Final = re.compile(
    r"\b(?:this|that|these words|word|message|statement|reply|answer|response|praise|line"
    r"|note) (?:in )?(?:came )?from (?P<who>[^§:,;]{3,80}):\s*$"
)
_NAMED_LAST: Final = re.compile(
    r"(?:^From|, from|\b(?:for|against|to) (?:it|this|them) (?:is|was)) "
    r"(?P<who>(?:the (?:[a-z-]+ ){1,4})?[A-Z][\w’'-]+ [A-Z][^§:;]{2,100}):\s*$"
)
"""Who is named where a line leads up to words: "Best line so far, from the retired head Ada Brook: §"."""
_IN_VIEW: Final = re.compile(
    r"(?<![\w’'-])(?:in|on|to|by) (?:(?P<her>her|his)|(?P<owner>(?:the )?[A-Z][^§,.;:]{2,60}?)[’']s?) (?:own )?(?:view"
    r"|words|opinion|mind"
    r"|eyes|account|telling|estimation|judgement|judgment|phrase|reading|experience|reckoning|book)\b",
    re.IGNORECASE,
)
_SUBJECT_OF: Final = {"her": "she", "his": "he"}
_FOR: Final = re.compile(
    r"^(?:But |And )?(?:For|To)\s+(?P<who>[^§:;]+?)(?:,\s*(?:it|this|that|the)\b[^§]*"
    r"|\s+(?:it|this|that|the(?: [\w’'-]+){1,3})\s+(?:is|was|are|were|remains|has been|will be|would be)\s*)$"
)
_FROM_AHEAD: Final = re.compile(r"(?:(?:And|But|Then|Also|Finally|Lastly|Next),? )?[Ff]rom ")
_LABEL: Final = re.compile(
    r"^(?:Q\d+\s+|\d{1,2}[.:]\d{2}(?:\s?[ap]m)?\s+(?:[–-]\s+)?)?(?:[•·*–-]\s+)?(?P<who>[A-Z@][^§:]{2,120}):\s*$"
)
_DASHED: Final = re.compile(r"^(?:[•·*–-]\s+)?(?P<who>[A-Z@][^§:]{2,120}?)\s[–—-]\s*$")
"""A name, what its bearer is, and a dash: "Ada Brook, Larch Guild – §"."""
# It begins with the blank, so that the search leaps from blank to blank and looks back only there.
_BREAK: Final = re.compile(
    r"\s(?<=[.!?]\s)(?<!\bDr\.\s)(?<!\bMr\.\s)(?<!\bMs\.\s)(?<!\bMrs\.\s)(?<!\bSt\.\s)(?<!\bRev\.\s)(?<!\bProf\.\s)\s*(?=[A-Z§@])"
)
_ENDS_OPEN: Final = re.compile(r"[,?!…—–-]$|\.\.\.$")


def sentences_of(frame: str) -> list[str]:
    """Return the sentences of a frame, in which a quotation that ends its sentence is followed by a stop."""
    return _BREAK.split(frame)


def attributed(sentence: str, quoted: list[str], cast: Cast) -> list[Speakers | None]:
    """Return who speaks each quotation of one sentence; `quoted` are their words, None where nothing in the sentence says so."""
    if len(sentence) > SENTENCE_CHARS_MAX:
        return [None] * len(quoted)
    if is_nameless(sentence):
        return [NOBODY] * len(quoted)
    parts = sentence.split(MARK)
    about = opening_subject(sentence, cast) if " spokes" in sentence else None
    if about and about[0].name == about[0].organisation:
        cast.saw(about[0])
    found: list[Speakers | None] = []
    for number, words in enumerate(quoted):
        before, after = parts[number], parts[number + 1]
        is_reported_behind = words.endswith(",") and bool(_REPORTING.match(after))
        speakers = _main_subject(parts, number, cast) or _in_their_words(before, after, words, cast, is_first=number == 0)
        if speakers is None and not is_reported_behind:
            speakers = _before(before, cast, is_first=number == 0)
        if number and found[-1] is not None and speakers is None:
            other = _another(before, cast)
            speakers = other if other or (other is not None and ";" in before) else found[-1]
        cast.lead = before if number == 0 and not _SUBORDINATE.match(before) else ""
        if speakers is None and not (number == 0 and _SUBORDINATE.match(before) and not _ENDS_OPEN.search(words)):
            speakers = _after(after, words, cast, is_alone=not before.strip())
        cast.lead = ""
        if speakers is None and number and found[-1] is None and _GOES_ON_TOO.match(before):
            speakers = sentence_subject(sentence, cast)
        if speakers is None:
            speakers = _credited(before, after, cast)
        found.append(speakers)
        if speakers:
            cast.spoke(speakers)
    return found


def _credited(before: str, after: str, cast: Cast) -> Speakers | None:
    """Return to whom words are credited without a verb of speech: "according to Name", "was described as § by Name"."""
    speakers = _according(before, after, cast)
    described = _DESCRIBED_BY.match(after) if speakers is None and _IS_DESCRIBED.search(before) else None
    return subject_after(f" {described['who']}", cast) if described else speakers


def _in_their_words(before: str, after: str, words: str, cast: Cast, *, is_first: bool) -> Speakers | None:
    """Return who is named behind a quotation before its subject is: "§, in the words of Name", "Body: §, said Name"."""
    if _IN_WORDS_OF.match(after):
        return _according("", after, cast)
    is_label = is_first and _LABEL.match(before) is not None and not verbs_in(before)
    return (_after(after, words, cast, is_alone=False) or None) if is_label else None


def _main_subject(parts: list[str], number: int, cast: Cast) -> Speakers | None:
    """Return the subject of a main clause that goes on behind a quotation in another: "Name, whose aunt called it §, said §"."""
    relative = _RELATIVE.search(parts[0]) if number == 1 and _GOES_ON.match(parts[1]) else None
    return subject_before(parts[0][: relative.start()], cast) or NOBODY if relative else None


def _another(before: str, cast: Cast) -> Speakers | None:
    """Return who takes over between two quotations without a verb of their own ("§; Name, her deputy, §")."""
    named = [each for each in runs(before) if each.kind is Kind.PERSON and not each.text.endswith(("’s", "'s"))]
    lead = _TAKES_OVER.match(before)
    first = named[0] if lead and named and named[0].start - len(named[0].role) <= lead.end() + 1 else None
    if first and cast.scene.is_name(first.text) and not cast.scene.body(first.text):
        behind = before[first.end :].strip(" ,")
        person = cast.scene.person(first.text, first.role or None)
        is_alone = not behind or behind.startswith(("that ", "with ", "as "))
        return (person,) if person and is_alone else subject_before(before, cast) or NOBODY
    clause = _ANOTHER_CLAUSE.match(before) if not named and ";" in before else None
    if clause:
        return sentence_subject(clause["clause"], cast) or NOBODY
    return subject_before(before, cast) if named and re.match(r"\s*[;,]\s*(?:and |while |but )?[A-Z]", before) else None


def _announcing(before: str, cast: Cast) -> Speakers | None:
    """Return whom a sentence is about that ends in a colon without a verb of speech ("But Name, role, was calmer: §")."""
    source = _SOURCE.search(before) or _NAMED_LAST.search(before)
    if source:
        return subject_after(f" {source['who']}", cast)
    people = [each for each in runs(before) if each.kind is Kind.PERSON and not each.text.endswith(("’s", "'s"))]
    people = [each for each in people if is_somebody(each, cast.scene)] or people
    alone = _PRONOUN_DOES.search(before)
    if alone:
        return subject_before(alone["who"], cast)
    if not people and "," not in before and (subject := sentence_subject(before, cast)):
        return subject
    if not people or (people[0].start > 12 and len(people) > 1):
        return None
    end = _DOES.search(before)
    return subject_before(before[: end.start()] + end[1], cast) if end else None


def _before(before: str, cast: Cast, *, is_first: bool) -> Speakers | None:
    if not before.strip(" ,"):
        return None
    verbs = verbs_in(before)
    if ("deni" in before or "disput" in before or "reject" in before) and _DENIES.search(before):
        return NOBODY
    claimed = _claimed(before, cast)
    if claimed is not None:
        return claimed
    label = (_LABEL.match(before) or _DASHED.match(before)) if is_first and not verbs else None
    if label and (announced := _announcing(before, cast)):
        return announced
    if label:
        return labelled(_FROM_AHEAD.sub("", label["who"]), cast)
    return _by_verb(before, verbs, cast, is_first=is_first)


def _claimed(before: str, cast: Cast) -> Speakers | None:
    """Return whose claim a sentence speaks of, or who is quoted as saying something: not its subject."""
    claimed = _CLAIM_OF.search(before) if "’" in before or "'" in before else None
    if claimed and not verbs_in(before[claimed.end("noun") :]):
        return subject_after(f" {_LEADING.sub('', claimed['who'])}", cast)
    as_saying = _AS_SAYING.search(before) if " as " in before else None
    return _quoted_as(before[: as_saying.start()], cast) if as_saying else None


def _by_verb(before: str, verbs: list[re.Match[str]], cast: Cast, *, is_first: bool) -> Speakers | None:
    """Return who speaks by the words before a quotation: by a form that leaves no doubt, the last verb of speech, a participle."""
    formed = _by_form(before, verbs, cast)
    if formed is not None:
        return formed
    saying = _SAYING.search(before) if "ing" in before else None
    for match in reversed(verbs):
        if saying and match.start() < saying.start():
            break
        ahead = before[: match.start()].strip()
        is_closed = match is verbs[-1] and not ahead.endswith(",") and _CLOSED.search(before, match.end())
        if is_closed or _IT_DOWN.match(before, match.end()):
            continue
        speakers = _of_verb(before, match, cast)
        is_of_mind = match.group().casefold() in _OF_MIND
        if (is_of_mind or not speakers) and (reporter := _reporter(before, match, verbs, cast)) is not None:
            return reporter
        if speakers is not None:
            is_inner = _INNER.search(before[: match.start()]) and not (_passive_by(before, match) or _is_heard(before, match))
            outer = _outer(before[: match.start()], verbs, cast) if is_inner else None
            return speakers if outer is None else outer
        is_inserted = ahead.endswith(",") and match is verbs[-1] and bool(_INSERT_ENDS.search(before, match.end()))
        is_inverted = is_inserted or not ahead.strip(" ,")
        inverted = (
            subject_after(before[match.end() :], cast) if is_inverted and not before.startswith(" that ", match.end()) else None
        )
        if inverted is not None:
            return inverted
    said = _by_participle(before, saying, cast, is_first=is_first)
    return said if said is not None or not is_first else _without_verb(before, cast)


def _by_form(before: str, verbs: list[re.Match[str]], cast: Cast) -> Speakers | None:
    """Return whose words are told to somebody, read out, or reported by a clause that is put into another."""
    telling = _TELLING.search(before) if "ing " in before else None
    if telling:
        return subject_before(before[: telling.start()], cast) or NOBODY
    written = _by_paper(before, cast)
    if written is not None:
        return written
    is_her_own = len(verbs) > 1 and (verbs[-1].group().casefold() in SOFT or _JOINED.search(before[: verbs[-1].start()]))
    replied = _ANSWER_WAS.search(before) if "the " in before else None
    if replied and not _ASKED.search(before):
        return _asked_of(before, cast)
    blamed = _FOR_SAYING.search(before) if "for " in before else None
    if blamed:
        return _blamed(before[: blamed.start()], cast)
    inserted = _inserted(before, verbs) if is_her_own else None
    return _spoken_by(before[: inserted.start()], inserted.group(), cast) if inserted else None


def _by_paper(before: str, cast: Cast) -> Speakers | None:
    """Return whose words stand in what is read out or was sent, or are "her answer"; None if the words before speak of none."""
    is_hers = any(whose in before for whose in _WHOSE) and before.rstrip()[-1:] in _HER_WORDS_END
    hers = _HER_WORDS.search(before) if is_hers else None
    sent = _WAS_SENT.search(before) if any(noun in before for noun in _SENDABLE) else None
    if hers or sent:
        who = _SUBJECT_OF[hers["whose"].casefold()] if hers else sent["who"] if sent else ""
        return subject_before(who, cast) or NOBODY
    carried = _CARRIED.search(before) or _SENT_BY.search(before) if any(hint in before for hint in _SENDERS) else None
    if carried is None:
        return None
    return (subject_after(f" {carried['who']}", cast) if carried["who"] else None) or NOBODY


def _asked_of(before: str, cast: Cast) -> Speakers:
    """Return whom somebody asked by name where "the answer was §": of nobody else is it sure."""
    whom = _ASKED_WHOM.search(before)
    return _shown(cast.scene.person(whom["who"])) if whom and cast.scene.is_evident(whom["who"]) else NOBODY


def _blamed(left: str, cast: Cast) -> Speakers:
    """Return who said what somebody is sorry for ("Name apologised for calling it §"); of whom another blames it nobody is sure."""
    sender = _FROM.search(left)
    if sender:
        return subject_after(f" {sender['who']}", cast) or NOBODY
    return (sentence_subject(left, cast) or NOBODY) if _SORRY.search(left) else NOBODY


def _of_verb(before: str, match: re.Match[str], cast: Cast) -> Speakers | None:
    """Return the subject of one verb of speech: behind "by", that of the sentence for "and says", else what stands before it."""
    ahead = before[: match.start()]
    by = _THROUGH.match(before, match.end()) or _passive_by(before, match)
    if by:
        return subject_after(f" {by['who']}", cast)
    asked = _ASKED_IF.search(ahead) if " if " in ahead or " whether " in ahead else None
    if asked:
        is_passive = _PASSIVE.search(ahead, max(0, asked.start() - _TAIL_CHARS), asked.start())
        return NOBODY if is_passive else _spoken_by(ahead[: asked.start()], asked["verb"], cast) or NOBODY
    inner = _OF_THAT_CLAUSE.search(ahead) if " that " in ahead else None
    if inner:
        return subject_before(inner["who"], cast) or NOBODY
    joined = sentence_subject(before, cast) if _JOINED.search(ahead) else None
    speakers = _spoken_by(ahead, match.group(), cast) if joined is None else joined
    if speakers is None and _is_heard(before, match):
        return NOBODY
    if speakers is None and _COORDINATED.search(ahead) and not _PASSIVE.search(ahead):
        return sentence_subject(before, cast)
    return speakers


def _by_participle(before: str, saying: re.Match[str] | None, cast: Cast, *, is_first: bool) -> Speakers | None:
    """Return who "is saying §", "left, saying §" or "used the day to promise that §"."""
    is_saying = _IS_SAYING.search(before) if "ing" in before else None
    if is_saying:
        return subject_before(before[: is_saying.start()], cast)
    if saying and (speakers := sentence_subject(before[: saying.start()], cast)) is not None:
        return speakers
    to_say = _TO_SAY.search(before) if is_first and " to " in before else None
    is_free = to_say is not None and not _CONTROLLED.search(before, 0, to_say.start())
    return sentence_subject(before[: to_say.start()], cast) if to_say and is_free else None


def _inserted(before: str, verbs: list[re.Match[str]]) -> re.Match[str] | None:
    """Return the verb of a clause that is put into another: all of "The union, she said, had heard §" is her words."""
    return next((match for match in verbs if _INSERTED.search(before[: match.end() + 1])), None)


def _reporter(before: str, inner: re.Match[str], verbs: list[re.Match[str]], cast: Cast) -> Speakers | None:
    """Return who says what something without a name "showed" or "wanted": "Name said her members wanted §" is Name's.

    `NOBODY` if somebody without a name is said to have said it ("Name said the head in question had told her §").
    """
    outer = next((each for each in reversed(verbs) if each.end() < inner.start()), None)
    between = _REPORTED_SUBJECT.fullmatch(before, outer.end(), inner.start()) if outer and outer.group() in _REPORTS else None
    if outer is None or between is None or _PASSIVE.search(before, max(0, outer.start() - _TAIL_CHARS), outer.start()):
        return None
    if inner.group().casefold() not in _OF_MIND:
        return NOBODY if between["somebody"] else None
    return _of_verb(before, outer, cast) or None


def _is_heard(before: str, match: re.Match[str]) -> bool:
    """Whether a verb says what somebody heard, and not from whom: "she was told that they were §"."""
    return match.group().casefold() in _HEARER and bool(
        _PASSIVE.search(before, max(0, match.start() - _TAIL_CHARS), match.start()) and _THAT.match(before, match.end())
    )


def _outer(inner: str, verbs: list[re.Match[str]], cast: Cast) -> Speakers | None:
    """Return the subject of the verb before an inner clause if it can be the pronoun in it: "Name wrote that she had found §"."""
    pronoun = _INNER.search(inner)
    for match in reversed(verbs):
        if pronoun is None or match.end() > pronoun.start():
            continue
        if match.group().casefold() in ("asked", "asks"):
            continue
        speakers = _spoken_by(inner[: match.start()], match.group(), cast)
        if speakers is not None:
            is_body = bool(speakers) and speakers[0].name == speakers[0].organisation
            is_fit = len(speakers) == 1 and is_body == (pronoun[1] == "it") and cast.scene.is_gender(speakers[0], pronoun[1])
            return speakers if is_fit or not speakers else None
    return None


def _without_verb(before: str, cast: Cast) -> Speakers | None:
    """Return who is announced, or whose verdict it is, in a sentence that has no verb of speech before its first quotation."""
    if before.rstrip().endswith(":"):
        announced = _announcing(before, cast)
        if announced is not None:
            return announced
    owned = _WORDS_OF.search(before) if "’" in before or "'" in before else None
    if owned and (speakers := subject_after(f" {_LEADING.sub('', owned['who'])}", cast)):
        return speakers
    held = _VIEW_IS.search(before) if "’" in before or "'" in before else None
    if held and (speakers := subject_after(f" {_LEADING.sub('', held['who'])}", cast) or subject_before(held["who"], cast)):
        return speakers
    felt = _IS_MOVED.search(before)
    if felt and not before[: felt.start()].casefold().endswith("it"):
        return subject_before(before[: felt.start()], cast)
    if spoke := _SPOKE_OF.search(before):
        return subject_before(before[: spoke.start()], cast)
    return (cast.speakers or None) if _PARTICIPLE.match(before) else None


def whose_words(sentence: str, cast: Cast) -> Speakers | None:
    """Return whose answer or verdict a sentence speaks of that leads up to words ("Ms Brook’s verdict is brief."), or None."""
    owned = _WORDS_OF.search(sentence.rstrip(" .")) if "’" in sentence or "'" in sentence else None
    return subject_after(f" {_LEADING.sub('', owned['who'])}", cast) if owned else None


def _quoted_as(before: str, cast: Cast) -> Speakers | None:
    """Return who is quoted: "the paper quoted Name as saying", "Name is quoted as saying"."""
    passive = _IS_QUOTED.search(before)
    if passive:
        return subject_before(before[: passive.start()], cast)
    quoted = _QUOTED.search(before)
    return subject_after(f" {quoted['who']}", cast) if quoted else None


def _passive_by(before: str, match: re.Match[str]) -> re.Match[str] | None:
    """Return whom a passive names behind its verb: "was described by Name as"."""
    return _BY.match(before, match.end()) if _PASSIVE.search(before, max(0, match.start() - _TAIL_CHARS), match.start()) else None


def labelled(who: str, cast: Cast) -> Speakers | None:
    """Return who is named at the start of a line such as "Name, role, Body:" or "Name again, on the offer:"."""
    if _HANDLE.fullmatch(who):
        person = cast.scene.person(who)
        return (person,) if person else NOBODY
    first = next(iter(runs(who)), None)
    if first is None or first.start > len(first.role) + 5 or first.kind is not Kind.PERSON or cast.scene.body(first.text):
        is_nobody = (re.match(r"(?:A|An|One|Another)\s", who) and "spokes" not in who) or (
            who.isupper() and " " in who and cast.scene.body(who) is None
        )
        return NOBODY if is_nobody else subject_before(who, cast)
    behind = who[first.end :]
    if re.match(r"\s*(?:,?\s*and|&|,)\s+[A-Z]", behind) and " and " in behind and not IS_ROLE.search(behind):
        return subject_before(who, cast)
    if not cast.scene.is_name(first.text):
        return NOBODY
    is_beside = re.match(r"\s*(?:[,(]|of\b|from\b|at\b)(?!\s*(?:was|were|is|are|had|has)\b)", behind)
    place = (
        behind.strip(" ,()")
        if is_beside and (IS_ROLE.search(behind) or re.match(r"\s*(?:,|\(|of|from|at)\s*[A-Z]", behind))
        else ""
    )
    person = cast.scene.person(first.text, first.role or None, place or None)
    return (person,) if person else NOBODY


def _after(after: str, words: str, cast: Cast, *, is_alone: bool) -> Speakers | None:
    """Return who is named behind a quotation: "§ said Name", "§ the minister, Name, told", "§ she said"."""
    match = next(iter(verbs_in(after)), None)
    if match is None:
        return _by_another_verb(after, words, cast)
    heard = _QUOTED_AS.match(after) or (_HEARD_TO.match(after) if match.group() in ("heard", "said", "reported") else None)
    if heard or _HAD_SAID.match(after):
        return subject_before(heard["who"], cast) if heard else NOBODY
    trailing = _TRAILING.match(after)
    if trailing and (last := verbs_in(trailing["tail"])) and last[-1].end() == len(trailing["tail"]) and last[-1].start():
        return _spoken_by(trailing["tail"][: last[-1].start()], last[-1].group(), cast)
    if not is_alone and not _ENDS_OPEN.search(words) and not after.startswith(","):
        return None
    left = after[: match.start()].lstrip(" ,–—-").rstrip()
    if not left.strip(" ,") or left.casefold() in ("also", "then", "later"):
        return None if after.startswith(" that ", match.end()) else subject_after(after[match.end() :], cast)
    return _spoken_by(left, match.group(), cast)


def _by_another_verb(after: str, words: str, cast: Cast) -> Speakers | None:
    """Return who is said behind a quotation that is left open to do something that is no verb of speech: "§ she confides"."""
    if _IT_RUNS.match(after):
        return NOBODY if cast.paper is None else cast.paper
    reporting = _REPORTING.match(after) if _ENDS_OPEN.search(words) else None
    if reporting:
        return subject_before(reporting["who"], cast)
    inverted = _INVERTED.match(after) if words.endswith((",", "?", "!")) else None
    return subject_after(after[inverted.end("verb") :], cast) if inverted else None


def _spoken_by(left: str, verb: str, cast: Cast) -> Speakers | None:
    """Return the subject of a verb; a thing may feel and find, and still say nothing ("it feels §")."""
    word, tail = verb.casefold(), max(0, len(left) - _TAIL_CHARS)
    if word in SOFT and _THING.search(left):
        return cast.paper if cast.paper and word in ("read", "reads", "finds", "found") and _IT_ALONE.fullmatch(left) else None
    inclined = _INCLINED.search(left, tail)
    if (_PASSIVE.search(left, tail) and not inclined) or (word == "read" and _MODAL.search(left, tail)):
        return None  # "the family would read it §"
    is_it = word in _GOES_ON_SAYING and _IT_ALONE.fullmatch(left) is not None
    shaped = cast.speakers if is_it else _shaped(left, tail, cast)  # "It goes on": what was read from last
    if shaped is not None:
        return shaped
    subject = subject_before(left[: inclined.start()] if inclined else left, cast)
    if subject and cast.asker and subject[0].name == cast.asker.name and word in _REPLIES and _ALONE.fullmatch(left):
        return _answerer(left.strip().casefold(), cast.asker, cast)
    if not subject and len(cast.speakers) == 1 and _THE_ONE.match(left) and _goes_on(left, word, cast.speakers[0]):
        return cast.speakers
    is_somebody_there = word not in SOFT and (_anybody(left.rstrip(), tail) or _OFFICE_OF.search(left, tail))
    return NOBODY if subject is None and is_somebody_there else subject


def _goes_on(left: str, word: str, last: Speaker) -> bool:
    """Whether "the trust boss added" is who spoke last: somebody of whom the text gives no office that would say otherwise."""
    if word in _GOES_ON_SAYING:
        return True
    is_person = last.name != last.organisation and last.role is None
    return word in _ADDS and is_person and "spokes" not in left and not is_group(left.strip())


def _shaped(left: str, tail: int, cast: Cast) -> Speakers | None:
    """Return a subject that its own shape gives away before it is read from its end; None if it has no such shape.

    "A volunteer called Name", "Body, whose chair", "a head who left her job", "what governors", or somebody without a name.
    """
    called = _CALLED.search(left) if " called " in left or " named " in left else None
    if called:
        return _shown(cast.scene.person(called["who"]))
    officer = _WHOSE_OFFICER.search(left) if ", whose " in left else None
    if officer and (body := cast.scene.body_named_in(officer["body"])):
        return _shown(cast.scene.holder(officer["role"], body.name))
    if _ANYONE_WHO.match(left):
        return sentence_subject(left, cast) or NOBODY
    somebody = _SOMEBODY_WHO.search(left) if "who" in left else None
    if somebody:
        return sentence_subject(somebody.group().strip(), cast) or NOBODY
    what = _WHAT.search(left, max(0, len(left) - 2 * _TAIL_CHARS)) if "what " in left else None
    if what:
        return subject_before(what["who"], cast) or NOBODY
    anybody = _anybody(left.rstrip(), tail)
    is_beside = anybody is not None and left[: anybody.start() + 1].rstrip().endswith(",")
    return NOBODY if anybody and anybody.start() and not is_beside else None


def _shown(person: Speaker | None) -> Speakers:
    return (person,) if person else NOBODY


def _answerer(pronoun: str, asker: Speaker, cast: Cast) -> Speakers:
    """Return who can be the "she" of "she replied" behind somebody's question: the one other person whom it fits, or nobody."""
    others = [each for each in cast.people if each.name != asker.name and cast.scene.is_gender(each, pronoun)]
    return (others[0],) if len(others) == 1 else NOBODY


def _anybody(left: str, tail: int) -> re.Match[str] | None:
    """Return the words without a name that end `left` as a subject, looked for only where one of the words they begin with is."""
    if _ANYBODY_WORDS.isdisjoint(left[tail:].casefold().split()):
        return None
    found = _ANYBODY.search(left, tail)
    ahead = left[: found.start()].rstrip() if found else ""
    return None if ahead[ahead.rfind(" ") + 1 :].casefold() in _BEHIND_THESE else found


def _according(before: str, after: str, cast: Cast) -> Speakers | None:
    for part in (before, after):
        viewed = _IN_VIEW.search(part)
        if viewed:
            return subject_before(_SUBJECT_OF.get((viewed["her"] or "").casefold()) or viewed["owner"], cast)
        named = _ACCORDING.search(part) or _FOR.match(part)
        if named:
            ahead, closed, _ = named["who"].partition(")")  # "(§, according to Name) and a listener’s question"
            who = _SURVEY.sub("", (named["who"] if "(" in ahead or not closed else ahead).strip(" ,"))
            first, _, rest = _CLAUSE_BEHIND.sub("", who).partition(",")
            is_beside = IS_ROLE.search(rest) and not re.match(r"\s*(?:who|whose|which|where|when)\b", rest)
            return subject_after(f" {first}, {rest}" if is_beside else f" {first}", cast)
    return None


def spoken_in(sentence: str, cast: Cast) -> Speakers | None:
    """Return who speaks in a sentence without quotations: for words that stand in the next paragraph."""
    asked = _ASKED.search(sentence) if " asked" in sentence else None
    if len(sentence) > SENTENCE_CHARS_MAX:
        return None
    if asked and (speakers := sentence_subject(sentence, cast)) is not None:
        return speakers
    written = _by_paper(sentence, cast) if sentence.endswith(":") else None
    if written is not None:
        return written
    verbs = verbs_in(sentence)
    for match in reversed(verbs):
        speakers = _spoken_by(sentence[: match.start()], match.group(), cast)
        if not speakers and (outer := _reporting_of(sentence, match, verbs, cast)):
            return outer
        if speakers is not None:
            return speakers
    return None


def _reporting_of(sentence: str, inner: re.Match[str], verbs: list[re.Match[str]], cast: Cast) -> Speakers | None:
    """Return who says in a sentence without quotations what another without a name did: "Name said one head had written"."""
    outer = next((each for each in reversed(verbs) if each.end() < inner.start()), None)
    is_told = outer is not None and outer.group() in _REPORTS and _REPORTED_SUBJECT.fullmatch(sentence, outer.end(), inner.start())
    return _of_verb(sentence, outer, cast) if outer and is_told else None


__all__ = ["MARK", "NOBODY", "attributed", "sentences_of", "spoken_in", "whose_words"]
