"""The words that the invented streams are made of."""

from __future__ import annotations


def _listed(text: str) -> tuple[str, ...]:
    """Return the entries of a text, one between two bars."""
    return tuple(" ".join(entry.split()) for entry in text.split("|"))


STOPS = _listed(
    """
    Dorrington | Pellworth | Askby | Wenlow | Tarnside | Mickleby | Orlwick | Farrow Green | Hexmoor | Lydcombe | Saltby |
    Quenton
    """
)
PEOPLE = _listed(
    """
    Maud Fenner | Idris Calloway | Petra Lindqvist | Owen Treharne | Salma Bhatt | Gregor Haines | Wilma Osei | Tobias
    Quill
    """
)
FIGURES = _listed(
    """
    three | four | six | seven | nine | eleven | twelve | fourteen | sixteen | twenty
    """
)
DETERMINERS = _listed(
    """
    the | a | every | this | no | one | her | his | our | their | any | each | another | that
    """
)
ADJECTIVES = _listed(
    """
    small | rural | retired | anxious | tired | honest | late | angry | young | former | trusted | narrow | faded |
    borrowed | hurried | polite | wooden | damp | second | patient | familiar | unpaid | modest | crowded | cheerful |
    bitter | spare | quiet | temporary | sensible | curious | frozen | handwritten | distant | ordinary | urgent | broken
    | rusty | generous | hollow | lonely | famous | gentle | stubborn | muddy | elected
    """
)
NOUNS = _listed(
    """
    letter | caretaker | deputy | governor | school | draft | form | budget | timetable | hall | kettle | minibus | rota |
    telephone | panel | inspector | diary | parent | classroom | folder | notice | staff | colleague | village | chair |
    trust | trainee | liaison | lead | helpline | cook | manager | report | meeting | corridor | playground | register |
    boiler | choir | library | window | bursar | secretary | whistle | lantern | ladder | office | survey | reply | room |
    printer | laminator | harvest
    """
)
VERBS = _listed(
    """
    lost | found | wrote | signed | counted | carried | asked | left | read | borrowed | repaired | waited | praised |
    doubted | opened | closed | hid | watched | followed | drafted | ignored | defended | remembered | blamed | cancelled
    | delivered | rewrote | missed | forgot | bought | measured | questioned | rescued | trained | painted | promised |
    guarded | shouted | mended | copied
    """
)
PLACES = _listed(
    """
    in | behind | beside | after | before | without | near | under | beyond | during | against | above
    """
)
LINKS = _listed(
    """
    and | but | so | because | while | although | until | unless | since | whereas
    """
)
MONTHS = _listed(
    """
    January | March | April | June | September | October | November
    """
)
ENDINGS = _listed(
    """
    by {m} | in {town} | for {n} weeks | at a cost of £{d} | on page {d} | with {n} days to spare | as {d} people saw |
    for the {n}th time | outside {town} | since {m} |  |  |
    """
)
OPENERS = _listed(
    """
    {org} has set out what it wants from {topic} | Members of {org} will be asked about {topic} | More than {d} replies
    reached {org} on {topic} | {org} wants calm over {topic} | A survey by {org} of {topic} finds trouble | Plans for
    {topic} need work, {org} says
    """
)
TOPICS = _listed(
    """
    inspection notice | report deadlines | complaints panels | supply cover | pension statements | school transport | free
    breakfasts | music lessons | exam appeals | part-time contracts | the attendance code | building surveys | governor
    training | the phonics check | staff rooms | uniform grants | holiday pay | online lessons
    """
)
ATTRIBUTIONS = _listed(
    """
    {who}, general secretary, said: | {who}, General Secretary of {org}, said: | Commenting on the news, {who} said: |
    {who} told members:
    """
)
CONDOLENCE = (
    "Our thoughts remain with the family and friends of the head whom {town} lost, and with everybody who worked "
    "beside her; no school community should ever have to bear what theirs has borne this year."
)
TREES = _listed(
    """
    Oak | Ash | Elm | Lime | Thorn | Hazel | Rowan
    """
)
GROUNDS = _listed(
    """
    Vale | Bank | Grove | Lea | Cross | Mead
    """
)
