"""What every kind of receiver is sent through, and what the HTTP ones send with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from watcher.errors import DeliveryError, Reason
from watcher.model import Fetch, Message, Receiver, ReceiverKind

SMTP_DEADLINE_S: Final = 120.0
"""For one whole transaction. RFC 5321 lets a server take ten minutes after the final dot; few take one."""
HTTP_DEADLINE_S: Final = 30.0
"""For connecting, sending and the answer together; Standard Webhooks asks receivers to answer within 15 to 30 s."""
FILE_DEADLINE_S: Final = 60.0
"""A folder may be on a slow share."""
APPRISE_DEADLINE_S: Final = 60.0
"""For starting its process and all that it does; then the process is killed."""
_DEADLINES_S: Final = {
    ReceiverKind.EMAIL: SMTP_DEADLINE_S,
    ReceiverKind.SLACK: HTTP_DEADLINE_S,
    ReceiverKind.WEBHOOK: HTTP_DEADLINE_S,
    ReceiverKind.FILE: FILE_DEADLINE_S,
    ReceiverKind.APPRISE: APPRISE_DEADLINE_S,
}

OnCommitting = Callable[[], None]
"""Called once, right before the moment from which the message may be received without our knowing."""


class Notifier(Protocol):
    """Sends one message to one receiver, once per call."""

    async def send(self, message: Message, receiver: Receiver, *, on_committing: OnCommitting) -> str:
        """Return the receiver's receipt once it has taken `message`; what is sent is the same to the byte at every try.

        `on_committing` is called before the last byte can go out (SMTP's final dot, the end of a request's body, the rename
        of a file) and never after a failure that needs no second thought. If it raises, nothing is sent.

        Raises:
            DeliveryError: the receiver did not take it; `is_ambiguous` if it may have, after `on_committing`.
        """
        ...


class Poster(Protocol):
    """The one HTTP method that notifiers need; `watcher.fetch.Fetcher.post` is it, its limits and address guard included."""

    async def __call__(
        self,
        url: str,
        body: bytes,
        headers: Mapping[str, str],
        *,
        allow_private: bool,
        deadline_s: float,
        on_sent: OnCommitting,
        pause_s: float = 0.0,
    ) -> Fetch:
        """Return the answer, whatever its status; redirects are not followed. `on_sent` is called before the last byte goes.

        At least `pause_s` lies between the end of this and the next to the same address.

        Raises:
            FetchError: there was no answer.
        """
        ...


def send_deadline(receiver: Receiver) -> float:
    """Return how many seconds one send to `receiver` may take, whatever the other side does; leases are twice that."""
    smtp = receiver.settings.get("smtp")
    own = (smtp if isinstance(smtp, Mapping) else receiver.settings).get("deadline_s")
    return float(own or _DEADLINES_S[receiver.kind])


def recipients(receiver: Receiver) -> tuple[str, ...]:
    """Return the addresses of an e-mail receiver, each once and in order: one delivery each. Empty for the other kinds."""
    to = receiver.settings.get("to") or ()
    return tuple(dict.fromkeys([to] if isinstance(to, str) else to))


def setting(receiver: Receiver, key: str) -> str:
    """Return a setting that must be there.

    Raises:
        DeliveryError: it is missing or empty, which `watcher check` should have found.
    """
    value: Any = receiver.settings.get(key)
    if not isinstance(value, str) or not value:
        raise refusal(receiver, f"the setting `{key}` is missing", Reason.INTERNAL)
    return value


def refusal(receiver: Receiver, problem: str, reason: Reason) -> DeliveryError:
    """Return an error that trying again would not mend."""
    return DeliveryError(f"{receiver.id}: {problem}", receiver_id=receiver.id, reason=reason, is_permanent=True)


def hitch(receiver: Receiver, problem: str, reason: Reason) -> DeliveryError:
    """Return an error that may be gone at the next try; nothing was received."""
    return DeliveryError(f"{receiver.id}: {problem}", receiver_id=receiver.id, reason=reason)


def overdue(receiver: Receiver, *, is_committing: bool) -> DeliveryError:
    """Return the error of a send that was ended from outside, since it outlived its own deadline."""
    problem = "it took longer than it may"
    return doubt(receiver, problem) if is_committing else hitch(receiver, problem, Reason.TIMEOUT)


def doubt(receiver: Receiver, problem: str) -> DeliveryError:
    """Return an error after which the message may or may not have been received."""
    text = f"{receiver.id}: {problem} after the last byte, so it may have been received"
    return DeliveryError(text, receiver_id=receiver.id, reason=Reason.AMBIGUOUS, is_ambiguous=True)
