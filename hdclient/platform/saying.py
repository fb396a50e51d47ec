"""Rows of reviews, comments, marks and appeals as the values that people read. People in them are opaque."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from hdclient.model.review import Appeal, Comment, Mark, Review
from hdclient.platform.naming import alias
from hdclient.platform.review_schema import marks, review_details
from hdclient.platform.schema import comments, reviews
from hdclient.platform.state import Platform, iso

WITH_DETAILS = (*reviews.c, review_details.c.item_id, review_details.c.body.label("details"))
"""What `review_value` reads, of `reviews` joined by REVIEW_JOIN."""
REVIEW_JOIN = reviews.outerjoin(review_details, review_details.c.review_id == reviews.c.id)


def review_value(platform: Platform, row: Row[Any]) -> Review:
    """A row of WITH_DETAILS."""
    return Review.of(
        {
            "id": row.id,
            "submission_id": row.submission_id,
            "revision": row.revision,
            "decision": row.decision,
            "summary": row.summary,
            "edits": (row.details or {}).get("edits", ()),
            "proposed": (row.details or {}).get("proposed", ()),
            "reviewer": alias(platform, row.reviewer_id),
            "created_at": iso(row.created_ms),
        }
    )


def comment_value(platform: Platform, row: Row[Any]) -> Comment:
    """A row of `comments`."""
    return Comment.of(
        {
            "id": row.id,
            "submission_id": row.submission_id,
            "revision": row.revision,
            "author": alias(platform, row.author_id),
            "created_at": iso(row.created_ms),
            **row.body,
        }
    )


def mark_value(platform: Platform, row: Row[Any]) -> Mark:
    """A row of `marks`."""
    return Mark.of(
        {
            "id": row.id,
            "submission_id": row.submission_id,
            "target": row.target,
            "hunk": row.hunk,
            "state": row.state,
            "author": alias(platform, row.author_id),
            "created_at": iso(row.created_ms),
        }
    )


def appeal_value(row: Row[Any]) -> Appeal:
    """A row of `appeals`."""
    return Appeal.of(
        {
            "id": row.id,
            "submission_id": row.submission_id,
            "revision": row.revision,
            "review_id": row.review_id,
            "reasons": row.reasons,
            "state": row.state,
            "created_at": iso(row.created_ms),
            "due_at": iso(row.due_ms),
        }
    )


def reviews_of(platform: Platform, connection: Connection, submission_id: str) -> tuple[Review, ...]:
    """All decisions on a submission, oldest first."""
    rows = connection.execute(
        select(*WITH_DETAILS)
        .select_from(REVIEW_JOIN)
        .where(reviews.c.submission_id == submission_id)
        .order_by(reviews.c.seq)
    )
    return tuple(review_value(platform, row) for row in rows)


def comments_of(platform: Platform, connection: Connection, submission_id: str) -> tuple[Comment, ...]:
    """All comments on a submission, oldest first."""
    rows = connection.execute(
        select(comments).where(comments.c.submission_id == submission_id).order_by(comments.c.seq)
    )
    return tuple(comment_value(platform, row) for row in rows)


def marks_of(platform: Platform, connection: Connection, submission_id: str) -> tuple[Mark, ...]:
    """All marks on a submission, oldest first."""
    rows = connection.execute(
        select(marks).where(marks.c.submission_id == submission_id).order_by(marks.c.seq)
    )
    return tuple(mark_value(platform, row) for row in rows)
