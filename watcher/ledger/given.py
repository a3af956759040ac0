"""Given names that are nearly always a woman's or a man's in Britain: what "she" can mean where no title says it."""

from __future__ import annotations

from typing import Final

# From the commonest names of births in England and Wales of 1934 to 2004 (Office for National Statistics, Baby Names), names that
# both sexes bear (Alex, Ashley, Chris, Jo, Kim, Lee, Robin, Sam) left out, with short forms and common names of the other
# languages of the schools.
FEMALE: Final = frozenset(
    """abbie abigail ada adele aditi agatha agnes aileen ailsa aine aisha alana alexa alexandra alice alicia alison aliya allison
    alma alys amanda amara ambreen amelia amelie amina amy anastasia andrea angela angharad anita anjali ann anna
    annabel annabelle anne anneliese annette annie anthea anu anya aoife aparna arabella asha asma astrid athena audrey
    ava ayesha ayse barbara bea beatrice beatrix becky bella bernadette bernice beryl beth bethan bethany betty beverley
    bianca blanche bonnie brenda bridget briony bronte bronwen bryony caitlin camilla candice cara carla carly carmen
    carol carole caroline carys cassandra cate catherine cathy catriona celeste celia ceri ceridwen chantal charlene
    charlotte cheryl chloe christina christine claire clara clare claudia clementine cleo clodagh connie cordelia
    corinne cressida cynthia daisy danielle daphne davina dawn debbie deborah deepa deirdre delia delphine demi denise
    dervla diana diane dilys dinah dolores donna dora doreen doris dorothy edie edith edwina effie eileen eilidh eirlys
    elaina elaine eleanor elen elena elif elin elinor eliza elizabeth ella ellen ellie eloise elsie elspeth emily emma
    ena enid erica erin esme estelle esther ethel eugenia eugenie eunice eva eve evelyn evie faith farah fatima fay
    felicia felicity ffion fiona fleur flora florence frances francesca freda freya frieda gabrielle gail gaynor gemma
    genevieve georgia georgina geraldine gertrude ghislaine gillian gina ginny giselle gita gladys glenda glenys gloria
    grace grainne greer greta gwen gwenda gwendolen gwenllian gwyneth hannah harriet hattie hazel heather heidi helen
    helena helene henna henrietta hermione hester hilda holly honor ida ilse imani imelda imogen indira ines ingrid
    ioana iona irene iris isabel isabella isla isobel isobelle isolde ivy jacinta jackie jacqueline jane janet janette
    janice janine jasmine jayne jean jeanette jemima jemma jennifer jenny jess jessica jill joan joanna joanne jodie
    josephine josie joy joyce judith judy julia julie juliet juliette june kamala karen karin kate katherine kathleen
    kathryn kathy katie katrina katy kavita kayleigh keira kelly kerry kezia khadija kirsten kirsty krystyna laila
    lakshmi lara latoya laura lauren lavinia layla leah leanne leena leila lena leonie leonora leora lesley leticia
    letitia liana lianne libby lilian lillian lily linda lindsey linette lisa liv liz lizzie lois lola loretta lorna
    lorraine lottie louise lowri lucia lucille lucinda lucy luna lydia lynda lynette lynn lynne lynsey mabel madeleine
    madeline maeve maggie mairead maisie malala mandy marcia margaret marged margery margot marguerite maria mariam
    marian mariana marianne marie marina marion marisa marjorie marlene marnie martha mary maryam matilda maude maureen
    mavis maxine maya meera megan meghan melanie melissa mercedes meriel meryl mhairi mia michelle mildred millicent
    millie mina mindy minnie mira miriam moira molly mona monica morwenna moya muriel myfanwy myra myrtle nadia nadine
    nadira nan nancy naomi nasreen natalia natalie natasha nell nerys nesta nia nicola nighat nina nirmala noelle noor
    nora norah noreen norma nuala octavia odette odile olga olive olivia olwen oonagh ophelia orla padma paloma pam
    pamela pansy patience patricia paula pauline peggy penelope penny petra philippa philomena phoebe phyllis pippa
    polly poonam poppy portia precious priscilla priya prudence rachael rachel radhika ramona rani raquel razia rebecca
    rekha renata rhea rhian rhiannon rhoda rhonda rita roberta roisin rosa rosalie rosalind rosamund rosanna rose
    roseanne rosemarie rosemary rosheen rosie rowena roxana roxanne roz ruby rukhsana rupa ruqayya ruth sabina sabrina
    sadie saffron safiya saira sally salma samantha samira sana sandra sangeeta saoirse sara sarah saskia selina seren
    serena shabana shannon shanta shanthi sharon shazia sheena sheila shelley shereen shirin shirley shona shreya sian
    sinead siobhan sioned sofia sonia sophia sophie soraya sorcha stacey stella stephanie sue suki sunita sunniva susan
    susanna susannah suzanne suzie svetlana sybil sylvia tabassum tabitha tahira tamar tamara tamsin tania tanya tara
    tatiana teresa tess tessa thea thelma theodora theresa tilda tina toni tracey tracy trudy una ursula usha valerie
    vanda vanessa vera verity veronica vicky victoria vinita violet virginia vivienne wanda wendy wilhelmina wilma
    winifred winnie winnifred xanthe yasmin yetunde yolanda yvette yvonne zahra zainab zara zelda zena zoe zoya zuleika""".split()
)
MALE: Final = frozenset(
    """aaron abdul abdullah abraham adam adrian ahmed aidan alan alastair albert alec alexander alfie alfred ali alistair allan
    amir amos andrew angus anil anthony antony anwar archie arjun arnold arthur ashok asif barnaby barney barry basil
    benedict benjamin bernard bertie bertrand bilal bob bobby boris brad brendan brett brian bruce bryan callum calum
    cameron carl cecil cedric charles christian christopher cian ciaran clark clement cliff clifford clive colin colm
    connor conor conrad corey cormac craig curtis cyril dafydd damian damien daniel danny darragh darren dave davey
    david declan denis dennis derek dermot des desmond dev dilip dominic donal donald dougal douglas duane duncan dylan
    eamon eamonn ed eddie edgar edmund edward edwin eli elliot elliott ellis emmanuel emrys eoin eric ernest ethan
    eugene evan ewan ezra fabian farhan felix ferdinand fergus finlay finn fintan fionn francis frank fraser fred
    freddie frederick gabriel gareth garry gary gavin geoff geoffrey george geraint gerald gerard gethin gilbert giles
    glen glenn godfrey gordon graeme graham grant gregory gruff gus guy hamish hari harold harrison harry harvey hasan
    hassan haydn heath hector henry herbert horace howard hubert hugh hugo humphrey huw hywel ian ibrahim iestyn ifan
    ifor imad imran innes iolo irfan isaac isaiah isidore ismail ivan ivor jack jacob jamal james jason jasper jayden
    jed jeff jeffrey jeremy jerome jerry jim jimmy joaquin jock joe joel john jonah jonas jonathan jonny jonty joseph josh
    joshua julian justin kai karim karl keir keith kenan kenneth kevin khalid kieran kofi kumar kwame kyle lachlan lars
    laurence lawrence lennox leo leon leonard leopold leroy lewis liam lionel lloyd logan lorcan louis luca lucas luke
    lyle madoc magnus mal malcolm marco marcus mark martin martyn marvin mason matt matthew maurice maxim maxwell merlin
    michael mick mihir mike miles milo mohammad mohammed muhammad murray mustafa mustapha nathan nathanael nathaniel
    naveed neal ned neil neville nicholas nigel nikhil noah norman oliver ollie omar oscar osman oswald otis owain owen
    paddy padraig patrick paul percival percy perran pete peter phil philip phillip phineas pierce piers quentin quincy
    rafael rafe rahul raj rajesh rajiv ralph ramesh ravi raymond reece reggie reginald reuben rex rhodri rhydian rhys
    richard rick ricky robbie robert roderick rodney roger rohan roland ron ronan ronnie rory ross roy ruaridh rufus
    rupert russ russell ryan sajid samuel sanjay saul scott seamus sean seb sebastian selwyn sergio shahid shane shaun
    sidney silas simeon simon sol spencer stanley steffan stephen steve steven stewart stu stuart sunil syed tadhg tariq
    tarun ted teddy terence terry theo theodore thomas tim timothy tobias tobin toby todd tom tommy tony trev trevor
    tristan tudor tyler tyrone usman vernon vic victor vijay vincent wallace walter warren wasim wayne wesley wilf
    wilfred will william winston wyn xander yasin yousef yusuf zac zachary zain""".split()
)


_GIVEN: Final = FEMALE | MALE


def is_given(name: str) -> bool:
    """Whether a word is a given name that this list knows."""
    return name.casefold() in _GIVEN
