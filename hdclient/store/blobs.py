"""Files that tasks show, by the SHA-256 of their bytes: which are needed and which are here. The bytes themselves are
in a file of their own (blob_file.py), which may be lost at any time: then they are missing, and fetched again."""

from __future__ import annotations

from collections.abc import Iterable

from hdclient.model.base import sha256_hex
from hdclient.store.blob_file import BlobFile
from hdclient.store.database import Database


class Blobs:
    """Written by sync, read by screens, in any thread."""

    def __init__(self, database: Database, file: BlobFile) -> None:
        self._db = database
        self._file = file
        file.on_lost = self.look_again
        if not database.read_only and not file.is_there:
            self.look_again()

    def missing(self) -> tuple[tuple[str, int, str], ...]:
        """(sha256, size, media type) of files that leased tasks and review items need and that are not here, first
        needed first."""
        rows = self._db.query(
            "SELECT b.sha256, b.size, b.media_type, min(a.position) AS first FROM blob b"
            " JOIN task_blob tb ON tb.sha256=b.sha256"
            " JOIN assignment a ON a.task_id=tb.task_id AND a.task_rev=tb.rev AND a.state='leased'"
            " WHERE b.state='missing' GROUP BY b.sha256"
            " UNION SELECT b.sha256, b.size, b.media_type, r.position FROM blob b"
            " JOIN task_blob tb ON tb.sha256=b.sha256"
            " JOIN review_item r ON r.task_id=tb.task_id AND r.state='held'"
            " WHERE b.state='missing' ORDER BY first"
        )
        return tuple(dict.fromkeys((sha256, size, media_type) for sha256, size, media_type, _ in rows))

    def put(self, sha256: str, data: bytes) -> None:
        """Keeps the bytes. Raises ValueError when they do not have this hash, KeyError when no task shows
        them."""
        if sha256_hex(data) != sha256:
            raise ValueError("these bytes do not have this hash")
        if self._db.one("SELECT 1 FROM blob WHERE sha256=?", (sha256,)) is None:
            raise KeyError(sha256)
        self._file.put(sha256, data)
        with self._db.transaction():
            self._db.execute("UPDATE blob SET state='present', data=NULL WHERE sha256=?", (sha256,))

    def mark_bad(self, sha256: str) -> None:
        """The platform cannot give the right bytes: the tasks that need them are not offered."""
        with self._db.transaction():
            self._db.execute(
                "UPDATE blob SET state='bad', data=NULL WHERE sha256=? AND state='missing'", (sha256,)
            )

    def retry_bad(self) -> int:
        """Makes all bad files missing again, for another try. Returns how many."""
        with self._db.transaction():
            return self._db.execute("UPDATE blob SET state='missing' WHERE state='bad'")

    def get(self, sha256: str) -> bytes | None:
        """The bytes, proved by their hash; None while they are not here. 20 MB take a tenth of a second."""
        row = self._db.one("SELECT data FROM blob WHERE sha256=? AND state='present'", (sha256,))
        if row is None:
            return None
        data = self._file.get(sha256) if row[0] is None else bytes(row[0])
        if data is None or (row[0] is not None and sha256_hex(data) != sha256):
            self._lost([sha256])
            return None
        return data

    def head(self, sha256: str, most: int) -> bytes | None:
        """The first bytes, at once however long the file is; None while it is not here."""
        return self.range(sha256, 0, most)

    def range(self, sha256: str, start: int, length: int) -> bytes | None:
        """Some of the bytes; None while the file is not here. Only `get` proves them by the hash of the whole."""
        row = self._db.one(
            "SELECT substr(data, ?, ?) FROM blob WHERE sha256=? AND state='present'",
            (start + 1, length, sha256),
        )
        if row is None:
            return None
        return self._file.range(sha256, start, length) if row[0] is None else bytes(row[0])

    def size(self) -> int:
        """Bytes of the files that are here."""
        row = self._db.one("SELECT coalesce(sum(size), 0) FROM blob WHERE state='present'")
        return 0 if row is None else int(row[0])

    def look_again(self) -> None:
        """Compares what is thought to be here with what is; the rest is missing, and fetched again."""
        thought = self._db.query("SELECT sha256 FROM blob WHERE state='present' AND data IS NULL")
        if thought:
            here = self._file.hashes()
            self._lost([sha256 for (sha256,) in thought if sha256 not in here])

    def move_out(self) -> int:
        """Takes one file out of the main database, where older versions kept them. Returns how many are left."""
        rows = self._db.query("SELECT sha256 FROM blob WHERE data IS NOT NULL")
        for (sha256,) in rows[:1]:
            data = self.get(sha256)
            if data is not None:
                self.put(sha256, data)
        return max(0, len(rows) - 1)

    def sweep(self) -> None:
        """Removes bytes that no row speaks of any more: of tasks that were cleared away."""
        known = {sha256 for (sha256,) in self._db.query("SELECT sha256 FROM blob")}
        self._file.forget(self._file.hashes() - known)

    def _lost(self, hashes: Iterable[str]) -> None:
        if self._db.read_only:
            return
        with self._db.transaction():
            for sha256 in hashes:
                self._db.execute(
                    "UPDATE blob SET state='missing', data=NULL WHERE sha256=? AND state='present'", (sha256,)
                )
