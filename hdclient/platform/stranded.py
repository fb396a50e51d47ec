"""Returned work whose author's account is closed: nobody will rework it. Operations give its task to somebody else."""

from __future__ import annotations

from typing import Any

from flask import Response
from sqlalchemy import Row, Select, exists, select, update

from hdclient.model.disputes import StrandedReturn
from hdclient.platform.campaigns import find
from hdclient.platform.gold_schema import of_qualification
from hdclient.platform.leases import reopen
from hdclient.platform.problems import Refusal, not_found
from hdclient.platform.quality import excerpts_of
from hdclient.platform.routes import OPERATIONS, ById, Routes, reply
from hdclient.platform.schema import (
    adjudications,
    closed_accounts,
    people,
    reviews,
    slots,
    submissions,
    tasks,
)
from hdclient.platform.state import here, iso, me
from hdclient.wire.reviewing import HandOver, HandOverReply, StrandedReply

ROUTES = Routes("reviewing")


@ROUTES.add("GET", "/v1/campaigns/<id>/stranded", roles=OPERATIONS, answers=StrandedReply, problems=(404,))
def list_stranded(path: ById) -> Response:
    """Work that was returned to people whose accounts are closed, the oldest first."""
    with here().read() as connection:
        find(connection, path.id, me())
        rows = connection.execute(_stranded().where(submissions.c.campaign_id == path.id)).all()
        words = excerpts_of(connection, {row.task_id for row in rows})
        items = tuple(_value(row, words.get(row.task_id, "")) for row in rows)
    return reply(StrandedReply, items=items)


@ROUTES.add(
    "POST",
    "/v1/submissions/<id>:hand-over",
    roles=OPERATIONS,
    answers=HandOverReply,
    problems=(404, 409),
)
def hand_over(path: ById, body: HandOver) -> Response:
    """Its task wants an answer of somebody else. What was submitted stays, and counts no more. Safe to repeat."""
    with here().write() as write:
        row = write.execute(
            select(submissions).where(submissions.c.id == path.id).order_by(submissions.c.revision.desc())
        ).first()
        if row is None or not me().sees(row.campaign_id):
            raise not_found("submission")
        if row.revision != body.revision:
            raise Refusal(
                409, "superseded", "There is a newer revision of this submission; look at that one."
            )
        if not row.surplus:
            if write.execute(_stranded().where(submissions.c.id == path.id)).first() is None:
                raise Refusal(409, "not-stranded", "Nobody has to take this over: its author can rework it.")
            write.execute(update(submissions).where(submissions.c.id == path.id).values(surplus=True))
            mine = (slots.c.task_id == row.task_id, slots.c.person_id == row.person_id)
            for seq in write.execute(select(slots.c.seq).where(*mine)).scalars().all():
                reopen(write, seq)
    return reply(HandOverReply, submission_id=path.id, task_id=row.task_id)


def is_closed(at: Any, person_id: str) -> bool:
    """Whether this person's account is closed."""
    query = select(closed_accounts.c.person_id).where(closed_accounts.c.person_id == person_id)
    return at.execute(query).first() is not None


def _stranded() -> Select[Any]:
    later = submissions.alias("later")
    return (
        select(
            submissions.c.id,
            submissions.c.revision,
            submissions.c.task_id,
            submissions.c.person_id,
            people.c.name,
            reviews.c.summary,
            reviews.c.created_ms,
        )
        .join(closed_accounts, closed_accounts.c.person_id == submissions.c.person_id)
        .join(people, people.c.id == submissions.c.person_id)
        .join(tasks, tasks.c.id == submissions.c.task_id)
        .join(
            reviews,
            (reviews.c.submission_id == submissions.c.id) & (reviews.c.revision == submissions.c.revision),
        )
        .where(
            submissions.c.returned,
            ~submissions.c.surplus,
            tasks.c.state != "withdrawn",
            reviews.c.seq == _last_review(),
            ~exists().where(later.c.id == submissions.c.id, later.c.revision > submissions.c.revision),
            ~exists().where(adjudications.c.task_id == submissions.c.task_id),
            ~of_qualification(submissions.c.task_id),
        )
        .order_by(reviews.c.seq)
    )


def _last_review() -> Any:
    of = reviews.alias("of")
    return (
        select(of.c.seq)
        .where(of.c.submission_id == submissions.c.id, of.c.revision == submissions.c.revision)
        .order_by(of.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )


def _value(row: Row[Any], excerpt: str) -> StrandedReturn:
    return StrandedReturn(
        id=row.id,
        revision=row.revision,
        task_id=row.task_id,
        name=row.name,
        excerpt=excerpt,
        summary=row.summary,
        returned_at=iso(row.created_ms),
    )
