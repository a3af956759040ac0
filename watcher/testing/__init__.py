"""Fakes for what is not ours: the time, other people's servers, a mailbox. Shipped, so that operators can test with them."""

from typing import TYPE_CHECKING

from watcher.testing.clock import FakeClock
from watcher.testing.server import LoopbackResolver, Recorded, Script, ScriptedServer

if TYPE_CHECKING:
    from watcher.testing.sinks import ReceivedMail, ReceivedPost, SmtpSink, WebhookSink

__all__ = [
    "FakeClock",
    "LoopbackResolver",
    "ReceivedMail",
    "ReceivedPost",
    "Recorded",
    "Script",
    "ScriptedServer",
    "SmtpSink",
    "WebhookSink",
]


def __getattr__(name: str) -> object:
    """Load the sinks when they are asked for: their SMTP server (aiosmtpd) is installed where tests are run, not everywhere."""
    if name in ("ReceivedMail", "ReceivedPost", "SmtpSink", "WebhookSink"):
        from watcher.testing import sinks

        return getattr(sinks, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
