"""Content as the engine prepared it, inside the encrypted file. A cache: what is not here is made again.

It must not know what the bytes mean. Written by the thread that prepares content, read by screens.
"""

from __future__ import annotations

from collections.abc import Sequence

from hdclient.store.database import Database

MOST_BYTES = 48_000_000
"""Some hundred tasks. What was used longest ago goes first."""


class PreparedContent:
    """Bytes by key, for one engine at a time: those of another one are forgotten at the next `put`."""

    def __init__(self, database: Database, most_bytes: int = MOST_BYTES) -> None:
        self._db = database
        self.most_bytes = most_bytes

    def get(self, key: bytes, engine: str) -> bytes | None:
        """The bytes, or None when they are not here or another engine made them."""
        row = self._db.one("SELECT data FROM prepared WHERE key=? AND engine=?", (key, engine))
        return None if row is None else bytes(row[0])

    def put(self, engine: str, entries: Sequence[tuple[bytes, bytes]], used: Sequence[bytes] = ()) -> None:
        """Keeps (key, bytes) pairs; `used` are keys that were read since. All in one transaction."""
        with self._db.transaction(synced=False):
            self._db.execute("DELETE FROM prepared WHERE engine<>?", (engine,))
            row = self._db.one("SELECT coalesce(max(used), 0) FROM prepared")
            turn = int(row[0]) if row else 0
            for key in used:
                turn += 1
                self._db.execute("UPDATE prepared SET used=? WHERE key=?", (turn, key))
            for key, data in entries:
                turn += 1
                self._db.execute(
                    "INSERT INTO prepared(key, engine, size, used, data) VALUES(?1,?2,?3,?4,?5)"
                    " ON CONFLICT(key) DO UPDATE SET engine=?2, size=?3, used=?4, data=?5",
                    (key, engine, len(data), turn, data),
                )
            self._make_room()

    def _make_room(self) -> None:
        self._db.execute(
            "DELETE FROM prepared WHERE used IN (SELECT used FROM ("
            "SELECT used, sum(size) OVER (ORDER BY used DESC) AS newer FROM prepared) WHERE newer > ?)",
            (self.most_bytes,),
        )
