"""What went wrong between two machines, as one line that a person can act on."""

from __future__ import annotations

import socket
from typing import Final

import aiohttp

from watcher.errors import FetchError, Reason, UnsafeURLError
from watcher.fetch.address import AddressRefusedError
from watcher.fetch.decoding import BodyEncodingError, BodyTooLargeError

EXPECTED: Final = (aiohttp.ClientError, OSError, BodyEncodingError, BodyTooLargeError)
"""What an exchange may raise; anything else is a fault of ours."""


_KINDS: Final[tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], Reason, str | None], ...]] = (
    # In this order, the narrower class first; without a text the error's own is used.
    (BodyTooLargeError, Reason.TOO_LARGE, None),
    (BodyEncodingError, Reason.BAD_ENCODING, None),
    (AddressRefusedError, Reason.UNSAFE_URL, None),
    ((aiohttp.ClientConnectorDNSError, socket.gaierror), Reason.DNS, "the host name is not known, or no name server answered"),
    ((aiohttp.ClientConnectorCertificateError, aiohttp.ClientSSLError), Reason.TLS, "the connection cannot be trusted"),
    (aiohttp.ConnectionTimeoutError, Reason.TIMEOUT, "the server did not take the connection in time"),
    (aiohttp.ClientConnectorError, Reason.CONNECT, "no connection"),
    (TimeoutError, Reason.TIMEOUT, "the answer did not come, or did not end, in time"),
    (aiohttp.InvalidURL, Reason.UNSAFE_URL, "this is no web address"),
    (aiohttp.ClientPayloadError, Reason.BAD_RESPONSE, "the body was cut short"),
    (aiohttp.ClientResponseError, Reason.BAD_RESPONSE, "the answer is not valid HTTP, or its headers are too long or too many"),
    ((aiohttp.ClientConnectionError, OSError), Reason.CONNECT, "the server closed the connection before it had answered"),
)


def failure(error: BaseException, *, shown: str, url: str) -> FetchError:
    """Return `error` as a FetchError about `url` whose text begins with `shown`, the address as it may be told."""
    error = _refusal_within(error) or error
    for kinds, reason, text in _KINDS:
        if isinstance(error, kinds):
            problem = f"{shown}: {text}{_system_text(error)}" if text else f"{shown}: {error}"
            kind = UnsafeURLError if reason is Reason.UNSAFE_URL else FetchError
            return kind(problem, reason=reason, url=url)
    return FetchError(f"{shown}: the exchange failed ({type(error).__name__})", reason=Reason.BAD_RESPONSE, url=url)


def _refusal_within(error: BaseException) -> AddressRefusedError | None:
    """Return the guard's refusal that the connector wrapped, if that is what `error` is."""
    inner = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else None
    return inner if isinstance(inner, AddressRefusedError) else None


def _system_text(error: BaseException) -> str:
    """Return the system's own words for a failed connection in brackets, without the address that aiohttp puts before them."""
    inner = getattr(error, "certificate_error", None) or getattr(error, "os_error", None)
    words = getattr(inner, "verify_message", None) or getattr(inner, "reason", None) or getattr(inner, "strerror", None)
    return f" ({str(words).lower()})" if words else ""
