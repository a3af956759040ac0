"""E-mail: what arrives, and how every way to fail ends."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from watcher.errors import DeliveryError, Reason
from watcher.model import Receiver
from watcher.notify import EmailNotifier, recipients
from watcher.notify.email import dotted, email_of, own_name, recipient_of
from watcher.testing import SmtpSink

from .parts import MADE_AT, Calls, email_receiver, message

TLS = Path(__file__).parent / "tls"


def server_tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "cert.pem", TLS / "key.pem")
    return context


async def test_what_arrives_is_text_and_html_with_the_headers_of_a_list(mailbox: SmtpSink, committing: Calls) -> None:
    """A mail has both forms, its own id and date, and says that it is a list's and automatic."""
    receipt = await EmailNotifier().send(message(), email_receiver(mailbox.port), on_committing=committing)

    [arrived] = mailbox.received
    mail = arrived.mail
    assert (arrived.sender, arrived.recipients, arrived.was_acknowledged) == (
        "watcher@union.example",
        ("editor@union.example",),
        True,
    )
    assert receipt == "250 OK queued as 1"
    assert committing.count == 1
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail["Subject"] == "watcher: new statement from Example Heads’ Union"
    assert mail["Message-ID"] == "<dlv-0001@union.example>"
    assert parsedate_to_datetime(mail["Date"]) == MADE_AT
    assert mail["List-Id"] == "watcher under-test <under-test.watcher.union.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert str(mail["To"]) == "editor@union.example"


async def test_every_try_sends_the_same_bytes(mailbox: SmtpSink, committing: Calls) -> None:
    """What is retried is the same to the byte, so that a server or a reader can tell a repeated one."""
    for _ in range(2):
        await EmailNotifier().send(message(), email_receiver(mailbox.port), on_committing=committing)

    first, second = mailbox.received
    assert first.content == second.content


async def test_lines_are_short_ascii_and_dots_survive(mailbox: SmtpSink, committing: Calls) -> None:
    """A server that takes only the oldest mail takes ours, and a line that is a dot does not end it."""
    text = "first\n.\n..two\n.hidden\n" + "long “words” " * 400 + "\nFrom here\n"
    sent = message(text=text, html="<p>" + "é" * 5_000 + "</p>")

    await EmailNotifier().send(sent, email_receiver(mailbox.port), on_committing=committing)

    [arrived] = mailbox.received
    assert arrived.content.isascii()
    assert max(map(len, arrived.content.split(b"\r\n"))) <= 998
    plain = arrived.mail.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().replace("\r\n", "\n") == text


@pytest.mark.parametrize("content", [b"", b".", b"a\n.\nb", b".\r\n.\r\n", b"a\r\n.b", b"a\rb"])
def test_the_final_dot_stands_alone_and_last(content: bytes) -> None:
    """Whatever a mail holds, the only line that is a single dot is the one that ends it."""
    lines = dotted(content).split(b"\r\n")

    assert lines[-2:] == [b".", b""]
    assert b"." not in lines[:-2]


Script = Callable[[SmtpSink], None]
FAILURES: dict[str, tuple[Script, Reason, bool, bool, int, int]] = {
    # what the server does: reason, permanent, ambiguous, calls of on_committing, messages received
    "421 at EHLO": (lambda s: s.answers("ehlo", "421 4.3.2 shutting down", times=None), Reason.RATE_LIMITED, False, False, 0, 0),
    "421 at MAIL": (lambda s: s.answers("mail", "421 4.3.2 shutting down"), Reason.RATE_LIMITED, False, False, 0, 0),
    "450 at RCPT": (lambda s: s.answers("rcpt", "450 4.2.1 mailbox busy"), Reason.TEMPORARY, False, False, 0, 0),
    "550 at RCPT": (lambda s: s.answers("rcpt", "550 5.1.1 no such mailbox"), Reason.REFUSED, True, False, 0, 0),
    "550 at MAIL": (lambda s: s.answers("mail", "550 5.7.1 sender refused"), Reason.REFUSED, True, False, 0, 0),
    "530 at MAIL": (lambda s: s.answers("mail", "530 5.7.0 log in first"), Reason.AUTHENTICATION, True, False, 0, 0),
    "451 at DATA": (lambda s: s.answers("data", "451 4.3.0 try later"), Reason.TEMPORARY, False, False, 0, 0),
    "554 at DATA": (lambda s: s.answers("data", "554 5.7.1 no"), Reason.REFUSED, True, False, 0, 0),
    "421 at the dot": (lambda s: s.answers("dot", "421 4.3.2 shutting down"), Reason.RATE_LIMITED, False, False, 1, 0),
    "452 at the dot": (lambda s: s.answers("dot", "452 4.3.1 disk full"), Reason.TEMPORARY, False, False, 1, 0),
    "552 at the dot": (lambda s: s.answers("dot", "552 5.3.4 too big"), Reason.REFUSED, True, False, 1, 0),
    "drop at MAIL": (lambda s: s.drops("mail"), Reason.CONNECT, False, False, 0, 0),
    "drop at RCPT": (lambda s: s.drops("rcpt"), Reason.CONNECT, False, False, 0, 0),
    "drop at DATA": (lambda s: s.drops("data"), Reason.CONNECT, False, False, 0, 0),
    "hang at RCPT": (lambda s: s.hangs("rcpt"), Reason.TIMEOUT, False, False, 0, 0),
    "drop after the dot": (lambda s: s.drops("dot"), Reason.AMBIGUOUS, False, True, 1, 1),
    "hang after the dot": (lambda s: s.hangs("dot"), Reason.AMBIGUOUS, False, True, 1, 1),
}


@pytest.mark.parametrize("name", FAILURES)
async def test_a_failing_server_ends_as_promised(name: str, mailbox: SmtpSink, committing: Calls) -> None:
    """An answer is an answer; silence before the dot is a hitch, after it a doubt."""
    script, reason, is_permanent, is_ambiguous, calls, received = FAILURES[name]
    script(mailbox)

    receiver = email_receiver(mailbox.port, smtp={"deadline_s": 0.5 if "hang" in name else 20.0})

    with pytest.raises(DeliveryError) as caught:
        await EmailNotifier().send(message(), receiver, on_committing=committing)

    error = caught.value
    assert (error.reason, error.is_permanent, error.is_ambiguous) == (reason, is_permanent, is_ambiguous)
    assert (committing.count, len(mailbox.received)) == (calls, received)
    assert error.receiver_id == "under-test"


async def test_one_refused_recipient_of_ten_costs_nobody_else(mailbox: SmtpSink, committing: Calls) -> None:
    """Each address is a transaction of its own, so that one bad mailbox does not stop nine."""
    receiver = email_receiver(mailbox.port, to=tuple(f"reader{number}@union.example" for number in range(10)))
    mailbox.answers("rcpt", "550 5.1.1 no such mailbox", to="reader3@union.example", times=None)

    outcomes = []
    for address in recipients(receiver):
        try:
            await EmailNotifier().send(message(recipient=address), receiver, on_committing=committing)
        except DeliveryError as error:
            outcomes.append((address, error.reason))

    assert outcomes == [("reader3@union.example", Reason.REFUSED)]
    assert [each.recipients for each in mailbox.received] == [(a,) for a in recipients(receiver) if a != "reader3@union.example"]


async def test_a_message_for_several_addresses_must_name_one(mailbox: SmtpSink, committing: Calls) -> None:
    """Nobody is sent somebody else's message by guessing."""
    receiver = email_receiver(mailbox.port, to=("a@union.example", "b@union.example"))

    with pytest.raises(DeliveryError) as caught:
        await EmailNotifier().send(message(), receiver, on_committing=committing)

    assert (caught.value.is_permanent, mailbox.connections) == (True, 0)


async def test_nothing_is_sent_when_the_commit_cannot_be_recorded(mailbox: SmtpSink) -> None:
    """If the store cannot note that the dot is next, the dot is not sent."""

    def refuse() -> None:
        raise LookupError("the disk is full")

    with pytest.raises(LookupError):
        await EmailNotifier().send(message(), email_receiver(mailbox.port), on_committing=refuse)
    await asyncio.sleep(0.05)

    assert mailbox.received == []


async def test_a_cancelled_send_leaves_no_connection(mailbox: SmtpSink, committing: Calls) -> None:
    """A stop of the process does not wait for a slow server."""
    mailbox.hangs("rcpt")
    sending = asyncio.create_task(EmailNotifier().send(message(), email_receiver(mailbox.port), on_committing=committing))
    await mailbox.hanging.wait()

    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending

    assert (committing.count, mailbox.received) == (0, [])


async def test_no_server_is_a_hitch(committing: Calls) -> None:
    """A server that is down is tried again."""
    async with SmtpSink() as gone:
        port = gone.port

    with pytest.raises(DeliveryError) as caught:
        await EmailNotifier().send(message(), email_receiver(port), on_committing=committing)

    assert (caught.value.reason, caught.value.is_permanent, committing.count) == (Reason.CONNECT, False, 0)


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # aiosmtpd does not see TLS that was there from the start
@pytest.mark.parametrize(("security", "is_tls_from_start"), [("starttls", False), ("tls", True)])
async def test_tls_is_used_and_checked(security: str, is_tls_from_start: bool, committing: Calls) -> None:
    """With the operator's authority the mail goes through, without it nothing does."""
    async with SmtpSink(tls=server_tls(), is_tls_from_start=is_tls_from_start, password="long-words") as sink:
        login = {"security": security, "username": "watcher", "password": "long-words", "host": "localhost"}
        trusted = email_receiver(sink.port, smtp={**login, "ca_file": str(TLS / "cert.pem")})
        await EmailNotifier().send(message(), trusted, on_committing=committing)
        assert (len(sink.received), sink.logins) == (1, ["watcher"])

        with pytest.raises(DeliveryError) as caught:
            await EmailNotifier().send(message(), email_receiver(sink.port, smtp=login), on_committing=committing)

    assert (caught.value.reason, caught.value.is_permanent, len(sink.received)) == (Reason.TLS, False, 1)


@pytest.mark.parametrize("login", [{}, {"username": "watcher", "password": "long-words"}])
async def test_starttls_is_never_given_up_for_plain_text(login: dict[str, str], mailbox: SmtpSink, committing: Calls) -> None:
    """A server that does not offer STARTTLS gets no password and no mail."""
    receiver = email_receiver(mailbox.port, smtp={"security": "starttls", **login})

    with pytest.raises(DeliveryError):
        await EmailNotifier().send(message(), receiver, on_committing=committing)

    assert (mailbox.received, mailbox.logins, committing.count) == ([], [], 0)


async def test_a_wrong_password_is_for_the_operator(committing: Calls) -> None:
    """A refused login is permanent, and its text does not hold the password."""
    async with SmtpSink(tls=server_tls(), password="right") as sink:
        smtp = {
            "security": "starttls",
            "username": "watcher",
            "password": "wrong-one",
            "host": "localhost",
            "ca_file": str(TLS / "cert.pem"),
        }
        with pytest.raises(DeliveryError) as caught:
            await EmailNotifier().send(message(), email_receiver(sink.port, smtp=smtp), on_committing=committing)

    assert (caught.value.reason, caught.value.is_permanent) == (Reason.AUTHENTICATION, True)
    assert "wrong-one" not in str(caught.value)


@pytest.mark.parametrize(("token", "is_sent"), [("fresh", True), ("stale", False)])
async def test_an_access_token_is_asked_for_at_every_login(token: str, is_sent: bool, committing: Calls) -> None:
    """XOAUTH2 takes its token from a hook, since tokens expire; a refused one is for the operator."""

    async def give(receiver: Receiver) -> str:
        assert receiver.id == "under-test"
        return token

    async with SmtpSink(tls=server_tls(), oauth_token="fresh") as sink:
        smtp = {"security": "starttls", "username": "watcher", "host": "localhost", "ca_file": str(TLS / "cert.pem")}
        sending = EmailNotifier(give).send(message(), email_receiver(sink.port, smtp=smtp), on_committing=committing)
        if is_sent:
            await sending
        else:
            with pytest.raises(DeliveryError) as caught:
                await sending
            assert (caught.value.reason, caught.value.is_permanent) == (Reason.AUTHENTICATION, True)

    assert (len(sink.received), sink.logins) == (int(is_sent), ["watcher"] * is_sent)


@pytest.mark.parametrize(
    ("own", "shown"),
    [
        ("", "under-test.watcher.union.example"),
        ("digest.union.example", "digest.union.example"),
        ("x>\r\nBcc: a", "under-test.watcher.union.example"),
    ],
)
def test_the_list_id_may_be_the_operators_own(own: str, shown: str) -> None:
    """A list id that is one is used, and no setting can add a header."""
    receiver = email_receiver(25, list_id=own)
    assert email_of(message(), receiver, recipient_of(message(), receiver))["List-Id"] == f"watcher under-test <{shown}>"


@pytest.mark.parametrize(
    ("hostname", "greeting"),
    [("mail.union.example", "mail.union.example"), ("laptop", "[127.0.0.1]"), ("a b\r\n.c", "[127.0.0.1]"), ("", "[127.0.0.1]")],
)
def test_a_server_is_greeted_with_a_name_that_it_can_take(hostname: str, greeting: str) -> None:
    """A short name would be refused by strict servers, so that an address literal stands in."""
    assert own_name(hostname) == greeting


BAD_ADDRESSES = [
    "",
    "nobody",
    "a@b@c.example",
    "a b@c.example",
    "a@c.example\r\nBcc: all@evil.example",
    "<a@c.example",
    "é@c.example",
    "@c.example",
]


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    """No address can add a header, a recipient or an SMTP command."""
    with pytest.raises(DeliveryError) as caught:
        recipient_of(message(recipient=address or None), email_receiver(25, to=(address,)))

    assert caught.value.is_permanent


def test_a_name_and_a_foreign_host_are_understood() -> None:
    """ "Name <address>" is read, and a host outside ASCII travels as IDNA."""
    address = recipient_of(message(), email_receiver(25, to=("The Desk <desk@münchen.example>",)))

    assert (address.display_name, address.addr_spec) == ("The Desk", "desk@xn--mnchen-3ya.example")


@pytest.mark.parametrize("message_id", ["ümlaut", "a b", "a>\r\nX: y", "x" * 500, ".dot.", "a..b", "\ud800"])
def test_any_message_id_makes_a_valid_message_id(message_id: str) -> None:
    """An id that no mail can carry is carried as its hash, the same every time."""
    receiver: Receiver = email_receiver(25)
    made = [email_of(message(message_id), receiver, recipient_of(message(), receiver)) for _ in range(2)]

    first, second = (str(each["Message-ID"]) for each in made)
    assert first == second
    assert first.removesuffix("@union.example>").removeprefix("<").isalnum()


@pytest.mark.parametrize(
    ("links", "header", "post"),
    [
        ((), None, None),
        ("mailto:leave@union.example", "<mailto:leave@union.example>", None),
        (
            ("https://watch.example/leave?t=1", "mailto:leave@union.example"),
            "<https://watch.example/leave?t=1>, <mailto:leave@union.example>",
            "List-Unsubscribe=One-Click",
        ),
        (("http://watch.example/leave", "https://x.example/\r\nBcc: a@b.example", "javascript:1"), None, None),
    ],
)
def test_leaving_the_list_is_one_click_only_over_https(links: Any, header: str | None, post: str | None) -> None:
    """List-Unsubscribe-Post stands only beside an https address (RFC 8058), and no setting can add a header."""
    receiver = email_receiver(25, list_unsubscribe=links)
    mail = email_of(message(), receiver, recipient_of(message(), receiver))

    assert (mail["List-Unsubscribe"], mail["List-Unsubscribe-Post"]) == (header, post)
