"""What can be wrong with a publisher: pages that are no statements, servers that misbehave, listings that lie."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from watcher.demo.content import DAY_MAX, Fault, Posting, Publisher, Repeat
from watcher.demo.dress import dress
from watcher.demo.exchange import HTML, Draft, Manner, Visit, title_slug

BOMB_BYTES: Final = 64 * 1024 * 1024
"""How large a compressed bomb becomes when it is unpacked without a limit."""

GARBAGE: Final = b"\x00\xff\xfe\x1b[31m\xc3\x28" + bytes(range(32)) * 64

HOSTILE_TITLE: Final = (
    'Markup <script>alert("x")</script> & <b>bold</b>\x07\x1b[31m\u202eдлрow [click](http://evil.example/) {{ 7 * 7 }}'
)
"""A title with markup, control characters, a direction override and template syntax."""


def disturbed(fault: Fault, posting: Posting) -> Posting:
    """Return a posting as a publisher with this fault lists it, at the same address; most faults leave it alone."""
    if fault is Fault.HOSTILE_TITLES:
        slug = {"slug": title_slug(posting.title)}
        return replace(posting, title=f"{posting.title} {HOSTILE_TITLE}", facts={**posting.facts, **slug})
    if fault is Fault.NEW_GUIDS:
        return replace(posting, repeat=Repeat(DAY_MAX, guid=f"urn:moved:{posting.id}", query="?from=archive"))
    return posting


def halved(drafted: Draft) -> Draft:
    """Return the first half of what would have been sent, as if that were all: a listing whose end was lost on its way."""
    return replace(drafted, body=drafted.body[: len(drafted.body) // 2], modified_at=None)


def faulty(fault: Fault, publisher: Publisher, visit: Visit) -> Draft | None:
    """Return what is answered instead of the page; None for a fault that lies in the postings themselves."""
    make = _DRAFTS.get(fault)
    return make(publisher, visit) if make else None


def _page(template: str, status: int = 200) -> Callable[[Publisher, Visit], Draft]:
    return lambda publisher, visit: Draft(dress(f"errors/{template}.html", publisher=publisher, visit=visit), HTML, status=status)


def _bomb(_: Publisher, __: Visit) -> Draft:
    body = gzip.compress(b" " * BOMB_BYTES, 9, mtime=0)
    return Draft(body, HTML, headers={"Content-Encoding": "gzip"})


def _redirected(_: Publisher, visit: Visit) -> Draft:
    return Draft(b"", status=302, headers={"Location": visit.origin() + visit.path + "?again=" + str(len(visit.target))})


_DRAFTS: Final[Mapping[Fault, Callable[[Publisher, Visit], Draft]]] = {
    Fault.CONSENT_WALL: _page("consent-wall"),
    Fault.LOGIN_WALL: _page("login-wall"),
    Fault.BLOCK_PAGE: _page("block-page", status=403),
    Fault.SOFT_404: _page("soft-404"),
    Fault.EMPTY: lambda _, __: Draft(b"", HTML),
    Fault.GARBAGE: lambda _, __: Draft(GARBAGE, "application/rss+xml"),
    Fault.SERVER_ERROR: _page("server-error", status=500),
    Fault.NOT_FOUND: _page("not-found", status=404),
    Fault.GONE: _page("not-found", status=410),
    Fault.RATE_LIMITED: lambda _, __: Draft(b"slow down\n", "text/plain", status=429, headers={"Retry-After": "120"}),
    Fault.REDIRECT_LOOP: _redirected,
    Fault.BOMB: _bomb,
    Fault.ENDLESS: lambda _, __: Draft(b"<p>and so on</p>\n" * 4096, HTML, manner=Manner.ENDLESS),
    Fault.SILENT: lambda _, __: Draft(b"", HTML, manner=Manner.SILENT),
    Fault.CUT_SHORT: lambda _, __: Draft(b"<html><body><p>Half of what was promi", HTML, manner=Manner.CUT_SHORT),
}
