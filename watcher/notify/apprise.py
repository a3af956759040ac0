"""Everything that Apprise knows (https://github.com/caronc/apprise), in a process of its own that can be killed.

Apprise brings its own HTTP, with its own timeouts and redirects: it is declared outside the fetch gate, and nobody can say when its
last byte went. So a message is committing once the child is told to go, and every end but a clear "taken" is ambiguous.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from typing import Final

from watcher.errors import Reason
from watcher.model import Message, Receiver
from watcher.notify.contract import OnCommitting, doubt, hitch, refusal, send_deadline, setting

INSTALL: Final = "pip install 'watcher[apprise]'"
_CHILD: Final = "watcher.notify.apprise_child"


def is_apprise_installed() -> bool:
    """Whether the extra `apprise` is there."""
    return find_spec("apprise") is not None


class AppriseNotifier:
    """Hands a message's subject and text to Apprise; its address holds secrets and never leaves this machine's pipes."""

    async def send(self, message: Message, receiver: Receiver, *, on_committing: OnCommitting) -> str:
        """Return a word that Apprise took it; what the service behind it made of it is not known."""
        order = {"url": setting(receiver, "url"), "title": message.subject, "body": message.text}
        is_committing = False
        try:
            async with asyncio.timeout(send_deadline(receiver)), _child() as child:
                assert child.stdin is not None
                assert child.stdout is not None
                child.stdin.write(json.dumps(order).encode() + b"\n")
                answer = (await child.stdout.readline()).strip()
                if answer != b"ready":
                    raise _refused(receiver, answer)
                on_committing()
                is_committing = True
                child.stdin.write(b"go\n")
                if (await child.stdout.readline()).strip() == b"taken":
                    return "taken by Apprise"
        except (TimeoutError, OSError) as error:
            if not is_committing:
                raise hitch(receiver, "Apprise's process did not start in time", Reason.TIMEOUT) from error
        raise doubt(receiver, "Apprise did not say that it was taken")


def _refused(receiver: Receiver, answer: bytes) -> Exception:
    if answer == b"missing":
        return refusal(receiver, f"Apprise is not installed: {INSTALL}", Reason.INTERNAL)
    if answer == b"unknown":
        return refusal(receiver, "Apprise knows no such address", Reason.REFUSED)
    return hitch(receiver, "Apprise's process ended before it was told to send", Reason.TEMPORARY)


@asynccontextmanager
async def _child() -> AsyncIterator[asyncio.subprocess.Process]:
    """Start a process that sends, and kill it whatever happens."""
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", _CHILD, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield child
    finally:
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        await child.wait()
