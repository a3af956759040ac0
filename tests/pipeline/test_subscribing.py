"""Who asked for messages, and how they get rid of them again."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import ClientSession, web

from watcher.cli.leaving import leaving_routes
from watcher.model import DeliveryState
from watcher.pipeline.deliver import deliver_due, run_digests
from watcher.pipeline.settle import addresses
from watcher.pipeline.subscribing import TOKEN_CHARS_MAX, subscription_of, unsubscribe
from watcher.pipeline.world import World
from watcher.testing import SmtpSink

from .test_deliver import DAY, NOW, began, clock_of, states, tell, world_with

PUBLIC = [("receivers:", "public_url: https://watch.union.example/w\nreceivers:")]


def desk(world: World) -> tuple[str | None, ...]:
    return addresses(next(each for each in world.receivers if each.id == "desk"))


def subscribe(world: World, address: str, *routes: str) -> None:
    world.store.subscriptions.add("desk", [address], routes, by="a test", now=NOW)


async def test_a_subscriber_gets_a_message_of_its_own(tmp_path: Path, mailbox: SmtpSink) -> None:
    """Beside those in alerts.yaml, each once, from the next decision on; another route is not for who asked for one."""
    async with world_with(tmp_path, "email", port=mailbox.port) as world:
        subscribe(world, "c@union.example")
        subscribe(world, "a@union.example")
        subscribe(world, "d@union.example", "weekly")
        [receiver] = world.receivers
        assert addresses(receiver) == ("a@union.example", "b@union.example", "c@union.example", "d@union.example")
        assert addresses(receiver, "operators") == ("a@union.example", "b@union.example", "c@union.example")
        began(world)
        clock_of(world).advance(7 * DAY)
        run_digests(world)
        assert states(await deliver_due(world)) == ["sent"] * 4
        assert sorted(mail.recipients[0][0] for mail in mailbox.received) == ["a", "b", "c", "d"]


async def test_who_left_gets_nothing_more_also_of_what_waits(tmp_path: Path, mailbox: SmtpSink) -> None:
    """An address of alerts.yaml may leave too; what it had coming is cancelled, and it may come back."""
    async with world_with(tmp_path, "email", port=mailbox.port) as world:
        tell(world, "one")
        assert unsubscribe(world.store, "desk", "a@union.example", NOW, by="a test")
        assert not unsubscribe(world.store, "desk", "a@union.example", NOW, by="a test")
        assert states(await deliver_due(world)) == ["sent"]
        assert desk(world) == ("b@union.example",)
        subscribe(world, "a@union.example")
        assert set(desk(world)) == {"a@union.example", "b@union.example"}


async def test_a_forgotten_address_is_nowhere_in_the_file(tmp_path: Path, mailbox: SmtpSink) -> None:
    """Deliveries, tries and subscriptions go, and no page or journal of the file keeps the address; others' stay."""
    mailbox.answers("rcpt", "550 5.1.1 <c@union.example> no such user", to="c@union.example")
    edits = [("to: [desk], when: now", "to: [folder], when: now"), ("[source-failing]", "[delivery-failed]")]
    folder = "  - {id: folder, kind: file, path: state/outbox}\n"
    async with world_with(tmp_path, "email", port=mailbox.port, more=folder, edits=edits) as world:
        subscribe(world, "c@union.example")
        began(world)
        clock_of(world).advance(7 * DAY)
        run_digests(world)
        assert sorted(states(await deliver_due(world))) == ["dead", "sent", "sent", "sent"]
        assert world.store.subscriptions.forget("c@union.example") == {"attempt": 1, "delivery": 1, "subscription": 1}
        assert world.store.outbox.counts() == {"sent": 3}
        content = b"".join(path.read_bytes() for path in (tmp_path / "state").glob("watcher.db*"))
        assert b"c@union.example" not in content
        assert b"a@union.example" in content
        assert b"550 5.1.1 <(forgotten)> no such user" in content


async def test_a_mail_names_the_way_out(tmp_path: Path, mailbox: SmtpSink) -> None:
    """The operator's mailto and a signed link with one-click POST, the same at every try; the text says it too."""
    edits = [*PUBLIC, ("kind: email", 'kind: email\n    list_unsubscribe: "mailto:leave@union.example"')]
    mailbox.answers("rcpt", "450 4.2.1 busy", to="a@union.example")
    async with world_with(tmp_path, "email", port=mailbox.port, edits=edits) as world:
        tell(world, "one")
        await deliver_due(world)
        clock_of(world).advance(DAY)
        await deliver_due(world)
        for mail in mailbox.received:
            links = re.findall(r"<([^>]+)>", str(mail.mail["List-Unsubscribe"]))
            assert links[0] == "mailto:leave@union.example"
            assert links[1].startswith("https://watch.union.example/w/unsubscribe/")
            assert mail.mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
            assert subscription_of(world.store, links[1].rsplit("/", 1)[1]) == ("desk", mail.recipients[0])
            body = mail.mail.get_body(("plain",))
            assert body is not None
            assert links[1] in body.get_content()


def token_of(mailbox: SmtpSink) -> str:
    return re.findall(r"/unsubscribe/([^>]+)>", str(mailbox.received[-1].mail["List-Unsubscribe"]))[0]


@asynccontextmanager
async def listening(world: World) -> AsyncIterator[str]:
    """Serve the unsubscribe page of a world as the daemon's listener does."""
    app = web.Application()
    app.add_routes(leaving_routes(lambda: world))
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/unsubscribe/"
    finally:
        await runner.cleanup()


async def test_a_get_asks_and_a_post_does_it(tmp_path: Path, mailbox: SmtpSink) -> None:
    """Link scanners open every link: only a POST changes anything, once is as good as twice, and a changed token is nobody's."""
    async with (
        world_with(tmp_path, "email", port=mailbox.port, edits=PUBLIC) as world,
        listening(world) as url,
        ClientSession() as client,
    ):
        tell(world, "one")
        await deliver_due(world)
        [left] = mailbox.received[-1].recipients
        token = token_of(mailbox)
        async with client.get(url + token) as answer:
            assert answer.status == 200
            assert '<form method="post">' in await answer.text()
        assert len(desk(world)) == 2
        for _ in range(2):
            async with client.post(url + token, data={"List-Unsubscribe": "One-Click"}) as answer:
                assert answer.status == 200
        assert left not in desk(world)
        assert len(desk(world)) == 1
        for wrong in (token[:-2] + ("AA" if token[-2:] != "AA" else "BB"), "x", "x" * (TOKEN_CHARS_MAX + 1), token + "x"):
            async with client.post(url + wrong) as answer:
                assert answer.status == 404
        assert len(desk(world)) == 1


async def test_a_link_of_another_watch_is_nobodys(tmp_path: Path, mailbox: SmtpSink) -> None:
    """Each watch has a key of its own."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    async with world_with(tmp_path / "one", "email", port=mailbox.port, edits=PUBLIC) as first:
        tell(first, "one")
        await deliver_due(first)
    async with world_with(tmp_path / "two", "email", port=mailbox.port, edits=PUBLIC) as second:
        assert subscription_of(second.store, token_of(mailbox)) is None


async def test_a_page_shows_an_address_as_words(tmp_path: Path) -> None:
    """An address that is markup is shown and not run."""
    from watcher.pipeline.subscribing import _signer

    async with world_with(tmp_path, "file") as world, listening(world) as url, ClientSession() as client:
        token = _signer(world.store).dumps(["desk", "<script>alert(1)</script>@union.example"])
        async with client.get(url + token) as answer:
            text = await answer.text()
        assert "<script>" not in text
        assert "&lt;script&gt;" in text


async def test_a_receiver_may_have_subscribers_alone(tmp_path: Path, mailbox: SmtpSink) -> None:
    """Without `to` nobody is written to until somebody asks; a held delivery of who left is cancelled."""
    edits = [('    to: "a@union.example, b@union.example"\n', "")]
    async with world_with(tmp_path, "email", port=mailbox.port, edits=edits) as world:
        assert desk(world) == ()
        tell(world, "one")
        assert await deliver_due(world) == []
        subscribe(world, "c@union.example")
        tell_again = desk(world)
        assert tell_again == ("c@union.example",)
        from watcher.model import AlertReason, When
        from watcher.model.settlement import NewAlert, Telling

        telling = Telling("desk", "operators", When.NOW, tell_again)
        world.store.outbox.add_alert(NewAlert(AlertReason.SOURCE_FAILING, (telling,), "two", "union", "Trouble", ()), NOW)
        mailbox.drops("dot")
        assert states(await deliver_due(world)) == ["held"]
        unsubscribe(world.store, "desk", "c@union.example", NOW, by="a test")
        assert world.store.outbox.deliveries(state=DeliveryState.HELD) == []
