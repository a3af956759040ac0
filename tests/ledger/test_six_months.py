"""Six months of the demo world: what was promised in its three days comes due, and who says no more is missed."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pipeline.parts import living

from watcher.demo import DAY_MAX
from watcher.demo.content import Fault
from watcher.ledger.promises import DUE_WITHIN
from watcher.pipeline.promises import standings
from watcher.pipeline.rounds import run_round
from watcher.store import Store

ALERTS = """\
silence_after: 400d
receivers:
  - {id: folder, kind: file, path: state/outbox}
routes:
  - {id: dates, to: [folder], when: now, match: {reasons: [due, overdue, gap]}}
  - {id: weekly, to: [folder], when: weekly}
gaps:
  - {organisation: Heads’ Federation, sources: [heads-federation], concerns: ["5"], after: 60d}
  - {organisation: Association of Primary Leaders, sources: [primary-leaders], concerns: ["4"], after: 60d}
"""
DAYS = 183
STEP = timedelta(hours=22)
"""No whole day: the hour of the round wanders through the day, over both clock changes."""
DOWN = range(20, 60)
"""Days on which the association's site is down."""
STOPPED = range(100, 104)
"""Days on which watcher itself is down."""


@pytest.mark.slow
async def test_six_months_of_promises(tmp_path: Path) -> None:
    """Each commitment goes due and overdue once, a slip has both sentences, and no gap is claimed while its source was down."""
    async with living(tmp_path, alerts=ALERTS) as demo:
        await demo.round()
        for _ in range(DAY_MAX - 1):
            await demo.next_day()
        began = demo.clock.now()
        while (now := demo.clock.now()) < began + timedelta(days=DAYS):
            day = (now - began).days
            if day in DOWN:
                demo.place.show("primary-leaders", Fault.SERVER_ERROR)
            else:
                demo.place.heal("primary-leaders")
            if day not in STOPPED:
                await run_round(demo.world, is_all=True)
            demo.clock.advance(STEP)
    _check_dates(tmp_path, demo.world.watch.taxonomy.id, began)
    _check_gaps(tmp_path, began)


def _check_dates(folder: Path, taxonomy_id: str, began: datetime) -> None:
    store = Store(folder / "state" / "watcher.db")
    commitments = store.ledger.commitments(taxonomy_id)
    told = store.ledger.told_commitments()
    alerts = Counter(alert.reason.value for alert in store.outbox.alerts(began - timedelta(days=30), began + timedelta(days=999)))
    store.close()
    ended = began + timedelta(days=DAYS)
    sure = [each.commitment for each in standings(commitments, ended) if each.is_sure]
    due = {each.id: each.course.due.day for each in sure if each.course.due.day is not None}
    seen = {each.id: each.first_seen_at.date() for each in commitments}
    ahead = {id_ for id_, day in due.items() if day >= seen[id_] and day - DUE_WITHIN <= (ended - STEP).date()}
    passed = {id_ for id_ in ahead if due[id_] < (ended - 2 * STEP).date()}
    print(f"\n{len(commitments)} commitments, {len(ahead)} came due, {len(passed)} passed their date; told {len(told)}")
    assert len(passed) >= 8
    assert {id_ for id_ in ahead if (id_, "due", due[id_]) not in told} == set()
    assert {id_ for id_ in passed if (id_, "overdue", due[id_]) not in told} == set()
    assert {id_ for id_, _, _ in told} <= ahead
    assert alerts["due"] + alerts["overdue"] == len(told)
    slips = [slip for each in commitments for slip in each.course.slips]
    assert any("19 January" in slip.before.sentence and "26 January" in slip.after.sentence for slip in slips)
    assert all(slip.before.sentence and slip.after.sentence for slip in slips)


def _check_gaps(folder: Path, began: datetime) -> None:
    """The federation is missed after sixty days; the association only after sixty that were heard, the forty of its fault apart."""
    database = sqlite3.connect(folder / "state" / "watcher.db")
    rows = database.execute("SELECT organisation, created_at FROM gap_told JOIN alert ON alert.id = alert_id").fetchall()
    unsent = database.execute(
        "SELECT count(*) FROM delivery WHERE kind = 'alert' AND state NOT IN ('sent', 'cancelled')"
    ).fetchone()[0]
    details = dict(database.execute("SELECT subject_line, details FROM alert WHERE reason = 'gap'"))
    database.close()
    days = {name: (datetime.fromisoformat(at) - began).days for name, at in rows}
    print(days, {line: json.loads(more) for line, more in details.items()})
    assert unsent == 0, "what one message tells with others is cancelled, all else is sent"
    assert len(rows) == len(days) == 2
    assert 50 <= days["Heads’ Federation"] <= 62
    assert 95 <= days["Association of Primary Leaders"] <= 110
