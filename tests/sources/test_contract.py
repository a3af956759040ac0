"""What every kind of source promises, whatever it reads."""

from __future__ import annotations

import pickle
from contextlib import suppress
from datetime import date
from itertools import islice

import pytest

from watcher.errors import ExtractError, ListingError, Reason
from watcher.model import Item, Listing, Page
from watcher.sources import ITEMS_MAX, SOURCE_KINDS

from .exchange import GOLDEN, NOW, answer
from .samples import SAMPLES

KINDS = pytest.mark.parametrize("name", sorted(SOURCE_KINDS))


def listed(name: str, count: int) -> Listing:
    sample = SAMPLES[name]
    return SOURCE_KINDS[name].list(answer(sample.listing(count), sample.source.url), sample.source)


def test_every_kind_has_a_sample() -> None:
    """A new kind is one file, one line in the table and one sample here."""
    assert set(SAMPLES) == set(SOURCE_KINDS)


@KINDS
def test_a_kind_is_known_by_its_name(name: str) -> None:
    """The name in sources.yaml is the kind's own."""
    assert SOURCE_KINDS[name].name == name


@KINDS
def test_the_address_to_poll_is_an_http_address(name: str) -> None:
    """Whatever a kind adds to the configured address, it stays on that host."""
    source = SAMPLES[name].source
    assert SOURCE_KINDS[name].listing_url(source).startswith(source.url.split("?")[0].rstrip("/"))


@KINDS
def test_a_listing_gives_one_item_an_entry(name: str) -> None:
    """Items keep the listing's order, have absolute addresses of their own and a title or an address to show."""
    items = listed(name, 12).items
    assert len(items) == len({item.url for item in items}) == 12
    assert all(item.url.startswith("https://") and item.has_page for item in items)
    assert "0" in items[0].url
    assert "11" in items[-1].url


@KINDS
def test_the_same_bytes_give_the_same_items(name: str) -> None:
    """Listing is a function of its arguments: no clock, no randomness, no memory."""
    assert listed(name, 5) == listed(name, 5)


@KINDS
def test_items_within_the_limit_all_come(name: str) -> None:
    """`ITEMS_MAX` items are a listing like any other."""
    listing = listed(name, ITEMS_MAX)
    assert len(listing.items) == ITEMS_MAX
    assert not any("left out" in note for note in listing.notes)


@KINDS
def test_items_beyond_the_limit_are_left_out_with_a_note(name: str) -> None:
    """One more than `ITEMS_MAX` is cut, and the cut is said."""
    listing = listed(name, ITEMS_MAX + 1)
    assert len(listing.items) == ITEMS_MAX
    assert any("1 items beyond" in note for note in listing.notes)


@KINDS
def test_what_comes_back_crosses_process_borders(name: str) -> None:
    """Workers hand back listings, pages and errors; all of them pickle whole."""
    sample = SAMPLES[name]
    listing = listed(name, 3)
    page = SOURCE_KINDS[name].open(answer(sample.page, listing.items[0].url), listing.items[0], sample.source)
    with pytest.raises(ListingError) as caught:
        SOURCE_KINDS[name].list(answer(b""), sample.source)

    assert pickle.loads(pickle.dumps((listing, page))) == (listing, page)
    error = pickle.loads(pickle.dumps(caught.value))
    assert (error.reason, error.source_id, str(error)) == (caught.value.reason, "example", str(caught.value))


@KINDS
def test_an_items_page_becomes_text_to_read(name: str) -> None:
    """The page's own text is in its body or, where the kind knows it, in the hints; the address stays the item's."""
    sample = SAMPLES[name]
    item = listed(name, 1).items[0]
    page = SOURCE_KINDS[name].open(answer(sample.page, item.url, "text/html"), item, sample.source)

    assert sample.says in (page.hints.body_html or page.body.decode())
    assert page.fetched_at == NOW
    assert page.url == item.url
    assert page.hints.language == "en"


@KINDS
def test_a_listing_that_carries_the_text_needs_no_page(name: str) -> None:
    """Without a fetch the item's own markup is the text, and the page is dated by the item."""
    item = Item(url="https://news.example/1", title="One", body_html="<p>All of it.</p>")
    page = SOURCE_KINDS[name].open(None, item, SAMPLES[name].source)
    assert isinstance(page, Page)
    assert (page.body, page.hints.body_html, page.hints.title) == (b"", "<p>All of it.</p>", "One")


@KINDS
def test_no_page_and_no_text_is_an_error(name: str) -> None:
    """An item with neither is never read as an empty statement."""
    with pytest.raises(ExtractError) as caught:
        SOURCE_KINDS[name].open(None, Item(url="https://news.example/1", summary_html="<p>Teaser</p>"), SAMPLES[name].source)
    assert caught.value.reason is Reason.NO_TEXT


@KINDS
def test_an_item_without_a_page_is_read_from_its_summary(name: str) -> None:
    """Where the listing gives no address, its summary is all the text there is."""
    item = Item(url="https://news.example/feed.xml#item-1", summary_html="<p>A note.</p>", has_page=False)
    assert SOURCE_KINDS[name].open(None, item, SAMPLES[name].source).hints.body_html == "<p>A note.</p>"


@KINDS
@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("consent.html", Reason.CONSENT_WALL),
        ("block.html", Reason.BLOCK_PAGE),
        ("missing.html", Reason.SOFT_404),
        ("login.html", Reason.LOGIN_WALL),
        ("empty.xml", Reason.EMPTY_LISTING),
        ("blank.xml", Reason.EMPTY_LISTING),
    ],
)
def test_a_suspect_answer_is_an_error_with_its_reason(name: str, file: str, reason: Reason) -> None:
    """No kind takes a wall or an empty body for a listing without news."""
    with pytest.raises(ListingError) as caught:
        SOURCE_KINDS[name].list(answer((GOLDEN / "feeds" / file).read_bytes()), SAMPLES[name].source)
    assert caught.value.reason is reason


@KINDS
def test_foreign_bytes_never_crash_a_kind(name: str) -> None:
    """Every file of the golden set, whole and cut, gives a listing or a ListingError, and a page or an ExtractError."""
    kind, sample = SOURCE_KINDS[name], SAMPLES[name]
    item = listed(name, 1).items[0]
    for path in sorted((GOLDEN / "feeds").iterdir()):
        body = path.read_bytes()
        for part in (body, body[: len(body) // 2]):
            with suppress(ListingError):
                assert isinstance(kind.list(answer(part), sample.source), Listing)
            with suppress(ExtractError):
                assert isinstance(kind.open(answer(part), item, sample.source), Page)


@pytest.mark.parametrize("name", ["feed", "page"])
def test_a_place_without_a_past_says_so(name: str) -> None:
    """Feeds and pages show their latest items only, and backfilling one is an error and not an empty list."""
    with pytest.raises(ListingError, match="2023-12-01"):
        SOURCE_KINDS[name].backfill_urls(SAMPLES[name].source, date(2023, 12, 1))


@pytest.mark.parametrize("name", sorted(set(SOURCE_KINDS) - {"feed", "page"}))
def test_the_past_is_a_bounded_list_of_addresses(name: str) -> None:
    """`backfill_urls` ends by itself, stays on the source's host and names each address once."""
    source = SAMPLES[name].source
    urls = list(islice(SOURCE_KINDS[name].backfill_urls(source, date(2023, 12, 1)), 1000))

    assert 1 <= len(urls) < 1000
    assert len(set(urls)) == len(urls)
    assert all(url.startswith("/".join(source.url.split("/")[:3])) for url in urls)
