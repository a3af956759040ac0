"""What an HTTP receiver's answer means for a delivery."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from watcher.errors import DeliveryError, FetchError, Reason, UnsafeURLError
from watcher.model import Fetch, Receiver
from watcher.notify.contract import OnCommitting, Poster, doubt, hitch, refusal, send_deadline

RETRY_AFTER_MAX: Final = timedelta(days=1)
"""A receiver that wants longer is asked again after a day: a year would be a mistake, and a lost digest."""
ANSWER_CHARS_MAX: Final = 120

# Trying again would not help: somebody has to edit the address, the secret or the message.
REFUSALS: Final = {
    400: Reason.REFUSED,
    401: Reason.AUTHENTICATION,
    403: Reason.AUTHENTICATION,
    405: Reason.REFUSED,
    410: Reason.GONE,
    413: Reason.TOO_LARGE,
    415: Reason.REFUSED,
    422: Reason.REFUSED,
}
_SLOW_DOWN: Final = frozenset({425, 429, 503})


async def exchange(
    post: Poster,
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    receiver: Receiver,
    on_committing: OnCommitting,
    pause_s: float = 0.0,
) -> Fetch:
    """Post `body` and return the answer, whatever its status; the next to the same address waits `pause_s` at least.

    Raises:
        DeliveryError: there was no answer; ambiguous once the last byte may have gone.
    """
    is_committing = False

    def on_sent() -> None:
        nonlocal is_committing
        on_committing()
        is_committing = True

    allow_private = bool(receiver.settings.get("allow_private", False))
    deadline_s = send_deadline(receiver)
    try:
        return await post(url, body, headers, allow_private=allow_private, deadline_s=deadline_s, on_sent=on_sent, pause_s=pause_s)
    except UnsafeURLError as error:
        raise refusal(receiver, f"the address was refused: {error.problem}", Reason.UNSAFE_URL) from error
    except FetchError as error:
        if is_committing or error.reason is Reason.AMBIGUOUS:
            raise doubt(receiver, f"no answer ({error.reason})") from error
        raise hitch(receiver, f"no connection ({error.problem})", error.reason) from error


def failure_of(
    fetch: Fetch, receiver: Receiver, now: datetime, *, permanent: Mapping[int, Reason] | None = None
) -> DeliveryError | None:
    """Return why `fetch` is no success, None if it is (2xx).

    A redirect is permanent, since following one could hand a signed message to anybody; 408, 425, 429, 5xx and 404 (a receiver
    that is being deployed) are tried again, the rest of 4xx is not. `permanent` adds statuses of the receiver's own kind.
    """
    status = fetch.status
    if 200 <= status < 300:
        return None
    said = _answer_words(fetch)
    refusals = REFUSALS | dict(permanent or {})
    if status in refusals:
        return refusal(receiver, f"answered {said}", refusals[status])
    if status < 400:
        return refusal(receiver, f"answered {said}, a redirect: put the final address into alerts.yaml", Reason.BAD_RESPONSE)
    reason = Reason.RATE_LIMITED if status == 429 else Reason.HTTP_5XX if status >= 500 else Reason.HTTP_4XX
    retry_at = retry_after(fetch.headers.get("retry-after"), now) if status in _SLOW_DOWN else None
    return DeliveryError(f"{receiver.id}: answered {said}", receiver_id=receiver.id, reason=reason, retry_at=retry_at)


def retry_after(value: str | None, now: datetime) -> datetime | None:
    """Return the instant that a Retry-After (seconds or a date) asks for, within `RETRY_AFTER_MAX`; None without one.

    The receiver may slow us down, never speed us up: an instant in the past counts as none.
    """
    text = (value or "").strip()
    try:
        asked = now + timedelta(seconds=int(text)) if text.isascii() and text.isdigit() else parsedate_to_datetime(text)
    except OverflowError:
        return now + RETRY_AFTER_MAX
    except ValueError:
        return None
    asked = asked.replace(tzinfo=UTC) if asked.tzinfo is None else asked.astimezone(UTC)
    return min(asked, now + RETRY_AFTER_MAX) if asked > now else None


def _answer_words(fetch: Fetch) -> str:
    body = " ".join(fetch.body[: 4 * ANSWER_CHARS_MAX].decode("utf-8", "replace").split())[:ANSWER_CHARS_MAX]
    words = "".join(char for char in body if char.isprintable())
    return f"{fetch.status}" + (f" “{words}”" if words and "<" not in words else "")
