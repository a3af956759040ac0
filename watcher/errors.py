"""Every error watcher raises on purpose, grouped by what the caller does next.

WatcherError
├── ConfigError             the operator must edit a file: file, line, key; exit 78
├── SourceError             one source failed: source_id, reason, retry_at
│   ├── FetchError            no usable bytes
│   │   └── UnsafeURLError    refused before connecting
│   ├── ListingError          bytes, but no listing
│   └── ExtractError          a page, but no statement
├── DeliveryError           one receiver did not take one message: receiver_id, reason, retry_at
├── StoreError
│   ├── StoreBusyError        another process holds the watch; exit 75
│   ├── DamagedMessageError   a frozen message cannot be read any more: delivery_id, receiver_id
│   └── SchemaTooNewError     a newer watcher wrote this file
├── InputError              a file given on the command line: file, line, what would be right; exit 65
└── ClassifierError         the model or the taxonomy cannot be used
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path


class Reason(StrEnum):
    """Why something failed or was refused: closed, and a metric label."""

    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    HTTP_4XX = "http_4xx"
    HTTP_5XX = "http_5xx"
    GONE = "gone"
    RATE_LIMITED = "rate_limited"
    TOO_LARGE = "too_large"
    BAD_ENCODING = "bad_encoding"
    BAD_RESPONSE = "bad_response"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    UNSAFE_URL = "unsafe_url"
    ROBOTS = "robots"
    NOT_A_LISTING = "not_a_listing"
    EMPTY_LISTING = "empty_listing"
    NO_TEXT = "no_text"
    REPLACED = "replaced"
    NOT_READABLE = "not_readable"
    CONSENT_WALL = "consent_wall"
    SOFT_404 = "soft_404"
    BLOCK_PAGE = "block_page"
    LOGIN_WALL = "login_wall"
    PARSE_TIMEOUT = "parse_timeout"
    PARSE_CRASH = "parse_crash"
    AUTHENTICATION = "authentication"
    REFUSED = "refused"
    TEMPORARY = "temporary"
    AMBIGUOUS = "ambiguous"
    INTERNAL = "internal"


SUSPECT_REASONS = frozenset(
    {
        Reason.CONSENT_WALL,
        Reason.SOFT_404,
        Reason.BLOCK_PAGE,
        Reason.LOGIN_WALL,
        Reason.NO_TEXT,
        Reason.EMPTY_LISTING,
        Reason.REPLACED,
    }
)
"""A page with one of these looks fine to HTTP and holds no statement: it never advances any state."""


class WatcherError(Exception):
    """Root of the tree; its text is one line that a person can act on."""


class ConfigError(WatcherError):
    """The operator must edit `file` at `line` (1-based); `key` is the dotted path of the setting, `fix` what would be right.

    `others` are further faults found in the same reading.
    """

    def __init__(self, problem: str, *, file: Path | str, line: int | None = None, key: str | None = None, fix: str | None = None):
        self.problem, self.file, self.line, self.key, self.fix = problem, str(file), line, key, fix
        self.others: tuple[ConfigError, ...] = ()
        where = f"{file}:{line}" if line is not None else str(file)
        parts = [where, *([key] if key else []), problem]
        super().__init__(": ".join(parts) + (f" ({fix})" if fix else ""))

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.args, self.__dict__))


class SourceError(WatcherError):
    """One source or one of its pages failed with `reason`; nobody tries before `retry_at`, if that is given."""

    def __init__(
        self,
        problem: str,
        *,
        reason: Reason,
        source_id: str | None = None,
        url: str | None = None,
        status: int | None = None,
        retry_at: datetime | None = None,
    ):
        super().__init__(problem)
        self.problem, self.reason, self.source_id = problem, reason, source_id
        self.url, self.status, self.retry_at = url, status, retry_at

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.args, self.__dict__))


class FetchError(SourceError):
    """No usable bytes came back."""


class UnsafeURLError(FetchError):
    """The address was refused before any connection was made."""


class ListingError(SourceError):
    """Bytes came back, but they are no listing."""


class ExtractError(SourceError):
    """A page came back, but it holds no statement."""


class DeliveryError(WatcherError):
    """One receiver did not take one message.

    `is_permanent` errors are not tried again; `is_ambiguous` ones may have been received (the connection ended after the
    last byte and before the answer). `retry_at` is the receiver's own wish (Retry-After), if it had one.
    """

    def __init__(
        self,
        problem: str,
        *,
        receiver_id: str,
        reason: Reason,
        is_permanent: bool = False,
        is_ambiguous: bool = False,
        retry_at: datetime | None = None,
    ):
        super().__init__(problem)
        self.problem, self.receiver_id, self.reason = problem, receiver_id, reason
        self.is_permanent, self.is_ambiguous, self.retry_at = is_permanent, is_ambiguous, retry_at


class StoreError(WatcherError):
    """The database cannot do what was asked."""


class StoreBusyError(StoreError):
    """Another process holds the watch."""


class DamagedMessageError(StoreError):
    """A delivery was taken whose frozen message cannot be read any more; the delivery is still claimed."""

    def __init__(self, problem: str, *, delivery_id: str, receiver_id: str, kind: str):
        super().__init__(problem)
        self.problem, self.delivery_id, self.receiver_id, self.kind = problem, delivery_id, receiver_id, kind


class SchemaTooNewError(StoreError):
    """A newer watcher wrote this database."""


class InputError(WatcherError):
    """A file or line that somebody gave to a command cannot be read; the text names it and says what would be right."""


class ClassifierError(WatcherError):
    """The model or the taxonomy cannot be used."""


def _rebuild(kind: type[WatcherError], args: tuple[object, ...], state: dict[str, object]) -> WatcherError:
    """Unpickle an error whose constructor needs keywords: errors cross process borders."""
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error
