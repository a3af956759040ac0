"""Access tokens from a command of the operator's own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from watcher.errors import DeliveryError, Reason
from watcher.model import Receiver
from watcher.notify import EmailNotifier
from watcher.notify.token import TOKEN_CHARS_MAX, command_token
from watcher.testing import SmtpSink

from .parts import Calls, email_receiver, message


def with_command(*command: str, port: int = 25) -> Receiver:
    return email_receiver(port, smtp={"username": "watcher@union.example", "token_command": list(command)})


def python(program: str) -> tuple[str, str, str]:
    return (sys.executable, "-c", program)


async def test_a_mail_is_sent_with_the_token_that_the_command_prints(committing: Calls) -> None:
    """XOAUTH2 with the user name and a fresh token, at every connection."""
    async with SmtpSink(oauth_token="ya29.fresh") as sink:
        receiver = with_command(*python("print('ya29.fresh')"), port=sink.port)
        await EmailNotifier().send(message(), receiver, on_committing=committing)
        assert sink.logins == ["watcher@union.example"]
        assert len(sink.received) == 1


@pytest.mark.parametrize(
    "command",
    [
        python("raise SystemExit(3)"),
        python("pass"),
        python(f"print('x' * {TOKEN_CHARS_MAX + 1})"),
        python("print('two'); print('lines')"),
        ("/no/such/command",),
    ],
    ids=["fails", "prints nothing", "prints too much", "prints lines", "is not there"],
)
async def test_a_command_without_a_token_is_tried_again_later(command: tuple[str, ...], committing: Calls) -> None:
    """Nothing is sent, nothing is in doubt, and what the command said is nowhere."""
    with pytest.raises(DeliveryError) as caught:
        await command_token(with_command(*command))
    assert (caught.value.reason, caught.value.is_permanent, caught.value.is_ambiguous) == (Reason.AUTHENTICATION, False, False)
    assert "xxxx" not in str(caught.value)


async def test_the_command_is_no_shell(tmp_path: Path) -> None:
    """Its words are its arguments."""
    with pytest.raises(DeliveryError):
        await command_token(with_command("/bin/echo; touch", str(tmp_path / "made")))
    assert not (tmp_path / "made").exists()
