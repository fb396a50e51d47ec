"""How far each feed of the platform has been read, and the entries that could not be understood."""

from __future__ import annotations

from hdclient import __version__
from hdclient.store.database import Database


class Streams:
    """Written by sync. Save the cursor in the same transaction as what it covers."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, name: str) -> tuple[str, str]:
        """(cursor, epoch); empty texts before the first read."""
        row = self._db.one("SELECT cursor, epoch FROM stream WHERE name=?", (name,))
        return ("", "") if row is None else (str(row[0]), str(row[1]))

    def set(self, name: str, cursor: str, epoch: str) -> None:
        """Remembers how far `name` has been read."""
        with self._db.transaction():
            self._db.execute(
                "INSERT INTO stream(name, cursor, epoch) VALUES(?,?,?)"
                " ON CONFLICT(name) DO UPDATE SET cursor=excluded.cursor, epoch=excluded.epoch",
                (name, cursor, epoch),
            )

    def quarantine(self, stream: str, seq: int | None, raw: bytes, reason: str) -> None:
        """Keeps an entry that this version cannot apply. The same entry is kept once."""
        with self._db.transaction():
            self._db.execute(
                "INSERT INTO quarantine(stream, seq, raw, reason, version) SELECT ?,?,?,?,?"
                " WHERE NOT EXISTS(SELECT 1 FROM quarantine WHERE stream=? AND seq IS ? AND raw=?)",
                (stream, seq, raw, reason, __version__, stream, seq, raw),
            )

    def quarantined(self, stream: str) -> tuple[tuple[int | None, bytes, str], ...]:
        """(seq, raw, reason) of what is kept aside, oldest first."""
        rows = self._db.query("SELECT seq, raw, reason FROM quarantine WHERE stream=? ORDER BY id", (stream,))
        return tuple((seq, bytes(raw), reason) for seq, raw, reason in rows)

    def to_read_again(self, stream: str) -> tuple[tuple[int, int | None, bytes], ...]:
        """(id, seq, raw) of what another version of this program kept aside: this one may understand it."""
        rows = self._db.query(
            "SELECT id, seq, raw FROM quarantine WHERE stream=? AND version<>? ORDER BY id",
            (stream, __version__),
        )
        return tuple((id_, seq, bytes(raw)) for id_, seq, raw in rows)

    def read_again(self, id_: int, *, understood: bool) -> None:
        """It was applied, and need not be kept aside; or this version does not understand it either."""
        with self._db.transaction():
            if understood:
                self._db.execute("DELETE FROM quarantine WHERE id=?", (id_,))
            else:
                self._db.execute("UPDATE quarantine SET version=? WHERE id=?", (__version__, id_))
