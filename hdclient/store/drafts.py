"""The person's words: drafts, sealing them, and taking a seal back. No call in here is made by sync."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from msgspec import Struct

from hdclient.model.base import JsonValue, canonical, sha256_hex
from hdclient.model.chain import LogKind
from hdclient.model.ids import new_id
from hdclient.model.submission import SubmissionState
from hdclient.store.database import Database, Row
from hdclient.store.event_log import EventLog, LogHead
from hdclient.store.journal import Journal, VersionReason, carried
from hdclient.store.refusals import (
    begun_already,
    frozen,
    not_fetched,
    not_here,
    not_reworkable,
    taken,
    task_not_here,
)
from hdclient.store.submissions import LIVE, IllegalMove, Revision, Submissions

Draft = dict[str, JsonValue]
Written = Draft | bytes
"""A draft, or its JSON from who has most of it written already: one of 600 kB takes 10 ms to write."""

Fitted = Callable[[Draft, str, int], Draft]

_ROOM = "zeroblob(min(length(?1), 1500) + 1000)"
"""What sealing will add: the answers once more, and what stands around them. A long text has pages of its own."""

# From these a person may go on with a new revision.
REWORKABLE = frozenset({SubmissionState.RETURNED, SubmissionState.REFUSED, SubmissionState.CONFLICTED})


class DraftRow(Struct, frozen=True):
    """One revision of a submission with the session state that made it (`draft`: see
    session/work_session.py)."""

    submission_id: str
    revision: int
    task_id: str
    task_rev: int
    state: SubmissionState
    draft: Draft
    updated: str


class WordsRow(Struct, frozen=True):
    """One revision with its words as they are stored: `draft` is the session's JSON, `body` the frozen bytes."""

    submission_id: str
    revision: int
    task_id: str
    state: str
    sha256: str
    draft: bytes
    body: bytes | None


_Facts = tuple[int, tuple[str, LogHead | None] | None]
"""Of what is sealed: active milliseconds, and the task with the end of its log, if that is known."""


class Drafts:
    """Every call that writes returns when its words are on the disk."""

    def __init__(
        self,
        database: Database,
        submissions: Submissions,
        crash: Callable[[str], None],
        log: EventLog,
        journal: Journal,
    ) -> None:
        self._db = database
        self._submissions = submissions
        self._crash = crash
        self._log = log
        self._journal = journal

    def open(self, task_id: str) -> DraftRow:
        """The draft of a task, made at revision 1 when nothing was ever written for it.

        A task that was already submitted gives that submission, in its state, to be looked at. Raises
        WorkError for a task that is not here.
        """
        with self._db.transaction():
            found = self.current(task_id)
            if found is not None:
                return found
            row = self._db.one("SELECT task_rev FROM assignment WHERE task_id=?", (task_id,))
            if row is None:
                raise task_not_here()
            submission_id = new_id()
            self._insert(submission_id, 1, task_id, int(row[0]), b"{}")
            self._note(LogKind.OPENED, task_id, submission_id, 1, task_rev=row[0])
        self._crash("draft.opened")
        opened = self.get(submission_id, 1)
        assert opened is not None
        return opened

    def live(self, task_id: str) -> DraftRow | None:
        """The submission of the task that is still a draft or on its way; None when there is none."""
        found = self.current(task_id)
        return found if found is not None and found.state in LIVE else None

    def current(self, task_id: str) -> DraftRow | None:
        """What stands for the task: the live submission, else the newest revision; None when there was
        never any."""
        work = self._submissions.of_task(task_id)
        return None if work is None else self.get(work.submission_id, work.revision)

    def get(self, submission_id: str, revision: int) -> DraftRow | None:
        """One revision, in whatever state."""
        return _draft_row(
            self._db.one(
                "SELECT s.submission_id, s.revision, s.task_id, s.task_rev, s.state, w.updated, w.draft"
                " FROM submission s JOIN words w ON w.id=s.id WHERE s.submission_id=? AND s.revision=?",
                (submission_id, revision),
            )
        )

    def save(self, submission_id: str, revision: int, draft: Written, *, left: bool = False) -> None:
        """Replaces the words of a draft; `left`: the person leaves the task, so they are a version to go back to.

        Raises WorkError when it is sealed, ValueError for what is not JSON.
        """
        data = _bytes_of(draft)
        due = self._journal.is_due((submission_id, revision), len(data))
        self._db.with_room(lambda: self._save(submission_id, revision, data, due, left))
        self._crash("draft.saved")

    def _save(self, submission_id: str, revision: int, data: bytes, due: bool, left: bool) -> None:
        with self._db.transaction():
            before = self._draft_words(submission_id, revision) if due or left else None
            if due and before is not None:
                self._journal.before_save(*before, data)
            changed = self._db.execute(
                f"UPDATE words SET draft=?1, updated=?2, room={_ROOM} WHERE id="
                "(SELECT id FROM submission WHERE submission_id=?3 AND revision=?4 AND state='draft')",
                (data, self._submissions.now(), submission_id, revision),
            )
            if not changed:
                raise frozen()
            if left and before is not None:
                self._journal.keep(before[0], data, VersionReason.LEFT)
            self._crash("draft.saving")

    def _draft_words(self, submission_id: str, revision: int) -> tuple[int, bytes] | None:
        """(this store's number, words) of a draft; None for what is none."""
        row = self._db.one(
            "SELECT w.id, w.draft FROM submission s JOIN words w ON w.id=s.id"
            " WHERE s.submission_id=? AND s.revision=? AND s.state='draft'",
            (submission_id, revision),
        )
        return None if row is None else (int(row[0]), bytes(row[1]))

    def put_back(self, submission_id: str, revision: int, version_id: int, draft: Written) -> None:
        """Saves a draft that an earlier version was put back into. What it replaces is kept as a version, too."""
        with self._db.transaction():
            row = self._draft_words(submission_id, revision)
            if row is not None:
                self._journal.keep(row[0], row[1], VersionReason.REPLACED)
            self.save(submission_id, revision, draft)
            work = self._submissions.find(submission_id, revision)
            if work is not None:
                self._note(LogKind.PUT_BACK, work.task_id, submission_id, revision, version=version_id)

    def seal(
        self,
        submission_id: str,
        revision: int,
        body: bytes,
        *,
        draft: Written | None = None,
        active_ms: int = 0,
        log_end: tuple[str, LogHead | None] | None = None,
    ) -> None:
        """Freezes `body` and puts it in the outbox, held there until it is released: one transaction, with the last
        words of the draft (JSON) in it. `log_end`: the task, and where its log ended a moment ago, if that is known.
        Raises IllegalMove for what is sealed already."""
        self._crash("seal.before")
        key = (submission_id, revision)
        data = None if draft is None else _bytes_of(draft)
        due = data is not None and self._journal.is_due(key, len(data))
        self._db.with_room(lambda: self._seal(key, body, data, due, (active_ms, log_end)))
        self._crash("seal.after")

    def _seal(self, key: tuple[str, int], body: bytes, draft: bytes | None, due: bool, facts: _Facts) -> None:
        """Few statements, each page once: the person waits for it."""
        digest, (active_ms, log_end) = sha256_hex(body), facts
        submission_id, revision = key
        with self._db.transaction(seals=1):
            before = self._draft_words(*key) if due else None
            if before is not None and draft is not None:
                self._journal.before_save(*before, draft)
            now = self._submissions.now()
            self._submissions.seal(*key, now, sha256=digest, size=len(body), active_ms=active_ms)
            self._db.execute(
                "UPDATE words SET draft=coalesce(?, draft), updated=?, body=?, room=NULL WHERE id="
                "(SELECT id FROM submission WHERE submission_id=? AND revision=?)",
                (draft, now, body, submission_id, revision),
            )
            self._crash("seal.middle")
            self._db.execute(
                "INSERT INTO outbox(submission_id, revision, sha256, size) VALUES(?,?,?,?)",
                (submission_id, revision, digest, len(body)),
            )
            sealed = {"sha256": digest, "size": len(body), "active_ms": active_ms}
            ids = {"submission_id": submission_id, "revision": revision}
            task_id, head = log_end or self._log_end(*key)
            self._log.add_after(head, task_id, LogKind.SEALED, at=now, **ids, **sealed)

    def _log_end(self, submission_id: str, revision: int) -> tuple[str, None]:
        found = self._submissions.find(submission_id, revision)
        return ("" if found is None else found.task_id), None

    def unseal(self, submission_id: str, revision: int) -> DraftRow:
        """Makes a sealed submission that was never taken for sending a draft again, exactly as it was.

        Raises TooLateToUndo when it was taken: the platform may have it.
        """
        with self._db.transaction():
            removed = self._db.execute(
                "DELETE FROM outbox WHERE submission_id=? AND revision=? AND taken=0",
                (submission_id, revision),
            )
            if not removed:
                raise taken()
            work = self._submissions.move(submission_id, revision, SubmissionState.DRAFT)
            self._db.execute("UPDATE submission SET sha256=NULL, size=0, sealed=NULL WHERE id=?", (work.id,))
            self._db.execute("UPDATE words SET body=NULL WHERE id=?", (work.id,))
            self._crash("unseal.middle")
            self._note(LogKind.UNSEALED, work.task_id, submission_id, revision)
            found = self.get(submission_id, revision)
        assert found is not None
        return found

    def rework(
        self,
        submission_id: str,
        *,
        accepted: bool = False,
        fitted: Fitted = lambda draft, _task_id, _rev: draft,
    ) -> DraftRow:
        """Opens the next revision with the answers of the newest; a revision that is already open is
        returned as it is. `fitted`: what of a draft of this revision of a task goes over to its newest.

        Raises WorkError when the newest revision is on its way, orphaned without a lease, or accepted: with `accepted`,
        only when a reviewer has it.
        """
        with self._db.transaction():
            newest = self._submissions.newest(submission_id)
            if newest is None:
                raise not_here()
            if newest.state is SubmissionState.DRAFT:
                return self._must(submission_id, newest.revision)
            self._check_reworkable(newest, accepted)
            draft = self._must(submission_id, newest.revision).draft
            rev = self._task_rev(newest.task_id, newest.task_rev)
            if rev != newest.task_rev:
                draft = fitted(draft, newest.task_id, newest.task_rev)
            begun = canonical(carried(draft))
            self._insert(submission_id, newest.revision + 1, newest.task_id, rev, begun)
            self._note(LogKind.REWORKED, newest.task_id, submission_id, newest.revision + 1)
            return self._must(submission_id, newest.revision + 1)

    def renew(self, submission_id: str, revision: int, draft: Draft) -> DraftRow:
        """Goes over to the task as it is now, with these words. Raises WorkError when it is no draft, or when the
        newer task is not here."""
        with self._db.transaction():
            before = self._must(submission_id, revision)
            rev = self._task_rev(before.task_id, before.task_rev)
            if before.state is not SubmissionState.DRAFT or rev <= before.task_rev:
                raise not_fetched()
            self._db.execute(
                "UPDATE submission SET task_rev=?, lease=(SELECT lease FROM assignment WHERE task_id=?)"
                " WHERE submission_id=? AND revision=?",
                (rev, before.task_id, submission_id, revision),
            )
            row = self._draft_words(submission_id, revision)
            if row is not None:
                self._journal.keep(row[0], row[1], VersionReason.REPLACED)
            self.save(submission_id, revision, draft)
            self._note(LogKind.RENEWED, before.task_id, submission_id, revision, task_rev=rev)
            return self._must(submission_id, revision)

    def _check_reworkable(self, newest: Revision, accepted: bool) -> None:
        allowed = newest.state in REWORKABLE
        if accepted and newest.state is SubmissionState.ACCEPTED:
            allowed = not self._submissions.is_reviewed(newest.submission_id, newest.revision)
        if newest.state is SubmissionState.ORPHANED:
            allowed = self._submissions.is_leased(newest.task_id)
        if not allowed:
            raise not_reworkable()
        if self.live(newest.task_id) is not None:
            raise begun_already()

    def put_away(self, submission_id: str) -> None:
        """The person wants to be reminded of it no longer. Its words stay; a change of state brings it back."""
        with self._db.transaction():
            changed = self._db.execute(
                "UPDATE submission SET put_away=1 WHERE submission_id=? AND state NOT IN ('queued','sending')",
                (submission_id,),
            )
            work = self._submissions.newest(submission_id)
            if changed and work is not None:
                self._note(LogKind.PUT_AWAY, work.task_id, submission_id, work.revision)

    def not_taken(self, states: Sequence[str]) -> tuple[WordsRow, ...]:
        """The words of every revision in one of these states, oldest first."""
        rows = self._db.query(
            "SELECT s.submission_id, s.revision, s.task_id, s.state, s.sha256, w.draft, w.body"
            f" FROM submission s JOIN words w ON w.id=s.id WHERE s.state IN ({','.join('?' * len(states))})"
            " ORDER BY s.id",
            tuple(states),
        )
        return tuple(
            WordsRow(sid, rev, task, state, sha256 or "", bytes(draft), None if body is None else bytes(body))
            for sid, rev, task, state, sha256, draft, body in rows
        )

    def body(self, submission_id: str, revision: int) -> bytes | None:
        """The frozen bytes; None while it is a draft or when there is no such revision."""
        row = self._db.one(
            "SELECT w.body FROM submission s JOIN words w ON w.id=s.id WHERE s.submission_id=? AND s.revision=?",
            (submission_id, revision),
        )
        return None if row is None or row[0] is None else bytes(row[0])

    def _note(self, kind: LogKind, task_id: str, submission_id: str, revision: int, **facts: object) -> None:
        self._log.add(task_id, kind, submission_id=submission_id, revision=revision, **facts)

    def _insert(self, submission_id: str, revision: int, task_id: str, task_rev: int, draft: bytes) -> None:
        now = self._submissions.now()
        self._db.execute(
            "INSERT INTO submission(submission_id, revision, task_id, task_rev, state, live, created, updated, lease)"
            " VALUES(?1,?2,?3,?4,'draft',1,?5,?5,(SELECT lease FROM assignment WHERE task_id=?3))",
            (submission_id, revision, task_id, task_rev, now),
        )
        self._db.execute(
            f"INSERT INTO words(id, draft, updated, room) VALUES(last_insert_rowid(),?1,?2,{_ROOM})",
            (draft, now),
        )

    def _must(self, submission_id: str, revision: int) -> DraftRow:
        found = self.get(submission_id, revision)
        if found is None:
            raise IllegalMove(None, SubmissionState.DRAFT)
        return found

    def _task_rev(self, task_id: str, before: int) -> int:
        """The rev to rework at: the newest whose body is here (a stale one is what the platform may have
        refused)."""
        row = self._db.one(
            "SELECT a.task_rev FROM assignment a JOIN task t ON t.task_id=a.task_id AND t.rev=a.task_rev"
            " WHERE a.task_id=?",
            (task_id,),
        )
        return before if row is None else int(row[0])


def _draft_row(row: Row | None) -> DraftRow | None:
    if row is None:
        return None
    submission_id, revision, task_id, task_rev, state, updated, draft = row
    return DraftRow(
        submission_id, revision, task_id, task_rev, SubmissionState(state), json.loads(draft), updated
    )


def _bytes_of(draft: Written) -> bytes:
    return draft if isinstance(draft, bytes) else canonical(draft)
