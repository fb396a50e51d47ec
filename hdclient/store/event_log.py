"""What happened to each task on this computer, as a chain of lines (model/chain.py): ids, kinds, counts, times.

Written in the same transaction as what it records, by whoever writes that. Content cannot get in: see `chain.fact`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import NamedTuple

import msgspec

from hdclient.model.chain import LogKind, LogLine, fact, genesis, link
from hdclient.store.database import Database


class LogHead(NamedTuple):
    """Where a task's log ends: the number of its newest line, and its hash."""

    n: int
    hash: bytes


class SealingFacts(NamedTuple):
    """What a submission says that others than the person have written. `commits`: when that was read."""

    lease_id: str
    """Of the newest lease, which may have come after the task was opened."""
    guideline_version: int
    """The one that the person works under, else the newest that is here; 0 when there is none."""
    head: LogHead | None
    """Of the task's log; None when it has none."""
    commits: int


class EventLog:
    """`now`: ISO 8601 UTC; `elapsed_ms`: store time."""

    def __init__(self, database: Database, now: Callable[[], str], elapsed_ms: Callable[[], int]) -> None:
        self._db = database
        self._now = now
        self._elapsed_ms = elapsed_ms

    def add(self, task_id: str, kind: LogKind, **facts: object) -> None:
        """Adds a line; call it inside the transaction of what has happened."""
        last = self._db.one(
            "SELECT n, hash FROM event_log WHERE task_id=? ORDER BY n DESC LIMIT 1", (task_id,)
        )
        self._put(task_id, kind, None if last is None else LogHead(int(last[0]), bytes(last[1])), facts)

    def add_after(
        self, head: LogHead | None, task_id: str, kind: LogKind, *, at: str, **facts: object
    ) -> None:
        """As `add`, for who knows where the log ended a moment ago (if a line has come since, it is looked) and what
        time it is."""
        if head is None or not self._put(task_id, kind, head, facts, at):
            self.add(task_id, kind, **facts)

    def _put(
        self, task_id: str, kind: LogKind, head: LogHead | None, facts: Mapping[str, object], at: str = ""
    ) -> bool:
        """False: there is a line of that number already."""
        n, before = (1, genesis(task_id)) if head is None else (head.n + 1, head.hash.hex())
        said = {name: fact(value) for name, value in facts.items()}
        line = {
            "n": n,
            "at": at or self._now(),
            "elapsed_ms": self._elapsed_ms(),
            "kind": kind.value,
            "facts": said,
        }
        # Quicker than `canonical`, and the same for what `fact` lets through: a submit waits for it.
        body = msgspec.json.encode(line, order="deterministic")
        added = self._db.execute(
            "INSERT INTO event_log(task_id, n, line, hash) VALUES(?,?,?,?) ON CONFLICT(task_id, n) DO NOTHING",
            (task_id, n, body, bytes.fromhex(link(before, body))),
        )
        return added > 0

    def last(self, task_id: str) -> LogLine | None:
        """The newest line."""
        found = self._lines(
            "SELECT line, hash FROM event_log WHERE task_id=? ORDER BY n DESC LIMIT 1", task_id
        )
        return found[0] if found else None

    def lines(self, task_id: str) -> tuple[LogLine, ...]:
        """All lines of a task, oldest first."""
        return tuple(self._lines("SELECT line, hash FROM event_log WHERE task_id=? ORDER BY n", task_id))

    def task_ids(self) -> tuple[str, ...]:
        """Tasks that have lines."""
        return tuple(task_id for (task_id,) in self._db.query("SELECT DISTINCT task_id FROM event_log"))

    def newest(self, most: int) -> tuple[tuple[str, LogLine], ...]:
        """(task id, line) of the newest lines of all tasks by store time, oldest of them first."""
        rows = self._db.query(
            "SELECT task_id, line, hash FROM event_log"
            " ORDER BY json_extract(CAST(line AS TEXT), '$.elapsed_ms') DESC, n DESC LIMIT ?",
            (most,),
        )
        return tuple(
            (task_id, LogLine(**json.loads(body), hash=bytes(digest).hex()))
            for task_id, body, digest in reversed(rows)
        )

    def _lines(self, sql: str, task_id: str) -> list[LogLine]:
        found = []
        for body, digest in self._db.query(sql, (task_id,)):
            found.append(LogLine(**json.loads(body), hash=bytes(digest).hex()))
        return found
