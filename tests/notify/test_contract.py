"""What holds for every kind of receiver."""

from __future__ import annotations

from pathlib import Path

import pytest

from watcher.errors import DeliveryError
from watcher.fetch import Fetcher
from watcher.model import Receiver, ReceiverKind
from watcher.notify import notifier, recipients
from watcher.testing import FakeClock, SmtpSink, WebhookSink

from .parts import SECRET, Calls, email_receiver, message, receiver


@pytest.fixture
def targets(mailbox: SmtpSink, hook: WebhookSink, tmp_path: Path) -> dict[ReceiverKind, Receiver]:
    return {
        ReceiverKind.EMAIL: email_receiver(mailbox.port),
        ReceiverKind.SLACK: receiver(ReceiverKind.SLACK, url=hook.url, allow_private=True),
        ReceiverKind.WEBHOOK: receiver(ReceiverKind.WEBHOOK, url=hook.url, allow_private=True, secret=SECRET),
        ReceiverKind.FILE: receiver(ReceiverKind.FILE, path=str(tmp_path)),
        ReceiverKind.APPRISE: receiver(ReceiverKind.APPRISE, url=f"json://127.0.0.1:{hook.port}/"),
    }


@pytest.mark.parametrize("kind", ReceiverKind)
async def test_every_kind_sends_once_and_commits_once(
    kind: ReceiverKind, targets: dict[ReceiverKind, Receiver], fetcher: Fetcher, clock: FakeClock, committing: Calls
) -> None:
    """A send that ends well was announced exactly once before its last byte, and has a receipt."""
    receipt = await notifier(kind, post=fetcher.post, clock=clock).send(message(), targets[kind], on_committing=committing)

    assert receipt
    assert committing.count == 1


@pytest.mark.parametrize("kind", ReceiverKind)
async def test_a_receiver_without_settings_is_an_error_for_the_operator(
    kind: ReceiverKind, fetcher: Fetcher, clock: FakeClock, committing: Calls
) -> None:
    """What is missing in alerts.yaml ends one delivery for good, with its receiver's id, and nothing is sent."""
    with pytest.raises(DeliveryError) as caught:
        await notifier(kind, post=fetcher.post, clock=clock).send(message(), receiver(kind), on_committing=committing)

    assert (caught.value.is_permanent, caught.value.receiver_id, committing.count) == (True, "under-test", 0)


def test_recipients_are_named_once_each() -> None:
    """One address given twice gets one message."""
    assert recipients(email_receiver(25, to=("a@x.example", "b@x.example", "a@x.example"))) == ("a@x.example", "b@x.example")
    assert recipients(receiver(ReceiverKind.SLACK)) == ()
