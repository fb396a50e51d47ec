"""Reads the platform's feed: what it says, and how far it was read, in one transaction.

Nothing in a feed deletes a person's words; it only changes the state of what the platform owns. An entry that cannot
be understood is kept aside and never stops those behind it. Must not ask for tasks or leases: fetch.py does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hdclient.errors import Refused
from hdclient.events import FeedbackArrived, TasksChanged
from hdclient.model.base import canonical, sha256_hex
from hdclient.model.review import Decision
from hdclient.model.task import AssignmentState
from hdclient.sync import retry
from hdclient.sync.context import SyncContext
from hdclient.sync.plan import (
    AppealArrived,
    CampaignMoved,
    CommentArrived,
    Explained,
    LeaseMoved,
    MarkArrived,
    ReviewArrived,
    ReviewItemsMoved,
    Step,
    Unreadable,
    Withdrawn,
    goes_back,
    step_again,
    steps,
)
from hdclient.wire.work import Change, ChangesReply
from hdclient.words import tr

STREAM = "changes"
_OF_REVIEWS = (ReviewItemsMoved, ReviewArrived, CommentArrived, MarkArrived)
"""What may have changed an item that a reviewer holds."""
_HELD = (AssignmentState.LEASED, AssignmentState.BLOCKED)

BRAKED = tr(
    "The platform wants to take back many tasks at once. They stay on this computer until it "
    "says so a second time. Your work is safe here in any case."
)
PAGE = 100
"""Entries per page: what one short transaction can apply."""


@dataclass(frozen=True, slots=True)
class PullReport:
    """What one pull did, and what it found out that must be asked for again."""

    applied: int = 0
    quarantined: int = 0
    leases_moved: bool = False
    campaigns_moved: bool = False
    reviews_moved: bool = False
    braked: bool = False
    """A page takes so many tasks away that it waits for a second, identical answer."""

    @property
    def notice(self) -> str:
        """What the person should know of it; empty when there is nothing."""
        return BRAKED if self.braked else ""


class Pull:
    """Keeps in memory only the page that waits to be confirmed."""

    def __init__(self, context: SyncContext) -> None:
        self._context = context
        self._unconfirmed = ""

    def run(self, most: int = 50) -> PullReport:
        """Reads pages until the feed has no more, at most `most`. Raises BackendError between pages only."""
        total = self._read_again()
        for _ in range(most):
            one, more = self._page()
            total = PullReport(
                total.applied + one.applied,
                total.quarantined + one.quarantined,
                total.leases_moved or one.leases_moved,
                total.campaigns_moved or one.campaigns_moved,
                total.reviews_moved or one.reviews_moved,
                one.braked,
            )
            if not more:
                break
        return total

    def _read_again(self) -> PullReport:
        """After an upgrade: what the version before kept aside may be understood now."""
        stream = self._context.store.stream
        done: list[Step] = []
        for id_, seq, raw in stream.to_read_again(STREAM):
            step = step_again(seq, raw)
            understood = not isinstance(step, Unreadable)
            with self._context.store.transaction():
                if understood:
                    self._apply_step(step)
                    done.append(step)
                self._context.crash("pull.reading_again")
                stream.read_again(id_, understood=understood)
        self._tell(done)
        return _report(done)

    def _page(self) -> tuple[PullReport, bool]:
        """Asks for one page and applies it. Returns whether there is more to ask for."""
        stream = self._context.store.stream
        cursor, epoch = stream.get(STREAM)
        reply = self._ask(cursor)
        if reply is None:
            self._start_again("")
            return PullReport(), True
        self._context.store.retention.heard(reply.server_time_ms)
        self._context.store.exposures.heard(reply.server_time_ms)
        if epoch and reply.epoch != epoch:
            # Restored from a backup: its numbers mean other things now. Read all again, delete nothing.
            self._start_again(reply.epoch)
            return PullReport(leases_moved=True, campaigns_moved=True, reviews_moved=True), True
        if goes_back(cursor, reply.next_cursor):
            return PullReport(), False
        plan = steps(reply.items)
        if self._must_wait(reply, plan):
            return PullReport(braked=True), False
        self._apply(plan, reply)
        self._tell(plan)
        return _report(plan), reply.has_more and reply.next_cursor != cursor

    def _ask(self, cursor: str) -> ChangesReply | None:
        """The next page; None when the platform does not know the cursor that it once gave."""
        try:
            return self._context.backend.changes(cursor, limit=PAGE)
        except Refused:
            if not cursor:
                raise
            return None

    def _start_again(self, epoch: str) -> None:
        self._context.store.stream.set(STREAM, "", epoch)

    def _apply(self, plan: Sequence[Step], reply: ChangesReply) -> None:
        """All entries of a page and the cursor behind them: all or nothing. After a power cut the page comes again."""
        store = self._context.store
        self._context.crash("pull.before")
        with store.transaction(synced=False):
            for step in plan:
                self._apply_step(step)
            self._context.crash("pull.applying")
            store.stream.set(STREAM, reply.next_cursor, reply.epoch)
        self._context.crash("pull.applied")

    def _apply_step(self, step: Step) -> None:
        store = self._context.store
        match step:
            case ReviewArrived(review):
                store.feedback.put_review(review)
                if review.decision is Decision.RETURN:  # perhaps to somebody who has left
                    store.figures.wish_again("known_care")
            case CommentArrived(comment):
                store.feedback.put_comment(comment)
            case MarkArrived(mark):
                store.feedback.put_mark(mark)
            case AppealArrived(appeal):
                store.feedback.put_appeal(appeal)
            case Withdrawn(task_id, reason):
                store.tasks.withdraw(task_id, reason)
            case Unreadable(seq, raw, reason):
                store.stream.quarantine(STREAM, seq, raw, reason)
            case Explained(campaign_id):
                store.figures.wish("qualification", campaign_id)
            case LeaseMoved() | CampaignMoved() | ReviewItemsMoved():
                pass  # the report tells the engine to ask again

    def _must_wait(self, reply: ChangesReply, plan: Sequence[Step]) -> bool:
        """The removal brake: many withdrawals at once count only when the platform says so twice."""
        tasks = self._context.store.tasks
        ids = {step.task_id for step in plan if isinstance(step, Withdrawn)}
        standing = [tasks.standing(task_id) for task_id in ids]
        removed = sum(1 for found in standing if found is not None and found[0] in _HELD)
        if not retry.brakes(removed, len(tasks.leased_ids())):
            self._unconfirmed = ""
            return False
        page = _fingerprint(reply.items)
        if self._unconfirmed == page:
            self._unconfirmed = ""
            return False
        self._unconfirmed = page
        return True

    def _tell(self, plan: Sequence[Step]) -> None:
        hub = self._context.hub
        if tasks := tuple(step.task_id for step in plan if isinstance(step, Withdrawn)):
            hub.publish(TasksChanged(tasks))
        reviewed = [step.review.submission_id for step in plan if isinstance(step, ReviewArrived)]
        commented = [step.comment.submission_id for step in plan if isinstance(step, CommentArrived)]
        answered = [step.mark.submission_id for step in plan if isinstance(step, MarkArrived)]
        contested = [step.appeal.submission_id for step in plan if isinstance(step, AppealArrived)]
        if reviewed or commented or answered or contested:
            ids = dict.fromkeys([*reviewed, *commented, *answered, *contested])
            hub.publish(FeedbackArrived(tuple(ids)))


def _report(plan: Sequence[Step]) -> PullReport:
    return PullReport(
        applied=len(plan),
        quarantined=sum(1 for step in plan if isinstance(step, Unreadable)),
        leases_moved=any(isinstance(step, LeaseMoved | Withdrawn) for step in plan),
        campaigns_moved=any(isinstance(step, CampaignMoved | Explained) for step in plan),
        reviews_moved=any(isinstance(step, _OF_REVIEWS) for step in plan),
    )


def _fingerprint(page: Sequence[Change]) -> str:
    return sha256_hex(canonical([change.model_dump(mode="json") for change in page]))
