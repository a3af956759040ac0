"""One invented union's site with a feed, as a test lets it change from visit to visit."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from html import escape
from pathlib import Path

from watcher.model import AlertReason, PollRun
from watcher.pipeline.rounds import Round, run_round
from watcher.pipeline.world import World
from watcher.store import Store
from watcher.testing import FakeClock, ScriptedServer

from .parts import ALERTS, at_work

HOST = "union.example"
SOURCES = f"""\
polling: {{contact: desk@watcher.example, delay_per_host: 0s}}
sources:
  - {{id: union, name: The Invented Union, group: union, kind: feed, url: "http://{HOST}/feed", every: 1h, allow_private: true}}
"""
DELAY = (
    "Members wait for months between the last day of an inspection by Ofsted and the day on which its report is published.",
    "The report of a visit in spring came after {} working days, and the target in the handbook is thirty.",
    "Inspectors should name a date for the draft report on the last afternoon, and keep it.",
)
"""A statement that addresses the fifth concern, with a number to change."""
BAND = (
    "The union's brass band will play on the pier on Saturday afternoon, whatever the weather turns out to be.",
    "There will be tea, cake and a raffle, and the takings go to the fund for the new roof of the hall.",
    "Children are welcome to try the instruments after the last march has been played.",
)
"""A text that has nothing to do with anything."""


def delay(days: int = 96) -> tuple[str, ...]:
    return tuple(paragraph.format(days) for paragraph in DELAY)


def delays(number: int) -> tuple[str, ...]:
    """Return one of many different statements about late reports."""
    place = ("Ashford", "Bramley", "Corfe", "Dunster", "Elmley", "Frome", "Garston", "Hexham")[number]
    return (
        f"A headteacher in {place} has told the union that the report of its inspection by Ofsted in week {number} is missing.",
        f"Parents at {place} ask each morning for the outcome, and the school has waited {40 + number} weeks for its final report.",
        f"Our branch in {place} wants the timescale between inspection and report to be written down, published and kept.",
    )


@dataclass(slots=True)
class Site:
    """What the union's server shows, and the watch that visits it."""

    server: ScriptedServer
    world: World
    clock: FakeClock
    pages: dict[str, str] = field(default_factory=dict)

    @property
    def store(self) -> Store:
        return self.world.store

    def publish(self, path: str, title: str, paragraphs: tuple[str, ...], *, etag: str | None = None) -> None:
        """Put a page up, or change it; the feed announces it from now on."""
        body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        page = f"<html><head><title>{escape(title)}</title></head><body><main><h1>{escape(title)}</h1>{body}</main></body></html>"
        self.server.answer(path, page, etag=etag)
        if path not in self.pages:
            self.pages[path] = title
            self.announce()

    def announce(self, *, guids: str = "guid", etag: str | None = None) -> None:
        """Serve the feed of all pages, newest first."""
        guid = f"<guid isPermaLink='false'>{guids}"
        items = "".join(
            f"<item><title>{escape(title)}</title><link>http://{HOST}{path}</link>{guid}{path}</guid></item>"
            for path, title in reversed(self.pages.items())
        )
        feed = f"<rss version='2.0'><channel><title>News</title><link>http://{HOST}/</link>{items}</channel></rss>"
        self.server.answer("/feed", feed, headers={"Content-Type": "application/rss+xml"}, etag=etag)

    async def round(self, *, after: timedelta = timedelta(0)) -> Round:
        self.clock.advance(after)
        return await run_round(self.world, is_all=True)

    async def poll(self, *, after: timedelta = timedelta(0)) -> PollRun:
        """Let time pass, then visit the union and send what is due."""
        return (await self.round(after=after)).runs[0]

    def texts(self) -> list[str]:
        """Return the latest texts of all statements, oldest statement first."""
        found = self.store.statements.find(count_max=1000)
        return [statement.latest.record.text for statement in sorted(found, key=lambda statement: statement.id)]

    def alerts(self) -> list[str]:
        """Return the reasons of all alerts to readers, oldest first."""
        return [reason.value for reason in self._reasons() if not reason.is_for_operators]

    def notices(self) -> list[str]:
        """Return the reasons of all alerts to operators, oldest first."""
        return [reason.value for reason in self._reasons() if reason.is_for_operators]

    def _reasons(self) -> list[AlertReason]:
        now = self.clock.now()
        return [alert.reason for alert in self.store.outbox.alerts(now - timedelta(days=999), now + timedelta(days=1))]


@asynccontextmanager
async def served(folder: Path, *, sources: str = SOURCES, alerts: str = ALERTS) -> AsyncIterator[Site]:
    """Serve an empty site and build a watch on it."""
    (folder / "sources.yaml").write_text(sources, encoding="utf-8")
    (folder / "alerts.yaml").write_text(alerts, encoding="utf-8")
    async with ScriptedServer() as server:
        clock = FakeClock()
        async with at_work(folder, server.resolver(HOST), clock) as world:
            site = Site(server, world, clock)
            site.announce()
            yield site


def json_feed(*items: dict[str, str]) -> str:
    """Return a JSON Feed of `items`."""
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": list(items)})
