"""Parliament's four lists and the single records behind them."""

from __future__ import annotations

import base64
import json
from datetime import date

import pytest

from watcher.errors import ExtractError, ListingError
from watcher.model import Item, Page, Source
from watcher.sources import SOURCE_KINDS
from watcher.sources.parliament import CONTRIBUTIONS_MAX

from .exchange import answer, source
from .samples import QUESTIONS, SAMPLES

KIND = SOURCE_KINDS["parliament"]
PLACE = SAMPLES["parliament"].source
COMMITTEES = "https://committees-api.example/api/Publications"
HANSARD = "https://hansard-api.example/search/debates.json"


def only(answered: object, url: str) -> Item:
    (item,) = KIND.list(answer(json.dumps(answered), url), PLACE).items
    return item


def opened(record: object, item: Item, place: Source = PLACE) -> Page:
    return KIND.open(answer(json.dumps(record), item.page_url or ""), item, place)


def question(**changes: object) -> dict[str, object]:
    value = json.loads(SAMPLES["parliament"].listing(1))["results"][0]["value"]
    return {**value, **changes}


def question_item(**changes: object) -> Item:
    return only({"results": [{"value": question(**changes)}]}, QUESTIONS)


def test_a_question_has_the_address_that_people_know() -> None:
    """The item's address is the public page, its page_url the API's single record: the list cuts answers."""
    item = question_item()
    assert item.url == "https://questions-statements.parliament.uk/written-questions/detail/2024-01-05/8000"
    assert item.page_url == "https://questions-api.example/api/writtenquestions/questions/1000?expandMember=true"
    assert (item.title, item.byline, item.kind) == ("Inspection: Training (written question 8000)", "A Minister", "written_answer")


def test_dates_without_a_zone_are_days() -> None:
    """ "2024-01-09T00:00:00" is a day; an answered question is published when it is answered."""
    published, tabled = question_item().published, question_item(dateAnswered=None).published
    assert published is not None
    assert tabled is not None
    assert (published.value, tabled.value) == (date(2024, 1, 9), date(2024, 1, 5))


@pytest.mark.parametrize(
    "changes",
    [
        {"dateAnswered": "2024-01-10T00:00:00"},
        {"answerIsHolding": True},
        {"dateHoldingAnswer": "2024-01-08T00:00:00"},
        {"answerIsCorrection": True, "dateAnswerCorrected": "2024-01-20T00:00:00"},
        {"isWithdrawn": True},
    ],
)
def test_the_edit_mark_moves_with_the_answer(changes: dict[str, object]) -> None:
    """Answers, holding answers, corrections and withdrawals make watcher read a question again; nothing else does."""
    assert question_item(**changes).revised != question_item().revised
    assert question_item(heading="Other").revised == question_item().revised


def test_the_full_answer_is_read_from_the_single_record() -> None:
    """Question and answer are the statement; what the record corrects of the list's fields counts."""
    page = opened(
        {"value": question(answerText="<p>The whole answer.</p>", dateAnswerCorrected="2024-01-20T00:00:00")}, question_item()
    )
    assert page.hints.body_html == (
        "<h2>Question</h2><p>To ask what training inspectors are given.</p><h2>Answer</h2><p>The whole answer.</p>"
    )
    assert page.hints.updated is not None
    assert page.hints.updated.value == date(2024, 1, 20)


def test_an_unanswered_question_is_its_question() -> None:
    """There is a text before there is an answer, and markup in it is text."""
    page = opened({"value": question(answerText=None, questionText="To ask if 1 < 2.")}, question_item())
    assert page.hints.body_html == "<h2>Question</h2><p>To ask if 1 &lt; 2.</p>"


def test_a_written_statement() -> None:
    """Statements come from the same list under other names."""
    value = {
        "id": 5,
        "uin": "HCWS175",
        "dateMade": "2024-01-11T00:00:00",
        "title": "Inspection reform",
        "text": "<p>The whole statement.</p>",
        "house": "Commons",
        "answeringBodyName": "Department for Examples",
        "memberRole": "The Secretary of State for Examples",
        "member": {"name": "A Minister"},
    }
    item = only({"results": [{"value": value}]}, "https://questions-api.example/api/writtenstatements/statements")
    assert item.url == "https://questions-statements.parliament.uk/written-statements/detail/2024-01-11/hcws175"
    assert (item.title, item.byline, item.categories) == ("Inspection reform", "A Minister", ("Department for Examples", "Commons"))
    assert opened({"value": value}, item).hints.body_html == "<p>The whole statement.</p>"


PUBLICATION = {
    "id": 42,
    "description": "Inspection: First Report of Session 2023-24",
    "committee": {"id": 1, "name": "Examples Committee"},
    "publicationStartDate": "2024-01-29T00:01:00",
    "type": {"id": 1, "name": "Report"},
    "documents": [{"documentId": 77, "files": []}],
    "additionalContentUrl": None,
}


def test_a_committee_publication() -> None:
    """The report's HTML page is read where there is one, else the document through the API."""
    item = only({"items": [PUBLICATION], "totalResults": 1}, COMMITTEES)
    assert item.url == "https://committees.parliament.uk/publications/42/documents/77/default/"
    assert item.page_url == "https://committees-api.example/api/Publications/42/Document/77/Html"
    assert (item.byline, item.kind, item.categories) == ("Examples Committee", "report", ("Report",))
    report = {**PUBLICATION, "additionalContentUrl": "https://publications.example/report.html"}
    assert only({"items": [report]}, COMMITTEES).page_url == "https://publications.example/report.html"
    letter = {**PUBLICATION, "type": {"name": "Correspondence"}}
    assert only({"items": [letter]}, COMMITTEES).kind == "letter"


def test_a_document_in_base64_is_unwrapped() -> None:
    """The documents API wraps HTML and PDF files into JSON."""
    item = only({"items": [PUBLICATION]}, COMMITTEES)
    html, pdf = b"<html><body><p>The report.</p></body></html>", b"%PDF-1.7 report"
    page = opened({"fileName": "report.html", "data": base64.b64encode(html).decode()}, item)
    assert (page.body, page.content_type) == (html, "text/html; charset=utf-8")
    assert opened({"fileName": "r.pdf", "data": base64.b64encode(pdf).decode()}, item).content_type == "application/pdf"
    assert opened(base64.b64encode(html).decode(), item).body == html


def test_a_debate() -> None:
    """A debate has its Hansard page, and every contribution its speaker."""
    found = {
        "DebateSectionExtId": "AB-12",
        "Title": "Ofsted: Training",
        "SittingDate": "2024-01-16T00:00:00",
        "House": "Commons",
        "DebateSection": "Westminster Hall",
    }
    item = only({"Results": [found], "TotalResultCount": 1}, HANSARD)
    assert item.url == "https://hansard.parliament.uk/Commons/2024-01-16/debates/AB-12/OfstedTraining"
    assert item.page_url == "https://hansard-api.example/debates/debate/AB-12.json"
    debate = {
        "Overview": {"Title": "Ofsted: Training"},
        "Items": [{"AttributedTo": "A Member (Party)", "Value": "<p>I beg to move.</p>"}, {}],
    }
    assert opened(debate, item).hints.body_html == "<h3>A Member (Party)</h3><div><p>I beg to move.</p></div>"


def test_long_debates_are_cut() -> None:
    """`CONTRIBUTIONS_MAX` contributions are read and no more."""
    item = Item(url="https://hansard.example/1", page_url="https://hansard-api.example/1.json")
    for count in (CONTRIBUTIONS_MAX, CONTRIBUTIONS_MAX + 1):
        body = opened({"Items": [{"Value": "x"}] * count}, item).hints.body_html or ""
        assert body.count("<div>") == CONTRIBUTIONS_MAX


def test_records_without_identity_are_left_out_with_a_note() -> None:
    """One odd record costs itself and nothing else."""
    listing = KIND.list(answer(json.dumps({"results": [{"value": question()}, {"value": {}}, {}, "x"]}), QUESTIONS), PLACE)
    assert len(listing.items) == 1
    assert listing.notes == ("2 records without an id or a title were left out",)


def test_an_empty_list_is_sound() -> None:
    """Nothing found is not a failure."""
    assert KIND.list(answer('{"results":[],"totalResults":0}', QUESTIONS), PLACE).items == ()


@pytest.mark.parametrize("body", ['{"message":"bad"}', "[]", '"text"', "null", '{"results":{}}', '{"results"'])
def test_other_json_is_no_list(body: str) -> None:
    """Errors of the APIs are never silent weeks."""
    with pytest.raises(ListingError):
        KIND.list(answer(body, QUESTIONS), PLACE)


@pytest.mark.parametrize("record", [{"value": {}}, {"value": None}, {}, {"data": "!!"}, {"data": ""}, "no base64!", {"Items": []}])
def test_a_record_without_text_is_an_error(record: object) -> None:
    """An empty record never overwrites a good reading."""
    with pytest.raises(ExtractError):
        opened(record, question_item())


@pytest.mark.parametrize(
    ("url", "parameter"),
    [
        (QUESTIONS, "tabledWhenFrom=2023-12-01"),
        ("https://questions-api.example/api/writtenstatements/statements", "madeWhenFrom=2023-12-01"),
        (COMMITTEES, "StartDate=2023-12-01"),
        (HANSARD, "queryParameters.startDate=2023-12-01"),
    ],
)
def test_each_list_is_asked_for_its_past_in_its_own_words(url: str, parameter: str) -> None:
    """First day, offset and size of a page have four sets of names."""
    urls = list(KIND.backfill_urls(source("parliament", url), date(2023, 12, 1)))
    assert all(parameter in each for each in urls)
    assert len(set(urls)) == len(urls) > 1


def test_another_address_has_no_past() -> None:
    """An API that is not known cannot be paged."""
    with pytest.raises(ListingError):
        next(iter(KIND.backfill_urls(source("parliament", "https://api.example/bills"), date(2023, 12, 1))))
