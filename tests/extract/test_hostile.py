"""Pages made to hang or blind a reader: refused by a named limit, or read in bounded time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.samples import FIRST, SECOND, THIRD, page, read
from watcher.errors import ExtractError, Reason
from watcher.extract import extraction, markup
from watcher.text import decode


def refused(body: bytes, reason: Reason = Reason.TOO_LARGE) -> str:
    with pytest.raises(ExtractError) as caught:
        read(body, content_type="text/html")
    assert caught.value.reason is reason
    return str(caught.value)


def outcome(body: bytes, content_type: str | None = "text/html") -> str:
    """Return the text of a page, or the reason why it has none."""
    try:
        return read(body, content_type=content_type).text
    except ExtractError as error:
        return error.reason.value


def test_a_tag_has_a_limit_of_attributes() -> None:
    """libxml2 compares every attribute with all before it: 64k on one tag are refused before it is asked."""
    many = "".join(f" a{number}='x'" for number in range(markup.TAG_ATTRIBUTES_MAX + 1))
    assert "attributes" in refused(page(f"<p{many}>{FIRST}</p>"))
    assert "attributes" in refused(page(f"<p{''.join(f' a{number}' for number in range(65_536))}>{FIRST}</p>"))
    fewer = "".join(f" a{number}='x'" for number in range(markup.TAG_ATTRIBUTES_MAX - 10))
    assert FIRST in read(page(f"<p{fewer}>{FIRST}</p>", f"<p>{SECOND}</p>")).text


def test_a_long_attribute_is_no_crowd_of_attributes() -> None:
    """Pictures inside an address are long and harmless."""
    assert FIRST in read(page(f"<img src='data:image/png;base64,{'iVBOR/+= ' * 5000}' alt=''>", FIRST, SECOND)).text


def test_a_page_has_a_limit_of_tags() -> None:
    """200 000 nested tags are over the limit."""
    assert "tags" in refused(page("<div>" * markup.TAGS_MAX + FIRST))


def test_what_is_nested_too_deep_is_refused_and_not_half_read() -> None:
    """The parser drops in silence what lies below its depth; such a page is an error."""
    assert "deeper" in refused(page("<div>" * (markup.DEPTH_MAX + 50) + f"<p>{FIRST}</p>"))
    text = read(page(FIRST, SECOND, "<div>" * (markup.DEPTH_MAX - 60) + f"<p>{THIRD}</p>")).text
    assert FIRST in text


def test_unclosed_elements_hide_nothing() -> None:
    """300 unclosed `<font>` tags nest what follows below the depth at which lxml stops by default."""
    lines = [f"Paragraph number {number} of the record says what was done in that month of the year." for number in range(252)]
    text = read(page(*[f"<font size=2><p>{line}" for line in lines])).text
    assert all(line in text for line in lines)


def test_ten_megabytes_of_entities_are_read() -> None:
    """Entities are no bomb in HTML: they are read in linear time, and the statement beside them too."""
    assert FIRST in outcome(page("&amp;" * 2_000_000, FIRST, SECOND))


def test_a_page_has_a_limit_of_bytes() -> None:
    """A body over the limit is refused unread; one at the limit is read."""
    assert "bytes" in refused(b"<p>" + b" " * extraction.BODY_BYTES_MAX)
    assert read(page(FIRST, SECOND)).text


def test_a_text_has_a_limit_of_characters() -> None:
    """A text that would fill the store is refused."""
    line = b"The union said that the plan would be published in the spring of next year. "
    with pytest.raises(ExtractError) as caught:
        read(line * (extraction.TEXT_CHARS_MAX // len(line) + 2), content_type="text/plain")
    assert caught.value.reason is Reason.TOO_LARGE


@pytest.mark.parametrize(
    "body",
    [b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, b"PK\x03\x04" + b"x" * 99, b"\xd0\xcf\x11\xe0" + b"x" * 99],
    ids=["picture", "archive", "old office file"],
)
def test_what_is_no_text_is_not_read(body: bytes) -> None:
    """Pictures, archives and office files are named as such, whatever the server calls them."""
    refused(body, Reason.NOT_READABLE)


def test_a_type_that_is_no_text_is_believed() -> None:
    """A video is not searched for a statement."""
    with pytest.raises(ExtractError) as caught:
        read(b"abc" * 50, content_type="video/mp4")
    assert caught.value.reason is Reason.NOT_READABLE


@given(st.binary(max_size=600), st.sampled_from(["text/html", "text/plain", None, "application/xhtml+xml; charset=utf-16"]))
@settings(max_examples=60, deadline=None)
def test_no_bytes_raise_anything_but_our_own_error(body: bytes, content_type: str | None) -> None:
    """Garbage is an `ExtractError` or a document, never another exception."""
    assert outcome(body, content_type)


@given(st.text(alphabet="<>/=\"'&;!- \n\x00abpdivhtmlscript‘“é\u2028\ud800", max_size=400))
@settings(max_examples=80, deadline=None)
def test_no_markup_raises_anything_but_our_own_error(text: str) -> None:
    """Broken tags, control characters and lone surrogates are survived."""
    body = page(FIRST, SECOND).replace(b"</main>", text.encode("utf-8", "surrogatepass") + b"</main>")
    assert outcome(body, "text/html")
    assert isinstance(decode(body), str)
