"""A task is mended while nobody has answered it: the next revision takes its place, and its holders hear of it."""

from __future__ import annotations

from typing import Any

from flask import Response
from sqlalchemy import Row, delete, insert, select, update

from hdclient.model.task import Task
from hdclient.platform.campaigns import read_template
from hdclient.platform.database import Write
from hdclient.platform.problems import Refusal, not_found
from hdclient.platform.routes import OPERATIONS, ById, Routes, reply
from hdclient.platform.schema import leases, submissions, task_assets, tasks
from hdclient.platform.state import here
from hdclient.platform.tasks import content_of, identity, problem_of
from hdclient.wire.admin import ReviseIn, ReviseReply

ROUTES = Routes("tasks")


@ROUTES.add("POST", "/v1/tasks/<id>:revise", roles=OPERATIONS, answers=ReviseReply, problems=(404, 409))
def revise_task(path: ById, body: ReviseIn) -> Response:
    """Puts a newer revision in a task's place. Safe to repeat. Not once it has an answer: the answer speaks of what
    was shown. Then withdraw it, and add another task.
    """
    with here().write() as write:
        row = write.execute(select(tasks).where(tasks.c.id == path.id).with_for_update()).one_or_none()
        if row is None or body.task.id != path.id:
            raise not_found("task")
        sent = body.task.model_dump(by_alias=True)
        if row.sha256 == identity(sent):
            return reply(ReviseReply, task_id=path.id, rev=row.rev, people=0)
        _check(write, row, body)
        told = _revise(write, row, sent)
    return reply(ReviseReply, task_id=path.id, rev=row.rev + 1, people=told)


def _check(write: Write, row: Row[Any], body: ReviseIn) -> None:
    if row.rev != body.rev:
        raise Refusal(409, "conflict", f"The task is at revision {row.rev}, not {body.rev}.")
    if row.state == "withdrawn":
        raise Refusal(409, "conflict", "The task was withdrawn.")
    if write.execute(select(submissions.c.seq).where(submissions.c.task_id == row.id)).first() is not None:
        raise Refusal(409, "conflict", "The task has an answer. Withdraw it, and add another task.")
    template = read_template(write.connection, row.campaign_id, row.template_version)
    if problem := problem_of(write.connection, template, body.task):
        raise Refusal(409, "conflict", problem)


def _revise(write: Write, row: Row[Any], sent: dict[str, Any]) -> int:
    visible, hidden = content_of(sent)
    values = {"rev": row.rev + 1, "body": visible, "hidden": hidden, "sha256": identity(sent)}
    write.execute(update(tasks).where(tasks.c.id == row.id).values(**values))
    template = read_template(write.connection, row.campaign_id, row.template_version)
    task = Task.of(
        {**visible, "id": row.id, "rev": row.rev + 1, "campaign_id": row.campaign_id, "template": template}
    )
    write.execute(delete(task_assets).where(task_assets.c.task_id == row.id))
    shown = [
        {"sha256": asset.sha256, "task_id": row.id, "campaign_id": row.campaign_id} for asset in task.assets()
    ]
    if shown:
        write.execute(insert(task_assets), shown)
    return _tell(write, row, [candidate.id for candidate in task.candidates])


def _tell(write: Write, row: Row[Any], candidate_ids: list[str]) -> int:
    """Whoever holds it hears of it. The order of what stays is kept; what is new comes behind it."""
    held = write.execute(
        select(leases).where(
            leases.c.task_id == row.id, leases.c.state.in_(["leased", "expired", "released"])
        )
    ).all()
    for lease in held:
        stays = [one for one in lease.display_order if one in candidate_ids]
        order = [*stays, *(one for one in candidate_ids if one not in stays)]
        write.execute(update(leases).where(leases.c.seq == lease.seq).values(display_order=order))
        write.event(
            "lease",
            {"lease_id": lease.id, "task_id": row.id, "status": "revised"},
            campaign_id=row.campaign_id,
            person_id=lease.person_id,
        )
    return len(held)
