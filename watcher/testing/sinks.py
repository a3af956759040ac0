"""A mailbox and a webhook to send to: real servers on loopback that record what they get and fail as they are told."""

from __future__ import annotations

import asyncio
import base64
import email.policy
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any, Final, Literal, Self

from aiohttp import web
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

SmtpPoint = Literal["ehlo", "mail", "rcpt", "data", "dot"]
"""Where a step bites; "data" is before the 354, "dot" after the whole message has arrived."""
BODY_BYTES_MAX: Final = 64 * 2**20


@dataclass(frozen=True, slots=True)
class ReceivedMail:
    """One message that arrived whole; `was_acknowledged` is False where the sink kept quiet about it."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    was_acknowledged: bool

    @property
    def mail(self) -> EmailMessage:
        return BytesParser(policy=email.policy.default).parsebytes(self.content)

    @property
    def message_id(self) -> str:
        return str(self.mail["Message-ID"])


@dataclass(slots=True)
class _SmtpStep:
    point: SmtpPoint
    act: Literal["answer", "drop", "hang"]
    answer: str = ""
    to: str | None = None
    times: int | None = 1


class SmtpSink:
    """An SMTP server on 127.0.0.1: `async with SmtpSink() as sink`, then `sink.port` and `sink.received`.

    Steps bite in the order in which they were scripted, each `times` times (None: always); `to` limits one to a recipient.
    `hanging` is set once a client waits for an answer that does not come. `password` makes it ask for a login (any user name),
    `oauth_token` for XOAUTH2; `tls` offers STARTTLS, or TLS from the start with `is_tls_from_start`.
    """

    def __init__(
        self,
        *,
        password: str | None = None,
        oauth_token: str | None = None,
        tls: ssl.SSLContext | None = None,
        is_tls_from_start: bool = False,
        port: int = 0,
    ):
        self.received: list[ReceivedMail] = []
        self.connections = 0
        self.logins: list[str] = []
        self.hanging = asyncio.Event()
        self.host, self.port = "127.0.0.1", port
        self.oauth_token = oauth_token
        self._password, self._tls, self._is_tls_from_start = password, tls, is_tls_from_start
        self._steps: list[_SmtpStep] = []
        self._sessions: list[_SmtpSession] = []
        self._server: asyncio.Server | None = None

    def answers(self, point: SmtpPoint, answer: str, *, to: str | None = None, times: int | None = 1) -> None:
        """Answer `point` with e.g. "450 4.2.1 mailbox busy"; a message that is refused at its dot is not received."""
        self._steps.append(_SmtpStep(point, "answer", answer, to, times))

    def drops(self, point: SmtpPoint, *, to: str | None = None, times: int | None = 1) -> None:
        """Cut the connection at `point`; at the dot the message has been received, and nobody says so."""
        self._steps.append(_SmtpStep(point, "drop", "", to, times))

    def hangs(self, point: SmtpPoint, *, to: str | None = None, times: int | None = 1) -> None:
        """Never answer `point`; at the dot the message has been received."""
        self._steps.append(_SmtpStep(point, "hang", "", to, times))

    def by_id(self) -> Mapping[str, list[ReceivedMail]]:
        """Return what was received by Message-ID and recipient: more than one each is a duplicate."""
        found: dict[str, list[ReceivedMail]] = {}
        for each in self.received:
            found.setdefault(f"{each.message_id} {' '.join(each.recipients)}", []).append(each)
        return found

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        tls = self._tls if self._is_tls_from_start else None
        self._server = await loop.create_server(self._session, self.host, self.port, ssl=tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for session in self._sessions:
            _cut(session)
        await self._server.wait_closed()
        await asyncio.sleep(0)

    def _session(self) -> _SmtpSession:
        self.connections += 1
        session = _SmtpSession(
            _SmtpHandler(self),
            sink=self,
            hostname="sink.example",
            ident="sink",
            enable_SMTPUTF8=False,
            data_size_limit=BODY_BYTES_MAX,
            tls_context=None if self._is_tls_from_start else self._tls,
            authenticator=self._authenticate,
            auth_required=self._password is not None or self.oauth_token is not None,
            auth_exclude_mechanism=() if self.oauth_token else ("XOAUTH2",),
            auth_require_tls=self._tls is not None and not self._is_tls_from_start,
            loop=asyncio.get_running_loop(),
        )
        self._sessions.append(session)
        return session

    def _authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
        if not isinstance(data, LoginPassword) or data.password.decode() != self._password:
            return AuthResult(success=False, handled=False)
        self.logins.append(data.login.decode())
        return AuthResult(success=True)

    async def play(self, session: SMTP, point: SmtpPoint, envelope: Envelope, to: str | None = None) -> str | None:
        """Do what is scripted for `point` and return what to answer; None means that nothing is scripted."""
        recipients = {to} if to else set(envelope.rcpt_tos)
        step = next((each for each in self._steps if each.point == point and (each.to is None or each.to in recipients)), None)
        if step is None:
            return None
        if step.times is not None:
            step.times -= 1
            if step.times <= 0:
                self._steps.remove(step)
        if point == "dot" and step.act != "answer":
            self.record(envelope, was_acknowledged=False)
        if step.act == "drop":
            _cut(session)
        if step.act != "answer":
            self.hanging.set()
            await asyncio.Event().wait()  # until the connection ends, which cancels this session
        return step.answer

    def record(self, envelope: Envelope, *, was_acknowledged: bool) -> None:
        """Note a message that has arrived whole."""
        content = bytes(envelope.original_content or b"")
        self.received.append(ReceivedMail(str(envelope.mail_from), tuple(envelope.rcpt_tos), content, was_acknowledged))


class _SmtpSession(SMTP):
    def __init__(self, handler: _SmtpHandler, *, sink: SmtpSink, **settings: Any):
        self._sink = sink
        super().__init__(handler, **settings)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        assert self.envelope is not None
        answer = await self._sink.play(self, "data", self.envelope)
        if answer is not None:
            await self.push(answer)
            return
        await super().smtp_DATA(arg)


class _SmtpHandler:
    """aiosmtpd calls these by name."""

    def __init__(self, sink: SmtpSink):
        self._sink, self._play, self._record = sink, sink.play, sink.record

    async def auth_XOAUTH2(self, _server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        fields = base64.b64decode(args[1]).decode().split("\x01")
        is_good = self._sink.oauth_token is not None and f"auth=Bearer {self._sink.oauth_token}" in fields
        if is_good:
            self._sink.logins.append(fields[0].removeprefix("user="))
        return AuthResult(success=is_good, handled=False)

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        answer = await self._play(server, "ehlo", envelope)
        session.host_name = hostname
        return responses if answer is None else [answer]

    async def handle_MAIL(self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        answer = await self._play(server, "mail", envelope)
        if answer is None:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return answer or "250 OK"

    async def handle_RCPT(self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        answer = await self._play(server, "rcpt", envelope, to=address)
        if answer is None:
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return answer or "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = await self._play(server, "dot", envelope)
        if answer is None:
            self._record(envelope, was_acknowledged=True)
        return answer or "250 OK queued as 1"


def _cut(session: SMTP) -> None:
    if isinstance(session.transport, asyncio.Transport):
        session.transport.abort()


@dataclass(frozen=True, slots=True)
class ReceivedPost:
    """One request that arrived whole; `headers` have lower-case names."""

    path: str
    headers: Mapping[str, str]
    body: bytes
    was_acknowledged: bool


@dataclass(slots=True)
class _PostStep:
    act: Literal["answer", "drop", "drop-early", "hang"]
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    delay_s: float = 0.0
    times: int | None = 1


class WebhookSink:
    """An HTTP server on 127.0.0.1 that takes posts: `async with WebhookSink() as sink`, then `sink.url` and `sink.received`.

    It answers 200 "ok", as Slack does, unless scripted; steps bite in order, each `times` times (None: always). `hanging` is
    set once a client waits for an answer that does not come.
    """

    def __init__(self, *, port: int = 0) -> None:
        self.received: list[ReceivedPost] = []
        self.requests = 0
        self.host, self.port = "127.0.0.1", port
        self._steps: list[_PostStep] = []
        self._runner: web.AppRunner | None = None
        self.hanging = asyncio.Event()
        self._closing = asyncio.Event()

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}/hook"

    def answers(
        self, status: int, *, headers: Mapping[str, str] | None = None, body: str = "", delay_s: float = 0.0, times: int | None = 1
    ) -> None:
        """Answer with `status` after `delay_s`; the post counts as received whatever the status."""
        self._steps.append(_PostStep("answer", status, headers or {}, body, delay_s, times))

    def drops(self, *, is_early: bool = False, times: int | None = 1) -> None:
        """Cut the connection once the post has arrived, or (`is_early`) before its body was read."""
        self._steps.append(_PostStep("drop-early" if is_early else "drop", times=times))

    def hangs(self, *, times: int | None = 1) -> None:
        """Take the post and never answer."""
        self._steps.append(_PostStep("hang", times=times))

    def by_id(self) -> Mapping[str, list[ReceivedPost]]:
        """Return what was received by `webhook-id`: more than one each is a duplicate that a receiver leaves out."""
        found: dict[str, list[ReceivedPost]] = {}
        for each in self.received:
            found.setdefault(each.headers.get("webhook-id", ""), []).append(each)
        return found

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=BODY_BYTES_MAX)
        app.router.add_route("*", "/{path:.*}", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        self._closing.set()
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.StreamResponse:
        self.requests += 1
        step = self._next()
        if step.act == "drop-early":
            return self._dropped(request)
        body = await request.read()
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.received.append(ReceivedPost(request.path, headers, body, step.act == "answer"))
        if step.act == "drop":
            return self._dropped(request)
        if step.act == "hang":
            self.hanging.set()
            await self._closing.wait()
        await asyncio.sleep(step.delay_s)
        return web.Response(status=step.status, headers=dict(step.headers), text=step.body or ("ok" if step.status == 200 else ""))

    def _next(self) -> _PostStep:
        if not self._steps:
            return _PostStep("answer")
        step = self._steps[0]
        if step.times is not None:
            step.times -= 1
            if step.times <= 0:
                self._steps.pop(0)
        return step

    @staticmethod
    def _dropped(request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
