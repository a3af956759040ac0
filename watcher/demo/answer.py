"""The demo as a pure function: (publishers, day, visit, faults) to a reply, with validators, 304, HEAD and compression."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Final

from watcher.demo.content import DAYS, Fault, Posting, Publisher, Trouble, Validate
from watcher.demo.dress import dress
from watcher.demo.exchange import Draft, Manner, Reply, Site, Visit
from watcher.demo.faults import disturbed, faulty, halved
from watcher.demo.skins import draft

GZIP_BYTES_MIN: Final = 256

ROBOTS = b"User-agent: *\nDisallow: /wp-admin/\nDisallow: /search\n"


def answer(publishers: Sequence[Publisher], day: int, visit: Visit, troubles: Mapping[str, Trouble] | None = None) -> Reply:
    """Return what the publisher at the visited host replies on `day`.

    `troubles` are a test's own faults by publisher id; they win over those of the demo's story. The same arguments give the
    same bytes, so that a validator of one visit holds for the next.
    """
    publisher = next((one for one in publishers if visit.host in (one.host, *one.aliases)), None)
    if publisher is None:
        return _finished(_unknown_host(), visit, Validate.BOTH, compresses=False, now=DAYS[day])
    trouble = (troubles or {}).get(publisher.id) or publisher.faults.get(day)
    drafted = _drafted(publisher, day, visit, trouble)
    return _finished(drafted, visit, publisher.validators, compresses=publisher.compresses, now=DAYS[day])


def _drafted(publisher: Publisher, day: int, visit: Visit, trouble: Trouble | None) -> Draft:
    if visit.path == "/robots.txt":
        return Draft(ROBOTS, "text/plain; charset=utf-8", modified_at=DAYS[1])
    if visit.host != publisher.host and visit.host.startswith("www."):
        return Draft(b"", status=301, headers={"Location": visit.origin(publisher.host) + visit.target})
    if trouble is None or not trouble.strikes(publisher, visit.path):
        return _sound(publisher, publisher.showing(day), day, visit)
    instead = faulty(trouble.fault, publisher, visit)
    if instead is not None:
        return instead
    postings = tuple(disturbed(trouble.fault, posting) for posting in publisher.showing(day))
    drafted = _sound(publisher, postings, day, visit)
    return halved(drafted) if trouble.fault is Fault.HALF else drafted


def _sound(publisher: Publisher, postings: tuple[Posting, ...], day: int, visit: Visit) -> Draft:
    return draft(Site(publisher, postings, DAYS[day]), visit) or _not_found(publisher)


def _not_found(publisher: Publisher) -> Draft:
    return Draft(dress("errors/not-found.html", publisher=publisher), status=404)


def _unknown_host() -> Draft:
    return Draft(b"no such host in the demo world\n", "text/plain; charset=utf-8", status=421)


def _finished(drafted: Draft, visit: Visit, validate: Validate, *, compresses: bool, now: datetime) -> Reply:
    headers = {"Content-Type": drafted.content_type, "Date": http_date(now), "Server": "demo", **drafted.headers}
    if drafted.manner is not Manner.WHOLE:
        return Reply(drafted.status, headers, drafted.body, drafted.manner)
    if drafted.modified_at is not None:
        headers |= _validators(drafted, validate)
        if _is_unchanged(visit, headers):
            return Reply(304, {name: value for name, value in headers.items() if name != "Content-Type"}, b"")
    reply = Reply(drafted.status, headers, drafted.body)
    if compresses and "gzip" in visit.headers.get("accept-encoding", "") and len(drafted.body) >= GZIP_BYTES_MIN:
        reply = _compressed(reply)
    return replace(reply, body=b"") if visit.method == "HEAD" else reply


def http_date(at: datetime) -> str:
    return format_datetime(at, usegmt=True)


def _validators(drafted: Draft, validate: Validate) -> dict[str, str]:
    given = {}
    if validate is not Validate.MODIFIED:
        given["ETag"] = f'W/"{hashlib.sha256(drafted.body).hexdigest()[:16]}"'
    if validate is not Validate.ETAG and drafted.modified_at is not None:
        given["Last-Modified"] = http_date(drafted.modified_at)
    return given


def _is_unchanged(visit: Visit, headers: Mapping[str, str]) -> bool:
    """RFC 9110, 13.1: If-None-Match is compared weakly, and If-Modified-Since is ignored beside it."""
    if asked := visit.headers.get("if-none-match"):
        tags = {tag.strip().removeprefix("W/") for tag in asked.split(",")}
        return "ETag" in headers and headers["ETag"].removeprefix("W/") in tags
    asked = visit.headers.get("if-modified-since")
    if not asked or "Last-Modified" not in headers:
        return False
    try:
        return parsedate_to_datetime(headers["Last-Modified"]) <= parsedate_to_datetime(asked)
    except (ValueError, TypeError):
        return False


def _compressed(reply: Reply) -> Reply:
    headers = {**reply.headers, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return replace(reply, headers=headers, body=gzip.compress(reply.body, 6, mtime=0))
