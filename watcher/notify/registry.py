"""Every receiver kind and what it is sent through."""

from __future__ import annotations

from typing import Final

from watcher.clock import Clock
from watcher.model import ReceiverKind
from watcher.notify.apprise import AppriseNotifier
from watcher.notify.contract import Notifier, Poster
from watcher.notify.email import EmailNotifier
from watcher.notify.file import FileNotifier
from watcher.notify.slack import SlackNotifier
from watcher.notify.webhook import WebhookNotifier

RESEND_IS_SAFE: Final = frozenset({ReceiverKind.WEBHOOK, ReceiverKind.FILE})
"""Kinds whose receivers know a message by its id, so that an ambiguous send may always be repeated."""


def notifier(kind: ReceiverKind, *, post: Poster, clock: Clock) -> Notifier:
    """Return what sends to receivers of `kind`; `clock` dates signatures and Retry-After."""
    match kind:
        case ReceiverKind.EMAIL:
            return EmailNotifier()
        case ReceiverKind.SLACK:
            return SlackNotifier(post, clock)
        case ReceiverKind.WEBHOOK:
            return WebhookNotifier(post, clock)
        case ReceiverKind.FILE:
            return FileNotifier()
        case ReceiverKind.APPRISE:
            return AppriseNotifier()
