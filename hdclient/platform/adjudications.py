"""Adjudications: what counts for a task where answers differ. Never shown to trainers."""

from __future__ import annotations

from typing import Any

from flask import Response
from sqlalchemy import Row, insert, select, update

from hdclient.model.review_item import ItemKind, Outcome
from hdclient.platform.database import Write
from hdclient.platform.deciding import held_item
from hdclient.platform.judging import find_revision
from hdclient.platform.naming import alias
from hdclient.platform.paging import PageQuery, page
from hdclient.platform.problems import Refusal, not_found
from hdclient.platform.queueing import tell
from hdclient.platform.review_schema import gaps, review_items
from hdclient.platform.routes import JUDGES, REVIEWERS, Routes, reply
from hdclient.platform.schema import adjudications, tasks
from hdclient.platform.state import Caller, Platform, here, iso, me
from hdclient.wire.admin import Adjudication, AdjudicationIn, AdjudicationReply, AdjudicationsReply

ROUTES = Routes("adjudications")


@ROUTES.add(
    "POST", "/v1/adjudications", roles=REVIEWERS, answers=AdjudicationReply, status=201, problems=(404, 409)
)
def post_adjudication(body: AdjudicationIn) -> Response:
    """Settles a task: names the submission that counts or gives the answers that count, or says why none can.

    With `item_id` it settles an item that you hold. What the guideline does not say goes to its author.
    """
    platform, caller = here(), me()
    _check(body)
    with platform.write() as write:
        known = write.execute(select(adjudications).where(adjudications.c.id == body.id)).one_or_none()
        if known is not None:
            if known.person_id != caller.id or AdjudicationIn.model_validate(known.body) != body:
                raise Refusal(409, "id-taken", "There is another adjudication with this id.")
            return reply(AdjudicationReply, status=201, adjudication=_value(platform, known))
        task = write.execute(select(tasks).where(tasks.c.id == body.task_id)).one_or_none()
        if task is None or not caller.sees(task.campaign_id):
            raise not_found("task")
        item = _item(write, body, caller)
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
        if body.outcome is Outcome.GUIDELINE_GAP:
            _open_gap(write, platform, task, body)
        if item is not None:
            _settle(write, item, caller)
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


def _check(body: AdjudicationIn) -> None:
    """A final answer is a submission or answers; an item that is bad has neither. Raises Refusal 409."""
    named = body.submission_id is not None
    if named != (body.revision is not None) or (named and body.answers is not None):
        raise Refusal(409, "one-verdict", "Name a submission and its revision, or give answers; not both.")
    if body.outcome is Outcome.FINAL and not named and body.answers is None:
        raise Refusal(409, "one-verdict", "Name a submission and its revision, or give answers; not both.")
    if body.outcome is Outcome.BAD_ITEM and (named or body.answers is not None):
        raise Refusal(409, "one-verdict", "An item that is bad has no answer.")
    if body.outcome is Outcome.GUIDELINE_GAP and not body.reason.strip():
        raise Refusal(409, "comment-needed", "Say what the guideline does not say: its author reads it.")


def _item(write: Write, body: AdjudicationIn, caller: Caller) -> Row[Any] | None:
    """The item that is settled, if one is named. Raises Refusal 409."""
    if not body.item_id:
        return None
    item = held_item(write, body.item_id, caller)
    if item is None or item.kind != ItemKind.ADJUDICATION or item.task_id != body.task_id:
        raise Refusal(409, "not-yours", "You have never held this item, or it is of another task.")
    if item.state == "done":
        raise Refusal(409, "already-decided", "Somebody else has settled this meanwhile.")
    return item


def _settle(write: Write, item: Row[Any], caller: Caller) -> None:
    write.execute(
        update(review_items)
        .where(review_items.c.seq == item.seq)
        .values(state="done", person_id=caller.id, until_ms=0)
    )
    tell(write, item.campaign_id)


def _open_gap(write: Write, platform: Platform, task: Row[Any], body: AdjudicationIn) -> None:
    write.execute(
        insert(gaps).values(
            id=body.id,
            campaign_id=task.campaign_id,
            task_id=task.id,
            rule=body.rule,
            text=body.reason,
            state="open",
            created_ms=platform.now_ms(),
        )
    )


def _value(platform: Platform, row: Row[Any]) -> Adjudication:
    return Adjudication.model_validate(
        {
            **row.body,
            "campaign_id": row.campaign_id,
            "by": alias(platform, row.person_id),
            "created_at": iso(row.created_ms),
        }
    )
