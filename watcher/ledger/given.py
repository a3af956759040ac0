"""Given names that are nearly always a woman's or a man's in Britain: what "she" can mean where no title says it."""

from __future__ import annotations

from typing import Final

# From the commonest names of births in England and Wales of 1934 to 2004 (Office for National Statistics, Baby Names), names that
# both sexes bear (Alex, Ashley, Chris, Jo, Kim, Lee, Robin, Sam) left out, with common spellings of other languages of the schools.
FEMALE: Final = frozenset(
    """abigail adele agnes aisha alexandra alice alicia alison amanda amara amelia amina amy andrea angela anita ann anna anne
    annette annie anthea audrey ayesha barbara beatrice bernadette beryl bethan bethany betty beverley brenda bridget bronwen
    camilla carla carly carol carole caroline catherine cathy celia ceri charlotte chantal cheryl chloe christina christine claire
    clara clare corinne cynthia daisy danielle dawn deborah debbie deirdre delia denise diana diane dorothy edith eileen elaine
    eleanor elena elinor eliza elizabeth ella ellen elsie emily emma erica esther eve faith farah fatima felicity fiona
    flora florence frances francesca gail gemma georgia georgina geraldine gertrude gillian gina gloria grace greta gwen gwendolen
    hannah harriet hazel heather heidi helen helena holly honor imogen ines ingrid irene isabel isabella isobel ivy jacqueline
    jane janet janice jasmine jennifer jenny jessica jill joan joanna joanne josephine joy joyce judith julia julie
    june karen kate katherine kathleen kathryn katie kathy katrina kirsten kirsty laura lauren laila leah leila leora lesley
    lianne lily linda lisa lorna lorraine louise lucinda lucy lydia lynda lynn lynne mabel madeleine maggie maeve mandy marcia
    margaret maria marian marie marion marjorie martha mary matilda maureen mavis megan melanie melissa meryl michelle mildred
    millicent miriam moira molly mona monica muriel nadia nancy naomi natalie natasha nell nicola nina noreen norma nuala odette
    odile olga olive olivia olwen orla pamela patience patricia paula pauline peggy penelope penny petra philippa phoebe phyllis
    polly precious priya prudence rachel rachael rebecca rhian rhiannon rita roberta rosa rosalind rose rosemary rosie roxanne ruth
    ruby sabrina sally samantha samira sana sandra sara sarah saskia shabana sheila shirley sian sinead sophia sophie sonia stella
    stephanie sue sunita susan susanna susannah suzanne sybil sylvia tabitha tamara tamsin tanya tara teresa tessa thelma theresa
    tina tracey tracy ursula valerie vanessa vera veronica victoria violet virginia vivienne wendy wilhelmina winifred
    mia evie freya poppy ellie millie lola ava layla anya nia eva maya mira shanta amelie jemima imani noor
    yasmin yvette yvonne zainab zara zoe""".split()
)
MALE: Final = frozenset(
    """aaron abdul abdullah abraham adam adrian ahmed aidan alan alastair albert alec alexander alfred ali alistair allan amir
    andrew anil angus anthony antony archie arnold arthur barnaby barry benedict benjamin bernard bertrand boris brendan brian bruce
    bryan callum calum cecil cedric charles christopher ciaran clement clifford clive colin conor craig cyril damian daniel darren
    david declan denis dennis derek dermot desmond dominic donald douglas duncan dylan eamon edgar edmund edward edwin elliot elliott
    emmanuel eric ernest ethan eugene evan fabian felix ferdinand fergus francis frank fraser fred frederick gareth gary gavin
    geoff geoffrey george gerald gerard gilbert giles godfrey gordon graeme graham grant gregory guy hamish harold harry harvey
    hassan hector henry herbert horace howard hubert hugh hugo humphrey huw hywel ian ibrahim imran isaac ivan ivor jack jacob james
    jason jasper jeffrey jeremy jerome jim joe joel john jonah jonathan joseph joshua julian justin karl keith kenneth kevin lachlan
    laurence lawrence leo leon leonard leopold lewis liam lionel louis lucas luke magnus malcolm marcus mark martin martyn matthew
    maurice maxwell michael miles mohammad mohammed muhammad mustafa nathan nathaniel naveed neil neville nicholas nigel norman oliver
    omar oscar osman oswald owen paddy patrick paul percy peter philip phillip quentin ralph ramesh raymond reginald rex rhodri
    rhys richard robert roderick rodney roger roland rory ross roy rufus rupert russell samuel seamus sean sebastian sidney silas
    simeon simon spencer stanley stephen steven stewart stuart sunil syed tariq ted terence theodore thomas timothy tobias toby tom
    tony trevor tristan tyrone vernon victor vijay vincent wallace walter warren wilfred wilf will william winston yusuf noah logan mason finn finlay reuben theo tyler kyle ryan jayden ellis
       zachary""".split()
)


def is_given(name: str) -> bool:
    """Whether a word is a given name that this list knows."""
    return name.casefold() in FEMALE or name.casefold() in MALE
