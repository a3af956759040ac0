"""Which addresses name one page."""

from __future__ import annotations

import pytest

from watcher.dedup import host_of, page_key
from watcher.dedup.address import ADDRESS_CHARS_MAX

PAGE = "https://www.glu.example/press/four-changes"


@pytest.mark.parametrize(
    "url",
    [
        "http://glu.example/press/four-changes",
        "HTTPS://WWW.GLU.EXAMPLE:443/press/four-changes/",
        "//glu.example/press/four-changes",
        "glu.example/press/four-changes",
        f"{PAGE}#comments",
        f"{PAGE}?utm_source=rss&utm_medium=feed&fbclid=IwAR%xk3",
        f"{PAGE}?mc_cid=8f2&cmp=share_btn&ref=newsletter",
        f"{PAGE}?replytocom=77",
        f"{PAGE}?open",
        f"{PAGE}/amp",
        f"{PAGE}/amp/?outputType=amp",
        f"{PAGE}/preview/true",
        f"{PAGE}/index.html",
        "https://m.glu.example/press//four-changes",
        "https://amp.glu.example/amp/press/four-changes",
        "https://www-glu-example.cdn.ampproject.org/c/s/www.glu.example/press/four-changes",
        "https://user:secret@glu.example/press/four-changes;jsessionid=1A2B",
    ],
)
def test_dress_does_not_make_another_page(url: str) -> None:
    """Scheme, twin hosts, ports, fragments, slashes, AMP and tracking are not the page's name."""
    assert page_key(url) == page_key(PAGE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/?p=123", "https://a.example/?p=124"),
        ("https://a.example/news?sid=7", "https://a.example/news?sid=8"),
        ("https://a.example/news?page=2", "https://a.example/news"),
        ("https://a.example/news/one--2", "https://a.example/news/one"),
        ("https://a.example/News", "https://a.example/news"),
        ("https://a.example/x", "https://b.example/x"),
        ("https://a.example:8080/x", "https://a.example/x"),
        ("https://ofsted.blog.example/x", "https://dfe.blog.example/x"),
    ],
)
def test_an_id_is_part_of_the_name(one: str, other: str) -> None:
    """Ids in queries, numbered slugs, letters' case, hosts and odd ports tell pages apart."""
    assert page_key(one) != page_key(other)


def test_the_order_of_parameters_is_no_name() -> None:
    """?a=1&b=2 is ?b=2&a=1."""
    assert page_key("https://a.example/x?b=2&a=1") == page_key("https://a.example/x?a=1&utm_id=9&b=2")


def test_an_apostrophe_is_one_however_it_is_written() -> None:
    """Curly, straight and percent-encoded ones are the same letter."""
    keys = {page_key(f"https://a.example/head{mark}s-view") for mark in ("'", "’", "%E2%80%99", "%27")}
    assert len(keys) == 1


def test_hosts_of_one_owner_are_twins() -> None:
    """An owner that serves the same paths on two hosts has one page."""
    assert page_key("https://www.the-independent.com/news/a1.html") == page_key("https://www.independent.co.uk/news/a1.html")


def test_an_endless_address_is_cut() -> None:
    """The limit holds on both sides."""
    within = "https://a.example/" + "x" * (ADDRESS_CHARS_MAX - 18)
    assert page_key(within) != page_key(within[:-1])
    assert page_key(within + "y") == page_key(within)


@pytest.mark.parametrize(("url", "host"), [(None, ""), ("", ""), ("https://www.a.example/x", "a.example"), ("//[bad", "")])
def test_the_host_of_an_address(url: str | None, host: str) -> None:
    """What is no address has no host."""
    assert host_of(url) == host
