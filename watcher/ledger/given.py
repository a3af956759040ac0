"""Given names that are nearly always a woman's or a man's in Britain: what "she" can mean where no title says it."""

from __future__ import annotations

from typing import Final

# From the commonest names of births in England and Wales of 1934 to 2004 (Office for National Statistics, Baby Names), names that
# both sexes bear (Alex, Ashley, Chris, Jo, Kim, Lee, Robin, Sam) left out, with common spellings of other languages of the schools.
FEMALE: Final = frozenset(
    """abigail adele agnes aisha alexandra alice alicia alison amanda amara amelia amelie amina amy andrea angela anita ann
    anna anne annette annie anthea anya audrey ava ayesha barbara beatrice bernadette beryl bethan bethany betty beverley
    brenda bridget bronwen camilla carla carly carol carole caroline catherine cathy celia ceri chantal charlotte cheryl
    chloe christina christine claire clara clare corinne cynthia daisy danielle dawn debbie deborah deirdre delia denise
    diana diane dorothy edith eileen elaine eleanor elena elinor eliza elizabeth ella ellen ellie elsie emily emma erica
    esther eva eve evie faith farah fatima felicity fiona flora florence frances francesca freya gail gemma georgia georgina
    geraldine gertrude gillian gina gloria grace greta gwen gwendolen hannah harriet hazel heather heidi helen helena holly
    honor imani imogen ines ingrid irene isabel isabella isobel ivy jacqueline jane janet janice jasmine jemima jennifer
    jenny jessica jill joan joanna joanne josephine joy joyce judith julia julie june karen kate katherine kathleen kathryn
    kathy katie katrina kirsten kirsty laila laura lauren layla leah leila leora lesley lianne lily linda lisa lola lorna
    lorraine louise lucinda lucy lydia lynda lynn lynne mabel madeleine maeve maggie mandy marcia margaret maria marian
    marie marion marjorie martha mary matilda maureen mavis maya megan melanie melissa meryl mia michelle mildred millicent
    millie mira miriam moira molly mona monica muriel nadia nancy naomi natalie natasha nell nia nicola nina noor noreen
    norma nuala odette odile olga olive olivia olwen orla pamela patience patricia paula pauline peggy penelope penny petra
    philippa phoebe phyllis polly poppy precious priya prudence rachael rachel rebecca rhian rhiannon rita roberta rosa
    rosalind rose rosemary rosie roxanne ruby ruth sabrina sally samantha samira sana sandra sara sarah saskia shabana
    shanta sheila shirley sian sinead sonia sophia sophie stella stephanie sue sunita susan susanna susannah suzanne sybil
    sylvia tabitha tamara tamsin tanya tara teresa tessa thelma theresa tina tracey tracy ursula valerie vanessa vera
    veronica victoria violet virginia vivienne wendy wilhelmina winifred yasmin yvette yvonne zainab zara zoe""".split()
)
MALE: Final = frozenset(
    """aaron abdul abdullah abraham adam adrian ahmed aidan alan alastair albert alec alexander alfred ali alistair allan amir
    andrew angus anil anthony antony archie arnold arthur barnaby barry benedict benjamin bernard bertrand boris brendan
    brian bruce bryan callum calum cecil cedric charles christopher ciaran clement clifford clive colin conor craig cyril
    damian daniel darren david declan denis dennis derek dermot desmond dominic donald douglas duncan dylan eamon edgar
    edmund edward edwin elliot elliott ellis emmanuel eric ernest ethan eugene evan fabian felix ferdinand fergus finlay
    finn francis frank fraser fred frederick gareth gary gavin geoff geoffrey george gerald gerard gilbert giles godfrey
    gordon graeme graham grant gregory guy hamish harold harry harvey hassan hector henry herbert horace howard hubert hugh
    hugo humphrey huw hywel ian ibrahim imran isaac ivan ivor jack jacob james jason jasper jayden jeffrey jeremy jerome jim
    joe joel john jonah jonathan joseph joshua julian justin karl keith kenneth kevin kyle lachlan laurence lawrence leo
    leon leonard leopold lewis liam lionel logan louis lucas luke magnus malcolm marcus mark martin martyn mason matthew
    maurice maxwell michael miles mohammad mohammed muhammad mustafa nathan nathaniel naveed neil neville nicholas nigel
    noah norman oliver omar oscar osman oswald owen paddy patrick paul percy peter philip phillip quentin ralph ramesh
    raymond reginald reuben rex rhodri rhys richard robert roderick rodney roger roland rory ross roy rufus rupert russell
    ryan samuel seamus sean sebastian sidney silas simeon simon spencer stanley stephen steven stewart stuart sunil syed
    tariq ted terence theo theodore thomas timothy tobias toby tom tony trevor tristan tyler tyrone vernon victor vijay
    vincent wallace walter warren wilf wilfred will william winston yusuf zachary""".split()
)


def is_given(name: str) -> bool:
    """Whether a word is a given name that this list knows."""
    return name.casefold() in FEMALE or name.casefold() in MALE
