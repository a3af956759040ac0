"""A synthetic statement through the whole path: fetch, list, extract, relate, classify, route, render, outbox, receiver.

It is served on loopback, fetched through the watch's own gate, read by its own workers, judged after its own concerns, rendered
with its own templates and received on loopback again. All of it happens in a store of its own, in memory: nothing of it ever
stands among the statements or reaches a reader. Who speaks in it, and of what, is invented.
"""

from __future__ import annotations

import asyncio
import secrets
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import Any, Final

from watcher.errors import DeliveryError, SourceError, StoreError
from watcher.journal import during
from watcher.model import Group, Receiver, ReceiverKind, RelationKind, Route, Source, Taxonomy, Watch, When
from watcher.pipeline.deliver import deliver_due
from watcher.pipeline.poll import poll_source
from watcher.pipeline.recording import Recorder
from watcher.pipeline.world import Desk, World
from watcher.store import Store, StoredStatement
from watcher.testing import ScriptedServer

STAGES: Final = ("fetch", "extract", "relate", "classify", "route", "send", "receive")
DEADLINE_S_MAX: Final = 180.0
"""Longer than all requests of a canary take at the slowest host that is still served."""
LATE_AFTER: Final = 2
"""So many times its interval without a canary, and the schedule is not kept."""
_NOTE: Final = "canary"
_OWN_TAXONOMY: Final = "perry-pfd-2023"
_HOSTS: Final = ("127.0.0.1", "127.0.0.2")
"""Two bodies on two hosts: what a body says twice on its own site is no quotation."""
_WORDS: Final = (
    "The wait weighs on every head teacher in the Lantern Valley who knows the outcome of an inspection and may not share it, "
    "and a report that comes after seventy working days helps neither the children nor the people who teach them"
)
_STATEMENT: Final = (
    "Schools in the Lantern Valley have told the Lantern Guild of Example Teachers how long they wait for inspection reports.",
    f"“{_WORDS},” said Wren Halloway, the guild’s general secretary, after a meeting of its branches.",
    "The guild has written to every member and will publish the answers when they have been counted.",
)
_OLD_ARTICLE: Final = (
    "The library in Lantern Street opens again on Monday after a summer in which its roof was mended and its shelves were painted.",
    "Children may take home four books each, and the reading hour on Saturdays goes on as before, the council said.",
)
_ARTICLE: Final = (
    "The Lantern Guild of Example Teachers asked the inspectorate today to publish draft reports within eighteen working days.",
    f"“{_WORDS},” Wren Halloway had said in the week before.",
    "Leaders told the guild that the time between an inspection and its report had grown from thirty to seventy working days.",
    "The guild asks for confidential counselling and professional supervision for head teachers while they wait.",
)


@dataclass(frozen=True, slots=True)
class Canary:
    """What one canary found: `failed_at` is the stage it did not come out of, None if it arrived."""

    at: datetime
    took_s: float
    failed_at: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class _Failure(Exception):
    stage: str
    problem: str


async def sing(world: World) -> Canary:
    """Send one synthetic statement through `world` and keep in its store what became of it, and nothing else.

    Raises:
        StoreError: the result could not be kept: the watch's own database cannot be written.
    """
    began_at, began_s = world.clock.now(), world.clock.monotonic()
    failure: _Failure | None = None
    with during("canary"):
        try:
            async with asyncio.timeout(DEADLINE_S_MAX):
                await _go(world)
        except _Failure as found:
            failure = found
        except TimeoutError:
            failure = _Failure("fetch", f"it took more than {DEADLINE_S_MAX:g} s in all")
        except (StoreError, SourceError, DeliveryError, OSError) as error:
            failure = _Failure("fetch", str(error))
    took_s = world.clock.monotonic() - began_s
    found_out = Canary(began_at, took_s, failure.stage if failure else None, failure.problem if failure else None)
    world.store.notes.write(_NOTE, _as_json(found_out))
    return found_out


def last_canary(store: Store) -> Canary | None:
    """Return what the last canary found; None before the first."""
    noted = store.notes.read(_NOTE)
    return Canary(datetime.fromisoformat(noted["at"]), noted["took_s"], noted["failed_at"], noted["problem"]) if noted else None


def is_canary_due(desk: Desk) -> bool:
    """Whether the operator asked for canaries and the last one is longer ago than that, or dated by a clock that was wrong."""
    every = desk.watch.polling.canary_every
    if every is None:
        return False
    last = last_canary(desk.store)
    return last is None or not timedelta(0) <= desk.clock.now() - last.at < every


def canary_problem(desk: Desk, *, since: datetime | None) -> str | None:
    """Return what is wrong by the last canary; None if it arrived, or none is asked for and none failed."""
    last = last_canary(desk.store)
    if last is not None and last.failed_at is not None:
        return f"the canary of {last.at:%d %B %Y, %H:%M} UTC failed at {last.failed_at}: {last.problem}"
    every = desk.watch.polling.canary_every
    heard = max((moment for moment in (last.at if last else None, since) if moment is not None), default=None)
    if every is not None and heard is not None and desk.clock.now() - heard > every * LATE_AFTER:
        return f"no canary since {heard:%d %B %Y, %H:%M} UTC"
    return None


def _as_json(canary: Canary) -> Mapping[str, Any]:
    return {"at": canary.at.isoformat(), "took_s": canary.took_s, "failed_at": canary.failed_at, "problem": canary.problem}


async def _go(world: World) -> None:
    """Do what a watch does in two rounds, and look after each stage.

    Raises:
        _Failure: a stage did not do its part.
    """
    store = Store(None)
    statement, old_article, article = _pages(world.watch.taxonomy)
    try:
        async with ScriptedServer(address=_HOSTS[0]) as guild, ScriptedServer(address=_HOSTS[1]) as paper:
            watch = _watch_on(guild, paper, world.watch)
            apart = replace(world, watch=watch, store=store, recorder=Recorder(store.polls), label="Canary: all of it is invented")
            _show(guild, [statement], world.clock.now())
            _show(paper, [old_article], world.clock.now())
            for source in watch.sources:
                await _visit(apart, source)
            _show(paper, [old_article, article], world.clock.now())
            await _visit(apart, watch.sources[1])
            _look(store, article)
            await _send(apart, paper, article)
    finally:
        store.close()


@dataclass(frozen=True, slots=True)
class _Page:
    path: str
    title: str
    paragraphs: tuple[str, ...]
    ago: timedelta

    @property
    def html(self) -> str:
        text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in self.paragraphs)
        title = escape(self.title)
        return (
            f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title}</title></head>"
            f"<body><main><article><h1>{title}</h1>{text}</article></main></body></html>"
        )


def _pages(taxonomy: Taxonomy) -> tuple[_Page, _Page, _Page]:
    """Return a statement, an old article, and a new one that quotes the statement and addresses concerns.

    Another inquiry's concerns are put into words of their own.
    """
    own = () if taxonomy.id == _OWN_TAXONOMY else tuple(f"On {each.title}: {each.definition}" for each in taxonomy.concerns)
    title = "Lantern Guild asks for inspection reports within eighteen days"
    return (
        _Page("/waiting", "How long schools in the valley wait", _STATEMENT, timedelta(days=2)),
        _Page("/library", "Library opens again", _OLD_ARTICLE, timedelta(days=3)),
        _Page("/eighteen-days", title, (*_ARTICLE, *own), timedelta(hours=1)),
    )


def _watch_on(guild: ScriptedServer, paper: ScriptedServer, watch: Watch) -> Watch:
    """Return a watch on the canary's servers alone, with the operator's concerns and templates."""
    sources = (
        Source("canary-guild", "Lantern Guild", Group.UNION, "feed", _url(guild, "/feed"), allow_private=True),
        Source("canary-paper", "Lantern Post", Group.PRESS, "feed", _url(paper, "/feed"), allow_private=True),
    )
    secret = f"whsec_{b64encode(secrets.token_bytes(24)).decode()}"
    settings = {"url": _url(paper, "/receiver"), "secret": secret, "allow_private": True, "contact": ""}
    receiver = Receiver("canary", ReceiverKind.WEBHOOK, is_enabled=True, settings=settings)
    return replace(watch, sources=sources, receivers=(receiver,), routes=(Route("canary", ("canary",), When.NOW),), notices=())


def _url(server: ScriptedServer, path: str) -> str:
    return f"http://{server.address}:{server.port}{path}"


def _show(server: ScriptedServer, pages: list[_Page], now: datetime) -> None:
    """Let the server announce `pages` and take messages."""
    items = "".join(
        f"<item><title>{escape(page.title)}</title><link>{_url(server, page.path)}</link>"
        f"<pubDate>{format_datetime(now - page.ago)}</pubDate></item>"
        for page in reversed(pages)
    )
    feed = f"<rss version='2.0'><channel><title>Lantern</title><link>{_url(server, '/')}</link>{items}</channel></rss>"
    server.answer("/robots.txt", "User-agent: *\nAllow: /\n", headers={"Content-Type": "text/plain"})
    server.answer("/feed", feed, headers={"Content-Type": "application/rss+xml", "Cache-Control": "no-cache"})
    server.answer("/receiver", "ok")
    for page in pages:
        server.answer(page.path, page.html, headers={"Content-Type": "text/html; charset=utf-8"})


async def _visit(world: World, source: Source) -> None:
    """Visit a source that shows one thing that is new."""
    run = await poll_source(source, world)
    if run.new != 1:
        stage = "extract" if run.listed else "fetch"
        raise _Failure(stage, run.problem or "; ".join(run.problems) or f"{run.new} new statements, not 1")


def _look(store: Store, page: _Page) -> None:
    """Look at what is stored of the newer statement: its words, its relation, its concerns, and whether it is told."""
    statement = next((each for each in store.statements.find(count_max=10) if page.path in (each.latest.record.url or "")), None)
    checks: tuple[tuple[str, Callable[[StoredStatement], bool], str], ...] = (
        ("extract", lambda found: _WORDS in found.latest.record.text, "its words are not in what was read"),
        ("relate", _quotes, "it quotes the older statement, and that was not seen"),
        ("classify", lambda found: bool(found.latest.assessments), "it addresses a concern, and none was found"),
        ("route", lambda _: bool(store.outbox.counts()), "it is news, and nobody would be told"),
    )
    if statement is None:
        raise _Failure("extract", "it was read, and is not stored")
    for stage, is_right, problem in checks:
        if not is_right(statement):
            raise _Failure(stage, problem)


def _quotes(statement: StoredStatement) -> bool:
    return any(relation.kind is RelationKind.QUOTES for relation in statement.latest.relations)


async def _send(world: World, server: ScriptedServer, page: _Page) -> None:
    sent = await deliver_due(world)
    failed = [each.problem or each.state.value for each in sent if each.receipt is None]
    if failed or not sent:
        raise _Failure("send", failed[0] if failed else "nothing was sent")
    arrived = server.requests_to("/receiver")
    if len(arrived) != 1 or page.title.encode() not in arrived[0].body:
        raise _Failure("receive", f"{len(arrived)} messages arrived, not the one that was sent")
