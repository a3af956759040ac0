"""The gate: `Fetcher.fetch` for pages, listings and their robots.txt, `Fetcher.post` for webhooks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from types import TracebackType
from typing import Final, Self

from aiohttp.abc import AbstractResolver
from yarl import URL

from watcher.clock import Clock
from watcher.errors import FetchError, Reason
from watcher.fetch.address import admit_url, shown_origin
from watcher.fetch.caching import retry_at, validators_from
from watcher.fetch.exchange import Answer, Deadline, Exchanges
from watcher.fetch.failures import EXPECTED, failure
from watcher.fetch.journey import Journey
from watcher.fetch.limits import FetchLimits
from watcher.fetch.robots import Robots, Shelf
from watcher.fetch.turns import HostClosedError, HostTurns
from watcher.model.source import Fetch, Validators

LIMITS: Final = FetchLimits()
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
BUSY_FOR: Final = timedelta(minutes=1)
"""How long a host that answers 429 without Retry-After gets no request, so that a source's other pages do not go on asking."""
_BUSY: Final = frozenset({429, 503})
_WORDS: Final[Mapping[int, str]] = {
    304: "it calls the page unchanged, though nothing of it was known",
    401: "it asks for a login",
    403: "it refuses",
    404: "there is no such page",
    410: "the page is gone",
    429: "it asks for fewer requests",
}


class Fetcher:
    """Fetches what sources publish and posts what receivers get; use it as an async context manager.

    Every request passes the same gate: scheme, port and address rules at every hop, one deadline over all hops, bounded
    redirects, headers and bodies, a turn per host. Nothing is taken from the environment, no cookie is kept, TLS is verified.

    `private_hosts` are hosts that a redirect may reach at a private address when the fetch itself has `allow_private`.
    `robots_shelf` keeps what robots.txt files said over restarts.
    `resolver` answers for names and, as aiohttp has it, for ports: a test world can serve `http://union.example/` on any port.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        user_agent: str,
        limits: FetchLimits = LIMITS,
        resolver: AbstractResolver | None = None,
        robots: bool = True,
        delay_per_host_s: float = 1.0,
        hosts_at_once_max: int = 100,
        private_hosts: Collection[str] = (),
        robots_shelf: Shelf | None = None,
    ):
        self._clock, self._limits, self._private_hosts = clock, limits, frozenset(private_hosts)
        self._exchanges = Exchanges(user_agent=user_agent, limits=limits, resolver=resolver)
        self._robots = Robots(clock=clock, user_agent=user_agent, limits=limits, shelf=robots_shelf) if robots else None
        self._turns = HostTurns(
            clock=clock,
            delay_s=delay_per_host_s,
            hosts_at_once_max=hosts_at_once_max,
            hosts_remembered_max=limits.hosts_remembered_max,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._exchanges.close()

    async def fetch(
        self,
        url: str,
        *,
        validators: Validators | None = None,
        allow_private: bool = False,
        accept: str | None = None,
        deadline_s: float | None = None,
    ) -> Fetch:
        """Return what `url` answers, redirects followed; a 304 to `validators` is an answer like any other.

        The deadline is `deadline_s` or the limit, over all hops; time spent waiting for a host's turn does not count.

        Raises:
            UnsafeURLError: the address, or one that it led to, is not to be talked to; nothing was sent there.
            FetchError: every other failure, status 400 and above included (`status`, `retry_at` are set where known).
        """
        first = admit_url(url, allow_private=allow_private, chars_max=self._limits.url_chars_max)
        headers = _request_headers(validators, accept)
        deadline = self._deadline(deadline_s)
        journey = Journey(first, allow_private=allow_private, private_hosts=self._private_hosts)
        answer = await self._follow(journey, headers, deadline, checks_robots=self._robots is not None)
        self._refuse_failures(journey, answer, is_conditional=bool(validators))
        asked = url.strip()
        return Fetch(
            url=str(journey.hops[-1]) if len(journey.hops) > 1 else asked,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            fetched_at=self._clock.now(),
            elapsed_s=deadline.spent_s,
            hops=(asked, *map(str, journey.hops[1:])),
            validators=self._validators(answer, validators),
        )

    async def post(
        self,
        url: str,
        body: bytes,
        headers: Mapping[str, str],
        *,
        allow_private: bool = False,
        deadline_s: float | None = None,
        on_sent: Callable[[], None] | None = None,
        pause_s: float = 0.0,
    ) -> Fetch:
        """Send `body` once and return the answer, whatever its status; redirects are not followed.

        Between two to one address lie the pause of every host or `pause_s`, whichever is longer.

        `on_sent` is called when the connection stands and the body is about to leave: from then on a failure may hide a
        delivery, and has the reason AMBIGUOUS. Before, nothing was received. `Fetch.url` and all errors name scheme and host
        only, for the rest of a webhook's address is a secret.

        Raises:
            UnsafeURLError: the address is not to be talked to; nothing was sent.
            FetchError: no status came back.
        """
        shown = shown_origin(url)
        target = admit_url(url, allow_private=allow_private, chars_max=self._limits.url_chars_max, shown=shown)
        deadline = self._deadline(deadline_s)
        sending = _Sending(on_sent)
        # A receiver has a turn of its own, whoever else lives on its host: one that hangs must not hold up its neighbours.
        line = f"post {target}"
        self._turns.slow_down(line, pause_s)
        async with self._turns.turn(line, heeds_closing=False):
            try:
                answer = await self._exchanges.post(
                    target, body, headers, allow_private=allow_private, deadline=deadline, on_leaving=sending.begin
                )
            except EXPECTED as error:
                raise sending.failure(error, shown=shown) from None  # the cause's text holds the whole address
        return Fetch(
            url=shown,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            fetched_at=self._clock.now(),
            elapsed_s=deadline.spent_s,
        )

    def _deadline(self, wished_s: float | None) -> Deadline:
        return Deadline(self._limits.deadline_s_max if wished_s is None else wished_s)

    def _validators(self, answer: Answer, before: Validators | None) -> Validators:
        previous = before if answer.status == 304 else None
        return validators_from(answer.headers, chars_max=self._limits.validator_chars_max, previous=previous)

    async def _follow(
        self, journey: Journey, headers: Mapping[str, str], deadline: Deadline, *, checks_robots: bool, is_robots: bool = False
    ) -> Answer:
        """Ask for the journey's first address and go where redirects lead; the journey knows the hops afterwards."""
        while True:
            if checks_robots:
                await self._check_robots(journey, deadline)
            answer = await self._ask(journey, headers, deadline, is_robots=is_robots)
            if answer.status not in _REDIRECTS:
                return answer
            if len(journey.hops) > self._limits.redirects_max:
                problem = f"{journey.shown}: more than {self._limits.redirects_max} redirects"
                raise FetchError(problem, reason=Reason.TOO_MANY_REDIRECTS, url=journey.asked, status=answer.status)
            journey.go_on(answer, chars_max=self._limits.url_chars_max)

    async def _ask(self, journey: Journey, headers: Mapping[str, str], deadline: Deadline, *, is_robots: bool) -> Answer:
        here = journey.hops[-1]
        try:
            async with self._turns.turn(here.raw_host or ""):
                return await self._exchanges.get(
                    here,
                    headers,
                    allow_private=journey.is_private_here,
                    deadline=deadline,
                    bytes_max=self._limits.robots_bytes_max + 1 if is_robots else self._limits.body_bytes_max,
                    truncates=is_robots,
                )
        except HostClosedError as closed:
            problem = f"{journey.shown}: the host asked to be left alone until {closed.until:%Y-%m-%d %H:%M} UTC"
            raise FetchError(problem, reason=Reason.RATE_LIMITED, url=journey.asked, retry_at=closed.until) from closed
        except EXPECTED as error:
            raise failure(error, shown=journey.shown, url=journey.asked) from error

    async def _check_robots(self, journey: Journey, deadline: Deadline) -> None:
        assert self._robots is not None
        here, is_private = journey.hops[-1], journey.is_private_here

        async def read(address: URL) -> Answer:
            # Its own shorter deadline: a robots.txt that drips must be known as such, and the page still get its time.
            part = Deadline(min(self._limits.robots_s_max, deadline.left_s))
            way = Journey(address, allow_private=is_private, private_hosts=self._private_hosts)
            try:
                return await self._follow(way, {}, part, checks_robots=False, is_robots=True)
            finally:
                deadline.spend(part.spent_s)

        crawl_delay_s = await self._robots.check(here, read)
        if crawl_delay_s:
            self._turns.slow_down(here.raw_host or "", crawl_delay_s)

    def _refuse_failures(self, journey: Journey, answer: Answer, *, is_conditional: bool) -> None:
        status = answer.status
        if 200 <= status < 300 or (status == 304 and is_conditional):
            return
        until = None
        if status in _BUSY:
            until = retry_at(answer.headers, now=self._clock.now(), seconds_max=self._limits.retry_after_s_max)
            closed_until = until or (self._clock.now() + BUSY_FOR if status == 429 else None)
            if closed_until is not None:
                self._turns.close(journey.hops[-1].raw_host or "", closed_until)
        problem = f"{journey.shown}: {_problem_of(status)}"
        raise FetchError(problem, reason=_reason_of(status), url=journey.asked, status=status, retry_at=until)


class _Sending:
    """Whether a message has begun to leave, and what the caller's own callback made of it."""

    def __init__(self, on_sent: Callable[[], None] | None):
        self._on_sent = on_sent
        self._has_begun = False
        self._fault: BaseException | None = None

    def begin(self) -> None:
        try:
            if self._on_sent is not None:
                self._on_sent()
        except BaseException as fault:
            self._fault = fault
            raise
        self._has_begun = True

    def failure(self, error: BaseException, *, shown: str) -> BaseException:
        """Return what to raise: the callback's own error if it failed (nothing left then), else a FetchError."""
        if self._fault is not None:
            return self._fault
        known = failure(error, shown=shown, url=shown)
        if not self._has_begun:
            return known
        return FetchError(f"{known.problem}; the message may have been received", reason=Reason.AMBIGUOUS, url=shown)


def _request_headers(validators: Validators | None, accept: str | None) -> dict[str, str]:
    headers = {"Accept": accept or "*/*"}
    if validators is not None:
        if validators.etag:
            headers["If-None-Match"] = validators.etag
        if validators.last_modified:
            headers["If-Modified-Since"] = validators.last_modified
    return headers


def _reason_of(status: int) -> Reason:
    if status in (404, 410):
        return Reason.GONE
    if status == 429:
        return Reason.RATE_LIMITED
    if status >= 500:
        return Reason.HTTP_5XX
    return Reason.HTTP_4XX if status >= 400 else Reason.BAD_RESPONSE


def _problem_of(status: int) -> str:
    otherwise = "it answers with an error" if status >= 400 else "it answers nothing that can be read"
    return f"{_WORDS.get(status, otherwise)} (HTTP {status})"
