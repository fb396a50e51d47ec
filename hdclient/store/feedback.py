"""Reviews and comments as the feed brought them. Written by sync; the person only marks them as read."""

from __future__ import annotations

from hdclient.model.base import canonical
from hdclient.model.review import Comment, Decision, Feedback, Review
from hdclient.model.submission import SubmissionState
from hdclient.store.database import Database
from hdclient.store.submissions import Submissions


class FeedbackStore:
    """Idempotent by id: the feed may say the same thing twice."""

    def __init__(self, database: Database, submissions: Submissions) -> None:
        self._db = database
        self._submissions = submissions

    def put_review(self, review: Review) -> None:
        """Keeps a decision. A return of the newest revision, once accepted, makes it wait for the person."""
        with self._db.transaction():
            new = self._db.execute(
                "INSERT INTO review(review_id, submission_id, revision, body) VALUES(?,?,?,?) ON CONFLICT"
                " DO NOTHING",
                (review.id, review.submission_id, review.revision, canonical(review.model_dump(mode="json"))),
            )
            if not new or review.decision is not Decision.RETURN:
                return
            newest = self._submissions.newest(review.submission_id)
            if (
                newest is not None
                and newest.revision == review.revision
                and newest.state is SubmissionState.ACCEPTED
            ):
                self._submissions.move(review.submission_id, review.revision, SubmissionState.RETURNED)

    def put_comment(self, comment: Comment) -> None:
        """Keeps a comment."""
        with self._db.transaction():
            self._db.execute(
                "INSERT INTO comment(comment_id, submission_id, revision, body) VALUES(?,?,?,?) ON"
                " CONFLICT DO NOTHING",
                (
                    comment.id,
                    comment.submission_id,
                    comment.revision,
                    canonical(comment.model_dump(mode="json")),
                ),
            )

    def for_submission(self, submission_id: str, revision: int | None = None) -> Feedback:
        """What came back for one revision; without `revision`, for the newest that has feedback."""
        if revision is None:
            row = self._db.one(
                "SELECT max(revision) FROM (SELECT revision FROM review WHERE submission_id=?1"
                " UNION ALL SELECT revision FROM comment WHERE submission_id=?1)",
                (submission_id,),
            )
            revision = int(row[0]) if row is not None and row[0] is not None else 1
        reviews = self._db.query(
            "SELECT body, read FROM review WHERE submission_id=? AND revision=? ORDER BY rowid",
            (submission_id, revision),
        )
        comments = self._db.query(
            "SELECT body, read FROM comment WHERE submission_id=? AND revision=? ORDER BY rowid",
            (submission_id, revision),
        )
        found = self._submissions.find(submission_id, revision) or self._submissions.newest(submission_id)
        return Feedback(
            submission_id=submission_id,
            revision=revision,
            task_id="" if found is None else found.task_id,
            reviews=tuple(Review.model_validate_json(body) for body, _ in reviews),
            comments=tuple(Comment.model_validate_json(body) for body, _ in comments),
            read=all(read for _, read in [*reviews, *comments]),
        )

    def mark_read(self, submission_id: str) -> bool:
        """All of it has been seen. False when it was before."""
        with self._db.transaction():
            reviews = self._db.execute(
                "UPDATE review SET read=1 WHERE submission_id=? AND read=0", (submission_id,)
            )
            comments = self._db.execute(
                "UPDATE comment SET read=1 WHERE submission_id=? AND read=0", (submission_id,)
            )
            return reviews + comments > 0
