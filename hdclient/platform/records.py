"""Submissions with all that belongs to them, for exporters. The one place where model names meet answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, func, select

from hdclient.formats import Record
from hdclient.model.review import Decision, Review
from hdclient.model.submission import SubmissionBody
from hdclient.model.template import Template
from hdclient.platform.naming import alias
from hdclient.platform.schema import comments, people, reviews, submissions, tasks
from hdclient.platform.state import Platform, iso
from hdclient.platform.tasks import task_value

_CHUNK = 200


def records_of(platform: Platform, connection: Connection, campaign_id: str) -> Iterator[Record]:
    """Every revision of every submission of a campaign, in the order in which they came."""
    newest = _newest(connection, campaign_id)
    reviewed = _reviews(platform, connection, campaign_id)
    commented = _commented(connection)
    templates: dict[tuple[str, int], Template] = {}
    for row, task in _pairs(connection, campaign_id):
        status = "returned" if row.returned else "surplus" if row.surplus else "accepted"
        yield Record(
            task=task_value(connection, task, templates),
            body=SubmissionBody.of_json(row.body),
            person_id=alias(platform, row.person_id),
            models=dict(task.hidden["models"]),
            source=dict(task.hidden["source"]),
            reviews=tuple(reviewed.get((row.id, row.revision), ())),
            comments=commented.get((row.id, row.revision), 0),
            role=row.role,
            status="superseded" if newest[row.id] > row.revision else status,
            received_at=iso(row.received_ms),
        )


def _pairs(connection: Connection, campaign_id: str) -> Iterator[tuple[Row[Any], Row[Any]]]:
    """Submissions with their tasks, a chunk at a time: a campaign may be bigger than the memory."""
    after = 0
    while True:
        rows = connection.execute(
            select(submissions, people.c.role)
            .join(people, people.c.id == submissions.c.person_id)
            .where(submissions.c.campaign_id == campaign_id, submissions.c.seq > after)
            .order_by(submissions.c.seq)
            .limit(_CHUNK)
        ).all()
        if not rows:
            return
        after = rows[-1].seq
        wanted = {row.task_id for row in rows}
        found = {row.id: row for row in connection.execute(select(tasks).where(tasks.c.id.in_(wanted)))}
        yield from ((row, found[row.task_id]) for row in rows)


def _newest(connection: Connection, campaign_id: str) -> dict[str, int]:
    rows = connection.execute(
        select(submissions.c.id, func.max(submissions.c.revision))
        .where(submissions.c.campaign_id == campaign_id)
        .group_by(submissions.c.id)
    )
    return {row[0]: row[1] for row in rows}


def _commented(connection: Connection) -> dict[tuple[str, int], int]:
    rows = connection.execute(
        select(comments.c.submission_id, comments.c.revision, func.count()).group_by(
            comments.c.submission_id, comments.c.revision
        )
    )
    return {(row[0], row[1]): row[2] for row in rows}


def _reviews(
    platform: Platform, connection: Connection, campaign_id: str
) -> dict[tuple[str, int], list[Review]]:
    found: dict[tuple[str, int], list[Review]] = defaultdict(list)
    for row in connection.execute(
        select(reviews).where(reviews.c.campaign_id == campaign_id).order_by(reviews.c.seq)
    ):
        found[row.submission_id, row.revision].append(
            Review(
                id=row.id,
                submission_id=row.submission_id,
                revision=row.revision,
                decision=Decision(row.decision),
                summary=row.summary,
                reviewer=alias(platform, row.reviewer_id),
                created_at=iso(row.created_ms),
            )
        )
    return found
