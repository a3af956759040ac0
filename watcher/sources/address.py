"""Which of the addresses that other people write down may become an article's address."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Final
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

URL_CHARS_MAX: Final = 2048
"""Longer addresses are refused: no publisher needs them, and every log, index and message would carry them."""
_SCHEMES: Final = frozenset({"http", "https"})
_CONTROL: Final = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_USUAL: Final = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:/[!-~]*)?", re.ASCII)
_UNUSUAL: Final = re.compile(r"[#\\]|replytocom")
_HOSTLESS: Final = re.compile(r"https?:(?!//[^/?#])", re.IGNORECASE)
_COMMENT_FRAGMENT: Final = re.compile(r"^(?:respond|reply|comments?|comment-\d+|disqus_thread)$", re.IGNORECASE)


def article_url(base: str, link: str | None) -> str | None:
    """Return `link` as an absolute http or https address, or None where it is none (`javascript:`, `file:`, a broken host).

    A fragment stays, since change logs have one page for many items; one that leads to the comments goes, and with it
    `replytocom`, because the comment form is never the article.
    """
    if link and len(link) <= URL_CHARS_MAX and _USUAL.fullmatch(link) and not _UNUSUAL.search(link):
        return link  # nearly every link of a feed: taking it apart would cost more than all else about the item
    link = _CONTROL.sub("", link or "")
    if not link or _HOSTLESS.match(link):
        return None
    try:
        joined = urljoin(base, link)
        parts = urlsplit(joined)
        is_fit = parts.scheme in _SCHEMES and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    if not is_fit or len(joined) > URL_CHARS_MAX:
        return None
    query = parts.query
    if "replytocom" in query:
        query = urlencode([(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != "replytocom"])
    fragment = "" if _COMMENT_FRAGMENT.match(parts.fragment) else parts.fragment
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, fragment))


def placeless_url(base: str, *marks: str | None) -> str:
    """Return an address for an item that has none: the listing's, with a fragment that is the same at every poll."""
    mark = next((mark for mark in marks if mark), "") or "".join(mark or "" for mark in marks)
    return f"{base.partition('#')[0]}#item-{blake2b(mark.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"


def host(url: str) -> str:
    """Return the host of `url` in lower case without `www.`; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def origin(url: str) -> str:
    """Return scheme and host of `url`, as in `https://www.example.org`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def with_parameters(url: str, **parameters: str | int) -> str:
    """Return `url` with these query parameters set; those that it has already keep their place and take the new value."""
    parts = urlsplit(url)
    wanted = {name: str(value) for name, value in parameters.items()}
    query = [(name, wanted.pop(name, value)) for name, value in parse_qsl(parts.query, keep_blank_values=True)]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode([*query, *wanted.items()]), ""))
