"""GOV.UK: feeds and the search API say what is new, the content API says what it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

import pytest

from watcher.errors import ExtractError, ListingError, Reason
from watcher.model import Item, Page
from watcher.sources import SOURCE_KINDS
from watcher.sources.govuk import CHANGE_NOTES_MAX, LINKED_MAX, document_kind

from .exchange import answer, source
from .samples import CONTENT, SAMPLES

KIND = SOURCE_KINDS["govuk"]
OFFICE = SAMPLES["govuk"].source
ITEM = Item(url="https://office.example/government/news/0", page_url="https://office.example/api/content/government/news/0")


def opened(**changes: object) -> Page:
    body = json.dumps({**CONTENT, **changes})
    return KIND.open(answer(body, ITEM.page_url or ""), ITEM, OFFICE)


def details(**changes: object) -> Mapping[str, object]:
    return {"details": {"body": "<p>Text.</p>", **changes}}


def test_a_feed_gives_the_content_apis_address() -> None:
    """The text is fetched where it has structure; the address that readers see stays the page's."""
    item = KIND.list(answer(SAMPLES["govuk"].listing(1), OFFICE.url), OFFICE).items[0]
    assert (item.url, item.page_url) == (ITEM.url, ITEM.page_url)
    assert (item.kind, item.byline, item.published) == ("press_release", None, None)
    assert item.revised == "2024-01-09T10:00:00+00:00"


def test_pages_of_other_hosts_are_fetched_themselves() -> None:
    """A feed may link elsewhere, and no other host has the content API."""
    feed = SAMPLES["govuk"].listing(1).replace(b"https://office.example/government", b"https://other.example/government")
    assert KIND.list(answer(feed, OFFICE.url), OFFICE).items[0].page_url is None


def test_the_search_api_is_a_listing_too() -> None:
    """Paths become addresses, the public timestamp is the edit mark, external results have no content address."""
    results = [
        {
            "title": "Release",
            "link": "/government/news/1",
            "content_store_document_type": "news_story",
            "public_timestamp": "2024-01-09T10:00:00.000+00:00",
            "description": "In short.",
            "_id": "/government/news/1",
        },
        {"title": "Elsewhere", "link": "https://other.example/x"},
        {"title": "No link"},
    ]
    url = "https://office.example/api/search.json?filter_organisations=office"
    listing = KIND.list(answer(json.dumps({"results": results, "start": 0, "total": 3}), url), OFFICE)
    first, second = listing.items
    assert (first.url, first.page_url) == (
        "https://office.example/government/news/1",
        "https://office.example/api/content/government/news/1",
    )
    assert (first.kind, first.revised, first.summary_html) == ("news", "2024-01-09T10:00:00.000+00:00", "In short.")
    assert second.page_url is None
    assert listing.notes == ("1 results without an address were left out",)


def test_a_search_that_found_nothing_is_sound() -> None:
    """No results are no error; a refusal (422) is."""
    url = "https://office.example/api/search.json"
    assert KIND.list(answer('{"results":[],"total":0}', url), OFFICE).notes == ("the search is sound and found nothing",)
    with pytest.raises(ListingError):
        KIND.list(answer('{"error":"Unexpected parameters: x"}', url), OFFICE)


def test_the_content_api_states_everything() -> None:
    """Title, standfirst, kind, both dates and the reasons of the edits, oldest first, whatever their order in the answer."""
    found = opened().hints
    assert (found.title, found.standfirst, found.kind) == ("Release 0", "What the release says in short.", "press_release")
    assert found.published is not None
    assert found.updated is not None
    assert found.published.as_day == date(2023, 12, 11)
    assert found.updated.as_day == date(2024, 1, 9)
    assert found.change_notes == ("First published.", "Corrected the date of the training.")
    assert found.withdrawn is None


def test_the_documents_own_date_comes_before_the_platforms() -> None:
    """Papers from before GOV.UK carry the platform's date as their first publication."""
    published = opened(**details(first_public_at="2010-03-01T09:00:00+00:00")).hints.published
    assert published is not None
    assert published.as_day == date(2010, 3, 1)


def test_a_withdrawn_page_says_so() -> None:
    """The notice is one line of text with its day."""
    notice = {
        "explanation": '<div class="govspeak"><p>Replaced by <a href="/x">new guidance</a>.</p><p>Thank you.</p></div>',
        "withdrawn_at": "2024-02-01T00:00:00Z",
    }
    assert opened(withdrawn_notice=notice).hints.withdrawn == "Withdrawn on 2024-02-01: Replaced by new guidance. Thank you."


def attachment(number: int, **changes: object) -> Mapping[str, object]:
    return {"attachment_type": "html", "url": f"/government/publications/plan/part-{number}", **changes}


def test_html_attachments_are_read_through_the_content_api() -> None:
    """A publication's text stands in its attachments; the PDF twin of an HTML attachment is left out."""
    pdf = {"attachment_type": "file", "content_type": "application/pdf", "url": "https://assets.example/plan.pdf"}
    children = {"children": [{"base_path": "/government/publications/plan/part-1", "document_type": "html_publication"}]}
    assert opened(**details(attachments=[pdf, attachment(1)]), links=children).linked == (
        "https://office.example/api/content/government/publications/plan/part-1",
    )
    assert opened(**details(attachments=[pdf])).linked == ("https://assets.example/plan.pdf",)


def test_attachments_are_limited() -> None:
    """`LINKED_MAX` attachments are read and no more."""
    assert len(opened(**details(attachments=[attachment(n) for n in range(LINKED_MAX)])).linked) == LINKED_MAX
    assert len(opened(**details(attachments=[attachment(n) for n in range(LINKED_MAX + 1)])).linked) == LINKED_MAX


def test_change_notes_are_limited_to_the_latest() -> None:
    """The newest `CHANGE_NOTES_MAX` reasons are kept."""
    history = [
        {"public_timestamp": f"2024-01-01T00:{n // 60:02d}:{n % 60:02d}Z", "note": f"Note {n}"} for n in range(CHANGE_NOTES_MAX + 1)
    ]
    notes = opened(**details(change_history=history)).hints.change_notes
    assert (len(notes), notes[0], notes[-1]) == (CHANGE_NOTES_MAX, "Note 1", f"Note {CHANGE_NOTES_MAX}")
    assert len(opened(**details(change_history=history[:-1])).hints.change_notes) == CHANGE_NOTES_MAX


def test_bodies_come_in_several_forms() -> None:
    """HTML, a list of content types, or titled parts."""
    typed = [{"content_type": "text/govspeak", "content": "raw"}, {"content_type": "text/html", "content": "<p>Typed.</p>"}]
    parts = [{"title": "Part", "body": "<p>In part.</p>"}]
    assert opened(details={"body": typed}).hints.body_html == "<p>Typed.</p>"
    assert opened(details={"parts": parts}).hints.body_html == "<h2>Part</h2><p>In part.</p>"
    assert opened(details={}).hints.body_html is None


def test_an_attachments_pdf_goes_through_as_it_is() -> None:
    """What is no JSON is the reader's business."""
    page = KIND.open(answer(b"%PDF-1.7 ...", "https://assets.example/plan.pdf", "application/pdf"), ITEM, OFFICE)
    assert (page.body, page.content_type) == (b"%PDF-1.7 ...", "application/pdf")


@pytest.mark.parametrize("body", ['{"message":"not found"}', '{"details":[]}', '{"details":'])
def test_an_answer_without_details_is_no_statement(body: str) -> None:
    """The API's own errors are never read as texts."""
    with pytest.raises(ExtractError) as caught:
        KIND.open(answer(body), ITEM, OFFICE)
    assert caught.value.reason in (Reason.NO_TEXT, Reason.NOT_READABLE)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("press_release", "press_release"),
        ("Press release", "press_release"),
        ("news_story", "news"),
        ("Speech", "speech"),
        ("correspondence", "letter"),
        ("closed_consultation", "report"),
        ("statutory_guidance", "guidance"),
        ("unheard_of", None),
        (None, None),
    ],
)
def test_document_types_become_our_kinds(name: str | None, kind: str | None) -> None:
    """The API's names and the feeds' labels mean the same; an unknown one means nothing."""
    assert document_kind(name) == kind


@pytest.mark.parametrize(
    "url",
    [
        "https://office.example/government/organisations/inspectorate.atom",
        "https://office.example/search/news-and-communications.atom?organisations%5B%5D=inspectorate",
        "https://office.example/api/search.json?filter_organisations=inspectorate&count=5",
    ],
)
def test_the_past_is_asked_of_the_search_api(url: str) -> None:
    """The organisation is found in every form of address, and the first day is asked for."""
    first = next(iter(KIND.backfill_urls(source("govuk", url), date(2023, 12, 1))))
    assert first.startswith("https://office.example/api/search.json?filter_organisations=inspectorate")
    assert "from%3A2023-12-01" in first


def test_an_address_without_an_organisation_has_no_past() -> None:
    """Asking for everything that the government published is refused."""
    with pytest.raises(ListingError, match="organisation"):
        next(iter(KIND.backfill_urls(source("govuk", "https://office.example/search/all.atom"), date(2023, 12, 1))))
