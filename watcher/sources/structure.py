"""Where a page's articles are listed, when nobody says: the block of links that repeats.

Links are grouped by the way that leads to them (elements and classes from the block down); groups are scored by how much their
links look like headlines and their addresses like articles. On pages of many shapes the right block is the one with many
different, long texts under one path, outside navigation and footer.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from math import log2
from statistics import median
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from watcher.sources.address import article_url, host
from watcher.sources.markup import TITLE_CHARS_MAX

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

LINKS_MAX: Final = 5000
"""So many links of a page are weighed."""
GROUP_MIN: Final = 3
"""Fewer links of one shape are no listing."""
SCORE_MIN: Final = 1.5
"""A weaker block is not shown as a listing: a wrong one would fill the store with menu entries."""
BLOCK_DATE_CHARS_MAX: Final = 160
"""A longer run of text is a teaser's prose, and a date in it need not be the article's."""
ANCESTORS_MAX: Final = 60
"""So far a link's surroundings are looked at; the deepest page makers nest about 40 elements."""
_NEAR_CHARS: Final = 1000
_DEPTH: Final = 5
_CLASSES: Final = 2
_ASIDE: Final = frozenset({"nav", "footer", "aside", "dialog", "menu"})  # no form: ASP.NET puts the whole page into one
_ASIDE_NAME: Final = re.compile(
    r"(?:^|[-_ ])(?:nav|navbar|navigation|menu|footer|breadcrumbs?|sidebar|cookies?|consent|share|social|related|popular|most-read"
    r"|trending|tags?|pagination|pager|skip|login|language|promo|advert|ads?|newsletter)(?:$|[-_ ])",
    re.IGNORECASE,
)
_ARTICLE_PATH: Final = re.compile(
    r"/(?:\d{4}/\d{1,2}|news|article|press|blog|story|stories|release|statement|post|comment)", re.IGNORECASE
)
_NOT_ARTICLE: Final = re.compile(
    r"/(?:tag|tags|category|categories|author|topic|topics|login|register|search|contact|about|privacy|terms|cookie|page)s?(?:/|$)"
    r"|\.(?:jpe?g|png|gif|svg|zip|mp[34]|ics)$",
    re.IGNORECASE,
)
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){2,}|[A-Za-z0-9]+(?:_[A-Za-z0-9]+){3,}|\d{4,}", re.IGNORECASE)
_DATE_LIKE: Final = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?[ /.-](?:\d{1,2}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ /.,-]+\d{2,4}\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2},? \d{4}\b|\b\d{4}-\d\d-\d\d\b"
    r"|\b(?:\d+|an?) (?:minute|hour|day|week)s? ago\b",
    re.IGNORECASE,
)
_MORE: Final = re.compile(
    r"^(?:read|find out|learn|see|view|show|load)?\s*(?:more|full (?:story|article|statement))\b"
    r"|^(?:continue reading|next|previous|share)\b",
    re.IGNORECASE,
)
_HEADINGS: Final = ["h1", "h2", "h3", "h4", "h5", "h6"]
_OWN_CLASS: Final = re.compile(
    r"\d|^(?:post|category|tag|format|status|author|has|is|type)-|^(?:first|last|odd|even|active|current|hentry)$"
)


@dataclass(frozen=True, slots=True)
class Teaser:
    """One link of the listing with what stands in its block; `signature` is the way that leads to it, to show and to paste."""

    url: str
    title: str
    signature: str
    machine_date: str | None = None
    date_text: str | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    link: Tag
    url: str
    title: str
    signature: str
    has_heading: bool
    is_aside: bool


def teasers(tree: BeautifulSoup, base: str) -> tuple[Teaser, ...]:
    """Return the links of the page's main listing in page order; empty where no block is clearly one."""
    candidates = list(_candidates(tree, base))
    groups: dict[str, list[_Candidate]] = defaultdict(list)
    for candidate in candidates:
        groups[candidate.signature].append(candidate)
    scored = sorted(((_score(group), signature) for signature, group in groups.items()), reverse=True)
    if not scored or scored[0][0] < SCORE_MIN:
        return ()
    chosen = _with_kin(groups[scored[0][1]], candidates)
    urls = _urls_within(chosen)
    return tuple(_teaser(candidate, urls) for candidate in chosen)


def _candidates(tree: BeautifulSoup, base: str) -> Iterator[_Candidate]:
    """Yield the page's own links that could be headlines, with the words that would be their title."""
    here, here_host = base.partition("#")[0].rstrip("/"), host(base)
    for link in tree.select("a[href]", limit=LINKS_MAX):
        url = article_url(base, str(link["href"]))
        if url is None or url.partition("#")[0].rstrip("/") == here or not _is_same_site(host(url), here_host):
            continue
        heading = link.find(_HEADINGS) or link.find_parent(_HEADINGS)
        title = _text(heading or link)
        if not title or _MORE.match(title):
            heading = _heading_beside(link)
            title = _text(heading) if heading else title
        if title:
            yield _Candidate(link, url, title, _signature(link), heading is not None, _is_aside(link))


def _text(element: Tag, chars_max: int = TITLE_CHARS_MAX) -> str:
    """Return the beginning of an element's text; broken pages put half of themselves into one heading."""
    parts: list[str] = []
    left = chars_max
    for part in element.stripped_strings:
        parts.append(part)
        left -= len(part)
        if left <= 0:
            break
    return " ".join(" ".join(parts).split())[:chars_max]


def _around(link: Tag) -> Iterator[Tag]:
    return islice(link.parents, ANCESTORS_MAX)


def _is_same_site(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _heading_beside(link: Tag) -> Tag | None:
    """Return the heading of the block that a "Read more" closes: the only one in a near ancestor."""
    for ancestor in islice(link.parents, 3):
        headings = ancestor.find_all(_HEADINGS, limit=2)
        if len(headings) == 1:
            return headings[0]
        if headings:
            return None
    return None


def _signature(link: Tag) -> str:
    """Return the way to a link, outermost first, as in `ul.news-list > li > h3 > a`."""
    way = [link, *islice(link.parents, _DEPTH - 1)]
    return " > ".join(_shape(element) for element in reversed(way) if element.name not in ("[document]", "html", "body"))


def _shape(element: Tag) -> str:
    """Return an element's name and its first classes, without those that number or sort single posts."""
    classes = [name for name in element.get_attribute_list("class") if name and not _OWN_CLASS.search(str(name))]
    return ".".join([element.name, *map(str, classes[:_CLASSES])])


def _is_aside(link: Tag) -> bool:
    for ancestor in _around(link):
        if ancestor.name in _ASIDE or ancestor.get("role") in ("navigation", "contentinfo", "complementary", "dialog"):
            return True
        if ancestor.name in ("main", "article", "body"):
            return False
        names = " ".join([str(ancestor.get("id") or ""), *map(str, ancestor.get_attribute_list("class"))])
        if _ASIDE_NAME.search(names):
            return True
    return False


def _score(group: list[_Candidate]) -> float:
    """Return how much a group looks like a listing: many different addresses, headline-long texts, article paths, dates."""
    urls = {candidate.url for candidate in group}
    if len(urls) < GROUP_MIN:
        return 0.0
    words = float(median(len(candidate.title.split()) for candidate in group))
    distinct = len({candidate.title for candidate in group}) / len(group)
    headlines = float(min(words / 5, 1.2) ** 1.5) * distinct
    addresses = 0.4 + 0.8 * _share(group, _is_article) - 0.6 * _share(group, lambda each: bool(_NOT_ARTICLE.search(each.url)))
    extras = 1 + 0.6 * _share(group, lambda each: each.has_heading) + 0.4 * _share(group, _has_date)
    aside = 1 - 0.8 * _share(group, lambda each: each.is_aside)
    return log2(1 + min(len(urls), 30)) * headlines * max(addresses, 0.05) * extras * aside


def _share(group: list[_Candidate], holds: Callable[[_Candidate], bool]) -> float:
    return sum(map(holds, group)) / len(group)


def _is_article(candidate: _Candidate) -> bool:
    path = urlsplit(candidate.url).path
    return bool(_SLUG.search(path.rstrip("/").rpartition("/")[2]) or _ARTICLE_PATH.search(path))


def _has_date(candidate: _Candidate) -> bool:
    """Whether a date stands in the near surroundings of a link."""
    for ancestor in islice(candidate.link.parents, 3):
        text = _text(ancestor, _NEAR_CHARS)
        if len(text) == _NEAR_CHARS:
            return False
        if _DATE_LIKE.search(text) or ancestor.find("time") is not None:
            return True
    return False


def _with_kin(best: list[_Candidate], candidates: list[_Candidate]) -> list[_Candidate]:
    """Return the best group with the headlines beside it whose addresses are of the same form: the lead story, a second column."""
    forms = Counter(_form(candidate.url) for candidate in best)
    form, count = forms.most_common(1)[0]
    members = {id(candidate) for candidate in best}
    if count * 2 <= len(best):
        return best
    around = _common_ancestor([candidate.link for candidate in best])
    return [
        each
        for each in candidates
        if id(each) in members
        or (each.has_heading and not each.is_aside and _form(each.url) == form and any(up is around for up in _around(each.link)))
    ]


def _form(url: str) -> str:
    """Return an address without its last part and with its figures masked: articles of one sort share it."""
    parts = urlsplit(url)
    return re.sub(r"\d+", "0", parts.netloc + parts.path.rstrip("/").rpartition("/")[0])


def _common_ancestor(links: list[Tag]) -> Tag | None:
    """Return the part around the block that holds all `links`: a lead story stands beside the list, not in it."""
    seen = Counter(id(ancestor) for link in links for ancestor in _around(link))
    inner = next((ancestor for ancestor in _around(links[0]) if seen[id(ancestor)] == len(links)), None)
    return inner.parent if inner is not None and inner.parent is not None else inner


def _urls_within(chosen: list[_Candidate]) -> dict[int, set[str]]:
    """Return, for every element around the chosen links, the addresses that it holds."""
    urls: dict[int, set[str]] = defaultdict(set)
    for candidate in chosen:
        for ancestor in _around(candidate.link):
            urls[id(ancestor)].add(candidate.url)
    return urls


def _teaser(candidate: _Candidate, urls: dict[int, set[str]]) -> Teaser:
    """Return a link with the date of its block: the largest element around it that holds no other article."""
    block = candidate.link
    for ancestor in _around(candidate.link):
        if len(urls[id(ancestor)]) > 1:
            break
        block = ancestor
    machine = block if block.has_attr("datetime") else block.select_one("[datetime]")
    texts = (" ".join(text.split()) for text in block.stripped_strings)
    date_text = next((text for text in texts if len(text) <= BLOCK_DATE_CHARS_MAX and _DATE_LIKE.search(text)), None)
    return Teaser(candidate.url, candidate.title, candidate.signature, str(machine["datetime"]) if machine else None, date_text)
