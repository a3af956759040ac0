"""Address tricks against a canary on loopback: whatever the form and the way, it is never asked."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from hostile.conftest import CANARY_PORT, OpenFetcher, canary_address
from watcher.errors import FetchError, Reason, UnsafeURLError
from watcher.testing import LoopbackResolver, Script, ScriptedServer

A, B, C, D = (int(part) for part in canary_address().split("."))
NUMBER = int(IPv4Address(canary_address()))
HEX_V6 = f"{A:02x}{B:02x}:{C:02x}{D:02x}"
FULLWIDTH = canary_address().translate({ord(digit): ord(digit) - 0x30 + 0xFF10 for digit in "0123456789"})

HOSTS = [
    canary_address(),
    f"{canary_address()}.",
    str(NUMBER),
    f"{NUMBER}.",
    f"0x{NUMBER:x}",
    f"0X{NUMBER:X}",
    f"0{NUMBER:o}",
    f"0x{A:x}.0x{B:x}.0x{C:x}.0x{D:x}",
    f"0{A:o}.0{B:o}.0{C:o}.0{D:o}",
    f"0{A:o}.{B}.0x{C:x}.{D}",
    f"{A}.{B}.{C * 256 + D}",
    f"{A}.{NUMBER - A * 2**24}",
    f"0x{A:x}.{NUMBER - A * 2**24}",
    f"00000{A:o}.{B}.{C}.{D}",
    FULLWIDTH,
    canary_address().replace(".", "\u3002"),
    canary_address().replace(".", "\uff0e"),
    canary_address().replace(".", "%2e"),
    f"%31{canary_address()[1:]}",
    canary_address().replace("1", "\u2460", 1),
    canary_address().replace(".", ".\u00ad", 1),
    f"[::ffff:{canary_address()}]",
    f"[::ffff:{HEX_V6}]",
    f"[0:0:0:0:0:ffff:{HEX_V6}]",
    f"[::{canary_address()}]",
    f"[64:ff9b::{canary_address()}]",
    f"[64:ff9b::{HEX_V6}]",
    f"[64:ff9b:1::{canary_address()}]",
    f"[2002:{HEX_V6}::1]",
    f"[2001:0:4136:e378:8000:63bf:{NUMBER >> 16 ^ 0xFFFF:x}:{NUMBER & 0xFFFF ^ 0xFFFF:x}]",
    f"[fe80::5efe:{canary_address()}]",
    f"[::ffff:{canary_address()}%25lo]",
    "localhost",
    "LOCALHOST.",
    "localhost.localdomain",
    "ip6-localhost",
    "intranet.example",
    "rebound.example",
    f"public.example@{canary_address()}",
    f"public.example:80@{canary_address()}",
    f"public.example\\@{canary_address()}",
    f"public.example%00@{canary_address()}",
    f"{canary_address()}#public.example",
    f"{canary_address()}?public.example",
    f"public.example#@{canary_address()}",
    f"public.example&@{canary_address()}",
    f"{canary_address()}\t",
    f"public.example\r\nHost: {canary_address()}",
]
"""Ways to write the canary's address; names among them are led to it by the name server below."""

ways = pytest.mark.parametrize("host", HOSTS, ids=[f"way-{number}" for number in range(len(HOSTS))])


class LyingNames(AbstractResolver):
    """A name server that leads to the canary whatever it is asked, in turn as IPv4 and in the forms IPv6 has for it."""

    def __init__(self) -> None:
        self.answers = 0

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC) -> list[ResolveResult]:
        forms = [
            canary_address(),
            f"::ffff:{canary_address()}",
            f"64:ff9b::{canary_address()}",
            f"2002:{HEX_V6}::1",
            f"::{canary_address()}",
        ]
        self.answers += 1
        forms = forms[self.answers % len(forms) :] + forms
        return [
            ResolveResult(
                hostname=host,
                host=form,
                port=CANARY_PORT,
                family=socket.AF_INET6 if ":" in form else socket.AF_INET,
                proto=0,
                flags=0,
            )
            for form in forms
        ]

    async def close(self) -> None:
        return None


def trick(host: str, *, path: str = "/secret") -> str:
    return f"http://{host}:{CANARY_PORT}{path}" if not set(host) & set("#?") else f"http://{host}"


def test_there_are_forty() -> None:
    """The list is as long as promised, without repeats."""
    assert len(set(HOSTS)) >= 40


async def test_the_canary_can_be_hit(canary: ScriptedServer, open_fetcher: OpenFetcher) -> None:
    """With leave the canary answers: the tests below could fail."""
    fetcher = await open_fetcher(resolver=LyingNames())
    fetch = await fetcher.fetch(trick(canary_address()), allow_private=True)
    assert fetch.body == b"the keys to the house"
    with pytest.raises(FetchError):
        await fetcher.fetch(trick(canary_address()))


@ways
async def test_no_form_of_an_address_gets_through(canary: ScriptedServer, open_fetcher: OpenFetcher, host: str) -> None:
    """A page's address in any form is refused before a connection; the error is one line."""
    fetcher = await open_fetcher(resolver=LyingNames())

    with pytest.raises(UnsafeURLError) as caught:
        await fetcher.fetch(trick(host))

    assert canary.requests == []
    assert caught.value.reason is Reason.UNSAFE_URL
    assert str(caught.value).isprintable()


@ways
async def test_no_message_gets_through(canary: ScriptedServer, open_fetcher: OpenFetcher, host: str) -> None:
    """A webhook's address in any form is refused before anything is sent."""
    fetcher = await open_fetcher(resolver=LyingNames())
    sent: list[str] = []

    with pytest.raises(UnsafeURLError):
        await fetcher.post(trick(host), b"{}", {}, on_sent=lambda: sent.append(host))

    assert canary.requests == []
    assert sent == []


@ways
async def test_no_redirect_gets_through(
    canary: ScriptedServer, server: ScriptedServer, open_fetcher: OpenFetcher, host: str
) -> None:
    """A source that may lie on this network cannot send watcher to another machine of it."""
    fetcher = await open_fetcher(resolver=PartlyLyingNames(server))
    server.drop("/news", _redirect_to(trick(host)))

    with pytest.raises(FetchError):
        await fetcher.fetch("http://wiki.example/news", allow_private=True)

    assert len(server.requests_to("/news")) == 1
    assert canary.requests == []


@ways
async def test_no_robots_redirect_gets_through(
    canary: ScriptedServer, server: ScriptedServer, open_fetcher: OpenFetcher, host: str
) -> None:
    """robots.txt passes the same gate as every page."""
    fetcher = await open_fetcher(resolver=PartlyLyingNames(server))
    server.drop("/robots.txt", _redirect_to(trick(host)))
    server.answer("/news", "yes")

    with pytest.raises(FetchError):
        await fetcher.fetch("http://wiki.example/news", allow_private=True)

    assert canary.requests == []


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/latest/meta-data/",
        "http://metadata.example/",
        "http://wiki.example:6379/",
        "http://wiki.example:22/",
        "file:///etc/passwd",
        "//169.254.169.254/",
        "gopher://wiki.example/_",
        "javascript:alert(1)",
        "data:text/html,hello",
        "ftp://wiki.example/",
        "http://me:pass@wiki.example/",
    ],
)
async def test_leave_does_not_reach_further(server: ScriptedServer, open_fetcher: OpenFetcher, target: str) -> None:
    """Not even an allowed host leads to metadata, to its own other ports, to other schemes or to credentials."""
    resolver = LoopbackResolver({"wiki.example": [(server.address, server.port)], "metadata.example": [("169.254.169.254", 80)]})
    fetcher = await open_fetcher(resolver=resolver, private_hosts=["metadata.example", "169.254.169.254", "[fd00:ec2::254]"])
    server.redirect("/news", target)

    with pytest.raises(UnsafeURLError):
        await fetcher.fetch("http://wiki.example/news", allow_private=True)

    assert [request.path for request in server.requests] == ["/robots.txt", "/news"]


async def test_a_rebinding_name_is_judged_at_every_connection(
    canary: ScriptedServer, server: ScriptedServer, open_fetcher: OpenFetcher
) -> None:
    """A name that was harmless when it was first asked is judged again when its answer has changed."""
    resolver = LoopbackResolver(
        {"rebinding.example": [(server.address, server.port), ("169.254.169.254", 80), (canary.address, 8080)]}
    )
    server.play("/robots.txt", Script(b"", headers={"Connection": "close"}))
    server.answer("/news", "yes", headers={"Connection": "close"})
    for number in range(6):
        fetcher = await open_fetcher(resolver=resolver)
        if number % 3 == 0:
            assert (await fetcher.fetch("http://rebinding.example/news", allow_private=True)).body == b"yes"
            continue
        with pytest.raises(FetchError):
            await fetcher.fetch("http://rebinding.example/news", allow_private=number % 3 == 1)
    assert canary.requests == []


async def test_a_connection_with_leave_is_not_lent(server: ScriptedServer, open_fetcher: OpenFetcher) -> None:
    """An open connection to a private address is never used for a source without leave."""
    fetcher = await open_fetcher(resolver=server.resolver("wiki.example"))
    server.answer("/news", "yes")
    await fetcher.fetch("http://wiki.example/news", allow_private=True)
    before = len(server.requests)

    with pytest.raises(UnsafeURLError):
        await fetcher.fetch("http://wiki.example/news")

    assert len(server.requests) == before


async def test_a_refusal_is_not_remembered_against_those_with_leave(server: ScriptedServer, open_fetcher: OpenFetcher) -> None:
    """What a source without leave was refused, a source with leave still gets."""
    fetcher = await open_fetcher(resolver=server.resolver("wiki.example"))
    server.answer("/news", "yes")
    with pytest.raises(UnsafeURLError):
        await fetcher.fetch("http://wiki.example/news")

    assert (await fetcher.fetch("http://wiki.example/news", allow_private=True)).body == b"yes"


async def test_a_redirect_may_lead_to_hosts_the_operator_named(server: ScriptedServer, open_fetcher: OpenFetcher) -> None:
    """Leave goes along to `private_hosts`, and only from a source that has it."""
    fetcher = await open_fetcher(resolver=server.resolver("wiki.example", "files.example"), private_hosts=["files.example"])
    server.redirect("wiki.example/news", "http://files.example/news")
    server.answer("files.example/news", "yes")

    assert (await fetcher.fetch("http://wiki.example/news", allow_private=True)).body == b"yes"
    with pytest.raises(UnsafeURLError):
        await fetcher.fetch("http://files.example/news")


class PartlyLyingNames(LyingNames):
    """Leads `wiki.example` to a server, and every other name to the canary."""

    def __init__(self, server: ScriptedServer):
        super().__init__()
        self._honest = server.resolver("wiki.example")

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC) -> list[ResolveResult]:
        if host == "wiki.example":
            return await self._honest.resolve(host, port, family)
        return await super().resolve(host, port, family)


def _redirect_to(target: str) -> bytes:
    """Return a raw redirect, since a proper server would not write some of these targets."""
    return b"HTTP/1.1 302 Found\r\nLocation: " + target.encode() + b"\r\nContent-Length: 0\r\n\r\n"
