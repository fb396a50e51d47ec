"""How long finished content stays: task bodies and files that nobody needs here any more are cleared away.

Never touched: what is leased, what has a draft with anything in it, what is on its way, what came back and waits for
the person; and never a person's words, receipts or feedback, of whatever task. What is cleared away comes again from
the platform when it is needed again (sync/fetch.py). Age is counted in the platform's days, so that no clock of this
computer removes anything; what has never heard a platform's time goes by size only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from typing import Any

from msgspec import Struct

from hdclient.config import Config
from hdclient.store.blobs import Blobs
from hdclient.store.database import Database
from hdclient.store.facts import CLEARED, PLATFORM_DAY, Meta
from hdclient.store.old_reviews import OldReviews

DAY_MS = 86_400_000
_BATCH = 25
"""Tasks per transaction: each page of theirs is overwritten, and somebody may be waiting to save."""

# Its newest revisions are settled and looked after; a draft that was only opened has nothing in it.
_NEEDED = """
EXISTS(SELECT 1 FROM submission s LEFT JOIN words w ON w.id=s.id WHERE s.task_id=a.task_id AND (
  s.state IN ('queued','sending')
  OR (s.state='draft' AND (coalesce(json_extract(CAST(w.draft AS TEXT), '$.answers'), '{}') <> '{}'
                           OR json_extract(CAST(w.draft AS TEXT), '$.flag') IS NOT NULL))
  OR (s.state IN ('returned','refused','conflicted','orphaned') AND s.put_away=0
      AND NOT EXISTS(SELECT 1 FROM submission n WHERE n.submission_id=s.submission_id AND n.revision>s.revision))))
"""
_FINISHED = "state IN ('done','expired','withdrawn')"
_CLEARABLE = f"""
SELECT a.task_id FROM assignment a WHERE a.ended > 0 AND a.ended <= ? AND a.{_FINISHED} AND NOT {_NEEDED}
ORDER BY a.ended, a.position LIMIT ?
"""
_UNKNOWN, _CLEARED = 1, -1
"""Values of `ended` that are no day."""
_WHENEVER = 10**9


class Limits(Struct, frozen=True):
    """What may be kept, as the organisation or the person has set it (hdclient/config.py)."""

    keep_days: int = 30
    cache_bytes: int = 4_000_000_000
    prepared_bytes: int = 48_000_000
    backups: int = 3

    @classmethod
    def of(cls, config: Config) -> Limits:
        """As the settings say."""
        megabytes = 1_000_000
        return cls(
            config.keep_days, config.cache_mb * megabytes, config.prepared_mb * megabytes, config.backups
        )


class Cleared(Struct, frozen=True):
    """What was removed, in all the life of the store or in one go: tasks, files, and the bytes of both."""

    tasks: int = 0
    files: int = 0
    size: int = 0

    def __add__(self, other: Cleared) -> Cleared:
        return Cleared(self.tasks + other.tasks, self.files + other.files, self.size + other.size)


class Retention:
    """Run in quiet moments, by the thread that looks after the store."""

    def __init__(self, database: Database, meta: Meta, blobs: Blobs) -> None:
        self._db = database
        self._meta = meta
        self._blobs = blobs
        self._reviews = OldReviews(database)
        self.limits = Limits()

    def heard(self, platform_ms: int) -> None:
        """What time it is on the platform. Written down once a day."""
        day = str(max(0, platform_ms // DAY_MS))
        if day != self._meta.get(PLATFORM_DAY, "0"):
            self._meta.set(PLATFORM_DAY, day)

    def size(self) -> int:
        """Bytes in use of both files."""
        row = self._db.one(
            "SELECT (page_count - freelist_count) * page_size"
            " FROM pragma_page_count, pragma_freelist_count, pragma_page_size"
        )
        return (0 if row is None else int(row[0])) + self._blobs.size()

    def is_over(self) -> bool:
        """Whether more is kept than may be: no new tasks are fetched then."""
        return self.size() > self.limits.cache_bytes

    def cleared(self) -> Cleared:
        """All that was ever removed from this store."""
        try:
            return Cleared(*json.loads(self._meta.get(CLEARED, "[]")))
        except (ValueError, TypeError):
            return Cleared()

    def clear(
        self, stopped: Callable[[], bool] = lambda: False, pause: Callable[[], None] = lambda: None
    ) -> Cleared:
        """Removes what is too old, and of the rest the oldest while there is too much. Returns what was removed."""
        today = int(self._meta.get(PLATFORM_DAY, "0"))
        self._mark(today)
        total = self._clear_reviews(today, stopped, pause)
        while not stopped():
            # Without the platform's day, everything is too young.
            batch = self._ids(today - self.limits.keep_days) if today else []
            if not batch and self.is_over():
                batch = self._ids(_WHENEVER)
            if not batch:
                break
            total += self._remove(batch)
            pause()
        if total.size:
            self._blobs.sweep()
        return total

    def _clear_reviews(self, today: int, stopped: Callable[[], bool], pause: Callable[[], None]) -> Cleared:
        """The same for what was reviewed here: by age, and whatever its age while there is too much."""
        self._reviews.mark(today)
        total = Cleared()
        while not stopped():
            last_day = _WHENEVER if self.is_over() else today - self.limits.keep_days if today else 0
            with self._db.transaction():
                tasks, size = self._reviews.empty(last_day, _BATCH)
                found = self._drop(tasks)
                if size:
                    total += Cleared(found.tasks, found.files, found.size + size)
                    self._note(Cleared(found.tasks, found.files, found.size + size))
            if not size:
                break
            pause()
        return total

    def _ids(self, last_day: int) -> list[str]:
        return [task_id for (task_id,) in self._db.query(_CLEARABLE, (last_day, _BATCH))]

    def _mark(self, today: int) -> None:
        """Notes the day on which something was first found finished; a lease that came anew takes it back."""
        changes = [
            (today or _UNKNOWN, f"ended=0 AND {_FINISHED}"),
            (0, f"ended<>0 AND NOT {_FINISHED}"),
            *([(today, f"ended={_UNKNOWN}")] if today else []),
        ]
        for ended, condition in changes:
            if self._db.one(f"SELECT 1 FROM assignment WHERE {condition} LIMIT 1"):
                with self._db.transaction():
                    self._db.execute(f"UPDATE assignment SET ended=? WHERE {condition}", (ended,))

    def _remove(self, task_ids: list[str]) -> Cleared:
        with self._db.transaction():
            # Once more, inside: the person may have begun one of them meanwhile.
            task_ids = self._column(
                f"SELECT a.task_id FROM assignment a WHERE a.{_FINISHED} AND NOT {_NEEDED} AND a.task_id",
                task_ids,
            )
            found = self._drop(task_ids)
            self._db.execute(
                f"UPDATE assignment SET ended={_CLEARED} WHERE task_id IN {_marks(task_ids)}", task_ids
            )
            self._note(found)
        return found

    def _drop(self, task_ids: list[str]) -> Cleared:
        """Removes bodies of tasks, and the files that no other task shows. Inside a transaction."""
        bodies = self._column("SELECT length(body) FROM task WHERE task_id", task_ids)
        shown = set(self._column("SELECT sha256 FROM task_blob WHERE task_id", task_ids))
        self._delete("task WHERE task_id", task_ids)
        self._delete("task_blob WHERE task_id", task_ids)
        alone = sorted(shown - set(self._column("SELECT sha256 FROM task_blob WHERE sha256", shown)))
        files = self._column("SELECT size FROM blob WHERE state='present' AND sha256", alone)
        self._delete("blob WHERE sha256", alone)
        return Cleared(len(task_ids), len(files), sum(bodies) + sum(files))

    def _note(self, found: Cleared) -> None:
        total = self.cleared() + found
        self._meta.set(CLEARED, json.dumps([total.tasks, total.files, total.size]))

    def _column(self, sql: str, values: Collection[Any]) -> list[Any]:
        return [value for (value,) in self._db.query(f"{sql} IN {_marks(values)}", tuple(values))]

    def _delete(self, sql: str, values: Collection[Any]) -> None:
        self._db.execute(f"DELETE FROM {sql} IN {_marks(values)}", tuple(values))


def _marks(values: Collection[Any]) -> str:
    return f"({','.join('?' * len(values))})"
