"""Invented publishers on all loopback addresses: `python bench/job_server.py ARTICLES` prints its port.

Half of the articles come from feeds that carry the full text, half from feeds with a teaser whose pages have the chrome of an
ordinary site. The site at 127.0.a.b has `ARTICLES_A_SITE` articles; every article has a page, its feed is at /feed.xml. A
request with the ETag of what it asks for gets a 304; there is no robots.txt.

Texts are sentences of some hundred words, a third of them on inspection. One in twelve is an earlier article of another
site, one in eight quotes from one.
"""

from __future__ import annotations

import asyncio
import random
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256

ARTICLES_A_SITE = 20
COPIED_ONE_IN = 12
QUOTING_ONE_IN = 8
ON_TOPIC_ONE_IN = 3

WHO = """
secretary|members|leaders|council|parents|governors|association|teachers|committee|headteachers|staff|trust
commissioner|officials|researchers|charity|union|advisers|heads|managers|students|trustees|adjudicator|principals
group|councillors|campaigners|librarians|archivists|volunteers|clubs|team|authority|regulator|analysts|engineers
nurses|drivers|cooks|caretakers|gardeners|coaches|musicians|painters|tutors|mentors|clerks|auditors|planners
pupils|families|residents|farmers|shopkeepers|historians|lecturers|delegates|editors|partners|neighbours|assessors
counsellors|technicians|interpreters|apprentices|bursars|wardens|surveyors|electricians|chaplains|ministers
""".strip()
THING = """
roof|boiler|meal|bus|place|offer|physics|attendance|premium|holiday|counselling|reading|swimming|library|week
fee|painting|hall|garden|formula|phonics|framework|breakfast|tablet|exam|appeal|suspension|uniform|career|levy
register|road|crossing|trip|choir|festival|timetable|budget|survey|building|kitchen|playground|contract|pension
bursary|museum|orchestra|laboratory|workshop|canteen|heater|fence|car-park|bicycle|tram|bridge|harbour|market
theatre|stadium|nursery|college|campus|hostel|archive|lecture|seminar|handbook|newsletter|website|grant|loan
lease|licence|permit|target|forecast|census|audit|ballot|petition|hearing|vote|motion|charter|strategy|scheme
pilot|project|network|forum|summit|partnership|merger|curriculum|syllabus|textbook|poem|novel|drama|dance
football|netball|rowing|chess|robotics|coding|geometry|algebra|chemistry|geology|botany
""".strip()
INSPECTION = """
inspection judgement|one-word grade|lead inspector|inspector training|deferral request|headteacher wellbeing
mental health|draft report|confidential finding|report card|inspection complaint|inspection framework
safeguarding grade|notice period|inspection pause|learning review|coroner's concern|school inspection|duty of care
leaders' stress|inspection workload|support helpline|inspection evidence|overall effectiveness
""".strip()
ADJECTIVE = """
regional|local|rural|small|early|senior|national|annual|draft|final|urgent|modest|large|recent|former|quiet
narrow|costly|careful|public|private|shared|open|closed|wooden|modern|older|younger|weekly|monthly|winter
summer|coastal|northern|southern|urban|empty|crowded|free|paid|popular|complex|simple|formal|joint|single
double|steady|uneven|generous|thorough|hurried|delayed|renewed|broken|repaired|planned|promised|forgotten
bilingual|musical|digital|printed|spoken|nearby|distant|central|outer|voluntary|temporary|permanent|seasonal
ordinary|unusual|detailed|brief|ambitious|cautious
""".strip()
VERB = """
welcomed|outlined|questioned|reviewed|criticised|paused|supported|described|agreed|launched|proposed|praised
found|promised|measured|visited|rejected|accepted|backed|defended|joined|collected|delayed|compared|funded
closed|opened|moved|painted|replaced|counted|mapped|tested|checked|postponed|cancelled|revived|doubled|halved
extended|shortened|recorded|published|withdrew|redrafted|debated|blamed|noticed|ignored|studied|inspected
repaired|rented|bought|sold|borrowed|lent|designed|tendered|audited|ranked|explained|simplified|translated
reported|trialled
""".strip()
LINK = """
after|before|during|since|despite|without|beyond|under|over|near|across|behind|within|alongside|because of
instead of|ahead of|as part of|in place of|in spite of|on behalf of|thanks to|in line with|subject to|together with
apart from|in view of|with|for|from|against
""".strip()
COUNTED = """
letters|replies|posts|visits|contracts|places|grants|lessons|journeys|meals|books|tickets|rooms|windows|laptops
hours|weekends|interviews|votes|pages|desks|benches|answers|minutes|streets|parishes
""".strip()
WHY = """
however|meanwhile|elsewhere|privately|nevertheless|later|earlier|today|moreover|instead|overall|locally|typically
separately|surprisingly|fortunately|increasingly|officially|initially|eventually
""".strip()
ARTICLES = ("the", "a", "this", "each", "another", "our", "their", "every", "some", "that")
SAID = "said|added|told the meeting|explained|wrote in a blog"
NAMES = "Ines|Tom|Priya|Marek|Joan|Femi|Ruth|Alun|Clare|Dev|Hana|Colin"
SURNAMES = "Castellane|Obuya|Thackray|Lindqvist|Pemberley|Arkwright|Dunmore|Vasey|Holroyd|Quill|Tamsett|Marchbank"
PARTS = {
    name: text.replace("\n", "|").split("|")
    for name, text in {
        "who": WHO,
        "thing": THING,
        "inspection": INSPECTION,
        "adjective": ADJECTIVE,
        "verb": VERB,
        "link": LINK,
        "counted": COUNTED,
        "why": WHY,
        "said": SAID,
    }.items()
}
FIRST_AT = datetime(2024, 3, 4, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Article:
    title: str
    paragraphs: tuple[str, ...]
    published_at: datetime
    author: str

    @property
    def markup(self) -> str:
        return "\n".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs)


def sentence(chance: random.Random, topic: str) -> str:
    """Return an invented sentence; half of what those in an article on `inspection` name is about that.

    Choices are a word or two long, so that two texts share runs of five words about as seldom as two by different writers do.
    """

    def one(part: str) -> str:
        return chance.choice(PARTS[part])

    def what() -> str:
        noun = one(topic if chance.randrange(2) else "thing")
        return f"{chance.choice(ARTICLES)} {one('adjective') + ' ' if chance.randrange(3) else ''}{noun}"

    def deed() -> str:
        return (
            f"{chance.choice(ARTICLES)} {one('adjective') + ' ' if chance.randrange(2) else ''}{one('who')} {one('verb')} {what()}"
        )

    shape = chance.randrange(5)
    if shape == 0:
        text = f"{deed()} {one('link')} {what()} and {what()}"
    elif shape == 1:
        text = f"{one('why')}, {deed()}, while {deed()} {one('link')} {what()}"
    elif shape == 2:
        text = f"{one('link')} {what()}, {deed()} {one('link')} {what()}"
    elif shape == 3:
        text = f"{deed()}, at {chance.randrange(3, 900)} pounds a {one('thing')}, {one('link')} {what()}"
    else:
        text = f"{chance.randrange(11, 960)} {one('counted')} {one('link')} {what()} mentioned {what()}, {one('why')} {what()}"
    return text[0].upper() + text[1:] + "."


def said_by(chance: random.Random, words: str) -> str:
    name = f"{chance.choice(NAMES.split('|'))} {chance.choice(SURNAMES.split('|'))}"
    return f"{name}, for the {chance.choice(PARTS['who'])}, {chance.choice(PARTS['said'])}: “{words}”"


@lru_cache(maxsize=65536)
def article(site: int, number: int) -> Article:
    """Return an article, the same every time; about 450 words."""
    chance = random.Random(site * 100_003 + number)
    published_at = FIRST_AT + timedelta(hours=7 * number + chance.random() * 5)
    author = f"{chance.choice(NAMES.split('|'))} {chance.choice(SURNAMES.split('|'))}"
    topic = "thing" if chance.randrange(ON_TOPIC_ONE_IN) else "inspection"
    title = sentence(chance, topic)[:70].rsplit(" ", 1)[0]
    earlier = article(chance.randrange(site), chance.randrange(number + 1)) if site else None
    if earlier and chance.randrange(COPIED_ONE_IN) == 0:
        return Article(earlier.title, earlier.paragraphs, published_at, author)
    paragraphs = [" ".join(sentence(chance, topic) for _ in range(chance.randrange(1, 4))) for _ in range(chance.randrange(8, 14))]
    for place in range(2, len(paragraphs), 4):
        paragraphs[place] = said_by(chance, f"{sentence(chance, topic)} {sentence(chance, topic)}")
    if earlier and chance.randrange(QUOTING_ONE_IN) == 0:
        paragraphs[1] = said_by(chance, earlier.paragraphs[0])
    return Article(title, tuple(paragraphs), published_at, author)


def is_full_text(site: int) -> bool:
    """Whether a site's feed carries its texts; else its pages do."""
    return site % 2 == 0


def feed(site: int, host: str) -> str:
    items = "".join(_entry(site, host, number) for number in reversed(range(ARTICLES_A_SITE)))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Desk {site}</title><link>http://{host}/</link>'
        f"<description>Invented news</description>{items}</channel></rss>"
    )


def _entry(site: int, host: str, number: int) -> str:
    one = article(site, number)
    link = f"http://{host}/news/{number}"
    full = f"<content:encoded><![CDATA[{one.markup}]]></content:encoded>" if is_full_text(site) else ""
    return (
        f"<item><title>{one.title}</title><link>{link}</link><guid>{link}</guid><pubDate>{format_datetime(one.published_at)}</pubDate>"
        f"<dc:creator>{one.author}</dc:creator><description><![CDATA[<p>{one.paragraphs[0][:160]}…</p>]]></description>{full}</item>"
    )


def page(site: int, host: str, number: int) -> str:
    """Return an article's page: head, navigation, notices, related articles, a form and a footer around the text."""
    one = article(site, number)
    return f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{one.title} | Desk {site}</title>
<link rel="canonical" href="http://{host}/news/{number}"><meta property="og:title" content="{one.title}">
<meta property="article:published_time" content="{one.published_at.isoformat()}"><meta name="author" content="{one.author}">
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{one.title}",
"datePublished":"{one.published_at.isoformat()}","author":{{"@type":"Person","name":"{one.author}"}}}}</script>
<style>{_style()}</style><script>{_script()}</script></head><body class="single">
<div class="cookies" role="dialog"><p>We use cookies to make this site work.
You can change your settings at any time.</p><button>Accept</button></div>
<header><a href="/" class="logo">Desk {site}</a><nav><ul>{_links(site, 24)}</ul></nav><form><input type="search"></form></header>
<ol class="breadcrumb"><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ol>
<main><article><h1>{one.title}</h1><p class="meta">By <a href="/people">{one.author}</a>,
<time datetime="{one.published_at.isoformat()}">{one.published_at:%d %B %Y}</time></p>
<ul class="share"><li><a href="#">Share</a></li><li><a href="#">Print</a></li></ul><div class="entry">{one.markup}</div>
<p class="tags">Filed under <a href="/t/1">Schools</a> <a href="/t/2">Policy</a></p></article>
<aside><h2>Related articles</h2><ul>{_related(site, number)}</ul>
<div class="newsletter"><h3>Sign up</h3><p>Get our weekly bulletin in your inbox every Friday morning.</p>
<input type="email"></div></aside></main>
<footer><div class="columns"><ul>{_links(site + 1, 30)}</ul></div>
<p>Desk {site} is published from an invented address. All rights reserved.</p>
</footer></body></html>"""


def _links(seed: int, count: int) -> str:
    chance = random.Random(seed)
    return "".join(
        f'<li class="menu-item"><a href="/s/{i}">{chance.choice(PARTS["thing"]).capitalize()}</a></li>' for i in range(count)
    )


def _related(site: int, number: int) -> str:
    others = [(number + step) % ARTICLES_A_SITE for step in range(1, 7)]
    return "".join(
        f'<li><a href="/news/{other}"><img src="/i/{other}.jpg" alt=""><h3>{article(site, other).title}</h3></a></li>'
        for other in others
    )


@lru_cache(maxsize=1)
def _style() -> str:
    return "".join(f".c{i}{{margin:{i}px;padding:{i % 7}px;color:#{i:03x}}}" for i in range(160))


@lru_cache(maxsize=1)
def _script() -> str:
    return "".join(f"window.a{i}=function(e){{return e+{i}}};" for i in range(120))


class SiteProtocol(asyncio.Protocol):
    """Answers what fits into one segment; requests of a poller do."""

    def __init__(self, sites: int):
        self._sites = sites

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        address, port = transport.get_extra_info("sockname")[:2]
        self._site = site_of(address)
        self._host = f"{address}:{port}"

    def data_received(self, data: bytes) -> None:
        path = data.split(b" ", 2)[1].decode("ascii", "replace")
        found = body_of(self._site, self._host, path) if self._site < self._sites else None
        if found is None:
            self._transport.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            return
        etag, body, kind = found
        common = b"ETag: " + etag + b"\r\nDate: Mon, 04 Mar 2024 09:00:00 GMT\r\nServer: bench\r\nVary: Accept-Encoding\r\n"
        if etag in data:
            self._transport.write(b"HTTP/1.1 304 Not Modified\r\n" + common + b"\r\n")
            return
        head = b"HTTP/1.1 200 OK\r\n" + common + b"Content-Type: " + kind + b"\r\nContent-Length: %d\r\n\r\n" % len(body)
        self._transport.write(head + body)


@lru_cache(maxsize=8192)
def body_of(site: int, host: str, path: str) -> tuple[bytes, bytes, bytes] | None:
    """Return the ETag, the bytes and the type of what lies at `path` of a site; None if nothing does."""
    if path == "/feed.xml":
        body, kind = feed(site, host), b"application/rss+xml; charset=utf-8"
    elif path.startswith("/news/"):
        body, kind = page(site, host, int(path.removeprefix("/news/"))), b"text/html; charset=utf-8"
    else:
        return None
    data = body.encode()
    return f'"{sha256(data).hexdigest()[:16]}"'.encode(), data, kind


def address_of(site: int) -> str:
    return f"127.1.{1 + site // 200}.{1 + site % 200}"


def site_of(address: str) -> int:
    high, low = address.split(".")[2:]
    return (int(high) - 1) * 200 + int(low) - 1


async def main(articles: int) -> None:
    sites = -(-articles // ARTICLES_A_SITE)
    server = await asyncio.get_running_loop().create_server(lambda: SiteProtocol(sites), "0.0.0.0", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
