"""The grammar of an undertaking: somebody, a word that binds them, and what they will do; and what makes it none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from watcher.ledger.deeds import DATED_DEEDS, DONE, FREE_DEEDS, NO_DEEDS, NO_PARTICIPLES, ONLY_DATED_DEEDS, PUBLIC_DEEDS_DONE
from watcher.ledger.due import may_be_dated

WHAT_CHARS_MAX: Final = 400

# What people do and can be held to. "Will be trained" and "will be asking" are deeds, with a date; so is being somewhere by then.
_PARTICIPLES: Final = (
    rf"(?:\w+ing|(?:{DONE})|able|free (?:of charge|to (?:all|every|members|schools|heads)\b)"
    r"|with (?:(?:all|every|each|our|its|the|your|their) )?(?:members|schools|heads|parents|ministers|governors|you|them|him|her"
    r"|staff"
    r"|councillors|unions|MPs|committee|board|trustees|leaders|inspectors|teachers)"
    r"|in (?:place|force|use|post|print|(?:every|your|their|all|each|the) (?:schools?|hands?|post|inbox(?:es)?|librar(?:y|ies)"
    r"|staffrooms?|classrooms?|building))"
    r"|on (?:our|its|the) (?:web)?site|on (?:sale|offer|(?:your|their|every) [a-z]+)"
    r"|available|compulsory|mandatory|voluntary|optional|permanent|public|down to|half"
    r"|(?:shorter|longer|simpler|smaller|fewer)"
    r"|[a-z]+(?= (?:by|before|no later than|with effect from|from(?= \d| the (?:start|beginning|first)\b| next\b| [A-Z][a-z]+\b)) )"
    r"|complete|online|open|live|ready|back|out|in touch|up and running|on (?:site|hand|call|duty))"
)
_NO_DEED: Final = (
    rf"be(?! (?:(?:also|now|then|first|fully|finally|formally) )*(?!(?:{NO_PARTICIPLES})\b){_PARTICIPLES}\b)|{NO_DEEDS}"
)
_FREE_DEED: Final = re.compile(rf"(?:{FREE_DEEDS})\b")
_DATED_DEED: Final = re.compile(rf"(?:{DATED_DEEDS}|{ONLY_DATED_DEEDS})\b|be (?:\w+ly |also |now )?\w+ing\b")
_ONLY_DATED_DEED: Final = re.compile(rf"(?:{ONLY_DATED_DEEDS})\b")
_FREE_DONE: Final = re.compile(rf"be (?:(?:also|then|now|fully|first|jointly|\w+ly) )?(?:{PUBLIC_DEEDS_DONE})\b")
_FROM_US: Final = re.compile(
    rf"(?:have(?! (?:been )?(?:{DONE})\b)|receive|get|hear|(?:know|learn)(?! that\b)|see (?:the|it|them|what|all)|be (?:able"
    rf"|hearing|getting|receiving|given|sent|told|offered|asked|invited|shown|contacted))\b"
)
"""What somebody gets is promised by whoever gives it: "you will have the figures by Friday"."""
_PROGRESSIVE_DEED: Final = re.compile(
    r"be (?:\w+ly |also |now )?(?:appoint|publish|introduc|launch|consult|open|fund|creat|recruit|train|extend|pilot|review|issu"
    r"|send|provid"
    r"|establish|replac|scrapp|cutt|reduc|commission|report|updat|runn|set(?:t)?)ing\b"
)
"""The same going on ("will be appointing a lead")."""
_ADVERBS: Final = (
    r"(?:(?:of course|also|now|then|soon|therefore|instead|first|formally|again|immediately|shortly|itself|each|all|both|begin to"
    r"|personally|today|go (?:(?:one step|a step|even|still) )?further and"
    r"|fully|finally|together|further|(?!(?:normal|usual|general|typical|probab|possib|hopeful|like|inevitab|presumab|app|rep"
    r"|supp|re|comp|multip)ly\b)[a-z]+ly|(?:in|by|on|from|before|within) [\w ]{2,24},)\s+)*"
)
_WILL: Final = re.compile(
    rf"(?<!the )(?<!free )(?<!own )(?<!good )\b(?:(?P<modal>will|shall|[’']ll)|(?P<going>(?:am|are|is|[’']re|[’']m"
    rf"|[’']s) (?:\w+ )?going to))(?:,[^,.;:“”]{{2,40}},)?\s+{_ADVERBS}"
    rf"(?P<deed>have (?:been )?(?!to\b)(?:{DONE})\b|have been (?:through|to|round)\b|have had (?!enough\b|to\b)\w+"
    rf"|(?!(?:{_NO_DEED}|not)\b)[a-z]+)",
)
_WOULD: Final = re.compile(rf"\bwould\s+{_ADVERBS}(?P<deed>(?!(?:{_NO_DEED}|have|not)\b)[a-z]+)")
_SAYING: Final = (
    r"(?:said|says|say|told|tells?|informed|informs?|adds?|added|announced|announces?|confirmed|confirms?|promised?|promises"
    r"|pledged?|pledges"
    r"|indicated"
    r"|revealed|wrote|writes|stated|explained|learned|learnt|understands|insisted|conceded|accepted|acknowledged|signalled"
    r"|made (?:it )?(?:clear|plain)"
    r"|agreed|decided|resolved|vowed|guarantee[sd]?|assure[sd]?|undert(?:ook|aken)"
    r"|(?:promise|pledge|commitment|guarantee|assurance|undertaking|word)(?:\s+(?:yesterday|today|to \w+))?(?=,? that\b))"
)
_SAID_THAT: Final = re.compile(rf"\b(?:{_SAYING}|committed)\b[^.;]{{0,120}}(?:\band that [^.;]{{0,80}})?$")
"""In front of "would" it makes a report of what was promised; without it "would" is a supposition."""
_BINDING_THAT: Final = re.compile(
    r"\b(?:promised?|promises|pledged?|pledges|guarantee[sd]?|assure[sd]?|undert(?:ake|ook|aken)|commitment|assurance"
    r"|undertaking|vow(?:ed)?"
    r"|g(?:ave|iven) (?:\w+ )?(?:my|our|its|their|his|her) word|have (?:my|our|its|their|his"
    r"|her) word)\b[^.;]{0,40}\bthat\b[^.;]{0,80}$",
    re.IGNORECASE,
)
"""What is promised in so many words needs no date."""
_HAD_SAID: Final = re.compile(r"\bhad (?:\w+ )?(?:said|promised|pledged|told \w+|announced|agreed|committed|undertaken)\b")
"""A promise that was already of the past when the text was written."""
_HAS: Final = (
    r"(?:has|have|[’']ve|[’']s)\s+(?:(?:\w+ly|also|now|today|already|since|again|both|all|nevertheless|nonetheless"
    r"|twice|however|though|instead),?\s+)*"
)
_NO_INFINITIVE: Final = (
    r"(?!(?:an?|this|that|these|those|our|its|their|his|her|my|all|any|some|it|them|be|have (?:to|been|no)|do|work|act|look"
    r"|continue|such"
    r"|\w+(?:ency|ance|ence|ity|ness|ship|ment)|children|pupils|staff|schools|heads|change|reform|justice)\b)"
)
_TO_DEED: Final = rf"to\s+(?:(?:fully|finally|jointly|publicly|now|also)\s+)?{_NO_INFINITIVE}"
_ONESELF: Final = r"(?:\s+(?:itself|themselves|ourselves|myself|himself|herself))?"
_WITH_WHOM: Final = r"(?: with (?:(?!\bto\b)[^,.;:“”]){2,40}?)?"
_PROMISED: Final = re.compile(
    rf"\b{_HAS}(?:committed{_ONESELF}|pledged|promised|undertaken|vowed|guaranteed|signed up"
    r"|made an? (?:\w+ )?(?:commitment|promise|pledge)|given an? (?:\w+ )?(?:undertaking|commitment|promise|pledge|assurance)"
    r"|set (?:itself|themselves|ourselves|myself) (?:the|an?) (?P<target>task|target|goal"
    r"|deadline)(?: of(?: [\w ]{3,20}(?= to\b))?)?)"
    rf"\s+(?:(?<= of )|{_TO_DEED}(?:the\s+)?)(?P<deed>[a-z]+)"
    rf"|\b{_HAS}given (?:it|them|our|my|him|her)sel(?:f|ves) (?:until|till) [\w ]{{3,30}} to\s+(?P<until>[a-z]+)"
    rf"|\b{_HAS}agreed{_WITH_WHOM}\s+{_TO_DEED}(?!the\b)(?P<agreed>[a-z]+)"
    rf"|\b(?:[Ww]e|I)\s+(?:(?:also|hereby|now|therefore|each|both)\s+)*(?:commit|pledge|undertake|promise){_ONESELF}"
    r"\s+to\s+(?P<we>[a-z]+)"
    r"|\b(?:I am|I[’']m|[Ww]e are|[Ww]e[’']re)\s+(?:(?:very|more than|of course|quite)\s+)?(?:content|happy|glad"
    r"|ready)\s+to\s+(?P<gladly>write|place|update|arrange|set out|lay|deposit|give (?:that|this|him|her|them|the House"
    r"|an?) (?:\w+ )?(?:undertaking|assurance|commitment))\b"
    r"|(?<!had )(?<!was )(?<!were )(?<!been )\b(?:committed|pledged|promised|undertook|agreed|vowed|resolved|resolves|agrees"
    r"|commits|pledges|promises"
    r"|undertakes"
    rf"|(?:gave|given|gives|made|repeated|renewed|restated|reaffirmed) (?:(?:us|heads|members|MPs|them|governors) )?"
    rf"(?:an?|its|our|my|their|his|her) (?:\w+ )?(?:undertaking|commitment|promise"
    rf"|pledge|assurance))"
    rf"{_ONESELF}\s+{_TO_DEED}(?!the\b)(?P<past>[a-z]+)"
)
_TO_BE: Final = re.compile(
    r"\b(?:is|are)\s+(?:(?:now|also|then|both|all)\s+)*to\s+(?:be\s+)?(?P<is_to>publish\w*|survey|resume|train\w*|review\w*"
    r"|introduce\w*"
    r"|launch\w*|appoint\w*|consult|open|issue|send|start|begin|replace|scrap\w*|extend\w*|double\w*|create\w*|set up"
    r"|report|pilot|revise\w*|rewrite|write|meet|hold|held|cut|sent|ask|close|reopen|run|trial\w*|hire|recruit|give|fund|halve"
    r"|decide|offer|provide|seek|double|abolish\w*|pause\w*|suspend\w*|drop|change|replaced|end|join)\b"
)
_DUE_TO: Final = re.compile(
    r"\b(?:is|are)\s+(?:(?:now|also|then|both|all)\s+)*(?:due\s+|scheduled\s+)?to\s+(?!(?:have|leave|retire|step|attend|speak"
    r"|reply|respond"
    r"|stand|see|look|blame|say|do"
    r"|come(?! (?:out|into (?:force|effect|use)|back|before)\b)|know|take (?:place|part)|face|appear before"
    r"|be (?:welcomed|congratulated|commended|expected|found|seen|avoided|believed|trusted|blamed|regretted|hoped|feared"
    r"|held to))\b)"
    r"(?P<due_to>[a-z]+)"
)
"""What is scheduled, by any verb: a promise with a date."""
_DUE_ON: Final = re.compile(
    r"\b(?:(?:reports?|reviews?|response|guidance|handbook|framework|results|findings|plans?|strategy|policy|updates?|decisions?"
    r"|consultation|evaluation|training|bill|figures|survey|protocol|code|toolkits?|summary|minutes|guides?|materials|drafts?"
    r"|tally|lists?|versions?|editions?|instalments?|documents?|analysis"
    r"|data|numbers|statistics|counts?|audits?|proposals|films?|videos?|modules?|helpline|hub|portal"
    r"|website|leaflets?|charter|accounts|batch|[Pp]ublication|[Ll]aunch|(?<=of )which)(?: (?:of|on|for|about) (?:(?!\b(?:is"
    r"|are|was"
    r"|were)\b)[^,.;:]){2,40}?)?"
    r"\s+(?:is|are)\s+(?:(?:now|also|next|both|all)\s+)*(?:(?P<deed>due)|(?P<set_for>scheduled|timetabled|set) for)"
    r"|[a-z]+\s+(?:is|are)\s+(?:now\s+)?(?P<due_out>due) (?:out|back|for publication))"
    r"\s+(?:out\s+|back\s+|for \w+\s+)?(?=by\b|on\b|in\b|at the\b|next\b|this\b|before\b|later\b|within\b"
    r"|with (?:us|you|them|[a-z]+) |(?<=for )(?:\d|the |late |early |mid|[A-Z]))"
)
"""A thing that somebody makes or runs, with its day: "the next tally is due on 30 April"; not what others owe, nor the diary's."""
_TO_BE_DONE: Final = re.compile(
    rf",\s+(?:due |now )?to (?P<deed>be)\s+(?!able\b|(?:{NO_PARTICIPLES})\b){_PARTICIPLES}\b"
    r"|^(?:[A-Z][\w’'-]*(?: (?!(?:is|are|was|were|has|have|had|want|wants|need|needs|ought|hope|hopes|like|seem|expect|expects"
    r"|ask|asks|due|likely|going|able"
    rf"|used|set|yet)\b)[\w’'-]+){{0,3}}) to (?P<then>be) (?:{PUBLIC_DEEDS_DONE})\b"
)
"""A thing with what will be done to it: "plans, to be published by 30 June, …"."""
_AGREED_THAT: Final = re.compile(
    r"\b(?:agreed|resolved|decided|ordered|directed)(?: unanimously)?,? that (?:the|an?|its|their|our|all|each|every|this"
    r"|these) (?:[\w’'-]+ ){1,8}?"
    rf"(?P<deed>be) (?:{DONE})\b"
)
"""What a meeting has decided, in the words of minutes: "It was agreed that a letter be sent by 18 October"."""
_NOUN: Final = re.compile(
    r"(?P<owner>\b(?:[\w’'.-]+[’']s?|its|his|her|their|our|my|the|a|an|The|Its|Our|An?)\s+)(?:\w+\s+){0,2}?"
    r"(?P<noun>[Pp]ledges?|[Pp]romises?|[Cc]ommitments?|[Uu]ndertakings?|[Gg]uarantees?|[Aa]ssurances?|[Vv]ows?)"
    r"(?:\s+(?:from|by)\s+(?P<giver>[^,.;:“”]{3,60}?))?"
    r"(?:\s+to\s+(?:the|its|our|their|his|her|MPs|parents|heads|ministers|members)\b[^,.;:“”]{0,30}?)?(?:, (?:first |last "
    r"|originally )?(?:made|given)[^,.;]{2,30},|,)?\s+"
    rf"(?:{_TO_DEED}(?!the\b)(?P<deed>[a-z]+)|of\s+(?:an?\s+|the\s+)(?P<thing>[a-z]+))"
)
"""A promise by its name, with what is promised: with a date it is one, whoever speaks of it."""
_UNGIVEN: Final = re.compile(
    r"\b(?:no|not|any|without|ask(?:s|ed|ing)? for|seek\w*|sought|want\w*|demand\w*|call\w* for|press\w* for|need\w*|brok\w+"
    r"|break\w*"
    r"|fail\w*|refus\w+|urg\w+|whether|if|wait\w* for|despite|abandon\w*|dropp\w+|scrapp\w+|ditch\w*|withdr\w+"
    r"|(?<!repeated its )(?<!repeated our )(?<!repeated his )(?<!repeated her )(?<!repeated their )earlier"
    r"|previous|old"
    r"|unless|kept|met|honoured|fulfilled)(?:\W+[\w’']+){0,4}?\W+(?:pledges?|promises?|commitments?|undertakings?|guarantees?"
    r"|assurances?"
    r"|vows?|word)\b|^\W*(?:promises|pledges|commitments|guarantees|assurances)\b",
    re.IGNORECASE,
)
"""A promise that is asked for, broken, kept or taken back is none that stands."""
_REPORTED_DOUBT: Final = re.compile(
    r"^\W*(?:[Pp]erhaps|[Mm]aybe|[Pp]ossibly|[Pp]robably)\b|\b(?:fears?|expects?|suppose|imagine|(?<!no )doubts?|thinks?"
    r"|believes?|predicts?|hopes?|suspects?"
    r"|worr(?:y|ies)|reportedly|supposedly|allegedly)\b"
    r"|\b(?:I am|I[’']m|we are|we[’']re|been|being) told\b|\bwill (?:\w+ )?(?:say|claim|insist|argue) that\b"
    r"|(?:\b(?:not|never|nobody|no one|nor|yet to|refused to|declined to|nobody can)|n[’']t)\s+(?:\w+\s+)?(?:say|said|promised?"
    r"|tell"
    r"|confirm(?:ed)?|commit(?:ted)?"
    r"|agreed?|announced?)\b(?! you this\b| you today\b| you that\b)|\bclaim(?:s|ed)?\b|\bif\b[^,]{0,80}$|\bunless\b"
    r"|(?<!on )(?<!of )\bwhether\b"
    r"|(?<!when )(?<!when a visit )(?-i:\bmay\b)(?! (?:hold|rest|be sure|rely|expect)\b)|\bmight\b",
    re.IGNORECASE,
)
_OWN_VERB: Final = (
    r"(?!(?:the|an?|this|that|these|those|each|every|all|no|we|you|they|he|she|it|I|our|its|their|his|her|my|your|also|now|then"
    r"|soon"
    r"|therefore|instead|first|again|both|otherwise|in|on|by|from|at|for|with|as|\w+ly)\b)(?-i:[a-z’'-]+)\s"
    r"(?:[\w’'-]+\s+){1,4}$"
)
"""Behind "who": a verb with more than itself ("heads who travel between sites"), so that the promise is of the clause around it."""
_RELATIVE: Final = re.compile(
    r"(?:\b(?:(?:who|which|that|where|what|how|when|if|once|because|(?<!is )why)|(?:until|after"
    r"|before)(?! (?-i:[A-Z\d])))\s+(?!then\b)"
    rf"(?!(?<=who ){_OWN_VERB})"
    r"(?!\w+\s+(?:as|in|on|for|from|at|with|to|of|by|up|out)\b)"
    r"(?:(?!(?:is|are|was|were|has|have|had|does|did)\b|\w+[’'](?:ll|ve|re)\b)[\w’'-]+\s+){0,4})$",
    re.IGNORECASE,
)
_POINTING: Final = re.compile(r"\s*(?:That|This|Those|These)(?:\s+|$)(?:[\w’'-]+\s+){0,3}$")
"""Words at the head of a clause that point to something, and begin no relative clause."""
_WHICH: Final = re.compile(r",\s+(?:who|(?:(?:the )?(?:[\w-]+ ){1,2}of )?which)\s+$")
"""A clause that adds to a thing what will be done to it: "the code, which will be published in May"; with a date it promises."""
_AND_THAT: Final = re.compile(rf"\b{_SAYING}\b(?:[^.;“”\"]|“[^“”]{{0,80}}”|\"[^\"]{{0,80}}\")*\band that\s+(?:[\w’'-]+\s+){{0,6}}$")
_WHO_SAYS: Final = re.compile(rf",\s+wh(?:ich|o)\s+(?:has\s+|have\s+)?{_SAYING}\s+(?:that\s+)?(?:it|they|he|she)\s+$")
_OF_WHICH: Final = re.compile(
    rf",\s+(?:all|both|each|most|some|many) of which\s[^,;]{{2,40}}\s{_SAYING}\s+(?:that\s+)?(?:it|they)\s+$"
)
_ON_WHICH: Final = re.compile(r",\s+(?:on|in|for|about|under|through|by|after) which\s[^,;:]{2,40}$")
_WHOLE_RELATIVE: Final = re.compile(
    r"\w (?:(?:in |on |by |of |for |to |under |from |at )?(?:which|whom)|that) (?:they|it|he|she|we|I|you) (?!(?:also|now|then"
    r"|all|both|each|soon|says?|said|hopes?|thinks?|believes?"
    r"|claims?|expects?|knows?|wants?|\w+ly)\b)[\w’'-]+ $"
)
"""A relative clause that is over: "the money which they cost would …"."""
_ASKED: Final = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|wonder(?:s|ed)?|enquire[sd]?|quer(?:y|ies|ied))\b(?:(?!\bto\b)[^.;:“”]){0,80}?"
    r"\b(?:when|whether|if|how|why|what|where|who)\b(?:(?!\b(?:said|told|replied|answered)\b|, (?:and|but) (?!wh|if"
    r"|how))[^.;:“”])*$"
)
"""What somebody asks about nobody has promised."""
_ASKING: Final = ("ask", "wonder", "nquire", "uer")
_THAT_SAID: Final = re.compile(
    rf"\b{_SAYING}\b(?:,? (?:however|though|too|instead),)?(?:hon\.|[^.;,“”\"]){{0,60}}\bthat\s+(?:[\w’'-]+\s+){{0,6}}$",
    re.IGNORECASE,
)
"""Words in front of a promise in reported speech: this "that" begins no relative clause."""
_NOT: Final = re.compile(
    r"(?:\b(?:not|never|yet to|refus\w+ to|declin\w+ to|fail\w+ to|no longer|hardly|neither|nor"
    r"|without having)\s+(?:\w+ly\s+|yet\s+|even\s+)?"
    r"|n[’']t\s+(?:yet\s+|even\s+)?)$",
    re.IGNORECASE,
)
_NOBODY: Final = re.compile(
    r"\b(?:no one|no-one|nobody|none|neither|nothing)(?:\s+(?:of|in|at|from)\s[^,.;]{1,60})?\W*$", re.IGNORECASE
)
_IF: Final = re.compile(r"^\W*(?:if|unless|should|had|were|in case|provided)\b[^.;]*,\s[^.;]*$", re.IGNORECASE)
"""A condition in front of the sentence's own clause makes a promise of it no promise."""
_IF_BEHIND: Final = re.compile(
    r"^[^.;“”\"]*\b(?:if|provided(?: that)?|(?<!for )as long as|should (?:the|it|they|he|she))\b(?! not\b)", re.IGNORECASE
)
_THING: Final = re.compile(
    r"(?<!was )(?<!were )(?<!been )(?<!had )\b(?:promised|promises|pledged|pledges|guaranteed|guarantees)\s+(?:(?:us|them|heads"
    r"|members|MPs|governors|schools) )?(?:an?|the|his|her"
    r"|its|their|new|full)\s+(?P<deed>[a-z]+)"
)
_DOING: Final = re.compile(
    r"(?:\b(?:[Ww]e|I)\s+(?:are|am)|[’'](?:re|m))\s+(?:also |now )?(?P<deed>publishing|launching|holding|running|opening"
    r"|surveying|training|consulting"
    r"|starting|introducing|sending|piloting|reviewing|appointing|setting up|closing|issuing|putting|giving|committing"
    r"|investing|funding|replacing|ending|extending|writing|offering|moving|creating|making (?=[£\d])|doubling|increasing|adding)\b"
    r"|\b(?:is|are) (?:also |now )?(?P<they>writing to|visiting|sending|contacting|ringing|issuing|training|appointing"
    r"|rewriting|surveying|launching|introducing|opening|publishing|balloting|piloting|replacing|ending"
    r"|closing|increasing|doubling|extending|funding|expanding|recruiting|investing|cutting)\b"
)
_THERE: Final = re.compile(
    r"\bthere (?:will|would) (?:also |then )?(?P<deed>be) (?:an? |two |three |new |further |more |no (?!doubt\b|point\b|reason\b"
    r"|need\b|change\b|question\b|more\b))(?![^.;]{0,40}\b(?:strikes?"
    r"|elections?"
    r"|by-election|vote|ballot|debate|inquest|hearing|trial|court|conference|protest|march|vigil|funeral|memorial)\b)",
    re.IGNORECASE,
)
_COMMITTED_TO: Final = re.compile(
    r"\b(?:are|is|am|[’']re|[’']m|remain|remains)\s+(?:\w+ly\s+|also\s+)?committed\s+to\s+(?P<deed>(?!being|having|doing"
    r"|working|learning"
    r"|listening)[a-z]+ing|an?|the)\b"
)
"""A state as a rule; with a date an undertaking."""
_BOUND: Final = re.compile(
    rf"\b{_HAS}(?:committed|bound|pledged)(?:{_ONESELF}|\s+(?:the|our|its|my|his|her|their)\s+\w+)\s+to\s+(?P<deed>an?|the)\s"
)
"""Somebody bound to a thing: "I have committed the committee to a report in 2025"; with a date an undertaking."""
_NO_BARE_VERB: Final = "".join(
    rf"(?<!{word} )"
    for word in (
        *"to will would can could should must may might not did does back the a and or".split(),
        *"I we We they you A An The no No this".split(),
    )
)
"""Behind these "start" and "begin" are no verbs of a thing in the plural: "inspections begin"."""
_SCHEDULED: Final = re.compile(
    r"\b(?P<deed>(?:(?:comes|(?<=s )come) (?:into (?:force|effect|operation|use)|back|out|in(?= (?:on|from|in|at|next|this)\b))"
    r"|takes? effect|goes (?:live|out|online|into use)"
    r"|(?<=s )(?<!was )(?<!is )(?<!has )(?:open|launch)"
    rf"|(?=go (?:live|out)\b(?! on strike)){_NO_BARE_VERB}go (?:live|out)|(?:goes|(?<=s )go) to (?=(?:all|every|each) "
    rf"|schools\b|heads\b"
    r"|members\b|parents\b|governors\b|branches\b|print\b|(?:the )?(?:\w+ )?(?:[Bb]oard|[Cc]abinet|[Cc]ommittee|[Pp]anel|[Cc]ouncil"
    r"|Forum|trustees|Parliament)\b)|takes place|will take place|kicks in|gets under way|(?:is|are) in use"
    r"|(?<=review )reports|(?<=s )take place"
    rf"|(?=[sbrctg])(?=start|begin|resume|restart|come into|take effect|go live){_NO_BARE_VERB}(?:start|begin|resume|restart"
    rf"|come into (?:force|effect)|take effect|go live)"
    rf"|(?=come (?:out|into force|into effect)\b){_NO_BARE_VERB}come (?:out|into force|into effect)"
    r"|publishes|starts|begins|opens|reopens|resumes|restarts|launches|applies|appears|arrives|(?<=s )arrive|gets|receives"
    r"|(?:follows|(?<=s )follow)(?= (?:in|on|by|from|at|next|later)\b)|doubles|(?<=s )double"
    r"|has(?= an? )"
    r"|(?:is|are) (?:published|appointed|launched|introduced|issued|rolled out|in (?:place|force|post)|up and running|live"
    r"|open|out|ready"
    r"|available)|(?<=e[’'])re (?:open|live)"
    r"|(?:is|are) (?:to be )?replaced"
    r")\b)"
)
"""What the present tense says of the future, with a date: "the helpline opens on Monday 26 February"."""
_BEING: Final = re.compile(
    r"\b(?:is|are) (?:now |also )?(?P<deed>being) (?:sent|lodged|submitted|filed|issued|posted|published|written to"
    r"|rolled out|introduced"
    r"|extended|offered|given|delivered|launched|tabled|appointed|set up|put|replaced|withdrawn|e-?mailed|mailed|added|circulated"
    r"|distributed|shared|recruited|doubled|cut|opened|closed|uploaded|made available|handed|updated|revised|rewritten|scrapped"
    r"|removed|released)\b"
)
"""What is under way and will be done by its date: "the form is being sent to schools this week"."""
_NEW_DATE: Final = (
    r"(?=(?:the |a |early |late |mid-?)*(?:\d|(?:Mon|Tues|Wednes|Thurs|Fri)day|Jan|Feb|Mar|Apr|May\b|June|July|Aug|Sep|Oct"
    r"|Nov|Dec|Easter"
    r"|Christmas|(?:next|this|new|autumn|spring|summer|winter|end|start|week|half)\b))"
)
_MOVED: Final = re.compile(
    r"\b(?:has|have) (?:now |since |also )?(?P<deed>been) (?:moved|put back|pushed back|brought forward|postponed|rescheduled"
    rf"|rearranged|delayed|deferred) (?:to|until|till) {_NEW_DATE}"
)
"""A thing that has a new date."""
_MOVES: Final = re.compile(
    r"\b(?:has|have) (?:now |since |also )?(?P<deed>moved|put back|pushed back|brought forward|postponed|rescheduled|rearranged"
    rf"|delayed|deferred) (?:the|its|their|our|all) [^,.;:“”]{{2,50}}? (?:to|until|till) {_NEW_DATE}"
)
"""Who has given it one."""
_ASSIGNED: Final = re.compile(
    r"^(?P<giver>(?:The )?(?:[A-Z][\w’'-]*(?: (?:and |of |for |the )?[A-Z][\w’'-]*){1,4}|[A-Z]{2,8}|Chair|Clerk|Secretary"
    r"|Director|Officers))"
    rf" to (?P<deed>(?:re-?)?(?:{FREE_DEEDS}))\b(?=[^?:]*\.$)"
)
"""What minutes set somebody to do, without a verb: "Estates Team to circulate the plan by Friday"."""
_WHEN_BEHIND: Final = re.compile(
    r"(?: [\w’'-]+){0,7}?,? (?:(?:by|on|in|from|at|before|with effect from|until) (?:\w+ ){0,3}?|(?:this|next) )"
    r"(?:\d|the (?:new|next|start|beginning|end|same|autumn|spring|summer|first|second|week)|[A-Z][a-z]+\b|term|year|month|week"
    r"|autumn|spring|summer"
    r"|winter|half|school|mid|early|late|today|tomorrow|then)|(?: [\w’'-]+){0,7}? with (?:the|our|its|their) [A-Z][a-z]+ "
    r"|(?: [\w’'-]+){0,3},? (?:tomorrow|later this|(?:on )?(?:the"
    r"|that) same day)\b"
)
_WHEN_IN_FRONT: Final = re.compile(
    r"^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\d{1,2} [A-Z][a-z]+)(?: \d{1,2} [A-Z][a-z]+)?: [^.;:]*$"
    r"|(?:^|[:;“\"—–]|\bthat )\W*(?:and )?(?:[Ff]rom|[Bb]y|[Oo]n|[Ii]n|[Aa]t|[Ww]ith effect from|[Uu]ntil|[Bb]efore|[Nn]ext"
    r"|[Ll]ater) [^.;:]*$"
)
"""Behind or in front of what is scheduled stands when."""
_EVERY: Final = re.compile(r"(?:^|, |^(?:from|by|on) [\w ]{3,20} )(?:every|each|all) ", re.IGNORECASE)
_CONSULTATION: Final = re.compile(
    r"^\W*(?:the|a|an|its|our) (?:[\w’-]+ ){0,2}(?:consultation|survey|call for evidence|Big Listen)\b", re.IGNORECASE
)
_DIARY: Final = re.compile(
    r"\b(?:terms?|half-term|school (?:year|day|week)|holidays|recess|season|exams?|nominations|registration|applications|bookings?"
    r"|submissions|entries|voting|parliament|the House|session|week|month|year|day|chapter|story|letter|film|book|paragraph|report"
    r"|section|he|she|I|you|who|that|there|it all|production|show|exhibition|play|film|[Cc]omments?|[Cc]onsultations?|Big Listen"
    r"|survey|call for evidence|anxiety|stress|problem|trouble|work)\W*$",
    re.IGNORECASE,
)
"""What begins and opens by the diary, or by itself."""
_ABOUT: Final = re.compile(r"\s(?:for|about|from)\s.*$")
"""What a thing is about: "our figures for the year" are no year."""
_NEVER: Final = re.compile(
    r"\b(?:(?:will|shall|would) (?:not|never|no longer)|won[’']t) (?:again |also )?(?P<deed>be (?!\w*(?:pleased|delighted|able"
    r"|enough)\b)\w+"
    r"|(?:inspect|contact|call|ring|phone|visit|begin|start|carry out|publish|use|name|ask|issue|give|send|charge|make|take"
    r"|request|require"
    r"|arrive|apply|hold|report|share|identify|schedule|close|cut|train|open|notify|grade|judge)\b)"
)
"""What somebody will no longer do, from a day on or to a day."""
_NONE_WILL: Final = re.compile(
    r"\b(?:[Nn]o (?!one\b|doubt\b|longer\b|matter\b)(?:[\w’'-]+ ){1,5}?|[Nn]one of (?:them|us|(?:the|its|our|these"
    r"|those) [a-z]+) |(?:[Nn]obody"
    r"|[Nn]o one) (?=\w+ (?:be )?\w+ (?:[^.;]{0,60} )?(?:until|unless|before)\b))"
    r"(?:will|shall|would) (?P<deed>(?!have\b|need\b|want\b)[a-z]+)"
)
"""Nobody of a kind will do a thing, from a day on or unless something is so."""
_WILL_PROMISED: Final = re.compile(
    r"\b(?:will|shall|would) (?:(?:also|then|all|each|both|first|never again|never) )?(?P<deed>(?!(?:look|try|work|do|think"
    r"|consider|listen"
    r"|see|help|learn)\b|not\b|never\b|no\b|be\b|have\b)[a-z]+)"
)
"""Anything that somebody will do, where it is promised in so many words."""
_SPAN: Final = re.compile(
    r"\b(?:from|until|till|after|as of|during|before|between|unless|without)\b|\bwho(?:se)?\b[^.;]* not\b|\bthis (?:\w+ )?(?:term"
    r"|year|month|week|summer"
    r"|autumn|spring|winter)\b",
    re.IGNORECASE,
)
_ACTION: Final = re.compile(
    r"\b(?:ACTION|Action|AGREED|RESOLVED)(?: points?)?\s*[:–-]\s*(?P<giver>[^:.;]{2,40}?)\s+to\s+(?P<deed>[a-z]+)"
)
"""What minutes set somebody to do."""
_INSTRUCTS: Final = re.compile(
    r"\b(?:instructs?|instructed|mandates?|mandated|directs?|directed|tasks?|tasked)\s+(?:the|its|our|their)\s+(?:[\w’]+\s+){0,3}?"
    r"(?:executive|committee|secretary|officers?|NEC|council|board|leadership|office|chief executive|director)"
    r"(?: \([^()]{2,30}\))?\s+to\s+(?P<deed>[a-z]+)"
)
"""A meeting that binds its own officers binds itself."""
_WERE_ASKED: Final = re.compile(
    r"\b(?:[Oo]fficers|[Cc]lerk|[Dd]irector|[Ss]ecretary|[Cc]hair|[Cc]hief [Ee]xecutive)(?: of [A-Z][\w’' -]{2,40})? (?:was"
    r"|were) (?:asked|instructed"
    r"|tasked|requested) to (?P<deed>[a-z]+)"
    r"|\b[Ii]t was (?:also )?(?:agreed|resolved|decided) to (?P<agreed>(?!be\b|note\b|approve\b|defer\b|thank\b)[a-z]+)"
)
"""What minutes say that a body's own people were asked to do, or that it agreed to do."""
_SUBJECT_STOP: Final = re.compile(
    r"(?:^|[:;“\"—–]|,\s+(?:on|in|for|about|under|through|by|after) which\s|\bsaid\s+(?:(?:yesterday|today|on \w+day|last night"
    r"|this week|last week)\s+)?(?:that\s+)?|\bsays\s+(?:that\s+)?|\bthat\s+|\bbut\s+|,\s+(?:and|but)\s+"
    r"|\badded\s+(?:that\s+)?|\bconfirmed\s+(?:that\s+)?"
    r"|\bannounced\s+(?:that\s+)?)"
)
_NONE: Final = re.compile(r"(?:[^,]{4,40}, )?no (?!one\b|doubt\b)", re.IGNORECASE)
_WHEN_TO: Final = re.compile(
    r"\b(?:when|whether|where|how|what|which|who)\s(?:(?!\b(?:will|would|shall|can|should)\b|[’'](?:ll|d|ve"
    r"|re)\b)[^,.;:“”]){0,80}$",
    re.IGNORECASE,
)
"""What says when something "is to be paused" pauses nothing; "an outline of how it will work" has its verb already."""
_AIM: Final = re.compile(
    r"\b(?:aims?|purpose|plans?|intention|goal|task|job|role|idea|way|answer|resolution|point|hope|thing|priority|duty|wish"
    r"|challenge"
    r"|question|solution|best|object|test|proposal)\s*$|\bthing\b[^,.;]{0,40}$",
    re.IGNORECASE,
)
"""What "is to" do something without anybody's doing it."""
_OUTSIDE: Final = re.compile(
    r"^\W*(?:(?!of\b|in\b|at\b)[\w’'-]+\s+){0,3}(?:nobody|nothing|no one|none|there|this|that|these|those|what|parents"
    r"|everybody(?: else)?|everyone else"
    r"|somebody|someone|anybody|others|voters|House"
    r"|children|pupils|people|everyone|anyone|time"
    r"|headlines|history|impact|effect|pressure|many|some|few|most|critics|another|MPs|peers|members|heads|headteachers|teachers"
    r"|schools"
    r"|leaders|staff"
    r"|unions|readers|you|your|the public)\s*$",
    re.IGNORECASE,
)
_CALENDAR: Final = re.compile(
    r"^(?:(?! (?:of|for|about|from|during) ).)*\b(?:(?:GCSE|A-level|exam|SATs?) results|polling|court|inquest|hearing|trial"
    r"|tribunal|conference"
    r"|congress|election|elections|debate|vote"
    r"|ballot|exams?|funeral|memorial"
    r"|vigil|rally|lecture|festival|concert|picnic|fair|parade|awards"
    r"|service|event|term|webinar|(?:webinar|conference|hearing|inquest|debate) (?:for|with|on|about|at|in) [^,;]*)\W*$",
    re.IGNORECASE,
)
"""What happens by the calendar is nobody's promise."""
_DECIDED_THAT: Final = re.compile(r"\b(?:decided|agreed|resolved|promised|pledged) that (?:an?|its|our|their|the) [^,;]{2,40}$")
"""A ballot that somebody has decided on is theirs, and not the calendar's."""
_SAID_BACK: Final = re.compile(
    r"\b(?:said|says|promised|announced|pledged|told \w+|committed)\s+(?:back )?(?:in (?:January|February|March|April|May"
    r"|June|July|August|September"
    r"|October|November|December|20\d\d)|last (?:month|year|spring|summer|autumn|winter|term)|earlier|previously|at the time"
    r"|\w+ (?:weeks|months|years) ago)\b"
    r"|^\W*(?:[\w-]+ ){1,2}(?:weeks|months|years|year|month) ago\b"
    r"|^\W*(?:(?:[Bb]ut|[Aa]nd) )?[Ll]ast (?:month|year|spring|summer|autumn|winter|term|[A-Z][a-z]+(?<!day)),? (?:[\w’'-]+ ){1,4}"
    r"(?:said|promised|announced|pledged|told|wrote|reported|agreed)\b"
    r"|\b(?:said|told|promised|announced|pledged|agreed|committed|confirmed|assured)\b[^.;“”]{0,60}? in (?:the (?:spring|summer"
    r"|autumn|winter|new year)|January|February|March|April|May"
    r"|June|July|August|September|October|November|December)(?: 20\d\d)?,? that\b"
    r"|^\W*[Ii]n (?:January|February|March|April|May|June|July|August|September|October|November|December|20\d\d),? (?:\w+ ){1,3}"
    r"(?:said|promised|announced|pledged|told)\b"
    r"|\b[Ww]hen (?:\w+ ){1,6}(?:announced|launched|promised) in (?:January|February|March|April|May|June|July|August"
    r"|September|October"
    r"|November|December)\b",
)
"""A promise that was made earlier has a date that counts from then."""
_STATES: Final = ("are ", "’re ", "'re ", "’m ", "'m ", "is ", "been ", "were ", "was ", "remain ", "remains ")
CONFIRMED: Final = re.compile(
    r",[”\"’']? (?P<who>[^,.;:“”\"]{2,60}?) (?:has |have |also |today |yesterday )?(?P<verb>said|says|confirmed|confirms"
    r"|announced|promised|pledged|told|added|explained)\b"
)
"""Behind a promise: who says that it will be done."""
_QUOTE_ENDS: Final = re.compile(r"[,.]?[”\"](?:\s|$).*|[,.]?[’'](?:\s+(?:said|says|\w+ said)\b.*|$)", re.DOTALL)
HINTS: Final = (
    *(
        "will",
        "shall",
        "’ll ",
        "'ll ",
        " would ",
        "on’t ",
        "on't ",
        "going to ",
        " to:",
        " to be ",
        " is to ",
        " also to ",
        " are to ",
        " due ",
        "cheduled ",
        "timetabled ",
    ),
    *(
        "ommit",
        "ledge",
        "romise",
        "ndert",
        "gree",
        "vow",
        "uarantee",
        "ssurance",
        "signed up",
        " set ",
        "ecided to ",
        " asked to ",
        "esolve",
        "nstruct",
        "andate",
    ),
    *(
        "e are ",
        "e’re ",
        "e're ",
        "I am ",
        "I’m ",
        " is l",
        " is introducing",
        " is publishing",
        " is opening",
        " is balloting",
        " is piloting",
        " is increasing",
    ),
    *("irected ", "irects ", " task", "ACTION", "Action", "AGREED", "RESOLVED", " content to ", " happy to ", " glad to "),
)
"""Without one of these a sentence promises nothing: nine in ten are passed over for the cost of a glance."""


SCHEDULE_HINTS: Final = (
    *(" comes in ", " come in "),
    *(
        "into ",
        "takes effect",
        " open",
        " start",
        " begin",
        "resume",
        "estart",
        " launch",
        " live",
        " goes ",
        " appl",
        " publishes ",
        " appears ",
        " out ",
        " back ",
    ),
    *(
        "is publ",
        "ke place ",
        "kes place ",
        " follow",
        " go to ",
        " double",
        "moved ",
        "poned ",
        "forward ",
        "being ",
        "are publ",
        " appointed",
        " introduced",
        " in place",
        " in force",
        "and running",
        " replaced",
        " avail",
        " arrive",
        " gets ",
        "each ",
        "very ",
    ),
)
"""The same for what a sentence that has a date schedules."""


_DECLARES: Final = re.compile(
    r"^\W*(?:(?P<who>Our|The|Its|My|[A-Z][\w’' ]{2,40}[’']s) (?:[\w’'-]+ ){0,4}?(?:commitments?|promises?|pledges?|undertakings?)"
    r"(?: (?:to|for) [\w’' ]{3,40}| (?:is|are)(?: (?:this|simple|these))?)?"
    r"|(?P<we>We|I|[A-Z][\w’' ]{2,40}) (?:promise|pledge|undertake|commit ourselves to)s?(?: (?:this|the following"
    r"|you this))?):\s+(?=\w)"
)
_NEXT_CLAUSE: Final = re.compile(r";\s+(?:and\s+|or\s+)?")


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A promise found in a sentence: `subject` are the words before it, `place` is where its verb starts.

    `giver` are the words that name who gives it, where the grammar says so. `is_done_to`: the subject is not who does it.
    `needs_date`: without one it is no promise; `is_loose`: nor is it with a date that is near.
    """

    subject: str
    what: str
    place: int
    giver: str = ""
    is_done_to: bool = False
    is_from_us: bool = False
    needs_date: bool = False
    is_loose: bool = False


def undertakings(words: str, *, before: str = "") -> list[Undertaking]:
    """Return the promises of a sentence that have a subject of their own, in order.

    `before` is the sentence before: where it reports what somebody said, "He would write by May" goes on with that.
    """
    found: list[Undertaking] = []
    words = words.replace("hon. ", "hon  ")
    for match in _matches(words, before):
        read = _read(words, match)
        is_part = found and (_is_continued(words[found[-1].place : match.start()]) or _PART_OF.search(words, 0, _deed_at(match)))
        if read is not None and not is_part:
            found.append(read)
    return found


_PART_OF: Final = re.compile(r", (?:the )?(?:[\w-]+ ){1,2}of which (?:(?:is|are|will|would) (?:now )?(?:to )?(?:be )?)?$")
"""What is said of a part of a thing that is promised already: "a termly update, the first of which is due in May"."""


def heads_list(words: str) -> Undertaking | None:
    """Return the promise of which a sentence that ends in a colon is the beginning ("By 20 December we will:"); None if it is none.

    What is promised are the items of the list below it.
    """
    if _RESOLVED.fullmatch(words):
        return Undertaking("we", "", 0)
    match = _LIST_HEAD.search(words) if words.endswith(":") else None
    if match is None:
        return None
    before = words[: match.start()]
    subject = _subject(before)
    if not subject or _is_outside(subject) or _IF.match(before) or _UNGIVEN.search(words) or _REPORTED_DOUBT.search(before):
        return None
    return Undertaking(subject, "", match.start())


def declared(words: str) -> tuple[Undertaking, ...]:
    """Return the clauses of a sentence that calls them promises: "Our commitment: every head has a mentor; …"; mostly none."""
    head = _DECLARES.match(words) if ":" in words else None
    if head is None or _UNGIVEN.search(words[: head.end()]):
        return ()
    subject = "we" if head["who"] in ("Our", "My") else head["who"] or head["we"]
    ends = [each.span() for each in _NEXT_CLAUSE.finditer(words, head.end())]
    starts = [head.end(), *(end for _, end in ends)]
    stops = [*(start for start, _ in ends), len(words)]
    return tuple(
        Undertaking(subject, words[start:stop].strip(' .”"')[:WHAT_CHARS_MAX], start)
        for start, stop in zip(starts, stops, strict=True)
    )


def is_deed(item: str) -> bool:
    """Whether an item of such a list says what will be done, and not what will be so or is done by its being said."""
    if _NOTED.search(item):
        return False
    return re.match(rf"(?!(?:{_NO_DEED}|{ONLY_DATED_DEEDS}|not)\b)[a-z]", item[:1].lower() + item[1:]) is not None


_NOTED: Final = re.compile(r"^that .*\bbe (?:noted|received|approved|adopted|agreed|endorsed|thanked|welcomed|accepted)\b")


def is_calendar(words: str) -> bool:
    """Whether words name what the calendar brings: a hearing, an election, exam results."""
    return _CALENDAR.search(words) is not None


_RESOLVED: Final = re.compile(r"\W*(?:RESOLVED|AGREED|Resolved|Agreed)(?: that)?:?")
_LIST_HEAD: Final = re.compile(
    r"\b(?:(?:resolves?|resolved|agrees?|agreed|decided|mandates|directs|instructs)(?: (?:to instruct )?(?:the|its"
    r"|our) [^:;]{3,60}?)?(?: that)?(?: to)?|(?:will|shall|going to|(?:have|has) (?:agreed|committed|pledged|promised"
    r"|undertaken)(?: \w+sel(?:f|ves))? to"
    r"|(?:commit|pledge|undertake|promise)s?(?: \w+sel(?:f|ves))? to|(?:is|are) to|(?:is|are|[’']re) committed to)"
    r"(?:\s+(?:now|also|therefore|publish|take|do|carry out|make|complete|the following|these|(?:by|in|before|from|within"
    r"|over) [^:;]{3,40}"
    r"|(?:the )?(?:next|following|\w+ (?:new |further |more )?(?:actions?|steps|things|changes|commitments)))){0,4},?\s*):$"
)


def teller_of(before: str) -> str:
    """Return who tells somebody that he will: the words in front of "told MPs that"; or ""."""
    match = _TELLS.search(before)
    return before[: match.start()] if match else ""


_TELLS: Final = re.compile(
    r"\b(?:tells?|told|assure[sd]?|promise[sd]?|wr(?:ote|ites) to|inform(?:s|ed)?)\s(?=[^,.;:]{2,60}\bthat\b)"
)
"""Whoever tells somebody "that he will" is the one who will."""


def is_promised(before: str) -> bool:
    """Whether the words before a clause promise it in so many words: "assured delegates that the framework …"."""
    return "that" in before and _BINDING_THAT.search(before) is not None


def sayer_of(before: str) -> tuple[str, str]:
    """Return who says what comes behind `before` in the same sentence ("He told them that …": "He"), behind the words before that.

    Both are empty if nobody does.
    """
    for match in reversed(list(_SAYS.finditer(before))):
        if _SAYS_BEHIND.fullmatch(before, match.end()):
            sayer = _AND_HE.split(_ADDS.sub("", _subject(before[: match.start()])))[-1]
            return before[: max(before.rfind(sayer, 0, match.start()), 0)], sayer
    return "", ""


_SAYS: Final = re.compile(
    rf"(?:\b(?:has|have|had|also|now|today|yesterday|later|then|since|already|meanwhile|and|to|can"
    rf"|able)\s+)*(?<!the )(?<!its )\b{_SAYING}\b"
    r"|\b(?:gave|given|gives|made|makes|repeated|renewed)\s+(?:[\w’']+\s+){0,3}?(?:undertaking|commitment|promise|pledge"
    r"|assurance|guarantee|word)s?\b"
)
_SAYS_BEHIND: Final = re.compile(
    r"(?:\s+(?!that\b)[\w’'-]+){0,5}?(?:,? that\b)?(?:(?:[^“”\".;:]|“[^“”]{0,80}”|\"[^\"]{0,80}\"){0,160})", re.DOTALL
)
_AND_HE: Final = re.compile(r"\b(?:and|but|while)\s+(?=(?:he|she|it|they|we|I)$)")
_ADDS: Final = re.compile(
    r",\s+(?:meanwhile|however|though|too|in turn|for its part|for their part|by contrast)\b,?", re.IGNORECASE
)


def _is_continued(between: str) -> bool:
    """Whether a verb has no subject of its own behind an earlier one of its sentence."""
    return not between.rpartition(", ")[2].strip().removeprefix("and ").strip()


def _matches(words: str, sentence_before: str) -> list[re.Match[str]]:
    """Return the verbs and nouns of a sentence that may promise, in order, one for each deed."""
    found: list[re.Match[str]] = []
    is_dated = may_be_dated(words)
    for hints, pattern in _FORMS if is_dated else _UNDATED_FORMS:
        if any(map(words.__contains__, hints)):
            found.extend(pattern.finditer(words))
    found = [each for each in found if _may_bind(words, each, sentence_before)] if found else found
    deeds: dict[int, re.Match[str]] = {}
    for match in found:
        deeds.setdefault(_deed_at(match), match)
    return sorted(deeds.values(), key=re.Match.start)


_REPORTS: Final = re.compile(
    r"\b(?:said|replied|told|explained|confirmed|added|answered|promised|pledged|assured|agreed|reported)\b[^.;“”]{0,60}\bthat\b"
)


def _may_bind(words: str, match: re.Match[str], sentence_before: str) -> bool:
    """Whether "would" stands in what somebody said, and "committed to" in no state."""
    if match.re is _WOULD:
        before = words[: match.start()]
        is_going_on = _PRONOUN.fullmatch(before) is not None
        if is_going_on and _SAID_BACK.search(sentence_before):
            return False
        is_going_on = is_going_on and _REPORTS.search(sentence_before) is not None
        is_said = is_going_on or CONFIRMED.search(words, match.end()) is not None
        return is_said or _SAID_THAT.search(before) is not None
    if match.re in (_SCHEDULED, _BEING):
        return _is_timed(words, match)
    if match.re is _WILL_PROMISED:
        return _BINDING_THAT.search(words[: match.start()]) is not None
    if match.re in _NEGATIVE:
        return _SPAN.search(words) is not None or _BINDING_THAT.search(words[: match.start()]) is not None
    return match.re is not _PROMISED or not words[: match.start()].endswith(_STATES)


def _is_timed(words: str, match: re.Match[str]) -> bool:
    """Whether it is said when a thing will be, and what is "being" done is not being done today."""
    if match.re is _BEING and _NEWS.match(words, match.end()):
        return False
    return bool(_WHEN_BEHIND.match(words, match.end()) or _WHEN_IN_FRONT.search(words[: match.start()]))


_NEWS: Final = re.compile(r"[^,.;]* (?:today|tonight|this (?:morning|afternoon|evening))\b")
"""What is being done on the day itself is news."""
_PRONOUN: Final = re.compile(r"\W*(?:He|She|It|They) (?:(?:also|then) )?")
# The forms, each with words without one of which a sentence has none; an earlier one goes first.
_FORMS: Final[tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]] = (
    (("No ", " no ", "obody ", "one of "), _NONE_WILL),
    (("ll ", "ll,", " going to "), _WILL),
    (
        (
            "ommit",
            "ledge",
            "romise",
            "ndert",
            "greed to",
            "greed with",
            "vow",
            "uarantee",
            "signed up",
            "ssurance",
            "sel",
            "esolve",
            "agrees ",
            "content to",
            "happy to",
            "glad to",
            "ready to",
        ),
        _PROMISED,
    ),
    ((" is ", " are "), _TO_BE),
    ((" is ", " are "), _DUE_TO),
    ((" would ",), _WOULD),
    (("committed to",), _COMMITTED_TO),
    (("ommitted ", "bound ", "ledged "), _BOUND),
    (("romise", "ledge", "uarantee"), _THING),
    (("romise", "ledge", "uarantee", "ommitment", "ndertaking", "ssurance", " vow"), _NOUN),
    ((" due ", " set for ", "scheduled for ", "timetabled for "), _DUE_ON),
    ((" to be ",), _TO_BE_DONE),
    ((" being ",), _BEING),
    ((" been ",), _MOVED),
    (
        (" moved ", " put back ", " pushed back ", " brought forward ", "postponed ", "rescheduled ", " delayed ", "deferred "),
        _MOVES,
    ),
    (("here w",), _THERE),
    ((" am ", " are ", " is ", "’re ", "'re ", "’m ", "'m "), _DOING),
    (("ll not ", "ld not ", " never ", " no longer ", "on’t ", "on't "), _NEVER),
    (("romis", "ledge", "uarant", "ssur", "ndert", "ommit", " vow", " word "), _WILL_PROMISED),
    (("ACTION", "Action", "AGREED", "RESOLVED"), _ACTION),
    ((" to ",), _ASSIGNED),
    (("greed ", "esolved ", "ecided ", "rdered ", "irected "), _AGREED_THAT),
    (("nstruct", "andate", "irects ", "irected ", " task"), _INSTRUCTS),
    (("asked to ", "ructed to ", "asked to", "ested to ", "greed to ", "olved to ", "cided to "), _WERE_ASKED),
    (SCHEDULE_HINTS, _SCHEDULED),
)


_UNDATED_FORMS: Final = tuple(
    each for each in _FORMS if each[1] not in (_SCHEDULED, _DUE_ON, _DUE_TO, _TO_BE_DONE, _AGREED_THAT, _BEING, _MOVED, _MOVES)
)
"""Those that promise something without a date as well."""
_NEGATIVE: Final = (_NEVER, _NONE_WILL)
"""Forms that say what will not be done."""


def _deed_at(match: re.Match[str]) -> int:
    """Return where the words begin that say what will be done."""
    return next(match.start(name) for name, group in match.groupdict().items() if name not in _NO_DEEDS and group)


_NO_DEEDS: Final = ("modal", "going", "target", "owner", "noun", "giver")


def _read(words: str, match: re.Match[str]) -> Undertaking | None:
    """Return what a verb or noun promises; None if a veto stands against it."""
    before, subject = _before(words, match)
    deed_at = _deed_at(match)
    is_done_to = _is_done_to(words, match)
    if match.re is _WOULD and words.startswith("do so", deed_at):
        return None
    is_from_us = bool(_FROM_US.match(words, deed_at)) and _is_outside(subject)
    is_binding = match.re in (_WILL, _WOULD, _WILL_PROMISED, *_NEGATIVE) and _is_binding(words, match, is_done_to=is_done_to)
    is_binding = is_binding and not _ONLY_DATED_DEED.match(words, deed_at)
    if not subject or (_GO.match(words, deed_at) and not is_binding):
        return None
    is_given = match.re is _PROMISED and _GROUPS.search(subject) is not None
    if _is_vetoed(words, match, before, subject, is_done_to=is_done_to or is_from_us or is_binding or is_given):
        return None
    is_added = bool(_WHICH.search(words[: match.start()]))
    is_weak = (
        (match.re is _WILL and not is_done_to and not _is_free(words, deed_at))
        or (match.re is not _PROMISED and bool(_DATED_DEED.match(words, deed_at)) and not _PROGRESSIVE_DEED.match(words, deed_at))
        or is_from_us
        or is_added
    )
    is_set = match.re is _DUE_TO and is_done_to and " due " not in match.group()
    is_loose = not is_binding and not is_set and (match.re in _LOOSE or is_weak or bool(match.groupdict().get("going")))
    is_whole = (
        is_done_to or is_from_us or match.re in _NEGATIVE or _NONE.match(subject) or _NOBODY.search(subject)
    )  # "No inspector will …" is not "will …"
    what = _clause(words, match, before, subject) if is_whole else _cut(words[deed_at:])
    what = _SAID_OF_IT.sub("", what) if match.re is _NOUN else what
    return Undertaking(
        subject,
        what.strip(" .,”\"’'")[:WHAT_CHARS_MAX],
        match.start(),
        giver=(match.groupdict().get("giver") or "").strip(),
        is_done_to=is_done_to,
        is_from_us=is_from_us,
        needs_date=not is_binding and (is_loose or is_done_to) and not _is_freely_done(words, match),
        is_loose=is_loose,
    )


def _is_free(words: str, at: int) -> bool:
    """Whether a deed is what bodies do: "publish", "be publishing"."""
    return bool(_FREE_DEED.match(words, at) or _PROGRESSIVE_DEED.match(words, at))


def _is_freely_done(words: str, match: re.Match[str]) -> bool:
    """Whether it "will be published": of that a date is not needed."""
    if match.re is _WOULD and _FREE_DEED.match(words, _deed_at(match)):
        return _TOLD_THAT.search(words[: match.start()]) is not None
    if match.re is _NONE_WILL and _UNTIL.search(words, _deed_at(match)):
        return True
    if match.re in (_WOULD, _NONE_WILL):
        return _FREE_DONE.match(words, _deed_at(match)) is not None
    if match.re is _TO_BE:
        return _FREE_DONE.match(words, words.find("be ", match.start())) is not None
    return match.re is _WILL and not match["going"] and _FREE_DONE.match(words, _deed_at(match)) is not None


_UNTIL: Final = re.compile(r"\b(?:until|unless|without)\b|\bwho(?:se)?\b[^.;]* not\b")
"""What nobody will do until something is so has no date, and binds."""
_TOLD_THAT: Final = re.compile(r"\b(?:told|tells|assured|announced|confirmed)\b[^.;:“”]{0,60}?\bthat (?:it|they|he|she) $")
"""Whom somebody has told what they would do can hold them to it."""


def _clause(words: str, match: re.Match[str], before: str, subject: str) -> str:
    """Return a promise with its subject, without the verb that it had before ("The scheme is free and will …")."""
    at = max(before.rfind(subject), 0)
    first = _FIRST_VERB.match(subject) if before.rstrip().endswith((" and", " but")) else None
    head = f"{first['head']} " if first else words[at : match.start()]
    return head + _cut(words[match.start() :])


def _cut(words: str) -> str:
    """Return words up to where the quotation ends that they stand in, or somebody is named who says so."""
    return _SAYS_SO.sub("", _QUOTE_ENDS.sub("", words))


def says_so_at(words: str, place: int) -> int:
    """Return where behind a promise somebody is named who says so ("…, it emerged on Wednesday"): the words' end if nobody is."""
    match = _SAYS_SO.search(words, place)
    return match.start() if match else len(words)


_SAYS_SO: Final = re.compile(
    r",\s+(?:the|a|an|its|it|he|she|they|ministers|officials|heads|[A-Z])[^,;:“”]{0,60}?\s?\b(?:said|says?|told|tells|confirmed"
    r"|confirms"
    r"|announced|added|insisted|emerged)\b[^;]*$|,\s+(?:according to|said|adding)\b.*$",
    re.DOTALL,
)


_FIRST_VERB: Final = re.compile(
    r"(?P<head>(?:the|our|its|an?|this|each|every|all) [^,;]{2,60}?)\s(?:has|have|had|will|is|are|was|were)\s",
    re.IGNORECASE,
)
_SAID_OF_IT: Final = re.compile(r",?\s(?:was|were|is|has|had)\s.*", re.DOTALL)
_LOOSE: Final = (
    _BOUND,
    _WOULD,
    _COMMITTED_TO,
    _THING,
    _DOING,
    _THERE,
    _DUE_TO,
    _DUE_ON,
    _TO_BE_DONE,
    _AGREED_THAT,
    _NOUN,
    _SCHEDULED,
    _NEVER,
    _WERE_ASKED,
)
_PRONOUNS: Final = {"its": "it", "his": "he", "her": "she", "their": "they", "our": "we", "my": "I"}


def _before(words: str, match: re.Match[str]) -> tuple[str, str]:
    """Return the words in front of a promise, and those of them that are its subject."""
    before = words[: match.start()]
    if match.re is _NOUN:
        return before, _owner(before, match["owner"].strip()) or _subject(before) or "a thing"
    if (match.re is _DOING and match["deed"]) or (match.re is _PROMISED and match["we"]):
        before += match.group().split()[0]
    elif match.re in (_ACTION, _ASSIGNED):
        return before, match["giver"]
    elif match.re is _TO_BE_DONE and match["then"]:
        before += match.group().partition(" to be ")[0]
    elif match.re is _NONE_WILL:
        before += match.group().rsplit(None, 2)[0]
    elif match.re is _AGREED_THAT:
        before += match.group()[: match.start("deed") - match.start()]
    elif match.re is _THERE:
        before += "a thing"
    elif match.re is _WERE_ASKED:
        before += "we " if match["agreed"] else match.group().partition(" w")[0]
    elif match.re is _DUE_ON:
        before += match.group().split()[0]
    return before, _subject(_WHICH.sub("", before))


def _owner(before: str, owner: str) -> str:
    """Return whose a named promise is by the word in front of it ("its", "the Guild’s"), with the names in front of that; or ""."""
    if owner.lower() in _PRONOUNS:
        return _PRONOUNS[owner.lower()]
    names = _CAPITALS.search(before)
    return f"{names.group() if names else ''}{owner.rstrip('s').rstrip(_APOSTROPHES)}" if owner.endswith(("s", "’", "'")) else ""


_APOSTROPHES: Final = "’'"
_CAPITALS: Final = re.compile(r"(?:\b[A-Z][\w’'.-]*\s+(?:(?:of|for|and|&)\s+)?)*$")


def _is_vetoed(words: str, match: re.Match[str], before: str, subject: str, *, is_done_to: bool) -> bool:
    """Whether something in the sentence makes a promise none: who it is of, a condition, a doubt, a denial, the past."""
    return (
        _is_of_calendar(match, before, subject)
        or (not is_done_to and _is_nobodys(match, subject))
        or _is_subordinate(match, before)
        or _is_on_condition(words, match, before, subject)
        or _is_of_the_past(match, before)
        or _NOT.search(before) is not None
        or _REPORTED_DOUBT.search(_NEXT_MAIN.split(before[-140:])[-1]) is not None
        or _is_ungiven(words[: match.end()])
    )


def _is_of_calendar(match: re.Match[str], before: str, subject: str) -> bool:
    """Whether the calendar or the diary brings what is said: a hearing, an election, a term, somebody's first day."""
    if match.re is _SCHEDULED:
        if match["deed"].endswith("place"):
            return _HELD.search(subject) is None or _CALENDAR.search(subject) is not None
        is_diary = _DIARY.search(_ABOUT.sub("", subject)) or _CONSULTATION.match(subject) or _ONE_PERSON.match(subject)
        is_had = match["deed"] in ("has", "gets", "receives") and not _EVERY.search(subject)
        return bool(is_diary or is_had or _CALENDAR.search(subject))
    if match.re is _DUE_TO and match["due_to"] in ("close", "end", "open", "finish") and _CONSULTATION.match(subject):
        return True
    is_bound = match.re in (_INSTRUCTS, _PROMISED) or _DECIDED_THAT.search(before)
    return not is_bound and _CALENDAR.search(subject) is not None


def _is_nobodys(match: re.Match[str], subject: str) -> bool:
    """Whether a deed is nobody's or the world's at large."""
    return (match.re not in _NEGATIVE and _NOBODY.search(subject) is not None) or _is_outside(subject)


def _is_on_condition(words: str, match: re.Match[str], before: str, subject: str) -> bool:
    """Whether it depends on something; "no lead inspector will begin unless …" does not: it binds as it stands."""
    if match.re is _WOULD and _UNLESS.match(words, match.end()):
        return True
    is_denied = match.re in _NEGATIVE or _NONE.match(subject) is not None
    return _is_conditional(before, "" if is_denied else words[match.end() :])


def _is_of_the_past(match: re.Match[str], before: str) -> bool:
    """Whether it was promised earlier, so that its date would count from then."""
    return _SAID_BACK.search(before) is not None or (match.re is _WOULD and _HAD_SAID.search(before) is not None)


_HELD: Final = re.compile(
    r"\b(?:training|sessions?|briefings?|pilots?|test visits?|trials?|workshops?|interviews?|roadshows?"
    r"|(?:first|inaugural) (?:\w+ )?meeting|(?:first|second|last|final|next) (?:one|two|three)|training days?"
    r"|last of (?:them|these))\b",
    re.IGNORECASE,
)
"""What somebody holds for others, and no date of a diary."""
_UNLESS: Final = re.compile(r"[^.;“”\"]*\bunless\b")
_NEXT_MAIN: Final = re.compile(r", and |; |, but ")
"""Between two clauses of one sentence: doubts and conditions of one are none of the other."""


def _is_conditional(before: str, behind: str) -> bool:
    behind = _NEXT_MAIN.split(behind, maxsplit=1)[0]
    return bool(_IF_BEHIND.match(behind) or _IF.match(before.rpartition("“")[2] or before))


def _is_ungiven(words: str) -> bool:
    """Whether a promise that is named is asked for, broken, kept or taken back."""
    return any(map(words.__contains__, _NAMES)) and _UNGIVEN.search(words) is not None


_NAMES: Final = ("romise", "ledge", "uarantee", "ommitment", "ndertaking", "ssurance", " vow", " word")


def _is_subordinate(match: re.Match[str], before: str) -> bool:
    """Whether a promise stands in a relative or a subordinate clause, says what an aim is, or has a subject that cannot give it."""
    if match.re in (_TO_BE, _DUE_TO) and (
        _AIM.search(before)
        or (_WHEN_TO.search(before) and not any(each.search(before) for each in (_THAT_SAID, _WHICH, _WHOLE_RELATIVE)))
    ):
        return True
    if match.re is _WILL and _YOU.search(before) and _HAVE_DONE.match(match["deed"]):
        return True
    if match.re is _WILL and _READERS.match(before) and _HAVE_SEEN.match(match["deed"]):
        return True
    return _is_relative(before) and match.re is not _NOUN


def _is_binding(words: str, match: re.Match[str], *, is_done_to: bool) -> bool:
    """Whether it is promised in so many words, so that it needs no date."""
    before = words[: match.start()]
    return ("that" in before and _BINDING_THAT.search(before) is not None) or (is_done_to and _is_confirmed(words, match.end()))


def _is_confirmed(words: str, at: int) -> bool:
    """Whether somebody stands behind a promise in words that bind ("…, the council confirmed")."""
    said = CONFIRMED.search(words, at)
    return said is not None and said["verb"] in ("confirmed", "confirms", "announced", "promised", "pledged")


_ONE_PERSON: Final = re.compile(
    r"^\W*(?!(?:It|They|This|These)$)(?:(?:Sir|Dame|Mr|Mrs|Ms|Dr|Cllr|Professor|Lord|Lady|Baroness) .*|[A-Z][\w’'-]+ (?!Ofsted"
    r"|Edinspect)[A-Z][\w’'-]+)$"
)
"""Somebody who starts somewhere."""
_GROUPS: Final = re.compile(r"\b(?:unions|schools|leaders|heads|headteachers|members|governors|critics)\s*$")
"""People of whom little that they will do is a promise, and what they have agreed to is."""
_GO: Final = re.compile(r"go\b(?! (?:to|on (?:the|its|our)|ahead|out|live|into|before|on sale)\b)")
_YOU: Final = re.compile(r"\b[Yy]ou\W*$")
_HAVE_DONE: Final = re.compile(r"have \w")
"""What "you will have had" is guessed."""
_READERS: Final = re.compile(
    r"\W*(?:Colleagues|Members|Readers|Delegates|Governors|Heads|Branches|Parents|Everyone|Everybody|(?:Many|Most"
    r"|Some)(?: of you)?)\s*$"
)
_HAVE_SEEN: Final = re.compile(r"have (?:seen|noticed|read|heard|noted|spotted)\b")
"""What the readers of a letter will have done already."""


def _is_relative(before: str) -> bool:
    """Whether a promise stands in a relative or a subordinate clause, and neither in what somebody said nor in what is added."""
    if _POINTING.match(re.split(r"[“\":;—]", before)[-1]):
        return False
    ahead = before if before.endswith(" ") else f"{before} "
    if any(map(before.__contains__, _ASKING)) and _ASKED.search(before):
        return True
    return bool(_RELATIVE.search(ahead)) and not any(
        added.search(ahead) for added in (_THAT_SAID, _AND_THAT, _WHICH, _ON_WHICH, _WHO_SAYS, _OF_WHICH, _WHOLE_RELATIVE)
    )


def _is_done_to(words: str, match: re.Match[str]) -> bool:
    """Whether a thing is done to the subject ("heads will be surveyed"): whoever does it promises it."""
    if match.re in (_WILL, _WOULD):
        return words[match.start("deed") :].startswith(("be ", "have been ", "have had ")) and not _PROGRESSIVE.match(
            words, match.start("deed")
        )
    if match.re in _NEGATIVE:
        return words.startswith("be ", _deed_at(match))
    return match.re in (_DUE_ON, _TO_BE_DONE, _SCHEDULED, _AGREED_THAT, _BEING, _MOVED) or (
        match.re in (_TO_BE, _DUE_TO) and " to be " in f"{match.group()} "
    )


_PROGRESSIVE: Final = re.compile(r"be (?:\w+ly |also |now )?\w+ing\b")


def _is_outside(subject: str) -> bool:
    """Whether a subject is the world at large ("parents", "nobody"); a name that ends in such a word is not ("Caring Heads")."""
    is_world = _OUTSIDE.search(subject) is not None and not re.search(r"\s[A-Z][\w’'-]*$", subject.strip())
    return is_world or subject.endswith("the House") or _PEOPLE_OF.match(subject) is not None


_PEOPLE_OF: Final = re.compile(
    r"^\W*(?:the |all |some )?(?:parents|children|pupils|people|readers|critics|families) (?:of|at|in|from)\b", re.IGNORECASE
)
_TITLE_END: Final = re.compile(r"^[^“”]*”,?\s*$")
"""The end of a title in marks is no subject: "its report, “Looking Again”, will …"."""


def _subject(before: str) -> str:
    """Return the words of the last clause before a verb; of the clause before it, if the subject is left out (", and will")."""
    stops = [0, *(stop.end() for stop in _SUBJECT_STOP.finditer(before))]
    for start, end in zip(reversed(stops), (len(before), *reversed(stops)), strict=False):
        subject = before[start:end].strip(" ,“\"‘'")
        subject = re.sub(r"(?:^|\s)(?:and|but)$", "", subject).rstrip(" ,")
        if subject and not _TITLE_END.search(before[start:end]):
            return subject
    return ""
