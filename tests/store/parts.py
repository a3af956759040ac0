"""What the store is fed with: a source, items, readings that change something, alerts that somebody hears of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from watcher.dedup import fingerprint
from watcher.model import (
    AlertReason,
    Assessment,
    Band,
    Document,
    Evidence,
    Group,
    Item,
    Judgement,
    Message,
    MessageKind,
    Record,
    Source,
    Validators,
    When,
)
from watcher.model.settlement import Action, Capture, NewAlert, Settlement, Telling
from watcher.store import Store

NOW = datetime(2024, 1, 8, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
UNION = Source(id="union", name="A Union", group=Group.UNION, kind="feed", url="https://union.example/feed")
TEXT = "Heads wait for weeks before they may speak of what the inspectors said, and many of them tell nobody at all."


def item(number: int = 1, **more: Any) -> Item:
    return Item(url=f"https://union.example/{number}", guid=f"guid-{number}", title=f"Item {number}", **more)


def list_items(store: Store, *items: Item, etag: str = '"one"', now: datetime = NOW, is_baseline: bool = False) -> int:
    """Record a listing of `items`, each under its address."""
    keyed = [(each.url, each) for each in items]
    return store.polls.record_listing(
        UNION, keyed, validators=Validators(etag), body_hash=etag.encode(), now=now, is_baseline=is_baseline
    )


def told(*receivers: str, when: When = When.NOW, addresses: tuple[str | None, ...] = (None,)) -> tuple[Telling, ...]:
    return tuple(Telling(receiver, "route", when, addresses) for receiver in receivers)


def notice(key: str, *tellings: Telling, reason: AlertReason = AlertReason.SOURCE_FAILING) -> NewAlert:
    return NewAlert(reason, tellings or told("folder"), key, "union", "A Union cannot be polled", ("no answer",))


def settlement(
    text: str = TEXT,
    *,
    action: Action = Action.STORE,
    title: str = "What heads may say",
    url: str = "https://union.example/1",
    record_id: str = "",
    statement_id: int | None = None,
    alert: NewAlert | None = None,
    concerns: tuple[str, ...] = ("4",),
    taxonomy_id: str = "perry",
    now: datetime = NOW,
    **more: Any,
) -> Settlement:
    record = Record(id=record_id, text=text, title=title, source="union", publisher="A Union", group=Group.UNION, url=url)
    assessments = tuple(Assessment(each, 0.9, Band.SURE, None, (Evidence(0, len(text), text),)) for each in concerns)
    return Settlement(
        action=action,
        record=record,
        document=Document(text, extractor_version="1"),
        fingerprint=fingerprint(record),
        judgement=Judgement(assessments, dict.fromkeys(concerns, 0.9), is_relevant=True, scope="core", model_version="m1"),
        relations=more.pop("relations", ()),
        settled_at=now,
        taxonomy_id=taxonomy_id,
        is_baseline=False,
        host="union.example",
        story="story-1",
        statement_id=statement_id,
        alert=alert,
        capture=Capture(text.encode(), "text/html", b"\1" * 32),
        **more,
    )


def new_alert(*tellings: Telling, reason: AlertReason = AlertReason.NEW) -> NewAlert:
    return NewAlert(reason, tellings or told("folder"))


def message(message_id: str, text: str = "Plain words.") -> Message:
    return Message(message_id, "folder", MessageKind.ALERT, NOW, "A subject", text)


def pending(store: Store, key: str = "one", **telling: Any) -> str:
    """Store an alert with one delivery that is rendered and due; return the delivery's id."""
    store.outbox.add_alert(notice(key, *told("folder", **telling)), NOW)
    [waiting] = store.outbox.unrendered()
    store.outbox.freeze(waiting.delivery_id, message(waiting.delivery_id))
    return waiting.delivery_id


def snapshot(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables: what must be equal where nothing may have changed."""
    tables = [row["name"] for row in store._database.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {table: [tuple(row) for row in store._database.rows(f"SELECT * FROM [{table}]")] for table in tables}


def opened(path: Path) -> Store:
    return Store(path / "state" / "watcher.db")
