"""Slack and webhooks: what is posted, and how every way to fail ends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from watcher.clock import SystemClock
from watcher.errors import DeliveryError, FetchError, Reason
from watcher.fetch import Fetcher
from watcher.model import Receiver, ReceiverKind
from watcher.notify import Notifier, SlackNotifier, WebhookNotifier
from watcher.notify.answer import RETRY_AFTER_MAX, retry_after
from watcher.notify.slack import PAUSE_S
from watcher.notify.webhook import webhook_body
from watcher.testing import FakeClock, WebhookSink

from .parts import MADE_AT, SECRET, Calls, message, receiver

KINDS = {ReceiverKind.SLACK: SlackNotifier, ReceiverKind.WEBHOOK: WebhookNotifier}


def built(kind: ReceiverKind, fetcher: Fetcher, clock: FakeClock) -> Notifier:
    return KINDS[kind](fetcher.post, clock)


def at(hook: WebhookSink, kind: ReceiverKind, **settings: Any) -> Receiver:
    return receiver(kind, **{"url": hook.url, "allow_private": True, "secret": SECRET, **settings})


async def test_slack_gets_the_blocks_and_a_fallback(
    hook: WebhookSink, fetcher: Fetcher, clock: FakeClock, committing: Calls
) -> None:
    """The subject is what a notification shows, and nothing is unfurled."""
    receipt = await SlackNotifier(fetcher.post, clock).send(message(), at(hook, ReceiverKind.SLACK), on_committing=committing)

    [post] = hook.received
    body = json.loads(post.body)
    assert (receipt, committing.count) == ("ok", 1)
    assert body["text"] == "watcher: new statement from Example Heads’ Union"
    assert body["blocks"] == [dict(block) for block in message().blocks]
    assert (body["unfurl_links"], body["unfurl_media"]) == (False, False)


async def test_a_webhook_is_signed_so_that_the_reference_library_takes_it(
    hook: WebhookSink, fetcher: Fetcher, committing: Calls
) -> None:
    """Standard Webhooks' own verifier accepts the post, and refuses it once a byte is changed."""
    await WebhookNotifier(fetcher.post, SystemClock()).send(message(), at(hook, ReceiverKind.WEBHOOK), on_committing=committing)

    [post] = hook.received
    assert Webhook(SECRET).verify(post.body, dict(post.headers)) == message().payload
    assert post.headers["webhook-id"] == "dlv-0001"
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(post.body.replace(b"alert", b"alarm"), dict(post.headers))


async def test_while_a_secret_is_changed_both_are_good(hook: WebhookSink, fetcher: Fetcher, committing: Calls) -> None:
    """A receiver that knows the old secret or the new one takes the same post."""
    fresh = "whsec_bmV3IHNlY3JldCBvZiB0aGUgZGVzaw=="
    both = at(hook, ReceiverKind.WEBHOOK, secret=f"{fresh}, {SECRET}")
    await WebhookNotifier(fetcher.post, SystemClock()).send(message(), both, on_committing=committing)

    [post] = hook.received
    for secret in (fresh, SECRET):
        assert Webhook(secret).verify(post.body, dict(post.headers))


async def test_a_webhook_without_a_secret_is_sent_unsigned(
    hook: WebhookSink, fetcher: Fetcher, clock: FakeClock, committing: Calls
) -> None:
    """An empty signature would look like one."""
    await WebhookNotifier(fetcher.post, clock).send(message(), at(hook, ReceiverKind.WEBHOOK, secret=""), on_committing=committing)

    assert "webhook-signature" not in hook.received[0].headers


async def test_every_try_posts_the_same_id_and_body_with_its_own_time(
    hook: WebhookSink, fetcher: Fetcher, clock: FakeClock, committing: Calls
) -> None:
    """A receiver leaves out what it has by the id, and refuses what is signed too long ago."""
    notifier = WebhookNotifier(fetcher.post, clock)
    for _ in range(2):
        await notifier.send(message(), at(hook, ReceiverKind.WEBHOOK), on_committing=committing)
        clock.advance(timedelta(hours=1))

    first, second = hook.received
    assert (first.body, first.headers["webhook-id"]) == (second.body, second.headers["webhook-id"])
    assert int(second.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) == 3600
    assert list(hook.by_id()) == ["dlv-0001"]


@pytest.mark.parametrize("secret", ["whsec_", "whsec_!", "whsec_a"])
async def test_a_secret_that_is_none_is_for_the_operator(
    secret: str, hook: WebhookSink, fetcher: Fetcher, clock: FakeClock, committing: Calls
) -> None:
    """A broken secret is an error that does not show it, and nothing is posted unsigned instead."""
    with pytest.raises(DeliveryError) as caught:
        await WebhookNotifier(fetcher.post, clock).send(
            message(), at(hook, ReceiverKind.WEBHOOK, secret=secret), on_committing=committing
        )

    assert (caught.value.is_permanent, hook.requests) == (True, 0)


Script = Callable[[WebhookSink], None]
BOTH = (ReceiverKind.SLACK, ReceiverKind.WEBHOOK)
FAILURES: dict[str, tuple[Script, tuple[ReceiverKind, ...], Reason, bool, bool]] = {
    # what the receiver does: for which kinds, reason, permanent, ambiguous
    "301": (lambda s: s.answers(301, headers={"Location": "https://elsewhere.example/"}), BOTH, Reason.BAD_RESPONSE, True, False),
    "307": (lambda s: s.answers(307, headers={"Location": "http://127.0.0.1:1/"}), BOTH, Reason.BAD_RESPONSE, True, False),
    "400": (lambda s: s.answers(400, body="invalid_payload"), BOTH, Reason.REFUSED, True, False),
    "401": (lambda s: s.answers(401), BOTH, Reason.AUTHENTICATION, True, False),
    "403": (lambda s: s.answers(403, body="action_prohibited"), BOTH, Reason.AUTHENTICATION, True, False),
    "404 of Slack": (lambda s: s.answers(404, body="no_service"), BOTH[:1], Reason.GONE, True, False),
    "404 of a webhook": (lambda s: s.answers(404), BOTH[1:], Reason.HTTP_4XX, False, False),
    "408": (lambda s: s.answers(408), BOTH, Reason.HTTP_4XX, False, False),
    "410": (lambda s: s.answers(410, body="channel_is_archived"), BOTH, Reason.GONE, True, False),
    "413": (lambda s: s.answers(413), BOTH, Reason.TOO_LARGE, True, False),
    "429": (lambda s: s.answers(429), BOTH, Reason.RATE_LIMITED, False, False),
    "500": (lambda s: s.answers(500), BOTH, Reason.HTTP_5XX, False, False),
    "502": (lambda s: s.answers(502, body="<html>Bad gateway</html>"), BOTH, Reason.HTTP_5XX, False, False),
    "503": (lambda s: s.answers(503), BOTH, Reason.HTTP_5XX, False, False),
    "drop after the body": (lambda s: s.drops(), BOTH, Reason.AMBIGUOUS, False, True),
    "drop before the body": (lambda s: s.drops(is_early=True), BOTH, Reason.AMBIGUOUS, False, True),
}


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name, row in FAILURES.items() for kind in row[1]])
async def test_a_failing_receiver_ends_as_promised(
    name: str, kind: ReceiverKind, hook: WebhookSink, fetcher: Fetcher, clock: FakeClock, committing: Calls
) -> None:
    """An answer is an answer; a connection that ends once the body may have gone is a doubt."""
    script, _, reason, is_permanent, is_ambiguous = FAILURES[name]
    script(hook)

    with pytest.raises(DeliveryError) as caught:
        await built(kind, fetcher, clock).send(message(), at(hook, kind), on_committing=committing)

    error = caught.value
    assert (error.reason, error.is_permanent, error.is_ambiguous) == (reason, is_permanent, is_ambiguous)
    assert (committing.count, hook.requests) == (1, 1)
    assert "/hook" not in str(error)


@pytest.mark.parametrize("kind", BOTH)
async def test_a_receiver_that_never_answers_leaves_a_doubt(
    kind: ReceiverKind, hook: WebhookSink, clock: FakeClock, committing: Calls
) -> None:
    """The deadline ends the wait, and the message may be there."""
    hook.hangs()

    async with Fetcher(clock=clock, user_agent="watcher/test", delay_per_host_s=0.0) as gate:

        async def post(url: str, body: bytes, headers: Any, **settings: Any) -> Any:
            return await gate.post(url, body, headers, **{**settings, "deadline_s": 0.3})

        with pytest.raises(DeliveryError) as caught:
            await KINDS[kind](post, clock).send(message(), at(hook, kind), on_committing=committing)

    assert (caught.value.reason, caught.value.is_ambiguous, len(hook.received)) == (Reason.AMBIGUOUS, True, 1)


@pytest.mark.parametrize("kind", BOTH)
async def test_a_receiver_that_is_down_is_tried_again(
    kind: ReceiverKind, fetcher: Fetcher, clock: FakeClock, committing: Calls
) -> None:
    """Without a connection nothing was received, so that there is no doubt."""
    async with WebhookSink() as gone:
        target = at(gone, kind)

    with pytest.raises(DeliveryError) as caught:
        await built(kind, fetcher, clock).send(message(), target, on_committing=committing)

    assert (caught.value.reason, caught.value.is_permanent, caught.value.is_ambiguous) == (Reason.CONNECT, False, False)
    assert committing.count == 0


@pytest.mark.parametrize("kind", BOTH)
async def test_a_private_address_needs_leave(
    kind: ReceiverKind, hook: WebhookSink, fetcher: Fetcher, clock: FakeClock, committing: Calls
) -> None:
    """An address in one's own network is posted to only where alerts.yaml says so."""
    with pytest.raises(DeliveryError) as caught:
        await built(kind, fetcher, clock).send(message(), at(hook, kind, allow_private=False), on_committing=committing)

    assert (caught.value.reason, caught.value.is_permanent, hook.requests, committing.count) == (Reason.UNSAFE_URL, True, 0, 0)


async def test_a_missing_address_is_for_the_operator(fetcher: Fetcher, clock: FakeClock, committing: Calls) -> None:
    """A receiver without its address is an error, never a crash."""
    with pytest.raises(DeliveryError) as caught:
        await SlackNotifier(fetcher.post, clock).send(message(), receiver(ReceiverKind.SLACK), on_committing=committing)

    assert caught.value.is_permanent


async def test_a_slow_receiver_is_waited_for(hook: WebhookSink, fetcher: Fetcher, clock: FakeClock, committing: Calls) -> None:
    """An answer within the deadline is no failure."""
    hook.answers(200, delay_s=0.3)

    assert await SlackNotifier(fetcher.post, clock).send(message(), at(hook, ReceiverKind.SLACK), on_committing=committing) == "ok"


async def test_slack_gets_one_message_a_second(hook: WebhookSink, fetcher: Fetcher, clock: FakeClock, committing: Calls) -> None:
    """Slack's own limit is kept also where pages are asked for without a pause; other hooks do not wait."""
    loop = asyncio.get_running_loop()
    took_s = {}
    for kind in (ReceiverKind.SLACK, ReceiverKind.WEBHOOK):
        began_s = loop.time()
        for _ in range(2):
            there = at(hook, kind, url=f"{hook.url}/{kind.value}")
            await built(kind, fetcher, clock).send(message(), there, on_committing=committing)
        took_s[kind] = loop.time() - began_s
    assert took_s[ReceiverKind.SLACK] >= PAUSE_S == 1.0
    assert took_s[ReceiverKind.WEBHOOK] < PAUSE_S


async def test_a_rate_limit_names_the_next_try(hook: WebhookSink, fetcher: Fetcher, clock: FakeClock, committing: Calls) -> None:
    """Slack's Retry-After is kept."""
    hook.answers(429, headers={"Retry-After": "30"})

    with pytest.raises(DeliveryError) as caught:
        await SlackNotifier(fetcher.post, clock).send(message(), at(hook, ReceiverKind.SLACK), on_committing=committing)

    assert caught.value.retry_at == MADE_AT + timedelta(seconds=30)


@pytest.mark.parametrize(
    ("value", "asked"),
    [
        (None, None),
        ("", None),
        ("0", None),
        ("-5", None),
        ("soon", None),
        ("1e3", None),
        ("٣٠", None),
        ("120", MADE_AT + timedelta(seconds=120)),
        ("86400", MADE_AT + RETRY_AFTER_MAX),
        ("86401", MADE_AT + RETRY_AFTER_MAX),
        ("9" * 30, MADE_AT + RETRY_AFTER_MAX),
        ("9" * 6_000, None),
        (format_datetime(MADE_AT + timedelta(hours=1), usegmt=True), MADE_AT + timedelta(hours=1)),
        (format_datetime(MADE_AT - timedelta(hours=1), usegmt=True), None),
        (format_datetime(MADE_AT + timedelta(days=400), usegmt=True), MADE_AT + RETRY_AFTER_MAX),
        ("Mon, 15 Jan 2024 08:00:00", datetime(2024, 1, 15, 8, 0, tzinfo=UTC)),
    ],
)
def test_retry_after_may_slow_us_down_but_never_speed_us_up(value: str | None, asked: datetime | None) -> None:
    """Seconds and dates are read, nonsense and the past count as nothing, and a day is the longest wait."""
    assert retry_after(value, MADE_AT) == asked


def test_the_body_is_the_same_for_the_same_payload_and_holds_no_odd_bytes() -> None:
    """What was signed once is what is signed again, whatever the words hold."""
    assert webhook_body(message()) == webhook_body(message())
    assert webhook_body(message()).isascii()


async def test_nothing_is_posted_when_the_commit_cannot_be_recorded(hook: WebhookSink, fetcher: Fetcher, clock: FakeClock) -> None:
    """If the store cannot note that the body is next, the body is not sent."""

    def refuse() -> None:
        raise LookupError("the disk is full")

    with pytest.raises((LookupError, FetchError)):
        await SlackNotifier(fetcher.post, clock).send(message(), at(hook, ReceiverKind.SLACK), on_committing=refuse)

    assert hook.received == []
