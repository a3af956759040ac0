"""The quick reader of plain feeds says what feedparser says, or nothing."""

from __future__ import annotations

import random

import pytest

from watcher.model import Listing
from watcher.sources import feed
from watcher.sources.quick import quick_entries

from .exchange import GOLDEN, answer, source
from .samples import SAMPLES

FEEDS = sorted(path.name for path in (GOLDEN / "feeds").iterdir())
RSS_PARTS = (
    "<title>Heads ask for a pause</title>",
    "<title>Union&#8217;s reply &amp;amp; more</title>",
    "<title><![CDATA[<b>Bold</b> &#8211; claims < 3]]></title>",
    "<title>AT&amp;T; and R&amp;D</title>",
    "<title/>",
    "<title> spaced\n out </title>",
    "<title>OfstedÃ¢Â€Â™s</title>",
    "<link>https://news.example/{n}</link>",
    "<link>https://news.example/{n}?a=1&amp;b=2</link>",
    "<link>/relative/{n}</link>",
    "<link>javascript:x()</link>",
    "<link/>",
    "<guid>https://news.example/g/{n}</guid>",
    "<guid isPermaLink='false'>{n}</guid>",
    "<guid isPermaLink='true'>urn:{n}</guid>",
    "<pubDate>Tue, 09 Jan 2024 10:00:0{n} GMT</pubDate>",
    "<pubDate></pubDate>",
    "<dc:date>2024-01-10T09:00:00Z</dc:date>",
    "<description><![CDATA[<p>Teaser {n}</p>]]></description>",
    "<description>Plain teaser &lt;b&gt;x&lt;/b&gt;</description>",
    "<description/>",
    "<description><p>unescaped</p></description>",
    "<content:encoded><![CDATA[<p>All of it, number {n}.</p>]]></content:encoded>",
    "<content:encoded></content:encoded>",
    "<author>alex@news.example (Alex Writer)</author>",
    "<author>alex@news.example</author>",
    "<author>Alex Writer</author>",
    "<author/>",
    "<dc:creator><![CDATA[First Writer]]></dc:creator>",
    "<dc:creator>Zoë Writer</dc:creator>",
    "<category>News</category>",
    "<category domain='d'><![CDATA[Inspection & more]]></category>",
    "<category/>",
    "<comments>https://news.example/{n}#respond</comments>",
    "<wfw:commentRss>https://news.example/{n}/feed</wfw:commentRss>",
    "<slash:comments>3</slash:comments>",
    "<enclosure url='https://cdn.example/a.mp3' length='1' type='audio/mpeg'/>",
    "<source url='https://wire.example/'>Wire</source>",
    "<media:thumbnail url='https://cdn.example/a.jpg'/>",
    "<media:content url='https://cdn.example/a.jpg'><media:credit>A</media:credit></media:content>",
    "<media:title>A picture</media:title>",
    "<feedburner:origLink>https://news.example/o/{n}</feedburner:origLink>",
    "<itunes:author>Cast</itunes:author>",
    "<unknown>x</unknown>",
    "<!-- a comment -->",
)
ATOM_PARTS = (
    "<title>Heads ask</title>",
    "<title type='html'>Union&amp;#8217;s &lt;b&gt;reply&lt;/b&gt;</title>",
    "<title type='text'>a &lt;b&gt; c</title>",
    "<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>x</div></title>",
    "<id>urn:{n}</id>",
    "<id>https://office.example/{n}</id>",
    "<link href='https://office.example/l/{n}'/>",
    "<link rel='alternate' type='text/html' href='/l/{n}'/>",
    "<link rel='alternate' type='application/json' href='https://office.example/{n}.json'/>",
    "<link rel='replies' type='text/html' href='https://office.example/{n}#comments'/>",
    "<link rel='self' href='https://office.example/self'/>",
    "<link rel='ALTERNATE' href='https://office.example/upper'/>",
    "<link/>",
    "<updated>2024-01-09T10:00:0{n}Z</updated>",
    "<published>2024-01-08T10:00:00+00:00</published>",
    "<published/>",
    "<summary>Short &lt;note&gt;</summary>",
    "<summary type='html'>&lt;p&gt;Short&lt;/p&gt;</summary>",
    "<content type='html'>&lt;p&gt;All of it {n}&lt;/p&gt;</content>",
    "<content>Text\n\nand more</content>",
    "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>x</p></div></content>",
    "<content type='text/html' src='https://office.example/c'/>",
    "<content type='HTML'>&lt;p&gt;x&lt;/p&gt;</content>",
    "<author><name>First Writer</name></author>",
    "<author><name>Second</name><email>s@office.example</email></author>",
    "<author/>",
    "<category term='Press release' label='Press release'/>",
    "<category term='x'/>",
    "<category/>",
    "<contributor><name>C</name></contributor>",
    "<rights>R</rights>",
    "<thr:total>3</thr:total>",
    "<entry><title>inner</title></entry>",
)
NAMES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)


def made_up(seed: int) -> str:
    """Return a feed of a few entries, each with some of the parts in any order."""
    chance = random.Random(seed)
    is_rss = chance.random() < 0.5
    parts = RSS_PARTS if is_rss else ATOM_PARTS
    usual = parts if chance.random() < 0.3 else [part for part in parts if not part.startswith(("<!--", "<unknown", "<entry"))]
    name = "item" if is_rss else "entry"
    entries = "".join(
        f"<{name}>{''.join(chance.sample(usual, chance.randint(0, 6))).replace('{n}', str(n))}</{name}>"
        for n in range(chance.randint(0, 4))
    )
    head = chance.choice(["", '<?xml version="1.0"?>\n', '<?xml version="1.0" encoding="UTF-8"?>\n'])
    if is_rss:
        return f'{head}<rss version="2.0" {NAMES}><channel><title>Example &amp; Co</title>{entries}</channel></rss>'
    threads = 'xmlns:thr="http://purl.org/syndication/thread/1.0"'
    return f'{head}<feed xmlns="http://www.w3.org/2005/Atom" {threads}><title>Example</title><id>urn:f</id>{entries}</feed>'


def both(body: bytes | str) -> tuple[Listing, Listing] | None:
    """Return the listing by the quick way and by feedparser's, None where the quick reader declines."""
    fetch = answer(body)
    quick = quick_entries(fetch)
    if quick is None:
        return None
    return feed.listing_of(quick, fetch, source()), feed.listing_of(feed.parse(fetch, source()), fetch, source())


@pytest.mark.parametrize("name", FEEDS)
def test_golden_feeds_are_read_alike(name: str) -> None:
    """Where the quick reader answers, every field of every item is feedparser's."""
    pair = both((GOLDEN / "feeds" / name).read_bytes())
    if pair is not None:
        assert pair[0] == pair[1]


@pytest.mark.parametrize("start", range(0, 600, 100))
def test_made_up_feeds_are_read_alike(start: int) -> None:
    """Parts in any number and order are read alike or left to feedparser, and a good share is read."""
    pairs = [both(made_up(seed)) for seed in range(start, start + 100)]
    read = [pair for pair in pairs if pair is not None]
    assert len(read) > 20
    for quick, slow in read:
        assert quick == slow


@pytest.mark.parametrize("name", ["rss20-plain.xml", "rss20-wordpress.xml", "blog.atom", "govuk-organisation.atom", "atom10.xml"])
def test_the_usual_feeds_are_read_quickly(name: str) -> None:
    """WordPress, GOV.UK and plain feeds take the quick way, or it would be of no use."""
    assert quick_entries(answer((GOLDEN / "feeds" / name).read_bytes())) is not None
    assert quick_entries(answer(SAMPLES["feed"].listing(3))) is not None


@pytest.mark.parametrize(
    "body",
    [
        '<!DOCTYPE rss [<!ENTITY a "b">]><rss version="2.0"><channel><item><title>&a;</title></item></channel></rss>',
        '<rss version="2.0"><channel><item><title>&pound;4m</title></item></channel></rss>',
        '<rss version="2.0" xml:base="https://a.example/"><channel><item><link>b</link></item></channel></rss>',
        '<rss version="2.0"><channel><item><title>It&#146;s</title></item></channel></rss>',
        '<rss version="2.0"><channel><item><item/></item></channel></rss>',
        '<rss version="2.0"><channel><title>cut',
        '<rss version="0.91"><channel/></rss>',
        '<?xml version="1.0" encoding="iso-8859-1"?><rss version="2.0"><channel/></rss>',
        "<html></html>",
        "",
    ],
)
def test_anything_unusual_is_left_to_feedparser(body: str) -> None:
    """Entities, bases, old versions, other encodings, damage: the quick reader does not guess."""
    assert quick_entries(answer(body)) is None


def test_another_charset_in_the_header_is_left_to_feedparser() -> None:
    """The header may overrule the document, and weighing them is feedparser's part."""
    body = SAMPLES["feed"].listing(1)
    assert quick_entries(answer(body, content_type="application/rss+xml; charset=UTF-8")) is not None
    assert quick_entries(answer(body, content_type="text/xml; charset=iso-8859-1")) is None
