"""Pages made to hang or blind a reader: refused by a named limit, or read in bounded time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.samples import FIRST, SECOND, THIRD, page, read
from watcher.errors import ExtractError, Reason
from watcher.extract import extraction, markup, prose
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


def long_page(count: int, mark: str) -> bytes:
    """Return a page of `count` different paragraphs, each in `mark`."""
    lines = [
        f"In ward {n} the board met {n} times and heard from leaders who had been told to wait for an answer." for n in range(count)
    ]
    return page("<div>" + "".join(mark.format(line) for line in lines) + "</div>", f"<p>{FIRST}</p>")


def cpu_s(body: bytes) -> float:
    """Return the CPU of a reading, the least of three."""
    spent = []
    for _ in range(3):
        began = time.process_time()
        read(body)
        spent.append(time.process_time() - began)
    return min(spent)


@pytest.mark.slow
@pytest.mark.parametrize(
    "mark", ["<p>{}</p>", "{}<br><br>", "<div>{}</div>", "<ul><li>{}</li></ul>", "<p>I think: {} NOT right!!</p>"]
)
def test_a_page_that_is_eight_times_as_long_takes_about_eight_times_as_long(mark: str) -> None:
    """No step compares each paragraph with all others; whatever does takes sixty times as long here."""
    assert cpu_s(long_page(4_000, mark)) < 16 * cpu_s(long_page(500, mark))


def test_paragraphs_are_looked_for_where_they_should_stand() -> None:
    """Up to the limit of strays each is looked for in the whole text; what stands near the last one is no stray."""
    far = "x" * (prose.NEAR_CHARS + 1)
    printed = prose.Print("first second" + far + "third")
    assert all(map(printed.has, ("first", "second", "third", "first")))
    assert printed.astray == 2
    for _ in range(prose.ASTRAY_MAX - 2):
        assert not printed.has("nowhere")
    assert not printed.has("second"[:3] + "not")
    printed.at = 0
    assert printed.has("second")
    assert not printed.has("third")
