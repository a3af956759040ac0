"""The terms on which a receiver is told: together, not at night, once a digest, and by another way when its own is broken."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from watcher.errors import Reason
from watcher.model import Alert, AlertReason, DeliveryState, Health, HealthState, When
from watcher.model.settlement import NewAlert, Telling
from watcher.notify import send_deadline
from watcher.pipeline.deliver import FAILURES_BEFORE_BREAK, Couriers, deliver_due, run_digests
from watcher.pipeline.rendering import ALERTS_TOLD_TOGETHER_MAX, render_waiting
from watcher.pipeline.settle import tellings
from watcher.pipeline.world import World
from watcher.schedule import BREAK_MAX, breaker_until
from watcher.store import lease_of
from watcher.testing import SmtpSink, WebhookSink

from .parts import outbox
from .test_deliver import DAY, HOUR, NOW, began, clock_of, states, tell, world_with

MINUTE = timedelta(minutes=1)
OPERATORS = "reasons: [source-failing, delivery-failed]"


def payloads(folder: Path, kind: str) -> list[dict[str, object]]:
    paths = sorted((folder / "state" / "outbox").glob(f"*-{kind}-*.json"))
    return [json.loads(path.read_text())["payload"]["data"] for path in paths]


async def test_a_digest_lists_what_was_told_at_once_and_says_so(tmp_path: Path) -> None:
    """A receiver of both is told at once once, and its weekly digest is the whole record, once an alert."""
    edits = [("when: weekly}", f"when: weekly, match: {{{OPERATORS}}}}}")]
    async with world_with(tmp_path, "file", edits=edits) as world:
        began(world)
        [telling] = tellings(_trouble(world), world.tellers)
        assert (telling.when, telling.digest) == (When.NOW, When.WEEKLY)
        world.store.outbox.add_alert(NewAlert(AlertReason.SOURCE_FAILING, (telling,), "k", "union", "Trouble one", ()), NOW)
        tell(world, "two", When.WEEKLY)
        assert states(await deliver_due(world)) == ["sent"]
        clock_of(world).advance(7 * DAY)
        run_digests(world)
        assert states(await deliver_due(world)) == ["sent"]
        [digest] = payloads(tmp_path, "digest")
        assert isinstance(digest["alerts"], list)
        assert [(each["subject"], each["was_told"]) for each in digest["alerts"]] == [("Trouble one", True), ("Trouble two", False)]
        [text] = outbox(tmp_path, "digest")
        assert text.count("told at once") == 1
        assert "Trouble two" in text
        clock_of(world).advance(7 * DAY)
        run_digests(world)
        await deliver_due(world)
        assert payloads(tmp_path, "digest")[1]["alerts"] == []
        assert len(payloads(tmp_path, "operator")) == 1


async def test_a_digest_does_not_say_that_its_reader_was_told_where_that_did_not_arrive(tmp_path: Path) -> None:
    """What is dead, held or still waiting was not told at once, and neither was what should have stood in its message."""
    edits = [("when: weekly}", f"when: weekly, match: {{{OPERATORS}}}}}")]
    async with world_with(tmp_path, "file", edits=edits) as world:
        began(world)
        [telling] = tellings(_trouble(world), world.tellers)
        for number in range(2):
            world.store.outbox.add_alert(
                NewAlert(AlertReason.SOURCE_FAILING, (telling,), f"k{number}", "union", f"Trouble {number}", ()), NOW
            )
        render_waiting(world)
        [waiting] = world.store.outbox.deliveries(state=DeliveryState.PENDING)
        world.store.outbox.set_state(waiting["id"], DeliveryState.HELD, NOW)
        clock_of(world).advance(7 * DAY)
        run_digests(world)
        await deliver_due(world)
        [digest] = payloads(tmp_path, "digest")
        assert isinstance(digest["alerts"], list)
        assert [(each["subject"], each["was_told"]) for each in digest["alerts"]] == [("Trouble 0", False), ("Trouble 1", False)]


def _trouble(world: World) -> Alert:
    return Alert("", AlertReason.SOURCE_FAILING, world.clock.now(), source_id="union", subject_line="Trouble one")


async def test_a_group_goes_together_and_no_second_one_too_soon(tmp_path: Path) -> None:
    """The first waits for the others; a second message waits for the interval; nothing is told twice."""
    edits = [("when: now,", "when: now, group_wait: 5m, group_interval: 2h,")]
    async with world_with(tmp_path, "file", edits=edits) as world:
        tell(world, "one")
        assert await deliver_due(world) == []
        clock_of(world).advance(4 * MINUTE)
        tell(world, "two")
        assert await deliver_due(world) == []
        clock_of(world).advance(MINUTE)
        assert states(await deliver_due(world)) == ["sent"]
        tell(world, "three")
        clock_of(world).advance(2 * HOUR - MINUTE)
        tell(world, "four")
        assert await deliver_due(world) == []
        clock_of(world).advance(MINUTE)
        assert states(await deliver_due(world)) == ["sent"]
        first, second = outbox(tmp_path)
        assert [f"Trouble {key}" in first for key in ("one", "two", "three")] == [True, True, False]
        assert [f"Trouble {key}" in second for key in ("two", "three", "four")] == [False, True, True]


async def test_operators_are_reminded_of_what_lasts(tmp_path: Path) -> None:
    """One reminder an interval; a downtime is one, and a trouble that ended none."""
    edits = [("when: now,", "when: now, repeat_interval: 1d,")]
    async with world_with(tmp_path, "file", edits=edits) as world:
        _health(world, HealthState.FAILING)
        assert [await _reminded(world, after) for after in (DAY - MINUTE, MINUTE, timedelta(), 10 * DAY, MINUTE)] == [0, 1, 0, 1, 0]
        _health(world, HealthState.HEALTHY)
        assert await _reminded(world, 3 * DAY) == 0
        assert "The Invented Union still cannot be polled" in outbox(tmp_path, "operator")[0]


def _health(world: World, state: HealthState) -> None:
    from watcher.model import Outcome, PollRun

    now = world.clock.now()
    world.store.polls.record_run(PollRun("union", now, now, Outcome.OK), next_poll_at=now, health=Health(state, now, "no answer"))


async def _reminded(world: World, after: timedelta) -> int:
    clock_of(world).advance(after)
    run_digests(world)
    return sum(each.kind == "operator" for each in await deliver_due(world))


@pytest.mark.parametrize(
    ("evening", "hours"),
    [(datetime(2024, 3, 30, 23, 0, tzinfo=UTC), 7), (datetime(2024, 10, 26, 22, 0, tzinfo=UTC), 9), (NOW.replace(hour=23), 8)],
    ids=["clocks forward", "clocks back", "any night"],
)
async def test_quiet_hours_hold_and_release(tmp_path: Path, evening: datetime, hours: int) -> None:
    """What comes at night goes together in London's morning, whatever the clocks do; nothing is dropped."""
    edits = [("path: state/outbox,", 'path: state/outbox, quiet_hours: {from: "23:00", until: "07:00"},')]
    async with world_with(tmp_path, "file", edits=edits) as world:
        clock_of(world).advance(evening - NOW)
        tell(world, "one")
        for _ in range(hours * 60 - 1):
            assert await deliver_due(world) == []
            clock_of(world).advance(MINUTE)
            if world.clock.now() == evening + HOUR:
                tell(world, "two")
        assert await deliver_due(world) == []
        clock_of(world).advance(MINUTE)
        assert states(await deliver_due(world)) == ["sent"]
        [text] = outbox(tmp_path)
        assert "Trouble one" in text
        assert "Trouble two" in text


async def test_a_try_again_waits_for_the_morning_too_and_an_operator_may_release(tmp_path: Path, hook: WebhookSink) -> None:
    """Quiet hours hold what was rendered before them; what is released by hand goes alone."""
    hook.answers(503, times=2)
    edits = [("allow_private: true,", 'allow_private: true, quiet_hours: {from: "09:30", until: "12:00"},')]
    async with world_with(tmp_path, "webhook", port=hook.port, edits=edits) as world:
        tell(world, "one")
        tell(world, "two")
        assert states(await deliver_due(world)) == ["pending", "pending"]
        clock_of(world).advance(HOUR)
        assert await deliver_due(world) == []
        first = world.store.outbox.deliveries()[0]["id"]
        assert world.store.outbox.release(first, world.clock.now())
        assert [each.delivery_id for each in await deliver_due(world)] == [first]
        clock_of(world).advance(2 * HOUR)
        assert states(await deliver_due(world)) == ["sent"]


async def test_a_broken_receiver_is_left_alone_for_a_while(tmp_path: Path, hook: WebhookSink) -> None:
    """Five failures in a row open its breaker, a restart does not close it, one success does."""
    hook.answers(503, times=FAILURES_BEFORE_BREAK)
    async with world_with(tmp_path, "webhook", port=hook.port) as world:
        for number in range(FAILURES_BEFORE_BREAK + 3):
            tell(world, str(number))
        assert states(await deliver_due(world)) == ["pending"] * FAILURES_BEFORE_BREAK
        until = world.clock.now() + timedelta(seconds=10)
    async with world_with(tmp_path, "webhook", port=hook.port) as world:
        [breaker] = world.store.breakers.open_at(world.clock.now())
        assert (breaker.receiver_id, breaker.failures, breaker.open_until) == ("desk", FAILURES_BEFORE_BREAK, until)
        clock_of(world).advance(timedelta(seconds=9))
        assert await deliver_due(world) == []
        clock_of(world).advance(timedelta(minutes=9))
        assert states(await deliver_due(world)) == ["sent"] * (FAILURES_BEFORE_BREAK + 3)
        assert world.store.breakers.of("desk") is None


async def test_a_retry_after_is_the_receivers_and_not_one_messages(tmp_path: Path, hook: WebhookSink) -> None:
    """429 with Retry-After stops all that goes there, also what was not yet tried."""
    hook.answers(429, headers={"Retry-After": "600"})
    async with world_with(tmp_path, "webhook", port=hook.port) as world:
        tell(world, "one")
        tell(world, "two")
        assert states(await deliver_due(world)) == ["pending"]
        clock_of(world).advance(timedelta(seconds=599))
        assert await deliver_due(world) == []
        clock_of(world).advance(timedelta(seconds=1))
        assert sorted(states(await deliver_due(world))) == ["sent", "sent"]


async def test_a_mailbox_that_is_refused_says_nothing_about_the_others(tmp_path: Path, mailbox: SmtpSink) -> None:
    """550 is about one address: it opens no breaker."""
    mailbox.answers("rcpt", "550 5.1.1 no such user", to="a@union.example", times=None)
    async with world_with(tmp_path, "email", port=mailbox.port) as world:
        for number in range(FAILURES_BEFORE_BREAK + 1):
            tell(world, str(number))
            assert sorted(states(await deliver_due(world))) == ["dead", "sent"]
        assert world.store.breakers.of("desk") is None


def test_a_breaker_opens_longer_and_longer_up_to_an_hour() -> None:
    """10 s, doubling, to `BREAK_MAX`."""
    waits = [breaker_until(number, NOW) - NOW for number in (0, 1, 2, 8, 9, 500)]
    assert waits == [timedelta(seconds=each) for each in (10, 20, 40, 2560)] + [BREAK_MAX, BREAK_MAX]


async def test_a_dead_letter_is_told_by_another_receiver(tmp_path: Path, mailbox: SmtpSink) -> None:
    """Not by the one that failed, in the same round, once; and the death of such a notice tells nobody."""
    mailbox.answers("rcpt", "550 5.1.1 no such user", times=None)
    other = "  - {id: folder, kind: file, path: state/outbox}\n"
    edits = [
        ("to: [desk], when: now, match: {reasons: [source-failing]}", f"to: [desk, folder], when: now, match: {{{OPERATORS}}}")
    ]
    async with world_with(tmp_path, "email", port=mailbox.port, more=other, edits=edits) as world:
        tell(world, "one")
        assert sorted(states(await deliver_due(world))) == ["dead", "dead", "sent"]
        [notice] = outbox(tmp_path)
        assert notice.count("A message to desk is dead") == 2
        assert "no such user" in notice
        assert await deliver_due(world) == []
        assert world.store.outbox.counts() == {"dead": 2, "sent": 1, "cancelled": 1}


async def test_two_dead_receivers_do_not_tell_of_one_another_for_ever(tmp_path: Path, mailbox: SmtpSink) -> None:
    """A notice of a dead letter that dies itself ends there."""
    mailbox.answers("rcpt", "550 5.1.1 no such user", times=None)
    second = f"""\
  - {{id: second, kind: email, to: "c@union.example", from: watcher@union.example,
     smtp: {{host: 127.0.0.1, port: {mailbox.port}, security: none}}}}
"""
    edits = [
        ("to: [desk], when: now, match: {reasons: [source-failing]}", f"to: [desk, second], when: now, match: {{{OPERATORS}}}")
    ]
    async with world_with(tmp_path, "email", port=mailbox.port, more=second, edits=edits) as world:
        tell(world, "one")
        assert states(await deliver_due(world)) == ["dead", "dead", "dead"]
        assert await deliver_due(world) == []


@pytest.mark.parametrize("seconds", ["1", "120", "600"])
async def test_a_lease_outlasts_the_send_by_construction(tmp_path: Path, seconds: str) -> None:
    """Whatever `deadline_s` says, a claim is held twice as long: a send under way is never taken for dead."""
    edits = [("deadline_s: 5", f"deadline_s: {seconds}")]
    async with world_with(tmp_path, "email", port=1, edits=edits) as world:
        [desk] = world.receivers
        assert send_deadline(desk) == float(seconds)
        tell(world, "one")
        await deliver_due(world)  # nobody listens on port 1: it is claimed, and comes back
        [first, _] = world.store._database.rows("SELECT * FROM attempt")
        assert first["reason"] == "connect"
        lease = lease_of(timedelta(seconds=send_deadline(desk)))
        assert lease == 2 * timedelta(seconds=float(seconds))


async def test_a_receiver_that_hangs_holds_up_nobody(tmp_path: Path, mailbox: SmtpSink) -> None:
    """The others get theirs, at this tick and the next, while one send is still under way."""
    mailbox.hangs("ehlo", times=None)
    other = "  - {id: folder, kind: file, path: state/outbox}\n"
    edits = [("to: [desk], when: now", "to: [desk, folder], when: now")]
    async with world_with(tmp_path, "email", port=mailbox.port, more=other, edits=edits) as world:
        couriers = Couriers()
        for number in (1, 2):
            alert = NewAlert(
                AlertReason.SOURCE_FAILING, tellings(_trouble(world), world.tellers), f"k{number}", "union", "Trouble", ()
            )
            world.store.outbox.add_alert(alert, world.clock.now())
            couriers.start(world)
            await asyncio.wait_for(mailbox.hanging.wait(), 5)
            await _until(lambda count=number: len(outbox(tmp_path)) == count)
        for task in couriers.tasks:
            task.cancel()
        await asyncio.gather(*couriers.tasks, return_exceptions=True)


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not is_so():  # noqa: ASYNC110 - what is waited for are files
            await asyncio.sleep(0.01)


async def test_what_cannot_be_put_together_is_a_placeholder_with_its_link(tmp_path: Path) -> None:
    """One poisoned statement costs its own words; its link, the other alerts and the digest are told."""
    from store.parts import new_alert, settlement

    async with world_with(tmp_path, "file") as world:
        began(world)
        for number in (1, 2):
            now = (Telling("desk", "operators", When.NOW, digest=When.WEEKLY),)
            text, inquiry = f"Heads waited {number} weeks.", world.watch.taxonomy.id
            url = f"https://union.example/{number}"
            one = settlement(text, url=url, alert=new_alert(*now), taxonomy_id=inquiry, now=NOW)
            world.store.statements.record(one)
        world.store._database.connection.execute("UPDATE revision SET details = '{' WHERE id = 1")
        assert states(await deliver_due(world)) == ["sent"]
        clock_of(world).advance(7 * DAY)
        run_digests(world)
        assert states(await deliver_due(world)) == ["sent"]
        for text in outbox(tmp_path):
            assert "https://union.example/1" in text
            assert "Heads waited 2 weeks." in text


async def test_what_cannot_be_rendered_at_all_is_dead_and_said(tmp_path: Path) -> None:
    """The others go in the same round, and operators are told by another receiver."""
    other = "  - {id: folder, kind: file, path: state/outbox}\n"
    edits = [
        ("path: state/outbox, on_ambiguous", "path: state/desk, on_ambiguous"),
        ("to: [desk], when: now, match: {reasons: [source-failing]}", f"to: [desk, folder], when: now, match: {{{OPERATORS}}}"),
    ]
    async with world_with(tmp_path, "file", more=other, edits=edits) as world:
        for key in ("one", "two", "three"):
            tell(world, key)
        world.store._database.connection.execute("UPDATE alert SET reason = 'no-such-reason' WHERE subject_key = 'two'")
        sent = await deliver_due(world)
        assert sorted(states(sent)) == ["dead", "sent", "sent", "sent"]
        assert "could not be rendered" in next(each.problem or "" for each in sent if each.state is DeliveryState.DEAD)
        [notice] = outbox(tmp_path)
        assert "A message to desk is dead" in notice
        told = "".join(path.read_text() for path in (tmp_path / "state" / "desk").glob("*.txt"))
        assert ("Trouble one" in told, "Trouble two" in told, "Trouble three" in told) == (True, False, True)


@pytest.mark.parametrize("extra", [0, 1])
async def test_a_flood_is_told_in_as_few_messages_as_name_it_all(tmp_path: Path, extra: int) -> None:
    """Each alert stands in a message by its title at least; what is beyond one message's limit stands in a second."""
    async with world_with(tmp_path, "file") as world:
        for number in range(ALERTS_TOLD_TOGETHER_MAX + extra):
            tell(world, f"{number:04d}")
        render_waiting(world)
        assert len(await deliver_due(world)) == 1 + extra
        text = "".join(outbox(tmp_path))
        assert all(f"Trouble {number:04d}" in text for number in range(ALERTS_TOLD_TOGETHER_MAX + extra))


async def test_what_was_in_doubt_is_on_record_also_where_it_is_sent_again(tmp_path: Path, hook: WebhookSink) -> None:
    """A claim of the dead that was committing is an ambiguous attempt, whatever becomes of it."""
    async with world_with(tmp_path, "webhook", port=hook.port) as world:
        tell(world, "one")
        render_waiting(world)
        [claimed] = world.store.outbox.claim(NOW, 1, ["desk"], lease=MINUTE)
        world.store.outbox.committing(claimed.id)
        clock_of(world).advance(MINUTE)
        assert states(await deliver_due(world)) == ["sent"]
        assert [each["reason"] for each in world.store.outbox.attempts(claimed.id)] == [Reason.AMBIGUOUS.value, None]
