"""Reviews: a reviewer's decision on one revision of a submission."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Response
from pydantic import Field
from sqlalchemy import Row, insert, select, update

from hdclient.model.review import Decision, Review
from hdclient.platform.database import Write
from hdclient.platform.judging import find_revisions, refuse_own
from hdclient.platform.naming import alias
from hdclient.platform.paging import PageQuery, page
from hdclient.platform.problems import Refusal, not_found
from hdclient.platform.routes import JUDGES, REVIEWERS, Routes, reply
from hdclient.platform.schema import comments, reviews, submissions
from hdclient.platform.state import Platform, here, iso, me
from hdclient.wire.admin import ReviewIn, ReviewReply, ReviewsReply

ROUTES = Routes("reviews")


class ReviewsQuery(PageQuery):
    """?campaign_id=&submission_id=&cursor=&limit=."""

    campaign_id: Annotated[str, Field(max_length=64)] = ""
    submission_id: Annotated[str, Field(max_length=64)] = ""


@ROUTES.add("POST", "/v1/reviews", roles=REVIEWERS, answers=ReviewReply, status=201, problems=(404, 409))
def post_review(body: ReviewIn) -> Response:
    """Your decision on the newest revision of a submission. A return needs words: a summary, or a comment before."""
    platform, caller = here(), me()
    with platform.write() as write:
        known = write.execute(select(reviews).where(reviews.c.id == body.id)).one_or_none()
        if known is not None:
            if _sent(known) != body or known.reviewer_id != caller.id:
                raise Refusal(409, "id-taken", "There is another review with this id.")
            return reply(ReviewReply, status=201, review=_value(platform, known))
        revisions = find_revisions(write.connection, body.submission_id, caller)
        write.execute(
            select(submissions.c.seq).where(submissions.c.id == body.submission_id).with_for_update()
        )
        row = _newest(revisions, body.revision)
        refuse_own(row, caller)
        if body.decision is Decision.RETURN and not body.summary.strip() and not _commented(write, row):
            raise Refusal(
                409, "comment-needed", "Say what is to be done: a return needs a summary or a comment."
            )
        stored = _store(write, platform, body, row, caller.id)
    return reply(ReviewReply, status=201, review=_value(platform, stored))


@ROUTES.add("GET", "/v1/reviews", roles=JUDGES, answers=ReviewsReply, problems=(404,))
def list_reviews(query: ReviewsQuery) -> Response:
    """Reviews of your campaigns."""
    caller = me()
    chosen = select(reviews)
    if not caller.everywhere:
        chosen = chosen.where(reviews.c.campaign_id.in_(caller.campaigns))
    if query.campaign_id:
        chosen = chosen.where(reviews.c.campaign_id == query.campaign_id)
    if query.submission_id:
        chosen = chosen.where(reviews.c.submission_id == query.submission_id)
    with here().read() as connection:
        rows, cursor = page(connection, chosen, reviews.c.seq, query)
    return reply(ReviewsReply, items=tuple(_value(here(), row) for row in rows), next_cursor=cursor)


def _newest(revisions: list[Row[Any]], revision: int) -> Row[Any]:
    if revisions[-1].revision == revision:
        return revisions[-1]
    if any(row.revision == revision for row in revisions):
        raise Refusal(409, "superseded", "There is a newer revision of this submission; look at that one.")
    raise not_found("revision of this submission")


def _commented(write: Write, row: Row[Any]) -> bool:
    return (
        write.execute(
            select(comments.c.seq).where(
                comments.c.submission_id == row.id,
                comments.c.revision == row.revision,
                comments.c.author_id != row.person_id,
            )
        ).first()
        is not None
    )


def _store(write: Write, platform: Platform, body: ReviewIn, row: Row[Any], reviewer_id: str) -> Row[Any]:
    stored = write.execute(
        insert(reviews)
        .values(
            id=body.id,
            submission_id=body.submission_id,
            revision=body.revision,
            campaign_id=row.campaign_id,
            reviewer_id=reviewer_id,
            decision=str(body.decision),
            summary=body.summary,
            created_ms=platform.now_ms(),
        )
        .returning(*reviews.c)
    ).one()
    returned = body.decision is Decision.RETURN
    write.execute(update(submissions).where(submissions.c.seq == row.seq).values(returned=returned))
    told = _value(platform, stored).plain() | {"reviewer": reviewer_id}
    for person_id in (row.person_id, None):
        write.event(
            "review",
            told,
            campaign_id=row.campaign_id,
            person_id=person_id,
            audience="" if person_id else "reviewers",
        )
    return stored


def _sent(row: Row[Any]) -> ReviewIn:
    return ReviewIn(
        id=row.id,
        submission_id=row.submission_id,
        revision=row.revision,
        decision=Decision(row.decision),
        summary=row.summary,
    )


def _value(platform: Platform, row: Row[Any]) -> Review:
    return Review(
        id=row.id,
        submission_id=row.submission_id,
        revision=row.revision,
        decision=Decision(row.decision),
        summary=row.summary,
        reviewer=alias(platform, row.reviewer_id),
        created_at=iso(row.created_ms),
    )
