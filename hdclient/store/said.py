"""What reviewers and trainers say to each other, on its way: written here, sent once by its id, never changed.

The person's side adds, sync settles. Retry times are store time.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from hdclient.model.base import canonical
from hdclient.model.said import Said, SaidKind
from hdclient.store.database import Database, Row, Value

_COLUMNS = "id, kind, target, item_id, submission_id, revision, body, written, state, why, reason"


class SaidStore:
    """Every call that adds returns when the words are on the disk."""

    def __init__(self, database: Database, now: Callable[[], str], elapsed_ms: Callable[[], int]) -> None:
        self._db, self._now, self._elapsed_ms = database, now, elapsed_ms

    def add(self, said: Said, *, hold_ms: int = 0) -> Said:
        """Freezes it. It is sent when `hold_ms` of store time have gone by; until then it can be taken back."""
        kept = said.changed(written_at=self._now(), state="waiting")
        with self._db.transaction():
            self._db.execute(
                "INSERT INTO said(id, kind, target, item_id, submission_id, revision, body, written, next_ms)"
                " VALUES(?,?,?,?,?,?,?,?,?)",
                (
                    *(kept.id, kept.kind.value, kept.target, kept.item_id, kept.submission_id),
                    *(kept.revision, canonical(kept.body), kept.written_at),
                    self._elapsed_ms() + hold_ms if hold_ms else 0,
                ),
            )
        return kept

    def undo(self, said_id: str) -> bool:
        """Takes it back, if it has not left this computer. It stays here as undone."""
        with self._db.transaction():
            return bool(
                self._db.execute(
                    "UPDATE said SET state='undone' WHERE id=? AND state='waiting' AND taken=0", (said_id,)
                )
            )

    def get(self, said_id: str) -> Said | None:
        """One of them."""
        found = self._all("WHERE id=?", (said_id,))
        return found[0] if found else None

    def newest(self, limit: int = 200) -> tuple[Said, ...]:
        """What was said here, newest first."""
        return self._all("WHERE put_away=0 ORDER BY seq DESC LIMIT ?", (limit,))

    def of_submission(self, submission_id: str) -> tuple[Said, ...]:
        """What was said here of a submission, oldest first; without what was taken back."""
        return self._all("WHERE submission_id=? AND state<>'undone' ORDER BY seq", (submission_id,))

    def of_item(self, item_id: str) -> tuple[Said, ...]:
        """What was said here under a review item, oldest first; without what was taken back."""
        return self._all("WHERE item_id=? AND state<>'undone' ORDER BY seq", (item_id,))

    def waiting(self) -> tuple[Said, ...]:
        """All that the platform does not have yet, oldest first."""
        return self._all("WHERE state='waiting' ORDER BY seq")

    def refused(self) -> tuple[Said, ...]:
        """What the platform did not take and nobody has put away, oldest first."""
        return self._all("WHERE state='refused' AND put_away=0 ORDER BY seq")

    def reopen(self, said_id: str) -> None:
        """What was refused is a draft again: it counts as unsent, as if it had been taken back in time."""
        with self._db.transaction():
            self._db.execute(
                "UPDATE said SET state='undone', put_away=1 WHERE id=? AND state='refused'", (said_id,)
            )

    def put_away(self, said_id: str) -> None:
        """The person has seen it and wants nothing more of it. Its words stay here."""
        with self._db.transaction():
            self._db.execute("UPDATE said SET put_away=1 WHERE id=? AND state<>'waiting'", (said_id,))

    # What sync does

    def due(self, limit: int) -> tuple[Said, ...]:
        """What may be sent now, oldest first."""
        return self._all(
            "WHERE state='waiting' AND next_ms<=? ORDER BY seq LIMIT ?", (self._elapsed_ms(), limit)
        )

    def next_due_ms(self) -> int | None:
        """The store time at which the next one may be sent (it may be past); None when none waits."""
        row = self._db.one("SELECT min(next_ms) FROM said WHERE state='waiting'")
        return None if row is None or row[0] is None else int(row[0])

    def take(self, said_id: str) -> bool:
        """Marks it as leaving, before the request does: from here on there is no undo. False: it was taken back."""
        with self._db.transaction():
            return bool(
                self._db.execute("UPDATE said SET taken=1 WHERE id=? AND state='waiting'", (said_id,))
            )

    def settle(self, said_id: str) -> None:
        """The platform has it."""
        self._put(said_id, "sent", "", "")

    def refuse(self, said_id: str, why: str, reason: str) -> None:
        """The platform does not take it. It stays here, with the reason."""
        self._put(said_id, "refused", why, reason)

    def back_off(self, said_id: str, reason: str, wait_ms: Callable[[int], int]) -> None:
        """No outcome: it waits, and goes out again under the same id. `wait_ms` is given the number of tries."""
        with self._db.transaction():
            row = self._db.one("SELECT attempts FROM said WHERE id=?", (said_id,))
            tries = 1 + (0 if row is None else int(row[0]))
            self._db.execute(
                "UPDATE said SET attempts=?, next_ms=?, reason=? WHERE id=? AND state='waiting'",
                (tries, self._elapsed_ms() + wait_ms(tries), reason, said_id),
            )

    def again(self) -> int:
        """The platform may have lost what it took: all of it goes out once more, oldest first. Returns how many."""
        with self._db.transaction():
            return self._db.execute("UPDATE said SET state='waiting', next_ms=0 WHERE state='sent'")

    def make_due(self) -> None:
        """The person says "now": forgets all waiting times."""
        with self._db.transaction():
            self._db.execute("UPDATE said SET next_ms=0 WHERE state='waiting'")

    def _put(self, said_id: str, state: str, why: str, reason: str) -> None:
        with self._db.transaction():
            self._db.execute(
                "UPDATE said SET state=?, why=?, reason=? WHERE id=? AND state='waiting'",
                (state, why, reason, said_id),
            )

    def _all(self, where: str, values: tuple[Value, ...] = ()) -> tuple[Said, ...]:
        rows = self._db.query(f"SELECT {_COLUMNS} FROM said {where}", values)
        return tuple(_said(row) for row in rows)


def _said(row: Row) -> Said:
    id_, kind, target, item_id, submission_id, revision, body, written, state, why, reason = row
    return Said(
        id=id_,
        kind=SaidKind(kind),
        target=target,
        item_id=item_id,
        submission_id=submission_id,
        revision=revision,
        body=json.loads(body),
        written_at=written,
        state=state,
        why=why,
        reason=reason,
    )
