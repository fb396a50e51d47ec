"""Files that tasks show, by the SHA-256 of their bytes, inside the encrypted file. Never a file of their
own."""

from __future__ import annotations

from hdclient.model.base import sha256_hex
from hdclient.store.database import Database

_PIECE = 512 * 1024


class Blobs:
    """Written by sync, read by screens."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def missing(self) -> tuple[tuple[str, int, str], ...]:
        """(sha256, size, media type) of files that leased tasks need and that are not here, first needed
        first."""
        rows = self._db.query(
            "SELECT b.sha256, b.size, b.media_type, min(a.position) AS first FROM blob b"
            " JOIN task_blob tb ON tb.sha256=b.sha256"
            " JOIN assignment a ON a.task_id=tb.task_id AND a.task_rev=tb.rev AND a.state='leased'"
            " WHERE b.state='missing' GROUP BY b.sha256 ORDER BY first"
        )
        return tuple((sha256, size, media_type) for sha256, size, media_type, _ in rows)

    def put(self, sha256: str, data: bytes) -> None:
        """Keeps the bytes. Raises ValueError when they do not have this hash, KeyError when no task shows
        them."""
        if sha256_hex(data) != sha256:
            raise ValueError("these bytes do not have this hash")
        with self._db.transaction():
            if not self._db.execute("UPDATE blob SET state='present', data=? WHERE sha256=?", (data, sha256)):
                raise KeyError(sha256)

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
        """The bytes, or None while they are not here. A file of 20 MB takes a tenth of a second; others can go on."""
        row = self._row(sha256)
        return None if row is None else b"".join(self._db.pieces("blob", "data", row, _PIECE))

    def head(self, sha256: str, most: int) -> bytes | None:
        """The first bytes, at once however long the file is; None while it is not here."""
        row = self._row(sha256)
        if row is None:
            return None
        pieces = self._db.pieces("blob", "data", row, most)
        head = next(pieces, b"")
        pieces.close()
        return head

    def _row(self, sha256: str) -> int | None:
        found = self._db.one("SELECT rowid FROM blob WHERE sha256=? AND state='present'", (sha256,))
        return None if found is None else int(found[0])
