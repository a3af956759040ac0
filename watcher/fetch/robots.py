"""robots.txt: what each origin asks of crawlers (RFC 9309), remembered for a while."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

from protego import Protego
from yarl import URL

from watcher.clock import Clock
from watcher.errors import FetchError, Reason, UnsafeURLError
from watcher.fetch.address import shown_url
from watcher.fetch.caching import retry_at
from watcher.fetch.exchange import Answer
from watcher.fetch.limits import FetchLimits
from watcher.model.source import RobotsCopy

KEPT_FOR: Final = timedelta(hours=24)
"""RFC 9309, 2.4: a cached copy should not be used for longer than a day."""

REFUSED_FOR: Final = timedelta(minutes=15)
"""How long an origin whose robots.txt answers 5xx or 429 is left alone, if it does not say (2.3.1.4: assume all is disallowed)."""

UNREACHABLE_FOR: Final = timedelta(minutes=5)
"""How long an origin that could not be reached at all is left alone."""

PARSED_HERE_BYTES_MAX: Final = 32 * 1024
"""A longer file is parsed in a thread: half a megabyte of rules takes half a second, in which nothing else would move."""

ReadRobots = Callable[[URL], Awaitable[Answer]]
"""Fetches a robots.txt through the gate, redirects followed, any status returned; raises FetchError."""


class Shelf(Protocol):
    """Where copies outlive the process, so that a restart asks nobody again."""

    def find(self, origin: str) -> RobotsCopy | None: ...
    def keep(self, origin: str, copy: RobotsCopy) -> None: ...


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why an origin is left alone for now, without naming a page."""

    reason: Reason
    cause: str
    until: datetime


@dataclass(slots=True)
class _Origin:
    """What is known of one origin; without `rules` and `refusal` everything is allowed. Stale from `expires_at`."""

    key: str
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    rules: Protego | None = None
    rules_bytes: int = 0
    refusal: _Refusal | None = None
    expires_at: datetime | None = None


class Robots:
    """Says whether a URL may be fetched, and reads each origin's robots.txt once a day to know it, restarts or not."""

    def __init__(self, *, clock: Clock, user_agent: str, limits: FetchLimits, shelf: Shelf | None = None):
        self._clock, self._limits, self._shelf = clock, limits, shelf
        self._product = product_token(user_agent)
        self._origins: dict[str, _Origin] = {}  # the longest unused first
        self._rules_bytes = 0  # of these, together

    async def check(self, url: URL, read: ReadRobots) -> float:
        """Return the Crawl-delay in seconds (0 if there is none, capped) when `url` may be fetched.

        Raises:
            FetchError: ROBOTS when the rules or a 5xx forbid it; the reason of the failure when robots.txt is out of reach.
        """
        origin = self._origin(url)
        if self._is_stale(origin):
            async with origin.lock:
                if origin.expires_at is None:
                    await self._recall(origin)
                if self._is_stale(origin):
                    await self._refresh(origin, url, read)
        if origin.refusal is not None:
            raise _refused(url, origin.refusal.reason, origin.refusal.cause, origin.refusal.until)
        if origin.rules is None:
            return 0.0
        if not origin.rules.can_fetch(str(url), self._product):
            raise FetchError(f"{shown_url(str(url))}: robots.txt does not allow it", reason=Reason.ROBOTS, url=str(url))
        return min(origin.rules.crawl_delay(self._product) or 0.0, self._limits.crawl_delay_s_max)

    def _origin(self, url: URL) -> _Origin:
        key = f"{url.scheme}://{url.raw_authority}"
        origin = self._origins.pop(key, None) or _Origin(key)
        self._origins[key] = origin
        if len(self._origins) > self._limits.hosts_remembered_max:
            self._forget_oldest()
        return origin

    def _forget_oldest(self) -> None:
        self._rules_bytes -= self._origins.pop(next(iter(self._origins))).rules_bytes

    def _is_stale(self, origin: _Origin) -> bool:
        return origin.expires_at is None or origin.expires_at <= self._clock.now()

    async def _recall(self, origin: _Origin) -> None:
        """Take an origin's copy from the shelf; a stale one is in force if the origin cannot be asked."""
        copy = self._shelf.find(origin.key) if self._shelf is not None else None
        if copy is None:
            return
        rules = await _parsed(copy.body) if copy.body is not None else None
        self._remember(origin, rules, len(copy.body or b""), copy.expires_at)

    async def _refresh(self, origin: _Origin, url: URL, read: ReadRobots) -> None:
        """Ask for robots.txt and note what the answer means (RFC 9309, 2.3.1).

        Raises:
            UnsafeURLError: it leads where this source may not go; another source may, so that it is not remembered.
        """
        address = url.origin() / "robots.txt"
        now = self._clock.now()
        try:
            answer = await read(address)
        except FetchError as error:
            cause = error.problem.removeprefix(f"{address}: ")
            if error.reason is Reason.UNSAFE_URL:
                raise UnsafeURLError(_line(url, cause), reason=Reason.UNSAFE_URL, url=str(url)) from error
            if error.reason is Reason.TOO_MANY_REDIRECTS:
                await self._keep(origin, None)
            else:
                self._refuse(origin, _Refusal(error.reason, cause, error.retry_at or now + UNREACHABLE_FOR))
            return
        if answer.status >= 500 or answer.status == 429:
            until = retry_at(answer.headers, now=now, seconds_max=self._limits.retry_after_s_max) or now + REFUSED_FOR
            self._refuse(origin, _Refusal(Reason.ROBOTS, f"it answers with an error (HTTP {answer.status})", until))
        elif 200 <= answer.status < 300:
            body = _whole_lines(answer.body, self._limits.robots_bytes_max)
            await self._keep(origin, body)
        else:
            await self._keep(origin, None)

    async def _keep(self, origin: _Origin, body: bytes | None) -> None:
        """Remember what was read for a day, here and on the shelf."""
        expires_at = self._clock.now() + KEPT_FOR
        rules = await _parsed(body) if body is not None else None
        self._remember(origin, rules, len(body or b""), expires_at)
        if self._shelf is not None:
            self._shelf.keep(origin.key, RobotsCopy(body, expires_at))

    def _remember(self, origin: _Origin, rules: Protego | None, size: int, expires_at: datetime) -> None:
        """The longest unused make room when the rules of all origins together become too many."""
        if self._origins.get(origin.key) is origin:  # else it was forgotten while its file was read
            self._rules_bytes += size - origin.rules_bytes
        origin.rules, origin.rules_bytes, origin.refusal, origin.expires_at = rules, size, None, expires_at
        while self._rules_bytes > self._limits.robots_kept_bytes_max and len(self._origins) > 1:
            self._forget_oldest()

    def _refuse(self, origin: _Origin, refusal: _Refusal) -> None:
        """Leave the origin alone for now; rules that were read before stay in force instead."""
        origin.expires_at = refusal.until
        if origin.rules is None:
            origin.refusal = refusal


def product_token(user_agent: str) -> str:
    """Return the name that robots.txt rules are matched with: what stands before the first `/` or space."""
    match = re.match(r"[^\s/]+", user_agent.strip())
    return match[0].lower() if match else "*"


def _whole_lines(body: bytes, bytes_max: int) -> bytes:
    """Return the lines within the limit: a rule that is cut (`Disallow: /`) would forbid more than was written."""
    return body if len(body) <= bytes_max else body[: bytes_max + 1].rpartition(b"\n")[0]


async def _parsed(body: bytes) -> Protego:
    text = body.decode("utf-8-sig", "replace")
    if len(body) <= PARSED_HERE_BYTES_MAX:
        return Protego.parse(text)
    return await asyncio.to_thread(Protego.parse, text)


def _refused(url: URL, reason: Reason, cause: str, until: datetime) -> FetchError:
    return FetchError(_line(url, cause), reason=reason, url=str(url), retry_at=until)


def _line(url: URL, cause: str) -> str:
    return f"{shown_url(str(url))}: not fetched, for its robots.txt could not be read: {cause}"
