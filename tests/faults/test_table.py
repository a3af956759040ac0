"""What becomes of a message at each failure of its receiver: real servers on loopback; `pytest -s` prints the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline.parts import at_work
from pipeline.site import SOURCES

from watcher.model import AlertReason, When
from watcher.model.settlement import NewAlert, Telling
from watcher.pipeline.deliver import deliver_due
from watcher.pipeline.settle import addresses
from watcher.pipeline.world import World
from watcher.testing import FakeClock, LoopbackResolver, SmtpSink, WebhookSink

NOW = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)
TEN = tuple(f"reader{number}@union.example" for number in range(10))
ONE = TEN[:1]
DEADLINE_S = 1.0


@dataclass(frozen=True, slots=True)
class Case:
    """A failure, scripted, and how it must end: states after the first try and a day later, tries, copies by id, doubts."""

    kind: str
    name: str
    script: Callable[[Any], None]
    first: str
    reason: str | None
    end: str
    tries: int
    copies: tuple[int, ...]
    doubts: int = 0
    on_ambiguous: str = "hold"
    to: tuple[str, ...] = ONE


CASES = (
    Case("email", "accepts, then drops; hold", lambda at: at.drops("dot"), "held", "ambiguous", "held", 1, (1,), 1),
    Case("email", "accepts, then drops; resend", lambda at: at.drops("dot"), "pending", "ambiguous", "sent", 2, (2,), 1, "resend"),
    Case("email", "hangs before 250; hold", lambda at: at.hangs("dot"), "held", "ambiguous", "held", 1, (1,), 1),
    Case(
        "email",
        "refuses one of ten",
        lambda at: at.answers("rcpt", "550 5.1.1 no such user", to=TEN[3], times=None),
        "9 sent, 1 dead",
        "refused",
        "9 sent, 1 dead",
        10,
        (1,) * 9,
        to=TEN,
    ),
    Case("email", "421 at MAIL", lambda at: at.answers("mail", "421 4.3.2 closing"), "pending", "rate_limited", "sent", 2, (1,)),
    Case("email", "450 at RCPT", lambda at: at.answers("rcpt", "450 4.2.1 busy"), "pending", "temporary", "sent", 2, (1,)),
    Case("email", "550 at RCPT", lambda at: at.answers("rcpt", "550 5.1.1 no", times=None), "dead", "refused", "dead", 1, ()),
    Case("email", "552 at the dot", lambda at: at.answers("dot", "552 5.3.4 too big"), "dead", "refused", "dead", 1, ()),
    Case("email", "451 at the dot", lambda at: at.answers("dot", "451 4.3.0 later"), "pending", "temporary", "sent", 2, (1,)),
    Case("email", "drops at RCPT", lambda at: at.drops("rcpt"), "pending", "connect", "sent", 2, (1,)),
    Case("email", "hangs at EHLO", lambda at: at.hangs("ehlo"), "pending", "timeout", "sent", 2, (1,)),
    Case(
        "slack",
        "429, Retry-After 60",
        lambda at: at.answers(429, headers={"Retry-After": "60"}),
        "pending",
        "rate_limited",
        "sent",
        2,
        (2,),
    ),
    Case("slack", "500", lambda at: at.answers(500), "pending", "http_5xx", "sent", 2, (2,)),
    Case("slack", "404", lambda at: at.answers(404, body="no_service"), "dead", "gone", "dead", 1, (1,)),
    Case("slack", "slow, within its time", lambda at: at.answers(200, body="ok", delay_s=0.4), "sent", None, "sent", 1, (1,)),
    Case("slack", "never answers; hold", lambda at: at.hangs(), "held", "ambiguous", "held", 1, (1,), 1),
    Case("webhook", "301", lambda at: at.answers(301, headers={"Location": "/x"}), "dead", "bad_response", "dead", 1, (1,)),
    Case("webhook", "307", lambda at: at.answers(307, headers={"Location": "/x"}), "dead", "bad_response", "dead", 1, (1,)),
    Case("webhook", "410", lambda at: at.answers(410), "dead", "gone", "dead", 1, (1,)),
    Case("webhook", "500", lambda at: at.answers(500), "pending", "http_5xx", "sent", 2, (2,)),
    Case("webhook", "takes it, then drops", lambda at: at.drops(), "pending", "ambiguous", "sent", 2, (2,), 1),
    Case("webhook", "never answers", lambda at: at.hangs(), "pending", "ambiguous", "sent", 2, (2,), 1),
)


def receiver(number: int, case: Case, port: int) -> str:
    head = f"id: r{number}, kind: {case.kind}, on_ambiguous: {case.on_ambiguous}"
    if case.kind == "email":
        smtp = f"{{host: 127.0.0.1, port: {port}, security: none, deadline_s: {DEADLINE_S}}}"
        return f'  - {{{head}, to: "{", ".join(case.to)}", from: watcher@union.example, smtp: {smtp}}}\n'
    return f'  - {{{head}, url: "http://127.0.0.1:{port}/hook", allow_private: true, deadline_s: {DEADLINE_S}}}\n'


async def opened(stack: AsyncExitStack, case: Case) -> SmtpSink | WebhookSink:
    sink = await stack.enter_async_context(SmtpSink() if case.kind == "email" else WebhookSink())
    case.script(sink)
    return sink


def write_files(folder: Path, sinks: Mapping[Case, SmtpSink | WebhookSink]) -> None:
    receivers = "".join(receiver(number, case, sink.port) for number, (case, sink) in enumerate(sinks.items()))
    routes = f"  - {{id: r, to: [{', '.join(f'r{number}' for number in range(len(sinks)))}], when: now}}\n"
    (folder / "sources.yaml").write_text(SOURCES)
    (folder / "alerts.yaml").write_text(f"receivers:\n{receivers}routes:\n{routes}")


def tell_all(world: World) -> None:
    tellings = tuple(Telling(each.id, "r", When.NOW, addresses(each)) for each in world.receivers)
    world.store.outbox.add_alert(NewAlert(AlertReason.SOURCE_FAILING, tellings, "k", "union", "Trouble", ()), NOW)


def states(world: World, number: int) -> str:
    rows = world.store._database.rows(
        "SELECT state, count(*) AS n FROM delivery WHERE receiver_id = ? GROUP BY state ORDER BY state DESC", f"r{number}"
    )
    return rows[0]["state"] if len(rows) == 1 else ", ".join(f"{row['n']} {row['state']}" for row in rows)


def attempts(world: World, number: int) -> list[str | None]:
    rows = world.store._database.rows(
        "SELECT reason FROM attempt JOIN delivery ON id = delivery_id WHERE receiver_id = ? ORDER BY number, outcome", f"r{number}"
    )
    return [row["reason"] for row in rows]


def copies(sink: SmtpSink | WebhookSink) -> tuple[int, ...]:
    """Return how often each message arrived, by what its receiver knows it by (Slack has no ids: by its words)."""
    if isinstance(sink, SmtpSink):
        return tuple(map(len, sink.by_id().values()))
    return tuple(map(len, sink.by_id().values())) if sink.received else ()


async def test_every_failure_ends_as_promised(tmp_path: Path) -> None:
    """Again with the same id, dead and said, or held for a person: and never a copy that is not on record as a doubt."""
    async with AsyncExitStack() as stack:
        sinks = {case: await opened(stack, case) for case in CASES}
        write_files(tmp_path, sinks)
        clock = FakeClock(NOW)
        world = await stack.enter_async_context(at_work(tmp_path, LoopbackResolver({}), clock))
        tell_all(world)
        await deliver_due(world)
        first = [(states(world, number), next(filter(None, attempts(world, number)), None)) for number in range(len(CASES))]
        clock.advance(timedelta(seconds=9))
        assert await deliver_due(world) == [], "nothing is tried again before ten seconds have passed"
        clock.advance(timedelta(days=1))
        await deliver_due(world)
        print(f"\n{'receiver':8} {'failure':30} {'after the first try':20} {'reason':13} {'a day later':15} tries copies doubts")
        found = []
        for number, (case, sink) in enumerate(sinks.items()):
            reasons = attempts(world, number)
            end = Case(
                case.kind,
                case.name,
                case.script,
                *first[number],
                states(world, number),
                len(reasons),
                copies(sink),
                reasons.count("ambiguous"),
                case.on_ambiguous,
                case.to,
            )
            found.append(end)
            print(
                f"{end.kind:8} {end.name:30} {end.first:20} {end.reason or '-':13} {end.end:15} {end.tries:5} "
                f"{sum(end.copies):6} {end.doubts:6}"
            )
        assert found == list(CASES)
        counts = world.store.outbox.counts()
        assert set(counts) <= {"sent", "dead", "held"}
