"""Access tokens for XOAUTH2, from a command of the operator's own: every provider hands them out in another way."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

from watcher.errors import Reason
from watcher.model import Receiver
from watcher.notify.contract import hitch

TOKEN_DEADLINE_S: Final = 20.0
TOKEN_CHARS_MAX: Final = 8_000


def token_command(receiver: Receiver) -> Sequence[str]:
    """Return the command that prints an access token; empty for a receiver that logs in with a password."""
    found = (receiver.settings.get("smtp") or {}).get("token_command") or ()
    return [str(part) for part in found]


async def command_token(receiver: Receiver) -> str:
    """Run the receiver's `token_command` and return the one line that it prints.

    The command is started without a shell. Its error output is dropped: it may hold secrets.

    Raises:
        DeliveryError: it cannot be started, fails, takes too long or prints nothing; tried again later.
    """
    try:
        async with asyncio.timeout(TOKEN_DEADLINE_S):
            return await _printed(receiver)
    except TimeoutError as error:
        raise hitch(receiver, f"`token_command` took longer than {TOKEN_DEADLINE_S:.0f} s", Reason.TIMEOUT) from error
    except OSError as error:
        raise hitch(receiver, f"`token_command` cannot be started: {error.strerror}", Reason.AUTHENTICATION) from error


async def _printed(receiver: Receiver) -> str:
    child = await asyncio.create_subprocess_exec(
        *token_command(receiver),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        printed, _ = await child.communicate()
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    token = printed.decode("ascii", "replace").strip()
    if child.returncode != 0 or not token or len(token) > TOKEN_CHARS_MAX or not token.isprintable():
        raise hitch(receiver, f"`token_command` ended with {child.returncode} and no token", Reason.AUTHENTICATION)
    return token
