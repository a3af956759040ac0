"""Whether the watch is well, from its store alone: what a person must see to is named, and nothing else is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from watcher.app import load, open_desk
from watcher.errors import Reason
from watcher.model import DeliveryState
from watcher.pipeline.world import Desk
from watcher.vitals import metrics, vitals

from .site import SOURCES

NOW = datetime.now(UTC)
ALERTS = """\
receivers:
  - {id: folder, kind: file, path: state/outbox}
  - {id: off, kind: file, path: state/off, enabled: false}
routes:
  - {id: weekly, to: [folder, off], when: weekly}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources.yaml").write_text(SOURCES)
    (tmp_path / "alerts.yaml").write_text(ALERTS)
    return tmp_path


def deliver_to(desk: Desk, receiver_id: str) -> str:
    """Store a delivery that waits for a receiver."""
    from watcher.model import AlertReason, When
    from watcher.model.settlement import NewAlert, Telling

    telling = Telling(receiver_id, "weekly", When.NOW)
    desk.store.outbox.add_alert(NewAlert(AlertReason.SOURCE_FAILING, (telling,), receiver_id, "union", "Trouble"), NOW)
    [waiting] = [each for each in desk.store.outbox.unrendered() if each.receiver_id == receiver_id]
    return waiting.delivery_id


def problems(desk: Desk) -> tuple[str, ...]:
    """Return what is wrong an instant after a start, when no poll is owed yet."""
    return vitals(desk, since=NOW).problems


def test_a_fresh_watch_is_well_and_an_hour_later_blind(folder: Path) -> None:
    """Busy is not broken; without a good poll for longer than the patience it is."""
    with open_desk(load(folder, {})) as desk:
        assert problems(desk) == ()
        [blind] = vitals(desk, since=NOW - timedelta(hours=3)).problems
        assert "no source was ever polled well" in blind


@pytest.mark.parametrize(
    ("state", "is_said"), [(DeliveryState.DEAD, True), (DeliveryState.HELD, True), (DeliveryState.SENT, False)]
)
def test_what_did_not_arrive_or_may_not_have_is_said(folder: Path, state: DeliveryState, is_said: bool) -> None:
    """A dead and a held delivery wait for a person, so a probe must see them; a sent one is nobody's business."""
    with open_desk(load(folder, {})) as desk:
        delivery_id = deliver_to(desk, "folder")
        assert problems(desk) == ()
        if state is DeliveryState.SENT:
            desk.store.outbox.sent(delivery_id, "ok", NOW)
        else:
            desk.store.outbox.give_up(delivery_id, state, reason=Reason.AMBIGUOUS, problem="nobody knows", now=NOW)
        assert bool(problems(desk)) is is_said
        assert all(state.value in line for line in problems(desk))
        assert f'watcher_deliveries{{state="{state.value}"}} 1.0' in metrics(vitals(desk)).decode()


@pytest.mark.parametrize("receiver_id", ["off", "taken-away"])
def test_what_waits_for_nobody_is_said(folder: Path, receiver_id: str) -> None:
    """A receiver that was switched off, or is in the file no longer, keeps no message quietly."""
    with open_desk(load(folder, {})) as desk:
        deliver_to(desk, receiver_id)
        [line] = problems(desk)
        assert line == f"deliveries that wait for {receiver_id}, which is off: 1"
