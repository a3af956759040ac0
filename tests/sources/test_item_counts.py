"""An entry is an item, whatever it lacks: by format, by version, by encoding."""

from __future__ import annotations

from encodings.aliases import aliases

import pytest

from watcher.errors import ListingError
from watcher.sources.feed import Feed

from .exchange import answer, source

SOURCE = source()
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'


def rss(inner: str, *, attributes: str = 'version="2.0"', head: str = "") -> str:
    return f"{head}<rss {attributes}><channel><title>t</title>{inner}</channel></rss>"


XML = {
    "no items": (rss(""), 0),
    "an empty item": (rss("<item></item>"), 1),
    "a closed item": (rss("<item/>"), 1),
    "titles alone": (rss("<item><title>a</title></item><item><title>b</title></item>"), 2),
    "a guid alone": (rss("<item><guid>a</guid></item>"), 1),
    "one link twice": (rss("<item><link>http://e.example/</link></item>" * 2), 2),
    "one title twice": (rss("<item><title>a</title></item>" * 2), 2),
    "no version": (rss("<item><title>a</title></item>", attributes=""), 1),
    "0.91 with its DTD": (
        rss(
            "<item><title>a</title></item>",
            attributes='version="0.91"',
            head='<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://dtd.example/rss-0.91.dtd">',
        ),
        1,
    ),
    "a page's DTD": (rss("", attributes="", head='<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://dtd.example/">'), 0),
    "0.92": (rss("<item><description>a</description></item>", attributes='version="0.92"'), 1),
    "RSS 1.1": (
        (
            f'<Channel xmlns="http://purl.org/net/rss1.1#" {RDF} rdf:about="http://e.example/"><title>t</title>'
            '<items rdf:parseType="Collection"><item rdf:about="http://e.example/1"><title>x</title></item></items></Channel>'
        ),
        1,
    ),
    "RDF": (
        (
            f'<rdf:RDF {RDF} xmlns="http://purl.org/rss/1.0/"><channel><title>t</title></channel><item rdf:about="a"/>'
            '<item rdf:about="b"><title>b</title></item></rdf:RDF>'
        ),
        2,
    ),
    "RDF 0.9": (
        f'<rdf:RDF {RDF} xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel/><item><title>x</title></item></rdf:RDF>',
        1,
    ),
    "RDF by another prefix": (
        f'<f:RDF {RDF.replace(":rdf", ":f")} xmlns:r="http://purl.org/rss/1.0/"><r:item f:about="a"/></f:RDF>',
        1,
    ),
    "capitals": ("<RSS VERSION='2.0'><CHANNEL><ITEM><TITLE>a</TITLE></ITEM></CHANNEL></RSS>", 1),
    "RSS by a prefix": (
        '<r:rss version="2.0" xmlns:r="http://backend.userland.com/rss2"><r:channel><r:item/></r:channel></r:rss>',
        1,
    ),
    "items beside the channel": ('<rss version="2.0"><channel/><item><title>x</title></item></rss>', 1),
    "no channel": ("<rss/>", 0),
    "a channel alone": ("<channel><title>x</title></channel>", 0),
    "Atom 0.3": ('<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>x</title></entry></feed>', 1),
    "Atom 0.3, empty": ('<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>x</title></feed>', 0),
    "Atom": (f"<feed {ATOM}><entry/><entry><id>x</id></entry></feed>", 2),
    "Atom, empty": (f"<feed {ATOM}/>", 0),
    "Atom without namespace": ("<feed><entry><title>x</title></entry></feed>", 1),
    "Atom with RSS's items": (f"<feed {ATOM}><item><title>x</title></item></feed>", 1),
    "Atom with a source": (f"<feed {ATOM}><entry><source><title>y</title></source></entry></feed>", 1),
    "a lone entry": (f"<entry {ATOM}><title>x</title></entry>", 1),
    "CDF": (
        '<CHANNEL HREF="http://e.example/"><ITEM HREF="http://e.example/1"><TITLE>a</TITLE></ITEM><ITEM HREF="2"/></CHANNEL>',
        2,
    ),
    "CDF in channels": ('<CHANNEL><CHANNEL><ITEM HREF="a"/></CHANNEL><ITEM HREF="b"/></CHANNEL>', 2),
    "CDF, empty": ("<CHANNEL><TITLE>t</TITLE></CHANNEL>", 0),
    "items in a comment": (f"<!-- {rss('<item/>')} -->{rss('<item/>')}", 1),
    "items in a text": (rss("<item><description><![CDATA[<item>x</item>]]></description></item>"), 1),
    "an image and a box": (rss("<image><title>x</title></image><textInput><title>q</title></textInput><item/>"), 1),
    "an odd character": (rss("<item><title>&#x80;&#146;&#XA9;</title></item>"), 1),
    "no such character": (rss("<item><title>&#99999999999;</title></item>"), 1),
    "bare ampersands": (rss("<item><link>http://e.example/?a=1&b=2&copy=3</link></item>"), 1),
}


@pytest.mark.parametrize("name", XML)
def test_an_entry_is_an_item(name: str) -> None:
    """Each entry of a feed counts once, with a title or an id alone, or with nothing; what is no entry does not count."""
    body, count = XML[name]
    assert len(Feed().list(answer(body.encode()), SOURCE).items) == count


JSON = {
    '{"icon": "https://e.example/i.png", "_ext": 1}': 0,
    '{"items": [{"id": NaN}, {"id": Infinity}, {"id": ["x"]}, {"title": 1}, {"url": " "}, {}]}': 6,
    '{"title": null}': 0,
    '{"version": 1, "hubs": {}}': 0,
    '{"version": "https://jsonfeed.org/version/1", "items": {}}': 0,
    '{"feed_url": 5, "items": null}': 0,
    '{"items": [{"attachments": 5}]}': 1,
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", JSON)
def test_a_json_feed_may_lack_all_that_it_should_have(text: str, encoding: str) -> None:
    """What has only a JSON Feed's keys is one, in every encoding that JSON ever had."""
    assert len(Feed().list(answer(text.encode(encoding)), SOURCE).items) == JSON[text]


@pytest.mark.parametrize(
    "text",
    ['{"title": "Not found", "status": 404}', '{"error": "x"}', "{}", "[]", '{"items": [{"value": {"id": 1}, "links": []}]}'],
)
def test_an_api_that_answers_something_else_is_no_feed(text: str) -> None:
    """An error in JSON is no sound and empty feed, and another API's items are not articles."""
    with pytest.raises(ListingError):
        Feed().list(answer(text.encode()), SOURCE)


def is_of_text(name: str) -> bool:
    """Whether a codec of Python's is for text, and on this system."""
    try:
        return bool("x".encode(name))
    except LookupError:
        return False


ENCODINGS = sorted(filter(is_of_text, {*aliases, *aliases.values()}))


def test_every_encoding_that_python_knows_is_read() -> None:
    """UTF-16 and 32, EBCDIC, KOI8, the code pages of DOS, Mac and Windows, the East Asian ones: by any of their names."""
    odd = []
    for encoding in ENCODINGS:
        inner = "<title>x</title><item><title>a</title></item><item><link>http://e.example/</link></item>"
        body = f'<?xml version="1.0" encoding="{encoding}"?>\n<rss version="2.0"><channel>{inner}</channel></rss>'.encode(encoding)
        if len(Feed().list(answer(body), SOURCE).items) != 2:
            odd.append(encoding)
    assert len(ENCODINGS) > 250
    assert odd == []
