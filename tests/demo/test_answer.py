"""The demo as a function: validators, 304, redirects and the ways of each service."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdf
import pytest

from watcher.demo import Fault, Where, load_publishers
from watcher.demo.answer import answer
from watcher.demo.content import Publisher, Trouble, Validate
from watcher.demo.exchange import Manner, Reply, Visit
from watcher.demo.faults import HOSTILE_TITLE
from watcher.demo.pdf import PAGE_LINES_MAX, pdf_of

PUBLISHERS = {publisher.id: publisher for publisher in load_publishers()}
EACH = pytest.mark.parametrize("publisher", PUBLISHERS.values(), ids=lambda publisher: publisher.id)


def ask(
    place: str, target: str | None = None, *, day: int = 1, method: str = "GET", trouble: Trouble | None = None, **headers: str
) -> Reply:
    publisher = PUBLISHERS[place]
    visit = Visit(
        method, f"{publisher.host}:8080", target or publisher.listing, {k.replace("_", "-"): v for k, v in headers.items()}
    )
    return answer(load_publishers(), day, visit, {place: trouble} if trouble else None)


def told(reply: Reply) -> Any:
    assert reply.headers["Content-Type"].startswith("application/json")
    return json.loads(reply.body)


@EACH
def test_the_same_question_has_the_same_answer(publisher: Publisher) -> None:
    """Replies are a pure function: the same day and request give the same bytes and headers."""
    assert ask(publisher.id) == ask(publisher.id)


@EACH
def test_a_listing_that_is_known_answers_304(publisher: Publisher) -> None:
    """Every publisher gives a validator and honours it, with an empty body."""
    first = ask(publisher.id)
    known = {
        "if_none_match": first.headers.get("ETag", ""),
        "if_modified_since": first.headers.get("Last-Modified", ""),
    }
    again = ask(publisher.id, **{name: value for name, value in known.items() if value})

    assert first.status == 200
    assert ("ETag" in first.headers) == (publisher.validators is not Validate.MODIFIED)
    assert ("Last-Modified" in first.headers) == (publisher.validators is not Validate.ETAG)
    assert (again.status, again.body) == (304, b"")


@EACH
def test_a_stale_validator_brings_the_new_listing(publisher: Publisher) -> None:
    """A publisher that has something new on a later day does not answer 304 to the first day's validators."""
    first = ask(publisher.id)
    known = {"if_none_match": first.headers.get("ETag", "")} if "ETag" in first.headers else {}
    known |= {"if_modified_since": first.headers["Last-Modified"]} if "Last-Modified" in first.headers else {}

    later = ask(publisher.id, day=3, **known)

    assert (later.status == 304) == (publisher.id == "leaders-lifeline")


def test_a_validator_that_means_nothing_is_ignored() -> None:
    """A date that cannot be read brings the whole page; an ETag that matches in a list brings 304."""
    etag = ask("heads-federation").headers["ETag"]

    assert ask("primary-leaders", if_modified_since="last Tuesday").status == 200
    assert ask("heads-federation", if_none_match=f'"other", {etag}').status == 304
    assert ask("heads-federation", if_none_match='"other"').status == 200


def test_a_date_is_ignored_beside_an_etag() -> None:
    """If-Modified-Since does not count where If-None-Match is given (RFC 9110, 13.1.3)."""
    modified = ask("northbridge-post").headers["Last-Modified"]

    assert ask("northbridge-post", if_modified_since=modified).status == 304
    assert ask("northbridge-post", if_modified_since=modified, if_none_match='"other"').status == 200


def test_a_body_is_compressed_only_for_those_who_ask() -> None:
    """Compression changes the coding, not the content, and small answers are left alone."""
    plain, packed = ask("schools-courier"), ask("schools-courier", accept_encoding="gzip, deflate")

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert "Content-Encoding" not in ask("schools-courier", "/robots.txt", accept_encoding="gzip").headers


def test_head_has_headers_and_no_body() -> None:
    """HEAD answers as GET does, without the body."""
    head, got = ask("heads-federation", method="HEAD"), ask("heads-federation")

    assert (head.status, head.headers, head.body) == (got.status, got.headers, b"")


def test_links_have_a_port_where_the_request_had_one() -> None:
    """A page's absolute links lead back the way the visitor came."""
    visit = Visit("GET", "schools-courier.example", "/feed/")

    assert b"http://schools-courier.example:8080/?p=" in ask("schools-courier").body
    assert b"http://schools-courier.example/?p=" in answer(load_publishers(), 1, visit).body


def test_other_addresses_of_a_site_lead_to_the_one() -> None:
    """www, `?p=` and a missing last slash are redirects; a host that nobody has is refused."""
    www = answer(load_publishers(), 1, Visit("GET", "www.heads-federation.example:8080", "/News/x?y=1"))
    numbered = ask("schools-courier", "/?p=40117")
    slashless = ask("schools-courier", "/head-waited-fifteen-weeks")

    assert (www.status, www.headers["Location"]) == (301, "http://heads-federation.example:8080/News/x?y=1")
    assert numbered.status == slashless.status == 301
    assert numbered.headers["Location"] == slashless.headers["Location"]
    assert answer(load_publishers(), 1, Visit("GET", "nobody.example", "/")).status == 421
    assert ask("heads-federation", "/nowhere").status == 404


def test_the_comment_feed_is_not_the_article() -> None:
    """A post's comment feed holds the comments and none of the text."""
    feed = ask("schools-courier", "/head-waited-fifteen-weeks/feed/").body.decode()

    assert "Comments on:" in feed
    assert "ghost" not in feed


def test_the_search_api_refuses_what_it_does_not_know() -> None:
    """Unknown parameters and a count beyond 1,500 are 422, another organisation's list is empty."""
    listing = told(ask("inspectorate"))

    assert listing["total"] == len(listing["results"]) == 3
    assert ask("inspectorate", "/api/search.json?count=1500").status == 200
    assert ask("inspectorate", "/api/search.json?count=1501").status == 422
    assert ask("inspectorate", "/api/search.json?sort=new").status == 422
    assert told(ask("inspectorate", "/api/search.json?filter_organisations=other"))["results"] == []


def test_the_content_api_tells_why_a_page_changed() -> None:
    """An edit on day 2 moves the page's time, changes one sentence, and leaves its reason in the change history."""
    path = "/api/content/government/news/every-inspector-trained-before-visits-resume"
    before, after = told(ask("inspectorate", path)), told(ask("inspectorate", path, day=2))

    assert before["public_updated_at"] < after["public_updated_at"]
    assert "by 19 January 2024" in before["details"]["body"]
    assert "by 26 January 2024" in after["details"]["body"]
    assert len(before["details"]["change_history"]) == 1
    assert after["details"]["change_history"][-1]["note"].startswith("Changed the date")
    assert ask("inspectorate", "/api/content/nothing").status == 404


def test_a_publication_keeps_its_text_in_an_attachment() -> None:
    """A guidance page says what it is; the text stands in the HTML attachment that it names."""
    page = told(ask("inspectorate", "/api/content/government/publications/pausing-an-inspection-policy"))
    attachment = page["details"]["attachments"][0]["url"]
    text = told(ask("inspectorate", f"/api/content{attachment}"))

    assert "duty desk" not in page["details"]["body"]
    assert "duty desk" in text["details"]["body"]
    assert b"duty desk" in ask("inspectorate", attachment).body


def test_a_wordpress_list_ends_with_400() -> None:
    """Pages of posts follow each other until the one that does not exist."""
    first = ask("colleges-courier", "/wp-json/wp/v2/posts?per_page=2", day=3)
    second = ask("colleges-courier", "/wp-json/wp/v2/posts?per_page=2&page=2", day=3)
    beyond = ask("colleges-courier", "/wp-json/wp/v2/posts?per_page=2&page=3", day=3)

    assert first.headers["X-WP-TotalPages"] == "2"
    assert len({post["id"] for post in told(first) + told(second)}) == 4
    assert (beyond.status, told(beyond)["code"]) == (400, "rest_post_invalid_page_number")


def test_a_list_of_questions_cuts_the_answers() -> None:
    """The list gives the beginning of an answer, the question's own address all of it."""
    listed = told(ask("written-questions"))
    value = next(result["value"] for result in listed["results"] if result["value"]["uin"] == "7716")
    whole = told(ask("written-questions", f"/api/writtenquestions/questions/{value['id']}"))["value"]

    assert value["answerText"].endswith("...")
    assert whole["answerText"].startswith(value["answerText"].removesuffix("..."))
    assert "Easter recess" in whole["answerText"]
    assert ask("written-questions", "/api/writtenquestions/questions/1").status == 404


def test_a_holding_answer_becomes_an_answer() -> None:
    """On day 2 the question that had a holding answer has a real one, with a later date."""
    path = "/api/writtenquestions/questions/1681201"
    held, answered = told(ask("written-questions", path))["value"], told(ask("written-questions", path, day=2))["value"]

    assert held["answerIsHolding"]
    assert not answered["answerIsHolding"]
    assert held["dateAnswered"] < answered["dateAnswered"]
    assert "professional supervision" in answered["answerText"]


def test_repeats_keep_the_text_under_other_addresses() -> None:
    """On day 3 two old items come back: one with a tracking query and a new guid, one under another section's path."""
    feed = ask("schools-courier", day=3).body.decode()
    press_room = ask("primary-leaders", day=3).body.decode()
    moved = "/Advice-and-support/Terms-and-conditions/ArtMID/558/ArticleID/2417/terms-and-conditions-of-membership"

    assert "utm_source=rss" in feed
    assert "utm_source=rss" not in ask("schools-courier", day=2).body.decode()
    assert moved in press_room
    assert ask("primary-leaders", moved, day=2).status == 404
    old = "/News/Latest-comments/Press-room/ArtMID/558/ArticleID/2417/Who-looks-after-the-head"
    assert ask("primary-leaders", moved, day=3).status == ask("primary-leaders", old, day=3).status == 200


def test_the_council_writes_windows_1252() -> None:
    """One site declares the old code page and uses its curly quotes."""
    reply = ask("riverbank-council", "/newsroom/stand-by-your-head.asp")

    assert "windows-1252" in reply.headers["Content-Type"]
    assert b"\x93We employ these people" in reply.body


def test_a_blank_published_line_and_a_full_one() -> None:
    """One union prints no date after `Published:`, another the minute and second, day first."""
    assert b"Published:</span>&nbsp;</div>" in ask("classroom-alliance", "/latest/press-releases/deferral-refused").body
    head = "/News/Our-news-and-press-releases/What-happens-in-the-head%E2%80%99s-office"
    assert b"Posted: 15/12/2023 10:32:35" in ask("heads-federation", head).body


def test_a_coroners_report_is_a_pdf() -> None:
    """The register's page has the fields; the report is the PDF that it links, over several pages if it is long."""
    page = ask(
        "coroners-reports", "/prevention-of-future-death-reports/crossing-outside-school-prevention-of-future-deaths-report/"
    )
    report = ask(
        "coroners-reports",
        "/prevention-of-future-death-reports/crossing-outside-school-prevention-of-future-deaths-report/report.pdf",
    )

    assert b"patrol crossing" not in page.body
    assert "patrol crossing" in pypdf.PdfReader(BytesIO(report.body)).pages[0].extract_text()
    assert len(pypdf.PdfReader(BytesIO(pdf_of("line (x)\n" * PAGE_LINES_MAX))).pages) == 2
    assert len(pypdf.PdfReader(BytesIO(pdf_of("line (x)\n" * (PAGE_LINES_MAX - 1) + "end"))).pages) == 1


def test_the_story_has_a_wall_and_a_breakdown() -> None:
    """On day 2 the evening paper shows a consent wall with 200 and the wire fails; on day 3 the paper is back, the wire garbage."""
    wall, broken, garbage = ask("northbridge-post", day=2), ask("education-wire", day=2), ask("education-wire", day=3)

    assert wall.status == 200
    assert b"We value your privacy" in wall.body
    assert b"We value your privacy" in ask("northbridge-post", "/news/education/glowing-report-5549.html", day=2).body
    assert b"head-resigns" in ask("northbridge-post", day=3).body
    assert broken.status == 500
    assert ask("education-wire", "/story/one-head-in-nine", day=2).status == 200
    assert (garbage.status, b"<" in garbage.body) == (200, False)
    assert "ETag" not in wall.headers


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault.CONSENT_WALL, 200),
        (Fault.LOGIN_WALL, 200),
        (Fault.SOFT_404, 200),
        (Fault.BLOCK_PAGE, 403),
        (Fault.EMPTY, 200),
        (Fault.GARBAGE, 200),
        (Fault.SERVER_ERROR, 500),
        (Fault.NOT_FOUND, 404),
        (Fault.GONE, 410),
        (Fault.RATE_LIMITED, 429),
        (Fault.REDIRECT_LOOP, 302),
        (Fault.HALF, 200),
    ],
)
def test_a_fault_shows_no_validators(fault: Fault, status: int) -> None:
    """What is shown in trouble never looks like a version of the page."""
    reply = ask("heads-federation", trouble=Trouble(fault))

    assert reply.status == status
    assert "ETag" not in reply.headers
    assert reply.body != ask("heads-federation").body


def test_a_fault_strikes_where_it_is_told_to() -> None:
    """A listing can fail while its pages stand, and the other way round."""
    page = "/News/Our-news-and-press-releases/Five-months-for-forty-pages"
    listing, pages = Trouble(Fault.SERVER_ERROR, Where.LISTING), Trouble(Fault.SERVER_ERROR, Where.PAGES)

    assert ask("heads-federation", trouble=listing).status == 500
    assert ask("heads-federation", page, trouble=listing).status == 200
    assert ask("heads-federation", trouble=pages).status == 200
    assert ask("heads-federation", page, trouble=pages).status == 500


def test_faults_of_the_wire_are_passed_on() -> None:
    """Endless, silent and broken-off answers are the server's to play."""
    manners = {
        fault: ask("heads-federation", trouble=Trouble(fault)).manner for fault in (Fault.ENDLESS, Fault.SILENT, Fault.CUT_SHORT)
    }

    assert manners == {Fault.ENDLESS: Manner.ENDLESS, Fault.SILENT: Manner.SILENT, Fault.CUT_SHORT: Manner.CUT_SHORT}


def test_hostile_titles_keep_their_addresses() -> None:
    """Titles with markup and control characters stand in the listing, escaped as a site would, at the old addresses."""
    reply = ask("heads-federation", trouble=Trouble(Fault.HOSTILE_TITLES))

    assert b"<script>alert(" not in reply.body
    assert b"\x07" in reply.body
    assert b'"/News/Our-news-and-press-releases/Five-months-for-forty-pages"' in reply.body
    assert "<b>bold</b>" in HOSTILE_TITLE


def test_new_guids_move_every_item() -> None:
    """A feed that lost its guids announces all its items again under new ones."""
    feed = ask("schools-courier", trouble=Trouble(Fault.NEW_GUIDS)).body.decode()

    assert feed.count("urn:moved:") == 3
    assert "?p=40117</guid>" not in feed


def test_a_bomb_is_small_on_the_wire() -> None:
    """The bomb is a few dozen kilobytes that claim to be an HTML page."""
    bomb = ask("heads-federation", trouble=Trouble(Fault.BOMB))

    assert bomb.headers["Content-Encoding"] == "gzip"
    assert len(bomb.body) < 100_000


def test_a_publisher_without_postings_is_not_mended_silently() -> None:
    """A listing has a newest item: an empty publisher is a mistake in the content."""
    empty = replace(PUBLISHERS["heads-federation"], postings=())

    with pytest.raises(ValueError, match="max"):
        answer([empty], 1, Visit("GET", empty.host, empty.listing))
