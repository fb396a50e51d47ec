"""One encrypted SQLite file behind one lock: opening, transactions, queries. It knows no table but high_water, in
which it counts transactions.

Shared by the main thread and the sync thread. Every call takes the lock, so no thread sees another's half-
done work; transactions must stay short. `synchronous=FULL` in WAL mode: when a transaction's block ends, it
is on the disk, with all that came before it. What would come again by itself does not wait for the disk.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import apsw

from hdclient.errors import StoreDamaged, StoreError, StoreFull, WrongKey
from hdclient.store import faults
from hdclient.store.high_water import Counts
from hdclient.store.migrating import check_not_newer, migrate, newest_version
from hdclient.words import tr

KEY_BYTES = 32
# Another start of hdclient may still be closing: wait this long for its lock, no longer.
_BUSY_MS = 500
_COPY_PAGES = 128

Row = tuple[Any, ...]
Value = str | int | float | bytes | None
Prepare = Callable[[apsw.Connection, int], None]
"""Gets the opened file and its version before anything is written or migrated; raises to leave it as it is."""


class Database:
    """The open file. Made by `create` or `open`, never directly."""

    def __init__(self, connection: apsw.Connection, path: Path, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self._connection = connection
        self._lock = threading.RLock()
        self._depth = 0
        self._closed = False
        self._synced = True
        self.commits = 0
        """How many transactions have changed something: what was read before the last of them may be old."""
        self._last_fault: StoreError | None = None
        self.on_commit: Callable[[Counts], None] | None = None
        """Called inside the lock after each commit that changed something and is on the disk."""
        self.on_damage: Callable[[], None] | None = None
        """Called when a page was read that does not verify."""
        self.on_full: Callable[[], bool] | None = None
        """Called when the disk is full; True: some room was made."""

    @property
    def closed(self) -> bool:
        """Whether the file was let go."""
        return self._closed

    @classmethod
    def create(cls, path: Path, key: bytes) -> Database:
        """Makes a new file (an empty one may be there already). Never overwrites: raises StoreError if it
        has content."""
        if path.exists() and path.stat().st_size > 0:
            raise StoreError(
                tr("There is already saved work in this place."),
                tr("It was left as it is."),
                tr("Open it instead."),
            )
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
        return cls._connect(path, key, flags)

    @classmethod
    def open(
        cls, path: Path, key: bytes, *, read_only: bool = False, prepare: Prepare | None = None
    ) -> Database:
        """Opens an existing file and migrates it; read-only neither writes nor migrates.

        Raises StoreMissing, StoreInUse, StoreUnwritable, WrongKey, StoreDamaged, StoreNewer, StoreFull.
        """
        try:
            empty = path.stat().st_size == 0
        except OSError as error:
            raise faults.store_missing(path) from error
        if not path.is_file():
            raise faults.store_is_no_file(path)
        if empty:
            # Any key opens an empty file: it would look like a fresh start, the work would seem gone, and SQLite would
            # delete what is in the WAL beside it.
            raise faults.store_emptied(path)
        if read_only:
            return cls._connect_read_only(path, key, prepare)
        return cls._connect(path, key, apsw.SQLITE_OPEN_READWRITE, prepare)

    @classmethod
    def _connect(cls, path: Path, key: bytes, flags: int, prepare: Prepare | None = None) -> Database:
        connection: apsw.Connection | None = None
        try:
            connection = apsw.Connection(str(path), flags=flags)
            _unlock(connection, key)
            # The first read takes the exclusive lock and is where a wrong key shows.
            version = int(connection.pragma("user_version"))
            check_not_newer(version, newest_version())
            if connection.readonly("main"):
                raise faults.store_unwritable()
            if prepare is not None:
                prepare(connection, version)
            connection.pragma("journal_mode", "wal")
            migrate(connection)
        except apsw.Error as error:
            _close_quietly(connection)
            raise _opening_error(error, path) from error
        except BaseException:
            _close_quietly(connection)
            raise
        return cls(connection, path, read_only=False)

    @classmethod
    def _connect_read_only(cls, path: Path, key: bytes, prepare: Prepare | None) -> Database:
        """For disks that refuse writes, so that saved work can still be shown. Where we cannot write, no other hdclient
        can either: nothing changes under us.

        After a clean end there is no WAL, and SQLite may take the file as immutable. After a crash the WAL holds the
        last words: then the file is read through the layer without locks, which a read-only file cannot give.
        """
        wal = path.with_name(path.name + "-wal")
        how = f"vfs={_lock_free_layer()}" if _has_content(wal) else "immutable=1"
        connection: apsw.Connection | None = None
        try:
            connection = apsw.Connection(
                f"{path.absolute().as_uri()}?{how}",
                flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI,
            )
            _unlock(connection, key)
            version = int(connection.pragma("user_version"))
            check_not_newer(version, newest_version())
            if version < newest_version():
                raise faults.store_unwritable()
            if prepare is not None:
                prepare(connection, version)
        except apsw.Error as error:
            _close_quietly(connection)
            raise _opening_error(error, path) from error
        except BaseException:
            _close_quietly(connection)
            raise
        return cls(connection, path, read_only=True)

    @contextmanager
    def transaction(self, *, synced: bool = True, seals: int = 0) -> Iterator[None]:
        """All of the block or nothing of it. Inside another one it joins it: what fails in here is undone
        in here, and the outer one says whether it is synced.

        `synced` False: for what a power cut may take, since it comes again by itself. A killed process loses nothing
        of it, and the next synced one brings it to the disk. `seals`: how many submissions are sealed in it.
        """
        with self._lock:
            if self.read_only:
                raise faults.store_unwritable()
            outer = self._depth == 0
            name = f"part_{self._depth}"
            if outer:
                self._sync_commits(synced)
            else:
                self._check_alive()  # a savepoint would begin a transaction of its own
            self._run("BEGIN IMMEDIATE" if outer else f"SAVEPOINT {name}")
            self._depth += 1
            before = self._connection.total_changes()
            counts: Counts | None = None
            try:
                yield
                self._check_alive()
                if outer and self._connection.total_changes() != before:
                    counts = self._counted(seals)
                elif seals:
                    self._run("UPDATE high_water SET seals=seals+?", (seals,))
                self._run("COMMIT" if outer else f"RELEASE {name}")
            except BaseException:
                self._undo(None if outer else name)
                raise
            finally:
                self._depth -= 1
            if counts is not None and synced and self.on_commit is not None:
                self.on_commit(counts)

    def counts(self) -> Counts:
        """How much was ever written to this store."""
        return Counts(*self.query("SELECT changes, seals FROM high_water")[0])

    def with_room(self, work: Callable[[], None]) -> None:
        """Does what saves a person's words; once more when the disk was full and room could be made."""
        try:
            work()
        except StoreFull:
            with self._lock:
                inside = self._depth > 0  # then only the whole of it can be done again
            if inside or self.on_full is None or not self.on_full():
                raise
            work()

    def execute(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Runs one writing statement inside a transaction and returns how many rows it changed."""
        with self._lock:
            if self._depth == 0:
                raise RuntimeError("writes belong in a transaction")
            self._check_alive()
            self._run(sql, values)
            return int(self._connection.changes())

    def query(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        """All rows of a reading statement."""
        with self._lock:
            try:
                return list(self._connection.execute(sql, values))
            except apsw.Error as error:
                raise self._failed(error) from error

    def one(self, sql: str, values: Sequence[Value] = ()) -> Row | None:
        """The first row, or None."""
        rows = self.query(sql, values)
        return rows[0] if rows else None

    def fold(self) -> None:
        """Moves the WAL into the file and empties it, as far as the disk allows."""
        with self._lock:
            if not self.read_only and self._depth == 0:
                # A full disk refuses this: then the WAL stays beside the file and is read at the next start.
                with suppress(apsw.Error):
                    self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def size(self) -> int:
        """Bytes of the file when all is folded into it."""
        return int(self.query("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")[0][0])

    def copy_to(self, target: apsw.Connection, stopped: Callable[[], bool]) -> bool:
        """Copies all pages; other threads get their turn in between. False: it was stopped.

        Raises apsw.Error.
        """
        with self._lock:
            backup = target.backup("main", self._connection, "main")
        try:
            while not stopped():
                with self._lock:
                    backup.step(_COPY_PAGES)
                    if backup.done:
                        return True
                time.sleep(0.002)
            return False
        finally:
            with self._lock:
                backup.close(True)

    def close(self, *, fold: bool = True) -> None:
        """Folds the WAL into the file and lets go of it, or leaves both as they are. Safe to call twice."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            if fold:
                self.fold()
            elif _has_content(self.path.with_name(self.path.name + "-wal")):
                self._connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
            _close_quietly(self._connection)

    def _sync_commits(self, synced: bool) -> None:
        """Whether commits wait for the disk from here on. Outside a transaction only."""
        if synced is not self._synced:
            self._run(f"PRAGMA synchronous={'full' if synced else 'normal'}")
            self._synced = synced

    def _run(self, sql: str, values: Sequence[Value] = ()) -> None:
        try:
            self._connection.execute(sql, values)
        except UnicodeEncodeError:
            # A lone surrogate in a sentence or an excerpt; words and bodies are JSON bytes.
            self._run(sql, [_storable(value) for value in values])
        except apsw.Error as error:
            self._last_fault = self._failed(error)
            raise self._last_fault from error

    def _failed(self, error: apsw.Error) -> StoreError:
        said = faults.as_store_error(error)
        if isinstance(said, WrongKey):
            said = faults.store_damaged()  # it opened with this key
        if isinstance(said, StoreDamaged) and self.on_damage is not None:
            self.on_damage()
        return said

    def _counted(self, seals: int) -> Counts:
        """Counts this transaction, inside it."""
        self.commits += 1
        sql = "UPDATE high_water SET changes=changes+1, seals=seals+? RETURNING changes, seals"
        return Counts(*self.query(sql, (seals,))[0])

    def _check_alive(self) -> None:
        """A full disk or a disk error makes SQLite drop the whole transaction; going on would save half of
        it."""
        if not self._connection.in_transaction:
            raise self._last_fault or faults.disk_fault()

    def _undo(self, savepoint: str | None) -> None:
        if not self._connection.in_transaction:
            return
        if savepoint is None:
            self._connection.execute("ROLLBACK")
        else:
            try:
                self._connection.execute(f"ROLLBACK TO {savepoint}")
                self._connection.execute(f"RELEASE {savepoint}")
            except apsw.Error:
                # Then nothing of the whole may stay; the outer block finds its transaction gone.
                self._connection.execute("ROLLBACK")


def _unlock(connection: apsw.Connection, key: bytes) -> None:
    """Gives the key before anything is read, then the settings that the promises rest on (reliability
    research, B4)."""
    if len(key) != KEY_BYTES:
        raise ValueError("a store key has 32 bytes")
    connection.set_busy_timeout(_BUSY_MS)
    connection.pragma("cipher", "chacha20")
    connection.pragma("key", "raw:" + key.hex())
    for name, value in (
        ("locking_mode", "exclusive"),
        ("temp_store", "memory"),
        ("synchronous", "full"),
        ("fullfsync", True),
        ("checkpoint_fullfsync", True),
        ("foreign_keys", True),
        ("trusted_schema", False),
        ("secure_delete", True),
        ("cache_size", -8000),
    ):
        connection.pragma(name, value)


def _lock_free_layer() -> str:
    """SQLite's file layer without locks, with the encrypting layer on top; the latter is made when first named."""
    for name in apsw.vfs_names():
        if name in ("unix-none", "win32-none"):
            return f"multipleciphers-{name}"
    return ""


def _opening_error(error: apsw.Error, path: Path) -> StoreError:
    """Opening tells a read-only file from a broken disk: both come as errors of the lock."""
    if isinstance(error, apsw.CantOpenError | apsw.IOError) and path.exists():
        return faults.store_unwritable()
    if isinstance(error, apsw.CorruptError | apsw.FormatError):
        return faults.store_damaged(path)
    return faults.as_store_error(error)


def _has_content(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def _storable(value: Value) -> Value:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _close_quietly(connection: apsw.Connection | None) -> None:
    if connection is not None:
        # Nothing more can be done, and what was committed is on the disk.
        with suppress(apsw.Error):
            connection.close(True)
