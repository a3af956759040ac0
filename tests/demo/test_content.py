"""What the demo's publishers put up is ours, complete, and what expected.yaml says it is."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from watcher.demo import DAY_MAX, DAYS, DIGEST_AT, load_expected, load_publishers
from watcher.demo.content import Posting, Publisher
from watcher.model import LONDON, Stance

POSTINGS = {f"{publisher.id}/{posting.id}": posting for publisher in load_publishers() for posting in publisher.postings}
WORDS_MIN, WORDS_MAX = 150, 400
REAL_PEOPLE = (
    "Connor|Waters|Spielman|Oliver|Owston|Stanley|Purves|Derry|Christine Ryan|Patel|Gilbert|Keegan|Phillipson|Hinds|Gibb|McKinnell|"
    "Barton|Di'Iasio|Di’Iasio|McCulloch|Whiteman|Bowen|Kebede|Bousted|Courtney|Roach|Wrack|Keates|Osgood|McAnea|Cruddas|Rollett|"
    "Knights|Balchin|McBrearty|McGuinness|Robin Walker|Helen Hayes|Rodda|Saini|Leitch|Lord Knight"
)
REAL_BODIES = "Ofsted|DfE|Department for Education|ASCL|NAHT|NEU|NASUWT|Estyn|UNISON|Schools Week|FE Week|BBC|Tes|Education Support"
SPEAKING = r"(?:said|says|told|replied|added|announced|confirmed|insisted|admitted|claimed|promised|commented)"


def all_words(posting: Posting) -> str:
    parts = [posting.title, posting.text, posting.teaser, posting.byline or "", *posting.standfirst, *posting.notes]
    parts += [*posting.facts.values(), *(edit.after for edit in posting.edits), *(comment.text for comment in posting.comments)]
    return "\n".join(parts)


def test_there_are_enough_publishers_items_and_traps() -> None:
    """The demo has eight publishers or more, forty items or more, and ten hard negatives or more."""
    assert len(load_publishers()) >= 8
    assert len(POSTINGS) >= 40
    assert sum("trap" in expected for expected in load_expected().values()) >= 10


def test_every_concern_has_three_items() -> None:
    """Each of the seven concerns is spoken of in at least three items."""
    spoken = Counter(concern for expected in load_expected().values() for concern in expected["concerns"])

    assert set(spoken) == set(range(1, 8))
    assert min(spoken.values()) >= 3


def test_the_days_end_on_a_monday_before_the_digest_closes() -> None:
    """What is found on the last day still belongs to the digest of that Monday, half past seven in London."""
    last = DAYS[DAY_MAX].astimezone(LONDON)

    assert last.weekday() == 0
    assert DAYS[DAY_MAX] < DIGEST_AT
    assert f"{DIGEST_AT.astimezone(LONDON):%A %H:%M}" == "Monday 07:30"
    assert list(DAYS.values()) == sorted(DAYS.values())


@pytest.mark.parametrize("key", POSTINGS)
def test_a_posting_is_published_on_the_day_it_is_first_seen(key: str) -> None:
    """Nothing is dated after the day on which it is put up, and nothing new before the day that went before."""
    posting = POSTINGS[key]

    assert posting.published_at <= DAYS[posting.day]
    if posting.day > 1:
        assert posting.published_at.date() >= DAYS[posting.day - 1].date()


@pytest.mark.parametrize("key", POSTINGS)
def test_a_posting_has_the_length_of_a_statement(key: str) -> None:
    """Texts are as long as real statements, so that reading and relating are really exercised."""
    assert WORDS_MIN <= len(POSTINGS[key].on(DAY_MAX).text.split()) <= WORDS_MAX


def test_an_edit_finds_its_words_once() -> None:
    """An edit changes exactly the words that it names, on its own day and not before."""
    edited = [posting for posting in POSTINGS.values() if posting.edits]
    assert len(edited) >= 3
    for posting in edited:
        (edit,) = posting.edits
        assert posting.text.count(edit.before.strip()) == 1
        assert posting.on(edit.day - 1).text == posting.text
        assert edit.after.strip() in posting.on(edit.day).text


def test_every_posting_is_expected_to_become_something() -> None:
    """expected.yaml names each posting and nothing else, and relates it to a posting that is there."""
    expected = load_expected()

    assert set(expected) == set(POSTINGS)
    for key, fact in expected.items():
        assert fact["first_day"] == POSTINGS[key].day
        assert (fact["relation"] == "new") == ("of" not in fact)
        assert fact.get("of", key) in POSTINGS
        assert POSTINGS[fact.get("twin_in_round", key)].day == POSTINGS[key].day
        assert fact["is_relevant"] == bool(fact["concerns"])
        assert not (fact["concerns"] and "trap" in fact)
        assert not set(fact.get("also_right", ())) & set(fact["concerns"])


@pytest.mark.parametrize("key", POSTINGS)
def test_expected_evidence_stands_in_the_text(key: str) -> None:
    """Each sentence that expected.yaml gives as evidence stands word for word in what is read on the last day."""
    posting = POSTINGS[key].on(DAY_MAX)
    read = " ".join([posting.facts.get("question", ""), *posting.text.split()])
    for concern in load_expected()[key]["concerns"].values():
        assert set(concern["stances"]) <= {stance.value for stance in Stance}
        assert concern["evidence"]
        for sentence in concern["evidence"]:
            assert sentence in read


@pytest.mark.parametrize("key", POSTINGS)
def test_nobody_real_speaks(key: str) -> None:
    """Real people are not named but for the headteacher herself, and no real organisation is made to say anything."""
    words = all_words(POSTINGS[key])

    assert not re.search(rf"\b(?:{REAL_PEOPLE})\b", words)
    assert not re.search(rf"\b(?:{REAL_BODIES})\b[^.“”]{{0,30}}\b{SPEAKING}\b", words)
    assert not re.search(rf"\b(?:said|says) (?:{REAL_BODIES})\b", words)


@pytest.mark.parametrize("key", POSTINGS)
def test_telephone_numbers_are_fictitious(key: str) -> None:
    """Every telephone number is one that the regulator keeps free for fiction."""
    for number in re.findall(r"\b0[\d ]{9,}\d\b", all_words(POSTINGS[key])):
        assert re.fullmatch(r"020 7946 0\d{3}", number)


@pytest.mark.parametrize("publisher", load_publishers(), ids=lambda publisher: publisher.id)
def test_publishers_live_on_names_that_cannot_exist(publisher: Publisher) -> None:
    """Every host is under .example, and no two postings of a publisher share an id."""
    assert all(host.endswith(".example") for host in (publisher.host, *publisher.aliases))
    assert len({posting.id for posting in publisher.postings}) == len(publisher.postings)


def test_the_joint_statement_stands_on_two_sites_with_one_unions_own_sentence() -> None:
    """Two unions publish one statement; the second adds a sentence of its own, and a paper quotes it."""
    first = POSTINGS["heads-federation/joint-statement-inspections-in-january"]
    second = POSTINGS["primary-leaders/joint-statement-with-heads-federation"]
    article = POSTINGS["schools-courier/unions-will-back-deferrals"]

    assert set(first.paragraphs[1:]) < set(second.paragraphs)
    assert len(set(second.paragraphs) - set(first.paragraphs)) == 2
    assert "write down what will be done to lessen it" in article.text
