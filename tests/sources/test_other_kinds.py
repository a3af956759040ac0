"""WordPress, the coroners' reports and sitemaps: what is particular to each."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import date

import pytest

from watcher.errors import ExtractError, ListingError, Reason
from watcher.model import Item, Listing, Page
from watcher.sources import SOURCE_KINDS
from watcher.sources.judiciary import LINKED_MAX
from watcher.sources.sitemap import SITEMAP_BYTES_MAX

from .exchange import answer, source
from .samples import NEWS, REPORT, SAMPLES


def posts(**changes: object) -> Listing:
    post = {**json.loads(SAMPLES["wordpress"].listing(1))[0], **changes}
    return SOURCE_KINDS["wordpress"].list(answer(json.dumps([post])), SAMPLES["wordpress"].source)


def test_a_post_carries_its_text_and_its_edit_mark() -> None:
    """`modified_gmt` is the cheap edit detector; times in GMT are GMT; entities in titles are resolved."""
    item = posts().items[0]
    assert (item.title, item.body_html, item.guid) == ("Heads’ reply 0", "<p>The whole post.</p>", f"{NEWS}/?p=0")
    assert item.revised == "2024-01-10T08:30:00"
    assert item.published is not None
    assert item.published.value.isoformat() == "2024-01-09T10:00:00+00:00"


def test_summer_posts_are_not_moved_by_an_hour() -> None:
    """`date_gmt` says no zone and means UTC; without it `date` is the site's own, London time."""
    gmt = posts(date_gmt="2024-06-09T10:00:00").items[0].published
    local = posts(date_gmt=None, date="2024-06-09T10:00:00").items[0].published
    assert gmt is not None
    assert local is not None
    assert (gmt.value.isoformat(), local.value.isoformat()) == ("2024-06-09T10:00:00+00:00", "2024-06-09T09:00:00+00:00")


def test_a_protected_post_has_no_text() -> None:
    """Behind a password stands a form, not a statement."""
    assert posts(content={"rendered": "<form>Password</form>", "protected": True}).items[0].body_html is None


@pytest.mark.parametrize(
    ("url", "listing"),
    [
        (NEWS, f"{NEWS}/wp-json/wp/v2/posts?per_page=50"),
        (f"{NEWS}/feed/", f"{NEWS}/wp-json/wp/v2/posts?per_page=50"),
        (f"{NEWS}/wp-json/wp/v2/posts?categories=3", f"{NEWS}/wp-json/wp/v2/posts?categories=3&per_page=50"),
        (f"{NEWS}/wp-json/wp/v2/posts?per_page=5", f"{NEWS}/wp-json/wp/v2/posts?per_page=5"),
        (f"{NEWS}/?rest_route=/wp/v2/posts", f"{NEWS}/?rest_route=%2Fwp%2Fv2%2Fposts&per_page=50"),
    ],
)
def test_the_posts_address_is_made_from_what_the_operator_gave(url: str, listing: str) -> None:
    """A site, its feed or the list itself lead to the same place."""
    assert SOURCE_KINDS["wordpress"].listing_url(source("wordpress", url)) == listing


def test_the_end_of_the_posts_is_no_error_and_a_refusal_is() -> None:
    """Backfilling runs into a 400 that is the end; any other code is a refusal with its own words."""
    kind, place = SOURCE_KINDS["wordpress"], SAMPLES["wordpress"].source
    assert kind.list(answer('{"code":"rest_post_invalid_page_number","message":"x","data":{"status":400}}'), place).items == ()
    with pytest.raises(ListingError, match="not allowed") as caught:
        kind.list(answer('{"code":"rest_forbidden","message":"Sorry, you are not allowed to do that."}'), place)
    assert caught.value.reason is Reason.REFUSED


def test_an_empty_list_of_posts_is_sound_and_a_list_of_other_things_is_not() -> None:
    """Posts have links; a list without any is another API."""
    kind, place = SOURCE_KINDS["wordpress"], SAMPLES["wordpress"].source
    assert kind.list(answer("[]"), place).notes == ("the list is sound and has no posts",)
    with pytest.raises(ListingError):
        kind.list(answer('[{"id":1}]'), place)


REPORTS = SAMPLES["judiciary"].source
REPORT_ITEM = Item(url=f"{NEWS}/reports/person-0/", title="Person 0")


def report(markup: str = REPORT, item: Item = REPORT_ITEM) -> Page:
    return SOURCE_KINDS["judiciary"].open(answer(markup, item.url), item, REPORTS)


def test_a_reports_fields_become_its_text_under_their_proper_labels() -> None:
    """Bold or not, curly or straight, the register's labels are read as what they mean."""
    found = report().hints
    assert found.body_html == (
        "<p>Date of report: 12/12/2023</p><p>Ref: 2023-9999</p><p>Deceased name: Person 0</p><p>Coroner name: Ms A Coroner</p>"
        "<p>Coroner area: Exampleshire</p><p>Category: Other</p>"
        "<p>This report is being sent to: Example Council | The Example Office</p>"
    )
    assert (found.title, found.byline, found.kind) == ("Person 0: prevention of future deaths report", "Ms A Coroner", "report")
    assert found.published is not None
    assert found.published.value == date(2023, 12, 12)


@pytest.mark.parametrize(
    "label",
    [
        "This report is being sent to",
        "This Report is being sent to",
        "The report is being sent to",
        "This report was sent to",
        "This report has been sent to",
        "These reports are being sent to",
        "This report is being send to",
        "This report is sent to",
        "This report is addressed to",
        "This report is also being sent to",
    ],
)
def test_the_addressees_are_found_however_they_are_announced(label: str) -> None:
    """Ten spellings of one label are one field."""
    body = report(REPORT.replace("This report is being sent to", label)).hints.body_html or ""
    assert "<p>This report is being sent to: Example Council | The Example Office</p>" in body


def test_fields_in_a_table_are_read_too() -> None:
    """Some reports have rows instead of paragraphs."""
    row = '<tr class="govuk-table__row"><th>Ref</th><td>2023-1111</td></tr>'
    page = f"<html><body><h1>R</h1><table><tbody class='govuk-table__body'>{row}</tbody></table></body></html>"
    assert report(page).hints.body_html == "<p>Ref: 2023-1111</p>"


def test_the_day_of_publication_comes_before_the_day_of_the_report() -> None:
    """A report is published days after its date; the feed knows when."""
    listed = SOURCE_KINDS["judiciary"].list(answer(SAMPLES["feed"].listing(1)), REPORTS).items[0]
    assert report(item=listed).hints.published == listed.published


def test_a_report_whose_fields_are_all_blank_is_suspect() -> None:
    """A page that once had its fields never overwrites them with nothing."""
    blank = "<html><body><div class='flow'><p>Date of report:</p><p>Ref: </p><p>Deceased name:</p></div></body></html>"
    with pytest.raises(ExtractError) as caught:
        report(blank)
    assert caught.value.reason is Reason.NO_TEXT


def test_the_report_comes_before_the_replies_and_only_pdfs_count() -> None:
    """`linked` keeps the page's order, absolute, up to `LINKED_MAX`."""
    assert report().linked == (f"{NEWS}/files/report.pdf", f"{NEWS}/files/reply.pdf")
    link = '<a class="related-content__link" href="/files/{n}.{kind}">x</a>'
    for count in (LINKED_MAX, LINKED_MAX + 1):
        links = "".join(link.format(n=n, kind="pdf") for n in range(count)) + link.format(n=1, kind="docx")
        assert len(report(f"<html><body>{links}</body></html>").linked) == LINKED_MAX


def test_a_page_that_is_no_report_is_read_as_any_page() -> None:
    """Without labels there are no fields to trust."""
    page = report("<html><body><p>News about the register.</p></body></html>")
    assert page.hints.body_html is None
    assert b"News about the register" in page.body


def test_feed_and_register_are_both_listings_of_reports() -> None:
    """The kind goes by what came back."""
    kind = SOURCE_KINDS["judiciary"]
    for listing in (SAMPLES["feed"].listing(4), SAMPLES["judiciary"].listing(4)):
        items = kind.list(answer(listing, REPORTS.url), REPORTS).items
        assert [item.kind for item in items] == ["report"] * 4


def test_the_registers_pages_lead_into_the_past() -> None:
    """The feed pages by parameter, the register by path."""
    kind = SOURCE_KINDS["judiciary"]
    feed = next(iter(kind.backfill_urls(source("judiciary", f"{NEWS}/feed/?post_type=pfd"), date(2023, 1, 1))))
    register = next(iter(kind.backfill_urls(source("judiciary", f"{NEWS}/reports/"), date(2023, 1, 1))))
    assert (feed, register) == (f"{NEWS}/feed/?post_type=pfd&paged=1", f"{NEWS}/reports/page/1/")


def sitemap(body: str | bytes) -> Listing:
    return SOURCE_KINDS["sitemap"].list(answer(body, f"{NEWS}/sitemap.xml"), SAMPLES["sitemap"].source)


URLSET: Callable[[str], str] = (
    '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:i="http://www.google.com/schemas/sitemap-image/1.1">{}</urlset>'
).format


def test_a_sitemap_is_read_newest_first() -> None:
    """Sitemaps have any order; `lastmod` is the edit mark, and a picture's address and title are not the page's."""
    entries = (
        f"<url><loc>{NEWS}/old</loc><lastmod>2023-01-01</lastmod></url>"
        f"<url><i:image><i:loc>{NEWS}/picture.jpg</i:loc><i:title>A picture</i:title></i:image><loc>{NEWS}/new</loc>"
        f"<lastmod>2024-01-09T10:00:00Z</lastmod></url><url><loc>javascript:x</loc></url>"
    )
    listing = sitemap(URLSET(entries))
    assert [(item.url, item.title, item.revised) for item in listing.items] == [
        (f"{NEWS}/new", None, "2024-01-09T10:00:00Z"),
        (f"{NEWS}/old", None, "2023-01-01"),
    ]
    assert listing.notes == ("1 entries without an http address were left out",)


def test_an_index_names_its_newest_part() -> None:
    """Of many sitemaps the newest is next, by date or by place."""
    dated = (
        "<sitemapindex>"
        f"<sitemap><loc>{NEWS}/a.xml</loc><lastmod>2024-01-09</lastmod></sitemap>"
        f"<sitemap><loc>{NEWS}/b.xml</loc><lastmod>2023-01-09</lastmod></sitemap></sitemapindex>"
    )
    undated = f"<sitemapindex><sitemap><loc>{NEWS}/a.xml</loc></sitemap><sitemap><loc>{NEWS}/b.xml</loc></sitemap></sitemapindex>"
    assert sitemap(dated).next_url == f"{NEWS}/a.xml"
    assert sitemap(undated).next_url == f"{NEWS}/b.xml"
    with pytest.raises(ListingError):
        sitemap("<sitemapindex/>")


def test_a_packed_sitemap_is_unpacked_within_the_limit() -> None:
    """`sitemap.xml.gz` is gzip in itself; what unpacks beyond `SITEMAP_BYTES_MAX` is refused, and damage is said."""
    whole = URLSET(f"<url><loc>{NEWS}/1</loc></url>").encode()
    assert len(sitemap(gzip.compress(whole)).items) == 1
    exact = whole + b" " * (SITEMAP_BYTES_MAX - len(whole))
    assert len(sitemap(gzip.compress(exact, 1)).items) == 1
    with pytest.raises(ListingError) as caught:
        sitemap(gzip.compress(exact + b" ", 1))
    assert caught.value.reason is Reason.TOO_LARGE
    with pytest.raises(ListingError):
        sitemap(b"\x1f\x8b broken")


def test_the_cut_end_of_a_sitemap_is_left_out() -> None:
    """Half an address would be another address."""
    listing = sitemap(f"<urlset><url><loc>{NEWS}/1</loc></url><url><loc>{NEWS}/a-long-na")
    assert [item.url for item in listing.items] == [f"{NEWS}/1"]
    assert "cut off" in listing.notes[0]


def test_a_sitemaps_entities_stay_unread() -> None:
    """Entities of a sitemap name no files and multiply nothing."""
    hostile = f'<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/hostname">]><urlset><url><loc>{NEWS}/1</loc><lastmod>&x;</lastmod></url></urlset>'
    (item,) = sitemap(hostile).items
    assert item.revised is None


def test_an_empty_sitemap_is_sound_and_a_feed_is_none() -> None:
    """No addresses are no error; another format is."""
    assert sitemap(URLSET("")).notes == ("the sitemap is sound and has no addresses",)
    with pytest.raises(ListingError):
        sitemap(SAMPLES["feed"].listing(2))
