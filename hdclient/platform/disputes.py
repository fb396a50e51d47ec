"""Disputes about known answers: operations read the thread, answer it, and keep, change or take back the answer."""

from __future__ import annotations

from typing import Any

from flask import Response
from sqlalchemy import Connection, Row, select, update

from hdclient.model.disputes import Dispute
from hdclient.model.explained import DISPUTE, DisputeState, disputed_part
from hdclient.model.gold import Gold
from hdclient.model.review import Severity
from hdclient.model.submission import SubmissionBody
from hdclient.platform.campaigns import find
from hdclient.platform.comments import store_comment
from hdclient.platform.database import Write
from hdclient.platform.explaining import asked_of, gold_of, judge_again
from hdclient.platform.gold_schema import disputes, explained, qualification_tasks
from hdclient.platform.naming import alias
from hdclient.platform.problems import Refusal, not_found
from hdclient.platform.quality import excerpts_of
from hdclient.platform.routes import OPERATIONS, ById, Routes, reply
from hdclient.platform.saying import comment_value
from hdclient.platform.schema import comments, people, submissions, tasks
from hdclient.platform.state import Platform, here, iso, me
from hdclient.quality.grading import gold_fault
from hdclient.wire.admin import CommentIn
from hdclient.wire.qualification import DisputeReply, DisputeSettle, DisputesReply

ROUTES = Routes("qualification")


@ROUTES.add(
    "GET", "/v1/campaigns/<id>/gold-disputes", roles=OPERATIONS, answers=DisputesReply, problems=(404,)
)
def list_disputes(path: ById) -> Response:
    """Every thread about a known answer, the oldest first."""
    platform = here()
    with platform.read() as connection:
        find(connection, path.id, me())
        rows = connection.execute(
            select(disputes).where(disputes.c.campaign_id == path.id).order_by(disputes.c.seq)
        ).all()
        items = tuple(_value(platform, connection, row) for row in rows)
    return reply(DisputesReply, items=items)


@ROUTES.add(
    "POST",
    "/v1/gold-disputes/<id>:settle",
    roles=OPERATIONS,
    answers=DisputeReply,
    problems=(404, 409),
)
def settle_dispute(path: ById, body: DisputeSettle) -> Response:
    """Answers the trainer, and keeps, changes or takes back the known answer. Safe to repeat."""
    platform = here()
    with platform.write() as write:
        row = write.execute(select(disputes).where(disputes.c.id == path.id).with_for_update()).one_or_none()
        if row is None:
            raise not_found("thread")
        known = write.execute(select(comments.c.seq).where(comments.c.id == body.id)).first()
        if known is None and body.seen not in ("", row.state):
            raise Refusal(409, "settled-meanwhile", "Somebody else has answered this thread meanwhile.")
        if known is None:
            _settle(write, platform, row, body)
        elif row.state != body.outcome:
            raise Refusal(409, "id-taken", "There is another comment with this id.")
        settled = write.execute(select(disputes).where(disputes.c.id == path.id)).one()
        value = _value(platform, write.connection, settled)
    return reply(DisputeReply, dispute=value)


def _settle(write: Write, platform: Platform, row: Row[Any], body: DisputeSettle) -> None:
    task = write.execute(select(tasks).where(tasks.c.id == row.task_id).with_for_update()).one()
    if body.outcome == "changed":
        _change(write, task, body.gold)
    elif body.gold:
        raise Refusal(409, "conflict", "Another known answer goes with the outcome “changed” only.")
    elif body.outcome == "retired":
        _retire(write, task)
    submission = write.execute(
        select(submissions)
        .where(submissions.c.id == row.submission_id, submissions.c.person_id == row.person_id)
        .order_by(submissions.c.revision)
    ).first()
    assert submission is not None
    said = CommentIn(
        id=body.id,
        revision=submission.revision,
        text=body.text,
        severity=Severity.NIT,
        category=DISPUTE,
        anchor=disputed_part(row.question_id),
        reply_to=row.id,
    )
    store_comment(write, platform, submission, said, me())
    write.execute(update(disputes).where(disputes.c.seq == row.seq).values(state=body.outcome))


def _change(write: Write, task: Row[Any], gold: tuple[Gold, ...]) -> None:
    """Another known answer takes the place of the one that is here. Raises Refusal 409."""
    questions = asked_of(write.connection, task)
    fault = gold_fault(list(questions.values()), gold, [one["id"] for one in task.body["candidates"]])
    if not gold or not all(one.why.strip() for one in gold):
        fault = "A known answer that is told needs to say what is right, and why it is so."
    if fault:
        raise Refusal(409, "gold", fault)
    _keep(write, task, {**task.hidden, "gold": [one.plain() for one in gold]})
    judge_again(write, task.id, retired=False)


def _retire(write: Write, task: Row[Any]) -> None:
    """Nobody is asked it any more, and it counts as right for everybody who was."""
    known = [one.plain() for one in gold_of(task)]
    _keep(write, task, {**task.hidden, "gold": [], "retired_gold": known})
    write.execute(
        update(qualification_tasks).where(qualification_tasks.c.task_id == task.id).values(retired=True)
    )
    judge_again(write, task.id, retired=True)


def _keep(write: Write, task: Row[Any], hidden: dict[str, Any]) -> None:
    write.execute(update(tasks).where(tasks.c.seq == task.seq).values(hidden=hidden))


def _value(platform: Platform, connection: Connection, row: Row[Any]) -> Dispute:
    task = connection.execute(select(tasks).where(tasks.c.id == row.task_id)).one()
    said = connection.execute(
        select(comments).where(comments.c.submission_id == row.submission_id).order_by(comments.c.seq)
    ).all()
    thread = {row.id}
    for one in said:  # a reply comes after what it answers
        if one.body.get("reply_to") in thread:
            thread.add(one.id)
    marks = connection.execute(select(explained.c.marks).where(explained.c.task_id == row.task_id)).scalars()
    right = [bool(one.get(row.question_id)) for one in marks]
    name = connection.execute(select(people.c.name).where(people.c.id == row.person_id)).scalar_one()
    sent = connection.execute(
        select(submissions.c.body)
        .where(submissions.c.id == row.submission_id, submissions.c.person_id == row.person_id)
        .order_by(submissions.c.revision)
    ).scalars()
    body = SubmissionBody.of_json(next(iter(sent)))
    return Dispute(
        state=DisputeState(
            id=row.id,
            task_id=row.task_id,
            submission_id=row.submission_id,
            question_id=row.question_id,
            person=alias(platform, row.person_id),
            state=row.state,
            created_at=iso(row.created_ms),
        ),
        name=name,
        excerpt=excerpts_of(connection, [row.task_id]).get(row.task_id, ""),
        comments=tuple(comment_value(platform, one) for one in said if one.id in thread),
        gold=tuple(gold_of(task)),
        answers=len(right),
        right=sum(right),
        question=asked_of(connection, task).get(row.question_id),
        given=body.answers.get(row.question_id),
        display_order=body.shown.display_order,
    )
