"""The campaign: `python -m faults.kill9.run --random 300 --points 100 [--seed N]` in the folder tests/ (`make kill9` does it).

Each cycle puts news into the store of a watch, starts a real `watcher run-once` on it at the next moment of a story of weeks
(over a clock change), and kills it: at a random moment of its work, or at a named failpoint. One watcher in thirty is started
from nothing and polls at once; the others are forked from a process that has imported everything. The receivers are an SMTP
server and a webhook on loopback that write down what arrives, and now and then refuse it or cut the connection. In the end all
is sent that can be, a person's decision about what is held is played from the receivers' log, and the log is held against what
was to be told.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import secrets
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import cycle, pairwise
from pathlib import Path
from typing import Any, Self

from watcher.failpoint import POINTS
from watcher.model import DeliveryState
from watcher.store import Store
from watcher.testing import ScriptedServer, SmtpSink, WebhookSink

from .world import Newsroom, mark, write_watch

BEGINS_AT = datetime(2024, 3, 11, 9, 0, tzinfo=UTC)
STEP = timedelta(hours=2, minutes=7)
TESTS = Path(__file__).parents[2]
EXEC_EVERY = 30
FAULTS_EVERY = 4
WHOLE_EVERY = 3
"""After so many kills at failpoints one watcher comes to its end, or what waits would only ever grow."""
TRIES_PER_KILL_MAX = 4
ROUNDS_TO_THE_END_MAX = 60
ROUND_S_MAX = 120.0
WORDS = (
    "branch members heads wait weeks before schools hear what inspectors wrote down local autumn meeting asked letters answer "
    "report county staff rooms late evening phone calls train journeys budget papers governors minutes printed copies reading "
    "parents open"
).split()


@dataclass(slots=True)
class Tally:
    """What the campaign did and found."""

    seed: int
    kills: Counter[str] = field(default_factory=Counter)
    rounds: int = 0
    news: int = 0
    told: int = 0
    received: int = 0
    digests: int = 0
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    raw_duplicates: int = 0
    ambiguous: int = 0
    held_and_decided: int = 0
    took_s: float = 0.0

    @property
    def is_well(self) -> bool:
        return not self.lost and not self.twice and self.raw_duplicates <= self.ambiguous

    def __str__(self) -> str:
        at_random = self.kills["random"]
        points = ", ".join(f"{name} {count}" for name, count in sorted(self.kills.items()) if name != "random")
        return "\n".join(
            [
                f"seed {self.seed}: {at_random} kills at random moments, {self.kills.total() - at_random} at failpoints",
                f"  failpoints: {points}",
                f"  {self.rounds} watchers in {self.took_s:.0f} s",
                f"  {self.news} statements, {self.told} tellings at once, {self.digests} digests",
                f"  received {self.received} messages and posts",
                f"  lost {len(self.lost)} {self.lost[:5]}",
                f"  duplicates after the receiver's dedupe {len(self.twice)} {self.twice[:5]}",
                f"  raw duplicates {self.raw_duplicates}, recorded ambiguous sends {self.ambiguous}",
                f"  held for a person and decided {self.held_and_decided}",
            ]
        )


class Zygote:
    """The process that forks watchers."""

    async def __aenter__(self) -> Self:
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "faults.kill9.zygote", cwd=TESTS, stdin=pipe, stdout=pipe
        )
        assert self._process.stdout is not None
        assert await self._process.stdout.readline() == b"ready\n"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._process.kill()
        await self._process.wait()

    async def ask(self, **order: Any) -> Mapping[str, int]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        found: Mapping[str, int] = json.loads(await self._process.stdout.readline())
        return found


class Campaign:
    """One watch, its receivers, and everything that happens to it."""

    def __init__(self, folder: Path, *, seed: int):
        self.folder = folder
        self.tally = Tally(seed)
        self.chance = random.Random(seed)
        self.now = BEGINS_AT
        self.usual_s = {False: 0.5, True: 5.0}
        self._polled = 0

    async def __aenter__(self) -> Self:
        self._stack = AsyncExitStack()
        self.mailbox = await self._stack.enter_async_context(SmtpSink())
        self.hook = await self._stack.enter_async_context(WebhookSink())
        self.site = await self._stack.enter_async_context(ScriptedServer())
        self.zygote = await self._stack.enter_async_context(Zygote())
        site = int(self.site.url("/").rsplit(":", 1)[1].strip("/"))
        self.watch = write_watch(self.folder, smtp=self.mailbox.port, hook=self.hook.port, site=site)
        self.news = Newsroom(self.watch, self.chance)
        self._feed()
        await self.live(is_exec=True)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    def _feed(self) -> None:
        """Announce one more page in the feed that is polled; its words are its own, so that it is a statement of its own."""
        self._polled += 1
        words = [self.chance.choice(WORDS) for _ in range(160)]
        text = " ".join(" ".join(words[start : start + 10]).capitalize() + "." for start in range(0, 160, 10))
        page = (
            f"<html><head><title>Polled {self._polled}</title></head><body><main><h1>Polled {self._polled}</h1><p>{text}</p></main>"
        )
        self.site.answer(f"/polled/{self._polled}", page, headers={"Content-Type": "text/html; charset=utf-8"})
        items = "".join(
            f"<item><title>Polled {number}</title><link>{self.site.url(f'/polled/{number}')}</link></item>"
            for number in range(1, self._polled + 1)
        )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Union</title>{items}</channel></rss>'
        self.site.answer("/feed.xml", body, headers={"Content-Type": "application/rss+xml"})

    def store(self) -> Any:
        return closing(Store(self.watch.state_dir / "watcher.db"))

    async def live(self, *, is_exec: bool = False, failpoint: str = "", kill_after_s: float | None = None) -> int:
        """Run one watcher at the next moment; return the signal that ended it, 0 if it came to its end."""
        self.now += STEP
        self.tally.rounds += 1
        arguments = ["run-once", "-C", str(self.folder), *(["--all"] if is_exec else [])]
        order = {"arguments": arguments, "now": self.now.isoformat(), "failpoint": failpoint, "log": str(self.folder / "log.txt")}
        began = time.monotonic()
        found = await self._run(order, kill_after_s, is_exec=is_exec)
        took_s = time.monotonic() - began
        if found not in (0, signal.SIGKILL):
            raise AssertionError(f"watcher ended by signal {found}: {(self.folder / 'log.txt').read_text()[-2000:]}")
        if found == 0:
            self.usual_s[is_exec] += (took_s - self.usual_s[is_exec]) / 4
        return found

    async def _run(self, order: Mapping[str, Any], kill_after_s: float | None, *, is_exec: bool) -> int:
        if is_exec:
            program = "import json, sys; from faults.kill9.zygote import run; run(json.loads(sys.argv[1]))"
            process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, json.dumps(order), cwd=TESTS)
            await self._wait_and_kill(process.pid, kill_after_s, asyncio.ensure_future(process.wait()))
            code = await process.wait()
            if code not in (0, 1, -signal.SIGKILL):
                raise AssertionError(f"watcher ended with {code}: {(self.folder / 'log.txt').read_text()[-2000:]}")
            return max(-code, 0)
        pid = (await self.zygote.ask(**order))["pid"]
        waiting = asyncio.ensure_future(self.zygote.ask(wait=pid))
        await self._wait_and_kill(pid, kill_after_s, waiting)
        status = (await waiting)["status"]
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) not in (0, 1):
            raise AssertionError(f"watcher ended with {os.WEXITSTATUS(status)}: {(self.folder / 'log.txt').read_text()[-2000:]}")
        return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0

    async def _wait_and_kill(self, pid: int, after_s: float | None, waiting: asyncio.Future[Any]) -> None:
        """Kill a process after so long, if it is still there; one that never ends is killed as well, and is a fault."""
        await asyncio.wait([waiting], timeout=ROUND_S_MAX if after_s is None else after_s)
        if waiting.done():
            return
        os.kill(pid, signal.SIGKILL)
        await asyncio.wait([waiting], timeout=10)
        if after_s is None:
            raise AssertionError(f"a watcher did not end: {(self.folder / 'log.txt').read_text()[-2000:]}")

    def _trouble(self) -> None:
        """Let the receivers be as they are on a bad day, now and then."""
        fault = self.chance.randrange(6)
        address = self.chance.choice(["a@union.example", "b@union.example", "c@union.example"])
        if fault == 0:
            self.mailbox.answers("rcpt", "450 4.2.1 mailbox busy", to=address)
        elif fault == 1:
            self.mailbox.drops("dot", to=address)
        elif fault == 2:
            self.hook.answers(503)
        elif fault == 3:
            self.hook.drops()
        elif fault == 4:
            self.mailbox.answers("mail", "421 4.3.2 closing")
        else:
            self.mailbox.drops("rcpt", to=address)

    async def kill_at_random(self) -> bool:
        """Kill one watcher at a random moment of its work; False if it was done before."""
        number = self.tally.rounds
        is_exec = number % EXEC_EVERY == 0
        self.news.publish(self.chance.randint(1, 3), self.now)
        if number % FAULTS_EVERY == 0:
            self._trouble()
        if is_exec:
            self._feed()
        found = await self.live(is_exec=is_exec, kill_after_s=self.chance.uniform(0, self.usual_s[is_exec] * 1.1))
        if found:  # what was killed left more to do: without this the kills would fall earlier and earlier in the work
            self.usual_s[is_exec] *= 1.1
        self.tally.kills["random"] += found == signal.SIGKILL
        return found == signal.SIGKILL

    async def kill_at(self, point: str) -> bool:
        """Kill one watcher at a passage of a failpoint; False if it did not come by."""
        self.news.publish(self.chance.randint(1, 3), self.now)
        if point == "failed":
            self.hook.answers(503)
        if point == "alert-inserted":
            self.mailbox.answers("rcpt", "550 5.1.1 no such user", to="c@union.example")
        if point == "expired-settled":
            await self.live(failpoint="committing")
        if point == "slot-taken":
            self.now += timedelta(days=1)
        is_rare = point in ("alert-inserted", "slot-taken", "expired-settled", "failed") or not self.tally.kills[point]
        passage = 1 if is_rare else self.chance.randint(1, 3)
        is_killed = await self.live(failpoint=f"{point}:{passage}") == signal.SIGKILL
        self.tally.kills[point] += is_killed
        return is_killed

    async def finish(self) -> None:
        """Let watchers come to their end until nothing is left to send, and decide about what is held."""
        for number in range(ROUNDS_TO_THE_END_MAX):
            self.now += timedelta(hours=25)
            await self.live(is_exec=number == 0)
            self._decide()
            with self.store() as store:
                if not set(store.outbox.counts()) & {"pending", "claimed", "held", "dead"} and not self._waits_for_a_digest(store):
                    return
        raise AssertionError(f"not all was sent: {self._left()}")

    def _waits_for_a_digest(self, store: Store) -> bool:
        return bool(store._database.rows("SELECT 1 FROM told WHERE digest IS NOT NULL AND period IS NULL LIMIT 1"))

    def _left(self) -> Mapping[str, int]:
        with self.store() as store:
            return dict(store.outbox.counts())

    def _decide(self) -> None:
        """Be the person who looks into the mailbox: what has arrived is ended, what is held or dead and has not is sent again."""
        arrived = {mail.message_id.strip("<>").split("@")[0] for mail in self.mailbox.received}
        with self.store() as store:
            given_up = [store.outbox.deliveries(state=each, count_max=10_000) for each in (DeliveryState.HELD, DeliveryState.DEAD)]
            for row in (row for rows in given_up for row in rows):
                state = DeliveryState.CANCELLED if row["id"] in arrived else DeliveryState.PENDING
                store.outbox.set_state(row["id"], state, self.now)
                self.tally.held_and_decided += 1

    def judge(self) -> Tally:
        """Hold what the receivers wrote down against what was to be told."""
        tally = self.tally
        tally.news = self.news.count
        messages, raw = self._arrived()
        tally.received = raw.total()
        tally.raw_duplicates = raw.total() - len(raw)
        for receiver, kinds in messages.items():
            for kind, texts in kinds.items():
                self._judge_one(f"{kind} to {receiver}", texts)
        with self.store() as store:
            self._judge_store(store)
        return tally

    def _judge_one(self, name: str, texts: Mapping[str, str]) -> None:
        """Every piece of news stands in one message of a kind, and in no second one; a digest may count what it does not list."""
        self.tally.digests += len(texts) if name.startswith("digest") else 0
        counted = sum(int(found) for text in texts.values() for found in re.findall(r"- and (\d+) more", text))
        for number in range(1, self.news.count + 1):
            found = [message_id for message_id, text in texts.items() if mark(number) in text]
            if not found and counted > 0:
                counted -= 1
            elif not found:
                self.tally.lost.append(f"{mark(number)} {name}")
            self.tally.twice += [f"{mark(number)} {name}"] if len(found) > 1 else []
            self.tally.told += name.startswith("alert")

    def _arrived(self) -> tuple[Mapping[str, Mapping[str, Mapping[str, str]]], Counter[str]]:
        """Return what arrived by receiver, kind and id (its words), and how often each id arrived at each address."""
        messages: dict[str, dict[str, dict[str, str]]] = {
            each: {"alert": {}, "digest": {}}
            for each in ("a@union.example", "b@union.example", "c@union.example", "hook", "folder")
        }
        raw: Counter[str] = Counter()
        for mail in self.mailbox.received:
            [address] = mail.recipients
            body = mail.mail.get_body(("plain",))
            assert body is not None
            kind = "digest" if " digest" in str(mail.mail["Subject"]) else "alert"
            messages[address][kind][mail.message_id] = body.get_content()
            raw[f"{address} {mail.message_id}"] += 1
        for post in self.hook.received:
            self._sort(messages["hook"], json.loads(post.body), post.headers["webhook-id"])
            raw[f"hook {post.headers['webhook-id']}"] += 1
        for path in (self.folder / "state" / "outbox").glob("*.json"):
            record = json.loads(path.read_text(encoding="utf-8"))
            self._sort(messages["folder"], record["payload"], record["id"])
        return messages, raw

    @staticmethod
    def _sort(kinds: Mapping[str, dict[str, str]], payload: Mapping[str, Any], message_id: str) -> None:
        kind = str(payload["type"]).removeprefix("watcher.")
        if kind in kinds:
            kinds[kind][message_id] = json.dumps(payload)

    def _judge_store(self, store: Store) -> None:
        """What a doubt was is on record; slots, entries and polled items are there once, and the file is sound."""
        rows = store._database.rows
        self.tally.ambiguous = rows("SELECT count(*) AS n FROM attempt WHERE reason = 'ambiguous'")[0]["n"]
        polled = Counter(row["url"] for row in rows("SELECT url FROM statement WHERE url LIKE '%/polled/%'"))
        for number in range(1, self._polled + 1):
            name = self.site.url(f"/polled/{number}")
            self.tally.lost += [] if polled[name] else [name]
            self.tally.twice += [name] if polled[name] > 1 else []
        runs = defaultdict(list)
        for row in rows("SELECT * FROM digest_run ORDER BY until"):
            runs[row["receiver_id"], row["cadence"]].append((row["since"], row["until"]))
        for name, windows in runs.items():
            self.tally.twice += [f"{name} {late}" for early, late in pairwise(windows) if late[0] < early[1]]
        assert [tuple(row) for row in rows("PRAGMA integrity_check")] == [("ok",)]
        assert rows("PRAGMA foreign_key_check") == []


async def run(folder: Path, *, seed: int, at_random: int, at_points: int) -> Tally:
    """Run the whole campaign in an empty folder; every failpoint comes by in turn."""
    began = time.monotonic()
    async with Campaign(folder, seed=seed) as campaign:
        tries = 0
        while campaign.tally.kills["random"] < at_random and tries < TRIES_PER_KILL_MAX * at_random:
            await campaign.kill_at_random()
            tries += 1
        points, tries = cycle(POINTS), 0
        while campaign.tally.kills.total() - campaign.tally.kills["random"] < at_points and tries < TRIES_PER_KILL_MAX * at_points:
            await campaign.kill_at(next(points))
            tries += 1
            if tries % WHOLE_EVERY == 0:
                await campaign.live()
        await campaign.finish()
        campaign.tally.took_s = time.monotonic() - began
        return campaign.judge()


def main() -> None:
    reader = argparse.ArgumentParser(description="kill -9, again and again")
    reader.add_argument("--random", type=int, default=300)
    reader.add_argument("--points", type=int, default=100)
    reader.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    given = reader.parse_args()
    sys.stdout.write(f"seed {given.seed}\n")
    with tempfile.TemporaryDirectory(prefix="watcher-kill9-") as folder:
        tally = asyncio.run(run(Path(folder), seed=given.seed, at_random=given.random, at_points=given.points))
    sys.stdout.write(f"{tally}\n")
    sys.exit(0 if tally.is_well else 1)


if __name__ == "__main__":
    main()
