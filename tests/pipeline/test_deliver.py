"""The outbox, emptied through real servers: what arrives, what is tried again, what is left to a person."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from watcher.model import AlertReason, DeliveryState, MessageKind, Outcome, PollRun, When
from watcher.model.settlement import NewAlert
from watcher.pipeline.deliver import ATTEMPTS_MAX, Sent, deliver_due, run_digests
from watcher.pipeline.settle import Tellers, addresses
from watcher.pipeline.world import World
from watcher.schedule import next_attempt_at
from watcher.store import lease_of
from watcher.testing import FakeClock, LoopbackResolver, SmtpSink, WebhookSink

from .parts import at_work, outbox
from .site import SOURCES

NOW = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LEASE = lease_of(timedelta(seconds=5))
ROUTES = """\
routes:
  - {id: operators, to: [desk], when: now, match: {reasons: [source-failing]}}
  - {id: weekly, to: [desk], when: weekly}
"""
ALERTS = {
    "email": """\
receivers:
  - id: desk
    kind: email
    to: "a@union.example, b@union.example"
    from: watcher@union.example
    smtp: {{host: 127.0.0.1, port: {port}, security: none, deadline_s: 5}}
    on_ambiguous: {on_ambiguous}
""",
    "webhook": """\
receivers:
  - {{id: desk, kind: webhook, url: "http://127.0.0.1:{port}/hook", allow_private: true, on_ambiguous: {on_ambiguous}}}
""",
    "file": """\
receivers:
  - {{id: desk, kind: file, path: state/outbox, on_ambiguous: {on_ambiguous}}}
""",
}


@asynccontextmanager
async def world_with(
    folder: Path,
    kind: str,
    *,
    port: int = 0,
    on_ambiguous: str = "hold",
    more: str = "",
    edits: Sequence[tuple[str, str]] = (),
) -> AsyncIterator[World]:
    """Build a world with one receiver, `desk`; nothing is polled in it. `edits` replace words of its alerts.yaml."""
    text = ALERTS[kind].format(port=port, on_ambiguous=on_ambiguous) + more + ROUTES
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    (folder / "sources.yaml").write_text(SOURCES)
    (folder / "alerts.yaml").write_text(text)
    async with at_work(folder, LoopbackResolver({}), FakeClock(NOW)) as world:
        yield world


def tell(world: World, key: str, when: When = When.NOW) -> None:
    """Decide that the desk hears of something."""
    [desk] = [receiver for receiver in world.watch.receivers if receiver.id == "desk"]
    assert isinstance(world.tellers, Tellers)
    from watcher.model.settlement import Telling

    telling = Telling("desk", "operators", when, addresses(desk))
    alert = NewAlert(AlertReason.SOURCE_FAILING, (telling,), key, "union", f"Trouble {key}", ("no answer",))
    world.store.outbox.add_alert(alert, world.clock.now())


def clock_of(world: World) -> FakeClock:
    assert isinstance(world.clock, FakeClock)
    return world.clock


def states(sent: list[Sent]) -> list[str]:
    return [each.state.value for each in sent]


async def test_two_addresses_are_two_deliveries(tmp_path: Path, mailbox: SmtpSink) -> None:
    """Each address gets a message of its own under an id of its own, and a failure of one is not the other's."""
    mailbox.answers("rcpt", "450 4.2.1 mailbox busy", to="a@union.example")
    async with world_with(tmp_path, "email", port=mailbox.port) as world:
        tell(world, "one")
        assert sorted(states(await deliver_due(world))) == ["pending", "sent"]
        assert [mail.recipients for mail in mailbox.received] == [("b@union.example",)]
        clock_of(world).advance(HOUR)
        assert states(await deliver_due(world)) == ["sent"]
        assert mailbox.received[-1].recipients == ("a@union.example",)
        assert len({mail.message_id for mail in mailbox.received}) == 2
        assert await deliver_due(world) == []


async def test_what_waits_for_one_address_goes_in_one_message(tmp_path: Path, mailbox: SmtpSink) -> None:
    """Three troubles of one night are one mail to each, with all three in it."""
    async with world_with(tmp_path, "email", port=mailbox.port) as world:
        for key in ("one", "two", "three"):
            tell(world, key)
        assert states(await deliver_due(world)) == ["sent", "sent"]
        for mail in mailbox.received:
            body = mail.mail.get_body(("plain",))
            assert body is not None
            assert all(f"Trouble {key}" in body.get_content() for key in ("one", "two", "three"))
        assert await deliver_due(world) == []


async def test_a_webhook_gets_an_event_for_each_alert(tmp_path: Path, hook: WebhookSink) -> None:
    """A program is told of one thing at a time, each under its own id."""
    async with world_with(tmp_path, "webhook", port=hook.port) as world:
        tell(world, "one")
        tell(world, "two")
        assert states(await deliver_due(world)) == ["sent", "sent"]
        assert sorted(map(len, hook.by_id().values())) == [1, 1]


async def test_an_ambiguous_send_is_held_for_a_person(tmp_path: Path, mailbox: SmtpSink) -> None:
    """The connection ended between the final dot and the answer: nobody knows, so nothing is sent twice."""
    mailbox.drops("dot", to="a@union.example")
    async with world_with(tmp_path, "email", port=mailbox.port) as world:
        tell(world, "one")
        assert sorted(states(await deliver_due(world))) == ["held", "sent"]
        clock_of(world).advance(30 * DAY)
        assert await deliver_due(world) == []
        assert all(len(mails) == 1 for mails in mailbox.by_id().values())
        [held] = world.store.outbox.deliveries(state=DeliveryState.HELD)
        assert held["problem"]


async def test_a_receipt_that_cannot_be_stored_is_a_doubt_and_never_a_second_mail(tmp_path: Path, mailbox: SmtpSink) -> None:
    """The server took the message, and the database did not take its answer: what was sent is not sent again."""
    async with world_with(tmp_path, "email", port=mailbox.port) as world:
        tell(world, "one")
        fault = "CREATE TEMP TRIGGER fault BEFORE UPDATE ON delivery WHEN new.state = 'sent' BEGIN SELECT raise(ABORT, 'disk'); END"
        world.store._database.connection.execute(fault)
        assert states(await deliver_due(world)) == ["held", "held"]
        world.store._database.connection.execute("DROP TRIGGER fault")
        clock_of(world).advance(30 * DAY)
        assert await deliver_due(world) == []
        assert len(mailbox.received) == 2


async def test_an_ambiguous_send_is_repeated_where_the_operator_wishes(tmp_path: Path, mailbox: SmtpSink) -> None:
    """`on_ambiguous: resend`: the same message again, same id to the letter."""
    mailbox.drops("dot", to="a@union.example")
    async with world_with(tmp_path, "email", port=mailbox.port, on_ambiguous="resend") as world:
        tell(world, "one")
        assert sorted(states(await deliver_due(world))) == ["pending", "sent"]
        clock_of(world).advance(HOUR)
        assert states(await deliver_due(world)) == ["sent"]
        first, again = (mail for mail in mailbox.received if mail.recipients == ("a@union.example",))
        assert first.message_id == again.message_id
        assert first.content == again.content


async def test_a_program_that_knows_ids_is_asked_again(tmp_path: Path, hook: WebhookSink) -> None:
    """A webhook is told again under the same id, whatever `on_ambiguous` says: its effect is once."""
    hook.drops()
    async with world_with(tmp_path, "webhook", port=hook.port) as world:
        tell(world, "one")
        assert states(await deliver_due(world)) == ["pending"]
        clock_of(world).advance(HOUR)
        assert states(await deliver_due(world)) == ["sent"]
        assert [len(posts) for posts in hook.by_id().values()] == [2]


async def test_a_permanent_refusal_is_dead_at_once_and_stops_nobody(tmp_path: Path, mailbox: SmtpSink) -> None:
    """A mailbox that does not exist is not asked a second time."""
    mailbox.answers("rcpt", "550 5.1.1 no such user", to="a@union.example", times=None)
    async with world_with(tmp_path, "email", port=mailbox.port) as world:
        tell(world, "one")
        sent = await deliver_due(world)
        assert sorted(states(sent)) == ["dead", "sent"]
        assert "no such user" in next(each.problem or "" for each in sent if each.state is DeliveryState.DEAD)
        clock_of(world).advance(30 * DAY)
        assert await deliver_due(world) == []


async def test_a_receiver_that_says_when_is_believed(tmp_path: Path, hook: WebhookSink) -> None:
    """Retry-After lengthens the wait; until then nothing is sent."""
    hook.answers(429, headers={"Retry-After": "7200"})
    async with world_with(tmp_path, "webhook", port=hook.port) as world:
        tell(world, "one")
        assert states(await deliver_due(world)) == ["pending"]
        clock_of(world).advance(2 * HOUR - timedelta(seconds=1))
        assert await deliver_due(world) == []
        clock_of(world).advance(timedelta(seconds=1))
        assert states(await deliver_due(world)) == ["sent"]


async def test_a_receiver_that_never_answers_well_is_given_up_after_so_many_tries(tmp_path: Path, hook: WebhookSink) -> None:
    """Each try is later than the last; the end is `dead`, and said."""
    hook.answers(503, times=None)
    async with world_with(tmp_path, "webhook", port=hook.port) as world:
        tell(world, "one")
        began = world.clock.now()
        ends = []
        for attempt in range(1, ATTEMPTS_MAX + 1):
            [each] = await deliver_due(world)
            ends.append(each.state)
            clock_of(world).advance(next_attempt_at(attempt, world.clock.now(), name=each.delivery_id) - world.clock.now())
        assert ends == [DeliveryState.PENDING] * (ATTEMPTS_MAX - 1) + [DeliveryState.DEAD]
        assert timedelta(days=1) < world.clock.now() - began < timedelta(days=8)
        assert hook.requests == ATTEMPTS_MAX
        assert await deliver_due(world) == []


async def _abandoned(world: World, *, is_committing: bool) -> None:
    """Leave a claim behind as a process does that was killed while it sent."""
    from watcher.pipeline.rendering import render_waiting

    tell(world, "one")
    render_waiting(world)
    for delivery in world.store.outbox.claim(world.clock.now(), 10, ["desk"], lease=LEASE):
        if is_committing:
            world.store.outbox.committing(delivery.id)


async def test_a_claim_of_the_dead_is_sent_if_nothing_had_gone_out(tmp_path: Path, mailbox: SmtpSink) -> None:
    """Before the last byte nothing can have arrived; before the lease ends nobody touches it."""
    async with world_with(tmp_path, "email", port=mailbox.port) as world:
        await _abandoned(world, is_committing=False)
        clock_of(world).advance(LEASE - timedelta(seconds=1))
        assert await deliver_due(world) == []
        clock_of(world).advance(timedelta(seconds=1))
        assert states(await deliver_due(world)) == ["sent", "sent"]


async def test_a_claim_of_the_dead_is_held_if_it_may_have_arrived(tmp_path: Path, mailbox: SmtpSink) -> None:
    """After the last byte a person decides, unless the operator chose otherwise."""
    async with world_with(tmp_path, "email", port=mailbox.port) as world:
        await _abandoned(world, is_committing=True)
        clock_of(world).advance(LEASE)
        assert states(await deliver_due(world)) == ["held", "held"]
        assert world.store.outbox.counts() == {"held": 2}
        assert mailbox.received == []


async def test_a_claim_of_the_dead_is_written_again_where_ids_are_known(tmp_path: Path) -> None:
    """A file has its id in its name: writing it again cannot make two."""
    async with world_with(tmp_path, "file") as world:
        await _abandoned(world, is_committing=True)
        clock_of(world).advance(LEASE)
        assert states(await deliver_due(world)) == ["sent"]
        assert len(outbox(tmp_path)) == 1


async def test_a_message_that_the_database_has_damaged_is_dead_and_stops_nobody(tmp_path: Path, mailbox: SmtpSink) -> None:
    """What stands behind it is sent, also where the process died with the damaged one in its hands; it is said once, for good."""
    async with world_with(tmp_path, "email", port=mailbox.port) as world:
        for damage in ("{", "{}", '{"id": 1}', "null"):
            tell(world, damage)
            await _abandoned(world, is_committing=False)
            connection = world.store._database.connection
            connection.execute("UPDATE delivery SET message = ? WHERE state = 'claimed'", (damage,))
            tell(world, f"behind {damage}")
            clock_of(world).advance(LEASE)
            sent = await deliver_due(world)
            assert states(sent) == ["dead", "dead", "sent", "sent"], damage
            assert "damaged" in (sent[0].problem or "")
            clock_of(world).advance(30 * DAY)
            assert await deliver_due(world) == []


async def test_a_damaged_message_is_dead_at_its_turn(tmp_path: Path, mailbox: SmtpSink) -> None:
    """Damage done while a message waits for its next try ends that message alone."""
    mailbox.answers("rcpt", "451 later", to="a@union.example")
    async with world_with(tmp_path, "email", port=mailbox.port) as world:
        tell(world, "one")
        assert sorted(states(await deliver_due(world))) == ["pending", "sent"]
        world.store._database.connection.execute("UPDATE delivery SET message = '{' WHERE state = 'pending'")
        clock_of(world).advance(HOUR)
        assert states(await deliver_due(world)) == ["dead"]


async def test_a_receiver_that_was_taken_away_stops_nobody(tmp_path: Path) -> None:
    """What waits for it stays; the others are served."""
    gone = "  - {id: gone, kind: file, path: state/gone}\n"
    async with world_with(tmp_path, "file", more=gone) as world:
        from watcher.model.settlement import Telling

        for receiver_id in ("gone", "desk", "never-was"):
            telling = Telling(receiver_id, "operators", When.NOW)
            world.store.outbox.add_alert(NewAlert(AlertReason.SOURCE_FAILING, (telling,), receiver_id, "union", "Trouble"), NOW)
    async with world_with(tmp_path, "file") as world:
        assert [each.receiver_id for each in await deliver_due(world)] == ["desk"]
        assert world.store.outbox.counts() == {"pending": 2, "sent": 1}


def began(world: World) -> None:
    """Let watching have begun now."""
    from watcher.model import Health, HealthState

    run = PollRun("union", world.clock.now(), world.clock.now(), Outcome.OK)
    world.store.polls.record_run(run, next_poll_at=world.clock.now(), health=Health(HealthState.HEALTHY))


async def test_a_watch_that_never_ran_owes_nobody_a_digest(tmp_path: Path) -> None:
    """The first slot is the one that closes after watching began."""
    async with world_with(tmp_path, "file") as world:
        assert run_digests(world) == []
        began(world)
        assert run_digests(world) == []
        clock_of(world).advance(7 * DAY)
        assert run_digests(world) == ["desk weekly-2024-01-15"]


async def test_after_a_downtime_of_weeks_one_digest_has_all_of_it(tmp_path: Path) -> None:
    """Missed slots are one digest from the end of the last one, exactly once."""
    async with world_with(tmp_path, "file") as world:
        began(world)
        clock_of(world).advance(7 * DAY)
        assert run_digests(world) == ["desk weekly-2024-01-15"]
        tell(world, "missed", When.WEEKLY)
        clock_of(world).advance(22 * DAY)
        assert run_digests(world) == ["desk weekly-2024-02-05"]
        assert run_digests(world) == []
        since, until, _ = world.store.outbox.digest_window("desk", "weekly-2024-02-05")
        assert (since, until) == (datetime(2024, 1, 15, 7, 30, tzinfo=UTC), datetime(2024, 2, 5, 7, 30, tzinfo=UTC))
        assert len(world.store.outbox.digest_alerts("desk", "weekly-2024-02-05")) == 1
        assert [each.kind for each in await deliver_due(world)] == [MessageKind.DIGEST] * 2


async def test_windows_follow_one_another_without_gap_or_overlap(tmp_path: Path) -> None:
    """Over a spring with a clock change each digest begins where the last one ended, in London's morning."""
    async with world_with(tmp_path, "file") as world:
        began(world)
        clock_of(world).advance(timedelta(hours=1))
        windows = []
        for _ in range(14 * 7 * 4):
            clock_of(world).advance(timedelta(hours=6))
            for period in run_digests(world):
                windows.append(world.store.outbox.digest_window("desk", period.split()[1])[:2])
        assert len(windows) == 14
        assert [later[0] for later in windows[1:]] == [earlier[1] for earlier in windows[:-1]]
        assert {until.hour for _, until in windows} == {6, 7}


async def test_a_digest_sent_by_hand_takes_the_periods_slot(tmp_path: Path) -> None:
    """What is sent on Friday is not sent again on Monday; what came after Friday waits a week."""
    async with world_with(tmp_path, "file") as world:
        began(world)
        tell(world, "before", When.WEEKLY)
        clock_of(world).advance(4 * DAY)
        assert run_digests(world, is_early=True) == ["desk weekly-2024-01-15"]
        assert run_digests(world, is_early=True) == []
        tell(world, "after", When.WEEKLY)
        clock_of(world).advance(3 * DAY)
        assert run_digests(world) == []
        clock_of(world).advance(7 * DAY)
        assert run_digests(world) == ["desk weekly-2024-01-22"]
        counts = [len(world.store.outbox.digest_alerts("desk", f"weekly-2024-01-{day}")) for day in (15, 22)]
        assert counts == [1, 1]
