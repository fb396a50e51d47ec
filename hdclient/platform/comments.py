"""Comments: a thread on a submission, between its author and reviewers."""

from __future__ import annotations

from typing import Any

from flask import Response
from sqlalchemy import Row, insert, select

from hdclient.model.review import Comment
from hdclient.platform.judging import find_revision, find_revisions
from hdclient.platform.naming import alias
from hdclient.platform.problems import Refusal
from hdclient.platform.routes import ANYBODY, ById, Routes, reply
from hdclient.platform.schema import comments
from hdclient.platform.state import Platform, here, iso, me
from hdclient.wire.admin import CommentIn, CommentReply, CommentsReply

ROUTES = Routes("comments")
_BODY = {"text", "severity", "rule", "anchor"}


@ROUTES.add("GET", "/v1/submissions/<id>/comments", roles=ANYBODY, answers=CommentsReply, problems=(404,))
def list_comments(path: ById) -> Response:
    """All comments on a submission, oldest first."""
    with here().read() as connection:
        find_revisions(connection, path.id, me())
        rows = connection.execute(
            select(comments).where(comments.c.submission_id == path.id).order_by(comments.c.seq)
        ).all()
    return reply(CommentsReply, items=tuple(_value(here(), row) for row in rows))


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
        known = write.execute(select(comments).where(comments.c.id == body.id)).one_or_none()
        if known is not None:
            if (known.submission_id, known.author_id) != (path.id, caller.id) or _sent(known) != body:
                raise Refusal(409, "id-taken", "There is another comment with this id.")
            return reply(CommentReply, status=201, comment=_value(platform, known))
        stored = write.execute(
            insert(comments)
            .values(
                id=body.id,
                submission_id=path.id,
                revision=body.revision,
                author_id=caller.id,
                body=body.model_dump(include=_BODY),
                created_ms=platform.now_ms(),
            )
            .returning(*comments.c)
        ).one()
        told = _value(platform, stored).plain() | {"author": caller.id}
        write.event("comment", told, campaign_id=row.campaign_id, audience="reviewers")
        if caller.id != row.person_id:
            write.event("comment", told, campaign_id=row.campaign_id, person_id=row.person_id)
    return reply(CommentReply, status=201, comment=_value(platform, stored))


def _sent(row: Row[Any]) -> CommentIn:
    return CommentIn(id=row.id, revision=row.revision, **row.body)


def _value(platform: Platform, row: Row[Any]) -> Comment:
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
