"""Review items that are over: their content is cleared away after a while, what was written of them never is."""

from __future__ import annotations

from hdclient.store.database import Database

_OVER = "state IN ('done','gone')"
_NEEDED = (
    "EXISTS(SELECT 1 FROM said s WHERE s.item_id=review_item.item_id"
    " AND (s.state='waiting' OR (s.state='refused' AND s.put_away=0)))"
)
_UNKNOWN = 1
"""In place of a day: the platform's time was never heard."""


class OldReviews:
    """For Retention only."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def mark(self, today: int) -> None:
        """Notes the day on which an item was first found over; one that is held again is young again."""
        changes = [(today or _UNKNOWN, f"ended=0 AND {_OVER}"), (0, f"ended<>0 AND NOT {_OVER}")]
        for day, condition in [*changes, *([(today, f"ended={_UNKNOWN}")] if today else [])]:
            if self._db.one(f"SELECT 1 FROM review_item WHERE {condition} LIMIT 1"):
                with self._db.transaction():
                    self._db.execute(f"UPDATE review_item SET ended=? WHERE {condition}", (day,))

    def empty(self, last_day: int, limit: int) -> tuple[list[str], int]:
        """Removes the content of items that ended by this day. Returns the tasks that no item and no assignment needs
        any more, and the bytes of what was removed. Inside a transaction.
        """
        rows = self._db.query(
            "SELECT item_id, task_id, length(body) FROM review_item WHERE body IS NOT NULL AND ended > 0"
            f" AND ended <= ? AND {_OVER} AND NOT {_NEEDED} ORDER BY ended, rowid LIMIT ?",
            (last_day, limit),
        )
        for item_id, _, _ in rows:
            self._db.execute("UPDATE review_item SET body=NULL, body_edition='' WHERE item_id=?", (item_id,))
        tasks = [task_id for task_id in dict.fromkeys(row[1] for row in rows) if not self._is_needed(task_id)]
        return tasks, sum(int(row[2]) for row in rows)

    def _is_needed(self, task_id: str) -> bool:
        return (
            self._db.one(
                "SELECT 1 FROM assignment WHERE task_id=?1 UNION ALL"
                " SELECT 1 FROM review_item WHERE task_id=?1 AND body IS NOT NULL LIMIT 1",
                (task_id,),
            )
            is not None
        )
