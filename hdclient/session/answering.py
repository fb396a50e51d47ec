"""What a trainer answers to what came back: replies, marks, appeals. Main thread only; works without a network."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hdclient.errors import WorkError
from hdclient.events import EventHub, FeedbackArrived, OutboxChanged
from hdclient.model.base import JsonValue
from hdclient.model.explained import DISPUTE, disputed_part
from hdclient.model.ids import new_id
from hdclient.model.review import (
    Appeal,
    AppealState,
    Comment,
    Decision,
    Feedback,
    Mark,
    MarkState,
    Reason,
    Review,
    Severity,
)
from hdclient.model.said import Said, SaidKind
from hdclient.model.submission import SubmissionState
from hdclient.session.reviewing import refusal_sentence
from hdclient.store import Store
from hdclient.words import tr


class AnswerDesk:
    """Made by Desk.answering. What is said here is seen here at once, and sent when there is a network."""

    def __init__(self, store: Store, hub: EventHub, wake: Callable[[], None]) -> None:
        self._store, self._hub, self._wake = store, hub, wake

    def feedback(self, submission_id: str, revision: int | None = None) -> Feedback:
        """All that came back for a revision, one's own replies and marks with it; without one, for the newest."""
        return self._store.feedback.for_submission(submission_id, revision)

    def reply(self, comment_id: str, submission_id: str, revision: int, text: str) -> Comment:
        """Answers a comment."""
        comment = Comment(
            id=new_id(),
            submission_id=submission_id,
            revision=revision,
            text=text,
            severity=Severity.NIT,
            reply_to=comment_id,
        )
        names = ("id", "revision", "text", "severity", "reply_to")
        body: dict[str, JsonValue] = {name: comment.plain()[name] for name in names}
        with self._store.transaction():
            self._store.feedback.put_comment(comment, read=True)
            self._add(SaidKind.COMMENT, comment.id, submission_id, revision, body)
        self._told(submission_id)
        return comment

    def disagree(self, submission_id: str, revision: int, question_id: str, text: str) -> Comment:
        """Says that a known answer is wrong: opens a thread with those who run the campaign."""
        comment = Comment(
            id=new_id(),
            submission_id=submission_id,
            revision=revision,
            text=text,
            category=DISPUTE,
            anchor=disputed_part(question_id),
        )
        names = ("id", "revision", "text", "severity", "category", "anchor")
        body: dict[str, JsonValue] = {name: comment.plain()[name] for name in names}
        with self._store.transaction():
            self._store.feedback.put_comment(comment, read=True)
            self._add(SaidKind.COMMENT, comment.id, submission_id, revision, body)
        self._told(submission_id)
        return comment

    def mark(self, submission_id: str, target: str, state: MarkState, *, hunk: int = -1) -> Mark:
        """Marks a comment as done or open again; a suggested change or one of its hunks as taken or declined."""
        mark = Mark(id=new_id(), submission_id=submission_id, target=target, hunk=hunk, state=state)
        body: dict[str, JsonValue] = {"id": mark.id, "target": target, "hunk": hunk, "state": state.value}
        with self._store.transaction():
            self._store.feedback.put_mark(mark)
            self._add(SaidKind.MARK, mark.id, submission_id, 0, body)
        self._told(submission_id)
        return mark

    def can_appeal(self, review: Review) -> bool:
        """Whether this decision can be contested: the campaign allows it, and nothing came after it. A rework that was
        begun and not submitted is nothing yet.
        """
        newest = self._store.submissions.newest(review.submission_id)
        campaign = None
        if newest is not None:
            campaign = self._store.tasks.campaign(self._store.tasks.campaign_of(newest.task_id))
        known = self.feedback(review.submission_id, review.revision)
        return (
            newest is not None
            and newest.revision == review.revision + (newest.state is SubmissionState.DRAFT)
            and campaign is not None
            and campaign.policy.review.appeal_hours > 0
            and review.decision in (Decision.RETURN, Decision.ACCEPT_WITH_EDITS)
            and bool(known.reviews)
            and known.reviews[-1].id == review.id
            and not known.appeals
        )

    def appeal(self, review: Review, reasons: Sequence[Reason]) -> Appeal:
        """Contests a decision. Somebody else judges the work, who does not know it. Raises WorkError."""
        if not reasons or not self.can_appeal(review):
            raise WorkError(
                tr("This decision cannot be contested."),
                tr("Nothing was sent."),
                tr("Answer the comments, or revise the work."),
            )
        appeal = Appeal(
            id=new_id(),
            submission_id=review.submission_id,
            revision=review.revision,
            review_id=review.id,
            reasons=tuple(reasons),
            state=AppealState.OPEN,
        )
        told: list[JsonValue] = [one.plain() for one in reasons]
        body: dict[str, JsonValue] = {"id": appeal.id, "review_id": review.id, "reasons": told}
        with self._store.transaction():
            self._store.feedback.put_appeal(appeal)
            self._add(SaidKind.APPEAL, appeal.id, review.submission_id, review.revision, body)
        self._told(review.submission_id)
        return appeal

    def unsent(self, submission_id: str) -> tuple[Said, ...]:
        """What was said here of a submission and is not on the platform yet."""
        return tuple(one for one in self._store.said.of_submission(submission_id) if one.state == "waiting")

    def refused(self, submission_id: str) -> tuple[tuple[Said, str], ...]:
        """What the platform did not take, with a sentence each."""
        found = (one for one in self._store.said.of_submission(submission_id) if one.state == "refused")
        return tuple((one, refusal_sentence(one)) for one in found)

    def _add(
        self, kind: SaidKind, said_id: str, submission_id: str, revision: int, body: dict[str, JsonValue]
    ) -> None:
        target = "" if kind is SaidKind.APPEAL else submission_id
        self._store.said.add(
            Said(
                id=said_id,
                kind=kind,
                target=target,
                submission_id=submission_id,
                revision=revision,
                body=body,
            )
        )

    def _told(self, submission_id: str) -> None:
        self._hub.publish(FeedbackArrived((submission_id,)))
        self._hub.publish(OutboxChanged())
        self._wake()
