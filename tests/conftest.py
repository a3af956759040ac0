"""What tests of several parts share: receivers on loopback, and the demo's three days, lived once for who only looks."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from pipeline.parts import ThreeDays

from watcher.app import import_seeds
from watcher.cli.watching import demo_world
from watcher.demo import DAY_MAX, DIGEST_AT, load_expected
from watcher.pipeline.rounds import run_round
from watcher.store import Store
from watcher.testing import SmtpSink, WebhookSink

for _name in ("COLUMNS", "LINES"):
    # Readline, loaded by the process that starts parallel workers, tells its children of a terminal that they have not.
    os.environ.pop(_name, None)


@pytest.fixture
async def mailbox() -> AsyncIterator[SmtpSink]:
    async with SmtpSink() as sink:
        yield sink


@pytest.fixture
async def hook() -> AsyncIterator[WebhookSink]:
    async with WebhookSink() as sink:
        yield sink


@pytest.fixture(scope="session")
def three_days(tmp_path_factory: pytest.TempPathFactory) -> ThreeDays:
    """Live the demo's story as `watcher demo` does, and twice more: at once again, and after the digest's hour."""
    days = ThreeDays(tmp_path_factory.mktemp("three-days"))
    asyncio.run(_live(days))
    return days


@pytest.fixture
def lived(three_days: ThreeDays, tmp_path: Path) -> Path:
    """A copy of the three days' watch that a test may change."""
    return Path(shutil.copytree(three_days.folder, tmp_path / "watch"))


async def _live(days: ThreeDays) -> None:
    async with demo_world(days.folder) as (place, world, clock):
        import_seeds(world)
        days.urls = {key: place.page_url(key).replace(f":{place.port}", "") for key in load_expected()}

        async def live_round() -> None:
            start = len(place.requests)
            days.rounds.append(await run_round(world, is_all=True))
            days.requests.append(place.requests[start:])

        await live_round()
        for _ in range(DAY_MAX - 1):
            clock.advance(place.advance() - clock.now())
            await live_round()
        days.rows_before_again = _row_counts(world.store)
        await live_round()
        days.rows_after_again = _row_counts(world.store)
        clock.advance(DIGEST_AT + timedelta(minutes=1) - clock.now())
        await live_round()


def _row_counts(store: Store) -> dict[str, int]:
    """Return how many rows each table has that holds what was read, judged or told."""
    tables = (
        "item",
        "statement",
        "revision",
        "relation",
        "assessment",
        "line",
        "alert",
        "told",
        "delivery",
        "attempt",
        "text_page",
    )
    return {table: store._database.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"] for table in tables}
