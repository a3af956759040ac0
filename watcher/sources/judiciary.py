"""judiciary.uk's reports to prevent future deaths: the feed or the HTML register, and the fields of a report's page.

The text of a report and of the replies to it are PDFs; the page says what they are about, and names them in `linked`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from watcher.errors import ExtractError, Reason
from watcher.model import DocumentKind, Fetch, Item, ItemHints, Listing, Page, Selectors, Source
from watcher.sources.address import article_url, with_parameters
from watcher.sources.feed import xml_listing
from watcher.sources.kind import NAME_CHARS_MAX, Kind, article_page, hints
from watcher.sources.markup import decoded, looks_like_html, plain
from watcher.sources.page import ListingPage, tree_of
from watcher.text import repair
from watcher.text.dates import stated_date

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

BACKFILL_PAGES_MAX: Final = 60
"""So many pages of the register are read back; it has about 500."""
LINKED_MAX: Final = 10
"""One report and so many replies less one; the most there have been is about a dozen, most of them alike."""
VALUE_CHARS_MAX: Final = 500
_REGISTER: Final = Selectors(item="h3.card__title", link="a.card__link")
_LABELS: Final[Mapping[str, str]] = {
    "Date of report": r"date of (?:the )?report",
    "Ref": r"ref(?:erence)?(?: (?:number|no\.?))?",
    "Deceased name": r"(?:name of (?:the )?deceased|deceased(?:'s)? names?)",
    "Coroner name": r"(?:name of (?:the )?coroner|coroners?(?:'s|'|\(s\))? names?)",
    "Coroner area": r"coroners?(?:'s|')? area",
    "Category": r"(?:category|categories)",
    "This report is being sent to": (
        r"th(?:is|e|ese) reports? (?:(?:is|are|was|were|has been|have been) )?(?:also )?"
        r"(?:being |been )?(?:sent|send|addressed)(?: to)?"
    ),
}
"""The register's labels as they should be, and every way in which they have been typed."""
_FIELD: Final = re.compile(
    r"(?:^|\n)[ \t]*(?:"
    + "|".join(rf"(?P<f{number}>{pattern})" for number, pattern in enumerate(_LABELS.values()))
    + r")[ \t]*[:–-][ \t]*",
    re.IGNORECASE,
)


class Judiciary(Kind):
    """The feed of the register (`?post_type=pfd`) or its HTML pages."""

    name = "judiciary"

    def list(self, fetch: Fetch, source: Source) -> Listing:
        if not looks_like_html(decoded(fetch)):
            listing = xml_listing(fetch, source)
        else:
            listing = ListingPage().list(fetch, replace(source, selectors=source.selectors or _REGISTER))
        items = tuple(replace(item, kind=DocumentKind.REPORT.value, byline=None) for item in listing.items)
        return replace(listing, items=items)

    def open(self, fetch: Fetch | None, item: Item, source: Source) -> Page:
        """Return the report's page with its fields as text and its PDFs as `linked`; a fetched PDF goes through as it is.

        Raises:
            ExtractError: the labels are there and every field is blank: an older and better reading must stand.
        """
        page = article_page(fetch, item, source)
        if fetch is None or not looks_like_html(decoded(fetch)):
            return page
        tree = tree_of(decoded(fetch))
        fields = _fields(tree)
        linked = _linked(tree, fetch)
        if fields is None:
            return replace(page, linked=linked)
        if not any(fields.values()):
            raise ExtractError("every field of the report is blank", reason=Reason.NO_TEXT, source_id=source.id, url=fetch.url)
        return replace(page, hints=_hints(tree, fields, item, source), linked=linked)

    def backfill_urls(self, source: Source, since: date) -> Iterator[str]:  # noqa: ARG002  # the register cannot be asked for days
        """Yield the register's pages, newest first; it takes no dates, so the caller stops at the first item before `since`."""
        is_feed = "feed" in urlsplit(source.url).path
        for page in range(1, BACKFILL_PAGES_MAX + 1):
            yield with_parameters(source.url, paged=page) if is_feed else f"{source.url.partition('?')[0].rstrip('/')}/page/{page}/"


def _fields(tree: BeautifulSoup) -> dict[str, str] | None:
    """Return the register's fields by their proper labels, blank ones empty; None where the page has no such labels."""
    lines = [row.get_text("\n") for row in tree.select("div.flow > p")]
    lines += [": ".join(cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])) for row in tree.select("tr")]
    text = "\n".join(re.sub(r"\n\s*:", ":", repair(line)) for line in lines).replace("\xa0", " ").replace("’", "'")
    found = list(_FIELD.finditer(text))
    fields: dict[str, str] = {}
    ends = [following.start() for following in found[1:]] + [len(text)]
    for match, end in zip(found, ends, strict=False):
        label = next(label for number, label in enumerate(_LABELS) if match[f"f{number}"])
        value = " ".join(text[match.end() : end].split())
        fields[label] = fields.get(label) or value[:VALUE_CHARS_MAX]
    return fields or None


def _hints(tree: BeautifulSoup, fields: Mapping[str, str], item: Item, source: Source) -> ItemHints:
    """Return what the page adds: its date counts where the listing has none, since a report is published days after its date."""
    heading = tree.select_one(".single__title") or tree.select_one("h1")
    rows = "".join(f"<p>{label}: {html.escape(value, quote=False)}</p>" for label, value in fields.items() if value)
    return replace(
        hints(item, source, body_html=rows),
        title=(plain(heading.get_text(" "), is_html=False) if heading else None) or item.title,
        published=item.published or stated_date(fields.get("Date of report"), source="label"),
        byline=plain(fields.get("Coroner name"), is_html=False, chars_max=NAME_CHARS_MAX),
        kind=DocumentKind.REPORT.value,
    )


def _linked(tree: BeautifulSoup, fetch: Fetch) -> tuple[str, ...]:
    """Return the report's PDF and then the replies', as the page lists them."""
    links = tree.select("a.related-content__link[href]") or tree.select("main a[href$='.pdf']")
    urls = [article_url(fetch.url, str(link["href"])) for link in links]
    return tuple(dict.fromkeys(url for url in urls if url and urlsplit(url).path.lower().endswith(".pdf")))[:LINKED_MAX]
