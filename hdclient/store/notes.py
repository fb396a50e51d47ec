"""Notes to those who run a campaign: written here, sent once, kept with the platform's word that it has them."""

from __future__ import annotations

from hdclient.model.ids import new_id
from hdclient.model.notes import Note
from hdclient.store.database import Row
from hdclient.store.letters import Letters


class Notes(Letters):
    """The text of a note never changes: the platform knows it by its id."""

    table = "note"
    columns = "id, campaign_id, text, written, state, received, reason"

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
        rows = self._db.query(f"SELECT {self.columns} FROM note ORDER BY seq DESC LIMIT ?", (limit,))
        return tuple(_note(row) for row in rows)

    def due(self, limit: int) -> tuple[Note, ...]:
        """What may be sent now, oldest first."""
        return tuple(_note(row) for row in self._due(limit))

    def waiting(self) -> tuple[Note, ...]:
        """All that the platform does not have yet, oldest first."""
        return tuple(_note(row) for row in self._waiting())


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
