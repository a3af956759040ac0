"""Which URLs and addresses are talked to."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.errors import UnsafeURLError
from watcher.fetch.address import WEB_PORTS, address_problem, admit_url, shown_origin, shown_url


def admitted(text: str, *, allow_private: bool = False) -> str:
    return str(admit_url(text, allow_private=allow_private, chars_max=200))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("https://union.example/news?page=2", "https://union.example/news?page=2"),
        ("  http://Union.EXAMPLE/A%2fb \n", "http://union.example/A%2Fb"),
        ("http://union.example./", "http://union.example/"),
        ("http://union.example", "http://union.example"),
        ("http://union.example/a b", "http://union.example/a%20b"),
        ("http://union.example/news#latest", "http://union.example/news"),
        ("https://stra\xdfe.example/", "https://xn--strae-oqa.example/"),
        ("http://under_score.example:8080/", "http://under_score.example:8080/"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
        ("http://127.0.0.1.union.example/", "http://127.0.0.1.union.example/"),
    ],
)
def test_ordinary_addresses_are_admitted(text: str, asked: str) -> None:
    """Public http and https addresses pass, in a plain form."""
    assert admitted(text) == asked


@pytest.mark.parametrize("port", sorted(WEB_PORTS))
def test_web_ports_are_open_to_all(port: int) -> None:
    """The usual ports of the web need no leave."""
    assert f":{port}" in admitted(f"http://union.example:{port}/") or port == 80


@pytest.mark.parametrize("port", [0, 1, 22, 25, 81, 6379, 8000, 9200, 65535])
def test_other_ports_need_leave(port: int) -> None:
    """A source may name another port only where the operator allows private addresses; port 0 never."""
    with pytest.raises(UnsafeURLError):
        admitted(f"http://union.example:{port}/")
    if port:
        assert admitted(f"http://union.example:{port}/", allow_private=True)


@pytest.mark.parametrize(("length", "is_taken"), [(200, True), (201, False)])
def test_an_address_has_a_greatest_length(length: int, is_taken: bool) -> None:
    """The longest URL passes; one character more does not, and its error stays one short line."""
    text = "http://union.example/".ljust(length, "a")
    if is_taken:
        assert admitted(text) == text
    else:
        with pytest.raises(UnsafeURLError) as caught:
            admitted(text)
        assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "::1", "fc00::1", "fdff::1"],
)
def test_private_addresses_need_leave(address: str) -> None:
    """Loopback, RFC 1918 and unique local addresses pass with leave only."""
    assert address_problem(address, allow_private=False)
    assert address_problem(address, allow_private=True) is None


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "0.1.2.3", "100.64.0.1", "100.127.255.255", "100.100.100.200", "169.254.169.254", "169.254.0.1", "192.0.0.192",
        "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
        "255.255.255.255", "168.63.129.16", "::", "::7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::127.0.0.1",
        "64:ff9b::10.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378::1", "2001:db8::1",
        "2002:7f00:1::1", "2002:808:808::1", "3fff::1", "5f00::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "fd00:ec2::254",
        "fd20:ce::254", "4000::1", "localhost", "", "127.1", "0x7f000001",
    ],
)  # fmt: skip
def test_other_addresses_are_never_talked_to(address: str) -> None:
    """No leave admits link-local, metadata, embedded, reserved or multicast addresses, or what is no address."""
    assert address_problem(address, allow_private=False)
    assert address_problem(address, allow_private=True)


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255",
        "223.255.255.255", "2606:4700::1111", "64:ff9b::8.8.8.8",
    ],
)  # fmt: skip
def test_neighbours_of_the_ranges_are_public(address: str) -> None:
    """The ranges end where their registries say; a public IPv4 behind the NAT64 prefix is public."""
    assert address_problem(address, allow_private=False) is None


@given(st.ip_addresses())
def test_what_python_calls_not_global_is_refused(address: IPv4Address | IPv6Address) -> None:
    """Whatever the standard library knows as special is never taken for public."""
    is_nat64 = address.version == 6 and address.exploded.startswith("0064:ff9b:0000:")
    if not is_nat64 and (not address.is_global or address.is_multicast or address.is_reserved):
        assert address_problem(str(address), allow_private=False)


@given(st.text(max_size=60) | st.text(max_size=30).map("http://{}/".format))
def test_any_text_is_admitted_or_refused(text: str) -> None:
    """No text makes the gate fail in any other way, and what it admits it would admit again."""
    with suppress(UnsafeURLError):
        url = admitted(text)
        assert admitted(url) == url


def test_what_is_told_holds_no_secret() -> None:
    """User names, passwords, control characters and (for webhooks) paths are not shown."""
    assert shown_url("http://me:pass@union.example/\x1b[31m") == "http://union.example/\N{REPLACEMENT CHARACTER}[31m"
    assert shown_origin("https://hooks.example/services/T0/secret?x=1") == "https://hooks.example"
    assert shown_origin("https://me:pass@hooks.example/") == "https://hooks.example"
    assert shown_origin("no address") == shown_origin("http://[") == "the receiver's address"
