"""Notes to those who run a campaign: written here, sent once, kept with the platform's word that it has them."""

from __future__ import annotations

from collections.abc import Callable

from hdclient.model.ids import new_id
from hdclient.model.notes import Note
from hdclient.store.database import Database, Row

_COLUMNS = "id, campaign_id, text, written, state, received, reason"


class Notes:
    """The person's side writes, sync settles. The text of a note never changes: the platform knows it by its id."""

    def __init__(self, database: Database, now: Callable[[], str], elapsed_ms: Callable[[], int]) -> None:
        self._db, self._now, self._elapsed_ms = database, now, elapsed_ms

    def add(self, campaign_id: str, text: str) -> Note:
        """Keeps a note to be sent. It is on the disk when this returns."""
        note = Note(id=new_id(), campaign_id=campaign_id, text=text, written_at=self._now())
        with self._db.transaction():
            self._db.execute(
                "INSERT INTO note(id, campaign_id, text, written) VALUES(?,?,?,?)",
                (note.id, campaign_id, text, note.written_at),
            )
        return note

    def newest(self, limit: int = 50) -> tuple[Note, ...]:
        """What was written here, newest first."""
        rows = self._db.query(f"SELECT {_COLUMNS} FROM note ORDER BY seq DESC LIMIT ?", (limit,))
        return tuple(_note(row) for row in rows)

    def due(self, limit: int) -> tuple[Note, ...]:
        """What may be sent now, oldest first."""
        rows = self._db.query(
            f"SELECT {_COLUMNS} FROM note WHERE state='waiting' AND next_ms<=? ORDER BY seq LIMIT ?",
            (self._elapsed_ms(), limit),
        )
        return tuple(_note(row) for row in rows)

    def waiting(self) -> tuple[Note, ...]:
        """All that the platform does not have yet, oldest first."""
        rows = self._db.query(f"SELECT {_COLUMNS} FROM note WHERE state='waiting' ORDER BY seq")
        return tuple(_note(row) for row in rows)

    def next_due_ms(self) -> int | None:
        """The store time at which the next one may be sent (it may be past); None when none waits."""
        row = self._db.one("SELECT min(next_ms) FROM note WHERE state='waiting'")
        return None if row is None or row[0] is None else int(row[0])

    def settle(self, note_id: str, received_at: str) -> None:
        """The platform has it."""
        self._put(note_id, "sent", received_at, "")

    def refuse(self, note_id: str, reason: str) -> None:
        """The platform does not take it. It stays here, with the reason."""
        self._put(note_id, "refused", "", reason)

    def back_off(self, note_id: str, reason: str, wait_ms: Callable[[int], int]) -> None:
        """No outcome: it waits, and goes out again under the same id. `wait_ms` is given the number of tries."""
        with self._db.transaction():
            row = self._db.one("SELECT attempts FROM note WHERE id=?", (note_id,))
            tries = 1 + (0 if row is None else int(row[0]))
            self._db.execute(
                "UPDATE note SET attempts=?, next_ms=?, reason=? WHERE id=? AND state='waiting'",
                (tries, self._elapsed_ms() + wait_ms(tries), reason, note_id),
            )

    def make_due(self) -> None:
        """The person says "now": forgets all waiting times."""
        with self._db.transaction():
            self._db.execute("UPDATE note SET next_ms=0 WHERE state='waiting'")

    def _put(self, note_id: str, state: str, received_at: str, reason: str) -> None:
        with self._db.transaction():
            self._db.execute(
                "UPDATE note SET state=?, received=?, reason=? WHERE id=? AND state='waiting'",
                (state, received_at, reason, note_id),
            )


def _note(row: Row) -> Note:
    id_, campaign_id, text, written, state, received, reason = row
    return Note(
        id=id_,
        campaign_id=campaign_id,
        text=text,
        written_at=written,
        state=state,
        received_at=received,
        reason=reason,
    )
