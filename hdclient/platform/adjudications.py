"""Adjudications: what counts for a task where answers differ. Never shown to trainers."""

from __future__ import annotations

from typing import Any

from flask import Response
from sqlalchemy import Row, insert, select

from hdclient.platform.judging import find_revision
from hdclient.platform.naming import alias
from hdclient.platform.paging import PageQuery, page
from hdclient.platform.problems import Refusal, not_found
from hdclient.platform.routes import JUDGES, REVIEWERS, Routes, reply
from hdclient.platform.schema import adjudications, tasks
from hdclient.platform.state import Platform, here, iso, me
from hdclient.wire.admin import Adjudication, AdjudicationIn, AdjudicationReply, AdjudicationsReply

ROUTES = Routes("adjudications")


@ROUTES.add(
    "POST", "/v1/adjudications", roles=REVIEWERS, answers=AdjudicationReply, status=201, problems=(404, 409)
)
def post_adjudication(body: AdjudicationIn) -> Response:
    """Names the submission that counts for a task, or gives the answers that count."""
    platform, caller = here(), me()
    if (body.submission_id is None) == (body.answers is None) or (body.submission_id is None) != (
        body.revision is None
    ):
        raise Refusal(409, "one-verdict", "Name a submission and its revision, or give answers; not both.")
    with platform.write() as write:
        known = write.execute(select(adjudications).where(adjudications.c.id == body.id)).one_or_none()
        if known is not None:
            if known.person_id != caller.id or AdjudicationIn.model_validate(known.body) != body:
                raise Refusal(409, "id-taken", "There is another adjudication with this id.")
            return reply(AdjudicationReply, status=201, adjudication=_value(platform, known))
        task = write.execute(select(tasks).where(tasks.c.id == body.task_id)).one_or_none()
        if task is None or not caller.sees(task.campaign_id):
            raise not_found("task")
        if body.submission_id is not None and body.revision is not None:
            row = find_revision(write.connection, body.submission_id, body.revision, caller)
            if row.task_id != task.id:
                raise Refusal(409, "other-task", "This submission is of another task.")
        stored = write.execute(
            insert(adjudications)
            .values(
                id=body.id,
                task_id=task.id,
                campaign_id=task.campaign_id,
                person_id=caller.id,
                body=body.model_dump(),
                created_ms=platform.now_ms(),
            )
            .returning(*adjudications.c)
        ).one()
    return reply(AdjudicationReply, status=201, adjudication=_value(platform, stored))


@ROUTES.add("GET", "/v1/adjudications", roles=JUDGES, answers=AdjudicationsReply, problems=(404,))
def list_adjudications(query: PageQuery) -> Response:
    """Adjudications of your campaigns."""
    caller = me()
    chosen = select(adjudications)
    if not caller.everywhere:
        chosen = chosen.where(adjudications.c.campaign_id.in_(caller.campaigns))
    with here().read() as connection:
        rows, cursor = page(connection, chosen, adjudications.c.seq, query)
    items = tuple(_value(here(), row) for row in rows)
    return reply(AdjudicationsReply, items=items, next_cursor=cursor)


def _value(platform: Platform, row: Row[Any]) -> Adjudication:
    return Adjudication(
        campaign_id=row.campaign_id,
        by=alias(platform, row.person_id),
        created_at=iso(row.created_ms),
        **row.body,
    )
