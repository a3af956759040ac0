"""The verbs of speech, and where they stand in a sentence."""

from __future__ import annotations

import re
from typing import Final

_VERBS: Final = (
    "said|says|say|told|tells|tweeted|tweets|posted|posts|wrote|writes|added|adds|commented|comments|warned|warns|warn"
    "|argued|argues|argue"
    "|described|describes|called|calls|call|claimed|claims|insisted|insists|explained|explains|continued|continues"
    "|stated|states|replied"
    "|replies|responded|responds|concluded|concludes|admitted|admits|acknowledged|acknowledges|accused|accuses|accepted"
    "|announced|announces"
    "|agreed|agrees|stressed|stresses|noted|notes|urged|urges|declared|declares|recalled|recalls|remarked|revealed"
    "|reveals|promised|promises"
    "|pledged|pledges|vowed|vows|welcomed|welcomes|criticised|criticises|labelled|branded|dismissed|dismisses|praised"
    "|ruled|rules|found|finds"
    "|thanked|regretted|hailed|slammed|demanded|demands|suggested|suggests|believes|thinks|feels|complained|complains"
    "|observed|hopes|hoped"
    "|wants|wanted|deemed"
    "|condemned|attacked|defended|denied|joked|quipped|boasted|conceded|asserted|reiterated|repeated|emphasised"
    "|highlighted|points out"
    "|pointed out|went on|goes on|puts it|put it|spoke of|speaks of|talked of|issued|cautioned|lamented|asked|read|reads"
    "|tells us|chose"
    "|reflected|confirmed|confirms|recommended|recommends|reported that|cited|expressed|shared|testified|heard|likened"
    "|written|records|recorded|set out|uses the phrase|write|tell|retorted|retorts|laughed|laughs|snapped|sighed|countered|counters"
    "|mused|offered|opined|protested|ventured|volunteered|interjected|shot back|fired back|hit back|chimed in|shrugged|smiled"
    "|grinned|pleaded|maintained|maintains|contended|contends|reckons|reckoned|remembers|remembered|recounted|estimated"
    "|predicted|predicts|cautions|confessed|confesses|disclosed|informed|advised|assured|proclaimed|summed up|sums up|summarised"
    "|characterised|termed|deplored|decried|derided|denounced|rejected|rebuked|blasted|lambasted|mocked|thundered|whispered"
    "|shouted|exclaimed|interrupted|intervened|enthused|fumed|texted|emailed|blogged|messaged|allowed|held|quoted|jokes|muses"
    "|objected|objects|marvelled|beamed|urging|signed off|piped up|put in|observes|remarks|highlights|emphasises|suggest|believe"
    "|describe|warn|insist|accept|admit|agree|assures|submitted|submits|provides|stipulates|talks of|confided|confides"
    "|joked|protests|confirm|concede|acknowledge|recall|asks|pleads"
    "|remark|reply|mutter|answered|answers|answer|thought|thinking|say|paid tribute to|pays tribute to"
    "|promise|announce|explain|deny|denies"
    "|considers|considered|judged|pronounced|compared|reported|chuckled|chuckles|growled|barked|groaned|conceding|concede"
    "|swore|swears|sniffed|purred|teased|teases|wondered|wonders|enquired|inquired|begged|begs|chided|scoffed|scoffs"
    "|grumbled|moaned"
    "|muttered|murmured|wailed|cried|cries|yelled|roared|boomed|piped|chirped|drawled|demurred|clarified|clarifies|specified"
    "|submits|attests|attested|affirmed|affirms|echoed|echoes|underlined|underlines|signalled|hinted|hints"
    "|implied|jested|ribbed|nodded|rejoined|rejoins|parried|volleyed|stormed|fretted|frets|worried|counselled|counsels|urges"
    "|reminded|reminds"
    "|continue|conclude|trumpeted|professed|rued|rues|bemoaned|bemoans|bewailed|applauded|applauds|saluted|salutes|commended|commends|deems"
    "|congratulated|congratulates|puts that down to|put that down to|puts it down to|put it down to"
    "|dubbed|dubs|calls|rates|jeered|tutted|tuts|sneered|railed|rails|thundered|intones|intoned|signs off"
)
_VERB_SET: Final = frozenset(verb for verb in _VERBS.split("|") if " " not in verb)
_PHRASES: Final = re.compile(
    rf"(?<![\w’'-])(?:{'|'.join(verb for verb in _VERBS.split('|') if ' ' in verb)})(?![\w’'-])", re.IGNORECASE
)
_PHRASE_STARTS: Final = frozenset(verb.split()[0] for verb in _VERBS.split("|") if " " in verb)
_WORD: Final = re.compile(r"(?<![\w’'-])[A-Za-z]{3,13}(?![\w’'-])")
_LETTERS: Final = re.compile(r"[A-Za-z]{3,13}")
SOFT: Final = frozenset("feels believes thinks found finds read reads heard allowed held describe suggest believe".split())
"""Verbs of which a thing can be the subject: it says nothing."""
_NOUNS: Final = frozenset(
    """calls call answer answers reply replies remark promise thought asks cries warn claims notes posts hopes urges demands
    promises pledges vows reports remarks records highlights""".split()
)
"""Verbs that are nouns behind these words: "said calls to its helpline"."""
_NOUN_AHEAD: Final = re.compile(
    r"\b(?:the|a|an|its|his|her|their|our|my|these|those|no|any|some|many|of|for|by|said|says|that|more|such|phone|one"
    r"|wake-up|roll|each|every|last|first|next|two|three|this)\s+$",
    re.IGNORECASE,
)


def verbs_in(text: str) -> list[re.Match[str]]:
    """Return the verbs of speech in `text`, in order, looked up word by word: one pattern of them all costs four times that."""
    words = frozenset(_LETTERS.findall(text.lower()))
    has_verb = not _VERB_SET.isdisjoint(words)
    found = (
        [match for match in _WORD.finditer(text) if match.group().lower() in _VERB_SET and not _is_noun(match, text)]
        if has_verb
        else []
    )
    if not _PHRASE_STARTS.isdisjoint(words):
        found.extend(_PHRASES.finditer(text))
        found.sort(key=re.Match.start)
    return found


_WRITTEN: Final = re.compile(r"\s+(?:statements?|answers?|evidence|repl(?:y|ies)|questions?|responses?|submissions?|notes?)\b")
"""Behind it "written" is what something is: "said in a written statement"."""


def _is_noun(match: re.Match[str], text: str) -> bool:
    if match.group().lower() == "written":
        return _WRITTEN.match(text, match.end()) is not None
    return match.group().lower() in _NOUNS and bool(_NOUN_AHEAD.search(text[max(0, match.start() - 12) : match.start()]))
