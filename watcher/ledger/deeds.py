"""The deeds of promises as lists of words: what bodies are held to, what only a date makes a promise, and what is none.

The alternatives of each list are parted by " | ", in the order of the alphabet; a part in brackets says what may follow.
"""

from __future__ import annotations

from typing import Final


def _any_of(alternatives: str) -> str:
    """Return a pattern, without a group around it, for one of the alternatives of a list."""
    return "|".join(each.strip() for each in " ".join(alternatives.split()).split(" | "))


DONE: Final = _any_of(
    r"""
    begun | bought | brought | chosen | dealt | done | drawn | driven | dug | fed | forgiven | found | frozen | given |
    heard | kept | known | led | left | lent | lit | lost | met | noticed |
    (?:re|over|un)?(?:set|held|told|made|cut|put|built|written|paid|read|run|laid|sold|taught|hung) | seen | sent | shown |
    shut | sought | spent | split | spoken | spread | struck | taken | thrown | \w+ed | withdrawn | won
    """
)
"""What is or has been done; irregular verbs one by one."""
FREE_DEEDS: Final = _any_of(
    r"""
    accept | accompany | act on | add (?:an?|the|two|three) | adopt | advertise | allocate | allow | amend | announce | answer |
    apologise | appoint | arrange | ask (?:every|all|each|the|our|my|officials|officers) | assess | audit | ballot | ban |
    begin | bid | boycott | bring (?:in|forward|back) | build | call (?:every|each|all|schools|heads) | cancel | carry out |
    chair | change | check (?:that|whether) | circulate | clarify | close | collect | commission | complete | conclude |
    conduct | consult | contact | convene | count | create | cut | decide | defer | delete | deliver | deploy | design |
    develop | disclose | display | distribute | do so | double | draft | draw up | drop | employ | enable | end | ensure |
    establish | evaluate | examine | expand | explain | extend | finalise | finish | follow up | forward | fund | give
    (?:every|each|all|heads|schools|the|an?|them|you|inspectors|evidence) | grant | guarantee | halve | hand | hire | hold |
    honour | host | identify | implement | improve | include | increase | inform | inspect | introduce | invest |
    investigate | invite | issue | launch | lay | lead | legislate | let (?:every|each|all|heads|schools|them|you) |
    let (?:the|her|him|us) (?:[a-z]+ ){0,2}(?:have|know|see) | limit |
    list | lodge | look into | make (?:sure|(?:[\w’'-]+
    ){1,5}(?:public|available|known)\b|public|every|all|the|an?|it|our|its) | monitor | move | name | negotiate | notify |
    offer | open | organise | outline | overhaul | pause | pay | phase | phone | pilot | place | post | postpone | prepare |
    present | print | produce | protect | provide | publish | put (?:[\w’'-]+ ){0,4}?(?:in|on|into|up|before|forward) |
    record | recruit | redesign | reduce | refer | reform | refund | reimburse | reinstate | reissue | relaunch | release |
    remove | rename | renew | reopen | repay | repeal | replace | reply | report | request | rescind | respond | restore |
    resume | retrain | reverse | review | revise | rewrite | ring | roll out | run (?!until\b|to\b|from\b|for\b) | schedule
    | scrap | screen | see to it | seek | select | send | separate | set (?:out|up|aside|an?|the|our|its) | settle | share |
    shorten | shut | sign | simplify | spell out | start | stop | streamline | strengthen | submit | subsidise | supervise |
    supply | survey | suspend | table | take (?:action|forward|steps|down|on|over|out|into) | teach | telephone | tell
    (?:every|each|all|schools|heads|governors|parents|members|the|you (?:when|before|what|how|who|if)) | test | tighten |
    track | train | transfer | trial | undertake | unveil | update | upgrade | uphold | verify | vote | waive | widen |
    withdraw | withhold | write
    """
)
"""What bodies do and are held to, also without a date; what people do every day ("read", "try") promises nothing undated."""
NO_DEEDS: Final = _any_of(
    r"""
    adjourn | affect | again | all | also | always | an? | appeal | appear before | argue | arrive | assume | attend |
    become | believe | benefit | both | call on | campaign | carry on | cause | celebrate | close early | come (?:to
    (?!cabinet|(?:the|this|a|full) (?:\w+
    )?(?:board|committee|governors|council|panel|cabinet|trustees|executive|meeting))|as|up|from|at|under|with) | compete |
    consider | continue | cost | depend | doubtless | do (?:what|everything|all|our best|its best|my best) | each | enjoy |
    expire | face | fail | fall | feel | fight | find | first | fully | gather | generally | grow | haunt | have
    (?:to|no|been|had) | he | help | hope | hopefully | I | immediately | inevitably | instead | it | join | judge | know
    that | last | lead to | lead (?:\w+ ){1,3}in | leave | like | likely | listen | lobby | look (?!at\b) | lose | make (?:a
    (?:short |brief )?(?:statement|speech|few)|no apolog) | mark | mean | meet (?:with
    )?(?:ministers|officials|MPs|leaders|the (?:\w+ ){0,2}(?:chief|secretary|minister|government|department|prime)|[A-Z]) |
    miss | move into | move on | need | never | no | no doubt | normally | not
    (?:be|have|go|rest|need|know|stop|solve|help|happen|work|reach|do|make|fix|change|accept|tolerate|forget|see|find|feel)
    | notice | now | of | often | only | oppose | pass | pay (?:tribute|close) | perhaps | play | possibly | press |
    presumably | probably | prove | put (?:an end|pressure|people|pupils|children) | recall | recognise | reflect | remain |
    remember | resist | rest | resume their | retire | return to (?:this|it|these|that|the (?:subject|issue|matter)) | rise
    | run (?:out|dry|late|over|its course|for) | say | see (?!(?:all|each|every|her|him|it|the|them|to)\b) | seem | serve |
    she | shortly | show | sometimes | soon | speak (?!to\b|with\b) | stand | stand down | stay
    (?!(?:closed|free|open|shut)\b) | step down | still | struggle | study | succeed | suffer | suit | surely | suspend for
    | take over | take part | take (?:time|place) | take up (?:the|her|his|their) (?:post|role|office|job|position|duties) |
    the | then | therefore | they | think | talk (?!to\b|with\b) | today | together | typically | understand | urge |
    usually | wait | want | watch | we | welcome | wonder | work closely | work hard | you
    """
)
"""What is a state, a habit, a feeling or a way of speaking: nobody is held to it."""
NO_PARTICIPLES: Final = _any_of(
    r"""
    according | affected | amazing | attending | back in touch | based | being | campaigning | challenging | concerned |
    delighted | disappointed | ending | excited | expected | faced | facing | feeling | following | going | having | hoping
    | hundred | indeed | interested | interesting | leaving | living | looking | missed | missing | needed | nothing |
    pleased | relieved | remembered | retiring | something | speaking | standing | stepping | surprised | tempted | thinking
    | tired | waiting | watching | working | worried
    """
)
"""What somebody "will be" without having done anything."""
PUBLIC_DEEDS_DONE: Final = _any_of(
    r"""
    abolished | appointed | asked | audited | circulated | commissioned | consulted | contacted | established | extended |
    funded | informed | introduced | investigated | invited | issued | laid before | launched | made
    (?:public|available|permanent) | monitored | notified | offered | placed (?:in|on) | posted (?:here|on|to) | provided |
    published | put (?:on|before|to|in) | recruited | refunded | reimbursed | released | removed | replaced | reported |
    reviewed | revised | rewritten | rolled out | scrapped | sent (?:to|out) | set up | shared with | told | trained |
    updated | uploaded | withdrawn
    """
)
"""What bodies have done to things and people ("will be published"), also without a date."""
ONLY_DATED_DEEDS: Final = _any_of(
    r"""
    address | deal | keep(?! (?:this|the|our|its) (?:\w+ ){1,2}(?:going|open|running)\b) | know (?!that\b) | look at |
    require | see (?=(?:all|each|every|her|him|it|the|them)\b) | speak (?:to|with) | stay (?=(?:closed|free|open|shut)\b) |
    talk (?:to|with) | use | work with
    """
)
"""What is a state or a habit undated ("we will keep working"), and by a day something to be held to."""
DATED_DEEDS: Final = _any_of(
    r"""
    add | appear | apply | ask (?!every|all\b|each|the\b|our\b|my\b|offic) | bring | come | finish | follow | get | go
    (?:to|ahead|out|live|into|before|on sale) | have been \w+ | have (?!\w+ed\b|begun|written|met|set|put) | hear | hold
    (?!a\b|an\b|the\b|two|three|four|our|its|talks|meetings|further|more) | meet | raise | reach | receive | return |
    support | take effect | take the form | visit
    """
)
"""Deeds of every day, which are promises only with a date."""
