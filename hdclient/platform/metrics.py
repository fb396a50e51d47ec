"""Counts of a campaign for operations. What is not defined is null, never 0; quality figures are a later matter."""

from __future__ import annotations

from statistics import median
from typing import Any

from flask import Response
from sqlalchemy import ColumnElement, Connection, and_, distinct, func, select

from hdclient.platform.campaigns import find
from hdclient.platform.gold_schema import of_qualification
from hdclient.platform.routes import JUDGES, ById, Routes, reply
from hdclient.platform.schema import reviews, slots, submissions, tasks
from hdclient.platform.state import here, me
from hdclient.wire.admin import MetricsReply

ROUTES = Routes("metrics")


@ROUTES.add("GET", "/v1/campaigns/<id>/metrics", roles=JUDGES, answers=MetricsReply, problems=(404,))
def get_metrics(path: ById) -> Response:
    """How far a campaign is. Revisions of one submission count once."""
    with here().read() as connection:
        find(connection, path.id, me())
        counts = _counts(connection, path.id)
    return reply(MetricsReply, campaign_id=path.id, **counts)


def _counts(connection: Connection, campaign_id: str) -> dict[str, Any]:
    here_only = and_(submissions.c.campaign_id == campaign_id, ~of_qualification(submissions.c.task_id))

    def count(what: Any, *conditions: ColumnElement[bool]) -> int:
        return int(connection.execute(select(func.count(what)).where(*conditions)).scalar_one())

    # The words may not be counted, so they are not read: one column of numbers.
    times = connection.execute(
        select(submissions.c.active_ms).where(here_only, submissions.c.skipped.is_(False))
    ).scalars()
    active = list(times)
    return {
        "tasks": count(
            tasks.c.seq,
            tasks.c.campaign_id == campaign_id,
            tasks.c.state == "open",
            ~of_qualification(tasks.c.id),
        ),
        "answers_wanted": count(
            slots.c.seq,
            slots.c.campaign_id == campaign_id,
            slots.c.state != "withdrawn",
            ~of_qualification(slots.c.task_id),
        ),
        "submissions": count(distinct(submissions.c.id), here_only, submissions.c.skipped.is_(False)),
        "skipped": count(distinct(submissions.c.id), here_only, submissions.c.skipped),
        "flagged": count(distinct(submissions.c.id), here_only, submissions.c.flagged),
        "reviewed": count(distinct(reviews.c.submission_id), reviews.c.campaign_id == campaign_id),
        "returned": count(
            distinct(reviews.c.submission_id),
            reviews.c.campaign_id == campaign_id,
            reviews.c.decision == "return",
        ),
        "active_ms_median": float(median(active)) if active else None,
    }
