"""The file `blobs.db`: what tasks show besides text, by the SHA-256 of its bytes, in an encrypted file of its own.

Everything in it can be had again from the platform, so that nothing here may ever keep anybody from their work: a file
that is missing is made, one that cannot be read is made anew, and bytes that do not have their hash are none. In a
file of its own, a picture of 20 MB keeps a submit waiting for some milliseconds instead of a third of a second, and
is not in every backup. Written with a rollback journal: new pages go to the disk once, not twice.
"""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import apsw

from hdclient.errors import StoreError
from hdclient.store import faults

BLOBS_NAME = "blobs.db"
PIECE = 256 * 1024
_T = TypeVar("_T")
_FORMAT = 1
_FOREIGN = (apsw.NotADBError, apsw.FormatError)
"""Not a page of it can be read."""
_SCHEMA = f"""
CREATE TABLE file(sha256 BLOB PRIMARY KEY, size INTEGER NOT NULL) STRICT;
CREATE TABLE piece(
  id     INTEGER PRIMARY KEY,
  sha256 BLOB NOT NULL,
  number INTEGER NOT NULL,
  data   BLOB NOT NULL,
  UNIQUE(sha256, number)
) STRICT;
PRAGMA user_version={_FORMAT};
"""


def blob_key(key: bytes) -> bytes:
    """The key of the file, from the store's: whoever has no store key has none of the files either."""
    return hmac.digest(key, b"hdclient blobs", hashlib.sha256)


class BlobFile:
    """Opened at the first use, by one process at a time. `on_lost` is called, outside the lock, after
    it had to be made anew."""

    def __init__(self, path: Path, key: bytes, *, read_only: bool = False) -> None:
        self.path = path
        self.on_lost: Callable[[], None] = lambda: None
        self._key = blob_key(key)
        self._read_only = read_only
        self._lock = threading.RLock()
        self._connection: apsw.Connection | None = None
        self._closed = False

    @property
    def is_there(self) -> bool:
        """From looking only."""
        try:
            return self.path.stat().st_size > 0
        except OSError:
            return False

    def put(self, sha256: str, data: bytes) -> None:
        """Keeps the bytes, on the disk when this returns. Raises StoreFull, StoreUnwritable."""
        key = bytes.fromhex(sha256)

        def write(connection: apsw.Connection) -> None:
            connection.execute("DELETE FROM piece WHERE sha256=?", (key,))
            for number, start in enumerate(range(0, len(data), PIECE)):
                piece = data[start : start + PIECE]
                connection.execute(
                    "INSERT INTO piece(sha256, number, data) VALUES(?,?,?)", (key, number, piece)
                )
            connection.execute("INSERT OR REPLACE INTO file(sha256, size) VALUES(?,?)", (key, len(data)))

        self._change(write)

    def get(self, sha256: str) -> bytes | None:
        """The bytes, proved by their hash; None when they are not here or are not what they should be."""
        data = self.range(sha256, 0, None)
        if data is None or hashlib.sha256(data).hexdigest() != sha256:
            return None
        return data

    def range(self, sha256: str, start: int, length: int | None) -> bytes | None:
        """Some of the bytes, as pages that verify; None when they are not here. Only `get` proves the whole."""
        key = bytes.fromhex(sha256)
        first = start // PIECE
        last = 2**31 if length is None else (start + max(length, 1) - 1) // PIECE

        def read(connection: apsw.Connection) -> bytes | None:
            if not list(connection.execute("SELECT 1 FROM file WHERE sha256=?", (key,))):
                return None
            sql = "SELECT data FROM piece WHERE sha256=? AND number BETWEEN ? AND ? ORDER BY number"
            data = b"".join(piece for (piece,) in connection.execute(sql, (key, first, last)))
            skip = start - first * PIECE
            return data[skip:] if length is None else data[skip : skip + length]

        return self._read(read, None)

    def hashes(self) -> frozenset[str]:
        """All files that are here whole, as far as the list of them can be read."""
        return self._read(
            lambda connection: frozenset(
                key.hex() for (key,) in connection.execute("SELECT sha256 FROM file")
            ),
            frozenset[str](),
        )

    def forget(self, hashes: Iterable[str]) -> None:
        """Removes files. No error for those that are not here."""
        keys = [(bytes.fromhex(sha256),) for sha256 in hashes]

        def remove(connection: apsw.Connection) -> None:
            connection.executemany("DELETE FROM file WHERE sha256=?", keys)
            connection.executemany("DELETE FROM piece WHERE sha256=?", keys)

        # One that cannot be removed stays, and is found by nobody: no reason to lose the others.
        with self._lock, suppress(apsw.Error, StoreError):
            if keys and self.is_there and not self._closed:
                self._once(remove)

    def close(self) -> None:
        """Lets go of the file. Safe to call twice; afterwards nothing is here."""
        with self._lock:
            self._closed = True
            self._key = b""
            self._let_go()

    # -- inside --

    def _read(self, read: Callable[[apsw.Connection], _T], nothing: _T) -> _T:
        """A page that does not verify is as good as none. Reading removes nothing: there may be no network now."""
        with self._lock:
            if self._closed or not self.is_there:
                return nothing
            try:
                return read(self._opened())
            except apsw.Error:
                return nothing

    def _change(self, work: Callable[[apsw.Connection], None]) -> None:
        """One transaction; on what cannot be read, once more on a new file: who writes has just had the network."""
        with self._lock:
            if self._closed or self._read_only:
                raise faults.store_unwritable()
            try:
                try:
                    return self._once(work)
                except (*_FOREIGN, apsw.CorruptError):
                    self._begin_anew()
                    self._once(work)
            except apsw.Error as error:
                raise faults.as_store_error(error) from error
        return self.on_lost()

    def _once(self, work: Callable[[apsw.Connection], None]) -> None:
        connection = self._opened()
        connection.execute("BEGIN IMMEDIATE")
        try:
            work(connection)
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:  # on a full disk, SQLite has gone back by itself
                connection.execute("ROLLBACK")

    def _opened(self) -> apsw.Connection:
        if self._connection is None:
            connection = apsw.Connection(*_place(self.path, self._read_only))
            try:
                _settle(connection, self._key, self._read_only)
            except BaseException:
                connection.close(True)
                raise
            self._connection = connection
        return self._connection

    def _begin_anew(self) -> None:
        """All that was in it comes again from the platform."""
        if self._read_only:
            return
        self._let_go()
        for ending in ("", "-journal"):
            with suppress(OSError):
                self.path.with_name(self.path.name + ending).unlink(missing_ok=True)

    def _let_go(self) -> None:
        if self._connection is not None:
            with suppress(apsw.Error):
                self._connection.close(True)
            self._connection = None


def _place(path: Path, read_only: bool) -> tuple[str, int]:
    if not read_only:
        return str(path), apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
    # A journal that a crash has left cannot be played back there: pages it would have mended fail their hash.
    return (
        f"{path.absolute().as_uri()}?immutable=1",
        apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI,
    )


def _settle(connection: apsw.Connection, key: bytes, read_only: bool) -> None:
    """Key, promises and tables. Raises apsw.Error; a file of another format counts as unreadable."""
    connection.pragma("cipher", "chacha20")
    connection.pragma("key", "raw:" + key.hex())
    for name, value in (
        *(("locking_mode", "exclusive"), ("temp_store", "memory"), ("secure_delete", True)),
        *(("trusted_schema", False), ("fullfsync", True), ("synchronous", "extra"), ("cache_size", -2000)),
    ):
        connection.pragma(name, value)
    version = int(connection.pragma("user_version"))
    if version not in (0, _FORMAT) or (read_only and version == 0):
        raise apsw.NotADBError("another format")
    if not read_only:
        connection.pragma("journal_mode", "truncate")
    if version == 0:
        with connection:
            connection.execute(_SCHEMA)
