"""Pages and listings over real HTTP: validators, statuses, redirects, limits, deadlines."""

from __future__ import annotations

import asyncio
import socket
import ssl
from datetime import timedelta
from pathlib import Path

import pytest

from fetch.conftest import AGENT, OpenFetcher
from watcher.errors import FetchError, Reason
from watcher.fetch import Fetcher, FetchLimits
from watcher.model.source import Validators
from watcher.testing import FakeClock, Script, ScriptedServer


async def failed(fetcher: Fetcher, url: str, **how: object) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(url, allow_private=True, **how)
    return caught.value


async def test_a_page_comes_back_as_bytes_with_its_headers(server: ScriptedServer, fetcher: Fetcher, clock: FakeClock) -> None:
    """The body is untouched bytes; header names are lower-case; the time is the clock's."""
    server.answer("/page", "\xe9cole".encode("latin-1"), headers={"Content-Type": "text/html; charset=latin-1", "X-One": "1"})

    fetch = await fetcher.fetch(server.url("/page"), allow_private=True)

    assert (fetch.status, fetch.body, fetch.headers["x-one"]) == (200, b"\xe9cole", "1")
    assert fetch.content_type == "text/html; charset=latin-1"
    assert fetch.url == server.url("/page")
    assert fetch.hops == (server.url("/page"),)
    assert fetch.fetched_at == clock.now()


async def test_a_request_says_who_asks_and_nothing_of_the_machine(
    server: ScriptedServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The contact is in the User-Agent; no proxy of the environment is used, no cookie is sent back."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    server.answer("/page", "x", headers={"Set-Cookie": "id=7"})

    await fetcher.fetch(server.url("/page"), allow_private=True, accept="text/html")
    fetch = await fetcher.fetch(server.url("/page"), allow_private=True)

    assert [request.headers["user-agent"] for request in server.requests] == [AGENT, AGENT]
    assert server.requests[0].headers["accept"] == "text/html"
    assert not any("cookie" in request.headers for request in server.requests)
    assert "set-cookie" not in fetch.headers


@pytest.mark.parametrize("etag", ['"33a64df5"', 'W/"0815"', '"\xe9cole"', "unquoted", '"a,b"', '""'])
async def test_an_etag_goes_back_byte_for_byte(server: ScriptedServer, fetcher: Fetcher, etag: str) -> None:
    """A strong, weak, odd or unquoted ETag is echoed as it came, and the 304 is a value."""
    server.answer("/feed", "news", etag=etag)
    first = await fetcher.fetch(server.url("/feed"), allow_private=True)

    again = await fetcher.fetch(server.url("/feed"), allow_private=True, validators=first.validators)

    assert first.validators.etag == etag
    assert server.requests[-1].headers["if-none-match"] == etag
    assert again.is_unchanged
    assert again.body == b""
    assert again.validators == first.validators


async def test_a_date_goes_back_verbatim(server: ScriptedServer, fetcher: Fetcher) -> None:
    """Last-Modified is opaque: a malformed one is echoed as it came."""
    server.answer("/feed", "news", last_modified="Tue, 5 Dec 2023 9:00:00 GMT+1")
    first = await fetcher.fetch(server.url("/feed"), allow_private=True)

    again = await fetcher.fetch(server.url("/feed"), allow_private=True, validators=first.validators)

    assert server.requests[-1].headers["if-modified-since"] == "Tue, 5 Dec 2023 9:00:00 GMT+1"
    assert again.is_unchanged


async def test_a_304_that_names_one_validator_keeps_the_other(server: ScriptedServer, fetcher: Fetcher) -> None:
    """What a 304 does not say stays as it was known."""
    known = Validators(etag='"1"', last_modified="Mon, 04 Dec 2023 09:00:00 GMT")
    server.play("/feed", Script(status=304, headers={"ETag": '"1b"'}))

    again = await fetcher.fetch(server.url("/feed"), allow_private=True, validators=known)

    assert again.validators == Validators(etag='"1b"', last_modified="Mon, 04 Dec 2023 09:00:00 GMT")


async def test_a_304_to_a_plain_request_is_an_error(server: ScriptedServer, fetcher: Fetcher) -> None:
    """A server cannot call unchanged what was never seen."""
    server.play("/feed", Script(status=304))

    error = await failed(fetcher, server.url("/feed"))

    assert error.reason is Reason.BAD_RESPONSE


@pytest.mark.parametrize(("length", "is_kept"), [(40, True), (41, False)])
async def test_a_validator_has_a_longest_length(
    server: ScriptedServer, open_fetcher: OpenFetcher, length: int, is_kept: bool
) -> None:
    """An ETag of the greatest length is kept, one character more is left out."""
    fetcher = await open_fetcher(limits=FetchLimits(validator_chars_max=40))
    server.answer("/feed", "news", headers={"ETag": "e" * length})

    fetch = await fetcher.fetch(server.url("/feed"), allow_private=True)

    assert bool(fetch.validators) is is_kept


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (400, Reason.HTTP_4XX),
        (401, Reason.HTTP_4XX),
        (403, Reason.HTTP_4XX),
        (404, Reason.GONE),
        (410, Reason.GONE),
        (429, Reason.RATE_LIMITED),
        (500, Reason.HTTP_5XX),
        (503, Reason.HTTP_5XX),
        (300, Reason.BAD_RESPONSE),
        (305, Reason.BAD_RESPONSE),
    ],
)
async def test_every_failing_status_has_its_reason(server: ScriptedServer, fetcher: Fetcher, status: int, reason: Reason) -> None:
    """The error keeps status and address, and its line names both."""
    server.answer("/page", "sorry", status=status)

    error = await failed(fetcher, server.url("/page"))

    assert (error.reason, error.status, error.url) == (reason, status, server.url("/page"))
    assert server.url("/page") in str(error)
    assert str(status) in str(error)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("value", "minutes"),
    [
        ("120", 2.0),
        ("Mon, 08 Jan 2024 10:00:00 GMT", 60.0),
        ("999999999", 1440.0),
        ("0", None),
        ("-5", None),
        ("soon", None),
        ("Mon, 08 Jan 2024 08:00:00 GMT", None),
    ],
)
async def test_retry_after_is_read_in_both_forms(
    server: ScriptedServer, fetcher: Fetcher, clock: FakeClock, status: int, value: str, minutes: float | None
) -> None:
    """The server may slow us down by at most a day, never speed us up."""
    server.answer("/page", "busy", status=status, headers={"Retry-After": value})

    error = await failed(fetcher, server.url("/page"))

    assert error.retry_at == (clock.now() + timedelta(minutes=minutes) if minutes else None)


async def test_a_host_that_asked_for_peace_gets_it(server: ScriptedServer, fetcher: Fetcher, clock: FakeClock) -> None:
    """Until Retry-After is over no request leaves for that host, whatever the page."""
    server.answer("/one", "busy", status=429, headers={"Retry-After": "60"})
    server.answer("/two", "fine")
    await failed(fetcher, server.url("/one"))

    error = await failed(fetcher, server.url("/two"))
    clock.advance(timedelta(seconds=61))
    fetch = await fetcher.fetch(server.url("/two"), allow_private=True)

    assert (error.reason, error.retry_at) == (Reason.RATE_LIMITED, clock.now() - timedelta(seconds=1))
    assert fetch.body == b"fine"
    assert [request.path for request in server.requests] == ["/one", "/two"]


async def test_those_who_wait_respect_it_too(server: ScriptedServer, fetcher: Fetcher) -> None:
    """Fetches that waited for their turn when the host asked for peace are not sent any more."""
    server.answer("/page", "busy", status=429, headers={"Retry-After": "60"})

    errors = await asyncio.gather(
        *(fetcher.fetch(server.url("/page"), allow_private=True) for _ in range(5)), return_exceptions=True
    )

    assert [error.reason for error in errors if isinstance(error, FetchError)] == [Reason.RATE_LIMITED] * 5
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_followed_and_told(server: ScriptedServer, fetcher: Fetcher, status: int) -> None:
    """Every kind of redirect leads on; the hops are kept, validators and Accept go along."""
    server.redirect("/old", "/new?x=1#part", status=status)
    server.answer("/new?x=1", "here", etag='"n"')

    fetch = await fetcher.fetch(server.url("/old"), allow_private=True, validators=Validators(etag='"n"'))

    assert fetch.is_unchanged
    assert fetch.url == server.url("/new?x=1")
    assert fetch.hops == (server.url("/old"), server.url("/new?x=1"))


@pytest.mark.parametrize("count", [5, 6])
async def test_redirects_have_an_end(server: ScriptedServer, fetcher: Fetcher, count: int) -> None:
    """Five redirects are followed, a sixth is not."""
    for number in range(count):
        server.redirect(f"/{number}", f"/{number + 1}")
    server.answer(f"/{count}", "there")

    if count == 5:
        assert (await fetcher.fetch(server.url("/0"), allow_private=True)).body == b"there"
    else:
        assert (await failed(fetcher, server.url("/0"))).reason is Reason.TOO_MANY_REDIRECTS
        assert server.requests_to("/6") == []


@pytest.mark.parametrize("location", ["", "   ", "http://[::1", "http://x y/"])
async def test_a_redirect_to_nowhere_is_an_error(server: ScriptedServer, fetcher: Fetcher, location: str) -> None:
    """A redirect without a usable address is a line that names the page."""
    server.redirect("/old", location)

    error = await failed(fetcher, server.url("/old"))

    assert error.reason in (Reason.BAD_RESPONSE, Reason.UNSAFE_URL)
    assert error.url == server.url("/old")
    assert "/old" in str(error)


@pytest.mark.parametrize("is_chunked", [True, False])
@pytest.mark.parametrize(("size", "is_taken"), [(1000, True), (1001, False)])
async def test_a_body_has_a_greatest_size(
    server: ScriptedServer, open_fetcher: OpenFetcher, size: int, is_taken: bool, is_chunked: bool
) -> None:
    """A body of the greatest size is read, with a length or without; one byte more is refused."""
    fetcher = await open_fetcher(limits=FetchLimits(body_bytes_max=1000))
    server.play("/page", Script(pieces=iter([b"x" * size])) if is_chunked else Script(body=b"x" * size))

    if is_taken:
        assert len((await fetcher.fetch(server.url("/page"), allow_private=True)).body) == size
    else:
        assert (await failed(fetcher, server.url("/page"))).reason is Reason.TOO_LARGE


async def test_an_endless_body_is_cut_off(server: ScriptedServer, open_fetcher: OpenFetcher) -> None:
    """A body without an end stops at the limit, not at the deadline."""
    fetcher = await open_fetcher(limits=FetchLimits(body_bytes_max=100_000))
    server.drip("/page", b"x" * 10_000, every_s=0)

    assert (await failed(fetcher, server.url("/page"), deadline_s=20)).reason is Reason.TOO_LARGE


@pytest.mark.parametrize("count", [30, 31])
async def test_headers_have_a_greatest_number(server: ScriptedServer, open_fetcher: OpenFetcher, count: int) -> None:
    """So many headers are read; one more is no answer."""
    fetcher = await open_fetcher(limits=FetchLimits(headers_max=30))
    lines = "".join(f"X-{number}: 1\r\n" for number in range(count - 1))
    server.drop("/page", f"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n{lines}\r\nhi".encode())

    if count == 30:
        assert (await fetcher.fetch(server.url("/page"), allow_private=True)).body == b"hi"
    else:
        assert (await failed(fetcher, server.url("/page"))).reason is Reason.BAD_RESPONSE


@pytest.mark.parametrize("size", [500, 501])
async def test_a_header_has_a_greatest_length(server: ScriptedServer, open_fetcher: OpenFetcher, size: int) -> None:
    """A header value of the greatest length is read, one character more is no answer."""
    fetcher = await open_fetcher(limits=FetchLimits(header_bytes_max=500))
    server.answer("/page", "hi", headers={"X-Long": "x" * (size - len("X-Long"))})

    if size == 500:
        assert (await fetcher.fetch(server.url("/page"), allow_private=True)).body == b"hi"
    else:
        assert (await failed(fetcher, server.url("/page"))).reason is Reason.BAD_RESPONSE


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"\x00\x01\x02\xff",
    ],
)
async def test_a_broken_answer_is_an_error_and_never_half_a_page(server: ScriptedServer, fetcher: Fetcher, raw: bytes) -> None:
    """A dropped, cut or garbled answer is one line that names the page."""
    server.drop("/page", raw)

    error = await failed(fetcher, server.url("/page"))

    assert error.reason in (Reason.CONNECT, Reason.BAD_RESPONSE)
    assert server.url("/page") in str(error)


async def test_nobody_listening_is_an_error(server: ScriptedServer, open_fetcher: OpenFetcher) -> None:
    """A refused connection, and a name that does not exist, each say so."""
    fetcher = await open_fetcher(resolver=server.resolver("union.example"))

    refused = await failed(fetcher, "http://127.0.0.1:1/page")
    unknown = await failed(fetcher, "http://nowhere.example/page")

    assert (refused.reason, unknown.reason) == (Reason.CONNECT, Reason.DNS)
    assert "nowhere.example" in str(unknown)


async def test_one_deadline_holds_over_all_hops(server: ScriptedServer, fetcher: Fetcher) -> None:
    """Three hops of which each alone would be in time are too late together."""
    for number in range(3):
        server.play(f"/{number}", Script(status=302, headers={"Location": f"/{number + 1}"}, delay_s=0.15))
    server.answer("/3", "late")
    loop = asyncio.get_running_loop()
    started_s = loop.time()

    error = await failed(fetcher, server.url("/0"), deadline_s=0.3)

    assert error.reason is Reason.TIMEOUT
    assert loop.time() - started_s < 3
    assert server.requests_to("/3") == []


async def test_the_deadline_is_the_limit_unless_told(server: ScriptedServer, open_fetcher: OpenFetcher) -> None:
    """An answer after the deadline is none, one before it is taken."""
    fetcher = await open_fetcher(limits=FetchLimits(deadline_s_max=0.2))
    server.answer("/slow", "late", delay_s=0.4)

    assert (await failed(fetcher, server.url("/slow"))).reason is Reason.TIMEOUT
    assert (await fetcher.fetch(server.url("/slow"), allow_private=True, deadline_s=5)).body == b"late"


async def test_a_cancelled_fetch_leaves_nothing_behind(server: ScriptedServer, fetcher: Fetcher) -> None:
    """After a cancellation the host's turn is free again."""
    server.answer("/slow", "late", delay_s=30)
    server.answer("/page", "fine")
    task = asyncio.create_task(fetcher.fetch(server.url("/slow"), allow_private=True))
    await server.was_asked.wait()

    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await fetcher.fetch(server.url("/page"), allow_private=True, deadline_s=5)).body == b"fine"


async def test_names_are_served_from_any_port(server: ScriptedServer, open_fetcher: OpenFetcher) -> None:
    """A resolver may lead a name to a port, so that a test world needs none in its addresses."""
    fetcher = await open_fetcher(resolver=server.resolver("union.example"))
    server.answer("union.example/news", "ours")

    fetch = await fetcher.fetch("http://union.example/news", allow_private=True)

    assert fetch.body == b"ours"
    assert server.requests[0].host == "union.example"


async def test_a_429_without_a_date_is_respected_for_a_minute(server: ScriptedServer, fetcher: Fetcher, clock: FakeClock) -> None:
    """A host that asks for fewer requests gets none for a minute; when to come back is left to the schedule."""
    server.play("/page", Script(status=429), Script(b"fine"))
    first = await failed(fetcher, server.url("/page"))

    second = await failed(fetcher, server.url("/page"))
    clock.advance(timedelta(seconds=60))

    assert (first.retry_at, second.retry_at) == (None, clock.now())
    assert (await fetcher.fetch(server.url("/page"), allow_private=True)).body == b"fine"


async def test_a_connection_has_to_stand_in_time(open_fetcher: OpenFetcher) -> None:
    """A machine that does not take the connection is given up before the deadline."""
    fetcher = await open_fetcher(limits=FetchLimits(connect_s_max=0.2))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [socket.socket() for _ in range(4)]  # a full queue: further connections are not answered
        for client in waiting:
            client.setblocking(False)
            client.connect_ex(listener.getsockname())

        error = await failed(fetcher, f"http://127.0.0.1:{listener.getsockname()[1]}/page", deadline_s=5)

        for client in waiting:
            client.close()
    assert error.reason is Reason.TIMEOUT
    assert "connection" in str(error)


async def test_an_unknown_certificate_is_refused(open_fetcher: OpenFetcher) -> None:
    """TLS is verified: a self-signed server is not talked to, and the line says why."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(Path(__file__).parent / "self-signed.pem")
    fetcher = await open_fetcher()
    async with ScriptedServer(tls=context) as server:
        server.answer("/page", "secret")
        error = await failed(fetcher, server.url("/page"))

    assert error.reason is Reason.TLS
    assert "self-signed" in str(error).replace("self signed", "self-signed")
    assert server.requests == []


async def test_system_names_are_looked_up_beside_each_other(open_fetcher: OpenFetcher) -> None:
    """Without a resolver the system's names are used, and their addresses judged."""
    fetcher = await open_fetcher()
    errors = await asyncio.gather(*(fetcher.fetch(f"http://localhost/{number}") for number in range(3)), return_exceptions=True)
    assert [error.reason for error in errors if isinstance(error, FetchError)] == [Reason.UNSAFE_URL] * 3


async def test_a_closed_fetcher_fetches_nothing(server: ScriptedServer, clock: FakeClock) -> None:
    """After its block a fetcher opens no connection any more."""
    async with Fetcher(clock=clock, user_agent=AGENT, robots=False) as fetcher:
        pass
    with pytest.raises(RuntimeError):
        await fetcher.fetch(server.url("/page"), allow_private=True)
    assert server.requests == []


async def test_ipv6_is_spoken(open_fetcher: OpenFetcher) -> None:
    """A literal IPv6 address is fetched from, with leave, as any other."""
    fetcher = await open_fetcher()
    async with ScriptedServer(address="::1") as server:
        server.answer("/page", "six")
        assert (await fetcher.fetch(server.url("/page"), allow_private=True)).body == b"six"
        assert (await failed(fetcher, server.url("/gone"))).reason is Reason.GONE
