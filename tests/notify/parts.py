"""Messages and receivers to send, and the real fetch gate to post with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from watcher.model import Message, MessageKind, Receiver, ReceiverKind

MADE_AT = datetime(2024, 1, 15, 7, 30, 5, tzinfo=UTC)
SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def message(
    message_id: str = "dlv-0001", *, recipient: str | None = None, text: str = "Plain words.\n", html: str | None = "<p>Words</p>"
) -> Message:
    return Message(
        id=message_id,
        receiver_id="under-test",
        kind=MessageKind.ALERT,
        created_at=MADE_AT,
        subject="watcher: new statement from Example Heads’ Union",
        text=text,
        html=html,
        blocks=({"type": "section", "text": {"type": "mrkdwn", "text": "Words"}},),
        payload={"type": "watcher.alert", "version": 1, "id": message_id, "timestamp": MADE_AT.isoformat(), "data": {"alerts": []}},
        recipient=recipient,
    )


def receiver(kind: ReceiverKind, **settings: Any) -> Receiver:
    return Receiver("under-test", kind, is_enabled=True, settings=settings)


def email_receiver(
    port: int, *, to: tuple[str, ...] = ("editor@union.example",), smtp: Mapping[str, Any] | None = None, **settings: Any
) -> Receiver:
    transport = {"host": "127.0.0.1", "port": port, "security": "none", **(smtp or {})}
    return receiver(ReceiverKind.EMAIL, **{"to": to, "from": "Watcher <watcher@union.example>", "smtp": transport, **settings})


class Calls:
    """Counts the calls of `on_committing`."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        self.count += 1
