"""One connection, its pragmas and its transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from watcher.errors import SchemaTooNewError, StoreBusyError, StoreError
from watcher.store.schema import migrations
from watcher.store.sqlite_tools import sqlite_utils

BUSY_TIMEOUT_S: Final = 10.0
_PRAGMAS: Final = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY", "cache_size=-16000")
Step = Callable[[sqlite3.Connection], object]
_Words = tuple[str, str, tuple[str, ...]]
_WHOLE: Final[_Words] = ("BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",))
_PART: Final[_Words] = ("SAVEPOINT part", "RELEASE part", ("ROLLBACK TO part", "RELEASE part"))


class Database:
    """The only holder of the SQLite connection; reads are autocommitted, writes go through `transaction`."""

    def __init__(self, path: Path | None):
        """Open (and create or migrate) the file at `path`; None keeps all in memory.

        Raises:
            StoreError: the file is no database, is damaged, or was written by a newer watcher.
        """
        self.path = path
        self.connection = _connected(path)
        self.connection.row_factory = sqlite3.Row
        self._is_durable: bool | None = None
        self._last_steps: dict[Step, None] = {}
        try:
            for pragma in _PRAGMAS:
                self.connection.execute(f"PRAGMA {pragma}")
            self._migrate()
        except sqlite3.DatabaseError as error:
            self.connection.close()
            raise _as_store_error(error, path) from error
        except StoreError:
            self.connection.close()
            raise

    def _migrate(self) -> None:
        tool = sqlite_utils.Database(self.connection)
        ours = {migration.name for migration in migrations._migrations}  # noqa: SLF001 - the library offers no list of names
        newer = [migration.name for migration in migrations.applied(tool) if migration.name not in ours]
        if newer:
            raise SchemaTooNewError(
                f"{self.path} was written by a newer watcher ({newer[-1]}): upgrade watcher, or restore a backup"
            )
        if migrations.pending(tool):
            if self.path is not None and (last := _last_applied(tool)):
                self._keep_as_it_was(self.path, last)
            # the write lock first, and a second look under it: two processes may create the file at the same moment
            with self.transaction():
                migrations.apply(tool)

    def _keep_as_it_was(self, path: Path, last: str) -> None:
        """Copy the file beside itself before its tables change, so that the older watcher can go back to it.

        The copy is named after the last migration that it has had, and made once: a second start finds it there.

        Raises:
            StoreError: it cannot be written; nothing was migrated.
        """
        kept = path.with_name(f"{path.name}.before-{ours_after(last)}")
        if not kept.exists():
            copy_to(self.connection, kept)

    @contextmanager
    def transaction(self, *, is_durable: bool = True) -> Iterator[sqlite3.Connection]:
        """Run the block in one immediate transaction; it is rolled back if the block raises.

        `is_durable=False` is for bookkeeping that may be lost in a power cut (synchronous NORMAL). Within another transaction or
        `together` the block is a part of it that counts whole or not at all, and becomes durable with it.

        Raises:
            StoreError: the disk is full, or the file is damaged or locked by another process.
        """
        is_whole = not self.connection.in_transaction
        begin, commit, undo = _WHOLE if is_whole else _PART
        if is_whole:
            self._choose_sync(is_durable=is_durable)
        self._execute(begin)
        try:
            yield self.connection
            if is_whole:
                self._take_last_steps()
            self.connection.execute(commit)
        except sqlite3.DatabaseError as error:
            self._roll_back(undo)
            raise _as_store_error(error, self.path) from error
        except BaseException:
            self._roll_back(undo)
            raise

    @contextmanager
    def together(self) -> Iterator[None]:
        """Let the transactions of the block become durable by one commit at its end, also if the block raises.

        The block must not await: what others write meanwhile would be committed or lost with it.

        Raises:
            StoreError: they could not be committed; none of them is stored.
        """
        self._choose_sync(is_durable=True)
        self._execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            self._commit()

    def last(self, step: Step) -> None:
        """Let `step` be the last of the transaction that is open, once however often it is asked for.

        For what costs hardly more for ten texts than for one. It must see for itself what is left to do: the part that asked for
        it may have been undone, or the whole transaction, and then it is the last of the next one.
        """
        self._last_steps[step] = None

    def _take_last_steps(self) -> None:
        steps, self._last_steps = self._last_steps, {}
        for step in steps:
            step(self.connection)

    def _choose_sync(self, *, is_durable: bool) -> None:
        if is_durable is not self._is_durable:
            self._execute(f"PRAGMA synchronous={'FULL' if is_durable else 'NORMAL'}")
            self._is_durable = is_durable

    def _execute(self, statement: str) -> None:
        try:
            self.connection.execute(statement)
        except sqlite3.DatabaseError as error:
            raise _as_store_error(error, self.path) from error

    def _commit(self) -> None:
        if not self.connection.in_transaction:
            return  # SQLite itself has undone all of it, and the block said why
        try:
            self._take_last_steps()
            self.connection.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            self._roll_back(_WHOLE[2])
            raise _as_store_error(error, self.path) from error

    def _roll_back(self, undo: Iterable[str]) -> None:
        for statement in undo if self.connection.in_transaction else ():
            self.connection.execute(statement)

    def load(self, path: Path) -> None:
        """Replace all that this database holds by what the file at `path` holds, migrated."""
        try:
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as source:
                source.backup(self.connection)
            self._migrate()
        except sqlite3.DatabaseError as error:
            raise _as_store_error(error, path) from error

    def rows(self, sql: str, *arguments: Any) -> list[sqlite3.Row]:
        """Return all rows of a query.

        Raises:
            StoreError: the file is damaged or locked.
        """
        try:
            return self.connection.execute(sql, arguments).fetchall()
        except sqlite3.DatabaseError as error:
            raise _as_store_error(error, self.path) from error

    def row(self, sql: str, *arguments: Any) -> sqlite3.Row | None:
        """Return the first row of a query; raises as `rows` does."""
        try:
            found: sqlite3.Row | None = self.connection.execute(sql, arguments).fetchone()
        except sqlite3.DatabaseError as error:
            raise _as_store_error(error, self.path) from error
        return found

    def close(self) -> None:
        self.connection.close()


def _last_applied(tool: sqlite_utils.Database) -> str | None:
    """Return the name of the last migration that a file has had; None for a new file."""
    applied = [migration.name for migration in migrations.applied(tool)]
    return applied[-1] if applied else None


def ours_after(last: str) -> str:
    """Return the short name of the migration that follows `last`, such as `m007`."""
    names = [migration.name for migration in migrations._migrations]  # noqa: SLF001 - the library offers no list of names
    following = names[names.index(last) + 1 :] if last in names else []
    return (following or [last])[0].split("_")[0]


def copy_to(connection: sqlite3.Connection, target: Path) -> None:
    """Write a verified copy of a whole database to `target`, which is there whole or not at all.

    Raises:
        StoreError: it cannot be written, or did not verify.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        with closing(sqlite3.connect(part)) as copy:
            connection.backup(copy)
            sound = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if sound != "ok":
            raise StoreError(f"{target}: the copy is not sound ({sound}); the database itself may be damaged")
        part.replace(target)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"{target}: cannot be written ({error})") from error
    finally:
        part.unlink(missing_ok=True)


def _connected(path: Path | None) -> sqlite3.Connection:
    """Return a connection to the file at `path`, whose folder is made if need be.

    Raises:
        StoreError: there can be no file of that name.
    """
    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        target = ":memory:" if path is None else str(path)
        return sqlite3.connect(target, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    except OSError as error:
        raise StoreError(f"{path}: {error.filename}: {error.strerror}") from error
    except sqlite3.DatabaseError as error:
        raise _as_store_error(error, path) from error


def as_text(instant: datetime | None) -> str | None:
    """Return an instant as it is stored: UTC, microseconds, a year of four digits, sortable as text."""
    if instant is None:
        return None
    moment = instant if instant.tzinfo is UTC else instant.astimezone(UTC)
    return f"{moment.isoformat(timespec='microseconds')[:-6]}Z"


def as_instant(text: str | None) -> datetime | None:
    """Return what `as_text` stored."""
    return datetime.fromisoformat(text) if text else None


def instant(text: str) -> datetime:
    """Return what `as_text` stored in a column that is never empty."""
    found = as_instant(text)
    assert found is not None, "the column is NOT NULL"
    return found


def _as_store_error(error: sqlite3.DatabaseError, path: Path | None) -> StoreError:
    code = getattr(error, "sqlite_errorname", "") or ""
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreBusyError(f"{path}: another process is writing to it; try again")
    if code == "SQLITE_FULL":
        return StoreError(f"{path}: the disk is full; nothing of this step was stored")
    if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return StoreError(f"{path}: damaged or no SQLite database ({error}); restore a backup")
    return StoreError(f"{path}: {error}")
