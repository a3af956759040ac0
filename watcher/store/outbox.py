"""Alerts, who was told of them, and the deliveries that are not yet sent or dead."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from sqlite3 import Connection, Row
from typing import Any, Final

from watcher.errors import DamagedMessageError, Reason
from watcher.failpoint import failpoint
from watcher.model import AlertReason, Delivery, DeliveryState, Message, MessageKind, When
from watcher.model.settlement import NewAlert
from watcher.store.database import Database, as_instant, as_text, instant

SENDS_PER_LEASE: Final = 2
"""A claim is returned after twice the time that one send may take: a send that is still under way is never taken for dead."""


def lease_of(send_deadline: timedelta) -> timedelta:
    """Return how long a claim is held whose sending may take `send_deadline`."""
    return send_deadline * SENDS_PER_LEASE


@dataclass(frozen=True, slots=True)
class StoredAlert:
    """An alert as it was decided; its story is put together when it is rendered. `is_told`: its receiver has heard of it."""

    id: int
    reason: AlertReason
    created_at: datetime
    statement_id: int | None
    revision_id: int | None
    source_id: str | None
    subject_line: str
    details: tuple[str, ...]
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class Unrendered:
    """A delivery that waits for its message: for one alert, or for a digest's period; if `is_released` nothing holds it."""

    delivery_id: str
    receiver_id: str
    address: str | None
    kind: MessageKind
    alert_id: int | None
    period: str | None
    created_at: datetime
    route_id: str | None = None
    is_released: bool = False


class Outbox:
    """Every delivery from the decision to its end; each step is recorded before and after it is taken."""

    def __init__(self, database: Database):
        self._db = database

    def add_alert(self, alert: NewAlert, now: datetime) -> int | None:
        """Store an operator's alert with its deliveries; None if it is already there."""
        with self._db.transaction() as connection:
            return insert_alert(connection, alert, statement_id=None, revision_id=None, now=now)

    def add_statement_alert(self, alert: NewAlert, *, statement_id: int, revision_id: int, now: datetime) -> int | None:
        """Store an alert that no reading decided (a withdrawal); None if it is already there."""
        with self._db.transaction() as connection:
            return insert_alert(connection, alert, statement_id=statement_id, revision_id=revision_id, now=now)

    def alert(self, alert_id: int) -> StoredAlert:
        row = self._db.row("SELECT * FROM alert WHERE id = ?", alert_id)
        if row is None:
            raise LookupError(f"there is no alert {alert_id}")
        return _alert(row)

    def alerts(self, since: datetime, until: datetime) -> list[StoredAlert]:
        """Return the alerts created in [since, until), oldest first."""
        rows = self._db.rows(
            "SELECT * FROM alert WHERE created_at >= ? AND created_at < ? ORDER BY id", as_text(since), as_text(until)
        )
        return [_alert(row) for row in rows]

    def was_new(self, statement_id: int) -> bool:
        """Whether a statement was announced as new, in whichever of its revisions."""
        row = self._db.row("SELECT 1 FROM alert WHERE statement_id = ? AND reason = ?", statement_id, AlertReason.NEW.value)
        return row is not None

    # Digests

    def take_digest_slot(
        self,
        receiver_id: str,
        cadence: When,
        period: str,
        *,
        since: datetime,
        until: datetime,
        addresses: Sequence[str | None],
        now: datetime,
        given_up: Iterable[When] = (),
    ) -> bool:
        """Take a receiver's slot for one period, with every alert that waits for it; False if it was taken before.

        What was told at once belongs to it too. Alerts that missed an earlier slot (a daemon that was down) are taken along, and so
        are those that wait for a cadence that the receiver has `given_up`: each stands in exactly one digest.
        """
        cadences = json.dumps([cadence.value, *(each.value for each in given_up)])
        with self._db.transaction() as connection:
            taken = connection.execute(
                """INSERT INTO digest_run (receiver_id, period, cadence, since, until, created_at) VALUES (?, ?, ?, ?, ?, ?)
                   ON CONFLICT DO NOTHING""",
                (receiver_id, period, cadence.value, as_text(since), as_text(until), as_text(now)),
            )
            if not taken.rowcount:
                return False
            connection.execute(
                """UPDATE told SET period = ? WHERE receiver_id = ? AND digest IN (SELECT value FROM json_each(?))
                       AND period IS NULL AND created_at < ?""",
                (period, receiver_id, cadences, as_text(until)),
            )
            for address in addresses:
                delivery = _NewDelivery(receiver_id, address, MessageKind.DIGEST, f"{receiver_id} {period}", period=period)
                _insert_delivery(connection, delivery, now)
            failpoint("slot-taken")
        return True

    def digest_window(self, receiver_id: str, period: str) -> tuple[datetime, datetime, datetime]:
        """Return (since, until, created_at) of a slot that was taken."""
        row = self._db.row("SELECT * FROM digest_run WHERE receiver_id = ? AND period = ?", receiver_id, period)
        if row is None:
            raise LookupError(f"{receiver_id} has no digest {period}")
        return instant(row["since"]), instant(row["until"]), instant(row["created_at"])

    def has_digest(self, receiver_id: str, period: str) -> bool:
        """Whether a slot was taken."""
        return self._db.row("SELECT 1 FROM digest_run WHERE receiver_id = ? AND period = ?", receiver_id, period) is not None

    def last_digest_until(self, receiver_id: str, cadence: When) -> datetime | None:
        row = self._db.row(
            "SELECT max(until) AS until FROM digest_run WHERE receiver_id = ? AND cadence = ?", receiver_id, cadence.value
        )
        return as_instant(row["until"]) if row else None

    def undigested(self, since: datetime) -> Mapping[str, int]:
        """Return how many alerts since then wait for a digest of each receiver."""
        rows = self._db.rows(
            """SELECT receiver_id, count(*) AS n FROM told WHERE digest IS NOT NULL AND period IS NULL AND created_at >= ?
               GROUP BY 1 ORDER BY 1""",
            as_text(since),
        )
        return {row["receiver_id"]: row["n"] for row in rows}

    def digest_alerts(self, receiver_id: str, period: str) -> list[StoredAlert]:
        """Return what a digest lists; `is_told` is what has arrived before, at every address that still hears of it."""
        # The other delivery is looked up by its key; by the text alone each would be looked for among all there are.
        rows = self._db.rows(
            """WITH went AS (
                   SELECT own.alert_id, coalesce(other.state, own.state) AS state FROM delivery AS own
                   LEFT JOIN delivery AS other ON own.state = 'cancelled' AND own.problem = 'told in ' || other.id
                       AND other.id = substr(own.problem, length('told in ') + 1)
                   WHERE own.receiver_id = ?1 AND own.alert_id IS NOT NULL
               ), arrived AS (SELECT alert_id FROM went WHERE state <> 'cancelled' GROUP BY 1 HAVING min(state = 'sent'))
               SELECT alert.*, told.cadence = 'now' AND alert.id IN (SELECT alert_id FROM arrived) AS is_told
               FROM told JOIN alert ON alert.id = told.alert_id
               WHERE told.receiver_id = ?1 AND told.period = ?2 ORDER BY alert.id""",
            receiver_id,
            period,
        )
        return [replace(_alert(row), is_told=bool(row["is_told"])) for row in rows]

    # Deliveries

    def unrendered(self) -> list[Unrendered]:
        """Return the deliveries that have no message yet, oldest first."""
        rows = self._db.rows(
            """SELECT delivery.*, told.route_id FROM delivery LEFT JOIN told USING (receiver_id, alert_id)
               WHERE message IS NULL AND state = 'pending' ORDER BY delivery.created_at, delivery.id"""
        )
        return [
            Unrendered(
                delivery_id=row["id"],
                receiver_id=row["receiver_id"],
                address=row["address"],
                kind=MessageKind(row["kind"]),
                alert_id=row["alert_id"],
                period=row["period"],
                created_at=instant(row["created_at"]),
                route_id=row["route_id"],
                is_released=row["released_at"] is not None,
            )
            for row in rows
        ]

    def last_told_at(self, receiver_id: str, address: str | None, route_id: str) -> datetime | None:
        """Return when an address last got a message by a route, for the interval between two."""
        row = self._db.row(
            """SELECT max(frozen_at) AS at FROM delivery JOIN told USING (receiver_id, alert_id)
               WHERE receiver_id = ? AND coalesce(address, '') = ? AND route_id = ?""",
            receiver_id,
            address or "",
            route_id,
        )
        return as_instant(row["at"]) if row else None

    def freeze(self, delivery_id: str, message: Message, *, absorbs: Iterable[str] = (), now: datetime | None = None) -> None:
        """Give a delivery its message, once and for all; the deliveries whose alerts it `absorbs` are told in it and end here.

        One that was cancelled or frozen meanwhile absorbs nothing: what would have been told in it waits for a message of its own.
        """
        with self._db.transaction() as connection:
            frozen = connection.execute(
                "UPDATE delivery SET message = ?, frozen_at = ? WHERE id = ? AND state = 'pending' AND message IS NULL",
                (message_as_json(message), as_text(now or message.created_at), delivery_id),
            )
            if not frozen.rowcount:
                return
            connection.executemany(
                """UPDATE delivery SET state = 'cancelled', problem = ?, next_attempt_at = NULL
                   WHERE id = ? AND state = 'pending' AND message IS NULL""",
                [(f"told in {delivery_id}", absorbed) for absorbed in absorbs],
            )

    def add_test(self, message: Message, address: str | None, now: datetime) -> str:
        """Store a marked test message as a delivery of its own."""
        with self._db.transaction() as connection:
            delivery = _NewDelivery(message.receiver_id, address, MessageKind.TEST, f"test {message.id}", message=message)
            return _insert_delivery(connection, delivery, now)

    def claim(
        self, now: datetime, count_max: int, receiver_ids: Iterable[str], *, lease: timedelta, is_quiet: bool = False
    ) -> list[Delivery]:
        """Take deliveries that are due, with a `lease_of` their receivers; each is claimed by one process at a time.

        In quiet hours only tests and what an operator released.

        Raises:
            DamagedMessageError: one of them cannot be sent; they stay claimed until the caller ends it, or their leases end.
        """
        ids = list(receiver_ids)
        marks = ", ".join("?" * len(ids))
        with self._db.transaction() as connection:
            rows = connection.execute(
                f"""UPDATE delivery SET state = 'claimed', attempts = attempts + 1, lease_until = ?
                    WHERE id IN (SELECT id FROM delivery WHERE state = 'pending' AND message IS NOT NULL
                        AND next_attempt_at <= ? AND receiver_id IN ({marks})
                        AND (NOT ? OR kind = 'test' OR released_at IS NOT NULL) ORDER BY next_attempt_at, id LIMIT ?)
                    RETURNING *""",  # noqa: S608 - marks only
                (as_text(now + lease), as_text(now), *ids, is_quiet, count_max),
            ).fetchall()
            connection.executemany(
                "INSERT INTO attempt (delivery_id, number, started_at) VALUES (?, ?, ?)",
                [(row["id"], row["attempts"], as_text(now)) for row in rows],
            )
        return sorted((_delivery(row) for row in rows), key=lambda delivery: (delivery.message.created_at, delivery.id))

    def committing(self, delivery_id: str) -> None:
        """Record that the last byte is about to go out: from here to the answer a crash leaves the outcome unknown."""
        with self._db.transaction() as connection:
            connection.execute("UPDATE delivery SET is_committing = 1 WHERE id = ?", (delivery_id,))

    def is_committing(self, delivery_id: str) -> bool:
        """Whether the last byte of a claimed delivery may have gone out without an answer on record."""
        row = self._db.row("SELECT is_committing FROM delivery WHERE id = ?", delivery_id)
        return bool(row and row["is_committing"])

    def sent(self, delivery_id: str, receipt: str, now: datetime) -> None:
        self._end(delivery_id, DeliveryState.SENT, now, receipt=receipt)

    def retry(self, delivery_id: str, *, at: datetime, reason: Reason, problem: str, now: datetime) -> None:
        self._end(delivery_id, DeliveryState.PENDING, now, next_attempt_at=at, reason=reason, problem=problem)

    def give_up(
        self,
        delivery_id: str,
        state: DeliveryState,
        *,
        reason: Reason,
        problem: str,
        now: datetime,
        notice: NewAlert | None = None,
    ) -> None:
        """End a delivery as `dead` (it will never arrive) or `held` (nobody knows, a person decides); `notice` tells operators."""
        self._end(delivery_id, state, now, reason=reason, problem=problem, notice=notice)

    def return_expired(self, now: datetime) -> list[Delivery]:
        """Return the claims whose lease ran out: a process died with them. The caller says what becomes of each.

        Raises:
            DamagedMessageError: one of them cannot be sent; the caller ends it, and asks again.
        """
        rows = self._db.rows("SELECT * FROM delivery WHERE state = 'claimed' AND lease_until <= ? ORDER BY id", as_text(now))
        return [_delivery(row) for row in rows]

    def release_all_claims(self, now: datetime) -> None:
        """Let every claim's lease run out now: the caller holds the watch's lock, so whoever claimed them is dead."""
        with self._db.transaction() as connection:
            connection.execute("UPDATE delivery SET lease_until = ? WHERE state = 'claimed'", (as_text(now),))

    def set_state(self, delivery_id: str, state: DeliveryState, now: datetime) -> bool:
        """Move a delivery by an operator's hand (retry, cancel, hold); a sent one stays sent.

        A cancelled one stays cancelled: it was told in another message, its address has left, or a person said so.
        """
        with self._db.transaction() as connection:
            changed = connection.execute(
                """UPDATE delivery SET state = ?, next_attempt_at = ?, is_committing = 0, lease_until = NULL
                   WHERE id = ? AND state NOT IN ('sent', 'claimed', 'cancelled')""",
                (state.value, as_text(now), delivery_id),
            )
            return changed.rowcount > 0

    def release(self, delivery_id: str, now: datetime) -> bool:
        """Let a delivery go now that is held, or that waits for a group, a time or the end of quiet hours."""
        with self._db.transaction() as connection:
            changed = connection.execute(
                """UPDATE delivery SET state = 'pending', next_attempt_at = ?, released_at = ?, is_committing = 0,
                       lease_until = NULL WHERE id = ? AND state IN ('held', 'pending')""",
                (as_text(now), as_text(now), delivery_id),
            )
            return changed.rowcount > 0

    def delivery(self, delivery_id: str) -> Row | None:
        """Return all that is known of one delivery."""
        return self._db.row("SELECT * FROM delivery WHERE id = ?", delivery_id)

    def attempts(self, delivery_id: str) -> list[Row]:
        """Return the tries of one delivery, the first first."""
        return self._db.rows("SELECT * FROM attempt WHERE delivery_id = ? ORDER BY number", delivery_id)

    def is_about_a_delivery(self, delivery_id: str) -> bool:
        """Whether a delivery tells operators that another one failed."""
        row = self._db.row(
            "SELECT 1 FROM alert JOIN delivery ON delivery.alert_id = alert.id WHERE delivery.id = ? AND reason = ?",
            delivery_id,
            AlertReason.DELIVERY_FAILED.value,
        )
        return row is not None

    def address_of(self, alert_id: int) -> tuple[str, str, str]:
        """Return the title, publisher and address of an alert's statement, as they are; "" for what is not known."""
        row = self._db.row(
            """SELECT coalesce(revision.title, '') AS title, coalesce(publisher, '') AS publisher, coalesce(url, '') AS url
               FROM alert LEFT JOIN statement ON statement.id = alert.statement_id
               LEFT JOIN revision ON revision.id = alert.revision_id WHERE alert.id = ?""",
            alert_id,
        )
        return (row["title"], row["publisher"], row["url"]) if row else ("", "", "")

    def counts(self) -> Mapping[str, int]:
        """Return how many deliveries are in each state."""
        return {row["state"]: row["n"] for row in self._db.rows("SELECT state, count(*) AS n FROM delivery GROUP BY state")}

    def waiting(self) -> Mapping[str, int]:
        """Return how many deliveries wait to be sent to each receiver."""
        rows = self._db.rows("SELECT receiver_id, count(*) AS n FROM delivery WHERE state = 'pending' GROUP BY 1 ORDER BY 1")
        return {row["receiver_id"]: row["n"] for row in rows}

    def deliveries(self, *, state: DeliveryState | None = None, count_max: int = 100) -> list[Row]:
        """Return deliveries as rows for a table, newest first."""
        wanted = state.value if state else "%"
        return self._db.rows("SELECT * FROM delivery WHERE state LIKE ? ORDER BY created_at DESC, id LIMIT ?", wanted, count_max)

    def _end(
        self,
        delivery_id: str,
        state: DeliveryState,
        now: datetime,
        *,
        next_attempt_at: datetime | None = None,
        receipt: str | None = None,
        reason: Reason | None = None,
        problem: str | None = None,
        notice: NewAlert | None = None,
    ) -> None:
        with self._db.transaction() as connection:
            if notice is not None:
                insert_alert(connection, notice, statement_id=None, revision_id=None, now=now)
            connection.execute(
                """UPDATE delivery SET state = ?, is_committing = 0, lease_until = NULL, next_attempt_at = ?, receipt = ?,
                       problem = ?, sent_at = CASE WHEN ? = 'sent' THEN ? ELSE sent_at END WHERE id = ?""",
                (state.value, as_text(next_attempt_at), receipt, problem, state.value, as_text(now), delivery_id),
            )
            connection.execute(
                """UPDATE attempt SET ended_at = ?, outcome = ?, reason = ?, problem = ?
                   WHERE delivery_id = ? AND number = (SELECT attempts FROM delivery WHERE id = ?)""",
                (as_text(now), state.value, reason.value if reason else None, problem, delivery_id, delivery_id),
            )


def insert_alert(
    connection: Connection, alert: NewAlert, *, statement_id: int | None, revision_id: int | None, now: datetime
) -> int | None:
    """Add an alert, who is told, and a pending delivery for each who is told at once; None if it was there before."""
    key = alert.subject_key or f"statement {statement_id} revision {revision_id}"
    row = connection.execute(
        """INSERT INTO alert (reason, statement_id, revision_id, source_id, subject_key, subject_line, details, created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id""",
        (
            alert.reason.value,
            statement_id,
            revision_id,
            alert.source_id,
            key,
            alert.subject_line,
            json.dumps(alert.details, ensure_ascii=False),
            as_text(now),
        ),
    ).fetchone()
    if row is None:
        return None
    alert_id = int(row["id"])
    for telling in alert.tellings:
        digest = telling.digest or (None if telling.when is When.NOW else telling.when)
        connection.execute(
            "INSERT INTO told (receiver_id, alert_id, route_id, cadence, digest, created_at) VALUES (?, ?, ?, ?, ?, ?)",
            (telling.receiver_id, alert_id, telling.route_id, telling.when.value, digest, as_text(now)),
        )
        if telling.when is When.NOW:
            kind = MessageKind.OPERATOR if alert.reason.is_for_operators else MessageKind.ALERT
            for address in telling.addresses:
                delivery = _NewDelivery(telling.receiver_id, address, kind, f"alert {alert_id}", alert_id=alert_id)
                _insert_delivery(connection, delivery, now)
    failpoint("alert-inserted")
    return alert_id


@dataclass(frozen=True, slots=True)
class _NewDelivery:
    """A delivery to be added; `key` says what is told, so that the same thing is never told twice to one address."""

    receiver_id: str
    address: str | None
    kind: MessageKind
    key: str
    alert_id: int | None = None
    period: str | None = None
    message: Message | None = None

    @property
    def id(self) -> str:
        digest = blake2b(f"{self.receiver_id}\0{self.address or ''}\0{self.key}".encode(), digest_size=12).hexdigest()
        return f"msg_{digest}"


def _insert_delivery(connection: Connection, delivery: _NewDelivery, now: datetime) -> str:
    connection.execute(
        """INSERT INTO delivery (id, receiver_id, address, kind, alert_id, period, message, state, created_at, next_attempt_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?) ON CONFLICT DO NOTHING""",
        (
            delivery.id,
            delivery.receiver_id,
            delivery.address,
            delivery.kind.value,
            delivery.alert_id,
            delivery.period,
            message_as_json(delivery.message) if delivery.message else None,
            as_text(now),
            as_text(now),
        ),
    )
    return delivery.id


def message_as_json(message: Message) -> str:
    """Return a message as it is frozen in the outbox."""
    return json.dumps(
        {
            "id": message.id,
            "receiver_id": message.receiver_id,
            "kind": message.kind.value,
            "created_at": as_text(message.created_at),
            "subject": message.subject,
            "text": message.text,
            "html": message.html,
            "blocks": list(message.blocks),
            "payload": dict(message.payload),
            "recipient": message.recipient,
            "unsubscribe": list(message.unsubscribe),
        },
        ensure_ascii=False,
    )


def _message(text: str) -> Message:
    data: dict[str, Any] = json.loads(text)
    return Message(
        id=data["id"],
        receiver_id=data["receiver_id"],
        kind=MessageKind(data["kind"]),
        created_at=instant(data["created_at"]),
        subject=data["subject"],
        text=data["text"],
        html=data["html"],
        blocks=tuple(data["blocks"]),
        payload=data["payload"],
        recipient=data["recipient"],
        unsubscribe=tuple(data.get("unsubscribe", ())),
    )


def _delivery(row: Row) -> Delivery:
    try:
        message = _message(row["message"])
    except (ValueError, LookupError, TypeError) as error:
        raise DamagedMessageError(
            f"its message is damaged in the database ({type(error).__name__}: {error})",
            delivery_id=row["id"],
            receiver_id=row["receiver_id"],
            kind=row["kind"],
        ) from error
    return Delivery(
        id=row["id"],
        receiver_id=row["receiver_id"],
        message=message,
        state=DeliveryState(row["state"]),
        attempts=row["attempts"],
        next_attempt_at=as_instant(row["next_attempt_at"]),
        is_committing=bool(row["is_committing"]),
        problem=row["problem"],
    )


def _alert(row: Row) -> StoredAlert:
    return StoredAlert(
        id=row["id"],
        reason=AlertReason(row["reason"]),
        created_at=instant(row["created_at"]),
        statement_id=row["statement_id"],
        revision_id=row["revision_id"],
        source_id=row["source_id"],
        subject_line=row["subject_line"],
        details=tuple(json.loads(row["details"])),
    )
