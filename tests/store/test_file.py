"""The database as a file: what is too new, damaged, full, or written by two at once."""

from __future__ import annotations

import multiprocessing
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from watcher.errors import SchemaTooNewError, StoreBusyError, StoreError
from watcher.model.settlement import Settlement
from watcher.store import Store
from watcher.store.database import Database

from .parts import HOUR, NOW, TEXT, item, list_items, new_alert, opened, pending, settlement, snapshot

PROCESSES = 4
ROUNDS = 8


def database_of(folder: Path) -> Path:
    return folder / "state" / "watcher.db"


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    """Migrations are applied once; what was stored is there."""
    first = opened(tmp_path)
    first.statements.record(settlement(alert=new_alert()))
    before = snapshot(first)
    first.close()
    second = opened(tmp_path)
    assert snapshot(second) == before
    second.close()


def test_a_copy_is_whole_and_apart(tmp_path: Path) -> None:
    """A dry run works on all that is stored, and nothing of it reaches the file."""
    store = opened(tmp_path)
    store.statements.record(settlement())
    copy = Store.copy_of(database_of(tmp_path))
    assert snapshot(copy) == snapshot(store)
    before = snapshot(store)
    copy.statements.record(settlement("Other words altogether.", url="https://union.example/2"))
    assert len(copy.statements.find(query="altogether")) == 1
    assert snapshot(store) == before
    copy.close()
    store.close()


def test_a_copy_of_nothing_is_empty(tmp_path: Path) -> None:
    """A dry run of a watch that never ran leaves no file behind."""
    copy = Store.copy_of(database_of(tmp_path))
    assert copy.statements.find() == []
    assert not database_of(tmp_path).exists()
    copy.close()


def test_a_file_of_a_newer_watcher_is_refused(tmp_path: Path) -> None:
    """An older program must not write what it does not understand; the error says what to do."""
    opened(tmp_path).close()
    with closing(sqlite3.connect(database_of(tmp_path))) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('watcher', 'm999_of_tomorrow', 'x')"
        )
        connection.commit()
    with pytest.raises(SchemaTooNewError, match=r"m999_of_tomorrow.*upgrade watcher"):
        opened(tmp_path)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    """The operator is told which file it is and what to do."""
    database_of(tmp_path).parent.mkdir()
    database_of(tmp_path).write_text("not a database, but long enough to be looked at as one " * 20)
    with pytest.raises(StoreError, match=r"watcher\.db: damaged or no SQLite database.*restore a backup"):
        opened(tmp_path)


def test_a_path_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    """A folder in the place of the file, or a file in the place of the folder, is a store error and no trace."""
    database_of(tmp_path).mkdir(parents=True)
    with pytest.raises(StoreError, match=r"watcher\.db"):
        opened(tmp_path)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "state").write_text("a file")
    with pytest.raises(StoreError, match="other/state"):
        opened(tmp_path / "other")


def test_a_damaged_page_is_a_store_error_when_it_is_read(tmp_path: Path) -> None:
    """Damage is found when it is met, and said in the same words."""
    store = opened(tmp_path)
    for number in range(40):
        store.statements.record(settlement(f"{TEXT} {number} " * 50, url=f"https://union.example/{number}"))
    store._database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    path = database_of(tmp_path)
    content = bytearray(path.read_bytes())
    for start in range(4096 * 60, len(content), 4096):
        content[start : start + 4096] = b"\xa5" * len(content[start : start + 4096])
    path.write_bytes(content)
    store = opened(tmp_path)
    with pytest.raises(StoreError, match="damaged"):
        store.statements.find()
    store.close()


def test_a_full_disk_loses_the_step_and_nothing_else(store: Store) -> None:
    """What does not fit is not stored by half, is said as such, and can be stored once there is room."""
    list_items(store, item(1))
    before = snapshot(store)
    connection = store._database.connection
    [pages] = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    large = settlement(TEXT * 3000, item_id=1, alert=new_alert())
    with pytest.raises(StoreError, match="the disk is full; nothing of this step was stored"):
        store.statements.record(large)
    assert snapshot(store) == before
    connection.execute("PRAGMA max_page_count = 100000")
    assert store.statements.record(large).alert_id is not None


def test_a_block_that_fails_is_rolled_back_whatever_the_error(store: Store) -> None:
    """Not only the database's own errors undo a transaction."""
    before = snapshot(store)

    def failing() -> None:
        with store._database.transaction() as connection:
            connection.execute("INSERT INTO source (id) VALUES ('half')")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        failing()
    assert snapshot(store) == before
    list_items(store, item(1))


def test_a_file_that_stays_locked_is_busy(tmp_path: Path, store: Store) -> None:
    """Somebody else's endless transaction is an error with a name, after a bounded wait."""
    other = Database(database_of(tmp_path))
    other.connection.execute("PRAGMA busy_timeout = 50")
    with store._database.transaction(), pytest.raises(StoreBusyError, match="another process"), other.transaction():
        pass
    other.close()


def _write(folder: Path, name: int) -> None:
    store = opened(folder)
    for number in range(ROUNDS):
        store.statements.record(settlement(f"Text {name}-{number}.", record_id=f"{name}-{number}"))
        list_items(store, item(number))
    store.close()


def _claim(folder: Path, name: int) -> None:
    store = opened(folder)
    taken = store.outbox.claim(NOW, 100, ("folder",), lease=HOUR)
    (folder / f"taken-{name}").write_text("\n".join(delivery.id for delivery in taken))
    store.close()


def at_once(target: object, folder: Path) -> None:
    """Run `target` in several processes at the same time; all must end well."""
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=target, args=(folder, name)) for name in range(PROCESSES)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * PROCESSES


def test_processes_that_write_at_once_wait_for_each_other(tmp_path: Path) -> None:
    """Nobody meets a locked database, not even while it is created; nothing is lost and nothing stored twice."""
    at_once(_write, tmp_path)
    store = opened(tmp_path)
    assert len(store.statements.find(count_max=1000)) == PROCESSES * ROUNDS
    assert len(store.polls.pending("union", NOW, 1000)) == ROUNDS
    store.close()


def test_a_delivery_is_claimed_by_one_of_many_processes(tmp_path: Path) -> None:
    """However many look at the outbox at once, each delivery goes out through one of them."""
    store = opened(tmp_path)
    ids = [pending(store, f"k{number}") for number in range(30)]
    store.close()
    at_once(_claim, tmp_path)
    taken = [line for path in tmp_path.glob("taken-*") for line in path.read_text().split()]
    assert sorted(taken) == sorted(ids)


def second(**more: str) -> Settlement:
    return settlement("Other words altogether, about another matter.", url="https://union.example/2", **more)


def test_what_is_stored_together_is_seen_by_others_at_the_end(store: Store, tmp_path: Path) -> None:
    """One commit makes it durable; a crash before it leaves nothing of it."""
    with closing(sqlite3.connect(database_of(tmp_path))) as other:
        with store.together():
            store.statements.record(settlement())
            store.statements.record(second())
            assert other.execute("SELECT count(*) FROM statement").fetchone() == (0,)
        assert other.execute("SELECT count(*) FROM statement").fetchone() == (2,)


def test_a_step_that_fails_is_undone_alone(store: Store) -> None:
    """What was stored before it stands; what it had begun does not."""

    def several() -> None:
        with store.together():
            store.statements.record(settlement())
            with store.transaction():
                store.statements.record(second())
                raise RuntimeError

    with pytest.raises(RuntimeError):
        several()
    assert [each.url for each in store.statements.find()] == ["https://union.example/1"]
    store.statements.record(second())


def test_the_words_of_what_is_stored_together_are_found_and_no_others(store: Store) -> None:
    """Each text is in the full-text index once, with the commit; what was undone is not, and its place can be taken."""
    with store.together():
        store.statements.record(settlement())
        with suppress(RuntimeError), store.transaction():
            store.statements.record(second())
            raise RuntimeError
        store.statements.record(settlement("A third text speaks of lanterns.", url="https://union.example/3"))
    assert [each.url for each in store.statements.find(query="lanterns")] == ["https://union.example/3"]
    assert store.statements.find(query="altogether") == []
    store.statements.record(second())
    assert [each.url for each in store.statements.find(query="altogether")] == ["https://union.example/2"]
    store._database.connection.execute("INSERT INTO revision_fts (revision_fts, rank) VALUES ('integrity-check', 1)")


def test_an_older_file_keeps_its_full_text_index(tmp_path: Path) -> None:
    """What a trigger has indexed is not indexed again by the commit."""
    store = opened(tmp_path)
    store.statements.record(settlement())
    connection = store._database.connection
    connection.execute("DROP INDEX revision_relevant")
    for name, event in (("revision_ai", "INSERT"), ("revision_au", "UPDATE OF title")):
        body = "INSERT INTO revision_fts (rowid, title, text) VALUES (new.rowid, new.title, new.text)"
        connection.execute(f"CREATE TRIGGER {name} AFTER {event} ON revision BEGIN {body}; END")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name LIKE 'm009%'")
    store.close()

    store = opened(tmp_path)
    store.statements.record(second())
    assert [each.url for each in store.statements.find(query="altogether")] == ["https://union.example/2"]
    assert [each.url for each in store.statements.find(query="weeks")] == ["https://union.example/1"]
    store._database.connection.execute("INSERT INTO revision_fts (revision_fts, rank) VALUES ('integrity-check', 1)")
    store.close()


def test_a_transaction_of_several_counts_whole_or_not_at_all(store: Store) -> None:
    """Also where nothing else is stored with it."""

    def one_of_several() -> None:
        with store.transaction():
            store.statements.record(settlement())
            store.statements.set_heads({1: 1})
            raise RuntimeError

    before = snapshot(store)
    with pytest.raises(RuntimeError):
        one_of_several()
    assert snapshot(store) == before


def test_a_full_disk_in_the_middle_of_several_is_said_and_keeps_what_fits(store: Store) -> None:
    """The file is sound and can be written again once there is room."""

    def too_much() -> None:
        with store.together():
            for number in range(200):
                store.statements.record(settlement(f"{TEXT} {number} " * 50, url=f"https://union.example/{number}"))

    connection = store._database.connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="disk is full"):
        too_much()
    assert store.upkeep.check() == ()
    connection.execute("PRAGMA max_page_count = 1000000")
    stored = len(store.statements.find(count_max=1000))
    store.statements.record(second())
    assert len(store.statements.find(count_max=1000)) == stored + 1
