"""Which addresses watcher may talk to: judged on the text of a URL, and again on the socket address when it connects."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, Final

from yarl import URL

from watcher.errors import Reason, UnsafeURLError

WEB_PORTS: Final = frozenset({80, 443, 8080, 8443})
"""Ports that any source may name; other ports are for sources with `allow_private`, which the operator runs."""
HOW_ADMITTED: Final = "`allow_private: true` of its source or receiver, or `sources try --allow-private`, admits it"

_HOST: Final = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*")
_ENDS_IN_NUMBER: Final = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)$")
_FORBIDDEN_CHARACTERS: Final = re.compile(r"[\x00-\x1f\x7f\\]")

_METADATA: Final = frozenset(
    # The addresses where clouds hand out credentials, as far as they lie inside ranges that are otherwise admitted.
    ip_address(text)
    for text in ("168.63.129.16", "fd00:ec2::254", "fd20:ce::254")
)
_PRIVATE: Final = tuple(
    ip_network(text) for text in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
)
_NEVER: Final = tuple(
    # IANA's special-purpose registries (RFC 6890 and its updates): everything that is not the public internet.
    ip_network(text)
    for text in (
        "0.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
        "192.88.99.0/24", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        # IPv6: compatible and mapped IPv4, local NAT64, discard, Teredo and the rest of 2001::/23, documentation, 6to4, SRv6,
        # link-local, site-local, multicast.
        "::/96", "::ffff:0:0/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        "5f00::/16", "fe80::/10", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip
_NAT64: Final = IPv6Network("64:ff9b::/96")
_GLOBAL_V6: Final = IPv6Network("2000::/3")

Address = IPv4Address | IPv6Address
AddressInfo = tuple[Any, ...]


class AddressRefusedError(OSError):
    """Raised to the connector in place of a socket, so that the address is never connected to."""


def admit_url(text: str, *, allow_private: bool, chars_max: int, shown: str | None = None) -> URL:
    """Return `text` as a URL that may be asked for, its fragment and a host's last dot taken off.

    The host's addresses are judged when it is connected to; a literal address is judged here as well. Numbers that a
    resolver would take for an address (`2130706433`, `0x7f.1`, `0177.0.0.1`) are refused, whatever they mean.

    Raises:
        UnsafeURLError: its text names the address as `shown`, by default without user name and password.
    """
    text = text.strip()
    try:
        url, problem = _parsed(text, allow_private, chars_max)
    except ValueError as error:
        raise _refusal(shown or shown_url(text), "this is no web address") from error
    if problem:
        raise _refusal(shown or shown_url(text), problem)
    host = url.raw_host or ""
    return url.with_host(host[:-1]) if host.endswith(".") else url


@lru_cache(maxsize=4096)
def _parsed(text: str, allow_private: bool, chars_max: int) -> tuple[URL, str | None]:
    if len(text) > chars_max:
        return URL(), f"the address has more than {chars_max} characters"
    if _FORBIDDEN_CHARACTERS.search(text):
        return URL(), "the address holds a control character or a backslash"
    url = URL(text).with_fragment(None)
    if url.scheme not in ("http", "https"):
        return url, "only http and https addresses are fetched"
    if "@" in url.raw_authority:
        return url, "addresses with a user name or password are refused"
    host = url.raw_host or ""
    return url, _host_problem(host, allow_private=allow_private) or _port_problem(url.port, allow_private=allow_private)


@lru_cache(maxsize=4096)
def address_problem(text: str, *, allow_private: bool) -> str | None:
    """Return why the literal address `text` must not be connected to, or None if it may be.

    `allow_private` admits loopback, RFC 1918 and unique local addresses; nothing admits link-local and metadata addresses.
    IPv4 inside IPv6 is refused in every form but the well-known NAT64 prefix, where the IPv4 address is judged as public.
    """
    try:
        address = ip_address(text)
    except ValueError:
        return f"{text!r} is no address"
    if isinstance(address, IPv6Address) and address in _NAT64:
        address, allow_private = IPv4Address(int(address) & 0xFFFF_FFFF), False
    if address in _METADATA:
        return f"{text} is a cloud's metadata service"
    if _is_in(address, _PRIVATE):
        return None if allow_private else f"{text} is a private or loopback address; {HOW_ADMITTED}"
    if _is_in(address, _NEVER) or (isinstance(address, IPv6Address) and address not in _GLOBAL_V6):
        return f"{text} is not a public address"
    return None


def guarded_sockets(
    *, allow_private: bool, open_socket: Callable[[int, int, int], socket.socket]
) -> Callable[[AddressInfo], socket.socket]:
    """Return a socket factory for the connector that refuses by the address that would really be connected to."""

    def socket_for(info: AddressInfo) -> socket.socket:
        family, kind, protocol, _, sockaddr = info
        if problem := address_problem(str(sockaddr[0]), allow_private=allow_private):
            raise AddressRefusedError(problem)
        return open_socket(family, kind, protocol)

    return socket_for


def _host_problem(host: str, *, allow_private: bool) -> str | None:
    if ":" in host:
        return address_problem(host, allow_private=allow_private)
    name = host.removesuffix(".")
    if not _HOST.fullmatch(name):
        return "the host name is not valid"
    if _ENDS_IN_NUMBER.search(name):
        return address_problem(name, allow_private=allow_private)
    return None


def _port_problem(port: int | None, *, allow_private: bool) -> str | None:
    if port in WEB_PORTS or (allow_private and port):
        return None
    return f"port {port} is not one of {', '.join(map(str, sorted(WEB_PORTS)))}"


def _is_in(address: Address, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    return any(address.version == network.version and address in network for network in networks)


def _refusal(shown: str, problem: str) -> UnsafeURLError:
    return UnsafeURLError(f"{shown}: {problem}", reason=Reason.UNSAFE_URL, url=shown)


def shown_url(text: str) -> str:
    """Return `text` fit for one line of a log: printable, at most 200 characters, without user name and password."""
    printable = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text[:1000])
    printable = re.sub(r"(?<=//)[^/?#]*@", "", printable)
    return printable if len(printable) <= 200 else printable[:199] + "…"


def shown_origin(text: str) -> str:
    """Return scheme and host of `text` alone: the rest of a webhook's address is a secret."""
    try:
        url = URL(text.strip())
    except ValueError:
        return "the receiver's address"
    return shown_url(f"{url.scheme}://{url.raw_host}") if url.scheme and url.raw_host else "the receiver's address"
