"""Slack's incoming webhooks (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks)."""

from __future__ import annotations

import json
from typing import Final

from watcher.clock import Clock
from watcher.errors import Reason
from watcher.model import Message, Receiver
from watcher.notify.answer import exchange, failure_of
from watcher.notify.contract import OnCommitting, Poster, setting

PERMANENT: Final = {404: Reason.GONE}
"""`no_service`, `channel_not_found`, `no_team`: the hook or its channel is no longer there, and only a new hook helps."""

PAUSE_S: Final = 1.0
"""Slack takes one message a second of a hook (https://docs.slack.dev/apis/web-api/rate-limits), whatever pause pages are given."""


class SlackNotifier:
    """Posts a message's blocks. Slack knows no message ids: an answer that is lost is ambiguous."""

    def __init__(self, post: Poster, clock: Clock):
        self._post, self._clock = post, clock

    async def send(self, message: Message, receiver: Receiver, *, on_committing: OnCommitting) -> str:
        """Return Slack's answer, which is "ok"."""
        fetch = await exchange(
            self._post,
            setting(receiver, "url"),
            slack_body(message),
            {"Content-Type": "application/json; charset=utf-8"},
            receiver=receiver,
            on_committing=on_committing,
            pause_s=PAUSE_S,
        )
        failure = failure_of(fetch, receiver, self._clock.now(), permanent=PERMANENT)
        if failure is not None:
            raise failure
        return fetch.body[:80].decode("utf-8", "replace").strip() or "ok"


def slack_body(message: Message) -> bytes:
    """Return the body: the subject as the fallback for notifications, and the blocks. Links are not unfurled into pictures."""
    subject = message.subject.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    body = {"text": subject, "blocks": [dict(block) for block in message.blocks], "unfurl_links": False, "unfurl_media": False}
    return json.dumps(body, ensure_ascii=True, separators=(",", ":")).encode("ascii")
