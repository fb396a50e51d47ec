"""Comments: a thread on a submission, between its author and reviewers."""

from __future__ import annotations

from typing import Any

from flask import Response
from sqlalchemy import Connection, Row, insert, select

from hdclient.platform.database import Write
from hdclient.platform.disputing import open_dispute
from hdclient.platform.judging import find_revision, find_revisions
from hdclient.platform.problems import Refusal, not_found
from hdclient.platform.reach import open_to
from hdclient.platform.routes import ANYBODY, ById, Routes, reply
from hdclient.platform.saying import comment_value
from hdclient.platform.schema import comments
from hdclient.platform.state import Caller, Platform, here, me
from hdclient.wire.admin import CommentIn, CommentReply, CommentsReply

ROUTES = Routes("comments")
_BODY = {"text", "severity", "category", "rule", "anchor", "reply_to"}


@ROUTES.add("GET", "/v1/submissions/<id>/comments", roles=ANYBODY, answers=CommentsReply, problems=(404,))
def list_comments(path: ById) -> Response:
    """All comments on a submission, oldest first."""
    with here().read() as connection:
        find_revisions(connection, path.id, me())
        _check_reach(connection, path.id, me())
        rows = connection.execute(
            select(comments).where(comments.c.submission_id == path.id).order_by(comments.c.seq)
        ).all()
    return reply(CommentsReply, items=tuple(comment_value(here(), row) for row in rows))


@ROUTES.add(
    "POST",
    "/v1/submissions/<id>/comments",
    roles=ANYBODY,
    answers=CommentReply,
    status=201,
    problems=(404, 409),
)
def post_comment(path: ById, body: CommentIn) -> Response:
    """Says something about a submission: trainers about their own, others in their campaigns."""
    platform, caller = here(), me()
    with platform.write() as write:
        row = find_revision(write.connection, path.id, body.revision, caller)
        _check_reach(write.connection, path.id, caller)
        known = write.execute(select(comments).where(comments.c.id == body.id)).one_or_none()
        if known is not None:
            if (known.submission_id, known.author_id) != (path.id, caller.id) or _sent(known) != body:
                raise Refusal(409, "id-taken", "There is another comment with this id.")
            return reply(CommentReply, status=201, comment=comment_value(platform, known))
        stored = store_comment(write, platform, row, body, caller)
    return reply(CommentReply, status=201, comment=comment_value(platform, stored))


def store_comment(
    write: Write, platform: Platform, row: Row[Any], body: CommentIn, caller: Caller
) -> Row[Any]:
    """Keeps a comment on the submission in `row`, and tells whom it concerns. Raises Refusal 409."""
    if body.reply_to and not _is_here(write, row.id, body.reply_to):
        raise Refusal(409, "no-such-comment", "The comment that this one answers is not on this submission.")
    if write.execute(select(comments.c.seq).where(comments.c.id == body.id)).first() is not None:
        raise Refusal(409, "id-taken", "There is another comment with this id.")
    stored = write.execute(
        insert(comments)
        .values(
            id=body.id,
            submission_id=row.id,
            revision=body.revision,
            author_id=caller.id,
            body=body.model_dump(include=_BODY),
            created_ms=platform.now_ms(),
        )
        .returning(*comments.c)
    ).one()
    if caller.id == row.person_id:
        open_dispute(write, platform, stored, row)
    told = comment_value(platform, stored).plain() | {"author": caller.id}
    write.event("comment", told, campaign_id=row.campaign_id, audience="reviewers")
    if caller.id != row.person_id:
        write.event("comment", told, campaign_id=row.campaign_id, person_id=row.person_id)
    return stored


def _is_here(write: Write, submission_id: str, comment_id: str) -> bool:
    query = select(comments.c.seq).where(
        comments.c.id == comment_id, comments.c.submission_id == submission_id
    )
    return write.execute(query).first() is not None


def _check_reach(connection: Connection, submission_id: str, caller: Caller) -> None:
    if submission_id not in open_to(connection, caller, [submission_id]):
        raise not_found("submission")


def _sent(row: Row[Any]) -> CommentIn:
    return CommentIn(id=row.id, revision=row.revision, **row.body)
