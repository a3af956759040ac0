"""Messages to webhooks: sent once, told honestly, secrets kept."""

from __future__ import annotations

import asyncio
import traceback

import pytest

from fetch.conftest import AGENT, OpenFetcher
from watcher.errors import FetchError, Reason, UnsafeURLError
from watcher.fetch import Fetcher, FetchLimits
from watcher.testing import Script, ScriptedServer

SECRET = "/services/T0/B0/verysecret?key=hidden"


async def failed(fetcher: Fetcher, url: str, **how: object) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetcher.post(url, b"{}", {"Content-Type": "application/json"}, **{"allow_private": True, **how})
    return caught.value


async def test_a_message_arrives_as_it_was_given(server: ScriptedServer, fetcher: Fetcher) -> None:
    """Body and headers arrive byte for byte, with a length, under our name, and robots.txt is not asked."""
    server.answer(SECRET, "ok")

    fetch = await fetcher.post(server.url(SECRET), b'{"a": "\xc3\xa9"}', {"Content-Type": "application/json"}, allow_private=True)

    [request] = server.requests
    assert (request.method, request.body) == ("POST", b'{"a": "\xc3\xa9"}')
    assert request.headers["content-type"] == "application/json"
    assert request.headers["content-length"] == "11"
    assert request.headers["user-agent"] == AGENT
    assert (fetch.status, fetch.body) == (200, b"ok")


@pytest.mark.parametrize("status", [204, 302, 400, 404, 410, 429, 500, 503])
async def test_every_status_is_an_answer(server: ScriptedServer, fetcher: Fetcher, status: int) -> None:
    """What a status means is the notifier's business; redirects are not followed."""
    server.answer(SECRET, b"" if status == 204 else b"no", status=status, headers={"Retry-After": "7", "Location": "/elsewhere"})

    fetch = await fetcher.post(server.url(SECRET), b"{}", {}, allow_private=True)

    assert fetch.status == status
    assert fetch.headers["retry-after"] == "7"
    assert len(server.requests) == 1


async def test_on_sent_comes_when_the_body_leaves(server: ScriptedServer, fetcher: Fetcher) -> None:
    """It is called once, with the connection standing and before the server has the body."""
    server.answer(SECRET, "ok")
    calls: list[int] = []

    await fetcher.post(server.url(SECRET), b"{}", {}, allow_private=True, on_sent=lambda: calls.append(len(server.requests)))

    assert calls == [0]


async def test_a_failure_before_the_body_left_is_certain(fetcher: Fetcher) -> None:
    """A refused connection is no delivery, and `on_sent` was not called."""
    calls: list[int] = []

    error = await failed(fetcher, f"http://127.0.0.1:1{SECRET}", on_sent=lambda: calls.append(1))

    assert error.reason is Reason.CONNECT
    assert calls == []


@pytest.mark.parametrize("script", [Script(raw=b""), Script(raw=b"garbage"), Script(b"late", delay_s=2)])
async def test_a_failure_after_the_body_left_is_ambiguous(server: ScriptedServer, fetcher: Fetcher, script: Script) -> None:
    """Dropped, garbled or late: the message may have been received, and the server saw it once."""
    server.play(SECRET, script)

    error = await failed(fetcher, server.url(SECRET), deadline_s=0.3)

    assert error.reason is Reason.AMBIGUOUS
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "raw", [b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nok", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nno"]
)
async def test_a_broken_remark_does_not_undo_a_status(server: ScriptedServer, fetcher: Fetcher, raw: bytes) -> None:
    """Once the server said 200 the message is delivered, whatever becomes of its body."""
    server.drop(SECRET, raw)
    assert (await fetcher.post(server.url(SECRET), b"{}", {}, allow_private=True)).status == 200


@pytest.mark.parametrize(("size", "kept"), [(100, 100), (101, 100)])
async def test_an_answer_is_kept_up_to_its_limit(server: ScriptedServer, open_fetcher: OpenFetcher, size: int, kept: int) -> None:
    """A long remark is cut, not refused."""
    fetcher = await open_fetcher(limits=FetchLimits(answer_bytes_max=100))
    server.answer(SECRET, b"x" * size)
    assert len((await fetcher.post(server.url(SECRET), b"{}", {}, allow_private=True)).body) == kept


async def test_errors_keep_the_secret(server: ScriptedServer, fetcher: Fetcher) -> None:
    """Neither text, attributes nor traceback of any failure hold more than scheme and host."""
    server.drop(SECRET)
    urls = [
        server.url(SECRET),
        f"http://127.0.0.1:1{SECRET}",
        f"http://nowhere.invalid{SECRET}",
        f"http://user:verysecret@127.0.0.1{SECRET}",
        f"ftp://127.0.0.1{SECRET}",
        f"http://[::1{SECRET}",
        f"http://169.254.169.254{SECRET}",
        f"http://127.0.0.1\\{SECRET}",
        SECRET,
        f"http://127.0.0.1/{'verysecret' * 1000}",
    ]
    for url in urls:
        error = await failed(fetcher, url)
        told = "".join(traceback.format_exception(error)) + repr(error.__dict__)
        assert "verysecret" not in told.replace(f"{SECRET!r}", ""), url
        assert "hidden" not in told


async def test_an_answer_keeps_the_secret(server: ScriptedServer, fetcher: Fetcher) -> None:
    """The Fetch that comes back names scheme and host only."""
    server.answer(SECRET, "ok")
    assert "verysecret" not in repr(await fetcher.post(server.url(SECRET), b"{}", {}, allow_private=True))


async def test_private_receivers_need_leave(server: ScriptedServer, fetcher: Fetcher) -> None:
    """Without allow_private a webhook on this network is refused before a byte leaves."""
    with pytest.raises(UnsafeURLError):
        await fetcher.post(server.url(SECRET), b"{}", {})
    assert server.requests == []


async def test_a_failing_callback_stops_the_message(server: ScriptedServer, fetcher: Fetcher) -> None:
    """If the state cannot be noted, nothing is sent, and the callback's own error comes out."""
    server.answer(SECRET, "ok")

    def refuse() -> None:
        raise LookupError("no such delivery")

    with pytest.raises(LookupError):
        await fetcher.post(server.url(SECRET), b"{}", {}, allow_private=True, on_sent=refuse)
    await asyncio.sleep(0.05)
    assert [request.body for request in server.requests if request.body] == []
