"""What a screen asks beside the work, in one object: receipts, a task's history, notes, the report of a problem."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from hdclient.clock import Clock
from hdclient.config import Config
from hdclient.errors import WorkError
from hdclient.model.notes import Note
from hdclient.model.submission import Receipt, SubmissionState
from hdclient.session import receipts
from hdclient.session.receipts import ReceiptView
from hdclient.session.sealing import Kinds
from hdclient.session.versions import VersionView, versions_of
from hdclient.store import Store
from hdclient.words import tr

if TYPE_CHECKING:
    from hdclient.session.recorded import Sent
    from hdclient.session.work_session import WorkSession


class Records:
    """Writes nothing but notes; what `look` gives cannot be changed. `file` and `signature_holds`: from any thread."""

    def __init__(self, store: Store, clock: Clock, kinds: Kinds, wake: Callable[[], None]) -> None:
        self._store, self._clock, self._kinds, self._wake = store, clock, kinds, wake

    def rows(self, before: int = 0) -> tuple[ReceiptView, ...]:
        """A part of the list of receipts: see receipts.rows."""
        return receipts.rows(self._store, before)

    def receipt(self, view: ReceiptView) -> Receipt | None:
        """The whole receipt."""
        return receipts.receipt(self._store, view)

    def signature_holds(self, found: Receipt) -> bool:
        """Whether a key that this computer trusts has signed it."""
        return receipts.signature_holds(self._store, found)

    def file(self, chosen: Collection[ReceiptView]) -> bytes:
        """The file of receipts that can be shown to others."""
        return receipts.file_of(self._store, self._clock, chosen)

    def last_sent(self) -> tuple[Sent, ...]:
        """The last submissions with their very bytes."""
        from hdclient.session.recorded import last_sent  # start-up

        return last_sent(self._store)

    def look(self, submission_id: str, revision: int) -> WorkSession:
        """What was submitted, with the task as it was then, to be looked at. Raises WorkError when the task is gone.

        Revision 0: the newest that was submitted.
        """
        from hdclient.session.work_session import SessionSetup, WorkSession

        if revision < 1:
            newest = self._store.submissions.newest(submission_id)
            draft = newest is not None and newest.state is SubmissionState.DRAFT and newest.revision > 1
            revision = newest.revision - draft if newest is not None else 1
        work = self._store.submissions.find(submission_id, revision)
        row = self._store.drafts.get(submission_id, revision)
        if work is None or row is None or work.state is SubmissionState.DRAFT:
            raise WorkError(
                tr("This submission is a draft again, or it is not on this computer."),
                tr("Nothing was changed."),
                tr("If it is a draft again, its task is in the queue."),
            )
        assignment = self._store.tasks.assignment(work.task_id, work)
        if assignment is None:
            raise WorkError(
                tr("The content of this finished task is no longer on this computer."),
                tr("Your answers and the proof that they were sent are kept."),
                tr("It comes back by itself if a reviewer returns the work."),
            )
        newest = self._store.submissions.newest(submission_id)
        feedback = self._store.feedback.for_submission(submission_id, revision)
        return WorkSession(
            SessionSetup(self._store, self._clock, self._kinds),
            assignment,
            row,
            campaign=self._store.tasks.campaign(assignment.task.campaign_id),
            feedback=feedback if feedback.reviews or feedback.comments else None,
            superseded=newest is not None and newest.revision > revision,
        )

    def write_note(self, campaign_id: str, text: str) -> Note:
        """Keeps a note to those who run the campaign, and has it sent. Raises StoreError."""
        sendable = text.encode(
            "utf-8", "replace"
        ).decode()  # half a character, as some programs paste it, is no text
        note = self._store.notes.add(campaign_id, sendable)
        self._wake()
        return note

    def notes(self, limit: int = 50) -> tuple[Note, ...]:
        """What was written to those who run campaigns, newest first."""
        return self._store.notes.newest(limit)

    def versions(self, session: WorkSession) -> tuple[VersionView, ...]:
        """Earlier states of the open task's draft, and what was submitted, newest first."""
        return versions_of(self._store, session, self._kinds)

    def support(self, config: Config, **more: Any) -> str:
        """The report of a problem (session/support.py), with what is saved here."""
        from hdclient.session.support import report  # start-up

        return report(config, self._store, **more)
