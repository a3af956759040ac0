"""Which page a publisher shows at which address: one entry a skin, each a pure function of (site, visit)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from watcher.demo import apis
from watcher.demo.content import Posting
from watcher.demo.dress import dress
from watcher.demo.exchange import HTML, Draft, Site, Visit
from watcher.demo.pdf import pdf_of

Skin = Callable[[Site, Visit], Draft | None]

ATOM = "application/atom+xml; charset=utf-8"
RSS = "application/rss+xml; charset=UTF-8"
WINDOWS = "text/html; charset=windows-1252"


def draft(site: Site, visit: Visit) -> Draft | None:
    """Return what the publisher has at the visited address, or None where it has nothing."""
    return SKINS[site.publisher.skin](site, visit)


def listing_draft(site: Site, visit: Visit, template: str, content_type: str = HTML) -> Draft:
    return Draft(_dressed(template, content_type, site, visit), content_type, modified_at=site.modified_at)


def article_draft(site: Site, visit: Visit, posting: Posting, template: str, content_type: str = HTML) -> Draft:
    body = _dressed(template, content_type, site, visit, posting=posting)
    return Draft(body, content_type, modified_at=posting.updated_at)


def _dressed(template: str, content_type: str, site: Site, visit: Visit, **facts: object) -> bytes:
    body = dress(template, site=site, visit=visit, publisher=site.publisher, **facts)
    return body.decode().encode("cp1252", "xmlcharrefreplace") if content_type == WINDOWS else body


def plain(listing: str, content_type: str = HTML, article_type: str = HTML) -> Skin:
    """Return the skin of a site with one listing, in the template `listing`, and an `article.html` beside it."""
    folder = listing.partition("/")[0]

    def skin(site: Site, visit: Visit) -> Draft | None:
        if visit.path == site.publisher.listing_path:
            return listing_draft(site, visit, listing, content_type)
        posting = site.at_path(visit.path)
        return article_draft(site, visit, posting, f"{folder}/article.html", article_type) if posting else None

    return skin


def courier(site: Site, visit: Visit) -> Draft | None:
    """A WordPress title: feed, REST, front page, `/?p=ID`, permalinks."""
    if visit.path == "/feed/":
        return listing_draft(site, visit, "courier/feed.xml", RSS)
    if visit.path.startswith("/wp-json/wp/v2/posts"):
        return apis.wordpress_posts(site, visit)
    if visit.path != "/":
        return _courier_article(site, visit)
    numbered = next((posting for posting in site.postings if str(posting.number) == visit.query.get("p")), None)
    return _moved(site, visit, numbered) if numbered else listing_draft(site, visit, "courier/front.html")


def _courier_article(site: Site, visit: Visit) -> Draft | None:
    """A permalink, its comment feed (which is never the article), or the way to it without the last slash."""
    if visit.path.endswith("/feed/") and (posting := site.at_path(visit.path.removesuffix("feed/"))):
        return article_draft(site, visit, posting, "courier/comments.xml", RSS)
    posting = site.at_path(visit.path.rstrip("/") + "/")
    if posting is None or visit.path.endswith("/"):
        return article_draft(site, visit, posting, "courier/article.html") if posting else None
    return _moved(site, visit, posting)


def _moved(site: Site, visit: Visit, posting: Posting) -> Draft:
    return Draft(b"", status=301, headers={"Location": visit.origin() + site.own_path(posting)})


def govuk(site: Site, visit: Visit) -> Draft | None:
    """An organisation on a GOV.UK-like site: Atom, search API, content API and the pages themselves."""
    if visit.path == "/government/organisations/inspectorate-of-schools.atom":
        return listing_draft(site, visit, "govuk/organisation.atom", ATOM)
    if visit.path == "/api/search.json":
        return apis.govuk_search(site, visit)
    if visit.path.startswith("/api/content/"):
        return apis.govuk_content(site, visit)
    found = apis.govuk_document(site, visit.path)
    if found is None:
        return None
    posting, part = found
    return article_draft(site, visit, posting, f"govuk/{part}.html")


def coroners(site: Site, visit: Visit) -> Draft | None:
    """A register of reports to prevent future deaths: listing, a page of fields each, the report itself as a PDF, a feed."""
    if visit.path.endswith("/report.pdf") and (posting := site.at_path(visit.path.removesuffix("report.pdf"))):
        return Draft(pdf_of(posting.text), "application/pdf", modified_at=posting.updated_at)
    if visit.path == "/feed/" and visit.query.get("post_type") == "pfd":
        return listing_draft(site, visit, "coroners/feed.xml", RSS)
    return plain("coroners/listing.html")(site, visit)


def parliament(site: Site, visit: Visit) -> Draft | None:
    """A written questions service: the API and the public page of a question."""
    if visit.path.startswith("/api/writtenquestions/questions"):
        return apis.parliament_questions(site, visit)
    posting = site.at_path(visit.path)
    return article_draft(site, visit, posting, "parliament/article.html") if posting else None


SKINS: Final[Mapping[str, Skin]] = {
    "federation": plain("federation/listing.html"),
    "leaders": plain("leaders/listing.html"),
    "alliance": plain("alliance/listing.html"),
    "post": plain("post/listing.html"),
    "council": plain("council/listing.html", WINDOWS, WINDOWS),
    "lifeline": plain("lifeline/feed.xml", ATOM),
    "wire": plain("wire/feed.xml", "text/xml; charset=utf-8"),
    "blog": plain("blog/feed.xml", ATOM),
    "campaign": plain("campaign/feed.xml", "application/xml"),
    "coroners": coroners,
    "courier": courier,
    "govuk": govuk,
    "parliament": parliament,
}
