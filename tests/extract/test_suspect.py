"""Pages that look fine to HTTP and hold no statement."""

from __future__ import annotations

import pytest

from tests.extract.samples import FIRST, SECOND, THIRD, page, read, read_fragment
from watcher.errors import ExtractError, Reason
from watcher.extract import suspect
from watcher.model import ItemHints

PARTNERS = (
    "We and our partners store cookies with your consent. You may accept all, reject all or manage your preferences at any time. "
)


VOTE = (
    f"{FIRST} Members can log in to vote until the end of the month. {SECOND} {THIRD} It asked every branch to hold a meeting, "
    "to count the votes by hand and to send in the result by the first day of the new term, when the board will meet again "
    "in Northvale to hear what the branches have said and to agree what the guild will ask for in its letter."
)


def reason(body: bytes, content_type: str = "text/html") -> Reason | None:
    try:
        read(body, content_type=content_type)
    except ExtractError as error:
        return error.reason
    return None


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Just a moment...", "Checking your browser before you can see the page. This takes a few seconds.", Reason.BLOCK_PAGE),
        ("Access denied", "You do not have permission to view this page on this server today.", Reason.BLOCK_PAGE),
        ("Page not found", "Try the search or go back to the first page of this site to find it.", Reason.SOFT_404),
        ("Oops", "Sorry, the page you are looking for is not here. It may have been moved to another place.", Reason.SOFT_404),
        ("Before you continue", "We use data to deliver and maintain our services for all who visit.", Reason.CONSENT_WALL),
        ("Guild", PARTNERS * 2, Reason.CONSENT_WALL),
        ("Members only", "Please log in to continue reading this page. Forgotten your password?", Reason.LOGIN_WALL),
    ],
)
def test_walls_are_told_by_their_words(title: str, text: str, expected: Reason) -> None:
    """Robot checks, error pages, consent dialogues and log-in forms are named for what they are."""
    assert reason(page(text, title=title)) is expected


@pytest.mark.parametrize(
    "text",
    [
        f"{FIRST} The funding is no longer available, it said, and {SECOND}",
        VOTE,
        f"{FIRST} Cookies will be served at the meeting. {SECOND}",
        f"Access to justice was denied, the guild said. {FIRST} {SECOND}",
    ],
)
def test_a_statement_that_uses_their_words_is_no_wall(text: str) -> None:
    """A short statement may speak of funding, votes and consent."""
    assert reason(page(text)) is None


def test_a_long_consent_dialogue_is_a_wall_and_a_long_article_is_not() -> None:
    """Up to the limit of words a page full of consent is a dialogue; beyond it, it is a text about consent."""
    words = len(PARTNERS.split())
    sentences = [f"Partner {word} keeps cookies." for word in ("one", "two")]
    assert reason(page(PARTNERS * (suspect.CONSENT_WORDS_MAX // words - 2), *sentences)) is Reason.CONSENT_WALL
    assert reason(page(PARTNERS * (suspect.CONSENT_WORDS_MAX // words + 2), *sentences)) is None


def test_a_text_has_a_least_number_of_words() -> None:
    """What is left over of an empty page is no statement; a text of the least length is one."""
    words = FIRST.split()
    assert reason(page(" ".join(words[: suspect.TEXT_WORDS_MIN])), "text/html") is None
    with pytest.raises(ExtractError, match="words of text") as caught:
        read(page(" ".join(words[: suspect.TEXT_WORDS_MIN - 1])))
    assert caught.value.reason is Reason.NO_TEXT


def test_a_known_body_may_be_short() -> None:
    """A written answer is sometimes one word; an empty one is an error."""
    assert read_fragment("<p>Yes.</p>").text == "Yes."
    with pytest.raises(ExtractError) as caught:
        read_fragment("<p> </p>")
    assert caught.value.reason is Reason.NO_TEXT


@pytest.mark.parametrize(
    "body",
    [
        b'<?xml version="1.0"?><rss version="2.0"><channel><item><title>A</title></item></channel></rss>',
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title></entry></feed>',
        b'{"results": []}',
        b"[1, 2]",
    ],
)
def test_a_listing_is_no_statement(body: bytes) -> None:
    """Feeds and an API's answers are not read as prose."""
    with pytest.raises(ExtractError) as caught:
        read(body)
    assert caught.value.reason is Reason.NOT_READABLE


def test_a_paywalls_stub_is_kept_and_doubted() -> None:
    """The opening that a paywall leaves is read, with a certainty that says so; the whole text is not doubted."""
    wall = "<div><h2>Register now to continue reading</h2></div>"
    stub = read(page(FIRST, SECOND, wall))
    assert stub.text == f"{FIRST}\n\n{SECOND}"
    assert stub.certainty <= suspect.STUB_CERTAINTY
    assert any("register" in note for note in stub.missing)
    assert read(page(FIRST, SECOND)).certainty > suspect.STUB_CERTAINTY


def test_hints_do_not_make_a_wall_a_statement() -> None:
    """A page that turned into a consent wall is one, whatever the listing said of it."""
    with pytest.raises(ExtractError) as caught:
        read(page(PARTNERS, title="We value your privacy"), hints=ItemHints(title=FIRST))
    assert caught.value.reason is Reason.CONSENT_WALL
