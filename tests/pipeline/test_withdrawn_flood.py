"""A site that takes down everything at once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from .parts import ALERTS
from .site import delays, served

VISIT = timedelta(hours=2)


async def test_withdrawals_of_one_visit_are_bounded_as_alerts_are(tmp_path: Path) -> None:
    """As many as one visit may announce are told at once, the rest stands in the digest, and operators hear of it once."""
    async with served(tmp_path, alerts=f"alerts_per_run_max: 2\n{ALERTS}") as site:
        site.publish("/first", "The first", ("Nothing to do with anything, but something to begin with.",) * 3)
        await site.poll()
        for number in range(5):
            site.publish(f"/{number}", f"Report {number}", delays(number))
        await site.poll(after=VISIT)
        before = site.notices().count("held")
        for number in range(5):
            site.server.answer(f"/{number}", "gone", status=404)
        for _ in range(3):
            await site.poll(after=timedelta(hours=8))
        assert site.alerts().count("withdrawn") == 5
        assert site.notices().count("held") == before + 1
        rows = site.store._database.rows("SELECT cadence FROM told JOIN alert ON alert.id = alert_id WHERE reason = 'withdrawn'")
        assert [row["cadence"] for row in rows].count("now") == 2
