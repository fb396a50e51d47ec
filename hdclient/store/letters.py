"""Small things that go to the platform beside the work: written here once, sent once, kept with the platform's word.

Each kind has a table of its own with the same columns for the way it has gone (see note and reading in the
migrations). The person's side writes, sync settles; nothing is ever deleted.
"""

from __future__ import annotations

from collections.abc import Callable

from hdclient.store.database import Database, Row


class Letters:
    """What all kinds share. A subclass names its table and its columns, and makes values of rows."""

    table = ""
    columns = ""

    def __init__(self, database: Database, now: Callable[[], str], elapsed_ms: Callable[[], int]) -> None:
        self._db, self._now, self._elapsed_ms = database, now, elapsed_ms

    def next_due_ms(self) -> int | None:
        """The store time at which the next one may be sent (it may be past); None when none waits."""
        row = self._db.one(f"SELECT min(next_ms) FROM {self.table} WHERE state='waiting'")
        return None if row is None or row[0] is None else int(row[0])

    def settle(self, letter_id: str, received_at: str) -> None:
        """The platform has it."""
        self._put(letter_id, "sent", received_at, "")

    def refuse(self, letter_id: str, reason: str) -> None:
        """The platform does not take it. It stays here, with the reason."""
        self._put(letter_id, "refused", "", reason)

    def back_off(self, letter_id: str, reason: str, wait_ms: Callable[[int], int]) -> None:
        """No outcome: it waits, and goes out again under the same id. `wait_ms` is given the number of tries."""
        with self._db.transaction():
            row = self._db.one(f"SELECT attempts FROM {self.table} WHERE id=?", (letter_id,))
            tries = 1 + (0 if row is None else int(row[0]))
            self._db.execute(
                f"UPDATE {self.table} SET attempts=?, next_ms=?, reason=? WHERE id=? AND state='waiting'",
                (tries, self._elapsed_ms() + wait_ms(tries), reason, letter_id),
            )

    def make_due(self) -> None:
        """The person says "now": forgets all waiting times."""
        with self._db.transaction():
            self._db.execute(f"UPDATE {self.table} SET next_ms=0 WHERE state='waiting'")

    def _due(self, limit: int) -> list[Row]:
        """Rows that may be sent now, oldest first."""
        return self._db.query(
            f"SELECT {self.columns} FROM {self.table} WHERE state='waiting' AND next_ms<=? ORDER BY seq LIMIT ?",
            (self._elapsed_ms(), limit),
        )

    def _waiting(self) -> list[Row]:
        """Rows of all that the platform does not have yet, oldest first."""
        return self._db.query(f"SELECT {self.columns} FROM {self.table} WHERE state='waiting' ORDER BY seq")

    def _put(self, letter_id: str, state: str, received_at: str, reason: str) -> None:
        with self._db.transaction():
            self._db.execute(
                f"UPDATE {self.table} SET state=?, received=?, reason=? WHERE id=? AND state='waiting'",
                (state, received_at, reason, letter_id),
            )
