"""What happens to the computer of the property test: what its people do, what the platform does, what sync does."""

from __future__ import annotations

import contextlib
from typing import Any

from hdclient.errors import WorkError
from hdclient.model.ids import new_id
from hdclient.model.review import Decision
from hdclient.model.submission import SubmissionState
from tests.helpers.judgements import body_bytes, judge
from tests.sync.computer import Computer, Key


class World(Computer):
    """The computer, and all that can happen to it."""

    # -- the person --

    def write_draft(self, index: int, words: str) -> None:
        """Opens the task and writes; what a save has answered for is promised."""
        task_id = self.tasks[index]

        def act() -> None:
            row = self.store.drafts.open(task_id)
            words_of_draft = {"answers": {"why": {"text": f"{self.account.mark} {words}"}}}
            try:
                self.store.drafts.save(row.submission_id, row.revision, words_of_draft)
            except WorkError:
                return
            self.promises.drafts[row.submission_id, row.revision] = words_of_draft

        try:
            self.survive(act)
        except WorkError:
            return  # the task is not here
        self._note_drafts()

    def _note_drafts(self) -> None:
        """After a death the save may have been done or not: what stands in the store is what counts."""
        for key, found in self.revisions().items():
            if found.state == "draft":
                self.promises.drafts[key] = found.draft
                self._note_shown(key)

    def _note_shown(self, key: Key) -> None:
        row = self.store.submissions.find(*key)
        assignment = None if row is None else self.store.tasks.assignment(row.task_id)
        if row is not None and assignment is not None and key not in self.promises.shown:
            self.promises.shown[key] = (assignment.task.rev, assignment.lease.display_order)

    def submit(self, index: int, *, fate: str = "") -> None:
        """Seals the draft of a task. Once it is sealed, it is promised.

        Fates: "poison" breaks the platform, "bad" breaks its rules, "hold" stays in the undo window.
        """
        assignment = self.store.tasks.assignment(self.tasks[index])
        row = self.store.drafts.live(self.tasks[index])
        if assignment is None or row is None or row.state is not SubmissionState.DRAFT:
            return
        key = (row.submission_id, row.revision)
        answers: dict[str, Any] | None = {} if fate == "bad" else None
        reason = f"{self.account.mark} {row.draft.get('answers')}"
        body = body_bytes(assignment.task, assignment.lease, *key, answers=answers, reason=reason)

        def act() -> None:
            self.store.drafts.seal(*key, body)
            if fate != "hold":
                self.store.outbox.release(*key)

        self.survive(act)
        if self.state_of(key) != "draft":
            self.promises.sealed[key] = body
            self.promises.drafts.pop(key, None)
            if fate == "poison":
                self.wire.poison.add(row.submission_id)

    def undo(self, index: int) -> None:
        """Takes the last submit back, if it has not been taken for sending."""
        row = self.store.drafts.live(self.tasks[index])
        if row is None or row.state is not SubmissionState.QUEUED:
            return
        key = (row.submission_id, row.revision)

        def act() -> None:
            self.store.drafts.unseal(*key)

        try:
            self.survive(act)
        except WorkError:
            return
        if self.state_of(key) == "draft":
            self.promises.sealed.pop(key)
            self.wire.poison.discard(row.submission_id)
            self._note_drafts()

    def rework(self, index: int) -> None:
        """Opens the next revision of what came back."""
        row = self.store.drafts.current(self.tasks[index])
        if row is None:
            return
        try:
            self.store.drafts.rework(row.submission_id)
        except WorkError:
            return
        self._note_drafts()

    def ask_more_time(self, index: int) -> None:
        """The person wants more time for a task; what was said is kept until the platform was asked."""
        if self.store.terms.ask(self.tasks[index]):
            self.promises.wishes.add(self.tasks[index])

    def take_newer(self, index: int) -> None:
        """Goes over to the task's new version, with the same words."""
        row = self.store.drafts.live(self.tasks[index])
        if row is None or row.state is not SubmissionState.DRAFT:
            return
        key = (row.submission_id, row.revision)
        try:
            self.survive(lambda: self.store.drafts.renew(*key, row.draft))
        except WorkError:
            return
        if self.state_of(key) == "draft":
            self.promises.shown.pop(key, None)
            self._note_drafts()

    # -- the platform's side --

    def revise(self, index: int) -> None:
        """Operations mend a task; they may not once it has an answer."""
        with contextlib.suppress(AssertionError):
            self.owner.revise(self.tasks[index], "Why is it so?")

    def hours_pass(self, hours: int) -> None:
        """Here and there."""
        self.clock.advance(hours * 3_600_000)
        self.owner.clock.advance(hours * 3_600_000)

    def review(self, index: int, decision: Decision) -> None:
        """A reviewer decides on the newest submission that the platform has for the task."""
        found = self._on_platform(index)
        if found is not None:
            self.owner.comment(*found, "Look again.")
            self.owner.review(*found, decision, "Please look again.")

    def _on_platform(self, index: int) -> Key | None:
        """The newest revision of ours that the platform has for a task."""
        row = self.store.drafts.current(self.tasks[index])
        if row is None:
            return None
        stored = [key for key in self.stored() if key[0] == row.submission_id]
        return max(stored, default=None, key=lambda key: key[1])

    def other_computer(self, index: int) -> None:
        """The same person submits the same task from elsewhere."""
        assignment = self.store.tasks.assignment(self.tasks[index])
        if assignment is None:
            return
        item = judge(assignment.task, assignment.lease, submission_id=new_id())
        self.promises.elsewhere.add(item.submission_id)
        with self.owner.backend(self.person) as backend:
            backend.submit([item])

    def rivals_take_over(self) -> None:
        """Hours pass there, our leases run out, and somebody else works on the first of our tasks."""
        self.hours_pass(3)
        with self.owner.backend(self.owner.person(self.campaign)) as rival:
            leases = rival.lease(self.campaign, 2).items
            for task in rival.tasks([lease.task_id for lease in leases[:1]]):
                rival.submit([judge(task, leases[0])])

    def loses(self, count: int) -> None:
        """The platform is restored from a backup that lacks the newest submissions."""
        self.promises.lost |= set(self.owner.lose_newest(self.person, count))

    def junk_change(self, kind: str, data: Any) -> None:
        """The feed says something that this program does not understand."""
        self.owner.tell(self.person, kind, data)
