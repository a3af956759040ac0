"""Apprise, in its own process: taken, refused, or nobody knows."""

from __future__ import annotations

import json

import pytest

from watcher.errors import DeliveryError
from watcher.model import Receiver, ReceiverKind
from watcher.notify import AppriseNotifier
from watcher.testing import WebhookSink

from .parts import Calls, message, receiver


def target(url: str) -> Receiver:
    return receiver(ReceiverKind.APPRISE, url=url)


async def test_apprise_takes_subject_and_text(hook: WebhookSink, committing: Calls) -> None:
    """The service behind Apprise gets the message's subject and plain text."""
    await AppriseNotifier().send(message(), target(f"json://127.0.0.1:{hook.port}/"), on_committing=committing)
    [post] = hook.received
    sent = json.loads(post.body)
    assert (sent["title"], sent["message"].strip()) == (message().subject, message().text.strip())


async def test_what_apprise_does_not_say_is_a_doubt(hook: WebhookSink, committing: Calls) -> None:
    """Apprise tells failure from success and not what arrived: everything but a clear yes is ambiguous."""
    hook.answers(500)
    with pytest.raises(DeliveryError) as caught:
        await AppriseNotifier().send(message(), target(f"json://127.0.0.1:{hook.port}/"), on_committing=committing)
    assert (caught.value.is_ambiguous, committing.count) == (True, 1)


async def test_an_address_that_apprise_does_not_know_is_refused_before_anything_goes(committing: Calls) -> None:
    """A mistyped address is the operator's to mend; its secrets are not in the error."""
    with pytest.raises(DeliveryError) as caught:
        await AppriseNotifier().send(message(), target("nosuch://TOKEN@host"), on_committing=committing)
    assert (caught.value.is_permanent, caught.value.is_ambiguous, committing.count) == (True, False, 0)
    assert "TOKEN" not in str(caught.value)
