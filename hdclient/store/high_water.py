"""How far the store had come, kept outside the store: what tells an older file that was put back, or a deleted WAL.

Two slots of one small file are written in turn, each with a proof of store and key, so that a torn write leaves the
other. Each commit is noted without a sync of its own: a killed process loses nothing by that, and after a power cut
the note may lag behind the store, which is never taken for a fault. It is synced when the store is idle or closed.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

MARK_NAME = "store.mark"
_SLOT = 4096
_NUMBERS = struct.Struct("<4sQQ")
_MAGIC = b"hdm1"
_PROOF_BYTES = 16


class Counts(NamedTuple):
    """Transactions and sealed submissions in all the life of a store."""

    changes: int
    seals: int


class HighWater:
    """The file `path` of the store `store_uuid`, whose key proves what is read. Never raises for a disk's sake."""

    def __init__(self, path: Path, key: bytes, store_uuid: str) -> None:
        self.path = path
        self._key = key
        self._uuid = store_uuid.encode()
        self._file: BinaryIO | None = None
        self._slot = 0

    def read(self) -> Counts | None:
        """The furthest that was noted; None when there is no note that can be believed."""
        try:
            data = self.path.read_bytes()
        except OSError:
            return None
        found = [(self._parse(data[start : start + _SLOT]), n) for n, start in enumerate((0, _SLOT))]
        valid = [(counts, n) for counts, n in found if counts is not None]
        if not valid:
            return None
        counts, self._slot = max(valid)
        return counts

    def note(self, counts: Counts) -> None:
        """Writes into the slot that is not the newest. Call it after the commit, never before."""
        numbers = _NUMBERS.pack(_MAGIC, *counts)
        # A disk that refuses leaves the note behind the store: less would be noticed, nothing is wrong.
        with suppress(OSError):
            file = self._opened()
            self._slot = 1 - self._slot
            file.seek(self._slot * _SLOT)
            file.write(numbers + self._proof(numbers))

    def reset(self) -> None:
        """Forgets what was noted: the store begins a new history."""
        with suppress(OSError):
            file = self._opened()
            file.seek(0)
            file.write(bytes(2 * _SLOT))

    def sync(self) -> None:
        """Brings the note to the disk itself."""
        if self._file is not None:
            with suppress(OSError):
                os.fsync(self._file.fileno())

    def close(self) -> None:
        """Syncs and lets go, of the key too. Safe to call twice."""
        self.sync()
        self._key = b""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _opened(self) -> BinaryIO:
        if self._file is None:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
            self._file = os.fdopen(handle, "r+b", buffering=0)
            if os.fstat(handle).st_size < 2 * _SLOT:
                self._file.write(bytes(2 * _SLOT))
        return self._file

    def _parse(self, slot: bytes) -> Counts | None:
        numbers = slot[: _NUMBERS.size]
        proof = slot[_NUMBERS.size : _NUMBERS.size + _PROOF_BYTES]
        if len(proof) < _PROOF_BYTES or not hmac.compare_digest(proof, self._proof(numbers)):
            return None
        _, changes, seals = _NUMBERS.unpack(numbers)
        return Counts(changes, seals)

    def _proof(self, numbers: bytes) -> bytes:
        return hmac.digest(self._key, b"hdclient high water\n" + self._uuid + numbers, hashlib.sha256)[
            :_PROOF_BYTES
        ]
