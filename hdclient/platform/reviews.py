"""Reviews: a reviewer's decision on one revision of a submission, with comments and suggested edits."""

from __future__ import annotations

import re
from typing import Annotated, Any

from flask import Response, request
from pydantic import Field
from sqlalchemy import Row, func, insert, select, update

from hdclient.model.review import Decision
from hdclient.platform.comments import store_comment
from hdclient.platform.database import Write
from hdclient.platform.deciding import item_of, settle_item
from hdclient.platform.judging import find_revisions, refuse_own
from hdclient.platform.paging import PageQuery, page
from hdclient.platform.problems import Refusal, not_found
from hdclient.platform.reach import open_to
from hdclient.platform.review_schema import review_details
from hdclient.platform.routes import JUDGES, REVIEWERS, Routes, reply
from hdclient.platform.saying import REVIEW_JOIN, WITH_DETAILS, review_value
from hdclient.platform.schema import comments, reviews, submissions
from hdclient.platform.state import Caller, Platform, here, me
from hdclient.wire.admin import CommentIn, ReviewIn, ReviewReply, ReviewsReply

ROUTES = Routes("reviews")


class ReviewsQuery(PageQuery):
    """?campaign_id=&submission_id=&cursor=&limit=."""

    campaign_id: Annotated[str, Field(max_length=64)] = ""
    submission_id: Annotated[str, Field(max_length=64)] = ""


@ROUTES.add("POST", "/v1/reviews", roles=REVIEWERS, answers=ReviewReply, status=201, problems=(404, 409, 412))
def post_review(body: ReviewIn) -> Response:
    """Your decision on the newest revision of a submission. A return needs words: see ReviewIn.

    If-Match may name the revision that you judged; 412 says which one is the newest.
    """
    platform, caller = here(), me()
    matched = _matched()
    with platform.write() as write:
        known = write.execute(
            select(*WITH_DETAILS).select_from(REVIEW_JOIN).where(reviews.c.id == body.id)
        ).one_or_none()
        if known is not None:
            if known.reviewer_id != caller.id or not _same(write, known, body):
                raise Refusal(409, "id-taken", "There is another review with this id.")
            return reply(ReviewReply, status=201, review=review_value(platform, known))
        revisions = find_revisions(write.connection, body.submission_id, caller)
        write.execute(
            select(submissions.c.seq).where(submissions.c.id == body.submission_id).with_for_update()
        )
        row = _newest(revisions, body.revision, matched)
        refuse_own(row, caller)
        item = item_of(write, body, row, caller)
        _check_words(write, body, row, caller)
        stored = _store(write, platform, body, row, caller)
        if item is not None:
            settle_item(write, platform, item, row, body.decision, caller)
    return reply(ReviewReply, status=201, review=review_value(platform, stored))


@ROUTES.add("GET", "/v1/reviews", roles=JUDGES, answers=ReviewsReply, problems=(404,))
def list_reviews(query: ReviewsQuery) -> Response:
    """Reviews of your campaigns; reviewers do not read those of work that they still have to judge."""
    caller = me()
    chosen = select(*WITH_DETAILS).select_from(REVIEW_JOIN)
    if not caller.everywhere:
        chosen = chosen.where(reviews.c.campaign_id.in_(caller.campaigns))
    if query.campaign_id:
        chosen = chosen.where(reviews.c.campaign_id == query.campaign_id)
    if query.submission_id:
        chosen = chosen.where(reviews.c.submission_id == query.submission_id)
    with here().read() as connection:
        rows, cursor = page(connection, chosen, reviews.c.seq, query)
        seen = open_to(connection, caller, {row.submission_id for row in rows})
    items = tuple(review_value(here(), row) for row in rows if row.submission_id in seen)
    return reply(ReviewsReply, items=items, next_cursor=cursor)


def _matched() -> int | None:
    """The revision in If-Match; None: there is none. Raises Refusal 422."""
    wanted = request.headers.get("If-Match", "").strip()
    if not wanted:
        return None
    if not re.fullmatch('"[0-9]{1,15}"', wanted):
        raise Refusal(422, "invalid", "If-Match is the revision that was judged, in quotation marks.")
    return int(wanted.strip('"'))


def _newest(revisions: list[Row[Any]], revision: int, matched: int | None) -> Row[Any]:
    newest = revisions[-1].revision
    if newest == revision == (matched or newest):
        return revisions[-1]
    if not any(row.revision == revision for row in revisions):
        raise not_found("revision of this submission")
    said = "There is a newer revision of this submission; look at that one."
    status = 409 if matched is None else 412
    raise Refusal(status, "superseded", said, errors=({"pointer": "/revision", "newest": str(newest)},))


def _check_words(write: Write, body: ReviewIn, row: Row[Any], caller: Caller) -> None:
    """A return says what is to be done. Raises Refusal 409."""
    if any(one.revision != body.revision for one in body.comments):
        raise Refusal(409, "other-revision", "A comment speaks of another revision than the review.")
    if body.decision is not Decision.RETURN:
        return
    if body.item_id:
        said = [*(one.severity for one in body.comments), *_said_before(write, row, caller)]
        if "blocking" not in said:
            raise Refusal(
                409, "comment-needed", "Say what must be mended: a return needs a blocking comment."
            )
    elif not body.summary.strip() and not body.comments and not _commented(write, row):
        raise Refusal(409, "comment-needed", "Say what is to be done: a return needs a summary or a comment.")


def _said_before(write: Write, row: Row[Any], caller: Caller) -> list[str]:
    found = write.execute(
        select(comments.c.body).where(
            comments.c.submission_id == row.id,
            comments.c.revision == row.revision,
            comments.c.author_id == caller.id,
        )
    ).scalars()
    return [one["severity"] for one in found]


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


def _store(write: Write, platform: Platform, body: ReviewIn, row: Row[Any], caller: Caller) -> Row[Any]:
    details = body.model_dump(include={"edits", "proposed"})
    write.execute(
        insert(reviews).values(
            id=body.id,
            submission_id=body.submission_id,
            revision=body.revision,
            campaign_id=row.campaign_id,
            reviewer_id=caller.id,
            decision=str(body.decision),
            summary=body.summary,
            created_ms=_dated(write, platform, body.submission_id),
        )
    )
    sent = [one.id for one in body.comments]
    write.execute(
        insert(review_details).values(
            review_id=body.id, item_id=body.item_id, body={**details, "comments": sent}
        )
    )
    for comment in body.comments:
        store_comment(write, platform, row, comment, caller)
    stored = write.execute(
        select(*WITH_DETAILS).select_from(REVIEW_JOIN).where(reviews.c.id == body.id)
    ).one()
    returned = body.decision is Decision.RETURN
    write.execute(update(submissions).where(submissions.c.seq == row.seq).values(returned=returned))
    told = review_value(platform, stored).plain() | {"reviewer": caller.id}
    for person_id in (row.person_id, None):
        write.event(
            "review",
            told,
            campaign_id=row.campaign_id,
            person_id=person_id,
            audience="" if person_id else "reviewers",
        )
    return stored


def _dated(write: Write, platform: Platform, submission_id: str) -> int:
    """Later than every decision on it before, even if the clock went back: whoever reads them goes by that."""
    query = select(func.max(reviews.c.created_ms)).where(reviews.c.submission_id == submission_id)
    return max(platform.now_ms(), (write.execute(query).scalar() or 0) + 1)


def _same(write: Write, row: Row[Any], body: ReviewIn) -> bool:
    """Whether the very same review is here already."""
    details = row.details or {}
    sent = {
        "id": row.id,
        "submission_id": row.submission_id,
        "revision": row.revision,
        "decision": row.decision,
        "summary": row.summary,
        "item_id": row.item_id or "",
        "edits": details.get("edits", ()),
        "proposed": details.get("proposed", ()),
        "comments": _comments_sent(write, details.get("comments", ())),
    }
    return ReviewIn.model_validate(sent) == body


def _comments_sent(write: Write, ids: list[str]) -> list[CommentIn]:
    found = {
        row.id: CommentIn(id=row.id, revision=row.revision, **row.body)
        for row in write.execute(select(comments).where(comments.c.id.in_(ids)))
    }
    return [found[one] for one in ids]
