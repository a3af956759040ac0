"""E-mail over SMTP: one recipient a transaction, the same bytes at every try, and no doubt that is not recorded."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from functools import partial
from hashlib import blake2b
from typing import Any, Final

import aiosmtplib
from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPResponseException,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

from watcher.errors import DeliveryError, Reason
from watcher.failpoint import failpoint
from watcher.model import Message, Receiver
from watcher.notify.contract import OnCommitting, doubt, hitch, recipients, refusal, send_deadline, setting
from watcher.notify.token import command_token, token_command

ANSWER_TIMEOUT_S: Final = 60.0
ANSWER_CHARS_MAX: Final = 160
LINE_CHARS_MAX: Final = 998
"""RFC 5322, 2.1.1, without the line end."""
NO_SERVICE: Final = 421
"""The server takes nothing now, from whoever (RFC 5321, 4.2.2): how it shuts down, and how it slows senders down."""
_PORTS: Final = {"starttls": 587, "tls": 465, "none": 25}
_LOCAL_PART: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
_ADDRESS: Final = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x20\x7f]{1,64}@[^\s@<>()\[\]\\,;:\"\x00-\x20\x7f]{1,255}")
_LIST_ID: Final = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_UNSUBSCRIBE: Final = re.compile(r"(?:https://|mailto:)[!-;=?-~]+")
_NAMED: Final = re.compile(r"\s*(?:\"?([^\"<>]*?)\"?\s*<([^<>]+)>|([^<>]+))\s*")

OAuthToken = Callable[[Receiver], Awaitable[str]]
"""Returns an access token for XOAUTH2; asked for at every connection, since tokens expire."""


class EmailNotifier:
    """Sends a message to `message.recipient`, or to the one address of a receiver that has one.

    `settings`: `to`, `from`, `smtp` (host, port, security: starttls | tls | none, username, password or token_command, ca_file,
    deadline_s) and optionally `reply_to`, `list_id`, `list_unsubscribe` (addresses, mailto: or https:). `oauth_token` is asked for
    tokens in place of the receiver's own `token_command`.
    """

    def __init__(self, oauth_token: OAuthToken | None = None):
        self._oauth_token = oauth_token

    def _token(self, receiver: Receiver) -> OAuthToken | None:
        return self._oauth_token or (command_token if token_command(receiver) else None)

    async def send(self, message: Message, receiver: Receiver, *, on_committing: OnCommitting) -> str:
        """Return the server's answer to the final dot, which holds its queue id."""
        to = recipient_of(message, receiver)
        sender = sender_of(receiver)
        content = bytes_of(email_of(message, receiver, to))
        phase = _Phase(on_committing)
        smtp_settings = _smtp_settings(receiver)
        try:
            async with asyncio.timeout(send_deadline(receiver)):
                async with self._connection(smtp_settings, receiver) as client:
                    return await _transaction(client, sender.addr_spec, to.addr_spec, content, phase)
        except (SMTPException, OSError, ssl.SSLError, ValueError) as error:
            raise _judged(error, receiver, is_committing=phase.is_committing) from error

    @asynccontextmanager
    async def _connection(self, settings: Mapping[str, Any], receiver: Receiver) -> AsyncIterator[aiosmtplib.SMTP]:
        """Connect, upgrade and log in; close without ceremony, since a slow QUIT must not cost a message that was accepted."""
        security = str(settings.get("security") or "starttls")
        oauth_token = self._token(receiver)
        client = aiosmtplib.SMTP(
            hostname=str(settings.get("host") or ""),
            port=int(settings.get("port") or _PORTS[security]),
            use_tls=security == "tls",
            start_tls=security == "starttls",
            tls_context=None if security == "none" else await asyncio.to_thread(_tls_context, settings),
            username=settings.get("username") or None,
            password=None if oauth_token else settings.get("password") or None,
            oauth_token_generator=partial(oauth_token, receiver) if oauth_token else None,
            local_hostname=str(settings.get("helo") or own_name(socket.gethostname())),
            timeout=ANSWER_TIMEOUT_S,
        )
        try:
            await client.connect()
            failpoint("connected")
            yield client
        finally:
            client.close()


class _Phase:
    """Whether the final dot may have gone."""

    def __init__(self, on_committing: OnCommitting):
        self._on_committing = on_committing
        self.is_committing = False

    def commit(self) -> None:
        self._on_committing()
        self.is_committing = True


async def _transaction(client: aiosmtplib.SMTP, sender: str, to: str, content: bytes, phase: _Phase) -> str:
    """Run MAIL, RCPT and DATA for one recipient; the DATA phase is ours, so that committing is recorded before the final dot.

    aiosmtplib's own `data()` asks for the go-ahead and sends everything in one step, with no place in between.
    """
    await client.mail(sender)
    await client.rcpt(to)
    go_ahead = await client.execute_command(b"DATA")
    if go_ahead.code != 354:
        raise SMTPResponseException(go_ahead.code, go_ahead.message)
    protocol = client.protocol
    if protocol is None:
        raise SMTPServerDisconnected("Connection lost")
    phase.commit()
    protocol.write(dotted(content))
    failpoint("bytes-sent")
    answer = await protocol.read_response()  # as long as the deadline lasts: giving up here is what makes duplicates
    if not 200 <= answer.code < 300:
        raise SMTPResponseException(answer.code, answer.message)
    return _words(f"{answer.code} {answer.message}")


def dotted(content: bytes) -> bytes:
    """Return content as DATA sends it: CRLF line ends, dots doubled at line starts, closed by the final dot (RFC 5321, 4.5.2)."""
    content = re.sub(rb"\r\n|\r|\n", b"\r\n", content)
    content = re.sub(rb"(?m)^\.", b"..", content)
    return content + (b"" if content.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def email_of(message: Message, receiver: Receiver, to: Address) -> EmailMessage:
    """Return the mail, byte for byte the same at every try: its Message-ID, Date and boundaries come from the message itself."""
    sender = sender_of(receiver)
    mail = EmailMessage(SMTP_POLICY)
    mail["Subject"] = message.subject
    mail["From"] = sender
    mail["To"] = to
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = f"<{message_local_part(message.id, to)}@{sender.domain}>"
    mail["List-Id"] = f"watcher {_label(receiver.id)} <{_list_id(receiver, sender)}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    for name, value in _optional_headers(message, receiver).items():
        mail[name] = value
    # Quoted-printable keeps every line under 998 octets and every byte under 128, whatever the server can do.
    mail.set_content(message.text, cte="quoted-printable")
    if message.html is not None:
        mail.add_alternative(message.html, subtype="html", cte="quoted-printable")
        mail.set_boundary(f"=_{blake2b(message.id.encode('utf-8', 'replace'), digest_size=15).hexdigest()}")
    return mail


def bytes_of(mail: EmailMessage) -> bytes:
    """Return `mail` as it is sent; an ASCII subject stays on one line.

    The standard library would begin some of them on the second line, which is allowed and which some programs show as a blank.
    """
    is_plain = str(mail["Subject"]).isascii()
    return mail.as_bytes(policy=SMTP_POLICY.clone(max_line_length=LINE_CHARS_MAX) if is_plain else SMTP_POLICY)


def message_local_part(message_id: str, to: Address) -> str:
    """Return the part of the Message-ID before the @: the message's id where that is plain, else a hash of it."""
    if _LOCAL_PART.fullmatch(message_id) and ".." not in message_id and not message_id.endswith("."):
        return message_id
    return blake2b(f"{message_id}\n{to.addr_spec}".encode("utf-8", "replace"), digest_size=16).hexdigest()


def recipient_of(message: Message, receiver: Receiver) -> Address:
    """Return the one address that `message` goes to.

    Raises:
        DeliveryError: there is none, it is none, or there are several and the message names none of them.
    """
    addresses = (message.recipient,) if message.recipient else recipients(receiver)
    if len(addresses) != 1:
        problem = f"one message goes to one address, and there are {len(addresses)}: the message must name its recipient"
        raise refusal(receiver, problem, Reason.INTERNAL)
    return _address(addresses[0], receiver)


def sender_of(receiver: Receiver) -> Address:
    """Return the address in `from`."""
    return _address(setting(receiver, "from"), receiver)


def _address(text: str, receiver: Receiver) -> Address:
    """Read "name@host" or "Name <name@host>"; a host outside ASCII goes as IDNA, a local part outside ASCII cannot go at all."""
    match = _NAMED.fullmatch(text)
    name, spec = ((match[1] or "").strip(), (match[2] or match[3]).strip()) if match else ("", "")
    if not _ADDRESS.fullmatch(spec):
        raise refusal(receiver, f"{_words(text)!r} is no e-mail address", Reason.REFUSED)
    local, _, host = spec.rpartition("@")
    try:
        local.encode("ascii")
        return Address(_words(name), local, host.encode("idna").decode("ascii"))
    except (UnicodeError, ValueError) as error:
        raise refusal(receiver, f"{_words(text)!r} is no address that every server takes", Reason.REFUSED) from error


def _optional_headers(message: Message, receiver: Receiver) -> Mapping[str, Any]:
    """List-Unsubscribe-Post (RFC 8058) only beside an https address: it promises that one POST there is enough."""
    headers: dict[str, Any] = {}
    if receiver.settings.get("reply_to"):
        headers["Reply-To"] = _address(str(receiver.settings["reply_to"]), receiver)
    given = message.unsubscribe or receiver.settings.get("list_unsubscribe") or ()
    links = [link for link in ([given] if isinstance(given, str) else given) if _UNSUBSCRIBE.fullmatch(link)]
    if links:
        headers["List-Unsubscribe"] = ", ".join(f"<{link}>" for link in links)
    if any(link.startswith("https://") for link in links):
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _smtp_settings(receiver: Receiver) -> Mapping[str, Any]:
    settings = receiver.settings.get("smtp")
    if not isinstance(settings, Mapping) or not settings.get("host"):
        raise refusal(receiver, "the setting `smtp.host` is missing", Reason.INTERNAL)
    if (settings.get("security") or "starttls") not in _PORTS:
        raise refusal(receiver, f"`smtp.security` is one of {', '.join(_PORTS)}", Reason.INTERNAL)
    return settings


def own_name(hostname: str) -> str:
    """Return the name to greet a server with: the machine's where it is a full one, else an address literal (RFC 5321, 4.1.3).

    The name is not looked up, since that can take longer than the whole sending.
    """
    return hostname if re.fullmatch(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", hostname) else "[127.0.0.1]"


def _tls_context(settings: Mapping[str, Any]) -> ssl.SSLContext:
    """Certificates are always checked; `ca_file` adds an authority of the operator's own."""
    return ssl.create_default_context(cafile=settings.get("ca_file") or None)


def _judged(error: Exception, receiver: Receiver, *, is_committing: bool) -> DeliveryError:
    """Say what an error means for the delivery: an answer is always an answer, silence after the final dot is doubt."""
    if isinstance(error, SMTPResponseException):
        return _judged_answer(error, receiver)
    if is_committing:
        return doubt(receiver, "the connection ended" if isinstance(error, SMTPServerDisconnected) else "no answer came")
    if isinstance(error, ValueError) and not isinstance(error, OSError):
        return refusal(receiver, _words(str(error)), Reason.INTERNAL)
    return hitch(receiver, _words(str(error)) or "the server did not answer in time", _reason_of(error))


def _reason_of(error: Exception) -> Reason:
    if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
        return Reason.TLS
    if isinstance(error, (SMTPTimeoutError, TimeoutError)):
        return Reason.TIMEOUT
    if isinstance(error, (SMTPConnectError, SMTPServerDisconnected, OSError)):
        return Reason.DNS if isinstance(error.__cause__, socket.gaierror) else Reason.CONNECT
    return Reason.BAD_RESPONSE


def _judged_answer(error: SMTPResponseException, receiver: Receiver) -> DeliveryError:
    said = f"the server answered {_words(f'{error.code} {error.message}')}"
    is_permanent = error.code >= 500
    if isinstance(error, SMTPAuthenticationError) or error.code in (530, 534, 535, 538):
        reason = Reason.AUTHENTICATION
    elif error.code == NO_SERVICE:
        reason = Reason.RATE_LIMITED
    else:
        reason = Reason.REFUSED if is_permanent else Reason.TEMPORARY
    return DeliveryError(f"{receiver.id}: {said}", receiver_id=receiver.id, reason=reason, is_permanent=is_permanent)


def _list_id(receiver: Receiver, sender: Address) -> str:
    """The operator's own list id where it is one (RFC 2919), else one made of the receiver's id and the sender's domain."""
    own = str(receiver.settings.get("list_id") or "")
    return own if _LIST_ID.fullmatch(own) else f"{_label(receiver.id)}.watcher.{sender.domain}"


def _label(receiver_id: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]+", "-", receiver_id).strip("-") or "receiver"


def _words(text: str) -> str:
    """Return somebody else's words for an error line: printable, on one line, cut."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())[:ANSWER_CHARS_MAX]
