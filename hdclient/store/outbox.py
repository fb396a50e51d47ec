"""Sealed submissions on their way. Rows come in by Drafts.seal; sync takes them, settles them or backs off.

The bytes of a row never change. A row exists exactly while its submission is queued or sending.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct

from hdclient.model.base import canonical
from hdclient.model.chain import LogKind
from hdclient.model.submission import Receipt, SubmissionState
from hdclient.store.database import Database
from hdclient.store.event_log import EventLog
from hdclient.store.journal import Journal
from hdclient.store.submissions import Submissions


class OutboxRow(Struct, frozen=True):
    """One sealed submission to send, byte for byte."""

    seq: int
    submission_id: str
    revision: int
    sha256: str
    body: bytes
    attempts: int

    @property
    def key(self) -> tuple[str, int]:
        """Its identity on the platform, for this person."""
        return (self.submission_id, self.revision)


class Outbox:
    """Retry times are store time (`elapsed_ms`), never the wall clock."""

    def __init__(
        self,
        database: Database,
        submissions: Submissions,
        elapsed_ms: Callable[[], int],
        save_elapsed: Callable[[], None],
        log: EventLog,
        journal: Journal,
    ) -> None:
        self._db = database
        self._submissions = submissions
        self._elapsed_ms = elapsed_ms
        self._save_elapsed = save_elapsed
        self._log = log
        self._journal = journal

    def recover(self) -> int:
        """At start, before anything is sent: what was being sent may have arrived or not, so it is sent
        again with the same id and bytes; nothing is held any longer. Returns how many were being sent."""
        with self._db.transaction():
            rows = self._db.query("SELECT submission_id, revision FROM submission WHERE state='sending'")
            for submission_id, revision in rows:
                self._submissions.move(submission_id, revision, SubmissionState.QUEUED)
            self._db.execute("UPDATE outbox SET ready=1 WHERE ready=0")
        return len(rows)

    def release(self, submission_id: str, revision: int) -> None:
        """The undo window of this one is over."""
        with self._db.transaction():
            self._db.execute(
                "UPDATE outbox SET ready=1 WHERE submission_id=? AND revision=?", (submission_id, revision)
            )

    def release_all(self) -> int:
        """No undo window is open any more. Returns how many were held."""
        with self._db.transaction():
            return self._db.execute("UPDATE outbox SET ready=1 WHERE ready=0")

    def newest_ready(self) -> int:
        """The number of the last row that is not held: what becomes ready later has a higher one, or was held."""
        row = self._db.one("SELECT max(seq) FROM outbox WHERE ready=1")
        return 0 if row is None or row[0] is None else int(row[0])

    def due(self, limit: int, max_bytes: int, *, first_only: bool = False) -> tuple[OutboxRow, ...]:
        """What may be sent now, oldest first, within both limits (but always at least one row, however
        big). `first_only`: first revisions."""
        narrow = self._db.query(
            "SELECT o.seq, o.size, min(o.revision) FROM outbox o"
            " JOIN submission s ON s.submission_id=o.submission_id AND s.revision=o.revision AND"
            " s.state='queued'"
            " WHERE o.ready=1 AND o.hold='' AND o.next_ms<=? AND o.revision<=?"
            " GROUP BY o.submission_id ORDER BY o.seq LIMIT ?",
            (self._elapsed_ms(), 1 if first_only else 2**31, limit),
        )
        chosen: list[int] = []
        total = 0
        for seq, size, _ in narrow:
            if chosen and total + size > max_bytes:
                break
            chosen.append(seq)
            total += size
        rows = self._db.query(
            "SELECT o.seq, o.submission_id, o.revision, o.sha256, w.body, o.attempts FROM outbox o"
            " JOIN submission s ON s.submission_id=o.submission_id AND s.revision=o.revision"
            f" JOIN words w ON w.id=s.id WHERE o.seq IN ({','.join('?' * len(chosen))}) ORDER BY o.seq",
            chosen,
        )
        return tuple(
            OutboxRow(seq, sid, rev, digest, bytes(body), n) for seq, sid, rev, digest, body, n in rows
        )

    def next_due_ms(self) -> int | None:
        """The store time at which the next row may be sent (it may be past); None when none waits for its
        time."""
        row = self._db.one("SELECT min(next_ms) FROM outbox WHERE ready=1 AND hold=''")
        return None if row is None or row[0] is None else int(row[0])

    def take(self, rows: Iterable[OutboxRow]) -> tuple[OutboxRow, ...]:
        """Marks rows as being sent, before the request leaves: from here on there is no undo.

        Returns those that were still there to take: the person may have undone one since `due`. Send only
        these.
        """
        taken = []
        with self._db.transaction():
            for row in rows:
                # Its number may have gone to another, or it was undone and sealed again with other words.
                found = self._db.execute(
                    "UPDATE outbox SET taken=1 WHERE seq=? AND submission_id=? AND revision=? AND sha256=?"
                    " AND ready=1 AND hold=''",
                    (row.seq, row.submission_id, row.revision, row.sha256),
                )
                if found:
                    work = self._submissions.move(row.submission_id, row.revision, SubmissionState.SENDING)
                    self._note_sending(work.task_id, row)
                    taken.append(row)
        return tuple(taken)

    def _note_sending(self, task_id: str, row: OutboxRow) -> None:
        """The first try and every doubling of their number: a bad week must not fill the log."""
        if row.attempts & (row.attempts - 1):
            return
        facts = {"submission_id": row.submission_id, "revision": row.revision, "tries": row.attempts}
        last = self._log.last(task_id)
        if last is None or (last.kind, last.facts) != (LogKind.SENT.value, facts):
            self._log.add(task_id, LogKind.SENT, **facts)

    def settle(
        self, row: OutboxRow, state: SubmissionState, *, receipt: Receipt | None = None, reason: str = ""
    ) -> SubmissionState:
        """The platform has said what became of it. Returns the state it is in afterwards.

        That is `returned` when a reviewer's return came by the feed before this answer did. Raises
        ValueError for `accepted` without a receipt for these very bytes.
        """
        if state is SubmissionState.ACCEPTED and (receipt is None or receipt.sha256 != row.sha256):
            raise ValueError("accepted needs a receipt for the same bytes")
        with self._db.transaction():
            before = self._submissions.move(row.submission_id, row.revision, state, reason)
            self._db.execute("DELETE FROM outbox WHERE seq=?", (row.seq,))
            self._note_settled(before.task_id, row, state, receipt)
            if receipt is not None:
                self._db.execute(
                    "INSERT INTO receipt(submission_id, revision, sha256, body) VALUES(?,?,?,?) ON"
                    " CONFLICT DO NOTHING",
                    (row.submission_id, row.revision, row.sha256, canonical(receipt.plain())),
                )
            if state is SubmissionState.ACCEPTED:
                self._journal.forget(before.id)
                self._db.execute("UPDATE assignment SET state='done' WHERE task_id=?", (before.task_id,))
                if self._submissions.is_returned(row.submission_id, row.revision):
                    self._submissions.move(row.submission_id, row.revision, SubmissionState.RETURNED)
                    return SubmissionState.RETURNED
        return state

    def _note_settled(
        self, task_id: str, row: OutboxRow, state: SubmissionState, receipt: Receipt | None
    ) -> None:
        facts: dict[str, object] = {"submission_id": row.submission_id, "revision": row.revision}
        if receipt is not None:
            facts |= {
                "received_at": receipt.received_at,
                "late": receipt.late or receipt.status == "accepted_late",
                "surplus": receipt.surplus,
            }
        self._log.add(task_id, LogKind(state.value), **facts)

    def back_off(self, rows: Iterable[OutboxRow], error: str, wait_ms: int, *, count: bool = True) -> None:
        """No outcome: they wait `wait_ms`, with the same id and bytes. `count`: whether it was a try of
        these rows (a 401 or a maintenance page says nothing about them)."""
        with self._db.transaction():
            for row in rows:
                self._submissions.move(row.submission_id, row.revision, SubmissionState.QUEUED)
                self._db.execute(
                    "UPDATE outbox SET attempts=attempts+?, next_ms=?, last_error=? WHERE seq=?",
                    (int(count), self._elapsed_ms() + wait_ms, error, row.seq),
                )
            self._save_elapsed()

    def hold(self, row: OutboxRow, reason: str) -> None:
        """It waits for a person: sending it again by itself would not help."""
        with self._db.transaction():
            found = self._submissions.find(row.submission_id, row.revision)
            if found is not None and found.state is SubmissionState.SENDING:
                self._submissions.move(row.submission_id, row.revision, SubmissionState.QUEUED)
                self._log.add(
                    found.task_id, LogKind.HELD, submission_id=row.submission_id, revision=row.revision
                )
            self._db.execute("UPDATE outbox SET hold=?, last_error=? WHERE seq=?", (reason, reason, row.seq))

    def unhold(self, submission_id: str, revision: int) -> None:
        """The person wants it tried again, now."""
        with self._db.transaction():
            self._db.execute(
                "UPDATE outbox SET hold='', attempts=0, next_ms=0 WHERE submission_id=? AND revision=?",
                (submission_id, revision),
            )

    def unhold_all(self) -> int:
        """The person wants all that waits for them tried again, now. Returns how many."""
        with self._db.transaction():
            return self._db.execute("UPDATE outbox SET hold='', attempts=0, next_ms=0 WHERE hold<>''")

    def make_due(self) -> int:
        """Forgets all waiting times: the network is back, or the person says "send now". Returns how many
        waited."""
        with self._db.transaction():
            return self._db.execute(
                "UPDATE outbox SET next_ms=0 WHERE next_ms>? AND hold=''", (self._elapsed_ms(),)
            )

    def receipts(self) -> tuple[Receipt, ...]:
        """Every proof that the platform has given, for the audit."""
        rows = self._db.query("SELECT body FROM receipt ORDER BY submission_id, revision")
        return tuple(Receipt.of_json(body) for (body,) in rows)

    def receipt(self, submission_id: str, revision: int) -> Receipt | None:
        """The platform's proof for one revision; None while there is none."""
        row = self._db.one(
            "SELECT body FROM receipt WHERE submission_id=? AND revision=?", (submission_id, revision)
        )
        return None if row is None else Receipt.of_json(row[0])

    def unproved(self, limit: int) -> tuple[tuple[str, int], ...]:
        """Revisions whose receipt came without the platform's signature, oldest first."""
        rows = self._db.query(
            "SELECT submission_id, revision FROM receipt"
            " WHERE json_extract(CAST(body AS TEXT), '$.proof') IS NULL ORDER BY submission_id LIMIT ?",
            (limit,),
        )
        return tuple((submission_id, revision) for submission_id, revision in rows)

    def prove(self, receipt: Receipt) -> bool:
        """The same receipt once more, signed. False: there is none of these bytes, and nothing was changed."""
        with self._db.transaction():
            return bool(
                self._db.execute(
                    "UPDATE receipt SET body=? WHERE submission_id=? AND revision=? AND sha256=?",
                    (canonical(receipt.plain()), receipt.submission_id, receipt.revision, receipt.sha256),
                )
            )
