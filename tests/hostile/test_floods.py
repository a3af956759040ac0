"""Feeds that keep a parser busy for minutes: stopped at their deadline, while a healthy source is polled in the same round."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from watcher.app import load, open_store, open_world
from watcher.errors import Reason
from watcher.model import Outcome
from watcher.pipeline.rounds import run_round
from watcher.testing import FakeClock, ScriptedServer

HEAD = b'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>'
FLOODS = {
    "unclosed-items": HEAD + b"<item><title>a</title>" * 300_000,
    "nested-markup": HEAD + b"<item><description>" + b"<div>" * 800_000,
    "ampersands": HEAD + b"<item><title>" + b"&a" * 3_000_000 + b"</title></item></channel></rss>",
    "brackets": HEAD + b"<" * 6_000_000,
}
"""Each within the size limit, and each more than ten seconds of work for the feed parser on this project's machines."""

HEALTHY = (
    HEAD + b"<item><title>Inspections must be paused, says union</title><link>http://healthy.example/news/1</link>"
    b"<pubDate>Mon, 08 Jan 2024 08:00:00 GMT</pubDate><description>The union of heads said on Monday that inspections must be "
    b"paused until inspectors have been trained to see signs of distress, and that it will write to the minister this week."
    b"</description></item></channel></rss>"
)
ARTICLE = (
    b"<html><head><title>Inspections must be paused, says union</title></head><body><article><h1>Inspections must be paused, says "
    b"union</h1>"
    + b"<p>The union of heads said on Monday that inspections must be paused until inspectors have been trained to see "
    b"signs of distress, and that it will write to the minister about it this week.</p>" * 3 + b"</article></body></html>"
)
READ_DEADLINE_S = 2


def write_watch(root: Path, hosts: list[str]) -> None:
    """Write a watch on the hosts' feeds; JSON is YAML."""
    polling = {"contact": "desk@newsroom.example", "delay_per_host": "0s", "read_deadline": f"{READ_DEADLINE_S}s"}
    sources = [
        {"id": host, "name": host, "group": "union", "kind": "feed", "url": f"http://{host}.example/feed", "allow_private": True}
        for host in hosts
    ]
    receivers = [{"id": "folder", "kind": "file", "enabled": True, "path": "state/outbox"}]
    (root / "sources.yaml").write_text(json.dumps({"polling": polling, "sources": sources}))
    (root / "alerts.yaml").write_text(
        json.dumps({"receivers": receivers, "routes": [{"id": "w", "to": ["folder"], "when": "weekly"}]})
    )


@pytest.mark.slow
async def test_floods_cost_their_own_source_and_nothing_else(server: ScriptedServer, tmp_path: Path) -> None:
    """Four floods each fail with PARSE_TIMEOUT after their deadline; the healthy source's statement is stored in the same round."""
    for name, body in FLOODS.items():
        server.answer(f"{name}.example/feed", body, headers={"Content-Type": "application/rss+xml"})
    server.answer("healthy.example/feed", HEALTHY, headers={"Content-Type": "application/rss+xml"})
    server.answer("healthy.example/news/1", ARTICLE)
    write_watch(tmp_path, [*FLOODS, "healthy"])
    watch = load(tmp_path, {})
    store = open_store(watch)
    started_s = time.monotonic()
    try:
        async with open_world(watch, store, clock=FakeClock(), resolver=server.resolver()) as world:
            done = await run_round(world)
    finally:
        store.close()

    runs = {run.source_id: run for run in done.runs}
    assert {runs[name].reason for name in FLOODS} == {Reason.PARSE_TIMEOUT}
    assert (runs["healthy"].outcome, runs["healthy"].new) == (Outcome.OK, 1)
    assert time.monotonic() - started_s < 4 * READ_DEADLINE_S + 20
