"""One listing of any length for every kind, and one page of an item, in the shapes that the real places use."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from watcher.model import Selectors, Source

from .exchange import source

NEWS = "https://news.example"
QUESTIONS = "https://questions-api.example/api/writtenquestions/questions"


@dataclass(frozen=True)
class Sample:
    """`listing(n)` announces n items; `page` answers for one of them, and its text holds `says`."""

    source: Source
    listing: Callable[[int], bytes]
    page: bytes
    says: str


def _feed(count: int) -> bytes:
    items = "".join(
        f"<item><title>Story {n}</title><link>{NEWS}/{n}</link><guid>{NEWS}/{n}</guid>"
        f"<pubDate>Tue, 09 Jan 2024 10:00:00 GMT</pubDate></item>"
        for n in range(count)
    )
    return f'<rss version="2.0"><channel><title>Example Weekly</title>{items}</channel></rss>'.encode()


def _page(count: int) -> bytes:
    items = "".join(
        f'<li class="release"><h3><a href="/news/statement-number-{n}">A statement on inspection, number {n}</a></h3>'
        f'<span class="date">Posted: 09/01/2024 10:00:00</span></li>'
        for n in range(count)
    )
    return f"<!doctype html><html><head><title>Press room</title></head><body><main><ul>{items}</ul></main></body></html>".encode()


def _govuk(count: int) -> bytes:
    entries = "".join(
        f"<entry><id>tag:office.example,2005:/government/news/{n}</id><updated>2024-01-09T10:00:00+00:00</updated>"
        f'<link rel="alternate" type="text/html" href="https://office.example/government/news/{n}"/>'
        f'<title>Release {n}</title><category label="Press release" term="Press release"/><summary>Short.</summary></entry>'
        for n in range(count)
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Office - Activity</title>{entries}</feed>'.encode()


def _wordpress(count: int) -> bytes:
    return json.dumps([_post(n) for n in range(count)]).encode()


def _post(number: int) -> Mapping[str, object]:
    return {
        "id": number,
        "date": "2024-01-09T10:00:00",
        "date_gmt": "2024-01-09T10:00:00",
        "modified_gmt": "2024-01-10T08:30:00",
        "guid": {"rendered": f"{NEWS}/?p={number}"},
        "link": f"{NEWS}/2024/{number}/",
        "title": {"rendered": f"Heads&#8217; reply {number}"},
        "excerpt": {"rendered": "<p>Teaser [&hellip;]</p>"},
        "content": {"rendered": "<p>The whole post.</p>", "protected": False},
    }


def _parliament(count: int) -> bytes:
    results = [{"value": _question(n, "<p>An answer that the list cuts...</p>"), "links": []} for n in range(count)]
    return json.dumps({"totalResults": count, "results": results}).encode()


def _question(number: int, answer: str) -> Mapping[str, object]:
    return {
        "id": 1000 + number,
        "uin": str(8000 + number),
        "house": "Commons",
        "dateTabled": "2024-01-05T00:00:00",
        "dateAnswered": "2024-01-09T00:00:00",
        "questionText": "To ask what training inspectors are given.",
        "answeringBodyName": "Department for Examples",
        "answeringMember": {"name": "A Minister"},
        "heading": "Inspection: Training",
        "answerText": answer,
        "answerIsHolding": False,
        "dateHoldingAnswer": None,
        "dateAnswerCorrected": None,
    }


def _judiciary(count: int) -> bytes:
    cards = "".join(
        f'<div class="card"><h3 class="card__title"><a class="card__link" href="/reports/person-{n}/">'
        f"Person {n}: report</a></h3></div>"
        for n in range(count)
    )
    return f"<!doctype html><html><head><title>Reports</title></head><body>{cards}</body></html>".encode()


def _sitemap(count: int) -> bytes:
    urls = "".join(
        f"<url><loc>{NEWS}/{n}</loc><lastmod>2024-01-09</lastmod><n:news><n:publication_date>2024-01-09T10:00:00Z</n:publication_date>"
        f"<n:title>Story {n}</n:title></n:news></url>"
        for n in range(count)
    )
    names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    return f"<urlset {names}>{urls}</urlset>".encode()


CONTENT: Mapping[str, object] = {
    "base_path": "/government/news/0",
    "title": "Release 0",
    "description": "What the release says in short.",
    "document_type": "press_release",
    "locale": "en",
    "first_published_at": "2023-12-11T10:00:00.000+00:00",
    "public_updated_at": "2024-01-09T10:00:00.000+00:00",
    "withdrawn_notice": {},
    "details": {
        "body": '<div class="govspeak"><p>The whole release.</p></div>',
        "change_history": [
            {"public_timestamp": "2024-01-09T10:00:00.000+00:00", "note": "Corrected the date of the training."},
            {"public_timestamp": "2023-12-11T10:00:00.000+00:00", "note": "First published."},
        ],
    },
    "links": {},
}

REPORT = """<!doctype html><html><body><main><h1 class="single__title">Person 0: prevention of future deaths report</h1>
<p class="pill--single"><a href="/c/other/">Other</a></p><div class="flow"><p><strong>Date of report:</strong> 12/12/2023</p>
<p>Ref: 2023-9999</p><p>Deceased name: Person 0</p><p>Coroner’s name: Ms A Coroner</p><p>Coroner Area: Exampleshire</p>
<p>Category: Other</p><p>This report is being sent to: Example Council | The Example Office</p></div>
<ul><li class="related-content__item"><a class="related-content__link" href="/files/report.pdf">Report</a></li>
<li class="related-content__item"><a class="related-content__link" href="/files/reply.pdf">Reply</a></li></ul>
</main></body></html>"""

_ARTICLE = b"<!doctype html><html><body><main><p>The whole article.</p></main></body></html>"

SAMPLES: Mapping[str, Sample] = {
    "feed": Sample(source("feed"), _feed, _ARTICLE, "The whole article."),
    "page": Sample(
        source("page", f"{NEWS}/press", Selectors(item="li.release", date="span.date")), _page, _ARTICLE, "The whole article."
    ),
    "govuk": Sample(
        source("govuk", "https://office.example/government/organisations/office.atom"),
        _govuk,
        json.dumps(CONTENT).encode(),
        "The whole release.",
    ),
    "wordpress": Sample(source("wordpress", NEWS), _wordpress, json.dumps(_post(0)).encode(), "The whole post."),
    "parliament": Sample(
        source("parliament", f"{QUESTIONS}?searchTerm=inspection"),
        _parliament,
        json.dumps({"value": _question(0, "<p>The whole answer.</p>")}).encode(),
        "The whole answer.",
    ),
    "judiciary": Sample(source("judiciary", f"{NEWS}/reports/"), _judiciary, REPORT.encode(), "2023-9999"),
    "sitemap": Sample(source("sitemap", f"{NEWS}/sitemap.xml"), _sitemap, _ARTICLE, "The whole article."),
}
