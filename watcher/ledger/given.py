"""Given names that are nearly always a woman's or a man's in Britain: what "she" can mean where no title says it."""

from __future__ import annotations

from typing import Final

# From the commonest names of births in England and Wales of 1934 to 2004 (Office for National Statistics, Baby Names), names that
# both sexes bear (Alex, Ashley, Chris, Jo, Kim, Lee, Robin, Sam) left out, with short forms and common names of the other
# languages of the schools.
FEMALE: Final = frozenset(
    """abbie abena abigail ada adaeze adaora adele aditi agatha agnes agnieszka aileen ailsa aine aisha aisling akua alana
    alexa alexandra alice alicia alison aliya allison alma alys amaka amanda amara ambreen amelia amelie amina amy ana
    anastasia andrea angela angharad anita anjali ann anna annabel annabelle anne anneliese annette annie annis anthea
    antonia anu anwen anya aoife aparna arabella araminta asha asma astrid athena audrey aurelia ava ayesha ayse babs
    barbara bea beata beatrice beatrix beatriz becky bel belinda bella bernadette bernice beryl bessie beth bethan
    bethany betty bev beverley bianca blanche bonnie brenda bridget brigitte briony bronagh bronte bronwen bryony bukola
    caitlin camilla candice cara carla carly carmel carmen carol carole caroline carys cass cassandra cassie cate cath
    catherine cathy catriona cecilia cecily celeste celia ceri ceridwen chantal chantelle charlene charlotte cheryl
    chiamaka chidi chioma chloe christina christine ciara claire clara clare claudette claudia clemency clementine cleo
    clodagh connie constance cordelia corinne cosima cressida cynthia daisy danielle daphne davina dawn debbie deborah
    deepa deepika deirdre delia della delphine delyth demelza demi denise dervla diana diane dilys dinah divya dolly
    dolores donna dora doreen doris dorota dorothy dottie edie edith edna edwina effie efua eileen eilidh eirlys elaina
    elaine eleanor elen elena elif elin elinor eliza elizabeth ella ellen ellie eloise elsa elsie elspeth emily emma ena
    enid erica erin esi esme estelle esther ethel etta eugenia eugenie eunice eva eve evelyn evie ewa faith farah fatima
    fatimah fay felicia felicity fenella ffion fiona fleur flora florence folake folasade fran frances francesca freda
    freya frieda funmi funmilayo gabrielle gail gaynor geeta gemma genevieve georgia georgina geraldine gertrude
    ghislaine gianna gill gillian gina ginny giselle gita gladys glenda glenys gloria grace grainne greer greta gretchen
    griselda gwen gwenda gwendolen gwendoline gwendolyn gwenllian gwyneth hana hannah harriet hattie hazel heather hebe
    heidi helen helena helene helga henna henrietta hermia hermione hester hettie hetty hilary hilda holly honor ida
    ifeoma ilse imani imelda imogen indira ines ingrid ioana iona irene irina iris isabel isabella isla isobel isobelle
    isolde ivy jacinta jackie jacqueline jade jane janet janette janice janine jasmine jaya jayne jean jeanette jemima
    jemma jen jenna jennifer jenny jess jessica jill joan joanna joanne jocelyn jodie josephine josie joy joyce juanita
    judith judy julia julie juliet juliette june justine jyoti kamala karen karin katarzyna kate kath katharine
    katherine kathleen kathryn kathy katie katrina katy kavita kayleigh keiko keira keisha kelly kemi kerry kezia
    khadija kirsten kirsty kitty krystyna kylie laila lakshmi lara latoya laura lauren lavinia layla leah leanne leela
    leena leila lena leonie leonora leora lesley leticia letitia lettie liana lianne lib libby lilian lillian lily linda
    lindsey linette lisa liv liz lizzie lois lola loretta lorna lorraine lottie louisa louise lowri lucia lucille
    lucinda lucy ludmila luna lydia lynda lynette lynn lynne lynsey mabel madeleine madeline maeve mafalda magdalena
    maggie mairead maisie malala malgorzata mandy marcia margaret marged margery margot marguerite maria mariam marian
    mariana marianne marie marilyn marina marion marisa marisol marjorie marlene marnie martha mary maryam matilda maud
    maude maureen mavis maxine maya meena meera meg megan meghan melanie melissa mercedes meriel meryl mhairi mia
    michelle mildred millicent millie milly mina mindy minnie mira miranda mireille miriam moira molly mona monica
    monika morag morwenna moya muriel myfanwy myra myrtle nadia nadine nadira nan nancy naomi nasreen natalia natalie
    natasha naz nazia neha nell nellie nerys nesta netta ngozi nia niamh nicola nicole nighat nina nirmala nisha nkechi
    noelle noor nora norah noreen norma nuala octavia odette odile oksana olga olive olivia olwen oona oonagh ophelia
    orla ottilie ottoline padma paloma pam pamela pansy parveen patience patricia patsy paula paulette pauline peg peggy
    penelope penny perdita perpetua petra petronella petula philippa phillipa phillippa philomena phoebe phyllis pippa
    polly pooja poonam poppy portia posy precious priscilla priti priya prudence prue queenie rachael rachel radhika
    ramona rani raquel rashida razia rebecca rekha renata rhea rhian rhiannon rhoda rhona rhonda rita ritu roberta
    robina roisin romola rosa rosalie rosalind rosamund rosanna rose roseanne rosemarie rosemary rosheen rosie rowena
    roxana roxanne roz ruby rukhsana rupa ruqayya ruth sabina sabrina sadie saffron safiya saima saira sal sally salma
    samantha samina samira sana sandra sangeeta saoirse sara sarah saskia selina seren serena shabana shabnam shaista
    shannon shanta shanthi sharon shazia sheena sheila shelley shereen sheryl shirin shirley shona shreya sian sinead
    siobhan sioned sofia solange sonia sophia sophie soraya sorcha stacey stella stephanie sue suki sukie sumaiya sumaya
    sunita sunniva susan susanna susannah susie suzanne suzie svetlana sybil sylvia sylvie tabassum tabitha tahira tamar
    tamara tamsin tania tanya tara tasha tatiana tegan teresa tess tessa thea thelma theodora theresa thirza tilda tilly
    tina titilayo toni tracey tracy trish trudy una ursula usha valerie vanda vanessa vera verity veronica vicky
    victoria vinita viola violet virginia vivien vivienne wanda wendeline wendy wilhelmina wilma winifred winnie
    winnifred xanthe xenia yasmin yetunde yolanda yvette yvonne zadie zahra zainab zara zelda zena zoe zofia zoya
    zuleika""".split()
)
MALE: Final = frozenset(
    """aaron abdul abdullah abraham adam adrian ahmed aidan aiden alan alasdair alastair albert alec aled alexander alf
    alfie alfred ali alistair allan alun alwyn amir amit amos amrit andrew andy angus anil ansel anthony antony anwar
    archie arjun arnold arthur ashok asif atul aubrey barnaby barney barry bart basil baz ben benedict benjamin benny
    bernard bert bertie bertram bertrand bilal billy bob bobby boris brad bram brendan brett brian bruce bryan bryn
    caleb callum calum cameron carl cecil cedric charles charlie chike chinedu christian christopher cian ciaran
    clarence clark claude clem clement cliff clifford clive colin colm conn connor conor conrad corey corin cormac
    cosmo craig curtis cyril daffyd dafydd dai damian damien damon dan daniel danny darius darragh darrell darren dave
    davey david davy declan denis dennis denzil derek dermot derrick derry des desmond dev dewi digby dilip dirk dom
    dominic donal donald doug dougal douglas duane duncan dunstan dustin dwayne dylan eamon eamonn ebenezer ed eddie
    edgar edmund eduard edward edwin eli elias elijah elliot elliott ellis elton elwyn emeka emlyn emmanuel emrys
    enoch eoin eric ernest errol ethan euan eugene evan everett ewan ezra fabian faisal farhan farouk felix femi
    ferdinand fergal fergus finlay finn fintan fionn florian floyd francis frank frankie franklin fraser fred freddie
    frederick gabriel gareth garfield garry garth gary gavin gaz geoff geoffrey george geraint gerald gerard gerry
    gethin gideon gil gilbert giles glen glenn godfrey gordon graeme graham grant greg gregor gregory griff gruff gus
    guy gwilym hal hamish hamza hank hari harish harold haroon harrison harry harvey hasan hassan haydn heath hector
    henry herbert herman homer horace howard hubert hugh hugo humphrey huw hywel iain ian ibrahim idris iestyn ifan
    ifor igor imad imran inigo innes ioan iolo irfan isaac isaiah isidore ismail ivan ivor jabez jack jacob jago jake
    jamal james jamie jarvis jason jasper javed jayden jed jeff jeffrey jeremiah jeremy jerome jerry jesse jethro jim
    jimmy joaquin jock joe joel john johnny jon jonah jonas jonathan jonny jonty josef joseph josh joshua jude julian
    justin kai kamal karim karl keir keith ken kenan kenneth kenny kevin khalid kieran kieron kofi kojo kris kumar
    kurt kwame kwesi kyle lachlan lars laurence laurie lawrence len lennie lennox lenny leo leon leonard leopold leroy
    lester lewis liam linus lionel lloyd logan lorcan lorenzo louis luca lucas luke lyle lyndon mac madoc magnus mal
    malachi malcolm malik manish manny marc marcel marco marcus marek mario mark marlon martin martyn marvin mason
    matt matthew maurice max maxim maxwell melvin merlin mervyn micah michael mick miguel mihir mike miles milo mitch
    mohamed mohammad mohammed monty mordecai mortimer moses muhammad murdo murray mustafa mustapha myles nadeem nahum
    nat nate nathan nathanael nathaniel naveed neal ned neil neville niall nicholas nick nicolas nigel nikhil nils
    noah noel norman obi oisin olaf oliver ollie olu omar oran orlando orson oscar osman oswald otis otto owain owen
    paddy padraig pascal patrick paul pavel pelham percival percy perran pete peter phil philip phillip phineas pierce
    piers prakash quentin quincy rafael rafe rahul raj rajesh rajiv ralf ralph ramesh randall ranulph raoul raphael
    rashid ravi ray raymond reece reg reggie reginald reuben rex rhodri rhydian rhys richard rick ricky rob robbie
    robert roddy roderick rodney roger rohan roland rolf ron ronald ronan ronnie rory ross roy ruari ruaridh rudolph
    rufus rupert russ russell ryan sajid salim samir samuel sanjay saul scott seamus sean seb sebastian segun selwyn
    sergio seth shahid shane shaun sid sidney silas simeon simon sol solomon spencer stan stanley stefan steffan
    stephen steve steven stewart stu stuart sunil sven syd syed tadhg tariq tarun ted teddy terence terry thaddeus
    theo theodore thomas tim timothy tobias tobin toby tod todd tom tommy tony travis trev trevor tristan tudor tunde
    tyler tyrone ulric usman vernon vic victor vijay vikram vince vincent wallace wally walt walter warren wasim wayne
    wes wesley wilbur wilf wilfred will willem william willie willy winston wyn xander xavier yasin yaw yousef yuri
    yusuf zac zachary zack zain zeb zeke""".split()
)


EITHER: Final = frozenset(
    """abdullahi abel abiola ade adebayo adekunle adeline adewale adil adnan ahmet ailbhe aimee ajay akash akin akosua alaric
    alberta albie alejandro alfonso alvin amar amari ambrose anas anders andre andrei andres andrzej anjum anneke
    anselm antoine anton antonio aodhan ariel armando arnav aron artem arun asad ashraf assumpta auberon augusta
    augustin augustus avi ayaan ayman aziz babajide babatunde baljit bartholomew bartleby benedicta benedikt bevis
    bharat bjorn bo bodhi brandon bridie brody bruno caelan cai calla callie camille carlo carlos caro carwyn caspian
    cassius cathal celestine chad chandra chay cheng chidera chinwe christa christos chukwudi chukwuemeka cillian
    clancy claudio clovis cody colette conal conall conan cornelius cory crispin cuthbert cy cyrus danilo
    dante danuta dara darcy dariusz daryl davide dawid deepak delano delroy demetrios denholm devi devika dexter
    dhruv diarmuid dickon diego dieter dion dmitri dmitriy dominik donncha dorian dorothea dov ebele eben ebo ebony
    edoardo efe efosa egbert einar ekow eleni elfed eliot elisa emil emile emilio emre emyr enrico eoghan ephraim
    erasmus erik ernestine esmond essien euros eustace evadne evander evangeline evangelos everard ezekiel fabio fadi
    farida farrukh faye felipe festus fidel filip finbar fionnuala fitzroy flavia floella fola frederica friedrich
    fyodor gabor galen gaspard gawain ged ghulam gilberto gina-marie giorgio giovanni giuseppe glenroy glyn godwin
    gopal grigor grzegorz guido gulliver gunther gurdeep gurmeet gurpreet guto gwil gwyn habib hamid hani hans haris
    harjit haroun harpreet haruki harvinder hayden hayley hedley henri henrik hermann hiro hiroshi hollis honora
    hussein iago ianthe ieuan ife ignacio ignatius ike ikenna inderjit indra ishaan ishbel ivo iwan jabari jacek
    jacqui jad jadon jagdish jahid jai jakub jalal jan janek jared jarek jasmeet jaspreet javier jeevan jem jens
    jermaine jesper jibril jim-bob jitendra jo joachim joao jocasta johan johannes jolyon jorge jory jose josiah joss
    judah jules julio jumoke juno kaden kallum kamran karan kareem karol kasper kavya kay keanu keiran kelechi
    kelly-ann kemal kenton kenzo kerem kester kev keziah khaled khalil kiran kirk kit kiyoshi klaus kobina kola konrad
    konstantin krishna kristian kristof krzysztof kunle kwabena kwaku kwasi ladislav lamar laszlo laurent leander lech
    leif lemuel lennart leofric leonardo leonid leontyne lettice levi lewin lindani lindsay lindy lise llewella
    llewelyn llyr lochlan lorne lou lovell lowell lucasta lucian lucien ludo ludovic ludwig luigi luis luka lukas lyn
    lysander mabon mackenzie maddy mahmoud mair maitland majid malachy mandeep manfred manjit manoj manpreet manuel
    marcella marcelo mariano marius marmaduke martijn massimo matei mateo mateusz mathias matthias maximilian maynard
    mehdi mehmet meirion mel melchior merrily merton meurig mihai mika mikael mikhail minal mirabel mirela
    miroslav mo mohan mohsin morgan mostafa mukesh mungo munir mykola myron nabil naeem narendra nasir navin neel
    nehemiah nestor nicol nicu niko nikolai nikos ninian nishant nolan norbert nwosu obadiah obinna octavian octavius
    odhran ofori oladele olamide oleksandr olive-ann oluchi olufemi olumide oluwaseun omari ondrej orhan osian oskar
    osric oswin oyin pablo pandora paolo paras pascale paulina paulo pawel peadar pedro peregrine persis petros phelan
    phileas pia pierre piotr piran pius pranav prasad pru rachid rafal rafi rajan raman ramon rana ranald randolph
    ranjit ransome ranulf raul remi remy renzo reza rhidian ricardo rishi roan roberto robin rogan roman romeo romesh
    roope ros roshan rowan ruairi rui rutger sabine sacha saif salah salman sammy samson sandeep sandro sanjeev
    santiago sarah-jane sasha sebastien septimus sergei seumas seun shabir shafiq shanice shay sheridan shiv shola
    sholto siegfried silvio simone simran sinbad siân siôn slawomir sofiane solveig sonal sonny soren sorley spiros
    stanislav stanislaw stefano stelios stellan sten struan subhash sudhir sufyan suresh swithin szymon tadeusz tahir
    taiwo taj takeshi tammas tarquin tavish tayo tegid temitope temperance tendai terrence teun thandeka thandiwe
    theobald theodor theophilus thomasina thora thorsten tiago tibor timur tito titus tobi tolu tomasz tommo tormod
    torquil toshiro toyin trefor tremaine tristram trudie tushar uchenna ugo umar umberto uri uzoma vaclav valentin
    valentina valerio vasile vasily vaughan venetia verena vihaan vikesh viktor vincenzo viraj vivek vivian vladimir
    wale walid waqar wilhelm wojciech wojtek wolfgang wolfram woodrow wynford wystan xiu yannick yannis yared yaseen
    yasir yinka yohan yolande younis yuki yves zach zafar zahid zaid zak zander zane zayn zbigniew zebedee zeeshan
    zeki zeus zia zoltan zora zoran zubair zygmunt""".split()
)
"""Given names that say nothing of "she" or "he" here: rarer ones, or borne by both."""
_GIVEN: Final = FEMALE | MALE | EITHER


def is_given(name: str) -> bool:
    """Whether a word is a given name that this list knows."""
    return name.casefold() in _GIVEN
