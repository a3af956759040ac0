"""Which written-down addresses may become an article's."""

from __future__ import annotations

import pytest

from watcher.sources.address import URL_CHARS_MAX, article_url, placeless_url, with_parameters

BASE = "https://news.example/section/feed.xml"


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://news.example/a", "https://news.example/a"),
        ("/a", "https://news.example/a"),
        ("a/b.html", "https://news.example/section/a/b.html"),
        ("../a", "https://news.example/a"),
        ("//other.example/a", "https://other.example/a"),
        ("?id=3", "https://news.example/section/feed.xml?id=3"),
        (" \n https://news.example/a\t", "https://news.example/a"),
        ("https://news.example/a\nb", "https://news.example/ab"),
        ("https://news.example/changes#v2", "https://news.example/changes#v2"),
        ("https://news.example/a#respond", "https://news.example/a"),
        ("https://news.example/a#comment-17", "https://news.example/a"),
        ("https://news.example/a?replytocom=4", "https://news.example/a"),
        ("https://news.example/a?x=1&replytocom=4", "https://news.example/a?x=1"),
        ("HTTPS://News.Example/A", "https://News.Example/A"),
        ("https://news.example/b%C3%BCro", "https://news.example/b%C3%BCro"),
        ("https://news.example/heads’-reply", "https://news.example/heads’-reply"),
    ],
)
def test_links_become_absolute(link: str, url: str) -> None:
    """Relative and untidy links are resolved; fragments stay unless they lead to the comments."""
    assert article_url(BASE, link) == url


@pytest.mark.parametrize(
    "link",
    [
        None,
        "",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc/hostname",
        "ftp://news.example/a",
        "mailto:a@news.example",
        "tag:news.example,2024:1",
        "urn:uuid:1",
        "https://",
        "https:/news.example/a",
        "https:///a",
        "https://[broken/",
        "https://news.example:0/a",
        "https://news.example:99999/a",
        "https://news.example:port/a",
        "about:blank",
        "blob:https://news.example/1",
    ],
)
def test_what_is_no_http_address_is_refused(link: str | None) -> None:
    """No other scheme and no broken host gets through, however it is written."""
    assert article_url(BASE, link) is None


def test_long_addresses_are_refused() -> None:
    """`URL_CHARS_MAX` characters are an address, one more are not."""
    stem = "https://news.example/"
    assert article_url(BASE, stem + "a" * (URL_CHARS_MAX - len(stem))) is not None
    assert article_url(BASE, stem + "a" * (URL_CHARS_MAX - len(stem) + 1)) is None


def test_a_relative_link_of_a_local_file_is_refused() -> None:
    """A feed read from a file gives its items no way to other files."""
    assert article_url("file:///srv/feed.xml", "secret.txt") is None


def test_items_without_an_address_keep_the_one_they_are_given() -> None:
    """The same marks give the same address, others another, and it is the listing's own with a fragment."""
    assert placeless_url(BASE, "id-1", "Title") == placeless_url(BASE, "id-1", "Another title")
    assert placeless_url(BASE, None, "Title") != placeless_url(BASE, None, "Another title")
    assert placeless_url(BASE + "#top", "x").startswith(BASE + "#item-")


def test_parameters_are_set_and_not_doubled() -> None:
    """A parameter that is there takes the new value, where it stands."""
    assert with_parameters("https://a.example/x?take=5&q=a&q=b", take=9, skip=2) == "https://a.example/x?take=9&q=a&q=b&skip=2"
