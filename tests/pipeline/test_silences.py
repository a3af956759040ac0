"""A dated mute: nobody is told while it lasts, and nothing is lost by it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from watcher.model import Match

from .parts import outbox
from .site import delay, delays, served


async def test_a_silenced_publisher_is_stored_and_not_told(tmp_path: Path) -> None:
    """The statement stands in the store; once the silence is over, the next one is told."""
    async with served(tmp_path) as site:
        site.publish("/first", "A first statement", delays(0))
        await site.poll()
        now = site.clock.now()
        silence = site.store.silences.add(
            Match(reasons=frozenset(), publishers=frozenset({"union"})), why="move", until=now + timedelta(days=2), now=now
        )
        site.publish("/late-reports", "Reports come late", delay())
        await site.poll(after=timedelta(hours=1))
        assert len(site.texts()) == 2
        assert outbox(tmp_path, "alert") == []

        assert [each.id for each in site.store.silences.lasting(site.clock.now())] == [silence]
        assert site.store.silences.expire(silence, site.clock.now())
        assert not site.store.silences.expire(silence, site.clock.now())
        site.publish("/second", "A second statement", delays(1))
        await site.poll(after=timedelta(hours=1))
        assert len(outbox(tmp_path, "alert")) == 1
