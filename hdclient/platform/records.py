"""Submissions with all that belongs to them, for exporters. The one place where model names meet answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, func, select

from hdclient.formats import Record
from hdclient.model.submission import SubmissionBody
from hdclient.model.template import Template
from hdclient.platform.gold_schema import of_qualification
from hdclient.platform.naming import alias
from hdclient.platform.provenance import final_of, provenance_of, read_told, status_of
from hdclient.platform.schema import people, submissions, tasks
from hdclient.platform.state import Platform, iso
from hdclient.platform.tasks import task_value

_CHUNK = 200


def records_of(platform: Platform, connection: Connection, campaign_id: str) -> Iterator[Record]:
    """Every revision of every submission of a campaign, in the order in which they came; of qualification none."""
    newest = _newest(connection, campaign_id)
    told = read_told(platform, connection, campaign_id)
    templates: dict[tuple[str, int], Template] = {}
    for row, task in _pairs(connection, campaign_id):
        key = (row.id, row.revision)
        body = SubmissionBody.of_json(row.body)
        thread = told.comments.get(key, ())
        superseded = newest[row.id] > row.revision
        yield Record(
            task=task_value(connection, task, templates),
            body=body,
            person_id=alias(platform, row.person_id),
            models=dict(task.hidden["models"]),
            source=dict(task.hidden["source"]),
            reviews=tuple(told.reviews.get(key, ())),
            comments=len(thread),
            role=row.role,
            status=status_of(told, row, superseded=superseded),
            received_at=iso(row.received_ms),
            provenance="" if superseded else provenance_of(told, row),
            final=None if superseded else final_of(told, row, body),
            adjudication=None if superseded else told.verdicts.get(row.task_id),
            thread=tuple(thread),
            marks=() if superseded else tuple(told.marks.get(row.id, ())),
            appeals=tuple(told.appeals.get(key, ())),
            judgements=tuple(told.judgements.get(key, ())),
        )


def _pairs(connection: Connection, campaign_id: str) -> Iterator[tuple[Row[Any], Row[Any]]]:
    """Submissions with their tasks, a chunk at a time: a campaign may be bigger than the memory."""
    after = 0
    while True:
        rows = connection.execute(
            select(submissions, people.c.role)
            .join(people, people.c.id == submissions.c.person_id)
            .where(
                submissions.c.campaign_id == campaign_id,
                submissions.c.seq > after,
                ~of_qualification(submissions.c.task_id),
            )
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
