"""Signed webhooks after Standard Webhooks (https://www.standardwebhooks.com)."""

from __future__ import annotations

import binascii
import json
from collections.abc import Mapping
from typing import Final

from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook

from watcher.clock import Clock
from watcher.errors import Reason
from watcher.model import Message, Receiver
from watcher.notify.answer import exchange, failure_of
from watcher.notify.contract import OnCommitting, Poster, refusal, setting

SECRETS_MAX: Final = 4
"""Signed with all of them while a secret is being rotated; the first is the newest."""


class WebhookNotifier:
    """Posts a message's payload, signed; the `webhook-id` is the message's, so that a receiver can tell a repeated one."""

    def __init__(self, post: Poster, clock: Clock):
        self._post, self._clock = post, clock

    async def send(self, message: Message, receiver: Receiver, *, on_committing: OnCommitting) -> str:
        """Return the status that the receiver answered."""
        body = webhook_body(message)
        fetch = await exchange(
            self._post,
            setting(receiver, "url"),
            body,
            self._headers(message, body, receiver),
            receiver=receiver,
            on_committing=on_committing,
        )
        failure = failure_of(fetch, receiver, self._clock.now())
        if failure is not None:
            raise failure
        return str(fetch.status)

    def _headers(self, message: Message, body: bytes, receiver: Receiver) -> Mapping[str, str]:
        """The timestamp is that of the attempt, not of the message: receivers refuse what is older than five minutes."""
        now = self._clock.now()
        data = body.decode("ascii")
        signatures = [each.sign(message.id, now, data) for each in _signers(receiver)]
        return {
            "Content-Type": "application/json",
            "webhook-id": message.id,
            "webhook-timestamp": str(int(now.timestamp())),
            **({"webhook-signature": " ".join(signatures)} if signatures else {}),
        }


def webhook_body(message: Message) -> bytes:
    """Return the payload as the bytes that are signed and sent: the same for the same payload, ASCII only."""
    return json.dumps(message.payload, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def _signers(receiver: Receiver) -> list[Webhook]:
    """One for each of the comma-separated secrets; none without a secret, which `watcher check` warns of."""
    secrets = [secret.strip() for secret in str(receiver.settings.get("secret") or "").split(",") if secret.strip()]
    try:
        return [Webhook(secret) for secret in secrets[:SECRETS_MAX]]
    except (binascii.Error, EmptyWebhookSecretError) as error:
        raise refusal(receiver, "the secret is not base64 (whsec_...)", Reason.INTERNAL) from error
